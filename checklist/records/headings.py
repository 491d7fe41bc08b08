"""The headings under which platforms, stores and companies write what a table of records says.

Written without blanks, asides in brackets, case and width, as `plain` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping

from checklist.law.record_kinds import RecordKind
from checklist.records.model import Field

COMMON = {
    Field.SESSION: (
        "场次号 场次id 场次编号 直播场次 直播场次号 直播场次id 直播场次编号 直播id 直播编号 "
        "房间场次id session sessionid liveid 关联场次 场次"
    ),
    Field.ROOM: "直播间 直播间名称 直播账号 room roomname",
    Field.UNTIL: (
        "保存至 保存到 保存截止 保存截止日 保存截止日期 保留至 保管至 "
        "keepuntil objectlockretainuntildate"
    ),
}
"""In tables of every kind. 有效期 is not among them: that of a licence is something else."""
_ROOMS = "主播昵称 达人昵称 账号 账号名称 账号昵称 主播 author"
_GOES = {
    Field.EXPIRES: (
        "到期时间 到期日 到期删除 到期删除时间 过期时间 自动删除时间 清理时间 "
        "expiretime expirationdate lifecycleexpirationdate"
    ),
    Field.DELETED: "删除时间 删除日期 已删除时间 销毁时间 销毁日期 deletedat deletetime",
    Field.STATE: "状态 保存状态 文件状态 存储状态 是否删除 status",
}
_SESSION_ENDS = (
    "下播 下播时间 关播 关播时间 结束 直播结束 直播结束时间 结束时间 结束直播时间 endtime streamend"
)
_SESSION_STARTS = (
    "开播 开播时间 开始 直播开始 直播开始时间 开始时间 开始直播时间 starttime streambegin"
)
_DURATIONS = "时长 直播时长 录制时长 回放时长 duration"
_LOGGED = {
    Field.ID: "编号 记录编号 记录号 序号 单号",
    Field.MADE: "登记时间 登记日期 记录时间 记录日期 日期 时间 建档日期",
    Field.END: (
        "直播结束 直播结束时间 下播时间 最后一场直播结束 最后一场直播结束时间 "
        "有关的最后一场直播结束"
    ),
    Field.DELETED: "删除时间 删除日期 销毁时间 销毁日期",
    Field.STATE: "保存状态",
}
OWN: Mapping[RecordKind, Mapping[Field, str]] = {
    RecordKind.SESSIONS: {
        Field.SESSION: "编号 id",
        Field.ROOM: _ROOMS,
        Field.START: _SESSION_STARTS,
        Field.END: _SESSION_ENDS,
        Field.DURATION: _DURATIONS,
    },
    RecordKind.ORDERS: {
        Field.ID: "订单号 订单编号 主订单编号 子订单编号 商品单号 orderid",
        Field.ROOM: _ROOMS,
        Field.END: (
            "订单完成时间 交易完成时间 完成时间 交易成功时间 确认收货时间 completedat finishtime"
        ),
        Field.MADE: "下单时间 订单提交时间 订单创建时间 支付完成时间 createtime",
        Field.ACCOUNT: (
            "直播账号 直播账号id 直播间账号 主播账号 主播id 达人账号 达人id 账号id "
            "accountid authorid"
        ),
        Field.REPLAY: (
            "直播回放 直播视频回放 直播视频回放记录 回放 回放记录 回放地址 回放链接 回放文件 "
            "回放id 关联回放 replay replayid replayurl"
        ),
        Field.INTERACTION: (
            "直播互动 直播互动信息 互动 互动信息 互动记录 弹幕记录 评论记录 interaction"
        ),
        Field.SNAPSHOT: (
            "详情快照 详情页快照 详情页面快照 商品快照 商品详情快照 商品详情页快照 "
            "商品详情页面快照 服务快照 服务详情页快照 服务详情页面快照 订单快照 交易快照 快照 "
            "快照id 快照地址 快照链接 snapshot snapshotid snapshoturl"
        ),
        Field.SERVICE: "客服记录 客服 客服会话 客服会话id 客服聊天记录 聊天记录 客服工单",
        Field.PAYMENT: (
            "支付记录 支付信息 支付流水 支付流水号 支付单号 支付交易号 交易流水号 支付凭证 "
            "payment paymentid paymentno"
        ),
        Field.LOGISTICS: (
            "物流快递 物流 物流信息 物流记录 物流单号 物流轨迹 快递 快递信息 快递单号 运单号 "
            "logistics trackingno expressno"
        ),
        Field.RETURNS: (
            "退换货 退换货信息 退换货记录 退货 退货信息 退货记录 退货单号 退款单号 换货记录 "
            "returns returnid refundid"
        ),
        Field.AFTERSALES: (
            "售后 售后信息 售后记录 售后单号 售后工单 售后状态 aftersales aftersaleid"
        ),
    },
    RecordKind.REPLAYS: {
        Field.OBJECT: (
            "文件 文件名 文件路径 回放文件 录像文件 对象 对象名 key filename fileid 回放链接"
        ),
        **_GOES,
        Field.ROOM: _ROOMS,
        Field.ID: "回放id 回放编号 录像编号 taskid recordid",
        Field.START: f"{_SESSION_STARTS} 录制开始 录制开始时间",
        Field.END: f"{_SESSION_ENDS} 录制结束 录制结束时间",
        Field.DURATION: _DURATIONS,
        Field.MADE: (
            "生成时间 上传时间 录制完成时间 最后修改时间 lastmodifieddate lastmodified 创建时间"
        ),
    },
    **{
        kind: {**_LOGGED, Field.MADE: f"{_LOGGED[Field.MADE]} {times}"}
        for kind, times in {
            RecordKind.SELLER_CHECKS: "核验时间 核验日期",
            RecordKind.HOST_CHECKS: "核验时间 核验日期",
            RecordKind.REVIEWS: "审核时间 审核日期",
            RecordKind.CORRECTIONS: "纠错时间 纠正时间",
            RecordKind.INTERACTIONS: "处置时间",
        }.items()
    },
}
TELLING: Mapping[RecordKind, str] = {
    RecordKind.SESSIONS: "开播 开播时间 下播 下播时间 直播时长 场次 直播场次",
    RecordKind.ORDERS: "订单号 订单编号 主订单编号 子订单编号 商品单号 orderid",
    RecordKind.REPLAYS: (
        "回放文件 录像文件 回放链接 回放id 回放编号 录像编号 录制时长 回放时长 录制开始 "
        "录制开始时间 录制结束 录制结束时间 录制完成时间 对象 key fileid taskid recordid "
        "lastmodifieddate"
    ),
    RecordKind.SELLER_CHECKS: "商家 商家名称 实际销售者 供应商 统一社会信用代码 3c 合格证明",
    RecordKind.HOST_CHECKS: "身份证件号码 身份证号 经常居住地址 居住地址 所属机构 主播姓名",
    RecordKind.REVIEWS: "审核人 审核结论 审核结果 审核时间 审核日期 话术 营销用语",
    RecordKind.CORRECTIONS: "纠错时间 纠正时间 更正方式 纠正方式 口误 错误内容 纠错内容",
    RecordKind.INTERACTIONS: "处置时间 处置方式 弹幕 评论 违法信息 评论内容 处置措施",
}
"""Headings that stand in tables of one kind and no other."""
NAMES_ROOM = COMMON[Field.ROOM].split()
"""Headings that name the room as well, where no other column does."""
