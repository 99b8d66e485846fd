"""Archives of our own, read again: what another program changed goes into the plan."""

from __future__ import annotations

import dataclasses
import math
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from floorplans.checks.problem import Problem, info, warning
from floorplans.errors import PlanFormatError
from floorplans.formats.geometries import parse_geometry
from floorplans.formats.imdf.extension import KINDS, Carried
from floorplans.formats.imdf.features import Contents, Feature
from floorplans.formats.imdf.read import find_language, locate_units, read_records
from floorplans.formats.imdf.records import READERS, LeftOutError, Record, Setting
from floorplans.formats.imdf.write import SOMEWHERE, list_features
from floorplans.formats.result import LEFT_OUT, ImportResult, finish
from floorplans.frame import Frame
from floorplans.model import Fixture, Ring, Shelf

FITS_M = 0.02
"""A shelf that was moved still has its form, to this."""

KIND_OF_RECORD = {
    "Fixture": "fixtures",
    "Kiosk": "kiosks",
    "Landmark": "landmarks",
    "Level": "levels",
    "Opening": "openings",
    "PointOfInterest": "points_of_interest",
    "Unit": "units",
}
NOT_TAKEN = "changed-elsewhere"
UNREADABLE_RULES = frozenset({"no-feature", "no-features", "unreadable-file"})
"""Where these are told, what is missing may be in what cannot be read, and nothing is deleted."""


def merge_changes(contents: Contents, carried: Carried) -> ImportResult:
    """Give the plan of an archive of our own, with the changes of other programs.

    Parameters
    ----------
    contents : Contents
        The archive as it is now.
    carried : Carried
        The plan that it was written from.

    Returns
    -------
    ImportResult
        The very plan where nothing was changed. What was changed, added or taken away is told.
    """
    features = {feature.id: feature for feature in contents.features}
    edited = [
        feature
        for id_, feature in features.items()
        if carried.fingerprints.get(id_, feature.fingerprint) != feature.fingerprint
    ]
    added = tuple(each for each in contents.features if each.id not in carried.fingerprints)
    unsure = any(problem.rule in UNREADABLE_RULES for problem in contents.problems)
    lost = [id_ for id_ in carried.fingerprints if id_ not in features and not unsure]
    if not (edited or added or lost):
        return ImportResult(carried.plan, ())
    problems: list[Problem] = []
    things = {kind: dict(enumerate(getattr(carried.plan, kind))) for kind in KINDS}
    setting = _find_setting(contents, carried)
    _apply_edits(edited, carried, setting, things, problems)
    _apply_losses(lost, carried, things, problems)
    fresh = _list_additions(added, setting, problems)
    changed: dict[str, Any] = {
        kind: (*things[kind].values(), *fresh[kind]) for kind in KINDS if kind != "shelves"
    }
    shelves = tuple(things["shelves"].values())
    return finish(dataclasses.replace(carried.plan, **changed, shelves=shelves), problems)


def _find_setting(contents: Contents, carried: Carried) -> Setting:
    levels = {
        id_: carried.plan.levels[source.index].id
        for id_, source in carried.sources.items()
        if source.kind == "levels"
    }
    for feature in contents.of("level"):
        levels.setdefault(feature.id, feature.id)
    return Setting(
        Frame(carried.plan.georeference or SOMEWHERE),
        find_language(contents),
        levels,
        locate_units(contents, levels),
        ids={
            id_: getattr(carried.plan, source.kind)[source.index].id
            for id_, source in carried.sources.items()
            if source.kind
        },
    )


def _apply_edits(
    edited: list[Feature],
    carried: Carried,
    setting: Setting,
    things: Mapping[str, dict[int, Any]],
    problems: list[Problem],
) -> None:
    originals = {made.id: made.feature for made in list_features(carried.plan)}
    for feature in edited:
        source = carried.sources[feature.id]
        before = originals.get(feature.id)
        if not source.kind or before is None or feature.type not in READERS:
            message = "It was changed in another program; it is made anew from the plan."
            problems.append(info(NOT_TAKEN, feature.place, message))
            continue
        try:
            old = _read_one(_feature(before), setting)
            new = _read_one(feature, setting)
            thing = things[source.kind][source.index]
            things[source.kind][source.index] = _change(thing, old, new)
        except PlanFormatError as error:
            message = f"It was changed in another program and stays as it was: {error}"
            problems.append(warning(LEFT_OUT, feature.place, message))
            continue
        names = ", ".join(_differences(old, new)) or "nothing that plans know"
        message = f"It was changed in another program, and so is the plan: {names}."
        problems.append(info("edited", feature.place, message))


