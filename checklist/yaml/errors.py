"""What a YAML parser complains about, said in Chinese at the place where it can be mended.

The parser often stumbles only on the line after the mistake (a full-width colon makes a line that
is no key), so the place reported here may differ from the one it names.
"""

from __future__ import annotations

import re
from pathlib import PurePath

import yaml

from checklist.errors import Complaint, Where

_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_FULL_WIDTH_MARKS = "，：\uff5b\uff5d\uff3b\uff3d"

_QUOTE_IT = "把整个值用英文引号括起来"
_EXAMPLE = "写成“键: 值”，冒号用半角，后面空一格"
_BACKSLASH = "双引号里的反斜杠 \\ 用错了"
_NO_BACKSLASH = "改用英文单引号，或者把 \\ 写成 \\\\"

# The parser's words (context + problem, libyaml's or PyYAML's) -> what, how to mend it.
_PLAIN_CASES = (
    (
        "while scanning a quoted scalar",
        "从这里开始的引号没有成对",
        "补上结束的引号；引号用英文的 \" 或 '",
    ),
    ("unknown escape character", "双引号里的反斜杠 \\ 后面不能接这个字符", _NO_BACKSLASH),
    ("a quoted scalar", _BACKSLASH, _NO_BACKSLASH),
    ("double-quoted scalar", _BACKSLASH, _NO_BACKSLASH),
    (
        "sequence entries are not allowed",
        "列表项的“- ”不能写在这里",
        f"另起一行并缩进后再写“- ”；如果是文字，{_QUOTE_IT}",
    ),
    ("scanning an alias", "文字不能以 * 开头", _QUOTE_IT),
    ("scanning an anchor", "文字不能以 & 开头", _QUOTE_IT),
    ("a tag", "文字不能以 ! 开头", _QUOTE_IT),
    ("directive", "一行不能以 % 开头", _QUOTE_IT),
    ("block scalar", "| 或 > 后面不能接文字", "文字从下一行开始写，并缩进"),
    (
        "node content",
        "这里缺少一个值，或者多了一个标点",
        f"补上值；如果是文字里的标点，{_QUOTE_IT}",
    ),
    ("<document start>", "这里之前内容已经结束", "检查缩进；删去单独成行的 ... 和 ---"),
    (
        "while parsing a block",
        "这一行与上面的内容接不上",
        f"与同一层的内容左对齐；值里有引号的，{_QUOTE_IT}",
    ),
)


def syntax_complaint(error: yaml.YAMLError, text: str, file: PurePath | str) -> Complaint:
    """The one complaint a YAML parser raised about `text`, worded in Chinese."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return _forbidden_character(text, file)
    at = error.problem_mark.line, error.problem_mark.column
    start = error.context_mark
    since = at if start is None else (start.line, start.column)
    lines = _LINE_BREAK.split(text)
    problem = f"{error.context or ''}: {error.problem or ''}"
    (line, column), what, mend = _case(problem, lines, at, since)
    where = Where(file=file, line=line + 1, column=column + 1)
    return Complaint(what=what, mend=mend, where=where)


def as_deep_as_read(error: yaml.YAMLError, text: str) -> str | None:
    """The beginning of `text` that libyaml can read, where it gave up on the nesting.

    From 0.2.6 on libyaml stops at a thousand levels, which it may meet while it looks ahead for the
    end of a key, before it hands out the events of the first twenty. The text up to there holds
    these, so whoever reads it complains about the level that is one too many. None for every other
    error.
    """
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return None
    return text[: error.problem_mark.index] if "nesting depth" in (error.problem or "") else None


Place = tuple[int, int]


def _case(problem: str, lines: list[str], at: Place, since: Place) -> tuple[Place, str, str]:
    stumbled_on = _character(lines, at)
    if stumbled_on == "\t" or "a tab character" in problem:
        return at, "缩进里有制表符（Tab）", "缩进只用空格"
    if "cannot start any token" in problem:
        return at, f"文字不能以 {stumbled_on} 开头", _QUOTE_IT
    if "could not find expected ':'" in problem:
        return _no_key(lines, since)
    if "mapping values are not allowed" in problem:
        return _misplaced_value(lines, at)
    for brackets, opening, closing in (("mapping", "{", "}"), ("sequence", "[", "]")):
        if f"parsing a flow {brackets}" in problem:
            return _unclosed(lines, at, since, opening, closing)
    for words, what, mend in _PLAIN_CASES:
        if words in problem:
            return (since if "scalar" in words else at), what, mend
    return at, "这里的 YAML 写法不对", "检查缩进、冒号、引号和括号"


def _no_key(lines: list[str], at: Place) -> tuple[Place, str, str]:
    """A line that ought to be `key: value`, and is not."""
    number, column = at
    line = lines[number]
    if (full := line.find("：", column)) >= 0:
        return (number, full), "冒号用了全角的“：”", _EXAMPLE
    if (colon := line.find(":", column)) >= 0:
        if line[colon + 1 : colon + 2] in ("", " "):
            return at, "键太长", "键是英文短词；检查冒号之前的文字"
        return (number, colon), "冒号后面没有空格", _EXAMPLE
    return at, "这一行没有冒号，不是“键: 值”", f"{_EXAMPLE}；接着上一行的文字要多缩进"


def _misplaced_value(lines: list[str], at: Place) -> tuple[Place, str, str]:
    """A colon where no key can stand: either it is text, or the line before is broken."""
    number, column = at
    if ": " in lines[number][:column]:
        return at, "值里面有冒号和空格，会被当成另一个键", _QUOTE_IT
    above = next((row for row in range(number - 1, -1, -1) if lines[row].strip()), None)
    if above is None:
        return at, "冒号不能写在这里", _QUOTE_IT
    before = re.search(r":(\s|$)", lines[above])
    if before is None:
        indent = len(lines[above]) - len(lines[above].lstrip(" -"))
        return _no_key(lines, (above, indent))
    return (
        at,
        "这一行缩进过多，接在了上一行的值后面",
        "与同一层的键左对齐；上一行的值有冒号的加引号",
    )


def _unclosed(
    lines: list[str], at: Place, since: Place, opening: str, closing: str
) -> tuple[Place, str, str]:
    what = f"{opening} 之后少了逗号，或者没有用 {closing} 结束"
    mend = f"各项之间用半角逗号，最后写 {closing}；含有冒号、逗号、括号的文字加引号"
    if at[0] != since[0]:
        return since, what, mend
    inside = lines[at[0]][since[1] : at[1] + 1]
    marks = "".join(dict.fromkeys(mark for mark in inside if mark in _FULL_WIDTH_MARKS))
    return at, what, f"{mend}（这里有全角的 {marks}）" if marks else mend


def _forbidden_character(text: str, file: PurePath | str) -> Complaint:
    forbidden = _FORBIDDEN.search(text)
    if forbidden is None:
        where, named = Where(file=file), ""
    else:
        before = _LINE_BREAK.split(text[: forbidden.start()])
        where = Where(file=file, line=len(before), column=len(before[-1]) + 1)
        named = f"（U+{ord(forbidden.group()):04X}）"
    return Complaint(
        what=f"有看不见的控制字符{named}", mend="删去这个字符，重新键入这一处", where=where
    )


def _character(lines: list[str], at: Place) -> str:
    line = lines[at[0]] if at[0] < len(lines) else ""
    return line[at[1] : at[1] + 1]
