"""What the parts of the rulebook reader share: what is known so far, ids, citations, conditions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from checklist.law.model import (
    NO,
    YES,
    AllOf,
    AnyOf,
    Chapter,
    Citation,
    Condition,
    DutyHolder,
    Fact,
    FactIs,
    Option,
    OtherLaw,
    Penalty,
    Per,
)
from checklist.law.wording import PER
from checklist.yaml.fields import (
    Complaints,
    Fields,
    complain,
    instead,
    items_of,
    some_entries_of,
    spaced,
    text_of,
)
from checklist.yaml.nodes import Mapping as Entries
from checklist.yaml.nodes import Node, Scalar, Sequence, shortened

PER_WORDS = {word: per for per, word in PER.items()}
CITATION_KEYS = {
    "article": "写上第几条，例如 article: 37",
    "paragraph": "写上第几款",
    "item": "写上第几项",
    "anchor": "写上这一款里的一个原文短语",
}
OTHER_LAW_KEYS = {
    "law": "写上法律的名称，不带书名号",
    "article": "写上第几条",
    "paragraph": "写上第几款",
    "item": "写上第几项",
    "note": "写上说明",
}
_YES_NO_WORDS = {"是": YES, "否": NO}


@dataclass(slots=True)
class Known:
    """What has been read of a rulebook so far, for what comes later to refer to."""

    complaints: Complaints
    chapters: tuple[Chapter, ...] = ()
    facts: dict[str, Fact] = field(default_factory=dict)
    fact_ids: dict[str, Node] = field(default_factory=dict)
    later_facts: set[str] = field(default_factory=set)
    used_facts: set[str] = field(default_factory=set)
    duty_holders: dict[str, DutyHolder] = field(default_factory=dict)
    penalties: dict[str, Penalty] = field(default_factory=dict)


def read_id(fields: Fields, kind: str, taken: dict[str, Node]) -> str:
    """The id of an entry, added to `taken` (id -> where it stands). "" where it cannot be used."""
    id = fields.text("id")
    if not id:
        return ""
    node = fields.values["id"]
    if not _is_id(id):
        fields.complain(node, f"的编号不能是 {shortened(id)}", id_mend(id))
        return ""
    if id in taken:
        what = f"{spaced(kind)}编号 {id} 重复，第 {taken[id].where.line} 行已经用过"
        complain(fields.complaints, node, what, "换一个编号")
        return ""
    taken[id] = node
    return id


def id_mend(id: str) -> str:
    """How to mend an id that is not made as ids are."""
    ascii = unicodedata.normalize("NFKC", id).lower().encode("ascii", "replace").decode()
    words = "".join(one if one.isalnum() or one in "-_" else " " for one in ascii).split()
    plain = "-".join(words).strip("-_")
    example = f"，例如 {plain}" if _is_id(plain) else ""
    return f"用小写英文字母、数字、连字符和下划线，以字母开头{example}"


def _is_id(id: str) -> bool:
    words = id.replace("_", "-").split("-")
    plain = id.isascii() and id.islower() and id[:1].isalpha()
    return plain and len(id) <= 60 and all(word.isalnum() for word in words)


def item_name(kind: str, node: Node, number: int) -> str:
    """What complaints call the `number`th entry of a section: by its id if it has one."""
    id = node.get("id") if isinstance(node, Entries) else None
    if isinstance(id, Scalar) and _is_id(id.value):
        return id.value if kind == "义务" else f"{kind} {id.value}"
    return f"第 {number} {'条' if kind in ('义务', '处罚') else '个'}{kind}"


# --- citations ---------------------------------------------------------------------------------


def read_citation(fields: Fields, known: Known, key: str = "source") -> Citation:
    """The citation under `key`, which must be there, of the rulebook's own regulation."""
    node = fields.required(key)
    if node is None:
        return Citation(article=1)
    source = Fields(node, fields.named(key), CITATION_KEYS, known.complaints)
    source.required("article")
    article = source.number("article")
    check_article(article, source, known)
    return Citation(
        article=article or 1,
        paragraph=source.number("paragraph"),
        item=source.number("item"),
        anchor=source.optional_text("anchor"),
    )


def check_article(article: int | None, fields: Fields, known: Known, key: str = "article") -> None:
    """Complain when the article under `key` lies in no chapter."""
    if article is None or not known.chapters:
        return
    if not any(one.first <= article <= one.last for one in known.chapters):
        what = f"引用的第 {article} 条不在任何一章里"
        fields.complain(fields.values[key], what, "改正条号，或者补全 chapters")


