"""The `checklist` command: registers the subcommands and turns errors into words and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, NoReturn, cast

import typer
from typer.main import get_command

from checklist import __version__, exits
from checklist.cli.chinese import HELP_NAMES, usage_error
from checklist.cli.common import is_nowhere
from checklist.cli.groups import WRITE, Group, Lazy
from checklist.errors import ChecklistError, Complaint, UnreadableFile, Where
from checklist.streams import print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from typer._click import Command

HELP = """直播电商合规自查：对照《直播电商监督管理办法》，逐项回答，得出差距报告。

全程离线，答案只存在您自己的电脑上。结果是自评，不是法律意见。"""
REMEDIATION_HELP = """把填过的整改台账读回答案文件。

写出：checklist report 自查.yaml --format xlsx
读回：checklist remediation import 自查-整改台账.xlsx 自查.yaml"""
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
        sys.stderr.flush()
    except OSError:
        code = code or exits.INTERRUPTED
    # Everything is written and closed: taking the interpreter down object by object, as sys.exit
    # does, would add a twentieth to every run.
    os._exit(code)


def run(arguments: Sequence[str], command: Command | None = None) -> int:
    """Run one command and return its exit code. Bad input is told in Chinese, on stderr."""
    command = command or program()
    try:
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
    except BrokenPipeError:  # whoever read our output has left (`| head`): no word, no traceback
        return exits.INTERRUPTED
    except Exception as error:  # noqa: BLE001  a bug must show its traceback and still exit 70
        if isinstance(error, FileNotFoundError) and is_nowhere():
            print_note(str(Complaint(what="当前文件夹已经不存在", mend="换到别的文件夹再运行")))
            return exits.BAD_FILE
        import traceback

        traceback.print_exc()
        print_note("程序自身出错，这不是您的错。请把以上内容连同所用命令一并反馈。")
        return exits.PROGRAM_ERROR
    return exits.DONE


_COMMANDS: Mapping[str, Lazy | Group] = {
    "ask": Lazy("ask", "ask"),
    "check": Lazy("check", "check"),
    "report": Group(commands={WRITE: Lazy("report", "report"), "verify": Lazy("verify", "verify")}),
    "compare": Lazy("compare", "compare"),
    "summary": Lazy("summary", "summary"),
    "demo": Lazy("demo", "demo"),
    "merge": Lazy("merge", "merge"),
    "form": Group(
        commands={
            WRITE: Lazy("form", "write"),
            "import": Lazy("form", "import_", "IMPORT_HELP"),
        }
    ),
    "remediation": Group(
        commands={"import": Lazy("remediation", "import_", "IMPORT_HELP")},
        help=REMEDIATION_HELP,
    ),
    "history": Lazy("history", "history"),
    "rules": Group(
        commands={
            "lint": Lazy("rules", "lint", "LINT_HELP"),
            "list": Lazy("rules", "list_", "LIST_HELP"),
            "show": Lazy("rules", "show", "SHOW_HELP"),
            "coverage": Lazy("rules", "coverage", "COVERAGE_HELP"),
            "catalogue": Lazy("rules", "catalogue", "CATALOGUE_HELP"),
            "schema": Lazy("rules", "schema", "SCHEMA_HELP"),
        },
        help="查看和检查规则册。",
    ),
    "statute": Group(
        commands={
            "check": Lazy("statute", "check", "CHECK_HELP"),
            "impact": Lazy("statute", "impact", "IMPACT_HELP"),
            "fingerprint": Lazy("statute", "fingerprint", "FINGERPRINT_HELP"),
        },
        help="对照官方条文核对规则册，看条文变动影响哪些义务。",
    ),
}
"""Every command, in the order of the help page."""


def program() -> Group:
    """The `checklist` command with every command below it."""
    app = typer.Typer(
        cls=Group,
        help=HELP,
        epilog=EPILOG,
        context_settings={"help_option_names": HELP_NAMES},
        invoke_without_command=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_version)
    group = cast(Group, get_command(app))
    group.commands = dict(_COMMANDS)
    return group


def _version(
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, help="显示版本号，然后退出。")
    ] = False,
) -> None:
    if version:
        print_text(f"livestream-checklist {__version__}")
        raise typer.Exit


def _say_usage(error: typer.TyperException) -> None:
    context = getattr(error, "ctx", None)
    command = context.command_path.removesuffix(f" {WRITE}") if context else "checklist"
    what = inert(usage_error(error.format_message()))
    print_note(str(Complaint(what=what, mend=f"用 {command} --help 查看用法")))


def _inert(complaint: Complaint) -> Complaint:
    """A complaint whose quotations from the user's files cannot steer the terminal."""
    where = complaint.where
    return Complaint(
        what=inert(complaint.what),
        mend=inert(complaint.mend),
        where=where and Where(file=inert(str(where.file)), line=where.line, column=where.column),
    )
