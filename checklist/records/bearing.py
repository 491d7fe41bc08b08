"""What a check of records bears on: findings that it speaks for or against, and duties that bind
somebody else."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.evaluation.model import Findings, Observation
from checklist.law.applicability import Applies
from checklist.law.model import Obligation, Question, Rulebook
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
                labels = [on.label for on in question.options if on.id == observation.option]
                what = f"“{labels[0]}”" if labels else without_asides(question.ask)
                place = f"{citation(obligation.source)}：{what}"
                whose = _whose(rulebook, obligation)
                if finding.binding.applies is Applies.NO:
                    note = observation.note
                    for limit in Limit:
                        note = note.removesuffix(limit)
                    yield f"供参考：{place}（{whose}的义务，不约束填报单位）　{note}"
                elif observation.undecided:
                    yield f"待确认：{place}（{whose}的义务）　{observation.note}"
                elif not observation.holds:
                    yield f"不符合：{place}（{whose}的义务）　{observation.note}"
                else:
                    extent = "抽查" if observation.sample else "全部"
                    extent += (
                        "" if obligation.every_room else _only(recorded, question, observation)
                    )
                    yield f"没有发现问题（{extent}）：{place}（{whose}的义务）　{observation.note}"
    yield from _of_merchants(recorded, rulebook)


def _whose(rulebook: Rulebook, obligation: Obligation) -> str:
    """Whom an entry binds: two that bind different people may stand in one provision."""
    return "、".join(rulebook.duty_holder(id).name for id in obligation.binds)


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
