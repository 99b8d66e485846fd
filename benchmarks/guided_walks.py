"""Walks of people who are guided and make a mistake, and what they are told.

Each walker first walks a way of her own, with the mistake in it, and from its end on does what
she is told. Where she begins is known, as when a locator point was scanned.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from api.branches import Branch
from api.demo.visitors import Walk, plan_walk
from floorplans.shelving import Place, locate
from routing import gate
from routing.errors import RoutingError
from routing.guidance.advice import DEFAULTS, SIGMAS_IN_RADIUS_95, Advice, Heard
from routing.guidance.aisle_place import GoalAisle, find_goal_aisle
from routing.guidance.course import Course, set_course
from routing.guidance.following import follow
from routing.guidance.way import find_along, plan_way
from routing.model import Leg, Spot
from routing.search import find_route

Air = Literal["white", "wander"]

TICK_S = 0.2
WANDER_S = 2.0
LAG_S = 0.5
SETTINGS = replace(DEFAULTS, errors_last_s=2 * WANDER_S)
STAY_S = 12.0
LOOK_ROUND_S = 8.0
PAUSE_S = 30.0
JOIN_M = 1.5
BEYOND_M = 4.0
OFF_M = 3.0
LONGEST_S = 240.0
TRIES = 400


@dataclass(frozen=True, slots=True)
class Mistake:
    """A walk of one's own towards a place.

    ``since_s`` is when the walker is where she should be told, None if she makes no mistake.
    """

    place: Place
    start: Spot
    own: Walk
    since_s: float | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """What somebody was told at a time, and where she was."""

    time_s: float
    truth: Spot
    advice: Advice


def list_places(branch: Branch) -> tuple[Place, ...]:
    """List the places that have an aisle in front of them, in the order of the ranges."""
    places = []
    for each in branch.plan.ranges:
        found = locate(branch.shelves, each.first, each.partition) if each.first else ()
        if found and find_goal_aisle(branch.plan, found[0]) is not None:
            places.append(found[0])
    return tuple(places)


def draw_mistake(
    branch: Branch, places: Sequence[Place], kind: str, rng: np.random.Generator
) -> Mistake:
    """Draw a start and a goal that a mistake of a kind can be made between.

    Raises
    ------
    ValueError
        If there are none.
    """
    for _ in range(TRIES):
        place, other = (places[int(each)] for each in rng.integers(len(places), size=2))
        start, goal = _stand_at(other), _stand_at(place)
        try:
            route = find_route(branch.graph, start, goal)
        except RoutingError:
            continue
        legs = 2 if kind == "stairs" else 1
        if not (15.0 <= route.length_m <= 50.0 * legs and len(route.legs) == legs):
            continue
        mistake = MISTAKES[kind](branch, place, start)
        if mistake is not None:
            return mistake
    raise ValueError(f'The plan has no walk for the mistake "{kind}".')


def guide_walker(
    branch: Branch, mistake: Mistake, sigma_m: float, rng: np.random.Generator, air: Air = "white"
) -> list[Moment]:
    """Guide a walker by noisy positions that the gate lets through, five a second.

    Parameters
    ----------
    branch : Branch
        Where she walks.
    mistake : Mistake
        What she does at first.
    sigma_m : float
        Standard deviation of positions along each axis.
    rng : numpy.random.Generator
        Draws them.
    air : {"white", "wander"}
        Whether they are off independently, or wander within seconds and come half a second late.
    """
    course = set_course(branch.guide, branch.graph, mistake.place, version=branch.version)
    noise_m = _draw_noise(int(LONGEST_S / TICK_S), sigma_m, air, rng)
    radius_m = SIGMAS_IN_RADIUS_95 * sigma_m
    moments: list[Moment] = []
    walk, follows, shown, state = mistake.own, 0, None, None
    for tick in range(len(noise_m)):
        time_s = tick * TICK_S
        truth = walk.at(time_s)
        late = moments[-round(LAG_S / TICK_S)].truth if air == "wander" and tick > 5 else truth
        x_m, y_m = (late.x_m + noise_m[tick, 0], late.y_m + noise_m[tick, 1])
        shown = gate.step(branch.graph, shown, late.level, x_m, y_m, radius_m, TICK_S)
        heard = Heard(time_s, shown.level, shown.x_m, shown.y_m, radius_m, fix_m=(x_m, y_m))
        state, advice = follow(course, state, heard, SETTINGS)
        moments.append(Moment(time_s, truth, advice))
        if time_s >= mistake.own.ends_s and advice.way_number != follows:
            walk, follows = _obey(branch, course, truth, advice, time_s), advice.way_number
        elif follows and time_s >= walk.ends_s:
            break
    return moments


def _obey(branch: Branch, course: Course, truth: Spot, advice: Advice, time_s: float) -> Walk:
    """Walk to the way that is told, and along it to its end."""
    way = advice.way
    legs = [number for number, leg in enumerate(way.route.legs) if leg.level == truth.level]
    if not legs:
        return Walk(((time_s, truth), (time_s + STAY_S, truth)))
    at_m, _ = find_along(branch.graph, way, legs[0], truth.x_m, truth.y_m, 1.0)
    first = int(np.flatnonzero((way.leg_of == legs[0]) & (way.along_m <= at_m + JOIN_M))[-1])
    rest = []
    for number in range(legs[0], len(way.route.legs)):
        of_leg = [k for k in np.flatnonzero(way.leg_of == number).tolist() if k >= first]
        points = tuple((float(x_m), float(y_m)) for x_m, y_m in way.points_m[of_leg])
        rest.append(
            Leg(way.route.legs[number].level, points, 0.0, way.route.legs[number].connector)
        )
    joined = find_route(branch.graph, truth, Spot(truth.level, *rest[0].points[0]))
    if len(joined.legs) == 1:
        rest[0] = replace(rest[0], points=(*joined.legs[0].points, *rest[0].points))
    return plan_walk(replace(way.route, legs=tuple(rest)), branch.plan, time_s, STAY_S)


def _draw_noise(
    ticks: int, sigma_m: float, air: Air, rng: np.random.Generator
) -> NDArray[np.float64]:
    noise_m = rng.normal(0.0, sigma_m, (ticks, 2))
    # Where somebody begins is known.
    noise_m[0] = 0.0
    if air == "wander":
        keep = math.exp(-TICK_S / WANDER_S)
        renew = math.sqrt(1.0 - keep**2)
        for tick in range(1, ticks):
            noise_m[tick] = keep * noise_m[tick - 1] + renew * noise_m[tick]
    return noise_m


def _stand_at(place: Place) -> Spot:
    return Spot(place.level, place.x_m, place.y_m)


def _own_way(branch: Branch, spots: Sequence[Spot], stand_s: float) -> tuple[Walk, list[float]]:
    """Walk from spot to spot and stand at the last one; also gives when each is reached."""
    time_s, reached = 0.0, []
    corners = [(0.0, spots[0])]
    for start, goal in pairwise(spots):
        walk = plan_walk(find_route(branch.graph, start, goal), branch.plan, time_s, 0.0)
        corners += walk.corners
        time_s = walk.ends_s
        reached.append(time_s)
    return Walk((*corners, (time_s + stand_s, spots[-1]))), reached


def _half_way(branch: Branch, start: Spot, place: Place) -> Spot:
    walk = plan_walk(find_route(branch.graph, start, _stand_at(place)), branch.plan, 0.0, 0.0)
    return walk.at(walk.ends_s / 2)


def _none(branch: Branch, place: Place, start: Spot) -> Mistake:
    return Mistake(place, start, Walk(((0.0, start),)))


def _pause(branch: Branch, place: Place, start: Spot) -> Mistake:
    """Stand for half a minute half way."""
    walk, _ = _own_way(branch, (start, _half_way(branch, start, place)), PAUSE_S)
    return Mistake(place, start, walk)


def _turn_back(branch: Branch, place: Place, start: Spot) -> Mistake:
    """Walk half of the way and back to the start."""
    walk, reached = _own_way(branch, (start, _half_way(branch, start, place), start), 0.0)
    return Mistake(place, start, walk, reached[0] + DEFAULTS.back_m)


def _wrong_aisle(way: int) -> Callable[[Branch, Place, Spot], Mistake | None]:
    """Walk into the aisle before the right one (``way`` -1) or behind it (1)."""

    def mistake(branch: Branch, place: Place, start: Spot) -> Mistake | None:
        aisle = goal_aisle(branch, place)
        from_m = aisle.offset_m(start.x_m, start.y_m)[1]
        to_m = aisle.offset_m(place.x_m, place.y_m)[1]
        spot = _beside(branch, place, aisle, way if to_m > from_m else -way)
        if spot is None or abs(to_m - from_m) < 4.0:
            return None
        return _astray_to(branch, place, (start, spot), in_aisle=True)

    return mistake


def _past(branch: Branch, place: Place, start: Spot) -> Mistake | None:
    """Walk through the right aisle past what is sought."""
    aisle = goal_aisle(branch, place)
    points = find_route(branch.graph, start, _stand_at(place)).legs[-1].points
    came_m = aisle.offset_m(*points[-1])[0] - aisle.offset_m(*points[-2])[0]
    far_m = math.copysign(aisle.run_m + aisle.bay_m + BEYOND_M, came_m)
    spot = Spot(place.level, place.x_m + far_m * aisle.along_x, place.y_m + far_m * aisle.along_y)
    if abs(came_m) < 1.0 or not branch.walkable.contains(spot.level, spot.x_m, spot.y_m):
        return None
    if not branch.graph.sees(place.level, (place.x_m, place.y_m), (spot.x_m, spot.y_m)):
        return None
    walk, reached = _own_way(branch, (start, _stand_at(place), spot), 3.0)
    since_s = reached[0] + aisle.run_m + aisle.bay_m + DEFAULTS.passed_m
    return Mistake(place, start, walk, since_s)


def _astray(branch: Branch, place: Place, start: Spot) -> Mistake | None:
    """Walk half of the way and then to somewhere else on the level."""
    middle = _half_way(branch, start, place)
    others = [each for each in list_places(branch) if each.level == place.level]
    for other in others[:: max(1, len(others) // 12)]:
        spot = _stand_at(other)
        try:
            detour_m = find_route(branch.graph, middle, spot).length_m
            left_m = find_route(branch.graph, spot, _stand_at(place)).length_m
        except RoutingError:
            continue
        if 10.0 <= detour_m <= 20.0 and left_m >= 12.0:
            found = _astray_to(branch, place, (start, middle, spot))
            if found is not None and found.own.ends_s - (found.since_s or 0.0) > 6.0:
                return found
    return None


def _elsewhere(branch: Branch, place: Place, start: Spot) -> Mistake | None:
    """Walk to another place of the level, as if there were no advice."""
    others = [each for each in list_places(branch) if each.level == place.level]
    other = others[round(abs(start.x_m + place.x_m) * 100) % len(others)]
    return _astray_to(branch, place, (start, _stand_at(other)))


def _other_level(branch: Branch, place: Place, start: Spot) -> Mistake | None:
    """Take the stairs to another level and walk on there."""
    stairs = next(each for each in branch.plan.connectors if each.kind == "stairs")
    stop = next(each for each in stairs.stops if each.level != place.level)
    x_m, y_m = branch.walkable.nearest(stop.level, stop.x_m, stop.y_m + 5.0)
    walk, _ = _own_way(branch, (start, Spot(stop.level, x_m, y_m)), LOOK_ROUND_S)
    ticks = (tick * TICK_S for tick in range(int(walk.ends_s / TICK_S)))
    since_s = next(at_s for at_s in ticks if walk.at(at_s).level == stop.level)
    return Mistake(place, start, walk, since_s)


def _astray_to(
    branch: Branch, place: Place, spots: Sequence[Spot], *, in_aisle: bool = False
) -> Mistake | None:
    """Walk to a spot beside the way; the mistake begins in a wrong aisle, or 3 m beside the way."""
    walk, _ = _own_way(branch, spots, LOOK_ROUND_S)
    course = set_course(branch.guide, branch.graph, place)
    way, aisle = plan_way(course, spots[0]), goal_aisle(branch, place)
    for tick in range(int(walk.ends_s / TICK_S)):
        spot = walk.at(tick * TICK_S)
        entered = aisle.find_aisle(spot.x_m, spot.y_m, DEFAULTS.entered_m) or 0
        beside_m = find_along(branch.graph, way, 0, spot.x_m, spot.y_m, 1.0)[1]
        is_stray = entered not in (0, *way.through) and beside_m > DEFAULTS.beside_m
        if is_stray or (beside_m > OFF_M and not in_aisle):
            return Mistake(place, spots[0], walk, tick * TICK_S)
    return None


def _beside(branch: Branch, place: Place, aisle: GoalAisle, aisles: int) -> Spot | None:
    """Find where one stands one aisle further out (1) or behind the shelf (-1)."""
    for apart_m in np.arange(0.2, 4.0, 0.1).tolist():
        x_m = place.x_m + aisles * apart_m * aisle.along_y
        y_m = place.y_m - aisles * apart_m * aisle.along_x
        is_there = aisle.find_aisle(x_m, y_m, DEFAULTS.entered_m + 0.2) == aisles
        if is_there and branch.walkable.contains(place.level, x_m, y_m):
            return Spot(place.level, x_m, y_m)
    return None


def goal_aisle(branch: Branch, place: Place) -> GoalAisle:
    """Give the aisle in front of a place that has one."""
    aisle = find_goal_aisle(branch.plan, place)
    assert aisle is not None
    return aisle


MISTAKES: Mapping[str, Callable[[Branch, Place, Spot], Mistake | None]] = {
    "none": _none,
    "stairs": _none,
    "pause": _pause,
    "early": _wrong_aisle(-1),
    "late": _wrong_aisle(1),
    "past": _past,
    "astray": _astray,
    "elsewhere": _elsewhere,
    "back": _turn_back,
    "level": _other_level,
}
