"""The last step of a route: what one has arrived at, and which way to face."""

from __future__ import annotations

from floorplans.shelving import Place
from routing.directions.bends import (
    Polyline,
    clock_hour,
    end_heading_deg,
    side_of,
    split_at_turns,
    turn_between_deg,
)
from routing.directions.stages import landmark_params
from routing.directions.surroundings import Surroundings
from routing.model import Params, Route, Step

REACHED_M = 1.0
TOLD_KINDS = frozenset({"display", "oversize", "trolley"})


def arrive(route: Route, place: Place | None, surroundings: Surroundings, title: str) -> Step:
    """Describe the end of a route.

    Parameters
    ----------
    route : Route
        The route.
    place : Place or None
        The shelf at its goal, if it is one; else what is there or near it is named.
    surroundings : Surroundings
        Of the goal's level.
    title : str
        What is sought, as a reader calls it; empty if not known.
    """
    level, spot = route.legs[-1].level, route.legs[-1].points[-1]
    if place is None:
        key, there = _what_is_there(route.legs[-1].points, surroundings)
        return Step("arrive", key, level, *spot, 0.0, there)
    turn_deg = _turn_to_face(route, place, surroundings)
    side = "here" if turn_deg is None else side_of(turn_deg)
    params = (
        ("shelf", place.shelf),
        ("face", place.face),
        ("first_bay", place.first_bay),
        ("last_bay", place.last_bay),
        *_boards(place),
        *((("border", 1),) if place.is_border else ()),
        ("side", side),
        *((("clock", clock_hour(turn_deg)),) if turn_deg is not None else ()),
        ("facing_deg", place.facing_deg),
        *((("kept", place.kind),) if place.kind in TOLD_KINDS else ()),
        *((("call_number", place.call_number),) if place.call_number else ()),
        *((("title", title),) if title else ()),
    )
    return Step("arrive", f"step.arrive.{side}", level, *spot, 0.0, params)


def _what_is_there(way: Polyline, surroundings: Surroundings) -> tuple[str, Params]:
    """Give the message and what it names at the end of a way: a thing there, a room, or near it."""
    spot = way[-1]
    found = surroundings.find_reached(*spot, REACHED_M)
    room = None if found else surroundings.find_room(*spot)
    if room is not None:
        return "step.arrive.in", (("room", room.id),)
    found = found or surroundings.find_at(*spot) or surroundings.find_shelf_at(*spot)
    return ("step.arrive.at", landmark_params("landmark", found)) if found else ("step.arrive", ())


def _turn_to_face(route: Route, place: Place, surroundings: Surroundings) -> float | None:
    """Tell how far to turn towards the shelf; None where nobody knows how one stands.

    Who has gone into an aisle stands as it leads, however the way cuts its corner.
    """
    last = split_at_turns(route.legs[-1].points)[-1].points
    entered = surroundings.aisles.find_last_entered(last, place.shelf)
    heading_deg = entered.inward_deg if entered else end_heading_deg(last)
    if heading_deg is None and len(route.legs) == 1:
        heading_deg = route.start.heading_deg
    if heading_deg is None:
        return None
    return turn_between_deg(heading_deg, place.facing_deg)


def _boards(place: Place) -> Params:
    if place.first_board is None or place.last_board is None:
        return ()
    return (("first_board", place.first_board), ("last_board", place.last_board))
