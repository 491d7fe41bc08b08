"""This module records what was typed as evidence: words, an address, or a file as it is now."""

from __future__ import annotations

import errno
import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path, PurePath

from msgspec.structs import replace

from checklist.assessment.evidence import copied_in, digest, files_in, is_address
from checklist.assessment.model import Evidence
from checklist.assessment.picks import is_of_another_prompt
from checklist.assessment.typed import DAY, excerpt
from checklist.errors import WrongUsage, reason
from checklist.files import write_whole
from checklist.paths import stays_below
from checklist.text import inert, plain

_WORDS = "文字"
_EVERY = "*"
_QUOTES = "\"'“”‘’ \t"
_LIKE_A_PATH = re.compile(r".*[/\\].*|.*\.[A-Za-z0-9]{2,5}")
_DOT = re.compile(r"[。\uff0e](?=[A-Za-z0-9]{2,5}$)")
"""The dot before the ending of a file, as a Chinese keyboard types it."""
_MOST_NAMED = 10
_VALID = re.compile(
    r"(?P<bare>.*?\S)[\s,，;；、（(]*"
    r"(?:有效期?限?\s*(?:截止到|截止至|截至|截止|至|到|为)?\s*[:：]?\s*(?P<until>\S.*?)"
    r"|(?P<expires>[0-9０-９].*?)\s*(?:到期|前有效)|(?P<endless>长期有效))"
    r"\s*(?:止|为止)?\s*[)）]?[\s。.]*"
)
_FROM = re.compile(rf"^[自从]?\s*{DAY.pattern}\s*[-~至到]+\s*")
NAMELESS = "只写了有效期，没有写是哪一件佐证"
BEHIND = "写在那一件的后面，例如：营业执照.pdf 有效至2027-03-01"
_NO_END = {"长期", "永久", "无限期", "长期有效", ""}


def last_day(text: str) -> tuple[str, date | None, str]:
    """Return what is typed as evidence without its 有效至2027-03-01, that day, and what is wrong
    with it in Chinese, if anything. 长期有效 is no day; of a licence's from and to, the latter is.
    """
    match = _VALID.fullmatch(text)
    if match is None:
        return text, None, ""
    typed = plain(match["until"] or match["expires"] or "")
    day = DAY.fullmatch(re.sub(_FROM, "", typed))
    if typed in _NO_END:
        return match["bare"], None, ""
    if day is None and not re.match("[0-9]|.*月.{1,3}[日号]", typed):
        return text, None, ""
    try:
        until = date(*map(int, day.groups())) if day else None
    except ValueError:
        until = None
    if until is None:
        what = f"有效期{excerpt(typed)}不是日历上的日期，没有记"
        return text, None, f"{what}；写在最后，例如：营业执照.pdf 有效至2027-03-01"
    return match["bare"], until, ""


def is_last_day(text: str) -> bool:
    """Whether something typed is only a 有效至2027-03-01, and not what is valid until then."""
    bare, _, wrong = last_day(f"{_WORDS} {text}")
    return bare == _WORDS or bool(wrong and re.match(r"[\s（(]*有效", text))


def typed_evidence(text: str, *, answers: Path, at: str) -> tuple[tuple[Evidence, ...], str]:
    """Return the evidence that was typed and words about it; nothing where no file was found.

    有效至2027-03-01 behind it is its last day, unless a file is named like that.
    """
    if any(_files(path) for path in _candidates(text, answers.parent)):
        return _typed(text, answers=answers, at=at)
    if is_last_day(text):
        return (), f"{NAMELESS}，没有记；{BEHIND}"
    bare, until, wrong = last_day(text)
    if wrong:
        return (), wrong
    pieces, words = _typed(bare, answers=answers, at=at)
    if until is None or not pieces:
        return pieces, words
    over = "，已经过了，不支持这个答复" if until.isoformat() < at[:10] else ""
    dated = tuple(replace(piece, valid_until=until) for piece in pieces)
    return dated, f"{words}，有效至{until}{over}"


