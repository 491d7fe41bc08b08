"""Report -> Markdown: the whole report for wikis, tickets and diffs, from the same view model."""

from __future__ import annotations

from collections.abc import Callable

from checklist.evaluation.model import Status
from checklist.law import wording as law
from checklist.report.forms.about import about
from checklist.report.forms.markdown_findings import (
    answers,
    breaches,
    exhibits,
    papers,
    still_open,
)
from checklist.report.forms.markdown_text import Lines, bullets, md, table
from checklist.report.view.model import Clock, FactSays, Report
from checklist.report.words import conclusion, deadlines, liability
from checklist.report.words import wording as words


def render(report: Report) -> str:
    """The document, ending in a line break. Everything that comes from people is escaped."""
    lines = [f"# 《{md(report.findings.rulebook.title)}》合规自查报告", ""]
    shown = [(title, list(chapter(report))) for title, chapter in _CHAPTERS.items()]
    for at, (title, body) in enumerate(((title, body) for title, body in shown if body), 1):
        lines += [f"## {law.numeral(at)}、{title}", "", *body, ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _conclusion(report: Report) -> Lines:
    yield from (f"**{md(conclusion.headline(report))}**", "")
    how = conclusion.punishable(report)
    if how:
        yield from (md(how), "")
    yield from ("本结论只依据填报人的答复得出，不是法律意见，也不代表执法机关的认定。", "")
    total = report.totals.by_status
    yield from table(map(words.STATUS.__getitem__, Status), [[str(total[one]) for one in Status]])
    yield ""
    yield from bullets(f"{label}：{md(told)}" for label, told in about(report) if label != "结论")


def _identity(report: Report) -> Lines:
    yield from table(
        ("义务主体", "认定", "依据", "所依据的主体情况"),
        (
            (
                identity.standing.holder.name,
                words.HELD[identity.standing.held],
                law.citation(identity.standing.holder.source),
                _because(identity.because),
            )
            for identity in report.identities
        ),
    )
    if report.venues:
        yield ""
        yield from table(
            ("作为", "管辖机关", "无法确定时", "依据"),
            (
                (
                    f"{venue.holder.name} {liability.concerned(venue)}",
                    liability.authority(venue),
                    liability.otherwise(venue),
                    liability.place(venue),
                )
                for venue in report.venues
            ),
        )
    rooms = report.findings.assessment.rooms
    if rooms:
        yield from ("", "直播间：", "")
        yield from bullets(md(f"{room.id} {room.name}") for room in rooms)
    if not report.findings.rulebook.bundled:
        yield from ("", "判断所用的不是随附规则册。")


def _because(facts: tuple[FactSays, ...]) -> str:
    return "；".join(
        words.because((says,)) + (words.SETTLED if says.settled else "") for says in facts
    )


def _retention(report: Report) -> Lines:
    if not report.clocks:
        yield deadlines.NONE_KEPT
        return
    yield from table(
        ("保存什么", "依据", "从何时起算", "至少多久", "申报多久", "结论"),
        (
            (
                f"{clock.line.obligation.title}（{words.subject(clock.line)}）",
                law.citation(clock.line.obligation.source),
                deadlines.counted_from(clock),
                deadlines.required(clock),
                words.answered(clock.judged) if clock.judged else "",
                words.STATUS[deadlines.verdict(clock)],
            )
            for clock in report.clocks
        ),
    )
    worked = deadlines.worked(report.clocks)
    if worked:
        yield ""
        yield from bullets(md(_worked(clock, titles)) for clock, titles in worked)
    parallel = deadlines.parallel(report.clocks)
    if parallel:
        yield from ("", deadlines.LATEST, "")
        yield from bullets(md(law.related(provision)) for provision in parallel)


def _worked(clock: Clock, titles: tuple[str, ...]) -> str:
    example = clock.example
    if example is None:
        return "、".join(titles)
    start = f"{clock.line.obligation.counted_from or '起算日'} {example.start.isoformat()}"
    until = f"{'、'.join(titles)}：{start} → 至少保存至 {example.required_until.isoformat()}"
    if example.declared_until is None:
        return f"{until}。"
    short = f"，少{example.short_by}天" if example.short_by else ""
    return f"{until}；按申报的保存到 {example.declared_until.isoformat()}{short}。"


def _exclusions(report: Report) -> Lines:
    for at, exclusion in enumerate(report.exclusions, 1):
        yield f"{at}. 因为{md(_because(exclusion.because))}，不适用："
        yield from (
            f"    - {md(line.obligation.title)}（{law.citation(line.obligation.source)}；"
            f"{md(words.subject(line))}）"
            for line in exclusion.lines
        )


def _method(report: Report) -> Lines:
    yield from (*words.METHOD, "", f"- {words.ATTESTED_ONLY}")
    early = words.before_force(report.findings)
    if early:
        yield f"- {early}"
    yield "- 佐证只登记了文件名、摘要、大小和时间，没有核对内容。"
    yield f"- {words.ONLY_THIS_LAW}；处罚由执法机关依法裁量，本报告不预测结果。"
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
