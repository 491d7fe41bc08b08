"""Official text as people have it, as its lines of law: no markup, no page furniture.

In short: (1) letters that NFKC makes equal become the ordinary ones; (2) tags, table cells and lost
breaks become ends of lines; (3) page numbers, and what stands at the edge of several pages, are
left out; (4) a line that opens a chapter, an article or an item begins a block; (5) where the text
was wrapped at a width, other lines continue a block unless a paragraph begins, and paragraphs begin
as articles do in this text: indented, after a blank line, or else wherever a line ends with 。;
(6) such a 。 at the end of a full line proves nothing, which is noted. What paragraphs there really
are, `fingerprints.divided_as` then settles by the words.
"""

# ruff: noqa: RUF001  brackets and numerals that look alike are what is told apart here

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from checklist.law import wording
from checklist.upkeep.statute_plain import CHINESE, REFERS, SPACED, plain

_ENDS = ("。", "：", "；", ":", ";", "｡")
_NEVER_FIRST = ("，", "。", "、", "；", "：", "）", "》", "”")
_FULL_STOPS = ("。", "。”", "。）", "｡")
_FIRST = re.compile(rf"[（(〔\[【]?\s*第\s*[一1]\s*条(?!\s*(?:{REFERS}))")
_MARKUP = re.compile(r"^(?:[\s>#]|[-*+](?=\s))+")
_RULE = re.compile(r"[-*_=—:\s]*")

_ARTICLE = re.compile(
    rf"([（(〔\[【]\s*)?第\s*({SPACED})条(?!\s*之)(?(1)\s*[）)〕\]】])(.*)", re.DOTALL
)
_REFERRING = re.compile(REFERS)
_HEADING = re.compile(rf"(第\s*{SPACED}([编章节]))(?:\s*([^，。；：]{{0,40}}))?")
_ITEMS = (
    re.compile(rf"[（(]\s*({CHINESE})[）)]\s*(.*)", re.DOTALL),
    re.compile(r"[（(]\s*([0-9０-９]{1,2})\s*[）)]\s*(.*)", re.DOTALL),
    re.compile(r"([0-9０-９]{1,2})\s*[.\uff0e、)）](?![0-9])\s*(.*)", re.DOTALL),
    re.compile(r"([一二三四五六七八九十]{1,4})、\s*(.*)", re.DOTALL),
)

_LABELLED = re.compile(
    r"[(\[【]?(?:来源|稿源|作者|编辑|责编|责任编辑|审核|校对|字号|字体|发布|日期|时间|浏览|阅读|点击"
    r"|分享|打印|版权|主办|承办|地址|邮编|电话|传真|联系|网站|备案|上一|下一|相关|附件|当前位置"
    r"|索引号|文号|发文|成文|主题|标签|链接)[^,。;:]{0,6}:"
    r"|[0-9]{1,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,4}日?,?[0-9]{1,2}:[0-9]{2}"  # a browser's print
)
_PAGE_NUMBER = re.compile(
    r"[-—–―·•~\s]*(?:(?:第|page|p\.)\s*)?[0-9]{1,3}\s*(?:(?:页|/|of)[\s/,，共第of0-9页]*)?[-—–―·•~\s]*"
    r"|第\s*[一二三四五六七八九十]{1,3}\s*页.{0,12}",
    re.IGNORECASE,
)


class Opening(Struct, frozen=True):
    """How an article begins. `separated`: something stands between 第X条 and its text."""

    number: int
    separated: bool
    text: str


class Listed(Struct, frozen=True):
    """An item as a line shows it; `style` tells （一） from (1) from 1. from 一、."""

    style: int
    number: int
    text: str


class Block(Struct, frozen=True):
    """A heading, an article's beginning, a paragraph or an item. `doubtful`: the line before fills
    the width and ends with 。, so that it cannot be seen whether a paragraph begins here."""

    text: str
    doubtful: bool = False


class _Line(Struct, frozen=True):
    text: str
    blank_before: bool
    indented: bool
    page: int

    @property
    def opens(self) -> bool:
        begins = opening(self.text) or listed(self.text)
        return bool(begins) or heading(self.text) is not None

    @property
    def is_a_number(self) -> bool:
        """第一条 on a line of its own."""
        start = opening(self.text)
        return start is not None and not start.text

    @property
    def ends(self) -> bool:
        return self.text.endswith(_ENDS)

    @property
    def width(self) -> float:
        """How much of a line it fills, in Chinese characters."""
        return sum(0.5 if char.isascii() else 1 for char in self.text)


def opening(line: str) -> Opening | None:
    """The article that `line` opens: 第一条　为了…, 第1条 …. None where it only refers to one."""
    match = _ARTICLE.fullmatch(line)
    number = match and number_of(match[2])
    if not match or number is None:
        return None
    rest = match[3].lstrip(":： \t\u3000\xa0")
    separated = bool(match[1]) or not rest or match[3] != rest
    return None if not separated and _REFERRING.match(rest) else Opening(number, separated, rest)


def heading(line: str) -> str | None:
    """第一章 总则, or 第一章 where its title stands on the next line; "" for a part or a section
    (编, 节), which are not kept. None for any other line."""
    match = _HEADING.fullmatch(line)
    if match is None:
        return None
    numeral, title = (re.sub(r"\s", "", words or "") for words in match.group(1, 3))
    return f"{numeral} {title}".rstrip() if match[2] == "章" else ""


