"""The page in parts: a short report, an annex that has the rest, two pages for the boss."""

from __future__ import annotations

import re
from functools import cache

import pytest
from markupsafe import Markup
from msgspec.structs import replace

from checklist import resources
from checklist.assessment.model import Mark
from checklist.law.applicability import Applies
from checklist.law.forms import load_forms
from checklist.report.page import facets, html
from checklist.report.page.view import ALWAYS, Part
from checklist.report.view.model import Report
from checklist.report.view.tasks import anchors, items
from tests.conftest import Run
from tests.given.sample import AGENCY, ALL_PASS, CLEAN, NOBODY, UNANSWERED, judged, said
from tests.report.hostile import hostile
from tests.report.kinds import hurried, ninety_gaps, reported, sample_agency
from tests.report.pages import Page, read, squeezed

RESPONDENTS = {"agency": AGENCY, "clean": CLEAN, "unanswered": UNANSWERED, "nobody": NOBODY}
PARTS: tuple[Part, ...] = ("all", "report", "annex", "brief")
BUDGET = 450_000
"""Bytes of the whole page of the sample agency, with its records and its recordings."""


@cache
def page(name: str, part: Part) -> Page:
    return read(html.render(judged(RESPONDENTS[name]), part=part))


@pytest.fixture(params=RESPONDENTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_page_of_the_sample_agency_is_within_its_budget() -> None:
    assert len(html.render(sample_agency()).encode()) <= BUDGET


def test_that_the_text_does_not_say_is_not_said_again_and_again() -> None:
    text = read(html.render(sample_agency())).text
    assert text.count("条文没有写明") < 30


def test_every_chapter_stands_in_the_report_or_in_its_annex(name: str) -> None:
    whole, report, annex = (set(page(name, part).ids) for part in PARTS[:3])
    assert whole == report | annex | {"result"}
    assert not {id for id in report & annex if not id.startswith("stripes")}
    text = page(name, "all").text
    assert all(title in text for title in ALWAYS)


@pytest.mark.parametrize("part", PARTS)
def test_no_link_leads_to_what_is_not_there(name: str, part: Part) -> None:
    shown = page(name, part)
    assert {link[1:] for link in shown.links if link.startswith("#")} <= set(shown.ids)


def test_the_annex_is_folded_until_somebody_opens_it_and_needs_no_script() -> None:
    whole = html.render(judged())
    assert '<details class="annex" id="annex">' in whole
    assert '<details class="annex" id="annex" open>' in html.render(judged(), part="annex")
    assert '<details class="annex" id="annex" open>' in html.render(judged(), pages={})
    assert '<details class="annex"' not in html.render(judged(), part="report")


def test_only_the_whole_page_carries_its_result() -> None:
    assert page("agency", "all").blocks
    assert not any(page("agency", part).blocks for part in PARTS[1:])


def test_a_gap_is_told_in_the_order_of_the_card() -> None:
    card = re.findall(r'<article class="card.*?</article>', html.render(judged()), re.DOTALL)[0]
    assert re.findall("<dt>(.*?)</dt>", card) == [
        "怎么改", "差在哪里", "义务", "处罚", "佐证", "复核",
    ]  # fmt: skip


def test_the_report_asks_whom_it_may_concern_and_says_where_the_annex_is() -> None:
    text = squeezed(page("agency", "report").text)
    assert "问运营总监每场直播前是否都做了合规审核？" in text
    assert "--partannex--pdf" in text


def test_the_brief_has_the_conclusion_five_actions_deadlines_and_signatures(name: str) -> None:
    report: Report = judged(RESPONDENTS[name])
    brief = html.render(report, part="brief")
    for wanted in ("结论", "期限", "签署", "（公章；个人签名）"):
        assert wanted in brief
    actions = re.findall(r'<ol class="actions">(.*?)</ol>', brief, re.DOTALL)
    is_any = bool(report.breaches or report.open) and report.completeness.settled > 0
    assert len(actions) == is_any, "who answered nothing is to say first who they are"
    assert all(len(re.findall("<li>", one)) <= 5 for one in actions)


def test_the_brief_names_every_duty_that_is_left_to_do() -> None:
    """By its number and what is done, or its title; and that nobody has some is a thing to do."""
    report, brief = sample_agency(), squeezed(read(html.render(sample_agency(), part="brief")).text)
    to_do = brief.partition("先做什么")[2].partition("每项最高罚多少")[0]
    for line, number in items(report).items():
        named = (
            squeezed(line.obligation.title) in to_do or squeezed(line.obligation.remedy) in to_do
        )
        assert named or number == 16, "16 is done with 2, as it asks the very same"
        assert re.search(rf"(?<!\d){number}(?!\d)", to_do)
    assert "给编号1、4—6、8、9、11、13、17—25的定下责任人和期限（17条义务还没有责任人）。" in to_do
    remedy = "退回补正的，按补正通知的期限补交。"
    assert remedy in to_do, "what is late says what is to be done, not its title alone"


def test_a_brief_of_very_much_says_how_much_it_leaves_out() -> None:
    """What is only to be cleared up is no breach that is left to mend."""
    group = ninety_gaps()
    unclear = [key for key in group.answers if key.startswith(("art30", "art31", "art37"))]
    answers = {**group.answers, **{key: said(Mark.UNKNOWN) for key in unclear}}
    page = html.render(reported(replace(group, answers=answers)), part="brief")
    brief, heads = squeezed(read(page).text), re.findall(r'<span class="n">(.*?)</span>', page)
    more = re.search(r"另有(\d+)条要整改、(\d+)条要弄清，见报告“要做什么”。", brief)
    in_all = re.search(r"共\d+条义务：整改(\d+)条，弄清(\d+)条；", brief)
    titles = re.search(r"其余要整改的：(.*?)。", brief)
    assert more
    assert in_all
    assert titles
    named = len(titles[1].split("；")) + sum(len(each.split("、")) for each in heads)
    assert int(more[1]) + named == int(in_all[1])
    assert more[2] == in_all[2]


def test_what_is_told_once_is_referred_to_and_where_it_is_told() -> None:
    """Long names of authorities in a table, signs in working papers, doubts, the official text."""
    page = sample_page()
    for part in ("report", "brief"):
        table = re.findall(r'<table class="ceilings">.*?</table>', page[part], re.DOTALL)[0]
        assert table.count("网信、公安、文化和旅游、市场监管") == 1
        assert "（机关同上）" in table
    papers = page["all"].partition('id="papers"')[2].partition('id="exhibits"')[0]
    signs = (
        "逐项看过，没有：部门或者法院认定；投诉举报查实；自己查实或者知道；"
        "平台扣分或者处罚；投诉调查诉讼未结<"
    )
    assert papers.count(signs) == 1
    first = papers.partition(signs)[0].rpartition('id="paper-')[2].partition('"')[0]
    same = f'逐项看过，没有，各项同<a href="#paper-{first}">{first}</a>'
    assert papers.count(same) > 3
    assert papers.index(signs) < papers.index(same)
    assert "疑问逐项写在底稿（附件A-6）里。" in page["all"]
    assert "也算上记录核对、录像核查的结果" in page["all"]
    assert ".range rect:not(.amount){width:1px" in page["all"], "grid lines, and no bar"


@cache
def sample_page() -> dict[str, str]:
    parts: tuple[Part, ...] = ("all", "report", "brief")
    return {part: html.render(sample_agency(), part=part) for part in parts}


def test_the_order_of_what_to_do_first_is_said_as_it_is() -> None:
    """Nothing open is heavy or light: it stands as in the report."""
    assert "由重到轻，编号" in squeezed(read(html.render(sample_agency(), part="brief")).text)
    unsure = replace(CLEAN, answers={**ALL_PASS, "art30/reviewed": said(Mark.UNKNOWN)})
    unclear = squeezed(read(html.render(judged(unsure), part="brief")).text)
    assert "由重到轻" not in unclear
    assert "都要弄清，按报告里的次序，编号" in unclear


def test_a_gap_names_the_record_forms_that_its_remedy_calls_for() -> None:
    forms = load_forms(resources.forms_file())
    report, shown = sample_agency(), html.render(sample_agency())
    cards = re.findall(r'<article class="card.*?</article>', shown, re.DOTALL)
    to_do = re.findall(r'<tr><td><i class="box">.*?</tr>', shown, re.DOTALL)
    assert len(cards) == len(report.breaches)
    for at, line in enumerate(report.breaches, start=1):
        titles = "、".join(form.title for form in forms.named(line.obligation.forms))
        rows = [each for each in to_do if f'href="#gap-{at}"' in each]
        assert titles
        assert rows
        for place in (cards[at - 1], *rows):
            assert f"样表：{titles}<" in place
    command = "checklist forms write -o 记录样表"
    assert shown.count(command) == 1, "where it says how to go on"


def test_a_file_that_does_not_come_with_the_report_is_not_pointed_at_as_if_it_did() -> None:
    """The samples have neither the list nor the pictures, and no page says that they are there."""
    shown = html.render(sample_agency())
    for name in ("记录核对.csv", "缺失截图.jpg"):
        assert shown.count(f"“{name}”里，它不随报告给出；手边没有的，") == 1
    assert "答案旁边" not in shown
    assert "文件夹里" not in shown


def test_what_is_not_certain_and_whom_to_ask_stands_with_what_to_do() -> None:
    report, shown = sample_agency(), html.render(sample_agency(), part="report")
    head, _, rest = shown.partition('id="tasks"')
    to_do = rest.partition("</section>")[0]
    for line in report.open:
        assert line.obligation.title in to_do
    assert "（可问禾光家电直播间场控 何苗）" in to_do
    for identity in report.identities:
        if identity.standing.held is Applies.YES:
            assert identity.standing.holder.name in head
    deadlines = re.findall(r"<li>(.*?)：", to_do)
    assert len(deadlines) == len(set(deadlines)), "each deadline of the law once"


def test_the_brief_tells_a_deadline_once_and_refers_to_nothing_it_has_not() -> None:
    brief = html.render(sample_agency(), part="brief")
    listed = re.findall(r"<li>([^<]*?)：", brief.partition('id="deadlines"')[2])
    assert listed
    assert len(listed) == len(set(listed))
    first, _, rest = brief.partition('id="most"')
    late = "施行前已登记的，三十日内办理经营范围变更登记"
    assert (first.count(late), rest.count(late)) == (1, 0), "what cannot wait is not told again"


def test_what_speaks_against_the_answers_is_told_in_brief_and_where_the_rest_is() -> None:
    for part in PARTS[:2] + PARTS[3:]:
        text = squeezed(read(html.render(hurried(), part=part)).text)
        assert "题答得很快、没有佐证，请再核对。" in text
        assert "逐条见报告附件“方法与限制”。" in text


def test_what_is_typed_is_inert_in_every_part() -> None:
    for part in PARTS:
        shown = read(html.render(judged(hostile()), part=part))
        assert not {"img", "iframe", "link"} & shown.tags


def test_all_that_is_to_be_done_is_counted_in_one_unit() -> None:
    report = reported(ninety_gaps())
    page = html.render(report)
    text = squeezed(read(page).text)
    conclusion = page[page.index('id="conclusion"') : page.index('id="tasks"')]
    of = {anchor: line.obligation.id for line, anchor in anchors(report).items()}
    named = {of[anchor] for anchor in re.findall('href="#((?:gap|open)-[0-9]+)"', conclusion)}
    rest = re.search(r"其余(\d+)条义务见“要做什么”", text)
    whole = re.search(r"共(\d+)条义务：整改", text)
    assert rest
    assert whole
    assert int(rest[1]) + len(named) == int(whole[1])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--brief", "--cover"), "--brief 和 --cover 只能写一个"),
        (("--brief", "--part", "annex"), "--brief 和 --part 只能写一个"),
        (("--part", "annex", "--only", "retention"), "--part 和 --only 只能写一个"),
        (("--brief", "--format", "json"), "--brief 只用于网页、PDF 和 Word 报告"),
        (("--part", "annex", "--format", "docx"), "附件只在网页和 PDF 里"),
    ],
)
def test_parts_that_do_not_go_together_are_refused(
    checklist: Run, options: tuple[str, ...], told: str
) -> None:
    ran = checklist("report", resources.examples_dir() / "host.yaml", *options)
    assert ran.code == 2
    assert told in ran.err


