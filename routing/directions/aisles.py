"""Aisles between parallel shelves, and counting them from a way that goes past their ends."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point

from floorplans.geometry import shelf_outline
from floorplans.model import Plan, Shelf
from routing.directions.bends import Polyline, lengthened, turn_between_deg

PARALLEL_DEG = 10.0
SEEN_INTO_DEG = 20.0
ALONG_ROW_DEG = 65.0
"""One sees into an aisle where the way makes at least the first angle with it; people agree on
which aisles come, and in which order, only where the way goes along the row of their ends."""
NARROWEST_M = 0.6
AISLE_WITHIN_M = 2.2
WIDEST_M = 2.9
"""Between these widths some call it an aisle and some do not, so nobody can count."""
LEAST_OVERLAP = 0.5
LEAST_LENGTH_M = 1.2
NEAR_M = 4.5
NOTICED_WITHIN_M = 7.0
"""Between these distances some notice an aisle and some do not."""
CLEARLY_AHEAD_M = 0.9
CLEARLY_BEHIND_M = 0.3
"""Who sets out may count an aisle between these, or may not."""
ENTERED_M = 0.4
NEXT_WITHIN_M = 4.5
IN_LINE_M = 0.75
ALIKE = math.cos(math.radians(15.0))


@dataclass(frozen=True, slots=True)
class Mouth:
    """One end of an aisle.

    Attributes
    ----------
    aisle : frozenset of str
        Ids of the two shelves.
    x_m, y_m : float
        Its middle.
    inward : tuple of float
        Unit vector into the aisle.
    line : LineString
        From shelf to shelf, metres.
    is_wide : bool
        Whether it may be taken for a passage.
    """

    aisle: frozenset[str]
    x_m: float
    y_m: float
    inward: tuple[float, float]
    line: LineString
    is_wide: bool = False

    @property
    def inward_deg(self) -> float:
        """Direction into the aisle, degrees."""
        return math.degrees(math.atan2(self.inward[1], self.inward[0]))


class Passed(NamedTuple):
    """A mouth, where on a way one looks into it, and the angle of the way with the aisle.

    ``at_m`` is negative where the mouth is beside the beginning of the way, but behind.
    """

    mouth: Mouth
    at_m: float
    x_m: float
    y_m: float
    angle_deg: float

    @property
    def is_near(self) -> bool:
        """Whether everybody notices it."""
        return math.dist((self.x_m, self.y_m), (self.mouth.x_m, self.mouth.y_m)) <= NEAR_M

    @property
    def is_askew(self) -> bool:
        """Whether the way does not go along the row of the aisle's end."""
        return abs(90.0 - self.angle_deg) > 90.0 - ALONG_ROW_DEG


class Aisles:
    """The aisles of one level.

    Parameters
    ----------
    plan : Plan
        The plan.
    level : str
        Level id.
    """

    def __init__(self, plan: Plan, level: str) -> None:
        shelves = [each for each in plan.shelves if each.level == level]
        outlines = np.array(
            [shapely.Polygon(shelf_outline(each)) for each in shelves], dtype=object
        )
        self._mouths = tuple(_list_mouths(shelves, outlines))
        self._lines: NDArray[np.object_] = np.array([m.line for m in self._mouths], dtype=object)
        self._axes: NDArray[np.object_] = np.array([_axis(m) for m in self._mouths], dtype=object)

    def find_entered(self, way: Polyline, within_m: float = math.inf) -> Mouth | None:
        """Find the first aisle that a way goes into, and not just across its corner.

        Parameters
        ----------
        way : Polyline
            Metres.
        within_m : float
            How far along the way it may begin.
        """
        return next((mouth for at_m, mouth in self._list_entered(way) if at_m <= within_m), None)

    def find_last_entered(self, way: Polyline, shelf: str) -> Mouth | None:
        """Find the aisle beside a shelf that a way goes into at its end."""
        beside = [mouth for _, mouth in self._list_entered(way) if shelf in mouth.aisle]
        return beside[-1] if beside else None

    def _list_entered(self, way: Polyline) -> list[tuple[float, Mouth]]:
        """List the mouths that a way goes into, with how far along it they are, in order."""
        line = LineString(way)
        if line.length == 0.0 or not self._mouths:
            return []
        entered = []
        for number in np.flatnonzero(shapely.intersects(self._lines, line)).tolist():
            mouth = self._mouths[number]
            at_m = line.project(line.intersection(mouth.line).centroid)
            here, there = line.interpolate(at_m), line.interpolate(at_m + 2 * ENTERED_M)
            inside_m = (there.x - here.x) * mouth.inward[0] + (there.y - here.y) * mouth.inward[1]
            if inside_m >= ENTERED_M:
                entered.append((at_m, mouth))
        return sorted(entered, key=lambda found: found[0])

    def list_passed(self, way: Polyline, side: int) -> list[Passed]:
        """List the mouths that a way goes past on one side, in the order in which it does.

        Parameters
        ----------
        way : Polyline
            Without turns, metres.
        side : int
            1 for the left, -1 for the right.

        Returns
        -------
        list of Passed
            Those that open towards the way within 7 m of it, from 0.3 m behind its beginning.
        """
        line = LineString(lengthened(way[::-1], CLEARLY_BEHIND_M)[::-1])
        if line.length == 0.0 or not self._mouths:
            return []
        passed = []
        for number in np.flatnonzero(shapely.intersects(self._axes, line)).tolist():
            mouth, spot = self._mouths[number], line.intersection(self._axes[number]).centroid
            at_m = line.project(spot)
            angle_deg = side * _angle_deg(line, at_m, mouth)
            if SEEN_INTO_DEG <= angle_deg <= 180.0 - SEEN_INTO_DEG:
                passed.append(Passed(mouth, at_m - CLEARLY_BEHIND_M, spot.x, spot.y, angle_deg))
        return sorted(passed, key=lambda each: each.at_m)


def count_alike(passed: Sequence[Passed], *, is_after_aisle: bool = False) -> list[Mouth] | None:
    """Give the mouths ahead that everybody counts; None where some would count otherwise.

    So it is where the way begins close to a mouth, goes askew to a row or comes nearer to one on
    its way along it. Who has just come out of an aisle does not count what is beside its end.
    """
    ahead = [each for each in passed if each.at_m > 0.0] if is_after_aisle else passed
    near = [each for each in ahead if each.is_near]
    if any(each.at_m < CLEARLY_AHEAD_M or each.is_askew for each in near):
        return None
    far = [each.mouth for each in ahead if not each.is_near]
    if any(are_one_row([one, other.mouth]) for one in far for other in near):
        return None
    return [each.mouth for each in near]


def are_one_row(mouths: Sequence[Mouth]) -> bool:
    """Tell whether mouths are in one row, so that everybody counts them alike.

    They are where they open alike, stand in line, and none is wide or far from the one before.
    """
    if any(mouth.is_wide for mouth in mouths):
        return False
    if len(mouths) < 2:
        return True
    first, last = mouths[0], mouths[-1]
    line = LineString(((first.x_m, first.y_m), (last.x_m, last.y_m)))
    for before, mouth in pairwise(mouths):
        apart_m = math.dist((before.x_m, before.y_m), (mouth.x_m, mouth.y_m))
        alike = before.inward[0] * mouth.inward[0] + before.inward[1] * mouth.inward[1]
        off_m = line.distance(Point(mouth.x_m, mouth.y_m))
        if apart_m > NEXT_WITHIN_M or off_m > IN_LINE_M or alike < ALIKE:
            return False
    return True


def _axis(mouth: Mouth) -> LineString:
    """Give the line from a mouth out of its aisle, as far as one notices the aisle."""
    out_m = (
        mouth.x_m - mouth.inward[0] * NOTICED_WITHIN_M,
        mouth.y_m - mouth.inward[1] * NOTICED_WITHIN_M,
    )
    return LineString(((mouth.x_m, mouth.y_m), out_m))


def _angle_deg(line: LineString, at_m: float, mouth: Mouth) -> float:
    """Give the turn from the direction of a line into an aisle, left positive."""
    here, there = line.interpolate(max(0.0, at_m - 0.2)), line.interpolate(at_m + 0.2)
    way_deg = math.degrees(math.atan2(there.y - here.y, there.x - here.x))
    return turn_between_deg(way_deg, mouth.inward_deg)


def _list_mouths(shelves: Sequence[Shelf], outlines: NDArray[np.object_]) -> Iterator[Mouth]:
    if len(shelves) < 2:
        return
    tree = shapely.STRtree(outlines)
    pairs = tree.query(outlines, predicate="dwithin", distance=WIDEST_M).T.tolist()
    for one, other in pairs:
        if one < other:
            yield from _mouths_between(shelves, one, other, outlines, tree)


def _mouths_between(
    shelves: Sequence[Shelf],
    one: int,
    other: int,
    outlines: NDArray[np.object_],
    tree: shapely.STRtree,
) -> Iterator[Mouth]:
    """Give both ends of the aisle between two shelves, if there is one."""
    first, second = shelves[one], shelves[other]
    if first.shape != "straight" or second.shape != "straight":
        return
    if abs((first.angle_deg - second.angle_deg + 90.0) % 180.0 - 90.0) > PARALLEL_DEG:
        return
    angle = math.radians(first.angle_deg)
    axis = (math.cos(angle), math.sin(angle))
    east_m, north_m = second.x_m - first.x_m, second.y_m - first.y_m
    along_m = east_m * axis[0] + north_m * axis[1]
    across_m = north_m * axis[0] - east_m * axis[1]
    gap_m = abs(across_m) - (first.depth_m + second.depth_m) / 2
    low_m = max(-first.length_m / 2, along_m - second.length_m / 2)
    high_m = min(first.length_m / 2, along_m + second.length_m / 2)
    shortest_m = min(first.length_m, second.length_m)
    least_m = max(LEAST_LENGTH_M, LEAST_OVERLAP * shortest_m)
    if not NARROWEST_M <= gap_m <= WIDEST_M or high_m - low_m < least_m:
        return
    side = math.copysign(1.0, across_m)
    near_m, far_m = side * first.depth_m / 2, side * (first.depth_m / 2 + gap_m)

    def spot(at_m: float, out_m: float) -> tuple[float, float]:
        return (
            first.x_m + at_m * axis[0] - out_m * axis[1],
            first.y_m + at_m * axis[1] + out_m * axis[0],
        )

    middle_m = (low_m + high_m) / 2
    across = LineString((spot(middle_m, near_m), spot(middle_m, far_m)))
    between = set(tree.query(across, "intersects").tolist())
    if between - {one, other}:
        return
    aisle = frozenset((first.id, second.id))
    for at_m, sign in ((low_m, 1.0), (high_m, -1.0)):
        x_m, y_m = spot(at_m, (near_m + far_m) / 2)
        line = LineString((spot(at_m, near_m), spot(at_m, far_m)))
        inward = (sign * axis[0], sign * axis[1])
        yield Mouth(aisle, x_m, y_m, inward, line, is_wide=gap_m > AISLE_WITHIN_M)
