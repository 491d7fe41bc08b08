"""`checklist replay`: what it needs, what it writes, and with which code it leaves."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.stored.file import load, save
from checklist.replay import extra
from checklist.replay.places import replayed_file
from tests.conftest import Run
from tests.given.bundled import LIVESTREAM
from tests.given.clips import PROMPT, Text, clip, during, needs_extra
from tests.given.recordings import absent, recording, replayed
from tests.given.respondents import all_passing

CAREFUL = all_passing(LIVESTREAM, "agency that operates rooms", ["r1", "r2"])
NAMES = {room.id: room.name for room in CAREFUL.rooms}
AT = ("--as-of", "2026-11-29")


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Those of an agency that says it does everything right."""
    return save(tmp_path / "自查.yaml", CAREFUL, LIVESTREAM)


def kept(answers: Path) -> None:
    """Lay beside answers that the prompt lacks in a recording of r1."""
    found = recording(absences=(absent(52, 60.04),))
    replayed_file(answers).write_bytes(replayed(found, rooms=NAMES).as_bytes())


def test_without_the_extra_it_says_how_to_get_it(
    checklist: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(extra, "find_spec", lambda _: None)
    ran = checklist("replay", tmp_path / "没有.mp4")
    assert ran.code == 2
    assert 'pip install ".[replay]"' in ran.err


def test_nothing_heavy_is_imported_by_what_judges_answers() -> None:
    code = (
        "import sys, checklist.cli.replay, checklist.cli.replay_work, checklist.report.beside;"
        "print({'av', 'cv2', 'numpy', 'rapidocr', 'onnxruntime', 'PIL'} & {*sys.modules})"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ran.stdout.strip() == b"set()"


def test_check_and_report_judge_by_what_recordings_show(
    checklist: Run, answers: Path, tmp_path: Path
) -> None:
    kept(answers)
    data = json.loads(checklist("check", answers, "--format", "json", *AT).out)
    found = [each for each in data["findings"] if each["obligation"] == "art37-prompt"]
    assert [each["status"] for each in found] == ["not_satisfied", "satisfied"]
    assert found[0]["contradictions"][0]["question"] == "visible"
    assert found[0]["contradictions"][0]["sample"] is True
    page = tmp_path / "报告.html"
    checklist("report", answers, "-o", page, *AT)
    assert "看不到提示1处，共8.0秒" in page.read_text(encoding="utf-8")
    assert checklist("report", "verify", page, answers).code == 0


def test_a_renamed_room_is_not_judged_by_it_and_that_is_told(checklist: Run, answers: Path) -> None:
    kept(answers)
    known = load(answers, LIVESTREAM)
    rooms = tuple(replace(room, name=f"新{room.name}") for room in known.rooms)
    save(answers, replace(known, rooms=rooms), LIVESTREAM)
    ran = checklist("check", answers, *AT)
    assert "录像核查以后，直播间名单变了" in ran.err


def test_a_bundle_takes_it_along(checklist: Run, answers: Path, tmp_path: Path) -> None:
    kept(answers)
    checklist("bundle", answers, "-o", tmp_path / "自查.zip", *AT)
    checklist("bundle", "open", tmp_path / "自查.zip", "-o", tmp_path / "打开")
    assert [*(tmp_path / "打开").rglob("*录像.json")]


@needs_extra
@pytest.mark.replay
@pytest.mark.slow
class TestWithTheExtra:
    """From recordings to findings."""

    LABEL = Text(text=PROMPT, size=22, where=during((4.2, 9.0)))

    def test_what_lacks_is_told_listed_drawn_and_kept(
        self, checklist: Run, answers: Path, tmp_path: Path
    ) -> None:
        film = clip(tmp_path / "r1-晚场.mp4", [self.LABEL], seconds=12)
        ran = checklist("replay", film, "--answers", answers)
        assert ran.code == 1
        assert "→ art37-prompt/visible（r1，抽查）不合要求" in ran.out
        assert "与答复“是”不一致" in ran.out
        folder = tmp_path / "录像核查" / "r1-晚场"
        assert {each.name for each in folder.iterdir()} == {
            "缺失时段.csv", "时间轴.png", "缺失截图.jpg", "结果.json",
        }  # fmt: skip
        text = (folder / "缺失时段.csv").read_text(encoding="utf-8-sig")
        (row,) = csv.DictReader(text.splitlines())
        assert row["看到什么"] == "看不到"
        data = json.loads(checklist("check", answers, "--format", "json", *AT).out)
        found = [each for each in data["findings"] if each["obligation"] == "art37-prompt"]
        assert [each["status"] for each in found] == ["not_satisfied", "satisfied"]

    def test_the_same_again_is_not_looked_through_again(
        self, checklist: Run, tmp_path: Path
    ) -> None:
        film = clip(tmp_path / "a.mp4", [self.LABEL], seconds=6)
        first = checklist("replay", film, "-o", tmp_path / "结果")
        film.with_name("b.mp4").write_bytes(film.read_bytes())
        marked = tmp_path / "结果" / "a" / "结果.json"
        text = marked.read_text(encoding="utf-8")
        marked.write_text(text.replace('"h264"', '"h263"'), encoding="utf-8")
        again = checklist("replay", film, "-o", tmp_path / "结果")
        assert (again.code, again.out) == (first.code, first.out)
        assert '"h263"' in marked.read_text(encoding="utf-8")

    def test_several_at_once_and_one_that_is_broken(self, checklist: Run, tmp_path: Path) -> None:
        whole = Text(text=PROMPT, size=22, where=during())
        clip(tmp_path / "录像" / "好.mp4", [whole], seconds=4)
        (tmp_path / "录像" / "坏.mp4").write_bytes(b"no recording")
        ran = checklist("replay", tmp_path / "录像", "-o", tmp_path / "结果")
        assert ran.code == 3
        assert "好.mp4：" in ran.out
        assert "没有看成 坏.mp4" in ran.err

    def test_a_place_that_is_a_file_is_refused(self, checklist: Run, tmp_path: Path) -> None:
        film = clip(tmp_path / "a.mp4", [self.LABEL], seconds=1)
        (tmp_path / "结果").write_text("这是文件", encoding="utf-8")
        ran = checklist("replay", film, "-o", tmp_path / "结果")
        assert ran.code == 2
        assert "建不了这个文件夹" in ran.err

    def test_times_are_those_of_one_recording(self, checklist: Run, tmp_path: Path) -> None:
        spans = tmp_path / "时段.csv"
        spans.write_text("0,4\n", encoding="utf-8")
        ran = checklist("replay", tmp_path / "a.mp4", tmp_path / "b.mp4", "--spans", spans)
        assert ran.code == 2
        assert "--spans 是一段录像的时段" in ran.err

    def test_nothing_wrong_leaves_with_zero(self, checklist: Run, tmp_path: Path) -> None:
        whole = Text(text=PROMPT, size=22, where=during())
        film = clip(tmp_path / "a.mp4", [whole], seconds=4)
        assert checklist("replay", film, "-o", tmp_path / "结果").code == 0

    def test_a_time_without_the_figure_is_no_absence(self, checklist: Run, tmp_path: Path) -> None:
        film = clip(tmp_path / "a.mp4", [self.LABEL], seconds=12)
        spans = tmp_path / "时段.csv"
        spans.write_text("开始,结束\n0,4\n9.2,12\n", encoding="utf-8")
        assert checklist("replay", film, "--spans", spans, "-o", tmp_path / "结果").code == 0
