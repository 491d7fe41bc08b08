"""Cases put to a lawyer: facts and answers in, status, gaps and fines out. One YAML file each.

Written from the regulation, not from the rulebook. Dropping a file into tests/cases/ENTRY/, or
tests/cases/RULEBOOK/ENTRY/, is adding a test; tests/cases/README.md tells its keys.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from checklist.assessment.stored.text import read
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Finding
from checklist.law.model import Kind, Rulebook
from checklist.report.words.wording import STATUS
from tests.given.bundled import BOOKS, LIVESTREAM, cases_of

CASES = [
    (id, path)
    for id in BOOKS
    for path in sorted(cases_of(id).glob("*/*.yaml"))
    if path.parent.name != "respondents"
]
KEYS = {"case", "law", "because", "facts", "rooms", "answers", "expect"}
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
EXPECTED = {"status", "gaps", "open", "missing", "penalties", "penalties_in_doubt", "binds"}


def lenient(rulebook: Rulebook) -> Rulebook:
    """The rulebook as if 不适用 could be claimed anywhere, so that unearned claims can be read."""
    claim = "当事人这样主张"
    obligations = tuple(
        replace(
            entry,
            questions=tuple(
                replace(
                    asked,
                    options=tuple(
                        replace(option, inapplicable_if=claim) for option in asked.options
                    ),
                    inapplicable_if=claim,
                )
                for asked in entry.questions
            ),
        )
        for entry in rulebook.obligations
    )
    return replace(rulebook, obligations=obligations)


CLAIMABLE = {id: lenient(rulebook) for id, rulebook in BOOKS.items()}


def answers_file(case: dict[str, Any], entry: str, rulebook: Rulebook) -> str:
    """The case as an answers file: its questions are those of one entry."""
    asked = {question.id: question for question in rulebook.obligation(entry).questions}
    keys = {id: rulebook.obligation(entry).key(question) for id, question in asked.items()}
    return yaml.dump(
        {
            "format": "1",
            "respondent": {"name": "案例当事人"},
            "rooms": [{"id": id, "name": id} for id in case.get("rooms", [])],
            "facts": case.get("facts", {}),
            "answers": {keys[id]: value for id, value in case.get("answers", {}).items()},
        },
        Dumper=DUMPER,
        allow_unicode=True,
    )


def result(finding: Finding) -> dict[str, Any]:
    """A finding in the words a case uses."""
    return {
        "status": STATUS[finding.status],
        "gaps": [gap.question.id for gap in (*finding.gaps, *finding.if_bound)],
        "open": [one.question.id for one in finding.open],
        "missing": {
            gap.question.id: [option.id for option in gap.missing]
            for gap in (*finding.gaps, *finding.if_bound)
            if gap.missing
        },
        "penalties": sorted(ref.id for ref in finding.penalties),
        "penalties_in_doubt": sorted(ref.id for ref in finding.penalties_in_doubt),
        "binds": {
            one.holder: "null" if one.via is None else str(one.via)
            for one in finding.binding.bound_as
        },
    }


def sorted_lists(expected: dict[str, Any]) -> dict[str, Any]:
    return {
        key: sorted(value) if key.startswith("penalties") else value
        for key, value in expected.items()
    }


@pytest.mark.parametrize(
    ("id", "path"), CASES, ids=[f"{id}/{path.parent.name}/{path.stem}" for id, path in CASES]
)
def test_case(id: str, path: Path) -> None:
    case = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    assert set(case) <= KEYS, "unknown key in the case"
    entry = path.parent.name
    text = answers_file(case, entry, BOOKS[id])
    assessment = read(text, file=path, rulebook=CLAIMABLE[id])
    findings = evaluate(BOOKS[id], assessment, as_of=date(2026, 11, 22)).findings
    found = {one.room: result(one) for one in findings if one.obligation.id == entry}
    expected = case["expect"]
    by_room = {None: expected} if "status" in expected else expected
    for room, wanted in by_room.items():
        assert set(wanted) <= EXPECTED, "unknown key in expect"
        got = found[room]
        told = (
            f"{path}: {case['case']}（没有答案的问题会列在 open 里：在 answers 里补上，"
            "或者把它写进 expect 的 open）"
        )
        assert {key: got[key] for key in wanted} == sorted_lists(wanted), told


def test_there_are_at_least_forty_cases() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("id", [id for id in BOOKS if BOOKS[id] is not LIVESTREAM])
def test_each_entry_of_a_regulation_that_was_added_passes_and_fails(id: str) -> None:
    """Where nobody is bound for certain, what was not done is 待确认."""
    told: dict[str, set[str]] = {entry.id: set() for entry in BOOKS[id].obligations}
    for path in (path for of, path in CASES if of == id):
        expected = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)["expect"]
        by_room = (expected,) if "status" in expected else expected.values()
        told[path.parent.name] |= {each["status"] for each in by_room}
    lacking = {
        entry.id: f"有 {'、'.join(sorted(told[entry.id])) or '没有案例'}"
        for entry in BOOKS[id].obligations
        if entry.kind is not Kind.ENCOURAGEMENT
        and not ("符合" in told[entry.id] and told[entry.id] & {"不符合", "待确认"})
    }
    assert lacking == {}, "tests/cases/README.md"
