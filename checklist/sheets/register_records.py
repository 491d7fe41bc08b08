"""The sheets beside the register that record: every answer as it was given, every exhibit."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.report.forms.about import text
from checklist.report.view.model import Report
from checklist.report.words import proof, record
from checklist.report.words.wording import handed_in

_NOTED = (
    "理由", "谁可能知道", "说明", "责任部门", "责任人", "复核人", "整改措施", "完成时限", "进度",
    "销号日期",
)  # fmt: skip
ANSWERS = ("底稿", "问题", "答复", "作答人、日期", *_NOTED, "佐证", "编号")
ANSWERS_WIDTHS = (10, 46, 36, 18, 20, 14, 30, 12, 11, 11, 30, 12, 10, 12, 30, 30)
EXHIBITS = ("编号", "佐证", "名称", "登记时的 SHA-256", "大小", "登记时间", "引用的底稿")
EXHIBITS_WIDTHS = (8, 40, 30, 34, 16, 18, 24)
_FACT, _ASIDE = "主体情况", "现在不计入"


def answers(report: Report) -> Iterator[tuple[str, ...]]:
    """Facts, then what counts, then what does not count now; in ANSWERS order."""
    for one in record.facts(report):
        yield _row(_FACT, one)
    for one in record.counted(report):
        yield _row("、".join(one.index), one)
    for one in record.set_aside(report):
        yield _row(_ASIDE, one)


def _row(index: str, one: record.Recorded) -> tuple[str, ...]:
    noted = dict(one.noted)
    return (
        index,
        text(one.ask),
        text(one.answer),
        text(one.by),
        *(text(noted.get(label, "")) for label in _NOTED),
        text(*map(handed_in, one.evidence)),
        text(one.key),
    )


def exhibits(report: Report) -> Iterator[tuple[str, ...]]:
    """Every piece of evidence once, as it was when it was named; in EXHIBITS order."""
    for one in report.exhibits:
        papers = "、".join(paper.index for paper in one.papers)
        yield (
            one.number,
            text(proof.what(one.evidence)),
            text(proof.title(one.evidence)),
            text(proof.digest(one.evidence)),
            proof.size(one.evidence),
            text(proof.seen(one.evidence)),
            papers or (_FACT if one.facts else _ASIDE),
        )
