"""What is assessed, as OSCAL components: the respondent's business, and each of its live rooms."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.assessment.model import Assessment, Room
from checklist.law.as_data import Data
from checklist.oscal.ids import Names
from checklist.oscal.values import prop, prose, title

_STATUS = {"state": "other", "remarks": "问卷不问运行状态。"}


def system_uuid(names: Names) -> str:
    """The respondent's business as a whole."""
    return names.own("system")


def room_uuid(names: Names, room: str) -> str:
    """A live room, by its id: its name may change."""
    return names.own("room", room)


def components(names: Names, assessment: Assessment) -> list[Data]:
    """The business, then its rooms in their order."""
    return [
        {
            "uuid": system_uuid(names),
            "type": "this-system",
            "title": f"{title(assessment.respondent.name)}的直播电商业务",
            "description": "填报单位作为一个整体；按单位判断的义务以它为对象。",
            "status": _STATUS,
        },
        *(_room(names, one) for one in assessment.rooms),
    ]


def _room(names: Names, one: Room) -> Data:
    return {
        "uuid": room_uuid(names, one.id),
        "type": "live-room",
        "title": title(one.name),
        "description": prose(f"直播间 {one.id}：{one.name}"),
        "props": prop("room-id", one.id),
        "status": _STATUS,
    }


def subject(names: Names, assessment: Assessment, room: str | None) -> Data:
    """A reference to one room, or to the respondent as a whole."""
    if room is None:
        name = title(assessment.respondent.name)
        return {"subject-uuid": system_uuid(names), "type": "component", "title": name}
    return {
        "subject-uuid": room_uuid(names, room),
        "type": "component",
        "title": title(assessment.room_name(room)),
    }


def subjects(names: Names, assessment: Assessment, rooms: Iterable[str] | None) -> list[Data]:
    """References to rooms; to the respondent as a whole where there are none to name."""
    found = [subject(names, assessment, room) for room in rooms or ()]
    return found or [subject(names, assessment, None)]
