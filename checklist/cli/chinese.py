"""Typer's own words in Chinese: help pages and usage errors.

Typer's vendored parser words most errors without gettext and wraps help by counting characters,
which lets a Chinese line run to twice the terminal's width. So help pages are laid out here, and
errors are translated by the table below; an error nobody foresaw keeps its English words.
"""

from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import TYPE_CHECKING, Any

from typer import Option, TyperException
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.models import TyperPath

from checklist.layout import cells, wrap

if TYPE_CHECKING:
    from typer._click import Command, Context

HELP_NAMES = ["--help", "-h"]

_WORDS = (
    (r"No such option: (.+?) \(Possible options: (.+)\)", r"没有“\1”这个选项；是不是想写 \2？"),
    (r"No such option: (.+)", r"没有“\1”这个选项"),
    (r"No such command '(.+)'\. Did you mean (.+)\?", r"没有“\1”这个命令；是不是想写 \2？"),
    (r"No such command '(.+)'\.", r"没有“\1”这个命令"),
    (r"Missing command\.", r"没有写要执行的命令"),
    (r"Missing argument '(.+?)'\.(?s:.*)", r"缺少参数“\1”"),
    (r"Missing option (.+?)\.(?s:.*)", r"缺少选项 \1"),
    (r"Got unexpected extra argument\(s\) \((.+)\)", r"多出了参数：\1"),
    (r"Option '(.+?)' requires an argument\.", r"选项 \1 后面缺少内容"),
    (r"Option '(.+?)' does not take a value\.", r"选项 \1 后面不能带内容"),
)
_VALUE_WORDS = (
    (r"'(.*)' is not one of (.+)\.", r"“\1”不在可选范围内，可选：\2"),
    (r"'(.*)' is not a valid int(?: range)?\.", r"“\1”不是整数"),
    (r"(.+) is not in the range (.+)\.", r"\1 超出范围 \2"),
    (r"\w+ '(.*)' does not exist\.", r"找不到“\1”"),
    (r"\w+ '(.*)' is a directory\.", r"“\1”是文件夹，不是文件"),
    (r"\w+ '(.*)' is a file\.", r"“\1”是文件，不是文件夹"),
    (r"\w+ '(.*)' is not readable\.", r"没有权限读取“\1”"),
    (r"\w+ '(.*)' is not writable\.", r"没有权限写入“\1”"),
)


def usage_error(message: str) -> str:
    """The Chinese for one of typer's usage errors, without a full stop at the end."""
    value = re.fullmatch(r"Invalid value for (.+?): (.+)", message, flags=re.DOTALL)
    if value:
        where, what = value.groups()
        return f"{_hint(where)}：{_translated(what, _VALUE_WORDS)}"
    return _translated(message, _WORDS)


def _translated(message: str, words: Iterable[tuple[str, str]]) -> str:
    for pattern, chinese in words:
        match = re.fullmatch(pattern, message)
        if match:
            return _hint(match.expand(chinese))
    return message.rstrip(".。")


def _hint(names: str) -> str:
    """'--output' / '-o' without the quotation marks: --output / -o."""
    return names.replace("'", "").replace(", ", "、")


class _NamedInErrors:
    """Lets every usage error know which command was called; some of typer's do not.

    It stands before the class of typer's that parses, which mypy cannot see.
    """

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        try:
            words: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        except TyperException as error:
            if getattr(error, "ctx", None) is None:
                vars(error)["ctx"] = ctx
            raise
        return words


class ChineseCommand(_NamedInErrors, TyperCommand):
    """A command whose help page is laid out in Chinese.

    Whether a file can be read is for its reader to say: it was named rightly all the same.
    """

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        for param in self.params:
            if isinstance(param.type, TyperPath):
                param.type.readable = False

    def get_help(self, ctx: Context) -> str:
        return help_page(self, ctx, commands=())


class ChineseGroup(_NamedInErrors, TyperGroup):
    """A group of commands whose usage errors are told in Chinese."""


def option(name: str, metavar: str, help: str, *, otherwise: str | bool = False) -> Any:
    """An option that takes a value; `otherwise` says what holds without it."""
    return Option(name, metavar=metavar, help=help, show_default=otherwise)


def help_page(command: Command, ctx: Context, *, commands: Iterable[tuple[str, str]]) -> str:
    """The help of a command, with further commands, each with a line on it, below its options."""
    return "\n".join(_page(command, ctx, commands=commands))


def _usage_line(command: Command, ctx: Context) -> str:
    """用法：checklist check [选项] <文件>"""
    pieces = [ctx.command_path, "[选项]"]
    for param in command.params:
        if isinstance(param, TyperArgument):
            name = param.human_readable_name
            pieces.append(f"<{name}>" if param.required else f"[{name}]")
    if isinstance(command, TyperGroup):
        pieces.append("<命令> …")
    return "用法：" + " ".join(pieces)


def _page(command: Command, ctx: Context, *, commands: Iterable[tuple[str, str]]) -> Iterator[str]:
    width = max(40, min(shutil.get_terminal_size().columns, 100))
    yield _usage_line(command, ctx)
    yield from _paragraphs(command.help, width)
    shown = [param for param in command.get_params(ctx) if not getattr(param, "hidden", False)]
    arguments = [
        (param.human_readable_name, _with_remarks(param))
        for param in shown
        if isinstance(param, TyperArgument)
    ]
    options = [_option_row(param, ctx) for param in shown if isinstance(param, TyperOption)]
    for heading, rows in (("参数：", arguments), ("选项：", options), ("命令：", list(commands))):
        if rows:
            yield from ("", heading, *_two_columns(rows, width))
    yield from _paragraphs(command.epilog, width)


def _option_row(option: TyperOption, ctx: Context) -> tuple[str, str]:
    if option.opts[0] in HELP_NAMES:
        return ", ".join(HELP_NAMES[::-1]), "显示这份说明，然后退出。"
    names = ", ".join(sorted(option.opts, key=len))
    takes_value = not option.is_flag and not option.count
    metavar = f" {option.make_metavar(ctx)}" if takes_value else ""
    return names + metavar, _with_remarks(option)


def _with_remarks(param: TyperArgument | TyperOption) -> str:
    remarks = "；".join(filter(None, (_default(param), "必填" if param.required else "")))
    return (param.help or "") + (f"[{remarks}]" if remarks else "")


def _default(param: TyperArgument | TyperOption) -> str:
    if isinstance(param.show_default, str):
        return f"默认：{param.show_default}"
    default = param.default.value if isinstance(param.default, Enum) else param.default
    if not param.show_default or default is None or default is False or callable(default):
        return ""
    return f"默认：{default}"


def first_line(help: str | None) -> str:
    """What a list of commands says of a command: the first line of its help."""
    return inspect.cleandoc(help or "").partition("\n")[0]


def _paragraphs(text: str | None, width: int) -> Iterator[str]:
    """An empty line, then each line of `text` wrapped."""
    if text:
        yield ""
        for line in inspect.cleandoc(text).splitlines():
            yield wrap(line, width)


def _two_columns(rows: list[tuple[str, str]], width: int) -> Iterator[str]:
    left = min(max(cells(name) for name, _ in rows), 26) + 2
    for name, text in rows:
        pad = left - cells(name)
        first, *rest = wrap(text, width - left - 2).splitlines() or [""]
        if pad < 2:
            yield f"  {name}"
            yield " " * (left + 2) + first
        else:
            yield f"  {name}{' ' * pad}{first}".rstrip()
        yield from (" " * (left + 2) + line for line in rest)
