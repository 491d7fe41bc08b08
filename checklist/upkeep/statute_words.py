"""Says in Chinese what `checklist statute` found: differences, changes and what hangs on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import assert_never

from checklist.law.model import Citation, Rulebook
from checklist.law.wording import citation
from checklist.text import inert
from checklist.upkeep.impact import Touched
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
    Unit,
)
from checklist.upkeep.statute_compare import Change, Fate, differing

UNITS = {Unit.ARTICLE: "条", Unit.PARAGRAPH: "款", Unit.ITEM: "项"}
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
_SHOWN = 60


def difference(difference: Difference) -> str:
    """One line of `statute check`."""
    match difference:
        case OtherTitle(found=title):
            return f"题名是《{inert(title)}》，可能不是同一部法规"
        case CountDiffers(unit=unit, before=before, now=now):
            return f"共 {now} {UNITS[unit]}，复核时是 {before} {UNITS[unit]}"
        case ChapterDiffers(chapter=chapter, found=headings):
            names = "、".join(f"“{inert(name)}”" if name else "没有章名" for name in headings)
            return f"{chapter.title}（第 {chapter.first} 至 {chapter.last} 条）：文件里是{names}"
        case PassageDiffers():
            return _passage(difference)
        case CitationFails(failure=failure, id=id, source=source):
            return f"{citation(source)}：{id or '规则册'} {_failure(failure, source)}"
        case _:
            assert_never(difference)


def _passage(passage: PassageDiffers) -> str:
    place = citation(passage.place)
    match passage.defect:
        case Defect.ALTERED:
            return f"{place}：文字与复核时不同，现在是“{_short(passage.text)}”"
        case Defect.MISSING:
            return f"{place}：复核时有，文件里没有"
        case Defect.ADDED:
            return f"{place}：复核时没有，文件里多出“{_short(passage.text)}”"
        case Defect.MOVED:
            where = citation(passage.now) if passage.now else "别处"
            return f"{place}：文字没有变，但是移到了{where}"
        case _:
            assert_never(passage.defect)


def _failure(failure: Failure, source: Citation) -> str:
    match failure:
        case Failure.NO_SUCH_PLACE:
            return "引用了这里，文件里没有这个位置"
        case Failure.NEEDS_PARAGRAPH:
            return "引用了这一条，这一条有几款，应当写明 paragraph"
        case Failure.NEEDS_NO_PARAGRAPH:
            return "引用了这一款，这一条只有一款，不应当写 paragraph"
        case Failure.NO_ANCHOR:
            return "引用了这里，没有写 anchor，无法核对"
        case Failure.ANCHOR_ELSEWHERE:
            return f"引用了这里的“{inert(source.anchor or '')}”，文件里这个位置没有这几个字"
        case _:
            assert_never(failure)


def _short(text: str | None) -> str:
    shown = inert(text or "")
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def impact_lines(
    touched: Sequence[tuple[Change, tuple[Touched, ...]]], rulebook: Rulebook
) -> Iterator[str]:
    """The changes of a text, each with what hangs on it."""
    counts = Counter(change.fate for change, _ in touched)
    fates = [f"{word} {counts[fate]} 处" for fate, word in FATES.items() if counts[fate]]
    yield f"《{rulebook.title}》的变动：{'、'.join(fates)}。" if fates else "没有变动。"
    for change, parts in touched:
        yield ""
        yield from change_lines(change, parts, rulebook)


def change_lines(change: Change, touched: tuple[Touched, ...], rulebook: Rulebook) -> Iterator[str]:
    """One change of `statute impact`: what it is, its words, and what to review."""
    yield f"{FATES[change.fate]}　{_places(change)}"
    match change.fate:
        case Fate.CHANGED:
            old, new = differing(inert(change.old_text or ""), inert(change.new_text or ""))
            yield f"  原来　{old}"
            yield f"  现在　{new}"
        case Fate.ADDED:
            yield f"  现在　{_short(change.new_text)}"
        case Fate.REPEALED:
            yield f"  原来　{_short(change.old_text)}"
        case Fate.MOVED:
            pass
        case _:
            assert_never(change.fate)
    if not touched:
        yield "  规则册里没有引用这里的内容" + (
            "，看是否要新增义务" if change.fate is Fate.ADDED else ""
        )
    questions = [part.id for part in touched if part.part is Part.QUESTION and part.id]
    for part in touched:
        if part.part is not Part.QUESTION:
            yield f"  复核　{PARTS[part.part]} {_name(part, rulebook)}：{WHYS[part.why]}"
        elif part.id == questions[0]:
            yield f"  复核　{PARTS[part.part]} {'、'.join(questions)}"


def _places(change: Change) -> str:
    old = citation(change.old) if change.old else ""
    new = citation(change.new) if change.new else ""
    return f"{old} → {new}" if old and new and old != new else new or old


def _name(part: Touched, rulebook: Rulebook) -> str:
    if part.id is None:
        return citation(part.source)
    match part.part:
        case Part.DUTY_HOLDER:
            return f"{part.id}（{rulebook.duty_holder(part.id).name}）"
        case Part.OBLIGATION:
            return f"{part.id}（{rulebook.obligation(part.id).title}）"
        case Part.PENALTY:
            return f"{part.id}（{citation(part.source)}）"
        case Part.FACT | Part.QUESTION | Part.JURISDICTION | Part.NOT_OBLIGATION:
            return part.id
        case _:
            assert_never(part.part)
