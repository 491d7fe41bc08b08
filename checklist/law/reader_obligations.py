"""Reads the `obligations` of a rulebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from checklist.law.expectations import ExpectYearsAtLeast
from checklist.law.model import (
    Condition,
    Ground,
    Kind,
    Liability,
    Obligation,
    Question,
    Review,
    ReviewState,
    Topic,
)
from checklist.law.reader_common import (
    OTHER_LAW,
    PER_KEY,
    KnownNames,
    article,
    ident,
    item_name,
    source,
)
from checklist.law.reader_conditions import condition
from checklist.law.reader_due import DUE
from checklist.law.reader_penalties import (
    REFERENCE,
    REFERENCE_IN_DOUBT,
    check_reach,
    check_repeats,
)
from checklist.law.reader_questions import Draft, borrow, read_questions
from checklist.law.wording import KIND, MEASURED, REVIEW
from checklist.yaml import schema as shown
from checklist.yaml.keys import day, each, one, text, texts, word
from checklist.yaml.nodes import Node, shortened
from checklist.yaml.schema import Schema, never, ref
from checklist.yaml.shape import Fields, Key, Record, Rule
from checklist.yaml.values import complain, instead, items_of, some_entries_of, spaced

WHEN = condition("写上适用条件")
IN_DOUBT_WHEN = condition("写上条文是否适用有疑问的条件")


# --- whom an entry binds -----------------------------------------------------------------------


def _liability(
    *, article: int, when: Condition | None, why: str, named_only: bool
) -> Liability | None:
    if not article:
        return None
    return Liability(article=article, when=when, why=why, named_only=named_only)


LIABILITY = Record(
    _liability,
    {
        "article": article("写上转移责任的条号", required=True),
        "when": WHEN,
        "why": text("写明处罚为什么可能够不到", required=True),
        "named_only": word(
            {"是": True},
            "只有点名义务主体的罚则可能够不到的，写 named_only: 是",
            missing=False,
        ),
    },
)
GROUND = Record(
    Ground,
    {
        "via": article("写上把义务延伸到这一主体的条号"),
        "when": WHEN,
        "in_doubt_when": IN_DOUBT_WHEN,
        "liability": one(
            "写明处罚为什么可能够不到，例如 liability: { article: 63, when: { … }, why: … }",
            LIABILITY,
        ),
    },
)


def _binds() -> Key:
    mend = "写上约束哪些义务主体，例如 binds: { room_operator: {} }"

    def read(fields: Fields, key: str, node: Node) -> dict[str, Ground]:
        known: KnownNames = fields.reading
        name = fields.named(key)
        binds: dict[str, Ground] = {}
        for holder, ground in some_entries_of(node, name, known.complaints, mend=mend):
            if holder.value not in known.duty_holders:
                instead_of_it = instead(holder.value, known.duty_holders, known.complaints)
                what = f"{spaced(name)}里的 {shortened(holder.value)} 不在 duty_holders 里"
                complain(known.complaints, holder, what, instead_of_it)
            binds[holder.value] = GROUND.read(ground, f"{name} 里 {holder.value}", known)
        return binds

    schema = {"type": "object", "minProperties": 1, "additionalProperties": GROUND.schema()}
    return Key(mend, read, schema, required=True, missing={})


# --- review ------------------------------------------------------------------------------------


def _is_signed(fields: Fields) -> None:
    if fields["state"] is ReviewState.REVIEWED:
        fields.require("by")
        fields.require("on")
    elif "state" in fields:
        for key in ("by", "on"):
            if key in fields:
                what = f"待复核，却写了 {key}"
                fields.complain(fields.values[key], what, f"删去 {key}，或者把 state 改成 已复核")


_SIGNED = {"properties": {"state": {"const": REVIEW[ReviewState.REVIEWED]}}}
REVIEW_KEYS = Record(
    Review,
    {
        "state": word(
            {word: state for state, word in REVIEW.items()},
            missing=ReviewState.TO_REVIEW,
            required=True,
        ),
        "by": text("写上复核人"),
        "on": day("写上复核日期，例如 on: 2026-02-01"),
        "open_points": texts("写上待定的问题"),
    },
    rules=[
        Rule(
            _is_signed,
            {"if": _SIGNED, "then": {"required": ["by", "on"]}, "else": never("by", "on")},
        )
    ],
)


# --- entries -----------------------------------------------------------------------------------


def _is_penalised(fields: Fields) -> None:
    """A breach either has a penalty or says why not; an encouragement has neither."""
    if fields["kind"] is Kind.ENCOURAGEMENT:
        for key in ("penalties", "penalties_in_doubt", "no_penalty"):
            if key in fields:
                what = f"是倡导，不会被处罚，却写了 {key}"
                fields.complain(fields.values[key], what, f"删去 {key}，或者改正 kind")
    elif "penalties" in fields and "no_penalty" in fields:
        mend = "有处罚的删去 no_penalty，没有处罚的删去 penalties"
        fields.complain(fields.values["no_penalty"], "同时写了 penalties 和 no_penalty", mend)
    elif "penalties" not in fields and "no_penalty" not in fields:
        mend = "写上 penalties；没有处罚的，用 no_penalty 写明为什么没有"
        fields.complain(fields.node, "缺少 penalties", mend)


_PENALISED: Schema = {
    "if": {"properties": {"kind": {"const": KIND[Kind.ENCOURAGEMENT]}}, "required": ["kind"]},
    "then": never("penalties", "penalties_in_doubt", "no_penalty"),
    "else": {"oneOf": [{"required": ["penalties"]}, {"required": ["no_penalty"]}]},
}


def _check_clock(fields: Fields, questions: Iterable[Question]) -> None:
    """A number of years needs a day to count from."""
    counts = any(isinstance(question.expect, ExpectYearsAtLeast) for question in questions)
    if counts and "counted_from" not in fields:
        what = "有问题要求“不少于N年”，却缺少 counted_from"
        fields.complain(fields.node, what, fields.record.keys["counted_from"].mend)
    if not counts and "counted_from" in fields:
        what = "有 counted_from，却没有要求“不少于N年”的问题"
        mend = "删去 counted_from，或者把期限写进问题的 expect"
        fields.complain(fields.values["counted_from"], what, mend)


def _clock() -> tuple[Rule, Rule]:
    """What editors can see of the same, and the other way round."""
    before, after = next((before, after) for _, before, after, _ in MEASURED if after == "年")
    years = {"type": "string", "pattern": f"^{before}.*{after}$"}
    counts = {"required": ["expect"], "properties": {"expect": years}}
    borrows = {"required": ["same_as"]}

    def some(what: Schema) -> Schema:
        return {
            "required": ["questions"],
            "properties": {"questions": {"type": "array", "contains": what}},
        }

    needed = {"if": some({**counts, "not": borrows}), "then": {"required": ["counted_from"]}}
    useless = {"if": some({"anyOf": [counts, borrows]}), "else": never("counted_from")}
    return Rule(schema=needed), Rule(schema=useless)


OBLIGATION = Record(
    Obligation,
    {
        "id": ident("写上编号，例如 id: art37-prompt", "义务"),
        "title": text("写上一句话的标题", required=True),
        "source": source("写成 source: { article: 37, paragraph: 1, anchor: 原文短语 }"),
        "kind": word({word: kind for kind, word in KIND.items()}, missing=Kind.DUTY, required=True),
        "per": PER_KEY,
        "topic": word({topic.value: topic for topic in Topic}),
        "binds": _binds(),
        "when": WHEN,
        "in_doubt_when": IN_DOUBT_WHEN,
        "summary": text("用自己的话概括要求", required=True),
        "questions": Key(
            "写上至少一个问题",
            read_questions,
            shown.listed(ref("question")),
            required=True,
            missing=(),
        ),
        "evidence": texts("写上佐证材料"),
        "remedy": text("写上怎样整改", required=True),
        "penalties": each("写上处罚，例如 penalties: [ { id: art59 } ]", REFERENCE),
        "penalties_in_doubt": each("写上拿不准是否适用的处罚和理由", REFERENCE_IN_DOUBT),
        "no_penalty": text("写上为什么没有处罚"),
        "counted_from": text("写上保存期限从何时起算，例如 counted_from: 直播结束"),
        "carve_out": text("写上法律另有规定的情形"),
        "due": each("写上期限，例如 due: [ { every: 6个月 } ]", DUE),
        "related": each("写上相关的其他规定", OTHER_LAW, defined="other_law"),
        "review": one(
            "写成 review: { state: 待复核 }",
            REVIEW_KEYS,
            required=True,
            missing=Review(state=ReviewState.TO_REVIEW),
        ),
    },
    rules=[Rule(schema=_PENALISED), *_clock()],
)


class _Entry(Struct, frozen=True, kw_only=True):
    """An obligation whose questions have been read; `sound` if nothing was wrong with them."""

    fields: Fields
    drafts: tuple[Draft, ...]
    sound: bool


def _read_obligations(fields: Fields, key: str, node: Node) -> tuple[Obligation, ...]:
    """Reads the questions of all entries first: `same_as` may look ahead."""
    complaints = fields.reading.complaints
    entries: list[_Entry] = []
    owned: dict[str, Draft] = {}
    for number, item in enumerate(items_of(node, fields.named(key), complaints), 1):
        entry = OBLIGATION.fields(item, item_name("义务", item, number), fields.reading)
        id, _ = entry["id"], entry["per"]
        so_far = len(complaints)
        drafts = entry["questions"]
        entries.append(_Entry(fields=entry, drafts=drafts, sound=len(complaints) == so_far))
        for draft in drafts:
            owned.setdefault(f"{id}/{draft.fields['id']}", draft)
    return tuple(_obligation(entry, owned) for entry in entries)


def _obligation(entry: _Entry, owned: Mapping[str, Draft]) -> Obligation:
    fields = entry.fields
    questions = tuple(borrow(draft, owned) for draft in entry.drafts)
    check_reach(fields, fields["binds"])
    check_repeats(fields, (*fields["penalties"], *fields["penalties_in_doubt"]))
    _is_penalised(fields)
    if entry.sound:
        _check_clock(fields, questions)
    return Obligation(**fields.all(questions=questions))


OBLIGATIONS = Key(
    "写上义务", _read_obligations, shown.listed(ref("obligation")), required=True, missing=()
)
