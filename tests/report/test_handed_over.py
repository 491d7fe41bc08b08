"""What an auditor and a lawyer look for: why it applies, what it rests on, what was covered."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import astuple, replace

from checklist.assessment.model import Evidence, Mark
from checklist.evaluation.model import Status
from checklist.law.applicability import Applies
from checklist.law.model import Citation, NotObligation, Treatment
from checklist.report.page import facets, html
from checklist.report.view import grounds
from checklist.report.view.grounds import extents
from checklist.report.view.lines import support
from checklist.report.view.model import Report, Support
from checklist.report.words import record
from tests.given.sample import (
    AGENCY,
    ALL_PASS,
    AS_OF,
    CLEAN,
    NOBODY,
    RULEBOOK,
    UNANSWERED,
    judged,
    said,
)
from tests.report.hostile import hostile
from tests.report.pages import read

RESPONDENTS = {
    "agency": AGENCY,
    "clean": CLEAN,
    "unanswered": UNANSWERED,
    "nobody": NOBODY,
    "hostile": hostile(),
}


@pytest.fixture(params=RESPONDENTS)
def report(request: pytest.FixtureRequest) -> Report:
    return judged(RESPONDENTS[request.param])


def paper_of(written: str, report: Report, obligation: str) -> str:
    index = next(one.index for one in report.papers if one.obligation.id == obligation)
    found = re.search(
        rf'<article class="paper unit" id="paper-{index}".*?</article>', written, re.DOTALL
    )
    assert found
    return found[0]


def text_of(report: Report) -> str:
    return re.sub(r"\s+", "", read(html.render(report)).text)


# --- what a claim rests on -----------------------------------------------------------------------


@given(st.sets(st.sampled_from(sorted(ALL_PASS))))
def test_the_page_marks_a_paper_exactly_as_its_finding_is(keys: set[str]) -> None:
    photo = Evidence("截图", path="证据/截图.png", sha256="3f" * 32)
    answers = {
        key: replace(one, evidence=(photo,) if key in keys else ()) for key, one in ALL_PASS.items()
    }
    report = judged(replace(CLEAN, answers=answers))
    written = html.render(report)
    for paper in report.papers:
        if paper.binds:
            rests_on = support(paper.lines[0].finding, AS_OF)
            told = re.findall(
                '<span class="claim">(.*?)</span>', paper_of(written, report, paper.obligation.id)
            )
            assert told == ([record.brief(paper.lines[0])] if rests_on else [])


def test_bare_claims_are_counted_in_the_conclusion_the_margin_and_the_limits() -> None:
    report = judged(CLEAN)
    passed = report.totals.by_status[Status.SATISFIED]
    assert report.supports[Support.NONE] == passed > 0
    sentence = f"符合的{passed}项中1项是“未发现（自评）”，{passed}项仅凭自述、未附佐证。"
    assert record.bare(report) == sentence
    text = text_of(report)
    assert text.count(sentence) >= 3
    assert f"{passed}/{passed}项仅凭自述" in text


def test_where_nothing_passes_nothing_is_said_about_claims() -> None:
    assert record.bare(judged(UNANSWERED)) == ""
    assert record.share(judged(UNANSWERED)) == "—"


def test_what_binds_and_never_arose_says_so_beside_its_status() -> None:
    idle = replace(
        RULEBOOK.obligation("art30"),
        questions=(replace(RULEBOOK.obligation("art30").questions[0], inapplicable_if="没有直播"),),
    )
    rulebook = replace(
        RULEBOOK,
        obligations=tuple(idle if one.id == "art30" else one for one in RULEBOOK.obligations),
    )
    answers = {**ALL_PASS, "art30/reviewed": said(Mark.INAPPLICABLE, reason="没有直播")}
    report = judged(replace(CLEAN, answers=answers), rulebook)
    briefs = {
        line.obligation.id: record.brief(line) for one in report.grounds for line in one.lines
    }
    assert briefs["art30"] == "情形未发生"
    assert briefs["art34"] == "仅凭自述"
    assert briefs["art37-encouraged"] == ""
    assert {record.brief(line) for line in judged().breaches} == {""}


def test_the_filter_offers_what_claims_rest_on_and_marks_the_same_findings() -> None:
    report = judged(CLEAN)
    facet = next(one for one in facets.facets(report) if one.id == "support")
    assert facet.choices == (("support-none", "仅凭自述，未附佐证"),)
    for paper in report.papers:
        for line in paper.lines:
            marked = "support-none" in facets.marks([line]).split()
            assert marked == (support(line.finding, AS_OF) is Support.NONE)


def test_evidence_is_told_with_digest_size_and_time_and_never_as_checked() -> None:
    photo = Evidence(
        "开场截图",
        path="证据/开场.png",
        sha256="3f" * 32,
        size=34560,
        seen_at="2026-11-02T10:00:00+08:00",
    )
    answers = {**ALL_PASS, "art30/reviewed": said(Mark.YES, evidence=(photo, Evidence("会议纪要")))}
    report = judged(replace(CLEAN, answers=answers))
    text = text_of(report)
    number = report.exhibits[0].number
    for told in (number, "证据/开场.png", "开场截图", "3f" * 32, "34,560字节", "2026-11-0210:00"):
        assert told in text
    assert "没有登记摘要，不能核对是否改动" in text
    assert "出报告时没有重新读取文件" in text
    assert f'href="#exhibit-{number[1:]}"' in paper_of(html.render(report), report, "art30")


# --- statement of applicability ------------------------------------------------------------------


def test_every_entry_is_stated_to_apply_or_not_and_with_its_reason(report: Report) -> None:
    applying = {line for one in report.grounds for line in one.lines}
    excluded = {line for one in report.exclusions for line in one.lines}
    every = {line for paper in report.papers for line in paper.lines}
    assert applying | excluded == every
    assert not applying & excluded
    for one in report.grounds:
        for line in one.lines:
            assert line.because == one.because
            assert (line.finding.binding.applies is Applies.YES) == (one.applies is Applies.YES)


def test_the_tally_counts_each_entry_once(report: Report) -> None:
    counted = (each for each in astuple(grounds.tally(report)) if isinstance(each, int))
    assert sum(counted) == len(report.papers)


def test_each_gap_leads_to_the_reason_why_it_applies() -> None:
    page = read(html.render(judged()))
    assert {id for id in page.ids if id.startswith("ground-")} >= {
        link[1:] for link in page.links if link.startswith("#ground-")
    }
    assert "#ground-1" in page.links


# --- coverage of the regulation ------------------------------------------------------------------


def test_an_article_that_is_neither_encoded_nor_explained_is_named() -> None:
    why = NotObligation(source=Citation(article=44), treatment=Treatment.POWER, why="职权")
    rulebook = replace(RULEBOOK, not_obligations=(why,))
    third, fourth = extents(judged(rulebook=rulebook))
    assert third.neither == (25, 26, 28, 29, 32, 33, 35, 36)
    assert fourth.neither == (38, 39, 40, 41, 42, 43)
    assert fourth.others == ((Treatment.POWER, (why.source,)),)
    assert len(third.papers) + len(fourth.papers) == len(RULEBOOK.obligations)
    assert "没有归处：第三十八条、" in text_of(judged(rulebook=rulebook))


# --- lawyers -------------------------------------------------------------------------------------


def test_a_citation_leads_to_the_cited_phrase_on_the_official_page() -> None:
    links = read(html.render(judged())).links
    assert f"{RULEBOOK.regulation.official_url}#:~:text=不少于三年" in links
    assert RULEBOOK.regulation.official_url in links


def test_what_is_open_says_what_it_would_cost_and_leaves_room_to_review() -> None:
    written = html.render(judged())
    found = re.search(
        r'<article class="item unit whole" id="open-\d+".*?</article>', written, re.DOTALL
    )
    assert found
    text = re.sub(r"<[^>]*>|\s+", "", found[0])
    fined = "第五十九条第三项、第六十五条第二款，拒不改正或者情节严重的，最高10万元"
    assert f"若不符合，罚则：{fined}。" in text
    assert "用自己的话说明这项义务要求做什么" in text
    assert "□属实□有异议" in text


# --- paper ---------------------------------------------------------------------------------------


def test_the_report_has_room_for_signatures_seal_and_corrections(report: Report) -> None:
    text = text_of(report)
    for wanted in (
        "编制",
        "复核",
        "负责人",
        "（公章；个人签名）",
        "骑缝章",
        "更正与复核记录",
        "附件",
    ):
        assert wanted in text


def test_the_cover_names_code_seat_and_authority() -> None:
    found = re.search(
        '<section class="cover".*?</section>', html.render(judged(), cover=True), re.DOTALL
    )
    assert found
    for wanted in ("杭州某某文化传媒有限公司", "91330100MA0000000X", "浙江省杭州市"):
        assert wanted in found[0]
    bare = re.search(
        '<section class="cover".*?</section>', html.render(judged(CLEAN), cover=True), re.DOTALL
    )
    assert bare
    assert bare[0].count("未填写") == 3  # code, seat, period
    assert '<section class="cover"' not in html.render(judged())


def test_the_filter_says_of_each_breach_how_it_can_be_fined() -> None:
    """By 第三十四条 at once, by 第三十七条 after an ignored order, by 第二十七条 not at all."""
    obligations = [
        replace(one, penalties=()) if one.id == "art27-records" else one
        for one in RULEBOOK.obligations
    ]
    report = judged(rulebook=replace(RULEBOOK, obligations=tuple(obligations)))
    threats = {
        line.obligation.id: next(mark for mark in facets.marks([line]).split() if "threat" in mark)
        for line in report.breaches
    }
    assert threats == {
        "art34": "threat-at_once",
        "art37-prompt": "threat-conditional",
        "art27-records": "threat-uncertain",
    }
    offered = next(facet for facet in facets.facets(report) if facet.id == "threat")
    assert offered.choices == (
        ("threat-at_once", "违反即可"),
        ("threat-conditional", "有条件的"),
        ("threat-uncertain", "没有或者有疑问"),
    )
