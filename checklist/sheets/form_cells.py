"""What stands in a cell for an answer, and what a filled cell answers. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from checklist.assessment.model import Answer, Evidence, Mark, Picks, Unread, Value
from checklist.assessment.typed import Misread, mark, normal, quoted
from checklist.assessment.values import from_data, hint, is_multiple, menu, parse, spell
from checklist.assessment.wording import ALL, MARK, NONE
from checklist.law.model import Fact, Option, Question
from checklist.sheets.form_sheet import Given, RowId
from checklist.text import inert, tidy

LONGEST = 30_000
"""A cell holds 32,767 characters; what is longer is cut, and said to be."""
CUT = "……（太长，没有写全；要改请改答案文件）"
_DUE = "写成 年-月-日，例如 2026-12-31"


def choices(asked: Question | Fact, id: RowId) -> tuple[str, ...]:
    """What the drop-down of a row offers; empty where text is typed."""
    if not is_multiple(asked):
        return tuple(inert(label) for label in menu(asked))
    if id.option is None:
        return ()
    marks = [Mark.YES, Mark.NO, Mark.UNKNOWN]
    if _may_be_inapplicable(asked, _option(asked, id.option)):
        marks.append(Mark.INAPPLICABLE)
    return tuple(MARK[one] for one in marks)


def how(asked: Question | Fact, id: RowId) -> str:
    """How to fill the answer cell of a row, with an example."""
    offered = choices(asked, id)
    words = f"从下拉框里选：{'、'.join(offered)}" if offered else hint(asked)
    return words if id.room is None else f"只在这个直播间不一样时填写，空着就是相同。{words}"


def given(asked: Question | Fact, recorded: Answer | None, id: RowId, *, stands: bool) -> Given:
    """What the cells of a row say for what is recorded.

    An answer that no longer stands leaves its cell empty; what was noted beside it is shown.
    """
    if recorded is None:
        return Given()
    said = tidy(_answer(asked, recorded, id)) if stands else ""
    if not is_head(asked, id):
        return Given(answer=said)
    return Given(
        answer=said,
        note=_lines([recorded.note or ""]),
        evidence=_lines(evidence_line(one) for one in recorded.evidence),
        owner=_lines([recorded.owner or ""]),
        due=recorded.due.isoformat() if recorded.due else "",
    )


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
        offered = choices(asked, id)
        mend = f"从下拉框里选：{'、'.join(offered)}" if offered else misread.mend
        raise Misread(misread.what, mend) from None


def read_due(text: str) -> date:
    """A day of the calendar. Raises Misread."""
    digits = normal(text).replace("年", "-").replace("月", "-").replace("日", "")
    parts = [part.strip() for part in digits.replace("/", "-").replace(".", "-").split("-")]
    if len(parts) == 3 and all(one.isascii() and one.isdecimal() for one in parts):
        if len(parts[0]) != 4 or parts[0] < "1900":
            raise Misread(f"{quoted(text)}的年份不对", _DUE)
        year, month, day = (int(one[:5]) for one in parts)
        try:
            return date(year, month, day)
        except ValueError:
            raise Misread(f"日历上没有{quoted(text)}这一天", _DUE) from None
    raise Misread(f"没有看懂{quoted(text)}", _DUE)


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
    if id.room is not None:
        return _in_one_cell(asked, answer.exceptions.get(id.room))
    if id.option is not None:
        said = marks_of(asked, answer.value).get(id.option)
        return MARK[said] if said is not None else ""
    return _in_one_cell(asked, answer.value)


def _in_one_cell(asked: Question | Fact, value: Value | None) -> str:
    match value:
        case None | Unread():
            return ""
        case Picks(marks=marks) if is_multiple(asked):
            return _by_number(asked.options, marks) or spell(asked, value)
        case _:
            return spell(asked, value)


def _by_number(options: tuple[Option, ...], marks: Mapping[str, Mark]) -> str:
    """1 3 4不清楚, as `parse` reads it back; empty where an option is unanswered."""
    said = [marks.get(option.id) for option in options]
    if not said or None in said:
        return ""
    if set(said) == {Mark.YES}:
        return ALL
    words = [] if Mark.YES in said else [NONE]
    for number, one in enumerate(said, 1):
        if one is not None and one is not Mark.NO:
            words.append(f"{number}{'' if one is Mark.YES else MARK[one]}")
    return " ".join(words)


def _mark(asked: Question | Fact, id: RowId, text: str) -> Mark:
    said = mark(normal(text))
    offered = choices(asked, id)
    if said is None or MARK[said] not in offered:
        what = f"没有看懂{quoted(text)}" if said is None else f"这一项不能答{MARK[said]}"
        raise Misread(what, f"从下拉框里选：{'、'.join(offered)}")
    return said


def _as_question(asked: Question | Fact) -> Question:
    if isinstance(asked, Fact):
        raise TypeError("a fact has no options to be answered one by one")
    return asked


def _option(asked: Question | Fact, id: str) -> Option:
    return next(option for option in asked.options if option.id == id)


def _ground(asked: Question | Fact) -> str | None:
    return asked.inapplicable_if if isinstance(asked, Question) else None


def _may_be_inapplicable(asked: Question | Fact, option: Option) -> bool:
    return bool(option.inapplicable_if or _ground(asked))


def _lines(pieces: Iterable[str]) -> str:
    text = tidy("\n".join(inert(line) for piece in pieces for line in piece.splitlines()))
    return text if len(text) <= LONGEST else text[:LONGEST] + CUT
