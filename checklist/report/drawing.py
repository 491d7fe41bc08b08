"""How our templates become code: as Jinja2 would do it, with less said for each thing printed.

A page prints 7,000 values, calls 3,000 functions and takes 13,000 attributes. Jinja2's code asks
each time what our templates settle once: see docs/adr/0004-compiled-templates.md.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from checklist.text import inert

VERSION = 1
"""Of the code that is written here; compiled code of another one is never run."""


def harmless(shown: Any) -> Any:
    """Applied to everything a template prints, so that none can forget it."""
    return inert(shown) if type(shown) is str else shown


def printed(shown: Any) -> str:
    """What stands in the page for it: the same as `escape(harmless(shown))`."""
    if type(shown) is str:
        text: str = shown if shown.isprintable() else inert(shown)
        return (
            text.replace("&", "&amp;")
            .replace(">", "&gt;")
            .replace("<", "&lt;")
            .replace("'", "&#39;")
            .replace('"', "&#34;")
        )
    return shown if type(shown) is Markup else escape(shown)


class _PlainCode(CodeGenerator):
    """Prints by `printed`; takes attributes and calls functions as Python does, so that what is
    not there is an error at once. None of what we call asks for Jinja2's own context."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  Jinja2's
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(  # noqa: N802  Jinja2's
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, *_: object) -> None:
        self.write("environment.printed(")

    def _output_child_post(self, *_: object) -> None:
        self.write(")")


class Drawing(Environment):
    """An environment in which everything that is printed is inert and escaped."""

    code_generator_class = _PlainCode
    printed = staticmethod(printed)
