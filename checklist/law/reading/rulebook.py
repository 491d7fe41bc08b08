"""Reads a rulebook from YAML, strictly: every mistake in the file is reported at once.

The shape of the file is described in docs/rulebook.md. What cannot be read is complained about with
its place and a way to mend it, and stands in as an empty value until the end, where any complaint
makes the whole file unreadable.
"""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePath
from typing import Any

from checklist.errors import UnreadableFile
from checklist.files import decode, read_bytes
from checklist.law.model import (
    Chapter,
    Citation,
    Hint,
    Jurisdiction,
    NotObligation,
    Regulation,
    Rulebook,
    Treatment,
)
from checklist.law.reading.common import (
    CITATION,
    CONDITION,
    OTHER_LAW,
    PER_KEY,
    PLACE,
    KnownNames,
    holders,
    ident,
    law_title,
    source,
)
from checklist.law.reading.conditions import REMARK, condition
from checklist.law.reading.exclusions import EXCLUSIONS
from checklist.law.reading.facts import DUTY_HOLDERS, FACT, FACTS, check_facts_are_used
from checklist.law.reading.obligations import OBLIGATION, OBLIGATIONS
from checklist.law.reading.penalties import PENALTIES, PENALTY
from checklist.law.reading.questions import QUESTION
from checklist.law.wording import TREATMENT
from checklist.yaml.keys import day, each, mapping, number, text, word
from checklist.yaml.nodes import Mapping as Entries
from checklist.yaml.nodes import Node, parse, parse_into, shortened
from checklist.yaml.schema import DEFINITIONS, DIALECT, ID_PATTERN, TEXT, Schema, listed
from checklist.yaml.shape import Fields, Key, Record, Rule

FORMAT = "1"


def _is_url(url: str, fields: Fields, key: str) -> str:
    if url and not url.startswith(("https://", "http://")):
        fields.complain(key, f"的 {key} 不是网址", "写上以 https:// 开头的网址")
    return url


ABOUT = Record(
    dict,
    {
        "id": ident("写上规则册的编号，例如 id: livestream", "规则册"),
        "title": law_title("写上规定的名称，不带书名号"),
        "short": text("写上几部规定放在一起时怎么简称，例如 short: 办法"),
        "number": text("写上文号，例如 number: 令第117号", required=True),
        "unverified": text("写上没有核实的是什么，例如 unverified: 令号没有核实"),
        "in_force": day("写上施行日期，例如 in_force: 2026-02-01", required=True),
        "edition": text("写上本规则册的版本，例如 edition: 2026.11.1", required=True),
        "official_url": text(
            "写上官方文本的网址", required=True, schema={"type": "string", "pattern": "^https?://"}
        ).then(_is_url),
        "url_checked": day("写上哪天打开核对过这个网址，例如 url_checked: 2026-11-22"),
    },
)
CHAPTER = Record(
    Chapter,
    {
        "title": text("写上章名，例如 title: 第一章 总则", required=True),
        "first": number("写上这一章的第一条是第几条", required=True),
        "last": number("写上这一章的最后一条是第几条", required=True),
    },
)


def _chapters(fields: Fields, key: str, node: Node) -> tuple[Chapter, ...]:
    known: KnownNames = fields.reading
    chapters: list[Chapter] = []
    for place, item in enumerate(known.items(node, fields.named(key)), 1):
        chapter = CHAPTER.fields(item, f"第 {place} 章", known)
        first, last = chapter["first"], chapter["last"]
        if first is not None and last is not None and first > last:
            chapter.complain("first", "的 first 大于 last", "改正起止条号")
        previous = chapters[-1] if chapters else None
        if previous and first is not None and first <= previous.last:
            what = f"从第 {first} 条起，而上一章到第 {previous.last} 条才完"
            mend = "改正起止条号，各章按顺序，互不重叠"
            chapter.complain("first", what, mend)
        first, last = sorted((first or 1, last or 999))
        chapters.append(Chapter(title=chapter["title"], first=first, last=last))
    known.chapters = tuple(chapters)
    return known.chapters


def _is_known(format: str, fields: Fields, key: str) -> str:
    if format and format != FORMAT:
        mend = f"写成 format: {FORMAT}；如果文件出自更新的程序，先升级本程序"
        what = f"的格式是 {shortened(format)}，本程序只认得 {FORMAT}"
        fields.complain(key, what, mend)
    return format


# --- what is no obligation, and who has jurisdiction -------------------------------------------


def _not_obligation(
    article: int, paragraph: int | None, item: int | None, treatment: Treatment, why: str
) -> NotObligation:
    place = Citation(article=article, paragraph=paragraph, item=item)
    return NotObligation(source=place, treatment=treatment, why=why)


def _is_treated_once(fields: Fields) -> None:
    known: KnownNames = fields.reading
    place = Citation(article=fields["article"], paragraph=fields["paragraph"], item=fields["item"])
    if place.article and place in known.places:
        what = f"重复，第 {known.places[place].where.line} 行已经写过这一处"
        fields.complain(fields.node, what, "只保留一处")
    known.places.setdefault(place, fields.node)


NOT_OBLIGATION = Record(
    _not_obligation,
    {
        **PLACE,
        "treatment": word(
            {word: treatment for treatment, word in TREATMENT.items()},
            missing=Treatment.PURPOSE,
            required=True,
        ),
        "why": text("写上这里为什么不是义务", required=True),
    },
    rules=[Rule(_is_treated_once)],
)
JURISDICTION = Record(
    Jurisdiction,
    {
        "source": source("写成 source: { article: 47, paragraph: 2, anchor: 原文短语 }"),
        "holders": holders("写上说的是哪些义务主体，例如 holders: [room_operator]", required=True),
        "per": PER_KEY,
        "when": condition("写上什么情况下归这里管辖"),
        "authority": text("写上管辖的机关", required=True),
        "otherwise": text("写上无法确定时由谁管辖，或者条文没有写明什么"),
    },
)


