"""Drawings written by ezdxf: a small library, and shelves anywhere."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import ezdxf
from shapely.geometry import Polygon

UNIT_CODES = {"": 0, "in": 1, "ft": 2, "mm": 4, "cm": 5, "m": 6, "dm": 14}
UNITS_M = {"": 0.001, "in": 0.0254, "ft": 0.3048, "mm": 0.001, "cm": 0.01, "m": 1.0, "dm": 0.1}
VERSIONS = ("R12", "R2000", "R2004", "R2007", "R2010", "R2013", "R2018")


class Sheet:
    """A drawing whose methods take metres."""

    def __init__(self, units: str = "mm", version: str = "R2010") -> None:
        self.document = ezdxf.new(version, units=UNIT_CODES[units])
        self.space = self.document.modelspace()
        self.unit_m = UNITS_M[units]

    def at(self, *points: Any) -> list[Any]:
        """Give points in the drawing's unit."""
        return [(x_m / self.unit_m, y_m / self.unit_m) for x_m, y_m in points]

    def ring(self, layer: str, *points: Any, on: Any = None) -> Any:
        """Draw an outline."""
        space = self.space if on is None else on
        if self.document.dxfversion == "AC1009":
            return space.add_polyline2d(self.at(*points), close=True, dxfattribs={"layer": layer})
        return space.add_lwpolyline(self.at(*points), close=True, dxfattribs={"layer": layer})

    def box(self, layer: str, west: float, south: float, east: float, north: float) -> Any:
        """Draw a rectangle."""
        return self.ring(layer, (west, south), (east, south), (east, north), (west, north))

    def lines(self, layer: str, *points: Any) -> None:
        """Draw lines from point to point."""
        placed = self.at(*points)
        for start, end in pairwise(placed):
            self.space.add_line(start, end, dxfattribs={"layer": layer})

    def words(self, layer: str, text: str, x_m: float, y_m: float, height_m: float = 0.2) -> None:
        """Write a line of words around a point."""
        entity = self.space.add_text(
            text, height=height_m / self.unit_m, dxfattribs={"layer": layer}
        )
        entity.set_placement(
            self.at((x_m, y_m))[0], align=ezdxf.enums.TextEntityAlignment.MIDDLE_CENTER
        )

    def block(self, name: str, draw: Callable[[Any], None]) -> str:
        """Make a block."""
        draw(self.document.blocks.new(name))
        return name

    def insert(self, layer: str, name: str, x_m: float, y_m: float, **attributes: Any) -> Any:
        """Put a block somewhere."""
        dxfattribs = {"layer": layer, **attributes}
        return self.space.add_blockref(name, self.at((x_m, y_m))[0], dxfattribs=dxfattribs)

    def write(self) -> bytes:
        """Give the file."""
        stream = io.StringIO()
        self.document.write(stream)
        return stream.getvalue().encode(self.document.output_encoding, "dxfreplace")

    def write_binary(self) -> bytes:
        """Give the file in binary."""
        stream = io.BytesIO()
        self.document.write(stream, fmt="bin")
        return stream.getvalue()


def draw_library(units: str = "mm", version: str = "R2010") -> Sheet:
    """Draw a hall of 20 × 12 m with a room, doors, walls, shelves, stairs and a lift."""
    sheet = Sheet(units, version)
    sheet.box("KERROS", 0, 0, 20, 12)
    sheet.box("HUONE", 14, 7, 20, 12)
    sheet.words("TEKSTI", "104", 17, 10.5)
    sheet.words("TEKSTI", "Käsikirjasto ÅÖ", 17, 10)
    sheet.words("TEKSTI", "30,0 m2", 17, 9.5)
    sheet.lines("SEINÄ", (0, 0), (9, 0))
    sheet.lines("SEINÄ", (10, 0), (20, 0), (20, 12), (0, 12), (0, 0))
    sheet.box("SEINÄ", 6, 8, 6.2, 12)
    sheet.box("PILARI", 10, 6, 10.4, 6.4)
    draw_door(sheet)
    sheet.block("HYLLY", lambda block: draw_shelf(sheet, block, 2.7, 0.6))
    for number in range(4):
        shelf = sheet.insert("HYLLYT", "HYLLY", 1 + 3.5 * (number % 2), 2 + 1.8 * (number // 2))
        shelf.add_attrib("NUMERO", str(10 + number), sheet.at((0, 0))[0])
    sheet.box("HYLLYT", 7, 11.6, 9.7, 11.9)
    sheet.box("PORTAAT", 15, 1, 17, 4)
    sheet.lines("PORTAAT", (15, 2), (17, 2))
    sheet.lines("PORTAAT", (15, 3), (17, 3))
    sheet.box("HISSI", 18, 1, 19.6, 2.6)
    sheet.box("PÖYDÄT", 11, 3, 12.5, 4)
    sheet.box("MITAT", -2, -2, 22, 14)
    return sheet


def draw_door(sheet: Sheet) -> None:
    """Draw a door of 0.9 m in the south wall and one of the room, each a leaf and its arc."""
    door = sheet.document.blocks.new("OVI")
    unit = sheet.unit_m
    door.add_line((0, 0), (0, 0.9 / unit))
    door.add_arc((0, 0), 0.9 / unit, 0, 90)
    sheet.insert("OVET", "OVI", 9.05, 0)
    sheet.insert("OVET", "OVI", 14, 8, rotation=90, xscale=-1)


def draw_shelf(sheet: Sheet, block: Any, length_m: float, depth_m: float) -> None:
    """Draw a shelf with a line for each bay, its corner at the origin, on layer 0."""
    corners = ((0, 0), (length_m, 0), (length_m, depth_m), (0, depth_m))
    sheet.ring("0", *corners, on=block)
    for bay in range(1, round(length_m / 0.9)):
        start, end = sheet.at((0.9 * bay, 0), (0.9 * bay, depth_m))
        block.add_line(start, end)


def draw_outlines(layer: str, shapes: Iterable[Polygon], units: str) -> Sheet:
    """Draw outlines."""
    sheet = Sheet(units)
    for shape in shapes:
        sheet.ring(layer, *list(shape.exterior.coords)[:-1])
    return sheet
