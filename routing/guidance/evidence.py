"""What positions say for and against each thing that a guided person may be told."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from routing.guidance.advice import GuidingSettings, Heard
from routing.guidance.aisle_place import GoalAisle
from routing.guidance.course import Course
from routing.guidance.way import Way
from routing.model import Spot


@dataclass(frozen=True, slots=True)
class Sight:
    """What one position says.

    Attributes
    ----------
    is_off : bool
        Off the route.
    is_in_aisle : bool
        In the right aisle, or where there are none beside the way itself.
    aisle : int
        How many aisles from the right one it is; 0 beside all aisles.
    is_out : bool
        In no wrong aisle, nor at the end of one.
    is_there : bool
        In the right aisle and within one bay.
    is_here : bool
        There by this position alone, too.
    is_near : bool
        There, or so near that noise explains the rest.
    is_gone : bool
        So far from there that who had arrived has left.
    is_past : bool
        In line with the right aisle and farther from what is sought than one bay.
    along_m : float
        How far right of the middle of what is sought, along its face.
    past_m : float
        How far from the ends of what is sought, along its face.
    back_m : float
        Farther from the goal than before by this much goes the wrong way.
    doubt : float
        How much more evidence than usual it takes, because of its radius.
    """

    is_off: bool
    is_in_aisle: bool = False
    aisle: int = 0
    is_out: bool = True
    is_there: bool = False
    is_here: bool = False
    is_near: bool = False
    is_gone: bool = True
    is_past: bool = False
    along_m: float = 0.0
    past_m: float = 0.0
    back_m: float = math.inf
    doubt: float = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """For how long each thing has been so, less for how long it has not; at most its limit."""

    off_s: float = 0.0
    back_s: float = 0.0
    near_s: float = 0.0
    sure_s: float = 0.0
    left_s: float = 0.0
    out_s: float = 0.0
    passed_s: float = 0.0
    called_s: float = 0.0
    called_to: str | None = None

    def call(self, level: str, dt_s: float) -> Evidence:
        """Add a position on another level."""
        before_s = self.called_s if self.called_to == level else 0.0
        return replace(self, called_s=before_s + dt_s, called_to=level)


def calm_down(
    before_m: tuple[float, float], heard: Heard, dt_s: float, settings: GuidingSettings
) -> tuple[float, float]:
    """Move the running mean of the positions; the more they scatter the longer it remembers."""
    memory_s = settings.calm_s_per_m * heard.sigma_m
    share = 1.0 if memory_s <= 0.0 else 1.0 - math.exp(-dt_s / memory_s)
    x_m, y_m = before_m
    return x_m + share * (heard.x_m - x_m), y_m + share * (heard.y_m - y_m)


def look(
    course: Course,
    way: Way,
    heard: Heard,
    calm_m: tuple[float, float],
    found: tuple[float, float],
    settings: GuidingSettings,
) -> Sight:
    """See what a position says.

    ``calm_m`` is the running mean of the positions; ``found`` is how far along the way the
    position is, and how far beside it on foot.
    """
    at_m, beside_m = found
    # What noise explains is no evidence, even where a shelf between makes the walk long.
    is_clear = _apart_m(way, calm_m) > settings.noise_sigmas * heard.sigma_m
    sight = Sight(
        is_off=is_clear and beside_m > settings.off_m(heard.sigma_m),
        back_m=settings.lost_m(heard.sigma_m),
        doubt=settings.doubt(heard.sigma_m),
    )
    if heard.level != course.goal.level:
        return sight
    if course.aisle is None:
        left_m = way.ends_m[-1] - at_m + beside_m
        is_beside = beside_m <= settings.beside_m
        return _look_for_spot(sight, course, heard, left_m, is_beside, settings)
    return _look_for_shelf(sight, course.aisle, course.goal, heard, calm_m, settings)


def _look_for_spot(
    sight: Sight,
    course: Course,
    heard: Heard,
    left_m: float,
    is_beside: bool,
    settings: GuidingSettings,
) -> Sight:
    goal, reach_m = course.goal, settings.arrived_m + heard.sigma_m
    stands_m = course.graph.walkable.nearest(heard.level, heard.x_m, heard.y_m)
    is_there = left_m <= settings.arrived_m and course.graph.sees(
        goal.level, stands_m, (goal.x_m, goal.y_m)
    )
    return replace(
        sight,
        is_in_aisle=is_beside,
        is_there=is_there,
        is_here=is_there,
        is_near=left_m <= reach_m,
        is_gone=left_m > reach_m + settings.left_m,
        past_m=left_m,
    )


def _look_for_shelf(
    sight: Sight,
    aisle: GoalAisle,
    goal: Spot,
    heard: Heard,
    calm_m: tuple[float, float],
    settings: GuidingSettings,
) -> Sight:
    reach_m = settings.arrived_m + heard.sigma_m
    beyond_m = aisle.beyond_m(*calm_m)
    away_m = math.hypot(beyond_m, math.dist(calm_m, (goal.x_m, goal.y_m)) - beyond_m)
    is_there = aisle.is_within_one_bay(*calm_m)
    is_beside = aisle.is_within_one_bay(*calm_m, settings.left_m)
    within = aisle.find_aisle(*calm_m)
    far_m = max(settings.passed_m, settings.passed_sigmas * heard.sigma_m)
    return replace(
        sight,
        is_in_aisle=within == 0,
        is_out=not within,
        aisle=aisle.find_aisle(*calm_m, settings.entered_m) or 0,
        is_there=is_there,
        is_here=is_there and aisle.is_within_one_bay(heard.x_m, heard.y_m),
        is_near=is_there or (sight.doubt > 1.0 and away_m <= reach_m),
        is_gone=away_m > reach_m + settings.left_m and not is_beside,
        is_past=aisle.is_in_line(*calm_m) and beyond_m > aisle.bay_m + far_m,
        along_m=aisle.offset_m(*calm_m)[0],
        past_m=beyond_m,
    )


def gather(
    evidence: Evidence,
    sight: Sight,
    came: tuple[int | None, float],
    dt_s: float,
    settings: GuidingSettings,
) -> Evidence:
    """Add what a position says over ``dt_s`` to what is known.

    ``came`` is in which direction along the face the person came by the goal (see `is_beyond`),
    and how much farther from the goal they are than they were.
    """
    direction, lost_m = came
    is_past = is_beyond(sight, direction)
    sure_s = dt_s / sight.doubt
    return Evidence(
        off_s=_add(evidence.off_s, sight.is_off, dt_s, settings.off_route_s),
        back_s=_add(evidence.back_s, lost_m > sight.back_m, dt_s, settings.back_s),
        near_s=_add(evidence.near_s, sight.is_near, dt_s, settings.near_s),
        sure_s=_add(evidence.sure_s, sight.is_there, sure_s, settings.arrived_s),
        left_s=_add(evidence.left_s, sight.is_gone, dt_s, settings.left_s),
        out_s=_add(evidence.out_s, sight.is_out, dt_s, settings.left_s),
        passed_s=_add(evidence.passed_s, is_past, dt_s, settings.passed_s),
    )


def is_beyond(sight: Sight, direction: int | None) -> bool:
    """Tell whether somebody is past what is sought who came by it in a direction.

    That is -1 or 1 along the face, 0 across it, and None for who has not come by it yet.
    """
    if direction is None or not sight.is_past:
        return False
    return direction == 0 or direction * sight.along_m > 0.0


def _add(before_s: float, is_so: bool, dt_s: float, limit_s: float) -> float:
    return min(limit_s, before_s + dt_s) if is_so else max(0.0, before_s - dt_s)


def _apart_m(way: Way, point_m: tuple[float, float]) -> float:
    """How far a point is from a way, through whatever stands between."""
    return float(np.hypot(*(way.points_m - point_m).T).min())
