"""Shelves on the map: their faces, bays and rails, each group placed at its shelf's point.

Equal shelves have equal path data, as it is told from the shelf's point: they are worked out
once, and a compressed drawing repeats them for next to nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from floorplans.axes import move
from floorplans.geometry import (
    bay_edge,
    bays_outline,
    face_length_m,
    shelf_outline,
)
from floorplans.holding import Holding
from floorplans.model import Face, Plan, Point, Ring, Shelf
from kiosk_ui.messages import say
from kiosk_ui.svg.frame import compact_area_path, compact_line_path, to_svg
from kiosk_ui.svg.wording import range_words
from kiosk_ui.svg.writer import Node

RAIL_REACH_M = 0.2
RAIL_SHARES = (-0.3, 0.3)
END_BAR_M = 0.08
SAME_M = 0.02
Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ShelfPicture:
    """Path data of a shelf from its point; ``panel`` is what its bays do not fill."""

    panel: str
    faces: tuple[str, ...]
    ticks: str
    rails: str


class ShelfKind:
    """What equal shelves have in common: their picture, and the places on them."""

    def __init__(self, shelf: Shelf) -> None:
        self.picture = _picture(shelf)
        self._centres: dict[tuple[str, int, int], Point] = {}

    def bays_centre(self, shelf: Shelf, face: Face, first_bay: int, last_bay: int) -> Point:
        """Give the middle of a run of bays, or of its middle bay where the run bends.

        Raises
        ------
        PlanReferenceError
            If the face has no such bays.
        """
        key = (face.side, first_bay, last_bay)
        if key not in self._centres:
            middle_bay = (first_bay + last_bay) // 2
            bends = shelf.shape in ("corner", "curved")
            ends = (middle_bay, middle_bay) if bends else (first_bay, last_bay)
            ring = bays_outline(shelf, face, *ends)
            x_m, y_m = (sum(values) / len(ring) for values in zip(*ring, strict=True))
            self._centres[key] = (x_m - shelf.x_m, y_m - shelf.y_m)
        right_m, up_m = self._centres[key]
        return shelf.x_m + right_m, shelf.y_m + up_m


Standing = tuple[Shelf, ShelfKind]


def standing_on(plan: Plan, level_id: str) -> list[Standing]:
    """Give the shelves of a level with their kinds."""
    kinds: dict[Shelf, ShelfKind] = {}
    standing = []
    for shelf in shelves_on(plan, level_id):
        nameless = _without_names(shelf)
        if nameless not in kinds:
            kinds[nameless] = ShelfKind(nameless)
        standing.append((shelf, kinds[nameless]))
    return standing


def shelves_on(plan: Plan, level_id: str) -> tuple[Shelf, ...]:
    """Give the shelves of a level, in the plan's order."""
    return tuple(shelf for shelf in plan.shelves if shelf.level == level_id)


def draw_shelf(
    parent: Node,
    shelf: Shelf,
    picture: ShelfPicture,
    untold: Mapping[str, Sequence[Holding]],
    language: str,
) -> Node:
    """Draw a shelf and give its group; the titles of its faces say what no label tells."""
    group = parent.group(
        at=to_svg(shelf.x_m, shelf.y_m),
        class_="shelf m-shelf m-low" if shelf.is_low else "shelf m-shelf",
        data_shelf=shelf.id,
    )
    if picture.rails:
        group.path(picture.rails, class_="m-rails")
    if picture.panel:
        group.path(picture.panel)
    for face, data in zip(shelf.faces, picture.faces, strict=True):
        path = group.path(data, data_face=face.id)
        path.describe(_face_words(face, untold.get(face.id, ()), language))
    if picture.ticks:
        group.path(picture.ticks, class_="m-bays")
    return group


def _without_names(shelf: Shelf) -> Shelf:
    """Give a shelf as if it stood at the origin, equal to every shelf of its kind."""
    faces = tuple(replace(face, id="", name="") for face in shelf.faces)
    return replace(shelf, id="", number="", level="", x_m=0.0, y_m=0.0, faces=faces)


def _picture(shelf: Shelf) -> ShelfPicture:
    ticks, rails = _bay_ticks(shelf), _rails(shelf)
    return ShelfPicture(
        "" if _is_filled(shelf) else compact_area_path([shelf_outline(shelf)]),
        tuple(compact_area_path([_face_ring(shelf, face)]) for face in shelf.faces),
        compact_line_path(ticks) if ticks else "",
        compact_line_path(rails) if rails else "",
    )


def _is_filled(shelf: Shelf) -> bool:
    """Tell whether the bays of the faces fill the shelf's outline."""
    return bool(shelf.faces) and all(
        not face.bays
        or shelf.shape == "round"
        or abs(face_length_m(shelf, face) - sum(bay.width_m for bay in face.bays)) < SAME_M
        for face in shelf.faces
    )


def _face_words(face: Face, holdings: Sequence[Holding], language: str) -> str:
    words = range_words(holdings, language)
    if not words:
        return say("map.face.empty", language, face=face.name)
    return say("map.face", language, face=face.name, range=words)


def _face_ring(shelf: Shelf, face: Face) -> Ring:
    if not face.bays:
        return shelf_outline(shelf)
    numbers = [bay.number for bay in face.bays]
    return bays_outline(shelf, face, min(numbers), max(numbers))


def _bay_ticks(shelf: Shelf) -> list[Line]:
    """Give the lines between neighbouring bays, one where those of both faces meet."""
    ticks: list[Line] = []
    for face in shelf.faces:
        numbers = sorted(bay.number for bay in face.bays)
        ticks.extend(bay_edge(shelf, face, number) for number in numbers[1:])
    if shelf.shape == "round":
        return ticks
    joined: dict[Point, Line] = {}
    for back, front in ticks:
        meeting = (round(back[0], 3), round(back[1], 3))
        start = joined[meeting][-1] if meeting in joined else back
        joined[meeting] = (start, front)
    return list(joined.values())


def _rails(shelf: Shelf) -> list[Line]:
    """Give the rails that a mobile shelf runs on, across it, and a bar where it is opened."""
    if shelf.mounting != "mobile" or shelf.shape != "straight":
        return []
    middle, angle_deg = (shelf.x_m, shelf.y_m), shelf.angle_deg
    reach_m = shelf.depth_m / 2 + RAIL_REACH_M
    rails = [
        tuple(move(middle, angle_deg, share * shelf.length_m, side) for side in (-reach_m, reach_m))
        for share in RAIL_SHARES
    ]
    end_m, half_m = shelf.length_m / 2 + END_BAR_M, shelf.depth_m / 2
    bar = tuple(move(middle, angle_deg, end_m, side) for side in (-half_m, half_m))
    return [*rails, bar]
