"""Amounts as people type them: numbers, periods, frequencies.

The functions take text as `normal` leaves it, and return None for what they do not understand.
"""

from __future__ import annotations

import re
from datetime import date

from checklist.assessment.model import Extreme, TimesAYear, WorkingDays
from checklist.assessment.typed import DAY, RANGE, Misread, excerpt, normal
from checklist.law.periods import Period, between

_NUMERALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟〇两", "一二三四五六七八九十百千零二")
_DIGITS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = "([0-9]+(?:[.]5)?|[零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]+)"
# Compiled when first asked for: most runs ask for none of them.
_PART = rf"(?:零|又|加)?{_NUMBER}(年半|周年|年|个月|月|天|日|个星期|星期|周)"
_EVERY = "每个?(?:年度?|半年|季度?|月|周|星期|天|日)|每?[一1](?:年|个季度|个月|周|个?星期|天)|半年"
_FREQUENCY = rf"({_EVERY})(?:做|各)?{_NUMBER}[次回]"
_FREQUENCY_AFTER = rf"{_NUMBER}[次回](?:[/每]年)?"
_IN_SOME_YEARS = rf"每?{_NUMBER}年{_NUMBER}[次回]"
_WORKING_DAYS = rf"{_NUMBER}个?工作[日天]"
_TIMES = {"年": 1, "半年": 2, "季": 4, "月": 12, "周": 52, "星期": 52, "天": 365, "日": 365}

FOREVER = {"长期", "永久", "一直", "无限期", "长期保存", "永久保存", "一直保存", "长期留存"}
NEVER = {"从未", "从不", "从来没有", "不保存", "未保存", "没保存", "没有保存", "未留存", "没有做过"}
MOST_YEARS = 500
_MOST_DAYS = 31
"""More days are no slip for working days."""
_FLOOR = r"^(?:至少|不少于|不低于|不短于|超过|大于|多于|≥|>=?)|(?:及以上|或以上|以上|[+])$"
_LATER_DAY = r"(?:([0-9]{4})\s*[-/.年]\s*)?([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?"
_TWO_DAYS = f"从?{DAY.pattern}{RANGE}{_LATER_DAY}"
_UNTIL_NOW = f"(?:{RANGE})?(?:今天?|现在|目前|今日)(?:为止)?$"
"""2026-02-01至今, 2026-02-01到现在."""
_ON_DAYS = "按日期答的："
_CEILING = r"^(?:最多|最长|不超过|不多于|不长于|不到|不足|少于|小于|≤|<=?)|(?:以内|之内|内)$"


def is_a_bound(text: str) -> bool:
    """Whether an amount is stated as more or less than something: 超过2年, 7个月以内."""
    text = re.sub(r"\s", "", text)
    return re.search(_FLOOR, text) is not None or re.search(_CEILING, text) is not None


def number(text: str) -> int | None:
    """A whole number in digits or Chinese numerals below ten thousand: 36, 三十六, 两百, 叁."""
    if re.fullmatch("[0-9]{1,6}", text):
        return int(text)
    total = unit = 0
    pending: int | None = None
    for character in text.translate(_NUMERALS):
        if character in _DIGITS:
            if pending:
                return None
            pending = _DIGITS[character]
        elif character in _TENS:
            scale = _TENS[character]
            if unit and scale >= unit:
                return None
            total += (1 if pending is None else pending) * scale
            unit, pending = scale, None
        else:
            return None
    return total + (pending or 0) if text else None


def period(text: str) -> Period | None:
    """3年, 三年半, 1年6个月, 36个月, 半年, 1095天, 2周. Above 500 years: None."""
    text = re.sub(r"\s", "", text)
    if text == "半年":
        return Period(months=6)
    years = months = days = position = 0
    while position < len(text):
        part = re.compile(_PART).match(text, position)
        if part is None:
            return None
        position = part.end()
        amount, unit = part.group(1), part.group(2)
        half = amount.endswith(".5")
        count = number(amount.removesuffix(".5"))
        if count is None or (half and unit not in {"年", "周年"}):
            return None
        match unit:
            case "年" | "周年" | "年半":
                years += count
                months += 6 if half or unit == "年半" else 0
            case "个月" | "月":
                months += count
            case "天" | "日":
                days += count
            case _:
                days += 7 * count
    if not text or years + months / 12 + days / 365 > MOST_YEARS:
        return None
    return Period(years=years, months=months, days=days)


def retention(text: str) -> Period | Extreme | None:
    """How long something is kept; 至少3年, 3年以上 and 超过3年 state three years."""
    text = re.sub(r"\s|^保存|^留存", "", text)
    if text in FOREVER:
        return Extreme.FOREVER
    return _never(text) or period(re.sub(_FLOOR, "", text))


