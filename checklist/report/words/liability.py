"""Whom an entry binds, who answers for a breach by which article, what else the same act breaches,
and who deals with it (管辖)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checklist.law.applicability import Applies, BoundAs
from checklist.law.model import (
    Citation,
    Liability,
    NotObligation,
    Obligation,
    Rulebook,
    Treatment,
)
from checklist.law.wording import article, citation
from checklist.report.view.model import Line, Report, Venue
from checklist.report.view.tasks import items
from checklist.report.words.wording import because, which_rooms


def addressees(line: Line) -> str:
    """直播间运营者；直播营销人员服务机构（依第六十三条）."""
    source = line.obligation.source
    return "；".join(
        to.holder.name
        + (f"（依{article(to.bound.via, source)}）" if to.bound.via is not None else "")
        for to in line.addressees
    )


def held(report: Report) -> str:
    """直播间运营者、直播营销人员服务机构: who the respondent is in law for certain."""
    return "、".join(
        identity.standing.holder.name
        for identity in report.identities
        if identity.standing.held is Applies.YES
    )


def attribution(line: Line) -> Iterator[str]:
    """On what ground another article binds the respondent, and where liability lies elsewhere."""
    certain = line.finding.binding.applies is Applies.YES
    source = line.obligation.source
    for to in line.addressees:
        bound, name = to.bound, to.holder.name
        liability = bound.liability or _shift(line.obligation, bound)
        if bound.via is not None:
            by = article(bound.via, source)
            ground = f"依{by}受约束" if certain else f"若适用，依据是{by}"
            why = f"，因为{because(to.because)}" if to.because else ""
            yield f"作为{name}，{ground}{why}。{_says(liability, source) if liability else ''}"
        elif liability and liability.named_only:
            yield f"作为{name}，写明罚谁的罚则是否及于填报人有疑问。{_says(liability, source)}"
        elif liability:
            by = article(liability.article, source)
            yield f"作为{name}，责任由{by}决定。{_says(liability, source)}"


def _says(liability: Liability, source: Citation) -> str:
    """What the article says; its number stands once."""
    by = article(liability.article, source)
    why = liability.why.removesuffix(f"（{by}）").rstrip("。")
    return f"{why}。" if why.startswith(by) else f"{by}：{why}。"


def articles(line: Line) -> str:
    """The articles that decide about liability: 第六十三条、第二十四条; empty where none does."""
    bound_as = line.finding.binding.bound_as
    deciding = [bound.via for bound in bound_as if bound.via is not None]
    deciding += [bound.liability.article for bound in bound_as if bound.liability is not None]
    return "、".join(article(each, line.obligation.source) for each in dict.fromkeys(deciding))


def apart(report: Report, line: Line) -> str:
    """罚则是否及于填报人有疑问（第二条）: what sets an open line apart from another open one of the
    same entry, where its fines may not reach the respondent; else empty."""
    bound_as = line.finding.binding.bound_as
    articles = (bound.liability.article for bound in bound_as if bound.liability)
    others = [each for each in report.open if each.obligation.id == line.obligation.id]
    if all(each.finding.binding.bound_as == bound_as for each in others):
        return ""
    places = "、".join(article(each, line.obligation.source) for each in dict.fromkeys(articles))
    return f"罚则是否及于填报人有疑问（{places}）" if places else ""


def _shift(obligation: Obligation, bound: BoundAs) -> Liability | None:
    """What the article that binds `bound` says about the liability of another holder."""
    if bound.via is None:
        return None
    others = (ground.liability for id, ground in obligation.binds.items() if id != bound.holder)
    return next((other for other in others if other and other.article == bound.via), None)


LENIENT = (
    "违法行为轻微并及时改正、没有造成危害后果的，不予行政处罚；初次违法且危害后果轻微并及时改正的，"
    "可以不予行政处罚（《行政处罚法》第三十三条第一款）。"
)


def same_act(other: Obligation) -> str:
    """That for one act that also breaches another entry no two fines are imposed."""
    return (
        f"同一个行为如果也违反了{citation(other.source)}（{other.title}），"
        "不得罚款两次；都应当罚款的，按罚款数额高的规定处罚（《行政处罚法》第二十九条）。"
    )


def decided(line: Line) -> str:
    """That what the respondent was fined for already is not fined again; empty without a sign of
    a decision, which may also be against others or no fine at all."""
    if not _is_decided(line):
        return ""
    return (
        "对填报人的同一个违法行为已经罚过款的，不得再次罚款（《行政处罚法》第二十九条），"
        "请把决定书、缴款凭证附为佐证；罚的是别人的不在内。这里照样计入，项数和金额都没有减。"
    )


def decided_among(report: Report) -> str:
    """That what was fined already is not fined again, with how many breaches that is about."""
    count = sum(line.count for line in report.breaches if _is_decided(line))
    if not count:
        return ""
    return (
        f"其中{count}项有抽检不合格或认定，对填报人罚过款的同一违法行为不得再次罚款"
        "（《行政处罚法》第二十九条）；这里照样计入。"
    )


def _is_decided(line: Line) -> bool:
    options = (option for judged in line.failed for option in judged.missing)
    return any(option.decided for option in options)


def one_act(report: Report, *, by_number: bool = False) -> str:
    """Which breaches are of one and the same thing, asked once: each counts; empty where none.
    They are named by their number in the report, or else by article."""
    by_question: dict[str, list[Line]] = {}
    for line in report.breaches:
        for key in {judged.key for judged in line.failed}:
            by_question.setdefault(key, []).append(line)
    numbers = items(report)
    places = dict.fromkeys(
        f"编号{'、'.join(str(numbers[line]) for line in lines)}"
        if by_number
        else "和".join(dict.fromkeys(citation(line.obligation.source) for line in lines))
        for lines in by_question.values()
        if len({line.obligation.id for line in lines}) > 1
    )
    if not places:
        return ""
    how = "各计一项" if by_number else "一条计一项"
    act = "" if by_number else "同一个违法行为"
    return (
        f"{'；'.join(places)}问的是同一件事，{how}，改一次就够；"
        f"{act}不得罚款两次（《行政处罚法》第二十九条）。"
    )


def attributions(rulebook: Rulebook, lines: Iterable[Line]) -> tuple[NotObligation, ...]:
    """Who the regulation itself holds liable, as far as it says so in the articles of `lines`."""
    sources = (line.obligation.source for line in lines)
    articles = {(source.of, source.article) for source in sources}
    return tuple(
        provision
        for provision in rulebook.not_obligations
        if provision.treatment is Treatment.ATTRIBUTION
        and (provision.source.of, provision.source.article) in articles
    )


# --- jurisdiction --------------------------------------------------------------------------------


def concerned(venue: Venue) -> str:
    """Which rooms it is about: 全部5个直播间; empty where there is nothing to tell apart."""
    return "" if venue.rooms is None or venue.rooms.of == 1 else which_rooms(venue.rooms)


def authority(venue: Venue) -> str:
    """The authority, and whether it is certain that it is the one."""
    if venue.competence is None:
        return f"{venue.holder.source.of or '本规章'}没有写明由谁管辖"
    named = venue.competence.jurisdiction.authority
    return named if venue.competence.applies is Applies.YES else f"可能是：{named}"


def otherwise(venue: Venue) -> str:
    """Who does where that cannot be determined; empty where the regulation does not say."""
    return (venue.competence and venue.competence.jurisdiction.otherwise) or ""


def place(venue: Venue) -> str:
    """The citation; empty where no authority is named."""
    return citation(venue.competence.jurisdiction.source) if venue.competence else ""


def jurisdiction(venues: Iterable[Venue]) -> str:
    """All of it in one line: 直播间运营者由…管辖（第四十七条第二款）；…."""
    return "；".join(map(short, venues))


def short(venue: Venue) -> str:
    """直播间运营者（3个直播间）：…（第四十七条第二款）."""
    if venue.competence is None:
        return f"{venue.holder.name}：{authority(venue)}"
    rooms = f"（{len(venue.rooms.rooms)}个直播间）" if venue.rooms and concerned(venue) else ""
    return f"{venue.holder.name}{rooms}：{authority(venue)}（{place(venue)}）"