HINT = Record(
    Hint,
    {
        "when": condition("写上哪些主体情况放在一起不寻常", required=True),
        "text": text("写上请填报人再看一眼什么", required=True),
        "source": source("写成 source: { article: 43, anchor: 原文短语 }", required=False),
    },
)


# --- the whole file ----------------------------------------------------------------------------


# In the order in which the sections refer to each other, whatever their order in the file.
RULEBOOK = Record(
    Rulebook,
    {
        "format": text(
            f"在文件开头写上 format: {FORMAT}",
            required=True,
            schema={"enum": [int(FORMAT), FORMAT]},
        ).then(_is_known),
        "rulebook": mapping(
            "写上 rulebook: 和它的 id、title、number、in_force、edition、official_url",
            ABOUT,
            name="rulebook",
            required=True,
        ),
        "chapters": Key(
            "写上各章的起止条号，例如 - { title: 第一章 总则, first: 1, last: 5 }",
            _chapters,
            listed(CHAPTER.schema()),
            required=True,
        ),
        "which_rooms": text("写上名单里要列哪些直播间，例如 which_rooms: 只写……"),
        "facts": FACTS,
        "duty_holders": DUTY_HOLDERS,
        "penalties": PENALTIES,
        "obligations": OBLIGATIONS,
        "not_obligations": each("写上不是义务的条款", NOT_OBLIGATION),
        "jurisdictions": each("写上管辖", JURISDICTION),
        "exclusions": EXCLUSIONS,
        "hints": each("写上哪些主体情况放在一起不寻常", HINT),
    },
)


def rulebook_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a rulebook, from the declarations that the reader uses.

    For editors: it rejects what the reader rejects as far as one value at a time can tell. What
    looks across entries (references, repeated ids) only the reader sees. YAML parsers make numbers
    and dates of some texts, so that a text may arrive as a number.
    """
    return {
        "$schema": DIALECT,
        "$id": "https://livestream-checklist.invalid/schema/rulebook-1.json",
        "title": "规则册，格式 1",
        **RULEBOOK.schema(),
        "$defs": {
            **DEFINITIONS,
            "id": {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": 60},
            "source": CITATION.schema(),
            "condition": _condition(),
            "remark": REMARK.schema(),
            "other_law": OTHER_LAW.schema(),
            "fact": FACT.schema(),
            "penalty": PENALTY.schema(),
            "obligation": OBLIGATION.schema(),
            "question": QUESTION.schema(),
        },
    }


def _condition() -> Schema:
    values = {"anyOf": [TEXT, {**listed(TEXT), "uniqueItems": True}]}
    parts = {"type": "array", "items": CONDITION, "minItems": 2}
    return {
        "type": "object",
        "minProperties": 1,
        "properties": {"any": parts, "all": parts},
        "propertyNames": {"pattern": f"^{ID_PATTERN}$"},
        "additionalProperties": values,
    }


def load_rulebook(path: Path, *, bundled: bool) -> Rulebook:
    """The rulebook in a file. Raises UnreadableFile with every complaint about it."""
    return read_rulebook(read_bytes(path), file=path, bundled=bundled)


def read_rulebook(data: bytes, *, file: PurePath | str, bundled: bool) -> Rulebook:
    """The rulebook in `data` (UTF-8); `file` is what complaints call it.

    `bundled` tells the program's own rulebook from one given with --rules. Raises UnreadableFile
    with every complaint, in the order of the file.
    """
    known = KnownNames()
    text = decode(data, file=file)
    root = parse_into(known.complaints, text, file=file)
    sections = {} if root is None else _sections(root, known)
    if known.complaints:
        from checklist.file_kinds import FileKind, mistaken  # noqa: PLC0415  only on failure

        other = mistaken(text, FileKind.RULEBOOK, file=file)
        raise UnreadableFile(*([other] if other else known.in_order()))
    of = _regulation(sections.pop("rulebook"), sections.pop("chapters"), data, bundled=bundled)
    return Rulebook(regulations=(of,), **sections)


def load_regulation(path: Path, *, bundled: bool) -> Regulation:
    """What the rulebook in a file says of its regulation; no entry is read. Raises UnreadableFile
    with every complaint about that."""
    data, known = read_bytes(path), KnownNames()
    fields = RULEBOOK.fields(parse(decode(data, file=path), file=path), "规则册", known)
    about, chapters = fields["rulebook"], fields["chapters"]
    if known.complaints:
        raise UnreadableFile(*known.in_order())
    return _regulation(about, chapters, data, bundled=bundled)


def _regulation(
    about: dict[str, Any], chapters: tuple[Chapter, ...], data: bytes, *, bundled: bool
) -> Regulation:
    sha256 = hashlib.sha256(data).hexdigest()
    return Regulation(**about, chapters=chapters, sha256=sha256, bundled=bundled)


def _sections(root: Node, known: KnownNames) -> dict[str, Any]:
    if not isinstance(root, Entries):
        what = "规则册的开头应是“键: 值”，这里不是"
        known.complain(root, what, "从 format: 1 写起，写法见 docs/rulebook.md")
        return {}
    fields = RULEBOOK.fields(root, "规则册", known)
    for key, declared in RULEBOOK.keys.items():
        if declared.required:
            fields.require(key)
    if "format" in fields and fields["format"] != FORMAT:
        return {}
    sections = fields.all()
    check_facts_are_used(known)
    del sections["format"]
    return sections
