from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checklist import exits
from checklist.cli.law.rules import entry_lines
from checklist.layout import cells
from checklist.resources import RULEBOOKS
from tests.given.bundled import LIVESTREAM

if TYPE_CHECKING:
    from tests.conftest import Ran, Run

SMALL = Path(__file__).parents[1] / "law" / "small_rulebook.yaml"
BAD = Path(__file__).parents[1] / "bad_rules" / "five-mistakes.yaml"


def test_the_bundled_rulebook_is_linted_by_default(checklist: Run) -> None:
    ran = checklist("rules", "lint")
    assert ran.code == exits.DONE
    assert ran.out.startswith("没有发现问题：")
    assert f"{len(LIVESTREAM.obligations)} 条义务" in ran.out


def test_lint_lists_questions_that_say_no_time_and_takes_the_rulebook(checklist: Run) -> None:
    ran = checklist("rules", "lint", Path(__file__).parents[1] / "statutes" / "mini.yaml")
    assert ran.code == exits.DONE
    assert "7 个问题没有写 about" in ran.err
    assert "art3-show/name、" in ran.err
    assert "改法：给义务或者问题写上 about: 期间" in ran.err
    assert "about" not in checklist("rules", "lint").err


def test_lint_lists_what_points_at_no_rulebook_and_takes_it(checklist: Run) -> None:
    ran = checklist("rules", "lint", SMALL)
    assert ran.code == exits.DONE
    assert "都没有：elsewhere/years、elsewhere" in ran.err
    assert "改法：see 写成 义务/问题" in ran.err
    for id in ("livestream", "mcn", "ai-label"):
        assert "都没有：" not in checklist("rules", "lint", id).err


def test_lint_lists_what_is_put_to_people_and_names_no_law(checklist: Run, tmp_path: Path) -> None:
    bare = tmp_path / "bare.yaml"
    text = SMALL.read_text(encoding="utf-8").replace("多久培训一次？", "照第十条，多久培训一次？")
    bare.write_text(text.replace("当时还没有开播", "《某某法》第六条的情形"), encoding="utf-8")
    ran = checklist("rules", "lint", bare)
    assert ran.code == exits.DONE
    assert "没有写明是哪一部规定，几部一起对照时会看错：art27-keep/yearly\n" in ran.err
    for id in RULEBOOKS:
        assert "会看错" not in checklist("rules", "lint", id).err


def test_lint_reports_every_mistake_of_a_file(checklist: Run) -> None:
    ran = checklist("rules", "lint", BAD)
    assert ran.code == exits.BAD_FILE
    assert ran.out == ""
    assert ran.err.count("改法：") == 5
    assert f"{BAD}:12:5" not in ran.err
    assert f"{BAD}:14:5: 主体情况 opens_room 里不认识 wy" in ran.err


def test_lint_of_a_missing_file_is_a_bad_file(checklist: Run, tmp_path: Path) -> None:
    ran = checklist("rules", "lint", tmp_path / "没有.yaml")
    assert ran.code == exits.BAD_FILE
    assert "找不到这个文件" in ran.err


