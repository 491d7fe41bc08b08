"""`checklist statute`: hold the rulebook against the official text, and tell what a change hits."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, assert_never

import typer

from checklist import exits
from checklist.cli.check import Format
from checklist.cli.common import RulesOption, rulebook, today
from checklist.layout import wrap
from checklist.streams import print_note, print_text
from checklist.upkeep.statute_files import fingerprints_file, read_fingerprints, read_statute

if TYPE_CHECKING:
    from checklist.law.model import Citation, Rulebook
    from checklist.upkeep.impact import Touched
    from checklist.upkeep.statute_compare import Change

CHECK_HELP = """核对规则册与官方条文：引用的条、款、项是否都在，每一款、每一项与复核时是否一致。

条文是从官方网页另存的文本或者 Markdown。完全相符，退出码为 0；有不符之处，退出码为 1。"""
IMPACT_HELP = """比较新旧两份条文：哪些条、款、项有变动，规则册里哪些内容要重新复核。

没有变动，退出码为 0；有变动，退出码为 1。"""
FINGERPRINT_HELP = """为核对过的条文生成指纹，供 checklist statute check 使用。

指纹只能看出文字变了没有，还原不出条文。放在规则册旁边，取名为“规则册名.fingerprints.json”。"""

TextArgument = Annotated[
    Path, typer.Argument(metavar="条文", help="官方条文，UTF-8 编码的文本或者 Markdown 文件。")
]


def check(text: TextArgument, rules: RulesOption = None) -> None:
    """Print what does not fit; exit 1 if anything does not."""
    from checklist.upkeep.statute_check import CitationFails, check, sources
    from checklist.upkeep.statute_words import difference

    rulebook_ = rulebook(rules)
    fingerprints = read_fingerprints(fingerprints_file(rules, rulebook_), rulebook_)
    statute = read_statute(text)
    found = check(statute, rulebook_, fingerprints)
    if not found:
        articles, paragraphs, items = statute.count()
        print_text(
            f"相符：《{rulebook_.title}》{articles} 条、{paragraphs} 款、{items} 项，"
            f"文字与 {fingerprints.reviewed} 复核时一致；"
            f"规则册的 {len(sources(rulebook_))} 处依据都在。"
        )
        return
    _print_lines([f"《{rulebook_.title}》有 {len(found)} 处不符：", *map(difference, found)])
    if any(isinstance(one, CitationFails) for one in found):
        print_note(
            "引用对不上的，改规则册里那一条的 source：条、款、项照官方条文写，"
            "只有一款的条不写 paragraph，anchor 照抄这一款里的几个字。"
        )
    if not all(isinstance(one, CitationFails) for one in found):
        print_note(
            "条文对不上的，多出来的如果是网页上的文字，从文件里删去再核对；"
            "条文如果确实有变，用 checklist statute impact 看要复核哪些内容。"
        )
    raise typer.Exit(exits.NOT_SATISFIED)


def impact(
    old: Annotated[Path, typer.Argument(metavar="旧条文", help="规则册所依据的条文。")],
    new: Annotated[Path, typer.Argument(metavar="新条文", help="变动以后的条文。")],
    format: Annotated[
        Format,
        typer.Option("--format", metavar="格式", help="table 是给人看的，json 供程序读取。"),
    ] = Format.TABLE,
    rules: RulesOption = None,
) -> None:
    """Print every change and what hangs on it; exit 1 if there is any."""
    from checklist.upkeep.impact import impact
    from checklist.upkeep.statute_compare import compare

    rulebook_ = rulebook(rules)
    before = read_statute(old)
    changes = compare(before, read_statute(new))
    touched = [(change, impact(change, rulebook_, before)) for change in changes]
    match format:
        case Format.TABLE:
            _print_changes(touched, rulebook_)
        case Format.JSON:
            _print_json(touched, rulebook_)
        case _:
            assert_never(format)
    if changes:
        raise typer.Exit(exits.NOT_SATISFIED)


def fingerprint(
    text: TextArgument,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件", help="写到这个文件。", show_default="屏幕"),
    ] = None,
    rules: RulesOption = None,
) -> None:
    """Write the fingerprints of a text."""
    from checklist.upkeep.fingerprints import as_text, taken

    rulebook_ = rulebook(rules)
    statute = read_statute(text)
    found = as_text(taken(statute, rulebook_, on=today()))
    if output is None:
        print_text(found.rstrip("\n"))
    else:
        from checklist.cli.output import check_target, write

        check_target(output, inputs=(text, rules))
        write(output, found)
    articles, paragraphs, items = statute.count()
    print_note(f"读到 {articles} 条、{paragraphs} 款、{items} 项。请先核对数目，再替换原来的指纹。")


def _print_changes(touched: list[tuple[Change, tuple[Touched, ...]]], rulebook_: Rulebook) -> None:
    from checklist.upkeep.statute_words import FATES, change_lines

    if not touched:
        print_text("没有变动。")
        return
    counts = {fate: sum(one.fate is fate for one, _ in touched) for fate in FATES}
    told = "、".join(f"{FATES[fate]} {count} 处" for fate, count in counts.items() if count)
    lines = [f"《{rulebook_.title}》的变动：{told}。"]
    for change, parts in touched:
        lines += ["", *change_lines(change, parts, rulebook_)]
    _print_lines(lines)


def _print_lines(lines: Iterable[str]) -> None:
    width = min(max(shutil.get_terminal_size((80, 24)).columns, 60), 100)
    print_text("\n".join(wrap(line, width) for line in lines))


def _print_json(touched: list[tuple[Change, tuple[Touched, ...]]], rulebook_: Rulebook) -> None:
    import json

    from checklist.law.as_data import rulebook_as_data

    changes = [
        {
            "change": change.fate.value,
            "old": _place(change.old),
            "new": _place(change.new),
            "old_text": change.old_text,
            "new_text": change.new_text,
            "touches": [
                {
                    "part": one.part.value,
                    "id": one.id,
                    "source": _place(one.source),
                    "why": one.why.value,
                }
                for one in parts
            ],
        }
        for change, parts in touched
    ]
    data: dict[str, Any] = {
        "format": 1,
        "rulebook": rulebook_as_data(rulebook_),
        "changes": changes,
    }
    print_text(json.dumps(data, ensure_ascii=True, indent=2))


def _place(place: Citation | None) -> dict[str, int | None] | None:
    if place is None:
        return None
    return {"article": place.article, "paragraph": place.paragraph, "item": place.item}
