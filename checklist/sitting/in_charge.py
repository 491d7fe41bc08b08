"""This module reads who is in charge by when, and of which questions, and words it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

from checklist.assessment.days import is_vague, without_by, written_out
from checklist.assessment.model import Answer, Assessment
from checklist.assessment.questionnaire import AskFact, AskQuestion, Step, answer_to
from checklist.assessment.typed import DAY, Misread, excerpt, solid
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Status
from checklist.evaluation.states import states, to_do
from checklist.law.model import Rulebook
from checklist.sitting.details import ONESELF, name, sentence
from checklist.sitting.places import chapters_named, is_section, is_shared, numbered, section_of
from checklist.text import inert, name_key, plain, without_asides

MANY = "几道题一起写，前面加上 第37条、办法第三章、多渠道规定、第3、5-8题、全部商品类 或者 全部"
MEND = "写部门、姓名和日期，用空格隔开，日期写成 年-月-日；也可以只写其中一样"
_DEPARTMENT = re.compile(".+(部|部门|组|处|室|中心|团队)")
_WITH_NAME = re.compile("(.+?(?:部门?|组|中心|团队))([\u4e00-\u9fff]{2,4})")
_NO_NAME = re.compile(".*(?:部|部门|组|处|室|中心|团队|公司|店|站|区)")
_LABELS = re.compile(r"期限|责任部门|责任人|[\s,，、;；:：]+")
_AND, _TO = "[、,和与跟及]", "[-~至到]+"
_NUMBERS = f"第?[ ]*[0-9]+(?:[ ]*题?[ ]*(?:{_AND}|{_TO})[ ]*第?[ ]*[0-9]+)*[ ]*题"
_PLACE = re.compile(
    rf"((?:{_NUMBERS})|(?:[^\s:：]+第|第?)[ ]*[0-9一二三四五六七八九十百]+[ ]*[条章]|全部[^\s:：]*"
    r"|作为[^\s:：]+)"
    r"[\s,，:：]*(.*)"
)
_WITHIN = re.compile(r"(?<![^\s,，])([0-9]{1,2}|[一二两三四五六七八九十]{1,3})天(?=[\s,，]|$)")
"""五天 alone says until when, as 五天内 does."""
_MOST_OFFERED = 9


class InCharge(Struct, frozen=True, kw_only=True):
    """责任部门, 责任人 and 期限; what is None stays as it is recorded."""

    department: str | None = None
    owner: str | None = None
    due: date | None = None

    def __str__(self) -> str:
        who = " ".join(filter(None, (self.department, self.owner)))
        return "，".join(filter(None, (who, f"期限 {self.due}" if self.due else "")))


def recorded(answer: Answer) -> InCharge:
    """Return who is in charge as an answer has it."""
    return InCharge(department=answer.department, owner=answer.owner, due=answer.due)


def stays(before: Answer | None, who: InCharge) -> str:
    """Say what of the department, the person and the day stays as it was: 部门仍为 内容部."""
    was = recorded(before) if before else InCharge()
    kept = (
        ("部门", was.department if who.department is None else None),
        ("责任人", was.owner if who.owner is None else None),
        ("期限", was.due if who.due is None else None),
    )
    return "，".join(f"{label}仍为 {inert(str(value))}" for label, value in kept if value)


def replaced(before: Answer | None, who: InCharge) -> str:
    """Say what stands and would give way: 王敏，期限 2026-12-31; empty where nothing would."""
    was = recorded(before) if before else InCharge()
    names = ("department", "owner", "due")
    gone = {
        name: getattr(was, name)
        for name in names
        if getattr(was, name) and getattr(who, name) not in (None, getattr(was, name))
    }
    return str(InCharge(**gone))


def numbered_anew(before: Sequence[InCharge], assessment: Assessment) -> tuple[InCharge, ...]:
    """The departments and people named in the file under the numbers that they had in this sitting;
    nobody under the number of one that was taken back, others behind."""
    now = {name_key(str(who)): who for who in used(assessment)}
    kept = [now.pop(name_key(str(who)), InCharge()) for who in before]
    return (*kept, *now.values())[: max(len(before), _MOST_OFFERED)]


def used(assessment: Assessment) -> tuple[InCharge, ...]:
    """List the departments and people named in the file, each once."""
    answers = (*assessment.facts.values(), *assessment.answers.values())
    named: dict[str, InCharge] = {}
    for answer in answers:
        who = InCharge(department=answer.department, owner=answer.owner)
        if str(who):
            named.setdefault(name_key(str(who)), who)
    return tuple(named.values())


def offered(numbered: Sequence[InCharge]) -> Iterator[str]:
    """Say how many questions are named at once, and who was named in the file before."""
    yield f"  {MANY}"
    named = [f"{at} {inert(str(who))}" for at, who in enumerate(numbered, 1) if str(who)]
    listed = "；".join(named)
    if listed:
        yield f"  用过的（写序号就行，例如 1 2026-12-31）：{listed}"


def in_charge(
    text: str,
    before: Sequence[InCharge] = (),
    today: date | None = None,
    myself: str | None = None,
) -> InCharge:
    """Read 部门, 责任人 and 期限 in any order; some may be missing. Raises Misread.

    A number alone before the day means one of those named `before`. A day without a year is of this
    year, if it is still to come; 自己 is `myself`.
    """
    line, due = _without_day(plain(text), today)
    words = _LABELS.sub(" ", line).split()
    if len(words) == 1 and words[0].isdecimal() and 1 <= int(words[0][:3]) <= len(before):
        known = before[int(words[0]) - 1]
        if not str(known):
            raise Misread(f"序号 {words[0]} 的已经撤回了", MEND)
        return InCharge(department=known.department, owner=known.owner, due=due)
    if re.search("[0-9]", " ".join(words)) or is_vague(" ".join(words)):
        if re.search("^第|[题条章]", line):
            raise Misread(f"没有看懂{excerpt(text)}说的是哪些题", MANY)
        raise Misread(f"没有看懂{excerpt(text)}里的期限", MEND)
    if not words and due is None:
        raise Misread("没有写部门、责任人，也没有写期限", MEND)
    sentence(" ".join(words), MEND)
    known_names = {who.department for who in before}
    words = [part for word in words for part in _apart(word, known_names)]
    of_department = [word for word in words if word in known_names or _DEPARTMENT.fullmatch(word)]
    department = " ".join(of_department)
    named = [word for word in words if word not in of_department]
    if not myself and (unnamed := next((word for word in named if word in ONESELF), None)):
        raise Misread(f"{excerpt(unnamed)}看不出是谁", MEND)
    owner = _as_joined([myself or word if word in ONESELF else word for word in named], line)
    return InCharge(
        department=name(department, "写部门的名称") if department else None,
        owner=name(owner, "写姓名") if owner else None,
        due=due,
    )


def _as_joined(names: Sequence[str], line: str) -> str:
    """The names as one text, with 、 between those that were typed so."""
    together = " ".join(names)
    for first, other in pairwise(names):
        if f"{first}、{other}" in line:
            together = together.replace(f"{first} {other}", f"{first}、{other}")
    return together


def _apart(word: str, departments: Collection[str | None]) -> Sequence[str]:
    """The department and the name in a word without a blank: 法务部小陈."""
    known = (each for each in departments if each and word.startswith(each))
    if word not in departments and (department := max(known, key=len, default="")):
        return (department, word[len(department) :])
    both = _WITH_NAME.fullmatch(word)
    return (word,) if both is None or _NO_NAME.fullmatch(word) else (both[1], both[2])


def _without_day(line: str, today: date | None) -> tuple[str, date | None]:
    """The line without the day in it, and that day. Raises Misread for two, and for none of the
    calendar."""
    if today:
        line = _WITHIN.sub(r"\1天内", line)
        last = date(today.year, 12, 31)
        line = written_out(line, first=today, last=last, today=today, mend=MEND)
    line = without_by(line)
    days = list(DAY.finditer(line))
    if not days:
        return line, None
    if len(days) > 1:
        raise Misread("写了两个日期", MEND)
    try:
        due = date(*map(int, days[0].groups()))
    except ValueError:
        raise Misread(f"{excerpt(days[0].group())}不是日历上的日期", MEND) from None
    return f"{line[: days[0].start()]} {line[days[0].end() :]}", due


# --- of which questions --------------------------------------------------------------------------


def place(text: str, rulebook: Rulebook) -> tuple[str, str] | None:
    """Split what names several questions from who is in charge of them; None where nothing does.

    The name of a regulation alone, short or whole, names all of its questions.
    """
    line = plain(text)
    if match := _PLACE.fullmatch(line):
        return match[1], match[2]
    first, *rest = re.split(r"[\s,，:：]+", line, maxsplit=1)
    word = re.sub("[《》]|^全部|(的?全部|的?所有)?(的?题|类)?$", "", first)
    for each in rulebook.regulations:
        if word in (each.called, each.called.strip("《》"), each.title):
            return each.called, "".join(rest)
    return None


def questions_of(rulebook: Rulebook, steps: Iterable[Step], place: str) -> list[AskQuestion]:
    """List the questions that a place names. Raises Misread where it names none."""
    asked = [step for step in steps if isinstance(step, AskQuestion)]
    word = solid(place)
    if several := chapters_named(rulebook, word):
        raise Misread(f"{excerpt(place)}不止一部规定有", f"写明是哪一部：{several}")
    if word.startswith("全部"):
        word = word.removeprefix("全部").removesuffix("题").removesuffix("的").removesuffix("类")
        named = [step for step in asked if not word or _is_of(rulebook, step, word)]
    elif word.endswith("题"):
        numbers = _numbers(re.sub("[第题]", "", word), len(asked))
        named = [step for at, step in enumerate(asked, 1) if at in numbers]
    else:
        named = [step for step in asked if _is_of(rulebook, step, word)]
    if not named:
        raise Misread(f"没有找到{excerpt(place)}的题", MANY)
    return named


def to_be_done(
    rulebook: Rulebook, assessment: Assessment, questions: Iterable[AskQuestion], today: date
) -> list[AskQuestion]:
    """List those in which something is open or a gap, or of whose entry it is open whether it
    applies, or somebody is in charge already, which may be a mistake to be mended: the others need
    nobody."""
    undecided = hanging(rulebook, assessment, today)
    return [
        step
        for step in questions
        if is_given(assessment, step)
        or step.key in undecided
        or to_do(states(step, rulebook, assessment, today))
    ]


def is_given(assessment: Assessment, step: AskQuestion) -> bool:
    """Whether somebody is in charge of a question, or a day is recorded beside it."""
    answer = answer_to(assessment, step)
    return bool(answer and str(recorded(answer)))


def hanging(rulebook: Rulebook, assessment: Assessment, today: date) -> Mapping[str, set[str]]:
    """List by answer key the questions of entries that are to be dealt with only since it is open
    whether they apply, each with the ids of the facts on which that hangs."""
    by_key: dict[str, set[str]] = {}
    if today < rulebook.in_force:
        return by_key
    for finding in evaluate(rulebook, assessment, as_of=today).findings:
        is_answered = not (finding.open or finding.if_bound)
        if finding.status is Status.UNDETERMINED and is_answered:
            for question in finding.obligation.questions:
                facts = by_key.setdefault(finding.obligation.key(question), set())
                facts.update(finding.binding.facts)
    return by_key


def preview(
    assessment: Assessment,
    steps: Sequence[Step],
    chosen: Sequence[AskFact | AskQuestion],
    who: InCharge,
    left_out: int,
) -> Iterator[str]:
    """Tell beside which questions it is put, and what it replaces there, before it is recorded."""
    numbers = numbered(steps)
    yield f"  {who}，记在这 {len(chosen)} 题旁边："
    for step in chosen:
        answer = answer_to(assessment, step)
        before = str(recorded(answer)) if answer else ""
        kept = stays(answer, who)
        now = f"（现在：{before}{f'；{kept}' if kept else ''}）" if before else ""
        yield f"  {numbers[step.id]:>4}  {without_asides(step.asked.ask)}{now}"
    other = sum(bool(replaced(answer_to(assessment, step), who)) for step in chosen)
    if other:
        yield f"  其中 {other} 题原来记了别的。"
    if left_out:
        yield f"  另有 {left_out} 题已答、没有缺口，不记。"


def _is_of(rulebook: Rulebook, step: AskQuestion, word: str) -> bool:
    return is_section(section_of(rulebook, step), word) or is_shared(rulebook, step, word)


def _numbers(text: str, last: int) -> set[int]:
    """Read 3、5-8. Raises Misread for a number that no question has."""
    numbers: set[int] = set()
    for part in re.split(_AND, text):
        first, *end = map(int, re.findall("[0-9]{1,6}", part))
        numbers.update(range(first, min(end[0] if end else first, last + 1) + 1))
    if not numbers or min(numbers) < 1 or max(numbers) > last:
        raise Misread(f"题号是 1 到 {last}", MANY)
    return numbers
