"""The result inside the page: an inert block of JSON with a seal, for `compare` and `verify`.

Public API, version 1: docs/schema/page.schema.json, docs/adr/0012-the-page-carries-its-result.md.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

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
    parts = ",\n".join(f'"{name}":{_part(name, content)}' for name, content in result.items())
    written = f'{{"format":{FORMAT},"seal":{_json(seal)},"result":{{\n{parts}\n}}}}'
    return f"{START}\n{_inert(written)}\n{END}"


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_sorted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def _part(name: str, content: Any) -> str:
    if name == "findings":
        return "[\n" + ",\n".join(map(_json, content)) + "]"
    # Facts and answers stand in no order of the file's.
    return _sorted(content) if name in {"facts", "answers"} else _json(content)


def _inert(text: str) -> str:
    """The same JSON without a character that ends or opens anything in HTML, or hides."""
    plain = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return legible(plain)


def sealed(page: str) -> str:
    """The page with its own digest filled in."""
    return page.replace(f"{DIGEST}{NOT_YET}", f"{DIGEST}{page_digest(page)}", 1)


def page_digest(page: str) -> str:
    """SHA-256 of a page, as UTF-8 with line feeds, in which its own digest is 64 zeros."""
    return hashlib.sha256(page.encode("utf-8", errors="replace")).hexdigest()
