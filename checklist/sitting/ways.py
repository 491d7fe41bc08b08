"""This module leads about a sitting: back, to a place that is named, to what is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import assert_never

from checklist import commands
from checklist.assessment.model import Assessment
from checklist.assessment.questionnaire import (
    AskDetail,
    AskFact,
    AskQuestion,
    AskRooms,
    Detail,
    Step,
    answer_to,
    has_no_rooms,
    plan,
)
from checklist.assessment.stored import outside
from checklist.assessment.stored.differences import differences
from checklist.assessment.typed import Misread, normal
from checklist.law.applicability import decisive
from checklist.law.model import Rulebook
from checklist.records import places
from checklist.replay import places as replay_places
from checklist.sitting.kept import Kept
from checklist.sitting.keys import Keystroke, KeyTyped
from checklist.sitting.places import Scope, find, is_section, section_of
from checklist.sitting.shown import doubtful, opening, review
from checklist.sitting.terminal import Terminal

_WHERE = "跳到哪里？（题号、主体3、第37条、住所；直接回车不跳）："
_VIEWED = "输入题号去改，输入身份（例如 服务机构）看那一部分，直接回车回到刚才："
_FROM_THE_START = "从头"
_END = "输入题号去看、去改（b 最后一题），直接回车看结论："


@dataclass(kw_only=True)
class Ways:
    """The ways from one step to another, over what is answered so far."""

    kept: Kept
    terminal: Terminal
    today: date
    rules: Sequence[Path] = ()
    holds: Callable[[Step], bool] = lambda _: True
    """Whether a step is of the part that is asked: one goes back to no other."""
    _looked_to: str | None = None
    """The id of the step to which one went from the review."""
    _back_from: str | None = None
    """The id of the step from which one went back, as long as one did not get there again."""
    _said_in_haste: bool = False
    _planned: tuple[Assessment, tuple[Step, ...]] | None = None

    def command(self, name: str, *words: str | Path) -> str:
        """Spell a command about the answers of this sitting."""
        return commands.command(name, self.kept.path, *words, rules=self.rules)

    def steps(self) -> tuple[Step, ...]:
        """List every step there is now; it is planned once for as long as nothing is answered."""
        now = self.kept.assessment
        if self._planned is None or self._planned[0] is not now:
            self._planned = (now, plan(self.kept.rulebook, now))
        return self._planned[1]

    def lead(self, step: Step, typed: KeyTyped) -> Step | None:
        """Return where b, u, g or v lead from a step; None to leave.

        Raises NotSaved, and KeyTyped for the key that asks more, or less.
        """
        if typed.key is Keystroke.BACK:
            self._back_from = self._back_from or step.id
            return self._before(step)
        try:
            return self._chosen(step, typed) or step
        except KeyTyped as further:
            if further.key in (Keystroke.UNDO, Keystroke.GO, Keystroke.VIEW):
                return self.lead(step, further)
            if further.key is Keystroke.QUICK:
                raise
            return None if further.key is Keystroke.QUIT else step

    def in_order(self, step: Step) -> Step | None:
        """Return the detail of the respondent behind one that was gone back to, though it is
        answered: what was typed one place too early is not the only thing to mend."""
        came_from, self._back_from = self._back_from, None
        steps = self.steps()
        ids = [each.id for each in steps]
        if came_from not in ids or step.id not in ids or not isinstance(step, AskDetail):
            return None
        at, end = ids.index(step.id) + 1, ids.index(came_from)
        if at > end or not isinstance(steps[at], AskDetail):
            return None
        self._back_from = came_from if at < end else None
        return steps[at]

    def fact(self, id: str) -> Step | None:
        """Return the step that asks a fact, or that from which it follows; None without either."""
        asked = {step.fact.id: step for step in self.steps() if isinstance(step, AskFact)}
        follows = decisive(self.kept.rulebook.fact(id).follows, {})
        return next((asked[each] for each in (id, *follows) if each in asked), None)

    def pending(self, scope: Scope) -> list[str]:
        """List what is to be looked at; what does not fit on the screen, from the step on to which
        one went from there."""
        of = (self.kept.rulebook, self.kept.assessment, self.today, scope)
        lines = list(review.pending_lines(*of))
        if self._looked_to is None or self.terminal.fits(lines):
            return lines
        return list(review.pending_lines(*of, self._looked_to))

    def say_in_haste(self) -> None:
        """Say once in a sitting what speaks against the care with which it was answered."""
        lines = doubtful.hasty_lines(self.kept.rulebook, self.kept.assessment, self.today)
        for line in () if self._said_in_haste else lines:
            self.terminal.show(["", line], strong=line)
            self._said_in_haste = True

    def at_the_end(self, scope: Scope) -> Step | None:
        """Ask for a step to go back to before the conclusion; None where there is none.

        Raises KeyTyped for the key that asks more, or less.
        """
        chosen = self._chosen_at_the_end(scope)
        self._looked_to = chosen.id if chosen else None
        return chosen

    def _chosen_at_the_end(self, scope: Scope) -> Step | None:
        last = next(filter(self.holds, reversed(self.steps())), self.steps()[-1])

        def read(text: str) -> Step | str | None:
            return _FROM_THE_START if normal(text) == _FROM_THE_START else self._named(text)

        while True:
            try:
                chosen = self.terminal.ask_place(_END, read)
                if not isinstance(chosen, str):
                    return chosen
                self._looked_to = None
                self.terminal.show(self.pending(scope))
                continue
            except EOFError:
                return None
            except KeyTyped as typed:
                pressed: KeyTyped | None = typed
            while pressed is not None:
                if pressed.key is Keystroke.QUICK:
                    raise pressed
                if pressed.key in (Keystroke.BACK, Keystroke.QUIT):
                    return last if pressed.key is Keystroke.BACK else None
                try:
                    led = None if pressed.key is Keystroke.SKIP else self._chosen(last, pressed)
                    pressed = None
                except KeyTyped as further:
                    led = None
                    leads_back = further.key in (Keystroke.BACK, Keystroke.SKIP)
                    pressed = None if leads_back else further
                if led is not None:
                    return led

    def say_what_follows(self, today: date) -> None:
        """Say where the answers are, and the commands that come next."""
        terminal, kept = self.terminal, self.kept
        self.remind_of_other_versions()
        checked = {"记录核对": places.kept(kept.path), "录像核查": replay_places.kept(kept.path)}
        if names := "、".join(name for name, files in checked.items() if files):
            terminal.show([f"{names}的结果没有算进上面的结论，下面的命令会算进去。"])
        terminal.show([f"答案存在 {kept.path}。下一步，在终端看清单，或者生成报告："])
        terminal.show_command(self.command("check"))
        terminal.show_command(self.command("report", "-o", "报告.html"))
        for what, option in opening.parts_to_come_back_to(kept.rulebook, kept.assessment, today):
            terminal.show([f"{what}："])
            terminal.show_command(self.command("ask", *option))

    def remind_of_other_versions(self) -> None:
        """Say how a version that another program wrote is made one with this."""
        for beside in self.kept.set_aside:
            words = f"别的程序改过的一份存在 {beside}，里面的改动还没有并进来。合并成一份："
            self.terminal.show([words])
            together = outside.together(self.kept.path)
            self.terminal.show_command(self.command("merge", beside, "-o", together))

    def _before(self, step: Step) -> Step:
        """Return the step before this one in the part that is asked; the first step is its own
        predecessor."""
        steps = [each for each in self.steps() if each.id == step.id or self.holds(each)]
        at = next((at for at, other in enumerate(steps) if other.id == step.id), 0)
        if at == 0:
            self.terminal.show(["  这是第一题"])
        return steps[max(at - 1, 0)]

    def _taken_back(self) -> Step | None:
        """Take back the last change, say what it was, and return the step it was about."""
        was = self.kept.assessment
        if not self.kept.take_back():
            words = "没有可以撤回的：这一次打开以来没有改动，或者都撤回了。更早的改动这样恢复："
            self.terminal.show([f"  {words}"])
            self.terminal.show_command(self.command("history"))
            return None
        now, book = self.kept.assessment, self.kept.rulebook
        lines = ["  撤回了上一次改动："]
        for change in differences(book, was, now):
            lines += [
                f"  {change.subject}",
                f"    刚才：{change.before}",
                f"    现在：{change.after}",
            ]
        self.terminal.show(lines)
        differ = (
            step for step in self.steps() if _stated(book, was, step) != _stated(book, now, step)
        )
        return next(differ, None)

    def _chosen(self, step: Step, typed: KeyTyped) -> Step | None:
        """Return the step that u, g or v leads to; None to stay.

        Raises KeyTyped for a further key.
        """
        if typed.key is Keystroke.UNDO:
            return self._taken_back()
        return self._go(step, typed.where) if typed.key is Keystroke.GO else self._view(step)

    def _go(self, step: Step, where: str) -> Step | None:
        """Return the step that `where` names; where it names none, ask over the sections."""
        if where:
            try:
                return find(self.kept.rulebook, self.steps(), where, near=step)
            except Misread as misread:
                self.terminal.show_misread(misread)
        book, answers = self.kept.rulebook, self.kept.assessment
        self.terminal.show(["", *review.summary_lines(book, answers, self.today)])
        return self.terminal.ask_place(_WHERE, self._named)

    def _view(self, step: Step) -> Step | None:
        """Show what is answered, by section, and return the step that is chosen from there."""
        book = self.kept.rulebook
        title = section_of(book, step)
        while True:
            answers = self.kept.assessment
            self.terminal.show(["", *review.summary_lines(book, answers, self.today)])
            shown = self.terminal.show(review.section_lines(book, answers, title, self.today))
            if not shown and not self.terminal.typed_ahead:
                return None  # Who has seen enough goes on answering: 2 is an answer again.
            self.terminal.show([*review.dormant_lines(book, answers), ""])

            def read(text: str) -> Step | str | None:
                titles = (section_of(book, step) for step in self.steps())
                named = next((title for title in titles if is_section(title, text)), None)
                return named or self._named(text)

            chosen = self.terminal.ask_place(_VIEWED, read)
            if not isinstance(chosen, str):
                return chosen
            title = chosen

    def _named(self, text: str) -> Step | None:
        """Return the step that the text names; None for an empty text. Raises Misread."""
        return find(self.kept.rulebook, self.steps(), text) if text.strip() else None


def _stated(rulebook: Rulebook, assessment: Assessment, step: Step) -> object:
    """Return what is said to a step."""
    match step:
        case AskDetail(detail=Detail.PERIOD):
            return assessment.period
        case AskDetail(detail=detail):
            return getattr(assessment.respondent, detail.value)
        case AskRooms():
            return assessment.rooms or has_no_rooms(rulebook, assessment)
        case AskFact() | AskQuestion():
            return answer_to(assessment, step)
        case _ as never:
            assert_never(never)
