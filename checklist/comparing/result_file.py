"""Reads what `checklist check --format json` wrote: text -> Result, strictly.

The first mistake is named with its place; that is enough, for nobody mends such a file by hand.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, NoReturn, TypeVar

from msgspec import ValidationError, convert
from msgspec.structs import replace

from checklist.comparing.result import RecordedFinding, Result
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.report.forms.json import FORMAT

Type = TypeVar("Type")
MEND = "用 checklist check 答案文件 --format json -o 结果.json 重新生成"
_NEWER = "升级 livestream-checklist 以后再对比"
_TYPES = {
    "object": "对象", "array": "列表", "str": "文字", "int": "整数", "float": "数字",
    "bool": "真假值（true、false）", "null": "空值（null）", "date": "日期",
}  # fmt: skip
_REASONS = (
    (re.compile(r"Object missing required field `(.*)`"), "缺少 {}"),
    (re.compile(r"Object contains unknown field `(.*)`"), "不应有 {}"),
    (re.compile(r"Expected `([a-z| ]+)`, got `([a-z]+)`"), "应为{}，实际是{}"),
    (re.compile(r"Expected `\w+` of length >= 1"), "不能为空"),
    (re.compile(r"Expected `int` >= (\d+)"), "不能小于 {}"),
    (re.compile(r"Expected `str` matching regex"), "的写法不对"),
    (re.compile(r"Invalid RFC3339 encoded date"), "不是日历上的日期"),
    (re.compile(r"Invalid (?:enum )?value ('?.{,40})"), "应为规定的几种写法之一，实际是 {}"),
)
"""The reasons that msgspec gives, and what they are in Chinese."""
_PLACE = re.compile(r" - at `(?:key` in `)?\$([^`]*)`$")


def read_result(text: str, *, file: PurePath | str) -> Result:
    """The result in `text`. Raises UnreadableFile with the first mistake."""
    return result_in(parsed(text, file=file), file=file)


def result_in(data: Any, *, file: PurePath | str, altered: bool = False) -> Result:
    """The result in parsed JSON. Raises UnreadableFile with the first mistake."""
    refuse_newer(data, FORMAT, "这份结果由更新的程序写出（format: {}）", _NEWER, file=file)
    if not isinstance(data, dict) or data.get("format") is None or "findings" not in data:
        refuse(file, "这不是 checklist check 写出的 JSON 结果")
    result = fitting(data, Result, file=file)
    for contradiction in _contradictions(result):
        refuse(file, contradiction)
    return _in_order(replace(result, altered=altered))


def parsed(text: str, *, file: PurePath | str) -> Any:
    """The data in a JSON text. Raises UnreadableFile where a reader could be misled or harmed."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(pairs)
        if len(data) < len(pairs):
            keys = Counter(key for key, _ in pairs)
            repeated = next(key for key in data if keys[key] > 1)
            refuse(file, f"同一个对象里 {repeated} 写了两次")
        return data

    def no_number(name: str) -> NoReturn:
        refuse(file, f"{name} 不是数字")

    try:
        return json.loads(text, object_pairs_hook=members, parse_constant=no_number)
    except json.JSONDecodeError as error:
        where = Where(file=file, line=error.lineno, column=error.colno)
        complaint = Complaint(what="这里不是合法的 JSON，不能当作结果文件", mend=MEND, where=where)
        raise UnreadableFile(complaint) from None
    except (RecursionError, ValueError):
        refuse(file, "内容嵌套太深，或者数字太长")


def fitting(
    data: Any, type: type[Type], *, file: PurePath | str, before: str = "", mend: str = MEND
) -> Type:
    """The data as that type. Raises UnreadableFile, with `before` and the first mistake."""
    try:
        return convert(data, type)
    except ValidationError as error:
        refuse(file, before + _in_chinese(str(error)), mend=mend)
    except UnicodeEncodeError:
        refuse(file, f"{before}里面有不成对的代理字符，不是文字", mend=mend)


def refuse(file: PurePath | str, what: str, *, mend: str = MEND) -> NoReturn:
    """Raise UnreadableFile with this complaint."""
    raise UnreadableFile.because(what, mend, file=file)


def refuse_newer(data: Any, known: int, what: str, mend: str, *, file: PurePath | str) -> None:
    """Raise UnreadableFile where `data` says that it is of a later format than the known one."""
    written = data.get("format") if isinstance(data, dict) else None
    if type(written) is int and written > known:
        refuse(file, what.format(str(written)[:20]), mend=mend)


def _in_chinese(message: str) -> str:
    """What msgspec says, with its place such as findings[3].status."""
    at = _PLACE.search(message)
    place = (at[1] if at else "").removeprefix(".") or "最外层"
    for reason, chinese in _REASONS:
        if match := reason.match(message):
            words = ("或者".join(_TYPES.get(name, name) for name in word.split(" | "))
                     for word in match.groups())  # fmt: skip
            return f"{place} {chinese.format(*words)}"
    return f"{place} 的写法不对"


def _contradictions(result: Result) -> Iterator[str]:
    """What types cannot say: every reference leads somewhere, and only once."""
    ids = Counter(room.id for room in result.rooms)
    if len(ids) < len(result.rooms):
        yield f"rooms 里编号 {ids.most_common(1)[0][0]} 出现两次"
    keys: set[tuple[str, str | None]] = set()
    for number, finding in enumerate(result.findings):
        place, key = f"findings[{number}]", (finding.obligation, finding.subject)
        if key in keys:
            yield f"{place} 与前面的一条是同一项义务、同一个对象"
        keys.add(key)
        if finding.subject is not None and finding.subject not in result.room_names:
            yield f"{place}.subject 不在 rooms 里"
        if finding.obligation not in result.questions:
            yield f"questions 里没有 {place} 的义务"
        asked = result.questions.get(finding.obligation, {})
        for name in ("gaps", "if_bound", "open", "passed", "inapplicable"):
            if any(point.question not in asked for point in getattr(finding, name)):
                yield f"{place}.{name} 里有 questions 没有列出的问题"


def _in_order(result: Result) -> Result:
    """The findings entry by entry, room by room: a page tells those together that are alike."""
    entries = {id: at for at, id in enumerate(result.questions)}
    rooms = {id: at for at, id in enumerate(result.room_names)}

    def place(finding: RecordedFinding) -> tuple[int, int]:
        return entries[finding.obligation], rooms.get(finding.subject or "", -1)

    return replace(result, findings=tuple(sorted(result.findings, key=place)))
