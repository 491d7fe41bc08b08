"""Compares a questionnaire that came back with the answers as they stand now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from checklist.assessment.asked import as_asked
from checklist.assessment.exclusions import Scales
from checklist.assessment.model import Answer, Assessment, Evidence
from checklist.assessment.names import Spellings
from checklist.assessment.recheck import asks_the_same
from checklist.assessment.typed import Misread
from checklist.assessment.wording import without_stale
from checklist.errors import UnreadableFile
from checklist.evaluation.past import dropped, reversal
from checklist.law.model import Fact, Question, Rulebook
from checklist.sheets.changes import CellChange, ImportOutcome, Take, check_whole, shown
from checklist.sheets.evidence import EvidenceComparison, Look
from checklist.sheets.form import cells, doubts
from checklist.sheets.form.cells import AskedRow, Edit
from checklist.sheets.form.layout import answer_stands, put_to
from checklist.sheets.form.naming import check_naming
from checklist.sheets.form.notes import in_full, is_noted, new_days, of_the_past, past_word
from checklist.sheets.form.remedies import not_taken, settled
from checklist.sheets.form.sheet import (
    ANSWERS,
    BLANK,
    COLUMNS,
    FACTS,
    FIELDS,
    FilledForm,
    RowId,
    editions_of,
    ids_of,
    period_of,
    row_id,
)
from checklist.sheets.form.whose import check_whose, filled_by, one_edit_each
from checklist.sheets.spreadsheet import FilledRow
from checklist.sitting.shown.effects import effect, lacking_lines
from checklist.sitting.shown.past_words import days_gone
from checklist.text import each_name, inert

Asked = dict[tuple[str, str], Fact | Question]
_AGAIN = "用 checklist form 重新写一份问卷来填；或者清空这一行"


def compare(
    forms: Sequence[FilledForm],
    rulebook: Rulebook,
    assessment: Assessment,
    *,
    file: Path,
    take: Take | None,
    at: str,
    look: Look,
    earlier: Collection[str] = (),
) -> ImportOutcome:
    """What `forms`, read from `file`, change in `assessment`; `at` is ISO 8601 with offset.

    `earlier` are names that the respondent had. Raises UnreadableFile with every row that cannot
    be taken, each by the address of its cell.
    """
    asked: Asked = {(FACTS, fact.id): fact for fact in rulebook.facts}
    asked |= {(ANSWERS, key): each for key, each in rulebook.questions().items()}
    comparison = _Comparison(
        file=file, take=take, look=look, rulebook=rulebook, assessment=assessment,
        asked=asked, names=Spellings(assessment), earlier=earlier,
    )  # fmt: skip
    for form in forms:
        comparison.begin(form)
    by_form = [list(comparison.edits(form)) for form in forms]
    names = [filled_by(form, comparison) for form in forms]
    by_form, after = one_edit_each(by_form, comparison), assessment
    is_read = not comparison.complaints
    for form, by, edits in zip(forms, names, by_form, strict=True) if is_read else ():
        stood, after = after, comparison.edited(after, edits, by=by, at=at)
        after = as_asked(rulebook, stood, after, put_to(form, edits, rulebook, stood))
    if is_read and comparison.conflicts:  # what is not decided yet may seem to miss its reason
        comparison.complaints.clear()
    comparison.remarks += map(str.strip, lacking_lines(effect(rulebook, assessment, after)))
    editions = editions_of(rulebook)
    for edition in dict.fromkeys(form.edition for form in forms if form.edition != editions):
        written = f"问卷按规则册 {inert(edition)} 写出，现在是 {editions}"
        comparison.remarks.append(f"{written}：没变的题照常读回")
    return comparison.outcome(after, by="、".join(each_name(names)) or None)


@dataclass(kw_only=True)
class _Comparison(EvidenceComparison):
    """Compares the rows of a questionnaire with the answers.

    `asked` are the facts and questions by kind and key, as a row names them.
    """

    rulebook: Rulebook
    assessment: Assessment
    asked: Mapping[tuple[str, str], Fact | Question]

    def begin(self, form: FilledForm) -> None:
        """Take over what was noted of a form. Raises UnreadableFile for one of others, or about
        other law."""
        if form.rulebook != (ids := ids_of(self.rulebook)):
            which = f"“{inert(form.file)}”" if form.file else "这份问卷"
            what = f"{which}问的是另一部规则册（{inert(form.rulebook)}），不是 {ids}"
            mend = "用 --rules 给出写问卷时用的规则册，几部的写几次"
            raise UnreadableFile.because(what, mend, file=self.file)
        check_whose(form, self.assessment.respondent, self)
        self.remarks += form.remarks
        self.unread.add_all(form.unread)

    def edits(self, form: FilledForm) -> Iterator[Edit]:
        """The cells that change something; what is wrong with others becomes a complaint."""
        seen: dict[str, FilledRow] = {}
        is_current = form.period in ("", period_of(self.assessment))
        of_another_period: list[str] = []
        for row in form.rows:
            first = seen.setdefault(row.id, row) if row.id else row
            if first is not row:
                self._check_twice(row, first)
                continue
            if astray := check_naming(row, self.asked):
                self.complain(*astray)
                continue
            touched = [
                field
                for field in FIELDS
                if row.cells[field] != row.was[field]
                or (field == "evidence" and (row.link or row.pictures))
            ]
            if not touched and row.cells == BLANK:
                continue
            try:
                asked = self._identified(row, is_touched=bool(touched))
            except Misread as misread:
                filled = (field for field in FIELDS if row.cells[field])
                self.complain(row.places[next(iter(touched or filled))], misread)
                continue
            if touched and not is_current and doubts.is_of_a_period(asked.asked):
                of_another_period += (row.places[field] for field in touched)
                continue
            for field in touched:
                try:
                    yield from self._edit(row, field, asked)
                except Misread as misread:
                    self.complain(row.places[field], misread)

        if of_another_period:
            now = period_of(self.assessment)
            self.remarks.append(doubts.another_period(form.period, now, of_another_period))

    def _check_twice(self, row: FilledRow, first: FilledRow) -> None:
        for field in FIELDS:
            text, other = row.cells[field], first.cells[field]
            if text != other:
                what = f"和 {first.places[field]} 是同一题，写的却不一样：{shown(text)} 与 "
                mend = "留下对的一行，把另一行改成一样的或者整行删掉"
                self.complain(row.places[field], Misread(what + shown(other), mend))
                return

    def edited(
        self, changed: Assessment, edits: list[Edit], *, by: str | None, at: str
    ) -> Assessment:
        """The assessment `changed` with every edit made."""
        respondent = changed.respondent
        by = by or respondent.prepared_by or respondent.name or None
        edited = []
        for kind, key in dict.fromkeys((edit.id.kind, edit.id.key) for edit in edits):
            of_key = [edit for edit in edits if (edit.id.kind, edit.id.key) == (kind, key)]
            asked, recorded = self.asked[kind, key], getattr(changed, kind)
            answer = recorded.get(key)
            stands = answer_stands(self.rulebook, changed, asked, answer)
            try:
                answer = cells.edited(asked, answer, of_key, stands=stands, by=by, at=at)
            except Misread as misread:
                self.complain(of_key[0].place, misread)
            else:
                if isinstance(asked, Question):
                    answer = self._of_the_past(changed, key, answer, of_key, at=at)
                changed = replace(changed, **{kind: {**recorded, key: answer}})
                edited.append((asked, answer, of_key, key))
        scales = Scales(self.rulebook, changed, date.fromisoformat(at[:10]))
        doubts.tell(self, edited, scales)
        return changed

    def _of_the_past(
        self, known: Assessment, key: str, answer: Answer, edits: list[Edit], *, at: str
    ) -> Answer:
        """The answer, or where it would undo a failure in the period, what the note says that is;
        complains where it says nothing."""
        undone = reversal(self.rulebook, known, key, answer)
        if undone is None:
            question = self.rulebook.questions()[key]
            self.remarks += not_taken(question, known.answers.get(key), answer, edits)
            return without_stale(question, answer, known)
        note = next((str(edit.value) for edit in edits if edit.field == "note"), "")
        word = past_word(note)
        places = {edit.field: edit.place for edit in edits}
        try:
            answer = of_the_past(undone, known, note, date.fromisoformat(at[:10]))
        except Misread as misread:
            self.complain(places.get("note" if word else "answer", edits[0].place), misread)
            return answer
        if word == "整改":
            rooms = {room.id: room.name for room in known.rooms}
            return settled(self, undone, answer, edits, rooms)
        days = dropped(undone.before, answer, undone.rooms)
        if words := days_gone(undone.question, undone.before, days, known.rooms):
            self.remarks.append(f"{places.get('answer', edits[0].place)} 请核对：{words}")
        return answer

    def _identified(self, row: FilledRow, *, is_touched: bool) -> AskedRow:
        """What a row is about, by its id alone. Raises Misread where nobody can place it, or where
        it was filled in and the question is put otherwise now."""
        if not row.id:
            raise Misread("这一行没有题目编号，不知道答的是哪道题", "写到题目所在的那一行里")
        id = row_id(row.id)
        asked = self.asked.get((id.kind, id.key)) if id else None
        if id is None or asked is None or not _may_have(id, asked):
            what = f"规则册里没有这道题或者这个选项（{inert(row.id)[:80]}）"
            raise Misread(what, _AGAIN)
        if id.room is not None and id.room not in {room.id for room in self.assessment.rooms}:
            raise Misread(f"答案文件里没有编号为 {inert(id.room)} 的直播间", _AGAIN)
        if is_touched and not asks_the_same(asked, row.code):
            what = "待复核：写出问卷以后，这道题的问法、选项或者要求变了"
            raise Misread(what, "用 checklist form 重新写一份问卷来填；这一行改回原样就不读")
        return AskedRow(asked, id)

    def _edit(self, row: FilledRow, field: str, asked: AskedRow) -> Iterator[Edit]:
        """What one touched cell changes, if anything. Raises Misread."""
        place, text, id = row.places[field], row.cells[field], asked.id
        answer = getattr(self.assessment, id.kind).get(id.key)
        stands = answer_stands(self.rulebook, self.assessment, asked.asked, answer)
        current = asked.given(answer, stands=stands)[field]
        if field != "answer" and not asked.is_head:
            self._check_place(row, field)
            return
        evidence: tuple[Evidence, ...] = ()
        if field == "evidence":
            evidence = self._evidence(row, answer)
            text = "\n".join(map(cells.evidence_line, evidence))
        if not text and not (field == "answer" and id.room is not None):
            if current:
                self.remarks.append(f"{place} 原有的内容删空了，不会撤回：仍是 {shown(current)}")
            return
        check_whole(current)
        value = evidence or asked.value_of(field, text)
        if field == "owner" and isinstance(value, str):
            value = self.spelled(place, value, current or None)
        if text == current or (field == "note" and is_noted(text, current)):
            return
        days = id.room is None and new_days(text, value, answer)
        if value == asked.known_value(field, current) and not days:
            return
        about, after = self._about(asked.asked, id, field), in_full(asked.asked, text, value)
        change = CellChange(place=place, about=about, before=current, after=after)
        is_beside = field == "note" and past_word(text)  # it stands below what is noted meanwhile
        if self.is_taken(change, moved=not is_beside and current != row.was[field]):
            yield Edit(id=id, field=field, value=value, place=place, text=text)

    def _check_place(self, row: FilledRow, field: str) -> None:
        """Raise Misread for what is typed where nothing may be; what merely lies there is noted."""
        if field not in row.shared and row.cells[field] != row.was[field]:
            raise Misread("这一格不是填写的地方", "写到这道题的第一行里")
        if field not in row.shared:
            self.leave(row, "移到这道题的第一行")

    def _evidence(self, row: FilledRow, answer: Answer | None) -> tuple[Evidence, ...]:
        """The pieces of evidence that a cell names; those that are known stay as recorded."""
        recorded, place = answer.evidence if answer else (), row.places["evidence"]
        known = {cells.evidence_line(each): each for each in recorded}
        pieces = (
            known.get(each)
            or self.redated(each, recorded, cells.evidence_line)
            or self.recorded(each, place)
            for each in filter(None, self.pieces(row, known).splitlines())
        )
        return tuple(dict.fromkeys(filter(None, pieces)))

    def _about(self, asked: Fact | Question, id: RowId, field: str) -> str:
        parts = [inert(asked.ask)]
        parts.extend(inert(option.label) for option in asked.options if option.id == id.option)
        if id.room is not None:
            parts.append(f"仅直播间：{inert(self.assessment.room_name(id.room))}")
        if field != "answer":
            parts.append(COLUMNS[field].label)
        return " / ".join(parts)


def _may_have(id: RowId, asked: Fact | Question) -> bool:
    if id.option is None:
        return id.room is not None or not asked.is_multiple
    options = {option.id for option in asked.options} if asked.is_multiple else set()
    return id.room is None and id.option in options
