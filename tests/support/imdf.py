"""A small IMDF archive as another program would write it: two levels of 20 × 10 m."""

from __future__ import annotations

import copy
import json
from typing import Any
from uuid import UUID

from floorplans.formats.imdf.spec import FEATURES
from floorplans.frame import Frame
from floorplans.model import Georeference

ORIGIN = Frame(Georeference(24.94, 60.17))
Archive = dict[str, dict[str, Any]]


def uuid(number: int) -> str:
    """Give an id of the right form."""
    return str(UUID(int=number, version=4))


def place(x_m: float, y_m: float) -> list[float]:
    """Give a position on Earth."""
    return list(ORIGIN.to_wgs84((x_m, y_m)))


def area(west_m: float, south_m: float, east_m: float, north_m: float) -> dict[str, Any]:
    """Give a rectangle as a GeoJSON polygon."""
    corners = [(west_m, south_m), (east_m, south_m), (east_m, north_m), (west_m, north_m)]
    ring = [place(*corner) for corner in [*corners, corners[0]]]
    return {"type": "Polygon", "coordinates": [ring]}


def line(*points: tuple[float, float]) -> dict[str, Any]:
    """Give a GeoJSON line."""
    return {"type": "LineString", "coordinates": [place(*point) for point in points]}


def point(x_m: float, y_m: float) -> dict[str, Any]:
    """Give a GeoJSON point."""
    return {"type": "Point", "coordinates": place(x_m, y_m)}


def feature(number: int, type_: str, geometry: dict[str, Any] | None, **properties: Any) -> Any:
    """Give a feature with all keys of the standard."""
    return {
        "type": "Feature",
        "id": uuid(number),
        "feature_type": type_,
        "geometry": geometry,
        "properties": {**dict.fromkeys(FEATURES[type_].nullable), **properties},
    }


def en(text: str) -> dict[str, str]:
    """Give a name in English."""
    return {"en": text}


def end(number: int) -> dict[str, str]:
    """Give one end of a relationship."""
    return {"id": uuid(number), "feature_type": "unit"}


def _features() -> list[Any]:
    whole = area(0, 0, 20, 10)
    found = [
        feature(1, "address", None, address="Main Street 1", locality="Town", country="FI"),
        feature(
            2,
            "venue",
            whole,
            category="university",
            name=en("Campus library"),
            display_point=point(10, 5),
            address_id=uuid(1),
            hours="Mo-Fr 09:00-17:00",
        ),
        feature(3, "building", None, category="unspecified"),
        feature(4, "footprint", whole, category="ground", building_ids=[uuid(3)]),
        feature(60, "anchor", point(3, 8), unit_id=uuid(21)),
        feature(
            61, "occupant", None, name=en("Maker space"), category="school", anchor_id=uuid(60)
        ),
        feature(30, "opening", line((2, 6), (3, 6)), category="pedestrian", level_id=uuid(10)),
        feature(
            31,
            "opening",
            line((9, 0), (11, 0)),
            category="pedestrian.principal",
            level_id=uuid(10),
            door={"type": "sliding", "automatic": True, "material": None},
        ),
        feature(40, "fixture", area(8, 2, 10, 3), category="desk", level_id=uuid(10)),
        feature(
            50,
            "amenity",
            point(4, 2),
            category="information",
            unit_ids=[uuid(20)],
            name=en("Info"),
        ),
        feature(51, "amenity", point(5, 2), category="restroom.wheelchair", unit_ids=[uuid(20)]),
        feature(55, "kiosk", area(12, 2, 13, 3), level_id=uuid(10), name=en("Screen")),
        feature(
            70,
            "relationship",
            None,
            category="elevator",
            direction="undirected",
            origin=end(22),
            destination=end(122),
        ),
    ]
    for ordinal, shift in ((0, 0), (1, 100)):
        found += _level(ordinal, shift)
    return found


def _level(ordinal: int, shift: int) -> list[Any]:
    level = uuid(10 + shift)
    hall = {
        "type": "Polygon",
        "coordinates": [[place(*p) for p in HALL]],
    }
    return [
        feature(
            10 + shift,
            "level",
            area(0, 0, 20, 10),
            category="unspecified",
            outdoor=False,
            ordinal=ordinal,
            name=en(f"Floor {ordinal + 1}"),
            short_name=en(f"{ordinal + 1}"),
            building_ids=[uuid(3)],
        ),
        feature(20 + shift, "unit", hall, category="walkway", level_id=level),
        feature(21 + shift, "unit", area(0, 6, 6, 10), category="classroom", level_id=level),
        feature(22 + shift, "unit", area(16, 8, 18, 10), category="elevator", level_id=level),
        feature(23 + shift, "unit", area(18, 6, 20, 10), category="stairs", level_id=level),
        feature(
            32 + shift, "opening", line((16.5, 8), (17.5, 8)), category="pedestrian", level_id=level
        ),
        feature(
            33 + shift, "opening", line((18, 6.5), (18, 7.5)), category="pedestrian", level_id=level
        ),
    ]


HALL = (
    *((0.0, 0.0), (20.0, 0.0), (20.0, 6.0), (18.0, 6.0), (18.0, 8.0), (16.0, 8.0)),
    *((16.0, 10.0), (6.0, 10.0), (6.0, 6.0), (0.0, 6.0), (0.0, 0.0)),
)

MANIFEST = {"version": "1.0.0", "created": "2026-03-02T12:00:00", "language": "en"}


def make_archive() -> Archive:
    """Give the archive as documents by file name; it fits IMDF in every way."""
    files: Archive = {"manifest.json": dict(MANIFEST)}
    for each in _features():
        name = f"{each['feature_type']}.geojson"
        files.setdefault(name, {"type": "FeatureCollection", "features": []})
        files[name]["features"].append(each)
    return copy.deepcopy(files)


def as_files(archive: Archive) -> dict[str, bytes]:
    """Give the archive as bytes by file name."""
    return {name: json.dumps(document).encode() for name, document in archive.items()}


def find(archive: Archive, number: int) -> dict[str, Any]:
    """Find a feature by the number of its id, to change it."""
    found: dict[str, Any] = next(
        each
        for document in archive.values()
        for each in document.get("features", ())
        if each["id"] == uuid(number)
    )
    return found