def _typed(text: str, *, answers: Path, at: str) -> tuple[tuple[Evidence, ...], str]:
    """Return what was typed without a last day.

    A path is looked for from the current folder, then from the folder of the answers file; it is
    recorded relative to the latter, to which a file that lies elsewhere is copied. Behind a folder
    `*` stands for each file in it. What does not look like a file, or comes behind 文字, is words.
    """
    if text.startswith(_WORDS):
        return (_words(text),), "已记下佐证（文字）"
    for path in _candidates(text, answers.parent):
        files = _files(path)
        if files:
            return _recorded(files, answers, at)
        if _is_folder(path):
            name = inert(text).rstrip("/\\")
            mend = f"写其中一个的路径，或者写 e {name}/* 全部记下；只记文字，写 e 文字 {name}"
            return (), f"{_folder_words(path, text)}{mend}"
    if is_address(text):
        return (Evidence(text),), "已记下佐证（网址）"
    if _LIKE_A_PATH.fullmatch(_dotted(text.strip(_QUOTES))):
        mend = f"文件放到 {answers.resolve().parent} 里再写路径；只记文字，写 e 文字 {inert(text)}"
        return (), f"没有找到（或者打不开）文件“{inert(text)}”，没有记。{mend}"
    if is_of_another_prompt(text):
        mend = f"写文件的路径、网址或者一句话；就是要记这几个字，写 e 文字 {inert(text)}"
        return (), f"{excerpt(text)}像是别的题的答案，没有记。{mend}"
    return (Evidence(text),), "已记下佐证（文字）"


def evidence_of_others(
    text: str, data: bytes | None = None, *, answers: Path, at: str
) -> tuple[Evidence | None, str]:
    """Return the evidence that somebody else typed into a sheet, and words about it or "".

    Given `data`, that is what `put_beside` will put at the path `text`. Otherwise only a file below
    the folder of the answers is looked at: a sheet that was sent round must not make anyone's other
    files known, and what it says of them goes no further than their names. A folder is no evidence.
    Everything else is words. 有效至2027-03-01 behind a piece is its last day.
    """
    if data is not None:
        sha256 = hashlib.sha256(data).hexdigest()
        return Evidence(PurePath(text).name, text, sha256, len(data), at), ""
    bare, until, wrong = last_day(text)
    if wrong:
        return None, wrong
    piece, remark = _of_others(bare, answers=answers, at=at)
    return (replace(piece, valid_until=until) if piece and until else piece), remark


def _of_others(text: str, *, answers: Path, at: str) -> tuple[Evidence | None, str]:
    """Return what somebody else typed without a last day, and words about it or ""."""
    if text.startswith(_WORDS):
        return _words(text), ""
    plain = _dotted(text.strip(_QUOTES))
    if is_address(plain):
        return Evidence(text), ""
    folder = answers.parent.resolve()
    plain = plain.removeprefix(f"{folder / '_'}"[:-1])
    path = _below(folder, plain)
    if path is not None and (seen := _seen(path, path.relative_to(folder).as_posix(), at)):
        return seen, ""
    if path is not None and path != folder and _is_folder(path):
        return None, f"{_folder_words(path, text)}要记，写里面的文件"
    if not _LIKE_A_PATH.fullmatch(plain):
        return Evidence(text), ""
    mend = f"要记成文件，把它复制到 {inert(str(folder))} 里，写相对于那里的路径"
    if path is not None:
        return Evidence(text), f"没有找到文件“{inert(text)}”，只记文字；{mend}"
    if not stays_below(plain) and not re.search(r"[/\\]", plain):
        what = f"“{inert(text)}”在 Windows 上不是普通的文件名，没有去看，只记文字"
        return Evidence(text), f"{what}；{mend}"
    name = Evidence(re.split(r"[/\\]", plain)[-1] or text)
    what = f"文件“{inert(text)}”不在答案文件所在的文件夹里，没有去看，只记名称"
    return name, f"{what}；{mend}"


def put_beside(files: Mapping[str, bytes], answers: Path) -> None:
    """Write what was taken out of a sheet, by its path beside the answers.

    What lies there already and is the same stays. Raises WrongUsage where something else lies
    there, or it cannot be written; no link is followed.
    """
    folder = answers.parent.resolve()
    for name, data in files.items():
        path = folder / name
        try:
            path.parent.mkdir(exist_ok=True)
            if not path.parent.resolve().is_relative_to(folder):
                raise FileExistsError(errno.EEXIST, path.parent.name)
            if path.is_symlink() or not path.exists():
                write_whole(path, data, like=(answers,), follow=False)
            elif path.read_bytes() != data:
                raise FileExistsError(errno.EEXIST, path.name)
        except OSError as error:
            what = f"表里的图片没有存下来（{reason(error)}），答案也没有写入"
            raise WrongUsage.because(what, "把这个位置空出来再读回", file=path) from None


