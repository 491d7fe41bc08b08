"""This module finds places in the questionnaire that are named, and the part to go through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.assessment.questionnaire import (
    AskDetail,
    AskFact,
    AskQuestion,
    AskRooms,
    Detail,
    Step,
    answer_to,
    is_answered,
)
from checklist.assessment.questionnaire import numbered as numbered  # noqa: PLC0414  exported on
from checklist.assessment.record import Response, alike
from checklist.assessment.typed import Misread, excerpt, normal, solid
from checklist.errors import WrongUsage
from checklist.evaluation.states import AnswerState, states, to_do
from checklist.law import wording
from checklist.law.at_once import facts_at_once
from checklist.law.model import Chapter, Obligation, Regulation, Rulebook

ABOUT = "填报单位"
FACTS = "主体情况"
_HEADS: dict[str, type] = {"直播间": AskRooms, "主体": AskFact, FACTS: AskFact, ABOUT: AskDetail}
_DETAILS = {
    "全称": Detail.NAME, "填报人": Detail.PREPARED_BY, "统一社会信用代码": Detail.CREDIT_CODE,
    "信用代码": Detail.CREDIT_CODE, "住所": Detail.ADDRESS, "期间": Detail.PERIOD,
    "自查期间": Detail.PERIOD,
}  # fmt: skip
ONLY = {
    AnswerState.GAP: ("gaps", "缺口", "gap", "不符合"),
    AnswerState.OPEN: ("open", "未答", "没有回答", "还没答"),
    AnswerState.UNKNOWN: ("unknown", "不清楚"),
    AnswerState.UNPROVEN: ("unproven", "待查实"),
    AnswerState.RECHECK: ("recheck", "待复核"),
}
FINED = ("可罚", "违反即可处罚款的", "罚款", "fined")
_FACT = re.compile("主体(?:情况)?(?:第)?([0-9]{1,3})(?:题)?")
_DETAIL = re.compile("填报单位(?:第)?([0-9]{1,3})(?:题)?")
_QUESTION = re.compile("(?:第)?([0-9]{1,4})(?:题)?")
_CHAPTER = re.compile("第?(.{1,4})章")
_ARTICLE = re.compile("第?(.{1,6})条")


def section_of(rulebook: Rulebook, step: Step) -> str:
    """Return the title of the section a step belongs to."""
    match step:
        case AskDetail():
            return ABOUT
        case AskFact() | AskRooms():
            return FACTS
        case AskQuestion(role=role):
            return wording.role(rulebook, role)


def find(rulebook: Rulebook, steps: Sequence[Step], text: str, near: Step | None = None) -> Step:
    """Find the first step named: 12, 主体3, 第37条, words of a role or a title. Raises Misread.

    A number alone is one of those among which `near` stands: 2 is 主体2 at a fact.
    """
    word = solid(text)
    questions = [step for step in steps if isinstance(step, AskQuestion)]
    facts = [step for step in steps if isinstance(step, AskFact)]
    mend = "写题号（例如 第12题）、主体3、第37条、第三章，或者身份、义务名称里的几个字"
    details = [step for step in steps if isinstance(step, AskDetail)]
    if word.isascii() and word.isdecimal():
        head = FACTS if isinstance(near, AskFact) else ABOUT if isinstance(near, AskDetail) else ""
        word = head + word
    kinds: tuple[tuple[str, re.Pattern[str], Sequence[Step]], ...] = (
        ("", _QUESTION, questions), (f"{FACTS}的", _FACT, facts), (f"{ABOUT}的", _DETAIL, details),
    )  # fmt: skip
    for of, pattern, numbered_steps in kinds:
        if match := pattern.fullmatch(word):
            last = len(numbered_steps)
            if 1 <= int(match[1]) <= last:
                return numbered_steps[int(match[1]) - 1]
            raise Misread(f"{of}题号是 1 到 {last}" if last else "现在还没有题目", mend)
    named: list[Step] = [step for step in steps if type(step) is _HEADS.get(word)]
    named += [
        step for step in steps if isinstance(step, AskDetail) and step.detail is _DETAILS.get(word)
    ]
    named += [step for step in questions if word and word in solid(section_of(rulebook, step))]
    named += [step for step in questions if word and is_named(rulebook, step.obligation, text)]
    if word and not named:
        named += [step for step in questions if is_shared(rulebook, step, text)]
    if named:
        return named[0]
    raise Misread(f"没有找到{excerpt(text)}", mend)


def is_section(title: str, text: str) -> bool:
    """Whether `text` names the section of that title: 主体情况, words of the role."""
    word = solid(text)
    return bool(word) and word in solid(title)


def is_shared(rulebook: Rulebook, step: AskQuestion, text: str) -> bool:
    """Whether `text` names an entry that asks the question, or shares its answer."""
    return any(is_named(rulebook, entry, text) for entry in _sharing(rulebook, step))


def _is_chapter(regulation: Regulation, chapter: Chapter, word: str) -> bool:
    """Whether a word names the chapter: 第三章 of its regulation, 3章, the title."""
    number = _number(_CHAPTER, word)
    if number is not None:
        return regulation.chapters.index(chapter) + 1 == number
    return bool(word) and word == solid(chapter.title)


def chapters_named(rulebook: Rulebook, text: str) -> str:
    """List the chapters that 第三章 may be where several regulations have one; "" for one."""
    number = _number(_CHAPTER, solid(text))
    used = [rulebook.chapter_of(entry.source) for entry in rulebook.obligations]
    named = [
        f"{regulation.called}{solid(text)}"
        for regulation in rulebook.regulations
        if number and any(chapter in used for chapter in regulation.chapters[number - 1 : number])
    ]
    return "、".join(named) if len(named) > 1 else ""


def is_named(rulebook: Rulebook, obligation: Obligation, text: str) -> bool:
    """Whether `text` names the entry's chapter, article or id, or stands in its title; behind the
    name of a regulation (多渠道规定第六条) only in that one. An article without is of the first."""
    word = solid(text)
    chapter = rulebook.chapter_of(obligation.source)
    regulation = rulebook.regulation_of(obligation.source)
    for other in rulebook.regulations:
        if word.startswith(name := solid(other.called)):
            if other is not regulation:
                return False
            word = word.removeprefix(name)
    if chapter is not None and _is_chapter(regulation, chapter, word):
        return True
    number = _number(_ARTICLE, word)
    if number is not None:
        is_meant = word != solid(text) or regulation is rulebook.regulations[0]
        return is_meant and obligation.source.article == number
    titles = (obligation.title, chapter.title if chapter else "")
    return word == normal(obligation.id) or any(word in solid(title) for title in titles)


def _sharing(rulebook: Rulebook, step: AskQuestion) -> tuple[Obligation, ...]:
    """Return the entry under which a question is asked, and those that share its answer."""
    others = (
        entry
        for entry in rulebook.obligations
        if entry.id != step.obligation.id
        and step.key in (entry.key(question) for question in entry.questions)
    )
    return (step.obligation, *others)


def _number(pattern: re.Pattern[str], word: str) -> int | None:
    """Read the number, 3 or 三, where the pattern fits; None for anything else."""
    match = pattern.fullmatch(word)
    text = match.group(1) if match else ""
    if text.isascii() and text.isdecimal():
        return int(text)
    try:
        return wording.number(text)
    except ValueError:
        return None


class Likeness(Struct, frozen=True):
    """What is recorded for a question that is answered like an earlier one, by its number."""

    number: int
    response: Response

    def meant(self, word: str) -> bool:
        """Whether a normalized word asks for it: =, 同上, 与第19题相同."""
        return word in ("=", "相同", "同上", f"与第{self.number}题相同", f"同第{self.number}题")


def likeness(
    rulebook: Rulebook, assessment: Assessment, steps: Sequence[Step], step: Step
) -> Likeness | None:
    """Find what is offered as the same as an earlier answer; nothing unless that one stands."""
    if not isinstance(step, AskQuestion):
        return None
    for other in steps:
        if isinstance(other, AskQuestion) and other.key == step.question.often_like:
            answer = answer_to(assessment, other)
            stands = is_answered(other, rulebook, assessment)
            response = alike(step, other, answer) if answer and stands else None
            return Likeness(numbered(steps)[other.id], response) if response else None
    return None


# --- the part that is gone through ---------------------------------------------------------------


class Scope(Struct, frozen=True, kw_only=True):
    """What --only, --section and --role ask for; without them whatever is not answered."""

    only: AnswerState | None = None
    part: frozenset[str] | None = None
    """The ids of the steps of a quick path: what decides whether a fine is possible at once."""
    section: str | None = None
    role: str | None = None
    """This is a duty holder's id."""

    def __bool__(self) -> bool:
        return any((self.only, self.part, self.section, self.role))

    def options(self) -> Iterator[str]:
        """List the words of the options that ask for this again."""
        if self.only is not None:
            yield from ("--only", ONLY[self.only][0])
        if self.part is not None:
            yield from ("--only", FINED[0])
        if self.section is not None:
            yield from ("--section", self.section)
        if self.role is not None:
            yield from ("--role", self.role)

    def holds(self, step: Step, rulebook: Rulebook) -> bool:
        """Whether the step is of the part, whatever was answered to it."""
        if isinstance(step, AskQuestion):
            holders = {bound.holder for bound in step.binding.bound_as}
            if self.role is not None and self.role not in holders:
                return False
            if self.section is not None and not is_shared(rulebook, step, self.section):
                return False
        return self.part is None or step.id in self.part

    def wants(self, step: Step, rulebook: Rulebook, assessment: Assessment, today: date) -> bool:
        """Whether the step is gone through as it stands now."""
        if not self.holds(step, rulebook):
            return False
        in_states = to_do(states(step, rulebook, assessment, today))
        if self.only is None:
            return bool({AnswerState.OPEN, AnswerState.RECHECK} & in_states)
        looked_at = {self.only, AnswerState.IF_BOUND if self.only is AnswerState.GAP else self.only}
        return bool(looked_at & in_states) and isinstance(step, AskFact | AskQuestion)


