"""The ids of the catalog's parts, and the UUIDs of what a respondent's documents tell of.

A catalog id is made of ids of the rulebook, which hold no dot, joined by dots. A UUID hangs on who
the respondent is, on the rulebook's id and on the thing told of, never on the day, the edition or
what was answered: the same entry, question or room has the same UUID in every report.
"""

from __future__ import annotations

from msgspec import Struct

from checklist.assessment.model import Respondent
from checklist.law.model import Obligation, Question
from checklist.oscal.values import line, uid


def part_of(what: str, id: str) -> str:
    """A part that stands in a group: fact.opens_room, penalty.art59."""
    return f"{what}.{id}"


def statement(one: Obligation) -> str:
    """The statement of an entry: what its findings are about."""
    return f"{one.id}.statement"


def objective(one: Obligation, question: Question) -> str:
    """The objective that a question stands for."""
    return f"{one.id}.objective.{question.id}"


def option_of(one: Obligation, question: Question, option: str) -> str:
    """One option of a question."""
    return f"{objective(one, question)}.{option}"


class Names(Struct, frozen=True, kw_only=True):
    """Makes the UUIDs of one respondent's documents under one rulebook."""

    respondent: str
    rulebook: str

    def of(self, what: str, *ids: str | None) -> str:
        """What has to do with the rulebook: documents, findings, answers, risks."""
        return uid(what, self.respondent, self.rulebook, *(id or "" for id in ids))

    def own(self, what: str, *ids: str) -> str:
        """What is the respondent's, whatever it is judged by: people, rooms, evidence."""
        return uid(what, self.respondent, *ids)


def names(respondent: Respondent, rulebook: str) -> Names:
    """By the 统一社会信用代码 where there is one, else by the name as it was written."""
    code = line(respondent.credit_code or "").upper()
    return Names(respondent=code or line(respondent.name), rulebook=rulebook)
