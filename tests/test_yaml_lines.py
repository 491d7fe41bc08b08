"""The quick reader of what the program writes, held against libyaml."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checklist import resources
from checklist.assessment.yaml_text import Data, document
from checklist.errors import UnreadableFile
from checklist.yaml_lines import read
from checklist.yaml_nodes import Mapping, Node, Scalar, Sequence, parse

EXAMPLES = [
    file.read_text(encoding="utf-8") for file in sorted(resources.examples_dir().glob("*.yaml"))
]


def bare(node: Node) -> object:
    match node:
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [bare(item) for item in items]
        case Mapping(entries=entries):
            return tuple((key.value, bare(value)) for key, value in entries)


def holds(text: str) -> bool:
    """Whether the quick reader read `text`; then libyaml finds the same in it, and no mistake."""
    found = read(text)
    if found is None:
        return False
    assert bare(found) == bare(parse(text, file="answers.yaml"))
    return True


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_are_read_quickly(text: str) -> None:
    assert holds(text)


words = st.text("ab09_/.-是否〇（）", min_size=1, max_size=8)
texts = words | st.text(max_size=12) | st.sampled_from(["", "no", "2026-02-01", "a: b", "- a"])
keys = st.text("ab0_/.-", min_size=1, max_size=6)
data: st.SearchStrategy[Data] = st.recursive(
    texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=12,
)


@given(st.dictionaries(keys, data, max_size=6))
def test_what_the_program_writes_is_read_as_libyaml_reads_it(written: dict[str, Data]) -> None:
    holds(document(written))


plain = st.text("ab0是", min_size=1, max_size=5).filter(lambda text: text[0] != "0")
answers = st.dictionaries(
    plain.filter(str.isascii),
    st.fixed_dictionaries({"value": plain, "by": plain, "at": plain, "asked_as": plain})
    | st.dictionaries(plain.filter(str.isascii), plain, min_size=1, max_size=4),
    min_size=1,
    max_size=5,
)


@given(answers)
def test_plain_answers_are_read_quickly(written: dict[str, dict[str, str]]) -> None:
    assert holds(document({"answers": written}))


pieces = st.sampled_from([
    "a", "b", "b1", "是", ": ", ":", " ", "  ", "    ", "\n", "\n", "\n  ", "\n    ", "- ", "-",
    "{ ", " }", "{", "}", "[", "]", ", ", ",", '"', '""', '"a b"', "'", "#", " #", "|", "|-", ">",
    "---", "...", "&a", "*a", "!", "!!str", "?", "? ", "<<", "%", "@", "`", "\\", "\\n", "\t", "\r",
    "\x85", "\u2028", "\ufeff", "\x07", "\x7f", "\xa0", "\U0001f600", "~", "null", "：", "，",
    "value: 是\n", "by: a\n", "at: \"b\"\n", "asked_as: c\n", "a:\n  value: 是\n",
])  # fmt: skip


@given(st.lists(pieces, max_size=25).map("".join))
@example("a:\n  b: c\n  d: e\n  f: g\n  b: h\n")
@example("a: b\na: c\n")
@example("a: { b: c, b: d }\n")
@example("a:\nb: c\n")
@example("a:\n- b\n")
@example("a:\n  b: c\n d: e\n")
@example("a: b\n  c: d\n")
@example("  a: b\nc: d\n")
@example("- a\n")
@example("a: [b]c\n")
@example("a: { }\n")
@example("a: []\n")
@example("# \x07\na: b\n")
@example("#a\n#b\na: b")
@settings(max_examples=400)
def test_no_text_is_read_otherwise_than_libyaml_reads_it(text: str) -> None:
    holds(text)


@given(st.sampled_from(EXAMPLES), st.data())
@settings(max_examples=200, deadline=None)
def test_one_change_anywhere_is_read_as_libyaml_reads_it(text: str, chosen: st.DataObject) -> None:
    at = chosen.draw(st.integers(0, len(text)))
    taken = chosen.draw(st.integers(0, 3))
    put = chosen.draw(pieces | st.just(""))
    changed = text[:at] + put + text[at + taken :]
    found = read(changed)
    if found is None:
        return
    try:
        assert bare(found) == bare(parse(changed, file="answers.yaml"))
    except UnreadableFile as error:
        pytest.fail(f"read quickly, and libyaml complains: {error}")


def test_a_mistake_is_told_with_its_place_all_the_same() -> None:
    from checklist.assessment.reading import read as read_answers
    from checklist.law.reader import load_rulebook

    rulebook = load_rulebook(resources.rules_file(), bundled=True)
    text = EXAMPLES[0].replace("prepared_by:", "prepared:", 1)
    assert read(text) is not None
    line = next(n for n, one in enumerate(text.split("\n"), 1) if "prepared:" in one)
    with pytest.raises(UnreadableFile) as raised:
        read_answers(text, file="a.yaml", rulebook=rulebook, one_of_many=True)
    where = raised.value.complaints[0].where
    assert where is not None
    assert (where.line, (where.column or 0) > 1) == (line, True)


@pytest.mark.parametrize("text", EXAMPLES)
def test_one_of_many_says_what_it_says_alone(text: str) -> None:
    from checklist.assessment.reading import read as read_answers
    from checklist.law.reader import load_rulebook

    rulebook = load_rulebook(resources.rules_file(), bundled=True)
    many = read_answers(text, file="a.yaml", rulebook=rulebook, one_of_many=True)
    assert many == read_answers(text, file="a.yaml", rulebook=rulebook)


def test_libyaml_is_what_it_is_held_against() -> None:
    assert yaml.__with_libyaml__
