"""A line for somebody who waits, and nothing for who does not."""

from __future__ import annotations

import io
import sys

import pytest

from checklist import streams


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("kind", "shows"), [(Terminal, True), (io.StringIO, False)])
def test_it_is_shown_on_a_terminal_and_taken_away(
    kind: type[io.StringIO], shows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = kind()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(streams, "_PASSES_IN", 0)
    passing = streams.Passing(lambda rows, _: f"已读{rows}行")
    passing.add(1000)
    passing.add(1000)
    passing.clear()
    shown = stream.getvalue()
    assert ("已读2000行" in shown) == shows
    assert not shown.endswith("行")
    assert "\n" not in shown
