"""Makes stretches of what single pictures showed: absences, and where it cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from msgspec.structs import replace

from checklist.replay.model import Absence, Recording, Seen, Span

Looked = tuple[float, Seen]


def runs(seen: Sequence[Looked]) -> Iterator[tuple[int, int, Seen]]:
    """Pictures in a row that showed the same: the numbers of the first and last, and what."""
    for state, pictures in groupby(enumerate(seen), key=lambda each: each[1][1]):
        numbers = [number for number, _ in pictures]
        yield numbers[0], numbers[-1], state


def changes(seen: Sequence[Looked]) -> Iterator[tuple[Looked, Looked]]:
    """The neighbours of which one shows it: between them lies an edge."""
    for first, other in pairwise(seen):
        if (first[1] is Seen.PRESENT) != (other[1] is Seen.PRESENT):
            yield first, other


def absences(
    seen: Sequence[Looked], end: float, edges: dict[tuple[float, float], float]
) -> list[Absence]:
    """The stretches that are not present, from edge to edge.

    `edges` are the moments, by the two pictures between which what is seen changes, of the first
    picture that shows it; where one is not known, the later picture counts for the beginning and
    for the end, so that nothing is called absent that was not seen to be.
    """
    gaps = []
    for first, last, state in runs(seen):
        if state is Seen.PRESENT:
            continue
        start, stop = 0.0 if first == 0 else seen[first][0], end
        if first > 0:
            start = edges.get((seen[first - 1][0], start), start)
        if last + 1 < len(seen):
            stop = seen[last + 1][0]
            stop = edges.get((seen[last][0], stop), stop)
        gaps.append(Absence(span=Span(start, stop), seen=state))
    return gaps


def within(absences: Iterable[Absence], spans: Sequence[Span] | None) -> tuple[Absence, ...]:
    """What of absences lies in the time in which the figure is there; None: that is always."""
    if spans is None:
        return tuple(absences)
    return tuple(piece for absence in absences for piece in _pieces(absence, spans))


def _pieces(absence: Absence, spans: Sequence[Span]) -> Iterator[Absence]:
    for span in spans:
        start, end = max(absence.span.start, span.start), min(absence.span.end, span.end)
        if start < end:
            yield Absence(span=Span(start, end), seen=absence.seen)


def spanned(recording: Recording, spans: Sequence[Span] | None) -> Recording:
    """A recording that was looked through, where it is known when the figure is there."""
    if spans is None:
        return recording
    pictures = tuple(
        picture
        for absence, picture in zip(recording.absences, recording.thumbnails, strict=False)
        for _ in _pieces(absence, spans)
    )
    return replace(
        recording,
        spans=tuple(spans),
        absences=within(recording.absences, spans),
        thumbnails=pictures,
    )


def longest_present(gaps: Iterable[Absence], end: float) -> float:
    """The longest stretch that is wholly present."""
    edges = [0.0]
    for each in sorted(gaps, key=lambda each: each.span):
        edges += [each.span.start, each.span.end]
    edges.append(end)
    return max(stop - start for start, stop in zip(edges[::2], edges[1::2], strict=True))


def total(gaps: Iterable[Absence]) -> float:
    """How many seconds they last together."""
    return sum(each.seconds for each in gaps)
