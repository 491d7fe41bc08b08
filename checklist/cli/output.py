"""Where `check` and `report` write: never over what people typed, whole or not at all."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from checklist.errors import WrongUsage, reason, unwritable
from checklist.files import Data, free_name, write_whole
from checklist.paths import is_device
from checklist.streams import print_note, print_text

Format = TypeVar("Format", bound=str)

_BREAK = "\n"
_INPUT_SUFFIXES = {".yaml", ".yml"}
_SHEETS = {".xls", ".et", ".ods"}
_DOCUMENTS = {".doc", ".docx", ".wps", ".odt", ".rtf"}
_PAGES = {".html", ".htm", ".pdf", ".xlsx", ".csv", ".json", ".jsonl", ".md", ".zip"}
_NO_ANSWERS = _SHEETS | _DOCUMENTS | _PAGES


def named(
    output: Path | None,
    suffixes: Mapping[Format, tuple[str, ...]],
    *,
    asked: Format | None,
    otherwise: Format,
    elsewhere: str = "",
) -> tuple[Format, Path | None]:
    """The form to write, and `output` with an extension that fits it.

    What was asked for by option decides, then the extension, then `otherwise`; the usual extension
    is added where there is none. `suffixes` holds, by form, those it may have, the usual one first;
    `elsewhere` says what writes other forms.
    Raises WrongUsage where no form has this extension, or another one than was asked for, and for
    `-`, which would become a file named -.html.
    """
    if output == Path("-"):
        mend = f"写一个文件名，例如 -o 结果{suffixes[asked or otherwise][0]}"
        raise WrongUsage.because("-o - 不能写到标准输出", mend)
    if output is None or (output.exists() and not output.is_file()):  # a folder, a device, a pipe
        return asked or otherwise, output
    suffix = _suffix(output)
    if suffix is None:
        chosen = asked or otherwise
        return chosen, output.with_name(output.name + suffixes[chosen][0])
    fitting = [form for form, endings in suffixes.items() if suffix in endings]
    if asked in fitting:
        return asked, output
    if fitting and asked is None:
        return fitting[0], output
    if asked is None:
        raise WrongUsage.because(
            f"写不出 {suffix} 文件", _instead(suffix, suffixes) + elsewhere, file=output
        )
    mend = f"把扩展名改成 {suffixes[asked][0]}，或者不指定格式"
    raise WrongUsage.because(f"格式 {asked} 写出的不是 {suffix} 文件", mend, file=output)


def _suffix(output: Path) -> str | None:
    """The extension in small letters; in 报告2026.11 and A.B公司 there is none."""
    suffix = output.suffix.lower()
    return suffix if re.fullmatch(r"\.(?=.*[a-z])[a-z0-9]{1,8}", suffix) else None


def _instead(suffix: str, suffixes: Mapping[Format, tuple[str, ...]]) -> str:
    usual = list(dict.fromkeys(endings[0] for endings in suffixes.values()))
    if suffix in _SHEETS and ".xlsx" in usual:
        return "改成 .xlsx，Excel 和 WPS 都能打开"
    if suffix in _DOCUMENTS and ".docx" in usual:
        return "改成 .docx，Word 和 WPS 都能打开"
    return f"扩展名改成 {'、'.join(usual)}{' 之一' if len(usual) > 1 else ''}"


def _check_name(file: Path) -> None:
    """Raise WrongUsage for a name under which Windows keeps no file, or hides it in another."""
    what = None
    if is_device(file.name) and not file.is_file():
        what = "这个名字在 Windows 上是一种设备，写进去的什么也留不下"
    elif ":" in file.name and sys.platform == "win32":
        what = "文件名里有半角冒号，Windows 会把内容藏进另一个文件"
    if what is not None:
        raise WrongUsage.because(what, "换一个名字", file=file)


def check_target(
    output: Path | None,
    *,
    example: str,
    inputs: tuple[Path | None, ...],
    made: Path | None = None,
) -> None:
    """Raise WrongUsage unless `output` may be written: no folder, no input, no YAML that exists.

    `example` is a name for what is written. Its folder must be there, unless `made`, which will be
    made by then, brings it along.
    """
    if output is None:
        return
    _check_name(output)
    _check_folder(output, made)
    what = None
    if output.is_dir():
        what = "输出的位置是一个文件夹"
    elif any(file is not None and is_same(output, file) for file in inputs):
        what = "输出的位置就是输入的文件，写上去会毁掉它"
    elif output.suffix.lower() in _INPUT_SUFFIXES and output.exists():
        what = "输出的位置已经有一份 YAML 文件，可能是答案文件或者规则册"
    if what is not None:
        raise WrongUsage.because(what, other_name(output, example), file=output)


def other_name(output: Path, example: str) -> str:
    """How to mend that nothing is written over `output`: by a name like `example` that is free."""
    return f"用 -o 另写一个文件名，例如 -o {free_name(output.parent / example)}"


def check_answers(file: Path) -> None:
    """Raise WrongUsage where new answers would lie under the name of something else."""
    _check_name(file)
    suffix = file.suffix.lower()
    if suffix in _NO_ANSWERS:
        mend = f"换成 .yaml，例如 {file.with_suffix('.yaml')}"
        raise WrongUsage.because(f"答案文件是 YAML，不用 {suffix} 这个扩展名", mend, file=file)


def _check_folder(output: Path, made: Path | None) -> None:
    folder = output.parent
    if folder.is_dir():
        return
    if made is not None:
        whole, below = folder.absolute(), made.absolute()
        if whole.is_relative_to(below) or below.is_relative_to(whole):
            return
    what = f"{folder} 是文件，不是文件夹" if folder.exists() else f"没有 {folder} 这个文件夹"
    raise WrongUsage.because(what, "先建立文件夹，或者换一个存在的文件夹", file=output)


def deliver(
    text: str, output: Path | None, *, like: Iterable[Path] = (), follow: bool = True
) -> None:
    """Print `text`, or write it with a line break and say where. Raises as `write_bytes` does."""
    if output is None:
        print_text(text)
    else:
        whole = text if text.endswith(_BREAK) else text + _BREAK
        written = write(output, whole, like=like, follow=follow)
        print_note(f"已写入 {written}")


def write(output: Path, text: str, *, like: Iterable[Path] = (), follow: bool = True) -> Path:
    """Write `text` as UTF-8; returns where it lies. Raises as `write_bytes` does."""
    data = text.encode("utf-8", errors="replace")
    return write_bytes(output, data, like=like, follow=follow)


def write_bytes(
    output: Path, data: Data, *, like: Iterable[Path] = (), follow: bool = True
) -> Path:
    """Write `data`; returns where it lies. `like` and `follow` as in `write_whole`.

    Raises WrongUsage where that place cannot be written to, NotWritten where the disk fails.
    """
    try:
        written = write_whole(output, data, like=like, follow=follow)
    except OSError as error:
        mend = "检查文件夹是否允许写入、磁盘是否有空间，或者用 -o 换一个位置"
        what = f"写不了这个文件（{reason(error)}）"
        raise unwritable(error).because(what, mend, file=output) from None
    if written != output:
        print_note(f"“{output}”正被别的程序占用，所以写在了旁边：{written}")
    return written


def new_files(folder: Path, files: Mapping[str, Data]) -> None:
    """Write files below a folder, which is made where it is missing, or none where one is there.

    The names may lead into folders below. Raises WrongUsage, NotWritten.
    """
    if folder.exists() and not folder.is_dir():
        raise WrongUsage.because("这是文件，不是文件夹", "写一个文件夹的名字", file=folder)
    there = [name for name in files if (folder / name).exists()]
    if there:
        shown = "、".join(there[:5]) + (f" 等 {len(there)} 个" if len(there) > 5 else "")
        what = f"这个文件夹里已经有 {shown}，可能有人填过，没有覆盖，什么也没有写"
        raise WrongUsage.because(what, "换一个文件夹，或者先移走原来的", file=folder)
    for below in {(folder / name).parent for name in files}:
        try:
            below.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = f"建不了这个文件夹（{reason(error)}）"
            mend = "检查路径和权限，或者换一个位置"
            raise unwritable(error).because(what, mend, file=below) from None
    for name, data in files.items():
        write_bytes(folder / name, data)


def is_same(file: Path, other: Path) -> bool:
    """Whether both paths lead to one file, or would."""
    try:
        return file.samefile(other)
    except OSError:
        return file.absolute() == other.absolute()
