"""Level 1 of the demo library: entrance, newspapers, children, young people, fiction."""

from __future__ import annotations

from api.demo.extras import ground_extras
from api.demo.hours import MAIN_DOOR_HOURS
from api.demo.keeping import BY_TITLE, SHELF_BY_SHELF
from api.demo.layout_parts import (
    BROWSER,
    CAROUSEL,
    CHILDREN,
    EASTWARD_ROW_DEG,
    LOW_WALL,
    MEDIUM,
    ON_EAST_WALL_DEG,
    ON_NORTH_WALL_DEG,
    ON_SOUTH_WALL_DEG,
    ON_WEST_WALL_DEG,
    TALL,
    WALL,
    WESTWARD_ROW_DEG,
    Block,
    Storey,
    area,
    ceiling_beacons,
    door,
    pieces,
    pillars,
    point_of_interest,
    rectangle,
    room,
    row_of_shelves,
    single,
)
from floorplans.model import Fixture, Kiosk, Level, Opening, PointOfInterest, Text, Unit

LEVEL = "1"
_ENTRANCE_RECESS = ((16.0, 0.0), (16.0, 2.0), (25.0, 2.0), (25.0, 0.0))
OUTLINE = ((0.0, 0.0), *_ENTRANCE_RECESS, (45.0, 0.0), (45.0, 28.0), (0.0, 28.0))


def ground_storey() -> Storey:
    """Describe level 1."""
    blocks = _adult_blocks() + _young_blocks() + _child_blocks()
    return Storey(
        level=Level(LEVEL, 0, Text("1. kerros", "Våning 1", "Floor 1"), OUTLINE),
        blocks=blocks,
        units=_rooms() + _areas(),
        openings=_openings(),
        fixtures=_fixtures(),
        radios=ceiling_beacons(
            LEVEL, 1, (3.2, 9.6, 16.0, 22.4, 28.8, 35.2, 41.6), (3.5, 10.5, 17.5, 24.5)
        ),
        kiosks=(
            Kiosk("keskusta-1", Text("Aula", "Aula", "Lobby"), LEVEL, 19.2, 7.2, 90.0),
            Kiosk(
                "keskusta-2",
                Text("Lastenosasto", "Barnavdelningen", "Children"),
                LEVEL,
                11.0,
                12.4,
                90.0,
            ),
        ),
        points_of_interest=_points_of_interest(),
        extras=ground_extras(),
    )


def _adult_blocks() -> tuple[Block, ...]:
    """Fiction runs A-Ö: east along the lower row, round the east wall, west along the upper."""
    lower = row_of_shelves(
        TALL,
        bays=5,
        first=(22.9, 11.85),
        step=(1.95, 0.0),
        shelves=11,
        angle_deg=EASTWARD_ROW_DEG,
        row="A",
    )
    wall = row_of_shelves(
        WALL, bays=5, first=(44.85, 11.85), step=(0.0, 6.6), shelves=2, angle_deg=ON_EAST_WALL_DEG
    )
    upper = row_of_shelves(
        TALL,
        bays=5,
        first=(42.4, 18.45),
        step=(-1.95, 0.0),
        shelves=11,
        angle_deg=WESTWARD_ROW_DEG,
        row="B",
    )
    comics = row_of_shelves(
        MEDIUM, bays=5, first=(30.5, 7.8), step=(0.0, -1.9), shelves=2, angle_deg=0.0
    )
    more_comics = row_of_shelves(
        MEDIUM, bays=3, first=(35.25, 5.9), step=(0.0, 1.9), shelves=2, angle_deg=0.0
    )
    large_print = single(BROWSER, 4, (18.9, 11.4), EASTWARD_ROW_DEG)
    easy_reading = single(BROWSER, 4, (18.9, 18.4), EASTWARD_ROW_DEG)
    magazines = row_of_shelves(
        WALL, bays=5, first=(16.4, 27.85), step=(4.7, 0.0), shelves=3, angle_deg=ON_NORTH_WALL_DEG
    )
    current_issues = row_of_shelves(
        BROWSER, bays=5, first=(17.4, 25.9), step=(6.0, 0.0), shelves=2, angle_deg=0.0
    )
    return (
        Block("aik-kauno", lower + wall + upper[:5]),
        Block("aik-jannitys", upper[5:9]),
        Block("aik-fantasia", upper[9:]),
        Block("aik-sarjakuvat", comics + more_comics),
        Block("aik-iso", large_print),
        Block("aik-selko", easy_reading),
        Block("aik-lehdet", magazines + current_issues, keeping=BY_TITLE),
    )


