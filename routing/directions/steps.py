"""A route in steps that a person follows without looking at a map.

Every stretch of a route has its metres in one step, the one that leads into it: a turn and
what is walked after it are one instruction. Long stretches are told in parts of about 10 m where
something tells that a part has ended, and two turns that follow each other closely as one. Metres
are whole and add up to the rounded length of the route.

References
----------
Wayfindr Open Standard (reassurance, what to announce); Sato et al., NavCog3 (turns merged).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from floorplans.model import Plan
from floorplans.shelving import Place
from routing.directions.arrivals import arrive
from routing.directions.bends import (
    BEHIND_DEG,
    Stretch,
    clock_hour,
    heading_from,
    side_of,
    split_at_turns,
    turn_between_deg,
)
from routing.directions.landmarks import Landmark
from routing.directions.stages import Stages, landmark_params
from routing.directions.surroundings import Surroundings
from routing.directions.tidying import tidy_steps
from routing.model import Leg, Params, Route, Step, StepKind

SHORT_START_M = 1.0
DOORWAY_M = 2.0
SLIGHT_BELOW_DEG = 50.0
FAR_SHARE = 0.6
"""One goes towards what comes at least so late on the way, and past what comes before."""


@dataclass(frozen=True, slots=True)
class Guide:
    """What steps are made from: the plan and what stands on each of its levels."""

    plan: Plan
    surroundings: Mapping[str, Surroundings]


def build_guide(plan: Plan) -> Guide:
    """Look round every level of a plan once, for all the routes to come."""
    return Guide(plan, {level.id: Surroundings(plan, level.id) for level in plan.levels})


def describe(route: Route, guide: Guide, place: Place | None, title: str = "") -> tuple[Step, ...]:
    """Describe a route step by step.

    Parameters
    ----------
    route : Route
        The route. Where its start has a heading, the first step is relative to it.
    guide : Guide
        From the plan that the route was made from.
    place : Place or None
        The shelf at the goal, if it is one.
    title : str
        What is sought there, if its name is known.

    Returns
    -------
    tuple of Step
        The last one has the kind "arrive". A route that is not walked has the parameter
        ``moves`` in every step on foot.
    """
    end = arrive(route, place, guide.surroundings[route.legs[-1].level], title)
    return tuple(tidy_steps(_ways(route, guide), end, is_walked=route.profile != "step-free"))


def _ways(route: Route, guide: Guide) -> Iterator[Step]:
    for number, leg in enumerate(route.legs):
        quiet_start_m = DOORWAY_M if number else SHORT_START_M
        stretches = split_at_turns(leg.points, quiet_start_m, DOORWAY_M if leg.connector else 0.0)
        stages = Stages(leg.points, stretches, guide.surroundings[leg.level])
        came_by = route.legs[number - 1].connector if number else None
        set_out = _set_out(route, leg, stages, _connector_kind(guide.plan, came_by))
        drafts = list(_in_parts(set_out, 0, stages))
        for turn in range(1, len(stretches)):
            drafts += _in_parts(_turn(leg, stages, turn), turn, stages)
        if leg.connector:
            drafts[-1] = _leading_to(drafts[-1], leg.connector, guide.plan)
        yield from drafts
        if leg.connector:
            yield _change_level(leg, route.legs[number + 1].level, guide.plan)


def _set_out(route: Route, leg: Leg, stages: Stages, came_by: StepKind | None) -> Step:
    """Say where to go from the start, or from where a lift or stairs end."""
    outlook = heading_from(leg.points, DOORWAY_M if came_by else _begins_at_m(leg))
    came_out_deg = stages.surroundings.find_exit_deg(leg.points) if came_by else None
    is_out = came_by == "lift" or came_out_deg is not None
    left: Params = (("leave", came_by),) if came_by and is_out else ()
    kind: StepKind = "straight" if came_by else "start"
    into = stages.entered_on(*stages.cuts_m(0)[:2])
    facing_deg = came_out_deg if came_by else route.start.heading_deg
    key, params = _direction(stages, came_by, outlook, facing_deg, into)
    return Step(kind, key, leg.level, *leg.points[0], 0.0, (*left, *params))


def _begins_at_m(leg: Leg) -> float:
    """Tell where the first stretch takes its direction: after bends that are too early to tell."""
    walked_m = at_m = 0.0
    for one, other in pairwise(leg.points):
        walked_m += math.dist(one, other)
        if walked_m <= SHORT_START_M and walked_m < leg.length_m:
            at_m = walked_m
    return at_m


def _direction(
    stages: Stages,
    came_by: StepKind | None,
    outlook: tuple[float, float, float] | None,
    facing_deg: float | None,
    into: Params,
) -> tuple[str, Params]:
    """Give the message and what it names: a turn, or what is ahead, beside or passed."""
    stem = "step.straight" if came_by else "step.start"
    if outlook is None:
        return stem, ()
    surroundings = stages.surroundings
    beside = surroundings.find_beside(*outlook, but=came_by or "")
    stretch = stages.stretches[0]
    far_m = FAR_SHARE * (stretch.to_m - stretch.from_m)
    ahead = surroundings.find_ahead(*outlook, at_least_m=far_m)
    if facing_deg is not None:
        turn_deg = turn_between_deg(facing_deg, outlook[2])
        side = side_of(turn_deg)
        keep = () if side == "ahead" else _beside_params(beside, "keep")
        aim = landmark_params("towards", ahead) if ahead else keep
        params = (("clock", clock_hour(turn_deg)), *aim, *(into or _within(stages.beside(0))))
        return f"step.start.{side}", params
    if ahead is not None:
        return f"{stem}.towards", (*landmark_params("landmark", ahead), *into)
    if beside is not None:
        return f"{stem}.facing", (*_beside_params(beside, "beside"), *into)
    near = surroundings.find_ahead(*outlook)
    if near is not None:
        return f"{stem}.past", (*landmark_params("landmark", near), *into)
    if into:
        return stem, into
    if stages.beside(0):
        return _with_shelf_beside(stem, stages)
    shelf = surroundings.find_shelf_ahead(*outlook)
    return (f"{stem}.towards", landmark_params("landmark", shelf)) if shelf else (stem, ())


def _within(beside: Params) -> Params:
    """Tell of shelves on both sides that one is between them already."""
    return tuple(each if each != ("into", "between") else ("into", "within") for each in beside)


def _with_shelf_beside(stem: str, stages: Stages) -> tuple[str, Params]:
    """Tell the direction in an aisle by the shelf that one has beside oneself then."""
    stretch = stages.stretches[0]
    found = stages.surroundings.find_shelf_near(
        stages.way(stretch.from_m, (stretch.from_m + stretch.to_m) / 2)
    )
    if found is None:
        return stem, stages.beside(0)
    shelf, side = found
    params = (("beside_kind", "shelf"), ("beside", shelf.id), ("beside_side", side))
    return f"{stem}.facing", params


def _beside_params(beside: tuple[Landmark, str] | None, name: str) -> Params:
    if beside is None:
        return ()
    landmark, side = beside
    return (*landmark_params(name, landmark), (f"{name}_side", side))


def _turn(leg: Leg, stages: Stages, number: int) -> Step:
    stretch = stages.stretches[number]
    kind: StepKind = "left" if stretch.turn_deg > 0 else "right"
    turn = stages.turn(number)
    key = f"step.{kind}"
    towards: Params = ()
    if abs(turn.turn_deg) < SLIGHT_BELOW_DEG:
        key = f"{key}.slight"
        towards = () if turn.into else _aim(stretch, stages)
    elif abs(turn.turn_deg) >= BEHIND_DEG:
        key = f"{key}.back"
    params: Params = (("clock", clock_hour(turn.turn_deg)), *turn.at, *turn.into, *towards)
    return Step(kind, key, leg.level, *stretch.points[0], 0.0, params)


def _aim(stretch: Stretch, stages: Stages) -> Params:
    """Name what a slight turn leads towards, because people turn too far."""
    outlook = heading_from(stretch.points, min(1.0, (stretch.to_m - stretch.from_m) / 4))
    if outlook is None:
        return ()
    ahead = stages.surroundings.find_ahead(*outlook) or stages.surroundings.find_shelf_ahead(
        *outlook
    )
    return landmark_params("towards", ahead) if ahead else ()


def _in_parts(step: Step, number: int, stages: Stages) -> Iterator[Step]:
    """Give a stretch its metres and what it passes, a long one in parts."""
    cuts_m = stages.cuts_m(number)
    for part, (from_m, to_m) in enumerate(pairwise(cuts_m)):
        way = stages.way(from_m, to_m)
        if part:
            into = stages.entered_on(from_m, to_m)
            step = Step("straight", "step.on", step.level, *way[0], 0.0, into)
        passed = stages.door(number, from_m, to_m) or _passed(stages, way)
        if not passed and (part or part < len(cuts_m) - 2):
            passed = _sign(stages, way)
        yield replace(step, distance_m=to_m - from_m, params=(*step.params, *passed))


def _passed(stages: Stages, way: tuple[tuple[float, float], ...]) -> Params:
    passed = stages.surroundings.find_passed(way)
    return landmark_params("past", passed) if passed else ()


def _sign(stages: Stages, way: tuple[tuple[float, float], ...]) -> Params:
    found = stages.surroundings.find_shelf_near(way)
    return (("sign_shelf", found[0].id), ("sign_side", found[1])) if found else ()


def _leading_to(draft: Step, connector: str, plan: Plan) -> Step:
    """Tell that a step leads to stairs or a lift, where it does not say so already."""
    params = dict(draft.params)
    if connector in (params.get("towards"), params.get("landmark")):
        return draft
    return replace(draft, params=(*draft.params, ("to", str(_connector_kind(plan, connector)))))


def _change_level(leg: Leg, level: str, plan: Plan) -> Step:
    kind = _connector_kind(plan, leg.connector)
    assert kind is not None
    goes_up = plan.get_level(level).ordinal > plan.get_level(leg.level).ordinal
    way = "up" if goes_up else "down"
    key = "step.lift" if kind == "lift" else f"step.{kind}.{way}"
    params: Params = (("level", level), ("way", way))
    return Step(kind, key, leg.level, *leg.points[-1], 0.0, params)


def _connector_kind(plan: Plan, connector: str | None) -> StepKind | None:
    return next((each.kind for each in plan.connectors if each.id == connector), None)
