"""Every form of the report is complete: what the findings hold stands in each that can carry it."""

from __future__ import annotations

import html as entities
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from checklist import resources
from checklist.assessment.model import Answer, Assessment, Evidence, Mark, Respondent, Room
from checklist.assessment.recheck import CARRIED
from checklist.evaluation.evaluate import evaluate
from checklist.law.applicability import NONE_OF_THEM
from checklist.law.wording import citation
from checklist.report.forms import json as json_file
from checklist.report.forms import markdown
from checklist.report.forms.markdown_text import md
from checklist.report.page import html
from checklist.report.view.lines import facts_said
from checklist.report.view.model import FactSays, Line, Report
from checklist.report.words.wording import fact_value, shortfall
from checklist.sheets.register import csv_file as csv
from checklist.sheets.register import xlsx
from checklist.text import inert
from tests.conftest import Process, Run
from tests.given.bundled import LIVESTREAM
from tests.given.sample import AGENCY, CLEAN, judged, said
from tests.given.snapshots import CSVFile, MarkdownFile
from tests.remediation.test_register import RESPONDENTS
from tests.report.hostile import ALL, CORPUS, SCRIPT, STEERING, hostile
from tests.report.kinds import example
from tests.report.pages import read, squeezed

DAY = ("--as-of", "2026-11-22")


def in_markdown(report: Report) -> str:
    """What a reader sees, told without our own renderer: escapes and entities undone."""
    return entities.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown.render(report)))


def in_spreadsheet(report: Report) -> str:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(report, with_answers=True)))
    return "\n".join(
        str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row
    )


FORMS: dict[str, Callable[[Report], str]] = {
    "html": lambda report: read(html.render(report)).text,
    "md": in_markdown,
    "xlsx": in_spreadsheet,
    "csv": lambda report: csv.render(report).decode("utf-8-sig").replace('""', '"'),
}


def typed(report: Report) -> Iterator[str]:
    """Everything people noted beside an answer that fails or is open."""
    for line in (*report.breaches, *report.open):
        for one in (*line.failed, *line.open):
            if one.answer is None:
                continue
            answer = one.answer
            yield from (answer.note or "", answer.owner or "")
            yield answer.due.isoformat() if answer.due else ""
            yield from (each.path or each.text for each in answer.evidence)


def law(lines: tuple[Line, ...]) -> Iterator[str]:
    for line in lines:
        yield line.obligation.title
        yield citation(line.obligation.source)
        yield from (one.question.ask for one in (*line.failed, *line.open))
        yield from map(shortfall, line.failed)


def with_everything() -> Report:
    answers = {
        key: replace(
            answer,
            owner=f"责任人{at}",
            due=date(2026, 12, 1 + at),
            note=f"说明{at}",
            evidence=(Evidence(f"材料{at}"), Evidence("", path=f"证据/{at}.png", sha256="0" * 64)),
        )
        for at, (key, answer) in enumerate(AGENCY.answers.items())
    }
    return judged(replace(AGENCY, answers=answers))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [*RESPONDENTS, "everything"])
def test_gaps_and_open_items_stand_in_every_form(form: str, name: str) -> None:
    report = with_everything() if name == "everything" else judged(RESPONDENTS[name])
    text = squeezed(FORMS[form](report))
    for told in law((*report.breaches, *report.open)):
        assert squeezed(inert(told)) in text


@pytest.mark.parametrize("form", ["md", "xlsx", "csv"])
def test_owners_days_notes_and_evidence_stand_in_every_form_to_work_with(form: str) -> None:
    report = with_everything()
    found = [one for one in typed(report) if one]
    assert len(found) > 8
    text = FORMS[form](report)
    assert [one for one in found if one not in text] == []


