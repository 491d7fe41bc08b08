"""What is counted, and why two counts of the same differ, in Chinese."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from checklist.law.model import Citation, Obligation, Question
from checklist.law.wording import citation, day
from checklist.report.view.grounds import Entries
from checklist.report.view.model import Line, Report
from checklist.report.words.conclusion import count, how_many
from checklist.report.words.wording import NOT_FOUND, offered, signs_of, status
from checklist.text import quoted

_MOST_PLACES = 3
IDLE = "适用、但所问的情形没有发生的，也计入不适用。"
ITEMS = f"表里按项计：一条义务对一个对象（填报单位或者一个直播间）计一项；{IDLE}"
"""Why the numbers of 项 are not those of the entries, which are counted as 条."""


def units(report: Report) -> str:
    """What 项 and 题 count, and why there are fewer numbers than 项, where they are first used."""
    lines = (*report.breaches, *report.open)
    shared = "，情况相同的直播间合用一个编号" if count(lines) > len(lines) else ""
    return f"“项”：一条义务对一个对象（填报单位或者一个直播间）{shared}；“题”：一个问题。"


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
    """共21项，情况相同的直播间合用一个编号，编了20个。 Empty where each 项 stands alone."""
    total = count(lines)
    if total == len(lines):
        return ""
    return f"共{how_many(lines)}，情况相同的直播间合用一个编号，编了{len(lines)}个。"


def not_due(report: Report) -> str:
    """有3题本期未到期，不算做到，也不算没有做到：第十条第一款（2026年12月31日）. Empty where all is
    due."""
    asked: dict[str, date] = {}
    places: dict[date, dict[str, None]] = {}
    for line in (line for paper in report.papers for line in paper.lines):
        for judged in line.judged:
            if judged.not_yet:
                asked[line.obligation.key(judged.question)] = judged.not_yet
                places.setdefault(judged.not_yet, {})[citation(line.obligation.source)] = None
    of = "；".join(f"{'、'.join(places[each])}（{day(each)}）" for each in sorted(places))
    return f"有{len(asked)}题本期未到期，不算做到，也不算没有做到：{of}。" if asked else ""


def not_found(report: Report) -> str:
    """禁止的行为有5项未发现（自评）。第三十三条：看过有没有抽检不合格、平台扣分。 Empty where none
    is; every one is named, and what was looked for alike is told once, as most of them word it."""
    lines = [line for paper in report.papers for line in paper.lines if status(line) == NOT_FOUND]
    alike: dict[frozenset[str], list[Line]] = {}
    for line in lines:
        alike.setdefault(frozenset(signs_of(line.judged)), []).append(line)
    with_signs = sorted(alike.items(), key=lambda each: not each[0])
    looked_for = "".join(_looked_for(report, of) for _, of in with_signs)
    return f"禁止的行为有{count(lines)}项{NOT_FOUND}。{looked_for}" if lines else ""


def _looked_for(report: Report, lines: Collection[Line]) -> str:
    """第三十四条、第三十六条，看过有没有：抽检不合格；平台扣分。 Else that it was asked
    directly."""
    entries = report.findings.rulebook.obligations
    places = dict.fromkeys(_named(line.obligation, entries) for line in lines)
    if not any(signs_of(line.judged) for line in lines):
        return f"{'、'.join(places)}，直接问了有没有，答的是没有。"
    worded: dict[str, list[str]] = {}
    for line in lines:
        for id, label in signs_of(line.judged).items():
            worded.setdefault(id, []).append(label)
    signs = "；".join(max(labels, key=labels.count) for labels in worded.values())
    return f"{'、'.join(places)}，看过有没有：{signs}。"


def _named(entry: Obligation, entries: Iterable[Obligation]) -> str:
    """第三十六条; “不得混淆视听”（第十七条）, where another entry has the same place or lies in it:
    there the citation would also speak of what that one found."""
    place = citation(entry.source)
    shared = any(each is not entry and _lies_in(each.source, entry.source) for each in entries)
    return f"{quoted(entry.title)}（{place}）" if shared else place


def _lies_in(part: Citation, whole: Citation) -> bool:
    same = (part.of, part.article) == (whole.of, whole.article)
    return same and whole.paragraph in {None, part.paragraph} and whole.item in {None, part.item}


def signs_at(report: Report) -> dict[str, tuple[str, Question]]:
    """By what was looked for, in words, the index of the working paper that first tells it, and
    with which question."""
    first: dict[str, tuple[str, Question]] = {}
    for paper in report.papers:
        for judged in (judged for line in paper.lines for judged in line.judged):
            if signs_of((judged,)):
                first.setdefault(offered(judged), (paper.index, judged.question))
    return first
