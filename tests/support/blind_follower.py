"""Somebody who does what steps tell, word by word, and knows nothing else of the way.

She reads the numbers of shelves and sees the landmarks that she is told of if they are near,
counts aisles for herself, and otherwise turns by the clock and walks so many metres straight on,
round what stands in her way. Where steps begin and where the route goes she is not told.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from floorplans.geometry import shelf_outline
from floorplans.model import Opening, Plan, Shelf
from floorplans.walkable import Walkable
from routing.directions.bends import turn_between_deg
from routing.directions.landmarks import list_landmarks
from routing.errors import NoRouteError
from routing.graph import RoutingGraph
from routing.model import Spot, Step
from routing.search import find_route
from tests.support.bearings import Point2, moved, towards_deg

PACE_M = 0.1
MOST_ASIDE_M = 3.0
VEER_M = 2.5
"""So far she goes round something, or aside where the way on is elsewhere."""
ASIDE_DEG = (15, -15, 30, -30, 45, -45, 60, -60, 75, -75)
LOOKS_M = 6.0
AISLE_M = (0.6, 2.9)
AT_ONCE_M = 1.5
HALF_DOOR_M = 0.5

Params = dict[str, str | int | float]


class LostError(AssertionError):
    """What she was told is not there."""


@dataclass
class Follower:
    """Where she is and looks to; what she walks next is not walked before its end is told."""

    plan: Plan
    walkable: Walkable
    graph: RoutingGraph
    level: str
    at: Point2
    facing_deg: float
    ahead_m: float = 0.0
    spent_m: float = 0.0
    aisle: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Look at every shelf once."""
        self._shelves = {each.id: each for each in self.plan.shelves}
        self._outlines = {
            each.id: shapely.Polygon(shelf_outline(each)) for each in self.plan.shelves
        }

    @property
    def spot(self) -> Spot:
        """Where she is."""
        return Spot(self.level, *self.at)

    def follow(self, steps: Sequence[Step]) -> None:
        """Do all that is told."""
        for step in steps:
            self._do(step)

    def is_at_shelf(self, arrival: Step) -> bool:
        """Tell whether the shelf of an arrival is beside her where it is told to be."""
        params = dict(arrival.params)
        outline = self._outline(str(params["shelf"]))
        there = shapely.ops.nearest_points(outline, Point(self.at))[0]
        if outline.distance(Point(self.at)) > AISLE_M[1]:
            return False
        turn_deg = turn_between_deg(self.facing_deg, towards_deg(self.at, (there.x, there.y)))
        side = params["side"]
        if side == "left":
            return 10.0 < turn_deg < 170.0
        if side == "right":
            return -170.0 < turn_deg < -10.0
        return abs(turn_deg) < 80.0 if side == "ahead" else abs(turn_deg) > 80.0

    def _do(self, step: Step) -> None:
        params = dict(step.params)
        if step.kind in ("left", "right"):
            self._turn(step, 1 if step.kind == "left" else -1, params)
        elif "level" in params:
            self._change_level(step, str(params["level"]))
        elif step.kind == "arrive":
            self._walk_on()
        else:
            self._walk_on()
            self._set_out(step, params)

    def _set_out(self, step: Step, params: Params) -> None:
        if "leave" in params:
            self._leave()
        if "clock" in params:
            self._turn_by_clock(params)
            if "towards" in params:
                self.facing_deg = towards_deg(self.at, self._place(params, "towards"))
        elif step.key.endswith((".towards", ".past")):
            self.facing_deg = towards_deg(self.at, self._place(params, "landmark"))
        elif step.key.endswith(".facing"):
            away_deg = {"left": -90.0, "right": 90.0, "behind": 180.0}[str(params["beside_side"])]
            self.facing_deg = towards_deg(self.at, self._place(params, "beside")) + away_deg
        if params.get("into") in ("along", "within"):
            self._face_along(str(params["shelf_1"]))
        elif "into" in params:
            self._into_between(_shelves(params), 0, step.distance_m)
        self._begin(step, params)

    def _turn(self, step: Step, sign: int, params: Params) -> None:
        into = params.get("into")
        if into == "aisle":
            mouths = list(self._mouths_passed(sign))
            nth = int(params["nth"])
            if len(mouths) < nth or mouths[nth - 1] != _shelves(params):
                raise LostError(f"aisle {nth} of {mouths} is not {_shelves(params)}")
            self._enter(_shelves(params))
        else:
            self._go_to_turn(params, sign)
            if into == "between":
                is_straight = step.key.endswith(("across", "back"))
                self._into_between(_shelves(params), 0 if is_straight else sign)
            elif params.get("at") == "end" and not step.key.endswith(("slight", "back")):
                self.facing_deg += sign * 90.0
            else:
                self._turn_by_clock(params)
            if into == "along":
                self._face_along(str(params["shelf_1"]))
                self._come_beside(str(params["shelf_1"]))
        if step.then is not None:
            self.ahead_m = AT_ONCE_M
            self._turn(step.then, 1 if step.then.kind == "left" else -1, dict(step.then.params))
        if "towards" in params and into is None:
            self.facing_deg = towards_deg(self.at, self._place(params, "towards"))
        self._begin(step, params)

    def _begin(self, step: Step, params: Params) -> None:
        """Keep in mind how far to go; she goes through a door at once."""
        self.ahead_m = max(0.0, step.distance_m - self.spent_m)
        self.spent_m = 0.0
        if "past" in params and not self.aisle:
            self._pass_by(self._place(params, "past"))
        if "door" in params:
            self._through_door(str(params["door"]))

    def _go_to_turn(self, params: Params, sign: int) -> None:
        at = params.get("at")
        if at == "end":
            self._leave_aisle()
        elif at == "aisles":
            if len(list(self._mouths_passed(sign))) < int(params["aisles"]):
                raise LostError(f"there are no {params['aisles']} aisles")
            self._walk_on()
        else:
            self._walk_on()
            if at == "landmark":
                there = self._place(params, "at_landmark")
                if math.dist(self.at, there) > 8.0:
                    raise LostError(f"not at {params['at_landmark']}: {self.at} {there}")
                line = LineString((self.at, self._ahead(4.0)))
                abeam = line.interpolate(line.project(Point(there)))
                self._walk_to((abeam.x, abeam.y))
        self.ahead_m = 0.0

    def _walk_on(self) -> None:
        """Walk straight on as far as she was told, round what is in her way."""
        begin, walked_m = self.at, 0.0
        while walked_m < self.ahead_m - PACE_M / 2:
            walked_m += PACE_M
            there = moved(begin, self.facing_deg, walked_m)
            if self._can_step_to(there):
                self.at = there
            elif not self._is_free(there):
                continue
            elif veered := self._veer():
                self.at = begin = veered
                self.ahead_m -= walked_m + VEER_M
                walked_m = 0.0
            else:
                break
        self.ahead_m = 0.0

    def _veer(self) -> Point2 | None:
        """Find the way that is free, next to where she looks to."""
        for aside_deg in ASIDE_DEG:
            towards_deg = self.facing_deg + aside_deg
            line = [moved(self.at, towards_deg, part * VEER_M / 6) for part in range(1, 7)]
            if all(self._is_free(each) for each in line):
                return line[-1]
        return None

    def _is_free(self, there: Point2) -> bool:
        return self.walkable.contains(self.level, *there)

    def _can_step_to(self, there: Point2) -> bool:
        """Tell whether she can go on at a point that may be behind something small."""
        straight_m = math.dist(self.at, there)
        if not self._is_free(there) or straight_m <= 2 * PACE_M:
            return self._is_free(there)
        try:
            way = find_route(self.graph, self.spot, Spot(self.level, *there))
        except NoRouteError:
            return False
        return way.length_m - straight_m < MOST_ASIDE_M

    def _walk_to(self, there: Point2) -> None:
        """Go to what she sees."""
        self.ahead_m -= math.dist(self.at, there)
        self.at = self.walkable.nearest(self.level, *there)

    def _enter(self, shelves: tuple[str, ...]) -> None:
        mouth, inward_deg = min(self._ends(shelves), key=lambda end: math.dist(end[0], self.at))
        self._walk_to(mouth)
        self.facing_deg, self.aisle = inward_deg, shelves

    def _into_between(self, shelves: tuple[str, ...], sign: int, within_m: float = 7.0) -> None:
        """Go between two shelves; she may be between them already."""
        ends = self._ends(shelves)
        if LineString([end for end, _ in ends]).distance(Point(self.at)) < 0.7:
            self.facing_deg += sign * 60.0
            self._face_along(shelves[0])
        else:
            suited = [
                (math.dist(end, self.at), end, inward_deg)
                for end, inward_deg in ends
                if not sign or sign * turn_between_deg(self.facing_deg, inward_deg) > -20.0
            ]
            if not suited or min(suited)[0] > within_m + 2.0:
                raise LostError(f"{shelves} are not there: {suited}")
            self.spent_m, mouth, inward_deg = min(suited)
            self._walk_to(mouth)
            self.facing_deg = inward_deg
        self.aisle = shelves

    def _come_beside(self, shelf: str) -> None:
        """Come near a shelf that she is to walk along."""
        near, _ = shapely.ops.nearest_points(self._outline(shelf), Point(self.at))
        if 2.0 < math.dist(self.at, (near.x, near.y)) < 5.0:
            self._walk_to((near.x, near.y))

    def _pass_by(self, there: Point2) -> None:
        """Turn so far that she comes past what she is told to pass."""
        off_deg = turn_between_deg(self.facing_deg, towards_deg(self.at, there))
        apart_m = math.dist(self.at, there)
        if abs(off_deg) < 75.0 and apart_m * math.sin(math.radians(abs(off_deg))) > 4.0:
            beside_deg = math.degrees(math.asin(min(1.0, 3.0 / apart_m)))
            self.facing_deg += math.copysign(abs(off_deg) - beside_deg, off_deg)

    def _leave_aisle(self) -> None:
        self.ahead_m -= 1.5
        self._walk_on()
        for pace in range(round(10.0 / PACE_M)):
            here = self._ahead(pace * PACE_M)
            sides = [self._beside(here, self.facing_deg + side, 2.0) for side in (90.0, -90.0)]
            if not any(sides):
                break
        self.at, self.aisle = self._ahead((pace + 3) * PACE_M), ()

    def _leave(self) -> None:
        """Come out of a lift or a stairwell through its opening."""
        near = min(
            (each for each in self.plan.openings if each.level == self.level),
            key=lambda each: LineString((each.start, each.end)).distance(Point(self.at)),
        )
        self.at, self.facing_deg = self._beyond(near)

    def _beyond(self, opening: Opening) -> tuple[Point2, float]:
        """Where one is who has gone through an opening from here, and the way straight through."""
        (one_x, one_y), (other_x, other_y) = opening.start, opening.end
        middle = (one_x + other_x) / 2, (one_y + other_y) / 2
        across_deg = towards_deg(opening.start, opening.end) + 90.0
        if abs(turn_between_deg(across_deg, towards_deg(self.at, middle))) > 90.0:
            across_deg += 180.0
        return moved(middle, across_deg, HALF_DOOR_M), across_deg

    def _through_door(self, door: str) -> None:
        opening = next(each for each in self.plan.openings if each.id == door)
        there, _ = self._beyond(opening)
        if math.dist(there, self.at) > self.ahead_m + 3.0:
            raise LostError(f"door {door} is far")
        self._walk_to(there)

    def _change_level(self, step: Step, level: str) -> None:
        self._walk_on()
        stops = [
            (math.dist((stop.x_m, stop.y_m), self.at), each)
            for each in self.plan.connectors
            for stop in each.stops
            if stop.level == self.level and each.kind == step.kind
        ]
        apart_m, connector = min(stops, key=lambda found: found[0])
        if apart_m > 8.0:
            raise LostError(f"no {step.kind} within 8 m but {apart_m:.1f}")
        stop = next(each for each in connector.stops if each.level == level)
        self.level, self.at = level, (stop.x_m, stop.y_m)

    def _turn_by_clock(self, params: Params) -> None:
        self.facing_deg -= int(params["clock"]) % 12 * 30.0
        self.aisle = ()
        self._face_as_rows_do()

    def _face_as_rows_do(self) -> None:
        """Walk as the shelves about her stand, where that is nearly where she looks to."""
        near = min(
            (each for each in self.plan.shelves if each.level == self.level),
            key=lambda each: self._outline(each.id).distance(Point(self.at)),
        )
        if self._outline(near.id).distance(Point(self.at)) < 5.0 and near.shape == "straight":
            off_deg = (near.angle_deg - self.facing_deg + 45.0) % 90.0 - 45.0
            if abs(off_deg) <= 31.0:
                self.facing_deg += off_deg

    def _face_along(self, shelf: str) -> None:
        axis_deg = self._shelf(shelf).angle_deg
        off_deg = turn_between_deg(axis_deg, self.facing_deg)
        self.facing_deg = axis_deg if abs(off_deg) <= 90.0 else axis_deg + 180.0

    def _ahead(self, far_m: float) -> Point2:
        return moved(self.at, self.facing_deg, far_m)

    def _mouths_passed(self, sign: int) -> Iterator[tuple[str, ...]]:
        """Count aisles: shelf, gap, shelf, as they come on one side of what she walks."""
        seen: list[str] = []
        for pace in range(round((self.ahead_m + 2.5) / PACE_M)):
            here = moved(self.at, self.facing_deg, pace * PACE_M)
            shelf = self._beside(here, self.facing_deg + sign * 90.0)
            if shelf in (None, *seen[-1:]) or self._shelf(shelf).shape != "straight":
                continue
            gap_m = self._outline(shelf).distance(self._outline(seen[-1])) if seen else 0.0
            if seen and AISLE_M[0] <= gap_m <= AISLE_M[1]:
                pair = tuple(sorted((seen[-1], shelf)))
                if self._is_ahead(pair):
                    yield pair
            seen.append(shelf)

    def _is_ahead(self, shelves: tuple[str, ...]) -> bool:
        """Tell whether the nearer end of an aisle is before her, not beside or behind her."""
        near, _ = min(self._ends(shelves), key=lambda end: math.dist(end[0], self.at))
        off_deg = turn_between_deg(self.facing_deg, towards_deg(self.at, near))
        return math.dist(self.at, near) * math.cos(math.radians(off_deg)) > 0.4

    def _beside(self, here: Point2, direction_deg: float, far_m: float = LOOKS_M) -> str | None:
        ray = LineString((here, moved(here, direction_deg, far_m)))
        hits = [
            (float(ray.intersection(self._outline(each.id)).distance(Point(here))), each.id)
            for each in self.plan.shelves
            if each.level == self.level and ray.intersects(self._outline(each.id))
        ]
        return min(hits)[1] if hits else None

    def _place(self, params: Params, name: str) -> Point2:
        """Where a thing is that she is told of."""
        id_ = str(params[name])
        if params[f"{name}_kind"] == "shelf":
            near, _ = shapely.ops.nearest_points(self._outline(id_), Point(self.at))
            return (near.x + self._shelf(id_).x_m) / 2, (near.y + self._shelf(id_).y_m) / 2
        known = list_landmarks(self.plan, self.level)
        return next((each.x_m, each.y_m) for each in known if each.id == id_)

    def _ends(self, shelves: Sequence[str]) -> list[tuple[Point2, float]]:
        """Both ends of the space between two shelves, and the directions into it."""
        one, other = (self._shelf(each) for each in shelves)
        axis = math.radians(one.angle_deg)
        along = (math.cos(axis), math.sin(axis))
        spans = []
        for shelf in (one, other):
            middle_m = shelf.x_m * along[0] + shelf.y_m * along[1]
            spans.append((middle_m - shelf.length_m / 2, middle_m + shelf.length_m / 2))
        middle = (one.x_m + other.x_m) / 2, (one.y_m + other.y_m) / 2
        at_m = middle[0] * along[0] + middle[1] * along[1]
        low_m, high_m = max(s[0] for s in spans), min(s[1] for s in spans)
        return [
            (moved(middle, one.angle_deg, low_m - at_m), one.angle_deg),
            (moved(middle, one.angle_deg, high_m - at_m), one.angle_deg + 180.0),
        ]

    def _shelf(self, shelf: str) -> Shelf:
        return self._shelves[shelf]

    def _outline(self, shelf: str) -> BaseGeometry:
        return self._outlines[shelf]


def _shelves(params: Params) -> tuple[str, ...]:
    return tuple(sorted((str(params["shelf_1"]), str(params["shelf_2"]))))
