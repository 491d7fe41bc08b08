"""Snapshots that are text files of their own, so that a change can be read."""

from __future__ import annotations

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode


class TextFile(SingleFileSnapshotExtension):
    """One readable file per snapshot."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT


class MarkdownFile(TextFile):
    file_extension = "md"


class CSVFile(TextFile):
    file_extension = "csv"
