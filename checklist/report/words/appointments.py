"""What stands in a calendar about each appointment: a title with its citation, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import assert_never

from checklist.evaluation.model import Status
from checklist.law.deadlines import due
from checklist.law.model import Obligation
from checklist.law.wording import citation, day
from checklist.report.view import working_days
from checklist.report.view.appointments import (
    Appointment,
    Counted,
    Done,
    Duty,
    Expires,
    Kept,
    Renew,
    ToDo,
)
from checklist.report.view.deadlines import Recurring
from checklist.report.view.model import Clock, Report
from checklist.report.view.tasks import Task
from checklist.report.words import deadlines, retention
from checklist.report.words.wording import subject
from checklist.text import each_name

_FEW = 3
_COUNTED = {
    Counted.MONTH_END: "写在那个月的最后一个工作日，在那以前做都算。",
    Counted.IN_FORCE: "从施行日起每隔这么久提醒一次；实际的从上一次做的那天算起，以早的为准。",
    Counted.NAMED: "写在那一天，那一天不是工作日的，写在以前的最后一个工作日。",
    Counted.ONCE: "几种算法不同的，写在最早的、还没有过的一天。",
}


def category(appointment: Appointment) -> str:
    """What kind of appointment it is, in a word."""
    match appointment:
        case ToDo() | Done():
            return "整改"
        case Duty():
            return "定期义务"
        case Kept():
            return "保存期限"
        case Expires():
            return "佐证有效期"
        case Renew():
            return "自查"
    assert_never(appointment)


def title(appointment: Appointment) -> str:
    """整改：公示信息变更，三个工作日内报送平台（办法第二十五条第三款；周敏）."""
    match appointment:
        case ToDo(tasks=tasks):
            line = tasks[0].line
            mend = "整改" if line.finding.status is Status.NOT_SATISFIED else "弄清"
            return f"{mend}：{_cited(line.obligation, *each_name(task.owner for task in tasks))}"
        case Done(obligation=obligation):
            return f"不再需要：{_cited(obligation)}"
        case Duty(deadline=deadline):
            return f"定期：{_cited(deadline.line.obligation)}"
        case Kept(clocks=clocks, is_first=is_first):
            which = "最早的" if is_first else "最晚的"
            titles = [clock.line.obligation for clock in clocks]
            more = f"等{len(titles)}项" if len(titles) > 1 else ""
            return f"自查期间{which}材料保存期满：{_cited(titles[0])}{more}"
        case Expires(exhibit=exhibit):
            return f"佐证到期：{exhibit.evidence.name}"
        case Renew():
            return "该重做自查，并重新导出这份日历"
    assert_never(appointment)


def description(appointment: Appointment, report: Report) -> list[str]:
    """What to do, who does it, what to keep as proof, and how far the date can be relied on."""
    as_of = report.findings.as_of
    lines = [*_about(appointment, as_of), *_working_day(appointment)]
    return [*lines, f"出自自查报告 {report.number}（判断基准日 {as_of}，自评，不是法律意见）。"]


def _about(appointment: Appointment, as_of: date) -> Iterator[str]:
    match appointment:
        case ToDo(tasks=tasks):
            for task in tasks:
                yield from _task(task)
            yield from _proof(tasks[0].line.obligation)
        case Done():
            yield "最近一次自查的答复里，这一项已经没有要做的：原来的期限取消。"
        case Duty(deadline=deadline, counted=counted):
            obligation = deadline.line.obligation
            yield f"要求：{due(deadline.due, as_of)}。{obligation.summary}"
            yield _COUNTED[counted]
            yield from _proof(obligation)
        case Kept():
            yield from _kept(appointment)
        case Expires(exhibit=exhibit):
            used = "、".join(paper.obligation.title for paper in exhibit.papers)
            yield f"这一天以后，它不再支持：{used or '主体情况的答复'}。"
            yield "换了新的，用 checklist ask 里的 e 登记新文件，写明新的有效期。"
        case Renew(until=until):
            yield f"定期义务只写到{day(until)}；期限、保存期和有效期按导出时的答案。"


def _task(task: Task) -> Iterator[str]:
    owner, _ = deadlines.hand(task)
    yield f"要做（{owner}，{subject(task.line)}）：{deadlines.wanted(task)}"
    yield from (f"　{judged.question.ask}" for judged in task.asked)


def _proof(obligation: Obligation) -> Iterator[str]:
    if obligation.evidence:
        yield f"宜备佐证：{'、'.join(obligation.evidence)}"


def _kept(kept: Kept) -> Iterator[str]:
    clock = kept.clocks[0]
    start = f"{retention.counted_from(clock)}是{day(kept.start)}的"
    yield f"{start}，至少保存到这一天（{retention.required(clock)}）；到期以前不能删除。"
    for obligation in _each(kept.clocks):
        yield f"　{_cited(obligation)}"
    yield retention.LATEST


def _each(clocks: Iterable[Clock]) -> Iterator[Obligation]:
    yield from {clock.line.obligation.id: clock.line.obligation for clock in clocks}.values()


def _working_day(appointment: Appointment) -> Iterator[str]:
    """That nobody works on that day, and up to when that is known."""
    if isinstance(appointment, Kept | Renew | Done):
        return
    known = day(working_days.known_until())
    if not working_days.is_working_day(appointment.day):
        before = working_days.last_on(appointment.day)
        yield f"这一天不是工作日，前一个工作日是{day(before)}。"
    guessed = appointment.day > working_days.known_until()
    but = "，这一天在那以后，只按周一至周五推算，公布后请再导出一次" if guessed else ""
    yield f"工作日按国务院办公厅公布的放假安排，调休已知到{known}{but}。"


def _cited(obligation: Obligation, *more: str) -> str:
    """The title with its citation, and what else is said in the brackets."""
    return f"{obligation.title}（{'；'.join((citation(obligation.source), *more))}）"


# --- what the command says of it -----------------------------------------------------------------


def counted(made: Sequence[Appointment]) -> str:
    """11个日程：整改8个，保存期限2个，自查1个: all that the file holds, in words."""
    kinds: dict[str, int] = {}
    for appointment in made:
        kind = "取消" if isinstance(appointment, Done) else category(appointment)
        kinds[kind] = kinds.get(kind, 0) + 1
    parts = "，".join(f"{kind}{count}个" for kind, count in kinds.items())
    return f"{len(made)}个日程：{parts}"


def undated(report_tasks: Sequence[Task]) -> str:
    """How many tasks have no date, so that they are not in the calendar; empty where all have."""
    without = deadlines.entries(task for task in report_tasks if task.due is None)
    return f"{without}条义务要做的还没有期限，没有写进日历" if without else ""


def with_events(bound: Sequence[Recurring], as_of: date) -> str:
    """The deadlines that begin with an event, the first few of them; empty where there are none."""
    if not bound:
        return ""
    alike = deadlines.alike(bound, as_of)
    named = "；".join(
        f"{'、'.join(citation(deadline.line.obligation.source) for deadline in several)}：{words}"
        for words, several in alike[:_FEW]
    )
    more = f"；等共{len(alike)}个期限，全部见报告“要做什么”" if len(alike) > _FEW else ""
    return f"随事件开始的期限没有固定日期，没有写进日历：{named}{more}"