def _apply_losses(
    lost: list[str],
    carried: Carried,
    things: Mapping[str, dict[int, Any]],
    problems: list[Problem],
) -> None:
    for id_ in lost:
        source = carried.sources[id_]
        if source.kind:
            gone = things[source.kind].pop(source.index)
            message = f'"{gone.id}" was taken away in another program, and so it is in the plan.'
            problems.append(info("deleted", f"{source.kind} {id_}", message))
        else:
            message = "It was taken away in another program; it is made anew from the plan."
            problems.append(info(NOT_TAKEN, f"feature {id_}", message))


def _list_additions(
    added: tuple[Feature, ...], setting: Setting, problems: list[Problem]
) -> Mapping[str, list[Record]]:
    fresh: dict[str, list[Record]] = defaultdict(list)
    for record in read_records(added, setting, problems):
        fresh[KIND_OF_RECORD[type(record).__name__]].append(record)
        message = "It was added in another program, and so it is to the plan."
        problems.append(info("added", f"{type(record).__name__.lower()} {record.id}", message))
    return fresh


def _read_one(feature: Feature, setting: Setting) -> Record:
    records = READERS[feature.type](feature, setting)
    if not records:
        raise LeftOutError("it became something that plans do not show.")
    return records[0]


def _feature(made: dict[str, Any]) -> Feature:
    geometry = parse_geometry(made["geometry"])
    return Feature(made["id"], made["feature_type"], geometry, made["properties"])


def _change(thing: Any, old: Record, new: Record) -> Any:
    """Give the thing with what differs between two readings of its feature."""
    if isinstance(thing, Shelf) and isinstance(old, Fixture) and isinstance(new, Fixture):
        return _change_shelf(thing, old, new)
    if type(old) is not type(thing) or type(new) is not type(thing):
        raise PlanFormatError("it became another kind of thing.")
    changes = {}
    for name in _differences(old, new):
        value = getattr(new, name)
        if name in ("x_m", "y_m"):
            value = getattr(thing, name) + value - getattr(old, name)
        changes[name] = value
    return dataclasses.replace(thing, **changes)


def _differences(old: Record, new: Record) -> list[str]:
    names = (field.name for field in dataclasses.fields(old))
    return [name for name in names if getattr(old, name) != getattr(new, name, None)]


def _change_shelf(shelf: Shelf, old: Fixture, new: Fixture) -> Shelf:
    """Move and turn a shelf as its outline was moved and turned, and rename it."""
    number = new.name.fi if new.name and new.name != old.name else shelf.number
    shelf = dataclasses.replace(shelf, number=number, level=new.level)
    if new.outline == old.outline:
        return shelf
    turn, shift = _fit(old.outline, new.outline)
    middle = turn * complex(shelf.x_m, shelf.y_m) + shift
    return dataclasses.replace(
        shelf,
        x_m=middle.real,
        y_m=middle.imag,
        angle_deg=shelf.angle_deg + math.degrees(math.atan2(turn.imag, turn.real)),
    )


def _fit(old: Ring, new: Ring) -> tuple[complex, complex]:
    """Find the turn and the shift that lay one ring on another, by least squares.

    Rings may begin at any of their corners. Of several ways, as with a rectangle, the smallest
    turn is the one.

    Raises
    ------
    PlanFormatError
        If they differ in form.
    """
    start = [complex(*point) for point in old]
    end = [complex(*point) for point in new]
    fits = []
    for first in range(len(end) if len(end) == len(start) else 0):
        turn, shift, worst_m = _lay(start, [*end[first:], *end[:first]])
        if worst_m <= FITS_M:
            fits.append((turn, shift))
    if not fits:
        raise PlanFormatError("a shelf can be moved and turned, but its form is that of its bays.")
    return max(fits, key=lambda fit: fit[0].real)


def _lay(start: list[complex], end: list[complex]) -> tuple[complex, complex, float]:
    """Turn and shift between corners that belong together, and the largest distance left."""
    middle, target = sum(start) / len(start), sum(end) / len(end)
    pull = sum((to - target) * (at - middle).conjugate() for at, to in zip(start, end, strict=True))
    turn = pull / abs(pull) if pull else complex(1.0)
    shift = target - turn * middle
    return turn, shift, max(abs(turn * at + shift - to) for at, to in zip(start, end, strict=True))
