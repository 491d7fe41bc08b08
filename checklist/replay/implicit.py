"""The implicit label: what the metadata of a file says of AIGC."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from checklist.replay.model import Implicit, Label

FIELD = "AIGC"
_LONGEST = 500


def implicit(metadata: Mapping[str, str]) -> Implicit:
    """The field that names AIGC, or whose value does; more of it than the label is not judged."""
    for name, value in metadata.items():
        if FIELD in name.upper() or f'"{FIELD}"' in value.upper():
            label = Label.FOUND if _is_labelled(value) else Label.UNREADABLE
            return Implicit(label=label, field=name[:_LONGEST], value=value[:_LONGEST])
    return Implicit(label=Label.NONE)


def _is_labelled(value: str) -> bool:
    """Whether it is as the standard has it: {"AIGC": {"Label": "1", …}}, or what is within."""
    try:
        decoded = msgspec.json.decode(value)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return False
    inner = decoded.get(FIELD, decoded) if isinstance(decoded, dict) else None
    return isinstance(inner, dict) and isinstance(inner.get("Label"), str)
