"""What is generated from the rulebook and the readers says what they say now."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from checklist.assessment.stored.keys import answers_schema
from checklist.law.forms import forms_schema
from checklist.law.reading.rulebook import load_rulebook, rulebook_schema
from checklist.law.wording import citation, penalty
from checklist.resources import examples_dir, forms_file, rules_file
from checklist.upkeep.catalogue import catalogue
from tests.given.bundled import BOOKS, LIVESTREAM
from tests.given.law import reissued

ROOT = Path(__file__).parents[1]
SCHEMAS = {
    "rulebook": rulebook_schema,
    "answers": answers_schema,
    "record-forms": forms_schema,
}
BAD_RULES = ROOT / "tests" / "bad_rules"
SMALL = load_rulebook(ROOT / "tests" / "law" / "small_rulebook.yaml", bundled=False)

ONLY_THE_READER_SEES = {
    "accept-everything",
    "article-in-no-chapter",
    "catch-all-misplaced",
    "chapters-overlap",
    "dangling-duty-holders",
    "dangling-facts",
    "dangling-penalty",
    "dangling-same-as",
    "duplicate-ids",
    "fact-looks-below",
    "fact-undecided-by-no-option",
    "fine-in-doubt-unfounded",
    "fine-upside-down",
    "follows-from-no-room",
    "jurisdiction-hangs-on-a-room",
    "options-read-alike",
    "penalty-both-sure-and-in-doubt",
    "penalty-reaches-others",
    "room-fact-binds-the-respondent",
    "room-fact-rules-a-respondent-fact",
    "same-as-chain",
    "same-as-differs",
    "same-as-itself",
    "same-as-of-another-per",
    "unknown-fact-values",
    "unused-fact",
    "yes-no-fact-with-options",
}
"""Bad rules whose mistake lies between two values: no schema can compare them."""


# --- docs/obligations.md -----------------------------------------------------------------------


@pytest.mark.parametrize("id", BOOKS)
def test_the_catalogue_is_up_to_date(id: str) -> None:
    name = "obligations.md" if BOOKS[id] is LIVESTREAM else f"obligations-{id}.md"
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    mend = f"python -m checklist rules catalogue --rules {id} -o docs/{name}"
    assert written == catalogue(BOOKS[id]), mend


@pytest.mark.parametrize("field", ["title", "number", "edition", "official_url", "which_rooms"])
@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[x](javascript:a)", "`|*_~", "&lt;b&gt;", "<!-- x"]
)
def test_nothing_in_a_rulebook_of_somebody_else_is_markup_in_its_catalogue(
    field: str, text: str
) -> None:
    value = f"https://x.cn/ >{text}" if field == "official_url" else text
    written = catalogue(reissued(SMALL, **{field: value}))
    assert "".join(f"\\{sign}" if sign in "\\|<>*_`[]#~&" else sign for sign in text) in written
    assert not re.search(rf"(?<!\\){re.escape(text)}", written)


def test_everything_a_lawyer_signs_off_is_in_the_catalogue() -> None:
    text = catalogue(LIVESTREAM).replace("\\", "")
    for one in LIVESTREAM.obligations:
        row = next(line for line in text.splitlines() if f"<br>{one.id}<br>" in line)
        assert row.startswith(f"| {citation(one.source)}<br>{one.title}")
        assert one.summary in row
        assert all(question.ask in row for question in one.questions)
        assert all(LIVESTREAM.duty_holder(id).name in row for id in one.binds)
        assert all(penalty(LIVESTREAM.penalty(ref.id)) in row for ref in one.penalties)
        assert all((ref.why or "") in row for ref in one.penalties_in_doubt)
        assert all(point in row for point in one.review.open_points)
    for fact in LIVESTREAM.facts:
        assert f"| {fact.id} |" in text
    for listed in LIVESTREAM.not_obligations:
        assert listed.why in text
    for rule in LIVESTREAM.jurisdictions:
        assert rule.authority in text


def test_deadlines_are_in_the_catalogue() -> None:
    assert "期限：每6个月<br>每年<br>每年1月、7月，向市场监督管理部门报送" in catalogue(SMALL)


def test_no_text_of_a_rulebook_is_taken_for_markup() -> None:
    nasty = "a | b <script> *x* [y](z) `q`"
    first, *rest = SMALL.obligations
    text = catalogue(replace(SMALL, obligations=(replace(first, summary=nasty), *rest)))
    row = next(line for line in text.splitlines() if "art25-show" in line)
    assert r"a \| b \<script\> \*x\* \[y\](z) \`q\`" in row
    assert row.replace(r"\|", "").count("|") == 8


# --- docs/schema -------------------------------------------------------------------------------
# What is written there is compared in every run; what it means to others, in the whole suite.


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_up_to_date(name: str) -> None:
    written = (ROOT / "docs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")
    mend = f"python -m checklist rules schema {name} -o docs/schema/{name}.schema.json"
    assert json.loads(written) == SCHEMAS[name](), mend


@pytest.mark.slow
def test_the_schemas_are_schemas() -> None:
    files = sorted((ROOT / "docs" / "schema").glob("*.json"))
    assert check_jsonschema("--check-metaschema", *files)["errors"] == []


@pytest.mark.slow
def test_the_schema_accepts_what_the_reader_accepts() -> None:
    rules = [
        *rules_file().parent.glob("*.yaml"),
        *(ROOT / "tests").glob("law/*.yaml"),
        *(ROOT / "tests").glob("statutes/*.yaml"),
    ]
    assert len(rules) >= 2
    assert complained_about("rulebook", rules) == set()
    examples = sorted(examples_dir().glob("*.yaml"))
    assert len(examples) >= 3
    assert complained_about("answers", examples) == set()


@pytest.mark.slow
def test_the_schema_of_forms_accepts_the_list() -> None:
    assert complained_about("record-forms", [forms_file()]) == set()


@pytest.mark.slow
def test_the_schema_rejects_what_the_reader_rejects_but_for_comparisons() -> None:
    bad = sorted(BAD_RULES.glob("*.yaml"))
    rejected = complained_about("rulebook", bad)
    assert {path.stem for path in bad} - rejected == ONLY_THE_READER_SEES
    assert len(rejected) / len(bad) > 0.65


def test_the_schema_of_answers_rejects_mistakes_of_form(tmp_path: Path) -> None:
    good = "format: 1\nrespondent: { name: 某公司 }\nanswers: { a/b: 是, a/c: { x: 是 } }\n"
    wrong = {
        "good": good,
        "no-format": "respondent: { name: 某公司 }\n",
        "newer": good.replace("1", "2", 1),
        "unknown-section": good + "anwsers: {}\n",
        "unknown-key": good.replace("x: 是", "value: 是, ownr: 张三"),
        "half-a-period": good + "period: { from: 2026-02-01 }\n",
        "no-day": good + "period: { from: 2026-02-01, to: 二月底 }\n",
        "room-without-name": good + "rooms: [ { id: r1 } ]\n",
        "room-id": good + "rooms: [ { id: 一号, name: 一号 } ]\n",
        "a-list": "- format: 1\n",
    }
    for name, text in wrong.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    rejected = complained_about("answers", sorted(tmp_path.glob("*.yaml")))
    assert rejected == wrong.keys() - {"good"}


def complained_about(name: str, files: list[Path]) -> set[str]:
    schema = ROOT / "docs" / "schema" / f"{name}.schema.json"
    found = check_jsonschema("--schemafile", schema, *files)
    return {Path(one["filename"]).stem for key in ("errors", "parse_errors") for one in found[key]}


@cache
def check_jsonschema(*arguments: str | Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "check_jsonschema", "--output-format", "json"]
    ran = subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode in (0, 1), ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return {"errors": [], "parse_errors": [], **found}
