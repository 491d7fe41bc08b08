"""Many answer files to judge at once: hosts mostly, some brands, some agencies with rooms.

`python -m tests.many FOLDER [COUNT]` writes them. Each is an example with every question answered,
by somebody of another name, on other days, and here and there otherwise.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment, Mark, Respondent, Value
from checklist.assessment.questionnaire import AskQuestion, plan
from checklist.assessment.stored.text import to_text
from checklist.law.model import Rulebook
from tests.given.bundled import LIVESTREAM, example
from tests.given.respondents import failing, passing

_SHARES = (("host", 0.95), ("brand", 0.02), ("agency", 0.03))
_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "白露清明谷雨立夏小满芒种夏至秋分寒霜雪冬晨星海云山川林木禾苗春江月"
_TRADE = ("鲜花", "茶叶", "童装", "美妆", "水果", "文具", "家纺", "数码", "零食", "陶瓷")
_CHINA = timezone(timedelta(hours=8))
_MONDAY = datetime(2026, 11, 2, 9, tzinfo=_CHINA)


def write(folder: Path, count: int, *, seed: int = 1) -> None:
    """Write `count` files; the same seed writes the same files."""
    for number, assessment in enumerate(many(LIVESTREAM, count, seed=seed), 1):
        group = folder / f"第{number // 500 + 1}组"
        group.mkdir(parents=True, exist_ok=True)
        name = f"{number:04}-{assessment.respondent.name}.yaml"
        (group / name).write_text(to_text(assessment, LIVESTREAM), encoding="utf-8")


def many(rulebook: Rulebook, count: int, *, seed: int = 1) -> Iterator[Assessment]:
    """`count` respondents, each different."""
    chance = random.Random(seed)
    kinds = {kind: example(kind) for kind, _ in _SHARES}
    names: set[str] = set()
    for number in range(count):
        (kind,) = chance.choices([kind for kind, _ in _SHARES], [share for _, share in _SHARES])
        name = _name(kind, chance)
        while name in names:
            name = _name(kind, chance)
        names.add(name)
        yield _varied(rulebook, kinds[kind], name, number, chance)


def _name(kind: str, chance: random.Random) -> str:
    given = "".join(chance.choices(_GIVEN, k=2))
    if kind == "host":
        return f"{chance.choice(_FAMILY)}{given}"
    return f"{given}{chance.choice(_TRADE)}（示例）有限公司"


def _varied(
    rulebook: Rulebook, example: Assessment, name: str, number: int, chance: random.Random
) -> Assessment:
    is_company = name.endswith("公司")
    code = f"91330106MA{number:07}X" if is_company else ""
    start = _MONDAY + timedelta(minutes=17 * number)
    told = replace(
        example,
        respondent=Respondent(name=name, credit_code=code, address="示例市", prepared_by=name),
        facts={id: replace(one, by=name) for id, one in example.facts.items()},
        answers={key: replace(one, by=name) for key, one in example.answers.items()},
    )
    if not is_company:
        told = _other_facts(told, chance)
    answers = {}
    for at, step in enumerate(plan(rulebook, told)):
        if not isinstance(step, AskQuestion):
            continue
        moment = (start + timedelta(seconds=20 * at)).isoformat()
        before = told.answers.get(step.key)
        value = before.value if before else None
        if value is None or value is Mark.UNKNOWN or chance.random() < 0.85:
            value = passing(step.question)
        if chance.random() < 0.03:
            value = _wrong(step, chance)
        kept = before or Answer(value=value)
        answers[step.key] = replace(
            kept, value=value, by=name, at=moment, asked_as=step.question.fingerprint, state=None
        )
    return replace(told, answers=answers)


def _other_facts(told: Assessment, chance: random.Random) -> Assessment:
    """Hosts differ in few facts: who shows an AI figure, publishes clips, discloses by link."""
    facts = dict(told.facts)
    for id in ("uses_ai_figure", "publishes_clips", "discloses_by_link"):
        if chance.random() < 0.2:
            facts[id] = replace(facts[id], value=Mark.YES)
    return replace(told, facts=facts)


def _wrong(step: AskQuestion, chance: random.Random) -> Value:
    return chance.choice([*failing(step.question), Mark.UNKNOWN])


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2000)
