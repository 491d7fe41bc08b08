from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec import convert
from msgspec.structs import fields, replace

from checklist import exits
from checklist.assessment.as_data import assessment_as_data, assessment_in, digest, digest_of
from checklist.assessment.model import (
    Answer,
    AnsweredTo,
    Assessment,
    Choice,
    Evidence,
    Extreme,
    Mark,
    Picks,
    Signer,
    TimesAYear,
    Unread,
    Value,
    WorkingDays,
)
from checklist.comparing import verify_words as words
from checklist.comparing.compare import compare
from checklist.comparing.page_file import Page, is_intact, read_page
from checklist.comparing.result import Result
from checklist.comparing.shown import lacking
from checklist.comparing.verify import (
    AnswersDiffer,
    OtherProgram,
    OtherRulebook,
    Outcome,
    PageDiffers,
    Same,
    StatuteNeeded,
    other_rulebook,
    verify,
)
from checklist.errors import UnreadableFile
from checklist.law.periods import Period
from checklist.report.forms import json as as_json
from checklist.report.page import html
from checklist.report.page.embedded import DIGEST, NOT_YET, START, packed, page_digest, unpacked
from checklist.report.view.quotes import OfficialText
from checklist.report.words.conclusion import headline
from tests.conftest import ROOT
from tests.given.law import reissued
from tests.given.sample import AGENCY, AS_OF, CLEAN, NOBODY, RULEBOOK, UNANSWERED, judged, said
from tests.given.slowly import slow_but
from tests.report import pages
from tests.report.hostile import hostile

PAGE_SCHEMA: dict[str, Any] = json.loads(
    (ROOT / "docs/schema/page.schema.json").read_text(encoding="utf-8")
)
PAGE = html.render(judged())
TEXT = OfficialText(
    source="办法.md",
    sha256="12" * 32,
    fingerprints_sha256=None,
    quotations={},
    withheld={entry.id: entry.source for entry in RULEBOOK.obligations},
    differs=None,
    other_title=None,
)


def read(text: str) -> Page:
    return read_page(text, file="报告.html")


def block(text: str) -> Any:
    """What the page embeds, its result spelled out."""
    data = json.loads(text.partition(START)[2].partition("</script>")[0])
    return {**data, "result": json.loads(unpacked(data["result"]))}


def within(page: str, old: str, new: str, count: int = -1) -> str:
    """The page with other words in the result that it embeds."""
    inside = re.search(r'(?<="result":")[^"]*(?=")', page)
    assert inside
    written = unpacked(inside[0])
    old, new = (json.dumps(each)[1:-1].replace('\\"', '"') for each in (old, new))
    return page.replace(inside[0], packed(written.replace(old, new, count)))


def outcome(
    page: str = PAGE, assessment: Assessment = AGENCY, text: OfficialText | None = None
) -> Outcome:
    return verify(read(page), RULEBOOK, assessment, text)


def resealed(page: str) -> str:
    """As somebody who knows how would do it."""
    blank = re.sub(rf"{DIGEST}[0-9a-f]{{64}}", f"{DIGEST}{NOT_YET}", page)
    return blank.replace(f"{DIGEST}{NOT_YET}", f"{DIGEST}{page_digest(blank)}")


def told(page: str, found: Outcome) -> str:
    return "\n".join(words.lines(found, read(page), RULEBOOK))


# --- the block ---------------------------------------------------------------------------------


@pytest.mark.parametrize("one", [AGENCY, CLEAN, UNANSWERED, NOBODY, hostile()])
def test_a_page_embeds_exactly_the_result_that_check_writes(one: Assessment) -> None:
    page = html.render(judged(one))
    data = as_json.as_data(judged(one))
    assert read(page).data == as_json.as_embedded(judged(one))
    assert read(page).result == convert(data, Result)
    assert read(page).assessment == one
    raw = json.loads(page.partition(START)[2].partition("</script>")[0])
    Draft202012Validator(PAGE_SCHEMA).validate(raw)
    Draft202012Validator(PAGE_SCHEMA["$defs"]["result"]).validate(block(page)["result"])
    assert list(block(page)["result"]) == list(data)
    assert block(page)["seal"]["answers_sha256"] == digest_of(block(page)["result"]) == digest(one)


