"""This module words what a sitting says of itself: at the start, at a change, on leaving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from checklist.assessment.model import Assessment, SelfAuditPeriod
from checklist.assessment.questionnaire import (
    AskFact,
    AskQuestion,
    Step,
    is_answered,
    plan,
)
from checklist.assessment.recheck import CARRIED, as_confirmed, not_begun, standing_facts
from checklist.evaluation.states import AnswerState, states, to_do
from checklist.law import wording
from checklist.law.applicability import Applies, Standing, hints
from checklist.law.model import Rulebook
from checklist.sitting.keys import SHOWN, Keystroke
from checklist.sitting.places import ONLY, quick_path
from checklist.sitting.shown import pace, screen
from checklist.sitting.shown.pace import (
    ASSUMED,
    MEASURED,
    counted,
    in_parts,
    minutes,
    own_pace,
)


def opening_lines(
    rulebook: Rulebook, assessment: Assessment, path: Path, *, resumed: bool, quick: bool = False
) -> Iterator[str]:
    """Say what this is, how long it takes, where the answers stay, how to get about. `quick`: only
    what decides whether a fine is possible at once is asked."""
    planned = plan(rulebook, as_confirmed(assessment))
    steps = [step for step in planned if not is_answered(step, rulebook, assessment)]
    questions = [step for step in steps if isinstance(step, AskQuestion)]
    others, most = len(steps) - len(questions), minutes(steps, assessment)
    of = "、".join(each.edition for each in rulebook.regulations)
    yield f"直播电商合规自查：对照{wording.titles(rulebook)}（规则册 {of}）"
    yield ""
    if quick and (part := _quick_part(rulebook, assessment)):
        yield f"这一次{part}，其余以后再答；可以分几次答。"
    elif not resumed:
        few, how = "通常少得多", "即使全部适用"
        if assessment.facts:
            few, how = "照上次的情况", "没有变的按一次回车确认"
        facts = sum(isinstance(step, AskFact) for step in steps)
        every = sum(isinstance(step, AskFact) for step in plan(rulebook, assessment))
        more = f"，有变化的最多 {every} 题" if every > facts else ""
        first = f"单位、直播间名单和主体情况（最多 {others} 题，其中主体情况 {facts} 题{more}）"
        yield f"先问{first}，再只问适用的义务（最多 {counted(questions)}；{few}）。"
        yield f"{how}，约 {most} 分钟，{ASSUMED}；可以分几次答。"
    yield f"一题一题地问，每答一题就存进 {path}；随时可以退出，再运行一次就接着问。"
    yield "答案只存在这台电脑上，不联网。结论是自评，不是法律意见。"
    yield "拿不准就答 不清楚，比猜一个好：它不会算作符合，也不会算作违反。"
    yield ""
    yield "随时可以输入这些键，再回车："
    yield f"  {SHOWN[0]}"
    yield f"  {SHOWN[1]}（记在当前这一题旁边）"


def quick_lines(rulebook: Rulebook, assessment: Assessment) -> Iterator[str]:
    """Offer the quick path, where the rulebook has one and it is shorter than what is left."""
    if part := _quick_part(rulebook, assessment):
        yield ""
        yield f"时间不多：输入 {Keystroke.QUICK.value}，先{part}，其余以后再答。"


def _quick_part(rulebook: Rulebook, assessment: Assessment) -> str:
    """只答违反就可以直接处罚款的部分（最多 83 题…）; empty where it is no shorter."""
    part = quick_path(rulebook)
    planned = plan(rulebook, assessment)
    open = [step for step in planned if not is_answered(step, rulebook, assessment)]
    outlook = pace.outlook(rulebook, open, assessment)
    left, sure = outlook.steps, outlook.sure or "最多"
    steps = [step for step in left if step.id in part]
    questions = sum(isinstance(step, AskQuestion) for step in steps)
    if not questions or len(steps) >= len(left):
        return ""
    most, others = minutes(steps, assessment), len(steps) - questions
    of = f"：单位、直播间名单和主体情况 {others} 题，义务 {questions} 题" if others else ""
    what = "只答违反就可以直接处罚款的部分"
    return f"{what}（{sure} {len(steps)} 题{of}；{sure}约 {most} 分钟）"


def switched(*, quick: bool) -> str:
    """Say which part is asked from now on."""
    if quick:
        again = f"再输入一次 {Keystroke.QUICK.value}，回到全部题目"
        return f"  现在只问违反就可以直接处罚款的部分；{again}。"
    return "  现在问全部题目，从前面还没有答的问起。"


def carried_lines(assessment: Assessment, last: SelfAuditPeriod | None) -> Iterator[str]:
    """Say what was taken over from an earlier self-audit, how to confirm it, and which period
    that was about."""
    count = len(assessment.facts) + len(assessment.answers)
    yield ""
    yield f"带入了上次自查{_whose(assessment)}的 {count} 个答案，都待复核，确认以前不计入结论。"
    yield (
        "没有变的，直接回车确认；变了的，重新回答。问自查期间里的事、上次没有做到或者有迹象的，"
        "显示上次的答复，请按这一次的期间重新回答；那些题旁边的备注是上次的，没有带过来。"
    )
    yield (
        "责任人、责任部门、复核人带过来了；佐证、整改措施、完成时限、进度和更正记录是上次的，都没有带过来，"
        "还在上次的文件里：仍然有效的佐证用 e 再登记，还没有到的期限用 p 再写。"
    )
    if last:
        yield f"上次的自查期间是 {last.first} 至 {last.last}。"
    if assessment.rooms:
        yield f"直播间沿用上次的 {len(assessment.rooms)} 个；有变化，输入 g 直播间。"


def resumed_line(
    rulebook: Rulebook, assessment: Assessment, left: Sequence[Step], so_far: str
) -> str:
    """Say where one stopped, and how long the steps that are left take."""
    steps = pace.outlook(rulebook, left, assessment).steps
    time = f"，约剩 {minutes(steps, assessment)} 分钟" if left else ""
    return f"接着上次{_whose(assessment)}：{so_far}{time}。"


def late_lines(rulebook: Rulebook, assessment: Assessment) -> Iterator[str]:
    """Say of what nothing is asked, because it came into force behind the self-audit period."""
    asked = rulebook.questions()
    answered = {asked[key].of for key in assessment.answers if key in asked}
    for called, late in not_begun(rulebook, assessment).items():
        why = f"{late.in_force} 才施行，这段自查期间里没有可答的事"
        kept = "；答过的还在文件里" if called in answered else ""
        yield f"  《{late.title}》{why}，这一次不问{kept}"


def _whose(assessment: Assessment) -> str:
    return f"（{assessment.respondent.name}）" if assessment.respondent.name else ""


def parts_to_come_back_to(
    rulebook: Rulebook, assessment: Assessment, today: date
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Say what to do later, with the option of `checklist ask` that goes through just that."""
    steps = plan(rulebook, assessment)
    by_step = [to_do(states(step, rulebook, assessment, today)) for step in steps]
    if any(AnswerState.OPEN in each for each in by_step):
        yield "没有答的题接着答", ()
    for state, what in (
        (AnswerState.GAP, "整改以后记下整改（问现在情况的重新作答），原来答错的更正"),
        (AnswerState.UNKNOWN, "问清楚以后补上答案"),
        (AnswerState.UNPROVEN, "迹象查实或者排除以后重新作答"),
    ):
        if any(state in each for each in by_step):
            yield what, ("--only", ONLY[state][0])


