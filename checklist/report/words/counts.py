"""What is counted, and why two counts of the same differ, in Chinese."""

from __future__ import annotations

from collections.abc import Collection

from checklist.law.wording import citation
from checklist.report.view.grounds import Entries
from checklist.report.view.model import Line
from checklist.report.words.conclusion import count, told

_MOST_PLACES = 3
UNITS = "“项”：一条义务对一个对象（填报单位或者一个直播间）；“题”：一个问题。"
"""What 项, 条 and 题 count, said where they are first used."""
IDLE = "适用、但所问的情形没有发生的，也计入不适用。"
ITEMS = f"表里按项计：一条义务对一个对象（填报单位或者一个直播间）计一项；{IDLE}"
"""Why the numbers of 项 are not those of the entries, which are counted as 条."""


def entries(tally: Entries) -> str:
    """169条义务：适用80条，是否适用未定3条，不适用86条；另有倡导6条，不计入."""
    counted = tally.certain + tally.unknown + tally.excluded
    more = f"；另有倡导{tally.encouraged}条，不计入" if tally.encouraged else ""
    return (
        f"{counted}条义务：适用{tally.certain}条，是否适用未定{tally.unknown}条{_met(tally)}，"
        f"不适用{tally.excluded}条{more}"
    )


def _met(tally: Entries) -> str:
    """（其中第二十二条第三款的2条已经做到或者情形没有发生，不列为待确认）; empty where none is."""
    places = list(dict.fromkeys(map(citation, tally.unknown_met)))
    if not places:
        return ""
    of = f"{'、'.join(places[:_MOST_PLACES])}{'等处' if len(places) > _MOST_PLACES else ''}"
    count = len(tally.unknown_met)
    which = f"{of}，都" if count == tally.unknown else f"其中{of}的{count}条"
    return f"（{which}已经做到或者情形没有发生，不列为待确认）"


def merged(lines: Collection[Line]) -> str:
    """共21项，情况相同的直播间合在一起，列成20条。 Empty where each 项 stands alone."""
    total = count(lines)
    if total == len(lines):
        return ""
    return f"共{told(lines)}，情况相同的直播间合在一起，编成{len(lines)}个号。"
