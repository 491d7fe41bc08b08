"""整改台账 as CSV for Excel and WPS: UTF-8 with a mark, nothing in it can become a formula."""

from __future__ import annotations

import csv
from io import StringIO

from checklist.report.view.model import Report
from checklist.sheets.register_register import COLUMNS, rows

# The full-width forms count too: Excel in East Asian locales reads them as the narrow ones.
_FORMULA = tuple("=+-@\t\r＝＋－\N{FULLWIDTH COMMERCIAL AT}")


def render(report: Report) -> bytes:
    """The register, one row a question, with a heading; lines end in CR LF."""
    stream = StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(report):
        writer.writerow(map(guarded, row.cells))
    return stream.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """`cell`, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.lstrip(" \u3000\n").startswith(_FORMULA) else cell


def bare(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith("'") and guarded(cell[1:]) == cell else cell
