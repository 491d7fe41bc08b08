from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup, escape

from checklist.report.page import page
from checklist.text import inert

ENVIRONMENT = page.environment()


class Word(StrEnum):
    ONE = "<&>"


class Marked:
    def __html__(self) -> str:
        return "<b>"


def drawn(source: str, **named: Any) -> str:
    return ENVIRONMENT.from_string(source).render(**named)


@given(st.text() | st.text("<>&'\"\u202e\n甲"))
def test_text_is_printed_inert_and_escaped(text: str) -> None:
    assert drawn("{{ text }}", text=text) == str(escape(inert(text)))
    assert drawn("{{ text }}", text=Markup(text)) == text


@pytest.mark.parametrize(
    "shown", [7, -1, True, None, 1.5, Word.ONE, Marked(), ("<", 1), [Word.ONE]]
)
def test_everything_else_is_printed_as_jinja_escapes_it(shown: object) -> None:
    assert drawn("{{ shown }}", shown=shown) == str(escape(shown))


def test_what_a_macro_or_a_block_made_is_not_escaped_twice() -> None:
    source = (
        "{% macro m(x, y=2) %}<i>{{ x }}{{ y }}</i>{% endmacro %}"
        "{% set s %}<u>{{ text }}</u>{% endset %}{{ m(text, y=text) }}{{ s }}"
        "{{ text ~ 1 }}{% call c() %}{{ text }}{% endcall %}"
    )
    source = "{% macro c() %}<p>{{ caller() }}</p>{% endmacro %}" + source
    assert drawn(source, text="<") == "<i>&lt;&lt;</i><u>&lt;</u>&lt;1<p>&lt;</p>"


@pytest.mark.parametrize("source", ["{{ a }}", "{{ a.b }}", "{{ a() }}", "{{ a ~ 1 }}"])
def test_a_name_that_is_not_there_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        drawn(source)


@pytest.mark.parametrize("source", ["{{ a.b }}", "{{ a.b.c }}", "{% if a.b %}{% endif %}"])
def test_an_attribute_that_is_not_there_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        drawn(source, a={"c": 1})
