from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Assessment, Mark
from checklist.law.model import (
    YES,
    FactIs,
    Ground,
    Liability,
    NotObligation,
    Obligation,
    PenaltyRef,
    Rulebook,
    Step,
    Treatment,
    Trigger,
)
from checklist.law.model import Citation as Place
from checklist.report.page import html
from checklist.report.view.model import Line
from checklist.report.words.cost import heaviest, threat
from checklist.report.words.liability import articles, attribution
from tests.given.sample import AGENCY, ART59, CLEAN, RULEBOOK, judged, said

EMPLOYER = Liability(article=63, why="职务行为由单位负责，不罚本人（第六十三条）")
CONDUCT = replace(
    ART59,
    id="art66",
    source=Place(article=66),
    steps=(Step(on=Trigger.BREACH, order="责令改正"),),
)


def changed(id: str, **changes: object) -> Rulebook:
    """The sample rulebook with one entry changed, and a penalty no entry has for certain."""

    def change(one: Obligation) -> Obligation:
        return replace(one, **changes) if one.id == id else one

    return replace(
        RULEBOOK,
        obligations=tuple(map(change, RULEBOOK.obligations)),
        penalties=(*RULEBOOK.penalties, CONDUCT),
    )


def line_of(id: str, rulebook: Rulebook, assessment: Assessment = AGENCY) -> Line:
    return next(one for one in judged(assessment, rulebook).breaches if one.obligation.id == id)


ON_DUTY = changed(
    "art34",
    binds={
        "room_operator": Ground(liability=EMPLOYER),
        "mcn": Ground(via=63, when=FactIs("employs_hosts", (YES,))),
    },
)


def test_another_articles_ground_is_told_with_the_fact_and_what_that_article_says() -> None:
    assert list(attribution(line_of("art34", ON_DUTY))) == [
        "作为直播间运营者，责任由第六十三条决定。第六十三条：职务行为由单位负责，不罚本人。",
        (
            "作为直播营销人员服务机构，依第六十三条受约束，因为“是否雇用主播？”答：是。"
            "第六十三条：职务行为由单位负责，不罚本人。"
        ),
    ]


def test_what_liability_puts_in_doubt_is_told_apart_and_linked() -> None:
    rulebook = changed("art34", binds={"room_operator": Ground(liability=EMPLOYER)})
    line = line_of("art34", rulebook)
    assert [ref.id for ref in line.finding.shifted] == ["art62-1", "art65-2"]
    assert line.finding.doubtful == line.finding.beside == ()
    assert articles(line) == "第六十三条"
    text = html.render(judged(AGENCY, rulebook))
    (card,) = re.findall(
        r'<article class="card(?:(?!</article>).)*id="f-art34".*?</article>', text, re.DOTALL
    )
    assert "能不能处罚款有疑问" in card
    assert 'href="#liable-1"' in card
    whole = re.sub(r"<.*?>", "", text)
    assert "归属1　作为直播间运营者，责任由第六十三条决定" in whole
    assert "取决于责任归属，不算确定的罚款：第六十二条第一款、第六十五条第二款。" in whole


def test_an_entry_that_binds_directly_says_nothing_about_liability() -> None:
    line = line_of("art37-prompt", RULEBOOK)
    assert list(attribution(line)) == []
    assert articles(line) == ""


BESIDE = PenaltyRef(id="art66", why="阻碍执法的才适用")


def test_a_provision_that_names_conduct_is_told_as_standing_beside() -> None:
    rulebook = changed(
        "art37-prompt", penalties=(), no_penalty="没有写明", penalties_in_doubt=(BESIDE,)
    )
    line = line_of("art37-prompt", rulebook)
    assert [(each.id, each.why) for each in line.finding.beside] == [(BESIDE.id, BESIDE.why)]
    assert line.finding.doubtful == ()
    assert heaviest(line.finding) == "没有直接对应的罚款；可能另外涉及第六十六条"
    assert threat(line) == "没有直接对应的罚款"
    text = re.sub(r"<.*?>", "", html.render(judged(AGENCY, rulebook)))
    assert "可能另外涉及第六十六条（市场监督管理部门）：阻碍执法的才适用。" in text
    assert "是否适用第六十六条有疑问" not in text


def test_a_provision_that_fines_other_entries_stays_doubtful() -> None:
    line = line_of("art37-prompt", RULEBOOK)
    assert [ref.id for ref in line.finding.doubtful] == ["art59"]
    assert line.finding.beside == ()


def test_the_chapter_on_ai_figures_says_who_is_liable() -> None:
    why = "由管理或者使用它的运营者承担责任"
    attributed = NotObligation(
        source=Place(article=37, paragraph=2), treatment=Treatment.ATTRIBUTION, why=why
    )
    elsewhere = replace(attributed, source=Place(article=63), why="别处的责任")
    text = html.render(judged(rulebook=replace(RULEBOOK, not_obligations=(attributed, elsewhere))))
    chapter = text[text.index('id="figures"') : text.index('id="exclusions"')]
    assert f"第三十七条第二款：{why}。" in chapter
    assert "别处的责任" not in chapter


@pytest.mark.parametrize(
    ("value", "told"), [(Mark.YES, "已采用"), (Mark.NO, "未采用"), (None, "尚未作答")]
)
def test_encouragements_have_a_list_of_their_own(value: Mark | None, told: str) -> None:
    answers = {**CLEAN.answers, "art37-encouraged/done": said(value)}
    report = judged(replace(CLEAN, answers=answers))
    text = html.render(report)
    listed = re.search(r'<ul class="encouraged">(.*?)</ul>', text, re.DOTALL)
    assert listed
    assert f'<span class="strong">{told}</span>' in listed[1]
    assert report.totals.gaps == 0
