"""What the templates of a page can name: facts, each worked out once before anything is drawn.

Words come from the modules that `html` hands to the templates beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from checklist import __version__
from checklist.law.model import ReviewState, Topic
from checklist.report.page.facets import Facet, facets
from checklist.report.view import deadlines, reach
from checklist.report.view import tasks as tasks_of
from checklist.report.view.grounds import Extent, LinesByGround, extents, grounds, tally
from checklist.report.view.matrix import Matrix, matrix
from checklist.report.view.model import Exclusion, Exhibit, Line, Paper, Report
from checklist.report.view.tasks import Person, Task
from checklist.report.words.record import answered_when

if TYPE_CHECKING:
    from checklist.assessment.model import Evidence
    from checklist.law.model import Citation
    from checklist.report.view.quotes import OfficialText

PROGRAM = f"livestream-checklist {__version__}"
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


class PageChapter(Struct, frozen=True, kw_only=True):
    """One chapter of the page. `count` is shown beside its title in the contents."""

    id: str
    title: str
    count: int | None = None

    @property
    def template(self) -> str:
        return f"chapters/{self.id}.html"


class PageView(Struct, frozen=True, kw_only=True, eq=False):
    """Every field is a name that the templates of a page may use.

    `named` is the respondent; `reviewed` is how many entries somebody has signed off; `answered` is
    when and by whom the answers were given. `reasons` and `ground_of` say under which reason, from
    1, a line stands; `elsewhere` holds the lines that have a card of their own. `pages` says, by
    id, on which page of print a part lies. `text` is what the page quotes from.
    """

    report: Report
    text: OfficialText | None
    pages: Mapping[str, int]
    program: str = PROGRAM
    named: str
    answered: str
    reviewed: int
    official_url: str | None
    chapters: tuple[PageChapter, ...]
    rooms_by_duty: Matrix | None
    applying: tuple[LinesByGround, ...]
    tally: tuple[int, int, int]
    ground_of: Mapping[Line, int]
    reasons: Mapping[Line, int]
    elsewhere: frozenset[Line]
    first_quoted: Mapping[str, Paper]
    exhibits_by: Mapping[Evidence, Exhibit]
    filters: tuple[Facet, ...]
    fines: tuple[reach.Reached, ...]
    doubtful_fines: tuple[reach.Reached, ...]
    tasks: tuple[Task, ...]
    first_tasks: tuple[Task, ...]
    people: tuple[Person, ...]
    slots: tuple[deadlines.Slot, ...]
    recurring: tuple[deadlines.Recurring, ...]
    kept: tuple[tuple[str, date, date], ...]
    extents: tuple[Extent, ...]


def view(report: Report, *, text: OfficialText | None, pages: Mapping[str, int]) -> PageView:
    """The facts of a page about this report."""
    assessment = report.findings.assessment
    applying = tuple(grounds(report))
    rooms_by_duty = matrix(report)
    all_tasks = tasks_of.tasks(report)
    return PageView(
        report=report,
        text=text,
        pages=pages,
        named=assessment.respondent.name.strip() or "（名称未填写）",
        answered=answered_when(assessment),
        reviewed=_reviewed(report),
        official_url=_official_url(report),
        chapters=tuple(_chapters(report, rooms_by_duty)),
        rooms_by_duty=rooms_by_duty,
        applying=applying,
        tally=tally(report),
        ground_of=_reasons(applying),
        reasons=_reasons(report.exclusions),
        elsewhere=frozenset((*report.breaches, *report.open)),
        first_quoted=_first_quoted(report, text),
        exhibits_by={exhibit.evidence: exhibit for exhibit in report.exhibits},
        filters=facets(report),
        fines=reach.certain(report),
        doubtful_fines=reach.in_doubt(report),
        tasks=all_tasks,
        first_tasks=tasks_of.first(report),
        people=tasks_of.people(all_tasks),
        slots=deadlines.slots(report, all_tasks),
        recurring=deadlines.recurring(report),
        kept=deadlines.kept(report.clocks),
        extents=tuple(extents(report)),
    )


def _official_url(report: Report) -> str | None:
    """Where the official text lies; None where the rulebook names no page of the web."""
    url = report.findings.rulebook.official_url
    return url if url.startswith(("https://", "http://")) else None


def _reviewed(report: Report) -> int:
    """How many entries somebody has signed off."""
    states = (paper.obligation.review.state for paper in report.papers)
    return sum(state is ReviewState.REVIEWED for state in states)


def _reasons(groups: Iterable[Exclusion | LinesByGround]) -> dict[Line, int]:
    """Under which reason, from 1, a line stands."""
    return {line: number for number, group in enumerate(groups, start=1) for line in group.lines}


def _first_quoted(report: Report, text: OfficialText | None) -> dict[str, Paper]:
    """By 索引号, the working paper that quotes the place: several may rest on the same words."""
    first: dict[Citation, Paper] = {}
    found: dict[str, Paper] = {}
    for paper in report.papers if text else ():
        quotation = text.quotations.get(paper.obligation.id) if text else None
        if paper.binds and quotation:
            found[paper.index] = first.setdefault(quotation.place, paper)
    return found


def _chapters(report: Report, rooms_by_duty: Matrix | None) -> list[PageChapter]:
    chapters = [
        PageChapter(id="conclusion", title="结论"),
        PageChapter(id="identity", title="目的、范围与法律身份"),
        PageChapter(id="totals", title="总体情况"),
        PageChapter(id="exposure", title="罚款幅度"),
        PageChapter(id="tasks", title="谁要做什么"),
        PageChapter(id="breaches", title="不符合事项", count=len(report.breaches)),
        PageChapter(id="open", title="待确认事项", count=len(report.open)),
        PageChapter(id="matrix", title="直播间与义务"),
        PageChapter(id="retention", title="保存期限"),
        PageChapter(id="figures", title="人工智能生成的人物形象"),
        PageChapter(id="applicability", title="适用性声明"),
        PageChapter(id="papers", title="工作底稿", count=len(report.papers)),
        PageChapter(id="exhibits", title="佐证目录", count=len(report.exhibits)),
        PageChapter(id="penalties", title="处罚依据"),
        PageChapter(id="method", title="方法与限制"),
        PageChapter(id="signoff", title="签署"),
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
        (
            chapter
            for chapter in present
            if chapter.id in wanted and (chapter.count or chapter.id not in if_any)
        ),
        key=lambda chapter: wanted.index(chapter.id),
    )
