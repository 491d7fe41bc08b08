"""Looks through one recording. Runs in a process of its own, which can be ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from checklist.replay.absences import absences, changes, longest_present, runs
from checklist.replay.following import Following, Place, changed, judged
from checklist.replay.model import FAR, Prompt, Recording, Seen, Span
from checklist.replay.sampling import Plan, plan, stretches, widest
from checklist.replay.seeing.eyes import Eyes, View, cut
from checklist.replay.seeing.ink import measure
from checklist.replay.seeing.video import Luma, Video
from checklist.replay.task import Looked, Reached, Task
from checklist.text import inert

_TELL_EVERY, _KEEP_EVERY = 8, 80
"""Pictures after which it is told how far the work is; and also what was seen until then."""
_FAR_NOTE = (
    f"关键帧相隔超过{FAR:.0f}秒：起止时间只精确到相邻两次抽看之间，没有量字高，没有截图；"
    "用剪辑软件另存为 mp4 以后可以再看"
)
_MOST_IN_A_STRETCH = 130
_NEXT = 0.2
"""Seconds within which the next picture follows without a gap."""
_MEASURED = 9
"""Pictures in which the prompt is measured."""
_ROOM = 0.35
"""Shares of its height that are cut out around the prompt to be measured."""


class Looking:
    """The work on one recording; `tell` is called with how far it is."""

    def __init__(self, task: Task, tell: Callable[[Reached], None]) -> None:
        self.task, self._tell = task, tell
        self.video = Video(task.path)
        self.plan: Plan = plan(self.video.keyframes, self.video.seconds, most=task.most)
        self._tell(Reached(done=0.0, seconds=self.video.seconds))
        self.eyes = Eyes()
        self.following = Following(task.words)
        self.flickers: list[Span] = []
        self.stretches = 0
        if reached := task.reached:
            self.following.seen = [*reached.seen]
            self.following.places = [Place(text, box, is_sure=True) for text, box in reached.places]
            self.flickers, self.stretches = [*reached.flickers], reached.stretches

    @property
    def is_far(self) -> bool:
        """Whether keyframes lie too far apart to go back to single pictures."""
        return self.plan.keyframes > FAR

    def run(self) -> Looked:
        """Look through all of it."""
        self._look_at_all()
        seen, end = self.following.seen, self.video.seconds
        edges = self._edges()
        gaps = absences(seen, end, edges)
        recording = Recording(
            name=inert(self.task.path.name),
            sha256=self.task.sha256,
            size=self.task.size,
            room=self.task.room,
            width=self.video.width,
            height=self.video.height,
            seconds=end,
            codec=self.video.codec,
            keyframes=self.plan.keyframes,
            widest=widest([at for at, _ in seen], end),
            looked=len(seen),
            stretches=self.stretches,
            flickers=tuple(self.flickers),
            says=self.task.words,
            prompt=self._prompt(longest_present(gaps, end)),
            absences=tuple(gaps),
            spans=None,
            implicit=self.video.implicit,
            notes=(*self.video.notes, *([_FAR_NOTE] if self.is_far else [])),
        )
        return Looked(recording=recording, seen=tuple(seen))

    def _look_at_all(self) -> None:
        whole, after = {*stretches(self.plan)}, -1.0
        if self.following.seen:
            after = self.following.seen[-1][0]
        stretch: list[View] = []
        in_group = -1
        for number, at, picture, is_wanted in self.video.pictures(self.plan, whole, after):
            view = self.eyes.view(at, picture)
            if number != in_group:
                follows = stretch and at - stretch[-1].at < _NEXT
                self._blinks([*stretch, view] if follows else stretch)
                stretch, in_group = [], number
            if number in whole and len(stretch) < _MOST_IN_A_STRETCH:
                stretch.append(view)
            if is_wanted:
                self.following.look(view)
                if len(self.following.seen) % _KEEP_EVERY == 0:
                    self._tell(self.reached(at))
                elif len(self.following.seen) % _TELL_EVERY == 0:
                    self._tell(Reached(done=at, seconds=self.video.seconds))
        self._blinks(stretch)

    def reached(self, at: float) -> Reached:
        """How far the work is."""
        return Reached(
            done=at,
            seconds=self.video.seconds,
            seen=tuple(self.following.seen),
            places=tuple((place.text, place.box) for place in self.following.places),
            flickers=tuple(self.flickers),
            stretches=self.stretches,
        )

    def _blinks(self, stretch: Sequence[View]) -> None:
        """Look at a stretch picture by picture, where the prompt is there at its beginning and end:
        what lacks between is blinking."""
        if len(stretch) < 3 or not self.following.places:
            return
        states = [(view.at, self.following.at_places(view)) for view in stretch]
        if states[0][1] is not Seen.PRESENT or states[-1][1] is not Seen.PRESENT:
            return
        self.stretches += 1
        for first, last, state in runs(states):
            if state is Seen.ABSENT:
                self.flickers.append(Span(states[first][0], states[last + 1][0]))

    def _edges(self) -> dict[tuple[float, float], float]:
        """Where what is seen changes, to the picture."""
        edges: dict[tuple[float, float], float] = {}
        if self.is_far:
            return edges
        for (before, state), (after, _) in changes(self.following.seen):
            views = [
                self.eyes.view(at, picture)
                for at, picture in islice(self.video.between(before, after), 600)
            ]
            at = changed(views, self.following, state)
            self._tell(Reached(done=self.video.seconds, seconds=self.video.seconds))
            edges[before, after] = after if at is None else at
        return edges

    # --- the prompt ------------------------------------------------------------------------------

    def _prompt(self, longest: float) -> Prompt | None:
        """The prompt at the place where it was mostly seen, measured in some pictures."""
        if not self.following.places:
            return None
        place = self.following.places[0]
        measured = None if self.is_far else measure(self._crops(place))
        return Prompt(
            text=place.text,
            box=place.box,
            height=measured.height if measured else None,
            within=measured.within if measured else 0.0,
            contrast=measured.contrast if measured else None,
            longest=longest,
        )

    def _crops(self, place: Place) -> list[Luma]:
        present = [at for at, state in self.following.seen if state is Seen.PRESENT]
        step = max(1, len(present) // _MEASURED)
        crops: list[Luma] = []
        for at in present[::step][:_MEASURED]:
            for _, picture in islice(self.video.between(at, at + 1.0), 1):
                view = self.eyes.view(at, picture)
                if judged(view, place, self.task.words) is Seen.PRESENT:
                    room = round((place.box.bottom - place.box.top) * picture.shape[0] * _ROOM)
                    crops.append(cut(picture, place.box, room))
        sizes = [crop.shape for crop in crops]
        return [crop for crop in crops if crop.shape == sizes[0]]
