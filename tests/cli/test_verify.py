"""`checklist report verify`: from a page and an answers file to a sentence and an exit code."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from checklist import resources
from checklist.cli.app import run
from checklist.report.page.embedded import DIGEST, NOT_YET, page_digest
from tests.conftest import ROOT, Run
from tests.given.bundled import LIVESTREAM, write_example


@pytest.fixture(scope="module")
def agency_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "自查.html"
    answers = write_example("agency", path.with_name("样例.yaml"))
    assert run(["report", str(answers), "--as-of", "2026-11-22", "-o", str(path)]) == 0
    return path


@pytest.fixture
def page(agency_report: Path, answers: Path) -> Path:
    """The report on `answers`, beside them."""
    return shutil.copyfile(agency_report, answers.with_suffix(".html"))


def edited(file: Path, old: str, new: str) -> Path:
    text = file.read_text(encoding="utf-8")
    assert old in text
    other = file.with_stem(f"{file.stem}-改")
    other.write_text(text.replace(old, new, 1), encoding="utf-8")
    return other


def test_a_page_and_its_answers_agree_and_it_says_so(
    checklist: Run, page: Path, answers: Path
) -> None:
    ran = checklist("report", "verify", page, answers)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("相符：")
    assert "判断基准日 2026-11-22" in ran.out


def test_files_that_went_through_windows_still_agree(
    checklist: Run, page: Path, answers: Path
) -> None:
    for file in (page, answers):
        text = file.read_text(encoding="utf-8")
        file.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert checklist("report", "verify", page, answers).code == 0


def test_answers_saved_again_by_the_program_still_agree(
    checklist: Run, page: Path, answers: Path
) -> None:
    from checklist.assessment.stored.file import load, save

    before = answers.read_bytes()
    text = before.decode().replace("\nrespondent:", "\n# 手写的注释\nrespondent:")
    answers.write_text(text, encoding="utf-8")
    save(answers, load(answers, LIVESTREAM), LIVESTREAM)
    assert checklist("report", "verify", page, answers).code == 0


def test_a_changed_answer_is_named_with_its_article_and_both_values(
    checklist: Run, page: Path, answers: Path
) -> None:
    changed = edited(
        answers, "art31-records/period:\n    value: 2年", "art31-records/period:\n    value: 3年"
    )
    ran = checklist("report", "verify", page, changed)
    assert ran.code == 1
    assert "，“纠错记录的保存期限" in ran.out
    assert "：2年 → 3年" in ran.out
    assert "art31-records" not in ran.out
    assert "改进 1 项" in ran.out


def test_a_changed_page_is_named_with_its_chapter(
    checklist: Run, page: Path, answers: Path
) -> None:
    ran = checklist("report", "verify", edited(page, "不构成法律意见", "构成法律意见"), answers)
    assert ran.code == 1
    assert "第一处不同在“" in ran.out


def test_a_page_by_the_bundled_rulebook_does_without_another_edition(
    checklist: Run, page: Path, answers: Path
) -> None:
    rules = answers.with_name("规则.yaml")
    text = resources.rules_file().read_text(encoding="utf-8")
    rules.write_text(f"{text}\n# 另一版\n", encoding="utf-8")
    ran = checklist("report", "verify", page, answers, "--rules", rules)
    assert ran.code == 4
    assert "去掉 --rules，再核对一次" in ran.out
    assert "有了那一版规则册" not in ran.out


def test_another_edition_cannot_be_judged_anew(checklist: Run, answers: Path) -> None:
    rules = answers.with_name("规则.yaml")
    text = resources.rules_file().read_text(encoding="utf-8")
    rules.write_text(f"{text}\n# 另一版\n", encoding="utf-8")
    checklist("report", answers, "--rules", rules)
    ran = checklist("report", "verify", answers.with_suffix(".html"), answers)
    assert ran.code == 4
    assert ran.out.startswith("无法复算：需要规则册 livestream")
    assert "有了那一版规则册，再用 --rules 核对" in ran.out


def test_the_page_of_another_respondent_is_called_that_and_nothing_is_listed(
    checklist: Run, page: Path
) -> None:
    other = shutil.copyfile(ROOT / "examples" / "brand.yaml", page.with_name("别家.yaml"))
    ran = checklist("report", "verify", page, other)
    assert ran.code == 1
    assert ran.out.startswith("不符：这一页是另一家的报告")
    assert "杭州青禾示例文化传媒有限公司（91330108MA0SAMPLE1）" in ran.out
    assert not any(line.startswith("- ") for line in ran.out.splitlines())
    assert "改进" not in ran.out


def test_another_person_who_prepared_the_answers_is_one_line(
    checklist: Run, page: Path, answers: Path
) -> None:
    text = answers.read_text(encoding="utf-8").replace("林晓（合规专员）", "李四")
    answers.write_text(text, encoding="utf-8")
    ran = checklist("report", "verify", page, answers)
    (only,) = (line for line in ran.out.splitlines() if line.startswith("- "))
    assert only.startswith("- 填报人：林晓（合规专员） → 李四（由其作答的 ")
    assert "有 1 处" in ran.out


def test_a_title_that_was_changed_is_text_a_reader_sees(
    checklist: Run, page: Path, answers: Path
) -> None:
    other = edited(page, "合规自查报告</title>", "合格证明</title>")
    ran = checklist("report", "verify", other, answers)
    assert ran.code == 1
    assert "第一处不同在网页标题（浏览器标签上的文字）：应为“" in ran.out


def test_a_paragraph_is_told_as_added_or_as_missing(
    checklist: Run, page: Path, answers: Path
) -> None:
    other = edited(page, "<footer>", "<p>一、插入的话</p><p>二、又一句</p><footer>")
    ran = checklist("report", "verify", other, answers)
    assert "：页面上多出“一、插入的话　二、又一句”。" in ran.out
    (lead,) = re.findall(r"<p class=\"lead\">.*?</p>", page.read_text(encoding="utf-8"))[:1]
    ran = checklist("report", "verify", edited(page, lead, ""), answers)
    assert "：页面上缺少“" in ran.out


def test_a_forged_number_is_not_repeated_as_the_right_one(
    checklist: Run, page: Path, answers: Path
) -> None:
    text = page.read_text(encoding="utf-8")
    (number,) = re.findall(r'"number":"(ZC-[^"]*)"', text)[:1]
    page.write_text(text.replace(number, "ZC-20261122-00000000"), encoding="utf-8")
    ran = checklist("report", "verify", page, answers)
    told = f"报告编号 {number}（重新算出；页面自称 ZC-20261122-00000000，不对）"
    assert told in ran.out


def test_a_page_by_ones_own_rulebook_is_verified_with_it(checklist: Run, answers: Path) -> None:
    rules = answers.with_name("规则.yaml")
    text = resources.rules_file().read_text(encoding="utf-8")
    rules.write_text(f"{text}\n# 另一版\n", encoding="utf-8")
    checklist("report", answers, "--rules", rules)
    page = answers.with_suffix(".html")
    assert checklist("report", "verify", page, answers, "--rules", rules).code == 0
    ran = checklist("report", "verify", page, answers)
    assert (ran.code, "（非随附规则册）" in ran.out) == (4, True)


def test_the_bundled_rulebook_given_by_name_is_still_the_bundled_one(
    checklist: Run, page: Path, answers: Path
) -> None:
    ran = checklist("report", "verify", page, answers, "--rules", resources.rules_file())
    assert ran.code == 0


@pytest.mark.slow
def test_quotations_need_the_text_they_were_taken_from(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    statute = tmp_path / "办法.md"
    statute.write_text("# 直播电商监督管理办法\n\n第一条　为了示例。\n", encoding="utf-8")
    checklist("report", answers, "--statute", statute)
    page = answers.with_suffix(".html")
    assert checklist("report", "verify", page, answers).code == 4
    renamed = statute.rename(tmp_path / "改了名.md")
    assert checklist("report", "verify", page, answers, "--statute", renamed).code == 0
    renamed.write_text("第一条　为了别的示例。\n", encoding="utf-8")
    assert checklist("report", "verify", page, answers, "--statute", renamed).code == 4


def test_what_is_no_page_of_ours_is_refused(checklist: Run, page: Path, answers: Path) -> None:
    other = page.with_name("别的.html")
    other.write_text("<!doctype html><p>别的网页</p></html>", encoding="utf-8")
    ran = checklist("report", "verify", other, answers)
    assert ran.code == 3
    assert "没有内嵌的结果和封记" in ran.err
    assert "-o 新报告.html" in ran.err
    page.write_bytes(b"%PDF-1.7\n\xff")
    ran = checklist("report", "verify", page, answers)
    assert (ran.code, "对照报告编号" in ran.err) == (3, True)


def test_the_help_of_report_shows_its_options_and_names_verify(checklist: Run) -> None:
    ran = checklist("report", "--help")
    assert "用法：checklist report [选项] <答案文件>" in ran.out
    assert "--output" in ran.out
    assert "\n  verify  " in ran.out


@pytest.mark.slow
def test_an_answers_file_named_verify_can_be_reported(
    checklist: Run, answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(answers.parent)
    answers.rename("verify")
    assert checklist("report", "write", "verify", "-o", "一.html").code == 0
    assert checklist("report", "./verify", "-o", "二.html").code == 0
    assert checklist("report", "verify").code == 2


# --- a seal kept apart ---------------------------------------------------------------------------


def sealed(checklist: Run, page: Path, by: str = "李四") -> Path:
    ran = checklist("report", "seal", page, "--by", by)
    assert ran.code == 0
    return Path(ran.out.strip())


def resealed(page: Path) -> None:
    """Write the page's own digest anew, as somebody who knows how would do it."""
    text = page.read_text(encoding="utf-8")
    blank = re.sub(rf"{DIGEST}[0-9a-f]{{64}}", f"{DIGEST}{NOT_YET}", text)
    page.write_text(blank.replace(NOT_YET, page_digest(blank)), encoding="utf-8")


