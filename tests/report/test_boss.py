"""The first screen: can it be fined now, how much at most for one breach, what to do first."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace

from checklist.assessment.model import (
    Answer,
    Assessment,
    Choice,
    Evidence,
    Extreme,
    Mark,
    Respondent,
    Room,
)
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Outcome, Status
from checklist.evaluation.summary import Threat, highest_fine
from checklist.law import measures
from checklist.law.model import (
    YES,
    FactIs,
    Fine,
    Ground,
    Kind,
    Liability,
    Obligation,
    Penalty,
    PenaltyRef,
    Rulebook,
    Step,
    Trigger,
)
from checklist.law.model import Citation as Place
from checklist.report.forms import markdown
from checklist.report.page import html
from checklist.report.view import reach, tasks
from checklist.report.view.appointments import Done, ToDo, appointments
from checklist.report.view.build import build
from checklist.report.view.model import Report
from checklist.report.words import amounts, charge, conclusion, cost, deadlines, remedy, signed
from checklist.report.words import fined as fines
from checklist.sheets.register.rows import rows_to_do
from tests.given import bundled
from tests.given.bundled import BOOKS, LIVESTREAM
from tests.given.sample import (
    AGENCY,
    ALL_PASS,
    ART59,
    CLEAN,
    NOBODY,
    ROOMS,
    RULEBOOK,
    UNANSWERED,
    judged,
    picks,
    said,
)
from tests.report.kinds import example, ninety_gaps, reported, sample_agency, thirty_rooms
from tests.report.pages import read


def answered(**changes: Answer) -> Assessment:
    """A respondent with three rooms who does everything right, but for `changes`."""
    answers = {key.replace("__", "/").replace("_", "-"): one for key, one in changes.items()}
    return replace(CLEAN, rooms=ROOMS, answers={**ALL_PASS, **answers})


FALSE_CLAIMS = answered(art34__done=said(picks(sales=Mark.YES, reviews=Mark.NO)))
REFUSED = "拒不改正或者情节严重的"
NOT_REVIEWED = answered(art30__reviewed=said(Mark.NO))


def changed(id: str, **changes: object) -> Rulebook:
    def change(one: Obligation) -> Obligation:
        return replace(one, **changes) if one.id == id else one

    return replace(RULEBOOK, obligations=tuple(map(change, RULEBOOK.obligations)))


DOUBTED = changed(
    "art30",
    penalties=(),
    no_penalty="没有写明",
    penalties_in_doubt=(PenaltyRef(id="art65-2", why="两说"),),
)


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (judged(UNANSWERED), "还没有可以判断的答复，现在不能下结论。"),
        (judged(CLEAN), "没有发现可以处罚的情形：就所答各项，没有发现不符合。"),
        (judged(FALSE_CLAIMS), "能。1项不符合要求，违反即可处罚款，最高100万元（编号1）。"),
        (
            judged(NOT_REVIEWED),
            "看情节和改正。3项不符合要求，拒不改正或者情节严重的才可处罚款，最高10万元（编号1）。",
        ),
        (
            judged(NOT_REVIEWED, DOUBTED),
            f"不能确定。3项不符合要求，是否可处罚款有疑问，若可处，{REFUSED}最高10万元（编号1）。",
        ),
        (judged(NOBODY), "按所填的主体情况，没有义务适用；请先核对主体情况。"),
    ],
    ids=["nothing answered", "no gap", "at once", "after an order", "doubted only", "nobody"],
)
def test_the_first_sentence_says_whether_a_fine_is_possible_now(report: Report, words: str) -> None:
    assert fines.answer(report) == words


def test_a_breach_without_a_fine_of_its_own_is_not_called_finable() -> None:
    rulebook = changed("art30", penalties=(), no_penalty="没有写明")
    report = judged(NOT_REVIEWED, rulebook)
    assert fines.answer(report) == "没有直接对应的罚款，但3项不符合要求。"
    assert cost.most(report) == ()


def test_a_provision_that_names_no_fine_is_told_as_that() -> None:
    order = replace(ART59, id="order", steps=(Step(on=Trigger.BREACH, order="依照其他法律处罚"),))
    rulebook = replace(
        changed("art30", penalties=(PenaltyRef(id="order"),)),
        penalties=(*RULEBOOK.penalties, order),
    )
    report = judged(NOT_REVIEWED, rulebook)
    assert fines.answer(report) == "能。3项不符合要求，依其他法律处罚，金额没有核对。"
    assert cost.most_of(report.breaches[0]) == cost.no_amount(report.breaches[0].finding.penalties)
    assert conclusion.certain(report.breaches[0]) == (
        "依其他法律处罚，金额没有核对（第五十九条，依有关法律）"
    )
    assert f'colspan="3">{cost.NO_AMOUNT}</th>' in html.render(report)


def test_only_encouragements_are_no_reason_to_be_fined() -> None:
    only = tuple(one for one in RULEBOOK.obligations if one.kind is Kind.ENCOURAGEMENT)
    report = judged(AGENCY, replace(RULEBOOK, obligations=only))
    assert fines.answer(report) == "没有义务适用，只有倡导性规定；没有做到倡导，不会因此被罚。"
    assert tasks.first(tasks.tasks(report)) == ()


def test_one_room_of_thirty_in_breach_is_one_duty_that_can_be_fined() -> None:
    rooms = tuple(Room(id=f"r{n}", name=f"第{n}直播间") for n in range(1, 31))
    answers = {**ALL_PASS, "art30/reviewed": said(Mark.YES, exceptions={"r7": Mark.NO})}
    report = judged(replace(CLEAN, rooms=rooms, answers=answers))
    assert fines.answer(report).startswith("看情节和改正。1项不符合要求，")
    assert conclusion.by_room(report) == ""
    several = {**ALL_PASS, "art30/reviewed": said(Mark.NO)}
    assert "计一项" in conclusion.by_room(judged(replace(CLEAN, rooms=rooms, answers=several)))


def test_a_breach_in_two_rooms_is_told_to_count_once_for_each() -> None:
    report = judged(replace(answered(art30__reviewed=said(Mark.NO)), rooms=ROOMS[:2]))
    assert "每个直播间计一项" in conclusion.by_room(report)
    assert "有2项（1条义务）不符合要求" in conclusion.headline(report)


def test_an_entry_fined_for_certain_in_one_room_is_not_told_as_doubtful() -> None:
    doubted = Liability(article=24, why="两说", when=FactIs("uses_ai_figure", (YES,)))
    rulebook = changed("art30", binds={"room_operator": Ground(liability=doubted)})
    report = judged(NOT_REVIEWED, rulebook)
    assert {line.threat for line in report.breaches} == {Threat.CONDITIONAL, Threat.IN_DOUBT}
    assert fines.answer(report).startswith("看情节和改正。2项不符合要求，")


def test_a_host_on_duty_is_told_that_liability_decides() -> None:
    shifted = Ground(liability=Liability(article=63, why="由所在单位承担"))
    rulebook = changed("art34", binds={"room_operator": shifted})
    report = judged(FALSE_CLAIMS, rulebook)
    most = "若可处，违反即可最高100万元，情节严重的最高200万元（编号1）"
    assert fines.answer(report) == f"不能确定。1项不符合要求，是否可处罚款有疑问，{most}。"
    (told,) = fines.below(report)
    assert told == (
        f"有疑问的：1项（编号1）是否可处罚款，{most.removesuffix('（编号1）')}，"
        "其中编号1能不能处罚填报单位，要看第六十三条怎样理解。"
    )
    told = conclusion.besides(report, by_number=True)
    assert told == "罚款以外，有疑问的有吊销营业执照（情节严重的，编号1）。"
    assert cost.most(report) == ()


# --- how much at most ----------------------------------------------------------------------------


def rows(report: Report) -> list[tuple[str, str, str]]:
    return [(one.when, one.amount, one.by) for one in cost.most(report)]


def test_the_ceilings_are_told_by_condition_with_provision_and_authority() -> None:
    assert rows(judged(FALSE_CLAIMS)) == [
        ("违反即可", "最高100万元", "第六十二条第一款（市场监督管理部门）"),
        ("拒不改正或者情节严重的", "最高10万元", "第六十五条第二款（网信部门）"),
        ("情节严重的", "最高200万元", "第六十二条第一款（市场监督管理部门）"),
    ]


@pytest.mark.parametrize(
    "report", [judged(), example("agency"), example("host"), reported(ninety_gaps())]
)
def test_a_ceiling_is_the_highest_bound_of_one_provision_and_no_more(report: Report) -> None:
    found = reach.certain(report)
    for one in reach.ceilings(found):
        bounds = [
            high
            for each in found
            if each.step and each.step.on is one.on and (high := highest_fine((each.step,)))
        ]
        assert one.provisions
        for _, steps in one.provisions:
            highs = [highest_fine((step,)) for step in steps]
            known = [high for high in highs if high is not None]
            assert one.high == (max(known) if len(known) == len(highs) else None)
        assert one.high is None or one.high in bounds


def fined(
    *steps: Step, beside: tuple[PenaltyRef, ...] = (), doubted: Penalty | None = None
) -> Report:
    one = Penalty(id="x", source=Place(article=60), authority="甲部门", steps=steps)
    more = (doubted,) if doubted else ()
    in_doubt = tuple(PenaltyRef(id=each.id, why="两说") for each in more)
    rulebook = replace(
        changed("art30", penalties=(PenaltyRef(id="x"), *beside), penalties_in_doubt=in_doubt),
        penalties=(*RULEBOOK.penalties, one, *more),
    )
    return judged(NOT_REVIEWED, rulebook)


def test_which_alternative_fits_a_person_or_a_company_is_left_to_the_law() -> None:
    """The answers do not say who is 个人 or what was earned: every alternative is told."""
    two = fined(
        Step(on=Trigger.BREACH, where="甲", fine=Fine(high=20_000)),
        Step(on=Trigger.BREACH, where="乙", fine=Fine(high=30_000)),
    )
    assert [one.high for one in reach.ceilings(reach.certain(two))] == [30_000]
    report = fined(
        Step(on=Trigger.BREACH, fine=Fine(high=5, times_of="违法所得")),
        Step(on=Trigger.BREACH, where="经营者不是个人的", fine=Fine(low=50_000, high=500_000)),
        Step(on=Trigger.BREACH, where="经营者为个人的", fine=Fine(high=100_000)),
    )
    alternatives = "最高为违法所得的5倍；经营者不是个人的，最高50万元；经营者为个人的，最高10万元"
    assert rows(report) == [("违反即可", alternatives, "第六十条（甲部门）")]
    line = report.breaches[0]
    assert cost.most_of(line) == f"违反即可，{alternatives}（第六十条）"


def test_a_multiple_of_what_was_earned_stands_before_a_fine_in_yuan_and_not_behind_it() -> None:
    multiple = Step(on=Trigger.BREACH, fine=Fine(high=5, times_of="违法所得"))
    report = fined(multiple, beside=(PenaltyRef(id="art62-1"),))
    assert rows(report) == [
        ("违反即可", "最高为违法所得的5倍", "第六十条（甲部门）"),
        ("违反即可", "最高100万元", "第六十二条第一款（市场监督管理部门）"),
        ("情节严重的", "最高200万元", "第六十二条第一款（市场监督管理部门）"),
    ]


def test_a_fine_without_an_upper_bound_is_never_given_one() -> None:
    report = fined(Step(on=Trigger.BREACH, fine=Fine(low=10_000)))
    assert rows(report) == [("违反即可", "没有写明上限", "第六十条（甲部门）")]


def test_a_multiple_stands_beside_every_ceiling_that_it_has_no_part_in() -> None:
    """Nobody knows what five times of an unstated sum are: 50万元 alone would be too little."""
    multiple = Step(on=Trigger.BREACH, fine=Fine(high=5, times_of="违法所得"))
    fixed = Step(on=Trigger.BREACH, where="没有违法所得的", fine=Fine(high=500_000))
    report = fined(multiple, fixed)
    assert fines.answer(report).endswith("最高50万元或者违法所得的5倍（编号1）。")
    assert fines.answer(fined(multiple)).endswith("违反即可处罚款，最高为违法所得的5倍（编号1）。")
    worse = Step(on=Trigger.SERIOUS, fine=Fine(high=10, times_of="违法所得"))
    told, *_ = fines.below(fined(multiple, fixed, worse))
    assert told == "编号1情节严重的，最高为违法所得的10倍。"
    doubted = Penalty(id="y", source=Place(article=60), authority="乙部门", steps=(multiple, fixed))
    report = fined(Step(on=Trigger.BREACH, fine=Fine(high=5_000)), doubted=doubted)
    may = "违反即可，最高50万元或者违法所得的5倍"
    assert cost.most_of(report.breaches[0]).endswith(f"；有疑问，另可能：{may}")
    assert [(each.amount, each.by) for each in cost.most_doubted(report)] == [
        (may, "第六十条（乙部门）")
    ]
    assert f"若适用，{may}。" in conclusion.punishable(report)
    assert f"若适用，{may.replace('，', '')}。" in "".join(fines.below(report))


def test_a_multiple_stands_with_the_bound_of_its_own_item() -> None:
    """300,000 or five times the gain of one item, beside 1,000,000 of another: the multiple alone
    would not be the most that the first can cost."""
    gain = Fine(high=5, times_of="违法所得")
    heavy, gained, *_ = judged(AGENCY).breaches
    of = {
        heavy: (Step(on=Trigger.BREACH, fine=Fine(high=1_000_000)),),
        gained: tuple(Step(on=Trigger.BREACH, fine=each) for each in (Fine(high=300_000), gain)),
    }
    told = [words for words, _ in fines._highest(of, on_what=True)]
    assert told == ["，违反即可最高100万元", "，最高30万元或者违法所得的5倍"]


def test_a_multiple_in_doubt_is_never_told_as_so_many_yuan() -> None:
    tenfold = Penalty(
        id="tenfold",
        source=Place(article=65, paragraph=2),
        authority="市场监督管理部门",
        steps=(
            Step(on=Trigger.BREACH, fine=Fine(high=500_000)),
            Step(on=Trigger.SERIOUS, fine=Fine(low=5, high=10, times_of="违法所得")),
        ),
    )
    doubted = (PenaltyRef(id="tenfold", why="两说"),)
    rulebook = changed("art30", penalties=(), no_penalty="没有写明", penalties_in_doubt=doubted)
    rulebook = replace(rulebook, penalties=(*rulebook.penalties, tenfold))
    told = fines.left_out(judged(NOT_REVIEWED, rulebook), ())
    assert "（若适用，违反即可，最高50万元）" in told
    only = replace(tenfold, steps=tenfold.steps[1:])
    rulebook = replace(rulebook, penalties=(*RULEBOOK.penalties, only))
    assert fines.left_out(judged(NOT_REVIEWED, rulebook), ()) == ""


def test_what_only_stands_beside_a_breach_is_not_drawn_as_a_fine_in_doubt() -> None:
    step = Step(on=Trigger.BREACH, fine=Fine(high=500_000))
    conduct = replace(ART59, id="conduct", source=Place(article=58), steps=(step,))
    doubted = (PenaltyRef(id="art65-2", why="两说"), PenaltyRef(id="conduct", why="另一种行为"))
    rulebook = changed("art30", penalties=(), no_penalty="没有写明", penalties_in_doubt=doubted)
    rulebook = replace(rulebook, penalties=(*rulebook.penalties, conduct))
    report = judged(NOT_REVIEWED, rulebook)
    assert [each.penalty.id for each in reach.in_doubt(report)] == ["art65-2"]
    assert "可能另外涉及第五十八条" in "".join(cost.sanctions(report.breaches[0]))


def test_a_heavier_fine_for_serious_cases_is_told_beside_the_one_at_once() -> None:
    report = judged(FALSE_CLAIMS)
    assert cost.most_of(report.breaches[0]) == (
        "违反即可，最高100万元（第六十二条第一款）；情节严重的，最高200万元"
    )


def test_a_fine_that_needs_no_ignored_order_when_serious_is_not_said_to_need_one() -> None:
    assert amounts.condition(Trigger.REFUSED_OR_SERIOUS) == "拒不改正或者情节严重的才可处罚款"
    assert amounts.condition(Trigger.REFUSED_OR_SERIOUS, Trigger.SERIOUS) == (
        "拒不改正或者情节严重的才可处罚款"
    )
    assert amounts.condition(Trigger.NOT_CORRECTED_IN_TIME, Trigger.SERIOUS) == (
        "逾期不改正、情节严重的才可处罚款"
    )


@pytest.mark.parametrize(
    "made", [judged, lambda: example("agency"), lambda: reported(ninety_gaps())]
)
def test_every_breach_is_counted_under_one_threat(made: Callable[[], Report]) -> None:
    report = made()
    found = reach.by_threat(report)
    numbers = [conclusion.count(lines) for lines in found.values()]
    assert sum(numbers) == report.totals.by_status[Status.NOT_SATISFIED]
    assert list(found) == [one for one in Threat if one in found]


# --- what is still open --------------------------------------------------------------------------


def test_a_fine_at_once_by_a_reading_of_the_text_is_told_as_that() -> None:
    at_once = Step(on=Trigger.BREACH, fine=Fine(high=50_000))
    doubted = fined(replace(at_once, first_in_doubt=True))
    assert "按第一次就可以罚计（条文没有写明先后）。" in fines.known(doubted)
    assert "都按第一次就可以罚计（条文没有写明先后）" in conclusion.punishable(doubted)
    for settled in (fined(at_once), fined(at_once, replace(at_once, first_in_doubt=True))):
        assert "按第一次" not in fines.known(settled)


def test_the_heaviest_sanction_beside_a_fine_is_named_with_its_condition() -> None:
    step = Step(on=Trigger.BREACH, order="责令改正", fine=Fine(high=50_000))
    serious = Step(on=Trigger.SERIOUS, order="责令停业整顿", also=("可以并处吊销营业执照",))
    report = fined(step, serious)
    told = "罚款以外，确定的最重是吊销营业执照（情节严重的）；较轻的责令停业整顿，见各项。"
    assert conclusion.besides(report) == told
    only = fined(step, replace(serious, order="责令改正"))
    assert conclusion.besides(only) == "罚款以外，确定的最重是吊销营业执照（情节严重的）。"
    page = "".join(read(html.render(report)).pieces)
    assert "罚款以外，情节严重的" in page
    assert "罚款以外，还有较轻的责令停业整顿见各项" in "".join(page.split())
    assert conclusion.besides(fined(step)) == ""


def test_every_penalty_that_stops_a_business_is_known_as_one() -> None:
    for book in BOOKS.values():
        for each in book.penalties:
            words = "".join((step.order or "") + "".join(step.also) for step in each.steps)
            stops = any(word in words for word in ("停业", "吊销", "关闭", "暂停", "取缔"))
            found = {name for step in each.steps for name in measures.measures_of(step)}
            assert bool(found & {*measures.HEAVIEST_FIRST}) is stops, each.id
            assert any(name.startswith("没收") for name in found) is ("没收" in words), each.id


def test_what_is_confiscated_and_what_is_heavier_but_in_doubt_are_told_too() -> None:
    step = Step(on=Trigger.BREACH, order="责令改正，没收违法所得", fine=Fine(high=5_000))
    stop = Step(on=Trigger.SERIOUS, order="责令停业整顿，或者由某机关吊销营业执照")
    doubted = Penalty(id="y", source=Place(article=60), authority="乙部门", steps=(step, stop))
    report = fined(step, doubted=doubted)
    told = (
        "罚款以外，确定的最重是没收违法所得（违反即可）；"
        "有疑问的还有吊销营业执照、责令停业整顿（情节严重的）。"
    )
    assert conclusion.besides(report) == told
    assert told.replace("）", "，编号1）") == conclusion.besides(report, by_number=True)
    for part in ("report", "brief"):
        page = "".join(read(html.render(report, part=part)).pieces)
        for row in (
            "违反即可没收违法所得第六十条",
            "若适用，情节严重的吊销营业执照、责令停业整顿第六十条",
        ):
            assert f"罚款以外，{row}" in "".join(page.split())


def test_all_settled_says_nothing_provisional() -> None:
    assert conclusion.provisional(judged(CLEAN)) == ""


def test_with_breaches_what_is_open_makes_their_number_a_lower_bound() -> None:
    assert conclusion.provisional(judged()) == (
        "尚有2题没有结论：结论里的项数只是下限，弄清后可能增加，最高金额也可能提高。"
    )


def test_without_breaches_what_is_open_makes_the_conclusion_provisional() -> None:
    words = conclusion.provisional(judged(UNANSWERED))
    assert words.endswith("弄清后可能出现不符合和处罚，以上结论只是暂时的。")
    assert "题主体情况没有确定" in words


def test_settling_what_is_open_never_makes_fewer_breaches() -> None:
    """Why the number is a lower bound: forgetting any one answer takes breaches away at most."""
    report = judged()
    broken = {(one.finding.obligation.id, one.subject.rooms) for one in report.breaches}
    count = sum(line.count for line in report.breaches)
    for key in AGENCY.answers:
        fewer = {id: one for id, one in AGENCY.answers.items() if id != key}
        known_less = judged(replace(AGENCY, answers=fewer))
        assert sum(line.count for line in known_less.breaches) <= count
    for key in AGENCY.facts:
        fewer = {id: one for id, one in AGENCY.facts.items() if id != key}
        known_less = judged(replace(AGENCY, facts=fewer))
        assert sum(line.count for line in known_less.breaches) <= count
    assert broken


def test_where_the_text_leaves_applicability_open_that_is_said() -> None:
    rulebook = changed("art30", when=None, in_doubt_when=FactIs("opens_room", (YES,)))
    undone = replace(CLEAN, answers={**CLEAN.answers, "art30/reviewed": said(Mark.NO)})
    words = conclusion.provisional(judged(undone, rulebook))
    assert "1条义务是否适用条文没有写明" in words
    assert "主体情况没有确定" not in words
    assert conclusion.provisional(judged(CLEAN, rulebook)) == ""  # done, it is owed either way


# --- the five things to do first -----------------------------------------------------------------


@pytest.mark.parametrize(
    "report",
    [
        judged(),
        example("agency"),
        example("host"),
        reported(thirty_rooms()),
        reported(ninety_gaps()),
    ],
)
def test_the_first_five_are_different_entries_in_the_order_of_exposure(report: Report) -> None:
    to_do = tasks.tasks(report)
    ids = [of.tasks[0].line.obligation.id for of in tasks.first(to_do)]
    assert len(ids) == len(set(ids)) <= tasks.FIRST
    told = [line.obligation.id for line in (*report.breaches, *report.open)]
    assert ids == list(dict.fromkeys(told))[: tasks.FIRST]
    assert deadlines.entries(to_do) == len(set(told))


def test_with_few_breaches_what_is_open_fills_the_five() -> None:
    first = tasks.first(tasks.tasks(judged()))
    assert [of.tasks[0].anchor.split("-")[0] for of in first] == ["gap", "gap", "gap", "open"]


def test_owner_and_due_are_told_and_lateness_counts_from_the_as_of_date() -> None:
    late = replace(
        AGENCY,
        answers={
            **AGENCY.answers,
            "art34/done": said(
                picks(sales=Mark.YES, reviews=Mark.NO), owner="李某", due=date(2026, 11, 21)
            ),
        },
    )
    assert deadlines.hands(tasks.first(tasks.tasks(judged(late)))[0].tasks) == [
        "李某",
        "2026-11-21，逾期1天",
    ]
    assert deadlines.hands(tasks.first(tasks.tasks(judged()))[0].tasks) == [
        "李某",
        "2026-12-31到期",
    ]


def test_of_several_dates_and_hands_of_one_breach_each_is_told_beside_its_question() -> None:
    seen = Evidence("核验截图")
    answers = {
        "art45-verify/verified": said(Mark.NO, owner="李某", due=date(2027, 1, 31)),
        "art45-verify/skipped": said(
            Mark.YES, owner="张某", due=date(2026, 12, 31), evidence=(seen,), state="已验收"
        ),
    }
    facts = {**CLEAN.facts, "offers_selection": said(Mark.YES)}
    report = judged(replace(CLEAN, facts=facts, answers={**ALL_PASS, **answers}))
    (line,) = report.breaches
    assert charge.of_line(line) is None
    assert charge.proof(line) is None
    told = [charge.beside(line, each)[:17] for each in line.failed]
    assert told == ["李某，期限2027-01-31", "张某，期限2026-12-31，已"]
    (first,) = tasks.first(tasks.tasks(report))
    assert deadlines.hands(first.tasks) == [
        "张某，2026-12-31到期（1题）",
        "李某，2027-01-31到期（1题）",
    ]
    assert {(task.owner, task.due) for task in first.tasks} == {
        ("李某", date(2027, 1, 31)),
        ("张某", date(2026, 12, 31)),
    }
    page = read(html.render(report)).text
    assert "李某、张某" not in page
    assert "没有佐证" not in page.partition("工作底稿")[0]
    assert charge.DIFFERS in page


def test_a_deadline_of_one_question_of_an_open_entry_is_told_wherever_work_is() -> None:
    open_ = {
        "art45-verify/verified": said(Mark.UNKNOWN),
        "art45-verify/skipped": said(
            Mark.UNKNOWN, department="客诉部", owner="王芳", due=date(2026, 12, 4)
        ),
    }
    facts = {**CLEAN.facts, "offers_selection": said(Mark.YES)}
    report = judged(replace(CLEAN, facts=facts, answers={**ALL_PASS, **open_}))
    (line,) = report.open
    assert [charge.known(line, each) for each in line.open] == [
        "王芳，期限未定",
        "王芳，期限2026-12-04",
    ]
    (person,) = tasks.people(tasks.tasks(report))
    assert "弄清1题，2026-12-04到期" in charge.to_settle(person)
    page = read(html.render(report)).text
    assert page.count("2026-12-04到期") >= 3
    assert "1条只定了一部分的完成日期" in page
    days = [each.day for each in appointments(report) if isinstance(each, ToDo)]
    assert days == [date(2026, 12, 4)]


def test_of_two_deadlines_of_one_entry_neither_is_called_off() -> None:
    answers = {
        "art45-verify/verified": said(Mark.NO, owner="李某", due=date(2027, 1, 31)),
        "art45-verify/skipped": said(Mark.YES, owner="李某", due=date(2026, 12, 31)),
    }
    facts = {**CLEAN.facts, "offers_selection": said(Mark.YES)}
    report = judged(replace(CLEAN, facts=facts, answers={**ALL_PASS, **answers}))
    made = [each for each in appointments(report) if isinstance(each, ToDo | Done)]
    assert [(type(each), each.day) for each in made] == [
        (ToDo, date(2026, 12, 31)),
        (ToDo, date(2027, 1, 31)),
    ]


def test_who_is_named_beside_a_question_that_passes_has_the_entry_in_hand() -> None:
    passing = said(Mark.NO, owner="张某", due=date(2026, 11, 1))
    answers = {"art45-verify/verified": said(Mark.NO), "art45-verify/skipped": passing}
    facts = {**CLEAN.facts, "offers_selection": said(Mark.YES)}
    known = replace(CLEAN, facts=facts, answers={**ALL_PASS, **answers})
    report = judged(known)
    (line,) = report.breaches
    assert charge.of_line(line) == ("张某", "期限2026-11-01")
    for task in tasks.tasks(report):
        assert (task.owner, task.due, task.late_by) == ("张某", date(2026, 11, 1), 21)
        assert [each.outcome for each in task.asked] == [Outcome.GAP]
    named = {**answers, "art45-verify/verified": said(Mark.NO, owner="李某")}
    (line,) = judged(replace(known, answers={**ALL_PASS, **named})).breaches
    assert charge.of_line(line) == ("李某", "期限2026-11-01")


@pytest.mark.parametrize(
    ("closed_on", "told"),
    [
        (date(2026, 11, 1), "已验收，结论仍是不符合"),
        (date(2026, 11, 2), "已验收，结论仍是不符合"),
        (date(2026, 11, 3), "已验收，但没有重新作答：结论仍是不符合"),
    ],
)
def test_an_answer_of_the_day_it_was_closed_on_or_later_is_a_new_one(
    closed_on: date, told: str
) -> None:
    answer = said(
        Mark.NO,
        at="2026-11-02T10:00:00+08:00",
        state="已验收",
        closed_on=closed_on,
        evidence=(Evidence("审核单.pdf"),),
    )
    (line,) = judged(answered(art30__reviewed=answer)).breaches
    assert (charge.of_line(line) or ())[-1] == told


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ((), ""),
        (("2026-11-02T10:00:00+08:00",), "2026年11月2日；甲"),
        (("2026-11-20T10:00:00+08:00", "2026-11-02", "昨天"), "2026年11月2日至2026年11月20日；甲"),
    ],
)
def test_it_is_told_from_when_to_when_and_by_whom_answers_were_given(
    times: tuple[str, ...], words: str
) -> None:
    answers = {str(n): Answer(value=Mark.YES, by="甲", at=at) for n, at in enumerate(times)}
    assert (
        signed.answered_when(Assessment(respondent=Respondent(name="某"), answers=answers)) == words
    )


def test_a_respondent_without_a_name_still_gets_a_first_screen() -> None:
    assert fines.answer(judged(Assessment(respondent=Respondent(name=""))))


def test_what_is_lacking_is_told_before_a_remedy_that_is_general() -> None:
    answers = {"art34/done": said(picks(sales=Mark.YES, reviews=Mark.NO))}
    (line,) = judged(replace(CLEAN, answers={**ALL_PASS, **answers})).breaches
    whole = line.obligation.remedy
    assert remedy.advice(line, line.failed) == f"还有：虚构销量。这一条通常这样改：{whole}"
    answers = {"art34/done": said(picks(sales=Mark.YES, reviews=Mark.YES))}
    (line,) = judged(replace(CLEAN, answers={**ALL_PASS, **answers})).breaches
    assert remedy.advice(line, line.failed) == whole
    answers = {"art27-records/years": said(Extreme.NEVER)}
    (line,) = judged(replace(CLEAN, answers={**ALL_PASS, **answers})).breaches
    told = remedy.advice(line, line.failed)
    assert told.startswith("现在没有保存：先从现在起保存。这一条通常这样改：")
    facts = {**CLEAN.facts, "offers_selection": said(Mark.YES)}
    answers = {"art45-verify/verified": said(Mark.NO), "art45-verify/skipped": said(Mark.NO)}
    report = judged(replace(CLEAN, facts=facts, answers={**ALL_PASS, **answers}))
    (line,) = report.breaches
    told = f"不合要求的：“是否核验”。这一条通常这样改：{line.obligation.remedy}"
    assert remedy.advice(line, line.failed) == told
    for page in (html.render(report), html.render(report, part="brief"), markdown.render(report)):
        assert told in page
    (row,) = rows_to_do(report, {})
    assert row.advice.startswith(told)


@pytest.mark.parametrize(
    ("form", "heaviest"),
    [
        ("entity", "吊销营业执照（情节严重的，"),
        ("sole_trader", "吊销营业执照（情节严重的，"),
        ("exempt", "责令暂停提供相关服务（属于网信部门职责的，"),
        ("unsure", "责令暂停提供相关服务（属于网信部门职责的，"),
    ],
)
def test_who_may_have_no_licence_is_told_of_the_heaviest_that_needs_none(
    form: str, heaviest: str
) -> None:
    known = bundled.example("host")
    said = replace(known.facts["respondent_form"], value=Choice(form))
    whose = replace(known, facts={**known.facts, "respondent_form": said})
    report = build(evaluate(LIVESTREAM, whose, as_of=date(2026, 11, 22)))
    told = conclusion.besides(report, by_number=True)
    assert told.startswith(f"罚款以外，确定的最重是{heaviest}")
    moot = "吊销营业执照（有营业执照的，情节严重的，编号1）"
    assert (moot in told) is (form in {"exempt", "unsure"})


def test_what_is_open_at_once_beside_a_fine_is_told_with_the_heaviest() -> None:
    """第二十六条: 给予警告、通报批评 waits for nothing."""
    step = Step(on=Trigger.BREACH, order="给予警告、通报批评，责令限期改正", fine=Fine(high=9))
    stop = Step(on=Trigger.SERIOUS, order="责令停业整顿")
    told = "罚款以外，确定的最重是责令停业整顿（情节严重的），另有警告、通报批评（违反即可）。"
    assert conclusion.besides(fined(step, stop)) == told
    closing = Step(on=Trigger.BREACH, order="责令暂停相关业务", fine=Fine(high=9))
    told = "罚款以外，确定的最重是责令停业整顿（情节严重的），另有责令暂停相关业务（违反即可）。"
    assert conclusion.besides(fined(closing, stop)) == told
    agency = sample_agency()
    (row,) = (each for each in amounts.measures(agency) if "警告" in each.amount)
    assert (row.when, row.by) == ("罚款以外，违反即可", "多渠道规定第二十六条")


def test_what_revokes_a_licence_by_another_law_names_its_place() -> None:
    (row,) = (each for each in amounts.measures(sample_agency()) if "吊销" in each.amount)
    assert row.by.endswith("、多渠道规定第二十六条（依《市场主体登记管理条例》第四十六条）")


def test_the_number_of_what_is_open_takes_the_place_that_it_needs() -> None:
    known = bundled.example("brand")
    page = html.render(build(evaluate(LIVESTREAM, known, as_of=date(2026, 11, 22))))
    told = re.findall(r'<span class="(n[a-z ]*)">(?:●[0-9]+)</span>(?=<small>先弄清)', page)
    assert told
    assert {*told} == {"n many"}
