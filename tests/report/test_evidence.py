from __future__ import annotations

import re
from datetime import date

from checklist.assessment.model import Answer, Assessment, Evidence, Mark, Respondent
from checklist.assessment.recheck import CARRIED
from checklist.evaluation.evaluate import evaluate
from checklist.law.model import Topic
from checklist.report.forms import markdown
from checklist.report.page import html
from checklist.report.view.build import about, build
from checklist.report.words.charge import evidence
from checklist.report.words.wording import unclear
from checklist.sheets.register.beside import exhibits
from tests.given import law
from tests.report.kinds import sample_agency
from tests.report.pages import read


def test_an_answer_taken_over_and_not_confirmed_is_told_as_such() -> None:
    book = law.small_rulebook()
    known = Assessment(
        respondent=Respondent(name="甲"),
        facts={"opens_room": Answer(value=Mark.YES)},
        answers={"art25-show/done": Answer(value=Mark.YES, state=CARRIED)},
    )
    report = build(evaluate(book, known, as_of=date(2026, 11, 1)))
    (line,) = (one for one in report.open if one.obligation.id == "art25-show")
    assert unclear(line.open[0]) == "沿用上次自查的答复，尚未确认"


def test_a_file_handed_in_is_told_with_the_beginning_of_its_digest() -> None:
    seen = Evidence("开场", path="证据/开场.png", sha256="3f9a1c02" + "0" * 56, size=9)
    answer = Answer(value=Mark.NO, evidence=(seen, Evidence("会议纪要")))
    facts = {"opens_room": Answer(value=Mark.YES)}
    answers = {"art25-show/done": answer}
    book = law.small_rulebook()
    found = evaluate(
        book,
        Assessment(respondent=Respondent(name="甲"), facts=facts, answers=answers),
        as_of=date(2026, 11, 1),
    )
    line = next(one for one in build(found).papers if one.obligation.id == "art25-show").lines[0]
    told = "已附：证据/开场.png（SHA-256 3f9a1c02…）、会议纪要"
    assert evidence(line, answer.evidence) == told


def test_a_piece_of_evidence_has_one_number_in_every_output() -> None:
    report = sample_agency()
    names = {exhibit.number: exhibit.evidence.name for exhibit in report.exhibits}
    assert len(names) > 2
    assert {row[0]: row[1] for row in exhibits(report)} == names
    for text in (read(html.render(report)).text, markdown.render(report)):
        squeezed = re.sub(r"\s", "", text)
        for number, name in names.items():
            assert re.search(f"{number}.{{0,40}}{re.escape(name)}", squeezed), number
    of_topic = about(report, Topic.RETENTION).exhibits
    assert of_topic
    assert all(names[each.number] == each.evidence.name for each in of_topic)
