"""What recordings show of questions, and what becomes of answers by that."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Mark, SelfAuditPeriod
from checklist.errors import UnreadableFile
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Basis, Finding, OpenWhy, Outcome, Status
from checklist.law.on_screen import OnScreen
from checklist.replay.bearing import bearing
from checklist.replay.model import Box, Prompt, Recording, Seen, Span
from checklist.replay.observing import asked, looked_for, observations, verdict
from checklist.replay.places import replayed_file
from checklist.replay.replayed import joined, load
from checklist.replay.words import OVERLAY, recording_lines
from checklist.report.beside import Beside, beside
from checklist.report.words import wording
from tests.given import records
from tests.given.bundled import LIVESTREAM
from tests.given.recordings import PROMPT, WORDS, absent, recording, replayed
from tests.given.respondents import all_passing, answered

KEY = "art37-prompt/visible"
ALWAYS = OnScreen(says=WORDS, always=True)
HIGH = OnScreen(says=WORDS, height=5, doubtful_from=4.5)
CAREFUL = all_passing(LIVESTREAM, "agency that operates rooms", ["r1", "r2"])
AT = date(2026, 11, 29)


def finding(
    assessment: Any, *seen: Recording, room: str = "r1", entry: str = "art37-prompt"
) -> Finding:
    found = evaluate(LIVESTREAM, assessment, [*observations(LIVESTREAM, seen)], as_of=AT)
    return next(
        each for each in found.findings if each.obligation.id == entry and each.room == room
    )


def high(pixels: float, within: float = 1.0) -> Recording:
    return recording(prompt=replace(PROMPT, height=pixels, within=within))


def test_the_rulebook_says_what_is_looked_for() -> None:
    assert looked_for(LIVESTREAM) == WORDS
    assert [(each.obligation.id, each.option) for each in asked(LIVESTREAM)] == [
        ("art37-gb45438", "opening"),
        ("art37-gb45438", "size"),
        ("art37-gb45438", "duration"),
        ("art37-visible", None),
        ("art37-prompt", None),
    ]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (recording(), True),
        (recording(absences=(absent(1, 3),)), False),
        (recording(flickers=(Span(1, 1.4),)), False),
        (recording(absences=(absent(1, 3, Seen.UNSURE),)), None),
        (recording(absences=(absent(1, 3, Seen.UNSURE), absent(5, 8))), False),
        (recording(prompt=None, absences=(absent(0, 160),)), False),
        (recording(spans=(Span(0, 4),), flickers=(Span(5, 5.2),)), True),
    ],
)
def test_always_is_always(found: Recording, expected: bool | None) -> None:
    assert verdict(found, ALWAYS) is expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (high(36), True),  # 5 % of 720
        (high(35.9), None),
        (high(32.4), None),  # 4.5 %
        (high(32), False),
        (high(32, within=5), None),
        (high(36, within=6), None),
        (recording(prompt=None), None),
        (recording(prompt=replace(PROMPT, height=None)), None),
    ],
)
def test_height_is_held_against_the_shortest_side_and_doubtful_below(
    found: Recording, expected: bool | None
) -> None:
    assert verdict(found, HIGH) is expected
    turned = replace(found, width=found.height, height=found.width)
    assert verdict(turned, HIGH) is expected


def test_when_the_figure_appears_is_known_only_where_it_was_said() -> None:
    start = OnScreen(says=WORDS, from_start=True)
    late = (absent(10, 12),)
    assert verdict(recording(absences=late), start) is None
    assert verdict(recording(absences=late, spans=(Span(10, 60),)), start) is False
    assert verdict(recording(absences=late, spans=(Span(4, 60),)), start) is True
    again = (Span(4, 9), Span(10, 60))  # each time it appears
    assert verdict(recording(absences=late, spans=again), start) is False
    unsure = (absent(10, 12, Seen.UNSURE),)
    assert verdict(recording(absences=unsure, spans=(Span(10, 60),)), start) is None


def test_how_long_it_stays_is_held_against_the_seconds() -> None:
    two = OnScreen(says=WORDS, seconds=2)
    assert verdict(recording(), two) is True
    assert verdict(recording(prompt=replace(PROMPT, longest=1.5)), two) is False
    assert verdict(recording(prompt=replace(PROMPT, longest=2.0)), two) is True  # no less is two
    assert verdict(recording(prompt=None), two) is None


def test_a_picture_beats_a_claim_and_it_is_told() -> None:
    found = finding(CAREFUL, recording(absences=(absent(52, 60.04),)))
    assert found.status is Status.NOT_SATISFIED
    (contradiction,) = found.contradictions
    assert contradiction.question.id == "visible"
    assert "第一处从00:00:52起" in contradiction.observation.note
    assert OVERLAY in contradiction.observation.note
    assert finding(CAREFUL, recording(absences=(absent(52, 60),)), room="r2").contradictions == ()


def test_a_picture_that_casts_doubt_leaves_open_what_it_cannot_deny_and_is_fined_by_nothing() -> (
    None
):
    """A mark in other words, or of the platform, would not be in what was looked for."""
    gone = recording(absences=(absent(52, 60.04),))
    found = finding(CAREFUL, gone, entry="art37-visible")
    assert (found.status, found.provisions) == (Status.UNDETERMINED, ())
    assert found.contradictions == ()
    (asked,) = found.judged
    assert asked.why is OpenWhy.RECORDS
    told = wording.unclear(asked)
    assert told.startswith("答“是”，按录像还不能断定：录像“回放.mp4”：看不到提示1处")
    assert "算不算做到，条文没有写明" in told
    judged = evaluate(LIVESTREAM, CAREFUL, [*observations(LIVESTREAM, [gone])], as_of=AT)
    lines = [*bearing(replayed(gone, rooms={"r1": "一"}), LIVESTREAM, judged)]
    (line,) = (each for each in lines if "art37-visible" in each)
    assert line.startswith("→ art37-visible/visible（r1，抽查）待确认：")
    assert line.endswith("；答复是“是”")
    assert finding(CAREFUL, recording(), entry="art37-visible").status is Status.SATISFIED
    said = answered(CAREFUL, "art37-visible/visible", Mark.NO)
    assert finding(said, gone, entry="art37-visible").status is Status.NOT_SATISFIED


def test_no_answer_about_a_picture_passes_beside_a_recording_that_speaks_against_it() -> None:
    """Whatever the rulebook lets a recording speak to."""
    gone = recording(prompt=None, absences=(absent(0, 160),), spans=(Span(0, 160),))
    seen = [*observations(LIVESTREAM, [gone])]
    found = evaluate(LIVESTREAM, CAREFUL, seen, as_of=AT)
    against = {each.key for each in seen if not each.holds}
    assert {"art37-prompt/visible", "art37-visible/visible"} <= against
    for each in found.findings:
        for judged in each.judged if each.room == "r1" else ():
            if each.obligation.key(judged.question) in against:
                assert judged.outcome in {Outcome.GAP, Outcome.OPEN}


def test_a_sample_supports_and_closes_nothing() -> None:
    supported = finding(CAREFUL, recording())
    assert (supported.status, supported.basis) == (Status.SATISFIED, Basis.ATTESTED)
    unknown = finding(answered(CAREFUL, KEY, Mark.UNKNOWN), recording())
    assert unknown.status is Status.UNDETERMINED
    admitted = finding(answered(CAREFUL, KEY, Mark.NO), recording())
    assert admitted.status is Status.NOT_SATISFIED
    assert [each.observation.holds for each in admitted.contradictions] == [True]


def test_prompts_of_other_words_say_nothing_of_this_rulebook() -> None:
    other = recording(says=(("广告",),), absences=(absent(0, 9),))
    assert [*observations(LIVESTREAM, [other])] == []


def test_only_what_is_of_these_answers_counts(tmp_path: Path) -> None:
    answers = tmp_path / "自查.yaml"
    days = {"first": date(2026, 2, 1), "last": date(2026, 10, 31)}
    said = replace(CAREFUL, period=SelfAuditPeriod(**days))
    names = {room.id: room.name for room in said.rooms}
    kept = replayed(recording(), recording(room="r9", sha256="9"), rooms=names, **days)
    replayed_file(answers).write_bytes(kept.as_bytes())
    found = beside(answers, said).replayed
    assert found is not None
    assert [each.room for each in found.recordings] == ["r1"]
    rooms = tuple(replace(room, name=f"新{room.name}") for room in said.rooms)
    assert beside(answers, replace(said, rooms=rooms)).replayed is None
    assert beside(answers, CAREFUL).replayed is None


def test_a_recording_that_is_looked_at_again_stands_once() -> None:
    before = replayed(recording(), recording(sha256="b"), rooms={"r1": "一"})
    again = replayed(recording(name="新.mp4"), rooms={"r1": "一"})
    assert [each.name for each in joined(before, again).recordings] == ["回放.mp4", "新.mp4"]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    answers = tmp_path / "自查.yaml"
    assert load(answers) is None
    replayed_file(answers).write_text("{}", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="checklist replay"):
        load(answers)


def test_what_is_told_says_the_guarantee_and_its_limits() -> None:
    found = recording(absences=(absent(52, 60.04), absent(90, 91, Seen.UNSURE)))
    lines = [*recording_lines(found)]
    assert lines[0].startswith("关键帧最大间隔2.0秒，看了80帧，最多相隔2.0秒：2.0秒以上的缺失")
    assert "左上角，字高约40像素（±2，最短边720的5.6%）" in lines[1]
    missing = "看不到提示1处，共8.0秒（全长2分40秒）；另有1处看不清，请人工看"
    assert lines[2] == f"{missing}；起止是逐帧找到的："
    assert lines[3] == "　1 00:00:52.00–00:01:00.04　8.0秒"
    assert "没有给出该形象出现的时段，整段录像都按可能出现算" in lines


@pytest.mark.parametrize(
    ("box", "place"),
    [
        (Box(0.03, 0.04, 0.2, 0.1), "左上角"),
        (Box(0.8, 0.9, 0.97, 0.96), "右下角"),
        (Box(0.03, 0.45, 0.2, 0.55), "左边"),
        (Box(0.4, 0.9, 0.6, 0.96), "下边"),
        (Box(0.4, 0.45, 0.6, 0.55), "画面中间"),
    ],
)
def test_where_the_prompt_stands_is_told_by_thirds_of_the_picture(box: Box, place: str) -> None:
    told = [*recording_lines(recording(prompt=replace(PROMPT, box=box)))]
    assert f"提示“人工智能生成”：{place}，" in told[1]


def test_of_many_absences_it_is_told_how_many_more_stand_in_the_list() -> None:
    found = recording(absences=tuple(absent(at, at + 1) for at in range(0, 50, 2)))
    told = [*recording_lines(found)]
    assert "　20 00:00:38.00–00:00:39.00　1.0秒" in told
    assert "　…… 另外5处在 缺失时段.csv 里" in told


def test_times_are_called_exact_only_where_every_picture_was_gone_back_to() -> None:
    far = recording(absences=(absent(52, 60.04),), keyframes=30.5)
    assert any(line.endswith("；起止只精确到相邻两次抽看之间：") for line in recording_lines(far))
    assert not any("逐帧找到" in line for line in recording_lines(far))


@pytest.mark.parametrize(("spans", "seen"), [((4, 60), "看得到"), ((10, 60), "看不到")])
def test_of_the_first_picture_nothing_is_told_of_later_ones(
    spans: tuple[int, int], seen: str
) -> None:
    found = recording(absences=(absent(10, 12),), spans=(Span(*spans),))
    noted = [each.note for each in observations(LIVESTREAM, [found]) if each.option == "opening"]
    assert noted == [f"录像“回放.mp4”：该形象出现的起始画面{seen}提示"]


def test_a_guarantee_is_rounded_up() -> None:
    assert "最多相隔2.01秒" in next(recording_lines(recording(widest=2.002)))
    assert "最多相隔1.84秒" in next(recording_lines(recording(widest=1.84)))
    assert "最多相隔2.0秒" in next(recording_lines(recording(widest=2.0)))


def test_nothing_seen_is_told_with_the_words_that_were_looked_for() -> None:
    lines = [*recording_lines(recording(prompt=None, absences=(absent(0, 160),), stretches=0))]
    assert lines[1] == "整段录像里没有看到写有“人工智能”或“AI”和“生成”或“合成”的提示"
    assert isinstance(PROMPT, Prompt)


def test_records_and_recordings_are_judged_together() -> None:
    of_records = records.recorded()
    kept = replayed(recording(), rooms={"r1": "一"})
    both = Beside(records=of_records, replayed=kept).observations(LIVESTREAM)
    assert {each.sources for each in both} >= {("回放.mp4",)}
    assert both == (
        *Beside(records=of_records).observations(LIVESTREAM),
        *Beside(replayed=kept).observations(LIVESTREAM),
    )
    assert len(Beside(records=of_records).observations(LIVESTREAM)) > 0
