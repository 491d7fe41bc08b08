"""The text of a page, piece by piece, as the runs of a Word document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from docx.shared import Pt, RGBColor
from msgspec import Struct
from msgspec.structs import replace

from checklist.evaluation.model import Status
from checklist.report.words.wording import SHAPE

_COLOUR = {
    Status.NOT_SATISFIED.value: "B83A2B",
    Status.UNDETERMINED.value: "7A5400",
    Status.SATISFIED.value: "1F6A5D",
    Status.NOT_APPLICABLE.value: "595959",
}
_GREY = "595959"
_LEFT_OUT = {"nav", "script", "style", "button", "select", "input", "label", "summary"}
_UNSEEN = {"needs-script", "filter", "filtered", "skip", "stack", "patterns", "here"}
_APART = {"small", "by", "cite", "claim", "answer", "source"}
"""What the page sets off from the words before it."""
_BREAK = "\n"
_CLOSING = "；，。、：）"


class Look(Struct, frozen=True, kw_only=True):
    """How a run of text looks beside what its paragraph looks like."""

    bold: bool = False
    small: bool = False
    colour: str = ""


def is_seen(element: Any) -> bool:
    """Whether an element shows something that paper can show."""
    if not isinstance(element.tag, str) or element.tag in _LEFT_OUT:
        return False
    return not _UNSEEN & classes_of(element)


def classes_of(element: Any) -> set[str]:
    """The classes of an element."""
    return set((element.get("class") or "").split())


def pieces_of(element: Any, look: Look, *, in_cell: bool) -> Iterator[tuple[str, Look]]:
    """The text of an element, and how each piece of it looks."""
    if not is_seen(element):
        return
    classes = classes_of(element)
    match element.tag:
        case "br":
            yield _BREAK, look
            return
        case "i" if "box" in classes:
            yield "□ ", look
            return
        case "svg":
            yield element.get("aria-label") or "", look
            return
        case "img":
            yield element.get("alt") or "", look
            return
        case "b" if "mark" in classes:
            status = next(each for each in Status if each.value in classes)
            marked = replace(look, bold=True, colour=_COLOUR[status.value])
            yield f"{SHAPE[status]} {element.text_content()}", marked
            yield "\u3000", look
            return
    if _APART & {element.tag, *classes}:
        yield _BREAK if in_cell and element.getparent().tag == "td" else "\u3000", look
    elif _is_second_part(element):
        yield _BREAK, look
    within = _looking(look, element.tag, classes)
    text = element.text or ""
    if "n" in classes and text.strip().isdigit():
        text = f"{text.strip()}. "
    yield text, within
    for child in element:
        yield from pieces_of(child, within, in_cell=in_cell)
        yield child.tail or "", within


def _is_second_part(element: Any) -> bool:
    """Whether an element is a further one of the parts of a cell that stand below each other."""
    previous = element.getprevious()
    return (
        element.tag == "span"
        and not element.get("class")
        and previous is not None
        and previous.tag == "span"
        and element.getparent().tag == "td"
    )


def _looking(look: Look, tag: str, classes: set[str]) -> Look:
    is_bold = tag in {"strong", "b"} or bool({"strong", "late", "number"} & classes)
    is_small = bool({"small", "by", "cite", "source"} & {tag, *classes})
    colour = _COLOUR["not_satisfied"] if "late" in classes else _GREY if is_small else look.colour
    return replace(look, bold=look.bold or is_bold, small=look.small or is_small, colour=colour)


def tidied(pieces: Iterable[tuple[str, Look]]) -> Iterator[tuple[str, Look]]:
    """The pieces with blanks as a browser shows them: one for several, none at an end of a line."""
    last = _BREAK
    kept: list[tuple[str, Look]] = []
    for raw, look in pieces:
        text = raw if raw == _BREAK else re.sub(r"[ \t\r\n]+", " ", raw)
        if last in " \n\u3000":
            text = text.lstrip(" \u3000") if text != _BREAK else text
        if text == _BREAK and last == _BREAK:
            continue
        if kept and text[:1] in _CLOSING and text:
            before, looked = kept.pop()
            kept.append((before.rstrip(" \u3000"), looked))
        if text:
            kept.append((text, look))
            last = text[-1]
    while kept and not kept[-1][0].rstrip(" \u3000\n"):
        kept.pop()
    if kept:
        text, look = kept.pop()
        kept.append((text.rstrip(" \u3000\n"), look))
    yield from kept


def add_run(paragraph: Any, text: str, look: Look) -> None:
    """Add a piece of text to a paragraph."""
    run = paragraph.add_run()
    if text == _BREAK:
        run.add_break()
        return
    run.text = text
    run.bold = True if look.bold else None
    if look.small:
        run.font.size = Pt(9)
    if look.colour:
        run.font.color.rgb = RGBColor.from_string(look.colour)
