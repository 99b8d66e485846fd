"""A building that was drawn elsewhere, fitted to a plan that there is: its frame and its levels."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

from floorplans.formats.geometries import is_near
from floorplans.frame import Frame
from floorplans.model import Connector, Level, Plan, Point

PROBE_M = 1.0
ANGLES = ("angle_deg", "heading_deg")
PLACES = ("start", "end")

LISTS = tuple(each.name for each in dataclasses.fields(Plan) if str(each.type).startswith("tuple"))
"""The lists of things that a plan has."""


def fit(plan: Plan, other: Plan) -> Plan:
    """Fit a plan to another one that its things are to be put into.

    Parameters
    ----------
    plan : Plan
        What there is.
    other : Plan
        What comes.

    Returns
    -------
    Plan
        What comes, in the frame of what there is where both say where on Earth they lie and that
        is near. Levels that lie as high are those that there are, where ids do not tell.
    """
    return _on_levels(plan, _in_frame(plan, other))


def _in_frame(plan: Plan, other: Plan) -> Plan:
    ours, theirs = plan.georeference, other.georeference
    if ours is None or theirs is None or ours == theirs:
        return other
    if not is_near(ours, (theirs.longitude_deg, theirs.latitude_deg)):
        return other
    there, here = Frame(theirs), Frame(ours)

    def move(point: Point) -> Point:
        return here.to_local(there.to_wgs84(point))

    origin, probe = move((0.0, 0.0)), move((PROBE_M, 0.0))
    turn_deg = math.degrees(math.atan2(probe[1] - origin[1], probe[0] - origin[0]))
    lists: dict[str, Any] = {
        name: tuple(_moved(each, move, turn_deg) for each in getattr(other, name)) for name in LISTS
    }
    return dataclasses.replace(other, georeference=ours, **lists)


def _moved(thing: Any, move: Callable[[Point], Point], turn_deg: float) -> Any:
    """Move and turn one thing; what has no place stays as it is."""
    changes: dict[str, Any] = {}
    if hasattr(thing, "x_m"):
        changes["x_m"], changes["y_m"] = move((thing.x_m, thing.y_m))
    if hasattr(thing, "outline"):
        changes["outline"] = tuple(map(move, thing.outline))
    if isinstance(thing, Connector):
        changes["stops"] = tuple(_moved(stop, move, turn_deg) for stop in thing.stops)
    changes |= {name: move(getattr(thing, name)) for name in PLACES if hasattr(thing, name)}
    for name in ANGLES:
        if hasattr(thing, name):
            changes[name] = (getattr(thing, name) + turn_deg) % 360.0
    return dataclasses.replace(thing, **changes) if changes else thing


def _on_levels(plan: Plan, other: Plan) -> Plan:
    renamed = _match_levels(plan.levels, other.levels)
    if all(old == new for old, new in renamed.items()):
        return other
    lists: dict[str, Any] = {
        name: tuple(_on_level(each, renamed) for each in getattr(other, name)) for name in LISTS
    }
    known = {each.id: each for each in plan.levels}
    lists["levels"] = tuple(
        each
        if each.id == renamed[each.id]
        else known.get(renamed[each.id], dataclasses.replace(each, id=renamed[each.id]))
        for each in other.levels
    )
    return dataclasses.replace(other, **lists)


def _match_levels(ours: Sequence[Level], theirs: Sequence[Level]) -> dict[str, str]:
    """Match levels by id; by how high they lie where ids are unknown or only count from 0.

    Maps call the ground floor 0, whatever is signed: their 1 is not the 1 of the library.
    """
    known = {each.id for each in ours}
    by_ordinal = {each.ordinal: each.id for each in ours}
    only_counted = all(each.id == str(each.ordinal) for each in theirs)
    matched: dict[str, str] = {}
    for level in theirs:
        if only_counted or level.id not in known:
            matched[level.id] = by_ordinal.get(level.ordinal, level.id)
        else:
            matched[level.id] = level.id
    taken = known | set(matched.values())
    for level in theirs:
        if only_counted and level.ordinal not in by_ordinal and level.id in known:
            free = (f"{level.id}-{number}" for number in count(2))
            matched[level.id] = next(each for each in free if each not in taken)
    return matched


def _on_level(thing: Any, renamed: Mapping[str, str]) -> Any:
    if isinstance(thing, Connector):
        stops = tuple(_on_level(stop, renamed) for stop in thing.stops)
        return dataclasses.replace(thing, stops=stops)
    level = str(getattr(thing, "level", ""))
    return dataclasses.replace(thing, level=renamed[level]) if level in renamed else thing
