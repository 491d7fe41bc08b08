from __future__ import annotations

import json
import re

from msgspec.structs import replace

from checklist.assessment.model import Assessment, Mark
from checklist.law.model import YES, Citation, FactIs, Jurisdiction, Per
from checklist.report.forms import markdown, table
from checklist.report.forms.json import render
from checklist.report.page import html
from checklist.report.view.model import Report
from tests.given.bundled import BOOKS
from tests.given.sample import AGENCY, NOBODY, RULEBOOK, judged, said
from tests.report.kinds import sample_agency
from tests.report.pages import read

HOME = Jurisdiction(
    source=Citation(article=47, paragraph=1), holders=("mcn",), authority="住所地部门"
)
PLACE = Jurisdiction(
    source=Citation(article=47, paragraph=2),
    holders=("room_operator",),
    authority="实际经营地部门",
    per=Per.ROOM,
    when=FactIs("uses_ai_figure", (YES,)),
    otherwise="由平台住所地的部门管辖",
)
RULES = replace(RULEBOOK, jurisdictions=(HOME, PLACE))


def told(assessment: Assessment = AGENCY) -> Report:
    return judged(assessment, RULES)


def test_json_lists_each_authority_with_holder_rooms_and_citation() -> None:
    assert json.loads(render(told(), ascii=True))["jurisdiction"] == [
        {
            "holder": "room_operator",
            "rooms": ["r2"],
            "applies": True,
            "authority": "实际经营地部门",
            "otherwise": "由平台住所地的部门管辖",
            "article": 47,
            "paragraph": 2,
        },
        {
            "holder": "mcn",
            "rooms": None,
            "applies": True,
            "authority": "住所地部门",
            "otherwise": None,
            "article": 47,
            "paragraph": 1,
        },
    ]


def test_an_authority_that_is_not_certain_is_null_and_told_as_possible() -> None:
    facts = {**AGENCY.facts, "uses_ai_figure": said(Mark.UNKNOWN)}
    report = told(replace(AGENCY, facts=facts))
    first = json.loads(render(report, ascii=True))["jurisdiction"][0]
    assert first["rooms"] == ["r1", "r2", "r3"]
    assert first["applies"] is None
    assert "可能是：实际经营地部门" in html.render(report)


def test_a_holder_whose_authority_is_not_named_is_told_so() -> None:
    facts = {**AGENCY.facts, "uses_ai_figure": said(Mark.NO)}
    report = told(replace(AGENCY, facts=facts))
    assert [venue.holder.id for venue in report.venues] == ["room_operator", "mcn"]
    assert "本规章没有写明由谁管辖" in html.render(report)
    assert len(json.loads(render(report, ascii=True))["jurisdiction"]) == 1


def test_the_page_says_who_has_jurisdiction_and_who_otherwise() -> None:
    text = html.render(told())
    chapter = re.sub(r"<.*?>", "", text[text.index('id="identity"') : text.index('id="totals"')])
    for words in ("由谁管辖", "3个直播间中的1个（r2", "由平台住所地的部门管辖", "第四十七条第二款"):
        assert words in chapter


def test_the_table_has_it_in_one_line_of_words() -> None:
    lines = table.render(told(), width=160).splitlines()
    assert lines[-3].startswith("佐证　")
    assert lines[-4] == (
        "管辖　直播间运营者（1个直播间）：实际经营地部门（第四十七条第二款）；"
        "直播营销人员服务机构：住所地部门（第四十七条第一款）"
    )


def test_what_the_rulebooks_say_of_venues_is_told_as_it_stands() -> None:
    """Only 第四十七条第二款 has a rule for what cannot be determined, and says so itself."""
    for book, rule in _others():
        assert rule.otherwise is not None
        is_rule = (rule.source.article, rule.source.paragraph) == (47, 2)
        assert rule.otherwise.startswith("无法确定") is (book == "livestream" and is_rule)
    text = read(html.render(sample_agency())).text
    assert "无法确定时" not in text + markdown.render(sample_agency())
    assert "；地方各部门负责本行政区域内的监督管理（多渠道规定第三条第二款）；按所在地" in text


def _others() -> list[tuple[str, Jurisdiction]]:
    return [
        (id, each) for id, book in BOOKS.items() for each in book.jurisdictions if each.otherwise
    ]


def test_nothing_is_said_where_nobody_is_held_or_no_rule_exists() -> None:
    assert told(NOBODY).venues == judged().venues == ()
    assert "管辖　" not in table.render(judged(), width=80)
