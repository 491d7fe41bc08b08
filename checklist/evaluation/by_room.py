"""What stands beside an answer, told only with the rooms that it is about.

An answer for several rooms has one remark, one person in charge and one list of evidence. Where a
room is answered otherwise, these are about the rooms that fall short or are open, if there are any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Evidence, Mark, Picks, Room
from checklist.assessment.names import rooms_named
from checklist.evaluation.model import Finding, Judged, Outcome

EVERY_ROOM = "全部直播间"
"""What is written in a piece of evidence that is about them all."""
_SHORT = (Outcome.GAP, Outcome.OPEN)


def with_own(findings: Sequence[Finding], assessment: Assessment) -> Sequence[Finding]:
    """The findings of one entry, each answer with what stands beside it as far as it is about the
    room of the finding."""
    every = [judged for finding in findings if finding.room for judged in finding.judged]
    if not any(each.answer and _is_of_rooms(each.answer) for each in every):
        return findings
    named = cache(lambda piece: named_in(piece, assessment.rooms))
    short = {each.question.id for each in every if each.outcome in _SHORT}

    def own(finding: Finding) -> tuple[Judged, ...]:
        return tuple(
            _own(each, finding.room or "", named, is_short=each.question.id in short)
            for each in finding.judged
        )

    return [replace(finding, judged=own(finding)) for finding in findings]


def named_in(piece: Evidence, rooms: Iterable[Room]) -> set[str]:
    """The ids of the rooms that a piece of evidence says it is about; empty where it names none."""
    text = f"{piece.text} {piece.path or ''}"
    return {room.id for room in rooms} if EVERY_ROOM in text else rooms_named(text, rooms)


def _own(
    judged: Judged, room: str, named: Callable[[Evidence], set[str]], *, is_short: bool
) -> Judged:
    """A question of a room that passes without what is about others; of one that falls short or is
    open, all of it but the ground on which another is left out."""
    answer = judged.answer
    if answer is None or not _is_of_rooms(answer):
        return judged
    own = answer = answer.as_signed(room)
    if judged.outcome not in _SHORT:
        evidence = tuple(
            piece
            for piece in answer.evidence
            if room in (of := named(piece)) or not (of or answer.apart)
        )
        own = replace(answer, evidence=evidence)
        own = _without_remedy(own) if answer.apart and is_short else own
    if answer.apart and not _is_inapplicable(judged):
        own = replace(own, reason=None)
    return judged if own == judged.answer else replace(judged, answer=own)


def _is_of_rooms(answer: Answer) -> bool:
    """Whether anything in or beside an answer may be about some rooms alone."""
    return bool(answer.apart or answer.evidence or answer.signed)


def _without_remedy(answer: Answer) -> Answer:
    return replace(
        answer,
        who_could_know=None, note=None, owner=None, due=None, state=None, department=None,
        reviewer=None, measures=None, closed_on=None, remedied={},
    )  # fmt: skip


def _is_inapplicable(judged: Judged) -> bool:
    value = judged.value
    marks = value.marks.values() if isinstance(value, Picks) else (value,)
    return Mark.INAPPLICABLE in marks
