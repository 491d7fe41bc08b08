"""Small, valid law to test with: every part has sensible defaults, a test names what matters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from checklist.law.expectations import (
    ExpectAll,
    Expectation,
    ExpectNo,
    ExpectYearsAtLeast,
    ExpectYes,
)
from checklist.law.model import (
    Chapter,
    Citation,
    DutyHolder,
    Fact,
    FactIs,
    Fine,
    Ground,
    Kind,
    Obligation,
    Option,
    Penalty,
    PenaltyRef,
    Per,
    Question,
    Regulation,
    Review,
    ReviewState,
    Rulebook,
    Step,
    Trigger,
)


def options(**labels: str) -> tuple[Option, ...]:
    """Options by id and label: options(opening="开场", pitch="讲解商品")."""
    return tuple(Option(id=id, label=label) for id, label in labels.items())


def fact(id: str = "opens_room", **given: Any) -> Fact:
    """A 是/否 fact about the respondent."""
    return Fact(**{"id": id, "ask": "是否开设直播间？", "why": "开设的是直播间运营者。"} | given)


def duty_holder(id: str = "room_operator", **given: Any) -> DutyHolder:
    """直播间运营者, whoever opens a room."""
    defaults: dict[str, Any] = {
        "id": id,
        "name": "直播间运营者",
        "source": Citation(article=2, paragraph=4),
        "when": FactIs("opens_room", ("yes",)),
    }
    return DutyHolder(**defaults | given)


def penalty(id: str = "art59", **given: Any) -> Penalty:
    """责令限期改正；拒不改正或者情节严重的，处1万元以上10万元以下罚款."""
    defaults: dict[str, Any] = {
        "id": id,
        "source": Citation(article=59),
        "authority": "市场监督管理部门",
        "steps": (
            Step(on=Trigger.BREACH, order="责令限期改正"),
            Step(on=Trigger.REFUSED_OR_SERIOUS, fine=Fine(low=10_000, high=100_000)),
        ),
    }
    return Penalty(**defaults | given)


def question(id: str = "done", expect: Expectation | None = None, **given: Any) -> Question:
    """A question that expects 是 unless told otherwise."""
    defaults: dict[str, Any] = {"id": id, "ask": "是否做到？", "expect": expect or ExpectYes()}
    return Question(**defaults | given)


def obligation(id: str = "art25-show", *questions: Question, **given: Any) -> Obligation:
    """A duty of the room operator under art59, with one 是 question unless others are given.

    `binds` may be given as the holders' ids alone.
    """
    binds = given.pop("binds", ("room_operator",))
    grounds = binds if isinstance(binds, Mapping) else {holder: Ground() for holder in binds}
    defaults: dict[str, Any] = {
        "id": id,
        "title": f"义务 {id}",
        "source": Citation(article=25, paragraph=1),
        "kind": Kind.DUTY,
        "per": Per.RESPONDENT,
        "binds": grounds,
        "summary": "应当做到。",
        "questions": questions or (question(),),
        "remedy": "做到它。",
        "review": Review(state=ReviewState.TO_REVIEW),
        "penalties": (PenaltyRef(id="art59"),),
    }
    return Obligation(**defaults | given)


def rulebook(*obligations: Obligation, **given: Any) -> Rulebook:
    """A rulebook of one fact, one duty holder, one penalty and the obligations given."""
    defaults: dict[str, Any] = {
        "id": "small",
        "title": "某某管理办法",
        "number": "令第1号",
        "in_force": date(2026, 2, 1),
        "edition": "2026.1",
        "official_url": "https://example.org/",
        "chapters": (Chapter(title="第一章 总则", first=1, last=99),),
        "facts": (fact(),),
        "duty_holders": (duty_holder(),),
        "penalties": (penalty(),),
        "obligations": obligations or (obligation(),),
        "sha256": "0" * 64,
        "bundled": True,
    }
    return book(**defaults | given)


def book(**given: Any) -> Rulebook:
    """A rulebook of one regulation, with what both have given side by side."""
    of = {key: given.pop(key) for key in Regulation.__struct_fields__ if key in given}
    return Rulebook(regulations=(Regulation(**of),), **given)


def reissued(rulebook: Rulebook, **changes: Any) -> Rulebook:
    """The same rulebook with something changed, of itself or of its regulation."""
    fields = Regulation.__struct_fields__
    of = {key: changes.pop(key) for key in fields if key in changes}
    regulation = replace(rulebook.regulation, **of)
    return replace(rulebook, regulations=(regulation,), **changes)


def small_rulebook() -> Rulebook:
    """Two duty holders, a per-room fact, and an entry each for the respondent and its rooms."""
    shown = options(opening="开场", pitch="讲解商品")
    ai_figure = fact("uses_ai_figure", per=Per.ROOM, ask="是否使用数字人？", why="使用的须提示。")
    serves = fact("serves_hosts", ask="是否服务主播？", why="服务的是服务机构。")
    agency = duty_holder("mcn", name="直播营销人员服务机构", when=FactIs("serves_hosts", ("yes",)))
    return rulebook(
        obligation(
            "art25-show",
            question("done"),
            question("forbidden", expect=ExpectNo(), ask="是否隐瞒？"),
        ),
        obligation(
            "art37-prompt",
            question("shown", expect=ExpectAll(), ask="哪些时段有提示？", options=shown),
            source=Citation(article=37, paragraph=1),
            per=Per.ROOM,
            when=FactIs("uses_ai_figure", ("yes",)),
        ),
        obligation(
            "art45-keep",
            question("period", expect=ExpectYearsAtLeast(3), ask="保存多久？"),
            source=Citation(article=45),
            binds=("mcn",),
            counted_from="直播结束",
        ),
        facts=(fact(), ai_figure, serves),
        duty_holders=(duty_holder(), agency),
    )