def _young_blocks() -> tuple[Block, ...]:
    """Young people have the north-west corner, from the west wall to the main aisle."""
    wall = single(WALL, 5, (0.15, 18.4), ON_WEST_WALL_DEG)
    row = row_of_shelves(
        MEDIUM,
        bays=5,
        first=(2.1, 18.4),
        step=(1.8, 0.0),
        shelves=8,
        angle_deg=EASTWARD_ROW_DEG,
        row="C",
        label_end="start",
    )
    comics = row_of_shelves(
        LOW_WALL,
        bays=5,
        first=(9.5, 27.85),
        step=(-6.3, 0.0),
        shelves=2,
        angle_deg=ON_NORTH_WALL_DEG,
    )
    return (
        Block("nuo-tieto", wall + row[:1]),
        Block("nuo-kauno", row[1:5]),
        Block("nuo-fantasia", row[5:]),
        Block("nuo-sarjakuvat", comics),
    )


def _child_blocks() -> tuple[Block, ...]:
    """Children have the south-west: low shelves set askew, carousels of picture books."""
    wall = single(LOW_WALL, 5, (0.15, 8.8), ON_WEST_WALL_DEG)
    facts = row_of_shelves(
        CHILDREN,
        bays=4,
        first=(3.6, 6.9),
        step=(0.0, 1.9),
        shelves=3,
        angle_deg=0.0,
        row="D",
    )
    west_wing = row_of_shelves(
        CHILDREN,
        bays=4,
        first=(8.45, 9.9),
        step=(0.0, -1.9),
        shelves=5,
        angle_deg=-15.0,
        row="E",
    )
    east_wing = row_of_shelves(
        CHILDREN,
        bays=4,
        first=(13.3, 2.3),
        step=(0.0, 1.9),
        shelves=5,
        angle_deg=15.0,
        row="F",
    )
    south_wall = row_of_shelves(
        LOW_WALL,
        bays=4,
        first=(8.8, 0.15),
        step=(3.8, 0.0),
        shelves=2,
        angle_deg=ON_SOUTH_WALL_DEG,
    )
    carousels = row_of_shelves(
        CAROUSEL, bays=5, first=(2.4, 13.4), step=(3.8, 0.0), shelves=2, angle_deg=0.0
    )
    story_room = single(LOW_WALL, 4, (2.7, 0.15), ON_SOUTH_WALL_DEG)
    return (
        Block("lap-kuvakirjat", story_room + carousels + west_wing[:2]),
        Block("lap-helppolukuiset", west_wing[2:4]),
        Block("lap-sarjakuvat", west_wing[4:] + south_wall),
        Block("lap-kauno", east_wing, keeping=SHELF_BY_SHELF),
        Block("lap-tieto", facts + wall),
    )


def _rooms() -> tuple[Unit, ...]:
    return (
        room(
            LEVEL,
            "room",
            "pelihuone",
            Text("Pelihuone", "Spelrummet", "Games room"),
            rectangle(0, 23, 6.5, 28),
        ),
        room(
            LEVEL,
            "room",
            "paja",
            Text("Paja", "Verkstaden", "Workshop"),
            rectangle(30, 23, 37.5, 28),
        ),
        room(
            LEVEL,
            "staff",
            "henkilokunta-1",
            Text("Henkilökunta", "Personal", "Staff"),
            rectangle(37.5, 23, 45, 28),
            staff_only=True,
        ),
        room(
            LEVEL,
            "room",
            "satuhuone",
            Text("Satuhuone", "Sagorummet", "Story room"),
            rectangle(0, 0, 5.4, 5.4),
        ),
        room(
            LEVEL,
            "staff",
            "lajittelu",
            Text("Lajittelu", "Sortering", "Sorting"),
            rectangle(25, 0, 27.4, 2.6),
            staff_only=True,
        ),
        room(
            LEVEL, "lift", "hissi-1", Text("Hissi", "Hiss", "Lift"), rectangle(27.4, 0, 29.8, 2.6)
        ),
        room(
            LEVEL,
            "stairs",
            "portaat-1",
            Text("Portaat", "Trappa", "Stairs"),
            rectangle(29.8, 0, 34.4, 4),
        ),
        room(LEVEL, "restroom", "wc-1", Text("WC", "WC", "Toilets"), rectangle(34.4, 0, 38.4, 4)),
        room(LEVEL, "room", "sali", Text("Sali", "Salen", "Hall"), rectangle(38.4, 0, 45, 7.8)),
    )


def _areas() -> tuple[Unit, ...]:
    return (
        area(LEVEL, "lobby", "aula", Text("Aula", "Aula", "Lobby"), rectangle(16, 2, 27.4, 9)),
        area(
            LEVEL,
            "section",
            "lapset",
            Text("Lapset", "Barn", "Children"),
            ((5.4, 0), (15.8, 0), (15.8, 15.1), (0, 15.1), (0, 5.4), (5.4, 5.4)),
        ),
        area(
            LEVEL,
            "section",
            "nuoret",
            Text("Nuoret", "Unga", "Young people"),
            (
                (0, 15.1),
                (15.8, 15.1),
                (15.8, 23),
                (12.6, 23),
                (12.6, 28),
                (6.5, 28),
                (6.5, 23),
                (0, 23),
            ),
        ),
        area(
            LEVEL,
            "section",
            "lehtilukusali",
            Text("Lehtilukusali", "Tidningssalen", "Reading lounge"),
            rectangle(13.2, 23, 30, 28),
        ),
    )


