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

TEXT_PX = 16.0
NARROW_LIMIT_PX = 700

LIGHT = {
    "font": '"Inter",system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif',
    "ink": "#14202A",
    "ink-2": "#4A5862",
    "map-out": "#E7EBEA",
    "map-floor": "#FFFFFF",
    "map-room": "#F2F4F3",
    "map-wall": "#46545D",
    "map-furn": "#E6EAEA",
    "shelf": "#D8DFDE",
    "shelf-edge": "#818F94",
    "shelf-ink": "#33414A",
    "route": "#0072B2",
    "route-case": "#FFFFFF",
    "dot": "#0072B2",
    "dot-ring": "#FFFFFF",
    "area": "rgb(0 114 178/.12)",
    "area-edge": "rgb(0 114 178/.55)",
    "target": "#E69F00",
    "on-target": "#14202A",
    "target-edge": "#14202A",
    "target-hatch": "#14202A",
}
DARK = {
    "ink": "#F0F3F2",
    "ink-2": "#B3BFC4",
    "map-out": "#0B1013",
    "map-floor": "#1C252A",
    "map-room": "#242E34",
    "map-wall": "#A3B1B8",
    "map-furn": "#2C373D",
    "shelf": "#3A474E",
    "shelf-edge": "#7B8B93",
    "shelf-ink": "#E3E9E9",
    "route": "#56B4E9",
    "route-case": "#0B1013",
    "dot": "#56B4E9",
    "dot-ring": "#F0F3F2",
    "area": "rgb(86 180 233/.16)",
    "area-edge": "rgb(86 180 233/.7)",
    "target": "#F2B01E",
    "target-edge": "#FFF3D6",
}
CONTRAST = {
    "ink": "#FFFFFF",
    "ink-2": "#FFFFFF",
    "map-out": "#000000",
    "map-floor": "#000000",
    "map-room": "#000000",
    "map-wall": "#FFFFFF",
    "map-furn": "#1E1E1E",
    "shelf": "#4A4A4A",
    "shelf-edge": "#C8C8C8",
    "shelf-ink": "#FFFFFF",
    "route": "#8AD4FF",
    "route-case": "#000000",
    "dot": "#8AD4FF",
    "dot-ring": "#FFFFFF",
    "area": "rgb(138 212 255/.25)",
    "area-edge": "#8AD4FF",
    "target": "#FFE733",
    "on-target": "#000000",
    "target-edge": "#FFFFFF",
    "target-hatch": "#000000",
}
PRINT = {
    "ink": "#000000",
    "ink-2": "#333333",
    "map-out": "#FFFFFF",
    "map-room": "#FFFFFF",
    "map-wall": "#000000",
    "map-furn": "#FFFFFF",
    "shelf": "#EDEDED",
    "shelf-edge": "#777777",
    "shelf-ink": "#000000",
    "route": "#000000",
    "dot": "#000000",
    "area": "transparent",
    "area-edge": "#000000",
    "target": "#FFFFFF",
    "on-target": "#000000",
    "target-edge": "#000000",
    "target-hatch": "#000000",
}

SCALE_RULES = f"""
.m-map{{display:block;font-family:var(--font);font-size:{TEXT_PX:g}px;
  --m-px:var(--map-px,var(--m-wide))}}
.m-map text{{stroke:none;text-anchor:middle;dominant-baseline:central;user-select:none}}
.m-map .m-mark{{transform:scale(var(--m-px))}}
@media(max-width:{NARROW_LIMIT_PX - 0.02}px){{.m-map{{--m-px:var(--map-px,var(--m-narrow))}}}}
"""

