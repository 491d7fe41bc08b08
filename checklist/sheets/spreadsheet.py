"""What goes out as a sheet and comes back: its kinds, its rows, and what is said of bad ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from checklist.assessment.days import absolute, names_a_day, without_by
from checklist.assessment.typed import Misread, excerpt, normal, solid
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.files import refuse_encrypted
from checklist.sheets.package import BROKEN, Package, TooLarge
from checklist.text import name_key

MAX_BYTES = 100_000_000
"""Of a file, most of them those of pictures."""
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""Begins a compound file: what Excel wrote before 2007, and what it encrypts."""
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
"""Stands near the beginning of what LibreOffice writes in its own formats."""
_LOOKED_AT = 200
_LIKE_A_DAY = "写成 年-月-日，例如 2026-12-31"

DIGITS = 8
"""Of a digest in a 核对码."""

Cells = Mapping[str, str]
"""The text of each cell of a row, by the name of its column."""


class SheetKind(Struct, frozen=True, kw_only=True):
    """What goes out and comes back: how it and its import are worded, and how large it may be.

    `again` says how to get a right one, `example` what may stand in a cell instead of a formula.
    `side` is what --take calls it. `emptied` stands for a cell that takes something back, and
    `subject` above what the changes are about. `beside` are the sheets that go out with it and say
    nothing when they come back. `as_exported` is whether cells are read as a program wrote them:
    times with their hours, and a formula by the value that is stored with it.
    """

    name: str
    command: str
    side: str
    suffixes: tuple[str, ...]
    rows: int
    columns: int
    again: str
    example: str
    emptied: str
    unchanged: str
    beside: frozenset[str]
    subject: str = "题目"
    as_exported: bool = False


FORM = SheetKind(
    name="问卷",
    command="form",
    side="form",
    suffixes=(".xlsx",),
    rows=20_000,
    columns=17,
    again="请发件人用 Excel 或者 WPS 打开 checklist form 写出的问卷，填好后存成 .xlsx",
    example="是、3年",
    emptied="（同共同答案）",
    unchanged="问卷里没有新的改动，什么也没有写入。",
    beside=frozenset({"说明", "选项"}),
)
REGISTER = SheetKind(
    name="台账",
    command="remediation",
    side="register",
    suffixes=(".xlsx", ".csv"),
    rows=100_000,
    columns=100,
    again="请用 checklist report 写出的整改台账（.xlsx）来填，填好后仍存成 .xlsx",
    example="张三、2026-12-31",
    emptied="（撤回）",
    unchanged="台账里没有改动，什么也没有写入。",
    beside=frozenset({"说明", "适用性", "答复记录", "佐证目录"}),
)
REVIEW_SHEET = SheetKind(
    name="复核表",
    command="rules review",
    side="",
    suffixes=(".xlsx", ".docx"),
    rows=20_000,
    columns=60,
    again="请用 checklist rules review 写出的复核表来填，填好后仍存成 .xlsx 或者 .docx",
    example="同意、张三、2026-12-31",
    emptied="（空）",
    unchanged="复核表里没有新的意见，什么也没有写入。",
    beside=frozenset({"说明"}),
    subject="条目",
)


class FilledRow(Struct, frozen=True, kw_only=True):
    """One row as it came back; `id` and `code` are empty where they were lost.

    `code` is what the row was written with: the fingerprint of its question, or its 核对码. `cells`
    holds the fields that could be read, and `was` what was written there, where the sheet itself
    remembers it. `places` holds the addresses (整改台账!J7) of every column that is there, `shared`
    the fields whose cell is merged with one further up. `shown` holds what the cells say that tell
    what the row is about, and `shown_as` their digests when it was written, where the sheet itself
    remembers them. `link` is where the evidence leads, and
    `pictures` hold those that stand there, by the path at which they are to be put.
    """

    id: str
    code: str
    cells: Cells
    places: Cells
    was: Cells = {}
    status: str = ""
    shared: frozenset[str] = frozenset()
    shown: Cells = {}
    shown_as: Cells = {}
    link: str = ""
    pictures: Mapping[str, bytes] = {}


