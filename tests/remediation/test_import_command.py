"""`checklist remediation import` as its user runs it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from checklist import resources
from checklist.assessment.model import Evidence
from checklist.assessment.stored.file import history_file, load, lock
from checklist.cli.app import run
from checklist.cli.common import today
from checklist.cli.sheets.remediation import import_
from checklist.evaluation.evaluate import evaluate
from checklist.sheets.register import xlsx
from checklist.sitting.evidence import evidence_of_others
from tests.conftest import Process, Run
from tests.given.bundled import LIVESTREAM, write_example
from tests.given.workbooks import saved

GAP = "art25-sole-trader/items"


@pytest.fixture(scope="module")
def agency_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "台账.xlsx"
    answers = write_example("agency", path.with_name("样例.yaml"))
    assert run(["report", str(answers), "-o", str(path)]) == 0
    return path


@pytest.fixture
def register(agency_register: Path, answers: Path) -> Path:
    """The register of `answers`, beside them."""
    return shutil.copyfile(agency_register, answers.with_name("自查-整改台账.xlsx"))


def type_into(register: Path, gap: str = GAP, **cells: str) -> str:
    """Fill cells of one gap, which no evidence is attached to; returns its answer key."""
    book = openpyxl.load_workbook(register)
    page = book[xlsx.REGISTER]
    columns = {cell.value: at for at, cell in enumerate(page[xlsx.HEADING_ROW + 1], 1)}
    row = next(
        number
        for number, cells in enumerate(page.iter_rows(), 1)
        if str(cells[columns["行标识"] - 1].value).startswith(gap)
    )
    for heading, value in cells.items():
        page.cell(row, columns[heading]).value = value
    saved(book, register)
    return str(page.cell(row, columns["行标识"]).value).partition("@")[0]


def test_where_another_program_holds_the_answers_it_is_said_that_they_did_not_change(
    checklist: Run, register: Path, answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced, before = Path.replace, answers.read_bytes()

    def refuse(self: Path, target: Path) -> Path:
        if Path(target) == answers:
            raise PermissionError(13, "held")
        return replaced(self, target)

    monkeypatch.setattr("checklist.files._PAUSE", 0)
    monkeypatch.setattr(Path, "replace", refuse)
    key = type_into(register, 责任人="王五")
    ran = checklist("remediation", "import", register, answers, "--yes")
    beside = answers.with_name("自查-2.yaml")
    assert (ran.code, answers.read_bytes()) == (0, before)
    assert load(beside, LIVESTREAM).answers[key].owner == "王五"
    assert f"“{answers}”正被别的程序占用，它没有变" in ran.err
    assert f"以后用这一份：{beside}" in ran.err


def test_a_filled_register_is_shown_and_written(
    checklist: Run, register: Path, answers: Path
) -> None:
    key = type_into(register, 责任人="张三", 进度="已验收", 销号日期="2026-11-20")
    ran = checklist("remediation", "import", register, answers, "--yes")
    assert ran.code == 0
    for word in ("单元格", "整改台账!G17", "整改台账!K17", "未启动", "已验收", "已写入 3 处"):
        assert word in ran.out
    assert "写了“已验收”而结论没有变的：" in ran.out
    assert "已验收，但没有佐证，没有重新作答：结论仍是不符合" in ran.out
    assert "1 道题写了“已验收”，结论没有变" in ran.out
    assert f"\n  checklist ask {answers} --only gaps\n" in ran.out
    answer = load(answers, LIVESTREAM).answers[key]
    assert (answer.owner, answer.state) == ("张三", "已验收")
    assert "张三" in history_file(answers).read_text(encoding="utf-8")
    assert f"（读回 {register.name}）" in checklist("history", answers).out


@pytest.fixture
def shown_by_records(answers: Path) -> Path:
    """A register of `answers` beside which records lie: of the corrections that are said to have
    been kept, some are deleted."""
    shutil.copyfile(
        resources.examples_dir() / "agency.记录.json", answers.with_name("自查.记录.json")
    )
    register = answers.with_name("自查-整改台账.xlsx")
    assert run(["report", str(answers), "-o", str(register)]) == 0
    return register


def test_what_records_show_is_a_gap_when_its_row_comes_back(
    checklist: Run, shown_by_records: Path, answers: Path
) -> None:
    type_into(shown_by_records, "art31-records/kept", 进度="已验收", 销号日期="2026-11-20")
    ran = checklist("remediation", "import", shown_by_records, answers, "--yes")
    assert ran.code == 0
    assert "不是缺口" not in ran.err
    assert "已验收，但没有佐证，没有重新作答：结论仍是不符合" in ran.out
    assert "记录、录像显示不合要求的，按实际情况更正答复（输入 g 跳到那一题）" in ran.out
    assert ran.out.endswith(f"\n  checklist ask {answers}\n")


def test_a_remedy_of_what_records_show_waits_for_the_answer_to_be_corrected(
    checklist: Run, shown_by_records: Path, answers: Path
) -> None:
    type_into(shown_by_records, "art31-records/kept", 进度="已验收", 整改完成之日="2026-11-20")
    ran = checklist("remediation", "import", shown_by_records, answers, "--yes")
    assert ran.code == 3
    assert "不合要求的是记录、录像显示的，答复还不是这样答的，不能记整改" in ran.err
    assert "先用 checklist ask 按实际情况更正答复，再来记整改" in ran.err


def test_a_refused_register_says_that_nothing_was_written(
    checklist: Run, register: Path, answers: Path
) -> None:
    before = answers.read_bytes()
    type_into(register, 责任人="张三", 进度="完成")
    ran = checklist("remediation", "import", register, answers, "--yes")
    assert (ran.code, answers.read_bytes()) == (3, before)
    assert ran.err.rstrip().endswith("一处也不写入；改好以后再读回一次。")


def test_the_same_register_again_changes_nothing(
    checklist: Run, register: Path, answers: Path
) -> None:
    type_into(register, 责任人="张三")
    checklist("remediation", "import", register, answers, "--yes")
    stood = answers.read_bytes(), history_file(answers).read_bytes()
    ran = checklist("remediation", "import", register, answers)
    assert (ran.code, ran.out) == (0, "台账里没有改动，什么也没有写入。\n")
    assert (answers.read_bytes(), history_file(answers).read_bytes()) == stood


def test_no_conclusion_changes(checklist: Run, register: Path, answers: Path) -> None:
    def conclusions() -> list[object]:
        found = evaluate(LIVESTREAM, load(answers, LIVESTREAM), as_of=today()).findings
        return [(one.obligation.id, one.room, one.status) for one in found]

    before = conclusions()
    type_into(register, 进度="已验收", 销号日期="2026-11-20", 佐证="照片", 整改措施="都改好了")
    checklist("remediation", "import", register, answers, "--yes")
    assert conclusions() == before


def test_without_a_terminal_nothing_is_written_unasked(
    checklist: Run, register: Path, answers: Path
) -> None:
    type_into(register, 责任人="张三")
    stood = answers.read_bytes()
    ran = checklist("remediation", "import", register, answers)
    assert ran.code == 2
    assert "没有人可以确认（不在终端里运行，又没有加 --yes）、用法有误是 2" in (
        import_.__doc__ or ""
    )
    assert "有 1 处改动，没有人可以确认，没有写入" in ran.err
    assert answers.read_bytes() == stood


@pytest.mark.parametrize(("typed", "written"), [("是", True), ("", False), ("否", False)])
def test_nothing_is_written_before_somebody_agrees(
    checklist: Run,
    register: Path,
    answers: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    written: bool,
) -> None:
    key = type_into(register, 责任人="张三")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: typed)
    ran = checklist("remediation", "import", register, answers)
    assert ran.code == 0
    assert ("没有写入。" in ran.out) is not written
    assert (load(answers, LIVESTREAM).answers[key].owner == "张三") is written


def test_a_register_written_under_another_name_is_asked(
    checklist: Run, register: Path, answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_into(register, 责任人="张三")
    text = answers.read_text(encoding="utf-8").replace("杭州青禾示例文化传媒", "杭州青禾新名")
    answers.write_text(text, encoding="utf-8")
    questions: list[str] = []

    def no(question: str) -> str:
        questions.append(question)
        return ""

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", no)
    ran = checklist("remediation", "import", register, answers)
    assert questions == ["确实是同一个单位的，以上 1 处是否写入？（是/否，直接回车就是“否”）"]
    assert "写出台账以后填报单位改过名称，现在是“杭州青禾新名有限公司”" in ran.err
    assert answers.read_text(encoding="utf-8") == text


def test_a_conflict_stops_everything_and_names_both_sides(
    checklist: Run, register: Path, answers: Path
) -> None:
    type_into(register, 责任人="张三", 责任部门="法务部")
    other = answers.with_name("自查-又一份.xlsx")
    other.write_bytes(register.read_bytes())
    type_into(other, 责任人="王五")
    assert checklist("remediation", "import", other, answers, "--yes").code == 0
    type_into(register, 责任部门="商品部")
    stood = answers.read_bytes()
    ran = checklist("remediation", "import", register, answers, "--yes")
    assert ran.code == 3
    assert "台账写“张三”，答案文件是“王五”" in ran.err
    assert "台账写“商品部”，答案文件是“法务部”" in ran.err
    assert "--take register" in ran.err
    assert answers.read_bytes() == stood
    ran = checklist("remediation", "import", register, answers, "--yes", "--take", "register")
    assert ran.code == 0
    assert "已写入 2 处" in ran.out
    ran = checklist("remediation", "import", other, answers, "--yes", "--take", "file")
    assert "没有改动" in ran.out


def test_one_bad_cell_stops_everything(checklist: Run, register: Path, answers: Path) -> None:
    type_into(register, 责任人="张三", 完成时限="月底")
    stood = answers.read_bytes()
    ran = checklist("remediation", "import", register, answers, "--yes")
    assert ran.code == 3
    assert "整改台账!J17 没有看懂“月底”" in ran.err
    assert "改法：写成 年-月-日" in ran.err
    assert answers.read_bytes() == stood


def test_the_answers_have_to_be_there(checklist: Run, register: Path, answers: Path) -> None:
    ran = checklist("remediation", "import", register, answers.with_name("没有.yaml"), "--yes")
    assert ran.code == 3
    assert not answers.with_name("没有.yaml").exists()


@pytest.mark.parametrize("command", ["remediation", "form"])
def test_a_file_in_the_place_of_the_other_is_told(
    checklist: Run, register: Path, answers: Path, command: str
) -> None:
    ran = checklist(command, "import", answers, register, "--yes")
    assert ran.code == 2
    assert "和答案文件写反了" in ran.err
    assert f"checklist {command} import {register} {answers}\n" in ran.err
    ran = checklist(command, "import", answers, answers, "--yes")
    assert (ran.code, "这里要写填好的" in ran.err) == (2, True)


def test_answers_that_are_open_elsewhere_are_left_alone(
    checklist: Run, register: Path, answers: Path
) -> None:
    type_into(register, 责任人="张三")
    with lock(answers):
        ran = checklist("remediation", "import", register, answers, "--yes")
    assert ran.code == 3
    assert "另一个窗口" in ran.err


class TestEvidenceFiles:
    """A file beside the answers is recorded with its digest; nothing else is looked at."""

    def test_a_file_beside_the_answers_gets_its_digest(
        self, checklist: Run, register: Path, answers: Path
    ) -> None:
        (answers.parent / "证据").mkdir()
        (answers.parent / "证据" / "截图.png").write_bytes(b"seen")
        key = type_into(register, 佐证="证据\\截图.png\n培训签到表")
        checklist("remediation", "import", register, answers, "--yes")
        file, words = load(answers, LIVESTREAM).answers[key].evidence
        assert (file.path, file.sha256) == ("证据/截图.png", hashlib.sha256(b"seen").hexdigest())
        assert (words.text, words.path) == ("培训签到表", None)
        again = checklist("remediation", "import", register, answers)
        assert "没有改动" in again.out

    @pytest.mark.parametrize(
        ("typed", "what"),
        [
            ("证据/没有.pdf", "没有找到文件“{}”，只记文字；要记成文件，把它复制到 {folder} 里"),
            *(
                (one, "文件“{}”不在答案文件所在的文件夹里，没有去看，只记名称")
                for one in ("../秘密.txt", "绝对", "/没有/这个.pdf", "D:\\证据\\甲.pdf", "链接.txt")
            ),
        ],
    )
    def test_what_is_elsewhere_is_known_by_name_and_that_is_told(
        self, checklist: Run, register: Path, answers: Path, tmp_path: Path, typed: str, what: str
    ) -> None:
        secret = tmp_path.parent / "秘密.txt"
        secret.write_bytes(b"secret")
        if hasattr(os, "symlink"):
            (tmp_path / "链接.txt").symlink_to(secret)
        typed = str(secret) if typed == "绝对" else typed
        key = type_into(register, 佐证=typed)
        ran = checklist("remediation", "import", register, answers, "--yes")
        (piece,) = load(answers, LIVESTREAM).answers[key].evidence
        name = typed if typed == "证据/没有.pdf" else re.split(r"[/\\]", typed)[-1]
        assert (piece.text, piece.path, piece.sha256) == (name, None, None)
        assert what.format(typed, folder=tmp_path) in ran.err

    @pytest.mark.parametrize(
        "typed",
        [
            r"\\evil.example\share\x.pdf",
            "//evil.example/share/x.pdf",
            r"\\?\C:\x.pdf",
            r"D:x.pdf",
            "证据/../../x.pdf",
            "证据/... /x.pdf",
            "NUL.pdf",
            "证据/com1 .txt",
            "自查:1.yaml",
            "~/x.pdf",
        ],
    )
    def test_what_might_lead_elsewhere_is_not_even_looked_at(
        self, answers: Path, monkeypatch: pytest.MonkeyPatch, typed: str
    ) -> None:
        looks: set[str] = set()
        (answers.parent / "自查:1.yaml").write_bytes(b"a stream, on Windows")
        resolve, folder = Path.resolve, answers.parent
        for method in ("is_file", "open", "stat"):
            monkeypatch.setattr(Path, method, lambda path, *_, **__: looks.add(str(path)))
        monkeypatch.setattr(
            Path,
            "resolve",
            lambda path: resolve(path) if path == folder else looks.add(str(path)),
        )
        evidence, remark = evidence_of_others(typed, answers=answers, at="2026-11-22")
        assert evidence == Evidence(re.split(r"[/\\]", typed)[-1])
        assert looks <= {str(folder)}
        assert f"“{typed}”" in remark
        assert "没有去看，只记" in remark

    def test_a_whole_path_into_the_folder_of_the_answers_is_looked_at(self, answers: Path) -> None:
        file = answers.parent / "甲.pdf"
        file.write_bytes(b"seen")
        evidence, _ = evidence_of_others(str(file), answers=answers, at="2026-11-22")
        assert evidence is not None
        assert evidence.path == "甲.pdf"

    def test_the_address_of_a_page_is_words(
        self, checklist: Run, register: Path, answers: Path
    ) -> None:
        key = type_into(register, 佐证="https://example.com/规则.pdf")
        ran = checklist("remediation", "import", register, answers, "--yes")
        (piece,) = load(answers, LIVESTREAM).answers[key].evidence
        assert (piece.text, piece.path) == ("https://example.com/规则.pdf", None)
        assert "规则.pdf" not in ran.err


@pytest.mark.slow
def test_a_save_that_is_cut_short_leaves_the_old_answers(
    process: Process, register: Path, answers: Path, tmp_path: Path
) -> None:
    type_into(register, 责任人="张三")
    stood = answers.read_bytes()
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(
        "import os\nos.replace = lambda *_: os._exit(9)\n", encoding="utf-8"
    )
    path = os.pathsep.join([str(hook), str(Path(__file__).parents[2])])
    ran = process(
        "remediation", "import", str(register), str(answers), "--yes", env={"PYTHONPATH": path}
    )
    assert ran.returncode == 9
    assert answers.read_bytes() == stood
    assert not history_file(answers).exists()


def test_the_page_says_what_done_is_worth(checklist: Run, register: Path, answers: Path) -> None:
    type_into(register, 责任人="张三", 进度="已验收")
    checklist("remediation", "import", register, answers, "--yes")
    checklist("report", answers)
    page = answers.with_suffix(".html").read_text(encoding="utf-8")
    assert "已验收，但没有佐证，没有销号日期：结论仍是不符合" in page
