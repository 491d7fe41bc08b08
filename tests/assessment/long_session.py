"""A rulebook with many 是/否 questions, and a file in which only those are left to answer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from checklist.assessment.model import (
    Answer,
    AnsweredTo,
    Assessment,
    Mark,
    Respondent,
    SelfAuditPeriod,
)
from checklist.assessment.stored.file import load, save
from checklist.law.model import Rulebook
from checklist.law.reading.rulebook import load_rulebook

ROOT = Path(__file__).parents[2]
QUESTIONS = 40
RULEBOOK = """\
format: 1
rulebook:
  id: long
  title: 某某办法
  number: 令第1号
  in_force: 2026-02-01
  edition: 2026.1.1
  official_url: https://example.org/
chapters: [ { title: 第一章 总则, first: 1, last: 99 } ]
facts: [ { id: opens_room, ask: 是否开设直播间？, why: 因为。 } ]
duty_holders:
  - { id: op, name: 运营者, source: { article: 2 }, when: { opens_room: 是 } }
penalties:
  - id: art59
    source: { article: 59 }
    authority: 市场监督管理部门
    steps: [ { on: 违反, order: 责令限期改正 } ]
obligations:
  - id: art3-all
    title: 须做到
    source: { article: 3 }
    kind: 义务
    binds: { op: {} }
    summary: 做到。
    questions:
%s
    remedy: 做到它。
    penalties: [ { id: art59 } ]
    review: { state: 待复核 }
"""


class LongSession:
    """A file in `folder`, with `QUESTIONS` questions to go."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "自查.yaml"
        self.rules = folder / "规则.yaml"
        lines = (
            f"      - {{ id: q{n}, ask: 第{n}问？, expect: 是 }}" for n in range(1, QUESTIONS + 1)
        )
        self.rules.write_text(RULEBOOK % "\n".join(lines), encoding="utf-8")
        self.book: Rulebook = load_rulebook(self.rules, bundled=False)
        self.begin()

    def begin(self) -> None:
        """A file with everything told that is asked before the questions."""
        days = SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 11, 1))
        fact = self.book.facts[0]
        known = Assessment(
            respondent=Respondent(name="某某公司", prepared_by="张三", credit_code="", address=""),
            period=days,
            facts={fact.id: Answer(value=Mark.YES, asked_as=fact.fingerprint)},
            answered_to=(
                AnsweredTo(id=self.book.regulation.id, edition=self.book.regulation.edition),
            ),
        )
        save(self.path, known, self.book)

    @property
    def command(self) -> list[str]:
        arguments = ["ask", str(self.path), "--rules", str(self.rules)]
        return [sys.executable, "-m", "checklist", *arguments]

    @property
    def env(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}

    def start(self) -> subprocess.Popen[bytes]:
        """The session as a program that reads from a pipe."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            self.command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, env=self.env
        )

    def answered(self) -> int:
        """How many questions are answered; they are answered in their order."""
        answers = load(self.path, self.book).answers
        done = [n for n in range(1, QUESTIONS + 1) if f"art3-all/q{n}" in answers]
        assert done == list(range(1, len(done) + 1))
        return len(done)


def asked(output: bytes) -> int:
    """The last question that was put; 0 when none was."""
    return max(map(int, re.findall(r"第(\d+)问？", output.decode("utf-8", "replace"))), default=0)
