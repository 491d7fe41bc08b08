"""Report -> Markdown: the whole report for wikis, tickets and diffs, from the same view model."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checklist.evaluation.model import Status
from checklist.law import wording as law
from checklist.law.applicability import Applies
from checklist.report import conclusion, liability, progress, venues
from checklist.report import wording as words
from checklist.report.about import about
from checklist.report.markdown_text import bullets, md, table
from checklist.report.model import Clock, FactSays, Line, Report, Said
from checklist.report.sanctions import sanctions

Lines = Iterator[str]


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


def _breaches(report: Report) -> Lines:
    if not report.breaches:
        yield "没有不符合事项。"
        return
    yield "按可能的处罚从重到轻排列。"
    for at, line in enumerate(report.breaches, 1):
        yield ""
        yield f"### {at}. {md(line.obligation.title)}"
        yield ""
        yield from _breach(report, line)


def _breach(report: Report, line: Line) -> Lines:
    rulebook, one = report.findings.rulebook, line.obligation
    who = words.addressees(rulebook, line.finding.binding.bound_as)
    basis = f"底稿{line.index}，{words.BASIS[line.finding.basis]}"
    threat = conclusion.threat(rulebook, line)
    yield f"- **结论**：不符合。{md(words.subject(line))}。{threat}。（{basis}）"
    place = f"{law.citation(one.source)}，{law.KIND[one.kind]}；适用于{who}"
    yield f"- **义务**：{md(one.summary)}（{md(place)}）"
    for due in one.due:
        yield f"- **期限**：{md(law.due(due))}"
    for said in line.failed:
        yield f"- **问**：{md(said.question.ask)}"
        yield from _answer(line, said)
        yield f"  - 差在哪里：{md(words.shortfall(said))}（{_place(line, said)}）"
        yield f"  - 要求：{md(words.demanded(said.question))}"
        if said.unclear:
            yield f"  - 另有{md(words.unclear(said))}"
    for said in line.open:
        yield f"- **未定**：{md(said.question.ask)}——{md(words.unclear(said))}"
        yield from _answer(line, said)
    for odd in line.finding.contradictions:
        yield f"- **记录显示与答复不一致**：{md(odd.observation.note)}"
    yield "- **处罚**："
    told = (*liability.attribution(rulebook, line), *sanctions(rulebook, line))
    yield from bullets(map(md, told), depth=1)
    yield f"- **怎么改**：{md(one.remedy)}"
    yield f"- **责任人、期限**：{md('，'.join(conclusion.owner_and_due(line)))}"
    yield f"- **佐证**：{md(words.evidence(line))}"


def _place(line: Line, said: Said) -> str:
    return law.citation(line.obligation.source, said.question.item)


def _answer(line: Line, said: Said) -> Lines:
    """What was said, by whom and when, and everything noted beside it."""
    by = words.answered_by(said.answer)
    yield f"  - 答：{md(words.answered(said))}{f'（{md(by)}）' if by else ''}"
    if said.answer is None:
        return
    beside = {
        "理由": said.answer.reason,
        "谁可能知道": said.answer.who_could_know,
        "说明": said.answer.note,
        "责任人": said.answer.owner,
        "期限": said.answer.due.isoformat() if said.answer.due else None,
        "责任部门": said.answer.department,
        "复核人": said.answer.reviewer,
        "整改措施": said.answer.measures,
        "进度": progress.told(said, words.result(line, said)[1]),
        "销号日期": said.answer.closed_on.isoformat() if said.answer.closed_on else None,
        "佐证": "、".join(map(words.handed_in, said.answer.evidence)),
    }
    yield from bullets((f"{name}：{md(told)}" for name, told in beside.items() if told), depth=1)


def _open(report: Report) -> Lines:
    if not report.open:
        yield "没有待确认事项。"
        return
    yield "这些事项现在既不能算符合，也不能算不符合。"
    rulebook = report.findings.rulebook
    for at, line in enumerate(report.open, 1):
        yield ""
        yield f"### {at}. {md(line.obligation.title)}（{law.citation(line.obligation.source)}）"
        yield ""
        yield f"- {md(words.subject(line))}，底稿{line.index}"
        binding = line.finding.binding
        if binding.applies is Applies.UNKNOWN:
            why = "条文本身没有写明这种情形是否适用" if binding.in_doubt else "是否适用尚不能确定"
            yield f"- {why}：{md(words.because(line.because))}"
        yield from bullets(map(md, liability.attribution(rulebook, line)))
        for said in line.open:
            yield f"- **{md(said.question.ask)}** {md(words.unclear(said))}"
            yield from _answer(line, said)
        for said in line.failed:
            yield f"- **{md(said.question.ask)}** 若适用则不合要求：{md(words.shortfall(said))}"
            yield from _answer(line, said)


def _retention(report: Report) -> Lines:
    if not report.clocks:
        yield "没有适用的保存义务。"
        return
    yield from table(
        ("保存什么", "依据", "从何时起算", "至少多久", "申报多久", "结论"),
        map(_clock, report.clocks),
    )
    worked = words.worked(report.clocks)
    if worked:
        yield ""
        yield from bullets(md(_worked(clock, titles)) for clock, titles in worked)
    related = words.parallel(report.clocks)
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
        words.answered(clock.said) if clock.said else "",
        words.STATUS[words.clock_verdict(clock)],
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


def _papers(report: Report) -> Lines:
    for paper in report.papers:
        if not paper.binds:
            continue
        title, place = paper.obligation.title, law.citation(paper.obligation.source)
        yield f"- **{paper.index} {md(title)}**（{place}）"
        for line in paper.lines:
            by = words.answered_alike(line)
            told = f"{words.subject(line)}{f'（{by}）' if by else ''}"
            yield f"  - {words.status(line)}：{md(told)}"
            for said in line.said:
                _, word = words.result(line, said)
                yield f"    - {md(said.question.ask)} 答：{md(words.answered(said))}。{word}"
                more = _beside(said, by=not by)
                if more:
                    yield f"      - {md(more)}"


def _beside(said: Said, *, by: bool) -> str:
    """What was noted and handed in, in one line; `by`: and by whom and when."""
    if said.answer is None:
        return ""
    handed = "、".join(map(words.handed_in, said.answer.evidence))
    told = (
        words.answered_by(said.answer) if by else "",
        f"理由：{said.answer.reason}" if said.answer.reason else "",
        f"说明：{said.answer.note}" if said.answer.note else "",
        f"佐证：{handed}" if handed else "",
    )
    return "；".join(one for one in told if one)


def _method(report: Report) -> Lines:
    yield "先问主体情况，由此推出法律身份和适用的义务；再就适用的义务逐项提问，把答复与要求比对。"
    yield "没有回答、答“不清楚”或者答非所问，都不算符合；对禁止性规定只说“未发现违反”。"
    yield ""
    yield "- 自评：结论取决于答复是否属实，没有核对过业务记录、合同或者直播回放。"
    yield "- 只涉及这一部规章的义务和它写明的处罚；处罚由执法机关依法裁量，本报告不预测结果。"
    points = words.open_points(report.papers)
    if points:
        yield "- 规则册中的疑问："
        for point, papers in points:
            yield f"  - {md(point)}（{'、'.join(one.index for one in papers)}）"


_CHAPTERS: dict[str, Callable[[Report], Lines]] = {
    "结论": _conclusion,
    "法律身份": _identity,
    "不符合事项": _breaches,
    "待确认事项": _open,
    "保存期限": _retention,
    "不适用的义务及理由": _exclusions,
    "工作底稿": _papers,
    "方法与限制": _method,
}
