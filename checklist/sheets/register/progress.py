"""What the progress of a row says beside the rows of other rooms, and beside the day of completion.

One answer has one progress, in whatever rows it stands.
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
        if remedies.named_rooms(known) != remedies.named_rooms(done.known)
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
    done = {room for known in dated for room in remedies.rooms(report, known) or [""]}
    failing = remedies.failing(report, rows[0].key or "")
    is_whole = all(room in done or answer.remedied_since(room or None) for room in failing)
    for row in (known.row for known in dated if known in about):
        state = normal(row.cells.get("state", "")) or progress(answer) or ""
        if state == NOT_STARTED or (state == UNDER_WAY and is_whole):
            what = f"进度是“{state}”，同一行却写了“{_DAY}”（{row.places['remedied']}）"
            right = f"{DONE}（还没有验收的，{TO_ACCEPT}）" if is_whole else UNDER_WAY
            mend = f"做完的，进度写 {right}；没有做完的，{_DAY}空着（已经记下的，写 {CLEARED}）"
            yield row.places.get("state", row.places["id"]), Misread(what, mend)


def _is_day(cell: str) -> bool:
    return cell != CLEARED and not says_nothing("remedied", cell)
