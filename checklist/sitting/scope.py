"""This module decides which steps a sitting goes through: all open ones, or a part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.assessment.questionnaire import AskFact, AskQuestion, Step
from checklist.assessment.typed import normal
from checklist.errors import Complaint, WrongUsage
from checklist.evaluation.states import AnswerState, states
from checklist.law.model import Rulebook
from checklist.sitting.places import is_named
from checklist.text import argument

ONLY = {
    AnswerState.GAP: ("gaps", "缺口", "gap", "不符合"),
    AnswerState.OPEN: ("open", "未答", "没有回答", "还没答"),
    AnswerState.UNKNOWN: ("unknown", "不清楚"),
    AnswerState.RECHECK: ("recheck", "待复核"),
}


class Scope(Struct, frozen=True, kw_only=True):
    """What --only, --section and --role ask for; without them whatever is not answered."""

    only: AnswerState | None = None
    section: str | None = None
    role: str | None = None
    """This is a duty holder's id."""

    def __bool__(self) -> bool:
        return any((self.only, self.section, self.role))

    def options(self) -> Iterator[str]:
        """Spell the options that ask for this again, as they are typed in a shell."""
        if self.only is not None:
            yield f"--only {ONLY[self.only][0]}"
        if self.section is not None:
            yield f"--section {argument(Path(self.section))}"
        if self.role is not None:
            yield f"--role {self.role}"

    def wants(self, step: Step, rulebook: Rulebook, assessment: Assessment) -> bool:
        """Whether the step is gone through as it stands now."""
        if isinstance(step, AskQuestion) and not self._holds(step, rulebook):
            return False
        in_states = states(step, rulebook, assessment)
        if self.only is None:
            return bool({AnswerState.OPEN, AnswerState.RECHECK} & in_states)
        return self.only in in_states and isinstance(step, AskFact | AskQuestion)

    def _holds(self, step: AskQuestion, rulebook: Rulebook) -> bool:
        if self.section is not None and not is_named(rulebook, step.obligation, self.section):
            return False
        return self.role is None or self.role in {bound.holder for bound in step.binding.bound_as}


def scope(rulebook: Rulebook, *, only: str | None, section: str | None, role: str | None) -> Scope:
    """Read the options. Raises WrongUsage with the choices there are."""
    return Scope(
        only=None if only is None else _only(only),
        section=None if section is None else _section(rulebook, section),
        role=None if role is None else _role(rulebook, role),
    )


def _only(text: str) -> AnswerState:
    for state, words in ONLY.items():
        if normal(text) in words:
            return state
    choices = "、".join(f"{words[0]}（{words[1]}）" for words in ONLY.values())
    raise WrongUsage(Complaint(what=f"--only 没有“{text}”", mend=f"写其中之一：{choices}"))


def _section(rulebook: Rulebook, text: str) -> str:
    entries = rulebook.obligations
    if text.strip() and any(is_named(rulebook, entry, text) for entry in entries):
        return text
    used = {rulebook.chapter_of(entry.source.article) for entry in entries}
    chapters = "、".join(chapter.title for chapter in rulebook.chapters if chapter in used)
    mend = f"写章（{chapters}）、条（第37条）或者义务编号（见 checklist rules list）"
    raise WrongUsage(Complaint(what=f"--section 没有“{text}”这一部分", mend=mend))


def _role(rulebook: Rulebook, text: str) -> str:
    word, holders = normal(text), rulebook.duty_holders
    fitting = [holder for holder in holders if word in (holder.id, normal(holder.name))]
    fitting = fitting or [holder for holder in holders if word and word in normal(holder.name)]
    if len(fitting) == 1:
        return fitting[0].id
    what = "不止一个" if fitting else "没有"
    choices = "、".join(f"{holder.name}（{holder.id}）" for holder in fitting or holders)
    raise WrongUsage(Complaint(what=f"--role {what}“{text}”", mend=f"写其中之一：{choices}"))
