"""What an answers file says that no sitting would have taken: keys mistyped by hand, a code that is
none, a period that is not over. The file can be read all the same; it is told to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from checklist.assessment.model import Answer, Assessment
from checklist.assessment.typed import excerpt
from checklist.law.model import Fact, Question, Rulebook
from checklist.text import inert, without_asides
from checklist.yaml.reading import suggestion

_CODE = re.compile("[0-9A-Z]{18}")
"""Examples and old files hold codes with letters that GB 32100 leaves out; those stay."""


class Stray(Struct, frozen=True, kw_only=True):
    """A key of a `section` that no question has, near that of one that is not answered."""

    section: str
    key: str
    meant: str
    asked: str

    def __str__(self) -> str:
        what = f"{excerpt(self.key)}不是这一版规则册里的题，没有算进结论"
        return f"{what}；多半是 {self.meant}（{self.asked}），那一题没有答案。改成 {self.meant}"


def strays(rulebook: Rulebook, assessment: Assessment) -> Iterator[Stray]:
    """Find the keys that were probably mistyped.

    What was recorded with a fingerprint that no question has now was given to another edition: it
    lies dormant, and nothing is wrong with it.
    """
    facts = {fact.id: fact for fact in rulebook.facts}
    yield from _strays("facts", assessment.facts, facts)
    yield from _strays("answers", assessment.answers, rulebook.questions())


def _strays(
    section: str, answers: Mapping[str, Answer], asked: Mapping[str, Question | Fact]
) -> Iterator[Stray]:
    unknown = [key for key in answers if key not in asked]
    if not unknown:
        return
    prints = {
        fingerprint for of in asked.values() for fingerprint in (of.fingerprint, *of.formerly)
    }
    unanswered = [key for key in asked if key not in answers]
    for key in unknown:
        if answers[key].asked_as not in (None, *prints):
            continue
        of_entry = [
            candidate
            for candidate in unanswered
            if candidate.partition("/")[0] == key.partition("/")[0]
        ]
        if meant := suggestion(key, of_entry) or suggestion(key, unanswered):
            ask = without_asides(asked[meant].ask)
            yield Stray(section=section, key=inert(key), meant=meant, asked=ask)


def of_the_head(assessment: Assessment, day: date) -> Iterator[str]:
    """Say what stands above the answers and would have been refused when it was typed."""
    code = assessment.respondent.credit_code
    if code and not _CODE.fullmatch(code):
        yield f"统一社会信用代码写的是{excerpt(code)}，不是 18 位数字和大写字母：照营业执照改"
    period = assessment.period
    if period and period.last > day:
        what = f"自查期间到 {period.last}，{day} 还没有到：没有发生的事答不了"
        yield f"{what}，截止日改成最晚 {day}，或者到期以后再答"


def unsound(rulebook: Rulebook, assessment: Assessment, day: date) -> Iterator[str]:
    """Say all of it, each once."""
    yield from map(str, strays(rulebook, assessment))
    yield from of_the_head(assessment, day)
