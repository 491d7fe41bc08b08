"""Answers that cannot both be true are asked back, told, and left open; never a pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist import resources
from checklist.assessment.exclusions import Scales
from checklist.assessment.model import (
    Answer,
    Assessment,
    Choice,
    Extreme,
    Mark,
    Picks,
    Respondent,
    Room,
    TimesAYear,
    Value,
    WorkingDays,
)
from checklist.assessment.questionnaire import AskQuestion, plan
from checklist.assessment.stored.file import load
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Finding, Findings, Judged, OpenWhy, Outcome, Status
from checklist.evaluation.summary import doubted
from checklist.law.model import Alternative, Exclusion, Fact, Question, Rulebook, Said, Saying
from checklist.law.reading.exclusions import fits
from checklist.report.forms.table import render
from checklist.report.view.build import build
from checklist.sitting.shown.doubtful import doubtful_lines
from tests.assessment.sitting import ABOUT, BOOK, Sitting
from tests.assessment.test_past import FACTS
from tests.given import kinds, law
from tests.given.assessments import assessments
from tests.given.bundled import LIVESTREAM, joined, write_example

ALL = joined()
TODAY = date(2026, 11, 1)
Y, N, U, X = Mark.YES, Mark.NO, Mark.UNKNOWN, Mark.INAPPLICABLE
PLATFORM = {
    "respondent_form": "entity",
    "provides_platform": "yes",
    "ailabel_service": "yes",
    "ailabel_spreads": "yes",
    "ailabel_content": "none",
}
DETECTED, RECOGNISED = "ai-art6-suspected/detected", "ai-art6-suspected/recognised"
EXCLUDED = OpenWhy.EXCLUDED


def said(
    facts: dict[str, str], answers: dict[str, Value], rooms: tuple[Room, ...] = ()
) -> Assessment:
    def value(fact: Fact, option: str) -> Value:
        return Mark(option) if fact.is_yes_no else Choice(option)

    return Assessment(
        respondent=Respondent(name="某某公司"),
        rooms=rooms,
        facts={id: Answer(value=value(ALL.fact(id), each)) for id, each in facts.items()},
        answers={key: Answer(value=each) for key, each in answers.items()},
    )


COMPANY = {
    "respondent_form": "entity",
    "provides_platform": "no",
    "provides_other_service": "no",
    "account_holder": "self",
    "channel": "platform",
    "uses_ai_figure": "no",
    "discloses_by_link": "no",
    "serves_hosts": "no",
    "employs_hosts": "no",
    "influential_endorser": "no",
    "publishes_clips": "no",
    "other_advertising": "no",
}
AI_ROOM = COMPANY | {
    "uses_ai_figure": "yes",
    "ailabel_content": "published",
    "ailabel_service": "no",
}
HOST = COMPANY | {
    "respondent_form": "exempt",
    "appears_on_stream": "yes",
    "acts_for_employer": "no",
    "alone_on_stream": "no",
}
AGENCY = COMPANY | {
    "serves_hosts": "yes",
    "contracts_hosts": "yes",
    "cooperates_with_rooms": "no",
    "offers_selection": "yes",
}
ACCOUNTS = {
    "respondent_form": "entity",
    "mcn_serves_accounts": "yes",
    "mcn_runs_platform": "yes",
    "mcn_contracted": "no",
    "mcn_touches_content": "yes",
    "mcn_serves_minors": "no",
    "mcn_sells_live": "none",
}
AI_TOOL = {
    "respondent_form": "entity",
    "ailabel_content": "none",
    "ailabel_service": "yes",
    "ailabel_generates": "yes",
    "ailabel_spreads": "yes",
    "ailabel_distributes": "yes",
    "ailabel_may_mislead": "yes",
    "ailabel_gives_unlabelled": "none",
}


def some(*yes: str, no: str = "", inapplicable: str = "") -> Picks:
    """Options that are so, that are not, and that do not apply."""
    return Picks(
        dict.fromkeys(yes, Y)
        | dict.fromkeys(no.split(), N)
        | dict.fromkeys(inapplicable.split(), X)
    )


def found(known: Assessment, key: str, room: str | None = None) -> Judged:
    entry, id = key.split("/")
    findings = evaluate(ALL, known, as_of=TODAY).findings
    of = next(f for f in findings if (f.obligation.id, f.room) == (entry, room))
    return next(each for each in of.judged if each.question.id == id)


def flat(text: str) -> str:
    """Text without what lines are broken and tables are drawn with."""
    return "".join(text.replace("|", "").split())


def asked(key: str) -> Question | Fact:
    return ALL.questions()[key] if "/" in key else ALL.fact(key)


def test_what_excludes_what_can_be_answered_so() -> None:
    for exclusion in ALL.exclusions:
        for each in (*exclusion.these, *exclusion.exclude):
            for alternative in each.alternatives:
                assert fits(asked(each.key), alternative), (each.key, alternative)


def an_answer(asked: Question | Fact, said: Alternative) -> Value:
    """One answer that says so."""
    options = [option.id for option in asked.options]
    match said:
        case Saying.INAPPLICABLE | Saying.UNKNOWN:
            return X if said is Saying.INAPPLICABLE else U
        case Saying.NEVER:
            return Extreme.NEVER
        case Saying.YES | Saying.NO:
            return Y if said is Saying.YES else N
        case Saying.SOME | Saying.ALL:
            return Picks(dict.fromkeys(options, Y))
        case Saying.STATED:
            yes_no = not options and "几个工作日" not in asked.ask and "多久" not in asked.ask
            return Picks(dict.fromkeys(options, Y)) if options else Y if yes_no else WorkingDays(1)
        case str():
            return Mark(said) if said in ("yes", "no") else Choice(said)
        case _:
            marks = {Saying.NO: N, Saying.INAPPLICABLE: X}
            named = {id: marks.get(saying, Y) for id, saying in said.items()}
            return Picks(dict.fromkeys(options, N) | named)


def test_each_exclusion_speaks_on_both_sides() -> None:
    assert len(ALL.exclusions) > 100
    for exclusion in ALL.exclusions:
        speaks_on_both_sides(exclusion)


def speaks_on_both_sides(exclusion: Exclusion) -> None:
    """Whatever else is known: the answers alone are weighed, as if every question were asked."""
    given = what_says((*exclusion.these, *exclusion.exclude[:1]))
    values = {key: Answer(value=value) for key, value in given.items()}
    known = Assessment(
        respondent=Respondent(name="某某公司"),
        facts={key: each for key, each in values.items() if "/" not in key},
        answers={key: each for key, each in values.items() if "/" in key},
    )
    scales = Scales(ALL, known, TODAY)
    scales._questions = dict.fromkeys(ALL.questions(), ())
    scales.facts = {None: _plain(known)}
    for key, answer in values.items():
        speaks = [each for each in scales.against(key, asked(key), answer.value) if each.others]
        assert speaks, key
        assert all(each.may_stand is exclusion.seldom for each in speaks)
        assert all(exclusion.why in each.what for each in speaks[:1])


def what_says(sides: Iterable[Said]) -> dict[str, Value]:
    """One answer to each question and fact that says what an exclusion names."""
    values: dict[str, Value] = {}
    for each in sides:
        value = an_answer(asked(each.key), each.alternatives[0])
        if each.key in values:  # two options of one question
            value = both(values[each.key], value, each.alternatives[0])
        values[each.key] = value
    return values


def both(first: Value | None, second: Value | None, said: Alternative) -> Picks:
    assert isinstance(first, Picks)
    assert isinstance(second, Picks)
    assert isinstance(said, Mapping)
    return Picks({**first.marks, **{id: second.marks[id] for id in said}})


def _plain(known: Assessment) -> dict[str, str]:
    return known.facts_for(None)


class TestAPlatformThatDetectsNothing:
    """It says that it does not look for traces, and that it looked and found none."""

    KNOWN = said(PLATFORM, {DETECTED: N, RECOGNISED: X})

    def test_the_ground_is_left_open_and_the_admission_stands(self) -> None:
        detected, recognised = found(self.KNOWN, DETECTED), found(self.KNOWN, RECOGNISED)
        assert (detected.outcome, detected.why) == (Outcome.GAP, None)
        assert (recognised.outcome, recognised.why) == (Outcome.OPEN, EXCLUDED)
        assert detected.against
        assert detected.against[0].others == (RECOGNISED,)

    def test_without_the_contradiction_it_is_inapplicable(self) -> None:
        fine = said(PLATFORM, {DETECTED: Y, RECOGNISED: X})
        assert found(fine, RECOGNISED).outcome is Outcome.INAPPLICABLE
        assert found(fine, DETECTED).outcome is Outcome.PASS
        assert not found(said(PLATFORM, {DETECTED: U, RECOGNISED: X}), RECOGNISED).against

    def test_it_is_told_once_in_the_table_and_the_review_with_both_answers(self) -> None:
        text = flat(render(build(evaluate(ALL, self.KNOWN, as_of=TODAY)), width=160))
        assert text.count("不能同时成立：没有检测的，说不上") == 2  # 注意, and where it is open
        assert "在改正以前，没有做到的照算，其余按待确认" in text
        (line,) = doubtful_lines(ALL, self.KNOWN, TODAY)
        for words in (
            "检测到这些痕迹的",
            "答“否”",
            "答“不适用”",
            "请核对第",
            "输入 g",
            "另一题：g ",
        ):
            assert words in line

    def test_an_answer_that_is_not_asked_excludes_nothing(self) -> None:
        idle = said(PLATFORM | {"ailabel_spreads": "no"}, {DETECTED: N, RECOGNISED: X})
        assert not [each for each in doubted(evaluate(ALL, idle, as_of=TODAY)) if each[2].others]
        scales = Scales(ALL, idle, TODAY)
        assert not list(scales.against(RECOGNISED, asked(RECOGNISED), X))

    def test_an_answer_that_is_to_be_looked_at_again_excludes_nothing(self) -> None:
        before = replace(self.KNOWN.answers[DETECTED], asked_as="0" * 16)
        known = replace(self.KNOWN, answers={**self.KNOWN.answers, DETECTED: before})
        assert found(known, RECOGNISED).outcome is Outcome.INAPPLICABLE


def test_where_neither_is_an_admission_both_are_open() -> None:
    kept, reported = "art12-report/kept", "art12-report/reported_at_all"
    known = said(PLATFORM, {kept: Y, reported: X})
    assert {found(known, key).why for key in (kept, reported)} == {EXCLUDED}
    assert found(known, kept).outcome is found(known, reported).outcome is Outcome.OPEN


def test_only_the_option_that_is_excluded_is_open() -> None:
    declare, labels = "ai-art10-declare/function", "art37-label/labels"
    facts = {"respondent_form": "entity", "ailabel_content": "published", "uses_ai_figure": "yes",
             "account_holder": "self", "ailabel_service": "no"}  # fmt: skip
    known = said(facts, {declare: X, labels: Picks({"declared": Y, "function": Y})},
                 rooms=(Room(id="r1", name="旗舰店"), Room(id="r2", name="清仓间")))  # fmt: skip
    assert found(known, declare).outcome is Outcome.OPEN
    judged = found(known, labels, "r1")
    assert [option.id for option in judged.unclear] == ["function"]
    elsewhere = Answer(value=X, exceptions={"r2": Picks({"declared": Y, "function": Y})})
    known = replace(known, answers={**known.answers, labels: elsewhere})
    assert found(known, declare).outcome is Outcome.OPEN
    assert not found(known, labels, "r1").against
    assert found(known, labels, "r2").against


def test_the_two_halves_of_an_exclusion_are_of_the_same_room() -> None:
    """A room without any label beside one that always shows it: both may be true."""
    labelled, visible = "art37-label/labelled", "art37-visible/visible"
    both = (Room(id="r1", name="没有标识"), Room(id="r2", name="有标识"))
    known = said(AI_ROOM, {}, rooms=both)
    answers = {labelled: Answer(value=N, exceptions={"r2": Y}), visible: Answer(value=Y)}
    known = replace(known, answers=answers)
    assert not found(known, visible, "r2").against
    assert found(known, visible, "r1").why is EXCLUDED
    assert found(known, labelled, "r1").outcome is Outcome.GAP
    scales = Scales(ALL, known, TODAY)
    assert not list(scales.against(visible, asked(visible), Y))  # only in one of both rooms
    assert list(scales.against(visible, asked(visible), Y, "r1"))
    (told,) = scales.objections(visible, asked(visible), known.answers[visible])
    assert told.what.startswith("没有标识 这里答“是”")  # the room in which it is so
    everywhere = replace(known, answers={**answers, labelled: Answer(value=N)})
    (told,) = Scales(ALL, everywhere, TODAY).objections(
        visible, asked(visible), known.answers[visible]
    )
    assert told.what.startswith("这里答“是”")


def test_none_a_year_is_never_as_well() -> None:
    yearly, besides = "art10-training/annual", "art10-training/besides_first"
    for never in (Extreme.NEVER, TimesAYear(0)):
        known = said(PLATFORM, {yearly: never, besides: Y})
        scales = Scales(ALL, known, TODAY)
        assert list(scales.against(besides, asked(besides), Y)), never
    once = Scales(ALL, said(PLATFORM, {yearly: TimesAYear(1), besides: Y}), TODAY)
    assert not list(once.against(besides, asked(besides), Y))


# --- what an honest respondent may answer, and what nobody can -----------------------------------

POSSIBLE: dict[str, tuple[dict[str, str], dict[str, Value]]] = {
    "自查期间没有播过的直播间，什么也没有卖": (
        COMPANY,
        {"art27-verify/seller_items": X, "art27-verify/own_goods": X},
    ),
    "同一个直播间没有播过，商品、服务都没有": (
        COMPANY,
        {"art32-price/goods": X, "art32-price/services": X},
    ),
    "只做服务，核验了所用材料的合格证明": (
        COMPANY,
        {
            "art27-verify/uncertified": X,
            "art27-verify/seller_items": some("name", "certificate", inapplicable="ccc licence"),
        },
    ),
    "接到通报在期间最后一天，期间以后才处置": (
        PLATFORM,
        {"art12-notified/handled": Y, "art12-report/kept": X},
    ),
    "规则写明处置情况作为参考，自查期间没有处置": (
        PLATFORM,
        {"art12-reference/considered": Y, "art12-report/kept": X},
    ),
    "新进的运营者不要许可，以前进的有": (
        PLATFORM,
        {"art8-archive/licence": X, "art8-archive/licence_interval": WorkingDays(1)},
    ),
    "建了黑名单制度，自查期间没有列入过": (
        PLATFORM,
        {
            "art14-blacklist/established": Y,
            "art14-listing/listed": X,
            "art14-due-process/told": X,
            "art14-evasion/prevented": X,
            "art12-report/provincial": X,
        },
    ),
    "有制度，严重违法的没有都列入": (
        PLATFORM,
        {"art14-blacklist/established": Y, "art14-listing/listed": N},
    ),
    "这次检查都配合，部门认定的是上一期间的阻碍": (
        COMPANY,
        {
            "art46-cooperation/cooperated": some(
                "cooperation", inapplicable="data support assistance genuine accurate"
            ),
            "art66-obstruction/obstructed": some("authority", no="own_check pending"),
        },
    ),
    "本人在别家播，自己的直播间只用数字人": (
        HOST | {"uses_ai_figure": "yes"},
        {"art28-verify/host_items": X, "art28-records/kept": X, "art28-report/every_time": X},
    ),
    "歇着的主播改了电话，自查期间没有播过": (
        COMPANY,
        {"art28-verify/host_items": X, "art28-verify/updated": Y, "art28-verify/recorded": Y},
    ),
    "有的场次没有标识，有的起始画面合标准": (
        AI_ROOM,
        {"art37-label/labelled": N, "art37-gb45438/style": some("opening", "size", "duration")},
    ),
    "真人驱动的动画形象没有向平台声明，AI 内容都声明了": (
        AI_ROOM,
        {"ai-art10-declare/declared": Y, "art37-label/labels": some("function", no="declared")},
    ),
    "自查期间过后才知道签约主播违法": (
        AGENCY,
        {
            "art42-handling/handled": X,
            "art63-signed-hosts/done": some("authority", no="complaint own_check platform pending"),
        },
    ),
    "机构在上一期间退出，这一期间才发现、拉黑": (
        ACCOUNTS,
        {
            "mcn7-agreement/signed": X,
            "mcn20-violations/handled": some("agency", "accounts"),
            "mcn20-report/reported": some("cyberspace", "departments"),
        },
    ),
    "都在期间以前入驻的机构": (
        ACCOUNTS,
        {"mcn7-agreement/signed": Y, "mcn10-grading/measures": X},
    ),
    "图片上的标识是别人的接口加的": (
        AI_TOOL,
        {
            "ai-art11-standard/standard": some(inapplicable="size duration metadata", no="others"),
            "ai-art4-explicit/image": Y,
            "ai-art5-implicit/elements": some("attribute", "provider", "number"),
        },
    ),
    "市场监管、网信没有来过，公安来检查过": (
        COMPANY | ACCOUNTS,
        {
            "art46-cooperation/cooperated": X,
            "mcn22-cooperation/cooperated": some("cooperation", "assistance"),
        },
    ),
    "没有签约的账号发布了违法信息，签约账号没有违规": (
        ACCOUNTS,
        {
            "mcn17-security/handled": some("stop", "records", "report"),
            "mcn20-measures/handled": X,
        },
    ),
    "发现没有签协议的机构，当天就补签": (
        ACCOUNTS,
        {"mcn7-agreement/signed": Y, "mcn20-unsigned/handled": some("agency", "accounts")},
    ),
    "没有直播，只在橱窗里卖": (
        COMPANY,
        {
            "art26-display/items": X,
            "art32-price/goods": some("name", "price", "unit", "prominent"),
        },
    ),
    "真人驱动的动画形象声明了没有不清楚，AI 内容都声明了": (
        AI_ROOM,
        {"ai-art10-declare/declared": Y, "art37-clips/declared": U},
    ),
    "疑似的都是没有文件的评论": (
        AI_TOOL,
        {
            "ai-art6-suspected/recognised": Y,
            "ai-art6-suspected/told": Y,
            "ai-art6-metadata/suspected": X,
        },
    ),
}
IMPOSSIBLE: dict[str, tuple[dict[str, str], dict[str, Value], set[str]]] = {
    "没有直播，又每场都看管互动": (
        COMPANY,
        {
            "art30-review/scope": X,
            "art31-interaction/managed": some("live", inapplicable="handled"),
        },
        {"art30-review/scope", "art31-interaction/managed"},
    ),
    "该直播间没有直播，又每场都报送了主播": (
        COMPANY,
        {"art26-display/items": X, "art28-report/every_time": Y},
        {"art26-display/items", "art28-report/every_time"},
    ),
    "主播都核验了，又没有核验过": (
        COMPANY,
        {
            "art28-records/kept": some(inapplicable="verification update"),
            "art28-verify/host_items": some("name", no="residence"),
        },
        {"art28-records/kept", "art28-verify/host_items"},
    ),
    "主播重新核验过，又没有核验过": (
        COMPANY,
        {
            "art28-records/kept": some(inapplicable="verification update"),
            "art28-verify/updated": Y,
        },
        {"art28-records/kept", "art28-verify/updated"},
    ),
    "都更新登记了，又没有更新过": (
        COMPANY,
        {
            "art28-records/kept": some("verification", inapplicable="update"),
            "art28-verify/recorded": Y,
        },
        {"art28-records/kept", "art28-verify/recorded"},
    ),
    "卖的都是别人的、依法没有合格证明的商品，又没有上播过这样的商品": (
        COMPANY,
        {
            "art27-verify/seller_items": some("name", inapplicable="licence ccc certificate"),
            "art27-verify/own_goods": X,
            "art27-verify/uncertified": N,
            "art32-price/goods": some("name", "price", "unit", "prominent"),
        },
        {
            "art27-verify/seller_items",
            "art27-verify/own_goods",
            "art27-verify/uncertified",
            "art32-price/goods",
        },
    ),
    "建了黑名单制度，平台规则没有列入黑名单": (
        PLATFORM,
        {
            "art14-blacklist/established": Y,
            "art12-system/measures": some(
                "warn", "functions", "traffic", "pause", "suspend", "close", "bar", no="blacklist"
            ),
        },
        {"art14-blacklist/established"},
    ),
    "数了日历年，又没有日历年结束": (
        PLATFORM,
        {"art10-training/everyone": Y, "art10-study/operators": X},
        {"art10-training/everyone", "art10-study/operators"},
    ),
    "有签约的主播，又一个主播也没有": (
        AGENCY,
        {"art39-verify/host_items": X, "art39-verify/others": X},
        {"art39-verify/host_items", "art39-verify/others"},
    ),
    "提示始终看得到，又没有用任何方式标明": (
        AI_ROOM,
        {"art37-label/labelled": N, "art37-prompt/visible": Y},
        {"art37-prompt/visible"},
    ),
    "签过写明责任的协议，又没有签过协议": (
        ACCOUNTS,
        {"mcn13-verify/verified": X, "mcn13-agreement/stated": Y},
        {"mcn13-verify/verified", "mcn13-agreement/stated"},
    ),
}


def opened(facts: dict[str, str], answers: dict[str, Value]) -> tuple[set[str], int]:
    """The keys of what is left open since answers exclude each other, and how many are told."""
    rooms = (Room(id="r1", name="一号"),) if "account_holder" in facts else ()
    findings = evaluate(ALL, said(facts, answers, rooms=rooms), as_of=TODAY)
    keys = {
        f"{one.obligation.id}/{each.question.id}"
        for one in findings.findings
        for each in one.judged
        if each.why is EXCLUDED
    }
    return keys, sum(1 for *_, each in doubted(findings) if each.others)


@pytest.mark.parametrize("case", POSSIBLE)
def test_what_may_be_true_is_left_as_it_was_said(case: str) -> None:
    assert opened(*POSSIBLE[case])[0] == set()


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_what_nobody_can_say_truly_is_left_open(case: str) -> None:
    facts, answers, keys = IMPOSSIBLE[case]
    assert opened(facts, answers)[0] == keys
    for key in answers:  # each of them is needed
        fewer = {id: value for id, value in answers.items() if id != key}
        assert opened(facts, fewer)[0] == set(), key


@pytest.mark.parametrize(
    "facts",
    [HOST, HOST | {"alone_on_stream": "yes"}, COMPANY | {"employs_hosts": "yes"}],
)
def test_who_says_that_nobody_was_on_stream_is_asked_again(facts: dict[str, str]) -> None:
    """It may be true (only a digital figure in one's own room), so that it counts as it stands."""
    keys, told = opened(facts, {"art28-genuine/genuine": X, "art31-mechanism/established": X})
    assert keys == set()
    assert told == 1


MARKS = "ai-art10-tampering/tampered"
NONE = Picks(dict.fromkeys(("authority", "own_check", "platform", "unexplained"), N))


@pytest.mark.parametrize(
    ("facts", "one", "other"),
    [
        (COMPANY | ACCOUNTS, {"art46-cooperation/cooperated": X},
         {"mcn22-cooperation/cooperated": some("cooperation", "assistance")}),
        (ACCOUNTS, {"mcn20-measures/handled": X},
         {"mcn17-security/handled": some("stop", no="report")}),
        (ACCOUNTS, {"mcn20-violations/handled": X}, {"mcn20-report/reported": some("cyberspace")}),
        (AI_TOOL, {"ai-art6-verified/verified": X},
         {"ai-art6-metadata/declared": some("attribute", "platform", "number")}),
        (AI_ROOM, {"ai-art10-declare/declared": Y}, {"art37-clips/declared": U}),
        (AI_ROOM, {"ai-art10-declare/function": Y},
         {"art37-label/labels": Picks({"declared": Y, "function": U})}),
        (AI_ROOM, {MARKS: NONE},
         {"art37-tampering/tampered": Picks({**NONE.marks, "own_check": U})}),
    ],
)  # fmt: skip
def test_what_says_that_it_never_happened_or_holds_of_all_is_asked_back(
    facts: dict[str, str], one: dict[str, Value], other: dict[str, Value]
) -> None:
    rooms = (Room(id="r1", name="小铺"),) if "account_holder" in facts else ()
    assert {*one, *other} <= told_seldom(facts, one | other, rooms)
    assert not told_seldom(facts, one, rooms) & {*one, *other}


@pytest.mark.parametrize("name", ["agency", "brand", "host"])
def test_an_example_contradicts_itself_nowhere(name: str) -> None:
    known = load(resources.examples_dir() / f"{name}.yaml", ALL)
    assert not [each for *_, each in doubted(evaluate(ALL, known, as_of=TODAY)) if each.others]


def test_what_is_not_known_of_one_option_leaves_the_other_alone() -> None:
    """All was declared, and whether clips were marked as well is not known: no contradiction."""
    known: dict[str, Value] = {
        "ai-art10-declare/declared": Y,
        "art37-clips/declared": Picks({"declared": Y, "function": U}),
    }
    assert not told_seldom(AI_ROOM, known, (Room(id="r1", name="小铺"),)) & known.keys()


def test_not_to_know_denies_nothing_so_that_it_only_asks_back() -> None:
    def unknown(said: Alternative) -> bool:
        return said is Saying.UNKNOWN or (
            isinstance(said, Mapping) and Saying.UNKNOWN in said.values()
        )

    for each in ALL.exclusions:
        sides = (*each.these, *each.exclude)
        if any(unknown(said) for side in sides for said in side.alternatives):
            assert each.seldom, each.why


def test_facts_that_seldom_go_together_are_told_and_count_as_they_stand() -> None:
    known = said(PLATFORM | {"mcn_runs_platform": "yes", "ailabel_service": "no"}, {})
    findings = evaluate(ALL, known, as_of=TODAY)
    told = {(key, each.may_stand) for key, _, each in doubted(findings) if each.others}
    assert told == {("mcn_runs_platform", True)}
    text = flat(render(build(findings), width=160))
    assert text.count("很少同时成立：供别人注册账号") == 1
    assert [line for line in doubtful_lines(ALL, known, TODAY) if "请核对主体" in line]


def test_what_follows_from_other_facts_is_told_as_that() -> None:
    known = said(PLATFORM | {"mcn_runs_platform": "yes", "ailabel_service": "no"}, {})
    stated = {id: answer for id, answer in known.facts.items() if id != "ailabel_spreads"}
    findings = evaluate(ALL, replace(known, facts=stated), as_of=TODAY)
    (told,) = (each for *_, each in doubted(findings) if each.others)
    assert told.others == ("ailabel_service", "ailabel_spreads")
    assert "应用或者网站？”答“否”（由主体情况的其他答复得出）很少同时成立" in told.what
    assert told.what.count("得出") == 1


def told_seldom(
    facts: dict[str, str], answers: dict[str, Value], rooms: tuple[Room, ...] = ()
) -> set[str]:
    """The keys of what hardly goes together; every answer counts as it stands."""
    known = said(facts, answers, rooms)
    speaks = [(key, each) for key, _, each in doubted(evaluate(ALL, known, as_of=TODAY))]
    assert all(each.may_stand for _, each in speaks if each.others)
    return {one for key, each in speaks if each.others for one in (key, *each.others)}


def test_what_was_reported_though_nothing_was_in_july_is_asked_back() -> None:
    months = Picks({"january": X, "july": Mark.NO})
    items = Picks(dict.fromkeys(("name", "id_code", "address", "contact", "account"), Mark.YES))
    told = told_seldom(
        PLATFORM, {"art9-operators/times": months, "art9-operators/registered_items": items}
    )
    assert {"art9-operators/times", "art9-operators/registered_items"} <= told


SHOWN, BY_LINK = "art26-display/items", "art26-link/entry"
CHECKED, CHECKS_KEPT = "art27-verify/seller_items", "art27-records/coverage"
OF_HOSTS, REVIEWED, BEFORE = "art28-verify/host_items", "art27-review/scope", "art30-review/scope"


def but(key: str, *failing: str) -> Picks:
    """Everything is done, but for these options."""
    return Picks({each.id: N if each.id in failing else Y for each in asked(key).options})


def only(key: str, *done: str) -> Picks:
    return Picks({each.id: Y if each.id in done else N for each in asked(key).options})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({SHOWN: but(SHOWN, "address", "contact")}, {BY_LINK: but(BY_LINK)}),
        ({SHOWN: but(SHOWN, "prominent")}, {BY_LINK: but(BY_LINK, "complete")}),
        (
            {CHECKED: only(CHECKED), "art27-verify/own_goods": X},
            {CHECKS_KEPT: but(CHECKS_KEPT, "review")},
        ),
        ({REVIEWED: only(REVIEWED)}, {CHECKS_KEPT: only(CHECKS_KEPT, "review")}),
        ({"art30-mechanism/established": N}, {BEFORE: but(BEFORE)}),
        ({OF_HOSTS: only(OF_HOSTS)}, {"art28-report/every_time": Y}),
        (
            {OF_HOSTS: only(OF_HOSTS)},
            {"art28-records/kept": Picks({"verification": Y, "update": X})},
        ),
    ],
)  # fmt: skip
def test_what_is_done_in_one_answer_and_not_in_the_other_is_asked_back(
    one: dict[str, Value], other: dict[str, Value]
) -> None:
    facts = COMPANY | {"discloses_by_link": "yes", "employs_hosts": "yes"}
    rooms = (Room(id="r1", name="小铺"),)
    assert {*one, *other} - {"art27-verify/own_goods"} <= told_seldom(facts, one | other, rooms)
    assert not told_seldom(facts, one, rooms) & other.keys()


