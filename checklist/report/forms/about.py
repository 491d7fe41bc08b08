"""What a report is about and rests on, as labels and texts, for the forms that are not HTML."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.evaluation.model import Status
from checklist.law.model import ReviewState
from checklist.law.wording import day
from checklist.report.view.model import Report
from checklist.report.words import liability, record, remedy
from checklist.report.words import wording as words
from checklist.report.words.conclusion import hasty, headline
from checklist.report.words.observed import nature
from checklist.text import inert


def text(*lines: str) -> str:
    """Lines as the text of one cell: harmless each, none of them empty."""
    pieces = (inert(line).strip() for piece in lines for line in piece.splitlines())
    return "\n".join(filter(None, pieces))


def about(report: Report) -> Iterator[tuple[str, str]]:
    """What the report is about and rests on, as label and text."""
    findings = report.findings
    rulebook, respondent = findings.rulebook, findings.assessment.respondent
    done = report.completeness
    reviewed = sum(paper.obligation.review.state is ReviewState.REVIEWED for paper in report.papers)
    yield "填报单位", text(respondent.name)
    yield "统一社会信用代码", text(respondent.credit_code or "未填写")
    yield "住所", text(respondent.address or "未填写")
    yield "填报人", text(respondent.prepared_by or "未填写")
    yield "自查期间", words.period(findings.assessment.period)
    yield "判断基准日", day(findings.as_of)
    yield "报告编号", report.number
    yield "结论", headline(report)
    for doubt in hasty(report):
        yield "作答", text(doubt)
    yield "合计", counts(report)
    yield "性质", f"{nature(report)}；{done.asked}题中{done.settled}题已有结论。不是法律意见。"
    yield "佐证", record.bare(report) or "没有符合的判断"
    for regulation in rulebook.regulations:
        own = "随附" if regulation.bundled else "非随附规则册"
        yield (
            "依据",
            f"《{regulation.title}》（{regulation.promulgated}，{day(regulation.in_force)}起施行）",
        )
        yield "规则册", f"{regulation.id}，{regulation.edition}版（{own}）"
    answered_to = (book.told for book in findings.assessment.answered_to)
    yield "作答时的规则册", text("；".join(answered_to) or "未记录")
    for regulation in rulebook.regulations:
        yield "规则册摘要", f"SHA-256 {regulation.sha256}"
    yield "规则复核", f"{len(report.papers)}条中{reviewed}条经过复核"
    if report.venues:
        yield "管辖", text(liability.jurisdiction(report.venues))


def counts(report: Report) -> str:
    """不符合 3项（其中已整改 1项），待确认 1项，…；有缺口的 4题，没有结论的 2题."""
    total, done = report.totals, report.completeness
    mended = {Status.NOT_SATISFIED: remedy.of_totals(report)}
    by_status = "，".join(
        f"{words.STATUS[each]} {total.by_status[each]}项{mended.get(each, '')}" for each in Status
    )
    return f"{by_status}；有缺口的 {done.gaps}题，没有结论的 {done.asked - done.settled}题"
