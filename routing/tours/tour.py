"""A tour over many stops on several levels: in which order, and on which ways.

What it costs from each stop to each other is what the exact routes between them cost; the
order comes from `routing.tours.order`. Stops that cannot be on the tour are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from routing.errors import OffTheMapError, RoutingError
from routing.graph import RoutingGraph
from routing.model import Profile, Route, Spot
from routing.search import GoalTree, grow_tree, route_from, settle_start
from routing.sight.walls import Floats, Indices
from routing.tours.choice import choose_stops
from routing.tours.costs import walking_costs
from routing.tours.order import order_round

MOST_STOPS = 1000
"""More are not put in order, so that the answer comes within seconds."""


class TooManyStopsError(RoutingError, ValueError):
    """There are more stops than a tour takes; the message says how many it takes."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop on a tour, by its number, and the way to it; ``None`` where the tour begins there."""

    stop: int
    route: Route | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A stop that is not on a tour.

    Attributes
    ----------
    stop : int
        Its number.
    why : {"off-the-map", "no-way"}
        Whether nobody can stand near it, or no way joins it to the rest of the tour.
    like : int
        The first of the missed stops that are joined with it, which are missed alike.
    """

    stop: int
    why: Literal["off-the-map", "no-way"]
    like: int


@dataclass(frozen=True, slots=True)
class Tour:
    """Stops in the order to visit them.

    Attributes
    ----------
    visits : tuple of Visit
        Each stop that can be reached, once.
    last : Route or None
        The way from the last stop to the end, where that is given.
    missed : tuple of Missed
        The other stops.
    """

    visits: tuple[Visit, ...]
    last: Route | None
    missed: tuple[Missed, ...]

    @property
    def routes(self) -> tuple[Route, ...]:
        """All its ways in turn."""
        ways = [*(visit.route for visit in self.visits), self.last]
        return tuple(way for way in ways if way is not None)

    @property
    def length_m(self) -> float:
        """How far one walks, metres."""
        return sum(route.length_m for route in self.routes)

    @property
    def cost_m(self) -> float:
        """The same with what turns, stairs and lifts are worth, metres."""
        return sum(route.cost_m for route in self.routes)


def plan_tour(
    graph: RoutingGraph,
    stops: Sequence[Spot],
    draw: np.random.Generator,
    *,
    start: Spot | None = None,
    end: Spot | None = None,
    profile: Profile = "walk",
    choices: Sequence[Sequence[int]] = (),
) -> Tour:
    """Put stops in an order in which visiting all of them is a short way.

    Up to nine stops, there is no shorter one. The same arguments give the same tour.

    Parameters
    ----------
    graph : RoutingGraph
        The ways of the plan.
    stops : sequence of Spot
        What to visit, at most `MOST_STOPS`; up to 1 m beside walkable space.
    draw : np.random.Generator
        Draws where the search for a better order goes on.
    start, end : Spot, optional
        Where the tour starts and ends: any stop may be the first, or the last, where it is not
        given. The start may be up to 3 m beside walkable space; they may be the same.
    profile : Profile
        How one moves.
    choices : sequence of sequence of int
        Numbers of stops of which one is enough. What is in none of them is visited by itself.

    Returns
    -------
    Tour
        With every stop either visited or missed, but for those that others stand in for.

    Raises
    ------
    TooManyStopsError
        If there are more than `MOST_STOPS`.
    OffTheMapError
        If nobody can stand near the start or the end.
    NoRouteError
        If no way leads from the start to the end.
    """
    if len(stops) > MOST_STOPS:
        raise TooManyStopsError(
            f"A tour takes at most {MOST_STOPS:,} stops and these are {len(stops):,}; "
            "split the list, for example by level or partition."
        )
    here = None if start is None else settle_start(graph.by(profile), start)
    goal = here if end == start else end
    home = None if goal is None else grow_tree(graph, goal, profile)
    if here is not None and home is not None:
        route_from(graph, home, here)
    trees = _grow_trees(graph, stops, profile)
    costs_m = _costs_between(graph, list(trees.values()), here, home)
    groups = _groups(len(stops), choices)
    joined = _joined(costs_m, begins_anywhere=here is None)
    order = _order(costs_m, _chosen(costs_m, joined, groups, list(trees), draw), draw)
    visited = [list(trees)[node - 1] for node in order]
    visits: list[Visit] = []
    for stop in visited:
        visits.append(Visit(stop, None if here is None else route_from(graph, trees[stop], here)))
        here = trees[stop].goal
    return Tour(
        visits=tuple(visits),
        last=None if here is None or home is None else route_from(graph, home, here),
        missed=tuple(_missed(groups, visited, list(trees), costs_m)),
    )


def _grow_trees(
    graph: RoutingGraph, stops: Sequence[Spot], profile: Profile
) -> dict[int, GoalTree]:
    """Grow a tree for each stop that one can stand at; stops at one spot share one."""
    grown: dict[Spot, GoalTree | None] = {}
    for stop in stops:
        if stop not in grown:
            try:
                grown[stop] = grow_tree(graph, stop, profile)
            except OffTheMapError:
                grown[stop] = None
    found = ((number, grown[stop]) for number, stop in enumerate(stops))
    return {number: tree for number, tree in found if tree is not None}


def _costs_between(
    graph: RoutingGraph, trees: Sequence[GoalTree], start: Spot | None, home: GoalTree | None
) -> Floats:
    """Costs as `order_round` takes them: node 0 is the start and the end, then the stops."""
    starts = [*([] if start is None else [start]), *(tree.goal for tree in trees)]
    goals = [*([] if home is None else [home]), *trees]
    costs_m = np.zeros((len(trees) + 1, len(trees) + 1))
    costs_m[start is None :, home is None :] = walking_costs(graph, starts, goals)
    return costs_m


def _joined(costs_m: Floats, *, begins_anywhere: bool) -> Indices:
    """Find the nodes to which the start leads and which lead to the end.

    Where any stop may be the first, they are the most to which one of them leads.
    """
    leads = np.isfinite(costs_m)
    joined = leads[0] & leads[:, 0]
    joined[0] = False
    if begins_anywhere:
        onward = leads & joined & joined[:, None]
        joined &= onward[int(onward.sum(axis=1).argmax())]
    return np.flatnonzero(joined)


def _groups(stops: int, choices: Sequence[Sequence[int]]) -> list[frozenset[int]]:
    """Give the choices and, of the other stops, each by itself."""
    single = {*range(stops)}.difference(*choices)
    return [*map(frozenset, choices), *(frozenset((stop,)) for stop in sorted(single))]


def _chosen(
    costs_m: Floats,
    joined: Indices,
    groups: Sequence[frozenset[int]],
    standing: Sequence[int],
    draw: np.random.Generator,
) -> Indices:
    """Choose a joined node of each group that has one."""
    reached = {standing[node - 1]: node for node in joined.tolist()}
    nodes = [tuple(sorted(reached[each] for each in group & reached.keys())) for group in groups]
    chosen = choose_stops(costs_m, [group for group in nodes if group], draw)
    return np.array(sorted(chosen), dtype=np.int64)


def _order(costs_m: Floats, joined: Indices, draw: np.random.Generator) -> list[int]:
    """Order nodes; those to which none before them leads, past a one-way door, are left out."""
    nodes = np.concatenate(([0], joined))
    kept = [0]
    for node in nodes[order_round(costs_m[np.ix_(nodes, nodes)], draw)].tolist():
        if np.isfinite(costs_m[kept[-1], node]):
            kept.append(node)
    return kept[1:]


def _missed(
    groups: Sequence[frozenset[int]],
    visited: Sequence[int],
    standing: Sequence[int],
    costs_m: Floats,
) -> Iterator[Missed]:
    """Give the stops of groups that are not visited; those with a tree are nodes of the costs."""
    nodes = {stop: node for node, stop in enumerate(standing, 1)}
    leads = np.isfinite(costs_m)
    joined = leads & leads.T
    missed = sorted({stop for group in groups if group.isdisjoint(visited) for stop in group})
    for stop in missed:
        if stop not in nodes:
            yield Missed(stop, "off-the-map", stop)
            continue
        alike = (each for each in missed if each in nodes and joined[nodes[stop], nodes[each]])
        yield Missed(stop, "no-way", next(alike))
