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
from checklist.sheets.register.fields import CODE, FIELDS, HEADING, ID, STATUS, code, given

COLUMNS = {
    "序号": "不符合的在前，按可能的处罚从重到轻；待确认的在后，按条文次序。",
    STATUS: "不符合：适用，而且答复不合要求。待确认：还没有定论。出自自评，改这里不改变结论。",
    "问题": "哪一项义务、对谁、问的是什么、答的是什么、差在哪里。",
    "依据条款": "本规章的条、款、项。",
    "处罚": "规章写明的处罚；有疑问的依据也写明，但不计入排序。待确认的不列。",
    "责任部门": "请填写；已在答案里写明的，照录，以下各列相同。",
    "责任人": "由谁整改或者查清。",
    "复核人": "请填写，不与责任人为同一人。",
    "整改措施": "没有写过自己的措施时，列的是规则册的建议；可以改写得更具体。",
    "完成时限": "写成 年-月-日，例如 2026-12-31。",
    "进度": "未启动、进行中或者已验收。写“已验收”不改变结论：整改之后还要重新作答，见“重新作答”。",
    "销号日期": "验收之后填写，写成 年-月-日。",
    "佐证": "已经附上的材料，一行一件。和答案文件放在一起的写相对路径，例如 证据/截图.png。",
    "备注": "作答时记下的说明，可以改写、补充。",
    ID: "供程序对应用，请不要改。",
    CODE: "供程序核对用，请不要改。",
}
"""The columns of the register, and what each means to whoever fills it in."""
HIDDEN = (ID, CODE)


class RegisterRow(Struct, frozen=True, kw_only=True):
    """One row of the register. `id` stays the same as long as entry, question and rooms do.

    `cells` has one text per column; evidence and multi-line cells have one piece a line.
    """

    id: str
    status: Status
    cells: tuple[str, ...]


class _Matter(Struct, frozen=True, kw_only=True):
    """What a row is about; no question where only applicability is open."""

    line: Line
    judged: Judged | None

    @property
    def id(self) -> str:
        """art37-prompt/shown; with @r1,r2 where only some of the rooms are concerned."""
        entry, subject = self.line.obligation.id, self.line.subject
        whole = f"{entry}/{self.judged.question.id}" if self.judged else entry
        rooms = ",".join(room.id for room in subject.rooms)
        return text(f"{whole}@{rooms}" if 0 < len(subject.rooms) < subject.of else whole)

    @property
    def result(self) -> tuple[Status, str]:
        """How it is judged, as a status and in words."""
        if self.judged:
            return words.result(self.line, self.judged)
        return self.line.finding.status, words.status(self.line)

    @property
    def is_breach(self) -> bool:
        """Whether it is a breach, rather than something to be cleared up."""
        breach = Status.NOT_SATISFIED
        return self.line.finding.status is breach and self.result[0] is breach

    @property
    def advice(self) -> str:
        """What the rulebook advises to do about it."""
        remedy, evidence = self.line.obligation.remedy, self.line.obligation.evidence
        advice = remedy if self.is_breach else f"先查清并补答。查明不合要求的：{remedy}"
        return text(advice, f"宜备佐证：{'、'.join(evidence)}" if evidence else "")


def rows(report: Report) -> tuple[RegisterRow, ...]:
    """Breaches first, heaviest exposure first; then what is open, in the rulebook's order."""
    return tuple(_row(report, number, matter) for number, matter in enumerate(_matters(report), 1))


def advice(report: Report) -> dict[str, str]:
    """What the rulebook advises to do about each row, by the row's id."""
    return {matter.id: matter.advice for matter in _matters(report)}


def _matters(report: Report) -> Iterator[_Matter]:
    for line in report.breaches:
        for judged in (*line.failed, *line.open):
            yield _Matter(line=line, judged=judged)
    for line in report.open:
        for question in (*line.open, *line.failed) or (None,):
            yield _Matter(line=line, judged=question)


def _row(report: Report, number: int, matter: _Matter) -> RegisterRow:
    line, judged, (status, word) = matter.line, matter.judged, matter.result
    rulebook, assessment = report.findings.rulebook, report.findings.assessment
    # Where only applicability is open, what is recorded stands beside the first question.
    asked = judged.question if judged else line.obligation.questions[0]
    answer = assessment.answers.get(line.obligation.key(asked)) or Answer(value=None)
    fillable = given(answer, matter.advice)
    filled = {
        "序号": str(number),
        STATUS: word,
        "问题": text(*_problem(matter)),
        "依据条款": citation(line.obligation.source, asked.item if judged else None),
        "处罚": text(*_penalties(line)) if matter.is_breach else "确认后才能判断",
        **{HEADING[field]: fillable[field] for field in FIELDS},
        ID: matter.id,
        CODE: code(rulebook, assessment.respondent, matter.id, answer, fillable, status=word),
    }
    return RegisterRow(id=matter.id, status=status, cells=tuple(filled[name] for name in COLUMNS))


def _penalties(line: Line) -> Iterator[str]:
    yield from liability.attribution(line)
    yield from cost.sanctions(line)


def _problem(matter: _Matter) -> Iterator[str]:
    line, judged = matter.line, matter.judged
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
