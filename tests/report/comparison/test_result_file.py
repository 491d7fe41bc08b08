from __future__ import annotations

import copy
import functools
import json
import operator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec import ValidationError, convert

from checklist.comparing.compare import compare, fact_changes
from checklist.comparing.result import Result
from checklist.comparing.result_file import read_result
from checklist.errors import UnreadableFile
from tests.given.sample import AGENCY
from tests.report.test_json import SCHEMA, data_of

GOOD = data_of(AGENCY)
VALIDATOR = Draft202012Validator(SCHEMA)
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, False, 0, 1, -1, 7, "", "x", "2026-11-22", [], {}, ["x", "x"]]
)
NOT_COMPARED = {
    "in_force", "haste", "doubted", "about", "only_at_once", "dormant", "failing", "not_compared",
    "program", "period", "address", "prepared_by", "answered_to", "duty_holders", "jurisdiction",
    "via", "applies", "in_doubt", "because", "liability", "basis", "support", "expected",
    "options", "reason", "penalties", "penalties_in_doubt", "contradictions", "related", "review",
    "totals", "asked_as", "who_could_know", "note", "evidence", "owner", "due", "state",
    "department", "reviewer", "measures", "closed_on",
}  # fmt: skip
"""What a comparison does not look at, wherever it stands."""
NOT_IN_OLD_FILES = {"facts", "fact_questions", "answers", "passed", "inapplicable"}
"""What files of the first days have not, and are compared without."""


def refused(data: Any) -> str:
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    with pytest.raises(UnreadableFile) as caught:
        read_result(text, file="旧.json")
    assert all(
        one.where and str(one.where).startswith("旧.json") for one in caught.value.complaints
    )
    return str(caught.value)


def loads(data: Any) -> bool:
    try:
        convert(data, Result)
    except ValidationError:
        return False
    return True


def places(node: Any, *above: Any) -> list[tuple[Any, ...]]:
    """The road to everything below a node."""
    if not isinstance(node, dict | list):
        return []
    keys: list[Any] = [*node] if isinstance(node, dict) else [*range(len(node))]
    roads = [(*above, key) for key in keys]
    return roads + [deeper for road in roads for deeper in places(node[road[-1]], *road)]


def few_findings() -> dict[str, Any]:
    data = copy.deepcopy(GOOD)
    data["findings"] = [one for one in data["findings"] if one["gaps"] or one["open"]][:4]
    return data


def is_compared(road: tuple[Any, ...]) -> bool:
    if road[0] == "answers" and road[1:]:
        return road[-1] in {"by", "at"}
    return road[0] == "fact_questions" or not NOT_COMPARED & {*road}


PLACES = places(few_findings())


@given(st.sampled_from(PLACES), st.sampled_from(["replace", "remove", "add"]), ODD)
def test_what_the_schema_allows_is_read(road: tuple[Any, ...], how: str, odd: Any) -> None:
    broken = few_findings()
    box = functools.reduce(operator.getitem, road[:-1], broken)
    match how:
        case "replace":
            box[road[-1]] = odd
        case "remove":
            del box[road[-1]]
        case _ if isinstance(box, dict):
            box["more"] = odd
    assert loads(broken) or not VALIDATOR.is_valid(broken)


@given(st.sampled_from([one for one in PLACES if is_compared(one)]), ODD)
def test_what_the_schema_refuses_of_what_is_compared_is_refused(
    road: tuple[Any, ...], odd: Any
) -> None:
    """But for the harmless: a list that names something twice, null for what may be missing."""
    harmless = odd == ["x", "x"] or (odd is None and road[-1] in {"facts", "by", "at"})
    broken = few_findings()
    box = functools.reduce(operator.getitem, road[:-1], broken)
    box[road[-1]] = odd
    assert loads(broken) == VALIDATOR.is_valid(broken) or harmless


