from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checklist.errors import UnreadableFile
from checklist.law.deadlines import due
from checklist.law.expectations import (
    ExpectAll,
    ExpectJanuaryAndJuly,
    ExpectMonthsAtMost,
    ExpectNo,
    ExpectNone,
    ExpectOnceAYear,
    ExpectOneOf,
    ExpectWorkingDaysAtMost,
    ExpectYearsAtLeast,
)
from checklist.law.model import (
    JANUARY_AND_JULY,
    YES_NO,
    About,
    AllOf,
    AnyOf,
    Citation,
    FactIs,
    Fine,
    Ground,
    Kind,
    Liability,
    Option,
    OtherLaw,
    PenaltyRef,
    Per,
    ReviewState,
    Rulebook,
    Topic,
    Treatment,
    Trigger,
)
from checklist.law.reading.rulebook import load_regulation, load_rulebook, read_rulebook
from checklist.law.timings import (
    Before,
    Due,
    EveryMonths,
    InMonths,
    PromptlyAfter,
    WithinWorkingDays,
)
from checklist.law.wording import TREATMENT
from checklist.resources import rules_file

SMALL = Path(__file__).with_name("small_rulebook.yaml")
BAD_RULES = sorted(Path(__file__).parents[1].joinpath("bad_rules").glob("*.yaml"))


@pytest.fixture(scope="module")
def small() -> Rulebook:
    return load_rulebook(SMALL, bundled=False)


def test_the_bundled_rulebook_has_no_mistakes() -> None:
    assert load_rulebook(rules_file(), bundled=True).obligations


