"""This module finds places in the questionnaire, by section, number, article or title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checklist.assessment.questionnaire import AskDetail, AskFact, AskQuestion, AskRooms, Step
from checklist.assessment.typed import Misread, normal, quoted
from checklist.law import wording
from checklist.law.model import Obligation, Rulebook

ABOUT = "填报单位"
FACTS = "主体情况"
_HEADS: dict[str, type] = {"直播间": AskRooms, "主体": AskFact, FACTS: AskFact, ABOUT: AskDetail}
_FACT = re.compile("主体(?:情况)?(?:第)?([0-9]{1,3})(?:题)?")
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
        case AskQuestion(obligation=obligation):
            chapter = rulebook.chapter_of(obligation.source.article)
            return chapter.title if chapter else rulebook.title


def sections(rulebook: Rulebook, steps: Sequence[Step]) -> dict[str, list[Step]]:
    """Group the steps by the title of their section, in the order of asking."""
    groups: dict[str, list[Step]] = {}
    for step in steps:
        groups.setdefault(section_of(rulebook, step), []).append(step)
    return groups


def numbered(steps: Sequence[Step]) -> dict[str, int]:
    """Number each step among those of its kind, from 1, by id."""
    counts: dict[type, int] = {}
    numbers = {}
    for step in steps:
        numbers[step.id] = counts[type(step)] = counts.get(type(step), 0) + 1
    return numbers


def find(rulebook: Rulebook, steps: Sequence[Step], text: str) -> Step:
    """Find the first step named: 12, 主体3, 第三章, 第37条, words of a title. Raises Misread."""
    word = _word(text)
    questions = [step for step in steps if isinstance(step, AskQuestion)]
    facts = [step for step in steps if isinstance(step, AskFact)]
    mend = "写题号（例如 12）、主体3、第三章、第37条，或者义务名称里的几个字"
    for pattern, numbered_steps in ((_QUESTION, questions), (_FACT, facts)):
        match = pattern.fullmatch(word)
        if match:
            at, last = int(match.group(1)), len(numbered_steps)
            if 1 <= at <= last:
                return numbered_steps[at - 1]
            raise Misread(f"题号是 1 到 {last}" if last else "现在还没有题目", mend)
    named: list[Step] = [step for step in steps if type(step) is _HEADS.get(word)]
    named += [step for step in questions if word and is_named(rulebook, step.obligation, text)]
    if named:
        return named[0]
    raise Misread(f"没有找到{quoted(text)}", mend)


def is_chapter(rulebook: Rulebook, title: str, text: str) -> bool:
    """Whether `text` names the section of that title: 第三章, 3章, 主体情况, the title."""
    word = _word(text)
    if not word:
        return False
    number = _number(_CHAPTER, word)
    if number is not None:
        titles = [chapter.title for chapter in rulebook.chapters]
        return title in titles and titles.index(title) + 1 == number
    return word == _word(title) or (title == FACTS and word == "主体")


def is_named(rulebook: Rulebook, obligation: Obligation, text: str) -> bool:
    """Whether `text` names the entry's chapter, its article, its id, or stands in its title."""
    word = _word(text)
    chapter = rulebook.chapter_of(obligation.source.article)
    if chapter is not None and is_chapter(rulebook, chapter.title, text):
        return True
    number = _number(_ARTICLE, word)
    if number is not None:
        return obligation.source.article == number
    titles = (obligation.title, chapter.title if chapter else "")
    return word == normal(obligation.id) or any(word in _word(title) for title in titles)


def _word(text: str) -> str:
    return normal(text).replace(" ", "")


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
