"""Single cells that were changed, put together into answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Evidence, Mark, Picks, Value
from checklist.assessment.record import Response, answered
from checklist.assessment.values import is_multiple
from checklist.law.model import Fact, Question, Rulebook
from checklist.sheets.form import cells
from checklist.sheets.form.layout import answer_stands
from checklist.sheets.form.sheet import FACTS, RowId


class Edit(Struct, frozen=True, kw_only=True):
    """One cell's new content: a value for an answer (None takes a room's exception back), a date
    for 期限, else text. `place` is the cell's address."""

    id: RowId
    field: str
    value: Value | date | str | None
    place: str


def apply(
    rulebook: Rulebook,
    assessment: Assessment,
    edits: Sequence[Edit],
    *,
    by: str | None,
    at: str,
) -> Assessment:
    """`assessment` with all `edits` of one question or fact. Raises Misread.

    What is not edited stays: other options, other rooms, notes. An answer that has to be given anew
    begins empty.
    """
    id = edits[0].id
    asked = rulebook.fact(id.key) if id.kind == FACTS else rulebook.questions()[id.key]
    answer = recorded(assessment, id)
    changed = [edit for edit in edits if edit.field == "answer"]
    if changed:
        stands = answer_stands(rulebook, assessment, asked, answer)
        value, exceptions = _merged(asked, answer if stands else None, changed)
        response = Response(
            value=Mark.UNKNOWN if value is None else value,
            exceptions=exceptions,
            who_could_know=_still_to_ask(answer, value, exceptions),
        )
        answer = replace(answered(answer, asked, response, by=by, at=at), value=value)
    answer = _with_details(answer or Answer(value=None), edits)
    section = "facts" if id.kind == FACTS else "answers"
    changes = {section: {**getattr(assessment, section), id.key: answer}}
    return replace(assessment, **changes)


def recorded(assessment: Assessment, id: RowId) -> Answer | None:
    """What the file holds for a question or fact."""
    return (assessment.facts if id.kind == FACTS else assessment.answers).get(id.key)


def _merged(
    asked: Fact | Question, answer: Answer | None, edits: Sequence[Edit]
) -> tuple[Value | None, dict[str, Value]]:
    """The common value and the exceptions: those that stand, with the edits. Raises Misread."""
    value = answer.value if answer else None
    exceptions = {**answer.exceptions} if answer else {}
    marks = cells.marks_of(asked, value)
    for edit in edits:
        if isinstance(edit.value, str | date):
            raise TypeError("an answer is a value")
        if edit.id.room is not None:
            exceptions.pop(edit.id.room, None)
            if edit.value is not None:
                exceptions[edit.id.room] = edit.value
        elif edit.id.option is not None and isinstance(edit.value, Mark):
            marks[edit.id.option] = edit.value
        else:
            value = edit.value
    if is_multiple(asked) and any(edit.id.option is not None for edit in edits):
        value = cells.picked(asked, marks)
    return value, exceptions


def _still_to_ask(
    answer: Answer | None, value: Value | None, exceptions: Mapping[str, Value]
) -> str | None:
    """Who could know, as long as something is still 不清楚."""

    def is_unclear(value: Value | None) -> bool:
        in_part = isinstance(value, Picks) and Mark.UNKNOWN in value.marks.values()
        return value is Mark.UNKNOWN or in_part

    if answer and any(map(is_unclear, (value, *exceptions.values()))):
        return answer.who_could_know
    return None


def _with_details(answer: Answer, edits: Sequence[Edit]) -> Answer:
    """`answer` with what was written beside it."""
    for edit in edits:
        if edit.field == "evidence":
            known = {cells.evidence_line(piece): piece for piece in answer.evidence}
            lines = (line for line in str(edit.value).splitlines() if line)
            evidence = tuple(known.get(line) or Evidence(line) for line in lines)
            answer = replace(answer, evidence=evidence)
        elif edit.field != "answer":
            answer = replace(answer, **{edit.field: edit.value})
    return answer
