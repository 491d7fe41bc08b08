"""The whole way, on short recordings: from the file to what is told. Needs the extra `replay`."""

from __future__ import annotations

import multiprocessing
import socket
import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from checklist.errors import UnreadableFile
from checklist.replay.child import Child
from checklist.replay.model import Label, Recording, Span
from checklist.replay.sampling import CLOSE, USUAL
from checklist.replay.task import Reached, Task
from checklist.replay.words import place
from tests.given.clips import PROMPT, Text, clip, during, frames, moving, needs_extra, write

pytestmark = [needs_extra, pytest.mark.replay, pytest.mark.slow]
WORDS = (("人工智能", "AI"), ("生成", "合成"))
LABEL = Text(text=PROMPT, size=22, where=during((4.2, 9.0)))


def task(path: Path, **other: Any) -> Task:
    usual: dict[str, Any] = {
        "sha256": "", "size": 0, "room": None, "words": WORDS, "most": USUAL,
    }  # fmt: skip
    return Task(path=path, **usual | other)


def looked(path: Path, **other: Any) -> Recording:
    from checklist.replay.seeing.looking import Looking

    return Looking(task(path, **other), lambda _: None).run().recording


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Models come with the package: nothing is ever fetched."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was reached for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty seconds, the prompt lacking from 4.2 to 9; and a comment that scrolls by."""
    comment = Text(text="AI生成的吗", size=16, where=lambda at: (0.03, 0.95 - at * 0.07 % 0.7))
    return clip(tmp_path_factory.mktemp("clip") / "回放.mp4", [LABEL, comment])


def test_an_absence_is_found_to_the_picture(recording: Path) -> None:
    found = looked(recording)
    (absence,) = found.missing
    assert absence.span == pytest.approx(Span(4.2, 9.0), abs=0.05)
    assert found.prompt is not None
    assert place(found.prompt) == "左上角"
    assert found.widest == pytest.approx(2.0)


def test_the_ink_is_measured(recording: Path) -> None:
    prompt = looked(recording).prompt
    assert prompt is not None
    assert prompt.height == pytest.approx(21, abs=2)  # of a font of 22 pixels, with its outline
    assert prompt.contrast is not None
    assert prompt.contrast > 4


