"""The conclusion in Chinese: what it comes to, what it can cost, who mends it by when."""

from __future__ import annotations

from collections import Counter
from typing import assert_never

from msgspec.structs import replace

from checklist.evaluation.summary import exposure_order
from checklist.law.model import Rulebook, Trigger
from checklist.law.wording import TRIGGER, step
from checklist.report.view import progress, reach
from checklist.report.view.model import Line, Report, Verdict
from checklist.report.view.reach import Threat
from checklist.report.words import liability
from checklist.report.words.wording import result


def headline(report: Report) -> str:
    """The conclusion in one sentence; of one topic on its own it says that it speaks of no more."""
    here = "本专项" if report.topic else ""
    broken = len({line.obligation.id for line in report.breaches})
    unclear = len({line.obligation.id for line in report.open})
    match report.verdict:
        case Verdict.BREACH:
            risk = "，可能受到处罚" if any(map(_finable, report.breaches)) else ""
            also = f"；另有{unclear}项待确认" if unclear else ""
            return f"{here}有{broken}项义务不符合要求{risk}{also}。"
        case Verdict.OPEN if report.completeness.settled == 0:
            return f"{here}还没有可以判断的答复，现在不能下结论。"
        case Verdict.OPEN:
            return f"{here}目前没有发现不符合，但有{unclear}项待确认，还不能说合规。"
        case Verdict.CLEAR:
            return f"就{here}所答各项，没有发现不符合。"
        case Verdict.NOTHING_BINDS if report.topic:
            return _no_duty_of_topic(report)
        case Verdict.NOTHING_BINDS:
            return "按所填的主体情况，没有义务适用；请先核对主体情况。"
    assert_never(report.verdict)


def _no_duty_of_topic(report: Report) -> str:
    """Other duties may bind the respondent all the same."""
    duties = len(report.papers)
    if report.encouragements:
        return "本专项没有义务适用，只有倡导性规定；其他义务见完整报告。"
    return f"按所填的主体情况，本专项的{duties}项义务都不适用；其他义务见完整报告。"


def _finable(line: Line) -> bool:
    return bool(line.finding.penalties or line.finding.penalties_in_doubt)


def punishable(report: Report) -> str:
    """Whether and how the breaches can be fined, counted by obligation and never summed in 元."""
    heaviest_of: dict[str, Line] = {}
    for line in report.breaches:
        heaviest_of.setdefault(line.obligation.id, line)
    rulebook = report.findings.rulebook
    counted = Counter(threat(rulebook, line) for line in heaviest_of.values())
    if not counted:
        return ""
    return "，".join(f"{count}项{words}" for words, count in counted.items()) + "。"


def threat(rulebook: Rulebook, line: Line) -> str:
    """Whether a fine is possible at once, only under a further condition, or not for certain."""
    match reach.threat(rulebook, line):
        case Threat.AT_ONCE:
            return "违反即可处罚款"
        case Threat.CONDITIONAL:
            return condition(*reach.triggers(rulebook, line))
        case Threat.NO_AMOUNT:
            return "有处罚依据，但没有写明罚款"
        case Threat.IN_DOUBT:
            return "是否可处罚款有疑问"
        case Threat.NONE:
            return "没有直接对应的罚款"


def condition(*triggers: Trigger) -> str:
    """逾期不改正、拒不改正或者情节严重的才可处罚款. Raises ValueError without a trigger."""
    if not triggers:
        raise ValueError("a fine has a condition")
    named = [
        TRIGGER[one]
        for one in triggers
        if one is not Trigger.SERIOUS or Trigger.REFUSED_OR_SERIOUS not in triggers
    ]
    return f"{'、'.join(named)}的才可处罚款"


def heaviest(rulebook: Rulebook, line: Line) -> str:
    """The penalty that counts first in the law's words, and how many more may apply."""
    refs = sorted(
        line.finding.penalties,
        key=lambda ref: exposure_order(rulebook, replace(line.finding, penalties=(ref,))),
    )
    if not refs:
        open_refs = (*liability.shifted(line), *liability.doubtful(rulebook, line))
        places = liability.places(rulebook, open_refs)
        beside = liability.places(rulebook, liability.beside(rulebook, line))
        first = f"{places}是否适用有疑问" if places else "没有直接对应的罚款"
        return f"{first}；可能另外涉及{beside}" if beside else first
    one = rulebook.penalty(refs[0].id)
    words = "；".join(step(each) for each in one.steps[:2])
    more = "等" if len(one.steps) > 2 else ""
    others = f"；另有{len(refs) - 1}项依据" if len(refs) > 1 else ""
    return f"{words}{more}（{one.authority}）{others}"


def owner_and_due(line: Line) -> tuple[str, ...]:
    """Who mends it, until when and how far it is, as recorded: 李某, 2026-12-31前, 进行中."""
    answers = [said.answer for said in line.failed if said.answer]
    owners = "、".join(dict.fromkeys(answer.owner for answer in answers if answer.owner))
    dues = [answer.due for answer in answers if answer.due]
    words = (progress.told(said, result(line, said)[1]) for said in line.failed)
    far = tuple(dict.fromkeys(one for one in words if one))
    if not owners and not dues:
        return ("未定", *far)
    until = f"{min(dues).isoformat()}前" if dues else "期限未定"
    return owners or "责任人未定", until, *far
