"""Merging: nothing anybody said is lost, and no disagreement is settled silently."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist import exits
from checklist.assessment.asked import as_it_stands
from checklist.assessment.merge import Disagreement, Merged, merge
from checklist.assessment.merge_parts import is_given, merge_rooms
from checklist.assessment.model import (
    SET_ASIDE,
    Answer,
    AnsweredTo,
    Assessment,
    Evidence,
    Mark,
    Picks,
    Respondent,
    Room,
    SelfAuditPeriod,
    Value,
)
from checklist.assessment.names import Respelling
from checklist.assessment.recheck import CARRIED, needs_recheck
from checklist.assessment.stored.file import commit, load, load_history, save
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Status
from tests.assessment.long_session import LongSession
from tests.given import kinds
from tests.given.assessments import assessments

if TYPE_CHECKING:
    from tests.conftest import Run

BOOK = kinds.every_kind()
Two = tuple[LongSession, list[str | Path]]
Y, N = Mark.YES, Mark.NO
KEY = "art25-all/done"
SHOWN = "art37-prompt/shown"
A, B = Room(id="r1", name="旗舰店"), Room(id="r2", name="美妆间")


def answer(value: Value | None, key: str = KEY, **given: Any) -> Answer:
    question = BOOK.questions().get(key) or next(one for one in BOOK.facts if one.id == key)
    return Answer(value=value, **{"asked_as": question.fingerprint} | given)


def file(
    said: Mapping[str, Answer] | None = None,
    *,
    name: str = "某某公司",
    rooms: tuple[Room, ...] = (),
) -> Assessment:
    answers = said or {}
    return Assessment(
        respondent=Respondent(name=name),
        rooms=rooms,
        answered_to=(AnsweredTo(id=BOOK.regulation.id, edition=BOOK.regulation.edition),),
        facts={key: one for key, one in answers.items() if "/" not in key},
        answers={key: one for key, one in answers.items() if "/" in key},
    )


def merged(
    *files: Assessment, decide: Callable[[Disagreement], int | None] | int | None = None
) -> Merged:
    chosen = decide if callable(decide) else lambda _: decide
    return merge(files, BOOK, decide=chosen, remark=lambda one, at: f"{one.key}：{at}")


class TestAgreement:
    def test_what_only_one_file_says_is_taken_over(self) -> None:
        both = merged(file({KEY: answer(Y)}), file({"opens_room": answer(Y, "opens_room")}))
        assert both.assessment.answers[KEY].value is Y
        assert both.assessment.facts["opens_room"].value is Y
        assert both.settled == ()

    def test_the_same_answer_twice_is_no_disagreement(self) -> None:
        both = merged(file({KEY: answer(Y, by="甲")}), file({KEY: answer(Y, by="乙")}))
        assert both.assessment.answers[KEY] == answer(Y, by="甲")
        assert both.settled == ()

    def test_what_says_something_of_a_value_goes_with_it(self) -> None:
        """The winner never was corrected, nor left out, and nobody has to be asked any more."""
        corrected = answer(Y, corrected="2026-11-01 更正：原来答的是“否”（输入有误）")
        left_out = answer(Mark.INAPPLICABLE, reason="没有这种情形", note="按日期答的：甲至乙")
        unknown = answer(Mark.UNKNOWN, who_could_know="仓储组")
        for losing in (corrected, left_out, unknown):
            both = merged(file({KEY: answer(N, by="乙")}), file({KEY: losing}), decide=0)
            won = both.assessment.answers[KEY]
            assert (won.value, won.corrected, won.reason, won.who_could_know) == (N, *[None] * 3)
            assert won.note == f"{KEY}：0"
            kept = merged(file({KEY: answer(N)}), file({KEY: losing}), decide=1)
            won = kept.assessment.answers[KEY]
            assert (won.corrected, won.reason, won.who_could_know) == (
                losing.corrected, losing.reason, losing.who_could_know,
            )  # fmt: skip
        undecided = merged(file({KEY: answer(N)}), file({KEY: corrected})).assessment.answers[KEY]
        assert (undecided.value, undecided.corrected) == (None, None)

    def test_of_rooms_the_reason_stays_where_it_still_is_one(self) -> None:
        left_out = Mark.INAPPLICABLE
        first = answer(left_out, SHOWN, exceptions={"r2": Y}, reason="没有这种情形")
        other = answer(left_out, SHOWN, exceptions={"r2": N}, reason="没有这种情形")
        both = merged(
            file({SHOWN: first}, rooms=(A, B)), file({SHOWN: other}, rooms=(A, B)), decide=1
        ).assessment.answers[SHOWN]
        assert (both.for_room("r1"), both.for_room("r2")) == (left_out, N)
        assert both.reason == "没有这种情形"

    def test_a_failure_is_mended_since_the_latest_day_unless_another_is_decided_for(self) -> None:
        june, july = date(2026, 6, 1), date(2026, 7, 1)
        failed = answer(N, remedied={"": june})
        for files in itertools.permutations((failed, answer(N, remedied={"": july}), answer(N))):
            for decide in (None, 0):
                both = merged(*(file({KEY: each}) for each in files), decide=decide)
                ((disagreement, _),) = both.settled
                assert (disagreement.about_value, disagreement.beside) == (False, ("remedied",))
                own = {} if decide is None else files[decide].remedied
                assert both.assessment.answers[KEY].remedied == (own or {"": july})
        corrected = merged(file({KEY: answer(Y)}), file({KEY: failed}), decide=0)
        assert corrected.assessment.answers[KEY].remedied == {}

    def test_in_which_rooms_a_failure_is_mended_is_told_by_their_merged_ids(self) -> None:
        june, july = date(2026, 6, 1), date(2026, 7, 1)
        first = answer(N, SHOWN, remedied={"r1": june})
        other = answer(N, SHOWN, remedied={"r9": july, "r1": july})
        shop, beauty = replace(A, id="r9"), replace(B, id="r1")
        both = merged(file({SHOWN: first}, rooms=(A,)), file({SHOWN: other}, rooms=(beauty, shop)))
        ids = {room.name: room.id for room in both.assessment.rooms}
        kept = both.assessment.answers[SHOWN].remedied
        assert kept == {ids["旗舰店"]: july, ids["美妆间"]: july}

    def test_a_room_that_is_not_disputed_is_mended_since_the_day_of_the_file_decided_for(
        self,
    ) -> None:
        june, july = date(2026, 6, 1), date(2026, 7, 1)
        first = answer(N, SHOWN, remedied={"r1": june, "r2": june})
        other = answer(N, SHOWN, exceptions={"r2": Y}, remedied={"r1": july})
        files = [file({SHOWN: each}, rooms=(A, B)) for each in (first, other)]
        kept = [
            merged(*files, decide=decide).assessment.answers[SHOWN].remedied
            for decide in (None, 0, 1)
        ]
        assert kept == [{"r1": july}, {"r1": june, "r2": june}, {"r1": july}]

    def test_a_piece_with_two_last_days_is_disputed(self) -> None:
        licences = [Evidence("执照", valid_until=date(2027, month, 1)) for month in (3, 6)]
        files = [file({KEY: answer(Y, evidence=(piece,))}) for piece in licences]
        for decide in (None, 0, 1):
            both = merged(*files, decide=decide)
            assert both.settled[0][0].beside == ("evidence",)
            kept = licences if decide is None else [licences[decide]]
            assert [*both.assessment.answers[KEY].evidence] == kept

    def test_all_notes_and_all_evidence_are_kept(self) -> None:
        photo, sheet = Evidence("照片"), Evidence("台账")
        both = merged(
            file({KEY: answer(Y, note="甲注", evidence=(photo,))}),
            file({KEY: answer(Y, note="乙注", evidence=(sheet, photo))}),
        )
        assert both.assessment.answers[KEY].note == "甲注\n乙注"
        assert both.assessment.answers[KEY].evidence == (photo, sheet)

    def test_who_prepared_them_are_all_named(self) -> None:
        files = [
            replace(file(), respondent=Respondent(name="某", prepared_by=by)) for by in "甲乙甲"
        ]
        assert merged(*files).assessment.respondent.prepared_by == "甲、乙"
        assert merged(merged(*files).assessment, *files).assessment.respondent.prepared_by == (
            "甲、乙"
        )

    def test_of_rooms_everybody_who_answered_is_named_once(self) -> None:
        files = [file({SHOWN: answer(Y, SHOWN, by=by)}, rooms=(A,)) for by in ("甲", "甲、乙")]
        assert merged(*files).assessment.answers[SHOWN].by == "甲、乙"

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(assessments(BOOK))
    def test_a_file_merged_with_itself_is_itself(self, one: Assessment) -> None:
        both = merged(one, one)
        one = as_it_stands(BOOK, one)
        assert both.settled == ()
        for section in ("facts", "answers"):
            for key, said in getattr(one, section).items():
                again = getattr(both.assessment, section)[key]
                assert again.value == said.value or said.exceptions
                assert (again.note, again.due) == (said.note, said.due)
                assert set(again.evidence) == set(said.evidence)
                for room in one.rooms:
                    assert again.for_room(room.id) == said.for_room(room.id)


class TestDisagreement:
    def test_left_open_it_has_no_value_and_tells_both_statements(self) -> None:
        both = merged(file({KEY: answer(Y, note="甲注")}), file({KEY: answer(N)}))
        left = both.assessment.answers[KEY]
        assert left.value is None
        assert left.by is None
        assert left.note == f"甲注\n{KEY}：None"
        ((disagreement, chosen),) = both.settled
        assert chosen is None
        stated = [(each.file, each.content.value) for each in disagreement.statements]  # type: ignore[union-attr]
        assert stated == [(0, Y), (1, N)]

    def test_decided_the_answer_is_the_one_of_that_file(self) -> None:
        both = merged(file({KEY: answer(Y)}), file({KEY: answer(N, by="乙")}), decide=1)
        assert (both.assessment.answers[KEY].value, both.assessment.answers[KEY].by) == (N, "乙")
        assert both.assessment.answers[KEY].note == f"{KEY}：1"

    def test_one_who_does_not_know_disagrees_with_one_who_does(self) -> None:
        both = merged(file({KEY: answer(Mark.UNKNOWN)}), file({KEY: answer(Y)}))
        assert both.assessment.answers[KEY].value is None

    def test_a_preferred_file_that_says_nothing_decides_nothing(self) -> None:
        both = merged(file(), file({KEY: answer(Y)}), file({KEY: answer(N)}), decide=0)
        assert both.assessment.answers[KEY].value is None
        assert both.settled[0][1] is None

    def test_options_are_compared_one_by_one(self) -> None:
        one = Picks({"opening": Y, "pitch": Y, "other": N})
        other = Picks({"other": N, "pitch": Y, "opening": Y})
        assert (
            merged(file({SHOWN: answer(one, SHOWN)}), file({SHOWN: answer(other, SHOWN)})).settled
            == ()
        )

    def test_what_stands_beside_equal_answers_is_left_empty_when_disputed(self) -> None:
        both = merged(
            file({KEY: answer(N, owner="甲", due=date(2026, 12, 1))}),
            file({KEY: answer(N, owner="乙")}),
        )
        left = both.assessment.answers[KEY]
        assert (left.value, left.owner, left.due) == (N, None, date(2026, 12, 1))
        assert both.settled[0][0].about_value is False

    def test_facts_respondent_and_period_likewise(self) -> None:
        days = [SelfAuditPeriod(first=date(2026, 2, n), last=date(2026, 3, 1)) for n in (1, 2)]
        both = merged(
            replace(file({"opens_room": answer(Y, "opens_room")}, name="甲"), period=days[0]),
            replace(file({"opens_room": answer(N, "opens_room")}, name="乙"), period=days[1]),
        )
        assert both.assessment.respondent.name == ""
        assert both.assessment.period is None
        assert both.assessment.facts["opens_room"].value is None
        assert [one.key for one, _ in both.settled] == ["name", "period", "opens_room"]

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(assessments(BOOK), assessments(BOOK))
    def test_undecided_nothing_passes_that_one_file_alone_would_fail(
        self, one: Assessment, other: Assessment
    ) -> None:
        both = merged(one, other).assessment
        for section in ("facts", "answers"):
            for key, said in getattr(both, section).items():
                for room in [None] if not both.rooms else [room.id for room in both.rooms]:
                    heard = [
                        getattr(file, section)[key].for_room(room)
                        for file in (one, other)
                        if key in getattr(file, section)
                    ]
                    stated = [value for value in heard if value is not None]
                    if said.for_room(room) is not None:
                        assert said.for_room(room) in stated


class TestEditions:
    OLD = "0000000000000000"

    def test_an_answer_to_the_present_wording_stands_against_one_to_another(self) -> None:
        both = merged(file({KEY: answer(N, asked_as=self.OLD)}), file({KEY: answer(Y)}))
        assert both.assessment.answers[KEY].value is Y
        assert both.settled == ()
        assert [(key, at) for key, at, _ in both.outdated] == [(KEY, 0)]

    def test_answers_to_earlier_wordings_alone_are_still_to_be_looked_at(self) -> None:
        both = merged(*[file({KEY: answer(Y, asked_as=self.OLD)})] * 2)
        assert both.assessment.answers[KEY].asked_as == self.OLD

    def test_a_hand_written_answer_to_an_earlier_edition_does_not_become_current(self) -> None:
        old = (AnsweredTo(id=BOOK.regulation.id, edition="2020.1"),)
        earlier = replace(file({KEY: Answer(value=Y)}), answered_to=old)
        both = merged(earlier, file())
        assert both.assessment.answers[KEY].asked_as is not None
        assert both.assessment.answered_to[0].edition == BOOK.regulation.edition

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(assessments(BOOK), assessments(BOOK), st.sampled_from([None, 0, 1]), st.booleans())
    def test_what_counts_in_the_end_counted_in_a_file(
        self, one: Assessment, other: Assessment, decide: int | None, carried: bool
    ) -> None:
        if carried:
            one = replace(
                one,
                answers={key: replace(said, state=CARRIED) for key, said in one.answers.items()},
            )
        both = merged(one, other, decide=decide).assessment
        for key, question in BOOK.questions().items():
            said = both.answers.get(key)
            if said is None or needs_recheck(question, said, rulebook=BOOK, assessment=both):
                continue
            counted = [
                file.answers[key]
                for file in (one, other)
                if key in file.answers
                and not needs_recheck(question, file.answers[key], rulebook=BOOK, assessment=file)
            ]
            for room in both.rooms:
                value = said.for_room(room.id)
                assert value is None or value in [had.for_room(room.id) for had in counted]

    @pytest.mark.parametrize("unconfirmed", [{"state": CARRIED}, {"asked_as": "0123456789abcdef"}])
    def test_deciding_who_is_in_charge_confirms_no_answer(
        self, unconfirmed: dict[str, str]
    ) -> None:
        had = replace(answer(Y, owner="甲"), **unconfirmed)
        register = Answer(value=None, owner="乙", state="进行中")
        both = merged(file({KEY: had}), file({KEY: register}), decide=1).assessment
        assert both.answers[KEY].owner == "乙"
        question = BOOK.questions()[KEY]
        assert needs_recheck(question, both.answers[KEY], rulebook=BOOK, assessment=both)

    def test_deciding_what_stands_beside_an_answer_of_one_room_does_not_confirm_it(self) -> None:
        said = {"r1": Mark.UNKNOWN}
        had = answer(None, SHOWN, exceptions=said, measures="甲", state=CARRIED)
        register = answer(None, SHOWN, measures="乙", state="进行中")
        files = (file({SHOWN: had}, rooms=(A, B)), file({SHOWN: register}, rooms=(A, B)))
        both = merged(*files, decide=1).assessment
        left = both.answers[SHOWN]
        assert (left.measures, left.state, left.exceptions) == ("乙", CARRIED, said)

    @pytest.mark.parametrize("tried", [80, pytest.param(None, marks=pytest.mark.slow)])
    @pytest.mark.parametrize(("key", "rooms"), [(KEY, ()), (SHOWN, (A, B))])
    def test_of_no_two_answers_is_one_lost_or_confirmed_by_the_other(
        self, key: str, rooms: tuple[Room, ...], tried: int | None
    ) -> None:
        question = BOOK.questions()[key]
        places: list[str | None] = [one.id for one in rooms] or [None]
        ways = itertools.product(
            (None, Y, N),
            ({}, {"r1": Mark.UNKNOWN}) if rooms else ({},),
            (question.fingerprint, self.OLD),
            (None, CARRIED, "进行中", "待验收"),
        )
        files = [
            file(
                {key: answer(value, key, exceptions=excepted, asked_as=to, state=state)},
                rooms=rooms,
            )
            for value, excepted, to, state in ways
        ]

        def counts(one: Assessment) -> bool:
            said = one.answers[key]
            return is_given(said) and not needs_recheck(
                question, said, rulebook=BOOK, assessment=one
            )

        pairs = list(itertools.product(files, repeat=2))
        for pair in random.Random(0).sample(pairs, tried or len(pairs)):
            all_said = [one.answers[key] for one in pair]
            confirmed = [one.answers[key] for one in pair if counts(one)]
            for decide in (None, 0, 1):
                both = merged(*pair, decide=decide).assessment
                assert confirmed or not counts(both), (pair, decide)
                for room in places:
                    heard = {one.for_room(room) for one in confirmed or all_said} - {None}
                    expected = heard if len(heard) == 1 else heard | {None}
                    assert both.answers[key].for_room(room) in expected, (pair, decide)

    def test_an_answer_carried_over_gives_way_to_one_of_today(self) -> None:
        both = merged(file({KEY: answer(Y, state=CARRIED)}), file({KEY: answer(N)}))
        left = both.assessment.answers[KEY]
        assert (left.value, left.state, both.settled) == (N, None, ())

    @pytest.mark.parametrize("decide", [None, 0, 1])
    @pytest.mark.parametrize("order", [1, -1])
    def test_answers_nobody_confirmed_stay_unconfirmed(
        self, decide: int | None, order: int
    ) -> None:
        carried = file({KEY: answer(Y, state=CARRIED)})
        outdated = file({KEY: answer(Y, asked_as=self.OLD, state="进行中")})
        both = merged(*[carried, outdated][::order], decide=decide)
        left = both.assessment.answers[KEY]
        question = BOOK.questions()[KEY]
        assert needs_recheck(question, left, rulebook=BOOK, assessment=both.assessment)

    def test_a_regulation_that_one_file_sets_aside_and_another_answers_is_answered_to(
        self,
    ) -> None:
        aside = AnsweredTo(id="mcn", edition=SET_ASIDE)
        answers = AnsweredTo(id="mcn", edition="2026.1")
        one, other = file(), file()
        one = replace(one, answered_to=(*one.answered_to, aside))
        other = replace(other, answered_to=(*other.answered_to, answers))
        for files in ((one, other), (other, one)):
            assert answers in merged(*files).assessment.answered_to
            assert aside not in merged(*files).assessment.answered_to

    def test_answers_no_rulebook_knows_lie_dormant(self) -> None:
        gone = Answer(value=Y, asked_as="abcd")
        assert merged(file(), file({"gone/q": gone})).assessment.answers["gone/q"] == gone


class TestRooms:
    def shown(self, mark: Mark, **excepted: Mark) -> dict[str, Answer]:
        return {SHOWN: answer(mark, SHOWN, exceptions=excepted)}

    def test_a_room_is_known_by_its_name_whatever_its_id(self) -> None:
        both = merged(
            file(self.shown(Y, r2=N), rooms=(A, B)),
            file(self.shown(N), rooms=(Room(id="x", name=B.name),)),
        )
        assert both.assessment.rooms == (A, B)
        assert both.settled == ()
        assert both.assessment.answers[SHOWN].for_room("r2") is N

    def test_one_id_with_two_names_is_two_rooms(self) -> None:
        other = Room(id="r1", name="母婴间")
        both = merged(file(self.shown(Y), rooms=(A,)), file(self.shown(N), rooms=(other,)))
        assert [room.name for room in both.assessment.rooms] == ["旗舰店", "母婴间"]
        said = both.assessment.answers[SHOWN]
        new = both.assessment.rooms[1].id
        assert (said.for_room("r1"), said.for_room(new)) == (Y, N)
        assert both.rooms.clashes == (("r1", new),)
        assert both.settled == ()

    def test_a_room_renamed_in_one_file_stays_one_room_by_its_last_name(self) -> None:
        new = replace(A, name="旗舰店（新）", formerly=(A.name,))
        files = file(self.shown(Y), rooms=(new, B)), file(self.shown(N), rooms=(A, B))
        for pair, at in ((files, 1), (files[::-1], 0)):
            both = merged(*pair)
            assert both.assessment.rooms == (new, B)
            assert both.settled[0][0].rooms == ("r1", "r2")
            assert (both.rooms.clashes, both.rooms.respelled) == ((), ())
            assert both.rooms.renamed == (Respelling(kept=new.name, other=A.name, file=at),)

    def test_renamed_in_both_copies_it_is_one_room_where_their_histories_are_one(self) -> None:
        """直播间1 is what many lists begin with: the name alone proves nothing."""
        one, other = (Room(id="r1", name=name, formerly=("直播间1",)) for name in ("甲", "乙"))
        begun = {"r1": {("2026-11-01T09:00:00+08:00", "直播间1")}}
        later = {"r1": {("2026-11-02T09:00:00+08:00", "直播间1")}}
        apart = merge_rooms([(one,), (other,)], [begun, later])
        assert [room.name for room in apart.rooms] == ["甲", "乙"]
        both = merge_rooms([(one,), (other,)], [begun, {"r1": begun["r1"] | later["r1"]}])
        assert both.rooms == (replace(one, formerly=("直播间1", "乙")),)
        assert both.renamed == (Respelling(kept="甲", other="乙", file=1),)

    def test_an_id_that_was_given_to_another_room_makes_no_one_room(self) -> None:
        """Older programs gave an id anew: what was recorded of it before is of another room."""
        other = replace(A, name="母婴间")
        begun = {"r1": {("2026-11-01T09:00:00+08:00", "旗舰店")}}
        assert len(merge_rooms([(A,), (other,)], [begun, begun]).rooms) == 2

    def test_no_two_rooms_of_a_file_become_one_by_a_renaming(self) -> None:
        new = replace(A, name=B.name, formerly=(A.name,))
        both = merge_rooms([(new,), (A, B)])
        assert both.ids[1] == {"r1": "r3", "r2": "r1"}
        assert both.clashes == (("r1", "r3"),)

    def test_a_renaming_is_seen_of_a_room_that_got_another_id(self) -> None:
        own, new = replace(A, name="母婴间"), replace(A, name="旗舰店（新）", formerly=(A.name,))
        both = merge_rooms([(own,), (A,), (new,)])
        assert [room.name for room in both.rooms] == ["母婴间", "旗舰店（新）"]
        assert both.ids == ({"r1": "r1"}, {"r1": "r2"}, {"r1": "r2"})

    def test_only_the_disputed_room_is_left_open(self) -> None:
        both = merged(file(self.shown(Y), rooms=(A, B)), file(self.shown(Y, r2=N), rooms=(A, B)))
        said = both.assessment.answers[SHOWN]
        assert (said.for_room("r1"), said.for_room("r2")) == (Y, None)
        assert both.settled[0][0].rooms == ("r2",)

    def test_who_lists_no_rooms_speaks_of_all_of_them(self) -> None:
        """What he admits is not lost because the other file lists rooms."""
        whole = file({SHOWN: answer(N, SHOWN)})
        listed = file({SHOWN: answer(Y, SHOWN)}, rooms=(A, B))
        both = merged(whole, listed)
        ((disagreement, chosen),) = both.settled
        assert (disagreement.rooms, chosen) == (("r1", "r2"), None)
        assert both.assessment.answers[SHOWN].value is None

    def test_a_room_nobody_spoke_about_is_not_covered_by_what_was_said_of_others(self) -> None:
        both = merged(file(self.shown(Y), rooms=(A,)), file(rooms=(B,)))
        said = both.assessment.answers[SHOWN]
        assert (said.for_room("r1"), said.for_room("r2")) == (Y, None)

    def test_a_new_id_is_taken_by_no_file(self) -> None:
        others = (Room(id="r1", name="丙"), Room(id="r2", name="丁"))
        both = merged(file(rooms=(A,)), file(rooms=others), file(rooms=(Room(id="r3", name="戊"),)))
        ids = [room.id for room in both.assessment.rooms]
        assert len(set(ids)) == 4
        assert both.rooms.ids[2] == {"r3": "r3"}


def test_a_disagreement_left_open_is_never_a_pass(tmp_path: Path) -> None:
    session = LongSession(tmp_path)
    known = load(session.path, session.book)
    questions = session.book.questions()
    all_yes = {
        key: Answer(value=Y, asked_as=question.fingerprint) for key, question in questions.items()
    }
    yes = replace(known, answers=all_yes)
    no = replace(yes, answers={**all_yes, "art3-all/q1": replace(all_yes["art3-all/q1"], value=N)})
    both = merge([yes, no], session.book, decide=lambda _: None, remark=lambda *_: "两说")
    day = date(2026, 11, 1)
    status = {
        name: evaluate(session.book, one, as_of=day).findings[0].status
        for name, one in (("yes", yes), ("no", no), ("both", both.assessment))
    }
    assert status == {
        "yes": Status.SATISFIED, "no": Status.NOT_SATISFIED, "both": Status.UNDETERMINED,
    }  # fmt: skip


@pytest.fixture
def two(tmp_path: Path) -> Two:
    """Two files that disagree about q1, and the arguments that merge them."""
    session = LongSession(tmp_path)
    known = load(session.path, session.book)
    question = session.book.questions()["art3-all/q1"]
    for name, mark in (("甲", Y), ("乙", N)):
        said = Answer(
            value=mark,
            by=name,
            at="2026-11-01T09:30:00+08:00",
            asked_as=question.fingerprint,
            evidence=(Evidence("照片.jpg", "照片.jpg"),),
        )
        save(tmp_path / f"{name}.yaml", replace(known, answers={"art3-all/q1": said}), session.book)
    files: list[str | Path] = [tmp_path / "甲.yaml", tmp_path / "乙.yaml"]
    return session, ["merge", *files, "--rules", session.rules, "-o", tmp_path / "合.yaml"]


class TestTheCommand:
    def test_it_shows_who_said_what_and_when_and_leaves_with_1(
        self, two: Two, checklist: Run, tmp_path: Path
    ) -> None:
        ran = checklist(*two[1])
        assert ran.code == 1
        assert "第三条：第1问？" in ran.out
        assert "1. 是；佐证材料：照片.jpg（甲.yaml，甲，2026-11-01 09:30）" in ran.out
        assert "2. 否；佐证材料：照片.jpg（乙.yaml，乙，2026-11-01 09:30）" in ran.out
        assert "已定 0 处，未定 1 处" in ran.out
        left = load(tmp_path / "合.yaml", two[0].book).answers["art3-all/q1"]
        assert left.value is None
        assert left.note == (
            "合并时说法不一致（待定）：是（甲.yaml，甲，2026-11-01 09:30）；"
            "否（乙.yaml，乙，2026-11-01 09:30）"
        )
        assert load_history(tmp_path / "合.yaml").entries[0].by == "合并 甲.yaml、乙.yaml"

    def test_a_note_does_not_repeat_what_both_say_beside_their_answers(
        self, two: Two, checklist: Run, tmp_path: Path
    ) -> None:
        session, command = two
        for name in ("甲.yaml", "乙.yaml"):
            path = tmp_path / name
            known = load(path, session.book)
            given = replace(known.answers["art3-all/q1"], owner="王敏", due=date(2026, 12, 31))
            save(path, replace(known, answers={"art3-all/q1": given}), session.book)
        checklist(*command)
        left = load(tmp_path / "合.yaml", session.book).answers["art3-all/q1"]
        assert (left.owner, left.due) == ("王敏", date(2026, 12, 31))
        assert "王敏" not in (left.note or "")

    def test_a_preferred_file_decides_and_that_is_said(
        self, two: Two, checklist: Run, tmp_path: Path
    ) -> None:
        ran = checklist(*two[1], "--prefer", tmp_path / "乙.yaml")
        assert ran.code == exits.DONE
        assert "已定 1 处（一律以 乙.yaml 为准）" in ran.out
        decided = load(tmp_path / "合.yaml", two[0].book).answers["art3-all/q1"]
        assert decided.value is N
        assert "以 乙.yaml 为准" in (decided.note or "")

    def test_days_of_remedy_that_differ_are_told_and_the_preferred_file_decides(
        self, two: Two, checklist: Run, tmp_path: Path
    ) -> None:
        session, command = two
        for day, name in enumerate(("甲.yaml", "乙.yaml"), start=1):
            path = tmp_path / name
            known = load(path, session.book)
            given = replace(
                known.answers["art3-all/q1"],
                value=N,
                owner="王敏",
                remedied={"": date(2026, 11, day)},
            )
            save(path, replace(known, answers={"art3-all/q1": given}), session.book)
        ran = checklist(*command, "--prefer", tmp_path / "甲.yaml")
        assert "第1问？（答案相同，旁边写的不同）" in ran.out
        assert "整改完成之日：2026-11-01（甲.yaml，\n     甲，2026-11-01 09:30）【采用】" in ran.out
        kept = load(tmp_path / "合.yaml", session.book).answers["art3-all/q1"]
        assert kept.remedied == {"": date(2026, 11, 1)}
        assert "否；整改完成之日：2026-11-02（乙.yaml，" in (kept.note or "")
        assert "王敏" not in (kept.note or "")

    def test_what_differs_beside_equal_answers_is_said_to_be_left_out_and_the_answers_stay(
        self, two: Two, checklist: Run, tmp_path: Path
    ) -> None:
        session, command = two
        for day, name in enumerate(("甲", "乙"), start=1):
            path = tmp_path / f"{name}.yaml"
            known = load(path, session.book)
            beside: dict[str, Any] = {"owner": name, "remedied": {"": date(2026, 11, day)}}
            given = replace(known.answers["art3-all/q1"], value=N, **beside)
            save(path, replace(known, answers={"art3-all/q1": given}), session.book)
        ran = checklist(*command)
        out = ran.out.replace("\n", "")
        assert ran.code == 1
        assert "未定的 1 处答案相同，答案照旧留着" in out
        assert "责任人没有留下，整改完成之日取较晚的一天；各人的说法在备注里" in out
        assert "checklist report" in out
        assert "未作答" not in out
        assert "checklist ask " not in out.replace("checklist ask 里", "")
        left = load(tmp_path / "合.yaml", session.book).answers["art3-all/q1"]
        assert (left.value, left.owner, left.remedied) == (N, None, {"": date(2026, 11, 2)})

    def test_files_of_one_name_are_told_apart_by_their_folders(
        self, two: Two, checklist: Run, tmp_path: Path
    ) -> None:
        files = [tmp_path / name / "店.yaml" for name in ("甲", "乙")]
        for file in files:
            file.parent.mkdir()
            (tmp_path / f"{file.parent.name}.yaml").rename(file)
        ran = checklist(two[1][0], *files, *two[1][3:], "--prefer", files[1])
        assert "照片.jpg（甲/店.yaml，甲，2026-11-01 09:30）" in ran.out
        assert "照片.jpg（乙/店.yaml，乙，2026-11-01 09:30）【采用】" in ran.out
        assert "（一律以 乙/店.yaml 为准）" in ran.out
        note = load(tmp_path / "合.yaml", two[0].book).answers["art3-all/q1"].note or ""
        assert "（以 乙/店.yaml 为准）：是（甲/店.yaml，" in note
        assert load_history(tmp_path / "合.yaml").entries[0].by == "合并 甲/店.yaml、乙/店.yaml"

    def test_copies_that_renamed_a_room_are_one_by_their_history(
        self, two: Two, checklist: Run, tmp_path: Path
    ) -> None:
        session, command = two
        start = replace(load(tmp_path / "甲.yaml", session.book), rooms=(A, B))
        nothing = Assessment(respondent=Respondent(name=""))
        for name in ("甲", "乙"):
            room = replace(A, name=f"{name}店", formerly=(A.name,))
            steps = [nothing, start, replace(start, rooms=(room, B))]
            for day, (old, new) in enumerate(itertools.pairwise(steps), start=1):
                at = datetime(2026, 11, day, tzinfo=UTC)
                path = tmp_path / f"{name}.yaml"
                path.unlink(missing_ok=True)
                commit(path, old, new, who=name, at=at, rulebook=session.book)
        ran = checklist(*command)
        assert "改过名称的同一个直播间，按一个计" in ran.out
        assert "甲店（乙.yaml 写作“乙店”）" in ran.out
        merged_rooms = load(tmp_path / "合.yaml", session.book).rooms
        assert [room.name for room in merged_rooms] == ["甲店", B.name]

    def test_rooms_that_may_be_one_are_told_with_what_to_do(
        self, two: Two, checklist: Run, tmp_path: Path
    ) -> None:
        session, command = two
        for name in ("甲", "乙"):
            path = tmp_path / f"{name}.yaml"
            rooms = (replace(A, name=f"{name}店"),)
            save(path, replace(load(path, session.book), rooms=rooms), session.book)
        out = checklist(*command).out.replace("\n", "")
        assert "按两个直播间保留：甲店（r1）、乙店（改编号为" in out
        assert "其实是同一间的，核对两边的答案，用 checklist ask 从名单里去掉其中一个" in out

    @pytest.mark.parametrize(
        ("typed", "value", "code"), [("２", N, 0), ("x 1", Y, 0), ("", None, 1)]
    )
    def test_at_a_terminal_each_is_asked(
        self,
        two: Two,
        checklist: Run,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        typed: str,
        value: Mark | None,
        code: int,
    ) -> None:
        keys = iter(typed.split() or [""])
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda _: next(keys))
        ran = checklist(*two[1])
        assert ran.code == code
        assert ran.out.count("第1问？") == 1
        assert load(tmp_path / "合.yaml", two[0].book).answers["art3-all/q1"].value is value

    def test_files_that_agree_leave_with_0(self, two: Two, checklist: Run, tmp_path: Path) -> None:
        (tmp_path / "乙.yaml").write_bytes((tmp_path / "甲.yaml").read_bytes())
        ran = checklist(*two[1])
        assert ran.code == exits.DONE
        assert "没有不一致" in ran.out

    def test_evidence_comes_along_into_another_folder(
        self, two: Two, checklist: Run, tmp_path: Path
    ) -> None:
        (tmp_path / "照片.jpg").write_bytes(b"seen")
        (tmp_path / "汇总").mkdir()
        target = tmp_path / "汇总" / "合.yaml"
        checklist(*two[1][:-1], target)
        (evidence,) = load(target, two[0].book).answers["art3-all/q1"].evidence
        assert evidence.path == "证据/照片.jpg"
        assert (target.parent / evidence.path).read_bytes() == b"seen"

    @pytest.mark.parametrize("is_link", [True, False])
    def test_evidence_that_cannot_come_along_is_known_by_its_name(
        self, two: Two, checklist: Run, tmp_path: Path, *, is_link: bool
    ) -> None:
        if is_link:
            secret = tmp_path.parent / f"{tmp_path.name}.secret"
            secret.write_bytes(b"secret")
            (tmp_path / "照片.jpg").symlink_to(secret)
        (tmp_path / "汇总").mkdir()
        target = tmp_path / "汇总" / "合.yaml"
        ran = checklist(*two[1][:-1], target)
        (evidence,) = load(target, two[0].book).answers["art3-all/q1"].evidence
        assert (evidence.text, evidence.path) == ("照片.jpg", None)
        assert "有 1 件佐证文件带不过来，合并后只记名称和摘要" in ran.err
        assert not list((tmp_path / "汇总").glob("证据/*"))

    def test_evidence_below_the_merged_file_keeps_its_path(
        self, two: Two, checklist: Run, tmp_path: Path
    ) -> None:
        (tmp_path / "照片.jpg").write_bytes(b"seen")
        target = tmp_path.parent / f"{tmp_path.name}-合.yaml"
        checklist(*two[1][:-1], target)
        (evidence,) = load(target, two[0].book).answers["art3-all/q1"].evidence
        assert evidence.path == f"{tmp_path.name}/照片.jpg"

    def test_an_input_is_never_written_over(self, two: Two, checklist: Run, tmp_path: Path) -> None:
        before = (tmp_path / "甲.yaml").read_bytes()
        ran = checklist(*two[1][:-1], tmp_path / "甲.yaml")
        assert ran.code == exits.WRONG_USAGE
        assert "输入的文件" in ran.err
        assert (tmp_path / "甲.yaml").read_bytes() == before

    @pytest.mark.parametrize("name", ["别人的.yaml", "别人的.yml", "别人的.YML"])
    def test_answers_that_lie_there_already_are_never_written_over(
        self, two: Two, checklist: Run, tmp_path: Path, name: str
    ) -> None:
        theirs = tmp_path / name
        theirs.write_bytes((tmp_path / "甲.yaml").read_bytes())
        before = theirs.read_bytes()
        ran = checklist(*two[1][:-1], theirs)
        assert ran.code == exits.WRONG_USAGE
        assert "已经有一份 YAML 文件" in ran.err
        assert theirs.read_bytes() == before

    @pytest.mark.parametrize(
        ("names", "more", "words"),
        [
            (["甲.yaml"], [], "至少两份"),
            (["甲.yaml", "甲.yaml"], [], "写了两次"),
            (["甲.yaml", "乙.yaml"], ["--prefer", "自查.yaml"], "不在要合并的文件里"),
        ],
    )
    def test_what_cannot_be_merged_is_told(
        self,
        two: Two,
        checklist: Run,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        names: list[str],
        more: list[str],
        words: str,
    ) -> None:
        monkeypatch.chdir(tmp_path)
        ran = checklist("merge", *names, "--rules", two[0].rules, "-o", "合.yaml", *more)
        assert ran.code == exits.WRONG_USAGE
        assert words in ran.err
        assert not (tmp_path / "合.yaml").exists()
