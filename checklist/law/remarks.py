"""What is said to those alone whom it concerns: beside a help, and among open points.

A platform has to know what is open about itself; nobody else is to wonder whether it is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec.structs import replace

from checklist.law.applicability import Applies, Facts, holds
from checklist.law.model import Fact, Obligation, Question, Remark, Review


def concerning(remarks: Collection[Remark], of: Collection[Facts]) -> Iterator[str]:
    """The remarks that may concern a respondent; `of` is what is known of it and of its rooms.

    A remark is left out only where its condition is known not to hold, in any room.
    """
    for each in remarks:
        if any(holds(each.when, facts) is not Applies.NO for facts in of):
            yield each.text


def why(asked: Question | Fact, entry: Obligation | None, of: Collection[Facts]) -> str:
    """Why a fact, or a question of an entry, is asked, as this respondent is told it."""
    own = asked.why or (entry.summary if entry else "")
    return own + "".join(concerning(asked.remarks, of))


def open_points(review: Review, of: Collection[Facts]) -> tuple[str, ...]:
    """What the text leaves open about an entry, as far as it may concern this respondent."""
    return (*review.open_points, *concerning(review.remarks, of))


def of_concern(review: Review, of: Collection[Facts]) -> Review:
    """A review as this respondent is told it, with no open point of others."""
    return replace(review, open_points=open_points(review, of), remarks=())
