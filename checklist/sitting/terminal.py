"""Shows one step on a plain line terminal and reads one answer. No cursor movement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import assert_never

from checklist.assessment.model import Assessment, Mark, Picks, Room, SelfAuditPeriod, Value
from checklist.assessment.questionnaire import AskDetail, AskFact, AskQuestion, Detail, Step
from checklist.assessment.record import Said
from checklist.assessment.typed import Misread, mark, normal
from checklist.assessment.values import parse
from checklist.law.applicability import Applies
from checklist.law.model import Rulebook
from checklist.sitting import details, screen
from checklist.sitting.by_room import ask_exceptions
from checklist.sitting.console import Console, Left
from checklist.sitting.remarks import remark
from checklist.sitting.replies import Back, Correct, Keep, Named, Reply, Skip, Told
from checklist.text import inert

_CORRECT = re.compile("更正([0-9]?)")
_WHO = "  谁可能知道？（可以不填，直接回车）"
_WHY_WHO = "写姓名或者部门，报告里会列成待办"


class Terminal(Console):
    """Puts steps to someone, one answer each.

    `official_text` is shown on ?, where there is some: lines by the id of an obligation.
    """

    official_text: Mapping[str, Sequence[str]] = MappingProxyType({})

    def ask_detail(
        self, step: AskDetail, usual: SelfAuditPeriod, place: screen.Place, before: str
    ) -> Reply:
        """Ask one detail of the respondent; `usual` is the period offered."""
        ask, why = screen.DETAILS[step.detail]
        self.rule()
        self.show([f"填报单位 {place.number}/{place.total}  {place.left}", "", ask], strong=ask)
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
            return self.until(read, [why, *screen.KEYS_AT_HAND])
        except Left as left:
            return left.command

    def ask_rooms(self, rooms: tuple[Room, ...], place: screen.Place) -> Reply:
        """Ask which live rooms there are."""
        self.rule()
        ask = "有哪些直播间？"
        self.show([f"直播间  {place.left}", "", ask], strong=ask)
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
            return self.until(read, [why, *screen.KEYS_AT_HAND])
        except Left as left:
            return left.command

    def ask_fact(
        self,
        rulebook: Rulebook,
        assessment: Assessment,
        step: AskFact,
        place: screen.Place,
        before: screen.Before,
    ) -> Reply:
        """Ask one fact."""
        self.rule()
        self.show(screen.fact_lines(assessment, step, place, before), strong=step.fact.ask)
        return self._said(rulebook, step, before)

    def ask_question(
        self,
        rulebook: Rulebook,
        assessment: Assessment,
        step: AskQuestion,
        place: screen.Place,
        before: screen.Before,
    ) -> Reply:
        """Ask one question of one entry."""
        self.rule()
        lines = screen.question_lines(rulebook, assessment, step, place, before, width=self.width)
        self.show(lines, strong=screen.as_put(step.question))
        return self._said(rulebook, step, before, assessment)

    def ask_place(self, prompt: str, find: Callable[[str], Step | None]) -> Step | None:
        """A step as `find` understands what is typed; None for nothing. Raises Left for a key."""
        return self.until(find, [screen.PLACES, *screen.KEYS_AT_HAND], prompt, more=True)

    def confirm(self, lines: Iterable[str], prompt: str) -> bool:
        """Whether something shown is meant: an empty line or 是; 否 or b for no. Raises Left."""
        self.show(lines)

        def read(text: str) -> bool:
            said = mark(normal(text)) if text.strip() else Mark.YES
            if said not in (Mark.YES, Mark.NO):
                raise Misread("没有看懂", "直接回车表示确认；不改，输入 否")
            return said is Mark.YES

        try:
            return self.until(read, ["直接回车表示确认；不改，输入 否"], prompt)
        except Left as left:
            if isinstance(left.command, Back | Skip):
                return False
            raise

    def _said(
        self,
        rulebook: Rulebook,
        step: AskFact | AskQuestion,
        before: screen.Before,
        assessment: Assessment | None = None,
    ) -> Reply:
        try:
            return self._answered(rulebook, step, before, assessment)
        except Left as left:
            return left.command

    def _answered(
        self,
        rulebook: Rulebook,
        step: AskFact | AskQuestion,
        before: screen.Before,
        assessment: Assessment | None,
    ) -> Said | Keep | Correct:
        asked = step.fact if isinstance(step, AskFact) else step.question

        def read(text: str) -> Value | Keep | Correct:
            if (before.stands or before.carried) and not text.strip():
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
            value = self.until(read, self._help(rulebook, step))
            if isinstance(value, Keep | Correct):
                return value
            said = remark(asked, value)
            if said:
                self.show([f"  {said}"])
            try:
                exceptions = ask_exceptions(self, rulebook, step, value)
                unknown = any(_is_unknown(one) for one in (value, *exceptions.values()))
                knows = self.line(_WHO, [_WHY_WHO]) if unknown else ""
            except Left as left:
                if not isinstance(left.command, Back):
                    raise
                self.show(["  重新回答这一题："])
                continue
            who = inert(knows).strip() or None
            return Said(value=value, exceptions=exceptions, who_could_know=who)

    def _help(self, rulebook: Rulebook, step: AskFact | AskQuestion) -> list[str]:
        lines = list(screen.help_lines(rulebook, step))
        if isinstance(step, AskQuestion):
            lines += self.official_text.get(step.obligation.id, ())
        return lines

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
