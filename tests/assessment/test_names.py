"""Names that two people type differently are one name; a real disagreement stays one."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.merge import RESPONDENT
from checklist.assessment.merge_parts import merge_rooms
from checklist.assessment.model import Answer, Mark, Respondent, Room
from checklist.assessment.names import Respelling, Spellings, twins
from checklist.sheets.form.sheet import FILLED_BY
from checklist.sheets.register.notices import people
from checklist.sitting.in_charge import used
from checklist.text import each_name, name_key
from tests.assessment.test_merge import KEY, SHOWN, B, answer, file, merged
from tests.conftest import Run
from tests.form import filling
from tests.given.sample import judged as judged_sample
from tests.remediation.registers import AGENCY, FALSE_CLAIMS, RULEBOOK, fill, having, imported
from tests.remediation.registers import written as register_of

CASE = Path(__file__).parent / "names"
Y, N = Mark.YES, Mark.NO
ALIKE = [
    ("小禾 AI 导购", "小禾AI导购"),
    ("小禾AI导购", "小禾ＡＩ导购"),
    ("小禾AI导购", "小禾ai导购"),
    ("青禾（示例）", "青禾(示例)"),
    ("青禾 （示例）", "青禾\u3000( 示例 )"),
    ("张三", "张\u00a0三"),
    ("张三", "张\u200b三"),
    ("ｱｲ直播间", "アイ直播间"),
]
APART = [("张三", "张三丰"), ("旗舰店1", "旗舰店2"), ("美妆间", "美妆[间]"), ("A店", "B店")]


@pytest.mark.parametrize(("name", "other"), ALIKE)
def test_blanks_case_and_width_make_no_other_name(name: str, other: str) -> None:
    assert name_key(name) == name_key(other)
    assert each_name([name, None, other, ""]) == [name]


@pytest.mark.parametrize(("name", "other"), APART)
def test_anything_else_makes_another_name(name: str, other: str) -> None:
    assert name_key(name) != name_key(other)
    assert each_name([name, other]) == [name, other]


class TestMerge:
    def test_the_case_that_was_sent(self, tmp_path: Path, checklist: Run) -> None:
        target = tmp_path / "合并.yaml"
        ran = checklist("merge", CASE / "甲.yaml", CASE / "乙.yaml", "-o", target)
        assert ran.code == 1
        assert "不一致 1：art32-promotion/basis" in ran.out
        assert "不一致 2" not in ran.out
        told = ran.out.replace("\n", "").replace(" ", "")
        assert "小禾AI导购（乙.yaml写作“小禾AI导购”）" in told
        text = target.read_text(encoding="utf-8")
        assert text.count("{ id: r") == 5
        assert 'name: "小禾 AI 导购"' in text
        assert "name: 小禾AI导购" not in text

    @pytest.mark.parametrize(("name", "other"), ALIKE)
    def test_of_a_room_typed_in_two_ways_the_disagreement_shows(
        self, name: str, other: str
    ) -> None:
        files = [
            file({SHOWN: answer(mark, SHOWN)}, rooms=(Room(id=id, name=spelled), B))
            for mark, id, spelled in ((Y, "r1", name), (N, "r9", other))
        ]
        both = merged(*files)
        assert both.assessment.rooms == (Room(id="r1", name=name), B)
        ((disagreement, chosen),) = both.settled
        assert (disagreement.rooms, chosen) == (("r1", "r2"), None)
        assert both.respelled == (Respelling(kept=name, other=other, file=1),)

    @pytest.mark.parametrize(("name", "other"), ALIKE)
    def test_people_and_companies_typed_in_two_ways_are_one(self, name: str, other: str) -> None:
        files = [
            replace(
                file({KEY: answer(Y, by=each, owner=each, reviewer=each)}, name=each),
                respondent=Respondent(name=each, prepared_by=each),
            )
            for each in (name, other)
        ]
        both = merged(*files)
        assert both.settled == ()
        assert both.assessment == files[0]
        assert both.respelled == (Respelling(kept=name, other=other, file=1),)

    @pytest.mark.parametrize(("name", "other"), APART)
    def test_another_name_is_a_disagreement_as_before(self, name: str, other: str) -> None:
        both = merged(*(file({KEY: answer(Y, owner=each)}, name=each) for each in (name, other)))
        assert [each.section for each, _ in both.settled] == [RESPONDENT, "answers"]
        assert both.respelled == ()


class TestRooms:
    ONE, TWO = Room(id="r1", name="小禾 AI"), Room(id="r2", name="小禾AI")

    def test_what_one_file_lists_apart_stays_apart(self) -> None:
        both = merge_rooms([(self.ONE, self.TWO), (replace(self.TWO, id="r1"),)])
        assert both.rooms == (self.ONE, self.TWO)
        assert both.ids[1] == {"r1": "r2"}
        assert twins(both.rooms) == [[self.ONE, self.TWO]]

    def test_where_two_might_be_meant_a_third_is_kept(self) -> None:
        both = merge_rooms([(self.ONE, self.TWO), (Room(id="r1", name="小禾ＡＩ"),)])
        assert [room.name for room in both.rooms] == ["小禾 AI", "小禾AI", "小禾ＡＩ"]

    def test_no_two_rooms_of_a_file_become_one(self) -> None:
        both = merge_rooms([(self.TWO,), (self.ONE, self.TWO)])
        assert len(both.rooms) == 2
        assert both.ids[1]["r2"] == "r2"

    def test_rooms_kept_apart_are_told(self, tmp_path: Path, checklist: Run) -> None:
        for name, rooms in (
            ("甲", "小禾 AI导购"),
            ("乙", "小禾AI导购 }\n  - { id: r9, name: 小禾AI 导购"),
        ):
            text = (CASE / "乙.yaml").read_text(encoding="utf-8")
            text = text.replace("name: 小禾AI导购", f"name: {rooms}")
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        pair = (tmp_path / "甲.yaml", tmp_path / "乙.yaml")
        ran = checklist("merge", *pair, "-o", tmp_path / "合并.yaml")
        assert "有文件分开列着，都已保留" in ran.out
        checked = checklist("check", tmp_path / "合并.yaml").err.replace("\n", "")
        assert "注意：小禾 AI导购（r3）、小禾AI导购（r" in checked
        assert "注意：小禾" not in checklist("check", tmp_path / "甲.yaml").err


class TestRegister:
    def test_ones_own_register_is_known_however_the_name_is_typed(self, tmp_path: Path) -> None:
        respondent = replace(AGENCY.respondent, name="青禾（示例） AI", credit_code=None)
        given = replace(AGENCY, respondent=respondent)
        register = register_of(tmp_path / "台账.xlsx", judged_sample(given))
        now = replace(given, respondent=replace(respondent, name="青禾(示例)ai"))
        assert imported(register, now).assessment == now

    def test_an_owner_typed_otherwise_is_no_change_and_told(self, tmp_path: Path) -> None:
        given = having(FALSE_CLAIMS, owner="王 五")
        register = register_of(tmp_path / "台账.xlsx", judged_sample(given))
        place = fill(register, FALSE_CLAIMS, 责任人="王五", 复核人="李\u3000四")
        outcome = imported(register, given)
        assert outcome.assessment == having(FALSE_CLAIMS, given, reviewer="李\u3000四")
        (told,) = (remark for remark in outcome.remarks if "只差空格" in remark)
        assert "“王五”和已有的“王 五”" in told
        assert place.partition("!")[0] in told

    def test_one_person_in_both_parts_is_seen_however_typed(self) -> None:
        after = having(FALSE_CLAIMS, owner="王 五", reviewer="王五")
        assert any("同一个人" in remark for remark in people(RULEBOOK, AGENCY, after))


def test_a_form_knows_who_filled_it_in_and_who_is_in_charge(tmp_path: Path) -> None:
    given = filling.assessment(done=filling.said(filling.BOOK.questions()[KEY], Y, owner="林晓"))
    path = filling.written(tmp_path / "问卷.xlsx", given)
    row = filling.row_of(path, f"answers/{KEY}")
    filling.fill(path, {FILLED_BY: "林 晓", f"E{row}": "否", f"H{row}": "林\u3000晓"})
    outcome = filling.imported(path, given)
    changed = outcome.assessment.answers[KEY]
    assert (outcome.by, changed.by, changed.owner) == ("林晓", "林晓", "林晓")
    assert [change.after for change in outcome.changes] == ["否"]
    assert sum("按“林晓”记" in remark for remark in outcome.remarks) == 2


def test_people_are_offered_once_in_a_sitting() -> None:
    spelled = ("王 五", "王五", "王\u3000五", "赵六")
    given = file({f"{at}/q": Answer(value=None, owner=name) for at, name in enumerate(spelled)})
    assert [who.owner for who in used(given)] == ["王 五", "赵六"]


def test_the_first_spelling_of_a_file_stands_for_the_others() -> None:
    given = file({KEY: answer(Y, by="张 三", owner="张三", note="张三")})
    spellings = Spellings(given)
    (spelled,) = spellings.files
    assert (spelled.answers[KEY].owner, spelled.answers[KEY].note) == ("张 三", "张三")
    assert [each.other for each in spellings] == ["张三"]