def test_the_json_is_that_of_check(checklist: Run, tmp_path: Path) -> None:
    file = resources.examples_dir() / "host.yaml"
    one, other = tmp_path / "a.json", tmp_path / "b.json"
    checklist("check", file, *DAY, "--format", "json", "-o", one)
    checklist("report", file, *DAY, "-o", other)
    assert one.read_bytes() == other.read_bytes()
    written = json_file.render(judged(), ascii=False)
    assert json.loads(written)["totals"]["gaps"] == judged().totals.gaps


# --- Markdown -----------------------------------------------------------------------------------


def rendered(text: str) -> str:
    return str(
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    )


def test_hostile_text_is_nothing_but_text_in_markdown() -> None:
    written = markdown.render(judged(hostile()))
    assert not set(STEERING) & set(written)
    page = rendered(written)
    shown = read(page)
    assert shown.tags <= {
        "h1", "h2", "h3", "p", "strong", "ul", "ol", "li",
        "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert inert(SCRIPT) in shown.text


@pytest.mark.parametrize(
    "text",
    [
        *CORPUS, ALL, "# 标题", "- 表", "1. 表", "1) 表", "+ 表", "> 引", "===", "---", "***强***",
        "__强__", "~~删~~", "`码`", "[字](https://example.org)", "![图](x)", "<https://example.org>",
        "|a|b|", "&lt;b&gt;", "<b>", "\\<b>", "[^1]: 注", "    缩进", "https://example.org",
        "www.example.org", "a@example.org", "甲\\", "$x$", "| --- |",
    ],
)  # fmt: skip
def test_text_in_markdown_reads_as_it_was_typed(text: str) -> None:
    for around in ("{}", "- {}", "## {}", "| {} | 乙 |\n| --- | --- |\n| {} | 丁 |"):
        page = read(rendered(around.replace("{}", md(text))))
        assert page.tags <= {
            "p", "ul", "li", "h2", "table", "thead", "tbody", "tr", "th", "td"
        }  # fmt: skip
        assert squeezed(inert(text)) in squeezed(page.text)
        assert page.links == []


def test_a_day_is_no_list_and_stands_as_it_is() -> None:
    assert md("2026-12-15") == "2026-12-15"
    assert (md("- 甲"), md("1. 甲"), md("2) 乙")) == ("\\- 甲", "1\\. 甲", "2\\) 乙")


def test_nothing_typed_becomes_a_link_by_itself() -> None:
    for text in ("https://example.org", "WWW.example.org", "a@example.org", "ftp://x", "mailto:a"):
        assert not re.search(r"(?i)(https?|ftp|mailto):|www\.|@", md(text))


# --- the examples and the command ---------------------------------------------------------------


@pytest.fixture(scope="module")
def host() -> Report:
    return example("host")


def test_the_markdown_of_the_host(host: Report, snapshot: SnapshotAssertion) -> None:
    written = markdown.render(host).replace(host.findings.rulebook.regulation.sha256, "0" * 64)
    written = written.replace(host.number, "ZC-20261122-000000")
    assert written == snapshot(extension_class=MarkdownFile)


def test_the_csv_of_the_host(host: Report, snapshot: SnapshotAssertion) -> None:
    written = csv.render(host).decode("utf-8-sig").replace("\r\n", "\n")
    assert written == snapshot(extension_class=CSVFile)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    copy = tmp_path / "机构.yaml"
    copy.write_bytes((resources.examples_dir() / "agency.yaml").read_bytes())
    return copy


BEGINS = {
    ".html": b"<!doctype",
    ".json": b"{",
    ".md": b"# ",
    ".csv": b"\xef\xbb\xbf",
    ".xlsx": b"PK",
}


@pytest.mark.parametrize("suffix", [*BEGINS, ".MD", ".XLSX"])
def test_the_extension_chooses_the_form(
    checklist: Run, answers: Path, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"结果{suffix}"
    ran = checklist("report", answers, *DAY, "-o", out)
    assert (ran.code, ran.out.strip()) == (0, str(out))
    assert out.read_bytes().startswith(BEGINS[suffix.lower()])


def test_the_format_outweighs_the_extension(checklist: Run, answers: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果.txt"
    checklist("report", answers, *DAY, "-o", out, "--format", "md")
    assert out.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("xlsx", "机构-整改台账.xlsx"),
        ("csv", "机构-整改台账.csv"),
        ("md", "机构.md"),
        ("json", "机构.json"),
    ],
)
def test_each_form_has_a_place_of_its_own_beside_the_answers(
    checklist: Run, answers: Path, form: str, name: str
) -> None:
    ran = checklist("report", answers, *DAY, "--format", form)
    assert ran.out.strip() == str(answers.with_name(name))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_register_that_was_worked_in_is_not_written_over(
    checklist: Run, answers: Path, form: str
) -> None:
    kept = answers.with_name(f"机构-整改台账.{form}")
    kept.write_text("填过的", encoding="utf-8")
    ran = checklist("report", answers, *DAY, "--format", form)
    assert ran.code == 2
    assert "已经存在" in ran.err
    assert kept.read_text(encoding="utf-8") == "填过的"


def test_only_the_page_quotes_the_statute(checklist: Run, answers: Path, tmp_path: Path) -> None:
    text = tmp_path / "条文.txt"
    text.write_text("第一条 某。", encoding="utf-8")
    ran = checklist("report", answers, *DAY, "--format", "md", "--statute", text)
    assert ran.code == 2
    assert "--statute 只用于网页、PDF 和 Word 报告" in ran.err


@pytest.mark.slow
@pytest.mark.parametrize("command", [("check",), ("report", "-o", "页.html")])
def test_no_command_waits_for_a_form_it_does_not_write(
    process: Process, answers: Path, command: tuple[str, ...]
) -> None:
    ran = process(*command, str(answers), *DAY, env={"PYTHONPROFILEIMPORTTIME": "1"})
    imported = ran.stderr.decode(errors="replace")
    assert "checklist.report.view.model" in imported
    heavy = r"xlsxwriter|icalendar|chinese_calendar|docx|lxml"
    others = rf"{heavy}|checklist\.(sheets|oscal|printing)|forms\.markdown|\| subprocess"
    assert not re.search(others, imported)


def test_no_reason_is_left_blank(host: Report) -> None:
    told = [fact_value(says) for one in host.exclusions for says in one.because]
    assert "填报人自己名下" in told
    assert "" not in told
    channel = host.findings.rulebook.fact("channel")
    ruled_out = FactSays(fact=channel, value=NONE_OF_THEM, settled=True)
    assert fact_value(ruled_out) == "所列的都不是"


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (None, "未作答"),
        (said(None), "未作答"),
        (said(Mark.UNKNOWN), "不清楚"),
        (said(Mark.UNKNOWN, state=CARRIED), "待复核"),
        (said(Mark.YES, state=CARRIED), "待复核"),
        (said(Mark.YES, asked_as="other"), "待复核"),
        (said(Mark.NO), "否"),
    ],
)
def test_what_is_not_known_of_a_fact_says_why(answer: Answer | None, word: str) -> None:
    facts = {id: each for id, each in CLEAN.facts.items() if id != "offers_selection"}
    if answer:
        facts["offers_selection"] = answer
    findings = judged(replace(CLEAN, facts=facts)).findings
    (says,) = facts_said(findings, ["offers_selection"], None)
    assert fact_value(says) == word


def test_what_follows_from_the_rooms_is_as_unclear_as_they_are() -> None:
    rooms, facts = (Room(id="r1", name="甲"),), {"account_holder": Answer(value=Mark.UNKNOWN)}
    known = Assessment(respondent=Respondent(name="甲"), rooms=rooms, facts=facts)
    findings = evaluate(LIVESTREAM, known, as_of=date(2026, 11, 22))
    (says,) = facts_said(findings, ["opens_room"], None)
    assert fact_value(says) == "不清楚"
