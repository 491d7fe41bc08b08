"""What a row of the register says about a remedy: since when something is done, in which rooms."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from checklist.assessment.model import Answer
from checklist.assessment.objections import asked_period
from checklist.assessment.typed import Misread
from checklist.evaluation.judge import is_admitted, unsettled
from checklist.evaluation.model import Judged
from checklist.law.model import About
from checklist.report.view.model import Report
from checklist.sheets.register.read import KnownRow
from checklist.sitting.details import remedied_day


def remedied(
    report: Report, known: KnownRow, answer: Answer, day: date | None, today: date
) -> Answer:
    """`answer` with what failed in the rooms of a row done since a day; None takes that back.

    Raises Misread where nothing failed there in the period, or it cannot be that day.
    """
    concerned = known.rooms or ("",)
    kept = {room: since for room, since in answer.remedied.items() if room not in concerned}
    if day is None:
        return replace(answer, remedied=kept)
    key, findings = known.key or "", report.findings
    question = findings.rulebook.questions()[key]
    if question.about is not About.PERIOD:
        what = "这道题问的不是自查期间里的事，不能记整改"
        raise Misread(what, "现在做到了的，用 checklist ask 重新作答；这一格改回原样")
    gaps = failing(report, key)
    if not gaps.keys() >= {*concerned}:
        what = "这道题现在不是不符合，没有要整改的"
        raise Misread(what, "这一格改回原样；答错的用 checklist ask 更正")
    if not all(is_admitted(gaps[room]) for room in concerned):
        what = "不合要求的是记录、录像显示的，答复还不是这样答的，不能记整改"
        mend = "这一格改回原样；先用 checklist ask 按实际情况更正答复，再来记整改"
        raise Misread(what, mend)
    open_options = {option for room in concerned for option in unsettled(gaps[room])}
    if open_options:
        labels = "、".join(each.label for each in question.options if each in open_options)
        what = f"这道题还有没有弄清的（{labels}），不能记整改"
        mend = "这一格改回原样；先用 checklist ask 把它们答清楚（没有做到的照旧答），再来记整改"
        raise Misread(what, mend)
    period = asked_period(findings.rulebook, question, findings.assessment.period)
    remedied_day(str(day), period, today, question.until)
    return replace(answer, remedied={**kept, **dict.fromkeys(concerned, day)})


def failing(report: Report, key: str) -> dict[str, Judged]:
    """How the question of an answer came out where it fails, by room id, "" for the respondent."""
    return {
        finding.room or "": judged
        for finding in report.findings.findings
        for judged in finding.gaps
        if judged.key == key
    }
