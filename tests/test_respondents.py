"""Whole respondents: all facts and answers in, exactly who they are, what binds, what fails.

One YAML file each in tests/cases/respondents/ or tests/cases/RULEBOOK/respondents/, written from
the regulation and not from the rulebook; tests/cases/README.md tells the keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment
from checklist.assessment.stored.text import read
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Finding, Findings, Status
from checklist.law.applicability import Applies
from checklist.law.model import Kind, Rulebook
from tests.given.bundled import BOOKS, cases_of
from tests.given.respondents import passing

CASES = [(id, path) for id in BOOKS for path in sorted(cases_of(id).glob("respondents/*.yaml"))]
KEYS = {"case", "law", "because", "facts", "rooms", "otherwise", "answers", "expect"}
ENCOURAGED = {
    one.id
    for rulebook in BOOKS.values()
    for one in rulebook.obligations
    if one.kind is Kind.ENCOURAGEMENT
}


def assessed(case: Mapping[str, Any], path: Path, rulebook: Rulebook) -> Assessment:
    """The respondent of a case; what it does not mention passes, or is left unanswered."""
    text = yaml.safe_dump(
        {
            "format": "1",
            "respondent": {"name": "案例当事人"},
            "rooms": [{"id": id, "name": id} for id in case.get("rooms", [])],
            "facts": case.get("facts") or {},
            "answers": case.get("answers") or {},
        },
        allow_unicode=True,
    )
    stated = read(text, file=path, rulebook=rulebook)
    if case["otherwise"] == "不答":
        return stated
    assert case["otherwise"] == "符合"
    default = {key: Answer(value=passing(one)) for key, one in rulebook.questions().items()}
    return replace(stated, answers=default | dict(stated.answers))


def ids(findings: Iterable[Finding]) -> list[str]:
    """The entries of these findings, each once, in a fixed order."""
    return sorted({finding.obligation.id for finding in findings})


def result(found: Findings) -> dict[str, Any]:
    """The findings in the words a case uses."""
    bound = [one for one in found.findings if one.binding.applies is Applies.YES]
    failed = [one for one in bound if one.status is Status.NOT_SATISFIED]
    not_satisfied: dict[str, Any] = {}
    for one in failed:
        entry = not_satisfied.setdefault(
            one.obligation.id,
            {
                "penalties": sorted(ref.id for ref in one.penalties),
                "penalties_in_doubt": sorted(ref.id for ref in one.penalties_in_doubt),
                "rooms": [],
            },
        )
        if one.room is not None:
            entry["rooms"].append(one.room)
    return {
        "holders": [one.holder.id for one in found.standings if one.held is Applies.YES],
        "holders_unknown": [
            one.holder.id for one in found.standings if one.held is Applies.UNKNOWN
        ],
        "binds": ids(bound),
        "binds_unknown": ids(
            one for one in found.findings if one.binding.applies is Applies.UNKNOWN
        ),
        "not_satisfied": not_satisfied,
        "undetermined": ids(one for one in bound if one.status is Status.UNDETERMINED),
    }


def wanted(expect: Mapping[str, Any]) -> dict[str, Any]:
    """What a case expects, with its shorthands written out."""
    return {
        "holders": sorted(expect["holders"]),
        "holders_unknown": sorted(expect.get("holders_unknown") or []),
        "binds": sorted(expect["binds"]),
        "binds_unknown": sorted(expect.get("binds_unknown") or []),
        "not_satisfied": {
            entry: {
                "penalties": sorted(fines.get("penalties") or []),
                "penalties_in_doubt": sorted(fines.get("penalties_in_doubt") or []),
                "rooms": sorted(fines.get("rooms") or []),
            }
            for entry, fines in (expect.get("not_satisfied") or {}).items()
        },
        "undetermined": sorted(set(expect.get("undetermined") or []) - ENCOURAGED),
    }


@pytest.mark.parametrize(("id", "path"), CASES, ids=[f"{id}/{path.stem}" for id, path in CASES])
def test_respondent(id: str, path: Path) -> None:
    case = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert set(case) <= KEYS, "unknown key in the case"
    found = evaluate(BOOKS[id], assessed(case, path, BOOKS[id]), as_of=date(2026, 11, 22))
    got = result(found)
    expected = wanted(case["expect"])
    for entry, fines in got["not_satisfied"].items():
        named = expected["not_satisfied"].get(entry)
        if (
            named is not None
            and not named["rooms"]
            and len(fines["rooms"]) == len(case.get("rooms", []))
        ):
            fines["rooms"] = []  # every room alike: a case need not list them
    for key in ("holders", "holders_unknown"):
        got[key] = sorted(got[key])
    got["holders_unknown"] = sorted(got["holders_unknown"])
    assert got == expected, case["case"]


def test_there_are_at_least_thirty_respondents() -> None:
    assert len(CASES) >= 30


@pytest.mark.parametrize("id", BOOKS)
def test_each_regulation_has_at_least_fifteen_respondents(id: str) -> None:
    assert sum(of == id for of, _ in CASES) >= 15