@pytest.mark.parametrize("checked", ["licence", "ccc", "certificate"])
def test_who_checked_anything_of_sellers_may_have_records_of_it(checked: str) -> None:
    given: dict[str, Value] = {
        CHECKED: only(CHECKED, checked),
        "art27-verify/own_goods": X,
        CHECKS_KEPT: but(CHECKS_KEPT, "review"),
    }
    assert not told_seldom(COMPANY, given, (Room(id="r1", name="小铺"),)) & {CHECKED, CHECKS_KEPT}


def test_nothing_shown_beside_a_link_is_asked_back() -> None:
    facts = COMPANY | {"discloses_by_link": "yes"}
    nothing = but(SHOWN, "name", "address", "contact", "prominent")
    told = told_seldom(facts, {SHOWN: nothing}, (Room(id="r1", name="小铺"),))
    assert {"discloses_by_link", SHOWN} <= told


def test_rooms_of_others_beside_serving_nobodys_account_are_asked_back() -> None:
    facts = {"respondent_form": "entity", "account_holder": "sole_trader",
             "mcn_serves_accounts": "no"}  # fmt: skip
    told = told_seldom(facts, {}, rooms=(Room(id="r1", name="别人的"),))
    assert {"operates_others_room", "mcn_serves_accounts"} <= told


