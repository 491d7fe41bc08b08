"""From an answers file to the report's view model: what `check`, `report` and `demo` share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checklist.cli.common import judged_on, rulebook
from checklist.errors import Complaint, WrongUsage

if TYPE_CHECKING:
    from datetime import date

    from checklist.law.model import Rulebook
    from checklist.report.view.model import Report


def judge(file: Path, *, as_of: str | None, rules: Path | None) -> Report:
    """Read, judge and lay out. Raises UnreadableFile for bad files, WrongUsage for a bad day."""
    from checklist.assessment.file import load
    from checklist.evaluation.evaluate import NotInForce, evaluate
    from checklist.report.view.build import build

    day = judged_on(as_of)
    book = rulebook(rules)
    try:
        return build(evaluate(book, load(file, book), as_of=day))
    except NotInForce as error:
        raise not_in_force(error.rulebook, error.as_of) from None


def not_in_force(rulebook: Rulebook, day: date) -> WrongUsage:
    """The error for a day on which nothing could be breached yet."""
    in_force = rulebook.in_force.isoformat()
    return WrongUsage(
        Complaint(
            what=f"《{rulebook.title}》{in_force} 才起施行，不能按 {day.isoformat()} 判断",
            mend=f"用 --as-of 给出 {in_force} 或者以后的日期，或者不写 --as-of，按今天判断",
        )
    )
