"""不适用 on a ground that another answer denies, and answers that deny each other, are asked back;
what an honest respondent may say beside each other is not left open."""

from __future__ import annotations

import pytest

from checklist.assessment.exclusions import Scales
from checklist.assessment.model import (
    Answer,
    Assessment,
    Choice,
    Extreme,
    Mark,
    Picks,
    Room,
    Value,
    WorkingDays,
)
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.summary import doubted
from tests.assessment.test_exclusions import (
    ACCOUNTS,
    AGENCY,
    AI_ROOM,
    AI_TOOL,
    ALL,
    COMPANY,
    HOST,
    PLATFORM,
    TODAY,
    N,
    X,
    Y,
    an_answer,
    asked,
    but,
    only,
    opened,
    said,
    told_seldom,
    what_says,
)

SERVICE = {
    "respondent_form": "entity",
    "provides_other_service": "yes",
    "service_admits_operators": "yes",
    "service_holds_transactions": "yes",
    "service_sets_rules": "yes",
    "service_carries_content": "yes",
}
OWN_ROOM = PLATFORM | AI_ROOM | {"provides_platform": "yes"}
MEDIA = PLATFORM | ACCOUNTS
MERCHANT_AGENCY = AGENCY | ACCOUNTS | {"mcn_sells_live": "self"}
SIGNED = HOST | {"mcn_contracted": "yes", "mcn_sells_live": "self", "mcn_serves_accounts": "no"}
EVERYONE = OWN_ROOM | MERCHANT_AGENCY | SERVICE | AI_TOOL | {
    "ailabel_content": "published",
    "ailabel_gives_unlabelled": "own",
    "cooperates_with_rooms": "yes",
    "discloses_by_link": "yes",
    "employs_hosts": "yes",
    "mcn_contracted": "yes",
    "mcn_serves_minors": "yes",
    "other_advertising": "yes",
    "provides_platform": "yes",
}  # fmt: skip
ALONE = SIGNED | {
    "uses_ai_figure": "yes",
    "ailabel_content": "published",
    "ailabel_service": "no",
    "discloses_by_link": "yes",
    "other_advertising": "yes",
}
RESPONDENTS = (EVERYONE, ALONE, ALONE | {"respondent_form": "sole_trader"})
HARMFUL = "art65-harmful/measures"
OPERATORS, OF_HOSTS = "art9-operators/times", "art9-hosts/times"
REGISTERED, UNREGISTERED = "art9-operators/registered_items", "art9-operators/unregistered_items"
REPORTS = "art28-report/every_time"
REPORTED, FIRST = "art9-hosts/host_items", "art8-host-information/host_items"
LAW, SUPERVISED = "art21-cooperation/cooperated", "art46-cooperation/cooperated"
TRUTHFUL, HINDERED = "art21-cooperation/truthful", "art66-obstruction/obstructed"
KEPT, SERVICE_KEPT = "art16-retention/coverage", "art16-service-retention/coverage"
CHECKED, SELECTED = "art27-verify/seller_items", "art45-verify/seller_items"
STYLE, LABELLED, LABELS = "art37-gb45438/style", "art37-label/labelled", "art37-label/labels"
CLIPS, SHOWN, PROMPTED = "art37-clips/declared", "art37-prompt/shown", "art37-prompt/visible"
CLAIMS, FABRICATED = "art34-false-claims/claims", "art34-ai/fabricated"
IMPERSONATED, GOODS = "art34-ai/impersonated", "art33-goods/found"
BACKEND, REQUIRED = "mcn11-backend/done", "mcn11-platform/required"
JOINED, AGREED = "mcn8-filing/days", "mcn7-agreement/signed"
FUNCTION, DECLARED = "ai-art10-declare/function", "ai-art10-declare/declared"


def none_of(key: str, *but_for: str) -> Picks:
    """No option applies, but for these, which are so."""
    return Picks({each.id: Y if each.id in but_for else X for each in asked(key).options})


def except_for(key: str, *inapplicable: str) -> Picks:
    """All is done, but for what does not apply."""
    return Picks({each.id: X if each.id in inapplicable else Y for each in asked(key).options})


def known(key: str) -> Picks:
    """It is known of oneself."""
    return only(key, "own_check")


def nothing(key: str) -> Picks:
    return only(key)


# --- what is asked back and told, and counts as it stands -----------------------------------------

