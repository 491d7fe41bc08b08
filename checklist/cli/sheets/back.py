"""Options of what goes out as a spreadsheet: to whom it comes back, and by which day; and of what
came back: which side counts where both were changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from checklist.cli.chinese import option
from checklist.cli.common import today, typed_day
from checklist.errors import WrongUsage
from checklist.streams import print_note

if TYPE_CHECKING:
    from checklist.assessment.model import Assessment
    from checklist.sheets.back import Back

ReturnToOption = Annotated[
    str | None,
    option(
        "--return-to",
        "姓名",
        "填好以后交回给谁，写在每一份上。",
        otherwise="答案文件里的填报人；没有写的留出空白",
    ),
]
ReturnByOption = Annotated[
    str | None,
    option(
        "--return-by",
        "日期",
        "最迟哪天交回，写在每一份上，例如 2026-12-10。",
        otherwise="留出空白",
    ),
]


def take_option(side: str, name: str) -> Any:
    """--take, by the word for the sheet that came back and its name in Chinese."""
    words = f"两边都改过又不一样时以谁为准：{side} {name}，file 答案文件。"
    return option("--take", f"{side}|file", words, otherwise="不选，列出来")


def back(assessment: Assessment, to: str | None, by: str | None) -> Back:
    """What stands on each sheet. Raises WrongUsage for a day that is none, or is over."""
    from checklist.sheets.back import Back

    last = None if by is None else typed_day(by, "--return-by")
    if last is not None and last < today():
        what = f"--return-by 的 {last.isoformat()} 已经过去"
        raise WrongUsage.because(what, "写今天或者以后的日期")
    return Back(to=to or assessment.respondent.prepared_by or "", by=last)


def note_blanks(of: Back) -> None:
    """Say what was left to be written in before it goes out."""
    blanks = [name for name, known in (("交回给谁", of.to), ("最迟哪天交回", of.by)) if not known]
    if blanks:
        mend = "发出以前填上，或者用 --return-to、--return-by 写明"
        print_note(f"没有写{'、'.join(blanks)}，留了空白：{mend}。")
