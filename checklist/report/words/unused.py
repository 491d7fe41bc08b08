"""That a check of records or recordings is not used, and why, in Chinese."""

from __future__ import annotations

from checklist.report.beside import Unused

CALLED = {"records": "记录核对", "replay": "录像核查"}


def told(unused: Unused) -> str:
    """记录核对（2026-11-20）已失效，没有用它：记录核对以后，自查期间变了。…"""
    called = CALLED[unused.check]
    changed = "自查期间" if unused.other_period else "直播间名单"
    return (
        f"{called}（{unused.at[:10]}）已失效，没有用它：{called}以后，{changed}变了。"
        f"再运行一次 checklist {unused.check}。"
    )
