"""How findings are told in Chinese: shared by the page and the terminal table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from checklist.assessment import wording as answer_words
from checklist.assessment.model import Evidence, Extreme, Mark, SelfAuditPeriod
from checklist.assessment.recheck import CARRIED, is_carried
from checklist.assessment.stored.unsound import unsound
from checklist.assessment.wording import MARK, UNANSWERED, contradictions, spell, with_last_day
from checklist.evaluation.model import Basis, Findings, Judged, OpenWhy, Outcome, Status
from checklist.evaluation.summary import CANNOT_BE, doubted
from checklist.law.applicability import NONE_OF_THEM, Applies
from checklist.law.expectations import ExpectAll, ExpectNone
from checklist.law.model import Fact, Kind, Per, Question
from checklist.law.wording import day, expected
from checklist.report.view.model import FactSays, Line, Report, Subject
from checklist.report.words import regulations
from checklist.text import quoted, without_asides

STATUS = {
    Status.NOT_SATISFIED: "不符合",
    Status.UNDETERMINED: "待确认",
    Status.SATISFIED: "符合",
    Status.NOT_APPLICABLE: "不适用",
}
# Each status also has a shape, for black-and-white print and colour-blind readers; all are in GBK.
SHAPE = {
    Status.NOT_SATISFIED: "×",
    Status.UNDETERMINED: "●",
    Status.SATISFIED: "○",
    Status.NOT_APPLICABLE: "―",
}
OUTCOME_STATUS = {
    Outcome.GAP: Status.NOT_SATISFIED,
    Outcome.OPEN: Status.UNDETERMINED,
    Outcome.PASS: Status.SATISFIED,
    Outcome.INAPPLICABLE: Status.NOT_APPLICABLE,
}
_FOLLOWED = {
    Outcome.GAP: "未采用",
    Outcome.OPEN: "未定",
    Outcome.PASS: "已采用",
    Outcome.INAPPLICABLE: "不适用",
}
BASIS = {Basis.ATTESTED: "自评", Basis.VERIFIED: "核验"}
OPEN_WHY = {
    OpenWhy.UNANSWERED: "尚未作答",
    OpenWhy.UNKNOWN: "答“不清楚”",
    OpenWhy.INCONCLUSIVE: "按所答的天数还不能断定，要看起止日期，或者按月回答",
    OpenWhy.UNPROVEN: "有迹象，还没有查实",
    OpenWhy.RECHECK: "问法已变或者答复不合问法，须重新确认",
    OpenWhy.IMPOSSIBLE: "所答与自查期间的日子对不上，要核对",
    OpenWhy.EXCLUDED: "与别处的回答矛盾，要核对",
    OpenWhy.RECORDS: "按记录、录像还不能断定",
}
HELD = {Applies.YES: "是", Applies.NO: "否", Applies.UNKNOWN: "尚不能确定"}
NOT_FOUND, _REMEDIED, _NAMED = "未发现（自评）", "，已整改", 6


def status(line: Line) -> str:
    """The status of a line; a prohibition is never more than 未发现."""
    if line.obligation.is_encouragement and line.judged:
        return "倡导，不计入"
    verdict, mended = line.finding.status, _REMEDIED if line.finding.remedied else ""
    waiting = regulations.waiting(line)
    if waiting and not waiting.startswith("，"):
        return waiting
    return NOT_FOUND if _only_not_found(line, verdict) else STATUS[verdict] + mended + waiting


def result(line: Line, judged: Judged) -> tuple[Status, str]:
    """How one question came out: its colour and its word."""
    if line.obligation.is_encouragement:
        return Status.NOT_APPLICABLE, _FOLLOWED[judged.outcome]
    if judged.outcome is Outcome.GAP and line.finding.binding.applies is Applies.UNKNOWN:
        return Status.UNDETERMINED, "若适用则不符合"
    if judged.not_yet:
        return Status.NOT_APPLICABLE, regulations.not_due(judged.not_yet)
    verdict, mended = OUTCOME_STATUS[judged.outcome], _REMEDIED if judged.remedied else ""
    return verdict, NOT_FOUND if _only_not_found(line, verdict) else STATUS[verdict] + mended


def _only_not_found(line: Line, status: Status) -> bool:
    case = (line.obligation.kind, status, line.finding.basis)
    return case == (Kind.PROHIBITION, Status.SATISFIED, Basis.ATTESTED)


def looked_at(judged: Iterable[Judged]) -> str:
    """The signs that were looked for and not found, each once: 抽检不合格；平台扣分."""
    return "；".join(signs_of(judged).values())


def signs_of(judged: Iterable[Judged]) -> dict[str, str]:
    """The signs that were looked for and not found, by the ids of the options."""
    signs: dict[str, str] = {}
    for question in judged:
        options = question.question.options
        if question.outcome is Outcome.PASS and any(option.leaves_open for option in options):
            labels = {sign.id: without_asides(sign.label) for sign in options}
            signs = {**labels, **signs}
    return signs


def subject(line: Line) -> str:
    """Whom a line is about: 填报单位; 全部5个直播间; 30个直播间中的1个（r7某某）."""
    return "填报单位" if line.obligation.per is Per.RESPONDENT else which_rooms(line.subject)


def which_rooms(who: Subject) -> str:
    """全部5个直播间; 30个直播间中的1个（r7 某某）."""
    if not who.rooms:
        return "直播间（没有分列）"
    names = rooms(who)
    if who.of == 1:
        return f"直播间（{names}）"
    if len(who.rooms) == who.of:
        return f"全部{who.of}个直播间"
    return f"{who.of}个直播间中的{len(who.rooms)}个（{names}）"


def rooms(who: Subject) -> str:
    """The rooms by id and name, the first six where there are many."""
    named = "、".join(f"{room.id} {room.name}" for room in who.rooms[:_NAMED])
    return f"{named}等" if len(who.rooms) > _NAMED else named


# --- facts ----------------------------------------------------------------------------------------


_UNSTATED = {OpenWhy.UNANSWERED: UNANSWERED, OpenWhy.UNKNOWN: "不清楚", OpenWhy.RECHECK: CARRIED}


def fact_value(says: FactSays) -> str:
    """What a fact was stated to be: an option's label, or why there is none."""
    if says.value is None:
        return _UNSTATED[says.why or OpenWhy.UNANSWERED]
    if says.value == NONE_OF_THEM:
        return "所列的都不是"
    labels = (option.label for option in says.fact.options if option.id == says.value)
    return next(labels, says.value)


