"""Whose questionnaire came back: another respondent's is refused, a changed name is asked."""

from __future__ import annotations

from checklist.assessment.model import Respondent
from checklist.assessment.names import Kinship, kinship
from checklist.sheets import spreadsheet
from checklist.sheets.changes import SheetComparison
from checklist.sheets.form.sheet import FilledForm
from checklist.text import inert


def check_whose(form: FilledForm, respondent: Respondent, comparison: SheetComparison) -> None:
    """Have a changed name asked. Raises UnreadableFile for another respondent's form."""
    whose = kinship(respondent, form.name, form.credit_code, earlier=comparison.earlier)
    if whose is Kinship.OWN:
        return
    theirs = _named(form.name, form.credit_code)
    own = _named(respondent.name, respondent.credit_code or "")
    what = f"写出问卷时的填报单位是{theirs}，答案文件的是{own}"
    if whose is Kinship.RENAMED:
        comparison.ask_whether_own(what)
        return
    mend = (
        "看看是不是拿错了文件；单位改过名称的，用 checklist form 重新写一份问卷，把填的内容抄过去"
    )
    raise spreadsheet.unreadable(comparison.file, f"这份问卷是别的单位的：{what}", mend)


def _named(name: str, code: str) -> str:
    name, code = inert(name)[:80], inert(code)[:40]
    return f"“{name or '（没有写名称）'}”" + (f"（{code}）" if code else "")
