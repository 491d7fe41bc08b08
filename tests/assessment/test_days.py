"""Days as people say them are understood where only one can be meant, or answered with the form."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checklist.assessment.model import Choice, Mark, SelfAuditPeriod
from checklist.assessment.typed import Misread
from checklist.assessment.values import parse
from checklist.sheets.register import columns
from checklist.sheets.spreadsheet import read_day
from checklist.sitting.details import UsualPeriod, period, remedied_day
from checklist.sitting.in_charge import InCharge, in_charge
from tests.assessment.sitting import Sitting
from tests.given import kinds
from tests.given.bundled import LIVESTREAM

TODAY, FIRST = date(2026, 11, 29), date(2026, 2, 1)
USUAL = UsualPeriod(period=SelfAuditPeriod(first=FIRST, last=TODAY), earliest=FIRST)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("二月一日到今天", FIRST, TODAY),
        ("二〇二六年二月一日至十月三十一日", FIRST, date(2026, 10, 31)),
        ("2月1号-9月30号", FIRST, date(2026, 9, 30)),
        ("２月１日至昨天", FIRST, date(2026, 11, 28)),
        ("今年2月到现在", FIRST, TODAY),
        ("2月到10月", FIRST, date(2026, 10, 31)),
        ("2026-02-01 至 10月", FIRST, date(2026, 10, 31)),
        ("26年2月1日至26年10月1日", FIRST, date(2026, 10, 1)),
        ("20260201-20261031", FIRST, date(2026, 10, 31)),
        ("上个月", date(2026, 10, 1), date(2026, 10, 31)),
        ("本月", date(2026, 11, 1), TODAY),
    ],
)
def test_a_period_is_understood(text: str, first: date, last: date) -> None:
    assert period(text, USUAL) == SelfAuditPeriod(first=first, last=last)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("１１月３１日 至 今天", "“11月31日”不是日历上的日期"),
        ("2月30日到今天", "“2月30日”不是日历上的日期"),
        ("1月1日到今天", "“1月1日”没有写年份，2026-02-01 至 2026-11-29 里没有这一天"),
        ("去年12月1日到今天", "2026-02-01 之前还没有施行"),
        ("3月-12月", "没有看懂"),
        ("上半年", "没有看懂"),
    ],
)
def test_another_period_is_answered_with_the_very_form(text: str, what: str) -> None:
    with pytest.raises(Misread) as misread:
        period(text, USUAL)
    assert what in misread.value.what
    assert misread.value.mend == "写起止两个日期，例如：2026-02-01 至 2026-11-29"


def test_a_day_that_may_be_of_two_years_is_not_guessed() -> None:
    long = UsualPeriod(period=SelfAuditPeriod(first=FIRST, last=date(2027, 3, 1)), earliest=FIRST)
    with pytest.raises(Misread, match="看不出“2月20日”是哪一年的"):
        period("2月20日 至 今天", long)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("昨天", date(2026, 11, 28)),
        ("3天前", date(2026, 11, 26)),
        ("六月一日", date(2026, 6, 1)),
        ("6月1号", date(2026, 6, 1)),
        ("今年6月1日", date(2026, 6, 1)),
        ("11月25号", date(2026, 11, 25)),
        ("上周五", date(2026, 11, 20)),
        ("本周三", date(2026, 11, 25)),
        ("10月底", date(2026, 10, 31)),
        ("上个月底", date(2026, 10, 31)),
        ("五天", date(2026, 11, 24)),
        ("11.20", date(2026, 11, 20)),
        ("11/3", date(2026, 11, 3)),
    ],
)
def test_the_day_of_a_remedy_is_understood(text: str, day: date) -> None:
    assert remedied_day(text, USUAL.period, TODAY) == day


@pytest.mark.parametrize("text", ["上个月", "六月初", "１１月３１日", "12月1日"])
def test_another_day_of_a_remedy_is_answered_with_the_form(text: str) -> None:
    with pytest.raises(Misread) as misread:
        remedied_day(text, USUAL.period, TODAY)
    assert misread.value.mend == "写成 年-月-日"


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("张三 下周五", date(2026, 12, 4)),
        ("张三 本周日", TODAY),
        ("张三 12月20日", date(2026, 12, 20)),
        ("张三 十二月二十日", date(2026, 12, 20)),
        ("张三 明年1月15日", date(2027, 1, 15)),
        ("张三 月底", date(2026, 11, 30)),
        ("张三 下个月底", date(2026, 12, 31)),
        ("张三 年底", date(2026, 12, 31)),
        ("张三 3天内", date(2026, 12, 2)),
        ("张三 明天", date(2026, 11, 30)),
        ("张三、12月4日前", date(2026, 12, 4)),
        ("张三 12月4号之前完成", date(2026, 12, 4)),
        ("张三 12月4日 以前", date(2026, 12, 4)),
        ("张三 2026.12.4 前完成整改", date(2026, 12, 4)),
        ("张三 截至12月4日", date(2026, 12, 4)),
        ("张三 最晚下周五", date(2026, 12, 4)),
        ("张三 下周五前", date(2026, 12, 4)),
        ("张三12月底前", date(2026, 12, 31)),
        ("张三 年底前", date(2026, 12, 31)),
        ("张三 2027年3月底", date(2027, 3, 31)),
    ],
)
def test_a_deadline_is_understood(text: str, due: date) -> None:
    assert in_charge(text, today=TODAY) == InCharge(owner="张三", due=due)


@pytest.mark.parametrize(
    "text",
    [
        *("张三 周五", "张三 10个工作日内", "张三 一个月内", "张三 第一季度", "张三 １１月３１日"),
        *(
            "张三 节后",
            "小陈节后",
            "张三 元旦前",
            "张三 尽快",
            "张三 之前",
            "张三 前",
            "张三 周五前",
        ),
        *("张三 12月4日后", "张三 10月底", "张三 月初", "张三 下个月", "张三 12月4日下午"),
    ],
)
def test_another_deadline_is_answered_with_the_form(text: str) -> None:
    with pytest.raises(Misread) as misread:
        in_charge(text, today=TODAY)
    assert "日期写成 年-月-日" in misread.value.mend


def test_oneself_is_the_person_who_fills_this_in() -> None:
    assert in_charge("自己", myself="王五") == InCharge(owner="王五")
    with pytest.raises(Misread, match="“自己”看不出是谁"):
        in_charge("自己")


def test_oneself_is_no_name_of_who_could_know(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "自查.yaml")
    known = sitting.answer("某某公司", "张三", "", "", "", "是", "不清楚", "我", "李四", "q")
    assert "“我”看不出是谁" in sitting.text
    assert known.facts["serves_hosts"].who_could_know == "李四"


def test_the_holder_of_an_account_may_be_oneself() -> None:
    assert parse(LIVESTREAM.fact("account_holder"), "自己") == Choice("self")


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("五天", "都是工作日的，写 5个工作日"),
        ("2天", "写几个工作日"),
        ("两日内", "写几个工作日"),
        ("24小时", "当天的写 当天"),
    ],
)
def test_plain_days_are_no_working_days(text: str, example: str) -> None:
    with pytest.raises(Misread, match="没有说是几个工作日") as misread:
        parse(kinds.DAYS, text)
    assert example in misread.value.mend


@pytest.mark.parametrize(("text", "mark"), [("没有做到", Mark.NO), ("都做到了", Mark.YES)])
def test_what_is_said_of_a_duty_answers_it(text: str, mark: Mark) -> None:
    assert parse(kinds.YES, text) is mark
    with pytest.raises(Misread):
        parse(kinds.NO, text)


def test_part_of_a_duty_is_told_how_to_answer() -> None:
    with pytest.raises(Misread) as misread:
        parse(kinds.YES, "一部分")
    assert "答 否" in misread.value.mend


@pytest.mark.parametrize("text", ["12月20日", "１２月２０号"])
def test_a_cell_without_a_year_is_told_the_form(text: str) -> None:
    with pytest.raises(Misread, match="没有写年份") as misread:
        read_day(text)
    assert misread.value.mend == "加上年份，例如 2026-12-20"


@pytest.mark.parametrize(
    "text",
    [
        *("2026-12-4", "2026年12月4号", "２０２６年１２月４日前", "2026.12.4之前", "20261204"),
        *("二〇二六年十二月四日", "26年12月4日", "截至2026/12/4"),
    ],
)
def test_a_cell_takes_the_days_that_are_typed_elsewhere_if_they_have_a_year(text: str) -> None:
    assert read_day(text) == date(2026, 12, 4)


@pytest.mark.parametrize("text", ["下周五", "年底前", "3天内"])
def test_a_cell_takes_no_day_that_hangs_on_when_it_was_written(text: str) -> None:
    with pytest.raises(Misread, match="看不出从哪一天算起") as misread:
        read_day(text)
    assert misread.value.mend == "写成 年-月-日，例如 2026-12-31"


@pytest.mark.parametrize("text", ["钱姐 12月4日", "钱姐 2026-12-04", "钱姐 节后", "钱姐下周五"])
def test_a_cell_for_a_name_takes_no_day(text: str) -> None:
    with pytest.raises(Misread, match="写了日期或者时间") as misread:
        columns.read("owner", text, today=TODAY)
    assert "完成时限" in misread.value.mend
    assert columns.read("owner", "周日红 年春", today=TODAY) == "周日红 年春"


class TestCreditCode:
    """The check digit of a 统一社会信用代码 is held against the others, and asked back."""

    RIGHT, WRONG = "91350100M000100Y43", "91350100M000100Y44"

    def test_a_right_one_is_recorded(self, tmp_path: Path) -> None:
        known = Sitting(tmp_path / "自查.yaml").answer("某某公司", "张三", self.RIGHT, "q")
        assert known.respondent.credit_code == self.RIGHT

    def test_a_wrong_one_is_asked_back_and_may_be_insisted_on(self, tmp_path: Path) -> None:
        sitting = Sitting(tmp_path / "自查.yaml")
        known = sitting.answer("某某公司", "张三", self.WRONG, self.WRONG.lower(), "q")
        assert sitting.text.count("对不上") == 1
        assert "请核对有没有抄错" in sitting.text
        assert known.respondent.credit_code == self.WRONG

    def test_a_wrong_one_may_be_mended(self, tmp_path: Path) -> None:
        sitting = Sitting(tmp_path / "自查.yaml")
        known = sitting.answer("某某公司", "张三", self.WRONG, self.RIGHT, "q")
        assert known.respondent.credit_code == self.RIGHT


def test_an_address_that_names_no_place_is_asked_back_once(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path / "自查.yaml")
    known = sitting.answer("某某公司", "张三", "", "上半年", "杭州市某路1号", "q")
    assert sitting.text.count("“上半年”看不出是住所") == 1
    assert known.respondent.address == "杭州市某路1号"
    other = Sitting(tmp_path / "另一份.yaml")
    assert other.answer("某公司", "张三", "", "甲地", "甲地", "q").respondent.address == "甲地"