def _dotted(name: str) -> str:
    """Return 截图。png as 截图.png."""
    return _DOT.sub(".", name)


def _words(text: str) -> Evidence:
    return Evidence(text.removeprefix(_WORDS).strip(" :：") or text)


def _below(folder: Path, name: str) -> Path | None:
    """Return where a file lies that somebody else named; None where that leads elsewhere."""
    if not stays_below(name):
        return None
    try:
        path = (folder / name.replace("\\", "/")).resolve()
    except (OSError, ValueError):
        return folder
    return path if path.is_relative_to(folder) else None


def _recorded(files: tuple[Path, ...], answers: Path, at: str) -> tuple[tuple[Evidence, ...], str]:
    """Return files that the respondent named, as they are now, each below the answers' folder."""
    folder = answers.parent.resolve()
    seen, words = list[Evidence](), list[str]()
    for path in files:
        whole = path.resolve()
        where, how = None, ""
        if _is_laid(path, answers.parent) and not whole.is_relative_to(folder):
            words.append(f"{inert(path.name)} 是一个指到别处的链接，没有记；要记，写那个文件的路径")
            continue
        if whole.is_relative_to(folder):
            where = whole.relative_to(folder).as_posix()
        else:
            where, why = copied_in(whole, folder, answers=answers)
            how = f"（没有复制到这里：{why}；只记名称和摘要）" if why else f"（已复制到 {where}）"
        piece = _seen(whole if where is None else folder / where, where, at)
        if piece is None or piece.sha256 is None:
            words.append(f"打不开 {inert(path.name)}，没有记")
            continue
        seen.append(piece)
        words.append(f"{piece.text}{how}，{piece.size} 字节，SHA-256 {piece.sha256[:16]}…")
    if not seen:
        return (), "；".join(words)
    more = f"；等 {len(words)} 件" if len(words) > _MOST_NAMED else ""
    return tuple(seen), f"已记下佐证：{'；'.join(words[:_MOST_NAMED])}{more}"


def _is_laid(path: Path, folder: Path) -> bool:
    """Whether a name lies in the folder of the answers: a link there may be somebody else's."""
    whole, below = path.absolute(), folder.absolute()
    named = whole.is_relative_to(below) and ".." not in whole.relative_to(below).parts
    return named or path.parent.resolve().is_relative_to(folder.resolve())


def _seen(path: Path, where: str | None, at: str) -> Evidence | None:
    """Look at the file as it is now; None where there is none that can be read."""
    try:
        if not path.is_file():
            return None
        sha256, size = digest(path)
    except (OSError, ValueError):
        return None
    return Evidence(inert(path.name), where, sha256, size, at)


def _files(path: Path) -> tuple[Path, ...]:
    """Return the file at `path` that can be read, or each of a folder behind which * is put."""
    try:
        if path.name == _EVERY and path.parent.is_dir():
            return files_in(path.parent)
        if path.is_file():
            path.open("rb").close()
            return (path,)
    except (OSError, ValueError):
        pass
    return ()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _folder_words(path: Path, text: str) -> str:
    """Say that it is a folder, and name its files."""
    try:
        files = [inert(file.name) for file in files_in(path)]
    except OSError:
        files = []
    what = f"“{inert(text)}”是文件夹，不能算一件佐证，没有记。"
    if not files:
        return f"{what}里面没有文件。"
    more = f" 等 {len(files)} 个" if len(files) > _MOST_NAMED else ""
    return f"{what}里面的文件：{'、'.join(files[:_MOST_NAMED])}{more}。"


def _candidates(text: str, folder: Path) -> Iterator[Path]:
    """List where a file may lie. A terminal pastes names in quotes, or with escaped blanks."""
    plain = text.strip(_QUOTES)
    if not plain:
        return
    for name in dict.fromkeys((plain, plain.replace("\\ ", " "), _dotted(plain))):
        path = Path(name).expanduser() if name.startswith("~/") else Path(name)
        yield path
        yield folder / path
