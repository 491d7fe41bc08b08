"""What the records of a respondent are held against: by the rulebook, and by what binds."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from checklist.cli.common import not_in_force, today

if TYPE_CHECKING:
    from checklist.assessment.model import Assessment
    from checklist.law.model import Rulebook
    from checklist.records.judging import Asked
    from checklist.records.keeping import Keeping


def asked_of(book: Rulebook, assessment: Assessment, keeping: Keeping, at: datetime) -> Asked:
    """What to look for in records that were taken `at` a time. Raises WrongUsage."""
    from checklist.records.judging import Asked
    from checklist.records.observing import beyond, clocks, contents, counting, since
    from checklist.text import name_key

    bound = _bound(book, assessment)
    rooms = {name_key(name) for room in assessment.rooms for name in (room.name, room.id)}
    return Asked(
        clocks=clocks(book), rooms=rooms, since=since(book), now=at, keeping=keeping,
        beyond=beyond(book, bound), contents=contents(book, bound),
        counting=counting(book, bound),
    )  # fmt: skip


def _bound(book: Rulebook, assessment: Assessment) -> set[str]:
    """The ids of the entries that bind the respondent, or may. Raises WrongUsage where nothing is
    in force."""
    from checklist.evaluation.evaluate import NotInForce, evaluate
    from checklist.records.bearing import bound

    try:
        return bound(evaluate(book, assessment, as_of=today()))
    except NotInForce as error:
        raise not_in_force(error.rulebook, error.as_of) from None
