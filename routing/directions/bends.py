"""From the corners of a way to the turns that a person notices."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from shapely.geometry import LineString, Point

Corner = tuple[float, float]
Polyline = tuple[Corner, ...]

AHEAD_DEG = 45.0
BEHIND_DEG = 135.0
HOUR_DEG = 30.0
SLIGHT_DEG = 30.0
SAME_SIDE_MERGE_M = 2.0
OTHER_SIDE_MERGE_M = 1.0
HEADING_OVER_M = 1.5


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a way without turns, and the turn that leads into it.

    ``turn_deg`` is anticlockwise (left is positive), 0 for the first stretch of a way;
    ``from_m`` and ``to_m`` are measured along the way.
    """

    points: Polyline
    turn_deg: float
    from_m: float
    to_m: float


@dataclass(frozen=True, slots=True)
class _Bend:
    """A change of direction at one corner of a way, which comes ``at_m`` along it."""

    corner: int
    at_m: float
    angle_deg: float


def split_at_turns(
    points: Polyline, quiet_start_m: float = 0.5, quiet_end_m: float = 0.0
) -> tuple[Stretch, ...]:
    """Split a way into stretches at its turns.

    Bends that follow each other closely are one turn (2 m to the same side, 1 m to the
    other) at the sharpest of them, and turns below 30° are none.

    Parameters
    ----------
    points : Polyline
        The way, metres.
    quiet_start_m, quiet_end_m : float
        How much of both ends has no turns of its own (the doorway of a lift), metres.

    Returns
    -------
    tuple of Stretch
        At least one; their lengths add up to that of the way.

    Examples
    --------
    >>> [round(each.turn_deg) for each in split_at_turns(((0, 0), (5, 0), (5, 4)))]
    [0, 90]
    """
    corners = [point for point, _ in groupby(points)]
    bends = _list_bends(corners)
    length_m = sum(math.dist(one, other) for one, other in pairwise(corners))
    noticed = [each for each in bends if quiet_start_m < each.at_m < length_m - quiet_end_m]
    turns = [_Bend(0, 0.0, 0.0), *_merge(noticed), _Bend(len(corners) - 1, length_m, 0.0)]
    return tuple(
        Stretch(_cut(corners, turn.corner, end.corner), turn.angle_deg, turn.at_m, end.at_m)
        for turn, end in pairwise(turns)
    )


def heading_from(points: Polyline, at_m: float) -> tuple[float, float, float] | None:
    """Give a point of a way and the direction of the 1.5 m after it.

    Parameters
    ----------
    points : Polyline
        The way, metres.
    at_m : float
        Where on the way.

    Returns
    -------
    tuple of float, or None
        x and y in metres and the direction in degrees; None if the way ends there.
    """
    line = LineString(points)
    here, there = line.interpolate(at_m), line.interpolate(at_m + HEADING_OVER_M)
    heading_deg = _heading_deg(here, there)
    return None if heading_deg is None else (here.x, here.y, heading_deg)


def end_heading_deg(points: Polyline) -> float | None:
    """Direction of the last 1.5 m of a way, degrees; None if the way is a point."""
    line = LineString(points)
    at_m = max(0.0, line.length - HEADING_OVER_M)
    return _heading_deg(line.interpolate(at_m), line.interpolate(line.length))


def lengthened(points: Polyline, by_m: float) -> Polyline:
    """Give a way that goes on so far in its last direction."""
    line = LineString(points)
    if line.length == 0.0:
        return points
    end, before = line.interpolate(line.length), line.interpolate(line.length - 0.1)
    share = by_m / max(end.distance(before), 1e-9)
    more = (end.x + (end.x - before.x) * share, end.y + (end.y - before.y) * share)
    return (*points, more)


def turn_between_deg(from_deg: float, to_deg: float) -> float:
    """Turn from one direction to another, left positive, above −180 up to 180 degrees.

    Examples
    --------
    >>> turn_between_deg(350.0, 20.0)
    30.0
    """
    return 180.0 - (from_deg - to_deg + 180.0) % 360.0


def opposite_deg(direction_deg: float) -> float:
    """Give the opposite direction, 0 to below 360 degrees."""
    return (direction_deg + 180.0) % 360.0


def side_of(turn_deg: float) -> str:
    """Name where a turn leads: "ahead", "left", "right" or "behind".

    Examples
    --------
    >>> [side_of(each) for each in (20.0, 90.0, -60.0, 170.0)]
    ['ahead', 'left', 'right', 'behind']
    """
    if abs(turn_deg) <= AHEAD_DEG:
        return "ahead"
    if abs(turn_deg) >= BEHIND_DEG:
        return "behind"
    return "left" if turn_deg > 0 else "right"


def clock_hour(turn_deg: float) -> int:
    """Give the hour on a clock face for who looks to 12; left is positive, 1 to 12.

    Examples
    --------
    >>> [clock_hour(each) for each in (0.0, 90.0, -60.0, 180.0)]
    [12, 9, 2, 6]
    """
    return round(-turn_deg / HOUR_DEG) % 12 or 12


def _list_bends(corners: Sequence[Corner]) -> list[_Bend]:
    bends = []
    walked_m = 0.0
    for number, (one, middle, other) in enumerate(
        zip(corners, corners[1:], corners[2:], strict=False)
    ):
        walked_m += math.dist(one, middle)
        angle_deg = turn_between_deg(_direction_deg(one, middle), _direction_deg(middle, other))
        bends.append(_Bend(number + 1, walked_m, angle_deg))
    return bends


def _merge(bends: list[_Bend]) -> Iterator[_Bend]:
    """Make one turn of the bends that follow each other closely, at the sharpest of them."""
    for group in _group(bends):
        angle_deg = sum(bend.angle_deg for bend in group)
        if abs(angle_deg) >= SLIGHT_DEG:
            sharpest = max(group, key=lambda bend: abs(bend.angle_deg))
            yield replace(sharpest, angle_deg=angle_deg)


def _group(bends: list[_Bend]) -> list[list[_Bend]]:
    groups: list[list[_Bend]] = []
    for bend in bends:
        if groups and _belongs(groups[-1][-1], bend):
            groups[-1].append(bend)
        else:
            groups.append([bend])
    return groups


def _belongs(earlier: _Bend, later: _Bend) -> bool:
    same_side = earlier.angle_deg * later.angle_deg > 0
    merge_m = SAME_SIDE_MERGE_M if same_side else OTHER_SIDE_MERGE_M
    return later.at_m - earlier.at_m <= merge_m


def _cut(corners: Sequence[Corner], first: int, last: int) -> Polyline:
    """Give the corners of a part of a way, at least two."""
    points = tuple(corners[first : last + 1])
    return points if len(points) > 1 else points * 2


def _heading_deg(here: Point, there: Point) -> float | None:
    if here.equals(there):
        return None
    return _direction_deg((here.x, here.y), (there.x, there.y))


def _direction_deg(here: Corner, there: Corner) -> float:
    return math.degrees(math.atan2(there[1] - here[1], there[0] - here[0]))
