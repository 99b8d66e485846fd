import re

import pytest

from kiosk_ui.svg import theme, tokens

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
    assert asked <= set(tokens.LIGHT) | PAGE_TOKENS


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_rule_reaches_beyond_the_map(sheet: str) -> None:
    rules = re.sub(r"@media[^{]*", "", sheet)
    selectors = re.findall(r"([^{}]+)\{", rules)
    assert selectors
    for selector in selectors:
        for each in re.split(r",(?![^(]*\))", selector):
            assert ".m-map" in each or each.strip() == "svg:root", each


@pytest.mark.parametrize("given", [tokens.DARK, tokens.CONTRAST, tokens.PRINT, tokens.FORCED])
def test_themes_only_give_known_tokens(given: dict[str, str]) -> None:
    assert set(given) <= set(tokens.LIGHT)


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
    values = tokens.LIGHT | getattr(tokens, name)
    assert _contrast(values[ink], values[ground]) >= least


@pytest.mark.parametrize("name", sorted(theme.THEMES))
def test_a_fixed_theme_asks_neither_page_nor_reader(name: tokens.Theme) -> None:
    sheet = theme.style_sheet(theme.LEVEL_STYLE_PARTS, name)
    asked = set(re.findall(r"var\(--([a-z0-9-]+)", sheet))
    assert asked <= {"m-px", "m-wide", "m-narrow", "map-px"}
    assert "prefers" not in sheet
    assert theme.THEMES[name]["map-floor"] in sheet


def test_the_readers_own_colours_are_forced_on_the_map() -> None:
    sheet = theme.style_sheet(theme.LEVEL_STYLE_PARTS)
    forced = sheet.split("@media (forced-colors:active)")[1]
    assert "--ink:CanvasText" in forced
    assert "forced-color-adjust:none" in forced
