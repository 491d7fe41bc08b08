"""Report -> one self-contained HTML page: no network, whole without its script and in print."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from jinja2 import Environment
from markupsafe import Markup, escape

from checklist.assessment.wording import validity
from checklist.evaluation.model import Status
from checklist.law import remarks
from checklist.law import wording as law
from checklist.law.deadlines import due
from checklist.law.forms import bundled_forms
from checklist.records import words as records
from checklist.replay import words as replay
from checklist.report.page import chart, embedded, facets, page, strip
from checklist.report.page.view import Part, view
from checklist.report.view.model import Line, Report
from checklist.report.words import (
    amounts,
    charge,
    conclusion,
    cost,
    counts,
    deadlines,
    doubts,
    fined,
    liability,
    observed,
    record,
    regulations,
    remedy,
    retention,
    signed,
    unsettled,
    urgent,
)
from checklist.report.words import wording as words
from checklist.text import without_asides

DENSEST = 3
_TEMPLATES = {"brief": "brief.html"}

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checklist.report.view.quotes import OfficialText


def render(
    report: Report,
    *,
    part: Part = "all",
    cover: bool = False,
    text: OfficialText | None = None,
    pages: Mapping[str, int] | None = None,
    dense: int = 0,
) -> str:
    """The page, to be written as UTF-8; only the whole one carries its result. With `text` it
    quotes the regulation. `pages` is given where it is to be printed at once, with its annex open:
    it says, by id, on which page of print a part lies; a `cover` and the contents then show that.
    `dense`, from 0 to DENSEST, is how small the brief is printed, to keep to two pages.
    """
    shown = view(report, text=text, pages=pages or {})
    if part == "report":
        shown["annex"] = []
    if part == "annex":
        shown["chapters"] = []
    header = page.running_header(shown["named"], report.number, cover=cover)
    whole = report.topic is None and part == "all"
    written = (
        _environment()
        .get_template("topic.html" if report.topic else _TEMPLATES.get(part, "report.html"))
        .render(
            **shown,
            **_style_and_script(header, cover=cover, alone=bool(report.topic) or part == "brief"),
            part=part,
            cover=cover,
            dense=dense,
            forms=bundled_forms().titles(shown["rulebook"].obligations),
            opened=part == "annex" or pages is not None,
            here=partial(_here, shown["worst"]),
            marked=partial(_marked, {each: at for at, each in enumerate(shown["all_marks"])}),
            result=Markup(embedded.block(report, text)) if whole else "",  # noqa: S704  nothing in it ends the block
        )
    )
    written = page.tight(written)
    return embedded.sealed(written) if whole else page.unlinked(written)


def _style_and_script(header: str, *, cover: bool, alone: bool) -> dict[str, str]:
    """Both, and the digests by which the page's policy lets them in."""
    more = (("topic.css", alone), ("cover.css", cover))
    sheets = ("report.css", "charts.css", *(name for name, is_used in more if is_used))
    script = page.uncommented(page.source("report.js"))
    return {
        **page.styled(page.tight_style(page.source(*sheets)) + header),
        "script": Markup(script),  # noqa: S704  our own
        "script_hash": page.digest(script),
    }


_NAMES = {
    "amounts": amounts,
    "assessed": chart.assessed,
    "base": chart.BASE,
    "charge": charge,
    "conclusion": conclusion,
    "cost": cost,
    "counts": counts,
    "deadlines": deadlines,
    "doubts": doubts,
    "facets": facets,
    "fined": fined,
    "grouped": chart.grouped,
    "law": law,
    "liability": liability,
    "longest": chart.longest,
    "mark_of": page.mark,
    "observed": observed,
    "order": chart.ORDER,
    "record": record,
    "records": records,
    "remarks": remarks,
    "remedy": remedy,
    "replay": replay,
    "retention": retention,
    "segments": chart.segments,
    "strip": strip,
    "Status": Status,
    "regulations": regulations,
    "signed": signed,
    "unsettled": unsettled,
    "urgent": urgent,
    "words": words,
}
"""What every template can name: words by their modules, and what is drawn."""


@cache
def _environment() -> Environment:
    environment = page.environment()
    environment.filters.update(provision=law.other_law, deadline=due, validity=validity)
    environment.filters["without_asides"] = without_asides
    environment.filters.update(
        brief=doubts.brief, subject=words.subject, exhibited=charge.exhibited
    )
    environment.globals.update(_NAMES)
    return environment


def _marked(numbers: Mapping[str, int], lines: Iterable[Line]) -> int:
    return numbers[facets.marks(lines)]


def _here(worst: frozenset[Line], line: Line, *, link: bool = True) -> Markup:
    """The addresses of the findings of a line, the first as a link. A macro would take three times
    as long. Without `link` the first stands elsewhere."""
    addresses = (*facets.anchors(line), *facets.aliases(line, worst=line in worst))
    first, *more = map(escape, addresses)
    sign = f'<a class="here" id="{first}" href="#{first}" aria-label="本项的链接">¶</a>'
    spans = "".join(f'<i id="{each}"></i>' for each in more)
    return Markup((sign if link else "") + spans)  # noqa: S704  escaped
