"""The reports that every OSCAL test looks at, and ways to look into documents."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from msgspec.structs import replace

from checklist.assessment.model import Mark
from checklist.oscal.documents import RESULTS, documents
from checklist.report.view.model import Report
from tests.given.everything import everything
from tests.given.sample import AGENCY, CLEAN, NOBODY, UNANSWERED, judged
from tests.given.slowly import slow_but
from tests.report.hostile import ALL, hostile
from tests.report.kinds import evil, example, ninety_gaps, reported, thirty_rooms, unanswered

Data = dict[str, Any]


def dormant() -> Report:
    """Answers that no question takes up, and an exception for a room that is gone."""
    answers = {
        **AGENCY.answers,
        "art99-gone/kept": replace(AGENCY.answers["art34/done"], note="早已删去的问题"),
        "art30/reviewed": replace(
            AGENCY.answers["art30/reviewed"],
            exceptions={"r9": Mark.YES},
        ),
    }
    return judged(replace(AGENCY, answers=answers))


CASES: Mapping[str, Callable[[], Report]] = {
    "agency": lambda: example("agency"),
    "brand": lambda: example("brand"),
    "host": lambda: example("host"),
    "thirty-rooms": lambda: reported(thirty_rooms()),
    "ninety-gaps": lambda: reported(ninety_gaps()),
    "unanswered": lambda: reported(unanswered()),
    "everything": everything,
    "sample": judged,
    "clean": lambda: judged(CLEAN),
    "nobody": lambda: judged(NOBODY),
    "begun": lambda: judged(UNANSWERED),
    "dormant": dormant,
    "hostile": lambda: judged(hostile()),
    "evil": lambda: judged(evil(ALL)),
    "blank": lambda: judged(evil("\u200b \n")),
}

MANY = {"brand", "host", "thirty-rooms", "ninety-gaps", "unanswered"}
"""Those that say much and hardly another thing than the rest."""
BY_CASE = slow_but(*CASES.keys() - MANY, of=CASES)


@cache
def report(case: str) -> Report:
    return CASES[case]()


@cache
def told(case: str) -> Mapping[str, Data]:
    """The documents as their reader finds them."""
    return {name: json.loads(json.dumps(data)) for name, data in documents(report(case)).items()}


def unpacked(packed: bytes) -> dict[str, Data]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def plain(packed: bytes) -> str:
    """Every text in the documents, Markdown's escapes undone: what a reader of them sees."""
    import html
    import re

    texts = "\n".join(str(one) for _, one in scalars(list(unpacked(packed).values())))
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", html.unescape(texts))


def result(of: Report | str) -> Data:
    """The one result of the assessment results, of a report or of a case."""
    written = told(of) if isinstance(of, str) else documents(of)
    found: Data = written[RESULTS]["assessment-results"]["results"][0]
    return found


def objects(data: Any) -> Iterator[Data]:
    """Every JSON object in a document."""
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from objects(value)
    elif isinstance(data, list):
        for value in data:
            yield from objects(value)


def scalars(data: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every value in a document that holds no others, with the key it stands under."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from scalars(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from scalars(value, name)
    else:
        yield name, data


def props(data: Data) -> dict[str, list[str]]:
    """The props of an object, by name; of several with one name, all values in their order."""
    found: dict[str, list[str]] = {}
    for one in data.get("props", []):
        found.setdefault(one["name"], []).append(one["value"])
    return found
