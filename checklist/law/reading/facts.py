"""Reads facts, duty holders, and the grounds on which an entry binds."""

from __future__ import annotations

import dataclasses

from msgspec.structs import replace

from checklist.law.applicability import decisive
from checklist.law.model import YES_NO, Condition, DutyHolder, Fact, Ground, Liability, Per
from checklist.law.reading.common import (
    CONDITION,
    FORMERLY,
    ID,
    PER_KEY,
    KnownNames,
    article,
    check_formerly,
    ident,
    option_record,
    options,
    section,
    source,
    written_id,
)
from checklist.law.reading.conditions import (
    IN_DOUBT_WHEN,
    REMARKS,
    WHEN,
    condition,
    read_condition,
)
from checklist.yaml.keys import mapping, text, texts, word
from checklist.yaml.nodes import Node, Sequence, shortened
from checklist.yaml.shape import Fields, Key, Record, Rule

_KIND = "主体情况"
_CONDITION_WORDS = ["any", "all"]


# --- facts and duty holders --------------------------------------------------------------------


def _is_no_condition_word(fields: Fields) -> None:
    id = fields["id"]
    if id in _CONDITION_WORDS:
        fields.complain("id", "与条件里的 any、all 同名", "换一个编号")
        del fields.reading.taken[_KIND][id]


def _offers_a_choice(fields: Fields) -> None:
    node = fields.values.get("options")
    if node is None:
        return
    if fields["options"] == YES_NO:
        fields.complain(node, "的 options 就是是和否", "删去 options，不写就是是/否")
    elif len(fields["options"]) == 1:
        fields.complain(node, "的 options 只有一项", "至少写两个选项；是/否 的情况不写 options")
    offered = [option.id for option in fields["options"]]
    for id in (id for id in fields["undecided"] if id not in offered):
        mend = "换成 options 里的编号，或者删去"
        fields.complain("undecided", f"的 undecided 里的 {shortened(id)} 不在 options 里", mend)


def _follows(fields: Fields, key: str, node: Node) -> Condition:
    """A condition over what is said of each room, in a fact about the respondent."""
    of_rooms = dataclasses.replace(fields.reading, per=Per.ROOM)
    return read_condition(node, fields.named(key), of_rooms)


def _follows_from_rooms(fields: Fields) -> None:
    if fields["follows"] is None:
        return
    known: KnownNames = fields.reading
    if fields["per"] is Per.ROOM or fields["options"] != YES_NO:
        mend = "删去 follows，或者把这个情况改成整个单位的 是/否 情况"
        fields.complain("follows", "有 follows，却不是整个单位的 是/否 情况", mend)
    for id in decisive(fields["follows"], {}):
        if id in known.facts and known.facts[id].per is not Per.ROOM:
            mend = "换成写有 per: 直播间 的情况"
            fields.complain("follows", f"的 follows 里的 {id} 不逐个直播间询问", mend)


def _asks_back_what_follows(fields: Fields) -> None:
    if fields["asks_back"] is not None and fields["follows"] is None:
        mend = "删去 asks_back，或者写上 follows"
        fields.complain("asks_back", "有 asks_back，却没有 follows", mend)


def _has_not_its_own(fields: Fields) -> None:
    if "formerly" in fields:
        ask, options = fields["ask"], fields["options"]
        asked = Fact(id="", ask=ask, why="", options=options, formerly=fields["formerly"])
        check_formerly(fields, asked)


OPTION = option_record(
    {"unlicensed": word({"是": True}, "没有营业执照的，写 unlicensed: 是", missing=False)}
)
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
            OPTION,
            fewest=2,
            missing=YES_NO,
        ),
        "undecided": texts("写上哪几个选项是说不准，例如 undecided: [unsure]"),
        "when": condition("写上什么时候才问"),
        "follows": Key(
            "写上由直播间的什么情况得出，例如 { account_holder: self }",
            _follows,
            CONDITION,
        ),
        "asks_back": text("写上答成这样的时候再问什么，例如 asks_back: 确实由填报人实际运营吗？"),
        "source": source("写成 source: { article: 35, paragraph: 2, item: 1 }", required=False),
        "formerly": FORMERLY,
        "remarks": REMARKS,
    },
    rules=[
        Rule(_is_no_condition_word),
        Rule(_offers_a_choice),
        Rule(_has_not_its_own),
        Rule(_follows_from_rooms),
        Rule(_asks_back_what_follows),
    ],
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
    facts = section("写上主体情况", _KIND, FACT, defined="fact")

    def read(fields: Fields, key: str, node: Node) -> tuple[Fact, ...]:
        """A condition may only look at facts above it, so those below are to be known as such."""
        if isinstance(node, Sequence):
            fields.reading.later_facts.update(map(written_id, node.items))
        entries: tuple[Fact, ...] = facts.read(fields, key, node)
        return entries

    return replace(facts, read=read)


FACTS = _facts()
DUTY_HOLDERS = section("写上义务主体", "义务主体", DUTY_HOLDER)


def check_facts_are_used(known: KnownNames) -> None:
    """Complain about every fact that no condition looks at: asking it would be for nothing."""
    for id, node in known.taken.get(_KIND, {}).items():
        if id not in known.used_facts:
            what = f"主体情况 {id} 没有被任何条件用到"
            known.complain(node, what, "在某个 when 里用上它，或者删去它")


# --- whom an entry binds -----------------------------------------------------------------------


LIABILITY = Record(
    Liability,
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
        "liability": mapping(
            "写明处罚为什么可能够不到，例如 liability: { article: 63, when: { … }, why: … }",
            LIABILITY,
        ),
    },
)


def _read_binds(fields: Fields, key: str, node: Node) -> dict[str, Ground]:
    known: KnownNames = fields.reading
    name, mend = fields.named(key), fields.record.keys[key].mend
    binds: dict[str, Ground] = {}
    for holder, ground in known.entries(node, name, mend=mend).entries:
        if holder.value not in known.duty_holders:
            known.complain_unknown(holder, holder.value, name, "duty_holders")
        binds[holder.value] = GROUND.read(ground, f"{name} 里 {holder.value}", known)
    return binds


BINDS = Key(
    "写上约束哪些义务主体，例如 binds: { room_operator: {} }",
    _read_binds,
    {"type": "object", "minProperties": 1, "additionalProperties": GROUND.schema()},
    required=True,
    missing={},
)
