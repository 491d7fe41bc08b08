"""`checklist rules`: check a rulebook, list its obligations, show one of them."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, assert_never

import typer

from checklist.cli.check import Format
from checklist.cli.common import RulesOption, rulebook
from checklist.errors import Complaint, WrongUsage
from checklist.layout import wrap
from checklist.streams import print_note, print_text
from checklist.text import inert
from checklist.upkeep.rules_filters import (
    ArticleOption,
    HolderOption,
    KindOption,
    StateOption,
    chosen,
)

if TYPE_CHECKING:
    from checklist.law.model import Obligation, Rulebook

LINT_HELP = """检查一份规则册有没有写错，列出每一处错误、位置和改法。

没有写错，退出码为 0；有错误，退出码为 3。"""
LIST_HELP = """列出规则册里的义务。

不写筛选条件就列出全部；写几个条件，只列出同时符合的。"""
SHOW_HELP = "显示一条义务的全部内容：依据、约束谁、问什么、怎样算合格、有什么处罚。"

_NARROWEST, _WIDEST = 60, 100
_INDENT = 6

FormatOption = Annotated[
    Format,
    typer.Option("--format", metavar="格式", help="table 是给人看的，json 供程序读取。"),
]


def lint(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="规则册", help="要检查的 YAML 文件。", show_default="随附的规则册"),
    ] = None,
) -> None:
    """Complain about every mistake of a rulebook, or say that there is none."""
    found = rulebook(file)
    print_text(
        f"没有发现问题：{found.title}（{found.id} {found.edition}），"
        f"{len(found.obligations)} 条义务、{len(found.questions())} 个问题、"
        f"{len(found.facts)} 个主体情况、{len(found.duty_holders)} 个义务主体、"
        f"{len(found.penalties)} 条处罚。"
    )
    if file is not None:
        print_note(
            "这里只检查写法。引用的条、款、项和 anchor 对不对，"
            "再用 checklist rules coverage 和 checklist statute check 核对。"
        )


def list_(
    holder: HolderOption = None,
    article: ArticleOption = None,
    kind: KindOption = None,
    state: StateOption = None,
    format: FormatOption = Format.TABLE,
    rules: RulesOption = None,
) -> None:
    """Print every obligation of a rulebook, or those that pass the filters."""
    found = rulebook(rules)
    passed = chosen(found, holder=holder, article=article, kind=kind, state=state)
    match format:
        case Format.TABLE:
            print_text(_table(passed))
        case Format.JSON:
            from checklist.law.as_data import obligation_as_data, rulebook_as_data

            obligations = [obligation_as_data(found, one) for one in passed]
            about = rulebook_as_data(found)
            _print_json({"format": 1, "rulebook": about, "obligations": obligations})
        case _:
            assert_never(format)


def show(
    id: Annotated[
        str, typer.Argument(metavar="编号", help="义务的编号，见 checklist rules list。")
    ],
    format: FormatOption = Format.TABLE,
    rules: RulesOption = None,
) -> None:
    """Print one obligation of a rulebook."""
    found = rulebook(rules)
    obligation = _named(found, id)
    match format:
        case Format.TABLE:
            print_text("\n".join(_page(found, obligation)))
        case Format.JSON:
            from checklist.law.as_data import obligation_as_data

            _print_json(obligation_as_data(found, obligation))
        case _:
            assert_never(format)


def _named(found: Rulebook, typed: str) -> Obligation:
    """The obligation with the typed id. Raises WrongUsage with what may have been meant."""
    id = unicodedata.normalize("NFKC", typed).strip().lower()
    if id in found.obligation_ids():
        return found.obligation(id)
    raise WrongUsage(Complaint(what=f"没有“{inert(typed)}”这条义务", mend=_meant(found, id)))


def _meant(found: Rulebook, id: str) -> str:
    from checklist.yaml.values import suggestion

    article = re.fullmatch(r"(?:art|第)?([0-9]{1,3})条?", id)
    if article:
        ids = [one.id for one in found.obligations if one.source.article == int(article[1])]
        if ids:
            return f"第 {article[1]} 条的义务有：{'、'.join(ids)}"
    meant = suggestion(id, found.obligation_ids(), [])
    if meant:
        return f"是不是想写 {meant}；全部编号见 checklist rules list"
    return "用 checklist rules list 查看全部编号"


def _print_json(data: Any) -> None:
    import json

    print_text(json.dumps(data, ensure_ascii=True, indent=2))


def _width() -> int:
    return min(max(shutil.get_terminal_size((80, 24)).columns, _NARROWEST), _WIDEST)


def _table(obligations: tuple[Obligation, ...]) -> str:
    if not obligations:
        return "没有符合这些条件的义务。"
    from tabulate import tabulate

    from checklist.law.wording import KIND, citation
    from checklist.report.forms.table import steady

    columns = [max(len(one.id) for one in obligations), 12, 6]
    columns.append(_width() - sum(columns) - 3 * 4 - 1)
    rows = [(one.id, citation(one.source), KIND[one.kind], one.title) for one in obligations]
    table = tabulate(
        [
            [wrap(steady(text), width) for text, width in zip(row, columns, strict=True)]
            for row in rows
        ],
        headers=("编号", "依据", "性质", "义务"),
        tablefmt="outline",
        disable_numparse=True,
    )
    return f"{table}\n共 {len(rows)} 条。看其中一条：checklist rules show 编号"


def _page(found: Rulebook, obligation: Obligation) -> Iterator[str]:
    from checklist.upkeep.as_text import sections

    width = _width()
    yield wrap(obligation.title, width)
    yield ""
    for section in sections(found, obligation):
        label = f"{section.label}　"
        for level, text in section.paragraphs:
            indent = " " * (_INDENT + 2 * level)
            for line in wrap(text, width - len(indent)).splitlines():
                yield (label + indent[_INDENT:] if label else indent) + line
                label = ""