Case = tuple[dict[str, str], dict[str, Value]]
SELDOM: dict[str, Case] = {
    # of a live-room operator
    "从未保存过核验主播的记录，又没有主播": (
        COMPANY | {"account_holder": "entity"},
        {"art28-records/period": Extreme.NEVER, "art28-verify/host_items": X},
    ),
    "从未保存过纠错记录，又没有发现要纠正的": (
        COMPANY | {"account_holder": "entity"},
        {"art31-records/period": Extreme.NEVER, "art31-correct/on_the_spot": X},
    ),
    "从未保存过纠错记录，又没有要留记录的": (
        COMPANY | {"account_holder": "entity"},
        {"art31-records/period": Extreme.NEVER, "art31-records/kept": X},
    ),
    # of a platform
    "七月没有报运营者，主播又不该报": (
        PLATFORM,
        {OPERATORS: Picks({"january": X, "july": N}), OF_HOSTS: X},
    ),
    "一月没有报运营者，主播又不该报": (
        PLATFORM,
        {OPERATORS: Picks({"january": N, "july": X}), OF_HOSTS: X},
    ),
    "七月没有报运营者，又没有主播可报": (
        PLATFORM,
        {OPERATORS: Picks({"january": X, "july": N}), REPORTED: X},
    ),
    "报送了主播，又没有该报的月份": (PLATFORM, {OF_HOSTS: but(OF_HOSTS), REPORTED: X}),
    "七月该报，又一家运营者也没有": (
        PLATFORM,
        {OPERATORS: Picks({"january": X, "july": N}), REGISTERED: X, UNREGISTERED: X},
    ),
    "接到违法通报，又没有发现违法": (
        PLATFORM,
        {"art13-monitoring/handled": X, "art12-notified/handled": Y},
    ),
    "列入黑名单，又没有严重违法的": (
        PLATFORM,
        {"art14-listing/listed": X, "art14-due-process/told": but("art14-due-process/told")},
    ),
    "没有黑名单制度，又共享黑名单": (
        PLATFORM,
        {"art14-blacklist/established": N, "art14-sharing/shared": Y},
    ),
    "不共享，又据共享的采取措施": (
        PLATFORM,
        {"art14-sharing/shared": N, "art14-sharing/managed": Y},
    ),
    "规则里没有关号、拉黑，又做过": (
        PLATFORM,
        {
            "art12-system/measures": but("art12-system/measures", "close", "bar", "blacklist"),
            "art12-report/provincial_at_all": Y,
        },
    ),
    "保存了处置的记录，又没有不更新的": (
        PLATFORM,
        {"art22-handling/handled": X, "art22-records/kept": Y},
    ),
    "解除了处置，又没有处置过": (
        PLATFORM,
        {"art22-records/kept": X, "art22-lift/lifted": but("art22-lift/lifted")},
    ),
    "协助了受影响的消费者，又没有处置过": (
        PLATFORM,
        {"art23-consumers/assisted": Y, "art12-report/kept": X},
    ),
    "都没有满六个月，许可又隔了很久": (
        PLATFORM,
        {"art8-update/interval": X, "art8-archive/licence_interval": WorkingDays(90)},
    ),
    "有首次直播的，又两种都没有": (
        PLATFORM,
        {
            FIRST: but(FIRST),
            "art10-training/first_time": X,
            "art10-training/first_here": X,
        },
    ),
    "有主播隶属机构，报送时又没有": (
        PLATFORM,
        {REPORTED: except_for(REPORTED, "agency"), FIRST: but(FIRST)},
    ),
    "有主播有专业资质，报送时又没有": (
        PLATFORM,
        {REPORTED: except_for(REPORTED, "qualification"), FIRST: but(FIRST)},
    ),
    "有主播有职务，报送时又没有": (
        PLATFORM,
        {REPORTED: except_for(REPORTED, "post"), FIRST: but(FIRST)},
    ),
    "通报了机构，又没有机构": (
        PLATFORM,
        {
            "art10-study/operators": WorkingDays(1),
            "art10-study/agencies": X,
            "art10-study/informed": but("art10-study/informed"),
        },
    ),
    "掌握交易信息，又样样不涉及": (SERVICE, {SERVICE_KEPT: none_of(SERVICE_KEPT)}),
    "传播直播，又不涉及回放和互动": (
        SERVICE,
        {SERVICE_KEPT: except_for(SERVICE_KEPT, "replay", "interaction")},
    ),
    "不涉及回放，又数回放的保存期限": (
        SERVICE | {"service_carries_content": "no"},
        {
            SERVICE_KEPT: except_for(SERVICE_KEPT, "replay", "interaction"),
            "art16-service-retention/replay-last": an_answer(
                asked("art16-service-retention/replay-last"), "last"
            ),
        },
    ),
    "自己的直播间用 AI 造假，平台又没有发现": (
        OWN_ROOM,
        {"art17-ai-fraud/handled": X, FABRICATED: known(FABRICATED)},
    ),
    "有投诉查实，又没有反映过侵害": (
        PLATFORM,
        {"art19-measures/infringing": X, "art20-reference/considered": Y},
    ),
    "有召回，又没有反映过不安全": (
        PLATFORM,
        {"art19-measures/unsafe": X, LAW: none_of(LAW, "recall")},
    ),
    "有消费者保护制度，又没有机制": (
        PLATFORM,
        {
            "art6-mechanisms/mechanisms": but("art6-mechanisms/mechanisms", "consumers"),
            "art18-system/system": Y,
        },
    ),
    "有消费者保护机制，又没有制度": (
        PLATFORM,
        {
            "art6-mechanisms/mechanisms": but("art6-mechanisms/mechanisms"),
            "art18-system/system": N,
        },
    ),
    "有分级分类制度，又没有运营者机制": (
        PLATFORM,
        {
            "art6-mechanisms/mechanisms": but("art6-mechanisms/mechanisms", "operators"),
            "art11-tiers/established": Y,
        },
    ),
    "在动态核验，又没有制度": (
        PLATFORM,
        {"art8-dynamic-system/established": N, "art8-dynamic/practised": Y},
    ),
    "没有分级分类，又按结果采取措施": (
        PLATFORM,
        {"art11-tiers/established": N, "art11-measures/measures": Y},
    ),
    "没有信用评价，又用评价结果": (
        PLATFORM,
        {"art11-credit/established": N, "art11-credit/used": Y},
    ),
    "每年培训，又没有培训机制": (
        PLATFORM,
        {"art10-mechanism/mechanism": N, "art10-training/besides_first": Y},
    ),
    "有物流，又没有退换货": (PLATFORM, {KEPT: except_for(KEPT, "returns")}),
    "开展过监督管理，又没有检查、调查": (
        PLATFORM,
        {LAW: none_of(LAW, "dispute"), SUPERVISED: but(SUPERVISED)},
    ),
    "部门认定违法，又没有开展监督管理": (
        OWN_ROOM,
        {SUPERVISED: X, FABRICATED: only(FABRICATED, "authority")},
    ),
    "样样配合，又知道妨害过": (PLATFORM, {LAW: but(LAW), HINDERED: known(HINDERED)}),
    "每次都配合，又没有配合检查": (
        PLATFORM,
        {SUPERVISED: but(SUPERVISED), LAW: but(LAW, "inspection")},
    ),
    "提供了信息，又没有要求数据": (
        PLATFORM,
        {SUPERVISED: none_of(SUPERVISED, "cooperation"), TRUTHFUL: but(TRUTHFUL)},
    ),
    # of a room's operator and a host
    "用数字人，又没有展示内容": (
        AI_ROOM,
        {"art30-review/scope": except_for("art30-review/scope", "display")},
    ),
    "3C 商品，又依法没有合格证明": (COMPANY, {CHECKED: except_for(CHECKED, "certificate")}),
    "选了 3C 商品，又依法没有合格证明": (
        AGENCY,
        {SELECTED: except_for(SELECTED, "certificate")},
    ),
    "只提供服务，又被抽检出商品标签": (
        COMPANY,
        {"art27-verify/uncertified": X, "art33-goods/labels": Y},
    ),
    "保存了更新的记录，又没有变化": (
        COMPANY,
        {"art28-records/kept": but("art28-records/kept"), "art28-verify/updated": X},
    ),
    "信息变化过，又没有更新": (
        COMPANY,
        {"art28-records/kept": except_for("art28-records/kept", "update"),
         "art28-verify/updated": N},
    ),
    "本人更新了信息，又没有变化": (
        HOST,
        {"art22-host-update/updated": Y, "art28-verify/recorded": X},
    ),
    "直播间收到提醒，本人又没有": (
        HOST,
        {"art22-host-update/updated": X, "art22-update/updated": Y},
    ),
    "经提醒更新了地址，又没有变更": (
        HOST,
        {
            "art22-update/updated": Y,
            "art25-exempt/items": but("art25-exempt/items"),
            "art25-change/days": X,
        },
    ),
    "核验了商家，数期限时又没有": (
        AGENCY,
        {"art45-records/clock": X, SELECTED: only(SELECTED, "name")},
    ),
    "核验了商家，又没有记录要保存": (
        AGENCY,
        {"art45-records/kept": X, SELECTED: only(SELECTED, "name")},
    ),
    "核验了商家，又没有设保存期限": (
        AGENCY,
        {"art45-records/period": X, SELECTED: only(SELECTED, "name")},
    ),
    "设了保存期限，又没有核验过商家": (
        AGENCY,
        {"art45-records/kept": X, "art45-records/period": WorkingDays(3)},
    ),
    "知道有虚假宣传，又没有表述不当": (
        COMPANY,
        {"art31-correct/on_the_spot": X, CLAIMS: known(CLAIMS)},
    ),
    "公司主页什么也没有公示，又很显著": (
        COMPANY,
        {"art25-entity/items": only("art25-entity/items", "prominent")},
    ),
    "个体户主页什么也没有公示，又很显著": (
        HOST | {"respondent_form": "sole_trader"},
        {"art25-sole-trader/items": only("art25-sole-trader/items", "prominent")},
    ),
    "个人主页什么也没有公示，又很显著": (
        HOST,
        {"art25-exempt/items": only("art25-exempt/items", "prominent")},
    ),
    "自己开直播间，又只是代言人": (
        COMPANY | {"other_advertising": "yes"},
        {"art35-advertising/duties": except_for("art35-advertising/duties", "verified")},
    ),
    "假冒过他人，又不像任何真人": (
        AI_ROOM,
        {
            "art37-standard/lawful": except_for("art37-standard/lawful", "consent"),
            IMPERSONATED: known(IMPERSONATED),
        },
    ),
    "用数字人，又没有时段出现": (AI_ROOM, {SHOWN: none_of(SHOWN)}),
    "有2秒的文字标识，又没有标明": (AI_ROOM, {LABELLED: N, STYLE: only(STYLE, "duration")}),
    "提示看得明白，又没有标明": (AI_ROOM, {LABELLED: N, "art37-prompt/meaning": Y}),
    "提示始终看得到，又没有明显标识": (AI_ROOM, {PROMPTED: Y, "art37-visible/visible": N}),
    "提示始终看得到，标识又不到2秒": (AI_ROOM, {PROMPTED: Y, STYLE: but(STYLE, "duration")}),
    "开场看得到提示，起始画面又没有标识": (
        AI_ROOM,
        {SHOWN: but(SHOWN), PROMPTED: Y, STYLE: but(STYLE, "opening")},
    ),
    "标识都合标准，又不明显": (AI_ROOM, {STYLE: but(STYLE), "art37-visible/visible": N}),
    "直播用了标识功能，切片又没有功能": (
        AI_ROOM,
        {LABELS: but(LABELS), CLIPS: except_for(CLIPS, "function")},
    ),
    "没有用标识功能，又没有这个功能": (AI_ROOM, {FUNCTION: X, LABELS: but(LABELS, "function")}),
    "切片没有用标识功能，又没有这个功能": (
        AI_ROOM,
        {FUNCTION: X, CLIPS: but(CLIPS, "function")},
    ),
    "每次都声明了，又没有标明": (AI_ROOM, {DECLARED: Y, LABELLED: N}),
    "每次都用标识功能，又没有标明": (AI_ROOM, {FUNCTION: Y, LABELLED: N}),
    "从事过直播电商：每场直播前都审核": (
        COMPANY,
        {HARMFUL: X, "art30-review/scope": but("art30-review/scope", "props")},
    ),
    "从事过直播电商：直播页面持续展示": (
        COMPANY,
        {HARMFUL: X, "art26-display/items": but("art26-display/items")},
    ),
    "从事过直播电商：有真人主播": (
        COMPANY,
        {HARMFUL: X, "art28-verify/host_items": but("art28-verify/host_items")},
    ),
    "从事过直播电商：平台抽检扣分": (COMPANY, {HARMFUL: X, GOODS: only(GOODS, "platform")}),
    "从事过直播电商：知道有虚假宣传": (COMPANY, {HARMFUL: X, CLAIMS: known(CLAIMS)}),
    "从事过直播电商：有其他广告": (COMPANY | {"other_advertising": "yes"}, {HARMFUL: X}),
    "平台上有直播电商": (PLATFORM, {HARMFUL: X, "art20-complaints/handled": Y}),
    "服务着直播电商": (AGENCY, {HARMFUL: X, "art42-handling/handled": Y}),
    "自己带货，又没有从事": (SIGNED, {HARMFUL: X}),
    "持续展示了信息，又没有直播可报送": (
        COMPANY,
        {"art26-display/items": but("art26-display/items"), REPORTS: X},
    ),
    "链接的入口有，又没有直播可报送": (
        COMPANY | {"discloses_by_link": "yes"},
        {"art26-link/entry": but("art26-link/entry"), REPORTS: X},
    ),
    "签给了机构，主页又没有所属机构": (
        SIGNED,
        {"art25-exempt/items": except_for("art25-exempt/items", "agency")},
    ),
    "签给了机构，主播又没有隶属机构": (
        SIGNED,
        {"art28-verify/host_items": except_for("art28-verify/host_items", "agency")},
    ),
    # of an agency
    "服务主播的机构，又没有主播": (
        AGENCY | {"contracts_hosts": "no"},
        {"art39-verify/host_items": X, "art39-verify/others": X},
    ),
    "有招募机制，制度又不管招募": (
        AGENCY,
        {
            "art38-management/scope": but("art38-management/scope", "recruit"),
            "art39-recruitment/established": Y,
        },
    ),
    "知道有虚假宣传，又没有发现主播违法": (
        AGENCY,
        {"art42-handling/handled": X, CLAIMS: known(CLAIMS)},
    ),
    "知道别的主播违法，又没有发现主播违法": (
        AGENCY,
        {
            "art42-handling/handled": X,
            "art33-other-hosts/done": known("art33-other-hosts/done"),
        },
    ),
    "用后台管理，平台又没有后台": (
        ACCOUNTS,
        {BACKEND: except_for(BACKEND, "registered")},
    ),
    "注册了后台，平台又没有后台": (ACCOUNTS, {BACKEND: except_for(BACKEND, "managed")}),
    "用后台管理，又没有注册": (ACCOUNTS, {BACKEND: but(BACKEND, "registered")}),
    "出借过后台账号，平台又没有后台": (
        ACCOUNTS,
        {
            BACKEND: none_of(BACKEND, "displayed"),
            "mcn11-lending/signs": known("mcn11-lending/signs"),
        },
    ),
    "签过服务协议，又没有签约账号": (
        ACCOUNTS,
        {"mcn13-support/supported": X, "mcn13-verify/verified": Y},
    ),
    "在直播里抵制不良信息，又没有措施": (
        MERCHANT_AGENCY,
        {HARMFUL: Y, "mcn16-harmful/measures": only("mcn16-harmful/measures")},
    ),
    "直播里发布违法信息被认定，又没有": (
        MERCHANT_AGENCY,
        {
            "art65-illegal/done": only("art65-illegal/done", "authority"),
            "mcn16-illegal/own": nothing("mcn16-illegal/own"),
        },
    ),
    "知道直播里发布违法信息，又不知道": (
        MERCHANT_AGENCY,
        {
            "art65-illegal/done": known("art65-illegal/done"),
            "mcn16-illegal/own": nothing("mcn16-illegal/own"),
        },
    ),
    "刷单被认定，又没有虚构数据": (
        MERCHANT_AGENCY,
        {
            "art44-fake-trade/means": only("art44-fake-trade/means", "authority"),
            "mcn17-traffic/data": nothing("mcn17-traffic/data"),
        },
    ),
    "知道刷过单，又没有虚构数据": (
        MERCHANT_AGENCY,
        {
            "art44-fake-trade/means": known("art44-fake-trade/means"),
            "mcn17-traffic/data": nothing("mcn17-traffic/data"),
        },
    ),
    "抽检不合格，又没有推广过": (
        MERCHANT_AGENCY,
        {GOODS: only(GOODS, "authority"), "mcn17-goods/signs": nothing("mcn17-goods/signs")},
    ),
    "知道卖过假货，又没有推广过": (
        MERCHANT_AGENCY,
        {GOODS: known(GOODS), "mcn17-goods/signs": nothing("mcn17-goods/signs")},
    ),
    "有选品机制，又不审核选品": (
        MERCHANT_AGENCY,
        {
            "mcn19-mechanisms/built": but("mcn19-mechanisms/built"),
            "art27-review/scope": but("art27-review/scope", "selection"),
        },
    ),
    # of a platform that agencies work through
    "有机构入驻，又没有签协议": (ACCOUNTS, {"mcn7-verify/items": X, JOINED: WorkingDays(9)}),
    "签了协议，又没有机构入驻": (
        ACCOUNTS,
        {"mcn7-verify/items": but("mcn7-verify/items"), JOINED: X},
    ),
    "签了协议，现在又没有机构": (ACCOUNTS, {REQUIRED: X, AGREED: Y}),
    "没有机构提供服务，又有机构被投诉": (
        ACCOUNTS,
        {AGREED: X, "mcn14-channel/handled": but("mcn14-channel/handled")},
    ),
    "有机构没有签，又没有发现": (ACCOUNTS, {AGREED: N, "mcn20-unsigned/handled": X}),
    "机构涉嫌犯罪，又没有违规": (
        ACCOUNTS,
        {"mcn20-violations/handled": X, "mcn20-crime/reported": Y},
    ),
    "有机构提供服务，又没有服务机构": (
        MEDIA,
        {AGREED: Y, "art10-study/informed": except_for("art10-study/informed", "agencies")},
    ),
    "没有检查、调查，又有监督检查": (
        MEDIA,
        {
            LAW: none_of(LAW, "dispute"),
            "mcn22-cooperation/cooperated": but("mcn22-cooperation/cooperated"),
        },
    ),
    "通过后台管理，又不要求注册": (ACCOUNTS, {REQUIRED: but(REQUIRED, "registered")}),
    "有账号没有展示，又没有发现": (
        ACCOUNTS,
        {REQUIRED: but(REQUIRED, "displayed"), "mcn11-reminder/reminded": X},
    ),
    "每一家都核验，又有没有核验的": (
        ACCOUNTS,
        {
            "mcn7-verify/items": but("mcn7-verify/items"),
            "mcn7-admission/signs": only("mcn7-admission/signs", "unverified"),
        },
    ),
    "没有服务规范，又有重大变更": (
        ACCOUNTS,
        {"mcn9-rules/stated": N, "mcn9-change/done": but("mcn9-change/done")},
    ),
    "没有分级制度，又按分级采取措施": (
        ACCOUNTS,
        {
            "mcn10-grading/factors": only("mcn10-grading/factors"),
            "mcn10-grading/measures": Y,
        },
    ),
    # of what AI makes
    "自己不播放生成的视频，又不生成文件": (
        AI_TOOL,
        {
            "ai-art4-explicit/video": except_for("ai-art4-explicit/video", "around"),
            "ai-art5-implicit/elements": X,
        },
    ),
    "生成图片，又不生成文件": (
        AI_TOOL,
        {"ai-art5-implicit/elements": X, "ai-art4-explicit/image": N},
    ),
    "文件写了元数据，又拿不到文件": (
        AI_TOOL,
        {
            "ai-art4-files/files": none_of("ai-art4-files/files"),
            "ai-art5-implicit/elements": but("ai-art5-implicit/elements"),
        },
    ),
    "没有发布过文件，又能下载": (
        AI_TOOL,
        {
            "ai-art6-verified/verified": X,
            "ai-art4-downloads/files": only("ai-art4-downloads/files", "download"),
        },
    ),
    "没有问，又说都不提供": (
        AI_TOOL,
        {"ai-art7-review/asked": N, "ai-art7-review/verified": X},
    ),
    "自己的平台有标识功能，所用的又都没有": (
        AI_TOOL | {"ailabel_content": "published"},
        {FUNCTION: X, "ai-art6-function/function": Y},
    ),
    "发现 AI 造假，又没有发现 AI 违法": (
        PLATFORM | AI_TOOL,
        {"ai-art12-sharing/supported": X, "art17-ai-fraud/handled": Y},
    ),
    "没有 AI 内容，又用 AI 造过假": (
        COMPANY | {"ailabel_content": "none", "ailabel_service": "no"},
        {FABRICATED: known(FABRICATED)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SELDOM)
def test_what_hardly_goes_together_is_asked_back_and_counts(case: str) -> None:
    facts, answers = SELDOM[case]
    keys, _ = opened(facts, answers)
    assert keys == set()
    assert answers.keys() <= told_seldom(facts, answers, rooms_of(facts))
    for key in answers:  # each of them is needed
        fewer = {id: value for id, value in answers.items() if id != key}
        assert key not in told_seldom(facts, fewer, rooms_of(facts))


def rooms_of(facts: dict[str, str]) -> tuple[Room, ...]:
    return (Room(id="r1", name="一号"),) if "account_holder" in facts else ()


def test_a_room_of_an_ai_figure_has_nobody_to_report() -> None:
    answers: dict[str, Value] = {"art26-display/items": but("art26-display/items"), REPORTS: X}
    assert not told_seldom(AI_ROOM, answers, rooms_of(AI_ROOM))


def test_rooms_of_others_beside_own_goods_alone_are_asked_back() -> None:
    facts = COMPANY | {"account_holder": "entity"}
    assert {"account_holder", CHECKED} <= told_seldom(facts, {CHECKED: X}, rooms_of(facts))
    facts["account_holder"] = "exempt"
    assert CHECKED not in told_seldom(facts, {CHECKED: X}, rooms_of(facts))


# --- what is left open ---------------------------------------------------------------------------

IMPOSSIBLE: dict[str, tuple[dict[str, str], dict[str, Value], set[str]]] = {
    "七月没有报主播，运营者又不该报": (
        PLATFORM,
        {OF_HOSTS: Picks({"january": X, "july": N}), OPERATORS: X},
        {OPERATORS},
    ),
    "一月没有报主播，又没有该报的月份": (
        PLATFORM,
        {OF_HOSTS: Picks({"january": N, "july": X}), REPORTED: X},
        {REPORTED},
    ),
    "链接的入口有，打开时又没有直播": (
        COMPANY | {"discloses_by_link": "yes"},
        {"art26-link/entry": but("art26-link/entry"), "art26-link/overlay": X},
        {"art26-link/entry", "art26-link/overlay"},
    ),
    "每场都报送了主播，链接又没有直播": (
        COMPANY | {"discloses_by_link": "yes"},
        {"art28-report/every_time": Y, "art26-link/entry": X},
        {"art28-report/every_time", "art26-link/entry"},
    ),
    "没有直播，链接又都做到": (
        COMPANY | {"discloses_by_link": "yes"},
        {"art30-review/scope": X, "art26-link/overlay": Y},
        {"art30-review/scope", "art26-link/overlay"},
    ),
    "重新核验了，又没有变化": (
        COMPANY,
        {"art28-verify/updated": Y, "art28-verify/recorded": X},
        {"art28-verify/updated", "art28-verify/recorded"},
    ),
    "培训了，又一项也没有做": (
        AGENCY,
        {"art41-training/everyone": X, "art41-training/trained": but("art41-training/trained")},
        {"art41-training/everyone", "art41-training/trained"},
    ),
    "一项也没有做，又每一名都有": (
        AGENCY,
        {"art41-training/everyone": Y, "art41-training/trained": only("art41-training/trained")},
        {"art41-training/everyone"},
    ),
    "没有内容管理团队，又相适应": (
        ACCOUNTS,
        {"mcn6-management/people": but("mcn6-management/people", "team")},
        {"mcn6-management/people"},
    ),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_what_denies_the_other_is_left_open_where_it_would_pass(case: str) -> None:
    facts, answers, keys = IMPOSSIBLE[case]
    assert opened(facts, answers)[0] == keys
    for key in answers:
        fewer = {id: value for id, value in answers.items() if id != key}
        assert opened(facts, fewer)[0] == set(), key


# --- what an honest respondent may say ------------------------------------------------------------

POSSIBLE: dict[str, Case] = {
    "接到无法联系的通报，没有接到违法情况的通报": (
        PLATFORM,
        {"art12-notified/handled": X, "art22-remind/days": WorkingDays(2)},
    ),
    "有签约主播，自己的直播间只由员工播": (
        AGENCY,
        {"art28-verify/host_items": except_for("art28-verify/host_items", "agency")},
    ),
    "知道卖过假货，没有发现主播违法": (
        AGENCY,
        {"art42-handling/handled": X, GOODS: known(GOODS)},
    ),
    "一个直播间收到提醒，另一个没有": (
        HOST,
        {"art22-host-update/updated": Y, "art22-update/updated": X},
    ),
    "二月到八月检查过，九月以来没有": (
        MERCHANT_AGENCY,
        {SUPERVISED: but(SUPERVISED), "mcn22-cooperation/cooperated": X},
    ),
    "短视频有标识功能，直播没有": (AI_ROOM, {FUNCTION: Y, LABELS: except_for(LABELS, "function")}),
    "短视频有声明的途径，自建网站没有": (AI_ROOM, {FUNCTION: Y, LABELS: X}),
    "审核讲解内容，不审核标题、卖点": (
        COMPANY,
        {
            "art30-review/scope": but("art30-review/scope"),
            "art27-review/scope": but("art27-review/scope", "pitch"),
        },
    ),
    "没有更新过，没有选保存更新的记录": (
        COMPANY,
        {"art28-verify/updated": X, "art28-records/kept": but("art28-records/kept", "update")},
    ),
    "今年的学习已经组织，没有服务机构": (
        PLATFORM,
        {
            "art10-study/operators": WorkingDays(1),
            "art10-study/agencies": X,
            "art10-study/informed": except_for("art10-study/informed", "agencies"),
        },
    ),
    "七月只先报了运营者，主播还没有到期": (
        PLATFORM,
        {OPERATORS: Picks({"january": X, "july": Y}), OF_HOSTS: X},
    ),
    "没有订单的投诉，也没有侵害": (
        PLATFORM,
        {"art19-measures/infringing": X, "art20-complaints/handled": X},
    ),
    "有缺陷消费品召回，都采取了措施": (PLATFORM, {"art19-measures/unsafe": Y, LAW: but(LAW)}),
    "没有从事直播电商，没有直播": (COMPANY, {HARMFUL: X, "art30-review/scope": X}),
    "没有从事直播电商，没有选实时管理": (
        COMPANY,
        {HARMFUL: X, "art31-interaction/managed": only("art31-interaction/managed")},
    ),
    "签给了机构，公示了所属机构": (SIGNED, {"art25-exempt/items": but("art25-exempt/items")}),
    "没有签给机构，没有所属机构": (
        HOST | {"mcn_contracted": "no"},
        {"art25-exempt/items": except_for("art25-exempt/items", "agency")},
    ),
    "没有收到投诉，评估时照规定看": (
        ACCOUNTS,
        {
            "mcn14-channel/handled": X,
            "mcn14-assessment/counted": but("mcn14-assessment/counted"),
        },
    ),
    "没有签协议的机构入驻过": (ACCOUNTS, {"mcn7-verify/items": X, AGREED: Y}),
}


@pytest.mark.parametrize("case", POSSIBLE)
def test_what_may_well_be_true_together_is_not_asked_back(case: str) -> None:
    facts, answers = POSSIBLE[case]
    assert opened(facts, answers)[0] == set()
    assert not told_seldom(facts, answers, rooms_of(facts)) & answers.keys()


def test_an_own_account_with_its_agency_and_that_of_another_without_deny_nothing() -> None:
    """The respondent shows its agency; the friend whose account it runs has none."""
    key, rooms = "art25-exempt/items", (Room(id="r1", name="自己的"), Room(id="r2", name="朋友的"))
    holder = Answer(
        value=an_answer(asked("account_holder"), "self"),
        exceptions={"r2": an_answer(asked("account_holder"), "exempt")},
    )
    facts = {**said(SIGNED, {}, rooms).facts, "account_holder": holder}
    shown = Answer(value=but(key), exceptions={"r2": except_for(key, "agency")})
    mine = Answer(value=except_for(key, "agency"), exceptions={"r2": but(key)})
    for answer, speaks in ((shown, False), (mine, True)):
        known = Assessment(
            respondent=said({}, {}).respondent, rooms=rooms, facts=facts, answers={key: answer}
        )
        fact = ALL.fact("mcn_contracted")
        against = Scales(ALL, known, TODAY).against("mcn_contracted", fact, Mark.YES)
        assert any(key in each.others for each in against) is speaks


# --- that none of them is idle -------------------------------------------------------------------


@pytest.mark.slow
def test_each_exclusion_concerns_a_respondent_who_is_asked_both() -> None:
    for exclusion in ALL.exclusions:
        for excluded in exclusion.exclude:
            values = what_says((*exclusion.these, excluded))
            told = (w for of in RESPONDENTS for w in what_is_told(of, values))
            assert any(excluded.key in words for words in told), (exclusion.why, excluded.key)


def what_is_told(facts: dict[str, str], values: dict[str, Value]) -> list[set[str]]:
    """The keys of the answers that are told to deny each other."""
    of_them = {key: value for key, value in values.items() if "/" not in key}
    stated = {key: v.option if isinstance(v, Choice) else "yes" for key, v in of_them.items()}
    stated |= {key: "no" for key, value in of_them.items() if value is N}
    answers = {key: value for key, value in values.items() if "/" in key}
    known = said(facts | stated, answers, (Room(id="r1", name="一号"),))
    speaks = doubted(evaluate(ALL, known, as_of=TODAY))
    return [{key, *each.others} for key, _, each in speaks if each.others]
