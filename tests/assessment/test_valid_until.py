"""Evidence that expires: typed with it, kept with it, told before its last day and after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.as_data import digest
from checklist.assessment.evidence import SOON, ending
from checklist.assessment.merge_parts import with_details
from checklist.assessment.model import Answer, Assessment, Evidence, Mark
from checklist.assessment.stored.file import load, save
from checklist.assessment.wording import details, validity, with_last_day
from checklist.evaluation.model import Status
from checklist.report.page import html
from checklist.report.view.model import Support
from checklist.report.words.record import bare
from checklist.report.words.wording import handed_in
from checklist.sitting.evidence import evidence_of_others, last_day, typed_evidence
from tests.conftest import Run
from tests.form import filling
from tests.given.bundled import LIVESTREAM, example, write_example
from tests.given.sample import ALL_PASS, AS_OF, CLEAN, judged
from tests.remediation import registers

AT = "2026-11-28T16:03:17+08:00"
LAST = date(2027, 3, 1)
KEY = "art30-mechanism/established"
GAP = "art34/done"
PIECE = Evidence("执照.pdf", path="证据/执照.pdf", sha256="3f" * 32, size=9, valid_until=LAST)


def evidenced(*pieces: Evidence, of: Assessment | None = None, key: str = KEY) -> Assessment:
    whole = of or example("agency")
    answer = replace(whole.answers[key], evidence=pieces)
    return replace(whole, answers={**whole.answers, key: answer})


@pytest.fixture
def licence(tmp_path: Path) -> Callable[..., Path]:
    """Answers that name a licence which lies beside them, valid until some day."""

    def named(until: date | None) -> Path:
        (tmp_path / "证据").mkdir()
        (tmp_path / "证据" / "执照.pdf").write_bytes(b"licence")
        answers = write_example("agency", tmp_path / "自查.yaml")
        (piece,), _ = typed_evidence("证据/执照.pdf", answers=answers, at=AT)
        save(answers, evidenced(replace(piece, valid_until=until)), LIVESTREAM)
        return answers

    return named


# --- typed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "执照.pdf 有效至2027-03-01",
        "执照.pdf，有效期至 2027年3月1日",
        "执照.pdf（有效期至：２０２７-３-１）",
        "执照.pdf 有效期 2024-03-02 至 2027-03-01",
        "执照.pdf 有效期限：自2024年3月2日至2027年3月1日止",
        "执照.pdf 2027/3/1到期",
        "执照.pdf 有效到2027-03-01。",
    ],
)
def test_a_last_day_is_understood_as_people_write_it(tmp_path: Path, typed: str) -> None:
    (tmp_path / "执照.pdf").write_bytes(b"licence")
    answers = tmp_path / "自查.yaml"
    (piece,), words = typed_evidence(typed, answers=answers, at=AT)
    assert (piece.path, piece.valid_until) == ("执照.pdf", LAST)
    assert words.endswith("，有效至2027-03-01")
    assert evidence_of_others(typed, answers=answers, at=AT) == (piece, "")


@pytest.mark.parametrize(
    ("typed", "text", "until"),
    [
        ("文字 授权书原件在法务，有效至2027-03-01", "授权书原件在法务", LAST),
        ("https://a.example/1 有效期至2027-03-01", "https://a.example/1", LAST),
        ("执照长期有效", "执照", None),
        ("执照 有效期：长期", "执照", None),
        ("合同仍然有效", "合同仍然有效", None),
        ("授权有效期内的三份合同", "授权有效期内的三份合同", None),
        ("2026年5月1日的会议纪要", "2026年5月1日的会议纪要", None),
    ],
)
def test_words_keep_what_is_no_last_day(
    tmp_path: Path, typed: str, text: str, until: date | None
) -> None:
    (piece,), _ = typed_evidence(typed, answers=tmp_path / "自查.yaml", at=AT)
    assert (piece.text, piece.valid_until) == (text, until)


def test_a_file_that_is_named_like_a_last_day_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "执照 有效至2027-03-01").write_bytes(b"licence")
    (piece,), _ = typed_evidence("执照 有效至2027-03-01", answers=tmp_path / "自查.yaml", at=AT)
    assert (piece.path, piece.valid_until) == ("执照 有效至2027-03-01", None)


@pytest.mark.parametrize("typed", ["执照 有效至2027-02-30", "执照 有效至2027", "执照 20270301到期"])
def test_a_last_day_that_is_none_is_told_and_nothing_is_recorded(
    tmp_path: Path, typed: str
) -> None:
    answers = tmp_path / "自查.yaml"
    pieces, words = typed_evidence(typed, answers=answers, at=AT)
    assert pieces == ()
    assert "不是日历上的日期，没有记；写在最后，例如：营业执照.pdf 有效至2027-03-01" in words
    assert evidence_of_others(typed, answers=answers, at=AT) == (None, words)


def test_what_is_typed_too_late_is_told_at_once(tmp_path: Path) -> None:
    _, words = typed_evidence("授权书 有效至2026-11-27", answers=tmp_path / "自查.yaml", at=AT)
    assert words.endswith("有效至2026-11-27，已经过了，不支持这个答复")


def test_how_it_is_shown_is_how_it_is_typed() -> None:
    shown = with_last_day("证据/执照.pdf", PIECE)
    assert last_day(shown) == ("证据/执照.pdf", LAST, "")


# --- kept ----------------------------------------------------------------------------------------


def test_the_file_keeps_it_and_files_without_it_are_read_and_sealed_as_before(
    tmp_path: Path,
) -> None:
    undated = evidenced(replace(PIECE, valid_until=None))
    before = save(tmp_path / "a.yaml", undated, LIVESTREAM).read_text("utf-8")
    assert "valid_until" not in before
    dated = save(tmp_path / "b.yaml", evidenced(PIECE), LIVESTREAM)
    assert "valid_until: 2027-03-01" in dated.read_text("utf-8")
    assert load(dated, LIVESTREAM) == evidenced(PIECE)
    assert digest(load(tmp_path / "a.yaml", LIVESTREAM)) == digest(undated)
    assert digest(evidenced(PIECE)) != digest(undated)
    words = save(tmp_path / "c.yaml", evidenced(Evidence("执照", valid_until=LAST)), LIVESTREAM)
    assert load(words, LIVESTREAM).answers[KEY].evidence[0].valid_until == LAST


def test_the_history_says_that_it_changed() -> None:
    before = Answer(value=Mark.YES, evidence=(replace(PIECE, valid_until=None),))
    after = Answer(value=Mark.YES, evidence=(PIECE,))
    assert details(after, before) == ["佐证材料：证据/执照.pdf 有效至2027-03-01"]


def test_a_merge_keeps_the_piece_whose_last_day_is_known() -> None:
    undated, later = (
        replace(PIECE, valid_until=None),
        replace(PIECE, valid_until=LAST + timedelta(1)),
    )

    def merged(*pieces: Evidence, chosen: int | None = 0) -> tuple[Evidence, ...]:
        stated = {at: Answer(value=Mark.YES, evidence=(each,)) for at, each in enumerate(pieces)}
        return with_details(stated[0], stated, None, chosen=chosen).evidence

    assert merged(undated, PIECE) == merged(PIECE, undated) == (PIECE,)
    assert merged(PIECE, later) == (PIECE,)
    assert merged(later, PIECE) == (later,)
    assert merged(PIECE, later, chosen=None) == (PIECE, later)


@pytest.mark.slow
def test_a_form_takes_it_and_changes_it_without_losing_the_file(
    checklist: Run, licence: Callable[..., Path]
) -> None:
    answers = licence(None)
    for cell in ("执照.pdf 有效至2027-03-01", "执照.pdf 有效至2028-03-01", "执照.pdf"):
        form = answers.with_name("表.xlsx")
        form.unlink(missing_ok=True)
        checklist("form", answers, "-o", form)
        filling.answer(form, f"answers/{KEY}", cell, "evidence")
        assert checklist("form", "import", form, answers, "--yes").code == 0
        (piece,) = load(answers, LIVESTREAM).answers[KEY].evidence
        assert (piece.path, piece.size) == ("证据/执照.pdf", 7)
        assert with_last_day(piece.text, piece) == cell


@pytest.mark.parametrize("line", ["{} 有效至2027-03-01", "执照.pdf 有效至2027-03-01"])
def test_a_register_takes_it_and_adds_no_second_piece(tmp_path: Path, line: str) -> None:
    undated = replace(PIECE, valid_until=None)
    given = registers.having(GAP, evidence=(undated, Evidence("会议纪要")))
    register = registers.written(tmp_path / "台账.xlsx", registers.judged(given))
    typed = "\n".join((line.format(handed_in(undated)), "会议纪要"))
    registers.fill(register, GAP, 佐证=typed)
    after = registers.imported(register, given).assessment.answers[GAP]
    assert set(after.evidence) == {PIECE, Evidence("会议纪要")}
    dated = registers.having(GAP, evidence=(PIECE,))
    again = registers.written(tmp_path / "再.xlsx", registers.judged(dated))
    registers.fill(again, GAP, 佐证=handed_in(undated))
    kept = registers.imported(again, dated)
    assert kept.assessment.answers[GAP].evidence == (PIECE,)


# --- told ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (-1, "有效至2027-03-01，已过期，不再支持答复"),
        (0, "有效至2027-03-01，当天到期"),
        (1, "有效至2027-03-01，还有1天到期"),
        (SOON, "有效至2027-03-01，还有30天到期"),
        (SOON + 1, "有效至2027-03-01"),
    ],
)
def test_it_is_told_thirty_days_ahead_and_holds_on_its_last_day(days: int, told: str) -> None:
    as_of = LAST - timedelta(days)
    assert validity(PIECE, as_of) == told
    assert PIECE.expired(as_of) is (days < 0)
    assert (PIECE in ending(evidenced(PIECE), as_of)) is (days <= SOON)


def test_the_end_of_the_calendar_is_no_error() -> None:
    assert ending(evidenced(PIECE), date.max) == {PIECE: LAST}


def test_an_expired_piece_supports_no_claim_and_changes_no_verdict() -> None:
    valid = replace(PIECE, valid_until=AS_OF)
    over = replace(PIECE, valid_until=AS_OF - timedelta(1))

    def told(*pieces: Evidence) -> tuple[Status, Support | None, str]:
        answers = {
            key: replace(answer, evidence=pieces if key == "art30/reviewed" else (valid,))
            for key, answer in ALL_PASS.items()
        }
        report = judged(replace(CLEAN, answers=answers))
        line = next(
            line for paper in report.papers for line in paper.lines
            if paper.obligation.id == "art30"
        )  # fmt: skip
        return line.finding.status, line.support, bare(report)

    assert told(valid)[:2] == told(over, valid)[:2] == (Status.SATISFIED, Support.ALL)
    assert told(over)[:2] == (Status.SATISFIED, Support.EXPIRED)
    assert "1项有佐证已过有效期" in told(over)[2]
    assert "有效期" not in told(valid)[2]


def test_the_page_tells_it_among_the_exhibits() -> None:
    whole = evidenced(
        replace(PIECE, valid_until=AS_OF - timedelta(1)), of=CLEAN, key="art30/reviewed"
    )
    page = html.render(judged(whole))
    assert "已过期，不再支持答复" in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("until", "told"),
    [
        (date(2026, 11, 21), "证据/执照.pdf：有效至2026-11-21，已过期，不再支持答复"),
        (date(2026, 12, 22), "证据/执照.pdf：有效至2026-12-22，还有30天到期"),
        (date(2026, 12, 23), ""),
        (None, ""),
    ],
)
def test_check_and_report_tell_it_beside_what_is_astray(
    checklist: Run, licence: Callable[..., Path], until: date | None, told: str
) -> None:
    answers = licence(until)
    without = checklist("check", answers, "--as-of", "2026-11-22")
    for command in ("check", "report", "calendar"):
        ran = checklist(command, answers, "--as-of", "2026-11-22")
        assert told in ran.err
        assert ("过了有效期，或者快到了" in ran.err) is bool(told)
    (answers.parent / "证据" / "执照.pdf").write_bytes(b"another")
    ran = checklist("check", answers, "--as-of", "2026-11-22")
    assert ran.code == without.code
    assert " 证据/执照.pdf：内容与登记的摘要不一样" in ran.err


@pytest.mark.parametrize("day", ["12月31日", "二零二七年三月一日", "明年三月一日"])
def test_a_last_day_in_other_words_is_answered_with_the_form(day: str) -> None:
    bare, until, wrong = last_day(f"营业执照.pdf 有效至{day}")
    assert (bare, until) == (f"营业执照.pdf 有效至{day}", None)
    assert "写在最后，例如：营业执照.pdf 有效至2027-03-01" in wrong


@pytest.mark.parametrize(
    "typed", ["有效至2027-03-01", "（有效期至2027年3月1日）", "2027-03-01到期"]
)
def test_a_last_day_alone_is_no_evidence(tmp_path: Path, typed: str) -> None:
    pieces, words = typed_evidence(typed, answers=tmp_path / "自查.yaml", at=AT)
    assert not pieces
    assert words.startswith("只写了有效期，没有写是哪一件佐证，没有记；写在那一件的后面")
