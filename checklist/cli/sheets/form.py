"""`checklist form`: the questionnaire as a spreadsheet to send round, and back into the answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from checklist import resources
from checklist.cli.chinese import ChineseCommand, option
from checklist.cli.common import AnswersArgument, YesOption, note_evidence, now, today
from checklist.cli.groups import Group
from checklist.cli.output import check_answers, check_target, other_name, write_bytes
from checklist.cli.rulebooks import (
    RulesOption,
    Sitting,
    bundled_rulebook,
    bundled_rulebooks,
    of_sitting,
    rulebook,
)
from checklist.cli.sheets.back import ReturnByOption, ReturnToOption, back, note_blanks, take_option
from checklist.commands import command
from checklist.errors import WrongUsage
from checklist.streams import print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.assessment.model import Assessment
    from checklist.law.model import Rulebook
    from checklist.sheets.form.sheet import FilledForm, Sheet

app = typer.Typer(cls=Group, add_completion=False)

_USUAL = "问卷.xlsx"


OutputOption = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="问卷",
        help="问卷写到哪里（.xlsx）。",
        show_default="答案文件旁边，同名的 .xlsx",
    ),
]
SectionOption = Annotated[
    list[str] | None,
    option(
        "--section",
        "章或主体",
        "只要这一章或者这类主体的题，例如 办法第三章；可以写几次。",
        otherwise="全部",
    ),
]
FactsOption = Annotated[
    bool,
    typer.Option("--facts", help="也列主体情况的题（还没有答过、沿用上次还没有确认时总是列出）。"),
]
FilledArgument = Annotated[
    Path, typer.Argument(metavar="问卷", help="填好的 .xlsx 文件，或者放着几份的文件夹。")
]
IntoArgument = Annotated[
    Path, typer.Argument(metavar="答案文件", help="读回到这个文件；没有的，空白的问卷填好后新建。")
]
TakeOption = Annotated[Literal["form", "file"] | None, take_option("form", "问卷")]


@app.command(cls=ChineseCommand)
def write(
    file: AnswersArgument,
    output: OutputOption = None,
    section: SectionOption = None,
    facts: FactsOption = False,
    return_to: ReturnToOption = None,
    return_by: ReturnByOption = None,
    rules: RulesOption = None,
) -> None:
    """写出一份 Excel 问卷发给同事填，填好后读回答案文件。

    写出：checklist form 自查.yaml -o 问卷.xlsx
    读回：checklist form import 问卷.xlsx 自查.yaml

    可以用微信发，用 Excel 或者 WPS 填；每道题有下拉框或者填写提示，其余格子受保护。
    只列适用或者可能适用的题，已有的答案一并写上；没有答案文件就写一份空白的，
    和 checklist ask 新建的一样，对照全部已经施行的规定。
    上方写明交回给谁、最迟哪天；没有写的留出空白。
    已经存在的问卷不会被覆盖。
    """
    target = _form_target(file, output, rules)
    going_by = of_sitting(rules, file, (), (), today())
    book, sections = going_by.rulebook, tuple(section or ())
    _check_sections(book, sections)

    from checklist.sheets.form.layout import has_carried_facts, layout
    from checklist.sheets.form.write import to_bytes

    sheet = layout(book, _open(file, book), sections=sections, facts=facts, today=today())
    _check_size(sheet)
    _tell_left_out(going_by, file, sheet.assessment)
    returning = back(sheet.assessment, return_to, return_by)
    data = to_bytes(sheet, made_at=now(), back=returning)
    written = write_bytes(target, data, like=(file,), follow=output is not None)
    reading = command("form", "import", written, file)
    print_note(f"问卷有 {sheet.questions} 题。填好后读回：{reading}")
    if has_carried_facts(book, sheet.assessment):
        print_note("主体情况还没有确认，义务的题照上次的情况列；读回以后情况有变的，再写一份问卷。")
    note_blanks(returning)
    print_text(inert(str(written)))


@app.command("import", cls=ChineseCommand)
def import_(
    form: FilledArgument,
    file: IntoArgument,
    take: TakeOption = None,
    yes: YesOption = False,
    rules: RulesOption = None,
) -> None:
    """把填好的问卷读回答案文件：先列出改动，问过才写入。

    按题目编号对应，不靠行的先后；什么都不替您猜。
    题目变了的、认不出的、写了公式的、看不懂的，一律指出是哪一格，全部不写入。
    写出问卷以后答案文件里又改过、两边不一样的，列出两边，用 --take 决定。
    佐证格里的图片、链接一并读；批注、别的表等没有读入的，在末尾列出。
    几份放在一个文件夹里一次读回，写得不一样的列出两边：checklist form import 收回的 自查.yaml

    退出码：写入了、没有改动或者没有同意写入是 0；问卷或者答案文件有误是 3；
    有改动而没有人可以确认（不在终端里运行，又没有加 --yes）、用法有误是 2；中断是 130。
    """
    from checklist.assessment.stored.file import lock
    from checklist.assessment.stored.outside import known
    from checklist.assessment.stored.recovery import earlier_names
    from checklist.sheets.changes import saved, show, side
    from checklist.sheets.form.changes import compare
    from checklist.sheets.spreadsheet import FORM
    from checklist.sitting.evidence import evidence_of_others

    filled = _filled_in(form, file)
    book = _asked_by(filled, rules, file)
    with lock(file):
        stood, before, at = known(file), _open(file, book), now()
        look = partial(evidence_of_others, answers=file, at=at.isoformat())
        outcome = compare(
            filled, book, before,
            file=form, take=side(take), at=at.isoformat(), look=look, earlier=earlier_names(file),
        )  # fmt: skip
        show(outcome, form, FORM)
        note_evidence(file, before)
        saved(outcome, before, book, file=file, source=form, known=stood, at=at, yes=yes)


def _filled_in(form: Path, file: Path) -> Sequence[FilledForm]:
    """The forms that are read into a file. Raises WrongUsage or UnreadableFile."""
    from checklist.sheets.changes import check_order
    from checklist.sheets.form.sheet import load
    from checklist.sheets.form.whose import check_blank
    from checklist.sheets.spreadsheet import FORM

    check_order(form, file, FORM)
    check_answers(file)
    filled = load(form)
    if not file.exists():
        check_blank(filled, form)
    return filled


def _asked_by(filled: Sequence[FilledForm], rules: Sequence[Path] | None, file: Path) -> Rulebook:
    """What the answers are judged by; where there are none yet, what the forms ask by."""
    ids = tuple(id for id in resources.RULEBOOKS if id in filled[0].rulebook.split("+"))
    if rules or file.exists() or "+".join(ids) != filled[0].rulebook:
        return rulebook(rules, file)
    return bundled_rulebooks(ids)


def _open(file: Path, book: Rulebook) -> Assessment:
    """What stands in the file, or nothing yet. Raises UnreadableFile."""
    from checklist.assessment.model import Assessment, Respondent
    from checklist.assessment.recheck import adopt_edition, answered_to
    from checklist.assessment.stored.file import load

    if file.exists() or file.is_symlink():
        return adopt_edition(book, load(file, book))
    print_note(f"没有 {inert(str(file))} 这个文件，当作还没有任何答案。")
    return Assessment(respondent=Respondent(name=""), answered_to=answered_to(book))


def _tell_left_out(going_by: Sitting, file: Path, known: Assessment) -> None:
    """Name the regulations in force that a file of answers neither names nor sets aside."""
    for id in going_by.undecided:
        regulation = bundled_rulebook(id).regulation
        if known.period is None or known.period.last >= regulation.in_force:
            adding = command("ask", file, "--with", id)
            print_note(
                f"没有列《{regulation.title}》的题，答案文件没有对照它；要列，先运行：{adding}"
            )


def _form_target(file: Path, output: Path | None, rules: Sequence[Path] | None) -> Path:
    """Where the form is written. Raises WrongUsage where it cannot be, or would replace one."""
    from checklist.files import refuse_folder

    refuse_folder(file)
    target = output or file.with_suffix(".xlsx")
    check_target(target, example=_USUAL, inputs=(file, *(rules or ())))
    what = None
    if target.suffix.lower() != ".xlsx":
        what = "问卷的文件名要以 .xlsx 结尾"
    elif target.exists():
        what = "已经有这个文件，可能有人填过，没有覆盖"
    if what is not None:
        raise WrongUsage.because(what, other_name(target, _USUAL), file=target)
    return target


def _check_sections(book: Rulebook, sections: tuple[str, ...]) -> None:
    from checklist.sheets.form.layout import is_section, section_names
    from checklist.sitting.places import chapters_named

    for name in sections:
        if several := chapters_named(book, name):
            what = f"--section 的“{inert(name)}”不止一部规定有"
            raise WrongUsage.because(what, f"写明是哪一部，两部都要就写两次：{several}")
        if not is_section(book, name):
            what = f"没有“{inert(name)}”这一章或者这类主体"
            mend = f"写其中之一，也可以只写一部分：{'、'.join(section_names(book))}"
            raise WrongUsage.because(what, mend)


def _check_size(sheet: Sheet) -> None:
    from checklist.sheets.form.sheet import FIRST_ROW
    from checklist.sheets.spreadsheet import FORM

    if not sheet.questions:
        what = "没有要填的题：这部分没有适用的义务"
        raise WrongUsage.because(what, "去掉 --section，或者加上 --facts")
    if len(sheet.lines) > FORM.rows - FIRST_ROW:
        what = f"问卷有 {len(sheet.lines)} 行，太长了，没有写出"
        mend = "用 --section 分成几份，例如 --section 办法第三章"
        raise WrongUsage.because(what, mend)
