"""This module shows one step on a plain line terminal and reads one answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.amounts import two_days, until_today
from checklist.assessment.exclusions import Scales
from checklist.assessment.model import Assessment, Mark, Room, SelfAuditPeriod, Value
from checklist.assessment.objections import Objection
from checklist.assessment.picks import heard
from checklist.assessment.questionnaire import AskDetail, AskFact, AskQuestion, Detail
from checklist.assessment.record import Response, is_unknown
from checklist.assessment.typed import Misread, excerpt, mark, normal
from checklist.assessment.values import parse
from checklist.law.model import Fact, Question, Rulebook
from checklist.law.periods import Period
from checklist.sitting import details, grounds, rooms, rooms_changed
from checklist.sitting.console import T
from checklist.sitting.exceptions import RoomByRoom, just_answered
from checklist.sitting.grounds import Correct, correction
from checklist.sitting.keys import Keystroke, KeyTyped
from checklist.sitting.shown import earlier, resembling, screen

_TO_ROOMS = "改直播间：g 直播间"
_OF_THIS_PERIOD = "照现在的情况、这一次的期间写；还没有弄清的，写 不清楚"


class Keep(Struct, frozen=True):
    """The reply that the answer given before stands."""


class Unsure(Response, frozen=True):
    """An answer with 不清楚 in it: who could know is asked once it is saved."""


Reply = Response | str | SelfAuditPeriod | tuple[Room, ...]
"""A reply to save: an answer, a detail of the respondent, or the list of rooms."""


class Terminal(RoomByRoom):
    """A terminal puts steps to someone. Every method raises KeyTyped for a key.

    `official_text` is shown on ?, where there is some: lines by the id of an obligation.
    """

    official_text: Mapping[str, Sequence[str]] = MappingProxyType({})
    today: date | None = None
    _heading: Sequence[str] = ()
    """The heading of what was asked last."""
    _days: str = ""
    """The two days that were typed last for an interval."""
    just_said: str = ""
    """What was typed to the question asked last, in words, without what stood before."""

    def ask_detail(
        self, step: AskDetail, usual: details.UsualPeriod, place: screen.Place, known: str
    ) -> Reply | Keep:
        """Ask one detail of the respondent; `usual` is the period offered, `known` what stands."""
        ask, why = screen.DETAILS[step.detail]
        if step.detail is Detail.PERIOD and not known:
            why += f"；{usual.offered()}"
        number = f"填报单位 {place.number}/{place.total}"
        body = [ask, f"  {why}"] + ([f"  现在填的：{known}（直接回车保留）"] if known else [])
        self.begin(Detail, [f"{number}  {place.left}"], [number], body, strong=ask)

        doubted = ""

        def read(text: str) -> Reply | Keep:
            nonlocal doubted
            if known and not text.strip():
                return Keep()
            reply = details.detail(step.detail, text, usual)
            if isinstance(reply, str) and reply != doubted:
                doubted = reply
                details.check(step.detail, reply)
            return reply

        return self.until(read, [why, *screen.KEYS_AT_HAND], more=True)

    def ask_rooms(
        self, known: tuple[Room, ...], place: screen.Place, which: str | None, *, none: bool
    ) -> Reply | Keep:
        """Ask which live rooms there are, or what changes in the list, or in that there is none."""
        ask = f"有哪些直播间？（登记了 {len(known)} 个）" if known else "有哪些直播间？"
        how = rooms_changed.ways(known, which, none=none)
        self.rule()
        self.show([f"直播间  {place.left}", "", ask], strong=ask)
        if known:
            self.show([f"  {rooms.numbered(known, known)}"])
        self.show(f"  {line}" for line in how)

        def read(text: str) -> Reply | Keep:
            if (known or none) and not text.strip():
                return Keep()
            after = rooms.edited(known, text, may_be_none=which is not None)
            if left_out := rooms.left_out(text):
                self.show([f"  没有当作名称：{'、'.join(left_out)}"])
            return Keep() if known and after == known else after

        joined = partial(rooms_changed.in_one_line, self.show)
        help = [*rooms_changed.HELP, *how, *screen.KEYS_AT_HAND]
        return self.until(read, help, more=True, joined=joined)

    def ask(
        self,
        rulebook: Rulebook,
        assessment: Assessment,
        step: AskFact | AskQuestion,
        place: screen.Place,
        before: earlier.EarlierAnswer,
    ) -> Response | Keep | Correct:
        """Ask one fact, or one question of one entry."""
        self.scales = Scales(rulebook, assessment, self.today)
        self._key, self._doubted, self.just_said = step.key, None, ""
        before = replace(before, refused=any(map(_cannot_be, self._doubts(step.asked, before))))
        self._show(rulebook, assessment, step, place, before)
        entry = step.obligation.id if isinstance(step, AskQuestion) else ""
        help = [*screen.help_lines(rulebook, assessment, step), *self.official_text.get(entry, ())]

        def read(text: str) -> Value | Response | Keep | Correct:
            like = before.likeness
            if like and like.meant(normal(text)):
                self.weighed(step.asked, like.response.value)
                return like.response
            if not text.strip() and (kept := self._by_enter(step.asked, before)) is not None:
                return kept
            if before.common and len(step.rooms) > 1 and normal(text) == earlier.EXCEPTIONS:
                return before.common
            wrong = correction(step, normal(text))
            return wrong or self._parsed(rulebook, assessment, step, text, before)

        while True:
            value = self._until_meant(step, place, read, help)
            if isinstance(value, Response | Keep | Correct):
                return value
            try:
                with self.unrecorded(partial(self._just_answered, step.asked, value)):
                    return self._completed(rulebook, assessment, step, value, before)
            except KeyTyped as typed:
                self.show([f"  {self._just_answered(step.asked, value)}还没有记下"])
                if typed.key not in (Keystroke.BACK, Keystroke.UNDO):
                    raise
                self.show(["  重新回答这一题："])

    def _of_the_rest(self, before: earlier.EarlierAnswer, value: Value) -> Value:
        """Return 不清楚 as what is said of the options that were not clear. Raises Misread, once,
        where all were."""
        rest = before.of_the_rest(value)
        if rest == value or (self._doubted == value and not before.unknown):
            return value
        if before.unknown:
            self.show(["  答清楚了的几项不变，其余的记为 不清楚"])
            return rest
        self._doubted = value
        raise Misread(*earlier.taken_back(before))

    def _until_meant(
        self,
        step: AskFact | AskQuestion,
        place: screen.Place,
        read: Callable[[str], T],
        help: Sequence[str],
    ) -> T:
        """Read an answer. Whoever goes away from one that was asked back is told that it is not
        recorded, and how to come back to it."""
        try:
            return self.until(read, help)
        except KeyTyped:
            if self._doubted is not None:
                is_fact = isinstance(step, AskFact)
                there = f"主体{place.number}" if is_fact else f"第{place.number}题"
                said = just_answered(step.asked, self._doubted, {})
                self.show([f"  {said}还没有记下；改好别的题，回到这里再答：g {there}"])
            raise

    def _just_answered(self, asked: Question | Fact, value: Value) -> str:
        return just_answered(asked, value, self._by_room)

    def _show(
        self,
        rulebook: Rulebook,
        assessment: Assessment,
        step: AskFact | AskQuestion,
        place: screen.Place,
        before: earlier.EarlierAnswer,
    ) -> None:
        """Show a fact or question, below what was asked before where it belongs there."""
        heading = list(screen.heading(rulebook, assessment, step, place))
        days = screen.Days(
            early=tuple(grounds.early_lines(step.asked, self.span(step.asked))),
            late=tuple(grounds.late_lines(step.asked, self.span(step.asked))),
        )
        body = list(screen.question(rulebook, assessment, step, before, days))
        is_like = before.likeness is not None
        body += resembling.lines(rulebook, assessment, step, is_like=is_like)
        for objection in self._doubts(step.asked, before):
            if objection.others or not objection.may_stand:
                body.append(f"  请核对：{objection.what}{self.others(objection)}")
        below = screen.below(step, place, heading, self._heading)
        self._heading = heading
        self.begin(screen.group(step), heading, below, body, strong=screen.as_put(step.asked))

    def _by_enter(
        self, asked: Question | Fact, before: earlier.EarlierAnswer
    ) -> Value | Keep | None:
        """Return what an empty line says; None where it says nothing. Raises Misread."""
        if before.may_be_kept:
            return self._kept(asked, before)
        early = grounds.by_enter(asked, self.span(asked))
        if before.is_past and early is None:
            raise Misread("上次的答复说的是那一次自查时的情况，不能照抄过来", _OF_THIS_PERIOD)
        usual = early if before.usual is None else before.usual
        if usual is not None and self._pager.waited:
            same = "和其他的一样" if early is None else "还没有做的"
            raise Misread("刚才的回车是接着看", f"{same}，再按一次回车；不是的，写答案")
        return None if usual is None else self.weighed(asked, usual)

    def _kept(self, asked: Question | Fact, before: earlier.EarlierAnswer) -> Keep:
        """Keep what stands. Raises Misread for what cannot be, or hardly can and was taken over."""
        for each in self._doubts(asked, before):
            if _cannot_be(each) or (before.carried and not each.others):
                raise Misread(each.what, each.mend)
        return Keep()

    def _doubts(self, asked: Question | Fact, before: earlier.EarlierAnswer) -> Iterator[Objection]:
        """Yield what speaks against the answer that may be kept."""
        if self.scales and before.may_be_kept:
            yield from self.scales.objections(self._key, asked, before.answer)

    def ask_place(self, prompt: str, find: Callable[[str], T]) -> T:
        """Ask for a place in the questionnaire, as `find` understands what is typed."""
        return self.until(find, [screen.PLACES, *screen.KEYS_AT_HAND], prompt, more=True)

    def _parsed(
        self,
        rulebook: Rulebook,
        assessment: Assessment,
        step: AskFact | AskQuestion,
        text: str,
        before: earlier.EarlierAnswer,
    ) -> Value:
        """不适用 is earned: name the facts on which this is asked, and offer to correct them."""
        as_typed, text = text, until_today(text, self.today)
        try:
            early = grounds.typed(step.asked, normal(text), self.span(step.asked))
            value = early or parse(step.asked, text)
        except Misread:
            if text != as_typed:  # complain of what was typed, not of what it was read as
                parse(step.asked, as_typed)
            if rooms.is_command(text):
                raise Misread(f"{excerpt(text)}没有当作回答", _TO_ROOMS) from None
            if mark(normal(text)) is not Mark.INAPPLICABLE or isinstance(step, AskFact):
                raise
            self.show(grounds.binding_facts(rulebook, assessment, step))
            raise
        self._days = two_days(text) if isinstance(value, Period) else ""
        value = self._of_the_rest(before, self.weighed(step.asked, value))
        # Of several rooms it is said in words where it is asked which of them differ.
        if len(step.rooms) < 2 and (words := heard(step.asked, text, value)):
            self.show([f"  {words}"])
        return value

    def _completed(
        self,
        rulebook: Rulebook,
        assessment: Assessment,
        step: AskFact | AskQuestion,
        value: Value,
        before: earlier.EarlierAnswer,
    ) -> Response:
        """Ask what follows on a value: where rooms differ."""
        if remark := screen.remark(step.asked, value):
            self.show([f"  {remark}"])
        days, self._days = self._days, ""
        ground = grounds.reason(self, step.asked, value, self.span(step.asked))
        stood = before.exceptions()
        exceptions = self.exceptions(rulebook, assessment, step, value, stood)
        typed = {id: own for id, own in exceptions.items() if stood.get(id) != own}
        self.just_said = just_answered(step.asked, value, typed)
        value, exceptions = before.completed(value, exceptions)
        unknown = {id for id, given in exceptions.items() if is_unknown(given)}
        who = before.answer.who_could_know if before.answer else None
        if is_unknown(value) or not unknown.isdisjoint(room.id for room in step.rooms):
            return Unsure(value=value, exceptions=exceptions, who_could_know=who, reason=ground)
        who = who if unknown else None
        return Response(
            value=value, exceptions=exceptions, who_could_know=who, days=days, reason=ground
        )


def _cannot_be(objection: Objection) -> bool:
    return not objection.others and not objection.may_stand
