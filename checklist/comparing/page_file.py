"""Reads results and seals out of files: JSON, and pages that `checklist report` wrote.

A page itself is not parsed: its block is found by the opening tag, in one pass, so that a hostile
page costs no more than its length.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Annotated, Any, Literal, NoReturn, TypeVar

from msgspec import Meta, Struct, field

from checklist.assessment.as_data import assessment_in
from checklist.assessment.model import Assessment
from checklist.comparing.result import Digest, Result
from checklist.comparing.result_file import (
    fitting,
    parsed,
    read_result,
    refuse,
    refuse_newer,
    result_in,
)
from checklist.errors import UnreadableFile
from checklist.file_kinds import FileKind, kind_of, mistaken
from checklist.files import decode, read_bytes
from checklist.report.page.embedded import (
    DIGEST,
    END,
    FORMAT,
    LIMIT,
    NOT_YET,
    START,
    page_digest,
    unpacked,
)

Content = TypeVar("Content")
MEND = "用 checklist report 答案文件 -o 新报告.html 重新写一份报告"
_WHOLE = "重新下载，或者向出具人索要原文件"
_NEWER = "升级 livestream-checklist 以后再打开"
_BROKEN = "内嵌的封记已经损坏："
_PACKED = re.compile(r'(?<="result":")[A-Za-z0-9+/=]*(?="\}\n</script>)')
_SEALED = re.compile(re.escape(DIGEST) + r"([0-9a-f]{64})")


class Quoted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The official text that a page quotes. `fingerprints_sha256` is None where there were none."""

    source: str
    sha256: Digest
    fingerprints_sha256: Digest | None


class Seal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a page says it was made from."""

    number: Annotated[str, Meta(pattern=r"^ZC-\d{8}-[0-9A-F]{8}$")]
    answers_sha256: Digest
    quoted: Quoted | None = field(name="statute")
    page_sha256: Digest


class _Alike(Struct, frozen=True):
    """A finding that stands once for all rooms it came out alike in."""

    subjects: Annotated[tuple[str | None, ...], Meta(min_length=1)]


class _Findings(Struct, frozen=True):
    program: Annotated[str, Meta(pattern="^livestream-checklist ")]
    findings: tuple[_Alike, ...]


class _Block(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: Literal[1, 2]
    seal: Seal
    result: _Findings


class Page(Struct, frozen=True, kw_only=True):
    """A page with what it embeds: `data` as JSON, `result` and `assessment` as read from it.

    `program` is the name and version that wrote the page, `format` that of its block. `intact` says
    that the page agrees with its own digest: no accident befell it. It proves nothing against
    intent.
    """

    file: PurePath | str
    text: str
    seal: Seal
    program: str
    format: int
    data: Any
    result: Result
    assessment: Assessment
    intact: bool


def read_page_file(file: Path) -> Page:
    """The page with its seal. Raises UnreadableFile where there is none, or a broken one."""
    return _read(file, FileKind.REPORT, read_page)


def read_result_file(file: Path) -> Result:
    """The result in a JSON file or in a page. Raises UnreadableFile."""

    def result(text: str, *, file: Path) -> Result:
        is_page = text.lstrip().startswith("<")
        return read_page(text, file=file).result if is_page else read_result(text, file=file)

    return _read(file, FileKind.RESULT, result)


def _read(file: Path, wanted: FileKind, read: Callable[..., Content]) -> Content:
    """The content. Where a file of ours was given in place of another, that is the complaint."""
    text = _text(file)
    try:
        return read(text, file=file)
    except UnreadableFile as error:
        complaint = mistaken(text, wanted, file=file)
        raise (UnreadableFile(complaint) if complaint else error) from None


def read_page(text: str, *, file: PurePath | str) -> Page:
    """The page in `text`, whatever its line ends. Raises UnreadableFile where there is no seal, or
    a broken one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    data = parsed(_block(text, file), file=file)
    what = "这份报告由更新的程序写出（内嵌数据格式 {}）"
    refuse_newer(data, FORMAT, what, _NEWER, file=file)
    if isinstance(data, dict) and isinstance(packed := data.get("result"), str):
        data["result"] = parsed(_unpacked(packed, file), file=file)
    block = fitting(data, _Block, file=file, before=_BROKEN, mend=MEND)
    data = data["result"]
    single = [
        {**alike, "subject": subject} for alike in data["findings"] for subject in alike["subjects"]
    ]
    intact = is_intact(text)
    result = result_in({**data, "findings": single}, file=file, altered=not intact)
    try:
        assessment = assessment_in(data)
    except (KeyError, ValueError):
        refuse(file, f"{_BROKEN}其中的答案读不出来", mend=MEND)
    return Page(
        file=file,
        text=text,
        seal=block.seal,
        program=block.result.program,
        format=block.format,
        data=data,
        result=result,
        assessment=assessment,
        intact=intact,
    )


def without_result(text: str) -> str:
    """The page without the packed result and its own digest: other libraries pack otherwise."""
    return _PACKED.sub("", _SEALED.sub("", text))


def _unpacked(packed: str, file: PurePath | str) -> str:
    try:
        return unpacked(packed)
    except ValueError:
        refuse(file, f"{_BROKEN}其中的结果解不开", mend=MEND)


def is_intact(text: str) -> bool:
    """Whether a page, with line feeds, has the digest that it carries."""
    own: list[str] = _SEALED.findall(text)
    if len(own) != 1:
        return False
    return page_digest(text.replace(f"{DIGEST}{own[0]}", f"{DIGEST}{NOT_YET}")) == own[0]


def refuse_seal(page: Page, what: str) -> NoReturn:
    """Raise UnreadableFile where a seal says something impossible."""
    refuse(page.file, f"{_BROKEN}{what}", mend=MEND)


def _block(text: str, file: PurePath | str) -> str:
    count = text.count(START)
    ended = "</html>" in text
    if count == 0 and not ended and kind_of(text) is FileKind.REPORT:
        refuse(file, "页面不完整：写到一半就断了，没有内嵌的结果和封记", mend=_WHOLE)
    if count == 0:
        what = "这里没有内嵌的结果和封记：不是 checklist report 写出的完整报告，或者由旧版程序写出"
        refuse(file, what, mend=MEND)
    block, end, _ = text.partition(START)[2].partition(END)
    if not end and not ended:
        refuse(file, "页面不完整：写到一半就断了，内嵌的封记没有结尾", mend=_WHOLE)
    if count > 1 or not end:
        refuse(file, f"{_BROKEN}不止一份，或者没有结尾", mend=MEND)
    return block


def _text(file: Path) -> str:
    data = read_bytes(file, limit=LIMIT)
    if data.startswith(b"%PDF"):
        mend = "给出网页报告（.html）；手头只有 PDF 或者打印件的，重新写一份报告，对照报告编号"
        refuse(file, "PDF 里没有内嵌的结果和封记", mend=mend)
    if data[:1] == b"<":
        cut_short = codecs.getincrementaldecoder("utf-8")(errors="ignore")
        cut_short.decode(data)
        data = data.removesuffix(cut_short.getstate()[0])  # half a character, of half a page
    return decode(data, file=file)
