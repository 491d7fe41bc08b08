"""What keeps it open whether an entry applies, in Chinese, how much of that there is, and what
an entry that is open could cost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from checklist.evaluation.model import Doubt, Judged, OpenWhy, Provision
from checklist.evaluation.states import is_undecided
from checklist.evaluation.summary import is_of_the_text
from checklist.law.applicability import Applies, decisive, relevant
from checklist.law.model import Fact, Per
from checklist.law.wording import penalty
from checklist.report.view.model import Line, Report
from checklist.report.words import amounts, cost
from checklist.report.words.wording import UNWRITTEN, because


def why(line: Line) -> str:
    """Why it is open whether an entry applies: the article does not say, or a fact is missing."""
    open_because = UNWRITTEN if line.finding.binding.in_doubt else "是否适用未定"
    return f"{open_because}：{because(line.because)}{nothing_lacking(line)}"


def nothing_lacking(line: Line) -> str:
    """That an entry that may apply is open for that alone; empty where anything else is."""
    if line.open or line.failed:
        return ""
    return "。若适用，各项都已经做到；弄清上面的情况以后才有结论"


OPINION = "取决于主管机关或者律师的意见"
"""Of what was answered, where only the text leaves open what it amounts to."""
SHORT = 60
"""A penalty of fewer characters is told in full wherever it is named."""
LOOK = "要对照录像、记录"
"""Of what was answered, where what was looked at casts doubt on it."""


def whom(judged: Judged) -> str:
    """问何苗: who can settle an open question, or what."""
    if is_of_the_text(judged):
        return OPINION
    known = judged.answer.who_could_know if judged.answer else None
    if judged.why is OpenWhy.RECORDS and not known:
        return LOOK
    return f"问{known or '（没有写明谁知道）'}"


def beyond_answers(report: Report) -> str:
    """What is said above the open items where no answer can settle some of them; else empty."""
    is_any = any(map(is_of_the_text, (judged for line in report.open for judged in line.open)))
    return f"写“{OPINION}”的，条文没有写明，补答定不了。" if is_any else ""


def facts(report: Report) -> tuple[int, str]:
    """How many facts nobody could say, and what is said behind that number: of how many of them it
    hangs which entries apply, where that is not so of all."""
    deciding = _deciding(report)
    unclear = _unclear(report) | deciding
    some = f"（其中{len(deciding)}题影响哪些义务适用）" if deciding else "（不影响哪些义务适用）"
    of_them = some if deciding != unclear else ""
    return len(unclear), f"题主体情况没有确定{of_them}"


def _unclear(report: Report) -> frozenset[str]:
    """The ids of the facts that are asked now and that an answer leaves open, of any room."""
    findings = report.findings
    answers, rooms = findings.assessment.facts, [room.id for room in findings.assessment.rooms]
    return frozenset(
        fact.id
        for fact in findings.rulebook.facts
        for room in (rooms if fact.per is Per.ROOM else (None,))
        if fact.id in answers
        and relevant(fact, findings.facts[room]) is not Applies.NO
        and is_undecided(fact, answers[fact.id].for_room(room))
    )


def _deciding(report: Report) -> frozenset[str]:
    """The ids of the facts on which it hangs whether an open entry applies; in place of one that
    follows from others, and was not asked, those."""
    said = report.findings.assessment.facts
    return frozenset(
        id
        for line in report.open
        if line.finding.binding.applies is Applies.UNKNOWN
        for says in line.because
        if says.value is None or says.value in says.fact.undecided
        for id in _asked_for(says.fact, is_said=says.fact.id in said)
    )


def _asked_for(fact: Fact, *, is_said: bool) -> Collection[str]:
    """The ids of the facts by which one becomes known: its own, or those that decide it."""
    return (fact.id,) if is_said or fact.follows is None else decisive(fact.follows, {})


def threatened(provisions: Iterable[Provision], told_at: Mapping[str, int]) -> str:
    """第五十九条第一项，拒不改正或者情节严重的，最高10万元: what would fine a breach, and the
    bounds; those in doubt where they differ. What may by a place of another law is told in full, or
    where it is, by the number of the breach `told_at`."""
    fining = tuple(provisions)
    other = [
        provision
        for provision in fining
        if provision.doubt is Doubt.REACH and cost.by_another_law(provision)
    ]
    own = tuple(provision for provision in fining if provision not in other)
    certain, may = (
        amounts.briefly(provision for provision in own if provision.doubt is doubt)
        for doubt in (None, Doubt.REACH)
    )
    fines = [provision for provision in own if provision.doubt is None]
    named = cost.of_entry(own) if certain or not fines else cost.no_amount(fines)
    if_so = f"若适用，{may}" if may and may != certain else ""
    parts = ["，".join(filter(None, (named, certain, if_so)))]
    parts += [
        _may_by_another_law(provision, fining, told_at.get(provision.id)) for provision in other
    ]
    return "；".join(filter(None, parts))


def _may_by_another_law(each: Provision, among: Collection[Provision], at: int | None) -> str:
    """是否适用第六十条（依《价格法》第四十条）有疑问，若适用，责令改正，…."""
    whole = penalty(each.penalty)
    is_short = at is None or len(whole) < SHORT
    what = whole if is_short else f"{amounts.briefly([each])}，全文见编号{at}"
    return f"是否适用{cost.told_apart((each,), among)}有疑问，若适用，{what}"
