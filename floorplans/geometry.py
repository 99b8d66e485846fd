"""Where shelves, faces and bays are on the floor.

A straight shelf has a frame of its own: ``u`` along ``angle_deg``, ``v`` to the left of it,
both from the centre. The front face looks along +v, the back face along −v. Bays stand side
by side from the left end for who faces the face, so from +u at the front and from −u at the
back; where they are narrower than the shelf, its end panels share what is left.

The bays of a round shelf go round it anticlockwise, which is to the right for who faces it,
and bay 1 begins at ``angle_deg``.
"""

from __future__ import annotations

import math

from floorplans.errors import PlanReferenceError
from floorplans.model import Face, Point, Ring, Shelf

ROUND_SIDES = 24
ROUNDING = 1e-9
QUARTER_TURN_DEG = 90.0
HALF_TURN_DEG = 180.0
FULL_TURN_DEG = 360.0


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
    half_m = shelf.length_m / 2
    return _box(shelf, -half_m, half_m, -shelf.depth_m / 2, shelf.depth_m / 2)


def face_normal_deg(shelf: Shelf, face: Face) -> float:
    """Direction in which a face looks, degrees anticlockwise from east, 0 to below 360.

    Examples
    --------
    >>> shelf = Shelf("s1", "1", "1", 5.0, 3.0, 4.0, 0.6, 0.0, 1.8, ())
    >>> face_normal_deg(shelf, Face("1A", "1A", "front", ()))
    90.0
    """
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
    near_u, far_u = (_along(face, total_m, at_m) for at_m in (start_m, end_m))
    low_v, high_v = -shelf.depth_m / 2, shelf.depth_m / 2
    if len(shelf.faces) > 1:
        low_v, high_v = (0.0, high_v) if face.side == "front" else (low_v, 0.0)
    return _box(shelf, min(near_u, far_u), max(near_u, far_u), low_v, high_v)


def bay_spot(
    shelf: Shelf, face: Face, bay_number: int, stand_off_m: float
) -> tuple[float, float, float]:
    """Where one stands in front of the middle of a bay, looking at it.

    Parameters
    ----------
    shelf : Shelf
        The shelf that the face belongs to.
    face : Face
        The face.
    bay_number : int
        Number of the bay.
    stand_off_m : float
        Distance from the face, metres.

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
    start_m, end_m, total_m = _run(face, bay_number, bay_number)
    middle_m = (start_m + end_m) / 2
    if shelf.shape == "round":
        direction_deg = shelf.angle_deg + FULL_TURN_DEG * middle_m / total_m
        x_m, y_m = _polar(shelf, shelf.length_m / 2 + stand_off_m, direction_deg)
        return x_m, y_m, (direction_deg + HALF_TURN_DEG) % FULL_TURN_DEG
    reach_m = shelf.depth_m / 2 + stand_off_m
    x_m, y_m = _to_plan(
        shelf,
        _along(face, total_m, middle_m),
        reach_m if face.side == "front" else -reach_m,
    )
    return x_m, y_m, (face_normal_deg(shelf, face) + HALF_TURN_DEG) % FULL_TURN_DEG


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


def _along(face: Face, total_m: float, at_m: float) -> float:
    """Give the ``u`` of a point ``at_m`` from the left end of the face's bays."""
    from_middle_m = at_m - total_m / 2
    return -from_middle_m if face.side == "front" else from_middle_m


def _box(shelf: Shelf, low_u: float, high_u: float, low_v: float, high_v: float) -> Ring:
    corners = ((low_u, low_v), (high_u, low_v), (high_u, high_v), (low_u, high_v))
    return tuple(_to_plan(shelf, u, v) for u, v in corners)


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
    along, across = _direction(direction_deg)
    return shelf.x_m + radius_m * along, shelf.y_m + radius_m * across


def _to_plan(shelf: Shelf, u_m: float, v_m: float) -> Point:
    cosine, sine = _direction(shelf.angle_deg)
    return shelf.x_m + u_m * cosine - v_m * sine, shelf.y_m + u_m * sine + v_m * cosine


def _direction(angle_deg: float) -> tuple[float, float]:
    """Cosine and sine, exact at right angles."""
    angle_rad = math.radians(angle_deg)
    return round(math.cos(angle_rad), 15), round(math.sin(angle_rad), 15)
