"""Whom an entry binds, and who answers for a breach by which article, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.law.applicability import Applies, BoundAs
from checklist.law.model import Liability, Obligation
from checklist.law.wording import cite
from checklist.report.view.model import Line
from checklist.report.words.wording import because


def addressees(line: Line) -> str:
    """直播间运营者；直播营销人员服务机构（依第六十三条）."""
    return "；".join(
        to.holder.name + (f"（依{cite(to.bound.via)}）" if to.bound.via is not None else "")
        for to in line.addressees
    )


def attribution(line: Line) -> Iterator[str]:
    """On what ground another article binds the respondent, and where liability lies elsewhere."""
    for to in line.addressees:
        bound, name = to.bound, to.holder.name
        liability = bound.liability or _shift(line.obligation, bound)
        if bound.via is not None:
            why = f"，因为{because(to.because)}" if to.because else ""
            says = _says(liability) if liability else ""
            yield f"作为{name}，{_bound_by(line, cite(bound.via))}{why}。{says}"
        elif liability and liability.named_only:
            yield f"作为{name}，有点名主体的罚则是否及于填报人有疑问。{_says(liability)}"
        elif liability:
            yield f"作为{name}，责任由{cite(liability.article)}决定。{_says(liability)}"


def _bound_by(line: Line, article: str) -> str:
    certain = line.finding.binding.applies is Applies.YES
    return f"依{article}受约束" if certain else f"若适用，依据是{article}"


def _says(liability: Liability) -> str:
    """What the article says; its number stands once."""
    article = cite(liability.article)
    why = liability.why.removesuffix(f"（{article}）").rstrip("。")
    return f"{why}。" if why.startswith(article) else f"{article}：{why}。"


def articles(line: Line) -> str:
    """The articles that decide about liability: 第六十三条、第二十四条; empty where none does."""
    bound_as = line.finding.binding.bound_as
    found = [one.via for one in bound_as if one.via is not None]
    found += [one.liability.article for one in bound_as if one.liability is not None]
    return "、".join(cite(article) for article in dict.fromkeys(found))


def _shift(obligation: Obligation, bound: BoundAs) -> Liability | None:
    """What the article that binds `bound` says about the liability of another holder."""
    if bound.via is None:
        return None
    others = (ground.liability for id, ground in obligation.binds.items() if id != bound.holder)
    return next((one for one in others if one and one.article == bound.via), None)
