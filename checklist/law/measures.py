"""What a penalty can come to beside a fine: 责令停业整顿, 吊销营业执照, 没收违法所得 …"""

from __future__ import annotations

import re

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


def measures_of(step: Step) -> tuple[str, ...]:
    """The measures that a step has, heaviest first, and what it confiscates, in the law's words."""
    words = "，".join((step.order or "", *step.also))
    named = [name for name in HEAVIEST_FIRST if name in words]
    whole = (name for name in named if not any(name in other for other in named if other != name))
    return (*whole, *re.findall("没收[^，；（]+", words))


def weight(measure: str) -> int:
    """The place of a measure among all, heaviest first; what is confiscated comes last."""
    return HEAVIEST_FIRST.index(measure) if measure in HEAVIEST_FIRST else len(HEAVIEST_FIRST)
