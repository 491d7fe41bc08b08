"""Several rulebooks as one: each place and question then says which regulation it is of.

Nothing is merged but facts that are worded alike; an entry is judged as it is alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from checklist.errors import Complaint, UnreadableFile
from checklist.law.cited import cited, naming
from checklist.law.model import Chapter, Fact, Obligation, Regulation, Rulebook


def join(books: Sequence[Rulebook]) -> Rulebook:
    """One rulebook of all that is in several, in their order; the only one as it is.

    Raises UnreadableFile where two of them use an id for different things.
    """
    if len(books) == 1:
        return books[0]
    complaints = [*_clashes(books)]
    if complaints:
        raise UnreadableFile(*complaints)
    named = [_named(book) for book in books]
    facts: dict[str, Fact] = {}
    for book in named:
        for fact in book.facts:
            facts.setdefault(fact.id, fact)
    return Rulebook(
        regulations=tuple(book.regulation for book in named),
        facts=tuple(facts.values()),
        duty_holders=tuple(part for book in named for part in book.duty_holders),
        penalties=tuple(part for book in named for part in book.penalties),
        obligations=tuple(part for book in named for part in book.obligations),
        which_rooms=next((book.which_rooms for book in named if book.which_rooms), None),
        not_obligations=tuple(part for book in named for part in book.not_obligations),
        jurisdictions=tuple(part for book in named for part in book.jurisdictions),
        hints=tuple(part for book in named for part in book.hints),
        exclusions=tuple(part for book in named for part in book.exclusions),
        parts=tuple(books),
    )


def at_home(book: Rulebook, obligation: Obligation) -> tuple[Rulebook, Obligation]:
    """An entry's own rulebook, and the entry as it stands there, where no article names its law."""
    home = next(part for part in book.parts or (book,) if obligation.id in part.obligation_ids())
    return home, home.obligation(obligation.id)


def pointing_nowhere(book: Rulebook, books: Collection[Rulebook]) -> tuple[str, ...]:
    """What `see`, `overlaps` and `exclusions` of a rulebook name that is in none of `books`."""
    keys = {key for other in books for key in other.questions()}
    facts = {fact.id for other in books for fact in other.facts}
    entries = {entry.id for other in books for entry in other.obligations}
    seen = dict.fromkeys(key for question in book.questions().values() for key in question.see)
    breached = dict.fromkeys(id for entry in book.obligations for id in entry.overlaps)
    return (
        *(key for key in seen if key not in keys),
        *(key for key in book.exclusions_of if key not in keys | facts),
        *(id for id in breached if id not in entries),
    )


def naming_no_law(book: Rulebook) -> tuple[str, ...]:
    """The questions (by answer key) and facts that name an article without its law in what is put
    to people. That stays as it is, and beside other regulations it could be anybody's article."""
    put = {fact.id: (fact.ask, *(option.label for option in fact.options)) for fact in book.facts}
    for key, question in book.questions().items():
        options = (
            text for option in question.options for text in (option.label, option.inapplicable_if)
        )
        put[key] = tuple(filter(None, (question.ask, question.inapplicable_if, *options)))
    return tuple(
        key
        for key, texts in put.items()
        if any(
            citation.ours and citation.stem == citation.start
            for text in texts
            for citation in cited(text)
        )
    )


def _clashes(books: Sequence[Rulebook]) -> Iterator[Complaint]:
    """What two rulebooks call alike and mean differently."""
    seen: dict[tuple[str, str], tuple[int, object]] = {}
    for at, book in enumerate(books):
        for what, id, thing in _ids(book):
            first, other = seen.setdefault((what, id), (at, thing))
            if first == at or (thing == other and what == "主体情况"):
                continue
            before, of = books[first].regulation, book.regulation
            where = f"规则册 {before.id}（《{before.title}》）和 {of.id}（《{of.title}》）"
            how = "题面、选项或者条件不同" if what == "主体情况" else "不能共用"
            yield Complaint(
                what=f"{where}都有{what} {id}，{how}",
                mend="改其中一处的编号；主体情况也可以改成一字不差",
            )


def _ids(book: Rulebook) -> Iterator[tuple[str, str, object]]:
    """What has an id, with what has to be the same under it."""
    yield "规则册", book.regulation.id, None
    yield "简称", book.regulation.called, None
    for fact in book.facts:
        yield (
            "主体情况",
            fact.id,
            (
                fact.fingerprint,
                fact.per,
                fact.undecided,
                fact.when,
                fact.follows,
            ),
        )
    yield from (("义务主体", each.id, None) for each in book.duty_holders)
    yield from (("处罚", each.id, None) for each in book.penalties)
    yield from (("义务", each.id, None) for each in book.obligations)


def _named(book: Rulebook) -> Rulebook:
    """The rulebook with the short name of its regulation at every place and question."""
    regulation = book.regulation
    parts = {name: _placed(getattr(book, name), regulation.called) for name in _PARTS}
    own = replace(regulation, chapters=tuple(_chapters(regulation)))
    return replace(book, regulations=(own,), **parts)


_PARTS = (
    "which_rooms",
    "facts",
    "duty_holders",
    "penalties",
    "obligations",
    "not_obligations",
    "jurisdictions",
    "hints",
    "exclusions",
)
_AS_PUT = {"id", "ask", "label", "inapplicable_if", "anchor", "law"}
_SAID = {"expect", "follows", "when", "unless", "in_doubt_when", "unknown_when", "these", "exclude"}
_CODES = {"article", "paragraph", "item", "kind", "per", "about", "on", "state"}
_KEPT = _AS_PUT | _SAID | _CODES
"""What is put to people, or quoted, stands as it is: fingerprints hang on it. Conditions,
expectations, answers, numbers and codes name no place."""


@cache
def _not_kept(kind: type[Struct]) -> tuple[str, ...]:
    """The fields of a kind of thing that may name a place."""
    return tuple(name for name in kind.__struct_fields__ if name not in _KEPT)


def _placed(part: Any, of: str) -> Any:
    """A part of a rulebook that says of which regulation its places, questions and prose are."""
    match part:
        case str():
            return naming(part, of) if "第" in part else part
        case tuple():
            return tuple(_placed(each, of) for each in part)
        case Struct():
            names = _not_kept(type(part))
            values = {name: _placed(value, of) for name in names if (value := getattr(part, name))}
            if "of" in names:
                values["of"] = of
            return replace(part, **values) if values else part
        case Mapping():
            return {key: _placed(each, of) for key, each in part.items()}
        case _:
            return part


def _chapters(regulation: Regulation) -> Iterator[Chapter]:
    """The chapters of a regulation under titles that no other has."""
    for chapter in regulation.chapters:
        yield replace(chapter, title=f"{regulation.called} {chapter.title}")
