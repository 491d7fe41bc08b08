"""Report -> Markdown: the whole report for wikis, tickets and diffs, from the same view model."""

from __future__ import annotations

from checklist.assessment.wording import asks_when
from checklist.evaluation.model import Judged, Status
from checklist.evaluation.summary import is_of_the_text
from checklist.law import wording as law
from checklist.law.applicability import Applies
from checklist.law.deadlines import due
from checklist.report.forms import markdown_annex as annex
from checklist.report.forms.about import about
from checklist.report.forms.markdown_text import Lines, bullets, md, table
from checklist.report.view import doubts as view
from checklist.report.view.model import FactSays, Line, Report
from checklist.report.view.tasks import items
from checklist.report.words import (
    charge,
    conclusion,
    cost,
    doubts,
    liability,
    observed,
    record,
    regulations,
    remedy,
    retention,
    signed,
    unsettled,
)
from checklist.report.words import wording as words


def render(report: Report) -> str:
    """The document, ending in a line break. Everything that comes from people is escaped."""
    chapters = {
        "结论": _conclusion(report),
        "法律身份": _identity(report),
        "不符合事项": _breaches(report),
        "待确认事项": _still_open(report),
        "保存期限": _retention(report),
        "不适用的义务及理由": _exclusions(report),
        "工作底稿": _papers(report),
        "答复记录": annex.answers(report),
        "佐证目录": annex.exhibits(report),
        "方法与限制": annex.method(report),
    }
    lines = [f"# {md(law.titles(report.findings.rulebook))}合规自查报告", ""]
    filled = {title: body for title, chapter in chapters.items() if (body := list(chapter))}
    for number, (title, body) in enumerate(filled.items(), start=1):
        lines += [f"## {law.numeral(number)}、{title}", "", *body, ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _conclusion(report: Report) -> Lines:
    yield from (f"**{md(conclusion.headline(report))}**", "")
    for doubt in conclusion.hasty(report):
        yield from (f"**{md(doubt)}**", "")
    for check in report.beside.unused:
        yield from (f"**{md(regulations.stale_check(check))}**", "")
    how = conclusion.punishable(report)
    if how:
        yield from (md(how), "")
    basis = observed.grounds(report)
    yield from (f"本结论只依据{basis}得出，不是法律意见，也不代表执法机关的认定。", "")
    total = report.totals.by_status
    yield from table(
        map(words.STATUS.__getitem__, Status), [[f"{total[each]}项" for each in Status]]
    )
    if report.totals.remedied:
        yield from ("", f"不符合{remedy.of_totals(report)}。")
    yield ""
    labels_above = {"结论", "作答"}
    about_it = ((label, text) for label, text in about(report) if label not in labels_above)
    yield from bullets(f"{label}：{md(text)}" for label, text in about_it)


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
            ("作为", "管辖机关", "另有规定、没有写明的", "依据"),
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


def _breaches(report: Report) -> Lines:
    """Heaviest exposure first, each told in the same order as on the page."""
    if not report.breaches:
        yield "没有不符合事项。"
        return
    yield conclusion.ORDER
    for number, line in enumerate(report.breaches, start=1):
        yield from ("", f"### {number}. {md(line.obligation.title)}", "")
        yield from _breach(report, line)


def _breach(report: Report, line: Line) -> Lines:
    obligation, as_of = line.obligation, report.findings.as_of
    source, who = law.citation(obligation.source), liability.addressees(line)
    head = f"{words.status(line)}。{md(words.subject(line))}。{cost.threat(line)}"
    yield f"- **结论**：{head}。（底稿{line.index}，{words.BASIS[line.finding.basis]}）"
    place = f"{source}，{law.KIND[obligation.kind]}；适用于{who}"
    yield f"- **义务**：{md(obligation.summary)}（{md(place)}）"
    yield from (f"- **期限**：{md(due(each, as_of))}" for each in obligation.due)
    for judged in line.failed:
        item = law.citation(obligation.source, judged.question.item)
        ask, about = regulations.asked(report.findings, judged.question), asks_when(judged.question)
        whole = about and ask == judged.question.ask
        yield f"- **问**：{md(ask + (f'（{about}）' if whole else ''))}"
        yield from _answer(line, judged)
        yield f"  - 差在哪里：{md(words.shortfall(judged))}（{item}）"
        yield f"  - 要求：{md(words.demanded(judged.question))}"
        if judged.unclear:
            yield f"  - 另有{md(words.unclear(judged))}"
    for judged in line.open:
        ask = regulations.asked(report.findings, judged.question)
        yield f"- **未定**：{md(ask)}——{md(words.unclear(judged))}"
        yield from _answer(line, judged)
    yield from (f"- {md(seen)}" for seen in observed.of_line(report, line))
    yield "- **处罚**："
    yield from bullets(map(md, (*liability.attribution(line), *cost.sanctions(line))), depth=1)
    mended, effect = remedy.of_line(line), bullets(map(md, remedy.effect(line)), depth=1)
    how = f"- **怎么改**：{md(remedy.advice(line, line.failed))}{f'（{mended}）' if mended else ''}"
    yield from (f"- **{mended}**", *effect) if line.finding.remedied else (how,)
    yield from bullets(map(md, law.related_lines(obligation.related)))
    in_charge = charge.of_line(line)
    yield f"- **责任人、期限**：{md('，'.join(in_charge) if in_charge else charge.DIFFERS)}"
    proof = charge.proof(line)
    yield f"- **佐证**：{md(charge.DIFFERS if proof is None else charge.evidence(line, proof))}"


def _answer(line: Line, judged: Judged) -> Lines:
    """What was said, by whom and when, and everything noted beside it."""
    by = signed.answered_by(judged.answer)
    answer = observed.answer_and_records(judged).removeprefix("答")
    yield f"  - 答：{md(answer)}{f'（{md(by)}）' if by else ''}"
    beside = record.by_label(line, judged)
    if "进度" in beside:
        beside["进度"] = record.worked_off(line, judged)
    yield from bullets((f"{label}：{md(text)}" for label, text in beside.items()), depth=1)


def _still_open(report: Report) -> Lines:
    """What is 待确认: why, and who could know."""
    if not report.open:
        yield "没有待确认事项。"
        return
    yield "这些事项现在既不能算符合，也不能算不符合。"
    for line in view.decided(report):
        place = law.citation(line.obligation.source)
        yield from ("", f"### {items(report)[line]}. {md(line.obligation.title)}（{place}）", "")
        yield f"- {md(words.subject(line))}，底稿{line.index}"
        if line.finding.binding.applies is Applies.UNKNOWN:
            yield f"- {md(unsettled.why(line))}"
        yield from bullets(map(md, liability.attribution(line)))
        yield from _shortfalls(report, line)
        yield from bullets(map(md, law.related_lines(line.obligation.related)))
    for group in view.undecided(report):
        yield from ("", f"### {md(doubts.title(group))}", "", md(doubts.sentence(group)), "")
        yield from bullets(map(md, (doubts.grounds(group), *doubts.attribution(group))))
        for line in group.lines:
            place = f"{law.citation(line.obligation.source)}；底稿{line.index}"
            yield f"- {md(doubts.heading(line))}（{place}）"
            yield from (f"  {text}" for text in _shortfalls(report, line))
            yield from bullets(map(md, law.related_lines(line.obligation.related)), depth=1)


def _shortfalls(report: Report, line: Line) -> Lines:
    """What is open in a line, and what fails if it binds."""
    for what, judged, why in doubts.failing(line):
        ask = regulations.asked(report.findings, judged.question)
        yield f"- **{md(ask)}** {what}：{md(why)}"
        yield from _answer(line, judged)
        if is_of_the_text(judged):
            yield f"  - {unsettled.OPINION}"


def _retention(report: Report) -> Lines:
    if not report.clocks:
        yield retention.NONE_KEPT
        return
    yield from table(
        ("保存什么", "依据", "从何时起算", "至少多久", "申报多久", "结论"),
        (
            (
                f"{clock.line.obligation.title}（{words.subject(clock.line)}）",
                law.citation(clock.line.obligation.source),
                retention.counted_from(clock),
                retention.required(clock),
                observed.answer_and_records(clock.judged) if clock.judged else "",
                words.STATUS[status]
                if (status := retention.verdict(clock))
                else retention.YEARS_ONLY,
            )
            for clock in report.clocks
        ),
    )
    worked = retention.worked(report.clocks)
    if worked:
        yield ""
        yield from bullets(md(retention.example(*each)) for each in worked)
    parallel = retention.parallel(report.clocks)
    if parallel:
        yield from ("", retention.LATEST, "")
        yield from bullets(md(law.related(provision)) for provision in parallel)


def _exclusions(report: Report) -> Lines:
    for number, exclusion in enumerate(report.exclusions, start=1):
        yield f"{number}. 因为{md(_because(exclusion.because))}，不适用："
        for line in exclusion.lines:
            place, who = law.citation(line.obligation.source), md(words.subject(line))
            yield f"    - {md(line.obligation.title)}（{place}；{who}）"


def _papers(report: Report) -> Lines:
    """One working paper for each entry that binds or may bind, with every question and answer."""
    for paper in report.papers:
        if not paper.binds:
            continue
        place = law.citation(paper.obligation.source)
        yield f"- **{paper.index} {md(paper.obligation.title)}**（{place}）"
        for line in paper.lines:
            by, claim = signed.answered_alike(line), record.claim(line)
            who = f"{words.subject(line)}{f'（{by}）' if by else ''}"
            yield f"  - {words.status(line)}{f'（{claim}）' if claim else ''}：{md(who)}"
            for judged in line.judged:
                _, word = words.result(line, judged)
                stated = observed.answer_and_records(judged).removeprefix("答")
                answer = "：".join(filter(None, (stated, words.offered(judged))))
                ask = regulations.asked(report.findings, judged.question)
                yield f"    - {md(ask)} 答：{md(answer)}。{word}"
                whose = [] if by else [signed.answered_by(judged.answer)]
                beside = map("：".join, record.by_label(line, judged).items())
                if notes := "；".join(filter(None, (*whose, *beside))):
                    yield f"      - {md(notes)}"
                if line.finding.status is not Status.NOT_SATISFIED:
                    yield from (f"      - {md(seen)}" for seen in observed.of_question(judged))