def test_nothing_in_the_block_can_end_it_or_hide() -> None:
    inside = html.render(judged(hostile())).partition(START)[2].partition("</script>")[0]
    assert not re.search(r"[<>&]", inside)
    assert all(line.isprintable() for line in inside.splitlines())
    (only,) = pages.read(html.render(judged(hostile()))).blocks
    assert only == inside


def test_the_order_of_the_answers_file_does_not_show() -> None:
    turned = replace(
        AGENCY,
        facts=dict(reversed(list(AGENCY.facts.items()))),
        answers=dict(reversed(list(AGENCY.answers.items()))),
    )
    assert digest(turned) == digest(AGENCY)
    assert html.render(judged(turned)) == PAGE


def test_the_page_shows_the_digests_and_the_number_it_seals() -> None:
    text = pages.read(html.render(judged(), text=TEXT)).text
    for shown in (RULEBOOK.regulation.sha256, digest(AGENCY), TEXT.sha256, judged().number):
        assert shown in text


VALUES: tuple[Value, ...] = (
    Mark.INAPPLICABLE,
    Extreme.FOREVER,
    Choice("a"),
    Picks({"a": Mark.YES, "b": Mark.UNKNOWN}),
    Period(years=1, months=2, days=3),
    WorkingDays(5),
    TimesAYear(2),
    Unread("{ a: b }"),
)


def test_everything_that_was_said_is_read_back() -> None:
    answers = {str(n): Answer(value=value) for n, value in enumerate(VALUES)}
    full = Answer(
        value=None,
        exceptions={"r1": VALUES[3]},
        remedied={"r1": date(2026, 1, 2)},
        signed={"r1": Signer(by="甲", at="2026-01-02T09:30:00+08:00")},
        evidence=(Evidence("文字"), Evidence("文件", path="a.png", sha256="0" * 64, size=3)),
        **{
            one.name: date(2026, 1, 2) if one.name in {"due", "closed_on"} else one.name
            for one in fields(Answer)
            if one.name not in {"value", "exceptions", "evidence", "remedied", "signed"}
        },  # type: ignore[arg-type]
    )
    whole = replace(
        hostile(),
        answers={**answers, "full": full},
        answered_to=(AnsweredTo(id="a", edition="1"),),
    )
    data = json.loads(json.dumps(assessment_as_data(whole)))
    assert assessment_in(data) == whole


CHANGED: list[Assessment] = [
    replace(AGENCY, answers={**AGENCY.answers, "art30/reviewed": replace(
        AGENCY.answers["art30/reviewed"],
        **{field.name: {
            "value": Mark.NO, "exceptions": {"r1": Mark.NO}, "evidence": (Evidence("新"),),
            "due": date(2027, 1, 1), "closed_on": date(2027, 1, 1),
            "remedied": {"": date(2027, 1, 1)}, "signed": {"": Signer(by="改了")},
        }.get(field.name, "改了")},
    )})
    for field in fields(Answer)
] + [
    replace(AGENCY, respondent=replace(AGENCY.respondent, **{field.name: "改了"}))
    for field in fields(AGENCY.respondent)
] + [
    replace(AGENCY, period=None),
    replace(AGENCY, rooms=AGENCY.rooms[::-1]),
    replace(AGENCY, rooms=AGENCY.rooms[:2]),
    replace(AGENCY, answered_to=(AnsweredTo(id="sample", edition="2026.1"),)),
    replace(AGENCY, facts={**AGENCY.facts, "opens_room": said(Mark.UNKNOWN)}),
    replace(AGENCY, answers={**AGENCY.answers, "gone/gone": said(Mark.YES)}),
]  # fmt: skip


@pytest.mark.parametrize("changed", CHANGED)
def test_any_changed_answer_is_noticed_and_named(changed: Assessment) -> None:
    found = outcome(assessment=changed)
    assert isinstance(found, AnswersDiffer)
    assert digest(changed) != digest(AGENCY)
    said_of_it = told(PAGE, found).splitlines()
    assert said_of_it[0].startswith("不符：这份答案文件与这一页所依据的答案不同，有 1 处")
    assert len(said_of_it[1]) > len("- ：")


# --- the page ----------------------------------------------------------------------------------


