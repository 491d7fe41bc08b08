"""Packs: everybody gets their own, it comes back together, and nobody overrules another unseen."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from openpyxl.utils import get_column_letter

from checklist import exits
from checklist.assessment.model import Assessment, Mark
from checklist.assessment.stored.file import load, save
from checklist.cli.app import run
from checklist.errors import UnreadableFile
from checklist.paths import faulty_name, file_name, two_alike
from checklist.report.page import html
from checklist.report.view import tasks
from checklist.sheets.form.layout import could_know, layout
from checklist.sheets.form.write import to_bytes
from checklist.sheets.register import xlsx
from checklist.sheets.register.beside import ANSWERED, EXHIBITED, SCOPE
from checklist.sheets.register.columns import CODE, COLUMNS, ID, ITEM, PART, PART_WIDTHS
from checklist.sheets.register.rows import dealt_out, rows, rows_to_do
from tests.conftest import Run
from tests.given.bundled import LIVESTREAM, example, write_example
from tests.given.workbooks import saved
from tests.remediation.registers import (
    AGENCY,
    FALSE_CLAIMS,
    REVIEWED,
    fill,
    having,
    imported,
    judged,
)
from tests.report.hostile import STEERING, hostile
from tests.report.kinds import ninety_gaps, reported
from tests.report.test_remedied import PAST

AS_OF = ("--as-of", "2026-11-22")


def by_hand(assessment: Assessment) -> Mapping[str | None, list[str]]:
    """The ids of everybody's rows."""
    return {
        hand.name: [row.id for row in hand.rows]
        for hand in dealt_out(rows_to_do(judged(assessment), {}))
    }


def parts(folder: Path, assessment: Assessment = AGENCY) -> dict[str | None, Path]:
    """A file for everybody, in one folder."""
    report, found, taken = judged(assessment, PAST), dict[str | None, Path](), set[str]()
    for hand in dealt_out(rows_to_do(report, {})):
        found[hand.name] = folder / file_name("", hand.name or "None", ".xlsx", taken)
        found[hand.name].write_bytes(xlsx.render_part(report, hand))
    return found


# --- who gets what --------------------------------------------------------------------------------


def test_every_row_is_in_exactly_one_hand() -> None:
    for report in (judged(), reported(ninety_gaps())):
        todo = rows_to_do(report, {})
        given_out = [row for hand in dealt_out(todo) for row in hand.rows]
        assert sorted(row.id for row in given_out) == sorted(row.id for row in todo)


def test_what_nobody_has_goes_together_and_last() -> None:
    found = by_hand(AGENCY)
    assert FALSE_CLAIMS in found["李某"]
    assert [*found][-1] is None
    assert REVIEWED in found[None]


def test_a_department_gets_what_its_people_have_however_it_is_typed() -> None:
    known = having(FALSE_CLAIMS, department="法务部", owner="张三")
    known = having(REVIEWED, known, owner=" 张 三 ")
    known = having("art27-records/years", known, department="法 务 部")
    found = by_hand(known)
    assert {FALSE_CLAIMS, REVIEWED} <= {*found["法务部"]}
    assert any(id.startswith("art27-records/years") for id in found["法务部"])
    assert "张三" not in found
    assert len(found) == 2


def test_the_report_and_the_packs_give_each_thing_to_the_same_hand() -> None:
    """A department beside one question, its person beside another, somebody else beside a third."""
    known = having(FALSE_CLAIMS, department="法务部", owner="张三")
    known = having(REVIEWED, known, owner=" 张 三 ")
    for assessment in (AGENCY, known, having("art27-records/years", known, owner="李四")):
        report = judged(assessment)
        people = tasks.people(tasks.tasks(report))
        in_report = {
            person.name: {task.line.obligation.id for task in person.tasks} for person in people
        }
        in_packs = {
            name: {id.partition("@")[0].partition("/")[0] for id in ids}
            for name, ids in by_hand(assessment).items()
        }
        assert in_report == in_packs
    assert "（张三）" in html.render(judged(known)), "who does it, under the department"


def test_what_is_mended_is_in_no_pack() -> None:
    mended = judged(having(FALSE_CLAIMS, remedied={"": date(2026, 6, 1)}), PAST)
    assert FALSE_CLAIMS in [row.id for row in rows(mended)]
    assert FALSE_CLAIMS not in [row.id for row in rows_to_do(mended, {})]


