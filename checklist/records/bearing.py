"""What a check of records bears on: findings that it speaks for or against, and duties that bind
somebody else."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.evaluation.model import Finding, Findings, Observation
from checklist.law.applicability import Applies
from checklist.law.model import Question, Rulebook
from checklist.law.record_kinds import RecordKind
from checklist.law.wording import citation
from checklist.records.observing import proofs
from checklist.records.recorded import Recorded, observations_of
from checklist.records.words import Limit
from checklist.text import without_asides


def bound(findings: Findings) -> set[str]:
    """The ids of the entries that bind the respondent, or may."""
    binding = (each for each in findings.findings if each.binding.applies is not Applies.NO)
    return {each.obligation.id for each in binding}


def bearing(recorded: Recorded, rulebook: Rulebook, findings: Findings) -> Iterator[str]:
    """A line for each observation: which provision, what it shows, and what becomes of it.

    What does not bind the respondent is told as 供参考, and never becomes a finding.
    """
    seen: dict[str, list[Observation]] = {}
    for observation in observations_of(recorded, rulebook):
        seen.setdefault(observation.key, []).append(observation)
    for finding in findings.findings:
        obligation = finding.obligation
        for question in obligation.questions:
            for observation in seen.pop(obligation.key(question), ()):
                yield _line(recorded, rulebook, finding, question, observation)
    yield from _of_merchants(recorded, rulebook)


def _line(
    recorded: Recorded,
    rulebook: Rulebook,
    finding: Finding,
    question: Question,
    seen: Observation,
) -> str:
    obligation, note, bound = finding.obligation, seen.note, ""
    labels = [on.label for on in question.options if on.id == seen.option]
    what = f"“{labels[0]}”" if labels else without_asides(question.ask)
    # Two that bind different people may stand in one provision.
    whose = "、".join(rulebook.duty_holder(id).name for id in obligation.binds)
    if finding.binding.applies is Applies.NO:
        verdict, bound = "供参考", "，不约束填报单位"
        for limit in Limit:
            note = note.removesuffix(limit)
    elif seen.undecided:
        verdict = "待确认"
    elif not seen.holds:
        verdict = "不符合"
    else:
        extent = "抽查" if seen.sample else "全部"
        extent += "" if obligation.every_room else _only(recorded, question, seen)
        verdict = f"没有发现问题（{extent}）"
    return f"{verdict}：{citation(obligation.source)}：{what}（{whose}的义务{bound}）　{note}"


def _of_merchants(recorded: Recorded, rulebook: Rulebook) -> Iterator[str]:
    """That orders which are not a platform's own table do not show what has to be kept of each."""
    orders = next((each for each in recorded.tallies if each.kind is RecordKind.ORDERS), None)
    if orders is None or orders.contents or orders.uncolumned:
        return
    shown = {each.content.column: each.obligation for each in proofs(rulebook) if each.content}
    for place in dict.fromkeys(citation(each.source) for each in shown.values()):
        yield (
            f"说明不了：{place}的{len(shown)}类交易信息是不是都在，商家导出的订单看不出，"
            "没有核对；只有平台自己的交易信息表能说明"
        )


def _only(recorded: Recorded, question: Question, seen: Observation) -> str:
    """That rows of rooms outside the list were not counted, and which rooms belong in it; empty
    where there are none."""
    proves = next((on.proves for on in question.options if on.id == seen.option), question.proves)
    tallies = [tally for tally in recorded.tallies if tally.kind in proves]
    left_out = sum(sum(tally.others.values()) for tally in tallies)
    left_out += sum(tally.beyond.demanded for tally in tallies if tally.beyond)
    if not left_out:
        return ""
    return (
        f"，只就名单里的直播间；名单以外的{left_out}行没有计入：登记在自己名下的、自己实际运营的，"
        "名单里漏了才补进去，别人的不用"
    )
