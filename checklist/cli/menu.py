"""`checklist menu`: a list to choose from, for those who type no commands. It only calls them."""

from __future__ import annotations

import contextlib
import os
import webbrowser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from checklist import __version__
from checklist.cli.chinese import ChineseCommand
from checklist.commands import command, words_of
from checklist.errors import WrongUsage, reason
from checklist.files import free_name
from checklist.streams import print_text, read_line
from checklist.text import inert

app = typer.Typer(add_completion=False)

FOLDER = Path("我的自查")
ANSWERS = Path("自查.yaml")
_LEAVING = {"q", "0", "退出"}
_SHEETS = (".xlsx", ".csv", ".zip")
_MOST = 9
"""Files that are listed to choose from, the newest first."""


@app.command(cls=ChineseCommand)
def menu(
    folder: Annotated[
        Path,
        typer.Argument(metavar="文件夹", help="答案、报告和台账放在这里；没有就新建。"),
    ] = FOLDER,
) -> None:
    """用菜单自查：输入序号就行，不用记命令。

    菜单里的每一项都是一条命令，执行前显示出来；菜单自己什么也不做。提示接下来输入的命令，粘贴到这里也行。
    """
    _enter(folder)
    print_text(f"直播电商合规自查 {__version__}")
    print_text("全程离线，答案只存在这台电脑上。结果是自评，不是法律意见。")
    print_text(f"答案和报告放在：{inert(str(Path.cwd()))}\n")
    while True:
        for key, (title, _) in _CHOICES.items():
            print_text(f"  {key}  {title}")
        print_text("  q  退出")
        choice = _typed("做哪一项？输入序号，再回车：")
        if choice.lower() in _LEAVING:
            return
        words = words_of(choice)
        if choice in _CHOICES:
            _CHOICES[choice][1]()
        elif words and words[0] != "menu":
            _run(*words)
        elif choice:
            print_text(f"  没有“{inert(choice)}”这一项")
        print_text("")


def _enter(folder: Path) -> None:
    """Work in the folder from now on. Raises WrongUsage where there can be none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.chdir(folder)
    except OSError as error:
        mend = "换一个能写的文件夹，例如把它拖到“开始自查”上，或者写在 checklist menu 后面"
        what = f"答案不能放在这里（{reason(error)}）"
        raise WrongUsage.because(what, mend, file=folder) from None


def _typed(prompt: str) -> str:
    """What was typed; a file dragged into the window comes in quotation marks."""
    line = read_line(prompt).strip()
    return line[1:-1] if line[:1] == line[-1:] and line[:1] in {'"', "'"} else line


def _run(*words: str | Path) -> int:
    """Show a command, run it, and return its exit code."""
    from checklist.cli.app import run

    print_text(f"\n{command(*words)}\n")
    return run([str(word) for word in words])


def _show(newest: Iterable[Path]) -> None:
    """Open the page that was just written in the browser; its place was printed already."""
    with contextlib.suppress(OSError, webbrowser.Error):
        page = max(newest, key=lambda file: file.stat().st_mtime_ns, default=None)
        if page is not None:
            webbrowser.open(page.resolve().as_uri())


def _listed(files: Iterable[Path]) -> list[Path]:
    """The newest files first; what Excel and WPS lay beside an open file is none."""
    own = (file for file in files if not file.name.startswith((".", "~$")))
    return sorted(own, key=lambda file: file.stat().st_mtime_ns, reverse=True)[:_MOST]


def _chosen(files: list[Path], ask: str) -> Path | None:
    """The one of `files` whose number was typed, or another that was typed or dragged here."""
    for number, file in enumerate(files, 1):
        print_text(f"  {number}  {inert(file.name)}")
    word = _typed(ask)
    if word.isdecimal() and 0 < int(word) <= len(files):
        return files[int(word) - 1]
    return Path(word) if word else None


def _answers() -> Path | None:
    """The answers file: the only one there is, else the one that is chosen."""
    there = _listed(Path().glob("*.yaml"))
    if len(there) < 2:
        return there[0] if there else ANSWERS
    return _chosen(there, "哪一份答案？输入序号（直接回车返回）：")


def _with_answers(then: Callable[[Path], object]) -> None:
    file = _answers()
    if file is None:
        return
    if file.exists():
        then(file)
    else:
        print_text(f"  还没有答案（{inert(str(file))}）：先选 2")


def _sample() -> None:
    if _run("demo") == 0:
        _show(Path().glob("示例-*.html"))


def _ask() -> None:
    file = _answers()
    if file is not None:
        _run("ask", file)


def _report(file: Path) -> None:
    if _run("report", file) == 0:
        _show(Path().glob(f"{file.stem}*.html"))


def _pack(file: Path) -> None:
    _run("pack", file, "-o", free_name(Path(f"{file.stem}-整改包")))


def _bundle(file: Path) -> None:
    _run("bundle", file, "-o", free_name(file.with_suffix(".zip")))


def _read_back() -> None:
    """A list or register of what is to be done, a form, or an archive that somebody sent."""
    sheets = _listed(file for file in Path().iterdir() if file.suffix.lower() in _SHEETS)
    ask = "读回哪一个？输入序号，或者把文件、文件夹拖进这个窗口（直接回车返回）："
    sheet = _chosen(sheets, ask)
    if sheet is None:
        return
    if sheet.suffix.lower() == ".zip":
        _run("bundle", "open", sheet)
        return
    kind = _typed("这是 1 整改清单、台账，还是 2 问卷？（直接回车返回）：")
    name = {"1": "remediation", "2": "form"}.get(kind)
    if name:
        _with_answers(lambda file: _run(name, "import", sheet, file))


_CHOICES: dict[str, tuple[str, Callable[[], object]]] = {
    "1": ("看样例报告", _sample),
    "2": ("开始自查，或者接着答", _ask),
    "3": ("写出报告，在浏览器里打开", lambda: _with_answers(_report)),
    "4": ("写出整改包，交给各部门和知情的人填", lambda: _with_answers(_pack)),
    "5": ("读回填好的清单、台账、问卷，打开别人发来的压缩包", _read_back),
    "6": ("打包：答案、修改历史、佐证和报告", lambda: _with_answers(_bundle)),
    "7": ("帮助：全部命令", lambda: _run("--help")),
}
