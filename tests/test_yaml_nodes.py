from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checklist.errors import UnreadableFile
from checklist.files import MAX_BYTES, decode, read_bytes, read_text
from checklist.yaml.nodes import Mapping, Node, Scalar, Sequence, parse


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers must say the same."""
    if request.param == "pure Python":
        monkeypatch.setattr(yaml, "__with_libyaml__", False)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")


def plain(node: Node) -> object:
    match node:
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {key.value: plain(value) for key, value in entries}


def complaints(text: str) -> list[str]:
    with pytest.raises(UnreadableFile) as caught:
        parse(text, file="f")
    return [str(complaint) for complaint in caught.value.complaints]


def only_complaint(text: str) -> str:
    (complaint,) = complaints(text)
    return complaint


@pytest.mark.parametrize("written", ["no", "on", "1.10", "12:30", "2026-02-01", "~", "null", "0x1"])
def test_every_scalar_stays_text(written: str) -> None:
    assert plain(parse(f"a: {written}\n", file="f")) == {"a": written}


def test_a_key_without_a_value_has_the_empty_text() -> None:
    assert plain(parse("a:\nb: ''\n", file="f")) == {"a": "", "b": ""}


def test_every_node_knows_its_place() -> None:
    root = parse("\ufeff# 说明\n键: [甲, {乙: 丙}]\n".removeprefix("\ufeff"), file="f")
    assert isinstance(root, Mapping)
    items = root.get("键")
    assert isinstance(items, Sequence)
    assert str(root.where) == "f:2:1"
    assert [str(item.where) for item in items.items] == ["f:2:5", "f:2:8"]
    assert root.get("没有") is None


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("a: 1\nb: 2\na: 3\n", "f:3:1", "a 重复出现，第 1 行已经写过"),
        ("{ a: 1, a: 2 }", "f:1:9", "a 重复出现，第 1 行已经写过"),
        ("a: &x 1\n", "f:1:4", "不能用锚点（&）"),
        ("a: &x { b: 1 }\n", "f:1:4", "不能用锚点（&）"),
        ("a: *x\n", "f:1:4", "不能用别名（*）"),
        ("a: !!str 1\n", "f:1:4", "不能用类型标签（!）"),
        ("a: !!python/name:os.system ''\n", "f:1:4", "不能用类型标签（!）"),
        ("<<: { a: 1 }\n", "f:1:1", "不能用合并键（<<）"),
        ("? [a]\n: b\n", "f:1:3", "键必须是一段文字，不能是列表或一组键值"),
        ("{ a：1, b: 2 }", "f:1:3", "键 a：1 里有全角字符 ："),
        ("（a）: 1\n", "f:1:1", "键 （a） 里有全角字符 （）"),
        ("a: 1\n---\nb: 1\n", "f:2:1", "一个文件里只能有一份内容"),
        ("[" * 200_000, "f:1:21", "嵌套超过 20 层"),
        ("- " * 30 + "a", "f:1:41", "嵌套超过 20 层"),
        ("- " * 2_000 + "a", "f:1:41", "嵌套超过 20 层"),
        ("a: 1\nb:\n  - 甲\n  - " + "[" * 5_000, "f:4:23", "嵌套超过 20 层"),
        ("a: '[[['\nb: [x, \"{{\", " + "[" * 5_000, "f:2:32", "嵌套超过 20 层"),
        ("a: " + "{" * 5_000, "f:1:23", "嵌套超过 20 层"),
        ("# 只有注释\n", "f", "文件里没有内容，只有注释"),
    ],
)
def test_what_yaml_can_do_and_nobody_needs_is_refused(text: str, place: str, what: str) -> None:
    assert only_complaint(text).startswith(f"{place}: {what}\n")


def test_every_such_mistake_is_reported_at_once() -> None:
    assert len(complaints("a: &x 1\na: 2\nb: *x\nc: !t 3\n")) == 4


def test_a_mistake_before_too_many_levels_is_told_once() -> None:
    anchor, levels = complaints("a: &x 1\nb: " + "[" * 5_000)
    assert anchor.startswith("f:1:4: 不能用锚点（&）\n")
    assert levels.startswith("f:2:23: 嵌套超过 20 层\n")


def test_an_alias_bomb_is_harmless() -> None:
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert len(complaints("\n".join(lines))) == 30 + 29 * 9


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("a:\n\tb: 1\n", "f:2:1", "缩进里有制表符（Tab）"),
        ("a: 1\n\tb: 2\n", "f:2:1", "缩进里有制表符（Tab）"),
        ("a: 1\nask：是否\nb: 2\n", "f:2:4", "冒号用了全角的“：”"),
        ("a: 1\nask：是否\n", "f:2:4", "冒号用了全角的“：”"),
        ("id：x\nask: y\n", "f:1:3", "冒号用了全角的“：”"),
        ("- id：x\n  ask: y\n", "f:1:5", "冒号用了全角的“：”"),
        ("q:\n  - id: x\n    ask：y\n    why: z\n", "f:3:8", "冒号用了全角的“：”"),
        ("a:1\nb: 2\n", "f:1:2", "冒号后面没有空格"),
        ("a: 1\nb\n", "f:2:1", "这一行没有冒号，不是“键: 值”"),
        ("a: 1\n" + "长" * 2000 + ": 1\n", "f:2:1", "键太长"),
        ("ask: foo: bar\n", "f:1:9", "值里面有冒号和空格，会被当成另一个键"),
        ("a: 1\n b: 2\n", "f:2:3", "这一行缩进过多，接在了上一行的值后面"),
        ("a:\n  b: 1\n c: 2\n", "f:3:2", "这一行与上面的内容接不上"),
        ('a: "b" c\n', "f:1:8", "这一行与上面的内容接不上"),
        ("a: { b: 1\nc: 2\n", "f:1:4", "{ 之后少了逗号，或者没有用 } 结束"),
        ("a: { b: 1，c: 2 }\n", "f:1:12", "{ 之后少了逗号，或者没有用 } 结束"),
        ("a: [1, 2\nb: 3\n", "f:1:4", "[ 之后少了逗号，或者没有用 ] 结束"),
        ('a: "b\nc: 1\n', "f:1:4", "从这里开始的引号没有成对"),
        ("a: 'b\nc: 1\n", "f:1:4", "从这里开始的引号没有成对"),
        ("a: - b\n", "f:1:4", "列表项的“- ”不能写在这里"),
        ("a: @b\n", "f:1:4", "文字不能以 @ 开头"),
        ("a: `b\n", "f:1:4", "文字不能以 ` 开头"),
        ("a: *甲\n", "f:1:5", "文字不能以 * 开头"),
        ("a: &甲 b\n", "f:1:5", "文字不能以 & 开头"),
        ("a: !甲 b\n", "f:1:5", "文字不能以 ! 开头"),
        ("a: [1, , 2]\n", "f:1:8", "这里缺少一个值，或者多了一个标点"),
        ("a: >b\n  c\n", "f:1:4", "| 或 > 后面不能接文字"),
        ("a: 1\n...\nb: 1\n", "f:3:1", "这里之前内容已经结束"),
        ("a: 1\nb: x\x1b[31m\n", "f:2:5", "有看不见的控制字符（U+001B）"),
        ("a: \uffff\n", "f:1:4", "有看不见的控制字符（U+FFFF）"),
    ],
)
def test_a_syntax_error_is_told_where_it_can_be_mended(text: str, place: str, what: str) -> None:
    complaint = only_complaint(text)
    assert complaint.startswith(f"{place}: {what}\n")
    assert "改法：" in complaint


def test_full_width_punctuation_inside_brackets_is_named() -> None:
    assert "（这里有全角的 ，）" in only_complaint("a: { b: 1，c: 2 }\n")


def test_a_backslash_in_double_quotes_is_told_in_chinese() -> None:
    assert "双引号里的反斜杠" in only_complaint('a: "\\q"\n')


@given(st.text(alphabet="ab：: \n\t-[]{}'\",，&*!|>#?%@`~是\\\r\x85\u2028\x00\ufeff"))
def test_any_text_is_read_or_complained_about(text: str) -> None:
    try:
        parse(text, file="f")
    except UnreadableFile as error:
        assert all(complaint.what and complaint.mend for complaint in error.complaints)  # noqa: PT017


# --- files -------------------------------------------------------------------------------------


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_text(path)
    return str(caught.value)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    assert "找不到这个文件" in refused(tmp_path / "没有.yaml")


def test_a_directory_is_said_to_be_one(tmp_path: Path) -> None:
    assert "这是一个文件夹，不是文件" in refused(tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is unreadable to root")
def test_an_unreadable_file_is_said_to_be_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "secret.yaml"
    path.write_text("a: 1\n", encoding="utf-8")
    path.chmod(0)
    assert "没有权限读取这个文件" in refused(path)


def test_a_name_that_cannot_be_one_is_refused() -> None:
    assert "读不了这个文件（文件名不合法）" in refused(Path("a\0b"))


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.yaml"
    path.write_bytes(content)
    assert "文件是空的" in refused(path)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("a: 1\nb: 甲\n".encode("gbk"), "f:2: 文件不是 UTF-8 编码（看起来是 GBK）"),
        ("a: 1\n".encode("utf-16"), "f:1: 文件不是 UTF-8 编码（看起来是 UTF-16）"),
        (b"a: 1\n\xff", "f:2: 文件不是 UTF-8 编码"),
    ],
)
def test_another_encoding_is_named_and_the_line_told(content: bytes, what: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        decode(content, file="f")
    assert str(caught.value).startswith(f"{what}\n")


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode(b"\xef\xbb\xbfa: 1\n", file="f") == "a: 1\n"


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    assert "文件太大，超过 2 MB" in refused(path)
    path.write_bytes(b"a" * MAX_BYTES)
    assert len(read_bytes(path)) == MAX_BYTES