def scope(rulebook: Rulebook, *, only: str | None, section: str | None, role: str | None) -> Scope:
    """Read the options. Raises WrongUsage with the choices there are."""
    quick = only is not None and normal(only) in FINED
    return Scope(
        only=None if only is None or quick else _only(only),
        part=quick_path(rulebook) if quick else None,
        section=None if section is None else _section(rulebook, section),
        role=None if role is None else _role(rulebook, role),
    )


def quick_path(rulebook: Rulebook) -> frozenset[str]:
    """List the ids of the steps that decide whether a fine is possible at once."""
    details = (AskDetail(detail=detail).id for detail in (Detail.NAME, Detail.PERIOD))
    facts = (AskFact(fact=rulebook.fact(id)).id for id in facts_at_once(rulebook))
    answers = (f"answers/{key}" for key in rulebook.questions_at_once)
    return frozenset((*details, AskRooms().id, *facts, *answers))


def _only(text: str) -> AnswerState:
    for state, words in ONLY.items():
        if normal(text) in words:
            return state
    choices = "、".join(f"{words[0]}（{words[1]}）" for words in (*ONLY.values(), FINED))
    raise WrongUsage.because(f"--only 没有“{text}”", f"写其中之一：{choices}")


def _section(rulebook: Rulebook, text: str) -> str:
    entries = rulebook.obligations
    if several := chapters_named(rulebook, text):
        what = f"--section 的“{text}”不止一部规定有"
        raise WrongUsage.because(what, f"写明是哪一部：{several}")
    if text.strip() and any(is_named(rulebook, entry, text) for entry in entries):
        return text
    used = {rulebook.chapter_of(entry.source) for entry in entries}
    chapters = "、".join(chapter.title for chapter in rulebook.chapters if chapter in used)
    mend = f"写章（{chapters}）、条（第37条）或者义务编号（见 checklist rules list）"
    raise WrongUsage.because(f"--section 没有“{text}”这一部分", mend)


def _role(rulebook: Rulebook, text: str) -> str:
    word, holders = normal(text), rulebook.duty_holders
    fitting = [holder for holder in holders if word in (holder.id, normal(holder.name))]
    fitting = fitting or [holder for holder in holders if word and word in normal(holder.name)]
    if len(fitting) == 1:
        return fitting[0].id
    what = "不止一个" if fitting else "没有"
    choices = "、".join(f"{holder.name}（{holder.id}）" for holder in fitting or holders)
    raise WrongUsage.because(f"--role {what}“{text}”", f"写其中之一：{choices}")
