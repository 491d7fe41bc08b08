"""What a breach can cost, in Chinese: whether it can be fined, by what, how much at most.

Never a sum: every provision is told for itself, and what is in doubt counts for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from checklist.evaluation.model import Doubt, Finding, Provision
from checklist.evaluation.summary import Threat, exposure_order
from checklist.law.measures import NO_CERTAIN_FINE, NO_FINE
from checklist.law.model import Penalty, Trigger
from checklist.law.wording import (
    citation,
    in_doubt,
    other_law,
    penalty,
    penalty_citation,
    step,
)
from checklist.report.view import reach
from checklist.report.view.model import Line, Report
from checklist.report.view.reach import Ceiling
from checklist.report.words import amounts
from checklist.report.words.liability import decided, same_act

NO_AMOUNT = "依其他法律处罚，金额没有核对"
ALSO_IN_DOUBT = "是否还适用别的罚则有疑问"
NO_MORE = "，金额不更高"
TOGETHER = "下列都可能适用；同一违法行为不罚两次款，按数额高的罚（《行政处罚法》第二十九条）。"
_POSSIBLE = {
    Threat.AT_ONCE: f"{amounts.AT_ONCE}处罚款",
    Threat.NO_AMOUNT: NO_AMOUNT,
    Threat.IN_DOUBT: "是否可处罚款有疑问",
    Threat.NONE: NO_FINE,
}


# --- whether -------------------------------------------------------------------------------------


def threat(line: Line) -> str:
    """Whether a fine is possible at once, only under a condition, or not for certain, or both."""
    certain = possible(line.threat, line.exposure.triggers)
    return f"{certain}；{ALSO_IN_DOUBT}" if has_more_in_doubt(line) else certain


def has_more_in_doubt(line: Line) -> bool:
    """Whether more may fine a breach than fines it for certain."""
    return bool(line.finding.penalties and line.finding.may_fine)


def possible(kind: Threat, triggers: Collection[Trigger]) -> str:
    """违反即可处罚款; 拒不改正或者情节严重的才可处罚款; 是否可处罚款有疑问."""
    return amounts.condition(*triggers) if kind is Threat.CONDITIONAL else _POSSIBLE[kind]


def group(on: Trigger | None) -> str:
    """The heading over the fines of one condition; None for provisions without a fine."""
    if on is None:
        return NO_AMOUNT
    return _POSSIBLE[Threat.AT_ONCE] if on is Trigger.BREACH else amounts.condition(on)


# --- by which provision --------------------------------------------------------------------------


def place(provision: Provision) -> str:
    """Where the regulation has it: 第五十四条第六项."""
    return penalty_citation(provision.penalty, provision)


def places(provisions: Iterable[Provision]) -> str:
    """第五十四条第六项、第六十六条; each once."""
    return "、".join(dict.fromkeys(map(place, provisions)))


def told_apart(provisions: Iterable[Provision], among: Collection[Provision]) -> str:
    """第六十条、第六十条（依《价格法》第四十条第一款）: each place once, with the law by which it
    fines where another provision `among` the given ones fines in the same place by none or by
    others."""
    return "、".join(dict.fromkeys(_with_law(each, among) for each in provisions))


def _with_law(provision: Provision, among: Collection[Provision]) -> str:
    where, under = place(provision), provision.penalty.under
    beside = [each.penalty.under for each in among if place(each) == where]
    shared = {law for other in beside if other != under for law in other}
    laws = [law for law in under if law not in shared]
    return f"{where}（依{other_law(laws[0])}）" if laws and {*beside} != {under} else where


def of_entry(provisions: Iterable[Provision]) -> str:
    """What fines a breach of an entry: 第五十九条第一项、第六十五条第二款（有疑问：第五十四条）."""
    fining = tuple(provisions)
    certain = places(each for each in fining if each.doubt is None)
    doubtful = told_apart((each for each in fining if each.doubt is Doubt.REACH), fining)
    if not doubtful:
        return certain
    return f"{certain}（有疑问：{doubtful}）" if certain else f"是否适用{doubtful}有疑问"


def sanctions(line: Line) -> Iterator[str]:
    """Each provision that fines a breach for certain, then those in doubt."""
    finding = line.finding
    if len(finding.penalties) > 1:
        yield TOGETHER
    for provision in finding.penalties:
        yield f"{place(provision)}（{_by_whom(provision)}）：{penalty(provision.penalty)}。"
    if line.obligation.no_penalty:
        yield f"{no_certain_fine(finding)}：{line.obligation.no_penalty}"
    shifted = places(finding.shifted)
    if shifted:
        may = amounts.briefly(finding.shifted)
        fine = f"（若能处罚，{may}）" if may else ""
        yield f"{shifted}能不能处罚填报单位有疑问{fine}，不算确定的罚款。"
    for provision in finding.doubtful:
        whole = penalty(provision.penalty) if by_another_law(provision) else ""
        may = whole if 0 < len(whole) < _LONG else amounts.briefly([provision])
        fine = f"；若适用，{may}" if may else ""
        where = (
            f"{place(provision)}（{_by_whom(provision)}）"
            if provision.penalty.under
            else place(provision)
        )
        yield f"{in_doubt(where, provision.why)}{fine}。不算确定的罚款。"
    for provision in finding.beside:
        where = f"{place(provision)}（{provision.penalty.authority}）"
        yield f"可能另外涉及{where}：{provision.why}。不计入排序。"
    yield from map(same_act, line.overlaps)
    yield from filter(None, (decided(line),))


_LONG = 180
"""Characters of a penalty from which on no more than its bounds are told in one cell."""


def no_amount(provisions: Iterable[Provision]) -> str:
    """依其他法律处罚，金额没有核对（第三十五条第一款，依《广告法》）: what is fined for certain by
    laws that are named, and by how much nobody looked up."""
    places = dict.fromkeys(f"{place(each)}，依{_laws(each.penalty)}" for each in provisions)
    return f"{NO_AMOUNT}（{'；'.join(places)}）"


def _laws(penalty: Penalty) -> str:
    return "、".join(map(other_law, penalty.under)) or "有关法律"


def no_certain_fine(finding: Finding) -> str:
    """What stands before the reason why nothing fines it for certain: it may be fined all the
    same, and is then not counted among what has no fine."""
    return NO_CERTAIN_FINE if finding.may_fine else NO_FINE


def heaviest(finding: Finding) -> str:
    """The penalty that counts first in the law's words, how many more apply, and what may apply."""
    by_weight = sorted(
        finding.penalties, key=lambda each: exposure_order(replace(finding, provisions=(each,)))
    )
    parts = [_first_of(by_weight)] if by_weight else []
    parts += [words for words in (doubtful(finding),) if words]
    if finding.beside:
        parts = parts or [NO_FINE]
        parts.append(f"可能另外涉及{places(finding.beside)}")
    return "；".join(parts) or NO_FINE


