"""Comparison -> tables for a terminal; rooms that changed alike share one row."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.comparing import words
from checklist.comparing.compare import fact_changes
from checklist.comparing.model import Cause, Comparison, Difference, Effect, Group, alike
from checklist.layout import wrap
from checklist.report.forms.table import NARROWEST, WIDEST, grid, steady


def render(comparison: Comparison, *, width: int) -> str:
    """The tables as text of at most `width` cells a line, without a final line break."""
    return "\n\n".join(_parts(comparison, min(max(width, NARROWEST), WIDEST)))


def _parts(comparison: Comparison, width: int) -> Iterator[str]:
    yield "\n".join(wrap(steady(_line(text)), width) for text in words.heading(comparison))
    facts = [_line(words.fact(comparison, change)) for change in fact_changes(comparison)]
    if facts:
        listed = (wrap(f"- {steady(text)}", width) for text in facts)
        yield "\n".join((f"{words.CAUSE[Cause.FACTS]}（{len(facts)}处）", *listed))
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


def _row(comparison: Comparison, group: Group) -> tuple[str, ...]:
    first = group[0]
    rooms = words.rooms(comparison, [each.finding.subject for each in group])
    title = _line(first.finding.title)
    return (
        words.place(first.finding),
        f"{title}\n{_line(rooms)}" if rooms else title,
        _status(first),
        "\n".join(_details(first)),
    )


def _status(difference: Difference) -> str:
    was, now = words.status(difference.old), words.status(difference.new)
    match difference.effect:
        case Effect.NEW:
            return now
        case Effect.GONE:
            return f"原为{was}"
        case _:
            return f"仍为{now}" if was == now else f"{was} → {now}"


def _details(difference: Difference) -> Iterator[str]:
    for change in difference.questions:
        yield f"{_line(words.ask(change))}\n{_line(words.question(change))}"
        who = words.signed(change)
        if who:
            yield f"作答：{who}"
        if len(difference.causes) > 1:
            yield f"原因：{words.CAUSE[change.cause]}"
    if len(difference.causes) == 1:
        yield f"原因：{words.causes(difference)}"
