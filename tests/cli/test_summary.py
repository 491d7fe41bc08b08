"""`checklist summary` as people use it: folders, bad files, links, forms, the progress bar."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from checklist import resources
from checklist.summary.copies import originals
from checklist.summary.files import find, reference
from tests.conftest import Run
from tests.given.bundled import write_example
from tests.report.hostile import CORPUS, STEERING
from tests.report.pages import read

DAY = ("--as-of", "2026-11-20")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The three examples, two of them a folder deeper."""
    folder = tmp_path / "各家 自查"
    (folder / "深").mkdir(parents=True)
    write_example("agency", folder / "机构.yaml")
    write_example("host", folder / "深" / "主播.yml")
    write_example("brand", folder / "深" / "品牌#1.YAML")
    return folder


def data(folder: Path, checklist: Run, code: int = 0) -> dict[str, object]:
    target = folder.parent / "汇总.json"
    ran = checklist("summary", folder, "-o", target, *DAY)
    assert ran.code == code, ran.err
    found: dict[str, object] = json.loads(target.read_text(encoding="utf-8"))
    return found


def test_the_matrix_is_what_check_says_of_each_file(folder: Path, checklist: Run) -> None:
    told = data(folder, checklist)
    rows = told["respondents"]
    assert isinstance(rows, list)
    assert len(rows) == 3
    order = ["not_applicable", "satisfied", "undetermined", "not_satisfied"]
    for row in rows:
        target = folder.parent / "check.json"
        checklist("check", folder / row["file"], "--format", "json", "-o", target, *DAY)
        checked = json.loads(target.read_text(encoding="utf-8"))
        worst: dict[str, str] = {}
        for finding in checked["findings"]:
            id, status = finding["obligation"], finding["status"]
            worst[id] = max(worst.get(id, order[0]), status, key=order.index)
        bound = {id: status for id, status in worst.items() if status != order[0]}
        assert row["statuses"] == bound
        assert row["name"] == checked["respondent"]["name"]


def test_the_page_says_so_in_the_folder_itself(folder: Path, checklist: Run) -> None:
    ran = checklist("summary", folder, *DAY)
    assert (ran.code, ran.out) == (0, f"{folder / '汇总.html'}\n")
    page = read((folder / "汇总.html").read_text(encoding="utf-8"))
    assert "结论：共3家，" in ran.err
    assert "共3家，" in page.text
    assert not page.scripts


def test_one_respondent_with_two_files_is_not_counted_as_two(folder: Path, checklist: Run) -> None:
    shutil.copy(folder / "深" / "主播.yml", folder / "另存.yaml")
    ran = checklist("summary", folder, *DAY)
    text = (folder / "汇总.html").read_text(encoding="utf-8")
    page = read(text)
    assert "4份答案，像是3家" in page.text
    assert ran.err.splitlines()[0].startswith("结论：共4份答案，3份有不符合，")
    assert ran.err.splitlines()[1].startswith("像是同一家，都计入了：")
    headline = text.index("共4份答案，3份有不符合")
    assert (
        headline
        < text.index("其中有像是同一家的几份，各份都计入：白露")
        < text.index('class="whole"')
    )
    assert "共4家" not in page.text
    assert "一家只计一次" not in page.text
    matrix = text[text.index('class="grid"') : text.index('id="notes"')]
    listed = text[text.index('id="respondents"') : text.index('id="matrix"')]
    for part in (matrix, listed):
        assert (part.count("另存.yaml"), part.count("深/主播.yml")) == (1, 1)
        assert "机构.yaml" not in part


def test_one_file_makes_a_page_too(tmp_path: Path, checklist: Run) -> None:
    shutil.copy(resources.examples_dir() / "brand.yaml", tmp_path / "a.yaml")
    assert checklist("summary", tmp_path, *DAY).code == 0
    assert "共1家，" in read((tmp_path / "汇总.html").read_text(encoding="utf-8")).text


