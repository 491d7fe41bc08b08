"""Looks at pictures: how like a place is to what it was, what is written there or anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

import cv2
import numpy as np
from rapidocr import RapidOCR

from checklist.replay.following import Place
from checklist.replay.model import Box
from checklist.replay.reading import Line

Gray: TypeAlias = Any
"""How bright each point of a picture is, from 0 to 255: an array of rows."""
Edges: TypeAlias = Any
"""How steeply that changes at each point."""
SHORT_SIDE = 480
"""The shortest side of what is looked at: characters of 3 % are 14 pixels high, and can be read."""
_LINE, _LEAST_SIDE = 20, 256
"""Pixels that a line has to be high to be read; the shortest side that is looked at, at least."""
_LARGE = 1_000_000
_MARGIN = 4
"""Pixels by which a prompt may have shifted."""
_MOST_LEARNED = 8


class Eyes:
    """What was learned of each place, and what reads."""

    def __init__(self) -> None:
        cv2.setNumThreads(1)
        self._ocr = RapidOCR(
            params={
                "Global.use_cls": False,
                "Global.return_word_box": True,
                "Global.return_single_char_box": True,
                "Global.log_level": "critical",
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.limit_side_len": 32,  # it is given as large as it has to be
                "Det.limit_type": "min",
            }
        )
        self._ocr(np.zeros((SHORT_SIDE, SHORT_SIDE, 3), np.uint8))
        self.learned: WeakKeyDictionary[Place, tuple[Edges, int]] = WeakKeyDictionary()

    def view(self, at: float, picture: Gray) -> View:
        """A picture, to be made as small as it is looked at when it is; a large one at once, so
        that many of them fit in memory."""
        return View(self, at, picture if picture.size <= _LARGE else scaled(picture, SHORT_SIDE))

    def lines(self, picture: Gray) -> Sequence[Line]:
        """All text of a picture."""
        # What was said of the last call holds for the next one: so it is said each time.
        result: Any = self._ocr(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), use_det=True)
        height, width = picture.shape
        lines = []
        read = result.word_results if getattr(result, "boxes", None) is not None else ()
        for characters in read or ():
            boxes = tuple(_box(corners, width, height) for _, _, corners in characters)
            texts = [text for text, _, _ in characters]
            if all(len(text) == 1 for text in texts):
                lines.append(Line(text="".join(texts), boxes=boxes))
        return lines

    def text(self, picture: Gray) -> str:
        """The text of a picture that holds one line."""
        if min(picture.shape) < 4:
            return ""
        result: Any = self._ocr(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), use_det=False)
        return "".join(getattr(result, "txts", None) or ())


class View:
    """One picture, for `Following`."""

    __slots__ = ("_eyes", "_whole", "at")

    def __init__(self, eyes: Eyes, at: float, whole: Gray) -> None:
        self._eyes, self.at, self._whole = eyes, at, whole

    @property
    def _small(self) -> Gray:
        """The picture as it is looked at; only that is kept."""
        if min(self._whole.shape) != SHORT_SIDE:
            self._whole = scaled(self._whole, SHORT_SIDE)
        return self._whole

    def likeness(self, place: Place) -> float:
        learned = self._eyes.learned.get(place)
        if learned is None:
            return 0.0
        seen = _edges(self._cut(place.box, _MARGIN))
        template = learned[0]
        if seen.shape[0] < template.shape[0] or seen.shape[1] < template.shape[1]:
            return 0.0
        return float(cv2.matchTemplate(seen, template, cv2.TM_CCOEFF_NORMED).max())

    def learn(self, place: Place) -> None:
        new = _edges(self._cut(place.box, 0))
        before, count = self._eyes.learned.get(place, (new, 0))
        if before.shape != new.shape:
            before, count = new, 0
        weight = min(count, _MOST_LEARNED)
        mean = (before * weight + new) / (weight + 1)
        self._eyes.learned[place] = np.asarray(mean, np.float32), count + 1

    def read(self, place: Place) -> str:
        height = (place.box.bottom - place.box.top) * self._small.shape[0]
        return self._eyes.text(self._cut(place.box, round(height * 0.25)))

    def read_all(self, height: float | None) -> Sequence[Line]:
        small = self._small
        if height:
            side = max(_LEAST_SIDE, round(SHORT_SIDE * _LINE / (height * small.shape[0])))
            small = scaled(small, min(SHORT_SIDE, side))
        return self._eyes.lines(small)

    def _cut(self, box: Box, margin: int) -> Gray:
        return cut(self._small, box, margin)


def scaled(picture: Gray, side: int) -> Gray:
    """A picture whose shortest side is so long."""
    height, width = picture.shape
    scale = side / min(height, width)
    if scale == 1:
        return picture
    size = round(width * scale), round(height * scale)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, size, interpolation=method), np.uint8)


def cut(picture: Gray, box: Box, margin: int) -> Gray:
    """What of a picture lies within a box, and so many pixels around it."""
    height, width = picture.shape
    left, right = round(box.left * width) - margin, round(box.right * width) + margin
    top, bottom = round(box.top * height) - margin, round(box.bottom * height) + margin
    return picture[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]


def _edges(picture: Gray) -> Edges:
    """How steeply the brightness changes: what is behind a text that moves matters less so."""
    if min(picture.shape) < 3:
        return np.zeros((1, 1), np.float32)
    soft = cv2.GaussianBlur(picture, (3, 3), 0)
    across = cv2.Sobel(soft, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    return np.asarray(cv2.magnitude(across, down), np.float32)


def _box(corners: Any, width: int, height: int) -> Box:
    across = [float(x) / width for x, _ in corners]
    down = [float(y) / height for _, y in corners]
    return Box(min(across), min(down), max(across), max(down))
