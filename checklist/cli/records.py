"""`checklist records`: the company's own records held against what has to be kept."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checklist import __version__, exits
from checklist.cli.chinese import ChineseCommand, option
from checklist.cli.common import AnswersArgument, YesOption, judge, judged_on, now
from checklist.cli.demanded import asked_of
from checklist.cli.engines import checked, from_before, only_recordings, tables_at, unchanged
from checklist.cli.output import write, write_bytes
from checklist.cli.rulebooks import RulesOption, rulebook
from checklist.commands import command
from checklist.errors import UnreadableFile
from checklist.streams import agreed, print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.assessment.model import Assessment
    from checklist.law.model import Rulebook
    from checklist.law.record_kinds import RecordKind
    from checklist.records.judging import Asked
    from checklist.records.model import Layout, Table, Tally
    from checklist.records.recorded import Recorded
    from checklist.sheets.listing import Listing

app = typer.Typer(add_completion=False)
_SHOWN = 5
_PAPER = "逐份填写的记录样表，不是一行一条的清单"
_LIST = "要核对的，把各份抄成一张清单，一份一行（场次号、保存至等各一列）"
_KEEP = "要核对的，写进格子、取消隐藏，再运行一次"

FilesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="记录...",
        help="场次、订单、回放和各种记录的 .csv、.xlsx、.parquet，或者它们所在的文件夹、对象存储的"
        "清单；Spark 里的表写 table:库.表。",
    ),
]
KeepOption = Annotated[
    list[str] | None,
    typer.Option(
        "--keep",
        "--保存规则",
        metavar="期限",
        help="表里没有写保存到哪一天的，保存多久：3年、回放=180天、长期，或者对象存储的生命周期"
        "规则（.xml）；可以写几次。",
    ),
]
AsOfOption = Annotated[
    str | None, option("--as-of", "日期", "记录是哪一天导出的。", otherwise="今天")
]
EarlierOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--earlier",
        "--旧清单",
        metavar="文件",
        help="以前导出的回放清单：里面有、现在没有的，就是两次之间删掉的；可以写几次。",
    ),
]
EngineOption = Annotated[
    str | None,
    option(
        "--engine",
        "引擎",
        "用什么来读：python、duckdb，或者一个 Spark（local[*]、spark://主机:端口）。",
        otherwise="Parquet 和很大的文件用 duckdb，其余用 python",
    ),
]
ReplaceOption = Annotated[
    bool,
    typer.Option(
        "--replace",
        "--替换",
        help="上次查出、给出过而这次没有的，也用这次的结果替换；前后的数目记进修改历史。",
    ),
]


@app.command(cls=ChineseCommand)
def records(  # noqa: PLR0913, PLR0917  every option is one
    file: AnswersArgument,
    files: FilesArgument,
    keep: KeepOption = None,
    as_of: AsOfOption = None,
    earlier: EarlierOption = None,
    engine: EngineOption = None,
    replaces: ReplaceOption = False,
    yes: YesOption = False,
    rules: RulesOption = None,
) -> None:
    """用公司自己的记录核对保存期限：哪些没有、已经删了、到期太早。

    先认出每张表是哪一种记录、哪一列是什么，写在答案旁边（自查.列对照.yaml），可以改了再运行。
    结果也写在旁边：自查.记录.json（check、report 据此判断）、自查.记录核对.csv（逐处写明文件、行、
    原因）。记录比答复说的差的，以记录为准；记录都对的，不改变承认过的不符合。
    再核对一次，用新的结果替换上次的；上次查出、给出过而这次没有的，先列出再问，没有答应就不替换。
    退出码：没有发现问题是 0，有问题是 1；比上次少了、没有替换是 4；列对照不对、没有核对是 130。
    """
    from checklist.assessment.stored.file import load
    from checklist.records import recorded as kept
    from checklist.records.keeping import declared
    from checklist.sheets.listing import Listing

    book = rulebook(rules, file)
    assessment, before = load(file, book), kept.load(file)
    asked = asked_of(book, assessment, declared(keep or ()), _taken(as_of))
    given = [*tables_at(files, engine), *from_before(earlier or ())]
    listing = Listing(asked.counting)
    with unchanged(given):
        tables = _laid_out(file, _lists(given), yes=yes)
        tallies = checked(engine, asked, listing, tables)
    recorded = _recorded(assessment, asked, tallies, tables, listing)
    _tell(recorded)
    if before:
        _compare(before, recorded, yes=yes, replaces=replaces or not before.is_of(assessment))
    _keep(file, before, recorded, listing, who=assessment.respondent.prepared_by)
    _conclude(file, recorded, book, rules)
    if listing.count:
        raise typer.Exit(exits.NOT_SATISFIED)


def _taken(as_of: str | None) -> datetime:
    """When the records were taken, without a zone: the last second of the day, or now."""
    if as_of is None:
        return now().replace(tzinfo=None)
    return datetime.combine(judged_on(as_of), datetime.max.time()).replace(microsecond=0)


def _lists(given: Sequence[Table]) -> list[Table]:
    """The tables without the record forms of ours, which are told. Raises UnreadableFile where no
    other is given."""
    from checklist.records.recognising import is_paper

    papers = [table for table in given if is_paper(table)]
    if papers and len(papers) == len(given):
        raise UnreadableFile.because(f"给出的都是{_PAPER}", _LIST, file=papers[0].source.name)
    for paper in papers:
        print_text(f"{inert(paper.name)}：{_PAPER}，没有核对；{_LIST}")
    return [table for table in given if table not in papers]


def _laid_out(answers: Path, given: Sequence[Table], *, yes: bool) -> list[tuple[Table, Layout]]:
    """The tables in the files with their layouts, shown and agreed to.

    Raises UnreadableFile where one is not recognised; what was is written, to be filled in.
    """
    from checklist.records.layouts import LEFT_OUT, laid_out, read, to_text
    from checklist.records.places import LAYOUTS, beside

    kept = beside(answers, LAYOUTS)
    written = read(kept)
    layouts = laid_out(given, written)
    if not layouts:
        what = f"没有要核对的表：{inert(kept.name)} 里写着都不核对"
        raise UnreadableFile.because(what, "把要核对的那一张的类别改回来", file=kept)
    for table, layout in layouts:
        print_text(inert(_understood(table, layout)))
        if table.left_out:
            print_note(f"{inert(table.source.name)} 里没有读入的：{inert(table.left_out)}。{_KEEP}")
    read_ones = [table for table, _ in layouts]
    for table in given:
        if table not in read_ones:
            print_text(f"{inert(table.name)}：不核对")
    path = write(kept, to_text(layouts, written), like=(answers,))
    unknown = [table.name for table, layout in layouts if layout is None]
    if unknown:
        what = f"认不出{'、'.join(map(inert, unknown))}是哪一种记录"
        mend = (
            f"在 {inert(path.name)} 里写上它的类别和列，再运行一次；不用核对的，类别写 {LEFT_OUT}"
        )
        raise UnreadableFile.because(what, mend, file=path)
    only_recordings(layouts)
    print_note(f"列对照写在 {inert(str(path))}，认错了的改了再运行。")
    if not yes and sys.stdin.isatty() and not agreed("这样对吗？"):
        print_note("没有核对，什么结果也没有写入。改好列对照，再运行一次。")
        raise typer.Exit(exits.INTERRUPTED)
    return [(table, layout) for table, layout in layouts if layout is not None]


def _understood(table: Table, layout: Layout | None) -> str:
    """What a table was taken for, and what of it is not read; or what it seems to be."""
    from checklist.records.recognising import lacking, nearly, unread
    from checklist.records.words import understood

    if layout:
        return understood(table.name, layout, unread(table, layout))
    if near := nearly(table):
        return f"{table.name}：像{near.kind.shown}，缺少{lacking(near.kind, near.columns)}"
    return f"{table.name}：没有认出"


def _recorded(
    assessment: Assessment,
    asked: Asked,
    tallies: Mapping[RecordKind, Tally],
    tables: Sequence[tuple[Table, Layout]],
    listing: Listing,
) -> Recorded:
    from checklist.records.recorded import Recorded, rooms_of

    kinds: dict[str, tuple[str, ...]] = {}
    for table, layout in tables:
        kinds[layout.kind.value] = (*kinds.get(layout.kind.value, ()), table.name)
    period = assessment.period
    return Recorded(
        program=__version__,
        at=asked.now.isoformat(),
        first=period.first if period else None,
        last=period.last if period else None,
        since=asked.since,
        rooms=rooms_of(assessment),
        sources=tuple(dict.fromkeys(table.source for table, _ in tables)),
        kinds=kinds,
        tallies=tuple(tally.in_order() for tally in tallies.values()),
        worst=tuple(listing.worst()),
    )


def _compare(before: Recorded, new: Recorded, *, yes: bool, replaces: bool) -> None:
    """Say where less would be known than before, and ask whether the earlier check is replaced,
    unless that is meant, or it is of other rooms or another period and counts no longer.

    Raises typer.Exit where it is not replaced.
    """
    from checklist.records.replacing import losses

    less = list(losses(before, new))
    if not less:
        return
    print_note(f"上次（{inert(before.at)[:10]}）的结果里有、这次没有的：")
    print_note("\n".join(f"　{inert(line)}" for line in less))
    asks = not yes and sys.stdin.isatty()
    if replaces or (asks and agreed("用这次的结果替换上次的吗？")):
        print_note("已经替换，前后的数目记进了修改历史。")
        return
    print_note(
        "没有替换：上次的结果照旧算数，这次的没有记下。"
        "上次的文件也一起给出，再核对一次；确实改好了、不再有的，加 --replace。"
    )
    raise typer.Exit(exits.UNDETERMINED)


def _keep(
    answers: Path, before: Recorded | None, recorded: Recorded, listing: Listing, *, who: str | None
) -> None:
    """Put what was found beside the answers, and into their history what it was before."""
    from checklist.assessment.stored.file import add_to_history, refuse_unrecorded
    from checklist.records.places import LISTED, beside, recorded_file
    from checklist.records.replacing import entry
    from checklist.sheets.listing import FULL

    refuse_unrecorded(answers)
    listed = write_bytes(beside(answers, LISTED), listing.as_bytes(), like=(answers,))
    write_bytes(recorded_file(answers), recorded.as_bytes(), like=(answers,))
    add_to_history(answers, [*filter(None, [entry(before, recorded, who=who, at=now())])])
    if listing.count:
        more = f"（只列前{FULL}处）" if listing.count > FULL else ""
        print_note(f"共{listing.count}处，逐处写在 {inert(str(listed))}{more}")


def _tell(recorded: Recorded) -> None:
    from checklist.records.words import apart, tally_lines, worst

    lines = [line for tally in apart(recorded.tallies) for line in tally_lines(tally)]
    lines += ["", *(worst(each) for each in recorded.worst[:_SHOWN])] if recorded.worst else []
    print_text("\n".join(map(inert, lines)))


def _conclude(file: Path, recorded: Recorded, book: Rulebook, rules: list[Path] | None) -> None:
    """Say what the records mean for the findings: what they speak against, and whom they do not
    bind."""
    from checklist.records.bearing import bearing
    from checklist.records.words import shows

    print_note(shows(recorded.since))
    report = judge(file, as_of=None, rules=rules)
    for line in bearing(recorded, book, report.findings):
        print_note(line)
    print_note(f"看结论：{command('check', file)}")
