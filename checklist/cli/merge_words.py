"""The disagreements between answers files in Chinese, and the asking which one is right."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from checklist.assessment.exclusions import Scales
from checklist.assessment.merge import (
    ANSWERS,
    FACTS,
    PERIOD,
    RESPONDENT,
    Disagreement,
    Merged,
    Statement,
)
from checklist.assessment.merge_parts import DETAILS, MergedRooms, distinct
from checklist.assessment.model import FIELDS, Answer, Assessment, SelfAuditPeriod
from checklist.assessment.names import Respelling, told_apart, twins
from checklist.assessment.objections import ShownPairs
from checklist.assessment.recheck import CARRIED
from checklist.assessment.stored.rulebooks import are_aside
from checklist.assessment.wording import answer_words, ask_of, details, moment, signer
from checklist.commands import command
from checklist.law.model import Fact, Question, Rulebook
from checklist.law.wording import citation
from checklist.layout import wrap
from checklist.streams import print_text, terminal_width
from checklist.text import inert

_HEAD = {
    "name": "填报单位名称",
    "credit_code": "统一社会信用代码",
    "address": "住所",
    PERIOD: "自查期间",
}
_IF_ONE = "其实是同一间的，核对两边的答案，用 checklist ask 从名单里去掉其中一个"
_RENAMED = "改过名称的同一个直播间，按一个计，用改后的名称；看不出哪个在后的，用先出现的："
_RESPELLED = "写法不同（空格、大小写、全角半角）的同一个名称，按一个计，用先出现的写法："


class MergeWords:
    """Words what is disputed between files of these names."""

    def __init__(
        self, names: Sequence[str], files: Sequence[Assessment], book: Rulebook, rooms: MergedRooms
    ) -> None:
        self._names = [inert(name) for name in names]
        self._book = book
        self._aside = [
            are_aside(file.answered_to, [of.id for of in book.regulations]) for file in files
        ]
        self._facts = {fact.id: fact for fact in book.facts}
        self._questions = book.questions()
        self._places = {
            of.key(question): citation(of.source)
            for of in reversed(book.obligations)
            for question in of.questions
        }
        self._rooms = {room.id: room.name for room in rooms.rooms}
        self._width = terminal_width()
        self._asked = 0

    def ask(self, disagreement: Disagreement) -> int | None:
        """Which file is right, as chosen by a number key; None to leave it open."""
        self._asked += 1
        statements = disagreement.statements
        lines = [f"不一致 {self._asked}：{self._heading(disagreement)}"]
        for number, statement in enumerate(statements, 1):
            lines.append(f"  {number}. {self._statement(disagreement, statement)}")
        print_text("\n".join(["", *(wrap(line, self._width) for line in lines)]))
        while True:
            sys.stdout.flush()
            typed = unicodedata.normalize(
                "NFKC", input("以哪个为准？（序号；直接回车先留着）")
            ).strip()
            if not typed:
                return None
            if typed.isascii() and typed.isdecimal() and 1 <= int(typed[:4]) <= len(statements):
                return statements[int(typed[:4]) - 1].file
            print_text(f"没有看懂“{inert(typed)}”：写 1 到 {len(statements)} 的序号，或者直接回车")

    def remark(self, disagreement: Disagreement, chosen: int | None) -> str:
        """What the note of the merged answer says."""
        same = self._alike(disagreement)
        statements = (
            self._statement(disagreement, each, alike=same) for each in disagreement.statements
        )
        how = "待定" if chosen is None else f"以 {self._names[chosen]} 为准"
        return f"合并时说法不一致（{how}）：{'；'.join(statements)}"

    def _alike(self, disagreement: Disagreement) -> Answer:
        """What stands beside all the answers alike, and need not be told of each of them."""
        contents = [statement.content for statement in disagreement.statements]
        answers = [content for content in contents if isinstance(content, Answer)]
        by_name = {
            name: distinct(getattr(answer, name) for answer in answers)
            for name in (*DETAILS, "remedied")
        }
        same = {name: values[0] for name, values in by_name.items() if len(values) == 1}
        return Answer(value=None, **same)

    def report(self, merged: Merged, *, asked: bool, today: date) -> list[str]:
        """Every disagreement with who said what and when, and what else had to be reconciled."""
        lines: list[str] = []
        settled = () if asked else merged.settled
        for number, (disagreement, chosen) in enumerate(settled, start=1):
            lines += ["", f"不一致 {number}：{self._heading(disagreement)}"]
            for at, statement in enumerate(disagreement.statements, start=1):
                mark = "【采用】" if statement.file == chosen else ""
                lines.append(f"  {at}. {self._statement(disagreement, statement)}{mark}")
        lines += self._reconciled(merged)
        lines += self._doubted(merged.assessment, today)
        return [wrap(line, self._width) for line in lines]

    def concluded(self, merged: Merged, saved: Path, preferred: int | None) -> Iterator[str]:
        """How many were decided and how, how many are left, and what to do about those."""
        left = [disagreement for disagreement, chosen in merged.settled if chosen is None]
        decided = len(merged.settled) - len(left)
        yield ""
        if not merged.settled:
            yield f"没有不一致。合并后的答案存在 {inert(str(saved))}。"
            return
        how = "" if preferred is None else f"（一律以 {self._names[preferred]} 为准）"
        yield (
            f"共 {len(merged.settled)} 处不一致：已定 {decided} 处{how if decided else ''}，"
            f"未定 {len(left)} 处。合并后的答案存在 {inert(str(saved))}。"
        )
        beside = [disagreement for disagreement in left if not disagreement.about_value]
        if values := len(left) - len(beside):
            which = f"未定的 {values} 处" if beside else "未定的都"
            yield f"{which}留作未作答，不会算作符合；各人的说法在备注里。问清楚以后接着答："
            yield f"  {command('ask', saved)}"
        if beside:
            yield wrap(self._left_beside(merged.assessment, beside), self._width)
            yield f"  {command('report', saved, '--format', 'xlsx')}"

    def _left_beside(self, merged: Assessment, left: Sequence[Disagreement]) -> str:
        """What became of the things that differ beside equal answers and were not decided."""
        answers = {FACTS: merged.facts, ANSWERS: merged.answers}
        stands = [
            (name, getattr(answers[disagreement.section][disagreement.key], name))
            for disagreement in left
            for name in disagreement.beside
        ]
        lost = {name for name, content in stands if not content}
        labels = [field.label for field in FIELDS if field.attribute in lost]
        kept = {name for name, content in stands if content}
        outcomes = (
            (labels, f"{'、'.join(labels)}没有留下"),
            ("remedied" in kept, "整改完成之日取较晚的一天"),
            ("evidence" in kept, "佐证材料的几个有效期都留着"),
            ("state" in kept, "没有确认的仍是待复核"),
        )
        what = "，".join(words for applies, words in outcomes if applies)
        return (
            f"未定的 {len(left)} 处答案相同，答案照旧留着，旁边写得不同的：{what}；"
            "各人的说法在备注里。问清楚以后填在整改台账里读回，"
            "台账里没有的，在 checklist ask 里跳到那一题补："
        )

    def _doubted(self, merged: Assessment, today: date) -> Iterator[str]:
        """The merged answers that cannot be, or can hardly be, in the merged period."""
        scales, shown = Scales(self._book, merged, today), ShownPairs()
        for key, question in self._questions.items():
            for objection in scales.objections(key, question, merged.answers.get(key)):
                if shown.is_new(key, objection):
                    ask = inert(question.ask)
                    yield ""
                    yield f"{self._place(key)} 请核对：“{ask}”，{objection.what}；{objection.mend}"

    def _reconciled(self, merged: Merged) -> Iterator[str]:
        rooms = {room.id: inert(room.name) for room in merged.assessment.rooms}
        listed = [set(ids.values()) for ids in merged.rooms.ids]
        partly = [
            f"{name}（{'、'.join(self._names[at] for at, ids in enumerate(listed) if id in ids)}）"
            for id, name in rooms.items()
            if any(id not in ids for ids in listed)
        ]
        if partly:
            yield ""
            yield f"只有部分文件列出的直播间，都已保留：{'、'.join(partly)}"
        for room, other in merged.rooms.clashes:
            yield ""
            yield (
                f"直播间编号 {room} 在几份文件里名称不同，按两个直播间保留："
                f"{rooms[room]}（{room}）、{rooms[other]}（改编号为 {other}）。{_IF_ONE}"
            )
        for regulation in self._book.regulations:
            without = [
                name
                for name, ids in zip(self._names, self._aside, strict=True)
                if regulation.id in ids
            ]
            if without:
                yield ""
                yield f"《{regulation.title}》合并后对照；{'、'.join(without)} 原来选择了不对照"
        yield from self._one_under_several(merged)
        for key, file, answer in merged.outdated:
            question = self._questions.get(key) or self._facts.get(key)
            is_carried = answer.state == CARRIED
            why = "是上次留下的、还没有确认" if is_carried else "答的是另一版问法"
            yield ""
            yield (
                f"{self._place(key)}：{self._names[file]} {why}"
                f"（{answer_words(question, answer, self._rooms)}），以别的文件按现在的问法答的为准"
            )

    def _otherwise(self, heading: str, names: Sequence[Respelling]) -> Iterator[str]:
        others: dict[str, list[str]] = {}
        for name in names:
            other = f"{self._names[name.file]} 写作“{inert(name.other)}”"
            others.setdefault(name.kept, []).append(other)
        if others:
            yield ""
            yield heading
            yield from (f"  {inert(kept)}（{'，'.join(how)}）" for kept, how in others.items())

    def _one_under_several(self, merged: Merged) -> Iterator[str]:
        """What is one under several names, and rooms of one name that are kept apart."""
        yield from self._otherwise(_RENAMED, merged.rooms.renamed)
        yield from self._otherwise(_RESPELLED, merged.respelled)
        for alike in twins(merged.rooms.rooms):
            yield ""
            yield (
                f"名称相同，或者只差空格、大小写、全角半角的直播间，有文件分开列着，都已保留："
                f"{told_apart(alike)}。{_IF_ONE}"
            )

    def _heading(self, disagreement: Disagreement) -> str:
        if disagreement.section in {RESPONDENT, PERIOD}:
            return _HEAD[disagreement.key]
        rooms = "、".join(inert(self._rooms[id]) for id in disagreement.rooms)
        about = f"（{rooms}）" if rooms else ""
        same = "" if disagreement.about_value else "（答案相同，旁边写的不同）"
        ask = inert(ask_of(self._question(disagreement)))
        return f"{self._place(disagreement.key)}：{ask}{about}{same}"

    def _place(self, key: str) -> str:
        """办法第八条第一款, 主体情况; the key where no rulebook knows it."""
        return self._places.get(key) or ("主体情况" if key in self._facts else inert(key))

    def _question(self, disagreement: Disagreement) -> Question | Fact | None:
        asked = self._facts if disagreement.section == FACTS else self._questions
        return asked.get(disagreement.key)

    def _statement(
        self, disagreement: Disagreement, statement: Statement, *, alike: Answer | None = None
    ) -> str:
        """否（财务.yaml，李四，2026-11-01 09:30）; in a note, without what stands beside it: the
        other notes, evidence of one last day, and what is `alike`."""
        name = self._names[statement.file]
        match statement.content:
            case Answer() as answer:
                value = answer_words(self._question(disagreement), answer, self._rooms)
                if alike is not None:
                    dated = answer.evidence if "evidence" in disagreement.beside else ()
                    answer = replace(answer, note=None, evidence=dated)
                beside = details(answer, alike, self._rooms)
                words = "；".join([value, *beside])
                return f"{words}（{name}，{signer(answer.by)}，{moment(answer.at)}）"
            case SelfAuditPeriod(first=first, last=last):
                return f"{first} 至 {last}（{name}）"
            case text:
                return f"{inert(text)}（{name}）"
