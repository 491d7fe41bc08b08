"""What the progress of a row says beside the rows of other rooms, and beside the day of completion.

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

from collections.abc import Iterator, Sequence

from checklist.assessment.model import Answer
from checklist.assessment.typed import Misread, normal
from checklist.law.model import About
from checklist.report.view.model import Report
from checklist.report.words.record import DONE, NOT_STARTED, TO_ACCEPT, UNDER_WAY, progress
from checklist.sheets.register import remedies
from checklist.sheets.register.columns import CLEARED, HEADING, says_nothing
from checklist.sheets.register.read import KnownRow, TouchedCell

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
    failing = remedies.failing(report, rows[0].key or "")
    is_whole = all(room in done or answer.remedied_since(room or None) for room in failing)
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
