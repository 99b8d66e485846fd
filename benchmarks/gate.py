"""Simulated walks and what is shown of them: crossings, errors and time, as Markdown tables.

    python -m benchmarks.gate [--quick] [--walks 6] [--seconds 120] [--floor NAME]

Walkers go from place to place at 1.2 m/s and stand for some seconds at each. Five times a
second a fix is off by a normal error of so many metres along each axis: drawn anew each time
(white), or drifting with a time constant of 4 s, as that of trackers does. Beside the gate:
the fix as it is, the nearest place to stand, and that for fixes smoothed over a second.

A tick *crosses* if the line from the place shown before touches a shelf, a piece of furniture
or a wall as the plan draws it; changes of level are counted apart. Floors are those of
`benchmarks.floors` and `benchmarks.mixed_floors`, and the demo.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from api.plans import load_plan
from benchmarks.floors import make_floor
from benchmarks.mixed_floors import make_mixed_floor
from benchmarks.tables import markdown, name_machine
from floorplans.model import Plan
from floorplans.walkable import Walkable, build_walkable
from routing.errors import RoutingError
from routing.gate import GateState, step
from routing.graph import RoutingGraph, build_graph
from routing.model import Spot
from routing.search import find_route

TICK_S = 0.2
WALK_M_S = 1.2
STANDS_S = (2.0, 8.0)
BETWEEN_LEVELS_S = 8.0
SMOOTH_S = 1.0
DRIFT_S = 4.0
SIGMAS_M = (0.5, 1.0, 1.5, 2.5)
R95 = math.sqrt(-2 * math.log(0.05))
"""The radius of a round normal distribution that holds 95 %, in standard deviations."""

ALIKE_M = 0.02
OUTSIDE_M = 30.0
INSIDE = "T********"
"""The intersection matrix of a line that goes through the inside of an area."""

WAYS = ("fix", "snap", "smooth + snap", "gate")
CROSSING_COLUMNS = ("floor", "errors", "ticks", *(f"{way}, %" for way in WAYS))
ERROR_COLUMNS = (
    "floor",
    "errors",
    *(f"{way}: p50 / p95, m" for way in WAYS),
    "gate: µs p50 / p99",
)

Floats = NDArray[np.float64]
Truth = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class Floor:
    """A plan to walk in.

    ``blocked`` is what a plan has in the way on each level, none of it slimmer or thicker.
    """

    name: str
    graph: RoutingGraph
    blocked: Mapping[str, BaseGeometry]

    @property
    def walkable(self) -> Walkable:
        """Where one can walk."""
        return self.graph.walkable


@dataclass(frozen=True, slots=True)
class Shown:
    """What one way of showing made of a walk: a level and a place for each tick."""

    levels: tuple[str, ...]
    points_m: Floats


def make_site(name: str, plan: Plan) -> Floor:
    """Prepare a plan to be walked in."""
    walkable, bare = build_walkable(plan), build_walkable(plan, clearance_m=0.0)
    return Floor(
        name, build_graph(plan, walkable), {each: _blocked(bare, each) for each in bare.levels}
    )


def walk(floor: Floor, seconds: float, draw: np.random.Generator) -> list[Truth]:
    """Walk from place to place by shortest ways, over all levels, five ticks a second."""
    levels = [each for each in floor.walkable.levels if not floor.walkable.area(each).is_empty]
    here = _draw_spot(floor, levels, draw)
    ticks: list[Truth] = []
    while len(ticks) * TICK_S < seconds:
        goal = _draw_spot(floor, levels, draw)
        try:
            legs = find_route(floor.graph, here, goal).legs
        except RoutingError:
            continue
        for leg in legs:
            way = shapely.LineString(leg.points if len(leg.points) > 1 else leg.points * 2)
            along_m = np.arange(0.0, way.length, WALK_M_S * TICK_S)
            points_m = shapely.get_coordinates(shapely.line_interpolate_point(way, along_m))
            ticks += [(leg.level, x_m, y_m) for x_m, y_m in points_m.tolist()]
            if leg.connector:
                ticks += [(leg.level, *leg.points[-1])] * round(BETWEEN_LEVELS_S / TICK_S)
        ticks += [(goal.level, goal.x_m, goal.y_m)] * round(draw.uniform(*STANDS_S) / TICK_S)
        here = goal
    return ticks[: round(seconds / TICK_S)]


def draw_errors_m(
    sigma_m: float, drift_s: float | None, ticks: int, draw: np.random.Generator
) -> Floats:
    """Draw errors of fixes, shape (ticks, 2): white ones, or those that drift."""
    fresh_m = draw.normal(0.0, sigma_m, (ticks, 2))
    if drift_s is None:
        return fresh_m
    kept = math.exp(-TICK_S / drift_s)
    errors_m = fresh_m.copy()
    for tick in range(1, ticks):
        errors_m[tick] = kept * errors_m[tick - 1] + math.sqrt(1 - kept**2) * fresh_m[tick]
    return errors_m


def snap(floor: Floor, levels: Sequence[str], points_m: Floats) -> Floats:
    """Give the nearest places to stand, shape (ticks, 2)."""
    nearest = [
        floor.walkable.nearest(level, *point)
        for level, point in zip(levels, points_m.tolist(), strict=True)
    ]
    return np.array(nearest)


def smooth(levels: Sequence[str], points_m: Floats) -> Floats:
    """Give running means of the last second or so, begun anew on each level."""
    share = 1 - math.exp(-TICK_S / SMOOTH_S)
    means_m = points_m.copy()
    for tick in range(1, len(points_m)):
        if levels[tick] == levels[tick - 1]:
            means_m[tick] = means_m[tick - 1] + share * (points_m[tick] - means_m[tick - 1])
    return means_m


def let_through(
    floor: Floor, levels: Sequence[str], points_m: Floats, radius_m: float
) -> tuple[Shown, list[float]]:
    """Show a walk through the gate, and time its ticks in microseconds."""
    state: GateState | None = None
    states, times_us = [], []
    for level, (x_m, y_m) in zip(levels, points_m.tolist(), strict=True):
        began_s = time.perf_counter()
        state = step(floor.graph, state, level, x_m, y_m, radius_m, TICK_S)
        times_us.append(1e6 * (time.perf_counter() - began_s))
        states.append(state)
    shown_m = np.array([(each.x_m, each.y_m) for each in states])
    return Shown(tuple(each.level for each in states), shown_m), times_us


def show(
    floor: Floor, truth: Sequence[Truth], errors_m: Floats, radius_m: float
) -> tuple[dict[str, Shown], list[float]]:
    """Show a walk in every way, by name, and time the gate."""
    levels = tuple(level for level, _, _ in truth)
    fixes_m = np.array([place for _, *place in truth]) + errors_m
    gate, times_us = let_through(floor, levels, fixes_m, radius_m)
    shown = {
        "fix": Shown(levels, fixes_m),
        "snap": Shown(levels, snap(floor, levels, fixes_m)),
        "smooth + snap": Shown(levels, snap(floor, levels, smooth(levels, fixes_m))),
        "gate": gate,
    }
    return shown, times_us


def find_crossings(floor: Floor, shown: Shown) -> NDArray[np.bool_]:
    """Tell which ticks of a walk cross something, shape (ticks − 1,)."""
    ends_m = np.stack((shown.points_m[:-1], shown.points_m[1:]), axis=1)
    lines = np.array([shapely.LineString(each) for each in ends_m])
    levels = np.array(shown.levels)
    crossing = np.zeros(len(lines), dtype=np.bool_)
    for level, blocked in floor.blocked.items():
        near = np.flatnonzero((levels[:-1] == level) & (levels[1:] == level))
        near = near[shapely.intersects(blocked, lines[near])]
        # At an open door of the outer wall one may stand on the edge of what is drawn.
        crossing[near] = shapely.relate_pattern(lines[near], blocked, INSIDE)
    return crossing


def find_errors_m(truth: Sequence[Truth], shown: Shown) -> Floats:
    """Give how far from the walker each tick's place is, where its level is right."""
    right = np.array([level for level, _, _ in truth]) == np.array(shown.levels)
    apart_m = shown.points_m - np.array([place for _, *place in truth])
    return np.asarray(np.hypot(*apart_m[right].T), dtype=np.float64)


