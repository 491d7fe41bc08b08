"""Evidence: files that are gone or changed are told, folders are no evidence, addresses are."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from checklist.assessment.evidence import Astray, astray, is_address, look, pieces
from checklist.assessment.model import Evidence
from checklist.assessment.questionnaire import AskQuestion
from checklist.assessment.stored.file import load, save
from checklist.law.applicability import Applies, Binding
from checklist.paths import leads_out, of_one_computer, stays_below
from checklist.sitting.evidence import evidence_of_others, typed_evidence
from checklist.sitting.kept import Kept
from tests.conftest import ROOT, Run
from tests.form import filling
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import all_passing
from tests.report.test_json import SCHEMA

CASES = ROOT / "tests" / "evidence"
AT = "2026-11-28T16:03:17+08:00"
PAGE = "https://docs.example.invalid/d/abc"


@pytest.fixture
def case(tmp_path: Path) -> Callable[[int], Path]:
    """The answers of a case, in a folder that may be written to."""

    def copied(number: int) -> Path:
        (source,) = CASES.glob(f"{number}-*")
        shutil.copytree(source, tmp_path / source.name)
        return tmp_path / source.name / "自查.yaml"

    return copied


def training(answers: Path) -> Path:
    """The file that case 10 names, as it was: three bytes."""
    file = answers.parent / "证据" / "培训.png"
    file.parent.mkdir()
    file.write_bytes(b"png")
    text = answers.read_text("utf-8")
    was = "2d27fbdf4e8ca207afbfa388ca9172fbcc6c70e534af2476b3b704f87debadcf"
    answers.write_text(text.replace(was, hashlib.sha256(b"png").hexdigest()), "utf-8")
    return file


def removed(file: Path) -> None:
    file.unlink()


def changed(file: Path) -> None:
    file.write_bytes(b"jpg")


def longer(file: Path) -> None:
    file.write_bytes(b"longer")


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def replaced_by_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def replaced_by_a_link(file: Path) -> None:
    elsewhere = file.parents[2] / "elsewhere.png"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)


WAYS: dict[Callable[[Path], None], str] = {
    removed: "找不到这个文件",
    changed: "内容与登记的摘要不一样",
    longer: "内容与登记的摘要不一样",
    emptied: "文件成了空的",
    replaced_by_a_folder: "现在是一个文件夹，不是文件",
    replaced_by_a_link: "指到答案文件所在的文件夹以外，没有去看",
}


@pytest.mark.parametrize(
    ("typed", "is_asked"),
    [("文字 报送记录", True), ("文字 r1 的报送记录", False), ("文字 全部直播间的报送记录", False)],
)
def test_it_is_said_at_once_where_evidence_names_no_room(
    tmp_path: Path, typed: str, is_asked: bool
) -> None:
    answers = tmp_path / "自查.yaml"
    shutil.copy(ROOT / "examples" / "agency.yaml", answers)
    kept = Kept(
        path=answers,
        rulebook=LIVESTREAM,
        now=lambda: datetime(2026, 11, 28, tzinfo=UTC),
        tell=lambda _: None,
    )
    key = "art25-change/days"
    step = AskQuestion(
        obligation=LIVESTREAM.obligation("art25-change"),
        question=LIVESTREAM.questions()[key],
        key=key,
        binding=Binding(applies=Applies.YES),
    )
    assert ("不算作合要求的直播间的佐证" in kept.evidence(step, typed)) is is_asked


class TestFilesThatAreNotAsRecorded:
    """Case 10, and whatever else may become of a file."""

    @pytest.mark.slow
    @pytest.mark.parametrize("way", WAYS)
    def test_every_command_that_rests_on_them_tells_it(
        self, checklist: Run, case: Callable[[int], Path], way: Callable[[Path], None]
    ) -> None:
        answers = case(10)
        file = training(answers)
        page, register, form = (answers.with_name(f"r.{end}") for end in ("html", "xlsx", "f.xlsx"))
        assert "佐证" not in checklist("report", answers, "-o", page).err
        checklist("form", answers, "-o", form)
        checklist("report", answers, "-o", register)
        way(file)
        told = f" 证据/培训.png：{WAYS[way]}"
        for words in (
            ("check", answers),
            ("report", answers, "-o", page),
            ("report", "verify", page, answers),
            ("remediation", "import", register, answers),
            ("form", "import", form, answers),
        ):
            ran = checklist(*words)
            assert told in ran.err, words
            assert "有 1 件佐证和登记的不一样：\n  证据/" in ran.err
            assert "改法：把原来的文件放回原处" in ran.err

    def test_a_sitting_tells_it(self, checklist: Run, case: Callable[[int], Path]) -> None:
        told = checklist("ask", case(10), typed="q\n").err
        assert " 证据/培训.png：找不到这个文件" in told

    def test_exit_codes_and_page_stay_as_they_are(
        self, checklist: Run, case: Callable[[int], Path]
    ) -> None:
        answers = case(10)
        page = answers.with_name("r.html")
        assert checklist("report", answers, "-o", page).code == 0
        before = page.read_bytes()
        file = training(answers)
        ran = checklist("report", "verify", page, answers)
        assert "佐证和登记" not in ran.err
        file.unlink()
        assert checklist("report", answers, "-o", page).code == 0
        assert page.read_bytes() != before  # the digest that was recorded is another
        assert checklist("report", "verify", page, answers).code == 0

    def test_what_rests_on_a_file_that_is_gone_does_not_count_as_evidenced(
        self, checklist: Run, tmp_path: Path
    ) -> None:
        """Nor does the page, which is verified wherever the file is."""
        clean = all_passing(LIVESTREAM, "platform")
        piece = Evidence(
            "培训.png", path="证据/培训.png", sha256=hashlib.sha256(b"png").hexdigest()
        )
        given = {key: replace(one, evidence=(piece,)) for key, one in clean.answers.items()}
        answers, page = tmp_path / "自查.yaml", tmp_path / "r.html"
        save(answers, replace(clean, answers=given), LIVESTREAM)
        file, lacking = tmp_path / "证据" / "培训.png", "项的佐证文件找不到了"
        file.parent.mkdir()
        file.write_bytes(b"png")
        assert checklist("report", answers, "-o", page).code == 0
        assert lacking not in "".join(checklist("check", answers).out.split())
        assert lacking not in page.read_text("utf-8")
        file.unlink()
        assert lacking in "".join(checklist("check", answers).out.split())
        data = json.loads(checklist("check", answers, "--format", "json").out)
        assert [each["path"] for each in data["missing_evidence"]] == ["证据/培训.png"]
        assert "gone" in {each["support"] for each in data["findings"]}
        assert not [*Draft202012Validator(SCHEMA).iter_errors(data)]
        assert checklist("report", "verify", page, answers).code == 0
        other = answers.with_name("无.html")
        assert checklist("report", answers, "-o", other).code == 0
        assert lacking in other.read_text("utf-8")
        file.write_bytes(b"png")
        assert checklist("report", "verify", other, answers).code == 0

    def test_words_and_files_without_a_digest_are_not_held_against_one(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "a.png").write_bytes(b"a")
        assert look(Evidence("a.png"), tmp_path) is None
        assert look(Evidence("a", path="a.png"), tmp_path) is None
        assert look(Evidence("b", path="b.png"), tmp_path) is Astray.GONE

    @pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "C:\\x", "\\\\host\\x", "~/x"])
    def test_nothing_outside_is_looked_at(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
    ) -> None:
        monkeypatch.setattr(Path, "resolve", lambda _: pytest.fail("looked at"))
        assert look(Evidence("x", path=path), tmp_path) is Astray.OUTSIDE


class TestWhatIsTyped:
    """Case 11: addresses are recorded as such, folders offer their files."""

    def test_case_11(self, checklist: Run, case: Callable[[int], Path]) -> None:
        answers = case(11)
        told = checklist("ask", answers, typed=f"g 第29条\ne {PAGE}\ne 证据\nq\n").out
        assert "已记下佐证（网址）" in told
        assert "“证据”是文件夹，不能算一件佐证，没有记。里面的文件：a.png。" in told
        assert pieces(load(answers, LIVESTREAM)) == (Evidence(PAGE),)

    def test_a_star_records_each_file_of_a_folder(self, case: Callable[[int], Path]) -> None:
        answers = case(11)
        for name in ("b.png", ".DS_Store", "Thumbs.db"):
            (answers.parent / "证据" / name).write_bytes(b"b")
        (answers.parent / "证据" / "更多").mkdir()
        given, words = typed_evidence("证据/*", answers=answers, at=AT)
        assert [piece.path for piece in given] == ["证据/a.png", "证据/b.png"]
        assert words.startswith("已记下佐证：a.png，2 字节，SHA-256 ")

    @pytest.mark.parametrize("typed", ["证据", "证据/", "“证据”", "证据\\"])
    def test_a_folder_in_a_sheet_is_no_evidence(
        self, case: Callable[[int], Path], typed: str
    ) -> None:
        piece, remark = evidence_of_others(typed, answers=case(11), at=AT)
        assert piece is None
        assert "是文件夹，不能算一件佐证，没有记。里面的文件：a.png" in remark

    def test_an_empty_folder_says_so(self, case: Callable[[int], Path]) -> None:
        answers = case(11)
        (answers.parent / "空").mkdir()
        given, words = typed_evidence("空", answers=answers, at=AT)
        assert (given, "里面没有文件" in words) == ((), True)

    def test_a_form_takes_files_and_addresses_and_no_folder(
        self, checklist: Run, case: Callable[[int], Path]
    ) -> None:
        answers = case(11)
        form, key = answers.with_name("f.xlsx"), "art30-mechanism/established"
        checklist("form", answers, "-o", form)
        place = filling.answer(
            form, f"answers/{key}", f"证据\n证据/a.png\n{PAGE}\n会议纪要", "evidence"
        )
        ran = checklist("form", "import", form, answers, "--yes")
        assert f"{place} “证据”是文件夹，不能算一件佐证" in ran.err
        given = load(answers, LIVESTREAM).answers[key].evidence
        assert [piece.path or piece.text for piece in given] == ["证据/a.png", PAGE, "会议纪要"]

    @pytest.mark.parametrize(
        "text",
        [
            PAGE,
            "链接：https://pan.baidu.com/s/1abc 提取码：x7k2",
            "通过网盘分享的文件：培训.zip 链接: https://pan.baidu.com/s/1xx?pwd=abcd 提取码: abcd",
            "www.gov.cn/zhengce",
            "pan.quark.cn/s/9a8b 密码 1234",
            "https：//docs.qq.com/sheet/甲",
            "见（docs.qq.com/doc/1）",
            "培训记录链接https://a.example/1",
        ],
    )
    def test_an_address_is_recorded_as_it_was_typed(self, tmp_path: Path, text: str) -> None:
        answers = tmp_path / "自查.yaml"
        assert is_address(text)
        expected = ((Evidence(text),), "已记下佐证（网址）")
        assert typed_evidence(text, answers=answers, at=AT) == expected
        assert evidence_of_others(text, answers=answers, at=AT) == (Evidence(text), "")

    @pytest.mark.parametrize(
        "text", ["证据/a.png", "D:/证据/a.png", "file:///home/l/a.png", "a.com.png", "第3.com期"]
    )
    def test_a_path_is_no_address(self, text: str) -> None:
        assert not is_address(text)


class TestFilesThatLieElsewhere:
    """No place of one computer is recorded, or sent on."""

    @pytest.fixture
    def contract(self, tmp_path: Path) -> Path:
        file = tmp_path / "LOGIN" / "微信" / "合同.pdf"
        file.parent.mkdir(parents=True)
        file.write_bytes(b"signed")
        return file

    @pytest.fixture
    def own(self, answers: Path, tmp_path: Path) -> Path:
        folder = tmp_path / "LOGIN" / "文档"
        folder.mkdir(parents=True)
        return Path(shutil.move(answers, folder / "自查.yaml"))

    def test_what_is_typed_is_copied_in(self, own: Path, contract: Path) -> None:
        for _ in range(2):  # named again, it is not copied again
            (piece,), words = typed_evidence(str(contract), answers=own, at=AT)
            assert (piece.path, piece.text) == ("证据/合同.pdf", "合同.pdf")
            assert "合同.pdf（已复制到 证据/合同.pdf）" in words
        assert (own.parent / "证据" / "合同.pdf").read_bytes() == b"signed"
        contract.write_bytes(b"another")
        (piece,), _ = typed_evidence(str(contract), answers=own, at=AT)
        assert piece.path == "证据/合同-2.pdf"
        assert len(list((own.parent / "证据").iterdir())) == 2

    def test_what_cannot_be_copied_is_known_by_name_and_digest(
        self, own: Path, contract: Path
    ) -> None:
        (own.parent / "证据").symlink_to(contract.parent)
        (piece,), words = typed_evidence(str(contract), answers=own, at=AT)
        assert (piece.text, piece.path, piece.size) == ("合同.pdf", None, 6)
        assert piece.sha256 == hashlib.sha256(b"signed").hexdigest()
        assert "没有复制到这里：“证据”是一个链接；只记名称和摘要" in words
        assert [path.name for path in contract.parent.iterdir()] == ["合同.pdf"]

    def test_a_link_that_was_laid_in_the_folder_is_not_followed(
        self, own: Path, contract: Path
    ) -> None:
        (own.parent / "证据").mkdir()
        (own.parent / "证据" / "截图.png").symlink_to(contract)
        (own.parent / "证据" / "微信").symlink_to(contract.parent)
        for typed in ("证据/截图.png", "证据/*", str(own.parent / "证据" / "微信" / "合同.pdf")):
            pieces, words = typed_evidence(typed, answers=own, at=AT)
            assert pieces == ()
            assert "是一个指到别处的链接，没有记" in words
        assert len(list((own.parent / "证据").iterdir())) == 2
        (contract.parent / "链接.pdf").symlink_to(contract)
        (piece,), _ = typed_evidence("../微信/链接.pdf", answers=own, at=AT)
        assert piece.path == "证据/合同.pdf"

    @pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
    def test_a_copy_is_open_to_no_more_people_than_the_answers(
        self, own: Path, contract: Path
    ) -> None:
        own.chmod(0o600)
        typed_evidence(str(contract), answers=own, at=AT)
        assert (own.parent / "证据" / "合同.pdf").stat().st_mode & 0o777 == 0o600

    @pytest.mark.slow
    def test_old_answers_lose_the_place_and_keep_the_name(self, checklist: Run, own: Path) -> None:
        recorded = {
            "{ text: 合同.pdf, path: /home/LOGIN/微信/合同.pdf }": ("合同.pdf", None),
            "{ path: 'C:\\Users\\LOGIN\\微信\\合同.pdf' }": ("合同.pdf", None),
            "{ text: 劳动合同, path: ../../LOGIN/合同.pdf }": ("劳动合同（合同.pdf）", None),
            "/home/LOGIN/微信/合同.pdf": ("合同.pdf", None),
            "'\\\\nas\\LOGIN\\合同.pdf'": ("合同.pdf", None),
            "file:///Users/LOGIN/合同.pdf": ("合同.pdf", None),
            "{ text: 合同, path: 证据/10:30 合同.pdf }": ("合同", "证据/10:30 合同.pdf"),
            "{ text: 合同, path: 证据/../合同.pdf }": ("合同", "证据/../合同.pdf"),
        }
        before, written = own.read_text("utf-8"), "    evidence: [证据/档案管理制度-2025版.pdf]"
        now = before.replace(written, f"    evidence: [{', '.join(recorded)}]")
        own.write_text(now, "utf-8")
        pieces = load(own, LIVESTREAM).answers["art27-records/period"].evidence
        assert [(piece.text, piece.path) for piece in pieces] == [*recorded.values()]
        for form in ("html", "md", "csv", "xlsx", "json", "oscal"):
            out = own.with_name(f"out.{'zip' if form == 'oscal' else form}")
            assert checklist("report", own, "--format", form, "-o", out).code == 0
            assert b"LOGIN" not in plain(out.read_bytes()), form

    @pytest.mark.parametrize(
        "name", ["a/b", "证据/10:30.png", "~$合同.docx", "a/../b", "./a", "第3期/CON.pdf"]
    )
    def test_what_lies_below_is_left_alone(self, name: str) -> None:
        assert not leads_out(name)
        assert of_one_computer(name) is None

    @pytest.mark.parametrize(
        "name",
        ["/a", "..", "a/../../b", "C:a", "c:/a", "\\\\h\\s", "//h/s", "~/a", "~l/a", "file:a"],
    )
    def test_what_leads_out(self, name: str) -> None:
        assert leads_out(name)
        assert not stays_below(name)

    @pytest.mark.parametrize("text", ["/会议纪要/2026", "签到表 /home 页截图", "是/否", "D：盘"])
    def test_words_are_not_taken_for_a_place(self, text: str) -> None:
        assert of_one_computer(text) is None


def plain(data: bytes) -> bytes:
    """The content of a file, unpacked where it is an archive."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


def test_the_examples_name_no_file_that_is_not_there() -> None:
    for file in (ROOT / "examples").glob("*.yaml"):
        assert astray(load(file, LIVESTREAM), file.parent) == {}
