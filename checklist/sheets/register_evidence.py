"""The evidence that touched cells add to an answer. Nothing is taken away, nothing comes twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from checklist.assessment.model import Answer, Evidence
from checklist.assessment.typed import Misread, quoted
from checklist.report.words import wording as words
from checklist.sheets import register_values as values
from checklist.sheets.register_fields import Cells, Code, evidence_lines
from checklist.text import inert

Look = Callable[[str], tuple[Evidence, str]]
"""A piece of evidence as it was typed -> what to record, and a remark in Chinese or nothing."""


class Touched(Struct, frozen=True, kw_only=True):
    """A cell that somebody changed since the register was written.

    `current` are the cells of its row as they would be written today.
    """

    code: Code
    place: str
    cell: str
    current: Cells


class Added(Struct, frozen=True, kw_only=True):
    """New evidence, remarks in Chinese, and complaints: address, what is wrong, how to mend it."""

    evidence: tuple[Evidence, ...]
    remarks: tuple[str, ...]
    complaints: tuple[tuple[str, str, str], ...]


def added(answer: Answer, touched: Sequence[Touched], look: Look) -> Added:
    """What the touched cells of one answer add to it, each piece once."""
    known = {*evidence_lines(answer)}
    known |= {inert(text) for one in answer.evidence for text in (one.path, one.text) if text}
    evidence: list[Evidence] = []
    remarks: list[str] = []
    complaints: list[tuple[str, str, str]] = []
    for one in touched:
        try:
            pieces = values.pieces(one.cell)
        except Misread as misread:
            complaints.append((one.place, misread.what, misread.mend))
            continue
        remarks += _left_out(one, answer, pieces)
        for piece in pieces:
            if piece in known:
                continue
            found, remark = look(piece)
            name = found.path or found.text
            if name not in known:
                evidence.append(found)
            known |= {piece, name}
            remarks += [f"{one.place} {remark}"] if remark else []
    return Added(evidence=tuple(evidence), remarks=tuple(remarks), complaints=tuple(complaints))


def told(one: Evidence) -> str:
    """A piece of evidence in a preview; what is no file says so."""
    return inert(words.handed_in(one)) + ("" if one.sha256 else "（文字）")


def _left_out(one: Touched, answer: Answer, pieces: Sequence[str]) -> list[str]:
    """A remark on evidence that was deleted from a cell."""
    gone = [line for line in evidence_lines(answer) if line not in pieces]
    if not gone or not one.code.stands("evidence", answer, one.current):
        return []
    kept = "、".join(quoted(line) for line in gone[:3]) + ("等" if len(gone) > 3 else "")
    return [f"{one.place} 佐证只增不减，删去的仍然保留：{kept}"]
