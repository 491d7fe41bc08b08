from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checklist.law.as_data import obligation_as_data
from checklist.law.reading.rulebook import load_rulebook

SMALL = load_rulebook(Path(__file__).with_name("small_rulebook.yaml"), bundled=False)


def data(id: str) -> dict[str, Any]:
    return obligation_as_data(SMALL, SMALL.obligation(id))


def test_an_obligation_has_exactly_these_keys() -> None:
    assert list(data("art25-show")) == [
        "id", "title", "kind", "per", "article", "paragraph", "item", "anchor", "binds", "via",
        "when", "questions", "penalties", "penalties_in_doubt", "counted_from", "related", "review",
        "in_doubt_when", "unknown_when", "grounds", "due", "topic", "unless",
    ]  # fmt: skip


def test_what_points_elsewhere_is_told_where_there_is_something() -> None:
    keep = data("art27-keep")
    assert keep["overlaps"] == ["art28-keep", "elsewhere"]
    seen = {each["id"]: each.get("see") for each in keep["questions"]}
    assert seen.pop("yearly") == ["elsewhere/years"]
    assert set(seen.values()) == {None}


def test_grounds_say_when_and_by_what_article_each_holder_is_bound() -> None:
    employed, not_employed = ({"fact": "employs_hosts", "in": [one]} for one in ("yes", "no"))
    assert data("art25-show")["grounds"] == {
        "room_operator": {"via": None, "when": None, "in_doubt_when": None, "liability": None},
        "mcn": {"via": 63, "when": employed, "in_doubt_when": not_employed, "liability": None},
    }
    assert data("art28-keep")["grounds"]["mcn"]["liability"] == {
        "article": 63,
        "when": employed,
        "why": "由雇主承担",
        "named_only": False,
    }
    assert data("art25-show")["in_doubt_when"] is not None


def test_deadlines_have_a_code_and_numbers() -> None:
    assert data("art27-keep")["due"] == [
        {"kind": "every", "months": 6, "to": None},
        {"kind": "every", "months": 12, "to": None},
        {"kind": "in", "months": [1, 7], "to": "市场监督管理部门", "act": "submit"},
        {"kind": "within", "working_days": 3, "after": "信息变更", "to": None},
        {"kind": "before", "event": "每次直播", "to": None},
        {
            "kind": "promptly_after",
            "event": "采取处置措施",
            "to": "市场监督管理部门",
            "act": "submit",
        },
    ]
    assert (data("art27-keep")["topic"], data("art28-keep")["topic"]) == ("retention", None)


def test_codes_are_english() -> None:
    entry = data("art25-show")
    assert (entry["kind"], entry["per"], entry["review"]["state"]) == ("duty", "room", "reviewed")
    assert data("art29-train")["kind"] == "encouragement"


def test_via_names_only_holders_bound_by_another_article() -> None:
    assert data("art25-show")["binds"] == ["room_operator", "mcn"]
    assert data("art25-show")["via"] == {"mcn": 63}
    assert data("art27-keep")["via"] == {}


def test_conditions_are_nested() -> None:
    assert data("art25-show")["when"] == {
        "any": [
            {"fact": "channel", "in": ["platform", "other"]},
            {
                "all": [
                    {"fact": "opens_room", "in": ["yes"]},
                    {"fact": "channel", "in": ["own_site"]},
                ]
            },
        ]
    }
    assert data("art27-keep")["when"] is None


@pytest.mark.parametrize(
    ("entry", "question", "expected"),
    [
        ("art25-show", "shown", {"kind": "all", "value": ["name", "other"]}),
        ("art25-show", "place", {"kind": "one_of", "value": ["front"]}),
        ("art25-show", "hidden", {"kind": "no", "value": None}),
        ("art27-keep", "years", {"kind": "years_at_least", "value": 3}),
        ("art27-keep", "gap", {"kind": "months_at_most", "value": 6}),
        ("art27-keep", "delay", {"kind": "working_days_at_most", "value": 3}),
        ("art27-keep", "yearly", {"kind": "once_a_year", "value": None}),
        ("art27-keep", "report", {"kind": "january_and_july", "value": ["january", "july"]}),
        ("art27-keep", "none", {"kind": "none", "value": ["lie", "hide"]}),
        ("art29-train", "trains", {"kind": "yes", "value": None}),
    ],
)
def test_every_expectation_has_its_code(entry: str, question: str, expected: object) -> None:
    (found,) = (one for one in data(entry)["questions"] if one["id"] == question)
    assert found["expected"] == expected


def test_a_penalty_says_where_it_stands() -> None:
    entry = data("art25-show")
    assert entry["penalties"] == [{"id": "art59", "article": 59, "paragraph": None, "item": 5}]
    assert entry["penalties_in_doubt"] == [
        {
            "id": "art60",
            "article": 60,
            "paragraph": None,
            "item": None,
            "why": "是否及于此，两说",
            "when": None,
        }
    ]


def test_a_borrowed_question_says_whose_it_is() -> None:
    (borrowed,) = data("art28-keep")["questions"]
    assert borrowed["same_as"] == "art27-keep/years"
    assert borrowed["fingerprint"] == data("art27-keep")["questions"][0]["fingerprint"]
