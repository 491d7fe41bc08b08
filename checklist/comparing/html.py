"""Comparison -> one self-contained HTML page that looks like the report; it carries no script."""

from __future__ import annotations

from collections.abc import Iterable

from checklist import PROGRAM
from checklist.comparing import counted_words, past_words, words
from checklist.comparing.compare import fact_changes
from checklist.comparing.model import Cause, Comparison, Turn
from checklist.comparing.result import Point, PointState
from checklist.evaluation.model import Status
from checklist.law.wording import day, numeral
from checklist.report.page import page
from checklist.report.page.chart import ORDER, longest, segments
from checklist.report.page.view import PageChapter
from checklist.report.words import wording as report_words

_STATUS = {
    PointState.GAP: Status.NOT_SATISFIED,
    PointState.IF_BOUND: Status.UNDETERMINED,
    PointState.OPEN: Status.UNDETERMINED,
    PointState.CLEAR: Status.SATISFIED,
}


def render(comparison: Comparison) -> str:
    """The page, to be written as UTF-8."""
    old, new = comparison.old, comparison.new
    named = new.respondent.name or "（名称未填写）"
    days = f"{old.as_of.isoformat()} → {new.as_of.isoformat()}"
    header = page.running_header(named, days, cover=False)
    causes = {cause: [comparison.by_cause[cause, turn] for turn in Turn] for cause in Cause}
    return (
        page.environment()
        .get_template("compare.html")
        .render(
            better=comparison.turned(Turn.BETTER),
            answered=comparison.turned(Turn.ANSWERED),
            by_entry=_by_entry,
            causes={cause: counts for cause, counts in causes.items() if any(counts)},
            chapters=_chapters(comparison),
            comparison=comparison,
            day=day,
            facts=list(fact_changes(comparison)),
            standing_of=_standing,
            named=named,
            new=new,
            numeral=numeral,
            old=old,
            order=ORDER,
            other=comparison.turned(Turn.OTHER),
            program=PROGRAM,
            scale=longest((old.counts, new.counts)),
            segments=segments,
            standing=comparison.still_broken.values(),
            status=Status,
            **page.styled(page.source("report.css", "charts.css", "compare.css") + header),
            titles={each.obligation: each for each in (*old.findings, *new.findings)},
            counted=counted_words,
            past=past_words,
            phrases=words,
            words=report_words,
            worse=comparison.turned(Turn.WORSE),
        )
    )


def _chapters(comparison: Comparison) -> list[PageChapter]:
    """Chapters with nothing in them are left out, but for the two that a reader looks for."""
    turns = [difference.turn for difference in comparison.differences]
    chapters = [
        PageChapter(id="conclusion", title="结论"),
        PageChapter(id="worse", title="变差的", count=turns.count(Turn.WORSE)),
        PageChapter(id="better", title="改进的", count=turns.count(Turn.BETTER)),
        PageChapter(id="answered", title="这次才知道的", count=turns.count(Turn.ANSWERED)),
        PageChapter(id="other", title="别的变化", count=turns.count(Turn.OTHER)),
        PageChapter(
            id="standing",
            title="没有变化的不符合",
            count=sum(map(len, comparison.still_broken.values())),
        ),
        PageChapter(id="why", title="为什么变"),
        PageChapter(id="method", title="怎样对比"),
    ]
    always = {"worse", "standing"} if turns else {"standing"}
    return [chapter for chapter in chapters if chapter.count != 0 or chapter.id in always]


def _standing(point: Point | None) -> tuple[Status, str]:
    """A status for its colour and shape, and the word for how a question stands."""
    if point is None:
        return Status.NOT_APPLICABLE, "没有问"
    if point.is_inapplicable:
        return Status.NOT_APPLICABLE, past_words.inapplicable(point)
    return _STATUS[point.state], words.STATE[point.state]


def _by_entry(keys: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The questions of each obligation, from pairs of (obligation, question)."""
    questions: dict[str, list[str]] = {}
    for obligation, asked in keys:
        questions.setdefault(obligation, []).append(asked)
    return questions
