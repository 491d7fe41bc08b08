"""The law's own terms in Chinese: citations, kinds, expectations, sanctions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from msgspec.structs import astuple

from checklist.law.expectations import (
    ExpectAll,
    Expectation,
    ExpectJanuaryAndJuly,
    ExpectMonthsAtMost,
    ExpectNo,
    ExpectNone,
    ExpectOnceAYear,
    ExpectOneOf,
    ExpectWorkingDaysAtMost,
    ExpectYearsAtLeast,
    ExpectYes,
)
from checklist.law.model import (
    About,
    Citation,
    Ended,
    Fine,
    Kind,
    Option,
    OtherLaw,
    Penalty,
    PenaltyRef,
    Per,
    Question,
    ReviewState,
    Rulebook,
    Saying,
    Step,
    Topic,
    Treatment,
    Trigger,
)

KIND = {Kind.DUTY: "义务", Kind.PROHIBITION: "禁止", Kind.ENCOURAGEMENT: "倡导"}
PER = {Per.RESPONDENT: "单位", Per.ROOM: "直播间"}
ABOUT = {About.PERIOD: "期间", About.PRESENT: "现在"}
SAYING = {
    Saying.YES: "是",
    Saying.NO: "否",
    Saying.INAPPLICABLE: "不适用",
    Saying.STATED: "有答",
    Saying.SOME: "有一项是",
    Saying.ALL: "全选",
    Saying.NEVER: "从未",
    Saying.UNKNOWN: "不清楚",
}
ENDED_GROUND = {Ended.YEAR: "日历年结束", Ended.REPORTING_MONTH: "已经过完"}
"""What a ground of 不适用 says where it is that nothing has ended yet."""
ENDED = {Ended.YEAR: "日历年", Ended.REPORTING_MONTH: "报送月"}
ONCE_ENDED = {
    Ended.YEAR: "自查期间里还没有一个日历年结束的，列为“本期未到期”；已经做了的照实答",
    Ended.REPORTING_MONTH: "自查期间里还没有一月、七月过完的，列为“本期未到期”；已经报送的照实答",
}
ASKS_ABOUT = {About.PERIOD: "问的是自查期间里的事", About.PRESENT: "问的是现在的情况"}
ENCOURAGED = "倡导（不是义务，不计入结论）"
"""The heading above what is only encouraged."""
REVIEW = {ReviewState.TO_REVIEW: "待复核", ReviewState.REVIEWED: "已复核"}
TOPIC = {Topic.RETENTION: "保存期限", Topic.AI_FIGURE: "人工智能生成的人物形象"}
TRIGGER = {
    Trigger.BREACH: "违反",
    Trigger.NOT_CORRECTED_IN_TIME: "逾期不改正",
    Trigger.REFUSED: "拒不改正",
    Trigger.REFUSED_OR_SERIOUS: "拒不改正或者情节严重",
    Trigger.SERIOUS: "情节严重",
    Trigger.LIFE_AND_HEALTH: "涉及危害公民生命健康安全且造成严重后果",
}
TREATMENT = {
    Treatment.PURPOSE: "目的",
    Treatment.SCOPE: "适用范围",
    Treatment.DEFINITION: "定义",
    Treatment.PRINCIPLE: "原则",
    Treatment.OTHERS: "他人",
    Treatment.POWER: "职权",
    Treatment.RIGHT: "权利",
    Treatment.PENALTY: "处罚",
    Treatment.ATTRIBUTION: "责任归属",
    Treatment.REFERENCE: "指引",
    Treatment.COMMENCEMENT: "施行",
}
EXPECTED: dict[Expectation, str] = {
    ExpectYes(): "是",
    ExpectNo(): "否",
    ExpectAll(): "全选",
    ExpectNone(): "全不选",
    ExpectOnceAYear(): "每年一次",
    ExpectJanuaryAndJuly(): "每年1月和7月各一次",
}
MEASURED: tuple[tuple[Callable[[int], Expectation], str, str, int], ...] = (
    (ExpectYearsAtLeast, "不少于", "年", 99),
    (ExpectMonthsAtMost, "不长于", "个月", 999),
    (ExpectWorkingDaysAtMost, "不多于", "个工作日", 999),
)
"""Expectations that measure: the words before and after the number, and the highest number."""

BAD = "注意：问的是不该有的情形"
"""The mark of a question that is about what must not be, beside those about what must."""

_DIGITS = "零一二三四五六七八九"


def asks_for_bad(question: Question) -> bool:
    """Whether 是 to the question, or to an option of it, is what must not be."""
    return isinstance(question.expect, ExpectNo | ExpectNone) and question.leaves_open is None


def option(option: Option) -> str:
    """An option as a lawyer reads it: when 不适用 may be answered, and why 是 proves nothing."""
    ground, sign = option.inapplicable_if, option.leaves_open
    return "".join(
        (
            option.label,
            f"（{ground}，可答“不适用”）" if ground else "",
            f"（答“是”为待确认：{sign}）" if sign else "",
        )
    )


def role(rulebook: Rulebook, holder: str | None) -> str:
    """The heading above what is asked of a duty holder: 作为直播间运营者; None: encouraged."""
    return f"作为{rulebook.duty_holder(holder).name}" if holder else ENCOURAGED


def numeral(number: int) -> str:
    """A positive integer below 1,000 in Chinese numerals, as statutes write it: 15, 十五.

    Raises ValueError outside 1..999.
    """
    if not 0 < number < 1000:
        raise ValueError(f"no statute numeral for {number}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


_NUMBERS = {numeral(number): number for number in range(1, 1000)}


def number(numeral: str) -> int:
    """The inverse of `numeral`: 十五, 15. Raises ValueError for anything it does not write."""
    value = _NUMBERS.get(numeral)
    if value is None:
        raise ValueError(f"no statute numeral: {numeral!r}")
    return value


@cache
def cite(article: int, paragraph: int | None = None, item: int | None = None) -> str:
    """第三十七条第一款第二项, leaving out what is None."""
    words = f"第{numeral(article)}条"
    if paragraph is not None:
        words += f"第{numeral(paragraph)}款"
    if item is not None:
        words += f"第{numeral(item)}项"
    return words


def citation(source: Citation, item: int | None = None) -> str:
    """The citation of an entry, or of one of its questions when that pinpoints an 项; behind the
    short name of its regulation where several are joined."""
    item = source.item if item is None else item
    return source.of + cite(source.article, source.paragraph, item)


def article(number: int, beside: Citation) -> str:
    """An article of the regulation in which another place lies: 第六十三条."""
    return beside.of + cite(number)


def titles(rulebook: Rulebook) -> str:
    """《直播电商监督管理办法》; several regulations in their order."""
    return "、".join(f"《{each.title}》" for each in rulebook.regulations)


def editions(rulebook: Rulebook) -> str:
    """livestream 2026.11.8; several rulebooks in their order."""
    return "、".join(f"{each.id} {each.edition}" for each in rulebook.regulations)


def other_law(provision: OtherLaw) -> str:
    """《反不正当竞争法》第二十五条第一款."""
    if provision.article is None:
        return f"《{provision.law}》"
    place = cite(provision.article, provision.paragraph, provision.item)
    return f"《{provision.law}》{place}"


def related(provision: OtherLaw) -> str:
    """A provision of another law, and what is noted beside it."""
    return other_law(provision) + (f"：{provision.note}" if provision.note else "")


def related_lines(provisions: Iterable[OtherLaw]) -> tuple[str, ...]:
    """相关规定：《网络交易监督管理办法》第二十条第二款：…; one line for each provision."""
    return tuple(f"相关规定：{related(each)}" for each in provisions)


def penalty_citation(penalty: Penalty, ref: PenaltyRef) -> str:
    """Where the regulation fines it: 第五十九条第五项."""
    return citation(penalty.source, ref.item)


def in_doubt(place: str, why: str | None) -> str:
    """Say that it is in doubt whether the provision at a place fines this, and why."""
    return f"是否适用{place}有疑问：{why or ''}"


def day(date: date) -> str:
    """2026年3月1日."""
    return f"{date.year}年{date.month}月{date.day}日"


def asks_of(question: Question) -> str:
    """问的是自查期间里的事, 问的是2026年2月1日以来的事 …; empty where it is not said."""
    until = f"问的是到{day(question.until)}为止的事" if question.until else ""
    since = f"问的是{day(question.since)}以来的事" if question.since else ""
    return until or since or (ASKS_ABOUT[question.about] if question.about else "")


def expected(expect: Expectation, options: tuple[Option, ...]) -> str:
    """What would have been a passing answer, as the rulebook writes it."""
    if isinstance(expect, ExpectOneOf):
        labels = {option.id: option.label for option in options}
        return "、".join(labels[id] for id in expect.accept)
    if expect in EXPECTED:
        return EXPECTED[expect]
    (number,) = astuple(expect)
    return next(
        f"{before}{number}{after}" for kind, before, after, _ in MEASURED if kind(number) == expect
    )


def yuan(amount: int) -> str:
    """An amount as people say it: 10000, 1万元; 5000, 5000元; 15000, 1.5万元."""
    if amount >= 10_000 and amount % 1_000 == 0:
        return f"{amount / 10_000:g}万元"
    return f"{amount}元"


def fine(amount: Fine) -> str:
    """1万元以上10万元以下罚款; 违法所得1倍以上5倍以下罚款; 5000元以下罚款."""
    if amount.low is None and amount.high is None:
        return "罚款（数额未定）"

    def bound(number: int | None, word: str) -> str:
        if number is None:
            return ""
        return (f"{number}倍" if amount.times_of else yuan(number)) + word

    of = amount.times_of or ""
    return f"{of}{bound(amount.low, '以上')}{bound(amount.high, '以下')}罚款"


def step(stage: Step) -> str:
    """One step of a penalty, in the statute's order: condition, order, fine, further measures."""
    sanctions = [stage.order] if stage.order else []
    if stage.fine is not None:
        sanctions.append(
            (stage.fining or ("可以处" if stage.discretionary else "处")) + fine(stage.fine)
        )
    sanctions.extend(stage.also)
    says_it = "严重情节" in (stage.where or "")
    conditions = [] if stage.on is Trigger.BREACH or says_it else [f"{TRIGGER[stage.on]}的"]
    if stage.where:
        conditions.append(stage.where)
    return "，".join([*conditions, *sanctions])


def penalty(sanction: Penalty) -> str:
    """All steps of a penalty in one sentence: 责令限期改正；拒不改正或者情节严重的，处…."""
    return before(sanction) + "；".join(step(stage) for stage in sanction.steps)


def before(sanction: Penalty) -> str:
    """On what the steps of a penalty depend, as far as a comma; empty where on nothing.

    Whose matter it is stands first where the provision then points to another law, and else before
    what applies where no law provides: 法律、行政法规有规定的，依照其规定；没有规定，属于…职责的，.
    """
    remit, first = sanction.remit, sanction.other_law_first
    if first is None:
        return f"{remit}，" if remit else ""
    if remit is None:
        return f"{first}；没有规定的，"
    return f"{remit}，{first}；没有规定的，" if sanction.under else f"{first}；没有规定，{remit}，"
