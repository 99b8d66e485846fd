import re

import pytest

from kiosk_ui.svg import theme

SHEETS = [
    theme.style_sheet(parts)
    for parts in (
        theme.LEVEL_STYLE_PARTS,
        theme.OVERLAY_STYLE_PARTS,
        theme.THUMBNAIL_STYLE_PARTS,
    )
]
PAGE_TOKENS = {"map-px"}


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_colour_has_a_value_to_fall_back_on(sheet: str) -> None:
    bare = set(re.findall(r"var\(--([a-z0-9-]+)\)", sheet))
    assert not bare - {"m-px", "m-wide", "m-narrow"}
    asked = set(re.findall(r"var\(--([a-z0-9-]+),", sheet))
    assert asked <= set(theme.LIGHT) | PAGE_TOKENS


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_rule_reaches_beyond_the_map(sheet: str) -> None:
    rules = re.sub(r"@media[^{]*", "", sheet)
    selectors = re.findall(r"([^{}]+)\{", rules)
    assert selectors
    for selector in selectors:
        for each in re.split(r",(?![^(]*\))", selector):
            assert ".m-map" in each or each.strip() == "svg:root", each


@pytest.mark.parametrize("tokens", [theme.DARK, theme.CONTRAST, theme.PRINT])
def test_themes_only_give_known_tokens(tokens: dict[str, str]) -> None:
    assert set(tokens) <= set(theme.LIGHT)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["LIGHT", "DARK", "CONTRAST", "PRINT"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "map-floor", 4.5),
        ("ink-2", "map-room", 4.5),
        ("shelf-ink", "shelf", 4.5),
        ("on-target", "target", 4.5),
        ("target-edge", "map-floor", 3.0),
        ("shelf-edge", "map-floor", 3.0),
        ("route", "map-floor", 3.0),
        ("map-wall", "map-floor", 3.0),
        ("dot", "dot-ring", 1.5),
    ],
)
def test_marks_and_text_can_be_told_from_their_ground(
    name: str, ink: str, ground: str, least: float
) -> None:
    tokens = theme.LIGHT | getattr(theme, name)
    assert _contrast(tokens[ink], tokens[ground]) >= least
