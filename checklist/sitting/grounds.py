"""This module asks on which of several grounds 不适用 is said, where the days do not decide it, and
tells what is not due yet, and which fact is wrong where it cannot be said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from checklist.assessment.model import Assessment, Mark, Picks, Value
from checklist.assessment.objections import Span, ends, first_due, is_early, not_due
from checklist.assessment.questionnaire import AskFact, AskQuestion
from checklist.assessment.reasons import grounds, one_of
from checklist.assessment.recheck import standing_facts
from checklist.assessment.typed import Misread, excerpt, normal
from checklist.law.applicability import Applies, binding
from checklist.law.ended import of_what
from checklist.law.expectations import ExpectJanuaryAndJuly
from checklist.law.model import Ended, Fact, Question, Rulebook
from checklist.law.wording import day
from checklist.sitting.console import Console
from checklist.sitting.shown import screen

_CORRECT = re.compile("(?:更正|整改)([0-9]?)")
_HOW_CORRECT = "改这一题，直接写新的答案，接着就问是更正还是整改；改它所依的主体情况，写 更正1 这样"
_NOT_DUE = re.compile("(?:本期|尚|还)?(?:未|没有?)到期")
_ENTER = "直接回车，记为“本期未到期”"
_HOW = "写序号，几种都是的都写，用空格隔开；不细分，直接回车"
_WHICH = "  是哪一种？（序号；不细分，直接回车）："


def early_lines(asked: Question | Fact, span: Span | None) -> Iterator[str]:
    """Say that nothing can be overdue yet, and what is typed then; nothing where something can."""
    due = None if isinstance(asked, Fact) else first_due(asked, span)
    if span is None or due is None or isinstance(asked, Fact):
        return
    what = of_what(asked)
    if what is Ended.YEAR:
        how = f"{due.year}年还没有做的，{_ENTER}；已经做了的，照{due.year}年的情况答"
    elif what and ends(what, span):
        how = f"还没有报送的，{_ENTER}；已经报送的，照实答"
    else:
        how = _ENTER
    yield f"  {not_due(asked, span)}：{how}"


def late_lines(asked: Question | Fact, span: Span | None) -> Iterator[str]:
    """Say of what has fallen due behind the self-audit period that it is asked about all the
    same."""
    what = None if isinstance(asked, Fact) else of_what(asked)
    days = [each for each in ends(what, span) if each <= span.today] if what and span else []
    if span and days and days[-1] > span.period.last:
        late = f"{day(days[-1])}已经到期，自查期间只到{day(span.period.last)}"
        yield f"  {late}：照到{day(days[-1])}为止的情况答"


def by_enter(asked: Question | Fact, span: Span | None) -> Value | None:
    """Return what an empty line says where nothing can be overdue yet; None where something can."""
    if isinstance(asked, Fact) or first_due(asked, span) is None:
        return None
    if isinstance(asked.expect, ExpectJanuaryAndJuly):
        return Picks(dict.fromkeys((option.id for option in asked.options), Mark.INAPPLICABLE))
    return Mark.INAPPLICABLE


def typed(asked: Question | Fact, word: str, span: Span | None) -> Value | None:
    """Return what 本期未到期 says; None for another word. Raises Misread where something is due."""
    if not _NOT_DUE.fullmatch(word) or isinstance(asked, Fact) or of_what(asked) is None:
        return None
    if (early := by_enter(asked, span)) is None:
        raise Misread("已经有到期的了", "照实回答")
    return early


def _recorded_early(asked: Question, value: Value, span: Span | None) -> str:
    """Say of what decides nothing yet when it will be asked again; empty of all else."""
    due, what = first_due(asked, span), of_what(asked)
    if span is None or due is None or what is None:
        return ""
    if value == by_enter(asked, span) or value is Mark.INAPPLICABLE:
        again = "到时候再问一次" if ends(what, span) else "在下一次自查里问"
        return f"  记为“本期未到期”：{day(due)}到期，{again}"
    note = f"  记下了；到{day(due)}还可能变，报告里先列为“本期未到期”，到时候再问一次"
    return note if is_early(asked, value) else ""


def reason(console: Console, asked: Question | Fact, value: Value, span: Span | None) -> str | None:
    """Return the grounds of an answer; None where nothing in it is 不适用. Raises KeyTyped."""
    if isinstance(asked, Fact):
        return None
    if early := _recorded_early(asked, value, span):
        console.show([early])
    reasons: dict[tuple[str, ...], str] = {}
    for label, named in grounds(asked, value, span):
        if named and named not in reasons:
            reasons[named] = named[0] if len(named) == 1 else _asked(console, label, named)
    return "；".join(dict.fromkeys(reasons.values())) or None


def _asked(console: Console, label: str, named: tuple[str, ...]) -> str:
    what = f"“{label}”不适用" if label else "不适用"
    listed = [f"  {at}  {ground}" for at, ground in enumerate(named, 1)]
    console.show([f"  {what}：", *listed])

    def read(text: str) -> str:
        numbers = [int(each) for each in re.findall("[0-9]{1,3}", normal(text))]
        if not text.strip():
            return one_of("，或者".join(named))
        if not numbers or not all(1 <= each <= len(named) for each in numbers):
            raise Misread(f"没有看懂{excerpt(text)}", _HOW)
        return "；".join(named[each - 1] for each in dict.fromkeys(numbers))

    return console.until(read, [*listed, _HOW], _WHICH)


def binding_facts(rulebook: Rulebook, assessment: Assessment, step: AskQuestion) -> Iterator[str]:
    """Name the facts by which a question applies, where it cannot be answered with 不适用; of the
    first room that it applies to, where they are others there."""
    facts = step.binding.facts if step.binding.applies is Applies.YES else ()
    if facts:
        yield "  这一条适用，因为主体情况里："
        counted = standing_facts(rulebook, assessment)
        bound = (
            room
            for room in step.rooms
            if binding(rulebook, step.obligation, counted[room.id]) == step.binding
        )
        room = next(bound, None)
        own = counted[room.id if room else None]
        for number, id in enumerate(facts, 1):
            of = room if own.get(id) != counted[None].get(id) else None
            yield f"  {number}  {screen.fact_and_answer(rulebook, assessment, id, of)}"
        yield "  其中有答错的，输入 更正1 这样回到那一题"


class Correct(Struct, frozen=True):
    """The reply that a fact on which the question hangs is wrong."""

    fact: str


def correction(step: AskFact | AskQuestion, word: str) -> Correct | None:
    """Return the fact that 更正2 points at, of those on which the question hangs. Raises Misread
    where none is named: whoever writes no number may mean the question."""
    match = _CORRECT.fullmatch(word)
    if match is None or isinstance(step, AskFact):
        return None
    at = int(match.group(1) or 0) - 1
    if not (word.startswith("更正") and 0 <= at < len(step.binding.facts)):
        raise Misread(f"{excerpt(word)}没有说改成什么", _HOW_CORRECT)
    return Correct(step.binding.facts[at])
