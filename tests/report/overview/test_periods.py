"""An overview says which period each respondent answers for, and what was not due in it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

from msgspec.structs import replace

from checklist.assessment.model import Answer, Mark, Picks, SelfAuditPeriod
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Status
from checklist.summary import html, words
from checklist.summary.forms import as_csv, as_json
from checklist.summary.judging import Rows
from checklist.summary.model import Overview, RespondentRow
from tests.given.bundled import LIVESTREAM
from tests.given.respondents import all_passing

DAY = date(2026, 11, 30)
FIRST_HALF = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 6, 30))
SECOND_HALF = SelfAuditPeriod(first=date(2026, 7, 1), last=DAY)
NO_MONTH = Picks({"january": Mark.INAPPLICABLE, "july": Mark.INAPPLICABLE})
MISSED = Picks({"january": Mark.INAPPLICABLE, "july": Mark.NO})
ROWS = Rows(LIVESTREAM)
REPORTS = "art9-operators"


def platform(name: str, period: SelfAuditPeriod | None, months: Picks) -> RespondentRow:
    clean = all_passing(LIVESTREAM, "platform")
    told = {f"{REPORTS}/times": Answer(value=months)}
    if months is NO_MONTH:
        for key in ("registered_items", "unregistered_items"):
            told[f"{REPORTS}/{key}"] = Answer(value=Mark.INAPPLICABLE)
    respondent = replace(clean.respondent, name=name)
    answers = replace(
        clean, respondent=respondent, period=period, answers={**clean.answers, **told}
    )
    return ROWS.row(evaluate(LIVESTREAM, answers, as_of=DAY), file=f"{name}.yaml")


def overview(*rows: RespondentRow) -> Overview:
    return Overview(rulebook=LIVESTREAM, rows=rows, folder="各家", as_of=DAY)


EARLY, LATE = platform("甲公司", FIRST_HALF, NO_MONTH), platform("乙公司", SECOND_HALF, MISSED)
BOTH = overview(EARLY, LATE)


def page(of: Overview) -> str:
    return b"".join(html.render(of)).decode()


def test_that_the_periods_differ_is_told_with_how_many_are_about_each() -> None:
    said = (
        "各家的自查期间不相同：2026年2月1日至2026年6月30日（1家）、2026年7月1日至2026年11月30日（1家）。"
        "问自查期间里的事的题，问的不是同一段时间；下面的家数把不同期间的加在一起。"
    )
    assert words.other_periods(BOTH) == said
    assert said in page(BOTH)
    assert page(BOTH).count("<small>2026年2月1日至2026年6月30日</small>") == 1


def test_one_period_is_named_and_nothing_is_said_against_it() -> None:
    alone = overview(EARLY, replace(LATE, period=FIRST_HALF))
    assert words.other_periods(alone) == ""
    assert "<dt>自查期间</dt><dd>2026年2月1日至2026年6月30日</dd>" in page(alone)
    assert "不是同一段时间" not in page(alone)
    assert words.periods(overview(replace(EARLY, period=None))) == "未填写"


def test_many_periods_are_not_all_named() -> None:
    rows = [
        replace(
            EARLY,
            name=f"第{number}家",
            period=SelfAuditPeriod(first=date(2026, 2, number), last=DAY),
        )
        for number in range(1, 9)
    ]
    assert words.periods(overview(*rows)).endswith("2026年2月3日至2026年11月30日（1家）等8种")


def test_table_and_json_name_the_period_of_each() -> None:
    rows = list(csv.DictReader(io.StringIO(b"".join(as_csv(BOTH)).decode("utf-8-sig"))))
    assert {row["填报单位"]: row["自查期间"] for row in rows} == {
        "甲公司": "2026年2月1日至2026年6月30日",
        "乙公司": "2026年7月1日至2026年11月30日",
    }
    data = json.loads(b"".join(as_json(BOTH)))
    periods = {row["name"]: row["period"] for row in data["respondents"]}
    assert periods["甲公司"] == {"from": "2026-02-01", "to": "2026-06-30"}


def test_what_was_not_due_in_the_period_is_not_said_to_be_none_of_its_business() -> None:
    """第九条: the July of 2026 lies behind the first half of the year."""
    (column,) = (each for each in BOTH.columns if each.obligation.id == REPORTS)
    assert [words.cell(row, column) for row in (EARLY, LATE)] == ["本期未到期", "不符合"]
    assert EARLY.status(column.number) is Status.NOT_APPLICABLE
    assert column.concerned == 1
    assert sum(column.counts.values()) == 2
    rows = list(csv.DictReader(io.StringIO(b"".join(as_csv(BOTH)).decode("utf-8-sig"))))
    told = {row["填报单位"]: row[f"{column.index} {column.obligation.title}"] for row in rows}
    assert told == {"甲公司": "本期未到期", "乙公司": "不符合"}
    assert page(BOTH).count("本期未到期") == 1
    data = json.loads(b"".join(as_json(BOTH)))
    assert [REPORTS in row["statuses"] for row in data["respondents"]] == [True, False]
