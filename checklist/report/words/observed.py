"""What else shows something of a finding, in words: records, recordings, what was answered to a
like question of another entry."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.assessment.model import Mark
from checklist.assessment.wording import scalar
from checklist.evaluation.model import Finding, Judged, Observation, OptionJudged
from checklist.law.model import Question, Topic
from checklist.report.view.model import Line, Report
from checklist.report.words.wording import answered, denied_by, option_word

ATTESTED_ONLY = "自评：结论取决于答复是否属实，没有核对过业务记录、合同或者直播回放。"
"""The first limit of every form's method."""


def nature(report: Report) -> str:
    """What the report rests on, and how much of it was looked at."""
    kept, looked, recordings = _checked(report)
    parts = (
        f"{kept}种保存期限中{looked}种用所给的记录{_how(report)}过" if looked else "",
        f"{recordings}段录像抽查过" if recordings else "",
    )
    return f"自评，{'，'.join(filter(None, parts)) or '未经核验'}"


def limits(report: Report) -> str:
    """What was not looked at."""
    _, looked, recordings = _checked(report)
    parts = (
        f"用所给的记录{_how(report)}过的{looked}种保存期限" if looked else "",
        f"抽查过的{recordings}段录像" if recordings else "",
    )
    named = "和".join(filter(None, parts))
    if not named:
        return ATTESTED_ONLY
    rest = "没有核对过合同" if recordings else "没有核对过合同或者直播回放"
    return f"除{named}以外，都是自评：结论取决于答复是否属实，{rest}。"


def grounds(report: Report) -> str:
    """填报人的答复和所给的记录、录像: what the conclusion rests on."""
    _, looked, recordings = _checked(report)
    beside = "、".join(filter(None, ("记录" if looked else "", "录像" if recordings else "")))
    return f"填报人的答复{f'和所给的{beside}' if beside else ''}"


def _how(report: Report) -> str:
    """抽查 where the records are not all there are, of any of the duties to keep something."""
    judged = (judged for clock in report.clocks for judged in clock.line.judged)
    seen = (
        observation
        for question in judged
        for observation in question.observed
        if not observation.is_of_recording
    )
    return "抽查" if any(observation.sample for observation in seen) else "核对"


def _checked(report: Report) -> tuple[int, int, int]:
    """How many duties to keep something there are, how many of them records show something of, and
    how many recordings were looked at."""
    seen: dict[str, bool] = {}
    for clock in report.clocks:
        observed = (observation for judged in clock.line.judged for observation in judged.observed)
        is_seen = any(not observation.is_of_recording for observation in observed)
        seen[clock.line.index] = is_seen or seen.get(clock.line.index, False)
    replayed = report.beside.replayed if report.topic is not Topic.RETENTION else None
    return len(seen), sum(seen.values()), len(replayed.recordings) if replayed else 0


def answer_and_records(judged: Judged) -> str:
    """What was said; where records or recordings show otherwise, that too: 答“是”，录像显示不是."""
    answer = answered(judged)
    denied = [each.observation for each in judged.contradictions if not each.observation.holds]
    if not denied:
        return answer
    labels = {option.id: option.label for option in judged.question.options}
    odd = "、".join(f"“{labels[each.option]}”" for each in denied if each.option in labels)
    shown = f"{denied_by(judged)}显示"
    return f"{answer}；{shown}{odd}不是" if odd else f"答“{answer}”，{shown}不是"


def option_and_records(judged: Judged, option: OptionJudged) -> str:
    """What was said of one option of a multi-select, and what records show otherwise."""
    word = option_word(option.mark, option.outcome)
    denied = (each.observation for each in judged.contradictions)
    if any(each.option == option.option.id and not each.holds for each in denied):
        return f"答“{word}”，{denied_by(judged)}显示不是"
    return word


def of_line(report: Report, line: Line) -> Iterator[str]:
    """What records show of a line, then where a like question was answered the other way round."""
    yield from of_finding(line.finding)
    yield from (
        sentence for judged in line.failed for sentence in _answered_apart(report, line, judged)
    )


def _answered_apart(report: Report, line: Line, judged: Judged) -> Iterator[str]:
    """底稿45-01对“强制性产品认证（3C）”答的是“是”：问的是同一件事的，请核对: options that fail
    here and are 是 where another entry asks alike. Both can be true, of different people or
    goods."""
    key = line.obligation.key(judged.question)
    missing = {option.id: option.label for option in judged.missing}
    if not missing:
        return
    for paper in report.papers:
        for other in paper.lines if paper.obligation is not line.obligation else ():
            for asked in other.judged:
                its_key = paper.obligation.key(asked.question)
                if key == asked.question.often_like or its_key == judged.question.often_like:
                    ticked = {on.option.id for on in asked.options if on.mark is Mark.YES}
                    odd = "、".join(label for id, label in missing.items() if id in ticked)
                    if odd:
                        yield f"底稿{paper.index}对“{odd}”答的是“是”：问的是同一件事的，请核对"


def of_finding(finding: Finding) -> Iterator[str]:
    """What records show of a finding, also where it is what was said, or worse than admitted."""
    for judged in finding.judged:
        yield from of_question(judged)


def of_question(judged: Judged) -> Iterator[str]:
    """What records show of one question: 记录显示与答复不一致（抽查，r2，结果合要求）：…"""
    odd = [each.observation for each in judged.contradictions]
    for seen in judged.observed:
        source, looked = ("录像", "核查") if seen.is_of_recording else ("记录", "核对")
        shown = _shown(judged.question, seen)
        if seen in odd:
            yield f"{source}显示与答复不一致{shown}"
        elif seen.holds or seen.undecided:
            yield f"{source}{looked}{shown}"
        else:
            yield f"{source}显示也不合要求{shown}"


def _shown(question: Question, seen: Observation) -> str:
    option = next((f"“{each.label}”" for each in question.options if each.id == seen.option), "")
    result = "待确认" if seen.undecided else f"{'合' if seen.holds else '不合'}要求"
    part = "抽查" if seen.rows is None else "所给的记录，不是全部"
    looked_at = (
        part if seen.sample else "全面核对",
        seen.room or "",
        option,
        f"结果{result}",
    )
    measured = scalar(seen.measured) if seen.measured else ""
    read = (
        f"最短{measured}" if measured not in seen.note else "",
        f"据{'、'.join(seen.sources)}"
        if any(each not in seen.note for each in seen.sources)
        else "",
        f"{seen.rows}条" if seen.rows is not None else "",
    )
    ground = f"（{'，'.join(filter(None, read))}）" if any(read) else ""
    return f"（{'，'.join(filter(None, looked_at))}）：{seen.note}{ground}"
