"""Recordings as they were looked through, for tests that need no pictures."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

from checklist.replay.model import (
    Absence,
    Box,
    Implicit,
    Label,
    Prompt,
    Recording,
    Seen,
    Span,
)
from checklist.replay.replayed import Replayed

WORDS = (("人工智能", "AI"), ("生成", "合成"))
PROMPT = Prompt(
    text="人工智能生成", box=Box(0.03, 0.04, 0.2, 0.1), height=40.0, within=2.0, contrast=8.0,
    longest=52.0,
)  # fmt: skip
SMALL_JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKra"
    "rYqMyP/L2u71////m8H////6/+b9//j/2wBDASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4"
    "+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj/wAARCAASACADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAA"
    "AAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAEC/8QAFBEBAAAAAAAAAAAAAAAA"
    "AAAAAP/aAAwDAQACEQMRAD8AnAbQAAAAAB//2Q=="
)
"""A picture of 32 by 18 points."""
DIGEST = "0123456789abcdef" * 4


def absent(start: float, end: float, seen: Seen = Seen.ABSENT) -> Absence:
    return Absence(span=Span(start, end), seen=seen)


def recording(**other: Any) -> Recording:
    """One of two minutes and forty seconds, in 720p, in which the prompt is always there."""
    usual: dict[str, Any] = {
        "name": "回放.mp4", "sha256": DIGEST, "size": 1_234_567, "room": "r1", "width": 1280,
        "height": 720, "seconds": 160.0, "codec": "h264", "keyframes": 2.0, "widest": 2.0,
        "looked": 80, "stretches": 3, "flickers": (), "says": WORDS, "prompt": PROMPT,
        "absences": (), "spans": None, "implicit": Implicit(label=Label.NONE),
    }  # fmt: skip
    return Recording(**usual | other)


def replayed(*recordings: Recording, rooms: dict[str, str], **other: Any) -> Replayed:
    """What lies beside answers."""
    usual: dict[str, Any] = {
        "program": "0", "at": "2026-11-29T10:00:00+08:00", "first": None, "last": None,
    }  # fmt: skip
    return Replayed(recordings=recordings, rooms=rooms, **usual | other)
