"""Says in Chinese what an overview comes to, what was left out of it, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from checklist.errors import Complaint
from checklist.evaluation.model import Status
from checklist.law import wording as law
from checklist.report.page.chart import ORDER
from checklist.report.view.model import Verdict
from checklist.report.words.regulations import stale_check
from checklist.report.words.wording import STATUS, period
from checklist.summary.model import (
    NOT_DUE,
    Copy,
    ObligationColumn,
    Overview,
    RespondentRow,
    UnreadFile,
)

VERDICT = {
    Verdict.BREACH: "有不符合",
    Verdict.OPEN: "有待确认",
    Verdict.CLEAR: "未发现不符合",
    Verdict.NOTHING_BINDS: "没有义务适用",
}
VERDICT_STATUS = {
    Verdict.BREACH: Status.NOT_SATISFIED,
    Verdict.OPEN: Status.UNDETERMINED,
    Verdict.CLEAR: Status.SATISFIED,
    Verdict.NOTHING_BINDS: Status.NOT_APPLICABLE,
}
"""In the colour and shape of which status a conclusion is shown."""
NOT_DUE_YET = "本期未到期"
UNNAMED = "（没有填写名称）"
_MOST_PERIODS = 3
"""How many self-audit periods are named."""
_MOST_TWICE = 5
"""How many respondents with several files are named below the headline; all are at the end."""


def headline(overview: Overview) -> str:
    """How many respondents, how many fall short, and of what most; by file where one seems to have
    several, since nobody can tell which of them counts. Who answered little is told with it."""
    partly = sum(row.only_at_once is not None for row in overview.rows)
    each = unit(overview)
    tail = f"其中{partly}{each}答完了违反即可处罚款的题，其余的题多半还没有答。" if partly else ""
    return _conclusion(overview) + tail


def _conclusion(overview: Overview) -> str:
    counts, counter = overview.by_verdict, unit(overview)
    head = f"共{len(overview.rows)}份答案，" if overview.alike else f"共{len(overview.rows)}家，"
    worst = next((verdict for verdict in Verdict if counts[verdict]), Verdict.NOTHING_BINDS)
    match worst:
        case Verdict.BREACH:
            most = overview.columns[0]
            named = f"“{most.obligation.title}”（{cited(most)}）"
            breaches = most.counts[Status.NOT_SATISFIED]
            start = f"{head}{counts[worst]}{counter}有不符合，"
            alike = sum(of.counts[Status.NOT_SATISFIED] == breaches for of in overview.columns)
            if breaches > 1 and alike > 1:
                return f"{start}{breaches}{counter}都不符合的最多，有{alike}条义务，例如{named}。"
            if breaches > 1:
                return f"{start}最多的是{named}，{breaches}{counter}。"
            if alike > 1:
                apart = "各不相同，" if counts[worst] > 1 else ""
                return f"{start}不符合的义务{apart}一共{alike}条，例如{named}。"
            return f"{start}不符合的是{named}。"
        case Verdict.OPEN:
            pending = counts[worst]
            return f"{head}没有发现不符合，但有{pending}{counter}有待确认的事项，还不能说合规。"
        case Verdict.CLEAR:
            return f"{head}就所答各项，没有发现不符合。"
        case Verdict.NOTHING_BINDS:
            return f"{head}按所填的主体情况，都没有义务适用；请先核对主体情况。"
    assert_never(worst)


def unit(overview: Overview) -> str:
    """What a row is counted as: 家, or 份 where some seem to be of one respondent."""
    return "份" if overview.alike else "家"


def twice(overview: Overview) -> str:
    """其中有像是同一家的几份，各份都计入：白露（示例个人）2份。 Empty where none is."""
    if not overview.alike:
        return ""
    groups = overview.alike
    first = "、".join(f"{named(group[0])}{len(group)}份" for group in groups[:_MOST_TWICE])
    others = f"等{len(groups)}家" if len(groups) > _MOST_TWICE else ""
    return f"其中有像是同一家的几份，各份都计入：{first}{others}。"


def unused(overview: Overview) -> list[str]:
    """甲.yaml：记录核对（2026-11-20）已失效…: checks that lie beside answers and were not used."""
    lines = [
        f"{row.file}：{stale_check(check)}" for row in overview.worst_first for check in row.unused
    ]
    more = len(lines) - _MOST_TWICE
    return [*lines[:_MOST_TWICE], *([f"这样的核对另有{more}份。"] if more > 0 else [])]


def left_out(overview: Overview) -> str:
    """That files are missing from the page; empty where none is."""
    count = len(overview.unread)
    return f"另有{count}个文件没有汇总进来，见文末。" if count else ""


def named(row: RespondentRow) -> str:
    """The respondent's name, or that there is none."""
    return row.name.strip() or UNNAMED


