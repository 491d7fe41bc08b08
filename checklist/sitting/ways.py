"""Getting about in a sitting: back, to a place that was named, to what is answered."""

from __future__ import annotations

from dataclasses import dataclass

from checklist.assessment.model import Assessment
from checklist.assessment.questionnaire import AskFact, Step, plan
from checklist.assessment.typed import Misread
from checklist.sitting import review
from checklist.sitting.console import Left
from checklist.sitting.kept import Kept
from checklist.sitting.places import find, is_chapter, section_of, sections
from checklist.sitting.replies import Back, Go, Quit, Skip, View
from checklist.sitting.terminal import Terminal

_WHERE = "跳到（直接回车不跳）："
_VIEWED = "输入题号去改，输入第几章看那一章，直接回车回到刚才："
_END = "输入题号去看、去改（b 最后一题），直接回车看结论："


@dataclass(kw_only=True)
class Ways:
    """From one step to another, over what is answered so far."""

    kept: Kept
    terminal: Terminal
    _planned: tuple[Assessment, tuple[Step, ...]] | None = None

    def steps(self) -> tuple[Step, ...]:
        """Every step there is now; planned once for as long as nothing is answered."""
        now = self.kept.assessment
        if self._planned is None or self._planned[0] is not now:
            self._planned = (now, plan(self.kept.rulebook, now))
        return self._planned[1]

    def lead(self, step: Step, command: Back | Go | View) -> Step | None:
        """Where a key leads from a step; None to leave."""
        if isinstance(command, Back):
            return self.before(step)
        try:
            return self._chosen(step, command) or step
        except Left as left:
            return None if isinstance(left.command, Quit) else step

    def before(self, step: Step) -> Step:
        """The step before this one; the first step is its own predecessor."""
        steps = self.steps()
        at = next((at for at, one in enumerate(steps) if one.id == step.id), 0)
        if at == 0:
            self.terminal.show(["  这是第一题"])
        return steps[max(at - 1, 0)]

    def fact(self, id: str) -> Step | None:
        """The step that asks a fact, if it is asked."""
        of = (one for one in self.steps() if isinstance(one, AskFact) and one.fact.id == id)
        return next(of, None)

    def at_the_end(self) -> Step | None:
        """The step to go back to before the conclusion; None, or the end of input, for none."""
        last = self.steps()[-1]
        while True:
            try:
                return self.terminal.ask_place(_END, self._found)
            except EOFError:
                return None
            except Left as left:
                match left.command:
                    case Back():
                        return last
                    case Quit():
                        return None
                    case (View() | Go()) as command:
                        chosen = self._chosen_or_none(last, command)
                        if chosen is not None:
                            return chosen
                    case Skip():
                        pass

    def _chosen_or_none(self, step: Step, command: Go | View) -> Step | None:
        try:
            return self._chosen(step, command)
        except Left:
            return None

    def _chosen(self, step: Step, command: Go | View) -> Step | None:
        """The step that is chosen; None to stay. Raises Left for a further key."""
        match command:
            case Go(where=where):
                return self._go(where)
            case View():
                return self._view(step)

    def _go(self, where: str) -> Step | None:
        """The step that `where` names; asked for, over the sections, where it names none."""
        if where:
            try:
                return find(self.kept.rulebook, self.steps(), where)
            except Misread as misread:
                self.terminal.show([f"  {misread.what}。{misread.mend}。"])
        self.terminal.show(["", *review.summary_lines(self.kept.rulebook, self.kept.assessment)])
        return self.terminal.ask_place(_WHERE, self._found)

    def _view(self, step: Step) -> Step | None:
        """Show what is answered, by section; the step that is chosen from there."""
        book = self.kept.rulebook
        title = section_of(book, step)
        while True:
            answers = self.kept.assessment
            self.terminal.show(["", *review.summary_lines(book, answers)])
            self.terminal.show(review.section_lines(book, answers, title))
            self.terminal.show([*review.dormant_lines(book, answers), ""])
            chosen: list[str] = []

            def read(text: str, chosen: list[str] = chosen) -> Step | None:
                titles = [section.title for section in sections(book, self.steps())]
                chosen += [one for one in titles if is_chapter(book, one, text)]
                return None if chosen else self._found(text)

            found = self.terminal.ask_place(_VIEWED, read)
            if not chosen:
                return found
            title = chosen[0]

    def _found(self, text: str) -> Step | None:
        return find(self.kept.rulebook, self.steps(), text) if text.strip() else None
