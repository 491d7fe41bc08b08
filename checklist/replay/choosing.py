"""Which files are recordings, and of which room each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath

from checklist.assessment.model import Room
from checklist.assessment.names import rooms_named
from checklist.errors import UnreadableFile, WrongUsage
from checklist.replay.spans import cells_of
from checklist.text import inert, name_key

SUFFIXES = (
    ".mp4", ".mkv", ".flv", ".mov", ".m4v", ".ts", ".m2ts", ".webm", ".avi", ".wmv", ".mpg",
    ".mpeg", ".3gp",
)  # fmt: skip


def recordings(given: Iterable[Path]) -> list[Path]:
    """The files that were given, and the recordings in the folders that were, each once.

    Raises WrongUsage for a folder that holds none.
    """
    paths: dict[Path, None] = {}
    for path in given:
        if not path.is_dir():
            paths[path] = None
            continue
        inside = sorted(each for each in path.iterdir() if each.suffix.lower() in SUFFIXES)
        if not inside:
            what = f"这个文件夹里没有录像（{'、'.join(SUFFIXES)}）"
            raise WrongUsage.because(what, "给出录像文件，或者放着录像的文件夹", file=path)
        paths |= dict.fromkeys(inside)
    return [*paths]


def room_of(
    file: PurePath, rooms: Sequence[Room], *, stated: str | None, listed: Mapping[str, str]
) -> str | None:
    """The id of the room that a recording is of: as the list says, as was said, as its name holds
    it, or the only one; None where there are no rooms. Raises WrongUsage where it is not clear."""
    if not rooms:
        return None
    keys = {name_key(name): room.id for room in rooms for name in (room.id, room.name)}
    wanted = listed.get(file.name, stated)
    known = "、".join(f"{room.id}（{inert(room.name)}）" for room in rooms)
    if wanted is not None:
        room = keys.get(name_key(wanted))
        if room is None:
            what = f"名单里没有直播间“{inert(wanted)}”"
            raise WrongUsage.because(what, f"写其中一个：{known}", file=file)
        return room
    named = rooms_named(file.stem, rooms)
    if len(named) == 1:
        return named.pop()
    if len(rooms) == 1:
        return rooms[0].id
    mend = f"用 --room 写明，或者把编号写进文件名、写成清单（--rooms）：{known}"
    raise WrongUsage.because("看不出这段录像是哪个直播间的", mend, file=file)


def listed(text: str, *, file: PurePath) -> dict[str, str]:
    """The rooms in a list: a CSV of two columns, 文件 and 直播间. Raises UnreadableFile."""
    mend = "每行写 文件名,直播间，例如 0601晚场.mp4,r1；一个文件只写一行"
    rows = [row for row in cells_of(text, mend, file=file) if any(map(str.strip, row))]
    named = {row[0].strip(): row[1].strip() for row in rows if len(row) > 1}
    if len(named) < len(rows):
        raise UnreadableFile.because("有的行没有两列，或者文件重复", mend, file=file)
    return named