def test_the_list_names_every_obligation_within_eighty_cells(
    checklist: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = checklist("rules", "list")
    assert ran.code == exits.DONE
    for id in LIVESTREAM.obligation_ids():
        assert f"| {id} " in ran.out
    table = [line for line in ran.out.splitlines() if line[:1] in "+|"]
    assert len({cells(line) for line in table}) == 1
    assert cells(table[0]) <= 80


def test_the_list_as_json_is_ascii_and_says_which_rulebook(checklist: Run) -> None:
    ran = checklist("rules", "list", "--format", "json", "--rules", SMALL)
    assert ran.out.isascii()
    data = json.loads(ran.out)
    assert list(data) == ["format", "rulebook", "obligations"]
    assert data["format"] == 1
    assert data["rulebook"]["id"] == "small"
    assert data["rulebook"]["bundled"] is False
    assert [one["id"] for one in data["obligations"]] == [
        "art25-show",
        "art27-keep",
        "art28-keep",
        "art29-train",
    ]


def test_one_obligation_as_json_is_as_in_the_list(checklist: Run) -> None:
    listed = checklist("rules", "list", "--format", "json", "--rules", SMALL)
    shown = checklist("rules", "show", "art25-show", "--format", "json", "--rules", SMALL)
    assert json.loads(shown.out) == json.loads(listed.out)["obligations"][0]


@pytest.mark.parametrize("typed", ["art25-show", "ART25-show", " art２５-show "])
def test_an_entry_is_shown_whole_within_the_terminal(
    checklist: Run, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = checklist("rules", "show", typed, "--rules", SMALL)
    assert ran.code == exits.DONE
    text = "".join(line.strip() for line in ran.out.splitlines())
    for part in (
        "《某某管理办法》第二十五条第一款第二项",
        "原文有“公示”",
        "义务，按直播间判断",
        "直播营销人员服务机构（第二条第六款），经由第六十三条",
        "条件：“是否雇用主播？”答“是”",
        "是否约束有疑问：“是否雇用主播？”答“否”",
        "“直播间开设在哪里？”答“平台”或者“其他”，或者（“是否开设直播间？”答“是”，并且",
        "其他（没有其他信息，可答“不适用”）",
        "合格：首页",
        "第五十九条第五项（市场监督管理部门）",
        "依照《电子商务法》第八十条第一款第一项（另见第二款）",
        "是否适用第六十条的处罚有疑问：是否及于此，两说",
        "法律另有规定的除外。",
        "《网络交易监督管理办法》第二十条第二款（另有期限）",
        "已复核：张律师，2026-03-01",
    ):
        assert part in text
    assert max(map(cells, ran.out.splitlines())) <= 80


def test_a_borrowed_question_names_its_owner(checklist: Run) -> None:
    ran = checklist("rules", "show", "art28-keep", "--rules", SMALL)
    assert "与 art27-keep/years 是同一个问题" in ran.out
    assert "由雇主承担" in ran.out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("art25-shwo", "是不是想写 art25-show"),
        ("第一条", "这一条没有义务"),
        ("什么", "用 checklist rules list 查看全部编号"),
    ],
)
def test_an_unknown_id_is_wrong_usage_with_a_suggestion(
    checklist: Run, typed: str, meant: str
) -> None:
    ran = checklist("rules", "show", typed, "--rules", SMALL)
    assert ran.code == exits.WRONG_USAGE
    assert ran.out == ""
    assert meant in ran.err


@pytest.mark.parametrize("typed", ["25", "第２５条", "第二十五条", "某某管理办法第25条"])
def test_an_article_shows_its_entries(checklist: Run, typed: str) -> None:
    shown = checklist("rules", "show", "art25-show", "--rules", SMALL)
    assert checklist("rules", "show", typed, "--rules", SMALL) == shown


def test_every_bundled_regulation_is_listed_under_its_name(checklist: Run) -> None:
    ran = checklist("rules", "list", "--article", "6", "--format", "json")
    data = json.loads(ran.out)
    assert [each["id"] for each in data["rulebooks"]] == list(RULEBOOKS)
    assert {"livestream", "mcn", "ai-label"} <= {one["rulebook"] for one in data["obligations"]}
    named = checklist("rules", "list", "--article", "多渠道规定第6条", "--format", "json")
    of_agencies = [one for one in data["obligations"] if one["rulebook"] == "mcn"]
    assert json.loads(named.out)["obligations"] == of_agencies
    table = checklist("rules", "list", "--article", "6").out
    assert "| 办法第六条第一款" in table
    assert "| 多渠道规定第六条第" in table


def test_an_article_that_several_regulations_have_is_asked_back(checklist: Run) -> None:
    ran = checklist("rules", "show", "第六条")
    assert (ran.code, ran.out) == (exits.WRONG_USAGE, "")
    assert "3 部规定都有第六条的义务" in ran.err
    assert "办法第六条（art6-mechanisms、art6-content）；多渠道规定第六条（mcn6-" in ran.err


