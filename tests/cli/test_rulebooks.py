"""Several regulations in one file: chosen, offered, set aside, and named where left out."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from shutil import copy, copytree, rmtree

import pytest
from jsonschema import Draft202012Validator

from checklist import resources
from checklist.assessment.model import SET_ASIDE
from checklist.assessment.stored.file import load
from checklist.assessment.stored.rulebooks import named
from checklist.cli.app import run
from checklist.resources import RULEBOOKS
from tests.conftest import ROOT, Run
from tests.given.bundled import BOOKS, joined, write_example

MCN = BOOKS["mcn"].regulation
LEFT_OUT = f"没有对照《{BOOKS['ai-label'].regulation.title}》"


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example, whose agency also serves accounts and has answered nothing of
    that yet; with its page, and its results before and after that was said."""
    folder = tmp_path_factory.mktemp("两部")
    answers = write_example("agency", folder / "自查.yaml")
    run(["check", str(answers), "--format", "json", "-o", str(folder / "一部.json")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO("是\nq\n"))
        run(["ask", str(answers), "--with", "mcn"])
    run(["check", str(answers), "--format", "json", "-o", str(folder / "两部.json")])
    run(["report", str(answers)])
    return folder


@pytest.fixture
def both(serving: Path, tmp_path: Path) -> Path:
    return copytree(serving, tmp_path / "两部") / "自查.yaml"


def editions(file: Path) -> dict[str, str]:
    return {each.id: each.edition for each in named(file.read_text(encoding="utf-8"), file=file)}


def test_a_new_file_is_held_against_all_that_is_in_force(checklist: Run, tmp_path: Path) -> None:
    checklist("ask", tmp_path / "新.yaml", typed="某某公司\nq\n")
    assert [*editions(tmp_path / "新.yaml")] == [*RULEBOOKS]


def test_one_may_be_left_out_of_a_new_file(checklist: Run, tmp_path: Path) -> None:
    ran = checklist("ask", tmp_path / "新.yaml", "--without", "mcn", typed="某某公司\nq\n")
    assert MCN.title not in ran.out
    assert editions(tmp_path / "新.yaml")["mcn"] == SET_ASIDE
    again = checklist("ask", tmp_path / "新.yaml", typed="q\n").out
    assert MCN.title not in again


def test_where_nobody_can_be_asked_what_came_later_is_named(checklist: Run, answers: Path) -> None:
    before = answers.read_bytes()
    said = checklist("ask", answers, typed="q\n").out
    told = f"没有对照《{MCN.title}》（2026年9月1日起施行）；加上它："
    assert told in said.replace("\n", "")
    assert "--with mcn" in said
    assert answers.read_bytes() == before


def test_what_was_not_in_force_in_the_period_is_not_offered(checklist: Run, answers: Path) -> None:
    text = answers.read_text(encoding="utf-8").replace("to: 2026-10-31", "to: 2026-08-31")
    answers.write_text(text, encoding="utf-8")
    said = checklist("ask", answers, typed="q\n").out
    assert "--with mcn" not in said
    assert "--with ai-label" in said


def test_adding_one_asks_it_and_changes_no_answer(checklist: Run, answers: Path) -> None:
    was = load(answers, BOOKS["livestream"])
    # It runs rooms of others, so that 否 is asked back, and meant when it is said again.
    checklist("ask", answers, "--with", "mcn", typed="否\n否\nq\n")
    book = joined("livestream", "mcn")
    now = load(answers, book)
    assert now.answers == was.answers
    added = [id for id in now.facts if id not in was.facts]
    assert added == [BOOKS["mcn"].facts[1].id]
    assert editions(answers)["mcn"] == MCN.edition


def test_setting_one_aside_keeps_what_was_answered(checklist: Run, answers: Path) -> None:
    checklist("ask", answers, "--with", "mcn", typed="否\nq\n")
    facts = load(answers, BOOKS["mcn"]).facts
    checklist("ask", answers, "--without", "mcn", typed="q\n")
    assert editions(answers)["mcn"] == SET_ASIDE
    assert load(answers, BOOKS["mcn"]).facts == facts
    checklist("ask", answers, "--with", "mcn", typed="q\n")
    assert editions(answers)["mcn"] == MCN.edition


def test_what_was_set_aside_stays_so_in_the_next_round_and_is_told(
    checklist: Run, answers: Path
) -> None:
    checklist("ask", answers, "--with", "mcn", typed="否\nq\n")
    checklist("ask", answers, "--without", "mcn", typed="q\n")
    said = checklist("ask", answers.with_name("新.yaml"), "--from", answers, typed="\nq\n").out
    new = answers.with_name("新.yaml")
    assert (editions(new)["mcn"], editions(new)["ai-label"]) == (
        SET_ASIDE,
        BOOKS["ai-label"].regulation.edition,
    )
    told = f"上次选择了不对照《{MCN.title}》（2026年9月1日起施行），这次照旧；"
    assert told in said.replace("\n", "")
    assert said.replace("\n", "").count(MCN.title) == 1  # It is not asked either.
    assert "--with mcn" in said
    assert load(new, BOOKS["mcn"]).facts  # What was answered to it lies there, dormant.


def test_what_was_set_aside_is_taken_up_again_only_when_asked_for(
    checklist: Run, answers: Path
) -> None:
    checklist("ask", answers, "--without", "mcn", typed="q\n")
    ran = checklist(
        "ask", answers.with_name("新.yaml"), "--from", answers, "--with", "mcn", typed="\nq\n"
    )
    assert "不对照" not in ran.out
    assert editions(answers.with_name("新.yaml"))["mcn"] == MCN.edition


class TestToldApart:
    def test_one_that_does_not_bind_is_told_in_one_sentence(
        self, checklist: Run, answers: Path
    ) -> None:
        told = f"按所填的主体情况，《{MCN.title}》的各条都不适用。"
        checklist("ask", answers, "--with", "mcn", typed="否\n否\n否\n否\nq\n")
        page = answers.with_suffix(".html")
        checklist("report", answers, "-o", page)
        assert page.read_text(encoding="utf-8").count(told) == 1
        assert checklist("check", answers).out.replace("\n", "").count(told) == 1
        alone = checklist("check", answers, "--rules", "mcn").out
        assert "的各条都不适用。" not in alone

    def test_what_is_left_out_is_named_in_every_form(self, checklist: Run, answers: Path) -> None:
        page = answers.with_suffix(".html")
        checklist("report", answers, "-o", page)
        assert LEFT_OUT in checklist("check", answers).out.replace("\n", "")
        assert page.read_text(encoding="utf-8").count(LEFT_OUT) == 2
        left_out = json.loads(checklist("check", answers, "--format", "json").out)["not_compared"]
        assert {each["id"] for each in left_out} == {*RULEBOOKS} - {"livestream"}

    def test_every_citation_says_of_which_regulation_it_is(
        self, checklist: Run, both: Path
    ) -> None:
        told = checklist("check", both, "--format", "json").out
        data = json.loads(told)
        assert [each["id"] for each in data["rulebooks"]] == ["livestream", "mcn"]
        assert {each["rulebook"] for each in data["findings"]} == {"livestream", "mcn"}
        assert {each["because"]["rulebook"] for each in data["duty_holders"]} == {
            "livestream",
            "mcn",
        }
        page = both.with_suffix(".html").read_text(encoding="utf-8")
        shown = re.sub("<[^>]*>", "", page.partition("<main")[2])
        assert "办法第二十七条" in shown
        assert "多渠道规定第" in shown

    def test_a_day_before_it_was_in_force_is_no_error(self, checklist: Run, both: Path) -> None:
        ran = checklist("check", both, "--as-of", "2026-08-31", "--format", "json")
        data = json.loads(ran.out)
        assert [each["id"] for each in data["rulebooks"]] == ["livestream"]
        assert {each["id"] for each in data["not_compared"]} == {"mcn", "ai-label"}
        alone = checklist(
            *("check", both, "--as-of", "2026-08-31", "--format", "json"),
            *("--rules", ROOT / "rules" / "livestream.yaml"),
        )
        assert data["findings"] == json.loads(alone.out)["findings"]

    def test_who_deals_with_breaches_is_told_by_regulation(self, both: Path) -> None:
        text = both.with_suffix(".html").read_text(encoding="utf-8")
        assert "：办法没有写明由谁管辖" in text
        assert "本规章没有写明由谁管辖" not in text
        assert "依据各自职责（多渠道规定第二十六条）" in text

    def test_a_page_of_several_is_verified(self, checklist: Run, both: Path) -> None:
        ran = checklist("report", "verify", both.with_suffix(".html"), both)
        assert (ran.code, ran.err) == (0, "")

    @pytest.mark.slow
    def test_a_page_that_left_one_out_as_not_yet_in_force_is_verified(
        self, checklist: Run, both: Path
    ) -> None:
        page = both.with_suffix(".html")
        page.unlink()
        checklist("report", both, "-o", page, "--as-of", "2026-08-31")
        ran = checklist("report", "verify", page, both)
        assert (ran.code, ran.err) == (0, ""), ran.out
        assert "规则册 livestream 2026" in ran.out
        assert "mcn" not in ran.out

    def test_a_register_of_several_comes_back(self, checklist: Run, both: Path) -> None:
        register = both.with_name("台账.xlsx")
        checklist("report", both, "-o", register)
        ran = checklist("remediation", "import", register, both, "--yes")
        assert ran.code == 0, ran.err

    @pytest.mark.slow
    def test_a_form_of_several_comes_back(self, checklist: Run, both: Path) -> None:
        form = both.with_name("问卷.xlsx")
        checklist("form", both, "-o", form)
        ran = checklist("form", "import", form, both, "--yes")
        assert ran.code == 0, ran.err

    @pytest.mark.slow
    def test_the_documents_have_a_catalog_for_each(self, checklist: Run, both: Path) -> None:
        archive = both.with_name("自查.zip")
        ran = checklist("report", both, "--format", "oscal", "-o", archive)
        assert ran.code == 0, ran.err


@pytest.mark.slow
def test_merging_says_what_one_of_the_files_had_set_aside(checklist: Run, answers: Path) -> None:
    other = answers.with_name("乙.yaml")
    other.write_bytes(answers.read_bytes())
    checklist("ask", answers, "--with", "mcn", typed="否\nq\n")
    checklist("ask", other, "--without", "mcn", typed="q\n")
    merged = answers.with_name("合并.yaml")
    told = checklist("merge", other, answers, "-o", merged).out.replace("\n", "")
    assert f"《{MCN.title}》合并后对照；乙.yaml 原来选择了不对照" in told
    assert editions(merged)["mcn"] == MCN.edition
    assert (
        "合并后对照"
        not in checklist("merge", answers, merged, "-o", other.with_name("丙.yaml")).out
    )


class TestCompared:
    """What only one of two results was held against is told, and got neither better nor worse."""

    @pytest.fixture
    def results(self, both: Path) -> tuple[Path, Path]:
        return both.with_name("一部.json"), both.with_name("两部.json")

    def test_a_regulation_that_came_later_is_no_change(
        self, checklist: Run, results: tuple[Path, Path]
    ) -> None:
        alone, both = results
        ran = checklist("compare", alone, both)
        assert ran.code == 0, ran.out
        told = ran.out.replace("\n", "")
        assert "旧结果没有对照多渠道规定：新结果里它的不符合 0 项、待确认 " in told
        assert "没有变化（对比了 90 项）。" in told
        assert "主体情况变了" not in told
        assert "新结果没有对照多渠道规定" in checklist("compare", both, alone).out.replace("\n", "")

    def test_so_say_the_page_and_the_data(self, checklist: Run, results: tuple[Path, Path]) -> None:
        alone, both = results
        page = alone.with_name("对比.html")
        checklist("compare", alone, both, "-o", page)
        assert page.read_text(encoding="utf-8").count("旧结果没有对照多渠道规定") == 1
        data = json.loads(checklist("compare", alone, both, "--format", "json").out)
        assert data["not_compared"] == {"old": ["mcn"], "new": []}
        assert (data["differences"], data["questions"]["added"]) == ([], [])
        schema = json.loads((ROOT / "docs/schema/compare.schema.json").read_text(encoding="utf-8"))
        Draft202012Validator(schema).validate(data)

    def test_a_difference_says_of_which_regulation_it_is(
        self, checklist: Run, both: Path, results: tuple[Path, Path]
    ) -> None:
        text, fact = both.read_text(encoding="utf-8"), "mcn_serves_accounts:\n    value: "
        both.write_text(text.replace(f"{fact}是", f"{fact}否"), encoding="utf-8")
        later = both.with_name("后来.json")
        checklist("check", both, "--format", "json", "-o", later)
        page = both.with_name("对比.html")
        checklist("compare", results[1], later, "-o", page)
        assert "多渠道规定第六条第一款" in page.read_text(encoding="utf-8")
        data = json.loads(checklist("compare", results[1], later, "--format", "json").out)
        assert {each["rulebook"] for each in data["differences"]} == {"mcn"}

    def test_of_no_regulation_in_common_nothing_is_said(
        self, checklist: Run, answers: Path
    ) -> None:
        alone = {id: answers.with_name(f"{id}.json") for id in ("livestream", "mcn")}
        for id, file in alone.items():
            checklist("check", answers, "--rules", id, "--format", "json", "-o", file)
        ran = checklist("compare", *alone.values())
        assert (ran.code, "没有对照同一部规定，没有可以对比的" in ran.out) == (0, True)


class TestSummary:
    """Each file is judged by what it names; what it is not held against is no 不适用."""

    @pytest.fixture
    def folder(self, both: Path, answers: Path) -> Path:
        copy(both, answers.with_name("两部.yaml"))
        rmtree(both.parent)
        return answers.parent

    def test_only_regulations_that_a_file_names_are_shown(
        self, checklist: Run, answers: Path
    ) -> None:
        target = answers.with_name("汇总.json")
        checklist("summary", answers.parent, "-o", target)
        data = json.loads(target.read_text(encoding="utf-8"))
        assert data["rulebook"]["id"] == "livestream"
        assert not any(id.startswith("mcn") for id in data["obligations"])

    def test_each_file_is_judged_by_its_own(self, checklist: Run, folder: Path) -> None:
        target = folder / "汇总.json"
        checklist("summary", folder, "-o", target)
        data = json.loads(target.read_text(encoding="utf-8"))
        assert [each["id"] for each in data["rulebooks"]] == ["livestream", "mcn"]
        alone, both = sorted(data["respondents"], key=lambda row: row["file"] == "两部.yaml")
        of_mcn = {id for id in both["statuses"] if id.startswith("mcn")}
        assert of_mcn
        assert not any(id.startswith("mcn") for id in alone["statuses"])
        assert {id: it for id, it in both["statuses"].items() if id not in of_mcn} == alone[
            "statuses"
        ]

    def test_the_worst_breach_is_named_where_the_first_regulation_is_set_aside(
        self, checklist: Run, tmp_path: Path
    ) -> None:
        answers = copy(resources.examples_dir() / "agency.yaml", tmp_path / "自查.yaml")
        checklist("ask", answers, "--without", "livestream", typed="q\n")
        target = tmp_path / "汇总.json"
        assert checklist("summary", tmp_path, "-o", target).code == 0
        (row,) = json.loads(target.read_text(encoding="utf-8"))["respondents"]
        assert row["heaviest"] == "mcn13-agreement"
        assert row["statuses"]["mcn13-agreement"] == "not_satisfied"

    def test_a_cell_says_where_nothing_was_compared(self, checklist: Run, folder: Path) -> None:
        for name in ("汇总.html", "汇总.csv"):
            checklist("summary", folder, "-o", folder / name)
            assert "没有对照" in (folder / name).read_text(encoding="utf-8-sig")


class TestByOption:
    def test_several_files_are_judged_by_together(self, checklist: Run, answers: Path) -> None:
        rules = [word for id in BOOKS for word in ("--rules", ROOT / "rules" / f"{id}.yaml")]
        data = json.loads(checklist("check", answers, "--format", "json", *rules).out)
        assert {each["id"] for each in data["rulebooks"]} == {*BOOKS}
        assert not any(each["bundled"] for each in data["rulebooks"])
        assert "not_compared" not in data

    def test_the_next_step_is_by_the_same(self, checklist: Run, answers: Path) -> None:
        rules = ("--rules", "mcn", "--rules", "livestream")
        ran = checklist("check", answers, *rules)
        assert f"checklist report {answers} {' '.join(rules)}\n" in ran.err

    def test_a_bundled_one_by_its_id(self, checklist: Run, answers: Path) -> None:
        data = json.loads(checklist("check", answers, "--format", "json", "--rules", "mcn").out)
        assert [(each["id"], each["bundled"]) for each in data["rulebooks"]] == [("mcn", True)]

    def test_one_twice_is_refused(self, checklist: Run, answers: Path) -> None:
        ran = checklist("check", answers, "--rules", "mcn", "--rules", "mcn")
        assert ran.code == 3
        assert "规则册 mcn（" in ran.err

    @pytest.mark.parametrize("option", ["--with", "--without"])
    def test_an_id_nobody_knows_is_refused_with_those_there_are(
        self, checklist: Run, answers: Path, option: str
    ) -> None:
        ran = checklist("ask", answers, option, "mnc")
        assert ran.code == 2
        assert f"{option} 后面的“mnc”不是随附规则册的编号" in ran.err
        assert f"mcn（《{MCN.title}》）" in ran.err

    def test_nothing_left_is_refused(self, checklist: Run, answers: Path) -> None:
        ran = checklist("ask", answers, "--without", "livestream")
        assert ran.code == 2
        assert "一部规定也不剩" in ran.err

    def test_own_and_bundled_ones_are_not_mixed_by_these(
        self, checklist: Run, answers: Path
    ) -> None:
        ran = checklist("ask", answers, "--with", "mcn", "--rules", "livestream")
        assert ran.code == 2
        assert "只用于随附的规则册" in ran.err
