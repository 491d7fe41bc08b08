"""Single cells that were changed, put together into answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Evidence, Mark, Picks, Value
from checklist.assessment.questionnaire import AskFact, AskQuestion
from checklist.assessment.recheck import standing_facts
from checklist.assessment.record import Response, with_answer
from checklist.assessment.values import is_multiple
from checklist.law.applicability import binding
from checklist.law.model import Fact, Question, Rulebook
from checklist.sheets import form_cells as cells
from checklist.sheets.form_layout import answer_stands
from checklist.sheets.form_sheet import FACTS, RowId


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
    step = _step(rulebook, assessment, id)
    asked = step.fact if isinstance(step, AskFact) else step.question
    answer = recorded(assessment, id)
    stands = answer_stands(rulebook, assessment, asked, answer)
    changed = [edit for edit in edits if edit.field == "answer"]
    if changed:
        value, exceptions = _merged(asked, answer if stands else None, changed)
        said = Response(
            value=Mark.UNKNOWN if value is None else value,
            exceptions=exceptions,
            who_could_know=_still_to_ask(answer, value, exceptions),
        )
        answered = recorded(with_answer(assessment, step, said, by=by, at=at), id)
        answer = replace(answered or Answer(value=None), value=value)
    return _with(assessment, id, _with_details(answer or Answer(value=None), edits))


def recorded(assessment: Assessment, id: RowId) -> Answer | None:
    """What the file holds for a question or fact."""
    return (assessment.facts if id.kind == FACTS else assessment.answers).get(id.key)


def _step(rulebook: Rulebook, assessment: Assessment, id: RowId) -> AskFact | AskQuestion:
    if id.kind == FACTS:
        return AskFact(fact=rulebook.fact(id.key))
    obligation = rulebook.obligation(id.key.partition("/")[0])
    return AskQuestion(
        obligation=obligation,
        question=rulebook.questions()[id.key],
        key=id.key,
        binding=binding(rulebook, obligation, standing_facts(rulebook, assessment, None)),
    )


def _merged(
    asked: Fact | Question, answer: Answer | None, edits: Sequence[Edit]
) -> tuple[Value | None, dict[str, Value]]:
    """The common value and the exceptions: those that stand, with the edits. Raises Misread."""
    value = answer.value if answer else None
    exceptions = {**answer.exceptions} if answer else {}
    marks = cells.marks_of(asked, value)
    for edit in edits:
        said = edit.value
        if isinstance(said, str | date):
            raise TypeError("an answer is a value")
        if edit.id.room is not None:
            exceptions.pop(edit.id.room, None)
            if said is not None:
                exceptions[edit.id.room] = said
        elif edit.id.option is not None and isinstance(said, Mark):
            marks[edit.id.option] = said
        else:
            value = said
    if is_multiple(asked) and any(edit.id.option is not None for edit in edits):
        value = cells.picked(asked, marks)
    return value, exceptions


def _still_to_ask(
    answer: Answer | None, value: Value | None, exceptions: Mapping[str, Value]
) -> str | None:
    """Who could know, as long as something is still 不清楚."""
    for said in (value, *exceptions.values()):
        if said is Mark.UNKNOWN or (
            isinstance(said, Picks) and Mark.UNKNOWN in said.marks.values()
        ):
            return answer.who_could_know if answer else None
    return None


def _with_details(answer: Answer, edits: Sequence[Edit]) -> Answer:
    for edit in edits:
        match edit.field, edit.value:
            case "note", str(text):
                answer = replace(answer, note=text)
            case "owner", str(text):
                answer = replace(answer, owner=text)
            case "evidence", str(text):
                known = {cells.evidence_line(one): one for one in answer.evidence}
                pieces = (line for line in text.splitlines() if line)
                evidence = tuple(known.get(one) or Evidence(one) for one in pieces)
                answer = replace(answer, evidence=evidence)
            case "due", date() as day:
                answer = replace(answer, due=day)
            case _:
                pass
    return answer


def _with(assessment: Assessment, id: RowId, answer: Answer) -> Assessment:
    if id.kind == FACTS:
        return replace(assessment, facts={**assessment.facts, id.key: answer})
    return replace(assessment, answers={**assessment.answers, id.key: answer})
