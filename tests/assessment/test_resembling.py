"""前面答过: an earlier answer to a question that resembles one stands beside it, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Choice, Mark, Respondent, Room, Value
from checklist.assessment.questionnaire import AskQuestion, plan
from checklist.law.expectations import ExpectAll
from checklist.law.joined import join
from checklist.law.model import Citation, Per, Rulebook
from checklist.sitting.shown.resembling import lines
from tests.assessment.sitting import ABOUT, Sitting
from tests.given import kinds, law
from tests.given.bundled import BOOKS, LIVESTREAM

DONE = law.question("signed", ask="签订协议（书面）？", inapplicable_if="没有主播")
SHOWN = law.question("shown", ExpectAll(), ask="展示哪些？", options=kinds.SHOWN)
FACTS = [*ABOUT, "是", "甲、乙", "1", ""]


def books(*see: str) -> tuple[Rulebook, Rulebook]:
    """办法 with an entry for the respondent and one for its rooms, and 另一部 that looks at it."""
    channel = replace(kinds.CHANNEL, when=None)
    first = law.rulebook(
        law.obligation("art39", DONE, source=Citation(article=39)),
        law.obligation("art32", SHOWN, source=Citation(article=32), per=Per.ROOM),
        short="办法",
        facts=(kinds.OPENS, channel),
    )
    question = law.question("signed", ask="协议写明责任？", see=see)
    other = law.rulebook(
        law.obligation(
            "other-13", question, binds=("other_operator",), penalties=(), no_penalty="没有。"
        ),
        id="other",
        title="另一部规定",
        short="另一部",
        facts=(kinds.OPENS,),
        duty_holders=(law.duty_holder("other_operator"),),
        penalties=(),
    )
    return first, other


def sitting_of(path: Path, *see: str) -> Sitting:
    return Sitting(path / "自查.yaml", rulebook=join(books(*see)), width=200)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("是", "是"), ("否", "否"), ("不适用", "不适用"), ("不清楚", "不清楚")],
)
def test_the_earlier_answer_is_shown_and_not_taken_over(
    tmp_path: Path, typed: str, told: str
) -> None:
    sitting = sitting_of(tmp_path, "art39/signed")
    more = [""] if typed == "不清楚" else []
    known = sitting.answer(*FACTS, typed, *more, "全选", "", "q")
    line = f"前面答过：办法第三十九条 签订协议？ 答：{told}（只供参考，不代替这里的回答）"
    assert sitting.text.count(line) == 1
    assert "other-13/signed" not in known.answers


def test_of_rooms_with_what_differs(tmp_path: Path) -> None:
    sitting = sitting_of(tmp_path, "art32/shown", "art39/signed")
    sitting.answer(*FACTS, "是", "全选", "乙", "1", "q")
    lines = [line for line in sitting.text.splitlines() if "前面答过：" in line]
    assert [line.split("前面答过：")[1][:9] for line in lines] == [
        "办法第三十九条 签",
        "办法第三十二条 展",
    ]
    assert "1 个直播间例外：乙" in lines[1]


def test_an_empty_line_answers_nothing(tmp_path: Path) -> None:
    known = sitting_of(tmp_path, "art39/signed").answer(*FACTS, "是", "全选", "", "", "q")
    assert "other-13/signed" not in known.answers


@pytest.mark.parametrize("see", [(), ("art99/signed",), ("art39/other",), ("art32/shown",)])
def test_nothing_is_shown_of_what_is_not_loaded_or_not_answered(
    tmp_path: Path, see: tuple[str, ...]
) -> None:
    sitting = sitting_of(tmp_path, *see)
    sitting.answer(*FACTS, "是", "s", "q")
    assert "协议写明责任？" in sitting.text
    assert "前面答过" not in sitting.text


def test_an_answer_that_does_not_stand_is_not_shown(tmp_path: Path) -> None:
    sitting = sitting_of(tmp_path, "art39/signed")
    sitting.answer(*FACTS, "是", "q")
    text = sitting.path.read_text(encoding="utf-8")
    assert DONE.fingerprint in text
    sitting.path.write_text(text.replace(DONE.fingerprint, "0" * 16), encoding="utf-8")
    again = sitting_of(tmp_path, "art39/signed")
    again.answer("s", "s", "q")
    assert "协议写明责任？" in again.text
    assert "前面答过" not in again.text


def test_nothing_is_shown_by_a_rulebook_alone(tmp_path: Path) -> None:
    _, other = books("art39/signed")
    sitting = Sitting(tmp_path / "自查.yaml", rulebook=other)
    sitting.answer(*ABOUT, "是", "q")
    assert "协议写明责任？" in sitting.text
    assert "前面答过" not in sitting.text


@pytest.mark.parametrize("id", BOOKS)
def test_no_question_is_put_twice_to_anybody_without_the_earlier_answer(id: str) -> None:
    asked: dict[str, str] = {}
    for key, question in BOOKS[id].questions().items():
        earlier = asked.setdefault(question.fingerprint, key)
        assert earlier in (key, question.often_like, *question.see), (earlier, key)


def test_who_is_operator_and_host_at_once_sees_what_the_operator_answered() -> None:
    facts: dict[str, Value] = {
        "respondent_form": Choice("exempt"),
        "account_holder": Choice("self"),
        "channel": Choice("platform"),
        "appears_on_stream": Mark.YES,
    }
    known = Assessment(
        respondent=Respondent(name="某某"),
        rooms=(Room(id="r1", name="甲"),),
        facts={id: Answer(value=value) for id, value in facts.items()},
        answers={"art22-update/updated": Answer(value=Mark.NO)},
    )
    steps = {step.id: step for step in plan(LIVESTREAM, known)}
    step = steps["answers/art22-host-update/updated"]
    assert isinstance(step, AskQuestion)
    (line,) = lines(LIVESTREAM, known, step, is_like=False)
    assert "第二十二条第三款" in line
    assert "答：否（只供参考，不代替这里的回答）" in line
    assert not list(lines(LIVESTREAM, known, step, is_like=True)), "it stands beside “输入 =”"
