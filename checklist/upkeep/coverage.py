"""Every paragraph and item of a regulation, and what the rulebook makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from checklist.law.as_data import Data, place_as_data, rulebook_as_data
from checklist.law.model import (
    Citation,
    DutyHolder,
    Fact,
    Kind,
    NotObligation,
    Obligation,
    Rulebook,
    Treatment,
)
from checklist.law.wording import TREATMENT
from checklist.upkeep.places import Part, fined_at, grounds, mentions


class Encoded(Enum):
    """How a place stands in the rulebook, where it is not listed as no obligation."""

    OBLIGATION = "obligation"
    ENCOURAGEMENT = "encouragement"
    CONDITION = "condition"  # only a duty holder or a fact cites it
    MISSING = "missing"


_WORD = {
    Encoded.OBLIGATION: "义务",
    Encoded.ENCOURAGEMENT: "倡导",
    Encoded.CONDITION: "条件",
    Encoded.MISSING: "遗漏",
}


_SECTION = {Part.NOT_OBLIGATION: "not_obligations", Part.JURISDICTION: "jurisdictions"}
"""Where what has no id stands in the rulebook."""


def word(treatment: Encoded | Treatment) -> str:
    """How people say what a place is."""
    return TREATMENT[treatment] if isinstance(treatment, Treatment) else _WORD[treatment]


class Row(Struct, frozen=True, kw_only=True):
    """One paragraph or item. `place.paragraph` is always given, also where the article has one.

    `obligations` are the entries that cite it, that reach a holder through it, or that are fined
    by it. `why` is why it is no obligation, or what cites it instead.
    """

    place: Citation
    treatment: Encoded | Treatment
    obligations: tuple[str, ...]
    why: str | None


class Unknown(Struct, frozen=True, kw_only=True):
    """A place named by the rulebook that the regulation does not have. `named_by` is the id of an
    entry, or the section it stands in where it has none."""

    place: Citation
    named_by: str


class Coverage(Struct, frozen=True, kw_only=True):
    """`rows` are all places of the regulation, in reading order."""

    rows: tuple[Row, ...]
    unknown: tuple[Unknown, ...]

    @property
    def missing(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.treatment is Encoded.MISSING)

    @property
    def complete(self) -> bool:
        return not self.missing and not self.unknown


def coverage(rulebook: Rulebook, places: Iterable[Citation]) -> Coverage:
    """What the rulebook makes of each place of the regulation; `places` are all there are.

    A paragraph may be cited by its article alone where the article has only that one.
    """
    table = _Table(rulebook, places)
    return Coverage(
        rows=tuple(table.row(place) for place in table.places),
        unknown=tuple(
            Unknown(place=mention.place, named_by=mention.id or _SECTION[mention.part])
            for mention in mentions(rulebook)
            if (mention.adds or mention.part is not Part.QUESTION) and not table.has(mention.place)
        ),
    )


class _Table:
    def __init__(self, rulebook: Rulebook, places: Iterable[Citation]) -> None:
        listed = list(places)
        paragraphs: dict[int, set[int]] = {}
        for place in listed:
            paragraphs.setdefault(place.article, set()).add(place.paragraph or 1)
        self.rulebook = rulebook
        self._only = {article for article, all in paragraphs.items() if len(all) == 1}
        self.places = tuple(self._full(place) for place in listed)
        self._all = frozenset(self.places)
        self._articles = paragraphs.keys()
        self._no_obligation = {self._full(one.source): one for one in rulebook.not_obligations}

    def _full(self, cited: Citation) -> Citation:
        """A citation without its anchor, and with the paragraph where there is only one."""
        only = 1 if cited.article in self._only else None
        return replace(cited, anchor=None, paragraph=cited.paragraph or only)

    def has(self, cited: Citation) -> bool:
        full = self._full(cited)
        if full.paragraph is None and full.item is None:
            return full.article in self._articles
        return full in self._all

    def row(self, place: Citation) -> Row:
        rulebook = self.rulebook
        treating = tuple(one for one in rulebook.obligations if self._treats(one, place))
        through = [one.id for one in rulebook.obligations if place.article in grounds(one)]
        treatment, why = self._treatment(place, treating)
        if treatment is Encoded.MISSING and through:
            treatment = Encoded.OBLIGATION
        encoded = treatment in (Encoded.OBLIGATION, Encoded.ENCOURAGEMENT)
        fined = [one.id for one in rulebook.obligations if self._fines(one, place)]
        ids = [*(one.id for one in treating if encoded), *through, *fined]
        obligations = tuple(dict.fromkeys(ids))
        return Row(place=place, treatment=treatment, obligations=obligations, why=why)

    def _treatment(
        self, place: Citation, treating: tuple[Obligation, ...]
    ) -> tuple[Encoded | Treatment, str | None]:
        """What pinpoints the place goes before what covers its paragraph or article."""
        listed, asked = self._listed(place), "；".join(self._asked(place))
        exactly = listed is not None and self._full(listed.source) == place
        if any(self._pinpoints(one, place) for one in treating):
            return _encoded(treating), listed.why if listed and exactly else None
        if listed and exactly:
            return listed.treatment, listed.why
        if asked and place.item is not None:
            return Encoded.CONDITION, asked
        if treating:
            return _encoded(treating), None
        if listed:
            return listed.treatment, listed.why
        return (Encoded.CONDITION, asked) if asked else (Encoded.MISSING, None)

    def _treats(self, obligation: Obligation, place: Citation) -> bool:
        """Whether an entry is about a place: about every item of its paragraph, unless it or each
        of its questions names another."""
        source = self._full(obligation.source)
        if (source.article, source.paragraph) != (place.article, place.paragraph):
            return False
        if self._pinpoints(obligation, place):
            return True
        return source.item is None and any(one.item is None for one in obligation.questions)

    def _fines(self, obligation: Obligation, place: Citation) -> bool:
        refs = (*obligation.penalties, *obligation.penalties_in_doubt)
        return any(
            cited == place or (place.item is None and replace(cited, item=None) == place)
            for cited in (self._full(fined_at(self.rulebook, ref)) for ref in refs)
        )

    def _pinpoints(self, obligation: Obligation, place: Citation) -> bool:
        items = (obligation.source.item, *(one.item for one in obligation.questions))
        return place.item is None or place.item in items

    def _listed(self, place: Citation) -> NotObligation | None:
        """What lists a place as no obligation: the place itself, its paragraph or its article."""
        above = (place, replace(place, item=None), Citation(article=place.article))
        return next((self._no_obligation[one] for one in above if one in self._no_obligation), None)

    def _asked(self, place: Citation) -> Iterator[str]:
        """The duty holders and facts that cite a place or, for a paragraph, an item of it."""
        rulebook = self.rulebook
        cited: list[tuple[Citation, DutyHolder | Fact]] = [
            *((one.source, one) for one in rulebook.duty_holders),
            *((one.source, one) for one in rulebook.facts if one.source),
        ]
        for source, one in cited:
            full = self._full(source)
            if full == place or (place.item is None and replace(full, item=None) == place):
                yield (
                    f"说明谁是{one.name}"
                    if isinstance(one, DutyHolder)
                    else f"决定是否适用：{one.ask}"
                )


def _encoded(treating: tuple[Obligation, ...]) -> Encoded:
    urged = all(one.kind is Kind.ENCOURAGEMENT for one in treating)
    return Encoded.ENCOURAGEMENT if urged else Encoded.OBLIGATION


def coverage_as_data(rulebook: Rulebook, coverage: Coverage) -> Data:
    """What `checklist rules coverage --format json` prints."""
    return {
        "format": 1,
        "rulebook": rulebook_as_data(rulebook),
        "rows": [
            {
                **place_as_data(row.place),
                "treatment": row.treatment.value,
                "obligations": list(row.obligations),
                "why": row.why,
            }
            for row in coverage.rows
        ],
        "missing": [place_as_data(row.place) for row in coverage.missing],
        "unknown": [
            {**place_as_data(one.place), "named_by": one.named_by} for one in coverage.unknown
        ],
    }
