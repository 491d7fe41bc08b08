"""What OSCAL documents are made of: props, prose, moments, references and stable UUIDs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID, uuid5

from msgspec import Struct

from checklist.law.as_data import Data
from checklist.law.model import Citation, OtherLaw
from checklist.report.forms.markdown_text import md
from checklist.text import inert

OSCAL_VERSION = "1.2.1"
NAMESPACE = UUID("b0d80f48-0d63-4771-bc48-a0225feb7389")
"""The project's own: every UUIDv5 is made within it. Never to be changed."""
NS = f"urn:uuid:{NAMESPACE}"
"""The namespace of the props, parts and facets that OSCAL has no name of its own for."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DRIVE = re.compile(r"[A-Za-z]:/")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def uid(*name: str) -> str:
    """The UUIDv5 of a name of several parts: the same name, the same UUID, in every report."""
    return str(uuid5(NAMESPACE, json.dumps(name)))


Props = Mapping[str, object]
"""Props by name, in their order; a tuple stands for several of one name."""
_OWN = {"label", "method", "sort-id", "type", "version"}
"""Props that OSCAL has a name of its own for. All others are ours, and listed in docs/oscal.md."""


def finished(data: Any) -> Any:
    """A document as OSCAL wants it, from one that is easy to write.

    Props, or a list of several groups of them, are spelled out. What is None or empty is left out:
    OSCAL allows no empty lists and no nulls.
    """
    match data:
        case Mapping():
            done = {
                key: list(_spelled(value)) if key == "props" else finished(value)
                for key, value in data.items()
            }
            return {key: value for key, value in done.items() if value not in (None, "", [])}
        case list():
            return [finished(each) for each in data]
        case _:
            return data


def _spelled(groups: Props | list[Props]) -> Iterator[Data]:
    """Each prop whose value says something."""
    for group in [groups] if isinstance(groups, Mapping) else groups:
        for name, values in group.items():
            for value in values if isinstance(values, tuple) else (values,):
                about = value if isinstance(value, About) else About(value)
                if plain := _plain(about.value):
                    yield finished(
                        {
                            "name": name,
                            "ns": None if name in _OWN else NS,
                            "value": plain,
                            "class": about.of,
                            "remarks": _markdown(about.remarks),
                        }
                    )


class About(Struct, frozen=True):
    """A value of a prop that hangs on something: `of` (a question's id, say) becomes its class."""

    value: object
    of: str | None = None
    remarks: str = ""


def place(source: Citation | OtherLaw | None) -> dict[str, int | None]:
    """The props that name a place in a law."""
    if source is None:
        return {}
    return {"article": source.article, "paragraph": source.paragraph, "item": source.item}


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
    return inert(text).strip()


def title(text: str, *, otherwise: str = "（未填写）") -> str:
    """Text as OSCAL's markup-line: one line of Markdown that shows it letter by letter."""
    return _markdown(text) or otherwise


def _markdown(text: str) -> str:
    return md(line(text))


def prose(*paragraphs: str) -> str:
    """Texts as OSCAL's markup-multiline: one Markdown paragraph each, empty ones left out."""
    return "\n\n".join(filter(None, map(_markdown, paragraphs)))


def items(texts: Iterable[str]) -> str:
    """Texts as a Markdown list."""
    return "\n".join(f"- {item}" for item in map(_markdown, texts) if item)


def part(
    name: str,
    text: str,
    *,
    id: str,
    title: str | None = None,
    props: Props | None = None,
    parts: Iterable[Data] = (),
) -> Data:
    """A part in our namespace. Parts by OSCAL's own names are made by hand."""
    return {
        "name": name,
        "ns": NS,
        "id": id,
        "title": title,
        "props": props or {},
        "parts": list(parts),
        "prose": prose(text),
    }


def numbered(name: str, id: str, texts: Iterable[tuple[str, Props]]) -> Iterator[Data]:
    """Parts of one name from texts with their props. Their ids begin with `id`."""
    for at, (text, props) in enumerate(texts, 1):
        yield part(name, text, id=f"{id}.{at}", props=props)


# --- moments -------------------------------------------------------------------------------------


def day_begins(day: date) -> str:
    """A day as a moment: 00:00 in Beijing."""
    return f"{day.isoformat()}T00:00:00+08:00"


def day_ends(day: date) -> str:
    """A deadline as a moment: the last second of the day in Beijing."""
    return f"{day.isoformat()}T23:59:59+08:00"


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
