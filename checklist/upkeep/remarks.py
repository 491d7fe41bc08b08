"""What is not wrong in a rulebook, and yet should be looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from checklist.law.joined import naming_no_law, pointing_nowhere
from checklist.law.model import Rulebook

_MOST_LISTED = 10


def remarks(book: Rulebook, bundled: Collection[Rulebook]) -> Iterator[str]:
    """Each with how to mend it; `bundled` are the rulebooks that may stand beside it."""
    if unsaid := [key for key, question in book.questions().items() if question.about is None]:
        listed = f"{'、'.join(unsaid[:_MOST_LISTED])}{'等' if len(unsaid) > _MOST_LISTED else ''}"
        yield (
            f"{len(unsaid)} 个问题没有写 about，作答时不说明问的是什么时候，"
            f"没有做到的改成做到也不问是更正还是整改：{listed}\n"
            "  改法：给义务或者问题写上 about: 期间（发生过的事）或者 about: 现在（现在有没有）"
        )
    if lost := pointing_nowhere(book, (book, *bundled)):
        yield (
            f"see、overlaps 里的这些编号，这份规则册和随附的规则册里都没有：{'、'.join(lost)}\n"
            "  改法：see 写成 义务/问题（自己保存答案的那一题），overlaps 写义务的编号；"
            "指向没有随附的规则册的，可以不改"
        )
    if bare := naming_no_law(book):
        yield (
            f"这些问题、选项里的条号没有写明是哪一部规定，几部一起对照时会看错：{'、'.join(bare)}\n"
            "  改法：写上是哪一部，例如 《直播电商监督管理办法》第六条"
        )
