"""What a check of records is told as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from checklist.assessment.wording import scalar
from checklist.law.periods import Period, between, end_of
from checklist.law.record_kinds import Content, RecordKind
from checklist.records.model import COMPLETED, FOREVER, Failing, Fault, Field, Layout, Tally

UNITS = {
    RecordKind.SESSIONS: "场",
    RecordKind.ORDERS: "笔",
    RecordKind.REPLAYS: "场",
}
_OF_FAULT = {Fault.UNREAD: "行", Fault.ORPHAN: "段录像"}
_ROOMS = 5
_COLUMNS = 20
_NONE_AT_ALL = "客服、物流、退换货、售后、互动本来没有的写“无”，空着的看不出有没有"


class Limit(StrEnum):
    """Why a finding is a sample, or decides nothing: what is told of it, and of no other."""

    # The duty reaches rooms that are not in the list.
    FURTHER = "；这项义务不只管名单里的直播间，没有给出记录的看不出，只算抽查"
    # A broadcast may have had several sellers, or hosts, or none.
    UNLOGGED = "；没有记下来的看不出，只算抽查"
    # The duty is about sales, and the orders have none of the broadcast.
    NOT_SOLD = "；没有成交的一场，回放是不是交易信息、从哪一天起算，条文没有写明，待确认"
    # No order belongs to any broadcast.
    SALES_UNKNOWN = (
        "；没有给能对上场次的订单，看不出有没有成交，待确认：给出有场次号的订单，再核对一次"
    )
    ORDERS_UNREAD = "；有的订单读不出，看不出有没有成交，待确认：改好再核对一次"
    # Rows that cannot be read may be what is missing.
    NOT_READ = "；读不出的行里写着什么看不出，待确认：改好再核对一次"


def field_of(kind: RecordKind, field: Field) -> str:
    """A column under the name that it is corrected by, and what it means of orders."""
    meant = {Field.END: COMPLETED, Field.MADE: "下单"} if kind is RecordKind.ORDERS else {}
    return f"{field.value}（{meant[field]}）" if field in meant else field.value


def unit(kind: RecordKind) -> str:
    """What records of a kind are counted in."""
    return UNITS.get(kind, "条")


def name(tally: Tally) -> str:
    """场次、订单、回放 …; 名单以外的回放."""
    return f"{'名单以外的' if tally.is_outside else ''}{tally.kind.shown}"


def apart(tallies: Sequence[Tally]) -> list[Tally]:
    """What each kind of records came to, and apart from it what rooms outside the list did."""
    return [part for tally in tallies for part in (tally, tally.beyond) if part]


def months(tallies: Sequence[Tally]) -> list[str]:
    """The months in which the clock of anything began, in their order."""
    return sorted({month for tally in apart(tallies) for month in tally.months})


def shown(tallies: Sequence[Tally], faults: Sequence[Fault], *, of_sales: bool = False) -> str:
    """回放：12场的回放中1场没有回放、2场到期太早，最短只留到… With `of_sales` what is wrong with
    broadcasts of which no order is known is told apart."""
    return "；".join(_shown(tally, faults, of_sales=of_sales) for tally in tallies)


_LOOKED_FOR = {
    Fault.MISSING: "缺失",
    Fault.GONE: "已经删除",
    Fault.SHORT: "不完整",
    Fault.EARLY: "到期太早",
    Fault.LACKING: "内容不全",
}


def _shown(tally: Tally, faults: Sequence[Fault], *, of_sales: bool) -> str:
    unread = tally.count(Fault.UNREAD)
    if tally.is_unreadable:
        return f"{name(tally)}：{unread}行都读不出"
    unsold = tally.unsold if of_sales else {}
    left = {each: tally.count(each) - unsold.get(each, 0) for each in faults}
    apart = {each: unsold.get(each, 0) for each in faults}
    nothing = f"没有发现{'、'.join(_LOOKED_FOR[each] for each in faults if each in _LOOKED_FOR)}的"
    nothing = f"有成交的{nothing}" if any(apart.values()) else nothing
    text = f"{name(tally)}：{tally.demanded}{unit(tally.kind)}中{_counted(tally, left) or nothing}"
    shortest = tally.shortest_sold if of_sales else tally.shortest
    if Fault.EARLY in faults and shortest:
        text += f"；{_shortest(*shortest)}"
    if Fault.EARLY in faults and tally.count(Fault.GONE):
        gone = _counted(tally, {Fault.GONE: tally.count(Fault.GONE)})
        text += f"；另有{gone}，是有没有保存的事，不等于期限设得短"
    if any(apart.values()):
        which = "没有成交的" if tally.sold else "看不出有没有成交的"
        text += f"；另有{which}{_counted(tally, apart)}，不计在内"
    if unread:
        text += f"；另有{unread}行读不出"
    if tally.unlisted:
        text += f"；场次另有{tally.unlisted}行读不出，没有核对"
    return text


def _counted(tally: Tally, counts: Mapping[Fault, int]) -> str:
    """1场没有回放、2场到期太早."""
    return "、".join(f"{n}{unit(tally.kind)}{fault.value}" for fault, n in counts.items() if n)


def with_sales(why: str, orders: Tally | None, *, is_sold: bool) -> str:
    """Why something is wrong, with that no order of its broadcast is completed, of those given."""
    if orders is None or is_sold:
        return why
    which = "读得出" if orders.count(Fault.UNREAD) else "给出"
    return "；".join(filter(None, (why, f"{which}的订单里没有这一场成交的")))


def shown_content(
    tallies: Sequence[Tally], content: Content, *, empty: int, gone: int, is_column: bool
) -> str:
    """订单：12笔中有3笔没有支付记录；表里没有的订单看不出."""
    demanded = sum(tally.demanded for tally in tallies)
    held = content.shown
    wrong = [f"有{empty}笔没有{held}"] if empty else []
    wrong += [f"有{gone}笔已经删除"] if gone else []
    text = f"订单：{demanded}笔中{'、'.join(wrong) or f'都有{held}'}"
    if not is_column:
        return f"{text}；表里没有{held}这一列，是不是一起删了看不出，待确认"
    return f"{text}；表里没有的订单看不出"


def _shortest(first: date, last: date) -> str:
    """最短的一处从2026-02-01保存到2026-07-31（180天）."""
    if last == FOREVER:
        return "长期保存"
    if last < first:
        return f"最短的一处在起算日{first}以前就到期（{last}）"
    return f"最短的一处从{first}保存到{last}（{scalar(lasting(first, last))}）"


def vanished(tally: Tally) -> str:
    """旧清单里有、现在没有的3段，已经删除；最晚的一段是2026-03-01的，最多保存了180天."""
    text = f"旧清单里有、现在没有的{tally.vanished}段，已经删除"
    if tally.soonest is None:
        return text
    first, gone = tally.soonest
    kept = f"，最多保存了{scalar(lasting(first, gone))}" if gone >= first else ""
    return f"{text}；其中最晚的一段是{first}的{kept}"


def lasting(first: date, last: date) -> Period:
    """From one day to another, in years, months and days."""
    kept = between(first, last)
    years, months = divmod(kept.months, 12)
    return Period(years=years, months=months, days=kept.days)


def understood(name: str, layout: Layout, unread: Sequence[str]) -> str:
    """场次.csv：场次（场次号←直播场次、结束时间←下播时间；没有读的列：备注）."""
    columns = "、".join(
        f"{field_of(layout.kind, field)}←{heading}" for field, heading in layout.headings.items()
    )
    more = f"等{len(unread)}列" if len(unread) > _COLUMNS else ""
    left = f"；没有读的列：{'、'.join(unread[:_COLUMNS])}{more}" if unread else ""
    return f"{name}：{layout.kind.shown}（{columns}{left}）"


def counted(tally: Tally) -> str:
    """要保存的27场、没有回放3场、读不出2行."""
    of = unit(tally.kind)
    faults = (
        f"、{each.value}{n}{_OF_FAULT.get(each, of)}" for each, n in tally.faults.items() if n
    )
    return f"要保存的{tally.demanded}{of}{''.join(faults)}"


def tally_lines(tally: Tally) -> Iterator[str]:
    """A line for each thing to be said of the records of one kind."""
    of = unit(tally.kind)
    read = f"读了{tally.rows}行，" if tally.rows else ""
    yield f"{name(tally)}：{read}要保存的有{tally.demanded}{of}"
    for fault in Fault:
        if tally.count(fault):
            yield f"　× {fault.value} {tally.count(fault)}{_OF_FAULT.get(fault, of)}"
    if tally.unsold and tally.sold:
        unsold = _counted(tally, {each: tally.unsold.get(each, 0) for each in Fault})
        yield f"　其中没有成交的场次：{unsold}（没有读到这几场成交的订单）"
    if tally.shortest:
        yield f"　{_shortest(*tally.shortest)}"
    if tally.vanished:
        yield f"　{vanished(tally)}"
    if empty := [f"{each.shown}{n}{of}" for each, n in tally.contents.items() if n]:
        yield f"　没有写：{'、'.join(empty)}（{_NONE_AT_ALL}）"
    if tally.uncolumned:
        names = "、".join(each.shown for each in tally.uncolumned)
        yield f"　没有这些列，没有核对：{names}（要用平台自己的交易信息表，商家导出的订单说明不了）"
    yield from (f"　{count}{counted}{what}" for count, counted, what in _beside(tally) if count)


def _beside(tally: Tally) -> Iterator[tuple[int, str, str]]:
    """How many things were not held against anything, what they are counted in, and why."""
    of = unit(tally.kind)
    outside = "没有计入" if tally.beyond is None else "另外计数"
    outside = "计在这里" if tally.is_outside else outside
    late = "、".join(tally.overlaps) + ("等" if tally.overlapping > len(tally.overlaps) else "")
    yield tally.unknown, of, "没有写保存到哪一天，看不出够不够（可以用 --keep 说明）"
    yield tally.undated, "行", "没有起算的日子（没写下播、完成的时间，或者对不上场次），没有核对"
    yield tally.earlier, of, "在规定施行以前起算，不在这次核对的范围"
    yield tally.over, of, "到核对那天已经保存满了期限，不必再有"
    yield tally.unlisted, "行", "场次读不出，没有核对有没有回放"
    begun = f"在同一直播间的另一场结束以前就开播（{late}）"
    yield tally.overlapping, of, f"{begun}：也许是时间写错了，请看一看，照写的核对"
    yield tally.totals, "行", "是合计、小计，不算"
    yield tally.twice, "行", "与前面的一行完全相同，只算一次"
    others = f"的直播间不在名单里，{outside}：{_rooms(tally.others)}"
    yield sum(tally.others.values()), "行", others


def _rooms(others: Mapping[str, int]) -> str:
    """The names of rooms with most rows first; those of one's own have to be named as listed."""
    names = sorted(others, key=lambda name: -others[name])
    more = f"等{len(names)}个" if len(names) > _ROOMS else ""
    listed = "、".join(f"“{name}”" for name in names[:_ROOMS])
    return f"{listed}{more}；是自己的，名称要与名单一致"


