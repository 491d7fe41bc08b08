"""答复记录: every answer as given and what stands beside it, what claims rest on, the evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment import wording
from checklist.assessment.evidence import is_address, is_only_a_name
from checklist.assessment.model import UNASKED, Answer, Evidence
from checklist.assessment.recheck import CARRIED
from checklist.evaluation.judge import is_admitted
from checklist.evaluation.model import Judged, Outcome, Status
from checklist.law.applicability import Applies
from checklist.law.deadlines import due
from checklist.law.model import About, Fact, Question
from checklist.report.view.model import Exhibit, Line, Paper, Report, Support
from checklist.report.words import cost
from checklist.report.words.signed import answered_by, in_rooms
from checklist.report.words.wording import NOT_FOUND, result, status
from checklist.report.words.wording import handed_in as given_in

_NO_DIGEST = "没有登记摘要，不能核对是否改动"


class Recorded(Struct, frozen=True, kw_only=True, eq=False):
    """One answer. `key` is what the answers file keeps it under; `index` lists the working papers
    that rest on it. `by` and `noted` are empty where nothing was recorded."""

    key: str
    index: tuple[str, ...]
    ask: str
    answer: str
    by: str
    noted: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]


def facts(report: Report) -> tuple[Recorded, ...]:
    """主体情况: what was said to each fact, in the rulebook's order."""
    answers = report.findings.assessment.facts
    return tuple(
        _recorded(report, fact.id, fact, answers[fact.id])
        for fact in report.findings.rulebook.facts
        if fact.id in answers
    )


def counted(report: Report) -> tuple[Recorded, ...]:
    """What some working paper rests on, in the rulebook's order."""
    asked = report.findings.rulebook.questions()
    answers = report.findings.assessment.answers
    return tuple(
        _recorded(report, key, asked.get(key), answers[key], tuple(indexes))
        for key, indexes in _papers(report).items()
        if key in answers
    )


def set_aside(report: Report) -> tuple[Recorded, ...]:
    """Answers and facts that count for nothing now: not bound, or no longer asked."""
    rulebook, assessment = report.findings.rulebook, report.findings.assessment
    papers, asked = _papers(report), rulebook.questions()
    known = {fact.id for fact in rulebook.facts}
    unknown = {id: answer for id, answer in assessment.facts.items() if id not in known}
    left = {key: answer for key, answer in assessment.answers.items() if key not in papers}
    dormant = {key: left[key] for key in asked if key in left}
    return tuple(
        _recorded(report, key, asked.get(key), answer)
        for key, answer in (*unknown.items(), *(dormant | left).items())
    )


def noted(answer: Answer) -> tuple[tuple[str, str], ...]:
    """What was written beside an answer, as label and text, except the evidence."""
    written = replace(answer, exceptions={}, evidence=(), state=progress(answer))
    return tuple((label, text) for label, text in wording.by_label(written).items() if text)


def by_label(line: Line, judged: Judged) -> dict[str, str]:
    """By label, what was noted with an answer, and what was handed in."""
    answer = in_rooms(line, judged)
    if answer is None:
        return {}
    evidence = "、".join(map(given_in, answer.evidence))
    return dict(noted(answer)) | ({"佐证": evidence} if evidence else {})


def beside(paper: Paper, as_of: date, *, is_elsewhere: bool = False) -> tuple[str, ...]:
    """What stands under a working paper: what fines the entry, its deadlines, its evidence; not the
    last where it is `told` elsewhere."""
    obligation = paper.obligation
    notes = {
        "罚则": cost.of_entry(paper.provisions),
        "期限": "；".join(due(each, as_of) for each in obligation.due),
        "宜备佐证": "" if is_elsewhere else "、".join(obligation.evidence),
    }
    return tuple(f"{label}：{note}" for label, note in notes.items() if note)


def _papers(report: Report) -> dict[str, dict[str, None]]:
    """By answer key, the working papers of what binds or may bind, each once."""
    by_key: dict[str, dict[str, None]] = {}
    for paper in report.papers:
        for line in paper.lines:
            if line.finding.binding.applies is not Applies.NO:
                for judged in line.judged:
                    by_key.setdefault(judged.key, {})[paper.index] = None
    return by_key


