"""Reads official texts and the fingerprints beside a rulebook, for `statute` and `report`."""

from __future__ import annotations

from pathlib import Path

from checklist import resources
from checklist.commands import command
from checklist.errors import Complaint, UnreadableFile, Where
from checklist.files import read_text
from checklist.law.model import Rulebook
from checklist.streams import print_note
from checklist.text import inert
from checklist.upkeep.fingerprints import Fingerprints, read
from checklist.upkeep.statute import Statute, parse

SUFFIX = ".fingerprints.json"


def fingerprints_file(rules: Path | None, rulebook: Rulebook) -> Path:
    """Those beside the rulebook, else the bundled ones for this rulebook. May not exist."""
    bundled = resources.rules_file(rulebook.id).with_suffix(SUFFIX)
    beside = rules.with_suffix(SUFFIX) if rules else bundled
    return beside if beside.exists() or not bundled.exists() else bundled


def read_fingerprints(file: Path, rulebook: Rulebook) -> Fingerprints:
    """The fingerprints taken for this rulebook. Raises UnreadableFile for anything else."""
    if not file.exists():
        what = "没有这份规则册的条文指纹，无从核对文字是否变过"
        mend = f"先生成：{command('statute', 'fingerprint', '条文', '-o', Path(file.name))}"
        raise UnreadableFile(Complaint(what=what, mend=mend, where=Where(file=file)))
    fingerprints = read(read_text(file), file=file)
    if fingerprints.title != rulebook.title:
        theirs, ours = inert(fingerprints.title), inert(rulebook.title)
        what = f"这是《{theirs}》的指纹，规则册是《{ours}》的"
        mend = "用 checklist statute fingerprint 重新生成"
        raise UnreadableFile(Complaint(what=what, mend=mend, where=Where(file=file)))
    return fingerprints


def read_statute(path: Path) -> Statute:
    """The text in a file. Raises UnreadableFile where it has no articles; says what it left out."""
    statute = parse(read_text(path))
    if not statute.passages:
        what = "没有认出任何一条条文"
        mend = "条文要以“第一条”这样的条号开头；检查是不是选错了文件"
        raise UnreadableFile(Complaint(what=what, mend=mend, where=Where(file=path)))
    if statute.dropped:
        shown = "、".join(f"“{inert(line)[:20]}”" for line in statute.dropped[:5])
        more = f" 等 {len(statute.dropped)} 行" if len(statute.dropped) > 5 else ""
        print_note(f"{inert(str(path))}：没有当作条文：{shown}{more}")
    return statute
