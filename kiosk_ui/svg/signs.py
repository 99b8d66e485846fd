"""Signs of shelves: the plate with their number, and what their bays hold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from floorplans.axes import axis_of, move
from floorplans.geometry import face_normal_deg
from floorplans.holding import Holding
from floorplans.model import OVERLAY_KINDS, BayRun, Face, Point, Shelf
from kiosk_ui.svg.labels import PLATE_HEIGHT_PX, Align, Label, Placed, plate_width_px
from kiosk_ui.svg.shelves import ShelfKind, Standing
from kiosk_ui.svg.wording import short_words

NUMBER_ZOOM = 2
SYMBOL_ZOOM = 2
RANGE_ZOOM = 3
MOST_RANGES = 1000
"""More range labels than this make a level heavy on the wire; neighbours then share one."""
PLATE_GAP_PX = 4.0
BACK_GAP_M = 0.03
LINE_M = 0.25
BAY_LINES = 3
SIDEWAYS_SHARE = math.sqrt(0.5)
SYMBOLS = {kind: kind for kind in OVERLAY_KINDS} | {"closed": "closed_stack"}

Holdings = Mapping[str, Sequence[Holding]]


def number_labels(standing: Iterable[Standing]) -> Iterator[list[Label]]:
    """Wish for a plate with the number at an end of each shelf."""
    for shelf, _ in standing:
        yield list(_plates(shelf))


def range_labels(
    standing: Sequence[Standing], holdings: Holdings, language: str
) -> Iterator[list[Label]]:
    """Wish for a short range, or a theme, on each run of bays that has an order or a theme.

    Where a level has more runs than labels are worth, neighbours on a face share one.
    """
    runs = sum(len(holdings.get(face.id, ())) for shelf, _ in standing for face in shelf.faces)
    together = math.ceil(runs / MOST_RANGES)
    for shelf, kind in standing:
        for face in shelf.faces:
            for each in _join_neighbours(holdings.get(face.id, ()), together):
                words = short_words(each, language)
                if words:
                    yield [_range_label(shelf, kind, face, each, words)]


def find_untold(wishes: Iterable[Sequence[Label]], placed: Iterable[Placed]) -> set[str]:
    """Give the ids of the faces of which a range found no room."""
    shown = {(each.label.face, each.label.words) for each in placed}
    return {
        label.face for wish in wishes for label in wish if (label.face, label.words) not in shown
    }


def symbol_labels(standing: Iterable[Standing], holdings: Holdings) -> Iterator[list[Label]]:
    """Wish for a symbol on each display, trolley and closed stack."""
    for shelf, kind in standing:
        for face in shelf.faces:
            for each in holdings.get(face.id, ()):
                if each.range.kind in SYMBOLS:
                    run = each.run
                    spot = kind.bays_centre(shelf, face, run.first_bay, run.last_bay)
                    yield [Label("symbol", SYMBOLS[each.range.kind], (spot,), SYMBOL_ZOOM)]


def _join_neighbours(holdings: Sequence[Holding], together: int) -> Iterator[Holding]:
    """Join up to so many neighbouring runs of one partition in the order of call numbers."""
    told = (each for each in holdings if each.range.kind not in OVERLAY_KINDS)
    for (_, kind), same in groupby(told, key=lambda each: (each.range.partition, each.range.kind)):
        parts = list(same)
        step = together if kind == "call_number" else 1
        for start in range(0, len(parts), step):
            first, last = parts[start], parts[start : start + step][-1]
            run = replace(first.run, last_bay=last.run.last_bay)
            yield replace(first, run=run, last=last.last)


def _plates(shelf: Shelf) -> Iterator[Label]:
    """Give a plate off either end of a shelf, the southern first, or before a face, or on it."""
    if shelf.shape == "straight":
        ends = sorted((shelf.angle_deg, shelf.angle_deg + 180.0), key=_northing)
        fronts = [face_normal_deg(shelf, face) for face in shelf.faces]
        reaches_m = [shelf.length_m / 2] * len(ends) + [shelf.depth_m / 2] * len(fronts)
        for direction_deg, reach_m in zip([*ends, *fronts], reaches_m, strict=True):
            yield _plate_beside(shelf, math.radians(direction_deg), reach_m)
    spots: tuple[Point, ...] = ((shelf.x_m, shelf.y_m),)
    if shelf.shape in ("corner", "curved"):
        axis = axis_of(shelf)
        spots = (axis.at(0.0, 0.0)[:2], axis.at(axis.length_m(0.0), 0.0)[:2], *spots)
    yield Label("plate", shelf.number, spots, NUMBER_ZOOM, shelf=shelf.id)


def _plate_beside(shelf: Shelf, direction_rad: float, reach_m: float) -> Label:
    east, north = math.cos(direction_rad), math.sin(direction_rad)
    spot = (shelf.x_m + reach_m * east, shelf.y_m + reach_m * north)
    shift_px = (
        east * (plate_width_px(shelf.number) + PLATE_GAP_PX) / 2,
        -north * (PLATE_HEIGHT_PX + PLATE_GAP_PX) / 2,
    )
    return Label("plate", shelf.number, (spot,), NUMBER_ZOOM, shift_px=shift_px, shelf=shelf.id)


def _northing(direction_deg: float) -> float:
    return round(math.sin(math.radians(direction_deg)), 2)


def _range_label(shelf: Shelf, kind: ShelfKind, face: Face, each: Holding, words: str) -> Label:
    """Centre a range on its bays, or begin it at the shelf's axis where the face looks aside.

    Where another label is in its way it moves by a line: in front of the shelf, or along it.
    """
    run = each.run
    x_m, y_m = kind.bays_centre(shelf, face, run.first_bay, run.last_bay)
    normal_rad = math.radians(face_normal_deg(shelf, face))
    east = math.cos(normal_rad)
    if shelf.shape != "straight" or abs(east) < SIDEWAYS_SHARE:
        in_front = (x_m + LINE_M * east, y_m + LINE_M * math.sin(normal_rad))
        spots: tuple[Point, ...] = ((x_m, y_m), in_front)
        return Label("range", words, spots, RANGE_ZOOM, shelf=shelf.id, face=face.id)
    back_m = shelf.depth_m / len(shelf.faces) / 2 - BACK_GAP_M
    spot = (x_m - back_m * east, y_m - back_m * math.sin(normal_rad))
    align: Align = "start" if east > 0 else "end"
    along = [0.0] + [side * LINE_M for side in (1, -1) if _length_m(face, run) > BAY_LINES * LINE_M]
    spots = tuple(move(spot, shelf.angle_deg, along_m, 0.0) for along_m in along)
    return Label("range", words, spots, RANGE_ZOOM, align=align, shelf=shelf.id, face=face.id)


def _length_m(face: Face, run: BayRun) -> float:
    return sum(bay.width_m for bay in face.bays if run.first_bay <= bay.number <= run.last_bay)
