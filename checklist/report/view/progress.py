"""How far a gap has been worked off. Progress is told beside a conclusion and never changes it."""

from __future__ import annotations

from checklist.assessment.model import Answer
from checklist.assessment.recheck import CARRIED
from checklist.evaluation.model import Judged

NOT_STARTED, UNDER_WAY, DONE = "未启动", "进行中", "已验收"
PROGRESS = (NOT_STARTED, UNDER_WAY, DONE)


def progress(answer: Answer | None) -> str | None:
    """The progress that was recorded; a mark that the answer has to be looked at again is none."""
    return answer.state if answer and answer.state != CARRIED else None


def told(said: Judged, conclusion: str) -> str:
    """The progress of a question that came out as `conclusion`; what 已验收 lacks is said.

    Empty where none was recorded.
    """
    answer = said.answer
    recorded = progress(answer)
    if answer is None or recorded != DONE:
        return recorded or ""
    lacking = "，".join(_lacking(answer))
    return (
        f"{DONE}，但{lacking}：结论仍是{conclusion}" if lacking else f"{DONE}，结论仍是{conclusion}"
    )


def _lacking(answer: Answer) -> list[str]:
    """What a matter that was called 已验收 has not got."""
    lacking = [] if answer.evidence else ["没有佐证"]
    if answer.closed_on is None:
        return [*lacking, "没有销号日期"]
    answered = (answer.at or "")[:10]
    return [*lacking, *(["没有重新作答"] if answered < answer.closed_on.isoformat() else [])]
