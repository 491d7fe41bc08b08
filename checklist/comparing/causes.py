"""Why something stands otherwise: what was said, records, a remedy, the period, facts or rules."""

from __future__ import annotations

from checklist.comparing.effects import has_fallen_due
from checklist.comparing.model import Cause
from checklist.comparing.result import Point, PointState, RecordedFinding, Result
from checklist.law.model import Kind


def only_scope(was: Point | None, now: Point | None) -> bool:
    """The same answer fails in both; only whether the entry binds has become known, or unknown."""
    return (
        was is not None
        and now is not None
        and {was.state, now.state} == {PointState.GAP, PointState.IF_BOUND}
        and was.says_as(now)
        and was.missing == now.missing
    )


def said_or_shown(was: Point | None, now: Point | None) -> Cause:
    """Why the same answer counts otherwise: records show so; it was mended, or not after all; what
    was not due yet when it was given has fallen due."""
    if has_fallen_due(was, now):
        return Cause.DUE
    if was is None or now is None or not was.says_as(now):
        return Cause.ANSWER
    if {was.state, now.state} == {PointState.GAP, PointState.CLEAR}:
        return Cause.RECORDS
    if was.state is now.state and was.missing == now.missing and was.remedied != now.remedied:
        return Cause.REMEDIED if now.remedied else Cause.WITHDRAWN
    return Cause.ANSWER


def why_scope(finding: RecordedFinding, there: Result, other: Result) -> Cause:
    """Why something applies in the one result and not in the other."""
    if finding.obligation not in other.questions:
        return Cause.RULE
    if finding.subject is not None and finding.subject not in other.room_names:
        return Cause.ROOM
    counterpart = other.by_key.get((finding.obligation, finding.subject))
    if counterpart is None:
        return Cause.ROOM if there.rules == other.rules else Cause.RULE
    if counterpart.kind is Kind.ENCOURAGEMENT:
        return Cause.RULE
    if counterpart.binds:  # it binds, and every question was answered with 不适用
        if there.questions.get(finding.obligation) != other.questions.get(finding.obligation):
            return Cause.RULE
        begun = {it.question for it in counterpart.inapplicable}
        begun -= {it.question for it in finding.inapplicable}
        moved = idle_in_one(there, other, finding)
        return Cause.PERIOD if begun and begun <= moved else Cause.ANSWER
    return by_facts(there, other)


def by_facts(old: Result, new: Result) -> Cause:
    """Other facts, or other rules where those are not the same."""
    return Cause.FACTS if old.rules == new.rules else Cause.FACTS_OR_RULE


def idle_in_one(old: Result, new: Result, finding: RecordedFinding) -> frozenset[str]:
    """The questions of a finding that nothing in one of two different self-audit periods gave rise
    to."""
    was, now = (it.by_key.get((finding.obligation, finding.subject)) for it in (old, new))
    if was is None or now is None or old.period == new.period:
        return frozenset()
    return was.idle ^ now.idle
