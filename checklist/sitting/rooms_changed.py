"""This module tells how the list of rooms is edited, and what that changes: what goes, comes, is
renamed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from checklist.assessment.model import Answer, Assessment, Room
from checklist.assessment.questionnaire import AskQuestion, plan
from checklist.assessment.stored.history import question_of
from checklist.assessment.stored.history_words import subject_of
from checklist.assessment.typed import pasted_list
from checklist.assessment.wording import answer_words
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Finding, Status
from checklist.law.model import Rulebook
from checklist.law.wording import citation
from checklist.sitting import rooms
from checklist.sitting.shown import effects, screen
from checklist.sitting.shown.review import CONCLUSIONS
from checklist.text import inert, name_key, without_asides

_NONE = "没有直播间的，写 没有；还说不准的，输入 s 跳过，后面另问"
_WHY = "同一义务在各直播间一次问完，结果按直播间分别得出"
HELP = (
    f"为什么问：列了哪些直播间，决定要问哪些义务；{_WHY}。",
    "怎样作答：名称之间用逗号、顿号隔开，或者一行一个地贴进来；从表格里贴的，连表头一起贴，取直播间名称那一列。",
)
"""Why it is asked, and how it is answered."""
_EDITS = (
    "没有变化，直接回车。要改，写其中一样：",
    "  加 名称、名称（加上这几个）",
    "  去掉 序号、名称或者编号（先说明会少掉什么，再问要不要去掉）",
    "  改名 序号 新名称（答案和例外都不变）",
)


def ways(listed: tuple[Room, ...], which: str | None, *, none: bool) -> Iterator[str]:
    """Say which rooms are meant, where the rulebook says so, and what can be typed."""
    if which:
        yield which
    if none:
        yield "现在的答案：没有直播间（直接回车保留）"
    yield from _EDITS if listed else (rooms.FIRST, *([_NONE] if which else []), _WHY)


def preview(
    rulebook: Rulebook, before: Assessment, after: Assessment, *, as_of: date
) -> Iterator[str]:
    """Say what goes with rooms that are removed: exceptions, questions, findings; and what it says
    of the respondent that there are none. Else nothing."""
    gone = _missing(before, after)
    if not after.rooms:
        yield "  没有直播间，主体情况里就记为："
        following = (fact.id for fact in rulebook.following)
        yield from (f"    {screen.fact_and_answer(rulebook, after, id)}" for id in following)
    if not gone:
        return
    yield f"  会去掉 {len(gone)} 个直播间：{_listed(gone)}"
    added = _missing(after, before)
    if added:
        yield f"  会加上 {len(added)} 个直播间：{_listed(added)}"
        yield f"  只是改了名称的话，不要这样去掉，写：改名 {inert(gone[0].name)} 新名称"
    if after.rooms:
        yield f"  留下 {len(after.rooms) - len(added)} 个，它们的答案和例外都不变"
    yield from _lost(rulebook, before, gone)
    effect = effects.effect(rulebook, before, after)
    yield from effects.effect_lines(effect, before) if effect else ()
    if effects.is_judged(rulebook, before, as_of):
        yield from _with_them(evaluate(rulebook, before, as_of=as_of).findings, gone)
        conclusions = tuple(effects.conclusions(rulebook, before, after, as_of))
        yield from conclusions or ("  结论的项数不变",)


def going(
    rulebook: Rulebook, before: Assessment, gone: Sequence[Room], *, as_of: date
) -> Iterator[str]:
    """Say what goes with rooms that an earlier list does not have: exceptions, findings."""
    if not gone:
        return
    yield f"  会去掉 {len(gone)} 个直播间（后来加的），连同它们的答案：{_listed(gone)}"
    yield from _lost(rulebook, before, gone)
    if effects.is_judged(rulebook, before, as_of):
        yield from _with_them(evaluate(rulebook, before, as_of=as_of).findings, gone)


def changed_lines(rulebook: Rulebook, before: Assessment, after: Assessment) -> Iterator[str]:
    """Say what became of the list: rooms that were added, removed and renamed; of a new list, all
    of it. Say which rooms are asked what the others answered."""
    if not before.rooms:
        if after.rooms:
            mend = "有不对的，输入 b 回来改；整份不对的，输入 u 撤回"
            yield f"  记下 {len(after.rooms)} 个直播间（{mend}）："
            yield f"  {rooms.numbered(after.rooms, after.rooms)}"
        return
    for words, changed in (("去掉", _missing(before, after)), ("加上", _missing(after, before))):
        if changed:
            yield f"  已{words} {len(changed)} 个直播间：{_listed(changed)}"
    names = {room.id: room.name for room in before.rooms}
    for room in after.rooms:
        if names.get(room.id, room.name) != room.name:
            yield f"  已改名：{inert(names[room.id])} → {inert(room.name)}，答案和例外都不变"
    yield from effects.lacking_lines(effects.effect(rulebook, before, after))


def _missing(whole: Assessment, part: Assessment) -> tuple[Room, ...]:
    kept = {room.id for room in part.rooms}
    return tuple(room for room in whole.rooms if room.id not in kept)


def with_notes(rulebook: Rulebook, before: Assessment, after: Assessment) -> list[AskQuestion]:
    """List the questions whose note may be about a room that goes: it holds three characters of its
    name that no other has, or stands where only rooms that go were asked, or said otherwise."""
    gone = _missing(before, after)
    ids, others = {room.id for room in gone}, [name_key(room.name) for room in after.rooms]
    names = [name_key(name) for room in gone for name in (room.name, *room.formerly)]
    parts = {name[at : at + 3] for name in names for at in range(max(len(name) - 2, 1))}
    own = [part for part in parts if not any(part in other for other in others)]

    def may_be(step: AskQuestion, answer: Answer) -> bool:
        named = any(part in name_key(answer.note or "") for part in own)
        alone = bool(step.rooms) and ids.issuperset(room.id for room in step.rooms)
        return bool(answer.note) and (named or alone or not ids.isdisjoint(answer.apart))

    return [
        step
        for step in plan(rulebook, before)
        if isinstance(step, AskQuestion)
        and (answer := before.answers.get(step.key))
        and may_be(step, answer)
    ]


def notes_lines(steps: Sequence[AskQuestion], before: Assessment) -> Iterator[str]:
    """Show these notes, which stay where they stand."""
    yield f"  有 {len(steps)} 题的备注可能说的是去掉的直播间，留着就成了其他直播间的备注："
    for step in steps:
        note = inert("；".join((before.answers[step.key].note or "").split("\n")))
        yield f"    □ {citation(step.obligation.source)}  {without_asides(step.question.ask)}"
        yield f"      备注：{note}"


def _lost(rulebook: Rulebook, before: Assessment, gone: Sequence[Room]) -> Iterator[str]:
    """Name every question with an answer of its own for a room that goes, and that answer."""
    lines = []
    for section, answers in (("facts", before.facts), ("answers", before.answers)):
        for id, answer in answers.items():
            asked, own = question_of(rulebook, section, id), answer.apart
            losses = [
                f"{inert(room.name)} {answer_words(asked, Answer(value=own[room.id]), {})}"
                for room in gone
                if room.id in own
            ]
            if losses:
                ask = without_asides(subject_of(rulebook, section, id))
                lines.append(f"    □ {ask}  {'；'.join(losses)}")
    if lines:
        yield f"  这些直播间在 {len(lines)} 题里单独的答案（例外）会丢掉，只能从历史里找回："
        yield from lines


def _with_them(findings: Sequence[Finding], gone: Sequence[Room]) -> Iterator[str]:
    """Tell which breaches and open entries are about the rooms that go."""
    names = {room.id: inert(room.name) for room in gone}
    about: dict[tuple[str, str], list[str]] = {}
    unanswered = 0
    for finding in findings:
        is_open = finding.status is Status.UNDETERMINED and any(
            judged.value is not None for judged in finding.judged
        )
        if finding.room in names and (is_open or finding.status is Status.NOT_SATISFIED):
            entry = f"{citation(finding.obligation.source)}  {finding.obligation.title}"
            about.setdefault((CONCLUSIONS[finding.status], entry), []).append(names[finding.room])
        elif finding.room in names and finding.status is Status.UNDETERMINED:
            unanswered += 1
    if about:
        yield "  随它们一起去掉的结论："
    for (status, entry), rooms_of in about.items():
        yield f"    {status}  {entry}（{'、'.join(rooms_of)}）"
    if unanswered:
        yield f"  {'另' if about else '它们'}有 {unanswered} 项一题也没有答的待确认，也一起去掉"


def _listed(rooms: Sequence[Room]) -> str:
    return "、".join(inert(room.name) for room in rooms)


def in_one_line(show: Callable[[Iterable[str]], object], text: str) -> str:
    """Make one line of a list that is pasted, and say what of a table is not read."""
    line, lines = pasted_list(text), text.strip().split("\n")
    if len(lines) > 1 and any("\t" in each.strip() for each in lines):
        show(["  贴进来的表只取了名称那一列，其余各列没有读"])
    return line
