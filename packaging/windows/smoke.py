"""Goes the way of a user with the archive for Windows, from the double-click to the register.

    python packaging/windows/smoke.py dist/livestream-checklist-0.2.0-windows.zip

On Windows it starts the programs themselves, elsewhere through wine (see wine.sh). Every step has
a time limit; the first that goes wrong ends it with what was printed.
"""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

LIMIT = 90
"""Seconds that a single command may take."""
IS_WINE = sys.platform != "win32"
START = "开始自查.bat"
OWN = "我的自查"
OPENED = "opened.txt"
_BROWSER = f"open('{OPENED}','a').write(__import__('sys').argv[-1]+chr(10))"
ENV = {**os.environ, "BROWSER": f'python -c "{_BROWSER}" %s'}
"""No browser comes up: what would be shown in one is noted in a file instead."""


class WrongError(Exception):
    """A step that did not come out as it should."""


class Desk:
    """The unzipped folder, and how its programs are started."""

    def __init__(self, archive: Path, under: Path) -> None:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(under)
        (self.home,) = under.iterdir()
        self.own = self.home / OWN
        self.python = str(self.home / "program" / "python.exe")
        self.encoding = "utf-8"
        self.encoding = self.started(
            self.python, "-c", "import sys; print(sys.stdout.encoding)"
        ).strip()

    def started(self, *words: str, typed: str = "", code: int = 0, cwd: Path | None = None) -> str:
        """What a program printed. Raises WrongError for another exit code or too long a time."""
        command = ["wine", *words] if IS_WINE else list(words)
        try:
            ran = subprocess.run(
                command,
                cwd=cwd or self.home,
                env=ENV,
                input=typed.encode(self.encoding, "replace"),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=LIMIT,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            said = (late.output or b"").decode(self.encoding, "replace")
            raise WrongError(f"{words} took more than {LIMIT} s:\n{said}") from None
        said = ran.stdout.decode(self.encoding, "replace")
        if ran.returncode != code:
            raise WrongError(f"{words} left with {ran.returncode}, not {code}:\n{said}")
        return said

    def checklist(self, *words: str, typed: str = "", code: int = 0) -> str:
        """What a command printed, where the answers lie."""
        command = (self.python, "-B", "-m", "checklist", *words)
        return self.started(*command, typed=typed, code=code, cwd=self.own)

    def clicked(self, *typed: str, before: str = "") -> str:
        """What a double-click on 开始自查.bat shows, where that is typed."""
        lines = "".join(f"{line}\n" for line in typed)
        return self.started("cmd", "/c", f"{before}{START}", typed=lines)

    def shows(self, said: str, *words: str) -> None:
        """Raise WrongError unless the words stand in what was printed, where Chinese can."""
        with_chinese = self.encoding.lower() in {"utf-8", "gbk", "cp936", "gb18030"}
        missing = [word for word in words if word not in said] if with_chinese else []
        if missing:
            raise WrongError(f"{missing} is missing from:\n{said}")

    def has(self, *names: str) -> None:
        """Raise WrongError unless files of these names, with something in them, lie there."""
        for name in names:
            if not any(file.stat().st_size for file in self.own.glob(name)):
                there = sorted(file.name for file in self.own.iterdir())
                raise WrongError(f"no {name} in {there}")

    def has_shown(self, name: str) -> None:
        """Raise WrongError unless the page shown last is the one whose name begins so."""
        opened = (self.own / OPENED).read_text(encoding="ascii").splitlines()
        if quote(name) not in opened[-1]:
            raise WrongError(f"{name} was not shown, but {opened}")


def double_click(desk: Desk) -> None:
    """The menu comes up, writes the sample report, and leaves."""
    said = desk.clicked("1", "7", "q")
    desk.shows(said, "看样例报告", "样例报告已写好", "用法：checklist")
    desk.has("示例-*.html")
    desk.has_shown("示例-")


def code_pages(desk: Desk) -> None:
    """The batch file works whatever the code page of the window is."""
    for page in ("65001", "936", "437"):
        desk.shows(desk.clicked("q", before=f"chcp {page} & "), "看样例报告")


def piped_sitting(desk: Desk) -> None:
    """A few answers through a pipe, taken up again; what was typed is in the file."""
    said = desk.clicked("2", "测试直播有限公司", "李合规", "", "", "", "q", "q")
    desk.shows(said, "填报单位的全称", "自查.yaml")
    desk.has("自查.yaml", "自查.历史.jsonl")
    text = (desk.own / "自查.yaml").read_text(encoding="utf-8")
    if desk.encoding != "cp1252" and "测试直播有限公司" not in text:
        raise WrongError(f"the name is not in\n{text}")
    for file in desk.own.glob("自查*"):
        file.unlink()


def report(desk: Desk) -> None:
    """The example as the user's own answers: checked, reported, found to be that report."""
    sample = desk.home / "program/lib/checklist/_bundled/examples/agency.yaml"
    (desk.own / "自查.yaml").write_bytes(sample.read_bytes())
    desk.shows(desk.checklist("check", "自查.yaml", code=1), "不符合", "结论")
    desk.clicked("3", "q")
    desk.has("自查.html")
    desk.has_shown("自查.html")
    desk.checklist("report", "verify", "自查.html", "自查.yaml")


def register(desk: Desk) -> None:
    """Pack and register go out, a cell is filled in, and they come back."""
    desk.clicked("4", "q")
    desk.has("自查-整改包/整改-*.xlsx")
    desk.checklist("report", "自查.yaml", "-o", "台账.csv")
    file = desk.own / "台账.csv"
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    head = next(number for number, row in enumerate(rows) if "责任人" in row)
    rows[head + 1][rows[head].index("责任人")] = "王䶮"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    desk.checklist("remediation", "import", "台账.csv", "自查.yaml", "--yes")
    if "王䶮" not in (desk.own / "自查.yaml").read_text(encoding="utf-8"):
        raise WrongError("the register did not come back")
    desk.shows(desk.checklist("history", "自查.yaml"), "责任人")
    desk.checklist("remediation", "import", "自查-整改包", "自查.yaml", "--yes")


def forms_and_bundles(desk: Desk) -> None:
    """The form goes out and comes back; the archive opens again with everything verified."""
    desk.clicked("6", "q")
    desk.checklist("form", "自查.yaml", "-o", "自查-问卷.xlsx")
    desk.has("自查-问卷.xlsx", "自查.zip")
    desk.checklist("form", "import", "自查-问卷.xlsx", "自查.yaml", "--yes")
    desk.checklist("bundle", "open", "自查.zip", "-o", "打开")
    desk.has("打开/自查.yaml")


def wildcards(desk: Desk) -> None:
    """No shell of Windows spells out *.yaml; the program does."""
    copy = desk.own / "另一家.yaml"
    copy.write_bytes((desk.own / "自查.yaml").read_bytes())
    desk.checklist("merge", "*.yaml", "-o", "合并.yaml")
    desk.has("合并.yaml")
    for name in ("另一家.yaml", "合并.yaml"):
        (desk.own / name).unlink()


_HELD = """
import sys
from checklist.cli.app import run
held = open("占用.html", "rb")
sys.exit(run(["report", "自查.yaml", "-o", "占用.html"]))
"""


def held_open(desk: Desk) -> None:
    """A page that another program holds open is written beside it, and that is said."""
    (desk.own / "占用.html").write_bytes(b"old")
    said = desk.started(desk.python, "-B", "-c", _HELD, cwd=desk.own)
    desk.shows(said, "正被别的程序占用")
    if (desk.own / "占用.html").read_bytes() != b"old":
        raise WrongError("the file that was held open was written to")
    desk.has("占用-2.html")


def closed_window(desk: Desk) -> None:
    """Whoever closes the window in a sitting loses nothing that was answered."""
    command = ["wine"] if IS_WINE else []
    command += [desk.python, "-B", "-m", "checklist", "ask", "关窗.yaml"]
    sitting = subprocess.Popen(
        command, cwd=desk.own, env=ENV, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )  # fmt: skip
    if sitting.stdin is not None:
        sitting.stdin.write("关窗公司\n李四\n".encode(desk.encoding, "replace"))
        sitting.stdin.flush()
    file = desk.own / "关窗.yaml"
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        if file.exists() and "prepared_by" in file.read_text(encoding="utf-8"):
            break
        time.sleep(0.1)
    sitting.kill()
    sitting.wait(LIMIT)
    said = desk.checklist("ask", "关窗.yaml", typed="q\n")
    desk.shows(said, "关窗.yaml")
    for left in desk.own.glob("关窗*"):
        left.unlink()


def deep_folder(desk: Desk) -> None:
    """A path as long as Windows takes it, with Chinese and blanks."""
    room = 240 - len(str(desk.home)) - len("示例-合规自查报告.html")
    folder = "很 长" * (room // 6) + "/" + "很 深" * (room // 6)
    desk.started("cmd", "/c", START, folder, typed="1\nq\n")
    if not list((desk.home / folder).glob("示例-*.html")):
        raise WrongError("nothing was written in the deep folder")


def leaves_nothing(desk: Desk) -> None:
    """All that was written lies in the folder of the answers."""
    strangers = [
        str(file)
        for file in desk.home.rglob("*.pyc")
        if file.stat().st_mtime > (desk.home / START).stat().st_mtime + 60
    ]
    if strangers:
        raise WrongError(f"written beside the program: {strangers}")


def console_sitting(desk: Desk) -> None:
    """The menu and a sitting in a console, not a pipe; Ctrl-C leaves the sitting and saves."""
    import tty

    import pexpect
    import pyte

    screen = pyte.Screen(100, 40)
    stream = pyte.Stream(screen)
    shown = pexpect.spawn(
        "wine", ["cmd", "/c", START], cwd=str(desk.home), dimensions=(40, 100),
        encoding="utf-8", codec_errors="replace", timeout=LIMIT,
        env={**ENV, "TERM": "xterm-256color"},
    )  # fmt: skip
    tty.setraw(shown.child_fd)  # before the console does so itself, Enter would arrive as Ctrl-J

    def until(words: str) -> None:
        end = time.monotonic() + LIMIT
        while words not in re.sub(r"\s", "", "".join(screen.display)):
            if time.monotonic() > end:
                raise WrongError(f"no {words} on\n" + "\n".join(screen.display))
            try:
                stream.feed(shown.read_nonblocking(4096, timeout=1))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                raise WrongError("the window closed:\n" + "\n".join(screen.display)) from None

    until("做哪一项？")
    (desk.own / "自查.yaml").rename(desk.own / "旧.txt")
    shown.send("2\r")
    until("填报单位的全称？")
    shown.send("控制台公司\r")
    until("填报人姓名？")
    shown.send("\x03")
    until("接着答")
    shown.send("q\r")
    shown.close(force=True)
    if "控制台公司" not in (desk.own / "自查.yaml").read_text(encoding="utf-8"):
        raise WrongError("what was typed in the console is not in the file")
    (desk.own / "旧.txt").replace(desk.own / "自查.yaml")


STEPS: list[Callable[[Desk], None]] = [
    double_click,
    code_pages,
    piped_sitting,
    report,
    register,
    forms_and_bundles,
    wildcards,
    held_open,
    closed_window,
    deep_folder,
    leaves_nothing,
]
if IS_WINE:
    STEPS.append(console_sitting)


def main() -> None:
    """Go through all steps, or those that are named after the archive."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        under = Path(folder, "自查 测试(1) & 一")
        under.mkdir()
        desk = Desk(Path(sys.argv[1]).resolve(), under)
        longest = max(len(str(file.relative_to(under))) for file in under.rglob("*"))
        print(f"stdout of Windows is {desk.encoding}; longest path below the folder {longest}")
        for step in STEPS:
            if sys.argv[2:] and step.__name__ not in sys.argv[2:]:
                continue
            from_ = time.monotonic()
            try:
                step(desk)
            except WrongError as error:
                sys.exit(f"{step.__name__}: {error}")
            print(f"{step.__name__}: ok ({time.monotonic() - from_:.0f} s)", flush=True)
    print(f"{len(STEPS)} steps passed in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
