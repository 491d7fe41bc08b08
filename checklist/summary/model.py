"""An overview of many respondents: one compact row each, and what can be counted over all rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct

from checklist.assessment.model import SelfAuditPeriod
from checklist.errors import Complaint
from checklist.evaluation.model import Status
from checklist.evaluation.summary import Part
from checklist.law.model import Obligation, Rulebook
from checklist.report.beside import Unused
from checklist.report.view.model import Completeness, Verdict
from checklist.text import name_key

CODES = (Status.NOT_APPLICABLE, Status.SATISFIED, Status.UNDETERMINED, Status.NOT_SATISFIED)
"""What a byte of `Row.cells` means; the worse, the higher."""
NOT_COMPARED = len(CODES)
"""A byte of `Row.cells` where a respondent was not held against the regulation."""
NOT_DUE = NOT_COMPARED + 1
"""A byte of `Row.cells` where nothing was due in the respondent's self-audit period: 不适用."""


class WorstBreach(Struct, frozen=True, kw_only=True, eq=False):
    """The breach of one respondent that can cost most: which entry, and in the law's words.

    `order` sorts as the gaps of a report do: what a fine at once threatens comes first.
    """

    number: int
    words: str
    order: tuple[float, bool, float, str, int, int, int, int]


class RespondentRow(Struct, frozen=True, kw_only=True, eq=False):
    """One respondent. Thousands are kept at once, so nothing of the answers themselves is kept.

    `file` is the path of the answers below the folder, with slashes. `cells` has one byte for each
    obligation of the rulebook, in its order, and is an index of CODES: of several rooms the worst;
    or NOT_COMPARED, or NOT_DUE.
    `counts` are the findings of each of CODES; `remedied` counts those that are 不符合 and mended.
    `only_at_once` says how little was answered on the quick path, `hasty` whether something speaks
    against the care of the answers, `unused` which checks beside them are of others. `answered_to`
    is set only where it is not the edition judged by. `report` is the path of the respondent's own
    report as a page refers to it, percent-encoded.
    """

    file: str
    name: str
    credit_code: str | None
    rooms: int
    verdict: Verdict
    completeness: Completeness
    cells: bytes
    counts: tuple[int, ...]
    period: SelfAuditPeriod | None = None
    remedied: int = 0
    threat: WorstBreach | None = None
    answered_to: str | None = None
    report: str | None = None
    only_at_once: Part | None = None
    hasty: bool = False
    unused: tuple[Unused, ...] = ()

    def count(self, status: Status) -> int:
        """How many findings have this status, one per entry and subject."""
        return self.counts[CODES.index(status)]

    def status(self, number: int) -> Status | None:
        """How the obligation with this number in the rulebook came out; None where the respondent
        was not held against its regulation."""
        code = self.cells[number]
        if code == NOT_DUE:
            return Status.NOT_APPLICABLE
        return None if code == NOT_COMPARED else CODES[code]


class UnreadFile(Struct, frozen=True, kw_only=True, eq=False):
    """A file that is not among the rows, and why. `more` says how many complaints are left out."""

    file: str
    complaints: tuple[Complaint, ...]
    more: int = 0


class Copy(Struct, frozen=True, kw_only=True, eq=False):
    """Answers that seem to be a copy of others beside them."""

    row: RespondentRow
    original: RespondentRow


class ObligationColumn(Struct, frozen=True, kw_only=True, eq=False):
    """One obligation that binds somebody, and how many respondents have which status."""

    number: int
    index: str
    obligation: Obligation
    counts: Mapping[Status, int]

    @property
    def concerned(self) -> int:
        """How many respondents it binds or may bind."""
        return sum(self.counts.values()) - self.counts[Status.NOT_APPLICABLE]


