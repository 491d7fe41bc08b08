"""This program as OSCAL's assessment tool, and as where observations and findings come from."""

from __future__ import annotations

from checklist import __version__
from checklist.law.as_data import Data
from checklist.oscal.metadata import PROGRAM
from checklist.oscal.values import own, uid

_TOOL = uid("tool", PROGRAM)
_PLATFORM = uid("platform", PROGRAM)


def tool_origin() -> Data:
    """That the program found something, by comparing or by looking for an answer."""
    return {"actors": [{"type": "tool", "actor-uuid": _TOOL}]}


def assets() -> Data:
    """What the audit is done with: this program, on the respondent's own computer."""
    return {
        "components": [
            {
                "uuid": _TOOL,
                "type": "software",
                "title": PROGRAM,
                "description": "在填报单位自己的电脑上运行，不联网。",
                "props": [own("version", __version__)],
                "status": {"state": "operational"},
            }
        ],
        "assessment-platforms": [
            {
                "uuid": _PLATFORM,
                "title": "填报单位的电脑",
                "uses-components": [{"component-uuid": _TOOL}],
            }
        ],
    }
