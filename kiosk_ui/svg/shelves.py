"""Shelves on the map: their faces, bays, numbers and ranges."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from floorplans.geometry import bay_outline, bays_outline, face_normal_deg, shelf_outline
from floorplans.model import Face, Plan, Point, Range, Shelf
from kiosk_ui.svg.frame import area_path, line_path
from kiosk_ui.svg.labels import PLATE_HEIGHT_PX, Label, plate_width_px
from kiosk_ui.svg.writer import Node
from kiosk_ui.words import say

NUMBER_ZOOM = 2
RANGE_ZOOM = 3
PLATE_GAP_PX = 3.0
BACK_GAP_M = 0.03
SIDEWAYS_SHARE = math.sqrt(0.5)


def shelves_on(plan: Plan, level_id: str) -> tuple[Shelf, ...]:
    """Give the shelves of a level, in the plan's order."""
    return tuple(shelf for shelf in plan.shelves if shelf.level == level_id)


def ranges_by_face(plan: Plan) -> dict[str, tuple[Range, ...]]:
    """Give the ranges of each face by its id, from the first bay on."""
    found: dict[str, list[Range]] = defaultdict(list)
    for each in sorted(plan.ranges, key=lambda each: each.first_bay):
        found[each.face].append(each)
    return {face: tuple(ranges) for face, ranges in found.items()}


def range_words(ranges: Sequence[Range]) -> str:
    """Say what a face holds from its first to its last bay, partition by partition.

    Examples
    --------
    >>> range_words([Range("r", "p", "1A", 1, 2, "84.2 AAL", "84.2 KOR", "2026-03-02")])
    '84.2 AAL–84.2 KOR'
    """
    ends: dict[str, tuple[str, str]] = {}
    for each in ranges:
        first = ends.get(each.partition, (each.first, ""))[0]
        ends[each.partition] = (first, each.last)
    return ", ".join(first if first == last else f"{first}–{last}" for first, last in ends.values())


def short_range(first: str, last: str) -> str:
    """Say a range in as few letters as tell it from its neighbours.

    Examples
    --------
    >>> short_range("84.2 KIV", "84.2 LEH"), short_range("58.12 AHO", "61.3 ÖHM")
    ('KIV–LEH', '58.12–61.3')
    """
    first_head, _, first_tail = first.rpartition(" ")
    last_head, _, last_tail = last.rpartition(" ")
    if first_head != last_head:
        first_tail, last_tail = first_head or first, last_head or last
    return first_tail if first_tail == last_tail else f"{first_tail}–{last_tail}"


def draw_shelves(parent: Node, plan: Plan, level_id: str, language: str) -> None:
    """Draw the shelves of a level, each face with its range as a tooltip."""
    ranges = ranges_by_face(plan)
    for shelf in shelves_on(plan, level_id):
        group = parent.group(class_="shelf m-shelf", data_shelf=shelf.id, data_number=shelf.number)
        for face in shelf.faces:
            path = group.path(face_path(shelf, face), data_face=face.id)
            path.describe(_face_words(face, ranges.get(face.id, ()), language))
        ticks = bay_ticks(shelf)
        if ticks:
            group.path(line_path(ticks), class_="m-bays")


def face_path(shelf: Shelf, face: Face) -> str:
    """Write the path data of a face: its bays, or the shelf's outline if it has none."""
    return area_path([_face_ring(shelf, face)])


def bay_ticks(shelf: Shelf) -> list[tuple[Point, ...]]:
    """Give the lines between neighbouring bays of all faces."""
    ticks: list[tuple[Point, ...]] = []
    for face in shelf.faces:
        numbers = sorted(bay.number for bay in face.bays)
        for number in numbers[1:]:
            ticks.append(_left_edge(shelf, face, number))
    return ticks


def number_labels(plan: Plan, level_id: str) -> Iterable[list[Label]]:
    """Wish for a plate with the number at an end of each shelf."""
    for shelf in shelves_on(plan, level_id):
        yield list(_plates(shelf))


def range_labels(plan: Plan, level_id: str) -> Iterable[list[Label]]:
    """Wish for a short range on each run of bays."""
    ranges = ranges_by_face(plan)
    for shelf in shelves_on(plan, level_id):
        for face in shelf.faces:
            for each in ranges.get(face.id, ()):
                yield [_range_label(shelf, face, each)]


def _face_words(face: Face, ranges: Sequence[Range], language: str) -> str:
    if not ranges:
        return say("map.face.empty", language, face=face.name)
    return say("map.face", language, face=face.name, range=range_words(ranges))


def _face_ring(shelf: Shelf, face: Face) -> tuple[Point, ...]:
    if not face.bays:
        return shelf_outline(shelf)
    numbers = [bay.number for bay in face.bays]
    return bays_outline(shelf, face, min(numbers), max(numbers))


def _left_edge(shelf: Shelf, face: Face, number: int) -> tuple[Point, ...]:
    """Give the side of a bay towards the bay before it."""
    ring = bay_outline(shelf, face, number)
    if shelf.shape == "round":
        return ring[0], ring[1]
    low_back, high_back, high_front, low_front = ring
    return (high_back, high_front) if face.side == "front" else (low_back, low_front)


def _plates(shelf: Shelf) -> Iterator[Label]:
    """Give a plate off either end of a shelf, the southern first, or before a face, or on it."""
    if shelf.shape == "straight":
        ends = sorted((shelf.angle_deg, shelf.angle_deg + 180.0), key=_northing)
        fronts = [face_normal_deg(shelf, face) for face in shelf.faces]
        reaches_m = [shelf.length_m / 2] * len(ends) + [shelf.depth_m / 2] * len(fronts)
        for direction_deg, reach_m in zip([*ends, *fronts], reaches_m, strict=True):
            yield _plate_beside(shelf, math.radians(direction_deg), reach_m)
    yield Label("plate", shelf.number, ((shelf.x_m, shelf.y_m),), NUMBER_ZOOM)


def _plate_beside(shelf: Shelf, direction_rad: float, reach_m: float) -> Label:
    east, north = math.cos(direction_rad), math.sin(direction_rad)
    spot = (shelf.x_m + reach_m * east, shelf.y_m + reach_m * north)
    shift_px = (
        east * (plate_width_px(shelf.number) + PLATE_GAP_PX) / 2,
        -north * (PLATE_HEIGHT_PX + PLATE_GAP_PX) / 2,
    )
    return Label("plate", shelf.number, (spot,), NUMBER_ZOOM, shift_px=shift_px)


def _northing(direction_deg: float) -> float:
    return round(math.sin(math.radians(direction_deg)), 2)


def _range_label(shelf: Shelf, face: Face, each: Range) -> Label:
    """Centre a range on its bays, or begin it at the shelf's axis where the face looks aside."""
    ring = bays_outline(shelf, face, each.first_bay, each.last_bay)
    x_m = sum(x for x, _ in ring) / len(ring)
    y_m = sum(y for _, y in ring) / len(ring)
    words = short_range(each.first, each.last)
    normal_rad = math.radians(face_normal_deg(shelf, face))
    east = math.cos(normal_rad)
    if shelf.shape == "round" or abs(east) < SIDEWAYS_SHARE:
        return Label("range", words, ((x_m, y_m),), RANGE_ZOOM)
    back_m = shelf.depth_m / len(shelf.faces) / 2 - BACK_GAP_M
    spot = (x_m - back_m * east, y_m - back_m * math.sin(normal_rad))
    return Label("range", words, (spot,), RANGE_ZOOM, align="start" if east > 0 else "end")
