"""Random edits through the doors of the sitting and the history: nothing unnamed ever changes.

The model is a plain dictionary. After every edit the file says what the model says, every loss was
named before it was agreed to, and what was refused, or taken back, left no trace.
"""

from __future__ import annotations

import contextlib
import copy
import io
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from msgspec.structs import replace

from checklist.assessment.asked import as_asked
from checklist.assessment.model import UNASKED, Answer, Assessment, Choice, Mark, Room, Value
from checklist.assessment.questionnaire import AskFact, AskQuestion, AskRooms, is_answered, plan
from checklist.assessment.stored.file import load, load_history
from checklist.assessment.wording import spell
from checklist.cli.history import _restore
from checklist.sitting.places import numbered
from checklist.sitting.shown.effects import effect
from tests.assessment.sitting import ABOUT, BOOK, Sitting

NAMES = st.sampled_from([f"{name}直播间" for name in "甲乙丙丁戊己"])
ASKED = ("facts/channel", "answers/art25-all/done", "answers/art38-replay/kept")
VALUES: dict[str, dict[str, Value]] = {
    "facts/channel": {"1": Choice("platform"), "2": Choice("own_site")},
    "answers/art25-all/done": {"是": Mark.YES, "否": Mark.NO},
    "answers/art38-replay/kept": {"是": Mark.YES, "否": Mark.NO},
}
OF_ROOMS = {"facts/channel", "answers/art38-replay/kept"}
Model = dict[str, Any]
"""The list of rooms under "rooms", and for each answer its value, what each room says, note and
owner."""


def view(known: Assessment) -> Model:
    """What stands in a file, as the model has it."""
    said: dict[str, Answer] = {f"facts/{id}": answer for id, answer in known.facts.items()}
    said |= {f"answers/{key}": answer for key, answer in known.answers.items()}
    return {
        "rooms": [(room.id, room.name) for room in known.rooms],
        "respondent": known.respondent,
        "period": known.period,
        **{
            id: (answer.value, of_rooms(id, answer, known), answer.note, answer.owner)
            for id, answer in said.items()
        },
    }


def of_rooms(id: str, answer: Answer, known: Assessment) -> dict[str, Value | None]:
    """What each room says; nothing where the respondent is asked as a whole."""
    return {room.id: answer.for_room(room.id) for room in known.rooms if id in OF_ROOMS}


