"""The record forms (记录样表): the papers that remedies name, read from rules/forms/records.yaml.

What has to be recorded, and how long it is kept, stands in that file and nowhere in Python.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import cache
from pathlib import Path

from msgspec import Struct

from checklist import resources
from checklist.errors import UnreadableFile
from checklist.files import read_text
from checklist.law.model import Obligation, OtherLaw
from checklist.law.reading.common import OTHER_LAW, KnownNames, ident
from checklist.yaml.keys import each, mapping, number, text, texts, word
from checklist.yaml.nodes import parse_into
from checklist.yaml.schema import DEFINITIONS, DIALECT, ID_PATTERN, Schema
from checklist.yaml.shape import Fields, Record, Rule, needs, some_of


class FieldKind(Enum):
    """What is written into a field of a form; one with choices is one of them."""

    TEXT = "文字"
    DAY = "日期"
    YES_NO = "是否"
    SIGNATURE = "签字"


class FormField(Struct, frozen=True, kw_only=True):
    """One field of a form; `fill` says what to write into it."""

    name: str
    fill: str
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[str, ...] = ()
    optional: bool = False


class Keep(Struct, frozen=True, kw_only=True):
    """How long a filled form is kept at least, by which provision, and from when on; the provision
    may leave the last open.

    `filled_in` is the day that the form asks for, where it is not just that: of a paper that serves
    several broadcasts, the end of the last.
    """

    at_least: str
    source: OtherLaw
    counted_from: str | None = None
    filled_in: str | None = None


class RecordForm(Struct, frozen=True, kw_only=True):
    """A form that staff fill in.

    `called` is how remedies and evidence name it. `head` and `end` are filled in once, `columns` in
    each row: `rows` empty ones, or `lines`, which stand in the first column. Without `keep` the law
    does not say how long; `keep_note` says so, or what besides is to be known.
    """

    id: str
    title: str
    called: tuple[str, ...]
    sources: tuple[OtherLaw, ...]
    purpose: str
    keep: Keep | None = None
    keep_note: str | None = None
    text: tuple[str, ...] = ()
    head: tuple[FormField, ...] = ()
    columns: tuple[FormField, ...] = ()
    lines: tuple[str, ...] = ()
    rows: int | None = None
    end: tuple[FormField, ...] = ()


class RecordForms(Struct, frozen=True, kw_only=True):
    """Every form, and the words by which a remedy names a paper that there has to be a form of."""

    papers: tuple[str, ...]
    forms: tuple[RecordForm, ...]

    def named(self, ids: Iterable[str]) -> tuple[RecordForm, ...]:
        """The forms with these ids, each once, in the order of the file."""
        wanted = {*ids}
        return tuple(form for form in self.forms if form.id in wanted)

    def titles(self, entries: Iterable[Obligation]) -> dict[str, str]:
        """开播前审核单、选品审核表: what each entry names, by its id, where it names any."""
        return {
            entry.id: "、".join(form.title for form in self.named(entry.forms))
            for entry in entries
            if entry.forms
        }


_FIELD = Record(
    FormField,
    {
        "name": text("写上栏目的名称", required=True),
        "fill": text("写上这一栏填什么", required=True),
        "kind": word({kind.value: kind for kind in FieldKind}, missing=FieldKind.TEXT),
        "choices": texts("写上可以选的，例如 choices: [一致, 不一致]"),
        "optional": word({"是": True}, "写 optional: 是，或者删去", missing=False),
    },
)
_KEEP = Record(
    Keep,
    {
        "at_least": text(
            "写上不少于多久，例如 at_least: 3年",
            required=True,
            schema={"type": "string", "pattern": "^[1-9][0-9]?(年|个月)$"},
        ),
        "counted_from": text("写上从哪天起算，例如 counted_from: 直播结束之日"),
        "filled_in": text("写上表上填哪一天，例如 filled_in: 最后一场直播结束之日"),
        "source": mapping("写上哪一条写的", OTHER_LAW, required=True, defined="other_law"),
    },
)


def _has_rows_once(fields: Fields) -> None:
    if "columns" in fields and ("lines" in fields) == ("rows" in fields):
        mend = "空白行写 rows: 12；已经印好的各行写 lines: […]；只写一种"
        fields.complain("columns", "有 columns，要写 rows 或者 lines 之一", mend)


_RECORD_FORM = Record(
    RecordForm,
    {
        "id": ident("写上编号，例如 id: correction-log", "样表"),
        "title": text("写上样表的名称", required=True),
        "called": texts("写上整改建议、佐证材料里怎样叫它"),
        "sources": each("写上出自哪几条", OTHER_LAW, required=True, defined="other_law"),
        "purpose": text("用一句话写上这份表做什么用", required=True),
        "keep": mapping("写上条文写明的保存期限", _KEEP),
        "keep_note": text("条文没有写明保存多久的，说明"),
        "text": texts("写上印在表头上方的段落"),
        "head": each("写上只填一次的栏目", _FIELD, defined="field"),
        "columns": each("写上每一行要填的栏目", _FIELD, defined="field"),
        "lines": texts("写上已经印好的各行"),
        "rows": number("写上几行空白，例如 rows: 12", most=60),
        "end": each("写上填在最后的栏目", _FIELD, defined="field"),
    },
    rules=[
        some_of(("keep", "keep_note"), "没有写保存多久"),
        some_of(("columns", "head"), "没有栏目"),
        needs("lines", "columns", "补上 columns"),
        needs("rows", "columns", "补上 columns"),
        Rule(_has_rows_once),
    ],
)


def _forms(format: str, papers: tuple[str, ...], forms: tuple[RecordForm, ...]) -> RecordForms:  # noqa: ARG001  there is only one format
    return RecordForms(papers=papers, forms=forms)


_FILE = Record(
    _forms,
    {
        "format": text("在文件开头写上 format: 1", required=True, schema={"enum": [1, "1"]}),
        "papers": texts("写上出现哪些词就要有样表"),
        "forms": each("写上样表", _RECORD_FORM, required=True),
    },
)


def load_forms(path: Path) -> RecordForms:
    """The record forms in a file. Raises UnreadableFile with every complaint about it."""
    known = KnownNames()
    root = parse_into(known.complaints, read_text(path), file=path)
    forms = None if root is None else _FILE.read(root, "样表清单", known)
    if not isinstance(forms, RecordForms) or known.complaints:
        raise UnreadableFile(*known.in_order())
    return forms


@cache
def bundled_forms() -> RecordForms:
    """The record forms that come with the program. Raises UnreadableFile."""
    return load_forms(resources.forms_file())


def forms_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of the list of forms, for editors."""
    return {
        "$schema": DIALECT,
        "$id": "https://livestream-checklist.invalid/schema/record-forms-1.json",
        "title": "记录样表，格式 1",
        **_FILE.schema(),
        "$defs": {
            **DEFINITIONS,
            "id": {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": 60},
            "other_law": OTHER_LAW.schema(),
            "field": _FIELD.schema(),
        },
    }
