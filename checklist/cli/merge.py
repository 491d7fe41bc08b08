"""`checklist merge`: several people's answers as one file; no disagreement is settled silently."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from checklist import exits
from checklist.cli.chinese import ChineseCommand, option
from checklist.cli.common import now, today
from checklist.cli.output import check_target, is_same, other_name
from checklist.cli.rulebooks import RulesOption, rulebook
from checklist.errors import WrongUsage
from checklist.files import free_name, has_wildcard, read_bytes
from checklist.paths import shortest_names
from checklist.streams import print_note, print_paged, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.assessment.merge import Merged
    from checklist.assessment.model import Answer, Assessment
    from checklist.law.model import Rulebook


app = typer.Typer(add_completion=False)

_USUAL = "合并.yaml"
FilesArgument = Annotated[
    list[Path], typer.Argument(metavar="答案文件...", help="两份以上，例如 运营.yaml 财务.yaml。")
]
OutputOption = Annotated[
    Path, typer.Option("-o", "--output", metavar="文件", help="合并后写到这个新文件。")
]
PreferOption = Annotated[
    Path | None,
    option("--prefer", "答案文件", "不一致时一律以这一份为准；它没有说到的仍然留着。"),
]


@app.command(cls=ChineseCommand)
def merge(
    files: FilesArgument,
    output: OutputOption,
    prefer: PreferOption = None,
    rules: RulesOption = None,
) -> None:
    """合并几个人分头填的答案文件，列出每一处不一致：谁说的、什么时候说的。

    不一致的地方由您逐个选定；没有选定的不替您选，留作未作答（不会算作符合），各人的说法写进备注。
    答案相同、只是旁边写的（责任人、完成时限等）不同的，答案留着。
    退出码：没有不一致，或者都已选定，是 0；还有没选定的，是 1。
    """
    from checklist.assessment.merge import merge as merged_of
    from checklist.assessment.merge_parts import merge_rooms
    from checklist.assessment.stored import file
    from checklist.assessment.stored.recovery import rooms_recorded
    from checklist.cli.merge_words import MergeWords

    _check(files, output, rules or ())
    preferred = _place(prefer, files)
    book = rulebook(rules, *files)
    loaded = [_moved(file.load(path, book), path, output) for path in files]
    names = shortest_names(files)
    rooms = merge_rooms([each.rooms for each in loaded], [rooms_recorded(path) for path in files])
    words = MergeWords(names, loaded, book, rooms)
    asking = prefer is None and sys.stdin.isatty() and sys.stdout.isatty()
    decide = words.ask if asking else lambda _: preferred
    merged = merged_of(loaded, book, decide=decide, remark=words.remark, rooms=rooms)
    print_paged(words.report(merged, asked=asking, today=today()))
    asked, who = asking and bool(merged.settled), f"合并 {'、'.join(names)}"
    saved = _save(output, merged, book, sources=files, who=who, asked=asked)
    print_text("\n".join(words.concluded(merged, saved, preferred)))
    if any(chosen is None for _, chosen in merged.settled):
        raise typer.Exit(exits.NOT_SATISFIED)


def _check(files: list[Path], output: Path, rules: Sequence[Path]) -> None:
    if len(files) < 2:
        if has_wildcard(files[0].name):
            read_bytes(files[0])  # says that nothing was found under that name
        mend = "例如：checklist merge 运营.yaml 财务.yaml -o 合并.yaml"
        raise WrongUsage.because("要合并的文件至少两份", mend)
    for at, path in enumerate(files):
        if any(is_same(path, other) for other in files[:at]):
            raise WrongUsage.because("同一份文件写了两次", "每份只写一次", file=path)
    _check_new(output, inputs=(*files, *rules))


def _check_new(output: Path, *, inputs: tuple[Path | None, ...]) -> None:
    """Raise WrongUsage where a file lies already, or none may be written."""
    check_target(output, example=_USUAL, inputs=inputs)
    if output.is_file():
        mend = other_name(output, _USUAL)
        raise WrongUsage.because("已经有这个文件，没有覆盖", mend, file=output)


def _place(prefer: Path | None, files: list[Path]) -> int | None:
    if prefer is None:
        return None
    for at, path in enumerate(files):
        if is_same(path, prefer):
            return at
    names = "、".join(inert(str(path)) for path in files)
    what = f"--prefer 后面的“{inert(str(prefer))}”不在要合并的文件里"
    raise WrongUsage.because(what, f"写其中之一：{names}")


def _moved(assessment: Assessment, source: Path, output: Path) -> Assessment:
    """The assessment of `source` with its evidence as the answers at `output` name it; what could
    not be taken along is told."""
    from checklist.assessment.evidence import moved, pieces

    if source.parent.resolve() == output.parent.resolve():
        return assessment
    after = {piece: moved(piece, source.parent, output) for piece in pieces(assessment)}
    lost = sum(old.path is not None and new.path is None for old, new in after.items())
    if lost:
        print_note(f"{inert(str(source))} 有 {lost} 件佐证文件带不过来，合并后只记名称和摘要。")

    def all_moved(answers: Mapping[str, Answer]) -> dict[str, Answer]:
        return {
            key: replace(answer, evidence=tuple(after[piece] for piece in answer.evidence))
            for key, answer in answers.items()
        }

    return replace(
        assessment, facts=all_moved(assessment.facts), answers=all_moved(assessment.answers)
    )


def _save(
    output: Path, merged: Merged, book: Rulebook, *, sources: list[Path], who: str, asked: bool
) -> Path:
    """Where the merged answers lie. What appeared at `output` meanwhile is left alone: what
    somebody `asked` decided goes beside it; otherwise WrongUsage is raised."""
    from checklist.assessment.model import Assessment, Respondent
    from checklist.assessment.stored import file

    nothing = Assessment(respondent=Respondent(name=""))
    with file.lock(output):
        if not (output.is_file() and asked):
            _check_new(output, inputs=())
            try:
                return file.commit(
                    output,
                    nothing,
                    merged.assessment,
                    who=who,
                    at=now(),
                    rulebook=book,
                    like=sources,
                )
            except file.NotRecorded as error:
                print_note(str(error))
                return error.saved
    print_note(f"合并期间别的程序写出了 {inert(str(output))}，没有动它，合并的结果另存一份。")
    return _save(free_name(output), merged, book, sources=sources, who=who, asked=asked)
