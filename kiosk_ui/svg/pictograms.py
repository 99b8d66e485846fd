"""Small drawings of what people look for, on a grid of 24 × 24 pixels round the origin."""

from __future__ import annotations

from kiosk_ui.svg.labels import ICON_PX, SYMBOL_PX
from kiosk_ui.svg.writer import Node

PICTURED_ROOMS = frozenset({"stairs", "lift", "restroom"})
DISC_PX = 11.0
_TWO_PEOPLE = (
    "M-6-8V-8.1M6-8V-8.1M-8.5 2V-4H-3.500V2M-7.2 8.500V2M-4.8 8.500V2M6-4.5 3.2 3H8.800Z"
    "M4.9 8.500V3M7.1 8.500V3M0-9V9"
)
STROKES = {
    "stairs": "M-9 8H-5V3H0V-2H5V-7H9",
    "lift": "M-7-9H7V9H-7ZM-3-2 0-5 3-2M-3 2 0 5 3 2",
    "ramp": "M-9 7H9V-4L-9 7ZM0-7H7M4-9.5 7-7 4-4.5",
    "escalator": "M-9 8H-5L5-6H9M-9 3 1-9M1-9H-3M1-9V-5",
    "restroom": _TWO_PEOPLE,
    "toilet": _TWO_PEOPLE,
    "accessible_toilet": "M-1-5V2H4L7 8M-1-2H4M-3 0A5 5 0 1 0 3 6M-1-8V-8.1",
    "service_desk": "M0-1V5.5M0-5.5V-5.6",
    "returns": "M-9 1V8H9V1M0-9V3M-4-1 0 3 4-1",
    "self_check": "M-9-8V8M-5-8V8M-2-8V8M2-8V8M6-8V8M9-8V8",
    "holds": "M-5-9H5V9L0 4.5-5 9Z",
    "printer": "M-5-3V-9H5V-3M-5 4H-9V-3H9V4H5M-5 1H5V9H-5Z",
    "power": "M1-9-6 1H-1L-2 9 6-2H1Z",
    "computers": "M-9-7H9V4H-9ZM-3 8H3M0 4V8",
    "seats": "M-6-9V1H6M-6 9V1M6 9V1M-6-4H2",
    "entrance": "M0-9H8V9H0M-10 0H3M-1-4 3 0-1 4",
}
SMALL_STROKES = {
    "closed": "M-5 0H5",
    "closed_stack": "M-4-1H4V5H-4ZM-2.5-1V-3A2.5 2.5 0 0 1 2.5-3V-1",
    "display": "M-5-5H5V1.5H-5ZM-3.5 6-1.5 1.5M3.5 6 1.5 1.5",
    "trolley": "M-6.5-4.500H-4.500L-3 2H4.500L6-2.500H-4M-2 5V5.1M3.5 5V5.1",
    "landmark": "M0-6.2 1.6-2.2 5.9-1.9 2.6.8 3.6 5 0 2.7-3.6 5-2.6.8-5.9-1.9-1.6-2.2Z",
}


def draw_icon(parent: Node, kind: str) -> None:
    """Draw a pictogram in pixels round the origin, on a ground where it stands on a pattern."""
    if kind == "service_desk":
        parent.circle(0, 0, DISC_PX, class_="m-icon-disc")
        parent.path(STROKES[kind], class_="m-icon m-icon-light")
        return
    if kind in PICTURED_ROOMS:
        half_px = ICON_PX / 2
        parent.rect(-half_px, -half_px, ICON_PX, ICON_PX, rx=6.0, class_="m-icon-ground")
    parent.path(STROKES[kind], class_="m-icon")


def draw_symbol(parent: Node, kind: str) -> None:
    """Draw a small sign in pixels round the origin; that of what is closed is filled."""
    is_bar = kind == "closed"
    parent.circle(0, 0, SYMBOL_PX / 2 - 1, class_="m-bar" if is_bar else "m-disc")
    parent.path(SMALL_STROKES[kind], class_="m-symbol m-icon-light" if is_bar else "m-symbol")
