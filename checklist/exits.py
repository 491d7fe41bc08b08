"""Exit codes, and the table of them that `--help` shows."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
NOT_SATISFIED: Final = 1
WRONG_USAGE: Final = 2
BAD_FILE: Final = 3
UNDETERMINED: Final = 4
PROGRAM_ERROR: Final = 70
INTERRUPTED: Final = 130

MEANINGS: Final = (
    (DONE, "完成；check：有适用的义务，且没有“不符合”和“待确认”"),
    (NOT_SATISFIED, "check：至少一项“不符合”；其他命令只在其说明写明时使用"),
    (WRONG_USAGE, "命令用法有误"),
    (BAD_FILE, "文件读不了、存不进去（例如磁盘满了），或者内容有误"),
    (UNDETERMINED, "check：没有“不符合”，但有“待确认”，或者没有任何义务适用；其他命令同上"),
    (PROGRAM_ERROR, "程序自身出错"),
    (INTERRUPTED, "被中断，或者输入提前结束"),
)


def table() -> str:
    """The exit codes and what they mean, one a line, each line indented by two spaces."""
    return "\n".join(f"  {code:>3}  {meaning}" for code, meaning in MEANINGS)
