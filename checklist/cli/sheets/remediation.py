"""`checklist remediation`: the register that was worked in, back into the answers."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from msgspec import Struct

from checklist.cli.chinese import ChineseCommand
from checklist.cli.common import YesOption, note_evidence, now
from checklist.cli.groups import Group
from checklist.cli.rulebooks import RulesOption, rulebook
from checklist.cli.sheets.back import take_option
from checklist.commands import command
from checklist.errors import Complaint, UnreadableFile, WrongUsage
from checklist.streams import print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from checklist.assessment.model import Assessment
    from checklist.law.model import Rulebook
    from checklist.report.view.model import Report
    from checklist.sheets.changes import ImportOutcome, Take
    from checklist.sheets.register.read import FilledRegister
    from checklist.sheets.spreadsheet import FilledRow

app = typer.Typer(cls=Group, add_completion=False)

FilledArgument = Annotated[
    Path, typer.Argument(metavar="台账", help="填过的 .xlsx、.csv 文件，或者放着几份的文件夹。")
]
TakeOption = Annotated[Literal["register", "file"] | None, take_option("register", "台账")]


@app.callback()
def remediation() -> None:
    """把填过的整改台账读回答案文件。

    写出：checklist report 自查.yaml --format xlsx，或者分头发：checklist pack 自查.yaml -o 整改包
    读回：checklist remediation import 自查-整改台账.xlsx 自查.yaml
    """


@app.command("import", cls=ChineseCommand)
def import_(
    register: FilledArgument,
    file: Annotated[
        Path,
        typer.Argument(metavar="答案文件", help="读回到这个文件；几家合在一起的台账，写文件夹。"),
    ],
    take: TakeOption = None,
    yes: YesOption = False,
    rules: RulesOption = None,
) -> None:
    """把填过的整改台账读回答案文件：先列出改动，问过才写入。

    例如：checklist remediation import 自查-整改台账.xlsx 自查.yaml
    几家合在一起的（checklist summary 写出），后面写汇总时用的文件夹。几个部门分头填的
    （checklist pack 写出），收在一个文件夹里一次读回，写得不一样的列出两边：
    checklist remediation import 收回的整改包 自查.yaml

    读责任部门、责任人、复核人、整改措施、完成时限、进度、销号日期、佐证和备注。
    按隐藏的行标识对应：排序、筛选、加列、删行、改表名、另存为 CSV 都不要紧。
    看不懂的、认不出的、写了公式的、互相矛盾的，一律指出是哪一格，全部不写入。
    写出台账以后答案文件里又改过、两边不一样的，列出两边，用 --take 决定。
    空着的格子不会抹掉原来写的；要撤回，写“无”。佐证只增不减，图片、链接一并读。
    批注、别的表等没有读入的，在末尾列出。进度不改变结论：写“已验收”的，写上“整改完成之日”，
    或者在这里记下整改：checklist ask 自查.yaml --only gaps
    写了“整改完成之日”、进度却选了未启动、进行中的，同一道题还有不清楚的，都指出来，不写入。

    退出码：写入了、没有改动或者没有同意写入是 0；台账或者答案文件有误是 3；
    有改动而没有人可以确认（不在终端里运行，又没有加 --yes）、用法有误是 2；中断是 130。
    """
    from checklist.assessment.stored.file import lock

    importing = _begun(register, file, take, rules)
    if file.is_dir():
        _import_joint(importing, file, yes=yes)
        return
    importing.refuse_joint(file)
    with lock(file):
        _finish(importing, [importing.into(file)], joint=False, yes=yes)


def _begun(register: Path, file: Path, take: str | None, rules: Sequence[Path] | None) -> _Import:
    from checklist.sheets.changes import check_order, side
    from checklist.sheets.register import read
    from checklist.sheets.spreadsheet import REGISTER

    check_order(register, file, REGISTER)
    filled = read.load(register)
    return _Import(register=register, filled=filled, rules=rules, take=side(take), at=now())


def _import_joint(importing: _Import, folder: Path, *, yes: bool) -> None:
    """Read the rows of each answers file in `folder` back into it, or nothing at all."""
    from checklist.assessment.stored.file import lock

    rows, unread = importing.by_file(folder)
    changed: list[Path] = []
    for into in importing.all_into(rows):
        if into.outcome.changes:
            changed.append(into.file)
        for remark in () if into.outcome.changes else into.outcome.remarks:
            print_note(remark)
    with ExitStack() as locks:
        for file in changed:
            locks.enter_context(lock(file))
        every = importing.all_into({file: rows[file] for file in changed})
        _finish(importing, every, joint=True, unread=unread, yes=yes)


class _Into(Struct, frozen=True, kw_only=True):
    """What an import comes to for one answers file, which `stood` there before it was loaded."""

    file: Path
    book: Rulebook
    stood: bytes | None
    before: Assessment
    outcome: ImportOutcome


class _Import(Struct, frozen=True, kw_only=True):
    """A register that was filled in, and how it is to be read."""

    register: Path
    filled: FilledRegister
    rules: Sequence[Path] | None
    take: Take | None
    at: datetime

    def into(self, file: Path, rows: Sequence[FilledRow] | None = None) -> _Into:
        """What the register, or some of its rows, changes in one file. Raises UnreadableFile."""
        from checklist.assessment.stored.file import load
        from checklist.assessment.stored.outside import known
        from checklist.assessment.stored.recovery import earlier_names
        from checklist.sheets.register.changes import compare
        from checklist.sitting.evidence import evidence_of_others

        book, stood = rulebook(self.rules, file), known(file)
        before = load(file, book)
        outcome = compare(
            self.filled,
            _judged(file, book, before, self.at),
            file=self.register,
            take=self.take,
            today=self.at.date(),
            earlier=earlier_names(file),
            look=partial(evidence_of_others, answers=file, at=self.at.isoformat()),
            only=rows,
        )
        return _Into(file=file, book=book, stood=stood, before=before, outcome=outcome)

    def all_into(self, rows: Mapping[Path, Sequence[FilledRow]]) -> list[_Into]:
        """What the rows change in each file. Raises UnreadableFile with everything that is wrong in
        any of them."""
        from checklist.sheets.changes import conflicting
        from checklist.sheets.spreadsheet import REGISTER, refused

        every: list[_Into] = []
        complaints: list[Complaint] = []
        for file, about_it in rows.items():
            try:
                every.append(self.into(file, about_it))
            except UnreadableFile as error:
                complaints += error.complaints
            else:
                complaints += conflicting(every[-1].outcome, self.register, REGISTER)
        if complaints:
            raise refused(complaints)
        return every

    def by_file(self, folder: Path) -> tuple[dict[Path, list[FilledRow]], Sequence[str]]:
        """The rows of a joint register by the file in `folder` they are of, and what of it is not
        read; of files that are gone those that nobody filled in are left. Raises UnreadableFile,
        WrongUsage."""
        from checklist.assessment.typed import Misread
        from checklist.sheets.changes import SheetComparison
        from checklist.sheets.register import read
        from checklist.summary.files import named

        reading = SheetComparison(file=self.register, take=self.take)
        rows = read.rows_of(self.filled, reading)
        if not any(map(read.source_of, rows)):
            mend = command("remediation", "import", self.register, folder / "自查.yaml")
            what = "这是一家的台账，后面要写它的答案文件，不是文件夹"
            raise WrongUsage.because(what, f"例如：{mend}", file=self.register)
        files = named(folder)
        by_path: dict[Path, list[FilledRow]] = {}
        for source, about_it in read.by_source(rows, reading).items():
            file, place = files.get(source), read.filled_in(about_it)
            if file is not None:
                by_path[file] = about_it
            elif place is not None:
                what = f"“{inert(str(folder))}”里没有“{inert(source)[:80]}”这份答案文件"
                mend = "写汇总时用的那个文件夹；答案文件改过名的，改回原名"
                reading.complain(place, Misread(what, mend))
        reading.refuse()
        for remark in reading.remarks:
            print_note(remark)
        return by_path, reading.unread.lines()

    def refuse_joint(self, file: Path) -> None:
        """Raise WrongUsage for a register of several respondents in front of one file."""
        from checklist.sheets.changes import SheetComparison
        from checklist.sheets.register import read

        rows = read.rows_of(self.filled, SheetComparison(file=self.register, take=None))
        if any(map(read.source_of, rows)):
            mend = command("remediation", "import", self.register, file.absolute().parent)
            what = "这是几家合在一起的台账，后面要写汇总时用的文件夹"
            raise WrongUsage.because(what, f"例如：{mend}", file=self.register)


def _finish(
    importing: _Import,
    every: Sequence[_Into],
    *,
    joint: bool,
    unread: Sequence[str] = (),
    yes: bool,
) -> None:
    """Show what changes in every file, and save it all once somebody agreed."""
    from checklist.sheets.changes import is_agreed, saved
    from checklist.sheets.spreadsheet import REGISTER
    from checklist.sheets.unread import show_unread

    if not every:
        print_text(REGISTER.unchanged)
    shown = [(into, *_shown(importing, into, joint=joint)) for into in every]
    show_unread(unread)
    count = sum(len(into.outcome.changes) for into in every)
    provided = next((into.outcome.provided for into in every if into.outcome.provided), "")
    if count and not is_agreed(count, yes=yes, provided=provided):
        return
    for into, after, left in shown:
        saved(
            into.outcome,
            into.before,
            into.book,
            file=into.file,
            source=importing.register,
            known=into.stood,
            at=importing.at,
            yes=True,
        )
        if left:
            _tell_how_to_close(into.file, importing.rules or (), after, left)


def _shown(importing: _Import, each: _Into, *, joint: bool) -> tuple[Report, int]:
    """The report after the import, and how many questions are called 已验收 and not closed."""
    from checklist.sheets.changes import show
    from checklist.sheets.register.notices import not_closed
    from checklist.sheets.spreadsheet import REGISTER

    if joint:
        print_text(f"\n{inert(str(each.file))}：")
    show(each.outcome, importing.register, REGISTER)
    note_evidence(each.file, each.before)
    after = _judged(each.file, each.book, each.outcome.assessment, importing.at)
    left = not_closed(after)
    if left:
        print_text("\n".join(("写了“已验收”而结论没有变的：", *left)))
    return after, len(left)


def _judged(file: Path, book: Rulebook, assessment: Assessment, at: datetime) -> Report:
    """The report of today, by all that lies beside `file`; that of the first day at the least."""
    from checklist.evaluation.evaluate import evaluate
    from checklist.report.beside import beside
    from checklist.report.view.build import build

    seen, day = beside(file, assessment).observations(book), max(at.date(), book.in_force)
    return build(evaluate(book, assessment, seen, as_of=day))


def _tell_how_to_close(file: Path, rules: Sequence[Path], report: Report, count: int) -> None:
    """Say by which commands remedies are recorded of questions that are called 已验收."""
    from checklist.sheets.register.notices import to_be_asked
    from checklist.sitting.places import ONLY

    print_text(f"{count} 道题写了“已验收”，结论没有变。")
    for state, ways in to_be_asked(report).items():
        only = ("--only", ONLY[state][0]) if state else ()
        print_text(f"{'；'.join(ways)}：\n  {command('ask', file, *only, rules=rules)}")
