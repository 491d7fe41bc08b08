"""A multi-select in one line: 1 3 5 · 1-4 · 全选 · 1 2 3不清楚 · 除了2都做到了 · 1 其余不清楚.

Nothing is guessed: what is not understood, or may mean two things, is a `Misread`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from checklist.assessment.model import Mark, Picks, TimesAYear, Value, WorkingDays
from checklist.assessment.typed import (
    ALL,
    DAY,
    DONE,
    MARKS,
    NONE_OF_THEM,
    ORDINAL,
    AllBut,
    Misread,
    all_but,
    count,
    excerpt,
    listed,
    mark,
    normal,
    refuse_unclear,
    says_none,
)
from checklist.assessment.wording import MARK, scalar
from checklist.law.expectations import ExpectJanuaryAndJuly
from checklist.law.model import JANUARY_AND_JULY, Fact, Option, Question
from checklist.law.periods import Period
from checklist.law.wording import asks_for_bad

_REST = ("其余", "其他", "剩下的")
_TOKEN = rf"第?({ORDINAL})[项个]?(?:-第?({ORDINAL})[项个]?)?[:=]?({MARKS})?"
_BEFORE = r"(?<![^\s,、;。.+和及与跟了除开])"
_BEHIND = rf"(?=(?:{MARKS})?(?:$|[\s,、;。.+和及与跟都以之外]))"
"""What may stand before and behind the whole name of an option."""
_CLOSE = rf"(全选|全不选)(?=第?(?:{ORDINAL}))"
_DONE_ALL = "(?:全部?都?|都|所有的?都?)已?经?做到了?"
_DONE_NONE = "(?:全部?都?|都)[没未]有?做到"
_UNSURE = "拿不准的写成 1不清楚 这样"
_HOW = f"写做到的序号，空格隔开，或者写 全选、全不选；{_UNSURE}"
_HOW_BAD = f"写有的那几项的序号，空格隔开；都没有写 全不选；{_UNSURE}"
"""How to pick options. No example says that something was done, or that something bad was: whoever
types one as it stands is asked what the others are."""
_ALSO = "也可以写：连着的写 几-几；除了几都做到了；几不清楚，其余做到"
_ALSO_BAD = "也可以写：连着的写 几-几；除了几都没有；几不清楚，其余没有"
_TAKES_BACK = "（不对，按 u 撤回）"
_PLAIN_NUMBERS = r"[0-9一二三四五六七八九十\s,、;.和与跟及第项个+~-]+"
_MOST_LEFT_OUT = 4


def is_bad(question: Question | Fact) -> bool:
    """Whether 是 admits what must not be."""
    return isinstance(question, Question) and asks_for_bad(question)


def options(question: Question | Fact) -> tuple[Option, ...]:
    """The options that may be answered."""
    if isinstance(question, Question) and isinstance(question.expect, ExpectJanuaryAndJuly):
        return question.options or JANUARY_AND_JULY
    return question.options


def how(question: Question | Fact) -> str:
    """How options are picked, in one line."""
    return _HOW_BAD if is_bad(question) else _HOW


def also(question: Question | Fact) -> str:
    """In what other forms they may be picked."""
    return _ALSO_BAD if is_bad(question) else _ALSO


def typed(question: Question | Fact, word: str) -> Picks:
    """What a normalized line, typed below the options, picks. Raises Misread."""
    _refuse_unsaid(question, word)
    if (picked := whole(question, word)) is not None:
        return picked
    word = _by_their_numbers(question, word)
    but = None if is_bad(question) and "做到" in word else all_but(word)
    return _by_number(question, word) if but is None else _all_but(question, word, but)


def whole(question: Question | Fact, word: str) -> Picks | None:
    """What one word says of all options: 全选, 都做到了, 全不选; 否 says that none is so. Raises
    Misread for 没有 that may mean there was no occasion."""
    duty = not is_bad(question)
    if duty:
        ground = question.inapplicable_if if isinstance(question, Question) else None
        refuse_unclear(ground, word, NONE_OF_THEM)
    if word in ALL or (duty and re.fullmatch(_DONE_ALL, word)):
        return _alike(question, Mark.YES)
    is_none = word in (NONE_OF_THEM, "从未", "0") or mark(word) is Mark.NO or says_none(word)
    if is_none or (duty and re.fullmatch(_DONE_NONE, word)):
        return _alike(question, Mark.NO)
    return None


def _by_their_numbers(question: Question | Fact, text: str) -> str:
    """The text with its number for each option named by its whole name, whatever separates words
    in that: 互动与抽奖、3 is 2、3."""
    names = {normal(option.label): at for at, option in enumerate(options(question), 1)}
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"{_BEFORE}({either}){_BEHIND}", lambda match: f"{names[match[1]]}", text)


def _alike(question: Question | Fact, mark: Mark) -> Picks:
    return Picks({option.id: mark for option in options(question)})


def _refuse_unsaid(question: Question | Fact, word: str) -> None:
    """Raise Misread for 否 or 从未, and for 没有 of a list of what is to be done: of which of them
    that is said stands nowhere, and 全不选 would admit every one."""
    bad, is_none = is_bad(question), says_none(word) or word == "0"
    if (is_none and bad) or not (is_none or word == "从未" or mark(word) is Mark.NO):
        return
    none, some = ("一项也没有", "有的") if bad else ("一项也没有做到", "做到了的")
    what = f"{excerpt(word)}没有说是这 {len(options(question))} 项里的哪几项"
    mend = f"{none}，写 全不选；{some}，写它们的序号，用空格隔开"
    raise Misread(what, mend + _inapplicable(question))


def _inapplicable(question: Question | Fact) -> str:
    """How to say that all of it, or an option of it, does not apply, where that may be said."""
    if isinstance(question, Question) and question.inapplicable_if:
        return f"；{question.inapplicable_if}，写 不适用"
    grounds = ((at, each.inapplicable_if) for at, each in enumerate(options(question), 1))
    return next((f"；{ground}，写 {at}不适用" for at, ground in grounds if ground), "")


def _all_but(question: Question | Fact, word: str, but: AllBut) -> Picks:
    """All options but some. Raises Misread where it may be said of these or of the others."""
    named: dict[int, Mark] = {}
    for part in listed(but.named):
        named |= _numbers(question, part)
    if but.holds is None and is_bad(question):
        only = " ".join(map(str, named))
        others = " ".join(f"{at}否" for at in named)
        mend = f"只有它有，写 {only}；只有它没有、其余都有，写 全选 {others}"
        raise Misread(f"{excerpt(word)}没有说其余的有没有", mend)
    base, other = (Mark.NO, Mark.YES) if but.holds is False else (Mark.YES, Mark.NO)
    marks = {option.id: base for option in options(question)}
    for at, own in named.items():
        marks[options(question)[at - 1].id] = other if own is Mark.YES else own
    return checked(marks, options(question))


def _by_number(question: Question | Fact, text: str) -> Picks:
    """Options by their number; those not mentioned are 否. Raises Misread.

    Where nothing at all is said to hold (only 3不清楚), the rest was not stated: a Misread.
    """
    rest: Mark | None = None
    marks: dict[int, Mark] = {}
    bad, mend = is_bad(question), how(question)
    for word in listed(re.sub(_CLOSE, r"\1 ", text)):
        base = _base(word, bad=bad)
        if base is None:
            for at, own in _numbers(question, word).items():
                if marks.setdefault(at, own) is not own:
                    raise Misread(f"第{at}项说了两次，而且不一样", mend)
        elif rest in (None, base):
            rest = base
        else:
            raise Misread(f"{excerpt(text)}前后矛盾", mend)
    if not marks:
        raise Misread("没有写序号", mend)
    every = options(question)
    stated = {option.id: marks[at] for at, option in enumerate(every, 1) if at in marks}
    ground = question.inapplicable_if if isinstance(question, Question) else None
    checked(stated, every, whole=ground)
    if rest is None and Mark.YES not in marks.values() and len(marks) < len(every):
        only = f"只说了第{'、'.join(map(str, marks))}项，其余几项没有说"
        none = f"其余都没有的，写 全不选 {text}"
        raise Misread(only, none if bad else f"{none}；都有的，写 全选 {text}")
    if rest is None:
        _refuse_unsaid_rest(every, marks, text, bad=bad)
    return Picks({option.id: marks.get(at, rest or Mark.NO) for at, option in enumerate(every, 1)})


def _refuse_unsaid_rest(
    every: tuple[Option, ...], marks: Mapping[int, Mark], text: str, *, bad: bool
) -> None:
    """Raise Misread where nothing is said of an option that stands for whatever else there is, or
    that may lack an occasion: left out tells neither that nor 否. Of what must not be (`bad`), left
    out says that it was not there, with or without an occasion."""
    left = {at: option for at, option in enumerate(every, 1) if at not in marks}
    may_lack = {at for at, option in left.items() if option.inapplicable_if and not bad}
    unsaid = {at: it for at, it in left.items() if at in may_lack or it.catch_all}
    if not unsaid:
        return
    named = "、".join(f"第{at}项“{option.label}”" for at, option in unsaid.items())
    grounds = {option.inapplicable_if for option in unsaid.values()}
    ground = grounds.pop() if len(grounds) == 1 else "没有这样的事"
    which = ["其余"] if 1 < len(unsaid) == len(left) else list(map(str, unsaid))
    lacking, unclear, no = (
        " ".join([text, *(of + word for of in which)]) for word in ("不适用", "不清楚", "否")
    )
    none = f"{ground}，写 {lacking}；" if may_lack == unsaid.keys() else ""
    mend = f"{none}不清楚，写 {unclear}；没有做到，写 {no}"
    raise Misread(f"{named}没有说：不写不等于没有做到", mend)


def checked(
    marks: Mapping[str, Mark], options: tuple[Option, ...], *, whole: str | None = None
) -> Picks:
    """The picks, if 不适用 is said only of options where it may be; `whole` is the ground on which
    it may be said of them all. Raises Misread."""
    of_all = f"；{whole}，写 不适用" if whole else ""
    for at, option in enumerate(options, 1):
        if marks.get(option.id) is Mark.INAPPLICABLE and option.inapplicable_if is None:
            what = f"第{at}项“{option.label}”不能{'单独' if whole else ''}答不适用"
            raise Misread(what, f"请答 是、否 或 不清楚{of_all}")
    return Picks(marks)


def _base(word: str, *, bad: bool) -> Mark | None:
    if word in ALL:
        return Mark.YES
    if word == NONE_OF_THEM or (bad and says_none(word)):
        return Mark.NO
    for prefix in _REST:
        if word.startswith(prefix):
            rest = word.removeprefix(prefix).removeprefix("都")
            return mark(rest) or DONE.get(rest)
    return None


def _numbers(question: Question | Fact, word: str) -> dict[int, Mark]:
    every, mend = options(question), how(question)
    token = re.fullmatch(_TOKEN, word)
    if token is None:
        if marked := mark(word):
            what = f"{excerpt(word)}说的是哪一项？要紧跟在序号后面，像 1{MARK[marked]} 这样"
        else:
            what = f"没有看懂{excerpt(word)}"
        raise Misread(what, mend)
    first = count(token[1]) or 0
    last = count(token[2]) or 0 if token[2] else first
    if not 1 <= first <= last <= len(every):
        run = [int(digit) for digit in str(first)] if token[2] is None else []
        several = len(every) < 10 and len(run) > 1 and len({*run}) == len(run)
        if several and all(1 <= at <= len(every) for at in run):  # 135: 1 3 5
            mend = f"是几项的，用空格隔开，写 {' '.join(map(str, run))}"
        raise Misread(f"没有第{word.strip('第项个')}项：序号是 1 到 {len(every)}", mend)
    return dict.fromkeys(range(first, last + 1), mark(token[3] or "") or Mark.YES)


def is_of_another_prompt(text: str) -> bool:
    """Whether a line holds nothing but what answers a question, and so is no name and no sentence:
    2, 1不适用 3, 是, 全选, 2026-02-01 至 2026-10-31, a single letter."""
    parts = list(listed(DAY.sub("1", normal(text))))
    return bool(parts) and all(map(_is_an_answer, parts))


def _is_an_answer(word: str) -> bool:
    a_key = len(word) == 1 and word.isascii() and word.isalpha()
    known = mark(word) is not None or word == "从未" or _base(word, bad=True) is not None
    return a_key or known or (word[0].isdecimal() and re.fullmatch(_TOKEN, word) is not None)


# --- what is said back ---------------------------------------------------------------------------


def heard(asked: Question | Fact, text: str, value: Value) -> str | None:
    """What a line was taken for, where that does not stand in it (超过3年 is 3年), or admits what
    must not be; with the key that takes it back. Of plain numbers of what was done, what is left
    out; None for 全选."""
    bad, word = is_bad(asked), normal(text)
    if bad and value is Mark.YES:
        return f"{excerpt(text)}记为 是：有这种不该有的情形{_TAKES_BACK}"
    if isinstance(value, Period | TimesAYear | WorkingDays):
        same = normal(scalar(value)) == word
        return None if same else f"{excerpt(text)}记为 {scalar(value)}{_TAKES_BACK}"
    if not isinstance(value, Picks):
        return None
    every = options(asked)
    held = value.marks
    of = {mark: [option.label for option in every if held.get(option.id) is mark] for mark in Mark}
    plain = word in ALL or re.fullmatch(_PLAIN_NUMBERS, word)
    if plain and not bad and (left := of[Mark.NO]):
        more = f"等 {len(left)} 项" if len(left) > _MOST_LEFT_OUT else ""
        return f"没有写的记为 没有做到：{'、'.join(left[:_MOST_LEFT_OUT])}{more}{_TAKES_BACK}"
    if (not of[Mark.YES] and word == NONE_OF_THEM) if bad else plain:
        return None
    if len(of[Mark.NO]) == len(every):
        none = "" if word == NONE_OF_THEM else f"记为 {NONE_OF_THEM}"
        done = "" if bad else "做到"
        return f"{excerpt(text)}{none}：这 {len(every)} 项一项也没有{done}{_TAKES_BACK}"
    words = MARK | ({Mark.YES: "有"} if bad else {})
    parts = [f"{words[mark]}：{'、'.join(of[mark])}" for mark in Mark if of[mark]]
    if bad and of[Mark.NO]:
        parts = [each for each in parts if not each.startswith(MARK[Mark.NO])]
        parts.append(f"其余 {len(of[Mark.NO])} 项没有")
    return f"{excerpt(text)}记为 {'；'.join(parts)}{_TAKES_BACK}"
