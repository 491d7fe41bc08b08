"""Whatever stands in a workbook and is not read is named, and stops nothing else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from checklist.assessment.model import Answer, Evidence, Mark
from checklist.errors import WrongUsage
from checklist.sheets.changes import ImportOutcome
from checklist.sheets.register import xlsx
from checklist.sitting.evidence import put_beside
from tests.form import filling
from tests.given import kinds
from tests.given.sample import judged
from tests.given.workbooks import (
    PNG,
    edited,
    related,
    saved,
    with_picture,
    with_picture_in_cell,
    with_wps_picture,
)
from tests.remediation.registers import AGENCY, FALSE_CLAIMS, REVIEWED, address, imported, written
from tests.review import copies


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return written(tmp_path / "整改台账.xlsx")


class Edit:
    """A register that is open in a spreadsheet program."""

    def __init__(self, path: Path) -> None:
        self.path, self.book = path, openpyxl.load_workbook(path)
        self.page: Worksheet = self.book[xlsx.REGISTER]

    def at(self, heading: str, id: str = FALSE_CLAIMS) -> str:
        return address(self.page, id, heading)

    def outcome(self) -> ImportOutcome:
        """What importing it comes to; a person typed into one cell more, which is read."""
        self.page[self.at("责任人", REVIEWED)].value = "王五"
        outcome = imported(saved(self.book, self.path))
        assert owner_of(outcome, REVIEWED) == "王五"
        return outcome


def owner_of(outcome: ImportOutcome, key: str) -> str | None:
    return outcome.assessment.answers[key].owner


def evidence_of(outcome: ImportOutcome, key: str) -> tuple[Evidence, ...]:
    return outcome.assessment.answers.get(key, Answer(value=None)).evidence


def cell_of(register: Path, heading: str, id: str = FALSE_CLAIMS) -> str:
    return Edit(register).at(heading, id)


class TestRegister:
    def test_comments_are_named_with_their_words(self, register: Path) -> None:
        edit = Edit(register)
        place = edit.at("责任人")
        edit.page[place].comment = Comment("等法务确认后再填", "法务")
        (line,) = edit.outcome().unread
        assert line.startswith(f"批注：整改台账!{place}“等法务确认后再填”。")

    @pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
    def test_further_sheets_are_named_where_they_hold_something(
        self, register: Path, state: str
    ) -> None:
        edit = Edit(register)
        edit.book.create_sheet("空表")
        further = edit.book.create_sheet("现场照片")
        further["B2"].value, further.sheet_state = "见图", state
        (line,) = edit.outcome().unread
        hidden = "" if state == "visible" else "（隐藏）"
        assert line.startswith(f"别的表：“现场照片”{hidden}。")

    def test_columns_and_rows_of_ones_own_are_named(self, register: Path) -> None:
        edit = Edit(register)
        edit.page["S3"].value, edit.page["S4"].value = "处理人电话", "138"
        edit.page["U5"].value = "没有列名"
        edit.page["C40"].value = "另一件事"
        edit.page["R1"].value = "周五前交"
        rows, columns = edit.outcome().unread
        assert rows.startswith("自己加的行：整改台账!R1、“整改台账”表第 40 行。")
        assert columns.startswith("自己加的列：整改台账!S 列“处理人电话”、整改台账!U 列。")

    def test_what_lies_far_from_the_table_is_named(self, register: Path) -> None:
        edit = Edit(register)
        edit.page["DA4"].value = "远处"
        (line,) = edit.outcome().unread
        assert line.startswith("离表太远的格子：整改台账!DA4。")

    def test_what_is_struck_out_is_not_read_but_named(self, register: Path) -> None:
        edit = Edit(register)
        whole, part = edit.at("责任人"), edit.at("备注")
        edit.page[whole].value, edit.page[whole].font = "张三", Font(strike=True)
        struck = TextBlock(InlineFont(strike=True), "张三")
        edit.page[part].value = CellRichText(struck, "李四")
        outcome = edit.outcome()
        assert owner_of(outcome, FALSE_CLAIMS) == owner_of(
            imported(written(register)), FALSE_CLAIMS
        )
        assert outcome.assessment.answers[FALSE_CLAIMS].note is None
        (line,) = outcome.unread
        assert line.startswith(f"划了删除线的格子：整改台账!{whole}、整改台账!{part}。")

    def test_a_row_that_is_struck_out_keeps_what_it_is_known_by(self, register: Path) -> None:
        edit = Edit(register)
        for cell in edit.page[int(edit.at("责任人").lstrip("ABCDEFGHIJKLMNOP"))]:
            cell.font = Font(strike=True)
        assert edit.outcome().changes

    def test_hidden_rows_and_columns_are_read_and_that_is_told(self, register: Path) -> None:
        edit = Edit(register)
        place = edit.at("责任人")
        edit.page[place].value = "张三"
        edit.page.row_dimensions[int(place[1:])].hidden = True
        edit.page.column_dimensions["K"].hidden = True
        outcome = edit.outcome()
        assert owner_of(outcome, FALSE_CLAIMS) == "张三"
        assert f"“整改台账”K 列、第 {place[1:]} 行是隐藏的，照样读了" in outcome.remarks

    def test_columns_merged_into_one_are_named(self, register: Path) -> None:
        edit = Edit(register)
        row = edit.at("责任部门")[1:]
        edit.page[f"F{row}"].value = "商品部 赵六"
        edit.page.merge_cells(f"F{row}:G{row}")
        outcome = edit.outcome()
        assert outcome.assessment.answers[FALSE_CLAIMS].department == "商品部 赵六"
        assert not [remark for remark in outcome.remarks if "删空" in remark]
        (line,) = outcome.unread
        assert line.startswith(f"合并了几列的单元格，只读最左一列：整改台账!F{row}:G{row}。")

    def test_what_lies_below_a_merged_cell_is_named(self, register: Path) -> None:
        edit = Edit(register)
        first = int(edit.at("责任部门")[1:])
        edit.page[f"F{first}"].value, edit.page[f"F{first + 1}"].value = "甲部", "乙部"
        saved(edit.book, register)
        merge = f'<mergeCells><mergeCell ref="F{first}:F{first + 1}"/></mergeCells>'.encode()
        edited(
            register,
            lambda parts: parts.update(
                {
                    "xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"].replace(
                        b"</sheetData>", b"</sheetData>" + merge
                    )
                }
            ),
        )
        outcome = imported(register)
        assert [change.after for change in outcome.changes] == ["甲部", "甲部"]
        (line,) = outcome.unread
        assert line.startswith(f"合并时盖在下面的内容：整改台账!F{first + 1}。")

    @pytest.mark.parametrize("target", ["mailto:a@b.example", "https://x.example/", "证据/甲.png"])
    def test_a_link_of_another_column_is_named_with_where_it_leads(
        self, register: Path, target: str
    ) -> None:
        edit = Edit(register)
        place = edit.at("责任人")
        edit.page[place].value, edit.page[place].hyperlink = "张三", target
        (line,) = edit.outcome().unread
        assert line.startswith(f"链接：整改台账!{place}（{target}）。")

    def test_a_link_that_only_repeats_its_cell_is_no_loss(self, register: Path) -> None:
        edit = Edit(register)
        place = edit.at("备注")
        edit.page[place].value = "见 x.example/d"
        edit.page[place].hyperlink = "https://x.example/d/"
        assert edit.outcome().unread == ()

    @pytest.mark.parametrize(
        "target", [r"\\host\share\x.png", "file:///C:/x.png", "../x.png", "没有.png", "C:/x.png"]
    )
    def test_a_link_of_evidence_that_leads_elsewhere_is_named(
        self, register: Path, target: str
    ) -> None:
        edit = Edit(register)
        place = edit.at("佐证")
        edit.page[place].value, edit.page[place].hyperlink = "截图", target
        outcome = edit.outcome()
        assert evidence_of(outcome, FALSE_CLAIMS) == (Evidence("截图"),)
        (line,) = outcome.unread
        assert line.startswith(f"链接：整改台账!{place}（{target}）。")

    @pytest.mark.parametrize(
        ("words", "target", "texts"),
        [
            ("文档", "https://x.example/d", ["文档 https://x.example/d"]),
            ("https://x.example/d", "https://x.example/d", ["https://x.example/d"]),
            ("甲\n乙", "https://x.example/d", ["甲", "乙", "https://x.example/d"]),
        ],
    )
    def test_an_address_behind_evidence_is_kept(
        self, register: Path, words: str, target: str, texts: list[str]
    ) -> None:
        edit = Edit(register)
        place = edit.at("佐证")
        edit.page[place].value, edit.page[place].hyperlink = words, target
        outcome = edit.outcome()
        assert [piece.text for piece in evidence_of(outcome, FALSE_CLAIMS)] == texts
        assert outcome.unread == ()

    def test_a_formula_that_is_a_link_is_read_where_evidence_stands(self, register: Path) -> None:
        edit = Edit(register)
        place = edit.at("佐证")
        edit.page[place].value = '=HYPERLINK("https://x.example/d","文档")'
        (piece,) = evidence_of(edit.outcome(), FALSE_CLAIMS)
        assert piece.text == "https://x.example/d"  # openpyxl saves no result beside a formula


class TestPictures:
    def test_one_that_floats_elsewhere_is_named_with_its_cell(self, register: Path) -> None:
        edited(register, lambda parts: with_picture(parts, "C4", PNG))
        (line,) = imported(register).unread
        assert line.startswith("图片：整改台账!C4。要作佐证的，另存成文件")

    def test_one_on_another_sheet_is_named(self, register: Path) -> None:
        register.write_bytes(xlsx.render(judged(), with_answers=True))
        edited(register, lambda parts: with_picture(parts, "B9", PNG, sheet=4))
        (line,) = imported(register).unread
        assert line.startswith("图片：答复记录!B9。")

    @pytest.mark.parametrize("data", [b"MZ\x90 a program", b"", b"<svg onload='x'/>"])
    def test_what_is_no_picture_is_not_taken_out(self, register: Path, data: bytes) -> None:
        place = cell_of(register, "佐证")
        edited(register, lambda parts: with_picture(parts, place, data))
        outcome = imported(register)
        assert (outcome.files, outcome.changes) == ({}, ())
        assert outcome.unread[0].startswith(f"图片：整改台账!{place}（取不出来")

    @pytest.mark.parametrize(
        ("data", "suffix"),
        [(PNG, ".png"), (b"RIFF\0\0\0\0WEBPVP8 ", ".webp"), (b"\xff\xd8\xff\xe0", ".jpg")],
    )
    def test_one_where_evidence_stands_is_taken_out_as_what_it_is(
        self, register: Path, data: bytes, suffix: str
    ) -> None:
        place = cell_of(register, "佐证")
        edited(register, lambda parts: with_picture(parts, place, data))
        ((path, taken),) = imported(register).files.items()
        assert (Path(path).suffix, taken) == (suffix, data)

    @pytest.mark.parametrize(
        ("drawn", "told"),
        [
            ("<xdr:graphicFrame/>", "图表：整改台账!C4。"),
            ("<xdr:sp><xdr:txBody><a:p><a:t>急 办</a:t></a:p></xdr:txBody></xdr:sp>",
             "文本框：整改台账!C4“急 办”。"),
        ],
    )  # fmt: skip
    def test_what_else_floats_over_cells_is_named(
        self, register: Path, drawn: str, told: str
    ) -> None:
        def edit(parts: dict[str, bytes]) -> None:
            with_picture(parts, "C4", PNG)
            part = "xl/drawings/of-C4.xml"
            parts[part] = re.sub(b"<xdr:pic>.*</xdr:pic>", drawn.encode(), parts[part])
            del parts["xl/media/C4.bin"]

        edited(register, edit)
        (line,) = imported(register).unread
        assert line.startswith(told)

    def test_files_that_were_put_in_are_named(self, register: Path) -> None:
        ole = b'</sheetData><oleObjects><oleObject shapeId="1"/></oleObjects>'
        sheet = "xl/worksheets/sheet1.xml"
        edited(register, lambda parts: parts.update(
            {sheet: parts[sheet].replace(b"</sheetData>", ole)}
        ))  # fmt: skip
        (line,) = imported(register).unread
        assert line.startswith("插入的附件：整改台账。另存成文件")

    def test_one_that_lies_nowhere_is_counted(self, register: Path) -> None:
        edited(register, lambda parts: parts.update({"xl/media/header.png": PNG}))
        (line,) = imported(register).unread
        assert line.startswith("图片：1 张（页眉、背景等处，不在哪一格）。")

    @pytest.mark.parametrize("formula", ['=DISPIMG("ID_1",1)', '=_xlfn.DISPIMG("ID_1",1)'])
    def test_one_that_wps_put_into_the_cell_is_taken_out(
        self, register: Path, formula: str
    ) -> None:
        edit = Edit(register)
        place = edit.at("佐证")
        edit.page[place].value = formula
        saved(edit.book, register)
        edited(register, lambda parts: with_wps_picture(parts, "ID_1", PNG))
        outcome = imported(register)
        assert list(outcome.files.values()) == [PNG]
        assert evidence_of(outcome, FALSE_CLAIMS)[0].path == next(iter(outcome.files))
        assert outcome.unread == ()

    def test_one_that_excel_put_into_the_cell_is_taken_out(self, register: Path) -> None:
        place = cell_of(register, "佐证")
        edited(register, lambda parts: with_picture_in_cell(parts, place, PNG))
        outcome = imported(register)
        assert list(outcome.files.values()) == [PNG]
        assert outcome.unread == ()

    @pytest.mark.parametrize("heading", ["责任人", "完成时限", "进度"])
    def test_one_in_a_cell_for_words_is_named_and_changes_nothing(
        self, register: Path, heading: str
    ) -> None:
        place = cell_of(register, heading)
        edited(register, lambda parts: with_picture_in_cell(parts, place, PNG))
        outcome = imported(register)
        assert (outcome.assessment, outcome.remarks) == (AGENCY, ())
        assert outcome.unread[0].startswith(f"图片：整改台账!{place}。")

    def test_one_over_merged_evidence_is_that_of_every_row(self, register: Path) -> None:
        edit = Edit(register)
        first = int(edit.at("佐证")[1:])
        edit.page.merge_cells(f"M{first}:M{first + 1}")
        saved(edit.book, register)
        edited(register, lambda parts: with_picture(parts, f"M{first + 1}", PNG))
        assert len(imported(register).changes) == 2

    def test_what_lies_where_it_is_put_is_never_overwritten(self, tmp_path: Path) -> None:
        answers, secret = tmp_path / "自查.yaml", tmp_path / "别的.txt"
        put_beside({"证据/甲.png": PNG}, answers)
        put_beside({"证据/甲.png": PNG}, answers)
        assert (tmp_path / "证据" / "甲.png").read_bytes() == PNG
        with pytest.raises(WrongUsage, match="已经有同名的文件"):
            put_beside({"证据/甲.png": PNG + b"2"}, answers)
        secret.write_bytes(b"secret")
        (tmp_path / "证据" / "乙.png").symlink_to(secret)
        with pytest.raises(WrongUsage):
            put_beside({"证据/乙.png": PNG}, answers)
        assert secret.read_bytes() == b"secret"
        shutil.rmtree(tmp_path / "证据")
        (tmp_path / "证据").symlink_to(tmp_path.parent)
        with pytest.raises(WrongUsage):
            put_beside({"证据/丙.png": PNG}, answers)


DONE = "answers/art25-all/done"


class TestForm:
    @pytest.fixture
    def form(self, tmp_path: Path) -> Path:
        return filling.written(tmp_path / "问卷.xlsx", filling.assessment())

    def imported(self, form: Path) -> ImportOutcome:
        return filling.imported(form, filling.assessment())

    def test_a_merged_answer_speaks_for_every_row(self, form: Path) -> None:
        rows = [filling.row_of(form, id) for id in (DONE, "answers/art25-all/hidden")]
        assert rows[1] == rows[0] + 1
        book = openpyxl.load_workbook(form)
        book["问卷"][f"E{rows[0]}"].value = "是"
        book["问卷"].merge_cells(f"E{rows[0]}:E{rows[1]}")
        outcome = self.imported(saved(book, form))
        assert len(outcome.changes) == 2
        assert outcome.remarks == (
            f"问卷!E{rows[0]}:E{rows[1]} 合并了单元格，其中每一行都按合并的内容读",
        )

    def test_a_note_merged_over_the_options_is_that_of_the_question(self, form: Path) -> None:
        row = filling.row_of(form, "answers/art25-all/lies#opening")
        book = openpyxl.load_workbook(form)
        book["问卷"][f"F{row}"].value = "查过回放"
        book["问卷"].merge_cells(f"F{row}:F{row + 2}")
        outcome = self.imported(saved(book, form))
        assert outcome.assessment.answers["art25-all/lies"].note == "查过回放"

    def test_pictures_and_links_become_evidence(self, form: Path) -> None:
        row = filling.row_of(form, DONE)
        book = openpyxl.load_workbook(form)
        book["问卷"][f"G{row}"].value = "文档"
        book["问卷"][f"G{row}"].hyperlink = "https://x.example/d"
        saved(book, form)
        edited(form, lambda parts: with_picture(parts, f"G{row}", PNG))
        outcome = self.imported(form)
        words, picture = outcome.assessment.answers["art25-all/done"].evidence
        assert words.text == "文档 https://x.example/d"
        assert picture.path in outcome.files
        again = filling.imported(form, outcome.assessment)
        assert (again.changes, again.conflicts, again.unread) == ((), (), ())

    def test_a_picture_in_a_cell_keeps_what_was_written_there(self, tmp_path: Path) -> None:
        file = Evidence("制度.pdf", "证据/制度.pdf", "0" * 64, 3, filling.LATER)
        given = filling.assessment(done=filling.said(kinds.YES, Mark.YES, evidence=(file,)))
        form = filling.written(tmp_path / "问卷.xlsx", given)
        place = f"G{filling.row_of(form, DONE)}"
        edited(form, lambda parts: with_picture_in_cell(parts, place, PNG))
        after = filling.imported(form, given).assessment.answers["art25-all/done"]
        assert after.evidence[0] == file
        assert len(after.evidence) == 2

    def test_what_is_not_read_is_named(self, form: Path) -> None:
        row = filling.row_of(form, DONE)
        book = openpyxl.load_workbook(form)
        page = book["问卷"]
        page[f"E{row}"].value, page[f"E{row}"].font = "是", Font(strike=True)
        page[f"E{row + 1}"].comment = Comment("要问仓库", "李")
        copy = book.copy_worksheet(page)
        copy[f"E{row}"].value = "否"
        outcome = self.imported(saved(book, form))
        assert outcome.changes == ()
        told = "\n".join(outcome.unread)
        assert f"批注：问卷!E{row + 1}“要问仓库”" in told
        assert f"划了删除线的格子：问卷!E{row}" in told
        assert "别的表：“问卷 Copy”" in told

    def test_a_picture_below_the_first_row_is_named(self, form: Path) -> None:
        row = filling.row_of(form, "answers/art25-all/lies#pitch")
        edited(form, lambda parts: with_picture(parts, f"G{row}", PNG))
        outcome = self.imported(form)
        assert outcome.changes == ()
        assert outcome.unread[0].startswith(f"图片：问卷!G{row}（移到这道题的第一行）。")


def test_the_lawyers_copy_names_pictures_and_reads_merged_names(tmp_path: Path) -> None:
    path = copies.written(tmp_path / "复核.xlsx")
    edited(path, lambda parts: with_picture(parts, "L4", PNG))
    outcome = copies.imported(path)
    assert outcome.unread[0].startswith("图片：复核表!L4。")


def test_a_link_to_a_place_in_the_workbook_is_no_loss(register: Path) -> None:
    def edit(parts: dict[str, bytes]) -> None:
        id = related(parts, "xl/worksheets/sheet1.xml", "hyperlink", "")
        link = f'<hyperlinks><hyperlink ref="G4" r:id="{id}" location="说明!A1"/></hyperlinks>'
        page = parts["xl/worksheets/sheet1.xml"]
        assert b"xmlns:r=" in page
        parts["xl/worksheets/sheet1.xml"] = page.replace(
            b"</sheetData>", b"</sheetData>" + link.encode()
        )

    assert imported(edited(register, edit)).unread == ()
