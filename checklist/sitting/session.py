"""One sitting of the questionnaire: next step, one answer, save; until nothing is left to ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import assert_never

from checklist.assessment.model import Answer, Assessment, SelfAuditPeriod
from checklist.assessment.questionnaire import (
    AskDetail,
    AskFact,
    AskQuestion,
    AskRooms,
    Step,
    is_answered,
)
from checklist.assessment.recheck import is_carried, standing_facts
from checklist.assessment.record import Said
from checklist.law.applicability import Standing, standings
from checklist.law.model import Rulebook
from checklist.sitting import opening, review, screen
from checklist.sitting.conclusion import conclusion
from checklist.sitting.console import Left
from checklist.sitting.effects import effect
from checklist.sitting.kept import Kept
from checklist.sitting.places import numbered
from checklist.sitting.replies import (
    Back,
    Command,
    Correct,
    Go,
    Keep,
    Named,
    Quit,
    Reply,
    Skip,
    Told,
    View,
)
from checklist.sitting.scope import Scope
from checklist.sitting.terminal import Terminal
from checklist.sitting.ways import Ways


@dataclass(kw_only=True)
class Session:
    """Keeps what one sitting needs besides the answers: what was skipped, where one went back to.

    `now` stamps answers (with offset); `today` ends the usual period and dates the conclusion.
    """

    path: Path
    rulebook: Rulebook
    terminal: Terminal
    now: Callable[[], datetime]
    today: date
    rules: Path | None = None
    scope: Scope = field(default_factory=Scope)
    begin_with: Assessment | None = None
    """What a new file begins with: an earlier self-audit, carried over."""
    kept: Kept = field(init=False)
    _ways: Ways = field(init=False)
    _passed: set[str] = field(default_factory=set)
    """What was skipped, and with --only what was looked at."""
    _introduced: tuple[Standing, ...] = ()

    def __post_init__(self) -> None:
        """Load the file or begin one. Raises UnreadableFile."""
        self.kept = Kept(
            path=self.path,
            rulebook=self.rulebook,
            now=self.now,
            tell=self.terminal.show,
            begin_with=self.begin_with,
        )
        self._ways = Ways(kept=self.kept, terminal=self.terminal)

    @property
    def assessment(self) -> Assessment:
        """What is answered so far."""
        return self.kept.assessment

    def open(self) -> None:
        """Say what this is, and where one stopped."""
        kept, book = self.kept, self.rulebook
        lines = opening.opening_lines(book, kept.assessment, kept.path, resumed=kept.resumed)
        self.terminal.show(lines)
        if not book.bundled:
            self.terminal.show([f"用的是非随附规则册：{self.rules}"])
        name = kept.assessment.respondent.name
        whose = f"（{name}）" if name else ""
        if kept.resumed:
            left = self._left()
            words = opening.left_words(left, kept.assessment, at_most=False) if left else ""
            said = "，".join(filter(None, (self._so_far(), words)))
            self.terminal.show(["", f"接着上次{whose}：{said}。"])
        elif self.begin_with is not None:
            self.terminal.show(opening.carried_lines(kept.assessment))
        if self.scope:
            self._introduced = self._standings()

    def run(self) -> None:
        """Ask until nothing is left or the respondent leaves. Raises EOFError at end of input."""
        step = self._next(None)
        if step is None and self.scope:
            self.terminal.show(["", "所选的范围里没有要答的题。"])
        step = step or self._finish()
        while step is not None:
            self._introduce(step)
            step = self._follow(step, self._put(step))

    def _follow(self, step: Step, reply: Reply) -> Step | None:
        """Take note of a reply; the step that comes after it, None to leave."""
        match reply:
            case Back() | Go() | View() | Quit():
                return self._elsewhere(step, reply)
            case Correct(fact=fact):
                return self._ways.fact(fact) or self._next(None)
            case Skip():
                self._passed.add(step.id)
            case Keep():
                self._keep(step)
            case Said() | Told() | Named():
                try:
                    self._record(step, reply)
                except Left as left:
                    return self._elsewhere(step, left.command)
            case _ as never:
                assert_never(never)
        return self._next(step) or self._finish()

    def _elsewhere(self, step: Step, command: Command) -> Step | None:
        """Where a key leads; None to leave."""
        found: Step | None = None
        match command:
            case Back() | Go() | View():
                found = self._ways.lead(step, command)
            case Skip():
                found = step
            case Quit():
                pass
            case _ as never:
                assert_never(never)
        if found is None:
            self.say_how_to_go_on(interrupted=False)
        return found

    def say_how_to_go_on(self, *, interrupted: bool) -> None:
        """What was saved, and the command that goes on from there."""
        head = "输入到此为止。" if interrupted else ""
        self.kept.save_if_gone()
        if not self.kept.path.exists():
            self.terminal.show([f"{head}还没有任何答案，没有建立文件。"])
            return
        said = f"{self._so_far()}。答案存在 {self.kept.path}。"
        self.terminal.show(["", head + said])
        self._remind_of_other_versions()
        self.terminal.show(["接着答："])
        again = " ".join((self._command("ask"), *self.scope.options()))
        self.terminal.show_command(again)

    def _remind_of_other_versions(self) -> None:
        for beside in self.kept.set_aside:
            said = f"别的程序改过的一份存在 {beside}，里面的改动还没有并进来。合并成一份："
            self.terminal.show([said])
            self.terminal.show_command(opening.merge_command(self.kept.path, beside, self.rules))

    def _next(self, after: Step | None) -> Step | None:
        """The next step that is wanted, behind `after` where there is one, else from the start."""
        steps = self._ways.steps()
        at = next((at for at, one in enumerate(steps) if after and one.id == after.id), -1)
        for one in (*steps[at + 1 :], *steps[: at + 1]):
            if self._wants(one):
                return one
        return None

    def _put(self, step: Step) -> Reply:
        terminal, book, assessment = self.terminal, self.rulebook, self.assessment
        place = self._place(step)
        terminal.beside = None
        match step:
            case AskDetail():
                first = min(book.in_force, self.today)
                usual = SelfAuditPeriod(first=first, last=self.today)
                return terminal.ask_detail(
                    step, usual, place, screen.detail_as_known(assessment, step.detail)
                )
            case AskRooms():
                return terminal.ask_rooms(assessment.rooms, place)
            case AskFact(fact=fact):
                terminal.beside = partial(self.kept.take_beside, step)
                before = self._before_this(step, assessment.facts.get(fact.id))
                return terminal.ask_fact(book, assessment, step, place, before)
            case AskQuestion(key=key):
                terminal.beside = partial(self.kept.take_beside, step)
                before = self._before_this(step, assessment.answers.get(key))
                return terminal.ask_question(book, assessment, step, place, before)
            case _ as never:
                assert_never(never)

    def _left(self) -> list[Step]:
        """What is still gone through in this sitting."""
        return [one for one in self._ways.steps() if self._wants(one)]

    def _wants(self, step: Step) -> bool:
        fresh = step.id not in self._passed
        return fresh and self.scope.wants(step, self.rulebook, self.assessment)

    def _before_this(self, step: AskFact | AskQuestion, answer: Answer | None) -> screen.Before:
        stands = is_answered(step, self.rulebook, self.assessment)
        asked = step.fact if isinstance(step, AskFact) else step.question
        return screen.Before(answer, stands, is_carried(asked, answer))

    def _place(self, step: Step) -> screen.Place:
        """Where a step stands among those of its kind, and how long the rest takes."""
        steps = self._ways.steps()
        total = sum(isinstance(one, type(step)) for one in steps)
        left = self._left()
        at_most = any(not isinstance(one, AskQuestion) for one in left)
        words = opening.left_words(left or [step], self.assessment, at_most=at_most)
        if self.scope:
            words = f"本次还有 {len(left)} 题，{words}"
        return screen.Place(numbered(steps)[step.id], total, words)

    def _keep(self, step: Step) -> None:
        """An answer that stands stays; one that was carried over is confirmed."""
        if self.scope.only:
            self._passed.add(step.id)
        if isinstance(step, AskFact | AskQuestion) and not is_answered(
            step, self.rulebook, self.assessment
        ):
            self.kept.confirm(step)

    def _record(self, step: Step, reply: Said | Told | Named) -> None:
        """Save a reply, once it is confirmed where it changes what is asked. Raises Left."""
        after = self.kept.answered(step, reply)
        if isinstance(step, AskFact) and is_answered(step, self.rulebook, self.assessment):
            changed = effect(self.rulebook, self.assessment, after)
            if changed:
                lines = opening.effect_lines(changed, self.assessment)
                if not self.terminal.confirm(lines, "  确认吗？（直接回车确认，否 不改）："):
                    self.terminal.show(["  没有改"])
                    return
        if self.scope.only:
            self._passed.add(step.id)
        self.kept.save(after)

    def _introduce(self, step: Step) -> None:
        """Once the facts are asked, or corrected: who the respondent is in law, what follows."""
        if not isinstance(step, AskQuestion):
            return
        who = self._standings()
        if who == self._introduced:
            return
        self._introduced = who
        self.terminal.rule()
        self.terminal.show(opening.standing_lines(self.rulebook, self.assessment, who))

    def _standings(self) -> tuple[Standing, ...]:
        return standings(self.rulebook, standing_facts(self.rulebook, self.assessment, None))

    def _so_far(self) -> str:
        left = len(self._left()) if self.scope else None
        return opening.progress_words(self.rulebook, self.assessment, of_part=left)

    def _finish(self) -> Step | None:
        """Look over what is open; then the result, what to do with it. Or a step to go back to."""
        self.terminal.rule()
        self.terminal.show(review.pending_lines(self.rulebook, self.assessment))
        skipped = sum(
            one.id in self._passed and not is_answered(one, self.rulebook, self.assessment)
            for one in self._ways.steps()
        )
        if skipped:
            self.terminal.show(["", f"这一次跳过了 {skipped} 题，再运行一次就会问到。"])
        self.terminal.show([""])
        self.terminal.beside = None
        chosen = self._ways.at_the_end()
        if chosen is not None:
            return chosen
        self.terminal.rule()
        self.terminal.show(conclusion(self.rulebook, self.assessment, as_of=self.today))
        self.kept.save_if_gone()
        self.terminal.show([""])
        self._remind_of_other_versions()
        self.terminal.show([f"答案存在 {self.kept.path}。下一步，在终端看清单，或者生成报告："])
        self.terminal.show_command(self._command("check"))
        self.terminal.show_command(f"{self._command('report')} -o 报告.html")
        for what, option in opening.parts_to_come_back_to(self.rulebook, self.assessment):
            self.terminal.show([f"{what}："])
            self.terminal.show_command(f"{self._command('ask')} {option}")
        return None

    def _command(self, name: str) -> str:
        return opening.command(name, self.kept.path, self.rules)
