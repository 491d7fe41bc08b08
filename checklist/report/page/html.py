"""Report -> one self-contained HTML page: no network, whole without its script and in print."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment
from markupsafe import Markup, escape

from checklist import resources
from checklist.assessment.wording import validity
from checklist.evaluation.model import Status
from checklist.law import wording as law
from checklist.law.deadlines import due
from checklist.report.page import chart, embedded, facets, page
from checklist.report.page.view import view
from checklist.report.view.model import Line, Report
from checklist.report.words import (
    conclusion,
    cost,
    deadlines,
    doubts,
    liability,
    record,
    regulations,
    remedy,
)
from checklist.report.words import wording as words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklist.report.view.quotes import OfficialText


def render(
    report: Report,
    *,
    text: OfficialText | None = None,
    pages: Mapping[str, int] | None = None,
    templates: Path | None = None,
) -> str:
    """The page, to be written as UTF-8. With `text` it quotes the regulation beside each gap and in
    the working papers. `pages` says, by id, on which page of print a part lies: its contents then
    show that. `templates` is where the bundled ones lie."""
    folder = templates or resources.templates_dir()
    shown = view(report, text=text, pages=pages or {})
    header = page.running_header(shown["named"], report.number, cover=report.topic is None)
    name = "topic.html" if report.topic else "report.html"
    whole = (
        _environment(folder)
        .get_template(name)
        .render(
            **shown,
            **_style_and_script(folder, header),
            here=partial(_here, shown["worst"]),
            result="" if report.topic else Markup(embedded.block(report, text)),  # noqa: S704  nothing in it ends the block
        )
    )
    return whole if report.topic else embedded.sealed(whole)


def _style_and_script(folder: Path, header: str) -> dict[str, str]:
    """Both, and the digests by which the page's policy lets them in. The style is ours, and of
    running_header, which escapes every character."""
    sheets = [(folder / name).read_text(encoding="utf-8") for name in ("report.css", "charts.css")]
    style = "".join(sheets) + header
    script = (folder / "report.js").read_text(encoding="utf-8")
    return {
        "style": Markup(style),  # noqa: S704  our own
        "style_hash": page.digest(style),
        "script": Markup(script),  # noqa: S704  our own
        "script_hash": page.digest(script),
    }


def _environment(folder: Path) -> Environment:
    environment = page.environment(folder)
    environment.filters["provision"] = law.other_law
    environment.filters["deadline"] = due
    environment.filters["subject"] = words.subject
    environment.filters["handed_in"] = words.handed_in
    environment.filters["validity"] = validity
    environment.globals.update(
        assessed=chart.assessed,
        base=chart.BASE,
        conclusion=conclusion,
        cost=cost,
        deadlines=deadlines,
        doubts=doubts,
        facets=facets,
        grouped=chart.grouped,
        law=law,
        liability=liability,
        longest=chart.longest,
        mark_of=page.mark,
        order=chart.ORDER,
        record=record,
        remedy=remedy,
        segments=chart.segments,
        Status=Status,
        regulations=regulations,
        words=words,
    )
    return environment


def _here(worst: frozenset[Line], line: Line) -> Markup:
    """The links to the findings of a line. A macro would take three times as long."""
    addresses = (*facets.anchors(line), *facets.aliases(line, worst=line in worst))
    first, *more = map(escape, addresses)
    link = f'<a class="here" id="{first}" href="#{first}" aria-label="本项的链接">¶</a>'
    return Markup(link + "".join(f'<span id="{each}"></span>' for each in more))  # noqa: S704  escaped
