"""What stands in a cell for an answer, and what a filled cell answers. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping

from checklist.assessment.model import Answer, Evidence, Mark, Picks, Unread, Value
from checklist.assessment.typed import Misread, mark, normal, quoted
from checklist.assessment.values import from_data, hint, is_multiple, menu, parse
from checklist.assessment.wording import ALL, MARK, NONE, spell
from checklist.law.model import Fact, Option, Question
from checklist.sheets.changes import cut
from checklist.sheets.form.sheet import BLANK, RowId
from checklist.sheets.spreadsheet import Cells
from checklist.text import inert, tidy


def choices(asked: Question | Fact, id: RowId) -> tuple[str, ...]:
    """What the drop-down of a row offers; empty where text is typed."""
    if not is_multiple(asked):
        return tuple(inert(label) for label in menu(asked))
    if id.option is None:
        return ()
    marks = [Mark.YES, Mark.NO, Mark.UNKNOWN]
    option = next(option for option in asked.options if option.id == id.option)
    if option.inapplicable_if or _ground(asked):
        marks.append(Mark.INAPPLICABLE)
    return tuple(MARK[each] for each in marks)


def how(asked: Question | Fact, id: RowId) -> str:
    """How to fill the answer cell of a row, with an example."""
    words = _from_the_list(asked, id) or hint(asked)
    return words if id.room is None else f"只在这个直播间不一样时填写，空着就是相同。{words}"


def given(asked: Question | Fact, recorded: Answer | None, id: RowId, *, stands: bool) -> Cells:
    """What the cells of a row say for what is recorded.

    An answer that no longer stands leaves its cell empty; what was noted beside it is shown.
    """
    if recorded is None:
        return BLANK
    answer = {"answer": tidy(_answer(asked, recorded, id)) if stands else ""}
    if not is_head(asked, id):
        return {**BLANK, **answer}
    return {
        **answer,
        "note": _lines(recorded.note or ""),
        "evidence": _lines("\n".join(map(evidence_line, recorded.evidence))),
        "owner": _lines(recorded.owner or ""),
        "due": recorded.due.isoformat() if recorded.due else "",
    }


def evidence_line(evidence: Evidence) -> str:
    """One piece of evidence as it stands in its cell, on one line."""
    return inert(evidence.text).strip()


def is_head(asked: Question | Fact, id: RowId) -> bool:
    """Whether a row is the first of its question."""
    first = asked.options[0].id if is_multiple(asked) and asked.options else None
    return id.room is None and id.option == first


def read(asked: Question | Fact, id: RowId, text: str) -> Value:
    """What a filled answer cell says. Raises Misread with an example.

    A row of one option is answered with a mark; numbers of options are understood only where a
    multi-select is answered in one cell, as its row says.
    """
    if id.option is not None:
        return _mark(asked, id, text)
    if is_multiple(asked):
        return parse(_as_question(asked), text)
    try:
        return from_data(asked, text)
    except Misread as misread:
        raise Misread(misread.what, _from_the_list(asked, id) or misread.mend) from None


def marks_of(asked: Question | Fact, value: Value | None) -> dict[str, Mark]:
    """What is said of each option so far; one word for a whole multi-select says it of each."""
    match value:
        case Picks(marks=marks):
            return dict(marks)
        case Mark():
            return {option.id: value for option in asked.options}
        case _:
            return {}


def picked(asked: Question | Fact, marks: Mapping[str, Mark]) -> Value | None:
    """The value of a multi-select answered option by option. Raises Misread.

    不适用 where an option has not earned it stands only when the whole question is 不适用.
    """
    if not marks:
        return None
    whole = {marks.get(option.id) for option in asked.options}
    if whole == {Mark.INAPPLICABLE} and _ground(asked):
        return Mark.INAPPLICABLE
    for option in asked.options:
        if marks.get(option.id) is Mark.INAPPLICABLE and option.inapplicable_if is None:
            what = f"“{inert(option.label)}”单独不能答不适用"
            raise Misread(what, "整道题不适用时，每一项都选 不适用；否则选 是、否 或 不清楚")
    return Picks(dict(marks))


def _answer(asked: Question | Fact, answer: Answer, id: RowId) -> str:
    if id.option is not None:
        picked = marks_of(asked, answer.value).get(id.option)
        return MARK[picked] if picked is not None else ""
    match answer.value if id.room is None else answer.exceptions.get(id.room):
        case None | Unread():
            return ""
        case Picks(marks=marks) as picks if is_multiple(asked):
            return _by_number(asked.options, marks) or spell(asked, picks)
        case value:
            return spell(asked, value)


def _by_number(options: tuple[Option, ...], marks: Mapping[str, Mark]) -> str:
    """1 3 4不清楚, as `parse` reads it back; empty where an option is unanswered."""
    if not options or any(option.id not in marks for option in options):
        return ""
    of_each = [marks[option.id] for option in options]
    if set(of_each) == {Mark.YES}:
        return ALL
    words = [] if Mark.YES in of_each else [NONE]
    for number, each in enumerate(of_each, 1):
        if each is not Mark.NO:
            words.append(f"{number}{'' if each is Mark.YES else MARK[each]}")
    return " ".join(words)


def _mark(asked: Question | Fact, id: RowId, text: str) -> Mark:
    read = mark(normal(text))
    if read is None or MARK[read] not in choices(asked, id):
        what = f"没有看懂{quoted(text)}" if read is None else f"这一项不能答{MARK[read]}"
        raise Misread(what, _from_the_list(asked, id))
    return read


def _from_the_list(asked: Question | Fact, id: RowId) -> str:
    """What to choose from where there is a drop-down, else nothing."""
    offered = choices(asked, id)
    return f"从下拉框里选：{'、'.join(offered)}" if offered else ""


def _as_question(asked: Question | Fact) -> Question:
    if isinstance(asked, Fact):
        raise TypeError("a fact has no options to be answered one by one")
    return asked


def _ground(asked: Question | Fact) -> str | None:
    return asked.inapplicable_if if isinstance(asked, Question) else None


def _lines(text: str) -> str:
    return cut(tidy("\n".join(inert(line) for line in text.splitlines())))
