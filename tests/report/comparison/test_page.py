"""The page of a comparison, and comparisons of pages."""

from __future__ import annotations

import json
from datetime import date

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from checklist.assessment.model import Answer, Assessment, Mark, Respondent, Room
from checklist.comparing import html
from checklist.comparing.compare import compare, fact_changes
from checklist.comparing.forms import as_data, as_json
from checklist.comparing.model import Comparison, Turn
from checklist.comparing.page_file import read_page
from checklist.comparing.result import Result
from checklist.comparing.words import headline
from checklist.evaluation.evaluate import evaluate
from checklist.law.expectations import ExpectNo
from checklist.law.model import Rulebook
from checklist.report.page import html as report_html
from checklist.report.view.build import build
from tests.given.sample import AGENCY, AS_OF, CLEAN, NOBODY, RULEBOOK, UNANSWERED, picks, said
from tests.report import pages
from tests.report.comparison.test_compare import COMPARE_SCHEMA, answered, edited, result
from tests.report.hostile import STEERING, hostile

MARCH = date(2026, 3, 1)
NOW = replace(
    answered(
        art34__done=said(
            picks(sales=Mark.NO, reviews=Mark.NO), by="陈某", at="2026-11-20T09:00:00"
        ),
        art31_records__kept=said(Mark.YES, exceptions={"r2": Mark.NO}, by="周某"),
        art30__reviewed=said(Mark.NO),
    ),
    facts={**AGENCY.facts, "offers_selection": said(Mark.YES, by="周某")},
    rooms=(*AGENCY.rooms, Room(id="r4", name="新开直播间")),
)


class Page(SingleFileSnapshotExtension):
    """A page that can be opened by hand."""

    file_extension = "html"
    _write_mode = WriteMode.TEXT


def of_page(
    assessment: Assessment = AGENCY, rulebook: Rulebook = RULEBOOK, as_of: date = AS_OF
) -> Result:
    """The result as a page embeds it."""
    page = report_html.render(build(evaluate(rulebook, assessment, as_of=as_of)))
    return read_page(page, file="报告.html").result


def both(old: Assessment, new: Assessment, rulebook: Rulebook = RULEBOOK) -> Comparison:
    return compare(result(old, as_of=MARCH), result(new, rulebook))


@pytest.mark.parametrize("new", [AGENCY, CLEAN, UNANSWERED, NOBODY, NOW, hostile()])
def test_pages_and_json_files_compare_alike(new: Assessment) -> None:
    assert of_page(new) == result(new)
    assert compare(of_page(), of_page(new)) == compare(result(), result(new))


def test_a_page_that_was_altered_is_told_as_such_wherever_it_is_compared() -> None:
    page = report_html.render(build(evaluate(RULEBOOK, AGENCY, as_of=AS_OF)))
    altered = read_page(page.replace("合规自查报告", "报告"), file="旧.html")
    found = compare(altered.result, result(NOW))
    assert "未必可信" in pages.read(html.render(found)).text
    assert as_data(found)["old"]["altered"] is True


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (AGENCY, AGENCY, "与2026年3月1日相比没有变化。"),
        (
            AGENCY,
            answered(art34__done=said(picks(sales=Mark.NO, reviews=Mark.NO))),
            "比2026年3月1日好了：1项改进，没有变差的。",
        ),
        (
            CLEAN,
            answered(CLEAN, art30__reviewed=said(Mark.NO)),
            "比2026年3月1日差了：1项变差，没有改进。",
        ),
        (
            answered(art34__done=None),
            AGENCY,
            "与2026年3月1日相比没有变好变差，另有1项这次才回答（其中1项不符合），以前怎样不知道。",
        ),
        (AGENCY, answered(art34__done=None), "与2026年3月1日相比没有变好变差：1项有别的变化。"),
        (
            AGENCY,
            replace(CLEAN, respondent=Respondent(name="另一家")),
            "两份结果的填报单位不同：可以逐项对照，不能说变好变差。",
        ),
    ],
)
def test_one_sentence_says_whether_it_got_better(
    old: Assessment, new: Assessment, told: str
) -> None:
    found = both(old, new)
    assert headline(found) == told
    assert told in pages.read(html.render(found)).text


def test_a_gap_found_by_the_first_answer_is_not_said_to_be_no_gap() -> None:
    gap = pages.read(html.render(both(answered(art34__done=None), AGENCY))).text
    assert "没有一项变差；这次才回答或者弄清、不符合的，列在下面" in gap
    assert "没有新的缺口" not in gap
    forgotten = both(AGENCY, answered(art34__done=None))
    assert "没有一项变差，也没有新的缺口" in pages.read(html.render(forgotten)).text


