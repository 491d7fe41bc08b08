"""What a prompt on the screen has to be, as rulebooks say it under `on_screen`, and in Chinese."""

from __future__ import annotations

from msgspec import Struct


class OnScreen(Struct, frozen=True, kw_only=True):
    """What the picture of a recording can show of a question, or of one option of it.

    The prompt counts when it names one of each group in `says`. One of four things is asked of it:
    that it is there `always`, that it is there `from_start` (where the figure first appears), that
    it stays for `seconds`, or that its characters are `height` per cent of the shortest side. From
    `doubtful_from` per cent on, and below `height`, a measurement decides nothing. `leaves_open`
    says why a picture that lacks it decides nothing either, where that is so.
    """

    says: tuple[tuple[str, ...], ...]
    always: bool = False
    from_start: bool = False
    seconds: int | None = None
    height: float | None = None
    doubtful_from: float | None = None
    leaves_open: str | None = None


def in_words(demanded: OnScreen) -> str:
    """有“人工智能”或“AI”和“生成”或“合成”的提示，始终看得到."""
    named = "和".join("或".join(f"“{word}”" for word in group) for group in demanded.says)
    if demanded.height is not None:
        doubt = f"（{demanded.doubtful_from:g}%起说不准）" if demanded.doubtful_from else ""
        what = f"字高不低于最短边的{demanded.height:g}%{doubt}"
    elif demanded.seconds is not None:
        what = f"持续不少于{demanded.seconds}秒"
    else:
        what = "始终看得到" if demanded.always else "该形象一出现就看得到"
    unless = f"；不是这样的待确认：{demanded.leaves_open}" if demanded.leaves_open else ""
    return f"写有{named}的提示，{what}{unless}"
