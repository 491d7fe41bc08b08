"""What a prompt on the screen has to be, as the rulebooks say it under `on_screen`."""

from __future__ import annotations

from msgspec import Struct


class OnScreen(Struct, frozen=True, kw_only=True):
    """What the picture of a recording can show of a question, or of one option of it.

    The prompt counts when it names one of each group in `says`. One of four things is asked of it:
    that it is there `always`, that it is there `from_start` (where the figure first appears), that
    it stays for `seconds`, or that its characters are `height` per cent of the shortest side. From
    `doubtful_from` per cent on, and below `height`, a measurement decides nothing.
    """

    says: tuple[tuple[str, ...], ...]
    always: bool = False
    from_start: bool = False
    seconds: int | None = None
    height: float | None = None
    doubtful_from: float | None = None
