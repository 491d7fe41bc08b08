"""Checks of what lies outside the answers (records, recordings), kept in files beside them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.errors import UnreadableFile
from checklist.files import read_bytes

_MOST_BYTES = 20_000_000


class Check(Struct, frozen=True, kw_only=True):
    """A check: by which version of the program, when, and of which self-audit period."""

    program: str
    at: str
    first: date | None
    last: date | None

    def is_of_period(self, assessment: Assessment) -> bool:
        """Whether it was made for the self-audit period of these answers."""
        period = assessment.period
        days = (period.first, period.last) if period else (None, None)
        return days == (self.first, self.last)

    def as_bytes(self) -> bytes:
        """The check as it is written."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


Kept = TypeVar("Kept", bound=Check)


def load(path: Path, kind: type[Kept], command: str, of: str) -> Kept | None:
    """The check in a file that `command` wrote; None where there is none. Raises UnreadableFile."""
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(read_bytes(path, limit=_MOST_BYTES), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        what = f"这不是 checklist {command} 写出的文件，或者已经损坏"
        mend = f"删掉这个文件，再运行一次 checklist {command}；不要{of}的，删掉就行"
        raise UnreadableFile.because(what, mend, file=path) from None
