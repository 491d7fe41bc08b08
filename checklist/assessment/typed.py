"""Text as people type it: single words, a multi-select in one line, numbers, periods, frequencies.

A multi-select is typed as 1 3 5 · 1-4 · 全选 · 1 2 3不清楚 · 1 其余不清楚. Nothing is guessed: a
multi-select that is not understood is a `Misread`. The functions for amounts take text as `normal`
leaves it, and return None for what they do not understand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from checklist.assessment.model import Extreme, Mark, Picks, TimesAYear, WorkingDays
from checklist.assessment.wording import MARK
from checklist.errors import ChecklistError, Complaint
from checklist.law.model import Option
from checklist.law.periods import Period, between
from checklist.text import inert

_CIRCLED = re.compile("([\u2460-\u2473\u3251-\u325f])")
DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
"""Year, month and day as people type them, in half-width digits."""
_TRAILING = " 。.，,、；;！!"

WORDS = {
    Mark.YES: ("是", "是的", "对", "有", "y", "yes"),
    Mark.NO: ("否", "不是", "没有", "没", "无", "n", "no"),
    Mark.UNKNOWN: ("不清楚", "不知道", "不确定", "说不清", "未知"),
    Mark.INAPPLICABLE: ("不适用", "n/a"),
}
_MARK_OF = {word: mark for mark, words in WORDS.items() for word in words}
ALL = {"全选", "全部", "全是", "都是", "都有", "全都有", "以上都有", "以上全部", "所有"}
NONE = {"全不选", "以上都没有", "都没有", "都不是", "一个都没有", "没有", "无", "从未", "0"}
_REST = ("其余", "其他", "剩下的")
_MARKS = "|".join(word for words in WORDS.values() for word in words)
_TOKEN = rf"([0-9]{{1,3}})(?:-([0-9]{{1,3}}))?[:=]?({_MARKS})?"
_RANGE = r"\s*[-~〜–—至到]+\s*"
_BETWEEN = r"[\s,、;。.+和及与]+"


class Misread(ChecklistError):
    """Text that does not answer the question. Carries what is wrong and an example that would."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(Complaint(what=what, mend=mend))
        self.what = what
        self.mend = mend


def normal(text: str) -> str:
    """One inert line with full-width letters, digits and punctuation made plain; lower case."""
    spaced = _CIRCLED.sub(r" \1 ", inert(text))
    return unicodedata.normalize("NFKC", spaced).casefold().strip().rstrip(_TRAILING)


def quoted(text: str) -> str:
    """A short inert quotation for a complaint: “三两年”."""
    line = inert(text).strip()
    return f"“{line[:30]}…”" if len(line) > 30 else f"“{line}”"


def mark(text: str) -> Mark | None:
    """The mark a normalized word says, if it is one."""
    return _MARK_OF.get(text)


def is_nothing(text: str) -> bool:
    """Whether nothing was typed, or that there is nothing: 没有, 无, 0."""
    word = normal(text)
    return not word or word in NONE or mark(word) is Mark.NO


_UNSURE = "拿不准第1项写 全不选 1不清楚"
PICKS = f"写做到的序号，用空格隔开；或者写 全选、全不选；{_UNSURE}"
PICKS_BAD = f"写有的那几项的序号，用空格隔开；都没有写 全不选；{_UNSURE}"
"""How to pick options. No example says that something was done, or that something bad was."""


def whole_picks(text: str, options: tuple[Option, ...]) -> Picks | None:
    """全选 or 全不选, in any of the ways people say it; 否 says that none is so."""
    if text in ALL:
        return Picks({option.id: Mark.YES for option in options})
    if text in NONE or mark(text) is Mark.NO:
        return Picks({option.id: Mark.NO for option in options})
    return None


