"""Shows one step on a plain line terminal and reads one answer. No cursor movement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar, assert_never

from checklist.assessment import details, picks, screen
from checklist.assessment.model import Assessment, Mark, Picks, Room, SelfAuditPeriod, Value
from checklist.assessment.questionnaire import AskDetail, AskFact, AskQuestion, Detail
from checklist.assessment.record import Said
from checklist.assessment.replies import (
    Back,
    Command,
    Correct,
    Keep,
    Named,
    Quit,
    Reply,
    Skip,
    Told,
)
from checklist.assessment.typed import Misread, mark, normal
from checklist.assessment.values import parse, spell
from checklist.law.applicability import Applies
from checklist.law.model import Option, Rulebook
from checklist.text import inert

_BACK = {"b", "上一题", "返回"}
_SKIP = {"s", "跳过"}
_QUIT = {"q", "退出", "保存并退出"}
_HELP = {"?", "h", "help", "帮助", "说明"}
_CORRECT = re.compile("更正([0-9]?)")
_NOTE = "备注"
_MOST_ROOMS_LISTED = 12

T = TypeVar("T")


class _Left(Exception):
    """A command was typed instead of an answer."""

    def __init__(self, command: Command) -> None:
        self.command = command


class Terminal:
    """Asks through `read` (one line for a prompt; raises EOFError at the end) and `write`."""

    def __init__(
        self, *, read: Callable[[str], str], write: Callable[[str], None], width: int
    ) -> None:
        self._read = read
        self._write = write
        # One cell is left free: old Windows consoles break a full line once more.
        self._width = min(max(width, 40), 101) - 1
        self._notes: list[str] = []

    def show(self, lines: Iterable[str]) -> None:
        """Print lines of text, wrapped and inert."""
        for line in lines:
            self._write(screen.wrap(inert(line), self._width) if line else "")

    def show_command(self, command: str) -> None:
        """Print a command on a line of its own, unbroken, so that it can be copied."""
        self._write(f"  {inert(command)}")

    def rule(self) -> None:
        """A line that sets one step apart from the next."""
        self.show(["", "-" * self._width])

    def ask_detail(self, step: AskDetail, usual: SelfAuditPeriod, before: str) -> Reply:
        """Ask one detail of the respondent; `usual` is the period offered."""
        ask, why = screen.DETAILS[step.detail]
        self.rule()
        self.show([ask])
        if step.detail is Detail.PERIOD and not before:
            why += f"；直接回车表示 {usual.first} 至 {usual.last}"
        self.show([f"  {why}"])
        if before:
            self.show([f"  现在填的：{before}（直接回车保留）"])

        def read(text: str) -> Told | Keep:
            if before and not text.strip():
                return Keep()
            match step.detail:
                case Detail.NAME:
                    return Told(details.name(text))
                case Detail.PREPARED_BY:
                    return Told(details.optional_name(text))
                case Detail.CREDIT_CODE:
                    return Told(details.credit_code(text))
                case Detail.PERIOD:
                    return Told(details.period(text, usual))
                case _ as never:
                    assert_never(never)

        try:
            return self._until(read, [why])
        except _Left as left:
            return left.command

    def ask_rooms(self, rooms: tuple[Room, ...]) -> Reply:
        """Ask which live rooms there are."""
        self.rule()
        self.show(["有哪些直播间？"])
        why = "同一义务在各直播间一次问完，结果按直播间分别得出"
        self.show([f"  写名称，用逗号或顿号隔开；只写数量也可以，例如：5。{why}"])
        if rooms:
            listed = "、".join(room.name for room in rooms)
            self.show(
                [
                    f"  现在登记的：{listed}（直接回车保留）",
                    "  要改就重新写一遍全部名称：名称没变的保留原来的答案，没有写到的会被去掉",
                ]
            )

        def read(text: str) -> Named | Keep:
            return Keep() if rooms and not text.strip() else Named(details.rooms(text))

        try:
            return self._until(read, [why])
        except _Left as left:
            return left.command

    def ask_fact(
        self,
        rulebook: Rulebook,
        assessment: Assessment,
        step: AskFact,
        place: tuple[int, int],
        before: screen.Before,
    ) -> Reply:
        """Ask one fact."""
        self.rule()
        self.show(screen.fact_lines(assessment, step, place, before))
        return self._said(rulebook, step, before)

    def ask_question(
        self,
        rulebook: Rulebook,
        assessment: Assessment,
        step: AskQuestion,
        place: tuple[int, int],
        before: screen.Before,
    ) -> Reply:
        """Ask one question of one entry."""
        self.rule()
        self.show(screen.question_lines(rulebook, assessment, step, place, before))
        return self._said(rulebook, step, before, assessment)

    def _said(
        self,
        rulebook: Rulebook,
        step: AskFact | AskQuestion,
        before: screen.Before,
        assessment: Assessment | None = None,
    ) -> Reply:
        asked = step.fact if isinstance(step, AskFact) else step.question
        self._notes = []

        def read(text: str) -> Value | Keep | Correct:
            if before.stands and not text.strip():
                return Keep()
            fact = _to_correct(step, normal(text))
            if fact is not None:
                return Correct(fact)
            try:
                return parse(asked, text)
            except Misread:
                if mark(normal(text)) is Mark.INAPPLICABLE and assessment is not None:
                    self._tell_why_it_binds(rulebook, assessment, step)
                raise

        try:
            value = self._until(read, screen.help_lines(rulebook, step))
            if isinstance(value, Keep | Correct):
                return value
            exceptions = self._exceptions(rulebook, step, value)
            unknown = any(_is_unknown(one) for one in (value, *exceptions.values()))
            knows = self._line("  谁可能知道？（可以不填，直接回车）") if unknown else ""
        except _Left as left:
            return left.command
        note = "\n".join(self._notes) or None
        return Said(
            value=value,
            exceptions=exceptions,
            who_could_know=inert(knows).strip() or None,
            note=note,
        )

    def _exceptions(
        self, rulebook: Rulebook, step: AskFact | AskQuestion, common: Value
    ) -> dict[str, Value]:
        """What differs in which rooms."""
        if len(step.rooms) < 2:
            return {}
        asked = step.fact if isinstance(step, AskFact) else step.question
        self.show([f"  各直播间：{spell(asked, common)}。哪些直播间例外？"])
        listed = [f"  {screen.room_list(step.rooms)}"]
        if len(step.rooms) <= _MOST_ROOMS_LISTED:
            self.show(listed)
        options = tuple(Option(id=room.id, label=room.name) for room in step.rooms)

        def chosen(text: str) -> Picks:
            return picks.by_number(normal(text) or "全不选", options)

        prompt = "  例外的序号（直接回车表示没有；? 看编号）："
        marks = self._until(chosen, listed, prompt).marks
        found: dict[str, Value] = {}
        for room in step.rooms:
            if marks[room.id] is Mark.YES:
                value = self._until(
                    lambda text: parse(asked, text),
                    screen.help_lines(rulebook, step),
                    f"  “{inert(room.name)}”的答案：",
                )
                if value != common:
                    found[room.id] = value
        return found

    def _tell_why_it_binds(
        self, rulebook: Rulebook, assessment: Assessment, step: AskFact | AskQuestion
    ) -> None:
        """不适用 is earned: name the facts on which this is asked, and offer to correct them."""
        if isinstance(step, AskFact) or not step.binding.facts:
            return
        if step.binding.applies is not Applies.YES:
            return
        self.show(["  这一条适用，因为主体情况里："])
        for number, id in enumerate(step.binding.facts, 1):
            self.show([f"  {number}  {screen.fact_as_said(rulebook, assessment, id)}"])
        self.show(["  其中有答错的，输入 更正1 这样回到那一题"])

    def _until(
        self, read: Callable[[str], T], help: Iterable[str], prompt: str = "答（? 说明）："
    ) -> T:
        """Ask until the line is understood. Raises _Left for a command."""
        explained = list(help)
        while True:
            text = self._line(prompt)
            if normal(text) in _HELP:
                self.show([f"  {line}" for line in explained])
                continue
            try:
                return read(text)
            except Misread as misread:
                self.show([f"  {misread.what}。{misread.mend}。"])

    def _line(self, prompt: str) -> str:
        """One typed line that is no command; notes are kept aside."""
        while True:
            text = self._read(prompt)
            word = normal(text)
            if word in _BACK:
                raise _Left(Back())
            if word in _SKIP:
                raise _Left(Skip())
            if word in _QUIT:
                raise _Left(Quit())
            note = inert(text).strip().removeprefix(_NOTE).strip(" :：")
            if not word.startswith(_NOTE) or not note:
                return text
            self._notes.append(note)
            self.show(["  已记下备注，请继续作答"])


def _to_correct(step: AskFact | AskQuestion, word: str) -> str | None:
    """The fact that 更正 or 更正2 points at, of those on which the question hangs."""
    found = _CORRECT.fullmatch(word)
    if found is None or isinstance(step, AskFact):
        return None
    at = int(found.group(1) or 1) - 1
    return step.binding.facts[at] if 0 <= at < len(step.binding.facts) else None


def _is_unknown(value: Value) -> bool:
    if isinstance(value, Picks):
        return Mark.UNKNOWN in value.marks.values()
    return value is Mark.UNKNOWN
