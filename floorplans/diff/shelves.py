"""Differences of shelves: where they stand, how they are turned, what they are made of."""

from __future__ import annotations

from collections.abc import Iterator

from floorplans.diff.change import Change, Param, make_change, shift
from floorplans.model import Face, Plan, Shelf

HALF_TURN_DEG = 180.0
FULL_TURN_DEG = 360.0
SIZES = ("length_m", "depth_m", "height_m", "wing_m", "turn_deg")
FORMS = ("shape", "mounting")


def diff_shelves(before: Plan, after: Plan) -> Iterator[Change]:
    """Tell which shelves are new, gone, moved or built otherwise."""
    old = {shelf.id: shelf for shelf in before.shelves}
    new = {shelf.id: shelf for shelf in after.shelves}
    for id, shelf in old.items():
        if id not in new:
            yield make_change("removed", "shelf", id, shelf.level, number=shelf.number)
    for id, shelf in new.items():
        if id not in old:
            yield make_change("added", "shelf", id, shelf.level, number=shelf.number)
        elif shelf != old[id]:
            yield from _diff_shelf(old[id], shelf)


def _diff_shelf(old: Shelf, new: Shelf) -> Iterator[Change]:
    def change(kind: str, **params: Param) -> Change:
        return make_change(kind, "shelf", new.id, new.level, number=new.number, **params)

    if old.number != new.number:
        yield change("renumbered", before=old.number)
    moved = shift((old.x_m, old.y_m), (new.x_m, new.y_m))
    if old.level != new.level:
        yield change("relocated", before=old.level, after=new.level)
    elif moved:
        yield change("moved", **moved)
    turn_deg = _turn_deg(old.angle_deg, new.angle_deg)
    if turn_deg:
        yield change("turned", angle_deg=turn_deg)
    elif not moved and old.level == new.level and _pose(old) != _pose(new):
        yield change("adjusted")
    sizes = tuple(name for name in SIZES if getattr(old, name) != getattr(new, name))
    if sizes:
        now_m = {"length_m": new.length_m, "depth_m": new.depth_m, "height_m": new.height_m}
        yield change("resized", fields=sizes, **now_m)
    forms = tuple(name for name in FORMS if getattr(old, name) != getattr(new, name))
    if forms:
        yield change("changed", fields=forms)
    if old.faces != new.faces:
        yield from _diff_faces(old, new)


def _diff_faces(old: Shelf, new: Shelf) -> Iterator[Change]:
    before = {face.id: face for face in old.faces}
    after = {face.id: face for face in new.faces}
    for id, face in before.items():
        if id not in after:
            yield make_change("removed", "face", id, new.level, name=face.name, number=new.number)
    for id, face in after.items():
        if id not in before:
            yield make_change("added", "face", id, new.level, name=face.name, number=new.number)
        elif face != before[id]:
            yield from _diff_face(before[id], face, new.level)
    if before == after:
        yield make_change("reordered", "shelf", new.id, new.level, number=new.number)


def _diff_face(old: Face, new: Face, level: str) -> Iterator[Change]:
    if old.name != new.name:
        yield make_change("renamed", "face", new.id, level, before=old.name, after=new.name)
    if old.side != new.side:
        yield make_change("changed", "face", new.id, level, name=new.name, fields=("side",))
    if len(old.bays) != len(new.bays):
        yield make_change(
            "bays", "face", new.id, level, name=new.name, before=len(old.bays), after=len(new.bays)
        )
    elif old.bays != new.bays:
        yield make_change("changed", "face", new.id, level, name=new.name, fields=("bays",))


def _pose(shelf: Shelf) -> tuple[float, float, float]:
    return shelf.x_m, shelf.y_m, shelf.angle_deg % FULL_TURN_DEG


def _turn_deg(before_deg: float, after_deg: float) -> float:
    """Give the shorter turn, anticlockwise positive."""
    turn_deg = (after_deg - before_deg + HALF_TURN_DEG) % FULL_TURN_DEG - HALF_TURN_DEG
    return round(turn_deg, 1)
