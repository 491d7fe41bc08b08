"""The rulebook: what a regulation demands, of whom, when, and what a breach can cost.

Everything here is data read from YAML; see docs/rulebook.md for the file's shape. Names follow the
statute: article 条, paragraph 款, item 项, all counted from 1. Tags and renamed fields are the
codes that a class has in JSON, where its fields come in the order of the class (as_data.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from functools import cached_property
from typing import ClassVar

from msgspec import Struct

from checklist.law.expectations import (
    Dated,
    Expectation,
    ExpectMonthsAtMost,
    ExpectNo,
    ExpectWorkingDaysAtMost,
    ExpectYes,
    OfEach,
)
from checklist.law.on_screen import OnScreen
from checklist.law.record_kinds import InOrders, RecordKind
from checklist.law.timings import Due

YES = "yes"
NO = "no"


class Kind(Enum):
    """What a provision does. Only duties and prohibitions can be breached."""

    DUTY = "duty"
    PROHIBITION = "prohibition"
    ENCOURAGEMENT = "encouragement"


class Per(Enum):
    """Whom an entry or fact is about: the respondent as a whole, or each live room."""

    RESPONDENT = "respondent"
    ROOM = "room"


class Citation(Struct, frozen=True, kw_only=True):
    """A place in a regulation that a rulebook encodes. `anchor` is a phrase that stands there.

    `of` is the short name of the regulation where several are joined, and empty where there is one.
    """

    article: int
    paragraph: int | None = None
    item: int | None = None
    anchor: str | None = None
    of: str = ""


class OtherLaw(Struct, frozen=True, kw_only=True):
    """A provision of another law. `article` is None where the regulation names only the law."""

    law: str
    article: int | None = None
    paragraph: int | None = None
    item: int | None = None
    note: str | None = None


# --- conditions over facts ---------------------------------------------------------------------


class FactIs(Struct, frozen=True, rename={"values": "in"}):
    """Holds when the fact's value is one of `values` (option ids; YES and NO for 是/否)."""

    fact: str
    values: tuple[str, ...]


class AllOf(Struct, frozen=True, rename={"parts": "all"}):
    """Holds when every part holds."""

    parts: tuple[Condition, ...]


class AnyOf(Struct, frozen=True, rename={"parts": "any"}):
    """Holds when at least one part holds."""

    parts: tuple[Condition, ...]


Condition = FactIs | AllOf | AnyOf


class Remark(Struct, frozen=True, kw_only=True):
    """What is said to those alone of whom `when` holds, or may hold (remarks.py)."""

    when: Condition
    text: str


# --- facts and duty holders --------------------------------------------------------------------


class Option(Struct, frozen=True, kw_only=True):
    """One choice of a fact or question. `inapplicable_if` says when 不适用 may be answered.

    `leaves_open` stands on a sign of a prohibited act that does not prove it: why 是 leaves the
    question open, where 是 on the other options is a breach.
    """

    id: str
    label: str
    inapplicable_if: str | None = None
    leaves_open: str | None = None
    decided: bool = False
    """是 says that an authority or a court has decided on the act. It enters no fingerprint."""
    catch_all: bool = False
    """It stands for whatever else there is: that it is not so is never meant by leaving it out. It
    enters no fingerprint."""
    unlicensed: bool = False
    """Of a fact: whoever chose it has no 营业执照, so that none can be revoked. It enters no
    fingerprint."""
    proves: tuple[RecordKind, ...] = ()
    """As Question.proves, of this option alone."""
    in_orders: InOrders | None = None
    """The column of a platform's own table of orders that shows it. It enters no fingerprint."""
    on_screen: OnScreen | None = None
    """As Question.on_screen, of this option alone."""


YES_NO = (Option(id=YES, label="是"), Option(id=NO, label="否"))


