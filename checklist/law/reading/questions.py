"""Reads the `questions` of an obligation."""

from __future__ import annotations

import unicodedata

from msgspec import Struct
from msgspec.structs import replace

from checklist.law.deadlines import only_day
from checklist.law.expectations import (
    ExpectAll,
    Expectation,
    ExpectJanuaryAndJuly,
    ExpectNo,
    ExpectNone,
    ExpectOneOf,
    ExpectYes,
)
from checklist.law.model import JANUARY_AND_JULY, About, Option, Question
from checklist.law.reading.common import (
    FORMERLY,
    LENT,
    PLACE,
    KnownNames,
    check_formerly,
    ident,
    option_record,
    options,
)
from checklist.law.reading.conditions import REMARKS
from checklist.law.reading.in_records import IN_ORDERS, PROVES, check_proves
from checklist.law.reading.on_screen import ON_SCREEN
from checklist.law.wording import ABOUT, ENDED, EXPECTED, MEASURED
from checklist.law.wording import day as spelled
from checklist.yaml import schema as shown
from checklist.yaml.keys import day, placed_texts, text, texts, word
from checklist.yaml.nodes import Node, shortened
from checklist.yaml.reading import Reading, instead, spaced, whole_number
from checklist.yaml.schema import ID_PATTERN, TEXTS, Schema, never
from checklist.yaml.shape import Fields, Key, Record, Rule

_FIXED = {word: expect for expect, word in EXPECTED.items()}
_YEARLY = [word for word in _FIXED if word.startswith("每年")]
_KINDS = f"是、否、全选、全不选、不少于N年、不长于N个月、不多于N个工作日、{'、'.join(_YEARLY)}"


# --- keys --------------------------------------------------------------------------------------


def _expect() -> Key:
    measured = [
        {"type": "string", "pattern": f"^{before}[1-9][0-9]{{0,{len(str(most)) - 1}}}{after}$"}
        for _, before, after, most in MEASURED
    ]
    mend = f"写明合格条件：{_KINDS}，或者用 accept 列出可接受的选项"
    return text(mend, schema={"anyOf": [shown.words(_FIXED), *measured]}).then(_understood)


def _understood(written: str, fields: Fields, key: str) -> Expectation | None:
    expect = _expected(written)
    if written and expect is None:
        plain = unicodedata.normalize("NFKC", written).replace(" ", "")
        mend = f"写成 {plain}" if _expected(plain) else f"写成其中之一：{_KINDS}"
        fields.complain(key, f"的 {key} 不能是 {shortened(written)}", mend)
    return expect


def _expected(text: str) -> Expectation | None:
    if text in _FIXED:
        return _FIXED[text]
    for kind, before, after, most in MEASURED:
        number = whole_number(text, most=most, before=before, after=after)
        if number is not None:
            return kind(number)
    return None


def _read_accept(fields: Fields, key: str, node: Node) -> Expectation:
    options: tuple[Option, ...] = fields["options"]
    if "options" not in fields:
        mend = fields.record.keys["options"].mend
        fields.complain(node, "有 accept 却没有 options", mend)
    ids = [option.id for option in options]
    accepted = placed_texts(fields, key, node)
    for id, item in accepted if options else ():
        if id not in ids:
            mend = instead(id, ids, fields.reading.complaints)
            fields.complain(item, f"的 accept 里的 {shortened(id)} 不在 options 里", mend)
    accept = tuple(id for id, _ in accepted)
    if options and set(ids) <= set(accept):
        mend = "从 accept 里去掉不合格的选项，或者补上不合格的选项"
        fields.complain(node, "的 accept 列出了全部选项，怎么答都合格", mend)
    for option in options:
        if option.inapplicable_if is not None:
            what = f"的选项 {option.id} 写了 inapplicable_if，而单选不逐项作答"
            fields.complain("options", what, "把 inapplicable_if 写到问题上")
    return ExpectOneOf(accept)


