"""What stands behind the findings in the Markdown report: answers, exhibits, method."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.assessment.wording import validity
from checklist.report.forms.markdown_text import Lines, bullets, md, table
from checklist.report.view.model import Report
from checklist.report.words import charge, doubts, observed, record, regulations
from checklist.report.words import wording as words


def answers(report: Report) -> Lines:
    """What no working paper tells: the facts, and answers that do not count now."""
    facts, aside = record.facts(report), record.set_aside(report)
    if facts:
        yield from ("主体情况，义务是否适用由此推出：", "", *_recorded(facts))
    if facts and aside:
        yield ""
    if aside:
        counted = regulations.dormant(report.findings)
        yield from (counted or "现在不计入的答复（现用的规则册里没有这个问题）：", "")
        yield from _recorded(aside)


def _recorded(rows: Iterable[record.Recorded]) -> Lines:
    for row in rows:
        yield f"- {md(row.ask)} 答：{md(row.answer)}{f'（{md(row.by)}）' if row.by else ''}"
        yield from bullets((f"{label}：{md(text)}" for label, text in row.noted), depth=1)
        if row.evidence:
            yield f"  - 佐证：{md('、'.join(map(charge.exhibited, row.evidence)))}"


def exhibits(report: Report) -> Lines:
    """Every piece of evidence once, with what was recorded of it when it was named."""
    if not report.exhibits:
        return
    rows = []
    for exhibit in report.exhibits:
        evidence = exhibit.evidence
        named = (evidence.name, record.title(evidence), validity(evidence, report.findings.as_of))
        papers = "、".join(paper.index for paper in exhibit.papers)
        rows.append(
            (
                exhibit.number,
                "，".join(filter(None, named)),
                record.digest(evidence),
                record.size(evidence),
                record.seen(evidence),
                papers or ("主体情况" if exhibit.facts else ""),
            )
        )
    yield from table(("编号", "佐证", "登记时的 SHA-256", "大小", "登记时间", "引用的底稿"), rows)


def method(report: Report) -> Lines:
    """How it was judged, what that leaves out, and what the rulebook leaves open."""
    yield from (*words.METHOD, "", f"- {observed.limits(report)}")
    yield from (f"- {md(caution)}" for caution in words.cautions(report))
    if report.exhibits:
        yield f"- {record.registered(report.exhibits)}没有核对佐证的内容。"
    yield f"- {words.ONLY_THIS_LAW}；处罚由执法机关依法裁量，本报告不预测结果。"
    if report.points:
        yield "- 规则册中的疑问（括号里是涉及的条款和底稿）："
    yield from bullets((md(doubts.point_and_places(point)) for point in report.points), depth=1)
