"""Whose questionnaires came back, who filled them in, and where two of them clash.

Another respondent's is refused; a changed name is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from checklist.assessment.model import Respondent
from checklist.assessment.names import Kinship, kinship
from checklist.assessment.typed import Misread
from checklist.errors import UnreadableFile
from checklist.sheets.changes import SheetComparison, shown
from checklist.sheets.form.cells import Edit
from checklist.sheets.form.sheet import FILLED_BY, NAME, FilledForm
from checklist.sitting.details import optional_name
from checklist.text import inert


def check_whose(form: FilledForm, respondent: Respondent, comparison: SheetComparison) -> None:
    """Have a changed name asked. Raises UnreadableFile for another respondent's form."""
    whose = kinship(respondent, form.name, form.credit_code, earlier=comparison.earlier)
    if whose is Kinship.OWN:
        return
    file = f"{inert(form.file)}：" if form.file else ""
    theirs = _named(form.name, form.credit_code)
    own = _named(respondent.name, respondent.credit_code or "")
    what = f"{file}写出问卷时的填报单位是{theirs}，答案文件的是{own}"
    if whose is Kinship.RENAMED:
        comparison.ask_whether_own(what)
        return
    mend = (
        "看看是不是拿错了文件；单位改过名称的，用 checklist form 重新写一份问卷，把填的内容抄过去"
    )
    raise UnreadableFile.because(f"这份问卷是别的单位的：{what}", mend, file=comparison.file)


def check_blank(forms: Sequence[FilledForm], file: Path) -> None:
    """Raise UnreadableFile for a form that was written from answers, where there is no file of
    them: the rooms and the period stand there, and not in the form."""
    for form in forms:
        if form.name or any(any(row.was.values()) for row in form.rows):
            which = f"“{inert(form.file)}”" if form.file else "这份问卷"
            what = f"{which}是从一份答案文件写出的，不能读成新的：里面没有直播间名单和自查期间"
            mend = "读回写出它的那份答案文件；要把答案整个交给别人，用 checklist bundle"
            raise UnreadableFile.because(what, mend, file=file)


def filled_by(form: FilledForm, comparison: SheetComparison) -> str | None:
    """Who filled the form in, where it says so; complains where that is no name."""
    place = " ".join(filter(None, (form.file, f"{NAME}!{FILLED_BY}")))
    try:
        by = optional_name(form.by)
    except Misread as misread:
        comparison.complain(place, Misread(misread.what, "写填写人的姓名"))
        return None
    return comparison.spelled(place, by, None) if by else None


def one_edit_each(
    by_form: Sequence[Sequence[Edit]], comparison: SheetComparison
) -> list[list[Edit]]:
    """The edits of several forms, each cell once; complains where two forms fill it in
    differently."""
    seen: dict[tuple[str, str], Edit] = {}
    kept: list[list[Edit]] = []
    for edits in by_form:
        kept.append([])
        for edit in edits:
            first = seen.setdefault((str(edit.id), edit.field), edit)
            if first is edit:
                kept[-1].append(edit)
            elif first.value != edit.value:
                what = f"和 {first.place} 是同一题，两份问卷写的却不一样："
                what += f"{shown(edit.text)}与{shown(first.text)}"
                mend = "问清以谁为准，两格改成一样的，或者把不对的一格改回原样"
                comparison.complain(edit.place, Misread(what, mend))
    return kept


def _named(name: str, code: str) -> str:
    name, code = inert(name)[:80], inert(code)[:40]
    return f"“{name or '（没有写名称）'}”" + (f"（{code}）" if code else "")