@dataclass(slots=True)
class Tally:
    """What became of some walks, by the way of showing them."""

    crossings: dict[str, list[NDArray[np.bool_]]]
    errors_m: dict[str, list[Floats]]
    times_us: list[float]

    def crossed_percent(self, way: str) -> float:
        """Give the share of ticks that cross something."""
        return 100 * float(np.mean(np.concatenate(self.crossings[way])))

    def error_m(self, way: str, percent: float) -> float:
        """Give a percentile of errors."""
        return float(np.percentile(np.concatenate(self.errors_m[way]), percent))

    def is_met(self) -> bool:
        """Tell whether the gate crosses in at most 0.1 % and is no worse than the nearest place."""
        no_worse = self.error_m("gate", 50) <= self.error_m("snap", 50) + ALIKE_M
        return self.crossed_percent("gate") <= 0.1 and no_worse


def measure(
    floor: Floor, sigma_m: float, drift_s: float | None, walks: int, seconds: float
) -> Tally:
    """Walk, show and count."""
    # The first ticks load what is compiled.
    truth = walk(floor, 2.0, np.random.default_rng(0))
    show(floor, truth, np.ones((len(truth), 2)), 1.0)
    tally = Tally({way: [] for way in WAYS}, {way: [] for way in WAYS}, [])
    for number in range(walks):
        draw = np.random.default_rng([number, len(floor.graph.nodes)])
        truth = walk(floor, seconds, draw)
        errors_m = draw_errors_m(sigma_m, drift_s, len(truth), draw)
        shown, times_us = show(floor, truth, errors_m, R95 * sigma_m)
        for way, each in shown.items():
            tally.crossings[way].append(find_crossings(floor, each))
            tally.errors_m[way].append(find_errors_m(truth, each))
        tally.times_us += times_us
    return tally


