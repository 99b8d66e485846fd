"""Why no way leads to a goal, and how near one gets.

What is closed is taken away step by step: first what is closed for a time, then what the
profile needs. What first makes a way is the reason.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LineString, Point
from shapely.ops import nearest_points

from floorplans.closures import Closed, plan_while, read_local_time
from floorplans.model import Closure, Opening, Plan, Ring
from floorplans.walkable import ring_polygon
from routing.errors import NoRouteError, RoutingError
from routing.graph import RoutingGraph, route_graph
from routing.model import Block, NoWay, Profile, Route, Spot
from routing.profiles import MANNERS, may_use
from routing.search import FARTHEST_M, GOAL_SNAP_M, find_route, settle, settle_start

DOORWAY_M = 0.3
"""A way that comes this near to a door's line leads through it."""

REACHED_M = 1e-3

MOST_TRIED = 3
"""So many ends of closures are tried for a way; each takes as long as building the ways."""


def explain(
    usual: RoutingGraph,
    now: RoutingGraph,
    start: Spot,
    goal: Spot,
    profile: Profile,
    closed: Closed,
) -> NoRouteError | None:
    """Tell why no way leads from a start to a goal.

    Parameters
    ----------
    usual : RoutingGraph
        The ways of the plan with nothing closed.
    now : RoutingGraph
        Its ways at the time.
    start, goal : Spot
        Two places that nothing joins at the time.
    profile : Profile
        How one moves.
    closed : Closed
        What is closed at the time.

    Returns
    -------
    NoRouteError or None
        ``None`` where nobody can ever stand near one of them.
    """
    nearest, left_m = _nearest(now.by(profile), start, goal)
    open_route = _try_route(usual, start, goal, profile)
    if open_route is not None:
        sooner = _first_open(usual.plan, closed, start, goal, profile)
        blocks = find_blocks(usual.plan, closed, sooner or open_route)
        why = NoWay("closed", blocks, nearest, left_m)
    else:
        on_foot, by_staff = (_try_route(usual, start, goal, each) for each in ("walk", "staff"))
        if MANNERS[profile].is_step_free and on_foot is not None:
            why = NoWay(
                "steps" if _has_steps(usual.plan, on_foot) else "narrow", (), nearest, left_m
            )
        elif by_staff is not None:
            why = NoWay("staff", (), nearest, left_m)
        elif against := tuple(_against(usual.plan, start, goal, profile)):
            why = NoWay("one-way", against, nearest, left_m)
        elif _try_settle(usual, goal):
            why = NoWay("cut-off", (), nearest, left_m)
        else:
            return None
    return NoRouteError(_message(usual.plan, now.by(profile), start, goal, why), why)


def _try_route(graph: RoutingGraph, start: Spot, goal: Spot, profile: Profile) -> Route | None:
    try:
        return find_route(graph, start, goal, profile)
    except RoutingError:
        return None


def _try_settle(graph: RoutingGraph, goal: Spot) -> bool:
    try:
        settle(graph, goal, GOAL_SNAP_M, "goal")
    except RoutingError:
        return False
    return True


def _has_steps(plan: Plan, route: Route) -> bool:
    step_free = {each.id for each in plan.connectors if may_use("step-free", each)}
    return any(leg.connector not in step_free for leg in route.legs if leg.connector)


def _against(plan: Plan, start: Spot, goal: Spot, profile: Profile) -> Iterator[Block]:
    """The one-way doors and escalators that a way would have to take the other way."""
    connectors = tuple(replace(each, direction="both") for each in plan.connectors)
    openings = tuple(replace(each, one_way=False) for each in plan.openings)
    free = replace(plan, connectors=connectors, openings=openings)
    if free == plan:
        return
    route = _try_route(route_graph(free, profile), start, goal, profile)
    if route is None:
        return
    ordinals = {level.id: level.ordinal for level in plan.levels}
    runs = {each.id: each.direction for each in plan.connectors}
    for leg, after in pairwise(route.legs):
        wanted = "up" if ordinals[after.level] > ordinals[leg.level] else "down"
        if leg.connector and runs[leg.connector] not in ("both", wanted):
            yield Block("connector", leg.connector)
    for door in plan.openings:
        if door.one_way and _passes_back(route, door):
            yield Block("opening", door.id)


def _passes_back(route: Route, door: Opening) -> bool:
    """Tell whether a route crosses a door's line from its right to its left."""
    line = LineString((door.start, door.end))
    (x0_m, y0_m), (x1_m, y1_m) = door.start, door.end
    return any(
        (x1_m - x0_m) * (to[1] - of[1]) > (y1_m - y0_m) * (to[0] - of[0])
        for leg in route.legs
        if leg.level == door.level
        for of, to in pairwise(leg.points)
        if line.intersects(LineString((of, to)))
    )


def _first_open(
    plan: Plan, closed: Closed, start: Spot, goal: Spot, profile: Profile
) -> Route | None:
    """The way that there will be first, when the next closures end one after the other."""
    ends = {each.id: read_local_time(each.ends_at, plan.time_zone) for each in plan.closures}
    times = sorted({end for id in closed.closures if (end := ends.get(id)) is not None})
    for time in times[:MOST_TRIED]:
        still = frozenset(id for id in closed.closures if (end := ends[id]) is None or end > time)
        then = route_graph(plan_while(plan, Closed(still, closed.openings)), profile)
        route = _try_route(then, start, goal, profile)
        if route is not None:
            return route
    return None


