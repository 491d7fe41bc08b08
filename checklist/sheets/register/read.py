"""Reads the register that came back, XLSX or CSV, and finds the answer each row is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Assessment
from checklist.assessment.typed import Misread, excerpt
from checklist.errors import UnreadableFile
from checklist.files import read_bytes
from checklist.law.model import Obligation, Per, Rulebook
from checklist.sheets import spreadsheet
from checklist.sheets.book import Book, FilledSheet, opened
from checklist.sheets.changes import SheetComparison
from checklist.sheets.folder import loaded
from checklist.sheets.register import csv_file
from checklist.sheets.register.codes import Code, read_code
from checklist.sheets.register.columns import CODE, COLUMNS, FIELDS, HEADING, ID, STATUS
from checklist.sheets.register.rows import SOURCE
from checklist.sheets.spreadsheet import REGISTER, FilledRow, names_another
from checklist.sheets.table import Table
from checklist.text import inert, name_key

_AGAIN = "用 checklist report 重新写一份台账，把填的内容抄过去"
_PARTED = (
    "只排序、移动、删了看得见的列的，撤销，改成连最后两列隐藏的整行一起动；"
    "或者重新写一份台账，把填的内容抄过去"
)
_SOURCE, _PROBLEM = _NAMING = ("来源", "问题")
"""The columns by which a person knows what a row is about."""
_TABLE = Table(
    kind=REGISTER,
    names={ID: "id", CODE: "code", STATUS: "status"}
    | {heading: heading for heading in _NAMING}
    | {HEADING[field]: field for field in FIELDS},
    fields=FIELDS,
    beside=frozenset({_SOURCE, "填报单位", *COLUMNS}),
    naming=_NAMING,
    evidence="evidence",
)


class FilledRegister(Struct, frozen=True, kw_only=True):
    """A register that came back, or several parts of it.

    `legacy` is the encoding of a file that could not hold every character (GBK), else None.
    """

    books: tuple[Book, ...]
    legacy: str | None = None


class KnownRow(Struct, frozen=True, kw_only=True):
    """A row with what it was written with; `key` is the answer's, None where the rulebook has no
    such question any more. `named` are the rooms that it names, joined by commas, empty where it is
    about all there are; `rooms` are those it is about, none where it is about the respondent."""

    row: FilledRow
    code: Code
    key: str | None
    named: str
    rooms: tuple[str, ...]


class TouchedCell(Struct, frozen=True, kw_only=True):
    """A cell that somebody changed since the register was written.

    `current` is what it would say if it were written today; `moved` is whether that is something
    else than it said when it was written.
    """

    known: KnownRow
    field: str
    place: str
    text: str
    current: str
    moved: bool


def load(path: Path) -> FilledRegister:
    """The register in a file, or those in a folder. Raises UnreadableFile where there is none."""
    parts = loaded(path, REGISTER, _load)
    if not parts:
        what = f"没有找到整改台账：表头里要有“{ID}”和“{CODE}”两列（写出时是隐藏的）"
        raise UnreadableFile.because(
            what, f"{REGISTER.again}；较早写出的台账要重新写一份", file=path
        )
    legacy = next((part.legacy for part in parts if part.legacy), None)
    return FilledRegister(books=tuple(book for part in parts for book in part.books), legacy=legacy)


def _load(path: Path, file: str) -> FilledRegister | None:
    """The register in a file; None where it is none."""
    data = read_bytes(path, limit=spreadsheet.MAX_BYTES)
    legacy = None
    if path.suffix.lower() == ".csv":
        page, legacy = csv_file.read(path, data)
        book = Book(sheets=[FilledSheet(rows=page)])
    else:
        book = opened(path, data, REGISTER)
    if not any(map(_TABLE.is_ours, book.sheets)):
        return None
    return FilledRegister(books=(book.among_others(file),), legacy=legacy)


def rows_of(filled: FilledRegister, comparison: SheetComparison) -> list[FilledRow]:
    """The rows of all sheets; the comparison is told of cells that cannot be read."""
    return [row for book in filled.books for row in _TABLE.rows(book, comparison)]


def source_of(row: FilledRow) -> str:
    """The answers file that a row of a joint register is of, below its folder; else nothing."""
    return row.id.partition(SOURCE)[2]


def by_source(rows: Iterable[FilledRow], comparison: SheetComparison) -> dict[str, list[FilledRow]]:
    """The rows of a joint register by the answers they are of; complains of those of none."""
    by_answers: dict[str, list[FilledRow]] = {}
    rows = tuple(rows)
    sources = {name_key(source) for row in rows if (source := source_of(row))}
    for row in rows:
        if source := source_of(row):
            by_answers.setdefault(source, []).append(row)
            code, shown = read_code(row.code), name_key(row.shown.get(_SOURCE, ""))
            is_whole = code is not None and code.stood("row", row.id)
            if is_whole and shown in sources - {name_key(source)}:
                what = (
                    f"写的是另一份答案文件，这一行隐藏的行标识却是“{inert(source)}”的：两边对不上"
                )
                comparison.complain(row.places[_SOURCE], Misread(what, _PARTED))
            continue
        what = "不知道这一行是哪一份答案文件的：行标识改过、清掉了，或者是从别的台账贴过来的"
        mend = "从写出时的台账里把这一行的行标识、核对码贴回来；自己加的行整行删掉"
        comparison.complain(row.places["id"], Misread(what, mend))
    return by_answers


def filled_in(rows: Iterable[FilledRow]) -> str | None:
    """Where the first cell stands that somebody filled in since the rows were written."""
    for row in rows:
        code = read_code(row.code)
        for field, cell in row.cells.items():
            if code is None or not code.stood(field, cell):
                return row.places[field]
    return None


def identify(
    filled: FilledRegister,
    rulebook: Rulebook,
    assessment: Assessment,
    comparison: SheetComparison,
    only: Iterable[FilledRow] | None,
) -> list[KnownRow]:
    """The rows, or `only` some of them, that are known by their id and code; of the others it
    complains, each by its cell.

    Where the whole register is a wrong one, it complains of that alone.
    """
    rows = rows_of(filled, comparison) if only is None else only
    known: list[KnownRow] = []
    unknown: list[tuple[str, Misread]] = []
    seen: dict[tuple[str, str], FilledRow] = {}
    entries = {duty.id: duty for duty in rulebook.obligations}
    rooms = tuple(room.id for room in assessment.rooms)
    for row in rows:
        try:
            known.append(_known(row, seen, entries, rooms))
        except Misread as misread:
            unknown.append((row.places["id"], misread))
    _excuse_later_columns(known, comparison)
    for each in known:
        wrong = _wrong(each.code, rulebook, assessment, comparison.earlier)
        if wrong is not None:
            comparison.complain(each.row.places["id"], wrong)
            return []
    for each in known:
        _check_naming(each, rulebook, comparison)
    name = assessment.respondent.name
    if not all(each.code.is_named(name) for each in known):
        own = f"“{inert(name) or '（没有写名称）'}”"
        comparison.ask_whether_own(f"写出台账以后填报单位改过名称，现在是{own}")
    for place, mistake in unknown:
        comparison.complain(place, mistake)
    return known


def _check_naming(known: KnownRow, rulebook: Rulebook, comparison: SheetComparison) -> None:
    """Complain of a row that shows another question than its hidden id is about."""
    if known.key is None or _PROBLEM not in known.row.shown:
        return
    questions = rulebook.questions()
    entry, slash, _ = known.row.id.partition("@")[0].partition("/")
    own = questions[known.key].ask if slash else rulebook.obligation(entry).title
    asks = [question.ask for question in questions.values()]
    if names_another(known.row.shown[_PROBLEM], own, asks, is_as_put=False):
        what = f"写的是另一道题，这一行隐藏的行标识却是{excerpt(own)}的：两边对不上"
        comparison.complain(known.row.places[_PROBLEM], Misread(what, _PARTED))


def _excuse_later_columns(known: Sequence[KnownRow], comparison: SheetComparison) -> None:
    """Forget that a column is lost which the register did not have when it was written."""
    for field in [*comparison.unread.lost]:
        is_lost = any(each.code.had(field) and field not in each.row.places for each in known)
        if known and not is_lost:
            del comparison.unread.lost[field]


def _known(
    row: FilledRow,
    seen: dict[tuple[str, str], FilledRow],
    entries: Mapping[str, Obligation],
    rooms: tuple[str, ...],
) -> KnownRow:
    """A row by its id and code; `seen` are those before it, `rooms` all there are. What is only
    open as to whether it applies stands beside the first question of its entry. Raises Misread."""
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
    bare = row.id.partition(SOURCE)[0]
    whole, _, named = bare.partition("@")
    id, slash, asked = whole.partition("/")
    entry = entries.get(id)
    keys = {each.id: entry.key(each) for each in entry.questions} if entry else {}
    if entry and entry.per is Per.ROOM and not named:
        concerned = rooms
    else:
        concerned = tuple(named.split(",")) if named else ()
    return KnownRow(
        row=replace(row, id=bare),
        code=code,
        key=keys.get(asked) if slash else next(iter(keys.values()), None),
        named=named,
        rooms=concerned,
    )


def _wrong(
    code: Code, rulebook: Rulebook, assessment: Assessment, earlier: Iterable[str]
) -> Misread | None:
    """What is wrong where a row was written by other rules or for another respondent."""
    ids = [each.id for each in rulebook.regulations]
    if code.rulebook not in ids:
        what = f"这份台账按另一部规则册（{inert(code.rulebook)}）写出，不是 {'、'.join(ids)}"
        return Misread(what, "用 --rules 给出写台账时用的规则册")
    if not code.is_about(assessment.respondent) and not any(map(code.is_named, earlier)):
        name = inert(assessment.respondent.name) or "（没有写名称）"
        what = f"这份台账不是“{name}”的：写出时填报单位的名称和统一社会信用代码都不同"
        return Misread(what, f"看看是不是拿错了文件；单位改过名称的，{_AGAIN}")
    return None
