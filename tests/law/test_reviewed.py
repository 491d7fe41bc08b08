"""Reviews are put into the text of a rulebook, and nothing else of the text changes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.errors import UnreadableFile
from checklist.law.model import Review, ReviewState
from checklist.law.reading.rulebook import read_rulebook
from checklist.resources import rules_file
from checklist.upkeep.reviewed import reviewed
from tests.given.bundled import LIVESTREAM

SMALL = Path(__file__).parent / "small_rulebook.yaml"
TEXT = SMALL.read_text(encoding="utf-8")
OPEN = "    review: { state: 待复核 }\n"
SIGNED = Review(state=ReviewState.REVIEWED, by="张律师", on=date(2026, 11, 27))
DOUBTED = Review(state=ReviewState.TO_REVIEW, open_points=("一个疑问",))
HOSTILE = "\"引\", [a]: {b} # 不是注释 \\ 'x' 𠮷 - &a *b !c %d @e"

SEVERAL_LINES = """\
    review: {
      state: 待复核,  # 注释一
      open_points: [甲]  # 注释二
    }
"""
SEVERAL_LINES_AFTER = """\
    review: {
      state: 待复核,  # 注释一
      open_points: [甲, "乙"]  # 注释二
    }
"""
BLOCK = """\
    review:
      # 注释一
      state: 待复核  # 注释二
      open_points:  # 注释三
        - 甲，
          接着写  # 注释四
      # 注释五
"""
BLOCK_AFTER = """\
    review:
      # 注释一
      state: 已复核  # 注释二
      by: "张律师"
      on: 2026-11-27
      open_points:  # 注释三
        - 甲，
          接着写  # 注释四
        - "乙"
      # 注释五
"""


def written(review: str) -> str:
    """The small rulebook, in which the review of art27-keep is written in this way."""
    assert TEXT.count(OPEN) == 3
    return TEXT.replace(OPEN, review, 1)


def put(before: str, review: Review) -> str:
    """The text in which art27-keep has this review."""
    return reviewed(before.encode(), {"art27-keep": review}, file=SMALL).decode()


@pytest.mark.parametrize(
    ("before", "review", "after"),
    [
        (
            "    review: { state: 待复核 }\n",
            SIGNED,
            '    review: { state: 已复核, by: "张律师", on: 2026-11-27 }\n',
        ),
        (
            "    review: { state: 待复核 }  # 注释\n",
            DOUBTED,
            '    review: { state: 待复核, open_points: ["一个疑问"] }  # 注释\n',
        ),
        (SEVERAL_LINES, replace(DOUBTED, open_points=("甲", "乙")), SEVERAL_LINES_AFTER),
        (BLOCK, replace(SIGNED, open_points=("甲， 接着写", "乙")), BLOCK_AFTER),
        (
            "    review:\n      state: 已复核\n      by: 李律师\n      on: '2026-11-01'  # 注释\n",
            DOUBTED,
            '    review:\n      state: 待复核\n      open_points: ["一个疑问"]\n        # 注释\n',
        ),
        (
            "    review: { by: 李律师, state: 已复核, on: 2026-11-01 }\n",
            DOUBTED,
            '    review: { state: 待复核, open_points: ["一个疑问"] }\n',
        ),
        (
            '    review: { state: 已复核, by: "李律师", on: 2026-11-01, open_points: [甲] }\n',
            replace(SIGNED, open_points=("甲",)),
            '    review: { state: 已复核, by: "张律师", on: 2026-11-27, open_points: [甲] }\n',
        ),
    ],
)
def test_only_the_values_of_the_review_change(before: str, review: Review, after: str) -> None:
    assert put(written(before), review) == written(after)


def test_hostile_text_is_read_as_it_was_written() -> None:
    review = replace(SIGNED, by='张"三\\', open_points=(HOSTILE, "- 乙: [", "# 丙"))
    book = read_rulebook(put(TEXT, review).encode(), file=SMALL, bundled=False)
    assert book.obligation("art27-keep").review == review


@pytest.mark.slow
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_bundled_rulebook_keeps_every_other_byte(line_end: str, mark: bytes) -> None:
    data = rules_file().read_bytes().replace(b"\n", line_end.encode())
    book = read_rulebook(data, file="规则册.yaml", bundled=False)
    reviews = {
        entry.id: replace(
            SIGNED if number % 2 else DOUBTED,
            open_points=(*entry.review.open_points, f"{HOSTILE}{number}"),
            remarks=entry.review.remarks,
        )
        for number, entry in enumerate(book.obligations)
    }
    after = reviewed(mark + data, reviews, file="规则册.yaml")
    assert after.startswith(mark + data[:1000])
    assert after.count(line_end.encode()) == after.count(b"\n")
    assert _elsewhere(after.removeprefix(mark)) == _elsewhere(data)
    read = read_rulebook(after, file="规则册.yaml", bundled=False)
    assert {entry.id: entry.review for entry in read.obligations} == reviews


def _elsewhere(data: bytes) -> str:
    """The text without the reviews of its entries, those in one line and those in several."""
    review = r"^    review:(?: \{.*\}|(?:\r?\n {6}.*)+)"
    text, count = re.subn(review, "    review", data.decode(), flags=re.MULTILINE)
    assert count > 100
    return text


def test_nothing_to_change_changes_nothing() -> None:
    assert reviewed(SMALL.read_bytes(), {}, file=SMALL) == SMALL.read_bytes()


def test_what_would_not_come_out_as_meant_is_refused() -> None:
    """Points are only added; one that would have to go is none of our business."""
    before = written("    review: { state: 待复核, open_points: [甲] }\n")
    with pytest.raises(UnreadableFile, match="review 写法特别，改不准，没有写出"):
        put(before, replace(DOUBTED, open_points=("乙",)))


def test_an_opinion_goes_beside_the_open_points_of_some_respondents() -> None:
    """An entry may have no others: its remarks stay, and the file is read as it was."""
    file = rules_file()
    data = file.read_bytes()
    entry = LIVESTREAM.obligation("art14-blacklist")
    assert entry.review.remarks
    review = replace(entry.review, open_points=(*entry.review.open_points, "意见"))
    again = read_rulebook(reviewed(data, {entry.id: review}, file=file), file=file, bundled=False)
    assert again.obligation(entry.id).review == review
