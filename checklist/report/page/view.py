"""What the templates of a page can name: its chapters, and facts worked out before it is drawn.

Words come from the modules that `html` hands to the templates beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from checklist import PROGRAM
from checklist.law.model import Regulation, ReviewState, Topic
from checklist.law.wording import numeral
from checklist.records.bearing import bound
from checklist.records.observing import counting
from checklist.report.page import chart
from checklist.report.page.facets import all_marks, facets, worst
from checklist.report.page.matrix import Matrix, matrix
from checklist.report.page.page import linked
from checklist.report.view import deadlines, doubts, reach
from checklist.report.view import tasks as tasks_of
from checklist.report.view.grounds import extents, tally
from checklist.report.view.model import Line, LinesByGround, Paper, Report
from checklist.report.words.conclusion import count
from checklist.report.words.cost import by_another_law
from checklist.report.words.counts import signs_at
from checklist.report.words.liability import attribution
from checklist.report.words.signed import answered_when, usual

if TYPE_CHECKING:
    from checklist.evaluation.model import Provision
    from checklist.law.model import Citation
    from checklist.report.view.quotes import OfficialText

Part = Literal["all", "report", "annex", "brief"]
"""What of the page is written: the short report, its annex, both, or two pages for the boss."""
_REPORT = {
    "conclusion": "结论",
    "tasks": "要做什么",
    "breaches": "不符合事项",
    "open": "待确认事项",
    "retention": "保存期限",
    "figures": "人工智能生成的人物形象",
    "applies": "适用什么",
    "signoff": "签署",
}
_ANNEX = {
    "identity": "目的、范围与法律身份",
    "applicability": "适用性声明",
    "totals": "总体情况",
    "exposure": "罚款幅度",
    "penalties": "处罚依据",
    "papers": "工作底稿",
    "exhibits": "佐证目录",
    "records": "记录核对",
    "replayed": "录像核查",
    "method": "方法与限制",
    "points": "存疑之处",
    "matrix": "直播间与义务",
}
_TITLES = _REPORT | _ANNEX
_WHERE_THEY_APPLY = {"figures", "matrix", "records", "replayed"}
ALWAYS = tuple(title for id, title in _TITLES.items() if id not in _WHERE_THEY_APPLY)
BREACHES, OPEN = _TITLES["breaches"], _TITLES["open"]
"""The titles of the chapters that every whole page has, and of those on breaches and on what is
open."""
_IF_ANY = {"breaches", "open", "points"}
_IF_ANY_BINDS = _IF_ANY | {"exhibits", "penalties"}
"""Left out of a topic where they are empty; the latter only where none of its entries binds."""
_TOPICS = {Topic.RETENTION: "retention", Topic.AI_FIGURE: "figures"}
_WITH_TOPIC = (
    "breaches", "open", "applicability", "papers", "exhibits", "penalties", "method", "points",
    "signoff",
)  # fmt: skip


class PageChapter(Struct, frozen=True, kw_only=True):
    """One chapter of the page. `number` stands before its title: 一、, or 附件A-1; `count` is shown
    beside it in the contents."""

    id: str
    title: str
    number: str = ""
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
    `text` is what the page quotes from. `points_of` is by entry; `open_at` is what
    number an open line has, whether answers can settle it (`decided`), nobody has begun to answer
    it (`unanswered`) or the text leaves it open (`undecided`). `numbers` are those of the chapters
    of the annex, by id; `liable` numbers what is said about liability.
    `fined_at` is the number of the first breach that a penalty fines: there it is told in full.
    `counting` are the kinds of records that something which binds is shown by.
    `doubted_at` says by that number what only may fine it, as far as another law says how much;
    `told_at` by the id of a penalty at which number it is told in full.
    `usual` is who gave most of the answers: named once, and not beside each of them.
    """
    rulebook = report.findings.rulebook
    official = {each.called: _address(each) for each in rulebook.regulations}
    # A citation names its regulation only where there are several.
    official[""] = official[rulebook.regulations[0].called]
    rooms_by_duty = matrix(report)
    chapters, annex = _chapters(report, rooms_by_duty)
    return {
        **_given(report),
        "text": text,
        "pages": pages,
        "official": official,
        "place": linked(official),
        "chapters": chapters,
        "annex": annex,
        "numbers": dict.fromkeys(_ANNEX, "") | {chapter.id: chapter.number for chapter in annex},
        "rooms_by_duty": rooms_by_duty,
        "first_quoted": _first_quoted(report, text),
        **_whereabouts(report),
        **_told_once(report),
        **_left_open(report),
        **_fines_and_tasks(report),
    }


