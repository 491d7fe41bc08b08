"""This module reads what is typed about the respondent: names, codes, the period."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from typing import assert_never

from msgspec import Struct

from checklist.assessment.amounts import period as span_of_time
from checklist.assessment.days import with_months, written_out
from checklist.assessment.model import Assessment, SelfAuditPeriod
from checklist.assessment.picks import is_of_another_prompt
from checklist.assessment.questionnaire import Detail
from checklist.assessment.typed import (
    DAY,
    Misread,
    excerpt,
    is_nothing,
    normal,
    says_none,
)
from checklist.sitting.console import Console
from checklist.text import each_name, inert, name_key, plain

_LONGEST_NAME = 100
_CREDIT_CODE = re.compile("[0-9A-HJ-NP-RT-UW-Y]{18}")
_PLACE = re.compile(
    "[省市区县旗州盟镇乡村屯庄路街巷道弄号楼室园城港岛湾]|大厦|中心|广场|[A-Za-z]{3}"
)
_CODED = "0123456789ABCDEFGHJKLMNPQRTUWXY"


OF_ANOTHER = "{}像是别的题的答案"
ONESELF = ("自己", "我", "本人", "我自己")
"""Who says so is the person who fills this in, and nobody else will know."""
_DAYS_AGO = re.compile("(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})天")
"""五天 alone says since when, as 五天前 does."""


class UsualPeriod(Struct, frozen=True, kw_only=True):
    """The period until today that an empty line means, the first day on which one may begin, and
    the period of the round before where that is over."""

    period: SelfAuditPeriod
    earliest: date
    before: SelfAuditPeriod | None = None
    again: SelfAuditPeriod | None = None

    def offered(self) -> str:
        """Say what an empty line means, and where it is the last round once more."""
        line = f"直接回车表示 {self.period.first} 至 {self.period.last}"
        if self.again is None:
            return line
        early = f"上次的自查期间到 {self.again.last}，新的一段要从第二天起，现在还早"
        return f"{early}；{line}，是把上次那一段再查一遍"


def known_detail(assessment: Assessment, detail: Detail) -> str:
    """Return what stands for a detail of the respondent; "" where nothing does."""
    if detail is not Detail.PERIOD:
        return getattr(assessment.respondent, detail.value) or ""
    period = assessment.period
    return f"{period.first} 至 {period.last}" if period else ""


def detail(detail: Detail, text: str, usual: UsualPeriod) -> str | SelfAuditPeriod:
    """Read what is typed for one detail of the respondent. Raises Misread."""
    match detail:
        case Detail.NAME:
            return name(named(text, "写全称，例如：杭州某某文化传媒有限公司"))
        case Detail.PREPARED_BY:
            return optional_name(text)
        case Detail.ADDRESS:
            mend = "照营业执照写住所；不填，直接回车"
            return "" if is_nothing(text) else name(named(text, mend), mend)
        case Detail.CREDIT_CODE:
            return credit_code(text)
        case Detail.PERIOD:
            return period(text, usual)
        case _ as never:
            assert_never(never)


def name(text: str, mend: str = "写营业执照上的全称") -> str:
    """Read a name on one inert line. Raises Misread when it is empty or far too long."""
    line = inert(text).strip()
    if not line:
        raise Misread("没有写名称", "例如：杭州某某文化传媒有限公司")
    if len(line) > _LONGEST_NAME:
        raise Misread(f"名称超过 {_LONGEST_NAME} 个字", mend)
    return line


def named(text: str, mend: str) -> str:
    """Return the text where it may name somebody or a place. Raises Misread for an answer, a day or
    a time: 2, 1不适用 3, 不清楚, 2026-02-01 至 2026-10-31, 半年."""
    word = normal(text)
    if word in ONESELF:
        raise Misread(f"{excerpt(text)}看不出是谁", mend)
    if DAY.match(word) or span_of_time(word) is not None:
        raise Misread(OF_ANOTHER.format(excerpt(text)), mend)
    return sentence(text, mend)


def sentence(text: str, mend: str) -> str:
    """Return the text where it may be words of somebody's own. Raises Misread for what answers
    another prompt."""
    if is_of_another_prompt(text):
        raise Misread(OF_ANOTHER.format(excerpt(text)), mend)
    return text


_WHO = "  谁可能知道？"
_NOBODY_KNOWN = ("不知道", "不清楚", "说不准", "不晓得", "都不知道", "没人知道", "没有人知道")
_WHY_WHO = "写姓名或者部门，报告里会列成待办；不知道，直接回车"
_SAME = "  就是他的，写序号；不是，直接回车，照刚写的记："
_HOW_SAME = "写序号，就记成那个名称；直接回车，记刚写的。两种写法在名单、问卷里算两个人"
_DEPARTMENT = re.compile("(部门?|组|处|室|中心|团队)(?=[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff]))")
_BETWEEN_WORDS = re.compile(r"[\s,，、/／:：;；()（）]+")


def who_could_know(console: Console, known: str | None, before: Collection[str]) -> str | None:
    """Ask for who could know; an empty line keeps the one that is known. Somebody who may be one of
    those named `before` is asked back, and never taken for him unseen. Raises KeyTyped."""
    kept = (
        f"现在写的是 {inert(known)}，直接回车保留；没有，写 无"
        if known
        else "写姓名或者部门；可以不填，直接回车"
    )

    def read(text: str) -> str | None:
        who = inert(text).strip()
        if not who or says_none(normal(who), happened=False):
            return None if who else known
        if normal(who) in _NOBODY_KNOWN:
            return known
        return named(who, _WHY_WHO)

    who = console.until(read, [_WHY_WHO], f"{_WHO}（{kept}）：")
    alike = perhaps_the_same(who or "", before)
    if who is None or not alike:
        return who
    listed = "；".join(f"{at} {inert(each)}" for at, each in enumerate(alike, 1))
    console.show([f"  前面写过：{listed}"])

    def which(text: str) -> str:
        word = normal(text)
        if not text.strip() or word in ("否", "不是", "不"):
            return who
        at = 1 if word in ("是", "是的") and len(alike) == 1 else word
        if not str(at).isdecimal() or not 1 <= int(str(at)[:3]) <= len(alike):
            raise Misread(f"没有看懂{excerpt(text)}", _HOW_SAME)
        return alike[int(at) - 1]

    return console.until(which, [_HOW_SAME], _SAME)


def perhaps_the_same(name: str, before: Collection[str]) -> list[str]:
    """List those named `before` whose words are among those of a name, or the other way round: 何苗
    and 运营部 何苗. None where the name itself was given before."""
    words = _words(name)
    if not words or name_key(name) in map(name_key, before):
        return []
    return [each for each in each_name(before) if words <= _words(each) or _words(each) <= words]


def _words(name: str) -> set[str]:
    """The words of a name, a department apart and 问 left out: 问何苗, 运营部何苗."""
    apart = _DEPARTMENT.sub(r"\1 ", plain(name))
    words = (name_key(word).removeprefix("问") for word in _BETWEEN_WORDS.split(apart))
    return set(filter(None, words))


def optional_name(text: str) -> str:
    """Read a name, or "" when it was left empty."""
    return "" if is_nothing(text) else name(named(text, "写姓名；不填，直接回车"), "写姓名")


def check(detail: Detail, text: str) -> None:
    """Raise Misread, once, for what may be right and hardly is."""
    if detail is Detail.CREDIT_CODE:
        check_code(text)
    elif detail is Detail.ADDRESS:
        check_address(text)


def check_code(code: str) -> None:
    """Raise Misread where the last character of a 统一社会信用代码 is not the one that the others
    give (GB 32100): one of them is mistyped, or the code itself is unusual."""
    if code and not _is_checked(code):
        mend = "请核对有没有抄错，重新写；确实是这样，把同样的代码再输入一次"
        raise Misread(f"{code} 的校验位（最后一位）与前面 17 位对不上", mend)


def check_address(address: str) -> None:
    """Raise Misread for what names no place: 上半年."""
    if address and not _PLACE.search(address):
        mend = "照营业执照写，到街道、门牌；确实是这样，再输入一次"
        raise Misread(f"{excerpt(address)}看不出是住所", mend)


def _is_checked(code: str) -> bool:
    total = sum(_CODED.index(each) * 3**at % 31 for at, each in enumerate(code[:-1]))
    return _CODED[-total % 31] == code[-1]


def credit_code(text: str) -> str:
    """Read a 统一社会信用代码: 18 characters in upper case, or "". Raises Misread."""
    if is_nothing(text):
        return ""
    code = unicodedata.normalize("NFKC", re.sub(r"\s", "", inert(text))).upper()
    if code and not _CREDIT_CODE.fullmatch(code):
        mend = "照营业执照写 18 位数字和大写字母；没有或者不便填写，直接回车"
        raise Misread(f"{excerpt(text)}不是统一社会信用代码", mend)
    return code


def period(text: str, usual: UsualPeriod) -> SelfAuditPeriod:
    """Read two dates, or the usual period when nothing is typed.

    Raises Misread, also for a period that begins too early: what was done before the regulation
    was in force breaks nothing; for one that is not over today, and for one of which a part was
    looked at in the round before.
    """
    line, first, today = normal(text), usual.earliest, usual.period.last
    if not line:
        return usual.period
    mend = f"写起止两个日期，例如：{usual.period.first} 至 {usual.period.last}"
    line = written_out(line, first=first, last=today, today=today, mend=mend)
    line = with_months(line, first=first, last=today, today=today)
    try:
        days = [date(*map(int, day.groups())) for day in DAY.finditer(line)]
    except ValueError:
        raise Misread(f"{excerpt(text)}里有日历上没有的日期", mend) from None
    if len(days) != 2:
        raise Misread(f"没有看懂{excerpt(text)}", mend)
    if days[0] > days[1]:
        raise Misread("起始日在截止日之后", mend)
    if days[0] < usual.earliest:
        raise Misread(f"{usual.earliest} 之前还没有施行，那时的行为还不适用", mend)
    if days[1] > usual.period.last:
        what = f"{days[1]} 还没有到，没有发生的事答不了"
        raise Misread(what, f"截止日最晚写今天，例如：{usual.period.first} 至 {usual.period.last}")
    if usual.before and days[0] <= usual.before.last:
        what = f"和上次的自查期间（{usual.before.first} 至 {usual.before.last}）重叠"
        raise Misread(what, f"{mend}；要改那一段的记录，打开上次的文件")
    return SelfAuditPeriod(first=days[0], last=days[1])


def remedied_day(
    text: str, period: SelfAuditPeriod | None, today: date, until: date | None = None
) -> date:
    """Read since when something is done that was not done in the period, or not `until` the only
    day on which it was due; nothing: since today.

    Raises Misread for a day that is still to come, and for one on which the period had not begun:
    then it was done all along; or on which it was not late.
    """
    mend = "写成 年-月-日"
    day, line = today, normal(text)
    if line:
        first = period.first if period else date(today.year, 1, 1)
        line = f"{line}前" if _DAYS_AGO.fullmatch(line) else line
        line = written_out(line, first=first, last=today, today=today, mend=mend).strip()
        match = DAY.fullmatch(line)
        try:
            day = date(*map(int, match.groups())) if match else date.min
        except ValueError:
            raise Misread(f"{excerpt(text)}不是日历上的日期", mend) from None
        if match is None:
            raise Misread(f"没有看懂{excerpt(text)}", mend)
    if day > today:
        raise Misread(f"{day} 还没有到", f"写实际做到的那一天，最晚 {today}")
    if until and day <= until:
        what = f"期限到 {until}：{day} 做到的，没有过期"
        raise Misread(what, "那是更正，不是整改；日期写错的，重新写")
    if period and day <= period.first:
        what = f"自查期间从 {period.first} 开始：从 {day} 起就做到的，整个期间都做到了"
        raise Misread(what, "那是更正，不是整改；日期写错的，重新写")
    return day
