"""Report -> tables for a terminal: ASCII borders, only characters of one certain width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tabulate import tabulate

from checklist.evaluation.model import Findings, Judged, Status
from checklist.law.applicability import Applies
from checklist.law.model import Per
from checklist.law.wording import article, citation, titles
from checklist.layout import wrap
from checklist.paging import of_table
from checklist.report.page.chart import ORDER
from checklist.report.view.doubts import Undecided, decided, undecided
from checklist.report.view.model import Line, Report
from checklist.report.words import doubts, observed, remedy, unsettled
from checklist.report.words.conclusion import hasty, how_many
from checklist.report.words.cost import heaviest
from checklist.report.words.counts import not_due, not_found
from checklist.report.words.liability import apart, jurisdiction, same_act
from checklist.report.words.liability import decided as is_decided
from checklist.report.words.record import bare
from checklist.report.words.regulations import asked
from checklist.report.words.wording import (
    STATUS,
    answered,
    cautions,
    demanded,
    shortfall,
    subject,
    unclear,
)
from checklist.text import inert

NARROWEST = 60
WIDEST = 160
# “ ” — … · × are one cell in some terminals and two in others.
_STEADY = str.maketrans(
    {"“": "「", "”": "」", "‘": "『", "’": "』", "—": "-", "―": "-", "…": "...", "·": ".", "×": "x",
     "○": "o", "●": "*", "→": "->"}
)  # fmt: skip


def render(report: Report, *, width: int) -> str:
    """The tables as text of at most `width` cells a line, without a final line break."""
    return "\n".join(paragraphs(report, width=width))


def paragraphs(report: Report, *, width: int) -> Iterator[str]:
    """The tables piece by piece, so that they can be shown a screenful at a time."""
    for number, part in enumerate(_parts(report, min(max(width, NARROWEST), WIDEST))):
        if number:
            yield ""
        yield from part


def _parts(report: Report, width: int) -> Iterator[Iterable[str]]:
    findings = report.findings
    yield (
        steady(findings.assessment.respondent.name),
        wrap(
            steady(f"{titles(findings.rulebook)}，按{findings.as_of.isoformat()}判断，自评"), width
        ),
        *(
            wrap(steady(f"注意：{caution}"), width)
            for caution in (*hasty(report), *cautions(report))
        ),
    )
    if report.breaches:
        table = grid(
            ("依据", "义务", "答复与要求", "可能的处罚"),
            (
                (
                    _by_what(line),
                    _whose(line),
                    "\n".join(
                        (
                            *(_failure(findings, judged) for judged in line.failed),
                            *(_open(findings, judged) for judged in line.open),
                        )
                    ),
                    "\n".join(_costs(line)),
                )
                for line in report.breaches
            ),
            (12, 26, 40, 28),
            width,
        )
        yield (f"不符合 {how_many(report.breaches)}", *of_table(table))
    if report.open:
        yield (f"待确认 {how_many(report.open)}", *of_table(_table_of_open(report, width)))
    for group in undecided(report):
        yield (wrap(steady(line), width) for line in _list(report, group))
    yield _totals(report, width)


def _by_what(line: Line) -> str:
    """第三十四条第一款, and the article by which it is charged to the respondent, if another is."""
    bound_as = line.finding.binding.bound_as
    place = line.obligation.source
    through = dict.fromkeys(
        article(bound.via, place) for bound in bound_as if bound.via is not None
    )
    source = citation(place)
    if not through:
        return source
    also = "另" if any(bound.via is None for bound in bound_as) else ""
    return f"{source}（{also}依{'、'.join(through)}）"


def _whose(line: Line) -> str:
    title = line.obligation.title
    return title if line.obligation.per is Per.RESPONDENT else f"{title}\n{subject(line)}"


def _costs(line: Line) -> Iterator[str]:
    yield heaviest(line.finding)
    yield from map(same_act, line.overlaps)
    yield from filter(None, (is_decided(line),))


def _failure(findings: Findings, judged: Judged) -> str:
    ask = asked(findings, judged.question)
    since = f"\n{remedy.since(judged)}" if judged.remedied else ""
    since += "".join(f"\n{seen}" for seen in observed.of_question(judged))
    if judged.missing:
        also = f"\n另有{unclear(judged)}" if judged.unclear else ""
        return f"{ask}\n{shortfall(judged)}{also}{since}"
    wanted = demanded(judged.question)
    return f"{ask}\n答：{answered(judged)}\n规定要求：{wanted}{since}"


def _open(findings: Findings, judged: Judged) -> str:
    """A question that is open beside others that fail: it counts as one without a conclusion."""
    return f"{asked(findings, judged.question)}\n未定：{unclear(judged)}"


def _table_of_open(report: Report, width: int) -> str:
    """What answers can settle; what they cannot stands below it, said once."""
    lines = decided(report)
    if not lines:
        return ""
    rows = ((_by_what(line), _whose(line), "\n".join(_doubts(report, line))) for line in lines)
    return grid(("依据", "义务", "为什么未定"), rows, (12, 34, 60), width)


def _doubts(report: Report, line: Line) -> Iterator[str]:
    if shifted := apart(report, line):
        yield shifted
    if line.finding.binding.applies is Applies.UNKNOWN:
        yield unsettled.why(line)
    for what, judged, why in doubts.failing(line):
        yield f"{asked(report.findings, judged.question)}\n{what}：{why}"


def _list(report: Report, group: Undecided) -> Iterator[str]:
    """One sentence for all entries that may bind, then each with what it lacks."""
    yield doubts.sentence(group)
    yield doubts.grounds(group)
    for line in group.lines:
        yield f"  {citation(line.obligation.source)}　{doubts.heading(line)}"
        for what, judged, why in doubts.failing(line):
            yield f"    {what}：{asked(report.findings, judged.question)}　{why}"


def _totals(report: Report, width: int) -> list[str]:
    totals = report.totals
    done = report.completeness
    mended = {Status.NOT_SATISFIED: remedy.of_totals(report)}
    counts = "　".join(
        f"{STATUS[each]} {totals.by_status[each]}项{mended.get(each, '')}" for each in ORDER
    )
    more = f"有缺口的 {done.gaps}题　没有结论的 {done.asked - done.settled}题"
    more += f"　倡导（不计入） {totals.encouragements}项"
    lines = [f"合计　{counts}", f"　　　{more}"]
    for label, text in (
        ("佐证", bare(report)),
        ("管辖", jurisdiction(report.venues)),
        ("自评", not_found(report)),
        ("期限", not_due(report)),
    ):
        if text:
            told_of = wrap(steady(text), width - 6).replace("\n", "\n　　　")
            lines = [f"{label}　{told_of}", *lines]
    return lines


def grid(
    headings: tuple[str, ...],
    rows: Iterable[tuple[str, ...]],
    shares: tuple[int, ...],
    width: int,
) -> str:
    """A table of at most `width` cells, its columns in the proportion of `shares`."""
    room = width - 3 * len(shares) - 1
    widths = [room * share // sum(shares) for share in shares]
    return tabulate(
        [[_fit(cell, share) for cell, share in zip(row, widths, strict=True)] for row in rows],
        headers=headings,
        tablefmt="grid",
        disable_numparse=True,
    )


def _fit(cell: str, width: int) -> str:
    return "\n".join(wrap(line, width) for line in steady(cell).split("\n"))


def steady(text: str) -> str:
    """`text`, inert line by line, in characters that every terminal gives the same width."""
    return "\n".join(inert(line).translate(_STEADY) for line in text.split("\n"))
