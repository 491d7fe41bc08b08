"""What stands on a record form beside its fields, and how its columns share the page."""

from __future__ import annotations

from collections.abc import Sequence

from checklist.law.forms import FieldKind, FormField, RecordForm
from checklist.law.wording import cite, other_law

_NARROW = {FieldKind.DAY: 12, FieldKind.YES_NO: 9, FieldKind.SIGNATURE: 16}
_MOST_NARROW = 16
_YES_NO = ("是", "否")


def basis(form: RecordForm) -> str:
    """《甲办法》第二十七条、第四十五条；《乙办法》第十九条."""
    by_law: dict[str, list[str]] = {}
    for place in form.sources:
        places = by_law.setdefault(place.law, [])
        if place.article is not None:
            places.append(cite(place.article, place.paragraph, place.item))
    return "；".join(f"《{law}》{'、'.join(places)}" for law, places in by_law.items())


def kept(form: RecordForm) -> str:
    """How long it is to be kept, and by which provision; or that the law does not say."""
    note = form.keep_note or ""
    if form.keep is None:
        return note
    since = f"自{form.keep.counted_from}起" if form.keep.counted_from else ""
    return f"{since}不少于{form.keep.at_least}（{other_law(form.keep.source)}）。{note}"


def above(form: RecordForm) -> tuple[tuple[str, str], ...]:
    """What is printed above the fields."""
    return ("依据", basis(form)), ("用途", form.purpose), ("保存期限", kept(form))


def ending(form: RecordForm) -> tuple[FormField, ...]:
    """The fields at the end, with those by which anyone sees how long the paper is kept."""
    keep = form.keep
    if keep is None:
        return form.end
    until = FormField(
        name="保存至",
        fill=f"满{keep.at_least}以前不清理",
        kind=FieldKind.DAY,
    )
    day = keep.filled_in or keep.counted_from
    if day is None:
        return (*form.end, until)
    later = "；以后还会用到的，先空着" if keep.filled_in else ""
    since = FormField(name=day, fill=f"保存期限从这天起算{later}", kind=FieldKind.DAY)
    return (*form.end, since, until)


def choices(field: FormField) -> tuple[str, ...]:
    """What may be chosen; empty where anything may be written."""
    return _YES_NO if field.kind is FieldKind.YES_NO else field.choices


def hint(field: FormField, *, offered: bool = True) -> str:
    """What to write there; with the choices, where they are `offered` here alone."""
    chosen = "／".join(choices(field)) if offered else ""
    optional = "可以不填" if field.optional else ""
    return "；".join(filter(None, (field.fill, chosen, optional)))


def widths(columns: Sequence[FormField], whole: int) -> list[int]:
    """How wide each column is, together `whole`: what is written at length gets what is left."""
    narrow = [_narrow(field) for field in columns]
    broad = narrow.count(0)
    left = max(whole - sum(narrow), 10 * broad)
    share = left // broad if broad else 0
    parts = [width or share for width in narrow]
    parts[narrow.index(0) if broad else 0] += whole - sum(parts)
    return parts


def _narrow(field: FormField) -> int:
    """The width of a column that needs little; 0 for one that is written at length."""
    if field.choices:
        return min(_MOST_NARROW, max(10, 2 * max(map(len, field.choices)) + 4))
    least = _NARROW.get(field.kind, 0)
    return least and max(least, min(_MOST_NARROW, len(field.name) + 4))
