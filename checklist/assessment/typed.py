"""Text as people type it: words that say yes, no or nothing, numbers, ranges, all but some."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from checklist.assessment.model import Mark
from checklist.assessment.wording import MARK
from checklist.errors import ChecklistError, Complaint
from checklist.law.model import Option
from checklist.law.wording import number
from checklist.text import inert, plain

_CIRCLED = re.compile("([\u2460-\u2473\u3251-\u325f])")
_NUMBERED = re.compile(r"([0-9]{1,2})[.、,)]?\s*(\D.*)")
DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
"""Year, month and day as people type them, in half-width digits."""
_TRAILING = " 。.，,、；;！!"

WORDS = {
    Mark.YES: ("是", "是的", "对", "有", "y", "yes"),
    Mark.NO: ("否", "不是", "没有", "没有的", "没", "无", "n", "no"),
    Mark.UNKNOWN: ("不清楚", "不知道", "不确定", "说不清", "未知"),
    Mark.INAPPLICABLE: ("不适用", "n/a"),
}
_MARK_OF = {word: mark for mark, words in WORDS.items() for word in words}
DONE = {
    **dict.fromkeys(("做到", "做到了", "都做到了", "已做到", "已经做到"), Mark.YES),
    **dict.fromkeys(("没有做到", "没做到", "未做到", "还没有", "还没", "尚未", "没有做"), Mark.NO),
}
"""What is said of a duty in place of 是 and 否."""
_PARTLY = {
    *("部分", "一部分", "部分做到", "大部分", "基本", "基本做到", "多数", "大多数", "多数时候"),
    *("有的", "有的有有的没有", "有时", "有时候", "时有时无", "偶尔", "不一定"),
    *("不总是", "不是每次", "不是每次都有"),
}
ALL = {"全选", "全部", "全是", "都是", "都有", "全都有", "以上都有", "以上全部", "所有"}
NONE_OF_THEM = "全不选"
MARKS = "|".join(word for words in WORDS.values() for word in words)
ORDINAL = "[0-9]{1,3}|[一二三四五六七八九十]{1,3}"
RANGE = r"\s*[-~至到]+\s*"
"""What stands between the first and the last of a range, in text as `plain` leaves it."""
# Compiled when first asked for: who reads what was recorded asks for none of them.
_RANGE_HERE = rf"(?<=[0-9一二三四五六七八九十项个]){RANGE}(?=第?[0-9一二三四五六七八九十])"
_EVERY = "(?:以上)?(?:[都全均也]|全都|完全|暂时?|目前|一[个次项]也?都?)?"
_NONE_SAID = rf"{_EVERY}(?:没有?|无)(?:的|过|过的)?|(?:以上|都|全都?|均|一个[都也])+不是"
_NOTHING_HAPPENED = (
    rf"{_EVERY}没有?变(?:过|化|更)?(?:过|的)?"
    rf"|(?:从[来未]?|{_EVERY})[没未]有?(?:收到|遇到|碰到|发生|出现|发现).{{0,8}}"
)
_ALL_OF = "(?:全部|所有|全都?|都|均|也)"
_OTHERS = "(?:(?:其余|其[他它]|别的|剩下|剩余)(?:的|直播间|几[项个])*)"
_SO, _NOT_SO = (
    "(?:已?经?做到了?|选|有|是|例外|不一样|不同)",
    "(?:没有?(?:做到?|例外|有)?|未做到|不是|不选|不例外|一样|相同|无)",
)
_SAID = "|".join(
    rf"(?P<{name}>{whole}|{_OTHERS}[,\s]*{_ALL_OF}*{verb}|{_ALL_OF}+{verb})"
    for name, whole, verb in (("so", "全选|全部|所有", _SO), ("not_so", "全不选", _NOT_SO))
)
_BUT = r"除(?:了|去|开)?\s*(?P<named>.+?)\s*(?:[以之]?外)?的?"
_ALL_BUT = (
    rf"{_BUT}[\s,;]*(?:{_SAID})?",
    rf"(?:{_SAID})[\s,;]*{_BUT}",
    rf"(?P<named>.+?)[以之]外的?[\s,;]*(?:{_SAID})?",
)
_PARTS, _EXPLAINED, _NONE_ALONE = "或者|等?[、()]", r"\([^()]*[^等]\)", "没有[^,]*"
_OWN = {"自己", "自己的", "自己名下", "我", "我们", "本人", "我自己", "我们自己"}
_BETWEEN = r"(?:[\s,、;。.+和及与跟]|以及|还有)+"

_ITEM = r"(?:^|(?<=[\s:：]))[(（]?(\d{1,3})(?:[)）.\uff0e、:：]+\s*|\s+)(?!\d)"
_MARK = r"[(（]?\s*([0-9\uff10-\uff19]{1,3})\s*(?:[)）]\s*[.、]?|[.\uff0e](?![0-9])|$)\s*"
"""The number before a name in a pasted list: 1. , (1), 1） or alone where 、 stood behind it."""
_NAME_HEADS = (
    "直播间名称?(?:[（(].*)?",
    "(?:账号|店铺)(?:名称?|昵称)",
    "名称|昵称|名字",
    "直播间|直播账号|账号|店铺",
)
"""How the column of names in a table is headed, the clearest first. A heading is the whole cell: a
room may be called 旗舰店直播间."""
BETWEEN_NAMES = re.compile("[,，、;；]")
_IN_BRACKETS = r"[(（\[【][^()（）\[\]【】]*[)）\]】]"


class Misread(ChecklistError):
    """Text that does not answer the question. Carries what is wrong and an example that would."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(Complaint(what=what, mend=mend))
        self.what = what
        self.mend = mend


