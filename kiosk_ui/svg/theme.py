"""How maps look: one style sheet for every theme.

Each rule asks the page for a token (``var(--route, …)``), so a map inside a page follows the
page's theme. ``svg:root`` only matches when the SVG is a document of its own; there the
tokens below answer, by the reader's preferences. Every rule is under ``.m-map``, because a
style sheet inside an inlined SVG is one for the whole page.

Marks and text keep their size in CSS pixels whatever the scale: they are drawn in pixels in
a group of class ``m-mark``, scaled by ``--map-px``, the metres that a pixel is worth. A page
that zooms sets ``--map-px`` and ``data-zoom``; without it, both follow the page's width.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kiosk_ui.svg.tokens import CONTRAST, DARK, FORCED, LIGHT, PRINT, Theme

TEXT_PX = 16.0
NARROW_LIMIT_PX = 700

SCALE_RULES = f"""
.m-map{{display:block;font-family:var(--font);font-size:{TEXT_PX:g}px;
  --m-px:var(--map-px,var(--m-wide))}}
.m-map text{{fill:var(--ink);stroke:none;text-anchor:middle;dominant-baseline:central;
  user-select:none}}
.m-map .m-mark{{transform:scale(var(--m-px))}}
@media(max-width:{NARROW_LIMIT_PX - 0.02}px){{.m-map{{--m-px:var(--map-px,var(--m-narrow))}}}}
"""

ZOOM_RULES = f"""
.m-map .z2,.m-map .z3{{display:none}}
.m-map[data-zoom="2"] .z2,.m-map[data-zoom="3"] :is(.z2,.z3){{display:inline}}
.m-map:is([data-zoom="0"],[data-zoom="1"]) .m-bays{{display:none}}
.m-map[data-zoom="2"] .to1,.m-map[data-zoom="3"] :is(.to1,.to2){{display:none}}
@media(min-width:{NARROW_LIMIT_PX}px){{
.m-map:not([data-zoom]) .z2{{display:inline}}
.m-map:not([data-zoom]) .to1{{display:none}}
}}
@media(max-width:{NARROW_LIMIT_PX - 0.02}px){{.m-map:not([data-zoom]) .m-bays{{display:none}}}}
"""

GROUND_RULES = """
.m-map .m-out{fill:var(--map-out)}
.m-map .m-floor{fill:var(--map-floor)}
.m-map .m-wall{fill:none;stroke:var(--map-wall);stroke-width:1.5;stroke-linecap:square;
  vector-effect:non-scaling-stroke}
.m-map .m-outer{stroke-width:2.6}
.m-map .m-shelf path{fill:var(--shelf);stroke:var(--shelf-edge);stroke-width:.9;
  vector-effect:non-scaling-stroke}
.m-map .m-shelf .m-bays{fill:none;stroke-width:.6;opacity:.75}
"""

LEVEL_RULES = """
.m-map .m-shelf .m-rails{fill:none;stroke-width:1.6}
.m-map .m-low path{fill-opacity:.4}
.m-map .m-room{fill:var(--map-room)}
.m-map .m-closed{fill:var(--shelf-edge);opacity:.35}
.m-map .m-furn{fill:var(--map-furn)}
.m-map .m-desk{fill:var(--map-wall)}
.m-map .m-stair{fill:none;stroke:var(--shelf-edge);stroke-width:1;vector-effect:non-scaling-stroke}
.m-map .m-barred{fill:none;stroke:var(--ink-2);stroke-width:1.5;stroke-dasharray:7 4;
  vector-effect:non-scaling-stroke}
.m-map .m-staff,.m-map .m-oneway{fill:none;stroke:var(--map-wall);stroke-width:1.5;
  vector-effect:non-scaling-stroke}
.m-map .m-staff{stroke-dasharray:3 3}
.m-map .m-name{font-weight:650}
.m-map .m-detail{font-weight:480;fill:var(--ink-2)}
.m-map .m-class{font-weight:700;font-size:18px}
.m-map .m-pill{fill:var(--map-floor);opacity:.8}
.m-map .m-room-t{fill:var(--ink-2);font-weight:520;stroke:var(--map-floor);stroke-width:4px;
  stroke-opacity:.75;stroke-linejoin:round;paint-order:stroke}
