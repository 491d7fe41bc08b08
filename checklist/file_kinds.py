"""What a file is that was given in place of another: for one plain complaint, once reading failed.

Looks at a few keys and marks only, and proves nothing: whether a file can be read is for its reader
to say.
"""

from __future__ import annotations

import re
from enum import Enum
from pathlib import PurePath

from checklist.errors import Complaint, Where


class FileKind(Enum):
    """The files of this program, by their Chinese names."""

    STATUTE = "官方条文"
    ANSWERS = "答案文件"
    RULEBOOK = "规则册"
    RESULT = "检查结果（JSON）"
    REPORT = "网页报告"
    TOPIC = "专项页"
    COMPARISON = "对比页"
    COMPARED = "对比结果（JSON）"
    OVERVIEW = "汇总页"
    SUMMARY = "汇总结果（JSON）"
    MARKDOWN = " Markdown 报告"


_WHOLE = "专项页不带完整的结果，不能核对，也不能对比；用同一编号的完整报告（.html）"
_MENDS: dict[FileKind, dict[FileKind | None, str]] = {
    FileKind.ANSWERS: {
        FileKind.RESULT: (
            "给出写出它的答案文件（.yaml）；对比两份结果用 checklist compare 旧结果 新结果"
        ),
        FileKind.REPORT: (
            "给出写出它的答案文件（.yaml）；核对这一页用 checklist report verify 报告.html 答案文件"
        ),
        FileKind.RULEBOOK: "给出答案文件（.yaml）；规则册写在 --rules 后面",
        None: "给出答案文件（checklist ask 写出的 .yaml）",
    },
    FileKind.STATUTE: {
        None: "给出从官方网页另存的条文（文本、Markdown、.docx 或者 .pdf）",
    },
    FileKind.RULEBOOK: {None: "给出规则册（.yaml）；用随附的规则册，就不必给出"},
    FileKind.RESULT: {
        FileKind.ANSWERS: (
            "先写出结果再对比：checklist check 答案文件 --format json -o 结果.json，"
            "或者 checklist report 答案文件 -o 新报告.html"
        ),
        FileKind.TOPIC: _WHOLE,
        FileKind.COMPARISON: "给出它所对比的两份结果",
        None: "给出 checklist report 写出的网页报告（.html），或者检查结果（.json）",
    },
    FileKind.REPORT: {
        FileKind.TOPIC: _WHOLE,
        FileKind.ANSWERS: (
            "两个参数写反了：先写报告，后写答案文件，"
            "例如 checklist report verify 报告.html 自查.yaml"
        ),
        None: "给出 checklist report 写出的网页报告（.html）",
    },
}
"""By what a command asks for: how to mend each kind of file in its place, and any other."""
_BODIES = {
    "topic": FileKind.TOPIC,
    "comparison": FileKind.COMPARISON,
    "overview": FileKind.OVERVIEW,
}
_BODY = re.compile(r'<body class="(topic|comparison|overview)">')
_OF_REPORT = re.compile(r"<title>[^<]*合规自查报告</title>")
_KEYS = re.compile(r"^([a-z_]+):", re.MULTILINE)
_JSON_KEYS = (
    (FileKind.COMPARED, ('"fell_back":', '"differences":')),
    (FileKind.SUMMARY, ('"verdicts":', '"respondents":')),
    (FileKind.RESULT, ('"as_of":', '"findings":')),
)


def mistaken(text: str, wanted: FileKind, *, file: PurePath | str) -> Complaint | None:
    """What to say of a file that is another of ours than `wanted`; None where it is not.

    A page carries its result, and so stands for one.
    """
    kind = kind_of(text)
    if kind is None or kind is wanted or (wanted, kind) == (FileKind.RESULT, FileKind.REPORT):
        return None
    mends = _MENDS[wanted]
    what = f"这是{kind.value}，不是{wanted.value.removesuffix('（JSON）')}"
    return Complaint(what=what, mend=mends.get(kind, mends[None]), where=Where(file=file))


def kind_of(text: str) -> FileKind | None:
    """Which of our files this looks like; None for a file of somebody else."""
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return _page(text)
    if text.startswith("{"):
        return next((kind for kind, keys in _JSON_KEYS if all(key in text for key in keys)), None)
    line = text.partition("\n")[0]
    if line.startswith("# 《") and "合规自查报告" in line:
        return FileKind.MARKDOWN
    keys = set(_KEYS.findall(text))
    if keys & {"answers", "respondent", "rulebooks"}:
        return FileKind.ANSWERS
    return FileKind.RULEBOOK if keys & {"rulebook", "obligations"} else None


def _page(text: str) -> FileKind | None:
    body = _BODY.search(text)
    if body:
        return _BODIES[body.group(1)]
    return FileKind.REPORT if _OF_REPORT.search(text) else None
