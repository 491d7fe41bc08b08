"""Who holds an answers file: written beside it by whoever does, and told to whoever comes later."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from checklist.files import create, half_saves


def begin(holder: Path, target: Path) -> None:
    """Say who holds `target`, and clear away what a process that was killed left."""
    import platform  # noqa: PLC0415  only those who write need it

    holder.unlink(missing_ok=True)  # what a crash, or somebody else, left under this name
    with create(holder, like=(target,)) as stream:
        stream.write(f"{os.getpid()} {platform.node()}\n".encode())
    for left in half_saves(target):
        left.unlink()


def who(holder: Path) -> str:
    """（进程 4711，电脑 pc-12，自 2026-11-01 09:30 起），as far as it can be told."""
    try:
        if holder.is_symlink() or not holder.is_file():
            return ""
        pid, _, host = holder.read_text(encoding="utf-8").strip().partition(" ")
        since = datetime.fromtimestamp(holder.stat().st_mtime).astimezone()
    except (OSError, ValueError):
        return ""
    if not (pid.isascii() and pid.isdecimal() and host):
        return ""
    return f"（进程 {pid}，电脑 {host}，自 {since:%Y-%m-%d %H:%M} 起）"
