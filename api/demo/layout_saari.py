"""The second demo branch: one room, a dozen shelves."""

from __future__ import annotations

from api.demo.hours import SAARI_HOURS
from api.demo.layout_parts import (
    CAROUSEL,
    CHILDREN,
    EASTWARD_ROW_DEG,
    LOW_WALL,
    MEDIUM,
    ON_EAST_WALL_DEG,
    ON_NORTH_WALL_DEG,
    ON_SOUTH_WALL_DEG,
    ON_WEST_WALL_DEG,
    WALL,
    Block,
    Storey,
    area,
    ceiling_beacons,
    door,
    pieces,
    point_of_interest,
    rectangle,
    room,
    row_of_shelves,
    single,
)
from floorplans.model import Fixture, Kiosk, Level, Text

LEVEL = "1"
OUTLINE = rectangle(0, 0, 10, 8)
CHILDREN_AREA = rectangle(0, 0, 3.0, 7.0)


def saari_storey() -> Storey:
    """Describe the only level of the branch."""
    blocks = _blocks()
    return Storey(
        level=Level(LEVEL, 0, Text("1. kerros", "Våning 1", "Floor 1"), OUTLINE),
        blocks=blocks,
        units=(
            room(LEVEL, "restroom", "wc", Text("WC", "WC", "Toilet"), rectangle(5.2, 0, 7.2, 2)),
            room(
                LEVEL,
                "staff",
                "henkilokunta",
                Text("Henkilökunta", "Personal", "Staff"),
                rectangle(7.2, 0, 10, 2.6),
                staff_only=True,
            ),
            area(LEVEL, "section", "lapset", Text("Lapset", "Barn", "Children"), CHILDREN_AREA),
        ),
        openings=(
            door(
                LEVEL,
                "paaovi",
                (3.2, 0.0),
                (4.6, 0.0),
                "entrance",
                automatic=True,
                hours=SAARI_HOURS,
            ),
            door(LEVEL, "ovi-wc", (5.2, 0.5), (5.2, 1.5)),
            door(LEVEL, "ovi-henkilokunta", (7.8, 2.6), (8.8, 2.6), staff_only=True),
        ),
        fixtures=(
            Fixture(
                "neuvonta",
                LEVEL,
                "desk",
                rectangle(5.4, 2.5, 7.0, 3.1),
                Text("Neuvonta", "Kundtjänst", "Service desk"),
            ),
            *pieces(LEVEL, "furniture", "kioski", (0.3, 0.5), ((5.0, 2.35),)),
        ),
        radios=ceiling_beacons(LEVEL, 2, (2.5, 7.5), (2.0, 6.0)),
        kiosks=(
            Kiosk("saari-1", Text("Sisäänkäynti", "Ingången", "Entrance"), LEVEL, 4.2, 2.35, 0.0),
        ),
        points_of_interest=(
            point_of_interest(LEVEL, "entrance", Text("Ovi", "Dörren", "Door"), (3.9, 0.7)),
            point_of_interest(
                LEVEL, "service_desk", Text("Neuvonta", "Kundtjänst", "Service desk"), (6.2, 3.6)
            ),
            point_of_interest(LEVEL, "toilet", Text("WC", "WC", "Toilet"), (6.0, 1.0)),
        ),
    )


def _blocks() -> tuple[Block, ...]:
    west_wall = row_of_shelves(
        LOW_WALL, bays=3, first=(0.15, 2.4), step=(0.0, 2.9), shelves=2, angle_deg=ON_WEST_WALL_DEG
    )
    north_wall = row_of_shelves(
        WALL, bays=3, first=(1.95, 7.85), step=(2.8, 0.0), shelves=3, angle_deg=ON_NORTH_WALL_DEG
    )
    east_wall = single(WALL, 3, (9.85, 5.3), ON_EAST_WALL_DEG)
    south_wall = single(LOW_WALL, 2, (1.6, 0.15), ON_SOUTH_WALL_DEG)
    low = row_of_shelves(
        CHILDREN, bays=2, first=(2.3, 5.4), angle_deg=EASTWARD_ROW_DEG, row="A", label_end="start"
    )
    middle = row_of_shelves(
        MEDIUM,
        bays=2,
        first=(4.1, 5.4),
        step=(1.8, 0.0),
        shelves=3,
        angle_deg=EASTWARD_ROW_DEG,
        row="B",
        label_end="start",
    )
    return (
        Block("lap-tieto", south_wall),
        Block("lap-kauno", west_wall + low),
        Block("lap-kuvakirjat", single(CAROUSEL, 4, (2.3, 2.6))),
        Block("aik-kauno", north_wall),
        Block("aik-kauno", middle[:2]),
        Block("aik-tieto", middle[2:] + east_wall),
    )
