"""Seeded floors that are not all rows: blocks at any angle, round shelves, pillars, rooms.

What stands at random places may overlap or shut a corner off, as nothing in a real plan should:
whoever walks there has to take it as it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from floorplans.model import Bay, Face, Fixture, Level, Opening, Plan, Ring, Shelf, Text, Unit

LEVEL = "1"
WIDTH_M, DEPTH_M = 40.0, 28.0
ROOM_M = (8.0, 7.0)
DOOR_M = (2.0, 3.2)
BAY_M = 0.9
AISLE_M = 1.3
SHELF_DEPTH_M = 0.6
BLOCKS = 7
ROUND_SHELVES = 5
PILLARS = 8


def make_mixed_floor(seed: int) -> Plan:
    """Make a floor of 40 m × 28 m with rotated blocks of shelves and round ones.

    Parameters
    ----------
    seed : int
        Equal seeds give equal floors.

    Returns
    -------
    Plan
        One level with a hall and two rooms in its corners, each behind a door.
    """
    draw = np.random.default_rng(seed)
    return Plan(
        id=f"mixed-{seed}",
        name=Text("Sekakirjasto", "", "Mixed library"),
        scheme="text",
        levels=(Level(LEVEL, 0, Text("1. kerros", "", "Floor 1"), _box(0, 0, WIDTH_M, DEPTH_M)),),
        units=tuple(_make_rooms()),
        openings=tuple(_make_doors()),
        fixtures=tuple(_make_pillars(draw)),
        shelves=(*_make_blocks(draw), *_make_round_shelves(draw)),
    )


def _make_blocks(draw: np.random.Generator) -> Iterator[Shelf]:
    """Rows of parallel shelves with aisles between them, the whole block turned."""
    for block in range(BLOCKS):
        angle_deg = float(draw.choice((0.0, 90.0, float(draw.uniform(0.0, 180.0)))))
        bays, rows = int(draw.integers(3, 8)), int(draw.integers(2, 6))
        x_m, y_m = draw.uniform(6.0, WIDTH_M - 6.0), draw.uniform(8.0, DEPTH_M - 5.0)
        turn = math.radians(angle_deg)
        for row in range(rows):
            off_m = (row - (rows - 1) / 2) * (SHELF_DEPTH_M + AISLE_M)
            at = x_m - off_m * math.sin(turn), y_m + off_m * math.cos(turn)
            yield _make_shelf(f"{block}-{row}", at, bays, angle_deg)


def _make_shelf(name: str, at: tuple[float, float], bays: int, angle_deg: float) -> Shelf:
    standing = tuple(Bay(number, BAY_M, 5) for number in range(1, bays + 1))
    faces = (
        Face(f"{name}A", f"{name}A", "front", standing),
        Face(f"{name}B", f"{name}B", "back", standing),
    )
    place = round(at[0], 3), round(at[1], 3)
    return Shelf(
        name, name, LEVEL, *place, bays * BAY_M, SHELF_DEPTH_M, round(angle_deg, 2), 2.1, faces
    )


def _make_round_shelves(draw: np.random.Generator) -> Iterator[Shelf]:
    for number in range(ROUND_SHELVES):
        across_m = round(float(draw.uniform(1.0, 2.4)), 2)
        bays = tuple(Bay(each, math.pi * across_m / 4, 3) for each in range(1, 5))
        yield Shelf(
            id=f"round-{number}",
            number=f"R{number}",
            level=LEVEL,
            x_m=round(float(draw.uniform(2.0, WIDTH_M - 2.0)), 2),
            y_m=round(float(draw.uniform(2.0, DEPTH_M - 2.0)), 2),
            length_m=across_m,
            depth_m=across_m,
            angle_deg=0.0,
            height_m=1.4,
            faces=(Face(f"R{number}", f"R{number}", "front", bays),),
            shape="round",
        )


def _make_pillars(draw: np.random.Generator) -> Iterator[Fixture]:
    for number in range(PILLARS):
        x_m, y_m = draw.uniform(1.0, WIDTH_M - 1.0), draw.uniform(1.0, DEPTH_M - 1.0)
        yield Fixture(f"pillar-{number}", LEVEL, "pillar", _box(x_m, y_m, 0.5, 0.5))


def _make_rooms() -> Iterator[Unit]:
    wide_m, deep_m = ROOM_M
    for name, x_m in (("study", 0.0), ("quiet", WIDTH_M - wide_m)):
        yield Unit(name, LEVEL, "quiet", Text(name), _box(x_m, 0.0, wide_m, deep_m))


def _make_doors() -> Iterator[Opening]:
    left_m, right_m = DOOR_M
    deep_m = ROOM_M[1]
    yield Opening("study-door", LEVEL, "door", (left_m, deep_m), (right_m, deep_m))
    ends = (WIDTH_M - right_m, deep_m), (WIDTH_M - left_m, deep_m)
    yield Opening("quiet-door", LEVEL, "door", *ends)


def _box(x_m: float, y_m: float, width_m: float, depth_m: float) -> Ring:
    east_m, north_m = round(x_m + width_m, 3), round(y_m + depth_m, 3)
    x_m, y_m = round(x_m, 3), round(y_m, 3)
    return ((x_m, y_m), (east_m, y_m), (east_m, north_m), (x_m, north_m))
