"""Who does what until when, in Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec.structs import replace

from checklist.evaluation.model import Status
from checklist.law.deadlines import days, due
from checklist.law.timings import Due, InMonths
from checklist.law.wording import citation, day
from checklist.report.view.deadlines import Recurring, Slot
from checklist.report.view.model import Line, Report
from checklist.report.view.tasks import First, Task, anchors
from checklist.report.words import remedy
from checklist.report.words.unsettled import OPINION
from checklist.report.words.wording import SHAPE
from checklist.text import name_key, ranges

_NOBODY = "责任人未定"


def hand(task: Task) -> tuple[str, str]:
    """Who has it and until when; for what is open, who could know."""
    known = "、".join(task.who_could_know)
    owner = task.owner or (f"可问{known}" if known else OPINION if task.is_of_the_text else _NOBODY)
    if task.due is None:
        return owner, "期限未定"
    late = f"，逾期{task.late_by}天" if task.late_by else "到期"
    return owner, f"{task.due.isoformat()}{late}"


_MOST_HANDS = 2


def hands(of_one_line: Sequence[Task]) -> list[str]:
    """李某 and 2026-12-31到期, one below the other; where several have it, or several days are set,
    李某，2026-12-31到期（1题） of each."""
    if len(of_one_line) == 1:
        return list(hand(of_one_line[0]))
    in_order = sorted(of_one_line, key=lambda task: task.due or date.max)
    shares = [(*hand(task), len(task.asked)) for task in in_order]
    if len({owner for owner, _, _ in shares}) == 1:
        parts = [f"{until}（{count}题）" for _, until, count in shares]
        head = [shares[0][0]]
        if len(shares) == _MOST_HANDS and in_order[-1].due is None:
            return [*head, f"{shares[0][1]}，另{shares[-1][2]}题期限未定"]
    else:
        parts = [f"{owner}，{until}（{count}题）" for owner, until, count in shares]
        head = []
    more = sum(count for *_, count in shares[_MOST_HANDS:])
    return [*head, *parts[:_MOST_HANDS], *([f"另有{more}题，见该项"] if more else [])]


def numbered(task: Task) -> str:
    """The number of a task in its chapter, the same everywhere; with ● for what is only open."""
    breached = task.line.finding.status is Status.NOT_SATISFIED
    return task.number if breached else f"{SHAPE[task.line.finding.status]}{task.number}"


def order(first: Iterable[First]) -> str:
    """由重到轻: in which order some things to do stand: breaches by what they cost, what is open as
    in the report."""
    is_open = {each.tasks[0].line.finding.status is Status.UNDETERMINED for each in first}
    if is_open == {True}:
        return "都要弄清，按报告里的次序"
    return "先整改的，由重到轻，再弄清的" if True in is_open else "由重到轻"


def all_numbered(first: First) -> str:
    """4、21: the numbers of all entries that one thing to do is about."""
    return "、".join(map(numbered, first.heads))


def numbers(report: Report) -> dict[Line, str]:
    """By line, 7, or ●3 for what is only open: its number in the report."""
    open_ = SHAPE[Status.UNDETERMINED]
    named = {line: anchor.split("-") for line, anchor in anchors(report).items()}
    return {
        line: number if kind == "gap" else f"{open_}{number}"
        for line, (kind, number) in named.items()
    }


def numbers_by_key(report: Report) -> dict[str, str]:
    """By answer key, the numbers of the items that rest on it: 24, or 2、16."""
    by_key: dict[str, dict[str, None]] = {}
    for line, number in numbers(report).items():
        for judged in (*line.failed, *line.open):
            of = by_key.setdefault(line.obligation.key(judged.question), {})
            of[number.removeprefix(SHAPE[Status.UNDETERMINED])] = None
    return {key: "、".join(of) for key, of in by_key.items()}


def mended(report: Report) -> str:
    """不符合事项编号2、5已整改，不再列出。 Why numbers are missing from what is to be done, or
    empty."""
    numbers = [
        str(number)
        for number, line in enumerate(report.breaches, start=1)
        if line.finding.remedied is not None
    ]
    return f"不符合事项编号{'、'.join(numbers)}已整改，不再列出。" if numbers else ""


def entries(tasks: Iterable[Task]) -> int:
    """How many entries the tasks are about."""
    return len({task.line.obligation.id for task in tasks})


def wanted(task: Task) -> str:
    """What the person has to bring about: the remedy, or which questions to settle."""
    if task.line.finding.status is Status.NOT_SATISFIED:
        return remedy.advice(task.line, task.asked)
    if not task.asked:
        return "弄清是否适用，再重新作答。"
    known = "、".join(task.who_could_know)
    whom = f"（可问{known}）" if known else f"（{OPINION}）" if task.is_of_the_text else ""
    return f"弄清{len(task.asked)}题再重新作答{whom}。"


def workload(tasks: Iterable[Task]) -> str:
    """共20条义务：整改16条，弄清4条；9条还没有责任人，12条没有期限。"""
    listed = list(tasks)
    mend = [task for task in listed if task.line.finding.status is Status.NOT_SATISFIED]
    total, first = entries(listed), entries(mend)
    kinds = counted((f"整改{first}条", first), (f"弄清{total - first}条", total - first))
    if both := entries(task for task in listed if task not in mend) - (total - first):
        kinds += f"（整改的里有{both}条，在别的直播间还要弄清）"
    nobody = entries(task for task in listed if task.owner is None)
    undated = {task.line.obligation.id for task in listed if task.due is None}
    partly = len(undated & {task.line.obligation.id for task in listed if task.due})
    wholly = len(undated) - partly
    lacking = counted(
        (f"{nobody}条还没有责任人", nobody),
        (f"{wholly}条没有定完成日期", wholly),
        (f"{partly}条只定了一部分的完成日期", partly),
    )
    hands = {(task.line.obligation.id, name_key(task.hand or "")) for task in listed}
    several = sum(count > 1 for count in Counter(id for id, _ in hands).values())
    apart = f"{several}条分在几个人手里，各人名下都计" if several else ""
    more = "".join(f"；{each}" for each in (lacking, apart) if each)
    return f"共{total}条义务：{kinds}{more}。"


def to_assign(tasks: Iterable[Task]) -> str:
    """给编号1、4—6定下责任人（4条义务）…: what nobody has yet, as a thing to do; else empty."""
    nobody = [task for task in tasks if task.owner is None]
    items = dict.fromkeys(int(task.number) for task in nobody)
    which = f"编号{'、'.join(ranges(sorted(items)))}的" if items else ""
    return f"给{which}定下责任人和期限（{entries(nobody)}条义务还没有责任人）。" if items else ""


_MOST_DAYS = 5


def agreed(tasks: Iterable[Task]) -> list[str]:
    """2026年12月1日：直播运营部 陈立（编号14、15）: who has promised what by which day, the nearest
    first; what comes after a few days is counted."""
    by_day: dict[date, dict[str, list[str]]] = {}
    for task in sorted((task for task in tasks if task.due), key=lambda task: task.due or date.max):
        whose = by_day.setdefault(task.due or date.max, {}).setdefault(hand(task)[0], [])
        whose.append(numbered(task))
    lines = [
        f"{day(due)}：" + "，".join(f"{who}（编号{'、'.join(of)}）" for who, of in whose.items())
        for due, whose in by_day.items()
    ]
    later = [*by_day.values()][_MOST_DAYS:]
    count = len({number for whose in later for of in whose.values() for number in of})
    return [*lines[:_MOST_DAYS], *([f"另有{count}个编号更晚，见报告“要做什么”"] if later else [])]


def counted(*parts: tuple[str, int]) -> str:
    """The parts of which there are any."""
    return "，".join(words for words, count in parts if count)


# --- the timeline --------------------------------------------------------------------------------

_EDGES = {"late": "逾期", "later": "更晚", "undated": "未定"}


def slot(column: Slot) -> str:
    """What stands under a column: 11月, 逾期."""
    return f"{column.month.month}月" if column.month else _EDGES[column.kind]


def slot_named(column: Slot) -> str:
    """The name of a column with its year: 2026年12月, 逾期."""
    return f"{column.month.year}年{slot(column)}" if column.month else slot(column)


def dated(slots: Iterable[Slot]) -> bool:
    """Whether there is a date to show at all."""
    return any(each.statutory or (each.tasks and each.kind != "undated") for each in slots)


def has_statutory(slots: Iterable[Slot]) -> bool:
    """Whether the law wants something within the months shown."""
    return any(each.statutory for each in slots)


def dates(slots: Iterable[Slot]) -> str:
    """What the law wants in some months, as the timeline calls it."""
    timings = [deadline.due.timing for slot in slots for deadline in slot.statutory]
    monthly = all(isinstance(timing, InMonths) for timing in timings)
    return "每年固定月份的报送" if monthly else "法律定的日期"


def heading(deadlines: Iterable[Recurring]) -> str:
    """What stands above the deadlines of the law."""
    return "法律定的期限" if any(each.due.by for each in deadlines) else "反复到来的期限"


def alike(deadlines: Iterable[Recurring], as_of: date) -> list[tuple[str, tuple[Recurring, ...]]]:
    """The deadlines of the law in words, each once, with all that have it: the nearest first."""
    by_words: dict[str, list[Recurring]] = {}
    for each in deadlines:
        by_words.setdefault(due(each.due, as_of), []).append(each)
    groups = [(words, tuple(several)) for words, several in by_words.items()]
    return sorted(groups, key=lambda each: min(map(_until, each[1])))


def _until(deadline: Recurring) -> date:
    return deadline.until or date.max


SOON = 60
"""Days within which a deadline of the law is told beside what to do first."""


def soon(deadlines: Iterable[Recurring], as_of: date) -> str:
    """2026年12月31日到期，还有32天: when something is due next; empty where no day is known."""
    until = min(map(_until, deadlines), default=date.max)
    return "" if until == date.max else f"{day(until)}到期，还有{(until - as_of).days}天"


def once(deadline: Due, as_of: date) -> tuple[str, str] | None:
    """The last day of what comes once and how it stands, and how it is reckoned; else None."""
    if not deadline.by:
        return None
    *sooner, last = deadline.by
    left = (last - as_of).days
    stands = f"已经过了{-left}天" if left < 0 else f"还有{left}天" if left else "今天到期"
    others = f"；另有算法是{days(sooner)}，这里按最晚的" if sooner else ""
    return f"{day(last)}前（含当天），{stands}", f"{due(replace(deadline, by=()))}{others}"


def is_soon(deadlines: Iterable[Recurring], as_of: date) -> bool:
    """Whether something is due within SOON days."""
    return 0 <= (min(map(_until, deadlines), default=date.max) - as_of).days <= SOON


def near(deadlines: Iterable[Recurring], as_of: date) -> list[str]:
    """2026年12月31日到期，还有32天：每年培训主播（第十条第一款）: what the law wants SOON, nearest
    first, all of a day together."""
    by_day: dict[date, list[Recurring]] = {}
    for each in sorted(deadlines, key=_until):
        if is_soon((each,), as_of):
            by_day.setdefault(_until(each), []).append(each)
    return [f"{soon(of, as_of)}：{titles(of)}" for of in by_day.values()]


def same_work(deadlines: Iterable[Recurring]) -> list[tuple[Line, ...]]:
    """The lines that have a deadline; those in which the same is to be done together."""
    by_remedy: dict[str, list[Line]] = {}
    for each in deadlines:
        by_remedy.setdefault(each.line.obligation.remedy, []).append(each.line)
    return [tuple(of) for of in by_remedy.values()]


def titles(deadlines: Iterable[Recurring]) -> str:
    """What has a deadline, each with its citations."""
    return "；".join(
        f"{of[0].obligation.title}（{'、'.join(citation(line.obligation.source) for line in of)}）"
        for of in same_work(deadlines)
    )


def several_times(slots: Iterable[Slot]) -> str:
    """3条义务有几个期限，各计一次，所以相加是27条，实为24条。 Why the columns add up to more than
    there is; empty where they do not."""
    of = [{task.line.obligation.id for task in slot.tasks} for slot in slots]
    total, entries = sum(map(len, of)), len(set().union(*of))
    several = sum(count > 1 for count in Counter(id for ids in of for id in ids).values())
    how = f"{several}条义务的期限不止一个（或者只定了一部分），在几处各计一次"
    return f"{how}，所以相加是{total}条，实为{entries}条。" if several else ""


def spoken(slots: Iterable[Slot]) -> str:
    """The timeline in words: 逾期2件；2026年12月5件；未定9件；每年固定月份的报送：2027年1月."""
    slots = tuple(slots)
    parts = [f"{slot_named(each)}{entries(each.tasks)}条" for each in slots if each.tasks]
    statutory = [slot_named(each) for each in slots if each.statutory]
    if statutory:
        parts.append(f"{dates(slots)}：{'、'.join(statutory)}")
    return "；".join(parts)
