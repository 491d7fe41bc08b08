from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.law.model import Citation, Kind, NotObligation, Rulebook, Treatment
from checklist.law.reading.rulebook import load_rulebook
from checklist.resources import rules_file
from checklist.upkeep import fingerprints
from checklist.upkeep.coverage import Coverage, CoverageRow, Encoded, Unknown, coverage
from tests.given.bundled import BOOKS, LIVESTREAM

SMALL = load_rulebook(Path(__file__).with_name("small_rulebook.yaml"), bundled=False)


def regulation(id: str) -> tuple[Citation, ...]:
    """Every place of the regulation that a bundled rulebook encodes."""
    file = rules_file(id).with_suffix(".fingerprints.json")
    return tuple(fingerprints.read(file.read_text(encoding="utf-8"), file=file).places)


REGULATION = regulation("livestream")


def at(article: int, paragraph: int | None = None, item: int | None = None) -> Citation:
    return Citation(article=article, paragraph=paragraph, item=item)


def row(found: Coverage, place: Citation) -> CoverageRow:
    return next(one for one in found.rows if one.place == place)


def listing(place: Citation, treatment: Treatment = Treatment.POWER) -> NotObligation:
    return NotObligation(source=place, treatment=treatment, why="因为")


def bare(rulebook: Rulebook = SMALL) -> Rulebook:
    return replace(rulebook, not_obligations=(), jurisdictions=())


@pytest.mark.parametrize("id", BOOKS)
def test_no_place_of_the_regulation_is_forgotten(id: str) -> None:
    found = coverage(BOOKS[id], regulation(id))
    assert found.missing == ()
    assert found.unknown == ()
    assert found.complete


@pytest.mark.parametrize(
    ("id", "counts"),
    [("livestream", (69, 108, 40)), ("mcn", (31, 47, 15)), ("ai-label", (14, 22, 10))],
    ids=str,
)
def test_the_whole_regulation_is_looked_at(id: str, counts: tuple[int, int, int]) -> None:
    rows = coverage(BOOKS[id], regulation(id)).rows
    articles = len({one.place.article for one in rows})
    paragraphs = sum(one.place.item is None for one in rows)
    assert (articles, paragraphs, len(rows) - paragraphs) == counts


def test_whatever_place_loses_what_treats_it_is_missing() -> None:
    for one in coverage(LIVESTREAM, REGULATION).rows:
        place = one.place
        if one.treatment is Encoded.CONDITION:
            continue
        cut = replace(
            LIVESTREAM,
            obligations=tuple(
                each
                for each in LIVESTREAM.obligations
                if each.id not in one.obligations and each.source.article != place.article
            ),
            not_obligations=tuple(
                each for each in LIVESTREAM.not_obligations if each.source.article != place.article
            ),
            duty_holders=(),
            facts=(),
        )
        cut = replace(cut, obligations=tuple(replace(each, binds={}) for each in cut.obligations))
        article = [each for each in REGULATION if each.article == place.article]
        assert row(coverage(cut, article), place).treatment is Encoded.MISSING, place


def test_an_entry_covers_the_only_paragraph_of_its_article() -> None:
    found = coverage(bare(), [at(27)])
    assert found.rows[0].place == at(27, 1)
    assert found.rows[0].obligations == ("art27-keep",)
    assert found.rows[0].treatment is Encoded.OBLIGATION


def test_an_entry_without_paragraph_covers_none_of_several() -> None:
    found = coverage(bare(), [at(27, 1), at(27, 2)])
    assert [one.treatment for one in found.rows] == [Encoded.MISSING] * 2
    assert not found.complete


def test_an_item_no_question_names_is_missing_where_the_others_are_named() -> None:
    found = coverage(bare(), [at(25, 1), at(25, 1, 1), at(25, 1, 2), at(25, 2)])
    treated = [one.treatment for one in found.rows]
    missing, obligation = Encoded.MISSING, Encoded.OBLIGATION
    assert treated == [obligation, missing, obligation, missing]


def test_an_entry_about_the_whole_paragraph_covers_its_items() -> None:
    found = coverage(bare(), [at(27), at(27, None, 1)])
    assert row(found, at(27, 1, 1)).obligations == ("art27-keep",)
    pinpointed = coverage(bare(), [at(28), at(28, None, 1), at(28, None, 2)])
    assert row(pinpointed, at(28, 1, 1)).obligations == ("art28-keep",)
    assert row(pinpointed, at(28, 1, 2)).treatment is Encoded.MISSING


def test_an_encouragement_is_no_obligation() -> None:
    assert row(coverage(bare(), [at(29)]), at(29, 1)).treatment is Encoded.ENCOURAGEMENT


def test_what_lists_an_article_covers_all_below_it() -> None:
    rulebook = replace(bare(), not_obligations=(listing(at(9)),))
    found = coverage(rulebook, [at(9, 1), at(9, 1, 1), at(9, 2)])
    assert {one.treatment for one in found.rows} == {Treatment.POWER}
    assert {one.why for one in found.rows} == {"因为"}


def test_the_nearest_listing_counts() -> None:
    rulebook = replace(bare(), not_obligations=(listing(at(9)), listing(at(9, 2), Treatment.RIGHT)))
    found = coverage(rulebook, [at(9, 1), at(9, 2)])
    assert [one.treatment for one in found.rows] == [Treatment.POWER, Treatment.RIGHT]


