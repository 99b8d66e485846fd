"""On which side of a mark its words go: clear of the route and inside the map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from floorplans.model import Point, Ring
from kiosk_ui.svg.frame import View, bounds_of, to_svg

Side = Literal["up", "down", "left", "right"]

SIDES: tuple[Side, ...] = ("up", "down", "left", "right")
OUTSIDE_PENALTY = 3
SAMPLE_M = 0.3
POINTER_REACH_PX = 16.0
INSET_PX = 6.0


@dataclass(frozen=True, slots=True)
class Words:
    """A box of words beside a point: its side, the point, and its centre in pixels from it."""

    side: Side
    x_m: float
    y_m: float
    dx_px: float
    dy_px: float


def place_words(
    around: Ring,
    size_px: tuple[float, float],
    gap_px: float,
    preferred: Sequence[Side],
    route: Sequence[Point],
    view: View,
) -> Words:
    """Choose the side of an area for a box of words.

    Parameters
    ----------
    around : Ring
        The area that the words belong to, plan metres.
    size_px : tuple[float, float]
        Width and height of the box, CSS pixels.
    gap_px : float
        Distance between the box and the area, CSS pixels.
    preferred : Sequence[Side]
        Sides to take when equally good, the best first; others follow.
    route : Sequence[Point]
        Line that the box should not cover, plan metres.
    view : View
        The view that the box should not leave.

    Returns
    -------
    Words
        The best side over the scales of a phone and of a kiosk.
    """
    order = [*preferred, *(side for side in SIDES if side not in preferred)]
    dots = sample_line(route)
    choices = [_beside(around, size_px, gap_px, side, view) for side in order]
    return min(choices, key=lambda words: _penalty(words, size_px, dots, view))


def sample_line(points: Sequence[Point]) -> list[Point]:
    """Give points along a line, not more than ``SAMPLE_M`` apart.

    Examples
    --------
    >>> len(sample_line([(0.0, 0.0), (3.0, 0.0)]))
    11
    """
    dots = list(points[:1])
    for start, end in pairwise(points):
        length_m = math.dist(start, end)
        steps = max(1, round(length_m / SAMPLE_M))
        dots.extend(
            (
                start[0] + (end[0] - start[0]) * step / steps,
                start[1] + (end[1] - start[1]) * step / steps,
            )
            for step in range(1, steps + 1)
        )
    return dots


def _beside(
    around: Ring, size_px: tuple[float, float], gap_px: float, side: Side, view: View
) -> Words:
    west, south, east, north = bounds_of(around)
    x_m, y_m = {
        "up": ((west + east) / 2, north),
        "down": ((west + east) / 2, south),
        "left": (west, (south + north) / 2),
        "right": (east, (south + north) / 2),
    }[side]
    dx_px, dy_px = {
        "up": (0.0, -gap_px - size_px[1] / 2),
        "down": (0.0, gap_px + size_px[1] / 2),
        "left": (-gap_px - size_px[0] / 2, 0.0),
        "right": (gap_px + size_px[0] / 2, 0.0),
    }[side]
    if side in ("up", "down"):
        dx_px = _shift_inside(to_svg(x_m, y_m)[0], size_px[0], view)
    return Words(side, x_m, y_m, dx_px, dy_px)


def _shift_inside(x: float, width_px: float, view: View) -> float:
    """Shift a box sideways into the view of a phone, but not off its pointer."""
    scale = view.zoom_scales_px_per_m[0]
    most_px = max(0.0, width_px / 2 - POINTER_REACH_PX)
    over_left_px = width_px / 2 + INSET_PX - (x - view.x) * scale
    over_right_px = width_px / 2 + INSET_PX - (view.x + view.width - x) * scale
    shift_px = max(0.0, over_left_px) - max(0.0, over_right_px)
    return max(-most_px, min(most_px, shift_px))


def _penalty(words: Words, size_px: tuple[float, float], dots: Sequence[Point], view: View) -> int:
    total = 0
    for scale in view.zoom_scales_px_per_m[:2]:
        x, y = to_svg(words.x_m, words.y_m)
        left = x + (words.dx_px - size_px[0] / 2) / scale
        top = y + (words.dy_px - size_px[1] / 2) / scale
        right, bottom = left + size_px[0] / scale, top + size_px[1] / scale
        total += sum(
            left <= dot_x <= right and top <= dot_y <= bottom
            for dot_x, dot_y in (to_svg(*dot) for dot in dots)
        )
        is_inside = (
            left >= view.x
            and top >= view.y
            and right <= view.x + view.width
            and bottom <= view.y + view.height
        )
        total += 0 if is_inside else OUTSIDE_PENALTY
    return total