def interval(text: str) -> Period | Extreme | None:
    """The longest interval that occurred; 不超过6个月 states six months, two dates what is between.

    Raises Misread for dates that are none or stand in the wrong order.
    """
    if dates := re.fullmatch(_TWO_DAYS, text):
        try:
            return between(*_days(dates))
        except ValueError:
            mend = "先写早的一天，日期写成 年-月-日"
            raise Misread(f"{excerpt(text)}不是先后两个日期", mend) from None
    if re.search(_UNTIL_NOW, text):
        mend = "两个日期都写出来，写成 年-月-日 至 年-月-日"
        raise Misread(f"{excerpt(text)}没有写从哪一天到哪一天", mend)
    if re.fullmatch(_FREQUENCY, re.sub(r"\s", "", text)):
        mend = "写最长的一次隔了多久：几个月、几天，或者先后两个日期"
        raise Misread(f"{excerpt(text)}说的是几次，没有说隔了多久", mend)
    text = re.sub(r"\s", "", text)
    return _never(text) or period(re.sub(_CEILING, "", text))


def two_days(text: str) -> str:
    """2026-02-01 至 2026-07-20: the days of an interval, where it was typed as two, whatever the
    width of its digits and marks; else empty."""
    dates = re.fullmatch(_TWO_DAYS, normal(text))
    if dates is None:
        return ""
    try:
        first, last = _days(dates)
    except ValueError:
        return ""
    return f"{first} 至 {last}"


def _days(dates: re.Match[str]) -> tuple[date, date]:
    """Two days that were typed, the second of the year of the first where it has none of its own.
    Raises ValueError for what is none."""
    year, month, day, own_year, later_month, later_day = dates.groups()
    later = int(own_year or year), int(later_month), int(later_day)
    return date(int(year), int(month), int(day)), date(*later)


def until_today(text: str, today: date | None) -> str:
    """2026-02-01至今 with that day written out, where it follows on another."""
    match = re.search(_UNTIL_NOW, text.strip())
    if today is None or match is None or not DAY.search(text):
        return text
    return f"{text.strip()[: match.start()]} 至 {today}"


def days_noted(note: str | None) -> str:
    """The days that stand in a note, as an interval was answered by."""
    parts = (note or "").split("；")
    return next((part.removeprefix(_ON_DAYS) for part in parts if part.startswith(_ON_DAYS)), "")


def with_days(note: str | None, reason: str) -> str:
    """Why an answer was corrected, behind the days that it was given by, as its note has them."""
    days = days_noted(note)
    return f"{_ON_DAYS}{days}，{reason}" if days else reason


def noting(note: str | None, days: str) -> str | None:
    """The note with the days that an interval was answered by, and without those of before."""
    parts = (note or "").split("；") if _ON_DAYS in (note or "") or days else [note or ""]
    kept = [part for part in parts if part and not part.startswith(_ON_DAYS)]
    return "；".join([*kept, *([_ON_DAYS + days] if days else [])]) or None


def working_days(text: str) -> WorkingDays | Extreme | None:
    """3个工作日; 当天 is 0个工作日. Raises Misread for plain days and hours, which are none."""
    text = re.sub(r"\s", "", text)
    if text in {"当天", "当日", "当场", "立即"}:
        return WorkingDays(0)
    bare = re.sub(_CEILING, "", text)
    if re.fullmatch(rf"{_NUMBER}(?:个?自然日|天|日|个?小时)", bare):
        digits = re.match(_NUMBER, bare)
        days = number(digits[1]) if digits and "时" not in bare else None
        same = f"都是工作日的，写 {days}个工作日；" if days and days <= _MOST_DAYS else ""
        mend = f"{same}除去周末、节假日，写几个工作日；当天的写 当天"
        raise Misread(f"{excerpt(text)}没有说是几个工作日", mend)
    match = re.fullmatch(_WORKING_DAYS, bare)
    count = number(match.group(1)) if match else None
    return _never(text) if count is None else WorkingDays(count)


def times_a_year(text: str) -> TimesAYear | Extreme | None:
    """每年2次, 一年一次, 每季度一次, 每周一次, 2次/年, 2次.

    Raises Misread for 两年一次: it does not say how often in the year with the fewest.
    """
    text = re.sub(r"\s", "", text)
    if every := re.fullmatch(_FREQUENCY, text):
        count, unit = number(every.group(2)), every.group(1).strip("每一1个度")
        return None if count is None else TimesAYear(count * _TIMES[unit])
    if times := re.fullmatch(_FREQUENCY_AFTER, text):
        count = number(times.group(1))
        return None if count is None else TimesAYear(count)
    if re.fullmatch(_IN_SOME_YEARS, text):
        mend = "按次数最少的一年写几次；有一年一次也没有，写 0次"
        raise Misread(f"{excerpt(text)}没有说到每一年", mend)
    return _never(text)


def _never(text: str) -> Extreme | None:
    return Extreme.NEVER if text in NEVER else None
