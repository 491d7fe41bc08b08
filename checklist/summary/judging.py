"""Judges the files of a folder one after the other: one file in, one row out, nothing else kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Assessment
from checklist.assessment.recheck import answered_to
from checklist.assessment.stored.file import load
from checklist.assessment.stored.rulebooks import judged_by
from checklist.errors import UnreadableFile, reason, unwritable
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.haste import haste
from checklist.evaluation.model import Finding, Findings, Provision, Status
from checklist.evaluation.summary import by_status, exposure_order, only_at_once, remedied
from checklist.files import read_text, write_whole
from checklist.law.joined import join
from checklist.law.model import Rulebook
from checklist.report.beside import Beside, beside
from checklist.report.view.build import build, completeness, verdict
from checklist.report.words import cost
from checklist.summary.files import reference, shown
from checklist.summary.model import (
    CODES,
    NOT_COMPARED,
    NOT_DUE,
    RespondentRow,
    UnreadFile,
    WorstBreach,
)
from checklist.yaml import nodes

_MOST_COMPLAINTS = 3
"""How many complaints about one file are kept; the others are counted."""


class JudgingTask(Struct, frozen=True, kw_only=True):
    """What is the same for every file of the folder.

    `reports` says where the own report of each file lies, or is written where `written` says so;
    it is referred to from the folder `page`. `keep` is given what came of each file.
    """

    rulebook: Rulebook
    as_of: date
    folder: Path
    page: Path
    reports: Mapping[Path, Path]
    written: bool = False
    keep: Callable[[str, Findings], None] | None = None


def judge(task: JudgingTask, files: Iterable[Path]) -> Iterator[RespondentRow | UnreadFile | None]:
    """What comes of each file, in the order of the files; None for a rulebook.

    Raises WrongUsage or NotWritten where a report cannot be written: there is no point in going on.
    """
    books, rows = _Books(task.rulebook), Rows(task.rulebook)
    for file in files:
        name = shown(file, task.folder)
        try:
            assessment = load(file, task.rulebook)
        except UnreadableFile as error:
            first, more = error.complaints[:_MOST_COMPLAINTS], error.complaints[_MOST_COMPLAINTS:]
            unread = UnreadFile(file=name, complaints=first, more=len(more))
            yield None if _is_rulebook(file) else unread
            continue
        book, day = books.judging(assessment), task.as_of
        nearby = beside(file, assessment)
        seen = nearby.observations(book)
        findings = evaluate(book, assessment, seen, as_of=day)
        report = _report(task, file, findings, nearby)
        if task.keep:
            task.keep(name, findings)
        row = rows.row(findings, file=name, report=reference(report, task.page) if report else None)
        yield replace(row, unused=nearby.unused)


def _is_rulebook(file: Path) -> bool:
    """Whether a file that holds no answers is a rulebook: it is no mistake that it lies there."""
    try:
        root = nodes.parse(read_text(file), file=file)
    except UnreadableFile:
        return False
    if not isinstance(root, nodes.Mapping):
        return False
    keys = {key.value for key, _ in root.entries}
    return {"obligations", "duty_holders"} <= keys and not keys & {"answers", "respondent"}


def _report(task: JudgingTask, file: Path, findings: Findings, nearby: Beside) -> Path | None:
    """Where the respondent's own report lies; it is written now if that was asked for."""
    target = task.reports.get(file)
    if target is None or not task.written:
        return target
    from checklist.report.page import html

    page = html.render(build(findings, nearby)).encode("utf-8", errors="replace")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return write_whole(target, page, like=(file,), follow=False)
    except OSError as error:
        what = f"写不了这份报告（{reason(error)}）"
        mend = "检查文件夹是否允许写入、磁盘是否有空间，或者用 --reports 换一个文件夹"
        raise unwritable(error).because(what, mend, file=file) from None


