"""`checklist calendar`: every date of a self-audit, to be imported into a calendar."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checklist.cli.chinese import ChineseCommand
from checklist.cli.common import AnswersArgument, AsOfOption, judge, note_evidence, output_option
from checklist.cli.output import check_target, named, write_bytes
from checklist.cli.rulebooks import RulesOption
from checklist.commands import command
from checklist.files import read_bytes, refuse_folder, sibling
from checklist.streams import print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.assessment.model import Assessment
    from checklist.report.view.appointments import Appointment
    from checklist.report.view.model import Report

app = typer.Typer(add_completion=False)


@app.command(cls=ChineseCommand)
def calendar(
    file: AnswersArgument,
    output: Annotated[
        Path | None,
        output_option("日历写到哪里（.ics）。", otherwise="答案文件旁边，同名的“-期限.ics”"),
    ] = None,
    as_of: AsOfOption = None,
    rules: RulesOption = None,
) -> None:
    """把自查里的日期写成一份日历（.ics），导入手机、Outlook 等的日历，到期以前提醒。

    里面有：整改和弄清的期限，定期义务（一月、七月报送，每六个月、每年一次的），保存期满之日，佐证有效期。
    改了期限，再导出、再导入一次，原来的日程跟着变，不会重复。
    写在同一个文件名上的，已经做完的也写明取消：上次写过的才取消。
    写着企业的缺口，别导入公开的日历。

    退出码：写好是 0；不让写是 2，磁盘满了是 3。
    """
    from checklist.report.forms import ics
    from checklist.report.view.appointments import appointments

    refuse_folder(file)
    _, target = named(output, {"ics": (".ics",)}, asked=None, otherwise="ics")
    target = target or sibling(file, "", file.stem, "-期限.ics")
    check_target(target, example="期限.ics", inputs=(file, *(rules or ())))
    report = judge(file, as_of=as_of, rules=rules)
    findings = report.findings
    earlier = read_bytes(target) if target.is_file() else b""
    made = ics.known(appointments(report), report, ics.uids(earlier))
    data = ics.render(report, made, at=_changed(file, findings.assessment, findings.as_of))
    written = write_bytes(target, data, like=(file,), follow=output is not None)
    note_evidence(file, findings.assessment, as_of=findings.as_of)
    _tell(report, made, file, rules or ())
    print_note("日历已写好，导入到日历里用：")
    print_text(inert(str(written)))


def _tell(report: Report, made: Sequence[Appointment], file: Path, rules: Sequence[Path]) -> None:
    """Say what the calendar holds, and what has no date."""
    from checklist.report.view.appointments import event_bound
    from checklist.report.view.tasks import tasks
    from checklist.report.words.appointments import counted, undated, with_events

    print_note(f"已写进日历：{counted(made)}。")
    if lacking := undated(tasks(report)):
        ask = command("ask", file, "--only", "gaps", rules=rules)
        print_note(f"注意：{lacking}；记期限：{ask}，答题时输入 p。")
    if left_out := with_events(event_bound(report), report.findings.as_of):
        print_note(f"注意：{left_out}。")


def _changed(file: Path, assessment: Assessment, as_of: date) -> datetime:
    """When what the calendar tells was last changed: by an answer, by anything else that the
    history records, or by the day that it is judged on."""
    from checklist.assessment.stored.file import load_history

    answers = (*assessment.facts.values(), *assessment.answers.values())
    recorded = (*(answer.at for answer in answers), *(e.at for e in load_history(file).entries))
    moments = [datetime.combine(as_of, time(), UTC)]
    for at in filter(None, recorded):
        with suppress(ValueError, OverflowError):
            moments.append(datetime.fromisoformat(at).astimezone(UTC))
    return max(moments)
