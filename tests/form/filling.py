"""Forms as people fill them: written, opened in a spreadsheet program, changed cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
from openpyxl import Workbook

from checklist.assessment.model import (
    Answer,
    AnsweredTo,
    Assessment,
    Choice,
    Mark,
    Respondent,
    Room,
    Value,
)
from checklist.law.model import Fact, Question, Rulebook
from checklist.sheets.changes import ImportOutcome, Take
from checklist.sheets.form.changes import compare
from checklist.sheets.form.layout import layout
from checklist.sheets.form.sheet import COLUMNS, FIRST_ROW, ID_COLUMN, NAME, load
from checklist.sheets.form.write import to_bytes
from tests.given import kinds
from tests.given.workbooks import in_words, saved

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LATER = "2026-11-30T10:00:00+08:00"
ROOMS = (Room(id="r1", name="旗舰店"), Room(id="r2", name="美妆间"))
BOOK = kinds.every_kind()


def said(asked: Question | Fact, value: Value, **beside: object) -> Answer:
    """An answer given to the question as it is put now."""
    return Answer(value=value, by="林晓", at=AT.isoformat(), asked_as=asked.fingerprint, **beside)  # type: ignore[arg-type]


def assessment(**answers: Answer) -> Assessment:
    """An operator of two rooms on a platform; `answers` by question id, e.g. period=…"""
    keys = {key.partition("/")[2]: key for key in BOOK.questions()}
    return Assessment(
        respondent=Respondent(name="青禾公司", prepared_by="林晓"),
        rooms=ROOMS,
        facts={
            "opens_room": said(kinds.OPENS, Mark.YES),
            "serves_hosts": said(kinds.SERVES, Mark.YES),
            "channel": said(kinds.CHANNEL, Choice("platform")),
        },
        answers={keys[id]: answer for id, answer in answers.items()},
        answered_to=(AnsweredTo(id=BOOK.regulation.id, edition=BOOK.regulation.edition),),
    )


def written(path: Path, given: Assessment, book: Rulebook = BOOK, *, facts: bool = False) -> Path:
    """The form for what is given, as a file."""
    path.write_bytes(to_bytes(layout(book, given, facts=facts), made_at=AT))
    return path


def row_of(path: Path, id: str) -> int:
    """The row of the sheet that asks for an id."""
    return _row_of(openpyxl.load_workbook(path), id)


def _row_of(book: Workbook, id: str) -> int:
    ids = book[NAME][ID_COLUMN][FIRST_ROW - 1 :]
    return next(row for row, cell in enumerate(ids, FIRST_ROW) if cell.value == id)


def fill(path: Path, cells: dict[str, object]) -> Path:
    """Type into cells by address (E17); a number or a date becomes a cell of that kind."""
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book[NAME][place].value = value
    return saved(book, path)


def answer(path: Path, id: str, text: object, field: str = "answer") -> str:
    """Fill one field of one row; returns its address as complaints name it."""
    return answer_all(path, {id: text}, field)[-1]


def answer_all(path: Path, texts: Mapping[str, object], field: str = "answer") -> list[str]:
    """Fill one field of several rows, by their ids; returns the addresses of the cells."""
    book = openpyxl.load_workbook(path)
    places = []
    for id, text in texts.items():
        place = f"{COLUMNS[field].letter}{_row_of(book, id)}"
        book[NAME][place].value = text
        places.append(f"{NAME}!{place}")
    saved(book, path)
    return places


def imported(
    path: Path, given: Assessment, book: Rulebook = BOOK, take: Take | None = None
) -> ImportOutcome:
    """What importing the form at `path` comes to."""
    return compare(load(path), book, given, file=path, take=take, at=LATER, look=in_words)
