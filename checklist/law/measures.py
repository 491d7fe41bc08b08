"""What a breach can come to without a fine, or beside one: 责令停业整顿, 没收违法所得, 警告 …"""

from __future__ import annotations

import re

from checklist.law.model import Step

NO_FINE = "没有直接对应的罚款"
NO_CERTAIN_FINE = "没有确定的罚款，能不能罚有疑问"
LICENCE = "吊销营业执照"
HEAVIEST_FIRST = (
    LICENCE,
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
_REPROVING = ("警告", "通报批评", "予以通报")


def measures_of(step: Step) -> tuple[str, ...]:
    """The measures that a step has, heaviest first, then what it confiscates, in the law's words,
    and how it reproves."""
    words = "，".join((step.order or "", *step.also))
    named = [name for name in HEAVIEST_FIRST if name in words]
    whole = (name for name in named if not any(name in other for other in named if other != name))
    reproving = (name for name in _REPROVING if name in words)
    return (*whole, *re.findall("没收[^，；（]+", words), *reproving)


def weight(measure: str) -> int:
    """Its place among all, heaviest first: TAKING where something is confiscated, more where it
    only reproves."""
    if measure in HEAVIEST_FIRST:
        return HEAVIEST_FIRST.index(measure)
    return TAKING + (measure in _REPROVING)


TAKING = len(HEAVIEST_FIRST)
