"""Shows one step on a plain line terminal and reads one answer. No cursor movement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from checklist.assessment import details, picks, screen
from checklist.assessment.console import BACK, QUIT, Console, Left
from checklist.assessment.model import Assessment, Mark, Picks, Room, SelfAuditPeriod, Value
from checklist.assessment.questionnaire import AskDetail, AskFact, AskQuestion, Detail, Step
from checklist.assessment.record import Said
from checklist.assessment.replies import (
    Back,
    Correct,
    Keep,
    Named,
    Reply,
    Told,
)
from checklist.assessment.typed import Misread, mark, normal
from checklist.assessment.values import parse, spell
from checklist.law.applicability import Applies
from checklist.law.model import Option, Rulebook
from checklist.text import inert

_CORRECT = re.compile("更正([0-9]?)")
_MOST_ROOMS_LISTED = 12


class Terminal(Console):
    """Puts steps to someone, one answer each."""

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
            return self.until(read, [why])
        except Left as left:
            return left.command

    def ask_rooms(self, rooms: tuple[Room, ...]) -> Reply:
        """Ask which live rooms there are."""
        self.rule()
        self.show(["有哪些直播间？"])
        why = "同一义务在各直播间一次问完，结果按直播间分别得出"
        self.show(["  写名称，用逗号或顿号隔开；只写数量也可以，例如：5", f"  {why}"])
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
            return self.until(read, [why])
        except Left as left:
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

    def ask_where(self, steps: Sequence[Step], questions: Sequence[Step]) -> Step | None:
        """Which step to go back to when all are answered; None, or the end of input, for none."""
        prompt = "要改答案，输入 b 回到最后一题，或者输入题号；直接回车结束："
        while True:
            try:
                word = normal(self.read(prompt))
            except EOFError:
                return None
            if not word or word in QUIT:
                return None
            if word in BACK:
                return steps[-1]
            if word.isascii() and word.isdecimal() and 1 <= int(word[:6]) <= len(questions):
                return questions[int(word) - 1]
            self.show(
                [f"  题号是 1 到 {len(questions)}" if questions else "  输入 b，或者直接回车"]
            )

    def _said(
        self,
        rulebook: Rulebook,
        step: AskFact | AskQuestion,
        before: screen.Before,
        assessment: Assessment | None = None,
    ) -> Reply:
        notes: list[str] = []
        self.notes = notes
        try:
            reply = self._answered(rulebook, step, before, assessment)
        except Left as left:
            return left.command
        finally:
            self.notes = None
        note = "\n".join(notes) or None
        return replace(reply, note=note) if isinstance(reply, Said | Keep) else reply

    def _answered(
        self,
        rulebook: Rulebook,
        step: AskFact | AskQuestion,
        before: screen.Before,
        assessment: Assessment | None,
    ) -> Said | Keep | Correct:
        asked = step.fact if isinstance(step, AskFact) else step.question

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

        while True:
            value = self.until(read, screen.help_lines(rulebook, step))
            if isinstance(value, Keep | Correct):
                return value
            try:
                exceptions = self._exceptions(rulebook, step, value)
                unknown = any(_is_unknown(one) for one in (value, *exceptions.values()))
                knows = self.line("  谁可能知道？（可以不填，直接回车）") if unknown else ""
            except Left as left:
                if not isinstance(left.command, Back):
                    raise
                self.show(["  重新回答这一题："])
                continue
            who = inert(knows).strip() or None
            return Said(value=value, exceptions=exceptions, who_could_know=who)

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
        marks = self.until(chosen, listed, prompt).marks
        found: dict[str, Value] = {}
        for room in step.rooms:
            if marks[room.id] is Mark.YES:
                value = self.until(
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
