"""Where a path leads that somebody wrote down, told by its letters alone: no disk is touched."""

from __future__ import annotations

import re

_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])")
"""What Windows takes for a device, whatever ending stands behind it."""
_ROOT = re.compile(r"/|~[^/]*/|[A-Za-z]:|file:", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:[A-Za-z]:[/\\]|\\\\|//|~[^/\\\s]*/|file:/"
    r"|/(?:home|Users|root|mnt|media|tmp|private|Volumes|var|opt|srv)/)[^\n，、；;]*",
    re.IGNORECASE,
)
"""How paths begin that say where somebody keeps a file, and often their login name."""


def leads_out(name: str) -> bool:
    """Whether a path leads out of the folder it is put behind, on any system: to another host, a
    drive, the root, a home folder, or up. Its letters alone decide."""
    plain, depth = name.replace("\\", "/"), 0
    for part in plain.split("/"):
        depth += {"..": -1, ".": 0}.get(part, 1)
        if depth < 0:
            return True
    return _ROOT.match(plain) is not None


def stays_below(name: str) -> bool:
    r"""Whether a path that somebody else wrote leads below the folder it is put behind, on any
    system: no \\host\share, no drive, no device (CON.pdf), no alternate stream (a:b), no way up.

    Its letters alone decide: to look at \\host\share is to contact that host.
    """
    for part in name.replace("\\", "/").split("/"):
        is_device = _DEVICE.fullmatch(part.partition(".")[0].strip().casefold())
        if is_device or (part.strip(" .") == "" and len(part) > 2):
            return False
    return ":" not in name and not name.startswith("~") and not leads_out(name)


def of_one_computer(text: str) -> str | None:
    """The name of the file, where words are nothing but the place of one on a single computer."""
    place = _PLACE.fullmatch(text.strip())
    return (re.split(r"[/\\]", place.group().rstrip("/\\"))[-1] or None) if place else None
