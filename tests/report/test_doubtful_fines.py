"""A fine in doubt is told beside the fines that are certain, wherever a fine is told."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Mark, Respondent, Value
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Doubt
from checklist.law.model import Citation
from checklist.report.forms import markdown, table
from checklist.report.page.html import render as page
from checklist.report.view.build import build
from checklist.report.view.model import Report
from checklist.report.words import conclusion, cost, unsettled
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import all_passing, fact_answer, failing
from tests.report.pages import read


def breached(key: str, **facts: str) -> Report:
    """A brand with its own room that breaches one question, and does all else as demanded."""
    return answered(key, next(failing(LIVESTREAM.questions()[key])), **facts)


def answered(key: str, value: Value, **facts: str) -> Report:
    clean = all_passing(LIVESTREAM, "brand with its own room")
    said = {id: fact_answer(LIVESTREAM.fact(id), given) for id, given in facts.items()}
    answers = {**clean.answers, key: Answer(value=value)}
    assessment = Assessment(
        respondent=Respondent(name="示例"), facts={**clean.facts, **said}, answers=answers
    )
    return build(evaluate(LIVESTREAM, assessment, as_of=date(2026, 11, 28)))


@pytest.fixture(scope="module")
def platform() -> Report:
    return breached("art25-entity/items", provides_platform="yes")


CERTAIN = "最高1万元（第五十七条）"
DOUBTFUL = (
    "是否还适用第五十七条（依《电子商务法》第八十一条第一款）有疑问"
    "（若适用，违反即可，最高10万元；情节严重的，最高50万元）"
)


def test_both_are_told_and_told_apart(platform: Report) -> None:
    (line,) = platform.breaches
    may = "违反即可，最高10万元；情节严重的，最高50万元"
    assert cost.most_of(line) == f"违反即可，{CERTAIN}；有疑问，另可能：{may}"
    assert cost.heaviest(line.finding).endswith(DOUBTFUL)
    assert cost.threat(line) == "违反即可处罚款；是否还适用别的罚则有疑问"
    assert conclusion.punishable(platform) == (
        "1项违反即可处罚款，都按第一次就可以罚计（条文没有写明先后）。"
        "确定的罚款：违反即可，最高1万元。"
        f"1项是否还适用别的罚则有疑问，若适用，{may}。"
    )


def test_so_they_are_where_nobody_knows_yet_whether_it_is_a_breach() -> None:
    (line,) = answered("art25-entity/items", Mark.UNKNOWN, provides_platform="yes").open
    (certain,) = (each for each in line.provisions if each.doubt is None)
    (doubted,) = (each for each in line.provisions if each.doubt is Doubt.REACH)
    other = replace(doubted.penalty, under=(), source=Citation(article=58))
    may = replace(doubted, penalty=other)
    assert unsettled.threatened([certain, may], {}) == (
        "第五十七条（有疑问：第五十八条），违反即可，最高1万元，"
        "若适用，违反即可，最高10万元；情节严重的，最高50万元"
    )
    no_more = replace(may, penalty=replace(other, steps=certain.penalty.steps))
    assert unsettled.threatened([certain, no_more], {}) == (
        "第五十七条（有疑问：第五十八条），违反即可，最高1万元"
    )


def test_every_place_where_a_fine_is_told_tells_both(platform: Report) -> None:
    text = read(page(platform)).text
    squeezed = "".join(text.split())
    assert squeezed.count("最高50万元") >= 3  # the conclusion, what to do first, the breach
    assert "是否还适用别的罚则有疑问" in squeezed
    assert "最高50万元" in "".join(table.render(platform, width=160).split()).replace("|", "")
    assert "别的罚则有疑问" in markdown.render(platform)


def test_who_runs_no_platform_is_not_told_of_the_fine_for_platforms() -> None:
    report = breached("art25-entity/items")
    (line,) = report.breaches
    assert cost.most_of(line) == f"违反即可，{CERTAIN}"
    assert conclusion.doubtful(report) == ""
    assert "第八十一条" not in read(page(report)).text


def test_a_fine_in_doubt_never_moves_a_breach_up(platform: Report) -> None:
    with_doubt, without = platform.breaches[0], breached("art25-entity/items").breaches[0]
    assert with_doubt.exposure == without.exposure


def test_a_doubt_that_allows_no_more_is_told_without_its_amount() -> None:
    """第二十七条 records: 第六十五条第二款 is certain, 第五十九条 in doubt, both 10万元 at most."""
    report = breached("art27-records/coverage")
    (line,) = report.breaches
    assert cost.most_of(line).endswith(
        "最高10万元（第六十五条第二款）；是否还适用别的罚则有疑问，金额不更高"
    )


@pytest.mark.parametrize(
    ("form", "most"),
    [
        ("entity", "50万元或者违法所得的5倍"),
        ("exempt", "10万元或者违法所得的5倍"),
        ("sole_trader", "50万元或者违法所得的5倍"),
    ],
)
def test_nobody_is_told_of_the_fine_for_somebody_else(form: str, most: str) -> None:
    """价格违法行为行政处罚规定第十一条 does not say whether 个体工商户 are 个人."""
    report = breached("art32-promotion/marked", respondent_form=form)
    (line,) = report.breaches
    (each,) = line.finding.doubtful
    laws = {(law.law, law.article) for law in each.penalty.under}
    assert (("价格违法行为行政处罚规定", 11) in laws) is (form != "entity")
    assert ("经营者为个人" in "".join(cost.sanctions(line))) is (form == "sole_trader")
    assert cost.most_of(line).endswith(f"另可能：违反即可，最高{most}")
