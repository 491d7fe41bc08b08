"""Answers in Chinese: a value, and a whole answer with what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import takewhile
from types import MappingProxyType
from typing import assert_never

from msgspec.structs import replace

from checklist.assessment.evidence import SOON, Astray
from checklist.assessment.model import (
    BY_KEY,
    UNASKED,
    Answer,
    Assessment,
    Choice,
    Evidence,
    Extreme,
    Mark,
    Picks,
    SelfAuditPeriod,
    TimesAYear,
    Unread,
    Value,
    WorkingDays,
)
from checklist.assessment.recheck import contradicted
from checklist.law.model import About, Fact, Option, Question, Rulebook
from checklist.law.periods import Period
from checklist.law.wording import ASKS_ABOUT, asks_for_bad, asks_of
from checklist.text import inert

MARK = {Mark.YES: "是", Mark.NO: "否", Mark.UNKNOWN: "不清楚", Mark.INAPPLICABLE: "不适用"}
EXTREME = {Extreme.FOREVER: "长期", Extreme.NEVER: "从未"}
ALL = "全选"
NONE = "全不选"
NO_NAMES: Mapping[str, str] = MappingProxyType({})
_NOT_TICKED = "没有选"
UNANSWERED = "未作答"
SETTLED = "（由前面的回答得出）"
"""Said beside a fact that other facts decide."""
PARTLY = "只答了{}题义务（违反即可处罚款的都在内），其余{}题还没有答。"
"""How little was answered, where that was the quick path."""
A_DAY = re.compile("[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
ASTRAY = {
    Astray.GONE: "找不到这个文件",
    Astray.CHANGED: "内容与登记的摘要不一样，登记以后被改过或者换过",
    Astray.EMPTIED: "文件成了空的",
    Astray.FOLDER: "现在是一个文件夹，不是文件",
    Astray.OUTSIDE: "指到答案文件所在的文件夹以外，没有去看",
    Astray.UNREADABLE: "打不开，没有核对",
}
"""How a file differs from what was recorded of it when it was named as evidence."""
_BESIDE = (
    "reason", "who_could_know", "note", "evidence", "department", "owner", "reviewer", "measures",
    "due", "state", "closed_on", "remedied", "corrected",
)  # fmt: skip
"""What stands beside a value, in the order in which it is shown."""


def spell(question: Question | Fact | None, value: Value, *, recorded: bool = False) -> str:
    """A value as a person would say it, with the options' labels; one inert line.

    Of a question that is not known any more the options are named by their ids. Where something bad
    was ticked, what was not is called so: who ticked that an authority found it has not said that
    he does not know it himself. `recorded`: it is 否, as in the file.
    """
    match value:
        case Choice(option=id):
            labels = {option.id: option.label for option in question.options} if question else {}
            return inert(labels.get(id, id))
        case Picks(marks=marks):
            unknown = (Option(id=id, label=id) for id in marks)
            is_bad = isinstance(question, Question) and asks_for_bad(question)
            ticked = is_bad and not recorded and Mark.YES in marks.values()
            words = MARK | {Mark.NO: _NOT_TICKED} if ticked else MARK
            return _spell_picks(question.options if question else tuple(unknown), value, words)
        case Unread(raw=raw):
            return inert(raw)
        case _:
            return scalar(value)


def scalar(value: Mark | Extreme | Period | WorkingDays | TimesAYear) -> str:
    """The one way such a value is written: 是, 长期, 3年6个月, 3个工作日, 每年2次."""
    match value:
        case Mark():
            return MARK[value]
        case Extreme():
            return EXTREME[value]
        case Period():
            return span(value)
        case WorkingDays(count=count):
            return f"{count}个工作日"
        case TimesAYear(count=count):
            return f"每年{count}次"
        case _ as never:
            assert_never(never)


def span(period: Period) -> str:
    """3年, 36个月, 1095天, 3年6个月; nothing at all is 0天."""
    parts = ((period.years, "年"), (period.months, "个月"), (period.days, "天"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0天"


def _spell_picks(options: tuple[Option, ...], picks: Picks, words: Mapping[Mark, str]) -> str:
    """全选, 全不选, or the options grouped by their marks."""
    marks = [picks.marks.get(option.id) for option in options]
    if len(set(marks)) == 1 and marks[0] in (Mark.YES, Mark.NO):
        return ALL if marks[0] is Mark.YES else NONE
    groups = []
    for mark, word in (*words.items(), (None, UNANSWERED)):
        labels = [option.label for option, own in zip(options, marks, strict=True) if own is mark]
        if labels:
            groups.append(f"{word}：{'、'.join(labels)}")
    return inert("；".join(groups))


def asks_about(
    rulebook: Rulebook, question: Question | Fact, period: SelfAuditPeriod | None
) -> str:
    """问的是自查期间（2026-02-01 至 2026-11-28）里的事, from when its regulation is in force, or
    until a day; empty where it is not said, or where the question says from which day it asks."""
    if isinstance(question, Question) and question.until:
        return f"{asks_of(question)}，每一次自查都一样"
    about = question.about if isinstance(question, Question) else None
    if A_DAY.search(question.ask):
        return ""
    if about is About.PERIOD and period:
        since = rulebook.regulation_of(question).in_force
        if period.last < since:
            return f"{since} 才施行，自查期间（到 {period.last}）里没有可答的事，输入 s 跳过"
        if period.first < since:
            return f"只问施行以后（{since} 至 {period.last}）的事，更早的不算"
        return f"问的是自查期间（{period.first} 至 {period.last}）里的事"
    return ASKS_ABOUT[about] if about else ""


def asks_when(question: Question) -> str:
    """问的是自查期间里的事, 问的是现在的情况 …; empty where it is not said, or where the question
    says from which day it asks."""
    return "" if A_DAY.search(question.ask) and not question.until else asks_of(question)


def answer_words(
    question: Question | Fact | None, answer: Answer | None, rooms: Mapping[str, str]
) -> str:
    """否；例外：旗舰店、美妆间 是. `rooms` are names by id; who was not asked says nothing."""
    if answer is None:
        return UNANSWERED
    words = _value(question, answer.value)
    if not answer.apart:
        return words
    excepted = by_value(question, {rooms.get(id, id): each for id, each in answer.apart.items()})
    alike = (f"{'、'.join(names)} {value}" for value, names in excepted.items())
    return f"{words}；例外：{'，'.join(alike)}"


def by_value(
    question: Question | Fact | None, values: Mapping[str, Value | None]
) -> dict[str, list[str]]:
    """The names of rooms that say the same, by what they say."""
    names: dict[str, list[str]] = {}
    for name, value in values.items():
        names.setdefault(_value(question, value), []).append(inert(name))
    return names


def since_then(question: Question) -> str:
    """What stands behind the day of a remedy."""
    return "起不再有" if asks_for_bad(question) else "起做到"


def remedied_words(answer: Answer, rooms: Mapping[str, str], question: Question) -> str:
    """2026-06-01 起做到, or 起不再有 of what must not be; by room 甲、乙 2026-06-01 起做到. `rooms`
    are names by id."""
    since = since_then(question)
    by_day: dict[date, list[str]] = {}
    for room, day in answer.remedied.items():
        by_day.setdefault(day, []).append(inert(rooms.get(room, room)))
    return "，".join(f"{'、'.join(of)} {day} {since}".strip() for day, of in by_day.items())


def correction(before: str, reason: str, today: date, by: str | None) -> str:
    """What stands beside an answer that corrects an earlier one."""
    who = f"（{inert(by)}）" if by else ""
    return f"{today} 更正{who}：{_was(before)}{reason}"


def _was(before: str) -> str:
    return f"原来答“{before}”，"


def without_stale(question: Question, answer: Answer, known: Assessment) -> Answer:
    """The answer without the corrections that it takes back: from the first on that corrects what
    is answered again now."""
    rooms = {room.id: room.name for room in known.rooms}
    again = f"：{_was(answer_words(question, answer, rooms))}"
    lines = answer.corrected.split("\n") if answer.corrected else []
    kept = list(takewhile(lambda line: again not in line, lines))
    if len(kept) == len(lines):
        return answer
    return replace(answer, corrected="\n".join(kept) or None)


def details(
    answer: Answer | None, before: Answer | None = None, rooms: Mapping[str, str] = NO_NAMES
) -> list[str]:
    """备注：…, 责任人：…; only what is not the same in `before`. `rooms` are names by id."""
    was = by_label(before, rooms)
    return [
        f"{label}：{inert(detail) or '（删去）'}"
        for label, detail in by_label(answer, rooms).items()
        if detail != was[label]
    ]


def by_label(answer: Answer | None, rooms: Mapping[str, str] = NO_NAMES) -> dict[str, str]:
    """What stands beside the value, by its Chinese name; "" where nothing stands. `rooms` are names
    by id."""
    stated = answer or Answer(value=None)
    unasked = (rooms.get(id, id) for id, own in stated.exceptions.items() if own == UNASKED)
    beside = {BY_KEY[key].label: _text(getattr(stated, key), rooms) for key in _BESIDE}
    return {f"{UNASKED.raw}的直播间": "、".join(unasked), **beside}


def _text(
    content: str | date | tuple[Evidence, ...] | Mapping[str, date] | None, rooms: Mapping[str, str]
) -> str:
    match content:
        case Mapping():
            days = (f"{rooms.get(room, room)} {day}".strip() for room, day in content.items())
            return "、".join(days)
        case date():
            return content.isoformat()
        case tuple():
            return "、".join(with_last_day(piece.name, piece) for piece in content)
        case _:
            return content or ""


def with_last_day(words: str, piece: Evidence) -> str:
    """执照.pdf 有效至2027-03-01, as it is typed; the words alone where it does not expire."""
    return f"{words} 有效至{piece.valid_until}" if piece.valid_until else words


def validity(evidence: Evidence, as_of: date) -> str:
    """有效至2027-03-01，还有12天到期; empty of what does not expire."""
    until = evidence.valid_until
    if until is None:
        return ""
    left = (until - as_of).days
    if left < 0:
        return f"有效至{until}，已过期，不再支持答复"
    soon = "，当天到期" if left == 0 else f"，还有{left}天到期" if left <= SOON else ""
    return f"有效至{until}{soon}"


def moment(at: str | None) -> str:
    """2026-11-01 09:30 on the clock of whoever answered; other text as it stands."""
    try:
        return f"{datetime.fromisoformat(at or ''):%Y-%m-%d %H:%M}"
    except ValueError:
        return inert(at or "时间不明")


def signer(by: str | None) -> str:
    """The person, or that nobody is named."""
    return inert(by or "") or "未署名"


def ask_of(question: Question | Fact | None) -> str:
    """The question as it is put now."""
    return question.ask if question else "（现在的规则册里没有这道题）"


def _value(question: Question | Fact | None, value: Value | None) -> str:
    if isinstance(value, Unread):
        return inert(value.raw)
    return UNANSWERED if value is None or question is None else spell(question, value)


def contradictions(rulebook: Rulebook, assessment: Assessment) -> Iterator[str]:
    """Say where a fact was stated otherwise than follows from what was said of the rooms."""
    for fact in contradicted(rulebook, assessment):
        stated = spell(fact, value) if (value := assessment.facts[fact.id].value) else ""
        rooms = "没有一个" if stated == "是" else "至少有一个"
        yield (
            f"“{fact.ask}”答的是“{stated}”，而照各直播间的回答，{rooms}是这样。"
            "改正其中一处；改正以前按“是”计。"
        )