def test_nothing_to_summarise_is_an_error_and_writes_nothing(
    tmp_path: Path, checklist: Run
) -> None:
    empty = checklist("summary", tmp_path)
    assert (empty.code, "没有答案文件" in empty.err) == (3, True)
    (tmp_path / "a.yaml").write_text("a: b\n", encoding="utf-8")
    bad = checklist("summary", tmp_path)
    assert (bad.code, "没有一份可以汇总的答案" in bad.err) == (3, True)
    assert not (tmp_path / "汇总.html").exists()


def test_files_left_out_are_listed_with_the_reason(folder: Path, checklist: Run) -> None:
    (folder / "乱.yaml").write_text("a: [\n", encoding="utf-8")
    (folder / "compose.yml").write_text("services: { web: {} }\n", encoding="utf-8")
    (folder / "空.yaml").write_text("", encoding="utf-8")
    (folder / "断.yaml").symlink_to(folder / "没有")
    ran = checklist("summary", folder, *DAY)
    page = read((folder / "汇总.html").read_text(encoding="utf-8")).text
    assert ran.code == 3
    for name in ("乱.yaml", "compose.yml", "空.yaml", "断.yaml"):
        assert name in ran.err
        assert name in page
    assert "共3家，" in page
    assert "文件是空的" in page
    unread = data(folder, checklist, code=3)["unread"]
    assert isinstance(unread, list)
    assert [one["file"] for one in unread] == sorted(
        ["乱.yaml", "compose.yml", "空.yaml", "断.yaml"]
    )


def test_what_is_no_answers_file_of_ours_is_passed_over(folder: Path, checklist: Run) -> None:
    host = resources.examples_dir() / "host.yaml"
    shutil.copy(resources.rules_file(), folder / "规则.yaml")
    (folder / ".隐藏").mkdir()
    for name in (".a.yaml", "~$a.yaml", ".隐藏/a.yaml", "a.yaml.bak", "a.历史.jsonl", "a.txt"):
        shutil.copy(host, folder / name)
    (folder / "回去").symlink_to(folder, target_is_directory=True)
    ran = checklist("summary", folder, *DAY)
    page = read((folder / "汇总.html").read_text(encoding="utf-8")).text
    assert (ran.code, "共3家，" in page) == (0, True)
    assert "1份规则册" in page
    assert "1个指向别处的文件夹链接" in page


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, checklist: Run) -> None:
    missing = checklist("summary", tmp_path / "没有")
    assert (missing.code, "找不到这个文件夹" in missing.err) == (3, True)
    file = tmp_path / "a.yaml"
    shutil.copy(resources.examples_dir() / "host.yaml", file)
    assert "这是一个文件，不是文件夹" in checklist("summary", file).err


def test_reports_that_lie_beside_are_linked(folder: Path, checklist: Run) -> None:
    (folder / "深" / "品牌#1.html").write_text("x", encoding="utf-8")
    checklist("summary", folder, *DAY)
    page = read((folder / "汇总.html").read_text(encoding="utf-8"))
    links = {one for one in page.links if not one.startswith("#")}
    assert {unquote(one) for one in links} == {"深/品牌#1.html"}
    assert all(one.isascii() for one in links)


def test_reports_are_written_and_linked(folder: Path, checklist: Run) -> None:
    reports = folder.parent / "报告 & 页"
    ran = checklist("summary", folder, "-o", folder.parent / "页.html", "--reports", reports, *DAY)
    assert ran.code == 0, ran.err
    page = read((folder.parent / "页.html").read_text(encoding="utf-8"))
    links = sorted({unquote(one) for one in page.links if not one.startswith("#")})
    assert len(links) == 3
    for link in links:
        assert "合规自查报告" in (folder.parent / link).read_text(encoding="utf-8")
    assert checklist("summary", folder, "--reports", folder / "机构.yaml", *DAY).code == 2


