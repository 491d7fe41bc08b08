"""What is said to some respondents alone: a platform's remark is a platform's to read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from checklist.assessment.model import Answer, Assessment, Choice, Mark, Respondent, Room
from checklist.assessment.questionnaire import AskFact, AskQuestion, plan
from checklist.assessment.recheck import standing_facts
from checklist.law.model import FactIs, Remark, Rulebook
from checklist.law.remarks import concerning, open_points, why
from checklist.sheets.form.layout import layout
from checklist.sheets.form.sheet import FormRow
from checklist.sitting.shown.screen import help_lines
from tests.given.bundled import BOOKS, LIVESTREAM, example
from tests.given.respondents import KINDS, all_passing
from tests.report.kinds import all_failing, reported

TO_ONESELF = "怎样向自己报送"
"""What only a platform with rooms on its own platform has to wonder."""
OF_OTHERS = {
    TO_ONESELF: "provides_platform",
    "同时经营平台": "provides_platform",
    "对其他网络服务提供者按待确认": "provides_other_service",
    "第二十四条以“等相应义务”结尾": "provides_other_service",
    "开设在其他网络服务上的直播间，是否": "channel",
    "自建网站没有直播账号主页的": "channel",
    "个体工商户是否属于": "respondent_form",
    "个人提供这类服务": "respondent_form",
    "以个人名义做的": "respondent_form",
    "不使用算法推荐": "ailabel_recommends",
}
"""How remarks on one sort of respondent begin, with the fact that says of whom they are."""


def said_to_all(book: Rulebook) -> Iterator[str]:
    """Every help and open point that is said to whoever is bound."""
    for fact in book.facts:
        yield fact.why
    for entry in book.obligations:
        yield from (question.why or "" for question in entry.questions)
        yield from entry.review.open_points


def said_to_some(book: Rulebook) -> Iterator[Remark]:
    for fact in book.facts:
        yield from fact.remarks
    for entry in book.obligations:
        yield from (remark for question in entry.questions for remark in question.remarks)
        yield from entry.review.remarks


@pytest.mark.parametrize("words", OF_OTHERS)
def test_a_remark_on_one_sort_of_respondent_hangs_on_the_fact_that_says_so(words: str) -> None:
    assert not [text for book in BOOKS.values() for text in said_to_all(book) if words in text]
    found = [each for book in BOOKS.values() for each in said_to_some(book) if words in each.text]
    assert found
    assert all(OF_OTHERS[words] in str(each.when) for each in found)


def asked_of(assessment: Assessment) -> str:
    """All that a respondent is told where ? is typed, and all that a form for colleagues says."""
    steps = [
        step for step in plan(LIVESTREAM, assessment) if isinstance(step, AskFact | AskQuestion)
    ]
    return "\n".join(line for step in steps for line in help_lines(LIVESTREAM, assessment, step))


def test_only_a_platform_is_told_how_it_reports_to_itself() -> None:
    for kind, facts in KINDS.items():
        is_platform = facts["provides_platform"] == "yes"
        told = asked_of(all_passing(LIVESTREAM, kind))
        assert (TO_ONESELF in told) == (is_platform and facts.get("channel") == "platform")
        points = [point.text for point in reported(all_failing(kind)).points]
        assert is_platform or not [text for text in points if TO_ONESELF in text]


def test_the_questionnaire_of_a_pack_says_why_to_whom_it_goes() -> None:
    agency = example("agency")
    asked = agency.answers["art28-report/every_time"]
    assert asked.who_could_know
    sheet = layout(LIVESTREAM, agency, whom=asked.who_could_know)
    (why_asked,) = (line.ask for line in sheet.lines if isinstance(line, FormRow) and line.ask)
    assert TO_ONESELF not in why_asked
    assert "为什么问：每一场直播开始前" in why_asked


def test_a_remark_is_said_as_long_as_it_may_concern() -> None:
    remark = Remark(when=FactIs("provides_platform", ("yes",)), text="平台的话。")
    assert [*concerning([remark], [{}])] == ["平台的话。"], "nobody said yet"
    assert [*concerning([remark], [{"provides_platform": "yes"}])] == ["平台的话。"]
    assert not [*concerning([remark], [{"provides_platform": "no"}])]
    assert not [*concerning([], [{}])]


def test_a_remark_on_rooms_is_said_if_one_of_them_is_meant() -> None:
    entry = LIVESTREAM.obligation("art15-report")
    one, other = Room(id="r1", name="甲"), Room(id="r2", name="乙")
    channel = Answer(value=Choice("platform"), exceptions={"r2": Choice("other_service")})
    facts = {
        "respondent_form": Answer(value=Choice("entity")),
        "provides_platform": Answer(value=Mark.NO),
        "account_holder": Answer(value=Choice("self")),
        "channel": channel,
    }
    both = Assessment(respondent=Respondent(name="甲公司"), rooms=(one, other), facts=facts)
    alone = Assessment(respondent=Respondent(name="甲公司"), rooms=(one,), facts=facts)

    def told(assessment: Assessment) -> str:
        return "".join(open_points(entry.review, standing_facts(LIVESTREAM, assessment).values()))

    assert "开设在其他网络服务上的直播间" in told(both)
    assert "开设在其他网络服务上的直播间" not in told(alone)
    assert TO_ONESELF not in told(both)


def test_why_is_the_entry_where_the_question_says_nothing_of_its_own() -> None:
    entry = LIVESTREAM.obligation("art28-report")
    (asked,) = entry.questions
    assert asked.why is None
    no_other = {"provides_platform": "no", "channel": "platform"}
    assert why(asked, entry, [no_other]) == entry.summary
    platform = why(asked, entry, [{"provides_platform": "yes"}])
    assert platform.startswith(entry.summary)
    assert TO_ONESELF in platform
