"""Report -> Markdown: the whole report for wikis, tickets and diffs, from the same view model."""

from __future__ import annotations

from collections.abc import Callable

from checklist.evaluation.model import Status
from checklist.law import wording as law
from checklist.report.forms.about import about
from checklist.report.forms.markdown_findings import breaches, still_open
from checklist.report.forms.markdown_record import answers, exhibits, papers
from checklist.report.forms.markdown_text import Lines, bullets, md, table
from checklist.report.view.model import Clock, FactSays, Report
from checklist.report.words import conclusion, retention, venues
from checklist.report.words import wording as words


def render(report: Report) -> str:
    """The document, ending in a line break. Everything that comes from people is escaped."""
    lines = [f"# 《{md(report.findings.rulebook.title)}》合规自查报告", ""]
    shown = [(title, list(chapter(report))) for title, chapter in _CHAPTERS.items()]
    for at, (title, body) in enumerate(((title, body) for title, body in shown if body), 1):
        lines += [f"## {law.numeral(at)}、{title}", "", *body, ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _conclusion(report: Report) -> Lines:
    yield f"**{md(conclusion.headline(report))}**"
    yield ""
    how = conclusion.punishable(report)
    if how:
        yield md(how)
        yield ""
    yield "本结论只依据填报人的答复得出，不是法律意见，也不代表执法机关的认定。"
    yield ""
    total = report.totals.by_status
    yield from table(map(words.STATUS.__getitem__, Status), [[str(total[one]) for one in Status]])
    yield ""
    yield from bullets(f"{label}：{md(told)}" for label, told in about(report) if label != "结论")


def _identity(report: Report) -> Lines:
    rulebook = report.findings.rulebook
    yield from table(
        ("义务主体", "认定", "依据", "所依据的主体情况"),
        (
            (
                one.standing.holder.name,
                words.HELD[one.standing.held],
                law.citation(one.standing.holder.source),
                _because(one.because),
            )
            for one in report.identities
        ),
    )
    if report.venues:
        yield ""
        yield from table(
            ("作为", "管辖机关", "无法确定时", "依据"),
            (
                (
                    f"{one.holder.name} {venues.concerns(one)}",
                    venues.authority(one),
                    venues.otherwise(one),
                    venues.place(one),
                )
                for one in report.venues
            ),
        )
    rooms = report.findings.assessment.rooms
    if rooms:
        yield ""
        yield "直播间："
        yield ""
        yield from bullets(md(f"{room.id} {room.name}") for room in rooms)
    if not rulebook.bundled:
        yield ""
        yield "判断所用的不是随附规则册。"


def _because(facts: tuple[FactSays, ...]) -> str:
    return "；".join(
        words.because((one,)) + ("（由前面的回答得出）" if one.settled else "") for one in facts
    )


def _retention(report: Report) -> Lines:
    if not report.clocks:
        yield "没有适用的保存义务。"
        return
    yield from table(
        ("保存什么", "依据", "从何时起算", "至少多久", "申报多久", "结论"),
        map(_clock, report.clocks),
    )
    worked = retention.worked(report.clocks)
    if worked:
        yield ""
        yield from bullets(md(_worked(clock, titles)) for clock, titles in worked)
    related = retention.parallel(report.clocks)
    if related:
        yield ""
        yield "同一份材料有几个期限的，保存到最晚的一天。"
        yield ""
        yield from bullets(
            md(law.other_law(one) + (f"：{one.note}" if one.note else "")) for one in related
        )


def _clock(clock: Clock) -> tuple[str, ...]:
    one = clock.line.obligation
    return (
        f"{one.title}（{words.subject(clock.line)}）",
        law.citation(one.source),
        one.counted_from or "条文未写明",
        f"{clock.years}年" if clock.years else "条文未写年数",
        words.answered(clock.judged) if clock.judged else "",
        words.STATUS[retention.verdict(clock)],
    )


def _worked(clock: Clock, titles: tuple[str, ...]) -> str:
    one = clock.example
    if one is None:
        return "、".join(titles)
    start = f"{clock.line.obligation.counted_from or '起算日'} {one.start.isoformat()}"
    told = f"{'、'.join(titles)}：{start} → 至少保存至 {one.required_until.isoformat()}"
    if one.declared_until is None:
        return f"{told}。"
    short = f"，少{one.short_by}天" if one.short_by else ""
    return f"{told}；按申报的保存到 {one.declared_until.isoformat()}{short}。"


def _exclusions(report: Report) -> Lines:
    for at, exclusion in enumerate(report.exclusions, 1):
        yield f"{at}. 因为{md(_because(exclusion.because))}，不适用："
        yield from (
            f"    - {md(line.obligation.title)}（{law.citation(line.obligation.source)}；"
            f"{md(words.subject(line))}）"
            for line in exclusion.lines
        )


def _method(report: Report) -> Lines:
    yield "先问主体情况，由此推出法律身份和适用的义务；再就适用的义务逐项提问，把答复与要求比对。"
    yield "没有回答、答“不清楚”或者答非所问，都不算符合；对禁止性规定只说“未发现违反”。"
    yield ""
    yield "- 自评：结论取决于答复是否属实，没有核对过业务记录、合同或者直播回放。"
    early = words.before_force(report.findings)
    if early:
        yield f"- {early}"
    yield "- 佐证只登记了文件名、摘要、大小和时间，没有核对内容。"
    yield "- 只涉及这一部规章的义务和它写明的处罚；处罚由执法机关依法裁量，本报告不预测结果。"
    points = words.open_points(report.papers)
    if points:
        yield "- 规则册中的疑问："
        for point, papers in points:
            yield f"  - {md(point)}（{'、'.join(one.index for one in papers)}）"


_CHAPTERS: dict[str, Callable[[Report], Lines]] = {
    "结论": _conclusion,
    "法律身份": _identity,
    "不符合事项": breaches,
    "待确认事项": still_open,
    "保存期限": _retention,
    "不适用的义务及理由": _exclusions,
    "工作底稿": papers,
    "答复记录": answers,
    "佐证目录": exhibits,
    "方法与限制": _method,
}
