"""Differences of everything that has an id and is neither a shelf nor a range."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from floorplans.diff.change import Change, Param, make_change, shift
from floorplans.model import Opening, Plan, Point, Ring, Text

SAME_SIZE = 0.01


@dataclass(frozen=True, slots=True)
class Kind:
    """How one collection of a plan is compared.

    ``place`` gives a thing's point, ``shape`` the fields that this point is made of.
    """

    thing: str
    collection: str
    place: Callable[[Any], Point] | None = None
    shape: frozenset[str] = frozenset()


def ring_middle(ring: Ring) -> Point:
    """Give the middle of a ring's bounding box; the origin for an empty ring."""
    if not ring:
        return (0.0, 0.0)
    east_m, north_m = zip(*ring, strict=True)
    return ((min(east_m) + max(east_m)) / 2, (min(north_m) + max(north_m)) / 2)


def _outline_middle(thing: Any) -> Point:
    return ring_middle(thing.outline)


def _opening_middle(opening: Opening) -> Point:
    return (
        (opening.start[0] + opening.end[0]) / 2,
        (opening.start[1] + opening.end[1]) / 2,
    )


def _point(thing: Any) -> Point:
    return (thing.x_m, thing.y_m)


_XY = frozenset({"x_m", "y_m"})
_OUTLINE = frozenset({"outline"})
KINDS = (
    Kind("level", "levels", _outline_middle, _OUTLINE),
    Kind("unit", "units", _outline_middle, _OUTLINE),
    Kind("opening", "openings", _opening_middle, frozenset({"start", "end"})),
    Kind("connector", "connectors"),
    Kind("fixture", "fixtures", _outline_middle, _OUTLINE),
    Kind("closure", "closures"),
    Kind("point_of_interest", "points_of_interest", _point, _XY),
    Kind("landmark", "landmarks", _point, _XY),
    Kind("kiosk", "kiosks", _point, _XY),
    Kind("locator_point", "locator_points", _point, _XY),
    Kind("radio", "radios", _point, _XY),
    Kind("partition", "partitions"),
)


def diff_things(kind: Kind, before: Plan, after: Plan) -> Iterator[Change]:
    """Tell which things of a kind are new, gone, moved, renamed or otherwise changed."""
    old = {each.id: each for each in getattr(before, kind.collection)}
    new = {each.id: each for each in getattr(after, kind.collection)}
    for id, thing in old.items():
        if id not in new:
            yield make_change("removed", kind.thing, id, _level(thing), name=_name(thing))
    for id, thing in new.items():
        if id not in old:
            yield make_change("added", kind.thing, id, _level(thing), name=_name(thing))
        elif thing != old[id]:
            yield from _diff_thing(kind, old[id], thing)


def _diff_thing(kind: Kind, old: Any, new: Any) -> Iterator[Change]:
    differing = {
        each.name for each in fields(new) if getattr(old, each.name) != getattr(new, each.name)
    }
    level, name = _level(new), _name(new)
    if "name" in differing and _only_forms_differ(old.name, new.name):
        differing = differing - {"name"} | {"forms"}
    if "name" in differing:
        yield make_change("renamed", kind.thing, new.id, level, before=_name(old), after=name)
    if "level" in differing:
        yield make_change(
            "relocated", kind.thing, new.id, level, name=name, before=old.level, after=level
        )
    if kind.place is not None and kind.shape & differing:
        yield _diff_shape(kind.thing, shift(kind.place(old), kind.place(new)), old, new)
    known = (*(each.name for each in fields(new)), "forms")
    rest = tuple(each for each in known if each in differing - kind.shape - {"name", "level"})
    if rest:
        yield make_change("changed", kind.thing, new.id, level, name=name, fields=rest)


def _only_forms_differ(old: Any, new: Any) -> bool:
    return isinstance(old, Text) and isinstance(new, Text) and old.same_words(new)


def _diff_shape(thing: str, moved: Mapping[str, Param], old: Any, new: Any) -> Change:
    """Tell a move from a change of form."""
    level, name = _level(new), _name(new)
    if moved and _same_form(old, new):
        return make_change("moved", thing, new.id, level, name=name, **moved)
    if isinstance(new, Opening) and _width_m(old) != _width_m(new):
        return make_change(
            "resized",
            thing,
            new.id,
            level,
            name=name,
            before_m=_width_m(old),
            after_m=_width_m(new),
        )
    return make_change("reshaped", thing, new.id, level, name=name)


def _same_form(old: Any, new: Any) -> bool:
    if isinstance(new, Opening):
        return _width_m(old) == _width_m(new)
    rings = (getattr(old, "outline", ()), getattr(new, "outline", ()))
    if not all(rings):
        return not any(rings)
    sizes = [[max(along) - min(along) for along in zip(*ring, strict=True)] for ring in rings]
    return len(rings[0]) == len(rings[1]) and all(
        abs(one - other) < SAME_SIZE for one, other in zip(*sizes, strict=True)
    )


def _width_m(opening: Opening) -> float:
    return round(math.dist(opening.start, opening.end), 2)


def _level(thing: Any) -> str:
    return str(getattr(thing, "level", ""))


def _name(thing: Any) -> Param:
    name: Param = getattr(thing, "name", None) or getattr(thing, "reason", None) or thing.id
    return name
