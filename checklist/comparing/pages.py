"""Reads results for `compare` and `report verify`: pages, and JSON files."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklist import resources
from checklist.comparing.page_file import MEND, Page, is_page, read_page
from checklist.comparing.result_file import read_result
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.file_kinds import Wanted, mistaken
from checklist.files import decode, read_bytes

if TYPE_CHECKING:
    from checklist.comparing.model import Result

_LIMIT = 50_000_000
"""Bytes; a result of a thousand rooms has about twenty million."""


def read_page_file(file: Path) -> Page:
    """The page with its seal. Raises UnreadableFile where there is none, or a broken one."""
    text = _text(file)
    try:
        return _page(text, file)
    except UnreadableFile as error:
        raise _other(text, Wanted.PAGE, file) or error from None


def read_result_file(file: Path) -> Result:
    """The result in a JSON file or in a page. Raises UnreadableFile."""
    text = _text(file)
    try:
        if is_page(text):
            return _page(text, file).result
        return read_result(text, _schema(resources.check_schema()), file=file)
    except UnreadableFile as error:
        raise _other(text, Wanted.RESULT, file) or error from None


def broken(page: Page, what: str) -> UnreadableFile:
    """What to raise where a seal says something impossible."""
    where = Where(file=page.file)
    return UnreadableFile(Complaint(what=f"内嵌的封记已经损坏：{what}", mend=MEND, where=where))


def _other(text: str, wanted: Wanted, file: Path) -> UnreadableFile | None:
    """What to raise where a file of ours was given in place of another."""
    complaint = mistaken(text, wanted, file=file)
    return UnreadableFile(complaint) if complaint else None


def _page(text: str, file: Path) -> Page:
    schema, check_schema = _schema(resources.page_schema()), _schema(resources.check_schema())
    return read_page(text, schema, check_schema, file=file)


def _text(file: Path) -> str:
    data = read_bytes(file, limit=_LIMIT)
    if data.startswith(b"%PDF"):
        what = "PDF 里没有内嵌的结果和封记"
        mend = "给出网页报告（.html）；手头只有 PDF 或者打印件的，重新写一份报告，对照报告编号"
        raise UnreadableFile(Complaint(what=what, mend=mend, where=Where(file=file)))
    if data[:1] == b"<":
        cut_short = codecs.getincrementaldecoder("utf-8")(errors="ignore")
        cut_short.decode(data)
        data = data.removesuffix(cut_short.getstate()[0])  # half a character, of half a page
    return decode(data, file=file)


def _schema(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
