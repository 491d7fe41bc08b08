"""Plain data as canonical YAML that any reader takes for the same text; and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from checklist.assessment.values import Plain
from checklist.errors import UnreadableFile
from checklist.yaml import nodes

WIDTH = 100
_IDEOGRAPH = "\u3007\u4e00-\u9fff"
# Compiled on first use: it takes milliseconds, and reading a file does without.
_PLAIN = (
    rf"[A-Za-z{_IDEOGRAPH}][A-Za-z0-9_/.{_IDEOGRAPH}-]*"
    rf"|[0-9]{{1,6}}[{_IDEOGRAPH}][0-9{_IDEOGRAPH}]*"
    r"|[1-9][0-9]{0,2}|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}"
)
_OTHERWISE_READ = "(?i:true|false|yes|no|on|off|y|n|null)"
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def document(data: Mapping[str, Plain]) -> str:
    """A whole file: one block mapping, keys in the given order."""
    return "".join(f"{line}\n" for line in _block(data, ""))


def flow(data: Plain) -> str:
    """One line: text, `[a, b]`, `{ a: b }`."""
    match data:
        case str():
            return scalar(data)
        case Mapping():
            pairs = ", ".join(f"{scalar(key)}: {flow(value)}" for key, value in data.items())
            return f"{{ {pairs} }}" if pairs else "{}"
        case _:
            return f"[{', '.join(flow(item) for item in data)}]"


def scalar(text: str) -> str:
    """Plain where nobody could read it otherwise, else double-quoted on one line."""
    if re.fullmatch(_PLAIN, text) and not re.fullmatch(_OTHERWISE_READ, text):
        return text
    return f'"{"".join(map(_escaped, text))}"'


def plain(node: nodes.Node) -> Plain:
    """A node without its places."""
    match node:
        case nodes.Scalar(value=text):
            return text
        case nodes.Sequence(items=items):
            return [plain(item) for item in items]
        case nodes.Mapping(entries=entries):
            return {key.value: plain(value) for key, value in entries}


def raw_text(data: Plain) -> str:
    """What Unread keeps of a value: text as it is, anything else as one YAML line."""
    return data if isinstance(data, str) else flow(data)


def as_it_stood(raw: str) -> Plain:
    """The data behind `raw_text`: a list or mapping where it is exactly one, else text."""
    if not raw.startswith(("{", "[")):
        return raw
    try:
        data = plain(nodes.parse(raw, file=""))
    except UnreadableFile:
        return raw
    return data if not isinstance(data, str) and flow(data) == raw else raw


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() and unicodedata.category(character) != "Cn":
        return character
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        return "\N{REPLACEMENT CHARACTER}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _block(data: Mapping[str, Plain], pad: str) -> Iterator[str]:
    for key, value in data.items():
        head = f"{pad}{scalar(key)}:"
        match value:
            case str() if _reads_well_as_lines(value):
                yield f"{head} |-" if not value.endswith("\n") else f"{head} |"
                yield from (f"{pad}  {line}" if line else "" for line in value.splitlines())
            case Mapping() if not _fits(value, head):
                yield head
                yield from _block(value, pad + "  ")
            case [*items] if not _fits(items, head):
                yield head
                yield from (f"{pad}  - {flow(item)}" for item in items)
            case _:
                yield f"{head} {flow(value)}"


def _fits(data: Mapping[str, Plain] | Sequence[Plain], head: str) -> bool:
    """Whether a short line says it all; what is nested or has several lines gets its own."""
    if isinstance(data, Mapping):
        is_nested = any(
            isinstance(value, Mapping) or (isinstance(value, str) and _reads_well_as_lines(value))
            for value in data.values()
        )
    else:
        is_nested = not all(isinstance(item, str) for item in data)
    return not is_nested and len(head) + 1 + len(flow(data)) <= WIDTH


def _reads_well_as_lines(text: str) -> bool:
    """Whether a literal block keeps `text` exactly: several plain lines, none blank at the ends."""
    lines = text.removesuffix("\n").split("\n")
    return (
        "\n" in text.removesuffix("\n")
        and all(line.isprintable() and line.rstrip() == line for line in lines)
        and bool(lines[0])
        and not lines[0].startswith(" ")
        and bool(lines[-1])
    )
