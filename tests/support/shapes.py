"""A plan with everything that can be drawn: shelves of every shape, closures, overlays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from floorplans.model import (
    BayRun,
    Closure,
    Connector,
    ConnectorKind,
    Face,
    Landmark,
    Level,
    Opening,
    Plan,
    PointKind,
    PointOfInterest,
    Range,
    Shelf,
    Side,
    Stop,
    Text,
    Unit,
)
from tests.support.plans import (
    CHECKED_ON,
    PARTITIONS,
    make_bays,
    make_range,
    rectangle,
    toy_plan,
)

_SIDES: tuple[tuple[str, Side], ...] = (("A", "front"), ("B", "back"))


def _one_sided(number: str, bays: int, **shape: Any) -> Shelf:
    face = Face(f"{number}A", f"{number}A", "front", make_bays(bays))
    shelf = Shelf(f"s{number}", number, "1", 0.0, 0.0, 3.6, 0.4, 0.0, 1.8, (face,))
    return replace(shelf, **shape)


def _two_sided(number: str, bays: int, **shape: Any) -> Shelf:
    faces = tuple(
        Face(f"{number}{letter}", f"{number}{letter}", side, make_bays(bays))
        for letter, side in _SIDES
    )
    shelf = Shelf(f"s{number}", number, "1", 0.0, 0.0, 0.9 * bays, 0.6, 0.0, 1.8, faces)
    return replace(shelf, **shape)


SHELVES = (
    _two_sided("1", 4, x_m=4.0, y_m=12.0),
    _two_sided("2", 4, x_m=4.0, y_m=10.2, height_m=1.2),
    _two_sided("3", 4, x_m=8.0, y_m=11.0, angle_deg=90.0),
    _two_sided("4", 4, x_m=10.5, y_m=11.0, angle_deg=65.0),
    _one_sided(
        "5", 6, x_m=14.5, y_m=12.6, shape="corner", wing_m=2.8, turn_deg=-90.0, length_m=3.0
    ),
    _one_sided("6", 5, x_m=13.5, y_m=9.2, shape="curved", length_m=5.0, turn_deg=90.0),
    _one_sided("7", 6, x_m=18.0, y_m=9.6, shape="round", length_m=1.8, height_m=1.2),
    _one_sided("8", 8, x_m=6.0, y_m=15.7, length_m=7.2, mounting="wall", angle_deg=180.0),
    *(
        _two_sided(
            str(9 + index), 4, x_m=3.0 + 0.64 * index, y_m=6.2, angle_deg=90.0, mounting="mobile"
        )
        for index in range(4)
    ),
    _two_sided("13", 4, x_m=8.0, y_m=6.2, angle_deg=90.0),
    _one_sided("14", 2, x_m=11.0, y_m=6.0, length_m=1.8, height_m=1.0),
)

THRILLERS = Text("Jännitys", "Spänning", "Thrillers")
STACKS = (BayRun("9A", 1, 4), BayRun("10A", 1, 4))
RANGES = (
    make_range("a", "aik-kauno", "1A", (1, 2), "84.2 AAL", "84.2 HUO"),
    make_range("b", "aik-kauno", "1A", (3, 4), "84.2 HYV", "84.2 KOR"),
    make_range("c", "aik-kauno", "1B", (1, 4), "84.2 KOS", "84.2 ÖST"),
    make_range("d", "aik-tieto", "2A", (1, 4), "00.1 KIR", "25 VUO"),
    make_range("e", "aik-tieto", "3A", (1, 2), "30.1 AHO", "39 ÖHM"),
    make_range("f", "aik-tieto", "3B", (1, 4), "40 AHO", "49 ÖHM"),
    make_range("g", "aik-tieto", "4A", (1, 4), "61.2 HÄM", "69 ÖHM"),
    make_range("h", "aik-tieto", "5A", (1, 6), "70.1 AHO", "79 ÖHM"),
    make_range("i", "aik-tieto", "6A", (1, 5), "86 AHO", "89 ÖHM"),
    Range("j", "aik-kauno", (BayRun("7A", 1, 6),), "", "", CHECKED_ON, "display"),
    Range("k", "aik-kauno", (BayRun("8A", 1, 4),), "", "", CHECKED_ON, "theme", theme=THRILLERS),
    Range("l", "aik-kauno", (BayRun("8A", 5, 8),), "Aalto", "Kivi", CHECKED_ON, "title"),
    Range("m", "aik-tieto", STACKS, "90 AHO", "99 ÖHM", CHECKED_ON, "closed"),
    Range("n", "aik-kauno", (BayRun("14A", 1, 2),), "", "", CHECKED_ON, "trolley"),
    make_range("o", "lap-kauno", "13A", (1, 4), "L84.2 AHO", "L84.2 TOI"),
)


def shapes_plan() -> Plan:
    """Give one level of 24 × 16 m with shelves of every shape and all that stands round them."""
    level = Level("1", 0, Text("1. kerros", "Våning 1", "Floor 1"), rectangle(0, 0, 24, 16))
    points = tuple(
        PointOfInterest(kind, kind, Text(kind.replace("_", " ")), "1", 1.5 + 1.9 * index, 2.0)
        for index, kind in enumerate(get_args(PointKind))
    )
    return Plan(
        id="shapes",
        name=Text("Muotokirjasto", "Formbiblioteket", "Library of shapes"),
        scheme="ykl",
        levels=(level,),
        units=(
            Unit("hall", "1", "section", Text("Aikuiset"), level.outline, walled=False),
            Unit("staff", "1", "staff", Text("Kanslia"), rectangle(20, 12, 4, 4), staff_only=True),
            Unit("lift", "1", "lift", Text("Hissi"), rectangle(22, 8, 2, 2)),
            Unit("quiet", "1", "quiet", Text("Hiljainen"), rectangle(20, 4, 4, 3)),
        ),
        openings=(
            Opening("in", "1", "entrance", (1.0, 0.0), (3.0, 0.0), one_way=True),
            Opening("out", "1", "gate", (5.0, 0.0), (4.0, 0.0), one_way=True),
            Opening("staff-door", "1", "door", (20.0, 13.0), (20.0, 14.0), staff_only=True),
            Opening("lift-door", "1", "door", (22.0, 8.5), (22.0, 9.5)),
            Opening("quiet-door", "1", "door", (20.0, 5.0), (20.0, 6.0)),
        ),
        connectors=(
            _connector("lift", "lift", 23.0, 9.0),
            _connector("ramp", "ramp", 18.0, 14.5),
            _connector("escalator", "escalator", 16.8, 14.5),
        ),
        fixtures=toy_plan().fixtures[:1],
        shelves=SHELVES,
        partitions=PARTITIONS,
        ranges=RANGES,
        points_of_interest=points,
        landmarks=(
            Landmark("globe", Text("Karttapallo", "Jordglob", "Globe"), "1", 15.5, 6.0),
            Landmark("bear", Text("Karhupatsas", "Björnstaty", "Bear"), "1", 18.0, 5.2),
        ),
        closures=(
            Closure("works", Text("Remontti"), level="1", outline=rectangle(12.5, 3.5, 2.5, 3.5)),
            Closure("lift", Text("Epäkunnossa"), connectors=("lift",)),
            Closure("later", Text("Suljettu"), starts_at="2026-12-01T08:00", units=("quiet",)),
        ),
    )


def _connector(id: str, kind: ConnectorKind, x_m: float, y_m: float) -> Connector:
    return Connector(id, kind, Text(kind), (Stop("1", x_m, y_m),), 2.0, 12.0, kind != "escalator")
