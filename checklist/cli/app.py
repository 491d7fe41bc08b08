"""The `checklist` command: registers the subcommands and turns errors into words and exit codes."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.main import get_command

from checklist import __version__
from checklist.cli import exits
from checklist.cli.chinese import HELP_NAMES, ChineseCommand, ChineseGroup, usage_error
from checklist.cli.common import print_note, print_text
from checklist.errors import ChecklistError, Complaint, UnreadableFile, Where
from checklist.text import inert

if TYPE_CHECKING:
    from collections.abc import Callable

HELP = """直播电商合规自查：对照《直播电商监督管理办法》，逐项回答，得出差距报告。

全程离线，答案只存在您自己的电脑上。结果是自评，不是法律意见。"""
RULES_HELP = "查看和检查规则册。"
EPILOG = (
    f"第一次使用：checklist demo 看样例报告，checklist ask 开始自查。\n\n退出码：\n{exits.table()}"
)


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:
        code = _reader_gone()
    sys.exit(code)


def run(arguments: Sequence[str], app: typer.Typer | None = None) -> int:
    """Run one command and return its exit code. Bad input is told in Chinese, on stderr."""
    try:
        command = get_command(app or build())
        with command.make_context("checklist", list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as leave:
        return leave.exit_code
    except typer.TyperException as error:
        _say_usage(error)
        return exits.WRONG_USAGE
    except ChecklistError as error:
        print_note("\n".join(str(_inert(complaint)) for complaint in error.complaints))
        return exits.BAD_FILE if isinstance(error, UnreadableFile) else exits.WRONG_USAGE
    except (KeyboardInterrupt, EOFError, typer.Abort):
        print_note("\n已中断。")
        return exits.INTERRUPTED
    except BrokenPipeError:
        return _reader_gone()
    except Exception:  # noqa: BLE001  a bug must show its traceback and still exit 70
        import traceback

        traceback.print_exc()
        print_note("程序自身出错，这不是您的错。请把以上内容连同所用命令一并反馈。")
        return exits.PROGRAM_ERROR
    return exits.DONE


def build() -> typer.Typer:
    """The typer program, with every command registered."""
    settings = {"help_option_names": HELP_NAMES}
    app = typer.Typer(
        cls=ChineseGroup,
        help=HELP,
        epilog=EPILOG,
        context_settings=settings,
        invoke_without_command=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_version_or_help)
    of_rules = typer.Typer(cls=ChineseGroup, help=RULES_HELP, invoke_without_command=True)
    of_rules.callback()(_help_without_command)
    # Until every command module exists, those that do are registered.
    for group, module, function, help in (
        (app, "ask", "ask", "HELP"),
        (app, "check", "check", "HELP"),
        (app, "report", "report", "HELP"),
        (app, "demo", "demo", "HELP"),
        (of_rules, "rules", "lint", "LINT_HELP"),
        (of_rules, "rules", "list_", "LIST_HELP"),
        (of_rules, "rules", "show", "SHOW_HELP"),
    ):
        try:
            commands = importlib.import_module(f"checklist.cli.{module}")
        except ModuleNotFoundError:
            continue
        _add(group, function.rstrip("_"), getattr(commands, function), getattr(commands, help))
    app.add_typer(of_rules, name="rules")
    return app


def _add(app: typer.Typer, name: str, command: Callable[..., None], help: str) -> None:
    app.command(name, help=help, cls=ChineseCommand)(command)


def _version_or_help(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, help="显示版本号，然后退出。")
    ] = False,
) -> None:
    if version:
        print_text(f"livestream-checklist {__version__}")
        raise typer.Exit
    _help_without_command(context)


def _help_without_command(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        print_note(context.get_help())
        raise typer.Exit(exits.WRONG_USAGE)


def _say_usage(error: typer.TyperException) -> None:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "checklist"
    print_note(
        str(
            Complaint(
                what=inert(usage_error(error.format_message())),
                mend=f"用 {command} --help 查看用法",
            )
        )
    )


def _inert(complaint: Complaint) -> Complaint:
    """A complaint whose quotations from the user's files cannot steer the terminal."""
    where = complaint.where
    return Complaint(
        what=inert(complaint.what),
        mend=inert(complaint.mend),
        where=where and Where(file=inert(str(where.file)), line=where.line, column=where.column),
    )


def _reader_gone() -> int:
    """Whoever read our output has left (`| head`): leave without a word or a traceback."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return exits.INTERRUPTED
