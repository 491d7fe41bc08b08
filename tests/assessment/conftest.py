"""Keeps the hundreds of kills for those who ask for them."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "torture: hundreds of kills of a running session; run with -m torture"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "torture" in str(config.getoption("markexpr")):
        return
    skip = pytest.mark.skip(reason="takes minutes; run with -m torture")
    for item in items:
        if item.get_closest_marker("torture"):
            item.add_marker(skip)
