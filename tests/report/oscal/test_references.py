"""Whatever a document refers to is there, and nothing goes by the name of something else; and
docs/oscal.md names whatever we have added to OSCAL, and nothing that is not written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checklist.oscal.documents import CATALOG, MILESTONES, PLAN, RESULTS, SYSTEM
from checklist.oscal.values import NS
from tests.report.oscal.cases import BY_CASE, CASES, MANY, objects, scalars, told

# https://github.com/usnistgov/OSCAL: the datatypes uuid (of version 4 or 5), token and string
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
STRING = re.compile(r"\S(.*\S)?")
IMPORTS = {RESULTS: PLAN, PLAN: SYSTEM, SYSTEM: CATALOG, MILESTONES: SYSTEM}
DOC = (Path(__file__).parents[3] / "docs" / "oscal.md").read_text(encoding="utf-8")
SELDOM = {"first", "about", "review-by", "review-on", "sha256"}
"""Props of questions about the present, of a rulebook signed off, of no digest, of a penalty that
may reach the first breach: in no case."""
OWN_NAMES = {
    "label", "sort-id", "method", "type", "version",
}  # fmt: skip
"""What we call by OSCAL's names: everything else must carry our namespace."""


@pytest.fixture(params=BY_CASE)
def documents(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(told(request.param))


def declared(data: Any) -> list[str]:
    return [one["uuid"] for one in objects(data) if "uuid" in one]


def referred(data: Any) -> Iterator[str]:
    for name, value in scalars(data):
        if name.endswith(("-uuid", "-uuids")):
            yield value
        elif name == "href" and value.startswith("#"):
            yield value[1:]


@pytest.mark.slow
def test_every_uuid_is_a_uuid5_and_names_one_thing(documents: dict[str, Any]) -> None:
    for data in documents.values():
        counts = Counter(declared(data))
        assert [one for one, count in counts.items() if count > 1] == []
        assert [one for one in counts if not UUID.fullmatch(one)] == []


def test_one_uuid_stands_for_one_thing_in_all_documents(documents: dict[str, Any]) -> None:
    seen: dict[str, Any] = {}
    for data in documents.values():
        for one in objects(data):
            if "uuid" in one:
                assert seen.setdefault(one["uuid"], one) == one


@pytest.mark.slow
def test_every_reference_resolves_along_the_imports(documents: dict[str, Any]) -> None:
    for name, data in documents.items():
        reach: set[str] = set()
        at: str | None = name
        while at is not None:
            for one in objects(documents[at]):
                reach |= {one[key] for key in ("uuid", "id") if key in one}
            at = IMPORTS.get(at)
        assert [one for one in referred(data) if one not in reach] == []


def test_roles_and_parties_are_those_of_the_same_document(documents: dict[str, Any]) -> None:
    for data in documents.values():
        metadata = next(iter(data.values()))["metadata"]
        roles = {one["id"] for one in metadata.get("roles", [])}
        parties = {one["uuid"] for one in metadata.get("parties", [])}
        for name, value in scalars(data):
            assert name != "role-id" or value in roles
            assert name != "party-uuids" or value in parties


def test_documents_import_one_another_by_name(documents: dict[str, Any]) -> None:
    assert [CATALOG, SYSTEM, PLAN, RESULTS, MILESTONES][: len(documents)] == list(documents)
    imports = {
        name: one["href"]
        for name, data in documents.items()
        for key in ("import-ap", "import-ssp", "import-profile")
        if (one := next(iter(data.values())).get(key))
    }
    assert imports == {name: IMPORTS[name] for name in documents if name != CATALOG}


def test_every_entry_and_question_is_in_the_catalog(documents: dict[str, Any]) -> None:
    catalog = list(objects(documents[CATALOG]))
    controls = {one["id"] for one in catalog if "title" in one and "class" in one}
    statements = {one["id"] for one in catalog if one.get("name") == "statement"}
    objectives = {one["id"] for one in catalog if one.get("name") == "assessment-objective"}
    for data in documents.values():
        for key, value in scalars(data):
            assert key != "control-id" or value in controls
            assert key != "target-id" or value in statements
            assert key != "objective-id" or value in objectives


def test_catalog_ids_are_tokens_and_name_one_thing(documents: dict[str, Any]) -> None:
    ids = [one["id"] for one in objects(documents[CATALOG]) if "id" in one]
    assert [one for one, count in Counter(ids).items() if count > 1] == []
    assert [one for one in ids if not TOKEN.fullmatch(one)] == []


def test_only_names_of_oscals_own_go_without_our_namespace(documents: dict[str, Any]) -> None:
    for data in documents.values():
        for holder in objects(data):
            for one in holder.get("props", []):
                assert (one.get("ns") == NS) != (one["name"] in OWN_NAMES)
                assert STRING.fullmatch(one["value"])
                assert TOKEN.fullmatch(one["name"])
                assert TOKEN.fullmatch(one.get("class", "x"))


def test_nothing_is_empty(documents: dict[str, Any]) -> None:
    for data in documents.values():
        assert [name for name, value in scalars(data) if value in (None, "")] == []
        empty = [
            key
            for one in objects(data)
            for key, value in one.items()
            if value in ([], {}) and key != "include-all"
        ]
        assert empty == []


def test_every_moment_has_a_zone(documents: dict[str, Any]) -> None:
    moments = {"last-modified", "collected", "start", "end", "deadline", "date"}
    for data in documents.values():
        for name, value in scalars(data):
            assert name not in moments or re.fullmatch(
                r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d)", value
            )


def test_every_name_of_our_own_is_documented_and_written() -> None:
    names = set()
    for case in CASES.keys() - MANY:
        for data in told(case).values():
            for one in objects(data):
                if NS in (one.get("ns"), one.get("system")):
                    names.add(one["name"])
                names |= {*one.get("types", ()), *((one["rel"],) if "rel" in one else ())}
    ours = DOC.partition("## 我们自己的 props")[2].partition("## 怎样验证")[0]
    cells = [line.split("|")[2] for line in ours.splitlines() if line.startswith("|")]
    documented = {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}
    assert documented - names <= SELDOM
    assert names - set(re.findall(r"`([^`\n]+)`", DOC.replace("```", ""))) == set()
    assert NS in DOC
