"""The questionnaire as a sheet: its columns, rows and their ids, and how it is read back.

One row per answer cell. A question keeps its ids for good: `answers/<entry>/<question>`, followed
by `#<option>` for one option of a multi-select and by `@<room>` for what differs in one room.
"""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct, field

from checklist.assessment.model import Assessment
from checklist.assessment.typed import Misread
from checklist.errors import UnreadableFile
from checklist.files import read_bytes
from checklist.law.model import Rulebook
from checklist.sheets import spreadsheet
from checklist.sheets.book import FilledSheet, opened
from checklist.sheets.cells import LinkFormula
from checklist.sheets.folder import loaded
from checklist.sheets.reading import SheetReading, tell_astray, tell_beside
from checklist.sheets.spreadsheet import DIGITS, FORM, Cells, FilledRow
from checklist.sheets.unread import Thing, Unread, place

NAME = "问卷"
FORMAT = "1"
MARK = "livestream-checklist-form"
FACTS = "facts"
ANSWERS = "answers"
"""The two kinds of rows, called like the answers of an assessment that they are about."""

FIRST_ROW = 5
"""Where the questions begin, counted from 1; the headings stand above."""
FILLED_BY = "E3"
MARK_CELLS = ("J1", "K1", "L1", "M1", "N1", "O1")
"""MARK, FORMAT, the rulebook's id and edition, and the respondent's name and credit code."""
ABOUT = "A2"
_NAMED = re.compile("填报单位：(.*)　依据：《")
"""How ABOUT names the respondent; of forms written by earlier programs it alone does."""
PERIOD = "A3"
_PERIOD = re.compile("自查期间：(.+ 至 .+)")
"""How PERIOD says which days the questions about the period mean; a blank form says none."""


def ids_of(rulebook: Rulebook) -> str:
    """What a form is marked with: livestream; of several rulebooks joined, livestream+mcn."""
    return "+".join(each.id for each in rulebook.regulations)


def editions_of(rulebook: Rulebook) -> str:
    """The editions in the same order."""
    return "+".join(each.edition for each in rulebook.regulations)


def period_of(assessment: Assessment) -> str:
    """2026-02-01 至 2026-11-30, as PERIOD says it; empty where it is not known."""
    period = assessment.period
    return f"{period.first} 至 {period.last}" if period else ""


class FormColumn(Struct, frozen=True):
    """A column that may be filled in, by its letter; `was` is where what was written is kept.

    `label` is what a preview calls it.
    """

    letter: str
    was: str
    heading: str
    width: int
    label: str
    hint: str = ""


COLUMNS = {
    "answer": FormColumn("E", "L", "答复", 18, "答复"),
    "note": FormColumn("F", "M", "备注", 24, "备注", "需要说明的情况，可以不写。"),
    "evidence": FormColumn(
        "G", "N", "佐证（一行一件）", 24, "佐证",
        "能证明的材料，一行写一件，可以不写。会过期的，后面写 有效至2027-03-01。",
    ),
    "owner": FormColumn("H", "O", "责任人", 12, "责任人", "由谁负责整改或者查清，可以不写。"),
    "due": FormColumn(
        "I", "P", "整改期限", 12, "期限",
        "哪天以前整改好、查清，不是交回问卷的日子。写成 年-月-日，例如 2026-12-31，可以不写。",
    ),
}  # fmt: skip
"""What may be filled in, by the names of an answer's fields."""
FIELDS = tuple(COLUMNS)
ID_COLUMN = "J"
FINGERPRINT_COLUMN = "K"
SHOWN_COLUMN = "Q"
"""Holds the digests of what stood in NAMING; forms of earlier programs have none."""
_DIGESTS = re.compile(rf"[0-9a-f]{{{DIGITS}}}(?: [0-9a-f]{{{DIGITS}}}){{2}}")
NAMING = "ACD"
"""The columns by which a person knows what a row asks: its number, question, option or room."""
_ASKED = "ABCD"
"""The columns that say what is asked."""
_LETTERS = tuple(column.letter for column in COLUMNS.values())
_LAST = SHOWN_COLUMN
BLANK: Cells = dict.fromkeys(FIELDS, "")

_ID = re.compile(rf"({FACTS}|{ANSWERS})/([^#@]+)(?:#([^#@]+))?(?:@([^#@]+))?")


class RowId(Struct, frozen=True, kw_only=True):
    """What a row is about: a fact or answer by its key, one option of it, or one room's exception.

    `kind` is FACTS or ANSWERS.
    """

    kind: str
    key: str
    option: str | None = None
    room: str | None = None

    def __str__(self) -> str:
        option = f"#{self.option}" if self.option is not None else ""
        room = f"@{self.room}" if self.room is not None else ""
        return f"{self.kind}/{self.key}{option}{room}"


def row_id(text: str) -> RowId | None:
    """The id written as `text`, or None when it is none."""
    match = _ID.fullmatch(text)
    if match is None:
        return None
    kind, key, option, room = match.groups()
    return RowId(kind=kind, key=key, option=option, room=room)


class FormRow(Struct, frozen=True, kw_only=True):
    """One row as it is written. `choices` empty: text is typed, as `hint` says.

    `number` is the question's; `duty` and `ask` stand in its first row, its head, and only that one
    has cells for note, evidence, owner and due. `given` says what stands in each of FIELDS.
    """

    id: RowId
    fingerprint: str
    is_head: bool
    number: str
    duty: str
    ask: str
    about: str
    choices: tuple[str, ...]
    hint: str
    given: Cells


