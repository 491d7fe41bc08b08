"""The bundled examples, judged by the bundled rulebook on a fixed day, as their readers see them.

After a change to rules/ or examples/: look at the difference, then `pytest --snapshot-update`.
"""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator
from syrupy.assertion import SnapshotAssertion

from checklist import resources
from checklist.evaluation.model import Finding
from checklist.report.forms import json, table
from checklist.report.page import html
from checklist.report.view.model import Report
from checklist.report.words.wording import STATUS
from tests.given.snapshots import TextFile
from tests.report import kinds
from tests.report.pages import read
from tests.report.test_json import SCHEMA

EXAMPLES = sorted(path.stem for path in resources.examples_dir().glob("*.yaml"))


@pytest.fixture(scope="module", params=EXAMPLES)
def example(request: pytest.FixtureRequest) -> Report:
    return kinds.example(request.param)


def test_there_are_examples() -> None:
    assert {"agency", "brand", "host"} <= set(EXAMPLES)


def test_the_table_of_an_example(example: Report, snapshot: SnapshotAssertion) -> None:
    assert table.render(example, width=100) == snapshot(extension_class=TextFile)


def test_the_findings_of_an_example(example: Report, snapshot: SnapshotAssertion) -> None:
    """One line a finding. The bytes of the whole JSON are pinned in tests/pinned.txt."""
    told = "".join(_told(finding) for finding in example.findings.findings)
    assert told == snapshot(extension_class=TextFile)


def _told(finding: Finding) -> str:
    """art27-records r2 不符合 [years] art65-2 (art59?) <- opens_room: what decides, and why."""
    questions = [each.question.id for each in (*finding.gaps, *finding.if_bound)]
    opened = [f"{each.question.id}?" for each in finding.open]
    fines = [ref.id for ref in finding.penalties]
    doubted = [f"({ref.id}?)" for ref in finding.penalties_in_doubt]
    words = [
        finding.obligation.id,
        *([finding.room] if finding.room else []),
        STATUS[finding.status],
        f"[{' '.join((*questions, *opened))}]",
        *fines,
        *doubted,
        "<-",
        *finding.binding.facts,
    ]
    return " ".join(words) + "\n"


def test_the_findings_of_an_example_keep_to_the_schema(example: Report) -> None:
    Draft202012Validator(SCHEMA).validate(json.as_data(example))


def test_the_page_of_an_example_reads_back_whole(example: Report) -> None:
    page = read(html.render(example))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    outward = (link for link in page.links if not link.startswith("#"))
    assert {link.partition("#:~:")[0] for link in outward} == {
        example.findings.rulebook.regulation.official_url
    }
    for line in example.breaches:
        assert line.obligation.title in page.text
