"""Comparison -> JSON for other programs. Codes in English; users' words only in names and ask.

The shape is public API, version 1: docs/schema/compare.schema.json. Points, changes of questions
and of facts stand there as their types have them.
"""

from __future__ import annotations

from msgspec import to_builtins

from checklist import __version__
from checklist.comparing.compare import fact_changes
from checklist.comparing.model import Comparison, Difference, Effect
from checklist.comparing.result import Result
from checklist.law.as_data import Data
from checklist.report.forms.json import written

FORMAT = 1


def render(comparison: Comparison, *, ascii: bool) -> str:
    """One JSON document, without a final line break."""
    return written(as_data(comparison), ascii=ascii)


def as_data(comparison: Comparison) -> Data:
    """The document as plain data, in the order in which it is written."""
    return {
        "format": FORMAT,
        "program": f"livestream-checklist {__version__}",
        "old": _result(comparison.old),
        "new": _result(comparison.new),
        "same_respondent": comparison.same_respondent,
        "same_rules": comparison.same_rules,
        "fell_back": comparison.fell_back,
        "rooms": {
            "added": comparison.rooms_added,
            "removed": comparison.rooms_removed,
            "renamed": comparison.rooms_renamed,
        },
        "questions": {
            "reworded": ["/".join(key) for key in comparison.reworded],
            "added": ["/".join(key) for key in comparison.added],
            "removed": ["/".join(key) for key in comparison.removed],
        },
        "facts": to_builtins(list(fact_changes(comparison))),
        "totals": {
            **{effect.value: len(comparison.with_effect(effect)) for effect in Effect},
            "unchanged": comparison.unchanged,
        },
        "differences": [_difference(each) for each in comparison.differences],
    }


def _result(result: Result) -> Data:
    parts = ("as_of", "rulebooks", "respondent", "rooms", "altered")
    return {name: to_builtins(getattr(result, name)) for name in parts}


def _difference(difference: Difference) -> Data:
    finding, old, new = difference.finding, difference.old, difference.new
    return {
        "obligation": finding.obligation,
        "title": finding.title,
        "article": finding.article,
        "paragraph": finding.paragraph,
        "item": finding.item,
        "subject": finding.subject,
        "effect": difference.effect.value,
        "causes": [cause.value for cause in difference.causes],
        "old_status": old and old.status.value,
        "new_status": new and new.status.value,
        "questions": to_builtins(difference.questions),
    }
