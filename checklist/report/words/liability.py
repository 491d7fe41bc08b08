"""Who answers for a breach, by which article, and what else it may come under, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checklist.law.applicability import Applies, BoundAs
from checklist.law.model import Liability, Obligation, Penalty, PenaltyRef, Rulebook
from checklist.law.wording import cite, penalty_citation
from checklist.report.view.model import Line
from checklist.report.words.wording import because


def attribution(rulebook: Rulebook, line: Line) -> Iterator[str]:
    """On what ground another article binds the respondent, and where liability lies elsewhere."""
    rests_on = {one.bound.holder: one.because for one in line.extended}
    for bound in line.finding.binding.bound_as:
        liability = bound.liability or _shift(line.obligation, bound)
        name = rulebook.duty_holder(bound.holder).name
        if bound.via is not None:
            facts = rests_on.get(bound.holder)
            why = f"，因为{because(facts)}" if facts else ""
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


# --- provisions that may not reach, and provisions beside ----------------------------------------


def shifted(line: Line) -> tuple[PenaltyRef, ...]:
    """The entry's own penalties that are in doubt only because liability is."""
    own = line.obligation.penalties_in_doubt
    return tuple(ref for ref in line.finding.penalties_in_doubt if ref not in own)


def doubtful(rulebook: Rulebook, line: Line) -> tuple[PenaltyRef, ...]:
    """The provisions of which it is open whether they fine this very breach."""
    own = set(line.finding.penalties_in_doubt) - set(shifted(line)) - set(beside(rulebook, line))
    return tuple(ref for ref in line.finding.penalties_in_doubt if ref in own)


def beside(rulebook: Rulebook, line: Line) -> tuple[PenaltyRef, ...]:
    """The provisions that the conduct may come under as well: they fine no breach of an entry."""
    refs = line.finding.penalties_in_doubt
    return tuple(ref for ref in refs if names_conduct(rulebook, rulebook.penalty(ref.id)))


def names_conduct(rulebook: Rulebook, penalty: Penalty) -> bool:
    """Whether a provision names conduct and no article: no entry is fined by it for certain."""
    return penalty.id in naming_conduct(rulebook)


_worked_out: tuple[Rulebook, frozenset[str]] | None = None
"""Asked for with every line of one report after the other."""


def naming_conduct(rulebook: Rulebook) -> frozenset[str]:
    """The ids of all such provisions."""
    global _worked_out  # noqa: PLW0603  keeps nothing but what follows from the rulebook
    if _worked_out is None or _worked_out[0] is not rulebook:
        _worked_out = rulebook, _naming_conduct(rulebook)
    return _worked_out[1]


def _naming_conduct(rulebook: Rulebook) -> frozenset[str]:
    refs = {ref.id for one in rulebook.obligations for ref in one.penalties}
    sources = (rulebook.penalty(id).source for id in refs)
    certain = {(source.article, source.paragraph) for source in sources}
    return frozenset(
        one.id
        for one in rulebook.penalties
        if (one.source.article, one.source.paragraph) not in certain
    )


def places(rulebook: Rulebook, refs: Iterable[PenaltyRef]) -> str:
    """Where the regulation has them: 第五十四条第六项、第六十六条; each once."""
    cited = (penalty_citation(rulebook.penalty(ref.id), ref) for ref in refs)
    return "、".join(dict.fromkeys(cited))


def threats(rulebook: Rulebook, obligation: Obligation, conduct: frozenset[str]) -> str:
    """What fines a breach of the entry: 第五十九条第一项、第六十五条第二款（有疑问：第五十四条）.

    `conduct` are the provisions of `naming_conduct`: they fine no breach of an entry.
    """
    certain = places(rulebook, obligation.penalties)
    in_doubt = (ref for ref in obligation.penalties_in_doubt if ref.id not in conduct)
    doubtful = places(rulebook, in_doubt)
    if not doubtful:
        return certain
    return f"{certain}（有疑问：{doubtful}）" if certain else f"是否适用{doubtful}有疑问"
