"""Holds the record forms against the rulebooks: which are missing, which nobody refers to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from checklist import resources
from checklist.errors import Complaint, UnreadableFile
from checklist.files import read_text
from checklist.law.forms import RecordForms, load_forms
from checklist.law.model import OtherLaw, Rulebook
from checklist.law.wording import other_law
from checklist.yaml.nodes import Mapping, Node, Scalar, Sequence, parse, shortened
from checklist.yaml.reading import instead

_PICTURED = "截图"
"""What is a picture of a screen is no paper that anybody fills in."""


def without_form(
    book: Rulebook, file: Path | None, bundled: Collection[Rulebook]
) -> list[Complaint]:
    """The papers without a form that a regulation which is not bundled names: they are only noted.

    Without a `file` the rulebook is a bundled one; the forms are then held against all of those.
    Raises UnreadableFile with all that is wrong.
    """
    id, listed = book.regulation.id, resources.forms_file()
    forms, ours = load_forms(listed), resources.rules_file(id)
    written = file or ours
    complaints, papers = [*_missing(written, forms)], [*_unprovided(written, forms)]
    if id in resources.RULEBOOKS:
        complaints += papers
    if written.resolve() == ours.resolve():
        complaints += _unreferred(listed, forms, bundled)
    if complaints:
        raise UnreadableFile(*complaints)
    return papers


def _missing(file: Path, forms: RecordForms) -> Iterator[Complaint]:
    """What the rulebook in a file, which can be read, refers to and is not among the forms."""
    ids = [form.id for form in forms.forms]
    for name, entry in _entries(file, "obligations"):
        for id in _items(entry.get("forms")):
            if id.value not in ids:
                what = f"{name} 的 forms 里的 {shortened(id.value)} 不在记录样表里"
                yield Complaint(what=what, mend=instead(id.value, ids), where=id.where)


def _unprovided(file: Path, forms: RecordForms) -> Iterator[Complaint]:
    """The papers that remedies and evidence name, of which the entry refers to no form."""
    for name, entry in _entries(file, "obligations"):
        referred = forms.named(id.value for id in _items(entry.get("forms")))
        called = [words for form in referred for words in form.called]
        for text in (*_items(entry.get("evidence")), *_items(entry.get("remedy"))):
            paper = next((paper for paper in forms.papers if paper in text.value), None)
            is_form = paper is not None and _PICTURED not in text.value
            if is_form and not any(words in text.value for words in called):
                what = f"{name} 里说到“{paper}”，forms 里却没有这样叫的记录样表"
                mend = (
                    "给这一条写上 forms: [样表的编号]，并且样表的 called 里有这个叫法；"
                    "没有合适的，在 rules/forms/records.yaml 里加一份，或者换个说法"
                )
                yield Complaint(what=what, mend=mend, where=text.where)


def _unreferred(file: Path, forms: RecordForms, books: Collection[Rulebook]) -> Iterator[Complaint]:
    """The forms, in `file`, that no entry of `books` refers to, and the provisions that none of
    them has."""
    used = {id for book in books for entry in book.obligations for id in entry.forms}
    for (name, node), form in zip(_entries(file, "forms"), forms.forms, strict=True):
        if form.id not in used:
            what = f"没有一条义务用到样表 {name}"
            mend = f"在用得到的义务里写上 forms: [{form.id}]，或者删去这份样表"
            yield Complaint(what=what, mend=mend, where=node.where)
        keeping = (form.keep.source,) if form.keep else ()
        for place in (*form.sources, *keeping):
            if not any(_has(book, place) for book in books):
                what = f"样表 {name} 引用的{other_law(place)}不在随附的规定里"
                mend = "改正规定的名称或者条号，名称照规则册的 title 写"
                yield Complaint(what=what, mend=mend, where=node.where)


def _has(book: Rulebook, place: OtherLaw) -> bool:
    regulation, article = book.regulation, place.article
    is_there = article is not None and regulation.chapter_of(article) is not None
    return regulation.title == place.law and is_there


def _entries(file: Path, section: str) -> Iterator[tuple[str, Mapping]]:
    """The entries of a section with their ids."""
    root = parse(read_text(file), file=file)
    listed = root.get(section) if isinstance(root, Mapping) else None
    for entry in listed.items if isinstance(listed, Sequence) else ():
        if isinstance(entry, Mapping):
            id = entry.get("id")
            yield (id.value if isinstance(id, Scalar) else ""), entry


def _items(node: Node | None) -> list[Scalar]:
    """The texts of a list; of a text, itself."""
    items = node.items if isinstance(node, Sequence) else (node,)
    return [item for item in items if isinstance(item, Scalar)]
