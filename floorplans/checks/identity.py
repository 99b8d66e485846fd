"""Ids that occur once, references that lead somewhere, numbers that count on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from floorplans.callnumbers.registry import get_scheme
from floorplans.checks.problem import Problem, error, warning
from floorplans.checks.things import list_marks, list_outlines, list_stands
from floorplans.errors import PlanReferenceError
from floorplans.model import Plan, Shelf

_RADIO_KEY = re.compile(
    r"ibeacon:[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}:[0-9]{1,5}:[0-9]{1,5}"
    r"|altbeacon:[0-9A-F]{40}"
    r"|eddystone:[0-9A-F]{20}:[0-9A-F]{12}"
    r"|address:[0-9A-F]{2}(:[0-9A-F]{2}){5}"
)


def check_identity(plan: Plan) -> Iterator[Problem]:
    """Find duplicate ids, dangling references, and bays or sides that do not add up."""
    yield from _check_ids(plan)
    yield from _check_levels(plan)
    yield from _check_references(plan)
    yield from _check_radio_keys(plan)
    for shelf in plan.shelves:
        yield from _check_faces(shelf)


def _list_levels(plan: Plan) -> list[tuple[str, str]]:
    """Everything that names a level: what it is, and the level's id."""
    return [
        *((outline.place, outline.level) for outline in list_outlines(plan)),
        *((spot.place, spot.level) for spot in [*list_stands(plan), *list_marks(plan)]),
        *((f"opening {each.id}", each.level) for each in plan.openings),
        *((f"shelf {each.number}", each.level) for each in plan.shelves),
    ]


def _check_ids(plan: Plan) -> Iterator[Problem]:
    faces = [face for shelf in plan.shelves for face in shelf.faces]
    kinds: dict[str, Iterable[str]] = {
        "level": (each.id for each in plan.levels),
        "unit": (each.id for each in plan.units),
        "opening": (each.id for each in plan.openings),
        "connector": (each.id for each in plan.connectors),
        "fixture": (each.id for each in plan.fixtures),
        "shelf": (each.id for each in plan.shelves),
        "face": (each.id for each in faces),
        "partition": (each.id for each in plan.partitions),
        "range": (each.id for each in plan.ranges),
        "radio": (each.id for each in plan.radios),
        "kiosk": (each.id for each in plan.kiosks),
        "locator point": (each.id for each in plan.locator_points),
        "point of interest": (each.id for each in plan.points_of_interest),
    }
    for kind, ids in kinds.items():
        for id, count in _repeated(ids):
            message = f'The id "{id}" is used {count} times; give each {kind} its own.'
            yield error("duplicate-id", f"{kind} {id}", message)
    for name, count in _repeated(face.name for face in faces):
        message = f'{count} faces are signed "{name}"; people cannot tell them apart.'
        yield warning("duplicate-sign", f"face {name}", message)


def _check_levels(plan: Plan) -> Iterator[Problem]:
    if not plan.levels:
        yield error("no-levels", "plan", "The plan has no level; draw at least one.")
    for ordinal, count in _repeated(level.ordinal for level in plan.levels):
        message = f"{count} levels have ordinal {ordinal}; count levels from 0 at the entrance."
        yield error("level-ordinal", "levels", message)


def _check_references(plan: Plan) -> Iterator[Problem]:
    levels = {level.id for level in plan.levels}
    faces = {face.id for shelf in plan.shelves for face in shelf.faces}
    partitions = {partition.id for partition in plan.partitions}
    try:
        get_scheme(plan.scheme)
    except PlanReferenceError as problem:
        yield error("unknown-scheme", "plan", str(problem))
    for place, level in _list_levels(plan):
        if level not in levels:
            message = f'There is no level "{level}"; levels: {", ".join(sorted(levels)) or "none"}.'
            yield error("unknown-level", place, message)
    for each in plan.ranges:
        if each.face not in faces:
            message = f'There is no face "{each.face}"; put the range on a face of a shelf.'
            yield error("unknown-face", f"range {each.id}", message)
        if each.partition not in partitions:
            message = f'There is no partition "{each.partition}"; add it or choose another.'
            yield error("unknown-partition", f"range {each.id}", message)


def _check_radio_keys(plan: Plan) -> Iterator[Problem]:
    for key, count in _repeated(radio.key for radio in plan.radios):
        message = f'{count} radios have the key "{key}"; each needs its own to be told apart.'
        yield error("duplicate-radio-key", f"radio {key}", message)
    for radio in plan.radios:
        if not _RADIO_KEY.fullmatch(radio.key):
            message = (
                f'"{radio.key}" is no key; write ibeacon:UUID:MAJOR:MINOR, altbeacon:HEX, '
                "eddystone:NAMESPACE:INSTANCE or address:AA:BB:CC:DD:EE:FF in capitals."
            )
            yield error("radio-key", f"radio {radio.id}", message)


def _check_faces(shelf: Shelf) -> Iterator[Problem]:
    place = f"shelf {shelf.number}"
    sides = [face.side for face in shelf.faces]
    if not sides:
        yield warning("no-faces", place, "The shelf has no face; nothing can stand on it.")
    if len(set(sides)) < len(sides):
        message = "Two faces look to the same side; one is the front, the other the back."
        yield error("face-sides", place, message)
    if shelf.shape == "round" and len(sides) > 1:
        message = "A round shelf has one face that goes round it; join its faces."
        yield error("face-sides", place, message)
    for face in shelf.faces:
        numbers = [bay.number for bay in face.bays]
        if sorted(numbers) != list(range(1, len(numbers) + 1)) or not numbers:
            message = "Number the bays 1, 2, 3 … from the left for who faces them, at least one."
            yield error("bay-numbers", f"{place}, face {face.name}", message)


def _repeated(values: Iterable[object]) -> list[tuple[object, int]]:
    return [(value, count) for value, count in Counter(values).items() if count > 1]
