"""Typed or recorded text -> a value that fits the question, or a Misread. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from checklist.assessment import amounts, picks, typed
from checklist.assessment.model import Choice, Mark, Picks, TimesAYear, Value, WorkingDays
from checklist.assessment.typed import Misread, excerpt, mark, normal, says_none
from checklist.assessment.wording import MARK
from checklist.law.expectations import (
    ExpectMonthsAtMost,
    ExpectOnceAYear,
    ExpectWorkingDaysAtMost,
    ExpectYearsAtLeast,
    ExpectYes,
)
from checklist.law.model import Fact, Option, Question
from checklist.law.periods import Period, covers_years, within_months

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]
"""What stands in an answers file and its history: text, lists and mappings."""

_AMOUNTS: dict[type, tuple[Callable[[str], Value | None], str]] = {
    ExpectYearsAtLeast: (
        amounts.retention,
        "写数字和单位：几年、几个月或者几天；一直保存写 长期，没有保存写 从未",
    ),
    ExpectMonthsAtMost: (
        amounts.interval,
        "写先后两个日期（年-月-日 至 年-月-日），或者几个月、几天；从没做过写 从未",
    ),
    ExpectWorkingDaysAtMost: (
        amounts.working_days,
        "写最长的一次是几个工作日；当天做的写 当天，一次也没有做过写 从未",
    ),
    ExpectOnceAYear: (
        amounts.times_a_year,
        "写每年几次（按次数最少的一年），或者每季度、每月几次；没有做过写 从未",
    ),
}
"""How an amount is read, and how to write one; other questions are answered by choosing. No example
is an amount: whoever types it as it stands would answer with it."""
_PLAINLY = {MARK[mark]: mark for mark in (Mark.YES, Mark.NO, Mark.UNKNOWN)}
"""How the program itself writes the answers that every 是/否 question takes."""


def parse(question: Question | Fact, text: str) -> Value:
    """What `text`, typed under the numbered `menu`, answers. Raises Misread with an example."""
    word = normal(text)
    numbered = menu(question)
    if question.is_multiple:
        return _whole(question, word) or picks.typed(question, word)
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
        raise _says_not_how_long(text)
    return value


def _says_not_how_long(text: str) -> Misread:
    mend = "超过、不超过的，写到底是多久：几年几个月、几天或者几个工作日"
    return Misread(f"{excerpt(text)}没有说到底是多久", mend)


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
    if question.is_multiple:
        return tuple(option.label for option in picks.options(question))
    if _amount(question) is not None:
        return ()
    labels = [option.label for option in question.options]
    if question.is_yes_no:
        labels = [MARK[Mark.YES], MARK[Mark.NO]]
    extra = [MARK[Mark.UNKNOWN]]
    if ground(question):
        extra.append(MARK[Mark.INAPPLICABLE])
    return (*labels, *(word for word in extra if word not in labels))


def hint(question: Question | Fact) -> str:
    """How to answer."""
    amount = _amount(question)
    if amount is not None:
        return amount[1]
    if question.is_multiple:
        return picks.how(question)
    if question.is_yes_no:
        return f"请答 {'、'.join(menu(question))}，或者前面的序号"
    return f"写一个序号；拿不准写 {MARK[Mark.UNKNOWN]}"


def from_data(question: Question | Fact, data: Plain) -> Value:
    """What a recorded value answers: a scalar, or for a multi-select a mapping or a list of ids.

    Raises Misread. Option numbers are not understood here: a file says ids.
    """
    if isinstance(data, str):
        return _from_text(question, data)
    options = picks.options(question)
    match data:
        case Mapping() if question.is_multiple:
            marks = {_known(id, options): _mark(word) for id, word in data.items()}
            if len(marks) < len(data):
                raise Misread("同一个选项写了两次", f"每项写一次：{_listed(options)}")
            return picks.checked(marks, options)
        case Sequence() if question.is_multiple:
            chosen = {_known(id, options) for id in data if isinstance(id, str)}
            if len(chosen) < len(data):
                raise Misread("列表里只能写选项，各一次", f"写 {_listed(options)}")
            return Picks({id: Mark.YES if id in chosen else Mark.NO for id in _ids(options)})
        case _:
            raise Misread("这道题只有一个答案，不能写成列表或者多项", _recorded(question))


def _from_text(question: Question | Fact, text: str) -> Value:
    if question.is_multiple:
        word = normal(text)
        value = _whole(question, word) or picks.whole(question, word)
        return _read(question, word, text, _recorded) if value is None else value
    if question.is_yes_no and text in _PLAINLY:
        return _PLAINLY[text]
    if any(option.id == text for option in question.options):
        return Mark(text) if question.is_yes_no else Choice(text)
    return _read(question, normal(text), text, _recorded)


def _read(
    question: Question | Fact, word: str, text: str, how: Callable[[Question | Fact], str]
) -> Value:
    """`how` words what a Misread suggests; only a mistake needs it."""
    if not question.is_yes_no and not question.is_multiple:
        labels = {normal(option.label): option.id for option in question.options}
        if word in labels:
            return Choice(labels[word])
        if isinstance(question, Fact) and (named := typed.named(question.options, word)):
            return Choice(named.id)
    marked = mark(word)
    if marked is Mark.UNKNOWN:
        return marked
    if marked is Mark.INAPPLICABLE:
        if ground(question):
            return marked
        raise Misread("这道题不能答不适用", how(question))
    if (is_yes_no := question.is_yes_no) or _amount(question):
        typed.refuse_unclear(ground(question), word, MARK[Mark.NO] if is_yes_no else "从未")
    if is_yes_no and marked is None and says_none(word, happened=picks.is_bad(question)):
        marked = Mark.NO
    if is_yes_no and marked is not None:
        return marked
    amount = _amount(question)
    if amount and says_none(word):
        raise Misread(f"{excerpt(text)}没有说是从来没有，还是没有定下来", how(question))
    value = amount[0](word) if amount else None
    if value is None and amount and amounts.is_a_bound(word):
        raise _says_not_how_long(text)
    if value is None:
        raise Misread(f"没有看懂{excerpt(text)}" if word else "没有写答案", how(question))
    return value


def _recorded(question: Question | Fact) -> str:
    """How to write the answer in a file."""
    if _amount(question) is not None:
        return hint(question)
    options = picks.options(question)
    if question.is_multiple and options:
        return f"每项写明，例如：{{ {options[0].id}: 不清楚 }}；也可以写 全选、全不选、不清楚"
    words = [MARK[Mark.YES], MARK[Mark.NO]] if question.is_yes_no else _ids(question.options)
    if ground(question):
        words.append(MARK[Mark.INAPPLICABLE])
    return f"写其中之一：{'、'.join([*words, MARK[Mark.UNKNOWN]])}"


def _whole(question: Question | Fact, word: str) -> Mark | None:
    """不清楚 or 不适用 of a whole multi-select. Raises Misread."""
    marked = mark(word)
    if marked is Mark.INAPPLICABLE and not ground(question):
        raise Misread("这道题整体不能答不适用", hint(question))
    return marked if marked in (Mark.UNKNOWN, Mark.INAPPLICABLE) else None


def _amount(question: Question | Fact) -> tuple[Callable[[str], Value | None], str] | None:
    return _AMOUNTS.get(type(question.expect)) if isinstance(question, Question) else None


def ground(question: Question | Fact) -> str | None:
    """The ground on which a question as a whole may be answered 不适用."""
    return question.inapplicable_if if isinstance(question, Question) else None


def _known(id: str, options: tuple[Option, ...]) -> str:
    for option in options:
        if id in (option.id, option.label):
            return option.id
    from difflib import get_close_matches  # noqa: PLC0415  only a mistake needs it

    near = get_close_matches(id, _ids(options), n=1)
    mend = f"是不是 {near[0]}？" if near else ""
    raise Misread(f"没有{excerpt(id)}这个选项", f"{mend}可以写的有 {_listed(options)}")


def _mark(data: Plain) -> Mark:
    recorded = mark(data) or mark(normal(data)) if isinstance(data, str) else None
    if recorded is None:
        what = excerpt(data) if isinstance(data, str) else "这一项"
        raise Misread(f"没有看懂{what}", "每一项写 是、否、不清楚 或者 不适用")
    return recorded


def _ids(options: tuple[Option, ...]) -> list[str]:
    return [option.id for option in options]


def _listed(options: tuple[Option, ...]) -> str:
    return "、".join(_ids(options))