class Edits(RuleBasedStateMachine):
    """Somebody who changes their mind at every step."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "自查.yaml"
        self.sitting = Sitting(self.path)
        known = self.at_another_time().answer(
            *ABOUT, "是", "否", "旗舰店、美妆间、清仓间", "1", "清仓间", "2", "是", "q"
        )
        self.model = view(known)
        self.rooms_ever = len(known.rooms)
        self.moments: dict[int, Model] = {}
        self.remember()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    # --- what holds after every edit ---

    def edit(self, *lines: str, becomes: Model, undo: bool = False) -> None:
        self.sitting.shown.clear()
        known = self.at_another_time().answer(*lines, *(["u"] if undo else []), "q")
        if not undo:
            self.model = becomes
        assert view(known) == self.model
        self.remember()

    def remember(self) -> None:
        self.moments[len(load_history(self.path).entries)] = copy.deepcopy(self.model)

    # --- what is asked now ---

    @property
    def known(self) -> Assessment:
        return load(self.path, BOOK)

    @property
    def rooms(self) -> list[tuple[str, str]]:
        rooms: list[tuple[str, str]] = self.model["rooms"]
        return rooms

    def step(self, id: str) -> AskFact | AskQuestion | None:
        steps = (step for step in plan(BOOK, self.known) if step.id == id)
        step = next(steps, None)
        return step if isinstance(step, AskFact | AskQuestion) else None

    def place(self, step: AskFact | AskQuestion) -> str:
        number = numbered(plan(BOOK, self.known))[step.id]
        return f"g 主体{number}" if isinstance(step, AskFact) else f"g 第{number}题"

    def lists_rooms(self) -> bool:
        return any(isinstance(step, AskRooms) for step in plan(BOOK, self.known))

    def without(self, gone: set[str], rooms: list[tuple[str, str]]) -> Model:
        """The model once rooms are gone; checks that each loss was, or will be, named."""
        after = {**self.model, "rooms": rooms}
        for id, said in self.model.items():
            if isinstance(said, tuple):
                value, says, *beside = said
                after[id] = (
                    value,
                    {at: own for at, own in says.items() if at not in gone},
                    *beside,
                )
        return after

    def losses(self, gone: set[str]) -> list[str]:
        asked = {fact.id: fact for fact in BOOK.facts} | dict(BOOK.questions())
        names = dict(self.rooms)
        return [
            f"{names[room]} {spell(asked[id.partition('/')[2]], own)}"
            for id, said in self.model.items()
            if isinstance(said, tuple)
            for room, own in said[1].items()
            if room in gone and own not in (None, said[0])
        ]

    def drop(self, line: str, rooms: list[tuple[str, str]], *, agrees: bool, undo: bool) -> None:
        """Type a line after which only `rooms` are left."""
        gone = {id for id, _ in self.rooms} - {id for id, _ in rooms}
        losses, names = self.losses(gone), [name for id, name in self.rooms if id in gone]
        after = self.without(gone, rooms) if agrees else self.model
        self.edit("g 直播间", line, "是" if agrees else "", becomes=after, undo=undo)
        shown = "".join(self.sitting.text.split())
        for words in (*losses, *names):
            assert "".join(words.split()) in shown, words

    # --- the edits ---

    @precondition(lambda self: self.lists_rooms())
    @rule(name=NAMES, undo=st.booleans())
    def add_a_room(self, name: str, undo: bool) -> None:
        if name in dict(self.rooms).values():
            self.edit("g 直播间", f"加 {name}", becomes=self.model)
            assert "已经有直播间" in self.sitting.text
            return
        self.rooms_ever += 1  # an id is never given twice, undone or not
        id = f"r{self.rooms_ever}"
        after = {**self.model, "rooms": [*self.rooms, (id, name)]}
        for key in ASKED:  # what was said of all rooms was not said of this one
            said = self.model.get(key)
            if key in OF_ROOMS and said:
                own = None if self.rooms or not self.step(key) else said[0]
                after[key] = (said[0], {**said[1], id: own}, *said[2:])
        self.edit("g 直播间", f"加 {name}", becomes=after, undo=undo)

    @precondition(lambda self: self.lists_rooms() and bool(self.rooms))
    @rule(at=st.integers(0, 9), name=NAMES, undo=st.booleans())
    def rename_a_room(self, at: int, name: str, undo: bool) -> None:
        if name in dict(self.rooms).values():
            return
        at %= len(self.rooms)
        rooms = [*self.rooms]
        rooms[at] = (rooms[at][0], name)
        after = {**self.model, "rooms": rooms}
        self.edit("g 直播间", f"改名 {at + 1} {name}", becomes=after, undo=undo)

    @precondition(lambda self: self.lists_rooms() and bool(self.rooms))
    @rule(at=st.integers(0, 9), agrees=st.booleans(), undo=st.booleans())
    def remove_a_room(self, at: int, agrees: bool, undo: bool) -> None:
        if len(self.rooms) == 1:
            self.edit("g 直播间", "去掉 1", becomes=self.model)
            return
        at %= len(self.rooms)
        left = [room for number, room in enumerate(self.rooms) if number != at]
        self.drop(f"去掉 {at + 1}", left, agrees=agrees, undo=undo)

    @precondition(lambda self: self.lists_rooms() and len(self.rooms) > 1)
    @rule(data=st.data(), agrees=st.booleans(), undo=st.booleans())
    def paste_a_shorter_list(self, data: st.DataObject, agrees: bool, undo: bool) -> None:
        some = st.lists(st.sampled_from(self.rooms), min_size=1, max_size=len(self.rooms) - 1)
        kept = set(data.draw(some))
        left = [room for room in self.rooms if room in kept]
        line = "、".join(name for _, name in left)
        if len(left) == 1:  # one name is no list
            self.edit("g 直播间", line, becomes=self.model)
            return
        self.drop(line, left, agrees=agrees, undo=undo)

    @rule(id=st.sampled_from(ASKED), typed=st.integers(0, 1), undo=st.booleans())
    def enter_a_value_again(self, id: str, typed: int, undo: bool) -> None:
        """Enter keeps the exceptions that stand, but those that say the same."""
        step = self.step(id)
        if step is None:
            return
        text, value = list(VALUES[id].items())[typed]
        common, says, note, owner = self.said(id)
        put = {room for room in of(step) if says[room] is None and common is not None}
        if put:
            says, stays = {**says, **dict.fromkeys(put, value)}, common
        else:
            put, stays = of(step), value
            same = {room for room in put if len(put) == 1 or says[room] in (None, common)}
            says = {**says, **dict.fromkeys(same, value)}
        after = {**self.model, id: (stays, says, note, owner)}
        lines = [self.place(step), text, *([""] if len(put) > 1 else [])]
        self.edit(*lines, *self.confirmation(step, stays, says), becomes=after, undo=undo)

    @rule(
        id=st.sampled_from(ASKED), at=st.integers(0, 9), typed=st.integers(0, 1), undo=st.booleans()
    )
    def change_one_room(self, id: str, at: int, typed: int, undo: bool) -> None:
        step = self.step(id)
        if step is None or len(step.rooms) < 2 or id not in self.model:
            return
        room = step.rooms[at % len(step.rooms)]
        text, value = list(VALUES[id].items())[typed]
        common, says, note, owner = self.model[id]
        if common is None or None in map(says.get, of(step)):
            return
        says = {**says, room.id: value}
        after = {**self.model, id: (common, says, note, owner)}
        lines = [self.place(step), "例外", room.name, text]
        self.edit(*lines, *self.confirmation(step, common, says), becomes=after, undo=undo)

    def said(self, id: str) -> Any:
        """What the model has of an answer, or would have of none."""
        rooms = {room: None for room, _ in self.rooms if id in OF_ROOMS}
        return self.model.get(id, (None, rooms, None, None))

    def confirmation(
        self, step: AskFact | AskQuestion, value: Value, says: dict[str, Value | None]
    ) -> list[str]:
        """Enter, where a changed fact changes what is asked: that is previewed."""
        known = self.known
        if isinstance(step, AskQuestion) or not is_answered(step, BOOK, known):
            return []
        own = {room: UNASKED if said is None else said for room, said in says.items()}
        answer = Answer(value=value, exceptions=own, asked_as=step.fact.fingerprint)
        after = replace(known, facts={**known.facts, step.fact.id: answer})
        return [""] if effect(BOOK, known, as_asked(BOOK, known, after)) else []

    @precondition(lambda self: self.model.get("facts/opens_room", (None,))[0] is not None)
    @rule(agrees=st.booleans(), undo=st.booleans())
    def turn_a_fact_round(self, agrees: bool, undo: bool) -> None:
        """Answers that are not asked any more stay, and count again once they are."""
        value, *rest = self.model["facts/opens_room"]
        other = Mark.NO if value is Mark.YES else Mark.YES
        after = {**self.model, "facts/opens_room": (other, *rest)} if agrees else self.model
        text = "否" if other is Mark.NO else "是"
        self.edit("g 主体1", text, "" if agrees else "不改", becomes=after, undo=undo)

    @rule(id=st.sampled_from(ASKED), undo=st.booleans())
    def write_beside(self, id: str, undo: bool) -> None:
        step = self.step(id)
        if step is None:
            return
        value, says, note, owner = self.said(id)
        words = f"{note}\n再看" if note else "再看"
        after = {**self.model, id: (value, says, words, owner)}
        self.edit(self.place(step), "m 再看", becomes=after, undo=undo)

    @precondition(lambda self: self.step("answers/art25-all/done"))
    @rule(agrees=st.booleans(), undo=st.booleans())
    def put_somebody_in_charge_of_all(self, agrees: bool, undo: bool) -> None:
        before = view(self.known)
        self.sitting.shown.clear()
        lines = ["p 全部 张三", "1" if agrees else "不改", *(["u"] if agrees and undo else []), "q"]
        known = view(self.at_another_time().answer("g 第1题", *lines))
        changed = {id for id in known if known[id] != before.get(id)}
        if not agrees or undo:
            assert not changed
        asked = {f"answers/{key}": question for key, question in BOOK.questions().items()}
        shown = "".join(self.sitting.text.split())
        for id in changed:
            assert known[id][:3] == before.get(id, self.said(id))[:3]
            assert "".join(asked[id].ask.split()) in shown
        self.model = known
        self.remember()

    def at_another_time(self) -> Sitting:
        """No two edits have the same time: those that have are taken for one save."""
        self.sitting.second = (self.sitting.second + 1) % 60
        return self.sitting

    # --- from the history ---

    @rule(data=st.data())
    def restore_a_moment(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.moments)))
        self.restored(None, str(number))
        self.model = copy.deepcopy(self.moments[number])
        assert view(self.known) == self.model
        self.remember()

    @rule(data=st.data(), before=st.booleans())
    def restore_one_entry(self, data: st.DataObject, before: bool) -> None:
        entries = load_history(self.path).entries
        entry = data.draw(st.sampled_from(entries))
        try:
            printed = self.restored(entry.number, None, before=before)
        except ValueError as error:
            printed = str(error)
        now = view(self.known)
        changed = {id for id in {*now, *self.model} if now.get(id) != self.model.get(id)}
        if entry.section in ("facts", "answers"):
            assert changed <= {f"{entry.section}/{entry.key}"}
        asked = {f"facts/{fact.id}": fact.ask for fact in BOOK.facts}
        asked |= {f"answers/{key}": question.ask for key, question in BOOK.questions().items()}
        others = dict(now["rooms"]).keys() ^ dict(self.rooms).keys()
        was, stands = left(self.model, others), left(now, others)
        for id in (id for id in changed & asked.keys() if was.get(id) != stands.get(id)):
            assert "".join(asked[id].split()) in "".join(printed.split())
        self.model = now
        self.remember()

    def restored(self, number: int | None, at: str | None, *, before: bool = False) -> str:
        from checklist.errors import ChecklistError

        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.suppress(ChecklistError):
            _restore(self.path, BOOK, number, at, before=before, yes=True)
        return out.getvalue()


def left(model: Model, gone: Collection[str]) -> Model:
    """The model without what these rooms say."""
    after = dict(model)
    for id, said in model.items():
        if isinstance(said, tuple):
            value, says, *beside = said
            kept = {room: own for room, own in says.items() if room not in gone}
            after[id] = (value, kept, *beside)
    return after


def of(step: AskFact | AskQuestion) -> set[str]:
    """The ids of the rooms a step asks about."""
    rooms: tuple[Room, ...] = step.rooms
    return {room.id for room in rooms}


def bounds(examples: int, steps: int) -> settings:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=slow,
    )


TestEdits = Edits.TestCase
TestEdits.settings = bounds(5, 12)


class ManyEdits(Edits):
    """The same with more and longer runs."""


ManyEdits.TestCase.settings = bounds(60, 30)
TestManyEdits = pytest.mark.slow(ManyEdits.TestCase)
