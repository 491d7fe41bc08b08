"""What keeps it open whether an entry applies, whom to ask of it, and what was found of a ban."""

from __future__ import annotations

import re
from datetime import date

from msgspec.structs import replace

from checklist.assessment.model import (
    Answer,
    Assessment,
    Choice,
    Mark,
    Picks,
    Respondent,
    Room,
    Value,
)
from checklist.assessment.questionnaire import AskFact, plan
from checklist.comparing.compare import compare
from checklist.comparing.model import Effect
from checklist.comparing.result import Result
from checklist.comparing.result_file import read_result
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Status
from checklist.evaluation.states import AnswerState, states
from checklist.law.wording import citation
from checklist.report.forms import json, markdown, table
from checklist.report.page import html
from checklist.report.view.build import build
from checklist.report.view.grounds import tally
from checklist.report.view.model import Line, Report
from checklist.report.view.tasks import people, tasks
from checklist.report.words import (
    charge,
    conclusion,
    counts,
    deadlines,
    liability,
    remedy,
    unsettled,
    wording,
)
from checklist.sheets.register.columns import COLUMNS
from checklist.sheets.register.rows import rows
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import all_passing
from tests.report.kinds import sample_agency
from tests.report.pages import squeezed

Y, N, U, X = Mark.YES, Mark.NO, Mark.UNKNOWN, Mark.INAPPLICABLE
DAY = date(2026, 11, 29)
SHOWN, CLAIMS = "art25-exempt/items", "art34-false-claims/claims"
ALONE: dict[str, Value] = {
    "respondent_form": Choice("unsure"),
    "provides_other_service": N,
    "account_holder": Choice("self"),
    "channel": Choice("platform"),
    "uses_ai_figure": N,
    "discloses_by_link": U,
    "appears_on_stream": Y,
    "acts_for_employer": U,
    "alone_on_stream": Y,
    "influential_endorser": N,
    "publishes_clips": N,
    "other_advertising": N,
}
"""A host with one account of her own, who does not know whether she has to be registered."""
NOT_REMINDED: dict[str, Value] = {"art22-update/updated": X, "art22-host-update/updated": X}


def host(answers: dict[str, Value] | None = None, **facts: Value) -> Assessment:
    said = {id: Answer(value=value) for id, value in {**ALONE, **facts}.items()}
    link = replace(said["discloses_by_link"], who_could_know="平台客服")
    return Assessment(
        respondent=Respondent(name="阿敏"),
        rooms=(Room(id="r1", name="小铺"),),
        facts=said | {"discloses_by_link": link},
        answers={key: Answer(value=value) for key, value in (answers or {}).items()},
    )


def reported(known: Assessment) -> Report:
    return build(evaluate(LIVESTREAM, known, as_of=DAY))


def result(known: Assessment) -> Result:
    return read_result(json.render(reported(known), ascii=True), file="结果.json")


def shown(*lacking: str) -> Picks:
    ids = (option.id for option in LIVESTREAM.questions()[SHOWN].options)
    own = {"agency": X, **dict.fromkeys(lacking, N)}
    return Picks({id: own.get(id, Y) for id in ids})


def line(report: Report, entry: str) -> Line:
    return next(each for each in report.open if each.obligation.id == entry)


def test_every_fact_that_nobody_could_say_is_counted_and_which_of_them_decide() -> None:
    words = conclusion.provisional(reported(host()))
    assert "、3题主体情况没有确定（其中2题影响哪些义务适用）" in words
    words = conclusion.provisional(reported(host(acts_for_employer=N)))
    assert "、2题主体情况没有确定、" in words


def test_an_option_that_says_it_is_not_known_is_counted_of_a_room_as_of_the_respondent() -> None:
    named = host(respondent_form=Choice("exempt"), acts_for_employer=N, discloses_by_link=N)
    unsure = Answer(value=Choice("unsure"))
    known = replace(named, facts={**named.facts, "account_holder": unsure})
    assert "、1题主体情况没有确定、" in conclusion.provisional(reported(known))
    asked = [step for step in plan(LIVESTREAM, known) if isinstance(step, AskFact)]
    unknown = [
        step.fact.id
        for step in asked
        if AnswerState.UNKNOWN in states(step, LIVESTREAM, known, DAY)
    ]
    assert unknown == ["account_holder"]
    assert "主体情况没有确定" not in conclusion.provisional(reported(named))
    one_of_two = replace(
        named,
        rooms=(*named.rooms, Room(id="r2", name="阿妹")),
        facts={
            **named.facts,
            "account_holder": Answer(value=Choice("self"), exceptions={"r2": Choice("unsure")}),
        },
    )
    assert "、1题主体情况没有确定、" in conclusion.provisional(reported(one_of_two))


