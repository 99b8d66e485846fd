"""What is sought: its shelf from afar, its bays from near, and a flag with the call number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from floorplans.errors import PlanReferenceError
from floorplans.geometry import bays_outline, face_normal_deg, shelf_outline
from floorplans.model import Face, Plan, Point, Ring, Shelf
from floorplans.shelving import Place
from kiosk_ui.svg.frame import View, area_path, to_svg
from kiosk_ui.svg.labels import text_width_px
from kiosk_ui.svg.sides import Side, Words, place_words
from kiosk_ui.svg.writer import Node, Sheet

FLAG_TEXT_PX = 18.0
FLAG_HEIGHT_PX = 34.0
FLAG_PADDING_PX = 12.0
FLAG_GAP_PX = 12.0
POINTER_HALF_PX = 7.0
HATCH_PX = 7.0
HATCH_SHARE = 0.29
TURNS_DEG: dict[Side, float] = {"up": 0.0, "right": 90.0, "down": 180.0, "left": 270.0}


@dataclass(frozen=True, slots=True)
class Goal:
    """The bays of a place, with their shelf and face, and the direction in which they look."""

    shelf: Shelf
    face: Face
    bays: Ring
    normal_deg: float

    @property
    def away(self) -> Side:
        """The side of the drawing that the back of the face looks to."""
        normal_rad = math.radians(self.normal_deg)
        east, north = math.cos(normal_rad), math.sin(normal_rad)
        if abs(east) > abs(north):
            return "left" if east > 0 else "right"
        return "down" if north > 0 else "up"


def find_goal(plan: Plan, place: Place) -> Goal:
    """Find the bays of a place in the plan.

    Raises
    ------
    PlanReferenceError
        If the plan no longer has them.
    """
    for shelf in plan.shelves:
        for face in shelf.faces:
            if face.id == place.face:
                bays = bays_outline(shelf, face, place.first_bay, place.last_bay)
                middle_bay = (place.first_bay + place.last_bay) // 2
                return Goal(shelf, face, bays, face_normal_deg(shelf, face, middle_bay))
    raise PlanReferenceError(f'The plan has no face "{place.face}"; find the place again.')


def draw_goal(sheet: Sheet, goal: Goal, view: View, prefix: str) -> None:
    """Fill and hatch the shelf for small scales and the bays for large ones."""
    narrow, wide, near = (
        sheet.hatch(
            f"{prefix}m-hatch-{name}",
            HATCH_PX / scale,
            HATCH_PX * HATCH_SHARE / scale,
            "m-hatch",
        )
        for name, scale in zip(("1", "2", "3"), view.zoom_scales_px_per_m, strict=True)
    )
    shelf, bays = area_path([shelf_outline(goal.shelf)]), area_path([goal.bays])
    far = sheet.group(class_="z-out")
    far.path(shelf, class_="m-goal")
    far.path(shelf, class_="z-narrow", fill=narrow)
    far.path(shelf, class_="z-wide", fill=wide)
    far.path(shelf, class_="m-goal-edge")
    far.path(bays, class_="m-goal-edge")
    close = sheet.group(class_="z-in")
    close.path(shelf, class_="m-goal-soft")
    close.path(bays, class_="m-goal")
    close.path(bays, fill=near)
    close.path(bays, class_="m-goal-edge m-sought", data_face=goal.face.id)


def draw_flags(
    sheet: Sheet, goal: Goal, call_number: str, route: Sequence[Point], view: View
) -> None:
    """Flag the shelf for small scales and the bays for large ones, clear of the route."""
    size_px = (text_width_px(call_number, FLAG_TEXT_PX) + 2 * FLAG_PADDING_PX, FLAG_HEIGHT_PX)
    preferred: dict[str, tuple[Ring, tuple[Side, ...]]] = {
        "z-out": (shelf_outline(goal.shelf), ("up", goal.away, "down")),
        "z-in": (goal.bays, (goal.away, "up", "down")),
    }
    for class_, (ring, sides) in preferred.items():
        words = place_words(ring, size_px, FLAG_GAP_PX, sides, route, view)
        mark = sheet.group(at=to_svg(words.x_m, words.y_m), class_=class_).group(class_="m-mark")
        _draw_flag(mark, call_number, words, size_px)


def _draw_flag(mark: Node, call_number: str, words: Words, size_px: tuple[float, float]) -> None:
    width_px, height_px = size_px
    centre = (words.dx_px, words.dy_px)
    mark.rect(
        centre[0] - width_px / 2,
        centre[1] - height_px / 2,
        width_px,
        height_px,
        rx=8.0,
        class_="m-flag",
    )
    pointer = mark.group(turn_deg=TURNS_DEG[words.side])
    base_px = -FLAG_GAP_PX - 1.5
    pointer.path(
        f"M{-POINTER_HALF_PX:g} {base_px:g}L0-2 {POINTER_HALF_PX:g} {base_px:g}", class_="m-flag"
    )
    mark.text(call_number, centre, class_="m-flag-t")
