"""The ways of a plan as they are at a time: with its closures, hours and works."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence

from floorplans.closures import Closed, plan_while
from floorplans.model import Plan
from floorplans.walkable import Walkable, build_walkable
from routing.errors import NoRouteError, OffTheMapError, RoutingError
from routing.graph import RoutingGraph, build_graph
from routing.model import Profile, Route, Spot
from routing.reasons import explain
from routing.search import NOWHERE, attach, route_from, settle_start
from routing.trees import TREES_BYTES, Trees

STATES_PREPARED = 2
"""What holds now and what holds soon stay built."""

STATES_ASKED = 1
"""Of states at other times that somebody asked for the last one stays."""

OPEN = Closed()


READY_PROFILES: tuple[Profile, ...] = ("walk", "step-free")
"""What is built ahead; ways of other profiles are built when somebody asks for them."""


class _State:
    """The ways of a plan in one state, built once however many ask at once."""

    def __init__(self, build: Callable[[], Trees]) -> None:
        self._build = build
        self._building = threading.Lock()
        self._trees: Trees | None = None

    def get(self) -> Trees:
        with self._building:
            if self._trees is None:
                self._trees = self._build()
            return self._trees


class Ways:
    """All ways of a plan, for every profile and time, each built when it is first asked for.

    Parameters
    ----------
    plan : Plan
        The plan.
    walkable : Walkable
        Its walkable space with nothing closed.
    trees_bytes : int
        Memory that the trees of one state of the plan may take.
    """

    def __init__(self, plan: Plan, walkable: Walkable, trees_bytes: int = TREES_BYTES) -> None:
        self._plan = plan
        self._open = _State(lambda: Trees(build_graph(plan, walkable), trees_bytes))
        self._closed: OrderedDict[Closed, _State] = OrderedDict()
        self._prepared: deque[Closed] = deque(maxlen=STATES_PREPARED)
        self._trees_bytes = trees_bytes
        self._changing = threading.Lock()

    def build(self) -> RoutingGraph:
        """Give the graph with nothing closed; those who ask while it is built wait."""
        return self._open.get().graph

    def at(self, closed: Closed) -> Trees:
        """Give the ways while something is closed; those who ask while they are built wait."""
        if closed == OPEN:
            return self._open.get()
        with self._changing:
            state = self._closed.setdefault(closed, _State(lambda: self._build(closed)))
            self._closed.move_to_end(closed)
            others = [each for each in self._closed if each not in self._prepared]
            for gone in others[:-STATES_ASKED]:
                del self._closed[gone]
        return state.get()

    def prepare(self, closed: Closed, goals: Iterable[tuple[Spot, Profile]] = ()) -> None:
        """Build the ways of a state ahead, with trees of goals that will be asked for."""
        if closed not in self._prepared:
            self._prepared.append(closed)
        trees = self.at(closed)
        for profile in READY_PROFILES:
            trees.graph.by(profile)
        trees.grow_ahead(goals)

    def _build(self, closed: Closed) -> Trees:
        plan = plan_while(self._plan, closed)
        return Trees(build_graph(plan, build_walkable(plan)), self._trees_bytes)

    def find(
        self,
        start: Spot,
        goals: Sequence[Spot],
        profile: Profile,
        closed: Closed,
        *,
        explains: bool = True,
    ) -> tuple[int, Route]:
        """Find the shortest route to the nearest of several goals.

        Parameters
        ----------
        start : Spot
            Where one is.
        goals : sequence of Spot
            At least one.
        profile : Profile
            How one moves.
        closed : Closed
            What is closed at the time.
        explains : bool
            Whether to find out why no way leads there, which takes as long as several routes.

        Returns
        -------
        tuple of int and Route
            Which goal it leads to, and the route.

        Raises
        ------
        OffTheMapError
            If nobody can stand near the start, or near any goal.
        NoRouteError
            If nothing leads to any goal; ``why`` says what is in the way to the first.
        """
        trees = self.at(closed)
        ways = trees.graph.by(profile)
        try:
            here = settle_start(ways, start)
        except OffTheMapError as error:
            if not explains:
                raise
            raise self._why_not(start, goals[:1], profile, closed, error) from error
        costs_m: dict[int, float] = {}
        trouble: RoutingError = NoRouteError("There is no goal to go to.")
        for number, goal in enumerate(goals):
            try:
                tree = trees.get(goal, profile)
            except OffTheMapError as error:
                trouble = error
                continue
            via, cost_m = attach(ways, tree, here.level, here.x_m, here.y_m)
            if via != NOWHERE:
                costs_m[number] = cost_m
        if costs_m:
            best = min(costs_m, key=lambda number: costs_m[number])
            return best, route_from(trees.graph, trees.get(goals[best], profile), start)
        raise self._why_not(start, goals, profile, closed, trouble) if explains else trouble

    def _why_not(
        self,
        start: Spot,
        goals: Sequence[Spot],
        profile: Profile,
        closed: Closed,
        trouble: RoutingError,
    ) -> RoutingError:
        """Why no way leads to the first goal that there ever is a way to; else the trouble."""
        usual, now = self.build(), self.at(closed).graph
        try:
            settle_start(usual, start)
        except OffTheMapError:
            return trouble
        reasons = (explain(usual, now, start, goal, profile, closed) for goal in goals)
        return next((each for each in reasons if each is not None), trouble)
