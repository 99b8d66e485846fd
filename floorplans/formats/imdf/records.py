"""Features of an archive as records of a plan, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import shapely
from shapely.geometry import LineString, Polygon

from floorplans.errors import PlanFormatError
from floorplans.formats.defaults import KIOSK_NAME, LANDMARK_NAME, POINT_NAMES, UNIT_NAMES
from floorplans.formats.geometries import (
    local_line,
    local_polygons,
    outline_and_gaps,
    ring_of,
)
from floorplans.formats.imdf.categories import (
    FIXTURES_IN,
    LANDMARK,
    STAFF_OPENING,
    STRUCTURES_IN,
    VERTICALS_IN,
    read_amenity_category,
    read_unit_category,
)
from floorplans.formats.imdf.features import Feature
from floorplans.formats.imdf.spec import RESTRICTIONS
from floorplans.formats.texts import read_labels
from floorplans.frame import Frame
from floorplans.model import (
    Fixture,
    Kiosk,
    Landmark,
    Level,
    Opening,
    OpeningKind,
    PointOfInterest,
    Text,
    Unit,
)

LEAST_OPENING_M = 0.05
EMERGENCY_EXIT = "emergencyexit"

Record = Level | Unit | Fixture | Opening | Kiosk | PointOfInterest | Landmark


class LeftOutError(PlanFormatError):
    """A feature has no place in the plan; the message says why."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What must be known of an archive to read a feature of it.

    Attributes
    ----------
    frame : Frame
        Of the plan.
    language : str
        Of names that are in no language of the plan.
    levels : Mapping[str, str]
        Ids of the plan's levels by those of their features.
    unit_levels : Mapping[str, str]
        Ids of the plan's levels by ids of the units on them.
    occupants : Mapping[str, Text]
        Names of those who are in a unit, by its id.
    ids : Mapping[str, str]
        Ids in the plan by those of features, where they are not the same.
    """

    frame: Frame
    language: str
    levels: Mapping[str, str]
    unit_levels: Mapping[str, str] = field(default_factory=dict)
    occupants: Mapping[str, Text] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)

    def id_of(self, feature: Feature, part: int = 0) -> str:
        """Give the id that a feature, or a further part of it, has in the plan."""
        id_ = self.ids.get(feature.id, feature.id)
        return f"{id_}-{part + 1}" if part else id_

    def level_of(self, feature: Feature) -> str:
        """Give the id of the level that a feature says it is on.

        Raises
        ------
        LeftOutError
            If the plan has no such level.
        """
        level = self.levels.get(feature.text("level_id"))
        if level is None:
            raise LeftOutError("Its level is not among the levels that could be read.")
        return level

    def name_of(self, feature: Feature) -> Text | None:
        """Give a feature's name."""
        return read_labels(feature.properties.get("name"), self.language)


def read_level(feature: Feature, setting: Setting) -> tuple[Record, ...]:
    """Read a level, and what is not floor within its outline as fixtures in the way.

    A level of several parts gets the outline round them all.
    """
    ordinal = feature.properties.get("ordinal")
    if type(ordinal) is not int or abs(ordinal) > 1000:
        raise LeftOutError("Its ordinal is not a whole number that a building can have.")
    outline, gaps = outline_and_gaps(shapely.union_all(_polygons(feature, setting)))
    id_ = setting.levels[feature.id]
    fixtures = (
        Fixture(f"{setting.id_of(feature)}-gap-{number}", id_, "wall", ring_of(gap))
        for number, gap in enumerate(gaps, start=1)
    )
    return Level(id_, ordinal, setting.name_of(feature) or Text(id_), ring_of(outline)), *fixtures


def read_unit(feature: Feature, setting: Setting) -> tuple[Record, ...]:
    """Read a unit: a room, an area, or a structure that is in the way."""
    level = setting.level_of(feature)
    category = feature.text("category")
    name = setting.name_of(feature) or setting.occupants.get(feature.id)
    rings = [ring_of(polygon) for polygon in _polygons(feature, setting)]
    if category in STRUCTURES_IN:
        return tuple(
            Fixture(setting.id_of(feature, part), level, STRUCTURES_IN[category], ring, name)
            for part, ring in enumerate(rings)
        )
    reading = read_unit_category(category)
    staff_only = reading.staff_only or feature.text("restriction") in RESTRICTIONS
    return tuple(
        Unit(
            setting.id_of(feature, part),
            level,
            reading.category,
            name or UNIT_NAMES[reading.category],
            ring,
            reading.walled,
            staff_only,
        )
        for part, ring in enumerate(rings)
    )


