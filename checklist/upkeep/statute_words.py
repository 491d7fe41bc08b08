"""Says in Chinese what `checklist statute` found: differences, changes and what hangs on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import assert_never

from checklist.law.model import Rulebook
from checklist.law.wording import citation
from checklist.text import inert
from checklist.upkeep.impact import TouchedEntry
from checklist.upkeep.places import Part, Why
from checklist.upkeep.statute_check import (
    ChapterDiffers,
    CitationFails,
    CountDiffers,
    Defect,
    Difference,
    Failure,
    OtherTitle,
    PassageDiffers,
)
from checklist.upkeep.statute_compare import Fate, PassageChange, differing

FATES = {Fate.CHANGED: "修改", Fate.MOVED: "移动", Fate.ADDED: "新增", Fate.REPEALED: "删去"}
PARTS = {
    Part.FACT: "主体情况",
    Part.DUTY_HOLDER: "义务主体",
    Part.OBLIGATION: "义务",
    Part.QUESTION: "问题",
    Part.PENALTY: "处罚",
    Part.JURISDICTION: "管辖",
    Part.NOT_OBLIGATION: "不编为义务的条文",
}
WHYS = {
    Why.CITES: "依据在这里",
    Why.GROUND: "经由这一条约束，或者责任由这一条定",
    Why.FINED_HERE: "处罚它的规定在这里",
    Why.FINES_IT: "处罚违反这里的行为",
    Why.NAMES: "条文点到这里",
}
_FAILURES = {
    Failure.NO_SUCH_PLACE: "引用了这里，文件里没有这个位置",
    Failure.NEEDS_PARAGRAPH: "引用了这一条，这一条有几款，应当写明 paragraph",
    Failure.NEEDS_NO_PARAGRAPH: "引用了这一款，这一条只有一款，不应当写 paragraph",
    Failure.NO_ANCHOR: "引用了这里，没有写 anchor，无法核对",
    Failure.ANCHOR_ELSEWHERE: "引用了这里的“{anchor}”，文件里这个位置没有这几个字",
}
_SHOWN = 60


def difference(difference: Difference) -> str:
    """One line of `statute check`."""
    match difference:
        case OtherTitle(found=title):
            return f"题名是《{inert(title)}》，可能不是同一部法规"
        case CountDiffers(unit=unit, before=before, now=now):
            return f"共 {now} {unit.value}，复核时是 {before} {unit.value}"
        case ChapterDiffers(chapter=chapter, found=headings):
            names = "、".join(f"“{inert(name)}”" if name else "没有章名" for name in headings)
            return f"{chapter.title}（第 {chapter.first} 至 {chapter.last} 条）：文件里是{names}"
        case PassageDiffers():
            return _passage(difference)
        case CitationFails(failure=failure, id=id, source=source):
            says = _FAILURES[failure].format(anchor=inert(source.anchor or ""))
            return f"{citation(source)}：{id or '规则册'} {says}"
        case _:
            assert_never(difference)


def _passage(passage: PassageDiffers) -> str:
    place, words = citation(passage.place), _short(passage.text)
    match passage.defect:
        case Defect.ALTERED:
            return f"{place}：文字与复核时不同，现在是“{words}”"
        case Defect.MISSING:
            return f"{place}：复核时有，文件里没有"
        case Defect.ADDED:
            return f"{place}：复核时没有，文件里多出“{words}”"
        case Defect.MOVED:
            where = citation(passage.now) if passage.now else "别处"
            return f"{place}：文字没有变，但是移到了{where}"
    assert_never(passage.defect)


def _short(text: str | None) -> str:
    shown = inert(text or "")
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def impact_lines(
    touched: Sequence[tuple[PassageChange, tuple[TouchedEntry, ...]]], rulebook: Rulebook
) -> Iterator[str]:
    """The changes of a text, each with what hangs on it."""
    counts = Counter(change.fate for change, _ in touched)
    fates = [f"{word} {counts[fate]} 处" for fate, word in FATES.items() if counts[fate]]
    yield f"《{rulebook.title}》的变动：{'、'.join(fates)}。" if fates else "没有变动。"
    for change, parts in touched:
        yield ""
        yield from change_lines(change, parts, rulebook)


def change_lines(
    change: PassageChange, touched: tuple[TouchedEntry, ...], rulebook: Rulebook
) -> Iterator[str]:
    """One change of `statute impact`: what it is, its words, and what to review."""
    yield f"{FATES[change.fate]}　{_places(change)}"
    old, new = _short(change.old_text), _short(change.new_text)
    if change.fate is Fate.CHANGED:
        old, new = differing(inert(change.old_text or ""), inert(change.new_text or ""))
    if old and change.fate is not Fate.MOVED:
        yield f"  原来　{old}"
    if new and change.fate is not Fate.MOVED:
        yield f"  现在　{new}"
    if not touched:
        new_duty = "，看是否要新增义务" if change.fate is Fate.ADDED else ""
        yield f"  规则册里没有引用这里的内容{new_duty}"
    questions = [part.id for part in touched if part.part is Part.QUESTION and part.id]
    for part in touched:
        if part.part is not Part.QUESTION:
            yield f"  复核　{PARTS[part.part]} {_name(part, rulebook)}：{WHYS[part.why]}"
        elif part.id == questions[0]:
            yield f"  复核　{PARTS[part.part]} {'、'.join(questions)}"


def _places(change: PassageChange) -> str:
    old = citation(change.old) if change.old else ""
    new = citation(change.new) if change.new else ""
    return f"{old} → {new}" if old and new and old != new else new or old


def _name(part: TouchedEntry, rulebook: Rulebook) -> str:
    match part:
        case TouchedEntry(id=None):
            return citation(part.source)
        case TouchedEntry(part=Part.DUTY_HOLDER, id=str(id)):
            return f"{id}（{rulebook.duty_holder(id).name}）"
        case TouchedEntry(part=Part.OBLIGATION, id=str(id)):
            return f"{id}（{rulebook.obligation(id).title}）"
        case TouchedEntry(part=Part.PENALTY, id=str(id)):
            return f"{id}（{citation(part.source)}）"
        case TouchedEntry(id=id):
            return id or ""
