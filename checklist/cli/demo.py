"""`checklist demo`: the report of a bundled example, to see what comes out before going in."""

from __future__ import annotations

from pathlib import Path

import typer

from checklist.cli.chinese import ChineseCommand
from checklist.cli.common import judge
from checklist.cli.output import write
from checklist.commands import command
from checklist.streams import print_note, print_text

app = typer.Typer(add_completion=False)

EXAMPLE = "agency.yaml"
NAME = "示例-合规自查报告.html"


@app.command(cls=ChineseCommand)
def demo() -> None:
    """在当前文件夹写出一份样例报告，先看看结果长什么样。

    样例是虚构的机构。已有同名文件的，另起名字，不会覆盖。
    """
    from checklist import resources
    from checklist.files import free_name
    from checklist.report.page import html

    report = judge(resources.examples_dir() / EXAMPLE, as_of=None, rules=None)
    written = write(free_name(Path(NAME)), html.render(report))
    print_note("样例报告已写好（其中的机构是虚构的），用浏览器打开：")
    print_text(str(written.absolute()))
    print_note("接下来：")
    print_note(f"  {command('ask', '自查.yaml')}       逐题回答，随时可以停下，下次接着答")
    print_note(f"  {command('report', '自查.yaml')}    写出您自己的报告")
