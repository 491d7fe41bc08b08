"""How much a fine can be, in Chinese: the bounds that penalties set, and what can be imposed beside
it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from checklist.evaluation.model import Provision
from checklist.law.model import Fine, Penalty, Step, Trigger
from checklist.law.wording import TRIGGER, citation, other_law, yuan
from checklist.report.view import reach
from checklist.report.view.model import Report
from checklist.report.view.reach import Ceiling

AT_ONCE = "违反即可"
BY_READING = "按第一次就可以罚计（条文没有写明先后）"
"""Said of what is fined at once only by a reading of the text."""
YUAN = ""
"""The unit of a bound that is no multiple."""


def bounds(steps: Iterable[Step], *on: Trigger) -> dict[str, int]:
    """The highest bound by unit under some conditions: 元 first (YUAN), then multiples by what they
    are a multiple of. Neither says how high the other goes."""
    highest: dict[str, int] = {}
    for step in steps:
        if step.on in on and step.fine and step.fine.high:
            unit = step.fine.times_of or YUAN
            highest[unit] = max(highest.get(unit, 0), step.fine.high)
    return dict(sorted(highest.items()))


def bound(unit: str, high: int) -> str:
    """50万元; 违法所得的5倍."""
    return f"{unit}的{high}倍" if unit else yuan(high)


def at_most_of(highest: Mapping[str, int]) -> str:
    """最高50万元或者违法所得的5倍; 最高为违法所得的5倍 without a bound in 元; else empty."""
    listed = "或者".join(bound(unit, high) for unit, high in highest.items())
    return f"最高{'' if YUAN in highest else '为'}{listed}" if listed else ""


def rising(
    steps: Iterable[Step], *, above: Iterable[Step] = ()
) -> list[tuple[Trigger, dict[str, int]]]:
    """By condition, the highest bounds above those of the conditions before it, and above those
    of `above` under the same conditions."""
    steps, above, increases = tuple(steps), tuple(above), []
    reached: dict[str, int] = {}
    for trigger in Trigger:
        for unit, high in bounds(above, trigger).items():
            reached[unit] = max(reached.get(unit, 0), high)
        under = bounds(steps, trigger)
        higher = {unit: high for unit, high in under.items() if high > reached.get(unit, 0)}
        if higher:
            increases.append((trigger, higher))
            reached |= higher
    return increases


def briefly(provisions: Iterable[Provision]) -> str:
    """违反即可，最高50万元或者违法所得的5倍；情节严重的，最高200万元: no more than the bounds."""
    return beyond((step for provision in provisions for step in provision.penalty.steps), ())


def beyond(steps: Iterable[Step], shown: Iterable[Step]) -> str:
    """The bounds of some steps, as far as they are higher than those of the steps shown, or as
    high under less of a condition."""
    increases = rising(steps, above=shown)
    return "；".join(f"{when(on)}，{at_most_of(higher)}" for on, higher in increases)


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
    in_doubt: bool = False


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


def sparing(*tables: Iterable[Most]) -> Iterator[Most]:
    """The rows of a table, who may impose it told once where the name is long."""
    authorities: set[str] = set()
    for row in chain(*tables):
        by = _LONG.sub(
            lambda match: "（机关同上）" if match[0] in authorities else match[0], row.by
        )
        authorities.update(_LONG.findall(row.by))
        yield replace(row, by=by)


_LONG = re.compile("（[^（）]{20,}）")


def depending(measure: reach.Measure) -> tuple[str, ...]:
    """On what it depends: whose matter it has to be, who has a licence, what must have happened."""
    licensed = "有营业执照的" if measure.of_licensed else ""
    on = (measure.remit or "", licensed, when(measure.on))
    return tuple(filter(None, on))


def measures(report: Report) -> Iterator[Most]:
    """What can be imposed beside a fine; what is in doubt under one condition in one row."""
    rows: dict[tuple[str, str, bool], list[reach.Measure]] = {}
    for measure in reach.measures(report):
        so = ("若适用",) if measure.in_doubt else ()
        by = "" if measure.in_doubt else _by_laws(measure.penalties)
        when = "，".join(("罚款以外", *so, *depending(measure)))
        rows.setdefault((when, by, measure.in_doubt), []).append(measure)
    for (when, _, in_doubt), of in rows.items():
        by = _by_laws(penalty for measure in of for penalty in measure.penalties)
        names = "、".join(measure.name for measure in of)
        yield Most(when=when, amount=names, by=by, in_doubt=in_doubt)
    if others := reach.lighter(report):
        yield Most(when="罚款以外，还有较轻的", amount="、".join(others), by="见各项")


def _by_laws(penalties: Iterable[Penalty]) -> str:
    """办法第六十条（依《价格法》第四十条第一款）: by what, and by what place of another law."""
    sources = dict.fromkeys(
        citation(penalty.source) + (f"（依{'、'.join(laws)}）" if laws else "")
        for penalty in penalties
        for laws in [[other_law(law) for law in penalty.under if law.article is not None]]
    )
    return "、".join(sources)
