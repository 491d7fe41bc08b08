"""What speaks against answers that were read back from a questionnaire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checklist.assessment.exclusions import Scales
from checklist.assessment.model import Answer
from checklist.assessment.objections import Objection
from checklist.assessment.typed import Misread
from checklist.law.model import About, Fact, Question
from checklist.sheets.changes import SheetComparison
from checklist.sheets.form.cells import Edit
from checklist.text import inert

Edited = tuple[Fact | Question, Answer, Sequence[Edit], str]
"""What is asked, the answer with its edits made, the edits, the key."""


def tell(comparison: SheetComparison, edited: Iterable[Edited], scales: Scales) -> None:
    """Complain of answers that cannot be on these days: taken as they stand they would leave open
    what was admitted before. Remark on what can hardly be, or not beside another answer."""
    for edit in edited:
        for place, against in _doubts(*edit, scales):
            # Each option has a row of its own here: 1不适用 is written on a line of several.
            mend = "这一格选 不适用" if against.option and not against.others else against.mend
            remark = f"{place} 请核对：{against.what}；{mend}"
            if not against.may_stand and not against.others:
                comparison.complain(place, Misread(against.what, mend))
            elif remark not in comparison.remarks:
                comparison.remarks.append(remark)


def _doubts(
    asked: Fact | Question, answer: Answer, edits: Sequence[Edit], key: str, scales: Scales
) -> Iterator[tuple[str, Objection]]:
    """What speaks against an answer, with the cell that says it."""
    for room, value in ((None, answer.value), *answer.exceptions.items()):
        for objection in scales.against(key, asked, value, room):
            cells_of_it = (
                edit.place
                for edit in edits
                if edit.id.room == room and objection.option in (None, edit.id.option)
            )
            yield next(cells_of_it, edits[0].place), objection


def is_of_a_period(asked: Fact | Question) -> bool:
    """Whether it asks about the period, and not until a day that is the same in every one."""
    return isinstance(asked, Question) and asked.about is About.PERIOD and asked.until is None


def another_period(asked: str, now: str, places: Sequence[str]) -> str:
    """What is said of cells that are not read since a form asked about another period than the
    answers are about `now`."""
    return (
        f"问卷问的自查期间是 {inert(asked)}，答案文件的是 {now or '没有写的'}：问自查期间里的事的"
        f" {len(places)} 格没有写入（{'、'.join(places)}）；"
        "用 checklist ask 按现在的期间重新回答，或者用 checklist form 重新写一份问卷来填"
    )
