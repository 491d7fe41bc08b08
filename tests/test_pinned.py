"""What the program writes for the examples is, byte for byte, what tests/pinned.txt says."""

from __future__ import annotations

import pytest

from tests.pinned import PINNED, in_an_empty_folder, outputs


def test_nothing_a_user_sees_has_changed_unnoticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    pinned = PINNED.read_text(encoding="utf-8").splitlines()
    written = in_an_empty_folder(outputs).splitlines()
    assert len(written) > 100
    assert sorted(set(written) ^ set(pinned)) == [], "python -m tests.pinned; see CONTRIBUTING.md"