def test_items_not_verified_beside_no_agency_unverified_are_asked_back() -> None:
    facts = {"respondent_form": "entity", "mcn_runs_platform": "yes"}
    done = ("registered", "scope", "permits", "head")
    items = Picks(dict.fromkeys(done, Mark.NO) | {"team": Mark.YES, "rules": Mark.YES})
    signs = ("authority", "complaint", "own_check", "unverified", "pending")
    none = Picks(dict.fromkeys(signs, Mark.NO))
    told = told_seldom(facts, {"mcn7-verify/items": items, "mcn7-admission/signs": none})
    assert {"mcn7-verify/items", "mcn7-admission/signs"} <= told


def test_a_fact_excludes_an_answer_also_where_it_follows_from_the_rooms() -> None:
    facts = {"respondent_form": "entity", "account_holder": "sole_trader", "mcn_sells_live": "none",
             "mcn_serves_accounts": "yes"}  # fmt: skip
    known = said(facts, {}, rooms=(Room(id="r1", name="别人的"),))
    (speaks,) = Scales(ALL, known, TODAY).against(
        "mcn_sells_live", ALL.fact("mcn_sells_live"), Choice("none")
    )
    assert speaks.others == ("operates_others_room",)


# --- in a sitting --------------------------------------------------------------------------------

