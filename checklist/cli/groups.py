"""Commands that are imported and built only when they are called, and the groups they stand in."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import typer
from typer.main import get_command

from checklist import exits
from checklist.cli.chinese import HELP_NAMES, ChineseCommand, ChineseGroup, first_line, help_page
from checklist.streams import print_note

if TYPE_CHECKING:
    from typer._click import Command, Context

WRITE = "write"
"""The command of a group that need not be named: `checklist form FILE` writes a form."""


class Lazy(ChineseCommand):
    """Stands for a command: a function in a module below checklist.cli, and the name of its help.

    The command is built when it is called. A list of commands needs only its help.
    """

    def __init__(self, module: str, function: str, help_name: str = "HELP") -> None:
        super().__init__(name=function)
        self.module = module
        self.function = function
        self.help_name = help_name

    def built(self) -> Command:
        """The command itself."""
        app = typer.Typer(add_completion=False)
        app.command(help=self.text(), cls=ChineseCommand)(self._in_module(self.function))
        return get_command(app)

    def text(self) -> str:
        """The help of the command."""
        return cast(str, self._in_module(self.help_name))

    def make_context(
        self, info_name: str | None, args: list[str], parent: Context | None = None, **extra: Any
    ) -> Context:
        return self.built().make_context(info_name, args, parent, **extra)

    def _in_module(self, name: str) -> Any:
        return getattr(import_module(f"checklist.cli.{self.module}"), name)


class Group(ChineseGroup):
    """A group of commands; where none is named it shows its help and leaves as after wrong usage.

    With WRITE among them `checklist NAME FILE` is `checklist NAME write FILE`, and its help page is
    that of `write`. A file named like one of the other commands is written as ./NAME.
    """

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        if WRITE in self.commands and args and args[0] not in {*self.commands, *HELP_NAMES}:
            args = [WRITE, *args]
        if set(args) <= {"--"}:
            print_note(self.get_help(ctx))
            raise typer.Exit(exits.WRONG_USAGE)
        return super().parse_args(ctx, args)

    def text(self) -> str:
        """The help of the group: its own, or that of WRITE."""
        write = self.commands.get(WRITE)
        return write.text() if isinstance(write, Lazy) else self.help or ""

    def get_help(self, ctx: Context) -> str:
        write = self.commands.get(WRITE)
        shown = write.built() if isinstance(write, Lazy) else self
        listed = [
            (name, first_line(command.text()))
            for name, command in self.commands.items()
            if isinstance(command, Lazy | Group) and name != WRITE
        ]
        return help_page(shown, ctx, commands=listed)
