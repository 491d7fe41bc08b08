"""What every page of ours is made with: templates that escape, hashes for the policy, print heads.

A page takes nothing from elsewhere: its policy allows exactly the style and script it carries.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from checklist.report.drawing import VERSION, Drawing, harmless
from checklist.report.page.compiled import CompiledTemplates
from checklist.report.page.marks import dated
from checklist.text import inert


def environment(folder: Path) -> Environment:
    """Templates from `folder`; everything they print is escaped and inert."""
    made = Drawing(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=harmless,
        auto_reload=False,
        bytecode_cache=CompiledTemplates(VERSION),
    )
    made.filters["dated"] = dated
    return made


def digest(text: str) -> str:
    """The hash of a style sheet or script, as a Content-Security-Policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def running_header(left: str, right: str, *, cover: bool = True) -> str:
    """Style that prints `left` and `right` at the head of every page, and its number at the foot;
    not on the first where that is a cover."""
    first = '@page:first{@top-left{content:""}@top-right{content:""}@bottom-center{content:""}}'
    return (
        "@media print{@page{"
        f"@top-left{{content:{css_string(left)};font:8pt sans-serif;color:#444}}"
        f"@top-right{{content:{css_string(right)};font:8pt sans-serif;color:#444;"
        "white-space:nowrap}"
        '@bottom-center{content:"第 " counter(page) " 页　共 " counter(pages) " 页";'
        "font:9pt sans-serif;color:#444}}"
        f"{first if cover else ''}}}"
    )


def css_string(text: str) -> str:
    """A CSS string in which every character is an escape, so that no text can end it."""
    return '"' + "".join(f"\\{ord(character):x} " for character in inert(text)) + '"'