HIDDEN, DONE = "art25-all/hidden", "art25-all/done"
SMALL = replace(
    BOOK,
    exclusions=(
        Exclusion(
            these=(Said(key=DONE, alternatives=(Saying.NO,)),),
            exclude=(Said(key=HIDDEN, alternatives=(Saying.INAPPLICABLE,)),),
            why="没有做到的说不上没有收到过",
        ),
    ),
)


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path / "自查.yaml", rulebook=SMALL)


def test_what_is_typed_is_asked_back_once_and_then_recorded(sitting: Sitting) -> None:
    known = sitting.answer(*FACTS, "否", "不适用", "否", "q")
    assert known.answers[HIDDEN].value is N
    assert "不能同时成立：没有做到的说不上没有收到过" in flat(sitting.text)
    assert "答错的是哪一题，就改哪一题（另一题：g第1题）；确实如此，把同样的答案再输入一次" in flat(
        sitting.text
    )
    again = sitting.answer("g 2", "不适用", "不适用", "q")
    assert again.answers[HIDDEN].value is X


def test_what_is_open_is_asked_again_and_may_be_kept_without_an_end(sitting: Sitting) -> None:
    before = sitting.answer(*FACTS, "否", "不适用", "不适用", "q")
    sitting.shown.clear()
    assert sitting.answer("", "是", "q").answers[HIDDEN] == before.answers[HIDDEN]
    assert sitting.text.count("  请核对：这里答“不适用”") == 1


