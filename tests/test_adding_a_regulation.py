"""A stranger walks CONTRIBUTING, “Add a regulation”, with a regulation of two articles."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from checklist import exits
from tests.conftest import ROOT

ADDED = Path(__file__).with_name("added")
TITLE = "探店直播管理规定"
KEPT = ("checklist", "rules", "templates", "examples", "docs", "tests", "pyproject.toml")
CASE = """\
case: {case}
law: 第一条
because: 见条文。
facts: {{ visit_does: 是 }}
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the repository in which nothing is tracked, and the official text beside others."""
    there = tmp_path / "clone"
    there.mkdir()
    for name in KEPT:
        if (ROOT / name).is_dir():
            skip = shutil.ignore_patterns("__pycache__", "__snapshots__", "pictures")
            shutil.copytree(ROOT / name, there / name, ignore=skip)
        else:
            shutil.copy(ROOT / name, there)
    (tmp_path / "law").mkdir()
    shutil.copy(ADDED / "visit.md", tmp_path / "law" / f"{TITLE}.md")
    return there


def run(clone: Path, *command: str, said: str = "") -> subprocess.CompletedProcess[str]:
    """A command as CONTRIBUTING has it, in the clone and of the clone."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(clone),
        "PYTHONIOENCODING": "utf-8",
        "CHECKLIST_LAW_DIR": str(clone.parent / "law"),
    }
    module = "pytest" if "pytest" in command else "checklist"
    words = command[command.index(module) + 1 :]
    return subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=clone,
        env=environment,
        input=said,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def steps(clone: Path) -> list[list[str]]:
    """The commands of the section, in its order, for this regulation."""
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = contributing.split("## Add a regulation")[1].split("\n## ")[0]
    text = shlex.quote(str(clone.parent / "law" / f"{TITLE}.md"))
    commands = re.findall(
        r"^ +(checklist .*)$|`(python -m pytest .*?)`", section, flags=re.MULTILINE
    )
    filled = (a or b for a, b in commands)
    return [shlex.split(each.replace("<id>", "visit").replace("TEXT", text)) for each in filled]


def write_cases(clone: Path) -> None:
    """Each entry passing and failing, and fifteen respondents."""
    folder = clone / "tests" / "cases" / "visit"
    for entry, question, failing, passing in (
        ("visit1-paid", "shown", "否", "是"),
        ("visit1-records", "period", "6个月", "1年"),
    ):
        (folder / entry).mkdir(parents=True)
        for status, answer in (("不符合", failing), ("符合", passing)):
            rest = f"answers: {{ {question}: {answer} }}\nexpect: {{ status: {status} }}\n"
            file = folder / entry / f"{answer}.yaml"
            file.write_text(CASE.format(case=f"{entry} {answer}") + rest, encoding="utf-8")
    (folder / "respondents").mkdir()
    expected = {
        "holders": ["visit_anyone"],
        "holders_unknown": [],
        "binds": ["visit1-paid", "visit1-records"],
        "binds_unknown": [],
        "not_satisfied": {"visit1-paid": {"penalties": ["visit2"]}},
        "undetermined": [],
    }
    rest = yaml.safe_dump(
        {"otherwise": "符合", "answers": {"visit1-paid/shown": "否"}, "expect": expected},
        allow_unicode=True,
    )
    for number in range(15):
        file = folder / "respondents" / f"{number}.yaml"
        file.write_text(CASE.format(case=f"第{number}家") + rest, encoding="utf-8")


def answers(clone: Path, does: str) -> Path:
    """A respondent who does visit shops for money and does not say so, or does not visit."""
    file = clone / f"{does}.yaml"
    said = "visit1-paid/shown: { value: 否 }, visit1-records/period: { value: 1年 }"
    file.write_text(
        "format: 1\nrulebooks:\n  - { id: livestream, edition: 不对照 }\n"
        "  - { id: visit, edition: 2026.11.1 }\nrespondent: { name: 某某公司 }\n"
        f"facts:\n  visit_does: {{ value: {does} }}\n"
        f"answers: {{ {said if does == '是' else ''} }}\n",
        encoding="utf-8",
    )
    return file


@pytest.mark.slow
def test_every_step_works_as_it_is_written(clone: Path) -> None:
    shutil.copy(ADDED / "visit.yaml", clone / "rules")
    write_cases(clone)
    resources = clone / "checklist" / "resources.py"
    code = resources.read_text(encoding="utf-8")
    named = re.sub(r"(?m)^RULEBOOKS = \((.*)\)$", r'RULEBOOKS = (\1, "visit")', code)
    assert named != code
    walked = steps(clone)
    assert [words[1:3] for words in walked] == [
        ["rules", "lint"],
        ["statute", "fingerprint"],
        ["rules", "coverage"],
        ["statute", "check"],
        ["-m", "pytest"],
        ["rules", "catalogue"],
    ]
    for words in walked:
        if words[2] == "catalogue":
            resources.write_text(named, encoding="utf-8")
        ran = run(clone, *words)
        assert ran.returncode == exits.DONE, f"{words}\n{ran.stdout}\n{ran.stderr}"
    catalogue = (clone / "docs" / "obligations-visit.md").read_text(encoding="utf-8")
    assert "标明收取报酬的情况" in catalogue

    for does, statuses in (("是", ["not_satisfied", "satisfied"]), ("否", ["not_applicable"] * 2)):
        judged = ("--as-of", "2026-11-22", "--format", "json")
        told = run(clone, "checklist", "check", str(answers(clone, does)), *judged)
        assert [each["status"] for each in json.loads(told.stdout)["findings"]] == statuses
    offered = run(clone, "checklist", "ask", "examples/agency.yaml", said="q\n")
    assert f"没有对照《{TITLE}》" in offered.stdout.replace("\n", "")
    listed = run(clone, "checklist", "rules", "list", "--article", "探店规定第一条").stdout
    assert "共 2 条" in listed
