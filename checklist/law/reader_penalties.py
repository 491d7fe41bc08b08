"""Reads the `penalties` of a rulebook, and the references that obligations make to them."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.law.model import Fine, Ground, Penalty, PenaltyRef, Step, Trigger
from checklist.law.reader_common import (
    CITATION_KEYS,
    Known,
    item_name,
    read_citation,
    read_id,
    read_other_laws,
)
from checklist.law.wording import TRIGGER
from checklist.yaml.fields import Fields, instead
from checklist.yaml.nodes import Node, Sequence, shortened

_TRIGGERS = {word: trigger for trigger, word in TRIGGER.items()}
PENALTY_KEYS = {
    "id": "写上编号，例如 id: art59",
    "source": "写成 source: { article: 59 }",
    "authority": "写上处罚机关，例如 authority: 市场监督管理部门",
    "reaches": "写上条文点名的义务主体",
    "under": "写上依照的其他法律",
    "other_law_first": "照条文写上“法律、行政法规有规定的，依照其规定”一类的话",
    "steps": "按顺序写上每一步处罚，例如 - { on: 违反, order: 责令限期改正 }",
    "note": "写上说明",
    "open_points": "写上待定的问题",
}
STEP_KEYS = {
    "on": f"写上适用情形：{'、'.join(_TRIGGERS)}",
    "where": "写上条件，例如 where: 没有违法所得的",
    "order": "写上责令的内容，例如 order: 责令限期改正",
    "fine": "写上罚款，例如 fine: { from: 10000, to: 100000 }",
    "may": "条文写“可以”的，写 may: 是",
    "also": "写上其他处罚，例如 also: [责令停业整顿]",
}
FINE_KEYS = {
    "from": "写上下限",
    "to": "写上上限",
    "times_of": "写上倍数的基准，例如 times_of: 违法所得",
}
REF_KEYS = {
    "id": "写上处罚的编号，例如 id: art59",
    "item": CITATION_KEYS["item"],
    "why": "写上为什么拿不准是否适用这条处罚",
}
MOST_YUAN = 100_000_000_000
_FINE_MEND = "写成整数：金额以元为单位，例如 10000；倍数例如 5"


def read_penalties(fields: Fields, known: Known) -> tuple[Penalty, ...]:
    """Every penalty of the rulebook; also kept in `known`."""
    taken: dict[str, Node] = {}
    penalties = []
    for number, node in enumerate(fields.items("penalties"), 1):
        name = item_name("处罚", node, number)
        one = _penalty(Fields(node, name, PENALTY_KEYS, known.complaints), taken, known)
        penalties.append(one)
        known.penalties.setdefault(one.id, one)
    return tuple(penalties)


def _penalty(fields: Fields, taken: dict[str, Node], known: Known) -> Penalty:
    reaches = fields.placed_texts("reaches")
    for holder, place in reaches:
        if holder not in known.duty_holders:
            mend = instead(holder, known.duty_holders, known.complaints)
            fields.complain(
                place, f"的 reaches 里的 {shortened(holder)} 不在 duty_holders 里", mend
            )
    fields.required("steps")
    return Penalty(
        id=read_id(fields, "处罚", taken),
        source=read_citation(fields, known),
        authority=fields.text("authority"),
        steps=fields.each("steps", lambda node, name: _step(node, name, known)),
        reaches=tuple(holder for holder, _ in reaches if holder in known.duty_holders),
        under=read_other_laws(fields, "under"),
        other_law_first=fields.optional_text("other_law_first"),
        note=fields.optional_text("note"),
        open_points=fields.texts("open_points"),
    )


def _step(node: Node, name: str, known: Known) -> Step:
    fields = Fields(node, name, STEP_KEYS, known.complaints)
    fields.required("on")
    if fields.values and not {"order", "fine", "also"} & fields.values.keys():
        fields.complain(fields.node, "没有写处罚的内容", "至少写上 order、fine、also 之一")
    if "may" in fields and "fine" not in fields:
        fields.complain(fields.values["may"], "有 may 却没有 fine", "补上 fine，或者删去 may")
    return Step(
        on=fields.word("on", _TRIGGERS) or Trigger.BREACH,
        where=fields.optional_text("where"),
        order=fields.optional_text("order"),
        fine=_fine(fields, known),
        discretionary=fields.word("may", {"是": True}) or False,
        also=fields.texts("also"),
    )


def _fine(step: Fields, known: Known) -> Fine | None:
    node = step.values.get("fine")
    if node is None:
        return None
    fields = Fields(node, step.named("fine"), FINE_KEYS, known.complaints)
    low = fields.number("from", most=MOST_YUAN, mend=_FINE_MEND)
    high = fields.number("to", most=MOST_YUAN, mend=_FINE_MEND)
    if low is not None and high is not None and low > high:
        fields.complain(fields.values["from"], "的下限高于上限", "对调 from 和 to，或者改正数额")
    return Fine(low=low, high=high, times_of=fields.optional_text("times_of"))


# --- references --------------------------------------------------------------------------------


def read_penalty_refs(fields: Fields, known: Known, binds: dict[str, Ground]) -> Refs:
    """An obligation's `penalties` and `penalties_in_doubt`."""
    sure = fields.each("penalties", lambda node, name: _ref(node, name, known, in_doubt=False))
    doubt = fields.each(
        "penalties_in_doubt", lambda node, name: _ref(node, name, known, in_doubt=True)
    )
    _check_reach(fields, sure, known, binds)
    _check_repeats(fields, (*sure, *doubt))
    return sure, doubt


