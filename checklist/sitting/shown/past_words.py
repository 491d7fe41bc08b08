"""How a failure in the past is spoken of, when it is answered away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.model import Answer, Room
from checklist.assessment.wording import remedied_words
from checklist.evaluation.past import Reversal, corrected, dropped
from checklist.law.model import Question
from checklist.law.wording import asks_for_bad
from checklist.text import inert

_NOT_KNOWN = "“不清楚”、“不适用”不算"
_STAYS = "  （选 2 的，结论仍是不符合，另外标明从哪天起已整改）"


class PastWords(Struct, frozen=True, kw_only=True):
    """How a failure in the past is spoken of: what was not done, or what must not be and was."""

    failed: str
    now: str
    left: str
    slip: str
    remedy: str
    since: str
    partly: str
    whole: str
    later: str

    @property
    def which(self) -> tuple[str, ...]:
        """Say what may be meant by an answer that says otherwise."""
        return (f"  1  更正：{self.slip}，原来答错了", f"  2  整改：{self.remedy}", _STAYS)


_DUTY = PastWords(
    failed="没有做到",
    now="现在答成做到了",
    left="没有做到的",
    slip="当时就做到了",
    remedy="当时确实没有做到，后来才做到",
    since="做到了",
    partly="当时没有做到、后来才做到一部分的",
    whole="全部做到以后",
    later="当时没有做到、后来做到的",
)
_BAN = PastWords(
    failed="有不该有的情形",
    now="现在答成没有了",
    left="没有改正的",
    slip="当时就没有这种情形",
    remedy="当时确实有，后来改正了，不再有",
    since="不再有了",
    partly="当时有、后来只改正一部分的",
    whole="全部改正以后",
    later="当时有、后来改正了的",
)


def words_of(question: Question) -> PastWords:
    """Those of a duty, or of what must not be."""
    return _BAN if asks_for_bad(question) else _DUTY


def days_at_stake(undone: Reversal, every: Sequence[Room]) -> Iterator[str]:
    """Say which recorded days of a remedy a correction would take away, before it is made."""
    days = dropped(undone.before, corrected(undone, ""), undone.rooms)
    if days:
        otherwise = "；再记整改，就换成新的日期" if undone.done else ""
        words = _days(undone.question, undone.before, days, every)
        yield f"  原来记了已整改：{words}。更正以后，这个日期不再算数{otherwise}。"


def days_gone(
    question: Question, before: Answer, days: Mapping[str, date], every: Sequence[Room]
) -> str:
    """Say which recorded days of a remedy count no longer; empty where all do."""
    return f"原来记的整改（{_days(question, before, days, every)}）不再算数" if days else ""


def _days(
    question: Question, before: Answer, days: Mapping[str, date], every: Sequence[Room]
) -> str:
    by_id = {room.id: room.name for room in every}
    return remedied_words(replace(before, remedied=days), by_id, question)


def ways(every: Sequence[Room], undone: Reversal, words: PastWords) -> Iterator[str]:
    """Say what may be meant; where some rooms are done in part alone, what becomes of these."""
    partly = [room for room in undone.rooms if room not in undone.done]
    of = f"{names(every, undone.done)} " if partly else ""
    yield f"  {of}{words.now}，是哪一种？"
    yield from words.which
    if partly:
        some = "有的" if undone.left and undone.unsettled else ""
        left = f"{some}还有{words.left}（{'、'.join(undone.left)}）"
        unclear = f"{some}原来还有答不清楚的（{'、'.join(undone.unsettled)}），要先弄清"
        named = ((undone.left, left), (undone.unsettled, unclear))
        still = "，".join(sentence for options, sentence in named if options) or _NOT_KNOWN
        yield f"  {names(every, partly)}：{still}；选 2 的，仍按原来的答案，进展用 m 备注。"


def names(rooms: Sequence[Room], ids: Sequence[str]) -> str:
    """Name the rooms with these ids."""
    return "、".join(inert(room.name) for room in rooms if room.id in ids)
