"""`checklist report`: the gap report as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checklist.cli.common import AsOfOption, RulesOption, print_note, print_text
from checklist.cli.judging import judge
from checklist.cli.output import check_target, write
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.law.model import Rulebook
    from checklist.report.quotes import OfficialText

HELP = """写出合规自查报告（一个 HTML 文件）。

双击即可在浏览器里打开，不联网，可以打印成 A4。报告里写明结论、依据、可能的处罚和整改建议。"""


def report(
    file: Annotated[Path, typer.Argument(metavar="答案文件", help="checklist ask 写出的文件。")],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            help="报告写到哪里。",
            show_default="答案文件旁边，同名的 .html",
        ),
    ] = None,
    statute: Annotated[
        Path | None,
        typer.Option(
            "--statute",
            metavar="条文",
            help="官方条文（UTF-8 文本或者 Markdown）；给出后，报告在各项旁边引用原文。",
            show_default="只注明条款",
        ),
    ] = None,
    as_of: AsOfOption = None,
    rules: RulesOption = None,
) -> None:
    """Write the page; say where it is."""
    target = output or file.with_suffix(".html")
    check_target(target, inputs=(file, rules, statute))
    told = judge(file, as_of=as_of, rules=rules)
    text = _official_text(statute, rules, told.findings.rulebook) if statute else None

    from checklist.report import html
    from checklist.report.conclusion import headline

    written = write(target, html.render(told, text=text))
    print_note(f"结论：{headline(told)}")
    if not told.findings.rulebook.bundled:
        print_note("判断所用的是非随附规则册，报告里已注明。")
    print_note("报告已写好，用浏览器打开：")
    print_text(inert(str(written)))


def _official_text(statute: Path, rules: Path | None, rulebook: Rulebook) -> OfficialText:
    """The text to quote from. Raises UnreadableFile; says where it is not the one reviewed."""
    from checklist.cli.statute_files import fingerprints_file, read_fingerprints, read_statute
    from checklist.report.quotes import official_text

    read = read_statute(statute)
    file = fingerprints_file(rules, rulebook)
    fingerprints = read_fingerprints(file, rulebook) if file.exists() else None
    text = official_text(read, rulebook, fingerprints, source=statute.name)
    if text.differs:
        print_note(
            f"所给条文与规则册复核时的条文有 {len(text.differs)} 处不同，报告里已注明；"
            "逐处查看：checklist statute check"
        )
    return text
