"""Three-valued reading of conditions, and what binds whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.law.applicability import Applies, binding, decisive, holds, known_facts
from checklist.law.model import AllOf, AnyOf, Condition, FactIs, Ground, Liability, PenaltyRef
from tests.given.law import duty_holder, fact, obligation, options
from tests.given.law import rulebook as rulebook_of

A = FactIs("a", ("yes",))
B = FactIs("b", ("yes",))

conditions = st.recursive(
    st.builds(FactIs, st.sampled_from("abc"), st.sampled_from([("yes",), ("no",), ("yes", "no")])),
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
partial_facts = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["yes", "no"]))


@pytest.mark.parametrize(
    ("condition", "facts", "verdict"),
    [
        (AllOf((A, B)), {"a": "no"}, Applies.NO),
        (AllOf((A, B)), {"a": "yes"}, Applies.UNKNOWN),
        (AnyOf((A, B)), {"a": "yes"}, Applies.YES),
        (AnyOf((A, B)), {"a": "no"}, Applies.UNKNOWN),
        (None, {}, Applies.YES),
    ],
)
def test_an_unknown_fact_makes_only_what_hangs_on_it_unknown(
    condition: Condition | None, facts: dict[str, str], verdict: Applies
) -> None:
    assert holds(condition, facts) is verdict


@given(condition=conditions, facts=partial_facts, more=partial_facts)
def test_learning_a_fact_never_turns_a_verdict_around(
    condition: Condition, facts: dict[str, str], more: dict[str, str]
) -> None:
    before = holds(condition, facts)
    if before is not Applies.UNKNOWN:
        assert holds(condition, more | facts) is before


@given(condition=conditions, facts=partial_facts)
def test_the_decisive_facts_alone_give_the_same_verdict(
    condition: Condition, facts: dict[str, str]
) -> None:
    verdict = holds(condition, facts)
    if verdict is not Applies.UNKNOWN:
        kept = {id: facts[id] for id in decisive(condition, facts) if id in facts}
        assert holds(condition, kept) is verdict


def test_a_fact_ruled_out_by_an_earlier_one_is_settled_whatever_was_said_before() -> None:
    serves = fact("serves_hosts")
    only_then = FactIs("serves_hosts", ("yes",))
    employs = fact("employs_hosts", when=only_then)
    channel = fact("channel", when=only_then, options=options(platform="平台", own_site="自建"))
    rulebook = rulebook_of(facts=(serves, employs, channel))
    stale = {"serves_hosts": "no", "employs_hosts": "yes", "channel": "platform"}
    counted = known_facts(rulebook, stale)
    assert counted["employs_hosts"] == "no"
    assert holds(FactIs("channel", ("platform", "own_site")), counted) is Applies.NO


def _bound(facts: dict[str, str], **given_: object) -> Applies:
    entry = obligation(**given_)  # type: ignore[arg-type]
    rulebook = rulebook_of(
        entry,
        facts=tuple(fact(id) for id in ("opens_room", "serves_hosts", "employs_hosts", "x")),
        duty_holders=(duty_holder(), duty_holder("mcn", when=FactIs("serves_hosts", ("yes",)))),
    )
    return binding(rulebook, entry, facts).applies


VIA_63 = {
    "room_operator": Ground(),
    "mcn": Ground(via=63, when=FactIs("employs_hosts", ("yes",))),
}


@pytest.mark.parametrize(
    ("facts", "applies"),
    [
        ({"opens_room": "no", "serves_hosts": "yes", "employs_hosts": "yes"}, Applies.YES),
        ({"opens_room": "no", "serves_hosts": "yes", "employs_hosts": "no"}, Applies.NO),
        ({"opens_room": "no", "serves_hosts": "yes"}, Applies.UNKNOWN),
        ({"opens_room": "yes"}, Applies.YES),
        ({}, Applies.UNKNOWN),
    ],
)
def test_an_agency_is_bound_by_way_of_another_article_only_on_its_ground(
    facts: dict[str, str], applies: Applies
) -> None:
    assert _bound(facts, binds=VIA_63) is applies


def test_the_ground_of_a_bound_agency_names_the_article_that_extends_the_duty() -> None:
    entry = obligation(binds=VIA_63)
    rulebook = rulebook_of(
        entry,
        facts=tuple(fact(id) for id in ("opens_room", "serves_hosts", "employs_hosts")),
        duty_holders=(duty_holder(), duty_holder("mcn", when=FactIs("serves_hosts", ("yes",)))),
    )
    facts = {"opens_room": "no", "serves_hosts": "yes", "employs_hosts": "yes"}
    bound_as = binding(rulebook, entry, facts).bound_as
    assert [(one.holder, one.via) for one in bound_as] == [("mcn", 63)]


X = FactIs("x", ("yes",))
NOT_X = FactIs("x", ("no",))


@pytest.mark.parametrize(
    ("when", "doubt", "x", "applies"),
    [
        (None, X, "yes", Applies.UNKNOWN),
        (None, X, "no", Applies.NO),
        (None, X, None, Applies.UNKNOWN),
        (X, NOT_X, "yes", Applies.YES),
        (X, NOT_X, "no", Applies.UNKNOWN),
        (X, None, "no", Applies.NO),
    ],
)
def test_where_the_text_leaves_it_open_the_entry_is_neither_demanded_nor_denied(
    when: Condition | None, doubt: Condition | None, x: str | None, applies: Applies
) -> None:
    facts = {"opens_room": "yes"} | ({} if x is None else {"x": x})
    assert _bound(facts, when=when, in_doubt_when=doubt) is applies


def test_who_cannot_say_which_entry_is_theirs_is_bound_by_neither_and_not_by_the_text() -> None:
    entry = obligation(when=NOT_X, unknown_when=FactIs("x", ("unsure",)))
    rulebook = rulebook_of(entry, facts=(fact(), fact("x")))
    unsure = binding(rulebook, entry, {"opens_room": "yes", "x": "unsure"})
    assert (unsure.applies, unsure.in_doubt, unsure.facts) == (Applies.UNKNOWN, False, ("x",))
    assert binding(rulebook, entry, {"opens_room": "yes", "x": "no"}).applies is Applies.YES
    assert binding(rulebook, entry, {"opens_room": "yes", "x": "yes"}).applies is Applies.NO


def test_a_penalty_for_some_is_not_told_to_those_it_cannot_fine() -> None:
    entry = obligation(penalties_in_doubt=(PenaltyRef(id="art60", why="存疑", when=X),))
    rulebook = rulebook_of(entry, facts=(fact(), fact("x")))
    for x, ruled_out in (("yes", ()), ("no", ("art60",)), (None, ())):
        facts = {"opens_room": "yes"} | ({} if x is None else {"x": x})
        assert binding(rulebook, entry, facts).not_fined_by == ruled_out


def test_liability_is_in_doubt_until_the_fact_that_shifts_it_is_ruled_out() -> None:
    shifts = Liability(article=63, why="由所在单位承担", when=X)
    entry = obligation(binds={"room_operator": Ground(liability=shifts)})
    rulebook = rulebook_of(entry, facts=(fact(), fact("x")))
    for x, doubt in (("yes", shifts), ("no", None), (None, shifts)):
        facts = {"opens_room": "yes"} | ({} if x is None else {"x": x})
        (bound,) = binding(rulebook, entry, facts).bound_as
        assert bound.liability == doubt


def test_a_doubt_about_the_text_is_told_apart_from_an_unknown_fact() -> None:
    entry = obligation(in_doubt_when=X)
    rulebook = rulebook_of(entry, facts=(fact(), fact("x")))
    assert binding(rulebook, entry, {"opens_room": "yes", "x": "yes"}).in_doubt
    assert not binding(rulebook, entry, {"opens_room": "yes"}).in_doubt


def test_of_two_things_that_rule_an_entry_out_the_first_alone_is_told() -> None:
    entry = obligation(when=X)
    rulebook = rulebook_of(entry, facts=(fact(), fact("x")))
    out = binding(rulebook, entry, {"opens_room": "no", "x": "no"})
    assert (out.applies, out.facts) == (Applies.NO, ("opens_room",))


def test_who_is_not_the_holder_is_not_told_that_the_ground_fails_as_well() -> None:
    entry = obligation(binds={"mcn": VIA_63["mcn"]})
    rulebook = rulebook_of(
        entry,
        facts=tuple(fact(id) for id in ("serves_hosts", "employs_hosts")),
        duty_holders=(duty_holder("mcn", when=FactIs("serves_hosts", ("yes",))),),
    )
    out = binding(rulebook, entry, {"serves_hosts": "no", "employs_hosts": "no"})
    assert (out.applies, out.facts) == (Applies.NO, ("serves_hosts",))