def _recorded(
    report: Report,
    key: str,
    asked: Fact | Question | None,
    answer: Answer,
    index: tuple[str, ...] = (),
) -> Recorded:
    names = {room.id: f"{room.id} {room.name}" for room in report.findings.assessment.rooms}
    return Recorded(
        key=key,
        index=index,
        ask=asked.ask if asked else "现用的规则册里没有这个问题",
        answer="；".join(_answers(asked, answer, names)),
        by=answered_by(answer.as_signed(None)),
        noted=noted(answer),
        evidence=answer.evidence,
    )


def _answers(asked: Fact | Question | None, answer: Answer, names: dict[str, str]) -> Iterator[str]:
    """The common answer, then the rooms in which it is otherwise, told once for each answer."""
    yield wording.UNANSWERED if answer.value is None else wording.spell(asked, answer.value)
    otherwise: dict[str, list[str]] = {}
    for id, value in answer.exceptions.items():
        if value != answer.value:
            spelled = "没有问到" if value == UNASKED else wording.spell(asked, value)
            who = answered_by(answer.as_signed(id))
            beside = f"（{who}）" if who != answered_by(answer.as_signed(None)) else ""
            otherwise.setdefault(f"{spelled}{beside}", []).append(names.get(id, id))
    yield from (f"{'、'.join(rooms)}：{spelled}" for spelled, rooms in otherwise.items())


# --- progress: told beside a conclusion, it never changes it -------------------------------------

NOT_STARTED, UNDER_WAY, TO_ACCEPT, DONE = "未启动", "进行中", "待验收", "已验收"
PROGRESS = (NOT_STARTED, UNDER_WAY, TO_ACCEPT, DONE)


def progress(answer: Answer | None) -> str | None:
    """The progress that was recorded; a mark that the answer has to be looked at again is none."""
    return answer.state if answer and answer.state != CARRIED else None


def worked_off(line: Line, judged: Judged) -> str:
    """The progress of one question of a line; what 已验收 lacks is said. Empty where none was
    recorded."""
    answer = judged.answer
    state = progress(answer)
    if answer is None or state != DONE:
        return state or ""
    lacking = [] if answer.evidence else ["没有佐证"]
    if answer.closed_on is None:
        lacking.append("没有销号日期")
    elif not judged.remedied and (answer.at or "")[:10] < answer.closed_on.isoformat():
        lacking.append(f"没有{closed_by(judged)}")
    but = f"但{'，'.join(lacking)}：" if lacking else ""
    return f"{DONE}，{but}结论仍是{result(line, judged)[1]}"


def closed_by(judged: Judged) -> str:
    """What closes a question: of what failed in the period, and was answered so, a remedy is
    recorded beside it."""
    past = judged.question.about is About.PERIOD and judged.outcome is Outcome.GAP
    return "记下整改" if past and is_admitted(judged) else "重新作答"


# --- what claims rest on -------------------------------------------------------------------------

_SUPPORTS = {
    Support.NONE: ("仅凭自述，未附佐证", "仅凭自述", "仅凭自述、未附佐证"),
    Support.SAMPLED: ("抽查支持，未附佐证", "抽查支持", "有抽查支持、未附佐证"),
    Support.GONE: ("佐证的文件找不到了，不支持答复", "佐证找不到", "的佐证文件找不到了"),
    Support.EXPIRED: ("有佐证已过有效期，不再支持答复", "佐证过期", "有佐证已过有效期"),
    Support.SOME: ("部分问题未附佐证", "部分附佐证", "只有部分问题附有佐证"),
    Support.ALL: ("各问均附佐证", "附佐证", ""),
}
"""What a passing line rests on: in full, in a word or two, and behind 几项 where it is told what
evidence is lacking."""
CLAIM = {support: words[0] for support, words in _SUPPORTS.items()}


def claim(line: Line) -> str:
    """What a passing line rests on, and what of the duty was not asked; empty where nothing is
    claimed."""
    return _extent(line) + _partly(line) + CLAIM[line.support] if line.support else ""


def brief(line: Line) -> str:
    """What a passing line rests on in a word or two, and why what applies may be 不适用."""
    if line.support:
        return _extent(line) + _partly(line) + _SUPPORTS[line.support][1]
    idle = line.finding.status is Status.NOT_APPLICABLE and line.finding.inapplicable
    return "情形未发生" if idle and not all(each.not_yet for each in line.judged) else ""


