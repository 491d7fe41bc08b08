"""Evidence as back-matter resources, with the digest it had when it was named."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.assessment.model import Answer, Evidence
from checklist.law.as_data import Data
from checklist.oscal.ids import Names
from checklist.oscal.values import filled, href, own, prop, prose, sha256, title
from checklist.report.view.model import Exhibit

_WHERE = "路径相对于答案文件所在的文件夹；摘要是作答时算的，写这份文件时没有再看过它。"


def evidence_uuid(names: Names, one: Evidence) -> str:
    """A file that changed since it was named is another piece of evidence."""
    return names.own("evidence", one.path or "", one.sha256 or "", one.text)


def resources(names: Names, exhibits: Iterable[Exhibit]) -> list[Data]:
    """The exhibits that are files. Words alone are told where they were said."""
    return [_resource(names, one, path) for one in exhibits if (path := one.evidence.path)]


def _resource(names: Names, exhibit: Exhibit, path: str) -> Data:
    one = exhibit.evidence
    return filled(
        {
            "uuid": evidence_uuid(names, one),
            "title": title(f"{exhibit.number} {one.text or path}"),
            "description": prose(one.text),
            "props": [
                own("type", "evidence"),
                *prop("exhibit", exhibit.number),
                *prop("path", path),
                *prop("size", one.size),
                *prop("seen-at", one.seen_at),
                *(prop("sha256", one.sha256) if not sha256(one.sha256) else []),
            ],
            "rlinks": [filled({"href": href(path), "hashes": sha256(one.sha256)})],
            "remarks": _WHERE,
        }
    )


def relevant(names: Names, answer: Answer | None) -> list[Data]:
    """What an answer names as evidence, each once, as an observation refers to it."""
    named = dict.fromkeys(answer.evidence if answer else ())
    return [
        filled(
            {
                "href": f"#{evidence_uuid(names, one)}" if one.path else None,
                "description": title(one.text or one.path or ""),
            }
        )
        for one in named
    ]
