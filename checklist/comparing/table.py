"""Comparison -> tables for a terminal; rooms that changed alike share one row."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.comparing import words
from checklist.comparing.model import Cause, Comparison, Difference, Effect, alike
from checklist.layout import wrap
from checklist.report.forms.table import NARROWEST, WIDEST, grid, steady


def render(comparison: Comparison, *, width: int) -> str:
    """The tables as text of at most `width` cells a line, without a final line break."""
    return "\n\n".join(_parts(comparison, min(max(width, NARROWEST), WIDEST)))


def _parts(comparison: Comparison, width: int) -> Iterator[str]:
    yield "\n".join(wrap(steady(_line(one)), width) for one in words.heading(comparison))
    facts = [words.fact(comparison, one) for one in comparison.fact_changes()]
    if facts:
        told = (wrap(f"- {steady(_line(one))}", width) for one in facts)
        yield "\n".join((f"{words.CAUSE[Cause.FACTS]}（{len(facts)}处）", *told))
    for effect in Effect:
        differences = comparison.with_effect(effect)
        if differences:
            rows = [_row(comparison, group) for group in alike(differences)]
            count = f"{len(differences)}条"
            if len(rows) < len(differences):
                count += f"，几个直播间相同的合为一行，共{len(rows)}行"
            yield f"{words.EFFECT[effect]}（{count}）\n" + grid(
                ("依据", "义务", "结论", "变在哪里"), rows, (14, 26, 13, 53), width
            )
    yield wrap(words.summary(comparison), width)


def _line(text: str) -> str:
    """What people typed must not begin a line of its own."""
    return " ".join(text.split("\n"))


def _row(comparison: Comparison, group: tuple[Difference, ...]) -> tuple[str, ...]:
    first = group[0]
    whose = words.rooms(comparison, [one.told.subject for one in group])
    title = _line(first.told.title)
    if first.effect is Effect.NEW:
        status = words.status(first.new)
    elif first.effect is Effect.GONE:
        status = f"原为{words.status(first.old)}"
    elif first.old and first.new and first.old.status is first.new.status:
        status = f"仍为{words.status(first.new)}"
    else:
        status = f"{words.status(first.old)} → {words.status(first.new)}"
    return (
        words.place(first.told),
        f"{title}\n{_line(whose)}" if whose else title,
        status,
        "\n".join(_details(comparison, first)),
    )


def _details(comparison: Comparison, difference: Difference) -> Iterator[str]:
    for one in difference.questions:
        yield f"{_line(words.ask(one))}\n{_line(words.question(one))}"
        who = words.recorded(comparison.who(difference, one))
        if who:
            yield f"作答：{who}"
        if len(difference.causes) > 1:
            yield f"原因：{words.CAUSE[one.cause]}"
    if len(difference.causes) == 1:
        yield f"原因：{words.causes(difference)}"
