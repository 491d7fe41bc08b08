"""Two results -> what improved, fell back, is new or gone, and why. Never judges anew.

Every status is taken as it stands in the results. Encouragements are not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checklist.comparing.model import (
    CLEAR,
    Cause,
    Comparison,
    Difference,
    Effect,
    Held,
    Point,
    QuestionChange,
    Result,
    Told,
    same_rules,
)
from checklist.evaluation.model import Status


def compare(old: Result, new: Result) -> Comparison:
    """What differs between two results."""
    differences: list[Difference] = []
    unchanged = 0
    keys = dict.fromkeys((*new.findings, *old.findings))
    for key in keys:
        was, now = _counted(old, key), _counted(new, key)
        if was is None and now is None:
            continue
        found = _difference(old, new, was, now)
        if found is None:
            unchanged += 1
        else:
            differences.append(found)
    return Comparison(old=old, new=new, differences=tuple(differences), unchanged=unchanged)


def _counted(result: Result, key: tuple[str, str | None]) -> Told | None:
    told = result.findings.get(key)
    return told if told is not None and told.counts else None


def _difference(old: Result, new: Result, was: Told | None, now: Told | None) -> Difference | None:
    if was is None or now is None:
        there, other = (new, old) if was is None else (old, new)
        told = now or was
        if told is None:
            return None
        cause = _why_scope(told, there, other)
        one_sided = tuple(_one_sided(told, cause, is_new=was is None))
        effect = Effect.NEW if was is None else Effect.GONE
        return Difference(old=was, new=now, effect=effect, causes=(cause,), questions=one_sided)
    questions = tuple(_questions(old, new, was, now))
    if not questions and was.status is now.status:
        return None
    causes = tuple(cause for cause in Cause if any(one.cause is cause for one in questions))
    return Difference(
        old=was,
        new=now,
        effect=_overall(was.status, now.status, questions),
        causes=causes or (_facts(old, new),),
        questions=questions,
    )


def _overall(was: Status, now: Status, questions: Iterable[QuestionChange]) -> Effect:
    opened = any(one.opened for one in questions)
    closed = any(one.closed for one in questions)
    up = now is Status.SATISFIED is not was or any(
        one.effect is Effect.IMPROVED for one in questions
    )
    down = was is Status.SATISFIED is not now or any(
        one.effect is Effect.FELL_BACK for one in questions
    )
    if up and not down and not opened:
        return Effect.IMPROVED
    if down and not up and not closed:
        return Effect.FELL_BACK
    return Effect.CHANGED


def _one_sided(told: Told, cause: Cause, *, is_new: bool) -> Iterator[QuestionChange]:
    for id, point in told.points.items():
        if point.held is Held.CLEAR:
            continue
        yield QuestionChange(
            question=id,
            old=None if is_new else point,
            new=point if is_new else None,
            effect=Effect.NEW if is_new else Effect.GONE,
            cause=cause,
        )


def _questions(old: Result, new: Result, was: Told, now: Told) -> Iterator[QuestionChange]:
    asked_before = old.asked_as.get(was.obligation, {})
    asked_now = new.asked_as.get(now.obligation, {})
    for id in dict.fromkeys((*asked_now, *asked_before)):
        before = was.points.get(id, CLEAR) if id in asked_before else None
        after = now.points.get(id, CLEAR) if id in asked_now else None
        effect = _effect(before, after)
        if effect is None:
            continue
        if asked_before.get(id) != asked_now.get(id):
            cause = Cause.RULE
        elif _only_scope(before, after):
            cause = _facts(old, new)
        else:
            cause = Cause.ANSWER
        yield QuestionChange(question=id, old=before, new=after, effect=effect, cause=cause)


def _effect(was: Point | None, now: Point | None) -> Effect | None:
    """None where the question stands as before; a text that reads otherwise is no change."""
    if was is None or now is None:
        point = now or was
        if point is None or point.held is Held.CLEAR:
            return None
        return Effect.NEW if was is None else Effect.GONE
    if was.held is Held.CLEAR or now.held is Held.CLEAR:
        if was.held is now.held:
            return None
        return Effect.IMPROVED if now.held is Held.CLEAR else Effect.FELL_BACK
    if was.held is now.held and was.why == now.why:
        if set(now.missing) < set(was.missing):
            return Effect.IMPROVED
        if set(was.missing) < set(now.missing):
            return Effect.FELL_BACK
        if set(was.missing) == set(now.missing) and was.answer == now.answer:
            return None
    return Effect.CHANGED


def _only_scope(was: Point | None, now: Point | None) -> bool:
    """The same answer fails in both; only whether the entry binds has become known, or unknown."""
    return (
        was is not None
        and now is not None
        and {was.held, now.held} == {Held.GAP, Held.IF_BOUND}
        and (was.answer, was.missing) == (now.answer, now.missing)
    )


def _why_scope(told: Told, there: Result, other: Result) -> Cause:
    """Why something applies in the one result and not in the other."""
    if told.obligation not in other.asked_as:
        return Cause.RULE
    if told.subject is not None and told.subject not in other.rooms:
        return Cause.ROOM
    counterpart = other.findings.get((told.obligation, told.subject))
    if counterpart is None:
        return Cause.ROOM if same_rules(there, other) else Cause.RULE
    if counterpart.encouragement:
        return Cause.RULE
    if counterpart.binds:  # it binds, and every question was answered with 不适用
        asked = there.asked_as.get(told.obligation) == other.asked_as.get(told.obligation)
        return Cause.ANSWER if asked else Cause.RULE
    return _facts(there, other)


def _facts(one: Result, other: Result) -> Cause:
    return Cause.FACTS if same_rules(one, other) else Cause.FACTS_OR_RULE
