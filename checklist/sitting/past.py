"""This module asks what it is when a recorded failure in the self-audit period is answered away."""

from __future__ import annotations

from datetime import date
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from checklist.assessment.amounts import with_days
from checklist.assessment.model import Answer, Assessment, Evidence
from checklist.assessment.objections import asked_period
from checklist.assessment.questionnaire import AskQuestion, Step
from checklist.assessment.recheck import CARRIED
from checklist.assessment.record import Response
from checklist.assessment.typed import Misread, is_nothing, normal
from checklist.assessment.wording import answer_words, correction, remedied_words, without_stale
from checklist.evaluation.past import (
    Overlap,
    Reversal,
    corrected,
    dropped,
    lasted,
    overlap,
    remedied,
    reversal,
    still_mended,
)
from checklist.law.wording import day
from checklist.sitting.console import ENTER_DECLINES
from checklist.sitting.details import remedied_day, sentence
from checklist.sitting.evidence import typed_evidence
from checklist.sitting.kept import Kept
from checklist.sitting.keys import Keystroke, KeyTyped
from checklist.sitting.shown import past_words
from checklist.sitting.shown.past_words import PastWords, days_gone, names, words_of
from checklist.sitting.terminal import Reply, Terminal
from checklist.text import inert

SLIP = "输入有误"
"""The reason of a correction where none is typed."""
_CHOOSE = "  答 1 或者 2（b 不改）："
_WHY = f"  为什么说原来答错了？（一句话，记在答案旁边；直接回车表示“{SLIP}”）："
_SINCE = "  从哪一天起{}？（写成 年-月-日；直接回车表示今天）："
_PROOF = "  整改的佐证：文件路径，或者一句话（没有，直接回车）："
_WHY_MEND = f"写一句话，说明错在哪里；不写，直接回车，记成“{SLIP}”；不改了，输入 b"
_WHY_HELP = (
    "这里记的是更正：原来的答案记错了，写一句为什么（看错了题、问错了人、后来查到了记录等），",
    f"和改动一起记在答案旁边，报告里看得到；直接回车记成“{SLIP}”。不改了，输入 b",
)
_SINCE_HELP = (
    "写实际做到的那一天（不再有的，写不再有的那一天）；直接回车表示今天。不改了，输入 b",
)
_WITHDRAW = f"  撤销这条整改记录吗？1 是  2 否，仍然算数{ENTER_DECLINES}"

_PROOF_HELP = (
    "整改的佐证材料：文件的路径（抄一份放在答案旁边，记下摘要），或者一句话",
    "会过期的，后面加上 有效至2027-03-01；没有的，直接回车；记错了，以后用 e 再补",
)


class _Correction(Struct, frozen=True):
    """The recorded answer was wrong, and why."""

    reason: str


class _Remedy(Struct, frozen=True, kw_only=True):
    """The recorded answer was right, and is mended since a day; `leaving` is the key by which one
    goes elsewhere once that is saved."""

    since: date
    evidence: tuple[Evidence, ...] = ()
    leaving: KeyTyped | None = None


def answered(
    terminal: Terminal, kept: Kept, step: Step, reply: Reply, today: date
) -> Assessment | None:
    """Return the answers with a reply, after asking what it is to the past where that matters.

    None where nothing is to change, and the step is asked again. Raises KeyTyped for a key that
    leads elsewhere.
    """
    if not isinstance(step, AskQuestion) or not isinstance(reply, Response):
        # A note may have been put beside the fact before it was confirmed.
        return kept.answered(step, reply)
    try:
        if reached := _overlap(kept, step, reply):
            return _with_overlap(terminal, kept, step, reached)
        if (undone := _reversal(kept, step, reply)) is None:
            return _told(terminal, kept, step, _still_remedied(terminal, kept, step, reply))
        change = _ask(terminal, kept, undone, today)
    except KeyTyped as typed:
        if typed.key in (Keystroke.BACK, Keystroke.UNDO):
            return None
        terminal.show([f"  {terminal.just_said or '刚才写的'}没有记下，没有改"])
        raise
    # A note may have been put beside the answer on the way.
    if (undone := _reversal(kept, step, reply)) is None:
        return None
    if isinstance(change, _Remedy):
        return _mended(terminal, kept, step, undone, change)
    rooms = {room.id: room.name for room in kept.assessment.rooms}
    was = answer_words(step.question, undone.before, rooms)
    why = with_days(undone.before.note, change.reason)
    note = correction(was, why, today, undone.after.by)
    terminal.show([f"  已记下更正：{why}。"])
    return _told(terminal, kept, step, _with(kept.assessment, step, corrected(undone, note)))


