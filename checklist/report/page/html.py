"""Report -> one self-contained HTML page: no network, whole without its script and in print."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment
from markupsafe import Markup, escape
from msgspec import structs

from checklist import resources
from checklist.evaluation.model import Status
from checklist.law import wording as law
from checklist.report.page import chart, embedded, exposure, facets, page
from checklist.report.page.official import linked
from checklist.report.page.view import PageView, view
from checklist.report.view import matrix
from checklist.report.view.model import Line, Report
from checklist.report.words import (
    conclusion,
    cost,
    liability,
    proof,
    record,
    retention,
    task_words,
    venues,
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
    environment = _environment(folder)
    environment.globals["here"] = partial(_here, frozenset(facets.worst(report)))
    shown = view(report, text=text, pages=pages or {})
    whole = environment.get_template("topic.html" if report.topic else "report.html").render(
        **structs.asdict(shown),
        place=linked(shown.official_url),
        **_style_and_script(folder, shown),
        result="" if report.topic else Markup(embedded.block(report, text)),  # noqa: S704  nothing in it ends the block
    )
    return whole if report.topic else embedded.sealed(whole)


def _style_and_script(folder: Path, shown: PageView) -> dict[str, str]:
    """Both, and the digests by which the page's policy lets them in. The style is ours, and of
    running_header, which escapes every character."""
    sheets = [(folder / name).read_text(encoding="utf-8") for name in ("report.css", "charts.css")]
    header = page.running_header(shown.named, shown.report.number, cover=shown.report.topic is None)
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
    environment.filters["deadline"] = law.due
    environment.filters["subject"] = words.subject
    environment.filters["handed_in"] = words.handed_in
    environment.globals.update(
        assessed=chart.assessed,
        exposure=exposure,
        longest=chart.longest,
        matrix=matrix,
        task_words=task_words,
        columns=chart.columns,
        base=chart.BASE,
        conclusion=conclusion,
        facets=facets,
        law=law,
        cost=cost,
        liability=liability,
        mark_of=page.mark,
        venues=venues,
        words=words,
        Status=Status,
        order=chart.ORDER,
        proof=proof,
        retention=retention,
        record=record,
        segments=chart.segments,
    )
    return environment


def _here(worst: frozenset[Line], line: Line) -> Markup:
    """The links to the findings of a line. A macro would take three times as long."""
    addresses = (*facets.anchors(line), *facets.aliases(line, worst=line in worst))
    first, *more = map(escape, addresses)
    link = f'<a class="here" id="{first}" href="#{first}" aria-label="本项的链接">¶</a>'
    return Markup(link + "".join(f'<span id="{one}"></span>' for one in more))  # noqa: S704  escaped
