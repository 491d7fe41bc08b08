"""What became of a question, and of a finding: better, worse, or known only now; and why.

Learning is no change: what was open, because nobody had answered or knew, is neither better nor
worse once it is known, whatever it turns out to be.
"""

from __future__ import annotations

from collections.abc import Collection

from checklist.comparing.model import Cause, Effect, QuestionChange, fails_anew
from checklist.comparing.result import Point, PointState, RecordedFinding, Result
from checklist.evaluation.model import OpenWhy, Status
from checklist.law.model import Kind

_NO_TURN = {Effect.ANSWERED, Effect.LEARNED, Effect.REMEDIED, Effect.CORRECTED}
"""What makes nothing better or worse: what nobody knew before, and what stays as it was."""

_OF_TIME = {Cause.DUE, Cause.PERIOD}
"""What is nobody's doing."""


def overall(was: Status, now: Status, questions: Collection[QuestionChange]) -> Effect:
    """What became of a finding that is in both, whose questions changed so."""
    effects = {change.effect for change in questions}
    if effects == {Effect.CHANGED} and {each.cause for each in questions} <= _OF_TIME:
        return Effect.CHANGED
    if effects and effects <= _NO_TURN:
        is_first = effects <= {Effect.ANSWERED, Effect.LEARNED}
        several = Effect.LEARNED if is_first else Effect.CHANGED
        return effects.pop() if len(effects) == 1 else several
    if was is now is Status.UNDETERMINED:
        return Effect.CHANGED  # Nobody knows that anything was lacking, or is.
    if not effects and was is Status.UNDETERMINED and now is Status.SATISFIED:
        return Effect.LEARNED  # It is known now that it binds; all was done as far as was known.
    if Effect.PENDING in effects and now is Status.UNDETERMINED:
        return Effect.PENDING
    opened = any(change.opened or change.fails_at_first for change in questions)
    closed = any(change.closed for change in questions)
    of_time = any(change.cause in _OF_TIME for change in questions)
    rose = (was, now) == (Status.NOT_SATISFIED, Status.SATISFIED) and not of_time
    up = rose or Effect.IMPROVED in effects
    down = was is Status.SATISFIED is not now or Effect.FELL_BACK in effects
    if up and not down and not opened:
        return Effect.IMPROVED
    if down and not up and not closed:
        return Effect.FELL_BACK
    return Effect.CHANGED


def effect_of_leaving(points: Collection[Point]) -> Effect:
    """What became of a finding whose questions stood so and are answered with 不适用 now."""
    if not all(point.state is PointState.OPEN for point in points):
        return Effect.GONE
    return Effect.ANSWERED if all(map(is_unanswered, points)) else Effect.LEARNED


def effect_of(was: Point | None, now: Point | None) -> Effect | None:
    """What became of a question; None where it stands as before. A text that reads otherwise is no
    change."""
    if was is None or now is None:
        point = now or was
        if point is None or point.state is PointState.CLEAR:
            return None
        return Effect.NEW if was is None else Effect.GONE
    if _is_learned(was, now):
        return Effect.ANSWERED if is_unanswered(was) else Effect.LEARNED
    if has_fallen_due(was, now):
        return Effect.CHANGED
    if was.state is PointState.CLEAR or now.state is PointState.CLEAR:
        if was.state is now.state:
            return None
        return Effect.IMPROVED if now.state is PointState.CLEAR else Effect.FELL_BACK
    if was.state is now.state and was.why == now.why:
        done = {*was.missing} - {*now.missing}
        if set(now.missing) < set(was.missing):
            return Effect.CHANGED if done & {*now.unclear} else Effect.IMPROVED
        if set(was.missing) < set(now.missing):
            return Effect.FELL_BACK
        if set(was.missing) == set(now.missing) and was.says_as(now):
            if was.remedied == now.remedied:
                return None
            return Effect.CHANGED if was.remedied else Effect.REMEDIED
    return Effect.CHANGED


def _is_learned(was: Point, now: Point) -> bool:
    """Whether something is known now that was open, and nothing else is otherwise: what was known
    before stands, and what fails besides was open."""
    if now.state is PointState.OPEN:
        return is_unanswered(was) and was.state is PointState.OPEN and not is_unanswered(now)
    if was.state is PointState.OPEN:
        return not fails_anew(was, now)
    stands = {*was.missing} <= {*now.missing} and not fails_anew(was, now)
    if (was.state, now.state) == (PointState.IF_BOUND, PointState.GAP):
        return stands
    fewer = {*now.unclear} < {*was.unclear} and was.remedied == now.remedied
    return was.state is now.state and stands and fewer


def has_fallen_due(was: Point | None, now: Point | None) -> bool:
    """Whether an answer that was right while nothing was due proves nothing any more: the day came,
    and nobody did worse."""
    stood = was is not None and was.state is PointState.CLEAR
    return stood and now is not None and now.why is OpenWhy.IMPOSSIBLE


def is_pending(point: Point | None) -> bool:
    """Whether nobody has answered a question yet, or confirmed what was taken over."""
    not_given = (OpenWhy.UNANSWERED, OpenWhy.RECHECK)
    return point is not None and point.state is PointState.OPEN and point.why in not_given


def is_unanswered(point: Point | None) -> bool:
    """Whether nobody answered a question, or an option of it."""
    return point is not None and point.why is OpenWhy.UNANSWERED


# --- why -----------------------------------------------------------------------------------------


def why(was: Point | None, now: Point | None, *, facts: Cause) -> Cause:
    """Why a question stands otherwise: it was answered otherwise, or the same answer counts
    otherwise. Then records show so; it was mended, or not after all; what was not due yet has
    fallen due; or, by the facts, it has become known or unknown whether the entry binds."""
    if has_fallen_due(was, now):
        return Cause.DUE
    if was is None or now is None or not was.says_as(now):
        return Cause.ANSWER
    states, is_as_wide = {was.state, now.state}, was.missing == now.missing
    if states == {PointState.GAP, PointState.IF_BOUND} and is_as_wide:
        return facts
    if states == {PointState.GAP, PointState.CLEAR}:
        return Cause.RECORDS
    if was.state is now.state and is_as_wide and was.remedied != now.remedied:
        if was.remedied is None:
            return Cause.REMEDIED
        return Cause.REDATED if now.remedied else Cause.WITHDRAWN
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
