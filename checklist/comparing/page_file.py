"""Reads the result and its seal out of a page that `checklist report` wrote, strictly.

The page itself is not parsed: the block is found by its opening tag, in one pass, so that a hostile
page costs no more than its length.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from msgspec import Struct

from checklist.comparing.model import Result
from checklist.comparing.result_file import parsed, refuse, result_in
from checklist.comparing.shape import mistakes
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.file_kinds import Kind, kind_of
from checklist.report.page.embedded import DIGEST, END, FORMAT, NOT_YET, START, page_digest

MEND = "用 checklist report 答案文件 -o 新报告.html 重新写一份报告"
_WHOLE = "重新下载，或者向出具人索要原文件"
_NEWER = "升级 livestream-checklist 以后再打开"
_SEALED = re.compile(re.escape(DIGEST) + r"([0-9a-f]{64})")


class Quoted(Struct, frozen=True, kw_only=True):
    """The official text that a page quotes. `fingerprints_sha256` is None where there were none."""

    source: str
    sha256: str
    fingerprints_sha256: str | None


class Seal(Struct, frozen=True, kw_only=True):
    """What a page says it was made from. `program` is the name and version that wrote it."""

    number: str
    program: str
    answers_sha256: str
    quoted: Quoted | None


class Page(Struct, frozen=True, kw_only=True):
    """A page with its seal. `data` is the result as JSON, one finding a subject.

    `intact` says that the page agrees with its own digest: no accident befell it. It proves nothing
    against intent.
    """

    file: PurePath | str
    text: str
    seal: Seal
    data: Any
    result: Result
    intact: bool


def is_page(text: str) -> bool:
    """Whether a text looks like HTML rather than JSON."""
    return text.lstrip()[:1] == "<"


def read_page(text: str, schema: Any, check_schema: Any, *, file: PurePath | str) -> Page:
    """The page in `text`, whatever its line ends. Raises UnreadableFile where there is no seal, or
    a broken one. `schema` is that of the block, `check_schema` that of the result."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    block = parsed(_block(text, file), file=file)
    written = block.get("format") if isinstance(block, dict) else None
    if type(written) is int and written > FORMAT:
        what = f"这份报告由更新的程序写出（内嵌数据格式 {str(written)[:20]}）"
        raise UnreadableFile(Complaint(what=what, mend=_NEWER, where=Where(file=file)))
    found = list(mistakes(block, schema))
    if found:
        refuse(file, *(f"内嵌的封记已经损坏：{one}" for one in found), mend=MEND)
    data = {**block["result"], "findings": _single(block["result"])}
    intact = is_intact(text)
    result = result_in(data, check_schema, file=file, altered=not intact)
    seal = _seal(block["seal"], data)
    return Page(file=file, text=text, seal=seal, data=data, result=result, intact=intact)


def is_intact(text: str) -> bool:
    """Whether a page, with line feeds, has the digest that it carries."""
    own: list[str] = _SEALED.findall(text)
    if len(own) != 1:
        return False
    return page_digest(text.replace(f"{DIGEST}{own[0]}", f"{DIGEST}{NOT_YET}")) == own[0]


def _block(text: str, file: PurePath | str) -> str:
    count = text.count(START)
    ended = "</html>" in text
    if count == 0 and not ended and kind_of(text) is Kind.REPORT:
        refuse(file, "页面不完整：写到一半就断了，没有内嵌的结果和封记", mend=_WHOLE)
    if count == 0:
        what = "这里没有内嵌的结果和封记：不是 checklist report 写出的完整报告，或者由旧版程序写出"
        refuse(file, what, mend=MEND)
    block, end, _ = text.partition(START)[2].partition(END)
    if not end and not ended:
        refuse(file, "页面不完整：写到一半就断了，内嵌的封记没有结尾", mend=_WHOLE)
    if count > 1 or not end:
        refuse(file, "内嵌的封记已经损坏：不止一份，或者没有结尾", mend=MEND)
    return block


def _single(result: Any) -> list[Any]:
    """One finding a subject, in the order in which `checklist check` writes them."""
    findings = [
        {**{name: value for name, value in one.items() if name != "subjects"}, "subject": subject}
        for one in result["findings"]
        for subject in one["subjects"]
    ]
    rooms = result.get("rooms") if isinstance(result.get("rooms"), list) else []
    order = {one.get("id"): at for at, one in enumerate(rooms) if isinstance(one, dict)}
    entries: dict[Any, int] = {}
    for one in findings:
        entries.setdefault(str(one.get("obligation")), len(entries))
    return sorted(
        findings,
        key=lambda one: (entries[str(one.get("obligation"))], order.get(one["subject"], -1)),
    )


def _seal(seal: Any, data: Any) -> Seal:
    quoted = seal["statute"]
    return Seal(
        number=seal["number"],
        program=data["program"],
        answers_sha256=seal["answers_sha256"],
        quoted=quoted
        and Quoted(
            source=quoted["source"],
            sha256=quoted["sha256"],
            fingerprints_sha256=quoted["fingerprints_sha256"],
        ),
    )
