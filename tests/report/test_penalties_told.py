"""Every card of a gap names what may fine it, or says that nothing does."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment
from checklist.report.page import html
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import KINDS, all_passing, failing
from tests.report.kinds import all_failing, ninety_gaps, reported

_CARD = re.compile(r'<article class="card.*?</article>', re.DOTALL)
_PENALTY = re.compile(r"<dt>处罚</dt><dd>(.*?)</dd>", re.DOTALL)


def only_doubtful(kind: str) -> Assessment:
    """A respondent that fails exactly where it is in doubt whether that is fined."""
    clean = all_passing(LIVESTREAM, kind)
    failed = {
        key: Answer(value=next(failing(question)))
        for key, question in LIVESTREAM.questions().items()
        if question.fine_in_doubt
    }
    return replace(clean, answers={**clean.answers, **failed})


@pytest.mark.slow
@pytest.mark.parametrize(
    "said",
    [
        *(pytest.param(only_doubtful(kind), id=f"doubtful-{kind}") for kind in KINDS),
        *(pytest.param(all_failing(kind), id=f"failing-{kind}") for kind in KINDS),
        pytest.param(ninety_gaps(), id="ninety-gaps"),
    ],
)
def test_no_card_leaves_its_penalty_empty(said: Assessment) -> None:
    for card in _CARD.findall(html.render(reported(said))):
        for told in _PENALTY.findall(card):
            assert re.search(
                "第[一二三四五六七八九十]+条|没有直接对应的罚款|没有确定的罚款", told
            ), card[:400]
