"""What applies or may apply, and on which facts: half of the statement of applicability."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from checklist.law.applicability import Applies
from checklist.report.view.model import FactSays, Line, Report


class Ground(Struct, frozen=True, kw_only=True, eq=False):
    """Lines that apply, or may (`certain` is False), for the same reason."""

    because: tuple[FactSays, ...]
    certain: bool
    lines: tuple[Line, ...]


def grounds(report: Report) -> Iterator[Ground]:
    """In the order of the working papers; first what applies for certain."""
    found: dict[tuple[object, ...], list[Line]] = {}
    for paper in report.papers:
        for line in paper.lines:
            applies = line.finding.binding.applies
            if applies is not Applies.NO:
                facts = tuple((one.fact.id, one.value, one.settled) for one in line.because)
                found.setdefault((applies is not Applies.YES, facts), []).append(line)
    for (doubtful, _), lines in sorted(found.items(), key=lambda one: bool(one[0][0])):
        yield Ground(because=lines[0].because, certain=not doubtful, lines=tuple(lines))


def tally(report: Report) -> tuple[int, int, int]:
    """How many entries apply to anyone here, may apply, and do not."""
    applies = [{line.finding.binding.applies for line in paper.lines} for paper in report.papers]
    certain = sum(Applies.YES in one for one in applies)
    unknown = sum(Applies.YES not in one and Applies.UNKNOWN in one for one in applies)
    return certain, unknown, len(applies) - certain - unknown
