"""Who is in charge by when: of one question, or of all those that are named at once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Mark
from checklist.assessment.questionnaire import AskFact, AskQuestion, plan
from checklist.assessment.stored.file import load, save
from checklist.assessment.typed import Misread
from checklist.errors import WrongUsage
from checklist.evaluation.evaluate import evaluate
from checklist.law.joined import join
from checklist.report.view.build import build
from checklist.report.view.tasks import tasks
from checklist.sitting.in_charge import (
    InCharge,
    hanging,
    in_charge,
    numbered_anew,
    place,
    questions_of,
    recorded,
    to_be_done,
    used,
)
from checklist.sitting.places import scope
from tests.assessment.sitting import Sitting
from tests.conftest import ROOT
from tests.given.bundled import BOOKS, LIVESTREAM, joined

DAY = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "department", "owner", "due"),
    [
        ("张三 2026-12-31", None, "张三", DAY),
        ("张三，期限：２０２６年１２月３１日", None, "张三", DAY),
        ("2026/12/31 责任人 周五妹", None, "周五妹", DAY),
        ("法务部 张三", "法务部", "张三", None),
        ("责任部门：运营中心，期限 2026-12-31", "运营中心", None, DAY),
        ("客服 李四", None, "客服 李四", None),
        ("选品 李四", "选品", "李四", None),
        ("2026-12-31", None, None, DAY),
        ("1 2026-12-31", "选品", "王五", DAY),
        ("2", None, "赵六", None),
        ("法务部小陈 2026-12-31前", "法务部", "小陈", DAY),
        ("选品王五", "选品", "王五", None),
        ("东部公司 张三", None, "东部公司 张三", None),
        ("王经理、2026-12-31前", None, "王经理", DAY),
    ],
)
def test_it_is_read(text: str, department: str, owner: str, due: date) -> None:
    before = (InCharge(department="选品", owner="王五"), InCharge(owner="赵六"))
    assert in_charge(text, before) == InCharge(department=department, owner=owner, due=due)


@pytest.mark.parametrize(
    "text",
    ["张三 下周五", "张三 12月31日", "2026-02-30", "2026-12-30 2026-12-31", "：", "月底", "1", "9"],
)
def test_nothing_is_guessed(text: str) -> None:
    with pytest.raises(Misread):
        in_charge(text)


@pytest.mark.parametrize("text", ["张三 12月31日", "张三 １２月３１日", "12月31号 张三"])
def test_a_day_without_a_year_is_of_this_year_if_it_is_to_come(text: str) -> None:
    assert in_charge(text, today=date(2026, 11, 29)) == InCharge(owner="张三", due=DAY)


@pytest.mark.parametrize(
    "text", ["张三 12.31", "12/31 张三", "张三，１２／３１前", "张三 三十二天", "32天 张三"]
)
def test_a_day_may_be_typed_in_figures_or_as_so_many_days(text: str) -> None:
    assert in_charge(text, today=date(2026, 11, 29)) == InCharge(owner="张三", due=DAY)


@pytest.mark.parametrize("text", ["张三 1月15日", "张三 2月30日", "张三 12月", "张三 13月1日"])
def test_a_day_that_may_be_of_another_year_is_asked_back(text: str) -> None:
    with pytest.raises(Misread, match="年-月-日"):
        in_charge(text, today=date(2026, 11, 29))


@pytest.mark.parametrize("text", ["第10/13题 张三 12月31日", "10.13题 张三"])
def test_questions_that_are_not_understood_are_not_taken_for_a_day(text: str) -> None:
    with pytest.raises(Misread, match="说的是哪些题"):
        in_charge(text, today=date(2026, 11, 29))


def test_the_day_may_be_typed_with_any_dash() -> None:
    assert in_charge("张三 2026—12—31") == InCharge(owner="张三", due=DAY)


def test_a_year_that_was_typed_stands() -> None:
    due = in_charge("张三 2027年 12月31日", today=date(2026, 11, 29)).due
    assert due == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("办法第37条 张三", "办法第37条"),
        ("多渠道规定第三章 张三", "多渠道规定第三章"),
        ("全部商品类 张三", "全部商品类"),
        ("全部：张三", "全部"),
        ("第三章 商品部 张三", "第三章"),
        ("第 37 条，张三", "第 37 条"),
        ("３、5-8题 张三", "3、5-8题"),
        ("第12题 张三", "第12题"),
        ("第10—13题 张三", "第10-13题"),
        ("第10——13题 张三", "第10--13题"),
        ("第10到13题 张三", "第10到13题"),
        ("10－13、15题 张三", "10-13、15题"),
        ("第3题和第5题 张三", "第3题和第5题"),
        ("第1题、第34-36题 客服部 2026-12-31", "第1题、第34-36题"),
        ("1题、3题 张三", "1题、3题"),
        ("作为直播间运营者 张三", "作为直播间运营者"),
        ("张三 2026-12-31", None),
        ("2026-12-31 张三", None),
        ("1 2026-12-31", None),
        ("全琳 2026-12-31", None),
        ("多渠道规定 内容生态部 赵琳 2026-12-31", "多渠道规定"),
        ("《多渠道规定》 赵琳", "多渠道规定"),
        ("全部多渠道规定 赵琳", "全部多渠道规定"),
        ("互联网信息内容多渠道分发服务管理规定：赵琳", "多渠道规定"),
        ("标识办法的全部题 赵琳", "标识办法"),
        ("多渠道部 赵琳", None),
    ],
)
def test_what_names_several_questions_is_told_from_who_is_in_charge(
    text: str, of: str | None
) -> None:
    named = place(text, join(list(BOOKS.values())))
    assert (named and named[0]) == of


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    path = shutil.copyfile(ROOT / "examples" / "agency.yaml", tmp_path / "自查.yaml")
    return Sitting(path, rulebook=LIVESTREAM)


def changed(before: Assessment, after: Assessment) -> Iterator[str]:
    for key, answer in after.answers.items():
        if answer != before.answers.get(key, Answer(value=None)):
            yield key


def test_what_stays_beside_a_new_person_is_told(sitting: Sitting) -> None:
    sitting.answer(
        "g 3",
        "p 内容部 李四 2026-12-31",
        "p 李四、王五 2027年1月4日",
        "是",
        "p 2027.1.5",
        "是",
        "q",
    )
    assert "已记下：内容部 李四，期限 2026-12-31\n" in sitting.text
    assert "已记下：李四、王五，期限 2027-01-04；部门仍为 内容部\n" in sitting.text
    assert "已记下：期限 2027-01-05；部门仍为 内容部，责任人仍为 李四、王五\n" in sitting.text


def test_who_stands_is_replaced_only_once_that_is_said(sitting: Sitting) -> None:
    sitting.answer("g 3", "p 内容部 李四 2026-12-31", "q")
    sitting.shown.clear()
    before = load(sitting.path, LIVESTREAM)
    kept = sitting.answer("g 3", "p 王五 2027-01-04", "", "q")
    assert kept == before
    assert "这一题原来记的是 李四，期限 2026-12-31。" in sitting.text
    assert "没有记，仍是 李四，期限 2026-12-31" in sitting.text
    after = sitting.answer("g 3", "p 王五 2027-01-04", "是", "q")
    (key,) = changed(before, after)
    assert (after.answers[key].department, after.answers[key].owner) == ("内容部", "王五")
    assert sitting.answer("g 3", "p 王五", "q") == after  # the same again is no question


@pytest.mark.slow
def test_a_wrong_entry_is_mended_where_nothing_is_left_to_do(sitting: Sitting) -> None:
    known = sitting.answer("q")
    steps = [step for step in plan(LIVESTREAM, known) if isinstance(step, AskQuestion)]
    done = next(
        at
        for at, step in enumerate(steps, 1)
        if not to_be_done(LIVESTREAM, known, [step], date(2026, 11, 29))
    )
    sitting.answer(f"g {done}", "p 多渠道部 王敏", "q")
    after = sitting.answer(f"p 第{done}题 赵琳", "是", "q")
    assert "其中 1 题原来记了别的" in sitting.text
    assert after.answers[steps[done - 1].key].owner == "赵琳"


def test_numbers_of_those_named_before_stay_in_a_sitting(sitting: Sitting) -> None:
    known = sitting.answer("q")
    first = used(known)
    named = numbered_anew((), known)
    assert named == first[:9]
    key = next(key for key, each in known.answers.items() if not each.owner)
    begun = {key: replace(known.answers[key], owner="最先的人", department=None)}
    with_more = replace(known, answers={**begun, **known.answers, **begun})
    assert numbered_anew(named, with_more)[: len(named)] == named
    taken_back = replace(known, answers={key: replace(each, owner=None, department=None)
                                         for key, each in known.answers.items()})  # fmt: skip
    left = numbered_anew(named, taken_back)
    assert not any(str(who) for who in left)
    with pytest.raises(Misread, match="序号 1 的已经撤回了"):
        in_charge("1 2026-12-31", left)


def test_a_section_is_assigned_at_the_review_once_its_questions_were_shown(
    sitting: Sitting,
) -> None:
    before = sitting.answer("q")
    for declined in ("取消", "2", "b"):
        known = sitting.answer("p 第37条 内容部 张三 2026-12-31", declined, "q")
        assert not list(changed(before, known))
    assert "没有记" in sitting.text
    assert "题原来记了别的" in sitting.text
    sitting.shown.clear()
    after = sitting.answer("p 第37条 内容部 张三 2026-12-31", "是", "q")
    keys = set(changed(before, after))
    assert keys
    assert all(key.startswith("art37-") for key in keys)
    assert f"内容部 张三，期限 2026-12-31，记在这 {len(keys)} 题旁边：" in sitting.text
    assert f"已记下 {len(keys)} 题" in sitting.text
    for key in keys:
        answer = after.answers[key]
        assert (answer.department, answer.owner, answer.due) == ("内容部", "张三", DAY)
        assert answer.value == before.answers[key].value


def test_by_enter_whoever_is_named_already_stays(sitting: Sitting) -> None:
    before = sitting.answer("q")
    after = sitting.answer("p 全部 内容部 张三 2027-01-31", "", "q")
    named = {
        key: in_charge_of
        for key, each in before.answers.items()
        if str(in_charge_of := recorded(each))
    }
    assert len(named) > 5
    assert named == {key: recorded(after.answers[key]) for key in named}
    new = set(changed(before, after))
    assert new
    assert new.isdisjoint(named)
    assert all(after.answers[key].owner == "张三" for key in new)
    assert f"已记下 {len(new)} 题：内容部 张三，期限 2027-01-31，原来记的 {len(named)} 题不变" in (
        "".join(sitting.text.split("\n"))
    )


def test_only_a_day_is_put_beside_who_is_named_without_one(sitting: Sitting) -> None:
    sitting.answer("g 4", "p 内容部 张三", "g 10", "p 法务 李四 2026-12-20", "q")
    after = sitting.answer("p 第4、10题 王五 2027-01-31", "", "q")
    steps = [step for step in plan(LIVESTREAM, after) if isinstance(step, AskQuestion)]
    first, second = (recorded(after.answers[step.key]) for step in (steps[3], steps[9]))
    assert (first.department, first.owner, first.due) == ("内容部", "张三", date(2027, 1, 31))
    assert (second.owner, second.due) == ("法务 李四", date(2026, 12, 20))


def test_a_place_alone_shows_who_is_named_and_enter_changes_nothing(sitting: Sitting) -> None:
    before = sitting.answer("q")
    assert before == sitting.answer("p 全部", "", "q")
    assert re.search("全部有 [0-9]+ 题，[0-9]+ 题没有记责任人和期限", sitting.text)
    someone = next(each for each in before.answers.values() if each.owner and each.due)
    assert f"{someone.owner}，期限 {someone.due}（" in sitting.text
    after = sitting.answer("p 全部", "张三", "1", "q")
    assert all(after.answers[key].owner == "张三" for key in changed(before, after))


def test_all_that_is_open_or_a_gap_is_assigned_and_taken_back_at_once(sitting: Sitting) -> None:
    before = sitting.answer("q")
    assert before == sitting.answer("p 全部 张三 2026-12-31", "是", "u", "q")
    assert "撤回了上一次改动" in sitting.text
    after = sitting.answer("p 全部 张三 2026-12-31", "是", "q")
    assert len(list(changed(before, after))) > 15
    assert any(answer.value and not answer.owner for answer in after.answers.values())


def ownerless(known: Assessment) -> list[str]:
    """The entries that the report lists as to be dealt with and that nobody has."""
    listed = tasks(build(evaluate(LIVESTREAM, known, as_of=date(2026, 11, 1))))
    return sorted({task.line.obligation.id for task in listed if task.owner is None})


def hanging_on(known: Assessment, fact: str) -> tuple[Assessment, Collection[str]]:
    """Nobody is in charge of anything, and a fact is not known; the answers to which alone there is
    to do that it is open whether their entries apply."""
    none = {
        key: replace(each, owner=None, department=None, due=None)
        for key, each in known.answers.items()
    }
    unknown = {**known.facts, fact: Answer(value=Mark.UNKNOWN)}
    known = replace(known, answers=none, facts=unknown)
    return known, hanging(LIVESTREAM, known, date(2026, 11, 1)).keys() & none.keys()


def test_all_that_the_report_lists_as_to_be_dealt_with_is_assigned(sitting: Sitting) -> None:
    """Also what passes, and of which it is open whether it applies."""
    known, keys = hanging_on(sitting.answer("q"), "serves_hosts")
    assert keys
    save(sitting.path, known, LIVESTREAM)
    assert ownerless(known)
    after = sitting.answer("p 全部 张三 2026-12-31", "是", "q")
    assert ownerless(after) == []
    assert all(after.answers[key].owner == "张三" for key in keys)


def test_who_clears_up_a_fact_has_what_hangs_on_it_alone(sitting: Sitting) -> None:
    known, keys = hanging_on(sitting.answer("q"), "serves_hosts")
    save(sitting.path, known, LIVESTREAM)
    facts = [step.fact.id for step in plan(LIVESTREAM, known) if isinstance(step, AskFact)]
    number = facts.index("serves_hosts") + 1
    after = sitting.answer(f"g 主体{number}", "p 经纪部 王珊 2026-12-10", "q")
    assert {*changed(known, after)} == {*keys}
    assert after.facts["serves_hosts"].owner == "王珊"
    assert "适用与否取决于它的第 " in sitting.text
    before, now = ({*ownerless(each)} for each in (known, after))
    assert before - now
    assert not {key.partition("/")[0] for key in keys} & now
    assert sitting.answer(f"g 主体{number}", "p 经纪部 王珊 2026-12-10", "u", "q") == after


def test_what_needs_nobody_is_assigned_once_that_is_insisted_on(sitting: Sitting) -> None:
    known = sitting.answer("q")
    steps = [step for step in plan(LIVESTREAM, known) if isinstance(step, AskQuestion)]
    at, step = next(
        (at, step)
        for at, step in enumerate(steps, 1)
        if not to_be_done(LIVESTREAM, known, [step], date(2026, 11, 29))
    )
    assert sitting.answer(f"p 第{at}题 张三", "", "q") == known
    assert "都已答、没有缺口" in sitting.text
    after = sitting.answer(f"p 第{at}题 张三", "是", "是", "q")
    assert after.answers[step.key].owner == "张三"


def test_questions_are_named_by_number_and_by_words(sitting: Sitting) -> None:
    before = sitting.answer("q")
    by_number = sitting.answer("g 3", "p 1-200题 张三", "p 1、3-5题 张三", "", "q")
    assert "题号是 1 到" in sitting.text
    assert len(list(changed(before, by_number))) <= 4
    by_words = sitting.answer("p 全部服务机构类 李四", "是", "q")
    assert list(changed(by_number, by_words))
    sitting.answer("p 全部没有这种类 李四", "p 张三", "m 备注", "q")
    assert "没有找到“全部没有这种类”的题" in sitting.text
    assert "没有写是哪些题" in sitting.text
    assert "备注、佐证记在各题旁边，在这里不能记" in sitting.text


def test_a_day_that_is_over_is_asked_back(sitting: Sitting) -> None:
    before = sitting.answer("q")
    for lines in (["p 张三 2026-10-31"], ["p 第3题、第4-5题 张三 2026-10-31", ""]):
        assert not list(changed(before, sitting.answer("g 3", *lines, "", "q")))
        assert "期限 2026-10-31 已经过了" in sitting.text
        sitting.shown.clear()
    after = sitting.answer("g 3", "p 张三 2026-10-31", "是", "q")
    (key,) = changed(before, after)
    assert after.answers[key].due == date(2026, 10, 31)


def test_an_article_names_the_questions_that_share_its_answer(sitting: Sitting) -> None:
    known = replace(sitting.answer("q"), facts={}, rooms=())
    steps = [step for step in plan(LIVESTREAM, known) if isinstance(step, AskQuestion)]
    shared = "art25-change/days"
    (asked,) = (step for step in steps if step.key == shared)
    assert asked.obligation.source.article == 15
    for word in ("第25条", "第15条", "art25-change"):
        assert shared in [step.key for step in questions_of(LIVESTREAM, steps, word)]


def test_departments_used_in_the_file_are_offered_and_chosen_by_number(sitting: Sitting) -> None:
    sitting.answer("g 3", "p 选品组 王五", "q")
    sitting.shown.clear()
    known = sitting.answer("g 4", "p", "不写了 2026-13-45", "p", "", "q")
    listed = next(line for line in sitting.text.splitlines() if "选品组 王五" in line)
    number = listed.split("选品组 王五")[0].split("；")[-1].split("：")[-1].strip()
    after = sitting.answer("g 4", "p", f"{number} 2026-12-31", "q")
    (key,) = changed(known, after)
    answer = after.answers[key]
    assert (answer.department, answer.owner, answer.due) == ("选品组", "王五", DAY)


class TestOfSeveralRegulations:
    """第三章 is in each of them: it is never taken to be of all."""

    BOOK = joined("livestream", "mcn")
    STEPS = plan(BOOK, load(ROOT / "examples" / "agency.yaml", BOOK))

    def test_a_chapter_without_its_regulation_is_asked_back(self) -> None:
        with pytest.raises(Misread, match="办法第三章、多渠道规定第三章"):
            questions_of(self.BOOK, self.STEPS, "第三章")
        with pytest.raises(WrongUsage, match="办法第三章、多渠道规定第三章"):
            scope(self.BOOK, only=None, section="第三章", role=None)

    @pytest.mark.parametrize("place", ["办法第三章", "多渠道规定3章"])
    def test_with_it_only_that_one_is_meant(self, place: str) -> None:
        named = questions_of(self.BOOK, self.STEPS, place)
        of = {self.BOOK.regulation_of(step.obligation.source).called for step in named}
        assert len(of) == 1
        assert place.startswith(of.pop())
        assert scope(self.BOOK, only=None, section=place, role=None).section == place

    @pytest.mark.parametrize("name", ["办法", "多渠道规定", "标识办法"])
    def test_its_name_alone_means_all_of_its_questions(self, name: str) -> None:
        book = join(list(BOOKS.values()))
        steps = plan(book, load(ROOT / "examples" / "agency.yaml", book))
        asked = [step for step in steps if isinstance(step, AskQuestion)]
        of = [step for step in asked if book.regulation_of(step.obligation.source).called == name]
        assert questions_of(book, steps, name) == of

    def test_of_one_regulation_its_name_is_not_needed(self) -> None:
        steps = plan(LIVESTREAM, load(ROOT / "examples" / "agency.yaml", LIVESTREAM))
        alone = questions_of(LIVESTREAM, steps, "第三章")
        assert alone == questions_of(LIVESTREAM, steps, "办法第三章")


@pytest.mark.parametrize(
    ("name", "joined"), [("agency", False), ("agency", True), ("brand", False)]
)
def test_the_example_names_an_article_of_which_something_is_to_be_done(
    tmp_path: Path, name: str, *, joined: bool
) -> None:
    book = TestOfSeveralRegulations.BOOK if joined else LIVESTREAM
    path = shutil.copyfile(ROOT / "examples" / f"{name}.yaml", tmp_path / "自查.yaml")
    sitting = Sitting(path, rulebook=book)
    known = sitting.answer("q")
    (example,) = re.findall("几道题一起交给谁：p (.*)（", sitting.text)
    named = place(example, book)
    assert named is not None
    chosen = questions_of(book, plan(book, known), named[0])
    assert to_be_done(book, known, chosen, date(2026, 11, 1))
    assert in_charge(named[1]).due


@pytest.mark.parametrize(("name", "is_told"), [("张三", False), ("张 三", False), ("某公司", True)])
def test_who_fills_it_in_about_himself_has_nobody_to_hand_it_to(
    tmp_path: Path, name: str, is_told: bool
) -> None:
    known = load(ROOT / "examples" / "brand.yaml", LIVESTREAM)
    who = replace(known.respondent, name=name, prepared_by="张三")
    save(tmp_path / "自查.yaml", replace(known, respondent=who), LIVESTREAM)
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=LIVESTREAM)
    sitting.answer("q")
    assert "检查一遍" in sitting.text
    assert ("几道题一起交给谁" in sitting.text) is is_told
