"""Numbers, periods and frequencies as Chinese speakers type them. Nothing is guessed.

Every function takes text as `values.normal` leaves it (NFKC, lower case) and returns None for what
it does not understand.
"""

from __future__ import annotations

import re

from checklist.assessment.model import Extreme, TimesAYear, WorkingDays
from checklist.law.periods import Period

_NUMERALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟〇两", "一二三四五六七八九十百千零二")
_DIGITS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = "([0-9]+(?:[.]5)?|[零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]+)"
# Compiled when first asked for: most runs ask for none of them.
_PART = rf"(?:零|又|加)?{_NUMBER}(年半|周年|年|个月|天|日|个星期|星期|周)"
_EVERY = "每个?(?:年度?|半年|季度?|月)|[一1](?:年|个季度|个月)|半年"
_FREQUENCY = rf"({_EVERY})(?:做|各)?{_NUMBER}[次回]"
_FREQUENCY_AFTER = rf"{_NUMBER}次(?:/|每)(?:年)"
_WORKING_DAYS = rf"{_NUMBER}个?工作[日天]"
_TIMES = {"年": 1, "半年": 2, "季": 4, "月": 12}

FOREVER = {"长期", "永久", "一直", "无限期", "长期保存", "永久保存", "一直保存", "长期留存"}
NEVER = {"从未", "从不", "从来没有", "不保存", "未保存", "没保存", "没有保存", "未留存", "没有做过"}
MOST_YEARS = 500
_FLOOR = r"^(?:至少|不少于|不低于|不短于)|(?:及以上|或以上|以上)$"
_CEILING = r"^(?:最多|最长|不超过|不多于|不长于)|(?:以内|之内|内)$"


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
            case "个月":
                months += count
            case "天" | "日":
                days += count
            case _:
                days += 7 * count
    if not text or years + months / 12 + days / 365 > MOST_YEARS:
        return None
    return Period(years=years, months=months, days=days)


def retention(text: str) -> Period | Extreme | None:
    """How long something is kept; 至少3年 and 3年以上 state three years."""
    text = re.sub(r"\s|^保存|^留存", "", text)
    if text in FOREVER:
        return Extreme.FOREVER
    return _never(text) or period(re.sub(_FLOOR, "", text))


def interval(text: str) -> Period | Extreme | None:
    """The longest interval that occurred; 不超过6个月 states six months."""
    text = re.sub(r"\s", "", text)
    return _never(text) or period(re.sub(_CEILING, "", text))


def working_days(text: str) -> WorkingDays | Extreme | None:
    """3个工作日; 当天 is 0个工作日. Plain days are not working days: None."""
    text = re.sub(r"\s", "", text)
    if text in {"当天", "当日"}:
        return WorkingDays(0)
    match = re.fullmatch(_WORKING_DAYS, re.sub(_CEILING, "", text))
    count = number(match.group(1)) if match else None
    return _never(text) if count is None else WorkingDays(count)


def times_a_year(text: str) -> TimesAYear | Extreme | None:
    """每年2次, 一年一次, 每季度一次, 2次/年."""
    text = re.sub(r"\s", "", text)
    if every := re.fullmatch(_FREQUENCY, text):
        count, unit = number(every.group(2)), every.group(1).strip("每一1个度")
        return None if count is None else TimesAYear(count * _TIMES[unit])
    if times := re.fullmatch(_FREQUENCY_AFTER, text):
        count = number(times.group(1))
        return None if count is None else TimesAYear(count)
    return _never(text)


def _never(text: str) -> Extreme | None:
    return Extreme.NEVER if text in NEVER else None
