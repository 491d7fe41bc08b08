"""Two results -> what improved, fell back, is new or gone, and why. Nothing is judged anew.

Every status is taken as it stands in the results. Encouragements are not compared.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import to_builtins
from msgspec.structs import replace

from checklist.assessment.as_data import Coded, CodedMark
from checklist.assessment.model import UNASKED
from checklist.assessment.wording import MARK
from checklist.comparing.effects import (
    by_facts,
    effect_of,
    effect_of_leaving,
    idle_in_one,
    is_pending,
    is_unanswered,
    overall,
    why,
    why_scope,
)
from checklist.comparing.model import (
    Cause,
    Comparison,
    Difference,
    Effect,
    FactChange,
    OneSided,
    QuestionChange,
)
from checklist.comparing.result import (
    CLEAR,
    FactQuestion,
    Point,
    PointState,
    RecordedFinding,
    Result,
    Signature,
)
from checklist.comparing.rooms import told_apart
from checklist.evaluation.model import Status
from checklist.text import inert


def compare(old: Result, new: Result) -> Comparison:
    """What differs between two results, as far as both were held against the same regulations."""
    old = told_apart(old, new)
    one_sided = (*_one_sided(old, new, is_old=True), *_one_sided(new, old, is_old=False))
    if one_sided:
        common = {book.id for book in old.rulebooks} & {book.id for book in new.rulebooks}
        asked = old.fact_questions.keys() & new.fact_questions.keys()
        old, new = (result.only(common).about(asked) for result in (old, new))
    keys = dict.fromkeys((*new.by_key, *old.by_key))
    pairs = [(_compared(old, key), _compared(new, key)) for key in keys]
    differences = [_difference(old, new, was, now) for was, now in pairs if was or now]
    return Comparison(
        old=old,
        new=new,
        differences=tuple(each for each in differences if each is not None),
        unchanged=differences.count(None),
        one_sided=one_sided,
    )


def _one_sided(there: Result, other: Result, *, is_old: bool) -> Iterator[OneSided]:
    known = {book.id for book in other.rulebooks}
    for book in there.rulebooks:
        if book.id not in known:
            yield OneSided(regulation=book, is_old=is_old, counts=there.only({book.id}).counts)


def _compared(result: Result, key: tuple[str, str | None]) -> RecordedFinding | None:
    """None where it does not apply; an encouragement never has another status than 不适用."""
    finding = result.by_key.get(key)
    return finding if finding and finding.status is not Status.NOT_APPLICABLE else None


def _difference(
    old: Result, new: Result, was: RecordedFinding | None, now: RecordedFinding | None
) -> Difference | None:
    """What became of a finding; None where it stands as before."""
    finding = now or was
    if finding is None:
        return None
    if was and now:
        points = _asked(old, was), _asked(new, now)
        moved = idle_in_one(old, new, finding)
        questions = tuple(_questions(old, new, finding, *points, moved=moved))
        if not questions and was.status is now.status:
            return None
        effect = overall(was.status, now.status, questions)
        if effect is Effect.REMEDIED and now.remedied is None:
            effect = Effect.PARTLY_REMEDIED
        changed = {question.cause for question in questions}
        causes = tuple(cause for cause in Cause if cause in changed)
        causes = causes or (by_facts(old, new),)
    else:
        effect = Effect.NEW if now else Effect.GONE
        scope = why_scope(finding, new, old) if now else why_scope(finding, old, new)
        points = was.points() if was else {}, now.points() if now else {}
        if now and _is_to_come(old, new, now):
            effect, scope = Effect.PENDING, Cause.ROUND
        changes = _questions(old, new, finding, *points, scope=scope)
        questions = tuple(_beside_inapplicable(old, new, finding, changes))
        causes = (scope,)
        if was and scope in {Cause.ANSWER, Cause.PERIOD}:
            effect = effect_of_leaving(points[0].values())
    return Difference(
        finding=finding, old=was, new=now, effect=effect, causes=causes, questions=questions
    )


def _is_to_come(old: Result, new: Result, finding: RecordedFinding) -> bool:
    """Whether what did not apply before is open in a new round because that is not answered yet."""
    if old.period == new.period or finding.status is not Status.UNDETERMINED:
        return False
    points = finding.points().values()
    return all(point.state is PointState.CLEAR or is_pending(point) for point in points)


def _asked(result: Result, finding: RecordedFinding) -> Mapping[str, Point]:
    """How each question stands that is asked, in the rulebook's order."""
    points = finding.points()
    return {id: points.get(id, CLEAR) for id in result.questions.get(finding.obligation, {})}


