"""`checklist ask`: the questionnaire, saved after every answer, taken up where it stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checklist import exits
from checklist.cli.chinese import ChineseCommand, option
from checklist.cli.common import note_evidence, note_unsound, now, official_text, today
from checklist.cli.output import check_answers
from checklist.cli.rulebooks import (
    RulesOption,
    Sitting,
    WithOption,
    WithoutOption,
    bundled_rulebook,
    of_sitting,
)
from checklist.commands import command
from checklist.errors import WrongUsage
from checklist.streams import print_text, read_line, terminal_height, terminal_width
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.assessment.model import Assessment
    from checklist.law.model import Rulebook
    from checklist.sitting.session import Session
    from checklist.sitting.terminal import Terminal

app = typer.Typer(add_completion=False)


FileArgument = Annotated[
    Path, typer.Argument(metavar="答案文件", help="答案存在这个文件里；没有就新建。")
]
OnlyOption = Annotated[
    str | None,
    option(
        "--only",
        "哪些题",
        "只过一遍这些题：可罚（违反即可处罚款的）、gaps（缺口）、open（未答）、unknown（不清楚）、unproven（待查实）、recheck（待复核）。",
        otherwise="没有答过的题",
    ),
]
SectionOption = Annotated[
    str | None,
    option(
        "--section",
        "章或条",
        "只问这一部分：办法第三章、第37条、义务编号或者名称里的几个字。",
        otherwise="全部",
    ),
]
RoleOption = Annotated[
    str | None,
    option("--role", "身份", "只问以这个身份承担的义务，例如 直播间运营者。", otherwise="全部"),
]
FromOption = Annotated[
    Path | None,
    typer.Option(
        "--from",
        metavar="上次的文件",
        help="新建时带入上次自查的答案；都是待复核，逐题确认以前不计入结论。",
    ),
]
StatuteOption = Annotated[
    Path | None,
    typer.Option(
        "--statute",
        metavar="条文",
        help="官方条文的文本文件；输入 ? 看说明时，一并显示这一题所据的原文。",
    ),
]
PlainOption = Annotated[
    bool,
    typer.Option(
        "--plain",
        help="只输出一行行文字，没有颜色，不移动光标（读屏软件用）；不在终端里运行时自动如此。",
    ),
]


@app.command(cls=ChineseCommand)
def ask(  # noqa: PLR0913, PLR0917  every option is one
    file: FileArgument = Path("自查.yaml"),
    only: OnlyOption = None,
    section: SectionOption = None,
    role: RoleOption = None,
    last: FromOption = None,
    plain: PlainOption = False,
    statute: StatuteOption = None,
    rules: RulesOption = None,
    add: WithOption = None,
    drop: WithoutOption = None,
) -> None:
    """逐题回答，得出自查答案文件。

    先问主体情况，说明您在法律上是谁，再只问适用的义务。每答一题就保存；再运行一次就接着问。
    """
    from checklist.assessment.stored.file import lock
    from checklist.sitting.kept import Kept
    from checklist.sitting.places import scope
    from checklist.sitting.session import Session

    check_answers(file)
    terminal = _terminal(plain=plain or _is_plain())
    with lock(file):
        going_by = of_sitting(rules, file, add or (), drop or (), today(), last)
        if last is not None:
            _say_left_out(going_by, file, last, terminal)
        book, aside = _offered(going_by, file, terminal)
        wanted = scope(book, only=only, section=section, role=role)
        terminal.official_text = _official_text(statute, rules, book)
        begin = None if last is None else _carried(last, file, book)
        like, tell = () if last is None else (last,), terminal.show
        kept = Kept(
            path=file, rulebook=book, now=now, tell=tell, begin_with=begin, aside=aside, like=like
        )
        session = Session(
            kept=kept, terminal=terminal, today=today(), rules=rules or (), scope=wanted
        )
        _run(session)


def _run(session: Session) -> None:
    """Say what is to be looked at, then ask until the respondent leaves, in whatever way."""
    kept = session.kept
    note_evidence(kept.path, kept.assessment)
    note_unsound(kept.path, kept.rulebook, kept.assessment, head_on=session.today)
    try:
        session.open()
        session.run()
    except (KeyboardInterrupt, EOFError):
        print_text("")
        session.say_how_to_go_on(interrupted=True)
        raise typer.Exit(exits.INTERRUPTED) from None


def _say_left_out(going_by: Sitting, file: Path, last: Path, terminal: Terminal) -> None:
    """Say of a new file what it is not held against because the last one was not."""
    from checklist.sitting.rulebooks import named

    for id in going_by.as_last:
        regulation = named(bundled_rulebook(id).regulation)
        terminal.show([f"上次选择了不对照{regulation}，这次照旧；要对照，现在退出，改用："])
        terminal.show_command(command("ask", file, "--from", last, "--with", id))


def _offered(going_by: Sitting, file: Path, terminal: Terminal) -> tuple[Rulebook, tuple[str, ...]]:
    """What the sitting goes by once regulations were offered that the file does not know, and what
    was set aside. Where nobody can be asked they are named."""
    from checklist.assessment.stored.file import load
    from checklist.law.joined import join
    from checklist.sitting.rulebooks import named

    book, aside = going_by.rulebook, list(going_by.aside)
    for id in going_by.undecided:
        other = bundled_rulebook(id)
        joined = join([*(book.parts or (book,)), other])
        answered = load(file, joined)
        if answered.period and answered.period.last < other.in_force:
            continue  # It bound nobody in what the file is about.
        if not sys.stdin.isatty():
            terminal.show([f"没有对照{named(other.regulation)}；加上它："])
            terminal.show_command(command("ask", file, "--with", id))
        elif wanted := _wanted(terminal, book, joined, answered):
            book = joined
        elif wanted is not None:
            aside.append(id)
    return book, tuple(aside)


def _wanted(
    terminal: Terminal, without: Rulebook, joined: Rulebook, answered: Assessment
) -> bool | None:
    """Whether the last regulation of `joined` is wanted; the key to leave leaves here too."""
    from checklist.sitting.keys import KeyTyped
    from checklist.sitting.rulebooks import is_wanted

    try:
        return is_wanted(terminal, without, joined, answered)
    except KeyTyped:
        terminal.show(["退出了，答案没有变。"])
        raise typer.Exit from None


def _carried(last: Path, file: Path, book: Rulebook) -> Assessment:
    """The answers of an earlier self-audit, to begin a new file with. Raises WrongUsage."""
    from checklist.assessment.recheck import carried_over
    from checklist.assessment.stored.file import load

    if file.exists():
        what = f"{file} 里已经有答案，--from 只能用来新建"
        mend = "换一个新的文件名；接着答就去掉 --from"
        raise WrongUsage.because(what, mend)
    return carried_over(book, load(last, book))


def _official_text(
    statute: Path | None, rules: Sequence[Path] | None, book: Rulebook
) -> dict[str, list[str]]:
    """The words of the law by obligation, to be shown on ?, or that they are not those reviewed;
    nothing without a file. Raises UnreadableFile."""
    if statute is None:
        return {}
    from checklist.law.wording import citation

    text = official_text(statute, rules, book, quoted_in="答题时")
    unchecked = "，没有条文指纹，未经核对" if text.differs is None else ""
    head = f"条文原文（据 {inert(text.source)}{unchecked}）："
    differs = "" if text.differs is None else "的文字与规则册复核时不同，或者"
    return {
        **{id: [head, *quotation.lines] for id, quotation in text.quotations.items()},
        **{
            id: [f"没有引用条文：{inert(text.source)}里{citation(place)}{differs}没有这一处。"]
            for id, place in text.withheld.items()
        },
    }


def _is_plain() -> bool:
    """Whether there is no terminal that could do more than lines of text, or none is wanted."""
    environment = os.environ
    dumb = environment.get("TERM") == "dumb" or bool(environment.get("NO_COLOR"))
    # Old Windows consoles print escape sequences as they are.
    styled = environment.get("WT_SESSION") or environment.get("TERM")
    old = sys.platform == "win32" and not styled
    return dumb or old or not (sys.stdin.isatty() and sys.stdout.isatty())


def _terminal(*, plain: bool) -> Terminal:
    """Lines of text, edited where they are typed, and taken as they come from a pipe."""
    from checklist.sitting.terminal import Terminal

    typed = sys.stdin.isatty()
    if typed and not plain:
        _edit_lines()
    return Terminal(
        read=read_line,
        write=print_text,
        width=terminal_width,
        height=terminal_height if typed and sys.stdout.isatty() else None,
        styled=not plain,
    )


def _edit_lines() -> None:
    """Let people edit Chinese text in the line they type, and paste several lines into it.

    GNU readline asks the terminal for bracketed paste while it reads; CPython switches that off.
    """
    with contextlib.suppress(ImportError):
        import readline

        if "libedit" not in (readline.__doc__ or ""):
            readline.parse_and_bind("set enable-bracketed-paste on")
            # Leaving as Ctrl-C does gives the terminal back; libedit takes no brackets.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
