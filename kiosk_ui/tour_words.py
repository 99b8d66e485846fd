"""A tour that fetches a list of call numbers, in words."""

from __future__ import annotations

from collections.abc import Sequence

from floorplans.model import Plan
from floorplans.shelving.places import INSIDE_CONFIDENCE, Place
from kiosk_ui.messages import say
from kiosk_ui.words import answer_text, keep_together, place_text

AND_MORE = 5
"""So many lines of a list are named at most."""

LONGEST_SAID = 80
"""So many signs of a call number or a title are said at most."""


def bay_text(place: Place, plan: Plan, language: str) -> str:
    """Say which bay one goes to, without what is not the same for all that stands there."""
    bay = place._replace(
        first_board=None, last_board=None, confidence=INSIDE_CONFIDENCE, kind="call_number"
    )
    return place_text(bay, plan, language)


def stop_text(place: Place, distance_m: float | None, plan: Plan, language: str) -> str:
    """Say where a stop is and how far it is from the one before; ``None`` at the first."""
    bay = bay_text(place, plan, language)
    if distance_m is None:
        return bay
    return say("tour.stop", language, place=bay, distance=round(distance_m))


def pick_text(
    call_number: str,
    title: str,
    place: Place,
    others: Sequence[Place],
    lines: Sequence[int],
    plan: Plan,
    language: str,
) -> str:
    """Say what to fetch at a stop: its board, its other places, and if it is asked for again.

    Parameters
    ----------
    call_number, title : str
        What is sought; the title may be empty.
    place : Place
        Where it is, at the stop.
    others : sequence of Place
        Where it may be as well.
    lines : sequence of int
        The lines of the list that ask for it.
    plan : Plan
        The plan of the places.
    language : str
        Language to say it in.
    """
    said = item_text(call_number, title, language)
    if others:
        # That it is one of several says that it is not sure.
        place, *others = (each._replace(confidence=INSIDE_CONFIDENCE) for each in (place, *others))
    exact, bay = place_text(place, plan, language), bay_text(place, plan, language)
    if exact != bay:
        said = say("tour.item.where", language, item=said, place=exact.removeprefix(f"{bay}, "))
    if others:
        elsewhere = answer_text(others, plan, language)
        said = say("tour.item.or", language, item=said, place=elsewhere)
    if len(lines) > 1:
        said = say(
            "tour.item.again", language, item=said, count=len(lines), lines=_lines_text(lines)
        )
    return said


def item_text(call_number: str, title: str, language: str) -> str:
    """Say what is sought, by its call number and its title where there is one."""
    number, name = keep_together(_short(call_number)), _short(title)
    if number and name:
        return say("tour.item", language, call_number=number, title=name)
    return number or name or "–"


def summary_text(items: int, stops: int, length_m: float, minutes: int, language: str) -> str:
    r"""Say how much a tour fetches and how long it is.

    Examples
    --------
    >>> summary_text(3, 1, 25.2, 1, "en")
    '3 items at 1 stop, 25\xa0m, about 1\xa0min'
    """
    return say(
        "tour.total",
        language,
        items=items,
        stops=stops,
        distance=round(length_m),
        minutes=minutes,
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SAID else f"{text[:LONGEST_SAID]}…"


def _lines_text(lines: Sequence[int]) -> str:
    named = ", ".join(map(str, lines[:AND_MORE]))
    return named if len(lines) <= AND_MORE else f"{named}, …"
