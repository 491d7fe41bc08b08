"""A questionnaire that came back + the answers as they are now -> what an import would change.

Each cell is compared three ways: as the form was written, as it came back, as the file stands now.
What nobody touched in the form changes nothing; what was changed on both sides, and differently, is
a conflict. Nothing is chosen silently.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from pathlib import Path

from msgspec import Struct

from checklist.assessment.model import Assessment, Value
from checklist.assessment.typed import Misread
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.law.model import Fact, Question, Rulebook
from checklist.sheets import form_cells as cells
from checklist.sheets import form_edits as edits
from checklist.sheets.form_layout import answer_stands
from checklist.sheets.form_rows import Unknown, first_cell, identify
from checklist.sheets.form_sheet import (
    FIELDS,
    FILLED_BY,
    NAME,
    Filled,
    FilledRow,
    Given,
    RowId,
    address,
)
from checklist.sitting.details import name, optional_name
from checklist.text import inert

HEADINGS = {"answer": "答复", "note": "备注", "evidence": "佐证", "owner": "责任人", "due": "期限"}


class Take(Enum):
    """Which side counts where form and file disagree."""

    FORM = "form"
    FILE = "file"


class Change(Struct, frozen=True, kw_only=True):
    """One cell: where it stands, what it is about, what the file says and what the form says."""

    place: str
    about: str
    before: str
    after: str


class Outcome(Struct, frozen=True, kw_only=True):
    """What an import comes to. `conflicts` are undecided: with any, nothing may be written.

    `by` is who filled the form in, else who prepared the answers. `remarks` say, in Chinese, what
    was left as it is and why.
    """

    assessment: Assessment
    by: str | None = None
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    remarks: tuple[str, ...] = ()


def compare(
    form: Filled,
    rulebook: Rulebook,
    assessment: Assessment,
    *,
    file: Path,
    take: Take | None,
    at: str,
) -> Outcome:
    """What `form`, read from `file`, changes in `assessment`; `at` is ISO 8601 with offset.

    Raises UnreadableFile with every row that cannot be taken, each by the address of its cell.
    """
    if form.rulebook != rulebook.id:
        what = f"这份问卷问的是另一部规则册（{inert(form.rulebook)}），不是 {rulebook.id}"
        mend = "用 --rules 给出写问卷时用的规则册"
        raise UnreadableFile(Complaint(what=what, mend=mend, where=Where(file=file)))
    comparison = _Comparison(rulebook=rulebook, assessment=assessment, file=file, take=take)
    comparison.look_at(form)
    respondent = assessment.respondent
    by = comparison.name_of(form.by) or respondent.prepared_by or respondent.name or None
    after = assessment
    if not comparison.complaints and not comparison.conflicts:
        after = comparison.result(by=by, at=at)
    if comparison.complaints:
        raise UnreadableFile(*comparison.complaints)
    if form.edition != rulebook.edition:
        comparison.remarks.append(
            f"问卷按规则册 {inert(form.edition)} 写出，现在是 {rulebook.edition}：没变的题照常读回"
        )
    return Outcome(
        assessment=after,
        by=by,
        changes=tuple(comparison.changes),
        conflicts=tuple(comparison.conflicts),
        remarks=tuple(comparison.remarks),
    )


class _Comparison:
    """Goes through a form once and collects what it finds."""

    def __init__(
        self, *, rulebook: Rulebook, assessment: Assessment, file: Path, take: Take | None
    ) -> None:
        self.rulebook = rulebook
        self.assessment = assessment
        self.file = file
        self.take = take
        self.complaints: list[Complaint] = []
        self.changes: list[Change] = []
        self.conflicts: list[Change] = []
        self.remarks: list[str] = []
        self.edits: list[edits.Edit] = []

    def look_at(self, form: Filled) -> None:
        seen: dict[str, FilledRow] = {}
        for row in form.rows:
            if row.id and row.id in seen:
                self._twice(row, seen[row.id])
                continue
            seen[row.id] = row
            if not row.touched and row.now == Given():
                continue
            known = identify(row, self.rulebook, self.assessment)
            if isinstance(known, Unknown):
                self.complain(first_cell(row), known.what, known.mend)
                continue
            if row.touched and row.fingerprint != known.asked.fingerprint:
                self.complain(
                    first_cell(row),
                    "待复核：写出问卷以后，这道题的问法、选项或者要求变了",
                    "用 checklist form 重新写一份问卷来填；这一行改回原样就不读",
                )
                continue
            for field in row.touched:
                self._field(row, field, known.id, known.asked)

    def complain(self, place: str, what: str, mend: str) -> None:
        self.complaints.append(
            Complaint(what=f"{place} {what}", mend=mend, where=Where(file=self.file))
        )

    def name_of(self, text: str) -> str:
        """Who filled the form in, or empty."""
        try:
            return optional_name(text)
        except Misread as misread:
            self.complain(f"{NAME}!{FILLED_BY}", misread.what, "写填写人的姓名")
            return ""

    def result(self, *, by: str | None, at: str) -> Assessment:
        """The assessment with every edit made."""
        changed = self.assessment
        for key in dict.fromkeys((edit.id.kind, edit.id.key) for edit in self.edits):
            of_key = tuple(edit for edit in self.edits if (edit.id.kind, edit.id.key) == key)
            try:
                changed = edits.apply(self.rulebook, changed, of_key, by=by, at=at)
            except Misread as misread:
                self.complain(of_key[0].place, misread.what, misread.mend)
        return changed

    def _twice(self, row: FilledRow, first: FilledRow) -> None:
        if row.now == first.now:
            return
        field = next(one for one in FIELDS if row.now.field(one) != first.now.field(one))
        one, other = address(field, first.number), address(field, row.number)
        self.complain(
            other,
            f"和 {one} 是同一题，写的却不一样："
            f"{_quoted(row.now.field(field))} 与 {_quoted(first.now.field(field))}",
            "留下对的一行，把另一行改成一样的或者整行删掉",
        )

    def _field(self, row: FilledRow, field: str, id: RowId, asked: Fact | Question) -> None:
        """Compare one touched cell three ways."""
        place, text = address(field, row.number), row.now.field(field)
        recorded = edits.recorded(self.assessment, id)
        stands = answer_stands(self.rulebook, self.assessment, asked, recorded)
        current = cells.given(asked, recorded, id, stands=stands).field(field)
        if field != "answer" and not cells.is_head(asked, id):
            self.complain(place, "这一格不是填写的地方", "写到这道题的第一行里")
            return
        if not text and not (field == "answer" and id.room is not None):
            if current:
                self.remarks.append(f"{place} 原有的内容删空了，不会撤回：仍是 {_quoted(current)}")
            return
        if cells.CUT in current:
            what = "这一格原来的内容太长，没有写全，改了会丢掉后面的内容"
            self.complain(place, what, "这一格改回原样，到答案文件里去改")
            return
        try:
            value = _value(field, asked, id, text)
            if value == _current(field, asked, id, current):
                return
        except Misread as misread:
            self.complain(place, misread.what, misread.mend)
            return
        change = Change(
            place=place, about=_about(asked, id, field, self), before=current, after=text
        )
        if current != row.was.field(field) and self.take is None:
            self.conflicts.append(change)
        elif current == row.was.field(field) or self.take is Take.FORM:
            self.changes.append(change)
            self.edits.append(edits.Edit(id=id, field=field, value=value, place=place))

    def room_name(self, id: str) -> str:
        return inert(self.assessment.room_name(id))


def _value(field: str, asked: Fact | Question, id: RowId, text: str) -> Value | date | str | None:
    """What a filled cell says; None for an exception that was taken back. Raises Misread."""
    match field:
        case "answer":
            return cells.read(asked, id, text) if text else None
        case "due":
            return cells.read_due(text)
        case "owner":
            return name(text)
        case _:
            return text


def _current(field: str, asked: Fact | Question, id: RowId, text: str) -> Value | date | str | None:
    """What the file says there now, as `_value` would read it; text nobody would type stays."""
    if not text:
        return None
    try:
        return _value(field, asked, id, text)
    except Misread:
        return text


def _about(asked: Fact | Question, id: RowId, field: str, seen: _Comparison) -> str:
    """The question, and which part of it."""
    parts = [inert(asked.ask)]
    parts.extend(inert(one.label) for one in asked.options if one.id == id.option)
    if id.room is not None:
        parts.append(f"仅直播间：{seen.room_name(id.room)}")
    if field != "answer":
        parts.append(HEADINGS[field])
    return " / ".join(parts)


def _quoted(text: str) -> str:
    line = inert(text).strip()
    return f"“{line[:30]}…”" if len(line) > 30 else f"“{line}”" if line else "（空）"
