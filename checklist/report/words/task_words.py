"""Who does what until when, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.evaluation.model import Status
from checklist.report.view.deadlines import Slot
from checklist.report.view.model import Report
from checklist.report.view.tasks import Task


def hand(task: Task) -> tuple[str, ...]:
    """Who has it and until when; for what is open, who could know."""
    known = "、".join(task.who_could_know)
    owner = task.owner or (f"可问{known}" if known else "责任人未定")
    return owner, until(task)


def until(task: Task) -> str:
    """2026-12-31前; 2026-11-01，逾期21天; 期限未定."""
    if task.due is None:
        return "期限未定"
    late = f"，逾期{task.late_by}天" if task.late_by else "前"
    return f"{task.due.isoformat()}{late}"


def beyond(report: Report, shown: Iterable[Task]) -> int:
    """How many entries fall short or are open beyond those shown."""
    entries = {line.obligation.id for line in (*report.breaches, *report.open)}
    return len(entries - {task.line.obligation.id for task in shown})


def wanted(task: Task) -> str:
    """What the person has to bring about: the remedy, or which questions to settle."""
    if task.line.finding.status is Status.NOT_SATISFIED:
        return task.line.obligation.remedy
    if not task.asked:
        return "弄清是否适用，再重新作答。"
    known = "、".join(task.who_could_know)
    whom = f"（可问{known}）" if known else ""
    return f"弄清{len(task.asked)}个问题再重新作答{whom}。"


def workload(tasks: Iterable[Task]) -> str:
    """共20件：整改16件，弄清4件；9件还没有责任人，12件没有期限。"""
    found = list(tasks)
    mend = sum(task.line.finding.status is Status.NOT_SATISFIED for task in found)
    kinds = [f"整改{mend}件"] if mend else []
    kinds += [f"弄清{len(found) - mend}件"] if len(found) > mend else []
    nobody = sum(task.owner is None for task in found)
    undated = sum(task.due is None for task in found)
    lacking = [f"{nobody}件还没有责任人"] if nobody else []
    lacking += [f"{undated}件没有期限"] if undated else []
    tail = f"；{'，'.join(lacking)}" if lacking else ""
    return f"共{len(found)}件：{'，'.join(kinds)}{tail}。"


# --- the timeline --------------------------------------------------------------------------------

_EDGES = {"late": "逾期", "later": "更晚", "undated": "未定"}


def slot(one: Slot) -> str:
    """What stands under a column: 11月, 逾期."""
    return f"{one.month.month}月" if one.month else _EDGES[one.kind]


def dated(slots: Iterable[Slot]) -> bool:
    """Whether there is a date to show at all."""
    return any(one.yearly or (one.tasks and one.kind != "undated") for one in slots)


def has_yearly(slots: Iterable[Slot]) -> bool:
    """Whether something has to be sent in within the months shown."""
    return any(one.yearly for one in slots)


def spoken(slots: Iterable[Slot]) -> str:
    """The timeline in words: 逾期2件；2026年12月5件；未定9件；每年报送：2027年1月."""
    parts = [f"{_named(one)}{len(one.tasks)}件" for one in slots if one.tasks]
    yearly = [_named(one) for one in slots if one.yearly]
    if yearly:
        parts.append(f"每年固定月份的报送：{'、'.join(yearly)}")
    return "；".join(parts)


def _named(one: Slot) -> str:
    return f"{one.month.year}年{one.month.month}月" if one.month else _EDGES[one.kind]
