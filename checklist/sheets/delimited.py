"""Reads CSV files row by row, however long, in the encodings of Excel and of Chinese Windows."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from checklist.errors import UnreadableFile, reason
from checklist.files import refuse_encrypted
from checklist.records.model import Cells
from checklist.sheets.spreadsheet import refuse_open_document

_LOOKED_AT = 1 << 20
"""Bytes by which the encoding and the delimiter are told."""
_LONGEST_CELL = 100_000
AGAIN = "请从后台重新导出；用 Excel 改过的，另存为“CSV UTF-8”或者 .xlsx"


def _unpacked(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path)) if path.suffix.lower() == ".gz" else path.open("rb")


def begins(path: Path) -> tuple[str, str]:
    """How a file begins, and its encoding. Raises UnreadableFile for what is none of text."""
    try:
        with _unpacked(path) as stream:
            first = stream.read(_LOOKED_AT)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        what = f"这个压缩文件不完整，读不下去（{type(error).__name__}）"
        raise UnreadableFile.because(what, "重新下载", file=path) from None
    encoding = _encoding(path, first)
    return first.decode(encoding, "replace"), encoding


def _encoding(path: Path, first: bytes) -> str:
    refuse_encrypted(first, file=path)
    refuse_open_document(first, file=path)
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in first or first.startswith((b"PK\x03\x04", b"%PDF-")):
        raise UnreadableFile.because("这不是 CSV 文件：里面有不是文字的内容", AGAIN, file=path)
    whole = first if len(first) < _LOOKED_AT else first[: first.rfind(b"\n") + 1]
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def delimiter(text: str) -> str:
    """What stands between the cells, by the first lines."""
    lines = text.splitlines()[:30]
    return max(",\t;", key=lambda each: sum(line.count(each) for line in lines))


def rows(path: Path, encoding: str, delimiter: str) -> Iterator[Cells]:
    """The rows that are not empty, with their numbers. Raises UnreadableFile where the file cannot
    be read to its end."""
    csv.field_size_limit(_LONGEST_CELL)
    number, lines = 0, list[str]()
    try:
        with (
            _unpacked(path) as raw,
            io.TextIOWrapper(raw, encoding, errors="replace", newline="") as stream,
        ):
            read = csv.reader(_noted(stream, lines), delimiter=delimiter)
            for number, cells in enumerate(read, 1):
                if len(lines) > 1:
                    _refuse_unclosed(path, number, lines, delimiter)
                lines.clear()
                if any(cells):
                    yield number, cells
    except csv.Error as error:
        _refuse_unclosed(path, number + 1, lines, delimiter)
        what = f"第 {number + 1} 行读不下去（{error}）"
        raise UnreadableFile.because(what, AGAIN, file=path) from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        what = f"这个压缩文件不完整，只读到第 {number} 行"
        raise UnreadableFile.because(what, "重新下载", file=path) from None
    except OSError as error:
        what = f"读到第 {number} 行读不下去了（{reason(error)}）"
        raise UnreadableFile.because(what, "检查文件和存储设备", file=path) from None


def _noted(stream: Iterable[str], lines: list[str]) -> Iterator[str]:
    """The lines of a file, each noted as it is taken."""
    for line in stream:
        lines.append(line)
        yield line


def _refuse_unclosed(path: Path, row: int, lines: Sequence[str], delimiter: str) -> None:
    """Raise UnreadableFile where the lines of one row are one only because a quote has no other: a
    cell may have several lines, and then its quotes are in order."""
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        if len(lines) == 1:
            return
        what = f"第 {row} 行的引号没有成对，后面 {len(lines) - 1} 行连成了一格"
        mend = "用记事本打开，在这一行补上或者去掉引号；或者从后台重新导出"
        raise UnreadableFile.because(what, mend, file=path) from None
