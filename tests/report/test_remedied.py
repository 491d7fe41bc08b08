"""不符合、其中已整改: a state of its own in every form, which never becomes 符合."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from checklist.assessment.model import Assessment, Extreme, Mark, SelfAuditPeriod
from checklist.assessment.questionnaire import AskQuestion, plan
from checklist.cli.check import _code
from checklist.comparing import counted_words as counted_in
from checklist.comparing import forms, past_words
from checklist.comparing import html as comparison_html
from checklist.comparing import words as compared_in
from checklist.comparing.compare import compare
from checklist.comparing.model import Cause, Comparison, Effect, Turn
from checklist.comparing.result_file import read_result
from checklist.evaluation.model import Status
from checklist.evaluation.states import AnswerState, states, to_do
from checklist.exits import NOT_SATISFIED
from checklist.law.model import About
from checklist.report.forms import json, markdown, table
from checklist.report.page import html
from checklist.report.view import tasks
from checklist.report.view.model import Report
from checklist.report.words import conclusion, deadlines, fined, record, remedy, signed
from checklist.sheets.register import changes, xlsx
from checklist.sheets.register.read import load
from checklist.sheets.register.rows import rows, rows_to_do
from checklist.summary.judging import Rows
from tests.given.sample import AGENCY, ALL_PASS, CLEAN, RULEBOOK, judged, picks, said
from tests.given.workbooks import in_words, saved
from tests.remediation.registers import address
from tests.report.pages import read

PAST = replace(
    RULEBOOK,
    obligations=tuple(
        replace(
            entry,
            questions=tuple(replace(asked, about=About.PERIOD) for asked in entry.questions),
        )
        for entry in RULEBOOK.obligations
    ),
)
CLAIMS, YEARS, SHOWN = "art34/done", "art27-records/years", "art37-prompt/shown"
SINCE = date(2026, 6, 1)
TODAY = date(2026, 11, 22)


def having(key: str, **more: object) -> Assessment:
    answer = replace(AGENCY.answers[key], **more)
    return replace(AGENCY, answers={**AGENCY.answers, key: answer})


BEFORE = judged(AGENCY, PAST)
MENDED = judged(having(CLAIMS, remedied={"": SINCE}), PAST)


def test_the_counts_stay_and_say_how_many_are_remedied() -> None:
    assert MENDED.totals.by_status == BEFORE.totals.by_status
    assert (BEFORE.totals.remedied, MENDED.totals.remedied) == (0, 1)
    assert conclusion.headline(MENDED).startswith("有5项（3条义务）不符合要求（其中1项已整改）")


def test_no_remedy_makes_a_check_pass() -> None:
    assert _code(MENDED.verdict) == NOT_SATISFIED


def test_what_is_remedied_is_no_task_any_more() -> None:
    def asked(report: Report) -> set[str]:
        return {task.line.obligation.id for task in tasks.tasks(report)}

    assert asked(BEFORE) - asked(MENDED) == {"art34"}
    first = {each.tasks[0].line.obligation.id for each in tasks.first(tasks.tasks(MENDED))}
    assert "art34" not in first


def test_what_is_to_be_done_has_the_number_of_its_card_everywhere() -> None:
    """What is remedied keeps its number, and it is said why that is left out."""
    shown = html.render(MENDED)
    cards = dict(re.findall(r'id="gap-(\d+)".*?<h3><span class="n">(\d+)</span>', shown, re.DOTALL))
    assert all(anchor == number for anchor, number in cards.items())
    first = re.findall(r'<td><span class="n">(\d+)</span><a href="#gap-(\d+)">', shown)
    listed = re.findall(r'<i class="box"></i><a href="#gap-(\d+)">(\d+)</a>', shown)
    assert first
    assert listed
    assert all(number == anchor for number, anchor in (*first, *listed))
    (mended,) = {*cards} - {number for number, _ in listed}
    assert deadlines.mended(MENDED) == f"不符合事项编号{mended}已整改，不再列出。"
    for part in ("all", "report", "brief"):
        assert deadlines.mended(MENDED) in html.render(MENDED, part=part)
    assert deadlines.mended(BEFORE) == ""


def test_what_is_mended_is_told_with_the_items_that_it_is_one_of() -> None:
    told = "".join(fined.below(MENDED)) + fined.answer(MENDED)
    assert re.search("项（[^（）]*其中1项已整改）|项不符合要求（其中1项已整改）", told)
    assert not re.search("元（[^（）]*）（其中", told)


def test_every_form_says_so() -> None:
    page = read(html.render(MENDED)).text
    assert "其中已整改 1项" in page
    assert "已整改：2026年6月1日起不再有" in page
    assert "不符合，已整改" in page
    told = markdown.render(MENDED)
    assert "不符合，已整改。填报单位" in told
    assert "不符合（其中已整改 1项）" in told
    shown = table.render(MENDED, width=120)
    assert "（其中已整改 1项）" in shown
    assert "已整改：2026年6月1日" in shown.replace("\n", "")
    data = json.as_data(MENDED)
    (finding,) = (one for one in data["findings"] if one["obligation"] == "art34")
    assert (finding["status"], finding["remedied"]) == ("not_satisfied", "2026-06-01")
    assert finding["gaps"][0]["remedied"] == "2026-06-01"
    assert data["totals"]["remedied"] == 1


def test_what_was_not_done_is_done_since_and_what_must_not_be_is_no_more() -> None:
    years = judged(having(YEARS, remedied=dict.fromkeys(("r1", "r2", "r3"), SINCE)), PAST)
    of_ban, of_duty = (
        MENDED.breaches[0],
        next(each for each in years.breaches if each.obligation.id == "art27-records"),
    )
    assert remedy.of_line(of_ban).endswith("起不再有")
    assert remedy.since(of_ban.failed[0]).endswith("起不再有")
    assert remedy.of_line(of_duty).endswith("起做到")
    for told in (html.render(MENDED), markdown.render(MENDED), table.render(MENDED, width=200)):
        assert "起做到" not in told


def test_what_a_remedy_changes_in_law_is_said_and_what_it_does_not() -> None:
    said_of_claims = "".join(remedy.effect(MENDED.breaches[0]))
    assert MENDED.breaches[0].obligation.id == "art34"
    assert "结论仍是不符合" in said_of_claims
    assert "仍然可能被罚" in said_of_claims
    years = judged(having(YEARS, remedied=dict.fromkeys(("r1", "r2", "r3"), SINCE)), PAST)
    line = next(each for each in years.breaches if each.obligation.id == "art27-records")
    said_of_years = "".join(remedy.effect(line))
    assert "仍然可能被罚" not in said_of_years
    assert "“拒不改正”" in said_of_years or "“逾期不改正”" in said_of_years


def test_a_room_that_is_not_remedied_is_told_apart() -> None:
    report = judged(having(YEARS, remedied={"r2": SINCE}), PAST)
    lines = [line for line in report.breaches if line.obligation.id == "art27-records"]
    by_room = {room.id: line.finding.remedied for line in lines for room in line.subject.rooms}
    assert by_room == {"r1": None, "r2": SINCE, "r3": None}
    assert report.totals.remedied == 1
    assert "（其中1项已整改）" in conclusion.headline(report)  # counted as 不符合 is, by room


def test_a_note_of_a_remedy_stands_at_the_rooms_that_were_mended_alone() -> None:
    """A form says 整改 in the note of the question, whatever the room."""
    note = "制度在档\n整改：2026-06-01"
    report = judged(having(YEARS, remedied={"r2": SINCE}, note=note), PAST)
    lines = [line for line in report.breaches if line.obligation.id == "art27-records"]
    notes = {
        room.id: signed.remark(line.failed[0]) for line in lines for room in line.subject.rooms
    }
    assert notes == {"r1": "制度在档", "r2": note, "r3": "制度在档"}
    assert "备注：制度在档</small>" in html.render(report)


def test_a_day_and_a_correction_stand_at_the_rooms_that_they_are_about_alone() -> None:
    both = "2026-11-02 更正：原来答“否”，看错了"
    own = "2026-11-20 更正：原来答“1年”，记错了（只改直播间：数字人直播间、清仓直播间）"
    known = having(
        YEARS, remedied={"r1": SINCE}, corrected=f"{both}\n{own}", note="在档\n整改：2026-06-01"
    )
    report = judged(known, PAST)
    lines = [line for line in report.breaches if line.obligation.id == "art27-records"]
    noted = {
        room.id: record.by_label(line, line.failed[0])
        for line in lines
        for room in line.subject.rooms
    }
    assert noted["r1"]["整改完成之日"] == "2026-06-01"
    assert (noted["r1"]["更正说明"], noted["r2"]["更正说明"]) == (both, f"{both}\n{own}")
    assert (noted["r1"]["备注"], noted["r2"]["备注"]) == ("在档\n整改：2026-06-01", "在档")
    assert "整改完成之日" not in noted["r2"]
    shown = re.sub("<[^>]*>", "", html.render(report)), markdown.render(report)
    for text in shown:
        assert "r1 2026-06-01" not in text


def test_what_is_open_beside_it_keeps_a_breach_from_being_called_remedied() -> None:
    report = judged(having(SHOWN, remedied={"r2": SINCE}), PAST)  # one option is 不清楚
    line = next(each for each in report.breaches if each.obligation.id == "art37-prompt")
    assert line.failed[0].remedied is None
    assert line.finding.remedied is None
    (row,) = (row for row in rows_to_do(report, {}) if row.id == f"{SHOWN}@r2")
    assert "已整改" not in "".join(row.cells)
    (step,) = (
        each
        for each in plan(PAST, report.findings.assessment)
        if isinstance(each, AskQuestion) and each.key == SHOWN
    )
    found = states(step, PAST, report.findings.assessment, TODAY)
    assert AnswerState.GAP in to_do(found)
    assert list(remedy.effect(line)) == []


def test_a_question_about_the_present_has_no_remedy() -> None:
    assert judged(having(CLAIMS, remedied={"": SINCE})).totals.remedied == 0


# --- compared ------------------------------------------------------------------------------------


def compared(old: Report, new: Report) -> Comparison:
    first, second = (
        read_result(json.render(each, ascii=True), file="结果.json") for each in (old, new)
    )
    return compare(first, second)


def test_a_remedy_is_no_improvement_of_the_past() -> None:
    comparison = compared(BEFORE, MENDED)
    (difference,) = comparison.differences
    assert (difference.effect, difference.turn) == (Effect.REMEDIED, Turn.OTHER)
    headline = compared_in.headline(comparison)
    assert "没有变好变差；另有1项已整改，不算改进" in headline
    assert "2026-06-01 起已整改" in compared_in.question(difference.questions[0])


@pytest.mark.parametrize("mended", [True, False])
def test_a_remedy_and_its_withdrawal_are_told_as_such_and_not_as_another_answer(
    mended: bool,
) -> None:
    comparison = compared(*((BEFORE, MENDED) if mended else (MENDED, BEFORE)))
    cause, told = (Cause.WITHDRAWN, "整改撤回了，答案没有变")
    if mended:
        cause, told = (Cause.REMEDIED, "已整改，答案没有变")
    assert comparison.differences[0].causes == (cause,)
    page = comparison_html.render(comparison)
    shown = forms.as_table(comparison, width=100), page[page.index("</style>") :]
    for text in (each.replace("\n", "") for each in shown):
        assert told in text
        assert "作答变了" not in re.sub("<p class=.note.>.*?</p>|<li>.*?</li>", "", text)


def test_another_day_of_the_same_remedy_is_no_remedy() -> None:
    later = judged(having(CLAIMS, remedied={"": SINCE + timedelta(1)}), PAST)
    comparison = compared(MENDED, later)
    (difference,) = comparison.differences
    assert (difference.effect, difference.causes) == (Effect.CHANGED, (Cause.REDATED,))
    assert "已整改" not in compared_in.headline(comparison)
    assert "整改完成之日改了，答案没有变" in forms.as_table(comparison, width=100)


def test_a_remedy_in_a_later_period_is_one_of_its_own() -> None:
    first, last = SINCE + timedelta(1), SINCE + timedelta(30)
    again = having(CLAIMS, remedied={"": last})
    later = judged(replace(again, period=SelfAuditPeriod(first=first, last=last)), PAST)
    (difference,) = compared(MENDED, later).differences
    assert (difference.effect, difference.causes) == (Effect.REMEDIED, (Cause.REMEDIED,))


def test_a_remedy_of_one_of_two_gaps_is_called_one_of_a_part() -> None:
    answers = {
        "art45-verify/verified": said(Mark.NO),
        "art45-verify/skipped": said(Mark.YES),
    }
    facts = {**CLEAN.facts, "offers_selection": said(Mark.YES)}
    known = replace(CLEAN, facts=facts, answers={**ALL_PASS, **answers})
    half = {**answers, "art45-verify/skipped": said(Mark.YES, remedied={"": SINCE})}
    before, after = judged(known, PAST), judged(replace(known, answers={**ALL_PASS, **half}), PAST)
    assert after.totals.remedied == 0
    comparison = compared(before, after)
    (difference,) = comparison.differences
    assert difference.effect is Effect.PARTLY_REMEDIED
    assert "另有1项部分整改，不算改进" in compared_in.headline(comparison)
    shown = forms.as_table(comparison, width=100)
    page = re.sub("<[^>]*>", "", comparison_html.render(comparison))
    for text in (shown.replace("\n", "").replace(" ", ""), page):
        assert "有缺口的2题里1题已整改，1题还没有" in text
    assert "部分整改1项" in counted_in.summary(comparison).replace(" ", "")


def test_a_remedy_beside_what_is_open_says_that_it_is() -> None:
    answers = {"art45-verify/verified": said(Mark.NO), "art45-verify/skipped": said(Mark.UNKNOWN)}
    facts = {**CLEAN.facts, "offers_selection": said(Mark.YES)}
    known = replace(CLEAN, facts=facts, answers={**ALL_PASS, **answers})
    since = {**answers, "art45-verify/verified": said(Mark.NO, remedied={"": SINCE})}
    after = replace(known, answers={**ALL_PASS, **since})
    (difference,) = compared(judged(known, PAST), judged(after, PAST)).differences
    assert past_words.mended(difference) == ("部分整改：有缺口的1题里1题已整改，另有1题还没有弄清")


def test_the_two_self_audit_periods_stand_side_by_side() -> None:
    later = replace(AGENCY, period=SelfAuditPeriod(first=date(2026, 7, 1), last=date(2026, 9, 30)))
    comparison = compared(BEFORE, judged(later, PAST))
    (was,) = (each for each in compared_in.heading(comparison) if "→ 2026年7月1日至" in each)
    assert was.startswith("自查期间：")
    page = re.sub("<[^>]*>", "", comparison_html.render(comparison))
    assert "自查期间2026年7月1日至2026年9月30日" in page
    assert "问的不是同一段时间" in page
    assert "问的不是同一段时间" not in "".join(compared_in.heading(compared(BEFORE, MENDED)))


def test_a_correction_is_no_improvement_of_the_past_either() -> None:
    passing = replace(
        AGENCY.answers[CLAIMS],
        value=picks(sales=Mark.NO, reviews=Mark.NO),
        corrected="2026-11-20 更正：原来答“是：虚构销量”，看错了",
    )
    after = judged(replace(AGENCY, answers={**AGENCY.answers, CLAIMS: passing}), PAST)
    (difference,) = compared(BEFORE, after).differences
    assert (difference.effect, difference.turn) == (Effect.CORRECTED, Turn.OTHER)


def test_the_correction_of_one_room_is_none_of_the_rooms_that_were_remedied() -> None:
    after = having(
        YEARS,
        exceptions={"r3": Extreme.FOREVER},
        remedied={"r1": SINCE, "r2": SINCE},
        corrected="2026-11-20 更正（王某）：原来答“2年”，看错了合同",
    )
    comparison = compared(judged(having(YEARS, exceptions={}), PAST), judged(after, PAST))
    found = {each.finding.subject: (each.effect, each.causes) for each in comparison.differences}
    assert found == {
        "r1": (Effect.REMEDIED, (Cause.REMEDIED,)),
        "r2": (Effect.REMEDIED, (Cause.REMEDIED,)),
        "r3": (Effect.CORRECTED, (Cause.CORRECTED,)),
    }
    page = comparison_html.render(comparison)
    shown = forms.as_table(comparison, width=100), page[page.index("</style>") :]
    for text in shown:
        plain = re.sub("<[^>]*>|[\\s|]", "", text)
        assert plain.count("看错了合同") == 1
        assert "更正（原来答错了）" in plain


# --- the register --------------------------------------------------------------------------------


def test_the_register_says_and_takes_the_day(tmp_path: Path) -> None:
    file = tmp_path / "台账.xlsx"
    file.write_bytes(xlsx.render(BEFORE))
    book = load_workbook(file)
    page = book[xlsx.REGISTER]
    page[address(page, CLAIMS, "整改完成之日")].value = "2026-06-01"
    page[address(page, CLAIMS, "进度")].value = None
    outcome = changes.compare(
        load(saved(book, file)), BEFORE, file=file, take=None, today=TODAY, look=in_words
    )
    assert outcome.assessment == having(CLAIMS, remedied={"": SINCE})
    assert outcome.remarks == ()
    (row,) = (row for row in rows(judged(outcome.assessment, PAST)) if row.id == CLAIMS)
    assert {"不符合，已整改", "2026-06-01"} <= set(row.cells)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("2026-12-01", "还没有到"), ("2026-01-01", "整个期间都做到了"), ("去年", "没有看懂")],
)
def test_a_day_that_cannot_be_is_refused_by_its_cell(tmp_path: Path, typed: str, told: str) -> None:
    file = tmp_path / "台账.xlsx"
    file.write_bytes(xlsx.render(BEFORE))
    book = load_workbook(file)
    page = book[xlsx.REGISTER]
    page[address(page, CLAIMS, "整改完成之日")].value = typed
    with pytest.raises(Exception, match=told):
        changes.compare(
            load(saved(book, file)), BEFORE, file=file, take=None, today=TODAY, look=in_words
        )


def test_the_register_takes_no_day_for_what_is_asked_of_the_present(tmp_path: Path) -> None:
    file = tmp_path / "台账.xlsx"
    file.write_bytes(xlsx.render(judged()))
    book = load_workbook(file)
    page = book[xlsx.REGISTER]
    page[address(page, CLAIMS, "整改完成之日")].value = "2026-06-01"
    with pytest.raises(Exception, match="问的不是自查期间里的事"):
        changes.compare(
            load(saved(book, file)), judged(), file=file, take=None, today=TODAY, look=in_words
        )


def test_the_overview_counts_it() -> None:
    row = Rows(PAST).row(MENDED.findings, file="甲.yaml")
    assert (row.count(Status.NOT_SATISFIED), row.remedied) == (5, 1)
