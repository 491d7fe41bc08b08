"""The rows of the register: what has to be mended or cleared up, one question a row, as text."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from checklist.assessment.model import Answer, Assessment
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


class Row(Struct, frozen=True, kw_only=True):
    """One row of the register. `id` stays the same as long as entry, question and rooms do.

    `cells` has one text per column; evidence and multi-line cells have one piece a line.
    """

    id: str
    status: Status
    cells: tuple[str, ...]


def rows(report: Report) -> tuple[Row, ...]:
    """Breaches first, heaviest exposure first; then what is open, in the rulebook's order."""
    return tuple(_row(report, at, line, said) for at, (line, said) in enumerate(_found(report), 1))


def advice(report: Report) -> dict[str, str]:
    """What the rulebook advises to do about each row, by the row's id."""
    return {
        _id(line, said): text(*_remedy(line, certain=_is_certain(line, said)))
        for line, said in _found(report)
    }


def _found(report: Report) -> Iterator[tuple[Line, Judged | None]]:
    for line in report.breaches:
        yield from ((line, said) for said in (*line.failed, *line.open))
    for line in report.open:
        # Where only applicability is open there is no question to name.
        yield from ((line, said) for said in (*line.open, *line.failed) or (None,))


def _is_certain(line: Line, said: Judged | None) -> bool:
    """Whether it is a breach, rather than something to be cleared up."""
    breach = Status.NOT_SATISFIED
    return line.finding.status is breach and (not said or words.result(line, said)[0] is breach)


def _row(report: Report, at: int, line: Line, said: Judged | None) -> Row:
    status, word = words.result(line, said) if said else (line.finding.status, words.status(line))
    obligation, findings = line.obligation, report.findings
    answer = _answer(findings.assessment, line, said)
    certain = _is_certain(line, said)
    id = _id(line, said)
    fillable = given(answer, text(*_remedy(line, certain=certain)))
    filled = {
        "序号": str(at),
        STATUS: word,
        "问题": text(*_problem(line, said)),
        "依据条款": citation(obligation.source, said.question.item if said else None),
        "处罚": text(*_penalties(line)) if certain else "确认后才能判断",
        **{HEADING[field]: fillable[field] for field in FIELDS},
        ID: id,
        CODE: code(
            findings.rulebook,
            findings.assessment.respondent,
            id,
            answer,
            fillable,
            status=word,
        ),
    }
    return Row(id=id, status=status, cells=tuple(filled[name] for name in COLUMNS))


def _answer(assessment: Assessment, line: Line, said: Judged | None) -> Answer:
    """What is recorded for a row. Where only applicability is open, beside its first question."""
    asked = said.question if said else line.obligation.questions[0]
    return assessment.answers.get(line.obligation.key(asked)) or Answer(value=None)


def _id(line: Line, said: Judged | None) -> str:
    """art37-prompt/shown; with @r1,r2 where only some of the rooms are concerned."""
    whole = line.obligation.id if said is None else f"{line.obligation.id}/{said.question.id}"
    some = 0 < len(line.subject.rooms) < line.subject.of
    return text(f"{whole}@{','.join(room.id for room in line.subject.rooms)}" if some else whole)


def _problem(line: Line, said: Judged | None) -> Iterator[str]:
    yield line.obligation.title
    if line.obligation.per is Per.ROOM:
        yield f"对象：{words.subject(line)}"
    if line.finding.binding.applies is Applies.UNKNOWN:
        yield words.undecided(line)
    if said is None:
        return
    yield said.question.ask
    yield from _contradictions(line, said)
    if said.outcome is Outcome.GAP:
        yield words.shortfall(said)
        if said.unclear:
            yield f"另有{words.unclear(said)}"
        return
    yield words.unclear(said)
    if said.why is OpenWhy.RECHECK and said.value is not None:
        yield f"原来的答复：{words.answered(said)}"
    if said.answer and said.answer.who_could_know:
        yield f"谁可能知道：{said.answer.who_could_know}"


def _remedy(line: Line, *, certain: bool) -> Iterator[str]:
    remedy = line.obligation.remedy
    yield remedy if certain else f"先查清并补答。查明不合要求的：{remedy}"
    if line.obligation.evidence:
        yield f"宜备佐证：{'、'.join(line.obligation.evidence)}"


def _penalties(line: Line) -> Iterator[str]:
    yield from liability.attribution(line)
    yield from cost.sanctions(line)


def _contradictions(line: Line, said: Judged) -> Iterator[str]:
    for one in line.finding.contradictions:
        if one.question.id == said.question.id:
            yield record.contradicted(one)
