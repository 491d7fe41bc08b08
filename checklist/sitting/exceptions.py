"""This module asks which rooms differ from what was answered for all, and how."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType

from checklist.assessment.exclusions import Scales
from checklist.assessment.model import Assessment, Room, Value
from checklist.assessment.objections import Objection, Span, admitted
from checklist.assessment.questionnaire import AskFact, AskQuestion, Step, plan
from checklist.assessment.reasons import in_days
from checklist.assessment.typed import NONE_OF_THEM, Misread, normal, says_none
from checklist.assessment.values import parse
from checklist.assessment.wording import spell
from checklist.law.model import Fact, Question, Rulebook
from checklist.sitting import rooms
from checklist.sitting.console import ENTER_CONFIRMS, Console
from checklist.sitting.places import numbered
from checklist.sitting.shown import earlier, screen
from checklist.text import inert

_WHICH = "  例外的序号或者名称（直接回车表示没有；? 看名单）："
_CHANGED = "  要改、要加的序号或者名称（直接回车不改；全不选 都不再例外；? 看名单）："
_ALSO = "  也可以写：连着的写 几-几；除了几都例外；除了几都一样"
_LIKE_THE_OTHERS = "  只问写到的，其余不变；答成和其他直播间一样的，就不再是例外"
_EACH = {"逐个", "逐一", "一个一个", "不一样", "不一样的"}
_HOW_ALIKE = (
    "一样的只答一次；不一样的，输入 逐个，就一个一个问。只有几个不一样，先按多数的答，"
    "再按 b 回到这一题，输入 例外，单独改那几个"
)
_RANGES_FROM = 4
"""From so many rooms on it is said that 2-4 is understood."""


class RoomByRoom(Console):
    """It asks what holds of single rooms. Every method raises KeyTyped for a key."""

    scales: Scales | None = None
    """What is answered is weighed on these."""
    _key: str = ""
    """The id of the fact, or the answer key, that is asked."""
    _doubted: Value | None = None
    """This value was doubted: typed once more it is meant."""
    _by_room: Mapping[str, Value] = MappingProxyType({})
    """What was said so far of single rooms, by their ids, and is not recorded yet."""

    @contextmanager
    def unrecorded(self, what: Callable[[], str]) -> Iterator[None]:
        """Refuse the keys that would lead away from what follows, and tell whoever leaves in the
        middle of it that `what` is not recorded."""
        before, self.pending = self.pending, what
        try:
            yield
        except (KeyboardInterrupt, EOFError):
            self.show(["", f"  {what()}没有记下：问完后面这一步才记，再打开要重新写"])
            raise
        finally:
            self.pending = before

    def exceptions(
        self,
        rulebook: Rulebook,
        assessment: Assessment,
        step: AskFact | AskQuestion,
        common: Value,
        before: dict[str, Value],
    ) -> dict[str, Value]:
        """Ask which rooms differ from the common answer, and how. Returns values by room id.

        What was said `before` of a room stands until the room is named, or none is to differ.
        """
        exceptions = {id: value for id, value in before.items() if value != common}
        self._by_room = {}
        every = assessment.rooms if len(step.rooms) > 1 else ()
        chosen = self._rooms_to_change(every, step, common, exceptions) if every else None
        if chosen is None:
            asked, chosen = {room.id for room in step.rooms}, []
            exceptions = {id: value for id, value in exceptions.items() if id not in asked}
        help = list(screen.help_lines(rulebook, assessment, step))
        alike = None
        if len(chosen) > 1:
            alike = self._alike(step.asked, chosen, every, exceptions, help)
        exceptions |= self._each(step.asked, chosen, exceptions, help) if alike is None else alike
        exceptions = {id: value for id, value in exceptions.items() if value != common}
        if words := earlier.exceptions_words(step.asked, exceptions, step.rooms):
            self.show([f"  这一题：{spell(step.asked, common)}{words}"])
        self._caution(step, common, exceptions)
        return exceptions

    def _caution(
        self, step: AskFact | AskQuestion, common: Value, exceptions: Mapping[str, Value]
    ) -> None:
        """Tell what speaks against the common answer in single rooms; what does in all of them was
        weighed with it."""
        weighed = {*self.against(step.asked, common)}
        by_objection: dict[Objection, list[str]] = {}
        for room in (room for room in step.rooms if room.id not in exceptions):
            for each in self.against(step.asked, common, room.id):
                if each.others and each not in weighed:
                    by_objection.setdefault(each, []).append(inert(room.name))
        for each, names in by_objection.items():
            self.show([f"  请核对 {'、'.join(names)}：{each.what}{self.others(each)}"])

    def weighed(self, asked: Question | Fact, value: Value, room: str | None = None) -> Value:
        """Return the value. Raises Misread for one that cannot be, and once for one that hardly
        can, that admits everything, or cannot be beside another answer: it may be that one that is
        wrong."""
        value = self._in_days(asked, value)
        objections = [*self.against(asked, value, room)]
        impossible = [each for each in objections if not each.others and not each.may_stand]
        first, may_be_meant = impossible or objections[:1], not impossible
        doubts = [(each.what, f"{each.mend}{self.others(each)}") for each in first]
        if every := admitted(asked, value):
            doubts.append(every)
        if not doubts or (may_be_meant and self._doubted == value):
            return value
        self._doubted = value
        what, mend = ("；".join(words) for words in zip(*doubts, strict=True))
        again = "；确实如此，把同样的答案再输入一次" if may_be_meant else ""
        raise Misread(what, f"{mend}{again}")

    def _in_days(self, asked: Question | Fact, value: Value) -> Value:
        """Return the value with 不适用 for a month that does not lie in the period, and say so."""
        if isinstance(asked, Fact):
            return value
        inferred = in_days(asked, value, self.span(asked))
        if inferred != value:
            self.show([f"  自查期间里没有的月份记为 不适用：{spell(asked, inferred)}"])
        return inferred

    def span(self, asked: Question | Fact) -> Span | None:
        """Return the days that an answer can be about."""
        return self.scales.span(asked) if self.scales else None

    def others(self, objection: Objection) -> str:
        """Say how to go to the answers that speak against one: （另一题：g 第45题）."""
        if self.scales is None or not objection.others:
            return ""
        steps = plan(self.scales.rulebook, self.scales.assessment)
        return the_others(steps, self._key, objection)

    def against(
        self, asked: Question | Fact, value: Value | None, room: str | None = None
    ) -> Iterator[Objection]:
        """Yield what speaks against an answer to what is asked."""
        if self.scales is not None:
            yield from self.scales.against(self._key, asked, value, room)

    def _rooms_to_change(
        self,
        every: tuple[Room, ...],
        step: AskFact | AskQuestion,
        common: Value,
        exceptions: Mapping[str, Value],
    ) -> list[Room] | None:
        """Ask which rooms are to be asked; None where no room is to differ any more."""
        ranges = "（连着的可以写 2-4）" if len(step.rooms) >= _RANGES_FROM else ""
        self.show([f"  各直播间：{spell(step.asked, common)}。哪些直播间例外？{ranges}"])
        listed = [f"  {rooms.numbered(step.rooms, every)}"]
        if len(step.rooms) <= screen.MOST_ROOMS_LISTED:
            self.show(listed)
        standing = _own(step.asked, step.rooms, every, exceptions)
        if standing:
            self.show([f"  现在的例外：{standing}", _LIKE_THE_OTHERS])

        def chosen(text: str) -> list[Room] | None:
            word = normal(text)
            if not word:
                self._refuse_impossible(step.asked, step.rooms, exceptions)
                return []
            # 否 is an answer to the question before, and no list of rooms.
            none = says_none(word, happened=False) or word in (NONE_OF_THEM, "0")
            return None if none else list(rooms.meant(text, every, asked=step.rooms))

        changed = self.until(chosen, [*listed, _ALSO], _CHANGED if standing else _WHICH)
        if changed is not None or not standing:
            return changed or []
        gone = f"  这些例外会去掉，改成 {spell(step.asked, common)}：{standing}"
        return None if self.confirm([gone], ENTER_CONFIRMS) else []

    def _alike(
        self,
        asked: Question | Fact,
        chosen: Sequence[Room],
        every: tuple[Room, ...],
        exceptions: Mapping[str, Value],
        help: Sequence[str],
    ) -> dict[str, Value] | None:
        """Ask once for all rooms that were named; None where each is to be asked."""
        self.show([f"  {_in_short(chosen, every)}"])
        standing = [room for room in chosen if room.id in exceptions]
        if standing:
            short = len(standing) <= screen.MOST_ROOMS_LISTED
            own = f"：{_own(asked, standing, every, exceptions)}" if short else ""
            self.show([f"  其中 {len(standing)} 个现在就是例外，会一起改{own}"])
        all_stand = len(standing) == len(chosen)

        def read(text: str) -> dict[str, Value] | None:
            if normal(text) in _EACH:
                return None
            if all_stand and not text.strip():
                self._refuse_impossible(asked, chosen, exceptions)
                return {}
            value = self.weighed(asked, parse(asked, text))
            return {room.id: value for room in chosen}

        kept = "；直接回车不改" if all_stand else ""
        prompt = f"  这 {len(chosen)} 个直播间的答案（都一样就答一次；不一样，输入 逐个{kept}）："
        return self.until(read, [rooms.numbered(chosen, every), _HOW_ALIKE, *help], prompt)

    def _each(
        self,
        asked: Question | Fact,
        chosen: Sequence[Room],
        exceptions: Mapping[str, Value],
        help: Sequence[str],
    ) -> dict[str, Value]:
        """Ask of one room after the other; an empty line keeps what stands of one."""
        values = {}
        for room in chosen:
            stands = exceptions.get(room.id)

            def read(text: str, room: Room = room, stands: Value | None = stands) -> Value:
                value = stands if stands and not text.strip() else parse(asked, text)
                return self.weighed(asked, value, room.id)

            kept = f"现在 {spell(asked, stands)}，直接回车不改；" if stands else ""
            prompt = f"  “{inert(room.name)}”的答案（{kept}写法同上，? 说明）："
            values[room.id] = self.until(read, help, prompt)
            self._by_room = {**self._by_room, room.id: values[room.id]}
        return values

    def _refuse_impossible(
        self, asked: Question | Fact, of: Sequence[Room], exceptions: Mapping[str, Value]
    ) -> None:
        """Raises Misread where what stands of one of these rooms cannot be."""
        for room in (room for room in of if room.id in exceptions):
            for each in self.against(asked, exceptions[room.id], room.id):
                if not (each.may_stand or each.others):
                    raise Misread(f"“{inert(room.name)}”：{each.what}", each.mend)


def just_answered(asked: Question | Fact, value: Value, exceptions: Mapping[str, Value]) -> str:
    """Name what was answered and is not recorded yet: 刚才答的“是”和 2 个直播间的例外."""
    own = f"和 {len(exceptions)} 个直播间的例外" if exceptions else ""
    return f"刚才答的“{spell(asked, value)}”{own}"


def ways_to(steps: Sequence[Step], keys: Collection[str]) -> str:
    """Name facts and questions as they are gone to, g 第45题、g 主体3; empty where none is."""
    numbers = numbered(steps)
    return "、".join(
        f"g 主体{numbers[step.id]}" if isinstance(step, AskFact) else f"g 第{numbers[step.id]}题"
        for step in steps
        if isinstance(step, AskFact | AskQuestion) and step.key in keys
    )


def the_others(steps: Sequence[Step], key: str, objection: Objection) -> str:
    """Say how to go to the answers that speak against the one under a key: （另一题：g 第45题）."""
    ways = ways_to(steps, {*objection.others} - {key})
    return f"（另一题：{ways}）" if ways else ""


def _in_short(chosen: Sequence[Room], every: Sequence[Room]) -> str:
    """Show the rooms; of a long list the first few and the last."""
    if len(chosen) <= screen.MOST_ROOMS_LISTED:
        return rooms.numbered(chosen, every)
    few = chosen[: screen.MOST_ROOMS_LISTED // 2]
    return f"{rooms.numbered(few, every)} …… {rooms.numbered(chosen[-1:], every)}（? 看名单）"


def _own(
    asked: Question | Fact,
    of: Sequence[Room],
    every: Sequence[Room],
    exceptions: Mapping[str, Value],
) -> str:
    """Show which of these rooms differ, each with its number; those alike with one value."""
    alike: dict[str, list[str]] = {}
    for room in (room for room in of if room.id in exceptions):
        words = alike.setdefault(spell(asked, exceptions[room.id]), [])
        words.append(rooms.numbered([room], every))
    return "；".join(
        f"{'、'.join(called)} {'都是 ' if len(called) > 1 else ''}{value}"
        for value, called in alike.items()
    )
