"""Reads what the evidence cells of a sheet hold: words, names of files, links and pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field

from msgspec.structs import replace

from checklist.assessment.model import Evidence
from checklist.assessment.typed import Misread
from checklist.paths import stays_below
from checklist.sheets.changes import SheetComparison
from checklist.sheets.spreadsheet import FilledRow
from checklist.sheets.unread import Thing, says
from checklist.sitting.evidence import BEHIND, NAMELESS, is_last_day, last_day
from checklist.text import inert

Look = Callable[[str, bytes | None], tuple[Evidence | None, str]]
"""A piece of evidence as it was typed, and the bytes of a picture that is put there -> what to
record, if that is any, and a remark in Chinese or nothing."""
_ADDRESS = re.compile("(?!file:)[a-z][a-z0-9+.-]+:|www[.]", re.IGNORECASE)
_ENCODED = re.compile("(?:%[0-9A-Fa-f]{2})+")


@dataclass(kw_only=True)
class EvidenceComparison(SheetComparison):
    """Compares rows that may hold evidence. `titles` are the words that stood for a link."""

    look: Look
    titles: dict[str, str] = field(default_factory=dict)

    def pieces(self, row: FilledRow, known: Container[str]) -> str:
        """What the evidence cell of a row names, a piece a line: its words, where it leads, and the
        pictures there. `known` are lines that stood in it before. Complains of a last day that
        is of no piece."""
        lines = self._with_last_days(row, known)
        if row.link:
            lines = self._with_link(row, lines, known)
        self.files |= row.pictures
        return "\n".join([*lines, *row.pictures])

    def recorded(self, piece: str, place: str) -> Evidence | None:
        """What is recorded of a piece that a cell names, if anything."""
        evidence, remark = self.look(piece, self.files.get(piece))
        if remark:
            self.remarks.append(f"{place} {remark}")
        title = inert(self.titles.get(piece, ""))
        if not title or evidence is None:
            return evidence
        return replace(evidence, text=title if evidence.path else f"{title} {evidence.text}")

    @staticmethod
    def redated(
        piece: str, recorded: Iterable[Evidence], line: Callable[[Evidence], str]
    ) -> Evidence | None:
        """A recorded piece that a line of a cell names with another last day, or with none; None
        where it names another. `line` is how a piece stands in its cell."""
        bare, until, _ = last_day(piece)
        for old in recorded:
            undated = replace(old, valid_until=None)
            if bare in {line(undated), *map(inert, filter(None, (old.path, old.text)))}:
                return replace(old, valid_until=until)
        return None

    def leave(self, row: FilledRow, why: str) -> None:
        """Note that the link and the pictures of a row are not read, and why."""
        for thing, there in ((Thing.PICTURE, row.pictures), (Thing.LINK, row.link)):
            if there:
                self.unread.add(thing, f"{row.places['evidence']}（{why}）")

    def _with_last_days(self, row: FilledRow, known: Container[str]) -> list[str]:
        """The lines of a cell; a 有效至2027-03-01 on a line of its own is of the one before."""
        lines: list[str] = []
        for line in filter(None, row.cells["evidence"].splitlines()):
            if line in known or not is_last_day(line):
                lines.append(line)
            elif lines:
                lines[-1] += f" {line}"
            else:
                self.complain(row.places["evidence"], Misread(NAMELESS, BEHIND))
        return lines

    def _with_link(self, row: FilledRow, lines: list[str], known: Container[str]) -> list[str]:
        """The lines with where the cell leads. The words of the link, if they are all that is new,
        become the title of the file, or stand before the address."""
        place = row.places["evidence"]
        words = [line for line in lines if line not in known]
        piece = self._led_to(row.link)
        if piece is None:
            self.unread.add(Thing.LINK, f"{place}（{inert(row.link)[:200]}）")
            return lines
        if any(says(line, piece) for line in lines):
            return lines
        if len(words) != 1:
            return [*lines, piece]
        self.titles[piece] = words[0]
        return [piece if line == words[0] else line for line in lines]

    def _led_to(self, target: str) -> str | None:
        """The address, or the file beside the answers, to which a link leads; None elsewhere."""
        plain = inert(target).strip()
        if _ADDRESS.match(plain):
            return plain
        for path in dict.fromkeys((plain, _decoded(plain))):
            seen = self.look(path, None)[0] if path and stays_below(path) else None
            if seen is not None and seen.path is not None:
                return path
        return None


def _decoded(target: str) -> str:
    """A path as it was before a spreadsheet wrote it for a link: %E8%AF%81 is a character."""
    return inert(
        _ENCODED.sub(
            lambda match: bytes.fromhex(match[0].replace("%", "")).decode(errors="replace"), target
        )
    )
