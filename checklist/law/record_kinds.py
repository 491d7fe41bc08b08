"""Which kinds of records a company keeps, as the rulebooks name them under `proves`."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


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


class Content(Enum):
    """A kind of transaction information that has to be kept of each order."""

    ACCOUNT = "account"
    REPLAY = "replay"
    INTERACTION = "interaction"
    SNAPSHOT = "snapshot"
    SERVICE = "service"
    PAYMENT = "payment"
    LOGISTICS = "logistics"
    RETURNS = "returns"
    AFTERSALES = "aftersales"


CONTENTS = {
    "直播账号": Content.ACCOUNT,
    "直播回放": Content.REPLAY,
    "直播互动": Content.INTERACTION,
    "详情快照": Content.SNAPSHOT,
    "客服记录": Content.SERVICE,
    "支付记录": Content.PAYMENT,
    "物流快递": Content.LOGISTICS,
    "退换货": Content.RETURNS,
    "售后": Content.AFTERSALES,
}
"""As they are written in rulebooks and shown."""
CONTENT_NAMES = {content: name for name, content in CONTENTS.items()}


class InOrders(Struct, frozen=True, kw_only=True):
    """The column of a platform's own table of orders that shows something. `of_every`: every order
    has it, so that an empty cell is a gap; of others it may be that there was nothing to keep."""

    column: Content
    of_every: bool = False
