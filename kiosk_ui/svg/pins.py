"""Numbered pins over a level: where the jobs of a list are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from floorplans.model import Plan
from kiosk_ui.messages import say
from kiosk_ui.svg.frame import level_view, to_svg
from kiosk_ui.svg.level import start_sheet

PINS_ACROSS = 34
"""So many pins beside each other would fill the width of a level."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A number at a place; ``urgent`` ones are drawn stronger."""

    number: int
    level: str
    x_m: float
    y_m: float
    urgent: bool = False


def draw_pins(plan: Plan, level_id: str, pins: Sequence[Pin], language: str) -> str:
    """Draw the pins of a level, for the same view as `kiosk_ui.svg.level.draw_level`.

    Parameters
    ----------
    plan : Plan
        The plan.
    level_id : str
        The level; pins of others are left out.
    pins : sequence of Pin
        What to draw; the first lie on top.
    language : str
        Language of the title.

    Returns
    -------
    str
        An SVG document with a transparent ground.

    Raises
    ------
    PlanReferenceError
        If the plan has no such level.
    """
    level = plan.get_level(level_id)
    view = level_view(level)
    radius_m = max(view.width, view.height) / PINS_ACROSS
    here = [pin for pin in pins if pin.level == level_id]
    title = say("map.overlay", language, level=level.name.in_language(language))
    numbers = ", ".join(str(pin.number) for pin in here)
    sheet = start_sheet(view, title, numbers, "", data_level=level_id)
    for pin in reversed(here):
        x, y = to_svg(pin.x_m, pin.y_m)
        group = sheet.group(class_="pin urgent" if pin.urgent else "pin", data_pin=pin.number)
        group.circle(x, y, radius_m)
        size = 1.2 * radius_m
        group.text(str(pin.number), (x, y), font_size=size, text_anchor="middle")
    return sheet.to_text()