def called(group: Sequence[RespondentRow]) -> str:
    """What rows of one respondent call it: 白露（示例个人），又写作 白露(示例个人)."""
    first, *others = dict.fromkeys(map(named, group))
    return f"{first}，又写作 {'、'.join(others)}" if others else first


def copied(copy: Copy) -> str:
    """自查 (1).yaml（像是 自查.yaml 的副本）."""
    return f"{copy.row.file}（像是 {copy.original.file} 的副本）"


def what_of_copies(overview: Overview) -> str:
    """Whether copies count, and how to have it otherwise."""
    if overview.skipped_copies:
        return "没有计入。副本里有原件没有的内容的，先用 checklist merge 合并。"
    return (
        "都计入了。不计入，加 --skip-copies；副本里有原件没有的内容的，先用 checklist merge 合并。"
    )


def cited(column: ObligationColumn) -> str:
    """第三十七条第一款."""
    return law.citation(column.obligation.source)


def answered(row: RespondentRow) -> str:
    """31/31: of the questions that matter, how many have an answer that settles something."""
    return f"{row.completeness.settled}/{row.completeness.asked}"


def threat(row: RespondentRow) -> str:
    """What the worst breach can cost, as the law says it; empty where there is none."""
    return row.threat.words if row.threat else ""


def word(status: Status | None) -> str:
    """符合, 不符合, 待确认, 不适用, 没有对照."""
    return "没有对照" if status is None else STATUS[status]


def cell(row: RespondentRow, column: ObligationColumn) -> str:
    """The same of one obligation, or that nothing was due in the self-audit period."""
    return NOT_DUE_YET if row.cells[column.number] == NOT_DUE else word(row.status(column.number))


def periods(overview: Overview) -> str:
    """2026年2月1日至2026年6月30日; where they differ, each with how many are about it."""
    counts = overview.by_period
    if len(counts) < 2:
        return "".join(map(period, counts)) or period(None)
    first = [f"{period(each)}（{count}{unit(overview)}）" for each, count in counts.items()]
    others = f"等{len(first)}种" if len(first) > _MOST_PERIODS else ""
    return f"不相同：{'、'.join(first[:_MOST_PERIODS])}{others}"


def other_periods(overview: Overview) -> str:
    """That the numbers are about several self-audit periods; empty where they are about one."""
    if len(overview.by_period) < 2:
        return ""
    each = unit(overview)
    return (
        f"各{each}的自查期间{periods(overview)}。问自查期间里的事的题，问的不是同一段时间；"
        f"下面的{each}数把不同期间的加在一起。"
    )


def complaint(complaint: Complaint) -> str:
    """第 12 行：…; without the file's name, which stands beside it."""
    line = complaint.where.line if complaint.where else None
    place = f"第 {line} 行：" if line else ""
    return f"{place}{complaint.what}。改法：{complaint.mend}。".replace("。。", "。")


def more(unread: UnreadFile) -> str:
    """That further mistakes are not listed; empty where there are none."""
    return f"另有 {unread.more} 处错误，用 checklist check 逐一查看。" if unread.more else ""


def tally(column: ObligationColumn, each: str) -> str:
    """不符合 3 家，待确认 1 家，符合 20 家: a bar for those who cannot see it. `each`: 家."""
    return "，".join(
        f"{word(status)} {column.counts[status]} {each}"
        for status in ORDER[:3]
        if column.counts[status]
    )