def test_whoever_could_know_a_fact_is_named_wherever_an_entry_hangs_on_it() -> None:
    report = reported(host())
    for told in (table.render(report, width=100), markdown.render(report), html.render(report)):
        assert "可问平台客服" in "".join(told.split())
    named = "".join(charge.to_settle(person) for person in people(tasks(report)))
    assert "用链接展示实际销售者信息的要求（可问平台客服）" in named


def test_what_is_done_already_is_open_for_the_fact_alone_and_says_so() -> None:
    done = reported(host({SHOWN: shown()}))
    assert line(done, "art25-exempt").finding.status is Status.UNDETERMINED
    words = "若适用，各项都已经做到；弄清上面的情况以后才有结论"
    for told in (table.render(done, width=100), markdown.render(done), html.render(done)):
        assert words in "".join(told.replace("|", "").split())
    lacking = reported(host({SHOWN: shown("address")}))
    assert words not in squeezed(html.render(lacking))


def test_those_that_may_apply_and_are_not_listed_are_named() -> None:
    """第二十五条第二款 is listed, whatever was done; 第二十二条第三款 is not: nobody reminded."""
    for lacking in ((), ("address",)):
        report = reported(host({SHOWN: shown(*lacking), **NOT_REMINDED}))
        told = counts.entries(tally(report))
        assert "（其中第二十二条第三款的2条已经做到或者情形没有发生" in told
        listed = {each.obligation.id for each in report.open}
        assert "art25-exempt" in listed
        assert not {"art22-update", "art22-host-update"} & listed


def test_what_is_open_before_and_after_is_no_better() -> None:
    before, after = (result(host({SHOWN: shown(*each)})) for each in (("address",), ()))
    for old, new in ((before, after), (after, before)):
        (found,) = compare(old, new).differences
        assert found.effect is Effect.CHANGED


def test_a_sign_by_which_a_breach_was_found_is_no_work_to_be_done() -> None:
    signs = [option.id for option in LIVESTREAM.questions()[CLAIMS].options]
    found = Picks({id: Y if id == "own_check" else N for id in signs})
    report = reported(host({CLAIMS: found}))
    (breach,) = report.breaches
    assert remedy.advice(breach, breach.failed) == (
        f"针对自查选中的“自己查实或者知道”：{breach.obligation.remedy}"
    )


def test_what_was_looked_for_and_not_found_is_told_with_the_article() -> None:
    signs = [option.id for option in LIVESTREAM.questions()[CLAIMS].options]
    told = counts.not_found(reported(host({CLAIMS: Picks(dict.fromkeys(signs, N))})))
    assert told.startswith("禁止的行为有1项未发现（自评）。第三十四条第一款，看过有没有：")


def test_an_entry_to_mend_in_one_room_and_to_settle_in_another_is_said_to_be_in_both() -> None:
    items = LIVESTREAM.questions()["art26-display/items"].options
    few = Picks({each.id: N for each in items})
    report = two_rooms("self", display_items=Answer(value=few, exceptions={"r2": U}))
    listed = tasks(report)
    told = deadlines.workload(listed)
    unclear = [each for each in listed if each.line in report.open]
    mend, settle = (int(found) for found in re.search(r"整改(\d+)条，弄清(\d+)条", told).groups())  # type: ignore[union-attr]
    assert f"弄清{settle}条（整改的里有1条，在别的直播间还要弄清）" in told
    assert deadlines.entries(unclear) == settle + 1
    assert deadlines.entries(listed) == mend + settle


def test_who_answered_nothing_is_told_first_to_say_who_they_are() -> None:
    nothing = reported(replace(host(), facts={}, answers={}))
    for part in ("report", "brief"):
        page = html.render(nothing, part=part)
        assert "回答主体情况，再逐项作答" in page
        assert "定下责任人和期限" not in page


