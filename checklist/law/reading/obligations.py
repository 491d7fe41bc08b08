"""Reads the `obligations` of a rulebook, with their reviews."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import takewhile

from checklist.law.expectations import ExpectYearsAtLeast
from checklist.law.model import (
    Kind,
    Obligation,
    Question,
    Review,
    ReviewState,
    Saying,
    Topic,
)
from checklist.law.reading.borrowed import borrow
from checklist.law.reading.common import OTHER_LAW, PER_KEY, ident, item_name, source
from checklist.law.reading.conditions import IN_DOUBT_WHEN, REMARKS, WHEN, condition
from checklist.law.reading.due import DUE
from checklist.law.reading.exclusions import fits
from checklist.law.reading.facts import BINDS
from checklist.law.reading.penalties import (
    REFERENCE,
    REFERENCE_IN_DOUBT,
    check_reach,
    check_repeats,
)
from checklist.law.reading.questions import ABOUT_KEY, Draft, read_questions
from checklist.law.wording import KIND, MEASURED, REVIEW
from checklist.yaml import schema as shown
from checklist.yaml.keys import day, each, mapping, text, texts, word
from checklist.yaml.nodes import Node, shortened
from checklist.yaml.reading import instead
from checklist.yaml.schema import ID_PATTERN, Schema, never, ref
from checklist.yaml.shape import Fields, Key, Record, Rule

# --- review ------------------------------------------------------------------------------------


def _is_signed(fields: Fields) -> None:
    if fields["state"] is ReviewState.REVIEWED:
        fields.require("by")
        fields.require("on")
    elif "state" in fields:
        for key in ("by", "on"):
            if key in fields:
                what = f"待复核，却写了 {key}"
                fields.complain(key, what, f"删去 {key}，或者把 state 改成 已复核")


_SIGNED = {
    "if": {"properties": {"state": {"const": REVIEW[ReviewState.REVIEWED]}}},
    "then": {"required": ["by", "on"]},
    "else": never("by", "on"),
}
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
        "remarks": REMARKS,
    },
    rules=[Rule(_is_signed, _SIGNED)],
)


# --- entries -----------------------------------------------------------------------------------


def _is_penalised(fields: Fields) -> None:
    """A breach either has a penalty or says why not; an encouragement has neither."""
    if fields["kind"] is Kind.ENCOURAGEMENT:
        for key in ("penalties", "penalties_in_doubt", "no_penalty"):
            if key in fields:
                what = f"是倡导，不会被处罚，却写了 {key}"
                fields.complain(key, what, f"删去 {key}，或者改正 kind")
    elif "penalties" in fields and "no_penalty" in fields:
        mend = "有处罚的删去 no_penalty，没有处罚的删去 penalties"
        fields.complain("no_penalty", "同时写了 penalties 和 no_penalty", mend)
    elif "penalties" not in fields and "no_penalty" not in fields:
        mend = "写上 penalties；没有处罚的，用 no_penalty 写明为什么没有"
        fields.complain(fields.node, "缺少 penalties", mend)


def _check_limbs(fields: Fields, questions: Iterable[Question]) -> None:
    """A doubt about the fine of a part needs a fine that is certain for another part."""
    doubted = [question for question in questions if question.fine_in_doubt]
    if doubted and not fields["penalties"]:
        what = f"的问题 {doubted[0].id} 写了 fine_in_doubt，而本条没有确定适用的处罚"
        fields.complain("questions", what, "删去 fine_in_doubt，或者写上 penalties")
    elif doubted and len(doubted) == len(fields["questions"]):
        mend = "把处罚移到 penalties_in_doubt，删去各个问题的 fine_in_doubt"
        fields.complain("questions", "的每个问题都写了 fine_in_doubt", mend)


_PENALISED: Schema = {
    "if": {"properties": {"kind": {"const": KIND[Kind.ENCOURAGEMENT]}}, "required": ["kind"]},
    "then": never("penalties", "penalties_in_doubt", "no_penalty"),
    "else": {"oneOf": [{"required": ["penalties"]}, {"required": ["no_penalty"]}]},
}


def _check_readings(fields: Fields) -> None:
    """Where the text can be counted in several ways, that is an open point of the entry."""
    if any(len(due.by) > 1 for due in fields["due"]) and not fields["review"].open_points:
        what = "的 due 写了几种算法的日子，review 却没有 open_points"
        mend = "在 open_points 里写明各种算法从何而来、按哪一种判断；只有一种算法的只写一天"
        fields.complain("due", what, mend)


def _check_clock(fields: Fields, questions: Iterable[Question]) -> None:
    """A number of years needs a day to count from."""
    counts = any(isinstance(question.expect, ExpectYearsAtLeast) for question in questions)
    if counts and "counted_from" not in fields:
        what = "有问题要求“不少于N年”，却缺少 counted_from"
        fields.complain(fields.node, what, fields.record.keys["counted_from"].mend)
    if not counts and "counted_from" in fields:
        what = "有 counted_from，却没有要求“不少于N年”的问题"
        mend = "删去 counted_from，或者把期限写进问题的 expect"
        fields.complain("counted_from", what, mend)


def _check_never(draft: Draft, questions: Iterable[Question]) -> None:
    """What is not asked hangs on an earlier question of the entry of which 从未 is a breach."""
    fields, other = draft.fields, draft.fields["unless_never"]
    if other is None:
        return
    before = takewhile(lambda each: each.id != fields["id"], questions)
    known = [each.id for each in before if fits(each, Saying.NEVER)]
    if other not in known:
        what = f"的 unless_never 里的 {shortened(other)} 不是本条前面可以答“从未”的问题"
        fields.complain("unless_never", what, instead(other, known, fields.reading.complaints))


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
        "binds": BINDS,
        "when": WHEN,
        "unless": condition("写上什么情况下例外，不受约束"),
        "in_doubt_when": IN_DOUBT_WHEN,
        "unknown_when": condition("写上说不清本条是否适用于填报人的条件"),
        "about": ABOUT_KEY,
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
        "forms": texts("写上记录样表的编号，例如 forms: [prelive-review]", ID_PATTERN),
        "every_room": word({"是": True}, "写 every_room: 是，或者删去", missing=False),
        "penalties": each("写上处罚，例如 penalties: [ { id: art59 } ]", REFERENCE),
        "penalties_in_doubt": each("写上拿不准是否适用的处罚和理由", REFERENCE_IN_DOUBT),
        "no_penalty": text("写上为什么没有处罚"),
        "counted_from": text("写上保存期限从何时起算，例如 counted_from: 直播结束"),
        "carve_out": text("写上法律另有规定的情形"),
        "unasked": text("写上没有问到的要求，例如 unasked: 标准的其余要求"),
        "due": each("写上期限，例如 due: [ { every: 6个月 } ]", DUE),
        "related": each("写上相关的其他规定", OTHER_LAW, defined="other_law"),
        "overlaps": texts("写上也违反的义务，例如 overlaps: [art34-false-claims]", ID_PATTERN),
        "review": mapping(
            "写成 review: { state: 待复核 }",
            REVIEW_KEYS,
            required=True,
            missing=Review(state=ReviewState.TO_REVIEW),
        ),
    },
    rules=[Rule(schema=_PENALISED), *_clock()],
)


def _read_obligations(fields: Fields, key: str, node: Node) -> tuple[Obligation, ...]:
    """Reads the questions of all entries first: `same_as` may look ahead."""
    entries, owned = list[Fields](), dict[str, Draft]()
    for number, item in enumerate(fields.reading.items(node, fields.named(key)), 1):
        entry = OBLIGATION.fields(item, item_name("义务", item, number), fields.reading)
        id, _ = entry["id"], entry["per"]
        for draft in entry["questions"]:
            owned.setdefault(f"{id}/{draft.fields['id']}", draft)
        entries.append(entry)
    own = ((answer_key, draft.question) for answer_key, draft in owned.items())
    fields.reading.questions.update((answer_key, asked) for answer_key, asked in own if asked)
    return tuple(_obligation(entry, owned) for entry in entries)


def _obligation(fields: Fields, owned: Mapping[str, Draft]) -> Obligation:
    drafts: tuple[Draft, ...] = fields["questions"]
    questions = tuple(borrow(draft, owned) for draft in drafts)
    check_reach(fields, fields["binds"])
    check_repeats(fields, (*fields["penalties"], *fields["penalties_in_doubt"]))
    _is_penalised(fields)
    _check_limbs(fields, questions)
    _check_readings(fields)
    for draft in drafts:
        _check_never(draft, questions)
    if drafts and all(draft.sound for draft in drafts):
        _check_clock(fields, questions)
    own = fields.all(questions=questions)
    return Obligation(**{name: own[name] for name in own if name != "about"})


OBLIGATIONS = Key(
    "写上义务", _read_obligations, shown.listed(ref("obligation")), required=True, missing=()
)
