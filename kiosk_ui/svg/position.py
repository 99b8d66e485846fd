"""Where somebody is: the dot, how sure it is, and where it looks."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_ui.svg.frame import to_svg
from kiosk_ui.svg.writer import Node

NORTH_DEG = 90.0
CONE = "M0 0L-13-26A29 29 0 0 1 13-26Z"


@dataclass(frozen=True, slots=True)
class Dot:
    """A position to show.

    ``radius_m`` holds the true position in 95 of 100 cases. ``heading_deg`` is
    anticlockwise from east, None if it is not known.
    """

    x_m: float
    y_m: float
    radius_m: float
    heading_deg: float | None
    level: str


def draw_area(parent: Node, dot: Dot | None, prefix: str) -> None:
    """Draw the area that a dot may be in, to lie under the route and what is sought.

    A page moves the group with its ``transform`` and sets ``r`` of its circle in metres.
    """
    group = _draw_group(parent, dot, "m-areagroup", f"{prefix}area")
    group.circle(0, 0, 0.0 if dot is None else dot.radius_m, class_="m-area")


def draw_dot(parent: Node, dot: Dot | None, prefix: str) -> None:
    """Draw the dot's group, hidden where there is no dot yet.

    A page moves the group with its ``transform`` and turns the group of class ``m-heading``
    clockwise from north.
    """
    group = _draw_group(parent, dot, "m-dotgroup", f"{prefix}dot")
    mark = group.group(class_="m-mark")
    heading_deg = None if dot is None else dot.heading_deg
    cone = group.group(
        turn_deg=0.0 if heading_deg is None else NORTH_DEG - heading_deg,
        class_="m-heading",
        display="none" if heading_deg is None else None,
    )
    cone.group(class_="m-mark").path(CONE, class_="m-cone")
    mark = group.group(class_="m-mark")
    mark.circle(0, 0, 12.0, class_="m-dot-ring")
    mark.circle(0, 0, 8.5, class_="m-dot")


def _draw_group(parent: Node, dot: Dot | None, class_: str, id: str) -> Node:
    return parent.group(
        at=(0.0, 0.0) if dot is None else to_svg(dot.x_m, dot.y_m),
        class_=class_,
        id=id,
        display="none" if dot is None else None,
    )
