from __future__ import annotations

import unicodedata

import pytest
from msgspec.structs import replace
from wcwidth import wcswidth

from checklist.assessment.model import Assessment, Mark
from checklist.law.model import YES, FactIs, Ground
from checklist.report.forms.table import render
from checklist.report.words import unsettled
from tests.given import law
from tests.given.sample import AGENCY, CLEAN, NOBODY, RULEBOOK, UNANSWERED, judged, said
from tests.report.hostile import STEERING, hostile

RESPONDENTS = {
    "agency": AGENCY,
    "clean": CLEAN,
    "unanswered": UNANSWERED,
    "nobody": NOBODY,
    "hostile": hostile(),
}


def test_what_the_article_leaves_open_does_not_read_as_if_the_answer_did() -> None:
    (one,) = (one for one in RULEBOOK.obligations if one.id == "art30")
    doubted = replace(one, when=None, in_doubt_when=FactIs("opens_room", (YES,)))
    undone = replace(CLEAN, answers={"art30/reviewed": said(Mark.NO)})
    report = judged(undone, replace(RULEBOOK, obligations=(doubted,)))
    (line,) = report.open
    assert unsettled.why(line).startswith("条文本身没有写明这种情形是否适用：“")
    assert "条文本身没有写明" in render(report, width=200)
    assert "是否适用未定" not in render(report, width=200)


def cells(text: str) -> str:
    """What stands in the tables of a text, each cell in one piece."""
    told: list[str] = []
    row: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("|"):
            row.append([part.strip() for part in line.strip("|").split("|")])
        elif line.startswith("+") and row:
            told += ["".join(column) for column in zip(*row, strict=True)]
            row = []
    return "\n".join(told)


@pytest.mark.parametrize("left_out", ["verified", "skipped"])
def test_a_question_without_a_conclusion_is_told_beside_one_that_fails(left_out: str) -> None:
    """What is counted as 没有结论 is to be found, also where the entry falls short already."""
    facts = {**CLEAN.facts, "offers_selection": said(Mark.YES)}
    other = {"verified": "skipped", "skipped": "verified"}[left_out]
    failing = {"verified": Mark.NO, "skipped": Mark.YES}[other]
    for open_before in ({}, {f"art45-verify/{left_out}": said(Mark.UNKNOWN)}):
        answers = {**CLEAN.answers, f"art45-verify/{other}": said(failing), **open_before}
        report = judged(replace(CLEAN, facts=facts, answers=answers))
        assert report.completeness.asked - report.completeness.settled == 1
        (line,) = (each for each in report.breaches if each.obligation.id == "art45-verify")
        (question,) = line.open
        text = render(report, width=160)
        why = "答「不清楚」" if open_before else "尚未作答"
        assert f"{question.question.ask}未定：{why}" in cells(text)
        assert "没有结论的 1题" in text


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("name", RESPONDENTS)
def test_no_line_of_a_table_is_wider_than_the_terminal(name: str, width: int) -> None:
    for line in render(judged(RESPONDENTS[name]), width=width).splitlines():
        if line.startswith(("|", "+")):
            assert wcswidth(line) <= width


@pytest.mark.parametrize("name", RESPONDENTS)
def test_all_lines_of_a_table_are_equally_wide(name: str) -> None:
    widths = {
        wcswidth(line)
        for block in render(judged(RESPONDENTS[name]), width=100).split("\n\n")
        for line in block.splitlines()[1:]
        if line.startswith(("|", "+"))
    }
    assert len(widths) <= 2


def test_cells_hold_no_character_whose_width_terminals_disagree_on() -> None:
    for line in render(judged(), width=80).splitlines():
        if line.startswith("|"):
            assert [one for one in line if unicodedata.east_asian_width(one) == "A"] == []


def test_borders_are_ascii_and_everything_survives_a_chinese_windows_pipe() -> None:
    text = render(judged(), width=80)
    assert all(line.isascii() for line in text.splitlines() if line.startswith("+"))
    assert text.encode("gbk").decode("gbk") == text


def test_gaps_come_first_each_with_citation_answer_expectation_and_exposure() -> None:
    text = render(judged(), width=120)
    assert text.index("不符合 5项（3条义务）") < text.index("待确认 3项") < text.index("合计")
    flat = "".join(text.replace("|", " ").split())
    partly = "缺2项（共4项）", "另有1项未定（共4项）"
    for words in ("第二十七条第", "答：2年", "规定要求：不少于3年", *partly):
        assert words in flat


@pytest.mark.parametrize(
    ("opens", "cited"),
    [
        (Mark.YES, "第二十五条第一款（另依第六十三条）"),
        (Mark.NO, "第二十五条第一款（依第六十三条）"),
    ],
)
def test_the_article_that_extends_a_duty_is_told_as_a_further_ground_or_the_only_one(
    opens: Mark, cited: str
) -> None:
    serves = FactIs("serves_hosts", (YES,))
    entry = law.obligation(binds={"room_operator": Ground(), "mcn": Ground(via=63, when=serves)})
    book = law.rulebook(
        entry,
        facts=(law.fact(), law.fact("serves_hosts")),
        duty_holders=(law.duty_holder(), law.duty_holder("mcn", name="机构", when=serves)),
    )
    facts = {"opens_room": said(opens), "serves_hosts": said(Mark.YES)}
    undone = replace(CLEAN, facts=facts, answers={"art25-show/done": said(Mark.NO)})
    assert cited in cells(render(judged(undone, book), width=160))


def test_totals_close_the_table() -> None:
    assert render(judged(), width=80).splitlines()[-2:] == [
        "合计　不符合 5项　待确认 3项　符合 3项　不适用 3项",
        "　　　有缺口的 3题　没有结论的 2题　倡导（不计入） 3项",
    ]


def test_hostile_text_cannot_steer_the_terminal() -> None:
    text = render(judged(hostile()), width=80)
    assert [one for one in STEERING if one in text] == []


def test_a_long_name_is_not_lost() -> None:
    name = "内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗某某某电子商务与文化传媒有限责任公司"
    report = judged(Assessment(respondent=type(AGENCY.respondent)(name=name)))
    assert name in render(report, width=80)
