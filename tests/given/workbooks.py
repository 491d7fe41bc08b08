"""Workbooks as a spreadsheet program saves them."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook


def saved(book: Workbook, path: Path) -> Path:
    """The workbook as openpyxl writes it."""
    stream = BytesIO()
    with warnings.catch_warnings():  # openpyxl opens a temporary file without naming an encoding
        warnings.simplefilter("ignore", EncodingWarning)
        book.save(stream)
    path.write_bytes(stream.getvalue())
    return path
