"""What a sitting costs a practised person. `python -m tests.burden` prints it.

An agency that also operates rooms answers everything, in the shortest way that is understood.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec import Struct

from checklist.assessment.model import Picks, Value
from checklist.assessment.questionnaire import AskDetail, AskFact, AskQuestion, Detail, plan
from checklist.assessment.record import Response
from checklist.assessment.typed import Misread
from checklist.assessment.values import menu, parse
from checklist.assessment.wording import spell
from checklist.evaluation.haste import CHARACTERS_A_SECOND
from checklist.law.model import Fact, Question, Rulebook
from checklist.law.periods import Period
from checklist.sitting.console import ANSWER
from checklist.sitting.grounds import Correct
from checklist.sitting.kept import Kept
from checklist.sitting.meant import RUNS_THEM
from checklist.sitting.places import scope
from checklist.sitting.session import Session
from checklist.sitting.shown.screen import DETAILS
from checklist.sitting.terminal import Keep, Reply, Terminal
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import KINDS, fact_answer, passing

KIND = "agency that operates rooms"
ROOMS = 8
KEYS_A_CHARACTER = 4
"""Pinyin and the choice of a candidate, for one Chinese character; anything else is one key."""
SECONDS_A_KEY = 0.28
"""Card, Moran and Newell's average non-secretary typist."""
SECONDS_TO_DECIDE = 3.0
LIMIT_MINUTES = 25
LIMIT_SCREENS, LIMIT_SCREENS_QUICK = 70, 20
ABOUT = {
    Detail.NAME: "杭州示例文化传媒有限公司",
    Detail.PREPARED_BY: "李合规",
    Detail.CREDIT_CODE: "",
    Detail.ADDRESS: "",
    Detail.PERIOD: "",
}


class Burden(Struct, frozen=True, kw_only=True):
    """What one sitting took."""

    facts: int
    questions: int
    screens: int
    """Screens of 24 rows on which something is asked, the review at the end among them."""
    merged: int
    """Questions and facts asked below another on its screen, each at a prompt of its own."""
    alike: int
    """Questions answered as 与第N题相同."""
    inferred: int
    """Facts that follow from others and are not asked."""
    prompts: int
    keystrokes: int
    characters_read: int

    @property
    def minutes(self) -> float:
        """Reading, deciding at every fact and question, typing."""
        reading = self.characters_read / CHARACTERS_A_SECOND
        deciding = (self.facts + self.questions) * SECONDS_TO_DECIDE
        return (reading + deciding + self.keystrokes * SECONDS_A_KEY) / 60

    def __str__(self) -> str:
        return (
            f"An agency that also operates {ROOMS} rooms: {self.facts} facts, "
            f"{self.questions} questions, {self.screens} screens, {self.prompts} prompts, "
            f"{self.keystrokes} keystrokes, "
            f"{self.characters_read} characters read, {self.minutes:.0f} minutes; "
            f"{self.merged} asked below another on its screen, {self.alike} answered as the same "
            f"as an earlier question, {self.inferred} facts inferred.\n"
            f"Assumptions: {CHARACTERS_A_SECOND} characters a second, {SECONDS_TO_DECIDE:.0f} "
            f"seconds to decide each, {SECONDS_A_KEY} seconds a key, {KEYS_A_CHARACTER} keys a "
            "Chinese character; rooms alike; company records known."
        )


