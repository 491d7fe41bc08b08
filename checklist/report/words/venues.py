"""管辖 in Chinese: which authority deals with the respondent as which duty holder."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.law.applicability import Applies
from checklist.law.wording import citation
from checklist.report.view.model import Venue
from checklist.report.words.wording import which_rooms

NONE_NAMED = "本规章没有写明由谁管辖"


def concerns(venue: Venue) -> str:
    """Which rooms it is about: 全部5个直播间; empty where there is nothing to tell apart."""
    return "" if venue.rooms is None or venue.rooms.of == 1 else which_rooms(venue.rooms)


def authority(venue: Venue) -> str:
    """The authority, and whether it is certain that it is the one."""
    if venue.competence is None:
        return NONE_NAMED
    named = venue.competence.jurisdiction.authority
    return named if venue.competence.applies is Applies.YES else f"可能是：{named}"


def otherwise(venue: Venue) -> str:
    """Who does where that cannot be determined; empty where the regulation does not say."""
    return (venue.competence and venue.competence.jurisdiction.otherwise) or ""


def place(venue: Venue) -> str:
    """The citation; empty where no authority is named."""
    return citation(venue.competence.jurisdiction.source) if venue.competence else ""


def line(venues: Iterable[Venue]) -> str:
    """All of it in one line: 直播间运营者由…管辖（第四十七条第二款）；…."""
    return "；".join(short(venue) for venue in venues)


def short(venue: Venue) -> str:
    """直播间运营者（3个直播间）：…（第四十七条第二款）."""
    if venue.competence is None:
        return f"{venue.holder.name}：{NONE_NAMED}"
    rooms = f"（{len(venue.rooms.rooms)}个直播间）" if venue.rooms and concerns(venue) else ""
    whose = f"{venue.holder.name}{rooms}"
    return f"{whose}：{authority(venue)}（{place(venue)}）"
