"""Several rulebooks as one: every entry is judged as it is alone, and no place is ambiguous."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.assessment.model import (
    Answer,
    AnsweredTo,
    Assessment,
    Mark,
    Respondent,
    SelfAuditPeriod,
)
from checklist.assessment.recheck import adopt_edition
from checklist.assessment.wording import asks_about
from checklist.errors import UnreadableFile
from checklist.evaluation.evaluate import NotInForce, evaluate
from checklist.evaluation.model import Finding, OpenWhy
from checklist.law.applicability import Bindings
from checklist.law.joined import join, pointing_nowhere
from checklist.law.model import (
    About,
    Chapter,
    Citation,
    FactIs,
    Ground,
    Liability,
    PenaltyRef,
    Per,
    Rulebook,
)
from checklist.law.wording import article, citation, titles
from checklist.report.words.regulations import not_compared
from checklist.sitting.places import is_named
from tests.given import bundled, kinds
from tests.given import law as given_law
from tests.given.assessments import answers_to
from tests.given.sample import AGENCY, RULEBOOK

TODAY = date(2026, 11, 29)
OTHER = given_law.book(
    id="other",
    title="另一部规定",
    short="另一部",
    number="令第2号",
    in_force=date(2026, 9, 1),
    edition="2026.5",
    official_url="https://example.org/other",
    chapters=(Chapter(title="第三章 直播间运营者", first=1, last=31),),
    sha256="e" * 64,
    bundled=True,
    facts=(
        RULEBOOK.fact("opens_room"),
        given_law.fact("serves_accounts", ask="是否为账号提供服务？"),
    ),
    duty_holders=(
        given_law.duty_holder(
            "distributor", name="分发服务机构", when=FactIs("serves_accounts", ("yes",))
        ),
    ),
    penalties=(given_law.penalty("other-26", source=Citation(article=26)),),
    obligations=(
        given_law.obligation(
            "other-6",
            source=Citation(article=25, paragraph=1),
            binds={
                "distributor": Ground(via=8, liability=Liability(article=9, why="第九条另有规定。"))
            },
            penalties=(),
            no_penalty="没有罚则。",
        ),
        given_law.obligation(
            "other-7",
            given_law.question("told"),
            source=Citation(article=7),
            binds=("distributor",),
            penalties=(PenaltyRef(id="other-26"),),
        ),
    ),
)
BOTH = join([RULEBOOK, OTHER])


def outcome(finding: Finding) -> tuple[object, ...]:
    """All of a finding but where its places are said to lie."""
    judged = [(each.question.id, each.outcome, each.why, each.value) for each in finding.judged]
    provisions = [(each.id, each.doubt, each.why) for each in finding.provisions]
    binding = finding.binding
    return (
        *(finding.obligation.id, finding.room, finding.status, binding.applies, binding.facts),
        *(judged, provisions, finding.remedied),
    )


def answered(book: Rulebook) -> st.SearchStrategy[Assessment]:
    facts = {fact.id: answers_to(fact, kinds.values_for(fact)) for fact in book.facts}
    answers = {key: answers_to(q, kinds.values_for(q)) for key, q in book.questions().items()}
    return st.builds(
        replace,
        st.just(AGENCY),
        facts=st.fixed_dictionaries({}, optional=facts),
        answers=st.fixed_dictionaries({}, optional=answers),
    )


@given(answered(BOTH))
def test_what_is_found_of_an_entry_does_not_hang_on_what_else_is_loaded(said: Assessment) -> None:
    rooms = {room.id for room in said.rooms}
    known = replace(
        said,
        **{
            section: {
                key: replace(
                    answer,
                    exceptions={r: v for r, v in answer.exceptions.items() if r in rooms},
                )
                for key, answer in getattr(said, section).items()
            }
            for section in ("facts", "answers")
        },
    )
    alone = [
        outcome(finding)
        for book in (RULEBOOK, OTHER)
        for finding in evaluate(book, known, as_of=TODAY).findings
    ]
    joined = [outcome(each) for each in evaluate(BOTH, known, as_of=TODAY).findings]
    assert joined == alone


def test_one_rulebook_joined_is_itself() -> None:
    assert join([RULEBOOK]) is RULEBOOK


def test_every_place_says_of_which_regulation_it_is() -> None:
    mine, theirs = BOTH.obligation("art30"), BOTH.obligation("other-6")
    assert citation(mine.source).startswith("《示例监督管理办法》第三十条")
    assert citation(theirs.source) == "另一部第二十五条第一款"
    ground = theirs.binds["distributor"]
    assert ground.via is not None
    assert article(ground.via, theirs.source) == "另一部第八条"
    chapters = [BOTH.chapter_of(each.source) for each in (mine, theirs)]
    assert chapters[0] != chapters[1]
    assert [each.title for each in BOTH.chapters][-1] == "另一部 第三章 直播间运营者"
    assert BOTH.regulation_of(theirs.questions[0]).id == "other"
    assert titles(BOTH) == "《示例监督管理办法》、《另一部规定》"


def test_a_fact_asked_alike_is_asked_once() -> None:
    assert [fact.id for fact in BOTH.facts].count("opens_room") == 1
    assert BOTH.regulation_of(BOTH.fact("opens_room")).id == "sample"


@pytest.mark.parametrize(
    "changed",
    [{"ask": "开没开直播间？"}, {"per": Per.ROOM}, {"when": FactIs("serves_accounts", ("no",))}],
)
def test_a_fact_asked_otherwise_under_the_same_id_is_refused(changed: dict[str, object]) -> None:
    first, *others = OTHER.facts
    clashing = replace(OTHER, facts=(replace(first, **changed), *others))
    with pytest.raises(UnreadableFile, match=r"sample.*other.*主体情况 opens_room") as caught:
        join([RULEBOOK, clashing])
    assert len(caught.value.complaints) == 1


def test_everything_called_alike_is_told_at_once() -> None:
    with pytest.raises(UnreadableFile) as caught:
        join([OTHER, OTHER])
    told = "\n".join(complaint.what for complaint in caught.value.complaints)
    for id in ("other", "另一部", "distributor", "other-26", "other-6", "other-7"):
        assert id in told
    assert "主体情况" not in told


class TestInForce:
    def test_what_is_not_in_force_yet_is_named_and_not_judged(self) -> None:
        found = evaluate(BOTH, AGENCY, as_of=date(2026, 8, 31))
        assert [each.obligation.id for each in found.findings if each.room is None][-1] != "other-7"
        assert not any(each.obligation.id.startswith("other") for each in found.findings)
        assert [each.id for each in found.not_compared] == ["other"]
        same = evaluate(RULEBOOK, AGENCY, as_of=date(2026, 8, 31))
        assert found.findings == same.findings

    def test_on_the_day_it_is_judged(self) -> None:
        found = evaluate(BOTH, AGENCY, as_of=date(2026, 9, 1))
        assert any(each.obligation.id == "other-7" for each in found.findings)
        assert found.not_compared == ()

    def test_a_period_that_ended_before_it_is_not_held_against_it(self) -> None:
        ended = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 8, 31))
        found = evaluate(BOTH, replace(AGENCY, period=ended), as_of=TODAY)
        assert not any(each.obligation.id.startswith("other") for each in found.findings)
        assert [each.id for each in found.not_compared] == ["other"]
        assert not_compared(found) == (
            "自查期间里还没有施行，没有对照：《另一部规定》（2026年9月1日起施行）。"
        )
        alone = evaluate(OTHER, replace(AGENCY, period=ended), as_of=TODAY)
        assert alone.findings, "the only one is judged by, as ever"

    @pytest.mark.parametrize(
        ("as_of", "told"),
        [
            (date(2026, 8, 31), "判断基准日还没有施行，没有对照：《另一部规定》"),
            (date(2026, 9, 1), "没有对照《另一部规定》（2026年9月1日起施行）：受不受它约束"),
        ],
    )
    def test_what_is_left_out_on_the_day_it_is_in_force_is_not_called_future_law(
        self, as_of: date, told: str
    ) -> None:
        found = evaluate(RULEBOOK, AGENCY, as_of=as_of, not_compared=[OTHER.regulation])
        assert not_compared(replace(found, assessment=replace(AGENCY, period=None))).startswith(
            told
        )

    def test_what_is_in_force_is_joined_once_for_many(self) -> None:
        bindings = Bindings(BOTH)
        assert bindings.in_force(TODAY) is bindings
        earlier = bindings.in_force(date(2026, 8, 31))
        assert earlier is bindings.in_force(date(2026, 8, 30))
        assert earlier is not None
        assert earlier.rulebook == RULEBOOK
        assert bindings.in_force(date(2026, 1, 31)) is None

    def test_before_any_is_in_force_nothing_is_judged(self) -> None:
        with pytest.raises(NotInForce):
            evaluate(BOTH, AGENCY, as_of=date(2026, 1, 31))


class TestEditions:
    """An answer written by hand stands as long as its own rulebook is named in this edition."""

    HAND = Assessment(
        respondent=Respondent(name="甲"),
        facts={
            "serves_accounts": Answer(value=Mark.YES),
            "opens_room": Answer(value=Mark.YES),
        },
        answers={"other-7/told": Answer(value=Mark.NO)},
    )

    def whys(self, *editions: tuple[str, str], adopted: bool = False) -> list[OpenWhy | None]:
        to = tuple(AnsweredTo(id=id, edition=edition) for id, edition in editions)
        file = replace(self.HAND, answered_to=to)
        file = adopt_edition(BOTH, file) if adopted else file
        (finding,) = (
            each
            for each in evaluate(BOTH, file, as_of=TODAY).findings
            if each.obligation.id == "other-7"
        )
        return [each.why for each in finding.judged]

    @pytest.mark.parametrize("adopted", [False, True])
    def test_another_edition_of_the_other_rulebook_changes_nothing(self, adopted: bool) -> None:
        assert self.whys(("sample", "2020.1"), ("other", "2026.5"), adopted=adopted) == [None]
        assert self.whys(("sample", "2020.1"), adopted=adopted) == [None]

    @pytest.mark.parametrize("adopted", [False, True])
    def test_another_edition_of_its_own_does(self, adopted: bool) -> None:
        whys = self.whys(("sample", "2026.1"), ("other", "2020.1"), adopted=adopted)
        assert whys == [OpenWhy.RECHECK]


def test_the_bundled_rulebooks_join() -> None:
    joined = join([bundled.LIVESTREAM, OTHER_THAN_LIVESTREAM])
    assert len(joined.obligations) == len(bundled.LIVESTREAM.obligations) + 2


OTHER_THAN_LIVESTREAM = replace(OTHER, facts=OTHER.facts[1:])


def test_what_the_bundled_rulebooks_point_at_is_there() -> None:
    books = bundled.BOOKS.values()
    assert [id for book in books for id in pointing_nowhere(book, books)] == []
    pointing = [key for book in books for key, each in book.questions().items() if each.see] + [
        entry.id for book in books for entry in book.obligations if entry.overlaps
    ]
    assert len(pointing) > 15


def test_livestream_points_at_nothing() -> None:
    """It is judged alone as before: what points at another one stands in the others."""
    assert not any(entry.overlaps for entry in bundled.LIVESTREAM.obligations)
    assert pointing_nowhere(bundled.LIVESTREAM, (bundled.LIVESTREAM,)) == ()


def test_what_points_nowhere_is_listed_once() -> None:
    told = given_law.question("told", see=("art30/reviewed", "art30/told", "art99/told"))
    entries = [
        given_law.obligation(id, told, overlaps=("art30", "art99")) for id in ("other-6", "other-7")
    ]
    pointing = replace(OTHER, obligations=tuple(entries))
    assert pointing_nowhere(pointing, (pointing, RULEBOOK)) == ("art30/told", "art99/told", "art99")
    assert pointing_nowhere(RULEBOOK, (RULEBOOK,)) == ()


def test_an_answer_key_is_the_same_joined_or_alone() -> None:
    told = given_law.question("told", see=("art30/reviewed",))
    book = replace(OTHER, obligations=(given_law.obligation("other-6", told, overlaps=("art30",)),))
    joined = join([RULEBOOK, book]).obligation("other-6")
    assert (joined.overlaps, joined.questions[0].see) == (("art30",), ("art30/reviewed",))


@pytest.mark.parametrize("see", [(), ("art30/reviewed",), ("art99/x", "art30/reviewed")])
def test_what_is_shown_beside_a_question_enters_no_fingerprint(see: tuple[str, ...]) -> None:
    assert given_law.question("told", see=see).fingerprint == given_law.question("told").fingerprint


def test_what_is_asked_of_a_period_is_asked_from_when_its_own_regulation_is_in_force() -> None:
    period = SelfAuditPeriod(first=date(2026, 2, 1), last=TODAY)
    mine, theirs = BOTH.obligation("art30").questions[0], BOTH.obligation("other-7").questions[0]
    asked = [replace(each, ask="做到没有？", about=About.PERIOD) for each in (mine, theirs)]
    assert [asks_about(BOTH, each, period) for each in asked] == [
        "问的是自查期间（2026-02-01 至 2026-11-29）里的事",
        "只问施行以后（2026-09-01 至 2026-11-29）的事，更早的不算",
    ]


def test_an_article_without_a_regulation_is_of_the_first() -> None:
    first, other = BOTH.obligation("art30"), BOTH.obligation("other-7")
    seven = replace(first, source=replace(first.source, article=7))
    assert is_named(BOTH, seven, "第7条")
    assert not is_named(BOTH, other, "第7条")
    assert is_named(BOTH, other, "另一部第七条")
    assert not is_named(BOTH, seven, "另一部第七条")
