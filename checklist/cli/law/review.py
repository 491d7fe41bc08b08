"""`checklist rules review`: a rulebook as a copy for a lawyer to sign off, and back into YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from checklist.cli.chinese import ChineseCommand, option
from checklist.cli.common import YesOption, now, official_text, today
from checklist.cli.groups import Group
from checklist.cli.output import check_target, is_same, other_name, write_bytes
from checklist.cli.rulebooks import OneRulebook, one_rulebook
from checklist.commands import command
from checklist.errors import WrongUsage
from checklist.streams import print_note, print_text
from checklist.text import inert

app = typer.Typer(cls=Group, add_completion=False)

_SUFFIXES = (".xlsx", ".docx")
_RULES = (".yaml", ".yml")


OutputOption = Annotated[
    Path,
    typer.Option("-o", "--output", metavar="复核表", help="写到这个文件（.xlsx 或者 .docx）。"),
]
StatuteOption = Annotated[
    Path | None,
    option(
        "--statute",
        "条文",
        "官方条文（文本、Markdown、.docx 或者 .pdf）；给出后，逐条引用原文。",
        otherwise="条文一栏空着",
    ),
]
RulebookOption = Annotated[
    Path, typer.Option("-o", "--output", metavar="新规则册", help="新的规则册写到哪里（.yaml）。")
]


@app.command(cls=ChineseCommand)
def write(
    output: OutputOption,
    statute: StatuteOption = None,
    rules: OneRulebook = None,
) -> None:
    """写出一份复核表给律师逐条复核、签字，填好后读回一份新的规则册。

    写出：checklist rules review -o 复核.xlsx --statute 条文.md
    读回：checklist rules review import 复核.xlsx -o 新规则册.yaml

    规则册的每一条占一行：依据、标题、约束谁、条文原文、读法、处罚、存疑、复核状态，
    后面留给律师填结论（同意、修改、存疑）、意见、姓名、日期。
    .xlsx 用 Excel 或者 WPS 填；.docx 是横排 A4 的一张表，可以打印签字，也可以直接填。
    已经存在的复核表不会被覆盖。
    """
    _check_free(output, _SUFFIXES, "复核表", inputs=(statute, rules))
    book = one_rulebook(rules)
    given = None if rules is None else [rules]
    official = official_text(statute, given, book, quoted_in="复核表") if statute else None

    from checklist.sheets.review import entries

    if output.suffix.lower() == ".docx":
        from checklist.sheets.review.word import render
    else:
        from checklist.sheets.review.xlsx import render
    rows = entries.rows(book, official)
    source = inert(official.source) if official else None
    written = write_bytes(output, render(book, rows, source=source, at=now()))
    if official is None:
        print_note(f"{entries.NO_TEXT}。")
    print_note(
        f"复核表有 {len(rows)} 条。填好后读回："
        f"{command('rules', 'review', 'import', written, '-o', '新规则册.yaml')}"
    )
    print_text(inert(str(written)))


@app.command("import", cls=ChineseCommand)
def import_(
    copy: Annotated[Path, typer.Argument(metavar="复核表", help="填好的 .xlsx 或者 .docx 文件。")],
    output: RulebookOption,
    yes: YesOption = False,
    rules: OneRulebook = None,
) -> None:
    """把填好的复核表读回一份新的规则册：先列出改动，问过才写入。

    例如：checklist rules review import 复核.xlsx -o 新规则册.yaml

    同意的记为“已复核”和姓名、日期；修改、存疑的仍是“待复核”，意见记入待定的问题。
    空着的行不改。原来的规则册不动；新的规则册只有各条的 review 不同，注释和其他内容照旧。
    写出复核表以后变过的、认不出的、写了公式的、没有姓名或者日期的，
    一律指出是哪一格，全部不写入。条文等其余各列不读，改过的会提示。

    退出码：写入了、没有改动或者没有同意写入是 0；复核表或者规则册有误是 3；
    有改动而没有人可以确认（不在终端里运行，又没有加 --yes）、用法有误是 2；中断是 130。
    """
    _check_filled(copy)
    original = _original(rules)
    _check_free(output, _RULES, "新的规则册", inputs=(copy, original))
    book = one_rulebook(rules)

    from checklist.files import read_bytes
    from checklist.sheets.changes import is_agreed, show
    from checklist.sheets.review.changes import compare
    from checklist.sheets.review.read import load
    from checklist.sheets.spreadsheet import REVIEW_SHEET
    from checklist.upkeep.reviewed import reviewed

    outcome = compare(load(copy), book, file=copy, today=today())
    show(outcome, copy, REVIEW_SHEET)
    if not outcome.changes:
        return
    data = reviewed(read_bytes(original), outcome.reviews, file=original)
    if is_agreed(len(outcome.changes), yes=yes):
        _check_free(output, _RULES, "新的规则册", inputs=(copy, original))  # made while one looked
        written = write_bytes(output, data)
        print_text(f"已写入 {len(outcome.changes)} 处：{inert(str(written))}")
        print_note(f"检查：{command('rules', 'lint', written)}")


def _original(rules: Path | None) -> Path:
    """The file of the rulebook that is reviewed."""
    from checklist import resources

    return rules or resources.rules_file()


def _check_filled(copy: Path) -> None:
    if copy.suffix.lower() not in _SUFFIXES:
        what = "这里要写填好的复核表（.xlsx、.docx）"
        mend = "例如：checklist rules review import 复核.xlsx -o 新规则册.yaml"
        raise WrongUsage.because(what, mend, file=copy)


def _check_free(
    output: Path, suffixes: tuple[str, ...], name: str, *, inputs: tuple[Path | None, ...]
) -> None:
    """Raise WrongUsage unless `output` is a new file of one of these kinds."""
    what = None
    example = f"{'复核' if suffixes is _SUFFIXES else '新规则册'}{suffixes[0]}"
    if output.suffix.lower() not in suffixes:
        what = f"{name}的文件名要以 {' 或者 '.join(suffixes[:2])} 结尾"
    elif any(file is not None and is_same(output, file) for file in inputs):
        what = f"{name}不能写在输入的文件上"
    elif output.exists():
        what = "已经有这个文件，没有覆盖"
    if what is not None:
        raise WrongUsage.because(what, other_name(output, example), file=output)
    check_target(output, example=example, inputs=inputs)
