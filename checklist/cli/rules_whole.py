"""`checklist rules coverage`, `catalogue` and `schema`: for those who review and edit rulebooks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from checklist import exits
from checklist.cli.check import Format
from checklist.cli.common import RulesOption, rulebook
from checklist.layout import wrap
from checklist.streams import print_note, print_text

if TYPE_CHECKING:
    from checklist.upkeep.coverage import Coverage, Row

COVERAGE_HELP = """逐款、逐项列出规定的全部内容在规则册里怎样处理：哪些是义务，哪些不是、为什么。

没有遗漏，也没有引用不存在的条、款、项，退出码为 0；否则退出码为 1。"""
CATALOGUE_HELP = "把整份规则册写成一份 Markdown 文件，供律师逐条审阅、签字。"
SCHEMA_HELP = """写出规则册（rulebook）或者答案文件（answers）的 JSON Schema，供编辑器边写边检查。

在 YAML 文件的第一行写上 # yaml-language-server: $schema=文件。"""

_MOST_IDS = 4


class Shape(Enum):
    """What a JSON Schema describes."""

    RULEBOOK = "rulebook"
    ANSWERS = "answers"


OutputOption = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="文件", help="写到这个文件。", show_default="屏幕"),
]
FormatOption = Annotated[
    Format,
    typer.Option("--format", metavar="格式", help="table 是给人看的，json 供程序读取。"),
]


def coverage(format: FormatOption = Format.TABLE, rules: RulesOption = None) -> None:
    """Print what each place of the regulation is; exit 1 unless all are accounted for."""
    from checklist.upkeep.coverage import coverage
    from checklist.upkeep.statute_files import fingerprints_file, read_fingerprints

    found = rulebook(rules)
    reviewed = read_fingerprints(fingerprints_file(rules, found), found)
    covered = coverage(found, reviewed.places)
    summary = "\n".join(_summary(covered))
    match format:
        case Format.TABLE:
            print_text(f"{_table(covered)}\n{summary}")
        case Format.JSON:
            import json

            from checklist.upkeep.coverage import coverage_as_data

            print_text(json.dumps(coverage_as_data(found, covered), ensure_ascii=True, indent=2))
            print_note(summary)
        case _:
            assert_never(format)
    if not covered.complete:
        raise typer.Exit(exits.NOT_SATISFIED)


def catalogue(output: OutputOption = None, rules: RulesOption = None) -> None:
    """Print the rulebook as Markdown, or write it to a file."""
    from checklist.upkeep.catalogue import catalogue

    _hand_over(catalogue(rulebook(rules)), output, rules)


def schema(
    of: Annotated[Shape, typer.Argument(metavar="对象", help="rulebook 或者 answers。")],
    output: OutputOption = None,
) -> None:
    """Print a JSON Schema, or write it to a file."""
    import json

    match of:
        case Shape.RULEBOOK:
            from checklist.law.schema import rulebook_schema

            found = rulebook_schema()
        case Shape.ANSWERS:
            from checklist.assessment.reading import answers_schema

            found = answers_schema()
        case _:
            assert_never(of)
    text = json.dumps(found, ensure_ascii=output is None, indent=2)
    _hand_over(f"{text}\n", output, None)


def _hand_over(text: str, output: Path | None, rules: Path | None) -> None:
    if output is None:
        print_text(text.rstrip("\n"))
        return
    from checklist.cli.output import check_target, write

    check_target(output, inputs=(rules,))
    print_note(f"已写入 {write(output, text)}")


def _table(covered: Coverage) -> str:
    from tabulate import tabulate

    from checklist.report.forms.table import steady
    from checklist.upkeep.coverage import word

    single = _articles_of_one_paragraph(covered)
    columns = [24, 8, 0]
    columns[2] = max(shutil.get_terminal_size((80, 24)).columns, 60) - sum(columns) - 3 * 3 - 1
    rows = ((_cited(row, single), word(row.treatment), _what(row)) for row in covered.rows)
    return tabulate(
        [
            [wrap(steady(text), width) for text, width in zip(row, columns, strict=True)]
            for row in rows
        ],
        headers=("条款", "处理", "对应的义务编号，或者理由"),
        tablefmt="outline",
        disable_numparse=True,
    )


def _what(row: Row) -> str:
    ids = "、".join(row.obligations[:_MOST_IDS])
    if len(row.obligations) > _MOST_IDS:
        ids += f"等 {len(row.obligations)} 条"
    return "；".join(filter(None, (row.why, ids)))


def _articles_of_one_paragraph(covered: Coverage) -> frozenset[int]:
    several = {row.place.article for row in covered.rows if row.place.paragraph != 1}
    return frozenset(row.place.article for row in covered.rows) - several


def _cited(row: Row, single: frozenset[int]) -> str:
    from checklist.law.wording import cite

    place = row.place
    paragraph = None if place.article in single else place.paragraph
    return cite(place.article, paragraph, place.item)


def _summary(covered: Coverage) -> Iterator[str]:
    """69 条中 69 条、108 款中 108 款、40 项中 40 项都有着落. Then what has not, and what is not."""
    from checklist.law.wording import citation

    missing = covered.missing
    counts = []
    for unit, places, gaps in (
        ("条", *({row.place.article for row in rows} for rows in (covered.rows, missing))),
        ("款", *([row for row in rows if not row.place.item] for rows in (covered.rows, missing))),
        ("项", *([row for row in rows if row.place.item] for rows in (covered.rows, missing))),
    ):
        counts.append(f"{len(places)} {unit}中 {len(places) - len(gaps)} {unit}")
    yield f"{'、'.join(counts)}有着落。"
    single = _articles_of_one_paragraph(covered)
    if missing:
        yield f"规则册没有提到：{'、'.join(_cited(row, single) for row in missing)}"
    for one in covered.unknown:
        yield (
            f"{one.named_by} 引用的{citation(one.place)}，规定里没有"
            "（改法：照官方条文改正条、款、项；只有一款的条不写 paragraph）"
        )
