"""What claims rest on, and the evidence itself, in Chinese."""

from __future__ import annotations

from checklist.assessment.model import Evidence
from checklist.evaluation.model import Status
from checklist.report.view.model import Exhibit, Line, Report
from checklist.report.view.support import Support

CLAIM = {
    Support.NONE: "仅凭自述，未附佐证",
    Support.SOME: "部分问题未附佐证",
    Support.ALL: "各问均附佐证",
}
BRIEF = {Support.NONE: "仅凭自述", Support.SOME: "部分附佐证", Support.ALL: "附佐证"}


def claim(line: Line) -> str:
    """What a passing line rests on; empty where nothing is claimed."""
    return CLAIM[line.support] if line.support else ""


def brief(line: Line) -> str:
    """The same in a word or two, and why what applies may be 不适用 all the same."""
    if line.support:
        return BRIEF[line.support]
    idle = line.finding.status is Status.NOT_APPLICABLE and line.finding.inapplicable
    return "情形未发生" if idle else ""


def bare(report: Report) -> str:
    """符合的31项中24项仅凭自述、未附佐证，2项只有部分问题附有佐证。 Empty where nothing passes."""
    passed = report.totals.by_status[Status.SATISFIED]
    none, some = report.supports[Support.NONE], report.supports[Support.SOME]
    told = [f"{none}项仅凭自述、未附佐证"] if none else []
    told += [f"{some}项只有部分问题附有佐证"] if some else []
    if not passed:
        return ""
    if not told:
        return f"符合的{passed}项都附有佐证；佐证的内容没有经过核对。"
    return f"符合的{passed}项中{'，'.join(told)}。"


def share(report: Report) -> str:
    """24 / 31项仅凭自述; a dash where nothing passes."""
    passed = report.totals.by_status[Status.SATISFIED]
    return f"{report.supports[Support.NONE]} / {passed}项仅凭自述" if passed else "—"


def handed_in(line: Line) -> tuple[Evidence, ...]:
    """The evidence named with the answers that fail, each once."""
    answers = (said.answer for said in line.failed if said.answer)
    return tuple(dict.fromkeys(one for answer in answers for one in answer.evidence))


def what(one: Evidence) -> str:
    """The file, or the words where it is none."""
    return one.path or one.text


def title(one: Evidence) -> str:
    """What a file is called beside its path; empty where that says nothing more."""
    if one.path is None or one.text == one.path or one.path.endswith(f"/{one.text}"):
        return ""
    return one.text


def digest(one: Evidence) -> str:
    """The digest as recorded, or that there is none to compare with."""
    if one.sha256:
        return one.sha256
    return "没有登记摘要，不能核对是否改动"


def size(one: Evidence) -> str:
    """34,560 字节; a dash where it was not recorded."""
    return "—" if one.size is None else f"{one.size:,} 字节"


def seen(one: Evidence) -> str:
    """2026-11-02 10:00, on the clock of whoever named it; a dash where it was not recorded."""
    return (one.seen_at or "—")[:16].replace("T", " ")


def recorded(one: Evidence) -> tuple[str, ...]:
    """Size and time as far as recorded, one line each; a single dash where neither is."""
    told = [size(one)] if one.size is not None else []
    told += [seen(one)] if one.seen_at else []
    return tuple(told) or ("—",)


def anchor(one: Exhibit) -> str:
    """Where links to it lead."""
    return f"exhibit-{one.number.removeprefix('证')}"