class Fact(Struct, frozen=True, kw_only=True, dict=True):
    """主体情况: asked first, feeds applicability. A 是/否 fact has YES_NO options."""

    id: str
    ask: str
    why: str
    per: Per = Per.RESPONDENT
    options: tuple[Option, ...] = YES_NO
    undecided: tuple[str, ...] = ()
    """The ids of the options that say it is not known: as open as after 不清楚."""
    source: Citation | None = None
    """Where the regulation makes something hang on this fact; only for coverage."""
    when: Condition | None = None
    """Asked only when this holds; otherwise the fact is irrelevant and counts as unanswered."""
    follows: Condition | None = None
    """是 where this holds of one of the listed rooms; then the fact itself is not asked."""
    asks_back: str | None = None
    """What is asked back where it comes to hold of a room."""
    formerly: tuple[str, ...] = ()
    """Fingerprints of earlier wordings that asked the same."""
    remarks: tuple[Remark, ...] = ()
    """What `why` adds for some; each looks only at facts above. They enter no fingerprint."""
    of: str = ""
    """As Citation.of; where several regulations ask the same fact, the first of them."""
    is_multiple: ClassVar = False

    @cached_property
    def is_yes_no(self) -> bool:
        """Whether it is asked as 是/否."""
        return self.options == YES_NO

    @cached_property
    def fingerprint(self) -> str:
        """It changes exactly when what is asked or offered changes (16 hexadecimal digits)."""
        return _fingerprint(self.ask, [(option.id, option.label) for option in self.options])


def _fingerprint(*put: object) -> str:
    """16 hexadecimal digits of the SHA-256 over texts and over lists and tuples of texts.

    Never over how Python shows an object of ours, so that renaming a class changes nothing.
    """
    return hashlib.sha256(repr(put).encode()).hexdigest()[:16]


class DutyHolder(Struct, frozen=True, kw_only=True):
    """义务主体: who someone is in law follows from facts; it is never asked for."""

    id: str
    name: str
    source: Citation
    when: Condition


# --- questions ---------------------------------------------------------------------------------


class About(Enum):
    """When what a question asks about has to be so."""

    PERIOD = "period"  # 期间: what happened in the self-audit period
    PRESENT = "present"  # 现在: what is so when it is answered


class Ended(Enum):
    """What must have ended within the self-audit period before a question can be answered."""

    YEAR = "year"  # 日历年
    REPORTING_MONTH = "reporting_month"  # 报送月: January or July


JANUARY_AND_JULY = (Option(id="january", label="一月"), Option(id="july", label="七月"))


