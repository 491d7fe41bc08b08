"""This module asks whether a reply is meant, where it changes what is asked or loses something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum

from msgspec.structs import replace

from checklist.assessment.model import Assessment
from checklist.assessment.questionnaire import AskFact, AskQuestion, AskRooms, Step, is_answered
from checklist.assessment.recheck import stated_facts
from checklist.assessment.record import Response
from checklist.law.following import said_of_room
from checklist.law.model import Rulebook
from checklist.sitting import past, rooms_changed
from checklist.sitting.console import ENTER_CONFIRMS, ENTER_DECLINES
from checklist.sitting.exceptions import just_answered
from checklist.sitting.kept import Kept
from checklist.sitting.keys import Keystroke, KeyTyped
from checklist.sitting.shown import earlier, effects
from checklist.sitting.terminal import Reply, Terminal
from checklist.text import inert

_ROOMS, _MOST_NAMED = "直播间", 6
RUNS_THEM = f"  都由填报人实际运营吗？1 是  2 否，去改名单{ENTER_DECLINES}"
_HOW_RUN = "写 1（是）或者 2（否，回到名单，去掉不是填报人运营的）"
_NOTES = f"  这些备注也去掉吗？1 是  2 否，留着{ENTER_DECLINES}"
_REMOVE = f"  确认要去掉吗？1 是  2 否，不改{ENTER_DECLINES}"


class Dropped(Enum):
    """A reply is not recorded: the step is left as it was, or asked again."""

    LEFT = "left"
    ASKED_AGAIN = "asked again"


def answered(
    terminal: Terminal, kept: Kept, step: Step, reply: Reply, today: date
) -> Assessment | Dropped:
    """Return the answers with a reply once it is confirmed; else what becomes of the step.

    Whoever leaves before that is told that the reply is not recorded. Raises KeyTyped.
    """
    with terminal.unrecorded(lambda: _named(terminal, step, reply)):
        dropped = _dropped(terminal, kept, step, reply, today)
        if dropped is not None:
            return dropped
        after = past.answered(terminal, kept, step, reply, today)
        if after is None:
            return Dropped.ASKED_AGAIN
        return _with_notes(terminal, kept, after) if isinstance(step, AskRooms) else after


def _with_notes(terminal: Terminal, kept: Kept, after: Assessment) -> Assessment | Dropped:
    """Ask whether notes that may be about rooms that go are to go too."""
    steps = rooms_changed.with_notes(kept.rulebook, kept.assessment, after)
    if not steps:
        return after
    lines = rooms_changed.notes_lines(steps, kept.assessment)
    gone = terminal.confirm(lines, _NOTES, loses=True)
    if gone is None:
        return Dropped.ASKED_AGAIN
    for step in steps if gone else ():
        answer = replace(after.answers[step.key], note=None)
        after = replace(after, answers={**after.answers, step.key: answer})
    return after


def _named(terminal: Terminal, step: Step, reply: Reply) -> str:
    if isinstance(step, AskFact | AskQuestion) and isinstance(reply, Response):
        return terminal.just_said or just_answered(step.asked, reply.value, reply.exceptions)
    return "刚才写的"


def _dropped(
    terminal: Terminal, kept: Kept, step: Step, reply: Reply, today: date
) -> Dropped | None:
    """Show what a change does to what was said before, and ask whether it is meant; nothing is
    asked without. None where it is meant."""
    after = kept.answered(step, reply)
    book, before = kept.rulebook, kept.assessment
    warnings = list(_asked_back(book, before, after))
    if warnings and not (own := terminal.confirm(warnings, RUNS_THEM, loses=True, help=_HOW_RUN)):
        if own is None:
            return Dropped.ASKED_AGAIN
        terminal.show(
            [f"  {_named(terminal, step, reply)}没有记下。要从名单里去掉的，写 去掉 和它的序号。"]
        )
        raise KeyTyped(Keystroke.GO, _ROOMS)
    if isinstance(step, AskRooms):
        lines = list(rooms_changed.preview(book, before, after, as_of=today))
        loses = bool(before.rooms)
        prompt = _REMOVE if loses else ENTER_CONFIRMS
        return _unconfirmed(terminal, lines, prompt, loses=loses)
    if isinstance(step, AskFact) and is_answered(step, book, before):
        effect = effects.effect(book, before, after)
        lines = list(effects.effect_lines(effect, before)) if effect else []
        lines += effects.conclusions(book, before, after, today) if lines else []
        return _unconfirmed(terminal, lines, ENTER_CONFIRMS)
    return None


def _unconfirmed(
    terminal: Terminal, lines: Sequence[str], prompt: str, *, loses: bool = False
) -> Dropped | None:
    """Ask whether what the lines say is meant; None where it is, or where they say nothing."""
    confirmed = terminal.confirm(lines, prompt, loses=loses) if lines else True
    if confirmed is None:
        return Dropped.ASKED_AGAIN
    return None if confirmed else Dropped.LEFT


def _asked_back(rulebook: Rulebook, before: Assessment, after: Assessment) -> Iterator[str]:
    """Tell of which rooms it is newly said what the rulebook asks back."""
    was, now = stated_facts(rulebook, before), stated_facts(rulebook, after)
    for fact in (fact for fact in rulebook.facts if fact.asks_back):
        rooms = [
            inert(room.name)
            for room in after.rooms
            if said_of_room(fact, now[room.id]) and not said_of_room(fact, was.get(room.id, {}))
        ]
        if rooms:
            listed = earlier.first_of(rooms, _MOST_NAMED)
            more = "直播间" if len(rooms) > _MOST_NAMED + 1 else ""  # behind 等 300 个
            yield f"  {listed}{more}：{fact.asks_back}"