def test_every_prohibition_that_is_counted_is_named() -> None:
    clean = all_passing(LIVESTREAM, "platform", ["r1"])
    report = reported(clean)
    lines = [line for paper in report.papers for line in paper.lines]
    counted = [line for line in lines if wording.status(line) == wording.NOT_FOUND]
    told = counts.not_found(report)
    assert told.startswith(f"禁止的行为有{len(counted)}项未发现（自评）。")
    assert re.search("（第八条第三款）[^。]*直接问了有没有，答的是没有。", told)
    for line in counted:
        assert citation(line.obligation.source) in told


def test_what_was_not_ticked_never_reads_as_ticked_and_is_told_once() -> None:
    report = reported(all_passing(LIVESTREAM, "platform", ["r1"]))
    by_key = {
        judged.key: judged
        for paper in report.papers
        for line in paper.lines
        for judged in line.judged
    }
    assert wording.offered(by_key["art8-no-service/served"]).endswith("，都没有")
    times = by_key["art9-operators/times"]
    left_out = replace(
        times, options=tuple(replace(each, mark=Mark.INAPPLICABLE) for each in times.options)
    )
    assert wording.offered(left_out) == ""


def test_an_article_is_not_told_as_free_of_what_another_entry_of_it_found() -> None:
    told = counts.not_found(sample_agency())
    assert "“不得混淆视听、煽动对立、渲染犯罪、宣扬不良价值观”（多渠道规定第十七条）" in told
    assert "“不得通过直播间销售违法的商品或者服务”（办法第三十三条）" in told
    bare = re.split("[、。，：]", re.sub("（.*?）", "", told))
    assert "多渠道规定第十七条第四项" in bare
    entries = sample_agency().findings.rulebook.obligations
    for place in bare:
        within = [each for each in entries if citation(each.source).startswith(place)]
        assert not place.endswith(("条", "款", "项")) or len(within) == 1, place


def two_rooms(other: str, link: Value = Y, **answers: Answer) -> Report:
    """r1 in her own name, r2 in `other`'s; the answers to art26-display and art26-link by part."""
    known = host(respondent_form=Choice("entity"), discloses_by_link=link)
    holder = Answer(value=Choice("self"), exceptions={"r2": Choice(other)})
    return reported(
        replace(
            known,
            rooms=(*known.rooms, Room(id="r2", name="乙店")),
            facts={**known.facts, "account_holder": holder},
            answers={f"art26-{id.replace('_', '/', 1)}": answer for id, answer in answers.items()},
        )
    )


def test_rows_of_one_entry_say_what_sets_them_apart() -> None:
    report = two_rooms("sole_trader")
    told = [
        re.sub("对象：.*", "", cells["问题"]) + cells["处罚"]
        for cells in (dict(zip(COLUMNS, row.cells, strict=True)) for row in rows(report))
    ]
    assert len(told) == len(set(told))
    apart = "罚则是否及于填报人有疑问（第二条）"
    own, others = (each for each in report.open if each.obligation.id == "art29-setup")
    said = {liability.apart(report, each): each.subject.rooms[0].id for each in (own, others)}
    assert said == {"": "r1", apart: "r2"}
    for shown in (table.render(report, width=200), html.render(report)):
        assert apart in squeezed(shown)


def test_what_can_hardly_be_and_counts_does_not_set_rooms_apart() -> None:
    def all_of(entry: str, **marks: Mark) -> Picks:
        options = LIVESTREAM.questions()[entry].options
        return Picks({option.id: marks.get(option.id, Y) for option in options})

    items = "art26-display/items"
    report = two_rooms(
        "self",
        link=U,
        display_items=Answer(value=all_of(items), exceptions={"r2": all_of(items, address=N)}),
        link_entry=Answer(value=all_of("art26-link/entry")),
        link_access=Answer(value=all_of("art26-link/access")),
        link_overlay=Answer(value=Y),
    )
    assert any("很少同时成立" in caution for caution in wording.cautions(report))
    (both,) = (each for each in report.open if each.obligation.id == "art26-link")
    assert wording.subject(both) == "全部2个直播间"


def test_only_facts_that_are_asked_are_counted_as_open() -> None:
    """What follows from the rooms is never asked: there are as many open facts as questions."""
    known = host()
    asked = replace(known, facts={}, answers={})
    while left := [
        step.fact.id
        for step in plan(LIVESTREAM, asked)
        if isinstance(step, AskFact) and step.fact.id not in asked.facts
    ]:
        unsure = {id: Answer(value=U) for id in left}
        asked = replace(asked, facts={**asked.facts, **unsure})
    number, _ = unsettled.facts(reported(asked))
    assert number == len(asked.facts)
