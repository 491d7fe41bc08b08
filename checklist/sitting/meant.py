"""This module asks whether a reply is meant, where it changes what is asked or loses something."""

from __future__ import annotations

from datetime import date

from checklist.assessment.model import Assessment
from checklist.assessment.questionnaire import AskFact, AskQuestion, AskRooms, Step, is_answered
from checklist.assessment.record import Response
from checklist.sitting import past, rooms_changed
from checklist.sitting.console import ENTER_CONFIRMS
from checklist.sitting.exceptions import just_answered
from checklist.sitting.kept import Kept
from checklist.sitting.shown import opening
from checklist.sitting.terminal import Reply, Terminal

_REMOVE = "  确认去掉吗？（要去掉，输入 是；直接回车不改）："


def answered(
    terminal: Terminal, kept: Kept, step: Step, reply: Reply, today: date
) -> Assessment | bool:
    """Return the answers with a reply once it is confirmed; else whether the step is asked again.

    Whoever leaves before that is told that the reply is not recorded. Raises KeyTyped.
    """
    with terminal.unrecorded(lambda: _said(step, reply)):
        meant = _is_meant(terminal, kept, step, kept.answered(step, reply), today)
        if not meant:
            return meant is None
        return past.answered(terminal, kept, step, reply, today) or True


def _said(step: Step, reply: Reply) -> str:
    if isinstance(step, AskFact | AskQuestion) and isinstance(reply, Response):
        return just_answered(step.asked, reply.value, reply.exceptions)
    return "刚才写的"


def _is_meant(
    terminal: Terminal, kept: Kept, step: Step, after: Assessment, today: date
) -> bool | None:
    """Show what a change does to what was said before, and ask; nothing is asked without.

    None leads back to the question.
    """
    book, before = kept.rulebook, kept.assessment
    if isinstance(step, AskRooms):
        lines = list(rooms_changed.preview(book, before, after, as_of=today))
        loses = bool(before.rooms)
        prompt = _REMOVE if loses else ENTER_CONFIRMS
        return not lines or terminal.confirm(lines, prompt, loses=loses)
    if isinstance(step, AskFact) and is_answered(step, book, before):
        effect = opening.effect(book, before, after)
        lines = list(opening.effect_lines(effect, before)) if effect else []
        return not lines or terminal.confirm(lines, ENTER_CONFIRMS)
    return True
