"""Reads the `obligations` of a rulebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from checklist.law.expectations import ExpectYearsAtLeast
from checklist.law.model import (
    Ground,
    Kind,
    Liability,
    Obligation,
    Per,
    Question,
    Review,
    ReviewState,
    Topic,
)
from checklist.law.reader_common import (
    PER_WORDS,
    Known,
    check_article,
    item_name,
    read_citation,
    read_condition,
    read_id,
    read_other_laws,
)
from checklist.law.reader_due import read_due
from checklist.law.reader_penalties import read_penalty_refs
from checklist.law.reader_questions import Draft, borrow, read_questions
from checklist.law.wording import KIND, REVIEW
from checklist.yaml.fields import Fields, complain, instead, some_entries_of, spaced
from checklist.yaml.nodes import Node, shortened

_KINDS = {word: kind for kind, word in KIND.items()}
_REVIEW_STATES = {word: state for state, word in REVIEW.items()}
_TOPICS = {topic.value: topic for topic in Topic}
OBLIGATION_KEYS = {
    "id": "写上编号，例如 id: art37-prompt",
    "title": "写上一句话的标题",
    "source": "写成 source: { article: 37, paragraph: 1, anchor: 原文短语 }",
    "kind": f"写成其中之一：{'、'.join(_KINDS)}",
    "per": f"写成其中之一：{'、'.join(PER_WORDS)}",
    "topic": f"写成其中之一：{'、'.join(_TOPICS)}",
    "binds": "写上约束哪些义务主体，例如 binds: { room_operator: {} }",
    "when": "写上适用条件",
    "in_doubt_when": "写上条文是否适用有疑问的条件",
    "summary": "用自己的话概括要求",
    "questions": "写上至少一个问题",
    "evidence": "写上佐证材料",
    "remedy": "写上怎样整改",
    "penalties": "写上处罚，例如 penalties: [ { id: art59 } ]",
    "penalties_in_doubt": "写上拿不准是否适用的处罚和理由",
    "no_penalty": "写上为什么没有处罚",
    "counted_from": "写上保存期限从何时起算，例如 counted_from: 直播结束",
    "carve_out": "写上法律另有规定的情形",
    "due": "写上期限，例如 due: [ { every: 6个月 } ]",
    "related": "写上相关的其他规定",
    "review": "写成 review: { state: 待复核 }",
}
GROUND_KEYS = {
    "via": "写上把义务延伸到这一主体的条号",
    "when": OBLIGATION_KEYS["when"],
    "in_doubt_when": OBLIGATION_KEYS["in_doubt_when"],
    "liability": "写明处罚为什么可能够不到，例如 liability: { article: 63, when: { … }, why: … }",
}
LIABILITY_KEYS = {
    "article": "写上转移责任的条号",
    "when": OBLIGATION_KEYS["when"],
    "why": "写明处罚为什么可能够不到",
    "named_only": "只有点名义务主体的罚则可能够不到的，写 named_only: 是",
}
REVIEW_KEYS = {
    "state": f"写成其中之一：{'、'.join(_REVIEW_STATES)}",
    "by": "写上复核人",
    "on": "写上复核日期，例如 on: 2026-02-01",
    "open_points": "写上待定的问题",
}


class _Entry(Struct, frozen=True, kw_only=True):
    """An obligation whose questions have been read; `sound` if nothing was wrong with them."""

    id: str
    fields: Fields
    per: Per
    drafts: tuple[Draft, ...]
    sound: bool


def read_obligations(top: Fields, known: Known) -> tuple[Obligation, ...]:
    """Every obligation of the rulebook. Reads all questions first: `same_as` may look ahead."""
    taken: dict[str, Node] = {}
    entries: list[_Entry] = []
    owned: dict[str, Draft] = {}
    for number, node in enumerate(top.items("obligations"), 1):
        fields = Fields(node, item_name("义务", node, number), OBLIGATION_KEYS, known.complaints)
        id = read_id(fields, "义务", taken)
        per = fields.word("per", PER_WORDS) or Per.RESPONDENT
        so_far = len(known.complaints)
        drafts = read_questions(fields, per)
        sound = len(known.complaints) == so_far
        entries.append(_Entry(id=id, fields=fields, per=per, drafts=drafts, sound=sound))
        for draft in drafts:
            owned.setdefault(f"{id}/{draft.id}", draft)
    return tuple(_obligation(entry, owned, known) for entry in entries)


def _obligation(entry: _Entry, owned: Mapping[str, Draft], known: Known) -> Obligation:
    fields, per = entry.fields, entry.per
    questions = tuple(borrow(draft, owned) for draft in entry.drafts)
    fields.required("kind")
    kind = fields.word("kind", _KINDS) or Kind.DUTY
    binds = _binds(fields, known, per)
    penalties, penalties_in_doubt = read_penalty_refs(fields, known, binds)
    _check_penalties(fields, kind)
    if entry.sound:
        _check_clock(fields, questions)
    return Obligation(
        id=entry.id,
        title=fields.text("title"),
        source=read_citation(fields, known),
        kind=kind,
        per=per,
        topic=fields.word("topic", _TOPICS),
        binds=binds,
        when=read_condition(fields, "when", known, per),
        in_doubt_when=read_condition(fields, "in_doubt_when", known, per),
        summary=fields.text("summary"),
        questions=questions,
        evidence=fields.texts("evidence"),
        remedy=fields.text("remedy"),
        penalties=penalties,
        penalties_in_doubt=penalties_in_doubt,
        no_penalty=fields.optional_text("no_penalty"),
        counted_from=fields.optional_text("counted_from"),
        carve_out=fields.optional_text("carve_out"),
        due=read_due(fields),
        related=read_other_laws(fields, "related"),
        review=_review(fields),
    )


def _binds(fields: Fields, known: Known, per: Per) -> dict[str, Ground]:
    node = fields.required("binds")
    if node is None:
        return {}
    name = fields.named("binds")
    mend = OBLIGATION_KEYS["binds"]
    binds: dict[str, Ground] = {}
    for key, value in some_entries_of(node, name, known.complaints, mend=mend):
        if key.value not in known.duty_holders:
            mend = instead(key.value, known.duty_holders, known.complaints)
            what = f"{spaced(name)}里的 {shortened(key.value)} 不在 duty_holders 里"
            complain(known.complaints, key, what, mend)
        ground = Fields(value, f"{name} 里 {key.value}", GROUND_KEYS, known.complaints)
        via = ground.number("via")
        check_article(via, ground, known, "via")
        binds[key.value] = Ground(
            via=via,
            when=read_condition(ground, "when", known, per),
            in_doubt_when=read_condition(ground, "in_doubt_when", known, per),
            liability=_liability(ground, known, per),
        )
    return binds


def _liability(ground: Fields, known: Known, per: Per) -> Liability | None:
    if "liability" not in ground:
        return None
    fields = Fields(
        ground.values["liability"], ground.named("liability"), LIABILITY_KEYS, known.complaints
    )
    fields.required("article")
    article = fields.number("article")
    check_article(article, fields, known, "article")
    when = read_condition(fields, "when", known, per)
    why = fields.text("why")
    named_only = fields.word("named_only", {"是": True}) or False
    if not article:
        return None
    return Liability(article=article, when=when, why=why, named_only=named_only)


def _check_penalties(fields: Fields, kind: Kind) -> None:
    """A breach either has a penalty or says why not; an encouragement has neither."""
    if kind is Kind.ENCOURAGEMENT:
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


def _check_clock(fields: Fields, questions: Iterable[Question]) -> None:
    """A number of years needs a day to count from."""
    counts = any(isinstance(question.expect, ExpectYearsAtLeast) for question in questions)
    if counts and "counted_from" not in fields:
        what = "有问题要求“不少于N年”，却缺少 counted_from"
        fields.complain(fields.node, what, OBLIGATION_KEYS["counted_from"])
    if not counts and "counted_from" in fields:
        what = "有 counted_from，却没有要求“不少于N年”的问题"
        mend = "删去 counted_from，或者把期限写进问题的 expect"
        fields.complain(fields.values["counted_from"], what, mend)


def _review(entry: Fields) -> Review:
    node = entry.required("review")
    if node is None:
        return Review(state=ReviewState.TO_REVIEW)
    fields = Fields(node, entry.named("review"), REVIEW_KEYS, entry.complaints)
    fields.required("state")
    state = fields.word("state", _REVIEW_STATES) or ReviewState.TO_REVIEW
    if state is ReviewState.REVIEWED:
        fields.required("by")
        fields.required("on")
    elif "state" in fields:
        for key in ("by", "on"):
            if key in fields:
                what = f"待复核，却写了 {key}"
                fields.complain(fields.values[key], what, f"删去 {key}，或者把 state 改成 已复核")
    return Review(
        state=state,
        by=fields.optional_text("by"),
        on=fields.day("on"),
        open_points=fields.texts("open_points"),
    )
