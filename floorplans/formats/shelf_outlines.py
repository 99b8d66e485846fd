"""Shelves of outlines: what a drawing has of a shelf is a long rectangle on the floor.

Bays, boards and heights are guessed as shelving is usually built; whoever takes the plan over
corrects what differs.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Sequence
from itertools import count

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from floorplans.axes import direction
from floorplans.geometry import HALF_TURN_DEG, QUARTER_TURN_DEG, shelf_outline
from floorplans.model import Bay, Face, Shelf, Side
from floorplans.walkable import WALL_THICKNESS_M

BAY_M = 0.9
BOARDS = 6
HEIGHT_M = 2.1
DOUBLE_DEPTH_M = 0.45
"""Shelves from this depth on have two faces."""

LEAST_LENGTH_M, LEAST_DEPTH_M = 0.25, 0.1
MOST_LENGTH_M, MOST_DEPTH_M = 60.0, 1.6
LEAST_FILL = 0.9
"""Less of its rectangle than this, and an outline is no straight shelf's."""

REACH_M = 0.6
"""So much room is looked for before a face."""

LETTERS = ("A", "B")
SIDES: tuple[Side, ...] = ("front", "back")
WALL_GAP_M = 0.2
TINY_M2 = 1e-4


def read_shelf(
    outline: BaseGeometry, id_: str, level: str, number: str, height_m: float = HEIGHT_M
) -> Shelf | None:
    """Make a straight shelf of its outline.

    Parameters
    ----------
    outline : BaseGeometry
        In the plan's metres.
    id_, level, number : str
        Its own; the faces are named by the number.
    height_m : float
        Its height.

    Returns
    -------
    Shelf or None
        None where the outline is not like that of a straight shelf.

    Examples
    --------
    >>> shelf = read_shelf(shapely.box(0, 0, 2.7, 0.5), "h", "1", "7")
    >>> [(face.name, len(face.bays)) for face in shelf.faces], shelf.angle_deg
    ([('7A', 3), ('7B', 3)], 0.0)
    """
    box = outline.minimum_rotated_rectangle
    if not isinstance(box, Polygon) or outline.area < LEAST_FILL * box.area:
        return None
    corners = list(box.exterior.coords)
    start = 0 if math.dist(*corners[:2]) >= math.dist(*corners[1:3]) else 1
    first, second, third = corners[start : start + 3]
    length_m, depth_m = math.dist(first, second), math.dist(second, third)
    if not (
        LEAST_LENGTH_M <= length_m <= MOST_LENGTH_M and LEAST_DEPTH_M <= depth_m <= MOST_DEPTH_M
    ):
        return None
    turned_deg = math.degrees(math.atan2(second[1] - first[1], second[0] - first[0]))
    middle = box.centroid
    faces = _faces(id_, number, length_m, 2 if depth_m >= DOUBLE_DEPTH_M else 1)
    return Shelf(
        id_,
        number,
        level,
        _round(middle.x),
        _round(middle.y),
        _round(length_m),
        _round(depth_m),
        round(turned_deg, 3) % HALF_TURN_DEG,
        height_m,
        faces,
    )


def face_the_room(
    shelves: Sequence[Shelf], walls: Iterable[BaseGeometry], floor: BaseGeometry
) -> tuple[Shelf, ...]:
    """Turn shelves with one face to where there is room; those at a wall stand against it.

    Parameters
    ----------
    shelves : Sequence[Shelf]
        Of one level, straight.
    walls : Iterable[BaseGeometry]
        What nobody walks through; lines are as thick as a wall.
    floor : BaseGeometry
        The level's outline.
    """
    outlines = [Polygon(shelf_outline(shelf)) for shelf in shelves]
    solid = [each if each.area else each.buffer(WALL_THICKNESS_M / 2) for each in walls]
    tree = shapely.STRtree([*outlines, *solid])
    wall_tree = shapely.STRtree(solid)
    turned = []
    for at, shelf in enumerate(shelves):
        if len(shelf.faces) == 1:
            ahead, behind = (_blocked_m2(shelf, side, tree, at, floor) for side in (1, -1))
            if ahead > behind + TINY_M2:
                shelf = _turned(shelf)
            if _is_at_wall(shelf, wall_tree, floor):
                shelf = dataclasses.replace(shelf, mounting="wall")
        turned.append(shelf)
    return tuple(turned)


