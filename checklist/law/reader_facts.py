"""Reads the `facts` and `duty_holders` of a rulebook."""

from __future__ import annotations

from msgspec.structs import replace

from checklist.law.model import YES_NO, DutyHolder, Fact
from checklist.law.reader_common import (
    ID,
    PER_KEY,
    KnownNames,
    ident,
    options,
    plain_option,
    section,
    source,
)
from checklist.law.reader_conditions import condition
from checklist.yaml.keys import text
from checklist.yaml.nodes import Mapping, Node, Scalar, Sequence
from checklist.yaml.schema import TEXT
from checklist.yaml.shape import Fields, Key, Record, Rule
from checklist.yaml.values import complain

_KIND = "主体情况"
_CONDITION_WORDS = ["any", "all"]


def _is_no_condition_word(fields: Fields) -> None:
    id = fields["id"]
    if id in _CONDITION_WORDS:
        fields.complain(fields.values["id"], "与条件里的 any、all 同名", "换一个编号")
        del fields.reading.taken[_KIND][id]


def _offers_a_choice(fields: Fields) -> None:
    node = fields.values.get("options")
    if node is None:
        return
    if fields["options"] == YES_NO:
        fields.complain(node, "的 options 就是是和否", "删去 options，不写就是是/否")
    elif len(fields["options"]) == 1:
        fields.complain(node, "的 options 只有一项", "至少写两个选项；是/否 的情况不写 options")


FACT = Record(
    Fact,
    {
        "id": ident(
            "写上编号，例如 id: opens_room",
            _KIND,
            schema={"allOf": [ID], "not": {"enum": _CONDITION_WORDS}},
        ),
        "ask": text("写上问题，例如 ask: 是否……？", required=True),
        "why": text("写上为什么问", required=True),
        "per": PER_KEY,
        "options": options(
            "写上选项，例如 options: { platform: 直播电商平台, own_site: 自建网站 }",
            plain_option,
            missing=YES_NO,
            schema={"minProperties": 2, "propertyNames": ID, "additionalProperties": TEXT},
        ),
        "when": condition("写上什么时候才问"),
        "source": source("写成 source: { article: 35, paragraph: 2, item: 1 }", required=False),
    },
    rules=[Rule(_is_no_condition_word), Rule(_offers_a_choice)],
)
DUTY_HOLDER = Record(
    DutyHolder,
    {
        "id": ident("写上编号，例如 id: host", "义务主体"),
        "name": text("写上条文里的名称，例如 name: 直播营销人员", required=True),
        "source": source("写成 source: { article: 2, paragraph: 5 }"),
        "when": condition("写上什么情况下是这一主体，例如 when: { opens_room: 是 }", required=True),
    },
)


def _facts() -> Key:
    facts = section("写上主体情况", _KIND, FACT, lambda known: known.facts, defined="fact")

    def read(fields: Fields, key: str, node: Node) -> tuple[Fact, ...]:
        """A condition may only look at facts above it, so those below are to be known as such."""
        if isinstance(node, Sequence):
            fields.reading.later_facts.update(map(_written_id, node.items))
        entries: tuple[Fact, ...] = facts.read(fields, key, node)
        return entries

    return replace(facts, read=read)


FACTS = _facts()
DUTY_HOLDERS = section("写上义务主体", "义务主体", DUTY_HOLDER, lambda known: known.duty_holders)


def check_facts_are_used(known: KnownNames) -> None:
    """Complain about every fact that no condition looks at: asking it would be for nothing."""
    for id, node in known.taken.get(_KIND, {}).items():
        if id not in known.used_facts:
            what = f"主体情况 {id} 没有被任何条件用到"
            complain(known.complaints, node, what, "在某个 when 里用上它，或者删去它")


def _written_id(node: Node) -> str:
    id = node.get("id") if isinstance(node, Mapping) else None
    return id.value if isinstance(id, Scalar) else ""
