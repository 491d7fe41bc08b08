"""What a breach can cost, in Chinese: whether it can be fined, by what, how much at most.

Never a sum: every provision is told for itself, and what is in doubt counts for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from checklist.evaluation.model import Doubt, Finding, Provision
from checklist.evaluation.summary import Threat, exposure_order
from checklist.law.model import Fine, Penalty, Step, Trigger
from checklist.law.wording import (
    TRIGGER,
    citation,
    in_doubt,
    other_law,
    penalty,
    penalty_citation,
    step,
    yuan,
)
from checklist.report.view import reach
from checklist.report.view.model import Line, Report
from checklist.report.view.reach import Ceiling

AT_ONCE = "违反即可"
NO_AMOUNT = "有处罚依据，但没有写明罚款"
NO_FINE = "没有直接对应的罚款"
TOGETHER = "下列依据可能同时适用，择一或者并处依法律规定。"
_POSSIBLE = {
    Threat.AT_ONCE: f"{AT_ONCE}处罚款",
    Threat.NO_AMOUNT: NO_AMOUNT,
    Threat.IN_DOUBT: "是否可处罚款有疑问",
    Threat.NONE: NO_FINE,
}


# --- whether -------------------------------------------------------------------------------------


def threat(line: Line) -> str:
    """Whether a fine is possible at once, only under a further condition, or not for certain."""
    return possible(line.threat, line.exposure.triggers)


def possible(kind: Threat, triggers: Collection[Trigger]) -> str:
    """违反即可处罚款; 拒不改正或者情节严重的才可处罚款; 是否可处罚款有疑问."""
    return condition(*triggers) if kind is Threat.CONDITIONAL else _POSSIBLE[kind]


def condition(*triggers: Trigger) -> str:
    """逾期不改正、拒不改正或者情节严重的才可处罚款. Raises ValueError without a trigger."""
    if not triggers:
        raise ValueError("a fine has a condition")
    named = [
        TRIGGER[trigger]
        for trigger in triggers
        if trigger is not Trigger.SERIOUS or Trigger.REFUSED_OR_SERIOUS not in triggers
    ]
    return f"{'、'.join(named)}的才可处罚款"


def group(on: Trigger | None) -> str:
    """The heading over the fines of one condition; None for provisions without a fine."""
    if on is None:
        return NO_AMOUNT
    return _POSSIBLE[Threat.AT_ONCE] if on is Trigger.BREACH else condition(on)


# --- by which provision --------------------------------------------------------------------------


def place(provision: Provision) -> str:
    """Where the regulation has it: 第五十四条第六项."""
    return penalty_citation(provision.penalty, provision)


def places(provisions: Iterable[Provision]) -> str:
    """第五十四条第六项、第六十六条; each once."""
    return "、".join(dict.fromkeys(map(place, provisions)))


def _in_doubt(finding: Finding) -> str:
    """Where it stands what may fine the breach itself, and not only the conduct."""
    return places((*finding.shifted, *finding.doubtful))


def of_entry(provisions: Iterable[Provision]) -> str:
    """What fines a breach of an entry: 第五十九条第一项、第六十五条第二款（有疑问：第五十四条）."""
    fining = tuple(provisions)
    certain = places(each for each in fining if each.doubt is None)
    doubtful = places(each for each in fining if each.doubt is Doubt.REACH)
    if not doubtful:
        return certain
    return f"{certain}（有疑问：{doubtful}）" if certain else f"是否适用{doubtful}有疑问"


def sanctions(line: Line) -> Iterator[str]:
    """Each provision that fines a breach for certain, then those in doubt."""
    finding = line.finding
    if len(finding.penalties) > 1:
        yield TOGETHER
    for each in finding.penalties:
        laws = "、".join(map(other_law, each.penalty.under))
        authority = f"{each.penalty.authority}，依{laws}" if laws else each.penalty.authority
        yield f"{place(each)}（{authority}）：{penalty(each.penalty)}。"
    if line.obligation.no_penalty:
        yield f"{NO_FINE}：{line.obligation.no_penalty}"
    shifted = places(finding.shifted)
    if shifted:
        yield f"{shifted}能不能处罚填报单位有疑问，不计入排序。"
    for each in finding.doubtful:
        yield f"{in_doubt(place(each), each.why)}。不计入排序。"
    for each in finding.beside:
        yield f"可能另外涉及{place(each)}（{each.penalty.authority}）：{each.why}。不计入排序。"


def heaviest(finding: Finding) -> str:
    """The penalty that counts first in the law's words, and how many more may apply."""
    by_weight = sorted(
        finding.penalties, key=lambda each: exposure_order(replace(finding, provisions=(each,)))
    )
    if not by_weight:
        doubtful = _in_doubt(finding)
        beside = places(finding.beside)
        fine = f"{doubtful}是否适用有疑问" if doubtful else NO_FINE
        return f"{fine}；可能另外涉及{beside}" if beside else fine
    first = by_weight[0].penalty
    words = "；".join(map(step, first.steps[:2]))
    more = "等" if len(first.steps) > 2 else ""
    others = f"；另有{len(by_weight) - 1}项依据" if len(by_weight) > 1 else ""
    return f"{words}{more}（{first.authority}）{others}"