def _mended(
    terminal: Terminal, kept: Kept, step: AskQuestion, undone: Reversal, remedy: _Remedy
) -> Assessment:
    """Return the answers with a remedy, and say so; save them for who leaves for elsewhere."""
    answer = remedied(undone, kept.assessment, remedy.since)
    answer = replace(answer, evidence=tuple(dict.fromkeys((*answer.evidence, *remedy.evidence))))
    after = _with(kept.assessment, step, answer)
    of = "" if step.question.is_lasting else "这段期间的"
    rooms = {room.id: room.name for room in kept.assessment.rooms}
    words = remedied_words(answer, rooms, step.question)
    terminal.show([f"  已记下整改：{words}。{of}结论仍是不符合。"])
    _told(terminal, kept, step, after)
    if remedy.leaving is not None:
        kept.save(after)
        raise remedy.leaving
    return after


def _ask(terminal: Terminal, kept: Kept, undone: Reversal, today: date) -> _Correction | _Remedy:
    """Ask for the reason of a correction, or for the day and evidence of a remedy; who leaves where
    only evidence is asked for has said all of it, and goes where the key leads."""
    period, every, of = undone.period, kept.assessment.rooms, undone.question
    where = f"，涉及 {named}" if (named := names(every, undone.rooms)) else ""
    words = words_of(of)
    when = f"自查期间{f'（{period.first} 至 {period.last}）' if period else ''}里"
    when = f"到{day(of.until)}为止" if of.until else when
    when = f"{day(of.since)}以来" if of.since else when
    terminal.show(["", f"  这一题原来答的是{words.failed}，问的是{when}的事{where}。"])
    terminal.show(past_words.days_at_stake(undone, every))
    if not undone.done:
        return _only_corrected(terminal, undone, words)
    terminal.show(past_words.ways(every, undone, words))

    def which(text: str) -> bool:
        word = normal(text).removesuffix(".")
        if word not in ("1", "2", "更正", "整改"):
            raise Misread("没有看懂", "写 1（更正）或者 2（整改）")
        return word in ("2", "整改")

    if not terminal.until(which, words.which, _CHOOSE):
        return _corrected(terminal)
    prompt = _SINCE.format(words.since)
    day_of = partial(remedied_day, period=period, today=today, until=of.until)
    since = terminal.until(day_of, _SINCE_HELP, prompt)
    try:
        return _Remedy(since=since, evidence=_proof(terminal, kept))
    except KeyTyped as typed:
        if typed.key in (Keystroke.BACK, Keystroke.UNDO):
            raise
        return _Remedy(since=since, leaving=typed)


def _proof(terminal: Terminal, kept: Kept) -> tuple[Evidence, ...]:
    """Ask for the evidence of a remedy, also behind the key for it."""
    at = kept.now().isoformat()

    def proof(text: str) -> tuple[Evidence, ...]:
        if is_nothing(text):
            return ()
        pieces, words = typed_evidence(inert(text), answers=kept.path, at=at)
        if not pieces:
            raise Misread(words, "没有佐证的，直接回车")
        return pieces

    terminal.own = Keystroke.EVIDENCE
    try:
        return terminal.until(proof, _PROOF_HELP, _PROOF)
    finally:
        terminal.own = None


def _overlap(kept: Kept, step: AskQuestion, reply: Response) -> Overlap | None:
    before, after = kept.assessment.answers.get(step.key), kept.answered(step, reply)
    period = asked_period(kept.rulebook, step.question, kept.assessment.period)
    return overlap(step.question, before, after.answers[step.key], period)


def _with_overlap(
    terminal: Terminal, kept: Kept, step: AskQuestion, reached: Overlap
) -> Assessment:
    """Ask what holds of the first days of the period, which the last self-audit says failed."""
    rooms = {room.id: room.name for room in kept.assessment.rooms}
    words = words_of(step.question)
    remedies = remedied_words(reached.before, rooms, step.question)
    terminal.show(
        [
            "",
            f"  上次自查记了已整改：{remedies}。这一次的自查期间从 {reached.first} 开始，",
            f"  从那天起到整改以前，{words.failed}。这一次是哪一种？",
        ]
    )
    otherwise = "到现在也没有整改" if reached.admits else f"{words.slip}，上次记的日期不对"
    mended = f"期间开头{words.failed}，后来整改了（结论仍是不符合，标明已整改）"
    ways = (f"  1  {mended}", f"  2  {otherwise}")
    terminal.show(ways)

    def which(text: str) -> bool:
        word = normal(text).removesuffix(".")
        if word not in ("1", "2"):
            raise Misread("没有看懂", "写 1 或者 2")
        return word == "1"

    is_mended = terminal.until(which, ways, _CHOOSE)
    return _with(kept.assessment, step, lasted(reached) if is_mended else reached.after)


