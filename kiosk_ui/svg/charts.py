"""Charts for reports: how many of the errors are smaller than how much, a curve for each way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from floorplans.model import Point
from kiosk_ui.svg.frame import compact_line_path
from kiosk_ui.svg.tokens import LIGHT
from kiosk_ui.svg.writer import Node, Sheet, format_number

WIDTH_PX, HEIGHT_PX = 640.0, 400.0
LEFT_PX, TOP_PX, RIGHT_PX, BOTTOM_PX = 64.0, 48.0, 24.0, 60.0
PLOT_WIDTH_PX = WIDTH_PX - LEFT_PX - RIGHT_PX
PLOT_HEIGHT_PX = HEIGHT_PX - TOP_PX - BOTTOM_PX
SHOWN_SHARE = 0.99
MOST_TICKS = 8
_SHARES = np.append(np.linspace(0.0, 0.98, 50), [SHOWN_SHARE, 1.0])
_LEAST_AXIS = 0.08
_SAMPLE_PX, _LINE_PX = 44.0, 24.0

# Of Okabe and Ito's hues those with enough contrast to the ground; dashes tell them apart too.
_STROKES = (
    ("#000", "#F0F3F2", ""),
    ("#0072B2", "#56B4E9", "9 4"),
    ("#D55E00", "#E69F00", "2 4"),
    ("#009E73", "#00B887", "12 3 2 3"),
    ("#B4578C", "#CC79A7", "5 3"),
)
MOST_CURVES = len(_STROKES)

_RULES = f"""
.c-chart{{font:16px {LIGHT["font"]};max-width:100%;height:auto}}
.c-chart text{{fill:#14202A}}
.c-chart .c-ground{{fill:#FFF}}
.c-chart .c-title{{font-weight:650}}
.c-chart .c-x{{text-anchor:middle}}
.c-chart .c-y{{text-anchor:end;dominant-baseline:central}}
.c-chart .c-key{{dominant-baseline:central}}
.c-chart .c-grid{{fill:none;stroke:#818F94;stroke-opacity:.45}}
.c-chart .c-axis{{fill:none;stroke:#46545D;stroke-width:1.5}}
.c-chart .c-curve{{fill:none;stroke-width:2.5;stroke-linejoin:round}}
"""
_DARK_RULES = """
.c-chart text{fill:#F0F3F2}
.c-chart .c-ground{fill:#1C252A}
.c-chart .c-axis{stroke:#A3B1B8}
"""


@dataclass(frozen=True, slots=True)
class ErrorCurve:
    """Errors of one way of answering, in any order."""

    name: str
    errors: Sequence[float] | NDArray[np.float64]


def draw_error_curves(title: str, unit: str, curves: Sequence[ErrorCurve]) -> str:
    """Draw the share of errors below each error, as one curve for each way of answering.

    The axis ends where all curves hold 99 in 100 errors, so that a few bad ones do not
    squeeze the others.

    Parameters
    ----------
    title : str
        What was answered.
    unit : str
        Of the errors.
    curves : sequence of ErrorCurve
        At most five, each with at least one error; the first is drawn with a full line.

    Returns
    -------
    str
        An SVG document of a few kilobytes, light or dark as the reader likes it.

    Raises
    ------
    ValueError
        If there is no curve, more than five, or one without errors.
    """
    if not 1 <= len(curves) <= MOST_CURVES or not all(len(each.errors) for each in curves):
        raise ValueError(f"{title}: give 1 to {MOST_CURVES} curves, each with an error.")
    ticks = _ticks(max(float(np.quantile(each.errors, SHOWN_SHARE)) for each in curves))
    sheet = Sheet(
        (0.0, 0.0, WIDTH_PX, HEIGHT_PX),
        title,
        _describe(unit, curves),
        _style(len(curves)),
        class_="c-chart",
        width=WIDTH_PX,
        height=HEIGHT_PX,
    )
    sheet.rect(0, 0, WIDTH_PX, HEIGHT_PX, class_="c-ground")
    sheet.text(title, (LEFT_PX, TOP_PX - 20), class_="c-title")
    plot = sheet.group((LEFT_PX, TOP_PX + PLOT_HEIGHT_PX))
    _draw_axes(plot, ticks, unit)
    for number, curve in enumerate(curves):
        data = compact_line_path([_line(curve, ticks[-1])])
        plot.path(data, class_=f"c-curve c-{number}")
    _draw_key(plot, curves, unit)
    return sheet.to_text()


def _describe(unit: str, curves: Sequence[ErrorCurve]) -> str:
    told = (
        f"{each.name}: half within {np.median(each.errors):.2f} {unit}, "
        f"95 % within {np.percentile(each.errors, 95):.2f} {unit}"
        for each in curves
    )
    return f"Share of errors up to each error. {'; '.join(told)}."


def _style(curves: int) -> str:
    light, dark = _RULES, _DARK_RULES
    for number, (on_light, on_dark, dashes) in enumerate(_STROKES[:curves]):
        dash = f";stroke-dasharray:{dashes}" if dashes else ""
        light += f".c-chart .c-{number}{{stroke:{on_light}{dash}}}\n"
        dark += f".c-chart .c-{number}{{stroke:{on_dark}}}\n"
    return f"{light}@media(prefers-color-scheme:dark){{{dark}}}".replace("\n", "")


def _ticks(greatest: float) -> list[float]:
    """Give round values from 0 to the first that is not below the greatest."""
    rough = max(greatest, _LEAST_AXIS) / MOST_TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough * (1 - 1e-9))
    return [number * step for number in range(max(math.ceil(greatest / step - 1e-9), 1) + 1)]


def _line(curve: ErrorCurve, end: float) -> list[Point]:
    """Give the curve in pixels from the plot's lower left corner, y up, to the axis' end."""
    errors = np.quantile(curve.errors, _SHARES)
    shown = errors <= end
    x, y = errors[shown], _SHARES[shown]
    if not shown.all():
        x, y = np.append(x, end), np.append(y, np.interp(end, errors, _SHARES))
    across, up = np.round(x / end * PLOT_WIDTH_PX, 1), np.round(y * PLOT_HEIGHT_PX, 1)
    return [(float(each), float(height)) for each, height in zip(across, up, strict=True)]


def _draw_axes(plot: Node, ticks: Sequence[float], unit: str) -> None:
    levels = [PLOT_HEIGHT_PX * quarter / 4 for quarter in range(5)]
    columns = [PLOT_WIDTH_PX * number / (len(ticks) - 1) for number in range(len(ticks))]
    grid: list[Sequence[Point]] = [[(0.0, level), (PLOT_WIDTH_PX, level)] for level in levels[1:]]
    grid += [[(column, 0.0), (column, PLOT_HEIGHT_PX)] for column in columns[1:]]
    plot.path(compact_line_path(grid), class_="c-grid")
    corner = [(0.0, PLOT_HEIGHT_PX), (0.0, 0.0), (PLOT_WIDTH_PX, 0.0)]
    plot.path(compact_line_path([corner]), class_="c-axis")
    for quarter, level in enumerate(levels):
        plot.text(f"{25 * quarter} %", (-8.0, -level), class_="c-y")
    for tick, column in zip(ticks, columns, strict=True):
        plot.text(format_number(tick, "an error"), (column, 22.0), class_="c-x")
    plot.text(f"error, {unit}", (PLOT_WIDTH_PX / 2, 48.0), class_="c-x")


def _draw_key(plot: Node, curves: Sequence[ErrorCurve], unit: str) -> None:
    """Say in the lower right corner, which curves leave free, what each line is."""
    lines = [f"{each.name}: mean {np.mean(each.errors):.2f} {unit}" for each in curves]
    left = PLOT_WIDTH_PX - 9.0 * max(map(len, lines)) - _SAMPLE_PX
    for number, words in enumerate(lines):
        y = -_LINE_PX * (len(lines) - number)
        sample = [(left, -y), (left + _SAMPLE_PX - 8, -y)]
        plot.path(compact_line_path([sample]), class_=f"c-curve c-{number}")
        plot.text(words, (left + _SAMPLE_PX, y), class_="c-key")
