"""What the remark of a question in a form comes to, where it records a remedy (整改：日期)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from checklist.assessment.model import Answer
from checklist.assessment.recheck import CARRIED
from checklist.assessment.wording import remedied_words
from checklist.evaluation.judge import judge
from checklist.evaluation.model import Outcome
from checklist.evaluation.past import Reversal
from checklist.law.model import Question
from checklist.sheets.changes import CellChange, SheetComparison
from checklist.sheets.form.cells import AskedRow, Edit
from checklist.sheets.form.notes import only_noted
from checklist.text import inert


def settled(
    comparison: SheetComparison,
    undone: Reversal,
    answer: Answer,
    edits: Sequence[Edit],
    rooms: Mapping[str, str],
) -> Answer:
    """`answer`, in which a failure stands and is mended, with the days that count: a form does not
    show those that the file records, so that other ones are a conflict. The preview tells what is
    recorded of the cells. `rooms` are names by id."""
    note = next(edit for edit in edits if edit.field == "note")
    others = {
        room: day
        for room in undone.done
        if (day := undone.before.remedied_since(room or None)) not in (None, answer.remedied[room])
    }
    before, after = (
        remedied_words(each, rooms, undone.question) for each in (undone.before, answer)
    )
    about = f"{inert(undone.question.ask)} / 整改完成之日"
    change = CellChange(place=note.place, about=about, before=before, after=after)
    left: set[str] = set()
    if others and not comparison.is_taken(change, moved=True):
        answer = replace(answer, remedied={**answer.remedied, **others})
        if others.keys() == {*undone.done}:
            answer, left = _without_note(undone.before, answer), {note.place}
    words = remedied_words(answer, rooms, undone.question)
    now = _not_as_typed(undone, answer, edits)
    left |= {place for place in now if left}
    kept = [each for each in comparison.changes if each.place not in left]
    for at, each in enumerate(kept):
        if each.place in now:
            kept[at] = replace(each, after=f"{now[each.place]}（答复不变；{words}）")
    comparison.changes[:] = kept
    return answer


def not_taken(
    question: Question, before: Answer | None, answer: Answer, edits: Sequence[Edit]
) -> Iterator[str]:
    """That a note which reads like a remedy records none, where `answer` undoes no failure."""
    note = next((edit for edit in edits if edit.field == "note"), None)
    values = (answer.value, *answer.exceptions.values())
    was = (before.value, *before.exceptions.values()) if before else ()
    why = "答复没有改" if values == was else "不符合是这一次才答的"
    where = "写到整改台账的“整改完成之日”，或者运行 checklist ask 答案文件 --only gaps"
    how = f"{why}；要记，写入以后{where}"
    fails = any(judge(question, value).outcome is Outcome.GAP for value in values)
    noted = before.note if before else None
    if note is not None:
        text = str(note.value)
        yield from only_noted(note.place, text, noted, question, fails=fails, how=how)


def _without_note(before: Answer, answer: Answer) -> Answer:
    """`answer` where the note that came with it does not count: it is that of before, and where
    nothing else is answered anew, so is who gave it."""
    is_as_before = (answer.value, answer.exceptions) == (before.value, before.exceptions)
    who = ("by", "at", "signed") if is_as_before and before.state != CARRIED else ()
    return replace(answer, **{name: getattr(before, name) for name in ("note", *who)})


def _not_as_typed(undone: Reversal, answer: Answer, edits: Sequence[Edit]) -> dict[str, str]:
    """What the answer cells say, by their places, of which what was typed is not recorded."""
    cells = {}
    for edit in (edit for edit in edits if edit.field == "answer"):
        row = AskedRow(undone.question, edit.id)
        typed, now = (row.given(each, stands=True)["answer"] for each in (undone.after, answer))
        if typed != now:
            cells[edit.place] = now
    return cells
