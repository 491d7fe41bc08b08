"""A seal kept apart from the page: the digest of a page in a small file that goes by another road.

Whoever can write a page can write its own digest anew; a digest that somebody else holds, or that
came by another road, they cannot. The file is one that `sha256sum -c` reads too.
"""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from checklist.comparing.page_file import Page
from checklist.errors import UnreadableFile
from checklist.files import read_text
from checklist.text import inert

_HEAD = (
    "# checklist report seal 写出的封记：下面一行是网页报告的 SHA-256。\n"
    "# 把它与报告分开、经另一条路送达（当面、另一个邮箱，或者电话里核对末 16 位），才防得住伪造；\n"
    "# 与报告放在一起送，改报告的人可以连它一起改。核对：checklist report verify 报告 --seal 封记\n"
)
_SAID = re.compile(r"# 封记人：(.*)　封记日期：(\S*)　报告编号：\S*")
_DIGEST = re.compile(r"([0-9a-fA-F]{64})(?: [ *].*)?")
_MOST_BYTES = 100_000


class DetachedSeal(Struct, frozen=True, kw_only=True):
    """The digest that somebody kept of a page; `by` and `on` as they wrote it, or ""."""

    file: Path
    sha256: str
    by: str = ""
    on: str = ""


def page_sha256(page: Page) -> str:
    """SHA-256 of the page as it was written: as UTF-8, with line feeds, without a mark."""
    return sha256(page.text.encode("utf-8")).hexdigest()


def written(page: Page, name: str, *, by: str, on: date) -> str:
    """The text of the file that seals the page called `name`."""
    who = inert(by).strip() or "未写明"
    line = f"# 封记人：{who}　封记日期：{on.isoformat()}　报告编号：{page.seal.number}\n"
    return f"{_HEAD}{line}{page_sha256(page)}  {inert(name)}\n"


def read_seal(file: Path) -> DetachedSeal:
    """The seal in a file, also one that `sha256sum` wrote. Raises UnreadableFile."""
    lines = [line.strip() for line in read_text(file, limit=_MOST_BYTES).splitlines()]
    digests = {match[1].lower() for line in lines if (match := _DIGEST.fullmatch(line))}
    if len(digests) != 1:
        many = f"这里有 {len(digests)} 个不同的摘要，不知道用哪个"
        what = many if digests else "这里没有封记"
        mend = "给出 checklist report seal 写出的封记；一份封记只对一页"
        raise UnreadableFile.because(what, mend, file=file)
    signature = next((match for line in lines if (match := _SAID.fullmatch(line))), None)
    by, on = (inert(signature[1]), inert(signature[2])) if signature else ("", "")
    return DetachedSeal(file=file, sha256=digests.pop(), by=by, on=on)