def _partly(line: Line) -> str:
    """部分问题有: where what was looked at by sample agrees with some of the answers only."""
    seen = [
        any(observation.holds for observation in judged.observed) for judged in line.finding.passed
    ]
    return "部分问题有" if line.support is Support.SAMPLED and not all(seen) else ""


def _extent(line: Line) -> str:
    """所问的3项符合，标准的其余要求没有问；: where questions ask only a part."""
    asked = sum(max(1, len(judged.options)) for judged in line.finding.passed)
    left = line.obligation.unasked
    return f"所问的{asked}项符合，{left}没有问；" if left else ""


def bare(report: Report) -> str:
    """符合的31项中5项是“未发现（自评）”，24项仅凭自述、未附佐证; empty where nothing passes."""
    passed = report.totals.by_status[Status.SATISFIED]
    lines = (line for paper in report.papers for line in paper.lines)
    not_found = sum(line.count for line in lines if status(line) == NOT_FOUND)
    counts = ((report.supports[support], words[2]) for support, words in _SUPPORTS.items())
    lacking = [f"{count}项{words}" for count, words in counts if count and words]
    if not passed:
        return ""
    share = f"中{not_found}项是“{NOT_FOUND}”" if not_found else ""
    if not lacking:
        return f"符合的{passed}项{share}{'，' if share else ''}都附有佐证；佐证的内容没有经过核对。"
    return f"符合的{passed}项{share or '中'}{'，' if share else ''}{'，'.join(lacking)}。"


def share(report: Report) -> str:
    """24 / 31项仅凭自述; a dash where nothing passes."""
    passed = report.totals.by_status[Status.SATISFIED]
    return f"{report.supports[Support.NONE]} / {passed}项仅凭自述" if passed else "—"


# --- evidence ------------------------------------------------------------------------------------

OF_ROOMS = (
    "写明直播间的佐证只算那些直播间的；没有写明、答复又有例外的，不算作合要求的直播间的佐证。"
)
_ONLY_NAMES = "登记佐证时只记下了名称，没有摘要、大小和时间。"


def registered(exhibits: Collection[Exhibit]) -> str:
    """登记佐证时，4件中1件记下了摘要、大小和时间，其余只有名称。 And what the numbers are."""
    whole, all_of_them = sum(bool(each.evidence.sha256) for each in exhibits), len(exhibits)
    told = f"登记佐证时，{all_of_them}件中{whole}件记下了摘要、大小和时间，其余只有名称。"
    if whole in (0, all_of_them):
        told = "摘要、大小和时间是登记佐证时记下的。" if whole else _ONLY_NAMES
    return f"编号由佐证的名称和内容得出，同一件在各次报告里相同。{told}"


def title(evidence: Evidence) -> str:
    """What a file is called beside its path; empty where that says nothing more."""
    path, text = evidence.path, evidence.text
    return "" if path is None or text == path or path.endswith(f"/{text}") else text


def digest(evidence: Evidence) -> str:
    """The digest as recorded, or that there is none to compare with."""
    if is_only_a_name(evidence):
        return "只写了文件名，没有找到这个文件（或者没有按文件登记），不算附有佐证"
    none = "网址，内容可能变动，不能核对" if is_address(evidence.text) else _NO_DIGEST
    return evidence.sha256 or none


def size(evidence: Evidence) -> str:
    """34,560 字节; a dash where it was not recorded."""
    return "—" if evidence.size is None else f"{evidence.size:,} 字节"


def seen(evidence: Evidence) -> str:
    """2026-11-02 10:00, on the clock of whoever named it; a dash where it was not recorded."""
    return (evidence.seen_at or "—")[:16].replace("T", " ")


def recorded(evidence: Evidence) -> tuple[str, ...]:
    """Size and time as far as recorded, one line each; a single dash where neither is."""
    return tuple(text for text in (size(evidence), seen(evidence)) if text != "—") or ("—",)


def anchor(exhibit: Exhibit) -> str:
    """Where links to it lead."""
    return f"exhibit-{exhibit.number.removeprefix('证')}"
