"""The chapters of the Markdown report that tell findings, answers and evidence one by one."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.evaluation.model import Judged
from checklist.law import wording as law
from checklist.law.applicability import Applies
from checklist.report.forms.markdown_text import Lines, bullets, md, table
from checklist.report.view.model import Line, Report
from checklist.report.words import conclusion, cost, liability, record
from checklist.report.words import wording as words


def breaches(report: Report) -> Lines:
    """What is 不符合, heaviest exposure first, each told in the same order as on the page."""
    if not report.breaches:
        yield "没有不符合事项。"
        return
    yield "按可能的处罚从重到轻排列。"
    for at, line in enumerate(report.breaches, 1):
        yield ""
        yield f"### {at}. {md(line.obligation.title)}"
        yield ""
        yield from _breach(line)


def _breach(line: Line) -> Lines:
    one = line.obligation
    who = liability.addressees(line)
    basis = f"底稿{line.index}，{words.BASIS[line.finding.basis]}"
    threat = cost.threat(line)
    yield f"- **结论**：不符合。{md(words.subject(line))}。{threat}。（{basis}）"
    place = f"{law.citation(one.source)}，{law.KIND[one.kind]}；适用于{who}"
    yield f"- **义务**：{md(one.summary)}（{md(place)}）"
    for due in one.due:
        yield f"- **期限**：{md(law.due(due))}"
    for judged in line.failed:
        yield f"- **问**：{md(judged.question.ask)}"
        yield from _answer(line, judged)
        yield f"  - 差在哪里：{md(words.shortfall(judged))}（{_place(line, judged)}）"
        yield f"  - 要求：{md(words.demanded(judged.question))}"
        if judged.unclear:
            yield f"  - 另有{md(words.unclear(judged))}"
    for judged in line.open:
        yield f"- **未定**：{md(judged.question.ask)}——{md(words.unclear(judged))}"
        yield from _answer(line, judged)
    for odd in line.finding.contradictions:
        yield f"- {md(record.contradicted(odd))}"
    yield "- **处罚**："
    told = (*liability.attribution(line), *cost.sanctions(line))
    yield from bullets(map(md, told), depth=1)
    yield f"- **怎么改**：{md(one.remedy)}"
    yield f"- **责任人、期限**：{md('，'.join(conclusion.owner_and_due(line)))}"
    yield f"- **佐证**：{md(words.evidence(line))}"


def _place(line: Line, judged: Judged) -> str:
    return law.citation(line.obligation.source, judged.question.item)


def _answer(line: Line, judged: Judged) -> Lines:
    """What was said, by whom and when, and everything noted beside it."""
    by = words.answered_by(judged.answer)
    yield f"  - 答：{md(words.answered(judged))}{f'（{md(by)}）' if by else ''}"
    if judged.answer is None:
        return
    beside = dict(record.noted(judged.answer))
    far = record.worked_off(line, judged)
    beside |= {"进度": far} if far else {}
    beside |= {"佐证": "、".join(map(words.handed_in, judged.answer.evidence))}
    yield from bullets((f"{name}：{md(told)}" for name, told in beside.items() if told), depth=1)


def still_open(report: Report) -> Lines:
    """What is 待确认: why, and who could know."""
    if not report.open:
        yield "没有待确认事项。"
        return
    yield "这些事项现在既不能算符合，也不能算不符合。"
    for at, line in enumerate(report.open, 1):
        yield ""
        yield f"### {at}. {md(line.obligation.title)}（{law.citation(line.obligation.source)}）"
        yield ""
        yield f"- {md(words.subject(line))}，底稿{line.index}"
        if line.finding.binding.applies is Applies.UNKNOWN:
            yield f"- {md(words.undecided(line))}"
        yield from bullets(map(md, liability.attribution(line)))
        for judged in line.open:
            yield f"- **{md(judged.question.ask)}** {md(words.unclear(judged))}"
            yield from _answer(line, judged)
        for judged in line.failed:
            yield f"- **{md(judged.question.ask)}** 若适用则不合要求：{md(words.shortfall(judged))}"
            yield from _answer(line, judged)


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
            claim = record.claim(line)
            yield f"  - {words.status(line)}{f'（{claim}）' if claim else ''}：{md(told)}"
            for judged in line.judged:
                _, word = words.result(line, judged)
                yield f"    - {md(judged.question.ask)} 答：{md(words.answered(judged))}。{word}"
                more = _beside(judged, by=not by)
                if more:
                    yield f"      - {md(more)}"


def _beside(judged: Judged, *, by: bool) -> str:
    """What was noted and handed in, in one line; `by`: and by whom and when."""
    if judged.answer is None:
        return ""
    handed = "、".join(map(words.handed_in, judged.answer.evidence))
    told = (
        words.answered_by(judged.answer) if by else "",
        *(f"{label}：{text}" for label, text in record.noted(judged.answer)),
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
                "，".join(
                    filter(
                        None, (one.evidence.path or one.evidence.text, record.title(one.evidence))
                    )
                ),
                record.digest(one.evidence),
                record.size(one.evidence),
                record.seen(one.evidence),
                "、".join(paper.index for paper in one.papers) or ("主体情况" if one.facts else ""),
            )
            for one in report.exhibits
        ),
    )
