"""A date stays on one line wherever it is printed: browsers break after a hyphen."""

from __future__ import annotations

import re

from checklist.law.model import Topic
from checklist.report.page import html
from checklist.report.page.page import dated
from checklist.report.view.build import about
from tests.report.kinds import example

_KEPT = re.compile(r"<time>答于\d{4}-\d\d-\d\d</time>")
_BROKEN = re.compile(r"，\d{4}-\d\d-\d\d|答于<time>|[^>]答于\d")


def test_text_around_a_date_is_escaped_and_the_date_kept_whole() -> None:
    assert dated("<b>，2026-11-18") == "&lt;b&gt;，<time>2026-11-18</time>"
    assert dated("林晓") == "林晓"
    assert dated("林晓答于2026-11-18") == "林晓<time>答于2026-11-18</time>"
    assert dated("林晓，2026-11-18到期") == "林晓，<time>2026-11-18到期</time>"


def test_who_answered_when_is_never_broken_within_the_date() -> None:
    for report in (example("agency"), about(example("agency"), Topic.RETENTION)):
        page = html.render(report)
        assert _KEPT.search(page)
        assert _BROKEN.findall(page) == []
