"""This module puts one step of the questionnaire into lines of Chinese text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from checklist.assessment.model import Answer, Assessment, Room, Value
from checklist.assessment.questionnaire import AskFact, AskQuestion, Detail
from checklist.assessment.recheck import is_worded_otherwise, standing_facts
from checklist.assessment.values import hint, is_multiple, menu
from checklist.assessment.wording import SETTLED, asks_about, remedied_words, spell, with_last_day
from checklist.evaluation.evaluate import reaching
from checklist.law import wording
from checklist.law.applicability import Applies, BoundAs
from checklist.law.model import Citation, Fact, Kind, Question, Rulebook
from checklist.sitting.keys import SHOWN
from checklist.sitting.places import Likeness
from checklist.text import inert, without_asides

KEYS_AT_HAND = (f"随时可用：{SHOWN[0]}", f"答题时还有：{SHOWN[1]}")
PLACES = (
    "写题号（例如 12）、主体3、住所、第37条、第三章，或者身份、义务名称里的几个字；直接回车返回"
)
DETAILS = {
    Detail.NAME: ("填报单位的全称？", "照营业执照；个人写姓名"),
    Detail.PREPARED_BY: ("填报人姓名？", "记在答案旁边；直接回车不填"),
    Detail.CREDIT_CODE: ("统一社会信用代码？", "直接回车不填"),
    Detail.ADDRESS: ("住所？", "印在报告上；直接回车不填"),
    Detail.PERIOD: ("自查期间从哪天到哪天？", "问做没做过的事，都指这段时间"),
}
EXCEPTIONS = "例外"
"""What is typed to keep the common answer and change only that of single rooms."""
MOST_ROOMS_LISTED = 12
_MOST_NAMED = 6


class EarlierAnswer(Struct, frozen=True):
    """The answer given to a step before, and whether it still stands.

    `carried`: it was taken over from an earlier self-audit, and an empty line confirms it.
    `likeness`: what is offered as the same as the answer to an earlier question.
    """

    answer: Answer | None
    stands: bool
    carried: bool = False
    likeness: Likeness | None = None

    @property
    def may_be_kept(self) -> bool:
        """Whether an empty line keeps or confirms it."""
        return self.stands or self.carried

    def exceptions(self) -> dict[str, Value]:
        """Return the values by room id that differ from the common one, as far as they stand."""
        return dict(self.answer.exceptions) if self.answer and self.may_be_kept else {}


class Place(Struct, frozen=True):
    """The number of a step among those of its kind, and how long the rest takes, in words.

    `total` counts duties alone: encouragements are numbered behind them and counted nowhere.
    """

    number: int
    total: int
    left: str


def group(step: AskFact | AskQuestion) -> object:
    """Tell apart what may share a screen: facts, or the questions for one role."""
    return AskFact if isinstance(step, AskFact) else step.role


def heading(
    rulebook: Rulebook, assessment: Assessment, step: AskFact | AskQuestion, place: Place
) -> Iterator[str]:
    """Show where one is; the duty behind a question too, and which rooms are meant."""
    if isinstance(step, AskFact):
        yield f"{_at(step, place)}  {place.left}"
    else:
        yield from _heading(rulebook, step, place)
        if step.binding.applies is not Applies.YES:
            yield f"（{_why_unsure(rulebook, assessment, step)}）"
    yield from _about_rooms(step.rooms, assessment.rooms)


def below(
    step: AskFact | AskQuestion, place: Place, heading: Sequence[str], above: Sequence[str]
) -> list[str]:
    """Show where one is, below what was asked under the heading `above`, and what is new in it."""
    other = [*heading[1:], ""] if heading[1:] and heading[1:] != above[1:] else []
    return [_at(step, place), *other]


def _at(step: AskFact | AskQuestion, place: Place) -> str:
    if isinstance(step, AskFact):
        return f"主体情况 {place.number}/{place.total}"
    return f"第 {place.number}/{place.total} 题" if step.role else f"第 {place.number} 题"


def question(
    rulebook: Rulebook,
    assessment: Assessment,
    step: AskFact | AskQuestion,
    before: EarlierAnswer,
) -> Iterator[str]:
    """Show question, choices and the answer so far."""
    asked = step.asked
    yield as_put(asked)
    if about := asks_about(rulebook, asked, assessment.period):
        yield f"  {about}"
    if _is_bad(asked):
        yield f"  {wording.BAD}"
    yield from _choices(asked)
    if isinstance(asked, Question) and asked.inapplicable_if:
        yield f"  （{asked.inapplicable_if}，可答 不适用）"
    if not menu(asked) or is_multiple(asked):
        yield f"  {hint(asked)}"
    if like := before.likeness:
        same = like.response
        words = f"{spell(asked, same.value)}{exceptions_words(asked, same.exceptions, step.rooms)}"
        yield f"  输入 = 表示与第 {like.number} 题相同，这一题也记成：{words}"
    yield from _answer_so_far(asked, before, step.rooms)


def as_put(asked: Question | Fact) -> str:
    """Spell the question as it is put."""
    if not is_multiple(asked):
        return asked.ask
    return asked.ask + ("（可多选，有才选）" if _is_bad(asked) else "（可多选，做到才选）")


def _is_bad(asked: Question | Fact) -> bool:
    return isinstance(asked, Question) and wording.asks_for_bad(asked)


def help_lines(rulebook: Rulebook, step: AskFact | AskQuestion) -> Iterator[str]:
    """Tell why this is asked, what proves it, how to mend a gap, what else is to be looked at and
    what it can cost."""
    if isinstance(step, AskFact):
        yield f"为什么问：{step.fact.why}"
    else:
        obligation = step.obligation
        yield f"为什么问：{step.question.why or obligation.summary}"
        if obligation.evidence:
            yield f"佐证材料：{'、'.join(obligation.evidence)}"
        yield f"怎样整改：{obligation.remedy}"
        yield from wording.related_lines(obligation.related)
        yield from _cost(rulebook, step)
    yield f"怎样作答：{hint(step.asked)}"
    yield from KEYS_AT_HAND


def fact_and_answer(
    rulebook: Rulebook, assessment: Assessment, id: str, room: Room | None = None
) -> str:
    """Tell a fact, without what its text adds in brackets, and its answer, or what follows; of a
    `room`, where it is another there."""
    fact = rulebook.fact(id)
    answer, of = assessment.facts.get(id), room.id if room else None
    value = answer.for_room(of) if answer else None
    given = "还没有回答" if value is None else spell(fact, value)
    counted = standing_facts(rulebook, assessment)[of].get(id)
    label = next((option.label for option in fact.options if option.id == counted), given)
    follows, whose = "" if label == given else SETTLED, f"{inert(room.name)} " if room else ""
    return f"“{without_asides(fact.ask).rstrip('？?')}”：{whose}{label}{follows}"


def first_of(names: Sequence[str], most: int, between: str = "、") -> str:
    """List the first few names; 等 says that there are more."""
    return between.join(names[:most]) + ("等" if len(names) > most else "")


def _heading(rulebook: Rulebook, step: AskQuestion, place: Place) -> Iterator[str]:
    """Show number and the roles of the reader; then the duty with its citation."""
    obligation = step.obligation
    holders = "、".join(
        _holder(rulebook, bound, step.obligation.source) for bound in step.binding.bound_as
    )
    role = f"作为{holders}" if step.role else wording.ENCOURAGED
    yield "  ".join((_at(step, place), place.left, role))
    citation = wording.citation(obligation.source, step.question.item)
    tag = "" if obligation.kind is Kind.DUTY else f"（{wording.KIND[obligation.kind]}）"
    yield f"{citation}  {obligation.title}{tag}"


def _about_rooms(rooms: tuple[Room, ...], every: tuple[Room, ...]) -> Iterator[str]:
    """Tell which rooms are meant; where it is not all, by the names that are fewer."""
    others = tuple(room for room in every if room not in rooms)
    which = ""
    if others and len(others) < len(rooms):
        which = f"，不包括{_names(others)}"
    elif others or len(rooms) == 1:
        which = f"：{_names(rooms)}"
    if len(rooms) == 1:
        yield f"（直播间{which}）"
    elif rooms:
        yield f"（就 {len(rooms)} 个直播间一并回答{which}；不一样的稍后单独说明）"


def _names(rooms: tuple[Room, ...]) -> str:
    return first_of([inert(room.name) for room in rooms], _MOST_NAMED)


def _choices(asked: Question | Fact) -> Iterator[str]:
    """Show the numbered choices; a few short ones stand on one line."""
    labels = menu(asked)
    if labels and not is_multiple(asked) and sum(map(len, labels)) <= 15:
        yield "   " + "".join(f"{number} {label}   " for number, label in enumerate(labels, 1))
        return
    grounds = [option.inapplicable_if for option in asked.options]
    for number, label in enumerate(labels, 1):
        ground = grounds[number - 1] if is_multiple(asked) else None
        allowed = f"（{ground}，可答 {number}不适用）" if ground else ""
        yield f"{number:>4}  {label}{allowed}"


def _answer_so_far(
    asked: Question | Fact, before: EarlierAnswer, rooms: tuple[Room, ...]
) -> Iterator[str]:
    """Show the answer so far and what stands beside it; an empty line keeps one that stands."""
    answer = before.answer
    if answer is None:
        return
    if answer.value is not None:
        words = f"{spell(asked, answer.value)}{exceptions_words(asked, answer.exceptions, rooms)}"
        if before.stands:
            one = f"；只改个别直播间，输入 {EXCEPTIONS}" if len(rooms) > 1 else ""
            yield f"  现在的答案：{words}（直接回车保留{one}）"
        elif before.carried:
            yield f"  待复核，上次自查答的是：{words}（仍然如此，直接回车；变了，重新回答）"
        else:
            yield f"  上次答的是：{words}；题目或选项后来有变化，请重新回答"
        if is_worded_otherwise(asked, answer):
            yield "  （当时的问法不同，问的是同一件事）"
    if answer.remedied and isinstance(asked, Question):
        names = {room.id: room.name for room in rooms}
        yield f"  已整改：{remedied_words(answer, names, asked)}（自查期间的结论仍是不符合）"
    yield from (f"  {line}" for line in (answer.corrected or "").splitlines())
    yield from (f"  备注：{line}" for line in (answer.note or "").splitlines() if line.strip())
    yield from (f"  佐证：{with_last_day(piece.name, piece)}" for piece in answer.evidence)
    who = " ".join(filter(None, (answer.department, answer.owner)))
    in_charge = [who, f"期限 {answer.due}" if answer.due else ""]
    if any(in_charge):
        yield f"  责任人：{'，'.join(filter(None, in_charge))}"


def exceptions_words(
    asked: Question | Fact, exceptions: Mapping[str, Value], rooms: tuple[Room, ...]
) -> str:
    """（2 个直播间例外：美妆间 否；清仓间 不清楚）."""
    names = {room.id: room.name for room in rooms}
    words = [
        f"{inert(names[id])} {spell(asked, value)}"
        for id, value in exceptions.items()
        if id in names
    ]
    if not words:
        return ""
    return f"（{len(words)} 个直播间例外：{first_of(words, _MOST_NAMED, '；')}）"


def _why_unsure(rulebook: Rulebook, assessment: Assessment, step: AskQuestion) -> str:
    if step.binding.in_doubt:
        return "这一条是否适用，条文本身有疑问，仍请回答"
    counted = standing_facts(rulebook, assessment)
    missing = {
        id: room
        for room in (*step.rooms, None)
        for id in step.binding.facts
        if id not in counted[room.id if room else None]
    }
    rests_on = missing or dict.fromkeys(step.binding.facts)
    facts = (fact_and_answer(rulebook, assessment, id, room) for id, room in rests_on.items())
    return f"还不能确定是否适用，取决于{'、'.join(facts)}"


def _holder(rulebook: Rulebook, bound: BoundAs, source: Citation) -> str:
    """直播营销人员服务机构（经第六十三条）."""
    via = "" if bound.via is None else f"（经{wording.article(bound.via, source)}）"
    return rulebook.duty_holder(bound.holder).name + via


def _cost(rulebook: Rulebook, step: AskQuestion) -> Iterator[str]:
    """Tell what a breach can cost, and where it is in doubt that the penalty applies."""
    if step.obligation.no_penalty:
        yield f"可能的处罚：{step.obligation.no_penalty}"
    for provision in reaching(rulebook, step.obligation, step.binding, (step.question,)):
        penalty = provision.penalty
        place = wording.penalty_citation(penalty, provision)
        if provision.doubt:
            yield wording.in_doubt(place, provision.why)
        else:
            yield f"可能的处罚：{place}（{penalty.authority}）：{wording.penalty(penalty)}"
