"""What one breach can cost, in Chinese, as the law tells it: never one made-up total."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.law.model import PenaltyRef, Rulebook
from checklist.law.wording import other_law, penalty, penalty_citation
from checklist.report.view.model import Line
from checklist.report.words import liability


def sanctions(rulebook: Rulebook, line: Line) -> Iterator[str]:
    """Each provision that fines it for certain, then those in doubt, which count for nothing."""
    if len(line.finding.penalties) > 1:
        yield "下列依据可能同时适用，择一或者并处依法律规定。"
    for ref in line.finding.penalties:
        yield _certain(rulebook, ref)
    if line.obligation.no_penalty:
        yield f"没有直接对应的罚款：{line.obligation.no_penalty}"
    shifted = liability.places(rulebook, liability.shifted(line))
    if shifted:
        yield f"{shifted}能不能处罚填报主体有疑问，不计入排序。"
    for ref in liability.doubtful(rulebook, line):
        yield f"是否适用{_place(rulebook, ref)}有疑问：{ref.why}。不计入排序。"
    for ref in liability.beside(rulebook, line):
        whose = rulebook.penalty(ref.id).authority
        yield f"可能另外涉及{_place(rulebook, ref)}（{whose}）：{ref.why}。不计入排序。"


def _certain(rulebook: Rulebook, ref: PenaltyRef) -> str:
    one = rulebook.penalty(ref.id)
    under = f"，依{'、'.join(map(other_law, one.under))}" if one.under else ""
    return f"{_place(rulebook, ref)}（{one.authority}{under}）：{penalty(one)}。"


def _place(rulebook: Rulebook, ref: PenaltyRef) -> str:
    return penalty_citation(rulebook.penalty(ref.id), ref)
