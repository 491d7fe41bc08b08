"""docs/oscal.md names whatever we have added to OSCAL, and nothing that is not written."""

from __future__ import annotations

import re
from pathlib import Path

from checklist.oscal.values import NS
from tests.report.oscal.cases import CASES, objects, told

DOC = (Path(__file__).parents[3] / "docs" / "oscal.md").read_text(encoding="utf-8")
SELDOM = {"review-by", "review-on", "sha256"}
"""Props of a rulebook that somebody signed off, and of a digest that is none: no case has one."""


def test_every_name_of_our_own_is_documented_and_written() -> None:
    names = set()
    for case in CASES:
        for data in told(case).values():
            for one in objects(data):
                if NS in (one.get("ns"), one.get("system")):
                    names.add(one["name"])
                names |= {*one.get("types", ()), *((one["rel"],) if "rel" in one else ())}
    ours = DOC.partition("## 我们自己的 props")[2].partition("## 怎样验证")[0]
    cells = [line.split("|")[2] for line in ours.splitlines() if line.startswith("|")]
    documented = {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}
    assert documented - names <= SELDOM
    assert names - set(re.findall(r"`([^`\n]+)`", DOC.replace("```", ""))) == set()
    assert NS in DOC