@given(st.sampled_from([one for one in PLACES if is_compared(one)]))
def test_what_a_comparison_needs_must_be_there(road: tuple[Any, ...]) -> None:
    broken = few_findings()
    box = functools.reduce(operator.getitem, road[:-1], broken)
    del box[road[-1]]
    assert loads(broken) == (VALIDATOR.is_valid(broken) or road[-1] in NOT_IN_OLD_FILES)


def test_a_file_of_the_first_days_is_read_and_its_facts_are_not_compared() -> None:
    old = {name: value for name, value in GOOD.items() if name not in NOT_IN_OLD_FILES}
    old["findings"] = [
        {
            name: value
            for name, value in one.items()
            if name not in {*NOT_IN_OLD_FILES, "applies", "because", "in_doubt", "liability"}
        }
        for one in GOOD["findings"]
    ]
    was, now = (read_result(json.dumps(data), file="旧.json") for data in (old, GOOD))
    comparison = compare(was, now)
    assert (comparison.differences, [*fact_changes(comparison)]) == ((), [])


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("as_of",), "2026-02-30", "as_of 不是日历上的日期"),
        (
            ("findings", 3, "status"),
            "fine",
            "findings[3].status 应为规定的几种写法之一，实际是 'fine'",
        ),
        (("findings", 3, "article"), "三", "findings[3].article 应为整数，实际是文字"),
        (("findings", 0, "subject"), "r9", "findings[0].subject 不在 rooms 里"),
        (("rooms", 1, "id"), "r1", "rooms 里编号 r1 出现两次"),
        (("questions", "art30"), {}, "open 里有 questions 没有列出的问题"),
        (("format",), 2, "由更新的程序写出"),
        (("format",), True, "format 应为整数，实际是真假值（true、false）"),
        (("rooms", 0, "id"), "", "rooms[0].id 不能为空"),
        (("findings", 0, "item"), 0, "findings[0].item 不能小于 1"),
        (("findings", 0, "item"), "一", "findings[0].item 应为整数或者空值（null），实际是文字"),
        (("rulebooks", 0, "sha256"), "ab", "rulebooks[0].sha256 的写法不对"),
        (("facts", "opens_room", "value", "kind"), "x", "facts[...].value.kind 应为规定的几种"),
        (("respondent",), [], "respondent 应为对象，实际是列表"),
    ],
)
def test_a_mistake_is_told_with_its_place(path: tuple[Any, ...], value: Any, told: str) -> None:
    broken = copy.deepcopy(GOOD)
    box = broken
    for step in path[:-1]:
        box = box[step]
    box[path[-1]] = value
    assert told in refused(broken)


def test_what_is_missing_is_named_and_what_nobody_compares_is_passed_over() -> None:
    assert "最外层 缺少 questions" in refused({k: v for k, v in GOOD.items() if k != "questions"})
    more = {**GOOD, "extra": 1}
    assert read_result(json.dumps(more), file="新.json").as_of == date(2026, 11, 22)


def test_the_first_mistake_is_enough() -> None:
    assert refused({**GOOD, "findings": [7] * 50}).count("改法") == 1


def test_the_same_finding_twice_is_refused() -> None:
    assert "同一项义务" in refused({**GOOD, "findings": [*GOOD["findings"], GOOD["findings"][0]]})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("format: 1\n", "旧.json:1:1: 这里不是合法的 JSON"),
        ("[]", "这不是 checklist check 写出的 JSON 结果"),
        ("{}", "这不是 checklist check 写出的 JSON 结果"),
        ("7", "这不是 checklist check 写出的 JSON 结果"),
        ('{"format": 1, "format": 1}', "同一个对象里 format 写了两次"),
        ('{"format": 1, "findings": NaN}', "NaN 不是数字"),
        ("[" * 200_000, "嵌套太深"),
        ('{"format": ' + "9" * 5_000 + "}", "数字太长"),
    ],
)
def test_what_is_no_result_at_all_is_refused(text: str, told: str) -> None:
    assert told in refused(text)
