"""Writes a whole rulebook as Markdown: what a lawyer reads, corrects and signs off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from checklist.law import wording
from checklist.law.model import Citation, Fact, NotObligation, Obligation, ReviewState, Rulebook
from checklist.upkeep.as_text import Section, condition, provision, remark, sections

_COLUMNS: dict[str, tuple[str, ...]] = {
    "要求": ("要求", "没有问", "例外", "相关"),
    "约束谁、何时": ("约束", "适用"),
    "问题与合格条件": ("问题", "起算", "期限", "专题"),
    "佐证与整改": ("佐证", "整改"),
    "处罚": (),  # in full under its own heading
    "疑问与复核": ("存疑", "复核"),
}
"""The columns after the first, and which sections of an entry stand in each."""
_SPEAK_FOR_THEMSELVES = ("要求", "约束", "问题", "佐证", "存疑", "复核")


def catalogue(rulebook: Rulebook) -> str:
    """Everything the rulebook says, in the order of the regulation, ending in a line break."""
    parts = (
        _head(rulebook),
        _duty_holders(rulebook),
        _facts(rulebook),
        _obligations(rulebook),
        _not_obligations(rulebook),
        _penalties(rulebook),
        _jurisdictions(rulebook),
    )
    return "\n".join(line for part in parts for line in part)


def _head(rulebook: Rulebook) -> Iterator[str]:
    reviews = [entry.review for entry in rulebook.obligations]
    states = [review.state for review in reviews]
    signed = states.count(ReviewState.REVIEWED)
    points = sum(len(review.open_points) + len(review.remarks) for review in reviews)
    of = rulebook.regulation
    yield f"# 《{_safe(of.title)}》义务目录\n"
    yield "<!-- 由 checklist rules catalogue 生成，不要手改；要改的是规则册 -->\n"
    yield f"{_safe(of.promulgated)}，自 {of.in_force.isoformat()} 起施行。"
    url = of.official_url
    called = "官方文本" if of.url_checked else "官方文本的网址（没有打开核对）"
    yield f"{called}：{f'<{url}>' if _ADDRESS.fullmatch(url) else _safe(url)}\n"
    edition = f"规则册 {of.id}，版本 {_safe(of.edition)}"
    yield f"{edition}：{len(states)} 条义务、禁止和倡导，"
    reviewed, to_review = (
        wording.REVIEW[state] for state in (ReviewState.REVIEWED, ReviewState.TO_REVIEW)
    )
    yield f"{reviewed} {signed} 条，"
    yield f"{to_review} {len(states) - signed} 条，待定的问题 {points} 个。\n"
    yield "概括、问题和整改建议都是自己的话，不是条文；“原文有”后面的短语摘自条文。\n"


def _duty_holders(rulebook: Rulebook) -> Iterator[str]:
    yield "## 义务主体\n"
    yield "是不是某一主体，由主体情况推出，不直接问。\n"
    rows = (
        (holder.id, holder.name, wording.citation(holder.source), condition(rulebook, holder.when))
        for holder in rulebook.duty_holders
    )
    yield from _table(("编号", "名称", "依据", "条件"), rows)


def _facts(rulebook: Rulebook) -> Iterator[str]:
    yield "## 主体情况\n"
    if rulebook.which_rooms:
        yield f"直播间名单：{_safe(rulebook.which_rooms)}\n"
    rows = (
        (
            fact.id,
            wording.PER[fact.per],
            fact.ask,
            "\n".join(option.label for option in fact.options),
            _asked_when(rulebook, fact),
            "\n".join(_why(rulebook, fact)),
        )
        for fact in rulebook.facts
    )
    yield from _table(("编号", "按", "问题", "选项", "什么时候问", "为什么问"), rows)


def _why(rulebook: Rulebook, fact: Fact) -> Iterator[str]:
    yield fact.why + (f"（{wording.citation(fact.source)}）" if fact.source else "")
    yield from (remark(rulebook, each) for each in fact.remarks)


def _asked_when(rulebook: Rulebook, fact: Fact) -> str:
    asked = condition(rulebook, fact.when) if fact.when else "总是"
    if fact.follows is None:
        return asked
    return f"{asked}；列了直播间的不问，有一个这样就是“是”：{condition(rulebook, fact.follows)}"


def _obligations(rulebook: Rulebook) -> Iterator[str]:
    for chapter in rulebook.regulation.chapters:
        entries = rulebook.obligations
        inside = [entry for entry in entries if rulebook.chapter_of(entry.source) is chapter]
        yield f"## {_safe(chapter.title)}\n"
        articles = f"第 {chapter.first} 条到第 {chapter.last} 条"
        yield f"{articles}，共 {len(inside)} 条义务、禁止和倡导。\n"
        if inside:
            inside.sort(key=_order)
            rows = (_obligation(rulebook, entry) for entry in inside)
            yield from _table(("条款", *_COLUMNS), rows)


def _order(part: Obligation | NotObligation) -> tuple[int, int, int]:
    return part.source.article, part.source.paragraph or 0, part.source.item or 0


def _obligation(rulebook: Rulebook, obligation: Obligation) -> Iterator[str]:
    by_label = {section.label: section for section in sections(rulebook, obligation)}
    about = f"{wording.KIND[obligation.kind]}，按{wording.PER[obligation.per]}"
    place = wording.citation(obligation.source)
    yield "\n".join([place, obligation.title, obligation.id, about, *_anchor(obligation.source)])
    for labels in _COLUMNS.values():
        shown = (_section(by_label[label]) for label in labels if label in by_label)
        lines = chain.from_iterable(shown) if labels else _fined(rulebook, obligation)
        yield "\n".join(lines)


def _anchor(source: Citation) -> list[str]:
    return [f"原文有“{source.anchor}”"] if source.anchor else []


def _section(section: Section) -> Iterator[str]:
    label = "" if section.label in _SPEAK_FOR_THEMSELVES else f"{section.label}："
    for level, text in section.paragraphs:
        yield "　" * level + label + text
        label = ""


def _fined(rulebook: Rulebook, obligation: Obligation) -> Iterator[str]:
    if obligation.no_penalty:
        yield f"没有专门的处罚：{obligation.no_penalty}"
    for ref in obligation.penalties:
        fine = rulebook.penalty(ref.id)
        yield f"{wording.penalty_citation(fine, ref)}（{fine.id}）：{wording.penalty(fine)}"


def _not_obligations(rulebook: Rulebook) -> Iterator[str]:
    if rulebook.not_obligations:
        yield "## 不是义务的条款\n"
        rows = (
            (wording.citation(other.source), wording.TREATMENT[other.treatment], other.why)
            for other in sorted(rulebook.not_obligations, key=_order)
        )
        yield from _table(("条款", "是什么", "理由"), rows)


def _penalties(rulebook: Rulebook) -> Iterator[str]:
    yield "## 处罚\n"
    rows = (
        (
            "\n".join([wording.citation(fine.source), fine.id, *_anchor(fine.source)]),
            fine.authority,
            _names(rulebook, fine.reaches) or "没有点名",
            wording.penalty(fine),
            "\n".join(map(provision, fine.under)),
            "\n".join(filter(None, [fine.note, *(f"待定：{doubt}" for doubt in fine.open_points)])),
        )
        for fine in rulebook.penalties
    )
    yield from _table(("条款", "机关", "点名的主体", "处罚", "依照", "说明与待定"), rows)


def _jurisdictions(rulebook: Rulebook) -> Iterator[str]:
    if rulebook.jurisdictions:
        yield "## 管辖\n"
        rows = (
            (
                wording.citation(rule.source),
                _names(rulebook, rule.holders),
                wording.PER[rule.per],
                condition(rulebook, rule.when) if rule.when else "",
                rule.authority,
                rule.otherwise or "",
            )
            for rule in rulebook.jurisdictions
        )
        yield from _table(("条款", "主体", "按", "条件", "机关", "另有规定、没有写明的"), rows)


def _names(rulebook: Rulebook, holders: Iterable[str]) -> str:
    return "\n".join(rulebook.duty_holder(id).name for id in holders)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    head = tuple(head)
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join('<br>'.join(map(_safe, cell.split(chr(10)))) for cell in row)} |"
    yield ""


_MARKUP = str.maketrans({sign: f"\\{sign}" for sign in "\\|<>*_`[]#~&"})
_ADDRESS = re.compile(r"https?://[^\s<>\\\"]+")


def _safe(text: str) -> str:
    """Text as Markdown shows it: nothing in it is markup."""
    return text.translate(_MARKUP)
