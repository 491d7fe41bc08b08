"""Many respondents at a glance: one compact row each, and what is to be said of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from checklist.errors import Complaint
from checklist.evaluation.model import Status
from checklist.law.model import Obligation, Rulebook
from checklist.report.view.model import Completeness, Verdict

CODES = (Status.NOT_APPLICABLE, Status.SATISFIED, Status.UNDETERMINED, Status.NOT_SATISFIED)
"""What a byte of `Row.cells` means; the worse, the higher."""


class Threat(Struct, frozen=True, kw_only=True, eq=False):
    """The breach of one respondent that can cost most: which entry, and in the law's words.

    `order` sorts as the gaps of a report do: what a fine at once threatens comes first.
    """

    number: int
    words: str
    order: tuple[float, ...]


class Row(Struct, frozen=True, kw_only=True, eq=False):
    """One respondent. Thousands are kept at once, so that nothing of the answers themselves is.

    `file` is the path of the answers below the folder, with slashes. `cells` has one byte for each
    obligation of the rulebook, in its order, and is an index of CODES: of several rooms the worst.
    `answered_to` is told where it is not the edition judged by. `report` is the path of the
    respondent's own report as a page refers to it, percent-encoded.
    """

    file: str
    name: str
    credit_code: str | None
    rooms: int
    verdict: Verdict
    completeness: Completeness
    cells: bytes
    threat: Threat | None = None
    answered_to: str | None = None
    report: str | None = None

    def count(self, status: Status) -> int:
        """How many obligations have this status."""
        return self.cells.count(CODES.index(status))

    def status(self, number: int) -> Status:
        """How the obligation with this number in the rulebook came out."""
        return CODES[self.cells[number]]


class Unread(Struct, frozen=True, kw_only=True, eq=False):
    """A file that is not among the rows, and why. `more`: how many complaints are left out."""

    file: str
    complaints: tuple[Complaint, ...]
    more: int = 0


class Column(Struct, frozen=True, kw_only=True, eq=False):
    """One obligation that binds somebody, and how many respondents have which status."""

    number: int
    index: str
    obligation: Obligation
    counts: Mapping[Status, int]

    @property
    def concerned(self) -> int:
        """How many respondents it binds or may bind."""
        return sum(self.counts.values()) - self.counts[Status.NOT_APPLICABLE]


class Overview(Struct, frozen=True, kw_only=True, eq=False):
    """Everything the page shows. Rows and columns are sorted, the worst first.

    `alike` are rows that seem to be one respondent. `passed_over` is how many files were known to
    be no answers (rulebooks), `links` how many linked folders were not gone into.
    """

    folder: str
    as_of: date
    rulebook: Rulebook
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    unread: tuple[Unread, ...]
    alike: tuple[tuple[Row, ...], ...]
    passed_over: int = 0
    links: int = 0

    @property
    def by_verdict(self) -> dict[Verdict, int]:
        """How many respondents have which conclusion; every conclusion is there."""
        counted = dict.fromkeys(Verdict, 0)
        for row in self.rows:
            counted[row.verdict] += 1
        return counted

    @property
    def respondents(self) -> int:
        """How many respondents there seem to be: fewer than rows where some have several files."""
        return len(self.rows) - sum(len(group) - 1 for group in self.alike)

    @property
    def breached(self) -> tuple[Column, ...]:
        """The obligations somebody falls short of."""
        return tuple(one for one in self.columns if one.counts[Status.NOT_SATISFIED])