def normal(text: str) -> str:
    """The text as `plain` leaves it, circled numbers apart, without what closes it; lower case."""
    return plain(_CIRCLED.sub(r" \1 ", text)).casefold().rstrip(_TRAILING)


def solid(text: str) -> str:
    """The text as `normal` leaves it, without blanks: 办法第三章 is 办法 第三章 as well."""
    return normal(text).replace(" ", "")


def excerpt(text: str) -> str:
    """A short inert quotation for a complaint: “三两年”."""
    line = inert(text).strip()
    return f"“{line[:30]}…”" if len(line) > 30 else f"“{line}”"


def mark(text: str) -> Mark | None:
    """The mark a normalized word says, if it is one."""
    return _MARK_OF.get(text)


def says_none(word: str, *, happened: bool = True) -> bool:
    """Whether a normalized word says that there is nothing: 没有, 都没有, 无, and where it may be
    that nothing `happened`, 没发生, 没有收到."""
    is_none = re.fullmatch(_NONE_SAID, word) is not None
    return is_none or (happened and re.fullmatch(_NOTHING_HAPPENED, word) is not None)


def listed(text: str) -> Iterator[str]:
    """The parts of a list in one line: 1、3和5-7 has three."""
    return filter(None, re.split(_BETWEEN, re.sub(_RANGE_HERE, "-", text)))


def counted_items(text: str) -> list[str]:
    """The line before a list that counts from 1 with blanks between, and its items: 1、甲 2、乙;
    where it is no such list, the line alone."""
    head, *counted = re.split(_ITEM, text)
    numbers, items = counted[::2], counted[1::2]
    counts = [*map(int, numbers)] == list(range(1, len(numbers) + 1))
    is_list = len(items) > 1 and counts and all(map(str.strip, items))
    return [head, *items] if is_list else [text]


def pasted_list(text: str) -> str:
    """The names of a list, one in each line, on one line; of a table those of the column that is
    headed as that of names. Raises Misread where no column is, or where a row has no name."""
    lines = [*filter(None, map(str.strip, text.split("\n")))]
    rows = [[*map(str.strip, line.split("\t"))] for line in text.split("\n") if line.strip()]
    width = max(map(len, rows), default=0)
    if width < 2 or len(rows) < 2:
        return "、".join(lines)
    columns = [
        at for head in _NAME_HEADS for at, cell in enumerate(rows[0]) if re.fullmatch(head, cell)
    ]
    if not columns:
        what = f"贴进来的是 {len(rows)} 行 {width} 列的表，看不出哪一列是名称，没有记"
        raise Misread(what, "只贴名称那一列；或者连表头一起贴，那一列的表头写 直播间名称")
    at, names = columns[0], []
    for line_number, row in enumerate(rows[1:], 2):
        name = "".join(row[at : at + 1])
        if len([*outside_brackets(BETWEEN_NAMES, name)]) > 1:
            what = f"贴进来的表，第 {line_number} 行的{excerpt(name)}会被当作几个直播间，没有记"
            raise Misread(what, "名称里的顿号、逗号换成空格，再贴一次")
        if not name:
            what = f"贴进来的表，第 {line_number} 行没有{rows[0][at]}，没有记"
            raise Misread(what, "补上名称，或者去掉这一行，再贴一次")
        names.append(name)
    return "、".join(names)


def unnumbered(parts: Sequence[str]) -> list[str]:
    """The parts of a list without the numbers before them, where these count from 1."""
    marks = [re.match(_MARK, part) for part in parts]
    counted = [int(mark.group(1)) for mark in marks if mark]
    if not (parts and marks[0] and counted == list(range(1, len(counted) + 1))):
        return [*parts]
    without = [
        part[mark.end() :] if mark else part for part, mark in zip(parts, marks, strict=True)
    ]
    alone = [at for at, part in enumerate(without) if not part]
    # 1、2 are numbers and no names: what stands alone is a mark only before a name.
    if any(at + 1 == len(without) or at + 1 in alone or marks[at + 1] for at in alone):
        return [*parts]
    return list(filter(None, without))