def read_other_laws(fields: Fields, key: str) -> tuple[OtherLaw, ...]:
    """The provisions of other laws under `key`; () where there are none."""

    def read(node: Node, name: str) -> OtherLaw:
        one = Fields(node, name, OTHER_LAW_KEYS, fields.complaints)
        law = without_title_marks(one, "law")
        for narrower in ("paragraph", "item"):
            if narrower in one and "article" not in one:
                one.complain(one.values[narrower], f"有 {narrower} 却没有 article", "写上第几条")
        return OtherLaw(
            law=law,
            article=one.number("article"),
            paragraph=one.number("paragraph"),
            item=one.number("item"),
            note=one.optional_text("note"),
        )

    return fields.each(key, read)


def without_title_marks(fields: Fields, key: str) -> str:
    """A law's name under `key`; the program adds the 《》 itself."""
    name = fields.text(key)
    if name.startswith("《"):
        mend = f"写成 {name.strip('《》')}，书名号由程序加上"
        fields.complain(fields.values[key], f"的 {key} 不带书名号", mend)
    return name


# --- options -----------------------------------------------------------------------------------


def read_options(node: Node, name: str, complaints: Complaints) -> list[tuple[str, Node]]:
    """The ids of the options in `node` and what stands under each."""
    found: list[tuple[str, Node]] = []
    for key, value in some_entries_of(node, name, complaints, mend="写上选项，或者删去这个键"):
        if _is_id(key.value):
            found.append((key.value, value))
        else:
            what = f"{spaced(name)}的选项编号不能是 {shortened(key.value)}"
            complain(complaints, key, what, id_mend(key.value))
    return found


def check_labels(options: Iterable[Option], node: Node, name: str, complaints: Complaints) -> None:
    """Complain when two options read the same."""
    seen: set[str] = set()
    for option in options:
        if option.label and option.label in seen:
            what = f"{spaced(name)}里有两个选项都叫“{shortened(option.label)}”"
            complain(complaints, node, what, "写出区别，或者只保留一个")
        seen.add(option.label)


# --- conditions --------------------------------------------------------------------------------


def read_condition(fields: Fields, key: str, known: Known, per: Per) -> Condition | None:
    """The condition under `key`; None where there is none.

    `per` is whom the entry that carries it is about: one about the respondent as a whole cannot
    hang on what differs from room to room.
    """
    node = fields.values.get(key)
    return None if node is None else _condition(node, fields.named(key), known, per)


def _condition(node: Node, name: str, known: Known, per: Per) -> Condition:
    entries = some_entries_of(node, name, known.complaints, mend="写上条件，或者删去这个键")
    parts = tuple(_part(key, value, name, known, per) for key, value in entries)
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _part(key: Scalar, value: Node, name: str, known: Known, per: Per) -> Condition:
    if key.value in ("any", "all"):
        named = f"{spaced(name)}的 {key.value}"
        items = items_of(value, named, known.complaints)
        if len(items) == 1:
            mend = f"再写一项，或者去掉 {key.value}"
            complain(known.complaints, value, f"{spaced(named)}只有一项", mend)
        parts = tuple(_condition(item, named, known, per) for item in items)
        return AnyOf(parts) if key.value == "any" else AllOf(parts)
    fact = known.facts.get(key.value)
    if fact is None:
        _unknown_fact(key, name, known)
        return FactIs(key.value, ())
    known.used_facts.add(fact.id)
    if fact.per is Per.ROOM and per is Per.RESPONDENT:
        what = f"{spaced(name)}里的 {fact.id} 逐个直播间不同，而这里说的是整个单位"
        mend = "换一个情况；义务和主体情况也可以写上 per: 直播间"
        complain(known.complaints, key, what, mend)
    return FactIs(fact.id, _values(value, fact, name, known))


def _values(node: Node, fact: Fact, name: str, known: Known) -> tuple[str, ...]:
    words: Mapping[str, str] = (
        _YES_NO_WORDS if fact.is_yes_no else {option.id: option.id for option in fact.options}
    )
    named = f"{spaced(name)}里 {fact.id} 的值"
    items = items_of(node, named, known.complaints) if isinstance(node, Sequence) else (node,)
    found: list[str] = []
    for item in items:
        text = text_of(item, named, known.complaints)
        if text and text not in words:
            mend = instead(text, words, known.complaints)
            complain(known.complaints, item, f"{named}不能是 {shortened(text)}", mend)
        elif text and words[text] in found:
            complain(known.complaints, item, f"{named}重复写了 {text}", "只保留一处")
        elif text:
            found.append(words[text])
    return tuple(found)


def _unknown_fact(key: Scalar, name: str, known: Known) -> None:
    if key.value in known.later_facts:
        what = f"{spaced(name)}里的 {key.value} 排在后面"
        complain(known.complaints, key, what, "只能看排在前面的情况；调整 facts 里的顺序")
        known.used_facts.add(key.value)
        return
    mend = instead(key.value, known.facts, known.complaints)
    what = f"{spaced(name)}里的 {shortened(key.value)} 不在 facts 里"
    complain(known.complaints, key, what, mend)