def test_a_page_agrees_with_the_seals_of_two_people(
    checklist: Run, page: Path, answers: Path
) -> None:
    first, second = sealed(checklist, page), sealed(checklist, page, "王五")
    assert (first.name, second.name) == ("自查.封记.txt", "自查.封记-2.txt")
    ran = checklist("report", "verify", page, answers, "--seal", first, "--seal", second)
    assert ran.code == 0
    assert "封记相符（李四，" in ran.out
    assert "封记相符（王五，" in ran.out
    assert "\n相符：" in ran.out


def test_a_forgery_with_its_digest_written_anew_is_not_what_was_sealed(
    checklist: Run, page: Path
) -> None:
    seal = sealed(checklist, page)
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("不构成法律意见", "构成法律意见"), encoding="utf-8")
    resealed(page)
    ran = checklist("report", "verify", page, "--seal", seal)
    assert ran.code == 1
    assert ran.out.startswith("不符：这一页不是封记的那一页（李四，")
    assert "没有给出答案文件：只核对了封记，没有重新判断" in ran.out


def test_a_wrong_seal_is_not_outweighed_by_the_right_answers(
    checklist: Run, page: Path, answers: Path
) -> None:
    seal = sealed(checklist, page)
    text = seal.read_text(encoding="utf-8")
    seal.write_text(re.sub(r"(?m)^[0-9a-f]{64}", "ab" * 32, text), encoding="utf-8")
    ran = checklist("report", "verify", page, answers, "--seal", seal)
    assert (ran.code, "\n相符：" in ran.out) == (1, True)


