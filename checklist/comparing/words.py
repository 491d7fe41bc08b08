"""The words of a comparison: what turned, why, and how a question stood before and stands now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checklist.comparing.counted_words import NOTHING_ALIKE, SAME
from checklist.comparing.model import (
    Cause,
    Comparison,
    Difference,
    Effect,
    FactChange,
    QuestionChange,
    Turn,
)
from checklist.comparing.past_words import inapplicable, of_the_past, periods
from checklist.comparing.result import Point, PointState, RecordedFinding, Result
from checklist.comparing.rooms import SET_APART, is_set_apart
from checklist.evaluation.model import Status
from checklist.law.wording import cite, day
from checklist.report.words.wording import OPEN_WHY, STATUS
from checklist.text import inert

CAUSE = {
    Cause.ANSWER: "作答变了",
    Cause.CORRECTED: "更正（原来答错了）",
    Cause.REMEDIED: "已整改，答案没有变",
    Cause.REDATED: "整改完成之日改了，答案没有变",
    Cause.WITHDRAWN: "整改撤回了，答案没有变",
    Cause.DUE: "到期了，要重新回答",
    Cause.PERIOD: "自查期间变了",
    Cause.ROUND: "新的一轮还没有答完",
    Cause.RULE: "规则册变了（义务或者题目有增删、改动）",
    Cause.FACTS: "主体情况变了",
    Cause.FACTS_OR_RULE: "主体情况变了，或者规则册的适用条件变了",
    Cause.RECORDS: "记录核对的结果变了",
    Cause.ROOM: "直播间有增减",
}
_SHORT = CAUSE | {
    Cause.REMEDIED: "已整改",
    Cause.WITHDRAWN: "整改撤回了",
    Cause.RULE: "规则册变了",
    Cause.FACTS_OR_RULE: "主体情况或者规则册变了",
}
STATE = {
    PointState.GAP: "缺口",
    PointState.IF_BOUND: "若适用则为缺口",
    PointState.OPEN: "待确认",
    PointState.CLEAR: "无缺口",
}
_NAMED = 3


def heading(comparison: Comparison) -> Iterator[str]:
    """What a reader of the table must know before any difference, one thing a line."""
    old, new = comparison.old, comparison.new
    if not comparison.same_respondent:
        yield (
            f"注意：两份结果的填报单位不同（旧：{_respondent(old)}；新：{_respondent(new)}）。"
            "下面仍按义务逐条对比，但不能看作同一家单位的前后变化。"
        )
    elif old.respondent.name != new.respondent.name:
        yield f"填报单位：{old.respondent.name} → {new.respondent.name}（统一社会信用代码相同）"
    else:
        yield f"填报单位：{new.respondent.name}"
    if old.as_of == new.as_of:
        yield f"判断日期：都是 {new.as_of}"
    else:
        yield f"判断日期：{old.as_of} → {new.as_of}"
        if new.as_of < old.as_of:
            yield "注意：新结果的判断日期更早，请检查两份文件的先后。"
    yield from periods(comparison)
    yield from _rulebooks(comparison)
    yield from left_out(comparison)
    if rooms_moved(comparison):
        yield f"直播间（按编号对应）：{rooms_moved(comparison)}"
    for name, result in (("旧", old), ("新", new)):
        if result.altered:
            yield (
                f"注意：{name}结果取自一份写出后有改动的网页，未必可信；"
                "核对用 checklist report verify。"
            )


def _respondent(result: Result) -> str:
    code = result.respondent.credit_code
    return f"{result.respondent.name}，{code}" if code else result.respondent.name


def _rulebooks(comparison: Comparison) -> Iterator[str]:
    old, new = _editions(comparison.old), _editions(comparison.new)
    if not new:
        return
    if comparison.same_rules:
        yield f"规则册：相同（{new}）"
        return
    yield f"规则册：{old} → {new}" if old != new else f"规则册：版本号相同（{new}），内容不同"
    turnover = comparison.questions
    parts = (("改了", turnover.changed), ("新增", turnover.added), ("删去", turnover.removed))
    counts = "，".join(f"{word} {len(questions)} 题" for word, questions in parts if questions)
    yield f"题目：{counts or '没有改动'}"


def left_out(comparison: Comparison) -> Iterator[str]:
    """What only one of the two was held against: 旧结果没有对照多渠道规定：…."""
    for part in comparison.one_sided:
        without, there = ("新", "旧") if part.is_old else ("旧", "新")
        counts = "、".join(
            f"{STATUS[status]} {part.counts[status]} 项"
            for status in (Status.NOT_SATISFIED, Status.UNDETERMINED)
        )
        yield (
            f"{without}结果没有对照{part.regulation.called}："
            f"{there}结果里它的{counts}没有可以对比的，不算变化。"
        )


def _editions(result: Result) -> str:
    return "、".join(
        f"{book.id} {book.edition}{'' if book.bundled else '，非随附规则册'}"
        for book in result.rulebooks
    )


def headline(comparison: Comparison) -> str:
    """Whether it got better, in one sentence; of two respondents neither is called better."""
    if not comparison.new.rulebooks:
        return f"{NOTHING_ALIKE}。"
    if comparison.old == comparison.new and not comparison.one_sided:
        return f"{SAME}。"
    if not comparison.same_respondent:
        return "两份结果的填报单位不同：可以逐项对照，不能说变好变差。"
    turns = [difference.turn for difference in comparison.differences]
    worse, better, other = map(turns.count, (Turn.WORSE, Turn.BETTER, Turn.OTHER))
    answered = [each for each in comparison.differences if each.turn is Turn.ANSWERED]
    past, of_past = of_the_past(comparison)
    to_come = sum(
        (each.turn, each.effect) == (Turn.OTHER, Effect.PENDING) for each in comparison.differences
    )
    other -= of_past + to_come
    past += _for_the_first_time(answered)
    past += f"，另有{to_come}项新的一轮还没有答，或者还没有重新确认" if to_come else ""
    was, now = comparison.old.as_of, comparison.new.as_of
    than = "上一份结果" if was == now else day(was)
    if worse and better:
        return f"与{than}相比有好有坏：{better}项改进，{worse}项变差{past}。"
    if worse:
        return f"比{than}差了：{worse}项变差，没有改进{past}。"
    if better:
        return f"比{than}好了：{better}项改进，没有变差的{past}。"
    if to_come:
        more = f"{other}项有别的变化" if other else "其余没有变化"
        return f"新的一轮还没有答完，还不能说变好变差：{more}{past}。"
    if other or past:
        more = f"：{other}项有别的变化" if other else ""
        return f"与{than}相比没有变好变差{more}{past}。"
    return f"与{than}相比没有变化。"


def _for_the_first_time(answered: Sequence[Difference]) -> str:
    """，另有30项这次才回答、2项这次才弄清（其中9项不符合），以前怎样不知道; else empty."""
    fails = sum(each.finding.status is Status.NOT_SATISFIED for each in answered if each.new)
    of = f"（其中{fails}项不符合）" if fails else ""
    effects = [each.effect for each in answered]
    ways = ((Effect.ANSWERED, "这次才回答"), (Effect.LEARNED, "这次才弄清"))
    counts = [f"{effects.count(way)}项{word}" for way, word in ways if way in effects]
    return f"，另有{'、'.join(counts)}{of}，以前怎样不知道" if counts else ""


def moved(comparison: Comparison) -> str:
    """不符合由16项变为12项，待确认仍是4项; the two that a manager asks after."""
    parts = []
    for status in (Status.NOT_SATISFIED, Status.UNDETERMINED):
        was, now = (result.counts[status] for result in (comparison.old, comparison.new))
        parts.append(STATUS[status] + (f"仍是{now}项" if was == now else f"由{was}项变为{now}项"))
    return "，".join(parts) + "。"


def because(comparison: Comparison) -> str:
    """变好变差的原因：作答变了8项，规则册变了3项; nothing where nothing got better or worse."""
    of = comparison.by_cause
    turned = {cause: of[cause, Turn.WORSE] + of[cause, Turn.BETTER] for cause in Cause}
    parts = [f"{_SHORT[cause]}{count}项" for cause, count in turned.items() if count]
    return f"变好变差的原因：{'，'.join(parts)}。" if parts else ""


def cautions(comparison: Comparison) -> Iterator[str]:
    """What keeps the two from being compared one to one, as the page says it."""
    old, new = comparison.old, comparison.new
    if not comparison.same_respondent:
        yield f"旧结果的填报单位是{_whose(old)}，新结果的是{_whose(new)}。"
    if new.as_of < old.as_of:
        yield "新结果的判断基准日比旧结果早，请检查两份文件的先后。"
    if old.period != new.period:
        yield list(periods(comparison))[-1]
    for name, result in (("旧", old), ("新", new)):
        if result.altered:
            yield (
                f"{name}结果取自一份写出以后有改动的网页（与它自带的摘要不符），未必可信；"
                "核对用 checklist report verify。"
            )
    yield from left_out(comparison)
    if not comparison.same_rules:
        yield "两份结果所用的规则册不同：因为规则册变了的，不说明做法变了。"


def _whose(result: Result) -> str:
    name, code = result.respondent.name or "（名称未填写）", result.respondent.credit_code
    return f"{name}（{code}）" if code else name


def rooms_moved(comparison: Comparison) -> str:
    """新增 清仓直播间（r3）；减少 …; nothing where none were."""
    turnover, before = comparison.rooms, comparison.old.room_names
    parts = (
        ("新增", _names(comparison, turnover.added)),
        ("减少", _names(comparison, turnover.removed)),
        ("改名", [f"{before[id]} → {_name(comparison, id)}" for id in turnover.changed]),
    )
    phrases = [f"{word} {_few(names)}" for word, names in parts if names]
    return "；".join([*phrases, *([SET_APART] if any(map(is_set_apart, turnover.removed)) else [])])


def rooms(comparison: Comparison, subjects: Iterable[str | None]) -> str:
    """The rooms a line is about, a few of many; nothing for the respondent as a whole."""
    return _few(_names(comparison, subjects))


def all_rooms(comparison: Comparison, group: Iterable[Difference]) -> str:
    """Every room that some differences are about; nothing for the respondent as a whole."""
    return "、".join(_names(comparison, (each.finding.subject for each in group)))


def _names(comparison: Comparison, subjects: Iterable[str | None]) -> list[str]:
    return [_name(comparison, id) for id in subjects if id is not None]


def _name(comparison: Comparison, id: str) -> str:
    """名称（编号）, as the room is called now."""
    name = {**comparison.old.room_names, **comparison.new.room_names}.get(id)
    return f"{name}（{id}）" if name else id


def _few(names: list[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more


def place(comparison: Comparison, finding: RecordedFinding) -> str:
    """第三十七条第一款, behind the name of its regulation where there are several; digits where the
    statute's numerals do not reach."""
    numbers = (finding.article, finding.paragraph, finding.item)
    books = (*comparison.new.rulebooks, *comparison.old.rulebooks)
    of = next((book.short or f"{book.id} " for book in books if book.id == finding.rulebook), "")
    try:
        return of + cite(*numbers)
    except ValueError:
        return of + "-".join(str(number) for number in numbers if number is not None)


