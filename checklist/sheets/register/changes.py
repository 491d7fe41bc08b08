"""Compares a register that came back with the answers as they stand now.

Values of answers are out of reach here, so that no conclusion can change. Several rows may speak
of one answer: the rooms of one question, and entries that ask the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment
from checklist.assessment.names import Spellings
from checklist.assessment.recheck import CARRIED
from checklist.assessment.typed import Misread
from checklist.report.view.model import Line, Report
from checklist.report.words.wording import handed_in
from checklist.sheets.changes import CellChange, ImportOutcome, Take, shown
from checklist.sheets.evidence import Look
from checklist.sheets.register import columns, notices, progress
from checklist.sheets.register.columns import FIELDS, HEADING, evidence_lines, given
from checklist.sheets.register.csv_file import as_saved
from checklist.sheets.register.evidence import AddedEvidence
from checklist.sheets.register.read import FilledRegister, KnownRow, TouchedCell, identify
from checklist.sheets.register.rows import lines_by_answer, rows
from checklist.sheets.spreadsheet import Cells, FilledRow
from checklist.text import inert


def compare(
    filled: FilledRegister,
    report: Report,
    *,
    file: Path,
    take: Take | None,
    today: date,
    look: Look,
    earlier: Collection[str] = (),
    only: Sequence[FilledRow] | None = None,
) -> ImportOutcome:
    """What `filled`, or `only` some rows of it, changes in the answers that `report` tells of.

    `earlier` are names that the respondent had before. Raises UnreadableFile with every row and
    cell that cannot be taken, each by its address.
    """
    comparison = _Comparison(
        file=file,
        take=take,
        legacy=filled.legacy,
        report=report,
        advice={row.id: row.advice for row in rows(report)},
        of=lines_by_answer(report),
        today=today,
        look=look,
        names=Spellings(report.findings.assessment),
        earlier=earlier,
    )
    rulebook, before = report.findings.rulebook, report.findings.assessment
    known = identify(filled, rulebook, before, comparison, only)
    after = comparison.after(known)
    comparison.remarks += notices.mismatches(known, rulebook)
    for typed in notices.typed_conclusions(known):
        comparison.unread.say(typed)
    comparison.remarks += notices.people(rulebook, before, after)
    return comparison.outcome(after)


@dataclass(kw_only=True)
class _Comparison(AddedEvidence):
    """Compares the rows of a register, answer by answer.

    `legacy` is the encoding of a file that cannot hold every character. `of` are the lines of the
    report by the answer that they are about. `key` is that of the answer which is compared, and
    `at_hand` are the rows of the sheet about it; `asked` is the question that the last change was
    about.
    """

    legacy: str | None
    report: Report
    advice: Cells
    of: Mapping[str, Mapping[str, Line]]
    today: date
    asked: str | None = None
    key: str = ""
    at_hand: Sequence[KnownRow] = ()

    def after(self, rows: Sequence[KnownRow]) -> Assessment:
        """The answers with everything that the rows change."""
        before = self.report.findings.assessment
        by_key: dict[str, list[KnownRow]] = defaultdict(list)
        answers = {**before.answers}
        for row in rows:
            if row.key is None:
                self._take_gone(row, answers)
            else:
                by_key[row.key].append(row)
        for key, about in by_key.items():
            recorded = answers.get(key) or Answer(value=None)
            answer = self._answer(key, about, recorded)
            if answer != recorded:
                answers[key] = answer
        return replace(before, answers=answers)

    def _take_gone(self, known: KnownRow, answers: dict[str, Answer]) -> None:
        """Add the evidence of a row whose question is not asked any more to its answer, which lies
        dormant; complain where anything else was filled in, or there is no answer."""
        key, row = known.row.id.partition("@")[0], known.row
        answer = answers.get(key)
        kept = "evidence" if answer else None
        for field, cell in row.cells.items():
            if field != kept and not known.code.stood(field, cell):
                what = f"规则册里已经没有这一行的题（{inert(row.id)[:80]}）"
                mend = "这一行改回原样，或者整行删掉；要留的内容记到别处"
                self.complain(row.places[field], Misread(what, mend))
                return
        if answer is None:
            self.leave(row, "规则册里已经没有这道题")
            return
        self.key, self.at_hand = key, [known]
        touched = [cell for cell in self._touched(known, answer) if cell.field == "evidence"]
        answers[key] = self._with_evidence(answer, touched)
        if answers[key] != answer:
            what = "规则册里已经没有这一行的题，佐证记在现在不计入的答复里"
            self.remarks.append(f"{row.places['evidence']} {what}")

    def _answer(self, key: str, rows: Sequence[KnownRow], recorded: Answer) -> Answer:
        """One answer with everything that several rows, or one, say about it."""
        touched = [cell for row in rows for cell in self._touched(row, recorded)]
        if not touched:
            return recorded
        before, answer = len(self.changes) + len(self.conflicts), recorded
        self.key, self.at_hand = key, rows
        for field in FIELDS:
            cells = [cell for cell in touched if cell.field == field]
            if field == "evidence":
                answer = self._with_evidence(answer, cells)
            elif field == "remedied":
                answer = self._with_remedies(answer, cells)
            else:
                answer = self._with_field(answer, field, cells)
        for place, misread in progress.unlikely(self.report, rows, answer, touched):
            self.complain(place, misread)
        if answer.note != recorded.note:
            self.remarks += notices.remedies_noted(self.report, key, touched, recorded, answer)
        if answer.remedied != recorded.remedied:
            self.remarks += progress.taken_as_done(rows, answer, touched)
        has_question = any("/" in known.row.id for known in rows)
        if len(self.changes) + len(self.conflicts) > before and has_question:
            stood = touched[0].known.code.is_answered_as(recorded)
            self.remarks += notices.moved_on(self.report, key, touched[0].place, stood=stood)
        return answer

    def _touched(self, known: KnownRow, answer: Answer) -> Iterator[TouchedCell]:
        row, code = known.row, known.code
        today = given(answer, self.advice.get(row.id, ""), known.rooms or [None])
        cells = {**row.cells}
        if "evidence" in cells:
            text = cells["evidence"]
            stood = text.splitlines() if code.stood("evidence", text) else []
            cells["evidence"] = self.pieces(row, {*evidence_lines(answer), *stood})
        for field, text in cells.items():
            current, stands = today[field], code.stands(field, answer, today)
            if code.stood(field, text) or (stands and text == as_saved(current, self.legacy)):
                continue
            yield TouchedCell(
                known=known,
                field=field,
                place=row.places[field],
                text=text,
                current=current,
                moved=not stands,
            )

    def _with_field(self, answer: Answer, field: str, touched: Sequence[TouchedCell]) -> Answer:
        """`answer` with what the touched cells of one field say together."""
        recorded = columns.recorded(field, answer)
        read = list(self._read(field, touched, recorded))
        apart = next((cell for cell, other in read if other != read[0][1]), None)
        if apart is not None:
            self._complain_apart(apart, read[0][0])
        elif read and read[0][1] != recorded and field == "state" and answer.state == CARRIED:
            what = "这道题的答复是上次自查留下的，还没有确认，不能记进度"
            mend = "这一格改回原样；先用 checklist ask 确认或者重新作答，再读回"
            self.complain(read[0][0].place, Misread(what, mend))
        elif read and read[0][1] != recorded:
            (first, value), cells = read[0], [cell for cell, _ in read]
            after = value.isoformat() if isinstance(value, date) else value or ""
            if self._counts(field, cells, first.current, after, moved=first.moved):
                return replace(answer, **{field: value})
        self.remarks += notices.not_emptied(touched, recorded)
        return answer

    def _complain_apart(self, cell: TouchedCell, first: TouchedCell) -> None:
        """Show both where two cells, perhaps of two departments, say different things."""
        what = f"和 {first.place} 记在同一个答复上，写的却不一样："
        what += f"{shown(cell.text)}与{shown(first.text)}"
        self.complain(cell.place, Misread(what, "两格改成一样的，或者把不对的一格改回原样"))

    def _read(
        self, field: str, touched: Sequence[TouchedCell], recorded: columns.Value
    ) -> Iterator[tuple[TouchedCell, columns.Value]]:
        """The touched cells that say something one can read, and what."""
        for cell in touched:
            if columns.says_nothing(field, cell.text):
                continue
            try:
                value = columns.read(field, cell.text, today=self.today)
            except Misread as misread:
                self.complain(cell.place, misread)
                continue
            if isinstance(value, str) and columns.is_name(field):
                known = recorded if isinstance(recorded, str) else None
                value = self.spelled(cell.place, value, known)
            yield cell, value

    def _with_remedies(self, answer: Answer, touched: Sequence[TouchedCell]) -> Answer:
        """`answer` with the days since which what failed in the rooms of the rows is done."""
        seen: dict[str, tuple[TouchedCell, columns.Value]] = {}
        for cell, day in self._read("remedied", touched, None):
            since = day if isinstance(day, date) else None
            first, other = seen.setdefault(cell.known.named, (cell, day))
            if other != day:
                self._complain_apart(cell, first)
                continue
            try:
                after = progress.remedied(self.report, cell.known, answer, since, self.today)
            except Misread as misread:
                self.complain(cell.place, misread)
                continue
            if after != answer and self._counts(
                "remedied", [cell], cell.current, str(since or ""), moved=cell.moved
            ):
                answer = after
        return answer

    def _with_evidence(self, answer: Answer, touched: Sequence[TouchedCell]) -> Answer:
        """`answer` with the evidence that was added; nothing is taken away by a register."""
        added = self.added(answer, touched)
        if not added:
            return answer
        before = "\n".join(evidence_lines(answer))
        after = "\n".join(
            f"加上：{inert(handed_in(piece))}{'' if piece.sha256 else '（文字）'}"
            for piece in added
        )
        self._counts("evidence", touched, before, after, moved=False)
        undated = {replace(piece, valid_until=None) for piece in added}
        kept = [each for each in answer.evidence if replace(each, valid_until=None) not in undated]
        return replace(answer, evidence=(*kept, *added))

    def _counts(
        self, field: str, cells: Sequence[TouchedCell], before: str, after: str, *, moved: bool
    ) -> bool:
        """Whether a change that cells say together counts; the question is told once for all of
        its cells."""
        question = self.report.findings.rulebook.questions().get(self.key)
        ask = inert(question.ask if question else f"规则册里已经没有的题（{self.key}）")
        place, lines = "、".join(cell.place for cell in cells), self.of.get(self.key, {})
        taken = [cell.known for cell in cells if cell.text]
        change = CellChange(
            place=place,
            about=f"{ask} / {HEADING[field]}",
            before=before,
            after=after,
            also=notices.others(lines, self.at_hand, field, taken),
        )
        if self.is_taken(change, moved=moved):
            if self.asked == self.key:
                self.changes[-1] = replace(change, about=f"同上 / {HEADING[field]}")
            self.asked = self.key
            return True
        if self.take is Take.FILE:
            self.remarks.append(f"{place} 两边都改过，以答案文件为准，仍是{shown(before)}")
        return False
