"""能不能被罚 in Chinese: one answer with the most that can be fined at once, and what stands below
it: what hangs on a condition, what is in doubt, what has no fine. Items go by their numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from checklist.evaluation.model import Finding
from checklist.evaluation.summary import Threat, first_in_doubt, highest_fine
from checklist.law.model import Fine, Penalty, Step, Trigger
from checklist.law.wording import yuan
from checklist.report.view import reach
from checklist.report.view.model import Line, Report, Verdict
from checklist.report.view.tasks import items
from checklist.report.words import amounts, cost, liability, remedy
from checklist.report.words.conclusion import count, found, partly

_ANSWER = {Threat.AT_ONCE: "能", Threat.CONDITIONAL: "看情节和改正", Threat.IN_DOUBT: "不能确定"}
_MOST_NAMED = 6


def answer(report: Report) -> str:
    """能不能被罚, in one sentence, after how little was answered."""
    return f"{partly(report)}{_answer(report)}"


def _answer(report: Report) -> str:
    for threat, lines in reach.by_threat(report).items():  # worst first
        broken = f"{count(lines)}项不符合要求{remedy.among(lines)}"
        if threat is Threat.NO_AMOUNT:
            return f"能处罚，但条文没有写明罚款。{broken}。"
        if threat is Threat.NONE:
            return f"{cost.NO_FINE}，但{broken}。"
        return f"{_ANSWER[threat]}。{broken}，{_possible(threat, lines)}{_most(report, lines)}。"
    if report.verdict is Verdict.NOTHING_BINDS and report.encouragements:
        return "没有义务适用，只有倡导性规定；没有做到倡导，不会因此被罚。"
    if report.verdict is Verdict.CLEAR:
        return f"没有发现可以处罚的情形：{found(report)}"
    return found(report)


def numbers(report: Report, lines: Iterable[Line]) -> str:
    """第1、3—6项: which breaches; empty where they are too many to be named."""
    wanted = [number for line, number in items(report).items() if line in set(lines)]
    runs: list[list[int]] = []
    for number in wanted:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [f"{run[0]}—{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs]
    return f"第{'、'.join(told)}项" if 0 < len(told) <= _MOST_NAMED else ""


def _named(report: Report, lines: Iterable[Line]) -> str:
    """（第1、3—6项）; empty where they are too many to be named."""
    lines = list(lines)
    told = numbers(report, lines)
    if count(lines) != len(lines):  # a number stands for several rooms
        told = told.replace("第", "编号", 1).removesuffix("项")
    return f"（{told}）" if told else ""


# --- how much ------------------------------------------------------------------------------------


def _most(report: Report, lines: Collection[Line]) -> str:
    """，最高10万元（第1项）: the most that fines some breaches as far as they are told together,
    at once where any of them is fined at once, and which it is."""
    most = max((_high(line) for line in lines), default=0)
    if not most:
        return ""
    top = [line for line in lines if _high(line) == most]
    which = _named(report, top) if len(top) < len(lines) or len(top) == 1 else ""
    so = "若可处，" if all(line.threat is Threat.IN_DOUBT for line in lines) else ""
    return f"，{so}最高{yuan(most)}{_or_more(lines)}{which}"


def _or_more(lines: Iterable[Line]) -> str:
    """What a sum of money does not say: a multiple of what was earned, or no upper bound."""
    fines = [fine for line in lines for fine in _fines(line)]
    times = [fine for fine in fines if fine.times_of and fine.high]
    if times:
        most = max(times, key=lambda fine: fine.high or 0)
        return f"或者{most.times_of}的{most.high}倍"
    return "，有的没有写明上限" if any(fine.high is None for fine in fines) else ""


def _high(line: Line) -> int:
    """The highest bound in 元 of the fines that a breach is told by; 0 where none has one."""
    return max((fine.high or 0 for fine in _fines(line) if not fine.times_of), default=0)


def _fines(line: Line) -> Iterator[Fine]:
    """What fines it at once, else on its condition, else what may fine it."""
    fining = line.finding.penalties or cost.doubted(line.finding)
    steps = [step for each in fining for step in each.penalty.steps]
    for step in steps:
        at_once = line.threat is not Threat.AT_ONCE or step.on is Trigger.BREACH
        if step.fine and at_once:
            yield step.fine


# --- what stands below the answer -----------------------------------------------------------------


def below(report: Report) -> Iterator[str]:
    """What has to be known of the heaviest item, then what else can or may be fined, each with the
    numbers of its items."""
    by_threat = reach.by_threat(report)
    yield from _heaviest(report, by_threat.get(Threat.AT_ONCE, ()))
    if more := "；".join(filter(None, (_when_worse(report), *_others(report)))):
        yield f"{more}。"
    if may := "；".join(_in_doubt(report)):
        yield f"有疑问的：{may}。"


def _heaviest(report: Report, at_once: Collection[Line]) -> Iterator[str]:
    """What has to be known of the item that can cost most at once: whether the authority has to
    fine it, what law goes before, how well its text is known."""
    most = max((_high(line) for line in at_once), default=0)
    top = [line for line in at_once if _high(line) == most]
    for line in top[:1]:
        if told := "；".join(_to_be_known(report, line)):
            yield f"{_item(report, line)}：{told}。"
    others = [line for line in at_once if line not in top[:1] and first_in_doubt(line.finding)]
    if others:
        which = numbers(report, others) or f"另有{count(others)}项"
        yield f"{which}也按第一次就可以罚计（条文没有写明先后）。"


def _item(report: Report, line: Line) -> str:
    return f"第{items(report)[line]}项"


def _to_be_known(report: Report, line: Line) -> Iterator[str]:
    fining = [each.penalty for each in line.finding.penalties]
    steps = [step for each in fining for step in each.steps]
    at_once = [step for step in steps if step.fine and step.on is Trigger.BREACH]
    if at_once and all(step.discretionary for step in at_once):
        yield "条文写的是“可以”罚款，罚不罚由执法机关决定"
    if all(each.other_law_first for each in fining):
        yield "别的法律、行政法规有规定的先依其规定"
    if first_in_doubt(line.finding):
        yield "按第一次就可以罚计（条文没有写明先后）"
    if unverified := report.findings.rulebook.regulation_of(line.obligation.source).unverified:
        yield f"{line.obligation.source.of or '本规定'}的{unverified}"


def _when_worse(report: Report) -> str:
    """What breaches that are fined at once cost under a further condition, where that is more."""
    at_once = reach.by_threat(report).get(Threat.AT_ONCE, ())
    parts = []
    for line in at_once:
        reached = _high(line)
        for trigger in Trigger:
            if trigger is Trigger.BREACH:
                continue
            high = highest_fine(_steps(line.finding, trigger)) or 0
            if high > reached:
                parts.append((trigger, high, line))
                reached = high
    told = []
    for trigger, high in dict.fromkeys(each[:2] for each in parts):
        lines = [line for on, bound, line in parts if (on, bound) == (trigger, high)]
        which = numbers(report, lines) or f"{count(lines)}项"
        told.append(f"{which}{amounts.when(trigger)}，最高{yuan(high)}")
    return "；".join(told[:_MOST_WORSE])


_MOST_WORSE = 3


def _steps(finding: Finding, trigger: Trigger) -> list[Step]:
    penalties: list[Penalty] = [each.penalty for each in finding.penalties]
    return [step for each in penalties for step in each.steps if step.fine and step.on is trigger]


def _others(report: Report) -> Iterator[str]:
    """What is less severe than what the answer tells, but certain."""
    for threat, lines in list(reach.by_threat(report).items())[1:]:
        if threat is not Threat.IN_DOUBT:
            most = _most(report, lines) if threat is Threat.CONDITIONAL else ""
            told = f"{_named(report, lines)}{_possible(threat, lines)}{most}{remedy.among(lines)}"
            yield f"另有{count(lines)}项{told}"


def _in_doubt(report: Report) -> Iterator[str]:
    """What is only in doubt, then what more may fine a breach that is fined for certain."""
    only = reach.by_threat(report).get(Threat.IN_DOUBT, ())
    if only:
        told = f"{count(only)}项{_named(report, only)}是否可处罚款{_if_so(report, only, '可处')}"
        if shifted := [line for line in only if line.finding.shifted]:
            articles = "、".join(dict.fromkeys(map(liability.articles, shifted)))
            which = numbers(report, shifted) or f"{count(shifted)}项"
            told += f"，其中{which}能不能处罚填报单位，要看{articles}怎样理解"
        yield told
    also = [line for line in report.breaches if cost.has_more_in_doubt(line)]
    if also:
        told = cost.ALSO_IN_DOUBT.removesuffix("有疑问")
        yield f"{count(also)}项{_named(report, also)}{told}{_if_so(report, also, '适用')}"


def _if_so(report: Report, lines: Collection[Line], so: str) -> str:
    """，若适用，最高50万元（第3项）: the most that fines in doubt allow, and for which items."""
    most = cost.most_in_doubt(lines)
    top = [line for line in lines if cost.most_in_doubt((line,)) == most]
    which = _named(report, top) if len(top) < len(lines) else ""
    return f"，若{so}，{most}{which}" if most else "有疑问"


def _possible(threat: Threat, lines: Iterable[Line]) -> str:
    triggers = {trigger for line in lines for trigger in line.exposure.triggers}
    return cost.possible(threat, [trigger for trigger in Trigger if trigger in triggers])
