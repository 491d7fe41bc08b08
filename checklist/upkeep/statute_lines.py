"""Official text as saved from a web page, as its lines of law: no markup, no page furniture."""

from __future__ import annotations

import html
import re
import unicodedata
from itertools import pairwise

from msgspec import Struct

from checklist.law import wording

_NUMERAL = "一二三四五六七八九十百零〇0-9０-９"  # noqa: RUF001
_ENDS = ("。", "：", "；", ":", ";", "｡")

_UNSEEN = re.compile(
    r"(<(?:script|style|head)\b|<!--)|(</(?:script|style|head)\s*>|-->)", re.IGNORECASE
)
_BREAKS = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|table|section)\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"</?[A-Za-z][^<>]*>")
_LINKS = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*\)")
# Two kinds of break that a page may have lost: before a listed item or an article, and where only
# the indentation of the next paragraph is left.
_LOST_BREAKS = re.compile(
    r"(?<=[。：；:;])[^\S\n]*(?=[（(][一二三四五六七八九十]{1,3}[）)])"
    rf"|(?<=。)[^\S\n]*(?=第[{_NUMERAL}]{{1,7}}条[^\S\n])"
    r"|(?<=[。：；])[^\S\n]{2,}(?=\S)"
)
_MARKUP = re.compile(r"^(?:[\s>#]|[-*+](?=\s))+")
_RULE = re.compile(r"[-*_=—\s]*")

_ARTICLE = re.compile(rf"第\s*([{_NUMERAL}]{{1,7}})\s*条(?!之)(.*)", re.DOTALL)
_REFERS = re.compile(r"[第至和或与的、，。；：）》]|规定|所[列称述指]|以?[上下]|中的")
_HEADING = re.compile(rf"(第\s*[{_NUMERAL}]{{1,7}}\s*([编章节]))(?:\s*([^，。；：]{{0,40}}))?")
_ITEMS = (
    re.compile(r"[（(]\s*([一二三四五六七八九十]{1,4})\s*[）)]\s*(.*)", re.DOTALL),
    re.compile(r"[（(]\s*([0-9０-９]{1,2})\s*[）)]\s*(.*)", re.DOTALL),
    re.compile(r"([0-9０-９]{1,2})\s*[.\uff0e、)）](?![0-9])\s*(.*)", re.DOTALL),
    re.compile(r"([一二三四五六七八九十]{1,4})、\s*(.*)", re.DOTALL),
)
_ENCLOSED = re.compile(r"[㈠-㈩⑴-⑽⒈-⒑]")

_LABELLED = re.compile(
    r"[(\[【]?(?:来源|稿源|作者|编辑|责编|责任编辑|审核|校对|字号|字体|发布|日期|时间|浏览|阅读|点击"
    r"|分享|打印|版权|主办|承办|地址|邮编|电话|传真|联系|网站|备案|上一|下一|相关|附件|当前位置"
    r"|索引号|文号|发文|成文|主题|标签|链接)[^,。;:]{0,6}:"
)
_PAGE_NUMBER = re.compile(r"[-—–\s]*(?:第\s*)?[0-9]{1,3}(?:\s*[/页][\s/共0-9页]*)?[-—–\s]*")


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


class _Line(Struct, frozen=True):
    text: str
    blank_before: bool
    indented: bool

    @property
    def opens(self) -> bool:
        begins = opening(self.text) or listed(self.text)
        return bool(begins) or heading(self.text) is not None

    @property
    def ends(self) -> bool:
        return self.text.endswith(_ENDS)


def opening(line: str) -> Opening | None:
    """The article that `line` opens: 第一条　为了…, 第1条 …. None where it only refers to one."""
    match = _ARTICLE.fullmatch(line)
    number = match and number_of(match[1])
    if not match or number is None:
        return None
    rest = match[2].lstrip(":： \t\u3000\xa0")
    separated = not rest or match[2] != rest
    return None if not separated and _REFERS.match(rest) else Opening(number, separated, rest)


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
    plain = _ENCLOSED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), line[:1])
    for style, pattern in enumerate(_ITEMS):
        match = pattern.fullmatch(plain + line[1:])
        number = match and number_of(match[1])
        if match and number is not None:
            return Listed(style, number, match[2])
    return None


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page: 字号：大 中 小, 打印, a menu. A sentence never does."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", line))
    if plain.endswith("。"):
        return False
    is_a_word = len(plain) <= 40 and not re.search(r"[,。;:、]", plain)
    return is_a_word or bool(_LABELLED.match(plain))


def blocks(text: str) -> list[str]:
    """The lines of `text` without markup, those of one paragraph joined where it was wrapped."""
    lines = _lines(text)
    first = next((at for at, line in enumerate(lines) if opening(line.text)), len(lines))
    body = lines[first:]
    broken = [
        line
        for line, then in pairwise(body)
        if not (line.ends or then.opens or then.blank_before or is_furniture(then.text))
    ]
    if not _at_a_width(broken, body):
        return [line.text for line in lines]
    return [line.text for line in lines[:first]] + _joined(body)


def _at_a_width(broken: list[_Line], body: list[_Line]) -> bool:
    """Whether lines end in mid-sentence because the text was wrapped: many do, or all where the
    longest lines end."""
    longest = max((len(line.text) for line in body), default=0)
    full = sum(len(line.text) >= 0.85 * longest for line in broken)
    return 4 * len(broken) > len(body) or (len(broken) > 2 and full >= 0.8 * len(broken))


def _joined(lines: list[_Line]) -> list[str]:
    """Text wrapped at a width: blank lines or indentation part paragraphs, else their ends do."""
    marked = any((line.blank_before or line.indented) and not line.opens for line in lines)
    joined: list[str] = []
    ended = True
    for line in lines:
        if _PAGE_NUMBER.fullmatch(line.text):
            continue
        parted = line.blank_before or line.indented if marked else ended
        if line.opens or parted or not joined:
            joined.append(line.text)
        else:
            joined[-1] += line.text
        ended = line.ends
    return joined


def _lines(text: str) -> list[_Line]:
    plain = _TAGS.sub("", _BREAKS.sub("\n", _seen(text)))
    plain = html.unescape(html.unescape(plain)) if "&" in plain else plain
    plain = _LINKS.sub(r"\1", "\n".join(plain.splitlines()))
    plain = re.sub(r"\*\*|__|`|[\ufeff\u200b-\u200f\u2060\xad]", "", plain)
    lines: list[_Line] = []
    blank = True
    for raw in _LOST_BREAKS.sub("\n\n", plain).split("\n"):
        line = _MARKUP.sub("", raw).strip()
        if line and not _RULE.fullmatch(line):
            indented = re.match(r"[\s>]*(?:\u3000|\xa0|\s{2})", raw) is not None
            lines.append(_Line(line, blank, indented))
            blank = False
        else:
            blank = True
    return lines


def _seen(text: str) -> str:
    """A saved page without its scripts, styles and comments."""
    kept, at, hidden = [], 0, False
    for match in _UNSEEN.finditer(text):
        if not hidden:
            kept.append(text[at : match.start()])
        hidden, at = bool(match[1]), match.end()
    return "".join(kept) + ("" if hidden else text[at:])


def number_of(words: str) -> int | None:
    """十五, 15, １５: 15. None for what is no number from 1 to 999."""
    plain = unicodedata.normalize("NFKC", words).replace("〇", "零")  # noqa: RUF001
    try:
        number = int(plain) if plain.isdecimal() else wording.number(plain)
    except ValueError:
        return None
    return number if 0 < number < 1000 else None