_INAPPLICABLE_IF = "写上什么情形可以答“不适用”"
OPTION = option_record(
    {
        "inapplicable_if": text(_INAPPLICABLE_IF),
        "leaves_open": text("写上这种迹象为什么还不能说明违反"),
        "decided": word({"是": True}, "部门或者法院认定了的，写 decided: 是", missing=False),
        "catch_all": word({"是": True}, "兜底的选项写 catch_all: 是", missing=False),
        "proves": PROVES,
        "in_orders": IN_ORDERS,
        "on_screen": ON_SCREEN,
    }
)


def _own_question() -> Schema:
    """What holds for a question that is not borrowed: its options go with what is expected."""
    plain = {"properties": {"options": {"additionalProperties": {"not": OPTION.schema()}}}}
    by_option = {"properties": {"expect": shown.words(["全选", "全不选"])}, "required": ["expect"]}
    rules = [
        {"required": ["ask"]},
        {"oneOf": [{"required": ["expect"]}, {"required": ["accept"]}]},
        {"if": {"required": ["ended"]}, "then": {"required": ["inapplicable_if"]}},
        {"if": {"required": ["accept"]}, "then": {"required": ["options"], **plain}},
        {"if": by_option, "then": {"required": ["options"]}},
        {"if": {"required": ["expect"], "not": by_option}, "then": never("options")},
    ]
    borrowed = never(*LENT)
    return {"if": {"required": ["same_as"]}, "then": borrowed, "else": {"allOf": rules}}


_ANSWER_KEY = f"{ID_PATTERN}/{ID_PATTERN}"


def _other(mend: str) -> Key:
    """A key that names another question by its answer key."""
    return text(mend, schema={"type": "string", "pattern": f"^{_ANSWER_KEY}$"})


ABOUT_KEY = word({word: about for about, word in ABOUT.items()})
"""Of an obligation: the default for the questions that keep their own answers."""

QUESTION = Record(
    Question,
    {
        "id": ident("写上编号，例如 id: shown", "问题"),
        "ask": text("写上问题，例如 ask: 是否……？"),
        "options": options(
            "写上选项，例如 options: { opening: 开场, pitch: 讲解商品 }",
            OPTION,
            fewest=1,
        ),
        "expect": _expect(),
        "accept": Key("列出可接受的选项编号", _read_accept, TEXTS),
        "inapplicable_if": text(_INAPPLICABLE_IF),
        "why": text("写上为什么问"),
        "item": PLACE["item"],
        "fine_in_doubt": text("写上只有这一项没有做到时，罚则是否适用为什么有疑问"),
        "leaves_open": text("写上答“是”为什么还不能说明违反"),
        "formerly": FORMERLY,
        "about": ABOUT_KEY,
        "since": day("写上问题里写的起算日，例如 since: 2026-02-01"),
        "ended": word({word: ended for ended, word in ENDED.items()}),
        "unless_never": text(
            "写上本条前面的问题，它答“从未”时不再问这一题，例如 unless_never: period"
        ),
        "often_like": _other(
            "写上答案往往相同的、前面的问题，例如 often_like: art27-records/period"
        ),
        "proves": PROVES,
        "on_screen": ON_SCREEN,
        "remedy": text("写上这一题没有做到的怎样改"),
        "remarks": REMARKS,
        "see": texts("写上相像的问题，例如 see: [art39-verify/host_items]", _ANSWER_KEY),
        "same_as": _other("写上另一个问题，例如 same_as: art27-verify/seller_items"),
    },
    rules=[Rule(schema=_own_question())],
)
_AS_WRITTEN = (
    "why", "item", "fine_in_doubt", "leaves_open", "formerly", "often_like", "see", "proves",
    "on_screen", "remedy", "ended", "unless_never", "remarks", "since",
)  # fmt: skip
RESTATED = ("ask", "options", "expect", "accept", "inapplicable_if", "why", "about", "ended")


# --- questions ---------------------------------------------------------------------------------


