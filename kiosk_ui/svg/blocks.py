"""What stands where, in a word: names of blocks of shelves and of main classes in them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from shapely import Point as GeoPoint
from shapely import Polygon, buffer, get_parts, unary_union

from floorplans.callnumbers.registry import get_scheme
from floorplans.errors import CallNumberError
from floorplans.geometry import bays_outline
from floorplans.holding import Holding, holdings_by_face
from floorplans.model import OVERLAY_KINDS, Face, Plan, Point, Shelf
from kiosk_ui.messages import say
from kiosk_ui.svg.labels import Label
from kiosk_ui.svg.shelves import shelves_on

BLOCK_ZOOMS = (1, 2)
CLASS_ZOOM = 2
FEWEST_CLASSES = 3
LEAST_FACES_PER_CLASS = 2
LEAST_SHARE_OF_LARGEST = 1 / 3
LEAST_SHARE_OF_CLASS = 2 / 3
AISLE_REACH_M = 1.0
SPOTS_PER_SIDE = 5
_DIGIT = re.compile(r"\d")


Held = list[tuple[Shelf, Face, Holding]]


@dataclass(frozen=True, slots=True)
class Block:
    """Bays of neighbouring shelves that one word names."""

    holdings: tuple[Holding, ...]
    area: Polygon


def block_labels(plan: Plan, level_id: str, language: str) -> list[list[Label]]:
    """Wish for the name of each block, the largest first, and of main classes in wide ones.

    Each zoom has labels of its own. Where main classes are named, the block no longer is.
    """
    floor = Polygon(plan.get_level(level_id).outline)
    by_name: dict[tuple[str, str], Held] = defaultdict(list)
    classed, classes = set(), []
    for (_, name, scheme), held in _held_by_partition(plan, level_id, language).items():
        by_name[name, scheme].extend(held)
        by_digit = _group_by_class(held)
        if _spreads(by_digit):
            classed.add((name, scheme))
            for digit, of_class in by_digit.items():
                block = _main_blocks(of_class, floor)[0]
                classes.append(list(_class_choices(digit, block, scheme, language)))
    found: list[tuple[float, list[Label]]] = []
    for (name, scheme), held in by_name.items():
        blocks = _main_blocks(held, floor)
        for block in blocks:
            span = block_span(block.holdings, scheme) if len(blocks) > 1 else ""
            for zoom in BLOCK_ZOOMS[:1] if (name, scheme) in classed else BLOCK_ZOOMS:
                found.append((block.area.area, list(_block_choices(name, span, block, zoom))))
    found.sort(key=lambda each: -each[0])
    return [*(choices for _, choices in found), *classes]


def spots_in(area: Polygon) -> tuple[Point, ...]:
    """Give points of an area, the most central first; none where there is no area."""
    if area.is_empty:
        return ()
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


def block_span(holdings: Sequence[Holding], scheme_name: str) -> str:
    """Say from where to where a block goes: initials in one class, else main classes.

    Parameters
    ----------
    holdings : Sequence[Holding]
        What stands in the block.
    scheme_name : str
        The plan's scheme of call numbers.

    Returns
    -------
    str
        Such as "84.2 A–L" or "0–5"; nothing where that would not tell it from other blocks.
    """
    scheme = get_scheme(scheme_name)
    holdings = [each for each in holdings if each.range.kind == "call_number" and each.first]
    if not holdings:
        return ""
    head, count = Counter(_split(each.first)[0] for each in holdings).most_common(1)[0]
    in_class = [each for each in holdings if _split(each.first)[0] == head == _split(each.last)[0]]
    is_one_class = bool(in_class) and count >= LEAST_SHARE_OF_CLASS * len(holdings)
    told = in_class if is_one_class else holdings
    try:
        first = min((each.first for each in told), key=lambda text: scheme.parse(text).key)
        last = max((each.last for each in told), key=scheme.end_key)
    except CallNumberError:
        return ""
    if is_one_class:
        return f"{head} {_join(_split(first)[1][:1], _split(last)[1][:1])}".strip()
    first_class, last_class = _main_class(first), _main_class(last)
    return f"{first_class}–{last_class}" if first_class != last_class else ""


def _split(call_number: str) -> tuple[str, str]:
    """Split a call number into its class and its heading."""
    head, _, heading = call_number.rpartition(" ")
    return head, heading


def _join(first: str, last: str) -> str:
    return first if first == last else f"{first}–{last}"


def _main_class(call_number: str) -> str | None:
    digit = _DIGIT.search(call_number)
    return digit.group() if digit else None


def _block_choices(name: str, span: str, block: Block, zoom: int) -> Iterator[Label]:
    spots = spots_in(block.area)
    if span:
        yield Label("block", name, spots, zoom, zoom, detail=span)
    yield Label("block", name, spots, zoom, zoom)


def _class_choices(digit: str, block: Block, scheme: str, language: str) -> Iterator[Label]:
    spots = spots_in(block.area)
    if scheme == "ykl":
        name = say(f"map.ykl.{digit}", language)
        yield Label("class", digit, spots, CLASS_ZOOM, CLASS_ZOOM, detail=name)
    yield Label("class", digit, spots, CLASS_ZOOM, CLASS_ZOOM)


def _held_by_partition(
    plan: Plan, level_id: str, language: str
) -> dict[tuple[str, str, str], Held]:
    """Gather what stands on a level for good, by partition, name on the map and scheme."""
    holdings = holdings_by_face(plan)
    partitions = {each.id: each for each in plan.partitions}
    found: dict[tuple[str, str, str], Held] = defaultdict(list)
    for shelf in shelves_on(plan, level_id):
        for face in shelf.faces:
            for each in holdings.get(face.id, ()):
                partition = partitions.get(each.range.partition)
                if partition and each.range.kind not in OVERLAY_KINDS:
                    name = (each.range.theme or partition.block).in_language(language)
                    key = (partition.id, name, partition.scheme or plan.scheme)
                    found[key].append((shelf, face, each))
    return found


def _group_by_class(held: Held) -> dict[str, Held]:
    found: dict[str, Held] = defaultdict(list)
    for each in held:
        digit = _main_class(each[2].first)
        if digit and each[2].range.kind != "title":
            found[digit].append(each)
    return found


def _spreads(by_digit: Mapping[str, Held]) -> bool:
    """Tell whether main classes take so many shelves that each deserves a name."""
    faces = sum(len({face.id for _, face, _ in held}) for held in by_digit.values())
    return len(by_digit) >= FEWEST_CLASSES and faces >= LEAST_FACES_PER_CLASS * len(by_digit)


def _runs(held: Held) -> list[Block]:
    """Join the bays of each face."""
    by_face: dict[str, Held] = defaultdict(list)
    for each in held:
        by_face[each[1].id].append(each)
    runs = []
    for on_face in by_face.values():
        shelf, face, _ = on_face[0]
        holdings = tuple(each for _, _, each in on_face)
        first_bay = min(each.run.first_bay for each in holdings)
        last_bay = max(each.run.last_bay for each in holdings)
        runs.append(Block(holdings, Polygon(bays_outline(shelf, face, first_bay, last_bay))))
    return runs


def _main_blocks(held: Held, floor: Polygon) -> list[Block]:
    """Join what is not further apart than an aisle; give the large blocks, the largest first."""
    runs = _runs(held)
    outlines = np.array([run.area for run in runs])
    grown = unary_union(buffer(outlines, AISLE_REACH_M, join_style="mitre"))
    areas = [part for part in get_parts(grown & floor) if isinstance(part, Polygon)]
    areas.sort(key=lambda area: -area.area)
    return [
        Block(_holdings_in(area, runs), area)
        for area in areas
        if area.area >= LEAST_SHARE_OF_LARGEST * areas[0].area
    ]


def _holdings_in(area: Polygon, runs: Sequence[Block]) -> tuple[Holding, ...]:
    return tuple(
        each for run in runs if area.intersects(run.area.centroid) for each in run.holdings
    )
