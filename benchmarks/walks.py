"""Simulated walks through the demo library, as the live service shows them: a Markdown table.

    python -m benchmarks.walks [--quick] [--walks 100] [KIND …]

Each walk draws its own air, way and goals from its number alone. Phones post what they heard
every 0.6 s, as the demo's visitors do; sightings go through `api.live.pipeline.fold` four
times a second. KIND is one of:

    level   from one range to another on the same level
    stairs  to a range on the other level, by the stairs
    lift    to a range on the other level, by the lift
    stand   a walk, 40 s of standing, and on to another range
    browse  six ranges near by, with 4 to 12 s at each
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from api.branches import Branch, build_branch
from api.demo.visitors import (
    BATCH_S,
    INTERVAL_S,
    PHONE_HEIGHT_M,
    Walk,
    plan_walk,
    sought_places,
)
from api.live.intake import Intake
from api.live.pipeline import fold, load_filters, start_mover
from api.live.positions import Position
from api.live.service import SETTLE_S, TICK_S
from api.plans import load_plan
from benchmarks.tables import markdown
from positioning.grid.live_ground import ground_of_plan
from positioning.model import Fix, Sighting
from positioning.simulate import SimulatedAir
from positioning.sites import site_from_plan
from routing.model import Profile, Route, Spot
from routing.search import find_route

SUBJECT = "walker"
OPENING_S = 4.0
STAND_S = 40.0
CALM_S = 5.0
WINDOW_S = 30.0
FOLLOW_S = 2.0
STILL_M = 0.3
STARTED_M = 0.15
_TRIES = 400

ACCURACY_COLUMNS = (
    "walks",
    "count",
    "fix off: mean / p50 / p95, m",
    "dot off: mean / p50 / p95, m",
    "radius holds",
    "level right",
    "longest wrong, s",
)
STILL_COLUMNS = (
    "stands",
    "30 s within 0.3 m",
    "farthest in 30 s: p50 / p99 / max, m",
    "way in 30 s: p50 / p99, m",
    "moves after: p50 / p90, s",
    "within 2 s",
    "dot behind after 2 s, m",
    "fix behind, m",
)

FloatArray = NDArray[np.float64]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Trip:
    """A walk, and the spans of time in which the walker stands between walking."""

    walk: Walk
    stands: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """What was shown at a tick, the fix behind it, and where the walker was at its time."""

    now_s: float
    shown: Position
    fix: Fix
    truth: Spot


@dataclass(frozen=True, slots=True)
class Follow:
    """How the dot came after one who walked on.

    ``after_s`` is when it had left its place by 0.15 m, on the wall's clock; ``behind_m`` and
    ``fix_behind_m`` are how far from her the dot and the fix were, two seconds after her start.
    """

    after_s: float
    behind_m: float
    fix_behind_m: float


def plan_trip(branch: Branch, kind: str, number: int) -> Trip:
    """Draw the walk of a kind with a number."""
    rng = np.random.default_rng([number, sorted(KINDS).index(kind)])
    return _string(branch, KINDS[kind](branch, rng), rng)


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
    "browse": _browse,
}


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


def _string(branch: Branch, legs: Sequence[_Leg], rng: np.random.Generator) -> Trip:
    """Time the legs one after another, after some seconds in which the phone finds itself."""
    time_s = OPENING_S + float(rng.uniform(0.0, BATCH_S))
    corners, stands = [], []
    for leg in legs:
        walk = plan_walk(leg.route, branch.plan, time_s, leg.stands_s)
        corners += walk.corners
        time_s = walk.ends_s
        stands.append((time_s - leg.stands_s, time_s))
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


def follow_trip(branch: Branch, trip: Trip, number: int) -> list[Moment]:
    """Fold what is heard on a trip as the live service does, and keep all that is shown."""
    heard = list(hear_trip(branch, trip, number))
    mover, intake, taken = start_mover(ground_of_plan(branch.plan), SUBJECT, 0.0), Intake(), 0
    intake.admit(SUBJECT)
    moments = []
    for tick in range(1, int(trip.walk.ends_s / TICK_S)):
        now_s = tick * TICK_S + SETTLE_S
        arrived = taken
        while arrived < len(heard) and heard[arrived][0] <= now_s:
            arrived += 1
        intake.add([each for _, each in heard[taken:arrived]])
        taken = arrived
        due = intake.take(SUBJECT, now_s - SETTLE_S)
        mover, position = fold(mover, branch, due, now_s - SETTLE_S)
        if position is not None and mover.fix is not None:
            moments.append(Moment(now_s, position, mover.fix, trip.walk.at(position.time_s)))
    return moments


def _apart_m(one: Position | Fix | Spot, other: Position | Fix | Spot) -> float:
    return math.dist((one.x_m, one.y_m), (other.x_m, other.y_m))


def wander_m(moments: Sequence[Moment], stand: Span) -> tuple[float, float] | None:
    """How far a standing walker's dot gets from any of its places, and how long its way is.

    Of the worst 30 s that begin 5 s or more after she stood still; ``None`` for a shorter stand.
    """
    dots = [each for each in moments if stand[0] + CALM_S <= each.now_s <= stand[1]]
    worst: list[tuple[float, float]] = []
    for first in dots:
        if first.now_s + WINDOW_S > stand[1]:
            break
        window = [e.shown for e in dots if first.now_s <= e.now_s <= first.now_s + WINDOW_S]
        spread_m = max(_apart_m(one, other) for one in window for other in window)
        worst.append((spread_m, sum(_apart_m(a, b) for a, b in pairwise(window))))
    return max(worst, default=None)


def follow_of(moments: Sequence[Moment], trip: Trip, began_s: float) -> Follow | None:
    """How the dot came after a walker who walked on at ``began_s``."""
    rested = [each for each in moments if each.now_s <= began_s]
    after = [each for each in moments if began_s < each.now_s <= began_s + 15.0]
    if not rested or not after:
        return None
    rest = rested[-1].shown
    after_s = math.inf
    for each in after:
        if _apart_m(each.shown, rest) > STARTED_M or each.shown.level != rest.level:
            after_s = each.now_s - began_s
            break
    soon = min(after, key=lambda each: abs(each.now_s - began_s - FOLLOW_S))
    her = trip.walk.at(soon.now_s)
    return Follow(after_s, _apart_m(soon.shown, her), _apart_m(soon.fix, her))


def longest_wrong_s(moments: Sequence[Moment]) -> float:
    """The longest time for which the dot is on a wrong level, to when it is right again."""
    longest, since_s = 0.0, None
    for each in moments:
        is_wrong = each.shown.level != each.truth.level
        if since_s is not None:
            longest = max(longest, each.now_s - since_s)
        since_s = (each.now_s if since_s is None else since_s) if is_wrong else None
    return longest


def list_errors_m(moments: Sequence[Moment]) -> list[tuple[float, float, bool]]:
    """Errors of fix and dot on the right level, and whether the shown radius holds the walker."""
    return [
        (_apart_m(each.fix, each.truth), error_m, error_m <= each.shown.radius_95_m)
        for each in moments
        if each.now_s > OPENING_S and each.shown.level == each.truth.level == each.fix.level
        for error_m in (_apart_m(each.shown, each.truth),)
    ]


def accuracy_row(kind: str, walks: Sequence[Sequence[Moment]]) -> tuple[object, ...]:
    """A kind's row: errors of fix and dot, the radius, the level."""
    errors = [each for moments in walks for each in list_errors_m(moments)]
    fix_m, dot_m, held = (np.array(column) for column in zip(*errors, strict=True))
    settled = [each for moments in walks for each in moments if each.now_s > OPENING_S]
    right = np.mean([each.shown.level == each.truth.level for each in settled])
    return (
        kind,
        len(walks),
        _spread(fix_m),
        _spread(dot_m),
        f"{100 * np.mean(held):.1f} %",
        f"{100 * right:.2f} %",
        f"{max(map(longest_wrong_s, walks)):.1f}",
    )


