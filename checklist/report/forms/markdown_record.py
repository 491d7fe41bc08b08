"""The chapters of the Markdown report that record: working papers, every answer, every exhibit."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.evaluation.model import Judged
from checklist.law import wording as law
from checklist.report.forms.markdown_text import Lines, bullets, md, table
from checklist.report.view.model import Report
from checklist.report.words import proof, record
from checklist.report.words import wording as words


def papers(report: Report) -> Lines:
    """One working paper for each entry that binds or may bind, with every question and answer."""
    for paper in report.papers:
        if not paper.binds:
            continue
        title, place = paper.obligation.title, law.citation(paper.obligation.source)
        yield f"- **{paper.index} {md(title)}**（{place}）"
        for line in paper.lines:
            by = words.answered_alike(line)
            told = f"{words.subject(line)}{f'（{by}）' if by else ''}"
            claim = proof.claim(line)
            yield f"  - {words.status(line)}{f'（{claim}）' if claim else ''}：{md(told)}"
            for said in line.judged:
                _, word = words.result(line, said)
                yield f"    - {md(said.question.ask)} 答：{md(words.answered(said))}。{word}"
                more = _beside(said, by=not by)
                if more:
                    yield f"      - {md(more)}"


def _beside(said: Judged, *, by: bool) -> str:
    """What was noted and handed in, in one line; `by`: and by whom and when."""
    if said.answer is None:
        return ""
    handed = "、".join(map(words.handed_in, said.answer.evidence))
    told = (
        words.answered_by(said.answer) if by else "",
        *(f"{label}：{text}" for label, text in record.noted(said.answer)),
        f"佐证：{handed}" if handed else "",
    )
    return "；".join(one for one in told if one)


def answers(report: Report) -> Lines:
    """What no working paper tells: the facts, and answers that do not count now."""
    facts, aside = record.facts(report), record.set_aside(report)
    if facts:
        yield from ("主体情况，义务是否适用由此推出：", "")
        yield from _recorded(facts)
    if facts and aside:
        yield ""
    if aside:
        yield from ("现在不计入的答复（所问的义务不适用，或者现用的规则册里没有这个问题）：", "")
        yield from _recorded(aside)


def _recorded(rows: Iterable[record.Recorded]) -> Lines:
    for one in rows:
        yield f"- {md(one.ask)} 答：{md(one.answer)}{f'（{md(one.by)}）' if one.by else ''}"
        yield from bullets((f"{label}：{md(told)}" for label, told in one.noted), depth=1)
        if one.evidence:
            yield f"  - 佐证：{md('、'.join(map(words.handed_in, one.evidence)))}"


def exhibits(report: Report) -> Lines:
    """Every piece of evidence once, with what was recorded of it when it was named."""
    if not report.exhibits:
        return
    yield from table(
        ("编号", "佐证", "登记时的 SHA-256", "大小", "登记时间", "引用的底稿"),
        (
            (
                one.number,
                "，".join(filter(None, (proof.what(one.evidence), proof.title(one.evidence)))),
                proof.digest(one.evidence),
                proof.size(one.evidence),
                proof.seen(one.evidence),
                "、".join(paper.index for paper in one.papers) or ("主体情况" if one.facts else ""),
            )
            for one in report.exhibits
        ),
    )
