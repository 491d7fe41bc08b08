"""The first page of print answers five questions by itself: what can it cost, what first, who does
what by Friday, where does the law say so, what is not certain and who is asked by when."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from msgspec.structs import replace

from checklist.assessment.model import Assessment, Mark, Picks
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.summary import Threat
from checklist.law.cited import naming
from checklist.law.measures import NO_FINE
from checklist.report.forms import markdown
from checklist.report.page import html
from checklist.report.view import deadlines as dates
from checklist.report.view import tasks
from checklist.report.view.build import build
from checklist.report.view.model import Report
from checklist.report.words import (
    charge,
    conclusion,
    cost,
    counts,
    deadlines,
    fined,
    remedy,
    unsettled,
    urgent,
    wording,
)
from checklist.text import quoted
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import all_passing, answered
from tests.given.sample import AGENCY, judged, picks, said
from tests.report.kinds import (
    example,
    ninety_gaps,
    no_gap,
    reported,
    sample_agency,
    unanswered,
)
from tests.report.pages import read, squeezed


@cache
def agency() -> Report:
    return sample_agency()


@cache
def whole() -> str:
    return html.render(agency())


@cache
def text() -> str:
    return squeezed(read(html.render(agency(), part="report")).text)


# --- what it can cost -----------------------------------------------------------------------------


def test_the_answer_has_one_figure_and_the_item_that_it_belongs_to() -> None:
    assert fined.answer(agency()) == "能。3项不符合要求，违反即可处罚款，最高10万元（编号1）。"


def test_what_is_below_names_its_items_and_what_has_to_be_known_of_them() -> None:
    certain, doubtful = fined.below(agency())
    assert fined.known(agency()) == (
        "编号1—3：条文写的是“可以”罚款，罚不罚由执法机关决定。"
        "编号1、4—8：法律、行政法规另有规定的，先依其规定。"
        "编号1、2、9、13：按第一次就可以罚计（条文没有写明先后）。"
        "编号1、9：多渠道规定的令号、五部门名单没有核实，条文只有一个来源。"
        "编号5—8：须属于网信部门职责。"
    )
    for part in ("report", "brief"):
        page = squeezed(read(html.render(agency(), part=part)).text)
        assert page.count(squeezed(fined.known(agency()))) == 1
    assert squeezed(conclusion.besides(agency(), by_number=True)) in text()
    assert conclusion.besides(agency(), by_number=True) == (
        "罚款以外，确定的最重是责令暂停提供相关服务（属于网信部门职责的，拒不改正或者情节严重的，编号4—8），"
        "另有没收违法所得（违反即可，编号3）、警告、通报批评（违反即可，编号1）；"
        "有疑问的还有吊销营业执照（情节严重的，编号3、9）、责令停业整顿（情节严重的，编号3）。"
    )
    assert certain == (
        "编号1涉及危害公民生命健康安全且造成严重后果的，最高20万元；"
        "另有5项（编号4—8）拒不改正或者情节严重的才可处罚款，最高10万元；"
        "另有3项（编号16—18）没有直接对应的罚款。"
    )
    assert doubtful == (
        "有疑问的：7项（编号9—15）是否可处罚款，若可处，最重的是编号9（违反即可最高10万元，"
        "涉及危害公民生命健康安全且造成严重后果的最高20万元），"
        "其中编号13—15能不能处罚填报单位，要看办法第二条怎样理解；"
        "4项（编号3、5—7）是否还适用别的罚则，若适用，"
        "最重的是编号3（违反即可最高50万元或者违法所得的5倍）。"
    )
    assert "编号2、16问的是同一件事，各计一项，改一次就够；" in text()


def test_the_table_of_ceilings_has_every_amount_of_the_first_page() -> None:
    table = squeezed(
        "".join(
            read(re.findall('<table class="ceilings">.*?</table>', whole(), re.DOTALL)[0]).pieces
        )
    )
    told = fined.answer(agency()) + "".join(fined.below(agency()))
    for amount in re.findall("最高[0-9.]+万?元(?:或者违法所得的[0-9]+倍)?", told):
        assert amount in table
    assert "依《价格法》第四十条" in table, "by what the 50万元 would be fined"
    assert squeezed("涉及危害公民生命健康安全且造成严重后果的，最高20万元多渠道") in table


def test_that_a_minor_first_breach_may_go_unpunished_is_said_once() -> None:
    assert text().count("初次违法且危害后果轻微并及时改正的，可以不予行政处罚") == 1


def test_what_only_the_cyberspace_authority_may_fine_says_so_above_its_card() -> None:
    certain = [conclusion.certain(line) for line in agency().breaches]
    assert [told.startswith("属于网信部门职责的，") for told in certain[3:8]] == [False] + [
        True
    ] * 4
    assert not any("职责" in told for told in certain[:4])


def test_a_fine_in_doubt_by_another_law_is_told_with_that_law_in_its_own_card() -> None:
    cards = re.findall(r'<article class="card.*?</article>', whole(), re.DOTALL)
    third, ninth = (squeezed("".join(read(cards[at]).pieces)) for at in (2, 8))
    assert "依《价格法》第四十条第一款、《价格违法行为行政处罚规定》第七条）" in third
    assert "处5万元以上50万元以下罚款；情节严重的，责令停业整顿" in third
    assert "依《市场主体登记管理条例》第四十六条）" in ninth
    assert "情节严重的，吊销营业执照。" in ninth
    assert "也有疑问，若适用多渠道规定第二十六条（网信、公安" in ninth, "the other one of the two"
    assert "个人" not in third


def test_every_provision_that_may_fine_an_open_item_is_told_also_where_two_share_a_place() -> None:
    """第二十六条 has two tracks: its own, and by 市场主体登记管理条例."""
    card = squeezed(whole().partition('id="open-25"')[2].partition("</article>")[0])
    told = re.sub(r"<[^>]*>", "", card)
    assert "是否适用多渠道规定第二十六条有疑问，若适用，违反即可，最高10万元；" in told
    assert (
        "是否适用多渠道规定第二十六条（依《市场主体登记管理条例》第四十六条）有疑问，若适用，"
        "责令改正；拒不改正的，处1万元以上10万元以下罚款；情节严重的，吊销营业执照。"
    ) in told
    ninth = agency().breaches[8]
    assert "（依《市场主体登记管理条例》第四十六条）" in cost.doubtful(ninth.finding)


def test_a_duty_by_another_law_is_fined_by_that_law_and_its_doubtful_fine_told_as_it_is() -> None:
    """第三十五条 sends to 广告法, whose fines nobody has looked up."""
    host = example("host")
    (line,) = (each for each in host.breaches if each.obligation.id == "art35-advertising")
    assert line.threat is Threat.NO_AMOUNT
    named = "依其他法律处罚，金额没有核对（第三十五条第一款，依《广告法》）"
    assert conclusion.certain(line) == named
    assert cost.most_of(line).startswith(named)
    assert all(each.threat is not Threat.NONE for each in host.breaches)
    assert f"1项（编号10）{cost.NO_AMOUNT}" in "".join(fined.below(host))
    law = (
        "责令改正，可以根据情节单处或者并处警告、没收违法所得，处以违法所得1倍以上5倍以下罚款；"
        "没有违法所得的，处以30万元以下罚款；情节严重的，责令停业整顿、吊销营业执照"
    )
    assert law in "".join(cost.sanctions(line))
    assert law in read(html.render(host)).text
    threats = unsettled.threatened(line.provisions, {})
    assert threats.startswith(f"{named}；是否适用第三十五条第一款（依《消费者权益保护法")
    assert law in threats


def test_breaches_without_any_fine_are_as_many_as_the_cards_say() -> None:
    cards = re.findall(r'<article class="card.*?</article>', whole(), re.DOTALL)
    assert sum(f"{NO_FINE}：" in card for card in cards) == 3
    assert sum("没有确定的罚款，能不能罚有疑问：" in card for card in cards) == 3


def test_what_records_show_names_the_items() -> None:
    assert "记录与答复有2处不一致（编号6、7），以记录为准。" in text()


def test_a_further_fine_in_doubt_says_of_what_it_is_in_doubt() -> None:
    line = agency().breaches[4]
    assert cost.most_of(line).endswith("；是否还适用别的罚则有疑问，金额不更高")


# --- what first, by when --------------------------------------------------------------------------


def pressing(report: Report) -> list[tuple[str, list[str]]]:
    to_do = tasks.tasks(report)
    found = urgent.urgent(report, to_do, dates.recurring(report))
    return [(when, [urgent.item_number(each) + each.whose for each in of]) for when, of in found]


def test_what_is_late_or_due_within_seven_days_stands_first_with_whose_it_is() -> None:
    assert pressing(agency()) == [
        ("2026-10-08，期限已过52天，算不算做到没有定论", ["编号25取决于主管机关或者律师的意见"]),
        ("2026-11-30到期，还有1天", ["编号7数字人项目组 苏航"]),
        ("2026-12-01到期，还有2天", ["编号14直播运营部 陈立", "编号15直播运营部 陈立"]),
    ]
    assert 'class="pressing"' in whole()


def due(day: date) -> Report:
    answer = said(picks(sales=Mark.YES, reviews=Mark.NO), owner="李某", due=day)
    return judged(replace(AGENCY, answers={**AGENCY.answers, "art34/done": answer}))


def test_seven_days_are_near_and_eight_are_not() -> None:
    assert pressing(due(date(2026, 11, 29))) == [("2026-11-29到期，还有7天", ["编号1李某"])]
    assert pressing(due(date(2026, 11, 22))) == [("2026-11-22，今天到期", ["编号1李某"])]
    assert pressing(due(date(2026, 11, 30))) == []
    assert 'class="pressing"' not in html.render(due(date(2026, 11, 30)))


def test_where_much_is_late_that_is_told_together() -> None:
    report = reported(ninety_gaps())
    (when, of), *_ = urgent.urgent(report, tasks.tasks(report), dates.recurring(report))
    assert when == "已逾期，最久的20天"
    assert re.fullmatch(r"\d+条义务（.*）", urgent.together(of))


def test_whom_to_ask_and_by_when_is_said_of_all_that_is_open() -> None:
    assert urgent.to_ask(tasks.tasks(agency())) == (
        "待确认的7项：1项问人事 黎青，1项问禾光家电直播间场控 何苗，2项问数字人项目组 苏航，"
        "1项没有写明谁知道，1项要对照录像、记录，1项取决于主管机关或者律师的意见；"
        "都没有定哪天弄清。"
    )
    dated = urgent.to_ask(tasks.tasks(reported(ninety_gaps())))
    assert "项是否适用条文没有写明" in dated
    assert re.search(r"，\d项没有写明谁知道（没有定日期）", dated)
    total, *parts = map(int, re.findall(r"(\d+)项(?!没有定日期)", dated))
    assert total == sum(parts)
    assert urgent.to_ask(tasks.tasks(reported(no_gap()))) == ""


def test_what_only_the_text_leaves_open_is_asked_of_nobody() -> None:
    """Wu Tong is named beside it, and both things asked of her are answered."""
    (last,) = (task for task in tasks.tasks(agency()) if task.number == "25")
    assert (last.is_of_the_text, last.who_could_know) == (True, ())
    assert deadlines.wanted(last).endswith("（取决于主管机关或者律师的意见）。")
    (judged,) = last.asked
    assert unsettled.whom(judged) == unsettled.OPINION
    card = squeezed(whole().partition('id="open-25"')[2].partition("</article>")[0])
    assert "法务吴桐" not in card
    assert f"  - {unsettled.OPINION}" in markdown.render(agency())


def test_a_sign_that_proves_nothing_is_still_asked_about() -> None:
    """What a platform has found is a matter of facts, which somebody can look up."""
    signs = ("authority", "complaint", "own_check", "platform", "pending")
    found = picks(**dict.fromkeys(signs, Mark.NO) | {"platform": Mark.YES})
    careful = all_passing(LIVESTREAM, "agency that operates rooms", ["r1", "r2"])
    report = reported(answered(careful, "art36-disparagement/disparaged", found))
    (open_,) = (judged for line in report.open for judged in line.open)
    assert unsettled.whom(open_) == "问（没有写明谁知道）"
    assert not unsettled.beyond_answers(report)


def asked(*of: tuple[str | None, str | None, date | None]) -> str:
    """What is said of the first open entries, given who could know, who has it, and by when."""
    report = agency()
    answers = dict(report.findings.assessment.answers)
    for line, (knows, owner, due) in zip(report.open, of, strict=False):
        for each in line.open:
            key = line.obligation.key(each.question)
            answers[key] = replace(
                answers[key], who_could_know=knows, owner=owner, department=None, due=due
            )
    found = replace(report.findings.assessment, answers=answers)
    book = report.findings.rulebook
    seen = report.beside.observations(book)
    again = evaluate(book, found, seen, as_of=report.findings.as_of)
    return urgent.to_ask(tasks.tasks(build(again)))


def test_of_several_days_the_earliest_is_told_as_the_earliest() -> None:
    early, late = date(2026, 12, 25), date(2026, 12, 31)
    assert "2项问何苗（最早2026-12-25到期）" in asked(("何苗", None, late), ("何苗", None, early))
    assert "2项问何苗（2026-12-25到期）" in asked(("何苗", None, early), ("何苗", None, early))
    some = asked(("何苗", None, early), ("何苗", None, None))
    assert "2项问何苗（最早2026-12-25到期，1项没有定日期）" in some


def test_who_only_has_it_is_not_told_as_somebody_to_ask() -> None:
    told = asked(
        *((f"{name}某", "李某", None) for name in "甲乙丙丁戊"), (None, "李某", date(2026, 12, 25))
    )
    assert "1项问别的人，1项没有写明谁知道、由责任人弄清（2026-12-25到期），" in told


def test_one_date_for_some_questions_is_told_in_one_line() -> None:
    report = agency()
    tenth = [task for task in tasks.tasks(report) if task.number == "10"]
    assert deadlines.hands(tenth) == ["法务 吴桐", "2026-12-31到期，另1题期限未定"]


def test_what_has_a_date_for_a_part_only_is_not_counted_as_undated() -> None:
    told = deadlines.workload(tasks.tasks(agency()))
    assert told.endswith("17条还没有责任人，17条没有定完成日期，3条只定了一部分的完成日期。")


def test_a_row_of_what_to_do_says_its_remedy_once_however_many_dates_it_has() -> None:
    report = agency()
    people = {each.name: each for each in tasks.people(tasks.tasks(report))}
    rows = charge.to_mend(people["法务 吴桐"])
    assert [row.tasks[0].number for row in rows] == ["10", "12"]
    assert charge.until(rows[0].tasks) == [(date(2026, 12, 31), ""), (None, "")]
    assert charge.part(rows[0].tasks) == ""
    assert charge.extent(people["法务 吴桐"]) == "2条义务"


def test_what_is_asked_alike_of_the_same_rooms_is_one_thing_to_do() -> None:
    """Its number in every entry stands before it, and there is one box to tick."""
    people = {each.name: each for each in tasks.people(tasks.tasks(agency()))}
    (row,) = charge.to_mend(people["周敏"])
    assert deadlines.all_numbered(row) == "2、16"
    assert charge.extent(people["周敏"]) == "2条义务"


def test_the_brief_names_what_cannot_wait_and_who_promised_what_by_which_day() -> None:
    """The boss who has only these two pages knows what is due this week."""
    brief = squeezed(read(html.render(agency(), part="brief")).text)
    assert squeezed("2026-10-08，期限已过52天") in brief
    assert squeezed("2026-11-30到期，还有1天：编号7") in brief
    assert squeezed("2026年12月1日：直播运营部 陈立（编号14、15）") in brief


# --- sentences ------------------------------------------------------------------------------------


def test_what_is_lacking_is_not_told_as_if_it_were_lacking_in_the_company() -> None:
    advice = [remedy.advice(line, line.failed) for line in agency().breaches]
    assert advice[3].startswith("没有全部核验的：强制性产品认证。")
    assert advice[4].startswith("没有全部审核的：服装。")
    assert advice[7].startswith("没有做到的：写明消费者保护义务。")


def test_what_the_law_demands_is_not_told_as_an_answer_to_be_given() -> None:
    told = [wording.shortfall(each) for line in agency().breaches for each in line.failed]
    assert "答“否”，规定要求“是”" in told
    assert "答“是”，但记录显示不是这样" in told
    assert not any("应为" in each for each in told)


def test_quotation_marks_within_quotation_marks_are_single() -> None:
    assert quoted("哪些始终有“由AI生成”的提示？") == "“哪些始终有‘由AI生成’的提示？”"
    assert not re.search("“[^”]*“", text().partition("八、签署")[0].replace("“项”：", ""))


def test_a_chapter_of_the_regulation_goes_by_its_name_among_others() -> None:
    assert (
        naming("本办法第六章没有为第四十条设罚则", "办法") == "办法第六章没有为办法第四十条设罚则"
    )
    assert naming("网络安全法第六章", "办法") == "网络安全法第六章"
    assert "本办法第六章" not in text()


def test_what_has_to_be_known_of_fines_names_its_items_however_many_they_are() -> None:
    """15项 behind 编号5—16 would read as one more number."""
    named = "编号7、9、10、12、14、16—22、24、26、28：须属于网信部门职责。"
    assert named in fined.known(reported(ninety_gaps()))


def test_units_are_explained_where_they_are_first_used() -> None:
    """Also why there may be fewer numbers than 项, for the reader of two pages too."""
    assert squeezed(counts.units(agency())) in text().partition("先做什么")[0]
    shared = "情况相同的直播间合用一个编号"
    assert shared not in counts.units(agency())
    rooms = judged()
    assert sum(line.count for line in rooms.breaches) > len(rooms.breaches)
    assert shared in counts.units(rooms)
    assert shared in html.render(rooms, part="brief")
    assert not re.search("第[0-9—、]+项", html.render(rooms, part="report"))
    assert "份（适用的规定，一条一份）" in text()


def test_all_of_three_is_not_three_of_them() -> None:
    told = re.search(r"是否适用未定3条（(.*?)，都已经做到", text())
    assert told
    assert "其中" not in told[1]


def test_days_of_answers_and_deadlines_do_not_look_alike() -> None:
    cards = "".join(re.findall(r'<article class="card.*?</article>', whole(), re.DOTALL))
    days = re.findall(r"(.{2})<time>(答于)?", re.sub(r"<(?!/?time)[^>]*>", "", cards))
    assert {bool(on) for _, on in days} == {True, False}
    for before, on in days:
        assert on or before == "期限", before


def test_one_file_is_not_called_faultless_and_faulty() -> None:
    assert "没有发现问题" not in text()
    assert "（全面核对，‘" not in text()
    assert "454条中没有发现缺失、已经删除、不完整的" in text()


# --- print ----------------------------------------------------------------------------------------


def test_commands_stand_in_one_place_of_the_report() -> None:
    for report in (agency(), reported(unanswered())):
        written = html.render(report, part="report")
        places = [
            each
            for each in re.findall(r"<p.*?</p>", written, re.DOTALL)
            if "<code>checklist" in each
        ]
        assert len(places) == 1
        assert 'id="how"' in places[0]


def test_a_short_card_is_not_split_and_a_long_one_may_be() -> None:
    heads = re.findall(r'<article class="(card|item) unit([^"]*)"', whole())
    whole_ones = [more for _, more in heads if "whole" in more]
    assert 0 < len(whole_ones) < len(heads)


def test_each_part_of_the_bar_that_has_room_says_what_it_is() -> None:
    bar = re.findall(r'<svg class="stack".*?</svg>', whole(), re.DOTALL)[0]
    assert [re.sub(r"<[^>]*>", "", each) for each in re.findall(r"<text.*?</text>", bar)] == [
        "×18项", "7项", "○92项",
    ]  # fmt: skip


def test_an_assessment_without_a_gap_has_no_such_lines() -> None:
    report = reported(no_gap())
    assert list(fined.below(report)) == []
    assert isinstance(report.findings.assessment, Assessment)


def test_a_doubtful_fine_heavier_than_all_certain_ones_is_named_below_what_is_done_first() -> None:
    report = agency()
    assert fined.left_out(report, tasks.first(tasks.tasks(report))) == ""
    key, known = "mcn17-vulnerable/minors", report.findings.assessment
    before = known.answers[key].value
    assert isinstance(before, Picks)
    worse = Picks({**before.marks, "own_check": Mark.YES})
    answers = {**known.answers, key: replace(known.answers[key], value=worse)}
    heavy = build(
        evaluate(
            report.findings.rulebook, replace(known, answers=answers), as_of=date(2026, 11, 29)
        )
    )
    (line,) = (each for each in heavy.breaches if each.obligation.id == "mcn17-vulnerable")
    first = tasks.first(tasks.tasks(heavy))
    told = fined.left_out(heavy, first)
    assert told == (
        f"另有更重而有疑问的：编号{tasks.items(heavy)[line]}{quoted(line.obligation.title)}"
        "（若适用，违反即可，最高100万元）；上面先排确定的罚款，所以没有列入。"
    )
    for part in ("all", "brief"):
        assert told in squeezed(read(html.render(heavy, part=part)).text)
    of_it = tasks.First(
        tasks=(next(each for each in tasks.tasks(heavy) if each.line is line),),
        worst=first[0].worst,
    )
    assert fined.left_out(heavy, (*first, of_it)) == ""