def read_section(feature: Feature, setting: Setting) -> tuple[Record, ...]:
    """Read a section: an area without walls, in the units of its level."""
    level = setting.level_of(feature)
    name = setting.name_of(feature) or UNIT_NAMES["section"]
    staff_only = feature.text("restriction") in RESTRICTIONS
    return tuple(
        Unit(
            setting.id_of(feature, part),
            level,
            "section",
            name,
            ring_of(polygon),
            False,
            staff_only,
        )
        for part, polygon in enumerate(_polygons(feature, setting))
    )


def read_fixture(feature: Feature, setting: Setting) -> tuple[Record, ...]:
    """Read a fixture; each of its parts becomes one."""
    level = setting.level_of(feature)
    kind = FIXTURES_IN.get(feature.text("category"), "furniture")
    return tuple(
        Fixture(
            setting.id_of(feature, part), level, kind, ring_of(polygon), setting.name_of(feature)
        )
        for part, polygon in enumerate(_polygons(feature, setting))
    )


def read_opening(feature: Feature, setting: Setting) -> tuple[Record, ...]:
    """Read an opening, from the first to the last point of its line."""
    level = setting.level_of(feature)
    if feature.geometry is None or not feature.geometry.lines:
        raise LeftOutError("It has no line that can be read.")
    line = local_line(setting.frame, feature.geometry.lines[0])
    start, end = line[0], line[-1]
    if LineString((start, end)).length < LEAST_OPENING_M:
        raise LeftOutError("Its line has no length.")
    category = feature.text("category")
    door = feature.properties.get("door")
    door = door if isinstance(door, dict) else {}
    return (
        Opening(
            setting.id_of(feature),
            level,
            _opening_kind(category, door.get("type")),
            start,
            end,
            staff_only=category in (STAFF_OPENING, EMERGENCY_EXIT),
            automatic=door.get("automatic") is True,
        ),
    )


def read_kiosk(feature: Feature, setting: Setting) -> tuple[Record, ...]:
    """Read a kiosk; where one stands at it is not told, so it is its middle."""
    level = setting.level_of(feature)
    middle = _polygons(feature, setting)[0].centroid
    name = setting.name_of(feature) or KIOSK_NAME
    return (Kiosk(setting.id_of(feature), name, level, middle.x, middle.y, 0.0),)


def read_amenity(feature: Feature, setting: Setting) -> tuple[Record, ...]:
    """Read an amenity: a point of interest or a landmark.

    Those of stairs and lifts give nothing: their units tell all that plans know of them.

    Raises
    ------
    LeftOutError
        If plans do not show its category, or its units are on no level of the plan.
    """
    category = feature.text("category")
    if category in VERTICALS_IN:
        return ()
    kind = read_amenity_category(category)
    if kind is None and category != LANDMARK:
        raise LeftOutError(f"Plans do not show amenities of the category {category[:40]!a}.")
    if feature.geometry is None or not feature.geometry.points:
        raise LeftOutError("It has no point that can be read.")
    levels = [setting.unit_levels[unit] for unit in _units_of(feature, setting)]
    if not levels:
        raise LeftOutError("None of its units is on a level that could be read.")
    ((x_m, y_m),) = local_line(setting.frame, feature.geometry.points[:1])
    name = setting.name_of(feature)
    if kind is None:
        return (Landmark(setting.id_of(feature), name or LANDMARK_NAME, levels[0], x_m, y_m),)
    name = name or POINT_NAMES[kind]
    return (PointOfInterest(setting.id_of(feature), kind, name, levels[0], x_m, y_m),)


READERS = {
    "level": read_level,
    "unit": read_unit,
    "section": read_section,
    "opening": read_opening,
    "fixture": read_fixture,
    "kiosk": read_kiosk,
    "amenity": read_amenity,
}
"""What gives records, by feature type."""


def _polygons(feature: Feature, setting: Setting) -> list[Polygon]:
    if feature.geometry is None or not feature.geometry.polygons:
        raise LeftOutError("It has no outline that can be read.")
    return [
        part for rings in feature.geometry.polygons for part in local_polygons(setting.frame, rings)
    ]


def _units_of(feature: Feature, setting: Setting) -> list[str]:
    return [unit for unit in feature.texts("unit_ids") if unit in setting.unit_levels]


def _opening_kind(category: str, door_type: object) -> OpeningKind:
    if category == "pedestrian.principal":
        return "entrance"
    return "passage" if door_type in (None, "open") else "door"
