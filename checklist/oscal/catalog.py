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
from checklist.oscal.audit import metadata
from checklist.oscal.control import control, regulation_uuid
from checklist.oscal.values import NS, About, Props, part, place, prose, title, uid
from checklist.upkeep.as_text import condition

_REMARKS = "条文的要求用我们自己的话概括，不是法规原文；编码是否经过复核，见各条的 review-state。"


def catalog(rulebook: Rulebook, *, as_of: date) -> Data:
    """The whole rulebook. Nothing in it hangs on the respondent; of `as_of`, only a time stamp."""
    return {
        "catalog": {
            "uuid": uid("catalog", rulebook.id),
            "metadata": metadata(
                rulebook,
                f"《{rulebook.title}》义务目录",
                version=rulebook.edition,
                as_of=as_of,
                remarks=_REMARKS,
            ),
            "groups": [*_about_the_respondent(rulebook), *_chapters(rulebook)],
            "back-matter": {"resources": [_regulation(rulebook)]},
        }
    }


def _regulation(rulebook: Rulebook) -> Data:
    """The regulation as published: the one thing in these documents that lies on the network."""
    name = f"《{rulebook.title}》"
    return {
        "uuid": regulation_uuid(rulebook),
        "title": title(name),
        "description": prose(f"{rulebook.number}，{rulebook.in_force.isoformat()}起施行。"),
        "props": {"type": "regulation", "in-force": rulebook.in_force},
        "citation": {"text": title(f"{name}（{rulebook.number}）")},
        "rlinks": [{"href": rulebook.official_url}],
    }


def _chapters(rulebook: Rulebook) -> Iterator[Data]:
    """The chapters in their order; last what stands in none, if anything does."""
    for at, chapter in enumerate(rulebook.chapters, 1):
        yield {
            "id": f"chapter.{at}",
            "class": "chapter",
            "title": title(chapter.title),
            "props": {
                "sort-id": f"{at:02}",
                "first-article": chapter.first,
                "last-article": chapter.last,
            },
            **_within(rulebook, chapter),
        }
    rest = _within(rulebook, None)
    if any(rest.values()):
        yield {"id": "other-articles", "class": "chapter", "title": "其他条文", **rest}


def _within(rulebook: Rulebook, chapter: Chapter | None) -> Data:
    """What a chapter holds: penalties, jurisdiction, what is no obligation, and the entries."""

    def here(source: Citation) -> bool:
        return rulebook.chapter_of(source.article) == chapter

    jurisdictions = enumerate(rulebook.jurisdictions, 1)
    entries = enumerate(rulebook.obligations, 1)
    return {
        "parts": [
            *(_penalty(each) for each in rulebook.penalties if here(each.source)),
            *(_jurisdiction(rulebook, at, rule) for at, rule in jurisdictions if here(rule.source)),
            *(_not_obligation(each) for each in rulebook.not_obligations if here(each.source)),
        ],
        "controls": [control(rulebook, entry, at) for at, entry in entries if here(entry.source)],
    }


def _about_the_respondent(rulebook: Rulebook) -> Iterator[Data]:
    groups = {
        ("facts", "主体情况"): [_fact(fact) for fact in rulebook.facts],
        ("duty-holders", "义务主体"): [_holder(rulebook, each) for each in rulebook.duty_holders],
    }
    for (id, name), parts in groups.items():
        if parts:
            yield {"id": id, "class": id, "title": name, "parts": parts}


def _fact(fact: Fact) -> Data:
    id = f"fact.{fact.id}"
    named = {
        "fact-id": fact.id,
        "per": fact.per,
        "fingerprint": fact.fingerprint,
        "asked-when": condition_as_data(fact.when),
        **_cited(fact.source),
    }
    options = (
        part("option", each.label, id=f"{id}.{each.id}", named={"option-id": each.id})
        for each in fact.options
    )
    why = part("why", fact.why, id=f"{id}.why")
    return part("fact", fact.ask, id=id, named=named, parts=[why, *options])


def _holder(rulebook: Rulebook, holder: DutyHolder) -> Data:
    named = {
        "holder-id": holder.id,
        "condition": condition_as_data(holder.when),
        **_cited(holder.source),
    }
    return part(
        "duty-holder",
        f"{holder.name}（{citation(holder.source)}）：{condition(rulebook, holder.when)}",
        id=f"holder.{holder.id}",
        title=title(holder.name),
        named=named,
    )


def _jurisdiction(rulebook: Rulebook, at: int, rule: Jurisdiction) -> Data:
    names = "、".join(rulebook.duty_holder(id).name for id in rule.holders)
    when = f"（{condition(rulebook, rule.when)}）" if rule.when else ""
    otherwise = f"。{rule.otherwise}" if rule.otherwise else ""
    named = {
        "holder-id": rule.holders,
        "per": rule.per,
        "condition": condition_as_data(rule.when),
        **_cited(rule.source),
    }
    return part(
        "jurisdiction",
        f"{names}{when}：{rule.authority}{otherwise}",
        id=f"jurisdiction.{at}",
        named=named,
    )


def _not_obligation(provision: NotObligation) -> Data:
    source = provision.source
    name = "-".join(str(at) for at in place(source).values() if at)
    return part(
        "not-an-obligation",
        f"{citation(source)}，{TREATMENT[provision.treatment]}：{provision.why}",
        id=f"place.{name}",
        named={"treatment": provision.treatment, **_cited(source)},
    )


def _penalty(one: Penalty) -> Data:
    id = f"penalty.{one.id}"
    named = {
        "penalty-id": one.id,
        "authority": one.authority,
        "other-law-first": one.other_law_first,
        "reaches": one.reaches,
        "under": tuple(About(other_law(law), remarks=law.note or "") for law in one.under),
        **_cited(one.source),
    }
    return {
        "id": id,
        "name": "penalty",
        "ns": NS,
        "title": f"{citation(one.source)}的处罚",
        "props": named,
        "prose": prose(penalty(one), one.note or ""),
        "parts": [
            *(_step(f"{id}.step.{at}", each) for at, each in enumerate(one.steps, 1)),
            *_open_points(id, one.open_points),
        ],
    }


def _step(id: str, one: Step) -> Data:
    fine = one.fine
    unit = "times" if fine and fine.times_of else "yuan"
    named = {
        "on": one.on,
        "where": one.where,
        "order": one.order,
        "discretionary": one.discretionary if fine else None,
        "fine-from": About(fine and fine.low, of=unit),
        "fine-to": About(fine and fine.high, of=unit),
        "times-of": fine and fine.times_of,
        "also": one.also,
    }
    return part("penalty-step", step(one), id=id, named=named)


def _open_points(id: str, points: Iterable[str]) -> Iterator[Data]:
    for at, point in enumerate(points, 1):
        yield part("open-point", point, id=f"{id}.open.{at}")


def _cited(source: Citation | None) -> Props:
    return {**place(source), "anchor": source.anchor} if source else {}
