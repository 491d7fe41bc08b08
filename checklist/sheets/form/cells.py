"""What stands in a cell for an answer, and what a filled cell answers. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.amounts import days_noted, noting, two_days
from checklist.assessment.model import Answer, Evidence, Mark, Picks, Unread, Value
from checklist.assessment.record import Response, answered
from checklist.assessment.typed import Misread, excerpt, mark, normal
from checklist.assessment.values import from_data, ground, hint, menu, parse
from checklist.assessment.wording import ALL, MARK, NONE, spell, with_last_day
from checklist.law.model import Fact, Option, Question
from checklist.law.periods import Period
from checklist.sheets.changes import cut
from checklist.sheets.form.notes import beside_noted
from checklist.sheets.form.sheet import BLANK, COLUMNS, RowId
from checklist.sheets.spreadsheet import Cells, read_day, without_day
from checklist.sitting.details import name
from checklist.text import each_name, inert, tidy

Asked = Question | Fact


class AskedRow(Struct, frozen=True):
    """A row of the questionnaire: what it asks, and which option or room it is about."""

    asked: Asked
    id: RowId

    @property
    def is_head(self) -> bool:
        """Whether it is the first of its question."""
        options = self.asked.options if self.asked.is_multiple else ()
        return self.id.room is None and self.id.option == (options[0].id if options else None)

    @property
    def choices(self) -> tuple[str, ...]:
        """What its drop-down offers; empty where text is typed."""
        if not self.asked.is_multiple:
            return tuple(inert(label) for label in menu(self.asked))
        if self.id.option is None:
            return ()
        marks = [Mark.YES, Mark.NO, Mark.UNKNOWN]
        option = next(option for option in self.asked.options if option.id == self.id.option)
        if option.inapplicable_if or ground(self.asked):
            marks.append(Mark.INAPPLICABLE)
        return tuple(MARK[each] for each in marks)

    @property
    def how(self) -> str:
        """How to fill its answer cell, with an example."""
        words = self._from_the_list() or hint(self.asked)
        only = "" if self.id.room is None else "只在这个直播间不一样时填写，空着就是相同。"
        return f"{only}{words}"

    def given(self, recorded: Answer | None, *, stands: bool) -> Cells:
        """What its cells say for what is recorded.

        An answer that no longer stands leaves its cell empty; what was noted beside it is shown.
        """
        if recorded is None:
            return BLANK
        answer = {"answer": tidy(self._answer(recorded)) if stands else ""}
        if not self.is_head:
            return {**BLANK, **answer}
        return {
            **answer,
            "note": _lines(recorded.note or ""),
            "evidence": _lines("\n".join(map(evidence_line, recorded.evidence))),
            "owner": _lines(recorded.owner or ""),
            "due": recorded.due.isoformat() if recorded.due else "",
        }

    def value_of(self, field: str, text: str) -> Value | date | str | None:
        """What a filled cell says; None for an exception that was taken back. Raises Misread."""
        match field:
            case "answer":
                return self._read(text) if text else None
            case "due":
                return read_day(text)
            case "owner":
                return name(without_day(text, "责任人", COLUMNS["due"].label))
            case _:
                return text

    def known_value(self, field: str, text: str) -> Value | date | str | None:
        """What the file says there now, as `value_of` would read it; text nobody would type
        stays."""
        try:
            return self.value_of(field, text) if text else None
        except Misread:
            return text

    def _read(self, text: str) -> Value:
        """What a filled answer cell says. Raises Misread with an example.

        A row of one option is answered with a mark; numbers of options are understood only where a
        multi-select is answered in one cell, as its row says.
        """
        if self.id.option is not None:
            return self._mark(text)
        if self.asked.is_multiple or not menu(self.asked):  # 2 under 几次 is 2次, as in a sitting
            return parse(self.asked, text)
        try:
            return from_data(self.asked, text)
        except Misread as misread:
            raise Misread(misread.what, self._from_the_list() or misread.mend) from None

    def _mark(self, text: str) -> Mark:
        read = mark(normal(text))
        if read is None or MARK[read] not in self.choices:
            what = f"没有看懂{excerpt(text)}" if read is None else f"这一项不能答{MARK[read]}"
            raise Misread(what, self._from_the_list())
        return read

    def _from_the_list(self) -> str:
        """What to choose from where there is a drop-down, else nothing."""
        return f"从下拉框里选：{'、'.join(self.choices)}" if self.choices else ""

    def _answer(self, answer: Answer) -> str:
        if self.id.option is not None:
            picked = marks_of(self.asked, answer.value).get(self.id.option)
            return MARK[picked] if picked is not None else ""
        room = self.id.room
        match answer.value if room is None else answer.exceptions.get(room):
            case None | Unread():
                return ""
            case Picks(marks=marks) as picks if self.asked.is_multiple:
                return _by_number(self.asked.options, marks) or spell(self.asked, picks)
            case value:
                return spell(self.asked, value)


def evidence_line(evidence: Evidence) -> str:
    """One piece of evidence as it stands in its cell, on one line."""
    return with_last_day(inert(evidence.text).strip(), evidence)


class Edit(Struct, frozen=True, kw_only=True):
    """One cell's new content: a value for an answer (None takes a room's exception back), a date
    for 期限, the pieces of evidence, else text. `place` is the cell's address, `text` what stands
    in it."""

    id: RowId
    field: str
    value: Value | date | str | tuple[Evidence, ...] | None
    place: str
    text: str


def edited(
    asked: Asked,
    answer: Answer | None,
    edits: Sequence[Edit],
    *,
    stands: bool,
    by: str | None,
    at: str,
) -> Answer:
    """`answer` with all `edits` of its question or fact. Raises Misread.

    What is not edited stays: other options, other rooms, notes. An answer that has to be given anew
    begins empty.
    """
    values = [edit for edit in edits if edit.field == "answer"]
    days = days_noted(answer.note if answer else None)
    if values:
        common = next((edit for edit in values if edit.id.room is None), None)
        days = two_days(common.text) if common else days
        value, exceptions = _merged(asked, answer if stands else None, values)
        response = Response(
            value=Mark.UNKNOWN if value is None else value,
            exceptions=exceptions,
            who_could_know=_still_to_ask(answer, value, exceptions),
            days=days if isinstance(value, Period) else "",
        )
        who = _signers(asked, answer if stands else None, values, by)
        answer = replace(answered(answer, asked, response, by=who, at=at), value=value)
    answer = answer or Answer(value=None)
    changes = {edit.field: edit.value for edit in edits if edit.field != "answer"}
    if "note" in changes:
        note = beside_noted(noting(answer.note, ""), str(changes["note"]))
        changes["note"] = noting(note, days)
    return replace(answer, **changes)


def _signers(
    asked: Asked, answer: Answer | None, edits: Sequence[Edit], by: str | None
) -> str | None:
    """Who has given an answer: whoever gave it before too, where only some options are edited."""
    options = {edit.id.option for edit in edits if edit.id.room is None} - {None}
    if by is None or answer is None or answer.by is None or not options:
        return by
    left = [each.id for each in asked.options if each.id not in options]
    return "、".join(each_name((*answer.by.split("、"), by))) if left else by


def _merged(
    asked: Asked, answer: Answer | None, edits: Sequence[Edit]
) -> tuple[Value | None, dict[str, Value]]:
    """The common value and the exceptions: those that stand, with the edits. Raises Misread."""
    value = answer.value if answer else None
    exceptions = {**answer.exceptions} if answer else {}
    marks = marks_of(asked, value)
    for edit in edits:
        if isinstance(edit.value, str | date | tuple):
            raise TypeError("an answer is a value")
        if edit.id.room is not None:
            exceptions.pop(edit.id.room, None)
            if edit.value is not None:
                exceptions[edit.id.room] = edit.value
        elif edit.id.option is not None and isinstance(edit.value, Mark):
            marks[edit.id.option] = edit.value
        else:
            value = edit.value
    if asked.is_multiple and any(edit.id.option is not None for edit in edits):
        value = picked(asked, marks)
    return value, exceptions


def _still_to_ask(
    answer: Answer | None, value: Value | None, exceptions: Mapping[str, Value]
) -> str | None:
    """Who could know, as long as something is still 不清楚."""
    for each in (value, *exceptions.values()):
        marks = each.marks.values() if isinstance(each, Picks) else (each,)
        if answer and Mark.UNKNOWN in marks:
            return answer.who_could_know
    return None


def marks_of(asked: Asked, value: Value | None) -> dict[str, Mark]:
    """What is said of each option so far; one word for a whole multi-select says it of each."""
    match value:
        case Picks(marks=marks):
            return dict(marks)
        case Mark():
            return {option.id: value for option in asked.options}
        case _:
            return {}


def picked(asked: Asked, marks: Mapping[str, Mark]) -> Value:
    """The value of a multi-select answered option by option. Raises Misread.

    不适用 where an option has not earned it stands only when the whole question is 不适用.
    """
    whole = {marks.get(option.id) for option in asked.options}
    if whole == {Mark.INAPPLICABLE} and ground(asked):
        return Mark.INAPPLICABLE
    for option in asked.options:
        if marks.get(option.id) is Mark.INAPPLICABLE and option.inapplicable_if is None:
            what = f"“{inert(option.label)}”单独不能答不适用"
            raise Misread(what, "整道题不适用时，每一项都选 不适用；否则选 是、否 或 不清楚")
    return Picks(dict(marks))


def _by_number(options: tuple[Option, ...], marks: Mapping[str, Mark]) -> str:
    """1 3 4不清楚, as `parse` reads it back; empty where an option is unanswered."""
    of_each = [marks.get(option.id) for option in options]
    if not options or None in of_each:
        return ""
    if set(of_each) == {Mark.YES}:
        return ALL
    words = [] if Mark.YES in of_each else [NONE]
    for number, each in enumerate(of_each, 1):
        if each and each is not Mark.NO:
            words.append(f"{number}{'' if each is Mark.YES else MARK[each]}")
    return " ".join(words)


def _lines(text: str) -> str:
    return cut(tidy("\n".join(inert(line) for line in text.splitlines())))
