"""`checklist statute`: hold the rulebook against the official text, and tell what a change hits."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from checklist import exits
from checklist.cli.chinese import ChineseCommand
from checklist.cli.common import today
from checklist.cli.groups import Group
from checklist.cli.law.rules import FormatOption, OutputOption, print_json, width
from checklist.cli.output import check_target, write
from checklist.cli.rulebooks import OneRulebook, one_rulebook
from checklist.errors import WrongUsage
from checklist.layout import wrap
from checklist.streams import print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.law.model import Rulebook
    from checklist.upkeep.statute import Statute

app = typer.Typer(
    cls=Group,
    help="对照官方条文核对规则册，看条文变动影响哪些义务。",
    add_completion=False,
)

TextArgument = Annotated[
    Path,
    typer.Argument(metavar="条文", help="官方条文：UTF-8 文本、Markdown、.docx 或者 .pdf。"),
]


@app.command(cls=ChineseCommand)
def check(text: TextArgument, rules: OneRulebook = None) -> None:
    """核对规则册与官方条文：引用的条、款、项是否都在，每一款、每一项与复核时是否一致。

    条文是从官方网页另存的文本、Markdown、Word（.docx）或者 PDF。
    文字相符，退出码为 0；有不符之处，退出码为 1。
    """
    from checklist.upkeep.places import count
    from checklist.upkeep.statute_check import (
        CitationFails,
        Undivided,
        check,
        difference,
        sources,
    )
    from checklist.upkeep.statute_files import fingerprints_file, read_fingerprints, read_statute

    book = one_rulebook(rules)
    fingerprints = read_fingerprints(fingerprints_file(rules, book), book)
    statute = read_statute(text)
    results = check(statute, book, fingerprints)
    differences = [each for each in results if not isinstance(each, Undivided)]
    remarks = [difference(each) for each in results if isinstance(each, Undivided)]
    if not differences:
        articles, paragraphs, items = count(fingerprints.places)
        print_text(
            f"相符：《{book.regulation.title}》{articles} 条、{paragraphs} 款、{items} 项，"
            f"文字与 {fingerprints.reviewed} 复核时一致；"
            f"规则册的 {len(sources(book))} 处依据都在。"
        )
        _print_lines(f"{remark}。款照复核时的分。" for remark in remarks)
        return
    heading = f"《{book.regulation.title}》有 {len(differences)} 处不符："
    _print_lines([heading, *map(difference, differences), *remarks])
    if other := _other_title(statute, book):
        print_note(f"{other}：{_OTHER_RULES}。")
    _say_doubts(text, statute)
    citations = sum(isinstance(each, CitationFails) for each in differences)
    _say_how_to_mend(citations=citations, others=len(differences) - citations)
    raise typer.Exit(exits.NOT_SATISFIED)


@app.command(cls=ChineseCommand)
def impact(
    old: Annotated[Path, typer.Argument(metavar="旧条文", help="规则册所依据的条文。")],
    new: Annotated[Path, typer.Argument(metavar="新条文", help="变动以后的条文。")],
    format: FormatOption = "table",
    rules: OneRulebook = None,
) -> None:
    """比较新旧两份条文：哪些条、款、项有变动，规则册里哪些内容要重新复核。

    没有变动，退出码为 0；有变动，退出码为 1。
    """
    from checklist.upkeep.fingerprints import divided_as
    from checklist.upkeep.impact import impact, impact_as_data, impact_lines
    from checklist.upkeep.statute_compare import compare, told_apart
    from checklist.upkeep.statute_files import fingerprints_file, read_fingerprints, read_statute

    book = one_rulebook(rules)
    file = fingerprints_file(rules, book)
    before, after = read_statute(old), read_statute(new)
    if other := _other_title(before, book):
        raise WrongUsage.because(other, _OTHER_RULES)
    if file.exists():
        before = divided_as(before, read_fingerprints(file, book).places)
    before, after = told_apart(before, after)
    touched = [(change, impact(change, book, before)) for change in compare(before, after)]
    for path, statute in ((old, before), (new, after)):
        _say_doubts(path, statute)
    match format:
        case "table":
            _print_lines(impact_lines(touched, book))
        case "json":
            print_json(impact_as_data(touched, book))
        case _:
            assert_never(format)
    if touched:
        raise typer.Exit(exits.NOT_SATISFIED)


@app.command(cls=ChineseCommand)
def fingerprint(
    text: TextArgument,
    output: OutputOption = None,
    rules: OneRulebook = None,
) -> None:
    """为核对过的条文生成指纹，供 checklist statute check 使用。

    指纹只能看出文字变了没有，还原不出条文。放在规则册旁边，取名为“规则册名.fingerprints.json”。
    """
    from checklist.upkeep.fingerprints import as_text, taken
    from checklist.upkeep.statute_files import read_statute

    book = one_rulebook(rules)
    statute = read_statute(text)
    if other := _other_title(statute, book):
        raise WrongUsage.because(other, _OTHER_RULES)
    fingerprints = as_text(taken(statute, book, on=today()))
    check_target(output, example="规则册.fingerprints.json", inputs=(text, rules))
    if output is None:
        print_text(fingerprints.rstrip("\n"))
    else:
        write(output, fingerprints)
    articles, paragraphs, items = statute.count()
    _say_doubts(text, statute)
    print_note(f"读到 {articles} 条、{paragraphs} 款、{items} 项。请先核对数目，再替换原来的指纹。")


_OTHER_RULES = "用 --rules 写这部规定的规则册；题名写错了的，改好再来"


def _other_title(statute: Statute, book: Rulebook) -> str | None:
    """That a text is, by its title, of another regulation than the rulebook."""
    from checklist.upkeep.fingerprints import normalised

    title, of = statute.title, book.regulation
    if title is None or normalised(title) == normalised(of.title):
        return None
    return f"条文的题名是《{inert(title)}》，规则册 {inert(of.id)} 是《{inert(of.title)}》的"


def _say_how_to_mend(*, citations: int, others: int) -> None:
    if citations:
        print_note(
            "引用对不上的，改规则册里那一条的 source：条、款、项照官方条文写，"
            "只有一款的条不写 paragraph，anchor 照抄这一款里的几个字。"
        )
    if others:
        print_note(
            "条文对不上的，多出来的如果是网页上的文字，从文件里删去再核对；"
            "条文如果确实有变，用 checklist statute impact 看要复核哪些内容。"
        )


def _say_doubts(path: Path, statute: Statute) -> None:
    """Where a line is full and ends with 。, a new paragraph may begin or not."""
    if statute.doubtful:
        from checklist.law.wording import cite

        named = "、".join(map(cite, statute.doubtful))
        print_note(
            f"{inert(str(path))}：{named}里有占满一行、以“。”结尾的行，看不出后面是不是另起一款；"
            "这里当作另起一款，请对照官方网页。"
        )


def _print_lines(lines: Iterable[str]) -> None:
    print_text("\n".join(wrap(line, width()) for line in lines))
