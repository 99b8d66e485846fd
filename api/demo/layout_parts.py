"""The words that a demo building is described in: rows of shelves, rooms, doors, beacons.

A *stand* is a shelf before it has its number; a *block* is a run of stands that one partition
fills in walking order; a *storey* is everything on one level.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Literal

from api.demo.keeping import BAY_BY_BAY, Keeping
from floorplans.model import (
    Bay,
    Face,
    Fixture,
    FixtureKind,
    Hours,
    Kiosk,
    Level,
    LocatorPoint,
    Mounting,
    Opening,
    OpeningKind,
    Point,
    PointKind,
    PointOfInterest,
    Radio,
    Ring,
    Shelf,
    ShelfShape,
    Side,
    Text,
    Unit,
    UnitCategory,
)

BAY_WIDTH_M = 0.9
STAND_OFF_M = 0.6
CEILING_M = 3.0
MEASURED_POWER_DBM = -59.0
BEACON_UUID = "6D2F0C5E-8B1A-4E57-9C33-48594C4C5931"

PILLARS: tuple[Point, ...] = (
    (7.58, 20.92),
    (14.88, 20.92),
    (21.6, 22.4),
    (28.75, 20.92),
    (36.55, 20.92),
    (21.6, 15.1),
    (21.6, 9.0),
    (28.75, 9.38),
    (36.55, 9.38),
)
"""Centres of the pillars of the demo library, the same on each level."""

EASTWARD_ROW_DEG = 90.0
WESTWARD_ROW_DEG = 270.0
ON_SOUTH_WALL_DEG = 0.0
ON_EAST_WALL_DEG = 90.0
ON_NORTH_WALL_DEG = 180.0
ON_WEST_WALL_DEG = 270.0

End = Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Furniture:
    """A make of shelving: its depth, height, boards and the sides that are used."""

    depth_m: float
    height_m: float
    boards: int
    sides: tuple[Side, ...] = ("front", "back")
    shape: ShelfShape = "straight"
    mounting: Mounting = "free"
    board_heights_m: tuple[float, ...] = ()


TALL = Furniture(
    depth_m=0.6, height_m=2.1, boards=6, board_heights_m=(1.8, 1.48, 1.16, 0.84, 0.52, 0.2)
)
MEDIUM = Furniture(depth_m=0.6, height_m=1.8, boards=5)
CHILDREN = Furniture(depth_m=0.6, height_m=1.4, boards=4)
BROWSER = Furniture(depth_m=0.6, height_m=1.2, boards=3)
WALL = Furniture(depth_m=0.3, height_m=2.1, boards=6, sides=("front",), mounting="wall")
LOW_WALL = Furniture(depth_m=0.3, height_m=1.4, boards=4, sides=("front",), mounting="wall")
CAROUSEL = Furniture(depth_m=1.5, height_m=1.3, boards=3, sides=("front",), shape="round")


@dataclass(frozen=True, slots=True)
class Stand:
    """A shelf without a number. ``label`` is the code of the locator point on its ``label_end``.

    A corner has ``bays`` on its first arm and ``wing_bays`` on its second. The one face of a
    bent or curved stand is its front; ``turn_deg`` is above 0 where that is the inner side.
    """

    furniture: Furniture
    bays: int
    x_m: float
    y_m: float
    angle_deg: float
    label: str = ""
    label_end: End = "end"
    wing_bays: int = 0
    turn_deg: float = 0.0

    @property
    def length_m(self) -> float:
        """Length along the axis: of the first arm, the arc, or the diameter of a round one."""
        face_m = self.bays * BAY_WIDTH_M
        match self.furniture.shape:
            case "round":
                return self.furniture.depth_m
            case "corner":
                return face_m + self._bend_m
            case "curved":
                return face_m + self.furniture.depth_m / 2 * math.radians(self.turn_deg)
        return face_m

    @property
    def wing_m(self) -> float:
        """Length of a corner's second arm along the axis."""
        return self.wing_bays * BAY_WIDTH_M + self._bend_m if self.wing_bays else 0.0

    @property
    def _bend_m(self) -> float:
        """How much longer a corner's arm is along the axis than along its front."""
        return self.furniture.depth_m / 2 * math.tan(math.radians(self.turn_deg) / 2)

    @property
    def bay_width_m(self) -> float:
        """Width of one bay as seen by who faces it."""
        if self.furniture.shape == "round":
            return round(math.pi * self.furniture.depth_m / self.bays, 2)
        return BAY_WIDTH_M