class Practised(Terminal):
    """Answers as a practised person types, and counts."""

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__(read=self.type, write=lambda _: None, width=lambda: 80)
        self.rulebook = rulebook
        self.next_answer = ""
        self.facts = self.questions = self.prompts = self.keystrokes = self.read_so_far = 0
        self.screens = self.merged = self.alike = 0
        self.fresh = False

    def rule(self) -> None:
        self.fresh = True
        super().rule()

    def begin(self, *args: object, **kw: object) -> None:
        super().begin(*args, **kw)  # type: ignore[arg-type]
        self.merged += not self.fresh

    def type(self, prompt: str) -> str:
        text = {ANSWER: self.next_answer, RUNS_THEM: "是"}.get(prompt, "")
        self.prompts += 1
        self.screens += self.fresh
        self.fresh = False
        self.keystrokes += keystrokes(text)
        return text

    def ask_detail(self, step: AskDetail, *args: object, **kw: object) -> Reply | Keep:
        self.next_answer = ABOUT[step.detail]
        self.read_so_far += sum(map(len, DETAILS[step.detail]))
        return super().ask_detail(step, *args, **kw)  # type: ignore[arg-type]

    def ask_rooms(self, *args: object, **kw: object) -> Reply | Keep:
        self.next_answer = str(ROOMS)
        self.read_so_far += len(LIVESTREAM.which_rooms or "")
        return super().ask_rooms(*args, **kw)  # type: ignore[arg-type]

    def ask(
        self, rulebook: Rulebook, assessment: object, step: AskFact | AskQuestion, *rest: object
    ) -> Response | Keep | Correct:
        if isinstance(step, AskFact):
            value = fact_answer(step.fact, KINDS[KIND][step.fact.id]).value
            assert value is not None
            self.facts += 1
        else:
            value = passing(step.question)
            self.questions += 1
        self.next_answer = shortest(step.asked, value)
        like = rest[-1].likeness  # type: ignore[attr-defined]
        if like and like.response.value == value and len(self.next_answer) > 1:
            self.next_answer = "="
            self.alike += 1
        self.read_so_far += len(step.asked.ask) + sum(map(len, menu(step.asked)))
        merged = self.merged
        reply = super().ask(rulebook, assessment, step, *rest)  # type: ignore[arg-type]
        if isinstance(step, AskQuestion) and self.merged == merged:
            self.read_so_far += len(step.obligation.title)
        return reply


def shortest(question: Question | Fact, value: Value) -> str:
    """The fewest keys that mean this value."""
    words = menu(question)
    candidates = [spell(question, value), "0", *(str(at) for at in range(1, len(words) + 1))]
    candidates += [f"1-{len(words)}"] if isinstance(value, Picks) and words else []
    if isinstance(value, Period) and value.years and not value.months:
        candidates.append(f"{value.years}年")
    good = [text for text in candidates if _reads_as(question, text) == value]
    return min(good, key=keystrokes)


def _reads_as(question: Question | Fact, text: str) -> Value | None:
    try:
        return parse(question, text)
    except Misread:
        return None


def keystrokes(text: str) -> int:
    """Keys for a line, Enter included."""
    return 1 + sum(KEYS_A_CHARACTER if ord(one) > 0x2E7F else 1 for one in text)


def measured(*, quick: bool = False) -> Burden:
    """One whole sitting, or the quick path, driven through the real session."""
    terminal = Practised(LIVESTREAM)
    with tempfile.TemporaryDirectory() as folder:
        kept = Kept(
            path=Path(folder) / "自查.yaml",
            rulebook=LIVESTREAM,
            now=lambda: datetime(2026, 11, 1, 9, 30, tzinfo=UTC),
            tell=terminal.show,
        )
        only = scope(LIVESTREAM, only="可罚" if quick else None, section=None, role=None)
        session = Session(kept=kept, terminal=terminal, today=date(2026, 11, 1), scope=only)
        session.open()
        session.run()
        steps = plan(LIVESTREAM, session.assessment)
        asked = [step for step in steps if isinstance(step, AskQuestion)]
        wanted = [step for step in asked if not quick or step.key in LIVESTREAM.questions_at_once]
        assert terminal.questions == len(wanted)
        facts = {step.fact.id for step in steps if isinstance(step, AskFact)}
    return Burden(
        facts=terminal.facts,
        questions=terminal.questions,
        screens=terminal.screens,
        merged=terminal.merged,
        alike=terminal.alike,
        inferred=sum(bool(fact.follows) and fact.id not in facts for fact in LIVESTREAM.facts),
        prompts=terminal.prompts,
        keystrokes=terminal.keystrokes,
        characters_read=terminal.read_so_far,
    )


if __name__ == "__main__":
    print(measured(), measured(quick=True), sep="\n")
