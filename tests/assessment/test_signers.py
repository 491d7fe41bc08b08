"""Who said what of rooms: whoever changes one of them has not answered for the others."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.merge import merge
from checklist.assessment.model import (
    UNASKED,
    Answer,
    Assessment,
    Mark,
    Room,
    Signer,
    Value,
)
from checklist.assessment.questionnaire import AskQuestion, plan
from checklist.assessment.recheck import carried_over
from checklist.assessment.record import Response, confirmed, with_answer, with_rooms
from checklist.assessment.stored.file import load, save
from checklist.comparing.compare import compare
from checklist.comparing.result_file import read_result
from checklist.errors import UnreadableFile
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.past import remedied, reversal
from checklist.report.forms.json import render
from checklist.report.view.build import build
from checklist.report.words.signed import answered_by
from tests.given.bundled import LIVESTREAM, example

KEY = "art22-update/updated"
DAY = date(2026, 11, 22)
ZHOU, QIAN = ("周合规", "2026-11-18T09:30:00+08:00"), ("钱姐", "2026-11-20T16:00:00+08:00")
Y, N = Mark.YES, Mark.NO
ASKED = LIVESTREAM.questions()[KEY].fingerprint
"""A question about every room of the agency; three rooms, r1 to r3."""


def step(assessment: Assessment, key: str = KEY) -> AskQuestion:
    for each in plan(LIVESTREAM, assessment):
        if isinstance(each, AskQuestion) and each.key == key:
            return each
    raise AssertionError(key)


def given(assessment: Assessment, value: Value, who: tuple[str, str], **rooms: Value) -> Assessment:
    response = Response(value=value, exceptions=rooms)
    return with_answer(assessment, step(assessment), response, by=who[0], at=who[1])


def first() -> Assessment:
    whole = example("agency")
    answers = {key: answer for key, answer in whole.answers.items() if key != KEY}
    return given(replace(whole, answers=answers), N, ZHOU)


def signers(assessment: Assessment) -> list[str | None]:
    answer = assessment.answers[KEY]
    return [answer.signer(room.id).by for room in assessment.rooms]


def by_room(assessment: Assessment) -> dict[str, str]:
    """By room, who a report says has answered the question."""
    findings = evaluate(LIVESTREAM, assessment, as_of=DAY).findings
    return {
        finding.room: answered_by(judged.answer)
        for finding in findings
        for judged in finding.judged
        if judged.key == KEY and finding.room
    }


def test_who_changes_one_room_has_answered_for_that_room_alone() -> None:
    rooms = [room.id for room in first().rooms]
    changed = given(first(), N, QIAN, **{rooms[0]: Y})
    assert signers(changed) == ["钱姐", *["周合规"] * (len(rooms) - 1)]
    assert changed.answers[KEY].by == "钱姐"
    told = by_room(changed)
    assert told.pop(rooms[0]) == "钱姐答于2026-11-20"
    assert set(told.values()) == {"周合规答于2026-11-18"}


def test_who_changes_what_is_common_has_not_answered_for_a_room_left_as_it_was() -> None:
    room = first().rooms[0].id
    changed = given(given(first(), N, ZHOU, **{room: Y}), Mark.UNKNOWN, QIAN, **{room: Y})
    assert signers(changed) == ["周合规", *["钱姐"] * (len(changed.rooms) - 1)]


def test_common_answer_and_exceptions_may_change_places() -> None:
    one, *others = (room.id for room in first().rooms)
    turned = given(first(), Y, QIAN, **dict.fromkeys(others, N))
    assert signers(turned) == ["钱姐", *["周合规"] * len(others)]
    assert by_room(turned)[one] == "钱姐答于2026-11-20"


def test_the_same_person_on_one_day_is_recorded_once() -> None:
    room = first().rooms[0].id
    later = (ZHOU[0], "2026-11-18T17:00:00+08:00")
    assert not given(first(), N, later, **{room: Y}).answers[KEY].signed


def test_who_repeats_the_whole_has_given_it() -> None:
    room = first().rooms[0].id
    mixed = given(first(), N, QIAN, **{room: Y})
    again = given(mixed, N, ("孙工", "2026-11-21T10:00:00+08:00"), **{room: Y})
    assert set(signers(again)) == {"孙工"}


def test_another_wording_is_answered_as_a_whole() -> None:
    whole = first()
    old = replace(whole.answers[KEY], asked_as="0" * 16)
    changed = given(
        replace(whole, answers={**whole.answers, KEY: old}), N, QIAN, **{whole.rooms[0].id: Y}
    )
    assert set(signers(changed)) == {"钱姐"}


def test_what_is_taken_over_and_confirmed_is_signed_by_who_confirms() -> None:
    room = first().rooms[0].id
    last = given(first(), N, QIAN, **{room: Y})
    now = carried_over(LIVESTREAM, last)
    assert not now.answers[KEY].signed
    assert set(signers(confirmed(now, step(now), by="孙工", at=QIAN[1]))) == {"孙工"}


def test_it_is_kept_in_the_file_and_read_back(tmp_path: Path) -> None:
    changed = given(first(), N, QIAN, **{first().rooms[0].id: Y})
    save(tmp_path / "自查.yaml", changed, LIVESTREAM)
    assert load(tmp_path / "自查.yaml", LIVESTREAM).answers[KEY] == changed.answers[KEY]


@pytest.mark.parametrize(
    ("signed", "complaint"),
    [
        ("{ r1: { by: 周, on: 2026-11-18 } }", "on"),
        ("{ r1: { by: 周, at: 昨天 } }", "不是时间：“昨天”"),
        ("周合规", "signed"),
    ],
)
def test_what_is_written_wrongly_is_told_with_its_place(
    tmp_path: Path, signed: str, complaint: str
) -> None:
    file = tmp_path / "自查.yaml"
    save(file, given(first(), N, QIAN, **{first().rooms[0].id: Y}), LIVESTREAM)
    text = file.read_text("utf-8")
    (written,) = re.findall(r"^ +signed:\n(?:^ {6,}.*\n)+", text, re.MULTILINE)
    file.write_text(text.replace(written, f"    signed: {signed}\n"), "utf-8")
    with pytest.raises(UnreadableFile) as raised:
        load(file, LIVESTREAM)
    assert any(complaint in str(each) for each in raised.value.complaints)


def test_a_room_that_goes_takes_its_signer_along() -> None:
    whole = first()
    room = whole.rooms[0].id
    changed = given(given(whole, N, ZHOU, **{room: Y}), Mark.UNKNOWN, QIAN, **{room: Y})
    left = with_rooms(changed, changed.rooms[1:])
    assert room not in left.answers[KEY].signed


def test_a_room_asked_later_is_signed_by_who_answers_for_it() -> None:
    whole = first()
    new = Room(id="r9", name="新开的直播间")
    answer = replace(whole.answers[KEY], exceptions={"r9": UNASKED})
    whole = replace(whole, rooms=(*whole.rooms, new), answers={**whole.answers, KEY: answer})
    assert signers(given(whole, N, QIAN, r9=Y)) == [*["周合规"] * (len(whole.rooms) - 1), "钱姐"]


def test_a_remedy_of_one_room_leaves_the_others_to_who_answered_them() -> None:
    whole = first()
    room = whole.rooms[0].id
    after = given(whole, N, QIAN, **{room: Y}).answers[KEY]
    undone = reversal(LIVESTREAM, whole, KEY, after)
    assert undone is not None
    mended = remedied(undone, whole, date(2026, 11, 15))
    assert mended.value is N
    assert mended.remedied == {room: date(2026, 11, 15)}
    others = replace(whole, answers={**whole.answers, KEY: mended})
    assert set(signers(others)[1:]) == {"周合规"}


def test_two_files_that_are_merged_keep_who_answered_which_room() -> None:
    a, b = Room(id="r1", name="旗舰店"), Room(id="r2", name="美妆间")
    whole = example("agency")
    files = [
        replace(
            whole,
            rooms=(room,),
            facts={id: replace(answer, exceptions={}) for id, answer in whole.facts.items()},
            answers={KEY: Answer(value=value, by=who[0], at=who[1], asked_as=ASKED)},
        )
        for room, value, who in ((a, N, ZHOU), (b, Y, QIAN))
    ]
    merged = merge(files, LIVESTREAM, decide=lambda _: 0, remark=lambda *_: "").assessment
    answer = merged.answers[KEY]
    by_name = {room.name: answer.signer(room.id).by for room in merged.rooms}
    assert by_name == {"旗舰店": "周合规", "美妆间": "钱姐"}


def test_a_comparison_names_who_changed_the_room() -> None:
    before, room = first(), first().rooms[0].id
    results = [
        read_result(render(build(evaluate(LIVESTREAM, each, as_of=DAY)), ascii=True), file="a")
        for each in (before, given(before, N, QIAN, **{room: Y}))
    ]
    changed = compare(*results)
    told = {
        (difference.finding.subject, question.by)
        for difference in changed.differences
        for question in difference.questions
        if question.question == "updated"
    }
    assert told == {(room, "钱姐")}


def test_who_said_so_without_a_name_or_day_is_no_other() -> None:
    unnamed = Answer(value=N, exceptions={"r1": Y})
    assert unnamed.signer("r1") == unnamed.signer(None) == Signer()
    assert unnamed.as_signed("r1") is unnamed
