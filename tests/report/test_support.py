"""A claim nobody can check is marked as one, and evidence is listed once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.model import Assessment, Evidence, Extreme, Mark
from checklist.evaluation.model import Observation, Status
from checklist.law.model import Kind
from checklist.report.forms import markdown
from checklist.report.page import html
from checklist.report.view.lines import support
from checklist.report.view.model import Report, Support
from checklist.report.words import record
from tests.given.sample import AGENCY, ALL_PASS, ANSWERS, AS_OF, CLEAN, FACTS, judged, said

PHOTO = Evidence("开场", path="证据/开场.png", sha256="3f" * 32, size=9, seen_at="2026-11-02")
MINUTES = Evidence("会议纪要")
NAMED = Evidence("招募机制v1.pdf")
SENTENCE = Evidence("盖章件在三楼档案柜，电子版是 招募机制.pdf")
OVER = replace(PHOTO, valid_until=AS_OF - timedelta(days=1))


PASSING = {
    **ALL_PASS,
    "art45-verify/verified": said(Mark.YES),
    "art45-verify/skipped": said(Mark.NO),
}
SELECTS = replace(CLEAN, facts={**FACTS, "offers_selection": said(Mark.YES)})


def backed(keys: set[str]) -> Assessment:
    """Everything passes; the answers under `keys` name evidence."""
    answers = {
        key: replace(answer, evidence=(PHOTO,) if key in keys else ())
        for key, answer in PASSING.items()
    }
    return replace(SELECTS, answers=answers)


@given(st.sets(st.sampled_from(sorted(PASSING))), st.booleans())
def test_a_passing_finding_is_marked_exactly_by_the_evidence_of_its_answers(
    keys: set[str], verified: bool
) -> None:
    seen = Observation(key="art30/reviewed", room=None, holds=True, sample=False, note="全量比对")
    report = judged(backed(keys), observations=(seen,) if verified else ())
    for finding in report.findings.findings:
        obligation = finding.obligation
        named = [obligation.key(one.question) in keys for one in finding.passed]
        borne_out = verified and obligation.id == "art30"
        encouraged = obligation.kind is Kind.ENCOURAGEMENT
        if finding.status is not Status.SATISFIED or encouraged or borne_out:
            assert support(finding, AS_OF) is None
        elif all(named):
            assert support(finding, AS_OF) is Support.ALL
        else:
            assert support(finding, AS_OF) is (Support.SOME if any(named) else Support.NONE)


def test_what_was_looked_at_by_sample_and_agrees_is_no_mere_claim() -> None:
    seen = Observation(key="art30/reviewed", room=None, holds=True, sample=True, note="抽查")
    told = {
        line.obligation.id: (line.support, record.claim(line))
        for paper in judged(backed(set()), observations=(seen,)).papers
        for line in paper.lines
        if line.support
    }
    assert told["art30"] == (Support.SAMPLED, "抽查支持，未附佐证")
    assert told["art34"] == (Support.NONE, "仅凭自述，未附佐证")
    both = judged(backed(set()), observations=(replace(seen, key="art45-verify/verified"),))
    (one,) = (
        line for paper in both.papers for line in paper.lines if line.support is Support.SAMPLED
    )
    assert record.claim(one) == "部分问题有抽查支持，未附佐证"
    assert "1项有抽查支持、未附佐证" in record.bare(both)
    files = judged(backed({"art30/reviewed"}), observations=(seen,))
    assert files.supports[Support.SAMPLED] == 0


@pytest.mark.parametrize(
    ("verified", "skipped", "rests_on"),
    [
        ((OVER,), (PHOTO,), Support.EXPIRED),
        ((OVER,), (), Support.EXPIRED),
        ((OVER, PHOTO), (PHOTO,), Support.ALL),
        ((OVER, PHOTO), (), Support.SOME),
        ((NAMED,), (NAMED,), Support.NONE),
        ((NAMED,), (MINUTES,), Support.SOME),
        ((NAMED, PHOTO), (PHOTO,), Support.ALL),
        ((SENTENCE,), (SENTENCE,), Support.ALL),
    ],
)
def test_one_answer_whose_evidence_has_run_out_is_told_whatever_the_others_rest_on(
    verified: tuple[Evidence, ...], skipped: tuple[Evidence, ...], rests_on: Support
) -> None:
    given = {"art45-verify/verified": verified, "art45-verify/skipped": skipped}
    answers = PASSING | {key: replace(PASSING[key], evidence=of) for key, of in given.items()}
    report = judged(replace(SELECTS, answers=answers))
    (line,) = (
        line
        for paper in report.papers
        for line in paper.lines
        if paper.obligation.id == "art45-verify"
    )
    assert line.support is rests_on


def test_the_counts_add_up_to_what_is_satisfied_on_a_claim() -> None:
    report = judged(backed({"art30/reviewed", "art45-verify/skipped"}))
    counts = report.supports
    assert sum(counts.values()) == report.totals.by_status[Status.SATISFIED]
    assert (counts[Support.ALL], counts[Support.SOME]) == (1, 1)
    told = [line.support for paper in report.papers for line in paper.lines]
    assert told == [support(paper.lines[0].finding, AS_OF) for paper in report.papers]


def test_one_file_named_twice_is_one_exhibit_and_each_paper_is_listed() -> None:
    twice = {
        "art30/reviewed": said(Mark.YES, evidence=(PHOTO, MINUTES)),
        "art31-records/kept": said(Mark.YES, evidence=(PHOTO,)),
    }
    report = judged(replace(AGENCY, answers={**ANSWERS, **twice}))
    photo = next(one for one in report.exhibits if one.evidence == PHOTO)
    assert [paper.obligation.id for paper in photo.papers] == ["art30", "art31-records"]
    assert len({one.number for one in report.exhibits}) == len(report.exhibits) == 3


def test_the_same_evidence_has_the_same_number_in_every_report() -> None:
    """A number on a printed list still means that paper after another piece was added before it."""
    later = {"art30/reviewed": said(Mark.YES, evidence=(MINUTES,))}
    earlier = {"art27-records/years": said(Extreme.FOREVER, evidence=(PHOTO,))}
    (alone,) = judged(replace(CLEAN, answers={**ALL_PASS, **later})).exhibits
    both = judged(replace(CLEAN, answers={**ALL_PASS, **earlier, **later})).exhibits
    assert [one.evidence for one in both] == [PHOTO, MINUTES]
    assert both[1].number == alone.number
    renewed = replace(MINUTES, valid_until=AS_OF)
    given = {"art30/reviewed": said(Mark.YES, evidence=(renewed,))}
    assert judged(replace(CLEAN, answers={**ALL_PASS, **given})).exhibits[0].number == alone.number


def test_a_file_that_was_changed_in_between_is_two_exhibits() -> None:
    changed = replace(PHOTO, sha256="aa" * 32)
    answers = {
        "art30/reviewed": said(Mark.YES, evidence=(PHOTO,)),
        "art31-records/kept": said(Mark.YES, evidence=(changed,)),
    }
    report = judged(replace(CLEAN, answers=answers))
    assert {one.evidence.sha256 for one in report.exhibits} == {"3f" * 32, "aa" * 32}


def test_evidence_of_facts_and_of_dormant_answers_is_listed_too() -> None:
    facts = {**FACTS, "opens_room": said(Mark.YES, evidence=(PHOTO,))}
    answers = {**ANSWERS, "gone/away": said(Mark.YES, evidence=(MINUTES,))}
    first, *_, last = judged(replace(AGENCY, facts=facts, answers=answers)).exhibits
    assert (first.evidence, [one.id for one in first.facts]) == (PHOTO, ["opens_room"])
    assert (last.evidence, last.papers, last.facts) == (MINUTES, (), ())


def test_the_list_of_evidence_says_that_a_file_was_never_found() -> None:
    assert "没有找到这个文件" in record.digest(NAMED)
    assert "没有找到这个文件" not in record.digest(MINUTES)
    assert record.digest(PHOTO) == PHOTO.sha256


@pytest.mark.parametrize("render", [html.render, markdown.render])
def test_what_was_never_found_is_not_told_as_handed_in_beside_what_is_to_be_mended(
    render: Callable[[Report], str],
) -> None:
    def beside_a_gap(*pieces: Evidence) -> str:
        answers = {**ALL_PASS, "art30/reviewed": said(Mark.NO, evidence=pieces)}
        return re.sub(r"<[^>]+>|\s|\\", "", render(judged(replace(CLEAN, answers=answers))))

    alone, both = beside_a_gap(NAMED), beside_a_gap(NAMED, MINUTES)
    assert "未附，只写了文件名：" in alone
    assert "已附：" not in alone
    assert "已附：" in both
    for text in (alone, both):
        assert f"{NAMED.text}（只有文件名）" in text
