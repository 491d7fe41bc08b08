"""How long something is kept where its own row does not say: by a rule of the store, or by a word.

Rules are those that OSS, COS and S3 export (生命周期): by prefix, in days after an object was made
or on a date. A word is 3年, 180天 or 长期, for records of one kind or of all.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

from msgspec import Struct

from checklist.assessment import amounts, typed
from checklist.assessment.model import Extreme
from checklist.assessment.typed import excerpt
from checklist.errors import UnreadableFile, WrongUsage
from checklist.files import read_text
from checklist.law.periods import Period, end_of
from checklist.law.record_kinds import KINDS, RecordKind
from checklist.records.model import FOREVER, Row
from checklist.records.values import day_before, moment
from checklist.text import inert

_ON = ("Enabled", "enabled", "Enable")
_HOW = "写 3年、180天、长期，或者 回放=180天；或者给出对象存储的生命周期规则（.xml）"


class Rule(Struct, frozen=True, kw_only=True):
    """What begins with `prefix` goes after `days`, or after a day."""

    prefix: str
    days: int | None = None
    last: date | None = None


class Keeping(Struct, frozen=True, kw_only=True):
    """What was declared of keeping: `words` by kind (None: of all), and the rules of the store."""

    words: dict[RecordKind | None, Period | Extreme] = {}
    rules: tuple[Rule, ...] = ()

    def until(self, kind: RecordKind, row: Row) -> date | None:
        """The last day on which a row is kept, None where nothing says so; the earliest counts."""
        days = []
        for rule in self.rules:
            if row.id and row.id.startswith(rule.prefix):
                if rule.last:
                    days.append(rule.last)
                elif rule.days is not None and row.made:
                    days.append(row.made.date() + timedelta(days=rule.days))
        word, begun = self.word(kind), row.made or row.end or row.start
        if word is not None and (begun or not isinstance(word, Period)):
            days.append(word_ends(word, begun.date() if begun else FOREVER))
        return min(days, default=None)

    def word(self, kind: RecordKind) -> Period | Extreme | None:
        """The word that holds for records of a kind."""
        return self.words.get(kind, self.words.get(None))


def word_ends(word: Period | Extreme, begun: date) -> date:
    """The last day of what is kept for as long as a word says, from a day on."""
    with contextlib.suppress(OverflowError):
        if isinstance(word, Period):
            return end_of(begun, word)
    return FOREVER


def declared(written: Sequence[str]) -> Keeping:
    """What was written after --keep: rules in files, and words.

    Raises WrongUsage for a word that says no period, and UnreadableFile for a bad file.
    """
    words: dict[RecordKind | None, Period | Extreme] = {}
    rules: list[Rule] = []
    for text in written:
        if text.lower().endswith(".xml"):
            rules += _rules(Path(text))
            continue
        named, _, duration = text.replace("＝", "=").rpartition("=")
        kind = KINDS.get(named.strip())
        period = amounts.retention(typed.normal(duration))
        if (named and kind is None) or period is None or period is Extreme.NEVER:
            raise WrongUsage.because(f"没有看懂 --keep 后面的{excerpt(text)}", _HOW)
        words[kind] = period
    return Keeping(words=words, rules=tuple(rules))


def _rules(path: Path) -> list[Rule]:
    mend = "从对象存储的控制台或者命令行导出生命周期规则（LifecycleConfiguration），存成 .xml"
    text = read_text(path)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnreadableFile.because("这个 XML 里有 DOCTYPE，没有读", mend, file=path)
    try:
        tree = ET.fromstring(text)  # noqa: S314  no entities: refused above
    except ET.ParseError as error:
        line, column = error.position
        what = f"第 {line} 行第 {column + 1} 列不是完整的 XML"
        raise UnreadableFile.because(what, mend, file=path) from None
    for element in tree.iter():
        element.tag = element.tag.rpartition("}")[2]
    if tree.tag != "LifecycleConfiguration":
        what = f"这不是生命周期规则：最外层是 {inert(tree.tag)[:40]}"
        raise UnreadableFile.because(what, mend, file=path)
    rules = (_rule(element) for element in tree.iter("Rule") if element.findtext("Status") in _ON)
    return [rule for rule in rules if rule is not None]


def _rule(rule: ET.Element) -> Rule | None:
    """A rule that deletes whole objects; None for one that moves them, or goes by tags."""
    if next(rule.iter("Tag"), None) is not None:
        return None
    prefix = next((each.text or "" for each in rule.iter("Prefix")), "")
    expiration = rule.find("Expiration")
    if expiration is None:
        return None
    days, day = expiration.findtext("Days"), expiration.findtext("Date")
    if days and days.strip().isdecimal():
        return Rule(prefix=prefix, days=int(days))
    at = moment(day.strip()) if day else None
    return Rule(prefix=prefix, last=day_before(at)) if at else None
