"""What several commands share: common options, the clock, the rulebook, and judging one file."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from checklist.cli.chinese import option
from checklist.cli.rulebooks import not_compared, rulebook_of
from checklist.errors import WrongUsage
from checklist.streams import print_note
from checklist.text import inert, plain

if TYPE_CHECKING:
    from checklist.assessment.model import Assessment
    from checklist.law.model import Rulebook
    from checklist.report.beside import Beside
    from checklist.report.view.model import Report
    from checklist.report.view.quotes import OfficialText


AnswersArgument = Annotated[
    Path, typer.Argument(metavar="答案文件", help="checklist ask 写出的文件。")
]
YesOption = Annotated[bool, typer.Option("--yes", help="不问，直接写入。")]
AsOfOption = Annotated[
    str | None,
    option("--as-of", "日期", "按这一天的情况判断，例如 2026-03-01。", otherwise="今天"),
]

StatuteOption = Annotated[
    Path | None,
    option(
        "--statute",
        "条文",
        "官方条文（文本、Markdown、.docx 或者 .pdf）；给出后，报告在各项旁边引用原文。",
        otherwise="只注明条款",
    ),
]


def output_option(help: str, *, otherwise: str | bool) -> Any:
    """-o, under which a command writes to a file; `otherwise` says what it does without."""
    return typer.Option("-o", "--output", metavar="文件", help=help, show_default=otherwise)


def format_option(help: str, *, otherwise: str) -> Any:
    """--format, for the commands that also tell the form by the extension of what -o names."""
    default = f"看 -o 的扩展名，否则{otherwise}"
    return option("--format", "格式", help, otherwise=default)


ON_SCREEN = "写到这个文件（UTF-8），不写到屏幕上。"


def today() -> date:
    """The day on the respondent's own clock and in their time zone."""
    return date.today()  # noqa: DTZ011  the only clock there is: the respondent's


def now() -> datetime:
    """The moment on the respondent's own clock, to the second, with its offset."""
    return datetime.now().astimezone().replace(microsecond=0)


def judged_on(as_of: str | None) -> date:
    """The day to judge by: the one typed after --as-of, else today. Raises WrongUsage."""
    return today() if as_of is None else typed_day(as_of, "--as-of")


def typed_day(text: str, name: str) -> date:
    """The day typed after an option, which is called `name`.

    Full-width digits, 2026/3/1 and 2026年3月1日 are understood. Raises WrongUsage for anything
    that is no day of the calendar.
    """
    from checklist.assessment.typed import DAY

    match = DAY.fullmatch(plain(text))
    with contextlib.suppress(ValueError):
        if match:
            return date(*map(int, match.groups()))
    what = f"{name} 后面的“{inert(text)}”不是日历上的日期"
    raise WrongUsage.because(what, "写成 年-月-日，例如 2026-03-01")


def judge(file: Path, *, as_of: str | None, rules: Sequence[Path] | None) -> Report:
    """Read, judge and lay out. Raises UnreadableFile for bad files, WrongUsage for a bad day."""
    from checklist.assessment.stored.text import Document
    from checklist.evaluation.evaluate import NotInForce, evaluate
    from checklist.files import read_text
    from checklist.report.view.build import build

    day, answers = judged_on(as_of), Document(read_text(file), file=file)
    book = rulebook_of(rules, answers.answered_to)
    others = not_compared(book)
    assessment = answers.read(book)
    nearby = beside_of(file, assessment)
    seen = nearby.observations(book)
    try:
        return build(evaluate(book, assessment, seen, as_of=day, not_compared=others), nearby)
    except NotInForce as error:
        raise not_in_force(error.rulebook, error.as_of) from None


def beside_of(file: Path, assessment: Assessment) -> Beside:
    """What lies beside the answers and shows something of them; says where it is of another period
    or other rooms, and so shows nothing. Raises UnreadableFile."""
    from checklist.report.beside import beside

    nearby = beside(file, assessment)
    if nearby.unused:
        from checklist.report.words.regulations import stale_check

        for unused in nearby.unused:
            print_note(stale_check(unused))
    return nearby


def not_in_force(rulebook: Rulebook, day: date) -> WrongUsage:
    """The error for a day on which nothing could be breached yet."""
    from checklist.law.wording import titles

    in_force = rulebook.in_force.isoformat()
    return WrongUsage.because(
        f"{titles(rulebook)}{in_force} 才起施行，不能按 {day.isoformat()} 判断",
        f"用 --as-of 给出 {in_force} 或者以后的日期，或者不写 --as-of，按今天判断",
    )


def is_nowhere() -> bool:
    """Whether the working folder was deleted: no relative path leads anywhere."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def official_text(
    statute: Path, rules: Sequence[Path] | None, rulebook: Rulebook, *, quoted_in: str = "报告"
) -> OfficialText:
    """The text to quote from: of several regulations, of the one with its title, or of the first.
    Raises UnreadableFile; says where it is not the one reviewed."""
    from checklist.report.view import quotes
    from checklist.upkeep.statute_files import fingerprints_file, read_fingerprints, read_statute

    read = read_statute(statute)
    parts = rulebook.parts or (rulebook,)
    titles = [part.regulation.title for part in parts]
    at = titles.index(read.title) if read.title in titles else 0
    file = fingerprints_file(rules[at] if rules else None, parts[at])
    fingerprints = read_fingerprints(file, parts[at]) if file.exists() else None
    text = quotes.official_text(read, parts[at], fingerprints, source=statute.name)
    if rulebook.parts:
        text = quotes.beside_others(text, rulebook.regulations[at].called)
    if text.differs:
        print_note(
            f"所给条文与规则册复核时的条文有 {len(text.differs)} 处不同，"
            f"{quoted_in}里不引用这些地方；逐处查看：checklist statute check"
        )
    return text


def note_unsound(
    file: Path, rulebook: Rulebook, assessment: Assessment, *, head_on: date | None
) -> None:
    """Tell keys that were probably mistyped, with line and column; with a day to go by also what
    stands above the answers and would have been refused when it was typed."""
    from checklist.assessment.stored.text import place_of
    from checklist.assessment.stored.unsound import of_the_head, strays

    mistyped = list(strays(rulebook, assessment)) if file.exists() else []
    text = file.read_text("utf-8-sig", errors="replace") if mistyped else ""
    for stray in mistyped:
        print_note(f"注意：{place_of(text, stray.section, stray.key, file=file)}: {stray}")
    for remark in of_the_head(assessment, head_on) if head_on else ():
        print_note(f"注意：{inert(str(file))}: {remark}")


def note_evidence(file: Path, assessment: Assessment, *, as_of: date | None = None) -> bool:
    """Tell which files named as evidence are not beside `file` as they were recorded, and what
    expires; whether there are any of the former."""
    from checklist.assessment.evidence import astray, ending
    from checklist.assessment.wording import ASTRAY, validity

    day = as_of or today()
    states, ends = astray(assessment, file.parent), ending(assessment, day)
    if states:
        print_note(f"有 {len(states)} 件佐证和登记的不一样：")
        for piece, state in states.items():
            print_note(f"  {inert(piece.name)}：{ASTRAY[state]}")
        print_note("  改法：把原来的文件放回原处；换了文件的，在 checklist ask 里用 e 重新登记")
    if ends:
        print_note(f"有 {len(ends)} 件佐证过了有效期，或者快到了：")
        for piece in ends:
            print_note(f"  {inert(piece.name)}：{validity(piece, day)}")
        mend = "换了新的，在 checklist ask 里登记：e 营业执照.pdf 有效至2029-03-01"
        print_note(f"  改法：{mend}")
    return bool(states)
