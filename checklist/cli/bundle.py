"""`checklist bundle`: answers, history, evidence and report as one archive, and out of it again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from checklist import exits
from checklist.cli.chinese import ChineseCommand
from checklist.cli.common import (
    AnswersArgument,
    AsOfOption,
    judge,
    note_evidence,
    now,
    output_option,
)
from checklist.cli.groups import WRITE, Group
from checklist.cli.output import check_target, named, write_bytes
from checklist.cli.results.verify import verify
from checklist.cli.rulebooks import RulesOption, rulebook
from checklist.commands import command
from checklist.errors import WrongUsage
from checklist.files import refuse_folder
from checklist.streams import print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.assessment.model import Assessment

app = typer.Typer(cls=Group, add_completion=False)


@app.command(WRITE, cls=ChineseCommand)
def bundle(
    file: AnswersArgument,
    output: Annotated[
        Path | None,
        output_option("压缩包写到哪里（.zip）。", otherwise="答案文件旁边，同名的 .zip"),
    ] = None,
    as_of: AsOfOption = None,
    rules: RulesOption = None,
) -> None:
    """把答案、修改历史、佐证和报告打成一个压缩包，交给别人或者换一台电脑。

    打包：checklist bundle 自查.yaml -o 自查.zip
    打开：checklist bundle open 自查.zip
    压缩包里有一份清单，写着每个文件的 SHA-256 摘要；报告是打包时重新写出的。
    网址和只记了名称的佐证不在里面；记录核对、录像核查的结果在里面。不覆盖已有的文件。
    摘要防损坏，不防伪造：能打包的人，也能改了再打包。可以把清单摘要用别的途径告诉对方。

    退出码：全部打包是 0；有佐证不见了、和登记的不一样是 1，其余照样打包；不让写是 2，磁盘满了是 3。
    """
    from checklist.assessment.stored.bundle import Manifest, contents, pack
    from checklist.report.beside import kept
    from checklist.report.page.html import render

    target, report = _target(output, file, rules or ()), judge(file, as_of=as_of, rules=rules)
    book, assessment = report.findings.rulebook, report.findings.assessment
    astray = note_evidence(file, assessment)
    packed = contents(file, assessment, book, render(report), kept(file))
    manifests = list[Manifest]()

    def fill(stream: BinaryIO) -> None:
        manifests.append(pack(packed, stream, at=now()))

    written = write_bytes(target, fill, like=(file,), follow=False)
    print_note(f"已打包 {len(manifests[-1].files)} 个文件，其中佐证 {len(packed.evidence)} 件。")
    _note_names_alone(assessment)
    print_note(f"清单摘要 {manifests[-1].digest}")
    print_note(f"对方打开：{command('bundle', 'open', Path(written.name))}")
    print_text(inert(str(written)))
    if astray:
        raise typer.Exit(exits.NOT_SATISFIED)


def _note_names_alone(assessment: Assessment) -> None:
    """Tell which papers are known by the names of files alone, and so are not packed."""
    from checklist.assessment.evidence import is_only_a_name, pieces

    if absent := [inert(piece.text) for piece in pieces(assessment) if is_only_a_name(piece)]:
        print_note(
            f"答案里有 {len(absent)} 件佐证只写了文件名，文件不在压缩包里：{'；'.join(absent)}"
        )
        print_note("  改法：要一起交的，在 checklist ask 里用 e 登记文件，再打包")


def _target(output: Path | None, file: Path, rules: Sequence[Path]) -> Path:
    """Where the archive is written to: never over anything. Raises WrongUsage."""
    refuse_folder(file)
    _, target = named(output, {"zip": (".zip",)}, asked=None, otherwise="zip")
    target = target or file.with_suffix(".zip")
    check_target(target, example="自查.zip", inputs=(file, *rules))
    if target.exists() or target.is_symlink():
        mend = "用 -o 另写一个文件名，或者先移走原来的"
        raise WrongUsage.because("这个文件已经存在，没有覆盖", mend, file=target)
    return target


@app.command("open", cls=ChineseCommand)
def open_(
    archive: Annotated[
        Path, typer.Argument(metavar="压缩包", help="checklist bundle 写出的 .zip。")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件夹",
            help="解到这个新文件夹。",
            show_default="压缩包旁边，同名的文件夹",
        ),
    ] = None,
    rules: RulesOption = None,
) -> None:
    """打开 checklist bundle 写出的压缩包，逐个核对里面的文件。

    先按清单核对每个文件的摘要，全部相符才解开；再核对佐证和登记的是不是一样、报告是不是由这份答案写出的。
    带有绝对路径、链接、重名、密码等等的压缩包一律不解开。已经存在的文件夹不会被覆盖。
    不是用随附规则册判断的，要用 --rules。

    退出码：全部相符是 0；佐证缺少或者和登记的不一样、报告不符是 1；压缩包损坏或者被改动过是 3；
    解不开到那里、用法有误是 2（磁盘满了是 3）；报告无法复算是 4。
    """
    from checklist.assessment.stored.file import load
    from checklist.assessment.stored.unpacking import unpack

    folder = output or archive.with_name(archive.stem)
    manifest = unpack(archive, folder)
    print_note(f"已解开 {len(manifest.files)} 个文件，与清单逐个相符；清单摘要 {manifest.digest}")
    print_text(inert(str(folder)))
    answers = folder / manifest.answers
    lacking = manifest.lacks(load(answers, rulebook(rules, answers)))
    verify(folder / manifest.report, answers, rules=rules)
    if lacking:
        raise typer.Exit(exits.NOT_SATISFIED)
