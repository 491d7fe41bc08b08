"""One act, two regulations: each entry says that there are no two fines, and nothing is added."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Mark, Respondent, Room
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.summary import exposure_order, overlapping
from checklist.law.joined import join
from checklist.law.model import (
    Fine,
    Ground,
    Obligation,
    PenaltyRef,
    Per,
    Rulebook,
    Step,
    Topic,
    Trigger,
)
from checklist.report.forms import json as as_json
from checklist.report.forms import markdown, table
from checklist.report.page import html
from checklist.report.view.build import about, build
from checklist.report.view.model import Report
from tests.conftest import ROOT
from tests.given import bundled, law
from tests.report.pages import read, squeezed

TODAY = date(2026, 11, 29)
SENTENCE = "不得罚款两次；都应当罚款的，按罚款数额高的规定处罚（《行政处罚法》第二十九条）。"


def book_of(id: str, *entries: Obligation, **given: object) -> Rulebook:
    """A regulation whose own duty holder is whoever opens a room."""
    holder = law.duty_holder(f"{id}-operator", name=f"{id} 的运营者")
    return law.rulebook(
        *(replace(each, binds={holder.id: Ground()}) for each in entries),
        id=id,
        title=f"规定{id}",
        short=id,
        duty_holders=(holder,),
        **{"penalties": (), **given},
    )


def entry(id: str, *overlaps: str, **given: object) -> Obligation:
    return law.obligation(
        id, **{"penalties": (), "no_penalty": "没有。", "overlaps": overlaps, **given}
    )


def report_of(books: Iterable[Rulebook], *, failing: Iterable[str], rooms: int = 0) -> Report:
    joined = join(list(books))
    answers = {
        key: Answer(value=Mark.NO if key.split("/")[0] in failing else Mark.YES)
        for key in joined.questions()
    }
    said = Assessment(
        respondent=Respondent(name="甲"),
        rooms=tuple(Room(id=f"r{n}", name=f"间{n}") for n in range(rooms)),
        facts={"opens_room": Answer(value=Mark.YES)},
        answers=answers,
    )
    return build(evaluate(joined, said, as_of=TODAY))


A = book_of("甲", entry("a1"), entry("a2"))
B = book_of("乙", entry("b1", "a1", "elsewhere"), entry("b2"))


def named(report: Report) -> dict[str, list[str]]:
    return {line.obligation.id: [each.id for each in line.overlaps] for line in report.breaches}


def test_it_is_declared_on_one_side_and_holds_for_both() -> None:
    for books in ([A, B], [B, A]):
        found = named(report_of(books, failing={"a1", "a2", "b1"}))
        assert found == {"a1": ["b1"], "a2": [], "b1": ["a1"]}


@pytest.mark.parametrize("failing", [{"a1"}, {"b1"}, {"a2", "b1"}, {"a1", "b2"}, set()])
def test_nothing_is_said_where_not_both_are_breached(failing: set[str]) -> None:
    report = report_of([A, B], failing=failing)
    assert not any(named(report).values())
    assert SENTENCE not in markdown.render(report)
    assert '"overlaps"' not in as_json.render(report, ascii=True)


def test_both_ways_written_is_said_once() -> None:
    both = [book_of("甲", entry("a1", "b1")), B]
    assert named(report_of(both, failing={"a1", "b1"})) == {"a1": ["b1"], "b1": ["a1"]}


def test_of_a_rulebook_that_is_not_loaded_nothing_is_said() -> None:
    assert named(report_of([B], failing={"b1", "b2"})) == {"b1": [], "b2": []}


def test_rooms_that_fail_differently_each_say_so() -> None:
    rooms = [book_of("甲", entry("a1", per=Per.ROOM)), B]
    report = report_of(rooms, failing={"a1", "b1"}, rooms=2)
    assert named(report) == {"a1": ["b1"], "b1": ["a1"]}
    found = json.loads(as_json.render(report, ascii=True))["findings"]
    assert [each["overlaps"] for each in found if each["obligation"] == "a1"] == [["b1"], ["b1"]]


class TestTold:
    REPORT = report_of([A, B], failing={"a1", "a2", "b1"})

    def test_on_the_cards_of_the_page(self) -> None:
        page = squeezed(read(html.render(self.REPORT)).text)
        for place in ("甲第二十五条第一款（义务 a1）", "乙第二十五条第一款（义务 b1）"):
            said = squeezed(f"同一个行为如果也违反了{place}，{SENTENCE}")
            assert page.count(said) == 1

    def test_in_markdown(self) -> None:
        assert markdown.render(self.REPORT).count(SENTENCE) == 2

    def test_in_the_table(self) -> None:
        cells = table.render(self.REPORT, width=160)
        assert cells.count("同一个行为如果也违反了") == 2

    def test_in_json_by_id(self) -> None:
        data = json.loads(as_json.render(self.REPORT, ascii=True))
        schema = json.loads((ROOT / "docs/schema/check.schema.json").read_text(encoding="utf-8"))
        Draft202012Validator(schema).validate(data)
        found = {each["obligation"]: each.get("overlaps") for each in data["findings"]}
        assert found == {"a1": ["b1"], "a2": None, "b1": ["a1"], "b2": None}

    def test_on_a_topic_of_its_own_too(self) -> None:
        books = [book_of("甲", entry("a1", topic=Topic.AI_FIGURE)), B]
        topic = about(report_of(books, failing={"a1", "b1"}), Topic.AI_FIGURE)
        assert named(topic) == {"a1": ["b1"]}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("mcn17-traffic", "art44-fake-trade"),
        ("mcn17-marketing", "art34-false-claims"),
        ("mcn17-goods", "art33-goods"),
        ("mcn22-cooperation", "art46-cooperation"),
        ("ai-art10-declare", "art37-clips"),
        ("ai-art10-tampering", "art37-tampering"),
    ],
)
def test_the_pairs_of_the_bundled_rulebooks(mine: str, theirs: str) -> None:
    book = bundled.joined()
    assert theirs in book.obligation(mine).overlaps


def test_the_law_says_so(law_dir: Path) -> None:
    (text,) = (law_dir / "引用法律").glob("行政处罚法*.md")
    wanted = "同一个违法行为违反多个法律规范应当给予罚款处罚的，按照罚款数额高的规定处罚。"
    assert f"第二十九条 对当事人的同一个违法行为，不得给予两次以上罚款的行政处罚。{wanted}" in (
        text.read_text(encoding="utf-8")
    )


class TestDiscretionaryFines:
    """Where several regulations are joined, 可以并处 stands behind 处 of the same rank."""

    @staticmethod
    def order(*steps: tuple[str, tuple[Step, ...]], joined: bool = True) -> list[str]:
        penalties = tuple(law.penalty(f"p-{id}", steps=each) for id, each in steps)
        entries = [
            entry(id, penalties=(PenaltyRef(id=f"p-{id}"),), no_penalty=None) for id, _ in steps
        ]
        fining = book_of("甲", *entries, penalties=penalties)
        books = [fining, B] if joined else [fining]
        report = report_of(books, failing={id for id, _ in steps})
        findings = [line.finding for line in report.breaches]
        assert findings == sorted(findings, key=exposure_order)
        return [each.obligation.id for each in findings]

    MAY = (Step(on=Trigger.BREACH, fine=Fine(high=100_000), discretionary=True),)
    MAY_UNKNOWN = (
        Step(on=Trigger.BREACH, fine=Fine(times_of="违法所得", high=5), discretionary=True),
    )
    MUST = (Step(on=Trigger.BREACH, fine=Fine(high=10_000)),)
    LATER = (Step(on=Trigger.REFUSED, fine=Fine(high=500_000)),)
    LATER_MAY = (Step(on=Trigger.REFUSED, fine=Fine(high=900_000), discretionary=True),)

    def test_behind_mandatory_ones_of_the_same_rank(self) -> None:
        assert self.order(("may", self.MAY), ("must", self.MUST)) == ["must", "may"]
        assert self.order(("may", self.MAY_UNKNOWN), ("must", self.MUST)) == ["must", "may"]
        assert self.order(("may", self.LATER_MAY), ("must", self.LATER)) == ["must", "may"]

    def test_before_what_needs_more_to_be_fined(self) -> None:
        assert self.order(("later", self.LATER), ("may", self.MAY)) == ["may", "later"]

    def test_what_is_fined_both_ways_counts_as_mandatory(self) -> None:
        both = (*self.MAY, *self.MUST)
        assert self.order(("both", both), ("must", self.MUST)) == ["both", "must"]
        aggravated = (*self.MAY, *self.LATER)
        assert self.order(("may", aggravated), ("must", self.MUST)) == ["must", "may"]

    def test_one_regulation_alone_keeps_its_order(self) -> None:
        assert self.order(("may", self.MAY), ("must", self.MUST), joined=False) == ["may", "must"]


def test_overlapping_knows_only_breaches() -> None:
    report = report_of([A, B], failing={"a1", "b1"})
    assert set(overlapping(report.findings)) == {"a1", "b1"}


def test_no_rulebook_says_in_its_own_words_what_the_report_says_of_overlaps() -> None:
    repeated = [
        entry.id
        for book in bundled.BOOKS.values()
        for entry in book.obligations
        for law_beside in entry.related
        if (entry.overlaps and (law_beside.law, law_beside.article) == ("行政处罚法", 29))
        or "罚款两次" in (law_beside.note or "")
    ]
    assert repeated == []