# --- how much ------------------------------------------------------------------------------------


class Most(Struct, frozen=True, kw_only=True, eq=False):
    """Under a condition, how much a provision allows at most, and who may impose it."""

    when: str
    amount: str
    by: str


def most(report: Report) -> tuple[Most, ...]:
    """For each condition the highest amounts of a single provision, heaviest condition last."""
    return tuple(_rows(reach.ceilings(reach.certain(report))))


def most_of(line: Line) -> str:
    """违反即可，最高100万元（第六十二条第一款）；情节严重的，最高200万元."""
    parts: list[str] = []
    reached, cited = 0, ""
    for ceiling in reach.of_line(line):
        if not parts or ceiling.high is None or ceiling.high > reached:
            for row in _rows((ceiling,), authority=False):
                by = "" if row.by == cited else f"（{row.by}）"
                parts.append(f"{row.when}，{row.amount}{by}")
                cited = row.by
            reached = max(reached, ceiling.high or 0)
    if parts:
        return "；".join(parts)
    if line.threat is Threat.IN_DOUBT:
        return f"{_in_doubt(line.finding)}是否适用有疑问"
    if line.threat is Threat.NO_AMOUNT:
        return f"没有写明罚款（{places(line.finding.penalties)}）"
    return NO_FINE


def _rows(ceilings: Iterable[Ceiling], *, authority: bool = True) -> Iterator[Most]:
    for ceiling in ceilings:
        when = AT_ONCE if ceiling.on is Trigger.BREACH else f"{TRIGGER[ceiling.on]}的"
        alike: dict[str, list[Penalty]] = {}
        for fining, steps in ceiling.provisions:
            alike.setdefault("；".join(map(_at_most, steps)), []).append(fining)
        for amount, penalties in alike.items():
            yield Most(when=when, amount=amount, by=_by(penalties, authority=authority))


def _by(penalties: Iterable[Penalty], *, authority: bool) -> str:
    """第五十九条、第六十四条（市场监督管理部门）；第六十五条第二款（网信部门）."""
    whose: dict[str, dict[str, None]] = {}
    for each in penalties:
        key = each.authority if authority else ""
        whose.setdefault(key, {})[citation(each.source)] = None
    return "；".join(
        "、".join(cited) + (f"（{who}）" if who else "") for who, cited in whose.items()
    )


def _at_most(stage: Step) -> str:
    """最高10万元; 没有违法所得的，最高30万元; 最高为违法所得的5倍."""
    where = f"{stage.where}，" if stage.where else ""
    fine = stage.fine
    if fine is None or fine.high is None:
        return f"{where}没有写明上限"
    of = f"为{fine.times_of}的{fine.high}倍" if fine.times_of else yuan(fine.high)
    return f"{where}最高{of}"


def span(fine: Fine | None) -> str:
    """1万元—10万元; 5000元以下; 违法所得的1—5倍; 没有写明金额."""
    if fine is None:
        return "没有写明金额"
    if fine.times_of:
        low = f"{fine.low}—" if fine.low else ""
        whole = f"{low}{fine.high}倍" if fine.high else f"{fine.low}倍以上"
        return f"{fine.times_of}的{whole}" + ("以下" if fine.high and not fine.low else "")
    if fine.low and fine.high:
        return f"{yuan(fine.low)}—{yuan(fine.high)}"
    if fine.high:
        return f"{yuan(fine.high)}以下"
    return f"{yuan(fine.low)}以上" if fine.low else "没有写明金额"
