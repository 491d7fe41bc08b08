"""The sheets beside a whole register: what applies, every answer as it was given, every exhibit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checklist.assessment.wording import validity
from checklist.law.applicability import Applies
from checklist.law.wording import KIND, REVIEW, citation
from checklist.report.forms.about import text
from checklist.report.view.model import Report
from checklist.report.words import charge, liability, record
from checklist.report.words import wording as words

Cells = tuple[str, ...]
SCOPE, ANSWERED, EXHIBITED = "适用性", "答复记录", "佐证目录"
_SCOPE = {
    "底稿": 9, "依据条款": 18, "义务": 36, "性质": 8, "对象": 22, "是否适用": 10, "适用于": 26,
    "理由": 46, "状态": 18, "依据": 8, "佐证": 18, "条目": 10,
}  # fmt: skip
"""The columns of 适用性 with their widths; those of the other two sheets follow."""
_NOTED = {
    "理由": 20, "谁可能知道": 14, "备注": 30, "责任部门": 12, "责任人": 11, "复核人": 11,
    "整改措施": 30, "完成时限": 12, "进度": 10, "销号日期": 12,
    "整改完成之日": 14, "更正说明": 30,
}  # fmt: skip
_ANSWERS = {
    "底稿": 10, "问题": 46, "答复": 36, "作答人、日期": 18, **_NOTED, "佐证": 30, "编号": 30,
}  # fmt: skip
_EXHIBITS = {
    "编号": 8, "佐证": 40, "名称": 30, "登记时的 SHA-256": 34, "大小": 16, "登记时间": 18,
    "引用的底稿": 24,
}  # fmt: skip
_APPLIES = {Applies.YES: "适用", Applies.NO: "不适用", Applies.UNKNOWN: "未定"}
_FACT, _ASIDE = "主体情况", "现在不计入"


def record_sheets(report: Report) -> Mapping[str, tuple[Mapping[str, int], Iterator[Cells]]]:
    """The columns of each sheet with their widths, and its rows, by its name."""
    return {
        SCOPE: (_SCOPE, scope(report)),
        ANSWERED: (_ANSWERS, answers(report)),
        EXHIBITED: (_EXHIBITS, exhibits(report)),
    }


def scope(report: Report) -> Iterator[tuple[str, ...]]:
    """Every entry, whether it applies and why, one row for each result, in _SCOPE order."""
    for paper in report.papers:
        obligation = paper.obligation
        for line in paper.lines:
            binding = line.finding.binding
            doubt = (f"{words.UNWRITTEN}。",) if binding.in_doubt else ()
            yield (
                paper.index,
                citation(obligation.source),
                text(obligation.title),
                KIND[obligation.kind],
                text(words.subject(line)),
                _APPLIES[binding.applies],
                liability.addressees(line),
                text(*doubt, words.because(line.because)),
                words.status(line),
                words.BASIS[line.finding.basis] if line.judged else "",
                record.claim(line),
                REVIEW[obligation.review.state],
            )


def answers(report: Report) -> Iterator[tuple[str, ...]]:
    """Facts, then what counts, then what does not count now; in _ANSWERS order."""
    every = [(_FACT, fact) for fact in record.facts(report)]
    every += [("、".join(answer.index), answer) for answer in record.counted(report)]
    every += [(_ASIDE, answer) for answer in record.set_aside(report)]
    for index, recorded in every:
        noted = dict(recorded.noted)
        yield (
            index,
            text(recorded.ask),
            text(recorded.answer),
            text(recorded.by),
            *(text(noted.get(label, "")) for label in _NOTED),
            text(*map(charge.exhibited, recorded.evidence)),
            text(recorded.key),
        )


def exhibits(report: Report) -> Iterator[tuple[str, ...]]:
    """Every piece of evidence once, as it was when it was named; in _EXHIBITS order."""
    for exhibit in report.exhibits:
        papers = "、".join(paper.index for paper in exhibit.papers)
        yield (
            exhibit.number,
            text(exhibit.evidence.name),
            text(
                record.title(exhibit.evidence),
                validity(exhibit.evidence, report.findings.as_of),
            ),
            text(record.digest(exhibit.evidence)),
            record.size(exhibit.evidence),
            text(record.seen(exhibit.evidence)),
            papers or (_FACT if exhibit.facts else _ASIDE),
        )
