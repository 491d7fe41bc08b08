"""A browser for the tests that look at pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.report.devtools import Tab, launched


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with launched() as browser:
        yield browser.tab()
