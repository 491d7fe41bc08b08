"""Reads the register that came back, XLSX or CSV, and finds the answer each row is about.

A sheet counts as a register where a row of it names 行标识 and 核对码, whatever it is called and in
whatever order its columns stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.assessment.typed import Misread
from checklist.errors import Complaint, Where
from checklist.files import read_bytes
from checklist.law.model import Rulebook
from checklist.report.forms.about import text
from checklist.sheets import spreadsheet
from checklist.sheets.register import csv_file
from checklist.sheets.register.fields import CODE, FIELDS, HEADING, ID, STATUS, Code, read_code
from checklist.sheets.spreadsheet import FilledRow, Numbered
from checklist.text import inert

_HEADING_WITHIN = 50
_REGISTER = spreadsheet.WorkbookKind(
    name="台账",
    again="请用 checklist report 写出的整改台账（.xlsx）来填，填好后仍存成 .xlsx",
    example="张三、2026-12-31",
    rows=100_000,
    columns=100,
)
_AGAIN = "用 checklist report 重新写一份台账，把填的内容抄过去"
_OWN = {"id": ID, "code": CODE, "status": STATUS, **HEADING}
_BY_HEADING = {heading: name for name, heading in _OWN.items()}


class FilledRegister(Struct, frozen=True, kw_only=True):
    """A register that came back.

    `remarks` say in Chinese what was not read, `complaints` which cells cannot be. `legacy` is the
    encoding of a file that could not hold every character (GBK), else None.
    """

    rows: tuple[FilledRow, ...]
    remarks: tuple[str, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    legacy: str | None = None


class KnownRow(Struct, frozen=True, kw_only=True):
    """A row with what it was written with; `key` is the answer's, None where the rulebook has no
    such question any more."""

    row: FilledRow
    code: Code
    key: str | None


def load(path: Path) -> FilledRegister:
    """The register in the file, with a complaint about every cell that cannot be read.

    Raises UnreadableFile where the file is no register.
    """
    data = read_bytes(path, limit=spreadsheet.MAX_BYTES)
    legacy = None
    if path.suffix.lower() == ".csv":
        page, legacy = csv_file.read(path, data)
        pages = {"": page} if any(_is_heading(row) for _, row in page) else {}
    else:
        pages = _pages(path, data)
    if not pages:
        what = f"没有找到整改台账：表头里要有“{ID}”和“{CODE}”两列（写出时是隐藏的）"
        raise spreadsheet.unreadable(path, what, f"{_REGISTER.again}；较早写出的台账要重新写一份")
    reader = _Reader(path)
    rows = [row for name, page in pages.items() for row in reader.rows(name, page)]
    return FilledRegister(
        rows=tuple(rows),
        remarks=tuple(reader.remarks),
        complaints=tuple(reader.complaints),
        legacy=legacy,
    )


def identify(
    rows: Sequence[FilledRow],
    rulebook: Rulebook,
    assessment: Assessment,
    complain: Callable[[str, Misread], None],
) -> list[KnownRow]:
    """The rows that are known by their id and code; of the others it complains, each by its cell.

    Where the whole register is a wrong one, it complains of that alone.
    """
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
            complain(each.row.places["id"], wrong)
            return []
    for place, mistake in unknown:
        complain(place, mistake)
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
    if code is None or not row.id or not code.is_of(row.id):
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
    """The sheets that are registers."""
    pages: dict[str, list[Numbered]] = {}
    with spreadsheet.opened(path, data, _REGISTER) as sheets:
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


def _is_heading(row: spreadsheet.Row) -> bool:
    return {ID, CODE} <= {_heading(cell) for cell in row}


def _heading(cell: spreadsheet.Cell) -> str:
    return text(spreadsheet.text(cell.value)).replace("\n", "")


class _Reader:
    """Reads sheets and collects what it finds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.complaints: list[Complaint] = []
        self.remarks: list[str] = []

    def rows(self, sheet: str, page: Sequence[Numbered]) -> Iterator[FilledRow]:
        """The rows under the heading that anything stands in."""
        columns: dict[str, str] = {}
        strangers: list[int] = []
        for number, row in page:
            if _is_heading(row):  # once more below, as some programs print it on every page
                columns = columns or self._columns(sheet, number, row)
                continue
            filled = self._row(sheet, number, row, columns) if columns else None
            if filled is None:
                continue
            if filled.id or filled.code:
                yield filled
            elif any(filled.cells.values()):
                strangers.append(number)
        if strangers:
            rows = "、".join(map(str, strangers[:10])) + ("等" if len(strangers) > 10 else "")
            which = f"“{inert(sheet)}”表" if sheet else "文件"
            self.remarks.append(
                f"{which}第 {rows} 行没有行标识，是后来自己加的，没有读：请另外留存"
            )

    def _columns(self, sheet: str, number: int, row: spreadsheet.Row) -> dict[str, str]:
        """Our columns by the names of their letters."""
        columns: dict[str, str] = {}
        for cell in row:
            heading = _heading(cell)
            name = _BY_HEADING.get(heading)
            if name in columns.values():
                place = _place(sheet, f"{cell.column_letter}{number}")
                mend = f"自己加的列换一个列名，原来的“{heading}”列保持不变"
                what = f"表头“{heading}”出现了两次，不知道该读哪一列"
                self._complain(place, what, mend)
            elif name:
                columns[cell.column_letter] = name
        lost = [f"“{HEADING[field]}”" for field in FIELDS if field not in columns.values()]
        if lost:
            self.remarks.append(f"没有{'、'.join(lost)}列（删了，或者改了列名），这些列没有读")
        return columns

    def _row(
        self, sheet: str, number: int, row: spreadsheet.Row, columns: Mapping[str, str]
    ) -> FilledRow | None:
        raw, wrong = spreadsheet.texts(row, columns, _REGISTER)
        texts = {name: text(cell) for name, cell in raw.items()}
        places = {name: _place(sheet, f"{letter}{number}") for letter, name in columns.items()}
        for name, misread in wrong.items():
            mend = misread.mend
            if name in {"id", "code"}:
                mend = f"这一列不能改；{_REGISTER.again}"
            self._complain(places[name], misread.what, mend)
        if not texts or {"id", "code"} & set(wrong):
            return None
        return FilledRow(
            id=texts.get("id", ""),
            code=texts.get("code", ""),
            status=texts.get("status", ""),
            cells={
                field: texts.get(field, "")
                for field in FIELDS
                if field in places and field not in wrong
            },
            places=places,
        )

    def _complain(self, place: str, what: str, mend: str) -> None:
        where = Where(file=self._path)
        self.complaints.append(Complaint(what=f"{place} {what}", mend=mend, where=where))


def _place(sheet: str, address: str) -> str:
    """整改台账!J7; in a CSV file, which has no sheets, J7."""
    return f"{inert(sheet)}!{address}" if sheet else address
