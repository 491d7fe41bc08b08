"""YAML as nodes that know their place: every scalar is text, nothing is implied, shared or merged.

Built from libyaml's event stream (the pure-Python parser where libyaml is missing): composing
recurses in C and crashes the interpreter on 200,000 nested brackets.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Any

import yaml

from checklist.errors import Complaint, UnreadableFile, Where, reason
from checklist.yaml.tree import Mapping, Node, Scalar, Sequence, place

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "decode",
    "full_width",
    "half_width",
    "parse",
    "parse_into",
    "read_bytes",
    "read_text",
    "refuse_folder",
    "shortened",
]

MAX_BYTES = 2_000_000
MAX_DEPTH = 20
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file of at most `limit` bytes.

    Raises UnreadableFile when it is missing, a directory, not readable or too big.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise _unreadable(
            path, "找不到这个文件", "检查路径和文件名（包括扩展名）是否写对"
        ) from None
    except IsADirectoryError:
        raise _directory(path) from None
    except PermissionError:
        if path.is_dir():  # so Windows says it
            raise _directory(path) from None
        mend = "检查文件权限；如果正被其他软件打开，先关闭它"
        raise _unreadable(path, "没有权限读取这个文件", mend) from None
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "文件名不合法"
        raise _unreadable(path, f"读不了这个文件（{why}）", "检查路径和存储设备") from None
    if len(data) > limit:
        megabytes = f"{limit / 1_000_000:g}"
        what = f"文件太大，超过 {megabytes} MB"
        raise _unreadable(path, what, "检查是不是选错了文件；正常的文件远小于这个大小")
    return data


def refuse_folder(path: Path) -> None:
    """Raise UnreadableFile where `path` is a folder, before a name is made from its own."""
    if path.is_dir():
        raise _directory(path)


def decode(data: bytes, *, file: PurePath | str) -> str:
    """The text of UTF-8 bytes, without a byte order mark.

    Raises UnreadableFile when it is empty or not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in data and not data.startswith(_UTF_16):
            mend = "检查是不是选错了文件；图片、表格等改成 .yaml 的名字也读不了"
            raise _unreadable(file, "这不是文本文件", mend) from None
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            Complaint(
                what="文件不是 UTF-8 编码" + _guessed_encoding(data),
                mend="用记事本或其他编辑器打开，另存为 UTF-8 编码",
                where=Where(file=file, line=line),
            )
        ) from None
    if not text.strip():
        raise _unreadable(file, "文件是空的", "检查是不是选错了文件，或者内容没有保存")
    return text


def read_text(path: Path, *, limit: int = MAX_BYTES) -> str:
    """The text of a UTF-8 file. Raises UnreadableFile as `read_bytes` and `decode` do."""
    return decode(read_bytes(path, limit=limit), file=path)


def parse(text: str, *, file: PurePath | str) -> Node:
    """The one document in `text`. Raises UnreadableFile with every complaint found."""
    complaints: list[Complaint] = []
    root = parse_into(complaints, text, file=file)
    if root is None or complaints:
        raise UnreadableFile(*complaints)
    return root


def parse_into(complaints: list[Complaint], text: str, *, file: PurePath | str) -> Node | None:
    """The one document in `text`, adding to `complaints` what is wrong with it as YAML.

    Returns None, with at least one complaint added, where it is too broken to be looked into;
    duplicate keys and the like are complained about and left out.
    """
    before = len(complaints)
    tree = _Tree(file, complaints)
    try:
        root = tree.build(_events(text))
    except yaml.YAMLError as error:
        from checklist.yaml.errors import as_deep_as_read, syntax_complaint  # noqa: PLC0415

        if (readable := as_deep_as_read(error, text)) is not None:
            del complaints[before:]
            return parse_into(complaints, readable, file=file)
        complaints.append(syntax_complaint(error, text, file))
        return None
    if root is None and not complaints:
        what, mend = "文件里没有内容，只有注释", "检查是不是选错了文件"
        complaints.append(Complaint(what=what, mend=mend, where=Where(file=file)))
    return None if tree.unusable else root


def _events(text: str) -> Iterable[Any]:
    parser = yaml.CSafeLoader(text) if yaml.__with_libyaml__ else yaml.SafeLoader(text)
    return iter(parser.get_event, None)


