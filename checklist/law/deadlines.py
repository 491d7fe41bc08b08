"""The deadlines that the law sets: in Chinese, and as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from checklist.law import timings
from checklist.law.timings import Act, Due, Timing
from checklist.law.wording import day

ACT = {
    Act.SUBMIT: "向{}报送",
    Act.REPORT: "向{}报告",
    Act.PASS_ON: "向{}通报",
    Act.INFORM: "告知{}",
    Act.REMIND: "提醒{}",
    Act.FILE: "报{}备案",
    Act.REFILE: "向{}办理变更备案",
    Act.SUBMIT_AND_FILE: "报送{}备案",
}
"""What is to be done, as the law says it."""


def due(deadline: Due, as_of: date | None = None) -> str:
    """A deadline: 每6个月；每年1月、7月，向…报送；…之后3个工作日内；2026年10月8日前（含当天）.

    One that comes once says, as of a day, whether it has passed.
    """
    words = _timing(deadline.timing)
    if deadline.by:
        words = "，".join(filter(None, (words, _last_day(deadline.by))))
    if deadline.to is not None:
        words += f"，{ACT[deadline.act].format(deadline.to)}"
    return f"{words}；{standing(deadline, as_of)}" if deadline.by and as_of else words


def standing(deadline: Due, as_of: date) -> str:
    """How a deadline that comes once stands: 到2026年11月29日已经过了52天；还有9天到期；…"""
    left = (deadline.by[-1] - as_of).days
    if left < 0:
        return f"到{day(as_of)}已经过了{-left}天"
    sooner = "，按较早的算法已经过了" if as_of > deadline.by[0] else ""
    return f"{day(as_of)}当天到期{sooner}" if not left else f"还有{left}天到期{sooner}"


def only_day(due: Sequence[Due]) -> date | None:
    """The last day of a deadline that comes only once; None where there is another beside it."""
    return max(each.by[-1] for each in due) if due and all(each.by for each in due) else None


def _last_day(by: tuple[date, ...]) -> str:
    """The last day, with the other readings of the text."""
    last = f"{day(by[-1])}前（含当天）"
    if len(by) == 1:
        return last
    return f"按最晚的算法是{last}，另有算法是{days(by[:-1])}"


def days(of: Sequence[date]) -> str:
    """2026年9月30日、10月1日: several days, each year named once."""
    years = (None, *(each.year for each in of))
    return "、".join(
        day(each).removeprefix(f"{year}年") for each, year in zip(of, years, strict=False)
    )


def _timing(timing: Timing) -> str:
    match timing:
        case timings.EveryMonths(months=months):
            years, rest = divmod(months, 12)
            return f"每{months}个月" if rest else f"每{years}年" if years > 1 else "每年"
        case timings.InMonths(months=in_months):
            return f"每年{'、'.join(f'{month}月' for month in in_months)}"
        case timings.YearlyBy(month=month, day=last):
            return f"每年{month}月{last}日前"
        case timings.WithinWorkingDays(days=days, after=after):
            return f"{after}之后{days}个工作日内"
        case timings.WithinDays(days=days, after=after):
            return f"{after}之日起{days}日内（不是工作日）"
        case timings.Once():
            return ""
        case timings.Before(event=event):
            return f"{event}之前"
        case timings.PromptlyAfter(event=event):
            return f"{event}之后及时"
    assert_never(timing)
