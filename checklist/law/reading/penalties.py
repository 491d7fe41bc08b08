"""Reads the `penalties` of a rulebook, and the references that obligations make to them."""

from __future__ import annotations

from collections.abc import Iterable

from checklist.law.model import Fine, Ground, Penalty, PenaltyRef, Step, Trigger
from checklist.law.reading.common import (
    OTHER_LAW,
    PLACE,
    KnownNames,
    holders,
    ident,
    section,
    source,
)
from checklist.law.reading.conditions import condition
from checklist.law.wording import TRIGGER
from checklist.yaml.keys import each, mapping, number, text, texts, word
from checklist.yaml.nodes import Sequence, shortened
from checklist.yaml.reading import instead
from checklist.yaml.schema import never
from checklist.yaml.shape import Fields, Key, Record, Rule, needs, some_of

_TRIGGERS = {word: trigger for trigger, word in TRIGGER.items()}
_MOST_YUAN = 100_000_000_000


def _amount(mend: str, into: str) -> Key:
    wrong = "写成整数：金额以元为单位，例如 10000；倍数例如 5"
    return number(mend, most=_MOST_YUAN, wrong=wrong, into=into)


def _low_is_not_above_high(fields: Fields) -> None:
    low, high = fields["from"], fields["to"]
    if low is not None and high is not None and low > high:
        fields.complain("from", "的下限高于上限", "对调 from 和 to，或者改正数额")


_FINING = ("并处", "可以并处", "处以")
_MAY = "可以并处"


def _may_is_said(fields: Fields) -> None:
    if fields["fining"] == _MAY and not fields["may"]:
        fields.complain("fining", f"写了{_MAY}，却没有写 may: 是", "补上 may: 是")


def _first_is_at_once(fields: Fields) -> None:
    if fields["first"] and fields["on"] is not Trigger.BREACH:
        fields.complain("first", "写了 first，却不是 on: 违反", "删去 first，或者改正 on")


FINE = Record(
    Fine,
    {
        "from": _amount("写上下限", "low"),
        "to": _amount("写上上限", "high"),
        "times_of": text("写上倍数的基准，例如 times_of: 违法所得"),
    },
    rules=[Rule(_low_is_not_above_high)],
)
STEP = Record(
    Step,
    {
        "on": word(
            _TRIGGERS,
            f"写上适用情形：{'、'.join(_TRIGGERS)}",
            missing=Trigger.BREACH,
            required=True,
        ),
        "where": text("写上条件，例如 where: 没有违法所得的"),
        "order": text("写上责令的内容，例如 order: 责令限期改正"),
        "fine": mapping("写上罚款，例如 fine: { from: 10000, to: 100000 }", FINE),
        "may": word(
            {"是": True}, "条文写“可以”的，写 may: 是", missing=False, into="discretionary"
        ),
        "fining": word(
            {word: word for word in _FINING},
            "条文在罚款前写的不是“处”“可以处”的，照条文写上：" + "、".join(_FINING),
            missing=None,
        ),
        "first": word(
            {"存疑": True},
            "第一次违反能不能罚，条文没有写明的，写 first: 存疑",
            missing=False,
            into="first_in_doubt",
        ),
        "also": texts("写上其他处罚，例如 also: [责令停业整顿]"),
    },
    rules=[
        some_of(("order", "fine", "also"), "没有写处罚的内容"),
        needs("may", "fine", "补上 fine，或者删去 may"),
        needs("fining", "fine", "补上 fine，或者删去 fining"),
        needs("first", "fine", "补上 fine，或者删去 first"),
        Rule(_may_is_said),
        Rule(_first_is_at_once),
    ],
)
PENALTY = Record(
    Penalty,
    {
        "id": ident("写上编号，例如 id: art59", "处罚"),
        "source": source("写成 source: { article: 59 }"),
        "authority": text("写上处罚机关，例如 authority: 市场监督管理部门", required=True),
        "reaches": holders("写上条文点名的义务主体"),
        "under": each("写上依照的其他法律", OTHER_LAW, defined="other_law"),
        "other_law_first": text("照条文写上“法律、行政法规有规定的，依照其规定”一类的话"),
        "remit": text("照条文写上“属于市场监督管理部门职责的”一类的话"),
        "steps": each(
            "按顺序写上每一步处罚，例如 - { on: 违反, order: 责令限期改正 }", STEP, required=True
        ),
        "note": text("写上说明"),
        "open_points": texts("写上待定的问题"),
    },
)


PENALTIES = section("写上处罚", "处罚", PENALTY, defined="penalty")


# --- references --------------------------------------------------------------------------------


def _is_known(id: str, fields: Fields, key: str) -> str:
    known: KnownNames = fields.reading
    if id and id not in known.penalties:
        mend = instead(id, known.penalties, known.complaints)
        fields.complain(key, f"引用了不存在的处罚 {shortened(id)}", mend)
    return id


def _is_sure(fields: Fields) -> None:
    if "why" in fields:
        mend = "删去 why；拿不准是否适用的，移到 penalties_in_doubt"
        fields.complain("why", "确定适用，却写了 why", mend)


def _reference(*, in_doubt: bool) -> Record:
    return Record(
        PenaltyRef,
        {
            "id": text("写上处罚的编号，例如 id: art59", required=True).then(_is_known),
            "item": PLACE["item"],
            "when": condition("写上哪些填报人才适用这条处罚"),
            "why": text("写上为什么拿不准是否适用这条处罚", required=in_doubt),
        },
        rules=[] if in_doubt else [Rule(_is_sure, never("why"))],
    )


REFERENCE, REFERENCE_IN_DOUBT = _reference(in_doubt=False), _reference(in_doubt=True)


def check_reach(fields: Fields, binds: dict[str, Ground]) -> None:
    """A penalty that names its addressees fines nobody else, unless another article extends it."""
    known: KnownNames = fields.reading
    node = fields.values.get("penalties")
    places = node.items if isinstance(node, Sequence) else ()
    for ref, place in zip(fields["penalties"], places, strict=True):
        penalty = known.penalties.get(ref.id)
        if penalty is None or not penalty.reaches:
            continue
        for holder, ground in binds.items():
            named = holder in penalty.reaches or holder not in known.duty_holders
            if not named and ground.via is None:
                what = f"的处罚 {ref.id} 只点名 {'、'.join(penalty.reaches)}，够不到 {holder}"
                mend = f"拆成两条义务；或者给 {holder} 写上 via；或者移到 penalties_in_doubt"
                fields.complain(place, what, mend)


def check_repeats(fields: Fields, refs: Iterable[PenaltyRef]) -> None:
    """A penalty is referred to once: it is either sure to apply or in doubt."""
    seen: set[tuple[str, int | None]] = set()
    for ref in refs:
        if ref.id and (ref.id, ref.item) in seen:
            place = fields.values.get("penalties_in_doubt") or fields.values["penalties"]
            item = f" 第 {ref.item} 项" if ref.item else ""
            mend = "确定适用的只写在 penalties，拿不准的只写在 penalties_in_doubt"
            fields.complain(place, f"两次引用了处罚 {ref.id}{item}", mend)
        seen.add((ref.id, ref.item))
