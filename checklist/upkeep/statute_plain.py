"""Official text as its plain lines: ordinary letters, no markup, every lost break found again."""
# ruff: noqa: RUF001  brackets and numerals that look alike are what is told apart here

from __future__ import annotations

import html
import re
import unicodedata

NUMERAL = "一二三四五六七八九十百零〇0-9０-９"
SPACED = rf"(?:[{NUMERAL}]\s*){{1,7}}"
CHINESE = r"[一二三四五六七八九十][一二三四五六七八九十\s]{0,6}"
REFERS = r"[第至和或与的、，。；：）》]|规\s*定|所\s*[列称述指]|以?[上下]|中的"
# Radicals that PDF fonts give for letters, and that Unicode maps to no letter or, ⼾, to another.
_RADICALS = str.maketrans(
    "⼾⺟⺠⺩⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
    "户母民王虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
)

_KEPT = {*"￥～①②③④⑤⑥⑦⑧⑨⑩"}

_UNSEEN = re.compile(
    r"(<(?:script|style|head)\b|<!--)|(</(?:script|style|head)\s*>|-->)", re.IGNORECASE
)
_BREAKS = re.compile(
    r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|td|th|table|section)\b[^<>]*>|\|", re.IGNORECASE
)
_TAGS = re.compile(r"</?[A-Za-z][^<>]*>")
_LINKS = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*\)")
# Breaks that a page may have lost: before a listed item, an article or a chapter with its first
# article, and where only the indentation of the next paragraph is left.
_LOST_BREAKS = re.compile(
    rf"(?<=[。：；:;])[^\S\n]*(?=[（(]\s*{CHINESE}[）)])"
    rf"|(?<=。)[^\S\n]*(?=[（(〔\[【]?第\s*{SPACED}条(?:[^\S\n]|(?!之|{REFERS})))"
    r"|(?<=[。：；])[^\S\n]{2,}(?=\S)"
)
_LOST_HEADINGS = re.compile(
    rf"(?:^|(?<=[。）)\s]))(第\s*{SPACED}章[^，。；：\n]{{0,40}}?)[^\S\n]*"
    rf"(?=[（(〔\[【]?第\s*{SPACED}条(?!{REFERS}))",
    re.MULTILINE,
)


def plain(text: str) -> str:
    """The text with ordinary letters, without markup, every break an end of a line."""
    words = _TAGS.sub("", _BREAKS.sub("\n", _seen(text)))
    words = html.unescape(html.unescape(words)) if "&" in words else words
    words = _ordinary(words)
    pages = (_LINKS.sub(r"\1", "\n".join(page.splitlines())) for page in words.split("\f"))
    words = re.sub(r"\*\*|__|`|[\ufeff\u200b-\u200f\u2060\xad]", "", "\n\f".join(pages))
    return _LOST_HEADINGS.sub(r"\n\n\1\n\n", _LOST_BREAKS.sub("\n\n", words))


def _ordinary(text: str) -> str:
    """`text` with letters and numerals as NFKC has them: ⼀ and 一 are one. Punctuation stays."""
    alike = {
        ord(char): unicodedata.normalize("NFKC", char)
        for char in set(text) - _KEPT
        if unicodedata.category(char)[0] in "LNS" and not char.isascii()
    }
    return text.translate(_RADICALS).translate(alike)


def _seen(text: str) -> str:
    """A saved page without its scripts, styles and comments."""
    kept, at, hidden = [], 0, False
    for match in _UNSEEN.finditer(text):
        if not hidden:
            kept.append(text[at : match.start()])
        hidden, at = bool(match[1]), match.end()
    return "".join(kept) + ("" if hidden else text[at:])
