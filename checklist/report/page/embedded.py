"""The result inside the page: an inert block of JSON with a seal, for `compare` and `verify`.

Public API, version 2: docs/schema/page.schema.json, docs/adr/0012-the-page-carries-its-result.md.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from functools import partial
from typing import TYPE_CHECKING

from checklist.law.as_data import Data
from checklist.report.forms.json import as_embedded, legible
from checklist.report.view.model import Report

if TYPE_CHECKING:
    from checklist.report.view.quotes import OfficialText

FORMAT = 2
START = '<script type="application/json" id="result">'
END = "</script>"
NOT_YET = "0" * 64
LIMIT = 50_000_000
"""Bytes of a page, or of its result: a thousand rooms come to about twenty million."""
DIGEST = '"page_sha256":"'
"""What stands before the page's own digest. Inside a JSON text its quotation marks are escaped and
outside the block they are character references, so it stands in a page exactly once."""


def block(report: Report, text: OfficialText | None) -> str:
    """The whole element, its page digest not yet filled in: the seal can be read, the result is
    JSON that was compressed (zlib) and written in base64."""
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
    result = as_embedded(report)
    for name in ("facts", "answers"):  # they stand in no order of the file's
        result[name] = json.loads(_json(result[name], sort_keys=True))
    inside = packed(_json(result))
    written = f'{{"format":{FORMAT},"seal":{_plain(seal)},"result":"{inside}"}}'
    return f"{START}\n{_inert(written)}\n{END}"


def packed(result: str) -> str:
    """The JSON of a result, compressed and in base64."""
    return base64.b64encode(zlib.compress(result.encode("ascii"), 9)).decode()


def unpacked(packed: str) -> str:
    """The JSON of a result as `block` packs it. Raises ValueError where it is none, or too long."""
    reader = zlib.decompressobj()
    try:
        data = reader.decompress(base64.b64decode(packed, validate=True), LIMIT)
    except zlib.error as error:
        raise ValueError(*error.args) from None
    if not reader.eof:
        raise ValueError("cut short, or too long")
    return data.decode("ascii")


_json = partial(json.dumps, separators=(",", ":"))
_plain = partial(_json, ensure_ascii=False)


def _inert(text: str) -> str:
    """JSON text without a character that ends or opens anything in HTML, or hides."""
    plain = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return legible(plain)


def sealed(page: str) -> str:
    """The page with its own digest filled in."""
    return page.replace(f"{DIGEST}{NOT_YET}", f"{DIGEST}{page_digest(page)}", 1)


def page_digest(page: str) -> str:
    """SHA-256 of a page, as UTF-8 with line feeds, in which its own digest is 64 zeros."""
    return hashlib.sha256(page.encode("utf-8", errors="replace")).hexdigest()
