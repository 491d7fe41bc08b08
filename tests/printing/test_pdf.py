"""What is read of a PDF: nothing is guessed where it is written otherwise."""

from __future__ import annotations

import pytest

from checklist.printing.pdf import characters, is_whole, milestone, pages_of_places
from tests.printing.fakes import (
    CATALOG,
    INNER,
    LEAST,
    OUTER,
    PAGE,
    PLACES,
    WHOLE,
    document,
    with_font,
)


def test_places_are_found_through_the_tree_of_pages() -> None:
    assert pages_of_places(document(*WHOLE)) == {"conclusion": 1, "f#1": 2, "gap-1": 3}


def test_an_offset_before_the_table_does_not_lead_astray() -> None:
    looks_like = PAGE + "\nstream\n4 0 obj\n<</Type /Pages>>\nendstream"
    written = document(CATALOG, OUTER, INNER, looks_like, PAGE, PLACES, PAGE)
    assert pages_of_places(written)["gap-1"] == 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        LEAST,
        document(*WHOLE)[:-8],
        document(*WHOLE, trailer="<<>>"),
        document("<</Type /Catalog /Pages 2 0 R>>", *WHOLE[1:]),
        document(CATALOG, "<</Type /Pages /Kids [2 0 R]>>", *WHOLE[2:]),
        document(CATALOG.replace("6 0 R", "99 0 R"), *WHOLE[1:]),
    ],
)
def test_where_it_is_not_said_nothing_is_known(data: bytes) -> None:
    assert pages_of_places(data) == {}


def test_a_pdf_is_whole_with_head_end_and_a_page() -> None:
    assert is_whole(LEAST)
    assert is_whole(LEAST + b"\n")
    for torn in (LEAST[1:], LEAST[:-3], LEAST.replace(b"/Page", b"/Pages"), b""):
        assert not is_whole(torn)


def test_the_version_stands_in_the_producer_or_is_unknown() -> None:
    assert milestone(LEAST) == 156
    assert milestone(document(PAGE)) is None


@pytest.mark.parametrize(
    ("lines", "held"),
    [
        (("2 beginbfchar", "<0001> <4e2d>", "<0002> <56fd>", "endbfchar"), "中国"),
        (("1 beginbfrange", "<0001> <0003> <4e00>", "endbfrange"), "\u4e00\u4e01\u4e02"),
        (("1 beginbfchar", "<0001> <2F00>", "endbfchar"), "一"),  # a Kangxi radical
        (("1 beginbfchar", "<0001> <d840dc00>", "endbfchar"), "\U00020000"),
        (("1 beginbfrange", "<00> <02> <0041>", "endbfrange"), "ABC"),
        (("1 beginbfchar", "<01> <00660069>", "endbfchar"), "fi"),
        (("1 beginbfchar", "<0001> <d8>", "<zz> <1>", "endbfchar"), ""),
        (("1 beginbfrange", "<0001> <ffffffffffff> <0041>", "endbfrange"), None),
        (("endbfchar beginbfchar",), ""),
    ],
)
def test_the_characters_a_font_has_shapes_for_are_read(
    lines: tuple[str, ...], held: str | None
) -> None:
    found = characters(with_font(*lines))
    assert len(found) <= 0x10000 if held is None else found == set(held)


@pytest.mark.parametrize("data", [b"", LEAST, document(*WHOLE), with_font()])
def test_where_no_font_says_what_it_has_nothing_is_known(data: bytes) -> None:
    assert characters(data) == set()