def test_what_is_insisted_on_comes_to_the_end(tmp_path: Path) -> None:
    entry = replace(BOOK.obligations[0], questions=(kinds.YES, kinds.NO))
    book = replace(SMALL, obligations=(entry,))
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=book)
    sitting.answer(*ABOUT, "是", "否", "否", "不适用", "不适用")
    assert "检查一遍" in sitting.text
    sitting.shown.clear()
    sitting.answer("", "")
    assert sitting.text.index("请核对：这里答") < sitting.text.index("检查一遍")


def test_the_other_answer_may_be_the_one_to_correct(sitting: Sitting) -> None:
    sitting.answer(*FACTS, "否", "不适用", "不适用", "q")
    known = sitting.answer("g 1", "是", "q")
    judged = evaluate(SMALL, known, as_of=TODAY).findings[0].judged
    assert not any(each.against for each in judged)
    assert judged[1].outcome is Outcome.INAPPLICABLE


# --- nothing is ever the better for it -----------------------------------------------------------


def excluding(data: st.DataObject, rulebook: Rulebook) -> Rulebook:
    keys = sorted(rulebook.questions())
    sayings = st.sampled_from(list(Saying))
    one = st.builds(
        lambda key, saying: Said(key=key, alternatives=(saying,)), st.sampled_from(keys), sayings
    )
    exclusion = st.builds(
        lambda said, excludes: Exclusion(these=(said,), exclude=(excludes,), why="试"), one, one
    )
    some = data.draw(st.lists(exclusion, min_size=1, max_size=12))
    return replace(rulebook, exclusions=tuple(some))


