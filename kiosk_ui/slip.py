"""A route on a slip of paper, as a receipt printer prints it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from floorplans.model import Plan
from floorplans.shelving import Place
from kiosk_ui.step_words import TEXT, Manner, step_text
from kiosk_ui.way_words import total_text
from kiosk_ui.words import place_text
from routing.model import Route, Step

WIDTH = 42


def slip_text(
    route: Route,
    steps: Sequence[Step],
    plan: Plan,
    language: str,
    *,
    minutes: int,
    place: Place | None = None,
    title: str = "",
    width: int = WIDTH,
    manner: Manner = TEXT,
) -> str:
    """Write a route for a slip: what is sought, where it is, the steps and their sum.

    Parameters
    ----------
    route, steps
        The route and what ``routing.directions.steps.describe`` makes of it.
    plan : Plan
        The plan that it was made from.
    language : str
        Language of the slip.
    minutes : int
        How long the route takes.
    place : Place or None
        The shelf that it leads to.
    title : str
        What is sought, if it has a name.
    width : int
        Letters in a line, at least 20.
    manner : Manner
        How steps are said.

    Returns
    -------
    str
        Lines of at most ``width`` letters, without spaces that do not break.

    Raises
    ------
    ValueError
        If the width is less than 20 letters.
    """
    if width < 20:
        raise ValueError(f"a slip is at least 20 letters wide, not {width}")
    lines: list[str] = []
    if title:
        lines += textwrap.wrap(title, width)
    if place is not None:
        lines += textwrap.wrap(place.call_number, width)
        lines += textwrap.wrap(_breakable(place_text(place, plan, language)), width)
    if lines:
        lines.append("")
    for number, step in enumerate(steps, 1):
        said = f"{number}. {_breakable(step_text(step, plan, language, manner))}"
        lines += textwrap.wrap(said, width, subsequent_indent="   ")
    total = total_text(route.length_m, minutes, language)
    lines += ["", *textwrap.wrap(_breakable(total), width)]
    return "\n".join(lines)


def _breakable(text: str) -> str:
    """Give a text with plain spaces, which receipt printers know."""
    return " ".join(text.split())
