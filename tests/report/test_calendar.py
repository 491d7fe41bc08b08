"""Every date of a report as a calendar that two parsers read and a second import changes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Evidence, Mark, SelfAuditPeriod
from checklist.evaluation.evaluate import evaluate
from checklist.law.expectations import ExpectOnceAYear
from checklist.law.model import Rulebook
from checklist.law.timings import Due, EveryMonths, InMonths, Once, WithinDays, YearlyBy
from checklist.report.forms import ics
from checklist.report.view import working_days
from checklist.report.view.appointments import appointments
from checklist.report.view.build import build
from tests.conftest import Run
from tests.given import law
from tests.given.bundled import LIVESTREAM, example, write_example

AS_OF = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
HOSTILE = "甲\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:假的\x1b[2J\u202e;,\\n"


def calendar(
    assessment: Assessment, rulebook: Rulebook = LIVESTREAM, *, as_of: date = AS_OF
) -> bytes:
    report = build(evaluate(rulebook, assessment, as_of=as_of))
    return ics.render(report, appointments(report), at=AT)


def events(data: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def days(data: bytes, word: str) -> list[date]:
    return [each["dtstart"].dt for each in events(data) if word in str(each["summary"])]


def ids(data: bytes) -> dict[str, Any]:
    return {str(each["uid"]): each for each in events(data)}


def said(assessment: Assessment, key: str, **changes: Any) -> Assessment:
    answer = replace(assessment.answers[key], **changes)
    return replace(assessment, answers={**assessment.answers, key: answer})


def recurring(*due: Due, **given: Any) -> Rulebook:
    return law.rulebook(law.obligation("art9-report", **given, due=due))


OPENS = Assessment(
    respondent=example("host").respondent, facts={"opens_room": Answer(value=Mark.YES)}
)


# --- the file ------------------------------------------------------------------------------------


def test_lines_are_those_of_the_standard() -> None:
    data = calendar(example("agency"))
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert data.count(b"BEGIN:VEVENT") == data.count(b"END:VEVENT") > 8
    assert b"VERSION:2.0\r\n" in data
    assert b"METHOD:PUBLISH\r\n" in data


def test_a_second_parser_reads_the_same() -> None:
    data = calendar(example("agency"))
    (read,) = vobject.readComponents(data.decode("utf-8"))
    read.validate(raiseException=True)
    other = {
        event.uid.value: (event.dtstart.value, event.summary.value) for event in read.vevent_list
    }
    ours = {uid: (each["dtstart"].dt, str(each["summary"])) for uid, each in ids(data).items()}
    assert other == ours
    assert all(type(day) is date for day, _ in other.values())


def test_an_event_says_what_where_the_law_has_it_and_who() -> None:
    event = next(each for each in events(calendar(example("agency"))) if "苏航" in each["summary"])
    assert event["dtstart"].dt == date(2026, 11, 30)
    assert event["dtend"].dt == date(2026, 12, 1)
    assert event["dtstart"].params["value"] == "DATE"
    assert event["summary"].startswith("整改：AI 生成的人物图像、视频须持续提示（第三十七条第一款")
    assert "把提示做成全程固定的贴片" in event["description"]
    assert "调休已知到" in event["description"]
    assert event["class"] == "PRIVATE"


def test_what_people_typed_adds_no_line_and_no_event() -> None:
    plain = example("agency")
    key = next(key for key, answer in plain.answers.items() if answer.due)
    typed = said(plain, key, owner=HOSTILE)
    typed = replace(typed, respondent=replace(typed.respondent, name=HOSTILE))
    data = calendar(typed)
    assert len(events(data)) == len(events(calendar(plain)))
    assert b"\x1b" not in data
    assert "\u202e" not in data.decode()
    assert not any(line.startswith(b"SUMMARY:\xe5\x81\x87") for line in data.split(b"\r\n"))


# --- a second import -----------------------------------------------------------------------------


def test_another_date_or_person_changes_the_same_event() -> None:
    before = example("agency")
    key = next(key for key, answer in before.answers.items() if answer.due == date(2026, 11, 30))
    after = said(before, key, due=date(2027, 3, 5), owner="别人")
    old, new = ids(calendar(before)), ids(calendar(after))
    assert old.keys() == new.keys()
    changed = [uid for uid in old if old[uid]["dtstart"].dt != new[uid]["dtstart"].dt]
    assert [new[uid]["dtstart"].dt for uid in changed] == [date(2027, 3, 5)]
    assert "别人" in new[changed[0]]["summary"]


def test_what_is_done_is_called_off_under_the_same_id_and_rings_no_more() -> None:
    failed = replace(OPENS, answers={"art25-show/done": Answer(value=Mark.NO)})
    dated = said(failed, "art25-show/done", due=date(2026, 12, 10))
    done = said(dated, "art25-show/done", value=Mark.YES)
    book = law.rulebook()
    of_done = {
        uid: each
        for uid, each in ids(calendar(done, book)).items()
        if each["status"] == "CANCELLED"
    }
    (uid,) = of_done
    assert ids(calendar(dated, book))[uid]["status"] == "CONFIRMED"
    assert of_done[uid].walk("VALARM") == []
    today = calendar(done, book, as_of=date(2026, 12, 10))
    assert [str(each["uid"]) for each in events(today) if each["status"] == "CANCELLED"] == [uid]
    late = calendar(done, book, as_of=date(2026, 12, 11))
    assert all(each["status"] == "CONFIRMED" for each in events(late))


def test_only_what_was_written_before_is_called_off(checklist: Run, tmp_path: Path) -> None:
    """Answers may carry a deadline of last year's work: a first calendar says nothing of it."""
    answers = write_example("agency", tmp_path / "机构.yaml")
    text = answers.read_text(encoding="utf-8")
    (key,) = re.findall(r"^  (art37-prompt/shown):", text, flags=re.MULTILINE)
    mended = re.sub(rf"(?ms)^  {key}:.*?(?=^  art)", lambda m: _mended(m[0]), text)

    def exported(name: str) -> tuple[list[Any], str]:
        ran = checklist("calendar", answers, "--as-of", "2026-11-22", "-o", tmp_path / name)
        assert ran.code == 0
        return events((tmp_path / name).read_bytes()), ran.err

    before, _ = exported("期限.ics")
    answers.write_text(mended, encoding="utf-8")
    again, told = exported("期限.ics")
    new, _ = exported("另一份.ics")
    for found, cancelled in ((before, 0), (again, 1), (new, 0)):
        assert sum(each["status"] == "CANCELLED" for each in found) == cancelled
    assert len(again) == len(new) + 1
    assert f"已写进日历：{len(again)}个日程：" in told
    parts = told.partition("个日程：")[2].partition("。")[0]
    assert sum(map(int, re.findall(r"(\d+)个", parts))) == len(again)
    assert "取消1个" in parts


