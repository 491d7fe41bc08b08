"""One topic on its own says all that the whole report says about it, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist import resources
from checklist.assessment.model import Answer, Evidence, Extreme
from checklist.cli.app import run
from checklist.law.applicability import Applies
from checklist.law.model import Topic
from checklist.law.wording import TOPIC
from checklist.report.page import html
from checklist.report.view.build import about
from checklist.report.view.model import Report
from checklist.report.words.conclusion import headline
from checklist.text import inert
from tests.given.bundled import BOOKS
from tests.given.sample import AGENCY, ANSWERS, CLEAN, NOBODY, RULEBOOK, UNANSWERED, judged
from tests.report.hostile import SCRIPT, STEERING, hostile
from tests.report.pages import page_of, read, squeezed

RESPONDENTS = {
    "agency": AGENCY,
    "clean": CLEAN,
    "unanswered": UNANSWERED,
    "nobody": NOBODY,
    "hostile": hostile(),
}
CHAPTER = {Topic.RETENTION: "retention", Topic.AI_FIGURE: "figures"}
AGENCY_FILE = resources.examples_dir() / "agency.yaml"


@pytest.fixture(params=RESPONDENTS)
def report(request: pytest.FixtureRequest) -> Report:
    return judged(RESPONDENTS[request.param])


@pytest.fixture(params=Topic, ids=lambda topic: CHAPTER[topic])
def topic(request: pytest.FixtureRequest) -> Topic:
    one: Topic = request.param
    return one


def section(report: Report, id: str) -> str:
    """What one chapter says, without its number in the contents."""
    found = re.search(
        rf'<section class="chapter" id="{id}">.*?</h2>(.*?)</section>',
        html.render(report),
        re.DOTALL,
    )
    assert found
    return re.sub(r"<[^>]*>|\s+", "", found[1])


@pytest.mark.slow
def test_the_chapter_says_what_it_says_in_the_whole_report_or_refers_to_there(
    report: Report, topic: Topic
) -> None:
    if CHAPTER[topic] == "figures" and not (report.figures or report.figures_excluded):
        return
    alone, whole = (section(each, CHAPTER[topic]) for each in (about(report, topic), report))
    if topic is Topic.RETENTION:
        assert alone == whole
    for line in report.figures if topic is Topic.AI_FIGURE else ():
        assert line.index in alone
        assert line.index in whole
        for answer in line.judged:
            assert squeezed(inert(answer.question.ask)) in alone


def test_every_gap_open_question_answer_and_file_of_the_topic_is_there(
    report: Report, topic: Topic
) -> None:
    text = squeezed(page_of(about(report, topic)).text)
    for paper in report.papers:
        if paper.obligation.topic is not topic:
            continue
        assert paper.index in text
        for line in paper.lines:
            for said in line.judged:
                assert squeezed(inert(said.question.ask)) in text
                for one in said.answer.evidence if said.answer else ():
                    assert squeezed(inert(one.sha256 or one.text)) in text


def test_a_period_counted_from_a_day_belongs_to_retention_wherever_it_stands() -> None:
    book = replace(
        RULEBOOK, obligations=tuple(replace(one, topic=None) for one in RULEBOOK.obligations)
    )
    papers = about(judged(AGENCY, book), Topic.RETENTION).papers
    assert [paper.obligation.id for paper in papers] == ["art27-records"]


@pytest.mark.parametrize("book", BOOKS)
def test_whoever_keeps_too_short_is_told_to_stop_clearing(book: str) -> None:
    for entry in BOOKS[book].obligations:
        if entry.topic is Topic.RETENTION:
            told = [entry.remedy, *(asked.remedy or "" for asked in entry.questions)]
            assert any("停止清理" in each or "不再清理" in each for each in told), entry.id


def test_nothing_of_another_topic_is_there(topic: Topic) -> None:
    report = judged()
    alone = about(report, topic)
    ids = set(page_of(alone).ids)
    others = {f"paper-{one.index}" for one in report.papers if one.obligation.topic is not topic}
    assert not ids & others
    assert {one.obligation.topic for one in alone.papers} == {topic}


def test_the_counts_are_those_of_the_topic_and_the_numbers_those_of_the_report() -> None:
    report = judged()
    for topic in Topic:
        alone = about(report, topic)
        assert sum(alone.totals.by_status.values()) == sum(
            line.count for paper in alone.papers for line in paper.lines
        )
        assert alone.number == report.number
        indices = {paper.obligation.id: paper.index for paper in report.papers}
        assert {one.obligation.id: one.index for one in alone.papers} == {
            one.obligation.id: indices[one.obligation.id] for one in alone.papers
        }
        assert set(alone.breaches) <= set(report.breaches)
        bound = [
            line
            for paper in alone.papers
            for line in paper.lines
            if line.finding.binding.applies is not Applies.NO
        ]
        wanted = {ref.id for line in bound for ref in line.obligation.penalties}
        assert wanted <= {one.penalty.id for one in alone.sanctions}


def test_an_exhibit_keeps_its_number_and_lists_only_papers_of_the_topic() -> None:
    photo = Evidence("开场", path="证据/开场.png", sha256="3f" * 32, size=9)
    answers = {key: replace(one, evidence=(photo,)) for key, one in ANSWERS.items()}
    report = judged(replace(AGENCY, answers=answers))
    (alone,) = about(report, Topic.RETENTION).exhibits
    (whole,) = (one for one in report.exhibits if one.evidence == photo)
    assert alone.number == whole.number
    assert len(alone.papers) == 2 < len(whole.papers)


def test_the_page_says_whose_it_is_and_what_it_was_cut_from(report: Report, topic: Topic) -> None:
    text = squeezed(page_of(about(report, topic)).text)
    respondent = report.findings.assessment.respondent
    for said in (
        TOPIC[topic],
        report.number,
        report.findings.rulebook.regulation.sha256,
        report.findings.rulebook.regulation.edition,
        respondent.credit_code or "未填写",
        "自评，未经核验",
        "由同一编号的完整报告摘出",
    ):
        assert squeezed(inert(said)) in text


@pytest.mark.parametrize("kind", ["brand", "host"])
def test_a_topic_that_does_not_bind_speaks_of_itself_alone(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = resources.examples_dir() / f"{kind}.yaml"
    target = tmp_path / "x.html"
    given = ["--as-of", "2026-11-22", "-o", str(target)]
    assert run(["report", str(answers), "--only", "figures", *given]) == 0
    page = read(target.read_text(encoding="utf-8"))
    duties = sum(id.startswith("paper-") for id in page.ids)
    said = f"本专项的{duties}条义务都不适用；其他义务见完整报告。"
    assert "没有义务适用" not in page.text
    assert said in page.text
    assert said in capsys.readouterr().err
    assert "0题" not in page.text
    assert set(page.ids).isdisjoint({"breaches", "open", "exhibits", "penalties"})
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_every_conclusion_of_a_topic_names_its_bounds(report: Report, topic: Topic) -> None:
    assert "本专项" in headline(about(report, topic))
    assert "本专项" not in headline(report)


def test_every_link_leads_somewhere_and_no_script_runs(report: Report, topic: Topic) -> None:
    page = page_of(about(report, topic))
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert page.scripts == []
    policy = next(value for _, name, value in page.attributes if value.startswith("default-src"))
    assert "script-src" not in policy
    assert not any(name.startswith("on") for _, name, _ in page.attributes)


def test_hostile_text_is_shown_and_does_nothing(topic: Topic) -> None:
    written = html.render(about(judged(hostile()), topic))
    page = read(written)
    assert SCRIPT in page.text
    assert page.scripts == []
    assert "img" not in page.tags
    assert [one for one in STEERING if one in written] == []


def test_a_respondent_without_a_name_is_told_as_such() -> None:
    nameless = replace(AGENCY, respondent=replace(AGENCY.respondent, name=" ", credit_code=None))
    for report in (judged(nameless), about(judged(nameless), Topic.RETENTION)):
        text = page_of(report).text
        assert "（名称未填写）" in text
        assert "未填写" in text


# --- the command ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("retention", "保存期限"),
        ("保存期限", "保存期限"),
        ("figures", "人工智能生成的人物形象"),
        ("数字人", "人工智能生成的人物形象"),
    ],
)
def test_the_command_writes_one_topic_beside_the_answers(
    word: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "自查.yaml"
    answers.write_bytes(AGENCY_FILE.read_bytes())
    assert run(["report", str(answers), "--only", word, "--as-of", "2026-11-22"]) == 0
    written = tmp_path / f"自查-{name}.html"
    assert capsys.readouterr().out.strip() == str(written)
    assert f"<h1>{name}</h1>" in written.read_text(encoding="utf-8")


def test_an_unknown_topic_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["report", str(AGENCY_FILE), "--only", "广告"]) == 2
    said = capsys.readouterr().err
    assert "--only 没有“广告”这个专项" in said
    assert "retention（保存期限）、figures（人工智能生成的人物形象）" in said


def test_a_topic_is_only_written_as_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", str(AGENCY_FILE), "--only", "retention", "--format", "xlsx"]) == 2
    assert "--only 只用于网页、PDF 和 Word 报告" in capsys.readouterr().err


def test_of_what_was_never_done_each_option_is_told_as_not_done() -> None:
    never = {**AGENCY.answers, "art37-prompt/shown": Answer(value=Extreme.NEVER)}
    page = html.render(about(judged(replace(AGENCY, answers=never)), Topic.AI_FIGURE))
    strip = page.partition('<ol class="strip">')[2].partition("</ol>")[0]
    assert strip.count('<b class="mark not_satisfied">否</b>') == strip.count("<li") == 4
