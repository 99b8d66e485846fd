"""Level 2 of the demo library: non-fiction, languages, music, films, the quiet room."""

from __future__ import annotations

from api.demo.extras import upper_extras
from api.demo.keeping import ALL_IN_ONE
from api.demo.layout_parts import (
    BROWSER,
    CAROUSEL,
    EASTWARD_ROW_DEG,
    MEDIUM,
    ON_EAST_WALL_DEG,
    ON_NORTH_WALL_DEG,
    ON_SOUTH_WALL_DEG,
    ON_WEST_WALL_DEG,
    WALL,
    WESTWARD_ROW_DEG,
    Block,
    Stand,
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

LEVEL = "2"
OUTLINE = rectangle(0, 0, 45, 28)


def upper_storey() -> Storey:
    """Describe level 2."""
    blocks = _fact_blocks() + _language_blocks() + _media_blocks() + _reference_blocks()
    return Storey(
        level=Level(LEVEL, 1, Text("2. kerros", "Våning 2", "Floor 2"), OUTLINE),
        blocks=blocks,
        units=_rooms() + _areas(),
        openings=_openings(),
        fixtures=_fixtures(),
        radios=ceiling_beacons(
            LEVEL, 1, (3.2, 9.6, 16.0, 22.4, 28.8, 35.2, 41.6), (3.5, 10.5, 17.5, 24.5)
        ),
        kiosks=(
            Kiosk(
                "keskusta-3",
                Text("2. kerros, hissi", "Våning 2, hissen", "Floor 2, lift"),
                LEVEL,
                27.4,
                4.3,
                180.0,
            ),
        ),
        points_of_interest=_points_of_interest(),
        extras=upper_extras(),
    )


def _fact_blocks() -> tuple[Block, ...]:
    """Classes 0-9 go round the floor: east, back along the upper row, home along the lower."""
    east = row_of_shelves(
        MEDIUM,
        bays=5,
        first=(22.9, 11.85),
        step=(1.95, 0.0),
        shelves=11,
        angle_deg=EASTWARD_ROW_DEG,
        row="A",
    )
    back = row_of_shelves(
        MEDIUM,
        bays=5,
        first=(42.4, 18.45),
        step=(-1.95, 0.0),
        shelves=11,
        angle_deg=WESTWARD_ROW_DEG,
        row="B",
    )
    on = row_of_shelves(
        MEDIUM,
        bays=5,
        first=(16.9, 18.45),
        step=(-1.85, 0.0),
        shelves=9,
        angle_deg=WESTWARD_ROW_DEG,
        row="C",
    )
    home = row_of_shelves(
        MEDIUM,
        bays=5,
        first=(2.1, 11.85),
        step=(1.85, 0.0),
        shelves=9,
        angle_deg=EASTWARD_ROW_DEG,
        row="D",
    )
    east_wall = row_of_shelves(
        WALL, bays=5, first=(44.85, 11.85), step=(0.0, 6.6), shelves=2, angle_deg=ON_EAST_WALL_DEG
    )
    west_wall = row_of_shelves(
        WALL, bays=5, first=(0.15, 18.45), step=(0.0, -6.6), shelves=2, angle_deg=ON_WEST_WALL_DEG
    )
    return (
        _facts("0", east[:1]),
        _facts("1", east[1:3]),
        _facts("2", east[3:5]),
        _facts("3", east[5:9]),
        _facts("4", east[9:] + east_wall),
        _facts("5", back[:5]),
        _facts("6", back[5:]),
        _facts("7", on[:5]),
        _facts("8", on[5:8]),
        _facts("9", on[8:] + west_wall + home[:3]),
        Block("aik-elamakerrat", home[3:7]),
        Block("aik-runot", home[7:]),
    )


def _facts(main_class: str, stands: tuple[Stand, ...]) -> Block:
    return Block("aik-tieto", stands, main_class)


def _language_blocks() -> tuple[Block, ...]:
    """Shelves at 60 degrees in the south-west corner."""
    askew = row_of_shelves(
        MEDIUM,
        bays=5,
        first=(2.8, 5.0),
        step=(2.2, 0.0),
        shelves=5,
        angle_deg=60.0,
        row="E",
    )
    wall = row_of_shelves(
        WALL, bays=5, first=(3.0, 0.15), step=(4.8, 0.0), shelves=3, angle_deg=ON_SOUTH_WALL_DEG
    )
    return (
        Block("aik-muunkieliset", wall + askew[:3]),
        Block("aik-ruotsi", askew[3:]),
    )


def _media_blocks() -> tuple[Block, ...]:
    music = row_of_shelves(
        MEDIUM,
        bays=5,
        first=(16.0, 5.0),
        step=(2.2, 0.0),
        shelves=3,
        angle_deg=120.0,
        row="F",
    )
    wall = single(WALL, 5, (18.0, 0.15), ON_SOUTH_WALL_DEG)
    discs = row_of_shelves(
        BROWSER,
        bays=4,
        first=(19.9, 11.4),
        step=(0.0, 7.0),
        shelves=2,
        angle_deg=EASTWARD_ROW_DEG,
    )
    films = row_of_shelves(
        BROWSER,
        bays=3,
        first=(25.6, 6.9),
        step=(1.9, 0.0),
        shelves=6,
        angle_deg=EASTWARD_ROW_DEG,
    )
    new_films = single(CAROUSEL, 5, (23.3, 6.9))
    return (
        Block("mus-kirjat", wall + music[:1]),
        Block("mus-nuotit", music[1:]),
        Block("mus-cd", discs, keeping=ALL_IN_ONE),
        Block("elokuvat", new_films + films),
    )


def _reference_blocks() -> tuple[Block, ...]:
    quiet = row_of_shelves(
        WALL, bays=4, first=(12.0, 27.85), step=(4.4, 0.0), shelves=2, angle_deg=ON_NORTH_WALL_DEG
    )
    study = row_of_shelves(
        WALL, bays=4, first=(22.2, 27.85), step=(4.8, 0.0), shelves=2, angle_deg=ON_NORTH_WALL_DEG
    )
    return (Block("aik-kasikirjasto", quiet + study),)


def _rooms() -> tuple[Unit, ...]:
    return (
        room(
            LEVEL,
            "room",
            "ryhma-1",
            Text("Ryhmä 1", "Grupp 1", "Group 1"),
            rectangle(0, 23, 4.6, 28),
        ),
        room(
            LEVEL,
            "room",
            "ryhma-2",
            Text("Ryhmä 2", "Grupp 2", "Group 2"),
            rectangle(4.6, 23, 9.2, 28),
        ),
        room(
            LEVEL,
            "quiet",
            "hiljainen",
            Text("Hiljainen lukusali", "Tysta läsesalen", "Quiet reading room"),
            rectangle(9.2, 23, 19.2, 28),
        ),
        room(
            LEVEL,
            "room",
            "musiikkihuone",
            Text("Musiikkihuone", "Musikrummet", "Music room"),
            rectangle(30, 23, 37.5, 28),
        ),
        room(
            LEVEL,
            "staff",
            "henkilokunta-2",
            Text("Henkilökunta", "Personal", "Staff"),
            rectangle(37.5, 23, 45, 28),
            staff_only=True,
        ),
        room(
            LEVEL,
            "storage",
            "varasto",
            Text("Varasto", "Magasin", "Storage"),
            rectangle(25, 0, 27.4, 2.6),
            staff_only=True,
        ),
        room(
            LEVEL, "lift", "hissi-2", Text("Hissi", "Hiss", "Lift"), rectangle(27.4, 0, 29.8, 2.6)
        ),
        room(
            LEVEL,
            "stairs",
            "portaat-2",
            Text("Portaat", "Trappa", "Stairs"),
            rectangle(29.8, 0, 34.4, 4),
        ),
        room(LEVEL, "restroom", "wc-2", Text("WC", "WC", "Toilets"), rectangle(34.4, 0, 38.4, 4)),
        room(
            LEVEL,
            "room",
            "kokoushuone",
            Text("Kokoushuone", "Mötesrummet", "Meeting room"),
            rectangle(38.4, 0, 45, 7.8),
        ),
    )


def _areas() -> tuple[Unit, ...]:
    return (
        area(
            LEVEL,
            "section",
            "tyoskentely",
            Text("Työskentelytila", "Studieplatser", "Study area"),
            rectangle(19.2, 23, 30, 28),
        ),
    )


def _openings() -> tuple[Opening, ...]:
    return (
        door(LEVEL, "ovi-ryhma-1", (2.9, 23.0), (4.0, 23.0)),
        door(LEVEL, "ovi-ryhma-2", (7.4, 23.0), (8.5, 23.0)),
        door(LEVEL, "ovi-hiljainen", (13.4, 23.0), (14.9, 23.0)),
        door(LEVEL, "ovi-musiikkihuone", (32.4, 23.0), (33.6, 23.0)),
        door(LEVEL, "ovi-henkilokunta-2", (38.6, 23.0), (39.6, 23.0), staff_only=True),
        door(LEVEL, "ovi-varasto", (25.3, 2.6), (26.3, 2.6), staff_only=True),
        door(LEVEL, "ovi-hissi-2", (28.0, 2.6), (29.2, 2.6), automatic=True),
        door(LEVEL, "aukko-portaat-2", (30.2, 4.0), (31.8, 4.0), "passage"),
        door(LEVEL, "ovi-wc-2", (35.6, 4.0), (36.6, 4.0)),
        door(LEVEL, "ovi-kokoushuone", (38.4, 4.8), (38.4, 6.0)),
    )


def _fixtures() -> tuple[Fixture, ...]:
    desk = Fixture(
        "tietopiste",
        LEVEL,
        "desk",
        rectangle(19.4, 8.0, 21.0, 8.6),
        Text("Tietopiste", "Info", "Information"),
    )
    return (
        desk,
        *pieces(LEVEL, "furniture", "kioski", (0.3, 0.5), ((26.65, 4.3),)),
        *pieces(LEVEL, "table", "ryhmapoyta", (2.2, 1.2), ((2.3, 25.8), (6.9, 25.8))),
        *pieces(
            LEVEL,
            "table",
            "lukupoyta",
            (1.8, 0.8),
            ((11.4, 25.6), (14.2, 25.6), (17.0, 25.6), (11.4, 24.0), (17.0, 24.0)),
        ),
        *pieces(
            LEVEL,
            "table",
            "tyopoyta",
            (1.6, 0.9),
            ((21.2, 25.0), (23.6, 25.0), (26.0, 25.0), (28.4, 25.0)),
        ),
        *pieces(LEVEL, "furniture", "piano", (1.5, 0.7), ((35.8, 27.4),)),
        *pieces(LEVEL, "table", "kokouspoyta", (2.0, 4.0), ((41.8, 3.9),)),
        *pieces(
            LEVEL,
            "seat",
            "nojatuoli",
            (0.8, 0.8),
            ((19.2, 15.15), (20.6, 15.15), (22.6, 1.2), (24.0, 1.2)),
        ),
        *pillars(LEVEL),
    )


def _points_of_interest() -> tuple[PointOfInterest, ...]:
    return (
        point_of_interest(
            LEVEL, "service_desk", Text("Tietopiste", "Info", "Information"), (20.6, 7.4)
        ),
        point_of_interest(LEVEL, "toilet", Text("WC", "WC", "Toilets"), (36.1, 3.0)),
        point_of_interest(LEVEL, "printer", Text("Tulostin", "Skrivare", "Printer"), (29.4, 23.8)),
        point_of_interest(
            LEVEL,
            "seats",
            Text("Hiljainen lukusali", "Tysta läsesalen", "Quiet reading room"),
            (14.2, 24.2),
        ),
    )