def find_blocks(plan: Plan, closed: Closed, route: Route) -> tuple[Block, ...]:
    """Find what is closed on a route, in the order of the plan's closures; doors by hours last."""
    return tuple(_once_each(_blocks(plan, closed, route)))


def _once_each(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give each closed thing once, by the first closure that names it."""
    seen = set()
    for block in blocks:
        if (block.kind, block.id) not in seen:
            seen.add((block.kind, block.id))
            yield block


def _blocks(plan: Plan, closed: Closed, route: Route) -> Iterator[Block]:
    lines = [(leg.level, LineString(leg.points)) for leg in route.legs]
    used = {leg.connector for leg in route.legs}
    for closure in plan.closures:
        if closure.id in closed.closures:
            yield from _blocks_of(plan, closure, used, lines)
    for opening in plan.openings:
        if opening.id in closed.openings and _passes(lines, opening):
            yield Block("opening", opening.id)


def _blocks_of(
    plan: Plan, closure: Closure, used: set[str | None], lines: list[tuple[str, LineString]]
) -> Iterator[Block]:
    for connector in closure.connectors:
        if connector in used:
            yield Block("connector", connector, closure.id)
    for opening in plan.openings:
        if opening.id in closure.openings and _passes(lines, opening):
            yield Block("opening", opening.id, closure.id)
    for unit in plan.units:
        if unit.id in closure.units and _meets(lines, unit.level, unit.outline):
            yield Block("unit", unit.id, closure.id)
    if closure.outline and _meets(lines, closure.level, closure.outline):
        yield Block("area", closure.id, closure.id)


def _passes(lines: list[tuple[str, LineString]], opening: Opening) -> bool:
    door, level = LineString((opening.start, opening.end)), opening.level
    return any(each == level and shapely.dwithin(line, door, DOORWAY_M) for each, line in lines)


def _meets(lines: list[tuple[str, LineString]], level: str, outline: Ring) -> bool:
    area = ring_polygon(outline)
    return any(each == level and line.intersects(area) for each, line in lines)


def _nearest(ways: RoutingGraph, start: Spot, goal: Spot) -> tuple[Spot | None, float]:
    """The place nearest to the goal, on its level, that a start leads to."""
    from scipy.sparse.csgraph import dijkstra

    try:
        here = settle_start(ways, start)
    except RoutingError:
        return None, math.inf
    points = [(here.x_m, here.y_m)] if here.level == goal.level else []
    seen, _ = ways.reach(here.level, here.x_m, here.y_m)
    if len(seen):
        reached_m = dijkstra(ways.costs.T, indices=seen, min_only=True)
        points += [
            (node.x_m, node.y_m)
            for node, far_m in zip(ways.nodes, reached_m.tolist(), strict=True)
            if node.level == goal.level and math.isfinite(far_m)
        ]
    if not points or not max(abs(goal.x_m), abs(goal.y_m)) <= FARTHEST_M:
        return None, math.inf
    parts = np.array(ways.walkable.area(goal.level).geoms, dtype=object)
    # A part of the floor is reached where any of its corners or stops is.
    is_reached = shapely.dwithin(parts, shapely.multipoints(points), REACHED_M)
    if not is_reached.any():
        return None, math.inf
    aim = Point(goal.x_m, goal.y_m)
    found, _ = nearest_points(shapely.union_all(parts[is_reached]), aim)
    return Spot(goal.level, found.x, found.y), float(found.distance(aim))


def _message(plan: Plan, ways: RoutingGraph, start: Spot, goal: Spot, why: NoWay) -> str:
    asked = f"from {_say(start)} to {_say(goal)}"
    near = (
        f" The nearest that one gets is {_say(why.nearest)}, {why.left_m:.1f} m off."
        if why.nearest is not None
        else ""
    )
    wide = f"{2 * ways.walkable.clearance_m:.2f} m wide"
    reasons = {
        "closed": f"No way leads {asked} now: {_say_blocks(plan, why)}; ask the staff.",
        "narrow": f"No way {wide} leads {asked}; an aisle or door is too narrow: ask the staff.",
        "steps": f"No step-free way {wide} leads {asked}; it needs a lift or ramp: ask the staff.",
        "one-way": f"No way leads {asked}: {_say_one_way(why)} the other way only; ask the staff.",
        "staff": f"Only staff may go {asked}; ask them.",
        "cut-off": f"No way {wide} leads {asked}; something closes the way: check doors and "
        "aisles between them, and that stairs or a lift stop on both levels.",
    }
    return reasons[why.why] + near


def _say_blocks(plan: Plan, why: NoWay) -> str:
    ends = {each.id: read_local_time(each.ends_at, plan.time_zone) for each in plan.closures}
    said = []
    for block in why.blocks:
        end = ends.get(block.closure)
        until = f" until {end.isoformat(timespec='minutes')}" if end else ""
        said.append(f"{block.kind} {block.id} is closed{until}")
    return ", ".join(said) or "something on the way is closed"


def _say_one_way(why: NoWay) -> str:
    return " and ".join(f"{each.kind} {each.id} leads" for each in why.blocks)


def _say(spot: Spot) -> str:
    return f"level {spot.level}, {spot.x_m:.1f}, {spot.y_m:.1f}"
