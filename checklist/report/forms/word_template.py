"""A Word template of one's own: {{填报单位}} and the like are filled in, chapters put in place."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from msgspec import Struct

from checklist.errors import Complaint, UnreadableFile, Where
from checklist.files import read_bytes
from checklist.text import inert

WHOLE = "正文"
"""The placeholder of everything that the report tells, in its order."""
Part = tuple[str, Sequence[Any]]
"""What was written, as XML, and the title of its chapter, if it is one."""
_MOST = 20_000_000
_MOST_UNPACKED = 100_000_000
_PLACEHOLDER = re.compile(r"[{\uff5b]{2}\s*([^{}\uff5b\uff5d]{1,40}?)\s*[}\uff5d]{2}")
"""In the braces of an input method too."""


def opened(file: Path) -> Any:
    """The template. Raises UnreadableFile where it is no .docx file."""
    data = read_bytes(file, limit=_MOST)
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            size = sum(part.file_size for part in package.infolist())
        document = docx.Document(BytesIO(data)) if size <= _MOST_UNPACKED else None
    except Exception as error:  # a broken package fails inside python-docx in any way there is
        what = f"这不是 Word 文件（.docx），或者已经损坏（{type(error).__name__}）"
        mend = "用 Word 或者 WPS 打开模板，另存为 .docx"
        raise UnreadableFile.because(what, mend, file=file) from error
    if document is None:
        what, mend = "这个模板展开后太大，没有打开", "删去模板里的大图片"
        raise UnreadableFile.because(what, mend, file=file)
    return document


class Place(Struct, frozen=True, kw_only=True, eq=False):
    """A paragraph that has placeholders, and whether it stands in the text itself: not in a table,
    a header or a footer."""

    paragraph: Any
    is_in_body: bool

    @property
    def text(self) -> str:
        return "".join(each.text or "" for each in _texts(self.paragraph))


def placeholders(document: Any) -> list[Place]:
    """Where a template has placeholders, before anything is written into it."""
    return [place for place in _places(document) if _PLACEHOLDER.search(place.text)]


def filled(
    places: Sequence[Place],
    values: Mapping[str, str],
    made: Sequence[Part],
    *,
    file: Path,
) -> None:
    """Fill a template in. `made` is what was written to its end, by chapter; `values` are the rest.

    Raises UnreadableFile with every placeholder that says nothing known, or stands where a chapter
    cannot be put, and where there is none for the text.
    """
    names = {*values, WHOLE, *(title for title, _ in made if title)}
    blocks: dict[str, Any] = {}
    complaints: list[Complaint] = []

    def complain(what: str, mend: str) -> None:
        complaints.append(Complaint(what=what, mend=mend, where=Where(file=file)))

    for place in places:
        for name in _PLACEHOLDER.findall(place.text):
            if name not in names:
                choices = "、".join(f"{{{{{known}}}}}" for known in sorted(names))
                what = f"模板里的 {{{{{inert(name)}}}}} 不是可以写的占位符"
                complain(what, f"写其中之一：{choices}")
            elif name in values:
                continue
            elif not place.is_in_body or _PLACEHOLDER.sub("", place.text, count=1).strip():
                what = f"{{{{{name}}}}} 要单独成一段，不能在表格、页眉、页脚里，旁边也不能有字"
                complain(what, "放到正文里单独的一段")
            else:
                blocks[name] = place.paragraph
        _fill(place, values)
    if not blocks and not complaints:
        mend = f"在要放报告的地方单独写一段 {{{{{WHOLE}}}}}"
        complain("模板里没有写报告放在哪里", mend)
    if complaints:
        raise UnreadableFile(*dict.fromkeys(complaints))
    _put(blocks, made)


def _put(blocks: Mapping[str, Any], made: Sequence[Part]) -> None:
    """Move what was written to where its placeholders stand; what has none is taken out."""
    for title, elements in made:
        place = blocks.get(title, blocks.get(WHOLE))
        for element in elements:
            if place is None:
                element.getparent().remove(element)
            else:
                place.addprevious(element)
    for paragraph in blocks.values():
        paragraph.getparent().remove(paragraph)


def _places(document: Any) -> Iterator[Place]:
    """Every paragraph of the template."""
    body = document.element.body
    for each in body.iter("{*}p"):
        yield Place(paragraph=each, is_in_body=each.getparent() is body)
    for section in document.sections:
        for part in (
            section.header, section.footer, section.first_page_header, section.first_page_footer,
            section.even_page_header, section.even_page_footer,
        ):  # fmt: skip
            if not part.is_linked_to_previous:
                for each in part._element.iter("{*}p"):  # noqa: SLF001
                    yield Place(paragraph=each, is_in_body=False)


def _texts(paragraph: Any) -> list[Any]:
    """The pieces of text right in a paragraph: not those of a text box that is anchored there."""
    return [
        each for each in paragraph.iter("{*}t") if next(each.iterancestors("{*}p")) is paragraph
    ]


def _fill(place: Place, values: Mapping[str, str]) -> None:
    """Put values where their placeholders stand, in the letters of their first piece."""
    pieces = _texts(place.paragraph)
    for match in reversed(list(_PLACEHOLDER.finditer(place.text))):
        if match[1] not in values:
            continue
        at, first = 0, True
        for piece in pieces:
            text = piece.text or ""
            start, end = match.start() - at, match.end() - at
            at += len(text)
            if end <= 0 or start >= len(text):
                continue
            put = inert(values[match[1]]) if first else ""
            piece.text = text[: max(0, start)] + put + text[end:]
            first = False
