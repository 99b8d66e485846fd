"""What stands where, in a word: names of blocks of shelves and of main classes in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from shapely import Point as GeoPoint
from shapely import Polygon, get_parts, unary_union

from floorplans.callnumbers.registry import get_scheme
from floorplans.errors import CallNumberError
from floorplans.geometry import bays_outline
from floorplans.model import Face, Plan, Point, Range, Shelf
from kiosk_ui.svg.labels import Label
from kiosk_ui.svg.shelves import ranges_by_face, shelves_on
from kiosk_ui.words import say

BLOCK_ZOOM = 1
LAST_BLOCK_ZOOM = 2
CLASS_ZOOM = 2
FEWEST_CLASSES = 3
LEAST_FACES_PER_CLASS = 2
LEAST_SHARE = 1 / 3
AISLE_REACH_M = 1.0
SPOTS_PER_SIDE = 5
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Block:
    """Bays that one word names, of a single face or of neighbouring shelves."""

    ranges: tuple[Range, ...]
    area: Polygon


def block_labels(plan: Plan, level_id: str, language: str) -> list[list[Label]]:
    """Wish for the name of each block, the largest first, with what it spans if that fits."""
    names = {each.id: each.block.in_language(language) for each in plan.partitions}
    classed = {names[partition] for partition in _classed_partitions(plan, level_id)}
    found = []
    for name, runs in _runs(plan, level_id, lambda each: names.get(each.partition)).items():
        blocks = _main_blocks(runs, _floor(plan, level_id))
        last_zoom = BLOCK_ZOOM if name in classed else LAST_BLOCK_ZOOM
        for block in blocks:
            span = block_span(block.ranges, plan.scheme) if len(blocks) > 1 else ""
            found.append((block.area.area, list(_block_choices(name, span, block, last_zoom))))
    found.sort(key=lambda each: -each[0])
    return [choices for _, choices in found]


def class_labels(plan: Plan, level_id: str, language: str) -> list[list[Label]]:
    """Wish for the digit of each main class, with its name if that fits."""
    floor = _floor(plan, level_id)
    return [
        list(_class_choices(digit, _main_blocks(runs, floor)[0], plan.scheme, language))
        for by_digit in _classed_partitions(plan, level_id).values()
        for digit, runs in by_digit.items()
    ]


def spots_in(area: Polygon) -> tuple[Point, ...]:
    """Give points of an area, the most central first."""
    centre = area.centroid
    west, south, east, north = area.bounds
    shares = [(step + 0.5) / SPOTS_PER_SIDE for step in range(SPOTS_PER_SIDE)]
    grid = [
        GeoPoint(west + (east - west) * across, south + (north - south) * up)
        for across in shares
        for up in shares
    ]
    inside = [point for point in (centre, *grid) if area.covers(point)]
    inside.sort(key=lambda point: round(point.distance(centre), 6))
    if not inside:
        inside = [area.representative_point()]
    return tuple((point.x, point.y) for point in inside)


def block_span(ranges: Sequence[Range], scheme_name: str) -> str:
    """Say from where to where a block goes: initials in one class, else main classes.

    Returns
    -------
    str
        Such as "84.2 A–L" or "0–5"; nothing where the call numbers do not tell.
    """
    scheme = get_scheme(scheme_name)
    try:
        first = min((each.first for each in ranges), key=lambda text: scheme.parse(text).key)
        last = max((each.last for each in ranges), key=scheme.end_key)
    except CallNumberError:
        return ""
    first_head, _, first_tail = first.rpartition(" ")
    last_head, _, last_tail = last.rpartition(" ")
    if first_head == last_head:
        return f"{first_head} {_join(first_tail[:1], last_tail[:1])}".strip()
    if _main_class(first) == _main_class(last):
        return _join(first_head, last_head)
    return _join(_main_class(first) or "", _main_class(last) or "")


def _runs(
    plan: Plan,
    level_id: str,
    name_of: Callable[[Range], str | None],
    partition: str | None = None,
) -> dict[str, list[Block]]:
    """Gather what each face of a level holds under each name."""
    ranges = ranges_by_face(plan)
    found: dict[str, list[Block]] = defaultdict(list)
    for shelf in shelves_on(plan, level_id):
        for face in shelf.faces:
            named: dict[str, list[Range]] = defaultdict(list)
            for each in ranges.get(face.id, ()):
                name = name_of(each)
                if name and partition in (None, each.partition):
                    named[name].append(each)
            for name, mine in named.items():
                found[name].append(_run(shelf, face, mine))
    return found


def _run(shelf: Shelf, face: Face, ranges: Sequence[Range]) -> Block:
    first_bay = min(each.first_bay for each in ranges)
    last_bay = max(each.last_bay for each in ranges)
    return Block(tuple(ranges), Polygon(bays_outline(shelf, face, first_bay, last_bay)))


def _classed_partitions(plan: Plan, level_id: str) -> dict[str, dict[str, list[Block]]]:
    """Give the runs of each main class, of the partitions that spread over many shelves."""
    found = {}
    for partition in plan.partitions:
        runs = _runs(plan, level_id, lambda each: _main_class(each.first), partition.id)
        faces = sum(len(each) for each in runs.values())
        if len(runs) >= FEWEST_CLASSES and faces >= LEAST_FACES_PER_CLASS * len(runs):
            found[partition.id] = runs
    return found


def _floor(plan: Plan, level_id: str) -> Polygon:
    return Polygon(plan.get_level(level_id).outline)


def _main_blocks(runs: Sequence[Block], floor: Polygon) -> list[Block]:
    """Join what is not further apart than an aisle; give the large ones, the largest first."""
    grown = unary_union([run.area.buffer(AISLE_REACH_M, join_style="mitre") for run in runs])
    areas = [part for part in get_parts(grown & floor) if isinstance(part, Polygon)]
    areas.sort(key=lambda area: -area.area)
    return [
        Block(_ranges_in(area, runs), area)
        for area in areas
        if area.area >= LEAST_SHARE * areas[0].area
    ]


def _ranges_in(area: Polygon, runs: Sequence[Block]) -> tuple[Range, ...]:
    return tuple(each for run in runs if area.intersects(run.area.centroid) for each in run.ranges)


def _join(first: str, last: str) -> str:
    return first if first == last else f"{first}–{last}"


def _main_class(call_number: str) -> str | None:
    digit = _DIGIT.search(call_number)
    return digit.group() if digit else None


def _block_choices(name: str, span: str, block: Block, last_zoom: int) -> Iterator[Label]:
    spots = spots_in(block.area)
    if span:
        yield Label("block", name, spots, BLOCK_ZOOM, last_zoom, detail=span)
    yield Label("block", name, spots, BLOCK_ZOOM, last_zoom)


def _class_choices(digit: str, block: Block, scheme: str, language: str) -> Iterator[Label]:
    spots = spots_in(block.area)
    if scheme == "ykl":
        name = say(f"map.ykl.{digit}", language)
        yield Label("class", digit, spots, CLASS_ZOOM, LAST_BLOCK_ZOOM, detail=name)
    yield Label("class", digit, spots, CLASS_ZOOM, LAST_BLOCK_ZOOM)