@pytest.mark.slow
@given(st.data())
def test_an_exclusion_leaves_open_and_changes_nothing_else(data: st.DataObject) -> None:
    known = data.draw(assessments(BOOK))
    rulebook = excluding(data, BOOK)
    before: Findings = evaluate(BOOK, known, as_of=TODAY)
    after: Findings = evaluate(rulebook, known, as_of=TODAY)
    for was, now in zip(before.findings, after.findings, strict=True):
        for old, new in zip(was.judged, now.judged, strict=True):
            if new.outcome is not old.outcome:
                assert new.outcome is Outcome.OPEN
                assert old.outcome in (Outcome.PASS, Outcome.INAPPLICABLE)
                assert new.why is not None
        assert _is_no_better(was, now)


def _is_no_better(was: Finding, now: Finding) -> bool:
    worst = (Status.NOT_SATISFIED, Status.UNDETERMINED, Status.SATISFIED, Status.NOT_APPLICABLE)
    return worst.index(now.status) <= worst.index(was.status)


# --- what falls away -----------------------------------------------------------------------------


NEVER = [
    (f"{entry.id}/{question.unless_never}", f"{entry.id}/{question.id}")
    for entry in LIVESTREAM.obligations
    for question in entry.questions
    if question.unless_never
]


def test_every_retention_period_of_the_bundled_rulebooks_has_it() -> None:
    assert len(NEVER) == 8
    assert {period.split("/")[0] for period, _ in NEVER} == {
        f"art{number}" for number in
        ("16-retention", "16-service-retention", "27-records", "28-records", "31-records",
         "45-records")
    }  # fmt: skip


