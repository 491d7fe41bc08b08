"""What an import says beside its changes: what moved on, looks odd, or is not closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checklist.assessment.model import Assessment
from checklist.assessment.typed import quoted
from checklist.evaluation.model import Judged, Outcome
from checklist.evaluation.states import WHY, State
from checklist.law.model import Rulebook
from checklist.law.wording import citation
from checklist.report.view.model import Line, Report
from checklist.report.view.progress import DONE, told
from checklist.report.words import wording as words
from checklist.sheets.register.read import Known
from checklist.text import inert


def edition(known: Sequence[Known], rulebook: Rulebook) -> Iterator[str]:
    """That the register was written by another edition of the rulebook."""
    others = {one.code.edition for one in known} - {rulebook.edition}
    for other in sorted(others):
        yield (
            f"台账按规则册 {inert(other)} 版写出，现在是 {rulebook.edition} 版：题目还在的照常读回"
        )


def conclusions(known: Sequence[Known]) -> Iterator[str]:
    """That a conclusion cannot be typed."""
    for one in known:
        status = one.row.status
        if status and not one.code.concluded(status):
            place = one.row.places["status"]
            yield f"{place} 状态改成了{quoted(status)}，没有读：结论只由作答决定，改了要重新作答"


def moved_on(report: Report, key: str, place: str, *, stood: bool) -> Iterator[str]:
    """That the question was answered otherwise meanwhile, or is no gap any more."""
    found = list(_said(report, key))
    left = [one for one in found if one[1].outcome in (Outcome.GAP, Outcome.OPEN)]
    now = "、".join(dict.fromkeys(words.result(line, said)[1] for line, said in left or found))
    if not stood:
        yield f"{place} 写出台账以后，这道题重新作答过，现在的结论是{now or '不适用'}；填的照样记下"
    elif not left:
        yield f"{place} 这道题已经不是缺口，现在的结论是{now or '不适用'}；填的照样记下"


def people(rulebook: Rulebook, before: Assessment, after: Assessment) -> Iterator[str]:
    """What looks odd in the answers that changed."""
    for key, answer in after.answers.items():
        if answer == before.answers.get(key):
            continue
        ask = quoted(rulebook.questions()[key].ask)
        if answer.owner and answer.owner == answer.reviewer:
            yield f"{ask}的责任人和复核人是同一个人：{inert(answer.owner)}"
        if answer.closed_on and answer.state != DONE:
            yield f"{ask}写了销号日期，进度却不是{DONE}"


def not_closed(report: Report) -> tuple[str, ...]:
    """The questions that are called 已验收 and still unsettled: only a new answer closes one."""
    found = (
        f"{citation(line.obligation.source, said.question.item)} {inert(said.question.ask)}\n"
        f"  {told(said, words.result(line, said)[1])}"
        for line, said in _done(report)
    )
    return tuple(dict.fromkeys(found))


def to_be_asked(report: Report) -> tuple[State, ...]:
    """The states in which the questions of `not_closed` are, gaps first: what to ask for."""
    found = {
        WHY[said.why] if said.why and said.outcome is Outcome.OPEN else State.GAP
        for _, said in _done(report)
    }
    return tuple(sorted(found, key=[State.GAP, *WHY.values()].index))


def _done(report: Report) -> Iterator[tuple[Line, Judged]]:
    """What is called 已验收 and unsettled."""
    for line in (*report.breaches, *report.open):
        for said in (*line.failed, *line.open):
            if said.answer and said.answer.state == DONE:
                yield line, said


def _said(report: Report, key: str) -> Iterator[tuple[Line, Judged]]:
    for line in (line for paper in report.papers for line in paper.lines):
        for said in line.judged:
            if line.obligation.key(said.question) == key:
                yield line, said
