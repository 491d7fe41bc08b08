"""A record that declares its keys reads them, complains about them and shows them to editors."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec import Struct

from checklist.yaml.keys import day, each, mapping, number, or_empty, text, texts, word
from checklist.yaml.nodes import Scalar, parse
from checklist.yaml.reading import Reading
from checklist.yaml.shape import Fields, Record, Rule, needs, some_of


class Span(Struct, frozen=True, kw_only=True):
    low: int | None
    high: int | None
    unit: str | None = None


class Stall(Struct, frozen=True, kw_only=True):
    name: str
    open: bool
    since: date | None
    sold: tuple[str, ...]
    price: Span | None
    rows: tuple[Span, ...]
    note: str | None


def low_is_not_above_high(fields: Fields) -> None:
    if fields["from"] and fields["to"] and fields["from"] > fields["to"]:
        fields.complain(fields.values["from"], "的下限高于上限", "对调")


SPAN = Record(
    Span,
    {
        "from": number("写上下限", into="low"),
        "to": number("写上上限", most=99, into="high"),
        "unit": text("写上单位"),
    },
    rules=[some_of(("from", "to"), "没有数"), Rule(low_is_not_above_high)],
)
STALL = Record(
    Stall,
    {
        "name": text("写上名称", required=True),
        "open": word({"是": True, "否": False}, missing=False),
        "since": day("写上日期"),
        "sold": texts("写上货品"),
        "price": mapping("写上价格", SPAN),
        "rows": each("写上各排", SPAN),
        "note": or_empty(text("写上说明")),
    },
    rules=[needs("price", "sold", "写上 sold")],
)


def read(written: str) -> tuple[Stall, list[str]]:
    reading = Reading()
    stall: Stall = STALL.read(parse(written, file="f"), "摊位", reading)
    return stall, [f"{one.where}: {one.what} > {one.mend}" for one in reading.complaints]


def test_each_key_is_read_as_it_is_declared() -> None:
    stall, complaints = read(
        "{ name: 甲, open: 是, since: 2026-02-01, sold: [梨, 枣], price: { from: 1 },"
        " rows: [ { from: 1, to: 2 }, { to: 3 } ], note: }"
    )
    assert complaints == []
    assert stall == Stall(
        name="甲",
        open=True,
        since=date(2026, 2, 1),
        sold=("梨", "枣"),
        price=Span(low=1, high=None),
        rows=(Span(low=1, high=2), Span(low=None, high=3)),
        note=None,
    )


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("{ open: 是 }", "f:1:1: 摊位缺少 name > 写上名称"),
        ("{ nam: 甲 }", "f:1:3: 摊位里不认识 nam > 改成 name"),
        ("{ name: 甲, nam: 甲 }", "f:1:12: 摊位里不认识 nam > 删去；这里已经有 name"),
        ("{ name: [] }", "f:1:9: 摊位的 name 应是一段文字，这里是列表 > "),
        ("{ name: 甲, open: 开 }", "f:1:18: 摊位的 open 不能是 开 > 写成其中之一：是、否"),
        ("{ name: 甲, since: 二月 }", "f:1:19: 摊位的 since 不是日历上的日期：二月 > "),
        ("{ name: 甲, sold: [梨, 梨] }", "f:1:22: 摊位的 sold 里重复写了 梨 > 只保留一处"),
        ("{ name: 甲, price: { from: 1 } }", "f:1:19: 摊位有 price 却没有 sold > 写上 sold"),
        ("{ name: 甲, rows: [ { to: 100 } ] }", "摊位的 rows 的第 1 项的 to 应是整数"),
        (
            "{ name: 甲, rows: [ { unit: 元 } ] }",
            "摊位的 rows 的第 1 项没有数 > 至少写上 from、to 之一",
        ),
        ("{ name: 甲, rows: [ { from: 9, to: 2 } ] }", "摊位的 rows 的第 1 项的下限高于上限"),
    ],
)
def test_what_is_wrong_with_a_key_is_told_once(written: str, complaint: str) -> None:
    _, (told, *more) = read(written)
    assert complaint in told
    assert more == []


def test_a_key_is_complained_about_once_however_often_it_is_read() -> None:
    reading = Reading()
    fields = STALL.fields(parse("open: 开", file="f"), "摊位", reading)
    assert (fields["open"], fields["open"], fields["name"], fields["name"]) == (
        False,
        False,
        "",
        "",
    )
    assert len(reading.complaints) == 2


def test_a_value_that_is_no_mapping_is_told_without_its_missing_keys() -> None:
    stall, complaints = read("[]")
    assert complaints == [
        "f:1:1: 摊位应是一组键值，这里是列表 > 写成 { 键: 值 }，或者每个键一行并缩进"
    ]
    assert stall.name == ""


class Form(Reading):
    """A file of another kind, with its own wording."""

    def refuse(self, key: Scalar, fields: Fields) -> None:
        fields.complain(key, f"没有“{key.value}”这个键", "删去这一行")


def test_another_kind_of_file_may_name_and_refuse_in_its_own_words() -> None:
    form = Form(names_keys_alone=True)
    STALL.read(parse("{ name: 甲, open: 开, nam: 乙 }", file="f"), "摊位", form)
    assert [one.what for one in form.complaints] == ["摊位没有“nam”这个键", "open 不能是 开"]


def test_the_schema_says_what_the_reader_reads() -> None:
    assert "required" not in SPAN.schema()
    assert STALL.schema()["required"] == ["name"]
    assert STALL.schema()["properties"]["open"] == {
        "description": "写成其中之一：是、否",
        "enum": ["是", "否"],
    }
    assert STALL.schema()["allOf"] == [{"dependentRequired": {"price": ["sold"]}}]
    assert STALL.schema()["additionalProperties"] is False