_ASKING = re.compile("是否|是不是|有没有|什么|哪|谁|吗|几")


def asked_briefly(fact: Fact) -> str:
    """是否有登记在自己名下的直播间账号 …: as much of a question as tells it from the others."""
    whole = without_asides(fact.ask).removesuffix("？")
    at = _ASKING.search(whole)
    cut = whole.find("，", at.end()) if at else -1
    return f"{whole[:cut]} …" if cut > 0 else f"{whole}？"


def because(facts: Iterable[FactSays]) -> str:
    """“ask”——是；“ask”——不清楚."""
    return "；".join(
        f"{quoted(says.fact.ask)}答：{fact_value(says)}{_to_ask(says)}" for says in facts
    )


def _to_ask(says: FactSays) -> str:
    return f"（可问{says.who_could_know}）" if says.who_could_know else ""


def period(named: SelfAuditPeriod | None) -> str:
    """2026年2月1日至2026年10月31日, or that none was given."""
    return f"{day(named.first)}至{day(named.last)}" if named else "未填写"


METHOD = (
    "先问主体情况，由此推出法律身份和适用的义务；再就适用的义务逐项提问，把答复与要求比对。",
    "没有回答、答“不清楚”或者答非所问，都不算符合；对禁止性规定只说“未发现（自评）”，并写明看过什么。",
)
"""How a self-audit goes."""
ONLY_THIS_LAW = "只涉及所对照的规定里的义务和其中写明的处罚"
SETTLED = answer_words.SETTLED
"""Said beside a fact that other facts decide."""
UNWRITTEN = "条文本身没有写明这种情形是否适用"


# --- questions and answers ---------------------------------------------------------------------


def answered(judged: Judged) -> str:
    """What was said, in the respondent's terms; 未作答 where nothing was."""
    return UNANSWERED if judged.value is None else spell(judged.question, judged.value)


def offered(judged: Judged) -> str:
    """What 全选 and 全不选 say yes or no to; empty where the answer names its options itself."""
    marks = {option.mark for option in judged.options}
    if marks not in ({Mark.YES}, {Mark.NO}) or judged.outcome is Outcome.GAP:
        return ""
    if seen := looked_at((judged,)):
        return f"逐项看过，没有：{seen}"
    none = "，都没有" if marks == {Mark.NO} else ""
    return "、".join(option.option.label for option in judged.options) + none


def followed(judged: Judged) -> str:
    """How far an encouragement is followed: 已采用, 未采用, or why that is not known."""
    return unclear(judged) if judged.outcome is Outcome.OPEN else _FOLLOWED[judged.outcome]


