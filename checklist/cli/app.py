"""The `checklist` command: registers the subcommands and turns errors into words and exit codes."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer
from msgspec.structs import replace
from typer.main import get_command

from checklist import PROGRAM, exits
from checklist.cli.chinese import HELP_NAMES, ChineseCommand, option, usage_error
from checklist.cli.common import is_nowhere
from checklist.cli.groups import WRITE, Group
from checklist.commands import NAME
from checklist.errors import (
    DISK_FAILS,
    SYSTEM_REFUSES,
    ChecklistError,
    Complaint,
    NotWritten,
    UnreadableFile,
    Where,
    reason,
)
from checklist.files import has_wildcard
from checklist.streams import open_missing, print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from typer._click import Command, Context

HELP = """直播电商合规自查：对照《直播电商监督管理办法》，逐项回答，得出差距报告。

全程离线，答案只存在您自己的电脑上。结果是自评，不是法律意见。"""
EPILOG = (
    f"第一次使用：checklist demo 看样例报告，checklist ask 开始自查。\n\n退出码：\n{exits.table()}"
)


COMPLETING = "_CHECKLIST_COMPLETE"
"""The environment variable by which a shell asks what may follow, as typer's scripts set it."""
POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName checklist -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    try {
        $Env:_CHECKLIST_COMPLETE = 'complete_powershell'
        $Env:_TYPER_COMPLETE_ARGS = $commandAst.CommandElements -join ' '
        $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $wordToComplete
        & ($commandAst.GetCommandName()) | Where-Object { $_ -match ':::' } | ForEach-Object {
            $word, $help = $_ -split ':::', 2
            [System.Management.Automation.CompletionResult]::new(
                $word, $word, 'ParameterValue', $help)
        }
    } finally {
        $Env:_CHECKLIST_COMPLETE = $null
        $Env:_TYPER_COMPLETE_ARGS = $null
        $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $null
    }
}"""
"""typer's own takes the blank line that it gets where nothing is offered for a word. That is an
error, which leaves the variables set: the next command would then answer as if Tab was pressed."""
MOST_TOLD = 20
"""Complaints that are printed: more than this, nobody mends in one go."""


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    open_missing()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    if instruction := os.environ.get(COMPLETING):
        sys.exit(_complete(instruction))
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
    command = command or get_command(app)
    words = expanded(arguments) if sys.platform == "win32" else list(arguments)
    try:
        with command.make_context("checklist", words) as context:
            command.invoke(context)
    except typer.Exit as leave:
        return leave.exit_code
    except typer.TyperException as error:
        _say_usage(error)
        return exits.WRONG_USAGE
    except ChecklistError as error:
        _say(error.complaints)
        for note in getattr(error, "__notes__", ()):
            print_note(note)
        is_file = isinstance(error, UnreadableFile | NotWritten)
        return exits.BAD_FILE if is_file else exits.WRONG_USAGE
    except (KeyboardInterrupt, EOFError, typer.Abort):
        print_note("\n已中断。")
        return exits.INTERRUPTED
    except BrokenPipeError:  # whoever read our output has left (`| head`): no word, no traceback
        return exits.INTERRUPTED
    except Exception as error:  # noqa: BLE001  a bug must show its traceback and still exit 70
        complaint = _of_the_system(error) if isinstance(error, OSError) else None
        if complaint is not None:
            print_note(str(_inert(complaint)))
            return exits.BAD_FILE
        import traceback

        # Where the program lies tells who runs it: of each file only its last two names stay.
        trace = re.sub(
            r'File "[^"]*?([^"/\\]+[/\\][^"/\\]+)"', r'File "\1"', traceback.format_exc()
        )
        print_note(
            f"{trace}程序自身出错，这不是您的错。请把以上内容反馈给我们；"
            "单位、个人的名称和文件夹、文件的名称，先换成别的字。"
        )
        return exits.PROGRAM_ERROR
    return exits.DONE


COMMANDS = {
    "ask": "ask",
    "check": "check",
    "report": "results.report",
    "calendar": "results.calendar",
    "compare": "results.compare",
    "summary": "results.summary",
    "demo": "demo",
    "menu": "menu",
    "merge": "merge",
    "form": "sheets.form",
    "remediation": "sheets.remediation",
    "pack": "sheets.pack",
    "forms": "sheets.forms",
    "history": "history",
    "bundle": "bundle",
    "records": "records",
    "replay": "replay",
    "rules": "law.rules",
    "statute": "law.statute",
}
"""Every command, in the order of the help page, and the module under `cli/` whose `app` it is."""


class Program(Group):
    """The `checklist` command. A module is imported, and its command built, when it is called."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {name: ChineseCommand(name=name) for name in COMMANDS}

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        if cmd_name in COMMANDS:
            module = import_module(f"checklist.cli.{COMMANDS[cmd_name]}")
            self.commands[cmd_name] = get_command(module.app)
        return super().get_command(ctx, cmd_name)

    def help_of(self, name: str) -> str | None:
        """As it stands in the module: to list the commands, none of them has to be built."""
        listed: typer.Typer = import_module(f"checklist.cli.{COMMANDS[name]}").app
        if isinstance(listed.info.help, str):
            return listed.info.help
        entry = listed.registered_callback or listed.registered_commands[0]
        return entry.callback and entry.callback.__doc__


