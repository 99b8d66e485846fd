"""Where somebody is: the dot, how sure it is, and where it looks."""

from __future__ import annotations

import math
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from kiosk_ui.svg.frame import to_svg
from kiosk_ui.svg.outlines import UNIT_M, circle_path, outline_path
from kiosk_ui.svg.writer import DrawingError, Node

NORTH_DEG = 90.0
CONE = "M0 0L-13-26A29 29 0 0 1 13-26Z"


@dataclass(frozen=True, slots=True)
class Dot:
    """A position to show.

    ``radius_m`` holds the true position in 95 of 100 cases. ``heading_deg`` is
    anticlockwise from east, None if it is not known. ``reach`` is where one can walk to within
    the radius, plan metres; None if nobody worked it out.
    """

    x_m: float
    y_m: float
    radius_m: float
    heading_deg: float | None
    level: str
    reach: BaseGeometry | None = None


def draw_area(parent: Node, dot: Dot | None, prefix: str) -> None:
    """Draw the area that a dot may be in, to lie under the route and what is sought.

    A page sets ``d`` of its path, as `area_path` writes it, and ``data-radius-m``.
    """
    group = parent.group(
        class_="m-areagroup",
        id=f"{prefix}area",
        display="none" if dot is None else None,
        data_radius_m=None if dot is None else dot.radius_m,
    )
    group.path(
        "" if dot is None else area_path(dot), class_="m-area", transform=f"scale({UNIT_M:g})"
    )


def area_path(dot: Dot) -> str:
    """Write the outline of the area that a dot may be in, in tenths of metres.

    Parameters
    ----------
    dot : Dot
        Without what is in its reach, its area is a circle.

    Returns
    -------
    str
        Path data, some hundred bytes.

    Raises
    ------
    DrawingError
        If a number is not finite.

    Examples
    --------
    >>> area_path(Dot(3.0, 2.0, 1.5, None, "1"))
    'M15-20a15 15 0 1 0 30 0a15 15 0 1 0-30 0z'
    """
    if not all(map(math.isfinite, (dot.x_m, dot.y_m, dot.radius_m))):
        raise DrawingError(f"Cannot draw an area at ({dot.x_m}, {dot.y_m}); give finite metres.")
    if dot.reach is None or dot.reach.is_empty:
        return circle_path(dot.x_m, dot.y_m, dot.radius_m)
    return outline_path(dot.reach)


def draw_dot(parent: Node, dot: Dot | None, prefix: str) -> None:
    """Draw the dot's group, hidden where there is no dot yet.

    A page moves the group with its ``transform`` and turns the group of class ``m-heading``
    clockwise from north.
    """
    group = parent.group(
        at=(0.0, 0.0) if dot is None else to_svg(dot.x_m, dot.y_m),
        class_="m-dotgroup",
        id=f"{prefix}dot",
        display="none" if dot is None else None,
    )
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
