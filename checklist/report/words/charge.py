"""Who mends a line of the report until when, how far it is and what proves it: told once where its
questions agree, else beside each of them."""

from __future__ import annotations

from checklist.assessment.model import Evidence
from checklist.evaluation.model import Judged
from checklist.report.view import tasks
from checklist.report.view.model import Line
from checklist.report.words import record

NOBODY = "责任人未定", "期限未定"
DIFFERS = "各题不同，写在各题旁边"


def questions(line: Line) -> tuple[Judged, ...]:
    """The questions of a line that fail or are open as a whole."""
    return (*line.failed, *line.open)


def of_question(line: Line, judged: Judged) -> tuple[str, ...]:
    """李某, 2026-12-31前, 进行中; as recorded beside one question, or for the whole entry."""
    mine = "、".join(tasks.owners(line, (judged,)))
    due = tasks.due_of(line, questions(line), judged)
    far = record.worked_off(line, judged)
    nobody, no_day = NOBODY
    return mine or nobody, f"{due.isoformat()}前" if due else no_day, *filter(None, [far])


def of_line(line: Line) -> tuple[str, ...] | None:
    """The same of all of a line; 未定 where nothing is recorded, None where questions differ."""
    told = {of_question(line, judged) for judged in questions(line)}
    if len(told) > 1:
        return None
    whole = told.pop() if told else NOBODY
    return ("未定", *whole[2:]) if whole[:2] == NOBODY else whole


def beside(line: Line, judged: Judged) -> str:
    """李某，2026-12-31前: of one question of a line whose questions differ; else empty."""
    return "，".join(of_question(line, judged)) if of_line(line) is None else ""


def known(line: Line, judged: Judged) -> str:
    """The same wherever anything is recorded; else empty."""
    told = of_question(line, judged)
    return "" if told == NOBODY else "，".join(told)


def proof(line: Line) -> tuple[Evidence, ...] | None:
    """The evidence named with what fails or is open; None where its questions name different."""
    told = {judged.answer.evidence if judged.answer else () for judged in questions(line)}
    return (told.pop() if told else ()) if len(told) < 2 else None
