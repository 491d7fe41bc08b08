"""What the text leaves open: open points, and entries that it may or may not mean to bind."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Assessment, Respondent
from checklist.assessment.questionnaire import AskQuestion
from checklist.evaluation.model import Status
from checklist.law.applicability import Applies, Binding
from checklist.law.model import Topic
from checklist.law.remarks import open_points
from checklist.law.wording import related_lines
from checklist.layout import cells
from checklist.report.forms import json as json_form
from checklist.report.forms import markdown, table
from checklist.report.page import facets, html
from checklist.report.view.build import about
from checklist.report.view.doubts import by_entry, decided, undecided
from checklist.report.view.model import Report
from checklist.report.words import doubts
from checklist.sitting.shown.screen import help_lines
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import KINDS, all_passing
from tests.report.kinds import all_failing, example, reported
from tests.report.pages import page_of, squeezed

NOBODY = Assessment(respondent=Respondent(name=""))
SERVICE = reported(all_failing("network service"))
AGENCY = reported(all_failing("agency that operates rooms"))
BY_24 = "第二十四条以“等相应义务”结尾"
"""How the open point begins that most entries share."""


@pytest.fixture(params=KINDS)
def report(request: pytest.FixtureRequest) -> Report:
    return reported(all_failing(request.param))


def chapter(report: Report, id: str) -> str:
    """The HTML of one chapter."""
    found = re.search(f'<section class="chapter" id="{id}">.*?(?=<section class="chapter")',
                      html.render(report), re.DOTALL)  # fmt: skip
    assert found
    return found[0]


# --- open points ---------------------------------------------------------------------------------


def test_only_points_of_entries_that_bind_or_may_bind_are_told(report: Report) -> None:
    binding = {paper.index for paper in report.papers if paper.binds}
    told = {(point.text, paper.index) for point in report.points for paper in point.papers}
    assert {index for _, index in told} <= binding
    assert told == {
        (text, paper.index)
        for paper in report.papers
        if paper.binds
        for text in open_points(paper.obligation.review, report.findings.facts.values())
    }


def test_each_point_is_listed_once_and_those_of_most_entries_come_first(report: Report) -> None:
    texts = [point.text for point in report.points]
    weights = [len(point.papers) for point in report.points]
    assert len(texts) == len(set(texts))
    assert weights == sorted(weights, reverse=True)
    assert [point.number for point in report.points] == [*range(1, len(texts) + 1)]


def test_what_an_entry_that_does_not_bind_leaves_open_is_not_told() -> None:
    host = reported(all_failing("host in other people's rooms"))
    assert BY_24 not in page_of(host).text
    assert BY_24 not in markdown.render(host)


def test_a_point_of_many_entries_is_said_once_and_each_refers_to_it() -> None:
    point = SERVICE.points[0]
    assert point.text.startswith(BY_24)
    assert len(point.papers) > 20
    for form in (page_of(SERVICE).text, markdown.render(SERVICE)):
        assert form.count(BY_24) == 1
    papers = chapter(SERVICE, "papers")
    assert papers.count(f'href="#point-{point.number}"') == len(point.papers)


def test_a_point_names_the_places_and_papers_it_concerns() -> None:
    point = SERVICE.points[0]
    said = doubts.point_and_places(point)
    assert "（第六条第一款 06-01；第六条第二款 06-02；" in said
    assert "第十一条第一款 11-01、11-02、11-03" in said
    papers = "、".join(paper.index for paper in point.papers)
    assert squeezed(f"{doubts.brief(point)}（{papers}）") in squeezed(page_of(SERVICE).text)
    assert said in markdown.render(SERVICE)


def test_a_doubt_of_one_entry_stays_visible_beside_its_lines() -> None:
    own = [point for point in AGENCY.points if not point.is_shared]
    breaches, papers = chapter(AGENCY, "breaches"), chapter(AGENCY, "papers")
    broken = {line.index for line in AGENCY.breaches}
    assert own
    for point in own:
        (paper,) = point.papers
        assert squeezed(doubts.brief(point)) in squeezed(papers)
        assert paper.index not in broken or f'href="#paper-{paper.index}"' in breaches


def test_a_topic_on_its_own_keeps_the_numbers_and_leaves_out_other_points() -> None:
    whole = example("agency")
    part = about(whole, Topic.AI_FIGURE)
    numbers = {point.text: point.number for point in whole.points}
    assert part.points
    for point in part.points:
        assert point.number == numbers[point.text]
        assert {paper.index for paper in point.papers} <= {paper.index for paper in part.papers}


@pytest.mark.slow
def test_every_reference_to_a_point_leads_to_it(report: Report) -> None:
    page = page_of(report)
    aimed = {link.removeprefix("#") for link in page.links if link.startswith("#point-")}
    assert aimed <= {*page.ids}


# --- entries that may bind ------------------------------------------------------------------------


def test_what_the_text_leaves_open_is_one_sentence_with_a_list_of_the_entries() -> None:
    (group,) = undecided(SERVICE)
    sentence = doubts.sentence(group)
    assert len(group.lines) == group.entries > 25
    assert sentence.startswith(
        f"条文本身没有写明，下列{group.entries}条义务是否适用于其他网络服务提供者（依第二十四条）。"
    )
    for form in (page_of(SERVICE).text, markdown.render(SERVICE), table.render(SERVICE, width=160)):
        assert squeezed(form).count("条文本身没有写明，下列") == 1
        assert all(line.obligation.title in form for line in group.lines)


def test_the_sentence_tells_by_which_article_and_the_facts_once() -> None:
    of_room, of_signed = undecided(AGENCY)
    assert doubts.title(of_room) == f"直播间运营者：是否适用有疑问的{of_room.entries}条义务"
    assert doubts.title(of_signed).startswith("直播营销人员服务机构（依第六十三条）：")
    (group,) = undecided(SERVICE)
    facts = [says.fact.id for says in group.because]
    assert len(facts) == len(set(facts)) > 1
    (liable,) = doubts.attribution(group)
    assert liable.endswith("是否依平台的罚则处罚，条文没有写明。")


def test_every_entry_keeps_its_place_its_link_its_marks_and_what_it_lacks(report: Report) -> None:
    if not report.open:
        return
    open = chapter(report, "open")
    for number, line in enumerate(report.open, start=len(report.breaches) + 1):
        marks = facets.all_marks(report).index(facets.marks([line]))
        assert f'id="open-{number}" data-marks="{marks}"' in open
        assert all(f'id="{anchor}"' in open for anchor in facets.anchors(line))
        for what, judged, why in doubts.failing(line):
            assert {"未定": judged in line.open, doubts.IF_BOUND: judged in line.failed}[what]
            assert squeezed(why) in squeezed(unescape(open))


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_of_the_list_is_wider_than_the_terminal(width: int) -> None:
    said = table.render(SERVICE, width=width).partition("待确认 ")[2]
    assert max(map(cells, said.splitlines())) <= width


def test_no_line_is_lost_or_told_twice_and_the_counts_stay(report: Report) -> None:
    grouped = [line for group in undecided(report) for line in group.lines]
    assert {*grouped, *decided(report)} == {*report.open}
    assert len(grouped) + len(decided(report)) == len(report.open)
    assert sum(line.count for line in report.open) == report.totals.by_status[Status.UNDETERMINED]
    said = table.render(report, width=120)
    assert ("\n待确认 " in said) == bool(report.open)


def test_who_does_everything_is_told_of_nothing_that_may_bind() -> None:
    assert undecided(reported(all_passing(LIVESTREAM, "network service"))) == ()


# --- provisions of other laws --------------------------------------------------------------------


def test_related_provisions_stand_at_breaches_and_at_what_is_open() -> None:
    for report, id in ((SERVICE, "open"), (AGENCY, "breaches")):
        lines = report.open if id == "open" else report.breaches
        wanted = {said for line in lines for said in related_lines(line.obligation.related)}
        assert wanted
        for told in (chapter(report, id), markdown.render(report)):
            assert [said for said in wanted if said not in told] == []


def test_related_provisions_stand_in_the_finding() -> None:
    data = json.loads(json_form.render(AGENCY, ascii=False))
    found = {each["obligation"]: each["related"] for each in data["findings"]}
    assert found["art40-agreement"] == [
        {
            "law": "互联网信息内容多渠道分发服务管理规定",
            "article": 13,
            "paragraph": None,
            "item": None,
            "note": LIVESTREAM.obligation("art40-agreement").related[0].note,
        }
    ]
    assert found["art33-goods"] == []


def test_help_names_the_related_provisions() -> None:
    entry = LIVESTREAM.obligation("art32-promotion")
    asked = entry.questions[0]
    step = AskQuestion(
        obligation=entry,
        question=asked,
        key=entry.key(asked),
        binding=Binding(applies=Applies.YES),
    )
    told = [line for line in help_lines(LIVESTREAM, NOBODY, step) if line.startswith("相关规定：")]
    assert told[0].startswith("相关规定：《明码标价和禁止价格欺诈规定》第十六条：")
    assert len(told) == len(entry.related) == 3
    bare = replace(step, obligation=replace(entry, related=()))
    assert not [
        line for line in help_lines(LIVESTREAM, NOBODY, bare) if line.startswith("相关规定")
    ]


def test_every_open_point_is_found_by_its_entry(report: Report) -> None:
    of = by_entry(report.points)
    for paper in report.papers:
        own, shared = of.get(paper.obligation.id, ([], []))
        texts = {point.text for point in (*own, *shared)}
        assert not any(point.is_shared for point in own)
        assert all(point.is_shared for point in shared)
        told = open_points(paper.obligation.review, report.findings.facts.values())
        assert texts == ({*told} if paper.binds else set())