def still_row(trips: Sequence[Trip], walks: Sequence[Sequence[Moment]]) -> tuple[object, ...]:
    """The row of stands: how the dot rests, and how it comes after who walks on."""
    wanders, follows = [], []
    for trip, moments in zip(trips, walks, strict=True):
        for stand in trip.stands:
            wander = wander_m(moments, stand)
            follow = follow_of(moments, trip, stand[1])
            if wander is not None and follow is not None:
                wanders.append(wander)
                follows.append(follow)
    farthest_m, way_m = np.array(wanders).T
    after_s = np.array([each.after_s for each in follows])
    return (
        len(wanders),
        f"{100 * np.mean(farthest_m < STILL_M):.1f} %",
        _digits(farthest_m, (50, 99, 100)),
        _digits(way_m, (50, 99)),
        _digits(after_s, (50, 90)),
        f"{100 * np.mean(after_s <= FOLLOW_S):.0f} %",
        f"{np.mean([each.behind_m for each in follows]):.2f}",
        f"{np.mean([each.fix_behind_m for each in follows]):.2f}",
    )


def _spread(errors_m: FloatArray) -> str:
    return f"{errors_m.mean():.2f} / {_digits(errors_m, (50, 95))}"


def _digits(values: FloatArray, percents: Sequence[int]) -> str:
    return " / ".join(f"{each:.2f}" for each in np.percentile(values, percents, method="lower"))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.walks", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--walks", type=int, default=100, help="of each kind")
    parser.add_argument("--quick", action="store_true", help="five of each, to see that it works")
    args = parser.parse_args(arguments)
    unknown = [kind for kind in args.kinds if kind not in KINDS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(KINDS)}")
    load_filters()
    branch, rows, stills = build_branch(load_plan("demo")), [], []
    for kind in args.kinds or KINDS:
        numbers = range(5 if args.quick else args.walks)
        trips = [plan_trip(branch, kind, number) for number in numbers]
        walks = [follow_trip(branch, *each) for each in zip(trips, numbers, strict=True)]
        rows.append(accuracy_row(kind, walks))
        if kind == "stand":
            stills.append(still_row(trips, walks))
    print(markdown(ACCURACY_COLUMNS, rows))
    if stills:
        print(f"\n{markdown(STILL_COLUMNS, stills)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
