"""答复记录: every answer as given, also where it no longer counts, and what was noted beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from msgspec import Struct

from checklist.assessment.model import Answer, Assessment, Evidence, Picks, Room, Value
from checklist.assessment.recheck import CARRIED
from checklist.assessment.wording import spell
from checklist.evaluation.model import Contradiction
from checklist.law.applicability import Applies
from checklist.law.model import Fact, Option, Question
from checklist.law.wording import due
from checklist.report.view.model import Paper, Report
from checklist.report.words import cost
from checklist.report.words.wording import answered_by, day

_NAMED = 6


def answered_when(assessment: Assessment) -> str:
    """2026年11月18日至2026年11月20日；林晓、周敏. Empty where nothing was recorded."""
    answers = (*assessment.facts.values(), *assessment.answers.values())
    days = sorted(filter(None, (_day_of(one.at) for one in answers)))
    names = list(dict.fromkeys(one.by for one in answers if one.by))
    when = [day(days[0]) + (f"至{day(days[-1])}" if days[-1] != days[0] else "")] if days else []
    more = f"等{len(names)}人" if len(names) > _NAMED else ""
    who = ["、".join(names[:_NAMED]) + more] if names else []
    return "；".join([*when, *who])


def _day_of(at: str | None) -> date | None:
    """The day of a recorded time; None for one written by hand that is no date."""
    with suppress(ValueError):
        return date.fromisoformat((at or "")[:10])
    return None


class Recorded(Struct, frozen=True, kw_only=True, eq=False):
    """One answer. `key` is what the answers file keeps it under; `index` lists the working papers
    that rest on it. `by` and `told` are empty where nothing was recorded."""

    key: str
    index: tuple[str, ...]
    ask: str
    answer: str
    by: str
    noted: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]


def facts(report: Report) -> tuple[Recorded, ...]:
    """主体情况: what was said to each fact, in the rulebook's order."""
    findings = report.findings
    said = findings.assessment.facts
    return tuple(
        _recorded(report, fact.id, fact, said[fact.id])
        for fact in findings.rulebook.facts
        if fact.id in said
    )


def counted(report: Report) -> tuple[Recorded, ...]:
    """What some working paper rests on, in the rulebook's order."""
    papers = _papers(report)
    asked = report.findings.rulebook.questions()
    said = report.findings.assessment.answers
    return tuple(
        _recorded(report, key, asked.get(key), said[key], tuple(papers[key]))
        for key in papers
        if key in said
    )


def set_aside(report: Report) -> tuple[Recorded, ...]:
    """Answers and facts that count for nothing now: not bound, or no longer asked."""
    rulebook, assessment = report.findings.rulebook, report.findings.assessment
    papers, asked = _papers(report), rulebook.questions()
    known = {fact.id for fact in rulebook.facts}
    left = {key: one for key, one in assessment.answers.items() if key not in papers}
    return tuple(
        _recorded(report, key, asked.get(key), answer)
        for key, answer in (
            *((id, one) for id, one in assessment.facts.items() if id not in known),
            *((key, left[key]) for key in asked if key in left),
            *((key, one) for key, one in left.items() if key not in asked),
        )
    )


def noted(answer: Answer) -> tuple[tuple[str, str], ...]:
    """What was written beside an answer, as label and text, except the evidence."""
    beside = {
        "理由": answer.reason,
        "谁可能知道": answer.who_could_know,
        "说明": answer.note,
        "责任部门": answer.department,
        "责任人": answer.owner,
        "复核人": answer.reviewer,
        "整改措施": answer.measures,
        "完成时限": answer.due.isoformat() if answer.due else None,
        "进度": None if answer.state == CARRIED else answer.state,
        "销号日期": answer.closed_on.isoformat() if answer.closed_on else None,
    }
    return tuple((label, told) for label, told in beside.items() if told)


def by_all(rows: Iterable[Recorded]) -> str:
    """By whom and when, where that is the same for every answer; else empty."""
    told = {one.by for one in rows}
    return told.pop() if len(told) == 1 else ""


def beside(paper: Paper) -> tuple[str, ...]:
    """What stands under a working paper: what fines the entry, its deadlines, its evidence, what is
    open in its encoding."""
    obligation = paper.obligation
    notes = {
        "罚则": cost.of_entry(paper.provisions),
        "期限": "；".join(map(due, obligation.due)),
        "宜备佐证": "、".join(obligation.evidence),
        "存疑": "；".join(obligation.review.open_points),
    }
    return tuple(f"{label}：{note}" for label, note in notes.items() if note)


def contradicted(one: Contradiction) -> str:
    """记录显示与答复不一致（抽查，r2，结果合要求）：… what was looked at and what it showed."""
    seen = one.observation
    looked_at = ("抽查" if seen.sample else "全面核对", *((seen.room,) if seen.room else ()))
    showed = f"结果{'合' if seen.holds else '不合'}要求"
    return f"记录显示与答复不一致（{'，'.join((*looked_at, showed))}）：{seen.note}"


def _papers(report: Report) -> dict[str, dict[str, None]]:
    """By answer key, the working papers of what binds or may bind, each once."""
    found: dict[str, dict[str, None]] = {}
    for paper in report.papers:
        for line in paper.lines:
            if line.finding.binding.applies is Applies.NO:
                continue
            for said in line.judged:
                key = paper.obligation.key(said.question)
                found.setdefault(key, {})[paper.index] = None
    return found


def _recorded(
    report: Report,
    key: str,
    asked: Fact | Question | None,
    answer: Answer,
    index: tuple[str, ...] = (),
) -> Recorded:
    rooms = {room.id: room for room in report.findings.assessment.rooms}
    return Recorded(
        key=key,
        index=index,
        ask=asked.ask if asked else "现用的规则册里没有这个问题",
        answer="；".join(_answers(asked, answer, rooms)),
        by=answered_by(answer),
        noted=noted(answer),
        evidence=answer.evidence,
    )


def _answers(
    asked: Fact | Question | None, answer: Answer, rooms: dict[str, Room]
) -> Iterator[str]:
    """The common answer, then the rooms in which it is otherwise, told once for each answer."""
    yield "未作答" if answer.value is None else _spelled(asked, answer.value)
    otherwise: dict[str, list[str]] = {}
    for id, value in answer.exceptions.items():
        name = f"{id} {rooms[id].name}" if id in rooms else id
        otherwise.setdefault(_spelled(asked, value), []).append(name)
    for told, names in otherwise.items():
        yield f"{'、'.join(names)}：{told}"


def _spelled(asked: Fact | Question | None, value: Value) -> str:
    if asked is None:
        marks = value.marks if isinstance(value, Picks) else ()
        options = tuple(Option(id=id, label=id) for id in marks)
        asked = Fact(id="", ask="", why="", options=options)
    return spell(asked, value)
