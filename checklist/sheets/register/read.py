"""Reads the register that came back, XLSX or CSV, and finds the answer each row is about.

A sheet counts as a register where a row of it names 行标识 and 核对码, whatever it is called and in
whatever order its columns stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.assessment.typed import Misread
from checklist.files import read_bytes
from checklist.law.model import Rulebook
from checklist.report.forms.about import text
from checklist.sheets import spreadsheet
from checklist.sheets.changes import SheetComparison
from checklist.sheets.register import csv_file
from checklist.sheets.register.columns import CODE, FIELDS, HEADING, ID, STATUS
from checklist.sheets.register.rows import Code, read_code
from checklist.sheets.spreadsheet import REGISTER, Cells, FilledRow, Numbered, Row
from checklist.text import inert

_HEADING_WITHIN = 50
_AGAIN = "用 checklist report 重新写一份台账，把填的内容抄过去"
_NAMES = {ID: "id", CODE: "code", STATUS: "status"} | {HEADING[field]: field for field in FIELDS}
"""What is read, by the heading above it."""


class FilledRegister(Struct, frozen=True, kw_only=True):
    """A register that came back: its sheets by name; one without a name in a CSV file.

    `legacy` is the encoding of a file that could not hold every character (GBK), else None.
    """

    pages: Mapping[str, Sequence[Numbered]]
    legacy: str | None = None


class KnownRow(Struct, frozen=True, kw_only=True):
    """A row with what it was written with; `key` is the answer's, None where the rulebook has no
    such question any more."""

    row: FilledRow
    code: Code
    key: str | None


def load(path: Path) -> FilledRegister:
    """The register in the file. Raises UnreadableFile where the file is no register."""
    data = read_bytes(path, limit=spreadsheet.MAX_BYTES)
    legacy = None
    if path.suffix.lower() == ".csv":
        page, legacy = csv_file.read(path, data)
        pages = {"": page} if any(_is_heading(row) for _, row in page) else {}
    else:
        pages = _pages(path, data)
    if not pages:
        what = f"没有找到整改台账：表头里要有“{ID}”和“{CODE}”两列（写出时是隐藏的）"
        raise spreadsheet.unreadable(path, what, f"{REGISTER.again}；较早写出的台账要重新写一份")
    return FilledRegister(pages=pages, legacy=legacy)


def identify(
    filled: FilledRegister,
    rulebook: Rulebook,
    assessment: Assessment,
    comparison: SheetComparison,
) -> list[KnownRow]:
    """The rows that are known by their id and code; of the others it complains, each by its cell.

    It complains of every cell that cannot be read, too. Where the whole register is a wrong one, it
    complains of that alone.
    """
    rows = [row for name, page in filled.pages.items() for row in _rows(name, page, comparison)]
    keys = _keys(rulebook)
    known: list[KnownRow] = []
    unknown: list[tuple[str, Misread]] = []
    seen: dict[tuple[str, str], FilledRow] = {}
    for row in rows:
        try:
            known.append(_known(row, seen, keys))
        except Misread as misread:
            unknown.append((row.places["id"], misread))
    for each in known:
        wrong = _wrong(each.code, rulebook, assessment)
        if wrong is not None:
            comparison.complain(each.row.places["id"], wrong)
            return []
    for place, mistake in unknown:
        comparison.complain(place, mistake)
    return known


def _keys(rulebook: Rulebook) -> dict[str, str]:
    """Row id without rooms -> answer key. What is only open as to whether it applies stands
    beside the first question of its entry."""
    keys = {duty.id: duty.key(duty.questions[0]) for duty in rulebook.obligations if duty.questions}
    for duty in rulebook.obligations:
        keys |= {f"{duty.id}/{question.id}": duty.key(question) for question in duty.questions}
    return keys


def _known(
    row: FilledRow, seen: dict[tuple[str, str], FilledRow], keys: Mapping[str, str]
) -> KnownRow:
    """A row by its id and code; `seen` are those before it. Raises Misread."""
    code = read_code(row.code)
    if code is None or not row.id or not code.stood("row", row.id):
        what = "这一行的行标识、核对码不成对：改过、清掉了，或者是从别的行贴过来的"
        mend = f"取消隐藏最后两列，从写出时的台账里把这一行的两格贴回来；或者{_AGAIN}"
        raise Misread(what, mend)
    sheet = row.places["id"].rpartition("!")[0]
    first = seen.setdefault((sheet, row.id), row)
    if first is not row:
        what = f"和 {first.places['id']} 是同一行（行标识 {inert(row.id)[:80]}），出现了两次"
        raise Misread(what, "留下对的一行，另一行整行删掉")
    return KnownRow(row=row, code=code, key=keys.get(row.id.partition("@")[0]))


def _wrong(code: Code, rulebook: Rulebook, assessment: Assessment) -> Misread | None:
    """What is wrong where a row was written by other rules or for another respondent."""
    if code.rulebook != rulebook.id:
        what = f"这份台账按另一部规则册（{inert(code.rulebook)}）写出，不是 {rulebook.id}"
        return Misread(what, "用 --rules 给出写台账时用的规则册")
    if not code.is_about(assessment.respondent):
        name = inert(assessment.respondent.name) or "（没有写名称）"
        what = f"这份台账不是“{name}”的：写出时填报单位的名称和统一社会信用代码都不同"
        return Misread(what, f"看看是不是拿错了文件；单位改过名称的，{_AGAIN}")
    return None


def _pages(path: Path, data: bytes) -> dict[str, list[Numbered]]:
    pages: dict[str, list[Numbered]] = {}
    with spreadsheet.opened(path, data, REGISTER) as sheets:
        for name, rows in sheets.items():
            page: list[Numbered] = []
            known = False
            for number, row in rows:
                known = known or _is_heading(row)
                if not known and number > _HEADING_WITHIN:
                    break
                page.append((number, row))
            if known:
                pages[name] = page
    return pages


def _is_heading(row: Row) -> bool:
    return {ID, CODE} <= set(_headings(row).values())


def _headings(row: Row) -> dict[str, str]:
    """The headings that stand in a row, by the letters of their columns."""
    return {
        letters: text(cell).replace("\n", "")
        for letters, cell in row.items()
        if isinstance(cell, str)
    }


def _rows(sheet: str, page: Sequence[Numbered], comparison: SheetComparison) -> Iterator[FilledRow]:
    """The rows under the heading that anything of ours stands in."""
    columns: dict[str, str] = {}
    strangers: list[int] = []
    for number, row in page:
        if _is_heading(row):  # once more below, as some programs print it on every page
            columns = columns or _columns(sheet, number, row, comparison)
            continue
        filled = _row(sheet, number, row, columns, comparison)
        if filled is None:
            continue
        if filled.id or filled.code:
            yield filled
        elif any(filled.cells.values()):
            strangers.append(number)
    if strangers:
        rows = "、".join(map(str, strangers[:10])) + ("等" if len(strangers) > 10 else "")
        which = f"“{inert(sheet)}”表" if sheet else "文件"
        comparison.remarks.append(
            f"{which}第 {rows} 行没有行标识，是后来自己加的，没有读：请另外留存"
        )


def _columns(sheet: str, number: int, row: Row, comparison: SheetComparison) -> dict[str, str]:
    """The names of our columns by their letters."""
    columns: dict[str, str] = {}
    for letters, heading in _headings(row).items():
        name = _NAMES.get(heading)
        if name in columns.values():
            mend = f"自己加的列换一个列名，原来的“{heading}”列保持不变"
            what = f"表头“{heading}”出现了两次，不知道该读哪一列"
            comparison.complain(_place(sheet, letters, number), Misread(what, mend))
        elif name:
            columns[letters] = name
    lost = [f"“{HEADING[field]}”" for field in FIELDS if field not in columns.values()]
    if lost:
        comparison.remarks.append(f"没有{'、'.join(lost)}列（删了，或者改了列名），这些列没有读")
    return columns


def _row(
    sheet: str, number: int, row: Row, columns: Cells, comparison: SheetComparison
) -> FilledRow | None:
    places = {name: _place(sheet, letters, number) for letters, name in columns.items()}
    cells: dict[str, str] = {}
    for letters, name in columns.items():
        cell = row.get(letters, "")
        if isinstance(cell, str):
            cells[name] = text(cell)
            continue
        is_ours = name in {"id", "code"}
        mend = f"这一列不能改；{REGISTER.again}" if is_ours else cell.mend
        comparison.complain(places[name], Misread(cell.what, mend))
    if not {"id", "code"} <= set(cells):
        return None
    return FilledRow(
        id=cells["id"],
        code=cells["code"],
        status=cells.get("status", ""),
        cells={field: cells[field] for field in FIELDS if field in cells},
        places=places,
    )


def _place(sheet: str, letters: str, number: int) -> str:
    """整改台账!J7; in a CSV file, which has no sheets, J7."""
    return f"{inert(sheet)}!{letters}{number}" if sheet else f"{letters}{number}"