def test_a_part_numbers_its_rows_as_the_report_and_the_register_do(tmp_path: Path) -> None:
    mended = having("art34/done", remedied={"": date(2026, 6, 1)})
    report = judged(mended, PAST)
    item = [*COLUMNS].index(ITEM)
    numbers = {row.id: row.cells[item] for row in rows(report)}
    for file in parts(tmp_path, mended).values():
        page = openpyxl.load_workbook(file)[xlsx.REGISTER]
        told = [[str(cell.value or "") for cell in row] for row in page.rows]
        (head,) = [row for row in told if ITEM in row]
        assert "序号" not in head
        at, ids = head.index(ITEM), head.index(ID)
        for row in told[told.index(head) + 1 :]:
            if row[ids] in numbers:
                assert row[at] == numbers[row[ids]]


def test_a_part_holds_only_its_own_rows_and_no_other_answer(tmp_path: Path) -> None:
    known = having(REVIEWED, owner="乙")
    book = openpyxl.load_workbook(parts(tmp_path, known)["李某"])
    assert book.sheetnames == [xlsx.REGISTER, xlsx.GUIDE]
    told = "\n".join(str(cell.value) for page in book for row in page.rows for cell in row)
    ids = [row.id for row in rows(judged(known))]
    assert [id for id in ids if id in told] == by_hand(known)["李某"]
    assert "运营总监" not in told


def test_whatever_was_typed_is_text_in_a_pack(tmp_path: Path) -> None:
    for file in parts(tmp_path, hostile()).values():
        _is_text(file)
    known = hostile()
    answers = {
        key: replace(answer, value=Mark.UNKNOWN, who_could_know="=cmd|'/c calc'!A1\u202e")
        for key, answer in known.answers.items()
    }
    (name,) = could_know(PAST, known := replace(known, answers=answers))
    file = tmp_path / "问卷.xlsx"
    file.write_bytes(to_bytes(layout(PAST, known, whom=name), made_at=datetime(2026, 11, 22)))  # noqa: DTZ001
    _is_text(file)


def _is_text(file: Path) -> None:
    cells = [cell for page in openpyxl.load_workbook(file) for row in page.rows for cell in row]
    assert [cell for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    steering = set(STEERING.replace("\r", ""))
    assert [cell for cell in cells if steering & set(str(cell.value))] == []


def test_the_register_holds_all_answers_only_where_that_is_asked_for() -> None:
    plain, whole = (
        openpyxl.load_workbook(BytesIO(xlsx.render(judged(), with_answers=with_answers)))
        for with_answers in (False, True)
    )
    assert plain.sheetnames == [xlsx.REGISTER, xlsx.GUIDE]
    assert whole.sheetnames == [*plain.sheetnames, SCOPE, ANSWERED, EXHIBITED]


def test_a_part_is_as_wide_as_lying_paper_at_nine_points() -> None:
    """Where the fonts are missing, LibreOffice takes a digit of 11 points for 9.33 pixels."""
    shown = [width for heading, width in PART_WIDTHS.items() if not COLUMNS[heading].hidden]
    pixels = sum(9.33 * (width + 5 / 7) for width in shown)
    paper = (297 / 25.4 - 2 * 0.25) * 96
    assert 10 * paper / pixels >= 9
    assert [*PART][-2:] == [ID, CODE]


# --- and back -------------------------------------------------------------------------------------


def test_parts_come_back_one_by_one_and_all_at_once(tmp_path: Path) -> None:
    found = parts(tmp_path)
    fill(found["李某"], FALSE_CLAIMS, 进度="进行中", 备注="已经下架")
    fill(found[None], REVIEWED, 责任人="张三")
    one = imported(found["李某"])
    assert one.assessment.answers[FALSE_CLAIMS].note == "已经下架"
    assert one.unread == ()
    both = imported(tmp_path)
    assert both.assessment.answers[FALSE_CLAIMS] == one.assessment.answers[FALSE_CLAIMS]
    assert both.assessment.answers[REVIEWED].owner == "张三"
    assert len(both.changes) == 3
    assert all(change.place.partition(" ")[0].endswith(".xlsx") for change in both.changes)
    assert both.unread == ()


def test_parts_that_nobody_touched_change_nothing(tmp_path: Path) -> None:
    parts(tmp_path)
    outcome = imported(tmp_path)
    assert outcome.changes == ()
    assert outcome.remarks == ()
    assert outcome.assessment == AGENCY


@pytest.mark.parametrize(
    ("heading", "one", "other"),
    [
        ("责任人", "张三", "李四"),
        ("完成时限", "2026-12-01", "2026-12-02"),
        ("整改完成之日", "2026-10-01", "2026-10-02"),
        ("备注", "甲", "乙"),
    ],
)
def test_two_departments_that_clash_on_a_row_are_both_shown(
    tmp_path: Path, heading: str, one: str, other: str
) -> None:
    first = parts(tmp_path)["李某"]
    second = tmp_path / "第二份.xlsx"
    second.write_bytes(first.read_bytes())
    beside = {"进度": "已验收"} if heading == "整改完成之日" else {}
    fill(first, FALSE_CLAIMS, **{heading: one}, **beside)
    fill(second, FALSE_CLAIMS, **{heading: other}, **beside)
    with pytest.raises(UnreadableFile) as caught:
        imported(tmp_path, rulebook=PAST)
    (complaint,) = caught.value.complaints
    for words in ("李某.xlsx", "第二份.xlsx", one, other):
        assert words in complaint.what
    fill(second, FALSE_CLAIMS, **{heading: one})
    assert imported(tmp_path, rulebook=PAST).assessment != AGENCY


def test_a_copy_that_was_not_touched_does_not_clash(tmp_path: Path) -> None:
    first = parts(tmp_path)["李某"]
    (tmp_path / "李某 (1).xlsx").write_bytes(first.read_bytes())
    fill(first, FALSE_CLAIMS, 责任人="张三")
    assert imported(tmp_path).assessment.answers[FALSE_CLAIMS].owner == "张三"


def test_a_part_of_which_a_column_was_deleted_says_so(tmp_path: Path) -> None:
    file = parts(tmp_path)["李某"]
    book = openpyxl.load_workbook(file)
    page = book[xlsx.REGISTER]
    (at,) = (cell.column for cell in page[xlsx.HEADING_ROW + 1] if cell.value == "备注")
    page.delete_cols(at)
    saved(book, file)
    assert imported(tmp_path).unread == ("没有“备注”列（删了，或者改了列名）",)


def test_what_else_lies_in_the_folder_is_told_and_what_is_broken_refuses_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts(tmp_path)
    (tmp_path / "~$李某.xlsx").write_bytes(b"a lock")
    (tmp_path / "下级").mkdir()
    other = openpyxl.Workbook()
    saved(other, tmp_path / "别的.xlsx")
    imported(tmp_path)
    assert "不是台账，没有读：别的.xlsx" in capsys.readouterr().err
    (tmp_path / "坏的.xlsx").write_bytes(b"PK broken")
    with pytest.raises(UnreadableFile) as caught:
        imported(tmp_path)
    assert all("坏的.xlsx" in str(each.where) for each in caught.value.complaints)


def test_a_folder_without_any_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="没有填好的台账"):
        imported(tmp_path)


