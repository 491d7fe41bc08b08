"""`checklist form`: written once, sent round, read back only after somebody agreed."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from checklist.assessment.model import Respondent
from checklist.assessment.names import Kinship, kinship
from checklist.assessment.stored.file import commit, history_file, load, save
from checklist.cli.app import run
from checklist.resources import examples_dir
from tests.conftest import ROOT, Process, Run
from tests.form.filling import AT, answer, fill
from tests.given.bundled import LIVESTREAM, write_example

AMOUNT = "answers/art31-records/period"
"""A question that is answered with a length of time."""


@pytest.fixture(scope="module")
def agency_form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / "问卷.xlsx"
    answers = write_example("agency", path.with_name("样例.yaml"))
    assert run(["form", str(answers), "-o", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def filled_form(agency_form: Path) -> Path:
    """The same, in which the length of time is answered by 18个月."""
    filled = shutil.copyfile(agency_form, agency_form.with_name("填过的.xlsx"))
    answer(filled, AMOUNT, "18个月")
    return filled


@pytest.fixture
def filled(filled_form: Path, answers: Path) -> Path:
    return shutil.copyfile(filled_form, answers.with_name("问卷.xlsx"))


@pytest.fixture
def form(agency_form: Path, answers: Path) -> Path:
    """The form of `answers`, beside them."""
    return shutil.copyfile(agency_form, answers.with_name("问卷.xlsx"))


def test_a_form_says_where_it_is_and_how_to_read_it_back(checklist: Run, answers: Path) -> None:
    ran = checklist("form", answers)
    assert ran.code == 0
    assert ran.out.strip() == str(answers.with_suffix(".xlsx"))
    assert "checklist form import" in ran.err


def test_the_long_name_writes_the_same_form(checklist: Run, answers: Path) -> None:
    one, other = answers.with_name("甲.xlsx"), answers.with_name("乙.xlsx")
    assert checklist("form", "-o", one, answers).code == 0
    assert checklist("form", "write", answers, "-o", other).code == 0
    assert one.is_file()
    assert other.is_file()


def test_a_form_that_is_there_is_not_overwritten(checklist: Run, answers: Path, form: Path) -> None:
    before = form.read_bytes()
    ran = checklist("form", answers, "-o", form)
    assert ran.code == 2
    assert "没有覆盖" in ran.err
    assert form.read_bytes() == before


def test_without_answers_the_form_is_blank_and_that_is_told(checklist: Run, tmp_path: Path) -> None:
    ran = checklist("form", tmp_path / "没有.yaml", "-o", tmp_path / "问卷.xlsx")
    assert ran.code == 0
    assert "当作还没有任何答案" in ran.err


@pytest.mark.parametrize("output", ["问卷.xls", "问卷.yaml", "问卷"])
def test_a_form_is_an_xlsx_file(checklist: Run, answers: Path, output: str) -> None:
    ran = checklist("form", answers, "-o", answers.with_name(output))
    assert ran.code == 2
    assert ".xlsx" in ran.err


def test_sections_that_do_not_exist_are_told_with_those_that_do(
    checklist: Run, answers: Path
) -> None:
    ran = checklist("form", answers, "--section", "第九章")
    assert ran.code == 2
    assert "第三章" in ran.err
    assert not answers.with_suffix(".xlsx").exists()


def test_a_chapter_that_several_regulations_have_is_named_with_one_of_them(
    checklist: Run, tmp_path: Path
) -> None:
    answers = shutil.copyfile(examples_dir() / "agency.yaml", tmp_path / "自查.yaml")
    ran = checklist("form", answers, "--section", "第三章")
    assert ran.code == 2
    assert "两部都要就写两次：办法第三章、多渠道规定第三章" in ran.err
    ran = checklist("form", answers, "--section", "办法第三章")
    assert ran.code == 0, ran.err
    assert answers.with_suffix(".xlsx").exists()


@pytest.mark.slow
def test_a_form_with_more_rows_than_anybody_fills_in_is_not_written(
    checklist: Run, answers: Path
) -> None:
    rooms = "".join(f"  - {{ id: x{number}, name: 间{number} }}\n" for number in range(2500))
    text = answers.read_text(encoding="utf-8").replace("rooms:\n", f"rooms:\n{rooms}", 1)
    answers.write_text(text, encoding="utf-8")
    ran = checklist("form", answers)
    assert ran.code == 2
    assert "--section" in ran.err


def test_an_untouched_form_writes_nothing(checklist: Run, answers: Path, form: Path) -> None:
    before = answers.read_bytes()
    ran = checklist("form", "import", form, answers)
    assert (ran.code, ran.out) == (0, "问卷里没有新的改动，什么也没有写入。\n")
    assert answers.read_bytes() == before


def test_changes_are_shown_and_written_when_agreed_beforehand(
    checklist: Run, answers: Path, form: Path
) -> None:
    place = answer(form, AMOUNT, "１８个月")
    fill(form, {"E3": "赵敏"})
    ran = checklist("form", "import", form, answers, "--yes")
    assert ran.code == 0
    assert place in ran.out
    assert "已写入 1 处" in ran.out
    said = yaml.load(answers.read_text(encoding="utf-8"), yaml.BaseLoader)
    told = said["answers"][AMOUNT.removeprefix("answers/")]
    assert (told["value"], told["by"]) == ("18个月", "赵敏")
    assert "赵敏（读回 " in checklist("history", answers).out
    lines = history_file(answers).read_text("utf-8").splitlines()
    last = json.loads(lines[-1])
    assert last["by"] == "赵敏"
    assert last["source"].endswith(".xlsx")
    assert checklist("form", "import", form, answers).out.startswith("问卷里没有新的改动")


def test_without_a_terminal_nothing_is_written_unless_agreed(
    checklist: Run, answers: Path, filled: Path
) -> None:
    before = answers.read_bytes()
    ran = checklist("form", "import", filled, answers, typed="是\n")
    assert ran.code == 2
    assert "没有人可以确认" in ran.err
    assert answers.read_bytes() == before


def test_a_bad_cell_stops_everything(checklist: Run, answers: Path, form: Path) -> None:
    before = answers.read_bytes()
    place = answer(form, AMOUNT, "很久")
    ran = checklist("form", "import", form, answers, "--yes")
    assert ran.code == 3
    assert place in ran.err
    assert answers.read_bytes() == before


def test_a_conflict_stops_everything_until_a_side_is_taken(
    checklist: Run, answers: Path, form: Path, filled_form: Path
) -> None:
    assert checklist("form", "import", filled_form, answers, "--yes").code == 0
    place = answer(form, AMOUNT, "5年")
    refused = checklist("form", "import", form, answers, "--yes")
    assert refused.code == 3
    assert place in refused.err
    assert "“5年”" in refused.err
    assert "“18个月”" in refused.err
    assert checklist("form", "import", form, answers, "--yes", "--take", "file").out.startswith(
        "问卷里没有"
    )
    assert checklist("form", "import", form, answers, "--yes", "--take", "form").code == 0
    assert "5年" in answers.read_text(encoding="utf-8")


def test_an_import_of_no_spreadsheet_is_a_bad_file(checklist: Run, answers: Path) -> None:
    form = answers.with_name("问卷.xlsx")
    form.write_bytes(answers.read_bytes())
    ran = checklist("form", "import", form, answers)
    assert ran.code == 3
    assert ".xlsx" in ran.err


@pytest.mark.parametrize("command", [["form"], ["form", "import"], ["form", "import", "x.xlsx"]])
def test_a_command_cut_short_is_wrong_usage(checklist: Run, command: list[str]) -> None:
    assert checklist(*command).code == 2


@pytest.mark.slow
def test_the_preview_survives_a_gbk_pipe(process: Process, answers: Path, form: Path) -> None:
    place = answer(form, AMOUNT, "18个月")
    answer(form, AMOUNT, "䶮哥说的 🎥", "note")
    env = {"PYTHONIOENCODING": "gbk"}
    ran = process("form", "import", form, answers, "--yes", env=env)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert place in ran.stdout.decode("gbk")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("reply", "written"), [("是", True), ("", False)])
def test_a_person_at_a_terminal_is_asked(
    answers: Path, form: Path, reply: str, written: bool
) -> None:
    import pexpect

    answer(form, AMOUNT, "18个月")
    before = answers.read_bytes()
    child = pexpect.spawn(
        sys.executable,
        ["-m", "checklist", "form", "import", str(form), str(answers)],
        encoding="utf-8",
        cwd=str(ROOT),
        timeout=300,
    )
    child.expect("是否写入")
    child.sendline(reply)
    child.expect("已写入" if written else "没有写入")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert (answers.read_bytes() != before) == written


class TestWhoseItIs:
    """A form that another respondent filled in never answers for this one."""

    def other(self, answers: Path, **said: str) -> Path:
        """The filled form of answers in which something else is said of the respondent."""
        text = answers.read_text(encoding="utf-8")
        for key, value in said.items():
            text, changed = re.subn(rf"(?m)^  {key}: .*$", f"  {key}: {value}", text, count=1)
            assert changed
        other = answers.with_name("别家.yaml")
        other.write_text(text, encoding="utf-8")
        form = answers.with_name("别家.xlsx")
        assert run(["form", str(other), "-o", str(form)]) == 0
        answer(form, AMOUNT, "18个月")
        return form

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "said",
        [
            {"name": "完全不同有限公司", "credit_code": "91330108MA0OTHER99"},
            {"name": "完全不同有限公司", "credit_code": "''"},
            {"name": "=1+1", "credit_code": "'\u202e'"},
        ],
    )
    def test_another_companys_form_is_refused_also_beforehand(
        self, checklist: Run, answers: Path, said: dict[str, str]
    ) -> None:
        before, form = answers.read_bytes(), self.other(answers, **said)
        ran = checklist("form", "import", form, answers, "--yes")
        assert ran.code == 3
        assert "这份问卷是别的单位的" in ran.err
        assert "改法：看看是不是拿错了文件" in ran.err
        assert answers.read_bytes() == before

    def test_a_form_of_an_earlier_program_is_known_by_the_name_above(
        self, checklist: Run, answers: Path, filled: Path
    ) -> None:
        form = self.other(answers, name="完全不同有限公司")
        fill(form, {"N1": None, "O1": None})
        assert checklist("form", "import", form, answers, "--yes").code == 3
        fill(filled, {"N1": None, "O1": None})
        assert checklist("form", "import", filled, answers, "--yes").code == 0

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "said",
        [
            {"name": "青禾新名有限公司"},
            {"name": "杭州青禾示例文化传媒 有限公司"},
            {"credit_code": "91330108MA0OTHER99"},
        ],
    )
    def test_a_changed_spelling_is_asked(
        self, checklist: Run, answers: Path, monkeypatch: pytest.MonkeyPatch, said: dict[str, str]
    ) -> None:
        form, questions = self.other(answers, **said), list[str]()

        def no(question: str) -> str:
            questions.append(question)
            return ""

        before = answers.read_bytes()
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", no)
        ran = checklist("form", "import", form, answers)
        assert questions == ["确实是同一个单位的，以上 1 处是否写入？（是/否，直接回车就是“否”）"]
        assert "写出问卷时的填报单位是" in ran.err
        assert answers.read_bytes() == before

    def test_a_name_that_the_history_knows_is_asked_where_no_code_is_told(
        self, checklist: Run, answers: Path
    ) -> None:
        text = answers.read_text(encoding="utf-8")
        answers.write_text(re.sub(r"(?m)^  credit_code: .*\n", "", text), encoding="utf-8")
        form = self.other(answers)
        known = load(answers, LIVESTREAM)
        renamed = replace(known, respondent=replace(known.respondent, name="青禾新名有限公司"))
        save(answers, renamed, LIVESTREAM)
        assert checklist("form", "import", form, answers, "--yes").code == 3
        commit(answers, known, renamed, who=None, at=AT, rulebook=LIVESTREAM)
        ran = checklist("form", "import", form, answers, "--yes")
        assert (ran.code, "确实是同一个单位的，才写入" in ran.err) == (0, True)

    def test_a_form_or_a_file_without_a_name_tells_nothing(self) -> None:
        own = Respondent(name="甲公司")
        assert kinship(own, "", "", earlier=()) is Kinship.OWN
        assert kinship(Respondent(name=""), "乙公司", "91", earlier=()) is Kinship.OWN
        coded = Respondent(name="", credit_code="92")
        assert kinship(coded, "乙公司", "91", earlier=()) is Kinship.ANOTHERS


def test_a_blank_form_asks_what_a_new_sitting_asks_and_is_read_into_a_new_file(
    checklist: Run, tmp_path: Path
) -> None:
    form, file = tmp_path / "空白.xlsx", tmp_path / "新.yaml"
    assert checklist("form", file, "-o", form, "--section", "多渠道规定第三章").code == 0
    answer(form, "facts/ailabel_content", "以上都没有")
    ran = checklist("form", "import", form, file, "--yes")
    assert (ran.code, "另一部规则册" in ran.err) == (0, False), ran.err
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert [each["id"] for each in read["rulebooks"]] == ["livestream", "mcn", "ai-label"]
    assert list(read["facts"]) == ["ailabel_content"]


def test_a_form_of_answers_is_not_read_into_a_new_file_as_if_it_were_all(
    checklist: Run, form: Path
) -> None:
    new = form.with_name("新.yaml")
    ran = checklist("form", "import", form, new, "--yes")
    assert ran.code == 3
    assert "这份问卷是从一份答案文件写出的，不能读成新的：里面没有直播间名单和自查期间" in ran.err
    assert "checklist bundle" in ran.err
    assert not new.exists()


def test_what_regulations_a_form_leaves_out_is_told(checklist: Run, answers: Path) -> None:
    """The answers were given to the first alone."""
    ran = checklist("form", answers)
    assert ran.code == 0
    assert "没有列《互联网信息内容多渠道分发服务管理规定》的题，答案文件没有对照它" in ran.err
    assert re.search(r"没有列《人工智能生成合成内容标识办法》.*ask .* --with ai-label", ran.err)


def test_the_example_of_the_help_is_taken(checklist: Run, answers: Path) -> None:
    """With the three rulebooks that a file has by default, and with one."""
    told = "".join(checklist("form", "--help").out.split())
    (example,) = re.findall("例如([^；]*)；可以写几次。", told)
    three = shutil.copyfile(examples_dir() / "agency.yaml", answers.with_name("三部.yaml"))
    for file in (three, answers):
        ran = checklist("form", file, "--section", example)
        assert ran.code == 0, ran.err
