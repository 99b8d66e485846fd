"""The toy library after a rearrangement."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from floorplans.model import Plan
from tests.support.plans import toy_plan

NEW_NUMBER = "11"


def moved_plan(number: str = NEW_NUMBER, drop_ranges: Collection[str] = ()) -> Plan:
    """Give the toy plan with its shelves 1 and 2 changed about, and another sign on shelf 1."""
    plan = toy_plan()
    one, two, *rest = plan.shelves
    moved = (
        dataclasses.replace(one, number=number, x_m=two.x_m, y_m=two.y_m),
        dataclasses.replace(two, x_m=one.x_m, y_m=one.y_m),
        *rest,
    )
    ranges = tuple(each for each in plan.ranges if each.id not in drop_ranges)
    return dataclasses.replace(plan, shelves=moved, ranges=ranges)
