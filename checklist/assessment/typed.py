"""Text as people type it, made comparable: single words, and a multi-select in one line.

A multi-select is typed as 1 3 5 · 1-4 · 全选 · 1 2 3不清楚 · 1 其余不清楚. Nothing is guessed: what
is not understood is a `Misread`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from checklist.assessment.model import Mark, Picks
from checklist.assessment.wording import MARK
from checklist.errors import ChecklistError, Complaint
from checklist.law.model import Option
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
_ALL = {"全选", "全部", "全是", "都是", "都有", "全都有", "以上都有", "以上全部", "所有"}
_NONE = {"全不选", "以上都没有", "都没有", "都不是", "一个都没有", "没有", "无", "从未", "0"}
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


def picks_hint(options: tuple[Option, ...]) -> str:
    """What an answer may look like."""
    several = " ".join(str(number) for number in range(1, min(len(options), 3) + 1))
    return f"写出是的那几项的序号，例如：{several}；也可以写 全选、全不选、1不清楚"


def whole_picks(text: str, options: tuple[Option, ...]) -> Picks | None:
    """全选 or 全不选, in any of the ways people say it."""
    if text in _ALL:
        return Picks({option.id: Mark.YES for option in options})
    if text in _NONE:
        return Picks({option.id: Mark.NO for option in options})
    return None


def picks_by_number(text: str, options: tuple[Option, ...]) -> Picks:
    """Options by their number; those not mentioned are 否. Raises Misread.

    Where nothing at all is said to hold (only 3不清楚), the rest was not stated: a Misread.
    """
    rest: Mark | None = None
    said: dict[int, Mark] = {}
    for word in filter(None, re.split(_BETWEEN, re.sub(_RANGE, "-", text))):
        base = _base(word)
        if base is not None:
            if rest not in (None, base):
                raise Misread(f"{quoted(text)}前后矛盾", picks_hint(options))
            rest = base
            continue
        for number, one in _numbers(word, text, options).items():
            if said.setdefault(number, one) is not one:
                raise Misread(f"第{number}项说了两次，而且不一样", picks_hint(options))
    if rest is None and Mark.YES not in said.values():
        only = f"只说了第{'、'.join(map(str, said))}项，其余几项没有说"
        mend = f"写全，例如：全不选 {text}，或者：全选 {text}"
        raise Misread(only, mend) if said else Misread("没有写序号", picks_hint(options))
    fallback = rest or Mark.NO
    return checked_picks(
        {option.id: said.get(at, fallback) for at, option in enumerate(options, 1)}, options
    )


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


def _numbers(word: str, text: str, options: tuple[Option, ...]) -> dict[int, Mark]:
    labelled = [at for at, option in enumerate(options, 1) if normal(option.label) == word]
    if labelled:
        return {labelled[0]: Mark.YES}
    found = re.fullmatch(_TOKEN, word)
    if found is None:
        raise Misread(_unclear(word, text), picks_hint(options))
    first = int(found.group(1))
    last = int(found.group(2) or first)
    if not 1 <= first <= last <= len(options):
        run = [int(digit) for digit in str(first)] if found.group(2) is None else []
        several = len(options) < 10 and len(run) > 1 and len({*run}) == len(run)
        meant = several and all(1 <= at <= len(options) for at in run)  # 135: 1 3 5
        mend = f"用空格隔开，例如：{' '.join(map(str, run))}" if meant else picks_hint(options)
        raise Misread(f"没有第{word}项：序号是 1 到 {len(options)}", mend)
    said = mark(found.group(3)) if found.group(3) else Mark.YES
    return dict.fromkeys(range(first, last + 1), said or Mark.YES)


def _unclear(word: str, text: str) -> str:
    said = mark(word)
    if said is not None:
        return f"“{MARK[said]}”说的是哪一项？要紧跟在序号后面，像 1{MARK[said]} 这样"
    return f"没有看懂{quoted(word if word != text else text)}"