def number_shelves(shelves: Sequence[Shelf], taken: Iterable[str] = ()) -> tuple[Shelf, ...]:
    """Give those without a number, or with that of another, the next one that is free.

    Parameters
    ----------
    shelves : Sequence[Shelf]
        In the order in which they are counted.
    taken : Iterable[str]
        Numbers of other shelves of the library.

    Examples
    --------
    >>> shelf = read_shelf(shapely.box(0, 0, 2.7, 0.5), "h", "1", "")
    >>> [each.number for each in number_shelves([shelf, shelf])]
    ['1', '2']
    """
    told = {*taken, *(shelf.number for shelf in shelves)}
    free = (number for number in map(str, count(1)) if number not in told)
    seen: set[str] = set()
    numbered = []
    for shelf in shelves:
        if not shelf.number or shelf.number in seen:
            shelf = _numbered(shelf, next(free))
        seen.add(shelf.number)
        numbered.append(shelf)
    return tuple(numbered)


def _numbered(shelf: Shelf, number: str) -> Shelf:
    faces = (
        dataclasses.replace(face, name=f"{number}{letter}")
        for face, letter in zip(shelf.faces, LETTERS, strict=False)
    )
    return dataclasses.replace(shelf, number=number, faces=tuple(faces))


def _faces(id_: str, number: str, length_m: float, sides: int) -> tuple[Face, ...]:
    parts = max(1, round(length_m / BAY_M))
    bays = tuple(Bay(at + 1, round(length_m / parts, 4), BOARDS) for at in range(parts))
    return tuple(
        Face(f"{id_}-{letter}", f"{number}{letter}", side, bays)
        for letter, side in zip(LETTERS[:sides], SIDES, strict=False)
    )


def _turned(shelf: Shelf) -> Shelf:
    """Turn a shelf with one face; who stands before it now sees its bays the other way round."""
    (face,) = shelf.faces
    bays = tuple(
        dataclasses.replace(bay, number=at) for at, bay in enumerate(face.bays[::-1], start=1)
    )
    return dataclasses.replace(
        shelf,
        angle_deg=(shelf.angle_deg + HALF_TURN_DEG) % (2 * HALF_TURN_DEG),
        faces=(dataclasses.replace(face, bays=bays),),
    )


def _strip(shelf: Shelf, side: int, depth_m: float) -> Polygon:
    """Give the floor along a side of a shelf: 1 is to the left of its axis, -1 to the right."""
    along, left = direction(shelf.angle_deg), direction(shelf.angle_deg + QUARTER_TURN_DEG)
    ring = []
    for share, off_m in ((-1, 0.0), (1, 0.0), (1, depth_m), (-1, depth_m)):
        ahead_m = share * shelf.length_m / 2
        across_m = side * (shelf.depth_m / 2 + off_m)
        ring.append(
            (
                shelf.x_m + along[0] * ahead_m + left[0] * across_m,
                shelf.y_m + along[1] * ahead_m + left[1] * across_m,
            )
        )
    return Polygon(ring)


def _blocked_m2(
    shelf: Shelf, side: int, tree: shapely.STRtree, own: int, floor: BaseGeometry
) -> float:
    strip = _strip(shelf, side, REACH_M)
    near = [tree.geometries[index] for index in tree.query(strip) if index != own]
    taken = shapely.union_all([*(strip.intersection(each) for each in near)])
    return float(taken.union(strip.difference(floor)).area)


def _is_at_wall(shelf: Shelf, walls: shapely.STRtree, floor: BaseGeometry) -> bool:
    """Tell whether a wall runs along most of the shelf's back."""
    strip = _strip(shelf, -1, WALL_GAP_M)
    near = [walls.geometries[index].intersection(strip) for index in walls.query(strip)]
    behind = shapely.union_all([*near, strip.difference(floor)])
    if behind.is_empty:
        return False
    west_m, south_m, east_m, north_m = behind.bounds
    return math.hypot(east_m - west_m, north_m - south_m) >= shelf.length_m / 2


def _round(length_m: float) -> float:
    return round(length_m, 4)
