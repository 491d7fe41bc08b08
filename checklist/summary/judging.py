"""Judges the files of a folder one after the other: one file in, one row out, nothing else kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from checklist.assessment.file import load
from checklist.errors import Complaint, UnreadableFile, Where, WrongUsage, reason
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Findings
from checklist.files import read_text, write_whole
from checklist.law.applicability import Bindings
from checklist.law.model import Rulebook
from checklist.summary.files import reference, shown
from checklist.summary.model import RespondentRow, UnreadFile
from checklist.summary.rows import Rows
from checklist.yaml.nodes import Mapping, parse

_MOST_COMPLAINTS = 3
"""How many complaints about one file are kept; the others are counted."""


class JudgingTask(Struct, frozen=True, kw_only=True):
    """What is the same for every file of the folder.

    The page will be written to `output`. Each respondent's own report is written to `reports`; it
    is None where only the reports that lie beside the answers are linked.
    """

    rulebook: Rulebook
    as_of: date
    folder: Path
    output: Path
    reports: Path | None


def judge(task: JudgingTask, files: Iterable[Path]) -> Iterator[RespondentRow | UnreadFile | None]:
    """What comes of each file, in the order of the files; None for a rulebook.

    Raises WrongUsage where a report cannot be written: there is no point in going on.
    """
    bindings, rows = Bindings(task.rulebook), Rows(task.rulebook)
    page = task.output.absolute().parent
    for file in files:
        name = shown(file, task.folder)
        try:
            assessment = load(file, task.rulebook)
        except UnreadableFile as error:
            yield None if _is_rulebook(file) else _unread(name, error)
            continue
        findings = evaluate(task.rulebook, assessment, as_of=task.as_of, bindings=bindings)
        report = _report(task, file, findings)
        yield rows.row(findings, file=name, report=reference(report, page) if report else None)


def _unread(name: str, error: UnreadableFile) -> UnreadFile:
    complaints = error.complaints
    return UnreadFile(
        file=name,
        complaints=complaints[:_MOST_COMPLAINTS],
        more=len(complaints[_MOST_COMPLAINTS:]),
    )


def _is_rulebook(file: Path) -> bool:
    """Whether a file that holds no answers is a rulebook: it is no mistake that it lies there."""
    try:
        root = parse(read_text(file), file=file)
    except UnreadableFile:
        return False
    if not isinstance(root, Mapping):
        return False
    keys = {key.value for key, _ in root.entries}
    return {"obligations", "duty_holders"} <= keys and not keys & {"answers", "respondent"}


def _report(task: JudgingTask, file: Path, findings: Findings) -> Path | None:
    """Where the respondent's own report lies; it is written now if that was asked for."""
    if task.reports is None:
        beside = file.with_suffix(".html")
        return beside if beside.is_file() and beside != task.output else None
    from checklist.report.page import html
    from checklist.report.view.build import build

    relative = file.relative_to(task.folder)
    # 甲.yaml and 甲.yml may lie side by side.
    name = relative.stem if relative.suffix == ".yaml" else relative.name
    target = task.reports / relative.parent / f"{name}.html"
    page = html.render(build(findings)).encode("utf-8", errors="replace")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return write_whole(target, page)
    except OSError as error:
        what = f"写不了这份报告（{reason(error)}）"
        mend = "检查文件夹是否允许写入、磁盘是否有空间，或者用 --reports 换一个文件夹"
        raise WrongUsage(Complaint(what=what, mend=mend, where=Where(file=file))) from None
