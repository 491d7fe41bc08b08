"""What the style sheet promises: colours that can be read, print that is whole."""

from __future__ import annotations

import re

import pytest

from checklist import resources

STYLE = (resources.templates_dir() / "report.css").read_text(encoding="utf-8")
COVER = (resources.templates_dir() / "cover.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))
    for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
)
TEXT = ["ink", "soft", "not_satisfied", "undetermined", "satisfied", "not_applicable"]


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", TEXT)
def test_text_can_be_read_in_light_and_dark(colours: dict[str, str], name: str) -> None:
    assert contrast(colours[name], colours["paper"]) >= 4.5
    # the finding that a link led to stands on another ground
    assert contrast(colours[name], colours["aimed"]) >= 4.5


def test_print_has_a_cover_an_annex_of_its_own_and_whole_lines() -> None:
    assert "size: A4" in STYLE
    printed = STYLE[STYLE.index("@media print") :]
    assert ".annex { break-before: page;" in printed
    assert ".annex:not([open]) { display: none !important; }" in printed
    assert ".cover { display: flex;" in COVER[COVER.index("@media print") :]
    assert re.search(r"  tr, .*\{ break-inside: avoid; \}", printed)


def test_no_line_of_an_introduction_is_alone_on_a_page_of_print() -> None:
    printed = STYLE[STYLE.index("@media print") :]
    assert re.search(r"  body \{.* orphans: 3; widows: 3;", printed)
    assert re.search(
        r"\.chapter > h2 \+ p:not\(:last-child, :has\(\+ \.scroll\)\), "
        r"\.chapter > h2 \+ p:has\(\+ \.scroll > \.clocks\), .*\{ break-after: avoid; \}",
        printed,
    )


def test_what_is_filtered_out_is_printed_all_the_same() -> None:
    assert re.findall(r".*\.off\b.*", STYLE) == [
        "@media screen { .off { display: none !important; } }"
    ]
    printed = STYLE[STYLE.index("@media print") :]
    assert re.search(r"\.filter, \.filtered, \.here, .* \{ display: none !important; \}", printed)


def test_narrow_screens_do_not_change_the_print() -> None:
    assert re.findall(r"@media \(max-width", STYLE) == []
