"""This module puts one step of the questionnaire into lines of Chinese text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from checklist.assessment.model import Assessment, Room, Value
from checklist.assessment.picks import also, is_bad
from checklist.assessment.questionnaire import AskFact, AskQuestion, Detail
from checklist.assessment.recheck import standing_facts
from checklist.assessment.values import hint, menu
from checklist.assessment.wording import SETTLED, asks_about, span, spell
from checklist.evaluation.evaluate import reaching
from checklist.law import wording
from checklist.law.applicability import Applies, BoundAs, binding
from checklist.law.expectations import ExpectYearsAtLeast
from checklist.law.measures import NO_CERTAIN_FINE, NO_FINE
from checklist.law.model import Citation, Fact, Kind, Question, Rulebook
from checklist.law.periods import Period, covers_years, longest_days
from checklist.law.remarks import open_points, why
from checklist.sitting.keys import SHOWN
from checklist.sitting.shown.earlier import EarlierAnswer, answer_so_far, exceptions_words, names
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
    Detail.PERIOD: (
        "自查期间从哪天到哪天？",
        "问做没做过的事，都指这段时间；写成 年-月-日 至 年-月-日，到今天为止的写 至今",
    ),
}
MOST_ROOMS_LISTED = 12
_IN_DOUBT = (
    "条文没有写明这一条是否约束填报人这样的情形。照实回答：都做到的，怎样理解都没有欠缺；"
    "没有做到的列为待确认，不算不符合。"
)
_DOUBTED = "这一条是否适用，条文本身有疑问，仍请回答"


class Place(Struct, frozen=True):
    """The number of a step among those of its kind, and how long the rest takes, in words.

    `total` counts duties alone: encouragements are numbered behind them and counted nowhere.
    """

    number: int
    total: int
    left: str


class Days(Struct, frozen=True, kw_only=True):
    """What is said of the days that a question is about, where it is not the whole self-audit
    period: nothing is due yet, or something fell due behind it."""

    early: tuple[str, ...] = ()
    late: tuple[str, ...] = ()


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
        if rooms := _doubtful_rooms(rulebook, assessment, step):
            yield f"（{names(rooms)}：{_DOUBTED}）"
    yield from _about_rooms(step.rooms, assessment.rooms)


def below(
    step: AskFact | AskQuestion, place: Place, heading: Sequence[str], above: Sequence[str]
) -> list[str]:
    """Show where one is, below what was asked under the heading `above`, and what is new in it."""
    other = [*heading[1:], ""] if heading[1:] and heading[1:] != above[1:] else []
    return [_at(step, place), *other]


def _at(step: AskFact | AskQuestion, place: Place) -> str:
    if isinstance(step, AskFact):
        return f"主体情况 {place.number}/最多 {place.total}"  # answers take some of them away
    return f"第 {place.number}/{place.total} 题" if step.role else f"第 {place.number} 题"


def question(
    rulebook: Rulebook,
    assessment: Assessment,
    step: AskFact | AskQuestion,
    before: EarlierAnswer,
    days: Days,
) -> Iterator[str]:
    """Show question, choices and the answer so far."""
    asked = step.asked
    yield as_put(asked)
    yield from (*days.early, *days.late)
    if (
        not days.early
        and not days.late
        and (about := asks_about(rulebook, asked, assessment.period))
    ):
        yield f"  {about}"
    if is_bad(asked):
        yield f"  {wording.BAD}"
    yield from _choices(asked, grounded=not days.early)
    if isinstance(asked, Question) and asked.inapplicable_if and not days.early:
        yield f"  （{asked.inapplicable_if}，可答 不适用）"
    if not menu(asked) or asked.is_multiple:
        yield f"  {hint(asked)}"
    if like := before.likeness:
        same = like.response
        words = f"{spell(asked, same.value)}{exceptions_words(asked, same.exceptions, step.rooms)}"
        yield f"  输入 = 表示与第 {like.number} 题相同，这一题也记成：{words}"
    yield from answer_so_far(asked, before, step.rooms)


def as_put(asked: Question | Fact) -> str:
    """Spell the question as it is put."""
    if not asked.is_multiple:
        return asked.ask
    return asked.ask + ("（可多选，有才选）" if is_bad(asked) else "（可多选，做到才选）")


def help_lines(
    rulebook: Rulebook, assessment: Assessment, step: AskFact | AskQuestion
) -> Iterator[str]:
    """Tell why this is asked, what proves it, how to mend a gap, what else is to be looked at and
    what it can cost."""
    known = standing_facts(rulebook, assessment).values()
    if isinstance(step, AskFact):
        yield f"为什么问：{why(step.fact, None, known)}"
    else:
        obligation = step.obligation
        yield f"为什么问：{why(step.question, obligation, known)}"
        rooms = _doubtful_rooms(rulebook, assessment, step)
        if rooms or (step.binding.applies is not Applies.YES and step.binding.in_doubt):
            points = "；".join(open_points(obligation.review, known))
            whose = f"（就 {names(rooms)}）" if rooms else ""
            yield f"为什么有疑问{whose}：{_IN_DOUBT}{points and f'规则册记下的疑问：{points}。'}"
        if obligation.evidence:
            yield f"佐证材料：{'、'.join(obligation.evidence)}"
        yield f"怎样整改：{step.question.remedy or obligation.remedy}"
        yield from wording.related_lines(obligation.related)
        yield from _cost(rulebook, step)
    yield f"怎样作答：{hint(step.asked)}"
    if step.asked.is_multiple:
        yield f"    {also(step.asked)}"
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
        which = f"，不包括{names(others)}"
    elif others or len(rooms) == 1:
        which = f"：{names(rooms)}"
    if len(rooms) == 1:
        yield f"（直播间{which}）"
    elif rooms:
        yield f"（就 {len(rooms)} 个直播间一并回答{which}；不一样的稍后单独说明）"


def _choices(asked: Question | Fact, *, grounded: bool) -> Iterator[str]:
    """Show the numbered choices, with what each may be left out for; a few short ones stand on one
    line."""
    labels = menu(asked)
    if labels and not asked.is_multiple and sum(map(len, labels)) <= 15:
        yield "   " + "".join(f"{number} {label}   " for number, label in enumerate(labels, 1))
        return
    grounds = [option.inapplicable_if for option in asked.options]
    for number, label in enumerate(labels, 1):
        ground = grounds[number - 1] if grounded and asked.is_multiple else None
        allowed = f"（{ground}，可答 {number}不适用）" if ground else ""
        yield f"{number:>4}  {label}{allowed}"


def _why_unsure(rulebook: Rulebook, assessment: Assessment, step: AskQuestion) -> str:
    if step.binding.in_doubt:
        return _DOUBTED
    counted = standing_facts(rulebook, assessment)
    bound = {
        room: binding(rulebook, step.obligation, counted[room.id if room else None])
        for room in step.rooms or (None,)
    }
    unsure = (room for room in bound if bound[room].applies is Applies.UNKNOWN)
    room = next(unsure, None)
    own = bound.get(room, step.binding)
    known = counted[room.id if room else None]
    facts = [
        fact_and_answer(
            rulebook, assessment, id, room if known.get(id) != counted[None].get(id) else None
        )
        for id in [id for id in own.facts if id not in known] or own.facts
    ]
    return f"还不能确定是否适用，取决于{'、'.join(facts)}"


def _doubtful_rooms(
    rulebook: Rulebook, assessment: Assessment, step: AskQuestion
) -> tuple[Room, ...]:
    """Of rooms that are asked together, those alone of which the text leaves open whether the entry
    binds; none where it does of all of them."""
    if step.binding.in_doubt:
        return ()
    counted = standing_facts(rulebook, assessment)
    bound = ((room, binding(rulebook, step.obligation, counted[room.id])) for room in step.rooms)
    return tuple(room for room, own in bound if own.in_doubt)


def _holder(rulebook: Rulebook, bound: BoundAs, source: Citation) -> str:
    """直播营销人员服务机构（经第六十三条）."""
    via = "" if bound.via is None else f"（经{wording.article(bound.via, source)}）"
    return rulebook.duty_holder(bound.holder).name + via


def _cost(rulebook: Rulebook, step: AskQuestion) -> Iterator[str]:
    """Tell what a breach can cost, and where it is in doubt that the penalty applies."""
    provisions = reaching(rulebook, step.obligation, step.binding, (step.question,))
    if step.obligation.no_penalty:
        doubted = any(provision.doubt for provision in provisions)
        none = NO_CERTAIN_FINE if doubted else NO_FINE
        yield f"可能的处罚：{none}：{step.obligation.no_penalty}"
    for provision in provisions:
        penalty = provision.penalty
        place = wording.penalty_citation(penalty, provision)
        if provision.doubt:
            yield wording.in_doubt(place, provision.why)
        else:
            yield f"可能的处罚：{place}（{penalty.authority}）：{wording.penalty(penalty)}"


def remark(asked: Question | Fact, value: Value) -> str | None:
    """Tell at once that 1095天 is a day short of the longest three years."""
    if isinstance(asked, Fact) or not isinstance(asked.expect, ExpectYearsAtLeast):
        return None
    years = asked.expect.years
    if not isinstance(value, Period) or value.years or value.months:
        return None
    if covers_years(value, years) or value.days < 365 * years:
        return None
    longest = longest_days(years)
    short = longest - value.days
    return f"{span(value)}不算满{years}年：{years}年最长有{longest}天（含闰日），还差{short}天"
