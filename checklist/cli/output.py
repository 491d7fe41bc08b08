"""Where `check` and `report` write: never over what people typed, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from checklist.cli.common import print_note
from checklist.errors import Complaint, Where, WrongUsage
from checklist.whole_file import write_whole

_INPUT_SUFFIXES = {".yaml", ".yml"}


def check_target(output: Path, *, inputs: tuple[Path | None, ...]) -> None:
    """Raise WrongUsage unless `output` may be written: no folder, no input, no YAML that exists."""
    what = None
    if output.is_dir():
        what = "输出的位置是一个文件夹"
    elif any(one is not None and _same(output, one) for one in inputs):
        what = "输出的位置就是输入的文件，写上去会毁掉它"
    elif output.suffix.lower() in _INPUT_SUFFIXES and output.exists():
        what = "输出的位置已经有一份 YAML 文件，可能是答案文件或者规则册"
    if what is not None:
        mend = "用 -o 另写一个文件名，例如 -o 报告.html"
        raise WrongUsage(Complaint(what=what, mend=mend, where=Where(file=output)))


def write(output: Path, text: str) -> Path:
    """Write `text` as UTF-8; returns where it lies. Raises WrongUsage where that is impossible."""
    return write_bytes(output, text.encode("utf-8", errors="replace"))


def write_bytes(output: Path, data: bytes) -> Path:
    """Write `data`; returns where it lies. Raises WrongUsage where that is impossible."""
    try:
        written = write_whole(output, data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongUsage(
            Complaint(
                what=f"写不了这个文件（{reason}）",
                mend="检查文件夹是否存在、是否允许写入、磁盘是否有空间，或者用 -o 换一个位置",
                where=Where(file=output),
            )
        ) from None
    if written != output:
        print_note(f"“{output}”正被别的程序占用，所以写在了旁边：{written}")
    return written


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
