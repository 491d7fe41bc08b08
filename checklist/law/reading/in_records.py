"""Reads what a company's own records can show of a question, and what of them fits which."""

from __future__ import annotations

from checklist.law.expectations import ExpectAll, Expectation, ExpectYearsAtLeast, ExpectYes
from checklist.law.model import Option
from checklist.law.record_kinds import CONTENTS, KINDS, InOrders, RecordKind
from checklist.yaml.keys import mapping, texts, word
from checklist.yaml.shape import Fields, Record

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

SHOWN_BY = ("catch_all", "proves", "in_orders", "on_screen")
"""What goes with an option of a question that wants all of them."""


def check_proves(fields: Fields, expect: Expectation, options: tuple[Option, ...]) -> None:
    """Records show whether something was kept, and how long; they count and choose nothing."""
    if fields["proves"] and not isinstance(expect, ExpectYes | ExpectYearsAtLeast):
        mend = "删去 proves；expect: 全选 的，写到选项里"
        fields.complain("proves", "的 proves 只用于 expect: 是 和 不少于N年", mend)
    if fields["on_screen"] and not isinstance(expect, ExpectYes):
        mend = "删去 on_screen；expect: 全选 的，写到选项里"
        fields.complain("on_screen", "的 on_screen 只用于 expect: 是", mend)
    for option in () if isinstance(expect, ExpectAll) else options:
        key = next((key for key in SHOWN_BY if getattr(option, key)), None)
        if key:
            what = f"的选项 {option.id} 写了 {key}，而它只用于 expect: 全选"
            elsewhere = (
                "" if key in ("catch_all", "in_orders") else "，或者写到 expect: 是 的问题上"
            )
            fields.complain("options", what, f"删去 {key}{elsewhere}")
            break
