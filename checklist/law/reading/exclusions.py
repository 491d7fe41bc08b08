"""Reads the `exclusions` of a rulebook: answers that cannot both be true.

What is named of the rulebook itself must be there, and must be an answer that can be given; what is
named of other rulebooks is passed over here (`joined.pointing_nowhere` says what no rulebook has).
"""

from __future__ import annotations

from itertools import chain

from checklist.law.expectations import ExpectOneOf
from checklist.law.model import Alternative, Exclusion, Fact, Question, Said, Saying
from checklist.law.reading.common import KnownNames
from checklist.law.wording import SAYING
from checklist.yaml import schema as shown
from checklist.yaml.keys import each, placed_texts, text, word
from checklist.yaml.nodes import Mapping as Entries
from checklist.yaml.nodes import Node, Sequence, shortened
from checklist.yaml.reading import instead, spaced
from checklist.yaml.schema import ID_PATTERN, Schema
from checklist.yaml.shape import Fields, Key, Record, Rule

_SAYING = {word: saying for saying, word in SAYING.items()}
_KEY = f"{ID_PATTERN}(/{ID_PATTERN})?"


def fits(asked: Question | Fact, alternative: Alternative) -> bool:
    """Whether a question or fact can be answered so."""
    expect = asked.expect if isinstance(asked, Question) else None
    options = {option.id: option for option in asked.options}
    if not isinstance(alternative, Saying | str):
        return asked.is_multiple and all(
            id in options
            and (
                saying in (Saying.YES, Saying.NO, Saying.STATED, Saying.UNKNOWN)
                or (saying is Saying.INAPPLICABLE and options[id].inapplicable_if is not None)
            )
            for id, saying in alternative.items()
        )
    match alternative:
        case Saying.YES | Saying.NO:
            return asked.is_yes_no
        case Saying.INAPPLICABLE:
            return isinstance(asked, Question) and asked.inapplicable_if is not None
        case Saying.STATED | Saying.UNKNOWN:
            return expect is not None
        case Saying.SOME | Saying.ALL:
            return asked.is_multiple
        case Saying.NEVER:
            is_chosen = asked.is_yes_no or asked.is_multiple or isinstance(expect, ExpectOneOf)
            return expect is not None and not is_chosen
        case _:
            chooses = isinstance(expect, ExpectOneOf) or isinstance(asked, Fact)
            return chooses and alternative in options


def _answers(mend: str) -> Key:
    """What is answered to facts and questions, by their keys."""

    def read(fields: Fields, key: str, node: Node) -> tuple[Said, ...]:
        known: KnownNames = fields.reading
        name = fields.named(key)
        statements = []
        for id, value in known.entries(node, name, mend=mend).entries:
            items = value.items if isinstance(value, Sequence) else (value,)
            alternatives = [_alternative(known, id.value, f"{name} 里的 {id.value}", item)
                            for item in items]  # fmt: skip
            _check_key(known, id.value, id, name)
            statements.append(Said(key=id.value, alternatives=tuple(alternatives)))
        return tuple(statements)

    alternative: Schema = {"anyOf": [shown.TEXT, {"type": "object", "minProperties": 1}]}
    values = {"anyOf": [alternative, shown.listed(alternative)]}
    schema: Schema = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": f"^{_KEY}$"},
        "additionalProperties": values,
    }
    return Key(mend, read, schema, missing=())


def _alternative(known: KnownNames, id: str, name: str, node: Node) -> Alternative:
    alternative: Alternative
    if isinstance(node, Entries):
        alternative = {
            option.value: _SAYING.get(known.text(value, name), Saying.SOME)
            for option, value in node.entries
        }
    else:
        written = known.text(node, name)
        alternative = _SAYING.get(written, written)
    asked = known.facts.get(id) or known.questions.get(id)
    if asked and not fits(asked, alternative):
        words = "、".join(_SAYING)
        mend = f"写这道题能有的回答：{words}、选项的编号，或者 {{ 选项编号: 是 }}"
        known.complain(node, f"{spaced(name)}不是这道题能有的回答", mend)
    return alternative


def _check_key(known: KnownNames, key: str, place: Node, name: str) -> None:
    """A question of an entry of this rulebook must be there; a key of another one is not known."""
    if key in known.questions:
        return
    entry = key.partition("/")[0]
    if own := [other for other in known.questions if other.startswith(f"{entry}/")]:
        what = f"{spaced(name)}里的 {shortened(key)} 不是自己作答的问题"
        known.complain(place, what, instead(key, own, known.complaints))


def _is_one_of_both(fields: Fields) -> None:
    if "together" in fields:
        for key in ("said", "excludes"):
            if key in fields:
                fields.complain(key, f"有 together 又有 {key}", f"删去 {key}，或者另写一项")
        return
    for key in ("said", "excludes"):
        if key not in fields:
            fields.complain(fields.node, f"缺少 {key}", fields.record.keys[key].mend)


def _exclusions(
    said: tuple[Said, ...],
    excludes: tuple[Said, ...],
    together: tuple[str, ...],
    why: str,
    *,
    seldom: bool,
) -> tuple[Exclusion, ...]:
    """One exclusion; of questions that go `together` one for each: 不适用 to it, and to the others
    an answer."""
    if not together:
        return (Exclusion(these=said, exclude=excludes, why=why, seldom=seldom),)
    stated = [Said(key=key, alternatives=(Saying.STATED,)) for key in together]
    return tuple(
        Exclusion(
            these=(Said(key=key, alternatives=(Saying.INAPPLICABLE,)),),
            exclude=tuple(other for other in stated if other.key != key),
            why=why,
            seldom=seldom,
        )
        for key in together
    )


def _together() -> Key:
    """The keys of questions that are all inapplicable, or none is."""
    mend = "写上理由相同、要么都不适用要么都适用的问题"

    def read(fields: Fields, key: str, node: Node) -> tuple[str, ...]:
        known: KnownNames = fields.reading
        placed = placed_texts(fields, key, node)
        for id, item in placed:
            _check_key(known, id, item, fields.named(key))
            asked = known.questions.get(id)
            if asked is not None and not fits(asked, Saying.INAPPLICABLE):
                known.complain(
                    item, f"{fields.named(key)} 里的 {id} 不能答不适用", "从列表里去掉它"
                )
        return tuple(id for id, _ in placed)

    return Key(mend, read, shown.TEXTS, missing=())


_BOTH: Schema = {
    "if": {"required": ["together"]},
    "then": shown.never("said", "excludes"),
    "else": {"required": ["said", "excludes"]},
}
EXCLUSION = Record(
    _exclusions,
    {
        "said": _answers("写上哪里答了什么，例如 said: { art16-retention/period: 从未 }"),
        "excludes": _answers(
            "写上与它不能同时成立的回答，例如 excludes: { art31-records/kept: 是 }"
        ),
        "together": _together(),
        "why": text("写上为什么不能同时成立", required=True),
        "seldom": word({"是": True}, "可能同时成立、只是少见的，写 seldom: 是", missing=False),
    },
    rules=[Rule(_is_one_of_both, _BOTH)],
)
EXCLUSIONS = each("写上不能同时成立的回答", EXCLUSION).then(
    lambda read, *_: tuple(chain.from_iterable(read))
)