def test_keyframes_far_apart_are_no_hindrance(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", [LABEL], keyframes=10)
    found = looked(path)
    assert [each.span for each in found.missing] == [pytest.approx(Span(4.2, 9.0), abs=0.1)]
    assert found.keyframes == pytest.approx(10)
    assert found.widest <= USUAL


def test_looking_closely_finds_what_is_shorter(tmp_path: Path) -> None:
    label = Text(text=PROMPT, size=22, where=during((4.3, 5.7)))
    path = clip(tmp_path / "a.mp4", [label], seconds=8)
    assert looked(path).missing == ()
    found = looked(path, most=CLOSE)
    assert found.widest <= CLOSE
    assert [each.span for each in found.missing] == [pytest.approx(Span(4.3, 5.7), abs=0.1)]


def test_blinking_is_seen(tmp_path: Path) -> None:
    label = Text(text=PROMPT, size=22, where=during((4.64, 5.36)))
    (flicker,) = looked(clip(tmp_path / "a.mp4", [label], seconds=12)).flickers
    assert flicker == pytest.approx(Span(4.64, 5.36), abs=0.1)


def test_work_goes_on_from_where_it_was(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checklist.replay.seeing.looking import Looking

    monkeypatch.setattr("checklist.replay.seeing.looking._KEEP_EVERY", 4)
    told: list[Reached] = []
    whole = Looking(task(recording), told.append).run().recording
    first = next(each for each in told if each.seen)
    again = Looking(task(recording, reached=first), lambda _: None)
    assert again.run().recording.absences == whole.absences


def test_the_implicit_label_is_read(tmp_path: Path) -> None:
    value = '{"AIGC": {"Label": "1", "ContentProducer": "x"}}'
    path = clip(tmp_path / "a.mp4", [LABEL], seconds=3, metadata={"AIGC": value})
    found = looked(path).implicit
    assert found.label is Label.FOUND
    for suffix in (".mkv", ".flv"):
        other = clip(tmp_path / f"a{suffix}", [LABEL], seconds=3, metadata={"AIGC": value})
        assert looked(other).implicit.label is Label.FOUND, suffix


def spoiled(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_hostile_files_end_in_a_sentence(recording: Path, tmp_path: Path) -> None:
    whole = recording.read_bytes()
    playlist = b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n"
    for name, data in {
        "截断.mp4": whole[: len(whole) // 2],
        "文字.mp4": b"not a recording\n" * 100,
        "空白.mp4": b"\0" * 10_000,
        "列表.mp4": playlist,
        "列表.m3u8": playlist,
    }.items():
        child = Child(task(spoiled(tmp_path, name, data)), None)
        with pytest.raises(UnreadableFile) as caught:
            child.run(lambda _: None)
        assert "改法" in str(caught.value), name


def test_what_is_cut_off_is_looked_at_as_far_as_it_goes(tmp_path: Path) -> None:
    stream = clip(tmp_path / "a.flv", [LABEL], seconds=10).read_bytes()
    found = looked(spoiled(tmp_path, "b.flv", stream[: len(stream) * 2 // 3]))
    assert 5 < found.seconds < 9


def test_a_recording_without_pictures_is_told(tmp_path: Path) -> None:
    import av
    import numpy as np

    path = tmp_path / "声音.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44100)
        samples = np.zeros((1, 44100), np.float32)
        frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
        frame.sample_rate = 44100
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    with pytest.raises(UnreadableFile, match="没有画面"):
        Child(task(path), None).run(lambda _: None)


def test_too_large_a_picture_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = clip(tmp_path / "8K.mp4", [], seconds=0.2, size=(7680, 4320), preset="ultrafast")
    with pytest.raises(UnreadableFile, match="7680×4320"):
        Child(task(path), None).run(lambda _: None)


def test_a_recording_that_was_turned_is_looked_at_upright(tmp_path: Path) -> None:
    """As phones record: the picture lies on its side, and the container says how to turn it."""
    upright = frames(moving(360, 640), [Text(text=PROMPT, size=22, where=during())], 4.0, 25)
    lying = (image.transpose(Image.Transpose.ROTATE_90) for image in upright)
    data = write(tmp_path / "a.mp4", lying).read_bytes()
    matrix = data.index(b"tkhd") + 40
    turned = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    path = spoiled(tmp_path, "b.mp4", data[:matrix] + turned + data[matrix + 36 :])
    found = looked(path)
    assert (found.width, found.height) == (360, 640)
    assert found.prompt is not None
    assert place(found.prompt) == "左上角"
    assert found.missing == ()


def test_pictures_at_odd_moments_are_no_hindrance(tmp_path: Path) -> None:
    """As from a stream that stuttered: pictures of one second last three."""
    import av

    path = tmp_path / "a.mkv"
    label = Text(text=PROMPT, size=22, where=during((4.0, 8.0)))
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = 640, 360, "yuv420p", 30
        for number, image in enumerate(frames(moving(640, 360), [label], 12.0, 10)):
            frame = av.VideoFrame.from_image(image)
            seconds = number / 10 if number < 20 else 2 + (number - 20) / 5
            frame.pts, frame.time_base = round(seconds * 1000), Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    found = looked(path)
    assert [each.span for each in found.missing] == [pytest.approx(Span(6.0, 14.0), abs=0.3)]
    assert found.seconds == pytest.approx(22, abs=0.5)


def test_what_says_nothing_for_long_is_ended(
    recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checklist.replay.child._SILENCE", 0.05)
    with pytest.raises(UnreadableFile, match="没有进展"):
        Child(task(recording), None).run(lambda _: None)
    assert not multiprocessing.active_children()


def test_where_keyframes_are_very_far_apart_no_picture_is_gone_back_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checklist.replay.seeing.looking.FAR", 8.0)
    found = looked(clip(tmp_path / "a.mp4", [LABEL], keyframes=60))
    (absence,) = found.missing
    assert absence.span == pytest.approx(Span(4.2, 9.0), abs=USUAL)
    assert found.prompt is not None
    assert found.prompt.height is None
    assert "关键帧相隔超过" in found.notes[0]