def _given(report: Report) -> dict[str, Any]:
    respondent = report.findings.assessment.respondent
    states = [paper.obligation.review.state for paper in report.papers]
    return {
        "reviewed": states.count(ReviewState.REVIEWED),
        "report": report,
        "findings": report.findings,
        "rulebook": report.findings.rulebook,
        "respondent": respondent,
        "program": PROGRAM,
        "named": respondent.name.strip() or "（名称未填写）",
    }


def _whereabouts(report: Report) -> dict[str, Any]:
    return {
        "filters": facets(report),
        "all_marks": all_marks(report),
        "tally": tally(report),
        "extents": tuple(extents(report)),
        "ground_of": _reasons(report.grounds),
        "reasons": _reasons(report.exclusions),
        "elsewhere": frozenset((*report.breaches, *report.open)),
        "worst": frozenset(worst(report)),
        "counting": counting(report.findings.rulebook, bound(report.findings)),
        "exhibits_by": {exhibit.evidence: exhibit for exhibit in report.exhibits},
    }


def _told_once(report: Report) -> dict[str, Any]:
    assessment, fined_at = report.findings.assessment, _fined_at(report)
    doubted_at = _doubted_at(report, fined_at)
    return {
        "answered": answered_when(assessment),
        "usual": usual(assessment),
        "liable": _liable(report),
        "fined_at": fined_at,
        "doubted_at": doubted_at,
        "told_at": fined_at
        | {provision.id: at for at, of in doubted_at.items() for provision in of},
        "signs_at": signs_at(report),
        "idle": {paper.lines[0]: paper for paper in report.papers if not paper.binds},
    }


def _left_open(report: Report) -> dict[str, Any]:
    decided = doubts.decided(report)
    unanswered = {line for line in decided if doubts.is_unanswered(line)}
    return {
        "points_of": doubts.by_entry(report.points),
        "decided": [line for line in decided if line not in unanswered],
        "unanswered": [line for line in decided if line in unanswered],
        "undecided": [
            (group, doubts.shared_by(group, report.points)) for group in doubts.undecided(report)
        ],
        "open_at": tasks_of.items(report),
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
        "first_tasks": tasks_of.first(tasks),
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


def _liable(report: Report) -> dict[str, int]:
    """What articles say about who is liable, each once, numbered from 1."""
    lines = (*report.breaches, *report.open)
    sentences = dict.fromkeys(sentence for line in lines for sentence in attribution(line))
    return {sentence: number for number, sentence in enumerate(sentences, start=1)}


def _fined_at(report: Report) -> dict[str, int]:
    first: dict[str, int] = {}
    for number, line in enumerate(report.breaches, start=1):
        for each in line.finding.penalties:
            first.setdefault(each.id, number)
    return first


def _doubted_at(report: Report, shown_ids: Collection[str]) -> dict[int, list[Provision]]:
    """By the number of the first breach that each may fine; but for what is told already."""
    first: dict[str, tuple[int, Provision]] = {}
    for number, line in enumerate(report.breaches, start=1):
        for each in line.finding.doubtful:
            if by_another_law(each) and each.id not in shown_ids:
                first.setdefault(each.id, (number, each))
    at: dict[int, list[Provision]] = {}
    for number, each in first.values():
        at.setdefault(number, []).append(each)
    return at


def _chapters(
    report: Report, rooms_by_duty: Matrix | None
) -> tuple[list[PageChapter], list[PageChapter]]:
    """The chapters of the report, and those of its annex; a topic on its own has no annex."""
    left_out = {
        "figures": not (report.figures or report.figures_excluded),
        "matrix": rooms_by_duty is None,
        "records": report.beside.records is None,
        "replayed": report.beside.replayed is None,
    }
    if report.topic is None:
        whole, beside = ([id for id in ids if not left_out.get(id)] for ids in (_REPORT, _ANNEX))
        return _numbered(report, whole, "{}、", numeral), _numbered(report, beside, "附件A-{}", str)
    if_any = _IF_ANY if any(paper.binds for paper in report.papers) else _IF_ANY_BINDS
    wanted = [id for id in (_TOPICS[report.topic], *_WITH_TOPIC) if not left_out.get(id)]
    counts = _counts(report)
    return _numbered(
        report, [id for id in wanted if counts.get(id) or id not in if_any], "{}、", numeral
    ), []


def _numbered(
    report: Report, ids: Iterable[str], form: str, spelled: Callable[[int], str]
) -> list[PageChapter]:
    counts = _counts(report)
    return [
        PageChapter(id=id, title=_TITLES[id], number=form.format(spelled(at)), count=counts.get(id))
        for at, id in enumerate(ids, start=1)
    ]


def _counts(report: Report) -> dict[str, int]:
    return {
        "breaches": count(report.breaches),
        "open": count(report.open),
        "papers": len(report.papers),
        "exhibits": len(report.exhibits),
        "points": len(report.points),
    }
