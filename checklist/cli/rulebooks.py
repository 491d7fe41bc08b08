"""Which rulebooks a command goes by: those of the file, those named by option, one alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from checklist import resources
from checklist.cli.chinese import option
from checklist.errors import WrongUsage
from checklist.streams import print_note
from checklist.text import inert

if TYPE_CHECKING:
    from checklist.assessment.stored.rulebooks import Named
    from checklist.law.model import Regulation, Rulebook

RulesOption = Annotated[
    list[Path] | None,
    option(
        "--rules",
        "规则册",
        "改用这份规则册（YAML 文件或者随附的编号），可以写几次；不是随附的会注明。",
        otherwise="答案文件所写的规则册",
    ),
]
OneRulebook = Annotated[
    Path | None,
    option(
        "--rules",
        "规则册",
        "看这份规则册（YAML 文件，或者随附的编号）。",
        otherwise=resources.RULEBOOKS[0],
    ),
]
SomeRulebooks = Annotated[
    list[Path] | None,
    option(
        "--rules",
        "规则册",
        "看这份规则册（YAML 文件，或者随附的编号），可以写几次。",
        otherwise="随附的全部",
    ),
]


WithOption = Annotated[
    list[str] | None,
    option(
        "--with", "编号", "也对照这部随附的规定，可以写几次。", otherwise="新建的对照全部已经施行的"
    ),
]
WithoutOption = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="编号",
        help="不再对照这部规定；答过的留着，以后加回来还在。",
    ),
]


def rulebook(rules: Sequence[Path] | None, *files: Path) -> Rulebook:
    """What answer files are judged by: the rulebooks given with --rules, else all that one of the
    files names. Raises UnreadableFile."""
    from checklist.assessment.stored.rulebooks import named
    from checklist.files import read_text

    there = () if rules else (file for file in files if file.is_file())
    return rulebook_of(
        rules, [name for file in there for name in named(read_text(file), file=file)]
    )


def rulebook_of(rules: Sequence[Path] | None, answered: Sequence[Named]) -> Rulebook:
    """The rulebooks given with --rules, else those bundled that answers were given to, joined in
    the order in which they are asked. Raises UnreadableFile."""
    from checklist.assessment.stored.rulebooks import judged_by
    from checklist.law.joined import join

    if rules:
        return join([one_rulebook(path) for path in rules])
    return bundled_rulebooks(tuple(judged_by(answered, resources.RULEBOOKS)))


def every_rulebook(rules: Sequence[Path] | None) -> Rulebook:
    """All that come with the program, or those given with --rules. Raises UnreadableFile."""
    return rulebook_of(rules, ()) if rules else bundled_rulebooks(resources.RULEBOOKS)


def not_compared(book: Rulebook) -> tuple[Regulation, ...]:
    """The bundled regulations that are not among those judged by; none beside a rulebook of the
    user's own."""
    ids = {each.id for each in book.regulations}
    others = (id for id in resources.RULEBOOKS if id not in ids) if book.bundled else ()
    return tuple(map(_bundled_regulation, others))


@cache
def _bundled_regulation(id: str) -> Regulation:
    from checklist.law.reading.rulebook import load_regulation

    return load_regulation(resources.rules_file(id), bundled=True)


class Sitting(Struct, frozen=True, kw_only=True):
    """What a sitting goes by. `aside` are the ids of bundled rulebooks that it does not, as the
    respondent said, `as_last` those of them said so in the file that a new one is begun from;
    `undecided` of those in force that the file says nothing about."""

    rulebook: Rulebook
    aside: tuple[str, ...] = ()
    as_last: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()


def of_sitting(
    rules: Sequence[Path] | None,
    file: Path,
    add: Sequence[str],
    drop: Sequence[str],
    today: date,
    last: Path | None = None,
) -> Sitting:
    """What a sitting about a file goes by; a new file by all that is in force, but for what was set
    aside in the `last` one. `add` and `drop` are the ids after --with and --without. Raises
    WrongUsage for those not bundled, UnreadableFile."""
    from checklist.assessment.stored.rulebooks import are_aside, judged_by, named, not_decided
    from checklist.files import read_text

    if rules:
        if add or drop:
            mend = "用 --rules 的，把要对照的规则册都用 --rules 写出来"
            raise WrongUsage.because("--with、--without 只用于随附的规则册", mend)
        return Sitting(rulebook=rulebook(rules))
    _check_bundled("--with", add)
    _check_bundled("--without", drop)
    known = resources.RULEBOOKS
    begun = [id for id in known if bundled_rulebook(id).in_force <= today]
    answered = named(read_text(file), file=file) if file.is_file() else None
    going_by = begun if answered is None else judged_by(answered, known)
    earlier = () if last is None else are_aside(named(read_text(last), file=last), known)
    as_last = tuple(id for id in earlier if id not in {*add, *drop}) if answered is None else ()
    wanted = [id for id in known if id in {*going_by, *add} - {*drop, *as_last}]
    if not wanted:
        what = "--without 之后一部规定也不剩"
        raise WrongUsage.because(what, "至少留下一部")
    undecided = not_decided(answered, begun) if answered else ()
    return Sitting(
        rulebook=bundled_rulebooks(tuple(wanted)),
        aside=(*drop, *as_last),
        as_last=as_last,
        undecided=tuple(id for id in undecided if id not in {*add, *drop}),
    )


def _check_bundled(option: str, ids: Sequence[str]) -> None:
    for id in ids:
        if id not in resources.RULEBOOKS:
            known = (bundled_rulebook(each).regulation for each in resources.RULEBOOKS)
            choices = "、".join(f"{each.id}（《{each.title}》）" for each in known)
            what = f"{option} 后面的“{inert(id)}”不是随附规则册的编号"
            raise WrongUsage.because(what, f"写其中之一：{choices}")


def one_rulebook(rules: Path | None) -> Rulebook:
    """A rulebook by its file or the id of a bundled one. Raises UnreadableFile."""
    from checklist.law.reading.rulebook import load_rulebook

    if rules is None or (str(rules) in resources.RULEBOOKS and not rules.exists()):
        return bundled_rulebook(resources.RULEBOOKS[0] if rules is None else str(rules))
    return load_rulebook(rules, bundled=False)


@cache
def bundled_rulebook(id: str) -> Rulebook:
    """A rulebook that comes with the program. Raises UnreadableFile."""
    from checklist.law.reading.rulebook import load_rulebook

    bundled = resources.rules_file(id)
    edited = Path("rules") / bundled.name
    if not resources.beside_the_code() and _differs(edited, bundled):
        print_note(
            f"注意：读的是安装时复制的规则册，不是这里的 {edited}。"
            f"用 pip install -e . 重新安装，或者加 --rules {edited}。"
        )
    return load_rulebook(bundled, bundled=True)


@cache
def bundled_rulebooks(ids: tuple[str, ...]) -> Rulebook:
    """Some of the rulebooks that come with the program, joined. Raises UnreadableFile."""
    from checklist.law.joined import join

    return join([bundled_rulebook(id) for id in ids])


def _differs(edited: Path, bundled: Path) -> bool:
    """Whether there is an `edited` file that says something else; line ends say nothing."""
    try:
        return edited.read_bytes().splitlines() != bundled.read_bytes().splitlines()
    except OSError:
        return False
