"""A group of commands one of which need not be named: `checklist form FILE`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.cli.chinese import HELP_NAMES, ChineseGroup, help_page

if TYPE_CHECKING:
    from typer._click import Context

WRITE = "write"


class WritingGroup(ChineseGroup):
    """`checklist NAME FILE` is `checklist NAME write FILE`; its help page is that of `write`.

    A file named like one of the other commands is written as ./NAME, or after `write`.
    """

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in HELP_NAMES:
            args = [WRITE, *args]
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Context) -> str:
        others = [command for name, command in self.commands.items() if name != WRITE]
        return help_page(self.commands[WRITE], ctx, commands=others)