class Question(Struct, frozen=True, kw_only=True, dict=True):
    """One question about one fact.

    `options` is filled for 全选, 全不选, accept and 每年1月和7月各一次, else empty. `same_as` is
    the key ("obligation/question") under which the answer is kept when it is another question's;
    the reader has then copied that question's text, options and expectation here. `item` pinpoints
    the 项 of the obligation's paragraph that the question is about, where there is one.
    """

    id: str
    ask: str
    expect: Expectation
    options: tuple[Option, ...] = ()
    inapplicable_if: str | None = None
    why: str | None = None
    same_as: str | None = None
    item: int | None = None
    fine_in_doubt: str | None = None
    """Why it is open whether a breach of this part of the entry is fined, where that is open."""
    leaves_open: str | None = None
    """As Option.leaves_open, of a question that expects 否. It enters no fingerprint."""
    formerly: tuple[str, ...] = ()
    """Fingerprints of earlier wordings that asked the same."""
    about: About | None = None
    """It never enters the fingerprint: it explains the question and asks nothing else."""
    until: date | None = None
    """Of a question about the past whose entry has a deadline that comes only once: its last day.
    What was done until then is the same in every self-audit period. It enters no fingerprint."""
    since: date | None = None
    """The day, named in `ask`, from which it asks whatever the self-audit period. It enters no
    fingerprint."""
    often_like: str | None = None
    """An earlier question, by answer key, whose answer is offered for this one too. It is measured
    alike; the two answers stay apart."""
    see: tuple[str, ...] = ()
    """Answer keys, also of other rulebooks: what was answered there is shown beside this question,
    and nothing is taken over. It enters no fingerprint."""
    ended: Ended | None = None
    """As long as none has, only 不适用 is a possible answer. It enters no fingerprint either."""
    unless_never: str | None = None
    """The id of an earlier question of the entry: while 从未 is answered to it, a breach for
    itself, this one is not asked. It enters no fingerprint."""
    proves: tuple[RecordKind, ...] = ()
    """Which records of a company show whether this is so. It enters no fingerprint."""
    on_screen: OnScreen | None = None
    """What the picture of a recording shows of this. It enters no fingerprint."""
    remedy: str | None = None
    """What to do where this fails, in place of the remedy of the whole entry. It enters no
    fingerprint."""
    remarks: tuple[Remark, ...] = ()
    """What `why` adds for some. They enter no fingerprint."""
    of: str = ""
    """As Citation.of."""

    @cached_property
    def fingerprint(self) -> str:
        """It changes exactly when what is asked, offered or expected changes (16 digits)."""
        options = [
            (each.id, each.label, each.inapplicable_if, *(["open"] if each.leaves_open else []))
            for each in self.options
        ]
        expected = self.expect.hashed.format(self.expect)
        return _fingerprint(self.ask, options, expected, self.inapplicable_if)

    @cached_property
    def is_yes_no(self) -> bool:
        """Whether it is asked as 是/否."""
        return isinstance(self.expect, ExpectYes | ExpectNo)

    @cached_property
    def is_multiple(self) -> bool:
        """Whether each option is answered for itself."""
        return isinstance(self.expect, OfEach)

    @cached_property
    def length(self) -> int:
        """How many characters are read before it is answered."""
        return len(self.ask) + sum(len(option.label) for option in self.options)

    @cached_property
    def is_lasting(self) -> bool:
        """Whether a failure that was recorded in an earlier self-audit is one of this one too: of a
        day that is the same in all, or the longest or slowest of all since a day."""
        longest = isinstance(self.expect, ExpectMonthsAtMost | ExpectWorkingDaysAtMost)
        return self.until is not None or (self.since is not None and longest)

    @cached_property
    def is_dated(self) -> bool:
        """Whether the days decide what may be answered."""
        return self.ended is not None or isinstance(self.expect, Dated)


# --- penalties ---------------------------------------------------------------------------------


class Fine(Struct, frozen=True, kw_only=True):
    """An amount in 元, or a multiple of `times_of` (违法所得, 广告费用). None: no bound stated."""

    low: int | None = None
    high: int | None = None
    times_of: str | None = None


class Trigger(Enum):
    """What must have happened before a step of a penalty is open to the authority."""

    BREACH = "breach"  # 违反
    NOT_CORRECTED_IN_TIME = "not_corrected_in_time"  # 逾期不改正
    REFUSED = "refused"  # 拒不改正
    REFUSED_OR_SERIOUS = "refused_or_serious"  # 拒不改正或者情节严重
    SERIOUS = "serious"  # 情节严重
    LIFE_AND_HEALTH = "life_and_health"  # 涉及危害公民生命健康安全且造成严重后果


class Step(Struct, frozen=True, kw_only=True):
    """One step of a penalty. `where` narrows it in words (没有违法所得的, 经营者为个人的 …).

    `discretionary` is the statute's 可以/可: the authority may, but need not, fine. `fining` are
    its words before it where they are not just 处 or 可以处 (并处, 可以并处, 处以).
    """

    on: Trigger
    where: str | None = None
    order: str | None = None
    fine: Fine | None = None
    discretionary: bool = False
    fining: str | None = None
    first_in_doubt: bool = False
    """Of what fines at once: the text leaves open whether it fines the first breach."""
    also: tuple[str, ...] = ()


