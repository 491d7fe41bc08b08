"""Who gave the answers, and when, in Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment
from checklist.evaluation.model import Judged
from checklist.evaluation.past import corrections_of
from checklist.law.wording import day
from checklist.report.view.model import Line
from checklist.text import each_name, name_key

_NAMED = 6
_ON = "答于"


def answered_when(assessment: Assessment) -> str:
    """2026年11月18日至2026年11月20日；林晓、周敏. Empty where nothing was recorded."""
    answers = (*assessment.facts.values(), *assessment.answers.values())
    days = sorted(filter(None, (_day_of(answer.at) for answer in answers)))
    names = each_name(answer.by for answer in answers)
    when = [day(days[0]) + (f"至{day(days[-1])}" if days[-1] != days[0] else "")] if days else []
    more = f"等{len(names)}人" if len(names) > _NAMED else ""
    who = ["、".join(names[:_NAMED]) + more] if names else []
    return "；".join([*when, *who])


def usual(assessment: Assessment) -> str:
    """Who gave the most answers; empty where nobody is named."""
    answers = (*assessment.facts.values(), *assessment.answers.values())
    counted = Counter(answer.by for answer in answers if answer.by)
    return counted.most_common(1)[0][0] if counted else ""


def by(who: str, usual: str) -> str:
    """By whom and when, without the name where it is the usual one: 2026-11-18."""
    return on(who, usual).removeprefix(_ON)


def on(who: str, usual: str) -> str:
    """By whom and when, where a day alone could be taken for a deadline: 答于2026-11-18."""
    return who.removeprefix(usual) if who.startswith(f"{usual}{_ON}") else who


def _day_of(at: str | None) -> date | None:
    """The day of a recorded time; None for one written by hand that is no date."""
    with suppress(ValueError):
        return date.fromisoformat((at or "")[:10])
    return None


def answered_by(answer: Answer | None) -> str:
    """By whom and when, as far as recorded: 王某答于2026-11-02. A deadline never reads like it."""
    if answer is None:
        return ""
    return (answer.by or "") + (f"{_ON}{answer.at[:10]}" if answer.at else "")


def answered_alike(line: Line) -> str:
    """By whom and when, where that is the same for every answer of the line; else empty."""
    return by_all([answered_by(judged.answer) for judged in line.judged if judged.answer])


def by_all(names: Sequence[str]) -> str:
    """By whom and when, where that is the same for all; else empty."""
    return names[0] if len(set(map(name_key, names))) == 1 else ""


def remark(judged: Judged) -> str:
    """What is noted beside the answer. That something was mended, 整改：2026-11-15, is told of the
    rooms alone in which it was."""
    answer = judged.answer
    if answer is None or answer.note is None:
        return ""
    if not answer.remedied or judged.remedied is not None:
        return answer.note
    return "\n".join(each for each in answer.note.split("\n") if not each.startswith("整改"))


def in_rooms(line: Line, judged: Judged) -> Answer | None:
    """The answer to a question of a line with what stands beside it as far as it is about the rooms
    of the line: not since when it is done in others, nor what was corrected there."""
    answer, rooms = judged.answer, line.subject.rooms
    if answer is None or not rooms:
        return answer
    days = {room.id: answer.remedied_since(room.id) for room in rooms}
    is_alike = len({*days.values()}) == 1
    return replace(
        answer,
        remedied={"" if is_alike else room: day for room, day in days.items() if day},
        note=answer.note if any(days.values()) else remark(judged) or None,
        corrected=corrections_of(answer, rooms),
    )