def _first_of(by_weight: Sequence[Provision]) -> str:
    """The first two steps of the first penalty; of all the others no more than how high they go."""
    first, *others = [each.penalty for each in by_weight]
    shown, left = first.steps[:2], first.steps[2:]
    more = f"等{_comma(amounts.beyond(left, shown))}" if left else ""
    text = f"{'；'.join(map(step, shown))}{more}（{first.authority}）"
    if not others:
        return text
    higher = amounts.beyond([stage for other in others for stage in other.steps], first.steps)
    return f"{text}；另有{len(others)}条可以处罚的依据{_comma(higher)}"


def _comma(words: str) -> str:
    return f"，{words}" if words else ""


# --- how much ------------------------------------------------------------------------------------


def most(report: Report) -> tuple[amounts.Most, ...]:
    """For each condition the highest amounts of a single provision, heaviest condition last."""
    return tuple(amounts.rows(reach.ceilings(reach.certain(report))))


def most_doubted(report: Report) -> tuple[amounts.Most, ...]:
    """The most that may fine what nothing fines for certain, and what more may fine the rest."""
    only = [line for line in report.breaches if line.threat is Threat.IN_DOUBT]
    also = [line for line in report.breaches if has_more_in_doubt(line)]
    kinds = ((_POSSIBLE[Threat.IN_DOUBT], only), (ALSO_IN_DOUBT, also))
    return tuple(
        amounts.Most(
            when=f"{kind}，若适用", amount=most, by=grounds(doubted_of(lines)), in_doubt=True
        )
        for kind, lines in kinds
        if (most := amounts.briefly(doubted_of(lines)))
    )


