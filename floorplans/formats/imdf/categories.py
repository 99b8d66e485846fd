"""IMDF's categories and a plan's kinds, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from floorplans.model import ConnectorKind, FixtureKind, OpeningKind, PointKind, UnitCategory

HALL = "library"
"""The unit that a level's rooms leave."""

VENUE = "communitycenter"
OCCUPANT = "publiclibrary"
LANDMARK = "landmark"
SHELF = "furniture"

UNITS_OUT: Mapping[UnitCategory, str] = {
    "room": "room",
    "section": "library",
    "lobby": "lobby",
    "staff": "nonpublic",
    "stairs": "stairs",
    "lift": "elevator",
    "restroom": "restroom",
    "quiet": "lounge",
    "storage": "storage",
}
"""Units with walls."""

SECTIONS_OUT: Mapping[UnitCategory, str] = {
    "room": "servicearea",
    "section": "servicearea",
    "lobby": "walkway",
    "staff": "private",
    "stairs": "walkway",
    "lift": "walkway",
    "restroom": "servicearea",
    "quiet": "seating",
    "storage": "private",
}
"""Units without walls, which may lie in others."""

FIXTURES_OUT: Mapping[FixtureKind, str] = {
    "desk": "desk",
    "pillar": "obstruction",
    "table": "furniture",
    "seat": "furniture",
    "furniture": "furniture",
    "wall": "wall",
}

AMENITIES_OUT: Mapping[PointKind, str] = {
    "service_desk": "information",
    "returns": "productreturn",
    "self_check": "checkin.selfservice",
    "holds": "service",
    "toilet": "restroom",
    "accessible_toilet": "restroom.wheelchair",
    "printer": "copymachine",
    "power": "powerchargingstation",
    "computers": "businesscenter",
    "seats": "seating",
    "entrance": "entry",
}

CONNECTORS_OUT: Mapping[ConnectorKind, str] = {
    "stairs": "stairs",
    "lift": "elevator",
    "ramp": "ramp",
    "escalator": "escalator",
}

OPENINGS_OUT: Mapping[OpeningKind, str] = {
    "door": "pedestrian",
    "passage": "pedestrian",
    "gate": "pedestrian",
    "entrance": "pedestrian.principal",
}
STAFF_OPENING = "service"


@dataclass(frozen=True, slots=True)
class UnitReading:
    """How a unit of a category is read."""

    category: UnitCategory
    walled: bool = True
    staff_only: bool = False


_ROOM = UnitReading("room")
_AREA = UnitReading("section", walled=False)
_RESTROOM = UnitReading("restroom")
_STAIRS = UnitReading("stairs")

UNITS_IN: Mapping[str, UnitReading] = {
    "elevator": UnitReading("lift"),
    "escalator": _STAIRS,
    "fieldofplay": _AREA,
    "foodservice": _ROOM,
    "footbridge": _AREA,
    "library": UnitReading("section"),
    "lobby": UnitReading("lobby", walled=False),
    "lounge": UnitReading("quiet"),
    "movingwalkway": _AREA,
    "nonpublic": UnitReading("staff", staff_only=True),
    "parking": _AREA,
    "platform": _AREA,
    "ramp": _AREA,
    "restroom": _RESTROOM,
    "road": _AREA,
    "serverroom": UnitReading("staff", staff_only=True),
    "shower": _RESTROOM,
    "stairs": _STAIRS,
    "steps": _STAIRS,
    "storage": UnitReading("storage"),
    "terrace": _AREA,
    "unenclosedarea": _AREA,
    "unspecified": _ROOM,
    "vegetation": _AREA,
    "walkway": _AREA,
}
"""Units that are no plain rooms; a subcategory is read as its category."""

STRUCTURES_IN: Mapping[str, FixtureKind] = {
    "brick": "wall",
    "column": "pillar",
    "concrete": "wall",
    "drywall": "wall",
    "glass": "wall",
    "opentobelow": "wall",
    "structure": "wall",
    "wood": "wall",
}
"""Units that nobody can walk in."""

VERTICALS_IN: Mapping[str, ConnectorKind] = {
    "elevator": "lift",
    "escalator": "escalator",
    "ramp": "ramp",
    "stairs": "stairs",
    "steps": "stairs",
}
"""Units and relationships that lead from level to level."""

FIXTURES_IN: Mapping[str, FixtureKind] = {
    "desk": "desk",
    "boardinggate.desk": "desk",
    "checkin.desk": "desk",
    "immigration.desk": "desk",
    "inspection.desk": "desk",
    "obstruction": "pillar",
    "wall": "wall",
}
"""Fixtures that are not just furniture."""

AMENITIES_IN: Mapping[str, PointKind] = {
    **{category: kind for kind, category in AMENITIES_OUT.items()},
    "cashier": "service_desk",
    "checkin.desk": "service_desk",
    "guestservices": "service_desk",
    "library": "service_desk",
    "reception.desk": "service_desk",
    "studentservices": "service_desk",
    "restroom.unisex.wheelchair": "accessible_toilet",
    "restroom.female.wheelchair": "accessible_toilet",
    "restroom.male.wheelchair": "accessible_toilet",
    "restroom.transgender.wheelchair": "accessible_toilet",
    "seat": "seats",
}


def read_unit_category(category: str) -> UnitReading:
    """Tell how a unit is read; a plain room unless its category says more.

    Examples
    --------
    >>> read_unit_category("restroom.family").category, read_unit_category("classroom").category
    ('restroom', 'room')
    """
    return UNITS_IN.get(category) or UNITS_IN.get(category.partition(".")[0], _ROOM)


def read_amenity_category(category: str) -> PointKind | None:
    """Tell what people ask for; None for what plans do not show.

    Examples
    --------
    >>> read_amenity_category("restroom.family"), read_amenity_category("atm")
    ('toilet', None)
    """
    return AMENITIES_IN.get(category) or AMENITIES_IN.get(category.partition(".")[0])
