"""Records of a plan: the building, its shelves and what stands on them.

Lengths are metres in the branch's frame (x east, y north), angles are degrees
anticlockwise from east, heights are metres from the level's floor.
All records are frozen; a changed plan is a new plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from floorplans.errors import PlanReferenceError

Point = tuple[float, float]
Ring = tuple[Point, ...]
Side = Literal["front", "back"]
ShelfShape = Literal["straight", "round"]
UnitCategory = Literal[
    "room", "section", "lobby", "staff", "stairs", "lift", "restroom", "quiet", "storage"
]
OpeningKind = Literal["door", "automatic", "passage", "entrance"]
FixtureKind = Literal["desk", "pillar", "table", "seat", "furniture", "wall"]
ConnectorKind = Literal["stairs", "lift"]
PointKind = Literal[
    "service_desk", "returns", "self_check", "holds", "toilet", "printer", "entrance", "seats"
]


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people in the languages of the interface; Finnish is always there."""

    fi: str
    sv: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """Give the text in a language, in Finnish where that is missing."""
        return {"sv": self.sv, "en": self.en}.get(language, "") or self.fi


@dataclass(frozen=True, slots=True)
class Level:
    """One floor; ``id`` is as signed ("1"), ``ordinal`` counts from 0 at the entrance."""

    id: str
    ordinal: int
    name: Text
    outline: Ring


@dataclass(frozen=True, slots=True)
class Unit:
    """A room or an area. ``walled`` units have walls all round, but at their openings."""

    id: str
    level: str
    category: UnitCategory
    name: Text
    outline: Ring
    walled: bool = True
    staff_only: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """A gap in a wall, from ``start`` to ``end`` along the wall."""

    id: str
    level: str
    kind: OpeningKind
    start: Point
    end: Point
    staff_only: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a connector is entered on one level."""

    level: str
    x_m: float
    y_m: float


@dataclass(frozen=True, slots=True)
class Connector:
    """Stairs or a lift; costs are metres of walking that entering and each level are worth."""

    id: str
    kind: ConnectorKind
    name: Text
    stops: tuple[Stop, ...]
    entry_cost_m: float
    level_cost_m: float
    step_free: bool


@dataclass(frozen=True, slots=True)
class Fixture:
    """Furniture, a pillar or a desk: in the way, but nothing stands on it that is sought."""

    id: str
    level: str
    kind: FixtureKind
    outline: Ring
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class Bay:
    """One section of a face; ``number`` counts from 1, left to right for who faces it."""

    number: int
    width_m: float
    boards: int


@dataclass(frozen=True, slots=True)
class Face:
    """One side of a shelf. ``id`` is unique in the plan, ``name`` is as signed ("17A")."""

    id: str
    name: str
    side: Side
    bays: tuple[Bay, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A piece of shelving, centred at (``x_m``, ``y_m``).

    The long axis points along ``angle_deg``; the front face looks to the left of that
    direction, the back face to the right. A round shelf has ``length_m`` as its diameter
    and one face, whose bays go round it.
    """

    id: str
    number: str
    level: str
    x_m: float
    y_m: float
    length_m: float
    depth_m: float
    angle_deg: float
    height_m: float
    faces: tuple[Face, ...]
    shape: ShelfShape = "straight"


@dataclass(frozen=True, slots=True)
class Partition:
    """Department, collection and material that share one run of call numbers.

    ``prefixes`` are what catalogues glue to or write beside the call number ("AIK").
    ``block`` is the short name on the map ("Kaunokirjallisuus").
    """

    id: str
    department: Text
    collection: Text
    material: Text
    name: Text
    block: Text
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """An interval of call numbers of one partition on a run of bays of one face.

    ``first`` and ``last`` are included, and so is everything that begins with ``last``.
    ``boards`` has the first call number on each board from the top, where known.
    ``checked_on`` is the ISO date on which somebody last saw that it is true.
    """

    id: str
    partition: str
    face: str
    first_bay: int
    last_bay: int
    first: str
    last: str
    checked_on: str
    boards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Radio:
    """A beacon or gateway at a known position.

    ``key`` is what it is heard by: ``ibeacon:UUID:MAJOR:MINOR``, ``altbeacon:HEX``,
    ``eddystone:NAMESPACE:INSTANCE`` or ``address:AA:BB:CC:DD:EE:FF`` (hexadecimal in
    capitals, numbers in decimal). ``measured_power_dbm`` is the RSSI expected at 1 m.
    """

    id: str
    level: str
    x_m: float
    y_m: float
    z_m: float
    key: str
    measured_power_dbm: float


@dataclass(frozen=True, slots=True)
class Kiosk:
    """A touch screen; who uses it looks along ``heading_deg``. ``id`` is unique everywhere."""

    id: str
    name: Text
    level: str
    x_m: float
    y_m: float
    heading_deg: float


@dataclass(frozen=True, slots=True)
class LocatorPoint:
    """A QR or NFC label; who scans it stands at (x, y) and looks along ``heading_deg``."""

    id: str
    name: Text
    level: str
    x_m: float
    y_m: float
    heading_deg: float


@dataclass(frozen=True, slots=True)
class PointOfInterest:
    """Something people ask for by name."""

    id: str
    kind: PointKind
    name: Text
    level: str
    x_m: float
    y_m: float


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of one branch's plan. ``id`` is the branch."""

    id: str
    name: Text
    scheme: str
    levels: tuple[Level, ...]
    units: tuple[Unit, ...] = ()
    openings: tuple[Opening, ...] = ()
    connectors: tuple[Connector, ...] = ()
    fixtures: tuple[Fixture, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    partitions: tuple[Partition, ...] = ()
    ranges: tuple[Range, ...] = ()
    radios: tuple[Radio, ...] = ()
    kiosks: tuple[Kiosk, ...] = ()
    locator_points: tuple[LocatorPoint, ...] = ()
    points_of_interest: tuple[PointOfInterest, ...] = ()

    def get_level(self, level: str) -> Level:
        """Find a level by its id.

        Raises
        ------
        PlanReferenceError
            If the plan has no such level.
        """
        for candidate in self.levels:
            if candidate.id == level:
                return candidate
        known = ", ".join(each.id for each in self.levels) or "none"
        raise PlanReferenceError(f'Plan "{self.id}" has no level "{level}"; its levels: {known}.')