def causes(difference: Difference) -> str:
    """Why a finding stands otherwise."""
    return "；".join(CAUSE[cause] for cause in difference.causes)


def question(change: QuestionChange) -> str:
    """缺口（答：否） → 无缺口; only the one side where the question is not asked on the other."""
    return " → ".join(_point(point) for point in (change.old, change.new) if point is not None)


def ask(change: QuestionChange) -> str:
    """The question's text, the newer one where both are known; a question has one unless CLEAR."""
    texts = [point.ask for point in (change.new, change.old) if point is not None and point.ask]
    return texts[0] if texts else change.question


def _point(point: Point) -> str:
    if point.is_inapplicable:
        return inapplicable(point)
    if point.state is PointState.OPEN:
        return f"{STATE[point.state]}（{OPEN_WHY[point.why] if point.why else ''}）"
    answer = f"（答：{point.answer}）" if point.answer else ""
    is_mended = point.state is PointState.GAP and point.remedied
    return f"{STATE[point.state]}{answer}" + (f"，{point.remedied} 起已整改" if is_mended else "")


def fact(comparison: Comparison, change: FactChange) -> str:
    """是否……（直播间：……）：是 → 否"""
    where = f"（{rooms(comparison, [change.room])}）" if change.room else ""
    was, now = change.old or "未答", change.new or "未答"
    turn = f"新增的直播间，答{now}" if change.room in comparison.rooms.added else f"{was} → {now}"
    if change.room in comparison.rooms.removed:
        turn = f"去掉的直播间，原来答{was}"
    return f"{change.ask}{where}：{turn}"


def signed(change: FactChange | QuestionChange) -> str:
    """王某，2026-11-02; nothing where nobody is named."""
    return "，".join(inert(part) for part in (change.by, (change.at or "")[:10]) if part)
