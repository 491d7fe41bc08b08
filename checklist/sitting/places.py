"""Where one is in the questionnaire, and where someone wants to go: sections and numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from checklist.assessment.questionnaire import AskDetail, AskFact, AskQuestion, AskRooms, Step
from checklist.assessment.typed import Misread, normal, quoted
from checklist.law import wording
from checklist.law.model import Obligation, Rulebook

ABOUT = "填报单位"
FACTS = "主体情况"
ROOMS = "直播间"
_FACT = re.compile("主体(?:情况)?(?:第)?([0-9]{1,3})(?:题)?")
_QUESTION = re.compile("(?:第)?([0-9]{1,4})(?:题)?")
_CHAPTER = re.compile("第?(.{1,4})章")
_ARTICLE = re.compile("第?(.{1,6})条")


class Section(Struct, frozen=True, kw_only=True):
    """A part of the questionnaire. `first` and `last` number its steps among those of a kind."""

    title: str
    steps: tuple[Step, ...]
    first: int
    last: int


def section_of(rulebook: Rulebook, step: Step) -> str:
    """The title of the section a step belongs to."""
    match step:
        case AskDetail():
            return ABOUT
        case AskFact() | AskRooms():
            return FACTS
        case AskQuestion(obligation=obligation):
            chapter = rulebook.chapter_of(obligation.source.article)
            return chapter.title if chapter else rulebook.title


def sections(rulebook: Rulebook, steps: Sequence[Step]) -> tuple[Section, ...]:
    """The sections in the order of asking, each step in one of them."""
    groups: dict[str, list[Step]] = {}
    for step in steps:
        groups.setdefault(section_of(rulebook, step), []).append(step)
    numbers = numbered(steps)
    return tuple(
        Section(
            title=title,
            steps=tuple(of),
            first=min(numbers.get(step.id, 1) for step in of),
            last=max(numbers.get(step.id, 1) for step in of),
        )
        for title, of in groups.items()
    )


def numbered(steps: Sequence[Step]) -> dict[str, int]:
    """The number of each step among those of its kind, from 1, by id."""
    counts: dict[type, int] = {}
    found = {}
    for step in steps:
        counts[type(step)] = counts.get(type(step), 0) + 1
        found[step.id] = counts[type(step)]
    return found


def find(rulebook: Rulebook, steps: Sequence[Step], text: str) -> Step:
    """The first step named: 12, 主体3, 第三章, 第37条, words of a title. Raises Misread."""
    word = normal(text).replace(" ", "")
    questions = [step for step in steps if isinstance(step, AskQuestion)]
    facts = [step for step in steps if isinstance(step, AskFact)]
    mend = "写题号（例如 12）、主体3、第三章、第37条，或者义务名称里的几个字"
    for pattern, of in ((_QUESTION, questions), (_FACT, facts)):
        found = pattern.fullmatch(word)
        if found:
            at = int(found.group(1))
            if 1 <= at <= len(of):
                return of[at - 1]
            raise Misread(f"题号是 1 到 {len(of)}" if of else "现在还没有题目", mend)
    heads: tuple[tuple[str, Callable[[Step], bool]], ...] = (
        (ROOMS, lambda step: isinstance(step, AskRooms)),
        ("主体", lambda step: isinstance(step, AskFact)),
        (FACTS, lambda step: isinstance(step, AskFact)),
        (ABOUT, lambda step: isinstance(step, AskDetail)),
    )
    for head, is_it in heads:
        if word == head:
            named = next((step for step in steps if is_it(step)), None)
            if named is not None:
                return named
    for step in questions if word else ():
        if is_named(rulebook, step.obligation, text):
            return step
    raise Misread(f"没有找到{quoted(text)}", mend)


def is_chapter(rulebook: Rulebook, title: str, text: str) -> bool:
    """Whether `text` names the section of that title: 第三章, 3章, 主体情况, the title."""
    word = normal(text).replace(" ", "")
    if not word:
        return False
    found = _CHAPTER.fullmatch(word)
    if found and _number(found.group(1)) is not None:
        titles = [chapter.title for chapter in rulebook.chapters]
        return title in titles and titles.index(title) + 1 == _number(found.group(1))
    return word == normal(title).replace(" ", "") or (title == FACTS and word == "主体")


def is_named(rulebook: Rulebook, obligation: Obligation, text: str) -> bool:
    """Whether `text` names the entry's chapter, its article, its id, or stands in its title."""
    word = normal(text).replace(" ", "")
    chapter = rulebook.chapter_of(obligation.source.article)
    if chapter is not None and is_chapter(rulebook, chapter.title, text):
        return True
    found = _ARTICLE.fullmatch(word)
    if found and _number(found.group(1)) is not None:
        return obligation.source.article == _number(found.group(1))
    titles = (obligation.title, chapter.title if chapter else "")
    return word == normal(obligation.id) or any(
        word in normal(title).replace(" ", "") for title in titles
    )


def _number(text: str) -> int | None:
    """3 or 三; None for anything else."""
    if text.isascii() and text.isdecimal():
        return int(text)
    try:
        return wording.number(text)
    except ValueError:
        return None
