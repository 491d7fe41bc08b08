"""Reads a rulebook from YAML, strictly: every mistake in the file is reported at once.

The shape of the file is described in docs/rulebook.md. What cannot be read is complained about with
its place and a way to mend it, and stands in as an empty value until the end, where any complaint
makes the whole file unreadable.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from checklist.errors import Complaint, UnreadableFile
from checklist.law.model import Chapter, Rulebook
from checklist.law.reader_common import Known, read_id, without_title_marks
from checklist.law.reader_facts import check_facts_are_used, read_duty_holders, read_facts
from checklist.law.reader_obligations import read_obligations
from checklist.law.reader_penalties import read_penalties
from checklist.law.reader_places import read_jurisdictions, read_not_obligations
from checklist.yaml.fields import Fields, complain
from checklist.yaml.nodes import Mapping as Entries
from checklist.yaml.nodes import Node, decode, parse_into, read_bytes, shortened

FORMAT = "1"
TOP_KEYS = {
    "format": f"在文件开头写上 format: {FORMAT}",
    "rulebook": "写上 rulebook: 和它的 id、title、number、in_force、edition、official_url",
    "chapters": "写上各章的起止条号，例如 - { title: 第一章 总则, first: 1, last: 5 }",
    "facts": "写上主体情况",
    "duty_holders": "写上义务主体",
    "penalties": "写上处罚",
    "obligations": "写上义务",
    "not_obligations": "写上不是义务的条款",
    "jurisdictions": "写上管辖",
}
MAY_BE_MISSING = ("not_obligations", "jurisdictions")
ABOUT_KEYS = {
    "id": "写上规则册的编号，例如 id: livestream",
    "title": "写上规定的名称，不带书名号",
    "number": "写上文号，例如 number: 令第117号",
    "in_force": "写上施行日期，例如 in_force: 2026-02-01",
    "edition": "写上本规则册的版本，例如 edition: 2026.11.1",
    "official_url": "写上官方文本的网址",
}
CHAPTER_KEYS = {
    "title": "写上章名，例如 title: 第一章 总则",
    "first": "写上这一章的第一条是第几条",
    "last": "写上这一章的最后一条是第几条",
}


def load_rulebook(path: Path, *, bundled: bool) -> Rulebook:
    """The rulebook in a file. Raises UnreadableFile with every complaint about it."""
    return read_rulebook(read_bytes(path), file=path, bundled=bundled)


def read_rulebook(data: bytes, *, file: PurePath | str, bundled: bool) -> Rulebook:
    """The rulebook in `data` (UTF-8); `file` is what complaints call it.

    `bundled` tells the program's own rulebook from one given with --rules. Raises UnreadableFile
    with every complaint, in the order of the file.
    """
    complaints: list[Complaint] = []
    text = decode(data, file=file)
    root = parse_into(complaints, text, file=file)
    rulebook = None
    if root is not None:
        digest = hashlib.sha256(data).hexdigest()
        rulebook = _rulebook(root, complaints, {"sha256": digest, "bundled": bundled})
    if rulebook is None or complaints:
        from checklist.file_kinds import Wanted, mistaken  # noqa: PLC0415  only on failure

        other = mistaken(text, Wanted.RULEBOOK, file=file)
        raise UnreadableFile(*([other] if other else sorted(complaints, key=_place)))
    return rulebook


def _place(complaint: Complaint) -> tuple[int, int]:
    where = complaint.where
    return (where.line or 0, where.column or 0) if where else (0, 0)


def _rulebook(root: Node, complaints: list[Complaint], given: Mapping[str, Any]) -> Rulebook | None:
    if not isinstance(root, Entries):
        what = "规则册的开头应是“键: 值”，这里不是"
        complain(complaints, root, what, "从 format: 1 写起，写法见 docs/rulebook.md")
        return None
    top = Fields(root, "规则册", TOP_KEYS, complaints)
    for key in TOP_KEYS:
        if key not in MAY_BE_MISSING:
            top.required(key)
    if not _known_format(top):
        return None
    known = Known(complaints=complaints, chapters=_chapters(top))
    # In the order in which they refer to each other, whatever the order in the file.
    facts = read_facts(top, known)
    duty_holders = read_duty_holders(top, known)
    penalties = read_penalties(top, known)
    obligations = read_obligations(top, known)
    not_obligations = read_not_obligations(top, known)
    jurisdictions = read_jurisdictions(top, known)
    check_facts_are_used(known)
    return Rulebook(
        **_about(top),
        **given,
        chapters=known.chapters,
        facts=facts,
        duty_holders=duty_holders,
        penalties=penalties,
        obligations=obligations,
        not_obligations=not_obligations,
        jurisdictions=jurisdictions,
    )


def _known_format(top: Fields) -> bool:
    if "format" not in top:
        return True
    text = top.text("format")
    if text == FORMAT:
        return True
    if text:
        mend = f"写成 format: {FORMAT}；如果文件出自更新的程序，先升级本程序"
        what = f"的格式是 {shortened(text)}，本程序只认得 {FORMAT}"
        top.complain(top.values["format"], what, mend)
    return False


def _about(top: Fields) -> dict[str, Any]:
    node = top.values.get("rulebook")
    if node is None:
        return dict.fromkeys(ABOUT_KEYS, "") | {"in_force": date.min}
    fields = Fields(node, "rulebook", ABOUT_KEYS, top.complaints)
    url = fields.text("official_url")
    if url and not url.startswith(("https://", "http://")):
        place = fields.values["official_url"]
        fields.complain(place, "的 official_url 不是网址", "写上以 https:// 开头的网址")
    fields.required("in_force")
    return {
        "id": read_id(fields, "规则册", {}),
        "title": without_title_marks(fields, "title"),
        "number": fields.text("number"),
        "in_force": fields.day("in_force") or date.min,
        "edition": fields.text("edition"),
        "official_url": url,
    }


def _chapters(top: Fields) -> tuple[Chapter, ...]:
    chapters: list[Chapter] = []
    for number, node in enumerate(top.items("chapters"), 1):
        fields = Fields(node, f"第 {number} 章", CHAPTER_KEYS, top.complaints)
        fields.required("first")
        fields.required("last")
        first, last = fields.number("first"), fields.number("last")
        if first is not None and last is not None and first > last:
            fields.complain(fields.values["first"], "的 first 大于 last", "改正起止条号")
        previous = chapters[-1] if chapters else None
        if previous and first is not None and first <= previous.last:
            what = f"从第 {first} 条起，而上一章到第 {previous.last} 条才完"
            fields.complain(fields.values["first"], what, "改正起止条号，各章按顺序，互不重叠")
        first, last = sorted((first or 1, last or 999))
        chapters.append(Chapter(title=fields.text("title"), first=first, last=last))
    return tuple(chapters)
