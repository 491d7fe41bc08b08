"""This module runs one sitting: next step, one answer, save; until nothing is left to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import assert_never

from msgspec.structs import replace

from checklist.assessment.model import Assessment, SelfAuditPeriod
from checklist.assessment.questionnaire import (
    AskDetail,
    AskFact,
    AskQuestion,
    AskRooms,
    Step,
    is_answered,
)
from checklist.assessment.recheck import not_begun, standing_facts
from checklist.assessment.record import lacks
from checklist.law.applicability import Standing, standings
from checklist.law.model import Rulebook
from checklist.sitting import details, meant, rooms_changed, rounds
from checklist.sitting.beside import Beside
from checklist.sitting.console import NOT_CHANGED
from checklist.sitting.grounds import Correct
from checklist.sitting.kept import Kept
from checklist.sitting.keys import BESIDE, Keystroke, KeyTyped
from checklist.sitting.places import Scope, likeness, quick_path
from checklist.sitting.shown import doubtful, earlier, left, opening, review
from checklist.sitting.terminal import Keep, Reply, Terminal, Unsure
from checklist.sitting.ways import Ways
from checklist.text import inert


@dataclass(kw_only=True)
class Session:
    """A sitting: the answers that are kept, the terminal, and what was skipped on the way.

    `today` ends the usual period and dates the conclusion; `rules` are those named with --rules.
    """

    kept: Kept
    terminal: Terminal
    today: date
    rules: Sequence[Path] = ()
    scope: Scope = field(default_factory=Scope)
    _ways: Ways = field(init=False)
    _beside: Beside = field(init=False)
    _left: left.Left = field(init=False)
    _introduced: tuple[Standing, ...] = ()

    def __post_init__(self) -> None:
        self._ways = Ways(
            kept=self.kept, terminal=self.terminal, today=self.today, rules=self.rules
        )
        self._left = left.Left(
            rulebook=self.rulebook, assessment=lambda: self.assessment, steps=self._ways.steps,
            scope=self.scope, today=self.today,
        )  # fmt: skip
        self._ways.holds = self._left.holds
        self._beside = Beside(
            kept=self.kept, terminal=self.terminal, today=self.today, steps=self._ways.steps
        )
        self.terminal.today = self.today
        self.terminal.names = lambda: [inert(room.name) for room in self.assessment.rooms]

    @property
    def assessment(self) -> Assessment:
        """Return what is answered so far."""
        return self.kept.assessment

    @property
    def rulebook(self) -> Rulebook:
        """Return the rulebook that is asked about."""
        return self.kept.rulebook

    def open(self) -> None:
        """Say what this is, and where one stopped."""
        kept, book = self.kept, self.rulebook
        head = opening.opening_lines(
            book, kept.assessment, kept.path, resumed=kept.resumed, quick=bool(self.scope.part)
        )
        self.terminal.show(head)
        if not book.bundled:
            self.terminal.show([f"用的是非随附规则册：{'、'.join(map(str, self.rules))}"])
        if kept.resumed:
            line = opening.resumed_line(
                book, kept.assessment, self._left.to_go(), self._left.so_far()
            )
            self.terminal.show(["", line])
            self.terminal.show(opening.late_lines(book, kept.assessment))
            self.terminal.show(doubtful.doubtful_lines(book, kept.assessment, self.today))
            self._offer_a_round()
        elif kept.begin_with is not None:
            self.terminal.show(opening.carried_lines(kept.assessment, kept.begin_with.period))
        if kept.begin_with is None and not self.scope:
            self.terminal.show(opening.quick_lines(book, kept.assessment))
        if self.scope or opening.was_introduced(book, kept.assessment):
            self._introduced = self._standings()

    def _offer_a_round(self, *, again: bool = False) -> None:
        """Say whose record a file is whose period is over, and how the next round begins."""
        lines = rounds.record_lines(self.assessment.period, self.today, self.scope.only)
        if lines:
            self.terminal.show(["以后发生的事，开始新的一轮："] if again else lines)
            self.terminal.show_command(rounds.new_round(self.kept.path, self.rules, self.today))

    def run(self) -> None:
        """Ask until nothing is left or the respondent leaves. Raises EOFError at end of input."""
        step = self._left.after(None)
        if step is None and self.scope:
            self.terminal.show(["", "所选的范围里没有要答的题。"])
        step = step or self._finish()
        while step is not None:
            self._introduce(step)
            step = self._ask(step)

    def _ask(self, step: Step) -> Step | None:
        """Ask a step and take note of the reply. Returns the step after it, None to leave; an
        edited list of rooms is shown again."""
        before = self.assessment
        listed = isinstance(step, AskRooms) and bool(before.rooms)
        try:
            reply = self._put(step)
            if isinstance(reply, Correct):
                return self._ways.fact(reply.fact) or self._left.after(None)
            if isinstance(reply, Keep):
                if self._keep(step):
                    return step
            else:
                again = self._record(step, reply)
                if again or listed or (isinstance(step, AskRooms) and self.assessment is before):
                    return step
        except KeyTyped as typed:
            return self._lead(step, typed)
        return self._ways.in_order(step) or self._left.after(step) or self._finish()

    def _lead(self, step: Step, typed: KeyTyped) -> Step | None:
        """Return the step to which a key leads; None to leave."""
        self.terminal.set_apart()
        if typed.key is Keystroke.SKIP:
            self._left.skip(step)
            return self._left.after(step) or self._finish()
        if typed.key is Keystroke.QUICK:
            self.scope = Scope() if self.scope.part else Scope(part=quick_path(self.rulebook))
            self._left.scope = self.scope
            self.terminal.show([opening.switched(quick=bool(self.scope))])
            return self._left.after(None) or self._finish()
        before, steps = self.assessment, self._ways.steps()
        try:
            target = None if typed.key is Keystroke.QUIT else self._ways.lead(step, typed)
        except KeyTyped as further:
            return self._lead(step, further)
        if target is None:
            self.say_how_to_go_on(interrupted=False)
        elif self.assessment is not before:
            self._left.passed.discard(target.id)  # It was taken back, and so is to be asked again.
            self.terminal.show(left.renumbered(steps, self._ways.steps(), self.assessment))
        return target

    def say_how_to_go_on(self, *, interrupted: bool) -> None:
        """Say what was saved, and the command that goes on from there."""
        head = "输入到此为止。" if interrupted else ""
        self.kept.save_if_gone()
        if not self.kept.path.exists():
            self.terminal.show([f"{head}还没有任何答案，没有建立文件。"])
            return
        self.terminal.show(["", f"{head}{self._left.so_far()}。答案存在 {self.kept.path}。"])
        self._ways.remind_of_other_versions()
        self.terminal.show(["接着答："])
        self.terminal.show_command(self._ways.command("ask", *self.scope.options()))

    def _put(self, step: Step) -> Reply | Keep | Correct:
        terminal, book, assessment = self.terminal, self.rulebook, self.assessment
        place = self._left.place(step)
        terminal.beside, terminal.besides = None, BESIDE
        match step:
            case AskDetail(detail=detail):
                last = self.kept.begin_with.period if self.kept.begin_with else None
                usual = rounds.usual_period(book.regulations[0].in_force, self.today, last)
                known = details.known_detail(assessment, detail)
                return terminal.ask_detail(step, usual, place, known)
            case AskRooms():
                none = not assessment.rooms and is_answered(step, book, assessment)
                return terminal.ask_rooms(assessment.rooms, place, book.which_rooms, none=none)
            case AskFact() | AskQuestion():
                terminal.beside = partial(self._beside.record, step)
                terminal.offered = partial(self._beside.offered, step)
                like = likeness(book, assessment, self._ways.steps(), step)
                before = earlier.answered(book, assessment, step, like)
                put = replace(step, rooms=before.lacking or step.rooms)
                return terminal.ask(book, assessment, put, place, before)
            case _ as never:
                assert_never(never)

    def _keep(self, step: Step) -> bool:
        """Leave an answer that stands; confirm one that was carried over. Returns whether rooms
        that it was not asked of are to be asked next."""
        if isinstance(step, AskFact | AskQuestion) and not is_answered(
            step, self.rulebook, self.assessment
        ):
            self.kept.confirm(step)
            if lacks(step, self.rulebook, self.assessment):
                return True
        if self.scope.only or self._left.wants(step):
            self._left.passed.add(step.id)
        return False

    def _record(self, step: Step, reply: Reply) -> bool:
        """Save a reply, once it is confirmed where it changes what is asked or loses something.

        Returns whether the step is to be asked again.
        """
        before, steps = self.assessment, self._ways.steps()
        after = meant.answered(self.terminal, self.kept, step, reply, self.today)
        if isinstance(after, meant.Dropped):
            self.terminal.show([NOT_CHANGED])
            return after is meant.Dropped.ASKED_AGAIN
        self.kept.save(after)
        self._left.skipped.discard(step.id)
        if self.scope.only or self._left.wants(step):  # insisted on beside what excludes it
            self._left.passed.add(step.id)
        if isinstance(reply, SelfAuditPeriod):
            self.terminal.show([f"  自查期间记为 {reply.first} 至 {reply.last}"])
            self.terminal.show(opening.late_lines(self.rulebook, self.assessment))
        if not isinstance(step, AskQuestion) or step.rooms:
            self.terminal.show(rooms_changed.changed_lines(self.rulebook, before, self.assessment))
        new = isinstance(step, AskFact) and not is_answered(step, self.rulebook, before)
        if new:
            lines = left.fewer_or_more(self.rulebook, before, self.assessment, steps)
            self.terminal.show(lines)
        self.terminal.show(left.renumbered(steps, self._ways.steps(), self.assessment))
        return isinstance(reply, Unsure) and self._beside.is_asked_again(step)

    def _introduce(self, step: Step) -> None:
        """Tell who the respondent is in law, once the facts are asked or corrected."""
        if not isinstance(step, AskQuestion):
            return
        who = self._standings()
        if who == self._introduced:
            return
        self._introduced = who
        self.terminal.rule()
        self.terminal.show(
            opening.standing_lines(self.rulebook, self.assessment, who, self._left.to_go())
        )

    def _standings(self) -> tuple[Standing, ...]:
        who = standings(self.rulebook, standing_facts(self.rulebook, self.assessment)[None])
        late = not_begun(self.rulebook, self.assessment)
        return tuple(each for each in who if each.holder.source.of not in late)

    def _finish(self) -> Step | None:
        """Show what is open, then the result and what to do. Returns a step to go back to."""
        book, terminal = self.rulebook, self.terminal
        terminal.rule()
        terminal.show(self._ways.pending(self.scope))
        terminal.show(doubtful.doubtful_lines(book, self.assessment, self.today))
        self._ways.say_in_haste()
        if skipped := self._left.put_off():
            terminal.show(["", f"这一次跳过了 {skipped} 题，再运行一次就会问到。"])
        terminal.show([""])
        terminal.beside = partial(self._beside.record, None)
        terminal.offered = partial(self._beside.offered, None)
        terminal.besides = (Keystroke.PERSON,)
        try:
            chosen = self._ways.at_the_end(self.scope)
        except KeyTyped as typed:
            return self._lead(self._ways.steps()[-1], typed)
        if chosen is not None:
            return chosen
        terminal.rule()
        end = review.conclusion(book, self.assessment, as_of=self.today, scope=self.scope)
        terminal.show(end)
        self.kept.save_if_gone()
        terminal.show([""])
        self._ways.say_what_follows(self.today)
        self._offer_a_round(again=True)
        return None
