"""`checklist pack`: for each department and person their own rows and questions, and forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checklist.cli.chinese import ChineseCommand
from checklist.cli.common import AnswersArgument, AsOfOption, judge, note_evidence, now
from checklist.cli.output import new_files
from checklist.cli.rulebooks import RulesOption
from checklist.cli.sheets.back import ReturnByOption, ReturnToOption, back, note_blanks
from checklist.cli.sheets.forms import rendered
from checklist.commands import command
from checklist.files import refuse_folder
from checklist.paths import file_name
from checklist.streams import print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.law.forms import RecordForm, RecordForms
    from checklist.report.view.model import Report
    from checklist.sheets.back import Back
    from checklist.sheets.register.rows import Hand

app = typer.Typer(add_completion=False)

_FORMS = "记录样表"
IntoFolderOption = Annotated[
    Path, typer.Option("-o", "--output", metavar="文件夹", help="写到这个文件夹，没有就新建。")
]


@app.command(cls=ChineseCommand)
def pack(
    file: AnswersArgument,
    output: IntoFolderOption,
    return_to: ReturnToOption = None,
    return_by: ReturnByOption = None,
    as_of: AsOfOption = None,
    rules: RulesOption = None,
) -> None:
    """写出整改包：每个部门（没有部门的，每个人）一份只有自己事项的清单，每个可能知道的人一份问卷，和用得上的记录样表。

    写出：checklist pack 自查.yaml -o 整改包
    收回来的放在一个文件夹里，一次读回：
    checklist remediation import 收回的整改包 自查.yaml
    checklist form import 收回的整改包 自查.yaml

    整改清单里写明缺什么、怎么改、什么时候前、要什么证明、进度，不带别的答复；没有责任人的，合成一份“责任人未定”。
    问卷只问作答时写了“谁可能知道”的题，写明为什么问、什么算证明，是问卷的第几题、报告的第几项。
    每一份都写明交回给谁、最迟哪天；没有写的留出空白。
    记录样表是整改建议里点到的表、单、书，全部样表用 checklist forms 写出。
    已经存在的文件不会被覆盖。

    退出码：写好了、没有要办的是 0；那里已经有同名的文件、不让写是 2；答案文件有误是 3。
    """
    from checklist.law.forms import bundled_forms

    refuse_folder(file)
    report, forms = judge(file, as_of=as_of, rules=rules), bundled_forms()
    returning = back(report.findings.assessment, return_to, return_by)
    hands, files = _lists(report, forms, returning)
    files |= _questionnaires(report, returning, taken={name.casefold() for name in files})
    if not files:
        print_text("没有要整改或者查清的，没有写出整改包。")
        return
    called_for = _called_for(report, forms, hands)
    below = rendered(called_for, at=now())
    new_files(output, files | {f"{_FORMS}/{name}": data for name, data in below.items()})
    findings = report.findings
    note_evidence(file, findings.assessment, as_of=findings.as_of)
    _tell(output, file, hands, [*files], len(called_for))
    note_blanks(returning)


def _lists(
    report: Report, forms: RecordForms, returning: Back
) -> tuple[Sequence[Hand], dict[str, bytes]]:
    """What is to be done, by hand, and each as a workbook by its name."""
    from checklist.sheets.register.rows import dealt_out, rows_to_do
    from checklist.sheets.register.xlsx import NOBODYS, render_part

    papers = forms.titles(report.findings.rulebook.obligations)
    taken: set[str] = set()
    parts = dealt_out(rows_to_do(report, papers))
    return parts, {
        file_name("整改-", part.name or NOBODYS, ".xlsx", taken): render_part(
            report, part, returning
        )
        for part in parts
    }


def _questionnaires(report: Report, returning: Back, taken: set[str]) -> dict[str, bytes]:
    """The questionnaire of everybody who could know something, by its name."""
    from checklist.report.words.deadlines import numbers_by_key
    from checklist.sheets.form.layout import could_know, layout
    from checklist.sheets.form.write import to_bytes

    book, assessment, at = report.findings.rulebook, report.findings.assessment, now()
    items = numbers_by_key(report)
    return {
        file_name("问卷-", whom, ".xlsx", taken): to_bytes(
            layout(book, assessment, whom=whom, items=items, today=at.date()),
            made_at=at,
            back=returning,
        )
        for whom in could_know(book, assessment)
    }


def _called_for(
    report: Report, forms: RecordForms, hands: Sequence[Hand]
) -> tuple[RecordForm, ...]:
    """The record forms of the entries that anything is to be done about."""
    entries = {row.entry for hand in hands for row in hand.rows}
    book = report.findings.rulebook
    return forms.named(form for id in entries for form in book.obligation(id).forms)


def _tell(
    output: Path, file: Path, hands: Sequence[Hand], names: Sequence[str], forms: int
) -> None:
    """Say what was written, what nobody has, and how it comes back."""
    for name in names:
        print_note(f"  {inert(name)}")
    if forms:
        print_note(f"  {_FORMS}/（{forms} 种，Excel 和 Word 各一份）")
    if nobody := len({row.entry for hand in hands if hand.name is None for row in hand.rows}):
        assign = command("ask", file)
        print_note(f"{nobody}条义务没有责任人：用 {assign}，输入 p 写责任部门、责任人，再写一次。")
    print_note("收回以后读回：")
    for kind in ("remediation", "form"):
        print_note(f"  {command(kind, 'import', output, file)}")
    print_text(inert(str(output)))
