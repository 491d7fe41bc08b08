"""Rulebook -> OSCAL catalog: chapters as groups, entries as controls, questions as objectives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checklist.law.as_data import Data, plain
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
from checklist.oscal.values import NS, About, Props, numbered, part, place, prose, title, uid
from checklist.upkeep.as_text import condition, remark

_REMARKS = "条文的要求用我们自己的话概括，不是法规原文；编码是否经过复核，见各条的 review-state。"


def catalog(rulebook: Rulebook, *, as_of: date) -> Data:
    """A rulebook read from one file, whole. Nothing in it hangs on the respondent; of `as_of`, only
    a time stamp."""
    law = rulebook.regulation
    name = f"《{law.title}》"
    regulation = {
        "uuid": regulation_uuid(rulebook),
        "title": title(name),
        "description": prose(f"{law.promulgated}，{law.in_force.isoformat()}起施行。"),
        "props": {"type": "regulation", "in-force": law.in_force},
        "citation": {"text": title(f"{name}（{law.promulgated}）")},
        # The one thing in these documents that lies on the network.
        "rlinks": [{"href": law.official_url}],
    }
    return {
        "catalog": {
            "uuid": uid("catalog", law.id),
            "metadata": metadata(
                rulebook,
                f"{name}义务目录",
                version=law.edition,
                as_of=as_of,
                remarks=_REMARKS,
            ),
            "groups": [*_about_the_respondent(rulebook), *_chapters(rulebook)],
            "back-matter": {"resources": [regulation]},
        }
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
        return rulebook.chapter_of(source) == chapter

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
    if rulebook.facts:
        parts = [_fact(rulebook, fact) for fact in rulebook.facts]
        yield {"id": "facts", "class": "facts", "title": "主体情况", "parts": parts}
    if rulebook.duty_holders:
        parts = [_holder(rulebook, holder) for holder in rulebook.duty_holders]
        yield {"id": "duty-holders", "class": "duty-holders", "title": "义务主体", "parts": parts}


def _fact(rulebook: Rulebook, fact: Fact) -> Data:
    id = f"fact.{fact.id}"
    parts = [part("why", fact.why, id=f"{id}.why")]
    remarks = ((remark(rulebook, each), {"condition": plain(each.when)}) for each in fact.remarks)
    parts += numbered("remark", f"{id}.remark", remarks)
    for option in fact.options:
        props = {"option-id": option.id}
        parts.append(part("option", option.label, id=f"{id}.{option.id}", props=props))
    return part(
        "fact",
        fact.ask,
        id=id,
        props={
            "fact-id": fact.id,
            "per": fact.per,
            "fingerprint": fact.fingerprint,
            "asked-when": plain(fact.when),
            "follows-from": plain(fact.follows),
            **_cited(fact.source),
        },
        parts=parts,
    )


def _holder(rulebook: Rulebook, holder: DutyHolder) -> Data:
    return part(
        "duty-holder",
        f"{holder.name}（{citation(holder.source)}）：{condition(rulebook, holder.when)}",
        id=f"holder.{holder.id}",
        title=title(holder.name),
        props={
            "holder-id": holder.id,
            "condition": plain(holder.when),
            **_cited(holder.source),
        },
    )


def _jurisdiction(rulebook: Rulebook, at: int, rule: Jurisdiction) -> Data:
    names = "、".join(rulebook.duty_holder(id).name for id in rule.holders)
    when = f"（{condition(rulebook, rule.when)}）" if rule.when else ""
    otherwise = f"。{rule.otherwise}" if rule.otherwise else ""
    return part(
        "jurisdiction",
        f"{names}{when}：{rule.authority}{otherwise}",
        id=f"jurisdiction.{at}",
        props={
            "holder-id": rule.holders,
            "per": rule.per,
            "condition": plain(rule.when),
            **_cited(rule.source),
        },
    )


def _not_obligation(provision: NotObligation) -> Data:
    source = provision.source
    name = "-".join(str(number) for number in place(source).values() if number)
    return part(
        "not-an-obligation",
        f"{citation(source)}，{TREATMENT[provision.treatment]}：{provision.why}",
        id=f"place.{name}",
        props={"treatment": provision.treatment, **_cited(source)},
    )


def _penalty(cited: Penalty) -> Data:
    id = f"penalty.{cited.id}"
    steps = [(step(each), _step(each)) for each in cited.steps]
    return {
        "id": id,
        "name": "penalty",
        "ns": NS,
        "title": f"{citation(cited.source)}的处罚",
        "props": {
            "penalty-id": cited.id,
            "authority": cited.authority,
            "other-law-first": cited.other_law_first,
            "remit": cited.remit,
            "reaches": cited.reaches,
            "under": tuple(About(other_law(law), remarks=law.note or "") for law in cited.under),
            **_cited(cited.source),
        },
        "prose": prose(penalty(cited), cited.note or ""),
        "parts": [
            *numbered("penalty-step", f"{id}.step", steps),
            *numbered("open-point", f"{id}.open", ((point, {}) for point in cited.open_points)),
        ],
    }


def _step(step: Step) -> Props:
    fine = step.fine
    unit = "times" if fine and fine.times_of else "yuan"
    return {
        "on": step.on,
        "where": step.where,
        "order": step.order,
        "discretionary": step.discretionary if fine else None,
        "fining": step.fining,
        "first": "in-doubt" if step.first_in_doubt else None,
        "fine-from": About(fine and fine.low, of=unit),
        "fine-to": About(fine and fine.high, of=unit),
        "times-of": fine and fine.times_of,
        "also": step.also,
    }


def _cited(source: Citation | None) -> Props:
    return {**place(source), "anchor": source.anchor} if source else {}
