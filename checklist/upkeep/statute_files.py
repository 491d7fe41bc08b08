"""Reads official texts and the fingerprints beside a rulebook, for `statute` and `report`."""

from __future__ import annotations

import logging
import re
import zipfile
from io import BytesIO
from itertools import islice
from pathlib import Path

from checklist import resources
from checklist.commands import command
from checklist.errors import UnreadableFile
from checklist.file_kinds import FileKind, mistaken
from checklist.files import (
    MAX_BYTES,
    decode,
    read_bytes,
    read_text,
    refuse_encrypted,
    refuse_larger,
)
from checklist.law.model import Citation, Rulebook
from checklist.streams import print_note
from checklist.text import inert
from checklist.upkeep.fingerprints import Fingerprints, read
from checklist.upkeep.statute import Statute, parse

SUFFIX = ".fingerprints.json"


def fingerprints_file(rules: Path | None, rulebook: Rulebook) -> Path:
    """Where the fingerprints lie: beside the rulebook, else bundled. The file may not exist."""
    bundled = resources.rules_file(rulebook.regulation.id).with_suffix(SUFFIX)
    beside = rules.with_suffix(SUFFIX) if rules else bundled
    return beside if beside.exists() or not bundled.exists() else bundled


def read_fingerprints(file: Path, rulebook: Rulebook) -> Fingerprints:
    """The fingerprints taken for this rulebook. Raises UnreadableFile for anything else."""
    if not file.exists():
        what = "没有这份规则册的条文指纹，无从核对文字是否变过"
        rules = (file.with_name(file.name.removesuffix(SUFFIX) + end) for end in (".yaml", ".yml"))
        of = (word for path in rules if path.exists() for word in ("--rules", path))
        mend = f"先生成：{command('statute', 'fingerprint', '条文', *of, '-o', file)}"
        raise UnreadableFile.because(what, mend, file=file)
    fingerprints = read(read_text(file), file=file)
    if fingerprints.title != rulebook.regulation.title:
        theirs, ours = inert(fingerprints.title), inert(rulebook.regulation.title)
        what = f"这是《{theirs}》的指纹，规则册是《{ours}》的"
        mend = "用 checklist statute fingerprint 重新生成"
        raise UnreadableFile.because(what, mend, file=file)
    return fingerprints


def recorded_places(rules: Path | None, rulebook: Rulebook) -> tuple[Citation, ...]:
    """Every place of the regulation; none where its text was not recorded."""
    recorded = fingerprints_file(rules, rulebook)
    return tuple(read_fingerprints(recorded, rulebook).places) if recorded.exists() else ()


# --- the text ------------------------------------------------------------------------------------

_MOST_BYTES = 20_000_000
_MOST_XML = 10_000_000
_MOST_PAGES = 300
_MOST_IN_ONE = 999
"""Paragraphs or items that numerals of a statute can count."""
_AS_TEXT = "从官方网页复制条文，或者{how}，存成 UTF-8 编码的文本文件再给出"
_FROM_WORD = _AS_TEXT.format(how="用 Word、WPS 打开它，另存为“纯文本”")
_FROM_PDF = _AS_TEXT.format(how="用 PDF 软件打开它，把文字复制出来")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMBERED = re.compile(r"\W*(?:第\s*)?[0-9一二三四五六七八九十]{1,4}\s*[条、.．)）|\s]\W*\w")  # noqa: RUF001


def read_statute(path: Path) -> Statute:
    """The text in a file of text, Word or PDF. Raises UnreadableFile where it has no articles; says
    what it left out."""
    text = _text(path)
    statute = parse(text)
    if not statute.passages:
        raise UnreadableFile.because("没有认出任何一条条文", _how_to_number(text), file=path)
    places = (passage.place for passage in statute.passages)
    if any(max(place.paragraph or 0, place.item or 0) > _MOST_IN_ONE for place in places):
        what = f"有一条超过 {_MOST_IN_ONE} 款、项，不像法规条文"
        raise UnreadableFile.because(
            what, "检查是不是选错了文件，或者段落断得太碎、条号没有认出", file=path
        )
    if statute.dropped:
        shown = "、".join(f"“{inert(line)[:20]}”" for line in statute.dropped[:5])
        more = f" 等 {len(statute.dropped)} 行" if len(statute.dropped) > 5 else ""
        print_note(f"{inert(str(path))}：没有当作条文：{shown}{more}")
    return statute


