"""A leg of a route in stages: what is beside each stretch, and what its turn is told by."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise

from shapely.geometry import LineString

from floorplans.model import Shelf
from routing.directions.aisles import Mouth, are_one_row
from routing.directions.bends import (
    BEHIND_DEG,
    Polyline,
    Stretch,
    end_heading_deg,
    heading_from,
    lengthened,
    opposite_deg,
    turn_between_deg,
)
from routing.directions.landmarks import Landmark
from routing.directions.surroundings import Surroundings
from routing.model import Params

BEFORE_M = 1.0
"""How far before a turn the way may already cross the mouth of the aisle that it turns into."""
ENTERS_WITHIN_M = 4.0
LEAVES_WITHIN_M = 3.0
BEYOND_M = 5.0
MOST_COUNTED = 6
LONG_M = 15.0
REASSURE_EVERY_M = 10.0
BEYOND_DOOR_M = 3.0
PAST_DOOR_M = 0.5
LEAST_TO_COUNT_M = 2.0
SQUARE_DEG = (65.0, 115.0)
"""Turns from a row of aisles into one of them, so that everybody counts the same."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn is told by; ``turn_deg`` is the turn as a person makes it, left positive."""

    turn_deg: float
    at: Params
    into: Params


class Stages:
    """The stretches of a leg on its level.

    Parameters
    ----------
    points : Polyline
        The leg, metres.
    stretches : tuple of Stretch
        The leg at its turns, from `routing.directions.bends.split_at_turns`.
    surroundings : Surroundings
        Of its level.
    """

    def __init__(
        self, points: Polyline, stretches: tuple[Stretch, ...], surroundings: Surroundings
    ) -> None:
        self.stretches = stretches
        self.surroundings = surroundings
        self._points = points
        self._line = LineString(points)
        steps_m = (math.dist(one, other) for one, other in pairwise(points))
        self._along_m = (0.0, *accumulate(steps_m))
        self._beside_of: dict[int, Params] = {}
        self._entered_by: dict[int, Mouth | None] = {}

    def way(self, from_m: float, to_m: float) -> Polyline:
        """Give a part of the leg, metres along it; at least two points."""
        from_m, to_m = max(0.0, from_m), min(self._along_m[-1], to_m)
        between = [
            point
            for point, at_m in zip(self._points, self._along_m, strict=True)
            if from_m < at_m < to_m
        ]
        return (self._at_m(from_m), *between, self._at_m(to_m))

    def turn(self, number: int) -> Turn:
        """Tell the turn before a stretch.

        The shortest way cuts corners; who walks along shelves turns as the aisles do. So an
        aisle at either side of the turn gives its direction.
        """
        before, stretch = self.stretches[number - 1], self.stretches[number]
        left, entered = self._left(number), self._entered(number)
        came_deg = end_heading_deg(before.points)
        goes = heading_from(stretch.points, 0.0)
        from_deg = opposite_deg(left.inward_deg) if left else came_deg
        to_deg = entered.inward_deg if entered else goes[2] if goes else None
        turn_deg = stretch.turn_deg
        if from_deg is not None and to_deg is not None:
            made_deg = turn_between_deg(from_deg, to_deg)
            if made_deg * turn_deg > 0 or abs(made_deg) >= BEHIND_DEG:
                turn_deg = math.copysign(made_deg, turn_deg)
        into = self.into(number, turn_deg)
        return Turn(turn_deg, self._at(number, left, into, turn_deg), into)

    def into(self, number: int, turn_deg: float = 0.0) -> Params:
        """Tell what a turn leads into: an aisle, counted if one can, or along a shelf."""
        mouth = self._entered(number)
        if mouth is None:
            beside = self.beside(number)
            return () if number and beside == self.beside(number - 1) else beside
        nth = self._count(number, mouth, turn_deg)
        if nth:
            return (("into", "aisle"), ("nth", nth), *self._shelves_of(mouth))
        return (("into", "between"), *self._shelves_of(mouth))

    def beside(self, number: int) -> Params:
        """Tell the shelves that a stretch goes along from its beginning."""
        if number not in self._beside_of:
            found = self.surroundings.find_shelves(self.stretches[number].points)
            shelves = {each.id: each for each in found if each}.values()
            into = ("", "along", "between")[len(shelves)]
            self._beside_of[number] = (("into", into), *_named(shelves)) if shelves else ()
        return self._beside_of[number]

    def entered_on(self, from_m: float, to_m: float) -> Params:
        """Tell the aisle that a part of the leg leads into, or through."""
        way = self.way(from_m, to_m)
        mouth = self.surroundings.aisles.find_entered(way)
        if mouth is None:
            return ()
        out = self.surroundings.aisles.find_entered(way[::-1])
        is_through = out is not None and out.aisle == mouth.aisle
        return (("into", "through" if is_through else "between"), *self._shelves_of(mouth))

    def cuts_m(self, number: int) -> list[float]:
        """Cut a stretch into parts: after a door near its beginning, and about every 10 m."""
        stretch = self.stretches[number]
        door_m = self.door_at_m(number)
        begins_m = [stretch.from_m]
        if door_m is not None and stretch.to_m - door_m >= BEYOND_DOOR_M:
            begins_m.append(door_m + PAST_DOOR_M)
        cuts_m = []
        for from_m, to_m in pairwise([*begins_m, stretch.to_m]):
            length_m = to_m - from_m
            parts = round(length_m / REASSURE_EVERY_M) if length_m > LONG_M else 1
            cuts_m += [from_m + length_m * part / parts for part in range(parts)]
        return [*cuts_m, stretch.to_m]

    def door(self, number: int, from_m: float, to_m: float) -> Params:
        """Tell the door that a part of a stretch goes through, counted where it is not alone."""
        way = self.way(from_m, to_m)
        door = self.surroundings.find_door(way)
        if door is None:
            return ()
        is_inside = door.room is not None and self.surroundings.is_in(door.room, *way[-1])
        room: Params = (("room", door.room.id),) if is_inside and door.room else ()
        params: Params = (("door", door.id), ("door_way", "in" if is_inside else "out"), *room)
        stretch = self.stretches[number]
        if not is_inside or not number or from_m > stretch.from_m:
            return params
        before = self.stretches[number - 1]
        beside = self.surroundings.list_doors_beside(
            lengthened(before.points, BEYOND_M), _sign(stretch.turn_deg)
        )
        if len(beside) > 1 and door in beside[:MOST_COUNTED]:
            return (*params, ("door_nth", beside.index(door) + 1))
        return params

    def door_at_m(self, number: int) -> float | None:
        """Tell how far along the leg a stretch goes through its first door."""
        stretch = self.stretches[number]
        door = self.surroundings.find_door(self.way(stretch.from_m, stretch.to_m))
        if door is None:
            return None
        line = LineString(stretch.points)
        return stretch.from_m + float(line.project(line.intersection(door.line).centroid))

    def _at(self, number: int, left: Mouth | None, into: Params, turn_deg: float) -> Params:
        """Tell where a turn is: at an aisle's end, at a landmark, or after so many aisles."""
        if left is not None:
            return (("at", "end"),)
        if ("into", "aisle") in into:
            return ()
        found = self.surroundings.find_at(*self.stretches[number].points[0])
        if found:
            return (("at", "landmark"), *landmark_params("at_landmark", found))
        passed = self._list_passed(number, turn_deg) or []
        if 1 <= len(passed) <= MOST_COUNTED and are_one_row(passed):
            return (("at", "aisles"), ("aisles", len(passed)))
        return ()

    def _count(self, number: int, mouth: Mouth, turn_deg: float) -> int:
        """Count which aisle a turn leads into, from the turn before; 0 where one cannot."""
        passed = self._list_passed(number, turn_deg)
        if passed is None:
            return 0
        others = [each for each in passed if each.aisle != mouth.aisle]
        is_clear = len(others) < MOST_COUNTED and are_one_row([*others, mouth])
        return len(others) + 1 if is_clear else 0

    def _list_passed(self, number: int, turn_deg: float) -> list[Mouth] | None:
        """List the aisles that one sees on the side of a turn while coming to it.

        None where one cannot count them: before a turn that is not square, or where the way
        there is too short, leads through a door or is told in parts.
        """
        if not number or not SQUARE_DEG[0] <= abs(turn_deg) <= SQUARE_DEG[1]:
            return None
        before = self.stretches[number - 1]
        if not LEAST_TO_COUNT_M <= before.to_m - before.from_m <= LONG_M:
            return None
        if self.door_at_m(number - 1) is not None:
            return None
        is_after_aisle = number > 1 and self._left(number - 1) is not None
        return self.surroundings.list_aisles_passed(
            before.points, _sign(turn_deg), is_after_aisle=is_after_aisle
        )

    def _entered(self, number: int) -> Mouth | None:
        """Find the aisle that a turn leads into; the turn may be just within its mouth."""
        if number not in self._entered_by:
            stretch = self.stretches[number]
            begin_m = max(self.stretches[max(0, number - 1)].from_m, stretch.from_m - BEFORE_M)
            way = self.way(begin_m, stretch.to_m)
            found = self.surroundings.aisles.find_entered(way, ENTERS_WITHIN_M)
            self._entered_by[number] = found
        return self._entered_by[number]

    def _shelves_of(self, mouth: Mouth) -> Params:
        return _named([self.surroundings.get_shelf(each) for each in mouth.aisle])

    def _left(self, number: int) -> Mouth | None:
        """Find the aisle that ends at the turn before a stretch."""
        before, stretch = self.stretches[number - 1], self.stretches[number]
        back = self.way(before.from_m, min(stretch.to_m, stretch.from_m + BEFORE_M))[::-1]
        return self.surroundings.aisles.find_entered(back, LEAVES_WITHIN_M)

    def _at_m(self, at_m: float) -> tuple[float, float]:
        """Give the point so far along the leg."""
        point = self._line.interpolate(at_m)
        return point.x, point.y


def landmark_params(name: str, landmark: Landmark) -> Params:
    """Give a landmark as two parameters, its kind and its id."""
    return ((f"{name}_kind", landmark.kind), (name, landmark.id))


def _named(shelves: Iterable[Shelf]) -> Params:
    ordered = sorted(shelves, key=lambda shelf: _counting_order(shelf.number))
    return tuple((f"shelf_{place}", shelf.id) for place, shelf in enumerate(ordered, 1))


def _sign(turn_deg: float) -> int:
    return 1 if turn_deg > 0 else -1


def _counting_order(number: str) -> tuple[tuple[bool, int, str], ...]:
    """Order shelf numbers as people count: 2 before 10, 10 before 10B."""
    parts = re.findall(r"\d+|\D+", number)
    return tuple((not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in parts)
