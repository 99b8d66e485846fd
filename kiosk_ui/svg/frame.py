"""From the plan's metres (y north) to the drawing's user units: metres too, but y down."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from floorplans.model import Level, Point
from kiosk_ui.svg.writer import DECIMALS, format_number

MARGIN_M = 0.6
NARROW_PX = (360.0, 560.0)
WIDE_PX = (1000.0, 720.0)
NEAR_PX_PER_M = 80.0
CORNER_M = 0.5
HALF_STEP = 0.5 * 10**-DECIMALS
_LEADING_ZERO = re.compile(r"(?<![0-9])0(?=\.)")


@dataclass(frozen=True, slots=True)
class View:
    """The part of the drawing's plane that is shown, user units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Four numbers of a viewBox."""
        return self.x, self.y, self.width, self.height

    def scale_px_per_m(self, screen_px: tuple[float, float]) -> float:
        """Scale at which the whole view just fits a screen."""
        return min(screen_px[0] / self.width, screen_px[1] / self.height)

    @property
    def area(self) -> tuple[float, float, float, float]:
        """Least x, least y, greatest x and greatest y of the view, plan metres."""
        return self.x, -self.y - self.height, self.x + self.width, -self.y

    @property
    def zoom_scales_px_per_m(self) -> tuple[float, float, float]:
        """Least scales of the three zooms: whole floor on a phone, on a kiosk, and near."""
        wide = self.scale_px_per_m(WIDE_PX)
        return self.scale_px_per_m(NARROW_PX), wide, max(NEAR_PX_PER_M, wide)


def to_svg(x_m: float, y_m: float) -> tuple[float, float]:
    """Turn plan metres into user units; the only place where y changes its sign."""
    return x_m, -y_m


def bounds_of(points: Iterable[Point]) -> tuple[float, float, float, float]:
    """Give least x, least y, greatest x and greatest y."""
    eastings, northings = zip(*points, strict=True)
    return min(eastings), min(northings), max(eastings), max(northings)


def view_around(points: Iterable[Point], margin_m: float = MARGIN_M) -> View:
    """Give the view that holds points of a plan and a margin around them."""
    left, top, right, bottom = bounds_of(to_svg(*point) for point in points)
    return View(
        left - margin_m, top - margin_m, right - left + 2 * margin_m, bottom - top + 2 * margin_m
    )


def level_view(level: Level) -> View:
    """Give the view of a whole level."""
    return view_around(level.outline)


def area_path(rings: Iterable[Sequence[Point]]) -> str:
    """Write the path data of closed rings given in plan metres.

    Examples
    --------
    >>> area_path([((0, 0), (2, 0), (2, 1.5))])
    'M0 0L2 0 2 -1.5Z'
    """
    return "".join(f"{line_path([ring])}Z" for ring in rings)


def compact_area_path(rings: Iterable[Sequence[Point]]) -> str:
    """Write the path data of closed rings in steps, which are shorter than points.

    Examples
    --------
    >>> compact_area_path([((0, 0), (2, 0), (2, 0.3), (0, 0.5))])
    'M0 0h2v-.3l-2-.2z'
    """
    return "".join(f"{_steps(ring)}z" for ring in rings)


def compact_line_path(lines: Iterable[Sequence[Point]]) -> str:
    """Write the path data of open lines in steps."""
    return "".join(_steps(line) for line in lines)


def line_path(lines: Iterable[Sequence[Point]]) -> str:
    """Write the path data of open lines given in plan metres."""
    return "".join(_polyline(line) for line in lines)


def rounded_path(points: Sequence[Point], corner_m: float = CORNER_M) -> str:
    """Write the path data of a line whose corners are rounded.

    Each corner becomes a quadratic curve with the corner as its control point. The curve
    begins at most ``corner_m`` before the corner, and at most half-way from the last one.

    Parameters
    ----------
    points : Sequence[Point]
        The line, plan metres; at least two points.
    corner_m : float
        Length that a curve takes of either side, metres.

    Returns
    -------
    str
        Path data.

    Examples
    --------
    >>> rounded_path([(0, 0), (4, 0), (4, 4)])
    'M0 0L3.5 0Q4 0 4 -0.5L4 -4'
    """
    parts = [f"M{_point(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        parts.append(f"L{_point(_towards(corner, before, corner_m))}")
        parts.append(f"Q{_point(corner)} {_point(_towards(corner, after, corner_m))}")
    parts.append(f"L{_point(points[-1])}")
    return "".join(parts)


def _towards(start: Point, end: Point, length_m: float) -> Point:
    """Go from one point towards another, at most half-way."""
    whole_m = math.dist(start, end)
    share = min(0.5, length_m / whole_m) if whole_m else 0.0
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _polyline(points: Sequence[Point]) -> str:
    first, *others = (_point(point) for point in points)
    return f"M{first}L{' '.join(others)}"


def _steps(points: Sequence[Point]) -> str:
    """Write a line from its first point on, in steps between points to the centimetre."""
    rounded = [tuple(round(each, DECIMALS) for each in to_svg(*point)) for point in points]
    parts = [f"M{_pair(*rounded[0])}"]
    for (x, y), (next_x, next_y) in pairwise(rounded):
        right, down = next_x - x, next_y - y
        if abs(down) < HALF_STEP:
            parts.append(f"h{_short(right)}")
        elif abs(right) < HALF_STEP:
            parts.append(f"v{_short(down)}")
        else:
            parts.append(f"l{_pair(right, down)}")
    return "".join(parts)


def _pair(x: float, y: float) -> str:
    """Write two numbers with nothing between them where the second begins with its sign."""
    second = _short(y)
    return f"{_short(x)}{'' if second.startswith('-') else ' '}{second}"


def _short(value: float) -> str:
    """Write a number without a zero before its point."""
    return _LEADING_ZERO.sub("", format_number(value, "a coordinate"))


def _point(point: Point) -> str:
    x, y = to_svg(*point)
    return f"{format_number(x, 'x')} {format_number(y, 'y')}"