@pytest.mark.parametrize("path", BAD_RULES, ids=lambda path: path.stem)
def test_bad_rules_are_told_exactly_so(path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_rulebook(path.read_bytes(), file=path.name, bundled=False)
    assert str(caught.value) == path.with_suffix(".txt").read_text(encoding="utf-8").rstrip("\n")


def test_every_bad_rulebook_has_its_complaints_and_none_is_orphaned() -> None:
    folder = BAD_RULES[0].parent
    assert {path.stem for path in BAD_RULES} == {path.stem for path in folder.glob("*.txt")}
    assert len(BAD_RULES) >= 35


def test_no_article_lies_in_two_chapters() -> None:
    shared = SMALL.read_text(encoding="utf-8").replace("first: 10, last: 69", "first: 9, last: 69")
    with pytest.raises(UnreadableFile, match="第 2 章从第 9 条起，而上一章到第 9 条才完"):
        read_rulebook(shared.encode(), file="规则.yaml", bundled=False)


def test_about_the_rulebook(small: Rulebook) -> None:
    of = small.regulation
    assert (of.id, of.title, of.number) == (
        "small",
        "某某管理办法",
        "令第1号",
    )
    assert (small.regulation.in_force, small.regulation.edition) == (date(2026, 2, 1), "2026.1")
    assert small.regulation.official_url == "https://example.org/"
    assert small.regulation.sha256 == hashlib.sha256(SMALL.read_bytes()).hexdigest()
    assert small.regulation.bundled is False
    assert [(one.first, one.last) for one in small.regulation.chapters] == [(1, 9), (10, 69)]


def test_a_regulation_is_read_alone_as_with_its_entries(small: Rulebook, tmp_path: Path) -> None:
    assert load_regulation(SMALL, bundled=small.bundled) == small.regulation
    text = SMALL.read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(
        text.replace(f"title: {small.regulation.title}", "title: []"), encoding="utf-8"
    )
    with pytest.raises(UnreadableFile, match="title"):
        load_regulation(wrong, bundled=False)


def test_facts_are_yes_or_no_unless_they_have_options(small: Rulebook) -> None:
    assert small.fact("opens_room").options == YES_NO
    assert small.fact("employs_hosts").when == FactIs("serves_hosts", ("yes",))
    channel = small.fact("channel")
    assert channel.per is Per.ROOM
    assert channel.options[1] == Option(id="own_site", label="自建网站")


def test_conditions_are_nested_as_they_are_written(small: Rulebook) -> None:
    entry = small.obligation("art25-show")
    own_site = FactIs("channel", ("own_site",))
    opens = FactIs("opens_room", ("yes",))
    anywhere = FactIs("channel", ("platform", "other"))
    assert entry.when == AnyOf((anywhere, AllOf((opens, own_site))))
    assert entry.in_doubt_when == AllOf((own_site, opens))


def test_holders_are_bound_each_on_its_ground(small: Rulebook) -> None:
    employed, not_employed = (FactIs("employs_hosts", (one,)) for one in ("yes", "no"))
    assert small.obligation("art25-show").binds == {
        "room_operator": Ground(),
        "mcn": Ground(via=63, when=employed, in_doubt_when=not_employed),
    }


def test_liability_may_be_anothers(small: Rulebook) -> None:
    employed = FactIs("employs_hosts", ("yes",))
    assert small.obligation("art28-keep").binds == {
        "mcn": Ground(liability=Liability(article=63, when=employed, why="由雇主承担"))
    }


def test_penalties_keep_their_steps_in_order(small: Rulebook) -> None:
    penalty = small.penalty("art59")
    assert penalty.reaches == ("room_operator",)
    assert penalty.under == (
        OtherLaw(law="电子商务法", article=80, paragraph=1, item=1, note="另见第二款"),
    )
    order, may, worst = penalty.steps
    assert (order.on, order.order, order.fine) == (Trigger.BREACH, "责令限期改正", None)
    assert (may.fine, may.discretionary) == (Fine(high=5000), True)
    assert (worst.where, worst.also) == ("没有违法所得的", ("责令停业整顿",))
    assert small.penalty("art60").steps[0].fine == Fine(low=1, high=5, times_of="违法所得")


def test_a_fine_may_be_one_amount() -> None:
    """处五万元罚款: neither end is above the other."""
    text = SMALL.read_text(encoding="utf-8")
    fixed = text.replace("from: 10000, to: 100000", "from: 50000, to: 50000")
    worst = read_rulebook(fixed.encode(), file=SMALL, bundled=False).penalty("art59").steps[-1]
    assert worst.fine == Fine(low=50000, high=50000)


def test_an_entry_is_read_whole(small: Rulebook) -> None:
    entry = small.obligation("art25-show")
    assert (entry.kind, entry.per) == (Kind.DUTY, Per.ROOM)
    assert (entry.source.article, entry.source.paragraph, entry.source.item) == (25, 1, 2)
    assert entry.source.anchor == "公示"
    assert entry.penalties == (PenaltyRef(id="art59", item=5),)
    assert entry.penalties_in_doubt == (PenaltyRef(id="art60", why="是否及于此，两说"),)
    assert entry.evidence == ("截图", "抽查记录")
    assert entry.carve_out == "法律另有规定的除外。"
    assert entry.unasked is None
    assert small.obligation("art27-keep").unasked == "标准的其余要求"
    assert entry.related[0].law == "网络交易监督管理办法"
    review = entry.review
    assert (review.state, review.by) == (ReviewState.REVIEWED, "张律师")
    assert (review.on, review.open_points) == (date(2026, 3, 1), ("一个疑问",))


def test_what_is_not_written_has_its_default(small: Rulebook) -> None:
    entry = small.obligation("art27-keep")
    assert (entry.per, entry.when, entry.evidence) == (Per.RESPONDENT, None, ())
    assert entry.no_penalty == "没有专门的罚则。"
    assert (entry.counted_from, entry.topic) == ("直播结束", Topic.RETENTION)


def test_every_expectation_can_be_written(small: Rulebook) -> None:
    shown, place, hidden = small.obligation("art25-show").questions
    assert shown.expect == ExpectAll()
    assert shown.options[1].inapplicable_if == "没有其他信息"
    assert shown.item == 2
    assert (place.expect, place.why) == (ExpectOneOf(("front",)), "位置有要求。")
    assert (hidden.expect, hidden.inapplicable_if) == (ExpectNo(), "自查期间没有变更")
    keep = small.obligation("art27-keep").questions
    assert [question.expect for question in keep] == [
        ExpectYearsAtLeast(3),
        ExpectMonthsAtMost(6),
        ExpectWorkingDaysAtMost(3),
        ExpectOnceAYear(),
        ExpectJanuaryAndJuly(),
        ExpectYearsAtLeast(3),
        ExpectNone(),
    ]
    assert keep[-2].often_like == "art27-keep/years"
    assert keep[3].see == ("elsewhere/years",)
    assert small.obligation("art27-keep").overlaps == ("art28-keep", "elsewhere")


def test_a_question_is_about_what_its_entry_says_unless_it_says_otherwise(small: Rulebook) -> None:
    *first, last = small.obligation("art27-keep").questions
    assert {question.about for question in first} == {About.PRESENT}
    assert last.about is About.PERIOD
    borrowed = [each for each in small.obligation("art28-keep").questions if each.same_as]
    assert {each.about for each in borrowed} == {About.PRESENT}
    assert {each.about for each in small.obligation("art25-show").questions} == {None}


def test_what_a_question_is_about_leaves_its_answers_alone(small: Rulebook) -> None:
    for question in small.questions().values():
        prints = {replace(question, about=about).fingerprint for about in (*About, None)}
        assert prints == {question.fingerprint}


def test_one_of_two_months_may_be_inapplicable_where_the_question_may(small: Rulebook) -> None:
    report = small.obligation("art27-keep").questions[4]
    assert [(one.id, one.label) for one in report.options] == [
        (one.id, one.label) for one in JANUARY_AND_JULY
    ]
    assert {one.inapplicable_if for one in report.options} == {"当时还没有开播"}
    never = SMALL.read_text(encoding="utf-8").replace(", inapplicable_if: 当时还没有开播", "")
    strict = read_rulebook(never.encode(), file="strict", bundled=False)
    assert strict.obligation("art27-keep").questions[4].options == JANUARY_AND_JULY


def test_a_deadline_recurs_or_hangs_on_an_event(small: Rulebook) -> None:
    assert small.obligation("art27-keep").due == (
        Due(timing=EveryMonths(6)),
        Due(timing=EveryMonths(12)),
        Due(timing=InMonths((1, 7)), to="市场监督管理部门"),
        Due(timing=WithinWorkingDays(days=3, after="信息变更")),
        Due(timing=Before("每次直播")),
        Due(timing=PromptlyAfter("采取处置措施"), to="市场监督管理部门"),
    )
    assert small.obligation("art28-keep").due == ()


def test_december_is_a_month() -> None:
    text = SMALL.read_text(encoding="utf-8").replace("in: [1月, 7月]", "in: [1月, 12月]")
    rulebook = read_rulebook(text.encode(), file="规则.yaml", bundled=False)
    timings = [one.timing for one in rulebook.obligation("art27-keep").due]
    assert InMonths((1, 12)) in timings


def test_deadlines_in_words(small: Rulebook) -> None:
    assert [due(one) for one in small.obligation("art27-keep").due] == [
        "每6个月",
        "每年",
        "每年1月、7月，向市场监督管理部门报送",
        "信息变更之后3个工作日内",
        "每次直播之前",
        "采取处置措施之后及时，向市场监督管理部门报送",
    ]
    assert due(Due(timing=EveryMonths(24))) == "每2年"


def test_places_that_oblige_nobody_are_listed_with_the_reason(small: Rulebook) -> None:
    purpose, definition, others = small.not_obligations
    assert (purpose.source, purpose.treatment) == (Citation(article=1), Treatment.PURPOSE)
    assert (definition.source.paragraph, definition.source.item) == (4, None)
    assert (others.source.item, others.treatment) == (2, Treatment.OTHERS)
    assert others.why == "说的是行业组织。"


def test_jurisdiction_hangs_on_the_holder_and_may_hang_on_facts(small: Rulebook) -> None:
    home, place = small.jurisdictions
    assert (home.holders, home.per, home.when) == (("mcn",), Per.RESPONDENT, None)
    assert (place.holders, place.per) == (("room_operator", "mcn"), Per.ROOM)
    assert place.when == FactIs("channel", ("platform",))
    assert place.source.anchor == "实际经营地"
    assert place.otherwise == "不能确定的，由平台住所地的管辖"


def test_a_fact_may_cite_what_makes_it_matter(small: Rulebook) -> None:
    assert small.fact("opens_room").source == Citation(article=2, paragraph=4)
    assert small.fact("channel").source is None


def test_every_treatment_has_its_word() -> None:
    assert set(TREATMENT) == set(Treatment)


def test_a_borrowed_question_reads_as_its_owner_wrote_it(small: Rulebook) -> None:
    own = small.obligation("art27-keep").questions[0]
    borrowed = small.obligation("art28-keep").questions[0]
    assert borrowed.same_as == "art27-keep/years"
    assert borrowed.fingerprint == own.fingerprint
    assert borrowed.formerly == own.formerly == ("0123456789abcdef",)
    assert (borrowed.ask, borrowed.item) == (own.ask, 1)
    assert "art28-keep/years" not in small.questions()


def test_sections_may_stand_in_any_order(small: Rulebook) -> None:
    text = SMALL.read_text(encoding="utf-8")
    start, end = text.index("facts:"), text.index("duty_holders:")
    turned = text[:start] + text[end:] + text[start:end]
    again = read_rulebook(turned.encode(), file="turned", bundled=False)
    assert again.facts == small.facts
    assert again.obligations == small.obligations


TEXT = SMALL.read_text(encoding="utf-8")
LINES = TEXT.splitlines()


@given(
    st.integers(0, len(LINES) - 1),
    st.sampled_from(
        ["", "x", "- x", "a: 1", "a：1", "{}", "[]", "  when: {", "&a", "id: [a]", "\t"]
    ),
)
def test_a_line_replaced_is_read_or_complained_about(number: int, line: str) -> None:
    indent = LINES[number][: len(LINES[number]) - len(LINES[number].lstrip())]
    changed = [*LINES[:number], indent + line, *LINES[number + 1 :]]
    read_or_complained_about("\n".join(changed).encode())


@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text(max_size=6))
def test_a_rulebook_cut_anywhere_is_read_or_complained_about(at: int, cut: int, new: str) -> None:
    changed = TEXT[:at] + new + TEXT[at + cut :]
    read_or_complained_about(changed.encode(errors="surrogatepass"))


