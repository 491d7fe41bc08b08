"""Chinese text keeps its words and its punctuation when it is broken into lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.layout import cells, wrap

TEXT = "直播间运营者应当核验商品（service-level），保存三年；不改正的，处罚款[默认：今天]。"


def test_wrapping_loses_nothing_and_splits_no_punctuation_from_its_words() -> None:
    for width in range(20, 120):
        lines = wrap(TEXT * 3, width).splitlines()
        assert "".join(lines) == TEXT * 3, width
        assert all(cells(line) <= width for line in lines), width
        assert all(line[0] not in "，。；：）》]" for line in lines), width
        assert all(line[-1] not in "（《“[" for line in lines), width


@given(st.text("直播，。（）“”ab 1…", max_size=80), st.integers(12, 60))
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(text: str, width: int) -> None:
    wrapped = wrap(text, width)
    assert all(cells(line) <= width for line in wrapped.splitlines())
    assert "".join(wrapped.split()) == "".join(text.split())


@pytest.mark.parametrize("start", ["   1  ", "12. ", "□ ", "○ ", "  "])
def test_further_lines_hang_under_the_text_of_the_first(start: str) -> None:
    hanging = " " * cells(start)
    assert wrap(start + "直" * 10, len(hanging) + 10) == f"{start}直直直直直\n{hanging}直直直直直"


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("直播", 4), ("“”", 4), ("e\u0301", 1), ("\u200b", 0), ("", 0), ("√×", 4)],
)
def test_widths_never_fall_short_of_what_a_chinese_terminal_shows(text: str, width: int) -> None:
    assert cells(text) == width
