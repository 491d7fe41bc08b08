"""The outcome of `report verify` in Chinese, and the exit code that goes with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import assert_never

from msgspec.structs import replace

from checklist import exits
from checklist.assessment.model import Assessment, SelfAuditPeriod
from checklist.assessment.wording import UNANSWERED, answer_words, ask_of, details, signer
from checklist.comparing.page_file import Page
from checklist.comparing.result import Edition
from checklist.comparing.verify import (
    PROGRAM,
    AnswerChange,
    AnswersDiffer,
    OtherProgram,
    OtherRulebook,
    Outcome,
    PageDiffers,
    Same,
    StatuteNeeded,
)
from checklist.comparing.visible import TITLE, Spot
from checklist.comparing.words import summary
from checklist.law.model import Fact, Question, Rulebook
from checklist.law.wording import citation
from checklist.text import inert

_ALTERED = "不符：这一页写出以后被改动过，与它自带的页面摘要不符。"
_RECOUNTED = (
    "页面与它自带的页面摘要相符：或者由版本号相同的另一份程序写出，或者有人改动以后重算了摘要。"
)
_RESAVED = "它像是从浏览器另存出来的。请索要 checklist report 写出的原文件，再核对一次。"
_MOST = 30
_LONGEST = 40
_RESPONDENT = {
    "name": "填报单位名称",
    "credit_code": "统一社会信用代码",
    "address": "住所",
    "prepared_by": "填报人",
}


def code(outcome: Outcome, page: Page) -> int:
    """0 相符, 1 不符, 4 无法复算; 1 also where the page does not agree with its own digest."""
    match outcome:
        case Same():
            return exits.DONE
        case AnswersDiffer() | PageDiffers() | StatuteNeeded(same_result=False):
            return exits.NOT_SATISFIED
        case OtherProgram(comparison=comparison) if comparison.differences:
            return exits.NOT_SATISFIED
        case OtherRulebook() | OtherProgram() | StatuteNeeded():
            return exits.UNDETERMINED if page.intact else exits.NOT_SATISFIED
    assert_never(outcome)


def lines(outcome: Outcome, page: Page, book: Rulebook) -> Iterator[str]:
    """The conclusion first, then what it rests on; one line each."""
    if not page.intact and not isinstance(outcome, Same | PageDiffers):
        yield _ALTERED
    number = inert(page.seal.number)
    stated = f"页面自称的报告编号 {number}"
    match outcome:
        case Same():
            yield "相符：用这份答案文件和规则册重新写一遍，与这一页一字不差。"
            stated = f"报告编号 {number}"
        case AnswersDiffer():
            yield from _answers(outcome, page, book)
        case PageDiffers():
            yield from _page(outcome, page)
            stated = _recalculated(outcome.number, number)
        case OtherRulebook():
            yield from _rulebook(outcome, page)
        case OtherProgram():
            yield from _program(outcome, inert(page.program))
        case StatuteNeeded():
            yield from _statute(outcome)
            stated = _recalculated(outcome.number, number)
        case _:
            assert_never(outcome)
    yield (
        f"{stated}，判断基准日 {page.result.as_of.isoformat()}，"
        f"规则册 {_edition(page.result.rulebooks[0])}，{inert(page.program)}"
    )


def _recalculated(number: str, stated: str) -> str:
    wrong = "" if number == stated else f"；页面自称 {stated}，不对"
    return f"报告编号 {number}（重新算出{wrong}）"


def _page(outcome: PageDiffers, page: Page) -> Iterator[str]:
    how = "与本程序用它们写出的不一样" if page.intact else "页面写出以后被改动过"
    yield f"不符：答案和规则册都对得上，但{how}。"
    if outcome.spot is None:
        yield "看得见的文字没有不同，不同处在网页代码里（样式、标签、脚本或者内嵌数据）。"
    else:
        yield f"第一处不同在{_spot(outcome.spot)}。"
    yield f"页面内嵌的结果与重新判断的结果{'一致' if outcome.same_result else '不一致'}。"
    if outcome.resaved:
        yield _RESAVED
    elif page.intact:
        yield _RECOUNTED


def _spot(spot: Spot) -> str:
    if spot.chapter == TITLE:
        place = "网页标题（浏览器标签上的文字）"
    else:
        place = f"“{inert(spot.chapter)}”一章" if spot.chapter else "正文之前"
    if not spot.expected:
        return f"{place}：页面上多出“{inert(spot.actual)}”"
    if not spot.actual:
        return f"{place}：页面上缺少“{inert(spot.expected)}”"
    return f"{place}：应为“{inert(spot.expected)}”，页面上是“{inert(spot.actual)}”"


def _rulebook(outcome: OtherRulebook, page: Page) -> Iterator[str]:
    needed, given = outcome.needed, outcome.given
    if outcome.is_bundled:
        yield "无法复算：这一页是用随附的规则册判断的，不是用 --rules 给出的这一份。"
        yield "去掉 --rules，再核对一次。"
        return
    yield f"无法复算：需要规则册 {_edition(needed)}，摘要 {needed.sha256}。"
    yield f"现在用的是 {_edition(given)}，摘要 {given.sha256}。"
    if needed.bundled and given.bundled and page.program == PROGRAM:
        yield "这一页说它由本版程序用随附的规则册判断，而本版随附的是另一份：请向出具人查问。"
    yield "有了那一版规则册，再用 --rules 核对。"


def _edition(book: Edition) -> str:
    own = "" if book.bundled else "（非随附规则册）"
    return f"{inert(book.id)} {inert(book.edition)} 版{own}"


def _program(outcome: OtherProgram, program: str) -> Iterator[str]:
    if outcome.comparison.differences:
        yield (
            f"不符：用 {PROGRAM} 重新判断，结果与这一页内嵌的不同；"
            f"页面由 {program} 写出，两版的判断也可能不同。"
        )
        yield f"页面内嵌的结果与重新判断的结果相比：{summary(outcome.comparison)}"
    else:
        yield f"结果相符，文字无法比对：这一页由 {program} 写出，现在的程序是 {PROGRAM}。"
    yield f"要逐字核对，请用 {program}。"


def _statute(outcome: StatuteNeeded) -> Iterator[str]:
    quoted = outcome.quoted
    what = f"“{inert(quoted.source)}”，摘要 {quoted.sha256}"
    if outcome.given_sha256 is None:
        yield f"无法复算文字：这一页引用了条文（{what}），用 --statute 给出这份条文。"
    elif outcome.given_sha256 != quoted.sha256:
        yield f"无法复算文字：这一页引用的条文是{what}；所给条文的摘要是 {outcome.given_sha256}。"
    else:
        yield "无法复算文字：条文相同，但当时用来核对条文的指纹文件与现在的不同。"
    yield f"页面内嵌的结果与重新判断的结果{'相符' if outcome.same_result else '不符'}。"


# --- other answers -------------------------------------------------------------------------------


def _answers(outcome: AnswersDiffer, page: Page, book: Rulebook) -> Iterator[str]:
    """Whose page it is where it is another's; else every change, and what it comes to."""
    start = "不符" if page.intact else "此外"
    if outcome.changes and not outcome.comparison.same_respondent:
        yield f"{start}：这一页是另一家的报告，不是由这份答案文件写出的。"
        yield f"页面上的填报单位：{_whose(outcome.old)}"
        yield f"答案文件的填报单位：{_whose(outcome.new)}"
        yield "给出写出这一页的那份答案文件，再核对。"
        return
    lines = list(_changes(outcome, book))
    yield (
        f"{start}：这份答案文件与这一页所依据的答案不同，有 {len(lines)} 处（页面上的 → 现在的）："
    )
    yield from (f"- {line}" for line in lines[:_MOST])
    if len(lines) > _MOST:
        yield f"- 另有 {len(lines) - _MOST} 处"
    yield f"按现在的答案重新判断，与页面内嵌的结果相比：{summary(outcome.comparison)}"
    if page.intact:
        yield "页面与它自带的页面摘要相符，写出以后没有意外改动。"