class Sheet(Struct, frozen=True, kw_only=True):
    """The whole questionnaire: what it asks by `rulebook`. `questions` counts them, not rows.

    A line that is text is the heading of a section. `whom` is the person it is for, if any.
    """

    rulebook: Rulebook
    assessment: Assessment
    lines: tuple[str | FormRow, ...]
    questions: int
    whom: str | None = None


class FilledForm(Struct, frozen=True, kw_only=True):
    """A questionnaire that came back. `by` is who filled it in, as the sheet says, or empty; `file`
    is its name where several are read together.

    `name`, `credit_code` and `period` are the respondent's when it was written, or empty. `unread`
    is what was not read, `remarks` what was although nobody sees it there.
    """

    rulebook: str
    edition: str
    by: str
    rows: tuple[FilledRow, ...]
    file: str = ""
    name: str = ""
    credit_code: str = ""
    period: str = ""
    unread: Unread = field(default_factory=Unread)
    remarks: tuple[str, ...] = ()


def load(path: Path) -> list[FilledForm]:
    """The questionnaire in a file, or each in a folder. Raises UnreadableFile with every cell that
    cannot be read."""
    forms = loaded(path, FORM, _load)
    if not forms:
        what = "这不是 checklist form 写出的问卷，或者表名改过"
        raise UnreadableFile.because(what, FORM.again, file=path)
    return forms


def _load(path: Path, file: str) -> FilledForm | None:
    """The questionnaire in a file; None where it is none."""
    whole = opened(path, read_bytes(path, limit=spreadsheet.MAX_BYTES), FORM)
    book = whole.among_others(file)
    sheet = next((sheet for sheet in book.sheets if sheet.name == NAME), FilledSheet(name=NAME))
    sheet.refuse_longer(path, FORM)
    if dict(sheet.rows).get(1, {}).get(ID_COLUMN) != MARK:  # the first of MARK_CELLS
        return None
    unread = Unread()
    reading = SheetReading(book, sheet, unread)
    cells = _cells(path, sheet, unread)
    _, format, rulebook, edition, name, code = (cells.get(cell, "") for cell in MARK_CELLS)
    if format != FORMAT:
        what = "这份问卷由另一个版本的 checklist 写成"
        raise UnreadableFile.because(
            what, "用同一版本的 checklist 读回，或者重新写一份问卷", file=path
        )
    rows = [_row(number, cells, reading) for number, _ in sheet.rows if number >= FIRST_ROW]
    reading.tell()
    for other in book.sheets:
        if other is not sheet:
            tell_beside(unread, other, is_known=other.name in FORM.beside)
    tell_astray(unread, book)
    named = _NAMED.match(cells.get(ABOUT, ""))
    period = _PERIOD.fullmatch(cells.get(PERIOD, ""))
    return FilledForm(
        rulebook=rulebook,
        edition=edition,
        name=name or (named[1] if named else ""),
        credit_code=code,
        period=period[1] if period else "",
        by=cells.get(FILLED_BY, ""),
        rows=tuple(rows),
        file=file,
        unread=unread,
        remarks=tuple(reading.read_anyway(_LETTERS)),
    )


def _cells(path: Path, sheet: FilledSheet, unread: Unread) -> Cells:
    """The text of every cell of ours by its address."""
    cells, complaints = {}, []
    for number, row in sheet.rows:
        for letter, cell in row.items():
            where = f"{letter}{number}"
            if len(letter) > 1 or letter > _LAST or _is_added(letter, cell):
                unread.add(Thing.COLUMN, f"{place(sheet, letter)} 列")
            elif isinstance(cell, str):
                cells[where] = cell
            elif isinstance(cell, LinkFormula) and letter == COLUMNS["evidence"].letter:
                cells[where] = cell.shown
            elif letter not in _ASKED:
                again = "请从 checklist form 写出的问卷重新填"
                fault = Misread(cell.what, cell.mend if letter in _LETTERS else again)
                complaints.append(spreadsheet.complaint(path, place(sheet, where), fault))
    if complaints:
        raise UnreadableFile(*complaints)
    return cells


def _is_added(letter: str, cell: str | Misread) -> bool:
    """Whether somebody wrote into the column that forms of earlier programs do not have."""
    is_ours = isinstance(cell, str) and _DIGESTS.fullmatch(cell)
    return letter == SHOWN_COLUMN and not is_ours


def _row(number: int, cells: Cells, reading: SheetReading) -> FilledRow:
    """What the cells of a row say; one that is left out says what was written there."""
    id = cells.get(f"{ID_COLUMN}{number}", "")
    says, was, places = dict[str, str](), dict[str, str](), dict[str, str]()
    for name, column in COLUMNS.items():
        letter, at = column.letter, f"{column.letter}{number}"
        is_left = id and (reading.is_left(letter, number) or reading.is_pictured(letter, number))
        was[name] = cells.get(f"{column.was}{number}", "")
        says[name] = was[name] if is_left else cells.get(at, "")
        places[name] = place(reading.sheet, at)
    digests = cells.get(f"{SHOWN_COLUMN}{number}", "").split()
    places |= {letter: place(reading.sheet, f"{letter}{number}") for letter in NAMING}
    letter = COLUMNS["evidence"].letter
    link, pictures = reading.evidence(letter, number) if id else ("", {})
    if id:
        reading.note(number, _LETTERS)
    return FilledRow(
        id=id,
        code=cells.get(f"{FINGERPRINT_COLUMN}{number}", ""),
        cells=says,
        places=places,
        was=was,
        shared=frozenset(
            name for name in FIELDS if reading.is_shared(COLUMNS[name].letter, number)
        ),
        shown={letter: cells.get(f"{letter}{number}", "") for letter in NAMING},
        shown_as=dict(zip(NAMING, digests, strict=False)),
        link=link,
        pictures=pictures,
    )
