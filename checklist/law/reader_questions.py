"""Reads the `questions` of an obligation, and lends one question's text to others (`same_as`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from checklist.law.expectations import (
    ExpectAll,
    Expectation,
    ExpectJanuaryAndJuly,
    ExpectMonthsAtMost,
    ExpectNo,
    ExpectNone,
    ExpectOnceAYear,
    ExpectOneOf,
    ExpectWorkingDaysAtMost,
    ExpectYearsAtLeast,
    ExpectYes,
)
from checklist.law.model import (
    JANUARY_AND_JULY,
    Option,
    Per,
    Question,
)
from checklist.law.reader_common import (
    CITATION_KEYS,
    check_labels,
    read_id,
    read_options,
)
from checklist.law.wording import JANUARY_JULY, YEARLY
from checklist.yaml.fields import Complaints, Fields, instead, spaced, text_of, whole_number
from checklist.yaml.nodes import Mapping as Entries
from checklist.yaml.nodes import Node, shortened

_KINDS = f"是、否、全选、全不选、不少于N年、不长于N个月、不多于N个工作日、{YEARLY}、{JANUARY_JULY}"
QUESTION_KEYS = {
    "id": "写上编号，例如 id: shown",
    "ask": "写上问题，例如 ask: 是否……？",
    "options": "写上选项，例如 options: { opening: 开场, pitch: 讲解商品 }",
    "expect": f"写明合格条件：{_KINDS}，或者用 accept 列出可接受的选项",
    "accept": "列出可接受的选项编号",
    "inapplicable_if": "写上什么情形可以答“不适用”",
    "why": "写上为什么问",
    "item": CITATION_KEYS["item"],
    "same_as": "写上另一个问题，例如 same_as: art27-verify/seller_items",
}
OPTION_KEYS = {
    "label": "写上选项的文字，例如 label: 其他",
    "inapplicable_if": QUESTION_KEYS["inapplicable_if"],
}
FIXED: dict[str, Expectation] = {
    "是": ExpectYes(),
    "否": ExpectNo(),
    "全选": ExpectAll(),
    "全不选": ExpectNone(),
    YEARLY: ExpectOnceAYear(),
    JANUARY_JULY: ExpectJanuaryAndJuly(),
}
MEASURED: tuple[tuple[str, str, int, Callable[[int], Expectation]], ...] = (
    ("不少于", "年", 99, ExpectYearsAtLeast),
    ("不长于", "个月", 999, ExpectMonthsAtMost),
    ("不多于", "个工作日", 999, ExpectWorkingDaysAtMost),
)
_RESTATED = ("ask", "options", "expect", "accept", "inapplicable_if", "why")


class Draft(Struct, frozen=True, kw_only=True):
    """A question as written, and the question it makes; None where it borrows another's."""

    fields: Fields
    per: Per
    id: str
    question: Question | None


def read_questions(entry: Fields, per: Per) -> tuple[Draft, ...]:
    """The questions of one obligation; those with `same_as` are filled in by `borrow`."""
    entry.required("questions")
    taken: dict[str, Node] = {}
    drafts = []
    for number, node in enumerate(entry.items("questions"), 1):
        name = f"{spaced(entry.name)}的第 {number} 个问题"
        fields = Fields(node, name, QUESTION_KEYS, entry.complaints)
        id = read_id(fields, "问题", taken)
        question = None if "same_as" in fields else _question(fields, id)
        drafts.append(Draft(fields=fields, per=per, id=id, question=question))
    return tuple(drafts)


def borrow(draft: Draft, owned: Mapping[str, Draft]) -> Question:
    """The question of `draft`, with what it borrows; `owned` are all drafts by answer key."""
    if draft.question is not None:
        return draft.question
    fields = draft.fields
    key = fields.text("same_as")
    owner = owned.get(key)
    if owner is None or owner.question is None:
        if owner is not None:
            what = f"的 same_as 指向的 {key} 自己也写了 same_as"
            fields.complain(fields.values["same_as"], what, "直接指向最初的那个问题")
        elif key:
            what = f"的 same_as 指向不存在的问题 {shortened(key)}"
            mend = instead(key, (one for one in owned if owned[one].question), fields.complaints)
            fields.complain(fields.values["same_as"], what, mend)
        return Question(id=draft.id, ask="", expect=ExpectYes(), same_as=key)
    if owner.per is not draft.per:
        what = f"的 same_as 指向的 {key}，所属义务的 per 与本条不同"
        fields.complain(fields.values["same_as"], what, "两条义务的 per 相同才能共用一个问题")
    _check_restated(fields, owner.question, owner.fields)
    item = fields.number("item")
    return replace(owner.question, id=draft.id, same_as=key, item=item)


