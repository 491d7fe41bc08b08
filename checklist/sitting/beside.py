"""This module records what is typed beside an answer: a note, evidence, who is in charge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from checklist.assessment.model import Answer
from checklist.assessment.names import Spellings
from checklist.assessment.questionnaire import AskFact, AskQuestion, Step, answer_to
from checklist.assessment.typed import Misread, normal
from checklist.sitting import in_charge
from checklist.sitting.console import ENTER_CONFIRMS, ENTER_DECLINES, NOT_CHANGED
from checklist.sitting.details import sentence, who_could_know
from checklist.sitting.kept import Kept
from checklist.sitting.keys import Keystroke, KeyTyped
from checklist.sitting.places import numbered
from checklist.sitting.terminal import Terminal
from checklist.text import clipped, inert, without_asides

NOT_RECORDED = "没有记"
_OVERDUE = f"  确认要记这一天吗？1 是  2 否，写错了{ENTER_DECLINES}"
_REPLACE = f"  换成 {{}} 吗？1 是  2 否，保留原来的{ENTER_DECLINES}"
_ALL_THE_SAME = f"  照样记吗？1 是  2 否{ENTER_DECLINES}"
_INSTEAD = ("换掉", "换掉原来的", "替换", "只留这一条")
_REPLACE_ALL = f"  确认要换掉吗？1 是  2 否，不改{ENTER_DECLINES}"
_STAY = "  原来记的怎么办？1 换掉  2 都不记  3 留着，只记其余 {} 题（直接回车表示 3）："
_HOW_MANY = "1：原来记的换成刚写的；2：什么都不改；3：原来记的都留着，其余 {} 题记刚写的"
_GIVES_WAY, _NOTHING_AT_ALL = ("1", "换掉", "是"), ("2", "都不记", "不改", "否", "取消")
_KEEP = ("3", "留着", "保留")
_WHOM = "  写谁、什么期限？（直接回车，都不变）："
_HOW = "两条都留着，直接回车；换掉原来的、只留刚写的这一条，写 换掉"
_BOTH = "  两条都留着，直接回车；只留刚写的，写 换掉："
_NOTE_MEND = "备注写一句话；要回答这一题，直接写答案，前面不加 m"
_LONGEST_ASK = 24
_UNKNOWN_KEPT = "  “不清楚”已经记下，谁可能知道没有{}"


@dataclass(kw_only=True)
class Beside:
    """What is put beside the answers of a sitting; `steps` lists the questions there are now."""

    kept: Kept
    terminal: Terminal
    today: date
    steps: Callable[[], Sequence[Step]]
    _named: tuple[in_charge.InCharge, ...] = field(default=(), init=False)
    """Who was named before, by the numbers that they have throughout the sitting."""

    def _numbered(self) -> Sequence[in_charge.InCharge]:
        self._named = in_charge.numbered_anew(self._named, self.kept.assessment)
        return self._named

    def offered(self, step: AskFact | AskQuestion | None, key: Keystroke) -> Iterable[str]:
        """Say beside what it is put, and list what may be typed behind a key."""
        if step is not None:
            yield f"  记在{self._named_so(step)}旁边"
        if key is Keystroke.PERSON:
            yield from in_charge.offered(self._numbered())

    def _named_so(self, step: AskFact | AskQuestion) -> str:
        number = numbered(self.steps())[step.id]
        at = f"主体{number}" if isinstance(step, AskFact) else f"第 {number} 题"
        return f"{at}“{clipped(without_asides(step.asked.ask), _LONGEST_ASK)}”"

    def _confirmation(self, step: AskFact | AskQuestion, words: str) -> str:
        """Words about what was recorded, below that beside which it was: who has just answered sees
        the next question."""
        return f"记在{self._named_so(step)}旁边（记错了题，按 u 撤回）：\n{words}"

    def record(self, step: AskFact | AskQuestion | None, key: Keystroke, text: str) -> str:
        """Save what is typed beside a step, or beside several that are named; returns words.

        `step` is None where none is asked. Raises Misread.
        """
        if key is Keystroke.PERSON:
            with self.terminal.unrecorded(lambda: "刚才写的责任人和期限"):
                return self._person(step, text)
        if step is None:
            raise Misread("没有写是哪些题", in_charge.MANY)
        if key is Keystroke.NOTE:
            return self._note(step, text)
        before = self.kept.assessment
        words = self.kept.evidence(step, text)
        return words if self.kept.assessment is before else self._confirmation(step, words)

    def is_asked_again(self, step: Step) -> bool:
        """Ask who could know what was answered with 不清楚 and is saved; whether it is asked again.

        Raises KeyTyped for a key that leads elsewhere.
        """
        if not isinstance(step, AskFact | AskQuestion):
            return False
        answer = answer_to(self.kept.assessment, step)
        known = answer.who_could_know if answer else None
        try:
            who = who_could_know(self.terminal, known, self._could_know(besides=answer))
        except KeyTyped as typed:
            if typed.key is Keystroke.BACK:
                return True
            self.terminal.show([_UNKNOWN_KEPT.format("改" if known else "写")])
            if typed.key is Keystroke.SKIP:
                return False
            raise
        if who != known:
            self.kept.could_know(step, who)
        return False

    def _could_know(self, *, besides: Answer | None) -> list[str]:
        """List who was named before, beside other answers, as somebody who could know."""
        known = self.kept.assessment
        others = (*known.facts.values(), *known.answers.values())
        return [each.who_could_know or "" for each in others if each is not besides]

    def _note(self, step: AskFact | AskQuestion, text: str) -> str:
        """Save a note behind what stands, or in its place; return all that stands as one now.

        Raises Misread for what answers another prompt.
        """
        sentence(text, _NOTE_MEND)
        stood = _noted(self.kept, step)
        self.kept.note(step, text, instead=False)
        if stood and self._only_the_last(step):
            self.kept.note(step, text, instead=True)
            return "\n".join(["换掉了，备注现在是：", *_indented(text)])
        return (
            "" if stood else self._confirmation(step, "\n".join(["已记下备注：", *_indented(text)]))
        )

    def _only_the_last(self, step: AskFact | AskQuestion) -> bool:
        """Show a note that was put behind another; whether it is to stand in place of that.

        Both are saved already. Raises KeyTyped.
        """
        both = _indented(_noted(self.kept, step))
        words = self._confirmation(step, "已记下，接在原来的备注后面，现在是：")
        self.terminal.show(f"  {each}" for each in (*words.split("\n"), *both))

        def read(word: str) -> bool:
            if word.strip() and normal(word) not in _INSTEAD:
                raise Misread("没有看懂", _HOW)
            return bool(word.strip())

        try:
            return self.terminal.until(read, [_HOW], _BOTH)
        except KeyTyped as typed:
            if typed.key in (Keystroke.BACK, Keystroke.SKIP):
                return False
            raise

    def _read(self, text: str) -> in_charge.InCharge:
        answers = self.kept.assessment
        before, myself = self._numbered(), answers.respondent.prepared_by
        who, known = in_charge.in_charge(text, before, self.today, myself), Spellings(answers)
        department, owner = (each and known.first(each) for each in (who.department, who.owner))
        return in_charge.InCharge(department=department, owner=owner, due=who.due)

    def _is_meant(self, who: in_charge.InCharge) -> bool:
        """Ask back a day that is over."""
        if who.due is None or who.due >= self.today:
            return True
        return bool(self.terminal.confirm([f"  期限 {who.due} 已经过了。"], _OVERDUE, loses=True))

    def _person(self, step: AskFact | AskQuestion | None, text: str) -> str:
        named = in_charge.place(text, self.kept.rulebook)
        if named is not None:
            return self._put_in_charge(*named)
        if step is None:
            raise Misread("没有写是哪些题", in_charge.MANY)
        who = self._read(text)
        if not self._is_meant(who):
            return NOT_RECORDED
        before = answer_to(self.kept.assessment, step)
        kept = in_charge.stays(before, who)
        gone = in_charge.replaced(before, who)
        lines = [f"  这一题原来记的是 {gone}。"]
        if gone and not self.terminal.confirm(lines, _REPLACE.format(who), loses=True):
            return f"{NOT_RECORDED}，仍是 {gone}"
        hanging = self._hanging(step) if isinstance(step, AskFact) else []
        self.kept.put_in_charge((each, who) for each in (step, *hanging))
        numbers = numbered(self.steps())
        also = "、".join(str(numbers[each.id]) for each in hanging)
        more = f"；适用与否取决于它的第 {also} 题也记了" if also else ""
        return self._confirmation(step, f"已记下：{who}{f'；{kept}' if kept else ''}{more}")

    def _hanging(self, step: AskFact) -> list[AskQuestion]:
        """List what is to be dealt with only since it hangs on a fact whether it applies, and what
        nobody has yet."""
        book, answers = self.kept.rulebook, self.kept.assessment
        facts = in_charge.hanging(book, answers, self.today)
        return [
            each
            for each in self.steps()
            if isinstance(each, AskQuestion)
            and step.fact.id in facts.get(each.key, ())
            and not in_charge.is_given(answers, each)
        ]

    def _put_in_charge(self, place: str, text: str) -> str:
        """Show beside which questions somebody is put in charge, and save it once confirmed."""
        book, answers, steps = self.kept.rulebook, self.kept.assessment, self.steps()
        named = in_charge.questions_of(book, steps, place)
        who = self._read(text) if text.strip() else self._whom(place, named)
        if who is None:
            return NOT_RECORDED
        chosen = in_charge.to_be_done(book, answers, named, self.today)
        if not chosen:
            lines = [f"  {place}的 {len(named)} 题都已答、没有缺口。"]
            if not self.terminal.confirm(lines, _ALL_THE_SAME, loses=True):
                return NOT_RECORDED
            chosen = named
        if not self._is_meant(who):
            return NOT_RECORDED
        self.terminal.show(in_charge.preview(answers, steps, chosen, who, len(named) - len(chosen)))
        return self._put(chosen, who)

    def _whom(self, place: str, named: Sequence[AskQuestion]) -> in_charge.InCharge | None:
        """Show who is in charge of the questions of a place, and ask who is to be; None where an
        empty line leaves them as they are. Raises KeyTyped."""
        given: dict[str, int] = {}
        for step in named:
            answer = answer_to(self.kept.assessment, step)
            who = str(in_charge.recorded(answer)) if answer else ""
            given[who] = given.get(who, 0) + 1
        nobody = given.pop("", 0)
        lines = [f"  {place}有 {len(named)} 题，{nobody} 题没有记责任人和期限。"]
        lines += [f"    {inert(who)}（{count} 题）" for who, count in given.items()]
        _, *known = in_charge.offered(self._numbered())
        self.terminal.show([*lines, *known])

        def read(text: str) -> in_charge.InCharge | None:
            return self._read(text) if text.strip() else None

        try:
            return self.terminal.until(read, [in_charge.MEND], _WHOM)
        except KeyTyped as typed:
            if typed.key in (Keystroke.BACK, Keystroke.SKIP):
                return None
            raise

    def _put(self, chosen: Sequence[AskQuestion], who: in_charge.InCharge) -> str:
        """Save who is in charge of what was shown, once it is confirmed. Who is named already stays
        unless it is said that he gives way."""
        before = {step.id: answer_to(self.kept.assessment, step) for step in chosen}
        others = sum(bool(in_charge.replaced(answer, who)) for answer in before.values())
        put = [(step, who) for step in chosen]
        added = [(step, _added(before[step.id], who)) for step in chosen]
        added = [(step, new) for step, new in added if str(new)]
        if not others or not added:
            prompt = _REPLACE_ALL if others else ENTER_CONFIRMS
            if not self.terminal.confirm((), prompt, loses=bool(others)):
                return NOT_RECORDED
        elif (gives_way := self._gives_way(len(added))) is None:
            return NOT_RECORDED
        elif not gives_way:
            put = added
        self.kept.put_in_charge(put)
        stay = f"，原来记的 {others} 题不变" if others and put == added else ""
        return f"已记下 {len(put)} 题：{who}{stay}（输入 u 一次撤回）"

    def _gives_way(self, rest: int) -> bool | None:
        """Ask whether who is named already gives way; None where nothing is to be recorded. An
        empty line keeps him, and records what stands beside `rest` others. Raises KeyTyped."""

        def read(text: str) -> bool | None:
            word = normal(text)
            if word in _GIVES_WAY or word in _NOTHING_AT_ALL:
                return True if word in _GIVES_WAY else None
            if text.strip() and word not in _KEEP:
                raise Misread("没有看懂", "写 1、2 或者 3")
            return False

        try:
            return self.terminal.until(read, [_HOW_MANY.format(rest)], _STAY.format(rest))
        except KeyTyped as typed:
            if typed.key in (Keystroke.BACK, Keystroke.UNDO, Keystroke.SKIP):
                return None
            self.terminal.show([NOT_CHANGED])
            raise


def _added(before: Answer | None, who: in_charge.InCharge) -> in_charge.InCharge:
    """What of `who` is put beside what is recorded: nothing where something stands."""
    was = in_charge.recorded(before) if before else in_charge.InCharge()
    named = was.department or was.owner
    return in_charge.InCharge(
        department=None if named else who.department,
        owner=None if named else who.owner,
        due=None if was.due else who.due,
    )


def _noted(kept: Kept, step: AskFact | AskQuestion) -> str:
    answer = answer_to(kept.assessment, step)
    return (answer.note or "") if answer else ""


def _indented(note: str) -> list[str]:
    return [f"  {inert(line)}" for line in note.splitlines() if line.strip()]
