"""Compiled templates, kept between runs in the user's own cache folder.

See docs/adr/0004-compiled-templates.md. Nothing here ever fails a report: whatever goes wrong, the
templates are compiled anew.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from types import CodeType

import jinja2
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from checklist import __version__


class CompiledTemplates(FileSystemBytecodeCache):
    """Jinja2's own cache, used only where the folder belongs to the user.

    Code of another Python, Jinja2 or version of this program lies in files of other names.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or cache_folder()
        versions = f"{sys.implementation.cache_tag}-{jinja2.__version__}-{__version__}"
        super().__init__(str(self._folder), f"{versions}-%s.cache")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if what lies in the cache was compiled from this very text."""
        with contextlib.suppress(Exception):  # a damaged file may raise anything
            if _is_ours(self._folder):
                super().load_bytecode(bucket)
        if not isinstance(bucket.code, CodeType):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled. Another run at the same time sees the old file or the new one."""
        with contextlib.suppress(OSError, ValueError):
            if sys.dont_write_bytecode:  # as Python itself is told by -B: nothing is left behind
                return
            if self._folder.is_absolute():
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_ours(self._folder):
                super().dump_bytecode(bucket)


def cache_folder() -> Path:
    """Where the platform keeps what may be deleted at any time."""
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or "~/AppData/Local")
    elif sys.platform == "darwin":
        root = Path("~/Library/Caches")
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache")
    # Without a home the "~" stays: a relative folder, which _is_ours refuses.
    return Path(os.path.expanduser(root)) / "livestream-checklist"  # noqa: PTH111


def _is_ours(folder: Path) -> bool:
    """Whether nobody else can put code here that we would run."""
    if not folder.is_absolute():
        return False
    if sys.platform == "win32":
        return True
    about = folder.stat()
    return about.st_uid == os.getuid() and not about.st_mode & 0o022