# --- questionnaires for those who could know ------------------------------------------------------


def test_a_person_is_asked_only_what_they_could_know_and_told_why() -> None:
    known = example("agency")
    for name in could_know(LIVESTREAM, known):
        sheet = layout(LIVESTREAM, known, whom=name)
        told = [line for line in sheet.lines if not isinstance(line, str)]
        asked = {str(line.id).partition("@")[0].partition("#")[0] for line in told}
        assert asked == {
            f"answers/{key}"
            for key, answer in known.answers.items()
            if answer.who_could_know == name and key in LIVESTREAM.questions()
        }
        heads = [line.ask for line in told if line.is_head]
        assert heads
        assert all("为什么问：" in ask and "什么算证明：" in ask for ask in heads)


def test_what_is_answered_is_asked_of_nobody_any_more() -> None:
    known = example("agency")
    answers = {
        key: replace(answer, value=Mark.YES, exceptions={}, who_could_know=None)
        if answer.who_could_know
        else answer
        for key, answer in known.answers.items()
    }
    assert could_know(LIVESTREAM, replace(known, answers=answers)) == []


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a pack, with its answers beside it."""
    folder = tmp_path_factory.mktemp("pack")
    answers = write_example("agency", folder / "自查.yaml")
    assert run(["pack", str(answers), "-o", str(folder / "包"), *AS_OF]) == exits.DONE
    return folder / "包"


@pytest.fixture
def packed(pack: Path, tmp_path: Path) -> Path:
    return shutil.copytree(pack.parent, tmp_path / "家") / pack.name


def test_a_pack_holds_lists_questionnaires_and_the_forms_that_are_called_for(packed: Path) -> None:
    names = [file.relative_to(packed).as_posix() for file in packed.rglob("*") if file.is_file()]
    assert two_alike(names) is None
    assert [name for name in names if faulty_name(name)] == []
    assert "整改-责任人未定.xlsx" in names
    assert any(name.startswith("问卷-") for name in names)
    assert {"记录样表/开播前审核单.xlsx", "记录样表/开播前审核单.docx"} <= {*names}
    book = openpyxl.load_workbook(packed / "整改-责任人未定.xlsx")
    page = book[xlsx.REGISTER]
    at = get_column_letter([*PART].index("整改措施") + 1)
    assert any("样表：开播前审核单" in str(cell.value) for cell in page[at])


@pytest.mark.slow
def test_a_pack_never_writes_over_anything(checklist: Run, packed: Path) -> None:
    filled = packed / "整改-责任人未定.xlsx"
    before = {file: file.read_bytes() for file in packed.rglob("*") if file.is_file()}
    ran = checklist("pack", packed.parent / "自查.yaml", "-o", packed, *AS_OF)
    assert ran.code == exits.WRONG_USAGE
    assert filled.name in ran.err or "等" in ran.err
    assert {file: file.read_bytes() for file in packed.rglob("*") if file.is_file()} == before


def test_a_pack_comes_back_by_the_two_imports(checklist: Run, packed: Path) -> None:
    answers = packed.parent / "自查.yaml"
    (form,) = packed.glob("问卷-*何苗.xlsx")
    book = openpyxl.load_workbook(form)
    page = book["问卷"]
    page["E3"].value = "何苗"
    (row,) = (cell.row for cell in page["E"] if cell.value == "不清楚")
    page[f"E{row}"].value = "是"
    saved(book, form)
    listed = packed / "整改-责任人未定.xlsx"
    page = (book := openpyxl.load_workbook(listed))[xlsx.REGISTER]
    page.cell(xlsx.HEADING_ROW + 2, [*PART].index("责任人") + 1).value = "张三"
    saved(book, listed)
    for kind in ("remediation", "form"):
        ran = checklist(kind, "import", packed, answers, "--yes")
        assert (ran.code, "已写入 1 处" in ran.out) == (exits.DONE, True), ran.err
    after = load(answers, LIVESTREAM)
    assert "张三" in {answer.owner for answer in after.answers.values()}
    assert not [name for name in could_know(LIVESTREAM, after) if "何苗" in name]
    assert "何苗" in {answer.by for answer in after.answers.values()}


@pytest.mark.slow
def test_two_questionnaires_that_clash_are_both_shown(checklist: Run, packed: Path) -> None:
    (form,) = packed.glob("问卷-*何苗.xlsx")
    for name, said in (("甲.xlsx", "是"), ("乙.xlsx", "否")):
        book = openpyxl.load_workbook(form)
        page = book["问卷"]
        (row,) = (cell.row for cell in page["E"] if cell.value == "不清楚")
        page[f"E{row}"].value = said
        saved(book, packed / name)
    before = (packed.parent / "自查.yaml").read_bytes()
    ran = checklist("form", "import", packed, packed.parent / "自查.yaml", "--yes")
    assert ran.code == exits.BAD_FILE
    assert "乙.xlsx 问卷!E" in ran.err
    assert "甲.xlsx 问卷!E" in ran.err
    assert "两份问卷写的却不一样：“是”与“否”" in ran.err or "“否”与“是”" in ran.err
    assert (packed.parent / "自查.yaml").read_bytes() == before


def test_where_nothing_is_to_be_done_nothing_is_written(checklist: Run, tmp_path: Path) -> None:
    known = example("brand")
    nobody = replace(known, facts={}, answers={})
    file = save(tmp_path / "自查.yaml", replace(nobody, facts=_no(known)), LIVESTREAM)
    ran = checklist("pack", file, "-o", tmp_path / "包", *AS_OF)
    assert (ran.code, ran.out) == (exits.DONE, "没有要整改或者查清的，没有写出整改包。\n")
    assert not (tmp_path / "包").exists()


def _no(known: Assessment) -> Mapping[str, object]:
    """Every fact denied: nothing binds."""
    answer = next(iter(known.facts.values()))
    facts: dict[str, object] = {}
    for fact in LIVESTREAM.facts:
        no = {option.id: option for option in fact.options}
        if "no" in no:
            facts[fact.id] = replace(
                answer, value=Mark.NO, exceptions={}, asked_as=fact.fingerprint
            )
    return facts


@given(st.lists(st.text(max_size=60), max_size=6), st.data())
def test_file_names_are_safe_and_never_one_file(words: list[str], data: st.DataObject) -> None:
    twins = [word.swapcase() for word in data.draw(st.permutations(words))]
    taken: set[str] = set()
    names = [file_name("整改-", word, ".xlsx", taken) for word in (*words, *twins, "CON", "a. ")]
    assert [name for name in names if faulty_name(name)] == []
    assert two_alike(names) is None
