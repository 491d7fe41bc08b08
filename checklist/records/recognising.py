"""Tells of a table which records it holds and what its columns say, by its headings.

Nothing is guessed: a table that fits no kind, or two alike, has none, and what was taken for what
is shown before it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec.structs import replace

from checklist.law.forms import bundled_forms
from checklist.law.record_kinds import RecordKind
from checklist.records.headings import COMMON, NAMES_ROOM, OWN, TELLING
from checklist.records.model import Cells, Field, Layout, Table
from checklist.text import name_key

_LOOKED_AT = 30
"""Rows among which the headings are looked for."""
_ASIDE = re.compile(r"[（(【\[].*?[）)】\]]|[\s_*:：]")


def plain(heading: str) -> str:
    """A heading as it is compared: without blanks, asides in brackets, case and width."""
    return _ASIDE.sub("", name_key(heading).casefold())


def _fields(kind: RecordKind) -> dict[str, Field]:
    """The field that each heading means in a table of this kind; its own meanings come first."""
    known: dict[str, Field] = {}
    for of in (OWN[kind], COMMON):
        for field, words in of.items():
            for word in words.split():
                known.setdefault(plain(word), field)
    return known


_KNOWN = {kind: _fields(kind) for kind in OWN}


def lacking(kind: RecordKind, fields: Mapping[Field, object]) -> str:
    """What such a table lacks to be of use, by the names of fields; nothing where it has what is
    needed."""
    if kind is RecordKind.SESSIONS:
        ends = Field.END in fields or {Field.START, Field.DURATION} <= fields.keys()
        return "" if ends else "结束时间（下播的时间），或者开始时间和时长"
    if kind is RecordKind.ORDERS:
        return "" if Field.END in fields else "结束时间（订单的写交易完成的时间）"
    if kind is RecordKind.REPLAYS:
        named = {Field.SESSION, Field.OBJECT, Field.START} & fields.keys()
        return "" if named else "场次号、文件名或者开始时间"
    dated = {Field.SESSION, Field.END, Field.MADE} & fields.keys()
    return "" if dated else "场次号、结束时间（直播结束的时间）或者生成时间（登记的时间）"


def is_paper(table: Table) -> bool:
    """Whether a table is a record form of ours: one paper for each case, whose heads are no
    columns."""
    _, cells = (0, ()) if table.heading else next(iter(table.rows()), (0, ()))
    title = {cell.strip() for cell in cells} - {""}
    return len(title) == 1 and title <= {form.title for form in bundled_forms().forms}


def recognised(table: Table) -> Layout | None:
    """The layout of a table; None where its headings fit no kind of records, or two alike."""
    return _best(table, is_whole=True)


def nearly(table: Table) -> Layout | None:
    """The layout of a table that would fit one kind alone, and lacks what such a table must have;
    None where there is none, or another fits."""
    return None if recognised(table) else _best(table, is_whole=False)


def unread(table: Table, layout: Layout) -> list[str]:
    """The headings of what is not read; of those that stand twice, with their place."""
    if layout.down:
        cells = {at: cells[0] for at, cells in table.rows() if cells}
    else:
        rows = [(0, table.heading)] if table.heading else table.rows()
        head: Sequence[str] = next((cells for at, cells in rows if at == layout.head), ())
        cells = dict(enumerate(head))
    read = {layout.columns[field]: heading for field, heading in layout.headings.items()}
    twice = {heading.strip() for heading in read.values()}
    return [
        f"{heading}（同名的另一列）" if heading in twice else heading
        for at, cell in cells.items()
        if at not in read and (heading := cell.strip())
    ]


def _best(table: Table, *, is_whole: bool) -> Layout | None:
    """The layout that fits best of those that have all they must, or else of those that lack it."""
    named = plain(table.name)
    if table.heading:
        fitting = [*_layouts([(0, table.heading)], named, is_whole=is_whole)]
    else:
        first = list(islice(table.rows(), _LOOKED_AT))
        fitting = [*_layouts(first, named, is_whole=is_whole)]
        fitting += _downwards(first, named, is_whole=is_whole)
    fitting.sort(key=lambda each: -each[0])
    if not fitting or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
        return None
    return fitting[0][1]


def _layouts(rows: Sequence[Cells], named: str, *, is_whole: bool) -> Iterator[tuple[int, Layout]]:
    """The layouts that fit, each with how well: what tells kinds apart counts double, and so does
    that the table is `named` after a kind."""
    for kind, known in _KNOWN.items():
        telling = {plain(word) for word in TELLING[kind].split()}
        best: tuple[int, Layout] | None = None
        for at, cells in rows:
            headings = [plain(cell) for cell in cells]
            matches = len(telling.intersection(headings)) + (kind.shown in named)
            columns: dict[Field, int] = {}
            for column, heading in enumerate(headings):
                if heading in known:
                    columns.setdefault(known[heading], column)
            account = columns.get(Field.ACCOUNT)
            if account is not None and headings[account] in NAMES_ROOM:
                columns.setdefault(Field.ROOM, account)
            fit = 2 * matches + len(columns)
            fits = matches and columns and (not lacking(kind, columns)) == is_whole
            if fits and (best is None or fit > best[0]):
                shown = {field: cells[column].strip() for field, column in columns.items()}
                best = fit, Layout(kind=kind, head=at, columns=columns, headings=shown)
        if best:
            yield best


def _downwards(
    rows: Sequence[Cells], named: str, *, is_whole: bool
) -> Iterator[tuple[int, Layout]]:
    """One record set downwards: headings in the first column, what they say in the second."""
    pairs = [(at, cells) for at, cells in rows if len(cells) > 1 and cells[0].strip()]
    labels = [cells[0] for _, cells in pairs]
    for fit, layout in _layouts([(0, labels)], named, is_whole=is_whole):
        if len(layout.columns) > 2:
            columns = {field: pairs[column][0] for field, column in layout.columns.items()}
            yield fit, replace(layout, columns=columns, down=True)