def test_what_got_worse_comes_before_what_got_better() -> None:
    text = pages.read(html.render(both(AGENCY, NOW))).text
    titles = [
        "二、变差的",
        "三、改进的",
        "四、这次才知道的",
        "五、别的变化",
        "六、没有变化的不符合",
        "七、为什么变",
        "八、怎样对比",
    ]
    chapters = [text.rindex(title) for title in titles]  # its heading, behind the contents
    assert chapters == sorted(chapters)
    assert text.index("保存互动处置记录", chapters[0]) < chapters[1]
    assert chapters[1] < text.index("不得作虚假", chapters[1]) < chapters[2]


def test_every_difference_stands_in_one_group_and_every_old_breach_is_still_told() -> None:
    found = both(AGENCY, NOW)
    groups = [group for turn in Turn for group in found.turned(turn)]
    assert sum(map(len, groups)) == len(found.differences)
    text = pages.read(html.render(found)).text
    assert all(one[0].finding.title in text for one in groups)
    assert list(found.still_broken) == ["art27-records", "art37-prompt"]
    changed = {(one.finding.obligation, one.finding.subject) for one in found.differences}
    for obligation, breaches in found.still_broken.items():
        assert not changed & {(obligation, one.subject) for one in breaches}


def test_old_and_new_answer_and_who_gave_it_stand_together() -> None:
    text = pages.read(html.render(both(AGENCY, NOW))).text
    answer = text[text.index("不得作虚假") :]
    assert answer.index("是：虚构销量") < answer.index("全不选") < answer.index("陈某，2026-11-20")
    assert "是否提供选品服务？：否 → 是" in text
    assert "新增 新开直播间（r4）" in text


def test_nobody_is_named_for_an_answer_that_was_recorded_before() -> None:
    kept = replace(AGENCY.answers["art34/done"], value=picks(sales=Mark.NO, reviews=Mark.NO))
    found = both(AGENCY, answered(art34__done=kept))
    (one,) = found.differences
    assert one.questions[0].by is None


def test_a_changed_rule_is_not_told_as_a_changed_answer() -> None:
    found = both(CLEAN, CLEAN, edited("art30", expect=ExpectNo()))
    text = pages.read(html.render(found)).text
    assert "变好变差的原因：规则册变了1项。" in text
    assert "作答变了1项" not in text
    assert "改了问法的题目（1题）" in text
    assert "不说明做法变了" in text


def test_a_moved_day_is_told_and_changes_nothing() -> None:
    text = pages.read(html.render(both(AGENCY, AGENCY))).text
    assert "由2026年3月1日移到2026年11月22日" in text
    assert "没有变化。" in text
    back = compare(result(), result(as_of=MARCH))
    assert "请检查两份文件的先后" in pages.read(html.render(back)).text


@pytest.mark.parametrize("old", [AGENCY, hostile(), UNANSWERED])
@pytest.mark.parametrize("new", [NOW, hostile(), NOBODY])
def test_the_page_carries_no_script_and_nothing_from_elsewhere(
    old: Assessment, new: Assessment
) -> None:
    written = html.render(both(old, new))
    page = pages.read(written)
    assert (page.scripts, page.blocks) == ([], [])
    assert not {"script", "img", "link", "iframe", "object", "form"} & page.tags
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert not any(name.startswith("on") for _, name, _ in page.attributes)
    assert [one for one in STEERING if one in written] == []
    policy = next(value for _, name, value in page.attributes if name == "content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy


def test_the_json_tells_facts_and_who_answered() -> None:
    from jsonschema import Draft202012Validator

    data = json.loads(as_json(both(AGENCY, NOW), ascii=True))
    Draft202012Validator(COMPARE_SCHEMA).validate(data)
    (fact,) = data["facts"]
    assert (fact["old"], fact["new"], fact["by"]) == ("否", "是", "周某")
    assert {one["by"] for each in data["differences"] for one in each["questions"]} >= {"陈某"}


def test_a_room_whose_fact_differs_is_named() -> None:
    facts = {**AGENCY.facts, "uses_ai_figure": said(Mark.NO, exceptions={"r3": Mark.YES})}
    changes = [*fact_changes(both(AGENCY, replace(AGENCY, facts=facts)))]
    assert [(one.room, one.old, one.new) for one in changes] == [
        ("r2", "是", "否"),
        ("r3", "否", "是"),
    ]


def test_a_fact_that_nobody_answered_before_is_a_change() -> None:
    facts: dict[str, Answer] = {**AGENCY.facts}
    del facts["offers_selection"]
    (change,) = fact_changes(both(replace(AGENCY, facts=facts), AGENCY))
    assert (change.old, change.new) == (None, "否")


def test_the_page_looks_as_it_did(snapshot: SnapshotAssertion) -> None:
    page = html.render(both(AGENCY, NOW, edited("art37-prompt", ask="哪些时段看得到提示？")))
    body = page[page.index("<body") :].replace("\r\n", "\n")
    assert body == snapshot(extension_class=Page)
