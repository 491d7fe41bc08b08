from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from checklist.assessment.model import Assessment
from checklist.evaluation.evaluate import evaluate
from checklist.report.forms.json import render
from checklist.report.view.build import build
from tests.conftest import ROOT
from tests.given import bundled
from tests.given.sample import AGENCY, CLEAN, NOBODY, UNANSWERED, judged
from tests.report.hostile import STEERING, hostile

SCHEMA: dict[str, Any] = json.loads(
    (ROOT / "docs/schema/check.schema.json").read_text(encoding="utf-8")
)
RESPONDENTS = {
    "agency": AGENCY,
    "clean": CLEAN,
    "unanswered": UNANSWERED,
    "nobody": NOBODY,
    "hostile": hostile(),
}


def data_of(assessment: Assessment, *, ascii: bool = True) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(render(judged(assessment), ascii=ascii))
    return data


def test_the_schema_is_a_schema_and_closed() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    def objects(node: Any) -> list[dict[str, Any]]:
        match node:
            case dict():
                found = [node] if node.get("type") == "object" else []
                return found + [one for value in node.values() for one in objects(value)]
            case list():
                return [one for value in node for one in objects(value)]
            case _:
                return []

    assert all("additionalProperties" in one for one in objects(SCHEMA))


@pytest.mark.parametrize("name", RESPONDENTS)
@pytest.mark.parametrize("ascii", [True, False], ids=["ascii", "utf-8"])
def test_every_document_keeps_to_the_schema(name: str, ascii: bool) -> None:
    Draft202012Validator(SCHEMA).validate(data_of(RESPONDENTS[name], ascii=ascii))


@pytest.mark.parametrize("day", [date(2026, 8, 31), date(2026, 11, 29)])
def test_the_document_of_several_regulations_keeps_to_the_schema(day: date) -> None:
    book = bundled.joined()
    report = build(evaluate(book, bundled.example("agency"), as_of=day))
    data = json.loads(render(report, ascii=True))
    Draft202012Validator(SCHEMA).validate(data)
    assert bool(data.get("not_compared")) is (day < date(2026, 9, 1))
    assert "rulebook" in data["findings"][0]


def test_both_encodings_say_the_same() -> None:
    assert data_of(hostile()) == data_of(hostile(), ascii=False)


def test_standard_output_is_ascii_and_a_file_is_readable_and_inert() -> None:
    report = judged(hostile())
    assert render(report, ascii=True).isascii()
    written = render(report, ascii=False)
    assert "核验记录" in written
    assert [one for one in STEERING if one in written] == []


def test_what_was_typed_comes_back_whole() -> None:
    assert data_of(hostile())["respondent"]["name"] == hostile().respondent.name


WHERE_THERE_IS_SOMETHING = {
    "checks",
    "due",
    "missing_evidence",
    "not_compared",
    "observations",
    "overlaps",
    "rulebook",
    "unused_checks",
}


def test_keys_are_those_the_schema_lists_in_its_order() -> None:
    def listed(properties: dict[str, Any]) -> list[str]:
        return [key for key in properties if key not in WHERE_THERE_IS_SOMETHING]

    data = data_of(AGENCY)
    assert list(data) == listed(SCHEMA["properties"])
    assert list(data["findings"][0]) == listed(SCHEMA["$defs"]["finding"]["properties"])
    assert list(data["totals"]) == list(SCHEMA["$defs"]["totals"]["properties"])


def test_a_gap_says_what_was_answered_and_what_was_expected() -> None:
    finding = next(one for one in data_of(AGENCY)["findings"] if one["obligation"] == "art34")
    assert finding["via"] == {"mcn": 63}
    assert finding["binds"] == ["room_operator", "mcn"]
    assert finding["gaps"] == [
        {
            "question": "done",
            "ask": "自查期间出现过下列哪些情形？",
            "about": None,
            "answer": "是：虚构销量；否：虚构评价",
            "expected": {"kind": "none", "value": ["sales", "reviews"]},
            "missing": ["sales"],
            "remedied": None,
        }
    ]


def test_what_nobody_knows_is_null() -> None:
    holders = data_of(UNANSWERED)["duty_holders"]
    assert [one["held"] for one in holders] == [None, None]
    assert holders[0]["because"]["facts"] == {"opens_room": None}


def test_findings_are_one_per_entry_and_subject() -> None:
    subjects = [
        (one["obligation"], one["subject"])
        for one in data_of(AGENCY)["findings"]
        if one["obligation"] == "art30"
    ]
    assert subjects == [("art30", "r1"), ("art30", "r2"), ("art30", "r3")]


def test_penalties_are_listed_only_where_something_is_not_satisfied() -> None:
    for finding in data_of(AGENCY)["findings"]:
        assert bool(finding["penalties"]) <= (finding["status"] == "not_satisfied")


def test_the_schema_file_ends_in_one_line_break() -> None:
    text = Path(ROOT / "docs/schema/check.schema.json").read_text(encoding="utf-8")
    assert text.endswith("}\n")
