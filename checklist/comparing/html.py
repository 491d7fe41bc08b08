"""Comparison -> one self-contained HTML page that looks like the report; it carries no script."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup
from msgspec import Struct

from checklist import __version__, resources
from checklist.comparing import headline, words
from checklist.comparing.model import Comparison, Held, Point
from checklist.comparing.view import View, view
from checklist.evaluation.model import Status
from checklist.law.wording import numeral
from checklist.report.page import page
from checklist.report.page.chart import ORDER, longest, segments
from checklist.report.words import wording as report_words

_SHEETS = ("report.css", "charts.css", "compare.css")
_HELD = {
    Held.GAP: (Status.NOT_SATISFIED, "缺口"),
    Held.IF_BOUND: (Status.UNDETERMINED, "若适用则为缺口"),
    Held.OPEN: (Status.UNDETERMINED, "待确认"),
    Held.CLEAR: (Status.SATISFIED, "无缺口"),
}


class Chapter(Struct, frozen=True, kw_only=True):
    """One chapter of the page. `count` is shown beside its title in the contents."""

    id: str
    title: str
    count: int | None = None


def render(comparison: Comparison, *, templates: Path | None = None) -> str:
    """The page, to be written as UTF-8. `templates` is where the bundled ones lie."""
    folder = templates or resources.templates_dir()
    shown = view(comparison)
    # CSS comes from us and from running_header, which escapes every character.
    style = "".join((folder / name).read_text(encoding="utf-8") for name in _SHEETS)
    old, new = comparison.old, comparison.new
    named = new.respondent or "（名称未填写）"
    days = f"{old.as_of.isoformat()} → {new.as_of.isoformat()}"
    style += page.running_header(named, days, cover=False)
    return (
        page.environment(folder)
        .get_template("compare.html")
        .render(
            chapters=_chapters(shown),
            comparison=comparison,
            day=report_words.day,
            headline=headline,
            held=_held,
            named=named,
            new=new,
            numeral=numeral,
            old=old,
            order=ORDER,
            program=f"livestream-checklist {__version__}",
            scale=longest((shown.old.counts, shown.new.counts)),
            segments=segments,
            status=Status,
            style=Markup(style),  # noqa: S704  our own style sheets
            style_hash=page.digest(style),
            told=words,
            view=shown,
            words=report_words,
        )
    )


def _chapters(shown: View) -> list[Chapter]:
    chapters = [
        Chapter(id="conclusion", title="结论"),
        Chapter(id="worse", title="变差的", count=shown.count(shown.worse)),
        Chapter(id="better", title="改进的", count=shown.count(shown.better)),
        Chapter(id="other", title="别的变化", count=shown.count(shown.other)),
        Chapter(
            id="standing",
            title="仍然不符合的",
            count=sum(len(one.subjects) for one in shown.standing),
        ),
        Chapter(id="why", title="为什么变"),
        Chapter(id="method", title="怎样对比"),
    ]
    said = {"worse", "standing"} if shown.comparison.differences else {"standing"}
    return [one for one in chapters if one.count != 0 or one.id in said]


def _held(point: Point | None) -> tuple[Status, str]:
    """A status for its colour and shape, and the word for how a question stands."""
    return (Status.NOT_APPLICABLE, "没有问") if point is None else _HELD[point.held]
