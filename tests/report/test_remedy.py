"""What to do about a gap names what is wrong with it, and mends that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from checklist.assessment.model import Answer, Mark, Picks
from checklist.evaluation.evaluate import evaluate
from checklist.law.periods import Period
from checklist.oscal.audit import Audit
from checklist.oscal.risks import risks
from checklist.report.forms import markdown
from checklist.report.page import html
from checklist.report.view import tasks
from checklist.report.view.build import build
from checklist.report.view.model import Line, Report
from checklist.report.words import remedy, urgent
from checklist.sheets.register.rows import rows_to_do
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import all_passing

AS_OF = date(2026, 11, 29)


def report_of(kind: str, given: Mapping[str, Answer]) -> Report:
    """What is found of somebody who does everything else right."""
    clean = all_passing(LIVESTREAM, kind, ["r1"])
    answers = replace(clean, answers={**clean.answers, **given})
    return build(evaluate(LIVESTREAM, answers, as_of=AS_OF))


def breach(kind: str, id: str, **given: Answer) -> Line:
    """The breach of an entry, by somebody who does everything else right."""
    report = report_of(kind, {f"{id}/{question}": answer for question, answer in given.items()})
    return next(line for line in report.breaches if line.obligation.id == id)


def picked(kind: str, key: str, **marks: Mark) -> Answer:
    value = all_passing(LIVESTREAM, kind, ["r1"]).answers[key].value
    assert isinstance(value, Picks)
    return Answer(value=Picks(marks={**value.marks, **marks}))


def test_the_measures_of_the_respondent_stand_before_what_is_usual() -> None:
    planned = Answer(value=Mark.NO, measures="写书面制度\n发到各组。")
    line = breach("brand with its own room", "art31-mechanism", established=planned)
    own = "已定的措施：写书面制度；发到各组。"
    assert remedy.advice(line, line.failed) == own
    assert remedy.advice(line, line.failed, below=True) == own + remedy.usual(line, line.failed)
    assert "写书面制度" not in remedy.usual(line, line.failed)


def test_what_has_no_measures_is_told_as_usual_beside_those_of_others() -> None:
    late, planned = Period(months=9), Answer(value=Mark.NO, measures="补建档案")
    given = {"licence_interval": Answer(value=late), "archive": planned}
    line = breach("platform", "art8-archive", **given)
    told = remedy.advice(line, line.failed)
    assert told.startswith("已定的措施：补建档案。")
    assert "六个月到期提醒" in told


def test_a_question_that_has_its_own_remedy_is_told_that() -> None:
    """Filling in fields mends no licence that was not checked again for nine months."""
    late = Answer(value=Period(months=9))
    line = breach("platform", "art8-archive", licence_interval=late)
    told = remedy.advice(line, line.failed)
    assert told == line.failed[0].question.remedy
    assert "六个月到期提醒" in told
    assert "必填" not in told
    no = Answer(value=Mark.NO)
    line = breach("platform", "art8-archive", licence_interval=late, archive=no)
    which = "不合要求的：“是否为每一家直播间运营者建立了登记档案”。"
    general = f"这一条通常这样改：{line.obligation.remedy}"
    assert remedy.advice(line, line.failed) == f"{which}{told}{general}"


def test_only_what_failed_is_told_wherever_a_remedy_is() -> None:
    """A reminder that was forgotten says nothing of debts; one fault of several is named."""
    report = report_of("agency that operates rooms", {"art39-verify/others": Answer(value=Mark.NO)})
    (line,) = report.breaches
    told = remedy.advice(line, line.failed)
    assert told.startswith("不合要求的：“对本办法施行以前招募的主播，和没有经过招募、只为其提供")
    assert told.endswith(f"”。这一条通常这样改：{line.obligation.remedy}")
    for page in (html.render(report), html.render(report, part="brief"), markdown.render(report)):
        assert told in page
    (row,) = rows_to_do(report, {})
    assert row.advice.startswith(told)
    (to_do,) = risks(Audit(report=report))
    assert to_do["remediations"][0]["description"].startswith(told)


def test_what_is_urgent_is_told_as_far_as_it_failed() -> None:
    late = Answer(value=Period(months=9), due=AS_OF)
    report = report_of("platform", {"art8-archive/licence_interval": late})
    (line,) = report.breaches
    own = line.failed[0].question.remedy or ""
    (_, (first,)), *_ = urgent.urgent(report, tasks.tasks(report), ())
    assert urgent.to_do(first) == f"{own.partition('；')[0]}。"


def test_what_is_done_since_is_not_told_again() -> None:
    """Of two questions one is mended: what is left to do is told, and nothing else."""
    kind, id = "agency that operates rooms", "art41-training"
    mended = Answer(value=Mark.NO, remedied={"": AS_OF})
    reminded = picked(kind, f"{id}/trained", reminder=Mark.NO)
    line = breach(kind, id, everyone=mended, trained=reminded)
    assert remedy.of_line(line)
    told = remedy.advice(line, line.failed)
    assert "是否每一名主播都有" not in told
    assert told.startswith("没有做到的：")


def test_what_is_open_is_told_the_remedy_of_its_own_question() -> None:
    report = report_of(
        "agency that operates rooms", {"art40-agreement/waiver": Answer(value=Mark.UNKNOWN)}
    )
    (row,) = rows_to_do(report, {})
    assert row.advice.startswith("先查清并补答。查明不合要求的：删去减轻、免除")


def test_what_is_lacking_never_reads_as_its_opposite() -> None:
    kind, id = "agency that operates rooms", "art26-link"
    access = picked(kind, f"{id}/access", unrestricted=Mark.NO, unfollowed=Mark.NO)
    line = breach(kind, id, access=access)
    told = remedy.advice(line, line.failed)
    assert told.startswith("没有做到：“不强制关注账号”、“没有其他不合理的访问限制”。这一条通常")


def test_what_is_lacking_of_two_questions_is_introduced_once() -> None:
    kind = "platform"
    times = Picks(marks={"january": Mark.INAPPLICABLE, "july": Mark.NO})
    line = breach(kind, "art9-operators", times=Answer(value=times))
    assert remedy.advice(line, line.failed).startswith("没有在当月做的：七月。这一条通常")
    line = breach(
        kind,
        "art9-operators",
        registered_items=picked(kind, "art9-operators/registered_items", name=Mark.NO),
        unregistered_items=picked(kind, "art9-operators/unregistered_items", address=Mark.NO),
    )
    told = remedy.advice(line, line.failed)
    assert told.startswith("没有报送的：名称；实际经营地址。这一条通常这样改：")
    assert "已经报送、只是过了当月的，不用再报" in told


def test_a_bad_clause_is_not_mended_by_signing_once_more() -> None:
    kind, id = "agency that operates rooms", "art40-agreement"
    line = breach(kind, id, waiver=Answer(value=Mark.YES))
    told = remedy.advice(line, line.failed)
    assert told.startswith("删去减轻、免除机构法定责任的条款")
    assert "补签" not in told
    signed = picked(kind, f"{id}/signed", each=Mark.NO)
    line = breach(kind, id, signed=signed)
    told = remedy.advice(line, line.failed)
    assert told.startswith("没有做到的：与每一名主播都签订了。没有签的补签")
    assert "删去" not in told


def test_what_is_lacking_in_part_does_not_hide_what_is_lacking_wholly() -> None:
    kind, id = "platform", "art12-report"
    no = Answer(value=Mark.NO)
    provincial = picked(kind, f"{id}/provincial", cyberspace=Mark.NO)
    line = breach(kind, id, kept=no, provincial=provincial)
    told = remedy.advice(line, line.failed)
    assert "没有做到的：住所地省级网信部门" in told
    line = breach(kind, id, reported_at_all=no, provincial_at_all=no, provincial=provincial)
    told = remedy.advice(line, line.failed)
    assert told.startswith(
        "不合要求的：“自查期间采取的处置措施，是否都依法及时报告”、“自查期间关闭账号"
    )
    assert "没有做到的：住所地省级网信部门" in told


def test_what_is_lacking_says_of_which_question_where_others_fail_too() -> None:
    kind, id = "agency that operates rooms", "art33-goods"
    line = breach(
        kind,
        id,
        labels=Answer(value=Mark.YES),
        found=picked(kind, f"{id}/found", complaint=Mark.YES),
        harmful=picked(kind, f"{id}/harmful", complaint=Mark.YES),
    )
    told = remedy.advice(line, line.failed)
    assert told.startswith("不合要求的：“自查期间，在直播间卖的、带的商品")
    assert "“涉及不安全、不环保、质量不合格或者禁止交易”的还有：12315等投诉查实。“涉及法律" in told
    (found,) = (each for each in line.failed if each.question.id == "found")
    assert "“涉及" not in remedy.advice(line, [found])