def _whose(assessment: Assessment) -> str:
    """名称（统一社会信用代码）"""
    name, code = inert(assessment.respondent.name), inert(assessment.respondent.credit_code or "")
    return f"{name or '名称未填'}（{code or '代码未填'}）"


def _changes(outcome: AnswersDiffer, book: Rulebook) -> Iterator[str]:
    """A line for each; where only who answered is another, one line for all of the same two."""
    old, new = outcome.old, outcome.new
    signers = Counter(pair for change in outcome.changes if (pair := _signers(change)))
    # Answers that follow the 填报人 stand beside its change.
    preparers = (old.respondent.prepared_by, new.respondent.prepared_by)
    if "respondent" in outcome.head:
        count = signers.pop(preparers, 0)
        also = f"（由其作答的 {count} 题随之不同，答案不变）" if count else ""
        yield f"{_respondents(old, new)}{also}"
    if "period" in outcome.head:
        yield f"自查期间：{_period(old.period)} → {_period(new.period)}"
    if "rooms" in outcome.head:
        yield f"直播间：{'；'.join(_rooms(old, new))}"
    if "answered_to" in outcome.head:
        yield f"所答的规则册版本：{_answered_to(old)} → {_answered_to(new)}"
    for change in outcome.changes:
        if not _signers(change):
            yield _change(outcome, change, book)
    for (was, now), count in signers.items():
        yield f"作答人：{signer(was)} → {signer(now)}（{count} 题，答案不变）"


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
    was, now = ({room.id: room.name for room in each.rooms} for each in (old, new))
    for id in dict.fromkeys((*was, *now)):
        if id not in was:
            yield f"新增 {inert(now[id])}（{inert(id)}）"
        elif id not in now:
            yield f"减少 {inert(was[id])}（{inert(id)}）"
        elif was[id] != now[id]:
            yield f"{inert(id)} 由“{inert(was[id])}”改名为“{inert(now[id])}”"
    if was == now:
        yield "次序变了"