def _how_to_number(text: str) -> str:
    """What to change, at the first line that looks like an article."""
    for number, line in enumerate(text.splitlines(), 1):
        if len(line.strip()) > 8 and _NUMBERED.match(line):
            begins = inert(line.strip())[:20]
            return f"条文要以“第一条”这样的条号开头；例如第 {number} 行“{begins}…”，改成“第一条　…”"
    return "条文要以“第一条”这样的条号开头；检查是不是选错了文件"


def _text(path: Path) -> str:
    data = read_bytes(path, limit=_MOST_BYTES)
    if data.startswith(b"%PDF-"):
        return _pdf(path, data)
    if data.startswith(b"PK\x03\x04"):
        return _word_file(path, data)
    refuse_encrypted(data, file=path)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        what = "这是旧的 Word 文件（.doc），或者加了密码"
        raise UnreadableFile.because(what, _FROM_WORD, file=path)
    refuse_larger(len(data), MAX_BYTES, file=path)
    text = decode(data, file=path)
    if ours := mistaken(text, FileKind.STATUTE, file=path):
        raise UnreadableFile(ours)
    return text


def _word_file(path: Path, data: bytes) -> str:
    """The text of a Word document as it stands once all changes are accepted, a line a paragraph,
    also of those in tables. Raises UnreadableFile."""
    from docx.oxml import parse_xml

    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            part = package.getinfo("word/document.xml")
            refuse_larger(part.file_size, _MOST_XML, file=path)
            document = parse_xml(package.read(part))
    except UnreadableFile:
        raise
    except KeyError:
        what = "这不是 Word 文件（.docx），也不是文本"
        raise UnreadableFile.because(what, _FROM_WORD, file=path) from None
    except Exception as error:  # a broken package fails in any way there is
        what = f"这个 Word 文件已经损坏，打不开（{type(error).__name__}）"
        raise UnreadableFile.because(what, _FROM_WORD, file=path) from error
    for gone in list(document.iter(f"{_WORD}moveFrom", f"{_WORD}pict", "{*}Fallback")):
        gone.clear()
    ends = {f"{_WORD}{name}": "\n" for name in ("p", "br", "cr")} | {f"{_WORD}tab": "\t"}
    text = "".join(
        ends.get(element.tag, element.text or "") for element in document.iter(f"{_WORD}t", *ends)
    )
    if next(document.iter(f"{_WORD}numPr"), None) is not None and not re.search("第.{1,9}条", text):
        what = "这个 Word 文件的条号是自动编号，不是文字，读不出来"
        raise UnreadableFile.because(what, _FROM_WORD, file=path)
    return text


def _pdf(path: Path, data: bytes) -> str:
    """The text of a PDF, its pages parted by form feeds. Raises UnreadableFile."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        few = () if reader.is_encrypted else islice(reader.pages, _MOST_PAGES + 1)
        pages = [page.extract_text() for page in few]
    except Exception as error:  # a broken PDF fails in any way there is
        what = f"这个 PDF 已经损坏，读不了（{type(error).__name__}）"
        raise UnreadableFile.because(what, _FROM_PDF, file=path) from error
    if reader.is_encrypted:
        raise UnreadableFile.because("这个 PDF 加了密，或者限制了复制", _FROM_PDF, file=path)
    text = "\f".join(pages)
    if len(pages) > _MOST_PAGES or len(text) > MAX_BYTES:
        raise UnreadableFile.because("这个 PDF 大得不像一部法规", _FROM_PDF, file=path)
    if len(text.strip()) < 10 * len(pages):
        mend = (
            "从官方网页复制条文，或者先做文字识别（OCR），核对以后存成 UTF-8 编码的文本文件再给出"
        )
        raise UnreadableFile.because("这个 PDF 里没有文字，看来是扫描的图片", mend, file=path)
    return text
