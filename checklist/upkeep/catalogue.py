"""A whole rulebook as Markdown: what a lawyer reads, corrects and signs off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checklist.law.model import (
    Citation,
    Fact,
    Jurisdiction,
    Obligation,
    Penalty,
    ReviewState,
    Rulebook,
)
from checklist.law.wording import (
    KIND,
    PER,
    REVIEW,
    TREATMENT,
    citation,
    other_law,
    penalty,
    penalty_citation,
)
from checklist.upkeep.as_text import Section, condition, sections

_COLUMNS: dict[str, tuple[str, ...]] = {
    "要求": ("要求", "例外", "相关"),
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
    states = [one.review.state for one in rulebook.obligations]
    signed = states.count(ReviewState.REVIEWED)
    points = sum(len(one.review.open_points) for one in rulebook.obligations)
    yield f"# 《{rulebook.title}》义务目录\n"
    yield "<!-- 由 checklist rules catalogue 生成，不要手改；要改的是规则册 -->\n"
    yield f"{_safe(rulebook.number)}，自 {rulebook.in_force.isoformat()} 起施行。"
    yield f"官方文本：<{rulebook.official_url}>\n"
    yield f"规则册 {rulebook.id}，版本 {rulebook.edition}：{len(states)} 条义务、禁止和倡导，"
    yield f"{REVIEW[ReviewState.REVIEWED]} {signed} 条，"
    yield f"{REVIEW[ReviewState.TO_REVIEW]} {len(states) - signed} 条，待定的问题 {points} 个。\n"
    yield "概括、问题和整改建议都是自己的话，不是条文；“原文有”后面的短语摘自条文。\n"


def _duty_holders(rulebook: Rulebook) -> Iterator[str]:
    yield "## 义务主体\n"
    yield "是不是某一主体，由主体情况推出，不直接问。\n"
    rows = (
        (one.id, one.name, citation(one.source), condition(rulebook, one.when))
        for one in rulebook.duty_holders
    )
    yield from _table(("编号", "名称", "依据", "条件"), rows)


def _facts(rulebook: Rulebook) -> Iterator[str]:
    yield "## 主体情况\n"
    yield from _table(
        ("编号", "按", "问题", "选项", "什么时候问", "为什么问"),
        ((one.id, PER[one.per], one.ask, *_fact(rulebook, one)) for one in rulebook.facts),
    )


def _fact(rulebook: Rulebook, fact: Fact) -> tuple[str, str, str]:
    options = "\n".join(option.label for option in fact.options)
    when = condition(rulebook, fact.when) if fact.when else "总是"
    source = f"（{citation(fact.source)}）" if fact.source else ""
    return options, when, f"{fact.why}{source}"


def _obligations(rulebook: Rulebook) -> Iterator[str]:
    for chapter in rulebook.chapters:
        found = [
            one
            for one in rulebook.obligations
            if chapter.first <= one.source.article <= chapter.last
        ]
        yield f"## {_safe(chapter.title)}\n"
        yield f"第 {chapter.first} 条到第 {chapter.last} 条，共 {len(found)} 条义务、禁止和倡导。\n"
        if found:
            found.sort(key=lambda one: _order(one.source))
            rows = (_obligation(rulebook, one) for one in found)
            yield from _table(("条款", *_COLUMNS), rows)


def _order(source: Citation) -> tuple[int, int, int]:
    return source.article, source.paragraph or 0, source.item or 0


def _obligation(rulebook: Rulebook, obligation: Obligation) -> Iterator[str]:
    by_label = {section.label: section for section in sections(rulebook, obligation)}
    first = [citation(obligation.source), obligation.title, obligation.id]
    about = f"{KIND[obligation.kind]}，按{PER[obligation.per]}"
    anchor = obligation.source.anchor
    yield "\n".join([*first, about, *([f"原文有“{anchor}”"] if anchor else [])])
    for labels in _COLUMNS.values():
        found = [by_label[label] for label in labels if label in by_label]
        lines = (
            (line for one in found for line in _section(one))
            if labels
            else _fined(rulebook, obligation)
        )
        yield "\n".join(lines)


def _section(section: Section) -> Iterator[str]:
    label = "" if section.label in _SPEAK_FOR_THEMSELVES else f"{section.label}："
    for level, text in section.paragraphs:
        yield "　" * level + label + text
        label = ""


def _fined(rulebook: Rulebook, obligation: Obligation) -> Iterator[str]:
    if obligation.no_penalty:
        yield f"没有专门的处罚：{obligation.no_penalty}"
    for ref in obligation.penalties:
        one = rulebook.penalty(ref.id)
        yield f"{penalty_citation(one, ref)}（{one.id}）：{penalty(one)}"


def _not_obligations(rulebook: Rulebook) -> Iterator[str]:
    if rulebook.not_obligations:
        yield "## 不是义务的条款\n"
        listed = sorted(rulebook.not_obligations, key=lambda one: _order(one.source))
        rows = ((citation(one.source), TREATMENT[one.treatment], one.why) for one in listed)
        yield from _table(("条款", "是什么", "理由"), rows)


def _penalties(rulebook: Rulebook) -> Iterator[str]:
    yield "## 处罚\n"
    yield from _table(
        ("条款", "机关", "点名的主体", "处罚", "依照", "说明与待定"),
        (_penalty(rulebook, one) for one in rulebook.penalties),
    )


def _penalty(rulebook: Rulebook, one: Penalty) -> tuple[str, ...]:
    source = one.source
    anchor = f"\n原文有“{source.anchor}”" if source.anchor else ""
    notes = [one.note] if one.note else []
    return (
        f"{citation(source)}\n{one.id}{anchor}",
        one.authority,
        "\n".join(rulebook.duty_holder(id).name for id in one.reaches) or "没有点名",
        penalty(one),
        "\n".join(other_law(law) + (f"（{law.note}）" if law.note else "") for law in one.under),
        "\n".join([*notes, *(f"待定：{point}" for point in one.open_points)]),
    )


def _jurisdictions(rulebook: Rulebook) -> Iterator[str]:
    if rulebook.jurisdictions:
        yield "## 管辖\n"
        yield from _table(
            ("条款", "主体", "按", "条件", "机关", "不能确定的"),
            (_jurisdiction(rulebook, one) for one in rulebook.jurisdictions),
        )


def _jurisdiction(rulebook: Rulebook, one: Jurisdiction) -> tuple[str, ...]:
    return (
        citation(one.source),
        "\n".join(rulebook.duty_holder(id).name for id in one.holders),
        PER[one.per],
        condition(rulebook, one.when) if one.when else "",
        one.authority,
        one.otherwise or "",
    )


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    head = tuple(head)
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join('<br>'.join(map(_safe, cell.split(chr(10)))) for cell in row)} |"
    yield ""


_MARKUP = str.maketrans({one: f"\\{one}" for one in "\\|<>*_`[]#~"})


def _safe(text: str) -> str:
    """Text as Markdown shows it: nothing in it is markup."""
    return text.translate(_MARKUP)
