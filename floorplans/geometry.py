"""Where shelves, faces and bays are on the floor.

A shelf's front looks to the left of its axis, its back to the right (see `floorplans.axes`).
Bay 1 is at the left end for who faces the face. Bays that are narrower together than their
face leave the rest to its end panels, half at each end.

The bays of a round shelf go round it anticlockwise, which is to the right for who faces it,
and bay 1 begins at ``angle_deg``.
"""

from __future__ import annotations

import math

from floorplans.axes import axis_of, direction, move
from floorplans.errors import PlanReferenceError
from floorplans.model import Face, Point, Ring, Shelf
from floorplans.remembering import remembered

ROUND_SIDES = 24
ROUNDING = 1e-9
QUARTER_TURN_DEG = 90.0
HALF_TURN_DEG = 180.0
FULL_TURN_DEG = 360.0
MOST_OUTLINES = 16_384


@remembered(MOST_OUTLINES)
def shelf_outline(shelf: Shelf) -> Ring:
    """Outline of a shelf on the floor.

    Parameters
    ----------
    shelf : Shelf
        The shelf.

    Returns
    -------
    Ring
        Anticlockwise corners, metres; a round shelf has 24.

    Examples
    --------
    >>> shelf = Shelf("s1", "1", "1", 5.0, 3.0, 4.0, 0.6, 0.0, 1.8, ())
    >>> shelf_outline(shelf)
    ((3.0, 2.7), (7.0, 2.7), (7.0, 3.3), (3.0, 3.3))
    """
    if shelf.shape == "round":
        step_deg = FULL_TURN_DEG / ROUND_SIDES
        return tuple(
            _polar(shelf, shelf.length_m / 2, shelf.angle_deg + side * step_deg)
            for side in range(ROUND_SIDES)
        )
    half_m = shelf.depth_m / 2
    return _strip(shelf, 0.0, axis_of(shelf).length_m(-half_m), -half_m, half_m)


def face_length_m(shelf: Shelf, face: Face) -> float:
    """Length of a face along the floor, metres; that of a corner's inner face is shorter."""
    if shelf.shape == "round":
        return shelf.length_m * math.pi
    return axis_of(shelf).length_m(_offset_m(shelf, face))


def face_normal_deg(shelf: Shelf, face: Face, bay_number: int | None = None) -> float:
    """Direction in which a face looks, degrees anticlockwise from east, 0 to below 360.

    Parameters
    ----------
    shelf, face
        The face and its shelf.
    bay_number : int, optional
        The bay at which to tell it, where it differs along the face; else the axis' angle counts.

    Examples
    --------
    >>> shelf = Shelf("s1", "1", "1", 5.0, 3.0, 4.0, 0.6, 0.0, 1.8, ())
    >>> face_normal_deg(shelf, Face("1A", "1A", "front", ()))
    90.0
    """
    if bay_number is not None and shelf.shape != "straight":
        _, _, facing_deg = _in_front(shelf, face, bay_number, 0.0)
        return (facing_deg + HALF_TURN_DEG) % FULL_TURN_DEG
    turn_deg = QUARTER_TURN_DEG if face.side == "front" else -QUARTER_TURN_DEG
    return (shelf.angle_deg + turn_deg) % FULL_TURN_DEG


def bay_outline(shelf: Shelf, face: Face, bay_number: int) -> Ring:
    """Outline of one bay of a face; see `bays_outline`."""
    return bays_outline(shelf, face, bay_number, bay_number)