def test_a_page_is_what_its_inputs_give() -> None:
    assert outcome() == Same()
    assert words.code(outcome(), read(PAGE)) == exits.DONE
    assert outcome(html.render(judged(hostile())), hostile()) == Same()


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_do_not_matter(ends: str) -> None:
    assert outcome(PAGE.replace("\n", ends)) == Same()


BODY = PAGE.index("<body>")
CHARACTERS = [
    BODY + match.start(1) + at
    for match in re.finditer(r">([^<]+)<", PAGE[BODY : PAGE.index(START)])
    for at, character in enumerate(match.group(1))
    if not character.isspace()
]


@pytest.mark.slow
@given(st.sampled_from(CHARACTERS), st.sampled_from("零壹否是0x "), st.booleans())
def test_no_visible_character_can_be_changed(at: int, other: str, reseal: bool) -> None:
    if PAGE[at] == other:
        return
    altered = f"{PAGE[:at]}{other}{PAGE[at + 1 :]}"
    page = resealed(altered) if reseal else altered
    found = outcome(page)
    assert isinstance(found, PageDiffers)
    assert words.code(found, read(page)) == exits.NOT_SATISFIED
    assert is_intact(page) is reseal
    assert "页面内嵌的结果与重新判断的结果一致" in told(page, found)


@pytest.mark.slow
@given(st.integers(0, len(PAGE) - 1), st.sampled_from("0是x<"))
def test_no_character_at_all_can_be_changed(at: int, other: str) -> None:
    if PAGE[at] == other:
        return
    try:
        page = read(f"{PAGE[:at]}{other}{PAGE[at + 1 :]}")
    except UnreadableFile:
        return
    try:
        if other_rulebook(page, RULEBOOK, bundled={}) is None:
            found = verify(page, RULEBOOK, AGENCY, None)
            assert words.code(found, page) == exits.NOT_SATISFIED
    except ValueError:  # judged before the regulation was in force
        assert page.result.as_of < RULEBOOK.regulation.in_force


def test_the_first_word_that_differs_is_named_with_its_chapter() -> None:
    altered = PAGE.replace("不构成法律意见", "构成法律意见")
    assert altered != PAGE
    found = outcome(altered)
    assert isinstance(found, PageDiffers)
    assert "方法与限制”一章：应为“" in told(altered, found)
    assert "不构成法律意见" in told(altered, found)


def test_a_style_that_hides_a_word_is_a_changed_page_too() -> None:
    found = outcome(PAGE.replace("<footer>", '<footer hidden="">'))
    assert isinstance(found, PageDiffers)
    assert found.spot is None
    assert "看得见的文字没有不同" in told(PAGE, found)


def test_text_that_was_added_at_the_end_is_named() -> None:
    found = outcome(PAGE.replace("</body>", "<p>另附</p></body>"))
    assert isinstance(found, PageDiffers)
    assert found.spot is not None
    assert (found.spot.expected, found.spot.actual) == ("", "另附")


def test_a_page_saved_again_by_a_browser_is_told_as_such_and_its_result_compared() -> None:
    saved = PAGE.replace(
        "<!doctype html>", "<!DOCTYPE html>\n<!-- saved from url=(0014)about:internet -->"
    ).replace("<br>", "<br/>")
    found = outcome(saved)
    assert isinstance(found, PageDiffers)
    assert (found.resaved, found.same_result) == (True, True)
    assert "浏览器另存" in told(saved, found)


def test_an_altered_result_is_noticed() -> None:
    altered = within(PAGE, '"status":"not_satisfied"', '"status":"satisfied"', 1)
    for page in (altered, resealed(altered)):
        found = outcome(page)
        assert isinstance(found, PageDiffers)
        assert not found.same_result


def test_answers_altered_in_the_block_are_not_blamed_on_the_file() -> None:
    altered = within(PAGE, "只在开场挂牌。", "全程挂牌。")
    assert isinstance(outcome(altered), PageDiffers)
    other_digest = PAGE.replace(
        f'"answers_sha256":"{digest(AGENCY)}"', f'"answers_sha256":"{"cd" * 32}"'
    )
    assert other_digest != PAGE
    for page in (other_digest, resealed(other_digest)):
        assert isinstance(outcome(page), PageDiffers)


# --- what cannot be judged ---------------------------------------------------------------------


