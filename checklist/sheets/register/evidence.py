"""Finds the evidence that the rows of a register add to an answer; nothing is taken away."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.assessment.model import Answer, Evidence
from checklist.assessment.typed import Misread, excerpt
from checklist.sheets.evidence import EvidenceComparison
from checklist.sheets.register import columns
from checklist.sheets.register.columns import evidence_line, evidence_lines
from checklist.sheets.register.read import TouchedCell
from checklist.text import inert


class AddedEvidence(EvidenceComparison):
    """Compares the evidence that a register names with that of the answers."""

    def added(self, answer: Answer, touched: Sequence[TouchedCell]) -> list[Evidence]:
        """The evidence that touched cells name and `answer` has not, each piece once; and what it
        has, where they name another last day."""
        lines, added = evidence_lines(answer), []
        known = {*lines}
        known |= {
            inert(name) for piece in answer.evidence for name in (piece.path, piece.text) if name
        }
        for cell in touched:
            try:
                pieces = columns.read_evidence(cell.text)
            except Misread as misread:
                self.complain(cell.place, misread)
                continue
            gone = [line for line in lines if line not in pieces]
            if gone and not cell.moved:
                kept = "、".join(map(excerpt, gone[:3])) + ("等" if len(gone) > 3 else "")
                self.remarks.append(f"{cell.place} 佐证只增不减，删去的仍然保留：{kept}")
            for piece in pieces:
                if piece in known:
                    continue
                renewed = self.redated(piece, answer.evidence, evidence_line)
                if renewed is not None:
                    if renewed.valid_until and renewed not in answer.evidence:
                        added.append(renewed)
                    continue
                evidence = self.recorded(piece, cell.place)
                name = evidence and (evidence.path or evidence.text)
                if evidence and name and name not in known:
                    added.append(evidence)
                known |= {piece, name or piece}
        return added