def test_the_marks_of_the_filter_stand_once_and_are_told_apart() -> None:
    report = judged()
    shown = page("agency", "all")
    (names,) = (value.split(" ") for _, name, value in shown.attributes if name == "data-names")
    (told,) = (
        value for _, name, value in shown.attributes if name == "data-marks" and "," in value
    )
    of = [" ".join(names[int(at)] for at in each.split(" ")) for each in told.split(",")]
    assert of == list(facets.all_marks(report))
    assert len(names) == len(set(names))
    numbers = {
        int(value)
        for _, name, value in shown.attributes
        if name == "data-marks" and value.isdigit()
    }
    assert numbers <= set(range(len(facets.all_marks(report))))


def test_a_small_table_and_a_small_card_are_not_split_in_print() -> None:
    shown = html.render(sample_agency())
    tables = re.findall(
        r'<div class="scroll( whole)?">\s*<table class="todo">(.*?)</table>', shown, re.DOTALL
    )
    chapter = shown[shown.index('id="figures"') : shown.index('id="applies"')]
    cards = re.findall(r'<article class="item( whole)?">(.*?)</article>', chapter, re.DOTALL)
    for most, found in ((350, tables), (450, cards)):
        assert any(whole for whole, _ in found)
        for whole, text in found:
            assert bool(whole) is (len(Markup(text).striptags()) < most)
    assert ".whole{break-inside:avoid}" in shown


def test_a_command_is_broken_only_where_it_is_longer_than_a_line() -> None:
    shown = html.render(sample_agency())
    assert re.search(r"code{display:inline-block;max-width:100%;", shown)