def test_another_edition_is_never_called_altered() -> None:
    other = reissued(RULEBOOK, edition="2026.2", sha256="cd" * 32)
    found = other_rulebook(read(PAGE), other, bundled={})
    assert isinstance(found, OtherRulebook)
    assert words.code(found, read(PAGE)) == exits.UNDETERMINED
    said_of_it = told(PAGE, found)
    assert f"无法复算：需要规则册 sample 2026.1 版，摘要 {RULEBOOK.regulation.sha256}" in said_of_it
    assert "改" not in said_of_it


def test_a_rulebook_that_is_not_bundled_is_no_hindrance_and_no_way_round() -> None:
    own = reissued(RULEBOOK, bundled=False)
    page = html.render(judged(rulebook=own))
    assert verify(read(page), own, AGENCY, None) == Same()
    assert isinstance(verify(read(PAGE), own, AGENCY, None), PageDiffers)


def other_version(page: str) -> str:
    program = '"program":"livestream-checklist'
    return resealed(within(page, program, f"{program} 0.0"))


def test_another_version_compares_results_and_says_that_words_cannot_be() -> None:
    page = other_version(PAGE.replace("不构成", "构成"))
    found = outcome(page)
    assert isinstance(found, OtherProgram)
    assert words.code(found, read(page)) == exits.UNDETERMINED
    assert told(page, found).startswith("结果相符，文字无法比对")


def test_another_version_with_another_result_does_not_agree() -> None:
    page = other_version(within(PAGE, '"status":"not_satisfied"', '"status":"satisfied"', 1))
    assert words.code(outcome(page), read(page)) == exits.NOT_SATISFIED
    broken = page.replace("合规自查报告", "合规报告")
    assert words.code(outcome(broken), read(broken)) == exits.NOT_SATISFIED
    assert told(broken, outcome(broken)).startswith("不符：这一页写出以后被改动过")


def test_another_version_still_notices_that_the_page_was_changed() -> None:
    page = other_version(PAGE).replace("合规自查报告", "合规报告")
    assert isinstance(outcome(page), OtherProgram)
    assert words.code(outcome(page), read(page)) == exits.NOT_SATISFIED


@pytest.mark.slow
def test_a_page_that_quotes_needs_the_text_it_quotes() -> None:
    page = html.render(judged(), text=TEXT)
    renamed = replace(TEXT, source="另一个文件名.md")
    assert outcome(page, text=TEXT) == outcome(page, text=renamed) == Same()
    for other in (
        None,
        replace(TEXT, sha256="34" * 32),
        replace(TEXT, fingerprints_sha256="5" * 64),
    ):
        found = outcome(page, text=other)
        assert isinstance(found, StatuteNeeded)
        assert words.code(found, read(page)) == exits.UNDETERMINED
        assert told(page, found).startswith("无法复算文字")


# --- forged, with the digest written anew --------------------------------------------------------


def without_chapter(id: str, page: str) -> str:
    return re.sub(rf'<section class="chapter" id="{id}">.*?</section>', "", page, flags=re.DOTALL)


def without_card(page: str) -> str:
    """The first breach is told no more in its chapter; its paper still stands."""
    return re.sub(r'<article class="card[^>]*id="gap-1".*?</article>', "", page, flags=re.DOTALL)


def other_rules(page: str) -> str:
    return within(page, f'"sha256":"{RULEBOOK.regulation.sha256}"', f'"sha256":"{"cd" * 32}"')


def with_text(page: str) -> str:
    """It says that it quotes a text nobody has."""
    claimed = {"source": "办法.md", "sha256": "12" * 32, "fingerprints_sha256": None}
    return page.replace('"statute":null', f'"statute":{json.dumps(claimed)}')


ALIKE: dict[str, Callable[[str], str]] = {
    "the same program": str,
    "another version": other_version,
    "another rulebook": other_rules,
    "a text that was not given": with_text,
}
FORGED: dict[str, Callable[[str], str]] = {
    "a chapter is gone": lambda page: without_chapter("breaches", page),
    "what is open is gone": lambda page: without_chapter("open", page),
    "the conclusion is gone": lambda page: without_chapter("conclusion", page),
    "the method is gone": lambda page: without_chapter("method", page),
    "a breach is gone": without_card,
    "a breach has another name": lambda page: page.replace(
        "</span>不得作虚假或者引人误解的商业宣传", "</span>商业宣传"
    ),
    "an answer is another": lambda page: within(page, "只在开场挂牌。", "全程挂牌。"),
    "its answers' digest is another": lambda page: page.replace(digest(AGENCY), "ef" * 32),
}


