"""The outcome of `report verify` in Chinese, and the exit code that goes with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from checklist import PROGRAM, exits
from checklist.comparing import answers_words
from checklist.comparing.counted_words import summary
from checklist.comparing.page_file import Page
from checklist.comparing.result import Edition
from checklist.comparing.shown import TITLE, Lacking, Spot
from checklist.comparing.verify import (
    AnswersDiffer,
    OtherProgram,
    OtherRulebook,
    Outcome,
    PageDiffers,
    Same,
    StatuteNeeded,
)
from checklist.law.model import Rulebook
from checklist.report.words.conclusion import headline
from checklist.report.words.regulations import CALLED
from checklist.text import clipped, inert

_ALTERED = "不符：这一页写出以后被改动过，与它自带的页面摘要不符。"
_RECOUNTED = (
    "页面与它自带的页面摘要相符：或者由版本号相同的另一份程序写出，或者有人改动以后重算了摘要。"
)
_NOT_CHECKED = (
    "这不是“相符”：看得见的文字没有逐字核对过。"
    "请出具人另外送来封记（checklist report seal），用 --seal 核对。"
)
_MOST_LACKING = 5
_LONGEST = 40
_RESAVED = "它像是从浏览器另存出来的。请索要 checklist report 写出的原文件，再核对一次。"


def code(outcome: Outcome, page: Page) -> int:
    """0 相符, 1 不符, 4 无法复算; 1 also where the page does not agree with its own digest."""
    match outcome:
        case Same():
            return exits.DONE
        case AnswersDiffer() | PageDiffers() | StatuteNeeded(same_result=False):
            return exits.NOT_SATISFIED
        case OtherRulebook() | OtherProgram() | StatuteNeeded() if outcome.lacking:
            return exits.NOT_SATISFIED
        case StatuteNeeded(number=number) if number != page.seal.number:
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
    if isinstance(outcome, OtherRulebook | OtherProgram | StatuteNeeded):
        yield from _lacking(outcome.lacking)
    number = inert(page.seal.number)
    stated = f"页面自称的报告编号 {number}"
    match outcome:
        case Same():
            yield "相符：用这份答案文件和规则册重新写一遍，与这一页一字不差。"
            stated = f"报告编号 {number}"
        case AnswersDiffer():
            yield from answers_words.lines(outcome, page, book)
        case PageDiffers():
            yield from _page(outcome, page)
            if not outcome.checks:  # they are part of the number, so that another one is due
                stated = _recalculated(outcome.number, number)
        case OtherRulebook():
            yield from _rulebook(outcome, page)
        case OtherProgram():
            yield from _program(outcome, page)
        case StatuteNeeded():
            yield from _statute(outcome)
            stated = _recalculated(outcome.number, number)
        case _:
            assert_never(outcome)
    if code(outcome, page) == exits.UNDETERMINED:
        yield _NOT_CHECKED
    yield (
        f"{stated}，判断基准日 {page.result.as_of.isoformat()}，"
        f"规则册 {'、'.join(map(_edition, page.result.rulebooks))}，{inert(page.program)}"
    )


def _recalculated(number: str, stated: str) -> str:
    wrong = "" if number == stated else f"；页面自称 {stated}，不对"
    return f"报告编号 {number}（重新算出{wrong}）"


def _page(outcome: PageDiffers, page: Page) -> Iterator[str]:
    is_rechecked = bool(outcome.checks) and page.intact
    if is_rechecked:
        called = "、".join(CALLED[check] for check in outcome.checks)
        commands = "、".join(f"checklist {check}" for check in outcome.checks)
        yield (
            f"不符：答案和规则册都对得上，"
            f"但答案旁边的{called}与写出这一页时用的不是同一次：{called}变了。"
        )
        yield (
            f"写出以后重新运行过 {commands} 的，重新写一份报告；"
            "要核对这一页本身，把当时的核对结果放回答案旁边，再核对一次。"
        )
    else:
        how = "与本程序用它们写出的不一样" if page.intact else "页面写出以后被改动过"
        yield f"不符：答案和规则册都对得上，但{how}。"
    if outcome.spot is not None:
        yield f"第一处不同在{_spot(outcome.spot)}。"
    elif not is_rechecked:
        yield "看得见的文字没有不同，不同处在网页代码里（样式、标签、脚本或者内嵌数据）。"
    yield _agreement(same=outcome.same_result)
    if outcome.resaved and not is_rechecked:
        yield _RESAVED
    elif page.intact and not is_rechecked:
        yield _RECOUNTED


def _agreement(*, same: bool) -> str:
    return f"页面内嵌的结果与重新判断的结果{'一致' if same else '不一致'}。"


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


def _lacking(lacking: Lacking) -> Iterator[str]:
    """That the page does not show what its own result says; nothing where it does."""
    if lacking.answers:
        yield "不符：页面内嵌的答案与它写明的答案摘要不符，写出以后被改动过。"
    missing = [f"“{title}”一章" for title in lacking.chapters]
    missing += [f"“{chapter}”里的“{inert(title)}”" for chapter, title in lacking.titles]
    missing += [f"“{clipped(inert(passage), _LONGEST)}”" for passage in lacking.passages]
    if missing:
        shown = "、".join(missing[:_MOST_LACKING])
        more = f" 等 {len(missing)} 处" if len(missing) > _MOST_LACKING else ""
        yield f"不符：按页面内嵌的结果应当有、页面上却看不到的：{shown}{more}。"


def _program(outcome: OtherProgram, page: Page) -> Iterator[str]:
    program = inert(page.program)
    if outcome.comparison.differences:
        yield (
            f"不符：用 {PROGRAM} 重新判断，结果与这一页内嵌的不同；"
            f"页面由 {program} 写出，两版的判断也可能不同。"
        )
        yield f"页面内嵌的结果与重新判断的结果相比：{summary(outcome.comparison)}"
    elif not outcome.lacking and page.intact:
        yield f"结果相符，文字无法比对：这一页由 {program} 写出，现在的程序是 {PROGRAM}。"
    yield f"重新判断的结论，请与页面上的逐字对照：{inert(headline(outcome.report))}"
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
    yield _agreement(same=outcome.same_result)
