"""Furniture that came to the demo library later: it has the numbers after all the others."""

from __future__ import annotations

from api.demo.keeping import BY_TITLE, FETCHED_BY_STAFF, Keeping
from api.demo.layout_parts import (
    LOW_WALL,
    ON_NORTH_WALL_DEG,
    Block,
    Furniture,
    Stand,
    row_of_shelves,
    single,
)
from floorplans.model import Text

DISPLAY = Furniture(depth_m=0.4, height_m=1.3, boards=3, sides=("front",), shape="curved")
TROLLEY = Furniture(depth_m=0.5, height_m=1.1, boards=3)
CORNER = Furniture(depth_m=0.3, height_m=2.1, boards=6, sides=("front",), shape="corner")
LARGE_BOOKS = Furniture(depth_m=0.4, height_m=1.2, boards=2, sides=("front",), mounting="wall")
ROLLING = Furniture(depth_m=0.5, height_m=2.2, boards=6, mounting="mobile")

MONTHLY = Keeping(
    kind="display",
    theme=Text("Kuukauden kirjat", "Månadens böcker", "Books of the month"),
    starts_on="2026-11-01",
    ends_on="2029-12-31",
)
RETURNED = Keeping(kind="trolley")
HORSES = Keeping(kind="theme", marks=("HEVO",), theme=Text("Hevoset", "Hästar", "Horses"))
OVERSIZE = Keeping(kind="oversize", marks=("SUUR",))


def ground_extras() -> tuple[Block, ...]:
    """Describe what came to level 1."""
    # Half round the pillar before the main entrance, its face to who comes in.
    display = Stand(DISPLAY, bays=3, x_m=21.6, y_m=7.85, angle_deg=180.0, turn_deg=-120.0)
    # In the corner of the reading lounge: up the wall of the workshop, on along the north wall.
    corner = Stand(CORNER, bays=3, x_m=29.8, y_m=27.8, angle_deg=90.0, wing_bays=1, turn_deg=90.0)
    return (
        Block("aik-kauno", (display,), keeping=MONTHLY),
        Block("lap-kuvakirjat", single(TROLLEY, 1, (28.4, 4.3)), keeping=RETURNED),
        Block("aik-lehdet", (corner,), keeping=BY_TITLE),
        Block("nuo-kauno", single(LOW_WALL, 4, (2.2, 22.8), ON_NORTH_WALL_DEG), keeping=HORSES),
    )


def upper_extras() -> tuple[Block, ...]:
    """Describe what came to level 2."""
    large = single(LARGE_BOOKS, 4, (17.1, 22.75), ON_NORTH_WALL_DEG)
    stacks = row_of_shelves(
        ROLLING, bays=2, first=(25.35, 0.98), step=(0.52, 0.0), shelves=3, angle_deg=90.0
    )
    return (
        Block("aik-tieto", large, keeping=OVERSIZE),
        Block("varasto", stacks, keeping=FETCHED_BY_STAFF),
    )
