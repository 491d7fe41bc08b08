"""The first screen in Chinese: can it be fined now, for what, how much at most for one breach.

Never a sum. Whatever is still open can only add breaches, so the counts are lower bounds; an amount
is the upper bound that one provision sets for one breach.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from checklist.law.applicability import Applies
from checklist.law.model import Penalty, Rulebook, Step, Trigger
from checklist.law.wording import TRIGGER, citation, yuan
from checklist.report.view import reach
from checklist.report.view.model import Line, Report, Verdict
from checklist.report.view.reach import Ceiling, Threat
from checklist.report.words import liability
from checklist.report.words.conclusion import condition, headline

AT_ONCE = "违反即可"


class Most(Struct, frozen=True, kw_only=True, eq=False):
    """Under a condition, how much a provision allows at most, and who may impose it."""

    when: str
    amount: str
    by: str


def answer(report: Report) -> str:
    """能不能被罚, in one sentence."""
    found = reach.by_obligation(report)
    for kind in found:  # worst first
        broken = f"{len(found[kind])}项义务不符合要求"
        match kind:
            case Threat.AT_ONCE:
                return f"能。{broken}，{AT_ONCE}处罚款。"
            case Threat.CONDITIONAL:
                return f"看情节和改正。{broken}，{condition(*_triggers(report, found[kind]))}。"
            case Threat.NO_AMOUNT:
                return f"能处罚，但条文没有写明罚款。{broken}。"
            case Threat.IN_DOUBT:
                return f"不能确定。{broken}，是否可处罚款有疑问。"
            case Threat.NONE:
                return f"没有直接对应的罚款，但{broken}。"
    if report.verdict is Verdict.NOTHING_BINDS and report.encouragements:
        return "没有义务适用，只有倡导性规定；没有做到倡导，不会因此被罚。"
    if report.verdict is Verdict.CLEAR:
        return f"没有发现可以处罚的情形：{headline(report)}"
    return headline(report)


def rest(report: Report) -> str:
    """What else was found, less severe than what `answer` tells; empty where there is nothing."""
    found = reach.by_obligation(report)
    parts = []
    for kind in list(found)[1:]:
        count = len(found[kind])
        match kind:
            case Threat.CONDITIONAL:
                parts.append(f"{count}项{condition(*_triggers(report, found[kind]))}")
            case Threat.NO_AMOUNT:
                parts.append(f"{count}项有处罚依据，但没有写明罚款")
            case Threat.IN_DOUBT:
                parts.append(f"{count}项是否可处罚款有疑问")
            case Threat.NONE:
                parts.append(f"{count}项没有直接对应的罚款")
            case Threat.AT_ONCE:
                pass
    words = f"另有{'，'.join(parts)}。" if parts else ""
    return words + _attributed(found)


def most(report: Report) -> tuple[Most, ...]:
    """For each condition the highest amounts of a single provision, heaviest condition last."""
    return tuple(_rows(reach.ceilings(reach.certain(report))))


def most_of(rulebook: Rulebook, line: Line) -> str:
    """违反即可，最高100万元（第六十二条第一款）；情节严重的，最高200万元."""
    parts: list[str] = []
    reached, cited = 0, ""
    for one in reach.of_line(rulebook, line):
        if not parts or one.high is None or one.high > reached:
            for row in _rows((one,), authority=False):
                by = "" if row.by == cited else f"（{row.by}）"
                parts.append(f"{row.when}，{row.amount}{by}")
                cited = row.by
            reached = max(reached, one.high or 0)
    if parts:
        return "；".join(parts)
    match reach.threat(rulebook, line):
        case Threat.IN_DOUBT:
            refs = (*liability.shifted(line), *liability.doubtful(rulebook, line))
            return f"{liability.places(rulebook, refs)}是否适用有疑问"
        case Threat.NO_AMOUNT:
            places = liability.places(rulebook, line.finding.penalties)
            return f"没有写明罚款（{places}）"
        case _:
            return "没有直接对应的罚款"


def provisional(report: Report) -> str:
    """What is still open, and what that does to the figures; empty where all is settled."""
    done = report.completeness
    facts = {
        says.fact.id
        for line in report.open
        if line.finding.binding.applies is Applies.UNKNOWN
        for says in line.because
        if says.value is None
    }
    doubted = {line.obligation.id for line in report.open if line.finding.binding.in_doubt}
    parts = [
        f"{count}{what}"
        for count, what in (
            (done.asked - done.settled, "个问题没有结论"),
            (len(facts), "项主体情况没有确定"),
            (len(doubted), "项义务是否适用条文没有写明"),
        )
        if count
    ]
    if not parts:
        return ""
    effect = (
        "以上项数只是下限，弄清后可能增加，最高金额也可能提高"
        if report.breaches
        else "弄清后可能出现不符合和处罚，以上结论只是暂时的"
    )
    return f"尚有{'、'.join(parts)}：{effect}。"


def _triggers(report: Report, lines: Iterable[Line]) -> list[Trigger]:
    rulebook = report.findings.rulebook
    found = {trigger for line in lines for trigger in reach.triggers(rulebook, line)}
    return [trigger for trigger in Trigger if trigger in found]


def _attributed(found: dict[Threat, tuple[Line, ...]]) -> str:
    """Where it is open only because another article decides who is liable."""
    shifted = [line for line in found.get(Threat.IN_DOUBT, ()) if liability.shifted(line)]
    if not shifted:
        return ""
    articles = "、".join(dict.fromkeys(liability.articles(line) for line in shifted))
    return f"其中{len(shifted)}项能不能处罚填报主体，要看{articles}怎样理解。"


def by_room(report: Report) -> str:
    """How a breach in several rooms is counted; empty where there is none."""
    if all(len(line.subject.rooms) < 2 for line in report.breaches):
        return ""
    return "一项义务在几个直播间不符合的，计一项；是否分别处罚，由执法机关认定。"


def _rows(ceilings: Iterable[Ceiling], *, authority: bool = True) -> Iterator[Most]:
    for one in ceilings:
        when = AT_ONCE if one.on is Trigger.BREACH else f"{TRIGGER[one.on]}的"
        alike: dict[str, list[Penalty]] = {}
        for penalty, steps in one.provisions:
            alike.setdefault("；".join(map(_at_most, steps)), []).append(penalty)
        for amount, penalties in alike.items():
            yield Most(when=when, amount=amount, by=_by(penalties, authority=authority))


def _by(penalties: Iterable[Penalty], *, authority: bool) -> str:
    """第五十九条、第六十四条（市场监督管理部门）；第六十五条第二款（网信部门）."""
    whose: dict[str, dict[str, None]] = {}
    for one in penalties:
        key = one.authority if authority else ""
        whose.setdefault(key, {})[citation(one.source)] = None
    return "；".join(
        "、".join(places) + (f"（{who}）" if who else "") for who, places in whose.items()
    )


def _at_most(step: Step) -> str:
    """最高10万元; 没有违法所得的，最高30万元; 最高为违法所得的5倍."""
    where = f"{step.where}，" if step.where else ""
    fine = step.fine
    if fine is None or fine.high is None:
        return f"{where}没有写明上限"
    of = f"为{fine.times_of}的{fine.high}倍" if fine.times_of else yuan(fine.high)
    return f"{where}最高{of}"


def group(on: Trigger | None) -> str:
    """The heading over the fines of one condition."""
    match on:
        case None:
            return "有处罚依据，但没有写明罚款"
        case Trigger.BREACH:
            return f"{AT_ONCE}处罚款"
        case _:
            return condition(on)
