"""How many differences went which way, in words: the same for table, page and JSON."""

from __future__ import annotations

from collections.abc import Collection

from checklist.comparing.model import Comparison, Difference, Effect, Turn
from checklist.evaluation.model import Status

SAME = "两份是同一个结果，没有可以对比的变化"
NOTHING_ALIKE = "两份结果没有对照同一部规定，没有可以对比的"
_TURN = {Turn.WORSE: "变差", Turn.BETTER: "改进"}
_EFFECT = {
    Effect.ANSWERED: "这次才回答，以前怎样不知道",
    Effect.LEARNED: "这次才弄清，以前怎样不知道",
    Effect.PENDING: "新的一轮还没有答，或者还没有重新确认",
    Effect.NEW: "新适用而没有缺口",
    Effect.CHANGED: "有变化，整体不算改进也不算变差",
    Effect.PARTLY_REMEDIED: "部分整改，自查期间的结论不变",
    Effect.REMEDIED: "已整改，自查期间的结论不变",
    Effect.CORRECTED: "更正，原来答错了",
    Effect.GONE: "不再适用",
}
_NEW_IN_DOUBT = "新适用而没有弄清"


def sorted_out(comparison: Comparison) -> dict[str, list[Difference]]:
    """What differs, under which way it goes, as the page has it; what goes neither way under what
    became of it."""
    by_name: dict[str, list[Difference]] = {
        name: [] for name in (*_TURN.values(), _NEW_IN_DOUBT, *_EFFECT.values())
    }
    for each in comparison.differences:
        by_name[_name(each)].append(each)
    return {name: differences for name, differences in by_name.items() if differences}


def _name(difference: Difference) -> str:
    status = difference.finding.status
    if difference.effect is Effect.NEW and status is Status.UNDETERMINED:
        return _TURN.get(difference.turn, _NEW_IN_DOUBT)
    return _TURN.get(difference.turn) or _EFFECT[difference.effect]


def of_them_new(differences: Collection[Difference]) -> str:
    """，其中新适用 1 项, of what got worse; empty where all of it applied before."""
    worse = [each for each in differences if each.turn is Turn.WORSE]
    count = sum(each.effect is Effect.NEW for each in worse)
    if not count:
        return ""
    return "，都是新适用的" if count == len(worse) else f"，其中新适用 {count} 项"


def still_broken(comparison: Comparison) -> str:
    """How many of all that is 不符合 now stand as they stood before."""
    total = comparison.new.counts[Status.NOT_SATISFIED]
    left = total - sum(map(len, comparison.still_broken.values()))
    rest = f"其余{left}项有变化，列在前面。" if left else ""
    return f"现在一共{total}项不符合。{rest}"


def summary(comparison: Comparison) -> str:
    """The counts in one sentence, those that are none left out."""
    if not comparison.new.rulebooks:
        return f"{NOTHING_ALIKE}。"
    if not comparison.differences:
        same = comparison.old == comparison.new and not comparison.one_sided
        return f"{SAME if same else '没有变化'}（对比了 {comparison.unchanged} 项）。"
    parts = []
    for name, differences in sorted_out(comparison).items():
        new = of_them_new(differences).removeprefix("，")
        told = f"{name.partition('，')[0]} {len(differences)} 项"
        parts.append(f"{told}（{new}）" if new else told)
    if comparison.unchanged:
        parts.append(f"没有变化 {comparison.unchanged} 项")
    return "，".join(parts) + "。"