class Draft(Struct, frozen=True, kw_only=True):
    """A question as written, and the question it makes; None where it borrows another's.

    `sound` is whether nothing was wrong with what is written.
    """

    fields: Fields
    question: Question | None
    sound: bool


def read_questions(entry: Fields, key: str, node: Node) -> tuple[Draft, ...]:
    """The questions of one obligation; those with `same_as` are filled in by `borrow`."""
    known: KnownNames = entry.reading
    known.taken.pop("问题", None)
    drafts = []
    for number, item in enumerate(known.items(node, entry.named(key)), 1):
        so_far = len(known.complaints)
        fields = QUESTION.fields(item, f"{spaced(entry.name)}的第 {number} 个问题", known)
        fields["id"]
        question = None if "same_as" in fields else read_question(fields, entry)
        sound = len(known.complaints) == so_far
        drafts.append(Draft(fields=fields, question=question, sound=sound))
    return tuple(drafts)


def read_question(fields: Fields, entry: Fields | None = None) -> Question:
    """One question that borrows nothing; its entry says what it is about where it does not."""
    fields.require("ask")
    about = fields["about"] or (entry["about"] if entry is not None else None)
    expect = _expectation(fields)
    options, inapplicable_if = fields["options"], fields["inapplicable_if"]
    if fields["ended"] and not inapplicable_if:
        fields.complain("ended", "写了 ended，却没有 inapplicable_if", _INAPPLICABLE_IF)
    signs = [option.id for option in options if option.leaves_open]
    if signs and not isinstance(expect, ExpectNone):
        what = f"的选项 {signs[0]} 写了 leaves_open，而它只用于 expect: 全不选"
        fields.complain("options", what, "删去 leaves_open，或者把 expect 改成 全不选")
    if fields["leaves_open"] and not isinstance(expect, ExpectNo):
        fields.complain("leaves_open", "的 leaves_open 只用于 expect: 否", "写到选项上，或者删去")
    check_proves(fields, expect, options)
    if isinstance(expect, ExpectJanuaryAndJuly):
        # Someone may have fallen under the duty for one of the two months only.
        options = tuple(
            replace(month, inapplicable_if=inapplicable_if) for month in JANUARY_AND_JULY
        )
    question = Question(
        id=fields["id"],
        ask=fields["ask"] or "",
        expect=expect,
        options=options,
        inapplicable_if=inapplicable_if,
        about=about,
        until=only_day(entry["due"]) if entry is not None and about is About.PERIOD else None,
        **{name: fields[name] for name in _AS_WRITTEN},
    )
    check_formerly(fields, question)
    _check_since(fields, question)
    return question


def _check_since(fields: Fields, question: Question) -> None:
    """Complain of a day from which the question itself does not say that it asks."""
    if question.since is None:
        return
    since = spelled(question.since)
    if since not in question.ask or question.about is not About.PERIOD:
        what = f"写了 since，而问题没有说问的是{since}以来的事"
        fields.complain("since", what, f"把{since}写进 ask，about 写 期间；或者删去 since")


def _expectation(fields: Fields) -> Expectation:
    """What is expected by `expect` or by `accept`, with the options that go with it."""
    expect: Expectation | None
    if "accept" in fields:
        if "expect" in fields:
            fields.complain("accept", "同时写了 expect 和 accept", "只留一个：accept 用于单选")
        expect = fields["accept"]
        return expect or ExpectYes()
    fields.require("expect")
    expect = fields["expect"]
    if isinstance(expect, ExpectAll | ExpectNone):
        if "options" not in fields:
            mend = fields.record.keys["options"].mend
            fields.complain("expect", "缺少 options", mend)
    elif expect is not None and "options" in fields:
        written = Reading().text(fields.values["expect"], "expect")
        what = f"的 expect 是 {written}，不用选项"
        mend = "删去 options，或者把 expect 改成 全选、全不选，或者改用 accept"
        fields.complain("options", what, mend)
    return expect or ExpectYes()
