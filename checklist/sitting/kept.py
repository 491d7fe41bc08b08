"""This module keeps the answers of one sitting: each change is saved and recorded at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from checklist.assessment import record
from checklist.assessment.asked import as_asked, as_it_stands
from checklist.assessment.model import Assessment, Respondent, SelfAuditPeriod
from checklist.assessment.names import ids_in_use, with_new_ids
from checklist.assessment.questionnaire import (
    AskDetail,
    AskFact,
    AskQuestion,
    AskRooms,
    Step,
    answer_to,
)
from checklist.assessment.recheck import adopt_edition, answered_to, edition_answered
from checklist.assessment.stored import file, outside
from checklist.assessment.stored.recovery import ids_in_history, recover
from checklist.assessment.stored.rulebooks import is_judged_by, set_aside
from checklist.evaluation.by_room import EVERY_ROOM, named_in
from checklist.law.model import Rulebook
from checklist.sitting.evidence import typed_evidence
from checklist.sitting.in_charge import InCharge
from checklist.sitting.terminal import Reply

_WHOSE = (
    "这一题有例外，这里没有写是哪些直播间的佐证，不算作合要求的直播间的佐证："
    f"在文件名或者文字里写上编号或者名称（都是的写“{EVERY_ROOM}”），再记一次"
)
_NOTHING = Assessment(respondent=Respondent(name=""))


@dataclass(kw_only=True)
class Kept:
    """The answers and their file. `now` stamps answers (with offset); `tell` shows lines.

    `begin_with` is what a new file begins with: an earlier self-audit, carried over. Its period is
    asked anew. `aside` are rulebooks that the answers are held against no longer.

    What another program does to the file meanwhile is never written over unseen: its version is
    kept beside, and that is told.
    """

    path: Path
    rulebook: Rulebook
    now: Callable[[], datetime]
    tell: Callable[[Iterable[str]], object]
    begin_with: Assessment | None = None
    aside: Collection[str] = ()
    like: tuple[Path, ...] = ()
    """A new file is open to nobody to whom one of these is closed."""
    assessment: Assessment = field(init=False)
    resumed: bool = field(init=False)
    set_aside: list[Path] = field(default_factory=list)
    """Versions by other programs that were kept beside in this sitting."""
    _earlier: list[Assessment] = field(default_factory=list)
    """What stood before each change of this sitting that was not taken back, oldest first."""
    _saved: Assessment = _NOTHING
    _known: bytes | None = None
    """What was last read from or written to the file; None: there was none."""
    _history_failed: bool = False

    def __post_init__(self) -> None:
        """Load or begin. Raises UnreadableFile."""
        book, path = self.rulebook, self.path
        self._known = outside.known(path)
        self.resumed = self._known is not None
        if self.resumed:
            self._saved = file.load(path, book)
            if warning := recover(path, self._saved, book, at=self.now()):
                self.tell([warning])
            self.assessment = adopt_edition(book, self._saved)
            before = self._saved.answered_to
            if any(edition_answered(self._saved, each) not in (None, each.edition)
                   for each in book.regulations):  # fmt: skip
                self.assessment = as_it_stands(book, self.assessment)
            if self.aside or (before and not is_judged_by(before, book)):
                self.save(set_aside(self.assessment, self.aside))
            return
        new = Assessment(respondent=Respondent(name=""), answered_to=answered_to(book))
        begun = as_it_stands(book, replace(self.begin_with or new, period=None))
        self.assessment = set_aside(begun, self.aside)

    def answered(self, step: Step, reply: Reply) -> Assessment:
        """Return the answers with a reply to a step, not saved yet."""
        return as_asked(self.rulebook, self.assessment, self._with(step, reply))

    def _with(self, step: Step, reply: Reply) -> Assessment:
        match step, reply:
            case AskDetail(detail=detail), (str() | SelfAuditPeriod()) as value:
                return record.with_detail(self.assessment, detail, value)
            case AskRooms(), tuple() as rooms:
                listed = with_new_ids(rooms, self.assessment.rooms, self._room_ids)
                return record.with_listed(
                    self.rulebook, self.assessment, listed, by=self._by, at=self._at()
                )
            case (AskFact() | AskQuestion()) as asked, record.Response() as response:
                return record.with_answer(
                    self.assessment, asked, response, by=self._by, at=self._at()
                )
            case _:
                raise TypeError(f"{reply} does not answer {step}")

    def confirm(self, step: AskFact | AskQuestion) -> None:
        """Keep a carried-over answer as given today."""
        self.save(record.confirmed(self.assessment, step, by=self._by, at=self._at()))

    def could_know(self, step: AskFact | AskQuestion, who: str | None) -> None:
        """Save who could know what was just answered, as a part of that change. Raises NotSaved."""
        self._write(record.with_who(self.assessment, step, who))

    def evidence(self, step: AskFact | AskQuestion, text: str) -> str:
        """Save what is typed as evidence and return words about it. Raises NotSaved."""
        pieces, words = typed_evidence(text, answers=self.path, at=self._at())
        after = self.assessment
        for piece in pieces:
            after = record.with_evidence(after, step, piece)
        if pieces:
            self.save(after)
        answer = answer_to(after, step)
        unnamed = [piece for piece in pieces if not named_in(piece, after.rooms)]
        is_unclear = isinstance(step, AskQuestion) and answer and answer.apart and unnamed
        return f"{words}\n{_WHOSE}" if is_unclear else words

    def note(self, step: AskFact | AskQuestion, text: str, *, instead: bool) -> None:
        """Save a note, in place of the one that stands or behind it. Raises NotSaved."""
        self.save(record.with_note(self.assessment, step, text, instead=instead))

    def put_in_charge(self, whom: Iterable[tuple[AskFact | AskQuestion, InCharge]]) -> None:
        """Save who is in charge of each of these, as one change. Raises NotSaved."""
        after = self.assessment
        for step, who in whom:
            after = record.with_person(
                after, step, department=who.department, owner=who.owner, due=who.due
            )
        self.save(after)

    def save(self, assessment: Assessment) -> None:
        """Save and record a change: nothing is said of rooms that were not asked. Raises
        NotSaved."""
        assessment = as_asked(self.rulebook, self.assessment, assessment)
        if assessment != self.assessment:
            self._earlier.append(self.assessment)
        self._write(assessment)

    def take_back(self) -> bool:
        """Save what stood before the last change of this sitting; False where there is none.

        Taking back is recorded like any change. Raises NotSaved.
        """
        if not self._earlier:
            return False
        self._write(self._earlier.pop())
        return True

    def _write(self, assessment: Assessment) -> None:
        self.assessment = assessment
        data = file.as_bytes(self.path, assessment, self.rulebook)
        self._look_outside()
        try:
            saved = file.commit(
                self.path, self._saved, assessment,
                who=self._by, at=self.now(), rulebook=self.rulebook, data=data, like=self.like,
            )  # fmt: skip
        except file.NotRecorded as error:
            saved = error.saved
            if not self._history_failed:
                self.tell([f"  {error.complaints[0].what}（答案本身已经保存）"])
            self._history_failed = True
        self._known, self._saved = data, assessment
        if saved != self.path:
            self.tell([f"  {self.path} 被其他软件占用，答案改存在 {saved}"])
            self.tell(["  以后都存在这里；关闭占用它的软件（WPS、杀毒软件）可以避免"])
            self.path = saved

    def save_if_gone(self) -> None:
        """Write the answers again where the file was deleted. Raises NotSaved."""
        if outside.on_disk(self.path, self._known) is outside.OnDisk.GONE:
            self._write(self.assessment)

    def _look_outside(self) -> None:
        """Keep and tell what another program changed, before a save. Raises NotSaved."""
        seen = outside.look(self.path, self._known, during="作答期间")
        if seen is None:
            return
        self.tell([f"  {seen.what}"])
        if seen.beside is not None:
            self.set_aside.append(seen.beside)
            self.tell(["  那一份里的改动没有读进来；退出的时候会写明怎样合并"])

    @property
    def _room_ids(self) -> set[str]:
        """Every id that a room has or had, here and in the self-audit that this one began with."""
        known = (ids_in_history(path) for path in (self.path, *self.like))
        return ids_in_use(self.assessment).union(*known)

    @property
    def _by(self) -> str | None:
        return self.assessment.respondent.prepared_by

    def _at(self) -> str:
        return self.now().isoformat()
