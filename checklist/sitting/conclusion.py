"""The result of a questionnaire in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checklist.assessment.model import Assessment
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Findings, Status
from checklist.evaluation.summary import exposure_order, totals
from checklist.law import wording
from checklist.law.model import Rulebook

_MOST_GAPS = 3


def conclusion(rulebook: Rulebook, assessment: Assessment, *, as_of: date) -> Iterator[str]:
    """Five lines: counts and the gravest gaps by name. No conclusion before the law is in force."""
    if as_of < rulebook.in_force:
        yield f"问完了。《{rulebook.title}》{rulebook.in_force} 起施行，现在还不能得出结论。"
        return
    findings = evaluate(rulebook, assessment, as_of=as_of)
    counted = totals(findings.findings)
    numbers = counted.by_status
    yield f"问完了。结论（自评，截至 {as_of}）："
    yield (
        f"  不符合 {numbers[Status.NOT_SATISFIED]} 项，待确认 {numbers[Status.UNDETERMINED]} 项，"
        f"符合 {numbers[Status.SATISFIED]} 项，不适用 {numbers[Status.NOT_APPLICABLE]} 项"
    )
    yield from _gravest(rulebook, findings)


def _gravest(rulebook: Rulebook, findings: Findings) -> Iterator[str]:
    """The entries that are not satisfied, gravest first, each once however many rooms fail it."""
    failed = sorted(
        (one for one in findings.findings if one.status is Status.NOT_SATISFIED),
        key=lambda one: exposure_order(rulebook, one),
    )
    entries = list({one.obligation.id: one.obligation for one in failed}.values())
    shown = entries if len(entries) <= _MOST_GAPS else entries[: _MOST_GAPS - 1]
    for entry in shown:
        yield f"  × {wording.citation(entry.source)}  {entry.title}"
    if len(entries) > len(shown):
        yield f"  …… 共 {len(entries)} 条，见清单和报告"
