"""What several commands share: their common options, the clock and the rulebook."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checklist.errors import Complaint, WrongUsage
from checklist.streams import print_note
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.law.model import Rulebook

RulesOption = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="规则册",
        help="改用这份规则册（YAML 文件）判断；结果会注明“非随附规则册”。",
        show_default="随附的规则册",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="日期",
        help="按这一天的情况判断，例如 2026-03-01。",
        show_default="今天",
    ),
]

_DAY = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"


def today() -> date:
    """The day on the respondent's own clock and in their time zone."""
    return date.today()  # noqa: DTZ011  the only clock there is: the respondent's


def now() -> datetime:
    """The moment on the respondent's own clock, to the second, with its offset."""
    return datetime.now().astimezone().replace(microsecond=0)


def judged_on(as_of: str | None) -> date:
    """The day to judge by: the one typed after --as-of, else today.

    Full-width digits, 2026/3/1 and 2026年3月1日 are understood. Raises WrongUsage for anything
    that is no day of the calendar.
    """
    if as_of is None:
        return today()
    match = re.fullmatch(_DAY, unicodedata.normalize("NFKC", as_of).strip())
    if match:
        year, month, day = map(int, match.groups())
        try:
            return date(year, month, day)
        except ValueError:
            pass
    raise WrongUsage(
        Complaint(
            what=f"--as-of 后面的“{inert(as_of)}”不是日历上的日期",
            mend="写成 年-月-日，例如 2026-03-01",
        )
    )


def rulebook(rules: Path | None) -> Rulebook:
    """The bundled rulebook, or the one given with --rules. Raises UnreadableFile."""
    from checklist import resources
    from checklist.law.reader import load_rulebook

    if rules is not None:
        return load_rulebook(rules, bundled=False)
    bundled = resources.rules_file()
    edited = Path("rules") / bundled.name
    if not resources.beside_the_code() and _differs(edited, bundled):
        print_note(
            f"注意：读的是安装时复制的规则册，不是这里的 {edited}。"
            f"用 pip install -e . 重新安装，或者加 --rules {edited}。"
        )
    return load_rulebook(bundled, bundled=True)


def _differs(edited: Path, bundled: Path) -> bool:
    """Whether there is an `edited` file that says something else; line ends say nothing."""
    try:
        return edited.read_bytes().splitlines() != bundled.read_bytes().splitlines()
    except OSError:
        return False


def is_nowhere() -> bool:
    """Whether the working folder was deleted: no relative path leads anywhere."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False
