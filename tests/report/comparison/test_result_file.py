from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from checklist.comparing.result_file import read_result
from checklist.comparing.shape import mistakes
from checklist.errors import UnreadableFile
from tests.given.sample import AGENCY
from tests.report.test_json import SCHEMA, data_of

GOOD = data_of(AGENCY)
VALIDATOR = Draft202012Validator(SCHEMA)
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, False, 0, 1, -1, 7, "", "x", "2026-11-22", [], {}, ["x", "x"]]
)


def refused(data: Any) -> str:
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    with pytest.raises(UnreadableFile) as caught:
        read_result(text, SCHEMA, file="旧.json")
    assert all(
        one.where and str(one.where).startswith("旧.json") for one in caught.value.complaints
    )
    return str(caught.value)


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) below a node."""
    if not isinstance(node, dict | list):
        return []
    keys: list[Any] = [*node] if isinstance(node, dict) else [*range(len(node))]
    pairs = [(node, key) for key in keys]
    return pairs + [deeper for box, key in pairs for deeper in places(box[key])]


@given(st.data())
def test_our_reading_of_the_schema_agrees_with_jsonschema(data: st.DataObject) -> None:
    broken = copy.deepcopy(GOOD)
    broken["findings"] = [one for one in broken["findings"] if one["gaps"] or one["open"]][:4]
    box, key = data.draw(st.sampled_from(places(broken)))
    match data.draw(st.sampled_from(["replace", "remove", "add"])):
        case "replace":
            box[key] = data.draw(ODD)
        case "remove":
            del box[key]
        case _ if isinstance(box, dict):
            box["more"] = data.draw(ODD)
    assert (not list(mistakes(broken, SCHEMA))) == VALIDATOR.is_valid(broken)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("as_of",), "2026-02-30", "as_of 不是日历上的日期"),
        (("findings", 3, "status"), "fine", "findings[3].status 应为"),
        (("findings", 3, "article"), "三", "findings[3].article 应为整数，实际是“三”"),
        (("findings", 0, "subject"), "r9", "findings[0].subject 不在 rooms 里"),
        (("rooms", 1, "id"), "r1", "rooms 里编号 r1 出现两次"),
        (("questions", "art30"), {}, "open 里有 questions 没有列出的问题"),
        (("format",), 2, "由更新的程序写出"),
        (("format",), True, "format 应为 1，实际是true"),
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


def test_what_is_missing_or_too_much_is_named() -> None:
    assert "最外层 缺少 questions" in refused({k: v for k, v in GOOD.items() if k != "questions"})
    assert "最外层 不应有 extra" in refused({**GOOD, "extra": 1})


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
        ("[" * 200_000, "嵌套太深"),
        ('{"format": ' + "9" * 5_000 + "}", "数字太长"),
    ],
)
def test_what_is_no_result_at_all_is_refused(text: str, told: str) -> None:
    assert told in refused(text)


def test_many_mistakes_are_cut_short_and_counted() -> None:
    broken = {**GOOD, "findings": [7] * 50}
    assert refused(broken).count("改法") == 20
    assert "另有 31 处错误" in refused(broken)
