"""Outlines that enclose something and can be told apart, on levels of a sensible size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import shapely

from floorplans.checks.problem import Problem
from floorplans.checks.rules import report
from floorplans.checks.things import Where, at_level, list_outlines
from floorplans.crowding import is_crowded
from floorplans.geometry import shelf_outline
from floorplans.model import Level, Plan, Ring
from floorplans.walkable import ring_polygon

WIDEST_LEVEL_M = 1000.0


def check_outlines(plan: Plan) -> Iterator[Problem]:
    """Find outlines that enclose nothing or cross themselves, and levels in other units.

    On a level whose outlines meet too often for the other checks, nothing else is looked at.
    """
    crowded = {level for level, rings in _list_rings(plan).items() if is_crowded(rings)}
    for level in sorted(crowded):
        message = (
            "Its outlines cross or cover each other too often to look at them one by one; take "
            "away what is drawn many times over, and draw outlines with fewer corners."
        )
        yield report("level-crowded", at_level(level), message)
    for each in plan.levels:
        yield from _check_extent(each)
        if each.id not in crowded:
            yield from _check_outline(at_level(each.id), each.outline)
    for thing in list_outlines(plan):
        if thing.level not in crowded:
            yield from _check_outline(thing.where, thing.ring)


def _list_rings(plan: Plan) -> dict[str, list[Ring]]:
    """List all that is drawn, by level."""
    rings: defaultdict[str, list[Ring]] = defaultdict(list)
    for level in plan.levels:
        rings[level.id].append(level.outline)
    for unit in plan.units:
        rings[unit.level].append(unit.outline)
    for fixture in plan.fixtures:
        rings[fixture.level].append(fixture.outline)
    # An area may be closed many times, one after the other.
    for closed, ring in dict.fromkeys((each.level, each.outline) for each in plan.closures):
        rings[closed].append(ring)
    for opening in plan.openings:
        rings[opening.level].append((opening.start, opening.end))
    for shelf in plan.shelves:
        rings[shelf.level].append(shelf_outline(shelf))
    return rings


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
