"""What the lawyer's copy tells of each entry, and the code by which its row is known again.

The code (核对码) holds digests of the entry, of its review and of the words that were shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from checklist.law import wording
from checklist.law.as_data import Data, plain, review_as_data
from checklist.law.model import Obligation, Question, Review, ReviewState, Rulebook
from checklist.report.forms.about import text
from checklist.report.view.quotes import OfficialText
from checklist.sheets.changes import cut
from checklist.sheets.spreadsheet import DIGITS, Cells, digest
from checklist.upkeep.as_text import Section, open_points, sections

ID, CODE, STATE = "编号", "核对码", "复核状态"
QUOTED = "条文原文"
AGREED, AMENDED, DOUBTED = "同意", "修改", "存疑"
VERDICTS = (AGREED, AMENDED, DOUBTED)
SHOWN = (ID, "依据", "标题", "约束谁", QUOTED, "读法", "处罚", "存疑", STATE)
"""What is told of an entry, by heading."""
FILLED = {"结论": "verdict", "意见": "opinion", "姓名": "name", "日期": "day"}
"""What the lawyer fills in: the name of each heading."""
NO_TEXT = "没有用 --statute 给出官方条文，“条文原文”一栏空着，请另外对照"

HOW_TO_FILL = (
    (
        "结论",
        "同意：编码与条文相符，可以签字。修改：要改。存疑：拿不准，或者条文没有写明。没有看的，空着。",
    ),
    ("意见", "修改、存疑的必须写；写明哪一句、改成什么、理由。同意的可以不写。"),
    (
        "姓名、日期",
        "复核人本人的姓名和复核的日期，三种结论都要写。日期写成 年-月-日，例如 2026-12-31。",
    ),
    (
        "读回以后",
        "同意的记为“已复核”和姓名、日期；修改、存疑的仍是“待复核”，意见记入待定的问题。",
    ),
    ("其余各列", "不读。要改的请写在“意见”里；直接改在格子里的，读回时会提示，但不会采用。"),
    (
        "怎样读回",
        "存成 .xlsx 或者 .docx 发回，运行：checklist rules review import 复核表 -o 新规则册.yaml",
    ),
    (
        "可以",
        "排序、筛选、加列、删行、调整列的先后。最后一列“核对码”（Word 里在编号下面）请不要改。",
    ),
    ("公式", "请不要写公式，写了读不回来。"),
)
"""How the copy is filled in, by what it is about."""

_BLANK = Review(state=ReviewState.TO_REVIEW)
_CODE = re.compile(rf"1:([0-9a-f]{{{DIGITS}}})([0-9a-f]{{{DIGITS}}})([0-9a-f]{{{DIGITS}}}):(.+)")


class Code(Struct, frozen=True, kw_only=True):
    """What a row was written with: the rulebook's id, and digests of the entry (with its id), of
    its review, and of what was shown."""

    rulebook: str
    entry: str
    review: str
    shown: str

    def __str__(self) -> str:
        return f"1:{self.entry}{self.review}{self.shown}:{self.rulebook}"


class ReviewRow(Struct, frozen=True, kw_only=True):
    """One entry as it is told; `cells` by the headings of SHOWN."""

    id: str
    code: Code
    cells: Cells


def read_code(text: str) -> Code | None:
    """What a 核对码 says, or None where it is none."""
    match = _CODE.fullmatch("".join(text.split()))
    if match is None:
        return None
    entry, review, shown, rulebook = match.groups()
    return Code(rulebook=rulebook, entry=entry, review=review, shown=shown)


def about(rulebook: Rulebook, *, source: str | None) -> tuple[str, str]:
    """The title, and what the copy rests on; `source` is the file that is quoted."""
    of = rulebook.regulation
    title = f"《{of.title}》规则册复核表"
    quoted = f"条文原文引自 {source}" if source else NO_TEXT
    line = f"规则册 {of.id}，{of.edition} 版，{len(rulebook.obligations)} 条。{quoted}。"
    return title, line


def rows(rulebook: Rulebook, official: OfficialText | None) -> tuple[ReviewRow, ...]:
    """Every entry, in the rulebook's order; `official` is the text to quote from."""
    return tuple(_row(rulebook, entry, official) for entry in rulebook.obligations)


def code_of(rulebook: Rulebook, entry: Obligation, shown: Iterable[str]) -> Code:
    """The code of an entry as it stands, told in the texts `shown`."""
    return Code(
        rulebook=rulebook.regulation.id,
        entry=digest(json.dumps(_filled(_content(rulebook, entry)), sort_keys=True)),
        review=digest(json.dumps(review_as_data(entry.review), sort_keys=True)),
        shown=shown_digest(shown),
    )


def _filled(data: Any) -> Any:
    """What is there of `data`: a key that rulebooks may have later leaves earlier codes alone."""
    if isinstance(data, list):
        return [_filled(value) for value in data]
    if not isinstance(data, dict):
        return data
    empty: tuple[object, ...] = (None, False, [], "")
    return {key: _filled(value) for key, value in data.items() if value not in empty}


