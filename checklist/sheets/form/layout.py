"""Lays out the sheet to be filled in: what is asked now, with what is known already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from msgspec.structs import replace

from checklist.assessment.asked import Asked, rooms_asked
from checklist.assessment.model import Answer, Assessment, Room
from checklist.assessment.objections import not_due, span_of
from checklist.assessment.questionnaire import (
    AskFact,
    AskQuestion,
    Step,
    answer_to,
    fact_steps,
    numbered,
    plan,
)
from checklist.assessment.recheck import CARRIED, as_confirmed, needs_recheck, standing_facts
from checklist.assessment.typed import solid
from checklist.assessment.values import ground
from checklist.assessment.wording import asks_about, spell
from checklist.law import remarks, wording
from checklist.law.applicability import Applies, Facts
from checklist.law.model import Fact, Kind, Question, Rulebook
from checklist.sheets.form.cells import AskedRow, Edit
from checklist.sheets.form.sheet import ANSWERS, FACTS, FilledForm, FormRow, RowId, Sheet, row_id
from checklist.text import each_name, inert, name_key

ABOUT_RESPONDENT = "主体情况"


def layout(
    rulebook: Rulebook,
    assessment: Assessment,
    *,
    sections: Collection[str] = (),
    facts: bool = False,
    whom: str | None = None,
    items: Mapping[str, str] = {},
    today: date | None = None,
) -> Sheet:
    """The questionnaire for what is known so far.

    `sections` are words that stand in the titles of the chapters wanted, or in the names of the
    duty holders; none: all. Facts are asked where `facts` says so, none is answered or some are
    to be confirmed. With `whom` only what that person could know is asked, with why and what is
    proof. Whatever is left out, a question has its number in the terminal; `items` are the numbers
    in the report, by answer key. With `today` it is said of what is not due yet.
    """
    lines: list[str | FormRow] = []
    above, asked = None, 0
    planned = _as_last_time(rulebook, assessment)
    numbers = numbered(steps := plan(rulebook, planned))
    known = standing_facts(rulebook, planned).values()
    facts = facts or whom is not None or not assessment.facts or planned is not assessment
    for step in steps if whom is None else _known_by(whom, assessment, steps):
        match step:
            case AskFact() if facts:
                heading, duty = ABOUT_RESPONDENT, inert(remarks.why(step.fact, None, known))
            case AskQuestion() if _wanted(rulebook, step, sections):
                heading, duty = wording.role(rulebook, step.role), _duty(step, items.get(step.key))
            case _:
                continue
        if heading != above:
            lines.append(heading)
        above, asked = heading, asked + 1
        why = (*_early(rulebook, assessment, step, today), *_why(step, known, whom))
        lines.extend(_rows(rulebook, assessment, step, number=numbers[step.id], duty=duty, why=why))
    return Sheet(
        rulebook=rulebook, assessment=assessment, lines=tuple(lines), questions=asked, whom=whom
    )


def could_know(rulebook: Rulebook, assessment: Assessment) -> list[str]:
    """Everybody who could know what is still open, in the order in which it is asked."""
    steps = plan(rulebook, _as_last_time(rulebook, assessment))
    return each_name(_knowing(assessment, step) for step in steps)


def has_carried_facts(rulebook: Rulebook, assessment: Assessment) -> bool:
    """Whether facts are asked that were taken over from an earlier self-audit and that nobody
    confirmed yet."""
    steps = fact_steps(rulebook, assessment, standing_facts(rulebook, assessment))
    facts = {step.fact.id for step in steps if isinstance(step, AskFact)}
    return any(assessment.facts[id].state == CARRIED for id in facts & assessment.facts.keys())


def _as_last_time(rulebook: Rulebook, assessment: Assessment) -> Assessment:
    """`assessment`; as long as facts are to be confirmed, as if they were so unchanged."""
    if not has_carried_facts(rulebook, assessment):
        return assessment
    return replace(assessment, facts=as_confirmed(assessment).facts)


def _known_by(whom: str, assessment: Assessment, steps: Iterable[Step]) -> Iterator[Step]:
    """The steps whose answers one person could know."""
    for step in steps:
        if name_key(_knowing(assessment, step)) == name_key(whom):
            yield step


def _knowing(assessment: Assessment, step: Step) -> str:
    """Who could know the answer, as recorded; nothing once it is known, or where nobody is
    named."""
    asked = step if isinstance(step, AskFact | AskQuestion) else None
    recorded = answer_to(assessment, asked) if asked else None
    return (recorded.who_could_know if recorded else None) or ""


def _why(step: AskFact | AskQuestion, known: Collection[Facts], whom: str | None) -> Iterator[str]:
    """Why it is asked, and what counts as proof; only for one person who may know."""
    if whom is not None and isinstance(step, AskQuestion):
        yield f"为什么问：{inert(remarks.why(step.question, step.obligation, known))}"
        if step.obligation.evidence:
            yield f"什么算证明：{inert('、'.join(step.obligation.evidence))}"


def _early(
    rulebook: Rulebook, assessment: Assessment, step: AskFact | AskQuestion, today: date | None
) -> Iterator[str]:
    """That nothing can be overdue yet, and what is written then."""
    if isinstance(step, AskQuestion):
        span = span_of(rulebook, step.question, assessment, today)
        if early := not_due(step.question, span):
            yield f"（{early}：还没有做的写 不适用，已经做了的照实写）"


def section_names(rulebook: Rulebook) -> tuple[str, ...]:
    """What `sections` may name: the chapters that hold questions, and the duty holders."""
    held = {rulebook.chapter_of(duty.source) for duty in rulebook.obligations}
    chapters = (chapter.title for chapter in rulebook.chapters if chapter in held)
    return (*chapters, *(holder.name for holder in rulebook.duty_holders))


def is_section(rulebook: Rulebook, name: str) -> bool:
    """Whether a word names a chapter with questions, or a duty holder."""
    word = _word(rulebook, name)
    return bool(word) and any(word in solid(known) for known in section_names(rulebook))


def _word(rulebook: Rulebook, name: str) -> str:
    """办法第三章 names 办法 第三章 直播间运营者 as well, and 第三章 where no other one is asked."""
    word, regulations = solid(name), rulebook.regulations
    only = solid(regulations[0].called) if len(regulations) == 1 else ""
    return word.removeprefix(only) or word


def _wanted(rulebook: Rulebook, step: AskQuestion, sections: Collection[str]) -> bool:
    holders = (rulebook.duty_holder(bound.holder).name for bound in step.binding.bound_as)
    entries = (each for each in rulebook.obligations if step.key in map(each.key, each.questions))
    chapters = (rulebook.chapter_of(each.source) for each in entries)
    titles = (chapter.title for chapter in chapters if chapter)
    named = [solid(name) for name in (*titles, *holders)]
    words = [_word(rulebook, section) for section in sections]
    return not sections or any(word in name for word in words for name in named)


def _duty(step: AskQuestion, item: str | None) -> str:
    obligation = step.obligation
    tag = "" if obligation.kind is Kind.DUTY else f"（{wording.KIND[obligation.kind]}）"
    unsure = "\n（是否适用还不能确定）" if step.binding.applies is not Applies.YES else ""
    place = wording.citation(obligation.source, step.question.item)
    where = f"\n（报告第{item}项）" if item else ""
    return inert(f"{place} {obligation.title}{tag}") + where + unsure


def _rows(
    rulebook: Rulebook,
    assessment: Assessment,
    step: AskFact | AskQuestion,
    *,
    number: int,
    duty: str,
    why: Iterable[str],
) -> Iterator[FormRow]:
    asked, recorded = step.asked, answer_to(assessment, step)
    kind, key = (FACTS, step.fact.id) if isinstance(step, AskFact) else (ANSWERS, step.key)
    stands = answer_stands(rulebook, assessment, asked, recorded)
    ask, rooms = _ask(rulebook, assessment, asked, recorded, stands=stands), step.rooms
    if len(assessment.rooms) == 1:  # it has a row of its own only where it is recorded apart
        rooms = tuple(room for room in rooms if recorded and room.id in recorded.exceptions)
    for id, about in _subjects(asked, kind, key, rooms):
        row = AskedRow(asked, id)
        yield FormRow(
            id=id,
            fingerprint=asked.fingerprint,
            is_head=row.is_head,
            number=f"主体{number}" if kind == FACTS else str(number),
            duty=duty if row.is_head else "",
            ask="\n".join((ask, *why)) if row.is_head else "",
            about=about,
            choices=row.choices,
            hint=row.how,
            given=row.given(recorded, stands=stands),
        )


def answer_stands(
    rulebook: Rulebook, assessment: Assessment, asked: Fact | Question, recorded: Answer | None
) -> bool:
    """Whether there is a recorded answer that need not be given anew."""
    return recorded is not None and not needs_recheck(asked, recorded, rulebook, assessment)


def put_to(
    form: FilledForm, edits: Iterable[Edit], rulebook: Rulebook, assessment: Assessment
) -> Asked:
    """The rooms to which a form that came back put what it answers for all of them: those that have
    a row. A room that was the only one has none; others may have been listed since."""
    keys = {edit.id.key for edit in edits if edit.field == "answer" and not edit.id.room}
    ids = [id for row in form.rows if (id := row_id(row.id)) and id.room]
    rows = {key: frozenset(id.room or "" for id in ids if id.key == key) for key in keys}
    now, listed = rooms_asked(rulebook, assessment), [room.id for room in assessment.rooms]

    def first(key: str) -> frozenset[str]:
        asked = now.get(key, listed)
        return frozenset([room for room in listed if room in asked][:1])

    return {key: rooms or first(key) for key, rooms in rows.items()}


def _subjects(
    asked: Fact | Question, kind: str, key: str, rooms: tuple[Room, ...]
) -> Iterator[tuple[RowId, str]]:
    """Each row of a question and what it is about: options, then rooms that differ."""
    if asked.is_multiple:
        for number, option in enumerate(asked.options, 1):
            about = f"{number}. {inert(option.label)}"
            if option.inapplicable_if:
                about += f"\n（{option.inapplicable_if}，可选 不适用）"
            yield RowId(kind=kind, key=key, option=option.id), about
    else:
        yield RowId(kind=kind, key=key), "各直播间（共同的答案）" if rooms else ""
    for room in rooms:
        yield RowId(kind=kind, key=key, room=room.id), f"仅直播间：{inert(room.name)}"


def _ask(
    rulebook: Rulebook,
    assessment: Assessment,
    asked: Fact | Question,
    recorded: Answer | None,
    *,
    stands: bool,
) -> str:
    lines = [inert(asked.ask) + ("（逐项回答）" if asked.is_multiple else "")]
    if about := asks_about(rulebook, asked, assessment.period):
        lines.append(f"（{about}）")
    if isinstance(asked, Question) and wording.asks_for_bad(asked):
        lines.append(f"（{wording.BAD}）")
    if why := ground(asked):
        lines.append(f"（{inert(why)}，可答 不适用）")
    if recorded is not None and recorded.value is not None and not stands:
        before = spell(asked, recorded.value)
        lines.append(f"（以前答的是：{before}；请按现在的题目和情况重新回答）")
    return "\n".join(lines)