def differing(line: Line, judged: Judged) -> tuple[Status, str] | None:
    """How one question came out, unless the status of the whole line says so already."""
    status, word = result(line, judged)
    mended = bool(judged.remedied) is not bool(line.finding.remedied)
    if mended or status is not line.finding.status:
        return status, word
    return (status, word) if line.obligation.is_encouragement else None


def demanded(question: Question) -> str:
    """What the law demands as an answer, in words that fit a sentence."""
    if isinstance(question.expect, ExpectAll | ExpectNone):
        return f"各项都为“{'是' if isinstance(question.expect, ExpectAll) else '否'}”"
    return expected(question.expect, question.options)


def denied_by(judged: Judged) -> str:
    """录像, 记录: what shows otherwise than was said; empty where nothing does."""
    odd = (each.observation for each in judged.contradictions)
    return "和".join(dict.fromkeys("录像" if each.is_of_recording else "记录" for each in odd))


def shortfall(judged: Judged) -> str:
    """Where it falls short: 缺2项（共9项）：甲、乙; 答“2年”，规定要求“不少于3年”."""
    if judged.missing:
        missing = "、".join(option.label for option in judged.missing)
        verb = "有" if isinstance(judged.question.expect, ExpectNone) else "缺"
        return f"{verb}{len(judged.missing)}项（共{len(judged.options)}项）：{missing}"
    if judged.value is Extreme.NEVER:
        return f"从未做到；规定要求“{demanded(judged.question)}”"
    given, wanted = answered(judged), demanded(judged.question)
    shown_by = denied_by(judged)
    if shown_by and given == wanted:
        return f"答“{given}”，但{shown_by}显示不是这样"
    odd = f"与{shown_by}不符，" if shown_by else ""
    return f"答“{given}”，{odd}规定要求“{wanted}”"


def unclear(judged: Judged) -> str:
    """Why a question is open, and which options of a multi-select are."""
    if judged.why is OpenWhy.RECHECK and is_carried(judged.question, judged.answer):
        return "沿用上次自查的答复，尚未确认"
    why = OPEN_WHY[judged.why] if judged.why else ""
    if judged.why is OpenWhy.UNPROVEN and judged.question.leaves_open:
        why = f"答“是”，不等于违反：{judged.question.leaves_open}"
    if judged.why in CANNOT_BE:
        why += f"：{'；'.join(objection.what for objection in judged.against)}"
    if judged.why is OpenWhy.RECORDS:
        open_ = [observation for observation in judged.observed if observation.undecided]
        shown = "；".join(observation.note for observation in open_)
        by = "录像" if all(observation.is_of_recording for observation in open_) else "记录"
        why = f"答“{answered(judged)}”，按{by}还不能断定：{shown}"
    if not judged.unclear:
        return why
    labels = "、".join(
        f"{option.option.label}（{option.option.leaves_open}）"
        if option.option.leaves_open and option.mark is Mark.YES
        else option.option.label
        for option in judged.options
        if option.outcome is Outcome.OPEN
    )
    words = f"{len(judged.unclear)}项未定（共{len(judged.options)}项）：{labels}"
    return f"{words}。{why}" if judged.why in {*CANNOT_BE, OpenWhy.RECORDS} else words


def option_word(mark: Mark | None, outcome: Outcome) -> str:
    """One cell of the strip: what was marked for one option."""
    if mark is None:
        return "否" if outcome is Outcome.GAP else UNANSWERED
    return MARK[mark]


def cautions(report: Report) -> tuple[str, ...]:
    """What to look at before anything is believed: checks not used, regulations left out or
    not binding, acts before they were in force, unlikely facts, answers that cannot be."""
    hints = (hint.text for hint in report.hints)
    return (*regulations.cautions(report), *hints, *impossible(report.findings))


def impossible(findings: Findings) -> Iterator[str]:
    """What no sitting would have taken, and answers that exclude each other or can hardly be."""
    yield from unsound(findings.rulebook, findings.assessment, findings.as_of)
    yield from contradictions(findings.rulebook, findings.assessment)
    for _, asked, against in doubted(findings):
        also = "，没有做到的照算，其余" if against.others else ""
        counts = "" if against.may_stand else f"在改正以前{also}按待确认。"
        yield f"{quoted(asked.ask)}的答案请核对：{against.what}；{against.mend}。{counts}"


def handed_in(evidence: Evidence) -> str:
    """证据/开场.png（SHA-256 3f9a1c02…）: a file with the beginning of its digest, or words."""
    start = f"（SHA-256 {evidence.sha256[:8]}…）" if evidence.sha256 else ""
    return with_last_day(f"{evidence.name}{start}", evidence)
