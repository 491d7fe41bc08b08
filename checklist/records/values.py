"""Reads times, durations and numbers as platforms and object stores write them; guesses none."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from checklist.assessment.amounts import period
from checklist.assessment.days import absolute
from checklist.assessment.typed import Misread, excerpt, normal, solid

CHINA = timezone(timedelta(hours=8))
_WRITTEN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})秒?)?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_SECONDS, _MILLISECONDS = re.compile(r"1\d{9}"), re.compile(r"1\d{12}")
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?")
_SPELLED = re.compile(
    r"(?=\d)(?:(\d+)(?:小时|时|h))?(?:(\d+)(?:分钟|分|min|m))?(?:(\d+)(?:秒|s))?", re.IGNORECASE
)
LOST = "\N{REPLACEMENT CHARACTER}"
DAMAGED = r"\d(?:\.\d+)?[Ee]\+?\d{2,}"
_DAMAGED = re.compile(DAMAGED)
_EXPORT_AGAIN = "重新导出，这一列按文本打开，再另存；不要在 Excel 里直接打开 CSV 再保存"
_LIKE = "写成 年-月-日 时:分:秒，例如 2026-06-18 20:00:00"
_FOR_ALL = "写是哪一天；每一行保存得一样长的，可以不读这一列，用 --keep 说明"
FIRST_YEAR, LAST_YEAR = 1970, 2200
FOREVER_WORDS = {"长期", "永久", "永久保存", "长期保存", "不删除", "不清理", "forever"}
LAST_DAY = "9999-12-31"
"""The last day that databases know, which they write for 长期 under 保存至."""
_NOTHING = {"", "-", "--", "—", "/", "无", "null", "none", "nan", "n/a", "\\n"}
_EDGE = "[ \\t\\r\\n\u00a0\u3000]*"
EMPTY = f"(?i)^{_EDGE}(-|--|—|/|null|none|nan|n/a|\\\\n)?{_EDGE}$"
NONE = f"(?i)^{_EDGE}(无|没有|否|不涉及|不适用|未发生|false)[。.]?{_EDGE}$"
"""What a cell of contents says where there is nothing, and where there was none."""
is_empty, says_none = re.compile(EMPTY).search, re.compile(NONE).search
TOTAL = (
    f"(?i)(合 ?计|小 ?计|总 ?计|共 ?计|汇 ?总|total){_EDGE}([（(][^（()）]*[)）])?[:：]?{_EDGE}$"
)
"""How a cell ends in a row that adds up others."""
adds_up = re.compile(TOTAL).search
DELETED = "(?i)已删|已清理|已过期|已失效|deleted|expired|清除"
"""What a 状态 says of something that is no longer there."""
says_deleted = re.compile(DELETED).search


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: empty, a dash, NULL."""
    return text.strip().lower() in _NOTHING


def moment(text: str) -> datetime | None:
    """A time in China, without a zone; None where the cell says nothing.

    Written with a zone, or as a Unix time in seconds or milliseconds, it is converted. Raises
    Misread for what is no time, or before 1970 or after 2200.
    """
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        if is_nothing(text):
            return None
        instant = _written(text)
    if instant.tzinfo is not None:
        instant = instant.astimezone(CHINA).replace(tzinfo=None)
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise Misread(f"{excerpt(text)}的年份不对", _LIKE)
    return instant


def is_moment(text: str) -> bool:
    """Whether a cell says a time."""
    try:
        return moment(text) is not None
    except Misread:
        return False


def _written(text: str) -> datetime:
    plain = normal(text)
    if _SECONDS.fullmatch(plain) or _MILLISECONDS.fullmatch(plain):
        return datetime.fromtimestamp(int(plain[:10]), UTC)
    match = _WRITTEN.fullmatch(plain) or _WRITTEN.fullmatch(absolute(plain, _LIKE).strip())
    if match is None and period(plain):
        raise Misread(f"{excerpt(text)}是一段时间，不是哪一天", _FOR_ALL)
    if match is None:
        raise Misread(f"{excerpt(text)}不是时间", _LIKE)
    *parts, zone = match.groups()
    try:
        instant = datetime(*(int(part or 0) for part in parts))  # type: ignore[arg-type]  # noqa: DTZ001
        return datetime.fromisoformat(f"{instant.isoformat()}{zone}") if zone else instant
    except ValueError:
        raise Misread(f"日历上没有{excerpt(text)}", _LIKE) from None


def seconds(text: str) -> int | None:
    """A duration in seconds: 3:05:00, 3小时5分, 11100. None where the cell says nothing.

    Raises Misread.
    """
    if is_nothing(text):
        return None
    plain = solid(text)
    if plain.isdecimal() and len(plain) < 9:
        return int(plain)
    if clock := _CLOCK.fullmatch(plain):
        first, second, third = clock.groups()
        hours = (int(first), int(second), int(third)) if third else (0, int(first), int(second))
        return hours[0] * 3600 + hours[1] * 60 + hours[2]
    if spelled := _SPELLED.fullmatch(plain):
        parts = [int(part or 0) for part in spelled.groups()]
        return parts[0] * 3600 + parts[1] * 60 + parts[2]
    raise Misread(f"{excerpt(text)}不是时长", "写成 时:分:秒，例如 3:05:00，或者写秒数")


def number(text: str) -> str:
    """A number that names something, as it stands. Raises Misread for one that Excel damaged."""
    plain = as_written(text)
    if _DAMAGED.fullmatch(plain):
        what = f"编号{excerpt(text)}被表格软件改成了科学计数法，后面的数字已经丢失"
        raise Misread(what, _EXPORT_AGAIN)
    return plain


def whole(name: str) -> str:
    """A name or a number; empty where letters or digits of it were lost."""
    return "" if LOST in name or _DAMAGED.fullmatch(name) else name


def as_written(text: str) -> str:
    """A number that names something, as it stands, damaged or not."""
    if not text or is_nothing(text):
        return ""
    return text.strip().lstrip("'").removesuffix("\t")


def day_before(moment: datetime) -> date:
    """The last whole day on which something is kept that goes at this moment."""
    return moment.date() - timedelta(days=1)
