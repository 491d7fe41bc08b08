"""Checks what a question says of another one: what it borrows (`same_as`), what it is like
(`often_like`)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile

from msgspec.structs import replace

from checklist.law.expectations import Expectation, ExpectYes
from checklist.law.model import Question
from checklist.law.reading.common import LENT
from checklist.law.reading.questions import QUESTION, RESTATED, Draft, read_question
from checklist.yaml.nodes import Mapping as Entries
from checklist.yaml.nodes import shortened
from checklist.yaml.reading import Reading, instead
from checklist.yaml.shape import Fields


def borrow(draft: Draft, owned: Mapping[str, Draft]) -> Question:
    """The question of `draft`, with what it borrows; `owned` are all drafts by answer key."""
    if draft.question is not None:
        if "often_like" in draft.fields:
            _check_likeness(draft, owned)
        return draft.question
    fields = draft.fields
    key = fields["same_as"] or ""
    owner = owned.get(key)
    for named in LENT:
        if named in fields:
            what = f"写了 same_as，又写了 {named}"
            fields.complain(named, what, f"把 {named} 写到 same_as 指向的问题上")
    if owner is None or owner.question is None:
        if owner is not None:
            what = f"的 same_as 指向的 {key} 自己也写了 same_as"
            fields.complain("same_as", what, "直接指向最初的那个问题")
        elif key:
            what = f"的 same_as 指向不存在的问题 {shortened(key)}"
            own = (other for other in owned if owned[other].question)
            mend = instead(key, own, fields.reading.complaints)
            fields.complain("same_as", what, mend)
        return Question(id=fields["id"], ask="", expect=ExpectYes(), same_as=key)
    if owner.fields.reading.per is not fields.reading.per:
        what = f"的 same_as 指向的 {key}，所属义务的 per 与本条不同"
        fields.complain("same_as", what, "两条义务的 per 相同才能共用一个问题")
    _check_restated(fields, owner.question, owner.fields)
    lent = replace(owner.question, same_as=key, item=fields["item"])
    return replace(lent, id=fields["id"], fine_in_doubt=fields["fine_in_doubt"])


def _check_likeness(draft: Draft, owned: Mapping[str, Draft]) -> None:
    """`often_like` names a question that comes before and is answered in the same words."""
    fields, key = draft.fields, draft.fields["often_like"] or ""
    # A question whose id another one has already is none of `owned`, and complained of elsewhere.
    before = list(takewhile(lambda other: owned[other] is not draft, owned))
    known = owned[key].question if key in before else None
    if known is None:
        own = (other for other in before if owned[other].question)
        mend = instead(key, own, fields.reading.complaints)
        fields.complain("often_like", f"的 often_like 指向的 {shortened(key)} 不是前面的问题", mend)
    elif draft.question and _answered_in(known) != _answered_in(draft.question):
        what = f"的 often_like 指向的 {key}，合格条件或者选项与本题不同"
        fields.complain("often_like", what, "删去 often_like，或者把两题的合格条件和选项改成一样")


def _answered_in(question: Question) -> tuple[Expectation, list[str]]:
    return question.expect, [option.id for option in question.options]


def _check_restated(fields: Fields, owned: Question, owner: Fields) -> None:
    """What is written again beside `same_as` must say the same."""
    restated = [key for key in RESTATED if key in fields]
    if not restated:
        return
    # What is wrong with either by itself is complained about elsewhere.
    unsound = Reading()
    nothing = Entries((), mark=fields.node.mark, file=fields.node.file)
    merged = QUESTION.fields(nothing, fields.name, unsound)
    merged.values = {
        key: value for key, value in (owner.values | fields.values).items() if key in RESTATED
    }
    again = read_question(merged)
    garbled = [complaint.where for complaint in unsound.complaints]
    for key in restated:
        attribute = "expect" if key == "accept" else key
        same = getattr(again, attribute) == getattr(owned, attribute)
        if fields.values[key].where in garbled or not same:
            what = f"的 {key} 与 same_as 指向的问题不同"
            fields.complain(key, what, f"删去这里的 {key}，或者改成一样")
