"""Rows -> what the page shows of them: sorted worst first, counted, doubles told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from checklist.evaluation.model import Status
from checklist.law.model import Rulebook
from checklist.summary.model import CODES, Column, Overview, Row, Unread


class LeftOut(Struct, frozen=True, kw_only=True, eq=False):
    """What a folder holds besides rows; see Overview."""

    unread: tuple[Unread, ...] = ()
    passed_over: int = 0
    links: int = 0


def overview(
    rulebook: Rulebook, rows: Iterable[Row], left_out: LeftOut, *, folder: str, as_of: date
) -> Overview:
    """The rows of one folder as one view, whatever order they come in."""
    ordered = tuple(sorted(rows, key=worst_first))
    return Overview(
        folder=folder,
        as_of=as_of,
        rulebook=rulebook,
        rows=ordered,
        columns=_columns(rulebook, ordered),
        unread=tuple(sorted(left_out.unread, key=lambda one: one.file)),
        alike=tuple(_alike(ordered)),
        passed_over=left_out.passed_over,
        links=left_out.links,
    )


def worst_first(row: Row) -> tuple[object, ...]:
    """Sort key: what the worst breach can cost, as a report sorts gaps, and the same penalties
    together; then how many breaches and open points; then by name."""
    # The article only breaks ties between entries, not between respondents.
    threat = (*row.threat.order[:2], row.threat.words) if row.threat else (float("inf"),)
    return (
        threat,
        -row.count(Status.NOT_SATISFIED),
        -row.count(Status.UNDETERMINED),
        row.name,
        row.file,
    )


def _columns(rulebook: Rulebook, rows: tuple[Row, ...]) -> tuple[Column, ...]:
    numbered: Counter[int] = Counter()
    columns: list[Column] = []
    for number, obligation in enumerate(rulebook.obligations):
        article = obligation.source.article
        numbered[article] += 1
        counts = Counter(row.cells[number] for row in rows)
        column = Column(
            number=number,
            index=f"{article:02}-{numbered[article]:02}",
            obligation=obligation,
            counts={status: counts[code] for code, status in enumerate(CODES)},
        )
        if column.concerned:
            columns.append(column)
    return tuple(
        sorted(
            columns,
            key=lambda one: (
                -one.counts[Status.NOT_SATISFIED],
                -one.counts[Status.UNDETERMINED],
                one.number,
            ),
        )
    )


def _alike(rows: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    """Rows with one credit code; of those without a code, rows with one name."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        code = (row.credit_code or "").strip().upper()
        name = "".join(row.name.split()).casefold()
        if code or name:
            same = ("code", code) if code else ("name", name)
            groups.setdefault(same, []).append(row)
    for group in groups.values():
        if len(group) > 1:
            yield tuple(sorted(group, key=lambda one: one.file))