.m-map .m-plate{fill:var(--map-floor);stroke:var(--shelf-edge)}
.m-map .m-number{font-size:14px;font-weight:650;font-variant-numeric:tabular-nums}
.m-map .m-range text{fill:var(--shelf-ink);font-weight:560;font-size:calc(14px*var(--m-px))}
.m-map .m-range .m-s{text-anchor:start}
.m-map .m-range .m-e{text-anchor:end}
.m-map .m-disc{fill:var(--map-floor);stroke:var(--shelf-edge)}
.m-map .m-bar{fill:var(--ink);stroke:var(--map-floor)}
.m-map .m-symbol{fill:none;stroke:var(--ink-2);stroke-width:1.5;stroke-linecap:round;
  stroke-linejoin:round}
.m-map .m-icon{fill:none;stroke:var(--ink-2);stroke-width:1.8;stroke-linecap:round;
  stroke-linejoin:round}
.m-map .m-icon-disc{fill:var(--map-wall);stroke:var(--map-floor);stroke-width:1.5}
.m-map .m-icon-light{stroke:var(--map-floor);stroke-width:2.6}
.m-map .m-icon-ground{fill:var(--map-room);opacity:.93}
"""

PAPER_RULES = """
.m-map .m-title{font-size:24px;font-weight:700;text-anchor:start}
.m-map .m-start-t{text-anchor:start}
.m-map .m-end-t{text-anchor:end}
.m-map .m-scale{fill:none;stroke:var(--ink);stroke-width:2;vector-effect:non-scaling-stroke}
"""

GOAL_RULES = """
.m-map .m-goal{fill:var(--target)}
.m-map .m-goal-soft{fill:var(--target);opacity:.38}
.m-map .m-hatch{fill:var(--target-hatch);opacity:.62}
.m-map .m-goal-edge{fill:none;stroke:var(--target-edge);stroke-width:2;stroke-linejoin:round;
  vector-effect:non-scaling-stroke}
.m-map .m-sought{stroke-width:3}
"""

OVERLAY_RULES = """
.m-map .m-case,.m-map .m-route{fill:none;stroke-linecap:round;stroke-linejoin:round;
  vector-effect:non-scaling-stroke}
.m-map .m-case{stroke:var(--route-case);stroke-width:13}
.m-map .m-route{stroke:var(--route);stroke-width:8}
.m-map .m-chevron{fill:none;stroke:var(--route-case);stroke-width:1.8;stroke-linecap:round;
  stroke-linejoin:round}
.m-map .m-ring{fill:var(--route-case);stroke:var(--route);stroke-width:3}
.m-map .m-flag{fill:var(--target);stroke:var(--target-edge);stroke-width:2;stroke-linejoin:round}
.m-map .m-flag-t{fill:var(--on-target);font-weight:740;font-size:18px}
.m-map .m-here{fill:var(--dot);stroke:var(--dot-ring);stroke-width:2.5;stroke-linejoin:round}
.m-map .m-here-in{fill:var(--dot-ring)}
.m-map .m-here-t{fill:var(--route-case);font-weight:650}
.m-map .m-change-icon{fill:none;stroke:var(--route-case);stroke-width:1.8;stroke-linecap:round;
  stroke-linejoin:round}
.m-map .m-area{fill:var(--area);stroke:var(--area-edge);stroke-width:1.5;
  vector-effect:non-scaling-stroke}
.m-map .m-dot{fill:var(--dot)}
.m-map .m-dot-ring{fill:var(--dot-ring);stroke:var(--ink);stroke-opacity:.25}
.m-map .m-cone{fill:var(--dot);opacity:.38}
.m-map:is([data-zoom="2"],[data-zoom="3"]) .z-out,
  .m-map:not([data-zoom="2"],[data-zoom="3"]) .z-in{display:none}
"""

NARROW_OVERLAY_RULES = f"""
@media(max-width:{NARROW_LIMIT_PX - 0.02}px){{
.m-map .m-case{{stroke-width:9}}
.m-map .m-route{{stroke-width:5}}
.m-map:not([data-zoom="2"],[data-zoom="3"]) .m-more,
  .m-map:not([data-zoom="2"],[data-zoom="3"]) .z-wide{{display:none}}
}}
@media(min-width:{NARROW_LIMIT_PX}px){{.m-map .z-narrow{{display:none}}}}
"""

_CONTRAST_RULES = """
SCOPE .m-shelf path{stroke-width:1.3}
SCOPE .m-goal-edge{stroke-width:4}
SCOPE .m-hatch{opacity:.85}
SCOPE .m-pill{stroke:var(--ink);stroke-width:1.2;opacity:1}
SCOPE .m-furn{stroke:var(--shelf-edge);stroke-width:.8;vector-effect:non-scaling-stroke}
"""

_PRINT_RULES = """
SCOPE .m-hatch{opacity:1}
SCOPE .m-case{stroke-width:9}
SCOPE .m-route{stroke-width:5;stroke-dasharray:9 5;stroke-linecap:butt}
SCOPE .m-chevron{display:none}
SCOPE .m-furn{stroke:var(--shelf-edge);stroke-width:.8;vector-effect:non-scaling-stroke}
SCOPE .m-closed{opacity:.8}
"""

MOVES_RULES = """
.m-map .m-after{fill:var(--area-edge);stroke:var(--route);stroke-width:1.6;
  vector-effect:non-scaling-stroke}
