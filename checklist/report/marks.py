"""The mark of a status as markup: a colour, a shape and a word. A macro would take ten times."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup, escape

from checklist.evaluation.model import Status
from checklist.report.wording import SHAPE, STATUS


@cache
def mark(status: Status, word: str | None = None) -> Markup:
    """`word` is one of ours, such as 未发现违反（自评）; without it the status says itself."""
    shape = f'<span class="shape" aria-hidden="true">{SHAPE[status]}</span>'
    told = escape(word or STATUS[status])
    return Markup(f'<span class="mark {status.value}">{shape}{told}</span>')  # noqa: S704  escaped
