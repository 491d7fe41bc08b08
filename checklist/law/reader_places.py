"""Reads `not_obligations` and `jurisdictions`: what the regulation says besides obligations."""

from __future__ import annotations

from checklist.law.model import Citation, Jurisdiction, NotObligation, Treatment
from checklist.law.reader_common import (
    PER_KEY,
    PLACE,
    KnownNames,
    holders,
    source,
)
from checklist.law.reader_conditions import condition
from checklist.law.wording import TREATMENT
from checklist.yaml.keys import each, text, word
from checklist.yaml.shape import Fields, Record, Rule


def _not_obligation(
    article: int, paragraph: int | None, item: int | None, treatment: Treatment, why: str
) -> NotObligation:
    place = Citation(article=article, paragraph=paragraph, item=item)
    return NotObligation(source=place, treatment=treatment, why=why)


def _is_treated_once(fields: Fields) -> None:
    known: KnownNames = fields.reading
    place = Citation(article=fields["article"], paragraph=fields["paragraph"], item=fields["item"])
    if place.article and place in known.places:
        what = f"重复，第 {known.places[place].where.line} 行已经写过这一处"
        fields.complain(fields.node, what, "只保留一处")
    known.places.setdefault(place, fields.node)


NOT_OBLIGATION = Record(
    _not_obligation,
    {
        **PLACE,
        "treatment": word(
            {word: treatment for treatment, word in TREATMENT.items()},
            missing=Treatment.PURPOSE,
            required=True,
        ),
        "why": text("写上这里为什么不是义务", required=True),
    },
    rules=[Rule(_is_treated_once)],
)
JURISDICTION = Record(
    Jurisdiction,
    {
        "source": source("写成 source: { article: 47, paragraph: 2, anchor: 原文短语 }"),
        "holders": holders("写上说的是哪些义务主体，例如 holders: [room_operator]", required=True),
        "per": PER_KEY,
        "when": condition("写上什么情况下归这里管辖"),
        "authority": text("写上管辖的机关", required=True),
        "otherwise": text("写上无法确定时由谁管辖"),
    },
)
NOT_OBLIGATIONS = each("写上不是义务的条款", NOT_OBLIGATION)
JURISDICTIONS = each("写上管辖", JURISDICTION)