class Penalty(Struct, frozen=True, kw_only=True):
    """One distinct sanction. `reaches` lists the duty holders it names; empty: it names none."""

    id: str
    source: Citation
    authority: str
    steps: tuple[Step, ...]
    reaches: tuple[str, ...] = ()
    under: tuple[OtherLaw, ...] = ()
    other_law_first: str | None = None
    """The proviso, e.g. 法律、行政法规有规定的，依照其规定; None where the provision has none."""
    remit: str | None = None
    """属于市场监督管理部门职责的: whose matter it has to be, where the provision says that."""
    note: str | None = None
    open_points: tuple[str, ...] = ()


class PenaltyRef(Struct, frozen=True, kw_only=True):
    """That a penalty reaches an obligation. `item` is the 项 of the penalty's article; `why` is
    given where the reach is in doubt."""

    id: str
    item: int | None = None
    why: str | None = None
    when: Condition | None = None
    """It fines only those of whom this holds."""


# --- obligations -------------------------------------------------------------------------------


class Liability(Struct, frozen=True, kw_only=True):
    """A doubt whether the penalties of an entry reach a holder that the entry binds.

    `article` is what raises the doubt, and `why` says how: 第六十三条 puts the liability on the
    employer, 第二十四条 leaves it open. The doubt exists when `when` holds; without `when`, always.

    With `named_only` the doubt concerns only penalties that name the holders they reach, because it
    is open whether the holder is one of those named (第二条第四款). A penalty that names nobody
    reaches every holder that is bound, and so this one too.
    """

    article: int
    when: Condition | None = None
    why: str
    named_only: bool = False


class Ground(Struct, frozen=True, kw_only=True):
    """Why an entry binds a duty holder: by itself, or `via` an article that extends it.

    The ground exists when `when` holds. `liability` is given where the holder is bound, but the
    penalties may not reach it.
    """

    via: int | None = None
    when: Condition | None = None
    in_doubt_when: Condition | None = None
    liability: Liability | None = None


class ReviewState(Enum):
    """Whether somebody has signed the encoding of an entry off."""

    TO_REVIEW = "to_review"  # 待复核
    REVIEWED = "reviewed"  # 已复核


class Review(Struct, frozen=True, kw_only=True):
    """How far the encoding of an entry has been reviewed, and what remains open in it."""

    state: ReviewState
    by: str | None = None
    on: date | None = None
    open_points: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    """The open points that concern only some respondents."""


class Topic(Enum):
    """A subject the report tells in a chapter of its own; it changes no judgement."""

    RETENTION = "retention"  # 保存期限
    AI_FIGURE = "ai_figure"  # 人工智能生成的人物形象


class Obligation(Struct, frozen=True, kw_only=True):
    """One entry: one set of addressees, one condition, one clock, one set of penalties.

    `unless` is an exception: nobody is bound while it is known to hold. `in_doubt_when` marks where
    the text may or may not bind: there the entry is neither demanded nor denied, and whoever does
    all that it asks owes nothing on either reading. `unknown_when` marks where the respondent
    cannot say whether this entry or another one is theirs. `no_penalty` says why a duty or
    prohibition has no fine of its own; it is given exactly when `penalties` is empty and the entry
    is no encouragement.
    """

    id: str
    title: str
    source: Citation
    kind: Kind
    per: Per
    binds: Mapping[str, Ground]
    summary: str
    questions: tuple[Question, ...]
    remedy: str
    review: Review
    when: Condition | None = None
    unless: Condition | None = None
    in_doubt_when: Condition | None = None
    unknown_when: Condition | None = None
    evidence: tuple[str, ...] = ()
    penalties: tuple[PenaltyRef, ...] = ()
    penalties_in_doubt: tuple[PenaltyRef, ...] = ()
    no_penalty: str | None = None
    counted_from: str | None = None
    """From when a retention period runs (交易完成, 直播结束)."""
    carve_out: str | None = None
    """法律另有规定: what may displace this entry, in our own words."""
    unasked: str | None = None
    """What of the demand no question asks (标准的其余要求): a pass says so."""
    related: tuple[OtherLaw, ...] = ()
    topic: Topic | None = None
    due: tuple[Due, ...] = ()
    overlaps: tuple[str, ...] = ()
    """Entries, also of other rulebooks, that one and the same act may breach as well."""
    forms: tuple[str, ...] = ()
    """The record forms (记录样表) of the papers that remedy and evidence name; see forms.py."""
    every_room: bool = False
    """Whether it reaches records of rooms that are not in the respondent's list."""

    @property
    def is_encouragement(self) -> bool:
        """Whether it only encourages: then it can be followed, and cannot be breached."""
        return self.kind is Kind.ENCOURAGEMENT

    def key(self, question: Question) -> str:
        """Where the answer to this entry's question is kept: "obligation/question"."""
        return question.same_as or f"{self.id}/{question.id}"


