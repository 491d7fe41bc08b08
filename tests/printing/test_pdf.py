"""What is read of a PDF: nothing is guessed where it is written otherwise."""

from __future__ import annotations

import pytest

from checklist.printing.pdf import is_whole, milestone, pages_of_places
from tests.printing.fakes import LEAST


def document(*objects: str, trailer: str = "<</Root 1 0 R>>") -> bytes:
    data = b"%PDF-1.4\n"
    offsets = []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode()
    start = len(data)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n{table}"
    return data + f"{head}trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()


CATALOG = "<</Type /Catalog /Pages 2 0 R /Dests 6 0 R>>"
INNER = "<</Type /Pages /Kids [4 0 R 5 0 R]>>"
OUTER = "<</Type /Pages /Kids [3 0 R 7 0 R]>>"
PAGE = "<</Type /Page /StructParents 0>>"
PLACES = "<</conclusion [4 0 R /XYZ 0 8 0]\n/gap-1 [7 0 R /XYZ 0 8 0] /f#231 [5 0 R /XYZ 0 0 0]>>"
WHOLE = (CATALOG, OUTER, INNER, PAGE, PAGE, PLACES, PAGE)


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
