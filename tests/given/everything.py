"""One assessment in which every field of the answers and findings says something of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from checklist.assessment.model import (
    Answer,
    AnsweredTo,
    Assessment,
    Choice,
    Evidence,
    Mark,
    Picks,
    Respondent,
    Room,
    SelfAuditPeriod,
    Unread,
    Value,
)
from checklist.evaluation.model import Observation
from checklist.law.expectations import ExpectAll, ExpectYearsAtLeast
from checklist.law.model import (
    YES,
    About,
    Citation,
    DutyHolder,
    Fact,
    FactIs,
    Ground,
    Liability,
    Obligation,
    PenaltyRef,
    Per,
    Question,
)
from checklist.law.periods import Period
from checklist.report.view.model import Report
from tests.given import law, sample

DOUBT = "所列情形是否及于此处，尚有两说"
LIABLE = "由用人单位承担责任，是否处罚本人存疑"
NOTED = "回放第十二分钟与答复不同"
PLACES = (
    "fact",
    "fact by room",
    "gap",
    "gap by room",
    "gap options",
    "open",
    "open options",
    "passed",
    "inapplicable",
    "if bound",
    "not bound",
    "dormant",
)
"""Where an answer can stand, by what came of it."""
_KEY = {
    "fact": "channel",
    "fact by room": "uses_ai_figure",
    "gap": "art26-gap/asked",
    "gap by room": "art27-rooms/asked",
    "gap options": "art27-options/asked",
    "open": "art28-open/asked",
    "open options": "art29-options/asked",
    "passed": "art30-passed/asked",
    "inapplicable": "art31-inapplicable/asked",
    "if bound": "art32-if-bound/asked",
    "not bound": "art33-not-bound/asked",
    "dormant": "art99-gone/asked",
}
OPTIONS = law.options(**{f"o{n}": f"情形{word}" for n, word in enumerate("子丑寅卯")})
LACKING = law.options(**{f"l{n}": f"要件{word}" for n, word in enumerate("子丑寅卯")})
PLATFORM = law.options(small="小程序丙", large="平台丁")


def _question(place: str, **more: object) -> Question:
    settings: dict[str, Any] = {"expect": ExpectYearsAtLeast(3), "about": About.PERIOD, **more}
    return law.question("asked", ask=f"问题“{_word(place)}”保存多久？", **settings)


def _word(place: str) -> str:
    """A Chinese mark of the place that nothing else in a report contains."""
    return "甲乙丙丁戊己庚辛壬癸亥戌"[PLACES.index(place)] + "处"


def _entry(place: str, **more: object) -> Obligation:
    settings: dict[str, object] = {
        "per": Per.RESPONDENT,
        "penalties": (PenaltyRef(id="art65-2"),),
        "questions": (_question(place),),
        **more,
    }
    id = _KEY[place].partition("/")[0]
    article = int(id[3:5])
    return sample.obligation(id, f"义务{_word(place)}", Citation(article=article), **settings)


_MCN = {
    "room_operator": Ground(),
    "mcn": Ground(via=63, when=FactIs("employs_hosts", (YES,))),
}
_HOST = {"host": Ground(liability=Liability(article=63, why=LIABLE))}
OBLIGATIONS = (
    _entry(
        "gap",
        binds=_MCN,
        penalties_in_doubt=(PenaltyRef(id="art59", item=5, why=DOUBT),),
    ),
    _entry("gap by room", per=Per.ROOM),
    _entry(
        "gap options", questions=(_question("gap options", expect=ExpectAll(), options=LACKING),)
    ),
    _entry("open"),
    _entry(
        "open options", questions=(_question("open options", expect=ExpectAll(), options=OPTIONS),)
    ),
    _entry("passed"),
    _entry(
        "inapplicable", questions=(_question("inapplicable", inapplicable_if="自查期间没有发生"),)
    ),
    _entry("if bound", when=FactIs("unknown", (YES,))),
    _entry("not bound", when=FactIs("refused", (YES,))),
    sample.obligation(
        "art35-doubtful",
        "条文没有写明是否适用的义务",
        Citation(article=35),
        per=Per.RESPONDENT,
        when=FactIs("refused", (YES,)),
        in_doubt_when=FactIs("opens_room", (YES,)),
        questions=(law.question("asked", ExpectYearsAtLeast(3), ask="若适用，是否做到？"),),
        penalties=(PenaltyRef(id="art62-1"),),
    ),
    sample.obligation(
        "art34-liable",
        "责任归属另有规定的义务",
        Citation(article=34),
        per=Per.RESPONDENT,
        binds=_HOST,
        questions=(law.question("asked", ExpectYearsAtLeast(3), ask="是否由本人承担？"),),
        penalties=(PenaltyRef(id="art62-1"),),
    ),
)
RULEBOOK = replace(
    sample.RULEBOOK,
    obligations=OBLIGATIONS,
    facts=(
        sample.fact("opens_room", "是否开设直播间？"),
        sample.fact("serves_hosts", "是否服务主播？"),
        sample.fact("employs_hosts", "是否雇用主播？"),
        sample.fact("channel", "在哪里直播？", options=PLATFORM),
        sample.fact("uses_ai_figure", "是否用数字人？", per=Per.ROOM),
        sample.fact("unknown", "是否有未决的情形？"),
        sample.fact("refused", "是否有没有的情形？"),
    ),
    duty_holders=(
        *sample.RULEBOOK.duty_holders,
        DutyHolder(
            id="host",
            name="直播营销人员",
            source=Citation(article=2, paragraph=5),
            when=FactIs("opens_room", (YES,)),
        ),
    ),
)


def _values() -> dict[str, Value]:
    """Of each place its own value; each tells by itself where it was said."""
    short = {place: Period(years=1, months=2, days=at + 3) for at, place in enumerate(PLACES)}
    return {
        **short,
        "fact": Choice("large"),
        "fact by room": Mark.NO,
        "open": Unread("读不懂的答复"),
        "open options": Picks({"o0": Mark.YES, "o1": Mark.UNKNOWN, "o2": Mark.YES, "o3": Mark.YES}),
        "gap options": Picks({"l0": Mark.YES, "l1": Mark.YES, "l2": Mark.NO, "l3": Mark.YES}),
        "passed": Period(years=7, months=1, days=1),
        "inapplicable": Mark.INAPPLICABLE,
        "dormant": Unread("休眠的答复"),
    }


VALUES = _values()
BY_ROOM: dict[str, Value] = {
    "fact by room": Mark.YES,
    "gap by room": Period(years=2, months=9, days=27),
}
ROOM = "r2"


def answer(place: str) -> Answer:
    """An answer in which everything that can be noted is noted, each in words of its own."""
    at = PLACES.index(place)
    word = _word(place)
    return Answer(
        value=VALUES[place],
        exceptions={ROOM: BY_ROOM[place]} if place in BY_ROOM else {},
        by=f"作答人{word}",
        at=f"2026-04-{at + 10}T10:{at + 10}:00+08:00",
        asked_as=_asked(place).fingerprint if place != "dormant" else "0123456789abcdef",
        reason=f"理由{word}",
        who_could_know=f"知情人{word}",
        note=f"说明{word}",
        evidence=(
            Evidence(f"纸质材料{word}"),
            Evidence(
                f"附言{word}",
                path=f"证据/{word}.png",
                sha256=f"{at + 10:02}" * 32,
                size=123_000 + at,
                seen_at=f"2026-05-{at + 10}T11:{at + 10}:00+08:00",
                valid_until=date(2028, 9, at + 10),
            ),
        ),
        owner=f"责任人{word}",
        due=date(2027, 6, at + 10),
        state=f"进行中{word}",
        department=f"责任部门{word}",
        reviewer=f"复核人{word}",
        measures=f"措施{word}",
        closed_on=date(2027, 7, at + 10),
        remedied={"": date(2026, 8, at + 10)},
        corrected=f"更正{word}",
    )


def _asked(place: str) -> Question | Fact:
    key = _KEY[place]
    if "/" not in key:
        return RULEBOOK.fact(key)
    return RULEBOOK.questions()[key]


def _plain(asked: Question | Fact, value: Value) -> Answer:
    return Answer(value=value, asked_as=asked.fingerprint)


LIABLE_KEY = "art34-liable/asked"
ASSESSMENT = Assessment(
    respondent=Respondent(
        name="某某填报单位",
        credit_code="91330100MA7EVERY1X",
        address="某省某市某某路一号",
        prepared_by="填报人某某",
    ),
    period=SelfAuditPeriod(first=date(2026, 3, 7), last=date(2026, 9, 8)),
    rooms=(Room(id="r1", name="甲号直播间"), Room(id=ROOM, name="乙号直播间")),
    facts={
        **{id: _plain(RULEBOOK.fact(id), Mark.YES) for id in ("opens_room", "serves_hosts")},
        "employs_hosts": _plain(RULEBOOK.fact("employs_hosts"), Mark.YES),
        "refused": _plain(RULEBOOK.fact("refused"), Mark.NO),
        **{_KEY[place]: answer(place) for place in PLACES if "/" not in _KEY[place]},
    },
    answers={
        LIABLE_KEY: _plain(RULEBOOK.questions()[LIABLE_KEY], Period(years=1, months=5, days=1)),
        **{_KEY[place]: answer(place) for place in PLACES if "/" in _KEY[place]},
    },
    answered_to=(AnsweredTo(id="sample", edition="2026.0-旧版"),),
)
OBSERVATIONS = (
    Observation(key=_KEY["passed"], room=None, holds=True, sample=False, note="核对无误"),
    Observation(key=_KEY["gap by room"], room=ROOM, holds=True, sample=True, note=NOTED),
    Observation(
        key=_KEY["gap options"],
        room=None,
        option="l0",
        holds=False,
        sample=True,
        note="抽查了第七箱",
        measured=Period(years=1, months=7, days=13),
        sources=("核验台账-戊.xlsx",),
        rows=4711,
    ),
)


def everything() -> Report:
    return sample.judged(ASSESSMENT, RULEBOOK, OBSERVATIONS)
