"""The result inside the page: an inert block of JSON with a seal, for `compare` and `verify`.

Public API, version 1: docs/schema/page.schema.json, docs/adr/0012-the-page-carries-its-result.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checklist.law.as_data import Data
from checklist.report.forms.json import as_told, legible
from checklist.report.view.model import Report

if TYPE_CHECKING:
    from checklist.report.view.quotes import OfficialText

FORMAT = 1
START = '<script type="application/json" id="result">'
END = "</script>"
NOT_YET = "0" * 64
DIGEST = '"page_sha256":"'
"""What stands before the page's own digest. Inside a JSON text its quotation marks are escaped and
outside the block they are character references, so it stands in a page exactly once."""


def block(report: Report, text: OfficialText | None) -> str:
    """The whole element, its page digest not yet filled in. One finding, and one part, a line."""
    result = as_told(report)
    seal: Data = {
        "number": report.number,
        "answers_sha256": report.answers_sha256,
        "statute": text
        and {
            "source": text.source,
            "sha256": text.sha256,
            "fingerprints_sha256": text.fingerprints_sha256,
        },
        "page_sha256": NOT_YET,
    }
    written = "\n".join(_lines(seal, result))
    return f"{START}\n{_inert(written)}\n{END}"


def _lines(seal: Data, result: Data) -> Iterator[str]:
    yield f'{{"format":{FORMAT},"seal":{_json(seal)},"result":{{'
    *parts, last = result
    for name in (*parts, last):
        comma = "" if name is last else ","
        if name in {"facts", "answers"}:
            yield f'"{name}":{_sorted(result[name])}{comma}'  # in no order of the file's
        elif name == "findings":
            *findings, final = result[name] or [None]
            yield '"findings":['
            yield from (f"{_json(one)}," for one in findings)
            yield f"{_json(final)}]{comma}" if final else f"]{comma}"
        else:
            yield f'"{name}":{_json(result[name])}{comma}'
    yield "}}"


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_sorted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def _inert(text: str) -> str:
    """The same JSON without a character that ends or opens anything in HTML, or hides."""
    plain = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return "\n".join(line if line.isprintable() else legible(line) for line in plain.split("\n"))


def sealed(page: str) -> str:
    """The page with its own digest filled in."""
    return page.replace(f"{DIGEST}{NOT_YET}", f"{DIGEST}{page_digest(page)}", 1)


def page_digest(page: str) -> str:
    """SHA-256 of a page, as UTF-8 with line feeds, in which its own digest is 64 zeros."""
    return hashlib.sha256(page.encode("utf-8", errors="replace")).hexdigest()
