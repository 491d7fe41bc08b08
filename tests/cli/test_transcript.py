"""A whole sitting as it stands on a terminal of 80 columns, and the ways to start one."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from wcwidth import wcswidth

from checklist import exits
from checklist.cli.ask import _is_plain
from tests.assessment.sitting import Sitting
from tests.conftest import Run
from tests.given.snapshots import TextFile

WHOLE = [
    "某某公司", "张三", "", "", "",
    "是", "是", "甲间、乙间、丙间", "1", "2", "2",
    "?", "m 下周复查", "否",
    "e 会议纪要", "p 李四 2026-12-31", "不清楚", "法务王五",
    "b", "", "也许", "全不选", "s",
    "1095天", "半年", "1095天", "3个工作日", "每年1次",
    "1 3不清楚", "", "", "是", "丙间", "否", "1-2",
    "v", "", "没有这个", "3", "", "4", "书面",
    "g 主体2", "否", "",
    "",
]  # fmt: skip


@pytest.mark.parametrize("width", [80, 120])
def test_a_whole_sitting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion, width: int
) -> None:
    monkeypatch.chdir(tmp_path)
    sitting = Sitting(Path("自查.yaml"), width=width)
    sitting.answer(*WHOLE)
    assert max(wcswidth(line) for line in sitting.transcript.split("\n")) <= width
    assert sitting.transcript == snapshot(extension_class=TextFile)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "全部"], "写其中之一：gaps（缺口）、open（未答）"),
        (["--section", "第九章"], "--section 没有“第九章”这一部分"),
        (["--role", "律师"], "--role 没有“律师”"),
    ],
)
def test_a_part_that_is_none_is_wrong_usage(
    checklist: Run, tmp_path: Path, arguments: list[str], said: str
) -> None:
    ran = checklist("ask", tmp_path / "a.yaml", *arguments)
    assert ran.code == exits.WRONG_USAGE
    assert said in ran.err


def test_last_years_answers_only_begin_a_new_file(checklist: Run, tmp_path: Path) -> None:
    last, now = tmp_path / "去年.yaml", tmp_path / "今年.yaml"
    checklist("ask", last, typed="某某公司\n张三\n\n\n\n1\n否\nq\n")
    before = last.read_bytes()
    ran = checklist("ask", now, "--from", last, typed="\n\nq\n")
    assert ran.code == exits.DONE, ran.err
    assert "带入了上次自查（某某公司）的 2 个答案" in ran.out
    assert last.read_bytes() == before
    assert "state: 待复核" in now.read_text(encoding="utf-8")
    again = checklist("ask", now, "--from", last, typed="q\n")
    assert again.code == exits.WRONG_USAGE
    assert "--from 只能用来新建" in again.err


def test_the_words_of_the_law_are_shown_on_request(checklist: Run, tmp_path: Path) -> None:
    statutes = Path(__file__).parents[1] / "statutes"
    rules = ("--rules", statutes / "mini.yaml")
    typed = "某某公司\n张三\n\n\n\n1\ng 第4条\n?\nq\n"
    ran = checklist(
        "ask", tmp_path / "a.yaml", *rules, "--statute", statutes / "mini.md", typed=typed
    )
    assert ran.code == exits.DONE, ran.err
    assert "  条文原文（据 mini.md）：\n  摊主应当保存进货记录。" in ran.out
    other = tmp_path / "条文.txt"
    other.write_text("第四条　摊主应当保存账册。\n", encoding="utf-8")
    ran = checklist("ask", tmp_path / "b.yaml", *rules, "--statute", other, typed=typed)
    assert "账册" not in ran.out
    assert "没有引用条文：条文.txt里第四条的文字与规则册复核时不同" in ran.out


@pytest.mark.parametrize("name", ["NO_COLOR", "TERM"])
def test_plain_is_chosen_by_the_environment(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for stream in ("sys.stdin", "sys.stdout"):
        monkeypatch.setattr(f"{stream}.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert not _is_plain()
    monkeypatch.setenv(name, "dumb")
    assert _is_plain()


def test_plain_is_chosen_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert _is_plain()