@dataclass(frozen=True, slots=True)
class Block:
    """Stands that one partition fills in walking order.

    ``classes`` are the first digits of the call numbers that belong here, where the
    partition is parted by them.
    """

    partition: str
    stands: tuple[Stand, ...]
    classes: str = ""
    keeping: Keeping = BAY_BY_BAY


@dataclass(frozen=True, slots=True)
class Storey:
    """Everything on one level; ``extras`` have their numbers after all the other shelves."""

    level: Level
    blocks: tuple[Block, ...]
    units: tuple[Unit, ...]
    openings: tuple[Opening, ...]
    fixtures: tuple[Fixture, ...]
    radios: tuple[Radio, ...]
    kiosks: tuple[Kiosk, ...]
    points_of_interest: tuple[PointOfInterest, ...]
    extras: tuple[Block, ...] = ()


def rectangle(west_m: float, south_m: float, east_m: float, north_m: float) -> Ring:
    """Outline of an upright rectangle, anticlockwise."""
    return ((west_m, south_m), (east_m, south_m), (east_m, north_m), (west_m, north_m))


def row_of_shelves(
    furniture: Furniture,
    *,
    bays: int,
    first: Point,
    angle_deg: float,
    step: Point = (0.0, 0.0),
    shelves: int = 1,
    row: str = "",
    label_end: End = "end",
) -> tuple[Stand, ...]:
    """Place equal shelves one after the other, each a step further.

    Parameters
    ----------
    furniture : Furniture
        What they are.
    bays : int
        Bays of each face.
    first : Point
        Centre of the first one, metres.
    angle_deg : float
        Direction of the long axis.
    step : Point
        From one centre to the next, metres.
    shelves : int
        How many.
    row : str, optional
        Letter of a row whose shelves carry locator points: row "A" has "A01", "A02" and so on.
    label_end : {"start", "end"}
        End of the long axis that carries it.

    Returns
    -------
    tuple of Stand

    Examples
    --------
    >>> row = row_of_shelves(
    ...     TALL, bays=5, first=(2.0, 5.0), step=(1.8, 0.0), shelves=3, angle_deg=90.0
    ... )
    >>> [(stand.x_m, stand.length_m) for stand in row]
    [(2.0, 4.5), (3.8, 4.5), (5.6, 4.5)]
    """
    return tuple(
        Stand(
            furniture,
            bays,
            round(first[0] + number * step[0], 3),
            round(first[1] + number * step[1], 3),
            angle_deg,
            f"{row}{number + 1:02}" if row else "",
            label_end,
        )
        for number in range(shelves)
    )


def single(
    furniture: Furniture, bays: int, centre: Point, angle_deg: float = 0.0
) -> tuple[Stand, ...]:
    """Place one shelf without a locator point."""
    return row_of_shelves(furniture, bays=bays, first=centre, angle_deg=angle_deg)


def number_shelf(stand: Stand, level: str, number: int) -> Shelf:
    """Give a stand its number: shelf ``hylly-17`` with the faces ``17A`` and ``17B``."""
    bays = tuple(
        Bay(bay, stand.bay_width_m, stand.furniture.boards, stand.furniture.board_heights_m)
        for bay in range(1, stand.bays + stand.wing_bays + 1)
    )
    faces = tuple(
        Face(f"{number}{letter}", f"{number}{letter}", side, bays)
        for letter, side in zip("AB", stand.furniture.sides, strict=False)
    )
    return Shelf(
        id=f"hylly-{number}",
        number=str(number),
        level=level,
        x_m=stand.x_m,
        y_m=stand.y_m,
        length_m=round(stand.length_m, 2),
        depth_m=stand.furniture.depth_m,
        angle_deg=stand.angle_deg,
        height_m=stand.furniture.height_m,
        faces=faces,
        shape=stand.furniture.shape,
        mounting=stand.furniture.mounting,
        wing_m=round(stand.wing_m, 2),
        turn_deg=stand.turn_deg,
    )