def test_a_regulation_before_the_article_says_which(checklist: Run) -> None:
    ran = checklist("rules", "show", "办法第六条")
    assert (ran.code, ran.err) == (exits.DONE, "")
    assert ran.out.count("依据　《直播电商监督管理办法》第六条") == 2
    alone = checklist("rules", "show", "mcn6-scope", "--rules", "mcn")
    assert checklist("rules", "show", "mcn6-scope") == alone
    two = checklist("rules", "show", "第六条", "--rules", "mcn", "--rules", "livestream")
    assert "2 部规定都有第六条的义务" in two.err


@pytest.mark.slow
def test_every_bundled_entry_can_be_shown_within_the_terminal() -> None:
    for obligation in LIVESTREAM.obligations:
        lines = list(entry_lines(LIVESTREAM, obligation, 80))
        assert lines[0] in obligation.title
        assert max(map(cells, lines)) <= 80


def listed(ran: Ran) -> list[str]:
    assert ran.code == exits.DONE, ran.err
    return [one["id"] for one in json.loads(ran.out)["obligations"]]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (["--holder", "room_operator"], ["art25-show"]),
        (["--holder", "直播间运营者"], ["art25-show"]),
        (["--article", "27"], ["art27-keep"]),
        (["--article", "第二十七条"], ["art27-keep"]),
        (["--article", " ２７ "], ["art27-keep"]),
        (["--article", "art27"], ["art27-keep"]),
        (["--article", "1"], []),
        (["--kind", "倡导"], ["art29-train"]),
        (["--kind", "Encouragement"], ["art29-train"]),
        (["--state", "已复核"], ["art25-show"]),
        (
            ["--state", "to_review", "--holder", "mcn", "--kind", "义务"],
            ["art27-keep", "art28-keep"],
        ),
        (["--state", "已复核", "--kind", "倡导"], []),
    ],
)
def test_the_list_is_narrowed_by_ids_and_by_words(
    checklist: Run, filters: list[str], ids: list[str]
) -> None:
    command = ("rules", "list", "--format", "json", "--rules", SMALL)
    assert listed(checklist(*command, *filters)) == ids


@pytest.mark.parametrize(
    ("filters", "choice"),
    [
        (["--holder", "主播"], "直播间运营者（room_operator）、直播营销人员服务机构（mcn）"),
        (["--article", "70"], "写成 1 到 69 的整数"),
        (["--article", "第条"], "写成 1 到 69 的整数"),
        (["--kind", ""], "义务（duty）、禁止（prohibition）、倡导（encouragement）"),
        (["--state", "signed\x1b[2J"], "待复核（to_review）、已复核（reviewed）"),
    ],
)
def test_a_filter_that_means_nothing_says_what_is_possible(
    checklist: Run, filters: list[str], choice: str
) -> None:
    ran = checklist("rules", "list", "--rules", SMALL, *filters)
    assert ran.code == exits.WRONG_USAGE
    assert (ran.out, choice in ran.err) == ("", True)
    assert "\x1b" not in ran.err


def test_a_list_of_nothing_says_so(checklist: Run) -> None:
    ran = checklist("rules", "list", "--rules", SMALL, "--article", "1")
    assert (ran.code, ran.out) == (exits.DONE, "没有符合这些条件的义务。\n")


def test_a_deadline_and_a_topic_are_shown(checklist: Run) -> None:
    ran = checklist("rules", "show", "art27-keep", "--rules", SMALL)
    assert "期限　每6个月" in ran.out
    assert "每年1月、7月，向市场监督管理部门报送" in ran.out
    assert "专题　保存期限" in ran.out


MINI = Path(__file__).parents[1] / "statutes" / "mini.yaml"


def test_coverage_of_the_bundled_rulebook_is_complete(checklist: Run) -> None:
    ran = checklist("rules", "coverage")
    assert ran.code == exits.DONE
    assert ran.out.endswith("69 条中 69 条、108 款中 108 款、40 项中 40 项有着落。\n")
    assert "| 第三十五条第二款第一项 |" in ran.out


