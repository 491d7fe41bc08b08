"""Finds what lies on the sheets of a workbook or in their cells without being text.

Pictures float over cells (drawings), stand in cells as WPS puts them there (DISPIMG, cellimages) or
as Excel does (rich values); beside them there are charts, text boxes, comments and attached files.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from xml.etree.ElementTree import Element

from msgspec import Struct

from checklist.assessment.evidence import FOLDER
from checklist.sheets.cells import letters
from checklist.sheets.package import Package, attribute, local, named
from checklist.text import inert

_KINDS = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
    (b"II*\0", ".tiff"),
    (b"MM\0*", ".tiff"),
)
_MOST_BYTES = 30_000_000
"""Of one picture."""
_MOST_TOGETHER = 100_000_000
_FORBIDDEN = set('\\/:*?"<>|. ')
_DIGITS = 12


class Drawn(Struct, frozen=True, kw_only=True):
    """What lies on a sheet: its cell (M5, or empty where it lies on none), and what it is.

    A picture has the `part` of the package that holds it, or none where it lies elsewhere; `words`
    are those of a comment or text box.
    """

    kind: str
    address: str
    part: str = ""
    words: str = ""


PICTURE, CHART, BOX, COMMENT, ATTACHED = "图片", "图表", "文本框", "批注", "插入的附件"


class Image(Struct, frozen=True, kw_only=True):
    """A picture that was taken out."""

    data: bytes
    digest: str
    suffix: str

    def path(self, sheet: str, address: str) -> str:
        """Where it is put beside the answers: 证据/整改台账-M5-3f9a1c020b7d.png.

        It is named after its cell and its content: the same picture has the same name once more.
        """
        where = "".join(letter for letter in inert(sheet) if letter not in _FORBIDDEN)[:20]
        return f"{FOLDER}/{where}-{address}-{self.digest[:_DIGITS]}{self.suffix}"


class Images:
    """The pictures of a package, each taken out once, and all together no more than fits."""

    def __init__(self, package: Package) -> None:
        self._package, self._left = package, _MOST_TOGETHER
        self._known: dict[str, Image | None] = {}

    def get(self, part: str) -> Image | None:
        """The picture in a part; None for what is none we know, is not there or far too large."""
        if part not in self._known:
            self._known[part] = self._taken_out(part)
        return self._known[part]

    def _taken_out(self, part: str) -> Image | None:
        size = self._package.sizes.get(part, 0)
        if not 0 < size <= min(_MOST_BYTES, self._left):
            return None
        data = self._package.read(part)
        suffix = next((suffix for begins, suffix in _KINDS if data.startswith(begins)), None)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            suffix = ".webp"
        if suffix is None:
            return None
        self._left -= size
        return Image(data=data, digest=sha256(data).hexdigest(), suffix=suffix)


def on_sheet(package: Package, sheet: str) -> Iterator[Drawn]:
    """What lies on the sheet of this part; attached files are counted by who reads the sheet."""
    for part in package.all_related(sheet, "drawing"):
        yield from _drawing(package, part)
    comments: dict[str, str] = {}
    for kind, tag in (("comments", "comment"), ("threadedComment", "threadedComment")):
        threads: dict[str, list[str]] = {}
        for part in package.all_related(sheet, kind):
            for each in named(package.tree(part), tag):
                words = "".join(text.text or "" for text in named(each, "t", "text"))
                threads.setdefault(each.get("ref", ""), []).append(words.strip())
        comments |= {ref: " ".join(filter(None, replies)) for ref, replies in threads.items()}
    for address, words in comments.items():
        if words:
            yield Drawn(kind=COMMENT, address=address, words=words)


def _drawing(package: Package, part: str) -> Iterator[Drawn]:
    relations = package.related(part)
    for anchor in package.tree(part):
        address = _anchored(anchor)
        for shape in _without_fallback(anchor):
            match local(shape.tag):
                case "blip":
                    id = attribute(shape, "embed")
                    part = relations[id].target if id in relations else ""
                    yield Drawn(kind=PICTURE, address=address, part=part)
                case "graphicFrame":
                    yield Drawn(kind=CHART, address=address)
                case "txBody":
                    words = "".join(text.text or "" for text in named(shape, "t")).strip()
                    if words:
                        yield Drawn(kind=BOX, address=address, words=words)


def _without_fallback(element: Element) -> Iterator[Element]:
    """An element and all in it, without what is there twice for older programs."""
    left = [element]
    while left:
        each = left.pop()
        yield each
        left += reversed([child for child in each if local(child.tag) != "Fallback"])


def _anchored(anchor: Element) -> str:
    """The cell on which the upper left corner of an anchor lies."""
    begin = next(named(anchor, "from"), None)
    if begin is None:
        return ""
    at = {local(each.tag): int(each.text or 0) for each in begin}
    return f"{letters(at.get('col', 0) + 1)}{at.get('row', 0) + 1}"


# --- pictures that stand in a cell ---------------------------------------------------------------


def in_cells(package: Package, workbook: str) -> dict[str, str]:
    """The parts of the pictures that stand in cells, by what the cells call them."""
    parts: dict[str, str] = {}
    for part in package.all_related(workbook, "cellImage"):
        relations = package.related(part)
        for image in named(package.tree(part), "cellImage"):
            name = next((attribute(each, "name") for each in named(image, "cNvPr")), "")
            for blip in named(image, "blip"):
                id = attribute(blip, "embed")
                if id in relations:
                    parts[name] = relations[id].target
    return parts | _rich(package, workbook)


def _rich(package: Package, workbook: str) -> dict[str, str]:
    """Excel's pictures by the number that cells give as vm: through metadata, values, relations."""
    trees = {
        kind: (part, package.tree(part))
        for kind in ("sheetMetadata", "rdRichValue", "rdRichValueStructure", "richValueRel")
        for part in package.all_related(workbook, kind)
    }
    if len(trees) < 4:
        return {}
    metadata, values = trees["sheetMetadata"][1], list(named(trees["rdRichValue"][1], "rv"))
    structures = [
        [key.get("n", "") for key in named(structure, "k")]
        for structure in named(trees["rdRichValueStructure"][1], "s")
    ]
    part, listed = trees["richValueRel"]
    relations, ids = (
        package.related(part),
        [attribute(relation, "id") for relation in named(listed, "rel")],
    )
    blocks = [int(attribute(block, "i")) for block in named(metadata, "rvb")]
    pictures: dict[str, str] = {}
    # The records of cell metadata stand in the order in which cells count them.
    records = (rc for table in named(metadata, "valueMetadata") for rc in named(table, "rc"))
    for at, record in enumerate(records, 1):
        value = values[blocks[int(record.get("v", "0"))]]
        keys = structures[int(value.get("s", "0"))]
        fields = dict(
            zip(keys, (content.text or "" for content in named(value, "v")), strict=False)
        )
        number = fields.get("_rvRel:LocalImageIdentifier")
        if number is not None and relations[ids[int(number)]].target:
            pictures[str(at)] = relations[ids[int(number)]].target
    return pictures