def _openings() -> tuple[Opening, ...]:
    return (
        door(
            LEVEL,
            "paaovi",
            (18.6, 2.0),
            (22.4, 2.0),
            "entrance",
            automatic=True,
            hours=MAIN_DOOR_HOURS,
        ),
        door(LEVEL, "ovi-pelihuone", (4.6, 23.0), (5.8, 23.0)),
        door(LEVEL, "ovi-paja", (32.4, 23.0), (33.9, 23.0)),
        door(LEVEL, "ovi-henkilokunta-1", (38.6, 23.0), (39.6, 23.0), staff_only=True),
        door(LEVEL, "ovi-satuhuone", (5.4, 2.0), (5.4, 3.4)),
        door(LEVEL, "ovi-lajittelu", (25.3, 2.6), (26.3, 2.6), staff_only=True),
        door(LEVEL, "ovi-hissi-1", (28.0, 2.6), (29.2, 2.6), automatic=True),
        door(LEVEL, "aukko-portaat-1", (30.2, 4.0), (31.8, 4.0), "passage"),
        door(LEVEL, "ovi-wc-1", (35.6, 4.0), (36.6, 4.0)),
        door(LEVEL, "ovi-sali", (38.4, 4.8), (38.4, 6.4)),
    )


def _fixtures() -> tuple[Fixture, ...]:
    desk = Fixture(
        "neuvonta",
        LEVEL,
        "desk",
        ((22.4, 5.7), (25.9, 5.7), (25.9, 4.7), (26.7, 4.7), (26.7, 6.5), (22.4, 6.5)),
        Text("Neuvonta", "Kundtjänst", "Service desk"),
    )
    holds = Fixture(
        "varaukset",
        LEVEL,
        "furniture",
        rectangle(22.8, 2.05, 24.9, 2.4),
        Text("Varaukset", "Reservationer", "Holds"),
    )
    stage = Fixture("lava", LEVEL, "furniture", rectangle(42.8, 1.2, 44.6, 6.6))
    rug_seats = ((1.4, 2.4), (2.2, 3.4), (3.2, 3.4), (1.4, 4.6), (2.7, 4.6))
    return (
        desk,
        holds,
        stage,
        *pieces(LEVEL, "desk", "automaatti", (0.6, 0.6), ((16.5, 3.4), (16.5, 4.8))),
        *pieces(LEVEL, "furniture", "kioski", (0.5, 0.3), ((19.2, 7.95), (11.0, 13.15))),
        *pieces(LEVEL, "seat", "pallit", (0.5, 0.5), rug_seats),
        *pieces(LEVEL, "seat", "sohva", (1.6, 0.7), ((8.6, 24.6), (11.0, 24.6), (8.6, 14.2))),
        *pieces(LEVEL, "table", "pelipoyta", (1.6, 0.9), ((2.0, 25.9), (4.4, 25.9))),
        *pieces(
            LEVEL,
            "table",
            "lukupoyta",
            (1.6, 0.9),
            ((15.4, 24.1), (18.2, 24.1), (21.0, 24.1), (23.8, 24.1)),
        ),
        *pieces(LEVEL, "seat", "nojatuoli", (0.8, 0.8), ((26.4, 25.0), (27.7, 25.0))),
        *pieces(LEVEL, "table", "tyopoyta", (1.8, 0.9), ((32.0, 26.2), (35.2, 26.2))),
        *pillars(LEVEL),
    )


def _points_of_interest() -> tuple[PointOfInterest, ...]:
    return (
        point_of_interest(
            LEVEL, "entrance", Text("Pääovi", "Huvudingången", "Main entrance"), (20.5, 2.8)
        ),
        point_of_interest(
            LEVEL, "service_desk", Text("Neuvonta", "Kundtjänst", "Service desk"), (24.7, 7.1)
        ),
        point_of_interest(
            LEVEL, "returns", Text("Palautus", "Återlämning", "Returns"), (26.8, 3.2)
        ),
        point_of_interest(
            LEVEL,
            "self_check",
            Text("Lainausautomaatit", "Utlåningsautomater", "Self-check"),
            (17.4, 4.1),
        ),
        point_of_interest(
            LEVEL,
            "holds",
            Text("Noudettavat varaukset", "Reservationer", "Holds shelf"),
            (23.9, 3.0),
        ),
        point_of_interest(LEVEL, "toilet", Text("WC", "WC", "Toilets"), (36.1, 3.0)),
        point_of_interest(LEVEL, "printer", Text("Tulostin", "Skrivare", "Printer"), (32.8, 24.4)),
        point_of_interest(
            LEVEL, "seats", Text("Lehtilukusali", "Tidningssalen", "Reading lounge"), (19.6, 24.2)
        ),
    )
