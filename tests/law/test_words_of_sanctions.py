"""A penalty is told in the words of the law: 处, 可以处, 并处 and 可以并处 are not the same."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from checklist.law.model import Fine, OtherLaw, Penalty, Step, Trigger
from checklist.law.wording import numeral, penalty, step
from checklist.upkeep.statute import Statute, parse, quote
from tests.given import law
from tests.given.bundled import BOOKS

LAW = Path(os.environ.get("CHECKLIST_LAW_DIR", Path(__file__).parents[3] / "shared" / "law"))
PENALTIES = {each.id: (id, each) for id, book in BOOKS.items() for each in book.penalties}


def test_what_stands_before_the_fine_is_as_in_the_text() -> None:
    fine = Fine(low=10_000, high=100_000)
    breach = Trigger.BREACH
    assert step(Step(on=breach, fine=fine)) == "处1万元以上10万元以下罚款"
    assert step(Step(on=breach, fine=fine, discretionary=True)).startswith("可以处1万元")
    beside = Step(on=breach, order="责令停业整顿", fine=fine, fining="并处")
    assert step(beside) == "责令停业整顿，并处1万元以上10万元以下罚款"


def test_a_condition_of_the_text_is_not_told_twice() -> None:
    serious = "两年内有三次以上违法行为或者有其他严重情节的"
    told = step(Step(on=Trigger.SERIOUS, where=serious, fine=Fine(high=5_000)))
    assert told == f"{serious}，处5000元以下罚款"


@pytest.mark.parametrize(
    ("first", "under", "told"),
    [
        (None, (), "属于某部门职责的，处罚款（数额未定）"),
        ("有规定的，依照其规定", (), "有规定的，依照其规定；没有规定，属于某部门职责的，处罚款"),
        ("依照某法", (OtherLaw(law="某法"),), "属于某部门职责的，依照某法；没有规定的，处罚款"),
    ],
)
def test_whose_matter_it_is_stands_where_the_text_has_it(
    first: str | None, under: tuple[OtherLaw, ...], told: str
) -> None:
    fines = law.penalty(
        "p",
        remit="属于某部门职责的",
        other_law_first=first,
        under=under,
        steps=(Step(on=Trigger.BREACH, fine=Fine()),),
    )
    assert penalty(fines).startswith(told)


def test_words_that_are_equal_in_the_text_are_equally_in_doubt() -> None:
    """责令限期改正，可以处: whether the first breach is fined is not said, unless a later step is
    for whoever does not correct it."""
    later = (Trigger.NOT_CORRECTED_IN_TIME, Trigger.REFUSED, Trigger.REFUSED_OR_SERIOUS)
    for id, (_, each) in PENALTIES.items():
        is_open = not any(step.on in later for step in each.steps)
        for stage in each.steps:
            if stage.on is Trigger.BREACH and stage.fine:
                is_alike = "责令限期改正" in (stage.order or "") and stage.discretionary
                assert stage.first_in_doubt is (is_alike and is_open), id
    assert {"art56", "art57", "mcn26"} <= {
        id for id, (_, each) in PENALTIES.items() if any(s.first_in_doubt for s in each.steps)
    }


# --- against the official texts ------------------------------------------------------------------


@cache
def plain(text: str) -> str:
    """Amounts in arabic numerals, no blanks: 处1万元以上10万元以下罚款."""
    text = text.replace("的罚款", "罚款")
    for number in range(999, 0, -1):
        for unit in ("万元", "倍", "千元"):
            text = text.replace(f"{numeral(number)}{unit}", f"{number}{unit}")
    text = text.replace("一千万元", "1000万元")
    return re.sub(r"(\d+)千元", lambda found: f"{found[1]}000元", "".join(text.split()))


@cache
def regulation(book: str) -> Statute:
    return parse((LAW / f"{BOOKS[book].regulation.title}.md").read_text(encoding="utf-8"))


def texts(book: str, of: Penalty) -> Iterator[str]:
    """The provision in the regulation itself, and those of other laws that it points to."""
    yield quote(regulation(book), of.source) or ""
    for there in of.under:
        if there.article is not None:
            yield other(there.law, f"第{numeral(there.article)}条")


def other(name: str, article: str) -> str:
    """An article of another law, with all its paragraphs."""
    for file in (LAW / "引用法律").glob(f"{name}(*.md"):
        whole = file.read_text(encoding="utf-8")
        return whole.partition(f"\n{article}")[2].partition("\n第")[0]
    collected = (LAW / "引用罚则.md").read_text(encoding="utf-8")
    for section in collected.split("\n### ")[1:]:
        if section.startswith(name) and f"\n{article}　" in section:
            return section.partition(f"\n{article}　")[2].partition("\n第")[0]
    raise LookupError(name, article)


@pytest.mark.skipif(not LAW.exists(), reason="the official texts are not at hand")
@pytest.mark.parametrize("id", PENALTIES)
def test_every_fine_is_imposed_in_the_words_of_its_law(id: str) -> None:
    book, fines = PENALTIES[id]
    official = plain("".join(texts(book, fines)))
    for each in fines.steps:
        if each.fine is None:
            continue
        before, amount = re.fullmatch(
            "(?:.*，)?(可以并处|可以处|并处|处以|处)((?:违法所得|广告费用)?[0-9].*?罚款).*",
            plain(step(each)),
        ).groups()  # type: ignore[union-attr]
        words = re.findall(f"(可以并处|可以处|并处|处以|处|){amount}", official)
        assert before in words, (amount, official)


@pytest.mark.skipif(not LAW.exists(), reason="the official texts are not at hand")
@pytest.mark.parametrize("id", PENALTIES)
def test_whose_matter_it_has_to_be_is_told_exactly_where_the_provision_says_so(id: str) -> None:
    book, fines = PENALTIES[id]
    own = next(texts(book, fines))
    said = re.findall("属于(?:市场监督管理|网信)部门职责的", own)
    assert ([fines.remit] if fines.remit else []) == said[:1]


@pytest.mark.skipif(not LAW.exists(), reason="the official texts are not at hand")
@pytest.mark.parametrize("id", PENALTIES)
def test_what_is_ordered_is_ordered_in_the_words_of_the_law(id: str) -> None:
    """Each order stands in the text, part by part and in its order."""
    book, fines = PENALTIES[id]
    official = plain("".join(texts(book, fines)))
    for each in fines.steps:
        at, orders = 0, each.order or ""
        refers = orders.startswith(("依照", "按照", "由有关"))
        for part in re.split("[，；、]", "" if refers else orders):
            found = official.find(plain(part), at)
            assert found >= 0, (part, official)
            at = found
