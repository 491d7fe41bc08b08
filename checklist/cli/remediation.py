"""`checklist remediation`: the register that was worked in, back into the answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from checklist.cli.chinese import ChineseCommand
from checklist.cli.common import RulesOption, YesOption, note_evidence, now, rulebook
from checklist.cli.groups import Group
from checklist.commands import command
from checklist.streams import print_text

if TYPE_CHECKING:
    from datetime import datetime

    from checklist.assessment.model import Assessment
    from checklist.law.model import Rulebook
    from checklist.report.view.model import Report
    from checklist.sheets.changes import ImportOutcome
    from checklist.sheets.register.read import FilledRegister


app = typer.Typer(cls=Group, add_completion=False)

TakeOption = Annotated[
    Literal["register", "file"] | None,
    typer.Option(
        "--take",
        metavar="register|file",
        help="两边都改过又不一样时以谁为准：register 台账，file 答案文件。",
        show_default="不选，列出来",
    ),
]


@app.callback()
def remediation() -> None:
    """把填过的整改台账读回答案文件。

    写出：checklist report 自查.yaml --format xlsx
    读回：checklist remediation import 自查-整改台账.xlsx 自查.yaml
    """


@app.command("import", cls=ChineseCommand)
def import_(
    register: Annotated[Path, typer.Argument(metavar="台账", help="填过的 .xlsx 或者 .csv 文件。")],
    file: Annotated[Path, typer.Argument(metavar="答案文件", help="读回到这个文件。")],
    take: TakeOption = None,
    yes: YesOption = False,
    rules: RulesOption = None,
) -> None:
    """把填过的整改台账读回答案文件：先列出改动，问过才写入。

    例如：checklist remediation import 自查-整改台账.xlsx 自查.yaml

    读责任部门、责任人、复核人、整改措施、完成时限、进度、销号日期、佐证和备注。
    按隐藏的行标识对应：排序、筛选、加列、删行、改表名、另存为 CSV 都不要紧。
    看不懂的、认不出的、写了公式的、互相矛盾的，一律指出是哪一格，全部不写入。
    写出台账以后答案文件里又改过、两边不一样的，列出两边，用 --take 决定。
    空着的格子不会抹掉原来写的；要撤回，写“无”。佐证只增不减。
    进度不改变结论：写了“已验收”的，写上“整改完成之日”，或者在这里记下整改：
    checklist ask 自查.yaml --only gaps

    退出码：写入了、没有改动或者没有同意写入是 0；台账或者答案文件有误是 3；
    有改动而没有人可以确认（不在终端里运行，又没有加 --yes）、用法有误是 2；中断是 130。
    """
    from checklist.assessment.file import load, lock
    from checklist.assessment.outside import known
    from checklist.sheets import changes, spreadsheet
    from checklist.sheets.register import notices, read

    changes.check_order(register, file, spreadsheet.REGISTER)
    book = rulebook(rules)
    filled = read.load(register)
    with lock(file):
        stood, before, at = known(file), load(file, book), now()
        outcome = _compared(filled, _judged(book, before, at), register, file, take, at)
        changes.show(outcome, register, spreadsheet.REGISTER)
        note_evidence(file, book, outcome.assessment)
        after = _judged(book, outcome.assessment, at)
        if left := notices.not_closed(after):
            print_text("\n".join(("写了“已验收”而结论没有变的：", *left)))
        if changes.saved(outcome, before, book, file=file, known=stood, at=at, yes=yes) and left:
            _tell_how_to_close(file, after, len(left))


def _compared(
    filled: FilledRegister,
    report: Report,
    register: Path,
    file: Path,
    take: str | None,
    at: datetime,
) -> ImportOutcome:
    from checklist.assessment.recovery import earlier_names
    from checklist.sheets.changes import side
    from checklist.sheets.register.changes import compare
    from checklist.sitting.evidence import evidence_of_others

    return compare(
        filled,
        report,
        file=register,
        take=side(take),
        today=at.date(),
        earlier=earlier_names(file),
        look=lambda text: evidence_of_others(text, answers=file, at=at.isoformat()),
    )


def _judged(book: Rulebook, assessment: Assessment, at: datetime) -> Report:
    """The report of today; before the regulation is in force, that of its first day."""
    from checklist.evaluation.evaluate import evaluate
    from checklist.report.view.build import build

    return build(evaluate(book, assessment, as_of=max(at.date(), book.in_force)))


def _tell_how_to_close(file: Path, report: Report, count: int) -> None:
    """Say by which commands remedies are recorded of questions that are called 已验收."""
    from checklist.sheets.register.notices import to_be_asked
    from checklist.sitting.places import ONLY

    print_text(
        f"{count} 道题写了“已验收”，结论没有变。记下整改（写明从哪天起做到、佐证）：\n"
        + "\n".join(
            f"  {command('ask', file, '--only', ONLY[state][0])}" for state in to_be_asked(report)
        )
    )