def _answered_to(assessment: Assessment) -> str:
    books = (inert(f"{book.id} {book.edition}") for book in assessment.answered_to)
    return "、".join(books) or "未记录"


def _change(outcome: AnswersDiffer, change: AnswerChange, book: Rulebook) -> str:
    """第三十一条第二款　“是否保存了处置记录？”（art31-records/kept）：是 → 否；备注：…"""
    rooms = {room.id: room.name for room in (*outcome.old.rooms, *outcome.new.rooms)}
    asked, place = _asked(change, book)
    old, new = (answer_words(asked, answer, rooms) for answer in (change.old, change.new))
    turn, beside = f"{old} → {new}", details(change.new, change.old)
    if old == new:
        turn, beside = f"{new}（答案不变）", beside or [_record(change)]
    text = ask_of(asked) if asked else "现在的规则册里没有这道题"
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"{place}“{text}”（{inert(change.key)}）：{'；'.join([turn, *beside])}"


def _asked(change: AnswerChange, book: Rulebook) -> tuple[Question | Fact | None, str]:
    """The question, and 第三十一条第二款 with a space behind it; nothing for a fact."""
    if change.section == "facts":
        return next((fact for fact in book.facts if fact.id == change.key), None), ""
    entry = change.key.partition("/")[0]
    source = next((duty.source for duty in book.obligations if duty.id == entry), None)
    return book.questions().get(change.key), f"{citation(source)}　" if source else ""


def _record(change: AnswerChange) -> str:
    """What stands neither in the value nor beside it: who, when, to which wording, the evidence."""
    old, new = change.old, change.new
    if old is None or new is None:
        return UNANSWERED
    if old.by != new.by:
        return f"作答人：{signer(old.by)} → {signer(new.by)}"
    if old.at != new.at:
        return f"作答时间：{inert(old.at or '不明')} → {inert(new.at or '不明')}"
    if old.evidence != new.evidence:
        return "佐证材料的记录（文件摘要、大小或者时间）变了"
    return "题目的指纹变了"