def bays_outline(shelf: Shelf, face: Face, first_bay: int, last_bay: int) -> Ring:
    """Outline of a run of neighbouring bays of a face.

    Parameters
    ----------
    shelf : Shelf
        The shelf that the face belongs to.
    face : Face
        The face; where the shelf has two, its bays take half of the depth.
    first_bay, last_bay : int
        Numbers of the outer bays, both included.

    Returns
    -------
    Ring
        Anticlockwise corners, metres.

    Raises
    ------
    PlanReferenceError
        If the face has no such bays.
    """
    start_m, end_m, total_m = _run(face, first_bay, last_bay)
    if shelf.shape == "round":
        return _sector(shelf, start_m / total_m, end_m / total_m)
    near_m, far_m = (_along_m(shelf, face, total_m, at_m) for at_m in (start_m, end_m))
    offset_m, back_m = _offset_m(shelf, face), _back_m(shelf, face)
    if face.side == "back":
        return _strip(shelf, near_m, far_m, offset_m, back_m)
    axis = axis_of(shelf)
    return _strip(
        shelf,
        axis.across(far_m, offset_m, back_m),
        axis.across(near_m, offset_m, back_m),
        back_m,
        offset_m,
        (far_m, near_m),
    )


def bay_edge(shelf: Shelf, face: Face, bay_number: int) -> tuple[Point, Point]:
    """Line between a bay and the one to its left, from the back of the face to its front.

    Raises
    ------
    PlanReferenceError
        If the face has no such bay.
    """
    start_m, _, total_m = _run(face, bay_number, bay_number)
    if shelf.shape == "round":
        turn_deg = FULL_TURN_DEG * start_m / total_m
        edge = _polar(shelf, shelf.length_m / 2, shelf.angle_deg + turn_deg)
        return (shelf.x_m, shelf.y_m), edge
    axis = axis_of(shelf)
    offset_m, back_m = _offset_m(shelf, face), _back_m(shelf, face)
    along_m = _along_m(shelf, face, total_m, start_m)
    back = axis.at(axis.across(along_m, offset_m, back_m), back_m)
    return back[:2], axis.at(along_m, offset_m)[:2]


def bay_spot(
    shelf: Shelf, face: Face, bay_number: int, stand_off_m: float
) -> tuple[float, float, float]:
    """Where one stands in front of the middle of a bay, looking at it.

    In front of a mobile shelf there may be no room; one stands at the end that it is opened at.

    Parameters
    ----------
    shelf : Shelf
        The shelf that the face belongs to.
    face : Face
        The face.
    bay_number : int
        Number of the bay.
    stand_off_m : float
        Distance from the face, or the shelf's end, metres.

    Returns
    -------
    tuple[float, float, float]
        x and y in metres, and the direction one looks in, degrees.

    Raises
    ------
    PlanReferenceError
        If the face has no such bay.

    Examples
    --------
    >>> from floorplans.model import Bay
    >>> bays = (Bay(1, 1.0, 5), Bay(2, 1.0, 5))
    >>> front = Face("1A", "1A", "front", bays)
    >>> shelf = Shelf("s1", "1", "1", 5.0, 3.0, 2.0, 0.6, 0.0, 1.8, (front,))
    >>> bay_spot(shelf, front, 1, 0.7)
    (5.5, 4.0, 270.0)
    """
    if shelf.mounting == "mobile" and shelf.shape != "round":
        _run(face, bay_number, bay_number)
        return _at_end(shelf, stand_off_m)
    return _in_front(shelf, face, bay_number, stand_off_m)


def _at_end(shelf: Shelf, stand_off_m: float) -> tuple[float, float, float]:
    axis = axis_of(shelf)
    *end, heading_deg = axis.at(axis.length_m(0.0), 0.0)
    x_m, y_m = move((end[0], end[1]), heading_deg, stand_off_m, 0.0)
    return x_m, y_m, (heading_deg + HALF_TURN_DEG) % FULL_TURN_DEG


