"""Outlines that enclose something, on levels of a sensible size."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from floorplans.checks.problem import Problem
from floorplans.checks.rules import report
from floorplans.checks.things import Where, at_level, list_outlines
from floorplans.model import Level, Plan, Ring
from floorplans.walkable import ring_polygon

WIDEST_LEVEL_M = 1000.0


def check_outlines(plan: Plan) -> Iterator[Problem]:
    """Find outlines that enclose nothing or cross themselves, and levels in other units."""
    for level in plan.levels:
        yield from _check_outline(at_level(level.id), level.outline)
        yield from _check_extent(level)
    for thing in list_outlines(plan):
        yield from _check_outline(thing.where, thing.ring)


def _check_outline(where: Where, ring: Ring) -> Iterator[Problem]:
    if ring_polygon(ring).area == 0.0:
        yield report("outline-empty", where, "The outline encloses nothing; draw it again.")
    elif not shapely.Polygon(ring).is_valid:
        message = "The outline crosses or touches itself; draw its corners in order."
        yield report("outline-crossed", where, message)


def _check_extent(level: Level) -> Iterator[Problem]:
    if not level.outline:
        return
    widest_m = max(max(along) - min(along) for along in zip(*level.outline, strict=True))
    if widest_m > WIDEST_LEVEL_M:
        message = f"The level is {widest_m:.0f} m wide; plans are in metres, not millimetres."
        yield report("level-size", at_level(level.id), message)
