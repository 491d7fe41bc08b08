from __future__ import annotations

import base64
import hashlib
import re
from datetime import date

import pytest
from msgspec.structs import replace

from checklist import resources
from checklist.assessment.model import Answer, Assessment, Mark, Room, SelfAuditPeriod
from checklist.evaluation.evaluate import evaluate
from checklist.report.forms import markdown
from checklist.report.page import html
from checklist.report.page.page import uncommented
from checklist.report.view.build import build
from checklist.report.view.model import Report
from checklist.report.words.wording import shortfall
from tests.given.law import reissued
from tests.given.sample import (
    AGENCY,
    AS_OF,
    CLEAN,
    NOBODY,
    RULEBOOK,
    UNANSWERED,
    judged,
    said,
)
from tests.report.hostile import CORPUS, SCRIPT, STEERING, hostile
from tests.report.pages import page_of, read, squeezed

RESPONDENTS = {
    "agency": AGENCY,
    "clean": CLEAN,
    "unanswered": UNANSWERED,
    "nobody": NOBODY,
    "hostile": hostile(),
}
SCRIPT_OF_OURS = uncommented((resources.templates_dir() / "report.js").read_text(encoding="utf-8"))


@pytest.fixture(params=RESPONDENTS)
def report(request: pytest.FixtureRequest) -> Report:
    return judged(RESPONDENTS[request.param])


def test_every_gap_stands_in_the_page(report: Report) -> None:
    text = squeezed(page_of(report).text)
    for line in report.breaches:
        assert squeezed(line.obligation.title) in text
        for gap in line.failed:
            assert squeezed(gap.question.ask) in text
            assert squeezed(shortfall(gap)) in text


def test_every_open_question_says_who_could_find_out() -> None:
    text = page_of(judged()).text
    assert "每场直播前是否都做了合规审核？" in text
    assert "运营总监" in text


def test_every_entry_has_a_working_paper(report: Report) -> None:
    ids = page_of(report).ids
    assert sorted(f"paper-{paper.index}" for paper in report.papers) == sorted(
        id for id in ids if id.startswith("paper-")
    )


def test_every_link_within_the_page_leads_somewhere(report: Report) -> None:
    page = page_of(report)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_nothing_is_fetched_and_only_the_official_text_is_linked(report: Report) -> None:
    page = page_of(report)
    outward = {link.partition("#:~:")[0] for link in page.links if not link.startswith("#")}
    assert outward == {RULEBOOK.regulation.official_url}
    assert {name for _, name, _ in page.attributes} & {"src", "srcset", "style", "action"} == set()
    assert page.scripts == [SCRIPT_OF_OURS]
    assert page.tags & {"img", "link", "iframe", "object", "form", "base"} == set()
    assert not any(name.startswith("on") for _, name, _ in page.attributes)
    assert "url(" not in page.style.replace("url(#stripes)", "")
    assert "@import" not in page.style


