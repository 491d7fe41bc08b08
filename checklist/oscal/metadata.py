"""What stands at the head of every document, and the regulation all of them rest on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from checklist import __version__
from checklist.law.as_data import Data
from checklist.law.model import Rulebook
from checklist.oscal.values import (
    OSCAL_VERSION,
    day_begins,
    filled,
    line,
    own,
    prop,
    prose,
    title,
    uid,
)

PROGRAM = "livestream-checklist"
NO_CLOCK = (
    "程序不读时钟：last-modified 是判断基准日的零点（北京时间），不是写出文件的时刻。"
    "相同的输入写出相同的文件。"
)


def metadata(
    rulebook: Rulebook,
    name: str,
    *,
    version: str,
    as_of: date,
    remarks: str = "",
    props: Iterable[Data] = (),
    people: Data | None = None,
) -> Data:
    """`people`: roles, parties and responsible-parties, where the document names any."""
    return filled(
        {
            "title": title(name),
            "last-modified": day_begins(as_of),
            "version": line(version) or "0",
            "oscal-version": OSCAL_VERSION,
            "props": [
                *prop("program", f"{PROGRAM} {__version__}"),
                *prop("rulebook-id", rulebook.id),
                *prop("rulebook-edition", rulebook.edition),
                *prop("rulebook-sha256", rulebook.sha256),
                *prop("rulebook-bundled", rulebook.bundled),
                *props,
            ],
            **(people or {}),
            "remarks": prose(NO_CLOCK, remarks),
        }
    )


def regulation_uuid(rulebook: Rulebook) -> str:
    """The back-matter resource that stands for the regulation in the catalog."""
    return uid("regulation", rulebook.id)


def regulation(rulebook: Rulebook) -> Data:
    """The regulation as published: the one thing in these documents that lies on the network."""
    name = f"《{rulebook.title}》"
    return {
        "uuid": regulation_uuid(rulebook),
        "title": title(name),
        "description": prose(f"{rulebook.number}，{rulebook.in_force.isoformat()}起施行。"),
        "props": [own("type", "regulation"), *prop("in-force", rulebook.in_force)],
        "citation": {"text": title(f"{name}（{rulebook.number}）")},
        "rlinks": [{"href": rulebook.official_url}],
    }