def label_shelf_end(stand: Stand, shelf: Shelf, point_id: str) -> LocatorPoint:
    """Put a locator point on the labelled end of a shelf; who scans it looks at that end."""
    sign = 1 if stand.label_end == "end" else -1
    angle = math.radians(shelf.angle_deg)
    reach_m = sign * (shelf.length_m / 2 + STAND_OFF_M)
    name = Text(
        f"Hyllyn {shelf.number} pääty",
        f"Gaveln på hylla {shelf.number}",
        f"End of bookcase {shelf.number}",
    )
    return LocatorPoint(
        id=point_id,
        name=name,
        level=shelf.level,
        x_m=round(shelf.x_m + reach_m * math.cos(angle), 2),
        y_m=round(shelf.y_m + reach_m * math.sin(angle), 2),
        heading_deg=(shelf.angle_deg + (180 if sign > 0 else 0)) % 360,
    )


def room(
    level: str,
    category: UnitCategory,
    unit_id: str,
    name: Text,
    outline: Ring,
    *,
    staff_only: bool = False,
) -> Unit:
    """Wall a room in."""
    return Unit(unit_id, level, category, name, outline, walled=True, staff_only=staff_only)


def area(level: str, category: UnitCategory, unit_id: str, name: Text, outline: Ring) -> Unit:
    """Name an area without walls."""
    return Unit(unit_id, level, category, name, outline, walled=False)


def door(
    level: str,
    opening_id: str,
    start: Point,
    end: Point,
    kind: OpeningKind = "door",
    *,
    staff_only: bool = False,
    automatic: bool = False,
    hours: Hours | None = None,
) -> Opening:
    """Open a wall from one point to another."""
    return Opening(opening_id, level, kind, start, end, staff_only, automatic, hours=hours)


def pieces(
    level: str, kind: FixtureKind, prefix: str, size: Point, centres: Sequence[Point]
) -> tuple[Fixture, ...]:
    """Place equal upright pieces of furniture by their centres."""
    half_x_m, half_y_m = size[0] / 2, size[1] / 2
    return tuple(
        Fixture(
            f"{prefix}-{level}-{number}",
            level,
            kind,
            rectangle(
                *(
                    round(value, 2)
                    for value in (x_m - half_x_m, y_m - half_y_m, x_m + half_x_m, y_m + half_y_m)
                )
            ),
        )
        for number, (x_m, y_m) in enumerate(centres, start=1)
    )


def pillars(level: str) -> tuple[Fixture, ...]:
    """Place the pillars of the demo library, 0.4 m square."""
    return pieces(level, "pillar", "pilari", (0.4, 0.4), PILLARS)


def ceiling_beacons(
    level: str, major: int, xs_m: Sequence[float], ys_m: Sequence[float]
) -> tuple[Radio, ...]:
    """Hang an iBeacon at every crossing of a grid; ``b103`` is the third one of level 1."""
    places = [(x_m, y_m) for y_m in ys_m for x_m in xs_m]
    return tuple(
        Radio(
            id=f"b{minor}",
            level=level,
            x_m=x_m,
            y_m=y_m,
            z_m=CEILING_M,
            key=f"ibeacon:{BEACON_UUID}:{major}:{minor}",
            measured_power_dbm=MEASURED_POWER_DBM,
        )
        for minor, (x_m, y_m) in zip(count(100 * int(level) + 1), places, strict=False)
    )


def point_of_interest(level: str, kind: PointKind, name: Text, at: Point) -> PointOfInterest:
    """Name a place that people ask for; one of a kind on a level."""
    return PointOfInterest(f"{kind}-{level}", kind, name, level, *at)