def grounds(provisions: Iterable[Provision]) -> str:
    """By what the most may be fined that these provisions allow, if they fine at all:
    第六十条（市场监督管理部门，依《价格法》第四十条）."""
    by_id = {provision.id: provision for provision in provisions}
    increases = amounts.rising(
        step for provision in by_id.values() for step in provision.penalty.steps
    )
    return "；".join(
        f"{citation(provision.penalty.source)}（{_by_whom(provision)}）"
        for provision in by_id.values()
        if any(
            amounts.bounds(provision.penalty.steps, on).items() & highest.items()
            for on, highest in increases
        )
    )


def _by_whom(provision: Provision) -> str:
    """市场监督管理部门，依《价格法》第四十条第一款."""
    laws = "、".join(map(other_law, provision.penalty.under))
    return f"{provision.penalty.authority}{f'，依{laws}' if laws else ''}"


def most_of(line: Line) -> str:
    """违反即可，最高1万元（第五十七条）；有疑问，另可能：违反即可，最高10万元."""
    certain = certainly(line)
    if not certain and line.threat is Threat.NO_AMOUNT:
        certain = no_amount(line.finding.penalties)
    in_doubt = doubtful(line.finding)
    if not (certain and in_doubt):
        return certain or in_doubt or NO_FINE
    if more := beyond_certain(line):
        return f"{certain}；有疑问，另可能：{more}"
    return f"{certain}；{ALSO_IN_DOUBT}{NO_MORE if amounts.briefly(line.finding.may_fine) else ''}"


def beyond_certain(line: Line) -> str:
    """What fines in doubt allow beyond those that are certain."""
    certain, may = (
        [step for provision in fining for step in provision.penalty.steps]
        for fining in (line.finding.penalties, line.finding.may_fine)
    )
    return amounts.beyond(may, certain)


def certainly(line: Line) -> str:
    """属于网信部门职责的，拒不改正的，最高10万元（第六十五条第二款）: the fines that are certain,
    and whose matter it has to be where every one of them depends on that."""
    fines = _rising(reach.of_line(line))
    remit = line.finding.remit
    return f"{remit}，{fines}" if fines and remit else fines


def doubtful(finding: Finding) -> str:
    """是否还适用第五十九条第一项有疑问（若适用，违反即可，最高100万元）; empty without a doubt."""
    fining = finding.may_fine
    if not fining:
        return ""
    cited = told_apart(fining, finding.provisions)
    also = "还" if finding.penalties else ""
    may = amounts.briefly(fining)
    return f"是否{also}适用{cited}有疑问" + (f"（若适用，{may}）" if may else "")


def by_another_law(provision: Provision) -> bool:
    """Whether it fines by a place of another law, which alone says how much."""
    return any(law.article is not None for law in provision.penalty.under)


def doubted_of(lines: Iterable[Line]) -> list[Provision]:
    """The provisions that may fine any of several lines."""
    return [provision for line in lines for provision in line.finding.may_fine]


def _rising(ceilings: Iterable[Ceiling]) -> str:
    """The highest amount under each condition, as far as it is higher than what comes before."""
    parts: list[str] = []
    reached, last = 0, ""
    for ceiling in ceilings:
        if not parts or ceiling.high is None or ceiling.high > reached:
            for row in amounts.rows((ceiling,), authority=False):
                by = "" if row.by == last else f"（{row.by}）"
                parts.append(f"{row.when}，{row.amount}{by}")
                last = row.by
            reached = max(reached, ceiling.high or 0)
    return "；".join(parts)