def _questions(
    old: Result,
    new: Result,
    finding: RecordedFinding,
    before: Mapping[str, Point],
    after: Mapping[str, Point],
    *,
    scope: Cause | None = None,
    moved: Collection[str] = (),
) -> Iterator[QuestionChange]:
    """The questions that stand otherwise. `scope`: why the entry applies in only one of the two.
    `moved`: which questions something gave rise to in only one of two self-audit periods."""
    for id in dict.fromkeys((*after, *before)):
        was, now = before.get(id), after.get(id)
        stood = _in_one_round(was, now, new)
        if (effect := effect_of(stood, now)) is None:
            continue
        key = (finding.obligation, id)
        earlier, later = _signatures(old, new, key, was, now)
        if corrected := _corrected(was, now, earlier, later):
            effect = Effect.CORRECTED
        signature = later.in_room(finding.subject) if later and later != earlier else Signature()
        if scope is None and old.asked.get(key) != new.asked.get(key):
            cause = Cause.RULE
        elif id in moved:
            effect, cause = Effect.CHANGED, Cause.PERIOD
        elif scope is None and old.period != new.period and is_pending(now):
            effect, cause = Effect.PENDING, Cause.ROUND
        else:
            cause = Cause.CORRECTED if corrected else why(stood, now, facts=by_facts(old, new))
        yield QuestionChange(
            question=id,
            effect=effect,
            cause=scope or cause,
            old=was,
            new=now,
            by=signature.by,
            at=signature.at,
            corrected=corrected,
        )


def _in_one_round(was: Point | None, now: Point | None, new: Result) -> Point | None:
    """What stood before, without a remedy from before the new self-audit period where one was
    recorded since: that is no other day of the same."""
    if was is None or now is None or was.remedied is None or now.remedied is None:
        return was
    is_past = new.period is not None and was.remedied < new.period.first
    return replace(was, remedied=None) if is_past and was.remedied != now.remedied else was


def _beside_inapplicable(
    old: Result, new: Result, finding: RecordedFinding, changes: Iterable[QuestionChange]
) -> Iterator[QuestionChange]:
    """The changes of what applies in only one of the two, with what was answered in the other where
    it was asked there: 不适用."""
    was, now = (it.by_key.get((finding.obligation, finding.subject)) for it in (old, new))
    before, after = (it.points() if it else {} for it in (was, now))
    for change in changes:
        id = change.question
        yield replace(change, old=change.old or before.get(id), new=change.new or after.get(id))


def _signatures(
    old: Result, new: Result, key: tuple[str, str], was: Point | None, now: Point | None
) -> tuple[Signature | None, Signature | None]:
    """What is recorded of the answer in either result. Entries may share one answer: the entry that
    asks keeps it, and the same fingerprint leads there."""
    kept = "/".join(key)
    if kept in old.answers or kept in new.answers:
        return old.answers.get(kept), new.answers.get(kept)
    earlier = old.kept_elsewhere(key) if was and not is_unanswered(was) else None
    later = new.kept_elsewhere(key) if now and not is_unanswered(now) else None
    return earlier, later


def _corrected(
    was: Point | None, now: Point | None, earlier: Signature | None, later: Signature | None
) -> str | None:
    """Why a gap was answered wrongly, as is said beside the newer answer, which may be about other
    rooms: where the old answer stands, None. One that was taken over into a later self-audit says
    nothing of the earlier."""
    if was is None or was.state is not PointState.GAP or (now and was.says_as(now)):
        return None
    known = (earlier.corrected or "").split("\n") if earlier else []
    lines = (later.corrected or "").split("\n") if later else []
    return "；".join(inert(line) for line in lines if line and line not in known) or None


def fact_changes(comparison: Comparison) -> Iterator[FactChange]:
    """In the order of the newer result; a fact that only one of them answers counts too.

    A room that only one of them has is told where something of its own was said of it there.
    """
    old, new = comparison.old, comparison.new
    if old.facts is None or new.facts is None:
        return
    for id in dict.fromkeys((*new.facts, *old.facts)):
        before, after = _fact_in_words(old, id), _fact_in_words(new, id)
        asked = (new if id in new.facts else old).fact_questions.get(id)
        stated = new.facts.get(id) or Signature()
        gone = {*old.room_names} - {*new.room_names}
        common = (before.get(None), after.get(None))
        for room in {**before, **after}:
            was, now = before.get(room, common[0]), after.get(room, common[1])
            if room is not None and room not in old.room_names:
                was, is_told = None, now not in (common[1], UNASKED.raw)
            elif room is not None and room not in new.room_names:
                now, is_told = None, was != common[0]
            else:
                is_told = was != now and (room is None or (was, now) != common)
            if is_told:
                recorded = Signature() if room in gone else stated.in_room(room)
                yield FactChange(
                    ask=asked.ask if asked else id,
                    room=room,
                    old=was,
                    new=now,
                    by=recorded.by,
                    at=recorded.at,
                )


def _fact_in_words(result: Result, id: str) -> dict[str | None, str | None]:
    """By room id where a room is excepted, and under None for all others; {} where unanswered."""
    fact = (result.facts or {}).get(id)
    if fact is None:
        return {}
    asked = result.fact_questions.get(id)
    values: list[tuple[str | None, Coded | None]] = [(None, fact.value), *fact.exceptions.items()]
    return {room: _answer_word(value, asked) for room, value in values}


def _answer_word(value: Coded | None, asked: FactQuestion | None) -> str | None:
    """A fact is answered by a mark or a choice; anything else proves nothing and is shown as is."""
    if value is None:
        return None
    if isinstance(value, CodedMark):
        return MARK[value.value]
    plain = to_builtins(value)["value"]
    if not isinstance(plain, str):
        return json.dumps(plain, ensure_ascii=False)
    return inert(asked.options.get(plain, plain) if asked else plain)
