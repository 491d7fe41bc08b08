"""Report -> one self-contained HTML page: no network, whole without its script and in print."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment
from markupsafe import Markup, escape
from msgspec import Struct

from checklist import __version__, resources
from checklist.evaluation.model import Status
from checklist.law import wording as law
from checklist.law.model import ReviewState, Topic
from checklist.report.page import chart, embedded, exposure, facets, page
from checklist.report.page.chart import ORDER, assessed, longest, segments
from checklist.report.page.official import linked
from checklist.report.view import deadlines, grounds, matrix, reach, tasks
from checklist.report.view.extent import extents
from checklist.report.view.grounds import Ground
from checklist.report.view.model import Exclusion, Line, Paper, Report
from checklist.report.words import (
    answering,
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
    from collections.abc import Iterable, Mapping

    from checklist.law.model import Citation
    from checklist.report.view.matrix import Matrix
    from checklist.report.view.quotes import OfficialText

PROGRAM = f"livestream-checklist {__version__}"


class Chapter(Struct, frozen=True, kw_only=True):
    """One chapter of the page. `count` is shown beside its title in the contents."""

    id: str
    title: str
    count: int | None = None

    @property
    def template(self) -> str:
        return f"chapters/{self.id}.html"


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
    rooms_by_duty = matrix.matrix(report)
    environment.globals["here"] = partial(_here, frozenset(facets.worst(report)))
    applying = tuple(grounds.grounds(report))
    official_url = _official_url(report)
    whole = environment.get_template("topic.html" if report.topic else "report.html").render(
        report=report,
        chapters=_chapters(report, rooms_by_duty),
        rooms_by_duty=rooms_by_duty,
        official_url=official_url,
        place=linked(official_url),
        program=PROGRAM,
        reviewed=_reviewed(report),
        reasons=_reasons(report.exclusions),
        applying=applying,
        ground_of=_reasons(applying),
        text=text,
        pages=pages or {},
        first_quoted=_first_quoted(report, text),
        exhibits_by={one.evidence: one for one in report.exhibits},
        named=_named(report),
        **_style_and_script(folder, report),
        result="" if report.topic else Markup(embedded.block(report, text)),  # noqa: S704  nothing in it ends the block
        elsewhere=frozenset((*report.breaches, *report.open)),
    )
    return whole if report.topic else embedded.sealed(whole)


def _style_and_script(folder: Path, report: Report) -> dict[str, str]:
    """Both, and the digests by which the page's policy lets them in. The style is ours, and of
    running_header, which escapes every character."""
    sheets = [(folder / name).read_text(encoding="utf-8") for name in ("report.css", "charts.css")]
    header = page.running_header(_named(report), report.number, cover=report.topic is None)
    style = "".join(sheets) + header
    script = (folder / "report.js").read_text(encoding="utf-8")
    return {
        "style": Markup(style),  # noqa: S704  our own
        "style_hash": page.digest(style),
        "script": Markup(script),  # noqa: S704  our own
        "script_hash": page.digest(script),
    }


def _official_url(report: Report) -> str | None:
    """Where the official text lies; None where the rulebook names no page of the web."""
    url = report.findings.rulebook.official_url
    return url if url.startswith(("https://", "http://")) else None


def _named(report: Report) -> str:
    """The respondent, whom every page names."""
    return report.findings.assessment.respondent.name.strip() or "（名称未填写）"


def _reviewed(report: Report) -> int:
    """How many entries somebody has signed off."""
    states = (paper.obligation.review.state for paper in report.papers)
    return sum(state is ReviewState.REVIEWED for state in states)


def _reasons(groups: Iterable[Exclusion | Ground]) -> dict[Line, int]:
    """Under which reason, from 1, a line stands."""
    return {line: number for number, one in enumerate(groups, start=1) for line in one.lines}


def _first_quoted(report: Report, text: OfficialText | None) -> dict[str, Paper]:
    """By 索引号, the working paper that quotes the place: several may rest on the same words."""
    first: dict[Citation, Paper] = {}
    found: dict[str, Paper] = {}
    for paper in report.papers if text else ():
        quotation = text.quotations.get(paper.obligation.id) if text else None
        if paper.binds and quotation:
            found[paper.index] = first.setdefault(quotation.place, paper)
    return found


def _chapters(report: Report, rooms_by_duty: Matrix | None) -> list[Chapter]:
    chapters = [
        Chapter(id="conclusion", title="结论"),
        Chapter(id="identity", title="目的、范围与法律身份"),
        Chapter(id="totals", title="总体情况"),
        Chapter(id="exposure", title="罚款幅度"),
        Chapter(id="tasks", title="谁要做什么"),
        Chapter(id="breaches", title="不符合事项", count=len(report.breaches)),
        Chapter(id="open", title="待确认事项", count=len(report.open)),
        Chapter(id="matrix", title="直播间与义务"),
        Chapter(id="retention", title="保存期限"),
        Chapter(id="figures", title="人工智能生成的人物形象"),
        Chapter(id="applicability", title="适用性声明"),
        Chapter(id="papers", title="工作底稿", count=len(report.papers)),
        Chapter(id="exhibits", title="佐证目录", count=len(report.exhibits)),
        Chapter(id="penalties", title="处罚依据"),
        Chapter(id="method", title="方法与限制"),
        Chapter(id="signoff", title="签署"),
    ]
    left_out = {
        "figures": not (report.figures or report.figures_excluded),
        "matrix": rooms_by_duty is None,
    }
    present = [chapter for chapter in chapters if not left_out.get(chapter.id)]
    if report.topic is None:
        return present
    wanted = (_TOPICS[report.topic], *_WITH_TOPIC)
    if_any = _IF_ANY if any(paper.binds for paper in report.papers) else _IF_ANY_BINDS
    return sorted(
        (one for one in present if one.id in wanted and (one.count or one.id not in if_any)),
        key=lambda one: wanted.index(one.id),
    )


_IF_ANY = {"breaches", "open"}
_IF_ANY_BINDS = _IF_ANY | {"exhibits", "penalties"}
"""Left out of a topic where they are empty; the latter only where none of its entries binds."""
_TOPICS = {Topic.RETENTION: "retention", Topic.AI_FIGURE: "figures"}
_WITH_TOPIC = (
    "breaches",
    "open",
    "applicability",
    "papers",
    "exhibits",
    "penalties",
    "method",
    "signoff",
)


def _environment(folder: Path) -> Environment:
    environment = page.environment(folder)
    environment.filters["provision"] = law.other_law
    environment.filters["deadline"] = law.due
    environment.filters["subject"] = words.subject
    environment.filters["handed_in"] = words.handed_in
    environment.globals.update(
        assessed=assessed,
        answering=answering,
        deadlines=deadlines,
        exposure=exposure,
        longest=longest,
        matrix=matrix,
        reach=reach,
        task_words=task_words,
        tasks=tasks,
        timeline=chart,
        conclusion=conclusion,
        extents=extents,
        facets=facets,
        grounds=grounds,
        law=law,
        cost=cost,
        liability=liability,
        mark_of=page.mark,
        venues=venues,
        words=words,
        Status=Status,
        order=ORDER,
        proof=proof,
        retention=retention,
        record=record,
        segments=segments,
    )
    return environment


def _here(worst: frozenset[Line], line: Line) -> Markup:
    """The links to the findings of a line. A macro would take three times as long."""
    addresses = (*facets.anchors(line), *facets.aliases(line, worst=line in worst))
    first, *more = map(escape, addresses)
    link = f'<a class="here" id="{first}" href="#{first}" aria-label="本项的链接">¶</a>'
    return Markup(link + "".join(f'<span id="{one}"></span>' for one in more))  # noqa: S704  escaped
