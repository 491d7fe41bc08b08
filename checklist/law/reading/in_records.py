"""Reads `proves` and `in_orders`: what a company's own records can show of a question."""

from __future__ import annotations

from checklist.law.record_kinds import CONTENTS, KINDS, InOrders, RecordKind
from checklist.yaml.keys import mapping, texts, word
from checklist.yaml.shape import Record

_PROVING = [name for name, kind in KINDS.items() if kind is not RecordKind.SESSIONS]
PROVES = texts(f"写上哪些记录能说明这一点：{'、'.join(_PROVING)}", "|".join(_PROVING)).then(
    lambda named, *_: tuple(KINDS[name] for name in named if name in _PROVING)
)
IN_ORDERS = mapping(
    "写上订单的哪一列能说明这一点，例如 in_orders: { column: 支付记录, of_every: 是 }",
    Record(
        InOrders,
        {
            "column": word(CONTENTS, f"写成其中之一：{'、'.join(CONTENTS)}", required=True),
            "of_every": word({"是": True}, "每一笔都有的，写 of_every: 是", missing=False),
        },
    ),
)
