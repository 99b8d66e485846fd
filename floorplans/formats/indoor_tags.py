"""What the tags of OpenStreetMap's Simple Indoor Tagging say.

References
----------
OpenStreetMap, *Simple Indoor Tagging*.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Literal

from floorplans.formats.texts import clean, read_labels
from floorplans.model import ConnectorKind, FixtureKind, PointKind, Text, UnitCategory

Tags = Mapping[str, str]
Part = Literal[
    "level",
    "building",
    "room",
    "area",
    "wall",
    "pillar",
    "door",
    "connector",
    "shelf",
    "furniture",
    "point",
    "unknown",
]

LEVEL_KEYS = ("level", "repeat_on", "level_id")
GREATEST_LEVEL = 200
MOST_LEVELS = 100
GREATEST_NUMBER = 1e12
PRIVATE = frozenset({"no", "private", "staff", "employees"})
DOOR_WIDTH_M = 0.9
NARROWEST_DOOR_M, WIDEST_DOOR_M = 0.4, 10.0
LOWEST_SHELF_M, HIGHEST_SHELF_M = 0.3, 6.0

INDOOR: Mapping[str, Part] = {
    "area": "area",
    "column": "pillar",
    "corridor": "area",
    "door": "door",
    "level": "level",
    "pillar": "pillar",
    "room": "room",
    "unit": "room",
    "wall": "wall",
}
"""By ``indoor``, or by ``feature_type`` in files that other programs write."""

SHELVES = frozenset({"bookcase", "bookcases", "bookshelf", "bookshelves", "shelf", "shelves"})
"""By ``indoor`` or ``furniture``; mappers have not agreed on one tag for shelving."""

FURNITURE: Mapping[str, FixtureKind] = {
    "bench": "seat",
    "chair": "seat",
    "counter": "desk",
    "desk": "table",
    "sofa": "seat",
    "table": "table",
}
"""By ``furniture``; what is none of these is furniture all the same."""

ROOMS: Mapping[str, UnitCategory] = {
    "elevator": "lift",
    "entrance": "lobby",
    "lobby": "lobby",
    "office": "staff",
    "restroom": "restroom",
    "stairs": "stairs",
    "storage": "storage",
    "toilet": "restroom",
    "toilets": "restroom",
}
"""By ``room`` or ``amenity``."""

POINTS: Mapping[tuple[str, str], PointKind] = {
    ("amenity", "bench"): "seats",
    ("amenity", "device_charging_station"): "power",
    ("amenity", "library_dropoff"): "returns",
    ("amenity", "photo_copier"): "printer",
    ("amenity", "reception_desk"): "service_desk",
    ("amenity", "toilets"): "toilet",
    ("information", "desk"): "service_desk",
    ("information", "office"): "service_desk",
    ("reception_desk", "yes"): "service_desk",
    ("room", "toilet"): "toilet",
    ("tourism", "information"): "service_desk",
}

_SPAN = re.compile(r"(-?\d+(?:\.\d+)?)(?:-(-?\d+(?:\.\d+)?))?")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?: ?m)?")


def read_tags(properties: Any) -> dict[str, str]:
    """Read tags that are texts or numbers, also from under ``tags``.

    Examples
    --------
    >>> read_tags({"level": 0, "name": "null", "tags": {"indoor": "room"}})
    {'indoor': 'room', 'level': '0'}
    """
    found: dict[str, str] = {}
    if isinstance(properties, dict):
        nested = properties.get("tags")
        for key, value in [
            *(nested.items() if isinstance(nested, dict) else ()),
            *properties.items(),
        ]:
            if type(value) in (int, float) and abs(value) < GREATEST_NUMBER:
                value = f"{value:g}"
            if words := clean(value):
                found[key] = words
    return found


def classify(tags: Tags, dimension: int) -> Part:
    """Tell what a feature is.

    Parameters
    ----------
    tags : Tags
        Its tags.
    dimension : int
        0 for points, 1 for lines, 2 for areas.
    """
    if find_connector(tags) and not (dimension == 2 and "indoor" in tags):
        return "connector"
    if dimension < 2 and ("door" in tags or "entrance" in tags):
        return "door"
    if {tags.get("indoor"), tags.get("furniture")} & SHELVES:
        return "shelf" if dimension == 2 else "unknown"
    if "furniture" in tags and "shop" not in tags:
        return "furniture" if dimension == 2 else "unknown"
    part = INDOOR.get(tags.get("indoor", "")) or INDOOR.get(tags.get("feature_type", ""))
    if dimension == 0:
        return "door" if part == "door" else "point" if find_point(tags) else "unknown"
    if dimension == 1:
        return (
            "wall"
            if part in ("wall", "room", "pillar")
            else "door"
            if part == "door"
            else "unknown"
        )
    if part == "door":
        return "unknown"
    if part is None and "building" in tags and building_levels(tags):
        return "building"
    return part or ("room" if "room" in tags or tags.get("amenity") in ROOMS else "unknown")


def building_levels(tags: Tags) -> tuple[int, ...]:
    """Tell the levels of a building by its own tags; none where they do not say.

    Examples
    --------
    >>> building_levels({"building:levels": "2", "building:levels:underground": "1"})
    (-1, 0, 1)
    >>> building_levels({"min_level": "1", "max_level": "3"})
    (1, 2, 3)
    """
    lowest, highest = _whole(tags.get("min_level")), _whole(tags.get("max_level"))
    count = _whole(tags.get("building:levels"))
    if lowest is None:
        lowest = -(_whole(tags.get("building:levels:underground")) or 0)
    if highest is None:
        if count is None:
            return ()
        highest = count - 1
    return tuple(range(lowest, highest + 1)[:MOST_LEVELS])


def _whole(text: str | None) -> int | None:
    """Read a level's number; None for what is none."""
    found = _SPAN.fullmatch(text or "")
    if found is None or found[2] is not None or abs(float(found[1])) > GREATEST_LEVEL:
        return None
    return math.floor(float(found[1]))


