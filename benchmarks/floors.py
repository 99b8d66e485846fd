"""Library floors of any size, always the same: rows of shelves with ranges, radios, a lift.

A floor of 100 shelves is 60 m × 40 m, and it grows as wide as it grows deep.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product

from floorplans.model import (
    Bay,
    BayRun,
    Face,
    Fixture,
    Kiosk,
    Level,
    LocatorPoint,
    Opening,
    Partition,
    Plan,
    PointOfInterest,
    Radio,
    Range,
    Ring,
    Shelf,
    Text,
    Unit,
)

SIZES = (100, 400, 1600)
LEVEL = "1"
BAYS = 9
BAY_M = 0.9
PITCH_M = (11.4, 1.9)
MARGIN_M = (3.0, 2.0)
SHELVES_PER_PARTITION = 25
RUNS = ((1, 2), (3, 4), (5, 6), (7, 9))
RADIO_PITCH_M = 7.0
LETTERS = "ABCDEFGHIJKLMNOPRSTUVYÄÖ"
CHECKED_ON = "2026-11-02"
UUID = "6D2F0C5E-8B1A-4E57-9C33-48594C4C5931"


def make_floor(shelves: int) -> Plan:
    """Make a floor of so many double-sided shelves with 9 bays a side and 8 ranges each.

    Parameters
    ----------
    shelves : int
        100 times a square number, so that rows and columns come out even.

    Returns
    -------
    Plan
        One level with YKL call numbers, a partition for 25 shelves.
    """
    side = math.isqrt(shelves // 100)
    columns, rows = 5 * side, 20 * side
    width_m, depth_m = 60.0 * side, 40.0 * side
    standing = tuple(_make_shelves(columns, rows))
    partitions = tuple(_make_partitions(math.ceil(shelves / SHELVES_PER_PARTITION)))
    return Plan(
        id=f"floor-{shelves}",
        name=Text(f"Kirjasto, {shelves} hyllyä", "", f"Library of {shelves} shelves"),
        scheme="ykl",
        levels=(Level(LEVEL, 0, Text("1. kerros", "", "Floor 1"), _box(0, 0, width_m, depth_m)),),
        units=tuple(_make_rooms(width_m, depth_m)),
        openings=(
            Opening("door", LEVEL, "entrance", (4.0, 0.0), (6.0, 0.0), automatic=True),
            Opening("quiet-door", LEVEL, "door", (width_m - 1.6, 0.0), (width_m - 1.6, 1.0)),
        ),
        fixtures=tuple(_make_pillars(columns, rows)),
        shelves=standing,
        partitions=partitions,
        ranges=tuple(_make_ranges(standing, partitions)),
        radios=tuple(_make_radios(width_m, depth_m)),
        kiosks=(Kiosk(f"floor-{shelves}-1", Text("Aula"), LEVEL, 5.0, 1.0, 90.0),),
        locator_points=tuple(_make_points(standing)),
        points_of_interest=(
            PointOfInterest("desk", "service_desk", Text("Neuvonta"), LEVEL, 8.0, 1.0),
        ),
    )


def make_call_numbers(partition: int, count: int) -> list[str]:
    """Make call numbers in shelf order: fiction in even partitions, classes in odd ones."""
    headings = ["".join(letters) for letters in product(LETTERS, repeat=3)]
    if partition % 2:
        classes = [f"{number / 10:04.1f}" for number in range(1, 840)]
        pairs = [f"{class_} {heading}" for class_ in classes for heading in headings[::4999]]
    else:
        pairs = [f"84.2 {heading}" for heading in headings]
    return [pairs[len(pairs) * number // count] for number in range(count)]


def _make_shelves(columns: int, rows: int) -> Iterator[Shelf]:
    bays = tuple(Bay(number, BAY_M, 6) for number in range(1, BAYS + 1))
    for number, (column, row) in enumerate(product(range(columns), range(rows)), 1):
        faces = (
            Face(f"{number}A", f"{number}A", "front", bays),
            Face(f"{number}B", f"{number}B", "back", bays),
        )
        yield Shelf(
            id=f"s{number}",
            number=str(number),
            level=LEVEL,
            x_m=round(MARGIN_M[0] + BAYS * BAY_M / 2 + column * PITCH_M[0], 2),
            y_m=round(MARGIN_M[1] + row * PITCH_M[1], 2),
            length_m=BAYS * BAY_M,
            depth_m=0.6,
            angle_deg=0.0,
            height_m=2.1,
            faces=faces,
        )


def _make_partitions(count: int) -> Iterator[Partition]:
    for number in range(count):
        name = Text(f"Osasto {number + 1}", f"Avdelning {number + 1}", f"Section {number + 1}")
        yield Partition(f"p{number}", name, name, Text("Kirjat"), name, name, (f"OS{number}",))


def _make_ranges(shelves: Sequence[Shelf], partitions: Sequence[Partition]) -> Iterator[Range]:
    for number, partition in enumerate(partitions):
        block = shelves[number * SHELVES_PER_PARTITION : (number + 1) * SHELVES_PER_PARTITION]
        runs = [
            BayRun(face.id, first, last)
            for shelf in block
            for face in shelf.faces
            for first, last in RUNS
        ]
        ends = make_call_numbers(number, 2 * len(runs))
        for at, run in enumerate(runs):
            yield Range(
                id=f"{run.face}-{run.first_bay}",
                partition=partition.id,
                runs=(run,),
                first=ends[2 * at],
                last=ends[2 * at + 1],
                checked_on=CHECKED_ON,
            )


def _make_rooms(width_m: float, depth_m: float) -> Iterator[Unit]:
    hall = Text("Kirjasto", "Bibliotek", "Library")
    yield Unit("hall", LEVEL, "section", hall, _box(0, 0, width_m, depth_m), walled=False)
    quiet = Text("Hiljainen", "Tyst rum", "Quiet room")
    yield Unit("quiet", LEVEL, "quiet", quiet, _box(width_m - 1.6, 0, 1.6, depth_m))


def _make_pillars(columns: int, rows: int) -> Iterator[Fixture]:
    for column, row in product(range(columns - 1), range(0, rows, 10)):
        x_m = MARGIN_M[0] + BAYS * BAY_M + column * PITCH_M[0] + 1.5
        y_m = MARGIN_M[1] + row * PITCH_M[1]
        yield Fixture(f"pillar-{column}-{row}", LEVEL, "pillar", _box(x_m, y_m - 0.2, 0.4, 0.4))


def _make_radios(width_m: float, depth_m: float) -> Iterator[Radio]:
    columns, rows = (math.ceil(side_m / RADIO_PITCH_M) for side_m in (width_m, depth_m))
    for number, (column, row) in enumerate(product(range(columns), range(rows)), 1):
        x_m = round((column + 0.5) * width_m / columns, 2)
        y_m = round((row + 0.5) * depth_m / rows, 2)
        yield Radio(f"b{number}", LEVEL, x_m, y_m, 3.0, f"ibeacon:{UUID}:1:{number}", -59.0)


def _make_points(shelves: Sequence[Shelf]) -> Iterator[LocatorPoint]:
    for shelf in shelves[::10]:
        end_m = shelf.x_m + shelf.length_m / 2 + 0.5
        name = Text(f"Hylly {shelf.number}")
        yield LocatorPoint(f"F{shelf.number}", name, LEVEL, end_m, shelf.y_m, 180.0)


def _box(x_m: float, y_m: float, width_m: float, depth_m: float) -> Ring:
    east_m, north_m = x_m + width_m, y_m + depth_m
    return ((x_m, y_m), (east_m, y_m), (east_m, north_m), (x_m, north_m))