class Overview(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """Everything the page shows.

    The rows may come in any order. `passed_over` is how many files were known to be no answers
    (rulebooks), `links` how many linked folders were not gone into. `copies` are among the rows
    unless `skipped_copies`.
    """

    folder: str
    as_of: date
    rulebook: Rulebook
    rows: tuple[RespondentRow, ...]
    unread: tuple[UnreadFile, ...] = ()
    passed_over: int = 0
    links: int = 0
    copies: tuple[Copy, ...] = ()
    skipped_copies: bool = False

    @cached_property
    def worst_first(self) -> tuple[RespondentRow, ...]:
        """The respondents in the order in which they are shown: those with most at stake first."""
        return tuple(sorted(self.rows, key=_at_stake))

    @cached_property
    def columns(self) -> tuple[ObligationColumn, ...]:
        """The obligations that concern somebody, those that most fall short of first."""
        columns = [column for column in _columns(self) if column.concerned]
        return tuple(sorted(columns, key=_most_breached_first))

    @cached_property
    def alike(self) -> tuple[tuple[RespondentRow, ...], ...]:
        """Rows that seem to be one respondent: one credit code, or one name where some give no code
        and no two give different ones."""
        codes: dict[str, set[str]] = {}
        for row in self.rows:
            codes.setdefault(name_key(row.name), set()).add(name_key(row.credit_code or ""))
        groups: dict[tuple[str, str], list[RespondentRow]] = {}
        for row in self.worst_first:
            code, name = name_key(row.credit_code or ""), name_key(row.name)
            of_name = codes[name] - {""} if name else set()
            code = code or (next(iter(of_name)) if len(of_name) == 1 else "")
            if code or name:
                groups.setdefault(("code", code) if code else ("name", name), []).append(row)
        several = (group for group in groups.values() if len(group) > 1)
        return tuple(tuple(sorted(group, key=lambda row: row.file)) for group in several)

    @property
    def by_period(self) -> dict[SelfAuditPeriod | None, int]:
        """How many rows are about which self-audit period, the earliest first; None: not given."""
        counts = Counter(row.period for row in self.rows)
        return dict(sorted(counts.items(), key=lambda item: _days(item[0])))

    @property
    def by_verdict(self) -> dict[Verdict, int]:
        """How many respondents have which conclusion; every conclusion is there."""
        counts = Counter(row.verdict for row in self.rows)
        return {verdict: counts[verdict] for verdict in Verdict}

    @property
    def respondents(self) -> int:
        """How many respondents there seem to be: fewer than rows where some have several files."""
        return len(self.rows) - sum(len(group) - 1 for group in self.alike)


def _days(period: SelfAuditPeriod | None) -> tuple[date, date]:
    return (period.first, period.last) if period else (date.max, date.max)


def _at_stake(row: RespondentRow) -> tuple[object, ...]:
    """Sort key: what the worst breach can cost, as a report sorts gaps, and the same penalties
    together; then how many breaches and open points; then by name."""
    # The article only breaks ties between entries, not between respondents.
    threat = (*row.threat.order[:3], row.threat.words) if row.threat else (float("inf"),)
    breaches, undetermined = row.count(Status.NOT_SATISFIED), row.count(Status.UNDETERMINED)
    return (threat, -breaches, -undetermined, row.name, row.file)


def _columns(overview: Overview) -> Iterator[ObligationColumn]:
    numbered: Counter[tuple[str, int]] = Counter()
    for number, obligation in enumerate(overview.rulebook.obligations):
        source = obligation.source
        numbered[source.of, source.article] += 1
        counts = Counter(row.cells[number] for row in overview.rows)
        counts[CODES.index(Status.NOT_APPLICABLE)] += counts[NOT_DUE]
        yield ObligationColumn(
            number=number,
            index=f"{source.of}{source.article:02}-{numbered[source.of, source.article]:02}",
            obligation=obligation,
            counts={status: counts[code] for code, status in enumerate(CODES)},
        )


def _most_breached_first(column: ObligationColumn) -> tuple[int, int, int]:
    counts = column.counts
    return (-counts[Status.NOT_SATISFIED], -counts[Status.UNDETERMINED], column.number)