.m-map .m-before{fill:none;stroke:var(--ink);stroke-width:1.6;stroke-dasharray:5 4;
  vector-effect:non-scaling-stroke}
"""

LEVEL_STYLE_PARTS = (SCALE_RULES, ZOOM_RULES, GROUND_RULES, LEVEL_RULES)
OVERLAY_STYLE_PARTS = (SCALE_RULES, GOAL_RULES, OVERLAY_RULES, NARROW_OVERLAY_RULES)
MOVES_STYLE_PARTS = (SCALE_RULES, MOVES_RULES)
THUMBNAIL_STYLE_PARTS = (GROUND_RULES, GOAL_RULES)

_TOKEN = re.compile(r"var\(--([a-z0-9-]+)\)")


THEMES: Mapping[Theme, Mapping[str, str]] = {
    "light": LIGHT,
    "dark": LIGHT | DARK,
    "contrast": LIGHT | CONTRAST,
    "print": LIGHT | PRINT,
}
_MORE_RULES: Mapping[Theme, str] = {"contrast": _CONTRAST_RULES, "print": _PRINT_RULES}


def style_sheet(parts: tuple[str, ...], theme: Theme = "auto") -> str:
    """Put a style sheet together.

    Parameters
    ----------
    parts : tuple[str, ...]
        Groups of rules, such as ``LEVEL_STYLE_PARTS``.
    theme : Theme
        "auto" follows the page, or the reader's settings where there is none; the others
        always look the same.

    Returns
    -------
    str
        CSS. For "auto" every token has its light value to fall back on, with the tokens of the
        themes for a document of its own, and with what contrast and print change besides.
    """
    sheet = _follow("".join(parts)) if theme == "auto" else _fix("".join(parts), theme)
    return "".join(line.strip() for line in sheet.splitlines())


def _fix(rules: str, theme: Theme) -> str:
    """Give the rules with the colours of one theme in place of tokens."""
    tokens = THEMES[theme]
    rules += _of_use(_MORE_RULES.get(theme, ""), rules).replace("SCOPE", ".m-map")
    return _TOKEN.sub(lambda match: tokens.get(match.group(1), match.group(0)), rules)


def _of_use(more: str, rules: str) -> str:
    """Give those of more rules whose class the rules have."""
    lines = (line for line in more.splitlines() if line)
    return "".join(line for line in lines if line.split("{")[0].split()[1] in rules)


def _follow(rules: str) -> str:
    used = [name for name in LIGHT if f"var(--{name})" in rules]
    contrast, paper = (
        _TOKEN.sub(_with_fallback, _of_use(more, rules)) for more in (_CONTRAST_RULES, _PRINT_RULES)
    )
    return (
        f"{_tokens('svg:root', DARK, used, '(prefers-color-scheme:dark)')}"
        f"{_tokens('svg:root', CONTRAST, used, '(prefers-contrast:more)')}"
        f"{_tokens('svg:root', LIGHT | PRINT, used, 'print')}"
        f"{_TOKEN.sub(_with_fallback, rules)}"
        f"@media(prefers-contrast:more){{{contrast.replace('SCOPE', '.m-map')}}}"
        f"@media print{{{paper.replace('SCOPE', '.m-map')}}}"
        f"{contrast.replace('SCOPE', '[data-theme=contrast] .m-map')}"
        f"{paper.replace('SCOPE', '[data-theme=print] .m-map')}"
        f"{_tokens('.m-map', FORCED, used, '(forced-colors:active)', 'forced-color-adjust:none;')}"
    )


def _tokens(
    selector: str, tokens: Mapping[str, str], used: list[str], condition: str, more: str = ""
) -> str:
    values = more + "".join(f"--{name}:{tokens[name]};" for name in used if name in tokens)
    return f"@media {condition}{{{selector}{{{values}}}}}" if values else ""


def _with_fallback(match: re.Match[str]) -> str:
    name = match.group(1)
    return f"var(--{name},{LIGHT[name]})" if name in LIGHT else match.group(0)
