"""Typed or recorded text -> a value that fits the question, or a Misread. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from checklist.assessment import amounts, typed
from checklist.assessment.model import Choice, Mark, Picks, TimesAYear, Value, WorkingDays
from checklist.assessment.typed import (
    Misread,
    checked_picks,
    mark,
    normal,
    picks_by_number,
    quoted,
    whole_picks,
)
from checklist.assessment.wording import MARK
from checklist.law.expectations import (
    ExpectAll,
    ExpectJanuaryAndJuly,
    ExpectMonthsAtMost,
    ExpectNo,
    ExpectNone,
    ExpectOnceAYear,
    ExpectWorkingDaysAtMost,
    ExpectYearsAtLeast,
    ExpectYes,
)
from checklist.law.model import JANUARY_AND_JULY, Fact, Option, Question
from checklist.law.periods import Period, covers_years, within_months
from checklist.law.wording import asks_for_bad

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]
"""What stands in an answers file and its history: text, lists and mappings."""

_AMOUNTS: dict[type, tuple[Callable[[str], Value | None], str]] = {
    ExpectYearsAtLeast: (
        amounts.retention,
        "写数字和单位，例如：3年、36个月、1100天；一直保存写 长期，没有保存写 从未",
    ),
    ExpectMonthsAtMost: (
        amounts.interval,
        "写先后两个日期，例如：2026-02-01 至 2026-07-20；或者写 6个月；从没做过写 从未",
    ),
    ExpectWorkingDaysAtMost: (
        amounts.working_days,
        "按工作日写最长的一次，例如：3个工作日、当天；一次也没有做过写 从未",
    ),
    ExpectOnceAYear: (
        amounts.times_a_year,
        "写每年几次（按次数最少的一年），例如：每年1次、每季度1次；没有做过写 从未",
    ),
}
"""How an amount is read, and how to write one; other questions are answered by choosing."""
_YES_NO = ExpectYes | ExpectNo
_OF_EACH = ExpectAll | ExpectNone | ExpectJanuaryAndJuly
"""What is expected where each option is answered for itself."""
_PLAINLY = {MARK[mark]: mark for mark in (Mark.YES, Mark.NO, Mark.UNKNOWN)}
"""How the program itself writes the answers that every 是/否 question takes."""


def parse(question: Question | Fact, text: str) -> Value:
    """What `text`, typed under the numbered `menu`, answers. Raises Misread with an example."""
    word = normal(text)
    numbered = menu(question)
    if is_multiple(question):
        whole = _whole(question, word)
        return picks_by_number(word, _options(question), hint(question)) if whole is None else whole
    if isinstance(question, Question) and isinstance(question.expect, ExpectYes):
        word = typed.of_a_duty(word)
    word = typed.without_its_number(word, numbered)
    at = typed.ordinal(word) if numbered else None
    if at is not None or (numbered and word.isascii() and word.isdecimal()):
        if at is None or not 1 <= at <= len(numbered):
            raise Misread(f"没有第{word.strip('第项个')[:4]}项", hint(question))
        word = normal(numbered[at - 1])
    bare = _in_asked_unit(question, word)
    value = _read(question, word, text, hint) if bare is None else bare
    if amounts.is_a_bound(word) and not _suffices(question, value):
        mend = "超过、不超过的，写到底是多久，例如：2年6个月、200天、5个工作日"
        raise Misread(f"{quoted(text)}没有说到底是多久", mend)
    return value


def _suffices(question: Question | Fact, value: Value) -> bool:
    """Whether a bound (超过3年) is enough to say that the question is met; else it says nothing."""
    match (question.expect if isinstance(question, Question) else None), value:
        case ExpectYearsAtLeast(years=years), Period():
            return covers_years(value, years)
        case ExpectMonthsAtMost(months=months), Period():
            return within_months(value, months)
        case ExpectWorkingDaysAtMost(days=days), WorkingDays(count=count):
            return count <= days
        case _:
            return True


def _in_asked_unit(question: Question | Fact, word: str) -> Value | None:
    """A bare number under a question that itself names the unit: 过了几个工作日？ 3."""
    match question.expect if isinstance(question, Question) else None:
        case ExpectWorkingDaysAtMost() if "几个工作日" in question.ask:
            unit: type[WorkingDays | TimesAYear] = WorkingDays
        case ExpectOnceAYear() if "几次" in question.ask:
            unit = TimesAYear
        case _:
            return None
    count = amounts.number(word)
    return None if count is None else unit(count)


def menu(question: Question | Fact) -> tuple[str, ...]:
    """The numbered choices as shown, from 1; empty where an amount is to be typed."""
    if is_multiple(question):
        return tuple(option.label for option in _options(question))
    if _amount(question) is not None:
        return ()
    labels = [option.label for option in question.options]
    if _is_yes_no(question):
        labels = [MARK[Mark.YES], MARK[Mark.NO]]
    extra = [MARK[Mark.UNKNOWN]]
    if _ground(question):
        extra.append(MARK[Mark.INAPPLICABLE])
    return (*labels, *(word for word in extra if word not in labels))


def hint(question: Question | Fact) -> str:
    """How to answer. An example is given only of how to write an amount."""
    amount = _amount(question)
    if amount is not None:
        return amount[1]
    if is_multiple(question):
        bad = isinstance(question, Question) and asks_for_bad(question)
        return typed.PICKS_BAD if bad else typed.PICKS
    if _is_yes_no(question):
        return f"请答 {'、'.join(menu(question))}，或者前面的序号"
    return f"写一个序号；拿不准写 {MARK[Mark.UNKNOWN]}"


def from_data(question: Question | Fact, data: Plain) -> Value:
    """What a recorded value answers: a scalar, or for a multi-select a mapping or a list of ids.

    Raises Misread. Option numbers are not understood here: a file says ids.
    """
    if isinstance(data, str):
        return _from_text(question, data)
    options = _options(question)
    match data:
        case Mapping() if is_multiple(question):
            marks = {_known(id, options): _mark(word) for id, word in data.items()}
            if len(marks) < len(data):
                raise Misread("同一个选项写了两次", f"每项写一次：{_listed(options)}")
            return checked_picks(marks, options)
        case Sequence() if is_multiple(question):
            chosen = {_known(id, options) for id in data if isinstance(id, str)}
            if len(chosen) < len(data):
                raise Misread("列表里只能写选项，各一次", f"写 {_listed(options)}")
            return Picks({id: Mark.YES if id in chosen else Mark.NO for id in _ids(options)})
        case _:
            raise Misread("这道题只有一个答案，不能写成列表或者多项", _recorded(question))


def _from_text(question: Question | Fact, text: str) -> Value:
    if is_multiple(question):
        word = normal(text)
        whole = _whole(question, word)
        return _read(question, word, text, _recorded) if whole is None else whole
    if _is_yes_no(question) and text in _PLAINLY:
        return _PLAINLY[text]
    if any(option.id == text for option in question.options):
        return Mark(text) if _is_yes_no(question) else Choice(text)
    return _read(question, normal(text), text, _recorded)


def _read(
    question: Question | Fact, word: str, text: str, how: Callable[[Question | Fact], str]
) -> Value:
    """`how` words what a Misread suggests; only a mistake needs it."""
    if not _is_yes_no(question) and not is_multiple(question):
        labels = {normal(option.label): option.id for option in question.options}
        if word in labels:
            return Choice(labels[word])
        if isinstance(question, Fact) and (named := typed.named(question.options, word)):
            return Choice(named.id)
    marked = mark(word)
    if marked is Mark.UNKNOWN:
        return marked
    if marked is Mark.INAPPLICABLE:
        if _ground(question):
            return marked
        raise Misread("这道题不能答不适用", how(question))
    if (is_yes_no := _is_yes_no(question)) or _amount(question):
        typed.refuse_unclear(_ground(question), word, MARK[Mark.NO] if is_yes_no else "从未")
    if _is_yes_no(question) and marked is not None:
        return marked
    amount = _amount(question)
    if amount and word in typed.NONE - {"从未", "0"}:
        raise Misread(f"{quoted(text)}没有说是从来没有，还是没有定下来", how(question))
    value = amount[0](word) if amount else None
    if value is None:
        raise Misread(f"没有看懂{quoted(text)}" if word else "没有写答案", how(question))
    return value


def _recorded(question: Question | Fact) -> str:
    """How to write the answer in a file."""
    if _amount(question) is not None:
        return hint(question)
    options = _options(question)
    if is_multiple(question) and options:
        return f"每项写明，例如：{{ {options[0].id}: 不清楚 }}；也可以写 全选、全不选、不清楚"
    words = [MARK[Mark.YES], MARK[Mark.NO]] if _is_yes_no(question) else _ids(question.options)
    if _ground(question):
        words.append(MARK[Mark.INAPPLICABLE])
    return f"写其中之一：{'、'.join([*words, MARK[Mark.UNKNOWN]])}"


def _whole(question: Question | Fact, word: str) -> Value | None:
    """One word for a whole multi-select."""
    marked = mark(word)
    if marked is Mark.INAPPLICABLE and not _ground(question):
        raise Misread("这道题整体不能答不适用", hint(question))
    whole = marked if marked in (Mark.UNKNOWN, Mark.INAPPLICABLE) else None
    options = _options(question)
    if not (isinstance(question, Question) and asks_for_bad(question)):
        typed.refuse_unclear(_ground(question), word, typed.NONE_OF_THEM)
        if done := typed.done_of_all(word, options, hint(question)):
            return done
    return whole_picks(word, options) or whole


def _amount(question: Question | Fact) -> tuple[Callable[[str], Value | None], str] | None:
    return _AMOUNTS.get(type(question.expect)) if isinstance(question, Question) else None


def _is_yes_no(question: Question | Fact) -> bool:
    if isinstance(question, Fact):
        return question.is_yes_no
    return isinstance(question.expect, _YES_NO)


def is_multiple(question: Question | Fact) -> bool:
    """Whether each option is answered for itself."""
    return isinstance(question, Question) and isinstance(question.expect, _OF_EACH)


def _options(question: Question | Fact) -> tuple[Option, ...]:
    if isinstance(question, Question) and isinstance(question.expect, ExpectJanuaryAndJuly):
        return question.options or JANUARY_AND_JULY
    return question.options


def _ground(question: Question | Fact) -> str | None:
    return question.inapplicable_if if isinstance(question, Question) else None


def _known(id: str, options: tuple[Option, ...]) -> str:
    for option in options:
        if id in (option.id, option.label):
            return option.id
    from difflib import get_close_matches  # noqa: PLC0415  only a mistake needs it

    near = get_close_matches(id, _ids(options), n=1)
    mend = f"是不是 {near[0]}？" if near else ""
    raise Misread(f"没有{quoted(id)}这个选项", f"{mend}可以写的有 {_listed(options)}")


def _mark(data: Plain) -> Mark:
    recorded = mark(data) or mark(normal(data)) if isinstance(data, str) else None
    if recorded is None:
        what = quoted(data) if isinstance(data, str) else "这一项"
        raise Misread(f"没有看懂{what}", "每一项写 是、否、不清楚 或者 不适用")
    return recorded


def _ids(options: tuple[Option, ...]) -> list[str]:
    return [option.id for option in options]


def _listed(options: tuple[Option, ...]) -> str:
    return "、".join(_ids(options))
