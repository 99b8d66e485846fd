"""Small drawings of what people look for, on a grid of 24 × 24 pixels round the origin."""

from __future__ import annotations

from kiosk_ui.svg.labels import ICON_PX
from kiosk_ui.svg.writer import Node

PICTURED_ROOMS = frozenset({"stairs", "lift", "restroom"})
DISC_PX = 11.0
_TWO_PEOPLE = (
    "M-5-8V-8.1M5-8V-8.1M-8 3V-3.5H-2V3M-6.3 8.5V0M-3.7 8.5V0M5-4 2 4H8ZM3.8 8.5V4M6.2 8.5V4M0-9V9"
)
STROKES = {
    "stairs": "M-9 8H-5V3H0V-2H5V-7H9",
    "lift": "M-7-9H7V9H-7ZM-3-2 0-5 3-2M-3 2 0 5 3 2",
    "restroom": _TWO_PEOPLE,
    "toilet": _TWO_PEOPLE,
    "service_desk": "M0-1V5.5M0-5.5V-5.6",
    "returns": "M-9 1V8H9V1M0-9V3M-4-1 0 3 4-1",
    "self_check": "M-9-8V8M-5-8V8M-2-8V8M2-8V8M6-8V8M9-8V8",
    "holds": "M-5-9H5V9L0 4.5-5 9Z",
    "printer": "M-5-3V-9H5V-3M-5 4H-9V-3H9V4H5M-5 1H5V9H-5Z",
    "entrance": "M0-9H8V9H0M-10 0H3M-1-4 3 0-1 4",
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
