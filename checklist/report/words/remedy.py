"""已整改 in Chinese: what failed in the period and is done since, and what that changes in law."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from checklist.assessment.model import Extreme
from checklist.assessment.wording import since_then
from checklist.evaluation.model import Doubt, Judged, Outcome
from checklist.law.expectations import ExpectJanuaryAndJuly, ExpectYearsAtLeast
from checklist.law.model import About, Question, Trigger
from checklist.law.wording import asks_for_bad, day
from checklist.report.view.model import Line, Report
from checklist.report.words.liability import LENIENT
from checklist.text import quoted, without_asides

_PROMPTLY = f"及时改正是执法机关裁量时要看的：{LENIENT}"
_CONDITIONS = {
    Trigger.NOT_CORRECTED_IN_TIME: "“逾期不改正”",
    Trigger.REFUSED: "“拒不改正”",
    Trigger.REFUSED_OR_SERIOUS: "“拒不改正”",
}
_SERIOUS = {Trigger.REFUSED_OR_SERIOUS, Trigger.SERIOUS}


_CHECKED_AGAIN = "记录核对查出的：改好以后用 checklist records 再核对一次，只改答复不会变。"
_MOST_NAMED = 4
_MOST_ASKED = 2
_DENYING = ("没有", "不")
"""How options begin that say what there must not be."""


def advice(line: Line, asked: Iterable[Judged], *, below: bool = False) -> str:
    """What to do about the questions of an entry that fail: the measures that the respondent wrote
    down for them; for those without, and `below`, where the entry is told at length, what is usual.

    已定的措施：写书面制度，十月底前发到各组。这一条通常这样改：书面任命负责人，补齐三项规则。
    """
    failing = _failing(line, asked)
    bare = [judged for judged in failing if not _measures(judged)]
    own = "".join(dict.fromkeys(map(_measures, failing)))
    own = f"已定的措施：{own}" if own else ""
    is_told = own and not bare and not below
    rest = "" if is_told else usual(line, bare or failing, below=below)
    return own + rest + "".join(dict.fromkeys(map(checked_again, failing)))


def usual(line: Line, asked: Iterable[Judged], *, below: bool = False) -> str:
    """What the rulebook advises about the questions of an entry that fail: what of them is lacking
    first, then the remedy of the questions that have their own, else of the whole entry, which is
    told as general behind what is lacking. `below`: the questions stand below, so that those which
    fail as a whole are named only beside what others lack in part.

    没有做到的：人员管理。这一条通常这样改：书面任命负责人，补齐三项规则。
    """
    failing = _failing(line, asked)
    own = "".join(dict.fromkeys(each.question.remedy or "" for each in failing))
    if signs := _signs(failing):
        return f"针对自查选中的{signs}：{own or line.obligation.remedy}"
    each_lacking = [_of_which(each, failing) + _lacking(each) for each in failing if _lacking(each)]
    parts = "".join(_joined(dict.fromkeys(each_lacking)))
    whole = _whole(line, failing)
    lacking = parts if below and not parts else whole + parts
    if own and all(each.question.remedy for each in failing):
        return f"{lacking}{own}"
    general = "这一条通常这样改：" if whole or lacking or own else ""
    return f"{lacking}{own}{general}{line.obligation.remedy}"


def checked_again(judged: Judged) -> str:
    """By what a failure that records show is taken back; empty where they show none, and where it
    is of the period and stays."""
    if judged.question.about is About.PERIOD:
        return ""
    shown = (seen for seen in judged.observed if not seen.holds and not seen.undecided)
    return _CHECKED_AGAIN if any(not seen.is_of_recording for seen in shown) else ""


def _failing(line: Line, asked: Iterable[Judged]) -> list[Judged]:
    """Those of the questions that fail and are not mended; all that fail where all are."""
    gaps = [judged for judged in asked if judged.outcome is Outcome.GAP] or list(line.failed)
    return [judged for judged in gaps if judged.remedied is None] or gaps


def _measures(judged: Judged) -> str:
    """The measures that the respondent wrote down for a question, as one sentence."""
    written = (judged.answer.measures if judged.answer else None) or ""
    clauses = [line.strip().rstrip("。；;") for line in written.splitlines()]
    return "；".join(filter(None, clauses)) + ("。" if written.strip() else "")


def once_settled(line: Line, judged: Judged | None) -> str:
    """What to do about something open: to settle it, and then what mends it, where it fails."""
    own = judged.question.remedy if judged else None
    return f"先查清并补答。查明不合要求的：{own or line.obligation.remedy}"


def in_short(line: Line, asked: Iterable[Judged], most: int) -> str:
    """As much of what is to be done as comes in so many characters, at the end of a clause."""
    first, *more = re.findall(r"[^；。]+[；。]?", advice(line, asked))
    while more and len(first) + len(more[0]) <= most:
        first += more.pop(0)
    return f"{first.rstrip('；。')}。"


def _whole(line: Line, failing: Sequence[Judged]) -> str:
    """不合要求的：“是否…”。 Which questions fail as a whole and have no remedy of their own; empty
    where every question of the entry does: the remedy of the entry is for them all."""
    whole = [each for each in failing if not _lacking(each)]
    others = {each.key for each in line.judged if each.outcome is not Outcome.INAPPLICABLE}
    if others <= {each.key for each in whole}:
        return ""
    named = (each.question.ask for each in whole if not each.question.remedy)
    asks = [*dict.fromkeys(without_asides(ask).removesuffix("？") for ask in named)]
    more = f"等{len(asks)}题" if len(asks) > _MOST_ASKED else ""
    questions = "、".join(map(quoted, asks[:_MOST_ASKED]))
    return f"不合要求的：{questions}{more}。" if questions else ""


def _signs(failing: Iterable[Judged]) -> str:
    """The signs by which a breach of a prohibition was found: they are no work to be done, as what
    is lacking is. Empty where something else fails too."""
    listed = list(failing)
    if not all(any(option.leaves_open for option in judged.question.options) for judged in listed):
        return ""
    named = dict.fromkeys(
        without_asides(option.label) for question in listed for option in question.missing
    )
    more = f"等{len(named)}项" if len(named) > _MOST_NAMED else ""
    return "、".join(f"“{label}”" for label in list(named)[:_MOST_NAMED]) + more


def _joined(parts: Iterable[str]) -> Iterator[str]:
    """没有核验的：甲；乙。 once for what is lacking of several questions."""
    last = ""
    for part in parts:
        label, colon, rest = part.partition("：")
        if colon and label == last:
            yield f"；{rest.removesuffix('。')}"
        else:
            yield f"{'。' if last else ''}{part.removesuffix('。')}"
        last = label
    yield "。" if last else ""


def _of_which(judged: Judged, failing: Iterable[Judged]) -> str:
    """“涉及不安全、不环保”的: of which question something is lacking, where others fail too and
    what is lacking does not tell: 还有 of what must not be, or the same is lacking of another."""
    others = [each for each in failing if each.key != judged.key]
    labels = {option.label for each in others for option in each.missing}
    is_shared = not labels.isdisjoint(option.label for option in judged.missing)
    if not (is_shared or (others and asks_for_bad(judged.question))):
        return ""
    ask = without_asides(judged.question.ask).removesuffix("？")
    _, about, what = ask.rpartition("，涉及")
    return f"{quoted(f'涉及{what}' if about else ask)}的"


def _lacking(judged: Judged) -> str:
    """What of one question is lacking, or is there and must not be; empty where it is all or one
    thing. A month says when; an option that says what must not be (没有…) is quoted, lest the
    opposite be read."""
    if judged.value is Extreme.NEVER and isinstance(judged.question.expect, ExpectYearsAtLeast):
        return "现在没有保存：先从现在起保存。"
    missing = judged.missing
    if not 0 < len(missing) < len(judged.options):
        return ""
    more = f"等{len(missing)}项" if len(missing) > _MOST_NAMED else ""
    named = "、".join(without_asides(each.label) for each in missing[:_MOST_NAMED])
    if isinstance(judged.question.expect, ExpectJanuaryAndJuly):
        return f"没有在当月做的：{named}。"
    if any(each.label.startswith(_DENYING) for each in missing):
        quoted = "、".join(f"“{without_asides(each.label)}”" for each in missing[:_MOST_NAMED])
        return f"没有做到：{quoted}{more}。"
    return f"{_verb(judged.question)}：{named}{more}。"


_DOING = re.compile(
    "(核验|审核|写明|明确|报送|通报|留存|写入|提供|建立|制定|告知|覆盖)了[^，。]*下列"
)
_EACH = re.compile("每|所有|逐|都")


def _verb(question: Question) -> str:
    """没有核验的: what was not done with what is named behind it, in the words of the question;
    没有全部核验的 where it asks of each one, 还有 of what must not be."""
    if asks_for_bad(question):
        return "还有"
    doing = _DOING.search(question.ask)
    each = "全部" if doing and _EACH.search(question.ask) else ""
    return f"没有{each}{doing[1] if doing else '做到'}的"


def since(judged: Judged) -> str:
    """已整改：2026年6月1日起做到, or 起不再有 of what must not be; empty where it is not."""
    then = since_then(judged.question)
    return f"已整改：{day(judged.remedied)}{then}" if judged.remedied else ""


def of_line(line: Line) -> str:
    """That all that failed in a line is mended, and since when; of a part, that it is one."""
    if line.finding.remedied:
        ways = {since_then(judged.question) for judged in line.failed}
        then = ways.pop() if len(ways) == 1 else "起全部改好"
        return f"已整改：{day(line.finding.remedied)}{then}"
    mended = sum(judged.remedied is not None for judged in line.failed)
    if not mended:
        return ""
    left = [f"{len(line.failed) - mended}题还没有"] if mended < len(line.failed) else []
    left += [f"另有{len(line.open)}题还没有弄清"] if line.open else []
    parts = "，".join([f"{mended}题已整改", *left])
    return f"有缺口的{len(line.failed)}题里，{parts}"


def effect(line: Line) -> Iterator[str]:
    """What a remedy changes and what it does not; nothing where not all of a line is mended."""
    if not line.finding.remedied:
        return
    yield "自查期间没有做到的事实不因整改而改变，结论仍是不符合。"
    reaching = [
        provision for provision in line.finding.provisions if provision.doubt is not Doubt.BESIDE
    ]
    triggers = {step.on for provision in reaching for step in provision.penalty.steps if step.fine}
    if Trigger.BREACH in triggers:
        yield "违反即可处罚款的，不以不改正为条件：已经整改，仍然可能被罚。"
    named = dict.fromkeys(words for trigger, words in _CONDITIONS.items() if trigger in triggers)
    if named:
        fines = f"以{'、'.join(named)}为条件的罚款"
        yield f"{fines}：已经按要求改正的，不再具备这个条件；是否改正由执法机关认定。"
    if triggers & _SERIOUS:
        yield "“情节严重”看的是当时的情形，不因整改而消失。"
    if reaching:
        yield _PROMPTLY


def among(lines: Iterable[Line]) -> str:
    """（其中2项已整改）, counted as 不符合 is; empty where none is."""
    mended = sum(line.count for line in lines if line.finding.remedied)
    return f"（其中{mended}项已整改）" if mended else ""


def of_totals(report: Report) -> str:
    """（其中已整改 2项）, counted as 不符合 is; empty where none is."""
    return f"（其中已整改 {report.totals.remedied}项）" if report.totals.remedied else ""
