"""A route in steps that a person follows without looking at a map.

Every stretch of a route has its metres in one step, the one that leads into it: a turn and
what is walked after it are one instruction. Metres are whole and add up to the rounded
length of the route.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from floorplans.model import Plan, Shelf
from floorplans.shelving import Place
from routing.bends import (
    Stretch,
    end_heading_deg,
    heading_from,
    split_at_turns,
    turn_between_deg,
)
from routing.model import Leg, Route, Step, StepKind
from routing.surroundings import Landmark, Surroundings

AHEAD_DEG = 45.0
BEHIND_DEG = 135.0
TOO_SHORT_TO_SAY_M = 1.0
SHORT_START_M = 0.5
DOORWAY_M = 2.0
SAME_M = 2.5

Params = tuple[tuple[str, str | int | float], ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """What steps are made from: the plan and what stands on each of its levels."""

    plan: Plan
    surroundings: Mapping[str, Surroundings]


def build_guide(plan: Plan) -> Guide:
    """Look round every level of a plan once, for all the routes to come."""
    return Guide(plan, {level.id: Surroundings(plan, level.id) for level in plan.levels})


def describe(route: Route, guide: Guide, place: Place | None) -> tuple[Step, ...]:
    """Describe a route step by step.

    Parameters
    ----------
    route : Route
        The route. Where its start has a heading, the first step is relative to it.
    guide : Guide
        From the plan that the route was made from.
    place : Place or None
        The shelf at the goal, if it is one.

    Returns
    -------
    tuple of Step
        The last one has the kind "arrive".
    """
    drafts = [*_ways(route, guide), _arrive(route, place)]
    return tuple(_with_whole_metres(drafts))


def _ways(route: Route, guide: Guide) -> Iterator[Step]:
    for number, leg in enumerate(route.legs):
        quiet_start_m = DOORWAY_M if number else SHORT_START_M
        stretches = split_at_turns(leg.points, quiet_start_m, DOORWAY_M if leg.connector else 0.0)
        yield _set_out(route, leg, stretches[0], guide, is_start=number == 0)
        surroundings = guide.surroundings[leg.level]
        beside = [_beside(surroundings, stretch) for stretch in stretches]
        for stretch, (before, shelves) in zip(stretches[1:], pairwise(beside), strict=True):
            is_news = shelves != before
            yield _turn(leg.level, stretch, shelves if is_news else (), surroundings)
        if leg.connector:
            yield _change_level(leg, route.legs[number + 1].level, guide.plan)


def _set_out(route: Route, leg: Leg, stretch: Stretch, guide: Guide, *, is_start: bool) -> Step:
    """Say where to go from the start, or from where a lift or stairs end."""
    surroundings = guide.surroundings[leg.level]
    outlook = heading_from(leg.points, 0.0 if is_start else DOORWAY_M)
    facing_deg = route.start.heading_deg if is_start else None
    stem: StepKind = "start" if is_start else "straight"
    ahead: Landmark | None = None
    if facing_deg is not None and outlook is not None:
        key = f"step.start.{_side(turn_between_deg(facing_deg, outlook[2]))}"
    else:
        ahead = surroundings.find_ahead(*outlook) if outlook else None
        key = f"step.{stem}.towards" if ahead else f"step.{stem}"
    passed = _passed(surroundings, stretch, ahead)
    return _step(stem, key, leg.level, stretch, (*_landmark("landmark", ahead), *passed))


def _turn(
    level: str, stretch: Stretch, shelves: tuple[Shelf, ...], surroundings: Surroundings
) -> Step:
    side: StepKind = "left" if stretch.turn_deg > 0 else "right"
    key = f"step.{side}{('', '.along', '.between')[len(shelves)]}"
    if not shelves and abs(stretch.turn_deg) >= BEHIND_DEG:
        key = f"step.{side}.back"
    params = tuple((f"shelf_{place}", shelf.id) for place, shelf in enumerate(shelves, 1))
    passed = _passed(surroundings, stretch, None)
    return _step(side, key, level, stretch, (*params, *passed))


def _beside(surroundings: Surroundings, stretch: Stretch) -> tuple[Shelf, ...]:
    found = {shelf.id: shelf for shelf in surroundings.find_shelves(stretch.points) if shelf}
    return tuple(sorted(found.values(), key=lambda shelf: _counting_order(shelf.number)))


def _change_level(leg: Leg, level: str, plan: Plan) -> Step:
    kind = next(each.kind for each in plan.connectors if each.id == leg.connector)
    key = "step.lift"
    if kind != "lift":
        goes_up = plan.get_level(level).ordinal > plan.get_level(leg.level).ordinal
        key = f"step.{kind}.{'up' if goes_up else 'down'}"
    return Step(kind, key, leg.level, *leg.points[-1], 0.0, (("level", level),))


def _arrive(route: Route, place: Place | None) -> Step:
    last = route.legs[-1]
    if place is None:
        return Step("arrive", "step.arrive", last.level, *last.points[-1], 0.0)
    heading_deg = end_heading_deg(split_at_turns(last.points)[-1].points)
    if heading_deg is None:
        heading_deg = route.start.heading_deg if len(route.legs) == 1 else None
    side = "here" if heading_deg is None else _side(turn_between_deg(heading_deg, place.facing_deg))
    params: Params = (
        ("shelf", place.shelf),
        ("face", place.face),
        ("first_bay", place.first_bay),
        ("last_bay", place.last_bay),
        *_boards(place),
        *((("border", 1),) if place.is_border else ()),
        ("side", side),
        ("facing_deg", place.facing_deg),
    )
    return Step("arrive", f"step.arrive.{side}", last.level, *last.points[-1], 0.0, params)


def _boards(place: Place) -> Params:
    if place.first_board is None or place.last_board is None:
        return ()
    return (("first_board", place.first_board), ("last_board", place.last_board))


def _with_whole_metres(drafts: list[Step]) -> Iterator[Step]:
    """Round what is walked so that the sum stays true; too short a way is not a step.

    What such a way had is walked in the next step.
    """
    walked_m = said_m = carried_m = 0.0
    for draft in drafts:
        walked_m += draft.distance_m
        carried_m += draft.distance_m
        if draft.kind in ("start", "straight") and carried_m < TOO_SHORT_TO_SAY_M:
            continue
        whole_m = float(round(walked_m)) - said_m
        said_m += whole_m
        carried_m = 0.0
        yield replace(draft, distance_m=whole_m)


def _step(kind: StepKind, key: str, level: str, stretch: Stretch, params: Params) -> Step:
    x_m, y_m = stretch.points[0]
    return Step(kind, key, level, x_m, y_m, stretch.to_m - stretch.from_m, params)


def _passed(surroundings: Surroundings, stretch: Stretch, said: Landmark | None) -> Params:
    """Name what one passes: a door that one goes through, or else a landmark beside."""
    door = surroundings.find_door(stretch.points)
    if door is not None:
        return (("door", door),)
    passed = surroundings.find_passed(stretch.points)
    if passed and said and math.dist((passed.x_m, passed.y_m), (said.x_m, said.y_m)) < SAME_M:
        return ()
    return _landmark("past", passed)


def _landmark(name: str, landmark: Landmark | None) -> Params:
    return ((f"{name}_kind", landmark.kind), (name, landmark.id)) if landmark else ()


def _side(turn_deg: float) -> str:
    if abs(turn_deg) <= AHEAD_DEG:
        return "ahead"
    if abs(turn_deg) >= BEHIND_DEG:
        return "behind"
    return "left" if turn_deg > 0 else "right"


def _counting_order(number: str) -> tuple[tuple[bool, int, str], ...]:
    """Order shelf numbers as people count: 2 before 10, 10 before 10B."""
    parts = re.findall(r"\d+|\D+", number)
    return tuple((not p.isdigit(), int(p) if p.isdigit() else 0, p) for p in parts)
