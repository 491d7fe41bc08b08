"""What the records of the company show of a finding, in words."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.assessment.wording import scalar
from checklist.evaluation.model import Finding, Judged, Observation
from checklist.law.model import Question
from checklist.report.view.model import Report
from checklist.report.words.wording import ATTESTED_ONLY


def nature(report: Report) -> str:
    """What the report rests on."""
    checked = (
        "保存期限用记录核对过" if report.beside.records else "",
        "提示用录像抽查过" if report.beside.replayed else "",
    )
    return f"自评，{'，'.join(filter(None, checked)) or '未经核验'}"


def limits(report: Report) -> str:
    """What was not looked at."""
    looked_at = (
        "记录核对过的保存期限" if report.beside.records else "",
        "录像抽查过的提示" if report.beside.replayed else "",
    )
    named = "和".join(filter(None, looked_at))
    if not named:
        return ATTESTED_ONLY
    rest = "没有核对过合同" if report.beside.replayed else "没有核对过合同或者直播回放"
    return f"除{named}以外，都是自评：结论取决于答复是否属实，{rest}。"


def of_finding(finding: Finding) -> Iterator[str]:
    """What records show of a finding, also where it is what was said, or worse than admitted."""
    for judged in finding.judged:
        yield from of_question(judged)


def of_question(judged: Judged) -> Iterator[str]:
    """The same of one question: 记录显示与答复不一致（抽查，r2，结果合要求）：…"""
    odd = [each.observation for each in judged.contradictions]
    for seen in judged.observed:
        if seen in odd:
            yield f"记录显示与答复不一致{_shown(judged.question, seen)}"
        elif seen.holds or seen.undecided:
            yield f"记录核对{_shown(judged.question, seen)}"
        else:
            yield f"记录显示也不合要求{_shown(judged.question, seen)}"


def _shown(question: Question, seen: Observation) -> str:
    option = next((f"“{each.label}”" for each in question.options if each.id == seen.option), "")
    result = "待确认" if seen.undecided else f"{'合' if seen.holds else '不合'}要求"
    part = "抽查" if seen.rows is None else "所给的记录，不是全部"
    looked_at = (
        part if seen.sample else "全面核对",
        seen.room or "",
        option,
        f"结果{result}",
    )
    read = (
        f"最短{scalar(seen.measured)}" if seen.measured else "",
        f"据{'、'.join(seen.sources)}" if seen.sources else "",
        f"{seen.rows}条" if seen.rows is not None else "",
    )
    ground = f"（{'，'.join(filter(None, read))}）" if any(read) else ""
    return f"（{'，'.join(filter(None, looked_at))}）：{seen.note}{ground}"
