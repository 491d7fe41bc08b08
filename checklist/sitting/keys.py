"""This module knows the keys that can be typed instead of an answer."""

from __future__ import annotations

import unicodedata
from enum import Enum

from msgspec import Struct

from checklist.assessment.typed import normal
from checklist.text import inert


class Keystroke(Enum):
    """A key that can be typed instead of an answer."""

    HELP = "?"
    BACK = "b"
    UNDO = "u"
    SKIP = "s"
    NOTE = "m"
    EVIDENCE = "e"
    PERSON = "p"
    GO = "g"
    VIEW = "v"
    QUICK = "k"
    QUIT = "q"


class KeyTyped(Exception):
    """A key that leads away from a question was typed instead of an answer.

    `where` is what stood behind it: the place to go to in `g 12`, else nothing.
    """

    def __init__(self, key: Keystroke, where: str = "") -> None:
        super().__init__(key, where)
        self.key = key
        self.where = where


class _Names(Struct, frozen=True):
    shown: str
    words: tuple[str, ...]
    """Chinese words for the key, the longer ones first."""


KEYS = {
    Keystroke.HELP: _Names("说明", ("？", "h", "help", "帮助", "说明", "按键")),
    Keystroke.BACK: _Names("上一题", ("上一题", "返回")),
    Keystroke.UNDO: _Names("撤回", ("撤回", "撤销")),
    Keystroke.SKIP: _Names("先跳过", ("先跳过", "跳过")),
    Keystroke.NOTE: _Names("备注", ("备注",)),
    Keystroke.EVIDENCE: _Names("佐证", ("佐证材料", "佐证", "证据")),
    Keystroke.PERSON: _Names("责任人和期限", ("责任人和期限", "责任人", "期限")),
    Keystroke.GO: _Names("跳到", ("跳到",)),
    Keystroke.VIEW: _Names("看已答", ("看已答", "已答", "查看")),
    Keystroke.QUICK: _Names("只答可罚的", ("只答可罚的", "先答可罚的")),
    Keystroke.QUIT: _Names("保存并退出", ("保存并退出", "退出")),
}
BESIDE = (Keystroke.NOTE, Keystroke.EVIDENCE, Keystroke.PERSON)
"""These keys record something beside an answer."""
BESIDE_PROMPTS = {
    Keystroke.NOTE: "  备注（直接回车取消）：",
    Keystroke.EVIDENCE: (
        "  佐证材料：路径，或者一句话；会过期的加上 有效至2027-03-01（直接回车取消）："
    ),
    Keystroke.PERSON: "  部门、责任人、期限，用空格隔开，日期写成 年-月-日（直接回车取消）：",
}
BESIDE_HELP = {
    Keystroke.NOTE: ("备注写一句话（可以贴几行），记在这一题旁边，报告里看得到；不记，直接回车",),
    Keystroke.EVIDENCE: (
        "佐证写文件的路径、网址，或者一句话；会过期的，后面加上 有效至2027-03-01；不记，直接回车",
    ),
    Keystroke.PERSON: ("写部门、姓名、日期，也可以只写其中一样，记在这一题旁边；不记，直接回车",),
}
SHOWN = tuple(
    "  ".join(
        f"{key.value} {KEYS[key].shown}"
        for key in KEYS
        if (key in BESIDE) is beside and key is not Keystroke.QUICK
    )
    for beside in (False, True)
)
"""The keys that lead somewhere, and the keys that record something beside an answer."""

_WITH_MORE = (*BESIDE, Keystroke.GO)
_BETWEEN = " \u3000:："


def typed(text: str, *, more: bool) -> tuple[Keystroke, str] | None:
    """Return the key that was typed and what stands behind it; None for anything else.

    `more`: whether “备注 下周复查” is understood, and not only the key alone. A letter is followed
    by a space, a colon or Chinese text, so that words of Latin letters stay answers.
    """
    word = normal(text)
    for key, names in KEYS.items():
        if word == key.value or word in names.words:
            return key, ""
    line = inert(text).strip()
    for key in _WITH_MORE if more else ():
        for start in (key.value, *KEYS[key].words):
            rest = _behind(line, start)
            if rest:
                return key, rest
    return None


def is_help(line: str) -> bool:
    """Whether the line asks for help."""
    pressed = typed(line, more=False)
    return pressed is not None and pressed[0] is Keystroke.HELP


def _behind(line: str, start: str) -> str:
    """Return what follows `start` in the line, if the line begins with it."""
    head, rest = line[: len(start)], line[len(start) :]
    if unicodedata.normalize("NFKC", head).casefold() != start or not rest:
        return ""
    latin = unicodedata.normalize("NFKC", rest[0]).isascii() and rest[0] not in _BETWEEN
    a_word = start.isascii() and latin
    # g12 needs no space.
    a_number = start == Keystroke.GO.value and unicodedata.normalize("NFKC", rest).isdecimal()
    return "" if a_word and not a_number else rest.lstrip(_BETWEEN).rstrip()
