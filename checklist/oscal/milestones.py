"""A plan of action and milestones: the gaps of the results, each an item to work off.

It repeats what it refers to, under the same UUIDs: OSCAL lets it import no assessment results.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checklist.law.as_data import Data
from checklist.oscal.ids import Names
from checklist.oscal.metadata import metadata
from checklist.oscal.people import people
from checklist.oscal.tool import assets, tool_origin
from checklist.oscal.values import filled
from checklist.report.view.model import Report


def milestones(report: Report, names: Names, results: Data, *, system: str) -> Data | None:
    """From the assessment results; None without a gap, for OSCAL knows no empty plan."""
    found = report.findings
    told = results["assessment-results"]
    result = told["results"][0]
    risks = result.get("risks", [])
    if not risks:
        return None
    findings = [one for one in result["findings"] if "related-risks" in one]
    seen = {id for one in (*findings, *risks) for id in _refers_to(one, "observation")}
    observations = [one for one in result["observations"] if one["uuid"] in seen]
    return {
        "plan-of-action-and-milestones": filled(
            {
                "uuid": names.of("milestones"),
                "metadata": metadata(
                    found.rulebook,
                    f"{found.assessment.respondent.name}整改计划",
                    version=report.number,
                    as_of=found.as_of,
                    people=people(names, found.assessment, everybody=True),
                    remarks="只列不符合的。待确认的要先查清，见自查结果。",
                ),
                "import-ssp": {"href": system},
                "local-definitions": {"assessment-assets": assets()},
                "observations": observations,
                "risks": risks,
                "findings": findings,
                "poam-items": [_item(names, one, findings) for one in risks],
                "back-matter": _cited(told, observations),
            }
        )
    }


def _item(names: Names, risk: Data, findings: list[Data]) -> Data:
    about = [one for one in findings if risk["uuid"] in _refers_to(one, "risk")]
    return {
        "uuid": names.of("item", risk["uuid"]),
        "title": risk["title"],
        "description": risk["description"],
        "origins": [tool_origin()],
        "related-findings": [{"finding-uuid": one["uuid"]} for one in about],
        "related-observations": risk["related-observations"],
        "related-risks": [{"risk-uuid": risk["uuid"]}],
    }


def _refers_to(one: Data, what: str) -> Iterator[str]:
    yield from (each[f"{what}-uuid"] for each in one.get(f"related-{what}s", ()))


def _cited(told: Data, observations: list[Data]) -> Data | None:
    """The evidence that the observations name."""
    named = {
        each.get("href", "").removeprefix("#")
        for one in observations
        for each in one.get("relevant-evidence", ())
    }
    resources: list[Any] = told.get("back-matter", {}).get("resources", [])
    cited = [one for one in resources if one["uuid"] in named]
    return {"resources": cited} if cited else None
