"""Draws what a reviewer looks at: the time axis, and each absence before, during and after."""

from __future__ import annotations

from io import BytesIO
from itertools import takewhile
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PIL import Image, ImageDraw, ImageFont

from checklist.files import write_whole
from checklist.replay.model import Absence, Recording, Seen
from checklist.replay.places import CONTACT, TIMELINE
from checklist.replay.seeing.video import Video
from checklist.replay.task import Looked
from checklist.replay.words import clock

COLORS = {Seen.PRESENT: "#1F7A6D", Seen.ABSENT: "#B83A2B", Seen.UNSURE: "#9A6A00"}
"""As on the page: 符合, 不符合, 待确认. Where it lacks, the strip is high; unsure, half as high."""
_HEIGHT = {Seen.PRESENT: 16, Seen.ABSENT: 40, Seen.UNSURE: 28}
_WIDTH, _LEFT, _TOP = 1200, 20, 20
_TILE, _GAP, _MOST = 320, 6, 30
_THUMBNAILS, _SMALL = 3, 180


def draw(video: Video, looked: Looked, folder: Path) -> Looked:
    """Write 时间轴.png and 缺失截图.jpg, and add the thumbnails for the page. Raises OSError."""
    recording = looked.recording
    write_whole(folder / TIMELINE, _bytes(timeline(recording), "PNG"))
    shown = recording.absences[:_MOST] if recording.is_exact else ()
    rows = [_row(video, looked, each) for each in shown]
    if rows:
        write_whole(folder / CONTACT, _bytes(_sheet(rows), "JPEG"))
    during = (row[1][1] for row in rows[:_THUMBNAILS])
    small = (_smaller(image) for image in takewhile(lambda image: image is not None, during))
    thumbnails = tuple(_bytes(image, "JPEG", quality=45) for image in small)
    return replace(looked, recording=replace(recording, thumbnails=thumbnails))


def timeline(recording: Recording) -> Image.Image:
    """A strip of the whole recording, with the time below."""
    picture = Image.new("RGB", (_WIDTH, 100), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    inner = _WIDTH - 2 * _LEFT
    scale = inner / max(recording.seconds, 0.01)
    bottom = _TOP + _HEIGHT[Seen.ABSENT]

    def bar(start: float, end: float, seen: Seen) -> None:
        left, right = _LEFT + start * scale, _LEFT + end * scale
        box = (left, bottom - _HEIGHT[seen], max(right, left + 1), bottom)
        pen.rectangle(box, fill=COLORS[seen])

    bar(0.0, recording.seconds, Seen.PRESENT)
    for absence in recording.absences:
        bar(absence.span.start, absence.span.end, absence.seen)
    for step in range(6):
        at = recording.seconds * step / 5
        x = _LEFT + at * scale
        pen.line((x, bottom + 2, x, bottom + 8), fill="black")
        anchor = "la" if step == 0 else "ra" if step == 5 else "ma"
        pen.text((x, bottom + 12), clock(at)[:8], fill="black", font=font, anchor=anchor)
    return picture


Shown = list[tuple[float, Any]]


def _row(video: Video, looked: Looked, absence: Absence) -> Shown:
    """The pictures looked at before, during and after an absence, each with its moment."""
    moments = [at for at, _ in looked.seen]
    before = [at for at in moments if at < absence.span.start]
    during = [at for at in moments if absence.span.start <= at < absence.span.end]
    after = [at for at in moments if at >= absence.span.end]
    chosen = (
        before[-1] if before else None,
        during[len(during) // 2] if during else absence.span.start,
        after[0] if after else None,
    )
    return [(at or 0.0, None if at is None else video.colored(at)) for at in chosen]


def _sheet(rows: list[Shown]) -> Image.Image:
    ratio = next((im.height / im.width for row in rows for _, im in row if im), 0.6)
    high = round(_TILE * ratio)
    size = (3 * (_TILE + _GAP) + _GAP, len(rows) * (high + 24 + _GAP) + _GAP)
    sheet = Image.new("RGB", size, "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(15)
    for down, row in enumerate(rows):
        top = _GAP + down * (high + 24 + _GAP)
        for across, (at, image) in enumerate(row):
            left = _GAP + across * (_TILE + _GAP)
            if image is None:
                continue
            sheet.paste(image.resize((_TILE, high)), (left, top))
            color = COLORS[Seen.ABSENT] if across == 1 else "black"
            pen.text((left, top + high + 3), f"{down + 1}  {clock(at)}", fill=color, font=font)
    return sheet


def _smaller(image: Image.Image) -> Image.Image:
    small = image.copy()
    small.thumbnail((_SMALL, _SMALL))
    return small


def _bytes(image: Image.Image, kind: str, *, quality: int = 70) -> bytes:
    stream = BytesIO()
    options = {"quality": quality} if kind == "JPEG" else {}
    image.convert("RGB").save(stream, kind, optimize=True, **options)
    return stream.getvalue()