def crossing_row(floor: str, errors: str, tally: Tally) -> tuple[str, ...]:
    """Write how often each way of showing crosses something."""
    ticks = sum(map(len, tally.crossings["gate"]))
    return floor, errors, str(ticks), *(f"{tally.crossed_percent(way):.2f}" for way in WAYS)


def error_row(floor: str, errors: str, tally: Tally) -> tuple[str, ...]:
    """Write how far each way of showing is off, and how long the gate takes."""
    off = (f"{tally.error_m(way, 50):.2f} / {tally.error_m(way, 95):.2f}" for way in WAYS)
    p50_us, p99_us = np.percentile(tally.times_us, (50, 99))
    return floor, errors, *off, f"{p50_us:.0f} / {p99_us:.0f}"


PLANS: Mapping[str, Callable[[], Plan]] = {
    "demo": lambda: load_plan("demo"),
    "100 shelves": lambda: make_floor(100),
    "400 shelves": lambda: make_floor(400),
    **{f"mixed {seed}": partial(make_mixed_floor, seed) for seed in range(3)},
}
QUICK = ("demo", "100 shelves", "mixed 0")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gate", description=__doc__)
    parser.add_argument("--walks", type=int, default=6, help="on each floor, of each error")
    parser.add_argument("--seconds", type=float, default=120.0, help="of each walk")
    parser.add_argument("--floor", choices=PLANS, help="this one only")
    parser.add_argument("--quick", action="store_true", help="one short walk of each")
    args = parser.parse_args(arguments)
    walks, seconds = (1, 30.0) if args.quick else (args.walks, args.seconds)
    names = (args.floor,) if args.floor else QUICK if args.quick else tuple(PLANS)
    tallies = {
        (name, f"{sigma_m} m, {kind}"): measure(floor, sigma_m, drift_s, walks, seconds)
        for name in names
        for floor in (make_site(name, PLANS[name]()),)
        for sigma_m in SIGMAS_M
        for kind, drift_s in (("white", None), ("drifting", DRIFT_S))
    }
    crossings = [crossing_row(*which, tally) for which, tally in tallies.items()]
    errors = [error_row(*which, tally) for which, tally in tallies.items()]
    missed = [" ".join(which) for which, tally in tallies.items() if not tally.is_met()]
    print(f"{name_machine()}\n")
    print(f"Ticks that cross a shelf or a wall:\n\n{markdown(CROSSING_COLUMNS, crossings)}\n")
    print(f"Errors on the right level:\n\n{markdown(ERROR_COLUMNS, errors)}\n")
    print(f"Not as asked for: {'; '.join(missed) or 'none'}.")
    return 0


def _draw_spot(floor: Floor, levels: Sequence[str], draw: np.random.Generator) -> Spot:
    level = levels[int(draw.integers(len(levels)))]
    west_m, south_m, east_m, north_m = floor.walkable.area(level).bounds
    while True:
        x_m, y_m = float(draw.uniform(west_m, east_m)), float(draw.uniform(south_m, north_m))
        if floor.walkable.contains(level, x_m, y_m):
            return Spot(level, x_m, y_m)


def _blocked(bare: Walkable, level: str) -> BaseGeometry:
    """Everything but what one can stand on without any clearance, far beyond the walls."""
    area = bare.area(level)
    box = shapely.box(*area.bounds).buffer(OUTSIDE_M, join_style="mitre")
    blocked = shapely.difference(box, area)
    shapely.prepare(blocked)
    return blocked


if __name__ == "__main__":
    sys.exit(main())
