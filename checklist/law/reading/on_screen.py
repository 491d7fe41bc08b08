"""Reads `on_screen`: what the picture of a recording can show of a question."""

from __future__ import annotations

import re
from typing import Any

from checklist.law.on_screen import OnScreen
from checklist.yaml.keys import mapping, number, text, texts, word
from checklist.yaml.nodes import shortened
from checklist.yaml.shape import Fields, Key, Record, Rule, needs

_OR = "或"
_PERCENT = r"[0-9]{1,2}(\.[0-9])?%"
_SAYS = "写上提示里要有的字，每一项里任一即可，例如 says: [人工智能或AI, 生成或合成]"
_ASKED = ("always", "from_start", "seconds", "height")


def _groups(listed: tuple[str, ...], *_: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(each.split(_OR)) for each in listed)


def _percent(mend: str) -> Key:
    def read(written: str, fields: Fields, key: str) -> float | None:
        if re.fullmatch(_PERCENT, written):
            return float(written.removesuffix("%"))
        fields.complain(key, f"的 {key} 不是百分数：{shortened(written)}", mend)
        return None

    return text(mend, schema={"type": "string", "pattern": f"^{_PERCENT}$"}).then(read)


def _one_thing(fields: Fields) -> None:
    asked = [key for key in _ASKED if key in fields]
    if fields.values and len(asked) != 1:
        what = f"写了 {'、'.join(asked)}，只能写一个" if asked else "没有写看什么"
        fields.complain(fields.node, what, f"写上 {'、'.join(_ASKED)} 之一")


def _made(**values: Any) -> OnScreen:
    return OnScreen(**{key: value for key, value in values.items() if value is not None})


ON_SCREEN = mapping(
    "写上录像画面能说明什么，例如 on_screen: { says: [人工智能或AI, 生成或合成], always: 是 }",
    Record(
        _made,
        {
            "says": texts(_SAYS, f"[^{_OR}]+({_OR}[^{_OR}]+)*").then(_groups),
            "always": word({"是": True}, "写 always: 是"),
            "from_start": word({"是": True}, "写 from_start: 是"),
            "seconds": number("写上至少持续几秒，例如 seconds: 2", most=60),
            "height": _percent("写上字高至少是画面最短边的百分之几，例如 height: 5%"),
            "doubtful_from": _percent("写上从百分之几起说不准，例如 doubtful_from: 4.5%"),
            "leaves_open": text("写上画面不合要求为什么还不能断定"),
        },
        rules=[
            needs("doubtful_from", "height", "补上 height，或者删去 doubtful_from"),
            Rule(_one_thing, {"oneOf": [{"required": [key]} for key in _ASKED]}),
            Rule(
                lambda fields: fields.require("says") if fields.values else None,
                {"required": ["says"]},
            ),
        ],
    ),
)
"""It stands where `proves` may stand."""
