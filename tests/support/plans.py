"""A small plan that tests of every package share.

Two levels of 12 × 8 m. Level 1 has two double-sided shelves with an aisle of 1.4 m between
them, a quiet room behind a door and a staff room; level 2 has a single-sided shelf turned by
90° and a round one. Stairs and a lift in the south-east join the levels.
"""

from __future__ import annotations

from floorplans.model import (
    Bay,
    BayRun,
    Connector,
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
    Stop,
    Text,
    Unit,
)

BEACON_UUID = "6D2F0C5E-8B1A-4E57-9C33-48594C4C5931"
CHECKED_ON = "2026-03-02"


def rectangle(x_m: float, y_m: float, width_m: float, height_m: float) -> Ring:
    """Give a rectangle by its south-west corner, anticlockwise."""
    east_m, north_m = x_m + width_m, y_m + height_m
    return ((x_m, y_m), (east_m, y_m), (east_m, north_m), (x_m, north_m))


def make_bays(count: int, width_m: float = 0.9, boards: int = 5) -> tuple[Bay, ...]:
    """Give equal bays numbered from 1."""
    return tuple(Bay(number, width_m, boards) for number in range(1, count + 1))


def double_shelf(number: str, x_m: float, y_m: float) -> Shelf:
    """Give a double-sided shelf of four bays along x on level 1, 3.6 × 0.6 m."""
    faces = (
        Face(f"{number}A", f"{number}A", "front", make_bays(4)),
        Face(f"{number}B", f"{number}B", "back", make_bays(4)),
    )
    return Shelf(f"s{number}", number, "1", x_m, y_m, 3.6, 0.6, 0.0, 1.8, faces)


def make_range(
    id: str, partition: str, face: str, bays: tuple[int, int], first: str, last: str
) -> Range:
    """Give a range without boards, checked on ``CHECKED_ON``."""
    return Range(id, partition, (BayRun(face, *bays),), first, last, CHECKED_ON)


LEVELS = (
    Level("1", 0, Text("1. kerros", "Våning 1", "Floor 1"), rectangle(0, 0, 12, 8)),
    Level("2", 1, Text("2. kerros", "Våning 2", "Floor 2"), rectangle(0, 0, 12, 8)),
)

UNITS = (
    Unit(
        "hall-1", "1", "section", Text("Aikuiset", "Vuxna", "Adults"), rectangle(0, 0, 12, 8), False
    ),
    Unit(
        "quiet-1",
        "1",
        "quiet",
        Text("Hiljainen huone", "Tyst rum", "Quiet room"),
        rectangle(9, 5, 3, 3),
    ),
    Unit(
        "staff-1",
        "1",
        "staff",
        Text("Henkilökunta", "Personal", "Staff"),
        rectangle(0, 6, 2, 2),
        True,
        True,
    ),
    Unit(
        "stairs-1", "1", "stairs", Text("Portaat", "Trappa", "Stairs"), rectangle(8.4, 0, 2.1, 1.8)
    ),
    Unit("lift-1", "1", "lift", Text("Hissi", "Hiss", "Lift"), rectangle(10.5, 0, 1.5, 1.8)),
    Unit(
        "hall-2", "2", "section", Text("Lapset", "Barn", "Children"), rectangle(0, 0, 12, 8), False
    ),
    Unit(
        "stairs-2", "2", "stairs", Text("Portaat", "Trappa", "Stairs"), rectangle(8.4, 0, 2.1, 1.8)
    ),
    Unit("lift-2", "2", "lift", Text("Hissi", "Hiss", "Lift"), rectangle(10.5, 0, 1.5, 1.8)),
)

OPENINGS = (
    Opening("entrance-1", "1", "entrance", (0.6, 0.0), (2.2, 0.0)),
    Opening("quiet-door-1", "1", "door", (9.0, 6.0), (9.0, 7.0)),
    Opening("staff-door-1", "1", "door", (0.5, 6.0), (1.5, 6.0), True),
    Opening("stairs-door-1", "1", "passage", (8.8, 1.8), (10.1, 1.8)),
    Opening("lift-door-1", "1", "door", (10.75, 1.8), (11.75, 1.8), automatic=True),
    Opening("stairs-door-2", "2", "passage", (8.8, 1.8), (10.1, 1.8)),
    Opening("lift-door-2", "2", "door", (10.75, 1.8), (11.75, 1.8), automatic=True),
)

CONNECTORS = (
    Connector(
        "stairs",
        "stairs",
        Text("Portaat", "Trappa", "Stairs"),
        (Stop("1", 9.45, 0.9), Stop("2", 9.45, 0.9)),
        entry_cost_m=2.0,
        level_cost_m=12.0,
        step_free=False,
    ),
    Connector(
        "lift",
        "lift",
        Text("Hissi", "Hiss", "Lift"),
        (Stop("1", 11.25, 0.9), Stop("2", 11.25, 0.9)),
        entry_cost_m=25.0,
        level_cost_m=5.0,
        step_free=True,
    ),
)