DELETED_ASTRAY = "已经删除；是哪一场的没有找到，场次表里有读不出的行的，改好再核对"
"""What is said of a recording that is gone and belongs to no broadcast of the list."""
MAY_BE = "读不出的行里可能有它"
"""What is said of a broadcast whose recording may be one of the rows that cannot be read."""


NOT_LISTED = "场次的这一行读不出，订单里有这一场成交的，没有一段回放写着这个场次号"
"""What is said of a broadcast that nothing but a number is known of, and that has no recording."""


def where(failing: Failing) -> str:
    """回放.csv 第3行，场次S2026060102（禾田生活馆）."""
    session = f"，场次{failing.session}" if failing.session else ""
    room = f"（{failing.room}）" if failing.room else ""
    number = f" 第{failing.row}行" if failing.row else ""
    return f"{failing.file}{number}{session}{room}"


def lengths(lasted: float | None, recorded: float) -> str:
    """直播10800秒，录像共7200秒."""
    return f"直播{lasted or 0:.0f}秒，录像共{recorded:.0f}秒"


def worst(failing: Failing) -> str:
    """到期太早：回放.csv 第3行，场次S2026060102（禾田生活馆），2026-06-02起算，应保存至…"""
    days = (
        f"，{failing.event}起算" if failing.event else "",
        f"，应保存至{failing.due}" if failing.due else "",
        f"，只到{failing.until}" if failing.until else "",
        f"：{failing.why}" if failing.why else "",
    )
    return f"{failing.fault.value}：{where(failing)}{''.join(days)}"


def shows(since: date) -> str:
    """What such a check can show, and what not; no period of three years has ended yet."""
    first = end_of(since, Period(years=3))
    return (
        "一份清单只说明导出那一刻还有什么：导出以前已经删掉、清单里又没有写的，看不出来。"
        f"{since}以后起算的三年最早在{first}到期：这里说的是“已经没有了”和“设得太短”，不是“保存满了”。"
    )
