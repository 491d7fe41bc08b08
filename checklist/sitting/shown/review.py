"""This module words what is answered and what is not, on the way and at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from checklist.assessment.model import Answer, Assessment, Room
from checklist.assessment.questionnaire import (
    AskFact,
    AskQuestion,
    answer_to,
    is_answered,
    plan,
)
from checklist.assessment.wording import spell
from checklist.evaluation.dormant import not_asked
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Finding, OpenWhy, Status
from checklist.evaluation.states import AnswerState, states, to_do
from checklist.evaluation.summary import exposure_order, totals
from checklist.law import wording
from checklist.law.model import Fact, Question, Rulebook
from checklist.layout import cells
from checklist.sitting.keys import Keystroke
from checklist.sitting.places import FACTS, Scope, numbered, section_of
from checklist.sitting.shown.earlier import first_of
from checklist.sitting.shown.pace import counted as counted_steps
from checklist.sitting.shown.screen import MOST_ROOMS_LISTED
from checklist.text import inert, name_key, without_asides

WORDS = {
    AnswerState.OPEN: "未答",
    AnswerState.RECHECK: "待复核",
    AnswerState.UNKNOWN: "不清楚",
    AnswerState.UNPROVEN: "待查实",
    AnswerState.GAP: "缺口",
    AnswerState.IF_BOUND: "若适用则为缺口",
    AnswerState.REMEDIED: "其中已整改",
}
CONCLUSIONS = {
    Status.NOT_SATISFIED: "不符合",
    Status.UNDETERMINED: "待确认",
    Status.SATISFIED: "符合",
    Status.NOT_APPLICABLE: "不适用",
}
_WIDEST_ANSWER, _MOST_GAPS = 24, 3


class _Row(Struct, frozen=True):
    """A fact or question as it is listed: its number and section, and what is still to be said."""

    step: AskFact | AskQuestion
    number: int
    section: str
    states: frozenset[AnswerState]


def _rows(rulebook: Rulebook, assessment: Assessment, today: date) -> list[_Row]:
    steps = plan(rulebook, assessment)
    numbers = numbered(steps)
    return [
        _Row(
            step,
            numbers[step.id],
            section_of(rulebook, step),
            states(step, rulebook, assessment, today),
        )
        for step in steps
        if isinstance(step, AskFact | AskQuestion)
    ]


def _counts(rows: Sequence[_Row]) -> dict[AnswerState, int]:
    return {state: sum(state in row.states for row in rows) for state in WORDS}


def summary_lines(rulebook: Rulebook, assessment: Assessment, today: date) -> Iterator[str]:
    """Tell the period, and each section on one line: which questions it has, and what is left."""
    rows = _rows(rulebook, assessment, today)
    period = assessment.period
    yield f"  自查期间：{f'{period.first} 至 {period.last}' if period else '还没有答'}"
    for title in dict.fromkeys(row.section for row in rows):
        section = [row for row in rows if row.section == title]
        left = _counted(section)
        first, last = (edge(row.number for row in section) for edge in (min, max))
        span = f"{first}" if first == last else f"{first}–{last}"
        where = f"主体{span}" if title == FACTS else f"第 {span} 题"
        yield f"  {title}  {where}：{left or '都已回答'}"


def dormant_lines(rulebook: Rulebook, assessment: Assessment) -> Iterator[str]:
    """Tell answers that are kept and count nowhere: their questions are not asked now."""
    kept, questions = not_asked(rulebook, assessment), rulebook.questions()
    if kept.answers:
        among = f"，其中 {len(kept.failing)} 题答的不合要求" if kept.failing else ""
        yield ""
        yield f"休眠（现在不适用或者不再问，答案保留、不计入结论）：{len(kept.answers)} 题{among}"
    for key in kept.answers:
        value, asked = assessment.answers[key].value, questions.get(key)
        ask = without_asides(asked.ask) if asked else f"{inert(key)}（已经改问别的题）"
        said = spell(asked, value) if value is not None else ""
        yield f"  □ {'[不合要求] ' if key in kept.failing else ''}{ask}  答：{said}"


def pending_lines(
    rulebook: Rulebook,
    assessment: Assessment,
    today: date,
    scope: Scope | None = None,
    since: str | None = None,
) -> Iterator[str]:
    """Tell what to look at before the end: everything open, unknown, to recheck, or a gap.

    Of a part only what belongs to it; then what was left out, by section. `since` is the id of the
    step from which on it is listed: what stands before it was looked at.
    """
    scope = scope or Scope()
    every = _rows(rulebook, assessment, today)
    rows = [row for row in every if scope.holds(row.step, rulebook)]
    left = [row for row in every if row not in rows and AnswerState.OPEN in row.states]
    parts = [
        f"{name} {len(of_kind)} 题" + (f"（{counts}）" if (counts := _counted(of_kind)) else "")
        for name, of_kind in (
            ("义务", [row for row in rows if _is_duty(row)]),
            (FACTS, [row for row in rows if isinstance(row.step, AskFact)]),
            ("倡导", [row for row in rows if row.section == wording.ENCOURAGED]),
        )
        if of_kind
    ]
    yield f"检查一遍：{'；'.join(parts)}"
    yield from _listed_since(rows, assessment, since)
    if not _fills_in_alone(assessment):
        yield from _assigning(rows, today)
    if left:
        yield from ("", f"这一次只问了{_part(rulebook, scope)}，还有 {len(left)} 题没有问：")
        for title in dict.fromkeys(row.section for row in left):
            yield f"  {title}  {sum(row.section == title for row in left)} 题"
        now = f"现在接着答，输入 {Keystroke.QUICK.value}；" if scope.part else ""
        yield f"{now}以后再答，运行退出时列在“没有答的题接着答”下面的那条命令。"
    yield from dormant_lines(rulebook, assessment)


def _listed_since(rows: list[_Row], assessment: Assessment, since: str | None) -> Iterator[str]:
    """Tell what is to be looked at, from a step on; of what stands before it only how much."""
    at = next((at for at, row in enumerate(rows) if row.step.id == since), 0)
    before = sum(bool(row.states) for row in rows[:at])
    if before:
        yield f"从刚才那一题往下列；前面的 {before} 题已经列过，要看，输入 从头。"
    yield from _listed([row for row in rows[at if before else 0 :] if row.states], assessment)


def _part(rulebook: Rulebook, scope: Scope) -> str:
    """Name the part of the questions that is gone through."""
    role = f"作为{rulebook.duty_holder(scope.role).name}承担的义务" if scope.role else None
    quick = "违反就可以直接处罚款的部分" if scope.part else None
    return "、".join(filter(None, (scope.section, role, quick)))


def _fills_in_alone(assessment: Assessment) -> bool:
    """Whether somebody fills this in about himself: there is nobody to hand anything to."""
    who = assessment.respondent
    return name_key(who.name) == name_key(who.prepared_by or "")


def _assigning(rows: Iterable[_Row], today: date) -> Iterator[str]:
    """Say how several questions are put in the charge of somebody, of an article listed here."""
    for row in rows:
        if isinstance(row.step, AskQuestion) and to_do(row.states):
            source = row.step.obligation.source
            named = f"{source.of}第{source.article}条"
            also = f"第{row.number}题、全部 也行"
            yield from ("", f"几道题一起交给谁：p {named} 商品部 张三 {today.year}-12-31（{also}）")
            return


def _is_duty(row: _Row) -> bool:
    return isinstance(row.step, AskQuestion) and row.section != wording.ENCOURAGED


def _counted(rows: Sequence[_Row]) -> str:
    counts = _counts(rows).items()
    return "，".join(f"{WORDS[state]} {count} 题" for state, count in counts if count)


def section_lines(
    rulebook: Rulebook, assessment: Assessment, title: str, today: date
) -> Iterator[str]:
    """Tell everything in one section."""
    rows = _rows(rulebook, assessment, today)
    yield from _listed([row for row in rows if row.section == title], assessment)


def _listed(rows: Iterable[_Row], assessment: Assessment) -> Iterator[str]:
    """Tell facts and questions below the heads of their sections and of their entries."""
    head = entry = ""
    for row in rows:
        if row.section != head:
            head, entry = row.section, ""
            yield from ("", head)
        if isinstance(row.step, AskQuestion) and row.step.obligation.id != entry:
            entry = row.step.obligation.id
            source = row.step.obligation.source
            yield f"  {wording.citation(source)}  {row.step.obligation.title}"
        yield from _item(row, answer_to(assessment, row.step))


def _item(row: _Row, answer: Answer | None) -> Iterator[str]:
    step = row.step
    at = f"主体{row.number}" if isinstance(step, AskFact) else f"{row.number:>4}"
    words = "、".join(WORDS[state] for state in WORDS if state in row.states) or "已答"
    words = words.replace("、其中", "，")
    head = f"  {at}  [{words}] {without_asides(step.asked.ask)}"
    if answer is None or answer.value is None:
        yield head
        return
    who = f"（可问：{inert(answer.who_could_know)}）" if answer.who_could_know else ""
    if any(room.id in answer.exceptions for room in step.rooms):
        yield f"{head}{who}"
        yield from rooms_table(step.asked, answer, step.rooms)
    else:
        yield f"{head}  答：{spell(step.asked, answer.value)}{who}"


def rooms_table(asked: Question | Fact, answer: Answer, rooms: Iterable[Room]) -> Iterator[str]:
    """Tell each answer, how many rooms gave it, and their names; the most frequent first."""
    groups: dict[str, list[str]] = {}
    for room in rooms:
        value = answer.for_room(room.id)
        words = "未答" if value is None else spell(asked, value)
        groups.setdefault(words, []).append(inert(room.name))
    wide = min(max(map(cells, groups), default=0), _WIDEST_ANSWER)
    for words, names in sorted(groups.items(), key=lambda group: -len(group[1])):
        gap = " " * max(wide - cells(words), 0)
        listed = first_of(names, MOST_ROOMS_LISTED)
        yield f"          {words}{gap}  {len(names)} 个直播间：{listed}"


def conclusion(
    rulebook: Rulebook, assessment: Assessment, *, as_of: date, scope: Scope | None = None
) -> Iterator[str]:
    """Tell counts and the gravest gaps, in five lines; nothing before the law is in force."""
    if as_of < rulebook.in_force:
        yield f"问完了。{wording.titles(rulebook)}{rulebook.in_force} 起施行，现在还不能得出结论。"
        return
    findings = evaluate(rulebook, assessment, as_of=as_of).findings
    counted = totals(findings)
    yield f"{_how_far(rulebook, assessment, scope or Scope())}结论（自评，截至 {as_of}）："
    unsaid = sum(map(_is_unsaid, findings))
    besides = {
        Status.NOT_SATISFIED: f"（其中已整改 {counted.remedied} 项）" if counted.remedied else "",
        Status.UNDETERMINED: f"（其中 {unsaid} 项只是还没有答）" if unsaid else "",
    }
    counts = (
        f"{words} {counted.by_status[status]} 项{besides.get(status, '')}"
        for status, words in CONCLUSIONS.items()
    )
    yield f"  {'，'.join(counts)}"
    yield "  （上面按项计：一条义务对填报单位、对每个直播间各是一项；“检查一遍”按题计）"
    breaches = [finding for finding in findings if finding.status is Status.NOT_SATISFIED]
    breaches.sort(key=exposure_order)
    # Each entry once, however many rooms fail it.
    entries = list({finding.obligation.id: finding.obligation for finding in breaches}.values())
    shown = entries if len(entries) <= _MOST_GAPS else entries[: _MOST_GAPS - 1]
    yield from (f"  × {wording.citation(entry.source)}  {entry.title}" for entry in shown)
    if len(entries) > len(shown):
        yield f"  …… 共 {len(breaches)} 项（{len(entries)} 条义务），见清单和报告"


def _is_unsaid(finding: Finding) -> bool:
    """Whether all that keeps a conclusion from being drawn is that nobody has answered yet."""
    why = {judged.why for judged in finding.judged if judged.why}
    return finding.status is Status.UNDETERMINED and why == {OpenWhy.UNANSWERED}


def _how_far(rulebook: Rulebook, assessment: Assessment, scope: Scope) -> str:
    """Say whether everything is answered, or how much, and how much of the part, is not."""
    asked = [step for step in plan(rulebook, assessment) if isinstance(step, AskFact | AskQuestion)]
    left = [step for step in asked if not is_answered(step, rulebook, assessment)]
    if not left:
        return "问完了。"
    within = [step for step in left if scope.holds(step, rulebook)]
    part = _part(rulebook, scope) or "所选的范围"
    of_part = f"{part}还有 {len(within)} 题没有答，一共" if within else f"{part}问完了，其余"
    total, _, only = counted_steps(left).partition("，")
    only = only and f"，{only}"
    return f"{of_part if scope else ''}还有 {total}没有答{only}。到这里的"
