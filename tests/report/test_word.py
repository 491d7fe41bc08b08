"""The report in Word: the words of the page in their order, headings, tables that stay whole."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import lxml.html
import pytest
from docx.oxml.ns import qn
from msgspec.structs import replace

from checklist.errors import UnreadableFile
from checklist.report.forms import word, word_template
from checklist.report.forms.word_blocks import HEADLINE
from checklist.report.page import html
from checklist.report.view.model import Report
from tests.conftest import ROOT, Run
from tests.given.bundled import write_example
from tests.given.sample import CLEAN, NOBODY, UNANSWERED, judged
from tests.given.slowly import slow_but
from tests.report.hostile import STEERING, hostile
from tests.report.kinds import example, hurried, ninety_gaps, reported, thirty_rooms

REPORTS: dict[str, Callable[[], Report]] = {
    "agency": lambda: example("agency"),
    "host": lambda: example("host"),
    "thirty rooms": lambda: reported(thirty_rooms()),
    "ninety gaps": lambda: reported(ninety_gaps()),
    "nothing answered": lambda: judged(UNANSWERED),
    "nobody": lambda: judged(NOBODY),
    "clean": lambda: judged(CLEAN),
    "hostile": lambda: judged(hostile()),
}
DAY = ("--as-of", "2026-11-22")


@cache
def page_of(kind: str) -> str:
    return html.render(REPORTS[kind](), part="report")


@cache
def written(kind: str) -> bytes:
    return word.render(REPORTS[kind](), page_of(kind))


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of(document: Any) -> str:
    return squeezed("".join(each.text or "" for each in document.element.body.iter(qn("w:t"))))


def shown(element: Any) -> Iterator[str]:
    """What a page shows of its report, text by text, without what only a screen has."""
    classes = set((element.get("class") or "").split())
    only_on_screen = {"filter", "needs-script", "here", "filtered"}
    if element.tag in {"svg", "nav", "script", "button", "select", "label"} or (
        classes & only_on_screen
    ):
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from shown(child)
        yield child.tail or ""


def chapters(kind: str) -> list[Any]:
    main = lxml.html.document_fromstring(page_of(kind)).find(".//main")
    return [each for each in main if each.tag == "section"]


@pytest.fixture(params=slow_but("agency", "nobody", "hostile", of=REPORTS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# --- what stands in it ---------------------------------------------------------------------------


@pytest.mark.slow
def test_every_word_of_the_report_stands_in_it_in_the_same_order(kind: str) -> None:
    text, at = text_of(opened(written(kind))), 0
    for chapter in chapters(kind):
        for piece in filter(None, map(squeezed, shown(chapter))):
            found = text.find(piece, at)
            assert found >= 0, (piece, text[at : at + 200])
            at = found + len(piece)


def test_its_chapters_are_headings(kind: str) -> None:
    document = opened(written(kind))
    headings = [
        squeezed(each.text) for each in document.paragraphs if each.style.name == "Heading 1"
    ]
    assert headings == [squeezed(each.find("./h2").text_content()) for each in chapters(kind)]
    assert [each.style.name for each in document.paragraphs[:1]] == ["Title"]


def test_no_row_is_torn_and_headings_are_repeated(kind: str) -> None:
    for table in opened(written(kind)).tables:
        for row in table.rows:
            assert row._tr.xpath("./w:trPr/w:cantSplit")
        widths = [cell.width.mm for cell in table.rows[0].cells]
        assert sum(widths) == pytest.approx(166, abs=1)
    of_tasks = next(
        (each for each in opened(written("agency")).tables if "要做" in each.rows[0].cells[0].text
         or "期限" in each.rows[0].cells[0].text),
        None,
    )  # fmt: skip
    assert of_tasks is not None
    assert of_tasks.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


def test_pages_are_numbered_and_name_the_report(kind: str) -> None:
    (section,) = opened(written(kind)).sections
    footer = section.footer._element
    fields = [each.get(qn("w:instr")) for each in footer.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert REPORTS[kind]().number in section.footer.paragraphs[0].text
    assert round(section.page_width.mm) == 210


def test_text_is_in_fang_song_and_headings_in_hei(kind: str) -> None:
    styles = opened(written(kind)).styles

    def font(name: str) -> str:
        return str(styles[name].element.rPr.rFonts.get(qn("w:eastAsia")))

    assert font("Normal") == font("List Bullet") == "仿宋"
    assert font("Heading 1") == font("Heading 2") == font("Title") == "黑体"


def test_hostile_text_steers_nothing() -> None:
    document = opened(written("hostile"))
    text = "".join(each.text or "" for each in document.element.body.iter(qn("w:t")))
    assert "<script>alert('甲')</script>" in text
    assert not set(text) & set(STEERING)
    assert list(document.element.body.iter(qn("w:instrText"), qn("w:fldSimple"))) == []


def test_it_speaks_of_no_page_of_the_official_text_that_only_the_annex_has() -> None:
    text = text_of(opened(written("agency")))
    annex = html.render(example("agency"), part="annex")
    for each in example("agency").findings.rulebook.regulations:
        assert each.official_url not in text
        assert f">{each.official_url}</a>" in annex, "there it can be read from paper"
    assert "官方网页" not in text


def test_it_can_be_signed() -> None:
    text = text_of(opened(written("agency")))
    for label in ("编制", "复核", "负责人", "（公章；个人签名）"):
        assert label in text[-900:]


# --- a template of one's own ---------------------------------------------------------------------


@pytest.fixture
def template(tmp_path: Path) -> Callable[..., Path]:
    """A template with these paragraphs; a piece in a tuple is a run of its own."""

    def made(*paragraphs: str | tuple[str, ...], header: str = "") -> Path:
        document = docx.Document()
        for each in paragraphs:
            paragraph = document.add_paragraph()
            for run in (each,) if isinstance(each, str) else each:
                paragraph.add_run(run)
        document.sections[0].header.paragraphs[0].text = header
        file = tmp_path / "模板.docx"
        document.save(str(file))
        return file

    return made


def put_into(file: Path, kind: str = "clean") -> Any:
    return opened(word.render(REPORTS[kind](), page_of(kind), template=file))


def test_a_template_is_filled_in_where_it_says(template: Callable[..., Path]) -> None:
    file = template(
        ("致：{{填", "报单", "位}}（", "{{ 报告编号 }}）"),
        "{{正文}}",
        "抄送：法务部",
        header="\uff5b\uff5b填报单位\uff5d\uff5d内部资料",
    )
    report = REPORTS["clean"]()
    name = report.findings.assessment.respondent.name
    document = put_into(file)
    lines = [each.text for each in document.paragraphs]
    assert lines[0] == f"致：{name}（{report.number}）"
    assert lines[-1] == "抄送：法务部"
    assert document.sections[0].header.paragraphs[0].text == f"{name}内部资料"
    assert text_of(document).endswith("抄送：法务部")
    whole = text_of(opened(written("clean")))
    assert whole in text_of(document)
    assert "{{" not in text_of(document)


@pytest.mark.slow
def test_chapters_can_be_put_one_by_one(template: Callable[..., Path]) -> None:
    document = put_into(template("先", "{{签署}}", "后", "{{结论}}", "完"))
    text = text_of(document)
    assert text.index("先") < text.index("填报人确认") < text.index("能不能被罚") < text.index("完")
    assert "保存期限" not in [each.text for each in document.paragraphs]
    rest = text_of(put_into(template("{{签署}}", "其余", "{{正文}}")))
    assert rest.count("填报人确认") == 1
    assert rest.index("填报人确认") < rest.index("其余") < rest.index("能不能被罚")


def test_the_styles_of_a_template_stay(template: Callable[..., Path]) -> None:
    file = template("{{正文}}")
    document = docx.Document(str(file))
    document.styles["Heading 1"].font.name = "Company Sans"
    document.save(str(file))
    assert put_into(file).styles["Heading 1"].font.name == "Company Sans"


@pytest.mark.slow
def test_what_respondents_typed_is_no_placeholder(template: Callable[..., Path]) -> None:
    typed = judged(hostile())
    named = replace(typed.findings.assessment.respondent, name="{{统一社会信用代码}}{{正文}}")
    findings = replace(
        typed.findings, assessment=replace(typed.findings.assessment, respondent=named)
    )
    report = replace(typed, findings=findings)
    file = template("{{填报单位}}", "{{正文}}")
    document = opened(word.render(report, html.render(report), template=file))
    assert document.paragraphs[0].text == "{{统一社会信用代码}}{{正文}}"


def test_every_mistake_in_a_template_is_told_at_once(template: Callable[..., Path]) -> None:
    file = template("{{单位}}", "见 {{正文}}", "{{日期}}", header="{{结论}}")
    with pytest.raises(UnreadableFile) as refused:
        put_into(file)
    told = "\n".join(map(str, refused.value.complaints))
    assert "{{单位}} 不是可以写的占位符" in told
    assert "{{日期}} 不是可以写的占位符" in told
    assert "{{正文}} 要单独成一段" in told
    assert "{{结论}} 要单独成一段" in told
    assert "写其中之一：" in told
    assert "{{填报单位}}" in told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"not a document", "这不是 Word 文件（.docx），或者已经损坏"),
        (None, "模板里没有写报告放在哪里"),
    ],
)
def test_a_template_that_is_none_is_told(
    checklist: Run, tmp_path: Path, template: Callable[..., Path], content: bytes | None, told: str
) -> None:
    file = template("没有占位符")
    if content is not None:
        file.write_bytes(content)
    answers = write_example("agency", tmp_path / "自查.yaml")
    ran = checklist("report", answers, "-o", tmp_path / "报告.docx", "--template", file, *DAY)
    assert ran.code == 3
    assert told in ran.err
    assert "改法：" in ran.err
    assert not (tmp_path / "报告.docx").exists()


def test_the_document_about_templates_names_every_placeholder() -> None:
    text = (ROOT / "docs" / "Word报告模板.md").read_text("utf-8")
    named = set(re.findall(r"`\{\{(\S+?)\}\}`", text))
    titles = {re.sub("^.*、", "", each.find("./h2").text_content()) for each in chapters("agency")}
    assert named == {*word.values(example("agency")), word_template.WHOLE, *titles}


# --- the command ---------------------------------------------------------------------------------


def test_the_command_writes_it(checklist: Run, tmp_path: Path) -> None:
    answers = write_example("agency", tmp_path / "自查.yaml")
    ran = checklist("report", answers, "--format", "docx", *DAY)
    assert ran.code == 0
    assert "用 Word 或者 WPS 打开" in ran.err
    assert "能不能被罚" in text_of(opened((tmp_path / "自查.docx").read_bytes()))
    refused = checklist("report", answers, "--template", tmp_path / "自查.docx", *DAY)
    assert refused.code == 2
    assert "--template 只用于 Word 报告" in refused.err
    for options, told in (("--cover",), "封面和目录"), (("--part", "all"), "附件"):
        refused = checklist("report", answers, "-o", tmp_path / "全.docx", *options, *DAY)
        assert (refused.code, f"{told}只在网页和 PDF 里" in refused.err) == (2, True)
    only = checklist("report", answers, "-o", tmp_path / "专项.docx", "--only", "retention", *DAY)
    assert only.code == 0


def test_what_is_doubted_is_no_bolder_than_the_conclusion() -> None:
    report = hurried()
    document = opened(word.render(report, html.render(report, part="report")))
    bold = {
        run.bold for each in document.paragraphs if each.style.name == HEADLINE for run in each.runs
    }
    assert len(bold) == 1
