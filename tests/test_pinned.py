"""What the program writes for the examples is, byte for byte, what tests/pinned.txt says."""

from __future__ import annotations

from functools import partial

import pytest

from tests.pinned import EXAMPLES, PINNED, in_an_empty_folder, outputs


@pytest.mark.parametrize("examples", [("agency",), pytest.param(EXAMPLES, marks=pytest.mark.slow)])
def test_nothing_a_user_sees_has_changed_unnoticed(
    monkeypatch: pytest.MonkeyPatch, examples: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    pinned = PINNED.read_text(encoding="utf-8").splitlines()
    written = in_an_empty_folder(partial(outputs, examples)).splitlines()
    if examples != EXAMPLES:
        names = {line.partition(" ")[2] for line in written}
        pinned = [line for line in pinned if line.partition(" ")[2] in names]
    assert len(written) > 80
    assert sorted(set(written) ^ set(pinned)) == [], "python -m tests.pinned; see CONTRIBUTING.md"
