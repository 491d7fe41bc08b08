"""Groups of commands of which only the one that is named is imported and built."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import typer
from typer.main import get_command

from checklist import exits
from checklist.cli.chinese import HELP_NAMES, ChineseCommand, ChineseGroup, first_line, help_page
from checklist.streams import print_note

if TYPE_CHECKING:
    from typer._click import Command, Context

WRITE = "write"
"""The command of a group that need not be named: `checklist form FILE` writes a form."""


class Lazy(NamedTuple):
    """A command that is not built yet: its module below checklist.cli, its function, its help."""

    module: str
    function: str
    help: str = "HELP"

    def text(self) -> str:
        """Its help."""
        return cast(str, self._in_module(self.help))

    def built(self, name: str) -> Command:
        app = typer.Typer(add_completion=False)
        command = app.command(name, help=self.text(), cls=ChineseCommand)
        command(self._in_module(self.function))
        return get_command(app)

    def _in_module(self, name: str) -> Any:
        return getattr(import_module(f"checklist.cli.{self.module}"), name)


class LazyGroup(NamedTuple):
    """A group that is not built yet. Without a help of its own it has that of WRITE."""

    commands: Mapping[str, Lazy]
    help: str | None = None

    def text(self) -> str:
        """Its help."""
        return self.help or self.commands[WRITE].text()

    def built(self, name: str) -> Command:
        app = typer.Typer(
            cls=GroupOfLazy,
            help=self.text(),
            invoke_without_command=True,
            add_completion=False,
        )
        app.callback()(help_without_command)
        return filled(app, self.commands, name=name)


def filled(app: typer.Typer, commands: Mapping[str, Lazy | LazyGroup], *, name: str) -> GroupOfLazy:
    """The group that `app` describes, under a name and with these commands."""
    group = cast(GroupOfLazy, get_command(app))
    group.name = name
    group.commands = _Commands(commands)
    return group


class _Commands(UserDict[str, Any]):
    """Commands by name. Each is built when it is looked up; `summaries` builds none."""

    def __getitem__(self, name: str) -> Command:
        command = self.data[name]
        if isinstance(command, Lazy | LazyGroup):
            command = self.data[name] = command.built(name)
        return cast("Command", command)

    def summaries(self) -> Iterable[tuple[str, str]]:
        """Each command and the first line of its help, but for WRITE, which need not be named."""
        for name, command in self.data.items():
            if name != WRITE:
                lazy = isinstance(command, Lazy | LazyGroup)
                yield name, first_line(command.text() if lazy else command.help)


class GroupOfLazy(ChineseGroup):
    """A group whose commands are built when they are named.

    With WRITE among them `checklist NAME FILE` is `checklist NAME write FILE`, and its help page is
    that of `write`. A file named like one of the other commands is written as ./NAME.
    """

    commands: _Commands

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        if WRITE in self.commands and args and args[0] not in {*self.commands, *HELP_NAMES}:
            args = [WRITE, *args]
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Context) -> str:
        command = self.commands.get(WRITE, self)
        return help_page(command, ctx, commands=self.commands.summaries())


def help_without_command(context: typer.Context) -> None:
    """Show the help page and leave as after wrong usage, where no command was named."""
    if context.invoked_subcommand is None:
        print_note(context.get_help())
        raise typer.Exit(exits.WRONG_USAGE)
