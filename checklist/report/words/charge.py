"""Who mends a line of the report until when, how far it is and what proves it: told once where its
questions agree, else beside each of them. Below: what each person has to do, a row a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from checklist.assessment.evidence import is_only_a_name
from checklist.assessment.model import Evidence
from checklist.evaluation.model import Judged, Status
from checklist.report.view import tasks
from checklist.report.view.model import Line
from checklist.report.view.tasks import First, Person, Task, acts
from checklist.report.words import record
from checklist.report.words.deadlines import entries, hand
from checklist.report.words.unsettled import OPINION
from checklist.report.words.wording import handed_in
from checklist.text import each_name, quoted, without_asides

NOBODY = "责任人未定", "期限未定"
DIFFERS = "各题不同，写在各题旁边"


def questions(line: Line) -> tuple[Judged, ...]:
    """The questions of a line that fail or are open as a whole."""
    return (*line.failed, *line.open)


def of_question(line: Line, judged: Judged) -> tuple[str, ...]:
    """李某, 期限2026-12-31, 进行中; as recorded beside one question, or for the whole entry."""
    mine = "、".join(tasks.owners(line, (judged,)))
    due = tasks.due_of(line, questions(line), judged)
    far = record.worked_off(line, judged)
    nobody, no_day = NOBODY
    until = f"期限{due.isoformat()}" if due else no_day
    return mine or nobody, until, *filter(None, [far])


def of_line(line: Line) -> tuple[str, ...] | None:
    """Who deals with a line by when; 未定 where nothing is recorded, None where it differs."""
    charges = {of_question(line, judged) for judged in questions(line)}
    if len(charges) > 1:
        return None
    whole = charges.pop() if charges else NOBODY
    return ("未定", *whole[2:]) if whole[:2] == NOBODY else whole


def beside(line: Line, judged: Judged) -> str:
    """李某，期限2026-12-31: of one question of a line whose questions differ; else empty."""
    return "，".join(of_question(line, judged)) if of_line(line) is None else ""


def known(line: Line, judged: Judged) -> str:
    """Who deals with one question by when; empty where nothing is recorded."""
    charge = of_question(line, judged)
    return "" if charge == NOBODY else "，".join(charge)


def proof(line: Line) -> tuple[Evidence, ...] | None:
    """The evidence named with what fails or is open; None where its questions name different."""
    evidence = {judged.answer.evidence if judged.answer else () for judged in questions(line)}
    return (evidence.pop() if evidence else ()) if len(evidence) < 2 else None


def exhibited(evidence: Evidence) -> str:
    """What was handed in, and that there is no more than the name of a file where that is all."""
    missing = "（只有文件名）" if is_only_a_name(evidence) else ""
    return f"{handed_in(evidence)}{missing}"


def attached(given: Iterable[Evidence]) -> str:
    """Whether anything was handed in, of what was named as evidence."""
    return "未附，只写了文件名" if all(map(is_only_a_name, given)) else "已附"


def evidence(line: Line, proof: Iterable[Evidence]) -> str:
    """What was handed in as evidence, and what should be kept ready."""
    given = list(proof)
    state = f"{attached(given)}：{'、'.join(map(exhibited, given))}" if given else "未附"
    wanted = "、".join(line.obligation.evidence)
    return f"{state}。整改后宜备：{wanted}" if wanted else state


# --- what each person has to do ------------------------------------------------------------------

FORMS = "样表是空白的记录表"
"""What is said once above things to do that name record forms."""
HOW: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("补答待确认的", ("checklist ask 答案文件",)),
    (
        "写出整改台账，填“责任人”“完成时限”两列，再读回来",
        (
            "checklist report 答案文件 -o 整改台账.xlsx",
            "checklist remediation import 整改台账.xlsx 答案文件",
        ),
    ),
    ("写出空白的记录样表", ("checklist forms write -o 记录样表",)),
    ("打印附件", ("checklist report 答案文件 --part annex --pdf",)),
)
"""How to go on, with the commands: said in one place, to which the others lead."""


def to_mend(person: Person) -> list[First]:
    """What falls short and is in one person's hands, one row a line, or for several lines in which
    the same is to be done; what is open is asked elsewhere."""
    rows: dict[Line, list[Task]] = {}
    for task in person.tasks:
        if task.line.finding.status is Status.NOT_SATISFIED:
            rows.setdefault(task.line, []).append(task)
    return list(acts(rows.values()))


_MOST_OPEN = 8


def to_settle(person: Person) -> str:
    """另要弄清2条义务：甲（可问何苗，2026-12-04到期）；乙: what is open in one hand, what somebody
    could know first; else empty."""
    unclear: dict[str, list[Task]] = {}
    for task in person.tasks:
        if task.line.finding.status is not Status.NOT_SATISFIED:
            unclear.setdefault(task.line.obligation.id, []).append(task)
    if not unclear:
        return ""
    told_first = sorted(unclear.values(), key=lambda of: not any(map(_known, of)))
    named = "；".join(map(_to_ask, islice(told_first, _MOST_OPEN)))
    more = "等" if len(unclear) > _MOST_OPEN else ""
    return f"{'另' if to_mend(person) else ''}要弄清{len(unclear)}条义务：{named}{more}"


def _known(task: Task) -> bool:
    return bool(task.who_could_know)


def _to_ask(tasks: Iterable[Task]) -> str:
    """甲（可问何苗，2026-12-04到期）: one entry in one hand."""
    listed = list(tasks)
    known = each_name(name for task in listed for name in task.who_could_know)
    beside = [f"可问{'、'.join(known)}"] if known else []
    beside += [OPINION] if all(task.is_of_the_text for task in listed) else []
    dated = [(task, hand(task)[1]) for task in listed if task.due]
    for task, until in dated:
        beside.append(f"弄清{len(task.asked)}题，{until}" if len(listed) > 1 else until)
    return listed[0].line.obligation.title + (f"（{'，'.join(beside)}）" if beside else "")


def extent(person: Person) -> str:
    """2条义务；整改的2条按直播间分成3行: how many, and in how many rows where they are more."""
    rows, of = to_mend(person), entries(person.tasks)
    mend = entries(task for row in rows for task in row.heads)
    apart = f"；整改的{mend}条按直播间分成{len(rows)}行" if len(rows) > mend else ""
    return f"{of}条义务{apart}"


def part(row: Sequence[Task]) -> str:
    """（“…？”） or （“…？”等2题）: which questions of an entry are in one hand, where others are in
    another; else empty."""
    line, asked = row[0].line, asked_in(row)
    left = sum(judged.remedied is None for judged in (*line.failed, *line.open))
    if not asked or len(asked) == left:
        return ""
    more = f"等{len(asked)}题" if len(asked) > 1 else ""
    ask = without_asides(asked[0].question.ask).removesuffix("？")
    return f"（{quoted(ask)}{more}）"


def asked_in(row: Iterable[Task]) -> list[Judged]:
    """The questions that a row is about."""
    return [judged for task in row for judged in task.asked]


def until(row: Sequence[Task]) -> list[tuple[date | None, str]]:
    """By when a row is to be done: a day, and how late it is; where several are set, how many
    questions each is for."""
    parts, several = [], sum(task.due is not None for task in row) > 1
    for task in sorted(row, key=lambda task: task.due or date.max):
        late = f"，逾期{task.late_by}天" if task.late_by else ""
        part = f"（{len(task.asked)}题）" if several and task.due else ""
        parts.append((task.due, part + late))
    return parts
