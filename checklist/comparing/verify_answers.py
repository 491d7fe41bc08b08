"""How the answers at hand differ from those of a page, in Chinese: one line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from checklist.assessment.model import Assessment, Respondent, SelfAuditPeriod
from checklist.assessment.wording import UNANSWERED, ask_of, told_beside
from checklist.assessment.wording import told as told_answer
from checklist.comparing.page_file import Page
from checklist.comparing.verification_model import AnswerChange, AnswersDiffer
from checklist.comparing.words import summary
from checklist.law.model import Fact, Question, Rulebook
from checklist.law.wording import citation
from checklist.text import inert

_MOST = 30
_LONGEST = 40
People = Counter[tuple[str | None, str | None]]
"""Who answered before and now, and how many answers changed in nothing else."""


def answers(outcome: AnswersDiffer, page: Page, book: Rulebook) -> Iterator[str]:
    """Whose page it is where it is another's; else every change, and what it comes to."""
    head = "不符" if page.intact else "此外"
    if outcome.changes and not outcome.comparison.same_respondent:
        yield f"{head}：这一页是另一家的报告，不是由这份答案文件写出的。"
        yield f"页面上的填报单位：{_whose(outcome.old)}"
        yield f"答案文件的填报单位：{_whose(outcome.new)}"
        yield "给出写出这一页的那份答案文件，再核对。"
        return
    people = Counter(pair for one in outcome.changes if (pair := _only_by(one)))
    lines = [*_heads(outcome, people), *_changes(outcome, people, book)]
    yield f"{head}：这份答案文件与这一页所依据的答案不同，有 {len(lines)} 处（页面上的 → 现在的）："
    yield from (f"- {line}" for line in lines[:_MOST])
    if len(lines) > _MOST:
        yield f"- 另有 {len(lines) - _MOST} 处"
    yield f"按现在的答案重新判断，与页面内嵌的结果相比：{summary(outcome.comparison)}"
    if page.intact:
        yield "页面与它自带的页面摘要相符，写出以后没有意外改动。"


def _changes(outcome: AnswersDiffer, people: People, book: Rulebook) -> Iterator[str]:
    """A line for each; where only who answered is another, one line for all of the same two."""
    for one in outcome.changes:
        if not _only_by(one):
            yield _change(outcome, one, book)
    head = _preparers(outcome)
    for (was, now), count in people.items():
        if "respondent" in outcome.head and (was, now) == head:
            continue  # told beside the change of the 填报人
        yield f"作答人：{_person(was)} → {_person(now)}（{count} 题，答案不变）"


def _preparers(outcome: AnswersDiffer) -> tuple[str | None, str | None]:
    return outcome.old.respondent.prepared_by, outcome.new.respondent.prepared_by


def _only_by(one: AnswerChange) -> tuple[str | None, str | None] | None:
    """Who answered before and now, where nothing else changed."""
    if one.old is None or one.new is None or replace(one.old, by=one.new.by) != one.new:
        return None
    return one.old.by, one.new.by


def _person(name: str | None) -> str:
    return inert(name or "") or "未署名"


def _change(outcome: AnswersDiffer, one: AnswerChange, book: Rulebook) -> str:
    """第三十一条第二款　“是否保存了处置记录？”（art31-records/kept）：是 → 否；备注：…"""
    rooms = {room.id: room.name for room in (*outcome.old.rooms, *outcome.new.rooms)}
    question, place = _asked(one, book)
    old, new = told_answer(question, one.old, rooms), told_answer(question, one.new, rooms)
    beside = told_beside(one.new, one.old)
    said = [f"{old} → {new}"] if old != new else [f"{new}（答案不变）"]
    if not beside and old == new:
        beside = [_record(one)]
    asked = _clip(ask_of(question)) if question else "现在的规则册里没有这道题"
    return f"{place}“{asked}”（{inert(one.key)}）：{'；'.join([*said, *beside])}"


def _clip(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _asked(one: AnswerChange, book: Rulebook) -> tuple[Question | Fact | None, str]:
    """The question, and 第三十一条第二款 with a space behind it; nothing for a fact."""
    if one.section == "facts":
        return next((fact for fact in book.facts if fact.id == one.key), None), ""
    entry = one.key.partition("/")[0]
    source = next((each.source for each in book.obligations if each.id == entry), None)
    return book.questions().get(one.key), f"{citation(source)}　" if source else ""


def _record(one: AnswerChange) -> str:
    """What stands neither in the value nor beside it: who, when, to which wording, the evidence."""
    old, new = one.old, one.new
    if old is None or new is None:
        return UNANSWERED
    if old.by != new.by:
        return f"作答人：{_person(old.by)} → {_person(new.by)}"
    if old.at != new.at:
        return f"作答时间：{inert(old.at or '不明')} → {inert(new.at or '不明')}"
    if old.evidence != new.evidence:
        return "佐证材料的记录（文件摘要、大小或者时间）变了"
    return "题目的指纹变了"


def _heads(outcome: AnswersDiffer, people: People) -> Iterator[str]:
    old, new = outcome.old, outcome.new
    for name in outcome.head:
        match name:
            case "respondent":
                count = people[_preparers(outcome)]
                also = f"（由其作答的 {count} 题随之不同，答案不变）" if count else ""
                yield f"{_respondent(old.respondent, new.respondent)}{also}"
            case "period":
                yield f"自查期间：{_period(old.period)} → {_period(new.period)}"
            case "rooms":
                yield f"直播间：{'；'.join(_rooms(old, new))}"
            case _:
                yield f"所答的规则册版本：{_answered_to(old)} → {_answered_to(new)}"


_HEAD = {
    "name": "填报单位名称",
    "credit_code": "统一社会信用代码",
    "address": "地址",
    "prepared_by": "填报人",
}


def _whose(one: Assessment) -> str:
    """名称（统一社会信用代码）"""
    who = one.respondent
    return f"{inert(who.name) or '名称未填'}（{inert(who.credit_code or '') or '代码未填'}）"


def _respondent(old: Respondent, new: Respondent) -> str:
    return "；".join(
        f"{label}：{inert(getattr(old, name) or '') or '未填'}"
        f" → {inert(getattr(new, name) or '') or '未填'}"
        for name, label in _HEAD.items()
        if getattr(old, name) != getattr(new, name)
    )


def _period(one: SelfAuditPeriod | None) -> str:
    return f"{one.first.isoformat()} 至 {one.last.isoformat()}" if one else "未填"


def _rooms(old: Assessment, new: Assessment) -> Iterator[str]:
    was, now = ({room.id: room.name for room in one.rooms} for one in (old, new))
    for id in dict.fromkeys((*was, *now)):
        before, after = was.get(id), now.get(id)
        if before is None:
            yield f"新增 {inert(after or '')}（{inert(id)}）"
        elif after is None:
            yield f"减少 {inert(before)}（{inert(id)}）"
        elif before != after:
            yield f"{inert(id)} 由“{inert(before)}”改名为“{inert(after)}”"
    if was == now:
        yield "次序变了"


def _answered_to(one: Assessment) -> str:
    return "、".join(inert(f"{each.id} {each.edition}") for each in one.answered_to) or "未记录"