class TestAfterNever:
    """Where nothing was ever kept, from when it is counted is not asked, and nothing passes."""

    PERIOD, CLOCK = "art27-records/period", "art27-records/clock"

    def known(self, period: Value, **answers: Value) -> Assessment:
        given = {self.PERIOD: period, **{f"art27-records/{id}": v for id, v in answers.items()}}
        return said({"respondent_form": "entity", "opens_room": "yes"}, given)

    def asked(self, known: Assessment) -> set[str]:
        return {step.key for step in plan(ALL, known) if isinstance(step, AskQuestion)}

    def finding(self, known: Assessment) -> Finding:
        findings = evaluate(ALL, known, as_of=TODAY).findings
        return next(each for each in findings if each.obligation.id == "art27-records")

    def test_the_day_is_not_asked_and_the_entry_still_fails(self) -> None:
        known = self.known(Extreme.NEVER)
        assert self.CLOCK not in self.asked(known)
        assert [each.question.id for each in self.finding(known).judged] == ["coverage", "period"]
        assert [each.question.id for each in self.finding(known).gaps] == ["period"]
        assert self.finding(known).status is Status.NOT_SATISFIED

    @pytest.mark.parametrize("clock", ["stream_end", "verified"])
    def test_an_answer_given_before_lies_dormant(self, clock: str) -> None:
        known = self.known(Extreme.NEVER, clock=Choice(clock))
        assert [each.question.id for each in self.finding(known).judged] == ["coverage", "period"]

    @pytest.mark.parametrize("period", [U, Extreme.FOREVER])
    def test_it_is_asked_as_long_as_anything_else_is_said(self, period: Value) -> None:
        known = self.known(period)
        assert self.CLOCK in self.asked(known)
        assert {each.question.id for each in self.finding(known).open} >= {"clock"}

    def test_what_was_said_to_another_wording_leaves_it_asked(self) -> None:
        known = self.known(Extreme.NEVER)
        before = replace(known.answers[self.PERIOD], asked_as="0" * 16)
        assert self.CLOCK in self.asked(replace(known, answers={self.PERIOD: before}))