def test_the_policy_allows_this_style_sheet_and_this_script_and_nothing_else(
    report: Report,
) -> None:
    page = page_of(report)
    policy = next(value for _, name, value in page.attributes if value.startswith("default-src"))
    style, script = (
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (page.style, page.scripts[0])
    )
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_the_script_makes_no_markup_and_runs_no_text() -> None:
    assert not re.findall(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(|fetch|</script",
        SCRIPT_OF_OURS,
    )


def test_each_finding_has_an_address_that_names_its_rooms() -> None:
    answers: dict[str, Answer] = {
        "art30/reviewed": said(Mark.YES, exceptions={"r7": Mark.NO, "r9": Mark.NO}),
    }
    ids = page_of(judged(replace(many_rooms(30), answers=answers))).ids
    obligation = next(o.id for o in RULEBOOK.obligations if o.id.startswith("art30"))
    assert {f"f-{obligation}-r{n}" for n in range(1, 31)} <= set(ids)


def test_an_official_address_that_is_no_web_address_is_not_linked() -> None:
    rulebook = reissued(RULEBOOK, official_url="javascript:alert(1)")
    assert not [
        link for link in page_of(judged(rulebook=rulebook)).links if not link.startswith("#")
    ]


def test_an_address_is_called_official_only_where_somebody_opened_it() -> None:
    """And it is told, so that it can be read from paper."""
    url = RULEBOOK.regulation.official_url
    assert RULEBOOK.regulation.url_checked is None
    unchecked = squeezed(page_of(judged()).text)
    assert unchecked.count(f"网址（没有打开核对）{url}") == 1
    assert "官方网页" not in unchecked
    checked = reissued(RULEBOOK, url_checked=date(2026, 11, 22))
    opened = squeezed(page_of(judged(rulebook=checked)).text)
    assert opened.count(f"官方网页{url}") == 1
    assert "没有打开核对" not in opened


def test_hostile_text_is_shown_and_does_nothing() -> None:
    written = html.render(judged(hostile()))
    page = read(written)
    assert SCRIPT in page.text
    assert "{{ 7 * 7 }}{% raw %}" in page.text
    assert "=cmd|' /C calc'!A0" in page.text
    assert page.scripts == [SCRIPT_OF_OURS]
    assert "img" not in page.tags
    assert [one for one in STEERING if one in written] == []


@pytest.mark.parametrize("text", CORPUS)
def test_no_name_ends_the_string_it_stands_in_within_the_style_sheet(text: str) -> None:
    assessment = replace(AGENCY, respondent=replace(AGENCY.respondent, name=text + '";}*{x:y}'))
    style = page_of(judged(assessment)).style
    header = re.search(r"@top-left\{content:\"((?:\\[0-9a-f]+ )*)\";", style)
    assert header
    assert "x:y" not in style


def test_equal_input_gives_equal_pages() -> None:
    assert html.render(judged()) == html.render(judged())


def test_the_page_says_that_it_is_a_self_assessment_and_how_complete(report: Report) -> None:
    text = page_of(report).text
    complete = report.completeness
    assert f"自评，未经核验；{complete.asked}题中{complete.settled}题已有结论" in text


def test_a_rulebook_that_was_not_bundled_is_named_as_such() -> None:
    assert "非随附规则册" not in page_of(judged()).text
    assert "非随附规则册" in page_of(judged(rulebook=reissued(RULEBOOK, bundled=False))).text


def test_retention_is_told_with_real_dates() -> None:
    text = squeezed(page_of(judged()).text)
    assert "直播结束2026-11-22→至少保存至2029-11-22" in text
    assert "按申报的“2年”，只保存到2028-11-22，少365天" in text


def test_the_strip_shows_which_part_of_the_broadcast_lacks_the_prompt() -> None:
    written = html.render(judged())
    strip = re.search(r'<ol class="strip">.*?</ol>', written, re.DOTALL)
    assert strip
    assert re.findall(r'<li class="(\w+)">(.*?)<b', strip[0]) == [
        ("satisfied", "开场"),
        ("not_satisfied", "讲解商品"),
        ("not_satisfied", "互动与抽奖"),
        ("undetermined", "其他"),
    ]


def test_penalties_for_one_gap_stand_side_by_side_and_are_never_added_up() -> None:
    text = squeezed(page_of(judged()).text)
    assert "同一违法行为不罚两次款，按数额高的罚（《行政处罚法》第二十九条）" in text
    assert "处1万元以上10万元以下罚款" in text
    assert "合计罚款" not in text


def test_a_doubtful_penalty_is_told_as_doubtful() -> None:
    text = squeezed(page_of(judged()).text)
    assert "是否适用第五十九条第五项有疑问：“标识义务”是否及于持续提示，两说" in text


def many_rooms(count: int) -> Assessment:
    rooms = tuple(Room(id=f"r{n}", name=f"第{n}直播间") for n in range(1, count + 1))
    facts = dict(AGENCY.facts)
    facts["uses_ai_figure"] = said(Mark.YES)
    return replace(AGENCY, rooms=rooms, facts=facts)


def test_thirty_rooms_with_one_exception_are_told_in_two_lines() -> None:
    answers: dict[str, Answer] = {
        "art30/reviewed": said(Mark.YES, exceptions={"r7": Mark.NO}),
    }
    report = judged(replace(many_rooms(30), answers=answers))
    text = squeezed(page_of(report).text)
    assert "30个直播间中的1个（r7第7直播间）" in text
    assert "30个直播间中的29个（r1第1直播间、r2第2直播间、r3第3直播间、r4第4直播间、" in text


def test_a_day_at_the_end_of_the_calendar_leaves_out_the_example() -> None:
    report = build(evaluate(RULEBOOK, AGENCY, as_of=date(9999, 12, 31)))
    assert "举例：从判断基准日起算" not in page_of(report).text
    assert date(9999, 12, 31) > AS_OF


def test_an_encouragement_that_is_not_followed_is_no_failure() -> None:
    written = html.render(judged())
    paper = re.search(
        r'<article class="paper unit" id="paper-37-02".*?</article>', written, re.DOTALL
    )
    assert paper
    assert "倡导，不计入" in paper[0]
    assert "未采用" in paper[0]
    assert "not_satisfied" not in paper[0]


def test_what_does_not_apply_leads_to_its_reason() -> None:
    page = page_of(judged())
    assert "#reason-1" in page.links
    assert "是否提供选品服务？" in page.text


@pytest.mark.parametrize(
    ("first", "told"), [(date(2025, 12, 31), True), (date(2026, 2, 1), False), (None, False)]
)
def test_a_period_that_begins_before_the_regulation_is_told(first: date | None, told: bool) -> None:
    period = SelfAuditPeriod(first=first, last=AS_OF) if first else None
    report = judged(replace(AGENCY, period=period))
    assert ("施行以前的行为不适用它的规定" in html.render(report)) is told
    assert ("施行以前的行为不适用它的规定" in markdown.render(report)) is told
