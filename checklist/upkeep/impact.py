"""Finds what in the rulebook hangs on a place of the regulation, to be reviewed when it changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from checklist.law.as_data import Data, place_as_data, rulebook_as_data
from checklist.law.model import Citation, Rulebook
from checklist.law.wording import citation
from checklist.text import inert
from checklist.upkeep.places import Mention, Part, Why, mentions
from checklist.upkeep.statute import Statute, quote, shortened
from checklist.upkeep.statute_compare import Fate, PassageChange, differing
from checklist.upkeep.statute_lines import number_of

Touched = Sequence[tuple[PassageChange, Sequence[Mention]]]
"""Each change of a text, and what of the rulebook is to be reviewed for it."""


def impact(change: PassageChange, rulebook: Rulebook, old: Statute) -> tuple[Mention, ...]:
    """Everything of the rulebook that hangs on a changed place of the old text.

    Each part is told once, for the first of its reasons. What was added to an old article touches
    what cites that article.
    """
    place = change.old or change.near
    if place is None:
        return ()
    first: dict[tuple[Part, str | None, Citation], Mention] = {}
    for mention in _reasons(rulebook, old):
        if covers(mention.place, place):
            first.setdefault((mention.part, mention.id, mention.source), mention)
    return tuple(sorted(first.values(), key=lambda mention: list(Part).index(mention.part)))


def covers(source: Citation, place: Citation) -> bool:
    """Whether words at `place` belong to what `source` cites. The text before a list governs its
    items, and an article or paragraph cited as a whole includes all that stands in it."""
    return (
        source.article == place.article
        and (source.paragraph is None or place.paragraph in {None, source.paragraph})
        and (source.item is None or place.item in {None, source.item})
    )


def _reasons(rulebook: Rulebook, old: Statute) -> Iterator[Mention]:
    """What the rulebook names, what fines a breach of it, and what the fines name in words."""
    for mention in mentions(rulebook):
        yield mention
        if mention.id and mention.part is Part.OBLIGATION and mention.why is Why.CITES:
            obligation = rulebook.obligation(mention.id)
            for ref in (*obligation.penalties, *obligation.penalties_in_doubt):
                fine = rulebook.penalty(ref.id).source
                yield Mention(
                    part=Part.PENALTY, id=ref.id, source=fine, place=mention.place, why=Why.FINES_IT
                )
    for penalty in rulebook.penalties:
        source = penalty.source
        for place in named_places(quote(old, source) or ""):
            yield Mention(
                part=Part.PENALTY, id=penalty.id, source=source, place=place, why=Why.NAMES
            )


def impact_as_data(touched: Touched, rulebook: Rulebook) -> Data:
    """What `checklist statute impact --format json` prints."""
    return {
        "format": 1,
        "rulebook": rulebook_as_data(rulebook.regulation),
        "changes": [
            {
                "change": change.fate.value,
                "old": change.old and place_as_data(change.old),
                "new": change.new and place_as_data(change.new),
                "old_text": change.old_text,
                "new_text": change.new_text,
                "touches": [
                    {
                        "part": part.part.value,
                        "id": part.id,
                        "source": place_as_data(part.source),
                        "why": part.why.value,
                    }
                    for part in parts
                ],
            }
            for change, parts in touched
        ],
    }


# --- references within the regulation ------------------------------------------------------------

_ARTICLE, _SOME = "[一二三四五六七八九十百零]+", "[一二三四五六七八九十]+"
_REFERENCE = f"第{_ARTICLE}条(?:第{_SOME}款)?(?:第{_SOME}项)?"
_OF_ANOTHER_LAW = re.compile(f"》(?:{_REFERENCE}[、和至]?)+")
_PLACES = re.compile(
    f"第({_ARTICLE})条(?:第({_SOME})款)?(?:第({_SOME})项)?"
    f"(?:至第({_ARTICLE})([条款项]))?(?:、第({_SOME})项)?"
)


def named_places(text: str) -> tuple[Citation, ...]:
    """The places of its own regulation that a provision names, not those of laws in 《》.

    第六条至第八条, 第九条第一项、第二项 and 第十四条第一款至第三款 name several.
    """
    references = _PLACES.finditer(_OF_ANOTHER_LAW.sub("》", text))
    return tuple(place for reference in references for place in _places(reference))


def _places(reference: re.Match[str]) -> Iterator[Citation]:
    article, paragraph, item, to, further = (
        number_of(words) if words else None for words in reference.group(1, 2, 3, 4, 6)
    )
    if article is None:
        return
    match reference[5]:
        case "条" if to:
            yield from (Citation(article=number) for number in range(article, to + 1))
        case "款" if to and paragraph:
            for number in range(paragraph, to + 1):
                yield Citation(article=article, paragraph=number)
        case "项" if to and item:
            for number in range(item, to + 1):
                yield Citation(article=article, paragraph=paragraph, item=number)
        case _:
            yield Citation(article=article, paragraph=paragraph, item=item)
    if further:
        yield Citation(article=article, paragraph=paragraph, item=further)


# --- in words ------------------------------------------------------------------------------------

_FATES = {Fate.CHANGED: "修改", Fate.MOVED: "移动", Fate.ADDED: "新增", Fate.REPEALED: "删去"}
_PARTS = {
    Part.FACT: "主体情况",
    Part.DUTY_HOLDER: "义务主体",
    Part.OBLIGATION: "义务",
    Part.QUESTION: "问题",
    Part.PENALTY: "处罚",
    Part.JURISDICTION: "管辖",
    Part.HINT: "提示",
    Part.NOT_OBLIGATION: "不编为义务的条文",
}
_WHYS = {
    Why.CITES: "依据在这里",
    Why.GROUND: "经由这一条约束，或者责任由这一条定",
    Why.FINED_HERE: "处罚它的规定在这里",
    Why.FINES_IT: "处罚违反这里的行为",
    Why.NAMES: "条文点到这里",
}


def impact_lines(touched: Touched, rulebook: Rulebook) -> Iterator[str]:
    """The changes of a text, each with what hangs on it."""
    counts = Counter(change.fate for change, _ in touched)
    fates = [f"{word} {counts[fate]} 处" for fate, word in _FATES.items() if counts[fate]]
    yield f"《{rulebook.regulation.title}》的变动：{'、'.join(fates)}。" if fates else "没有变动。"
    for change, parts in touched:
        yield ""
        yield from _change(change)
        if not parts:
            new_duty = "，看是否要新增义务" if change.fate is Fate.ADDED else ""
            yield f"  规则册里没有引用这里的内容{new_duty}"
        yield from _review(parts, rulebook)


def _change(change: PassageChange) -> Iterator[str]:
    places = dict.fromkeys(citation(place) for place in (change.old, change.new) if place)
    yield f"{_FATES[change.fate]}　{' → '.join(places)}"
    if change.fate is Fate.MOVED:
        return
    old, new = shortened(change.old_text or ""), shortened(change.new_text or "")
    if change.fate is Fate.CHANGED:
        old, new = differing(inert(change.old_text or ""), inert(change.new_text or ""))
    if old:
        yield f"  原来　{old}"
    if new:
        yield f"  现在　{new}"


def _review(parts: Sequence[Mention], rulebook: Rulebook) -> Iterator[str]:
    """What to look at again, part by part; all questions on one line, where the first stands."""
    questions = [part.id for part in parts if part.part is Part.QUESTION and part.id]
    for part in parts:
        if part.part is not Part.QUESTION:
            yield f"  复核　{_PARTS[part.part]} {_name(part, rulebook)}：{_WHYS[part.why]}"
        elif part.id == questions[0]:
            yield f"  复核　{_PARTS[part.part]} {'、'.join(questions)}"


def _name(part: Mention, rulebook: Rulebook) -> str:
    match part:
        case Mention(id=None):
            return citation(part.source)
        case Mention(part=Part.DUTY_HOLDER, id=str(id)):
            return f"{id}（{rulebook.duty_holder(id).name}）"
        case Mention(part=Part.OBLIGATION, id=str(id)):
            return f"{id}（{rulebook.obligation(id).title}）"
        case Mention(part=Part.PENALTY, id=str(id)):
            return f"{id}（{citation(part.source)}）"
        case Mention(id=id):
            return id or ""
