"""What every page of ours is made with: templates that escape, hashes for the policy, print heads.

A page takes nothing from elsewhere: its policy allows exactly the style and script it carries.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from checklist import resources
from checklist.evaluation.model import Status
from checklist.law.model import Citation
from checklist.law.wording import citation
from checklist.report.page.compiled import CompiledTemplates
from checklist.report.words.wording import STATUS
from checklist.text import inert

_INDENT = re.compile(r"\n\s+")
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_LINK = re.compile(r' href="#([^"]+)"')
_DAY = re.compile(r"(?:答于)?\d{4}-\d\d-\d\d(?:到期)?")


def environment() -> Environment:
    """The templates; everything they print is escaped and inert."""
    made = Environment(
        loader=FileSystemLoader(resources.templates_dir()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
        auto_reload=False,
        bytecode_cache=CompiledTemplates(),
    )
    made.filters["dated"] = dated
    return made


def source(*names: str) -> str:
    """The text of style sheets or scripts that lie beside the templates, one behind the other."""
    folder = resources.templates_dir()
    return "".join((folder / name).read_text(encoding="utf-8") for name in names)


def styled(style: str) -> dict[str, str]:
    """A page's own style, of our sheets and of running_header, which escapes every character; and
    the digest by which the page's policy lets it in."""
    return {"style": Markup(style), "style_hash": digest(style)}  # noqa: S704  our own


@cache
def mark(status: Status, word: str | None = None) -> Markup:
    """The word of a status, before which the style sheet sets its shape; a macro would take ten
    times as long.

    `word` is one of ours, such as 未发现违反（自评）; without it the status says itself.
    """
    shown = escape(word or STATUS[status])
    return Markup(f'<b class="mark {status.value}">{shown}</b>')  # noqa: S704  escaped


def dated(text: str) -> Markup:
    """The text, escaped, with each date kept on one line, and with it what it is of: browsers break
    after a hyphen, and between 答于 and the day."""
    shown = str(escape(_harmless(text)))
    return Markup(_DAY.sub(r"<time>\g<0></time>", shown))  # noqa: S704  escaped


def linked(pages: Mapping[str, str | None]) -> Callable[..., Markup]:
    """Makes 第三十七条第一款 a link to the official page of its regulation, or leaves it plain.

    `pages` are by the short names before citations, "" where there is one regulation; None where
    there is no page.

    The cited phrase stands behind #:~:text=, by which browsers mark it on the page; those that
    cannot open the page all the same. Print shows the citation only.
    """

    def link(source: Citation, item: int | None = None) -> Markup:
        words, page = escape(citation(source, item)), pages[source.of]
        if page is None:
            return words
        aim = "" if source.anchor is None else _aim(page, source.anchor)
        return Markup(f'<a class="law" href="{escape(page)}{aim}">{words}</a>')  # noqa: S704  escaped

    return link


def _aim(page: str, phrase: str) -> str:
    """Han characters stand as they are; hyphens, commas and all else would mean something there."""
    encoded = "".join(
        each if "\u4e00" <= each <= "\u9fff" else "%" + each.encode("utf-8", "replace").hex("%")
        for each in phrase
    )
    return f"{'' if '#' in page else '#'}:~:text={encoded}"


def tight(written: str) -> str:
    """The page without the blanks that only set its source in order. What the result says begins
    no line with one."""
    return _INDENT.sub("\n", written)


def uncommented(written: str) -> str:
    """A script or a style sheet without comments and without blanks at the head of lines."""
    return _COMMENT.sub("", tight(written))


def tight_style(written: str) -> str:
    """A style sheet without comments and without the blanks that only set it in order. A blank
    before a colon, or beside + and ~, stays: there it means something."""
    written = uncommented(written).replace(" > ", ">")
    for brace in "{}":
        written = brace.join(part.strip() for part in written.split(brace))
    for mark in ":;,":
        first, *others = written.split(mark)
        written = mark.join((first, *(part.lstrip() for part in others)))
    return written.replace(";}", "}")


def unlinked(written: str) -> str:
    """Part of a page: links to what it does not hold lead nowhere, their words stay."""
    held = set(re.findall(r' id="([^"]+)"', written))
    return _LINK.sub(lambda link: link[0] if link[1] in held else " ", written)


def digest(text: str) -> str:
    """The hash of a style sheet or script, as a Content-Security-Policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def running_header(left: str, right: str, *, cover: bool = True) -> str:
    """Style that prints `left` and `right` at the head of every page, and its number at the foot;
    not on the first where that is a cover."""
    first = '@page:first{@top-left{content:""}@top-right{content:""}@bottom-center{content:""}}'
    return (
        "@media print{@page{"
        f"@top-left{{content:{css_string(left)};font:8pt sans-serif;color:#444}}"
        f"@top-right{{content:{css_string(right)};font:8pt sans-serif;color:#444;"
        "white-space:nowrap}"
        '@bottom-center{content:"第 " counter(page) " 页　共 " counter(pages) " 页";'
        "font:9pt sans-serif;color:#444}}"
        f"{first if cover else ''}}}"
    )


def css_string(text: str) -> str:
    """A CSS string in which every character is an escape, so that no text can end it."""
    return '"' + "".join(f"\\{ord(character):x} " for character in inert(text)) + '"'


def _harmless(shown: Any) -> Any:
    """Jinja2 applies this to every value that a template prints: no template can forget it."""
    return inert(shown) if type(shown) is str else shown
