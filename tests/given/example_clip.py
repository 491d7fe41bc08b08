"""The ten seconds of the agency's AI room, and what they show, as they lie beside its answers.

`python -m tests.given.example_clip` makes both anew; it needs the extra `replay`. The figure and
the room are made up. The prompt is there for the first seconds and not after, though the answers
say that it always is.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw

from checklist import __version__, resources
from checklist.assessment.stored.file import load
from checklist.replay.absences import spanned
from checklist.replay.child import Child
from checklist.replay.model import Span
from checklist.replay.observing import looked_for
from checklist.replay.places import replayed_file
from checklist.replay.replayed import Replayed, of_rooms
from checklist.replay.task import Task
from tests.given.bundled import LIVESTREAM
from tests.given.clips import Text, during, frames, write

ANSWERS = resources.examples_dir() / "agency.yaml"
CLIP = ANSWERS.with_name("agency-r3-replay.mp4")
SIZE, SECONDS, RATE = (720, 1280), 10.0, 15
ROOM, LOOKED_AT = "r3", "2026-11-27T16:20:00+08:00"
SHOWN = 3.2
"""Seconds for which the prompt is shown."""


def room(width: int, height: int) -> Callable[[float], Image.Image]:
    """A figure that speaks in front of a shelf."""
    base = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    base = Image.blend(base, Image.new("RGB", base.size, "#F0E6DA"), 0.75)
    pen = ImageDraw.Draw(base)
    for shelf in range(3):
        y = 330 + shelf * 190
        pen.rectangle((40, y, width - 40, y + 14), fill="#B79A7C")
        for box in range(5):
            x = 70 + box * 125
            pen.rectangle((x, y - 90, x + 80, y), fill=("#8FB3A6", "#D9A679", "#A7A1C9")[box % 3])

    def at(moment: float) -> Image.Image:
        image = base.copy()
        pen = ImageDraw.Draw(image)
        sway = round(8 * abs((moment * 0.7) % 2 - 1))
        pen.ellipse((210 + sway, 520, 510 + sway, 860), fill="#F2D3BC")
        pen.pieslice((190 + sway, 480, 530 + sway, 840), 180, 360, fill="#3A2E2A")
        pen.rectangle((150, 860, 570, 1280), fill="#5B7FA6")
        for x in (290, 390):
            pen.ellipse((x + sway, 670, x + 30 + sway, 705), fill="#2A2A2A")
        mouth = round(20 * abs((moment * 5) % 2 - 1))
        pen.ellipse((330 + sway, 770, 390 + sway, 782 + mouth), fill="#A8433F")
        return image

    return at


def clip(path: Path) -> Path:
    """The recording."""
    texts = (
        Text(text="由人工智能生成", size=44, where=during((SHOWN, SECONDS), at=(0.05, 0.05))),
        Text(text="小禾 AI 导购", size=34, where=lambda _: (0.05, 0.92)),
        Text(text="下单立减20元", size=40, where=lambda at: (0.55, 0.86) if at > 5 else None),
    )
    return write(path, frames(room(*SIZE), texts, SECONDS, RATE), rate=RATE, bits=110_000)


def replayed() -> Replayed:
    """What the committed recording shows."""
    data, answers = CLIP.read_bytes(), load(ANSWERS, LIVESTREAM)
    words = looked_for(LIVESTREAM) or ()
    task = Task(
        path=CLIP, sha256=sha256(data).hexdigest(), size=len(data), room=ROOM, words=words,
        most=2.0,
    )  # fmt: skip
    with TemporaryDirectory() as folder:
        whole = Child(task, Path(folder)).run(lambda _: None).recording
    found = spanned(whole, (Span(0.0, SECONDS),))
    period = answers.period
    return Replayed(
        program=__version__,
        at=LOOKED_AT,
        first=period.first if period else None,
        last=period.last if period else None,
        rooms=of_rooms(answers, [found]),
        recordings=(found,),
    )


def main() -> None:
    clip(CLIP)
    print(CLIP, CLIP.stat().st_size)
    target = replayed_file(ANSWERS)
    target.write_bytes(replayed().as_bytes())
    print(target, target.stat().st_size)


if __name__ == "__main__":
    main()
