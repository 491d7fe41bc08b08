"""The text of an answers file -> Assessment, or every mistake in it at once."""

from __future__ import annotations

import re
from pathlib import PurePath

from checklist.assessment.model import (
    AnsweredTo,
    Assessment,
    Respondent,
    Room,
    SelfAuditPeriod,
)
from checklist.assessment.nodes import Pieces
from checklist.assessment.reading_answers import AnswersReader
from checklist.assessment.typed import quoted
from checklist.assessment.writing import FORMAT
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.law.model import Rulebook
from checklist.yaml.nodes import Mapping, Node, parse_into

_SECTIONS = ("format", "rulebooks", "respondent", "period", "rooms", "facts", "answers")
_RESPONDENT = ("name", "credit_code", "address", "prepared_by")
_ROOM_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


def read(text: str, *, file: PurePath | str, rulebook: Rulebook) -> Assessment:
    """What `text` says. Raises UnreadableFile with every complaint found.

    Answers to questions this rulebook does not have lie dormant where they were given to another
    edition or rulebook; a recorded value that does not fit a question that has changed since is
    kept as Unread.
    """
    try:
        return _read(text, file=file, rulebook=rulebook)
    except UnreadableFile:
        from checklist.file_kinds import Wanted, mistaken  # noqa: PLC0415  only on failure

        other = mistaken(text, Wanted.ANSWERS, file=file)
        if other is not None:
            raise UnreadableFile(other) from None
        raise


def _read(text: str, *, file: PurePath | str, rulebook: Rulebook) -> Assessment:
    pieces = Pieces()
    root = parse_into(pieces.complaints, text, file=file)
    if root is None:
        raise UnreadableFile(*pieces.complaints)
    return _assessment(root, pieces, file, rulebook)


def _assessment(root: Node, pieces: Pieces, file: PurePath | str, rulebook: Rulebook) -> Assessment:
    if not isinstance(root, Mapping):
        pieces.complain(
            root, "这不是自查答案文件", "用 checklist ask 新建一份，或者检查是不是选错了文件"
        )
        raise UnreadableFile(*pieces.complaints)
    _check_format(root, pieces, file)
    sections = {key.value: node for key, node in pieces.keys(root, _SECTIONS, "答案文件")}
    assessment = Assessment(
        respondent=_respondent(pieces.mapping(sections.get("respondent"), "respondent"), pieces),
        period=_period(pieces.mapping(sections.get("period"), "period"), pieces),
        rooms=_rooms(root, pieces),
        answered_to=_answered_to(root, pieces),
    )
    answers = AnswersReader(rulebook, assessment, pieces)
    read_whole = Assessment(
        respondent=assessment.respondent,
        period=assessment.period,
        rooms=assessment.rooms,
        answered_to=assessment.answered_to,
        facts=answers.facts(pieces.mapping(sections.get("facts"), "facts")),
        answers=answers.answers(pieces.mapping(sections.get("answers"), "answers")),
    )
    if pieces.complaints:
        raise UnreadableFile(*sorted(pieces.complaints, key=_place))
    return read_whole


def _place(complaint: Complaint) -> tuple[int, int]:
    where = complaint.where
    return (where.line or 0, where.column or 0) if where else (0, 0)


def _check_format(root: Mapping, pieces: Pieces, file: PurePath | str) -> None:
    """A file of a later program is refused outright: its other keys would only mislead."""
    node = root.get("format")
    if node is None:
        where = Where(file=file, line=1)
        mend = f"在开头写一行：format: {FORMAT}"
        pieces.complaints.append(Complaint(what="缺少 format", mend=mend, where=where))
        return
    text = (pieces.text(node, "format") or "").strip()
    if text.isascii() and text.isdecimal() and int(text[:9]) > FORMAT:
        what = f"这个文件由更新版本的 checklist 写成（格式 {text[:9]}，本程序只懂 {FORMAT}）"
        mend = "升级后再打开：python -m pip install --upgrade livestream-checklist"
        raise UnreadableFile(Complaint(what=what, mend=mend, where=node.where))
    if text != str(FORMAT):
        pieces.complain(node, f"format 写的是{quoted(text)}", f"写成：format: {FORMAT}")


def _respondent(node: Mapping | None, pieces: Pieces) -> Respondent:
    said = dict[str, str | None]()
    if node is not None:
        for key, value in pieces.keys(node, _RESPONDENT, "respondent"):
            said[key.value] = pieces.text(value, key.value)
    return Respondent(
        name=said.get("name") or "",
        credit_code=said.get("credit_code"),
        address=said.get("address"),
        prepared_by=said.get("prepared_by"),
    )


def _period(node: Mapping | None, pieces: Pieces) -> SelfAuditPeriod | None:
    if node is None:
        return None
    days = {
        key.value: pieces.day(value, key.value)
        for key, value in pieces.keys(node, ("from", "to"), "period")
    }
    for name in ("from", "to"):
        if name not in days:
            pieces.complain(node, f"period 缺少 {name}", "from 写起始日，to 写截止日")
    first, last = days.get("from"), days.get("to")
    if first is None or last is None:
        return None
    if first > last:
        pieces.complain(node, "自查期间的起始日在截止日之后", "from 写较早的日期，to 写较晚的日期")
    return SelfAuditPeriod(first=first, last=last)


def _rooms(root: Mapping, pieces: Pieces) -> tuple[Room, ...]:
    rooms: dict[str, Room] = {}
    for item in pieces.items(root.get("rooms"), "rooms"):
        said = _pair(item, ("id", "name"), pieces, "直播间", "{ id: r1, name: 旗舰店直播间 }")
        if said is None:
            continue
        if not _ROOM_ID.fullmatch(said["id"]):
            what = f"直播间编号{quoted(said['id'])}不能用"
            pieces.complain(item, what, "编号只用字母、数字、- 和 _，例如：r1")
        elif said["id"] in rooms:
            pieces.complain(item, f"直播间编号 {said['id']} 重复", "每个直播间用自己的编号")
        else:
            rooms[said["id"]] = Room(id=said["id"], name=said["name"])
    return tuple(rooms.values())


def _answered_to(root: Mapping, pieces: Pieces) -> tuple[AnsweredTo, ...]:
    found: dict[str, AnsweredTo] = {}
    for item in pieces.items(root.get("rulebooks"), "rulebooks"):
        example = "{ id: livestream, edition: 2026.11.1 }"
        said = _pair(item, ("id", "edition"), pieces, "规则册", example)
        if said is not None and said["id"] in found:
            pieces.complain(item, f"规则册{quoted(said['id'])} 重复", "每部规则册写一次")
        elif said is not None:
            found[said["id"]] = AnsweredTo(id=said["id"], edition=said["edition"])
    return tuple(found.values())


def _pair(
    item: Node, names: tuple[str, str], pieces: Pieces, what: str, example: str
) -> dict[str, str] | None:
    """Two filled texts under two keys, as rooms and rulebooks are written."""
    if not isinstance(item, Mapping):
        pieces.complain(item, f"每个{what}要写成一组“键: 值”", f"例如：{example}")
        return None
    said = {
        key.value: pieces.filled(value, key.value) for key, value in pieces.keys(item, names, what)
    }
    missing = [name for name in names if not said.get(name)]
    if missing:
        pieces.complain(item, f"{what}缺少 {'、'.join(missing)}", f"例如：{example}")
        return None
    return {name: said[name] or "" for name in names}
