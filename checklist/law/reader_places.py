"""Reads `not_obligations` and `jurisdictions`: what the regulation says besides obligations."""

from __future__ import annotations

from checklist.law.model import Citation, Jurisdiction, NotObligation, Per, Treatment
from checklist.law.reader_common import (
    CITATION_KEYS,
    PER_WORDS,
    Known,
    check_article,
    read_citation,
    read_condition,
)
from checklist.law.wording import TREATMENT
from checklist.yaml.fields import Fields, instead
from checklist.yaml.nodes import Node, shortened

TREATMENT_WORDS = {word: treatment for treatment, word in TREATMENT.items()}
NOT_OBLIGATION_KEYS = {
    "article": CITATION_KEYS["article"],
    "paragraph": CITATION_KEYS["paragraph"],
    "item": CITATION_KEYS["item"],
    "treatment": f"写成其中之一：{'、'.join(TREATMENT_WORDS)}",
    "why": "写上这里为什么不是义务",
}
JURISDICTION_KEYS = {
    "source": "写成 source: { article: 47, paragraph: 2, anchor: 原文短语 }",
    "holders": "写上说的是哪些义务主体，例如 holders: [room_operator]",
    "per": f"写成其中之一：{'、'.join(PER_WORDS)}",
    "when": "写上什么情况下归这里管辖",
    "authority": "写上管辖的机关",
    "otherwise": "写上无法确定时由谁管辖",
}


def read_not_obligations(top: Fields, known: Known) -> tuple[NotObligation, ...]:
    """Every place that is no obligation; a place is treated once."""
    taken: dict[Citation, Node] = {}

    def read(node: Node, name: str) -> NotObligation:
        fields = Fields(node, name, NOT_OBLIGATION_KEYS, known.complaints)
        fields.required("article")
        article = fields.number("article")
        check_article(article, fields, known)
        place = Citation(
            article=article or 1, paragraph=fields.number("paragraph"), item=fields.number("item")
        )
        if article is not None and place in taken:
            what = f"重复，第 {taken[place].where.line} 行已经写过这一处"
            fields.complain(fields.node, what, "只保留一处")
        taken.setdefault(place, fields.node)
        fields.required("treatment")
        treatment = fields.word("treatment", TREATMENT_WORDS) or Treatment.PURPOSE
        return NotObligation(source=place, treatment=treatment, why=fields.text("why"))

    return top.each("not_obligations", read)


def read_jurisdictions(top: Fields, known: Known) -> tuple[Jurisdiction, ...]:
    """Every rule of jurisdiction."""

    def read(node: Node, name: str) -> Jurisdiction:
        fields = Fields(node, name, JURISDICTION_KEYS, known.complaints)
        fields.required("holders")
        holders = fields.placed_texts("holders")
        for holder, place in holders:
            if holder not in known.duty_holders:
                mend = instead(holder, known.duty_holders, known.complaints)
                what = f"的 holders 里的 {shortened(holder)} 不在 duty_holders 里"
                fields.complain(place, what, mend)
        per = fields.word("per", PER_WORDS) or Per.RESPONDENT
        return Jurisdiction(
            source=read_citation(fields, known),
            holders=tuple(holder for holder, _ in holders if holder in known.duty_holders),
            authority=fields.text("authority"),
            per=per,
            when=read_condition(fields, "when", known, per),
            otherwise=fields.optional_text("otherwise"),
        )

    return top.each("jurisdictions", read)