FIXTURES = (
    Fixture("desk-1", "1", "desk", rectangle(4, 0.8, 2, 0.6), Text("Palvelutiski", "Disk", "Desk")),
    Fixture("pillar-2", "2", "pillar", rectangle(6.2, 2.0, 0.4, 0.4)),
)

SHELVES = (
    double_shelf("1", 4.5, 3.0),
    double_shelf("2", 4.5, 5.0),
    Shelf(
        "s3", "3", "2", 4.5, 4.5, 3.6, 0.3, 90.0, 1.5, (Face("3A", "3A", "front", make_bays(4)),)
    ),
    Shelf(
        "s4",
        "4",
        "2",
        8.0,
        5.0,
        1.2,
        1.2,
        0.0,
        1.2,
        (Face("4A", "4A", "front", make_bays(6, 0.6, 2)),),
        "round",
    ),
)

ADULTS = Text("Aikuiset", "Vuxna", "Adults")
CHILDREN = Text("Lapset", "Barn", "Children")
FICTION = Text("Kaunokirjallisuus", "Skönlitteratur", "Fiction")
FACTS = Text("Tietokirjallisuus", "Facklitteratur", "Non-fiction")
BOOKS = Text("Kirjat", "Böcker", "Books")

PARTITIONS = (
    Partition(
        "aik-kauno",
        ADULTS,
        FICTION,
        BOOKS,
        Text("Aikuisten kaunokirjallisuus", "Skönlitteratur för vuxna", "Adult fiction"),
        FICTION,
        ("AIK",),
    ),
    Partition(
        "aik-tieto",
        ADULTS,
        FACTS,
        BOOKS,
        Text("Aikuisten tietokirjallisuus", "Facklitteratur för vuxna", "Adult non-fiction"),
        FACTS,
        ("AIK",),
    ),
    Partition(
        "lap-kauno",
        CHILDREN,
        FICTION,
        BOOKS,
        Text("Lasten kaunokirjallisuus", "Skönlitteratur för barn", "Children's fiction"),
        FICTION,
        ("LAP",),
    ),
)

RANGES = (
    make_range("r1", "aik-kauno", "1A", (1, 2), "84.2 AAL", "84.2 KOR"),
    make_range("r2", "aik-kauno", "1A", (3, 4), "84.2 KOS", "84.2 ÖST"),
    make_range("r3", "aik-kauno", "1B", (1, 4), "84.31 AUS", "84.31 WOO"),
    make_range("r4", "aik-tieto", "2A", (1, 4), "00.1 KIR", "59.5 VUO"),
    make_range("r5", "aik-tieto", "2B", (1, 4), "61.2 HÄM", "78.89 ÄÄN"),
    Range(
        "r6",
        "lap-kauno",
        (BayRun("3A", 1, 1),),
        "L84.2 AHO",
        "L84.2 KUN",
        CHECKED_ON,
        boards=("L84.2 AHO", "L84.2 HAA", "L84.2 JAN", "L84.2 KIV", "L84.2 KOL"),
    ),
    make_range("r7", "lap-kauno", "3A", (2, 4), "L84.2 LAI", "L84.2 TOI"),
    make_range("r8", "aik-tieto", "4A", (1, 6), "90 HIS", "99.1 ÖHM"),
)

RADIOS = (
    Radio("b101", "1", 3.0, 4.0, 2.7, f"ibeacon:{BEACON_UUID}:1:101", -59.0),
    Radio("b201", "2", 6.0, 4.0, 2.7, f"ibeacon:{BEACON_UUID}:1:201", -59.0),
)

KIOSKS = (Kiosk("toy-1", Text("Aulan näyttö", "Kiosk", "Kiosk"), "1", 2.0, 1.5, 270.0),)

LOCATOR_POINTS = (
    LocatorPoint("T1A01", Text("Hylly 1", "Hylla 1", "Shelf 1"), "1", 6.9, 3.0, 180.0),
)

POINTS_OF_INTEREST = (
    PointOfInterest("desk", "service_desk", Text("Palvelutiski", "Disk", "Desk"), "1", 5.0, 1.8),
)


def toy_plan() -> Plan:
    """Give the plan; it has no problems."""
    return Plan(
        id="toy",
        name=Text("Lelukirjasto", "Leksaksbiblioteket", "Toy library"),
        scheme="ykl",
        levels=LEVELS,
        units=UNITS,
        openings=OPENINGS,
        connectors=CONNECTORS,
        fixtures=FIXTURES,
        shelves=SHELVES,
        partitions=PARTITIONS,
        ranges=RANGES,
        radios=RADIOS,
        kiosks=KIOSKS,
        locator_points=LOCATOR_POINTS,
        points_of_interest=POINTS_OF_INTEREST,
    )
