"""`checklist replay`: when the prompt that a figure is generated is seen in a recording."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checklist import __version__, exits
from checklist.cli.chinese import ChineseCommand, option
from checklist.cli.common import judge, now
from checklist.cli.output import write_bytes
from checklist.cli.rulebooks import RulesOption, rulebook
from checklist.commands import command
from checklist.errors import UnreadableFile, WrongUsage
from checklist.streams import agreed, print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.assessment.model import Assessment
    from checklist.law.model import Rulebook
    from checklist.replay.model import Recording, Span, Words

app = typer.Typer(add_completion=False)


FilesArgument = Annotated[
    list[Path],
    typer.Argument(metavar="录像...", help="直播回放的录像（.mp4、.flv 等），或者文件夹。"),
]
AnswersOption = Annotated[
    Path | None, option("--answers", "答案文件", "结果记在它旁边，check、report 据此判断。")
]
RoomOption = Annotated[
    str | None,
    option("--room", "直播间", "是哪个直播间的录像（编号或者名称）。", otherwise="看文件名"),
]
RoomsOption = Annotated[
    Path | None, option("--rooms", "清单", "每行“文件名,直播间”的 CSV，录像多的时候用。")
]
SpansOption = Annotated[
    Path | None,
    option("--spans", "时段", "该形象出现的时段，每行“开始,结束”的 CSV。", otherwise="整段都算"),
]
CloselyOption = Annotated[
    bool, typer.Option("--closely", "--细查", help="每秒至少看一帧，慢得多。")
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="文件夹",
        help="时间轴、截图和缺失时段写到这里。",
        show_default="录像核查",
    ),
]


@app.command(cls=ChineseCommand)
def replay(
    files: FilesArgument,
    answers: AnswersOption = None,
    room: RoomOption = None,
    rooms: RoomsOption = None,
    spans: SpansOption = None,
    closely: CloselyOption = False,
    output: OutputOption = None,
    rules: RulesOption = None,
) -> None:
    """看直播录像：AI 生成的提示什么时候看得到，什么时候看不到，字有多大。

    全程离线，录像不离开这台电脑。每段录像写出 缺失时段.csv、时间轴.png、缺失截图.jpg：
    看不到的时段、字高、位置、有没有闪烁、文件元数据里有没有 AIGC 字段。
    给出 --answers 的，结果记在答案旁边（自查.录像.json）。它是抽查：只能支持或者
    反驳答复，不能把“待确认”变成“符合”。中断了再运行一次，从断的地方接着看。

    要先装上看录像的部分：pip install ".[replay]"。

    退出码：没有发现问题是 0；看不到提示、字太小等等是 1；有录像读不了是 3；
    看不清、要人工看的是 4。
    """
    from checklist.replay.choosing import recordings
    from checklist.replay.extra import require
    from checklist.replay.places import FOLDER

    require()
    book = rulebook(rules, *([answers] if answers else []))
    paths = recordings(files)
    assessment = _assessment(answers, book)
    of = _rooms(paths, assessment, room, rooms)
    folder = output or (answers.parent if answers else Path()) / FOLDER
    results, failed = _looked_through(
        paths, of, _words(book), _spans(spans, paths), closely=closely, folder=folder
    )
    results = _with_the_figure(results)
    print_note(f"时间轴、截图和缺失时段写在 {inert(str(folder))}")
    if answers and assessment and results:
        _keep(answers, assessment, book, results, rules)
    _leave(book, results, failed=failed)


def _assessment(answers: Path | None, book: Rulebook) -> Assessment | None:
    from checklist.assessment.stored.file import load

    return load(answers, book) if answers else None


def _rooms(
    paths: Sequence[Path], assessment: Assessment | None, room: str | None, rooms: Path | None
) -> dict[Path, str | None]:
    """The id of the room that each recording is of; without answers, as was said."""
    from checklist.files import read_text
    from checklist.replay.choosing import listed, room_of

    named = listed(read_text(rooms), file=rooms) if rooms else {}
    if assessment is None:
        return {path: named.get(path.name, room) for path in paths}
    return {path: room_of(path, assessment.rooms, stated=room, listed=named) for path in paths}


def _words(book: Rulebook) -> Words:
    from checklist.replay.observing import looked_for

    words = looked_for(book)
    if words is None:
        mend = "用随附的规则册，或者在问题上写 on_screen（docs/rulebook.md）"
        raise WrongUsage.because("规则册没有写要在画面上找什么提示", mend)
    return words


def _spans(path: Path | None, recordings: Sequence[Path]) -> tuple[Span, ...] | None:
    from checklist.files import read_text
    from checklist.replay.spans import spans

    if path and len(recordings) > 1:
        mend = "一段一段地看，各给各的时段；看过的不会再看一遍"
        raise WrongUsage.because("--spans 是一段录像的时段，这里有几段录像", mend, file=path)
    return spans(read_text(path), file=path) if path else None


def _looked_through(
    paths: Sequence[Path],
    rooms: dict[Path, str | None],
    words: Words,
    spans: tuple[Span, ...] | None,
    *,
    closely: bool,
    folder: Path,
) -> tuple[list[Recording], bool]:
    """What each recording shows, told one after the other; and whether any could not be read."""
    from checklist.cli.replay_work import Work
    from checklist.replay.sampling import CLOSE, USUAL
    from checklist.replay.words import OVERLAY, implicit, recording_lines

    work = Work(words=words, spans=spans, most=CLOSE if closely else USUAL, folder=folder)
    results: list[Recording] = []
    failures: list[UnreadableFile] = []
    for path, result in work.run(paths, rooms):
        if isinstance(result, UnreadableFile):
            failures.append(result)
            if len(paths) > 1:
                for complaint in result.complaints:
                    print_note(inert(f"没有看成 {path.name}：{complaint.what}；{complaint.mend}"))
            continue
        results.append(result)
        lines = [*recording_lines(result), implicit(result.implicit)]
        head = [f"{path.name}："] if len(paths) > 1 else []
        print_text("\n".join(map(inert, [*head, *lines])))
    if failures and len(paths) == 1:
        raise failures[0]
    print_note(OVERLAY)
    return results, bool(failures)


def _with_the_figure(results: list[Recording]) -> list[Recording]:
    """Ask, where somebody watches, whether the figure is there all the time in recordings that lack
    the prompt and of which nobody said when it is."""
    from checklist.replay.absences import spanned
    from checklist.replay.model import Span

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return results
    asked = []
    for recording in results:
        if recording.spans is None and recording.missing:
            if agreed(f"“{inert(recording.name)}”里，看不到提示的时候该形象也一直在画面上吗？"):
                asked.append(spanned(recording, (Span(0.0, recording.seconds),)))
                continue
            print_note("那么先写好该形象出现的时段，用 --spans 给出，再运行一次（不用重新看）。")
        asked.append(recording)
    return asked


def _keep(
    answers: Path,
    assessment: Assessment,
    book: Rulebook,
    results: Sequence[Recording],
    rules: list[Path] | None,
) -> None:
    """Put what was found beside the answers, and say what it means for them."""
    from checklist.assessment.stored.file import lock
    from checklist.replay.bearing import bearing
    from checklist.replay.places import replayed_file
    from checklist.replay.replayed import Replayed, joined, load, of_rooms

    period = assessment.period
    new = Replayed(
        program=__version__,
        at=now().isoformat(),
        first=period.first if period else None,
        last=period.last if period else None,
        rooms=of_rooms(assessment, results),
        recordings=tuple(results),
    )
    target = replayed_file(answers)
    with lock(target):
        write_bytes(target, joined(load(answers), new).as_bytes(), like=(answers,))
    report = judge(answers, as_of=None, rules=rules)
    for line in bearing(new, book, report.findings):
        print_text(inert(line))
    print_note(f"看结论：{command('check', answers)}")


def _leave(book: Rulebook, results: Sequence[Recording], *, failed: bool) -> None:
    """Raises typer.Exit with the code of what was found."""
    from checklist.replay.observing import asked, verdict

    shown = [verdict(recording, on.demanded) for recording in results for on in asked(book)]
    if failed:
        raise typer.Exit(exits.BAD_FILE)
    if False in shown:
        raise typer.Exit(exits.NOT_SATISFIED)
    if any(recording.absences for recording in results):
        raise typer.Exit(exits.UNDETERMINED)
