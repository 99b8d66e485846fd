"""A small building in indoor GeoJSON with the tags of OpenStreetMap."""

from __future__ import annotations

from typing import Any

from tests.support.imdf import area, line, point


def tagged(id_: str, geometry: dict[str, Any], **tags: Any) -> dict[str, Any]:
    """Give a feature; a double underscore in a tag's key stands for a colon."""
    properties = {key.replace("__", ":"): value for key, value in tags.items()}
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": properties}


def make_indoor() -> dict[str, Any]:
    """Give two levels of 20 × 10 m with rooms, doors, walls, stairs and a lift."""
    features = [
        tagged("way/1", area(0, 0, 20, 10), indoor="level", level="0", name="Ground floor"),
        tagged("way/2", area(0, 6, 6, 10), indoor="room", level="0", name="Lab", name__fi="Labra"),
        tagged("way/3", area(6, 6, 9, 10), indoor="room", level="0", amenity="toilets"),
        tagged("way/4", area(0, 0, 20, 6), indoor="corridor", level="0-1"),
        tagged("way/5", area(0, 6, 20, 10), indoor="room", level="1", access="private"),
        tagged("way/6", line((12, 7), (12, 9)), indoor="wall", level="0"),
        tagged("way/7", area(14, 8, 14.4, 8.4), indoor="column", level="0"),
        tagged("way/8", line((18, 5), (18, 2)), highway="steps", level="0;1", incline="down"),
        tagged("node/1", point(3, 6), door="hinged", level="0", width="1.2 m"),
        tagged("node/2", point(7.5, 6.2), door="no", level="0"),
        tagged("node/3", point(10, 3), highway="elevator", level="0;1", name="Lift A"),
        tagged("node/4", point(2, 2), tourism="information", level="0"),
        tagged("node/5", point(4, 2), natural="tree", level="0"),
        tagged("node/6", point(19, 9), door="yes", level="0"),
    ]
    return {"type": "FeatureCollection", "features": features}
