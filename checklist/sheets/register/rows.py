"""The rows of the register: what has to be mended or cleared up, one question a row, as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from checklist.assessment.model import Answer
from checklist.evaluation.model import Judged, OpenWhy, Outcome, Status
from checklist.law.applicability import Applies
from checklist.law.deadlines import due
from checklist.law.model import Per, Question
from checklist.law.wording import citation
from checklist.report.forms.about import text
from checklist.report.view.hands import Matter, hands
from checklist.report.view.model import Line, Report
from checklist.report.words import cost, liability, observed, remedy, unsettled
from checklist.report.words import wording as words
from checklist.report.words.deadlines import numbers
from checklist.report.words.regulations import asked
from checklist.sheets.register.codes import code
from checklist.sheets.register.columns import (
    CODE,
    COLUMNS,
    FIELDS,
    HEADING,
    ID,
    ITEM,
    STATUS,
    given,
)

SOURCE = " < "
"""Stands in the id of a row of a joint register, before the answers file it is of: a row's id holds
no blank."""


class RegisterRow(Struct, frozen=True, kw_only=True):
    """One row of the register. `id` stays the same as long as entry, question and rooms do.

    `cells` has one text per column; evidence and multi-line cells have one piece a line. `advice`
    is what the rulebook advises to do about it; `hand` is whose it is, in rows for those who do
    the work.
    """

    id: str
    status: Status
    advice: str
    cells: tuple[str, ...]
    hand: str | None = None

    @property
    def entry(self) -> str:
        """The id of the entry that it is about."""
        return self.id.partition(SOURCE)[0].partition("@")[0].partition("/")[0]


class Hand(Struct, frozen=True, kw_only=True):
    """The rows of one department, or of a person of none; `name` is None for what nobody has."""

    name: str | None
    rows: tuple[RegisterRow, ...]


def rows(report: Report, source: str = "") -> tuple[RegisterRow, ...]:
    """Breaches first, heaviest exposure first; then what is open, in the rulebook's order.

    `source` names the answers in a register of several respondents.
    """
    return _Writing(report=report, source=source, matters=tuple(_matters(report))).rows()


def rows_to_do(report: Report, papers: Mapping[str, str]) -> tuple[RegisterRow, ...]:
    """The same rows for those who do the work: without what is mended, and with the fine in brief.

    `papers` are the titles of the record forms that an entry calls for, by its id.
    """
    left = tuple(each for each in _matters(report) if (each[1] or each[0].finding).remedied is None)
    whose = hands(report)
    return _Writing(report=report, papers=papers, whose=whose, matters=left, is_part=True).rows()


def lines_by_answer(report: Report) -> Mapping[str, Mapping[str, Line]]:
    """By the key of an answer, the lines that have a row about it, by the id of that row."""
    lines: dict[str, dict[str, Line]] = {}
    for line, judged in _matters(report):
        key = line.obligation.key(_asked(line, judged))
        lines.setdefault(key, {})[_id(line, judged, "")] = line
    return lines


def dealt_out(rows: Iterable[RegisterRow]) -> tuple[Hand, ...]:
    """The rows by hand, in the order in which they come; what nobody has stands last."""
    by_name: dict[str | None, list[RegisterRow]] = {}
    for row in rows:
        by_name.setdefault(row.hand, []).append(row)
    parts = [Hand(name=name, rows=tuple(of)) for name, of in by_name.items()]
    return tuple(sorted(parts, key=lambda hand: hand.name is None))


def _matters(report: Report) -> Iterator[tuple[Line, Judged | None]]:
    for line in report.breaches:
        yield from ((line, judged) for judged in (*line.failed, *line.open))
    for line in report.open:
        yield from ((line, judged) for judged in (*line.open, *line.failed) or (None,))


class _Writing(Struct, frozen=True, kw_only=True, dict=True):
    """The rows of a register: what they are about, and how they are written."""

    report: Report
    matters: Sequence[tuple[Line, Judged | None]]
    source: str = ""
    papers: Mapping[str, str] = {}
    whose: Mapping[Matter, str] = {}
    is_part: bool = False

    @cached_property
    def _lines_of(self) -> Mapping[str, list[Line]]:
        """By the key of an answer, the lines that have a row of it."""
        lines: dict[str, list[Line]] = {}
        for line, judged in self.matters:
            if judged:
                lines.setdefault(judged.key, []).append(line)
        return lines

    def rows(self) -> tuple[RegisterRow, ...]:
        items = numbers(self.report)
        return tuple(
            self._row(number, items[line], line, judged)
            for number, (line, judged) in enumerate(self.matters, 1)
        )

    def _row(self, number: int, item: str, line: Line, judged: Judged | None) -> RegisterRow:
        """The row of one question; of none where only applicability is open."""
        status, word = line.finding.status, words.status(line)
        if judged:
            status, word = words.result(line, judged)
        is_breach = line.finding.status is status is Status.NOT_SATISFIED
        answers = self.report.findings.assessment.answers
        asked = _asked(line, judged)
        answer = answers.get(line.obligation.key(asked)) or Answer(value=None)
        papers = self.papers.get(line.obligation.id, "")
        advice = _advice(line, judged, papers, is_breach=is_breach)
        id = _id(line, judged, self.source)
        fillable = given(answer, advice, [room.id for room in line.subject.rooms] or [None])
        cells = {
            "序号": str(number),
            STATUS: word,
            "问题": text(*_problem(self.report, line, judged), self._twins(line, judged)),
            ITEM: item,
            "依据条款": citation(line.obligation.source, asked.item if judged else None),
            "处罚": self._penalty(line) if is_breach else "确认后才能判断",
            **{HEADING[field]: fillable[field] for field in FIELDS},
            ID: id,
            CODE: code(
                self.report.findings.assessment.respondent,
                self.report.findings.rulebook.regulation_of(line.obligation.source),
                id,
                answer,
                fillable,
                status=word,
                is_part=self.is_part,
            ),
        }
        in_order = tuple(cells[name] for name in COLUMNS)
        hand = self.whose.get((line, judged.question.id if judged else None))
        return RegisterRow(id=id, status=status, advice=advice, cells=in_order, hand=hand)

    def _twins(self, line: Line, judged: Judged | None) -> str:
        """That other rows are of the same answer, and which; empty where none is."""
        of = self._lines_of.get(judged.key, ()) if judged else ()
        others = [_another(other, line) for other in of if other is not line]
        return f"与{'、'.join(others)}的一行是同一个答复：填一处就行。" if others else ""

    def _penalty(self, line: Line) -> str:
        if self.is_part:
            return text(cost.most_of(line))
        return text(*liability.attribution(line), *cost.sanctions(line))


def _asked(line: Line, judged: Judged | None) -> Question:
    """The question of a row. Where only applicability is open, what is recorded stands beside the
    first one."""
    return judged.question if judged else line.obligation.questions[0]


def _id(line: Line, judged: Judged | None, source: str) -> str:
    """art37-prompt/shown; with @r1,r2 where only some of the rooms are concerned, and with the
    source in a joint register."""
    entry, subject = line.obligation.id, line.subject
    whole = f"{entry}/{judged.question.id}" if judged else entry
    rooms = ",".join(room.id for room in subject.rooms)
    concerned = f"{whole}@{rooms}" if 0 < len(subject.rooms) < subject.of else whole
    return text(f"{concerned}{SOURCE}{source}" if source else concerned)


def _another(other: Line, line: Line) -> str:
    """Another line by its title and citation, with its rooms where they are not the same."""
    rooms = "" if other.subject.rooms == line.subject.rooms else f"，{words.subject(other)}"
    return f"“{other.obligation.title}”（{citation(other.obligation.source)}）{rooms}"


def _advice(line: Line, judged: Judged | None, papers: str, *, is_breach: bool) -> str:
    evidence = line.obligation.evidence
    advice = remedy.once_settled(line, judged)
    if is_breach and judged:
        advice = remedy.usual(line, (judged,)) + remedy.checked_again(judged)
    proof = f"宜备佐证：{'、'.join(evidence)}" if evidence else ""
    return text(advice, proof, f"样表：{papers}" if papers else "")


def _problem(report: Report, line: Line, judged: Judged | None) -> Iterator[str]:
    yield line.obligation.title
    once = (each for each in line.obligation.due if each.by)
    yield from (f"法定期限：{due(each, report.findings.as_of)}" for each in once)
    if line.obligation.per is Per.ROOM:
        yield f"对象：{words.subject(line)}"
    if line.finding.binding.applies is Applies.UNKNOWN:
        yield unsettled.why(line)
    if line.finding.status is Status.UNDETERMINED:
        yield liability.apart(report, line)
    if judged is None:
        return
    yield asked(report.findings, judged.question)
    yield from observed.of_question(judged)
    if judged.outcome is Outcome.GAP:
        yield words.shortfall(judged)
        if judged.unclear:
            yield f"另有{words.unclear(judged)}"
        return
    yield words.unclear(judged)
    if (
        judged.why in (OpenWhy.RECHECK, OpenWhy.IMPOSSIBLE, OpenWhy.EXCLUDED)
        and judged.value is not None
    ):
        yield f"原来的答复：{words.answered(judged)}"
    if judged.answer and judged.answer.who_could_know:
        yield f"谁可能知道：{judged.answer.who_could_know}"
