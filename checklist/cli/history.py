"""`checklist history`: what was changed, by whom and when; puts an earlier answer back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from checklist.cli.chinese import ChineseCommand
from checklist.cli.common import AnswersArgument, RulesOption, now, option, rulebook
from checklist.errors import UnreadableFile, WrongUsage
from checklist.streams import agreed, print_note, print_text, terminal_width
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.assessment.history import Entry, History
    from checklist.assessment.model import Answer, Assessment
    from checklist.law.model import Rulebook

app = typer.Typer(add_completion=False)


@app.command(cls=ChineseCommand)
def history(
    file: AnswersArgument,
    question: Annotated[str | None, option("--question", "题目", "只看这一题。")] = None,
    restore: Annotated[
        int | None,
        option("--restore", "条号", "恢复成第几条记下的答案；先给您看前后对照，问过才改。"),
    ] = None,
    before: Annotated[
        bool, typer.Option("--before", help="与 --restore 连用：恢复成那一条改动之前的答案。")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="与 --restore 连用：不问，直接恢复。")] = False,
    rules: RulesOption = None,
) -> None:
    """查看每道题改过什么、谁改的、什么时候改的；恢复以前的答案。

    历史记在答案文件旁边（自查.yaml 的历史是 自查.历史.jsonl），只增不改。
    按题列出，最后改的题排在最后。
    """
    book = rulebook(rules)
    if restore is not None:
        _restore(file, book, restore, before=before, yes=yes)
    elif before or yes:
        raise WrongUsage.because("--before 和 --yes 要与 --restore 连用", "加上 --restore 条号")
    else:
        _show(file, book, question)


def _show(path: Path, book: Rulebook, only: str | None) -> None:
    from checklist.assessment.file import history_file, load, load_history
    from checklist.assessment.history import HistoryView

    recorded = load_history(path)
    try:
        assessment = load(path, book)
    except UnreadableFile as error:
        if not recorded.entries:
            raise
        print_note(f"答案文件读不了，历史还在：\n{error}")
        assessment = None
    if recorded.torn:
        lines = "、".join(map(str, recorded.torn))
        print_note(
            f"{inert(str(history_file(path)))} 的第 {lines} 行不完整（写到一半时断电或者被终止），"
            "已略过。"
        )
    if not recorded.entries:
        print_text("还没有修改历史：从下一次作答起，每次改动都会记下。")
        return
    entries = [entry for entry in recorded.entries if only in (None, entry.key)]
    if not entries:
        example = inert(recorded.entries[-1].key or "art15-report")
        what = f"历史里没有题目“{inert(only or '')}”"
        raise WrongUsage.because(what, f"题目写成历史里的样子，例如：{example}")
    view = HistoryView(book, assessment, width=terminal_width())
    groups: dict[tuple[str, str | None], list[Entry]] = {}
    for entry in reversed(entries):
        groups.setdefault((entry.section, entry.key), []).append(entry)
    for group in reversed(groups.values()):
        print_text(view.group(group[::-1]))
    print_text("\n恢复以前的答案：checklist history 答案文件 --restore 条号")


def _restore(path: Path, book: Rulebook, number: int, *, before: bool, yes: bool) -> None:
    from checklist.assessment import file
    from checklist.assessment.history import FACTS, HistoryView, question_of
    from checklist.assessment.wording import answer_words, details

    with file.lock(path):
        assessment = file.load(path, book)
        entry = _entry(file.load_history(path), number)
        again = _again(entry, path, book, assessment, before=before)
        view = HistoryView(book, assessment, width=terminal_width())
        answers = {**(assessment.facts if entry.section == FACTS else assessment.answers)}
        current = answers.pop(entry.key or "", None)
        if current == again:
            print_text("现在就是这个答案，没有改动。")
            return
        question = question_of(book, entry)
        print_text(view.heading(entry))
        print_text(f"  现在：{answer_words(question, current, view.rooms)}")
        words = [answer_words(question, again, view.rooms), *details(again, current)]
        print_text(f"  恢复成：{'；'.join(words)}")
        if not yes and not agreed("恢复吗？"):
            print_text("没有改动。")
            return
        if again is not None:
            answers[entry.key or ""] = again
        section = "facts" if entry.section == FACTS else "answers"
        after = replace(assessment, **{section: answers})
        who = assessment.respondent.prepared_by
        saved = file.commit(path, assessment, after, who=who, at=now(), rulebook=book)
        print_text(f"已恢复，存在 {inert(str(saved))}；这次恢复也记进了历史。")


def _entry(history: History, number: int) -> Entry:
    entry = next((entry for entry in history.entries if entry.number == number), None)
    if entry is None:
        mend = "先用 checklist history 答案文件 看有哪些条"
        raise WrongUsage.because(f"历史里没有第 {number} 条", mend)
    if entry.key is None:
        what = f"第 {number} 条改的是填报单位、自查期间或者直播间，不能这样恢复"
        raise WrongUsage.because(what, "用 checklist ask 改回去")
    return entry


def _again(
    entry: Entry, path: Path, book: Rulebook, assessment: Assessment, *, before: bool
) -> Answer | None:
    from checklist.assessment.file import history_file
    from checklist.assessment.history import recorded

    data = entry.old if before else entry.new
    if data is None:
        return None
    file = history_file(path)
    answer = recorded(entry, data, file=file, rulebook=book, assessment=assessment)
    if answer.asked_as is None:
        # It was written by hand, perhaps to another edition: to be looked at again.
        return replace(answer, asked_as=f"{book.id} history")
    return answer
