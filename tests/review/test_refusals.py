"""What cannot be read of a lawyer's copy is told at once: where, what, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from msgspec.structs import replace

from checklist.errors import UnreadableFile
from checklist.sheets.review import xlsx
from tests.given.law import reissued
from tests.given.slowly import slow_but
from tests.given.workbooks import saved
from tests.review.copies import AGREED, AMENDED, BOOK, KINDS, fill, imported, written

PLACES = {".xlsx": "复核表!{}5", ".docx": "表格第 3 行“{}”栏"}
LETTERS = {"结论": "J", "意见": "K", "姓名": "L", "日期": "M", "编号": "A"}


def place(kind: str, heading: str) -> str:
    """What complaints call a cell of art27-keep, the second entry."""
    return PLACES[kind].format(LETTERS[heading] if kind == ".xlsx" else heading)


@pytest.mark.parametrize("kind", slow_but(".xlsx", of=KINDS))
@pytest.mark.parametrize(
    ("cells", "heading", "what", "mend"),
    [
        (AGREED | {"结论": "好"}, "结论", "没有看懂结论“好”", "从下拉框里选：同意、修改、存疑"),
        (AMENDED | {"结论": ""}, "结论", "写了意见，没有写结论", "从下拉框里选"),
        (AMENDED | {"意见": ""}, "意见", "结论是“修改”，没有写意见", "写明怎样改"),
        (AMENDED | {"意见": "长" * 30_001}, "意见", "意见超过 30000 个字", "写短些，另附文件"),
        (AMENDED | {"结论": "存疑", "意见": "无"}, "意见", "结论是“存疑”，没有写意见", "疑在哪里"),
        (AGREED | {"姓名": ""}, "姓名", "没有写复核人的姓名", "写复核人本人的姓名"),
        (AGREED | {"姓名": "长" * 101}, "姓名", "姓名超过 100 个字", "只写复核人本人的姓名"),
        (AGREED | {"日期": ""}, "日期", "没有写复核的日期", "年-月-日"),
        (AGREED | {"日期": "昨天"}, "日期", "没有看懂“昨天”", "写成 年-月-日"),
        (AGREED | {"日期": "2026-02-30"}, "日期", "日历上没有“2026-02-30”这一天", "写成"),
        (AGREED | {"日期": "2026-11-29"}, "日期", "在今天（2026-11-28）以后", "实际复核的日期"),
    ],
)
def test_a_bad_cell_is_told_by_its_place(
    tmp_path: Path, kind: str, cells: dict[str, str], heading: str, what: str, mend: str
) -> None:
    path = fill(written(tmp_path / f"复核{kind}"), "art27-keep", **cells)
    with pytest.raises(UnreadableFile) as caught:
        imported(path)
    (complaint,) = caught.value.complaints
    assert complaint.what.startswith(f"{place(kind, heading)} ")
    assert what in complaint.what
    assert mend in complaint.mend


@pytest.mark.parametrize("kind", KINDS)
def test_all_mistakes_are_told_at_once(tmp_path: Path, kind: str) -> None:
    path = fill(written(tmp_path / f"复核{kind}"), "art27-keep", 结论="修改")
    fill(path, "art28-keep", **AGREED | {"结论": "也好"})
    with pytest.raises(UnreadableFile) as caught:
        imported(path)
    assert len(caught.value.complaints) == 4


@pytest.mark.parametrize("heading", ["结论", "意见", "姓名", "日期", "读法"])
def test_a_formula_is_refused_and_never_calculated(tmp_path: Path, heading: str) -> None:
    path = fill(written(tmp_path / "复核.xlsx"), "art27-keep", **AGREED | {heading: "=1+1"})
    with pytest.raises(UnreadableFile, match="这一格是公式，复核表里不能有公式"):
        imported(path)


def test_a_field_of_word_is_refused_for_it_changes_by_itself(tmp_path: Path) -> None:
    path = fill(written(tmp_path / "复核.docx"), "art27-keep", **AGREED | {"日期": ""})
    document = docx.Document(str(path))
    field = (
        f'<w:fldSimple {nsdecls("w")} w:instr="DATE"><w:r><w:t>2026-11-27</w:t></w:r></w:fldSimple>'
    )
    document.tables[0].rows[2].cells[8].paragraphs[0]._p.append(parse_xml(field))
    document.save(str(path))
    with pytest.raises(UnreadableFile, match="表格第 3 行“日期”栏 这一格是域"):
        imported(path)


def test_what_was_struck_out_in_word_is_not_read(tmp_path: Path) -> None:
    path = fill(written(tmp_path / "复核.docx"), "art27-keep", **AMENDED)
    document = docx.Document(str(path))
    paragraph = document.tables[0].rows[2].cells[6].paragraphs[0]._p
    moved = '<w:moveFrom {} w:id="1" w:author="a"><w:r><w:t>旧话</w:t></w:r></w:moveFrom>'
    paragraph.append(parse_xml(moved.format(nsdecls("w"))))
    document.save(str(path))
    assert "旧话" not in imported(path).changes[0].after


def test_a_list_that_nothing_was_chosen_from_is_empty_whatever_becomes_of_it(
    tmp_path: Path,
) -> None:
    """Some programs make plain text of what invites to choose."""
    path = written(tmp_path / "复核.docx")
    document = docx.Document(str(path))
    for control in list(document.element.body.iter(qn("w:sdt"))):
        control.find(qn("w:sdtPr")).clear()
    document.save(str(path))
    assert imported(path).remarks == ()


def test_an_invitation_in_the_words_of_another_program_is_no_choice(tmp_path: Path) -> None:
    path = written(tmp_path / "复核.docx")
    document = docx.Document(str(path))
    for control in document.element.body.iter(qn("w:sdt")):
        next(control.iter(qn("w:t"))).text = "选择一项。"
    document.save(str(path))
    assert imported(path).remarks == ()


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_that_is_unknown_is_told_by_its_id(tmp_path: Path, kind: str) -> None:
    path = fill(written(tmp_path / f"复核{kind}"), "art27-keep", **AGREED)
    book = replace(BOOK, obligations=(BOOK.obligations[0], *BOOK.obligations[2:]))
    with pytest.raises(UnreadableFile, match="规则册里没有 art27-keep 这一条"):
        imported(path, book)


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_of_another_rulebook_is_refused(tmp_path: Path, kind: str) -> None:
    path = fill(written(tmp_path / f"复核{kind}"), "art27-keep", **AGREED)
    with pytest.raises(UnreadableFile, match="按另一部规则册（small）写出，不是 other"):
        imported(path, reissued(BOOK, id="other"))


def test_a_code_that_was_cleared_or_moved_is_told(tmp_path: Path) -> None:
    path = fill(written(tmp_path / "复核.xlsx"), "art27-keep", **AGREED, 核对码="")
    fill(
        path,
        "art28-keep",
        **AGREED,
        核对码=str(openpyxl.load_workbook(path)[xlsx.NAME]["N4"].value),
    )
    with pytest.raises(UnreadableFile) as caught:
        imported(path)
    told = "\n".join(map(str, caught.value.complaints))
    assert "art27-keep 这一行的核对码改过或者清掉了" in told
    assert "art28-keep 在写出复核表以后变过" in told


def test_an_entry_that_is_filled_in_twice_is_told(tmp_path: Path) -> None:
    path = fill(written(tmp_path / "复核.xlsx"), "art27-keep", **AGREED)
    book = openpyxl.load_workbook(path)
    page = book[xlsx.NAME]
    page.append([cell.value for cell in page[5]])
    with pytest.raises(UnreadableFile, match="和 复核表!A5 是同一条（art27-keep），填了两次"):
        imported(saved(book, path))


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("复核.xlsx", b"no package", "这不是 .xlsx 文件"),
        ("复核.docx", b"no package", "这不是 .docx 文件"),
        ("复核.docx", b"\xd0\xcf\x11\xe0 old", "加了密码，或者是旧的 .doc"),
        ("复核.xlsx", b"\xd0\xcf\x11\xe0 old", "加了密码，或者是旧的 .xls"),
    ],
)
def test_what_is_no_such_file_is_told(tmp_path: Path, name: str, data: bytes, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=what):
        imported(path)


def test_a_broken_document_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "复核.xlsx")
    with pytest.raises(UnreadableFile, match=r"这个 \.docx 文件已经损坏，打不开"):
        imported(path.rename(tmp_path / "复核.docx"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_without_the_table_is_told(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"别的{kind}"
    if kind == ".docx":
        docx.Document().save(str(path))
    else:
        saved(openpyxl.Workbook(), path)
    with pytest.raises(UnreadableFile, match="没有找到复核表"):
        imported(path)


@pytest.mark.parametrize("heading", ["结论", "日期"])
def test_a_column_that_is_gone_is_told(tmp_path: Path, heading: str) -> None:
    path = fill(written(tmp_path / "复核.xlsx"), "art27-keep", **AMENDED)
    book = openpyxl.load_workbook(path)
    book[xlsx.NAME][f"{LETTERS[heading]}3"].value = "改了名"
    with pytest.raises(UnreadableFile, match=f"没有“{heading}”这一列"):
        imported(saved(book, path))
