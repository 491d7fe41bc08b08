"""The answers of one sitting: changed step by step, each change saved and recorded at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from checklist.assessment import file
from checklist.assessment.model import AnsweredTo, Assessment, Respondent
from checklist.assessment.questionnaire import AskDetail, AskFact, AskQuestion, AskRooms, Step
from checklist.assessment.recheck import adopt_edition
from checklist.assessment.record import (
    Said,
    confirmed,
    with_answer,
    with_detail,
    with_evidence,
    with_note,
    with_person,
    with_rooms,
)
from checklist.assessment.replies import Beside, Charged, HandedIn, Named, Noted, Told
from checklist.cli.attach import evidence
from checklist.law.model import Rulebook

_NOTHING = Assessment(respondent=Respondent(name=""))


@dataclass(kw_only=True)
class Kept:
    """`now` stamps answers (with offset); `tell` shows lines to the respondent.

    `begin_with` is what a new file begins with: an earlier self-audit, carried over.
    """

    path: Path
    rulebook: Rulebook
    now: Callable[[], datetime]
    tell: Callable[[Iterable[str]], None]
    begin_with: Assessment | None = None
    assessment: Assessment = field(init=False)
    resumed: bool = field(init=False)
    _saved: Assessment = _NOTHING
    _told_of_history: bool = False

    def __post_init__(self) -> None:
        """Load or begin. Raises UnreadableFile."""
        book, path = self.rulebook, self.path
        self.resumed = path.exists() or path.is_symlink()
        if self.resumed:
            self._saved = file.load(path, book)
            self.assessment = adopt_edition(book, self._saved)
            return
        to = (AnsweredTo(id=book.id, edition=book.edition),)
        self.assessment = self.begin_with or Assessment(
            respondent=Respondent(name=""), answered_to=to
        )

    def answered(self, step: Step, reply: Said | Told | Named) -> Assessment:
        """The answers with a reply to a step, not saved yet."""
        match step, reply:
            case AskDetail(detail=detail), Told(what=told):
                return with_detail(self.assessment, detail, told)
            case AskRooms(), Named(rooms=rooms):
                return with_rooms(self.assessment, rooms)
            case (AskFact() | AskQuestion()) as asked, Said():
                return with_answer(self.assessment, asked, reply, by=self._by, at=self._at())
            case _:
                raise TypeError(f"{reply} does not answer {step}")

    def confirm(self, step: AskFact | AskQuestion) -> None:
        """Keep a carried-over answer as said today."""
        self.save(confirmed(self.assessment, step, by=self._by, at=self._at()))

    def take_beside(self, step: AskFact | AskQuestion, one: Beside) -> str:
        """Save what is said beside an answer; what to tell about it."""
        match one:
            case Noted(text=text):
                self.save(with_note(self.assessment, step, text))
                return "已记下备注"
            case HandedIn(text=text):
                seen, told = evidence(text, answers=self.path, at=self._at())
                if seen is not None:
                    self.save(with_evidence(self.assessment, step, seen))
                return told
            case Charged(owner=owner, due=due):
                self.save(with_person(self.assessment, step, owner=owner, due=due))
                parts = [f"责任人 {owner}" if owner else "", f"期限 {due}" if due else ""]
                return f"已记下{'，'.join(part for part in parts if part)}"

    def save(self, assessment: Assessment) -> None:
        """Save and record a change. Raises NotSaved."""
        self.assessment = assessment
        saved = file.save(self.path, assessment, self.rulebook)
        if saved != self.path:
            self.tell(
                [
                    f"  {self.path} 被其他软件占用，答案改存在 {saved}",
                    "  以后都存在这里；关闭占用它的软件（WPS、杀毒软件）可以避免",
                ]
            )
            self.path = saved
        before, self._saved = self._saved, assessment
        try:
            file.record(
                saved, before, assessment, who=self._by, at=self.now(), rulebook=self.rulebook
            )
        except file.NotRecorded as error:
            if not self._told_of_history:
                self.tell([f"  {error.complaints[0].what}（答案本身已经保存）"])
            self._told_of_history = True

    @property
    def _by(self) -> str | None:
        return self.assessment.respondent.prepared_by

    def _at(self) -> str:
        return self.now().isoformat()
