"""Groups of commands, with a help page of their own and a command that need not be named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from checklist import exits
from checklist.cli.chinese import HELP_NAMES, ChineseGroup, first_line, help_page
from checklist.streams import print_note

if TYPE_CHECKING:
    from typer._click import Context
    from typer._click.shell_completion import CompletionItem

WRITE = "write"
"""The command of a group that need not be named: `checklist form FILE` writes a form."""


class Group(ChineseGroup):
    """A group of commands; where none is named it shows its help and leaves as after wrong usage.

    With WRITE among them `checklist NAME FILE` is `checklist NAME write FILE`, and its help page is
    that of `write`. A file named like one of the other commands is written as ./NAME.
    """

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        if WRITE in self.commands:
            self.help = self.commands[WRITE].help

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        if ctx.resilient_parsing and not args:  # a shell asks what may follow
            return super().parse_args(ctx, args)
        if WRITE in self.commands and args and args[0] not in {*self.commands, *HELP_NAMES}:
            args = [WRITE, *args]
        if set(args) <= {"--"}:
            print_note(self.get_help(ctx))
            raise typer.Exit(exits.WRONG_USAGE)
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        items = super().shell_complete(ctx, incomplete)
        if WRITE in self.commands:
            unnamed = self.commands[WRITE].shell_complete(ctx, incomplete)
            items = [*(item for item in items if item.value != WRITE), *unnamed]
        return items

    def get_help(self, ctx: Context) -> str:
        names = (name for name in self.list_commands(ctx) if name != WRITE)
        listed = [(name, first_line(self.help_of(name))) for name in names]
        return help_page(self.commands.get(WRITE, self), ctx, commands=listed)

    def help_of(self, name: str) -> str | None:
        """What the help page of a command of this group says."""
        return self.commands[name].help
