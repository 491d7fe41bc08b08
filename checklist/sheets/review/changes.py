"""Compares a lawyer's copy that came back with the rulebook as it stands: the reviews it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from checklist.assessment.typed import Misread, excerpt, normal
from checklist.law.model import Obligation, Review, ReviewState, Rulebook
from checklist.law.wording import REVIEW
from checklist.sheets.changes import LONGEST, CellChange, SheetComparison, SheetOutcome
from checklist.sheets.review.entries import (
    AGREED,
    AMENDED,
    DOUBTED,
    FILLED,
    VERDICTS,
    code_of,
    read_code,
    shown_digest,
)
from checklist.sheets.review.read import FilledReview
from checklist.sheets.spreadsheet import FilledRow, read_day
from checklist.sitting.details import name
from checklist.text import inert

T = TypeVar("T")
_HEADING = {field: heading for heading, field in FILLED.items()}
_AGAIN = "用 checklist rules review 重新写一份复核表，这一条重新看过再填"
_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "无", "没有", "无意见", "没有意见"})
"""What people write as an opinion where they have none."""
_OPINION = "复核意见（"


class ReviewOutcome(SheetOutcome, frozen=True, kw_only=True):
    """What an import comes to: the reviews that change, by obligation."""

    reviews: Mapping[str, Review]


def compare(filled: FilledReview, rulebook: Rulebook, *, file: Path, today: date) -> ReviewOutcome:
    """What `filled`, read from `file`, changes in the reviews of the rulebook.

    Raises UnreadableFile with every row and cell that cannot be taken, each by its address.
    """
    comparison = _Comparison(file=file, take=None, rulebook=rulebook, today=today)
    reviews = comparison.reviews(filled.table.rows(filled.book, comparison))
    comparison.tell_the_rest()
    comparison.refuse()
    return ReviewOutcome(
        reviews=reviews,
        changes=tuple(comparison.changes),
        remarks=tuple(comparison.remarks),
        unread=comparison.unread.lines(),
    )


@dataclass(kw_only=True)
class _Comparison(SheetComparison):
    """Compares the rows of a copy, entry by entry. The lists name rows that are told of at the end:
    without a verdict, read before, changed where nothing is read, with earlier opinions left."""

    rulebook: Rulebook
    today: date
    unjudged: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    rewritten: list[str] = field(default_factory=list)
    outstanding: list[str] = field(default_factory=list)

    def reviews(self, rows: Iterable[FilledRow]) -> dict[str, Review]:
        """The reviews that change, by obligation."""
        reviews: dict[str, Review] = {}
        seen: dict[str, FilledRow] = {}
        for row in rows:
            if not any(row.cells.get(field) for field in _HEADING):
                self._check_rewritten(row)
                continue
            if not row.cells.get("verdict") and _is_nothing(row.cells.get("opinion", "")):
                self.unjudged.append(inert(row.id)[:80])
                continue
            first = seen.setdefault(row.id, row)
            if first is not row:
                what = f"和 {first.places['id']} 是同一条（{inert(row.id)[:80]}），填了两次"
                mend = "留下对的一行，另一行整行删掉"
                self.complain(row.places["id"], Misread(what, mend))
                continue
            review = self._reviewed(row)
            if review is not None:
                reviews[row.id] = review
        return reviews

    def _reviewed(self, row: FilledRow) -> Review | None:
        """The review that a filled row gives its entry; None where it changes nothing."""
        try:
            entry = self._entry(row)
        except Misread as misread:
            self.complain(row.places["id"], misread)
            entry = None
        given = self._given(row)
        if entry is None or given is None:
            return None
        self._check_rewritten(row)
        after = _after(entry.review, *given)
        if after == entry.review:
            self.known.append(entry.id)
            return None
        code = read_code(row.code)
        if code is None or code.review != code_of(self.rulebook, entry, ()).review:
            what = f"{entry.id} 的复核状态或者待定的问题，在写出复核表以后变过"
            self.complain(row.places["id"], Misread(what, _AGAIN))
            return None
        if after.state is ReviewState.REVIEWED and any(
            point.startswith(_OPINION) for point in after.open_points
        ):
            self.outstanding.append(entry.id)
        change = CellChange(
            place=row.places.get("verdict", row.places["id"]),
            about=f"{entry.id} {inert(entry.title)}",
            before=_state(entry.review),
            after="\n".join([_state(after), *_added(entry.review, after)]),
        )
        self.changes.append(change)
        return after

    def _entry(self, row: FilledRow) -> Obligation:
        """The entry a row is about, as it was when the row was written. Raises Misread."""
        id, code = inert(row.id)[:80], read_code(row.code)
        ours = self.rulebook.regulation.id
        if code is not None and code.rulebook != ours:
            what = f"这一行按另一部规则册（{inert(code.rulebook)}）写出，不是 {ours}"
            raise Misread(what, "用 --rules 给出写复核表时用的规则册")
        try:
            entry = self.rulebook.obligation(row.id)
        except KeyError:
            what = f"规则册里没有 {id or '编号空着的'} 这一条"
            raise Misread(what, "编号照写出时的写；规则册里已经删去的，把这一行删掉") from None
        if code is None:
            what = f"{id} 这一行的核对码改过或者清掉了"
            raise Misread(what, f"从写出时的复核表里把这一格贴回来；或者{_AGAIN}")
        if code.entry != code_of(self.rulebook, entry, ()).entry:
            what = f"{id} 在写出复核表以后变过，填的结论说的不是现在的内容"
            raise Misread(what, _AGAIN)
        return entry

    def _given(self, row: FilledRow) -> tuple[str, str, str, date] | None:
        """Verdict, opinion, name and day of a row; None after complaints about its cells."""
        verdict = self._read(row, "verdict", _verdict)
        opinion = self._read(row, "opinion", lambda cell: _opinion(cell, verdict))
        by = self._read(row, "name", _name)
        on = self._read(row, "day", lambda cell: _day(cell, self.today))
        if verdict is None or opinion is None or by is None or on is None:
            return None
        return verdict, opinion, by, on

    def _read(self, row: FilledRow, field: str, read: Callable[[str], T]) -> T | None:
        """What a cell says; None after a complaint. Where the cell cannot be read at all, that was
        said already."""
        try:
            return read(row.cells.get(field, ""))
        except Misread as misread:
            if field in row.cells:
                self.complain(row.places[field], misread)
            elif field not in row.places:
                lost = f"没有“{_HEADING[field]}”这一列，{misread.what}"
                self.complain(row.places["id"], Misread(lost, f"补上这一列；{misread.mend}"))
            return None

    def _check_rewritten(self, row: FilledRow) -> None:
        """Note a row that was changed where nothing is read."""
        code = read_code(row.code)
        texts = [cell for field, cell in row.cells.items() if field not in _HEADING]
        if code is not None and code.shown != shown_digest(texts):
            self.rewritten.append(inert(row.id)[:80])

    def tell_the_rest(self) -> None:
        """Say what was not read, or is as it was."""
        for left in (
            *_listed(self.unjudged, "只写了姓名或者日期，没有结论"),
            *_listed(self.rewritten, "填写栏以外的格子改过（或者删了列）：要改的请写到“意见”里"),
        ):
            self.unread.say(left)
        self.remarks += _listed(self.known, "规则册里已经是这样，没有再改")
        self.remarks += _listed(
            self.outstanding, "现在同意，以前的复核意见还留在待定的问题里：解决了的，在规则册里删去"
        )


def _verdict(cell: str) -> str:
    if normal(cell) not in VERDICTS:
        what = f"没有看懂结论{excerpt(cell)}" if cell else "写了意见，没有写结论"
        raise Misread(what, f"从下拉框里选：{'、'.join(VERDICTS)}")
    return normal(cell)


def _opinion(cell: str, verdict: str | None) -> str:
    opinion = " ".join(inert(cell).split())
    if len(opinion) > LONGEST:
        raise Misread(f"意见超过 {LONGEST} 个字", "写短些，另附文件")
    if not _is_nothing(opinion):
        return opinion
    if verdict in (AMENDED, DOUBTED):
        raise Misread(f"结论是“{verdict}”，没有写意见", "写明怎样改，或者疑在哪里")
    return ""


def _name(cell: str) -> str:
    if _is_nothing(cell):
        raise Misread("没有写复核人的姓名", "写复核人本人的姓名")
    try:
        return name(" ".join(cell.split()))
    except Misread:
        raise Misread("姓名超过 100 个字", "只写复核人本人的姓名") from None


def _day(cell: str, today: date) -> date:
    if _is_nothing(cell):
        raise Misread("没有写复核的日期", "写复核的日期：年-月-日，例如 2026-12-31")
    day = read_day(cell)
    if day > today:
        what = f"复核的日期{excerpt(cell)}在今天（{today.isoformat()}）以后"
        raise Misread(what, "写实际复核的日期")
    return day


def _after(before: Review, verdict: str, opinion: str, by: str, on: date) -> Review:
    points = before.open_points
    point = f"{_OPINION}{by}，{on.isoformat()}）：{opinion}"
    if opinion and point not in points:
        points = (*points, point)
    if verdict == AGREED:
        return replace(before, state=ReviewState.REVIEWED, by=by, on=on, open_points=points)
    return replace(before, state=ReviewState.TO_REVIEW, by=None, on=None, open_points=points)


def _is_nothing(cell: str) -> bool:
    return normal(cell) in _NOTHING


def _state(review: Review) -> str:
    signed = f"（{inert(review.by)}，{review.on.isoformat()}）" if review.by and review.on else ""
    return f"{REVIEW[review.state]}{signed}"


def _added(before: Review, after: Review) -> Iterator[str]:
    for point in after.open_points[len(before.open_points) :]:
        yield f"待定的问题加上：{point}"


def _listed(ids: list[str], what: str) -> Iterator[str]:
    if ids:
        shown = "、".join(ids[:10]) + (f" 等 {len(ids)} 条" if len(ids) > 10 else "")
        yield f"{shown}：{what}"