def test_no_report_is_written_where_the_page_will_be(tmp_path: Path, checklist: Run) -> None:
    """The answers of somebody may be called 汇总.yaml."""
    answers = write_example("host", tmp_path / "汇总.yaml")
    ran = checklist("summary", tmp_path, "--reports", tmp_path, *DAY)
    assert ran.code == 0, ran.err
    page = read((tmp_path / "汇总.html").read_text(encoding="utf-8"))
    assert "共1家，" in page.text
    assert "合规自查报告" in answers.with_name("汇总.yaml.html").read_text(encoding="utf-8")


def test_of_a_file_that_is_no_answers_some_mistakes_are_told_and_the_others_counted(
    folder: Path, checklist: Run
) -> None:
    bad = write_example("host", folder / "坏.yaml")
    wrong = "".join(f"多余{number}: 是\n" for number in range(5))
    bad.write_text(bad.read_text(encoding="utf-8") + wrong, encoding="utf-8")
    listed = data(folder, checklist, code=3)["unread"]
    assert isinstance(listed, list)
    (unread,) = listed
    assert (len(unread["complaints"]), unread["more"]) == (3, 2)


def test_a_reference_cannot_leave_its_attribute_or_become_a_scheme(tmp_path: Path) -> None:
    name = "javascript:alert(1)\"'><b> %41?#&\\.html"
    link = reference(tmp_path / name, tmp_path)
    assert link is not None
    assert unquote(link) == (name if os.sep == "/" else name.replace("\\", "/"))
    assert not set(link) & set("\"'<>:?#& ")
    assert reference(tmp_path / "x.html", tmp_path / "深") == "../x.html"


def test_one_respondent_twice_is_told(folder: Path, checklist: Run) -> None:
    shutil.copy(folder / "机构.yaml", folder / "机构-2.yaml")
    ran = checklist("summary", folder, *DAY)
    assert ran.code == 0
    assert "像是同一家，都计入了" in ran.err
    page = read((folder / "汇总.html").read_text(encoding="utf-8")).text
    assert "机构-2.yaml、机构.yaml" in page
    assert "共4份答案，" in page


def test_one_respondent_typed_in_two_ways_is_told(folder: Path, checklist: Run) -> None:
    text = (folder / "深" / "主播.yml").read_text(encoding="utf-8")
    other = text.replace("白露（示例个人）", "白 露(示例个人)")
    assert other != text
    (folder / "白露.yaml").write_text(other, encoding="utf-8")
    ran = checklist("summary", folder, *DAY)
    assert "像是同一家，都计入了：白露（示例个人），又写作 白 露(示例个人)" in ran.err
    page = read((folder / "汇总.html").read_text(encoding="utf-8")).text
    assert "4份答案，像是3家" in page
    assert "，又写作 " in page


def test_a_file_without_a_code_is_of_the_one_company_of_that_name(
    folder: Path, checklist: Run
) -> None:
    text = (folder / "机构.yaml").read_text(encoding="utf-8")
    code = '  credit_code: "91330108MA0SAMPLE1"\n'
    assert code in text
    (folder / "机构二.yaml").write_text(text.replace(code, ""), encoding="utf-8")
    assert data(folder, checklist)["alike"] == [["机构.yaml", "机构二.yaml"]]
    other = text.replace("MA0SAMPLE1", "MA0SAMPLE2")
    (folder / "机构三.yaml").write_text(other, encoding="utf-8")
    assert data(folder, checklist)["alike"] == []


def test_answers_to_another_edition_are_told(folder: Path, checklist: Run) -> None:
    file = folder / "机构.yaml"
    text = file.read_text(encoding="utf-8")
    edition = text.partition("edition: ")[2].partition(" ")[0]
    file.write_text(text.replace(f"edition: {edition}", "edition: 2020.1.1"), encoding="utf-8")
    ran = checklist("summary", folder, *DAY)
    assert "1家不是对本版规则册作答的" in ran.err
    page = read((folder / "汇总.html").read_text(encoding="utf-8")).text
    assert "livestream 2020.1.1（1家）" in page


