"""The answers that a page was made from and those of a file: what differs, in Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from checklist.assessment.model import Assessment, SelfAuditPeriod
from checklist.assessment.names import is_same_room
from checklist.assessment.wording import UNANSWERED, answer_words, ask_of, by_label, details, signer
from checklist.comparing.counted_words import summary
from checklist.comparing.page_file import Page
from checklist.comparing.verify import AnswerChange, AnswersDiffer
from checklist.law.model import Fact, Question, Rulebook
from checklist.law.wording import citation
from checklist.text import clipped, inert

_MOST = 5
_LONGEST = 40
_RESPONDENT = {
    "name": "填报单位名称",
    "credit_code": "统一社会信用代码",
    "address": "住所",
    "prepared_by": "填报人",
}


def lines(outcome: AnswersDiffer, page: Page, book: Rulebook) -> Iterator[str]:
    """Whose page it is where it is another's; else what kind of changes there are and what to do,
    the first of them, and what they come to."""
    start = "不符" if page.intact else "此外"
    if outcome.changes and not outcome.comparison.same_respondent:
        yield f"{start}：这一页是另一家的报告，不是由这份答案文件写出的。"
        yield f"页面上的填报单位：{_whose(outcome.old)}"
        yield f"答案文件的填报单位：{_whose(outcome.new)}"
        yield "给出写出这一页的那份答案文件，再核对。"
        return
    sorts = list(_changes(outcome, book))
    kinds = "，".join(f"{len(of)}{what}" for of, what in sorts)
    changes = [line for of, _ in sorts for line in of]
    yield f"{start}：这份答案文件与这一页所依据的答案不同，有 {len(changes)} 处：{kinds}。"
    yield _WHAT_TO_DO
    yield f"{'先看这几处' if len(changes) > _MOST else '逐处'}（页面上的 → 现在的）："
    yield from (f"- {line}" for line in changes[:_MOST])
    if len(changes) > _MOST:
        yield f"- 另有 {len(changes) - _MOST} 处，用 checklist history 查看"
    yield f"按现在的答案重新判断，与页面内嵌的结果相比：{summary(outcome.comparison)}"
    if page.intact:
        yield "页面与它自带的页面摘要相符，写出以后没有意外改动。"


def _whose(assessment: Assessment) -> str:
    """名称（统一社会信用代码）"""
    name, code = inert(assessment.respondent.name), inert(assessment.respondent.credit_code or "")
    return f"{name or '名称未填'}（{code or '代码未填'}）"


_SAID = "题的答案变了"
_BESIDE = "题的答案没有变，变的是旁边记的"
_RECORD = "题的答案没有变，变的是"
_WHAT_TO_DO = (
    "写出这一页以后又作答、改过，或者读回过台账、问卷的，重新写一份报告就一致了；"
    "要核对这一页本身，给出写出它时的那份答案文件（用 checklist history 可以恢复到那时）。"
)


def _changes(outcome: AnswersDiffer, book: Rulebook) -> Iterator[tuple[list[str], str]]:
    """Lines for what is no answer, answers that are others, what is only noted beside them, and
    what only tells how they were given; behind each of the four, as far as there are any, what has
    changed."""
    answers, beside, record = list[str](), list[str](), list[str]()
    noted, recorded = dict[str, None](), dict[str, None]()
    rooms = {room.id: room.name for room in (*outcome.old.rooms, *outcome.new.rooms)}
    for change in outcome.changes:
        if _signers(change):
            continue
        asked, place = _asked(change, book)
        was, now = (answer_words(asked, answer, rooms) for answer in (change.old, change.new))
        told, records = details(change.new, change.old, rooms), _records(change)
        beside_then, beside_now = by_label(change.old), by_label(change.new)
        labels = [name for name, words in beside_now.items() if words != beside_then[name]]
        if was != now:
            lines, turn = answers, f"{was} → {now}"
        else:
            lines, turn = (beside if labels else record), f"{now}（答案不变）"
            told = told or [*records.values()]
            noted.update(dict.fromkeys(labels))
            recorded.update({} if labels else dict.fromkeys(records))
        lines.append(f"{place}：{'；'.join([turn, *told])}")
    others = list(_of_all(outcome))
    named = "、".join(dict.fromkeys(name for name, _ in others))
    sorts = (
        ([line for _, line in others], f"处是{named}"),
        (answers, _SAID),
        (beside, f"{_BESIDE}（{'、'.join(noted)}）"),
        (record, f"{_RECORD}{'、'.join(recorded)}"),
    )
    yield from (sort for sort in sorts if sort[0])


def _of_all(outcome: AnswersDiffer) -> Iterator[tuple[str, str]]:
    """What has changed, and a line of it. Where only who answered is another, one for all of the
    same two."""
    old, new = outcome.old, outcome.new
    signers = Counter(pair for change in outcome.changes if (pair := _signers(change)))
    # Answers that follow the 填报人 stand beside its change.
    preparers = (old.respondent.prepared_by, new.respondent.prepared_by)
    if old.respondent != new.respondent:
        count = signers.pop(preparers, 0)
        also = f"（由其作答的 {count} 题随之不同，答案不变）" if count else ""
        same = replace(old.respondent, prepared_by=preparers[1]) == new.respondent
        yield "填报人" if same else "填报单位", f"{_respondents(old, new)}{also}"
    if old.period != new.period:
        yield "自查期间", f"自查期间：{_period(old.period)} → {_period(new.period)}"
    if old.rooms != new.rooms:
        yield "直播间", f"直播间：{'；'.join(_rooms(old, new))}"
    if old.answered_to != new.answered_to:
        yield "规则册版本", f"所答的规则册版本：{_answered_to(old)} → {_answered_to(new)}"
    for (was, now), count in signers.items():
        yield "作答人", f"作答人：{signer(was)} → {signer(now)}（{count} 题，答案不变）"


def _signers(change: AnswerChange) -> tuple[str | None, str | None] | None:
    """Who answered before and now, where nothing else changed."""
    old, new = change.old, change.new
    if old is None or new is None or replace(old, by=new.by) != new:
        return None
    return old.by, new.by


def _respondents(old: Assessment, new: Assessment) -> str:
    pairs = [
        (label, getattr(old.respondent, name), getattr(new.respondent, name))
        for name, label in _RESPONDENT.items()
    ]
    return "；".join(
        f"{label}：{inert(was or '') or '未填'} → {inert(now or '') or '未填'}"
        for label, was, now in pairs
        if was != now
    )


def _period(period: SelfAuditPeriod | None) -> str:
    return f"{period.first.isoformat()} 至 {period.last.isoformat()}" if period else "未填"


def _rooms(old: Assessment, new: Assessment) -> Iterator[str]:
    was, now = ({room.id: room for room in answers.rooms} for answers in (old, new))
    for id in dict.fromkeys((*was, *now)):
        before, after = was.get(id), now.get(id)
        if before and after and is_same_room(before, after):
            if before.name != after.name:
                yield f"{inert(id)} 由“{inert(before.name)}”改名为“{inert(after.name)}”"
            continue
        if after:
            yield f"新增 {inert(after.name)}（{inert(id)}）"
        if before:
            yield f"减少 {inert(before.name)}（{inert(id)}）"
    if was == now:
        yield "次序变了"


def _answered_to(assessment: Assessment) -> str:
    books = (inert(f"{book.id} {book.edition}") for book in assessment.answered_to)
    return "、".join(books) or "未记录"


def _asked(change: AnswerChange, book: Rulebook) -> tuple[Question | Fact | None, str]:
    """What is asked, and 第三十一条第二款“保存处置记录”，“是否保存了处置记录？”."""
    facts, questions = {fact.id: fact for fact in book.facts}, book.questions()
    is_fact = change.section == "facts"
    asked = facts.get(change.key) if is_fact else questions.get(change.key)
    place = "主体情况"
    if not is_fact:
        entry = change.key.partition("/")[0]
        duty = next((each for each in book.obligations if each.id == entry), None)
        place = f"{citation(duty.source)}“{duty.title}”，" if duty else "现在的规则册里"
    gone = f"没有的一题（{inert(change.key)}）"
    return asked, place + (f"“{clipped(ask_of(asked), _LONGEST)}”" if asked else gone)


def _records(change: AnswerChange) -> dict[str, str]:
    """What stands neither in the value nor beside it, by its names: who, when, to which wording,
    the evidence."""
    old, new = change.old, change.new
    if old is None or new is None:
        return {UNANSWERED: UNANSWERED}
    records = {}
    if old.by != new.by:
        records["作答人"] = f"作答人：{signer(old.by)} → {signer(new.by)}"
    if old.at != new.at:
        times = f"{inert(old.at or '不明')} → {inert(new.at or '不明')}"
        records["作答时间"] = f"作答时间：{times}"
    if old.evidence != new.evidence:
        records["佐证材料的记录"] = "佐证材料的记录（文件摘要、大小或者时间）变了"
    if old.asked_as != new.asked_as:
        records["题目的指纹"] = "题目的指纹变了"
    return records
