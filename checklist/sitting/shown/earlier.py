"""This module shows what was answered to a step before, and what stands of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from checklist.assessment.model import Answer, Assessment, Mark, Picks, Room, Value
from checklist.assessment.questionnaire import AskFact, AskQuestion, answer_to, is_answered
from checklist.assessment.recheck import is_carried, is_worded_otherwise
from checklist.assessment.record import lacks
from checklist.assessment.wording import by_value, remedied_words, spell, with_last_day
from checklist.evaluation.past import is_of_last_period
from checklist.law.model import Fact, Question, Rulebook
from checklist.law.wording import day
from checklist.sitting.places import Likeness
from checklist.text import inert

EXCEPTIONS = "例外"
"""What is typed to keep the common answer and change only that of single rooms."""
_MOST_NAMED = 6


class EarlierAnswer(Struct, frozen=True):
    """The answer given to a step before, and whether it still stands.

    `carried`: it was taken over from an earlier self-audit, and an empty line confirms it.
    `is_past`: it was taken over and tells of what failed in the earlier period; it is asked anew.
    `likeness`: what is offered as the same as the answer to an earlier question. `lacking` are the
    rooms that were not asked then, and that it does not speak of. `refused`: it cannot be so on
    these days, and an empty line does not keep it.
    """

    answer: Answer | None
    stands: bool
    carried: bool = False
    is_past: bool = False
    likeness: Likeness | None = None
    lacking: tuple[Room, ...] = ()
    refused: bool = False

    @property
    def may_be_kept(self) -> bool:
        """Whether an empty line keeps or confirms it."""
        return self.stands or self.carried

    @property
    def common(self) -> Value | None:
        """The answer for all rooms that stands."""
        return self.answer.value if self.answer and self.stands else None

    @property
    def usual(self) -> Value | None:
        """The common answer, which an empty line says of the rooms that lack one."""
        return self.answer.value if self.answer and self.lacking else None

    @property
    def known(self) -> dict[str, Mark]:
        """What is known of the options of a multi-select that stands for all rooms it is asked of;
        empty where nothing is."""
        marks = self.common.marks if isinstance(self.common, Picks) and not self.lacking else {}
        return {id: mark for id, mark in marks.items() if mark is not Mark.UNKNOWN}

    @property
    def unknown(self) -> bool:
        """Whether some options of a multi-select that stands are not clear."""
        return isinstance(self.common, Picks) and len(self.known) < len(self.common.marks)

    def of_the_rest(self, value: Value) -> Value:
        """Return 不清楚 as what is said of the options of which nothing was known: what was clear
        stays so. Any other value says what it says."""
        if value is not Mark.UNKNOWN or not isinstance(self.common, Picks) or not self.known:
            return value
        return Picks({**dict.fromkeys(self.common.marks, Mark.UNKNOWN), **self.known})

    def exceptions(self) -> dict[str, Value]:
        """Return the values by room id that differ from the common one, as far as they stand."""
        return dict(self.answer.exceptions) if self.answer and self.may_be_kept else {}

    def completed(
        self, value: Value, exceptions: Mapping[str, Value]
    ) -> tuple[Value, dict[str, Value]]:
        """Return the common value and what differs, once `value` and these exceptions were said of
        the rooms that lacked an answer."""
        if self.answer is None or self.usual is None:
            return value, dict(exceptions)
        common = self.usual
        given = dict.fromkeys((room.id for room in self.lacking), value)
        by_room = {**self.answer.exceptions, **given, **exceptions}
        return common, {id: own for id, own in by_room.items() if own != common}


def taken_back(before: EarlierAnswer) -> tuple[str, str]:
    """Say that 不清楚 would take back all that is known, and what to type."""
    what = f"这样答，原来答清楚的 {len(before.known)} 项都改成 不清楚"
    return what, "只有几项不清楚的，写 2不清楚 这样；确实都不清楚，把 不清楚 再输入一次"


def answered(
    rulebook: Rulebook,
    assessment: Assessment,
    step: AskFact | AskQuestion,
    likeness: Likeness | None,
) -> EarlierAnswer:
    """Return what was answered to a step so far, and what stands of it."""
    answer = answer_to(assessment, step)
    carried = is_carried(step.asked, answer)
    is_past = carried and is_of_last_period(step.asked, answer)
    return EarlierAnswer(
        answer=answer,
        stands=is_answered(step, rulebook, assessment),
        carried=carried and not is_past,
        is_past=is_past,
        likeness=likeness,
        lacking=lacks(step, rulebook, assessment),
    )


def answer_so_far(
    asked: Question | Fact, before: EarlierAnswer, rooms: tuple[Room, ...]
) -> Iterator[str]:
    """Show what stands beside the answer so far, and that answer last: it says what may be typed,
    right above where it is. An empty line keeps one that stands."""
    answer = before.answer
    if answer is None:
        return
    yield from _beside(asked, before, answer, rooms)
    if before.lacking:
        yield from _lacking(asked, before)
    elif answer.value is not None:
        common, of_rooms = answer.value, [answer.for_room(room.id) for room in rooms]
        if of_rooms and of_rooms[0] is not None and common not in of_rooms:
            common = of_rooms[0]  # the common answer is of no room any more
        own = {id: value for id, value in answer.exceptions.items() if value != common}
        words = f"{spell(asked, common)}{exceptions_words(asked, own, rooms)}"
        if before.refused:
            yield f"  上次答的是：{words}（须重新回答）"
        elif before.stands:
            hint = f"；只改个别直播间，输入 {EXCEPTIONS}" if len(rooms) > 1 else ""
            yield f"  现在的答案：{words}（直接回车保留{hint}）"
        elif before.carried:
            yield f"  待复核，上次自查答的是：{words}（{_how_to_confirm(asked)}）"
        elif before.is_past:
            yield f"  上次自查答的是：{words}（{_how_to_answer_anew(asked)}）"
        else:
            yield f"  上次答的是：{words}；题目或选项后来有变化，请重新回答"
        if is_worded_otherwise(asked, answer):
            yield "  （当时的问法不同，问的是同一件事）"


def _beside(
    asked: Question | Fact, before: EarlierAnswer, answer: Answer, rooms: tuple[Room, ...]
) -> Iterator[str]:
    """Show what stands beside an answer: since when it is mended, notes, evidence, who has it."""
    if answer.remedied and isinstance(asked, Question):
        names = {room.id: room.name for room in rooms}
        since = remedied_words(answer, names, asked)
        taken_over = before.carried or before.is_past
        yield (
            f"  上次记了已整改：{since}"
            if taken_over
            else (f"  已整改：{since}（自查期间的结论仍是不符合）")
        )
    yield from (f"  {line}" for line in (answer.corrected or "").splitlines())
    yield from (f"  备注：{line}" for line in (answer.note or "").splitlines() if line.strip())
    yield from (f"  佐证：{with_last_day(piece.name, piece)}" for piece in answer.evidence)
    who = " ".join(filter(None, (answer.department, answer.owner)))
    in_charge = [who, f"期限 {answer.due}" if answer.due else ""]
    if any(in_charge):
        yield f"  责任人：{'，'.join(filter(None, in_charge))}"


def _how_to_confirm(asked: Question | Fact) -> str:
    if isinstance(asked, Question) and asked.until:
        return "那一天已经过去，没有答错，直接回车；答错了或者后来整改了，重新回答"
    if isinstance(asked, Question) and asked.since and asked.is_lasting:
        return f"从{day(asked.since)}算起，没有更久的，直接回车；有更久的，重新回答"
    return "仍然如此，直接回车；变了，重新回答"


def _how_to_answer_anew(asked: Question | Fact) -> str:
    if isinstance(asked, Question) and asked.since:
        return f"{day(asked.since)}以来的都算，包括上次答过的；照现在的情况重新回答"
    return "说的是上一次的期间，这一次的请重新回答"


def _lacking(asked: Question | Fact, before: EarlierAnswer) -> Iterator[str]:
    """Show which rooms were not asked when it was answered, and what stands of the others."""
    if before.answer is None or before.usual is None:
        return
    own = len(before.answer.apart)
    same, others = spell(asked, before.usual), f"（{own} 个直播间例外）" if own else ""
    yield f"  只问还没有问到的：{names(before.lacking)}。其他直播间答过的不变：{same}{others}"
    yield f"  和其他的一样（{same}），直接回车；不一样，写它的答案"


def exceptions_words(
    asked: Question | Fact, exceptions: Mapping[str, Value], rooms: tuple[Room, ...]
) -> str:
    """（3 个直播间例外：美妆间、家居间 否；清仓间 不清楚）."""
    own = {room.name: exceptions[room.id] for room in rooms if room.id in exceptions}
    if not own:
        return ""
    words = [
        f"{first_of(names, _MOST_NAMED)} {value}" for value, names in by_value(asked, own).items()
    ]
    return f"（{len(own)} 个直播间例外：{first_of(words, _MOST_NAMED, '；')}）"


def first_of(names: Sequence[str], most: int, between: str = "、") -> str:
    """List the first few names; 等 says that there are more."""
    shown = names if len(names) <= most + 1 else names[:most]  # 等 stands for more than one
    return between.join(shown) + (f"等 {len(names)} 个" if len(names) > len(shown) else "")


def names(rooms: tuple[Room, ...]) -> str:
    """List the names of rooms; of many the first few."""
    return first_of([inert(room.name) for room in rooms], _MOST_NAMED)
