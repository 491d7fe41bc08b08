"""Which kinds of records a company keeps, as the rulebooks name them under `proves`."""

from __future__ import annotations

from enum import Enum
from typing import Self

from msgspec import Struct


class _Kind(Enum):
    """A kind by its code, and as it is `shown` and written in rulebooks."""

    shown: str

    def __new__(cls, code: str, shown: str) -> Self:
        kind = object.__new__(cls)
        kind._value_ = code
        kind.shown = shown
        return kind


class RecordKind(_Kind):
    """A kind of records that can show whether something was kept. 场次 shows nothing by itself:
    it says what there must be records of, and when the clock of each began."""

    SESSIONS = "sessions", "场次"
    ORDERS = "orders", "订单"
    REPLAYS = "replays", "回放"
    SELLER_CHECKS = "seller_checks", "商家核验记录"
    HOST_CHECKS = "host_checks", "主播核验记录"
    REVIEWS = "reviews", "审核记录"
    CORRECTIONS = "corrections", "纠错记录"
    INTERACTIONS = "interactions", "互动处置记录"


class Content(_Kind):
    """A kind of transaction information that has to be kept of each order."""

    ACCOUNT = "account", "直播账号"
    REPLAY = "replay", "直播回放"
    INTERACTION = "interaction", "直播互动"
    SNAPSHOT = "snapshot", "详情快照"
    SERVICE = "service", "客服记录"
    PAYMENT = "payment", "支付记录"
    LOGISTICS = "logistics", "物流快递"
    RETURNS = "returns", "退换货"
    AFTERSALES = "aftersales", "售后"


KINDS = {kind.shown: kind for kind in RecordKind}
CONTENTS = {content.shown: content for content in Content}


class InOrders(Struct, frozen=True, kw_only=True):
    """The column of a platform's own table of orders that shows something. `of_every`: every order
    has it, so that an empty cell is a gap; of others it may be that there was nothing to keep."""

    column: Content
    of_every: bool = False
