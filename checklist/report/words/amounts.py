"""How much a fine can be, in Chinese: the bounds that penalties set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from checklist.evaluation.model import Provision
from checklist.law.model import Fine, Penalty, Step, Trigger
from checklist.law.wording import TRIGGER, citation, yuan
from checklist.report.view.reach import Ceiling

AT_ONCE = "违反即可"
BY_READING = "按第一次就可以罚计（条文没有写明先后）"
"""Said of what is fined at once only by a reading of the text."""
YUAN = ""
"""The unit of a bound that is no multiple."""


def bounds(steps: Iterable[Step], *on: Trigger) -> dict[str, int]:
    """The highest bound by unit under some conditions: 元 first (YUAN), then multiples by what they
    are a multiple of. Neither says how high the other goes."""
    found: dict[str, int] = {}
    for step in steps:
        if step.on in on and step.fine and step.fine.high:
            unit = step.fine.times_of or YUAN
            found[unit] = max(found.get(unit, 0), step.fine.high)
    return dict(sorted(found.items()))


def bound(unit: str, high: int) -> str:
    """50万元; 违法所得的5倍."""
    return f"{unit}的{high}倍" if unit else yuan(high)


def at_most_of(found: Mapping[str, int]) -> str:
    """最高50万元或者违法所得的5倍; 最高为违法所得的5倍 without a bound in 元; else empty."""
    told = "或者".join(bound(unit, high) for unit, high in found.items())
    return f"最高{'' if YUAN in found else '为'}{told}" if told else ""


def rising(
    steps: Iterable[Step], *, above: Iterable[Step] = ()
) -> list[tuple[Trigger, dict[str, int]]]:
    """By condition, the highest bounds above those of the conditions before it, and above those
    of `above` under the same conditions."""
    steps, above, found = tuple(steps), tuple(above), []
    reached: dict[str, int] = {}
    for trigger in Trigger:
        for unit, high in bounds(above, trigger).items():
            reached[unit] = max(reached.get(unit, 0), high)
        under = bounds(steps, trigger)
        higher = {unit: high for unit, high in under.items() if high > reached.get(unit, 0)}
        if higher:
            found.append((trigger, higher))
            reached |= higher
    return found


def briefly(provisions: Iterable[Provision]) -> str:
    """违反即可，最高50万元或者违法所得的5倍；情节严重的，最高200万元: no more than the bounds."""
    return beyond((step for each in provisions for step in each.penalty.steps), ())


def beyond(steps: Iterable[Step], shown: Iterable[Step]) -> str:
    """The bounds of some steps, as far as they are higher than those of the steps shown, or as
    high under less of a condition."""
    found = rising(steps, above=shown)
    return "；".join(f"{when(on)}，{at_most_of(higher)}" for on, higher in found)


def when(trigger: Trigger) -> str:
    """Under which condition: 违反即可; 拒不改正或者情节严重的."""
    return AT_ONCE if trigger is Trigger.BREACH else f"{TRIGGER[trigger]}的"


def condition(*triggers: Trigger) -> str:
    """逾期不改正、拒不改正或者情节严重的才可处罚款."""
    named = [
        TRIGGER[trigger]
        for trigger in triggers
        if trigger is not Trigger.SERIOUS or Trigger.REFUSED_OR_SERIOUS not in triggers
    ]
    return f"{'、'.join(named)}的才可处罚款"


def at_most(stage: Step) -> str:
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


# --- as rows of a table --------------------------------------------------------------------------


class Most(Struct, frozen=True, kw_only=True, eq=False):
    """Under a condition, how much a provision allows at most, and who may impose it."""

    when: str
    amount: str
    by: str


def rows(ceilings: Iterable[Ceiling], *, authority: bool = True) -> Iterator[Most]:
    """By condition, the highest amounts with the provisions that set them."""
    for ceiling in ceilings:
        on = when(ceiling.on)
        alike: dict[str, list[Penalty]] = {}
        for fining, steps in ceiling.provisions:
            alike.setdefault("；".join(map(at_most, steps)), []).append(fining)
        for amount, penalties in alike.items():
            yield Most(when=on, amount=amount, by=_by(penalties, authority=authority))


def _by(penalties: Iterable[Penalty], *, authority: bool) -> str:
    """第五十九条、第六十四条（市场监督管理部门）；第六十五条第二款（网信部门）."""
    whose: dict[str, dict[str, None]] = {}
    for each in penalties:
        key = each.authority if authority else ""
        whose.setdefault(key, {})[citation(each.source)] = None
    return "；".join(
        "、".join(cited) + (f"（{who}）" if who else "") for who, cited in whose.items()
    )
