"""Rulebook -> OSCAL catalog: chapters as groups, entries as controls, questions as objectives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from checklist.law.as_data import Data, condition_as_data
from checklist.law.model import (
    Chapter,
    Citation,
    DutyHolder,
    Fact,
    Jurisdiction,
    NotObligation,
    Penalty,
    Rulebook,
    Step,
)
from checklist.law.wording import TREATMENT, citation, other_law, penalty, step
from checklist.oscal.control import control
from checklist.oscal.ids import part_of
from checklist.oscal.metadata import metadata, regulation
from checklist.oscal.values import NS, filled, own, part, prop, prose, title, uid
from checklist.upkeep.as_text import condition


def catalog(rulebook: Rulebook, *, as_of: date) -> Data:
    """The whole rulebook. Nothing in it hangs on the respondent; of `as_of`, only a time stamp."""
    return {
        "catalog": filled(
            {
                "uuid": uid("catalog", rulebook.id),
                "metadata": metadata(
                    rulebook,
                    f"《{rulebook.title}》义务目录",
                    version=rulebook.edition,
                    as_of=as_of,
                    remarks="条文的要求用我们自己的话概括，不是法规原文；"
                    "编码是否经过复核，见各条的 review-state。",
                ),
                "groups": [*_about_the_respondent(rulebook), *_chapters(rulebook)],
                "back-matter": {"resources": [regulation(rulebook)]},
            }
        )
    }


def _chapters(rulebook: Rulebook) -> Iterator[Data]:
    """The chapters in their order; last what stands in none, if anything does."""
    for at, chapter in enumerate(rulebook.chapters, 1):
        head = {
            "id": f"chapter.{at}",
            "class": "chapter",
            "title": title(chapter.title),
            "props": [
                own("sort-id", f"{at:02}"),
                *prop("first-article", chapter.first),
                *prop("last-article", chapter.last),
            ],
        }
        yield filled({**head, **_within(rulebook, chapter)})
    rest = filled(_within(rulebook, None))
    if rest:
        yield {"id": "other-articles", "class": "chapter", "title": "其他条文", **rest}


def _within(rulebook: Rulebook, chapter: Chapter | None) -> Data:
    """What a chapter holds: penalties, jurisdiction, what is no obligation, and the entries."""

    def here(source: Citation) -> bool:
        return rulebook.chapter_of(source.article) == chapter

    return {
        "parts": [
            *(_penalty(one) for one in rulebook.penalties if here(one.source)),
            *(
                _jurisdiction(rulebook, at, one)
                for at, one in enumerate(rulebook.jurisdictions, 1)
                if here(one.source)
            ),
            *(_not_obligation(one) for one in rulebook.not_obligations if here(one.source)),
        ],
        "controls": [
            control(rulebook, one, at)
            for at, one in enumerate(rulebook.obligations, 1)
            if here(one.source)
        ],
    }


def _about_the_respondent(rulebook: Rulebook) -> Iterator[Data]:
    groups = {
        ("facts", "主体情况"): [_fact(one) for one in rulebook.facts],
        ("duty-holders", "义务主体"): [_holder(rulebook, one) for one in rulebook.duty_holders],
    }
    for (id, name), parts in groups.items():
        if parts:
            yield {"id": id, "class": id, "title": name, "parts": parts}


def _fact(one: Fact) -> Data:
    id = part_of("fact", one.id)
    return part(
        "fact",
        one.ask,
        id=id,
        props=[
            *prop("fact-id", one.id),
            *prop("per", one.per),
            *prop("fingerprint", one.fingerprint),
            *prop("asked-when", condition_as_data(one.when)),
            *(_place(one.source) if one.source else []),
        ],
        parts=[
            part("why", one.why, id=f"{id}.why"),
            *(
                part(
                    "option",
                    option.label,
                    id=f"{id}.{option.id}",
                    props=prop("option-id", option.id),
                )
                for option in one.options
            ),
        ],
    )


def _holder(rulebook: Rulebook, one: DutyHolder) -> Data:
    return part(
        "duty-holder",
        f"{one.name}（{citation(one.source)}）：{condition(rulebook, one.when)}",
        id=part_of("holder", one.id),
        title=title(one.name),
        props=[
            *prop("holder-id", one.id),
            *prop("condition", condition_as_data(one.when)),
            *_place(one.source),
        ],
    )


def _jurisdiction(rulebook: Rulebook, at: int, one: Jurisdiction) -> Data:
    names = "、".join(rulebook.duty_holder(id).name for id in one.holders)
    when = f"（{condition(rulebook, one.when)}）" if one.when else ""
    otherwise = f"。{one.otherwise}" if one.otherwise else ""
    return part(
        "jurisdiction",
        f"{names}{when}：{one.authority}{otherwise}",
        id=part_of("jurisdiction", str(at)),
        props=[
            *(each for id in one.holders for each in prop("holder-id", id)),
            *prop("per", one.per),
            *prop("condition", condition_as_data(one.when)),
            *_place(one.source),
        ],
    )


def _not_obligation(one: NotObligation) -> Data:
    source = one.source
    name = "-".join(str(at) for at in (source.article, source.paragraph, source.item) if at)
    return part(
        "not-an-obligation",
        f"{citation(source)}，{TREATMENT[one.treatment]}：{one.why}",
        id=part_of("place", name),
        props=[*prop("treatment", one.treatment), *_place(source)],
    )


def _penalty(one: Penalty) -> Data:
    id = part_of("penalty", one.id)
    return filled(
        {
            "id": id,
            "name": "penalty",
            "ns": NS,
            "title": f"{citation(one.source)}的处罚",
            "props": [
                *prop("penalty-id", one.id),
                *prop("authority", one.authority),
                *prop("other-law-first", one.other_law_first),
                *(each for holder in one.reaches for each in prop("reaches", holder)),
                *(
                    each
                    for law in one.under
                    for each in prop("under", other_law(law), remarks=law.note or "")
                ),
                *_place(one.source),
            ],
            "prose": prose(penalty(one), one.note or ""),
            "parts": [
                *(_step(f"{id}.step.{at}", each) for at, each in enumerate(one.steps, 1)),
                *_open_points(id, one.open_points),
            ],
        }
    )


def _step(id: str, one: Step) -> Data:
    fine = one.fine
    return part(
        "penalty-step",
        step(one),
        id=id,
        props=[
            *prop("on", one.on),
            *prop("where", one.where),
            *prop("order", one.order),
            *(prop("discretionary", one.discretionary) if fine else []),
            *(prop("fine-from", fine.low, of="times" if fine.times_of else "yuan") if fine else []),
            *(prop("fine-to", fine.high, of="times" if fine.times_of else "yuan") if fine else []),
            *(prop("times-of", fine.times_of) if fine else []),
            *(each for measure in one.also for each in prop("also", measure)),
        ],
    )


def _open_points(id: str, points: Iterable[str]) -> Iterator[Data]:
    for at, point in enumerate(points, 1):
        yield part("open-point", point, id=f"{id}.open.{at}")


def _place(source: Citation) -> list[Data]:
    return [
        *prop("article", source.article),
        *prop("paragraph", source.paragraph),
        *prop("item", source.item),
        *prop("anchor", source.anchor),
    ]