ZOOM_RULES = f"""
.m-map .z2,.m-map .z3{{display:none}}
.m-map[data-zoom="2"] .z2,.m-map[data-zoom="3"] :is(.z2,.z3){{display:inline}}
.m-map[data-zoom="2"] .to1,.m-map[data-zoom="3"] :is(.to1,.to2){{display:none}}
@media(min-width:{NARROW_LIMIT_PX}px){{
.m-map:not([data-zoom]) .z2{{display:inline}}
.m-map:not([data-zoom]) .to1{{display:none}}
}}
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
.m-map .m-room{fill:var(--map-room)}
.m-map .m-closed{fill:var(--shelf-edge);opacity:.35}
.m-map .m-furn{fill:var(--map-furn)}
.m-map .m-desk{fill:var(--map-wall)}
.m-map .m-stair{fill:none;stroke:var(--shelf-edge);stroke-width:1;vector-effect:non-scaling-stroke}
.m-map .m-text text{fill:var(--ink)}
.m-map .m-name{font-weight:650}
.m-map .m-detail{font-weight:480;fill:var(--ink-2)}
.m-map .m-class{font-weight:700;font-size:18px}
.m-map .m-pill{fill:var(--map-floor);opacity:.93}
.m-map .m-text .m-room-t{fill:var(--ink-2);font-weight:520}
.m-map .m-plate{fill:var(--map-floor);stroke:var(--shelf-edge)}
.m-map .m-number{font-size:14px;font-weight:650;font-variant-numeric:tabular-nums}
.m-map .m-text .m-range text{fill:var(--shelf-ink);font-weight:560;font-size:calc(14px*var(--m-px))}
.m-map .m-range .m-s{text-anchor:start}
.m-map .m-range .m-e{text-anchor:end}
.m-map .m-icon{fill:none;stroke:var(--ink-2);stroke-width:1.8;stroke-linecap:round;
  stroke-linejoin:round}
.m-map .m-icon-disc{fill:var(--map-wall);stroke:var(--map-floor);stroke-width:1.5}
.m-map .m-icon-light{stroke:var(--map-floor);stroke-width:2.6}
.m-map .m-icon-ground{fill:var(--map-room);opacity:.93}
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
SCOPE .m-pill{stroke:#fff;stroke-width:1.2;opacity:1}
"""

_PRINT_RULES = """
SCOPE .m-hatch{opacity:1}
SCOPE .m-case{stroke-width:9}
SCOPE .m-route{stroke-width:5;stroke-dasharray:9 5;stroke-linecap:butt}
SCOPE .m-chevron{display:none}
"""

LEVEL_STYLE_PARTS = (SCALE_RULES, ZOOM_RULES, GROUND_RULES, LEVEL_RULES)
OVERLAY_STYLE_PARTS = (SCALE_RULES, GOAL_RULES, OVERLAY_RULES, NARROW_OVERLAY_RULES)
THUMBNAIL_STYLE_PARTS = (GROUND_RULES, GOAL_RULES)

_TOKEN = re.compile(r"var\(--([a-z0-9-]+)\)")


def style_sheet(parts: tuple[str, ...]) -> str:
    """Put a style sheet together.

    Parameters
    ----------
    parts : tuple[str, ...]
        Groups of rules, such as ``LEVEL_STYLE_PARTS``.

    Returns
    -------
    str
        CSS in which every token has its light value to fall back on, with the tokens of the
        themes for a document of its own, and with what contrast and print change besides.
    """
    rules = "".join(parts)
    used = [name for name in LIGHT if f"var(--{name})" in rules]
    more_contrast = _CONTRAST_RULES.replace("SCOPE", ".m-map")
    print_rules = _PRINT_RULES.replace("SCOPE", ".m-map")
    sheet = (
        f"{_root_tokens(DARK, used, '(prefers-color-scheme:dark)')}"
        f"{_root_tokens(CONTRAST, used, '(prefers-contrast:more)')}"
        f"{_root_tokens(LIGHT | PRINT, used, 'print')}"
        f"{_TOKEN.sub(_with_fallback, rules)}"
        f"@media(prefers-contrast:more){{{more_contrast}}}"
        f"@media print{{{print_rules}}}"
        f"{_CONTRAST_RULES.replace('SCOPE', '[data-theme=contrast] .m-map')}"
        f"{_PRINT_RULES.replace('SCOPE', '[data-theme=print] .m-map')}"
    )
    return "".join(line.strip() for line in sheet.splitlines())


def _root_tokens(tokens: Mapping[str, str], used: list[str], condition: str) -> str:
    values = "".join(f"--{name}:{tokens[name]};" for name in used if name in tokens)
    return f"@media {condition}{{svg:root{{{values}}}}}" if values else ""


def _with_fallback(match: re.Match[str]) -> str:
    name = match.group(1)
    return f"var(--{name},{LIGHT[name]})" if name in LIGHT else match.group(0)
