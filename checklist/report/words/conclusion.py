"""The conclusion in Chinese: what it comes to, whether it can be fined, who mends it by when.

Whatever is still open can only add breaches, so the counts are lower bounds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import assert_never

from checklist.assessment.wording import PARTLY
from checklist.evaluation.haste import haste
from checklist.evaluation.haste_words import all_first, in_haste
from checklist.evaluation.summary import Threat, first_in_doubt, only_at_once
from checklist.law.measures import NO_FINE
from checklist.law.wording import citation
from checklist.report.view import reach
from checklist.report.view.model import Line, Report, Verdict
from checklist.report.view.tasks import items
from checklist.report.words import amounts, cost, liability, remedy, unsettled
from checklist.report.words.wording import impossible
from checklist.text import ranges

_ANNEX = "底稿、适用性声明、处罚依据、佐证目录和存疑之处"
WHERE_THE_ANNEX_IS = {
    "all": f"{_ANNEX}在本页末尾的附件里，点开就能看；打印时点开附件，才连附件一起打印。",
    "opened": f"{_ANNEX}在签署后面的附件里。",
    "report": f"{_ANNEX}在附件里，附件不在这一份里：同一编号的网页报告带有附件，也可以单独打印。",
}
"""By what is written: where the reader of the report finds the rest."""
WHERE_DETAILS = "报告附件“方法与限制”"
"""Where what speaks against the answers is told one by one: also for a reader of two pages only."""


def headline(report: Report) -> str:
    """The conclusion in one sentence; of one topic on its own it says that it speaks of no more.

    Where only the quick path was answered, that is said first.
    """
    return f"{partly(report)}{overall(report)}"


def partly(report: Report) -> str:
    """That only the questions were answered which decide a fine at once; "" otherwise."""
    part = None if report.topic else only_at_once(report.findings)
    return PARTLY.format(part.answered, part.left) if part else ""


def overall(report: Report) -> str:
    """What was found in all, in one sentence."""
    here = "本专项" if report.topic else ""
    unclear = count(report.open)
    match report.verdict:
        case Verdict.BREACH:
            finable = any(line.finding.provisions for line in report.breaches)
            risk = "，可能受到处罚" if finable else ""
            also = f"；另有{unclear}项待确认" if unclear else ""
            mended = remedy.among(report.breaches)
            return f"{here}有{how_many(report.breaches)}不符合要求{mended}{risk}{also}。"
        case Verdict.OPEN if report.completeness.settled == 0:
            return f"{here}还没有可以判断的答复，现在不能下结论。"
        case Verdict.OPEN:
            return f"{here}目前没有发现不符合，但有{unclear}项待确认，还不能说合规。"
        case Verdict.CLEAR:
            return f"就{here}所答各项，没有发现不符合。"
        case Verdict.NOTHING_BINDS if report.topic and report.encouragements:
            return "本专项没有义务适用，只有倡导性规定；其他义务见完整报告。"
        case Verdict.NOTHING_BINDS if report.topic:
            duties = len(report.papers)
            return f"按所填的主体情况，本专项的{duties}条义务都不适用；其他义务见完整报告。"
        case Verdict.NOTHING_BINDS:
            return "按所填的主体情况，没有义务适用；请先核对主体情况。"
    assert_never(report.verdict)


def hasty(report: Report) -> Iterator[str]:
    """What speaks against the answers, at length: records that show otherwise, and little care in
    answering."""
    yield from _contradicted(report)
    yield from careless(report)


def careless(report: Report) -> Iterator[str]:
    """What shows that little care was taken in answering, at length."""
    signs = haste(report.findings)
    for each in signs.hurried:
        yield in_haste(each.section, each.answers, each.seconds, each.reading)
    if signs.first_options:
        yield all_first(signs.first_options, signs.admitting)


def doubted(report: Report, *, by_number: bool = False) -> Iterator[str]:
    """What speaks against the answers, each in one short line: told as large as the conclusion."""
    yield from _contradicted(report, by_number=by_number)
    signs = haste(report.findings)
    parts = []
    if signs.hurried:
        parts.append(f"{sum(each.answers for each in signs.hurried)}题答得很快、没有佐证")
    if signs.first_options:
        parts.append(f"{signs.first_options}题全答第一个选项")
    if parts:
        yield f"{'，'.join(parts)}，请再核对。"


def _contradicted(report: Report, *, by_number: bool = False) -> Iterator[str]:
    """记录与答复有2处不一致（编号7、8），以记录为准。 Where items have no numbers, by articles."""
    lines = [line for line in report.breaches if line.finding.contradictions]
    if odd := sum(len(each.contradictions) for each in report.findings.findings):
        articles = "、".join(dict.fromkeys(citation(line.obligation.source) for line in lines))
        named = numbers(report, lines, most=None) if by_number else articles
        yield f"记录与答复有{odd}处不一致{f'（{named}）' if lines else ''}，以记录为准。"


def to_be_checked(report: Report) -> str:
    """How many answers cannot be, or can hardly be; empty where all can."""
    doubted = sum(1 for _ in impossible(report.findings))
    what = "相互矛盾，或者不大可能，请先核对"
    return f"有{doubted}处答案{what}：逐条见{WHERE_DETAILS}。" if doubted else ""


def count(lines: Iterable[Line]) -> int:
    """How many 项: a duty of one subject, the respondent or a room, is one."""
    return sum(line.count for line in lines)


_MOST_NAMED = 6


def numbers(report: Report, lines: Iterable[Line], most: int | None = _MOST_NAMED) -> str:
    """编号1、3—6: which breaches; empty where they are too many to be named. A number is no 项: it
    stands for all rooms in which a duty came out alike."""
    lines = set(lines)
    listed = ranges([number for line, number in items(report).items() if line in lines])
    if not listed or (most is not None and len(listed) > most):
        return ""
    return f"编号{'、'.join(listed)}"


def how_many(lines: Collection[Line]) -> str:
    """18项（15条义务）: how many, and of how many entries where a duty fails in several rooms."""
    findings, entries = count(lines), len({line.obligation.id for line in lines})
    return f"{findings}项" + (f"（{entries}条义务）" if entries != findings else "")


def punishable(report: Report) -> str:
    """Whether and how the breaches can be fined, counted as `count` does, never summed in 元."""
    alike: dict[str, list[Line]] = {}
    for line in report.breaches:
        alike.setdefault(cost.possible(line.threat, line.exposure.triggers), []).append(line)
    if not alike:
        return ""
    certain = "，".join(
        f"{count(lines)}项{words}{_by_reading(lines)}" for words, lines in alike.items()
    )
    return f"{certain}。{_most(report)}{besides(report)}{doubtful(report)}{once(report)}"


def _most(report: Report) -> str:
    """确定的罚款里最重的：违反即可，最高100万元；情节严重的，最高500万元。 Empty where no amount is
    certain."""
    fined = [line for line in report.breaches if line.exposure.fined]
    most = amounts.briefly(each for line in fined for each in line.finding.penalties)
    of = "里最重的" if len(fined) > 1 else ""
    return f"确定的罚款{of}：{most}。" if most else ""


def once(report: Report) -> str:
    """What of the breaches is fined only once: what was decided on, what is one act."""
    return liability.decided_among(report) + liability.one_act(report)


def _by_reading(lines: Collection[Line]) -> str:
    """，其中3项按第一次就可以罚计（条文没有写明先后）: what is fined at once only by a reading."""
    doubted = count(line for line in lines if first_in_doubt(line.finding))
    if not doubted:
        return ""
    which = "都" if doubted == count(lines) else f"其中{doubted}项"
    return f"，{which}{amounts.BY_READING}"


def doubtful(report: Report) -> str:
    """How much the fines in doubt allow, and how many breaches may come under a further fine than
    the certain one; each number with what it belongs to."""
    only = [line for line in report.breaches if line.threat is Threat.IN_DOUBT]
    also = [line for line in report.breaches if cost.has_more_in_doubt(line)]
    most = amounts.briefly(cost.doubted_of(only))
    of = "其中最重的" if len(only) > 1 else ""
    text = f"有疑问的这{count(only)}项若可处罚款，{of}{most}。" if most else ""
    if also:
        most = amounts.briefly(cost.doubted_of(also))
        of = "其中最重的" if len(also) > 1 else ""
        may = f"，若适用，{of}{most}" if most else ""
        certain = count(line for line in report.breaches if line.finding.penalties)
        among = f"有确定罚则的{certain}项里，" if count(also) < certain else ""
        text += f"{among}{count(also)}项{cost.ALSO_IN_DOUBT}{may}。"
    return text


ORDER = (
    "由重到轻排：违反即可处罚款的，有条件才可处罚款的，依其他法律处罚、金额没有核对的，"
    "罚款有疑问的，没有罚款的。"
)
"""In which order breaches stand: `exposure_order`, as far as a reader needs it."""


def besides(report: Report, *, by_number: bool = False) -> str:
    """罚款以外，确定的最重是吊销营业执照（情节严重的，编号3），另有警告、通报批评（违反即可，编号1）。;
    empty where there is none."""
    by_doubt: dict[bool, dict[str, list[str]]] = {False: {}, True: {}}
    for each in reach.measures(report):
        which = numbers(report, each.lines) if by_number else ""
        beside = "，".join(filter(None, (*amounts.depending(each), which)))
        by_doubt[each.in_doubt].setdefault(beside, []).append(each.name)
    certain, may = (
        [f"{'、'.join(of)}（{on}）" for on, of in by_doubt[so].items()] for so in by_doubt
    )
    more = f"，另有{'、'.join(certain[1:])}" if certain[1:] else ""
    if certain and (others := reach.lighter(report)):
        more += f"；较轻的{'、'.join(others)}，见各项"
    parts = [f"确定的最重是{certain[0]}{more}"] if certain else []
    parts += [f"有疑问的{'还' if parts else ''}有{'、'.join(may)}"] if may else []
    return f"罚款以外，{'；'.join(parts)}。" if parts else ""


def provisional(report: Report) -> str:
    """What is still open, and what that does to the figures; empty where all is settled."""
    done = report.completeness
    doubted = {line.obligation.id for line in report.open if line.finding.binding.in_doubt}
    parts = [
        f"{number}{what}"
        for number, what in (
            (done.asked - done.settled, "题没有结论"),
            unsettled.facts(report),
            (len(doubted), "条义务是否适用条文没有写明"),
        )
        if number
    ]
    if not parts:
        return ""
    effect = (
        "结论里的项数只是下限，弄清后可能增加，最高金额也可能提高"
        if report.breaches
        else "弄清后可能出现不符合和处罚，以上结论只是暂时的"
    )
    return f"尚有{'、'.join(parts)}：{effect}。"


def by_room(report: Report) -> str:
    """How a breach in several rooms is counted; empty where there is none."""
    if all(len(line.subject.rooms) < 2 for line in report.breaches):
        return ""
    return "一条义务在几个直播间不符合的，每个直播间计一项；是否分别处罚，由执法机关认定。"


def certain(line: Line) -> str:
    """What a breach can cost for certain, in one sentence without its full stop."""
    fines = cost.certainly(line)
    if line.threat is Threat.NO_AMOUNT and not fines:
        return cost.no_amount(line.finding.penalties)
    return fines or (NO_FINE if not line.finding.may_fine else "能不能处罚款有疑问")


def maybe(line: Line) -> str:
    """另可能：违反即可，最高500万元: what fines in doubt come to; empty where there are none."""
    doubted, beside = line.finding.may_fine, line.finding.beside
    if not doubted and not beside:
        return ""
    if more := cost.beyond_certain(line):
        return f"另可能：{more}"
    if amounts.briefly(doubted):
        return f"另可能{cost.NO_MORE}"
    return f"另可能涉及{cost.places((*doubted, *beside))}"


def call_for_forms(report: Report, forms: Collection[str]) -> bool:
    """Whether anything that is left to mend names a record form; `forms` holds such entries."""
    return any(
        line.obligation.id in forms for line in report.breaches if line.finding.remedied is None
    )
