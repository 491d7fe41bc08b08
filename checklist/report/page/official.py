"""Citations as links to the official page, at the very sentence where browsers can find it."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from checklist.law.model import Citation
from checklist.law.wording import citation


def linked(page: str | None) -> Callable[..., Markup]:
    """Makes 第三十七条第一款 a link to `page`, or leaves it plain where there is none.

    The cited phrase stands behind #:~:text=, by which browsers mark it on the page; those that
    cannot open the page all the same. Print shows the citation only.
    """

    address = page and escape(page)

    def link(source: Citation, item: int | None = None) -> Markup:
        words = citation(source, item)
        if page is None:
            return Markup(words)  # noqa: S704  numerals and three characters of ours
        aim = "" if source.anchor is None else _aim(page, source.anchor)
        return Markup(  # noqa: S704  escaped
            f'<a class="law" href="{address}{aim}" rel="noopener noreferrer">{words}</a>'
        )

    return link


def _aim(page: str, phrase: str) -> str:
    """Every byte is encoded: hyphens and commas would mean something there."""
    encoded = phrase.encode("utf-8", "replace").hex("%")
    return f"{'' if '#' in page else '#'}:~:text=%{encoded}"
