"""What is asked back, or said in words, where a multi-select was answered as a whole."""

from __future__ import annotations

import re

from checklist.assessment.model import Mark, Picks, Value
from checklist.assessment.typed import Misread, mark, normal, quoted
from checklist.assessment.values import is_multiple, menu
from checklist.law.model import Fact, Question
from checklist.law.wording import asks_for_bad

_THERE_IS_NONE = ("没有", "没", "无", "0")
_MOST_NAMED = 3


def in_words(asked: Question | Fact, text: str) -> str | None:
    """What 没有 says of a list of what must not be, to be shown; None for what needs no words.

    Raises Misread for 否 or 从未, and for 没有 of a list of what is to be done: of which of them
    that is said stands nowhere, and 全不选 would admit every one.
    """
    word = normal(text)
    if not is_multiple(asked) or not isinstance(asked, Question):
        return None
    if word not in (*_THERE_IS_NONE, "从未") and mark(word) is not Mark.NO:
        return None
    count, is_bad = len(menu(asked)), asks_for_bad(asked)
    if is_bad and word in _THERE_IS_NONE:
        return f"{quoted(text)}记为 全不选：这 {count} 项一项也没有"
    none, some = ("一项也没有", "有的") if is_bad else ("一项也没有做到", "做到了的")
    what = f"{quoted(text)}没有说是这 {count} 项里的哪几项"
    mend = f"{none}，写 全不选；{some}，写它们的序号，用空格隔开"
    raise Misread(what, mend + _inapplicable(asked))


def taken_as_no(asked: Question | Fact, text: str, value: Value) -> str | None:
    """What is recorded of the options that were not named, where others were named in words and
    not by their numbers; None where nothing was left out, or numbers were typed."""
    if not isinstance(value, Picks) or re.search("[0-9]", normal(text)):
        return None
    named = [each for each in asked.options if normal(each.label) in normal(text)]
    left = [each.label for each in asked.options if value.marks.get(each.id) is Mark.NO]
    if not named or not left or len(left) == len(asked.options):
        return None
    return (
        f"{quoted(text)}以外的 {len(left)} 项没有写，记为 否：{'、'.join(left)}（不对的，按 b 改）"
    )


def _inapplicable(question: Question) -> str:
    """How to say that all of it, or an option of it, does not apply, where that may be said."""
    if question.inapplicable_if:
        return f"；{question.inapplicable_if}，写 不适用"
    grounds = ((at, each.inapplicable_if) for at, each in enumerate(question.options, 1))
    return next((f"；{ground}，写 {at}不适用" for at, ground in grounds if ground), "")


def admitted(asked: Question | Fact, value: Value) -> tuple[str, str] | None:
    """What is asked back where everything that must not be is said to be so, and how to mend it."""
    if not (isinstance(value, Picks) and isinstance(asked, Question) and asks_for_bad(asked)):
        return None
    labels = menu(asked)
    if len(labels) < 2 or any(each is not Mark.YES for each in value.marks.values()):
        return None
    more = "等" if len(labels) > _MOST_NAMED else ""
    what = f"这样答，是说这 {len(labels)} 项都有过：{'、'.join(labels[:_MOST_NAMED])}{more}"
    return what, "一项也没有，写 全不选；只有几项，写它们的序号"