def test_typed_text_stays_inert_everywhere(folder: Path, checklist: Run) -> None:
    written = json.dumps("".join(one for one in CORPUS if "\ud800" not in one))
    host = (folder / "深" / "主播.yml").read_text(encoding="utf-8")
    (folder / "深" / "主播.yml").write_text(
        host.replace('name: "白露（示例个人）"', f"name: {written}"), encoding="utf-8"
    )
    bad = "坏.yaml" if os.name == "nt" else "<img src=x onerror=alert(1)>.yaml"
    (folder / bad).write_text("a: b\n", encoding="utf-8")
    ran = checklist("summary", folder, *DAY)
    html = (folder / "汇总.html").read_text(encoding="utf-8")
    page = read(html)
    assert not page.scripts
    assert page.tags.isdisjoint({"img", "script", "iframe", "link"})
    assert not any(name.startswith("on") for _, name, _ in page.attributes)
    assert "{{ 7 * 7 }}" in page.text
    target = folder.parent / "表.csv"
    checklist("summary", folder, "-o", target, *DAY)
    told = json.loads(json.dumps(data(folder, checklist, code=3)))
    assert told["respondents"]
    for text in (html, target.read_text(encoding="utf-8"), ran.err.replace("\r", "")):
        assert not set(text) & (set(STEERING) - {"\r", "\ufeff"})


def test_the_table_has_a_column_for_each_obligation_and_no_formula(
    folder: Path, checklist: Run
) -> None:
    host = (folder / "深" / "主播.yml").read_text(encoding="utf-8")
    (folder / "深" / "主播.yml").write_text(
        host.replace('name: "白露（示例个人）"', 'name: "=HYPERLINK(1)"'), encoding="utf-8"
    )
    target = folder.parent / "表.csv"
    assert checklist("summary", folder, "-o", target, *DAY).code == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = list(csv.reader(stream))
    assert {row[0] for row in rows} >= {"'=HYPERLINK(1)"}
    assert all(len(row) == len(head) for row in rows)
    assert {cell for row in rows for cell in row[12:]} <= {"符合", "不符合", "待确认", "不适用"}


def test_the_counts_of_the_table_stand_under_their_headings(tmp_path: Path, checklist: Run) -> None:
    (tmp_path / "各家").mkdir()
    answers = write_example("agency", tmp_path / "各家" / "机构.yaml")
    target = tmp_path / "表.csv"
    assert checklist("summary", answers.parent, "-o", target, *DAY).code == 0
    with target.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    checked = json.loads(checklist("check", answers, "--format", "json", *DAY).out)["totals"]
    counts = {"不符合": "not_satisfied", "待确认": "undetermined", "符合": "satisfied"}
    for heading, status in counts.items():
        assert row[f"{heading}（项）"] == str(checked[status])
    assert row["其中已整改（项）"] == str(checked["remedied"])


def test_an_empty_file_does_not_stand_in_the_way(folder: Path, checklist: Run) -> None:
    """One of a program that was ended, or that somebody made to have the name."""
    (folder / "汇总.html").touch()
    assert checklist("summary", folder, *DAY).code == 0
    assert "共3家，" in (folder / "汇总.html").read_text(encoding="utf-8")


def test_the_target_is_never_what_people_typed(folder: Path, checklist: Run) -> None:
    assert checklist("summary", folder, "-o", folder / "机构.yaml", *DAY).code == 2
    assert checklist("summary", folder, "-o", folder, *DAY).code == 2
    assert checklist("summary", folder, "--as-of", "2025-01-01").code == 2


