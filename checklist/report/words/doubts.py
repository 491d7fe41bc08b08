"""What the text leaves open, in Chinese: open points with their places, entries that may bind."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.evaluation.model import Judged
from checklist.law.wording import citation
from checklist.report.view.doubts import Undecided
from checklist.report.view.model import Line, Paper, Point
from checklist.report.words import liability
from checklist.report.words.wording import because, shortfall, subject, unclear

ONCE = (
    "规则册对条文有疑问的地方，要么条文没有写明，要么可以有不同理解。只涉及一项义务的写在它的底稿里；"
    "涉及几项的写在这里，底稿只写编号。"
)
"""Said above the list of open points."""
IF_BOUND = "若适用则不符合"
NOTHING_OWED = "已经做到的，不论怎样理解都没有欠缺，不列在这里；没有做到或者还没有弄清的列在下面。"


def brief(point: Point) -> str:
    """The point without what is said above all of them."""
    return point.text.replace("，条文没有写明", "")


def places(point: Point) -> dict[str, list[Paper]]:
    """By citation, the papers that an open point concerns: 第七条第一款, with 07-01."""
    at: dict[str, list[Paper]] = {}
    for paper in point.papers:
        at.setdefault(citation(paper.obligation.source), []).append(paper)
    return at


def point_and_places(point: Point) -> str:
    """“及时”没有写明天数（第十条第三款 10-04；第十二条第一款 12-03、12-04）."""
    named = (
        f"{place} {'、'.join(paper.index for paper in papers)}"
        for place, papers in places(point).items()
    )
    return f"{point.text}（{'；'.join(named)}）"


def title(group: Undecided) -> str:
    """其他网络服务提供者（依第二十四条）：是否适用有疑问的31项义务."""
    return f"{liability.addressees(group.lines[0])}：是否适用有疑问的{group.entries}条义务"


def sentence(group: Undecided) -> str:
    """条文本身没有写明，下列31项义务是否适用于其他网络服务提供者（依第二十四条）。…."""
    whom = liability.addressees(group.lines[0])
    return f"条文本身没有写明，下列{group.entries}条义务是否适用于{whom}。{NOTHING_OWED}"


def grounds(group: Undecided) -> str:
    """The facts that this rests on."""
    return f"依据的主体情况：{because(group.because)}。"


def attribution(group: Undecided) -> tuple[str, ...]:
    """What the article says about liability, each once; not what a longer sentence says too."""
    sentences = dict.fromkeys(
        sentence for line in group.lines for sentence in liability.attribution(line)
    )
    return tuple(
        sentence
        for sentence in sentences
        if not any(more != sentence and more.startswith(sentence) for more in sentences)
    )


def heading(line: Line) -> str:
    """The title, and the rooms where it is about some of several."""
    return line.obligation.title + (f"（{subject(line)}）" if line.subject.rooms else "")


def failing(line: Line) -> Iterator[tuple[str, Judged, str]]:
    """What an open line lacks: how it counts, the question, and where it falls short."""
    for judged in line.open:
        yield "未定", judged, unclear(judged)
    for judged in line.failed:
        yield IF_BOUND, judged, shortfall(judged)
