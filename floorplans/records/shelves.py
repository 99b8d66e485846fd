"""Shelving: shelves of every shape with their faces, bays and boards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Side = Literal["front", "back"]
ShelfShape = Literal["straight", "corner", "curved", "round"]
Mounting = Literal["free", "wall", "mobile"]
LOW_SHELF_M = 1.4
"""A shelf lower than this can be looked over by who stands."""


@dataclass(frozen=True, slots=True)
class Bay:
    """One section of a face; ``number`` counts from 1, left to right for who faces it.

    ``board_heights_m`` are the heights of its boards from the floor, from the top, if known.
    """

    number: int
    width_m: float
    boards: int
    board_heights_m: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Face:
    """One side of a shelf. ``id`` is unique in the plan, ``name`` is as signed ("17A")."""

    id: str
    name: str
    side: Side
    bays: tuple[Bay, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A piece of shelving about (``x_m``, ``y_m``).

    A **straight** shelf is centred there; its axis points along ``angle_deg``. The front face
    looks to the left of the axis, the back face to its right.

    A **corner** shelf has its bend there. The first arm, ``length_m`` long, comes to the bend
    along ``angle_deg``; the second, ``wing_m`` long, leaves it turned by ``turn_deg``.

    A **curved** shelf has the middle of its arc there, where the axis points along
    ``angle_deg``; ``length_m`` is the arc, over which the axis turns by ``turn_deg``.

    A **round** shelf has ``length_m`` as its diameter and one face, whose bays go round it.

    ``depth_m`` is that of all faces together. A **wall** shelf stands against a wall; a
    **mobile** one runs on rails and is opened at the end that its axis points to.
    """

    id: str
    number: str
    level: str
    x_m: float
    y_m: float
    length_m: float
    depth_m: float
    angle_deg: float
    height_m: float
    faces: tuple[Face, ...]
    shape: ShelfShape = "straight"
    mounting: Mounting = "free"
    wing_m: float = 0.0
    turn_deg: float = 0.0

    @property
    def is_low(self) -> bool:
        """Whether one can look over it."""
        return self.height_m < LOW_SHELF_M