class _Books:
    """What each file is judged by: of the bundled regulations joined, those that it names."""

    def __init__(self, rulebook: Rulebook) -> None:
        parts = rulebook.parts if rulebook.bundled else ()
        self._parts = {part.regulation.id: part for part in parts}
        self._kept = {(*self._parts,): rulebook}

    def judging(self, assessment: Assessment) -> Rulebook:
        ids = judged_by(assessment.answered_to, (*self._parts,))
        if ids not in self._kept:
            self._kept[ids] = join([self._parts[id] for id in ids])
        return self._kept[ids]


def only_compared(
    rulebook: Rulebook, rows: Sequence[RespondentRow]
) -> tuple[Rulebook, tuple[RespondentRow, ...]]:
    """The regulations that any respondent was held against, and the rows of those."""
    numbers = [
        number
        for number in range(len(rulebook.obligations))
        if any(row.cells[number] != NOT_COMPARED for row in rows)
    ]
    if len(numbers) == len(rulebook.obligations):
        return rulebook, tuple(rows)
    ids = {rulebook.obligations[number].id for number in numbers}
    used = [part for part in rulebook.parts if not ids.isdisjoint(part.obligation_ids())]
    at = {number: new for new, number in enumerate(numbers)}
    return join(used), tuple(
        replace(
            row,
            cells=bytes(row.cells[number] for number in numbers),
            threat=row.threat and replace(row.threat, number=at[row.threat.number]),
        )
        for row in rows
    )


class Rows:
    """Makes rows by one rulebook. What the same breach threatens is worded once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._numbers = {id: number for number, id in enumerate(rulebook.obligation_ids())}
        self._threats: dict[tuple[str, tuple[Provision, ...]], WorstBreach] = {}

    def row(self, findings: Findings, *, file: str, report: str | None = None) -> RespondentRow:
        """The row of one respondent, whose answers lie at `file`."""
        assessment = findings.assessment
        cells = bytearray([NOT_COMPARED]) * len(self._numbers)
        threats: list[WorstBreach] = []
        waiting: set[int] = set()
        for finding in findings.findings:
            number = self._numbers[finding.obligation.id]
            seen = 0 if cells[number] == NOT_COMPARED else cells[number]
            cells[number] = max(seen, CODES.index(finding.status))
            if finding.status is Status.NOT_APPLICABLE and any(
                judged.not_yet for judged in finding.inapplicable
            ):
                waiting.add(number)
            if finding.status is Status.NOT_SATISFIED:
                threats.append(self._threat(number, finding))
        for number in waiting:
            if CODES[cells[number]] is Status.NOT_APPLICABLE:
                cells[number] = NOT_DUE
        counted = by_status(findings.findings)
        return RespondentRow(
            file=file,
            name=assessment.respondent.name,
            credit_code=assessment.respondent.credit_code or None,
            rooms=len(assessment.rooms),
            verdict=verdict(findings),
            completeness=completeness(findings.findings),
            cells=bytes(cells),
            counts=tuple(counted[status] for status in CODES),
            period=assessment.period,
            remedied=remedied(findings.findings),
            threat=min(threats, key=lambda threat: threat.order, default=None),
            answered_to=_other_edition(findings),
            report=report,
            only_at_once=only_at_once(findings),
            hasty=bool(haste(findings)),
        )

    def _threat(self, number: int, finding: Finding) -> WorstBreach:
        breach = (finding.obligation.id, finding.provisions)
        if breach not in self._threats:
            self._threats[breach] = WorstBreach(
                number=number,
                words=cost.heaviest(finding),
                order=(*exposure_order(finding), number),
            )
        return self._threats[breach]


def _other_edition(findings: Findings) -> str | None:
    """What the answers were given to, where the rulebook judged by is not among it."""
    given = {to.id: to.edition for to in findings.assessment.answered_to}
    now = {to.id: to.edition for to in answered_to(findings.rulebook)}
    ours = given.keys() & now.keys()
    if not given or (ours and all(given[id] == now[id] for id in ours)):
        return None
    return "、".join(f"{to.id} {to.edition}" for to in findings.assessment.answered_to)
