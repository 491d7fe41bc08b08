"""Which topic `checklist report --only` writes on its own."""

from __future__ import annotations

from checklist.assessment.typed import normal
from checklist.errors import Complaint, WrongUsage
from checklist.law.model import Topic
from checklist.law.wording import TOPIC
from checklist.report.view.model import Report
from checklist.report.view.topic import about
from checklist.text import inert

ONLY = {
    Topic.RETENTION: ("retention", "保存期限", "保存"),
    Topic.AI_FIGURE: ("figures", "人工智能生成的人物形象", "人物形象", "数字人"),
}


def topic(text: str) -> Topic:
    """The topic that was typed. Raises WrongUsage with those there are."""
    for topic, names in ONLY.items():
        if normal(text) in names:
            return topic
    choices = "、".join(f"{names[0]}（{names[1]}）" for names in ONLY.values())
    raise WrongUsage(
        Complaint(what=f"--only 没有“{inert(text)}”这个专项", mend=f"写其中之一：{choices}")
    )


def told_alone(report: Report, one: Topic) -> Report:
    """Only that topic. Raises WrongUsage where the rulebook has no entry of it."""
    alone = about(report, one)
    if not alone.papers:
        what = f"这份规则册里没有“{TOPIC[one]}”方面的义务，写不出这个专项"
        raise WrongUsage(Complaint(what=what, mend="去掉 --only，写完整的报告"))
    return alone
