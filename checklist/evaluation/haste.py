"""Answers that came faster than their questions can be read, and answers that are all alike.

Neither makes an answer wrong, and no finding changes. Both say that a clean result proves little.
The thresholds lean to the side of whoever answers:

- Chinese is read silently at about 390 characters a minute. An answer counts as given in haste when
  it took less than half the time that its question takes to be read so, with nothing left to think:
  reading twice as fast as most people is no haste.
- A section is hurried when that is so of more than half of the answers in it that are 符合 with no
  evidence, of eight at least. One break says nothing against it, nor does a gap beside them:
  whoever admits one has not read the others. Sections with fewer are taken together.
- Many answers of one second came in together, from a form or another program: nobody knows how
  long they took.
- The first option throughout is remarkable only of twenty answers, and where it was also chosen at
  two questions that ask for what must not be: an honest 是 to all duties is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise

from msgspec import Struct

from checklist.assessment.model import Answer, Choice, Mark, Picks, Value, moment
from checklist.evaluation.model import Findings, Judged, Outcome
from checklist.law.expectations import ExpectNo, ExpectNone
from checklist.law.model import Question
from checklist.text import name_key

CHARACTERS_A_SECOND = 6.5
"""Chinese is read silently at about 390 characters a minute (Brysbaert 2019, 260 words)."""
WHOLE = "各章"
_SHARE = 0.5
_FEWEST = 8
_TOGETHER = 5
_FEWEST_FIRST = 20
_FEWEST_ADMITTING = 2


class Hurried(Struct, frozen=True, kw_only=True):
    """A section that was answered in haste: how many answers with a time of a sitting, the seconds
    that the median one took, and those that it takes to read one of the questions on average."""

    section: str
    answers: int
    seconds: float
    reading: float


class Haste(Struct, frozen=True, kw_only=True):
    """The sections answered in haste. `first_options` counts the answers where all of them are the
    first option, and `admitting` those among them that say that something forbidden was done; 0
    where it is not so."""

    hurried: tuple[Hurried, ...] = ()
    first_options: int = 0
    admitting: int = 0

    def __bool__(self) -> bool:
        return bool(self.hurried or self.first_options)


def haste(findings: Findings) -> Haste:
    """What speaks against the care with which the duties that bind were answered."""
    titles, sections = findings.rulebook.sections, dict[str, dict[str, list[Judged]]]()
    for finding in findings.findings:
        if not finding.judged or finding.obligation.is_encouragement:
            continue
        for judged in finding.judged:
            if judged.value is not None and not judged.not_yet:
                section = sections.setdefault(titles[judged.key], {})
                section.setdefault(judged.key, []).append(judged)
    answers = findings.assessment.answers
    clean = {title: _clean(section, answers) for title, section in sections.items()}
    is_enough = sum(map(len, clean.values())) >= _FEWEST
    took = _seconds(findings.assessment.facts, answers) if is_enough else {}
    few = [title for title, section in clean.items() if len(section) < _FEWEST]
    rest = {key: asked for title in few for key, asked in clean.pop(title).items()}
    if len(rest) >= _FEWEST:
        # Only those whose answers are counted: of one without a time of a sitting nothing is said.
        names = [title for title in few if sections[title].keys() & rest.keys() & took.keys()]
        clean["、".join(names) if clean else WHOLE] = rest
    hurried = (_hurried(title, section, took) for title, section in clean.items())
    first, admitting = _first_options(asked for of in sections.values() for asked in of.values())
    return Haste(hurried=tuple(filter(None, hurried)), first_options=first, admitting=admitting)


def reading(*texts: str) -> float:
    """The seconds that it takes to read texts."""
    return sum(map(len, texts)) / CHARACTERS_A_SECOND


def _clean(
    section: Mapping[str, list[Judged]], answers: Mapping[str, Answer]
) -> dict[str, list[Judged]]:
    """What was answered as the regulation demands, in all rooms, without evidence."""
    passing = (Outcome.PASS, Outcome.INAPPLICABLE)
    return {
        key: of_one
        for key, of_one in section.items()
        if not answers[key].evidence and all(judged.outcome in passing for judged in of_one)
    }


def _hurried(
    title: str, answered: Mapping[str, list[Judged]], took: Mapping[str, float]
) -> Hurried | None:
    read = {
        key: asked[0].question.length / CHARACTERS_A_SECOND
        for key, asked in answered.items()
        if key in took
    }
    if len(read) < _FEWEST or _median(took[key] / read[key] for key in read) >= _SHARE:
        return None
    from statistics import mean  # noqa: PLC0415  slow to import, and haste is rare

    return Hurried(
        section=title,
        answers=len(read),
        seconds=_median(took[key] for key in read),
        reading=mean(read.values()),
    )


def _median(numbers: Iterable[float]) -> float:
    ordered = sorted(numbers)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def _seconds(*sections: Mapping[str, Answer]) -> dict[str, float]:
    """How long each answer took its author, by key, as far as that is known."""
    keys = cache(name_key)
    by_author: dict[str, dict[float, list[str]]] = {}
    for section in sections:
        for key, answer in section.items():
            if at := moment(answer.at):
                of_author = by_author.setdefault(keys(answer.by or ""), {})
                of_author.setdefault(at.timestamp(), []).append(key)
    # Exact to the microsecond, as the moments are: floats of so many seconds are hardly finer.
    return {
        key: round(late - early, 6) / len(together)
        for of in by_author.values()
        for early, late in pairwise(sorted(of))
        if len(together := of[late]) <= _TOGETHER
        for key in together
    }


def _first_options(answered: Iterator[list[Judged]]) -> tuple[int, int]:
    """How many answers chose an option, and how many of them what must not be, where all chose the
    first."""
    total = admitting = 0
    for of_one in answered:
        firsts = {_is_first(each.question, each.value) for each in of_one}
        if False in firsts:
            return 0, 0
        if True in firsts:
            total += 1
            admitting += isinstance(of_one[0].question.expect, ExpectNo | ExpectNone)
    remarkable = total >= _FEWEST_FIRST and admitting >= _FEWEST_ADMITTING
    return (total, admitting) if remarkable else (0, 0)


def _is_first(question: Question, value: Value | None) -> bool | None:
    """Whether the first option was chosen, or every one; None where no option can be."""
    match value:
        case Mark():
            return value is Mark.YES
        case Choice(option=option):
            return bool(question.options) and option == question.options[0].id
        case Picks(marks=marks):
            first, *others = (marks.get(option.id) for option in question.options)
            return first is Mark.YES and len(set(others)) < 2
        case _:
            return None
