"""Recordings made for tests and measurements: a picture that moves, and a prompt on it.

They need what the extra `replay` brings, and a font with Chinese; where either is missing, `NEEDS`
says why a test is skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont

from checklist.replay.extra import missing

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)
FONT = next((path for path in FONTS if Path(path).exists()), None)
NEEDS = "、".join([*missing(), *([] if FONT else ["a font with Chinese"])])
needs_extra = pytest.mark.skipif(bool(NEEDS), reason=f"not installed: {NEEDS}")
PROMPT = "由人工智能生成"
Where = Callable[[float], tuple[float, float] | None]
"""The place of a text at a moment, as shares of the picture; None where it is not there."""


class Text(Struct, frozen=True, kw_only=True):
    """A text that is drawn: how high its font is, and where it stands when."""

    text: str
    size: int
    where: Where
    alpha: Callable[[float], float] = lambda _: 1.0
    plate: bool = False


def during(*absent: tuple[float, float], at: tuple[float, float] = (0.03, 0.04)) -> Where:
    """At one place, but not in these stretches."""
    return lambda moment: None if any(a <= moment < b for a, b in absent) else at


@cache
def _drawn(text: str, size: int, plate: bool) -> Image.Image:
    font = ImageFont.truetype(FONT or "", size)
    stroke = 0 if plate else max(1, size // 16)
    left, top, right, bottom = font.getbbox(text, stroke_width=stroke)
    behind = (0, 0, 0, 150) if plate else (0, 0, 0, 0)
    image = Image.new("RGBA", (round(right - left) + 12, round(bottom - top) + 12), behind)
    ImageDraw.Draw(image).text(
        (6 - left, 6 - top), text, font=font, fill="white", stroke_width=stroke, stroke_fill="black"
    )
    return image


def put(image: Image.Image, text: Text, moment: float) -> None:
    """Draw a text where it is at a moment."""
    where = text.where(moment)
    if where is None:
        return
    drawn = _drawn(text.text, text.size, text.plate)
    alpha = text.alpha(moment)
    if alpha < 1:
        drawn = drawn.copy()
        drawn.putalpha(drawn.getchannel("A").point(lambda value: int(value * alpha)))
    image.paste(drawn, (round(where[0] * image.width), round(where[1] * image.height)), drawn)


def moving(width: int, height: int) -> Callable[[float], Image.Image]:
    """A plain picture in which something moves."""
    base = Image.linear_gradient("L").resize((width, height)).convert("RGB")

    def at(moment: float) -> Image.Image:
        image = base.copy()
        pen = ImageDraw.Draw(image)
        x = int(moment * 90) % width
        pen.ellipse((x, height // 3, x + height // 3, 2 * height // 3), fill="#B07050")
        pen.rectangle((width // 2, height // 2, width // 2 + x // 3, height - 20), fill="#507060")
        return image

    return at


def frames(
    behind: Callable[[float], Image.Image], texts: Iterable[Text], seconds: float, rate: int
) -> Iterator[Image.Image]:
    """The pictures of a recording."""
    drawn = tuple(texts)
    for number in range(round(seconds * rate)):
        image = behind(number / rate)
        for text in drawn:
            put(image, text, number / rate)
        yield image


def write(
    path: Path,
    pictures: Iterable[Image.Image],
    *,
    rate: int = 25,
    keyframes: float = 2.0,
    codec: str = "libx264",
    bits: int = 1_500_000,
    metadata: dict[str, str] | None = None,
    preset: str = "veryfast",
) -> Path:
    """Encode pictures, with a keyframe every so many seconds."""
    import av

    path.parent.mkdir(parents=True, exist_ok=True)
    every = round(keyframes * rate)
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata.update(metadata or {})
        stream: Any = None
        for picture in pictures:
            if stream is None:
                stream = container.add_stream(codec, rate=rate)
                stream.width, stream.height = picture.size
                stream.pix_fmt, stream.bit_rate, stream.gop_size = "yuv420p", bits, every
                named = "x264-params" if codec == "libx264" else "x265-params"
                fixed = f"keyint={every}:min-keyint={every}:scenecut=0"
                quiet = "" if codec == "libx264" else ":log-level=none"
                stream.options = {"preset": preset, named: fixed + quiet}
            container.mux(stream.encode(av.VideoFrame.from_image(picture)))
        container.mux(stream.encode())
    return path


def clip(
    path: Path,
    texts: Iterable[Text],
    *,
    seconds: float = 20.0,
    size: tuple[int, int] = (640, 360),
    rate: int = 25,
    **encoding: Any,
) -> Path:
    """A recording of plain moving pictures with texts on them."""
    return write(path, frames(moving(*size), texts, seconds, rate), rate=rate, **encoding)
