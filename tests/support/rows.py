"""Plans with a row of parallel shelves, whose aisles one can count."""

from __future__ import annotations

from floorplans.model import Level, Plan, Text
from tests.support.plans import double_shelf, rectangle

PITCH_M = 2.0
FIRST_Y_M = 3.0


def shelf_row(count: int, pitch_m: float = PITCH_M) -> Plan:
    """Give a hall with shelves along x above each other, from (2.7, 2.7) up to x = 6.3."""
    shelves = tuple(double_shelf(str(n + 1), 4.5, FIRST_Y_M + n * pitch_m) for n in range(count))
    level = Level("1", 0, Text("1. kerros", "Våning 1", "Floor 1"), rectangle(0, 0, 20, 40))
    return Plan("row", Text("Rivi"), "ykl", (level,), shelves=shelves)
