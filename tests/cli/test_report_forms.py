"""`report`: which form is written where, and what is said when a PDF cannot be printed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

import pytest

from checklist import resources
from checklist.cli.results.report_forms import FORMS, ReportFormat
from checklist.printing import browser, places
from tests.conftest import Run
from tests.printing.fakes import FIRST, LEAST, fake

DAY = ("--as-of", "2026-11-22")
posix = pytest.mark.skipif(sys.platform == "win32", reason="the fakes are scripts")


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    copy = tmp_path / "机构 甲.yaml"
    copy.write_bytes((resources.examples_dir() / "host.yaml").read_bytes())
    return copy


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A computer on which none is installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(places.NAMED_BY, raising=False)
    for name in ("_ON_LINUX", "_ON_MACOS", "_ON_WINDOWS"):
        monkeypatch.setattr(places, name, ())


def test_each_form_stands_in_the_one_table() -> None:
    assert tuple(FORMS) == get_args(ReportFormat)
    first = [form.suffixes[0] for form in FORMS.values()]
    assert all(one.startswith(".") and one == one.lower() for one in first)


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "options", "written"),
    [
        ("报告", (), "报告.html"),
        ("报告2026.11", (), "报告2026.11.html"),
        ("青禾.示例公司", ("--format", "md"), "青禾.示例公司.md"),
        ("报告", ("--format", "json"), "报告.json"),
        ("报告.HTM", (), "报告.HTM"),
        ("报告.txt", (), "报告.txt"),
        ("报告.markdown", ("--format", "md"), "报告.markdown"),
    ],
)
def test_a_name_is_kept_or_gets_the_extension_of_its_form(
    checklist: Run,
    answers: Path,
    tmp_path: Path,
    given: str,
    options: tuple[str, ...],
    written: str,
) -> None:
    ran = checklist("report", answers, *DAY, "-o", tmp_path / given, *options)
    assert (ran.code, ran.out.strip()) == (0, str(tmp_path / written))
    assert (tmp_path / written).exists()


@pytest.mark.parametrize(
    ("given", "options", "told"),
    [
        ("报告.DOC", (), "改成 .docx，Word 和 WPS 都能打开"),
        ("报告.wps", (), "改成 .docx"),
        ("台账.xls", (), "改成 .xlsx，Excel 和 WPS 都能打开"),
        ("台账.et", (), "改成 .xlsx"),
        ("报告.exe", (), "扩展名改成 .html、.pdf、.docx、.xlsx、.csv、.md、.json"),
        ("新的.yaml", (), "写不出 .yaml 文件"),
        ("报告.html", ("--format", "json"), "格式 json 写出的不是 .html 文件"),
        ("报告.pdf", ("--format", "html"), "格式 html 写出的不是 .pdf 文件"),
        ("报告.html", ("--pdf",), "格式 pdf 写出的不是 .html 文件"),
        ("报告.docx", ("--format", "html"), "把扩展名改成 .html"),
        ("报告.html", ("--pdf", "--format", "md"), "--pdf 和 --format md 只能写一个"),
        ("报告.html", ("--browser", "chrome"), "--browser 只用于打印 PDF"),
        ("报告.html", ("--template", "模板.docx"), "--template 只用于 Word 报告"),
        ("台账.csv", ("--with-answers",), "--with-answers 只用于 xlsx 台账"),
    ],
)
def test_a_name_that_would_lie_about_its_file_is_refused(
    checklist: Run, answers: Path, tmp_path: Path, given: str, options: tuple[str, ...], told: str
) -> None:
    ran = checklist("report", answers, *DAY, "-o", tmp_path / given, *options)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "改法：" in ran.err
    assert not (tmp_path / given).exists()


@pytest.mark.parametrize(
    ("given", "options", "begins"),
    [
        ("结果.json", (), "{"),
        ("结果", ("--format", "json"), "{"),
        ("结果.txt", (), "杭州"),
        ("结果.TXT", ("--format", "table"), "杭州"),
    ],
)
def test_check_chooses_by_the_extension_too(
    checklist: Run, answers: Path, tmp_path: Path, given: str, options: tuple[str, ...], begins: str
) -> None:
    checklist("check", answers, *DAY, "-o", tmp_path / given, *options)
    (written,) = [one for one in tmp_path.iterdir() if one.stem == "结果"]
    assert written.read_text(encoding="utf-8").lstrip().startswith("{") == (begins == "{")
    assert written.suffix


@pytest.mark.parametrize(
    ("given", "options"), [("结果.xlsx", ()), ("结果.html", ()), ("结果.txt", ("--format", "json"))]
)
def test_check_refuses_a_name_that_would_lie(
    checklist: Run, answers: Path, tmp_path: Path, given: str, options: tuple[str, ...]
) -> None:
    ran = checklist("check", answers, *DAY, "-o", tmp_path / given, *options)
    assert ran.code == 2
    assert not (tmp_path / given).exists()


# --- PDF ------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("asked", [("--pdf",), ("--format", "pdf"), ("-o", "{}/机构 甲.pdf")])
def test_three_spellings_are_one_thing(
    checklist: Run, answers: Path, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    program = fake("honest", tmp_path / "programs")
    options = [one.format(tmp_path) for one in asked]
    ran = checklist("report", answers, *DAY, "--browser", program, *options)
    assert (ran.code, ran.out.strip()) == (0, str(answers.with_suffix(".pdf")))
    assert answers.with_suffix(".pdf").read_bytes() == LEAST
    assert not answers.with_suffix(".html").exists()


@posix
def test_the_browser_may_be_named_by_the_environment(
    checklist: Run, answers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = fake("honest", tmp_path / "programs")
    monkeypatch.setenv("CHECKLIST_BROWSER", str(program))
    assert checklist("report", answers, *DAY, "--pdf").code == 0
    other = fake("failing", tmp_path / "other")
    assert checklist("report", answers, *DAY, "--pdf", "--browser", other).code == 2  # it was said
    monkeypatch.setenv("CHECKLIST_BROWSER", "")
    monkeypatch.setenv("PATH", str(program.parent))
    assert checklist("report", answers, *DAY, "--pdf", "--browser", "browser").code == 0


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize(
    ("platform", "get"),
    [("linux", "sudo apt install chromium"), ("darwin", "应用程序"), ("cygwin", "Chromium")],
)
def test_without_a_browser_one_is_told_how_to_get_one(
    checklist: Run, answers: Path, monkeypatch: pytest.MonkeyPatch, platform: str, get: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    ran = checklist("report", answers, *DAY, "--pdf")
    assert (ran.code, ran.out) == (2, "")
    assert "没有找到 Chrome、Edge 或者 Chromium，打印不了 PDF" in ran.err
    for told in (get, "--browser", "Ctrl+P", "内容相同，只是目录没有页码"):
        assert told in ran.err
    assert not answers.with_suffix(".pdf").exists()


def test_a_browser_that_is_not_there_is_named(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    for named in (tmp_path / "没有.exe", tmp_path):
        ran = checklist("report", answers, *DAY, "--pdf", "--browser", named)
        assert ran.code == 2
        assert f"{named}: 这里没有可以运行的浏览器" in ran.err


@posix
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("failing", "浏览器打印失败，退出码 3，它说：糟了"),
        ("torn", "浏览器自称完成，却没有写出完整的 PDF"),
        ("unstartable", "启动不了浏览器"),
    ],
)
def test_an_old_pdf_is_kept_when_printing_fails(
    checklist: Run,
    answers: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    told: str,
) -> None:
    monkeypatch.setattr(browser, "GRACE", 0.2)
    kept = answers.with_suffix(".pdf")
    kept.write_bytes(b"%PDF- signed and sealed")
    program = fake("honest" if kind == "unstartable" else kind, tmp_path / "programs")
    if kind == "unstartable":
        program.write_bytes(b"#!/nowhere/at/all\n")
    ran = checklist("report", answers, *DAY, "--pdf", "--browser", program)
    assert (ran.code, ran.out) == (2, "")
    assert f"{program}: {told}" in ran.err
    assert kept.read_bytes() == b"%PDF- signed and sealed"


@pytest.mark.slow
@posix
def test_a_hung_browser_is_told_with_the_seconds_it_was_given(
    checklist: Run, answers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "TIMEOUT", 1.0)
    program = fake("hanging", tmp_path / "programs")
    ran = checklist("report", answers, *DAY, "--pdf", "--browser", program)
    assert (ran.code, ran.out) == (2, "")
    assert f"{program}: 浏览器 1 秒还没有打印完，已经结束它，它说：等待中\n" in ran.err


@posix
def test_a_browser_too_old_for_page_numbers_is_told(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    old = fake("old", tmp_path / "old")
    ran = checklist("report", answers, *DAY, "--pdf", "--cover", "--browser", old)
    assert ran.code == 0
    assert "这个浏览器是第 109 版，太旧：PDF 没有页眉和“第 x 页 共 y 页”" in ran.err
    assert "目录没有写页码" in ran.err


@posix
@pytest.mark.parametrize(
    ("kind", "written", "told"),
    [("steady", FIRST + b"\n", False), ("shifting", FIRST, True)],
)
def test_numbers_in_the_contents_are_right_or_absent(
    checklist: Run, answers: Path, tmp_path: Path, kind: str, written: bytes, told: bool
) -> None:
    program = fake(kind, tmp_path / "programs")
    ran = checklist("report", answers, *DAY, "--pdf", "--cover", "--browser", program)
    assert ran.code == 0
    assert answers.with_suffix(".pdf").read_bytes() == written
    assert ("看不出各章在第几页，目录没有写页码" in ran.err) == told


@posix
def test_the_first_version_that_numbers_pages_is_not_called_too_old(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    program = fake("first to number", tmp_path / "programs")
    ran = checklist("report", answers, *DAY, "--pdf", "--browser", program)
    assert (ran.code, "太旧" in ran.err) == (0, False)


@posix
def test_the_two_pages_for_the_boss_have_no_contents_to_number(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    program = fake("honest", tmp_path / "programs")
    ran = checklist("report", answers, *DAY, "--brief", "--pdf", "--browser", program)
    assert (ran.code, "目录" in ran.err) == (0, False)


@posix
def test_a_topic_on_its_own_has_no_contents_to_number(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    program = fake("honest", tmp_path / "programs")
    ran = checklist("report", answers, *DAY, "--pdf", "--only", "retention", "--browser", program)
    assert (ran.code, ran.out.strip()) == (0, str(answers.with_name("机构 甲-保存期限.pdf")))
    assert "目录" not in ran.err


@posix
@pytest.mark.parametrize(
    ("kind", "told"),
    [("boxes", "这台电脑没有中文字体"), ("foreign", "这台电脑的字体里没有这份报告")],
)
@pytest.mark.parametrize("options", [(), ("--only", "retention")])
def test_a_report_of_empty_boxes_is_not_called_printed(
    checklist: Run, answers: Path, tmp_path: Path, kind: str, told: str, options: tuple[str, ...]
) -> None:
    program = fake(kind, tmp_path / "programs")
    ran = checklist("report", answers, *DAY, "--pdf", *options, "--browser", program)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "印出来是方框，没有写 PDF" in ran.err
    assert "去掉 --pdf 写出网页" in ran.err
    assert {file.name for file in tmp_path.iterdir()} == {answers.name, "programs"}
