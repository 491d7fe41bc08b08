"""Comparison -> tables for a terminal, or JSON for other programs.

The JSON has codes in English, users' words only in names and ask. Its shape is public API,
version 1: docs/schema/compare.schema.json. Points, changes of questions and of facts stand there
as their types have them.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import to_builtins

from checklist import PROGRAM
from checklist.comparing import counted_words, words
from checklist.comparing.compare import fact_changes
from checklist.comparing.model import Cause, Comparison, Difference, Effect, Group, Turn, alike
from checklist.comparing.past_words import mended
from checklist.comparing.result import Result
from checklist.law.as_data import Data
from checklist.layout import wrap
from checklist.report.forms.json import written
from checklist.report.forms.table import NARROWEST, WIDEST, grid, steady
from checklist.report.words.wording import STATUS

FORMAT = 1


def as_table(comparison: Comparison, *, width: int) -> str:
    """Text of at most `width` cells a line, without a final line break."""
    return "\n\n".join(_parts(comparison, min(max(width, NARROWEST), WIDEST)))


def _parts(comparison: Comparison, width: int) -> Iterator[str]:
    yield "\n".join(wrap(steady(_line(text)), width) for text in words.heading(comparison))
    facts = [_line(words.fact(comparison, change)) for change in fact_changes(comparison)]
    if facts:
        listed = (wrap(f"- {steady(text)}", width) for text in facts)
        yield "\n".join((f"{words.CAUSE[Cause.FACTS]}（{len(facts)}处）", *listed))
    for name, differences in counted_words.sorted_out(comparison).items():
        rows = [_row(comparison, group) for group in alike(differences)]
        new = counted_words.of_them_new(differences).replace(" ", "")
        count = f"{len(differences)}项{new}"
        if len(rows) < len(differences):
            count += f"，几个直播间相同的合为一行，共{len(rows)}行"
        yield f"{wrap(f'{name}（{count}）', width)}\n" + grid(
            ("依据", "义务", "结论", "变在哪里"), rows, (14, 26, 13, 53), width
        )
    yield wrap(counted_words.summary(comparison), width)


def _line(text: str) -> str:
    """What people typed must not begin a line of its own."""
    return " ".join(text.split("\n"))


def _row(comparison: Comparison, group: Group) -> tuple[str, ...]:
    first = group[0]
    rooms = words.rooms(comparison, [each.finding.subject for each in group])
    title = _line(first.finding.title)
    return (
        words.place(comparison, first.finding),
        f"{title}\n{_line(rooms)}" if rooms else title,
        _status(first),
        "\n".join(_details(first)),
    )


def _status(difference: Difference) -> str:
    now = STATUS[difference.finding.status]
    if difference.old is None:
        return f"新适用，{now}"
    was = STATUS[difference.old.status]
    if difference.new is None:
        return f"原为{was}"
    return f"仍为{now}" if was == now else f"{was} → {now}"


def _details(difference: Difference) -> Iterator[str]:
    if remedy := mended(difference):
        yield remedy
    for change in difference.questions:
        yield f"{_line(words.ask(change))}\n{_line(words.question(change))}"
        who = words.signed(change)
        if who:
            yield f"作答：{who}"
        if change.corrected:
            yield f"更正说明：{change.corrected}"
        if len(difference.causes) > 1:
            yield f"原因：{words.CAUSE[change.cause]}"
    if len(difference.causes) == 1:
        yield f"原因：{words.causes(difference)}"


def as_json(comparison: Comparison, *, ascii: bool) -> str:
    """One JSON document, without a final line break."""
    return written(as_data(comparison), ascii=ascii)


def as_data(comparison: Comparison) -> Data:
    """The document as plain data, in the order in which it is written."""
    rooms, questions = comparison.rooms, comparison.questions
    return {
        "format": FORMAT,
        "program": PROGRAM,
        "old": _result(comparison.old),
        "new": _result(comparison.new),
        "same_respondent": comparison.same_respondent,
        "same_rules": comparison.same_rules,
        "fell_back": comparison.fell_back,
        **_one_sided(comparison),
        "rooms": {"added": rooms.added, "removed": rooms.removed, "renamed": rooms.changed},
        "questions": {
            "reworded": ["/".join(key) for key in questions.changed],
            "added": ["/".join(key) for key in questions.added],
            "removed": ["/".join(key) for key in questions.removed],
        },
        "facts": to_builtins(list(fact_changes(comparison))),
        "totals": {
            **{effect.value: len(comparison.with_effect(effect)) for effect in Effect},
            "unchanged": comparison.unchanged,
        },
        "turns": {turn.value: sum(map(len, comparison.turned(turn))) for turn in Turn},
        "differences": [_difference(each) for each in comparison.differences],
    }


def _one_sided(comparison: Comparison) -> Data:
    """By side, what it was not held against and the other was; no key where there is nothing."""
    sides = {
        side: [part.regulation.id for part in comparison.one_sided if part.is_old is not old]
        for side, old in (("old", True), ("new", False))
    }
    return {"not_compared": sides} if comparison.one_sided else {}


def _result(result: Result) -> Data:
    parts = ("as_of", "period", "rulebooks", "respondent", "rooms", "altered")
    return {name: to_builtins(getattr(result, name)) for name in parts}


def _difference(difference: Difference) -> Data:
    finding, old, new = difference.finding, difference.old, difference.new
    place = ("obligation", "title", "article", "paragraph", "item", "subject")
    return {
        **({"rulebook": finding.rulebook} if finding.rulebook else {}),
        **{name: getattr(finding, name) for name in place},
        "effect": difference.effect.value,
        "turn": difference.turn.value,
        "causes": [cause.value for cause in difference.causes],
        "old_status": old and old.status.value,
        "new_status": new and new.status.value,
        "questions": to_builtins(difference.questions),
    }
