"""What recordings show of the questions of a rulebook, as observations. Each is a sample: what is
in a recording says nothing of what is in none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from checklist.evaluation.model import Observation
from checklist.law.model import Obligation, Question, Rulebook
from checklist.law.on_screen import OnScreen
from checklist.replay import words
from checklist.replay.absences import within
from checklist.replay.model import Recording, Seen, Span, Words

_FIRST = 0.1
"""Seconds after the figure appears within which the prompt has to: two or three pictures."""


class Asked(Struct, frozen=True, kw_only=True):
    """A question of a rulebook, or one option of it, that the picture can show something of."""

    obligation: Obligation
    question: Question
    option: str | None
    demanded: OnScreen


def asked(rulebook: Rulebook) -> Iterator[Asked]:
    """Everything in a rulebook that the picture can show something of."""
    for obligation, question, on in rulebook.asked():
        option, shown = (on.id, on.on_screen) if on else (None, question.on_screen)
        if shown:
            yield Asked(obligation=obligation, question=question, option=option, demanded=shown)


def looked_for(rulebook: Rulebook) -> Words | None:
    """The words of the prompt that is looked for; None where the rulebook asks of no picture."""
    first = next(asked(rulebook), None)
    return first.demanded.says if first else None


def observations(rulebook: Rulebook, recordings: Iterable[Recording]) -> Iterator[Observation]:
    """What recordings show of each question; nothing of what they leave open, or of prompts of
    other words than were looked for."""
    every = tuple(recordings)
    for question in asked(rulebook):
        for recording in every:
            if recording.says != question.demanded.says:
                continue
            holds = verdict(recording, question.demanded)
            if holds is not None:
                why = "" if holds else question.demanded.leaves_open
                shown = words.shown(recording, question.demanded, holds=holds)
                yield Observation(
                    key=question.obligation.key(question.question),
                    room=recording.room,
                    option=question.option,
                    holds=holds,
                    sample=True,
                    note=f"{shown}；{why}" if why else shown,
                    undecided=bool(why),
                    sources=(recording.name,),
                )


def verdict(recording: Recording, demanded: OnScreen) -> bool | None:
    """Whether a recording shows what is demanded; None where it leaves that open."""
    if demanded.always:
        return _always(recording)
    if demanded.from_start:
        return _from_start(recording)
    if demanded.seconds is not None:
        prompt = recording.prompt
        return None if prompt is None else prompt.longest >= demanded.seconds
    return _high(recording, demanded)


def _always(recording: Recording) -> bool | None:
    spans = recording.spans
    blinks = (
        flicker
        for flicker in recording.flickers
        if spans is None
        or any(flicker.start < each.end and each.start < flicker.end for each in spans)
    )
    if recording.missing or any(blinks):
        return False
    return None if recording.absences else True


def _from_start(recording: Recording) -> bool | None:
    """Nobody knows when the figure appears first unless it was said."""
    if recording.spans is None:
        return None
    starts = [Span(each.start, min(each.end, each.start + _FIRST)) for each in recording.spans]
    lacking = within(recording.absences, starts)
    if any(each.seen is Seen.ABSENT for each in lacking):
        return False
    return None if lacking else True


def _high(recording: Recording, demanded: OnScreen) -> bool | None:
    """Whether the characters are high enough, also if they were measured wrong by `within`."""
    prompt, least = recording.prompt, demanded.height
    if prompt is None or prompt.height is None or least is None:
        return None
    doubtful = demanded.doubtful_from or least
    side = recording.shortest_side
    share, off = 100 * prompt.height / side, 100 * prompt.within / side
    if share >= least:
        return True if share - off >= doubtful else None
    return False if share < doubtful and share + off < least else None
