"""The agency of the examples: ten seconds of its AI room contradict what it answered."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.stored.file import load
from checklist.report.beside import beside
from tests.conftest import Run
from tests.given.bundled import LIVESTREAM
from tests.given.clips import needs_extra
from tests.given.example_clip import ANSWERS, CLIP, replayed

AT = ("--as-of", "2026-11-29")


def test_what_lies_beside_the_answers_is_of_the_clip_and_of_them() -> None:
    found = beside(ANSWERS, load(ANSWERS, LIVESTREAM)).replayed
    assert found is not None
    (recording,) = found.recordings
    assert recording.sha256 == sha256(CLIP.read_bytes()).hexdigest()
    assert CLIP.stat().st_size == recording.size <= 200_000


def test_the_report_shows_the_contradiction(checklist: Run, tmp_path: Path) -> None:
    data = json.loads(checklist("check", ANSWERS, "--format", "json", *AT).out)
    (finding,) = (
        each
        for each in data["findings"]
        if each["obligation"] == "art37-prompt" and each["contradictions"]
    )
    assert finding["status"] == "not_satisfied"
    assert [each["question"] for each in finding["contradictions"]] == ["visible"]
    page = tmp_path / "报告.html"
    checklist("report", ANSWERS, "-o", page, *AT)
    text = page.read_text(encoding="utf-8")
    assert "记录显示与答复不一致" in text
    assert 'class="film"' in text


@needs_extra
@pytest.mark.replay
@pytest.mark.slow
def test_looking_again_shows_the_same() -> None:
    kept = beside(ANSWERS, load(ANSWERS, LIVESTREAM)).replayed
    assert kept is not None

    def bare(found: object) -> list[object]:
        recordings = getattr(found, "recordings", ())
        return [replace(each, thumbnails=(), prompt=None) for each in recordings]

    assert bare(replayed()) == bare(kept)
