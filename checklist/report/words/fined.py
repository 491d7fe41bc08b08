"""能不能被罚 in Chinese: one answer with the most that can be fined at once, and what stands below
it: what hangs on a condition, what is in doubt, what has no fine. Items go by their numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from checklist.evaluation.summary import Threat, first_in_doubt, is_discretionary
from checklist.law.measures import NO_FINE
from checklist.law.model import Step, Trigger
from checklist.law.wording import yuan
from checklist.report.view import reach
from checklist.report.view.model import Line, Report, Verdict
from checklist.report.view.tasks import First
from checklist.report.words import amounts, cost, liability, remedy
from checklist.report.words.conclusion import count, numbers, overall, partly
from checklist.text import quoted

_ANSWER = {Threat.AT_ONCE: "能", Threat.CONDITIONAL: "看情节和改正", Threat.IN_DOUBT: "不能确定"}


def answer(report: Report) -> str:
    """能不能被罚, in one sentence, after how little was answered."""
    return f"{partly(report)}{_answer(report)}"


def _answer(report: Report) -> str:
    for threat, lines in reach.by_threat(report).items():  # worst first
        broken = f"{count(lines)}项不符合要求{remedy.among(lines)}"
        if threat is Threat.NO_AMOUNT:
            return f"能。{broken}，{cost.NO_AMOUNT}。"
        if threat is Threat.NONE:
            return f"{NO_FINE}，但{broken}。"
        how = f"{_possible(threat, lines)}{_most(report, threat, lines)}"
        which = _named(report, lines) if len(lines) == 1 else ""
        return f"{_ANSWER[threat]}。{broken}，{how}{which}。"
    if report.verdict is Verdict.NOTHING_BINDS and report.encouragements:
        return "没有义务适用，只有倡导性规定；没有做到倡导，不会因此被罚。"
    if report.verdict is Verdict.CLEAR:
        return f"没有发现可以处罚的情形：{overall(report)}"
    return overall(report)


def _named(report: Report, lines: Iterable[Line]) -> str:
    """（编号1、3—6）; empty where they are too many to be named."""
    listed = numbers(report, lines)
    return f"（{listed}）" if listed else ""


# --- how much ------------------------------------------------------------------------------------


def _most(report: Report, threat: Threat, lines: Iterable[Line]) -> str:
    """，最高10万元（编号1）: the most that fines some breaches as far as they are told together,
    and which it is: at once where they are fined at once, else under each condition."""
    if threat is Threat.IN_DOUBT:
        return _if_so(report, lines, "可处")
    fining = {line: _steps(line) for line in lines}
    if threat is Threat.AT_ONCE:
        fining = {line: [step for step in of if _is_at_once(step)] for line, of in fining.items()}
    unbounded = any(step.fine and step.fine.high is None for of in fining.values() for step in of)
    return _bounds(report, fining, on_what=False) + ("，有的没有写明上限" if unbounded else "")


def _steps(line: Line) -> list[Step]:
    """What fines it for certain."""
    return [
        step
        for provision in line.finding.penalties
        for step in provision.penalty.steps
        if step.fine
    ]


def _is_at_once(step: Step) -> bool:
    return step.on is Trigger.BREACH


def _bounds(
    report: Report, fining: Mapping[Line, Collection[Step]], *, on_what: bool = True
) -> str:
    """，违反即可最高100万元（编号1）或者违法所得的5倍（编号3），情节严重的最高200万元: the most
    under each condition, and what reaches it where not all do; behind the last of several alike."""
    parts = [
        (words, _named(report, of) if len(of) < len(fining) else "")
        for words, of in _highest(fining, on_what=on_what)
    ]
    following = [*(named for _, named in parts), None][1:]
    return "".join(
        words + (named if named != then else "")
        for (words, named), then in zip(parts, following, strict=True)
    )


def _highest(
    fining: Mapping[Line, Collection[Step]], *, on_what: bool
) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """，违反即可最高100万元: the most under each condition, and which breaches reach it."""
    rising = amounts.rising(step for steps in fining.values() for step in steps)
    for on, highest in rising:
        by_lines: dict[tuple[Line, ...], dict[str, int]] = {}
        for unit, high in highest.items():
            most = [line for line, of in fining.items() if amounts.bounds(of, on).get(unit) == high]
            by_lines.setdefault(tuple(most), {})[unit] = high
        before = f"，{amounts.when(on)}" if on_what or len(rising) > 1 else "，"
        for top, bounds in by_lines.items():
            for of, whole in _completed(fining, on, top, bounds):
                after = "，" if before == "或者" and len(whole) > len(bounds) else before
                yield f"{after}{amounts.at_most_of(whole)}", of
                before = "或者"


def _completed(
    fining: Mapping[Line, Collection[Step]],
    on: Trigger,
    lines: Iterable[Line],
    bounds: Mapping[str, int],
) -> Iterator[tuple[tuple[Line, ...], dict[str, int]]]:
    """最高30万元或者违法所得的5倍: bounds that some breaches reach, each time with their own bound
    in 元, also where others reach more: the multiple alone would not be the most for them."""
    own: dict[int | None, list[Line]] = {}
    for line in lines:
        own.setdefault(amounts.bounds(fining[line], on).get(amounts.YUAN), []).append(line)
    for yuan_of, of in own.items():
        whole = {amounts.YUAN: yuan_of} if yuan_of else {}
        yield tuple(of), {**whole, **bounds}


# --- what stands below the answer -----------------------------------------------------------------


def below(report: Report) -> Iterator[str]:
    """What else can or may be fined, each with the numbers of its items."""
    if more := "；".join(filter(None, (_when_worse(report), *_others(report)))):
        yield f"{more}。"
    if may := "；".join(_in_doubt(report)):
        yield f"有疑问的：{may}。"


def known(report: Report) -> str:
    """编号1—3：条文写的是“可以”罚款，…。: what has to be known of fines: whether the authority has
    to fine, what law goes before, whose matter it has to be, how well its text is known."""
    alike: dict[tuple[Line, ...], list[str]] = {}
    for words, lines in _conditions(report).items():
        alike.setdefault(tuple(lines), []).append(words)
    return "".join(
        f"{numbers(report, of, most=None)}：{'；'.join(sentences)}。"
        for of, sentences in alike.items()
    )


def _conditions(report: Report) -> dict[str, list[Line]]:
    """What has to be known, and of which breaches that are fined for certain; also of those in
    doubt, whether they are fined at once by a reading only."""
    lines: dict[str, list[Line]] = {}
    for line in report.breaches:
        finding, source, certain = line.finding, line.obligation.source, line.exposure.fined
        unverified = report.findings.rulebook.regulation_of(source).unverified
        conditions = {
            "条文写的是“可以”罚款，罚不罚由执法机关决定": certain and is_discretionary(finding),
            "法律、行政法规另有规定的，先依其规定": certain
            and all(each.penalty.other_law_first for each in finding.penalties),
            f"须{finding.remit}".removesuffix("的"): certain and finding.remit,
            amounts.BY_READING: first_in_doubt(finding),
            f"{source.of or '本规定'}的{unverified}": unverified and (certain or finding.may_fine),
        }
        for words, holds in conditions.items():
            if holds:
                lines.setdefault(words, []).append(line)
    return lines


def _when_worse(report: Report) -> str:
    """What breaches that are fined at once cost under a further condition, where that is more."""
    by_fine: dict[tuple[Trigger, str], list[Line]] = {}
    for line in reach.by_threat(report).get(Threat.AT_ONCE, ()):
        for on, highest in amounts.rising(_steps(line)):
            if on is not Trigger.BREACH:
                by_fine.setdefault((on, amounts.at_most_of(highest)), []).append(line)
    parts = [
        f"{numbers(report, lines) or f'{count(lines)}项'}{amounts.when(on)}，{most}"
        for (on, most), lines in by_fine.items()
    ]
    return "；".join(parts[:_MOST_WORSE])


_MOST_WORSE = 3


def _others(report: Report) -> Iterator[str]:
    """What is less severe than what the answer tells, but certain."""
    for threat, lines in list(reach.by_threat(report).items())[1:]:
        if threat is not Threat.IN_DOUBT:
            most = _most(report, threat, lines) if threat is Threat.CONDITIONAL else ""
            which = f"{_named(report, lines)}{remedy.among(lines)}".replace("）（", "，")
            yield f"另有{count(lines)}项{which}{_possible(threat, lines)}{most}"


def _in_doubt(report: Report) -> Iterator[str]:
    """What is only in doubt, then what more may fine a breach that is fined for certain."""
    only = reach.by_threat(report).get(Threat.IN_DOUBT, ())
    if only:
        may = _if_so(report, only, "可处") or "有疑问"
        text = f"{count(only)}项{_named(report, only)}是否可处罚款{may}"
        if shifted := [line for line in only if line.finding.shifted]:
            articles = "、".join(dict.fromkeys(map(liability.articles, shifted)))
            which = numbers(report, shifted) or f"{count(shifted)}项"
            text += f"，其中{which}能不能处罚填报单位，要看{articles}怎样理解"
        yield text
    also = [line for line in report.breaches if cost.has_more_in_doubt(line)]
    if also:
        text = cost.ALSO_IN_DOUBT.removesuffix("有疑问")
        may = _if_so(report, also, "适用") or "有疑问"
        yield f"{count(also)}项{_named(report, also)}{text}{may}"


def _if_so(report: Report, lines: Iterable[Line], so: str) -> str:
    """，若适用，最重的是编号3（违反即可最高50万元）: the most that fines in doubt allow under each
    condition, and for which items; empty where they name no amount."""
    fining = {line: _doubted(line) for line in lines}
    highest = [*_highest(fining, on_what=True)]
    reaching = {of for _, of in highest}
    top = reaching.pop() if len(reaching) == 1 else ()
    if 0 < len(top) < len(fining) and (which := numbers(report, top)):
        most = "".join(words for words, _ in highest).removeprefix("，")
        # The number stands first, lest it be read as said of the others too.
        return f"，若{so}，最重的是{which}（{most}）"
    most = _bounds(report, fining)
    return f"，若{so}{most}" if most else ""


def left_out(report: Report, first: Iterable[First]) -> str:
    """另有更重而有疑问的：编号9“…”（若适用，情节严重的，最高200万元）…: the heaviest fine in doubt,
    where it is heavier than all that are certain and nothing that is done first may come to it."""
    named = {task.line for act in first for task in (*act.tasks, *act.also)}
    certain = max((_in_yuan(_steps(line))[1] for line in report.breaches), default=0)
    left = [line for line in report.breaches if line.finding.remedied is None]
    may = {line: _in_yuan(_doubted(line)) for line in left}
    most = max((high for _, high in may.values()), default=0)
    top = [line for line, (_, high) in may.items() if high == most]
    if most <= certain or not named.isdisjoint(top):
        return ""
    on, high = may[top[0]]
    which = numbers(report, top) or f"{count(top)}项"
    if len(top) == 1:
        which += quoted(top[0].obligation.title)
    ahead = any(line.finding.penalties for line in report.breaches)
    why = "上面先排确定的罚款，所以没有列入" if ahead else "上面没有列入"
    return f"另有更重而有疑问的：{which}（若适用，{amounts.when(on)}，最高{yuan(high)}）；{why}。"


def _doubted(line: Line) -> list[Step]:
    return [step for provision in line.finding.may_fine for step in provision.penalty.steps]


def _in_yuan(steps: Iterable[Step]) -> tuple[Trigger, int]:
    """The highest bound in 元, 0 where there is none, and the least condition that allows it."""
    rising = [
        (on, high[amounts.YUAN]) for on, high in amounts.rising(steps) if amounts.YUAN in high
    ]
    return rising[-1] if rising else (Trigger.BREACH, 0)


def _possible(threat: Threat, lines: Iterable[Line]) -> str:
    triggers = {trigger for line in lines for trigger in line.exposure.triggers}
    return cost.possible(threat, [trigger for trigger in Trigger if trigger in triggers])
