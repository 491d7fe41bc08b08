"""The rows of the register: what has to be mended or cleared up, one question a row, as text."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from checklist.assessment.model import Answer
from checklist.evaluation.model import Judged, OpenWhy, Outcome, Status
from checklist.law.applicability import Applies
from checklist.law.model import Per
from checklist.law.wording import citation
from checklist.report.forms.about import text
from checklist.report.view.model import Line, Report
from checklist.report.words import cost, liability, record
from checklist.report.words import wording as words
from checklist.sheets.register.code import code
from checklist.sheets.register.columns import CODE, COLUMNS, FIELDS, HEADING, ID, STATUS, given


class RegisterRow(Struct, frozen=True, kw_only=True):
    """One row of the register. `id` stays the same as long as entry, question and rooms do.

    `cells` has one text per column; evidence and multi-line cells have one piece a line. `advice`
    is what the rulebook advises to do about it.
    """

    id: str
    status: Status
    advice: str
    cells: tuple[str, ...]


def rows(report: Report) -> tuple[RegisterRow, ...]:
    """Breaches first, heaviest exposure first; then what is open, in the rulebook's order."""
    matters: list[tuple[Line, Judged | None]] = []
    for line in report.breaches:
        matters += [(line, judged) for judged in (*line.failed, *line.open)]
    for line in report.open:
        matters += [(line, judged) for judged in (*line.open, *line.failed) or (None,)]
    return tuple(_row(report, number, *matter) for number, matter in enumerate(matters, 1))


def _row(report: Report, number: int, line: Line, judged: Judged | None) -> RegisterRow:
    """The row of one question; of none where only applicability is open."""
    rulebook, assessment = report.findings.rulebook, report.findings.assessment
    status, word = line.finding.status, words.status(line)
    if judged:
        status, word = words.result(line, judged)
    is_breach = line.finding.status is status is Status.NOT_SATISFIED
    # Where only applicability is open, what is recorded stands beside the first question.
    asked = judged.question if judged else line.obligation.questions[0]
    answer = assessment.answers.get(line.obligation.key(asked)) or Answer(value=None)
    id, advice = _id(line, judged), _advice(line, is_breach=is_breach)
    fillable = given(answer, advice)
    penalties = (*liability.attribution(line), *cost.sanctions(line))
    cells = {
        "序号": str(number),
        STATUS: word,
        "问题": text(*_problem(line, judged)),
        "依据条款": citation(line.obligation.source, asked.item if judged else None),
        "处罚": text(*penalties) if is_breach else "确认后才能判断",
        **{HEADING[field]: fillable[field] for field in FIELDS},
        ID: id,
        CODE: code(rulebook, assessment.respondent, id, answer, fillable, status=word),
    }
    in_order = tuple(cells[name] for name in COLUMNS)
    return RegisterRow(id=id, status=status, advice=advice, cells=in_order)


def _id(line: Line, judged: Judged | None) -> str:
    """art37-prompt/shown; with @r1,r2 where only some of the rooms are concerned."""
    entry, subject = line.obligation.id, line.subject
    whole = f"{entry}/{judged.question.id}" if judged else entry
    rooms = ",".join(room.id for room in subject.rooms)
    return text(f"{whole}@{rooms}" if 0 < len(subject.rooms) < subject.of else whole)


def _advice(line: Line, *, is_breach: bool) -> str:
    remedy, evidence = line.obligation.remedy, line.obligation.evidence
    advice = remedy if is_breach else f"先查清并补答。查明不合要求的：{remedy}"
    return text(advice, f"宜备佐证：{'、'.join(evidence)}" if evidence else "")


def _problem(line: Line, judged: Judged | None) -> Iterator[str]:
    yield line.obligation.title
    if line.obligation.per is Per.ROOM:
        yield f"对象：{words.subject(line)}"
    if line.finding.binding.applies is Applies.UNKNOWN:
        yield words.undecided(line)
    if judged is None:
        return
    yield judged.question.ask
    for contradiction in line.finding.contradictions:
        if contradiction.question.id == judged.question.id:
            yield record.contradicted(contradiction)
    if judged.outcome is Outcome.GAP:
        yield words.shortfall(judged)
        if judged.unclear:
            yield f"另有{words.unclear(judged)}"
        return
    yield words.unclear(judged)
    if judged.why is OpenWhy.RECHECK and judged.value is not None:
        yield f"原来的答复：{words.answered(judged)}"
    if judged.answer and judged.answer.who_could_know:
        yield f"谁可能知道：{judged.answer.who_could_know}"