def read_levels(tags: Tags) -> tuple[int, ...]:
    """Read the levels that a feature is on, from below; empty where it does not say.

    Half levels count as the one below.

    Examples
    --------
    >>> read_levels({"level": "-1;0-2"}), read_levels({"level": "attic"})
    ((-1, 0, 1, 2), ())
    """
    found: set[int] = set()
    for text in (tags[key] for key in LEVEL_KEYS if key in tags):
        for part in text.split(";"):
            span = _SPAN.fullmatch(part.strip())
            if span is None:
                continue
            first, last = (math.floor(float(end or span[1])) for end in span.groups())
            if abs(first) <= GREATEST_LEVEL and abs(last) <= GREATEST_LEVEL:
                found.update(range(first, last + 1))
    return tuple(sorted(found)[:MOST_LEVELS])


def read_name(tags: Tags) -> Text | None:
    """Read the name, also by language."""
    labels = {key.removeprefix("name:"): tags[key] for key in tags if key.startswith("name:")}
    if name := tags.get("name") or tags.get("ref"):
        labels = {"und": name, **labels}
    return read_labels(labels, "und")


def read_category(tags: Tags) -> UnitCategory:
    """Tell the category of a room.

    Examples
    --------
    >>> read_category({"indoor": "room", "amenity": "toilets"})
    'restroom'
    """
    connector = find_connector(tags)
    if connector in ("stairs", "lift"):
        return "lift" if connector == "lift" else "stairs"
    category = ROOMS.get(tags.get("room", "")) or ROOMS.get(tags.get("amenity", ""))
    return category or "room"


def find_connector(tags: Tags) -> ConnectorKind | None:
    """Tell what a feature joins levels by, if it does."""
    if tags.get("highway") == "elevator" or tags.get("room") == "elevator":
        return "lift"
    if (
        tags.get("highway") == "steps"
        or tags.get("stairs") == "yes"
        or tags.get("room") == "stairs"
    ):
        return "escalator" if tags.get("conveying", "no") != "no" else "stairs"
    if tags.get("ramp") == "yes" and "indoor" in tags:
        return "ramp"
    return None


def find_point(tags: Tags) -> PointKind | None:
    """Tell what people ask for at a point, if it is anything.

    Examples
    --------
    >>> find_point({"amenity": "toilets", "wheelchair": "yes"})
    'accessible_toilet'
    """
    kind = next((POINTS[tag] for tag in tags.items() if tag in POINTS), None)
    return "accessible_toilet" if kind == "toilet" and tags.get("wheelchair") == "yes" else kind


def find_furniture(tags: Tags) -> FixtureKind:
    """Tell what kind of furniture it is."""
    return FURNITURE.get(tags.get("furniture", ""), "furniture")


def is_private(tags: Tags) -> bool:
    """Tell whether only the staff may go in."""
    return tags.get("access") in PRIVATE


def door_width_m(tags: Tags) -> float:
    """Give the width of a door, metres."""
    return _read_m(tags, "width", DOOR_WIDTH_M, (NARROWEST_DOOR_M, WIDEST_DOOR_M))


def shelf_height_m(tags: Tags, default_m: float) -> float:
    """Give the height of a shelf, metres."""
    return _read_m(tags, "height", default_m, (LOWEST_SHELF_M, HIGHEST_SHELF_M))


def _read_m(tags: Tags, key: str, default_m: float, limits_m: tuple[float, float]) -> float:
    found = _NUMBER.fullmatch(tags.get(key, ""))
    length_m = float(found[1]) if found else default_m
    return min(max(length_m, limits_m[0]), limits_m[1])