SHELLS = "bash、zsh、fish、powershell"

app = typer.Typer(
    cls=Program,
    help=HELP,
    epilog=EPILOG,
    context_settings={"help_option_names": HELP_NAMES},
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def version(
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, help="显示版本号，然后退出。")
    ] = False,
    completion: Annotated[
        Literal["bash", "zsh", "fish", "powershell"] | None,
        option("--completion", "外壳", f"打印按 Tab 补全命令的脚本：{SHELLS}，然后退出。"),
    ] = None,
) -> None:
    """Say which version this is, or how a shell completes what is typed."""
    if completion:
        raise typer.Exit(_complete(f"source_{completion}"))
    if version:
        print_text(PROGRAM)
        raise typer.Exit


def _complete(instruction: str) -> int:
    """Print what a shell asks for: what may follow, or the script by which it asks."""
    from typer.completion import get_completion_inspect_parameters, shell_complete

    if instruction == "source_powershell":
        print_text(POWERSHELL)
        return exits.DONE
    os.environ["COLUMNS"] = "10000"  # no help breaks over lines: each line is taken for an offer
    get_completion_inspect_parameters()  # makes the shells known to typer
    return shell_complete(get_command(app), {}, NAME, COMPLETING, instruction)


def expanded(arguments: Sequence[str]) -> list[str]:
    """The arguments with *.yaml as the files it stands for, in the order of their names.

    No shell of Windows does that. What names a file, or nothing, and what -o names stay as typed.
    """
    words: list[str] = []
    for before, word in pairwise(["", *arguments]):
        pattern = glob.escape(word).replace("[*]", "*").replace("[?]", "?")
        is_pattern = has_wildcard(word) and before not in {"-o", "--output"}
        files = sorted(glob.glob(pattern)) if is_pattern else []  # noqa: PTH207
        words += files or [word]
    return words


def _say(complaints: Sequence[Complaint]) -> None:
    """Print the first complaints, and how many more there are."""
    lines = [str(_inert(complaint)) for complaint in complaints[:MOST_TOLD]]
    if len(complaints) > MOST_TOLD:
        lines.append(f"另有 {len(complaints) - MOST_TOLD} 处错误没有列出：改好以上各处，再运行一次")
    print_note("\n".join(lines))


def _of_the_system(error: OSError) -> Complaint | None:
    """What to say where the system is to blame; None where it is more likely a bug."""
    if isinstance(error, FileNotFoundError) and is_nowhere():
        return Complaint(what="当前文件夹已经不存在", mend="换到别的文件夹再运行")
    if error.errno in DISK_FAILS:
        what, mend = "写不出去", "检查磁盘空间，或者换一个地方写"
    elif error.errno in SYSTEM_REFUSES:
        what, mend = "读写不了", "检查路径、文件名的长度和文件夹的权限，再试一次"
    else:
        return None
    where = Where(file=str(error.filename)) if error.filename else None
    return Complaint(what=f"{what}（{reason(error)}）", mend=mend, where=where)


def _say_usage(error: typer.TyperException) -> None:
    context = getattr(error, "ctx", None)
    command = context.command_path.removesuffix(f" {WRITE}") if context else "checklist"
    what = inert(usage_error(error.format_message()))
    print_note(str(Complaint(what=what, mend=f"用 {command} --help 查看用法")))


def _inert(complaint: Complaint) -> Complaint:
    """A complaint whose quotations from the user's files cannot steer the terminal."""
    where = complaint.where and replace(complaint.where, file=inert(str(complaint.where.file)))
    return Complaint(what=inert(complaint.what), mend=inert(complaint.mend), where=where)
