"""Reads conditions over facts, and the remarks that hang on one."""

from __future__ import annotations

from collections.abc import Mapping

from checklist.law.model import NO, YES, AllOf, AnyOf, Condition, Fact, FactIs, Per, Remark
from checklist.law.reading.common import CONDITION, KnownNames
from checklist.yaml.keys import each, text
from checklist.yaml.nodes import Node, Scalar, Sequence, shortened
from checklist.yaml.reading import instead, spaced
from checklist.yaml.shape import Fields, Key, Record

_YES_NO_WORDS = {"是": YES, "否": NO}


def condition(mend: str, *, required: bool = False) -> Key:
    """A condition over facts.

    An entry about the respondent as a whole cannot hang on what differs from room to room.
    """

    def read(fields: Fields, key: str, node: Node) -> Condition:
        return read_condition(node, fields.named(key), fields.reading)

    return Key(mend, read, CONDITION, required)


def read_condition(node: Node, name: str, known: KnownNames) -> Condition:
    """A condition at a node, which complaints call by `name`."""
    entries = known.entries(node, name, mend="写上条件，或者删去这个键").entries
    parts = tuple(_part(key, value, name, known) for key, value in entries)
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _part(key: Scalar, value: Node, name: str, known: KnownNames) -> Condition:
    if key.value in ("any", "all"):
        named = f"{spaced(name)}的 {key.value}"
        items = known.items(value, named)
        if len(items) == 1:
            mend = f"再写一项，或者去掉 {key.value}"
            known.complain(value, f"{spaced(named)}只有一项", mend)
        parts = tuple(read_condition(item, named, known) for item in items)
        return AnyOf(parts) if key.value == "any" else AllOf(parts)
    fact = known.facts.get(key.value)
    if fact is None:
        _unknown_fact(key, name, known)
        return FactIs(key.value, ())
    known.used_facts.add(fact.id)
    if fact.per is Per.ROOM and known.per is Per.RESPONDENT:
        what = f"{spaced(name)}里的 {fact.id} 逐个直播间不同，而这里说的是整个单位"
        mend = "换一个情况；义务和主体情况也可以写上 per: 直播间"
        known.complain(key, what, mend)
    return FactIs(fact.id, _values(value, fact, name, known))


def _values(node: Node, fact: Fact, name: str, known: KnownNames) -> tuple[str, ...]:
    words: Mapping[str, str] = (
        _YES_NO_WORDS if fact.is_yes_no else {option.id: option.id for option in fact.options}
    )
    named = f"{spaced(name)}里 {fact.id} 的值"
    items = known.items(node, named) if isinstance(node, Sequence) else (node,)
    chosen: list[str] = []
    for item in items:
        text = known.text(item, named)
        if text and text not in words:
            mend = instead(text, words, known.complaints)
            known.complain(item, f"{named}不能是 {shortened(text)}", mend)
        elif text and words[text] in chosen:
            known.complain(item, f"{named}重复写了 {text}", "只保留一处")
        elif text:
            chosen.append(words[text])
    return tuple(chosen)


def _unknown_fact(key: Scalar, name: str, known: KnownNames) -> None:
    if key.value in known.later_facts:
        what = f"{spaced(name)}里的 {key.value} 排在后面"
        known.complain(key, what, "只能看排在前面的情况；调整 facts 里的顺序")
        known.used_facts.add(key.value)
        return
    known.complain_unknown(key, key.value, name, "facts")


WHEN = condition("写上适用条件")
IN_DOUBT_WHEN = condition("写上条文是否适用有疑问的条件")
REMARK = Record(
    Remark,
    {
        "when": condition("写上只对哪些填报人说", required=True),
        "text": text("写上说什么", required=True),
    },
)
REMARKS = each(
    "写上只对哪些填报人说什么，例如 remarks: [ { when: { provides_platform: 是 }, text: … } ]",
    REMARK,
    defined="remark",
)
