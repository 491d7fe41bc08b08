"""How it is said that answers came faster than they can be read, or are all the first option."""

from __future__ import annotations

from math import floor


def in_haste(section: str, answers: int, seconds: float, reading: float) -> str:
    """That what came out clean in a section, with no evidence, came faster than it can be read."""
    return (
        f"答得很快：“{section}”里有{answers}题答得合要求或者不适用、没有佐证；按记下的作答时刻，"
        f"多数题用的时间不到通读一遍的一半（居中的一题不到{floor(seconds) + 1}秒，"
        f"通读平均约{round(reading)}秒）。不等于答错了，但是这样的“符合”缺少依据，请再核对。"
    )


def all_first(answers: int, admitting: int) -> str:
    """That every answer is the first option, also at questions about what is forbidden."""
    return (
        f"可以选的{answers}题，答的全是第一个选项，其中{admitting}题问的是有没有做不该做的事。"
        "这样的答复看不出是否逐题想过，请逐题核对。"
    )
