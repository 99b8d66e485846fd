"""The things of a plan in one shape, so that checks treat them alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from shapely.geometry import Point

from floorplans.checks.problem import number_runs
from floorplans.geometry import bay_spot
from floorplans.model import Face, Opening, Plan, Range, Ring, Shelf, Unit
from floorplans.remembering import remembered

Home = tuple[Shelf, Face]
Faces = Mapping[str, Home]
Homes = tuple[Home | None, ...]
"""The shelf and face of each run of a range, if it is there."""

LOOK_FROM_M = 0.6

MOST_PLANS = 16
MOST_SHELVES = 8192
MOST_RANGES = 65_536
"""Remembered: a draft is checked again after every edit, and of what stayed all is the same."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a problem is: words, the thing's id, and where to look on which level."""

    place: str
    thing: str = ""
    level: str = ""
    x_m: float | None = None
    y_m: float | None = None

    def within(self, detail: str) -> Where:
        """Give the same place, told more closely."""
        return Where(f"{self.place}, {detail}", self.thing, self.level, self.x_m, self.y_m)


@dataclass(frozen=True, slots=True)
class Spot:
    """A thing at a point; ``place`` is what people call it."""

    place: str
    thing: str
    level: str
    x_m: float
    y_m: float

    @property
    def point(self) -> Point:
        """The point as a geometry."""
        return Point(self.x_m, self.y_m)

    @property
    def where(self) -> Where:
        """The place of a problem with it."""
        return Where(self.place, self.thing, self.level, self.x_m, self.y_m)


@dataclass(frozen=True, slots=True)
class Outline:
    """A thing with an outline."""

    place: str
    thing: str
    level: str
    ring: Ring

    @property
    def where(self) -> Where:
        """The place of a problem with it: the middle of its extent."""
        if not self.ring:
            return Where(self.place, self.thing, self.level)
        x_m, y_m = ((min(along) + max(along)) / 2 for along in zip(*self.ring, strict=True))
        return Where(self.place, self.thing, self.level, x_m, y_m)


def list_stands(plan: Plan) -> list[Spot]:
    """List where people stand: at kiosks and locator points."""
    return [
        *(
            Spot(f"kiosk {each.id}", each.id, each.level, each.x_m, each.y_m)
            for each in plan.kiosks
        ),
        *(
            Spot(f"locator point {each.id}", each.id, each.level, each.x_m, each.y_m)
            for each in plan.locator_points
        ),
    ]


def list_stops(plan: Plan) -> list[Spot]:
    """List where stairs, lifts and the like are entered."""
    return [
        Spot(f"{each.kind} {each.id}", each.id, stop.level, stop.x_m, stop.y_m)
        for each in plan.connectors
        for stop in each.stops
    ]


def list_marks(plan: Plan) -> list[Spot]:
    """List what hangs or is shown at a point: radios, points of interest, landmarks."""
    return [
        *(
            Spot(f"radio {each.id}", each.id, each.level, each.x_m, each.y_m)
            for each in plan.radios
        ),
        *(
            Spot(f"point of interest {each.id}", each.id, each.level, each.x_m, each.y_m)
            for each in plan.points_of_interest
        ),
        *(
            Spot(f"landmark {each.id}", each.id, each.level, each.x_m, each.y_m)
            for each in plan.landmarks
        ),
    ]


def list_outlines(plan: Plan) -> list[Outline]:
    """List units, fixtures and closed areas."""
    named = chain(
        (("unit", each.id, each.level, each.outline) for each in plan.units),
        (("fixture", each.id, each.level, each.outline) for each in plan.fixtures),
        (
            ("closure", each.id, each.level, each.outline)
            for each in plan.closures
            if each.level and each.outline
        ),
    )
    return [Outline(f"{kind} {id}", id, level, ring) for kind, id, level, ring in named]


def faces_by_id(plan: Plan) -> Faces:
    """Give the faces of a plan with their shelves."""
    return _faces_of_all(plan.shelves)


@remembered(MOST_PLANS)
def _faces_of_all(shelves: tuple[Shelf, ...]) -> Faces:
    return {home[1].id: home for shelf in shelves for home in _homes_on(shelf)}


@remembered(MOST_SHELVES)
def _homes_on(shelf: Shelf) -> tuple[Home, ...]:
    return tuple((shelf, face) for face in shelf.faces)


def list_homes(plan: Plan) -> tuple[Homes, ...]:
    """Give on which shelves and faces each range of a plan is, in its order."""
    return _homes_of_all(plan.ranges, plan.shelves)


@remembered(MOST_PLANS)
def _homes_of_all(ranges: tuple[Range, ...], shelves: tuple[Shelf, ...]) -> tuple[Homes, ...]:
    faces = _faces_of_all(shelves)
    return tuple([tuple([faces.get(run.face) for run in each.runs]) for each in ranges])


def at_level(level: str, place: str = "") -> Where:
    """Give the place of a problem with a level."""
    return Where(place or f"level {level}", level, level)


def at_shelf(shelf: Shelf) -> Where:
    """Give the place of a problem with a shelf."""
    return Where(f"shelf {shelf.number}", shelf.id, shelf.level, shelf.x_m, shelf.y_m)


@remembered(MOST_SHELVES)
def at_face(shelf: Shelf, face: Face) -> Where:
    """Give the place of a problem with a face: before its middle bay."""
    place = f"shelf {shelf.number}, face {face.name}"
    numbers = sorted({bay.number for bay in face.bays})
    if not numbers:
        return Where(place, face.id, shelf.level, shelf.x_m, shelf.y_m)
    return _before(place, shelf, face, numbers)


def at_bays(shelf: Shelf, face: Face, numbers: Sequence[int]) -> Where:
    """Give the place of a problem with bays of a face, ascending: before the middle one of them."""
    place = f"shelf {shelf.number}, face {face.name}, bay {number_runs(numbers)}"
    return _before(place, shelf, face, numbers)


def _before(place: str, shelf: Shelf, face: Face, numbers: Sequence[int]) -> Where:
    x_m, y_m, _ = bay_spot(shelf, face, numbers[len(numbers) // 2], LOOK_FROM_M)
    return Where(place, face.id, shelf.level, x_m, y_m)


def at_opening(opening: Opening) -> Where:
    """Give the place of a problem with an opening: its middle."""
    (x1, y1), (x2, y2) = opening.start, opening.end
    return Where(f"opening {opening.id}", opening.id, opening.level, (x1 + x2) / 2, (y1 + y2) / 2)


def at_unit(unit: Unit) -> Where:
    """Give the place of a problem with a unit."""
    return Outline(f"unit {unit.id}", unit.id, unit.level, unit.outline).where


def at_range(each: Range, faces: Faces) -> Where:
    """Give the place of a problem with a range: the shelf of the first of its faces."""
    return at_home(each, tuple(faces.get(run.face) for run in each.runs))


def at_home(each: Range, homes: Homes) -> Where:
    """Give the place of a problem with a range, told on which faces it is."""
    here = next((at_shelf(home[0]) for home in homes if home is not None), Where(""))
    return Where(f"range {each.id}", each.id, here.level, here.x_m, here.y_m)
