"""One sitting of the questionnaire: next step, one answer, save; until nothing is left to ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import assert_never

from checklist.assessment import file, screen
from checklist.assessment.model import Answer, AnsweredTo, Assessment, Respondent, SelfAuditPeriod
from checklist.assessment.questionnaire import (
    AskDetail,
    AskFact,
    AskQuestion,
    AskRooms,
    Detail,
    Step,
    is_answered,
    next_question,
    plan,
    progress,
)
from checklist.assessment.recheck import adopt_edition, standing_facts
from checklist.assessment.record import Said, with_answer, with_detail, with_note, with_rooms
from checklist.assessment.replies import Back, Correct, Keep, Named, Quit, Reply, Skip, Told
from checklist.assessment.terminal import Terminal
from checklist.law.applicability import Standing, standings
from checklist.law.model import Rulebook


@dataclass(kw_only=True)
class Session:
    """Keeps what one sitting needs besides the answers: what was skipped, where one went back to.

    `now` stamps answers (with offset); `today` ends the usual period and dates the conclusion.
    """

    path: Path
    rulebook: Rulebook
    terminal: Terminal
    now: Callable[[], datetime]
    today: date
    rules: Path | None = None
    assessment: Assessment = field(init=False)
    _skipped: set[str] = field(default_factory=set)
    _introduced: tuple[Standing, ...] = ()

    def open(self) -> None:
        """Load or begin, and say what this is. Raises UnreadableFile."""
        resumed = self.path.exists() or self.path.is_symlink()
        self.assessment = (
            adopt_edition(self.rulebook, file.load(self.path, self.rulebook))
            if resumed
            else Assessment(
                respondent=Respondent(name=""),
                answered_to=(AnsweredTo(id=self.rulebook.id, edition=self.rulebook.edition),),
            )
        )
        book = self.rulebook
        self.terminal.show([f"直播电商合规自查：对照《{book.title}》（规则册 {book.edition}）"])
        if not book.bundled:
            self.terminal.show([f"用的是非随附规则册：{self.rules}"])
        self.terminal.show(
            [
                "",
                f"一题一题地问，每答一题就存进 {self.path}；随时可以退出，再运行一次就接着问。",
                "答案只存在这台电脑上，不联网。结论是自评，不是法律意见。",
                "拿不准就答 不清楚，比猜一个好：它不会算作符合，也不会算作违反。",
                "",
                f"随时可以输入：{screen.COMMANDS}",
            ]
        )
        if resumed:
            name = self.assessment.respondent.name
            whose = f"（{name}）" if name else ""
            self.terminal.show(["", f"接着上次{whose}：{self._progress()}。"])

    def run(self) -> None:
        """Ask until nothing is left or the respondent leaves. Raises EOFError at end of input."""
        step = self._next() or self._finish()
        while step is not None:
            self._introduce(step)
            step = self._follow(step, self._put(step))

    def _follow(self, step: Step, reply: Reply) -> Step | None:
        """Take note of a reply; the step that comes after it, None to leave."""
        match reply:
            case Back():
                return self._before(step)
            case Correct(fact=fact):
                return self._fact(fact)
            case Quit():
                self.say_how_to_go_on(interrupted=False)
                return None
            case Skip():
                self._skipped.add(step.id)
            case Keep(note=None):
                pass
            case Keep() | Said() | Told() | Named():
                self._record(step, reply)
            case _ as never:
                assert_never(never)
        return self._next() or self._finish()

    def say_how_to_go_on(self, *, interrupted: bool) -> None:
        """What was saved, and the command that goes on from there."""
        head = "输入到此为止。" if interrupted else ""
        if not self.path.exists():
            self.terminal.show([f"{head}还没有任何答案，没有建立文件。"])
            return
        said = f"{self._progress()}。答案存在 {self.path}。"
        self.terminal.show(["", head + said, "接着答："])
        self.terminal.show_command(self._command("ask"))

    def _next(self) -> Step | None:
        return next_question(self.rulebook, self.assessment, self._skipped)

    def _before(self, step: Step) -> Step:
        """The step before this one; the first step is its own predecessor."""
        steps = plan(self.rulebook, self.assessment)
        at = next((at for at, one in enumerate(steps) if one.id == step.id), 0)
        if at == 0:
            self.terminal.show(["  这是第一题"])
        return steps[max(at - 1, 0)]

    def _fact(self, id: str) -> Step | None:
        for step in plan(self.rulebook, self.assessment):
            if isinstance(step, AskFact) and step.fact.id == id:
                return step
        return self._next()

    def _put(self, step: Step) -> Reply:
        terminal, book, assessment = self.terminal, self.rulebook, self.assessment
        match step:
            case AskDetail():
                first = min(book.in_force, self.today)
                usual = SelfAuditPeriod(first=first, last=self.today)
                return terminal.ask_detail(step, usual, _detail(assessment, step.detail))
            case AskRooms():
                return terminal.ask_rooms(assessment.rooms)
            case AskFact(fact=fact):
                before = self._before_this(step, assessment.facts.get(fact.id))
                return terminal.ask_fact(book, assessment, step, self._place(step), before)
            case AskQuestion(key=key):
                before = self._before_this(step, assessment.answers.get(key))
                return terminal.ask_question(book, assessment, step, self._place(step), before)
            case _ as never:
                assert_never(never)

    def _before_this(self, step: Step, answer: Answer | None) -> screen.Before:
        stands = is_answered(step, self.rulebook, self.assessment)
        return screen.Before(answer, stands)

    def _place(self, step: Step) -> tuple[int, int]:
        """Where a step stands among those of its kind."""
        ids = [
            one.id for one in plan(self.rulebook, self.assessment) if isinstance(one, type(step))
        ]
        return ids.index(step.id) + 1, len(ids)

    def _record(self, step: Step, reply: Said | Told | Named | Keep) -> None:
        match step, reply:
            case AskDetail(detail=detail), Told(what=told):
                self.assessment = with_detail(self.assessment, detail, told)
            case AskRooms(), Named(rooms=rooms):
                self.assessment = with_rooms(self.assessment, rooms)
            case (AskFact() | AskQuestion()) as asked, Said():
                by, at = self.assessment.respondent.prepared_by, self.now().isoformat()
                self.assessment = with_answer(self.assessment, asked, reply, by=by, at=at)
            case (AskFact() | AskQuestion()) as asked, Keep(note=str(note)):
                self.assessment = with_note(self.assessment, asked, note)
            case _:
                raise TypeError(f"{reply} does not answer {step}")
        saved = file.save(self.path, self.assessment, self.rulebook)
        if saved != self.path:
            self.terminal.show(
                [
                    f"  {self.path} 被其他软件占用，答案改存在 {saved}",
                    "  以后都存在这里；关闭占用它的软件（WPS、杀毒软件）可以避免",
                ]
            )
            self.path = saved

    def _introduce(self, step: Step) -> None:
        """Once the facts are asked, or corrected: who the respondent is in law, what follows."""
        if not isinstance(step, AskQuestion):
            return
        facts = standing_facts(self.rulebook, self.assessment, None)
        who = standings(self.rulebook, facts)
        if who == self._introduced:
            return
        self._introduced = who
        steps = plan(self.rulebook, self.assessment)
        left = sum(
            not is_answered(one, self.rulebook, self.assessment)
            for one in steps
            if isinstance(one, AskQuestion)
        )
        self.terminal.rule()
        self.terminal.show(
            [
                "主体情况问完了。",
                "",
                *screen.standing_lines(self.rulebook, self.assessment, who),
                "",
                f"适用或者可能适用的义务，接下来还有 {left} 题。主体不对的话，输入 b 往回改。",
            ]
        )

    def _progress(self) -> str:
        """How far one has come; as long as facts are missing, fewer questions may follow."""
        answered, total = progress(self.rulebook, self.assessment)
        most = "" if isinstance(self._next(), AskQuestion | None) else "最多"
        return f"已答 {answered} 题，{most}还剩 {total - answered} 题"

    def _finish(self) -> Step | None:
        """The result in a few lines, what to do with it, and a chance to correct an answer."""
        from checklist.cli.conclusion import conclusion

        self.terminal.rule()
        self.terminal.show(conclusion(self.rulebook, self.assessment, as_of=self.today))
        if self._skipped:
            self.terminal.show([f"跳过了 {len(self._skipped)} 题，再运行一次就会问到。"])
        self.terminal.show(["", f"答案存在 {self.path}。下一步，在终端看清单，或者生成报告："])
        self.terminal.show_command(self._command("check"))
        self.terminal.show_command(f"{self._command('report')} -o 报告.html")
        steps = plan(self.rulebook, self.assessment)
        questions = [step for step in steps if isinstance(step, AskQuestion)]
        self.terminal.show([""])
        return self.terminal.ask_where(steps, questions)

    def _command(self, name: str) -> str:
        rules = f" --rules {_argument(self.rules)}" if self.rules else ""
        return f"checklist {name} {_argument(self.path)}{rules}"


def _detail(assessment: Assessment, detail: Detail) -> str:
    """What stands for a detail of the respondent; "" where nothing does."""
    match detail:
        case Detail.NAME:
            return assessment.respondent.name
        case Detail.PREPARED_BY:
            return assessment.respondent.prepared_by or ""
        case Detail.CREDIT_CODE:
            return assessment.respondent.credit_code or ""
        case Detail.PERIOD:
            period = assessment.period
            return f"{period.first} 至 {period.last}" if period else ""
        case _ as never:
            assert_never(never)


def _argument(path: Path) -> str:
    """A path as it is typed in a shell, on Windows too."""
    text = str(path)
    return f'"{text}"' if " " in text else text