@given(st.sampled_from([b"", SMALL.read_bytes()[:90]]), st.binary(max_size=60))
def test_any_bytes_are_read_or_complained_about(head: bytes, tail: bytes) -> None:
    read_or_complained_about(head + tail)


def read_or_complained_about(data: bytes) -> None:
    try:
        read_rulebook(data, file="f", bundled=False)
    except UnreadableFile as error:
        assert all(one.what and one.mend for one in error.complaints)  # noqa: PT017


def test_a_file_wrong_from_end_to_end_is_told_in_a_moment() -> None:
    wrong = "\n".join(f"sumary{number}: x" for number in range(20_000))
    with pytest.raises(UnreadableFile) as caught:
        read_rulebook(f"format: 1\n{wrong}\n".encode(), file="f", bundled=False)
    assert len(caught.value.complaints) > 20_000


def test_a_question_written_twice_that_is_like_another_is_told_and_no_bug() -> None:
    text = Path(__file__).with_name("small_rulebook.yaml").read_text(encoding="utf-8")
    like = "often_like: art27-keep/years"
    line = f"      - {{ id: again, ask: 另保存多久？, expect: 不少于3年, {like} }}\n"
    assert line in text
    with pytest.raises(UnreadableFile, match="again"):
        read_rulebook(text.replace(line, line * 2).encode(), file="x.yaml", bundled=False)
