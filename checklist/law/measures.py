"""What a penalty can come to beside a fine: 责令停业整顿, 吊销营业执照 and the like."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.law.model import Step

HEAVIEST_FIRST = (
    "吊销营业执照",
    "责令关闭停业",
    "予以取缔",
    "关闭网站或者应用程序",
    "关闭网站",
    "责令停产停业",
    "责令停业整顿",
    "停业整顿",
    "责令暂停提供相关服务",
    "责令暂停相关业务",
    "暂停广告发布业务",
)
"""As the laws call them, what ends a business before what interrupts it."""


def heaviest(steps: Iterable[Step]) -> tuple[str, Step] | None:
    """The heaviest of them in some steps, with the first step that has it; None without any."""
    told = [(step, "，".join((step.order or "", *step.also))) for step in steps]
    found = ((name, step) for name in HEAVIEST_FIRST for step, words in told if name in words)
    return next(found, None)


def weight(measure: str) -> int:
    """Its place among all, heaviest first."""
    return HEAVIEST_FIRST.index(measure)
