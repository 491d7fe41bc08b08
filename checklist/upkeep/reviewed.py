"""Puts reviews into the text of a rulebook; everything else of the file stays as it is written.

PyYAML's node marks say where a value stands. What is added is written as double-quoted text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

import yaml
from msgspec import Struct
from msgspec.structs import replace

from checklist.errors import UnreadableFile
from checklist.files import decode
from checklist.law.model import Review, Rulebook
from checklist.law.reading.rulebook import read_rulebook
from checklist.law.wording import REVIEW

_BOM = b"\xef\xbb\xbf"


class _Edit(Struct, frozen=True, order=True):
    """The text from `start` to `end` becomes `text`."""

    start: int
    end: int
    text: str


def reviewed(data: bytes, reviews: Mapping[str, Review], *, file: PurePath | str) -> bytes:
    """The rulebook in `data` with other reviews, by obligation; open points are only added.

    Raises UnreadableFile where `file` is written in a way that the result would not be exactly the
    rulebook in `data` with these reviews.
    """
    before = read_rulebook(data, file=file, bundled=False)
    text = decode(data, file=file)
    for edit in sorted(_edits(text, before, reviews), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    after = (_BOM if data.startswith(_BOM) else b"") + text.encode()
    if not _is_meant(after, before, reviews, file):
        what = "这份规则册的 review 写法特别，改不准，没有写出"
        mend = "把要改的各条写成 review: { state: 待复核, open_points: [ … ] } 再读回"
        raise UnreadableFile.because(what, mend, file=file)
    return after


def _is_meant(
    data: bytes, before: Rulebook, reviews: Mapping[str, Review], file: PurePath | str
) -> bool:
    """Whether `data` is the rulebook from before, but for the reviews."""
    try:
        after = read_rulebook(data, file=file, bundled=False)
    except UnreadableFile:
        return False
    obligations = tuple(
        replace(duty, review=reviews.get(duty.id, duty.review)) for duty in before.obligations
    )
    regulation = replace(before.regulation, sha256=after.regulation.sha256)
    return after == replace(before, obligations=obligations, regulations=(regulation,))


def _edits(text: str, rulebook: Rulebook, reviews: Mapping[str, Review]) -> Iterator[_Edit]:
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    root = yaml.compose(text, Loader=loader)
    entries = _values(root)["obligations"].value
    for obligation, entry in zip(rulebook.obligations, entries, strict=True):
        review = reviews.get(obligation.id, obligation.review)
        if review != obligation.review:
            yield from _Reviewing(text, _values(entry)["review"]).edits(obligation.review, review)


def _values(mapping: Any) -> dict[str, Any]:
    return {key.value: value for key, value in mapping.value}


class _Reviewing:
    """Changes the one review at a node."""

    def __init__(self, text: str, node: Any) -> None:
        self.text = text
        self.node = node
        self.values = _values(node)
        self.line_end = "\r\n" if "\r\n" in text else "\n"

    def edits(self, before: Review, after: Review) -> Iterator[_Edit]:
        yield self._put("state", REVIEW[after.state])
        added = []
        for key, words in (
            ("by", after.by and _quoted(after.by)),
            ("on", after.on and after.on.isoformat()),
        ):
            if key in self.values:
                yield self._put(key, words) if words else self._without(key)
            elif words:
                added.append(f"{key}: {words}")
        points = [_quoted(point) for point in after.open_points[len(before.open_points) :]]
        if points and "open_points" in self.values:
            listed = self.values["open_points"]
            points = points if listed.flow_style else [f"- {point}" for point in points]
            yield self._after(listed.value[-1], listed, points)
        elif points:
            added.append(f"open_points: [{', '.join(points)}]")
        if added:
            yield self._after(self.values["state"], self.node, added)

    def _put(self, key: str, words: str) -> _Edit:
        value = self.values[key]
        return _Edit(value.start_mark.index, value.end_mark.index, words)

    def _after(self, last: Any, inside: Any, added: list[str]) -> _Edit:
        """The edit that adds behind `last`; in block style each on a line of its own, behind what
        else stands in the line of `last`."""
        end = last.end_mark.index
        if inside.flow_style:
            return _Edit(end, end, "".join(f", {each}" for each in added))
        rest = re.compile(r"[^\r\n]*").match(self.text, end)
        at = rest.end() if rest else end
        lines = self.line_end + " " * inside.start_mark.column
        return _Edit(at, at, "".join(f"{lines}{each}" for each in added))

    def _without(self, key: str) -> _Edit:
        """The edit that takes a key away: in flow style with the comma that joins it to the one
        before or behind, in block style with its line, but for a comment there."""
        keys = [name.value for name, _ in self.node.value]
        place = keys.index(key)
        name, value = self.node.value[place]
        start, end = name.start_mark.index, value.end_mark.index
        if not self.node.flow_style:
            blank = re.compile(r"[ \t]*(\r?\n|$)").match(self.text, end)
            return (
                _Edit(start - name.start_mark.column, blank.end(), "")
                if blank
                else _Edit(start, end, "")
            )
        if place:
            return _Edit(self.node.value[place - 1][1].end_mark.index, end, "")
        return _Edit(start, self.node.value[1][0].start_mark.index, "")


def _quoted(text: str) -> str:
    """A double-quoted YAML text; JSON's escapes are YAML's too."""
    return json.dumps(text, ensure_ascii=False)