# --- what is no obligation, and who has jurisdiction ---------------------------------------------


class Treatment(Enum):
    """What a place of the regulation is, where it is not encoded as an obligation."""

    PURPOSE = "purpose"  # 目的
    SCOPE = "scope"  # 适用范围
    DEFINITION = "definition"  # 定义
    PRINCIPLE = "principle"  # 原则
    OTHERS = "others"  # 他人 (addresses someone who is no duty holder)
    POWER = "power"  # 职权
    RIGHT = "right"  # 权利
    PENALTY = "penalty"  # 处罚
    ATTRIBUTION = "attribution"  # 责任归属
    REFERENCE = "reference"  # 指引
    COMMENCEMENT = "commencement"  # 施行


class NotObligation(Struct, frozen=True, kw_only=True):
    """A place of the regulation that obliges no duty holder, and why. Covers what lies below it."""

    source: Citation
    treatment: Treatment
    why: str


class Jurisdiction(Struct, frozen=True, kw_only=True):
    """管辖: which authority deals with breaches by these duty holders, and when.

    `otherwise` says in words, as a sentence of its own, who does where that cannot be determined,
    or what of it the text leaves unsaid.
    """

    source: Citation
    holders: tuple[str, ...]
    authority: str
    per: Per = Per.RESPONDENT
    when: Condition | None = None
    otherwise: str | None = None


class Hint(Struct, frozen=True, kw_only=True):
    """Facts that seldom go together: what to look at again where `when` holds."""

    when: Condition
    text: str
    source: Citation | None = None


class Saying(Enum):
    """What may be said in an answer, where that decides whether another one can be true."""

    YES = "yes"  # 是
    NO = "no"  # 否
    INAPPLICABLE = "inapplicable"  # 不适用
    STATED = "stated"  # 有答: anything but 不清楚 and 不适用
    SOME = "some"  # 有一项是
    ALL = "all"  # 全选: at least one option is 是, and none is 否 or 不清楚
    NEVER = "never"  # 从未, or 0次 a year
    UNKNOWN = "unknown"  # 不清楚: who says so of a part cannot answer for the whole


Alternative = Saying | str | Mapping[str, Saying]
"""One thing that may be said: of the whole, the id of the option chosen, of each option named."""


class Said(Struct, frozen=True, kw_only=True):
    """What may be said under a key, a fact's id or an answer key: one of the alternatives."""

    key: str
    alternatives: tuple[Alternative, ...]


class Exclusion(Struct, frozen=True, kw_only=True):
    """Answers that cannot both be true: all of `these` together, and any of `exclude`.

    Keys may be of other rulebooks. `seldom`: both can be true, but hardly are.
    """

    these: tuple[Said, ...]
    exclude: tuple[Said, ...]
    why: str
    seldom: bool = False


# --- the rulebook ------------------------------------------------------------------------------


class Chapter(Struct, frozen=True, kw_only=True):
    """A chapter of the regulation; `first` and `last` are its articles."""

    title: str
    first: int
    last: int


