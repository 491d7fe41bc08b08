"""Says of every paragraph and item of a regulation what the rulebook makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from checklist.law.as_data import Data, place_as_data, rulebook_as_data
from checklist.law.model import Citation, NotObligation, Obligation, Rulebook, Treatment
from checklist.law.wording import TREATMENT, citation, cite
from checklist.upkeep.places import Mention, Part, Why, count, mentions


class Encoded(Enum):
    """How a place stands in the rulebook, where it is not listed as no obligation."""

    OBLIGATION = "obligation"
    ENCOURAGEMENT = "encouragement"
    CONDITION = "condition"  # only a duty holder or a fact cites it
    MISSING = "missing"


_WORDS = {
    Encoded.OBLIGATION: "义务",
    Encoded.ENCOURAGEMENT: "倡导",
    Encoded.CONDITION: "条件",
    Encoded.MISSING: "遗漏",
}
_ALL = "是各条义务的前提"
"""Said of a place that says what the whole regulation is about, and is no one entry's."""
_MOST = 4
"""How many entries a row of the table names."""
_SECTION = {
    Part.NOT_OBLIGATION: "not_obligations",
    Part.JURISDICTION: "jurisdictions",
    Part.HINT: "hints",
}
"""Where what has no id stands in the rulebook."""


class CoverageRow(Struct, frozen=True, kw_only=True):
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

    rows: tuple[CoverageRow, ...]
    unknown: tuple[Unknown, ...]

    @property
    def missing(self) -> tuple[CoverageRow, ...]:
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
            for mention in table.mentions
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
        self.mentions = tuple(mentions(rulebook))
        self._only = {article for article, all in paragraphs.items() if len(all) == 1}
        self.places = tuple(self._full(place) for place in listed)
        self._all = frozenset(self.places)
        self._articles = paragraphs.keys()
        self._no_obligation = {self._full(each.source): each for each in rulebook.not_obligations}
        self._named = [(mention, self._full(mention.place)) for mention in self.mentions]

    def _full(self, cited: Citation) -> Citation:
        """A citation without its anchor, and with the paragraph where there is only one."""
        only = 1 if cited.article in self._only else None
        return replace(cited, anchor=None, paragraph=cited.paragraph or only)

    def has(self, cited: Citation) -> bool:
        full = self._full(cited)
        if full.paragraph is None and full.item is None:
            return full.article in self._articles
        return full in self._all

    def row(self, place: Citation) -> CoverageRow:
        obligations = self.rulebook.obligations
        treating = [entry for entry in obligations if self._treats(entry, place)]
        grounds = ((each.id, full) for each, full in self._named if each.why is Why.GROUND)
        through = [id for id, full in grounds if _bears_on(full, place)]
        treatment, why = self._treatment(place, treating)
        if treatment is Encoded.MISSING and through:
            treatment = Encoded.OBLIGATION
        encoded = treatment in (Encoded.OBLIGATION, Encoded.ENCOURAGEMENT)
        fined = [each.id for each in self._naming(place) if each.why is Why.FINED_HERE]
        ids = [*(entry.id for entry in treating if encoded), *through, *fined]
        named = tuple(id for id in dict.fromkeys(ids) if id)
        if treatment is Treatment.SCOPE and not named:
            why = "，".join(filter(None, (why, _ALL)))
        return CoverageRow(place=place, treatment=treatment, obligations=named, why=why)

    def _treatment(
        self, place: Citation, treating: Sequence[Obligation]
    ) -> tuple[Encoded | Treatment, str | None]:
        """What pinpoints the place goes before what covers its paragraph or article."""
        listed, asked = self._listed(place), self._asked(place)
        exactly = listed is not None and self._full(listed.source) == place
        urged = all(entry.is_encouragement for entry in treating)
        encoded = Encoded.ENCOURAGEMENT if urged else Encoded.OBLIGATION
        if any(_pinpoints(entry, place) for entry in treating):
            return encoded, listed.why if listed and exactly else None
        if listed and exactly:
            return listed.treatment, listed.why
        if asked and place.item is not None:
            return Encoded.CONDITION, asked
        if treating:
            return encoded, None
        if listed:
            return listed.treatment, listed.why
        return (Encoded.CONDITION, asked) if asked else (Encoded.MISSING, None)

    def _treats(self, obligation: Obligation, place: Citation) -> bool:
        """Whether an entry is about a place: about every item of its paragraph, unless it or each
        of its questions names another."""
        source = self._full(obligation.source)
        if (source.article, source.paragraph) != (place.article, place.paragraph):
            return False
        about_all = any(question.item is None for question in obligation.questions)
        return _pinpoints(obligation, place) or (source.item is None and about_all)

    def _listed(self, place: Citation) -> NotObligation | None:
        """What lists a place as no obligation: the place itself, its paragraph or its article."""
        above = (place, replace(place, item=None), Citation(article=place.article))
        listed = filter(None, map(self._no_obligation.get, above))
        return next(listed, None)

    def _naming(self, place: Citation) -> Iterator[Mention]:
        """What names a place or, for a paragraph, an item of it."""
        for mention, full in self._named:
            same = (full.article, full.paragraph) == (place.article, place.paragraph)
            if same and place.item in {None, full.item}:
                yield mention

    def _asked(self, place: Citation) -> str:
        """Which duty holders and facts rest on a place; empty where none does."""
        holders: list[str] = []
        facts: list[str] = []
        for mention in self._naming(place):
            match mention:
                case Mention(part=Part.DUTY_HOLDER, id=str(id)):
                    holders.append(f"说明谁是{self.rulebook.duty_holder(id).name}")
                case Mention(part=Part.FACT, id=str(id)):
                    facts.append(f"决定是否适用：{self.rulebook.fact(id).ask}")
        return "；".join([*holders, *facts])


