"""What is given beside recordings: when the figure is there, and of which room each is."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from checklist.assessment.model import Room
from checklist.errors import UnreadableFile, WrongUsage
from checklist.replay.choosing import listed, recordings, room_of
from checklist.replay.implicit import implicit
from checklist.replay.model import Label, Span
from checklist.replay.spans import moment, spans

FILE = PurePath("时段.csv")
ROOMS = (Room(id="r1", name="青禾优选"), Room(id="r12", name="小禾 AI 导购"))


def test_spans_are_read_merged_and_in_order() -> None:
    text = "开始,结束\n00:10,00：20\n5,12.5\n\n01:00:00,1:00:01.25\n"
    assert spans(text, file=FILE) == (Span(5, 20), Span(3600, 3601.25))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0:10,0:20\n0:20,0:30\n", Span(10, 30)), ("0:10,1:40\n0:20,0:30\n", Span(10, 100))],
)
def test_stretches_that_touch_or_lie_within_another_are_one_appearance(
    text: str, expected: Span
) -> None:
    """Where the second line begins the figure does not appear anew."""
    assert spans(text, file=FILE) == (expected,)


def test_every_mistake_in_spans_is_told_with_its_line() -> None:
    with pytest.raises(UnreadableFile) as caught:
        spans("5\n开头,9\n9,5\n1:75,2:00\n", file=FILE)
    assert [each.where and each.where.line for each in caught.value.complaints] == [1, 2, 3, 4]


def test_no_spans_are_told() -> None:
    with pytest.raises(UnreadableFile, match="没有写该形象出现的时段"):
        spans("开始,结束\n", file=FILE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("90", 90), ("1:30", 90), ("0:01:30.5", 90.5), ("1:60", None), ("", None), ("-1", None)],
)
def test_moments(text: str, expected: float | None) -> None:
    assert moment(text) == expected


def test_the_list_of_absences_can_be_given_back() -> None:
    head = '"开始","结束","秒","看到什么","录像"\r\n'
    text = head + '"00:00:52.00","00:01:00.04","8.04","看不到","a"\r\n'
    assert spans(text, file=FILE) == (Span(52, 60.04),)


@pytest.mark.parametrize(
    ("name", "said", "expected"),
    [
        ("0601-小禾AI导购.mp4", None, "r12"),
        ("R1-晚场.mp4", None, "r1"),
        ("晚场r12_0601.mp4", None, "r12"),
        ("晚场.mp4", "R1", "r1"),
        ("晚场.mp4", "青禾优选", "r1"),
        ("在册.mp4", "r1", "r12"),
    ],
)
def test_the_room_of_a_recording(name: str, said: str | None, expected: str) -> None:
    named = {"在册.mp4": "r12"}
    assert room_of(PurePath(name), ROOMS, stated=said, listed=named) == expected


def test_a_room_that_is_not_clear_is_asked_for() -> None:
    with pytest.raises(WrongUsage, match="看不出"):
        room_of(PurePath("晚场.mp4"), ROOMS, stated=None, listed={})
    with pytest.raises(WrongUsage, match="看不出"):
        room_of(PurePath("r1和r12.mp4"), ROOMS, stated=None, listed={})
    with pytest.raises(WrongUsage, match="名单里没有"):
        room_of(PurePath("晚场.mp4"), ROOMS, stated="r9", listed={})


def test_one_room_needs_no_name_and_none_has_none() -> None:
    assert room_of(PurePath("晚场.mp4"), ROOMS[:1], stated=None, listed={}) == "r1"
    assert room_of(PurePath("晚场.mp4"), (), stated="r1", listed={}) is None


def test_a_list_that_is_not_whole_is_refused() -> None:
    assert listed("a.mp4,r1\n b.mp4 , r2 \n", file=FILE) == {"a.mp4": "r1", "b.mp4": "r2"}
    with pytest.raises(UnreadableFile):
        listed("a.mp4\n", file=FILE)
    with pytest.raises(UnreadableFile):
        listed("a.mp4,r1\na.mp4,r2\n", file=FILE)


def test_a_folder_stands_for_its_recordings(tmp_path: Path) -> None:
    for name in ("b.MP4", "a.flv", "说明.txt"):
        (tmp_path / name).touch()
    found = recordings([tmp_path, tmp_path / "a.flv"])
    assert [each.name for each in found] == ["a.flv", "b.MP4"]
    (tmp_path / "空").mkdir()
    with pytest.raises(WrongUsage, match="没有录像"):
        recordings([tmp_path / "空"])


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({}, Label.NONE),
        ({"title": "AI"}, Label.NONE),
        ({"AIGC": '{"AIGC": {"Label": "1"}}'}, Label.FOUND),
        ({"aigc": '{"Label": "2"}'}, Label.FOUND),
        ({"comment": '{"AIGC": {"Label": "3"}}'}, Label.FOUND),
        ({"AIGC": '{"Label": 1}'}, Label.UNREADABLE),
        ({"AIGC": "是"}, Label.UNREADABLE),
        ({"AIGC": "[" * 5000}, Label.UNREADABLE),
    ],
)
def test_the_implicit_label(metadata: dict[str, str], expected: Label) -> None:
    assert implicit(metadata).label is expected
