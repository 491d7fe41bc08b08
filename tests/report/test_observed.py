"""What records and recordings show is told where the answer stands, and no wider than it is."""

from __future__ import annotations

import hashlib
import re

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Mark
from checklist.comparing import verify_words
from checklist.comparing.page_file import read_page
from checklist.comparing.verify import PageDiffers, Same, verify
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Observation, Outcome, Status
from checklist.law.model import Topic
from checklist.law.periods import Period
from checklist.law.record_kinds import RecordKind
from checklist.report.beside import NOTHING, Beside
from checklist.report.forms import markdown
from checklist.report.page import html
from checklist.report.view.build import about, build, numbered
from checklist.report.view.model import Line, Report, Support
from checklist.report.words import observed, record, retention
from tests.given.sample import ANSWERS, CLEAN, RULEBOOK, judged, picks, said
from tests.report.kinds import example, sample_agency

PAPERS = re.compile('<article class="paper unit" id="paper-办法(.*?)"(.*?)</article>', re.DOTALL)


@pytest.fixture(scope="module")
def agency() -> Report:
    """The agency of the examples with the records and the recording beside its answers."""
    return sample_agency()


def line(report: Report, id: str) -> Line:
    """The line of an entry that binds and is judged."""
    found = (each for paper in report.papers for each in paper.lines if each.judged)
    return next(each for each in found if each.obligation.id == id)


def plain(page: str) -> str:
    return re.sub(r"\s+|<[^>]*>", "", page)


def test_the_extent_of_what_was_checked_is_told_from_the_data(agency: Report) -> None:
    assert observed.nature(agency) == "自评，5种保存期限中3种用所给的记录抽查过，1段录像抽查过"
    assert observed.limits(agency).startswith(
        "除用所给的记录抽查过的3种保存期限和抽查过的1段录像以外"
    )
    kept, figures = about(agency, Topic.RETENTION), about(agency, Topic.AI_FIGURE)
    assert observed.nature(kept) == "自评，5种保存期限中3种用所给的记录抽查过"
    assert observed.nature(figures) == "自评，1段录像抽查过"
    assert observed.nature(example("agency")) == "自评，未经核验"


def test_what_lies_beside_the_answers_is_part_of_the_number(agency: Report) -> None:
    """Answers judged with records, with a recording, with both and with neither."""
    alone = {
        judged_beside(agency, Beside(records=records, replayed=replayed)).number
        for records in (agency.beside.records, None)
        for replayed in (agency.beside.replayed, None)
    }
    assert len(alone) == 4
    assert agency.number in alone
    assert about(agency, Topic.RETENTION).number == agency.number


def test_without_anything_beside_the_number_stays_what_it_was() -> None:
    """So that pages written before still have theirs."""
    law, report = RULEBOOK.regulation.sha256, judged()
    was = hashlib.sha256(f"{law} {report.answers_sha256} 2026-11-22".encode()).hexdigest()
    assert report.number == f"ZC-20261122-{was[:8].upper()}"


@pytest.mark.parametrize("with_checks", [True, False])
def test_a_page_is_verified_by_the_number_it_has_now_and_by_that_of_before(
    agency: Report, with_checks: bool
) -> None:
    was = agency.findings
    number = numbered(was, agency.answers_sha256, agency.beside if with_checks else NOTHING)
    page = html.render(replace(agency, number=number))
    read = read_page(page, file="报告.html")
    assert read.seal.number == number
    found = verify(read, was.rulebook, was.assessment, None, beside=agency.beside)
    assert isinstance(found, Same)
    alone = verify(read, was.rulebook, was.assessment, None)
    assert isinstance(alone, PageDiffers)
    assert "不对" not in "".join(verify_words.lines(alone, read, was.rulebook))


def test_a_like_question_answered_the_other_way_round_is_pointed_at(agency: Report) -> None:
    """Of one batch of merchants one of the two is wrong; of two batches both can be true."""
    cards = plain(html.render(agency, part="report"))
    told = "底稿办法45-01对“强制性产品认证（3C）”答的是“是”：问的是同一件事的，请核对"
    assert cards.count(told) == 1
    assert f"- {told}" in markdown.render(agency)
    alike = line(agency, "art45-verify")
    assert [*observed.of_line(agency, alike)] == []


def judged_beside(report: Report, beside: Beside) -> Report:
    """The same answers, judged with something else beside them."""
    was = report.findings
    seen = beside.observations(was.rulebook)
    return build(evaluate(was.rulebook, was.assessment, seen, as_of=was.as_of), beside)


def test_the_conclusion_names_everything_that_it_rests_on(agency: Report) -> None:
    of_topic = plain(html.render(about(agency, Topic.RETENTION)))
    assert "结论只依据填报人的答复和所给的记录得出" in of_topic
    rests_on = "本结论只依据填报人的答复和所给的记录、录像，不是法律意见"
    assert rests_on in plain(html.render(agency))
    assert "本结论只依据填报人的答复，不是法律意见" in plain(html.render(example("agency")))