def listed(line: str) -> Listed | None:
    """The item that `line` opens: （一）, (一), ㈠, （1）, 1., 1、, 一、."""
    for style, pattern in enumerate(_ITEMS):
        match = pattern.fullmatch(line)
        number = match and number_of(match[1])
        if match and number is not None:
            return Listed(style, number, match[2])
    return None


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page: 字号：大 中 小, 打印, a menu. A sentence never does, and
    what has no Chinese character, as an address, always."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", line))
    if plain.endswith("。"):
        return False
    if not re.search(r"[\u4e00-\u9fff]", plain):
        return True
    is_a_word = len(plain) <= 40 and not re.search(r"[,。;:、]", plain)
    return is_a_word or bool(_LABELLED.match(plain))


def blocks(text: str) -> tuple[list[Block], tuple[str, ...]]:
    """The blocks of `text`, those of a wrapped text joined; and the running heads left out."""
    whole = plain(text)
    lines = _lines(whole)
    if not any(opening(line.text) for line in lines):  # the law in one line, after its title
        lines = _lines(_FIRST.sub(lambda match: f"\n{match[0]}", whole, count=1))
    heads = _running_heads(lines)
    lines = _mended(line for line in lines if _undated(line.text) not in heads)
    first = next((at for at, line in enumerate(lines) if opening(line.text)), len(lines))
    body = lines[first:]
    broken = [
        line
        for line, then in pairwise(body)
        if not (line.ends or line.is_a_number or then.opens or is_furniture(then.text))
    ]
    if _at_a_width(broken, body):
        return [Block(line.text) for line in lines[:first]] + _joined(body), tuple(heads.values())
    return [Block(line.text) for line in lines], tuple(heads.values())


def _at_a_width(broken: list[_Line], body: list[_Line]) -> bool:
    """Whether lines end in mid-sentence because the text was wrapped: many do, or all where the
    longest lines end."""
    longest = max((len(line.text) for line in body), default=0)
    full = sum(len(line.text) >= 0.85 * longest for line in broken)
    return 4 * len(broken) > len(body) or (len(broken) > 1 and full >= 0.8 * len(broken))


def _joined(lines: list[_Line]) -> list[Block]:
    """Text wrapped at a width. How most articles begin is how paragraphs begin in it."""
    articles = [line for line in lines if opening(line.text)]
    others = [line for line in lines if not line.opens]
    indented = _most(line.indented for line in articles) and not _most(
        line.indented for line in others
    )
    spaced = _most(line.blank_before for line in articles)
    widest = max(line.width for line in lines)
    joined = [Block(lines[0].text)]
    for before, line in pairwise(lines):
        ended = before.text.endswith(_FULL_STOPS)
        parted = line.indented if indented else ended and (line.blank_before or not spaced)
        if line.opens or parted or heading(before.text) is not None:
            # An article's first line is indented even where the indentation is lost.
            full = before.width >= widest - (4 if opening(before.text) else 2)
            blind = full if not spaced else before.page != line.page
            joined.append(Block(line.text, not line.opens and not indented and blind))
        else:
            joined[-1] = Block(joined[-1].text + line.text, joined[-1].doubtful)
    return joined


def _most(signs: Iterable[bool]) -> bool:
    seen = list(signs)
    return 2 * sum(seen) > len(seen)


def _mended(lines: Iterable[_Line]) -> list[_Line]:
    """The lines, what can never stand first in one put to the end of the one before."""
    mended: list[_Line] = []
    for line in lines:
        if mended and line.text.startswith(_NEVER_FIRST):
            mended[-1] = replace(mended[-1], text=mended[-1].text + line.text)
        else:
            mended.append(line)
    return mended


def _undated(text: str) -> str:
    """A running head without the numbers that differ from page to page."""
    return re.sub(r"[0-9\s]", "", text)


def _running_heads(lines: list[_Line]) -> dict[str, str]:
    """What stands among the first or last two lines of a third of the pages, its numbers aside. On
    two of more than three, even a line of the law may stand there."""
    pages: dict[int, list[_Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = {
        page: {_undated(line.text): line.text for line in (*inside[:2], *inside[-2:])}
        for page, inside in pages.items()
        if len(pages) > 1
    }
    enough = 2 if len(pages) < 4 else max(3, len(pages) / 3)
    counts = Counter(key for edge in edges.values() for key in edge)
    return {
        key: text
        for edge in edges.values()
        for key, text in edge.items()
        if counts[key] >= enough and len(text) <= 80 and not text.endswith(_ENDS)
    }


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    page = 0
    for words in text.split("\f"):
        page += 1
        raws = [(raw, _MARKUP.sub("", raw).strip()) for raw in words.split("\n")]
        margin = min((_indent(raw) for raw, line in raws if line), default=0)
        blank = True
        for raw, line in raws:
            empty = not line or _RULE.fullmatch(line) is not None
            if not empty and _PAGE_NUMBER.fullmatch(line):
                page += 1
            elif not empty:
                lines.append(_Line(line, blank, _indent(raw) >= margin + 2, page))
            blank = empty
    return lines


def _indent(raw: str) -> int:
    """How far a line is indented, in half-width characters; its marks of quotation aside."""
    space = raw[: len(raw) - len(raw.lstrip("> \t\u3000\xa0"))].replace(">", "")
    return len(space) + space.count("\u3000")


def number_of(words: str) -> int | None:
    """十五, 15, １５: 15. None for what is no number from 1 to 999."""
    plain = unicodedata.normalize("NFKC", re.sub(r"\s", "", words))
    plain = plain.replace("〇", "零")
    try:
        number = int(plain) if plain.isdecimal() else wording.number(plain)
    except ValueError:
        return None
    return number if 0 < number < 1000 else None
