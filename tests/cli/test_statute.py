from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checklist import exits

if TYPE_CHECKING:
    from tests.conftest import Run

STATUTES = Path(__file__).parents[1] / "statutes"
TEXT, REVISED = STATUTES / "mini.md", STATUTES / "mini-revised.md"
RULES = ("--rules", STATUTES / "mini.yaml")


def test_a_text_that_fits_is_said_to(checklist: Run) -> None:
    ran = checklist("statute", "check", TEXT, *RULES)
    assert ran.code == exits.DONE
    assert ran.out.startswith("相符：《夜市摊位管理办法》8 条、12 款、5 项，文字与 ")
    assert ran.err == ""


def test_the_official_text_fits_the_bundled_rulebook(checklist: Run, law_dir: Path) -> None:
    ran = checklist("statute", "check", law_dir / "直播电商监督管理办法.md")
    assert ran.out.startswith("相符：《直播电商监督管理办法》69 条、108 款、40 项"), ran.out
    assert ran.code == exits.DONE


def test_one_altered_character_exits_1_and_names_the_place(checklist: Run, tmp_path: Path) -> None:
    altered = tmp_path / "altered.md"
    altered.write_text(
        TEXT.read_text(encoding="utf-8").replace("六个月", "三个月"), encoding="utf-8"
    )
    ran = checklist("statute", "check", altered, *RULES)
    assert ran.code == exits.NOT_SATISFIED
    assert ran.out.startswith("《夜市摊位管理办法》有 2 处不符：\n第五条第一款：文字与复核时不同")
    assert "第五条第一款：art5-verify 引用了这里的“每六个月更新一次”" in ran.out.replace("\n", "")


def test_what_was_not_taken_for_law_is_said(checklist: Run) -> None:
    ran = checklist("statute", "check", STATUTES / "mini-page.txt", *RULES)
    assert ran.code == exits.DONE
    assert "没有当作条文：" in ran.err
    assert "“责任编辑：张三”" in ran.err


@pytest.mark.parametrize(
    ("text", "said"),
    [(b"\xd6\xd0\xce\xc4", "不是 UTF-8 编码"), ("今天天气很好。".encode(), "没有认出任何一条条文")],
)
def test_a_text_that_cannot_be_read_exits_3(
    text: bytes, said: str, checklist: Run, tmp_path: Path
) -> None:
    file = tmp_path / "text.md"
    file.write_bytes(text)
    for arguments in (("check", file), ("impact", file, TEXT), ("fingerprint", file)):
        ran = checklist("statute", *arguments, *RULES)
        assert ran.code == exits.BAD_FILE
        assert said in ran.err


def test_a_rulebook_without_fingerprints_says_how_to_make_them(
    checklist: Run, tmp_path: Path
) -> None:
    rules = shutil.copy(STATUTES / "mini.yaml", tmp_path / "mine.yaml")
    made = tmp_path / "mine.fingerprints.json"
    without = checklist("statute", "check", TEXT, "--rules", rules)
    assert without.code == exits.BAD_FILE
    # As it is said, so it works.
    assert f"checklist statute fingerprint 条文 --rules {rules} -o {made}\n" in without.err
    ran = checklist("statute", "fingerprint", TEXT, "--rules", rules, "-o", made)
    assert ran.code == exits.DONE
    assert "8 条、12 款、5 项" in ran.err
    assert checklist("statute", "check", TEXT, "--rules", rules).code == exits.DONE


def test_fingerprints_of_another_regulation_are_refused(checklist: Run, tmp_path: Path) -> None:
    rules = shutil.copy(STATUTES / "mini.yaml", tmp_path / "mine.yaml")
    kept = (STATUTES / "mini.fingerprints.json").read_text(encoding="utf-8")
    (tmp_path / "mine.fingerprints.json").write_text(kept.replace("夜市", "早市"), encoding="utf-8")
    ran = checklist("statute", "check", TEXT, "--rules", rules)
    assert ran.code == exits.BAD_FILE
    assert "这是《早市摊位管理办法》的指纹" in ran.err


def test_a_text_of_another_regulation_is_not_stamped_with_the_title_of_this_one(
    checklist: Run, tmp_path: Path
) -> None:
    made = tmp_path / "mine.fingerprints.json"
    ran = checklist("statute", "fingerprint", TEXT, "-o", made)
    assert (ran.code, ran.out, made.exists()) == (exits.WRONG_USAGE, "", False)
    other = "条文的题名是《夜市摊位管理办法》，规则册 livestream 是《直播电商监督管理办法》的"
    assert other in ran.err
    assert "用 --rules 写这部规定的规则册" in ran.err
    assert other in checklist("statute", "check", TEXT).err
    ran = checklist("statute", "impact", TEXT, REVISED)
    assert (ran.code, ran.out, other in ran.err) == (exits.WRONG_USAGE, "", True)


def test_fingerprints_are_never_written_over_the_text(checklist: Run, tmp_path: Path) -> None:
    text = shutil.copy(TEXT, tmp_path / "text.md")
    assert checklist("statute", "fingerprint", text, "-o", text, *RULES).code == exits.WRONG_USAGE
    assert Path(text).read_bytes() == TEXT.read_bytes()


def test_the_fingerprints_hold_none_of_the_text(checklist: Run) -> None:
    out = checklist("statute", "fingerprint", TEXT, *RULES).out
    assert "摊主" not in out
    assert len(json.loads(out)["places"]) == 17


def test_a_change_exits_1_and_says_what_to_review(checklist: Run) -> None:
    ran = checklist("statute", "impact", TEXT, REVISED, *RULES)
    assert ran.code == exits.NOT_SATISFIED
    assert ran.out.startswith(
        "《夜市摊位管理办法》的变动：修改 5 处、移动 6 处、新增 2 处、删去 2 处。\n"
    )
    assert (
        "修改　第五条第一款 → 第六条\n"
        "  原来　…主的姓名和联系方式，并每【六】个月更新一次。\n"
        "  现在　…主的姓名和联系方式，并每【三】个月更新一次。\n"
        "  复核　义务 art5-verify（核验摊主）：依据在这里\n"
        "  复核　问题 art5-verify/interval\n"
        "  复核　处罚 art7（第七条）：处罚违反这里的行为\n"
    ) in ran.out


def test_no_change_exits_0(checklist: Run) -> None:
    ran = checklist("statute", "impact", TEXT, STATUTES / "mini-page.txt", *RULES)
    assert (ran.code, ran.out) == (exits.DONE, "没有变动。\n")


def test_changes_as_json(checklist: Run) -> None:
    ran = checklist("statute", "impact", TEXT, REVISED, "--format", "json", *RULES)
    assert ran.code == exits.NOT_SATISFIED
    assert ran.out.isascii()
    data = json.loads(ran.out)
    assert list(data) == ["format", "rulebook", "changes"]
    moved = next(
        one
        for one in data["changes"]
        if one["old"] == {"article": 4, "paragraph": None, "item": None}
    )
    assert moved["change"] == "moved"
    assert moved["new"]["article"] == 5
    assert moved["touches"][0] == {
        "part": "obligation",
        "id": "art4-keep",
        "source": {"article": 4, "paragraph": None, "item": None},
        "why": "cites",
    }
