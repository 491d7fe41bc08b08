"""`checklist report verify`: whether a page is what some answers and a rulebook give."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from checklist import exits, resources
from checklist.cli.chinese import option
from checklist.cli.common import StatuteOption, beside_of, note_evidence, official_text
from checklist.cli.rulebooks import RulesOption, not_compared, rulebook_of
from checklist.commands import command
from checklist.errors import WrongUsage
from checklist.streams import print_note, print_text
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.assessment.stored.rulebooks import Named
    from checklist.comparing.page_file import Page
    from checklist.comparing.verify import Outcome
    from checklist.law.model import Rulebook


PageArgument = Annotated[
    Path, typer.Argument(metavar="报告", help="checklist report 写出的网页（.html）。")
]
AnswersArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="答案文件",
        help="写出报告的那份答案文件；只核对封记的，可以不写。",
        show_default=False,
    ),
]
SealOption = Annotated[
    list[Path] | None,
    option("--seal", "封记", "另外送来的封记（checklist report seal 写出的）；可以写几次。"),
]


def verify(
    page: PageArgument,
    answers: AnswersArgument = None,
    seal: SealOption = None,
    statute: StatuteOption = None,
    rules: RulesOption = None,
) -> None:
    """核对一份网页报告：它是不是由这份答案文件写出的，有没有被改动过。

    按报告上的判断基准日重新判断、重新写一遍，逐字比较；说明是答案变了、页面被改过，还是缺少核对的条件。
    例如：checklist report verify 报告.html 自查.yaml
    只核对完整报告：专项页（report --only 写出的）不带完整的结果，不能核对，要核对同一编号的完整报告。
    引用了条文的报告，要用 --statute 给出同一份条文；不是用随附规则册判断的，要用 --rules。
    页面自带的封记（各项摘要）防意外改动，不防伪造：改页面的人可以重算摘要，能改答案文件的人也能用它重新写出一份报告。
    要防伪造，请出具人或者第二个人用 checklist report seal 另写一份封记，与报告分开送来，核对时加 --seal。

    退出码：相符是 0；不符、页面上看不到应有的内容、与另外送来的封记不符是 1；
    无法复算（缺规则册或者条文，或者由别的版本写出，文字无法比对）是 4，这不是“相符”；
    读不了，或者不是 checklist 写出的报告，是 3。
    """  # noqa: E501  a line is a paragraph of the help page
    from checklist.comparing import verify_words as words
    from checklist.comparing.page_file import read_page_file

    if answers is None and not seal:
        mend = f"写上写出报告的答案文件：{command('report', 'verify', page, Path('自查.yaml'))}"
        raise WrongUsage.because("缺少参数“答案文件”", f"{mend}；只核对封记的，写 --seal 封记")
    sealed = read_page_file(page)
    seals_hold = _seals_hold(sealed, seal or [])
    code = exits.DONE
    if answers is None:
        print_text("没有给出答案文件：只核对了封记，没有重新判断，也没有核对内容。")
    else:
        book = rulebook_of(rules, _answered_to(sealed))
        outcome = _verified(sealed, answers, book, rules=rules, statute=statute)
        print_text("\n".join(words.lines(outcome, sealed, book)))
        code = words.code(outcome, sealed)
    if statute is not None and sealed.seal.quoted is None:
        print_note("这一页没有引用条文，--statute 没有用到。")
    if code or not seals_hold:
        raise typer.Exit(code if seals_hold else exits.NOT_SATISFIED)


def _answered_to(page: Page) -> Sequence[Named]:
    """What the page was judged by, and what its answers were given to besides that was not yet in
    force: by that they are read, as they were for the page."""
    from checklist.cli.rulebooks import bundled_rulebook

    period, as_of = page.assessment.period, page.result.as_of
    last = min(as_of, period.last) if period else as_of
    given = [each for each in page.assessment.answered_to if each.id in resources.RULEBOOKS]
    later = [each for each in given if bundled_rulebook(each.id).in_force > last]
    return [*page.result.rulebooks, *later]


def _seals_hold(page: Page, files: list[Path]) -> bool:
    """Whether the page is the one that was sealed, each time; says so of each."""
    from checklist.comparing.sealed import page_sha256, read_seal

    actual = page_sha256(page)
    seals = [read_seal(file) for file in files]
    for seal in seals:
        who = "，".join(filter(None, (seal.by, seal.on, inert(str(seal.file)))))
        if seal.sha256 == actual:
            print_text(f"封记相符（{who}）：这一页与封记时一字不差。")
        else:
            difference = f"这一页的摘要是 {actual}，封记的是 {seal.sha256}。"
            print_text(f"不符：这一页不是封记的那一页（{who}）。{difference}")
    return all(seal.sha256 == actual for seal in seals)


def _verified(
    page: Page, answers: Path, book: Rulebook, *, rules: Sequence[Path] | None, statute: Path | None
) -> Outcome:
    from hashlib import sha256

    from checklist.assessment.stored.file import load
    from checklist.comparing.page_file import refuse_seal
    from checklist.comparing.verify import other_rulebook, verify
    from checklist.evaluation.evaluate import NotInForce

    ids = {each.id for each in page.result.rulebooks} | {each.id for each in book.regulations}
    files = {id: resources.rules_file(id) for id in ids}
    bundled = {
        id: sha256(file.read_bytes()).hexdigest() for id, file in files.items() if file.exists()
    }
    if other := other_rulebook(page, book, bundled=bundled):
        return other
    assessment = load(answers, book)
    note_evidence(answers, assessment)
    text = official_text(statute, rules, book) if statute and page.seal.quoted else None
    try:
        # The program's own rulebook is known as such wherever it was read from.
        own = (
            replace(each, bundled=bundled.get(each.id) == each.sha256) for each in book.regulations
        )
        judged_by = replace(book, regulations=tuple(own))
        others = not_compared(judged_by)
        nearby = beside_of(answers, assessment)
        return verify(page, judged_by, assessment, text, beside=nearby, not_compared=others)
    except NotInForce:
        refuse_seal(page, "判断基准日早于规则册的施行日")