def _in_front(
    shelf: Shelf, face: Face, bay_number: int, stand_off_m: float
) -> tuple[float, float, float]:
    start_m, end_m, total_m = _run(face, bay_number, bay_number)
    middle_m = (start_m + end_m) / 2
    if shelf.shape == "round":
        direction_deg = shelf.angle_deg + FULL_TURN_DEG * middle_m / total_m
        x_m, y_m = _polar(shelf, shelf.length_m / 2 + stand_off_m, direction_deg)
        return x_m, y_m, (direction_deg + HALF_TURN_DEG) % FULL_TURN_DEG
    along_m = _along_m(shelf, face, total_m, middle_m)
    sign = 1.0 if face.side == "front" else -1.0
    *point, heading_deg = axis_of(shelf).at(along_m, _offset_m(shelf, face))
    x_m, y_m = move((point[0], point[1]), heading_deg, 0.0, sign * stand_off_m)
    return x_m, y_m, (heading_deg - sign * QUARTER_TURN_DEG) % FULL_TURN_DEG


def _run(face: Face, first_bay: int, last_bay: int) -> tuple[float, float, float]:
    """Start, end and total of the bays' widths from the face's left end, metres."""
    numbers = [bay.number for bay in face.bays]
    if first_bay not in numbers or last_bay not in numbers or first_bay > last_bay:
        wanted = f"bay {first_bay}" if first_bay == last_bay else f"bays {first_bay}–{last_bay}"
        known = f"{min(numbers)} to {max(numbers)}" if numbers else "none"
        raise PlanReferenceError(f'Face "{face.id}" has no {wanted}; its bays: {known}.')
    bays = sorted(face.bays, key=lambda bay: bay.number)
    start_m = sum(bay.width_m for bay in bays if bay.number < first_bay)
    end_m = sum(bay.width_m for bay in bays if bay.number <= last_bay)
    return start_m, end_m, sum(bay.width_m for bay in bays)


def _offset_m(shelf: Shelf, face: Face) -> float:
    """How far left of the axis the face's front is."""
    return shelf.depth_m / 2 if face.side == "front" else -shelf.depth_m / 2


def _back_m(shelf: Shelf, face: Face) -> float:
    """How far left of the axis the face's bays end: at the other face, or right through."""
    return 0.0 if len(shelf.faces) > 1 else -_offset_m(shelf, face)


def _along_m(shelf: Shelf, face: Face, total_m: float, at_m: float) -> float:
    """Give the place along the face's line of a point ``at_m`` from the left end of its bays."""
    length_m = face_length_m(shelf, face)
    from_left_m = (length_m - total_m) / 2 + at_m
    return length_m - from_left_m if face.side == "front" else from_left_m


def _strip(
    shelf: Shelf,
    start_m: float,
    end_m: float,
    right_m: float,
    left_m: float,
    left_ends: tuple[float, float] | None = None,
) -> Ring:
    """Outline between two lines: along the right one, and back along the left one.

    The ends on the left are square to those on the right unless given.
    """
    axis = axis_of(shelf)
    left_start_m, left_end_m = left_ends or (
        axis.across(start_m, right_m, left_m),
        axis.across(end_m, right_m, left_m),
    )
    there = [start_m, *axis.bends(start_m, end_m, right_m), end_m]
    back = [left_start_m, *axis.bends(left_start_m, left_end_m, left_m), left_end_m]
    return (
        *(axis.at(along_m, right_m)[:2] for along_m in there),
        *(axis.at(along_m, left_m)[:2] for along_m in reversed(back)),
    )


def _sector(shelf: Shelf, start: float, end: float) -> Ring:
    """Give the part of a round shelf between two shares of a full turn."""
    if end - start >= 1.0 - ROUNDING:
        return shelf_outline(shelf)
    steps = max(2, math.ceil((end - start) * ROUND_SIDES - ROUNDING))
    shares = (start + (end - start) * step / steps for step in range(steps + 1))
    arc = (
        _polar(shelf, shelf.length_m / 2, shelf.angle_deg + FULL_TURN_DEG * share)
        for share in shares
    )
    return ((shelf.x_m, shelf.y_m), *arc)


def _polar(shelf: Shelf, radius_m: float, direction_deg: float) -> Point:
    along, across = direction(direction_deg)
    return shelf.x_m + radius_m * along, shelf.y_m + radius_m * across