def _mended(answer: str) -> str:
    return answer.replace("否", "是")


def test_two_respondents_in_one_calendar_do_not_meet() -> None:
    one = example("agency")
    other = replace(one, respondent=replace(one.respondent, name="另一家"))
    assert not ids(calendar(one)).keys() & ids(calendar(other)).keys()


def test_the_same_answers_give_the_same_file_and_a_change_a_higher_sequence(
    checklist: Run, tmp_path: Path
) -> None:
    answers = write_example("agency", tmp_path / "机构.yaml")
    day = ("--as-of", "2026-11-22")

    def exported() -> bytes:
        ran = checklist("calendar", answers, *day, "-o", tmp_path / "期限")
        assert ran.code == 0
        return (tmp_path / "期限.ics").read_bytes()

    first = exported()
    assert exported() == first
    text = answers.read_text(encoding="utf-8")
    assert "2026-11-30" in text
    answers.write_text(
        re.sub(r'at: "2026-[^"]+"', 'at: "2026-11-29T10:00:00+08:00"', text, count=1),
        encoding="utf-8",
    )
    second = exported()
    old, new = events(first)[0], events(second)[0]
    assert old["uid"] == new["uid"]
    assert new["sequence"] > old["sequence"]
    assert new["dtstamp"].dt == datetime(2026, 11, 29, 2, tzinfo=UTC)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00"])
def test_a_moment_that_cannot_be_is_left_out(checklist: Run, tmp_path: Path, at: str) -> None:
    answers = write_example("agency", tmp_path / "机构.yaml")
    text = re.sub('at: "[^"]+"', f'at: "{at}"', answers.read_text("utf-8"))
    answers.write_text(text, "utf-8")
    ran = checklist("calendar", answers, "--as-of", "2026-11-22", "-o", tmp_path / "期限.ics")
    assert ran.code == 0
    stamps = {each["dtstamp"].dt for each in events((tmp_path / "期限.ics").read_bytes())}
    assert stamps == {datetime(2026, 11, 22, tzinfo=UTC)}


# --- which dates ---------------------------------------------------------------------------------


def test_reports_of_january_and_july_are_due_on_the_last_working_day_of_those_months() -> None:
    book = recurring(Due(timing=InMonths((1, 7)), to="市场监督管理部门"))
    data = calendar(OPENS, book)
    assert days(data, "定期") == [
        date(2027, 1, 29), date(2027, 7, 30), date(2028, 1, 31), date(2028, 7, 31),
    ]  # fmt: skip
    first = next(each for each in events(data) if "定期" in each["summary"])
    assert "每年1月、7月，向市场监督管理部门报送" in first["description"]
    assert "调休已知到2026年12月31日，这一天在那以后" in first["description"]


