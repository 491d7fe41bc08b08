"""Tells one entry of a rulebook as a lawyer reads it: labelled paragraphs, not yet wrapped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from checklist.law import on_screen, wording
from checklist.law.deadlines import due
from checklist.law.expectations import ExpectAll, ExpectNone
from checklist.law.model import (
    AllOf,
    Condition,
    FactIs,
    Obligation,
    Option,
    OtherLaw,
    Question,
    Remark,
    Review,
    ReviewState,
    Rulebook,
)


class Section(Struct, frozen=True, kw_only=True):
    """Paragraphs under one label; `level` is how far a paragraph is indented (0 or 1)."""

    label: str
    paragraphs: tuple[tuple[int, str], ...]


def sections(
    rulebook: Rulebook, obligation: Obligation, forms: Mapping[str, str] | None = None
) -> Iterator[Section]:
    """Everything the rulebook says about one obligation, section by section; `forms` are the titles
    of record forms by their ids."""
    titles = forms or {}
    for label, paragraphs in (
        ("编号", _plain(obligation.id)),
        ("依据", _source(rulebook, obligation)),
        ("性质", _plain(f"{wording.KIND[obligation.kind]}，按{wording.PER[obligation.per]}判断")),
        ("要求", _plain(obligation.summary)),
        ("约束", _bound(rulebook, obligation)),
        ("适用", _applies(rulebook, obligation)),
        ("问题", _questions(rulebook, obligation)),
        ("没有问", _plain(obligation.unasked)),
        ("起算", _plain(obligation.counted_from)),
        ("期限", ((0, due(each)) for each in obligation.due)),
        ("记录", _plain("名单以外的直播间的记录也算" if obligation.every_room else None)),
        ("专题", _plain(obligation.topic and wording.TOPIC[obligation.topic])),
        ("佐证", _plain("；".join(obligation.evidence))),
        ("整改", _plain(obligation.remedy)),
        ("样表", _plain("、".join(titles.get(id, id) for id in obligation.forms))),
        ("处罚", _penalties(rulebook, obligation)),
        ("存疑", _doubts(rulebook, obligation)),
        ("例外", _plain(obligation.carve_out)),
        ("相关", ((0, provision(law)) for law in obligation.related)),
        ("重合", _plain("、".join(obligation.overlaps))),
        ("复核", _review(rulebook, obligation)),
    ):
        if filled := tuple(paragraphs):
            yield Section(label=label, paragraphs=filled)


Paragraphs = Iterator[tuple[int, str]]


def condition(rulebook: Rulebook, what: Condition) -> str:
    """A condition in words: “是否使用数字人？”答“是”，并且（…或者…）."""
    if isinstance(what, FactIs):
        fact = rulebook.fact(what.fact)
        labels = {option.id: f"“{option.label}”" for option in fact.options}
        return f"“{fact.ask}”答{'或者'.join(labels[value] for value in what.values)}"
    joint = "，并且" if isinstance(what, AllOf) else "，或者"
    words = ((part, condition(rulebook, part)) for part in what.parts)
    return joint.join(text if isinstance(part, FactIs) else f"（{text}）" for part, text in words)


def _plain(text: str | None) -> Paragraphs:
    if text:
        yield 0, text


def _source(rulebook: Rulebook, obligation: Obligation) -> Paragraphs:
    source = obligation.source
    yield 0, f"《{rulebook.regulation.title}》{wording.citation(source)}"
    if source.anchor:
        yield 0, f"原文有“{source.anchor}”"


def _bound(rulebook: Rulebook, obligation: Obligation) -> Paragraphs:
    for id, ground in obligation.binds.items():
        holder = rulebook.duty_holder(id)
        via = f"，经由{wording.cite(ground.via)}" if ground.via else ""
        yield 0, f"{holder.name}（{wording.citation(holder.source)}）{via}"
        if ground.when:
            yield 1, f"条件：{condition(rulebook, ground.when)}"
        if ground.in_doubt_when:
            yield 1, f"是否约束有疑问：{condition(rulebook, ground.in_doubt_when)}"
        if liability := ground.liability:
            by = wording.cite(liability.article)
            only = f"：{condition(rulebook, liability.when)}" if liability.when else ""
            which = "点名义务主体的处罚" if liability.named_only else "处罚"
            yield 1, f"{which}可能够不到（{by}）{only}"
            yield 1, liability.why


def _applies(rulebook: Rulebook, obligation: Obligation) -> Paragraphs:
    if obligation.when:
        yield 0, f"条件：{condition(rulebook, obligation.when)}"
    elif obligation.in_doubt_when is None:
        yield 0, "没有别的条件"
    if obligation.unless:
        yield 0, f"例外，不受约束：{condition(rulebook, obligation.unless)}"
    if obligation.in_doubt_when:
        yield 0, f"是否适用有疑问：{condition(rulebook, obligation.in_doubt_when)}"
    if obligation.unknown_when:
        yield 0, f"说不清是否适用：{condition(rulebook, obligation.unknown_when)}"


def _questions(rulebook: Rulebook, obligation: Obligation) -> Paragraphs:
    for number, question in enumerate(obligation.questions, 1):
        place = f"（{wording.citation(obligation.source, question.item)}）" if question.item else ""
        yield 0, f"{number}. {question.ask}{place}"
        box = "□" if isinstance(question.expect, ExpectAll | ExpectNone) else "○"
        for option in question.options:
            shown = "".join(f"（{line}）" for line in _shown_by(option))
            yield 1, f"{box} {wording.option(option)}{shown}"
        if line := wording.asks_of(question):
            yield 1, line
        yield 1, f"合格：{wording.expected(question.expect, question.options)}"
        if question.inapplicable_if:
            yield 1, f"{question.inapplicable_if}，可答“不适用”"
        if question.ended:
            yield 1, wording.ONCE_ENDED[question.ended]
        if question.leaves_open:
            yield 1, f"答“是”的待确认：{question.leaves_open}"
        if question.fine_in_doubt:
            yield 1, f"只有这一项没有做到的，罚不罚有疑问：{question.fine_in_doubt}"
        if question.remedy:
            yield 1, f"这一题没有做到的，整改：{question.remedy}"
        if question.why:
            yield 1, f"为什么问：{question.why}"
        yield from ((1, remark(rulebook, each)) for each in question.remarks)
        if question.see:
            yield 1, f"旁边列出前面的答案：{'、'.join(question.see)}"
        yield from ((1, line) for line in _shown_by(question))
        borrowed = f"，与 {question.same_as} 是同一个问题，只问一次" if question.same_as else ""
        yield 1, f"编号：{question.id}{borrowed}"


def _shown_by(asked: Question | Option) -> Iterator[str]:
    """What can show whether it is so: records, the picture of a recording."""
    if asked.proves:
        yield f"可以用{'、'.join(kind.shown for kind in asked.proves)}核对"
    if isinstance(asked, Option) and asked.in_orders:
        yield f"可以用平台自己的交易信息表里的“{asked.in_orders.column.shown}”一列核对"
    if asked.on_screen:
        yield f"可以用录像画面核对：{on_screen.in_words(asked.on_screen)}"


def _penalties(rulebook: Rulebook, obligation: Obligation) -> Paragraphs:
    if obligation.no_penalty:
        yield 0, f"没有专门的处罚：{obligation.no_penalty}"
    for ref in obligation.penalties:
        penalty = rulebook.penalty(ref.id)
        yield 0, f"{wording.penalty_citation(penalty, ref)}（{penalty.authority}）"
        if before := wording.before(penalty):
            yield 1, f"{before.removesuffix('，')}："
        for number, each in enumerate(penalty.steps, 1):
            yield 1, f"{number}. {wording.step(each)}"
        yield from ((1, f"依照{provision(law)}") for law in penalty.under)
        if penalty.note:
            yield 1, f"说明：{penalty.note}"
        yield from ((1, f"待定：{point}") for point in penalty.open_points)


def _doubts(rulebook: Rulebook, obligation: Obligation) -> Paragraphs:
    for ref in obligation.penalties_in_doubt:
        place = wording.penalty_citation(rulebook.penalty(ref.id), ref)
        yield 0, f"是否适用{place}的处罚有疑问：{ref.why or ''}"
        if ref.when:
            yield 1, f"只涉及：{condition(rulebook, ref.when)}"


def provision(law: OtherLaw) -> str:
    """A provision of another law, and what is noted of it."""
    return wording.other_law(law) + (f"（{law.note}）" if law.note else "")


def remark(rulebook: Rulebook, note: Remark) -> str:
    """What is said to some, and to whom: 只对“……？”答“是”的说：……."""
    return f"只对{condition(rulebook, note.when)}的说：{note.text}"


def open_points(rulebook: Rulebook, review: Review) -> Iterator[str]:
    """What the text leaves open about an entry; of some points, whom alone they concern."""
    yield from review.open_points
    for each in review.remarks:
        yield f"{each.text}（只涉及{condition(rulebook, each.when)}的）"


def _review(rulebook: Rulebook, obligation: Obligation) -> Paragraphs:
    review = obligation.review
    if review.state is ReviewState.REVIEWED and review.on:
        yield 0, f"{wording.REVIEW[review.state]}：{review.by}，{review.on.isoformat()}"
    else:
        yield 0, f"{wording.REVIEW[review.state]}：这一条的编码还没有律师签字确认"
    yield from ((0, f"待定：{point}") for point in open_points(rulebook, review))
