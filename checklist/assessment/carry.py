"""Last year's answers as the beginning of this year's: each to be confirmed, none counted yet."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment
from checklist.assessment.recheck import CARRIED, adopt_edition
from checklist.law.model import Rulebook


def carried_over(rulebook: Rulebook, last: Assessment) -> Assessment:
    """Respondent, rooms and answers of an earlier self-audit, every answer 待复核.

    The period is asked anew. Evidence, deadlines and who said it belong to the earlier one and are
    left there, and so are its measures and progress; notes, and who could know, is in charge or
    reviews, come along.
    """
    now = adopt_edition(rulebook, last)
    return replace(now, period=None, facts=_carried(now.facts), answers=_carried(now.answers))


def _carried(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    return {
        key: replace(
            answer,
            by=None,
            at=None,
            evidence=(),
            due=None,
            measures=None,
            closed_on=None,
            state=CARRIED,
        )
        for key, answer in answers.items()
        if answer.value is not None
    }