def _only_corrected(terminal: Terminal, undone: Reversal, words: PastWords) -> _Correction:
    """Ask for the reason where not everything is done, and say why that can be no remedy."""
    if undone.unsettled and not undone.left:
        unclear = "、".join(undone.unsettled)
        terminal.show(
            [
                f"  这里只能是更正（当时答错了）：原来还有答不清楚的（{unclear}），",
                "  没有弄清以前，不能记整改。",
                f"  {words.later}：输入 b 不改，先只把不清楚的答清楚（{words.left}照旧答），",
                "  再来记整改。",
            ]
        )
        return _corrected(terminal)
    mended = still_mended(undone)
    if not undone.left or mended.keys() == {*undone.rooms}:
        why = f"改成“不适用”“不清楚”，没有说后来怎样；{words.later}，才是整改"
        days = "、".join(dict.fromkeys(map(str, mended.values())))
        stays = f"只剩 {'、'.join(undone.left)}；记过的已整改（{days}）不变"
        terminal.show([f"  这里只能是更正（当时答错了）：{stays if mended else why}。"])
        return _corrected(terminal)
    still = f"还有{words.left}：{'、'.join(undone.left)}"
    if undone.unsettled:
        still += f"；原来还有答不清楚的（{'、'.join(undone.unsettled)}），也要先弄清"
    unit = "一个直播间" if undone.rooms != ("",) else "整题"
    terminal.show(
        [
            f"  这里只能是更正（当时答错了）：整改要{unit}{words.whole}才记，现在这样答，{still}。",
            f"  {words.partly}，不算整改：",
            f"  输入 b 不改，用 m 把进展记在备注里，{words.whole}再来记整改。",
        ]
    )
    return _corrected(terminal)


def _corrected(terminal: Terminal) -> _Correction:
    """Ask why the recorded answer was wrong."""

    def read(text: str) -> _Correction:
        return _Correction(inert(sentence(text, _WHY_MEND)).strip() or SLIP)

    return terminal.until(read, _WHY_HELP, _WHY)


def _reversal(kept: Kept, step: AskQuestion, reply: Response) -> Reversal | None:
    after = kept.answered(step, reply).answers[step.key]
    return reversal(kept.rulebook, kept.assessment, step.key, after)


def _still_remedied(
    terminal: Terminal, kept: Kept, step: AskQuestion, reply: Response
) -> Assessment:
    """Return the answers with a reply; where it is the same again, a remedy may be withdrawn."""
    before = kept.assessment.answers.get(step.key)
    after = kept.answered(step, reply).answers[step.key]
    rooms = {room.id: room.name for room in kept.assessment.rooms}
    alike = before and (before.value, before.exceptions) == (after.value, after.exceptions)
    if alike and after.remedied:
        line = f"  原来记了已整改：{remedied_words(after, rooms, step.question)}"
        if terminal.confirm([line], _WITHDRAW, loses=True):
            answers = kept.answered(step, reply)
            return _with(answers, step, replace(answers.answers[step.key], remedied={}))
    answers = kept.answered(step, reply)
    return _with(answers, step, without_stale(step.question, answers.answers[step.key], answers))


def _told(terminal: Terminal, kept: Kept, step: AskQuestion, after: Assessment) -> Assessment:
    """Return the answers, after saying which recorded days of a remedy count no longer."""
    before = kept.assessment.answers.get(step.key)
    if before and (before.state != CARRIED or step.question.is_lasting):
        asked, every = [room.id for room in step.rooms] or [""], kept.assessment.rooms
        days = dropped(before, after.answers[step.key], asked)
        if words := days_gone(step.question, before, days, every):
            terminal.show([f"  {words}；要恢复，按 u。"])
    return after


def _with(assessment: Assessment, step: AskQuestion, answer: Answer) -> Assessment:
    return replace(assessment, answers={**assessment.answers, step.key: answer})
