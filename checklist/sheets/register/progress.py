"""What a row says of a remedy: how far it is, beside the rows of other rooms, and since which day.

One answer has one progress, in whatever rows it stands.

A register is written with 未启动 in every row of which no progress is recorded. Whoever writes a
day of completion beside it and leaves that word alone has not said 未启动: the program has. The day
counts then, and no progress is recorded, as if the cell had been emptied; the preview says so
before anything is written. Neither 待验收 nor 已验收 is put in its place: whether somebody accepted
the work is for him to say. To refuse the row made people choose what nobody had done, or give up
the day. A 未启动 or 进行中 that somebody chose, or that is recorded, is a contradiction and is
refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from checklist.assessment.model import Answer
from checklist.assessment.objections import asked_period
from checklist.assessment.typed import Misread, normal
from checklist.evaluation.judge import is_admitted, unsettled
from checklist.evaluation.model import Judged
from checklist.law.model import About
from checklist.report.view.model import Report
from checklist.report.words.record import DONE, NOT_STARTED, TO_ACCEPT, UNDER_WAY, progress
from checklist.report.words.remedy import checked_again
from checklist.sheets.register.columns import CLEARED, HEADING, says_nothing
from checklist.sheets.register.read import KnownRow, TouchedCell
from checklist.sitting.details import remedied_day

_DAY = HEADING["remedied"]
_ENDED = (TO_ACCEPT, DONE)
_DAYS_MAY_DIFFER = f"做完的那几间写“{_DAY}”，各间可以不同"


def unlikely(
    report: Report, rows: Sequence[KnownRow], answer: Answer, touched: Sequence[TouchedCell]
) -> Iterator[tuple[str, Misread]]:
    """The cells of progress that cannot be so among the rows of one answer, and why; `answer` is
    with all that the touched cells say."""
    yield from _done_in_part(rows, [cell for cell in touched if cell.field == "state"])
    question = report.findings.rulebook.questions()[rows[0].key or ""]
    if question.about is About.PERIOD:
        ids = {cell.known.row.id for cell in touched if cell.field in ("remedied", "state")}
        about = [known for known in rows if known.row.id in ids]
        yield from _done_and_under_way(report, rows, answer, about)


def _done_in_part(
    rows: Sequence[KnownRow], touched: Sequence[TouchedCell]
) -> Iterator[tuple[str, Misread]]:
    """One room that is done must not call the others done, nor done and to be accepted."""
    done = next((cell for cell in touched if normal(cell.text) in _ENDED), None)
    if done is None:
        return
    word = normal(done.text)
    own = [cell.place for cell in touched]
    others = [
        place
        for known in rows
        if known.named != done.known.named
        and (place := known.row.places.get("state"))
        and place not in own
        and normal(known.row.cells.get("state", word)) not in _ENDED
    ]
    if others:
        what = f"写了“{word}”，同一道题别的直播间（{'、'.join(others)}）没有写，"
        what += "进度一道题只有一个"
        mend = f"都做完了的，几格都写 {word}；没有的，写 {UNDER_WAY}，{_DAYS_MAY_DIFFER}"
        yield done.place, Misread(what, mend)


def _done_and_under_way(
    report: Report, rows: Sequence[KnownRow], answer: Answer, about: Sequence[KnownRow]
) -> Iterator[tuple[str, Misread]]:
    """A day of completion says that it is done: beside it, nothing is 未启动, nor 进行中 unless
    other rooms are left."""
    dated = [known for known in rows if _is_day(known.row.cells.get("remedied", ""))]
    done = {room for known in dated for room in known.rooms or ("",)}
    gaps = failing(report, rows[0].key or "")
    is_whole = all(room in done or answer.remedied_since(room or None) for room in gaps)
    for known in (known for known in dated if known in about):
        row, recorded = known.row, progress(answer) or ""
        typed = "" if _is_left(known) else normal(row.cells.get("state", ""))
        state = typed or recorded
        if state == NOT_STARTED or (state == UNDER_WAY and is_whole):
            what = f"进度是“{state}”，同一行却写了“{_DAY}”（{row.places['remedied']}）"
            right = f"{DONE}（还没有验收的，{TO_ACCEPT}）" if is_whole else UNDER_WAY
            mend = f"做完的，进度写 {right}；没有做完的，{_DAY}空着（已经记下的，写 {CLEARED}）"
            yield row.places.get("state", row.places["id"]), Misread(what, mend)


def taken_as_done(
    rows: Sequence[KnownRow], answer: Answer, touched: Sequence[TouchedCell]
) -> Iterator[str]:
    """That 未启动, which nobody chose, does not count beside a day of completion that was filled
    in: what is recorded, and what to write where that is not meant."""
    days = {cell.known.row.id for cell in touched if cell.field == "remedied"}
    for known in rows:
        row = known.row
        is_dated = row.id in days and _is_day(row.cells.get("remedied", ""))
        if is_dated and not progress(answer) and _is_left(known):
            left = f"进度还是写出时的“{NOT_STARTED}”，同一行填了“{_DAY}”"
            left += f"（{row.places['remedied']}）"
            done = f"按这一天做完了记，进度不记（要记，写 {TO_ACCEPT} 或者 {DONE}）"
            yield (f"{row.places['state']} {left}：{done}；没有做完的，清空“{_DAY}”，再读回")


def _is_left(known: KnownRow) -> bool:
    """Whether a row still says 未启动 as it was written."""
    cell = known.row.cells.get("state", "")
    return normal(cell) == NOT_STARTED and known.code.stood("state", cell)


def _is_day(cell: str) -> bool:
    return cell != CLEARED and not says_nothing("remedied", cell)


# --- the day of completion ------------------------------------------------------------------------


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
    gaps = failing(report, key)
    if question.about is not About.PERIOD:
        what = "这道题问的不是自查期间里的事，不能记整改"
        raise Misread(what, _settled_anew([gaps[room] for room in concerned if room in gaps]))
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


def _settled_anew(gaps: Iterable[Judged]) -> str:
    """How a gap that is not of the period is done with."""
    by_records = filter(None, map(checked_again, gaps))
    mend = next(by_records, "现在做到了的，用 checklist ask 重新作答。")
    return f"{mend.rstrip('。')}；这一格改回原样"


def failing(report: Report, key: str) -> dict[str, Judged]:
    """How the question of an answer came out where it fails, by room id, "" for the respondent."""
    return {
        finding.room or "": judged
        for finding in report.findings.findings
        for judged in finding.gaps
        if judged.key == key
    }
