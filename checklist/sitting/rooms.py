"""This module reads what is typed about the list of rooms: which are meant, and how it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from checklist.assessment.model import Room
from checklist.assessment.names import called, called_in_part, new_room_ids
from checklist.assessment.picks import is_of_another_prompt
from checklist.assessment.typed import (
    ALL,
    BETWEEN_NAMES,
    RANGE,
    Misread,
    all_but,
    counted_items,
    excerpt,
    normal,
    outside_brackets,
    says_none,
    unnumbered,
)
from checklist.sitting.details import name
from checklist.text import inert, name_key

FIRST = "写名称，用逗号或顿号隔开；只写个数也可以"
_HOW = "写 加、去掉 或者 改名，后面写名称、序号"
_RENAMES = "写 改名 序号 新名称"
_MOST_ROOMS = 500
_BLANKS = re.compile(r"\s+")
_FURTHER = {BETWEEN_NAMES: _BLANKS, _BLANKS: re.compile("[.+和及与跟]|以及|还有")}
_NUMBER = r"第?\s*([0-9]{1,3})\s*[个号项]?"
_NUMBERS = re.compile(rf"{_NUMBER}(?:{RANGE}{_NUMBER})?")
_BLANK_RANGE = re.compile(rf"(?<=[0-9个号项]){RANGE}(?=第?[0-9])")
_NO_NAME = re.compile(r"[0-9\s\-~至到第个项]+")
_LETTER = re.compile("[a-z]")
_ADD = re.compile(r"(?:增加|添加|新增|加上|加)(?:[\s:：]+(.*))?")
_ADD_CLOSE = re.compile(r"(?:增加|添加|新增|加上|加)([^\s:：].*)")
_REMOVE = re.compile(r"(?:去掉|删除|删掉|移除)[\s:：]*(.*)")
_RENAME = re.compile(r"(?:改名|重命名)[\s:：]*(.*)")
_RENAME_BETWEEN = re.compile(r"(.+?)\s*(?:改名为?|改为|改成)[\s:：]*(.+)")
_NUMBER_CLOSE = re.compile(r"第?([rR]?\d{1,3})[个号]?[\s、,，.:：\-—–]*([^\s\d改为成].*)")
"""A number and a new name with no blank, or something else, between: 8甄选, 4、云杉母婴."""
_TOTAL = r"(?:以上|合计|总计|[一总]?共)[\s:：共计有]*[0-9零一二两三四五六七八九十百]+\s*"
_HEADING = re.compile(rf".*[:：]|{_TOTAL}(?:[个间家](?:直播间|账号)?)?")
"""A line of a pasted list that names no room: 直播间名单：, 以上30个."""
_LEFT_MARK, _NEXT_MARK = re.compile(r"\d{1,3}"), re.compile(r"\s\d{1,3}$")
"""What stands before a name and behind the one before, where 1、甲 3、乙 was divided at 、."""
_TO = re.compile(r"\s+(?:(?:改?为|改?成)\s*)?|[改]?[为成]")


def edited(rooms: tuple[Room, ...], text: str, *, may_be_none: bool = False) -> tuple[Room, ...]:
    """Return the list as a typed line would leave it. Raises Misread.

    Names that are no command are the whole list: those that are missing from it would go. One name
    is none, nor are names none of which is in the list.
    """
    line = inert(text).strip()
    if may_be_none and (says_none(normal(line), happened=False) or line == "0"):
        return ()
    if add := _ADD.fullmatch(line) or _added_close(line, rooms):
        return _with(rooms, _names(add.group(1) or ""))
    count = normal(line).removesuffix("个")
    if count.isascii() and count.isdecimal():
        return _numbered(rooms, int(count[:9]))
    if not rooms:
        return _with(rooms, _names(line))
    if remove := _REMOVE.fullmatch(line):
        return _without(rooms, meant(remove.group(1), rooms))
    rename = _RENAME.fullmatch(line)
    pairs = _pairs(rename.group(1)) if rename else []
    if not rename and (between := _RENAME_BETWEEN.fullmatch(line)):
        pairs = [(between.group(1), between.group(2))]
    if rename or pairs:
        return _renamed(rooms, pairs, line)
    listed = _names(line)
    if not any(called(name, rooms) for name in listed):
        mend = f"要加上，写 加 {line}；是改名，写 改名 序号 新名称；要去掉原来的，写 去掉 序号"
        raise Misread(f"{excerpt(line)}不在名单里，看不出是加上还是改名，没有改", mend)
    if len(listed) == 1 < len(rooms):
        raise Misread(f"{excerpt(line)}已经在名单里，只写它看不出要改什么，没有改", _HOW)
    whole = _with(rooms, [name for name in listed if not called(name, rooms)])
    named = {room for name in listed for room in called(name, whole)}
    return tuple(room for room in whole if room in named)


def _added_close(line: str, rooms: Sequence[Room]) -> re.Match[str] | None:
    """加 and names without a blank, where it begins the name of no room in the list."""
    close = _ADD_CLOSE.fullmatch(line) if rooms else None
    named = any(called(part, rooms) for part in _parts(line))
    return None if named else close


def is_command(text: str) -> bool:
    """Whether a line would change the list of rooms, were it asked for here."""
    line = inert(text).strip()
    patterns = (_REMOVE, _RENAME, _ADD, _ADD_CLOSE)
    return any(match is not None and match[1] for match in (p.fullmatch(line) for p in patterns))


def left_out(text: str) -> tuple[str, ...]:
    """List what a list of names holds beside names: headings, how many there are."""
    line = inert(text).strip()
    add = _ADD.fullmatch(line)
    if not add and (_REMOVE.fullmatch(line) or _RENAME.fullmatch(line)):
        return ()
    return tuple(
        part for part in _parts((add.group(1) or "") if add else line) if _is_no_name(part)
    )


def meant(
    text: str, rooms: Sequence[Room], *, asked: Sequence[Room] | None = None
) -> tuple[Room, ...]:
    """Return the rooms that are named, by their ids too, or numbered by their place in the list.
    Raises Misread.

    A name goes before an id, and that before a number. 1 3-5、美妆间 and 全部 are understood.
    `asked` are those a question is about, where it is not all.
    """
    asked = rooms if asked is None else asked
    line = normal(text)
    if line in ALL:
        return tuple(asked)
    but = None if called(line, rooms) else all_but(line)
    if but is not None:
        return _all_but(text, meant(but.named, rooms, asked=asked), rooms, asked)
    line = _BLANK_RANGE.sub(lambda match: match.group().strip(), line)
    named = list(_rooms(line, rooms, BETWEEN_NAMES, _example(asked)))
    if not named:
        raise Misread("没有写哪个直播间", _example(asked))
    other = next((room for room in named if room not in asked), None)
    if other is not None:
        raise Misread(f"这一题不问{excerpt(other.name)}", _example(asked))
    return tuple(room for room in rooms if room in named)


def _all_but(
    text: str, named: Sequence[Room], rooms: Sequence[Room], asked: Sequence[Room]
) -> tuple[Room, ...]:
    """Return those named behind 除了, or the others, where it is said which of them differ. Raises
    Misread where it is not: 除了5, 除了5都是."""
    others = tuple(room for room in asked if room not in named)
    if re.search("例外|不一样|不同|全部|所有", text) and not re.search("没有?例外|不例外", text):
        return others
    if re.search("一样|相同|例外", text):
        return tuple(named)
    numbers, rest = ("、".join(str(rooms.index(room) + 1) for room in of) for of in (named, others))
    mend = f"说的是它，写 {numbers}；是其余的，写 {rest}"
    raise Misread(f"{excerpt(text)}看不出说的是它，还是其余的", mend)


def numbered(rooms: Sequence[Room], among: Sequence[Room]) -> str:
    """Show rooms on one line, each with its number in the whole list `among`."""
    numbers = {room.id: number for number, room in enumerate(among, 1)}
    return "   ".join(f"{numbers[room.id]} {inert(room.name)}" for room in rooms)


def _names(text: str) -> list[str]:
    """Read names of rooms. Raises Misread for none, no name, and one said twice."""
    parts = _parts(text)
    if _LEFT_MARK.fullmatch(parts[0] if parts else "") and any(map(_NEXT_MARK.search, parts)):
        what = f"{excerpt(text)}里的数字，看不出是序号还是名称里的"
        raise Misread(what, "不写序号，名称之间用顿号隔开，例如：旗舰店、美妆间")
    names = [name(part) for part in unnumbered([part for part in parts if not _is_no_name(part)])]
    if not names:
        raise Misread("没有写直播间", "写名称，用逗号或顿号隔开，例如：旗舰店、美妆间")
    for room_name in names:
        if _NO_NAME.fullmatch(normal(room_name)) or (
            is_of_another_prompt(room_name) and not _LETTER.fullmatch(normal(room_name))
        ):
            raise Misread(
                f"{excerpt(room_name)}不像直播间的名称", "写直播间的全名，例如：旗舰店直播间"
            )
    _refuse_twins(names)
    return names


def _parts(text: str) -> list[str]:
    """Divide a line; a full stop at its end closes it and is of no name."""
    head, *names = counted_items(text)
    items = [head, *names] if not head.strip() or _is_no_name(head.strip()) else [text]
    parts = (part for item in items for part in outside_brackets(BETWEEN_NAMES, item))
    return list(filter(None, (inert(part).strip().rstrip("。") for part in parts)))


def _is_no_name(part: str) -> bool:
    return _HEADING.fullmatch(part) is not None


def _refuse_twins(names: Sequence[str]) -> None:
    first: dict[str, str] = {}
    for each in names:
        other = first.get(name_key(each))
        first[name_key(each)] = each
        if other is not None:
            alike = (
                "已经有了，或者写了两次"
                if other == each
                else f"和{excerpt(other)}只差空格、全角或者大小写"
            )
            raise Misread(f"直播间{excerpt(each)}{alike}", "重名的加上序号或者平台来区分")


def _with(rooms: tuple[Room, ...], names: Sequence[str]) -> tuple[Room, ...]:
    """Return the list with further rooms. Raises Misread for a name that there is already."""
    if len(rooms) + len(names) > _MOST_ROOMS:
        raise Misread(f"超过 {_MOST_ROOMS} 个直播间", "分成几份文件自查")
    for each in names:
        if name_key(each) in {name_key(room.name) for room in rooms}:
            raise Misread(f"已经有直播间{excerpt(each)}", "重名的加上序号或者平台来区分")
    free = new_room_ids(room.id for room in rooms)
    return (*rooms, *(Room(id=next(free), name=name) for name in names))


def _numbered(rooms: tuple[Room, ...], count: int) -> tuple[Room, ...]:
    """Return a new list of so many rooms; a count says nothing about a list that stands."""
    if rooms:
        what = f"登记了 {len(rooms)} 个直播间，只写一个数看不出要加哪个、去掉哪个，没有改"
        raise Misread(what, _HOW)
    if not 1 <= count <= _MOST_ROOMS:
        raise Misread(f"直播间的数量要在 1 到 {_MOST_ROOMS} 之间", FIRST)
    return _with((), [f"直播间{number}" for number in range(1, count + 1)])


def _without(rooms: tuple[Room, ...], gone: tuple[Room, ...]) -> tuple[Room, ...]:
    if len(gone) == len(rooms):
        mend = "至少留一个；名称不对的，写 改名 1 新名称；确实没有直播间，写 没有"
        raise Misread("这样一个直播间也不剩了", mend)
    return tuple(room for room in rooms if room not in gone)


def _pairs(text: str) -> list[tuple[str, str]]:
    """List how “3 为 新名称” may fall into a room and its new name, the longest room first."""
    cuts = [(text[: to.start()], text[to.end() :]) for to in _TO.finditer(text)]
    pairs = [(room, new) for room, new in reversed(cuts) if room and new]
    close, parts = _NUMBER_CLOSE.fullmatch(text), _parts(text)
    if close:
        pairs.append((close[1], close[2]))
    return [*pairs, (parts[0], parts[1])] if len(parts) == 2 else pairs


def _renamed(
    rooms: tuple[Room, ...], pairs: Sequence[tuple[str, str]], line: str
) -> tuple[Room, ...]:
    for head, new in pairs:
        matches = _named(normal(head), rooms, _example(rooms))
        if len(matches) == 1:
            (called,) = _names(new) if len([*outside_brackets(BETWEEN_NAMES, new)]) == 1 else ("",)
            if not called:
                raise Misread("一次改一个名称", _RENAMES)
            after = tuple(_called_so(each, called) if each in matches else each for each in rooms)
            _refuse_twins([room.name for room in after])
            return after
    raise Misread(f"没有看懂{excerpt(line)}要改哪一个直播间的名称", _RENAMES)


def _called_so(room: Room, name: str) -> Room:
    """The same room under another name, with the one that it had."""
    before = (*(each for each in room.formerly if each != name), room.name)
    return room if name == room.name else replace(room, name=name, formerly=before)


def _rooms(text: str, rooms: Sequence[Room], between: re.Pattern[str], mend: str) -> Iterator[Room]:
    """Find the rooms in `text`; what is none as it stands is divided further."""
    for part in filter(str.strip, outside_brackets(between, text)):
        named = _named(part, rooms, mend)
        if named:
            yield from named
        elif between in _FURTHER:
            yield from _rooms(part, rooms, _FURTHER[between], mend)
        else:
            raise Misread(f"没有名称或者序号是{excerpt(part)}的直播间", mend)


def _named(word: str, rooms: Sequence[Room], mend: str) -> tuple[Room, ...]:
    """Return the room of that name, or those of these numbers; none where it is neither."""
    named = called(word, rooms)
    if len(named) > 1:
        raise Misread(f"不止一个直播间叫{excerpt(word)}", "写它的序号")
    numbers = _NUMBERS.fullmatch(word.strip())
    if named or numbers is None:
        named = named or called_in_part(word, rooms)
        if len(named) > 1:
            what = f"名称里有{excerpt(word)}的不止一个：{numbered(named, rooms)}"
            raise Misread(what, "写全名或者序号")
        return named
    first = int(numbers.group(1))
    last = int(numbers.group(2) or first)
    if not 1 <= first <= last <= len(rooms):
        raise Misread(f"没有第{word.strip()}个：序号是 1 到 {len(rooms)}", mend)
    return tuple(rooms[first - 1 : last])


def _example(rooms: Sequence[Room]) -> str:
    names = "、".join(inert(room.name) for room in rooms[-2:])
    return f"写名单里的序号或者名称，几个之间用顿号隔开，例如：{names}"
