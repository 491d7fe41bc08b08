"""A small rulebook and respondents, built by hand, with one of everything a report must tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from checklist.assessment.model import (
    Answer,
    Assessment,
    Evidence,
    Extreme,
    Mark,
    Picks,
    Respondent,
    Room,
    SelfAuditPeriod,
    Value,
)
from checklist.evaluation.evaluate import evaluate
from checklist.evaluation.model import Observation
from checklist.law.expectations import (
    ExpectAll,
    ExpectNo,
    ExpectNone,
    ExpectYearsAtLeast,
    ExpectYes,
)
from checklist.law.model import (
    YES,
    AnyOf,
    Chapter,
    Citation,
    DutyHolder,
    Fact,
    FactIs,
    Fine,
    Ground,
    Kind,
    Obligation,
    OtherLaw,
    Penalty,
    PenaltyRef,
    Per,
    Review,
    ReviewState,
    Rulebook,
    Step,
    Topic,
    Trigger,
)
from checklist.law.periods import Period
from checklist.report.view.build import build
from checklist.report.view.model import Report
from tests.given import law

AS_OF = date(2026, 11, 22)
TO_REVIEW = Review(state=ReviewState.TO_REVIEW, open_points=("回放是否也须提示",))


ART59 = Penalty(
    id="art59",
    source=Citation(article=59),
    authority="市场监督管理部门",
    other_law_first="法律、行政法规有规定的，依照其规定",
    steps=(
        Step(on=Trigger.BREACH, order="责令限期改正"),
        Step(on=Trigger.REFUSED_OR_SERIOUS, fine=Fine(low=10_000, high=100_000)),
    ),
)
ART62 = Penalty(
    id="art62-1",
    source=Citation(article=62, paragraph=1),
    authority="市场监督管理部门",
    under=(OtherLaw(law="反不正当竞争法", article=25, paragraph=1),),
    steps=(
        Step(on=Trigger.BREACH, order="责令停止违法行为", fine=Fine(high=1_000_000)),
        Step(
            on=Trigger.SERIOUS,
            fine=Fine(low=1_000_000, high=2_000_000),
            also=("可以并处吊销营业执照",),
        ),
    ),
)
ART65 = Penalty(
    id="art65-2",
    source=Citation(article=65, paragraph=2),
    authority="网信部门",
    steps=(
        Step(on=Trigger.BREACH, order="责令限期改正"),
        Step(on=Trigger.REFUSED_OR_SERIOUS, fine=Fine(low=10_000, high=100_000)),
    ),
    open_points=("没有写明依据其他法律的哪一条",),
)
BOTH = (PenaltyRef(id="art59", item=5), PenaltyRef(id="art65-2"))


def obligation(id: str, title: str, source: Citation, **more: object) -> Obligation:
    settings: dict[str, object] = {
        "per": Per.ROOM,
        "summary": f"{title}，用自己的话说明这项义务要求做什么。",
        "remedy": "按条文逐项补齐，并指定专人每月抽查。",
        "review": TO_REVIEW,
        "evidence": ("核验记录", "抽查记录"),
        "penalties": (),
        **more,
    }
    return law.obligation(id, title=title, source=source, **settings)


OBLIGATIONS = (
    obligation(
        "art27-records",
        "核验记录自直播结束之日起保存三年",
        Citation(article=27, paragraph=1, anchor="不少于三年"),
        questions=(law.question("years", ExpectYearsAtLeast(3), ask="核验记录保存多久？"),),
        penalties=(PenaltyRef(id="art65-2"),),
        counted_from="直播结束",
        topic=Topic.RETENTION,
        related=(
            OtherLaw(law="网络交易监督管理办法", article=20, paragraph=2, note="视频另存三年"),
        ),
    ),
    obligation(
        "art30",
        "直播前合规审核",
        Citation(article=30),
        questions=(law.question("reviewed", ExpectYes(), ask="每场直播前是否都做了合规审核？"),),
        penalties=(PenaltyRef(id="art59", item=3), PenaltyRef(id="art65-2")),
    ),
    obligation(
        "art31-records",
        "保存互动处置记录",
        Citation(article=31, paragraph=2),
        questions=(law.question("kept", ExpectYes(), ask="是否保存了处置记录？"),),
        penalties=(PenaltyRef(id="art65-2"),),
        topic=Topic.RETENTION,
    ),
    obligation(
        "art34",
        "不得作虚假或者引人误解的商业宣传",
        Citation(article=34, paragraph=1),
        kind=Kind.PROHIBITION,
        per=Per.RESPONDENT,
        binds={
            "room_operator": Ground(),
            "mcn": Ground(via=63, when=FactIs("employs_hosts", (YES,))),
        },
        questions=(
            law.question(
                "done",
                ExpectNone(),
                ask="自查期间出现过下列哪些情形？",
                options=law.options(sales="虚构销量", reviews="虚构评价"),
            ),
        ),
        penalties=(PenaltyRef(id="art62-1"), PenaltyRef(id="art65-2")),
    ),
    obligation(
        "art37-prompt",
        "AI 生成的人物图像、视频须持续提示",
        Citation(article=37, paragraph=1, anchor="持续向消费者提示"),
        when=FactIs("uses_ai_figure", (YES,)),
        questions=(
            law.question(
                "shown",
                ExpectAll(),
                ask="下列哪些时段始终看得到“由人工智能生成”的提示？",
                options=law.options(
                    opening="开场", pitch="讲解商品", interaction="互动与抽奖", other="其他"
                ),
                why="提示要让消费者随时看到。",
            ),
        ),
        penalties=(PenaltyRef(id="art65-2"),),
        penalties_in_doubt=(
            PenaltyRef(id="art59", item=5, why="“标识义务”是否及于持续提示，两说"),
        ),
        topic=Topic.AI_FIGURE,
    ),
    obligation(
        "art37-encouraged",
        "倡导建立数字人台账",
        Citation(article=37),
        kind=Kind.ENCOURAGEMENT,
        questions=(law.question("done", ExpectYes(), ask="是否建立了数字人台账？"),),
    ),
    obligation(
        "art45-verify",
        "选品服务中核验实际经营者",
        Citation(article=45),
        per=Per.RESPONDENT,
        binds={"mcn": Ground()},
        when=FactIs("offers_selection", (YES,)),
        questions=(
            law.question("verified", ExpectYes(), ask="是否核验？"),
            law.question("skipped", ExpectNo(), ask="有没有未核验就上架的商品？"),
        ),
        penalties=(),
        no_penalty="第六十四条只及于核验义务，此处仅为示例。",
    ),
)


def fact(id: str, ask: str, **more: object) -> Fact:
    return law.fact(id, ask=ask, **{"why": "由此判断适用哪些义务。", **more})


RULEBOOK = law.book(
    id="sample",
    title="示例监督管理办法",
    number="示例令第1号",
    in_force=date(2026, 2, 1),
    edition="2026.1",
    official_url="https://example.com/law",
    chapters=(
        Chapter(title="第三章 直播间运营者", first=25, last=37),
        Chapter(title="第四章 服务机构", first=38, last=45),
    ),
    facts=(
        fact("opens_room", "是否开设直播间？"),
        fact("serves_hosts", "是否为主播提供经纪等服务？"),
        fact("employs_hosts", "是否雇用主播？", when=FactIs("serves_hosts", (YES,))),
        fact("offers_selection", "是否提供选品服务？", when=FactIs("serves_hosts", (YES,))),
        fact("uses_ai_figure", "直播间是否使用人工智能生成的人物？", per=Per.ROOM),
    ),
    duty_holders=(
        DutyHolder(
            id="room_operator",
            name="直播间运营者",
            source=Citation(article=2, paragraph=4),
            when=AnyOf((FactIs("opens_room", (YES,)),)),
        ),
        DutyHolder(
            id="mcn",
            name="直播营销人员服务机构",
            source=Citation(article=2, paragraph=6),
            when=FactIs("serves_hosts", (YES,)),
        ),
    ),
    penalties=(ART59, ART62, ART65),
    obligations=OBLIGATIONS,
    sha256="ab" * 32,
    bundled=True,
)


def said(value: Value | None, **more: object) -> Answer:
    settings: dict[str, object] = {"by": "王某", "at": "2026-11-02T10:00:00+08:00", **more}
    return Answer(value=value, **settings)  # type: ignore[arg-type]


def picks(**marks: Mark) -> Picks:
    return Picks(marks)


FACTS: Mapping[str, Answer] = {
    "opens_room": said(Mark.YES),
    "serves_hosts": said(Mark.YES),
    "employs_hosts": said(Mark.YES),
    "offers_selection": said(Mark.NO),
    "uses_ai_figure": said(Mark.NO, exceptions={"r2": Mark.YES}),
}
ANSWERS: Mapping[str, Answer] = {
    "art27-records/years": said(Period(years=2), exceptions={"r3": Period(days=1095)}),
    "art30/reviewed": said(Mark.UNKNOWN, who_could_know="运营总监"),
    "art31-records/kept": said(Mark.YES),
    "art34/done": said(
        picks(sales=Mark.YES, reviews=Mark.NO), owner="李某", due=date(2026, 12, 31)
    ),
    "art37-prompt/shown": said(
        picks(opening=Mark.YES, pitch=Mark.NO, interaction=Mark.NO, other=Mark.UNKNOWN),
        evidence=(Evidence("截图/r2-开场.png"),),
        note="只在开场挂牌。",
    ),
    "art37-encouraged/done": said(Mark.NO),
}
ROOMS = (
    Room(id="r1", name="旗舰店直播间"),
    Room(id="r2", name="数字人直播间"),
    Room(id="r3", name="清仓直播间"),
)
AGENCY = Assessment(
    respondent=Respondent(
        name="杭州某某文化传媒有限公司",
        credit_code="91330100MA0000000X",
        address="浙江省杭州市",
        prepared_by="王某",
    ),
    period=SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 10, 31)),
    rooms=ROOMS,
    facts=FACTS,
    answers=ANSWERS,
)
ALL_PASS: Mapping[str, Answer] = {
    "art27-records/years": said(Extreme.FOREVER),
    "art30/reviewed": said(Mark.YES),
    "art31-records/kept": said(Mark.YES),
    "art34/done": said(picks(sales=Mark.NO, reviews=Mark.NO)),
    "art37-prompt/shown": said(
        picks(opening=Mark.YES, pitch=Mark.YES, interaction=Mark.YES, other=Mark.YES)
    ),
    "art37-encouraged/done": said(Mark.YES),
}
CLEAN = Assessment(
    respondent=Respondent(name="某某品牌有限公司"), rooms=ROOMS[:1], facts=FACTS, answers=ALL_PASS
)
UNANSWERED = Assessment(respondent=Respondent(name="刚开始填的公司"))
NOBODY = Assessment(
    respondent=Respondent(name="不做直播的公司"),
    facts={"opens_room": said(Mark.NO), "serves_hosts": said(Mark.NO)},
)


def judged(
    assessment: Assessment = AGENCY,
    rulebook: Rulebook = RULEBOOK,
    observations: tuple[Observation, ...] = (),
) -> Report:
    return build(evaluate(rulebook, assessment, observations, as_of=AS_OF))