@pytest.mark.parametrize("how", ALIKE)
@pytest.mark.parametrize(
    "forgery", slow_but("the conclusion is gone", "an answer is another", of=FORGED)
)
def test_a_forgery_never_passes_for_alike_whatever_it_claims_to_be(how: str, forgery: str) -> None:
    forged = FORGED[forgery](PAGE)
    assert forged != PAGE
    page = resealed(ALIKE[how](forged))
    assert is_intact(page)
    found = other_rulebook(read(page), RULEBOOK, bundled={}) or outcome(page)
    assert words.code(found, read(page)) == exits.NOT_SATISFIED
    said_of_it = told(page, found)
    assert said_of_it.startswith("不符：")
    assert "结果相符" not in said_of_it
    assert "无法比对" not in said_of_it


@pytest.mark.parametrize(
    "old", ["不构成法律意见", "2026.1版", "附件（另附）：工作底稿", judged().number, "<footer>"]
)
def test_where_only_the_text_is_missing_every_other_passage_is_compared(old: str) -> None:
    is_seen = old != "<footer>"
    new = "无" if is_seen else "<footer><!-- x -->"
    assert old in PAGE[BODY:]
    page = resealed(with_text(PAGE[:BODY] + PAGE[BODY:].replace(old, new, 1)))
    found = outcome(page)
    assert isinstance(found, StatuteNeeded)
    code = exits.NOT_SATISFIED if is_seen else exits.UNDETERMINED
    assert words.code(found, read(page)) == code


def test_a_forged_number_is_told_where_the_text_is_missing_too() -> None:
    page = with_text(PAGE).replace(
        f'"number":"{judged().number}"', '"number":"ZC-20261122-00000000"'
    )
    found = outcome(resealed(page))
    assert words.code(found, read(resealed(page))) == exits.NOT_SATISFIED


@pytest.mark.slow
@pytest.mark.parametrize("how", list(ALIKE)[1:])
@pytest.mark.parametrize("one", [AGENCY, CLEAN, UNANSWERED, NOBODY, hostile()])
def test_an_honest_page_that_cannot_be_compared_lacks_nothing_and_is_not_called_alike(
    one: Assessment, how: str
) -> None:
    page = resealed(ALIKE[how](html.render(judged(one))))
    found = other_rulebook(read(page), RULEBOOK, bundled={}) or outcome(page, one)
    assert not isinstance(found, Same | AnswersDiffer | PageDiffers)
    assert not found.lacking
    assert words.code(found, read(page)) == exits.UNDETERMINED
    assert "这不是“相符”" in told(page, found)


def test_of_another_version_one_is_told_what_the_conclusion_should_be() -> None:
    page = other_version(PAGE)
    assert headline(judged()) in told(page, outcome(page))


def test_a_page_of_an_earlier_version_is_read_compared_and_lacks_nothing() -> None:
    """It was written by 0.2.0 before the annex: other chapters, and its result in plain JSON."""
    written = gzip.decompress(Path(__file__).with_name("page-0.2.0.html.gz").read_bytes()).decode()
    page = read(written)
    assert (page.format, page.intact, page.program) == (1, True, "livestream-checklist 0.2.0")
    assert not lacking(page)
    assert lacking(read(without_chapter("papers", written)))
    assert compare(page.result, read(PAGE).result).differences == ()
    found = outcome(written)
    assert isinstance(found, OtherProgram)
    assert words.code(found, page) == exits.UNDETERMINED


# --- what is no page of ours -------------------------------------------------------------------