def test_every_six_months_counts_from_when_the_regulation_is_in_force() -> None:
    data = calendar(OPENS, recurring(Due(timing=EveryMonths(6))))
    assert days(data, "定期") == [
        date(2027, 2, 1), date(2027, 8, 1), date(2028, 2, 1), date(2028, 8, 1),
    ]  # fmt: skip


def test_once_in_each_calendar_year_is_due_at_its_end() -> None:
    book = law.rulebook(
        law.obligation(
            "art10-training",
            law.question(expect=ExpectOnceAYear()),
            due=(Due(timing=EveryMonths(12)),),
        )
    )
    assert days(calendar(OPENS, book), "定期") == [date(2026, 12, 31), date(2027, 12, 31)]


def test_a_day_that_the_law_names_is_due_on_the_last_working_day_up_to_it() -> None:
    data = calendar(OPENS, recurring(Due(timing=YearlyBy(month=10, day=7))), as_of=date(2026, 9, 1))
    assert days(data, "定期")[:2] == [date(2026, 9, 30), date(2027, 10, 7)]


def test_a_day_of_several_readings_is_written_by_the_earliest_that_has_not_passed() -> None:
    book = recurring(Due(timing=Once(), by=(date(2026, 9, 30), date(2026, 10, 8))))
    failed = replace(OPENS, answers={"art9-report/done": Answer(value=Mark.NO)})
    found = [
        days(calendar(failed, book, as_of=day), "定期")
        for day in (date(2026, 9, 1), date(2026, 10, 1), date(2026, 10, 9))
    ]
    assert found == [[date(2026, 9, 30)], [date(2026, 10, 8)], []]
    within = Due(timing=WithinDays(days=30, after="施行"), by=(date(2026, 10, 8),))
    data = calendar(failed, recurring(within), as_of=date(2026, 9, 1))
    assert days(data, "定期") == [date(2026, 10, 8)]


def test_a_duty_that_does_not_bind_has_no_dates() -> None:
    book = recurring(Due(timing=InMonths((1, 7))))
    nobody = replace(OPENS, facts={"opens_room": Answer(value=Mark.NO)})
    assert days(calendar(nobody, book), "定期") == []


def test_records_are_kept_from_the_first_and_the_last_day_of_the_period() -> None:
    period = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2028, 2, 29))
    data = calendar(replace(example("agency"), period=period), as_of=date(2028, 3, 1))
    assert days(data, "保存期满") == [date(2029, 2, 1), date(2031, 2, 28)]


def test_evidence_is_told_thirty_days_before_it_expires() -> None:
    agency = example("agency")
    key = next(key for key, answer in agency.answers.items() if answer.value is Mark.YES)
    piece = Evidence("营业执照.pdf", "证据/营业执照.pdf", valid_until=date(2027, 3, 1))
    data = calendar(said(agency, key, evidence=(piece,)))
    (event,) = (each for each in events(data) if "佐证到期" in each["summary"])
    assert "佐证到期：证据/营业执照.pdf" in event["summary"]
    assert event["dtstart"].dt == piece.valid_until
    first = min(alarm["trigger"].dt for alarm in event.walk("VALARM"))
    assert first == timedelta(days=-30, hours=9)


def test_no_alarm_lies_before_the_day_of_the_report() -> None:
    for day in (date(2026, 11, 29), date(2026, 12, 14), date(2026, 12, 16)):
        for event in events(calendar(example("agency"), as_of=day)):
            for alarm in event.walk("VALARM"):
                rings = event["dtstart"].dt + timedelta(days=alarm["trigger"].dt.days)
                assert rings >= day


@pytest.mark.parametrize("as_of", [date(9998, 12, 31), date(9999, 12, 31)])
def test_the_end_of_the_calendar_is_no_error(as_of: date) -> None:
    assert events(calendar(example("agency"), as_of=as_of))


# --- working days --------------------------------------------------------------------------------


def test_make_up_days_and_holidays_are_known_until_the_day_that_is_said() -> None:
    assert working_days.is_working_day(date(2026, 10, 10))
    assert not working_days.is_working_day(date(2026, 10, 7))
    assert working_days.known_until() >= date(2026, 12, 31)
    assert working_days.last_on(date(2026, 10, 7)) == date(2026, 9, 30)


def test_the_command_says_what_it_left_out(checklist: Run, tmp_path: Path) -> None:
    answers = write_example("agency", tmp_path / "机构.yaml")
    ran = checklist("calendar", answers, "--as-of", "2026-11-22")
    assert ran.code == 0
    assert ran.out.strip().endswith("机构-期限.ics")
    assert "已写进日历：11个日程：整改8个，自查1个，保存期限2个。" in ran.err
    assert "还没有期限" in ran.err
    assert "随事件开始的期限" in ran.err
    told = "".join(ran.err.split()).partition("没有写进日历：")[2]
    assert re.search("；等共[0-9]+个期限，全部见报告“要做什么”。", told), "three of them are named"
    assert checklist("calendar", answers, "-o", answers).code == 2