class Regulation(Struct, frozen=True, kw_only=True):
    """规定: a regulation, and its encoding as one YAML file.

    `edition` names the encoding, not the regulation; `sha256` is the digest of the file's bytes;
    `bundled` is False for a rulebook given with --rules. `short` is what the regulation is called
    before a citation where several are joined.
    """

    id: str
    title: str
    number: str
    in_force: date
    edition: str
    official_url: str
    chapters: tuple[Chapter, ...]
    sha256: str
    bundled: bool
    short: str | None = None
    unverified: str | None = None
    """What nobody could verify of it: its number, or whether its text is the official one."""
    url_checked: date | None = None
    """The day on which somebody opened `official_url` and found the text; else nobody has."""

    @property
    def called(self) -> str:
        """What stands before a citation where several regulations are joined."""
        return self.short or f"《{self.title}》"

    @property
    def promulgated(self) -> str:
        """Under which number or by whom it was promulgated, and what could not be verified."""
        return "；".join(filter(None, (self.number, self.unverified)))

    def chapter_of(self, article: int) -> Chapter | None:
        """The chapter in which `article` lies; None where it lies in none."""
        within = (chapter for chapter in self.chapters if chapter.first <= article <= chapter.last)
        return next(within, None)


class Rulebook(Struct, frozen=True, kw_only=True, dict=True):
    """规则册: one regulation as read from one YAML file, or several of them joined (joined.py)."""

    regulations: tuple[Regulation, ...]
    facts: tuple[Fact, ...]
    duty_holders: tuple[DutyHolder, ...]
    penalties: tuple[Penalty, ...]
    obligations: tuple[Obligation, ...]
    which_rooms: str | None = None
    """Which rooms are to be listed, and which are not, as it is put to the respondent."""
    not_obligations: tuple[NotObligation, ...] = ()
    jurisdictions: tuple[Jurisdiction, ...] = ()
    hints: tuple[Hint, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    parts: tuple[Rulebook, ...] = ()
    """The rulebooks that were joined, as they were read; none where there is only this one."""

    @property
    def regulation(self) -> Regulation:
        """The regulation of a rulebook that is read from one file. Raises ValueError otherwise."""
        (only,) = self.regulations
        return only

    @property
    def in_force(self) -> date:
        """The day from which any of it binds."""
        return min(each.in_force for each in self.regulations)

    def later_than(self, day: date) -> dict[str, Regulation]:
        """The regulations that come into force behind a day, by what stands before their places;
        none where all do: nothing else would be left."""
        late = {each.called: each for each in self.regulations if each.in_force > day}
        return late if len(late) < len(self.regulations) else {}

    def regulation_of(self, placed: Citation | Question | Fact) -> Regulation:
        """The regulation that a place lies in, or that asks a question or fact."""
        return self._called[placed.of] if placed.of else self.regulations[0]

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters of every regulation, in their order."""
        return tuple(chapter for regulation in self.regulations for chapter in regulation.chapters)

    @property
    def bundled(self) -> bool:
        """Whether all of it comes with the program."""
        return all(each.bundled for each in self.regulations)

    def chapter_of(self, source: Citation) -> Chapter | None:
        """The chapter in which a place lies; None where it lies in none."""
        return self.regulation_of(source).chapter_of(source.article)

    def obligation(self, id: str) -> Obligation:
        """Raises KeyError for an unknown id."""
        return self._obligations[id]

    def penalty(self, id: str) -> Penalty:
        """Raises KeyError for an unknown id."""
        return self._penalties[id]

    def fact(self, id: str) -> Fact:
        """Raises KeyError for an unknown id."""
        return self._facts[id]

    def duty_holder(self, id: str) -> DutyHolder:
        """Raises KeyError for an unknown id."""
        return self._holders[id]

    def obligation_ids(self) -> tuple[str, ...]:
        return tuple(self._obligations)

    def questions(self) -> Mapping[str, Question]:
        """Every question that keeps its own answer, by answer key, in reading order."""
        return self._questions

    def asked(self) -> Iterator[tuple[Obligation, Question, Option | None]]:
        """Every question that is asked itself, and each of its options, with the entry it is of."""
        for obligation in self.obligations:
            for question in obligation.questions:
                if question.same_as is None:
                    yield from ((obligation, question, on) for on in (None, *question.options))

    @cached_property
    def _called(self) -> dict[str, Regulation]:
        return {regulation.called: regulation for regulation in self.regulations}

    @cached_property
    def _obligations(self) -> dict[str, Obligation]:
        return {obligation.id: obligation for obligation in self.obligations}

    @cached_property
    def _penalties(self) -> dict[str, Penalty]:
        return {penalty.id: penalty for penalty in self.penalties}

    @cached_property
    def _facts(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def following(self) -> tuple[Fact, ...]:
        """The facts that follow from what is said of the rooms."""
        return tuple(fact for fact in self.facts if fact.follows)

    @cached_property
    def _holders(self) -> dict[str, DutyHolder]:
        return {holder.id: holder for holder in self.duty_holders}

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {
            f"{obligation.id}/{question.id}": question
            for obligation in self.obligations
            for question in obligation.questions
            if question.same_as is None
        }

    @cached_property
    def fined_at_once(self) -> tuple[Obligation, ...]:
        """The entries for which a certain penalty has a fine that no order has to come before."""
        at_once = {
            penalty.id
            for penalty in self.penalties
            if any(step.on is Trigger.BREACH and step.fine for step in penalty.steps)
        }
        return tuple(
            entry
            for entry in self.obligations
            if any(reference.id in at_once for reference in entry.penalties)
        )

    @cached_property
    def questions_at_once(self) -> frozenset[str]:
        """The answer keys of all questions of those entries."""
        return frozenset(
            entry.key(question) for entry in self.fined_at_once for question in entry.questions
        )

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """By answer key, the title of the chapter of the entry that asks a question, also where
        another shares its answer; of the regulation where it has no chapters."""
        return {
            f"{entry.id}/{question.id}": (
                self.chapter_of(entry.source) or self.regulation_of(entry.source)
            ).title
            for entry in self.obligations
            for question in entry.questions
        }

    def asked_of(self, per: Per) -> set[str]:
        """The keys of the facts and questions that are asked once for the respondent, or by
        room."""
        return self._asked_of[per]

    @cached_property
    def _asked_of(self) -> dict[Per, set[str]]:
        of: dict[Per, set[str]] = {per: set() for per in Per}
        for fact in self.facts:
            of[fact.per].add(fact.id)
        for entry in self.obligations:
            of[entry.per].update(f"{entry.id}/{question.id}" for question in entry.questions)
        return of

    @cached_property
    def exclusions_of(self) -> Mapping[str, tuple[tuple[Said, Exclusion], ...]]:
        """The exclusions that a fact or question takes part in, by its id or answer key, each with
        what is said of it there."""
        of: dict[str, list[tuple[Said, Exclusion]]] = {}
        for exclusion in self.exclusions:
            for statement in {
                statement.key: statement for statement in (*exclusion.exclude, *exclusion.these)
            }.values():
                of.setdefault(statement.key, []).append((statement, exclusion))
        return {key: tuple(pairs) for key, pairs in of.items()}

    @cached_property
    def naming_conduct(self) -> frozenset[str]:
        """The ids of the penalties that name conduct and no article: no entry is fined for certain
        by the paragraph they stand in."""
        refs = {ref.id for obligation in self.obligations for ref in obligation.penalties}
        fining = {self.penalty(id).source for id in refs}
        paragraphs = {(source.of, source.article, source.paragraph) for source in fining}
        return frozenset(
            penalty.id
            for penalty in self.penalties
            if (penalty.source.of, penalty.source.article, penalty.source.paragraph)
            not in paragraphs
        )
