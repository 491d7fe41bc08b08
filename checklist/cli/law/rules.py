"""`checklist rules`: for those who review and edit a rulebook: check, list, show, cover, write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, assert_never

import typer

from checklist import exits, resources
from checklist.cli.check import CheckFormat
from checklist.cli.chinese import ChineseCommand, option
from checklist.cli.common import output_option
from checklist.cli.groups import Group
from checklist.cli.law import review
from checklist.cli.output import check_target, deliver
from checklist.cli.rulebooks import (
    OneRulebook,
    SomeRulebooks,
    bundled_rulebook,
    every_rulebook,
    one_rulebook,
)
from checklist.errors import UnreadableFile
from checklist.layout import wrap
from checklist.streams import print_note, print_text, terminal_width

if TYPE_CHECKING:
    from checklist.law.model import Obligation, Rulebook
    from checklist.upkeep.coverage import Coverage

app = typer.Typer(cls=Group, help="查看、检查和复核规则册。", add_completion=False)

app.add_typer(review.app, name="review")


_NARROWEST, _WIDEST = 60, 100
_INDENT = 6


FormatOption = Annotated[
    CheckFormat,
    typer.Option("--format", metavar="格式", help="table 是给人看的，json 供程序读取。"),
]
OutputOption = Annotated[Path | None, output_option("写到这个文件。", otherwise="屏幕")]


HolderOption = Annotated[
    str | None,
    option("--holder", "主体", "只看约束这一义务主体的，例如 mcn 或者 直播营销人员服务机构。"),
]
ArticleOption = Annotated[
    str | None, option("--article", "条", "只看这一条的，例如 37 或者 第三十七条。")
]
KindOption = Annotated[str | None, option("--kind", "性质", "只看这一种的：义务、禁止、倡导。")]
StateOption = Annotated[
    str | None, option("--state", "状态", "只看这一复核状态的：待复核、已复核。")
]


@app.command(cls=ChineseCommand)
def lint(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="规则册", help="要检查的 YAML 文件。", show_default="随附的规则册"),
    ] = None,
) -> None:
    """检查一份规则册有没有写错，列出每一处错误、位置和改法；也核对说到的表、单有没有记录样表。

    没有写错，退出码为 0；有错误，退出码为 3。没有写 about 的问题也列出来，不算错误。
    """
    from checklist.upkeep.prose import wrongly_cited
    from checklist.upkeep.record_forms import without_form
    from checklist.upkeep.remarks import remarks
    from checklist.upkeep.statute_files import recorded_places

    book, bundled = one_rulebook(file), [*map(bundled_rulebook, resources.RULEBOOKS)]
    written = resources.rules_file(book.regulation.id) if book.bundled or file is None else file
    if wrong := wrongly_cited(book, written, recorded_places(file, book)):
        raise UnreadableFile(*wrong)
    for paper in without_form(book, None if book.bundled else file, bundled):
        print_note(str(paper))
    print_text(
        f"没有发现问题：{book.regulation.title}（{book.regulation.id} {book.regulation.edition}），"
        f"{len(book.obligations)} 条义务、{len(book.questions())} 个问题、"
        f"{len(book.facts)} 个主体情况、{len(book.duty_holders)} 个义务主体、"
        f"{len(book.penalties)} 条处罚。"
    )
    for remark in remarks(book, [bundled_rulebook(id) for id in resources.RULEBOOKS]):
        print_note(remark)
    if file is not None:
        print_note(
            "这里只检查写法。引用的条、款、项和 anchor 对不对，"
            "再用 checklist rules coverage 和 checklist statute check 核对。"
        )


@app.command("list", cls=ChineseCommand)
def list_(
    holder: HolderOption = None,
    article: ArticleOption = None,
    kind: KindOption = None,
    state: StateOption = None,
    format: FormatOption = "table",
    rules: SomeRulebooks = None,
) -> None:
    """列出规则册里的义务，几部规定的依次列出。

    不写筛选条件就列出全部；写几个条件，只列出同时符合的。条号前可以写明是哪一部，例如 办法第六条。
    """
    from checklist.law.as_data import obligations_as_data
    from checklist.upkeep.filters import chosen

    book = every_rulebook(rules)
    obligations = chosen(book, holder=holder, article=article, kind=kind, state=state)
    match format:
        case "table":
            print_text(_listed(obligations))
        case "json":
            print_json(obligations_as_data(book, obligations))
        case _:
            assert_never(format)


@app.command(cls=ChineseCommand)
def show(
    id: Annotated[
        str,
        typer.Argument(
            metavar="编号", help="义务的编号，见 checklist rules list；或者一条，例如 办法第六条。"
        ),
    ],
    format: FormatOption = "table",
    rules: SomeRulebooks = None,
) -> None:
    """显示一条义务的全部内容：依据、约束谁、问什么、怎样算合格、有什么处罚。

    写一条的，依次显示这一条的各项义务；几部规定都有这一条的，列出来供选。
    """
    from checklist.law.as_data import obligations_as_data
    from checklist.law.joined import at_home
    from checklist.upkeep.filters import named

    book = every_rulebook(rules)
    obligations = named(book, id)
    match format:
        case "table":
            shown = ("\n".join(entry_lines(*at_home(book, each), width())) for each in obligations)
            print_text("\n\n".join(shown))
        case "json":
            data = obligations_as_data(book, obligations)
            print_json(data["obligations"][0] if len(obligations) == 1 else data)
        case _:
            assert_never(format)


@app.command(cls=ChineseCommand)
def coverage(format: FormatOption = "table", rules: OneRulebook = None) -> None:
    """逐款、逐项列出规定的全部内容在规则册里怎样处理：哪些是义务，哪些不是、为什么。

    没有遗漏，也没有引用不存在的条、款、项，退出码为 0；否则退出码为 1。
    """
    from checklist.upkeep.coverage import coverage, coverage_as_data, summary
    from checklist.upkeep.statute_files import fingerprints_file, read_fingerprints

    book = one_rulebook(rules)
    reviewed = read_fingerprints(fingerprints_file(rules, book), book)
    covered = coverage(book, reviewed.places)
    lines = "\n".join(summary(covered))
    match format:
        case "table":
            print_text(f"{_covered(book, covered)}\n{lines}")
        case "json":
            print_json(coverage_as_data(book, covered))
            print_note(lines)
        case _:
            assert_never(format)
    if not covered.complete:
        raise typer.Exit(exits.NOT_SATISFIED)


@app.command(cls=ChineseCommand)
def catalogue(output: OutputOption = None, rules: OneRulebook = None) -> None:
    """把整份规则册写成一份 Markdown 文件，供律师逐条审阅、签字。"""
    from checklist.upkeep.catalogue import catalogue

    text = catalogue(one_rulebook(rules)).rstrip("\n")
    check_target(output, example="义务目录.md", inputs=(rules,))
    deliver(text, output)


@app.command(cls=ChineseCommand)
def schema(
    of: Annotated[
        Literal["rulebook", "answers", "record-forms"],
        typer.Argument(metavar="对象", help="rulebook、answers 或者 record-forms。"),
    ],
    output: OutputOption = None,
) -> None:
    """写出规则册、答案文件或者记录样表的 JSON Schema，供编辑器边写边检查。

    在 YAML 文件的第一行写上 # yaml-language-server: $schema=文件。
    """
    match of:
        case "rulebook":
            from checklist.law.reading.rulebook import rulebook_schema

            data = rulebook_schema()
        case "answers":
            from checklist.assessment.stored.keys import answers_schema

            data = answers_schema()
        case "record-forms":
            from checklist.law.forms import forms_schema

            data = forms_schema()
        case _:
            assert_never(of)
    check_target(output, example=f"{of}.schema.json", inputs=())
    deliver(json.dumps(data, ensure_ascii=output is None, indent=2), output)


def print_json(data: Any) -> None:
    """Print data in characters that every code page has."""
    print_text(json.dumps(data, ensure_ascii=True, indent=2))


def width() -> int:
    """How many cells wide text is set: as the terminal, but not too narrow and not too wide."""
    return min(max(terminal_width(), _NARROWEST), _WIDEST)


def entry_lines(book: Rulebook, obligation: Obligation, width: int) -> Iterator[str]:
    """All that the rulebook says about an obligation, its labels in a column of their own."""
    from checklist.law.forms import bundled_forms
    from checklist.upkeep.as_text import sections

    papers = bundled_forms().forms if obligation.forms else ()
    titles = {form.id: form.title for form in papers}
    yield wrap(obligation.title, width)
    yield ""
    for section in sections(book, obligation, titles):
        label = f"{section.label}　"
        for level, text in section.paragraphs:
            indent = " " * (_INDENT + 2 * level)
            for line in wrap(text, width - len(indent)).splitlines():
                yield (label + indent[_INDENT:] if label else indent) + line
                label = ""


def _listed(obligations: tuple[Obligation, ...]) -> str:
    from checklist.law.wording import KIND, citation

    if not obligations:
        return "没有符合这些条件的义务。"
    cited = 18 if any(entry.source.of for entry in obligations) else 12
    widths = (max(len(entry.id) for entry in obligations), cited, 6)
    rows = [
        (entry.id, citation(entry.source), KIND[entry.kind], entry.title) for entry in obligations
    ]
    table = _outline(("编号", "依据", "性质", "义务"), rows, widths, width())
    return f"{table}\n共 {len(rows)} 条。看其中一条：checklist rules show 编号"


def _covered(book: Rulebook, covered: Coverage) -> str:
    from checklist.upkeep.coverage import cells

    broad = max(terminal_width(), _NARROWEST)
    return _outline(("条款", "处理", "对应的义务，或者理由"), cells(book, covered), (24, 8), broad)


def _outline(
    headings: tuple[str, ...],
    rows: Iterable[tuple[str, ...]],
    widths: tuple[int, ...],
    whole: int,
) -> str:
    """A table of `whole` cells; its last column takes what the `widths` of the others leave."""
    from tabulate import tabulate

    from checklist.report.forms.table import steady

    columns = (*widths, whole - sum(widths) - 3 * len(headings) - 1)
    return tabulate(
        [
            [wrap(steady(text), column) for text, column in zip(row, columns, strict=True)]
            for row in rows
        ],
        headers=headings,
        tablefmt="outline",
        disable_numparse=True,
    )
