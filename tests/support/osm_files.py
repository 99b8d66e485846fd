"""Features with indoor tags as OpenStreetMap's XML: nodes, ways and multipolygons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any
from xml.sax.saxutils import quoteattr


class OsmFile:
    """Gathers nodes, ways and relations; one place is one node."""

    def __init__(self) -> None:
        self._numbers = count(1_000_000)
        self._nodes: dict[tuple[float, float], int] = {}
        self._tags: dict[int, dict[str, Any]] = {}
        self._lines: list[str] = []

    def add(self, feature: dict[str, Any]) -> None:
        """Add a GeoJSON feature whose id is that of its element ("way/7")."""
        kind, _, number = feature["id"].partition("/")
        coordinates = feature["geometry"]["coordinates"]
        if kind == "node":
            self._nodes[tuple(coordinates)] = int(number)
            self._tags[int(number)] = feature["properties"]
        elif feature["geometry"]["type"] == "LineString":
            self._way(number, coordinates, feature["properties"])
        elif kind == "way":
            self._way(number, coordinates[0], feature["properties"])
        else:
            self._relation(number, coordinates, feature["properties"])

    def _way(self, number: Any, positions: Sequence[Any], tags: dict[str, Any]) -> None:
        refs = "".join(f'<nd ref="{self._node(each)}"/>' for each in positions)
        self._lines.append(f'<way id="{number}">{refs}{write_tags(tags)}</way>')

    def _node(self, position: Sequence[float]) -> int:
        key = (position[0], position[1])
        if key not in self._nodes:
            self._nodes[key] = next(self._numbers)
        return self._nodes[key]

    def _relation(self, number: str, rings: Sequence[Any], tags: dict[str, Any]) -> None:
        """Cut each ring into two ways, as large outlines come in pieces."""
        members = []
        for at, ring in enumerate(rings):
            for piece in (ring[:3], ring[:1:-1]):
                way = next(self._numbers)
                self._way(way, piece, {})
                role = "inner" if at else "outer"
                members.append(f'<member type="way" ref="{way}" role="{role}"/>')
        tagged = write_tags({"type": "multipolygon", **tags})
        self._lines.append(f'<relation id="{number}">{"".join(members)}{tagged}</relation>')

    def write(self) -> bytes:
        """Write the file."""
        nodes = [
            f'<node id="{number}" lon="{longitude!r}" lat="{latitude!r}">'
            f"{write_tags(self._tags.get(number, {}))}</node>"
            for (longitude, latitude), number in self._nodes.items()
        ]
        text = "\n".join(["<?xml version='1.0' encoding='UTF-8'?>", '<osm version="0.6">'])
        return "\n".join([text, *nodes, *self._lines, "</osm>"]).encode()


def write_tags(tags: dict[str, Any]) -> str:
    return "".join(
        f"<tag k={quoteattr(key)} v={quoteattr(str(value))}/>" for key, value in tags.items()
    )


def as_osm(document: dict[str, Any]) -> bytes:
    """Give a FeatureCollection as OSM XML."""
    file = OsmFile()
    for feature in document["features"]:
        file.add(feature)
    return file.write()