def test_a_sitting_goes_on_behind_what_falls_away(tmp_path: Path) -> None:
    entry = BOOK.obligations[0]
    forms = law.question(
        "form", kinds.ONE_OF.expect, ask="从哪天数起？", options=kinds.ONE_OF.options
    )
    questions = (kinds.YEARS, replace(forms, unless_never="period"), kinds.YES)
    book = replace(BOOK, obligations=(replace(entry, questions=questions), *BOOK.obligations[1:]))
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=book)
    known = sitting.answer(*FACTS, "从未", "是", "q")
    assert "从哪天数起" not in sitting.text
    assert known.answers[f"{entry.id}/done"].value is Y


def test_no_way_is_told_to_what_is_not_asked(tmp_path: Path) -> None:
    """The agency's rooms of others say that it runs them; that fact itself is not asked."""
    path = write_example("agency", tmp_path / "自查.yaml")
    sitting = Sitting(path, rulebook=joined("livestream", "mcn"))
    sitting.answer("否", "q")
    assert "很少同时成" in sitting.text
    assert "另一题：）" not in sitting.text


def test_what_was_not_filed_was_not_filed_in_time_either() -> None:
    """Two options of one question: no application until 2026-10-08, and one in time."""
    key = "mcn6-change/late"
    question = ALL.questions()[key]

    def told(not_filed: Mark, filed: Mark) -> list[str]:
        value = Picks({"not_filed": not_filed, "filed": filed})
        scales = Scales(ALL, Assessment(respondent=Respondent(name="某某")), TODAY)
        return [each.what for each in scales.against(key, question, value)]

    assert any("到10月8日没有提交申请，就不是按时提交" in each for each in told(Y, Y))
    assert told(Y, N) == told(N, Y) == told(N, N) == []
