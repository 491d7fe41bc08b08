"""The words of a comparison: effects, causes, and how a question stood before and stands now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checklist.comparing.model import (
    Cause,
    Comparison,
    Difference,
    Effect,
    FactChange,
    Held,
    Point,
    QuestionChange,
    Recorded,
    Result,
    Told,
)
from checklist.evaluation.model import OpenWhy
from checklist.law.wording import cite
from checklist.report.words.wording import OPEN_WHY, STATUS
from checklist.text import inert

EFFECT = {
    Effect.FELL_BACK: "退步",
    Effect.NEW: "新适用",
    Effect.CHANGED: "有变化，整体不算改进也不算退步",
    Effect.IMPROVED: "改进",
    Effect.GONE: "不再适用",
}
CAUSE = {
    Cause.ANSWER: "作答变了",
    Cause.RULE: "规则册变了（义务或者题目有增删、改动）",
    Cause.FACTS: "主体情况变了",
    Cause.FACTS_OR_RULE: "主体情况变了，或者规则册的适用条件变了",
    Cause.ROOM: "直播间有增减",
}
SAME = "两份是同一个结果，没有可以对比的变化"
_NAMED = 3


def heading(comparison: Comparison) -> Iterator[str]:
    """What a reader must know before any difference, one thing a line."""
    old, new = comparison.old, comparison.new
    if not comparison.same_respondent:
        yield (
            f"注意：两份结果的填报单位不同（旧：{_respondent(old)}；新：{_respondent(new)}）。"
            "下面仍按义务逐条对比，但不能看作同一家单位的前后变化。"
        )
    elif old.respondent != new.respondent:
        yield f"填报单位：{old.respondent} → {new.respondent}（统一社会信用代码相同）"
    else:
        yield f"填报单位：{new.respondent}"
    if old.as_of == new.as_of:
        yield f"判断日期：都是 {new.as_of}"
    else:
        yield f"判断日期：{old.as_of} → {new.as_of}"
        if new.as_of < old.as_of:
            yield "注意：新结果的判断日期更早，请检查两份文件的先后。"
    yield from _rulebooks(comparison)
    yield from _rooms(old, new)
    for name, one in (("旧", old), ("新", new)):
        if one.altered:
            yield (
                f"注意：{name}结果取自一份写出后有改动的网页，未必可信；"
                "核对用 checklist report verify。"
            )


def _respondent(result: Result) -> str:
    code = f"，{result.credit_code}" if result.credit_code else ""
    return f"{result.respondent}{code}"


def _rulebooks(comparison: Comparison) -> Iterator[str]:
    old, new = _editions(comparison.old), _editions(comparison.new)
    if comparison.same_rules:
        yield f"规则册：相同（{new}）"
        return
    yield f"规则册：{old} → {new}" if old != new else f"规则册：版本号相同（{new}），内容不同"
    counts = (
        ("改了", len(comparison.reworded())),
        ("新增", len(comparison.added())),
        ("删去", len(comparison.removed())),
    )
    told = "，".join(f"{word} {count} 题" for word, count in counts if count)
    yield f"题目：{told}" if told else "题目：没有改动"


def _editions(result: Result) -> str:
    return "、".join(
        f"{one.id} {one.edition}{'' if one.bundled else '，非随附规则册'}"
        for one in result.rulebooks
    )


def _rooms(old: Result, new: Result) -> Iterator[str]:
    told = rooms_moved(old, new)
    if told:
        yield f"直播间（按编号对应）：{told}"


def rooms_moved(old: Result, new: Result) -> str:
    """新增 清仓直播间（r3）；减少 …; nothing where none were."""
    parts = (
        ("新增", [room(new, id) for id in new.rooms if id not in old.rooms]),
        ("减少", [room(old, id) for id in old.rooms if id not in new.rooms]),
        (
            "改名",
            [
                f"{old.rooms[id]} → {room(new, id)}"
                for id in new.rooms
                if old.rooms.get(id, new.rooms[id]) != new.rooms[id]
            ],
        ),
    )
    return "；".join(f"{word} {_listed(names)}" for word, names in parts if names)


def room(result: Result, id: str) -> str:
    """名称（编号）"""
    return _named(result.rooms[id], id)


def _named(name: str, id: str) -> str:
    return f"{name}（{id}）" if name else id


def rooms(comparison: Comparison, subjects: Iterable[str | None]) -> str:
    """The rooms a line is about, a few of many; nothing for the respondent as a whole."""
    return _listed(_names(comparison, subjects))


def all_rooms(comparison: Comparison, group: Iterable[Difference]) -> str:
    """Every room that some differences are about; nothing for the respondent as a whole."""
    return "、".join(_names(comparison, (one.told.subject for one in group)))


def _names(comparison: Comparison, subjects: Iterable[str | None]) -> list[str]:
    result = {**comparison.old.rooms, **comparison.new.rooms}
    return [_named(result.get(id, ""), id) for id in subjects if id is not None]


def by_entry(keys: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """(obligation, question) by obligation."""
    found: dict[str, list[str]] = {}
    for entry, asked in keys:
        found.setdefault(entry, []).append(asked)
    return found


def open_why(point: Point) -> str:
    """Why a question is open; nothing where it is not."""
    return OPEN_WHY[OpenWhy(point.why)] if point.why else ""


def _listed(names: list[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more


def place(told: Told) -> str:
    """第三十七条第一款; digits where the statute's numerals do not reach."""
    try:
        return cite(told.article, told.paragraph, told.item)
    except ValueError:
        numbers = (told.article, told.paragraph, told.item)
        return "-".join(str(one) for one in numbers if one is not None)


