"""Where only the questions that decide a fine at once were answered, the conclusion says so."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Mark, Picks
from checklist.evaluation.evaluate import evaluate
from checklist.law.at_once import facts_at_once
from checklist.law.model import FactIs, Fine, PenaltyRef, Step, Trigger
from checklist.report.forms.json import as_data
from checklist.report.view.build import build
from checklist.report.view.model import Report
from checklist.report.words.conclusion import headline
from checklist.report.words.fined import answer
from tests.given import law
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import KINDS, all_passing, answered

QUICK = LIVESTREAM.questions_at_once
DAY = date(2026, 11, 1)


def quick(kind: str) -> Assessment:
    """A respondent who took the quick path, and passes so far."""
    whole = all_passing(LIVESTREAM, kind, rooms=("r1", "r2"))
    return replace(
        whole, answers={key: whole.answers[key] for key in whole.answers if key in QUICK}
    )


def told(assessment: Assessment) -> Report:
    return build(evaluate(LIVESTREAM, assessment, as_of=DAY))


@pytest.mark.parametrize("section", ["penalties", "penalties_in_doubt"])
def test_it_asks_every_fact_on_which_it_hangs_what_fines_or_may_fine_at_once(section: str) -> None:
    hangs = PenaltyRef(id="other", when=FactIs("is_company", ("yes",)), why="存疑")
    at_once = PenaltyRef(id="at-once")
    refs = {"penalties": (at_once,)}
    refs[section] = (*refs.get(section, ()), hangs)
    fined = law.penalty("at-once", steps=(Step(on=Trigger.BREACH, fine=Fine(high=10_000)),))
    book = law.rulebook(
        replace(law.obligation(), **refs),
        facts=(law.fact(), law.fact("is_company")),
        penalties=(fined, law.penalty("other")),
    )
    assert facts_at_once(book) == {"opens_room", "is_company"}


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_no_pass_and_says_how_little_was_answered(kind: str) -> None:
    for words in (headline(told(quick(kind))), answer(told(quick(kind)))):
        assert words.startswith("只答了")
        assert "题还没有答" in words
        assert "还不能说合规" in words
    part = as_data(told(quick(kind)))["only_at_once"]
    assert f"只答了{part['answered']}题" in headline(told(quick(kind)))
    assert f"其余{part['left']}题还没有答" in headline(told(quick(kind)))


def test_a_breach_is_told_behind_it() -> None:
    key = "art66-obstruction/obstructed"
    known = dict.fromkeys(("authority", "own_check", "pending"), Mark.NO) | {"own_check": Mark.YES}
    report = told(answered(quick("agency that operates rooms"), key, Picks(known)))
    assert headline(report).startswith("只答了")
    assert "有1项不符合要求" in headline(report)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_of_a_whole_self_audit_or_of_one_just_begun(kind: str) -> None:
    whole = all_passing(LIVESTREAM, kind, rooms=("r1", "r2"))
    assert "只答了" not in headline(told(whole))
    assert as_data(told(whole))["only_at_once"] is None
    assert "只答了" not in headline(told(replace(whole, answers={})))


def test_one_open_question_of_the_path_takes_the_words_away() -> None:
    assessment = quick("agency that operates rooms")
    answers = {**assessment.answers, "art66-obstruction/obstructed": Answer(value=None)}
    assert "只答了" not in headline(told(replace(assessment, answers=answers)))
