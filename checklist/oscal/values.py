"""What OSCAL documents are made of: props, prose, moments, references and stable UUIDs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from uuid import UUID, uuid5

from checklist.law.as_data import Data
from checklist.report.forms.markdown_text import md
from checklist.text import inert

OSCAL_VERSION = "1.2.1"
NAMESPACE = UUID("b0d80f48-0d63-4771-bc48-a0225feb7389")
"""The project's own: every UUIDv5 is made within it. Never to be changed."""
NS = f"urn:uuid:{NAMESPACE}"
"""The namespace of the props, parts and facets that OSCAL has no name of its own for."""
BEIJING = timezone(timedelta(hours=8))
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DRIVE = re.compile(r"[A-Za-z]:/")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def uid(*name: str) -> str:
    """The UUIDv5 of a name of several parts: the same name, the same UUID, in every report."""
    return str(uuid5(NAMESPACE, json.dumps(name)))


def filled(data: Data) -> Data:
    """`data` without what is None or empty: OSCAL allows no empty lists and no nulls."""
    return {key: value for key, value in data.items() if value not in (None, "", [])}


def prop(name: str, value: object, *, of: str | None = None, remarks: str = "") -> list[Data]:
    """One prop in our namespace, in a list; an empty list where there is nothing to say.

    `of` is what it is about (a question's id, say) and becomes its class.
    """
    text = _plain(value)
    if not text:
        return []
    return [filled({"name": name, "ns": NS, "value": text, "class": of, "remarks": md(remarks)})]


def own(name: str, value: str) -> Data:
    """One prop in OSCAL's own namespace."""
    return {"name": name, "value": value}


def _plain(value: object) -> str:
    """A value as a string datatype: one line, no space around it; codes for what has a code."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
        case dict() | list():
            return inert(json.dumps(value, ensure_ascii=False))
        case _:
            return line(str(value))


def line(text: str) -> str:
    """Text that people typed as OSCAL's string datatype; empty where nothing visible is left."""
    # JSON readers reject these two, or pass them on to XML, which has no place for them.
    return inert(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd").strip()


def title(text: str, *, otherwise: str = "（未填写）") -> str:
    """Text as OSCAL's markup-line: one line of Markdown that shows it letter by letter."""
    return _markdown(text) or otherwise


def _markdown(text: str) -> str:
    return md(line(text))


def prose(*paragraphs: str) -> str:
    """Texts as OSCAL's markup-multiline: one Markdown paragraph each, empty ones left out."""
    return "\n\n".join(one for one in map(_markdown, paragraphs) if one)


def items(texts: Iterable[str]) -> str:
    """Texts as a Markdown list."""
    return "\n".join(f"- {one}" for one in map(_markdown, texts) if one)


def part(name: str, text: str, **more: object) -> Data:
    """A part in our namespace. A part called by one of OSCAL's own names is made by hand."""
    return filled({"name": name, "ns": NS, **more, "prose": prose(text)})


# --- moments -------------------------------------------------------------------------------------


def day_begins(day: date) -> str:
    """A day as a moment: 00:00 in Beijing."""
    return f"{day.isoformat()}T00:00:00+08:00"


def day_ends(day: date) -> str:
    """A deadline as a moment: the last second of the day in Beijing."""
    return f"{day.isoformat()}T23:59:59+08:00"


def moment(text: str | None) -> datetime | None:
    """When something was recorded; None where that is not a moment with a zone."""
    try:
        found = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return None if found.tzinfo is None else found


# --- references ----------------------------------------------------------------------------------


def href(path: str) -> str:
    """A path as a URI reference: relative ones stay so, an absolute one becomes file:."""
    plain = line(path).replace("\\", "/") or "."
    quoted = "".join(
        chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"
        for byte in plain.encode("utf-8", errors="replace")
    )
    if _DRIVE.match(plain):
        return f"file:///{plain[0]}:{quoted[4:]}"
    if plain.startswith("/"):
        return f"file://{quoted}"
    return quoted


def sha256(digest: str | None) -> list[Data]:
    """A recorded digest as OSCAL's hashes; empty where it is none."""
    if digest is None or not _SHA256.fullmatch(digest.lower()):
        return []
    return [{"algorithm": "SHA-256", "value": digest.lower()}]
