"""`checklist forms`: the record forms (记录样表) that remedies name, listed or written."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from checklist.cli.chinese import ChineseCommand, option
from checklist.cli.common import now
from checklist.cli.groups import Group
from checklist.cli.output import new_files
from checklist.errors import WrongUsage
from checklist.streams import print_note, print_text, terminal_width
from checklist.text import inert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checklist.law.forms import RecordForm

app = typer.Typer(
    cls=Group, help="列出、写出记录样表：整改建议里点到的表、单、书。", add_completion=False
)

RecordFormat = Literal["xlsx", "docx"]


@app.command("list", cls=ChineseCommand)
def list_() -> None:
    """列出全部记录样表：出自哪一条、保存多久。"""
    from checklist.law.forms import bundled_forms
    from checklist.report.forms.table import NARROWEST, WIDEST, grid
    from checklist.sheets.record_forms.layout import basis, kept

    forms = bundled_forms().forms
    rows = [(form.id, form.title, f"{basis(form)}。保存期限：{kept(form)}") for form in forms]
    headings = ("编号", "样表", "依据、保存期限")
    width = min(max(terminal_width(), NARROWEST), WIDEST)
    print_text(grid(headings, rows, (20, 18, width - 48), width))
    print_text(f"共 {len(forms)} 份。写出：checklist forms write -o 文件夹")


@app.command(cls=ChineseCommand)
def write(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件夹", help="写到这个文件夹，没有就新建。")
    ],
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="编号", help="只要这几份，见 list。", show_default="全部"),
    ] = None,
    format: Annotated[
        RecordFormat | None,
        option("--format", "格式", "xlsx 或者 docx。", otherwise="两种都写"),
    ] = None,
) -> None:
    """把记录样表写成 Excel 和 Word 文件，A4，可以打印，也可以直接填。

    全部：checklist forms write -o 记录样表
    几份：checklist forms write prelive-review correction-log -o 记录样表

    每份样表写明依据哪一条、保存多久、从哪天起算；条文没有写明保存多久的，也写明。
    样表逐份填写，checklist records 不读；要它核对的，另抄成一张清单，一份一行。
    已经存在的文件不会被覆盖。
    """
    from checklist.law.forms import bundled_forms

    forms = bundled_forms()
    wanted = forms.named(ids) if ids else forms.forms
    known = {form.id for form in forms.forms}
    if strange := [id for id in ids or () if id not in known]:
        what = f"没有编号是 {'、'.join(map(inert, strange))} 的样表"
        raise WrongUsage.because(what, "用 checklist forms list 查看编号")
    new_files(output, rendered(wanted, at=now(), formats=[format] if format else None))
    print_note(f"{len(wanted)} 份记录样表写在：")
    print_text(inert(str(output)))


def rendered(
    forms: Iterable[RecordForm], *, at: datetime, formats: Sequence[RecordFormat] | None = None
) -> dict[str, bytes]:
    """The files of some forms by their names; in both formats where none is given."""
    from checklist.sheets.record_forms import word, xlsx

    writers = {"xlsx": xlsx.render, "docx": word.render}
    return {
        f"{form.title}.{suffix}": writers[suffix](form, at=at)
        for form in forms
        for suffix in formats or writers
    }