def shown_digest(texts: Iterable[str]) -> str:
    """A digest of what stands in the columns that are not filled in; white space says nothing."""
    return digest("\n".join("".join(words.split()) for words in texts))


def _content(rulebook: Rulebook, entry: Obligation) -> Data:
    """All that the rulebook says of an entry but its review: with its penalties and the facts and
    duty holders that it hangs on. How something was asked before, what is offered as an
    answer or shown beside a question, which records show it and which record forms there are is
    not read by a lawyer."""
    own: Data = plain(replace(entry, review=_BLANK))
    holders = [rulebook.duty_holder(id) for id in entry.binds]
    facts = sorted({*_facts(own), *_facts(plain(holders))})
    fines = [rulebook.penalty(ref.id) for ref in (*entry.penalties, *entry.penalties_in_doubt)]
    asked = [plain(rulebook.fact(id)) for id in facts]
    for question in (*own["questions"], *asked):
        del question["formerly"]
        for option in question["options"]:
            del option["proves"], option["in_orders"], option["on_screen"]
    for question in own["questions"]:
        del question["often_like"], question["see"], question["since"], question["unless_never"]
        del question["proves"], question["on_screen"]
        if not question["remedy"]:
            del question["remedy"]
    del own["forms"], own["every_room"]
    if not entry.overlaps:
        del own["overlaps"]
    return {
        "entry": own,
        "holders": plain(holders),
        "penalties": plain(fines),
        "facts": asked,
    }


def _facts(data: Any) -> Iterator[str]:
    """The ids of all facts that conditions in `data` name."""
    if isinstance(data, dict):
        if isinstance(data.get("fact"), str):
            yield data["fact"]
        data = list(data.values())
    if isinstance(data, list):
        for part in data:
            yield from _facts(part)


def _row(rulebook: Rulebook, entry: Obligation, official: OfficialText | None) -> ReviewRow:
    by_label = {section.label: section for section in sections(rulebook, entry)}
    about = f"{wording.KIND[entry.kind]}，按{wording.PER[entry.per]}判断"
    columns = (
        (entry.id,),
        (wording.citation(entry.source),),
        (entry.title, f"（{about}）"),
        _lines(by_label, "约束", "适用"),
        _quoted(entry, official),
        _reading(entry, by_label),
        _lines(by_label, "处罚"),
        _doubts(rulebook, entry, by_label),
        _state(entry.review),
    )
    cells = {name: cut(text(*lines)) for name, lines in zip(SHOWN, columns, strict=True)}
    shown = (cells[name] for name in SHOWN if name != ID)
    return ReviewRow(id=entry.id, code=code_of(rulebook, entry, shown), cells=cells)


def _lines(sections: dict[str, Section], *labels: str) -> Iterator[str]:
    for label in labels:
        if label in sections:
            head = "" if label in {"约束", "处罚", "存疑"} else f"{label}："
            for _, paragraph in sections[label].paragraphs:
                yield head + paragraph
                head = ""


def _quoted(entry: Obligation, official: OfficialText | None) -> Iterator[str]:
    if official is None:
        return
    if entry.id in official.withheld:
        differs = "" if official.differs is None else "这一处与规则册复核时的不同，或者"
        yield f"（所给条文{differs}没有这一处）"
        return
    if official.differs is None:
        yield "（没有条文指纹，以下条文未经核对）"
    yield from official.quotations[entry.id].lines


def _reading(entry: Obligation, sections: dict[str, Section]) -> Iterator[str]:
    yield entry.summary
    for number, question in enumerate(entry.questions, 1):
        yield from _asked(number, question, entry)
    yield from _lines(sections, "没有问", "起算", "期限", "例外", "相关")


def _asked(number: int, question: Question, entry: Obligation) -> Iterator[str]:
    place = f"（{wording.citation(entry.source, question.item)}）" if question.item else ""
    yield f"问{number}. {question.ask}{place}"
    if question.options:
        yield f"选项：{'；'.join(map(wording.option, question.options))}"
    if line := wording.asks_of(question):
        yield line
    if question.ended:
        yield wording.ONCE_ENDED[question.ended]
    expected = f"合格：{wording.expected(question.expect, question.options)}"
    yield expected + (
        f"；{question.inapplicable_if}，可答“不适用”" if question.inapplicable_if else ""
    )


def _doubts(rulebook: Rulebook, entry: Obligation, sections: dict[str, Section]) -> Iterator[str]:
    yield from _lines(sections, "存疑")
    for number, question in enumerate(entry.questions, 1):
        if question.leaves_open:
            yield f"问{number}答“是”的待确认：{question.leaves_open}"
        if question.fine_in_doubt:
            yield f"只有问{number}没有做到的，罚不罚有疑问：{question.fine_in_doubt}"
    yield from (f"待定：{point}" for point in open_points(rulebook, entry.review))


def _state(review: Review) -> Iterable[str]:
    yield wording.REVIEW[review.state]
    if review.by and review.on:
        yield f"{review.by}，{review.on.isoformat()}"
