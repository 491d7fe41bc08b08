"""列对照: which records each table holds and what its columns say, kept beside the answers.

The file is written once, for people to correct: what it says of a table goes before what the
headings say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct

from checklist.errors import Complaint, UnreadableFile, Where
from checklist.files import read_text
from checklist.law.record_kinds import KINDS, RecordKind
from checklist.records.model import Field, Layout, Table
from checklist.records.recognising import lacking, nearly, recognised
from checklist.yaml.keys import number, or_empty, text, word
from checklist.yaml.nodes import Node, Scalar, parse_into
from checklist.yaml.reading import Reading
from checklist.yaml.shape import Fields, Key, Record, Rule

_HEAD = """\
# 列对照：checklist records 把每张表的哪一列当作什么。认错了的，改“类别”和“列”里的列名，再运行一次。
# 类别：{kinds}；不用核对的表（例如填写说明）写 {left_out}
# 列：{fields}
# 订单的“结束时间”是交易完成的时间，“生成时间”是下单的时间；登记表的“生成时间”是登记、核验等的时间。
"""
LEFT_OUT = "不核对"
"""What is written of a table that is not to be read."""
_FIELDS = {field.value: field for field in Field}
_KINDS: Mapping[str, RecordKind | str] = {**KINDS, LEFT_OUT: LEFT_OUT}
_LOOKED_AT = 200


class Written(Struct, frozen=True, kw_only=True):
    """What the file says of one table: its kind (None: it is left out), the row of its headings,
    and which column says what, by the headings themselves."""

    file: str
    sheet: str | None
    kind: RecordKind | None
    head: int | None
    columns: dict[Field, str]
    node: Any = None


def _read_columns(fields: Fields, key: str, node: Node) -> dict[Field, str]:
    reading, columns = fields.reading, dict[Field, str]()
    for name, heading in reading.entries(node, fields.named(key)).entries:
        if name.value not in _FIELDS:
            reading.complain(
                name, f"列里不认识 {name.value}", f"写成其中之一：{'、'.join(_FIELDS)}"
            )
        else:
            columns[_FIELDS[name.value]] = reading.text(heading, f"{name.value}的列名")
    return columns


def _check_kind(fields: Fields) -> None:
    """An entry without either is one that nobody has filled in yet."""
    at = fields.values.get("类别", fields.node)
    is_empty = at is fields.node or (isinstance(at, Scalar) and not at.value.strip())
    if fields["列"] and is_empty:
        fields.complain(at, "写了列，却没有写类别", f"写成其中之一：{'、'.join(_KINDS)}")


_TABLE = Record(
    dict,
    {
        "文件": text("写上文件名，例如 文件: 场次.csv", required=True),
        "表": text("写上工作表的名字"),
        "类别": or_empty(word(_KINDS)),
        "表头": number("写上列名在第几行", most=1_000_000),
        "列": Key("写上哪一列是什么，例如 列: { 场次号: 直播场次 }", _read_columns, {}, missing={}),
    },
    rules=[Rule(_check_kind)],
    described=False,
)


def read(path: Path) -> list[Written]:
    """What the file at `path` says of the tables that are filled in; nothing where there is none.
    Raises UnreadableFile with every mistake."""
    if not path.exists():
        return []
    reading = Reading(names_keys_alone=True)
    tree = parse_into(reading.complaints, read_text(path), file=path.name)
    items = reading.items(tree, "列对照") if tree is not None else ()
    entries = [
        (item, _TABLE.read(item, f"第 {number} 张表", reading))
        for number, item in enumerate(items, 1)
    ]
    if reading.complaints:
        raise UnreadableFile(*reading.in_order())
    return [
        Written(
            file=fields["文件"], sheet=fields["表"], head=fields["表头"], columns=fields["列"],
            node=item, kind=None if fields["类别"] == LEFT_OUT else fields["类别"],
        )
        for item, fields in entries
        if fields["类别"]
    ]  # fmt: skip


def laid_out(
    tables: Iterable[Table], written: Sequence[Written]
) -> list[tuple[Table, Layout | None]]:
    """Each table with its layout: as written, else as recognised; None where it is neither. What is
    written to be left out is not among them.

    Raises UnreadableFile where a column that was written is not there.
    """
    complaints: list[Complaint] = []
    layouts = []
    for table in tables:
        entry = _said_of(table, written)
        if entry is None:
            layouts.append((table, recognised(table)))
        elif entry.kind is not None:
            layouts.append((table, _as_written(entry, entry.kind, table, complaints)))
    if complaints:
        raise UnreadableFile(*complaints)
    return layouts


def _said_of(table: Table, written: Iterable[Written]) -> Written | None:
    """What is written of a table, by file and sheet; of a file with one table left, by the file."""
    of_file = [each for each in written if each.file == table.source.name]
    exactly = [each for each in of_file if (each.sheet or "") == table.sheet]
    alone = of_file if table.is_alone and len(of_file) == 1 else []
    return next(iter((*exactly, *alone)), None)


def _as_written(
    written: Written, kind: RecordKind, table: Table, complaints: list[Complaint]
) -> Layout:
    where: Where = written.node.where
    places, head, down = _places(written, table)
    there = [name for name, _ in sorted(places.items(), key=lambda each: each[1]) if name]
    listed = "、".join(there) or "一个也没有找到"
    for field, heading in written.columns.items():
        if heading not in places:
            what = f"{table.name}里没有“{heading}”这一列（{field.value}）"
            complaints.append(Complaint(what=what, mend=f"写成表里有的：{listed}", where=where))
    columns = {field: places[each] for field, each in written.columns.items() if each in places}
    if lack := lacking(kind, written.columns):
        mend = f"在“列”里补上{lack}"
        what = f"{table.name}作为{kind.shown}缺少{lack}"
        complaints.append(Complaint(what=what, mend=mend, where=where))
    return Layout(kind=kind, head=head, columns=columns, headings=written.columns, down=down)


def _places(written: Written, table: Table) -> tuple[dict[str, int], int, bool]:
    """Where each heading stands: in the row that holds most of what is written, which is told too,
    or in the first column, where that holds more (the last is whether it does)."""
    wanted = set(written.columns.values())
    rows = [(0, table.heading)] if table.heading else [*islice(table.rows(), _LOOKED_AT)]
    downwards = {cells[0].strip(): at for at, cells in reversed(rows) if cells}
    best: tuple[dict[str, int], int] = ({}, 0)
    for at, cells in rows:
        across = {cell.strip(): column for column, cell in reversed([*enumerate(cells)])}
        more = len(wanted & across.keys()) > len(wanted & best[0].keys())
        if (more or not best[0]) and written.head in (None, at):
            best = across, at
    if len(wanted & downwards.keys()) > len(wanted & best[0].keys()):
        return downwards, 0, True
    return *best, False


def to_text(layouts: Sequence[tuple[Table, Layout | None]], written: Sequence[Written] = ()) -> str:
    """The file that says how each table was understood; what was not is left to be filled in, and
    what was `written` of tables that are not among them stays."""
    head = _HEAD.format(kinds="、".join(KINDS), fields="、".join(_FIELDS), left_out=LEFT_OUT)
    used = [_said_of(table, written) for table, _ in layouts]
    others = (other for other in written if not any(other is entry for entry in used))
    entries = [*(_lines(*each) for each in layouts), *map(_entry, others)]
    return head + "".join(f"{line}\n" for entry in entries for line in entry)


def _lines(table: Table, layout: Layout | None) -> Iterator[str]:
    if layout is not None:
        head, columns = (layout.head if layout.head > 1 else None), dict(layout.headings)
        yield from _entry(Written(
            file=table.source.name, sheet=table.sheet, kind=layout.kind, head=head, columns=columns
        ))  # fmt: skip
        return
    if near := nearly(table):
        lack = lacking(near.kind, near.columns)
        yield f"# 下面这张表像{near.kind.shown}，“列”里缺少{lack}"
        yield from _lines(table, near)
        return
    yield from _named(table.source.name, table.sheet)
    _, cells = (0, table.heading) if table.heading else next(iter(table.rows()), (0, ()))
    shown = "、".join(cell.strip() for cell in cells if cell.strip())[:200]
    yield f"  # 没有认出。第一行：{_quoted(shown)}"
    yield "  类别:"
    yield "  列: {}"


def _entry(written: Written) -> Iterator[str]:
    yield from _named(written.file, written.sheet)
    yield f"  类别: {written.kind.shown if written.kind else LEFT_OUT}"
    if written.head:
        yield f"  表头: {written.head}"
    pairs = (f"{field.value}: {_quoted(heading)}" for field, heading in written.columns.items())
    yield f"  列: {{ {', '.join(pairs)} }}"


def _named(file: str, sheet: str | None) -> Iterator[str]:
    yield f"- 文件: {_quoted(file)}"
    if sheet:
        yield f"  表: {_quoted(sheet)}"


def _quoted(text: str) -> str:
    """A text as YAML takes it, whatever it holds."""
    return json.dumps(text, ensure_ascii=False)
