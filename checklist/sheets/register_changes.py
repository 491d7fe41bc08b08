"""A register that came back + the answers as they are now -> what an import would change.

Each cell is compared three ways: as the register was written, as it came back, as the file stands
now. A cell nobody touched changes nothing; one that was changed on both sides, and differently, is
a conflict. Values of answers are out of reach here, so that no conclusion can change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from enum import Enum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment
from checklist.assessment.recheck import CARRIED
from checklist.assessment.typed import Misread, normal, quoted
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.report.view.model import Report
from checklist.report.view.progress import DONE
from checklist.sheets import register_notices as notices
from checklist.sheets import register_values as values
from checklist.sheets.form_changes import Change
from checklist.sheets.register_evidence import Look, Touched, added, told
from checklist.sheets.register_fields import FIELDS, HEADING, Cells, Code, evidence_lines, given
from checklist.sheets.register_filled import Filled
from checklist.sheets.register_register import advice
from checklist.sheets.register_rows import Known, Unknown, identify
from checklist.text import inert


class Take(Enum):
    """Which side counts where register and file disagree."""

    REGISTER = "register"
    FILE = "file"


class Outcome(Struct, frozen=True, kw_only=True):
    """What an import comes to. `conflicts` are undecided: with any, nothing may be written.

    `remarks` say, in Chinese, what was left as it is, what moved on meanwhile and what looks odd.
    """

    assessment: Assessment
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    remarks: tuple[str, ...] = ()


def compare(
    filled: Filled, report: Report, *, file: Path, take: Take | None, today: date, look: Look
) -> Outcome:
    """What `filled`, read from `file`, changes in the answers that `report` tells of.

    Raises UnreadableFile with every row and cell that cannot be taken, each by its address.
    """
    comparison = _Comparison(filled, report, take=take, today=today, look=look)
    comparison.run()
    if filled.complaints or comparison.complaints:
        where = Where(file=file)
        raise UnreadableFile(
            *filled.complaints,
            *(
                Complaint(what=f"{place} {what}", mend=mend, where=where)
                for place, what, mend in comparison.complaints
            ),
        )
    return Outcome(
        assessment=comparison.after,
        changes=tuple(comparison.changes),
        conflicts=tuple(comparison.conflicts),
        remarks=(*filled.remarks, *comparison.remarks),
    )


class _Comparison:
    """Goes through a register once and collects what it finds."""

    def __init__(
        self, filled: Filled, report: Report, *, take: Take | None, today: date, look: Look
    ) -> None:
        self.filled = filled
        self.report = report
        self.rulebook = report.findings.rulebook
        self.before = self.after = report.findings.assessment
        self.advice = advice(report)
        self.take = take
        self.today = today
        self.look = look
        self.complaints: list[tuple[str, str, str]] = []
        self.changes: list[Change] = []
        self.conflicts: list[Change] = []
        self.remarks: list[str] = []
        self.told: str | None = None

    def run(self) -> None:
        found = identify(self.filled.rows, self.rulebook, self.before)
        self.complaints += [
            (one.place, one.what, one.mend) for one in found if isinstance(one, Unknown)
        ]
        known = [one for one in found if isinstance(one, Known)]
        by_key: dict[str, list[Known]] = defaultdict(list)
        for one in known:
            if one.key is not None:
                by_key[one.key].append(one)
            else:
                self._gone(one)
        for key, rows in by_key.items():
            self._answer(key, rows)
        self.remarks += notices.edition(known, self.rulebook)
        self.remarks += notices.conclusions(known)
        self.remarks += notices.people(self.rulebook, self.before, self.after)

    def _gone(self, one: Known) -> None:
        """A row whose question is not asked any more."""
        touched = [
            field for field, cell in one.row.cells.items() if not one.code.stood(field, cell)
        ]
        if touched:
            place = one.row.places[touched[0]]
            what = f"规则册里已经没有这一行的题（{inert(one.row.id)[:80]}）"
            mend = "这一行改回原样，或者整行删掉；要留的内容记到别处"
            self.complaints.append((place, what, mend))

    def _answer(self, key: str, rows: Sequence[Known]) -> None:
        """Everything that several rows, or one, say about one answer."""
        answer = self.before.answers.get(key) or Answer(value=None)
        touched: dict[str, list[Touched]] = defaultdict(list)
        for one in rows:
            current = given(answer, self.advice.get(one.row.id, ""))
            for field, cell in one.row.cells.items():
                if not self._untouched(one.code, field, cell, answer, current):
                    place = one.row.places[field]
                    touched[field].append(
                        Touched(code=one.code, place=place, cell=cell, current=current)
                    )
        if not touched:
            return
        self._check_progress(rows, touched.get("state", []))
        before = len(self.changes) + len(self.conflicts)
        for field in FIELDS:
            if field == "evidence":
                answer = self._evidence(key, answer, touched[field])
            else:
                answer = self._field(key, answer, field, touched[field])
        if len(self.changes) + len(self.conflicts) > before and any("/" in o.row.id for o in rows):
            first = next(iter(touched.values()))[0]
            stood = first.code.is_answered_as(self.before.answers.get(key) or Answer(value=None))
            self.remarks += notices.moved_on(self.report, key, first.place, stood=stood)
        if answer != self.after.answers.get(key, Answer(value=None)):
            self.after = replace(self.after, answers={**self.after.answers, key: answer})

    def _untouched(self, code: Code, field: str, cell: str, answer: Answer, current: Cells) -> bool:
        if code.stood(field, cell):
            return True
        if self.filled.legacy is None or not code.stands(field, answer, current):
            return False
        # 䶮 has no place in GBK: saved by Excel as CSV it comes back as a question mark.
        poor = current[field].encode(self.filled.legacy, "replace").decode(self.filled.legacy)
        return cell == poor

    def _check_progress(self, rows: Sequence[Known], touched: Sequence[Touched]) -> None:
        """One answer has one progress: one room that is done must not call the others done."""
        said = {one.row.places["state"]: one.row for one in rows if "state" in one.row.cells}
        places = {one.place for one in touched}
        done = next((said[one] for one in places if normal(said[one].cells["state"]) == DONE), None)
        if done is None:
            return
        for place, row in said.items():
            told = row.cells["state"]
            if place in places or told == DONE or _rooms(row.id) == _rooms(done.id):
                continue
            what = f"和 {done.places['state']} 是同一道题的不同直播间，进度只能记一个，"
            what += f"写的却不一样：{_or_empty(told)}与“{DONE}”"
            mend = f"几行都做完了才写 {DONE}；没有都做完的，都写 进行中，各间的情况写到备注里"
            self.complaints.append((place, what, mend))

    def _field(self, key: str, answer: Answer, field: str, touched: Sequence[Touched]) -> Answer:
        """`answer` with what the touched cells of one field say together."""
        recorded = values.recorded(field, answer)
        said = self._said(field, touched, recorded)
        if not said:
            return answer
        (one, value), *others = said
        apart = next((other for other, told in others if told != value), None)
        if apart is not None:
            self._apart(apart, one)
        elif value != recorded and field == "state" and answer.state == CARRIED:
            what = "这道题的答复是上次自查留下的，还没有确认，不能记进度"
            mend = "这一格改回原样；先用 checklist ask 确认或者重新作答，再读回"
            self.complaints.append((one.place, what, mend))
        elif value != recorded:
            change = Change(
                place="、".join(other.place for other, _ in said),
                about=self._about(key, field),
                before=one.current[field],
                after=value.isoformat() if isinstance(value, date) else value or "",
            )
            if self._is_taken(key, change, moved=not one.code.stands(field, answer, one.current)):
                return values.with_value(answer, field, value)
        return answer

    def _said(
        self, field: str, touched: Sequence[Touched], recorded: values.Value
    ) -> list[tuple[Touched, values.Value]]:
        """The touched cells that say something one can read, and what."""
        said: list[tuple[Touched, values.Value]] = []
        for one in touched:
            if values.says_nothing(field, one.cell):
                self._emptied(one, field, recorded)
                continue
            try:
                said.append((one, values.read(field, one.cell, today=self.today)))
            except Misread as misread:
                self.complaints.append((one.place, misread.what, misread.mend))
        return said

    def _is_taken(self, key: str, change: Change, *, moved: bool) -> bool:
        """Whether a change counts; `moved`: the file was changed too, and differently."""
        if not moved or self.take is Take.REGISTER:
            self._change(key, change)
            return True
        if self.take is None:
            self.conflicts.append(change)
        else:
            still = _or_empty(change.before)
            self.remarks.append(f"{change.place} 两边都改过，以答案文件为准，仍是{still}")
        return False

    def _evidence(self, key: str, answer: Answer, touched: Sequence[Touched]) -> Answer:
        """`answer` with the evidence that was added; nothing is taken away by a register."""
        found = added(answer, touched, self.look)
        self.complaints += found.complaints
        self.remarks += found.remarks
        if not found.evidence:
            return answer
        change = Change(
            place="、".join(one.place for one in touched),
            about=self._about(key, "evidence"),
            before="\n".join(evidence_lines(answer)),
            after="\n".join(f"加上：{told(one)}" for one in found.evidence),
        )
        self._change(key, change)
        return replace(answer, evidence=(*answer.evidence, *found.evidence))

    def _emptied(self, one: Touched, field: str, recorded: values.Value) -> None:
        if recorded is not None and one.current[field] != one.cell:
            how = "" if field == "state" else f"；要撤回，写“{values.CLEARED}”"
            still = _or_empty(one.current[field])
            self.remarks.append(f"{one.place} 删空了，不会撤回，仍是{still}{how}")

    def _apart(self, one: Touched, first: Touched) -> None:
        what = f"和 {first.place} 记在同一个答复上，写的却不一样："
        what += f"{_or_empty(one.cell)}与{_or_empty(first.cell)}"
        self.complaints.append((one.place, what, "两格改成一样的，或者把不对的一格改回原样"))

    def _about(self, key: str, field: str) -> str:
        return f"{inert(self.rulebook.questions()[key].ask)} / {HEADING[field]}"

    def _change(self, key: str, change: Change) -> None:
        """One more change; its question is told once for all its cells."""
        if self.told == key:
            change = replace(change, about=f"同上 / {change.about.rpartition(' / ')[2]}")
        self.told = key
        self.changes.append(change)


def _rooms(id: str) -> str:
    return id.partition("@")[2]


def _or_empty(cell: str) -> str:
    return quoted(cell) if cell else "（空）"
