"""Measures a prompt in pictures: how high its ink is, and how it stands out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import cv2
import numpy as np
from msgspec import Struct

Gray: TypeAlias = Any
"""How bright each point of a picture is, from 0 to 255: an array of rows."""
Mask: TypeAlias = Any
"""Whether each point belongs to something."""
_LEAST = 3
"""Pixels of a part that may be ink; less is noise."""


class Measured(Struct, frozen=True, kw_only=True):
    """The height of the ink in pixels, and how many it may be off; the contrast, from 1 to 21."""

    height: float
    within: float
    contrast: float


def measure(crops: Sequence[Gray]) -> Measured | None:
    """What the prompt measures in pictures of its place, all of one size, with some room around it;
    None where its ink cannot be told from what is behind.

    What moves behind the prompt is evened out over the pictures; the prompt stays.
    """
    if not crops:
        return None
    middle = np.asarray(np.median(np.stack(crops), axis=0), np.uint8)
    level, _ = cv2.threshold(middle, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = middle > level
    masks = [each for each in (_inked(bright), _inked(~bright)) if each is not None]
    if not masks:
        return None
    ink = max(masks, key=_likely)
    heights = _rows(ink)
    if heights is None:
        return None
    top, bottom = heights
    return Measured(
        height=float(bottom - top),
        within=max(2.0, 0.05 * (bottom - top)),
        contrast=_contrast(middle, ink),
    )


def _inked(mask: Mask) -> Mask | None:
    """The parts of a mask that may be characters: they do not reach the border of the picture, as
    what is behind does, and are not one plate."""
    height, width = mask.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=8
    )
    kept = np.zeros(mask.shape, np.bool_)
    for number in range(1, count):
        left, top, wide, high, area = stats[number]
        touches = left == 0 or top == 0 or left + wide == width or top + high == height
        if touches or area < _LEAST or wide > 0.6 * width:
            continue
        kept |= labels == number
    return kept if kept.any() else None


def _likely(mask: Mask) -> float:
    """How like a line of text a mask is: it covers the width in many columns, by thin strokes."""
    columns = mask.any(axis=0).mean()
    return float(columns) - 0.5 * max(0.0, float(mask.mean()) - 0.4)


def _rows(mask: Mask) -> tuple[int, int] | None:
    """From which to before which row the ink of a line stands."""
    filled = mask.sum(axis=1)
    rows = np.flatnonzero(filled >= max(2, 0.06 * filled.max()))
    if not len(rows):
        return None
    return int(rows[0]), int(rows[-1]) + 1


def _contrast(picture: Gray, ink: Mask) -> float:
    """That of the ink to what is close around it, by their relative luminance."""
    around = cv2.dilate(ink.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(np.bool_) & ~ink
    if not around.any():
        return 1.0
    medians = (float(np.median(picture[mask])) for mask in (ink, around))
    inner, other = (float((each / 255.0) ** 2.2) for each in medians)
    return (max(inner, other) + 0.05) / (min(inner, other) + 0.05)
