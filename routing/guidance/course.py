"""Where somebody wants to go, with all that is worked out for it once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from floorplans.closures import Closed
from floorplans.shelving import Place
from routing.directions.steps import Guide
from routing.graph import RoutingGraph
from routing.guidance.aisle_place import GoalAisle, find_goal_aisle
from routing.model import Profile, Route, Spot
from routing.search import grow_tree, route_from

OPEN = Closed()


@dataclass(frozen=True, slots=True)
class Course:
    """Where somebody wants to go, with all that is worked out for it once.

    Attributes
    ----------
    version : str
        Which plan it is made from; a way of another one is planned anew.
    closed : Closed
        What of it is closed.
    graph : RoutingGraph
        The ways of the plan.
    guide : Guide
        What steps are made from.
    goal : Spot
        The goal, where one can stand.
    find : callable
        Finds the route to it from a spot, or raises a `RoutingError`; at two positions a second
        it should have the goal's tree.
    place : Place or None
        The shelf at the goal, if it is one.
    aisle : GoalAisle or None
        The aisle in front of it, if there is one.
    title : str
        What is sought there, if its name is known.
    """

    version: str
    graph: RoutingGraph
    guide: Guide
    goal: Spot
    find: Callable[[Spot], Route]
    place: Place | None
    aisle: GoalAisle | None
    title: str = ""
    closed: Closed = OPEN


def set_course(
    guide: Guide,
    graph: RoutingGraph,
    goal: Place | Spot,
    profile: Profile = "walk",
    version: str = "",
) -> Course:
    """Work out what guiding to a goal needs.

    Parameters
    ----------
    guide, graph
        From the same plan.
    goal : Place or Spot
        The shelf that is sought, or another place.
    profile : Profile
        How one moves.
    version : str
        Which plan it is; see `Course`.

    Raises
    ------
    OffTheMapError
        If nobody can stand near the goal.
    """
    tree = grow_tree(graph, spot_of(goal), profile)
    return make_course(guide, graph, goal, tree.goal, partial(route_from, graph, tree), version)


def make_course(
    guide: Guide,
    graph: RoutingGraph,
    goal: Place | Spot,
    settled: Spot,
    find: Callable[[Spot], Route],
    version: str,
    title: str = "",
    closed: Closed = OPEN,
) -> Course:
    """Make a course whose routes somebody else finds; see `set_course` and `Course`."""
    place = None if isinstance(goal, Spot) else goal
    aisle = find_goal_aisle(guide.plan, place) if place else None
    return Course(version, graph, guide, settled, find, place, aisle, title, closed)


def spot_of(goal: Place | Spot) -> Spot:
    """Give where one stands at a goal."""
    if isinstance(goal, Spot):
        return goal
    return Spot(goal.level, goal.x_m, goal.y_m, goal.facing_deg)