def test_wherever_an_answer_stands_it_is_said_what_overrode_it(agency: Report) -> None:
    papers = {index: plain(body) for index, body in PAPERS.findall(html.render(agency))}
    assert "是否都留有记录？答“是”，记录显示不是" in papers["31-03"]
    assert "画面上看不到的，都选“否”）？答“是”，录像显示不是" in papers["37-07"]
    cards = plain(html.render(agency, part="report"))
    assert "画面上看不到的，都选“否”）？答“是”，但录像显示不是这样" in cards
    of_topic = plain(html.render(about(agency, Topic.AI_FIGURE)))
    chapter = of_topic.partition("人工智能生成的人物形象")[2].partition("不符合事项")[0]
    assert "画面上看不到的，都选“否”）？答“是”，录像显示不是" in chapter


def test_an_option_that_records_deny_is_told_as_denied() -> None:
    seen = Observation(
        key="art34/done",
        room=None,
        holds=False,
        sample=True,
        note="发现一处",
        option="sales",
        rows=9,
    )
    answers = {**ANSWERS, "art34/done": said(picks(sales=Mark.NO, reviews=Mark.NO))}
    report = judged(replace(CLEAN, answers=answers), observations=(seen,))
    (asked,) = line(report, "art34").judged
    label = next(each.option.label for each in asked.options if each.option.id == "sales")
    assert observed.answer_and_records(asked) == f"全不选；记录显示“{label}”不是"
    told = [observed.option_and_records(asked, each) for each in asked.options]
    assert told == ["答“否”，记录显示不是", "否"]


def test_what_a_recording_agrees_with_and_what_it_casts_doubt_on_are_told_apart(
    agency: Report,
) -> None:
    """The recording of the room shows the prompt high and long enough, and gone after a while."""
    standard, mark = (line(agency, id) for id in ("art37-gb45438", "art37-visible"))
    assert (standard.finding.status, standard.support) == (Status.SATISFIED, Support.SAMPLED)
    assert (mark.finding.status, mark.support) == (Status.UNDETERMINED, None)
    papers = {index: plain(body) for index, body in PAPERS.findall(html.render(agency))}
    assert papers["37-02"].count("录像核查（抽查，r3，") == 3
    assert "仅凭自述" not in papers["37-02"]
    assert "录像核查（抽查，r3，结果待确认）：录像“agency-r3-replay.mp4”" in papers["37-04"]


def test_what_of_a_standard_was_not_asked_is_told_with_the_pass(agency: Report) -> None:
    standard = line(agency, "art37-gb45438")
    part = "所问的3项符合，标准的其余要求没有问；"
    assert record.claim(standard) == f"{part}抽查支持，未附佐证"
    assert record.brief(standard) == f"{part}抽查支持"


def test_too_early_a_day_makes_what_is_missing_a_least_and_records_tell_worse(
    agency: Report,
) -> None:
    told = {
        clock.line.obligation.id: (retention.short(clock), retention.recorded(clock))
        for clock in agency.clocks
        if clock.judged
    }
    early, worse = "至少少365天（所答的起算日更早）", "记录里最短的只有1年11个月11天"
    assert told == {
        "art27-records": (early, worse),
        "art28-records": (early, ""),
        "art31-records": ("少365天", ""),
        "art45-records": (early, worse),
    }
    page = plain(html.render(agency))
    assert f"只保存到2028-11-29，{early}，{worse}。" in page


def test_records_that_show_less_than_a_period_that_suffices_are_told_with_it() -> None:
    seen = Observation(
        key="art27-records/years", room=None, holds=False, sample=True, note="两年",
        measured=Period(years=2), rows=9,
    )  # fmt: skip
    answers = {**ANSWERS, "art27-records/years": said(Period(years=3))}
    report = judged(replace(CLEAN, answers=answers), observations=(seen,))
    (clock,) = (each for each in report.clocks if each.judged)
    assert clock.judged
    assert clock.judged.outcome is Outcome.GAP
    assert (retention.short(clock), retention.recorded(clock)) == ("", "记录里最短的只有2年")


def test_what_binds_nobody_here_is_for_information_and_not_among_the_worst(
    agency: Report,
) -> None:
    checked = agency.beside.records
    assert checked
    assert RecordKind.REPLAYS not in {each.kind for each in checked.worst}
    first = replace(checked.worst[0], kind=RecordKind.REPLAYS, session="只约束平台的一场")
    older = replace(checked, worst=(first, *checked.worst[1:]))
    page = html.render(replace(agency, beside=replace(agency.beside, records=older)))
    assert "只约束平台的一场" not in page
    assert f"最要紧的{len(checked.worst) - 1}处" in page
    assert "供参考：约束填报单位的义务不用它" in page


def test_what_was_recorded_of_evidence_is_told_as_it_is(agency: Report) -> None:
    bare = agency.exhibits
    assert not any(each.evidence.sha256 for each in bare)
    assert record.registered(bare).endswith("登记佐证时只记下了名称，没有摘要、大小和时间。")
    page = html.render(agency)
    assert "certutil" not in page
    assert "摘要、大小和时间是登记佐证时记下的" not in page
    seen = replace(bare[0], evidence=replace(bare[0].evidence, sha256="ab" * 32))
    assert "登记佐证时，4件中1件记下了" in record.registered((seen, *bare[1:]))
    assert record.registered((seen,)).endswith("摘要、大小和时间是登记佐证时记下的。")
