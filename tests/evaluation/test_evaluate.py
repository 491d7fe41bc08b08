"""What must hold for every respondent, every question and every answer of the real rulebook."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Mark, Respondent
from checklist.assessment.questionnaire import AskQuestion
from checklist.evaluation.evaluate import NotInForce, evaluate, reaching
from checklist.evaluation.model import (
    Basis,
    Doubt,
    Finding,
    Findings,
    Observation,
    OpenWhy,
    Provision,
    Status,
)
from checklist.evaluation.summary import Threat, exposure, exposure_order, highest_in_doubt, totals
from checklist.law.applicability import Applies, Binding, BoundAs
from checklist.law.expectations import ExpectYearsAtLeast
from checklist.law.model import Kind, Rulebook
from checklist.law.periods import Period
from checklist.sitting.shown.screen import help_lines
from tests.given.bundled import LIVESTREAM
from tests.given.law import obligation, question
from tests.given.law import rulebook as rulebook_of
from tests.given.respondents import KINDS, all_passing, answered, fact_answer, failing, passing
from tests.given.slowly import slow_but

DAY = date(2026, 11, 22)
NOBODY = Assessment(respondent=Respondent(name=""))


def judged(assessment: Assessment, rulebook: Rulebook = LIVESTREAM) -> Findings:
    return evaluate(rulebook, assessment, as_of=DAY)


def gaps(findings: Findings) -> set[tuple[str, str | None, str]]:
    return {
        (finding.obligation.id, finding.room, gap.question.id)
        for finding in findings.findings
        for gap in finding.gaps
    }


def places(key: str) -> set[tuple[str, str]]:
    """The entry/question pairs whose answer is kept under a key."""
    return {
        (entry.id, asked.id)
        for entry in LIVESTREAM.obligations
        for asked in entry.questions
        if entry.key(asked) == key
    }


@pytest.mark.parametrize("kind", KINDS)
def test_who_answers_everything_as_demanded_has_no_gap(kind: str) -> None:
    findings = judged(all_passing(LIVESTREAM, kind)).findings
    assert any(finding.status is Status.SATISFIED for finding in findings)
    assert not any(finding.status is Status.NOT_SATISFIED for finding in findings)
    for finding in findings:
        unknown = finding.binding.applies is Applies.UNKNOWN
        settled = finding.binding.in_doubt or not unknown
        assert (finding.status is Status.UNDETERMINED) is not settled


SOME = slow_but("agency that operates rooms", of=KINDS)


@pytest.mark.parametrize("kind", SOME)
def test_flipping_one_answer_opens_exactly_that_gap(kind: str) -> None:
    assessment = all_passing(LIVESTREAM, kind)
    bound = {
        finding.obligation.id
        for finding in judged(assessment).findings
        if finding.binding.applies is Applies.YES
        and finding.obligation.kind is not Kind.ENCOURAGEMENT
    }
    assert bound
    for key, asked in LIVESTREAM.questions().items():
        expected = {(entry, None, one) for entry, one in places(key) if entry in bound}
        for value in failing(asked):
            findings = judged(answered(assessment, key, value))
            assert gaps(findings) == (set() if asked.leaves_open else expected), (key, value)
    assert gaps(judged(assessment)) == set()


@pytest.mark.parametrize("kind", SOME)
def test_forgetting_an_answer_never_makes_it_pass(kind: str) -> None:
    assessment = all_passing(LIVESTREAM, kind)
    for key in LIVESTREAM.questions():
        entries = {entry for entry, _ in places(key)}
        for finding in judged(answered(assessment, key, None)).findings:
            if finding.obligation.id in entries:
                assert finding.status in (Status.UNDETERMINED, Status.NOT_APPLICABLE), key


def test_forgetting_everything_leaves_nothing_satisfied() -> None:
    for kind in KINDS:
        silent = replace(all_passing(LIVESTREAM, kind), answers={})
        assert not {Status.SATISFIED, Status.NOT_SATISFIED} & {
            finding.status for finding in judged(silent).findings
        }


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    """A respondent who answers some questions rightly, some wrongly and some not at all."""
    rng = draw(st.randoms(use_true_random=False))
    assessment = all_passing(LIVESTREAM, draw(st.sampled_from(sorted(KINDS))), ["r1", "r2"])
    facts = {id: answer for id, answer in assessment.facts.items() if rng.random() > 0.1}
    answers = {}
    for key, asked in LIVESTREAM.questions().items():
        chosen = rng.choice([passing(asked), *failing(asked), Mark.UNKNOWN, None])
        apart = rng.choice([{}, {"r2": passing(asked)}, {"r2": rng.choice([*failing(asked)])}])
        if chosen is not None:
            answers[key] = Answer(value=chosen, exceptions=apart)
    return replace(assessment, facts=facts, answers=answers)


def _breached(finding: Finding) -> bool:
    return finding.binding.applies is Applies.YES and bool(finding.gaps)


@given(assessment=assessments())
def test_not_satisfied_exactly_when_an_entry_binds_and_a_question_fails(
    assessment: Assessment,
) -> None:
    for finding in judged(assessment).findings:
        assert (finding.status is Status.NOT_SATISFIED) is _breached(finding)
        if finding.status is not Status.NOT_SATISFIED:
            assert not finding.penalties
        if finding.binding.applies is not Applies.YES:
            assert not finding.gaps


@given(assessment=assessments())
def test_the_order_of_answers_is_irrelevant(assessment: Assessment) -> None:
    keys = list(assessment.answers)
    random.Random(0).shuffle(keys)
    shuffled = replace(assessment, answers={key: assessment.answers[key] for key in keys})
    assert judged(shuffled).findings == judged(assessment).findings


@given(assessment=assessments())
def test_totals_add_up(assessment: Assessment) -> None:
    findings = judged(assessment).findings
    counted = totals(findings)
    encouraged = [one for one in findings if one.obligation.kind is Kind.ENCOURAGEMENT]
    assert sum(counted.by_status.values()) + len(encouraged) == len(findings)
    bound = [one for one in encouraged if one.binding.applies is not Applies.NO]
    assert counted.encouragements == len(bound)
    for status in set(Status) - {Status.NOT_APPLICABLE}:
        assert counted.by_status[status] == sum(one.status is status for one in findings)
    keys = {one.obligation.key(judged.question) for one in findings for judged in one.gaps}
    assert counted.gaps == len(keys)


@given(assessment=assessments())
def test_an_unknown_fact_never_clears_a_duty_that_may_bind(assessment: Assessment) -> None:
    silent = replace(assessment, facts={})
    for finding in judged(silent).findings:
        assert finding.status is not Status.SATISFIED


def test_an_exception_in_one_room_is_found_in_that_room_only() -> None:
    assessment = all_passing(LIVESTREAM, "agency that operates rooms", ["r1", "r2", "r3"])
    key = next(
        key
        for key, asked in LIVESTREAM.questions().items()
        if key.startswith("art37-prompt/") and asked.options
    )
    asked = LIVESTREAM.questions()[key]
    bad = next(failing(asked))
    answers = {**assessment.answers, key: Answer(value=passing(asked), exceptions={"r2": bad})}
    found = gaps(judged(replace(assessment, answers=answers)))
    assert {room for _, room, _ in found} == {"r2"}


def test_a_fact_that_differs_in_one_room_binds_that_room_only() -> None:
    assessment = all_passing(LIVESTREAM, "agency that operates rooms", ["r1", "r2"])
    common = fact_answer(LIVESTREAM.fact("uses_ai_figure"), "no")
    facts = {**assessment.facts, "uses_ai_figure": replace(common, exceptions={"r2": Mark.YES})}
    bound = {
        finding.room
        for finding in judged(replace(assessment, facts=facts)).findings
        if finding.obligation.id == "art37-prompt" and finding.binding.applies is Applies.YES
    }
    assert bound == {"r2"}


def test_an_answer_to_an_earlier_wording_counts_as_open() -> None:
    assessment = all_passing(LIVESTREAM, "brand with its own room")
    key, asked = next(
        (key, one) for key, one in LIVESTREAM.questions().items() if key.startswith("art30-")
    )
    stale = Answer(value=passing(asked), asked_as="0123456789abcdef")
    findings = judged(replace(assessment, answers={**assessment.answers, key: stale}))
    whys = [one.why for finding in findings.findings for one in finding.open]
    assert whys == [OpenWhy.RECHECK]


def test_an_answer_given_when_less_was_expected_is_asked_again() -> None:
    asked = question("period", ExpectYearsAtLeast(3), ask="保存多久？")
    stricter = replace(asked, expect=ExpectYearsAtLeast(5))
    answer = Answer(value=Period(years=5), asked_as=asked.fingerprint)
    for put, status in ((asked, Status.SATISFIED), (stricter, Status.UNDETERMINED)):
        assessment = Assessment(
            respondent=Respondent(name="某公司"),
            facts={"opens_room": Answer(value=Mark.YES)},
            answers={"art16-keep/period": answer},
        )
        (finding,) = judged(assessment, rulebook_of(obligation("art16-keep", put))).findings
        assert finding.status is status


def test_a_day_before_the_regulation_is_in_force_is_refused() -> None:
    with pytest.raises(NotInForce):
        evaluate(LIVESTREAM, all_passing(LIVESTREAM, "platform"), as_of=date(2026, 1, 31))


# --- what records show, on a small rulebook -----------------------------------------------------

SMALL = rulebook_of(obligation("duty", question("done"), question("kept")))


def small(done: Mark | None = Mark.YES) -> Assessment:
    said = {"duty/kept": Answer(value=Mark.YES)}
    if done is not None:
        said["duty/done"] = Answer(value=done)
    return Assessment(
        respondent=all_passing(LIVESTREAM, "platform").respondent,
        facts={"opens_room": Answer(value=Mark.YES)},
        answers=said,
    )


def seen(holds: bool, *, sample: bool = False, key: str = "duty/done") -> Observation:
    return Observation(key=key, room=None, holds=holds, sample=sample, note="记录")


def observed(assessment: Assessment, *observations: Observation) -> Finding:
    (finding,) = evaluate(SMALL, assessment, observations, as_of=DAY).findings
    return finding


def test_a_recorded_failure_beats_an_attested_pass_and_is_listed_as_a_contradiction() -> None:
    finding = observed(small(), seen(holds=True), seen(holds=False, sample=True))
    assert finding.status is Status.NOT_SATISFIED
    assert [one.observation.holds for one in finding.contradictions] == [False]


def test_a_recorded_pass_never_erases_an_admitted_gap() -> None:
    finding = observed(small(Mark.NO), seen(holds=True))
    assert finding.status is Status.NOT_SATISFIED
    assert len(finding.contradictions) == 1


def test_a_sample_answers_no_open_question() -> None:
    assert observed(small(None), seen(holds=True, sample=True)).status is Status.UNDETERMINED
    assert observed(small(None), seen(holds=True)).status is Status.SATISFIED


def test_the_basis_is_verified_only_when_records_cover_everything() -> None:
    both = (seen(holds=True), seen(holds=True, key="duty/kept"))
    assert observed(small(), *both).basis is Basis.VERIFIED
    assert observed(small(), both[0]).basis is Basis.ATTESTED
    sampled = seen(holds=True, sample=True, key="duty/kept")
    assert observed(small(), both[0], sampled).basis is Basis.ATTESTED


# --- encouragements and exposure ----------------------------------------------------------------


def test_an_encouragement_is_shown_and_never_counted_as_a_gap() -> None:
    book = rulebook_of(obligation("hope", kind=Kind.ENCOURAGEMENT, penalties=()))
    said = {"hope/done": Answer(value=Mark.NO)}
    findings = judged(replace(small(), answers=said), book).findings
    assert [one.status for one in findings] == [Status.NOT_APPLICABLE]
    assert len(findings[0].if_bound) == 1
    assert totals(findings).gaps == 0
    assert totals(findings).encouragements == 1


def worst() -> Iterator[Finding]:
    for kind in KINDS:
        assessment = all_passing(LIVESTREAM, kind)
        bad = {
            key: Answer(value=next(failing(asked))) for key, asked in LIVESTREAM.questions().items()
        }
        yield from judged(replace(assessment, answers=bad)).findings


def test_a_fine_at_once_is_told_before_one_that_needs_an_ignored_order() -> None:
    found = [one for one in worst() if one.status is Status.NOT_SATISFIED]
    found.sort(key=exposure_order)
    ranks = [(not threat.fined, not threat.at_once) for threat in (exposure(one) for one in found)]
    assert ranks == sorted(ranks)
    assert not exposure(found[-1]).fined


def test_what_may_cost_much_is_told_before_what_cannot_be_fined_at_all() -> None:
    found = [one for one in worst() if one.status is Status.NOT_SATISFIED]
    found.sort(key=exposure_order)
    threats = [exposure(one).threat for one in found]
    assert threats == sorted(threats, key=list(Threat).index)
    doubted = [highest_in_doubt(one) for one in found if exposure(one).threat is Threat.IN_DOUBT]
    sums = [each for each in doubted if each is not None]
    assert sums == sorted(sums, reverse=True)
    assert doubted == [*sums, *[None] * (len(doubted) - len(sums))]
    assert len(set(sums)) > 1
    assert Threat.NONE in threats


def test_unknown_amounts_are_told_first_and_the_highest_bound_next() -> None:
    found = [one for one in worst() if exposure(one).at_once]
    found.sort(key=exposure_order)
    unknown = [exposure(one).high is None for one in found]
    assert unknown == sorted(unknown, reverse=True)
    assert found[unknown.index(False)].obligation.source.article == 36


@pytest.mark.parametrize(
    "id",
    [
        "art55",  # 违法所得一倍以上五倍以下; 没有违法所得的, 30万元以下
        "art60-fraud",  # 违法所得五倍以下; 没有违法所得的, 50万元以下
        "art62-1-ad",  # 广告费用三倍以上五倍以下; 无法计算的, 100万元以下
    ],
)
def test_a_fine_by_multiples_of_what_nobody_stated_has_no_known_bound(id: str) -> None:
    breach = next(one for one in worst() if one.status is Status.NOT_SATISFIED)
    fined = replace(breach, provisions=(Provision(id=id, penalty=LIVESTREAM.penalty(id)),))
    assert exposure(fined).high is None


def test_what_is_fined_by_multiples_comes_before_every_stated_amount() -> None:
    """第五十五条 is the only provision that fines entries at once and by multiples."""
    found = sorted((one for one in worst() if exposure(one).at_once), key=exposure_order)
    first = list(dict.fromkeys(one.obligation.id for one in found))[:2]
    assert set(first) == {"art18-system", "art18-information"}


def test_amounts_fall_within_the_same_urgency() -> None:
    found = [one for one in worst() if one.status is Status.NOT_SATISFIED]
    found.sort(key=exposure_order)
    at_once = [
        threat.high
        for threat in (exposure(one) for one in found)
        if threat.at_once and threat.high is not None
    ]
    assert at_once == sorted(at_once, reverse=True)


def test_report_and_sitting_doubt_only_the_penalties_that_name_their_holders() -> None:
    """第二条第四款 leaves open whom a named holder means; 第六十五条第二款 names none."""
    entry = LIVESTREAM.obligation("art27-verify")
    liability = entry.binds["room_operator"].liability
    bound = BoundAs(holder="room_operator", via=None, liability=liability)
    binding = Binding(applies=Applies.YES, bound_as=(bound,))
    named = {ref.id for ref in entry.penalties if LIVESTREAM.penalty(ref.id).reaches}
    assert named == {ref.id for ref in entry.penalties} - {"art65-2"} != set()
    fining = reaching(LIVESTREAM, entry, binding, entry.questions[:1])
    assert {each.id for each in fining if each.doubt is Doubt.LIABILITY} == named
    asked = entry.questions[0]
    step = AskQuestion(obligation=entry, question=asked, key=entry.key(asked), binding=binding)
    (certain,) = (
        told for told in help_lines(LIVESTREAM, NOBODY, step) if told.startswith("可能的处罚")
    )
    assert certain.startswith("可能的处罚：第六十五条第二款")


def test_where_nothing_fines_it_help_says_so_before_it_says_why() -> None:
    entry = LIVESTREAM.obligation("art39-recruitment")
    bound = (BoundAs(holder="mcn", via=None, liability=None),)
    step = AskQuestion(
        obligation=entry,
        question=entry.questions[0],
        key=entry.key(entry.questions[0]),
        binding=Binding(applies=Applies.YES, bound_as=bound),
    )
    (told,) = (
        each for each in help_lines(LIVESTREAM, NOBODY, step) if each.startswith("可能的处罚")
    )
    assert told.startswith("可能的处罚：没有直接对应的罚款：第六十四条对第三十九条只罚")
