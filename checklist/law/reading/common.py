"""What the parts of the rulebook reader share: what is known so far, ids, citations, conditions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from msgspec import structs

from checklist.law.model import (
    Chapter,
    Citation,
    DutyHolder,
    Fact,
    Option,
    OtherLaw,
    Penalty,
    Per,
    Question,
)
from checklist.law.wording import PER
from checklist.yaml import schema as shown
from checklist.yaml.keys import each, mapping, number, placed_texts, text, word
from checklist.yaml.nodes import Mapping as Entries
from checklist.yaml.nodes import Node, Scalar, shortened
from checklist.yaml.reading import Reading, instead, spaced
from checklist.yaml.schema import TEXT, Schema, ref
from checklist.yaml.shape import Fields, Key, Record, needs, some_of

ID, CONDITION = ref("id"), ref("condition")


@dataclass(slots=True)
class KnownNames(Reading):
    """What has been read of a rulebook so far, for what comes later to refer to.

    `taken` are the ids in use, by what bears them, and where each stands. `per` is whom the entry
    that is being read is about. `questions` are those that keep their own answers, by answer key.
    """

    chapters: tuple[Chapter, ...] = ()
    facts: dict[str, Fact] = field(default_factory=dict)
    later_facts: set[str] = field(default_factory=set)
    used_facts: set[str] = field(default_factory=set)
    duty_holders: dict[str, DutyHolder] = field(default_factory=dict)
    penalties: dict[str, Penalty] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    places: dict[Citation, Node] = field(default_factory=dict)
    taken: dict[str, dict[str, Node]] = field(default_factory=dict)
    per: Per = Per.RESPONDENT

    def complain_unknown(self, id: Node, text: str, name: str, section: str) -> None:
        """Complain about an `id`, written as `text` in `name`, that its section does not have."""
        ids = getattr(self, section)
        what = f"{spaced(name)}里的 {shortened(text)} 不在 {section} 里"
        self.complain(id, what, instead(text, ids, self.complaints))


def _about(per: Per, fields: Fields, *_: str) -> Per:
    fields.reading = replace(fields.reading, per=per)
    return per


PER_KEY = word({word: per for per, word in PER.items()}, missing=Per.RESPONDENT).then(_about)
"""Whom an entry is about. Stands before its conditions, which may look at rooms accordingly."""


def section(mend: str, kind: str, record: Record, *, defined: str | None = None) -> Key:
    """The entries of a section; what comes later finds them by id in the known names of its key."""

    def read(fields: Fields, key: str, node: Node) -> tuple[Any, ...]:
        known: KnownNames = fields.reading
        by_id: dict[str, Any] = getattr(known, key)
        entries = []
        for place, item in enumerate(known.items(node, fields.named(key)), 1):
            entry = record.read(item, item_name(kind, item, place), known)
            by_id.setdefault(entry.id, entry)
            entries.append(entry)
        return tuple(entries)

    return structs.replace(each(mend, record, required=True, defined=defined), read=read)


# --- earlier wordings ----------------------------------------------------------------------------

_FINGERPRINT = "[0-9a-f]{16}"


def _read_formerly(fields: Fields, key: str, node: Node) -> tuple[str, ...]:
    listed = placed_texts(fields, key, node)
    for written, item in listed:
        if not re.fullmatch(_FINGERPRINT, written):
            what = f"{fields.named(key)} 里的 {shortened(written)} 不是题面指纹"
            mend = "写成 16 位小写十六进制数字，照抄答案文件里的 asked_as"
            fields.reading.complain(item, what, mend)
    return tuple(written for written, _ in listed)


FORMERLY = Key(
    "写上问的是同一件事的、以前问法的题面指纹，例如 formerly: [6e384269b9cbfe5a]",
    _read_formerly,
    {**shown.listed({**shown.SCALAR, "pattern": f"^{_FINGERPRINT}$"}), "uniqueItems": True},
    missing=(),
)


def check_formerly(fields: Fields, asked: Fact | Question) -> None:
    """The wording of today is no earlier one: its fingerprint was copied from the wrong place."""
    if asked.formerly and asked.fingerprint in asked.formerly:
        what = f"的 formerly 里的 {asked.fingerprint} 就是现在问法的指纹"
        fields.complain("formerly", what, "删去这一个，只写以前问法的指纹")


# --- ids ---------------------------------------------------------------------------------------


def ident(mend: str, kind: str, *, schema: Schema = ID) -> Key:
    """The id of an entry, which no other entry of that kind has. "" where it cannot be used."""

    def once(id: str, fields: Fields, key: str) -> str:
        known: KnownNames = fields.reading
        node, taken = fields.values[key], known.taken.setdefault(kind, {})
        if id and not _is_id(id):
            fields.complain(node, f"的编号不能是 {shortened(id)}", id_mend(id))
            return ""
        if id in taken:
            what = f"{spaced(kind)}编号 {id} 重复，第 {taken[id].where.line} 行已经用过"
            known.complain(node, what, "换一个编号")
            return ""
        if id:
            taken[id] = node
        return id

    return text(mend, required=True, schema=schema).then(once)


def id_mend(id: str) -> str:
    """How to mend an id that is not made as ids are."""
    ascii = unicodedata.normalize("NFKC", id).lower().encode("ascii", "replace").decode()
    words = "".join(mark if mark.isalnum() or mark in "-_" else " " for mark in ascii).split()
    plain = "-".join(words).strip("-_")
    example = f"，例如 {plain}" if _is_id(plain) else ""
    return f"用小写英文字母、数字、连字符和下划线，以字母开头{example}"


def _is_id(id: str) -> bool:
    words = id.replace("_", "-").split("-")
    plain = id.isascii() and id.islower() and id[:1].isalpha()
    return plain and len(id) <= 60 and all(word.isalnum() for word in words)


def item_name(kind: str, node: Node, number: int) -> str:
    """What complaints call the `number`th entry of a section: by its id if it has one."""
    id = written_id(node)
    if _is_id(id):
        return id if kind == "义务" else f"{kind} {id}"
    return f"第 {number} {'条' if kind in ('义务', '处罚') else '个'}{kind}"


def written_id(node: Node) -> str:
    """The id of an entry as it is written; "" where there is none."""
    id = node.get("id") if isinstance(node, Entries) else None
    return id.value if isinstance(id, Scalar) else ""


# --- citations ---------------------------------------------------------------------------------


def article(mend: str, *, required: bool = False) -> Key:
    """The number of an article, which must lie in a chapter."""
    return number(mend, required=required).then(_in_a_chapter)


def _in_a_chapter(article: int, fields: Fields, key: str) -> int:
    known: KnownNames = fields.reading
    chapters = known.chapters
    if chapters and not any(chapter.first <= article <= chapter.last for chapter in chapters):
        what = f"引用的第 {article} 条不在任何一章里"
        fields.complain(key, what, "改正条号，或者补全 chapters")
    return article


PLACE = {
    "article": article("写上第几条，例如 article: 37", required=True),
    "paragraph": number("写上第几款"),
    "item": number("写上第几项"),
}
CITATION = Record(Citation, {**PLACE, "anchor": text("写上这一款里的一个原文短语")})


def source(mend: str, *, required: bool = True) -> Key:
    """A place in the rulebook's own regulation."""
    return mapping(mend, CITATION, required=required, defined="source")


