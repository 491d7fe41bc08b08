"""Which rulebooks a file is judged by, and what becomes of answers to one that is set aside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.merge import merge
from checklist.assessment.model import SET_ASIDE, Answer, AnsweredTo, Mark
from checklist.assessment.recheck import adopt_edition
from checklist.assessment.stored.file import load, save
from checklist.assessment.stored.rulebooks import judged_by, named, not_decided, set_aside
from checklist.law.joined import join
from checklist.sitting.keys import KeyTyped
from checklist.sitting.rulebooks import is_wanted
from checklist.sitting.terminal import Terminal
from tests.given.bundled import BOOKS, example

KNOWN = ("livestream", "mcn", "ai-label")
MCN = BOOKS["mcn"].regulation.edition


def to(*ids: str) -> tuple[AnsweredTo, ...]:
    return tuple(
        AnsweredTo(id=id.strip("-"), edition=SET_ASIDE if id.startswith("-") else "2026.1")
        for id in ids
    )


@pytest.mark.parametrize(
    ("answered", "judged", "open_"),
    [
        (to(), ("livestream",), KNOWN),
        (to("livestream"), ("livestream",), ("mcn", "ai-label")),
        (to("ai-label", "livestream"), ("livestream", "ai-label"), ("mcn",)),
        (to("livestream", "-mcn"), ("livestream",), ("ai-label",)),
        (to("mcn", "-livestream"), ("mcn",), ("ai-label",)),
        (to("somebody-elses"), ("livestream",), KNOWN),
    ],
)
def test_the_file_says_what_it_is_judged_by(
    answered: tuple[AnsweredTo, ...], judged: tuple[str, ...], open_: tuple[str, ...]
) -> None:
    assert judged_by(answered, KNOWN) == judged
    assert not_decided(answered, KNOWN) == open_


@pytest.mark.parametrize("text", ["", "[", "- 1", "rulebooks: 3", "rulebooks:\n- {id: x}"])
def test_what_cannot_be_read_names_none_and_is_complained_about_later(text: str) -> None:
    assert named(text, file="自查.yaml") == ()


def test_answers_to_what_is_set_aside_are_kept_and_found_again(tmp_path: Path) -> None:
    both, alone = join([BOOKS["livestream"], BOOKS["mcn"]]), BOOKS["livestream"]
    key, question = next(iter(BOOKS["mcn"].questions().items()))
    answer = Answer(value=Mark.UNKNOWN, asked_as=question.fingerprint)
    file = adopt_edition(both, example("agency"))
    file = replace(file, answers={**file.answers, key: answer})
    path = tmp_path / "自查.yaml"
    aside = set_aside(file, ["mcn"])
    save(path, aside, alone)
    text = path.read_text(encoding="utf-8")
    assert named(text, file=path)[-1] == AnsweredTo(id="mcn", edition=SET_ASIDE)
    again = adopt_edition(both, load(path, alone))
    assert again.answers[key].asked_as == question.fingerprint
    save(path, again, both)
    assert load(path, both).answers[key] == answer
    assert AnsweredTo(id="mcn", edition=MCN) in load(path, both).answered_to


def test_merged_files_are_judged_by_what_either_is_judged_by() -> None:
    book = join([BOOKS["livestream"], BOOKS["mcn"]])
    file = example("agency")
    one, other = set_aside(file, ["mcn"]), replace(file, answered_to=to("livestream", "mcn"))
    merged = merge([one, other], book, decide=lambda _: 0, remark=lambda *_: "")
    assert judged_by(merged.assessment.answered_to, KNOWN) == ("livestream", "mcn")


def test_what_is_offered_tells_how_much_of_it_is_only_encouraged() -> None:
    joined, shown = join([BOOKS["livestream"], BOOKS["mcn"]]), list[str]()
    terminal = Terminal(read=lambda _: "", write=shown.append, width=lambda: 100)
    assert is_wanted(terminal, BOOKS["livestream"], joined, example("agency"))
    told = "".join(shown).replace("\n", "")
    assert re.search("最多再问 [0-9]+ 题，其中倡导 [0-9] 题，通常少得多。", told)


@pytest.mark.parametrize("key", ["b", "s", "先跳过"])
def test_putting_it_off_is_said(key: str) -> None:
    joined, shown = join([BOOKS["livestream"], BOOKS["mcn"]]), list[str]()
    terminal = Terminal(read=lambda _: key, write=shown.append, width=lambda: 100)
    assert is_wanted(terminal, BOOKS["livestream"], joined, example("agency")) is None
    assert "这次没有加，下次打开再问" in shown[-1]


def test_leaving_there_leaves() -> None:
    joined = join([BOOKS["livestream"], BOOKS["mcn"]])
    terminal = Terminal(read=lambda _: "q", write=lambda _: None, width=lambda: 100)
    with pytest.raises(KeyTyped):
        is_wanted(terminal, BOOKS["livestream"], joined, example("agency"))
