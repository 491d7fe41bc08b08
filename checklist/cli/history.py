"""`checklist history`: what was changed, by whom and when; puts an earlier answer back."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checklist.cli.chinese import ChineseCommand, option
from checklist.cli.common import AnswersArgument, YesOption, now, today
from checklist.cli.rulebooks import RulesOption, rulebook
from checklist.commands import command
from checklist.errors import UnreadableFile, WrongUsage
from checklist.layout import wrap
from checklist.streams import print_note, print_paged, print_text, terminal_width
from checklist.text import inert, plain

if TYPE_CHECKING:
    from checklist.assessment.model import Assessment
    from checklist.assessment.stored.differences import Difference
    from checklist.assessment.stored.history import Entry, History
    from checklist.assessment.stored.moments import Past
    from checklist.law.model import Rulebook

app = typer.Typer(add_completion=False)


@app.command(cls=ChineseCommand)
def history(
    file: AnswersArgument,
    question: Annotated[str | None, option("--question", "题目", "只看这一题。")] = None,
    restore: Annotated[
        int | None,
        option("--restore", "条号", "恢复第几条记下的那一样：一题、直播间、期间或者填报单位。"),
    ] = None,
    at: Annotated[
        str | None,
        option("--at", "时刻", "把整份答案恢复到这个时间（2026-11-01 09:30）或者第几条之后。"),
    ] = None,
    before: Annotated[
        bool, typer.Option("--before", help="与 --restore、--at 连用：恢复到那一条、那个时间以前。")
    ] = False,
    yes: YesOption = False,
    rules: RulesOption = None,
) -> None:
    """查看每道题改过什么、谁改的、什么时候改的；恢复以前的答案。

    历史记在答案文件旁边（自查.yaml 的历史是 自查.历史.jsonl），只增不改。
    按题列出，最后改的题排在最后。恢复以前先列出改动，问过才写入；恢复本身也记进历史。
    """
    book = rulebook(rules, file)
    if restore is not None and at is not None:
        what = "--restore 恢复一样，--at 恢复整个时刻，不能一起用"
        raise WrongUsage.because(what, "去掉其中一个")
    if restore is not None or at is not None:
        _restore(file, book, restore, at, before=before, yes=yes)
    elif before or yes:
        what = "--before 和 --yes 要与 --restore 或者 --at 连用"
        raise WrongUsage.because(what, "加上 --restore 条号，或者 --at 时刻")
    else:
        _show(file, book, question)


def _show(path: Path, book: Rulebook, only: str | None) -> None:
    from checklist.assessment.stored.file import history_file, load, load_history
    from checklist.assessment.stored.history_words import RECOVERED, HistoryView

    recorded = load_history(path)
    all_entries = sorted((*recorded.entries, *recorded.checks), key=lambda each: each.number)
    try:
        assessment = load(path, book)
    except UnreadableFile as error:
        if not all_entries:
            raise
        print_note(f"答案文件读不了，历史还在：\n{error}")
        assessment = None
    if recorded.torn:
        lines = "、".join(map(str, recorded.torn))
        print_note(
            f"{inert(str(history_file(path)))} 的第 {lines} 行不完整（写到一半时断电或者被终止），"
            "已略过。"
        )
    if not all_entries:
        print_text("还没有修改历史：从下一次作答起，每次改动都会记下。")
        return
    entries = [entry for entry in all_entries if only in (None, entry.key)]
    if not entries:
        example = inert(all_entries[-1].key or "art15-report")
        what = f"历史里没有题目“{inert(only or '')}”"
        raise WrongUsage.because(what, f"写历史里题目后面的编号，例如：{example}")
    view = HistoryView(book, assessment, recorded.entries, width=terminal_width())
    groups: dict[tuple[str, str | None], list[Entry]] = {}
    for entry in reversed(entries):
        groups.setdefault((entry.section, entry.key), []).append(entry)
    shown = [line for group in reversed(groups.values()) for line in view.group(group[::-1])]
    if any(entry.is_recovered for entry in entries):
        what = "答案文件里有、当时没有记下的改动：存下以后被中断，或者是别的程序改的"
        shown += ["", f"{RECOVERED}：{what}。"]
    shown += ["", f"恢复其中一样：{command('history', path, '--restore', '条号')}"]
    back = command("history", path, "--at", "条号")
    print_paged([*shown, f"恢复整个时刻：{back}（或者时间；加 --before 是以前）"])


def _restore(
    path: Path, book: Rulebook, number: int | None, at: str | None, *, before: bool, yes: bool
) -> None:
    from checklist.assessment.stored import file
    from checklist.assessment.stored.differences import differences
    from checklist.assessment.stored.moments import Past
    from checklist.assessment.stored.outside import known
    from checklist.assessment.stored.recovery import recover
    from checklist.sheets.changes import committed, is_agreed

    with file.lock(path):
        stood = known(path)
        now_stands = file.load(path, book)
        if warning := recover(path, now_stands, book, at=now()):
            print_note(warning)
        recorded = file.load_history(path)
        past = Past(history=recorded, file=file.history_file(path), rulebook=book, now=now_stands)
        kept = ""
        if at is None:
            entry = _entry(recorded, number or 0)
            after = past.entry(entry, before=before)
            kept = _kept_remedy(past, entry, after)
        else:
            after = past.moment(_last(recorded, at, before=before))
        changes = list(differences(book, now_stands, after))
        if all(change.only_signed for change in changes):
            print_text(f"现在就是这样，没有改动。{kept}")
            return
        if kept:
            print_text(kept)
        print_paged([*_going(book, now_stands, after), *map(_in_words, changes)])
        if not is_agreed(len(changes), yes=yes):
            return
        who = now_stands.respondent.prepared_by
        saved = committed(path, now_stands, after, known=stood, who=who, at=now(), rulebook=book)
        print_text(f"已恢复，存在 {inert(str(saved))}；这次恢复也记进了历史。")


def _going(book: Rulebook, stands: Assessment, after: Assessment) -> Iterator[str]:
    """Tell which rooms go, and what goes with them; what is asked then, and no longer, and how the
    conclusions change."""
    from checklist.assessment.stored.rooms_back import leaving
    from checklist.sitting.rooms_changed import going
    from checklist.sitting.shown import effects

    lines = list(going(book, stands, leaving(stands, after), as_of=today()))
    if effect := effects.effect(book, stands, after):
        lines += effects.effect_lines(effect, after)
    lines += effects.conclusions(book, stands, after, today())
    return (wrap(line, terminal_width()) for line in lines)


def _kept_remedy(past: Past, entry: Entry, after: Assessment) -> str:
    """Say that a remedy recorded since is kept, and how it is taken back; empty without one."""
    from checklist.assessment.wording import remedied_words

    kept = past.kept_remedy(entry, after)
    question = past.rulebook.questions().get(entry.key or "")
    if kept is None or question is None:
        return ""
    answer, number = kept
    words = remedied_words(answer, {room.id: room.name for room in after.rooms}, question)
    back = f"--restore {number} --before" if number else "--at 记下整改以前的时间"
    return f"后来记下的整改（{words}）仍然算数；要撤销这条整改，用 {back}。"


def _in_words(change: Difference) -> str:
    key = f"（编号 {inert(change.key)}）" if change.key else ""
    lines = (
        f"{change.subject}{key}",
        f"  现在：{change.before}",
        f"  恢复成：{change.after}",
    )
    return "\n".join(wrap(line, terminal_width()) for line in lines)


def _last(history: History, at: str, *, before: bool) -> int:
    """The number of the last entry that stands at a moment, or before it; says which are undone.

    A moment is the number of an entry or a time on the clock of whoever answered. A time without
    seconds, or a day, is meant to its end. Raises WrongUsage.
    """
    from checklist.assessment.stored.history import saved_with
    from checklist.assessment.wording import moment

    text = plain(at)
    if text.isdecimal():
        saved = saved_with(history.entries, _entry(history, int(text[:9])).number)
        last = saved[0] - 1 if before else saved[-1]
    else:
        since = _when(history.entries[0]) if history.entries else None
        start, end = _span(text, since.date() if since else today())
        stands = [
            entry.number
            for entry in history.entries
            if (when := _when(entry)) and (when < start if before else when < end)
        ]
        if not stands:
            first = moment(history.entries[0].at) if history.entries else ""
            what = f"历史从 {first} 才开始记" if first else "还没有修改历史"
            mend = "写这以后的时间；要恢复到第一条以前，写 --at 1 --before"
            raise WrongUsage.because(what, mend)
        last = max(stands)
    undone = [entry.number for entry in history.entries if entry.number > last]
    if undone:
        print_text(f"撤回第 {undone[0]} 条到第 {undone[-1]} 条：")
    if any(line > last for line in history.torn):
        print_note("其中有不完整的行（写到一半时断电或者被终止），那些改动撤不回来。")
    return last


def _span(text: str, since: date) -> tuple[datetime, datetime]:
    """The first moment that the text means and the first one after it; a day without a year is
    the only one of its kind from `since` until today. Raises WrongUsage."""
    from checklist.assessment.days import written_out
    from checklist.assessment.typed import DAY, Misread

    mend = '写条号，或者 年-月-日 时:分，例如 --at 12、--at "2026-11-01 09:30"'
    with contextlib.suppress(ValueError, OverflowError):
        try:
            line = written_out(text, first=since, last=today(), today=today(), mend=mend).strip()
        except Misread as misread:
            raise WrongUsage.because(f"--at：{misread.what}", mend) from None
        match = re.fullmatch(f"{DAY.pattern}(?:[ T]+(\\d+):(\\d+)(?::(\\d+))?)?", line)
        if match:
            year, month, day, *clock = (int(part or 0) for part in match.groups())
            time = ":".join(f"{part:02}" for part in clock)
            start = datetime.fromisoformat(f"{year:04}-{month:02}-{day:02}T{time}")
            lasts = timedelta(seconds=1) if match[6] else timedelta(minutes=1)
            return start, start + (lasts if match[4] else timedelta(days=1))
    raise WrongUsage.because(f"没有看懂 --at 后面的“{inert(text)}”", mend)


def _when(entry: Entry) -> datetime | None:
    with contextlib.suppress(ValueError):
        return datetime.fromisoformat(entry.at).replace(tzinfo=None)
    return None


def _entry(history: History, number: int) -> Entry:
    entry = next((entry for entry in history.entries if entry.number == number), None)
    if entry is None:
        mend = "先用 checklist history 答案文件 看有哪些条；记录核对的不能恢复，要再核对一次"
        raise WrongUsage.because(f"历史里没有第 {number} 条", mend)
    return entry