def _check_restated(fields: Fields, owned: Question, owner: Fields) -> None:
    """What is written again beside `same_as` must say the same."""
    restated = [key for key in _RESTATED if key in fields]
    if not restated:
        return
    own = {key: owner.values[key] for key in owner.values if key in _RESTATED}
    # What is wrong with either by itself is complained about elsewhere.
    nothing = Entries((), fields.node.mark, fields.node.file)
    unsound: Complaints = []
    merged = Fields(nothing, fields.name, QUESTION_KEYS, unsound)
    merged.values = own | fields.values
    again = _question(merged, "")
    for key in restated:
        attribute = "expect" if key == "accept" else key
        garbled = any(one.where == fields.values[key].where for one in unsound)
        if garbled or getattr(again, attribute) != getattr(owned, attribute):
            what = f"的 {key} 与 same_as 指向的问题不同"
            fields.complain(fields.values[key], what, f"删去这里的 {key}，或者改成一样")


def _question(fields: Fields, id: str) -> Question:
    options = _options(fields)
    expect = _expectation(fields, options)
    inapplicable_if = fields.optional_text("inapplicable_if")
    if isinstance(expect, ExpectJanuaryAndJuly):
        # Someone may have fallen under the duty for one of the two months only.
        options = tuple(replace(one, inapplicable_if=inapplicable_if) for one in JANUARY_AND_JULY)
    return Question(
        id=id,
        ask=fields.text("ask"),
        expect=expect,
        options=options,
        inapplicable_if=inapplicable_if,
        why=fields.optional_text("why"),
        item=fields.number("item"),
    )


def _options(fields: Fields) -> tuple[Option, ...]:
    node = fields.values.get("options")
    if node is None:
        return ()
    name, complaints = fields.named("options"), fields.complaints
    options = tuple(
        _option(id, value, name, complaints) for id, value in read_options(node, name, complaints)
    )
    check_labels(options, node, name, complaints)
    return options


def _option(id: str, node: Node, options: str, complaints: Complaints) -> Option:
    name = f"{options} 里的 {id}"
    if not isinstance(node, Entries):
        return Option(id=id, label=text_of(node, name, complaints))
    fields = Fields(node, name, OPTION_KEYS, complaints)
    inapplicable_if = fields.text("inapplicable_if")
    return Option(id=id, label=fields.text("label"), inapplicable_if=inapplicable_if)


def _expectation(fields: Fields, options: tuple[Option, ...]) -> Expectation:
    if "accept" in fields:
        if "expect" in fields:
            place = fields.values["accept"]
            fields.complain(place, "同时写了 expect 和 accept", "只留一个：accept 用于单选")
        return _one_of(fields, options)
    if fields.required("expect") is None:
        return ExpectYes()
    expect = _expected(fields)
    if isinstance(expect, ExpectAll | ExpectNone):
        if "options" not in fields:
            place = fields.values["expect"]
            fields.complain(place, "缺少 options", QUESTION_KEYS["options"])
    elif expect is not None and "options" in fields:
        what = f"的 expect 是 {fields.text('expect')}，不用选项"
        mend = "删去 options，或者把 expect 改成 全选、全不选，或者改用 accept"
        fields.complain(fields.values["options"], what, mend)
    return expect or ExpectYes()


def _expected(fields: Fields) -> Expectation | None:
    text = fields.text("expect")
    if text in FIXED:
        return FIXED[text]
    if found := _measured(text):
        return found
    if text:
        plain = unicodedata.normalize("NFKC", text).replace(" ", "")
        known = plain in FIXED or _measured(plain) is not None
        mend = f"写成 {plain}" if known else f"写成其中之一：{_KINDS}"
        fields.complain(fields.values["expect"], f"的 expect 不能是 {shortened(text)}", mend)
    return None


def _measured(text: str) -> Expectation | None:
    for before, after, most, kind in MEASURED:
        if text.startswith(before) and text.endswith(after):
            number = whole_number(text[len(before) : -len(after)], most=most)
            return None if number is None else kind(number)
    return None


def _one_of(fields: Fields, options: tuple[Option, ...]) -> Expectation:
    place = fields.values["accept"]
    if "options" not in fields:
        fields.complain(place, "有 accept 却没有 options", QUESTION_KEYS["options"])
    ids = [option.id for option in options]
    accepted = fields.placed_texts("accept")
    for id, item in accepted if options else ():
        if id not in ids:
            mend = instead(id, ids, fields.complaints)
            fields.complain(item, f"的 accept 里的 {shortened(id)} 不在 options 里", mend)
    accept = tuple(id for id, _ in accepted)
    if options and set(ids) <= set(accept):
        mend = "从 accept 里去掉不合格的选项，或者补上不合格的选项"
        fields.complain(place, "的 accept 列出了全部选项，怎么答都合格", mend)
    for option in options:
        if option.inapplicable_if is not None:
            what = f"的选项 {option.id} 写了 inapplicable_if，而单选不逐项作答"
            fields.complain(fields.values["options"], what, "把 inapplicable_if 写到问题上")
    return ExpectOneOf(accept)