def picks_by_number(text: str, options: tuple[Option, ...], hint: str) -> Picks:
    """Options by their number; those not mentioned are 否. Raises Misread, with `hint`.

    Where nothing at all is said to hold (only 3不清楚), the rest was not stated: a Misread.
    """
    rest: Mark | None = None
    marks: dict[int, Mark] = {}
    for word in filter(None, re.split(_BETWEEN, re.sub(_RANGE, "-", text))):
        base = _base(word)
        if base is None:
            for number, own in _numbers(word, options, hint).items():
                if marks.setdefault(number, own) is not own:
                    raise Misread(f"第{number}项说了两次，而且不一样", hint)
        elif rest in (None, base):
            rest = base
        else:
            raise Misread(f"{quoted(text)}前后矛盾", hint)
    if rest is None and not marks:
        raise Misread("没有写序号", hint)
    if rest is None and Mark.YES not in marks.values() and len(marks) < len(options):
        only = f"只说了第{'、'.join(map(str, marks))}项，其余几项没有说"
        mend = f"其余都没有的，写 全不选 {text}"
        raise Misread(only, mend if hint is PICKS_BAD else f"{mend}；都有的，写 全选 {text}")
    whole = {option.id: marks.get(at, rest or Mark.NO) for at, option in enumerate(options, 1)}
    return checked_picks(whole, options)


def checked_picks(marks: Mapping[str, Mark], options: tuple[Option, ...]) -> Picks:
    """The picks, if 不适用 is said only of options where it may be. Raises Misread."""
    for at, option in enumerate(options, 1):
        if marks.get(option.id) is Mark.INAPPLICABLE and option.inapplicable_if is None:
            raise Misread(f"第{at}项“{option.label}”不能答不适用", "请答 是、否 或 不清楚")
    return Picks(marks)


def _base(word: str) -> Mark | None:
    if word in ("全选", "全不选"):
        return Mark.YES if word == "全选" else Mark.NO
    for prefix in _REST:
        if word.startswith(prefix):
            return mark(word.removeprefix(prefix).removeprefix("都"))
    return None


def _numbers(word: str, options: tuple[Option, ...], hint: str) -> dict[int, Mark]:
    labelled = [at for at, option in enumerate(options, 1) if normal(option.label) == word]
    if labelled:
        return {labelled[0]: Mark.YES}
    token = re.fullmatch(_TOKEN, word)
    if token is None:
        if marked := mark(word):
            what = f"“{MARK[marked]}”说的是哪一项？要紧跟在序号后面，像 1{MARK[marked]} 这样"
        else:
            what = f"没有看懂{quoted(word)}"
        raise Misread(what, hint)
    first = int(token[1])
    last = int(token[2] or first)
    if not 1 <= first <= last <= len(options):
        run = [int(digit) for digit in str(first)] if token[2] is None else []
        several = len(options) < 10 and len(run) > 1 and len({*run}) == len(run)
        meant = several and all(1 <= at <= len(options) for at in run)  # 135: 1 3 5
        mend = f"用空格隔开，例如：{' '.join(map(str, run))}" if meant else hint
        raise Misread(f"没有第{word}项：序号是 1 到 {len(options)}", mend)
    return dict.fromkeys(range(first, last + 1), mark(token[3] or "") or Mark.YES)


# --- amounts -------------------------------------------------------------------------------------

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
_FLOOR = r"^(?:至少|不少于|不低于|不短于|超过|大于|多于|≥|>=?)|(?:及以上|或以上|以上|[+])$"
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
    if dates := re.fullmatch(f"从?{DAY.pattern}{_RANGE}{DAY.pattern}", text):
        year, month, day, *later = map(int, dates.groups())
        try:
            return between(date(year, month, day), date(*later))
        except ValueError:
            mend = "先写早的一天，例如：2026-02-01 至 2026-07-20"
            raise Misread(f"{quoted(text)}不是先后两个日期", mend) from None
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
        mend = "按次数最少的一年写几次，例如：1次；有一年一次也没有，写 0次"
        raise Misread(f"{quoted(text)}没有说到每一年", mend)
    return _never(text)


def _never(text: str) -> Extreme | None:
    return Extreme.NEVER if text in NEVER else None