def progress_words(rulebook: Rulebook, assessment: Assessment, *, of_part: int | None) -> str:
    """Say how far one has come; as long as facts are missing, fewer questions may follow.

    `of_part`: how many steps are left of the part that --only and the like go through.
    """
    steps = plan(rulebook, assessment)
    left = [step for step in steps if not is_answered(step, rulebook, assessment)]
    answered = len(steps) - len(left)
    if of_part is not None:
        return f"一共已答 {answered} 题，本次的范围还有 {of_part} 题"
    if not left:
        return f"{answered} 题都已回答（{in_parts(steps)}）"
    outlook = pace.outlook(rulebook, left, assessment)
    return f"已答 {answered} 题，{outlook.sure}还剩 {counted(outlook.steps)}"


def standing_lines(
    rulebook: Rulebook, assessment: Assessment, who: Sequence[Standing], steps: Sequence[Step]
) -> Iterator[str]:
    """Say who the respondent is in law, and how many of the `steps` to come are for each role."""
    left = [
        step for step in pace.likely(rulebook, steps, assessment) if isinstance(step, AskQuestion)
    ]
    asked = [step for step in plan(rulebook, assessment) if isinstance(step, AskFact)]
    open = sum(not is_answered(step, rulebook, assessment) for step in asked)
    yield (
        f"主体情况先问到这里，还有 {open} 题没有答。"
        if open
        else f"主体情况问完了，一共 {len(asked)} 题。"
    )
    yield ""
    yield from _who(rulebook, assessment, who)
    for hint in hints(rulebook, standing_facts(rulebook, assessment)[None]):
        yield f"请再看一眼：{hint.text}"
    if not left:
        return
    yield ""
    how = MEASURED if own_pace(assessment) else ASSUMED
    yield f"接下来还有 {counted(left)}，约 {minutes(left, assessment)} 分钟（{how}）。"
    rest = [step for step in left if step.role is not None]
    for holder in rulebook.duty_holders:
        own = [step for step in rest if holder.id in _holders(step)]
        rest = [step for step in rest if holder.id not in _holders(step)]
        shared = sum(len(_holders(step)) > 1 for step in own)
        both = f"，其中 {shared} 题也以别的身份承担，只在这里算一次" if shared else ""
        if own:
            yield f"   作为{holder.name}：{len(own)} 题{both}"
    if only := sum(step.role is None for step in left):
        yield f"   {wording.ENCOURAGED}：{only} 题"
    yield "主体不对的话，输入 b 往回改。"


