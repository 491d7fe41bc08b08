"""Where a path leads that somebody wrote down, told by its letters alone: no disk is touched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import PurePath
from unicodedata import category, normalize

# Compiled when first asked for: most runs ask for none of them.
_DEVICE = r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])"
"""What Windows takes for a device, whatever ending stands behind it."""
_ROOT = r"(?i:/|~[^/]*/|[A-Z]:|file:)"
_LONGEST_STEM = 120
"""Bytes: 40 characters, so that there is room in a path of 260."""
_LONGEST, _DEEPEST = 255, 20
"""Bytes of a name, and folders below one another, that any system takes."""
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_PLACE = (
    r"(?i:(?:[A-Z]:[/\\]|\\\\|//|~[^/\\\s]*/|file:/"
    r"|/(?:home|Users|root|mnt|media|tmp|private|Volumes|var|opt|srv)/)[^\n，、；;]*)"
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
    return re.match(_ROOT, plain) is not None


def is_device(name: str) -> bool:
    """Whether Windows takes the name of a file for a device, whatever its ending: CON.pdf."""
    return re.fullmatch(_DEVICE, name.partition(".")[0].strip().casefold()) is not None


def stays_below(name: str) -> bool:
    r"""Whether a path that somebody else wrote leads below the folder it is put behind, on any
    system: no \\host\share, no drive, no device (CON.pdf), no alternate stream (a:b), no way up.

    Its letters alone decide: to look at \\host\share is to contact that host.
    """
    for part in name.replace("\\", "/").split("/"):
        if is_device(part) or (part.strip(" .") == "" and len(part) > 2):
            return False
    return ":" not in name and not name.startswith("~") and not leads_out(name)


def of_one_computer(text: str) -> str | None:
    """The name of the file, where words are nothing but the place of one on a single computer."""
    place = re.fullmatch(_PLACE, text.strip())
    return (re.split(r"[/\\]", place.group().rstrip("/\\"))[-1] or None) if place else None


def faulty_name(name: str) -> str | None:
    """What is wrong, in Chinese, with the name of a file that is to be unpacked on any system."""
    if "\\" in name:
        return "的名称里有反斜杠"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "是绝对路径"
    parts = name.split("/")
    if ".." in parts:
        return "绕到文件夹外面（..）"
    if not stays_below(name):
        return "是 Windows 的设备名，或者名称里有冒号、以 ~ 开头"
    if any(letter in '<>"|?*' or category(letter) in _UNSEEN for letter in name):
        return "的名称里有 Windows 不允许的字符"
    if any(not part or part != part.rstrip(" .") for part in parts):
        return "的路径里有空的一段，或者以空格、句点结尾"
    if len(parts) > _DEEPEST or any(len(part.encode()) > _LONGEST for part in parts):
        return "的名称太长，或者文件夹套得太深"
    return None


def file_name(begin: str, words: str, suffix: str, taken: set[str]) -> str:
    """A name for a file that goes to people, on any system: 整改-商品部.xlsx.

    What no name may hold is left out, and a long one is cut. `taken` holds, as most systems compare
    them, the names given so far; the next one that would be the same gets a number.
    """
    bare = "".join(
        "_" if letter in '<>:"|?*/\\' else letter
        for letter in normalize("NFC", words)
        if category(letter) not in _UNSEEN
    )
    stem = f"{begin}{bare}".encode()[:_LONGEST_STEM].decode(errors="ignore").strip(" .")
    for number in count(1):
        name = f"{stem}{f'-{number}' if number > 1 else ''}{suffix}"
        if name.casefold() not in taken:
            taken.add(name.casefold())
            return name
    raise AssertionError("there are always more numbers")


def two_alike(names: Iterable[str]) -> tuple[str, str] | None:
    """Two names that are one file somewhere, or of which one is a folder of the other's."""
    seen: dict[str, tuple[str, str]] = {}
    for name in names:
        parts = name.split("/")
        for end in range(1, len(parts) + 1):
            part = "/".join(parts[:end])
            key = normalize("NFC", part).casefold()
            known, of = seen.setdefault(key, (part, ""))
            if of and (known != part or part in {name, of}):
                return of, name
            seen[key] = (known, of or name)
    return None


def shortest_names(paths: Sequence[PurePath]) -> list[str]:
    """Each file by its name alone, and where several are called so, with as many of its folders as
    tell it apart: 甲/店.yaml, 乙/店.yaml. No path may stand twice."""

    def ends(path: PurePath) -> list[tuple[str, ...]]:
        return [path.parts[at:] for at in range(len(path.parts) - 1, -1, -1)]

    shared = Counter(end for path in paths for end in ends(path))
    return [
        str(type(path)(*next((end for end in ends(path) if shared[end] == 1), path.parts)))
        for path in paths
    ]