def read_day(text: str) -> date:
    """A day of the calendar as it is typed, with its year: 2026年12月4日前. Raises Misread.

    What is meant from the day on which it was written (下周五) is not taken: nobody knows that day.
    """
    plain = normal(text)
    if without := re.fullmatch("([0-9]{1,2})月([0-9]{1,2})[日号]?(?:[之以]?前)?", solid(text)):
        example = f"2026-{int(without[1]):02}-{int(without[2]):02}"
        raise Misread(f"{excerpt(text)}没有写年份", f"加上年份，例如 {example}")
    line = without_by(absolute(plain, _LIKE_A_DAY))
    parts = [part.strip() for part in re.split("[-/.]", re.sub("[年月]", "-", line).strip(" 日号"))]
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        unknown = "：表格里写的，看不出从哪一天算起" if names_a_day(plain) else ""
        raise Misread(f"没有看懂{excerpt(text)}{unknown}", _LIKE_A_DAY)
    if len(parts[0]) < 3 and len(parts[2]) == 4:
        raise Misread(f"{excerpt(text)}的年份要写在最前面", _LIKE_A_DAY)
    if len(parts[0]) != 4 or parts[0] < "1900":
        raise Misread(f"{excerpt(text)}的年份不对", _LIKE_A_DAY)
    year, month, day = (int(part[:5]) for part in parts)
    try:
        return date(year, month, day)
    except ValueError:
        raise Misread(f"日历上没有{excerpt(text)}这一天", _LIKE_A_DAY) from None


def without_day(text: str, heading: str, day_goes: str) -> str:
    """The text of a cell for a name. Raises Misread where it holds a day as well: 钱姐 12月4日."""
    if names_a_day(normal(text)):
        what = f"{heading}里有别的内容：{excerpt(text)}写了日期或者时间"
        raise Misread(what, f"这一格只写{heading}；日期写到“{day_goes}”，写成 年-月-日")
    return text


def digest(text: str) -> str:
    """DIGITS of what a row said when it was written, for its 核对码."""
    data = text.encode("utf-8", errors="surrogatepass")
    return blake2b(data, digest_size=DIGITS // 2).hexdigest()


def shown_digest(text: str) -> str:
    """The digest of what a cell shows, however a spreadsheet program spaces or breaks it."""
    return digest(name_key(text))


def names_another(text: str, own: str, others: Iterable[str], *, is_as_put: bool) -> bool:
    """Whether a cell does not show `own`, the wording of what its row is about: where that is put
    as it was then (`is_as_put`), anything else; where it may read otherwise now, another's."""
    if name_key(own) in name_key(text):
        return False
    lines = tuple(map(name_key, text.splitlines()))
    return is_as_put or any(line.startswith(name_key(other)) for other in others for line in lines)


def refused(complaints: Sequence[Complaint]) -> UnreadableFile:
    """The error with these complaints, and that nothing was written."""
    error = UnreadableFile(*complaints)
    error.add_note("有错的地方没有改好以前，一处也不写入；改好以后再读回一次。")
    return error


def complaint(path: Path, place: str, misread: Misread) -> Complaint:
    """What is wrong with the cell at `place`, and how to mend it."""
    what = f"{place} {misread.what}"
    return Complaint(what=what, mend=misread.mend, where=Where(file=path))


def refuse_open_document(data: bytes, *, file: Path) -> None:
    """Raise UnreadableFile for what LibreOffice writes in its own formats."""
    _, is_open, kind = data[:_LOOKED_AT].partition(_OPEN_DOCUMENT)
    if is_open:
        name, wanted = (".odt", ".docx") if kind.startswith(b"text") else (".ods", ".xlsx")
        what = f"这是 OpenDocument 格式的文件（{name}），读不了"
        mend = f"用 LibreOffice、WPS 或者 Excel 打开，另存为 {wanted}，读另存的那一份"
        raise UnreadableFile.because(what, mend, file=file)


def opened_package(path: Path, data: bytes, kind: SheetKind, suffix: str = ".xlsx") -> Package:
    """The package of a file of Excel's or Word's. Raises UnreadableFile for what is none, or would
    unpack to more than one filled in by hand can hold."""
    refuse_open_document(data, file=path)
    try:
        return Package(data)
    except TooLarge:
        raise too_large(path, kind) from None
    except BROKEN:
        refuse_encrypted(data, file=path)
        if data.startswith(_OLD_OR_LOCKED):
            what = f"这不是 {suffix} 文件：加了密码，或者是旧的 {suffix[:-1]}"
            raise UnreadableFile.because(
                what, f"去掉密码，另存为 {suffix}；{kind.again}", file=path
            ) from None
        raise UnreadableFile.because(f"这不是 {suffix} 文件", kind.again, file=path) from None


def too_large(path: Path, kind: SheetKind) -> UnreadableFile:
    """The error for a file that unpacks to more than anybody fills in."""
    return UnreadableFile.because(
        f"这个文件展开后大得不像{kind.name}，没有打开", kind.again, file=path
    )
