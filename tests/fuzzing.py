"""Feeds spoiled files to every reader, in a process whose time and memory are bounded.

One fault again: `python -m tests.fuzzing READER SEED`. Many inputs: `… READER SEED COUNT`.
"""

from __future__ import annotations

import json
import random
import re
import signal
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from types import FrameType
from typing import NoReturn

from checklist.errors import ChecklistError

if sys.platform != "win32":
    import resource

SECONDS = 5
"""Of processor time, which one file may take; so that a busy machine finds no fault."""
MEGABYTES = 500
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TOKENS = (
    "=1+1", "是", "否", "null", "~", "-1", "1e999", "9" * 5000, "{", "}", "[", "]", ":", "#", "&a",
    "*a", "!!python/object:os.system", "<<", "\0", "\x1b[2J", "\u202e", "\ud800", "\ufeff", "𠮷",
    "第", "条", "款", "第九百九十九条", "第〇条", "--- ", "...", '"', "'", "\\", "\\u0000",
    "</script>", "<", ">", "&lt;", "&#0;", "]]>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "../../x",
    "\t", "\r", "\x85", "2026-02-30", "9999-12-31", "0001-01-01", "99999999999999999999", "r1",
    "format", "value",
)  # fmt: skip


class Hang(BaseException):
    """One file took too long. No `Exception`, so that no reader takes it for a broken file."""


@dataclass(frozen=True)
class Reader:
    """A reader, and the name of the file that it is given; `data` is one that it can read."""

    name: str
    data: bytes
    read: Callable[[Path], object]


# --- what is read --------------------------------------------------------------------------------


NAMES = (
    "answers", "answers-of-rooms", "archive", "fingerprints", "form", "history", "page",
    "page-as-result", "recordings", "register", "register-csv", "result", "review", "review-word",
    "rulebook", "spans", "statute", "statute-layout", "statute-pdf", "statute-word",
)  # fmt: skip
"""Of every reader, so that nothing has to be made to know them."""


def readers() -> dict[str, Reader]:
    """Every reader of a file that somebody else may have made."""
    return {
        **_answers(), **_rulebooks(), **_sheets(), **_results(), **_statutes(), **_archive(),
        **_recordings(),
    }  # fmt: skip


def _answers() -> dict[str, Reader]:
    from checklist.assessment.model import Assessment, Respondent
    from checklist.assessment.stored.file import commit, history_file, load, load_history, save
    from checklist.assessment.stored.history_words import HistoryView
    from checklist.assessment.stored.moments import Past
    from checklist.assessment.stored.recovery import recover
    from checklist.assessment.stored.text import to_text
    from tests.form import filling
    from tests.given.sample import AGENCY, RULEBOOK

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "自查.yaml"
        nothing = Assessment(respondent=Respondent(name=""))
        commit(path, nothing, AGENCY, who="张三", at=AT, rulebook=RULEBOOK)
        rooms = to_text(filling.assessment(), filling.BOOK).encode()
        answers, history = path.read_bytes(), history_file(path).read_bytes()

    def of_history(file: Path) -> None:
        path = file.with_name("自查.yaml")
        history_file(path).write_bytes(file.read_bytes())
        save(path, AGENCY, RULEBOOK)
        recover(path, AGENCY, RULEBOOK, at=AT)
        recorded = load_history(path)
        view = HistoryView(RULEBOOK, AGENCY, width=80)
        for entry in recorded.entries[:2000]:  # one takes as long as another
            view.group([entry])
        past = Past(history=recorded, file=path, rulebook=RULEBOOK, now=AGENCY)
        for entry in recorded.entries[:5]:
            with suppress(ChecklistError):
                past.entry(entry, before=True)
        past.moment(0)

    return {
        "answers": Reader("答案.yaml", answers, lambda file: load(file, RULEBOOK)),
        "answers-of-rooms": Reader("答案.yaml", rooms, lambda file: load(file, filling.BOOK)),
        "history": Reader("历史.jsonl", history, of_history),
    }


def _rulebooks() -> dict[str, Reader]:
    from checklist.law.reading.rulebook import load_rulebook
    from checklist.upkeep.statute_files import read_fingerprints
    from tests.review.copies import SMALL

    statutes = Path(__file__).parent / "statutes"
    mini = load_rulebook(statutes / "mini.yaml", bundled=False)
    fingerprints = (statutes / "mini.fingerprints.json").read_bytes()
    return {
        "rulebook": Reader(
            "规则.yaml", SMALL.read_bytes(), lambda file: load_rulebook(file, bundled=False)
        ),
        "fingerprints": Reader(
            "指纹.json", fingerprints, lambda file: read_fingerprints(file, mini)
        ),
    }


