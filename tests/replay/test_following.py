"""Following a prompt, tried without a picture: what is where is written down."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.replay.absences import absences, changes, longest_present, spanned, within
from checklist.replay.following import Following, Place, changed, near
from checklist.replay.model import Absence, Box, Seen, Span
from checklist.replay.reading import Line
from tests.given.recordings import absent, recording

WORDS = (("人工智能", "AI"), ("生成", "合成"))
CORNER = Box(0.02, 0.02, 0.2, 0.08)
OTHER = Box(0.7, 0.9, 0.95, 0.96)
PROMPT = "由人工智能生成"


class Drawn:
    """A picture of which is known what is written where."""

    def __init__(
        self, at: float, texts: dict[Box, str], *, blurred: bool = False, plain: bool = True
    ) -> None:
        self.at, self.texts, self.blurred, self.plain = at, texts, blurred, plain
        self.readings = 0

    def likeness(self, place: Place) -> float:
        there = any(near(box, place.box) for box in self.texts)
        return (0.9 if self.plain else 0.5) if there and not self.blurred else 0.0

    def learn(self, place: Place) -> None:
        pass

    def read(self, place: Place) -> str:
        found = [text for box, text in self.texts.items() if near(box, place.box)]
        return found[0][: 4 if self.blurred else None] if found else ""

    def read_all(self, height: float | None) -> Sequence[Line]:
        self.known = height
        self.readings += 1
        if self.blurred:
            return ()
        return [Line(text=text, boxes=(box,) * len(text)) for box, text in self.texts.items()]


def followed(*texts: dict[Box, str]) -> tuple[Following, list[Drawn]]:
    following = Following(WORDS)
    drawn = [Drawn(2.0 * number, each, plain=False) for number, each in enumerate(texts)]
    for picture in drawn:
        following.look(picture)
    return following, drawn


def states(following: Following) -> str:
    letters = {Seen.PRESENT: "+", Seen.ABSENT: "-", Seen.UNSURE: "?"}
    return "".join(letters[state] for _, state in following.seen)


HERE, THERE, GONE = {CORNER: PROMPT}, {OTHER: PROMPT}, dict[Box, str]()


def test_a_prompt_that_stays_is_present_from_where_it_was_first_read() -> None:
    following, drawn = followed(*[HERE] * 20)
    assert states(following) == "+" * 20
    assert sum(each.readings for each in drawn) == 1


def test_where_it_lacks_it_is_absent() -> None:
    following, _ = followed(HERE, HERE, HERE, GONE, GONE, HERE, HERE)
    assert states(following) == "+++--++"


def test_what_turns_up_elsewhere_was_there_since_it_moved() -> None:
    following, _ = followed(*[HERE] * 6, *[THERE] * 6)
    assert states(following) == "+" * 12


def test_comments_that_scroll_by_are_no_prompt() -> None:
    comments = [
        {Box(0.02, 0.9 - 0.1 * step, 0.3, 0.95 - 0.1 * step): "AI生成的吧"} for step in range(8)
    ]
    following, _ = followed(*comments)
    assert states(following) == "-" * 8


def test_comments_in_rows_that_come_again_are_no_prompt() -> None:
    rows = (Box(0.02, 0.8, 0.3, 0.85), Box(0.02, 0.7, 0.3, 0.75))
    following, _ = followed(*({rows[number % 2]: "AI生成的吧"} for number in range(8)))
    assert states(following) == "-" * 8


def test_all_is_read_seldom_while_nothing_is_found() -> None:
    following, drawn = followed(*[GONE] * 100)
    assert states(following) == "-" * 100
    assert 10 <= sum(each.readings for each in drawn) <= 20


def test_what_can_be_read_in_part_only_is_unsure() -> None:
    following, _ = followed(HERE, HERE)
    assert following.look(Drawn(4.0, HERE, blurred=True)) is Seen.UNSURE


def test_other_words_at_its_place_are_no_prompt() -> None:
    following = Following(WORDS)
    for at in range(3):
        following.look(Drawn(2.0 * at, HERE, plain=False))
    assert following.look(Drawn(6.0, {CORNER: "限时秒杀"}, blurred=True)) is Seen.ABSENT


def test_an_edge_is_found_to_the_picture() -> None:
    following, _ = followed(HERE, HERE)
    between = [Drawn(2 + number / 25, HERE if number < 17 else GONE) for number in range(50)]
    assert changed(between, following, Seen.PRESENT) == 2 + 17 / 25
    assert changed(between[:17], following, Seen.PRESENT) is None


SEEN = [
    (0.0, Seen.ABSENT), (2.0, Seen.PRESENT), (4.0, Seen.ABSENT), (6.0, Seen.ABSENT),
    (8.0, Seen.PRESENT), (10.0, Seen.UNSURE),
]  # fmt: skip


def test_absences_run_from_edge_to_edge() -> None:
    edges = {(2.0, 4.0): 3.0, (6.0, 8.0): 7.5}
    found = absences(SEEN, 12.0, edges)
    assert [(each.span, each.seen) for each in found] == [
        (Span(0.0, 2.0), Seen.ABSENT),
        (Span(3.0, 7.5), Seen.ABSENT),
        (Span(10.0, 12.0), Seen.UNSURE),
    ]
    assert longest_present(found, 12.0) == 2.5
    assert [(one[0], other[0]) for one, other in changes(SEEN)] == [
        (0.0, 2.0), (2.0, 4.0), (6.0, 8.0), (8.0, 10.0),
    ]  # fmt: skip


def test_nothing_absent_is_longest_present_of_all() -> None:
    assert longest_present([], 9.0) == 9.0


def test_only_the_time_of_the_figure_counts() -> None:
    found = [Absence(span=Span(3.0, 7.5), seen=Seen.ABSENT)]
    assert within(found, None) == tuple(found)
    assert within(found, (Span(0, 3), Span(8, 9))) == ()
    assert [each.span for each in within(found, (Span(0, 4), Span(7, 9)))] == [
        Span(3.0, 4), Span(7, 7.5),
    ]  # fmt: skip


def test_pictures_stay_with_their_absences_where_only_some_of_the_time_counts() -> None:
    spans = (Span(0, 5), Span(15, 16), Span(20, 30))
    found = recording(
        absences=(absent(1, 2), absent(8, 9), absent(14, 21), absent(25, 26)),
        thumbnails=(b"1", b"2", b"3"),
    )
    known = spanned(found, spans)
    assert [each.span for each in known.absences] == [
        Span(1, 2), Span(15, 16), Span(20, 21), Span(25, 26),
    ]  # fmt: skip
    assert known.thumbnails == (b"1", b"3", b"3")
    assert spanned(found, None) is found