def test_an_obligation_counts_before_a_listing_of_its_paragraph() -> None:
    rulebook = replace(bare(), not_obligations=(listing(at(27)),))
    found = row(coverage(rulebook, [at(27)]), at(27, 1))
    assert (found.treatment, found.why) == (Encoded.OBLIGATION, "因为")


def test_an_item_listed_as_no_obligation_is_none_though_its_paragraph_is() -> None:
    rulebook = replace(bare(), not_obligations=(listing(at(27, 1, 1)),))
    found = coverage(rulebook, [at(27), at(27, None, 1)])
    assert row(found, at(27, 1, 1)).treatment is Treatment.POWER
    assert row(found, at(27, 1, 1)).obligations == ()


def test_what_only_a_fact_or_duty_holder_cites_is_a_condition() -> None:
    found = row(coverage(bare(), [at(2, 4), at(2, 6)]), at(2, 4))
    assert found.treatment is Encoded.CONDITION
    assert found.why == "说明谁是直播间运营者；决定是否适用：是否开设直播间？"


def test_an_item_a_fact_is_about_is_a_condition_whatever_its_paragraph_is() -> None:
    rulebook = replace(
        bare(),
        not_obligations=(listing(at(2, 7)),),
        facts=(replace(SMALL.fact("opens_room"), source=at(2, 7, 1)), *SMALL.facts[1:]),
    )
    found = coverage(rulebook, [at(2, 1), at(2, 7), at(2, 7, 1), at(2, 7, 2)])
    assert [one.treatment for one in found.rows[1:]] == [
        Treatment.POWER,
        Encoded.CONDITION,
        Treatment.POWER,
    ]


def test_an_article_that_extends_entries_names_them() -> None:
    found = row(coverage(bare(), [at(63)]), at(63, 1))
    assert found.treatment is Encoded.OBLIGATION
    assert found.obligations == ("art25-show", "art28-keep")


def test_a_definition_names_only_what_hangs_on_it() -> None:
    """Who runs the rooms of others is 第二条第四款; what a platform is has nothing to do with their
    account page. What the regulation is about is no one entry's."""
    found = {
        paragraph: row(coverage(BOOKS["livestream"], REGULATION), at(2, paragraph))
        for paragraph in range(1, 7)
    }
    assert [bool(found[each].obligations) for each in found] == [
        False, False, False, True, False, True,
    ]  # fmt: skip
    assert "art25-entity" in found[4].obligations
    assert {*found[6].obligations} == {
        entry.id
        for entry in BOOKS["livestream"].obligations
        for ground in [entry.binds.get("mcn")]
        if ground and ground.liability and ground.liability.article == 2
    }
    assert (found[1].why or "").endswith("，是各条义务的前提")
    assert not any("前提" in (found[each].why or "") for each in range(2, 7))


def test_a_penalty_names_what_it_fines() -> None:
    rulebook = replace(bare(), not_obligations=(listing(at(59), Treatment.PENALTY),))
    found = coverage(rulebook, [at(59), at(59, None, 4), at(59, None, 5)])
    assert [one.obligations for one in found.rows] == [("art25-show",), (), ("art25-show",)]


@pytest.mark.parametrize("gone", [at(25, 1, 2), at(59, None, 5), at(63), at(27), at(2, 6)])
def test_a_place_that_does_not_exist_is_named(gone: Citation) -> None:
    whole = [
        *(at(2, paragraph) for paragraph in range(1, 7)),
        *(at(25, 1), at(25, 1, 2), at(25, 2)),
        *(at(27), at(28), at(28, None, 1), at(29), at(59), at(59, None, 5), at(60), at(63)),
    ]
    assert coverage(bare(), whole).unknown == ()
    found = coverage(bare(), [place for place in whole if place != gone])
    assert {one.place.article for one in found.unknown} == {gone.article}
    assert not found.complete


def test_a_listing_of_no_place_is_named() -> None:
    rulebook = replace(bare(LIVESTREAM), not_obligations=(listing(at(22, 9)),))
    unknown = Unknown(place=at(22, 9), named_by="not_obligations")
    assert unknown in coverage(rulebook, REGULATION).unknown


def test_one_place_that_is_missing_or_does_not_exist_is_enough_to_be_incomplete() -> None:
    listed = replace(LIVESTREAM, not_obligations=(*LIVESTREAM.not_obligations, listing(at(22, 9))))
    astray = coverage(listed, REGULATION)
    assert (astray.missing, astray.complete) == ((), False)
    lacking = coverage(LIVESTREAM, [*REGULATION, at(99)])
    assert (lacking.unknown, lacking.complete) == ((), False)


def test_who_is_asked_for_signs_can_say_both_that_it_is_known_and_that_it_is_open() -> None:
    """Without either, someone who knows of the act, or is under inquiry, could answer 全不选."""
    asked = [
        question
        for rulebook in BOOKS.values()
        for entry in rulebook.obligations
        for question in entry.questions
        if entry.kind is Kind.PROHIBITION and any(option.leaves_open for option in question.options)
    ]
    assert len(asked) >= 22
    for question in asked:
        proven = [option.label for option in question.options if not option.leaves_open]
        unproven = [option.label for option in question.options if option.leaves_open]
        assert any("知道" in label for label in proven), question.ask
        assert any("未结" in label or "没查清" in label for label in unproven), question.ask