def _bears_on(named: Citation, place: Citation) -> bool:
    """Whether what is named as an article, a paragraph or an item is the place, or holds it, or
    lies in it."""
    same = named.article == place.article and named.paragraph in {None, place.paragraph}
    return same and (place.item is None or named.item in {None, place.item})


def _pinpoints(obligation: Obligation, place: Citation) -> bool:
    items = (obligation.source.item, *(question.item for question in obligation.questions))
    return place.item is None or place.item in items


def coverage_as_data(rulebook: Rulebook, coverage: Coverage) -> Data:
    """What `checklist rules coverage --format json` prints."""
    return {
        "format": 1,
        "rulebook": rulebook_as_data(rulebook.regulation),
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
            {**place_as_data(unknown.place), "named_by": unknown.named_by}
            for unknown in coverage.unknown
        ],
    }


# --- in words ------------------------------------------------------------------------------------


def cells(rulebook: Rulebook, coverage: Coverage) -> Iterator[tuple[str, str, str]]:
    """The rows of a table: the place, what it is, and by which entries or why."""
    single = _of_one_paragraph(coverage)
    for row in coverage.rows:
        titles = "、".join(rulebook.obligation(id).title for id in row.obligations[:_MOST])
        if len(row.obligations) > _MOST:
            titles += f"等 {len(row.obligations)} 条"
        of = row.treatment
        word = TREATMENT[of] if isinstance(of, Treatment) else _WORDS[of]
        yield _cited(row, single), word, "；".join(filter(None, (row.why, titles)))


def summary(coverage: Coverage) -> Iterator[str]:
    """69 条中 69 条、108 款中 108 款、40 项中 40 项有着落. Then what has not, and what is not."""
    whole, missing = (
        count(row.place for row in rows) for rows in (coverage.rows, coverage.missing)
    )
    counts = (
        f"{of_all} {unit}中 {of_all - lost} {unit}"
        for unit, of_all, lost in zip("条款项", whole, missing, strict=True)
    )
    yield f"{'、'.join(counts)}有着落。"
    if coverage.missing:
        single = _of_one_paragraph(coverage)
        yield f"规则册没有提到：{'、'.join(_cited(row, single) for row in coverage.missing)}"
    for unknown in coverage.unknown:
        yield (
            f"{unknown.named_by} 引用的{citation(unknown.place)}，规定里没有"
            "（改法：照官方条文改正条、款、项；只有一款的条不写 paragraph）"
        )


def _of_one_paragraph(coverage: Coverage) -> frozenset[int]:
    several = {row.place.article for row in coverage.rows if row.place.paragraph != 1}
    return frozenset(row.place.article for row in coverage.rows) - several


def _cited(row: CoverageRow, single: frozenset[int]) -> str:
    place = row.place
    return cite(place.article, None if place.article in single else place.paragraph, place.item)
