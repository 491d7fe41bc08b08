"""What an import says beside its changes: what changes too, moved on, looks odd, or is not closed.

Department, person, deadline and all else that a register records are kept once for a question: for
all its rooms, and for every entry that asks the same. Whoever fills in one row is told, before
anything is written, which others change with it, also where they are not in the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checklist.assessment.model import Answer, Assessment
from checklist.assessment.typed import excerpt
from checklist.evaluation.judge import is_admitted
from checklist.evaluation.model import Judged, Outcome
from checklist.evaluation.states import WHY, AnswerState
from checklist.law.model import Per, Rulebook
from checklist.law.wording import citation
from checklist.report.view.model import Line, Report
from checklist.report.words import wording as words
from checklist.report.words.record import DONE, NOT_STARTED, closed_by, worked_off
from checklist.sheets.changes import shown
from checklist.sheets.form.notes import only_noted
from checklist.sheets.register.columns import CLEARED, HEADING, Value, says_nothing
from checklist.sheets.register.progress import failing
from checklist.sheets.register.read import KnownRow, TouchedCell
from checklist.text import inert, name_key

_BY_RECORDS = "记录、录像显示不合要求的，按实际情况更正答复（输入 g 跳到那一题）"
_WAYS = {
    "记下整改": "问自查期间里的事的，记下整改（写明从哪天起改好、佐证）",
    "重新作答": "问现在的情况的、还没有定论的，重新作答",
}


def mismatches(rows: Sequence[KnownRow], rulebook: Rulebook) -> Iterator[str]:
    """That the register was written by another edition."""
    for regulation in rulebook.regulations:
        written = {row.code.edition for row in rows if row.code.rulebook == regulation.id}
        for other in sorted(written - {regulation.edition}):
            now = f"现在是 {regulation.edition} 版：题目还在的照常读回"
            yield f"台账按规则册 {inert(other)} 版写出，{now}"


def typed_conclusions(rows: Sequence[KnownRow]) -> Iterator[str]:
    """The conclusions that were typed: none can be."""
    for known in rows:
        status = known.row.status
        if status and not known.code.stood("status", status):
            place = known.row.places["status"]
            yield f"{place} 状态改成了{excerpt(status)}：结论只由作答决定，改了要重新作答"


def not_emptied(cells: Sequence[TouchedCell], recorded: Value) -> Iterator[str]:
    """That an emptied cell takes nothing back."""
    for cell in cells:
        is_empty = says_nothing(cell.field, cell.text) and cell.current != cell.text
        if is_empty and recorded not in (None, NOT_STARTED):
            how = "" if cell.field == "state" else f"；要撤回，写“{CLEARED}”"
            yield f"{cell.place} 删空了，不会撤回，仍是{shown(cell.current)}{how}"


def remedies_noted(
    report: Report, key: str, cells: Sequence[TouchedCell], recorded: Answer, answer: Answer
) -> Iterator[str]:
    """That what reads like a remedy in the column of notes is none; but where its row records one
    by its day."""
    gaps, question = failing(report, key), report.findings.rulebook.questions()[key]
    for cell in (cell for cell in cells if cell.field == "note"):
        rooms, how = cell.known.rooms or ("",), f"要记，写到这一行的“{HEADING['remedied']}”"
        if not all(answer.remedied_since(room or None) for room in rooms):
            fails = gaps.keys() >= {*rooms}
            noted = recorded.note
            yield from only_noted(cell.place, cell.text, noted, question, fails=fails, how=how)


def moved_on(report: Report, key: str, place: str, *, stood: bool) -> Iterator[str]:
    """That the question was answered otherwise meanwhile, or is no gap any more."""
    every = [
        (line, judged)
        for paper in report.papers
        for line in paper.lines
        for judged in line.judged
        if judged.key == key
    ]
    left = [pair for pair in every if pair[1].outcome in (Outcome.GAP, Outcome.OPEN)]
    results = dict.fromkeys(words.result(line, judged)[1] for line, judged in left or every)
    now = f"现在的结论是{'、'.join(results) or '不适用'}；填的照样记下"
    if not stood:
        yield f"{place} 写出台账以后，这道题重新作答过，{now}"
    elif not left:
        yield f"{place} 这道题已经不是缺口，{now}"


def others(
    lines: Mapping[str, Line], rows: Sequence[KnownRow], field: str, taken: Sequence[KnownRow]
) -> tuple[str, ...]:
    """The cells of a field that change because of `taken`, which are some of the `rows` of their
    answer: by their addresses, and by what they are about where they are not in the sheet. `lines`
    are those of the report that are about that answer, by the id of their row."""
    there = {known.row.id for known in rows}
    left = [known for known in rows if not any(known is each for each in taken)]
    absent = [line for id, line in lines.items() if id not in there]
    if field == "remedied":
        rooms = {room for known in taken for room in known.rooms}
        left = [known for known in left if _meets(rooms, known.rooms)]
        absent = [
            line for line in absent if _meets(rooms, [room.id for room in line.subject.rooms])
        ]
    return (
        *(known.row.places.get(field, known.row.places["id"]) for known in left),
        *(f"不在表里的“{_named(line)}”" for line in absent),
    )


def _meets(rooms: set[str], others: Sequence[str]) -> bool:
    """Whether a day of completion in some rooms is one of the others too; what is about the whole
    respondent has none, and meets its like."""
    return bool(rooms & {*others}) or (not rooms and not others)


def _named(line: Line) -> str:
    rooms = "、".join(room.id for room in line.subject.rooms)
    by_room = line.obligation.per is Per.ROOM and rooms
    return line.obligation.title + (f"（{rooms}）" if by_room else "")


def people(rulebook: Rulebook, before: Assessment, after: Assessment) -> Iterator[str]:
    """What looks odd in the answers that changed."""
    for key, answer in after.answers.items():
        question = rulebook.questions().get(key)
        if answer == before.answers.get(key) or question is None:
            continue
        ask = excerpt(question.ask)
        if answer.owner and name_key(answer.owner) == name_key(answer.reviewer or ""):
            yield f"{ask}的责任人和复核人是同一个人：{inert(answer.owner)}"
        if answer.closed_on and answer.state != DONE:
            yield f"{ask}写了销号日期，进度却不是{DONE}"
        done = max(answer.remedied.values(), default=None)
        if answer.closed_on and done and answer.closed_on < done:
            yield f"{ask}的销号日期（{answer.closed_on}）比整改完成之日（{done}）还早"


def not_closed(report: Report) -> tuple[str, ...]:
    """The questions that are called 已验收 and still unsettled: only a new answer closes one."""
    questions = (
        f"{citation(line.obligation.source, judged.question.item)} {inert(judged.question.ask)}\n"
        f"  {worked_off(line, judged)}，要{closed_by(judged)}"
        for line, judged in _done(report)
    )
    return tuple(dict.fromkeys(questions))


def to_be_asked(report: Report) -> dict[AnswerState | None, tuple[str, ...]]:
    """What is to be done about the questions of `not_closed`, by the states in which they are, gaps
    first: what to ask for. None is the state of what fails by records alone: the answers do not
    say so."""
    what: dict[AnswerState | None, set[str]] = {}
    for _, judged in _done(report):
        is_open = judged.why and judged.outcome is Outcome.OPEN
        if judged.outcome is Outcome.GAP and not is_admitted(judged):
            what.setdefault(None, set()).add(_BY_RECORDS)
            continue
        state = WHY[judged.why] if judged.why and is_open else AnswerState.GAP
        what.setdefault(state, set()).add(_WAYS[closed_by(judged)])
    order = [AnswerState.GAP, *WHY.values(), None]
    return {state: tuple(sorted(what[state])) for state in sorted(what, key=order.index)}


def _done(report: Report) -> Iterator[tuple[Line, Judged]]:
    for line in (*report.breaches, *report.open):
        for judged in (*line.failed, *line.open):
            done = judged.answer and judged.answer.state == DONE
            if done and judged.remedied is None:
                yield line, judged
