"""Which answers to the edition before the bundled one stand, and which are asked again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from checklist.assessment.model import Mark
from checklist.assessment.questionnaire import AskQuestion, plan
from checklist.assessment.recheck import asks_the_same
from checklist.assessment.stored.text import read
from checklist.assessment.wording import spell
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Status
from checklist.sitting.shown.review import dormant_lines
from tests.given.bundled import LIVESTREAM

BEFORE = Path(__file__).with_name("fingerprints-2026.11.7.txt")
"""Every question of edition 2026.11.7 with its fingerprint (936afd5)."""
ASKED_AGAIN = [
    "art7-rules/made",
    "art8-verify/operator_items",
    "art8-archive/licence",
    "art8-no-service/served",
    "art10-study/informed",
    "art12-report/provincial",
    "art14-due-process/reviewed",
    "art14-evasion/prevented",
    "art14-evasion/removed",
    "art16-retention/replay-clock",
    "art16-retention/replay-last",
    "art16-service-retention/replay-clock",
    "art20-complaints/abuse",
    "art22-lift/lifted",
    "art25-entity/items",
    "art25-sole-trader/items",
    "art25-exempt/items",
    "art25-account-rules/conforms",
    "art26-display/items",
    "art26-link/entry",
    "art26-link/overlay",
    "art27-records/coverage",
    "art27-records/clock",
    "art28-verify/updated",
    "art28-records/kept",
    "art28-records/clock",
    "art28-report/every_time",
    "art31-records/clock",
    "art32-price/goods",
    "art32-price/services",
    "art33-goods/harmful",
    "art33-other-hosts/done",
    "art34-false-claims/claims",
    "art34-ai/fabricated",
    "art34-ai/impersonated",
    "art35-advertising/duties",
    "art36-disparagement/disparaged",
    "art37-standard/lawful",
    "art37-label/labelled",
    "art37-clips/declared",
    "art37-tampering/tampered",
    "art37-prompt/visible",
    "art39-verify/others",
    "art40-agreement/signed",
    "art41-training/trained",
    "art43-agreement/scope",
    "art44-fake-trade/means",
    "art44-fake-trade/other_means",
    "art45-records/kept",
    "art45-records/period",
    "art45-records/clock",
    "art46-cooperation/cooperated",
    "art63-signed-hosts/done",
    "art66-obstruction/obstructed",
]
"""In the rulebook's order: the CHANGELOG names each, and says why its answer cannot stand."""
NOW_OPTIONS = [
    "art10-host-training/faked",
    "art10-host-training/refused",
    "art25-entity/prominent",
    "art25-entity/genuine",
    "art25-sole-trader/prominent",
    "art25-sole-trader/genuine",
    "art25-exempt/prominent",
    "art25-exempt/genuine",
    "art26-display/prominent",
    "art26-display/continuous",
    "art26-link/complete",
    "art26-link/hops",
    "art26-link/barriers",
    "art28-genuine/mismatch",
    "art29-setup/lawful",
    "art29-setup/harmful",
    "art31-interaction/live",
    "art31-interaction/handled",
    "art32-price/prominent",
    "art32-promotion/compared",
    "art32-promotion/basis",
    "art33-goods/unsafe",
    "art33-goods/fake",
    "art33-goods/banned",
    "art40-agreement/duties",
    "art41-training/reminded",
    "art43-agreement/signed",
    "art46-cooperation/accurate",
]
"""Asked under another id of the same entry, mostly as options: answers to these are asked again."""


def test_of_the_answers_to_2026_11_7_these_are_asked_again() -> None:
    before = dict(row.split() for row in BEFORE.read_text(encoding="utf-8").splitlines())
    again = [
        key
        for key, question in LIVESTREAM.questions().items()
        if key in before and not asks_the_same(question, before[key])
    ]
    assert again == ASKED_AGAIN
    assert set(before) - LIVESTREAM.questions().keys() == set(NOW_OPTIONS)


PUT_SINCE = {
    "art16-service-retention/replay-clock": "9c6d966b20a1e979",
    "art27-records/clock": "831a8410160b0eb2",
    "art28-records/clock": "8eb1e923206d486b",
    "art31-records/clock": "e796e35a04b4845e",
    "art32-price/goods": "8e154e09765b82fa",
    "art32-price/services": "1a481d4161190c0a",
    "art33-goods/harmful": "5940d84b805282c2",
    "art45-records/clock": "52ae9d06a62101d1",
}
"""Wordings of 2026.11.8 that were put otherwise within it."""


def test_a_wording_that_is_listed_as_the_same_was_one() -> None:
    """A fingerprint under `formerly` is that of a question this program once put."""
    before = dict(row.split() for row in BEFORE.read_text(encoding="utf-8").splitlines())
    listed = {
        key: question.formerly
        for key, question in LIVESTREAM.questions().items()
        if question.formerly
    }
    put = {key: {fingerprint} for key, fingerprint in before.items()}
    for key, fingerprint in PUT_SINCE.items():
        put.setdefault(key, set()).add(fingerprint)
    assert all(put[key] & {*formerly} for key, formerly in listed.items())


CONFESSED = """
format: 1
rulebooks:
  - { id: livestream, edition: 2026.11.7 }
respondent: { name: 某公司 }
facts:
  opens_room: { value: 是, asked_as: dfa6558a2c68e45a }
answers:
  art33-goods/fake: { value: 是, asked_as: "7fee27e88dd45c45" }
  art34-ai/fabricated: { value: 是, asked_as: "2b90c69f4a3081a1" }
  art34-ai/impersonated: { value: 否, asked_as: a8ad454947b4cc75 }
  art34-false-claims/claims: { value: { sales: 是, other: 否 }, asked_as: bc50974a2e122362 }
"""


def test_an_act_that_was_admitted_is_no_pass_and_stays_visible() -> None:
    file = read(CONFESSED, file="自查.yaml", rulebook=LIVESTREAM)
    found = evaluate(LIVESTREAM, file, as_of=date(2026, 11, 28))
    status = {one.obligation.id: one.status for one in found.findings}
    for entry in ("art33-goods", "art34-ai", "art34-false-claims"):
        assert status[entry] is Status.UNDETERMINED
    shown = "\n".join(dormant_lines(LIVESTREAM, file))
    assert "art33-goods/fake（已经改问别的题）  答：是" in shown
    asked = {step.key: step for step in plan(LIVESTREAM, file) if isinstance(step, AskQuestion)}
    for key, said in (("art34-ai/fabricated", "是"), ("art34-false-claims/claims", "sales")):
        assert said in spell(asked[key].question, file.answers[key].value or Mark.UNKNOWN)


def test_a_prohibition_can_always_be_admitted_and_what_proves_nothing_says_why() -> None:
    """Among the signs one is what the respondent itself knows, so nobody has to answer none."""
    for obligation in LIVESTREAM.obligations:
        for question in obligation.questions:
            signs = [option for option in question.options if option.leaves_open]
            assert not signs or "own_check" in {option.id for option in question.options}
