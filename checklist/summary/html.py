"""Writes an overview as one self-contained HTML page, piece by piece: it can be long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby

from markupsafe import Markup

from checklist import PROGRAM
from checklist.evaluation.model import Status
from checklist.law import wording as law
from checklist.report.page import page
from checklist.report.page.chart import ORDER, longest, segments
from checklist.report.words import wording as report_words
from checklist.summary import words
from checklist.summary.model import CODES, Overview, RespondentRow
from checklist.text import name_key

_CLASS = {
    Status.NOT_APPLICABLE: ' class="n"',
    Status.SATISFIED: "",
    Status.UNDETERMINED: ' class="o"',
    Status.NOT_SATISFIED: ' class="x"',
}
_PIECE = 500
"""How many of the template's small pieces are written at once."""


def render(overview: Overview) -> Iterator[bytes]:
    """The page in pieces of UTF-8, to be written one after another."""
    header = page.running_header(overview.folder, overview.as_of.isoformat())
    template = page.environment().get_template("summary.html")
    stream = template.stream(
        overview=overview,
        cells=_cells(overview),
        day=law.day,
        entries={column.number: column for column in overview.columns},
        groups=[
            (threat, list(rows)) for threat, rows in groupby(overview.worst_first, key=words.threat)
        ],
        longest=longest(column.counts for column in overview.columns),
        linked=any(row.report for row in overview.rows),
        notes=any((overview.unread, overview.alike, overview.copies))
        or bool(overview.passed_over or overview.links)
        or any(row.answered_to for row in overview.rows),
        order=ORDER,
        others=_others(overview),
        program=PROGRAM,
        same_name=_same_name(overview),
        segments=segments,
        shape=report_words.SHAPE,
        **page.styled(page.source("report.css", "summary.css") + header),
        period=report_words.period if len(overview.by_period) > 1 else None,
        verdicts={
            words.VERDICT_STATUS[verdict]: count for verdict, count in overview.by_verdict.items()
        },
        law=law,
        words=words,
    )
    stream.enable_buffering(_PIECE)
    return (piece.encode("utf-8", errors="replace") for piece in stream)


def _cells(overview: Overview) -> Callable[[RespondentRow], Markup]:
    """Writes the cells of one row: the word for those who listen, its class for those who look."""
    by_code = [f"<td{_CLASS[status]}>{words.word(status)}</td>" for status in CODES]
    beside = (words.word(None), words.NOT_DUE_YET)  # in the order of NOT_COMPARED and NOT_DUE
    by_code += [f"<td{_CLASS[Status.NOT_APPLICABLE]}>{word}</td>" for word in beside]
    numbers = [column.number for column in overview.columns]

    def cells(row: RespondentRow) -> Markup:
        return Markup("".join([by_code[row.cells[number]] for number in numbers]))  # noqa: S704  our own words

    return cells


def _same_name(overview: Overview) -> frozenset[str]:
    """The names that stand for several rows, so that only their files tell these apart."""
    names = [words.named(row) for row in overview.rows]
    counts = Counter(map(name_key, names))
    return frozenset(name for name in names if counts[name_key(name)] > 1)


def _others(overview: Overview) -> list[tuple[str, list[RespondentRow]]]:
    """The rows answered to something else, by what it was."""
    groups: dict[str, list[RespondentRow]] = {}
    for row in overview.worst_first:
        if row.answered_to:
            groups.setdefault(row.answered_to, []).append(row)
    return list(groups.items())
