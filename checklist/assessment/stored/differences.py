"""On what two assessments differ, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.as_data import head_in_words
from checklist.assessment.model import Answer, Assessment
from checklist.assessment.stored.history import ANSWERS, FACTS, changed
from checklist.assessment.stored.history_words import HEAD, head_words, subject_of
from checklist.assessment.values import Plain
from checklist.assessment.wording import answer_words, by_label, moment, signer
from checklist.law.model import Fact, Question, Rulebook
from checklist.text import inert


class Difference(Struct, frozen=True, kw_only=True):
    """One thing on which two assessments differ, in words; `key` is None above the answers.

    `only_signed`: the same was answered, and only by whom or when is another.
    """

    key: str | None
    subject: str
    before: str
    after: str
    only_signed: bool = False


def differences(rulebook: Rulebook, before: Assessment, after: Assessment) -> Iterator[Difference]:
    """List everything on which the two differ, what stands above the answers first."""
    for section, old, new in changed(head_in_words(before), head_in_words(after)):
        was, now = _head_sides(old, new)
        subject = subject_of(rulebook, section, None)
        yield Difference(key=None, subject=subject, before=was, after=now)
    names = [{room.id: room.name for room in assessment.rooms} for assessment in (before, after)]
    rooms = ({**names[1], **names[0]}, {**names[0], **names[1]})
    facts = {fact.id: fact for fact in rulebook.facts}
    for section, asked in ((FACTS, facts), (ANSWERS, rulebook.questions())):
        for key, old, new in changed(getattr(before, section), getattr(after, section)):
            was, now, alike = _sides(asked.get(key), (old, new), rooms)
            if alike and old and new and replace(old, exceptions=new.exceptions) == new:
                continue  # A room that is asked no longer keeps what it said.
            subject = subject_of(rulebook, section, key)
            yield Difference(key=key, subject=subject, before=was, after=now, only_signed=alike)


def _head_sides(old: Plain | None, new: Plain | None) -> tuple[str, str]:
    """Word a change above the answers: 名称：甲 and 名称：乙, only what changed."""
    if isinstance(old, list) or isinstance(new, list):
        return _names(old), _names(new)
    if not (isinstance(old, Mapping | None) and isinstance(new, Mapping | None)):
        return head_words(old), head_words(new)
    keys = dict.fromkeys((*(old or {}), *(new or {})))

    def words(side: Mapping[str, Plain] | None, other: Mapping[str, Plain] | None) -> str:
        return (
            head_words(None)
            if side is None
            else "；".join(
                f"{HEAD.get(key, inert(key))}：{head_words(side.get(key))}"
                for key in keys
                if side.get(key) != (other or {}).get(key)
            )
        )

    return words(old, new), words(new, old)


def _names(rooms: Plain | None) -> str:
    names = [inert(str(room["name"])) for room in rooms or () if isinstance(room, Mapping)]
    return f"{len(names)} 个：{'、'.join(names)}" if names else "没有"


def _sides(
    question: Question | Fact | None,
    answers: tuple[Answer | None, Answer | None],
    rooms: tuple[Mapping[str, str], Mapping[str, str]],
) -> tuple[str, str, bool]:
    """Word an answer and another: the values, and what differs beside them; whether it is only by
    whom they were given, or when."""
    beside = [by_label(answer, names) for answer, names in zip(answers, rooms, strict=True)]
    labels = [label for label, text in beside[0].items() if text != beside[1][label]]
    was, now = (
        "；".join(
            (
                answer_words(question, answer, names),
                *(f"{label}：{inert(side[label]) or '无'}" for label in labels if answer),
            )
        )
        for answer, side, names in zip(answers, beside, rooms, strict=True)
    )
    if was != now:
        return was, now, False
    old, new = (f"{moment(each.at)} {signer(each.by)}" for each in answers if each)
    return f"{was}（{old}）", f"{now}（{new}）", True
