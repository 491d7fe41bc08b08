"""Reads a page back: its text, its links, and what could run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from checklist.report.page import html
from checklist.report.view.model import Report

VOID = {"meta", "br", "img", "link", "input", "hr"}


@dataclass
class Page(HTMLParser):
    """What a browser would see. `text` leaves out the style sheet and the script; `blocks` are
    scripts of a type that no browser runs."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    style: str = ""
    scripts: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _inert: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._inert = ("type", "application/json") in attrs
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self.style += data
        elif self._open and self._open[-1] == "script":
            (self.blocks if self._inert else self.scripts).append(data)
        else:
            self.pieces.append(data)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    assert page._open == []
    return page


def page_of(report: Report) -> Page:
    return read(html.render(report))


def squeezed(text: str) -> str:
    """The text without the white space that each form sets otherwise."""
    return re.sub(r"\s+", "", text)
