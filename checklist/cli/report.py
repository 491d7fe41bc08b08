"""`checklist report`: the gap report as a page, or in another form for those who go on with it."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from checklist.cli.common import AsOfOption, RulesOption, print_note, print_text
from checklist.cli.judging import judge
from checklist.cli.output import check_target, write, write_bytes
from checklist.errors import Complaint, Where, WrongUsage
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.law.model import Rulebook
    from checklist.report.model import Report
    from checklist.report.quotes import OfficialText

HELP = """写出合规自查报告（一个 HTML 文件），或者整改台账（Excel、CSV）。

双击即可在浏览器里打开，不联网，可以打印成 A4。报告里写明结论、依据、可能的处罚和整改建议。
整改台账：checklist report 自查.yaml -o 整改台账.xlsx，已经存在的台账不会被覆盖。"""


class Format(Enum):
    """The forms of the report. All come from one view model."""

    HTML = "html"
    JSON = "json"
    MD = "md"
    CSV = "csv"
    XLSX = "xlsx"


_REGISTERS = {Format.CSV, Format.XLSX}
"""People go on filling these in."""
_BY_SUFFIX = {f".{one.value}": one for one in Format} | {".markdown": Format.MD}


OutputOption = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="文件",
        help="报告写到哪里。",
        show_default="答案文件旁边，同名的 .html",
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        metavar="格式",
        help="html 网页报告，xlsx 或者 csv 整改台账，md 文本报告，json 供程序读取。",
        show_default="看 -o 的扩展名，否则 html",
    ),
]
StatuteOption = Annotated[
    Path | None,
    typer.Option(
        "--statute",
        metavar="条文",
        help="官方条文（UTF-8 文本或者 Markdown）；给出后，报告在各项旁边引用原文。",
        show_default="只注明条款",
    ),
]


def report(
    file: Annotated[Path, typer.Argument(metavar="答案文件", help="checklist ask 写出的文件。")],
    output: OutputOption = None,
    format: FormatOption = None,
    statute: StatuteOption = None,
    as_of: AsOfOption = None,
    rules: RulesOption = None,
) -> None:
    """Write the report; say where it is."""
    form = format or (_BY_SUFFIX.get(output.suffix.lower()) if output else None) or Format.HTML
    target = output or _beside(file, form)
    check_target(target, inputs=(file, rules, statute))
    _check_form(form, target, statute)
    told = judge(file, as_of=as_of, rules=rules)
    text = _official_text(statute, rules, told.findings.rulebook) if statute else None

    from checklist.report.conclusion import headline

    written = _write(told, form, target, text)
    print_note(f"结论：{headline(told)}")
    if not told.findings.rulebook.bundled:
        print_note("判断所用的是非随附规则册，报告里已注明。")
    print_note(_WRITTEN[form])
    print_text(inert(str(written)))


_WRITTEN = {
    Format.HTML: "报告已写好，用浏览器打开：",
    Format.JSON: "结果已写好，供程序读取：",
    Format.MD: "报告已写好（Markdown）：",
    Format.CSV: "整改台账已写好，用 Excel 或者 WPS 打开：",
    Format.XLSX: "整改台账已写好，用 Excel 或者 WPS 打开：",
}


def _beside(file: Path, form: Format) -> Path:
    """Where the report lies unless told: a register never where a questionnaire would."""
    if form in _REGISTERS:
        return file.with_name(f"{file.stem}-整改台账.{form.value}")
    return file.with_suffix(f".{form.value}")


def _check_form(form: Format, target: Path, statute: Path | None) -> None:
    """Raise WrongUsage where a register would be written over, or a form quotes no statute."""
    if form in _REGISTERS and target.exists():
        what = "这个文件已经存在，可能是填过的台账或者问卷，没有覆盖"
        mend = "用 -o 另写一个文件名，或者先移走原来的"
        raise WrongUsage(Complaint(what=what, mend=mend, where=Where(file=target)))
    if statute is not None and form is not Format.HTML:
        what = "--statute 只用于网页报告"
        raise WrongUsage(Complaint(what=what, mend="去掉 --statute，或者用 --format html"))


def _write(told: Report, form: Format, target: Path, text: OfficialText | None) -> Path:
    """Write one form; returns where it lies."""
    match form:
        case Format.HTML:
            from checklist.report import html

            return write(target, html.render(told, text=text))
        case Format.JSON:
            from checklist.report import json

            return write(target, json.render(told, ascii=False) + "\n")
        case Format.MD:
            from checklist.report import markdown

            return write(target, markdown.render(told))
        case Format.CSV:
            from checklist.remediation import csv

            return write_bytes(target, csv.render(told))
        case Format.XLSX:
            from checklist.remediation import xlsx

            return write_bytes(target, xlsx.render(told))
    assert_never(form)


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
