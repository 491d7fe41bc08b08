"""What must be found in every form: each field of the answers and findings, and how it may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from msgspec.structs import fields

from checklist.assessment import model as said
from checklist.assessment.wording import scalar
from checklist.evaluation import model as found
from checklist.law import applicability, wording
from checklist.law.periods import Period
from checklist.report.words import wording as words
from tests.given import everything as given

WALKED = (
    said.Assessment,
    said.Respondent,
    said.SelfAuditPeriod,
    said.Room,
    said.AnsweredTo,
    said.Answer,
    said.Evidence,
    found.Findings,
    found.Finding,
    found.Judged,
    found.Observation,
    found.Contradiction,
    applicability.Standing,
    applicability.Binding,
    applicability.BoundAs,
)
HOLDERS = {
    "Assessment.respondent", "Assessment.period", "Assessment.rooms", "Assessment.facts",
    "Assessment.answers", "Assessment.answered_to", "Answer.exceptions", "Answer.evidence",
    "Findings.rulebook", "Findings.assessment", "Findings.standings", "Findings.facts",
    "Findings.findings", "Finding.binding", "Finding.judged", "Judged.answer", "Judged.outcome",
    "Judged.verified", "Judged.contradictions", "Judged.observed", "Contradiction.observation",
    "Binding.bound_as",
    "Findings.not_compared",  # tests/cli/test_rulebooks.py looks for what is said of them
    "Findings.against",  # test_cautions.py looks for what it says
    "Judged.key",  # the place of the answer, which is walked itself
    "Judged.not_yet",  # test_cautions.py looks for it
    "Judged.against",  # test_cautions.py looks for what it says
    "Observation.undecided",  # tests/records look for what is left open; its note says why
    "Answer.signed",  # tests/assessment/test_signers.py looks for who said what of which room
    "Room.formerly",  # tests/assessment/test_rooms.py and the comparison look for earlier names
    "Binding.not_fined_by",  # it leaves out what would be told: a penalty that fines only others
}  # fmt: skip
"""Fields that hold what is walked itself, or leave out what would be."""


@dataclass(frozen=True)
class Told:
    """That a field must be found: any of `spellings` will do. `place`: where it was said."""

    field: str
    place: str
    spellings: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.field} [{self.place}]" if self.place else self.field


REPORT = given.everything()
FINDINGS = REPORT.findings
BY_ID = {(one.obligation.id, one.room): one for one in FINDINGS.findings}


def told() -> Iterator[Told]:
    yield from _respondent()
    for place in given.PLACES:
        yield from _answer(place)
    yield from _findings()


def _respondent() -> Iterator[Told]:
    assessment = given.ASSESSMENT
    for one in fields(said.Respondent):
        yield Told(f"Respondent.{one.name}", "", (getattr(assessment.respondent, one.name),))
    assert assessment.period
    for one in fields(said.SelfAuditPeriod):
        yield Told(f"SelfAuditPeriod.{one.name}", "", _day(getattr(assessment.period, one.name)))
    for room in assessment.rooms:
        yield Told("Room.id", room.name, (room.id,))
        yield Told("Room.name", room.id, (room.name,))
    for edition in assessment.answered_to:
        yield Told("AnsweredTo.id", "", (edition.id,))
        yield Told("AnsweredTo.edition", "", (edition.edition,))


def _answer(place: str) -> Iterator[Told]:
    answer = given.answer(place)
    for one in fields(said.Answer):
        name, value = f"Answer.{one.name}", getattr(answer, one.name)
        match value:
            case _ if name in HOLDERS:
                continue
            case date():
                yield Told(name, place, _day(value))
            case dict():
                yield Told(name, place, _day(value[""]))
            case str():
                yield Told(name, place, (value, value[:10]) if one.name == "at" else (value,))
            case _:
                yield Told(name, place, _value(place, value))
    for value in answer.exceptions.values():
        yield Told("Answer.value", f"{place}, exception", _value(place, value))
    for evidence in answer.evidence:
        for one in fields(said.Evidence):
            value = getattr(evidence, one.name)
            if value is not None:
                kind = "a file" if evidence.path else "paper"
                yield Told(f"Evidence.{one.name}", f"{place}, {kind}", _size(value))


def _size(value: object) -> tuple[str, ...]:
    """As it is, in bytes with thousands apart, in kB, or up to the minute."""
    if isinstance(value, int):
        return str(value), f"{value:,}", f"{value / 1000:.0f} KB", f"{value / 1024:.0f} KB"
    return (str(value), str(value)[:10]) if "T" in str(value) else (str(value),)


def _day(one: date) -> tuple[str, ...]:
    return one.isoformat(), wording.day(one)


def _value(place: str, value: said.Value) -> tuple[str, ...]:
    """In words, and as JSON writes the data."""
    match value:
        case said.Choice(option=option):
            return next(one.label for one in given.PLATFORM if one.id == option), f'"{option}"'
        case said.Mark():
            return {"yes": "是", "no": "否", "inapplicable": "不适用"}[value.value], value.value
        case said.Unread(raw=raw):
            return (raw,)
        case said.Picks():
            return ("情形寅", "要件寅") if place == "open options" else ("要件寅",)
        case Period(years=years, months=months, days=days):
            data = f'"years":{years},"months":{months},"days":{days}'
            return f"{years}年{months}个月{days}天", data
    raise AssertionError(value)


def _findings() -> Iterator[Told]:
    yield Told("Findings.as_of", "", _day(FINDINGS.as_of))
    for standing in FINDINGS.standings:
        holder = standing.holder
        yield Told("Standing.holder", holder.id, (holder.name, f'"{holder.id}"'))
        yield Told("Standing.held", holder.id, (words.HELD[standing.held], '"held":true'))
        for id in standing.facts:
            yield Told("Standing.facts", holder.id, (given.RULEBOOK.fact(id).ask,))
    for (id, room), one in BY_ID.items():
        place = f"{id} {room or ''}".strip()
        yield Told("Finding.obligation", place, (one.obligation.title,))
        yield Told("Finding.room", place, (room or "填报单位", '"subject":null'))
        yield Told("Finding.status", place, (words.STATUS[one.status], one.status.value))
        yield Told("Finding.basis", place, (words.BASIS[one.basis], one.basis.value))
        for ref in one.penalties:
            source = given.RULEBOOK.penalty(ref.id).source
            yield Told("Finding.provisions", place, (wording.citation(source), f'"{ref.id}"'))
        for ref in one.penalties_in_doubt:
            yield Told("Finding.provisions", place, (str(ref.why),))
        yield from _binding(place, one.binding)
        yield from _outcomes(place, one)


def _binding(place: str, one: applicability.Binding) -> Iterator[Told]:
    data = {"yes": '"applies":true', "no": '"applies":false', "unknown": '"applies":null'}
    word = {"yes": ("适用",), "no": ("不适用",), "unknown": ("是否适用", "未定", "尚不能确定")}
    yield Told("Binding.applies", place, (*word[one.applies.value], data[one.applies.value]))
    if one.in_doubt:
        yield Told("Binding.in_doubt", place, ("条文本身没有写明", '"in_doubt":true'))
    if one.applies is not applicability.Applies.YES:
        for id in one.facts:
            yield Told("Binding.facts", place, (given.RULEBOOK.fact(id).ask,))
    for bound in one.bound_as:
        name = given.RULEBOOK.duty_holder(bound.holder).name
        yield Told("BoundAs.holder", place, (name, f'"{bound.holder}"'))
        if bound.via:
            yield Told("BoundAs.via", place, (wording.cite(bound.via), f'"mcn":{bound.via}'))
        if bound.liability:
            yield Told("BoundAs.liability", place, (bound.liability.why,))


def _outcomes(place: str, one: found.Finding) -> Iterator[Told]:
    for judged in one.judged:
        yield Told("Judged.question", place, (judged.question.ask,))
        if judged.value and judged.outcome in {found.Outcome.GAP, found.Outcome.PASS}:
            yield Told("Judged.value", place, _value("", judged.value))
        if judged.remedied:
            yield Told("Judged.remedied", place, _day(judged.remedied))
        if judged.why:
            spelled = (words.OPEN_WHY[judged.why], "未定", judged.why.value)
            yield Told("Judged.why", place, spelled)
        for option in (*judged.missing, *judged.unclear):
            yield Told("Judged.options", place, (option.label, f'"{option.id}"'))
    for odd in one.contradictions:
        yield Told("Contradiction.question", place, (odd.question.ask,))
    for judged in one.judged:
        for seen in judged.observed:
            yield from _seen(place, judged, seen)


def _seen(place: str, judged: found.Judged, seen: found.Observation) -> Iterator[Told]:
    asked = judged.question
    labels = [each.label for each in asked.options if each.id == seen.option]
    yield Told("Observation.key", place, (asked.ask, asked.id))
    if seen.room:
        rooms = (f"，{seen.room}，", f'"room":"{seen.room}"', f"_{seen.room}")
        yield Told("Observation.room", place, rooms)
    if labels:
        yield Told("Observation.option", place, (f"“{labels[0]}”", f'"option":"{seen.option}"'))
    result = "结果合要求" if seen.holds else "结果不合要求"
    yield Told("Observation.holds", place, (result, f'"holds":{str(seen.holds).lower()}'))
    looked_at = "（抽查" if seen.sample else "（全面核对"
    yield Told("Observation.sample", place, (looked_at, f'"sample":{str(seen.sample).lower()}'))
    yield Told("Observation.note", place, (seen.note,))
    if seen.measured:
        spelled = (f"最短{scalar(seen.measured)}", '"years":1,"months":7,"days":13')
        yield Told("Observation.measured", place, spelled)
    for name in seen.sources:
        yield Told("Observation.sources", place, (name,))
    if seen.rows is not None:
        yield Told("Observation.rows", place, (f"{seen.rows}条", f'"rows":{seen.rows}'))