class _Tree:
    """Builds nodes from events without recursion."""

    def __init__(self, file: PurePath | str, complaints: list[Complaint]) -> None:
        self._file = file
        self._complaints = complaints
        self.unusable = False
        """Whether what was built may not be what the author meant."""

    def build(self, events: Iterable[Any]) -> Node | None:
        file = self._file
        nodes: list[Node] = []
        open_nodes: list[tuple[list[Node], Any]] = []
        documents = 0
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    self._refuse_properties(event)
                nodes.append(Scalar(event.value, event.start_mark, file))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    self._refuse_properties(event)
                open_nodes.append((nodes, event.start_mark))
                nodes = []
                if len(open_nodes) > MAX_DEPTH:
                    self._give_up(event, f"嵌套超过 {MAX_DEPTH} 层", "减少括号或缩进的层数")
                    return None
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                children, (nodes, mark) = nodes, open_nodes.pop()
                if kind is yaml.SequenceEndEvent:
                    nodes.append(Sequence(tuple(children), mark, file))
                else:
                    nodes.append(Mapping(self._pairs(children), mark, file))
            elif kind is yaml.AliasEvent:
                self._give_up(
                    event, "不能用别名（*）", "把所指的内容照写一遍；文字以 * 开头时加引号"
                )
                nodes.append(Scalar("", event.start_mark, file))
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents == 2:
                    self._give_up(
                        event, "一个文件里只能有一份内容", "删去 --- 分隔线，或者分成两个文件"
                    )
                    return None
        return nodes[0] if nodes else None

    def _pairs(self, children: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
        keys: list[Any] = children[::2]
        pairs = tuple(zip(keys, children[1::2], strict=True))
        try:
            texts = {key.value for key in keys}
        except AttributeError:
            return self._sound(pairs)
        usual = len(texts) == len(keys) and "<<" not in texts and "".join(texts).isascii()
        return pairs if usual else self._sound(pairs)

    def _sound(self, pairs: Iterable[tuple[Node, Node]]) -> tuple[tuple[Scalar, Node], ...]:
        """The pairs whose keys can be used; the others are complained about."""
        sound: dict[str, tuple[Scalar, Node]] = {}
        for key, value in pairs:
            if not isinstance(key, Scalar):
                self._complain(
                    key, "键必须是一段文字，不能是列表或一组键值", "检查冒号、括号和问号"
                )
            elif key.value == "<<":
                self._complain(key, "不能用合并键（<<）", "把要合并的内容照写一遍")
            elif key.value in sound:
                first = sound[key.value][0].where.line
                what = f"{shortened(key.value)} 重复出现，第 {first} 行已经写过"
                self._complain(key, what, "只保留一处")
            elif marks := full_width(key.value):
                what = f"键 {shortened(key.value)} 里有全角字符 {marks}"
                self._complain(key, what, f"改用半角：{shortened(half_width(key.value))}")
            else:
                sound[key.value] = key, value
        return tuple(sound.values())

    def _refuse_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._complain(event, "不能用锚点（&）", "删去 & 及其名称；文字以 & 开头时加引号")
        if event.tag is not None:
            self._complain(event, "不能用类型标签（!）", "删去 ! 及其名称；文字以 ! 开头时加引号")

    def _give_up(self, event: Any, what: str, mend: str) -> None:
        self.unusable = True
        self._complain(event, what, mend)

    def _complain(self, at: Any, what: str, mend: str) -> None:
        mark = at.mark if isinstance(at, Scalar | Sequence | Mapping) else at.start_mark
        where = place(self._file, mark)
        self._complaints.append(Complaint(what=what, mend=mend, where=where))


def shortened(text: str) -> str:
    """`text` as a complaint quotes it: its first 40 characters."""
    return text if len(text) <= 40 else f"{text[:40]}…"


_PUNCTUATION = {"，": ",", "。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'"}


def full_width(text: str) -> str:
    """The full-width letters, digits and punctuation in `text`, in order, each once."""
    found = [one for one in text if one in _PUNCTUATION or unicodedata.east_asian_width(one) == "F"]
    return "".join(dict.fromkeys(found))


def half_width(text: str) -> str:
    """A key with what `full_width` finds in half-width form; what follows a colon is its value."""
    key, colon, value = text.replace("：", ":").partition(":")
    plain = unicodedata.normalize("NFKC", "".join(_PUNCTUATION.get(one, one) for one in key))
    return f"{plain.strip()}: {value.strip()}".rstrip() if colon else plain.strip()


def _unreadable(file: PurePath | str, what: str, mend: str) -> UnreadableFile:
    return UnreadableFile(Complaint(what=what, mend=mend, where=Where(file=file)))


def _directory(path: Path) -> UnreadableFile:
    return _unreadable(path, "这是一个文件夹，不是文件", "写上文件夹里那个文件的名字")


def _guessed_encoding(data: bytes) -> str:
    if data.startswith(_UTF_16):
        return "（看起来是 UTF-16）"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "（看起来是 GBK）"