SEAL = PAGE[PAGE.index(START) : PAGE.index("</script>", PAGE.index(START))]


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("<html></html>", "没有内嵌的结果和封记"),
        ("", "没有内嵌的结果和封记"),
        (PAGE.replace(START, "<script>"), "没有内嵌的结果和封记"),
        (PAGE.replace(START, START * 2), "不止一份"),
        (PAGE[: PAGE.index(START) + 50], "没有结尾"),
        (PAGE.replace(SEAL, f"{START}{{}}"), "最外层 缺少 format"),
        (PAGE.replace(SEAL, f"{START}7"), "应为对象"),
        (PAGE.replace(SEAL, START + "[" * 100_000), "嵌套太深"),
        (PAGE.replace('{"format":2,', '{"format":3,'), "由更新的程序写出"),
        (PAGE.replace('"result":"', '"result":"!'), "其中的结果解不开"),
        (PAGE.replace('"result":"', '"result":"AAAA'), "其中的结果解不开"),
        (PAGE.replace('"answers_sha256":"', '"answers_sha256":"甲'), "answers_sha256 的写法不对"),
        (within(PAGE, '"subjects":["r1"', '"subjects":["r9"', 1), "subject 不在 rooms 里"),
        (within(PAGE, '"subjects":', '"subject":'), "缺少 subjects"),
    ],
)  # fmt: skip
def test_a_page_without_a_sound_seal_is_refused(page: str, why: str) -> None:
    with pytest.raises(UnreadableFile, match=re.escape(why)):
        read(page)


@pytest.mark.parametrize("odd", ["[]", '["r1"]', "{}", "null", "1", "true", '"\\ud800"'])
@pytest.mark.parametrize("place", ["rooms", "subjects", "obligation", "respondent", "questions"])
def test_an_id_that_is_no_text_breaks_the_seal_and_not_the_program(place: str, odd: str) -> None:
    data = block(PAGE)
    result = data["result"]
    match place:
        case "rooms":
            result["rooms"][0]["id"] = json.loads(odd)
        case "subjects" | "obligation":
            found = next(each for each in result["findings"] if each["subjects"] != [None])
            found[place] = [json.loads(odd)] if place == "subjects" else json.loads(odd)
        case "questions":
            entry = next(iter(result["questions"].values()))
            entry[next(iter(entry))] = json.loads(odd)
        case _:
            result[place] = json.loads(odd)
    if odd == "null" and place == "subjects":
        return  # of the respondent as a whole
    page = resealed(PAGE.replace(SEAL, f"{START}{json.dumps(data)}"))
    with pytest.raises(UnreadableFile):
        read(page)


HOSTILE = ("<!--", "<" * 3, "<script>", "<style>", "</", "<!", "<?", "<p a=", "&#", "]]>", "<svg><")


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_page_costs_no_more_than_its_length(piece: str) -> None:
    found = outcome(PAGE.replace("</body>", piece * 200_000 + "</body>"))
    assert isinstance(found, PageDiffers)


def test_what_a_page_says_is_shown_inert() -> None:
    altered = PAGE.replace("不构成", "\x1b[31m\u202e不")
    shown = told(altered, outcome(altered))
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_the_sample_is_judged_on_the_day_of_the_page() -> None:
    assert read(PAGE).result.as_of == AS_OF


def test_what_is_only_noted_beside_answers_is_told_as_that_and_after_what_was_answered() -> None:
    keys = [key for key, answer in AGENCY.answers.items() if answer.value is not None][:6]
    noted = {key: replace(AGENCY.answers[key], owner="新来的") for key in keys}
    beside = replace(AGENCY, answers={**AGENCY.answers, **noted})
    kind, what_to_do, heading, *shown = told(PAGE, outcome(assessment=beside)).splitlines()
    assert kind.endswith("有 6 处：6题的答案没有变，变的是旁边记的（责任人）。")
    assert "重新写一份报告" in what_to_do
    assert heading == "先看这几处（页面上的 → 现在的）："
    assert sum(line.startswith("- ") for line in shown) == 6
    assert shown[5] == "- 另有 1 处，用 checklist history 查看"
    confirmed = {
        key: replace(answer, at="2026-11-30T19:08:23+00:00") for key, answer in AGENCY.facts.items()
    }
    kind, *_ = told(PAGE, outcome(assessment=replace(beside, facts=confirmed))).splitlines()
    count = len(confirmed)
    assert kind.endswith(
        f"：6题的答案没有变，变的是旁边记的（责任人），{count}题的答案没有变，变的是作答时间。"
    )
    last = replace(AGENCY.answers[keys[-1]], value=Mark.UNKNOWN)
    both = replace(beside, answers={**beside.answers, keys[-1]: last})
    kind, _, _, first, *_ = told(PAGE, outcome(assessment=both)).splitlines()
    assert "：1题的答案变了，5题的答案没有变" in kind
    assert "→ 不清楚" in first
    assert keys[-1] not in first
