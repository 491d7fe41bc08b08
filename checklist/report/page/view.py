"""What the templates of a page can name: its chapters, and facts worked out before it is drawn.

Words come from the modules that `html` hands to the templates beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from checklist import __version__
from checklist.law.model import Regulation, ReviewState, Topic
from checklist.report.page import chart
from checklist.report.page.facets import facets, worst
from checklist.report.page.matrix import Matrix, matrix
from checklist.report.page.page import linked
from checklist.report.view import deadlines, doubts, reach
from checklist.report.view import tasks as tasks_of
from checklist.report.view.grounds import extents, tally
from checklist.report.view.model import Line, LinesByGround, Paper, Report
from checklist.report.words.record import answered_when

if TYPE_CHECKING:
    from checklist.law.model import Citation
    from checklist.report.view.quotes import OfficialText

PROGRAM = f"livestream-checklist {__version__}"
_TITLES = {
    "conclusion": "结论",
    "identity": "目的、范围与法律身份",
    "totals": "总体情况",
    "exposure": "罚款幅度",
    "tasks": "谁要做什么",
    "breaches": "不符合事项",
    "open": "待确认事项",
    "matrix": "直播间与义务",
    "retention": "保存期限",
    "figures": "人工智能生成的人物形象",
    "applicability": "适用性声明",
    "papers": "工作底稿",
    "exhibits": "佐证目录",
    "penalties": "处罚依据",
    "method": "方法与限制",
    "signoff": "签署",
}
_WHERE_THEY_APPLY = {"figures", "matrix"}
ALWAYS = tuple(title for id, title in _TITLES.items() if id not in _WHERE_THEY_APPLY)
BREACHES, OPEN = _TITLES["breaches"], _TITLES["open"]
"""The titles of the chapters that every whole report has, and of those on breaches and on what is
open."""
_IF_ANY = {"breaches", "open"}
_IF_ANY_BINDS = _IF_ANY | {"exhibits", "penalties"}
"""Left out of a topic where they are empty; the latter only where none of its entries binds."""
_TOPICS = {Topic.RETENTION: "retention", Topic.AI_FIGURE: "figures"}
_WITH_TOPIC = (
    "breaches", "open", "applicability", "papers", "exhibits", "penalties", "method", "signoff",
)  # fmt: skip


class PageChapter(Struct, frozen=True, kw_only=True):
    """One chapter of the page. `count` is shown beside its title in the contents."""

    id: str
    title: str
    count: int | None = None

    @property
    def template(self) -> str:
        return f"chapters/{self.id}.html"


def _address(regulation: Regulation) -> str | None:
    """The page of the official text; None where the rulebook names no page of the web."""
    url = regulation.official_url
    return url if url.startswith(("https://", "http://")) else None


def view(report: Report, *, text: OfficialText | None, pages: Mapping[str, int]) -> dict[str, Any]:
    """Every fact that the templates of a page may name, by that name.

    `named` is the respondent; `reviewed` is how many entries somebody has signed off; `answered` is
    when and by whom the answers were given. `reasons` and `ground_of` say under which reason, from
    1, a line stands; `elsewhere` holds the lines that have a card of their own; `worst` those to
    which a link leads that names no room. `pages` says, by id, on which page of print a part lies.
    `text` is what the page quotes from. `points_of` is by entry; `open_at` says where, from 1, an
    open line stands, whether answers can settle it (`decided`) or not (`undecided`).
    """
    rulebook, respondent = report.findings.rulebook, report.findings.assessment.respondent
    official = {each.called: _address(each) for each in rulebook.regulations}
    # A citation names its regulation only where there are several.
    official[""] = official[rulebook.regulations[0].called]
    states = [paper.obligation.review.state for paper in report.papers]
    rooms_by_duty = matrix(report)
    return {
        "report": report,
        "text": text,
        "pages": pages,
        "program": PROGRAM,
        "named": respondent.name.strip() or "（名称未填写）",
        "answered": answered_when(report.findings.assessment),
        "reviewed": states.count(ReviewState.REVIEWED),
        "official": official,
        "place": linked(official),
        "chapters": _chapters(report, rooms_by_duty),
        "rooms_by_duty": rooms_by_duty,
        "tally": tally(report),
        "ground_of": _reasons(report.grounds),
        "reasons": _reasons(report.exclusions),
        "elsewhere": frozenset((*report.breaches, *report.open)),
        "worst": frozenset(worst(report)),
        "first_quoted": _first_quoted(report, text),
        "exhibits_by": {exhibit.evidence: exhibit for exhibit in report.exhibits},
        "filters": facets(report),
        "extents": tuple(extents(report)),
        **_left_open(report),
        **_fines_and_tasks(report),
    }


def _left_open(report: Report) -> dict[str, Any]:
    return {
        "points_of": doubts.by_entry(report.points),
        "decided": doubts.decided(report),
        "undecided": [
            (group, doubts.shared_by(group, report.points)) for group in doubts.undecided(report)
        ],
        "open_at": {line: number for number, line in enumerate(report.open, start=1)},
    }


def _fines_and_tasks(report: Report) -> dict[str, Any]:
    certain, in_doubt = reach.certain(report), reach.in_doubt(report)
    axis = chart.axis((*certain, *in_doubt))
    tasks = tasks_of.tasks(report)
    slots = deadlines.slots(report, tasks)
    return {
        "axis": axis,
        "fines": chart.bars(certain, axis, report.breaches),
        "doubtful_fines": chart.bars(in_doubt, axis, report.breaches),
        "tasks": tasks,
        "first_tasks": tasks_of.first(report),
        "people": tasks_of.people(tasks),
        "slots": slots,
        "columns": chart.columns(slots),
        "recurring": deadlines.recurring(report),
        "kept": deadlines.kept(report.clocks),
    }


def _reasons(groups: Iterable[LinesByGround]) -> dict[Line, int]:
    """Under which reason, from 1, a line stands."""
    return {line: number for number, group in enumerate(groups, start=1) for line in group.lines}


def _first_quoted(report: Report, text: OfficialText | None) -> dict[str, Paper]:
    """By 索引号, the working paper that quotes the place: several may rest on the same words."""
    first: dict[Citation, Paper] = {}
    quoting: dict[str, Paper] = {}
    for paper in report.papers if text else ():
        quotation = text.quotations.get(paper.obligation.id) if text else None
        if paper.binds and quotation:
            quoting[paper.index] = first.setdefault(quotation.place, paper)
    return quoting


def _chapters(report: Report, rooms_by_duty: Matrix | None) -> list[PageChapter]:
    counts = {
        "breaches": len(report.breaches),
        "open": len(report.open),
        "papers": len(report.papers),
        "exhibits": len(report.exhibits),
    }
    left_out = {
        "figures": not (report.figures or report.figures_excluded),
        "matrix": rooms_by_duty is None,
    }
    present = {
        id: PageChapter(id=id, title=title, count=counts.get(id))
        for id, title in _TITLES.items()
        if not left_out.get(id)
    }
    if report.topic is None:
        return list(present.values())
    if_any = _IF_ANY if any(paper.binds for paper in report.papers) else _IF_ANY_BINDS
    wanted = [present[id] for id in (_TOPICS[report.topic], *_WITH_TOPIC) if id in present]
    return [chapter for chapter in wanted if chapter.count or chapter.id not in if_any]
