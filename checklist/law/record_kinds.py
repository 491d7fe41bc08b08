"""Which kinds of records a company keeps, as the rulebooks name them under `proves`."""

from __future__ import annotations

from enum import Enum


class RecordKind(Enum):
    """A kind of records that can show whether something was kept. 场次 shows nothing by itself:
    it says what there must be records of, and when the clock of each began."""

    SESSIONS = "sessions"
    ORDERS = "orders"
    REPLAYS = "replays"
    SELLER_CHECKS = "seller_checks"
    HOST_CHECKS = "host_checks"
    REVIEWS = "reviews"
    CORRECTIONS = "corrections"
    INTERACTIONS = "interactions"


KINDS = {
    "场次": RecordKind.SESSIONS,
    "订单": RecordKind.ORDERS,
    "回放": RecordKind.REPLAYS,
    "商家核验记录": RecordKind.SELLER_CHECKS,
    "主播核验记录": RecordKind.HOST_CHECKS,
    "审核记录": RecordKind.REVIEWS,
    "纠错记录": RecordKind.CORRECTIONS,
    "互动处置记录": RecordKind.INTERACTIONS,
}
"""As they are written in rulebooks and shown."""
NAMES = {kind: name for name, kind in KINDS.items()}
