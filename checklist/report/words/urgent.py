"""What cannot wait, and what has to be asked, in Chinese: both stand on the first page, beside a
list that is in the order of fines and says neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from msgspec import Struct

from checklist.evaluation.model import Judged, OpenWhy, Status
from checklist.evaluation.summary import is_left_open
from checklist.law.wording import citation
from checklist.report.view.deadlines import Recurring
from checklist.report.view.model import Line, Report
from checklist.report.view.tasks import First, Task, anchors
from checklist.report.words import remedy
from checklist.report.words.unsettled import LOOK, OPINION
from checklist.report.words.wording import rooms
from checklist.text import each_name

DAYS = 7
"""Within which something is urgent: what was agreed, or what the law sets."""


class Urgent(Struct, frozen=True, kw_only=True):
    """One thing that is late or due within DAYS: where it stands, which questions are to be done,
    whether the law sets the day, whose it is."""

    due: date
    line: Line
    asked: tuple[Judged, ...]
    anchor: str
    whose: str
    is_of_the_law: bool = False


def urgent(
    report: Report, tasks: Sequence[Task], statutory: Iterable[Recurring]
) -> list[tuple[str, list[Urgent]]]:
    """By day: 2026-10-08，已逾期52天 (期限已过52天，是否做到待确认, where nobody knows whether it
    was done, and 算不算做到没有定论, where it is known what was done); 2026-12-01到期，还有1天; and
    what is due then. Where much is late, or much is due, that is told together."""
    as_of = report.findings.as_of
    due_items = [*_agreed(tasks), *_of_the_law(report, tasks, statutory)]
    by_day: dict[date, dict[str, Urgent]] = {}
    for item in sorted(due_items, key=lambda item: item.due):
        if (item.due - as_of).days <= DAYS:
            by_day.setdefault(item.due, {}).setdefault(item.anchor, item)
    late = [item for day, of in by_day.items() if day < as_of for item in of.values()]
    ahead = [item for day, of in by_day.items() if day >= as_of for item in of.values()]
    groups: list[tuple[str, list[Urgent]]] = []
    for much, words in ((late, _longest), (ahead, _next)):
        if len(much) > MOST:
            groups.append((words(much[0].due, as_of), much))
        else:
            same_day = ([*of] for _, of in groupby(much, lambda item: item.due))
            groups += [(_when(of, as_of), of) for of in same_day]
    return groups


MOST = 4
"""As much as is named one by one."""


def together(of: Sequence[Urgent]) -> str:
    """9条义务（周敏、陈立等5人）: of much that is due, how much and whose it is."""
    names = list(dict.fromkeys(each.whose for each in of))
    more = f"等{len(names)}人" if len(names) > MOST else ""
    entries = len({each.line.obligation.id for each in of})
    return f"{entries}条义务（{'、'.join(names[:MOST])}{more}）"


def _longest(day: date, as_of: date) -> str:
    return f"已逾期，最久的{(as_of - day).days}天"


def _next(day: date, as_of: date) -> str:
    left = (day - as_of).days
    return f"{DAYS}天以内到期，最早的{f'还有{left}天' if left else '今天到期'}"


def _when(of: Sequence[Urgent], as_of: date) -> str:
    day = of[0].due
    left = (day - as_of).days
    if left < 0:
        if all(each.line.finding.status is Status.UNDETERMINED for each in of):
            known = all(is_left_open(each.line.finding) for each in of)
            so = "算不算做到没有定论" if known else "是否做到待确认"
            return f"{day.isoformat()}，期限已过{-left}天，{so}"
        return f"{day.isoformat()}，已逾期{-left}天"
    return f"{day.isoformat()}到期，还有{left}天" if left else f"{day.isoformat()}，今天到期"


def left(
    tasks: Iterable[Task], first: Iterable[First], pressing: Iterable[tuple[str, Sequence[Urgent]]]
) -> int:
    """How many entries are not named, neither among what is done first nor as what cannot wait."""
    return len(_rest(tasks, first, pressing))


def _rest(
    tasks: Iterable[Task], first: Iterable[First], pressing: Iterable[tuple[str, Sequence[Urgent]]]
) -> dict[str, list[Task]]:
    """The tasks of entries that are not named yet, by entry."""
    named = {task.line.obligation.id for act in first for task in act.heads}
    named |= {item.line.obligation.id for _, of in pressing if len(of) <= MOST for item in of}
    by_entry: dict[str, list[Task]] = {}
    for task in tasks:
        if task.line.obligation.id not in named:
            by_entry.setdefault(task.line.obligation.id, []).append(task)
    return by_entry


def rest(
    tasks: Iterable[Task], first: Iterable[First], pressing: Iterable[tuple[str, Sequence[Urgent]]]
) -> Iterator[str]:
    """其余要整改的：6 纠错记录保存不少于三年；8 与运营者签订书面协议: what is not named yet."""
    left = [*_rest(tasks, first, pressing).values()]
    named, more = left[:MOST_TITLES], left[MOST_TITLES:]
    for words, wanted in (("其余要整改的", False), ("要弄清的", True)):
        if some := [_numbered(of) for of in named if _is_open(of) is wanted]:
            yield f"{words}：{'；'.join(some)}。"
    unclear = sum(map(_is_open, more))
    counts = ((len(more) - unclear, "条要整改"), (unclear, "条要弄清"))
    if more:
        yield f"另有{'、'.join(f'{n}{what}' for n, what in counts if n)}，见报告“要做什么”。"


def _is_open(of: Iterable[Task]) -> bool:
    """Whether all that is to be done of an entry is to clear it up."""
    return all(task.line.finding.status is Status.UNDETERMINED for task in of)


def _numbered(of: Sequence[Task]) -> str:
    """13、14 and the title of an entry, not torn apart at the end of a line."""
    numbers = "、".join(dict.fromkeys(task.number for task in of))
    return f"{numbers}\u00a0{of[0].line.obligation.title}"


MOST_TITLES = 18
"""As many as fit into the brief with their titles."""


def to_do(each: Urgent) -> str:
    """What is to be done of what cannot wait: how it is mended, or that it is to be cleared up."""
    line = each.line
    if line.finding.status is Status.UNDETERMINED and not is_left_open(line.finding):
        return "弄清以后补答。"
    return remedy.in_short(line, each.asked, _SHORT)


_SHORT = 45
"""Characters to which what is to be done is shortened, at the end of a clause."""


def not_yet_named(
    statutory: Iterable[Recurring], pressing: Iterable[tuple[str, Sequence[Urgent]]]
) -> list[Recurring]:
    """The deadlines of the law that are not named as what cannot wait."""
    named = {
        item.line.obligation.id
        for _, of in pressing
        for item in of
        if item.is_of_the_law and len(of) <= MOST
    }
    return [deadline for deadline in statutory if deadline.line.obligation.id not in named]


def item_number(matter: Urgent) -> str:
    """编号8: what stands before the title of something urgent."""
    return f"编号{matter.anchor.partition('-')[2]}"


def beside(each: Urgent) -> str:
    """法定期限，多渠道规定第六条第一款，可问法务 吴桐: what stands behind its title: the law, the
    rooms, whose it is."""
    who, line = each.line.subject, each.line
    parts = (
        "法定期限" if each.is_of_the_law else "",
        citation(line.obligation.source),
        rooms(who) if who.has_others else "",
        each.whose,
    )
    return "，".join(filter(None, parts))


def _agreed(tasks: Iterable[Task]) -> Iterator[Urgent]:
    for task in tasks:
        if task.due:
            yield Urgent(
                due=task.due,
                line=task.line,
                asked=task.asked,
                anchor=task.anchor,
                whose=_whose((task,)),
            )


def _of_the_law(
    report: Report, tasks: Sequence[Task], statutory: Iterable[Recurring]
) -> Iterator[Urgent]:
    """What the law wants of entries that fall short or are open: what is met needs no mention."""
    placed = anchors(report)
    for deadline in statutory:
        entry = deadline.line.obligation
        lines = [line for line in placed if line.obligation.id == entry.id]
        if deadline.until and lines:
            of = [task for task in tasks if task.line in lines]
            yield Urgent(
                due=deadline.until,
                line=lines[0],
                asked=tuple(judged for task in of for judged in task.asked),
                anchor=placed[lines[0]],
                whose=_whose(of),
                is_of_the_law=True,
            )


def _whose(tasks: Sequence[Task]) -> str:
    """商品部 郑可; 可问何苗; 责任人未定."""
    owners = each_name(task.owner for task in tasks)
    known = each_name(name for task in tasks for name in task.who_could_know)
    if owners or known:
        return "、".join(owners) or f"可问{'、'.join(known)}"
    return OPINION if all(task.is_of_the_text for task in tasks) else "责任人未定"


# --- what is open: how much, whom to ask, by when ------------------------------------------------


def to_ask(tasks: Iterable[Task]) -> str:
    """待确认的6项：1项问何苗（2026-12-04到期），5项没有写明谁知道（没有定日期）。 Else empty."""
    open_ = [task for task in tasks if task.line.finding.status is Status.UNDETERMINED]
    by_line: dict[Line, list[Task]] = {}
    for task in open_:
        by_line.setdefault(task.line, []).append(task)
    by_whom: dict[str, list[list[Task]]] = {}
    for of in by_line.values():
        by_whom.setdefault(_whom(of), []).append(of)
    if not open_:
        return ""
    is_dated = any(task.due for task in open_)
    named = sorted(
        by_whom.items(), key=lambda matter: (matter[0] in _NOBODY, min(_days(matter[1])))
    )
    shown = [matter for matter in named if matter[0] in _NOBODY or matter in named[:_MOST_ASKED]]
    parts = [_group(whom, of, is_dated=is_dated) for whom, of in shown]
    if left := [of for matter in named if matter not in shown for of in matter[1]]:
        parts.insert(_MOST_ASKED, f"{_count(left)}项问别的人")
    undated = "" if is_dated else "；都没有定哪天弄清" if len(parts) > 1 else "，没有定哪天弄清"
    return f"待确认的{_count(by_line.values())}项：{'，'.join(parts)}{undated}。"


_MOST_ASKED = 4
_UNWRITTEN = "是否适用条文没有写明"
_OWNED = "没有写明谁知道、由责任人弄清"
_UNKNOWN = "没有写明谁知道"
_NOBODY = (LOOK, OPINION, _UNWRITTEN, _OWNED, _UNKNOWN)
_Of = Sequence[Task]
"""The tasks of one line."""


def _whom(of: _Of) -> str:
    """问何苗; else why there is nobody to ask: the text is not clear, or nobody is named who could
    know."""
    if names := "、".join(each_name(name for task in of for name in task.who_could_know)):
        return f"问{names}"
    if all(task.is_of_the_text for task in of):
        return OPINION
    if all(judged.why is OpenWhy.RECORDS for task in of for judged in task.asked or ()):
        return LOOK
    if any(task.owner for task in of):
        return _OWNED
    return _UNWRITTEN if of[0].line.finding.binding.in_doubt else _UNKNOWN


def _group(whom: str, lines: Sequence[_Of], *, is_dated: bool) -> str:
    """1项问何苗（2026-12-04到期）; 5项没有写明谁知道（没有定日期）; where not all are due that day,
    4项问何苗（最早2026-12-25到期）."""
    text = f"{_count(lines)}项{whom}"
    if not is_dated:
        return text
    days = _days(lines)
    if days == {date.max}:
        return f"{text}（没有定日期）"
    undated = _count(of for of in lines if not any(task.due for task in of))
    rest = f"，{undated}项没有定日期" if undated else ""
    return f"{text}（{'最早' if len(days) > 1 else ''}{min(days).isoformat()}到期{rest}）"


def _days(lines: Iterable[_Of]) -> set[date]:
    """The days by which something is to be cleared up; date.max where none is set."""
    return {task.due or date.max for of in lines for task in of}


def _count(lines: Iterable[_Of]) -> int:
    """How many 项 some lines are."""
    return sum(of[0].line.count for of in lines)
