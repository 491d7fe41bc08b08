"""One number for all that was said: the same however a file is ordered, wrapped or sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from checklist.assessment.as_data import assessment_as_data
from checklist.assessment.model import Assessment
from checklist.law.as_data import Data

SECTIONS = ("respondent", "period", "rooms", "answered_to", "facts", "answers")
"""What is counted, under the names it has in a result as JSON."""


def digest(assessment: Assessment) -> str:
    """SHA-256 of the assessment as read, 64 hex digits.

    Every value, note, name, date and piece of evidence counts. Spelling (三年, 3 年), the order of
    keys, line ends and comments do not: they are gone once a file is read.
    """
    return digest_of(assessment_as_data(assessment))


def digest_of(said: Mapping[str, Data]) -> str:
    """SHA-256 of the SECTIONS of `said`, as ASCII JSON with sorted keys and no spaces."""
    text = json.dumps({name: said[name] for name in SECTIONS}, sort_keys=True,
                      separators=(",", ":"))  # fmt: skip
    return hashlib.sha256(text.encode("ascii")).hexdigest()
