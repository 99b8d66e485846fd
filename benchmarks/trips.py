"""Walks through the demo library, drawn by their number, and what the walker's phone hears."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from api.branches import Branch
from api.demo.visitors import (
    BATCH_S,
    INTERVAL_S,
    PHONE_HEIGHT_M,
    SPEED_M_S,
    Walk,
    plan_walk,
    sought_places,
)
from api.live.steps import TakenStep
from positioning.model import Sighting
from positioning.motion.records import StepEvent
from positioning.simulate import SimulatedAir
from positioning.sites import site_from_plan
from routing.model import Profile, Route, Spot
from routing.search import find_route

SUBJECT = "walker"
OPENING_S = 4.0
STAND_S = 40.0
# How fast people walk between shelves. Those whose stands are watched walk at the middle of it,
# which `benchmarks.starting` tells the ones who know all.
SPEEDS_M_S = (0.7, 1.5)
STEP_M = 0.6
STEP_BIAS_SD_RAD = 0.2
STEP_HEADING_SD_RAD = 0.1
_TRIES = 400

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Trip:
    """A walk, and the spans of time in which the walker stands between walking."""

    walk: Walk
    stands: tuple[Span, ...]


def plan_trip(branch: Branch, kind: str, number: int) -> Trip:
    """Draw the walk of a kind with a number."""
    rng = np.random.default_rng([number, sorted(KINDS).index(kind)])
    legs = KINDS[kind](branch, rng)
    speed_m_s = SPEED_M_S if kind in STAND_KINDS else float(rng.uniform(*SPEEDS_M_S))
    return _string(branch, legs, rng, speed_m_s)


@dataclass(frozen=True, slots=True)
class _Leg:
    route: Route
    stands_s: float


def _one_level(branch: Branch, rng: np.random.Generator) -> list[_Leg]:
    start = _draw(branch, rng)
    return [_Leg(_draw_route(branch, rng, start, 15.0, 60.0), 0.0)]


def _two_levels(profile: Profile) -> Callable[[Branch, np.random.Generator], list[_Leg]]:
    def legs(branch: Branch, rng: np.random.Generator) -> list[_Leg]:
        start = _draw(branch, rng)
        goals = [each for each in sought_places(branch) if each.level != start.level]
        goal = goals[int(rng.integers(len(goals)))]
        return [_Leg(find_route(branch.graph, start, goal, profile), 6.0)]

    return legs


def _stand(branch: Branch, rng: np.random.Generator) -> list[_Leg]:
    first = _draw_route(branch, rng, _draw(branch, rng), 8.0, 30.0)
    return [
        _Leg(first, STAND_S + float(rng.uniform(0.0, BATCH_S))),
        _Leg(_draw_route(branch, rng, first.goal, 8.0, 30.0), 0.0),
    ]


def _browse(branch: Branch, rng: np.random.Generator) -> list[_Leg]:
    legs, spot = [], _draw(branch, rng)
    for _ in range(6):
        route = _draw_route(branch, rng, spot, 2.0, 12.0)
        legs.append(_Leg(route, float(rng.uniform(4.0, 12.0))))
        spot = route.goal
    return legs


KINDS: Mapping[str, Callable[[Branch, np.random.Generator], list[_Leg]]] = {
    "level": _one_level,
    "stairs": _two_levels("walk"),
    "lift": _two_levels("step-free"),
    "stand": _stand,
    "steps": _stand,
    "browse": _browse,
}


STAND_KINDS = ("stand", "steps")


def _draw(branch: Branch, rng: np.random.Generator) -> Spot:
    places = sought_places(branch)
    return places[int(rng.integers(len(places)))]


def _draw_route(
    branch: Branch, rng: np.random.Generator, start: Spot, least_m: float, most_m: float
) -> Route:
    """Draw a goal on the same level whose way is about so long."""
    goals = [each for each in sought_places(branch) if each.level == start.level]
    for _ in range(_TRIES):
        route = find_route(branch.graph, start, goals[int(rng.integers(len(goals)))])
        if least_m <= route.length_m <= most_m and len(route.legs) == 1:
            return route
    raise ValueError(f"No goal is {least_m} to {most_m} m from {start}.")


def _string(
    branch: Branch, legs: Sequence[_Leg], rng: np.random.Generator, speed_m_s: float
) -> Trip:
    """Time the legs one after another, after some seconds in which the phone finds itself."""
    slowness = SPEED_M_S / speed_m_s
    time_s = OPENING_S + float(rng.uniform(0.0, BATCH_S))
    corners, stands = [], []
    for leg in legs:
        walk = plan_walk(leg.route, branch.plan, 0.0, leg.stands_s / slowness)
        corners += [(time_s + slowness * at_s, spot) for at_s, spot in walk.corners]
        time_s += slowness * walk.ends_s
        stands.append((corners[-2][0], corners[-1][0]))
    return Trip(Walk(tuple(corners)), tuple(stands[:-1]))


def hear_trip(branch: Branch, trip: Trip, number: int) -> Iterator[tuple[float, Sighting]]:
    """Give what the walker's phone hears, each packet with the time of its batch's arrival."""
    air = SimulatedAir(site_from_plan(branch.plan), np.random.default_rng([number, 7]))
    for event in range(1, int(trip.walk.ends_s / INTERVAL_S)):
        at_s = event * INTERVAL_S
        spot = trip.walk.at(at_s)
        arrives_s = math.ceil(round(at_s / BATCH_S, 6)) * BATCH_S
        for radio, rssi_dbm in air.hear(at_s, spot.level, spot.x_m, spot.y_m, PHONE_HEIGHT_M):
            yield arrives_s, Sighting(at_s, SUBJECT, radio, rssi_dbm)


def tell_steps(branch: Branch, trip: Trip, number: int) -> Iterator[StepEvent]:
    """Give the steps that the walker's phone counts; its compass is off by a bias of its own."""
    rng = np.random.default_rng([number, 8])
    bias_rad = rng.normal(0.0, STEP_BIAS_SD_RAD)
    if branch.plan.georeference is not None:
        bias_rad += math.radians(branch.plan.georeference.rotation_deg)
    for (before_s, before), (after_s, after) in pairwise(trip.walk.corners):
        way_m = math.dist((before.x_m, before.y_m), (after.x_m, after.y_m))
        steps = round(way_m / STEP_M) if before.level == after.level else 0
        toward_rad = math.atan2(after.y_m - before.y_m, after.x_m - before.x_m) + bias_rad
        for step in range(1, steps + 1):
            at_s = before_s + step / steps * (after_s - before_s)
            heading_rad = toward_rad + rng.normal(0.0, STEP_HEADING_SD_RAD)
            yield TakenStep(0.0, way_m / steps, heading_rad).event(at_s)