def law_title(mend: str) -> Key:
    """The name of a law; the program adds the 《》 itself."""
    schema = {"allOf": [shown.TEXT], "not": {"type": "string", "pattern": "^《"}}
    return text(mend, required=True, schema=schema).then(_without_title_marks)


def _without_title_marks(name: str, fields: Fields, key: str) -> str:
    if name.startswith("《"):
        mend = f"写成 {name.strip('《》')}，书名号由程序加上"
        fields.complain(key, f"的 {key} 不带书名号", mend)
    return name


OTHER_LAW = Record(
    OtherLaw,
    {
        "law": law_title("写上法律的名称，不带书名号"),
        "article": number("写上第几条"),
        "paragraph": PLACE["paragraph"],
        "item": PLACE["item"],
        "note": text("写上说明"),
    },
    rules=[needs("paragraph", "article", "写上第几条"), needs("item", "article", "写上第几条")],
)


def holders(mend: str, *, required: bool = False) -> Key:
    """The ids of some of the duty holders."""

    def read(fields: Fields, key: str, node: Node) -> tuple[str, ...]:
        known: KnownNames = fields.reading
        ids = placed_texts(fields, key, node)
        for id, place in ids:
            if id not in known.duty_holders:
                known.complain_unknown(place, id, fields.named(key), "duty_holders")
        return tuple(id for id, _ in ids if id in known.duty_holders)

    return Key(mend, read, shown.TEXTS, required, ())


LENT = ("formerly", "often_like", "on_screen", "proves", "remarks", "see", "since", "unless_never")
"""What of a question stands beside `same_as` nowhere: it is with the question that is borrowed."""


# --- options -----------------------------------------------------------------------------------


def options(mend: str, beside: Record, *, fewest: int, missing: tuple[Option, ...] = ()) -> Key:
    """The options of a fact or question by their ids, each written as its label or with what may
    stand `beside` that; no two of them read the same."""

    def read(fields: Fields, key: str, node: Node) -> tuple[Option, ...]:
        name, reading = fields.named(key), fields.reading
        options: list[Option] = []
        for id, value in reading.entries(node, name, mend="写上选项，或者删去这个键").entries:
            if not _is_id(id.value):
                what = f"{spaced(name)}的选项编号不能是 {shortened(id.value)}"
                reading.complain(id, what, id_mend(id.value))
                continue
            option = _option(id.value, value, beside, f"{name} 里的 {id.value}", reading)
            if option.label and option.label in [other.label for other in options]:
                what = f"{spaced(name)}里有两个选项都叫“{shortened(option.label)}”"
                reading.complain(node, what, "写出区别，或者只保留一个")
            options.append(option)
        return tuple(options)

    schema = {
        "type": "object",
        "minProperties": fewest,
        "propertyNames": ID,
        "additionalProperties": {"anyOf": [TEXT, beside.schema()]},
    }
    return Key(mend, read, schema, missing=missing)


def _option(id: str, node: Node, beside: Record, name: str, reading: Reading) -> Option:
    if isinstance(node, Entries):
        return Option(id=id, **beside.read(node, name, reading))
    return Option(id=id, label=reading.text(node, name))


def option_record(keys: Mapping[str, Key]) -> Record:
    """What an option may say: its label, and one of these keys at least."""
    label = text("写上选项的文字，例如 label: 其他", required=True)
    return Record(dict, {"label": label, **keys}, rules=[some_of([*keys], "只写了 label")])