def _sheets() -> dict[str, Reader]:
    from checklist.sheets.register import csv_file
    from checklist.sheets.review.changes import compare
    from checklist.sheets.review.read import load
    from tests.form import filling
    from tests.remediation import registers
    from tests.review import copies

    given = filling.assessment()

    def of_copy(file: Path) -> None:
        compare(load(file), copies.BOOK, file=file, today=copies.TODAY)

    with tempfile.TemporaryDirectory() as folder:
        form = filling.written(Path(folder) / "问卷.xlsx", given).read_bytes()
        register = registers.written(Path(folder) / "台账.xlsx").read_bytes()
        csv = csv_file.render(registers.judged())
        review = copies.written(Path(folder) / "复核.xlsx").read_bytes()
        word = copies.written(Path(folder) / "复核.docx").read_bytes()
    return {
        "form": Reader("问卷.xlsx", form, lambda file: filling.imported(file, given)),
        "register": Reader("台账.xlsx", register, registers.imported),
        "register-csv": Reader("台账.csv", csv, registers.imported),
        "review": Reader("复核.xlsx", review, of_copy),
        "review-word": Reader("复核.docx", word, of_copy),
    }


def _results() -> dict[str, Reader]:
    from checklist.comparing.compare import compare
    from checklist.comparing.page_file import read_page_file, read_result_file
    from checklist.report.forms.json import render
    from checklist.report.page.html import render as page_of
    from tests.given.sample import judged

    report = judged()
    result, page = render(report, ascii=False).encode(), page_of(report).encode()

    def of_result(file: Path) -> None:
        said = read_result_file(file)
        compare(said, said)

    return {
        "result": Reader("结果.json", result, of_result),
        "page": Reader("报告.html", page, read_page_file),
        "page-as-result": Reader("报告.html", page, of_result),
    }


def _statutes() -> dict[str, Reader]:
    from checklist.upkeep.statute_files import read_statute
    from tests.law.test_statute_found import FOUND, MINI, word_file

    with tempfile.TemporaryDirectory() as folder:
        word = word_file(Path(folder) / "条文.docx", MINI).read_bytes()
    return {
        "statute": Reader("条文.md", MINI.encode(), read_statute),
        "statute-layout": Reader(
            "条文.txt", (FOUND / "mini-layout.txt").read_bytes(), read_statute
        ),
        "statute-word": Reader("条文.docx", word, read_statute),
        "statute-pdf": Reader("条文.pdf", (FOUND / "mini.pdf").read_bytes(), read_statute),
    }


def _archive() -> dict[str, Reader]:
    from checklist.assessment.stored.bundle import Contents, Part, pack
    from checklist.assessment.stored.unpacking import unpack

    stream = BytesIO()
    told = Contents(
        answers=Part("自查.yaml", "答案".encode() * 50),
        history=Part("自查.历史.jsonl", b"{}"),
        report=Part("自查.html", b"<html>"),
        evidence=(),
    )
    pack(told, stream, at=AT)

    def opened(file: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            unpack(file, Path(folder) / "新")

    return {"archive": Reader("自查.zip", stream.getvalue(), opened)}


def _recordings() -> dict[str, Reader]:
    from checklist.files import read_text
    from checklist.replay.absences import spanned
    from checklist.replay.replayed import load, observations_of
    from checklist.replay.spans import spans
    from checklist.replay.words import recording_lines
    from checklist.report.page.strip import bars, thumbnails
    from tests.given.bundled import LIVESTREAM
    from tests.given.recordings import absent, recording, replayed

    found = recording(absences=(absent(52, 60.04),), spans=((0.0, 160.0),), thumbnails=(b"1",))

    def of_recordings(file: Path) -> None:
        read = load(file.with_name("自查.yaml"))
        tuple(observations_of(read, LIVESTREAM))
        for each in read.recordings if read else ():
            tuple(recording_lines(spanned(each, each.spans)))
            bars(each)
            tuple(thumbnails([each]))

    def of_spans(file: Path) -> None:
        spans(read_text(file), file=file)

    times = "开始,结束\n00:00:52.00,00:01:00.04\n1:02:03,1:02:04.5\n".encode()
    kept = replayed(found, rooms={"r1": "一"}).as_bytes()
    return {
        "recordings": Reader("自查.录像.json", kept, of_recordings),
        "spans": Reader("时段.csv", times, of_spans),
    }


# --- how it is spoiled ---------------------------------------------------------------------------


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """`data` with one to eight faults; of a package, often inside one of its parts."""
    if data.startswith(b"PK") and chance.random() < 0.85:
        return _package(data, chance)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        data = chance.choice(_FAULTS)(data, chance)
    return data


def _package(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    at = chance.randrange(len(parts))
    name, part = parts[at]
    fate = chance.random()
    if fate < 0.05:
        del parts[at]
    elif fate < 0.1:
        parts[at] = (chance.choice(TOKENS[:10]) + name, part)
    elif fate < 0.15:
        parts.append((f"{name}.{chance.choice(('bin', 'xml', 'rels'))}", part * 3))
    else:
        for _ in range(chance.choice((1, 1, 2, 5))):
            part = chance.choice(_FAULTS)(part, chance)
        parts[at] = (name, part)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts:
            package.writestr(name.replace("\0", "_"), part)
    return stream.getvalue()


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((0, 1, 2, 5, 20, 200, 5000)))


def _token(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    word = chance.choice(TOKENS).encode("utf-8", "surrogatepass")
    return data[:start] + word * chance.choice((1, 1, 1, 2, 50)) + data[end:]


_VALUE = re.compile(rb"\"[^\"\n]{0,80}\"|(?<=: )[^\s,{}\[\]]+|\b\d+\b|\b(?:true|false|null)\b")
_OTHERS = (
    b"null", b"[]", b"{}", b'""', b"-1", b"0", b"1e308", b"9" * 400, b"true", b"[[]]", b'{"a": []}',
    b'"2026-13-01"', b'"\\u202e"', b'"\\ud800"', b'"r1"', b'["r1", "r1"]', b"2026-02-01", b"~",
)  # fmt: skip


def _value(data: bytes, chance: random.Random) -> bytes:
    """Another value, so that the syntax stays and only what is said is wrong."""
    values = list(_VALUE.finditer(data[:1_000_000]))
    if not values:
        return data
    one, other = chance.choice(values), chance.choice(values)[0]
    new = chance.choice((*_OTHERS, other, other * 2))
    return data[: one.start()] + new + data[one.end() :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:] if chance.random() < 0.8 else data[:start]


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 30))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _again(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 30, 2000)) + data[end:]