def test_nothing_is_drawn_where_nobody_watches(folder: Path, checklist: Run) -> None:
    told = checklist("summary", folder, *DAY).err
    assert told.startswith("结论：")
    assert "\r" not in told


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_the_bar_is_drawn_on_one_line_of_a_terminal_in_plain_characters(
    folder: Path, encoding: str
) -> None:
    import pexpect
    import pyte

    child: Any = pexpect.spawn(
        sys.executable,
        ["-m", "checklist", "summary", str(folder), *DAY],
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": os.pathsep.join(sys.path)},
        dimensions=(24, 80),
        timeout=120,
    )
    shown: bytes = child.read()
    child.wait()
    child.close()
    assert child.exitstatus == 0
    assert b"]  0/3" in shown
    for part in shown.split(b"\r"):
        if b"]  " in part:
            assert len(part.splitlines()[0]) <= 79
            assert part.splitlines()[0].isascii()
    screen = pyte.Screen(80, 24)
    pyte.Stream(screen).feed(shown.decode(encoding, errors="replace"))
    assert [line.strip()[-3:] for line in screen.display if "/3" in line] == ["3/3"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no process groups")
def test_interrupted_it_leaves_nothing_half_written(folder: Path, tmp_path: Path) -> None:
    host = (folder / "深" / "主播.yml").read_bytes()
    many, reports = tmp_path / "多", tmp_path / "报告"
    many.mkdir()
    for number in range(400):
        (many / f"{number}.yaml").write_bytes(host)
    # What runs behind a shell's & ignores an interrupt, and what it starts does so too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [sys.executable, "-m", "checklist", "summary", str(many), "--reports", str(reports), *DAY],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as run:
        patience = time.monotonic() + 120
        while not any(reports.glob("*.html")):
            assert time.monotonic() < patience
            time.sleep(0.02)
        os.killpg(run.pid, signal.SIGINT)
        _, told = run.communicate(timeout=120)
    assert run.returncode == 130
    assert b"Traceback" not in told
    assert all(one.suffix == ".yaml" for one in many.iterdir())
    for one in reports.iterdir():
        assert one.suffix == ".html"
        assert one.read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_folders_are_gone_through_once_and_in_order(tmp_path: Path) -> None:
    for name in ("b/a.yaml", "a.yml", "a/z.YAML", "a/b/c.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = find(tmp_path)
    assert [one.relative_to(tmp_path).as_posix() for one in found.files] == [
        "a/b/c.yaml",
        "a/z.YAML",
        "a.yml",
        "b/a.yaml",
    ]


COPIES = [
    "自查 (冲突副本).yaml",
    "自查(1).yaml",
    "自查 (1).yaml",
    "自查（2）.yml",
    "自查 (1) (冲突副本).yaml",
    "自查-DESKTOP-XYZ.yaml",
    "自查-LAPTOP-8F3K2-2.yaml",
    "自查-USER-20230315AB.yaml",
    "自查-ADMIN-PC.yaml",
    "自查.外部改动.yaml",
    "自查.外部改动-2.yaml",
    "自查 (张三的冲突副本 2026-11-02).yaml",
    "自查 (Li's conflicted copy 2026-11-02).yaml",
    "自查(冲突文件_张三_2026-11-02 09-30-15).yaml",
    "自查.sync-conflict-20261102-093015-ABCDEFG.yaml",
    "自查 - 副本.yaml",
    "自查 - 副本 (2).yaml",
    "自查 副本.yaml",
    "Copy of 自查.yaml",
    "自查 2.yaml",
]
ORDINARY = ["A公司", "自查2026", "自查-2026-11", "机构(杭州)", "冲突处理"]


class TestCopies:
    @pytest.fixture
    def copied(self, tmp_path: Path) -> Path:
        folder = tmp_path / "各家"
        folder.mkdir()
        for name in ("自查.yaml", *COPIES):
            shutil.copy(resources.examples_dir() / "host.yaml", folder / name)
        shutil.copy(resources.examples_dir() / "brand.yaml", folder / "自查(3).yaml")
        return folder

    def test_copies_beside_the_original_are_told_and_counted(
        self, copied: Path, checklist: Run
    ) -> None:
        told = data(copied, checklist)
        assert [each["file"] for each in told["copies"]] == sorted(COPIES)  # type: ignore[attr-defined]
        assert len(told["respondents"]) == len(COPIES) + 2  # type: ignore[arg-type]
        ran = checklist("summary", copied, *DAY)
        assert f"像是副本的文件 {len(COPIES)} 个等：" in ran.err
        assert "都计入了" in ran.err
        page = read((copied / "汇总.html").read_text(encoding="utf-8")).text
        assert all(name in page for name in COPIES)

    @pytest.mark.slow
    def test_they_can_be_left_out(self, copied: Path, checklist: Run) -> None:
        ran = checklist("summary", copied, "--skip-copies", *DAY)
        assert ran.code == 0
        assert "没有计入" in ran.err
        assert "共2家，" in ran.err
        page = read((copied / "汇总.html").read_text(encoding="utf-8")).text
        assert "自查(1).yaml（像是 自查.yaml 的副本）" in page
        target = copied.parent / "表.csv"
        checklist("summary", copied, "--skip-copies", "-o", target, *DAY)
        text = target.read_text(encoding="utf-8-sig")
        assert text.count("没有汇总：像是 自查.yaml 的副本") == len(COPIES)

    def test_another_companys_file_of_that_name_is_no_copy(
        self, copied: Path, checklist: Run
    ) -> None:
        checklist("summary", copied, "--skip-copies", "-o", copied.parent / "汇总.json", *DAY)
        told = json.loads((copied.parent / "汇总.json").read_text(encoding="utf-8"))
        assert {row["file"] for row in told["respondents"]} == {"自查.yaml", "自查(3).yaml"}

    def test_a_namesake_with_another_credit_code_is_no_copy(
        self, tmp_path: Path, checklist: Run
    ) -> None:
        first = write_example("agency", tmp_path / "自查.yaml")
        code = "91330108MA0SAMPLE1"
        text = first.read_text(encoding="utf-8")
        assert code in text
        other = text.replace(code, "91330108MA0SAMPLE2")
        (tmp_path / "自查(1).yaml").write_text(other, encoding="utf-8")
        checklist("summary", tmp_path, "--skip-copies", "-o", tmp_path / "汇总.json", *DAY)
        told = json.loads((tmp_path / "汇总.json").read_text(encoding="utf-8"))
        assert (len(told["respondents"]), told["copies"]) == (2, [])

    def test_without_the_original_nothing_is_a_copy(self, copied: Path, checklist: Run) -> None:
        (copied / "自查.yaml").unlink()
        for name in COPIES[1:]:
            (copied / name).unlink()
        checklist("summary", copied, "--skip-copies", "-o", copied.parent / "汇总.json", *DAY)
        told = json.loads((copied.parent / "汇总.json").read_text(encoding="utf-8"))
        assert len(told["respondents"]) == 2

    @pytest.mark.parametrize(
        "stem", ["A公司", "自查2026", "自查-2026-11", "机构(杭州)", "冲突处理"]
    )
    def test_an_ordinary_name_is_that_of_no_copy(self, stem: str) -> None:
        assert list(originals(stem)) == []


class TestPlaces:
    """Nothing of somebody else's is written over, and no link leads to another company's page."""

    @pytest.fixture
    def three(self, tmp_path: Path) -> Path:
        folder = tmp_path / "三家"
        folder.mkdir()
        for name, example in (("甲.yaml", "agency"), ("甲.yml", "brand"), ("甲.yml.yaml", "host")):
            shutil.copy(resources.examples_dir() / f"{example}.yaml", folder / name)
        return folder

    @staticmethod
    def linked(page: Path) -> dict[str, str]:
        """By the name that is linked, the title of the page behind it."""
        links = re.findall(r'<a href="([^"#][^"]*)">([^<]*)</a>', page.read_text(encoding="utf-8"))
        titles = {}
        for link, name in links:
            text = (page.parent / unquote(link)).read_text(encoding="utf-8")
            titles[name] = text.partition("<title>")[2].partition("</title>")[0]
        return titles

    def test_each_has_a_report_of_its_own(self, three: Path, checklist: Run) -> None:
        page = three.parent / "页.html"
        assert (
            checklist("summary", three, "-o", page, "--reports", three.parent / "报告", *DAY).code
            == 0
        )
        linked = self.linked(page)
        assert len(linked) == 3
        for name, title in linked.items():
            assert name in title

    @pytest.mark.slow
    def test_a_page_that_may_be_either_ones_is_not_linked(
        self, three: Path, checklist: Run
    ) -> None:
        checklist("report", three / "甲.yaml", *DAY)
        checklist("report", three / "甲.yml.yaml", *DAY)
        ran = checklist("summary", three, *DAY)
        assert "甲.html 旁边有几份同名的答案，分不清是谁的报告" in ran.err
        assert len(self.linked(three / "汇总.html")) == 1

    @pytest.mark.slow
    def test_the_report_of_one_called_summary_stays(self, three: Path, checklist: Run) -> None:
        shutil.copy(three / "甲.yml", three / "汇总.yaml")
        assert checklist("summary", three, "--reports", three, *DAY).code == 0
        page = three / "汇总.html"
        assert '<body class="overview">' in page.read_text(encoding="utf-8")
        assert (three / "汇总.yaml.html").exists()
        checklist("report", three / "汇总.yaml", "-o", page, *DAY)
        ran = checklist("summary", three, *DAY)
        assert (ran.code, "不是以前写出的汇总" in ran.err) == (2, True)
        assert "合规自查报告</title>" in page.read_text(encoding="utf-8")

    @pytest.mark.slow
    @pytest.mark.parametrize("form", ["csv", "html", "json"])
    def test_only_an_earlier_summary_is_replaced(
        self, three: Path, checklist: Run, form: str
    ) -> None:
        target = three.parent / f"结果.{form}"
        for _ in range(2):
            assert checklist("summary", three, "-o", target, *DAY).code == 0
        target.unlink()
        checklist("report", three / "甲.yaml", "-o", target, *DAY)
        with target.open("a", encoding="utf-8") as stream:
            stream.write("已填")
        before = target.read_bytes()
        ran = checklist("summary", three, "-o", target, *DAY)
        assert (ran.code, target.read_bytes()) == (2, before)
        assert "没有覆盖" in ran.err

    @pytest.mark.slow
    @pytest.mark.skipif(sys.platform == "win32", reason="no such names, no pipes")
    def test_a_long_name_or_a_pipe_stops_nothing(self, three: Path, checklist: Run) -> None:
        for name in ("甲" * 80 + ".yml", "x" * 250 + ".yaml", "甲" * 79 + "乙.yml"):
            shutil.copy(three / "甲.yml", three / name)
        os.mkfifo(three / "管道.yaml")
        ran = checklist("summary", three, "--reports", three.parent / "报告", *DAY)
        assert ran.code == 3
        assert "没有汇总 管道.yaml: 这是管道或者设备，不是文件" in ran.err
        assert len(list((three.parent / "报告").iterdir())) == 6
        assert checklist("summary", three, *DAY).code == 3


def test_several_files_are_to_be_put_into_a_folder(checklist: Run, tmp_path: Path) -> None:
    ran = checklist("summary", tmp_path / "甲.yaml", tmp_path / "乙.yaml", tmp_path / "丙.yaml")
    assert ran.code == 2
    assert "放进一个文件夹" in ran.err
    assert "多出了参数" not in ran.err
