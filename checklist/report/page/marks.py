"""Small markup that macros would take ten times as long for: marks of a status, dates in text."""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup, escape

from checklist.evaluation.model import Status
from checklist.report.drawing import printed
from checklist.report.words.wording import SHAPE, STATUS

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@cache
def mark(status: Status, word: str | None = None) -> Markup:
    """`word` is one of ours, such as 未发现违反（自评）; without it the status says itself."""
    shape = f'<span class="shape" aria-hidden="true">{SHAPE[status]}</span>'
    told = escape(word or STATUS[status])
    return Markup(f'<span class="mark {status.value}">{shape}{told}</span>')  # noqa: S704  escaped


def dated(text: str) -> Markup:
    """The text, escaped, with each date kept on one line: browsers break after a hyphen."""
    return Markup(_DAY.sub(r'<span class="date">\g<0></span>', printed(text)))  # noqa: S704  escaped
