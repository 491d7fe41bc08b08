"""Days as people say them: 二月一日, 去年12月1日, 昨天, 下周五, 今年2月.

They are written 2026-02-01 where only one can be meant; what is none, or may be several, is a
`Misread`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

from checklist.assessment.amounts import number
from checklist.assessment.typed import DAY, Misread, excerpt

_NUMERAL = "[0-9零\u3007一二三四五六七八九十]"
_UP_TO_31 = "[0-9]{1,3}|[零\u3007一二三四五六七八九十]{1,3}"
_YEAR = "(?:[0-9]{4}|[零\u3007一二三四五六七八九]{4})年|[0-9]{2}年|[今本当去前明]年"
_DIGITS = str.maketrans("零\u3007一二三四五六七八九", "00123456789")
_DATE = re.compile(rf"(?<![0-9年])({_YEAR})?\s*的?({_UP_TO_31})月(?:份)?\s*({_UP_TO_31})[日号]")
_FIGURES = re.compile(
    r"(?<![^\s,:至到~])(1[0-2]|0?[1-9])[./](3[01]|[12][0-9]|0?[1-9])(?=[\s,;至到~]|[之以]?前|$)"
)
"""12.20, 12/25: a month and a day that stand alone."""
_MONTH = re.compile(rf"(?<![0-9年上下个])({_YEAR})\s*的?({_UP_TO_31})月份?(?!\s*{_NUMERAL})")
_MONTH_ALONE = re.compile(rf"(?<![0-9年])({_UP_TO_31})月份?(?![\s0-9]*[日号0-9底])")
_PACKED = re.compile("(?<![0-9])(20[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9])")
_YEARS_ON = {"今年": 0, "本年": 0, "当年": 0, "去年": -1, "前年": -2, "明年": 1}
_DAYS_ON = {"前天": -2, "昨天": -1, "昨日": -1, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
_NOW = ("今天", "今日", "至今", "现在", "目前", "当天")
_WEEKDAYS = {**{name: at for at, name in enumerate("一二三四五六")}, "日": 6, "天": 6, "末": 6}
_WEEKDAY = re.compile("(本|这个?|[上下]个?)(?:周|星期|礼拜)([一二三四五六日天])")
_LATER = re.compile(rf"({_UP_TO_31})[天日](?:以后|之后|后|以内|之内|内)")
_AGO = re.compile(rf"({_UP_TO_31})[天日](?:以前|之前|前)")
_MONTH_END = re.compile("(?:([上本这下]个?)月|(?<![0-9一二三四五六七八九十个])月)(?:底|末)")
_END_OF = re.compile(rf"(?<![0-9年])({_YEAR})?\s*的?({_UP_TO_31})月(?:份)?(?:底|末)")
_YEAR_END = re.compile("([今本当明]?)年(?:底|末)")
_END_OF_YEAR = re.compile("(?<![0-9])(20[0-9]{2})年(?:底|末)")
_BY = re.compile(
    rf"(?:(?:截止?[到至]?|最[迟晚]|不[迟晚]于)[ :]*)?({DAY.pattern})"
    r"(?: *[之以]?前)? *(?:必须|务必|要)?(?:全部|都)?"
    r"(?:[完办]成|[做改办弄]完|办结|[落整][实改](?:完成?|好|到位)?|到位|截止|为[止限])?"
    r"(?:整改)?(?=[ ,;。]|$)"
)
_NO_DAY = re.compile(
    "[节假](?:期|日)?[以之]?[前后中内]|(?:国庆|元旦|过年|大促|季度?|(?<![0-9])年)[以之]?[前后初中内]"
    "|[天日月周]以?内|季度|周末|下下周|(?:本|这|下)个?(?:周|星期|月)|[今明]年|[上中下]旬"
    "|(?:^| )月[初中]|尽快|尽早|立即|立刻|马上|近期|抓紧|待定|月底|年底|[上下中]午|下班|月份"
    "|(?:^| )(?:周|星期)[一二三四五六日天](?:[ 之以]|前|$)|(?:[之以]|^| )[前后](?: |$)"
)
_WHOLE_MONTH = re.compile("([上本这])个?月(?![底末0-9])")


def absolute(text: str, mend: str) -> str:
    """`text`, as `normal` leaves it, with each day that has its year written 2026-02-01.

    Raises Misread, with `mend`, for a day that is on no calendar.
    """

    def dated(match: re.Match[str]) -> str:
        if not match[1] or match[1] in _YEARS_ON:
            return match[0]
        return f" {_day(_year(match[1], date.max), match[2], match[3], match[0], mend)} "

    def ended(match: re.Match[str]) -> str:
        if not match[1] or match[1] in _YEARS_ON:
            return match[0]
        begins = _day(_year(match[1], date.max), match[2], "1", match[0], mend)
        return f" {_last_of(begins)} "

    text = _END_OF_YEAR.sub(r" \1-12-31 ", _PACKED.sub(r" \1-\2-\3 ", text))
    return _END_OF.sub(ended, _DATE.sub(dated, text))


def written_out(text: str, *, first: date, last: date, today: date, mend: str) -> str:
    """`text`, as `normal` leaves it, with each day in it written 2026-02-01: 下周五, 3天内, 月底.

    A day without a year is the only one of its kind from `first` to `last`. Raises Misread, with
    `mend`, for a day that is on no calendar, and for one that may be of several years, or of none.
    """

    def only(match: re.Match[str], days: list[date]) -> str:
        if len(days) == 1:
            return f" {days[0]} "
        what = f"看不出{excerpt(match[0])}是哪一年的" if days else _outside(match[0], first, last)
        raise Misread(what, mend)

    def dated(match: re.Match[str]) -> str:
        if match[1]:
            return f" {_day(_year(match[1], today), match[2], match[3], match[0], mend)} "
        return only(match, list(_of_some_year(match, first, last, mend)))

    def ended(match: re.Match[str]) -> str:
        years = [_year(match[1], today)] if match[1] else range(first.year, last.year + 1)
        ends = [_last_of(_day(year, match[2], "1", match[0], mend)) for year in years]
        return only(match, [end for end in ends if match[1] or first <= end <= last])

    text = _FIGURES.sub(r"\1月\2日", text)
    text = _END_OF.sub(ended, _DATE.sub(dated, absolute(text, mend)))
    for word, days in sorted(_DAYS_ON.items(), key=lambda each: -len(each[0])):
        text = text.replace(word, f" {today + timedelta(days=days)} ")
    for word in _NOW:
        text = text.replace(word, f" {today} ")
    text = _AGO.sub(lambda ago: _on(today, ago, -1), text)
    text = _LATER.sub(lambda later: _on(today, later, 1), text)
    return _with_weekdays_and_ends(text, today)


def without_by(text: str) -> str:
    """`text`, its days written out, without the words that make a deadline of one: 之前完成."""
    return _BY.sub(r" \1 ", text)


def is_vague(text: str) -> bool:
    """Whether what no day was found in still says when: 节后, 尽快, 周五前, 下个月."""
    return _NO_DAY.search(text) is not None


def names_a_day(text: str) -> bool:
    """Whether a cell for a name, as `normal` leaves it, holds a day or says when beside it."""
    days = (DAY, _PACKED, _DATE, _END_OF, _WEEKDAY, _MONTH_END, _YEAR_END, _LATER)
    return is_vague(text) or any(each.search(text) for each in days)


def _on(today: date, match: re.Match[str], sign: int) -> str:
    count = number(match[1])
    return match[0] if count is None else f" {today + timedelta(days=sign * count)} "


def _with_weekdays_and_ends(text: str, today: date) -> str:
    """`text` with 上周五, 下周五, 月底 and 年底 written as the days they mean."""
    monday = today - timedelta(days=today.weekday())
    away = {"上": -1, "下": 1}

    def weekday(match: re.Match[str]) -> str:
        weeks = away.get(match[1][0], 0)
        return f" {monday + timedelta(weeks=weeks, days=_WEEKDAYS[match[2]])} "

    def month_end(match: re.Match[str]) -> str:
        first, months = today.replace(day=1), away.get((match[1] or " ")[0], 0)
        month = first + timedelta(days=31) if months > 0 else first + timedelta(days=months)
        return f" {_last_of(month)} "

    def year_end(match: re.Match[str]) -> str:
        return f" {today.year + (match[1] == '明')}-12-31 "

    text = _MONTH_END.sub(month_end, _WEEKDAY.sub(weekday, text))
    return _YEAR_END.sub(year_end, text)


def with_months(text: str, *, first: date, last: date, today: date) -> str:
    """`text` with each month in it written as its two days: 今年2月 至今, 2月到10月, 上个月.

    Of two that are named, the first begins on its first day, the second ends on its last one.
    """

    def whole(match: re.Match[str]) -> str:
        month = today.replace(day=1)
        if match[1] == "上":
            month = (month - timedelta(days=1)).replace(day=1)
        return f" {month:%Y年%m月} "

    text = _MONTH_ALONE.sub(
        lambda month: _of_its_year(month, first, last), _WHOLE_MONTH.sub(whole, text)
    )
    months = list(_MONTH.finditer(text))
    if len(months) + len(list(DAY.finditer(text))) > 2:
        return text
    is_all = _MONTH.fullmatch(text.strip()) is not None

    def spelled(match: re.Match[str]) -> str:
        month = number(match[2]) or 0
        if not 1 <= month <= 12:
            return match[0]
        begins = date(_year(match[1], today), month, 1)
        ends = _last_of(begins)
        if is_all:
            return f" {begins} 至 {min(ends, max(today, begins))} "
        before = text[: match.start()]
        is_second = DAY.search(before) or _MONTH.search(before)
        return f" {ends if is_second else begins} "

    return _MONTH.sub(spelled, text)


def _of_its_year(match: re.Match[str], first: date, last: date) -> str:
    """2026年2月 for 2月, where only one such month lies from `first` to `last`."""
    month = number(match[1]) or 0
    span = ((first.year, first.month), (last.year, last.month))
    years = [
        year
        for year in range(first.year, last.year + 1)
        if 1 <= month <= 12 and span[0] <= (year, month) <= span[1]
    ]
    return f" {years[0]}年{month}月 " if len(years) == 1 else match[0]


def _last_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _year(word: str, today: date) -> int:
    if word in _YEARS_ON:
        return today.year + _YEARS_ON[word]
    digits = word.removesuffix("年").translate(_DIGITS)
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _day(year: int, month: str, day: str, text: str, mend: str) -> date:
    try:
        return date(year, number(month) or 0, number(day) or 0)
    except ValueError:
        raise Misread(f"{excerpt(text)}不是日历上的日期", mend) from None


def _of_some_year(match: re.Match[str], first: date, last: date, mend: str) -> Iterator[date]:
    """The days of that month and day from `first` to `last`. Raises Misread where it is none."""
    _day(2028, match[2], match[3], match[0], mend)  # a leap year has them all
    for year in range(first.year, last.year + 1):
        with suppress(ValueError):
            day = date(year, number(match[2]) or 0, number(match[3]) or 0)
            if first <= day <= last:
                yield day


def _outside(text: str, first: date, last: date) -> str:
    return f"{excerpt(text)}没有写年份，{first} 至 {last} 里没有这一天"