def test_coverage_as_json_has_a_row_for_every_place(checklist: Run) -> None:
    ran = checklist("rules", "coverage", "--format", "json")
    assert ran.out.isascii()
    data = json.loads(ran.out)
    assert list(data) == ["format", "rulebook", "rows", "missing", "unknown"]
    assert (len(data["rows"]), data["missing"], data["unknown"]) == (148, [], [])
    keys = ["article", "paragraph", "item", "treatment", "obligations", "why"]
    assert {tuple(row) for row in data["rows"]} == {tuple(keys)}
    assert data["rows"][0]["treatment"] == "purpose"


def test_what_is_missing_or_does_not_exist_is_named(checklist: Run, tmp_path: Path) -> None:
    rules = tmp_path / "mini.yaml"
    text = MINI.read_text(encoding="utf-8")
    text += "not_obligations:\n  - { article: 8, paragraph: 3, treatment: 施行, why: 施行日期 }\n"
    rules.write_text(text, encoding="utf-8")
    beside = MINI.with_suffix(".fingerprints.json").read_text(encoding="utf-8")
    rules.with_suffix(".fingerprints.json").write_text(beside, encoding="utf-8")
    ran = checklist("rules", "coverage", "--rules", rules)
    assert ran.code == exits.NOT_SATISFIED
    assert "| 第一条 " in ran.out
    assert "规则册没有提到：第一条、" in ran.out
    assert "not_obligations 引用的第八条第三款，规定里没有" in ran.out
    data = json.loads(checklist("rules", "coverage", "--rules", rules, "--format", "json").out)
    assert data["missing"][0] == {"article": 1, "paragraph": 1, "item": None}
    assert data["unknown"] == [
        {"article": 8, "paragraph": 3, "item": None, "named_by": "not_obligations"}
    ]


def test_the_catalogue_is_printed_or_written(checklist: Run, tmp_path: Path) -> None:
    printed = checklist("rules", "catalogue", "--rules", SMALL)
    assert printed.code == exits.DONE
    assert printed.out.startswith("# 《某某管理办法》义务目录\n")
    target = tmp_path / "目录.md"
    ran = checklist("rules", "catalogue", "--rules", SMALL, "-o", target)
    assert (ran.code, ran.out) == (exits.DONE, "")
    assert target.read_text(encoding="utf-8") == printed.out


def test_the_catalogue_never_goes_over_the_rulebook(checklist: Run, tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_bytes(SMALL.read_bytes())
    ran = checklist("rules", "catalogue", "--rules", rules, "-o", rules)
    assert ran.code == exits.WRONG_USAGE
    assert rules.read_bytes() == SMALL.read_bytes()


@pytest.mark.parametrize("of", ["rulebook", "answers"])
def test_schemas_are_printed_as_ascii(checklist: Run, of: str) -> None:
    ran = checklist("rules", "schema", of)
    assert ran.code == exits.DONE
    assert ran.out.isascii()
    assert json.loads(ran.out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_there_are_two_schemas(checklist: Run) -> None:
    ran = checklist("rules", "schema", "report")
    assert ran.code == exits.WRONG_USAGE
    assert "rulebook" in ran.err


def test_an_article_that_does_not_exist_is_not_said_to_have_no_duty(checklist: Run) -> None:
    ran = checklist("rules", "show", "办法第七十条")
    assert ran.code == exits.WRONG_USAGE
    assert "没有“办法第七十条”这一条" in ran.err
    assert "办法到第六十九条为止" in ran.err
    assert "这一条没有义务" in checklist("rules", "show", "办法第二条").err


def test_entries_and_forms_are_named_by_their_titles(checklist: Run) -> None:
    table = checklist("rules", "coverage").out
    assert "art33" not in table
    assert "建立登记档案" in table.replace("\n", "")
    shown = checklist("rules", "show", "art6-content").out
    assert "content-review" not in shown