def test_a_page_that_went_through_windows_is_still_the_one_sealed(
    checklist: Run, page: Path
) -> None:
    seal = sealed(checklist, page)
    for file in (page, seal):
        text = file.read_text(encoding="utf-8")
        file.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert checklist("report", "verify", page, "--seal", seal).code == 0


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_the_seal_is_one_that_sha256sum_reads_and_writes(checklist: Run, page: Path) -> None:
    def ran(*words: str) -> bytes:
        return subprocess.run(words, cwd=page.parent, capture_output=True, check=True).stdout

    ran("sha256sum", "-c", sealed(checklist, page).name)
    theirs = page.with_name("摘要.txt")
    theirs.write_bytes(ran("sha256sum", page.name))
    assert checklist("report", "verify", page, "--seal", theirs).code == 0


def test_what_is_no_sound_page_is_not_sealed(checklist: Run, page: Path, answers: Path) -> None:
    other = edited(page, "不构成法律意见", "构成法律意见")
    ran = checklist("report", "seal", other)
    assert (ran.code, "写出以后被改动过，没有封记" in ran.err) == (3, True)
    assert checklist("report", "seal", answers).code == 3
    assert not list(page.parent.glob("*封记*"))


def test_a_seal_is_never_written_over(checklist: Run, page: Path, answers: Path) -> None:
    seal = sealed(checklist, page)
    before = seal.read_bytes()
    for output in (seal, page, answers):
        assert checklist("report", "seal", page, "-o", output).code == 2
    assert seal.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "文件是空的"),
        ("甲\n", "这里没有封记"),
        ("ab" * 31, "这里没有封记"),
        (f"{'ab' * 32}\n{'cd' * 32}\n", "这里有 2 个不同的摘要"),
        ("ab" * 60_000, "文件太大"),
    ],
)
def test_what_is_no_seal_is_refused(checklist: Run, page: Path, text: str, why: str) -> None:
    seal = page.with_name("封记.txt")
    seal.write_text(text, encoding="utf-8")
    ran = checklist("report", "verify", page, "--seal", seal)
    assert (ran.code, why in ran.err) == (3, True)


def test_who_sealed_is_shown_inert(checklist: Run, page: Path) -> None:
    seal = sealed(checklist, page, "李\x1b[31m四\n# x")
    ran = checklist("report", "verify", page, "--seal", seal)
    assert (ran.code, "封记相符（李[31m四 # x，" in ran.out) == (0, True)


def test_without_answers_and_without_a_seal_there_is_nothing_to_verify(
    checklist: Run, page: Path
) -> None:
    ran = checklist("report", "verify", page)
    assert (ran.code, ran.out) == (2, "")
    assert "缺少参数“答案文件”" in ran.err
