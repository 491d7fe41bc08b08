"""What people type is understood exactly or not at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.as_data import Words
from checklist.assessment.model import (
    Choice,
    Extreme,
    Mark,
    Picks,
    TimesAYear,
    Value,
    WorkingDays,
)
from checklist.assessment.picks import also
from checklist.assessment.typed import Misread
from checklist.assessment.values import from_data, hint, menu, parse
from checklist.assessment.wording import spell
from checklist.evaluation.judge import judge
from checklist.evaluation.model import Outcome
from checklist.law.expectations import ExpectAll
from checklist.law.model import Fact, Option, Question
from checklist.law.periods import Period
from tests.given import kinds, law
from tests.given.bundled import BOOKS, LIVESTREAM, joined

ALL_BOOKS = joined()
Asked = Question | Fact
ASKED: tuple[Asked, ...] = (*kinds.QUESTIONS, *kinds.FACTS)
Y, N, U, X = Mark.YES, Mark.NO, Mark.UNKNOWN, Mark.INAPPLICABLE


def picks(opening: Mark, pitch: Mark, other: Mark) -> Picks:
    return Picks({"opening": opening, "pitch": pitch, "other": other})


BUNDLED: tuple[Asked, ...] = (*ALL_BOOKS.facts, *ALL_BOOKS.questions().values())
UNDERSTOOD: list[tuple[Asked, str, Value]] = [
    (kinds.YES, "是", Y),
    (kinds.YES, "是。", Y),
    (kinds.YES, "\uff39", Y),
    (kinds.YES, "１", Y),
    (kinds.YES, "2", N),
    (kinds.YES, "没有", N),
    (kinds.YES, "3", U),
    (kinds.YES, "不知道", U),
    (kinds.NO, "不适用", X),
    (kinds.NO, "4", X),
    (kinds.OPENS, "否", N),
    (kinds.CHANNEL, "2", Choice("own_site")),
    (kinds.CHANNEL, "自建网站", Choice("own_site")),
    (kinds.CHANNEL, "3", U),
    (kinds.ONE_OF, "1、", Choice("written")),
    (kinds.ONE_OF, "口头", Choice("oral")),
    (kinds.ALL, "1 3", picks(Y, N, Y)),
    (kinds.ALL, "1，3", picks(Y, N, Y)),
    (kinds.ALL, "１、３。", picks(Y, N, Y)),
    (kinds.ALL, "①③", picks(Y, N, Y)),
    (kinds.ALL, "1-3", picks(Y, Y, Y)),
    (kinds.ALL, "１～２", picks(Y, Y, N)),
    (kinds.ALL, "1 到 2", picks(Y, Y, N)),
    (kinds.ALL, "全选", picks(Y, Y, Y)),
    (kinds.ALL, "1 2不清楚", picks(Y, U, N)),
    (kinds.ALL, "1：是 2：不清楚", picks(Y, U, N)),
    (kinds.MAY_LACK, "全选 3不适用", picks(Y, Y, X)),
    (kinds.ALL, "全不选，1不清楚", picks(U, N, N)),
    (kinds.ALL, "1 其余不清楚", picks(Y, U, U)),
    (kinds.ALL, "1不清楚，其余做到", picks(U, Y, Y)),
    (kinds.ALL, "全选3否", picks(Y, Y, N)),
    (kinds.ALL, "全部 3否", picks(Y, Y, N)),
    (kinds.ALL, "１—２", picks(Y, Y, N)),
    (kinds.ALL, "1跟2", picks(Y, Y, N)),
    (kinds.NONE, "都没有，3不清楚", picks(N, N, U)),
    (kinds.ALL, "不清楚", U),
    (kinds.MAY_LACK, "1否 2不清楚 3不适用", picks(N, U, X)),
    (LIVESTREAM.fact("respondent_form"), "法人", Choice("entity")),
    (LIVESTREAM.fact("respondent_form"), "公司", Choice("entity")),
    (LIVESTREAM.fact("channel"), "小程序", Choice("other_service")),
    (kinds.REPORTS, "一月", Picks({"january": Y, "july": N})),
    (kinds.YEARS, "3年", Period(years=3)),
    (kinds.YEARS, "三年半", Period(years=3, months=6)),
    (kinds.YEARS, "３６ 个月", Period(months=36)),
    (kinds.YEARS, "一千零九十五天", Period(days=1095)),
    (kinds.YEARS, "一年零六个月", Period(years=1, months=6)),
    (kinds.YEARS, "不少于三年", Period(years=3)),
    (kinds.YEARS, "超过3年", Period(years=3)),
    (kinds.YEARS, "≥3年", Period(years=3)),
    (kinds.YEARS, "36月", Period(months=36)),
    (kinds.YEARS, "永久", Extreme.FOREVER),
    (kinds.YEARS, "没有保存", Extreme.NEVER),
    (kinds.MONTHS, "半年", Period(months=6)),
    (kinds.MONTHS, "不超过六个月", Period(months=6)),
    (kinds.MONTHS, "≤6个月", Period(months=6)),
    (kinds.MONTHS, "2026-03-01 至 2026-09-01", Period(months=6)),
    (kinds.MONTHS, "从2026年3月1日到2026年9月2日", Period(months=6, days=1)),
    (kinds.MONTHS, "2026.8.31~2027.2.28", Period(months=6)),
    (kinds.DAYS, "三个工作日", WorkingDays(3)),
    (kinds.DAYS, "３个工作日内", WorkingDays(3)),
    (kinds.DAYS, "当天", WorkingDays(0)),
    (kinds.DAYS, "3", WorkingDays(3)),
    (kinds.DAYS, "三", WorkingDays(3)),
    (kinds.YEARLY, "每年两次", TimesAYear(2)),
    (kinds.YEARLY, "一年一次", TimesAYear(1)),
    (kinds.YEARLY, "每半年1次", TimesAYear(2)),
    (kinds.YEARLY, "每季度一次", TimesAYear(4)),
    (kinds.YEARLY, "每周一次", TimesAYear(52)),
    (kinds.YEARLY, "每一年一次", TimesAYear(1)),
    (kinds.YEARLY, "１", TimesAYear(1)),
    (kinds.YEARLY, "1次", TimesAYear(1)),
    (kinds.YEARLY, "一次", TimesAYear(1)),
    (kinds.YEARLY, "0次", TimesAYear(0)),
    (kinds.YEARLY, "从未", Extreme.NEVER),
]


@pytest.mark.parametrize(("asked", "text", "value"), UNDERSTOOD)
def test_what_people_type_is_understood(asked: Asked, text: str, value: Value) -> None:
    assert parse(asked, text) == value


EIGHT = range(1, 9)
NO_UNIT_ASKED = replace(kinds.DAYS, ask="多久报告？")
NOT_GUESSED: list[tuple[Asked, str]] = [
    (kinds.YES, ""),
    (kinds.YES, "大概是"),
    (kinds.YES, "4"),
    (kinds.YES, "不适用"),
    (kinds.OPENS, "不适用"),
    (kinds.CHANNEL, "0"),
    (kinds.CHANNEL, "是"),
    (kinds.ALL, ""),
    (kinds.ALL, "13"),
    (kinds.ALL, "3-1"),
    (kinds.ALL, "1 4"),
    (kinds.ALL, "3不清楚"),
    (kinds.ALL, "1不适用 2不适用"),
    (LIVESTREAM.fact("respondent_form"), "自然人"),
    (LIVESTREAM.fact("respondent_form"), "登记"),
    (LIVESTREAM.fact("account_holder"), "法人"),
    (kinds.ALL, "1 2 不清楚"),
    (kinds.ALL, "1不适用 2"),
    (kinds.ALL, "1 1否"),
    (kinds.ALL, "不适用"),
    (kinds.ALL, "0"),
    (kinds.ALL, "否"),
    (kinds.REPORTS, "从未"),
    (kinds.YEARS, "3"),
    (kinds.YEARS, "约3年"),
    (kinds.YEARS, "3年以内"),
    (kinds.YEARS, "三三年"),
    (kinds.YEARS, "9999年"),
    (kinds.YEARS, "半个月"),
    (kinds.MONTHS, "长期"),
    (kinds.MONTHS, "每半年一次"),
    (kinds.DAYS, "3天"),
    (kinds.DAYS, "3.5"),
    (NO_UNIT_ASKED, "3"),
    (kinds.MONTHS, "超过6个月"),
    (kinds.MONTHS, "2026-09-01 至 2026-03-01"),
    (kinds.MONTHS, "2026-02-30 至 2026-03-01"),
    (kinds.YEARLY, "两年一次"),
    (kinds.YEARLY, "每3年1次"),
    (kinds.YEARLY, "一月一次"),
]


@pytest.mark.parametrize(("asked", "text"), NOT_GUESSED)
def test_what_is_not_clear_is_asked_again_with_an_example(asked: Asked, text: str) -> None:
    with pytest.raises(Misread) as misread:
        parse(asked, text)
    assert misread.value.what
    assert misread.value.mend


@given(st.sampled_from(ASKED), st.text())
def test_no_text_whatever_breaks_the_reading(asked: Asked, text: str) -> None:
    try:
        value = parse(asked, text)
    except Misread:
        return
    assert parse(asked, text) == value
    assert spell(asked, value).isprintable()


@given(st.sampled_from(ASKED).flatmap(lambda one: st.tuples(st.just(one), kinds.values_for(one))))
def test_a_recorded_value_is_read_back_as_it_was(case: tuple[Asked, Value]) -> None:
    asked, value = case
    assert from_data(asked, Words(question=asked).value(value)) == value


@given(st.sampled_from(ASKED).flatmap(lambda one: st.tuples(st.just(one), kinds.values_for(one))))
def test_what_is_shown_can_be_typed_back(case: tuple[Asked, Value]) -> None:
    asked, value = case
    if not isinstance(value, Picks):
        assert parse(asked, spell(asked, value)) == value


@pytest.mark.parametrize("asked", ASKED)
def test_every_number_on_the_menu_can_be_typed(asked: Asked) -> None:
    for number in range(1, len(menu(asked)) + 1):
        parse(asked, str(number))


@pytest.mark.parametrize("asked", ASKED)
def test_whatever_a_hint_shows_is_understood_as_it_is_shown(asked: Asked) -> None:
    shown = re.findall("(?:写 |请答 |例如：)([^；，]+)", hint(asked))
    examples = [example for text in shown for example in text.split("、")]
    assert examples
    for example in examples:
        parse(asked, example)


def test_copying_an_example_answers_nothing() -> None:
    """Whoever types an example as it stands is asked back, also where several ways are told."""
    for asked in (*ASKED, *BUNDLED):
        shown = [hint(asked), *([also(asked)] if asked.is_multiple else [])]
        for text in shown:
            copied = re.findall("(?:例如|写成)[： ]?(\\S+)", text)
            for example in (*re.split("[；，：（）]", text), *copied):
                with pytest.raises(Misread):
                    parse(asked, example)


@pytest.mark.parametrize("garbled", ["9", "1 1不清楚", "1不清楚", "1-99"])
def test_how_to_mend_never_says_that_all_that_is_bad_was_done(garbled: str) -> None:
    with pytest.raises(Misread) as misread:
        parse(kinds.NONE, garbled)
    assert "全选" not in misread.value.mend


def test_a_file_names_options_and_not_their_numbers() -> None:
    assert from_data(kinds.CHANNEL, "own_site") == Choice("own_site")
    assert from_data(kinds.ALL, ["opening", "other"]) == picks(Y, N, Y)
    assert from_data(kinds.MAY_LACK, {"opening": "是", "other": "不适用"}) == Picks(
        {"opening": Y, "other": X}
    )
    for asked, data in ((kinds.CHANNEL, "2"), (kinds.ALL, "1 2"), (kinds.YES, "1")):
        with pytest.raises(Misread):
            from_data(asked, data)


@pytest.mark.parametrize(
    "data",
    [
        {"openning": "是"},
        {"pitch": "不适用"},
        {"pitch": "或许"},
        {"pitch": ["是"]},
        {"opening": "是", "开场": "否"},
        ["opening", "opening"],
        [["opening"]],
    ],
)
def test_a_multi_select_in_a_file_must_name_its_options_rightly(data: object) -> None:
    with pytest.raises(Misread):
        from_data(kinds.ALL, data)  # type: ignore[arg-type]


def test_options_not_mentioned_in_a_file_stay_unanswered() -> None:
    value = from_data(kinds.ALL, {"opening": "是"})
    assert value == Picks({"opening": Y})
    assert spell(kinds.ALL, value) == "是：开场；未作答：讲解商品、其他时段"


@pytest.mark.parametrize(
    ("text", "example"),
    [("1 2 99", "空格隔开"), ("13", "写 1 3"), ("123", "写 1 2 3"), ("14", "空格隔开")],
)
def test_the_example_for_a_number_too_high_could_be_an_answer(text: str, example: str) -> None:
    with pytest.raises(Misread) as misread:
        parse(kinds.ALL, text)
    assert example in misread.value.mend


@pytest.mark.parametrize(
    ("question", "enough", "short"),
    [
        (
            kinds.YEARS,
            ("超过3年", "≥3年", "3年以上", "大于36月"),
            ("超过1年", "2年以上", "≥30个月"),
        ),
        (kinds.MONTHS, ("不超过6个月", "≤6个月", "半年以内"), ("不超过7个月", "一年以内", "<1年")),
        (kinds.DAYS, ("不超过3个工作日", "3个工作日以内"), ("不到5个工作日", "≤10个工作日")),
    ],
    ids=["retention", "interval", "working days"],
)
def test_a_bound_that_leaves_the_answer_open_is_asked_back_and_proves_no_breach(
    question: Question, enough: tuple[str, ...], short: tuple[str, ...]
) -> None:
    for text in enough:
        assert judge(question, parse(question, text)).outcome is Outcome.PASS
    for text in short:
        with pytest.raises(Misread, match="没有说到底是多久"):
            parse(question, text)


def test_what_was_not_ticked_is_called_so_where_something_bad_was() -> None:
    ticked = parse(kinds.NONE, "1")
    assert spell(kinds.NONE, ticked) == "是：开场；没有选：讲解商品、其他时段"
    assert spell(kinds.NONE, ticked, recorded=True) == "是：开场；否：讲解商品、其他时段"
    assert spell(kinds.ALL, ticked) == "是：开场；否：讲解商品、其他时段"
    unsure = parse(kinds.NONE, "全不选 1不清楚")
    assert spell(kinds.NONE, unsure) == "否：讲解商品、其他时段；不清楚：开场"


def test_a_word_that_begins_several_options_names_them() -> None:
    with pytest.raises(Misread, match=r"“自然人”有2项：3 自然人，.*；4 自然人，"):
        parse(LIVESTREAM.fact("respondent_form"), "自然人")


_WITH_GROUND = replace(kinds.YES, inapplicable_if="没有收到这类提醒")


@pytest.mark.parametrize(
    "text", ["没有", "没", "无", "没有收到", "没收到提醒", "从未发生", "没有。"]
)
def test_nothing_there_is_asked_back_where_it_may_not_apply(text: str) -> None:
    for read in (parse, from_data):
        with pytest.raises(Misread) as misread:
            read(_WITH_GROUND, text)
        assert misread.value.what == f"“{text.rstrip('。')}”是 否，还是 不适用（没有收到这类提醒）"
        assert misread.value.mend == "写 否 或者 不适用"
    assert parse(_WITH_GROUND, "否") is Mark.NO
    with pytest.raises(Misread, match="是 从未，还是 不适用（没有变更）"):
        parse(replace(kinds.DAYS, inapplicable_if="没有变更"), "没有")
    assert parse(_WITH_GROUND, "没有做到") is Mark.NO
    assert parse(kinds.YES, "没有") is Mark.NO


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("二", [2]),
        ("二。", [2]),
        ("一、三", [1, 3]),
        ("第1项 第3项", [1, 3]),
        ("一到二", [1, 2]),
        ("全部做到", [1, 2, 3]),
        ("都做到了", [1, 2, 3]),
        ("除了2都做到", [1, 3]),
        ("除2、3以外都做到了", [1]),
        ("都没做到", []),
    ],
)
def test_options_are_picked_as_people_say_it(text: str, done: list[int]) -> None:
    parsed = parse(kinds.ALL, text)
    assert isinstance(parsed, Picks)
    marks = parsed.marks.values()
    assert [at for at, mark in enumerate(marks, 1) if mark is Mark.YES] == done
    assert set(marks) <= {Mark.YES, Mark.NO}


def test_an_option_of_one_choice_may_be_typed_in_chinese_numerals() -> None:
    assert [parse(kinds.YES, text) for text in ("一", "第2项", "三。")] == [
        Mark.YES,
        Mark.NO,
        Mark.UNKNOWN,
    ]


def test_what_was_typed_is_quoted_as_it_was_typed() -> None:
    with pytest.raises(Misread, match="“全部做到位”"):
        parse(kinds.ALL, "全部做到位")


@pytest.mark.parametrize(("of", "ground"), [("whole", "没有这类内容"), ("option", "没有其他时段")])
def test_nothing_of_a_list_names_what_may_not_apply(of: str, ground: str) -> None:
    asked = replace(kinds.ALL, inapplicable_if=ground) if of == "whole" else kinds.MAY_LACK
    with pytest.raises(Misread) as misread:
        parse(asked, "没有")
    which = "不适用" if of == "whole" else "3不适用"
    assert misread.value.mend.endswith(f"；{ground}，写 {which}")


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("除了7", [1, 2, 3, 4, 5, 6, 8]),
        ("除了７都做到了", [1, 2, 3, 4, 5, 6, 8]),
        ("除7外都做到", [1, 2, 3, 4, 5, 6, 8]),
        ("全选，除了7", [1, 2, 3, 4, 5, 6, 8]),
        ("都做到了，除了7", [1, 2, 3, 4, 5, 6, 8]),
        ("7以外都做到了", [1, 2, 3, 4, 5, 6, 8]),
        ("除了第7项，其余都做到了", [1, 2, 3, 4, 5, 6, 8]),
        ("除了2、4，其他全部做到", [1, 3, 5, 6, 7, 8]),
        ("除了２都没有", [2]),
        ("除了1和3都没有", [1, 3]),
        ("除了1跟3都没做到", [1, 3]),
        ("除了1与3，都没有", [1, 3]),
        ("除了 1，3-4 以外全不选", [1, 3, 4]),
        ("除了1—3，其余都没做到", [1, 2, 3]),
        ("都没做到，除了1、3", [1, 3]),
    ],
)
def test_all_but_some_is_understood_in_every_form(text: str, done: list[int]) -> None:
    asked = replace(kinds.ALL, options=law.options(**{f"o{at}": f"第{at}件" for at in EIGHT}))
    value = parse(asked, text)
    assert isinstance(value, Picks)
    assert [at for at in EIGHT if value.marks[f"o{at}"] is Y] == done
    assert {value.marks[f"o{at}"] for at in EIGHT if at not in done} == {N}


def test_all_but_some_that_are_unknown() -> None:
    assert parse(kinds.ALL, "除了2不清楚，都做到了") == picks(Y, U, Y)


@pytest.mark.parametrize(
    ("text", "bad"), [("除了2都没有", 2), ("都没有，除了2", 2), ("除了1和2都有", 3)]
)
def test_all_but_some_of_what_is_bad(text: str, bad: int) -> None:
    value = parse(kinds.NONE, text)
    assert isinstance(value, Picks)
    assert [at for at, mark in enumerate(value.marks.values(), 1) if mark is Y] == [bad]


def test_all_but_some_is_asked_back_where_the_others_may_be_either() -> None:
    with pytest.raises(Misread, match="“除了2”没有说其余的有没有") as misread:
        parse(kinds.NONE, "除了2")
    assert misread.value.mend == "只有它有，写 2；只有它没有、其余都有，写 全选 2否"


NOTHING = [
    "没有",
    "都没有",
    "无",
    "都无",
    "以上都没有",
    "一项也没有",
    "没发生",
    "都没有发生过",
    "没有发现过",
]


@pytest.mark.parametrize("word", NOTHING)
def test_nothing_is_said_alike_wherever_it_is_said(word: str) -> None:
    """Of what must not be it is an answer; of a duty it is none where it may be no occasion."""
    ground = "没有这种情形"
    assert parse(kinds.NONE, word) == picks(N, N, N)
    assert parse(replace(kinds.NO, inapplicable_if=None), word) is N
    for asked in (kinds.ALL, kinds.YES, kinds.YEARS, kinds.DAYS):
        with pytest.raises(Misread):
            parse(replace(asked, inapplicable_if=ground), word)
    with pytest.raises(Misread, match="没有说是这 3 项里的哪几项"):
        parse(kinds.ALL, word)


def test_doing_all_is_no_answer_where_the_bad_is_listed() -> None:
    bad = kinds.NONE
    for text in ("全部做到", "除了2都做到"):
        with pytest.raises(Misread, match="没有看懂"):
            parse(bad, text)


CATCH_ALL = law.question(
    "duties",
    ExpectAll(),
    ask="履行了下列哪些义务？",
    options=(
        Option(id="verified", label="查验"),
        Option(id="archived", label="存档"),
        Option(id="others", label="其他义务（可请法务答）", catch_all=True),
    ),
)


@pytest.mark.parametrize("text", ["1 2", "1-2", "查验、存档", "1、2不清楚"])
def test_what_stands_for_all_else_is_not_denied_by_leaving_it_out(text: str) -> None:
    with pytest.raises(Misread) as misread:
        parse(CATCH_ALL, text)
    assert misread.value.what == "第3项“其他义务（可请法务答）”没有说：不写不等于没有做到"
    for each in misread.value.mend.split("；"):
        assert isinstance(parse(CATCH_ALL, each.partition("写 ")[2]), Picks)


EACH_MAY_LACK = law.question(
    "held",
    ExpectAll(),
    ask="从事的下列业务，哪些现在有相应的许可？",
    options=(
        Option(id="cultural", label="文化活动", inapplicable_if="没有从事"),
        Option(id="publishing", label="出版服务", inapplicable_if="没有从事"),
        Option(id="news", label="新闻服务", inapplicable_if="没有从事"),
    ),
)


SOME_MAY_LACK = law.question(
    "shown",
    ExpectAll(),
    ask="公示了下列哪些信息？",
    options=(
        Option(id="name", label="名称"),
        Option(id="address", label="住所"),
        Option(id="licence", label="行政许可", inapplicable_if="不需要许可"),
        Option(id="review", label="审批文件", inapplicable_if="没有审批"),
    ),
)


@pytest.mark.parametrize(
    ("text", "left", "address"),
    [
        ("1", "第3项“行政许可”、第4项“审批文件”", Mark.NO),
        ("1-2", "第3项“行政许可”、第4项“审批文件”", Mark.YES),
        ("1 2 4", "第3项“行政许可”", Mark.YES),
    ],
)
def test_what_may_lack_an_occasion_is_not_denied_by_leaving_it_out(
    text: str, left: str, address: Mark
) -> None:
    with pytest.raises(Misread) as misread:
        parse(SOME_MAY_LACK, text)
    assert misread.value.what == f"{left}没有说：不写不等于没有做到"
    marks = (Mark.INAPPLICABLE, Mark.UNKNOWN, Mark.NO)
    for mend, mark in zip(misread.value.mend.split("；"), marks, strict=True):
        value = parse(SOME_MAY_LACK, mend.partition("写 ")[2])
        assert isinstance(value, Picks)
        assert (value.marks["licence"], value.marks["address"]) == (mark, address)


def test_of_what_must_not_be_what_is_left_out_was_not_there() -> None:
    asked = replace(kinds.NONE, options=kinds.MAY_LACK.options)
    assert parse(asked, "1") == picks(Y, N, N)


@pytest.mark.parametrize(
    ("text", "left"),
    [("1", "第2项“出版服务”、第3项“新闻服务”"), ("1-2", "第3项“新闻服务”")],
)
def test_where_each_may_lack_an_occasion_what_is_left_out_is_not_denied(
    text: str, left: str
) -> None:
    with pytest.raises(Misread) as misread:
        parse(EACH_MAY_LACK, text)
    assert misread.value.what == f"{left}没有说：不写不等于没有做到"
    marks = (Mark.INAPPLICABLE, Mark.UNKNOWN, Mark.NO)
    for mend, mark in zip(misread.value.mend.split("；"), marks, strict=True):
        value = parse(EACH_MAY_LACK, mend.partition("写 ")[2])
        assert isinstance(value, Picks)
        assert (value.marks["cultural"], value.marks["news"]) == (Mark.YES, mark)
    assert misread.value.mend.startswith("没有从事，写 ")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1 2 3", Mark.YES),
        ("1 2 3否", Mark.NO),
        ("1 2 3不清楚", Mark.UNKNOWN),
        ("1 其余不清楚", Mark.UNKNOWN),
        ("1 其余没有", Mark.NO),
        ("全选", Mark.YES),
        ("全不选", Mark.NO),
        ("全选 3否", Mark.NO),
        ("除了3都做到了", Mark.NO),
    ],
)
def test_what_is_said_of_all_else_is_taken(text: str, mark: Mark) -> None:
    value = parse(CATCH_ALL, text)
    assert isinstance(value, Picks)
    assert value.marks["others"] is mark


def test_the_options_that_stand_for_all_else_are_marked() -> None:
    marked = {
        f"{key}/{option.id}"
        for book in BOOKS.values()
        for key, question in book.questions().items()
        for option in question.options
        if option.catch_all
    }
    assert marked == {
        "art25-account-rules/conforms/rest",
        "art35-advertising/duties/others",
        "art37-standard/lawful/others",
        "mcn17-security/performed/others",
        "mcn18-minors/duties/others",
        "ai-art11-standard/standard/others",
    }
