"""This module offers a file the regulations that it was never held against."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.assessment.model import Assessment, Mark
from checklist.assessment.questionnaire import AskFact, plan
from checklist.assessment.typed import Misread, mark, normal
from checklist.law.model import Regulation, Rulebook
from checklist.law.wording import day
from checklist.sitting.keys import Keystroke, KeyTyped
from checklist.sitting.shown.pace import counted
from checklist.sitting.terminal import Terminal

_ADD = "加进这份自查吗？（直接回车加上；不加，输入 否）"
_PUT_OFF = "  这次没有加，下次打开再问。"
_HOW = "加上就直接回车；不加，输入 否，以后还可以加"


def is_wanted(
    terminal: Terminal, without: Rulebook, joined: Rulebook, assessment: Assessment
) -> bool | None:
    """Ask whether the file is to be held against the last regulation of `joined` as well; None
    where that was put off. Raises KeyTyped for the key to leave.
    """

    def read(text: str) -> bool:
        answer = mark(normal(text)) if text.strip() else Mark.YES
        if answer not in (Mark.YES, Mark.NO):
            raise Misread("没有看懂", _HOW)
        return answer is Mark.YES

    terminal.show(_offer_lines(without, joined, assessment))
    try:
        return terminal.until(read, [_HOW], _ADD)
    except KeyTyped as typed:
        if typed.key is Keystroke.QUIT:
            raise
        terminal.show([_PUT_OFF])
        return None


def _offer_lines(without: Rulebook, joined: Rulebook, assessment: Assessment) -> Iterator[str]:
    before = plan(without, assessment)
    added = [step for step in plan(joined, assessment) if step not in before]
    gates = [step for step in added if isinstance(step, AskFact) and not step.fact.when]
    more = counted(step for step in added if step not in gates)
    yield f"这份自查还没有对照{named(joined.regulations[-1])}。"
    yield (
        f"加上它，先多问 {len(gates)} 题，看受不受它约束：不受约束的到此为止，"
        f"受约束的最多再问 {more}，通常少得多。已有的答案都不变。"
    )


def named(regulation: Regulation) -> str:
    """《…规定》（2026年9月1日起施行）."""
    return f"《{regulation.title}》（{day(regulation.in_force)}起施行）"
