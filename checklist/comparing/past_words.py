"""What a comparison says of the self-audit periods, and of what failed in them and is mended."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.comparing.model import Comparison, Difference, Effect
from checklist.comparing.result import Point, PointState
from checklist.evaluation.model import Status
from checklist.report.words.regulations import not_due
from checklist.report.words.wording import STATUS, period


def periods(comparison: Comparison) -> Iterator[str]:
    """The two self-audit periods; that they differ is said."""
    old, new = (period(result.period) for result in (comparison.old, comparison.new))
    if old == new:
        yield f"自查期间：都是{new}"
        return
    yield f"自查期间：{old} → {new}"
    yield "自查期间不同：问自查期间里的事的题，问的不是同一段时间。"


def of_the_past(comparison: Comparison) -> tuple[str, int]:
    """；另有2项已整改、1项更正，都不算改进, or nothing where neither is; and how many they are."""
    named = {
        Effect.REMEDIED: "已整改",
        Effect.PARTLY_REMEDIED: "部分整改",
        Effect.CORRECTED: "更正",
    }
    counts = {word: len(comparison.with_effect(effect)) for effect, word in named.items()}
    parts = "、".join(f"{count}项{word}" for word, count in counts.items() if count)
    return (f"；另有{parts}，不算改进" if parts else ""), sum(counts.values())


def mended(difference: Difference) -> str:
    """部分整改：有缺口的2题里1题已整改，1题还没有，另有1题还没有弄清; empty where all of it is
    mended, or nothing."""
    finding = difference.new
    if finding is None or finding.remedied:
        return ""
    points = finding.points().values()
    gaps = [each for each in points if each.state is PointState.GAP]
    done = sum(each.remedied is not None for each in gaps)
    unclear = sum(each.state is PointState.OPEN for each in points)
    if not done:
        return ""
    left = f"，{len(gaps) - done}题还没有" if done < len(gaps) else ""
    left += f"，另有{unclear}题还没有弄清" if unclear else ""
    return f"部分整改：有缺口的{len(gaps)}题里{done}题已整改{left}"


def inapplicable(point: Point) -> str:
    """不适用, or until when nothing of it was due."""
    return not_due(point.not_yet) if point.not_yet else STATUS[Status.NOT_APPLICABLE]
