"""Reads the `facts` and `duty_holders` of a rulebook."""

from __future__ import annotations

from checklist.law.model import YES_NO, AnyOf, DutyHolder, Fact, Option, Per
from checklist.law.reader_common import (
    PER_WORDS,
    Known,
    check_labels,
    item_name,
    read_citation,
    read_condition,
    read_id,
    read_options,
)
from checklist.yaml.fields import Fields, complain, text_of
from checklist.yaml.nodes import Mapping as Entries
from checklist.yaml.nodes import Node, Scalar

FACT_KEYS = {
    "id": "写上编号，例如 id: opens_room",
    "ask": "写上问题，例如 ask: 是否……？",
    "why": "写上为什么问",
    "per": f"写成其中之一：{'、'.join(PER_WORDS)}",
    "options": "写上选项，例如 options: { platform: 直播电商平台, own_site: 自建网站 }",
    "when": "写上什么时候才问",
    "source": "写成 source: { article: 35, paragraph: 2, item: 1 }",
}
HOLDER_KEYS = {
    "id": "写上编号，例如 id: host",
    "name": "写上条文里的名称，例如 name: 直播营销人员",
    "source": "写成 source: { article: 2, paragraph: 5 }",
    "when": "写上什么情况下是这一主体，例如 when: { opens_room: 是 }",
}
_CONDITION_WORDS = ("any", "all")


def read_facts(top: Fields, known: Known) -> tuple[Fact, ...]:
    """Every fact of the rulebook; also kept in `known`."""
    nodes = top.items("facts")
    known.later_facts = {id.value for node in nodes if (id := _id_node(node)) is not None}
    facts = []
    for number, node in enumerate(nodes, 1):
        name = item_name("主体情况", node, number)
        one = _fact(Fields(node, name, FACT_KEYS, known.complaints), known)
        facts.append(one)
        known.facts.setdefault(one.id, one)
    return tuple(facts)


def _fact(fields: Fields, known: Known) -> Fact:
    id = read_id(fields, "主体情况", known.fact_ids)
    if id in _CONDITION_WORDS:
        fields.complain(fields.values["id"], "与条件里的 any、all 同名", "换一个编号")
        del known.fact_ids[id]
    per = fields.word("per", PER_WORDS) or Per.RESPONDENT
    return Fact(
        id=id,
        ask=fields.text("ask"),
        why=fields.text("why"),
        per=per,
        options=_options(fields),
        source=read_citation(fields, known) if "source" in fields else None,
        when=read_condition(fields, "when", known, per),
    )


def _options(fields: Fields) -> tuple[Option, ...]:
    node = fields.values.get("options")
    if node is None:
        return YES_NO
    name, complaints = fields.named("options"), fields.complaints
    options = tuple(
        Option(id=id, label=text_of(value, f"{name} 里的 {id}", complaints))
        for id, value in read_options(node, name, complaints)
    )
    if options == YES_NO:
        fields.complain(node, "的 options 就是是和否", "删去 options，不写就是是/否")
    elif len(options) == 1:
        fields.complain(node, "的 options 只有一项", "至少写两个选项；是/否 的情况不写 options")
    check_labels(options, node, name, complaints)
    return options


def check_facts_are_used(known: Known) -> None:
    """Complain about every fact that no condition looks at: asking it would be for nothing."""
    for id, node in known.fact_ids.items():
        if id not in known.used_facts:
            what = f"主体情况 {id} 没有被任何条件用到"
            complain(known.complaints, node, what, "在某个 when 里用上它，或者删去它")


def _id_node(node: Node) -> Scalar | None:
    id = node.get("id") if isinstance(node, Entries) else None
    return id if isinstance(id, Scalar) else None


def read_duty_holders(top: Fields, known: Known) -> tuple[DutyHolder, ...]:
    """Every duty holder of the rulebook; also kept in `known`."""
    taken: dict[str, Node] = {}
    holders = []
    for number, node in enumerate(top.items("duty_holders"), 1):
        name = item_name("义务主体", node, number)
        fields = Fields(node, name, HOLDER_KEYS, known.complaints)
        fields.required("when")
        one = DutyHolder(
            id=read_id(fields, "义务主体", taken),
            name=fields.text("name"),
            source=read_citation(fields, known),
            when=read_condition(fields, "when", known, Per.RESPONDENT) or AnyOf(()),
        )
        holders.append(one)
        known.duty_holders.setdefault(one.id, one)
    return tuple(holders)
