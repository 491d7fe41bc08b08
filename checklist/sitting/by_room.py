"""What differs from room to room: asked after the common answer, told as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checklist.assessment import picks
from checklist.assessment.model import Answer, Mark, Picks, Room, Value
from checklist.assessment.questionnaire import AskFact, AskQuestion
from checklist.assessment.typed import normal
from checklist.assessment.values import parse, spell
from checklist.law.model import Fact, Option, Question, Rulebook
from checklist.layout import cells
from checklist.sitting import screen
from checklist.sitting.console import Console
from checklist.text import inert

_MOST_ROOMS_LISTED = 12
_WIDEST_ANSWER = 24


def ask_exceptions(
    console: Console, rulebook: Rulebook, step: AskFact | AskQuestion, common: Value
) -> dict[str, Value]:
    """What differs in which rooms, by id. Raises Left for a key that leads elsewhere."""
    if len(step.rooms) < 2:
        return {}
    asked = step.fact if isinstance(step, AskFact) else step.question
    console.show([f"  各直播间：{spell(asked, common)}。哪些直播间例外？"])
    listed = [f"  {screen.room_list(step.rooms)}"]
    if len(step.rooms) <= _MOST_ROOMS_LISTED:
        console.show(listed)
    options = tuple(Option(id=room.id, label=room.name) for room in step.rooms)

    def chosen(text: str) -> Picks:
        return picks.by_number(normal(text) or "全不选", options)

    prompt = "  例外的序号（直接回车表示没有；? 看编号）："
    marks = console.until(chosen, listed, prompt).marks
    found: dict[str, Value] = {}
    for room in step.rooms:
        if marks[room.id] is Mark.YES:
            value = console.until(
                lambda text: parse(asked, text),
                screen.help_lines(rulebook, step),
                f"  “{inert(room.name)}”的答案：",
            )
            if value != common:
                found[room.id] = value
    return found


def table(asked: Question | Fact, answer: Answer, rooms: Iterable[Room]) -> Iterator[str]:
    """One row per answer: the answer, how many rooms, their names. The most frequent first."""
    groups: dict[str, list[str]] = {}
    for room in rooms:
        value = answer.for_room(room.id)
        said = "未答" if value is None else spell(asked, value)
        groups.setdefault(said, []).append(inert(room.name))
    wide = min(max(map(cells, groups), default=0), _WIDEST_ANSWER)
    for said, names in sorted(groups.items(), key=lambda group: -len(group[1])):
        room_names = "、".join(names[:_MOST_ROOMS_LISTED])
        more = "等" if len(names) > _MOST_ROOMS_LISTED else ""
        gap = " " * max(wide - cells(said), 0)
        yield f"          {said}{gap}  {len(names)} 个直播间：{room_names}{more}"