def was_introduced(rulebook: Rulebook, assessment: Assessment) -> bool:
    """Whether it was said in an earlier sitting who the respondent is: questions followed."""
    asked = [step for step in plan(rulebook, assessment) if isinstance(step, AskFact | AskQuestion)]
    done = [step for step in asked if is_answered(step, rulebook, assessment)]
    facts = all(step in done for step in asked if isinstance(step, AskFact))
    return facts and any(isinstance(step, AskQuestion) for step in done)


def _who(rulebook: Rulebook, assessment: Assessment, who: Sequence[Standing]) -> Iterator[str]:
    absent = []
    for standing in who:
        holder = f"{standing.holder.name}（{wording.citation(standing.holder.source)}）"
        facts = [f"   {_fact(rulebook, assessment, id)}" for id in standing.facts]
        match standing.held:
            case Applies.YES:
                yield from [f"○ 您在法律上是：{holder}，因为", *facts]
            case Applies.UNKNOWN:
                yield from [f"○ 还不能确定是不是：{holder}，取决于", *facts]
            case Applies.NO:
                absent.append(standing.holder.name)
    if absent:
        yield f"○ 不是：{'、'.join(absent)}"


def _fact(rulebook: Rulebook, assessment: Assessment, id: str) -> str:
    """A fact and its answer; one that was taken over and not confirmed does not count yet."""
    answer = assessment.facts.get(id)
    waits = "（上次的答案，待复核）" if answer and answer.state == CARRIED else ""
    return screen.fact_and_answer(rulebook, assessment, id) + waits


def _holders(step: AskQuestion) -> set[str]:
    return {bound.holder for bound in step.binding.bound_as}