def outside_brackets(between: re.Pattern[str], text: str) -> Iterator[str]:
    """The parts of a text that is divided outside brackets alone: 甲（新开，11月起）is one."""
    inside = {at for match in re.finditer(_IN_BRACKETS, text) for at in range(*match.span())}
    start = 0
    for match in between.finditer(text):
        if match.start() not in inside:
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]


class AllBut(Struct, frozen=True):
    """除了 some: what is named, and what is said of the others; None where that is left open."""

    named: str
    holds: bool | None


def all_but(word: str) -> AllBut | None:
    """What 除了1和3都没有, 全选除了6, 6以外都做到了 say; None for a word that is nothing of it."""
    for pattern in _ALL_BUT:
        if match := re.fullmatch(pattern, word):
            holds = True if match["so"] else False if match["not_so"] else None
            return AllBut(match["named"], holds)
    return None


def of_a_duty(word: str) -> str:
    """The word, or 是 or 否 where it says so of a duty: 没有做到. Raises Misread for 一部分."""
    if word in _PARTLY:
        mend = "有一处没有做到的，答 否，再用 m 记下是哪些；都做到了，答 是"
        raise Misread(f"{excerpt(word)}没有说是不是都做到了", mend)
    return MARK[DONE[word]] if word in DONE else word


def refuse_unclear(ground: str | None, word: str, none: str) -> None:
    """Raise Misread where 没有 may mean `none`, and that there was no occasion, as `ground` has it.

    `word` is normalized; without a ground there is one meaning alone.
    """
    if ground and says_none(word):
        what = f"{excerpt(word)}是 {none}，还是 不适用（{ground}）"
        raise Misread(what, f"写 {none} 或者 不适用")


def without_its_number(word: str, menu: Sequence[str]) -> str:
    """A choice that was typed with the number before it, as it stands in the menu: 1 是."""
    match = _NUMBERED.fullmatch(word)
    at = int(match[1]) if match else 0
    is_there = match is not None and 1 <= at <= len(menu) and normal(menu[at - 1]) == match[2]
    return match[2] if match and is_there else word


def ordinal(word: str) -> int | None:
    """The number of an option in a normalized word: 5, 五, 第5项; None where it is none."""
    match = re.fullmatch(f"第?({ORDINAL})[项个]?", word)
    return count(match[1]) if match else None


def count(digits: str) -> int | None:
    """A number in digits or Chinese numerals; None where it is none."""
    if digits.isdecimal() and digits.isascii():
        return int(digits)
    try:
        return number(digits)
    except ValueError:
        return None


def is_nothing(text: str) -> bool:
    """Whether nothing was typed, or that there is nothing: 没有, 无, 0."""
    word = normal(text)
    return not word or word == "0" or says_none(word, happened=False) or mark(word) is Mark.NO


def named(options: tuple[Option, ...], word: str) -> Option | None:
    """The only option that a normalized word names; None where none is. Raises Misread for several.

    An option is named by its label, by an example in it (公司 in 法人或者非法人组织（公司、…等）),
    by a short form (个体户), and one that says 没有 by every word for that. What a label explains
    in brackets, or adds behind a comma, is no name of it.
    """
    labels = [(option, re.sub(_EXPLAINED, "", normal(option.label))) for option in options]
    matching = [option for option, label in labels if word and word in re.split(_PARTS, label)]
    if not matching and (says_none(word) or mark(word) is Mark.NO):
        matching = [option for option, label in labels if says_none(label)]
        matching = matching or [
            option for option, label in labels if re.fullmatch(_NONE_ALONE, label)
        ]
    elif not matching and mark(word) is None:
        matching = [option for option, label in labels if _is_short_for(word, label)]
    if len(matching) == 1:
        return matching[0]
    beginning = [option for option, label in labels if word and label.startswith(f"{word},")]
    own = [option for option in options if word in _OWN and "自己" in option.label]
    if len(own) == 1:
        return own[0]
    if len(several := matching or beginning) > 1:
        which = "；".join(
            f"{number} {option.label}"
            for number, option in enumerate(options, 1)
            if option in several
        )
        raise Misread(f"{excerpt(word)}有{len(several)}项：{which}", "写其中一项的序号")
    return None


def _is_short_for(word: str, label: str) -> bool:
    """Whether a word leaves out the end or some of the middle of a label: 个体, 个体户 for
    个体工商户."""
    letters = iter(label)
    within = len(word) > 1 and all(letter in letters for letter in word)
    return within and (label.startswith(word) or (label[0], label[-1]) == (word[0], word[-1]))
