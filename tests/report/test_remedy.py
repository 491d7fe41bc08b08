"""What to do about a gap names what is wrong with it, and mends that."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from checklist.assessment.model import Answer, Mark, Picks
from checklist.evaluation.evaluate import evaluate
from checklist.law.periods import Period
from checklist.report.view.build import build
from checklist.report.view.model import Line
from checklist.report.words import remedy
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import all_passing

AS_OF = date(2026, 11, 29)


def breach(kind: str, id: str, **given: Answer) -> Line:
    """The breach of an entry, by somebody who does everything else right; a__b stands for a/b."""
    clean = all_passing(LIVESTREAM, kind, ["r1"])
    said = {f"{id}/{question}": answer for question, answer in given.items()}
    answers = replace(clean, answers={**clean.answers, **said})
    found = build(evaluate(LIVESTREAM, answers, as_of=AS_OF)).breaches
    return next(line for line in found if line.obligation.id == id)


def picked(kind: str, key: str, **marks: Mark) -> Answer:
    value = all_passing(LIVESTREAM, kind, ["r1"]).answers[key].value
    assert isinstance(value, Picks)
    return Answer(value=Picks(marks={**value.marks, **marks}))


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
    assert remedy.advice(line, line.failed) == f"{told}这一条通常这样改：{line.obligation.remedy}"


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