Refs = tuple[tuple[PenaltyRef, ...], tuple[PenaltyRef, ...]]


def _ref(node: Node, name: str, known: Known, *, in_doubt: bool) -> PenaltyRef:
    fields = Fields(node, name, REF_KEYS, known.complaints)
    if "why" in fields and not in_doubt:
        mend = "删去 why；拿不准是否适用的，移到 penalties_in_doubt"
        fields.complain(fields.values["why"], "确定适用，却写了 why", mend)
    id = fields.text("id")
    if id and id not in known.penalties:
        mend = instead(id, known.penalties, known.complaints)
        fields.complain(fields.values["id"], f"引用了不存在的处罚 {shortened(id)}", mend)
    why = fields.text("why") if in_doubt else None
    return PenaltyRef(id=id, item=fields.number("item"), why=why)


def _check_reach(
    fields: Fields, refs: Iterable[PenaltyRef], known: Known, binds: dict[str, Ground]
) -> None:
    """A penalty that names its addressees fines nobody else, unless another article extends it."""
    node = fields.values.get("penalties")
    for ref, place in zip(refs, node.items if isinstance(node, Sequence) else (), strict=True):
        penalty = known.penalties.get(ref.id)
        if penalty is None or not penalty.reaches:
            continue
        for holder, ground in binds.items():
            named = holder in penalty.reaches or holder not in known.duty_holders
            if not named and ground.via is None:
                what = f"的处罚 {ref.id} 只点名 {'、'.join(penalty.reaches)}，够不到 {holder}"
                mend = f"拆成两条义务；或者给 {holder} 写上 via；或者移到 penalties_in_doubt"
                fields.complain(place, what, mend)


def _check_repeats(fields: Fields, refs: Iterable[PenaltyRef]) -> None:
    seen: set[tuple[str, int | None]] = set()
    for ref in refs:
        if ref.id and (ref.id, ref.item) in seen:
            place = fields.values.get("penalties_in_doubt") or fields.values["penalties"]
            item = f" 第 {ref.item} 项" if ref.item else ""
            mend = "确定适用的只写在 penalties，拿不准的只写在 penalties_in_doubt"
            fields.complain(place, f"两次引用了处罚 {ref.id}{item}", mend)
        seen.add((ref.id, ref.item))
