"""Which answer each returned row is about, and whether the register is this respondent's."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from checklist.assessment.model import Assessment
from checklist.law.model import Rulebook
from checklist.sheets.register_fields import Code, read_code
from checklist.sheets.register_filled import FilledRow
from checklist.text import inert

_AGAIN = "用 checklist report 重新写一份台账，把填的内容抄过去"


class Known(Struct, frozen=True, kw_only=True):
    """A row with what it was written with; `key` is the answer's, None where the rulebook has no
    such question any more."""

    row: FilledRow
    code: Code
    key: str | None


class Unknown(Struct, frozen=True, kw_only=True):
    """A row, or a whole register, that cannot be taken: where, why, and how to mend it."""

    place: str
    what: str
    mend: str


def identify(
    rows: Sequence[FilledRow], rulebook: Rulebook, assessment: Assessment
) -> list[Known | Unknown]:
    """Each row by its id and code. Where the whole register is a wrong one, that alone is said."""
    found = list(_rows(rows, _keys(rulebook)))
    known = [one for one in found if isinstance(one, Known)]
    wrong = _another(known, rulebook, assessment)
    return [wrong] if wrong else found


def _keys(rulebook: Rulebook) -> dict[str, str]:
    """Row id without rooms -> answer key. What is only open as to whether it applies stands
    beside the first question of its entry."""
    keys = {one.id: one.key(one.questions[0]) for one in rulebook.obligations if one.questions}
    for one in rulebook.obligations:
        keys |= {f"{one.id}/{question.id}": one.key(question) for question in one.questions}
    return keys


def _rows(rows: Sequence[FilledRow], keys: dict[str, str]) -> list[Known | Unknown]:
    seen: dict[tuple[str, str], FilledRow] = {}
    found: list[Known | Unknown] = []
    for row in rows:
        code = read_code(row.code)
        place = row.places["id"]
        if code is None or not row.id or not code.is_of(row.id):
            what = "这一行的行标识、核对码不成对：改过、清掉了，或者是从别的行贴过来的"
            mend = f"取消隐藏最后两列，从写出时的台账里把这一行的两格贴回来；或者{_AGAIN}"
            found.append(Unknown(place=place, what=what, mend=mend))
            continue
        first = seen.setdefault((row.sheet, row.id), row)
        if first is not row:
            what = f"和 {first.places['id']} 是同一行（行标识 {inert(row.id)[:80]}），出现了两次"
            found.append(Unknown(place=place, what=what, mend="留下对的一行，另一行整行删掉"))
            continue
        found.append(Known(row=row, code=code, key=keys.get(row.id.partition("@")[0])))
    return found


def _another(known: list[Known], rulebook: Rulebook, assessment: Assessment) -> Unknown | None:
    """Why the register belongs to other answers, if it does."""
    for one in known:
        place = one.row.places["id"]
        if one.code.rulebook != rulebook.id:
            what = f"这份台账按另一部规则册（{inert(one.code.rulebook)}）写出，不是 {rulebook.id}"
            return Unknown(place=place, what=what, mend="用 --rules 给出写台账时用的规则册")
        if not one.code.is_about(assessment.respondent):
            name = inert(assessment.respondent.name) or "（没有写名称）"
            what = f"这份台账不是“{name}”的：写出时填报单位的名称和统一社会信用代码都不同"
            mend = f"看看是不是拿错了文件；单位改过名称的，{_AGAIN}"
            return Unknown(place=place, what=what, mend=mend)
    return None
