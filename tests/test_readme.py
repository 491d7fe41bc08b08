"""What the README shows is what the program does."""

from __future__ import annotations

import re

import pytest

from tests.readme import BLOCK, BLOCKS, FIGURES, README, ROOT, renewed


@pytest.mark.slow
def test_what_the_readme_shows_is_what_the_program_prints() -> None:
    text = README.read_text(encoding="utf-8")
    assert {match[2] for match in BLOCK.finditer(text)} == set(BLOCKS)
    assert FIGURES.search(text)
    assert text == renewed(text), "renew it with: python -m tests.readme"


@pytest.mark.parametrize("name", ["main", "tests"])
def test_ci_can_find_the_readmes_commands(name: str) -> None:
    text = README.read_text(encoding="utf-8")
    (block,) = re.findall(rf"<!-- command: {name} -->\n+```sh\n(.+?)```", text, re.DOTALL)
    assert "-m venv" in block


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_into_the_repository_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []
