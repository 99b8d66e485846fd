"""Labels and kiosks: who stands before them needs room, and something to look at.

Who scans a label stands at its point and looks along its heading at what it hangs on. So a
wall half a metre ahead is as good as a shelf's end. What cannot be is a wall so near that
nobody fits in between, or a wall in front of the shelf that is looked at; and a label that
has neither shelf, fixture nor wall before it hangs on nothing, or its heading is wrong.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from floorplans.axes import move
from floorplans.checks.floors import Floor
from floorplans.checks.problem import Problem
from floorplans.checks.rules import report
from floorplans.checks.things import Where
from floorplans.model import Kiosk, LocatorPoint, Plan

STANDING_M = 0.3
"""Nobody stands nearer to a wall than half a person is wide."""

SCANNING_M = 0.6
"""From so far a label on a shelf's end is scanned."""

FARTHEST_LABEL_M = 1.5
"""A phone hardly reads a label of a few centimetres from farther."""


@dataclass(frozen=True, slots=True)
class _Pose:
    """Somebody who stands at a point of a floor and looks ahead."""

    where: Where
    floor: Floor
    things: shapely.STRtree
    point: Point
    heading_deg: float

    def wall_m(self, reach_m: float) -> float:
        """Distance to the first wall ahead within reach, else infinity."""
        return self._distance_m(self._sight(reach_m).intersection(self.floor.walls))

    def thing_m(self, reach_m: float) -> float:
        """Distance to the first shelf or fixture ahead within reach, else infinity."""
        sight = self._sight(reach_m)
        met = self.things.geometries.take(self.things.query(sight, predicate="intersects"))
        return min((self._distance_m(sight.intersection(shape)) for shape in met), default=math.inf)

    def _sight(self, reach_m: float) -> LineString:
        ahead = move((self.point.x, self.point.y), self.heading_deg, reach_m, 0.0)
        return LineString((self.point.coords[0], ahead))

    def _distance_m(self, met: BaseGeometry) -> float:
        return math.inf if met.is_empty else float(met.distance(self.point))


def check_poses(plan: Plan, floors: Iterable[Floor]) -> Iterator[Problem]:
    """Find kiosks and locator points that look at a wall too near, or labels on nothing."""
    for floor in floors:
        things = shapely.STRtree([*floor.shelf_shapes, *floor.fixture_shapes])
        for kiosk in plan.kiosks:
            if kiosk.level == floor.level.id:
                yield from _check_wall(_pose("kiosk", kiosk, floor, things))
        for label in plan.locator_points:
            if label.level == floor.level.id:
                pose = _pose("locator point", label, floor, things)
                yield from _check_wall(pose)
                yield from _check_label(pose)


def _pose(kind: str, each: Kiosk | LocatorPoint, floor: Floor, things: shapely.STRtree) -> _Pose:
    where = Where(f"{kind} {each.id}", each.id, each.level, each.x_m, each.y_m)
    return _Pose(where, floor, things, Point(each.x_m, each.y_m), each.heading_deg)


def _check_wall(pose: _Pose) -> Iterator[Problem]:
    wall_m, thing_m = pose.wall_m(SCANNING_M), pose.thing_m(SCANNING_M)
    if wall_m < min(STANDING_M, thing_m):
        message = (
            f"A wall is {wall_m:.2f} m ahead, and nobody fits in between; move the point back or "
            "turn it to what the label hangs on."
        )
        yield report("point-faces-wall", pose.where, message)
    elif wall_m < thing_m < math.inf:
        message = (
            f"A wall {wall_m:.2f} m ahead stands before what it looks at; move the point to the "
            "other side of the wall or turn it."
        )
        yield report("point-faces-wall", pose.where, message)


def _check_label(pose: _Pose) -> Iterator[Problem]:
    if min(pose.wall_m(FARTHEST_LABEL_M), pose.thing_m(FARTHEST_LABEL_M)) == math.inf:
        message = (
            f"Nothing that a label could hang on is within {FARTHEST_LABEL_M:.1f} m ahead; turn "
            "the point to its label or move it nearer."
        )
        yield report("point-faces-nothing", pose.where, message)
