"""Opens the package (zip) of an office file that came back, and parses its parts one by one.

The size of each part and the number of its tags are bounded before anything is made of them, so
that a small file that unpacks to very much is refused at once. No part may declare a DTD.
"""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from msgspec import Struct

BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, ParseError, LookupError, ValueError, EOFError,
    NotImplementedError, OSError, OverflowError, RuntimeError,
)  # fmt: skip
"""What reading a broken package raises."""
MOST_UNPACKED = 200_000_000
"""Bytes of all parts together, pictures among them."""
_MOST_XML = 40_000_000
_MOST_TAGS = 1_500_000
"""Of all parts that are parsed, together."""
_MOST_OF_SMALL_ONES = 4_000_000
_MOST_TAGS_OF_SMALL_ONES = 150_000
_MOST_KEPT = 300_000
"""Tags of a part that is read piece by piece, between two pieces."""
_MOST_MEMBERS = 5_000
_MEMBER = b"PK\x01\x02"
"""Begins the entry of a member in the directory of a zip file."""


class TooLarge(Exception):
    """A package, or a part of it, that is far larger than anybody fills in by hand."""


class Relation(Struct, frozen=True, kw_only=True):
    """What a part refers to: another part by its name, or something outside by its address."""

    kind: str
    target: str
    is_outside: bool


class Package:
    """An office file. Raises TooLarge; raises one of BROKEN for what is no package."""

    def __init__(self, data: bytes) -> None:
        if data.count(_MEMBER) > _MOST_MEMBERS:
            raise TooLarge
        self._zip = zipfile.ZipFile(BytesIO(data))
        self._unpacked = self._tags = 0
        self.sizes = {member.filename: member.file_size for member in self._zip.infolist()}
        if sum(member.file_size for member in self._zip.infolist()) > MOST_UNPACKED:
            raise TooLarge

    def read(self, part: str) -> bytes:
        """The bytes of a part, which is never longer than its entry says."""
        return self._zip.read(part)

    def check(self, part: str, *, is_small: bool = False) -> bytes:
        """The bytes of a part that is XML. Raises TooLarge where they, or its tags, are too many;
        a small part is one of styles, names, pictures: everything but cells and their texts."""
        self._unpacked += self.sizes[part]
        if self._unpacked > _MOST_XML or (is_small and self.sizes[part] > _MOST_OF_SMALL_ONES):
            raise TooLarge
        data = self.read(part)
        tags = data.count(b"<")
        self._tags += tags
        if self._tags > _MOST_TAGS or (is_small and tags > _MOST_TAGS_OF_SMALL_ONES):
            raise TooLarge
        return data

    def parse(self, part: str, target: Tree, *, is_small: bool = False) -> Element:
        """The XML of a part as a tree, as far as the target keeps it."""
        parser = XMLParser(target=target)  # noqa: S314  it is bounded, and DTDs are refused
        parser.feed(self.check(part, is_small=is_small))
        return parser.close()

    def tree(self, part: str) -> Element:
        """A small part as a tree; an empty one where the package has no such part."""
        return self.parse(part, Tree(), is_small=True) if part in self.sizes else Element("none")

    def related(self, part: str) -> Mapping[str, Relation]:
        """What a part refers to, by the ids it uses for that; "" is the package itself."""
        folder, name = posixpath.split(part)
        relations = {}
        for relation in self.tree(posixpath.join(folder, "_rels", f"{name}.rels")):
            target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = relation.get("Type", "").rpartition("/")[2]
            relations[relation.get("Id", "")] = Relation(
                kind=kind, target=target, is_outside=outside
            )
        return relations

    def all_related(self, part: str, kind: str) -> Iterator[str]:
        """The parts of a kind that a part refers to, as far as they are there."""
        for relation in self.related(part).values():
            if relation.kind == kind and not relation.is_outside and relation.target in self.sizes:
                yield relation.target


class Tree(TreeBuilder):
    """A tree that XML is parsed into. Raises ValueError where it declares a DTD."""

    def doctype(self, *_: object) -> None:
        """Office files have none; a hostile one would."""
        raise ValueError("an office file declares a DTD")


class PassingTree(Tree):
    """A tree too large to keep: elements with the names in `PASSING` are read as they are closed,
    and then forgotten; the one called `OPENING` is told of as it begins. Raises TooLarge where
    too much stands between two of them."""

    PASSING: frozenset[str]
    OPENING = ""

    def __init__(self) -> None:
        super().__init__()
        self._kept = 0

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        self._kept += 1
        if self._kept > _MOST_KEPT:
            raise TooLarge
        if local(tag) == self.OPENING:
            self.begin(attributes)
        return super().start(tag, attributes)

    def end(self, tag: str) -> Element:
        element = super().end(tag)
        if local(tag) in self.PASSING:
            self.read(element)
            element.clear()
            self._kept = 0
        return element

    def begin(self, attributes: Mapping[str, str]) -> None:
        """Take note of an element that begins."""

    def read(self, element: Element) -> None:
        """Take from an element what is wanted."""
        raise NotImplementedError


@lru_cache(1_000)
def local(tag: str) -> str:
    """The name of a tag or attribute without its namespace."""
    return tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without its namespace, as r:id; empty where there is none."""
    return next((value for key, value in element.items() if local(key) == name), "")


def named(element: Element, *names: str) -> Iterator[Element]:
    """An element and all in it that have one of these names, without their namespaces."""
    return (each for each in element.iter() if local(each.tag) in names)