def status(told: Told | None) -> str:
    """The status in one word; none where nothing applies."""
    return "―" if told is None else STATUS[told.status]


def causes(difference: Difference) -> str:
    """Why a finding stands otherwise."""
    return "；".join(CAUSE[one] for one in difference.causes)


def question(change: QuestionChange) -> str:
    """缺口（答：否） → 无缺口; only the one side where the question is not asked on the other."""
    if change.old is None or change.new is None:
        point = change.new or change.old
        return "" if point is None else _point(point)
    return f"{_point(change.old)} → {_point(change.new)}"


def ask(change: QuestionChange) -> str:
    """The question's text, the newer one where both are known; a question has one unless CLEAR."""
    texts = [point.ask for point in (change.new, change.old) if point is not None and point.ask]
    return texts[0] if texts else change.question


def _point(point: Point) -> str:
    answer = f"（答：{point.answer}）" if point.answer else ""
    match point.held:
        case Held.GAP:
            return f"缺口{answer}"
        case Held.IF_BOUND:
            return f"若适用则为缺口{answer}"
        case Held.OPEN:
            return f"待确认（{open_why(point)}）"
        case Held.CLEAR:
            return f"无缺口{answer}"


def fact(comparison: Comparison, change: FactChange) -> str:
    """是否……（直播间：……）：是 → 否"""
    where = f"（{rooms(comparison, [change.room])}）" if change.room else ""
    return f"{change.ask}{where}：{change.old or '未答'} → {change.new or '未答'}"


def recorded(one: Recorded | None) -> str:
    """王某，2026-11-02; nothing where nobody is named."""
    parts = () if one is None else (one.by, (one.at or "")[:10])
    return "，".join(inert(part) for part in parts if part)


def summary(comparison: Comparison) -> str:
    """The counts in one sentence, those that are none left out."""
    if comparison.old == comparison.new:
        return f"{SAME}（对比了 {comparison.unchanged} 条）。"
    if not comparison.differences:
        return f"没有变化（对比了 {comparison.unchanged} 条）。"
    counts = (
        (EFFECT[effect].partition("，")[0], len(comparison.with_effect(effect)))
        for effect in Effect
    )
    told = [f"{name} {count} 条" for name, count in (*counts, ("没有变化", comparison.unchanged))
            if count]  # fmt: skip
    return f"{'，'.join(told)}。"
