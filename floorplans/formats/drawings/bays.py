"""Bays that are drawn one by one, end to end: together they are a shelf."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import shapely
from shapely.geometry import Polygon

from floorplans.axes import direction
from floorplans.formats.groups import group_joined
from floorplans.formats.shelf_outlines import read_shelf
from floorplans.geometry import HALF_TURN_DEG, shelf_outline
from floorplans.model import Bay, Shelf

LONGEST_BAY_M = 1.3
APART_M = 0.03
TURNED_DEG = 1.0


def join_bays(shelves: Sequence[Shelf]) -> tuple[Shelf, ...]:
    """Join shelves that are one bay each and stand end to end in one line.

    Parameters
    ----------
    shelves : Sequence[Shelf]
        Of one level, straight, as drawn.

    Returns
    -------
    tuple[Shelf, ...]
        Each row as one shelf with the id and number of its first bay that has one.

    Examples
    --------
    >>> row = [read_shelf(shapely.box(x, 0, x + 1, 0.3), str(x), "1", "") for x in range(3)]
    >>> [(shelf.length_m, len(shelf.faces[0].bays)) for shelf in join_bays(row)]
    [(3.0, 3)]
    """
    outlines = [Polygon(shelf_outline(shelf)) for shelf in shelves]
    tree = shapely.STRtree(outlines)
    near = tree.query(outlines, predicate="dwithin", distance=APART_M) if outlines else ((), ())
    pairs = [(int(one), int(other)) for one, other in zip(*near, strict=True)]
    following = (pair for pair in pairs if _follow(*(shelves[at] for at in pair)))
    rows = group_joined(range(len(shelves)), following)
    return tuple(_join([shelves[at] for at in row]) for row in rows)


def _follow(one: Shelf, other: Shelf) -> bool:
    """Tell whether two shelves are bays of one row, next to each other."""
    if max(one.length_m, other.length_m) > LONGEST_BAY_M or one.id == other.id:
        return False
    if one.number and other.number and one.number != other.number:
        return False
    turned_deg = abs(one.angle_deg - other.angle_deg) % HALF_TURN_DEG
    if min(turned_deg, HALF_TURN_DEG - turned_deg) > TURNED_DEG:
        return False
    if abs(one.depth_m - other.depth_m) > APART_M:
        return False
    ahead, aside = _offset(one, other)
    return (
        abs(aside) <= APART_M and abs(abs(ahead) - (one.length_m + other.length_m) / 2) <= APART_M
    )


def _offset(one: Shelf, other: Shelf) -> tuple[float, float]:
    along_x, along_y = direction(one.angle_deg)
    east_m, north_m = other.x_m - one.x_m, other.y_m - one.y_m
    return east_m * along_x + north_m * along_y, north_m * along_x - east_m * along_y


def _join(row: Sequence[Shelf]) -> Shelf:
    if len(row) == 1:
        return row[0]
    ordered = sorted(row, key=lambda shelf: _offset(row[0], shelf)[0])
    whole = shapely.union_all([Polygon(shelf_outline(shelf)) for shelf in ordered]).convex_hull
    first = next((shelf for shelf in row if shelf.number), row[0])
    joined = read_shelf(whole, first.id, first.level, first.number)
    if joined is None:
        return row[0]
    if math.cos(math.radians(joined.angle_deg - row[0].angle_deg)) < 0:
        ordered.reverse()
    widths_m = [shelf.length_m for shelf in ordered]
    faces = []
    for face in joined.faces:
        turned = widths_m if face.side == "back" else widths_m[::-1]
        bays = tuple(Bay(at + 1, width_m, face.bays[0].boards) for at, width_m in enumerate(turned))
        faces.append(dataclasses.replace(face, bays=bays))
    return dataclasses.replace(joined, faces=tuple(faces))
