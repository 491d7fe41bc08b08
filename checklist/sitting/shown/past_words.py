"""How a failure in the past is spoken of, when it is answered away."""

from __future__ import annotations

from msgspec import Struct

from checklist.law.model import Question
from checklist.law.wording import asks_for_bad

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
