"""The `checklist` command: registers the subcommands and turns errors into words and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.main import get_command

from checklist import __version__, exits
from checklist.cli.chinese import (
    HELP_NAMES,
    ChineseCommand,
    ChineseGroup,
    help_page,
    usage_error,
)
from checklist.cli.common import is_nowhere
from checklist.cli.groups import WRITE
from checklist.errors import ChecklistError, Complaint, UnreadableFile, Where
from checklist.streams import print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from typer._click import Context

HELP = """直播电商合规自查：对照《直播电商监督管理办法》，逐项回答，得出差距报告。

全程离线，答案只存在您自己的电脑上。结果是自评，不是法律意见。"""
RULES_HELP = "查看和检查规则册。"
STATUTE_HELP = "对照官方条文核对规则册，看条文变动影响哪些义务。"
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


def run(arguments: Sequence[str], app: typer.Typer | None = None) -> int:
    """Run one command and return its exit code. Bad input is told in Chinese, on stderr."""
    try:
        first = arguments[0] if arguments else None
        built = app or _listed(build(first if first in _COMMANDS else None), arguments)
        command = get_command(built)
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


class _InOrder(ChineseGroup):
    """Lists the commands in the order of the table; typer puts groups last."""

    def get_help(self, ctx: Context) -> str:
        listed = [self.commands[name] for name in _COMMANDS if name in self.commands]
        return help_page(self, ctx, commands=listed)


def build(only: str | None = None) -> typer.Typer:
    """The typer program with every command, or with the one that is going to run."""
    app = typer.Typer(
        cls=_InOrder,
        help=HELP,
        epilog=EPILOG,
        context_settings={"help_option_names": HELP_NAMES},
        invoke_without_command=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_version_or_help)
    for name, add in _COMMANDS.items():
        if only is None or only == name:
            add(app)
    return app


def _listed(app: typer.Typer, arguments: Sequence[str]) -> typer.Typer:
    """The program in which a command that no argument names is listed and nothing more: to work
    out the options of them all takes as long as the rest of `checklist --help`."""
    for one in app.registered_commands:
        if one.name not in {*arguments, WRITE}:
            one.callback = _nothing
    for group in app.registered_groups:
        inner = group.typer_instance
        if inner is not None and group.name in arguments:
            _listed(inner, arguments)
        elif inner is not None:
            inner.registered_commands.clear()
    return app


def _nothing() -> None:
    """Stands in for a command that is not going to run."""


def _add_ask(app: typer.Typer) -> None:
    from checklist.cli import ask

    app.command("ask", help=ask.HELP, cls=ChineseCommand)(ask.ask)


def _add_check(app: typer.Typer) -> None:
    from checklist.cli import check

    app.command("check", help=check.HELP, cls=ChineseCommand)(check.check)


def _add_report(app: typer.Typer) -> None:
    from checklist.cli import report, verify
    from checklist.cli.groups import WritingGroup

    group = typer.Typer(cls=WritingGroup, help=report.HELP, invoke_without_command=True)
    group.callback()(_help_without_command)
    group.command(WRITE, help=report.HELP, cls=ChineseCommand)(report.report)
    group.command("verify", help=verify.HELP, cls=ChineseCommand)(verify.verify)
    app.add_typer(group, name="report")


def _add_compare(app: typer.Typer) -> None:
    from checklist.cli import compare

    app.command("compare", help=compare.HELP, cls=ChineseCommand)(compare.compare)


def _add_summary(app: typer.Typer) -> None:
    from checklist.cli import summary

    app.command("summary", help=summary.HELP, cls=ChineseCommand)(summary.summary)


def _add_demo(app: typer.Typer) -> None:
    from checklist.cli import demo

    app.command("demo", help=demo.HELP, cls=ChineseCommand)(demo.demo)


def _add_form(app: typer.Typer) -> None:
    from checklist.cli import form
    from checklist.cli.groups import WritingGroup

    group = typer.Typer(cls=WritingGroup, help=form.HELP, invoke_without_command=True)
    group.callback()(_help_without_command)
    group.command(WRITE, help=form.HELP, cls=ChineseCommand)(form.write)
    group.command("import", help=form.IMPORT_HELP, cls=ChineseCommand)(form.import_)
    app.add_typer(group, name="form")


def _add_history(app: typer.Typer) -> None:
    from checklist.cli import history

    app.command("history", help=history.HELP, cls=ChineseCommand)(history.history)


def _add_merge(app: typer.Typer) -> None:
    from checklist.cli import merge

    app.command("merge", help=merge.HELP, cls=ChineseCommand)(merge.merge)


def _add_remediation(app: typer.Typer) -> None:
    from checklist.cli import remediation

    group = typer.Typer(cls=ChineseGroup, help=remediation.HELP, invoke_without_command=True)
    group.callback()(_help_without_command)
    group.command("import", help=remediation.IMPORT_HELP, cls=ChineseCommand)(remediation.import_)
    app.add_typer(group, name="remediation")


def _add_rules(app: typer.Typer) -> None:
    from checklist.cli import rules, rules_whole

    group = typer.Typer(cls=ChineseGroup, help=RULES_HELP, invoke_without_command=True)
    group.callback()(_help_without_command)
    group.command("lint", help=rules.LINT_HELP, cls=ChineseCommand)(rules.lint)
    group.command("list", help=rules.LIST_HELP, cls=ChineseCommand)(rules.list_)
    group.command("show", help=rules.SHOW_HELP, cls=ChineseCommand)(rules.show)
    whole = rules_whole
    group.command("coverage", help=whole.COVERAGE_HELP, cls=ChineseCommand)(whole.coverage)
    group.command("catalogue", help=whole.CATALOGUE_HELP, cls=ChineseCommand)(whole.catalogue)
    group.command("schema", help=whole.SCHEMA_HELP, cls=ChineseCommand)(whole.schema)
    app.add_typer(group, name="rules")


def _add_statute(app: typer.Typer) -> None:
    from checklist.cli import statute

    group = typer.Typer(cls=ChineseGroup, help=STATUTE_HELP, invoke_without_command=True)
    group.callback()(_help_without_command)
    group.command("check", help=statute.CHECK_HELP, cls=ChineseCommand)(statute.check)
    group.command("impact", help=statute.IMPACT_HELP, cls=ChineseCommand)(statute.impact)
    group.command("fingerprint", help=statute.FINGERPRINT_HELP, cls=ChineseCommand)(
        statute.fingerprint
    )
    app.add_typer(group, name="statute")


_COMMANDS = {
    "ask": _add_ask,
    "check": _add_check,
    "report": _add_report,
    "compare": _add_compare,
    "summary": _add_summary,
    "demo": _add_demo,
    "merge": _add_merge,
    "form": _add_form,
    "remediation": _add_remediation,
    "history": _add_history,
    "rules": _add_rules,
    "statute": _add_statute,
}


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
    from checklist.cli.groups import WRITE

    context = getattr(error, "ctx", None)
    command = context.command_path.removesuffix(f" {WRITE}") if context else "checklist"
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
