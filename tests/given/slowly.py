"""Parameters of which the quick suite tries some and the whole suite all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def slow_but(*quick: str, of: Iterable[str]) -> list[Any]:
    """Each name as a parameter; all but the `quick` ones are slow."""
    names = list(of)
    assert {*quick} <= {*names}
    return [pytest.param(name, marks=() if name in quick else pytest.mark.slow) for name in names]