def _moved(data: bytes, chance: random.Random) -> bytes:
    (start, end), to = _span(data, chance), chance.randrange(len(data) + 1)
    rest = data[:start] + data[end:]
    return rest[:to] + data[start:end] + rest[to:]


def _lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    if chance.random() < 0.5:
        lines[one], lines[other] = lines[other], lines[one]
    else:
        lines.insert(one, b" " * chance.choice((0, 1, 2, 40)) + lines[other].lstrip())
    return b"\n".join(lines)


def _deep(data: bytes, chance: random.Random) -> bytes:
    start, _ = _span(data, chance)
    opening = chance.choice((b"[", b"{", b"<a>", b"- ", b"(", b'{"a":', "（".encode()))
    return data[:start] + opening * chance.choice((10, 1000, 100_000)) + data[start:]


_FAULTS = (
    _value,
    _value,
    _value,
    _value,
    _token,
    _token,
    _token,
    _cut,
    _flip,
    _again,
    _moved,
    _lines,
    _deep,
)


# --- one process ---------------------------------------------------------------------------------


def fault(reader: Reader, path: Path) -> str | None:
    """What a file does that it should not; None where it is read or refused."""
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            reader.read(path)
    except ChecklistError:
        return None
    except Exception:  # noqa: BLE001  whatever it is, it is to be told with its seed
        return traceback.format_exc(limit=-6)
    return None


def bounded(
    reader: Reader, name: str, seed: int, folder: Path, *, seconds: float = SECONDS
) -> str | None:
    """As `fault`, of one spoiled file, and whether it takes too long or too much memory."""
    path = folder / reader.name
    path.write_bytes(spoiled(reader.data, random.Random(f"{name} {seed}")))

    def hangs(_: int, __: FrameType | None) -> NoReturn:
        raise Hang

    signal.signal(signal.SIGPROF, hangs)
    before = _peak()
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        found = fault(reader, path)
    except Hang:
        found = f"more than {seconds} s: {traceback.format_exc(limit=-3)}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    after = _peak()
    return f"{after} MB" if after > max(before, MEGABYTES) else found


def _peak() -> int:
    """The most megabytes this process has had so far.

    Not of `getrusage`: that of a new process begins at what the process had that started it, so
    that nothing would be found in one started by a large one.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def faults(name: str, first: int, count: int) -> Mapping[int, str]:
    """The seeds whose files do harm, and what they do. Linux only: it bounds this process."""
    resource.setrlimit(resource.RLIMIT_AS, (4_000_000_000, 4_000_000_000))
    reader, found = readers()[name], dict[int, str]()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            if what := bounded(reader, name, seed, Path(folder)):
                found[seed] = what
    return found


def main(arguments: list[str]) -> None:
    """Print what the seeds of one reader do, as JSON; of one seed, for a person."""
    name, first, *count = arguments
    found = faults(name, int(first), int(count[0]) if count else 1)
    if count:
        print(json.dumps({str(seed): what for seed, what in found.items()}))
    else:
        print("\n".join(found.values()) or "no fault")


if __name__ == "__main__":
    main(sys.argv[1:])
