"""Generated assessments: anything a respondent may have said to `kinds.every_kind`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from checklist.assessment.model import (
    Answer,
    AnsweredTo,
    Assessment,
    Evidence,
    Respondent,
    Room,
    SelfAuditPeriod,
    Unread,
    Value,
)
from checklist.law.model import Fact, Question, Rulebook
from tests.given import kinds

HARD = [
    "=1+1",
    "a: b # c",
    "- x",
    "第一行\n第二行：是\n\n最后一行",
    " 前后有空格 ",
    "\t\r\n",
    "末尾换行\n",
    "\ufeff开头有 BOM",
    "䶮哥🎥",
    "\u202e<script>alert(1)</script>\x1b[2J",
    "'\"\\{}[],&*!|>%@`",
    "no",
    "2026-02-01",
    "1.10",
    "{ a: b }",
    "[x]",
    "~",
    "\x85\u2028",
]
TEXT = st.one_of(st.sampled_from(HARD), st.text(min_size=1, max_size=40))
MOMENTS = st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat)
EVIDENCE = st.builds(
    Evidence,
    text=TEXT,
    path=st.one_of(st.none(), TEXT),
    sha256=st.one_of(st.none(), st.just("0123456789abcdef" * 4)),
    size=st.one_of(st.none(), st.integers(0, 10**12)),
    seen_at=st.one_of(st.none(), MOMENTS),
    valid_until=st.one_of(st.none(), st.dates()),
).map(Evidence.portable)
ROOMS = (Room(id="r1", name="旗舰店"), Room(id="r2", name="=cmd"), Room(id="r-3", name="\u200f三"))


def answers_to(
    question: Question | Fact, value: st.SearchStrategy[Value]
) -> st.SearchStrategy[Answer]:
    """One answer with everything that can stand beside it."""
    maybe = st.one_of(st.none(), TEXT)
    per_room = question in kinds.FACTS[2:] or question is kinds.ALL
    exceptions: st.SearchStrategy[Mapping[str, Value]] = (
        st.fixed_dictionaries({}, optional={room.id: value for room in ROOMS})
        if per_room
        else st.just({})
    )
    return st.builds(
        Answer,
        value=st.one_of(st.none(), value),
        exceptions=exceptions,
        by=maybe,
        at=st.one_of(st.none(), MOMENTS),
        asked_as=st.sampled_from([None, question.fingerprint, "0123456789abcdef"]),
        reason=maybe,
        who_could_know=maybe,
        note=maybe,
        evidence=st.lists(EVIDENCE, max_size=3).map(tuple),
        owner=maybe,
        due=st.one_of(st.none(), kinds.DAYS_OF_LIFE),
        state=maybe,
        department=maybe,
        reviewer=maybe,
        measures=maybe,
        closed_on=st.one_of(st.none(), kinds.DAYS_OF_LIFE),
    )


def dormant() -> st.SearchStrategy[Answer]:
    """An answer to a question that is gone, as it is read from a file."""
    raw = st.one_of(
        TEXT, st.sampled_from(["{ opening: 是, pitch: 否 }", "[opening]", "{ a: { b: [c] } }"])
    )
    unread = raw.filter(lambda text: bool(text.strip())).map(Unread)
    return st.builds(
        Answer,
        value=unread,
        exceptions=st.just({}),
        asked_as=st.just("fedcba9876543210"),
        note=st.one_of(st.none(), TEXT),
    )


def assessments(rulebook: Rulebook) -> st.SearchStrategy[Assessment]:
    """Anything that a file answered to this edition can hold."""
    facts: dict[str, Any] = {
        fact.id: answers_to(fact, kinds.values_for(fact)) for fact in rulebook.facts
    }
    answers: dict[str, Any] = {
        key: answers_to(question, kinds.values_for(question))
        for key, question in rulebook.questions().items()
    }
    days = st.tuples(kinds.DAYS_OF_LIFE, kinds.DAYS_OF_LIFE).map(sorted)
    periods = days.map(lambda pair: SelfAuditPeriod(first=pair[0], last=pair[1]))
    maybe = st.one_of(st.none(), TEXT)
    return st.builds(
        Assessment,
        respondent=st.builds(
            Respondent, name=TEXT, credit_code=maybe, address=maybe, prepared_by=maybe
        ),
        period=st.one_of(st.none(), periods),
        rooms=st.just(ROOMS),
        facts=st.fixed_dictionaries({}, optional=facts),
        answers=st.fixed_dictionaries(
            {}, optional={**answers, "gone/question": dormant(), "gone/": dormant()}
        ),
        answered_to=st.just(
            (AnsweredTo(id=rulebook.regulation.id, edition=rulebook.regulation.edition),)
        ),
    )
