"""A whole answer in Chinese, on one line: value, rooms where it differs, what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from checklist.assessment.model import Answer, Unread, Value
from checklist.assessment.wording import spell
from checklist.law.model import Fact, Question
from checklist.text import inert

UNANSWERED = "未作答"


def told(question: Question | Fact | None, answer: Answer | None, rooms: Mapping[str, str]) -> str:
    """否；例外：旗舰店 是. `rooms` are names by id."""
    if answer is None:
        return UNANSWERED
    words = [_value(question, answer.value)]
    if answer.exceptions:
        excepted = "，".join(
            f"{inert(rooms.get(room, room))} {_value(question, value)}"
            for room, value in answer.exceptions.items()
        )
        words.append(f"例外：{excepted}")
    return "；".join(words)


def told_beside(answer: Answer | None, before: Answer | None = None) -> list[str]:
    """备注：…, 责任人：…; only what is not the same in `before`."""
    was = _beside(before)
    return [
        f"{label}：{inert(now) or '（删去）'}"
        for label, now in _beside(answer).items()
        if now != was[label]
    ]


def _beside(answer: Answer | None) -> dict[str, str]:
    """By its Chinese name; "" where nothing stands."""
    one = answer or Answer(value=None)
    return {
        "不适用的理由": one.reason or "",
        "可能知道的人": one.who_could_know or "",
        "备注": one.note or "",
        "佐证材料": "、".join(evidence.path or evidence.text for evidence in one.evidence),
        "责任部门": one.department or "",
        "责任人": one.owner or "",
        "复核人": one.reviewer or "",
        "整改措施": one.measures or "",
        "期限": one.due.isoformat() if one.due else "",
        "进度": one.state or "",
        "销号日期": one.closed_on.isoformat() if one.closed_on else "",
    }


def told_when(at: str | None) -> str:
    """2026-11-01 09:30 on the clock of whoever said it; other text as it stands."""
    try:
        return f"{datetime.fromisoformat(at or ''):%Y-%m-%d %H:%M}"
    except ValueError:
        return inert(at or "时间不明")


def told_by(by: str | None) -> str:
    """The person, or that nobody is named."""
    return inert(by or "") or "未署名"


def ask_of(question: Question | Fact | None) -> str:
    """The question as it is put now."""
    return question.ask if question else "（现在的规则册里没有这道题）"


def argument(path: Path) -> str:
    """A path as it is typed in a shell, on Windows too."""
    text = inert(str(path))
    return f'"{text}"' if " " in text else text


def _value(question: Question | Fact | None, value: Value | None) -> str:
    if value is None:
        return UNANSWERED
    if isinstance(value, Unread) or question is None:
        return inert(value.raw) if isinstance(value, Unread) else UNANSWERED
    return spell(question, value)
