"""Places: the answers to "where is it", and how sure they are.

The confidence of an answer is shared among its places: where something stands in one of two
runs of bays, each of them has half of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from floorplans.model import RangeKind, Text

INSIDE_CONFIDENCE = 1.0
"""A range holds it."""
BORDER_CONFIDENCE = 0.9
"""It is at the border of two ranges or bays: this one or the next."""
GAP_CONFIDENCE = 0.6
"""No range holds it; it would fill the gap between two, or the end of one."""
WHOLE_CONFIDENCE = 0.5
"""It is somewhere in an order that was not asked for: by title, where no title was given."""
BESIDE_CONFIDENCE = 0.3
"""Another place for the same call numbers: oversize, a closed stack, a theme."""
DISPLAY_CONFIDENCE = 0.2
"""A display may have it for a time."""
TROLLEY_CONFIDENCE = 0.1
"""It may just have been returned."""


class Place(NamedTuple):
    """Where a call number stands and how sure that is.

    It is a tuple because one is made for each answer, and a tuple is made eight times as fast
    as a frozen dataclass of this size.

    Attributes
    ----------
    partition, call_number : str
        What was sought; the partition is empty for a display or trolley of no partition.
    level, shelf, shelf_number, face, face_name : str
        Where it is; ``shelf`` and ``face`` are ids, the others are as signed.
    first_bay, last_bay : int
        The bays that may hold it.
    first_board, last_board : int or None
        The boards, 1 is the top; None where the plan does not know.
    x_m, y_m, facing_deg : float
        Where one stands in front of the middle bay, metres, and looks, degrees.
    confidence : float
        From 0 to 1, as the constants of this module have it.
    checked_on : str
        ISO date of the last check of the range.
    range_first, range_last : str
        Where what is on the bays begins and ends; empty where they hold all of something.
    kind : RangeKind
        How things are kept there.
    theme : Text or None
        The theme as signed.
    ends_on : str
        ISO date on which a display ends; empty where it is open.
    is_border : bool
        Whether it is one bay or the next.
    """

    partition: str
    call_number: str
    level: str
    shelf: str
    shelf_number: str
    face: str
    face_name: str
    first_bay: int
    last_bay: int
    first_board: int | None
    last_board: int | None
    x_m: float
    y_m: float
    facing_deg: float
    confidence: float
    checked_on: str
    range_first: str
    range_last: str
    kind: RangeKind = "call_number"
    theme: Text | None = None
    ends_on: str = ""
    is_border: bool = False


def best_answer(places: Sequence[Place]) -> tuple[Place, ...]:
    """Give the first place and those that are as likely: "this one or that one"."""
    if not places:
        return ()
    best = places[0]
    return tuple(
        place
        for place in places
        if (place.partition, place.kind, place.confidence)
        == (best.partition, best.kind, best.confidence)
    )


def group_neighbours(places: Iterable[Place]) -> list[list[Place]]:
    """Put a partition's places in turn together while they go on along one face."""
    groups: list[list[Place]] = []
    for place in places:
        if groups and _goes_on(groups[-1][-1], place):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _goes_on(before: Place, after: Place) -> bool:
    """Tell whether a place begins on the bays of another or on the one behind them."""
    same_face = (before.partition, before.face) == (after.partition, after.face)
    return same_face and before.first_bay <= after.first_bay <= before.last_bay + 1
