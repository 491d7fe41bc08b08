"""Text as people type it: single words, and a multi-select in one line.

A multi-select is typed as 1 3 5 · 1-4 · 全选 · 1 2 3不清楚 · 1 其余不清楚. Nothing is guessed: a
multi-select that is not understood is a `Misread`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from checklist.assessment.model import Mark, Picks
from checklist.assessment.wording import MARK
from checklist.errors import ChecklistError, Complaint
from checklist.law.model import Option
from checklist.law.wording import number
from checklist.text import inert

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
_DONE = {
    **dict.fromkeys(("做到", "做到了", "都做到了", "已做到", "已经做到"), Mark.YES),
    **dict.fromkeys(("没有做到", "没做到", "未做到", "还没有", "还没", "尚未", "没有做"), Mark.NO),
}
"""What is said of a duty in place of 是 and 否."""
_PARTLY = {"部分", "一部分", "部分做到", "有的", "有时", "大部分", "基本", "基本做到", "多数"}
ALL = {"全选", "全部", "全是", "都是", "都有", "全都有", "以上都有", "以上全部", "所有"}
NONE = {
    "全不选", "以上都没有", "都没有", "都不是", "一个都没有", "没有", "没有的", "无", "从未", "0",
}  # fmt: skip
NONE_OF_THEM = "全不选"
_REST = ("其余", "其他", "剩下的")
_MARKS = "|".join(word for words in WORDS.values() for word in words)
_ORDINAL = "[0-9]{1,3}|[一二三四五六七八九十]{1,3}"
_TOKEN = rf"第?({_ORDINAL})[项个]?(?:-第?({_ORDINAL})[项个]?)?[:=]?({_MARKS})?"
RANGE = r"\s*[-~〜–—至到]+\s*"
# Compiled when first asked for: who reads what was recorded asks for none of them.
_RANGE_HERE = rf"(?<=[0-9一二三四五六七八九十项个]){RANGE}(?=第?[0-9一二三四五六七八九十])"
_DONE_ALL = "(?:全部?都?|都|所有的?都?)已?经?做到了?"
_DONE_NONE = "(?:全部?都?|都)[没未]有?做到?"
_ALL_BUT = "除了?(.+?)(?:[以之]?外)?,?(?:其余|其他)?的?(?:全部?都?|都)(?:做到了?|选|有|是)"
_NONE_THERE = (
    "没有?的?|无|没有?变(?:过|化|更)?(?:过|的)?|没有过"
    "|(?:从[来未]?|一次[也都])?[没未]有?(?:收到|遇到|碰到|发生|出现).{0,8}"
)
_PARTS, _EXPLAINED, _NONE_ALONE = "或者|等?[、()]", r"\([^()]*[^等]\)", "没有[^,]*"
_OWN = {"自己", "自己的", "自己名下", "我", "我们", "本人", "我自己", "我们自己"}
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


def is_of_another_prompt(text: str) -> bool:
    """Whether a line holds nothing but what answers a question, and so is no name and no sentence:
    2, 1不适用 3, 是, 全选, 2026-02-01 至 2026-10-31, a single letter."""
    parts = list(_listed(DAY.sub("1", normal(text))))
    return bool(parts) and all(map(_is_an_answer, parts))


def _is_an_answer(word: str) -> bool:
    a_key = len(word) == 1 and word.isascii() and word.isalpha()
    known = mark(word) is not None or word in ALL or word in NONE or _base(word) is not None
    return a_key or known or (word[0].isdecimal() and re.fullmatch(_TOKEN, word) is not None)


def of_a_duty(word: str) -> str:
    """The word, or 是 or 否 where it says so of a duty: 没有做到. Raises Misread for 一部分."""
    if word in _PARTLY:
        mend = "有一处没有做到的，答 否，再用 m 记下是哪些；都做到了，答 是"
        raise Misread(f"{quoted(word)}没有说是不是都做到了", mend)
    return MARK[_DONE[word]] if word in _DONE else word


def refuse_unclear(ground: str | None, word: str, none: str) -> None:
    """Raise Misread where 没有 may mean `none`, and that there was no occasion, as `ground` has it.

    `word` is normalized; without a ground there is one meaning alone.
    """
    if ground and re.fullmatch(_NONE_THERE, word):
        what = f"{quoted(word)}是 {none}，还是 不适用（{ground}）"
        raise Misread(what, f"写 {none} 或者 不适用")


def without_its_number(word: str, menu: Sequence[str]) -> str:
    """A choice that was typed with the number before it, as it stands in the menu: 1 是."""
    match = _NUMBERED.fullmatch(word)
    at = int(match[1]) if match else 0
    is_there = match is not None and 1 <= at <= len(menu) and normal(menu[at - 1]) == match[2]
    return match[2] if match and is_there else word


def ordinal(word: str) -> int | None:
    """The number of an option in a normalized word: 5, 五, 第5项; None where it is none."""
    match = re.fullmatch(f"第?({_ORDINAL})[项个]?", word)
    return _count(match[1]) if match else None


def _count(digits: str) -> int | None:
    if digits.isdecimal() and digits.isascii():
        return int(digits)
    try:
        return number(digits)
    except ValueError:
        return None


def is_nothing(text: str) -> bool:
    """Whether nothing was typed, or that there is nothing: 没有, 无, 0."""
    word = normal(text)
    return not word or word in NONE or mark(word) is Mark.NO


_UNSURE = "拿不准第1项写 全不选 1不清楚"
PICKS = f"写做到的序号，用空格隔开；或者写 全选、全不选；{_UNSURE}"
PICKS_BAD = f"写有的那几项的序号，用空格隔开；都没有写 全不选；{_UNSURE}"
"""How to pick options. No example says that something was done, or that something bad was."""


def whole_picks(text: str, options: tuple[Option, ...]) -> Picks | None:
    """全选 or 全不选, in any of the ways people say it; 否 says that none is so."""
    if text in ALL:
        return Picks({option.id: Mark.YES for option in options})
    if text in NONE or mark(text) is Mark.NO:
        return Picks({option.id: Mark.NO for option in options})
    return None


def done_of_all(word: str, options: tuple[Option, ...], hint: str) -> Picks | None:
    """What 都做到了, 都没做到 and 除了2都做到 say of a list of what is to be done; None where
    nothing of the kind is said. Raises Misread, with `hint`."""
    all_done = re.fullmatch(_DONE_ALL, word)
    if all_done or re.fullmatch(_DONE_NONE, word):
        done = Mark.YES if all_done else Mark.NO
        return Picks({option.id: done for option in options})
    match = re.fullmatch(_ALL_BUT, word)
    if match is None:
        return None
    marks = {option.id: Mark.YES for option in options}
    for part in _listed(match[1]):
        for at, own in _numbers(part, options, hint).items():
            marks[options[at - 1].id] = Mark.NO if own is Mark.YES else own
    return checked_picks(marks, options)


def _listed(text: str) -> Iterator[str]:
    return filter(None, re.split(_BETWEEN, re.sub(_RANGE_HERE, "-", text)))


def picks_by_number(text: str, options: tuple[Option, ...], hint: str) -> Picks:
    """Options by their number; those not mentioned are 否. Raises Misread, with `hint`.

    Where nothing at all is said to hold (only 3不清楚), the rest was not stated: a Misread.
    """
    rest: Mark | None = None
    marks: dict[int, Mark] = {}
    for word in _listed(text):
        base = _base(word)
        if base is None:
            for at, own in _numbers(word, options, hint).items():
                if marks.setdefault(at, own) is not own:
                    raise Misread(f"第{at}项说了两次，而且不一样", hint)
        elif rest in (None, base):
            rest = base
        else:
            raise Misread(f"{quoted(text)}前后矛盾", hint)
    if rest is None and not marks:
        raise Misread("没有写序号", hint)
    if rest is None and Mark.YES not in marks.values() and len(marks) < len(options):
        only = f"只说了第{'、'.join(map(str, marks))}项，其余几项没有说"
        mend = f"其余都没有的，写 全不选 {text}"
        raise Misread(only, mend if hint is PICKS_BAD else f"{mend}；都有的，写 全选 {text}")
    whole = {option.id: marks.get(at, rest or Mark.NO) for at, option in enumerate(options, 1)}
    return checked_picks(whole, options)


def named(options: tuple[Option, ...], word: str) -> Option | None:
    """The only option that lists the normalized word, itself or as an example, or that it is short
    for: 法人, 公司 in 法人或者非法人组织（公司、…等）, 个体户; 没有 for 以上都没有. What a label
    explains in brackets, or adds behind a comma, is not the option. Raises Misread for several.
    """
    called = [re.sub(_EXPLAINED, "", normal(option.label)) for option in options]
    at = range(len(options))
    listed = [each for each in at if word and word in re.split(_PARTS, called[each])]
    if not listed and (word in NONE or mark(word) is Mark.NO):
        listed = [each for each in at if called[each] in NONE]
        listed = listed or [each for each in at if re.fullmatch(_NONE_ALONE, called[each])]
    elif not listed and mark(word) is None:
        listed = [each for each in at if _is_short_for(word, called[each])]
    if len(listed) == 1:
        return options[listed[0]]
    begin = [each for each in at if word and called[each].startswith(f"{word},")]
    own = [option for option in options if word in _OWN and "自己" in option.label]
    if len(own) == 1:
        return own[0]
    if len(several := listed or begin) > 1:
        which = "；".join(f"{each + 1} {options[each].label}" for each in several)
        raise Misread(f"{quoted(word)}有{len(several)}项：{which}", "写其中一项的序号")
    return None


def _is_short_for(word: str, label: str) -> bool:
    """Whether a word leaves out the end or some of the middle of a label: 个体, 个体户 for
    个体工商户."""
    letters = iter(label)
    within = len(word) > 1 and all(letter in letters for letter in word)
    return within and (label.startswith(word) or (label[0], label[-1]) == (word[0], word[-1]))


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


def _numbers(word: str, options: tuple[Option, ...], hint: str) -> dict[int, Mark]:
    labelled = [at for at, option in enumerate(options, 1) if normal(option.label) == word]
    if labelled:
        return {labelled[0]: Mark.YES}
    token = re.fullmatch(_TOKEN, word)
    if token is None:
        if marked := mark(word):
            what = f"{quoted(word)}说的是哪一项？要紧跟在序号后面，像 1{MARK[marked]} 这样"
        else:
            what = f"没有看懂{quoted(word)}"
        raise Misread(what, hint)
    first = _count(token[1]) or 0
    last = _count(token[2]) or 0 if token[2] else first
    if not 1 <= first <= last <= len(options):
        run = [int(digit) for digit in str(first)] if token[2] is None else []
        several = len(options) < 10 and len(run) > 1 and len({*run}) == len(run)
        meant = several and all(1 <= at <= len(options) for at in run)  # 135: 1 3 5
        mend = f"用空格隔开，例如：{' '.join(map(str, run))}" if meant else hint
        raise Misread(f"没有第{word.strip('第项个')}项：序号是 1 到 {len(options)}", mend)
    return dict.fromkeys(range(first, last + 1), mark(token[3] or "") or Mark.YES)
