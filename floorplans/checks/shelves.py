"""Shelves whose measures agree: shape, faces, bays and boards."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from floorplans.checks.problem import Problem
from floorplans.checks.rules import report
from floorplans.checks.things import MOST_SHELVES, Where, at_face, at_shelf
from floorplans.geometry import face_length_m
from floorplans.model import Bay, Face, Plan, Shelf
from floorplans.remembering import remembered

BAYS_TOLERANCE = 1.02
NARROWEST_BAY_M = 0.2
SHARPEST_CORNER_DEG = 150.0
WIDEST_CURVE_DEG = 340.0


def check_shelves(plan: Plan) -> Iterator[Problem]:
    """Find shelves whose shape, faces, bays or boards contradict each other."""
    for shelf in plan.shelves:
        yield from _check_shelf(shelf)


@remembered(MOST_SHELVES)
def _check_shelf(shelf: Shelf) -> tuple[Problem, ...]:
    return (
        *(report("shelf-shape", at_shelf(shelf), message) for message in _shape_faults(shelf)),
        *_check_sides(shelf),
        *(problem for face in shelf.faces for problem in _check_bays(shelf, face)),
    )


def _shape_faults(shelf: Shelf) -> Iterator[str]:
    if shelf.mounting == "mobile" and shelf.shape != "straight":
        yield "A mobile shelf is straight; correct its shape or its mounting."
    if shelf.shape == "corner":
        if not 0.0 < abs(shelf.turn_deg) <= SHARPEST_CORNER_DEG:
            yield (
                f"A corner turns by more than 0° and at most {SHARPEST_CORNER_DEG:.0f}°; "
                "correct its turn."
            )
        if shelf.wing_m <= 0.0:
            yield "A corner has a second arm; give the length of its wing."
    elif shelf.shape == "curved":
        yield from _curve_faults(shelf)
    elif shelf.wing_m or shelf.turn_deg:
        yield f"A {shelf.shape} shelf has no wing and no turn; set both to 0 or correct its shape."


def _curve_faults(shelf: Shelf) -> Iterator[str]:
    if shelf.wing_m:
        yield "A curved shelf has no wing; set it to 0 or make it a corner."
    if not 0.0 < abs(shelf.turn_deg) <= WIDEST_CURVE_DEG:
        yield (
            f"A curve turns by more than 0° and at most {WIDEST_CURVE_DEG:.0f}°; correct its "
            "turn, or make it straight or round."
        )
    elif shelf.length_m / math.radians(abs(shelf.turn_deg)) <= shelf.depth_m / 2:
        yield "The curve is tighter than the shelf is deep; make it longer or turn it less."


def _check_sides(shelf: Shelf) -> Iterator[Problem]:
    where = at_shelf(shelf)
    sides = [face.side for face in shelf.faces]
    if not sides:
        yield report("no-faces", where, "Nothing can stand on it; add a face with bays.")
    if len(set(sides)) < len(sides):
        message = "Two faces look to the same side; make one the front, the other the back."
        yield report("face-sides", where, message)
    if shelf.shape == "round" and len(sides) > 1:
        message = "A round shelf has one face that goes round it; join its faces."
        yield report("face-sides", where, message)


def _check_bays(shelf: Shelf, face: Face) -> Iterator[Problem]:
    where = at_face(shelf, face)
    numbers = [bay.number for bay in face.bays]
    if sorted(numbers) != list(range(1, len(numbers) + 1)) or not numbers:
        message = "Number the bays 1, 2, 3 … from the left for who faces them, at least one."
        yield report("bay-numbers", where, message)
    available_m = face_length_m(shelf, face)
    used_m = sum(bay.width_m for bay in face.bays)
    if used_m > available_m * BAYS_TOLERANCE:
        message = (
            f"The bays are {used_m:.2f} m wide together, the face has {available_m:.2f} m; "
            "correct the bays' widths or the shelf's length."
        )
        yield report("bays-too-wide", where, message)
    for bay in face.bays:
        here = where.within(f"bay {bay.number}")
        if bay.width_m < NARROWEST_BAY_M:
            message = f"It is {bay.width_m:.2f} m wide; widths are in metres, correct it."
            yield report("bay-width", here, message)
        yield from _check_boards(shelf, bay, here)


def _check_boards(shelf: Shelf, bay: Bay, where: Where) -> Iterator[Problem]:
    heights_m = bay.board_heights_m
    if not heights_m:
        return
    if len(heights_m) != bay.boards:
        message = (
            f"{len(heights_m)} boards have a height, but the bay has {bay.boards} boards; "
            "give one height for each."
        )
        yield report("board-heights", where, message)
    if any(upper <= lower for upper, lower in pairwise(heights_m)):
        message = "The boards' heights do not fall from the top; list the highest board first."
        yield report("board-heights", where, message)
    if max(heights_m) > shelf.height_m or min(heights_m) < 0.0:
        message = (
            f"A board is not between the floor and the shelf's height of {shelf.height_m:.2f} m; "
            "correct the heights."
        )
        yield report("board-heights", where, message)
