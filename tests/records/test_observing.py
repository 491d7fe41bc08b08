"""What records show of the questions of a rulebook, and what becomes of the findings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Mark, Picks, Value
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import (
    Basis,
    Finding,
    Observation,
    OpenWhy,
    OptionJudged,
    Outcome,
    Status,
)
from checklist.law.model import Rulebook
from checklist.law.periods import Period
from checklist.law.record_kinds import Content, RecordKind
from checklist.records.bearing import bearing
from checklist.records.model import Clock, Fault, Tally
from checklist.records.observing import beyond, clocks, contents, observations, proofs, since
from checklist.records.places import recorded_file
from checklist.records.recorded import Recorded, load, rooms_of
from tests.given.bundled import BOOKS, LIVESTREAM
from tests.given.respondents import all_passing

AS_OF = date(2026, 11, 29)
CHECKS = RecordKind.SELLER_CHECKS
REPLAYS = RecordKind.REPLAYS


def seen(*tallies: Tally) -> dict[tuple[str, str | None], Observation]:
    found = observations(LIVESTREAM, {each.kind: each for each in tallies}, {CHECKS: ("核验.csv",)})
    return {(each.key, each.option): each for each in found}


def tally(kind: RecordKind = CHECKS, **said: object) -> Tally:
    kept = date(2026, 6, 18), date(2029, 6, 18)
    return Tally(kind=kind, **{"rows": 10, "demanded": 10, "shortest": kept, **said})  # type: ignore[arg-type]


def finding(id: str, *tallies: Tally, value: tuple[str, Value] | None = None) -> Finding:
    answers = all_passing(LIVESTREAM, "agency that operates rooms")
    if value is not None:
        key, given = value
        said = replace(answers.answers[key], value=given)
        answers = replace(answers, answers={**answers.answers, key: said})
    found = evaluate(LIVESTREAM, answers, tuple(seen(*tallies).values()), as_of=AS_OF)
    return next(each for each in found.findings if each.obligation.id == id)


def recorded_of(*tallies: Tally) -> Recorded:
    return Recorded(
        program="1", at="2026-11-29T12:00:00", first=None, last=None, since=since(LIVESTREAM),
        rooms=(), sources=(), kinds={}, tallies=tallies, worst=(),
    )  # fmt: skip


def test_the_rulebook_says_what_records_show_and_by_which_clock() -> None:
    assert clocks(LIVESTREAM)[CHECKS] == {Clock("直播结束", 3)}
    assert clocks(LIVESTREAM)[RecordKind.ORDERS] == {Clock("交易完成", 3)}
    assert clocks(LIVESTREAM)[RecordKind.INTERACTIONS] == set()
    assert since(LIVESTREAM) == date(2026, 2, 1)
    kinds = {kind for book in BOOKS.values() for proof in proofs(book) for kind in proof.kinds}
    assert kinds == {*RecordKind} - {RecordKind.SESSIONS}


def test_what_goes_too_early_beats_the_claim_and_is_measured() -> None:
    short = tally(faults={Fault.EARLY: 2}, shortest=(date(2026, 6, 18), date(2026, 12, 15)))
    each = seen(short)["art27-records/period", None]
    assert (each.holds, each.measured, each.rows) == (False, Period(months=5, days=27), 10)
    assert each.sources == ("核验.csv",)
    judged = finding("art27-records", short)
    assert judged.status is Status.NOT_SATISFIED
    (contrary,) = judged.contradictions
    assert contrary.question.id == "period"


def test_what_was_deleted_once_is_no_short_period_and_is_told_beside_it() -> None:
    gone = tally(RecordKind.CORRECTIONS, faults={Fault.GONE: 3})
    found = seen(gone)
    kept, period = found["art31-records/kept", None], found["art31-records/period", None]
    assert (kept.holds, period.holds) == (False, True)
    assert "另有3条已经删除，是有没有保存的事，不等于期限设得短" in period.note
    judged = finding("art31-records", gone)
    assert judged.status is Status.NOT_SATISFIED
    assert [each.question.id for each in judged.contradictions] == ["kept"]
    assert ("art31-records/period", None) not in seen(
        tally(RecordKind.CORRECTIONS, faults={Fault.GONE: 10}, shortest=None)
    )


def test_what_is_measured_is_told_in_years_as_everywhere() -> None:
    long = tally(shortest=(date(2026, 5, 12), date(2029, 12, 31)))
    measured = seen(long)["art27-records/period", None].measured
    assert measured == Period(years=3, months=7, days=19)


def test_of_two_logs_the_one_that_is_kept_shorter_is_measured() -> None:
    short = tally(faults={Fault.EARLY: 1}, shortest=(date(2026, 6, 18), date(2027, 6, 18)))
    each = seen(tally(RecordKind.REVIEWS), short)["art27-records/period", None]
    assert (each.holds, each.measured) == (False, Period(years=1))


def test_what_is_gone_fails_the_option_that_it_is_about_and_no_other() -> None:
    gone = tally(faults={Fault.GONE: 1})
    judged = finding("art27-records", gone)
    coverage = next(each for each in judged.judged if each.question.id == "coverage")
    assert {each.option.id: each.outcome for each in coverage.options} == {
        "verification": Outcome.GAP,
        "review": Outcome.PASS,
    }


def of_own_rooms() -> Rulebook:
    """A rulebook by which a platform keeps the recordings of its own rooms, and of these alone."""
    narrow = [
        replace(each, every_room=False) if each.id == "art16-retention" else each
        for each in LIVESTREAM.obligations
    ]
    return replace(LIVESTREAM, obligations=tuple(narrow))


def test_a_pass_is_a_sample_unless_everything_is_covered() -> None:
    key = "art16-retention/coverage"

    def is_sample(**said: object) -> bool:
        found = observations(of_own_rooms(), {REPLAYS: tally(REPLAYS, **said)}, {})
        return next(each for each in found if (each.key, each.option) == (key, "replay")).sample

    assert is_sample()
    assert not is_sample(covers=True)
    for left in ({"unknown": 1}, {"undated": 1}, {"faults": {Fault.UNREAD: 1}}):
        assert is_sample(covers=True, **left)
    found = observations(of_own_rooms(), {REPLAYS: tally(REPLAYS, covers=True)}, {})
    period = next(each for each in found if each.key == "art16-retention/period")
    assert period.sample  # the other kind is not given


LOGS = {
    "art27-records/coverage": (CHECKS, "verification"),
    "art28-records/kept": (RecordKind.HOST_CHECKS, "verification"),
    "art31-records/kept": (RecordKind.CORRECTIONS, None),
    "art31-interaction-records/kept": (RecordKind.INTERACTIONS, None),
}


@pytest.mark.parametrize("key", LOGS)
def test_a_log_is_a_sample_for_it_cannot_tell_what_was_never_entered(key: str) -> None:
    """A broadcast may have had five sellers, and three corrections or none."""
    kind, option = LOGS[key]
    log = tally(kind, covers=True)
    each = seen(log)[key, option]
    assert (each.holds, each.sample) == (True, True)
    assert "没有记下来的看不出，只算抽查" in each.note
    id, _, question = key.partition("/")
    said = Picks(marks={option: Mark.UNKNOWN}) if option else Mark.UNKNOWN
    judged = finding(id, log, value=(key, said))
    assert (judged.status, judged.basis) == (Status.UNDETERMINED, Basis.ATTESTED)
    of_it = next(each for each in judged.judged if each.question.id == question)
    assert not of_it.verified


def test_of_a_duty_that_reaches_all_rooms_records_are_a_sample_that_closes_nothing() -> None:
    """A platform keeps what happens in the rooms of all merchants; its list has its own alone."""
    replays = tally(RecordKind.REPLAYS, covers=True)
    each = seen(replays)["art16-retention/coverage", "replay"]
    assert each.sample
    assert "没有给出记录的看不出，只算抽查" in each.note
    platform = all_passing(LIVESTREAM, "platform", ["r1"])
    key = "art16-retention/coverage"
    for said, status in ((Mark.UNKNOWN, Status.UNDETERMINED), (Mark.YES, Status.SATISFIED)):
        picks = platform.answers[key].value
        assert isinstance(picks, Picks)
        value = Picks(marks={**picks.marks, "replay": said})
        answers = {**platform.answers, key: replace(platform.answers[key], value=value)}
        found = evaluate(
            LIVESTREAM, replace(platform, answers=answers), tuple(seen(replays).values()),
            as_of=AS_OF,
        )  # fmt: skip
        judged = next(of for of in found.findings if of.obligation.id == "art16-retention")
        assert (judged.status, judged.basis) == (status, Basis.ATTESTED)
    gone = tally(RecordKind.REPLAYS, faults={Fault.GONE: 1})
    found = evaluate(LIVESTREAM, platform, tuple(seen(gone).values()), as_of=AS_OF)
    judged = next(of for of in found.findings if of.obligation.id == "art16-retention")
    assert judged.status is Status.NOT_SATISFIED


def test_two_duties_of_one_article_are_told_apart_by_whose_they_are() -> None:
    platform = all_passing(LIVESTREAM, "platform", ["r1"])
    gone = tally(RecordKind.REPLAYS, faults={Fault.GONE: 1})
    found = evaluate(LIVESTREAM, platform, tuple(seen(gone).values()), as_of=AS_OF)
    said = [line for line in bearing(recorded_of(gone), LIVESTREAM, found) if "第十六条" in line]
    assert any(
        line.startswith("不符合：") and "（直播电商平台经营者的义务）" in line for line in said
    )
    others = [line for line in said if line.startswith("供参考：")]
    assert others
    assert all("（其他网络服务提供者的义务，不约束填报单位）" in line for line in others)


def test_whole_records_make_the_basis_verified_but_never_erase_what_was_admitted() -> None:
    platform = all_passing(LIVESTREAM, "platform", ["r1"])
    book, key = of_own_rooms(), "art16-retention/coverage"
    whole = tally(REPLAYS, covers=True)
    picks = platform.answers[key].value
    assert isinstance(picks, Picks)

    def judged(mark: Mark) -> OptionJudged:
        value = Picks(marks={**picks.marks, "replay": mark})
        answers = {**platform.answers, key: replace(platform.answers[key], value=value)}
        told = tuple(observations(book, {REPLAYS: whole}, {}))
        found = evaluate(book, replace(platform, answers=answers), told, as_of=AS_OF)
        of = next(each for each in found.findings if each.obligation.id == "art16-retention")
        coverage = next(each for each in of.judged if each.question.id == "coverage")
        return next(each for each in coverage.options if each.option.id == "replay")

    assert judged(Mark.UNKNOWN).outcome is Outcome.PASS
    assert judged(Mark.NO).outcome is Outcome.GAP
    orders = tally(RecordKind.ORDERS, covers=True)
    told = tuple(observations(book, {REPLAYS: whole, RecordKind.ORDERS: orders}, {}))
    found = evaluate(book, platform, told, as_of=AS_OF)
    of = next(each for each in found.findings if each.obligation.id == "art16-retention")
    assert [each.question.id for each in of.judged if each.verified] == ["period"]
    assert of.basis is Basis.ATTESTED  # nobody showed the clock


def test_what_binds_somebody_else_is_told_for_information_and_is_no_finding() -> None:
    answers = all_passing(LIVESTREAM, "agency that operates rooms")
    replays = tally(RecordKind.REPLAYS, faults={Fault.EARLY: 3})
    found = evaluate(LIVESTREAM, answers, tuple(seen(replays).values()), as_of=AS_OF)
    said = list(bearing(recorded_of(replays), LIVESTREAM, found))
    assert said
    assert all(line.startswith("供参考：") for line in said)
    ids = {each.obligation.id for each in found.findings if each.status is Status.NOT_SATISFIED}
    assert "art16-retention" not in ids


def test_a_check_is_kept_beside_the_answers_and_expires_with_their_period(tmp_path: Path) -> None:
    answers = all_passing(LIVESTREAM, "platform", ["r1"])
    period = answers.period
    recorded = Recorded(
        program="1", at="2026-11-29T12:00:00", first=period.first if period else None,
        last=period.last if period else None, since=since(LIVESTREAM), rooms=rooms_of(answers),
        sources=(), kinds={"seller_checks": ("核验.csv",)}, tallies=(tally(months={}),), worst=(),
    )  # fmt: skip
    file = tmp_path / "自查.yaml"
    recorded_file(file).write_bytes(recorded.as_bytes())
    assert load(file) == recorded
    assert recorded.is_of(answers)
    assert not recorded.is_of(replace(answers, rooms=()))
    assert not replace(recorded, last=date(2027, 1, 1)).is_of(answers)


def test_a_column_of_orders_shows_the_option_that_it_is_about() -> None:
    orders = tally(
        RecordKind.ORDERS, contents={Content.PAYMENT: 2, Content.SNAPSHOT: 0, Content.RETURNS: 3}
    )
    found = seen(orders)
    key = "art16-retention/coverage"
    payment, snapshot = found[key, "payment"], found[key, "snapshot"]
    assert (payment.holds, snapshot.holds, snapshot.sample) == (False, True, True)
    assert "10笔中有2笔没有支付记录" in payment.note
    assert (key, "returns") not in found  # an empty cell may mean that nothing was returned
    assert (key, "account") not in found  # no such column


def test_an_empty_cell_decides_nothing_where_orders_may_have_no_such_thing() -> None:
    """An order placed outside a broadcast has no recording; a service may touch no payments."""
    orders = tally(
        RecordKind.ORDERS,
        contents={Content.ACCOUNT: 2, Content.REPLAY: 2, Content.SNAPSHOT: 2, Content.PAYMENT: 2},
    )
    found = {key for key, each in seen(orders).items() if not each.holds}
    assert found == {
        ("art16-retention/coverage", "snapshot"), ("art16-retention/coverage", "payment"),
    }  # fmt: skip


def test_with_an_order_that_was_deleted_goes_what_its_row_said() -> None:
    gone = tally(
        RecordKind.ORDERS, faults={Fault.GONE: 2}, contents={Content.PAYMENT: 0},
        uncolumned=(Content.SNAPSHOT, Content.REPLAY),
    )  # fmt: skip
    found, key = seen(gone), "art16-retention/coverage"
    payment, snapshot = found[key, "payment"], found[key, "snapshot"]
    assert (payment.holds, payment.undecided) == (False, False)
    assert "10笔中有2笔已经删除" in payment.note
    assert snapshot.undecided
    assert "是不是一起删了看不出，待确认" in snapshot.note
    assert (key, "replay") not in found  # it lies elsewhere, and has a list of its own
    assert (key, "account") not in found  # nobody asked for it
    assert found["art16-retention/period", None].holds


EARLY_AND_MISSING = {Fault.EARLY: 2, Fault.MISSING: 3}


@pytest.mark.parametrize(
    ("unsold", "sold", "status", "told"),
    [
        ({}, 10, Status.NOT_SATISFIED, "10场中3场没有回放"),
        ({Fault.MISSING: 2}, 5, Status.NOT_SATISFIED, "1场没有回放；另有没有成交的2场没有回放"),
        (EARLY_AND_MISSING, 5, Status.UNDETERMINED, "没有成交的一场，回放是不是交易信息"),
        (EARLY_AND_MISSING, 0, Status.UNDETERMINED, "没有给能对上场次的订单，看不出有没有成交"),
    ],
)
def test_what_is_kept_of_sales_fails_only_where_something_was_sold(
    unsold: dict[Fault, int], sold: int, status: Status, told: str
) -> None:
    """第十六条 is about transaction information: it fines nobody for what may be none."""
    replays = tally(REPLAYS, faults=EARLY_AND_MISSING, unsold=unsold, sold=sold)
    each = seen(replays)["art16-retention/coverage", "replay"]
    assert told in each.note
    assert (each.holds, each.sample) == (False, True)
    assert each.undecided is (status is Status.UNDETERMINED)
    platform = all_passing(LIVESTREAM, "platform", ["r1"])
    found = evaluate(LIVESTREAM, platform, tuple(seen(replays).values()), as_of=AS_OF)
    judged = next(of for of in found.findings if of.obligation.id == "art16-retention")
    assert judged.status is status
    assert bool(judged.contradictions) is bool(judged.provisions) is not each.undecided
    of_it = next(of for of in judged.judged if of.question.id == "coverage")
    assert of_it.why is (OpenWhy.RECORDS if each.undecided else None)
    lines = list(bearing(recorded_of(replays), LIVESTREAM, found))
    word = "待确认：" if each.undecided else "不符合："
    assert sum(line.startswith(word) for line in lines) >= 1
    assert not any("待确认" in line for line in lines if line.startswith("供参考："))


UNSURE = {Fault.UNSURE: 3, Fault.UNREAD: 3}


@pytest.mark.parametrize(
    ("more", "unread", "status", "told"),
    [
        ({}, 0, Status.UNDETERMINED, "10场中3场看不出有没有；另有3行读不出；读不出的行里写着什么"),
        ({Fault.MISSING: 1}, 0, Status.NOT_SATISFIED, "10场中1场没有回放、3场看不出有没有"),
        ({Fault.EARLY: 1}, 0, Status.NOT_SATISFIED, "10场中3场看不出有没有"),
        ({Fault.MISSING: 2}, 1, Status.UNDETERMINED, "有的订单读不出，看不出有没有成交"),
    ],
)
def test_what_may_stand_in_rows_that_cannot_be_read_is_left_open(
    more: dict[Fault, int], unread: int, status: Status, told: str
) -> None:
    unsold = more if unread else {}
    replays = tally(REPLAYS, faults={**UNSURE, **more}, unsold=unsold, sold=5)
    orders = tally(RecordKind.ORDERS, faults={Fault.UNREAD: unread})
    each = seen(replays, orders)["art16-retention/coverage", "replay"]
    assert told in each.note
    platform = all_passing(LIVESTREAM, "platform", ["r1"])
    found = evaluate(LIVESTREAM, platform, tuple(seen(replays, orders).values()), as_of=AS_OF)
    judged = next(of for of in found.findings if of.obligation.id == "art16-retention")
    assert judged.status is status


@pytest.mark.parametrize("kind", [RecordKind.ORDERS, REPLAYS, CHECKS])
def test_records_of_which_nothing_can_be_read_leave_open_what_they_would_show(
    kind: RecordKind,
) -> None:
    nothing = tally(
        kind, rows=4, demanded=0, totals=1, shortest=None, faults={Fault.UNREAD: 3},
        contents={Content.PAYMENT: 0} if kind is RecordKind.ORDERS else {},
    )  # fmt: skip
    found = seen(nothing)
    assert found
    assert all(each.undecided and "3行都读不出" in each.note for each in found.values())
    some = seen(tally(CHECKS, faults={Fault.UNREAD: 3}))["art27-records/period", None]
    assert (some.holds, some.sample) == (True, True)
    assert "另有3行读不出" in some.note


def test_the_least_of_sales_leaves_out_where_nothing_was_sold() -> None:
    sold = date(2026, 3, 10), date(2028, 3, 10)
    replays = tally(
        REPLAYS, faults={Fault.EARLY: 2}, unsold={Fault.EARLY: 1}, sold=5,
        shortest=(date(2026, 3, 28), date(2026, 6, 1)), shortest_sold=sold,
    )  # fmt: skip
    each = seen(replays)["art16-retention/period", None]
    assert (each.holds, each.measured) == (False, Period(years=2))
    assert "1场到期太早；最短的一处从2026-03-10" in each.note


def test_an_admitted_gap_stays_where_records_decide_nothing() -> None:
    platform = all_passing(LIVESTREAM, "platform", ["r1"])
    key = "art16-retention/period"
    answers = {**platform.answers, key: replace(platform.answers[key], value=Period(years=2))}
    replays = tally(REPLAYS, faults={Fault.EARLY: 1}, unsold={Fault.EARLY: 1}, sold=5)
    found = evaluate(
        LIVESTREAM, replace(platform, answers=answers), tuple(seen(replays).values()), as_of=AS_OF
    )
    judged = next(of for of in found.findings if of.obligation.id == "art16-retention")
    assert judged.status is Status.NOT_SATISFIED


def test_rooms_outside_the_list_count_for_whom_the_duty_reaches() -> None:
    outside = tally(RecordKind.REPLAYS, faults={Fault.MISSING: 1})
    replays = tally(RecordKind.REPLAYS, covers=True, beyond=outside)
    shown = seen(replays)["art16-retention/coverage", "replay"]
    assert (shown.holds, shown.rows) == (False, 20)
    sellers = tally(covers=True, beyond=tally(faults={Fault.EARLY: 1}))
    assert seen(sellers)["art27-records/coverage", "verification"].rows == 10
    assert not seen(sellers)["art45-records/period", None].holds
    assert beyond(LIVESTREAM, ("art16-retention",)) == {
        RecordKind.SESSIONS, RecordKind.ORDERS, RecordKind.REPLAYS,
    }  # fmt: skip
    assert beyond(LIVESTREAM, ("art27-records",)) == set()


def test_the_nine_kinds_are_in_the_rulebook_and_bind_platforms() -> None:
    held = contents(LIVESTREAM, ("art16-retention",))
    assert set(held) == set(Content)
    assert {each for each, of_every in held.items() if of_every} == {
        Content.SNAPSHOT, Content.PAYMENT,
    }  # fmt: skip
    assert contents(LIVESTREAM, ("art27-records",)) == {}
