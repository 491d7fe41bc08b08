"""Reads what `checklist check --format json` wrote: text -> Result, strictly."""

from __future__ import annotations

import json
from datetime import date
from pathlib import PurePath
from typing import Any, NoReturn

from checklist.assessment.model import Mark
from checklist.assessment.wording import MARK
from checklist.comparing.model import Edition, FactAnswer, Held, Point, Recorded, Result, Told
from checklist.comparing.shape import mistakes
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.evaluation.model import Status
from checklist.report.forms.json import FORMAT
from checklist.text import inert

MEND = "用 checklist check 答案文件 --format json -o 结果.json 重新生成"
_NEWER = "升级 livestream-checklist 以后再对比"
_MOST = 20


def read_result(text: str, schema: Any, *, file: PurePath | str) -> Result:
    """The result in `text`. Raises UnreadableFile with every mistake, up to twenty."""
    return result_in(parsed(text, file=file), schema, file=file)


def result_in(data: Any, schema: Any, *, file: PurePath | str, altered: bool = False) -> Result:
    """The result in parsed JSON. Raises UnreadableFile with every mistake, up to twenty."""
    written = data.get("format") if isinstance(data, dict) else None
    if type(written) is int and written > FORMAT:
        what = f"这份结果由更新的程序写出（format: {str(written)[:20]}）"
        raise UnreadableFile(Complaint(what=what, mend=_NEWER, where=Where(file=file)))
    if written is None or "findings" not in data:
        refuse(file, "这不是 checklist check 写出的 JSON 结果")
    found = list(mistakes(data, schema)) or list(_contradictions(data))
    if found:
        refuse(file, *found)
    return result_of(data, altered=altered)


def refuse(file: PurePath | str, *whats: str, mend: str = MEND) -> NoReturn:
    """Raise UnreadableFile with the complaints, cut short at twenty."""
    if len(whats) > _MOST:
        whats = (*whats[: _MOST - 1], f"另有 {len(whats) - _MOST + 1} 处错误")
    where = Where(file=file)
    raise UnreadableFile(*(Complaint(what=what, mend=mend, where=where) for what in whats))


def parsed(text: str, *, file: PurePath | str) -> Any:
    """The data in a JSON text. Raises UnreadableFile where a reader could be misled or harmed."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = Where(file=file, line=error.lineno, column=error.colno)
        complaint = Complaint(what="这里不是合法的 JSON，不能当作结果文件", mend=MEND, where=where)
        raise UnreadableFile(complaint) from None
    except _Twice as twice:
        refuse(file, f"同一个对象里 {twice} 写了两次")
    except (RecursionError, ValueError):
        refuse(file, "内容嵌套太深，或者数字太长")


class _Twice(Exception):
    """A key stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return found


def _contradictions(data: Any) -> list[str]:
    """What the schema cannot say: every reference leads somewhere, and only once."""
    rooms = [room["id"] for room in data["rooms"]]
    found = [f"rooms 里编号 {one} 出现两次" for one in dict.fromkeys(rooms) if rooms.count(one) > 1]
    seen: set[tuple[str, str | None]] = set()
    for number, one in enumerate(data["findings"]):
        place, key = f"findings[{number}]", (one["obligation"], one["subject"])
        if key in seen:
            found.append(f"{place} 与前面的一条是同一项义务、同一个对象")
        seen.add(key)
        if one["subject"] is not None and one["subject"] not in rooms:
            found.append(f"{place}.subject 不在 rooms 里")
        if one["obligation"] not in data["questions"]:
            found.append(f"questions 里没有 {place} 的义务")
            continue
        asked = data["questions"][one["obligation"]]
        found += [
            f"{place}.{name} 里有 questions 没有列出的问题"
            for name in ("gaps", "if_bound", "open", "passed", "inapplicable")
            if any(each["question"] not in asked for each in one[name])
        ]
    return found


def result_of(data: Any, *, altered: bool = False) -> Result:
    """The result in data that keeps to the schema."""
    return Result(
        as_of=date.fromisoformat(data["as_of"]),
        rulebooks=tuple(
            Edition(
                id=one["id"],
                edition=one["edition"],
                sha256=one["sha256"],
                bundled=one["bundled"],
            )
            for one in data["rulebooks"]
        ),
        respondent=data["respondent"]["name"],
        credit_code=data["respondent"]["credit_code"],
        rooms={room["id"]: room["name"] for room in data["rooms"]},
        asked_as=data["questions"],
        findings={(one["obligation"], one["subject"]): _told(one) for one in data["findings"]},
        facts={
            id: _fact(data["fact_questions"].get(id), id, answer)
            for id, answer in data["facts"].items()
        },
        recorded={key: _recorded(answer) for key, answer in data["answers"].items()},
        altered=altered,
    )


def _recorded(answer: Any) -> Recorded:
    return Recorded(by=answer.get("by"), at=answer.get("at"))


def _fact(asked: Any, id: str, answer: Any) -> FactAnswer:
    """`asked` is None for a fact that the rulebook no longer has."""
    labels = asked["options"] if asked else {}
    return FactAnswer(
        ask=asked["ask"] if asked else id,
        answer=_word(answer["value"], labels),
        exceptions={
            room: _word(value, labels) or "" for room, value in answer.get("except", {}).items()
        },
        recorded=_recorded(answer),
    )


def _word(value: Any, labels: Any) -> str | None:
    """A fact is answered by a mark or a choice; anything else proves nothing and is shown as is."""
    if value is None:
        return None
    told = value["value"]
    if value["kind"] == "mark":
        return MARK[Mark(told)]
    if not isinstance(told, str):
        return json.dumps(told, ensure_ascii=False)
    return inert(labels.get(told, told))


def _told(one: Any) -> Told:
    points = {
        each["question"]: Point(
            held=Held.CLEAR, ask=each["ask"], answer=each.get("answer", MARK[Mark.INAPPLICABLE])
        )
        for name in ("passed", "inapplicable")
        for each in one[name]
    }
    points |= {each["question"]: Point(held=Held.OPEN, ask=each["ask"], why=each["why"])
               for each in one["open"]}  # fmt: skip
    for name, held in (("if_bound", Held.IF_BOUND), ("gaps", Held.GAP)):
        for each in one[name]:
            id = each["question"]
            points[id] = Point(
                held=held,
                ask=each["ask"],
                answer=each["answer"],
                missing=tuple(each["missing"]),
                # Some options of a multi-select may fail while others are open.
                why=points[id].why if id in points else None,
            )
    return Told(
        obligation=one["obligation"],
        title=one["title"],
        article=one["article"],
        paragraph=one["paragraph"],
        item=one["item"],
        subject=one["subject"],
        encouragement=one["kind"] == "encouragement",
        binds=bool(one["binds"]),
        status=Status(one["status"]),
        points=points,
    )
