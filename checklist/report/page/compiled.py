"""Compiled templates, kept between runs in the user's own cache folder.

See docs/adr/0004-compiled-templates.md. Nothing here ever fails a report: whatever goes wrong, the
templates are compiled anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from pathlib import Path
from types import CodeType

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """A cache keyed by template, its text, and the versions of Python, Jinja and `code`: of how
    templates become code."""

    def __init__(self, code: int, folder: Path | None = None) -> None:
        self._code = code
        self._folder = folder or cache_folder()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if what lies in the cache was compiled from this very text."""
        try:
            if not _is_ours(self._folder):
                return
            checksum, code = marshal.loads(self._file(bucket).read_bytes())  # noqa: S302  our own
        except (OSError, ValueError, EOFError, TypeError):
            return
        if checksum == bucket.checksum and isinstance(code, CodeType):
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled. Another run at the same time sees the old file or the new one."""
        with contextlib.suppress(OSError, ValueError):
            if self._folder.is_absolute():
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_ours(self._folder):
                return
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as kept:
                kept.write(marshal.dumps((bucket.checksum, bucket.code)))
            try:
                Path(kept.name).replace(self._file(bucket))
            except OSError:
                Path(kept.name).unlink()

    def _file(self, bucket: Bucket) -> Path:
        python = f"{sys.implementation.cache_tag} {sys.hexversion}"
        of = f"{bucket.key} {python} {jinja2.__version__} {self._code}"
        return self._folder / f"{hashlib.sha256(of.encode()).hexdigest()[:32]}.cache"


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
