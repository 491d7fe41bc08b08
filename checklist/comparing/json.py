"""Comparison -> JSON for other programs. Codes in English; users' words only in names and ask."""

from __future__ import annotations

from checklist import __version__
from checklist.comparing.model import (
    Comparison,
    Difference,
    Effect,
    FactChange,
    Point,
    QuestionChange,
    Recorded,
    Result,
)
from checklist.law.as_data import Data
from checklist.report.forms.json import written

FORMAT = 1


def render(comparison: Comparison, *, ascii: bool) -> str:
    """One JSON document, without a final line break."""
    return written(as_data(comparison), ascii=ascii)


def as_data(comparison: Comparison) -> Data:
    """The document as plain data, in the order in which it is written."""
    old, new = comparison.old, comparison.new
    return {
        "format": FORMAT,
        "program": f"livestream-checklist {__version__}",
        "old": _result(old),
        "new": _result(new),
        "same_respondent": comparison.same_respondent,
        "same_rules": comparison.same_rules,
        "fell_back": comparison.fell_back,
        "rooms": {
            "added": [id for id in new.rooms if id not in old.rooms],
            "removed": [id for id in old.rooms if id not in new.rooms],
            "renamed": [
                id for id in new.rooms if old.rooms.get(id, new.rooms[id]) != new.rooms[id]
            ],
        },
        "questions": {
            "reworded": ["/".join(key) for key in comparison.reworded()],
            "added": ["/".join(key) for key in comparison.added()],
            "removed": ["/".join(key) for key in comparison.removed()],
        },
        "facts": [_fact(one) for one in comparison.fact_changes()],
        "totals": {
            **{effect.value: len(comparison.with_effect(effect)) for effect in Effect},
            "unchanged": comparison.unchanged,
        },
        "differences": [_difference(comparison, one) for one in comparison.differences],
    }


def _result(one: Result) -> Data:
    return {
        "as_of": one.as_of.isoformat(),
        "rulebooks": [
            {"id": book.id, "edition": book.edition, "sha256": book.sha256, "bundled": book.bundled}
            for book in one.rulebooks
        ],
        "respondent": {"name": one.respondent, "credit_code": one.credit_code},
        "rooms": [{"id": id, "name": name} for id, name in one.rooms.items()],
        "altered": one.altered,
    }


def _fact(one: FactChange) -> Data:
    return {"ask": one.ask, "room": one.room, "old": one.old, "new": one.new, **_who(one.recorded)}


def _who(one: Recorded | None) -> Data:
    return {"by": one and one.by, "at": one and one.at}


def _difference(comparison: Comparison, one: Difference) -> Data:
    return {
        "obligation": one.told.obligation,
        "title": one.told.title,
        "article": one.told.article,
        "paragraph": one.told.paragraph,
        "item": one.told.item,
        "subject": one.told.subject,
        "effect": one.effect.value,
        "causes": [cause.value for cause in one.causes],
        "old_status": None if one.old is None else one.old.status.value,
        "new_status": None if one.new is None else one.new.status.value,
        "questions": [
            {**_question(each), **_who(comparison.who(one, each))} for each in one.questions
        ],
    }


def _question(one: QuestionChange) -> Data:
    return {
        "question": one.question,
        "effect": one.effect.value,
        "cause": one.cause.value,
        "old": _point(one.old),
        "new": _point(one.new),
    }


def _point(one: Point | None) -> Data | None:
    if one is None:
        return None
    return {
        "state": one.held.value,
        "ask": one.ask,
        "answer": one.answer,
        "missing": list(one.missing),
        "why": one.why,
    }
